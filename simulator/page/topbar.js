/** The bar over the phones: the product's name, the simulated time, new people, language, theme. */
import { h, icon, iconButton } from "./dom.js";
import { control } from "./control.js";
import { field, openDialog, openMenu, toast } from "./dialog.js";
import { isShown, on, nameOf, simNow, store, tell, titleOf } from "./store.js";
import { clockTime, currentLanguage, longTime, setLanguage, t } from "./words.js";

const THEME = "pesan.theme";
let endings = [];
const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** Put the remembered theme, or the system's, on the page; follows the system until toggled. */
export function applyTheme() {
  const chosen = localStorage.getItem(THEME);
  document.documentElement.dataset.theme = chosen ?? (dark.matches ? "dark" : "light");
}

dark.addEventListener("change", applyTheme);

/** The bar as an element; `toggleDrawer(button)` opens what is behind the scenes. */
export function topBar(toggleDrawer, redraw) {
  endings.forEach((end) => end());
  endings = [];
  const bar = h("header", { class: "top" });
  const brand = h("h1", { class: "brand" }, logo(), h("span", {}, "Pesan", h("small", {}, ` — ${t("simulator")}`)));
  bar.append(brand, liveDot(), clockControl(bar), actions(bar, toggleDrawer, redraw));
  return bar;
}

function logo() {
  return h("img", { src: "/page/logo.svg", alt: "", width: 30, height: 30, class: "logo" });
}

function liveDot() {
  const dot = h("span", { class: "live", role: "status", testid: "live" }, h("i", {}), h("span", {}));
  const show = () => {
    dot.dataset.live = String(store.live);
    dot.lastChild.textContent = store.live ? t("live") : t("lost");
  };
  endings.push(on("live", show));
  show();
  return dot;
}

function clockControl(bar) {
  const now = h("time", { class: "now", testid: "clock" });
  const show = () => {
    const moment = simNow();
    now.dateTime = moment.toISOString();
    now.replaceChildren(h("b", {}, clockTime(moment)), h("span", {}, `${longTime(moment)} · WIB`));
  };
  show();
  endings.push(on("clock", show));
  const skip = (seconds, label, testid) => h("button", {
    type: "button", class: "skip", testid,
    onclick: () => control.advance(seconds).catch((error) => toast(bar, error.message, { testid: "error-toast" })),
  }, label);
  return h("div", { class: "clock", role: "group", "aria-label": t("time") }, icon("clock", 20), now,
    skip(3600, t("plusHour"), "clock-hour"), skip(86_400, t("plusDay"), "clock-day"));
}

function actions(bar, toggleDrawer, redraw) {
  const labelled = (glyph, key, testid, run) => h("button", {
    type: "button", class: "bar-button roomy", testid, title: t(key), onclick: run,
  }, icon(glyph, 19), h("span", {}, t(key)));
  const picker = iconButton("columns", t("chats"), { testid: "chat-picker", class: "roomy", "aria-haspopup": "menu", onclick: () => pickChats(bar, picker) });
  const language = h("button", {
    type: "button", class: "bar-button language", testid: "language", "aria-label": t("language"), title: t("language"),
    onclick: () => { setLanguage(currentLanguage() === "id" ? "en" : "id"); redraw(); },
  }, currentLanguage().toUpperCase());
  const drawer = h("button", { type: "button", class: "bar-button behind", testid: "drawer-toggle", "aria-expanded": "false", title: t("behind"), onclick: () => toggleDrawer(drawer) },
    icon("gears", 19), h("span", {}, t("behind")));
  const more = iconButton("more", t("moreActions"), { testid: "more", class: "narrow-only", "aria-haspopup": "menu", onclick: () => moreMenu(bar, more) });
  return h("div", { class: "actions" },
    labelled("person", "addCustomer", "new-customer", newCustomer), labelled("people", "addGroup", "new-group", newGroup),
    picker, language, themeButton(), drawer, more);
}

function themeButton() {
  const isDark = document.documentElement.dataset.theme === "dark";
  const button = iconButton(isDark ? "sun" : "moon", t(isDark ? "light" : "dark"), {
    testid: "theme",
    onclick: () => {
      localStorage.setItem(THEME, isDark ? "light" : "dark");
      applyTheme();
      const next = themeButton();
      button.replaceWith(next);
      next.focus();
    },
  });
  return button;
}

function moreMenu(bar, anchor) {
  openMenu(bar, anchor, [
    { label: t("addCustomer"), glyph: "person", testid: "more-new-customer", run: newCustomer },
    { label: t("addGroup"), glyph: "people", testid: "more-new-group", run: newGroup },
    { label: t("chats"), glyph: "columns", testid: "more-chats", run: () => pickChats(bar, anchor) },
  ], { testid: "more-menu", label: t("moreActions"), place: "below" });
}

function pickChats(bar, anchor) {
  const items = [...store.chats.values()].map((chat) => ({
    label: titleOf(chat), glyph: chat.type === "private" ? "person" : "people", checked: isShown(chat),
    testid: "pick-chat", data: { chatId: chat.id },
    run: () => { chat.shown = !isShown(chat); tell("chats"); },
  }));
  openMenu(bar, anchor, items, { testid: "chat-picker-menu", label: t("chats"), place: "below" });
}

const valueOf = (labelled) => labelled.querySelector("input").value.trim() || undefined;

/** Ask for a new customer's name and language, and add them. */
export function newCustomer() {
  const first = field(t("firstName"), { testid: "new-first-name", required: true });
  const last = field(t("lastName"), { testid: "new-last-name" });
  const username = field(t("username"), { testid: "new-username" });
  const number = field(t("phoneOptional"), { testid: "new-phone", inputmode: "tel" });
  const language = h("select", { testid: "new-language" }, h("option", { value: "id" }, "Indonesia"), h("option", { value: "en" }, "English"), h("option", { value: "" }, t("languageNone")));
  const create = () => {
    if (!first.querySelector("input").reportValidity() || !valueOf(first)) return false;
    return save(() => control.addUser({
      first_name: valueOf(first), last_name: valueOf(last), username: valueOf(username), phone: valueOf(number), language_code: language.value || undefined,
    }));
  };
  return openDialog(document.body, {
    title: t("addCustomer"), testid: "new-customer-dialog",
    body: [first, last, username, number, h("label", { class: "field" }, h("span", {}, t("languageOf")), language)],
    actions: createActions(create),
  });
}

function newGroup() {
  const title = field(t("groupTitle"), { testid: "new-group-title", required: true });
  const kind = h("select", { testid: "new-group-kind", onchange: () => { topics.hidden = kind.value !== "forum"; } },
    ...["supergroup", "forum", "group"].map((value) => h("option", { value }, t(`kind_${value}`))));
  const topics = field(t("topicNames"), { testid: "new-group-topics", placeholder: t("topicSample") });
  topics.hidden = true;
  const admin = h("input", { type: "checkbox", testid: "new-group-admin", checked: true });
  const boxes = [...store.users.values()].filter((user) => user.id !== store.bot.id)
    .map((user) => h("label", { class: "check" }, h("input", { type: "checkbox", value: String(user.id), testid: "new-group-member" }), h("span", {}, nameOf(user))));
  const create = () => {
    if (!title.querySelector("input").reportValidity()) return false;
    const members = boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => Number(box.value));
    const isForum = kind.value === "forum";
    return save(() => control.addChat({
      type: kind.value === "group" ? "group" : "supergroup", title: valueOf(title), is_forum: isForum, members, bot_is_admin: admin.checked,
      topics: isForum ? (valueOf(topics) ?? "").split(",").map((name) => name.trim()).filter(Boolean) : [],
    }));
  };
  return openDialog(document.body, {
    title: t("addGroup"), testid: "new-group-dialog",
    body: [title, h("label", { class: "field" }, h("span", {}, t("groupKind")), kind), topics,
      h("fieldset", {}, h("legend", {}, t("memberPicker")), ...boxes), h("label", { class: "check" }, admin, h("span", {}, t("botIsAdmin")))],
    actions: createActions(create),
  });
}

function createActions(run) {
  return [{ label: t("cancel"), testid: "dialog-cancel" }, { label: t("create"), testid: "dialog-confirm", kind: "primary", run }];
}

/** Keeps the dialog open, with the reason over it, when the simulator refuses. */
async function save(request) {
  try {
    await request();
    return true;
  } catch (error) {
    toast(document.body, error.message, { testid: "error-toast" });
    return false;
  }
}

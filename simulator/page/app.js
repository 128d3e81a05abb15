/**
 * The page of the simulator: a local Telegram with a few customers' phones and the staff group.
 *
 * What a browser test can hold on to (`data-testid`, with further data attributes in brackets):
 *
 * page        live [live], clock (datetime = simulated now), clock-hour, clock-day, new-customer,
 *             new-group, chat-picker, language, theme, drawer-toggle, more (narrow), chat-tab [chatId]
 * column      chat [chatId, user (private chats), type]; inside it: owner, speaker (a select: who speaks
 *             in a group), subtitle, typing, chat-menu (menu-block), topic [topic], pinned, intro, log, to-bottom, unread
 * message     message [messageId, direction in|out, from], message-text, edited, reply-quote, photo
 *             [photoId], album, document, location, contact, spoiler, service-message, date-separator,
 *             show-earlier, message-menu: menu-reply, menu-copy, menu-edit (own)
 * buttons     inline-keyboard, inline-button [kind callback|url|copy, place "row.column", style]
 *             (aria-busy while the bot is asked), reply-keyboard, reply-button [kind], toggle-keyboard
 * answers     callback-toast, callback-alert, callback-alert-text, copy-toast, error-toast, toast
 * composer    composer (textarea), send, start, attach, commands, command-menu: command [command],
 *             command-hint [command], reply-bar, reply-cancel, unblock
 * attach      attach-menu: attach-photo-sample, attach-photo-goods, attach-photo-file, attach-document-sample,
 *             attach-document-file, attach-contact, attach-location; photo-dialog, document-dialog
 *             (caption); contact-dialog (contact-own, contact-name, contact-phone); location-dialog
 *             (place [place], latitude, longitude); share-dialog and link-dialog; in every dialog
 *             dialog-confirm and dialog-cancel; lightbox, lightbox-close
 * drawer      drawer, drawer-close, drawer-activity, drawer-parcels, drawer-faults, drawer-violations;
 *             journal-row [kind, method], errors-only, clear-journal; parcel [waybill, status],
 *             parcel-status, parcel-next, parcel-delivered, parcel-hold; fault-method, fault-times,
 *             fault-429, fault-500, fault-drop, fault, clear-faults, flood-mode; violation; redeliver (in
 *             the details of an update)
 * dialogs     new-customer-dialog (new-first-name, new-last-name, new-username, new-language),
 *             new-group-dialog (new-group-title, new-group-member, new-group-forum)
 */
import { avatar, h, oncePerFrame } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Phone } from "./phone.js";
import { begin, on, shownChats, tell, titleOf } from "./store.js";
import { applyTheme, topBar } from "./topbar.js";
import { currentLanguage, setLanguage, t } from "./words.js";

const narrow = window.matchMedia("(max-width: 899px)");
const CLOCK_MS = 10_000;

const view = { phones: new Map(), active: null, drawer: null };
const tabs = h("nav", { class: "chat-tabs" });
const columns = h("main", { class: "columns", testid: "columns" });
const stage = h("div", { class: "stage" }, columns);

/** Draw everything anew: at the start and after a change of language or theme. */
function redraw() {
  for (const phone of view.phones.values()) phone.end();
  view.phones.clear();
  document.body.replaceChildren(topBar(toggleDrawer, redraw), tabs, stage);
  document.title = `Pesan — ${t("simulator")}`;
  tabs.setAttribute("aria-label", t("chats"));
  columns.replaceChildren();
  syncColumns();
  if (view.drawer) {
    closeDrawer();
    toggleDrawer(document.querySelector("[data-testid='drawer-toggle']"));
  }
}

/** Make the columns be the chats that are shown. */
function syncColumns() {
  const chats = shownChats();
  const ids = new Set(chats.map((chat) => chat.id));
  for (const [id, phone] of view.phones) {
    if (ids.has(id) && phone.node.dataset.type === phone.chat.type) continue;
    phone.end();
    phone.node.remove();
    view.phones.delete(id);
  }
  chats.forEach((chat, at) => {
    const isNew = !view.phones.has(chat.id);
    if (isNew) view.phones.set(chat.id, new Phone(chat));
    const { node } = view.phones.get(chat.id);
    if (columns.children[at] !== node) columns.insertBefore(node, columns.children[at] ?? null);
    if (isNew && view.loaded) node.scrollIntoView({ inline: "nearest", block: "nearest" });
  });
  view.loaded = chats.length > 0;
  columns.style.setProperty("--columns", String(chats.length));
  if (!ids.has(view.active)) view.active = chats[0]?.id ?? null;
  showActive();
}

/** On a narrow screen one chat is in view, on a wide one all of them. */
function showActive() {
  for (const [id, phone] of view.phones) {
    const visible = !narrow.matches || id === view.active;
    phone.node.classList.toggle("active", id === view.active);
    phone.seen(visible);
  }
  renderTabs();
}

function renderTabs() {
  if (!narrow.matches) return tabs.replaceChildren();
  return tabs.replaceChildren(...[...view.phones.values()].map(chatTab));
}

function chatTab(phone) {
  const { chat } = phone;
  const name = titleOf(chat);
  const count = phone.unread;
  return h("button", {
    type: "button", class: "chat-tab", testid: "chat-tab", data: { chatId: chat.id },
    "aria-current": chat.id === view.active ? "true" : null,
    "aria-label": count > 0 ? `${name}, ${t("unread", { n: count })}` : name,
    onclick: () => { view.active = chat.id; showActive(); },
  }, avatar(chat.id, name, "small"), h("span", { class: "chat-tab-name" }, name), count > 0 && h("span", { class: "badge", testid: "tab-unread" }, String(count)));
}

function toggleDrawer(button) {
  if (view.drawer) return closeDrawer();
  view.drawer = new Drawer(() => { closeDrawer(); button.focus(); });
  button.setAttribute("aria-expanded", "true");
  stage.append(view.drawer.node);
  return undefined;
}

function closeDrawer() {
  view.drawer.end();
  view.drawer.node.remove();
  view.drawer = null;
  document.querySelector("[data-testid='drawer-toggle']")?.setAttribute("aria-expanded", "false");
}

setLanguage(currentLanguage());
applyTheme();
redraw();
on("chats", syncColumns);
on("chat", oncePerFrame(renderTabs));
on("unread", oncePerFrame(renderTabs));
narrow.addEventListener("change", showActive);
document.addEventListener("visibilitychange", showActive);
setInterval(() => tell("clock"), CLOCK_MS);
begin();

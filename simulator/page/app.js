/**
 * The page of the simulator: a local Telegram with a few customers' phones and the staff group.
 *
 * What a browser test can hold on to (`data-testid`, with further data attributes in brackets):
 *
 * page        live [live], clock (datetime = simulated now), clock-hour, clock-day, new-customer,
 *             new-group, chat-picker, language, theme, drawer-toggle, more (narrow), chat-tab [chatId]
 *             welcome (nobody there yet): welcome-add
 *             lane-before, lane-after (wide, where more columns are than fit)
 *             chat-list (wide): list-toggle, list-chat [chatId], list-unread; recovered-toast
 * column      chat [chatId, user (private chats), type]; inside it: owner, owner-language, speaker (a select: who speaks
 *             in a group), subtitle, typing, chat-menu (menu-block), topic [topic], pinned, intro (intro-heading), log, to-bottom, unread,
 *             bot-standing (bot-standing-action), composer-notice [kind] (composer-notice-action), connecting
 * message     message [messageId, direction in|out, from], message-text, edited, reply-quote, photo
 *             [photoId], video [videoId], album, invoice (invoice-amount), reaction [emoji], document, location, contact, spoiler, service-message, date-separator,
 *             show-earlier, message-menu: menu-reply, menu-copy, menu-edit (own),
 *             quick-react [emoji], menu-react: reaction-choice [emoji]
 * buttons     inline-keyboard, inline-button [kind callback|url|copy|pay, place "row.column", style]
 *             (aria-busy while the bot is asked), reply-keyboard, reply-button [kind], toggle-keyboard
 * answers     callback-toast, callback-alert, callback-alert-text, copy-toast, error-toast, toast
 * composer    back (narrow), composer (textarea), send, start, attach, commands, command-menu: command [command],
 *             command-hint [command], reply-bar, reply-cancel, unblock
 * attach      attach-menu: attach-photo-sample, attach-photo-goods, attach-photo-file, attach-document-sample,
 *             attach-document-file, attach-contact, attach-location; photo-dialog, document-dialog
 *             (caption); contact-dialog (contact-own, contact-name, contact-phone); location-dialog
 *             (place [place], latitude, longitude); share-dialog and link-dialog; in every dialog
 *             dialog-confirm and dialog-cancel; lightbox, lightbox-close
 * drawer      drawer, drawer-close, drawer-activity, drawer-parcels, drawer-faults, drawer-clock,
 *             drawer-violations; bot-link, journal-row [kind, method], show-all, show-update, show-call,
 *             errors-only, clear-journal, redeliver (in the details of an update); parcel [waybill,
 *             status], parcel-status, parcel-next, parcel-delivered, parcel-hold, parcel-trouble;
 *             drawer-charges: charge [charge, status, provider], charge-status, charge-pay, charge-expire,
 *             charge-deny, charge-refund, charge-trouble, charge-notice [state];
 *             fault-method, fault-chat, fault-times, fault-rate, fault-429 (fault-retry-after), fault-500,
 *             fault-drop, fault-status (the number too), fault-delay (fault-delay-ms), fault-reset,
 *             fault-truncate, fault, clear-fault, clear-faults; flood-mode, violation; clock-ahead,
 *             clock-step [seconds], clock-minutes, clock-go
 * paying      pay-dialog (pay-name, pay-phone, pay-email, pay-street_line1 ... pay-country_code, pay-sample,
 *             pay-option [value], pay-tip [tip], pay-tip-own, pay-card [value], pay-change, pay-lines, pay-error,
 *             pay-go), paid-toast, receipt-dialog
 * people      chat-menu: menu-deeplink (deeplink-dialog), menu-block, menu-deactivate, menu-people, menu-topic
 *             (topic-dialog), menu-migrate; people-dialog: person [userId], person-rank, person-remove, bot-rank,
 *             person-new, person-add
 * dialogs     new-customer-dialog (new-first-name, new-last-name, new-username, new-phone, new-language),
 *             new-group-dialog (new-group-title, new-group-kind, new-group-member, new-group-topics, new-group-admin)
 */
import { toast } from "./dialog.js";
import { avatar, h, oncePerFrame } from "./dom.js";
import { Drawer } from "./drawer.js";
import { keepingFocus, tabKeys, tabStop } from "./focus.js";
import "./activity.js";
import "./charges.js";
import "./faults.js";
import "./parcels.js";
import "./stories.js";
import "./timeline.js";
import { ChatList } from "./chatlist.js";
import { Lanes } from "./lanes.js";
import { Phone } from "./phone.js";
import { begin, on, shownChats, staffGroup, tell, titleOf } from "./store.js";
import { applyTheme, topBar } from "./topbar.js";
import { welcome } from "./welcome.js";
import { currentLanguage, setLanguage, t } from "./words.js";

const narrow = window.matchMedia("(max-width: 899px)");
const CLOCK_MS = 10_000;

const view = { phones: new Map(), active: null, drawer: null, list: null };
const tabs = h("nav", { class: "chat-tabs", onkeydown: tabKeys });
const lanes = new Lanes();
const columns = lanes.node;
const stage = h("div", { class: "stage" }, columns);

/** Draw everything anew: at the start and after a change of language or theme. */
function redraw() {
  keepingFocus(document.body, drawPage);
}

function drawPage() {
  for (const phone of view.phones.values()) phone.end();
  view.phones.clear();
  document.body.replaceChildren(topBar(toggleDrawer, redraw), tabs, stage);
  view.list?.end();
  view.list = new ChatList(bringIntoView);
  stage.replaceChildren(view.list.node, columns);
  document.title = `Pesan — ${t("simulator")}`;
  tabs.setAttribute("aria-label", t("chats"));
  lanes.clear();
  syncColumns();
  if (view.drawer) {
    closeDrawer();
    openDrawer(document.querySelector("[data-testid='drawer-toggle']"));
  }
}

/** From the list of chats: its column, and the place to write there. */
function bringIntoView(id) {
  const phone = view.phones.get(id);
  if (!phone) return;
  phone.node.scrollIntoView({ inline: "nearest", block: "nearest" });
  phone.composer.focus();
}

/** Connected again: say so, and draw everything anew if it is another server that knows nothing of before. */
function recovered({ restarted }) {
  if (restarted) redraw();
  toast(document.body, t(restarted ? "restarted" : "reconnected"), { testid: "recovered-toast", glyph: "check" });
}

/** Make the columns be the chats that are shown. */
function syncColumns() {
  const chats = shownChats();
  const ids = new Set(chats.map((chat) => chat.id));
  for (const [id, phone] of view.phones) {
    if (ids.has(id) && phone.node.dataset.type === phone.chat.type) continue;
    phone.end();
    phone.seen(false);
    phone.node.remove();
    view.phones.delete(id);
  }
  const added = chats.filter(({ id }) => !view.phones.has(id));
  for (const chat of added) view.phones.set(chat.id, new Phone(chat));
  const nodeOf = (chat) => view.phones.get(chat?.id)?.node ?? null;
  lanes.show(chats.map(nodeOf), nodeOf(staffGroup()));
  if (view.loaded) for (const chat of added) nodeOf(chat).scrollIntoView({ inline: "nearest", block: "nearest" });
  columns.querySelector(".welcome")?.remove();
  const card = welcome();
  if (card) columns.append(card);
  view.loaded = chats.length > 0;
  if (!ids.has(view.active)) view.active = chats[0]?.id ?? null;
  showActive();
}

/** On a narrow screen one chat is in view, on a wide one all of them. */
function showActive() {
  for (const [id, phone] of view.phones) {
    const visible = !narrow.matches || id === view.active;
    phone.node.classList.toggle("active", id === view.active);
    phone.seen(visible);
    phone.back.hidden = !history.state?.depth;
  }
  coverChats();
  renderTabs();
  tabs.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function renderTabs() {
  if (!narrow.matches) return tabs.replaceChildren();
  return keepingFocus(tabs, () => tabs.replaceChildren(...[...view.phones.values()].map(chatTab)));
}

function chatTab(phone) {
  const { chat } = phone;
  const name = titleOf(chat);
  const count = phone.unread;
  return h("button", {
    type: "button", class: "chat-tab", testid: "chat-tab", data: { chatId: chat.id },
    "aria-current": chat.id === view.active ? "true" : null,
    "aria-label": count > 0 ? `${name}, ${t("unread", { n: count })}` : name,
    tabindex: tabStop(chat.id === view.active), onclick: () => choose(chat.id),
  }, avatar(chat.id, name, "small"), h("span", { class: "chat-tab-name" }, name), count > 0 && h("span", { class: "badge", testid: "tab-unread" }, String(count)));
}

/** Show a chat on a narrow screen; the browser's way back leads to the one before. */
function choose(id) {
  if (id === view.active) return;
  const depth = history.state?.depth ?? 0;
  history.replaceState({ chat: view.active, depth }, "");
  history.pushState({ chat: id, depth: depth + 1 }, "");
  view.active = id;
  showActive();
}

function wayBack({ state }) {
  if (view.phones.has(state?.chat)) view.active = state.chat;
  showActive();
}

/** Alt with up and down goes from chat to chat, as in Telegram's desktop app. */
function onKey(event) {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const phones = [...view.phones.values()];
  const from = phones.findIndex(({ node, chat }) => (narrow.matches ? chat.id === view.active : node.contains(document.activeElement)));
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = phones[from < 0 ? 0 : (from + step + phones.length) % phones.length];
  if (!next) return;
  event.preventDefault();
  if (narrow.matches) choose(next.chat.id);
  next.node.scrollIntoView({ inline: "nearest", block: "nearest" });
  next.composer.focus();
}

function toggleDrawer(button) {
  if (view.drawer) return closeDrawer();
  openDrawer(button);
  return view.drawer.node.querySelector("[aria-selected='true']")?.focus();
}

function openDrawer(button) {
  view.drawer = new Drawer(() => { closeDrawer(); button.focus(); });
  button.setAttribute("aria-expanded", "true");
  stage.append(view.drawer.node);
  coverChats();
}

function closeDrawer() {
  view.drawer.end();
  view.drawer.node.remove();
  view.drawer = null;
  coverChats();
  document.querySelector("[data-testid='drawer-toggle']")?.setAttribute("aria-expanded", "false");
}

/** On a narrow screen the drawer lies over the chats: nothing under it can have the focus. */
function coverChats() {
  const covered = narrow.matches && view.drawer !== null;
  tabs.inert = covered;
  for (const { node } of view.phones.values()) node.inert = covered;
}

setLanguage(currentLanguage());
applyTheme();
redraw();
on("chats", syncColumns);
on("recovered", recovered);
on("chat", oncePerFrame(renderTabs));
on("unread", oncePerFrame(renderTabs));
narrow.addEventListener("change", showActive);
window.addEventListener("popstate", wayBack);
document.addEventListener("keydown", onKey);
document.addEventListener("visibilitychange", showActive);
setInterval(() => tell("clock"), CLOCK_MS);
begin();

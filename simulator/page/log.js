/** The scrolling list of a chat: its newest WINDOW messages, day lines, runs of bubbles, albums. */
import { h, icon, reconcile } from "./dom.js";
import { bubble, serviceLine } from "./bubble.js";
import { openMenu } from "./dialog.js";
import { copyText } from "./keyboard.js";
import { pickReaction, quickReactions } from "./reactions.js";
import { isOwn, markSeen, simNow, titleOf, WINDOW } from "./store.js";
import { dayKey, dayLabel, moment, t } from "./words.js";

const RUN_S = 300;
const MOST = 600;
const BOTTOM_PX = 60;

/** The messages of the chosen topic tab; null is every topic, "general" those without one. */
export function visibleMessages(chat) {
  if (!chat.is_forum || chat.topic === null) return chat.messages;
  return chat.messages.filter((message) => (topicOf(message) ?? "general") === chat.topic);
}

/** The topic id of a message, or null for General. */
export function topicOf(message) {
  return message.topic ?? null;
}

export class Log {
  /** `host` is the phone; `on` holds `command(text)`, `reply(message)`, `edit(message)`. */
  constructor(chat, host, on) {
    this.chat = chat;
    this.total = 0;
    this.newest = 0;
    this.top = 0;
    this.host = host;
    this.on = { ...on, menu: (m, node) => this.menu(m, node), jump: (id) => this.jump(id), grown: () => this.stick() };
    this.list = h("div", { class: "rows" });
    this.node = h("div", {
      id: `log-${chat.id}`, class: "log", role: "log", "aria-label": titleOf(chat), "aria-live": "polite", "aria-relevant": "additions", tabindex: "0", testid: "log",
      onscroll: () => this.onScroll(), onkeydown: (event) => this.onKey(event),
    }, this.list);
    this.sizes = new ResizeObserver(() => this.stick());
    this.sizes.observe(this.node);
    this.sizes.observe(this.list);
    this.badge = h("span", { class: "badge", testid: "unread" });
    this.down = h("button", {
      type: "button", class: "to-bottom", testid: "to-bottom", "aria-label": t("newMessages"), hidden: true,
      onclick: () => this.toBottom(true),
    }, icon("down", 24), this.badge);
  }

  render() {
    const messages = visibleMessages(this.chat);
    const from = this.firstShown(messages);
    const height = this.node.scrollHeight - this.node.scrollTop;
    const focused = placeOf(document.activeElement, this.list);
    reconcile(this.list, [...this.earlier(from), ...this.rows(messages.slice(from))]);
    if (focused) this.focusAgain(focused);
    this.newest = messages.at(-1)?.message_id ?? 0;
    if (this.chat.atBottom) this.toBottom(false);
    else if (this.keepBottom) this.node.scrollTop = this.node.scrollHeight - height;
    this.keepBottom = false;
    this.showUnread();
  }

  /** An edit draws a message anew, often just after its button was pressed: the focus stays with it. */
  focusAgain({ id, place }) {
    if (this.list.contains(document.activeElement)) return;
    const row = this.list.querySelector(`[data-message-id="${id}"]`);
    const stop = row?.querySelector(`[data-place="${place}"]`) ?? row?.querySelector("[data-place]") ?? row?.querySelector(".bubble");
    (stop ?? this.node).focus({ preventScroll: true });
  }

  /** At the bottom the newest WINDOW; further up the view stays on what is being read. */
  firstShown(messages) {
    const { chat } = this;
    if (chat.atBottom) chat.window = WINDOW;
    else if (chat.window < MOST) chat.window = Math.min(MOST, chat.window + Math.max(0, messages.length - this.total));
    this.total = messages.length;
    return Math.max(0, messages.length - chat.window);
  }

  earlier(hidden) {
    if (hidden === 0) return [];
    const more = () => { this.chat.window += WINDOW; this.chat.atBottom = false; this.keepBottom = true; this.render(); };
    const make = () => h("button", { type: "button", class: "earlier", testid: "show-earlier", onclick: more }, t("showEarlier", { n: hidden }));
    return [{ key: "earlier", sig: String(hidden), make }];
  }

  rows(messages) {
    const rows = [];
    const groups = albums(messages);
    let day = null;
    groups.forEach((group, at) => {
      const date = moment(group[0].date);
      if (dayKey(date) !== day) {
        day = dayKey(date);
        const label = dayLabel(date, simNow());
        rows.push({ key: `day-${day}`, sig: label, make: () => h("div", { class: "day", testid: "date-separator" }, h("span", {}, label)) });
      }
      rows.push(this.row(groups, at));
    });
    return rows;
  }

  row(groups, at) {
    const group = groups[at];
    const [message] = group;
    const key = `m-${message.message_id}`;
    const revs = group.map((m) => m.rev).join();
    if (message.service) return { key, sig: `s${revs}`, make: () => serviceLine(message) };
    const place = {
      own: isOwn(this.chat, message),
      first: !sameRun(groups[at - 1]?.[0], message),
      last: !sameRun(message, groups[at + 1]?.[0]),
      showName: this.chat.type !== "private",
      topicName: this.topicName(message),
    };
    const sig = `${revs}|${place.own}|${place.first}|${place.last}|${place.topicName}`;
    return { key, sig, make: () => this.bubble(group, place) };
  }

  /** Only what comes in now moves into view; what is drawn again stays where it is. */
  bubble(group, place) {
    const node = bubble(this.chat, group, place, this.host, this.on);
    if (this.newest > 0 && group[0].message_id > this.newest) node.classList.add("arriving");
    return node;
  }

  topicName(message) {
    if (!this.chat.is_forum || this.chat.topic !== null) return "";
    const id = topicOf(message);
    return id === null ? "" : (this.chat.topics.find((topic) => topic.id === id)?.name ?? "");
  }

  /** Up and down walk from bubble to bubble, Enter opens the menu of the one in focus. */
  onKey(event) {
    const bubbles = [...this.list.querySelectorAll(".bubble")];
    const inRow = document.activeElement.closest(".row")?.querySelector(".bubble");
    const at = bubbles.indexOf(inRow);
    if (event.key === "Enter" && inRow === document.activeElement) {
      // Else the same key press would go on to click the menu's first entry.
      event.preventDefault();
      bubbles[at].click();
    }
    if (event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    if (at < 0 && document.activeElement !== this.node) return;
    const next = at < 0 ? bubbles.at(-1) : bubbles[at + (event.key === "ArrowUp" ? -1 : 1)];
    next?.focus();
    event.preventDefault();
  }

  onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.node;
    const movedUp = scrollTop < this.top - 1;
    this.top = scrollTop;
    // Only a person scrolls up; what grows above or below must not unpin the view from its end.
    if (scrollHeight - scrollTop - clientHeight < BOTTOM_PX) this.chat.atBottom = true;
    else if (movedUp) this.chat.atBottom = false;
    if (this.chat.atBottom && this.chat.visible) markSeen(this.chat);
    this.showUnread();
  }

  stick() {
    if (this.chat.atBottom) this.toBottom(false);
  }

  toBottom(smooth) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.node.scrollTo({ top: this.node.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  showUnread() {
    const { unread, atBottom } = this.chat;
    this.down.hidden = atBottom;
    this.badge.textContent = unread > 0 ? String(unread) : "";
    this.badge.hidden = unread === 0;
  }

  jump(id) {
    const index = this.chat.messages.findIndex((m) => m.message_id === id);
    if (index < 0) return;
    this.chat.window = Math.max(this.chat.window, this.chat.messages.length - index + 5);
    this.chat.atBottom = false;
    this.render();
    const node = this.list.querySelector(`[data-message-id="${id}"]`);
    node?.scrollIntoView({ block: "center" });
    node?.classList.add("flash");
    setTimeout(() => node?.classList.remove("flash"), 1500);
  }

  menu(message, node) {
    if (window.getSelection()?.toString()) return;
    const text = message.text ?? message.caption;
    const items = [{ label: t("reply"), glyph: "reply", testid: "menu-reply", run: () => this.on.reply(message) }];
    if (text && !message.has_protected_content) items.push({ label: t("copy"), glyph: "copy", testid: "menu-copy", run: () => copyText(text, this.host) });
    if (text && isOwn(this.chat, message)) items.push({ label: t("edit"), glyph: "pen", testid: "menu-edit", run: () => this.on.edit(message) });
    items.push({ label: t("moreReactions"), glyph: "smile", testid: "menu-react", run: () => pickReaction(this.chat, message, this.host) });
    const quick = quickReactions(this.chat, message, this.host);
    openMenu(node.parentElement, node, items, { quick, testid: "message-menu", label: t("thisMessage"), place: "over" });
  }
}

/** Where in the list the focus is: {id of the message, place of the button}, or null. */
function placeOf(node, list) {
  if (!list.contains(node)) return null;
  return { id: node.closest("[data-message-id]")?.dataset.messageId ?? "", place: node.dataset.place ?? "" };
}

/** Neighbours with the same album_id make one group. */
function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const before = groups.at(-1);
    if (message.album_id && before?.[0].album_id === message.album_id) before.push(message);
    else groups.push([message]);
  }
  return groups;
}

function sameRun(a, b) {
  if (!a || !b || a.service || b.service || a.from?.id !== b.from?.id) return false;
  const gap = moment(b.date) - moment(a.date);
  return gap < RUN_S * 1000 && dayKey(moment(a.date)) === dayKey(moment(b.date)) && topicOf(a) === topicOf(b);
}

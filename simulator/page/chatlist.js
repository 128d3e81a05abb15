/** On a wide screen, the list of all chats at the left: who, the last words, when, how many are unread. */
import { plainText } from "./bubble.js";
import { avatar, h, iconButton, oncePerFrame, reconcile } from "./dom.js";
import { isShown, nameOf, on, simNow, store, tell, titleOf } from "./store.js";
import { clockTime, dayKey, dayLabel, moment, t } from "./words.js";

const OPEN = "pesan.list";

export class ChatList {
  /** `choose(id)` brings a chat's column into view. */
  constructor(choose) {
    this.choose = choose;
    this.rows = h("ul", { class: "list-rows" });
    this.toggle = iconButton("panel", t("chats"), { testid: "list-toggle", class: "list-toggle", onclick: () => this.flip() });
    this.node = h("nav", { class: "chat-list", testid: "chat-list", "aria-label": t("chats") }, this.toggle, this.rows);
    const soon = oncePerFrame(() => this.render());
    this.endings = ["chats", "chat", "unread", "typing"].map((topic) => on(topic, soon));
    this.setOpen(localStorage.getItem(OPEN) ?? String(window.innerWidth >= 1700));
    this.render();
  }

  end() {
    for (const ending of this.endings) ending();
  }

  setOpen(open) {
    this.node.dataset.open = open;
    this.toggle.setAttribute("aria-expanded", open);
  }

  flip() {
    const next = String(this.node.dataset.open !== "true");
    localStorage.setItem(OPEN, next);
    this.setOpen(next);
  }

  render() {
    const chats = [...store.chats.values()].sort((a, b) => latest(b) - latest(a));
    reconcile(this.rows, chats.map((chat) => this.row(chat)));
  }

  row(chat) {
    const name = titleOf(chat);
    const last = chat.messages.at(-1);
    const words = chat.typing ? `${t(`does_${chat.action}`)}…` : preview(chat, last);
    const when = last ? timeOf(last) : "";
    const sig = JSON.stringify([name, words, when, chat.unread, isShown(chat), Boolean(chat.typing)]);
    const count = chat.unread > 0 ? h("span", { class: "badge", testid: "list-unread", "aria-hidden": "true" }, String(chat.unread)) : "";
    const make = () => h("li", {}, h("button", {
      type: "button", class: `list-row ${isShown(chat) ? "" : "away"}`, testid: "list-chat", data: { chatId: chat.id }, title: name,
      "aria-label": [name, chat.unread > 0 && t("unread", { n: chat.unread }), words].filter(Boolean).join(", "),
      onclick: () => this.open(chat),
    }, avatar(chat.id, name), h("span", { class: "list-short", "aria-hidden": "true" }, name.split(" ")[0]), h("span", { class: "list-text" },
      h("span", { class: "list-top" }, h("b", {}, name), h("time", {}, when)),
      h("span", { class: `list-words ${chat.typing ? "busy" : ""}` }, words || " ")), count));
    return { key: String(chat.id), sig, make };
  }

  open(chat) {
    if (!isShown(chat)) {
      chat.shown = true;
      tell("chats");
    }
    this.choose(chat.id);
  }
}

/** Chats with the newest words first; those without any keep their order behind. */
function latest(chat) {
  const last = chat.messages.at(-1);
  return last ? moment(last.date).getTime() : 0;
}

function preview(chat, message) {
  if (!message) return "";
  const who = chat.type !== "private" && !message.service ? `${nameOf(message.from).split(" ")[0]}: ` : "";
  return who + plainText(message).replace(/\s+/g, " ").slice(0, 80);
}

function timeOf(message) {
  const at = moment(message.date);
  return dayKey(at) === dayKey(simNow()) ? clockTime(at) : dayLabel(at, simNow());
}

/** Reactions of people: the little counters under a bubble, and the picker. */
import { control } from "./control.js";
import { openDialog, toast } from "./dialog.js";
import { h } from "./dom.js";
import { nameOf, speakerOf, store } from "./store.js";
import { t } from "./words.js";

const QUICK = ["👍", "❤", "🔥", "🙏", "🎉", "😁", "😢"];

/** Some of them are drawn in black and white unless told otherwise. */
const coloured = (emoji) => (/^(?:[\u2600-\u27bf]|🕊)$/u.test(emoji) ? `${emoji}\ufe0f` : emoji.replace(/^❤\u200d|([♂♀])$/u, (part, sign) => (sign ? `${sign}\ufe0f` : "❤\ufe0f\u200d")));

/** The quick ones as items of a menu. */
export function quickReactions(chat, message, host) {
  return QUICK.map((emoji) => ({ label: coloured(emoji), testid: "quick-react", data: { emoji }, run: () => react(chat, message, emoji, host) }));
}

/** Put the speaker's reaction on a message; the one that is there already is taken back. */
async function react(chat, message, emoji, host) {
  const me = speakerOf(chat).id;
  const next = message.reacted?.[me] === emoji ? null : emoji;
  try {
    await control.react({ chat_id: chat.id, from_id: me, message_id: message.message_id, emoji: next });
  } catch (error) {
    toast(host, error.message, { testid: "error-toast" });
  }
}

/** All that the server takes, the quick ones first, in a dialog of that phone. */
export function pickReaction(chat, message, host) {
  let close = null;
  const own = message.reacted?.[speakerOf(chat).id];
  const all = [...QUICK, ...store.reactions.filter((emoji) => !QUICK.includes(emoji))];
  const cell = (emoji) => h("button", {
    type: "button", class: "reaction-cell", testid: "reaction-choice", "aria-label": `${t("react")}: ${emoji}`, data: { emoji }, "aria-pressed": String(emoji === own),
    onclick: () => { react(chat, message, emoji, host); close.click(); },
  }, coloured(emoji));
  return openDialog(host, {
    title: t("react"), testid: "reaction-dialog", body: [h("div", { class: "reaction-grid" }, ...all.map(cell))],
    actions: [{ label: t("cancel"), testid: "dialog-cancel" }],
    onOpen: (box) => { close = box.querySelector("[data-testid='dialog-cancel']"); return box.querySelector(".reaction-cell"); },
  });
}

/** The counters: one for each emoji, the speaker's own marked; a click joins or takes back. */
export function reactionRow(chat, message, host) {
  const me = String(speakerOf(chat).id);
  const who = new Map();
  for (const [id, emoji] of Object.entries(message.reacted ?? {})) who.set(emoji, [...(who.get(emoji) ?? []), id]);
  if (who.size === 0) for (const emoji of message.reactions ?? []) who.set(emoji, []);
  return h("div", { class: "reactions", testid: "reactions" }, ...[...who].map(([emoji, ids]) => h("button", {
    type: "button", class: "reaction", testid: "reaction", data: { emoji }, "aria-pressed": String(ids.includes(me)),
    "aria-label": `${emoji} ${ids.map(named).join(", ")}`, title: ids.map(named).join(", "),
    onclick: (event) => { event.stopPropagation(); react(chat, message, emoji, host); },
  }, h("span", { class: "reaction-emoji" }, coloured(emoji)), ids.length > 1 && h("span", {}, String(ids.length)))));
}

function named(id) {
  return Number(id) === store.bot.id ? store.bot.first_name : nameOf(store.users.get(Number(id)));
}

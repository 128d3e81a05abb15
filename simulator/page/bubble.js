/** One message (or album) as a bubble. */
import { avatar, h, icon } from "./dom.js";
import { copyText, followLink, inlineKeyboard } from "./keyboard.js";
import { contactCard, documentCard, locationCard, pictures } from "./media.js";
import { money } from "./money.js";
import { invoiceCard } from "./pay.js";
import { reactionRow } from "./reactions.js";
import { safeHtml } from "./safehtml.js";
import { nameOf, quoted } from "./store.js";
import { clockTime, moment, t } from "./words.js";

/** The text of a message as plain words, for quotes and the pinned bar. */
export function plainText(message) {
  const text = message.text ?? message.caption;
  if (text) return text;
  if (message.photo_url) return t("photo");
  if (message.video) return t("video");
  if (message.invoice) return `${t("invoice")}: ${message.invoice.title}`;
  if (message.document) return message.document.name ?? t("document");
  if (message.location) return t("location");
  if (message.contact) return `${message.contact.first_name} ${message.contact.phone_number}`;
  if (message.sticker) return message.sticker.emoji;
  return serviceText(message) || t("thisMessage");
}

const SERVICE = {
  new_chat_members: "joined",
  left_chat_member: "left",
  pinned_message: "pinnedBy",
  forum_topic_created: "topicCreated",
  forum_topic_edited: "topicEdited",
  successful_payment: "paymentDone",
  forum_topic_closed: "topicClosed",
  forum_topic_reopened: "topicReopened",
  general_forum_topic_hidden: "generalHidden",
  general_forum_topic_unhidden: "generalShown",
  migrate_to_chat_id: "migrated",
  migrate_from_chat_id: "migrated",
};

/** What one person does to another. */
const BY_OTHERS = { new_chat_members: "addedBy", left_chat_member: "removedBy" };

/** The line of a service message. */
export function serviceText({ service, from }) {
  if (!service) return "";
  const byOther = service.names && !service.names.includes(from?.first_name);
  const key = (byOther && BY_OTHERS[service.kind]) || SERVICE[service.kind];
  const names = service.names?.join(", ") || nameOf(from);
  const amount = service.currency ? money(service.total_amount, service.currency, service.exp) : "";
  return key ? t(key, { names, name: service.name ?? "", amount, by: nameOf(from) }) : service.kind;
}

/** A service message: a line in the middle. */
export function serviceLine(message) {
  return h("div", { class: "service", testid: "service-message", data: { messageId: message.message_id } }, h("span", {}, serviceText(message)));
}

/**
 * A bubble for `group` (several messages of one album, or one). `place` is {own, first, last,
 * showName, topicName}: where it stands in a run of bubbles of one sender. `on` holds `menu(message,
 * node)`, `command(text)`, `jump(id)` and `grown()`.
 */
export function bubble(chat, group, place, host, on) {
  const message = group.find((m) => m.caption || m.text) ?? group[0];
  const body = h("div", {
    class: bubbleClass(group, message, place), tabindex: "-1", testid: "bubble",
    role: "article", "aria-label": `${nameOf(message.from)}, ${clockTime(moment(message.date))}: ${plainText(message)}`,
    onclick: () => on.menu(message, body),
    oncontextmenu: (event) => { event.preventDefault(); on.menu(message, body); },
  }, ...parts(chat, group, message, place, host, on));
  const keyboard = message.keyboard?.length ? inlineKeyboard(chat, message, host) : null;
  return h("div", {
    class: `row ${place.own ? "out" : "in"} ${place.first ? "first" : ""} ${place.last ? "last" : ""}`,
    testid: "message",
    data: { messageId: message.message_id, direction: place.own ? "out" : "in", from: message.from?.id },
  }, place.showName && !place.own && sideAvatar(message, place), h("div", { class: "stack" }, body, keyboard));
}

function sideAvatar(message, place) {
  return place.last ? avatar(message.from?.id ?? 0, nameOf(message.from), "small") : h("span", { class: "avatar small blank" });
}

function bubbleClass(group, message, place) {
  const text = message.html || message.text || message.caption;
  const kinds = ["bubble"];
  if (place.last) kinds.push("tail");
  if (group[0].photo_url || group[0].video || message.location || message.invoice) kinds.push("media");
  if (!text) kinds.push("no-text");
  if (message.keyboard?.length) kinds.push("with-keyboard");
  if (isOnlyEmoji(message)) kinds.push("emoji-only");
  return kinds.join(" ");
}

function isOnlyEmoji({ text, keyboard, reply_to: replyTo }) {
  return Boolean(text) && !keyboard?.length && !replyTo && /^(\p{Extended_Pictographic}\uFE0F?){1,3}$/u.test(text);
}

function parts(chat, group, message, place, host, on) {
  const looks = group.filter((m) => m.photo_url || m.video);
  return [
    place.showName && place.first && !place.own && senderName(message),
    message.forwarded_from && h("div", { class: "forwarded", testid: "forwarded" }, t("forwarded", { name: message.forwarded_from })),
    quoted(chat, message) && quote(quoted(chat, message), on),
    looks.length > 0 && pictures(looks, on.grown),
    ...group.filter((m) => m.document).map((m) => documentCard(m.document)),
    message.invoice && invoiceCard(message.invoice),
    message.location && locationCard(message.location),
    message.contact && contactCard(message.contact),
    message.sticker && h("div", { class: "sticker", testid: "sticker" }, message.sticker.emoji),
    textOf(chat, message, host, on),
    message.reactions?.length > 0 && reactionRow(chat, message, host),
    meta(message, place),
  ];
}

function senderName(message) {
  const bot = message.from?.is_bot && h("small", {}, t("bot"));
  return h("div", { class: "sender", data: { hue: String(Math.abs(message.from?.id ?? 0) % 7) } }, nameOf(message.from), bot);
}

function quote(replyTo, on) {
  const jump = (event) => { event.stopPropagation(); on.jump(replyTo.message_id); };
  return h("button", { type: "button", class: "quote", testid: "reply-quote", onclick: jump },
    h("b", {}, nameOf(replyTo.from)), h("span", {}, plainText(replyTo)));
}

function textOf(chat, message, host, on) {
  const text = message.text ?? message.caption;
  if (!text && !message.html) return null;
  const live = {
    onLink: (url) => followLink(chat, url, host),
    onCommand: on.command,
    onCopy: (value) => copyText(value, host),
  };
  const content = message.html ? safeHtml(message.html, live) : text;
  return h("div", { class: "text", testid: "message-text", dir: "auto" }, content);
}

function meta(message, place) {
  return h("span", { class: "meta" },
    place.topicName && h("span", { class: "topic-tag" }, place.topicName),
    message.pinned && icon("thumbtack", 12),
    message.silent && icon("bell", 12),
    message.edit_date && h("span", { testid: "edited" }, t("edited")),
    h("time", {}, clockTime(moment(message.date))),
    place.own && h("span", { class: "ticks", "aria-hidden": "true" }, icon("check", 13), icon("check", 13)));
}

/** Inline keyboards under a bubble, and reply keyboards above the composer. */
import { h, icon } from "./dom.js";
import { alertBox, confirm, toast } from "./dialog.js";
import { control } from "./control.js";
import { money } from "./money.js";
import { openInvoice } from "./pay.js";
import { on, speakerOf, store, tell } from "./store.js";
import { t } from "./words.js";

const GLYPHS = { url: "out", copy: "copy", pay: "card" };

/** The rows of inline buttons of a message. `host` is the phone on which answers are shown. */
export function inlineKeyboard(chat, message, host) {
  const rows = message.keyboard.map((row, r) =>
    h("div", { class: "key-row" }, ...row.map((button, c) => inlineButton(chat, message, button, host, `${r}.${c}`))));
  return h("div", { class: "inline-keyboard", testid: "inline-keyboard" }, ...rows);
}

function inlineButton(chat, message, button, host, place) {
  const glyph = GLYPHS[button.kind];
  return h("button", {
    type: "button", class: `inline-button ${button.style ?? ""}`, testid: "inline-button",
    data: { kind: button.kind, place, style: button.style },
    onclick: (event) => { event.stopPropagation(); pressInline(chat, message, button, event.currentTarget, host); },
  }, h("span", {}, labelOf(message, button)), glyph && icon(glyph, 13));
}

/** What is paid offers its receipt, and a button that the bot did not name is in the app's language, as in Telegram. */
function labelOf(message, button) {
  if (button.kind !== "pay" || !message.invoice) return button.text;
  if (message.invoice.paid) return t("receipt");
  const { total_amount: total, currency, exp } = message.invoice;
  const amount = money(total, currency, exp);
  return button.text === `Pay ${amount}` ? t("payAmount", { amount }) : button.text;
}

function pressInline(chat, message, button, node, host) {
  if (button.kind === "copy") return copyText(button.copy ?? button.text, host);
  if (button.kind === "url") return followLink(chat, button.url, host);
  if (button.kind === "pay") return openInvoice(chat, message, host);
  return tapCallback(chat, message, button, node, host);
}

async function tapCallback(chat, message, button, node, host) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  node.classList.add("busy");
  try {
    const tap = { chat_id: chat.id, from_id: speakerOf(chat).id, message_id: message.message_id, data: button.data };
    const result = await control.tap(tap);
    if (result.answered === false) expectLate(tap, host, chat);
    await showAnswer(result, host, chat);
  } catch (error) {
    toast(host, error.message, { testid: "error-toast" });
  } finally {
    node.removeAttribute("aria-busy");
    node.classList.remove("busy");
  }
}

const LATE_MS = 150_000;

/** A slow bot may still answer within Telegram's 150 seconds: show it then. */
function expectLate(tap, host, chat) {
  const stop = on("answer", (event) => {
    if (event.chat_id !== tap.chat_id || event.message_id !== tap.message_id || event.user_id !== tap.from_id) return;
    stop();
    showAnswer({ answer: event.answer }, host, chat);
  });
  setTimeout(stop, LATE_MS);
}

async function showAnswer({ answer, answered }, host, chat) {
  if (answered === false) return toast(host, t("noAnswer"), { testid: "error-toast", glyph: "clock" });
  if (answer?.url) return followLink(chat, answer.url, host);
  if (!answer?.text) return;
  if (answer.show_alert) await alertBox(host, store.bot.first_name, answer.text);
  else toast(host, answer.text, { testid: "callback-toast" });
}

/** Copy, and say so on the phone. */
export async function copyText(text, host) {
  const done = await writeClipboard(text);
  toast(host, done ? t("copied") : t("copyFailed"), { testid: "copy-toast", glyph: done ? "copy" : null });
}

async function writeClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeClipboardOldWay(text);
  }
}

/** Over plain http from another machine there is no navigator.clipboard. */
function writeClipboardOldWay(text) {
  const area = h("textarea", { class: "offscreen", value: text });
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** The start parameter of a deep link to this bot ("" without one), or null for any other address. */
export function deepLink(url) {
  const short = /^(?:https?:\/\/)?t\.me\/(\w+)(?:\?start=([\w-]{0,64}))?$/i.exec(url);
  const long = /^tg:(?:\/\/)?resolve\?domain=(\w+)(?:&start=([\w-]{0,64}))?$/i.exec(url);
  const found = short ?? long;
  return found && found[1].toLowerCase() === String(store.bot.username).toLowerCase() ? (found[2] ?? "") : null;
}

/** A link: a deep link to this bot is followed inside, any other after a question in a new tab. */
export async function followLink(chat, url, host) {
  const payload = deepLink(url);
  if (payload !== null) return control.deeplink(speakerOf(chat).id, payload).catch((error) => toast(host, error.message, { testid: "error-toast" }));
  if (!/^(https?:|tg:|mailto:|tel:)/i.test(url)) return undefined;
  if (await confirm(host, { title: t("openLink"), text: url, yes: t("open"), testid: "link-dialog" })) {
    window.open(url, "_blank", "noopener,noreferrer");
  }
  return undefined;
}

/** The reply keyboard that now belongs to a chat: {message, keyboard}, or null. */
export function activeKeyboard(chat) {
  const message = chat.messages.findLast((m) => m.reply_keyboard);
  const keyboard = message?.reply_keyboard;
  return keyboard?.rows?.length ? { message, keyboard } : null;
}

/** The reply keyboard as shown above the composer. */
export function replyKeyboard(chat, { message, keyboard }, host, sendText) {
  const press = async (button) => {
    const used = await pressReply(chat, message, button, host, sendText);
    if (!used || !keyboard.one_time_keyboard) return;
    chat.keyboardHidden.add(message.message_id);
    tell("keyboard", chat.id);
  };
  const rows = keyboard.rows.map((row) => h("div", { class: "key-row" }, ...row.map((button) => h("button", {
    type: "button", class: `reply-button ${button.style ?? ""}`, testid: "reply-button", data: { kind: button.kind ?? "text" },
    onclick: () => press(button),
  }, button.kind === "contact" && icon("person", 17), button.kind === "location" && icon("pin", 17), h("span", {}, button.text)))));
  return h("div", { class: "reply-keyboard", role: "group", "aria-label": t("toggleKeyboard"), testid: "reply-keyboard" }, ...rows);
}

async function pressReply(chat, message, button, host, sendText) {
  if (button.kind !== "contact" && button.kind !== "location") return sendText(button.text);
  const about = button.kind === "contact"
    ? { title: t("shareContact"), text: t("shareContactText") }
    : { title: t("shareLocation"), text: t("shareLocationText") };
  if (!(await confirm(host, { ...about, yes: t("share"), testid: "share-dialog" }))) return false;
  try {
    await control.tap({ chat_id: chat.id, from_id: speakerOf(chat).id, message_id: message.message_id, text: button.text });
    return true;
  } catch (error) {
    toast(host, t("sendFailed", { why: error.message }), { testid: "error-toast" });
    return false;
  }
}

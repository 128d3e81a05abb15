/**
 * The server's html of a message, made into elements once more from a short list of tags: a slip in
 * the server's sanitiser must not become a script here. Bare links, /commands and @names in the text
 * become live as in Telegram.
 */
import { h } from "./dom.js";
import { t } from "./words.js";

const PLAIN = new Set(["B", "STRONG", "I", "EM", "U", "INS", "S", "STRIKE", "DEL", "CODE", "BR"]);
const LIVE = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])|(?<![\w/])(\/[A-Za-z]\w{0,31}(?:@\w+)?)(?![\w/])|(?<!\w)([@#][A-Za-z_]\w{1,31})/g;

/** `html` as a fragment; `onLink(url)`, `onCommand(text)` and `onCopy(text)` answer clicks. */
export function safeHtml(html, on) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return copied(template.content, on, true);
}

function copied(source, on, live) {
  const fragment = document.createDocumentFragment();
  for (const child of source.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) fragment.append(...(live ? liveText(child.data, on) : [child.data]));
    else if (child.nodeType === Node.ELEMENT_NODE) fragment.append(element(child, on, live));
  }
  return fragment;
}

function element(source, on, live) {
  const tag = source.tagName;
  if (tag === "A") return link(source.textContent, source.getAttribute("href") ?? "", on);
  const quiet = tag === "CODE" || tag === "PRE";
  const content = copied(source, on, live && !quiet);
  if (tag === "CODE" && source.parentNode?.tagName !== "PRE") return code(content, source.textContent, on);
  if (PLAIN.has(tag)) return h(tag.toLowerCase(), {}, content);
  if (tag === "PRE") return h("pre", { tabindex: "0" }, content);
  if (tag === "BLOCKQUOTE") return h("blockquote", {}, content);
  if (tag === "TG-SPOILER" || source.classList.contains("tg-spoiler") || source.classList.contains("spoiler")) {
    return spoiler(content);
  }
  return content;
}

function code(content, text, on) {
  const copy = (event) => { event.stopPropagation(); on.onCopy(text); };
  return h("code", { class: "copyable", onclick: copy }, content);
}

function spoiler(content) {
  const reveal = (event) => {
    event.stopPropagation();
    const node = event.currentTarget;
    node.classList.add("shown");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  };
  const onkeydown = (event) => { if (event.key === "Enter" || event.key === " ") reveal(event); };
  return h("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler"), testid: "spoiler",
    onclick: reveal, onkeydown,
  }, h("span", {}, content));
}

function link(text, url, on) {
  if (!/^(https?:|tg:|mailto:|tel:)/i.test(url)) return document.createTextNode(text);
  const open = (event) => { event.preventDefault(); event.stopPropagation(); on.onLink(url); };
  return h("a", { href: url, rel: "noopener noreferrer", target: "_blank", onclick: open }, text);
}

/** Text with its links, commands and names made live. */
export function liveText(text, on) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(LIVE)) {
    parts.push(text.slice(from, match.index));
    parts.push(livePart(match, on));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== "");
}

function livePart([whole, url, command], on) {
  if (url) return link(url, url, on);
  if (!command) return h("span", { class: "mention" }, whole);
  const run = (event) => { event.stopPropagation(); on.onCommand(command); };
  return h("button", { type: "button", class: "command-link", onclick: run }, command);
}

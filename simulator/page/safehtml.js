/**
 * The server's html of a message, made into elements once more from a short list of tags: a slip in
 * the server's sanitiser must not become a script here. Links and /commands answer to a click.
 */
import { h } from "./dom.js";
import { t } from "./words.js";

const PLAIN = new Set(["B", "STRONG", "I", "EM", "U", "INS", "S", "STRIKE", "DEL", "CODE", "BR"]);

/** `html` as a fragment; `onLink(url)`, `onCommand(text)` and `onCopy(text)` answer clicks. */
export function safeHtml(html, on) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return copied(template.content, on);
}

function copied(source, on) {
  const fragment = document.createDocumentFragment();
  for (const child of source.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) fragment.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE) fragment.append(element(child, on));
  }
  return fragment;
}

function element(source, on) {
  const tag = source.tagName;
  if (tag === "A") return link(source.textContent, source.getAttribute("href") ?? "", on);
  const content = copied(source, on);
  if (tag === "CODE" && source.parentNode?.tagName !== "PRE") return code(content, source.textContent, on);
  if (PLAIN.has(tag)) return h(tag.toLowerCase(), {}, content);
  if (tag === "PRE") return h("pre", { tabindex: "0" }, content);
  if (tag === "BLOCKQUOTE") return h("blockquote", {}, content);
  if (tag === "TG-SPOILER" || source.classList.contains("tg-spoiler") || source.classList.contains("spoiler")) {
    return spoiler(content);
  }
  if (source.classList.contains("command")) return command(source.textContent, on);
  if (source.classList.contains("mention") || source.classList.contains("hashtag")) return h("span", { class: "mention" }, content);
  return content;
}

function command(text, on) {
  const run = (event) => { event.stopPropagation(); on.onCommand(text); };
  return h("button", { type: "button", class: "command-link", testid: "command-link", onclick: run }, text);
}

function code(content, text, on) {
  const copy = (event) => { event.stopPropagation(); on.onCopy(text); };
  const onkeydown = (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); copy(event); } };
  return h("code", { class: "copyable", role: "button", tabindex: "0", title: t("copy"), onclick: copy, onkeydown }, content);
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

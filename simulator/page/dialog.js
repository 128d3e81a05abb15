/** Dialogs, toasts and small menus. A phone's dialog covers that phone only, as on a real one. */
import { h, icon } from "./dom.js";
import { t } from "./words.js";

let counter = 0;

/**
 * Open a modal dialog inside `host` (a column, or document.body). `body` are nodes; `actions` are
 * {label, testid, run?, kind?} where `run(close)` may return false to keep it open. Esc, the backdrop
 * and an action close it; the focus returns to where it was. Resolves when it is closed.
 */
export function openDialog(host, { title, body = [], actions = [], testid = "dialog", wide = false, onOpen }) {
  const before = document.activeElement;
  const id = `dialog-${++counter}`;
  return new Promise((done) => {
    const close = () => {
      backdrop.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      done();
    };
    const box = h("div", {
      class: `dialog ${wide ? "wide" : ""}`, role: "dialog", "aria-modal": "true", "aria-labelledby": id, testid, tabindex: "-1",
    }, h("h2", { id }, title), h("div", { class: "dialog-body" }, ...body), actionRow(actions, close));
    const backdrop = h("div", { class: "backdrop", onclick: (e) => e.target === backdrop && close() }, box);
    backdrop.addEventListener("keydown", (event) => onDialogKey(event, box, close));
    host.append(backdrop);
    (onOpen?.(box) ?? box.querySelector("input, textarea, select") ?? box.querySelector(".primary, button"))?.focus();
  });
}

function actionRow(actions, close) {
  const buttons = actions.map(({ label, testid, run, kind = "" }) =>
    h("button", {
      type: "button", class: `text-button ${kind}`, testid,
      onclick: async () => { if ((await run?.(close)) !== false) close(); },
    }, label));
  return buttons.length ? h("div", { class: "dialog-actions" }, ...buttons) : "";
}

function onDialogKey(event, box, close) {
  event.stopPropagation();
  if (event.key === "Escape") close();
  if (event.key === "Enter" && event.target.tagName === "INPUT") box.querySelector(".dialog-actions .primary")?.click();
  if (event.key !== "Tab") return;
  const stops = [...box.querySelectorAll("button, input, select, textarea, a[href], video, [tabindex='0']")]
    .filter((node) => !node.disabled && node.getClientRects().length > 0);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge && document.activeElement !== box) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}

/** Ask yes or no; resolves to true or false. */
export async function confirm(host, { title, text, yes, testid }) {
  let answer = false;
  await openDialog(host, {
    title, testid,
    body: text ? [h("p", {}, text)] : [],
    actions: [
      { label: t("cancel"), testid: "dialog-cancel" },
      { label: yes, testid: "dialog-confirm", kind: "primary", run: () => { answer = true; } },
    ],
  });
  return answer;
}

/** The bot's answer with show_alert: a box with one OK. */
export function alertBox(host, title, text) {
  return openDialog(host, {
    title, testid: "callback-alert",
    body: [h("p", { class: "alert-text", testid: "callback-alert-text" }, text)],
    actions: [{ label: t("alertOk"), testid: "dialog-confirm", kind: "primary" }],
  });
}

const TOAST_MS = 4000;
const spoken = h("div", { class: "unseen", role: "status" });

/** Say `text` to a screen reader: a region that was there before is heard in every one, a new box is not. */
function announce(text) {
  if (!spoken.isConnected) document.body.append(spoken);
  spoken.textContent = "";
  requestAnimationFrame(() => { spoken.textContent = text; });
}

/** A short notice at the top of a phone. */
export function toast(host, text, { testid = "toast", glyph = null } = {}) {
  host.querySelector(":scope > .toast")?.remove();
  announce(text);
  const node = h("div", { class: "toast", "aria-hidden": "true", testid }, glyph && icon(glyph, 18), h("span", {}, text));
  host.append(node);
  setTimeout(() => node.classList.add("leaving"), TOAST_MS - 250);
  setTimeout(() => node.remove(), TOAST_MS);
}

/**
 * A menu next to `anchor`, inside `host`: items are {label, glyph?, testid, run, hint?}. Arrow keys
 * move, Esc and a click elsewhere close it. `quick` are items of a short label, in a row of their own on top.
 */
export function openMenu(host, anchor, items, { testid = "menu", label, place = "above", quick = [] } = {}) {
  if (anchor.closeMenu) return anchor.closeMenu();
  const close = (focus = true) => {
    menu.remove();
    anchor.closeMenu = null;
    if (anchor.hasAttribute("aria-haspopup")) anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (focus) anchor.focus({ preventScroll: true });
  };
  const outside = (event) => { if (!menu.contains(event.target) && !anchor.contains(event.target)) close(false); };
  const rows = items.map((item) => menuItem(item, close));
  const short = quick.map((item) => menuItem(item, close));
  const menu = h("div", { class: `menu ${place}`, role: "menu", "aria-label": label, testid },
    short.length > 0 && h("div", { class: "menu-quick", role: "group" }, ...short), ...rows);
  menu.addEventListener("keydown", (event) => onMenuKey(event, [...rows, ...short], close));
  anchor.closeMenu = close;
  // A bubble has no state of its own that a screen reader could tell of.
  if (anchor.hasAttribute("aria-haspopup")) anchor.setAttribute("aria-expanded", "true");
  host.append(menu);
  document.addEventListener("pointerdown", outside, true);
  rows[0]?.focus({ preventScroll: true });
}

function menuItem({ label, glyph, testid, run, hint, checked, data }, close) {
  const role = checked === undefined ? "menuitem" : "menuitemcheckbox";
  return h("button", {
    type: "button", role, class: "menu-item", testid, data,
    "aria-checked": checked === undefined ? null : String(checked),
    onclick: () => { close(); run(); },
  }, glyph && icon(glyph, 20), h("span", { class: "menu-label" }, label), hint && h("span", { class: "menu-hint" }, hint),
  checked && icon("check", 18));
}

function onMenuKey(event, rows, close) {
  const at = rows.indexOf(document.activeElement);
  if (event.key === "Escape") { event.stopPropagation(); close(); }
  if (event.key === "ArrowDown" || event.key === "ArrowRight") rows[(at + 1) % rows.length].focus();
  if (event.key === "ArrowUp" || event.key === "ArrowLeft") rows[(at - 1 + rows.length) % rows.length].focus();
  if (event.key === "Home") rows[0].focus();
  if (event.key === "End") rows.at(-1).focus();
  if (event.key.startsWith("Arrow")) event.preventDefault();
  if (event.key === "Tab") close(false);
}

/** A picture, large, over everything; click or Esc puts it away. */
export function lightbox(url, alt) {
  const before = document.activeElement;
  const close = () => { node.remove(); before?.focus?.({ preventScroll: true }); };
  const button = h("button", { type: "button", class: "icon-button lightbox-close", "aria-label": t("close"), testid: "lightbox-close" }, icon("close", 26));
  const node = h("div", {
    class: "lightbox", role: "dialog", "aria-modal": "true", "aria-label": alt, testid: "lightbox",
    onclick: close,
    onkeydown: (event) => { if (event.key === "Escape") close(); if (event.key === "Tab") event.preventDefault(); },
  }, h("img", { src: url, alt }), button);
  document.body.append(node);
  button.focus();
}

/** A labelled input for a dialog. */
export function field(label, props) {
  return h("label", { class: "field" }, h("span", {}, label), h("input", { type: "text", autocomplete: "off", ...props }));
}

/** The few ways in which this page makes elements. Text goes in as text nodes, never as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element: `h("button", {class, testid, data: {...}, onclick, ...attributes}, ...children)`.
 * A child that is null, undefined or false is left out; strings become text nodes.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "testid") node.dataset.testid = value;
  else if (name === "data") Object.assign(node.dataset, withoutEmpty(value));
  else if (name === "style") for (const [key, v] of Object.entries(value)) node.style.setProperty(key, v);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "value") node.value = value;
  else node.setAttribute(name, value === true ? "" : value);
}

function withoutEmpty(values) {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null && v !== undefined));
}

/** The same for SVG: attributes only. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const rowsOf = new WeakMap();

/**
 * Make the children of `parent` be `rows` ({key, sig, make}), rebuilding only those whose `sig`
 * changed: pictures do not flicker and a focused button keeps its focus when others change.
 */
export function reconcile(parent, rows) {
  const old = rowsOf.get(parent) ?? new Map();
  const next = new Map();
  for (const row of rows) {
    const had = old.get(row.key);
    next.set(row.key, had && had.sig === row.sig ? had : { sig: row.sig, node: row.make() });
  }
  for (const [key, had] of old) if (next.get(key)?.node !== had.node) had.node.remove();
  let at = parent.firstChild;
  for (const { node } of next.values()) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
  rowsOf.set(parent, next);
}

/** `run`, at most once a frame, however often it is asked for: messages may come by hundreds. */
export function oncePerFrame(run) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; run(); });
  };
}

/** A round picture of a person or group: initials on the colour that belongs to the id. */
export function avatar(id, name, size = "") {
  return h(
    "span",
    { class: `avatar ${size}`, "aria-hidden": "true", data: { hue: String(Math.abs(Number(id)) % 7) } },
    initials(name),
  );
}

function initials(name) {
  const words = String(name ?? "?").trim().split(/\s+/u).filter((w) => /[\p{L}\p{N}]/u.test(w));
  const letters = words.slice(0, 2).map((word) => [...word.replace(/^[^\p{L}\p{N}]+/u, "")][0]);
  return (letters.join("") || "?").toUpperCase();
}

const ICONS = {
  send: "M3 11.5 21 3l-5.5 18-3.8-7.2z M21 3 11.7 13.8",
  clip: "M20 11.5 12 19.6a5 5 0 0 1-7.1-7.1L13.4 4a3.4 3.4 0 0 1 4.8 4.8L9.9 17a1.7 1.7 0 0 1-2.4-2.4L15 7.2",
  slash: "M4 4h16v16H4z M14.5 8 9.5 16",
  keys: "M3 6.5h18v11H3z M7 10h.01 M12 10h.01 M17 10h.01 M8 14h8",
  photo: "M3 5h18v14H3z M3 16l5-5 4 4 3-3 6 6 M15.5 9.5h.01",
  file: "M6 3h8l5 5v13H6z M14 3v5h5",
  receipt: "M6 3h12v18l-3-2-3 2-3-2-3 2z M9 8h6 M9 12h6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4 20c1-4 4-6 8-6s7 2 8 6",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M2.5 19c.8-3.5 3-5 6.5-5s5.7 1.5 6.5 5 M16 4.5a3.5 3.5 0 0 1 0 6.5 M18 14.5c2 .700 3 2.2 3.5 4.5",
  pen: "M4 20l1-5L16 4l4 4L9 19z M13.5 6.5l4 4",
  pin: "M12 21c-4-4.6-6.5-7.8-6.5-11a6.5 6.5 0 0 1 13 0c0 3.2-2.5 6.4-6.5 11z M12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  thumbtack: "M9 3h6l-1 6 4 4H6l4-4z M12 13v8",
  copy: "M8 8h12v12H8z M4 16V4h12",
  out: "M8 16 18 6 M10 6h8v8",
  reply: "M10 6 4 12l6 6 M4 12h10c4 0 6 2 6 6",
  close: "M6 6l12 12 M18 6 6 18",
  down: "M6 9l6 6 6-6",
  moon: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z",
  sun: "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z M12 2v2.5 M12 19.5V22 M2 12h2.5 M19.5 12H22 M5 5l1.8 1.8 M17.2 17.2 19 19 M5 19l1.8-1.8 M17.2 6.8 19 5",
  gears: "M4 7h10 M18 7h2 M16 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z M4 17h2 M10 17h10 M8 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5l3.5 2",
  box: "M4 8l8-4 8 4v8l-8 4-8-4z M4 8l8 4 8-4 M12 12v8",
  plus: "M12 5v14 M5 12h14",
  more: "M5 12h.01 M12 12h.01 M19 12h.01",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M6 6l12 12",
  columns: "M4 5h16v14H4z M10 5v14 M15 5v14",
  back: "M14.5 5l-7 7 7 7",
  check: "M4 12.5 9 17.5 20 6.5",
  bag: "M5 8h14l-1 12.500H6z M9 8V6.500a3 3 0 0 1 6 0V8",
  card: "M3 6h18v12.500H3z M3 10.500h18 M6.500 15h4",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M8.500 14.500c1.800 2.200 5.200 2.200 7 0 M9 9.500h.01 M15 9.500h.01",
  link: "M10 14a4.500 4.500 0 0 0 6.400 0l3-3a4.500 4.500 0 0 0-6.400-6.400l-1.200 1.200 M14 10a4.500 4.500 0 0 0-6.400 0l-3 3a4.500 4.500 0 0 0 6.400 6.400l1.200-1.200",
  lock: "M6 11h12v9H6z M8.500 11V7.500a3.500 3.500 0 0 1 7 0V11",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15z M10 20.500h4 M4 4l16 16",
  panel: "M4 5h16v14H4z M10 5v14",
  video: "M3 6.500h12v11H3z M15 10.500l6-3v9l-6-3",
  eye: "M2 12c2.5-4.5 6-6.5 10-6.5s7.5 2 10 6.5c-2.5 4.5-6 6.5-10 6.5S4.5 16.5 2 12z M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
};

/** A drawn icon; decoration only, so the button around it must carry a label. */
export function icon(name, size = 22) {
  const attributes = { viewBox: "0 0 24 24", width: size, height: size, class: "icon", "aria-hidden": "true" };
  return svg("svg", attributes, svg("path", { d: ICONS[name] }));
}

/** A button that shows an icon only, with its label for the screen reader and as a tooltip. */
export function iconButton(name, label, props) {
  return h("button", { type: "button", "aria-label": label, title: label, ...props, class: `icon-button ${props.class ?? ""}` }, icon(name));
}

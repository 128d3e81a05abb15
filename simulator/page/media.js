/** What a bubble can carry besides text: pictures, files, places and people. */
import { avatar, h, icon, svg } from "./dom.js";
import { lightbox } from "./dialog.js";
import { decimal, t } from "./words.js";

/** One picture, or an album of up to ten as a mosaic; a click shows it large. */
export function pictures(messages, onGrown) {
  const cells = messages.map((message) => {
    if (message.video) return videoCell(message);
    const alt = message.caption ? `${t("photo")}: ${message.caption}` : t("photo");
    return h("button", {
      type: "button", class: "picture", testid: "photo", "aria-label": alt, data: { photoId: message.message_id },
      onclick: (event) => { event.stopPropagation(); lightbox(message.photo_url, alt); },
    }, h("img", { src: message.photo_url, alt: "", width: message.photo?.width, height: message.photo?.height, onload: onGrown }));
  });
  return h("div", { class: `pictures count-${Math.min(cells.length, 5)}`, testid: cells.length > 1 ? "album" : null }, ...cells);
}

/** A video plays where it stands; only its head is fetched before that. */
function videoCell({ message_id: id, video, caption }) {
  const { url, width, height, duration } = video;
  const player = h("video", {
    controls: true, preload: "metadata", playsinline: true, src: url, width, height, testid: "video", data: { videoId: id },
    "aria-label": caption ? `${t("video")}: ${caption}` : t("video"), onclick: (event) => event.stopPropagation(),
  });
  return h("div", { class: "video" }, player, h("span", { class: "video-length", "aria-hidden": "true" }, icon("video", 13), clock(duration)));
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

/** A file with its name and size; a click downloads it. */
export function documentCard(file) {
  const kind = /\.([a-z0-9]{1,5})$/i.exec(file.name ?? "")?.[1] ?? "file";
  return h("a", {
    class: "file-card", testid: "document", href: file.url ?? "#", download: file.name ?? "file",
    onclick: (event) => event.stopPropagation(),
  }, h("span", { class: "file-badge", "aria-hidden": "true" }, icon("file", 20), h("small", {}, kind)),
  h("span", { class: "file-text" }, h("b", {}, file.name ?? t("document")), h("small", {}, fileSize(file.size))));
}

function fileSize(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${decimal(bytes / 1024)} KB` : `${decimal(bytes / 1024 ** 2)} MB`;
}

/** A person's card. */
export function contactCard(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return h("div", { class: "contact-card", testid: "contact" },
    avatar(contact.user_id ?? 3, name, "large"),
    h("span", { class: "file-text" }, h("b", {}, name), h("small", {}, contact.phone_number)));
}

const MAP = { width: 280, height: 150 };

/** A drawn map with a pin: the streets follow from the coordinates, nothing is fetched. */
export function locationCard({ latitude, longitude }) {
  const random = seeded(Math.round((latitude + 90) * 1000) * 7919 + Math.round((longitude + 180) * 1000));
  const map = svg("svg", { viewBox: `0 0 ${MAP.width} ${MAP.height}`, class: "map", role: "img", "aria-label": t("location") });
  map.append(svg("rect", { width: MAP.width, height: MAP.height, class: "map-land" }), ...greens(random), river(random), ...streets(random), pin());
  const text = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return h("div", { class: "location-card", testid: "location" }, map, h("div", { class: "location-text" }, h("b", {}, t("location")), h("small", {}, text)));
}

function seeded(seed) {
  let state = Math.abs(seed) % 2147483647 || 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function greens(random) {
  return Array.from({ length: 4 }, () => svg("rect", {
    x: random() * 250, y: random() * 120, width: 30 + random() * 50, height: 22 + random() * 36, rx: 6, class: "map-green",
  }));
}

function river(random) {
  const [a, b, c] = [random() * 150, random() * 150, random() * 150];
  return svg("path", { d: `M-10 ${a} C 80 ${b}, 180 ${a}, 290 ${c}`, class: "map-water" });
}

function streets(random) {
  const tilt = (random() - 0.5) * 50;
  const lines = [];
  for (let x = -20; x < 320; x += 26 + random() * 30) lines.push(street(`M${x} -5 L${x + tilt} 155`, random() < 0.25));
  for (let y = 8; y < 150; y += 22 + random() * 22) lines.push(street(`M-5 ${y} L290 ${y - tilt / 3}`, random() < 0.25));
  return lines;
}

function street(d, main) {
  return svg("path", { d, class: main ? "map-road main" : "map-road" });
}

function pin() {
  const x = MAP.width / 2;
  const y = MAP.height / 2 + 12;
  return svg("g", {},
    svg("ellipse", { cx: x, cy: y + 2, rx: 9, ry: 3, class: "map-shadow" }),
    svg("path", { d: `M${x} ${y} c-4 -9 -15 -15 -15 -27 a15 15 0 0 1 30 0 c0 12 -11 18 -15 27z`, class: "map-pin" }),
    svg("circle", { cx: x, cy: y - 27, r: 5.5, class: "map-dot" }));
}

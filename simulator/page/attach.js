/** The attach menu of a composer: photo, document, contact, location. */
import { field, openDialog, openMenu } from "./dialog.js";
import { h } from "./dom.js";
import { brokenGoods } from "./goods.js";
import { PLACES, readFile, sampleDocument, transferProof } from "./sample.js";
import { nameOf, phoneOf, speakerOf } from "./store.js";
import { t } from "./words.js";

/** Open the menu; `send(content)` sends one of {photo}, {document}, {contact}, {location}. */
export function attachMenu(chat, host, anchor, send) {
  const items = [
    { label: t("attachSample"), glyph: "receipt", testid: "attach-photo-sample", run: async () => photosDialog(host, [await transferProof(chat)], send) },
    { label: t("attachGoods"), glyph: "photo", testid: "attach-photo-goods", run: () => photosDialog(host, [brokenGoods()], send) },
    { label: t("attachPhoto"), glyph: "photo", testid: "attach-photo-file", run: () => pickFile(host, "image/*,video/mp4,video/webm", send) },
    { label: t("attachTestDocument"), glyph: "file", testid: "attach-document-sample", run: () => send({ document: sampleDocument() }) },
    { label: t("attachDocument"), glyph: "file", testid: "attach-document-file", run: () => pickFile(host, "", send) },
    { label: t("attachContact"), glyph: "person", testid: "attach-contact", run: () => contactDialog(chat, host, send) },
    { label: t("attachLocation"), glyph: "pin", testid: "attach-location", run: () => locationDialog(host, send) },
  ];
  openMenu(anchor.parentElement, anchor, items, { testid: "attach-menu", label: t("attach"), place: "above" });
}

function pickFile(host, accept, send) {
  const input = h("input", { type: "file", class: "offscreen", accept, multiple: accept !== "", testid: accept ? "file-photo" : "file-document", tabindex: "-1" });
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.remove();
    if (files.length > 0) await offerFiles(host, files, accept !== "", send);
  });
  input.addEventListener("cancel", () => input.remove());
  host.append(input);
  input.click();
}

const ALBUM = 10;

/** Files that were picked, pasted or dropped: pictures get a preview with a caption, several make an album. */
export async function offerFiles(host, files, asPhoto, send) {
  const read = await Promise.all(files.slice(0, ALBUM).map(readFile));
  if (asPhoto && files.every((file) => file.type.startsWith("image/"))) return photosDialog(host, read, send);
  const isVideo = asPhoto && files[0].type.startsWith("video/");
  return fileDialog(host, read[0], isVideo ? "video" : "document", send);
}

function photosDialog(host, photos, send) {
  const caption = field(t("caption"), { testid: "caption", maxlength: 1024 });
  const files = photos.map(({ name, base64 }) => ({ name, base64 }));
  const previews = photos.map(({ url, alt }) => h("img", { class: "preview", src: url, alt: alt ?? t("photo") }));
  return openDialog(host, {
    title: t("sendPhoto"), testid: "photo-dialog",
    body: [h("div", { class: photos.length > 1 ? "previews" : "single" }, ...previews), caption],
    actions: sendActions(() => send({ ...(files.length > 1 ? { album: files } : { photo: files[0] }), ...captionOf(caption) })),
  });
}

function fileDialog(host, file, kind, send) {
  const caption = field(t("caption"), { testid: "caption", maxlength: 1024 });
  return openDialog(host, {
    title: t(kind === "video" ? "sendVideo" : "sendDocument"), testid: `${kind}-dialog`,
    body: [h("p", { class: "file-name" }, file.name), caption],
    actions: sendActions(() => send({ [kind]: { name: file.name, base64: file.base64 }, ...captionOf(caption) })),
  });
}

function captionOf(labelled) {
  const caption = labelled.querySelector("input").value.trim();
  return caption ? { caption } : {};
}

function sendActions(run) {
  return [
    { label: t("cancel"), testid: "dialog-cancel" },
    { label: t("send"), testid: "dialog-confirm", kind: "primary", run },
  ];
}

function contactDialog(chat, host, send) {
  const me = speakerOf(chat);
  const own = h("button", {
    type: "button", class: "choice", testid: "contact-own",
  }, h("b", {}, t("contactOwn")), h("small", {}, `${nameOf(me)} · ${phoneOf(me)}`));
  const name = field(t("name"), { testid: "contact-name", value: "Dewi Lestari" });
  const phone = field(t("phone"), { testid: "contact-phone", value: "+6281234567890", inputmode: "tel" });
  const done = openDialog(host, {
    title: t("attachContact"), testid: "contact-dialog",
    body: [own, h("p", { class: "or" }, t("contactOther")), name, phone],
    actions: sendActions(() => {
      const [first, ...rest] = name.querySelector("input").value.trim().split(/\s+/);
      send({ contact: { first_name: first || "?", last_name: rest.join(" ") || undefined, phone_number: phone.querySelector("input").value.trim() } });
    }),
    onOpen: () => own,
  });
  own.addEventListener("click", () => {
    send({ contact: { first_name: me.first_name, last_name: me.last_name, phone_number: phoneOf(me), user_id: me.id } });
    own.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  });
  return done;
}

function locationDialog(host, send) {
  const places = PLACES.map((place) => h("button", {
    type: "button", class: "choice", testid: "place", data: { place: place.name },
    onclick: (event) => {
      send({ location: { latitude: place.latitude, longitude: place.longitude } });
      event.currentTarget.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    },
  }, h("b", {}, place.name), h("small", {}, `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`)));
  const latitude = field(t("latitude"), { testid: "latitude", type: "number", step: "any", min: -90, max: 90, value: "-6.914744" });
  const longitude = field(t("longitude"), { testid: "longitude", type: "number", step: "any", min: -180, max: 180, value: "107.60981" });
  return openDialog(host, {
    title: t("attachLocation"), testid: "location-dialog",
    body: [h("div", { class: "choices" }, ...places), h("p", { class: "or" }, t("ownPlace")), h("div", { class: "field-pair" }, latitude, longitude)],
    actions: sendActions(() => sendTyped(latitude, longitude, send)),
    onOpen: () => places[0],
  });
}

function sendTyped(latitude, longitude, send) {
  const [lat, lon] = [latitude, longitude].map((label) => label.querySelector("input"));
  if (!lat.reportValidity() || !lon.reportValidity() || lat.value === "" || lon.value === "") return false;
  send({ location: { latitude: Number(lat.value), longitude: Number(lon.value) } });
  return true;
}

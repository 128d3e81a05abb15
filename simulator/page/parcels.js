/** The drawer's parcels: where each one is, and the buttons that move it on or let its tracking fail. */
import { control } from "./control.js";
import { toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { registerTab } from "./drawer.js";
import { keepingFocus } from "./focus.js";
import { store } from "./store.js";
import { labelled, t } from "./words.js";

/**
 * A parcel's way in the courier's own words, as the merchant's bot gets them; the note tells apart what
 * has one status. `key` is what the page says instead.
 */
const WAY = [
  { key: "way_counter", status: "dropping_off", note: "SHIPMENT RECEIVED BY COUNTER OFFICER AT [BANDUNG]" },
  { key: "way_departed", status: "dropping_off", note: "DEPARTED FROM TRANSIT [BANDUNG SORTING CENTER]" },
  { key: "way_sorting", status: "dropping_off", note: "RECEIVED AT SORTING CENTER [JAKARTA]" },
  { key: "way_courier", status: "dropping_off", note: "WITH DELIVERY COURIER [JAKARTA]" },
  { key: "way_received", status: "delivered", note: "DELIVERED TO [PENERIMA | RUMAH]" },
];
const HELD = { key: "way_unclear", status: "on_hold", note: "ADDRESS UNCLEAR, WAITING FOR CONFIRMATION" };
const TROUBLES = [[null, "worksWell"], ["500", "trouble500"], ["timeout", "troubleTimeout"], ["garbage", "troubleGarbage"]];

registerTab({ id: "parcels", order: 20, label: () => t("parcels"), topics: ["parcels"], count: () => store.parcels.length, open: parcelsTab });

function parcelsTab(host) {
  const node = h("div", {});
  const update = () => keepingFocus(node, () => node.replaceChildren(...(store.parcels.length
    ? store.parcels.map((parcel) => parcelCard(parcel, host))
    : [h("p", { class: "empty" }, t("noParcels"))])));
  update();
  return { node, update };
}

function parcelCard(parcel, host) {
  const { waybill, status } = parcel;
  const at = stage(parcel);
  const change = ({ key: _key, ...step }) => control.moveParcel(waybill, step).catch((error) => toast(host, error.message, { testid: "error-toast" }));
  const move = (label, step, testid, kind = "") => h("button", {
    type: "button", class: `text-button solid ${kind}`, testid, disabled: !step || status === "delivered" || status === step.status && status === "on_hold",
    onclick: () => change(step),
  }, label);
  return h("article", { class: "parcel", testid: "parcel", data: { waybill, status } },
    h("div", { class: "parcel-head" }, icon("box", 22), h("b", {}, waybill), h("span", { class: "pill" }, parcel.courier ?? "")),
    h("div", { class: `progress ${status === "on_hold" ? "held" : ""}`, "aria-hidden": "true" }, ...WAY.map((_, i) => h("i", { class: i <= at ? "done" : "" }))),
    statusLine(parcel),
    h("div", { class: "parcel-moves" },
      move(t("nextStep"), WAY[at + 1], "parcel-next", "primary"),
      move(t("delivered"), WAY.at(-1), "parcel-delivered"),
      move(t("onHold"), HELD, "parcel-hold", "warn")),
    troubleSelect(parcel, change));
}

/** Where it is, in the page's language; the courier's own words are a hover away. */
function statusLine({ status, history }) {
  const note = history?.at(-1)?.note ?? "";
  return h("p", { class: "parcel-status", testid: "parcel-status", title: [status, note].filter(Boolean).join(" · ") },
    [labelled("parcel", status), noteText(status, note)].filter(Boolean).join(" · "));
}

/** A note that is not one of the usual ones was typed by somebody, and stays as it is. */
function noteText(status, note) {
  const known = [...WAY, HELD].find((step) => firstWords(step.note) === firstWords(note));
  if (known) return t(known.key, { place: /\[(.*)\]/.exec(note)?.[1] ?? "" });
  return note === status.replaceAll("_", " ").toUpperCase() ? "" : note;
}

const firstWords = (note) => String(note).split(" ").slice(0, 2).join(" ");

function troubleSelect(parcel, change) {
  const options = TROUBLES.map(([value, key]) => h("option", { value: value ?? "", selected: (parcel.misbehave ?? null) === value }, t(key)));
  const select = h("select", { testid: "parcel-trouble", onchange: () => change({ misbehave: select.value || null }) }, ...options);
  return h("label", { class: "trouble" }, h("span", {}, t("tracking")), select);
}

/** How far along WAY a parcel is: by its latest note that stands there, -1 before the first. */
function stage(parcel) {
  if (parcel.status === "delivered") return WAY.length - 1;
  const places = (parcel.history ?? []).map((line) => WAY.findIndex((step) => firstWords(step.note) === firstWords(line.note)));
  return Math.max(-1, ...places);
}

/** Behind the scenes: updates and API calls, parcels, fault switches, broken flood limits. */
import { h, icon, iconButton, reconcile } from "./dom.js";
import { control, journalLines } from "./control.js";
import { toast } from "./dialog.js";
import { clockTime, t } from "./words.js";
import { on, refreshSwitches, store } from "./store.js";

const SHOWN = 200;
const TABS = [["activity", "updatesAndCalls"], ["parcels", "parcels"], ["faults", "faults"], ["violations", "violations"]];
const METHODS = ["sendMessage", "sendPhoto", "editMessageText", "answerCallbackQuery", "getUpdates"];
/** A parcel's way in the courier's own words; the note tells apart what has one status. */
const WAY = [
  { status: "dropping_off", note: "SHIPMENT RECEIVED BY COUNTER OFFICER AT [BANDUNG]" },
  { status: "dropping_off", note: "DEPARTED FROM TRANSIT [BANDUNG SORTING CENTER]" },
  { status: "dropping_off", note: "RECEIVED AT SORTING CENTER [JAKARTA]" },
  { status: "dropping_off", note: "WITH DELIVERY COURIER [JAKARTA]" },
  { status: "delivered", note: "DELIVERED TO [PENERIMA | RUMAH]" },
];

export class Drawer {
  constructor(onClose) {
    this.tab = "activity";
    this.errorsOnly = false;
    this.tabs = h("div", { class: "drawer-tabs", role: "tablist", "aria-label": t("behind") });
    this.body = h("div", { class: "drawer-body", role: "tabpanel", tabindex: "0" });
    this.list = h("div", { class: "journal" });
    this.node = h("aside", {
      class: "drawer", "aria-label": t("behind"), testid: "drawer",
      onkeydown: (event) => { if (event.key === "Escape") onClose(); },
    }, h("div", { class: "drawer-head" }, h("h2", {}, t("behind")), iconButton("close", t("close"), { testid: "drawer-close", onclick: onClose })),
    this.tabs, this.body);
    this.endings = [
      on("journal", () => this.soon("activity")),
      on("parcels", () => { this.renderTabs(); this.only("parcels"); }),
      on("faults", () => { this.renderTabs(); this.only("faults"); this.only("violations"); }),
    ];
    this.render();
  }

  end() {
    for (const ending of this.endings) ending();
  }

  only(tab) {
    if (this.tab === tab) this.renderBody();
  }

  /** A busy bot makes hundreds of calls a second: draw once per frame. */
  soon(tab) {
    if (this.waiting || this.tab !== tab) return;
    this.waiting = requestAnimationFrame(() => { this.waiting = null; this.only(tab); });
  }

  render() {
    this.renderTabs();
    this.renderBody();
  }

  renderTabs() {
    const counts = { parcels: store.parcels.length, faults: store.faults.length, violations: store.violations.length };
    this.tabs.replaceChildren(...TABS.map(([id, key]) => h("button", {
      type: "button", role: "tab", testid: `drawer-${id}`, "aria-selected": String(this.tab === id), class: "drawer-tab",
      onclick: () => { this.tab = id; this.body.replaceChildren(); this.render(); },
    }, t(key), counts[id] > 0 && h("span", { class: `badge ${id}` }, String(counts[id])))));
  }

  renderBody() {
    if (this.tab === "activity") return this.renderActivity();
    const views = { parcels: parcelsView, faults: faultsView, violations: violationsView };
    return this.body.replaceChildren(...views[this.tab](this.node));
  }

  renderActivity() {
    if (!this.body.contains(this.list)) this.body.replaceChildren(this.filterRow(), this.list);
    const entries = store.journal.map(described).filter((entry) => !this.errorsOnly || entry.failed).slice(-SHOWN).reverse();
    const rows = entries.map((entry) => ({ key: entry.key, sig: entry.key, make: () => journalRow(entry) }));
    const none = { key: "none", sig: t("noJournal"), make: () => h("p", { class: "empty" }, t("noJournal")) };
    reconcile(this.list, rows.length ? rows : [none]);
  }

  filterRow() {
    const box = h("input", { type: "checkbox", testid: "errors-only", onchange: () => { this.errorsOnly = box.checked; this.renderActivity(); } });
    const clear = () => { store.journal.length = 0; this.renderActivity(); };
    return h("div", { class: "filter" }, h("label", { class: "check" }, box, h("span", {}, t("errorsOnly"))),
      h("button", { type: "button", class: "text-button", testid: "clear-journal", onclick: clear }, t("clear")));
  }
}

/** An event of the journal in the shape of a row. */
function described(event) {
  const key = `${event.kind}-${event.seq}-${event.at}`;
  if (event.kind === "update") {
    const update = event.update ?? event;
    const type = update.type ?? Object.keys(update).find((name) => !["update_id", "seq", "kind", "at", "chat_id"].includes(name)) ?? "update";
    return { key, kind: "update", title: type, status: update.update_id ? `#${update.update_id}` : "", at: event.at, failed: false, detail: update };
  }
  const call = event.call ?? event;
  const status = Number(call.status ?? 200);
  return {
    key, kind: "call", title: call.method ?? "?", status: String(call.status ?? ""), at: event.at,
    ms: call.ms, failed: status >= 400 || status === 0, detail: call, note: call.description ?? call.error,
  };
}

function duration(ms) {
  return ms < 1 ? "<1 ms" : `${Math.round(ms)} ms`;
}

function journalRow({ kind, title, status, ms, failed, at, detail, note }) {
  const text = h("pre", { tabindex: "0" });
  const more = h("div", {});
  const open = async (event) => {
    if (!event.currentTarget.open || text.textContent) return;
    text.textContent = JSON.stringify(await fullLine(kind, detail), null, 1);
    if (kind === "update" && detail.update_id) more.append(redeliverButton(detail.update_id, more));
  };
  const summary = h("summary", {},
    h("span", { class: `arrow ${kind}`, "aria-hidden": "true" }, kind === "update" ? "↓" : "↑"),
    h("span", { class: "journal-title" }, title, note && failed && h("small", {}, note)),
    h("span", { class: "journal-status" }, status),
    h("span", { class: "journal-ms" }, ms === undefined ? "" : duration(ms)),
    h("time", {}, clockTime(new Date(at))));
  return h("details", { class: `journal-row ${failed ? "failed" : ""}`, testid: "journal-row", data: { kind, method: title }, ontoggle: open },
    summary, text, more);
}

/** The journal's own line of an event: with parameters and the whole update. */
async function fullLine(kind, detail) {
  const { seq: _seq, kind: _kind, at: _at, ...event } = detail;
  const lines = await journalLines().catch(() => []);
  const same = kind === "update"
    ? (line) => line.update?.update_id === detail.update_id
    : (line) => line.method === detail.method && line.ms === detail.ms && line.status === detail.status;
  return lines.find(same) ?? event;
}

/** The same update once more, as after a lost acknowledgement: nothing may happen twice. */
function redeliverButton(updateId, host) {
  const run = () => control.redeliver(updateId).then(
    () => host.append(h("small", { role: "status" }, ` ${t("redelivered")}`)),
    (error) => toast(document.body, error.message, { testid: "error-toast" }));
  return h("button", { type: "button", class: "text-button solid", testid: "redeliver", onclick: run }, t("redeliver"));
}

function parcelsView(host) {
  if (store.parcels.length === 0) return [h("p", { class: "empty" }, t("noParcels"))];
  return store.parcels.map((parcel) => parcelCard(parcel, host));
}

function parcelCard(parcel, host) {
  const { waybill, status } = parcel;
  const at = stage(parcel);
  const move = (label, step, testid, kind = "") => h("button", {
    type: "button", class: `text-button solid ${kind}`, testid, disabled: !step || status === "delivered" || status === step.status && status === "on_hold",
    onclick: () => control.moveParcel(waybill, step).catch((error) => toast(host, error.message, { testid: "error-toast" })),
  }, label);
  return h("article", { class: "parcel", testid: "parcel", data: { waybill, status } },
    h("div", { class: "parcel-head" }, icon("box", 22), h("b", {}, waybill), h("span", { class: "pill" }, parcel.courier ?? "")),
    h("div", { class: `progress ${status === "on_hold" ? "held" : ""}`, "aria-hidden": "true" }, ...WAY.map((_, i) => h("i", { class: i <= at ? "done" : "" }))),
    h("p", { class: "parcel-status", testid: "parcel-status" }, [status, parcel.history?.at(-1)?.note].filter(Boolean).join(" · ")),
    h("div", { class: "parcel-moves" },
      move(t("nextStep"), WAY[at + 1], "parcel-next", "primary"),
      move(t("delivered"), WAY.at(-1), "parcel-delivered"),
      move(t("onHold"), { status: "on_hold", note: "ADDRESS UNCLEAR, WAITING FOR CONFIRMATION" }, "parcel-hold", "warn")));
}

/** How far along WAY a parcel is: by its latest note that stands there, -1 before the first. */
function stage(parcel) {
  if (parcel.status === "delivered") return WAY.length - 1;
  const word = (note) => String(note).split(" ").slice(0, 2).join(" ");
  const places = (parcel.history ?? []).map((line) => WAY.findIndex((step) => word(step.note) === word(line.note)));
  return Math.max(-1, ...places);
}

function faultsView(host) {
  const method = h("select", { testid: "fault-method", "aria-label": t("method") }, h("option", { value: "" }, t("allMethods")), ...METHODS.map((m) => h("option", { value: m }, m)));
  const times = h("input", { type: "number", min: 1, max: 999, value: "3", testid: "fault-times", "aria-label": t("forCalls") });
  const add = (fault) => () => control.addFault({
    ...fault, times: Number(times.value) || 1, ...(method.value ? { method: method.value } : {}),
  }).then(() => refreshSwitches(0), (error) => toast(host, error.message, { testid: "error-toast" }));
  const button = (label, fault, testid) => h("button", { type: "button", class: "fault-switch", testid, onclick: add(fault) }, label);
  return [
    h("p", { class: "hint-text" }, t("faultHint")),
    h("div", { class: "fault-form" }, method, h("label", {}, t("forCalls").split("…")[0], times, t("forCalls").split("…")[1])),
    h("div", { class: "fault-switches" },
      button("429 Too Many Requests", { status: 429, retry_after: 3 }, "fault-429"),
      button("500 Internal Error", { status: 500 }, "fault-500"),
      button(t("drop"), { drop: true }, "fault-drop")),
    ...activeFaults(host),
    floodSwitch(host),
  ];
}

function floodSwitch(host) {
  const modes = [["strict", "floodStrict"], ["record", "floodRecord"], ["off", "floodOff"]];
  const change = () => control.setFlood(select.value).catch((error) => toast(host, error.message, { testid: "error-toast" }));
  const select = h("select", { testid: "flood-mode", onchange: change },
    ...modes.map(([mode, key]) => h("option", { value: mode, selected: store.flood === mode }, t(key))));
  return h("label", { class: "field flood" }, h("span", {}, t("floodMode")), select);
}

function activeFaults(host) {
  if (store.faults.length === 0) return [h("p", { class: "empty" }, t("noFaults"))];
  const clear = () => control.clearFaults().then(() => refreshSwitches(0), (error) => toast(host, error.message, { testid: "error-toast" }));
  return [h("h3", {}, t("active")), ...store.faults.map((fault) => h("div", { class: "fault", testid: "fault" },
    h("b", {}, fault.drop ? t("drop") : String(fault.status ?? "")), h("span", {}, fault.method ?? t("allMethods")), h("span", {}, `× ${fault.times ?? "∞"}`))),
  h("button", { type: "button", class: "text-button solid", testid: "clear-faults", onclick: clear }, t("clearFaults"))];
}

function violationsView() {
  if (store.violations.length === 0) return [h("p", { class: "empty good" }, t("noViolations"))];
  return store.violations.slice(-SHOWN).reverse().map((violation) => h("div", { class: "violation", testid: "violation" },
    h("b", {}, violation.method), h("span", {}, `${violation.limit} · ${violation.chat_id}`),
    h("time", {}, `retry_after ${violation.retry_after} s`)));
}

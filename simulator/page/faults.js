/** The drawer's fault switches and flood limits: what Telegram does wrong, to which calls, how often. */
import { control } from "./control.js";
import { field, toast } from "./dialog.js";
import { h, iconButton } from "./dom.js";
import { registerTab } from "./drawer.js";
import { refreshSwitches, store, titleOf } from "./store.js";
import { labelled, t } from "./words.js";

const SHOWN = 200;
const METHODS = [
  "getUpdates", "sendMessage", "sendPhoto", "sendDocument", "sendVideo", "sendMediaGroup", "sendInvoice", "editMessageText",
  "editMessageCaption", "editMessageReplyMarkup", "deleteMessage", "copyMessage", "answerCallbackQuery", "answerPreCheckoutQuery", "getFile",
];
/** What can go wrong; `fields` are the numbers that may be changed, with what stands there at first. */
const KINDS = {
  429: { fields: { retry_after: 3 }, make: ({ retry_after: wait }) => ({ status: 429, retry_after: wait }) },
  500: { make: () => ({ status: 500 }) },
  drop: { make: () => ({ drop: true }) },
  status: { fields: { status: 502 }, make: ({ status }) => ({ status }) },
  delay: { fields: { delay_ms: 3000 }, make: ({ delay_ms: wait }) => ({ delay_ms: wait }) },
  reset: { make: () => ({ reset: true }) },
  truncate: { make: () => ({ truncate: true }) },
};
const LABELS = {
  429: () => t("fault_429"), 500: () => t("fault_500"), drop: () => t("drop"), status: () => t("otherStatus"),
  delay: () => t("delay"), reset: () => t("reset"), truncate: () => t("truncate"),
};

registerTab({
  id: "faults", order: 30, label: () => t("faults"), topics: ["faults", "chats"], count: () => store.faults.length, alarming: true,
  open: (host) => new Faults(host),
});
registerTab({
  id: "violations", order: 50, label: () => t("violations"), topics: ["faults"], count: () => store.violations.length, alarming: true,
  open: (host) => new Limits(host),
});

const failed = (host) => (error) => toast(host, error.message, { testid: "error-toast" });

class Faults {
  constructor(host) {
    this.host = host;
    this.list = h("div", { class: "fault-list" });
    this.chat = h("select", { testid: "fault-chat" });
    this.method = h("select", { testid: "fault-method" }, h("option", { value: "" }, t("allMethods")), ...METHODS.map((m) => h("option", { value: m }, m)));
    this.times = h("input", { type: "number", min: 1, max: 9999, value: "3", testid: "fault-times", placeholder: "∞" });
    this.rate = h("input", { type: "number", min: 1, max: 100, value: "100", testid: "fault-rate" });
    this.node = h("div", {}, h("p", { class: "hint-text" }, t("faultHint")), this.form(),
      h("div", { class: "fault-switches" }, ...Object.keys(KINDS).map((kind) => this.row(kind))), this.list);
    this.update();
  }

  form() {
    const labelled = (label, control) => h("label", { class: "field" }, h("span", {}, label), control);
    return h("div", { class: "fault-form" }, labelled(t("method"), this.method), labelled(t("chat"), this.chat),
      labelled(t("forCalls"), this.times), labelled(t("ofCalls"), this.rate));
  }

  /** One switch, with its number beside it where it has one. */
  row(kind) {
    const { fields = {}, make } = KINDS[kind];
    const inputs = Object.entries(fields).map(([name, value]) => field(labelled("faultField", name), {
      type: "number", min: name === "status" ? 400 : 1, max: name === "status" ? 599 : 60_000, value: String(value), testid: `fault-${name.replace("_", "-")}`,
    }));
    const set = () => {
      const boxes = inputs.map((label) => label.querySelector("input"));
      if (![this.times, this.rate, ...boxes].every((box) => box.reportValidity())) return;
      this.add(make(Object.fromEntries(Object.keys(fields).map((name, at) => [name, Number(boxes[at].value)]))));
    };
    return h("div", { class: "fault-row" },
      h("button", { type: "button", class: "fault-switch", testid: `fault-${kind}`, onclick: set }, LABELS[kind]()), ...inputs);
  }

  add(fault) {
    const where = { ...(this.method.value && { method: this.method.value }), ...(this.chat.value && { chat_id: Number(this.chat.value) }) };
    const howOften = { ...(this.times.value && { times: Number(this.times.value) }), ...(this.rate.value && this.rate.value !== "100" && { rate: Number(this.rate.value) / 100 }) };
    control.addFault({ ...fault, ...where, ...howOften }).then(() => refreshSwitches(0), failed(this.host));
  }

  update() {
    const chosen = this.chat.value;
    this.chat.replaceChildren(h("option", { value: "" }, t("allChats")),
      ...[...store.chats.values()].map((chat) => h("option", { value: String(chat.id), selected: String(chat.id) === chosen }, titleOf(chat))));
    this.list.replaceChildren(...(store.faults.length ? this.active() : [h("p", { class: "empty" }, t("noFaults"))]));
  }

  active() {
    const clear = (at) => control.clearFaults(at).then(() => refreshSwitches(0), failed(this.host));
    return [h("h3", {}, t("active")), ...store.faults.map((fault, at) => h("div", { class: "fault", testid: "fault" },
      h("b", {}, what(fault)), h("span", {}, where(fault)), h("span", { class: "fault-times" }, howOften(fault)),
      iconButton("close", t("clearFault"), { class: "small", testid: "clear-fault", onclick: () => clear(at) }))),
    h("button", { type: "button", class: "text-button solid", testid: "clear-faults", onclick: () => clear(undefined) }, t("clearFaults"))];
  }
}

function what(fault) {
  const words = [fault.status, fault.retry_after && `${fault.retry_after} s`, fault.delay_ms && `${fault.delay_ms} ms`];
  for (const name of ["drop", "reset", "truncate"]) if (fault[name]) words.push(t(name));
  return words.filter(Boolean).join(" · ");
}

function where(fault) {
  return [fault.method ?? t("allMethods"), fault.chat_id && chatName(fault.chat_id)].filter(Boolean).join(" · ");
}

function chatName(id) {
  const chat = store.chats.get(id);
  return chat ? titleOf(chat) : String(id);
}

function howOften(fault) {
  const rate = fault.rate && fault.rate < 1 ? `${Math.round(fault.rate * 100)} % ` : "";
  return `${rate}× ${fault.times ?? "∞"}`;
}

class Limits {
  constructor(host) {
    const modes = [["strict", "floodStrict"], ["record", "floodRecord"], ["off", "floodOff"]];
    const change = () => control.setFlood(this.mode.value).catch(failed(host));
    this.mode = h("select", { testid: "flood-mode", onchange: change }, ...modes.map(([mode, key]) => h("option", { value: mode }, t(key))));
    this.list = h("div", {});
    this.node = h("div", {}, h("label", { class: "field flood" }, h("span", {}, t("floodMode")), this.mode), this.list);
    this.update();
  }

  update() {
    if (document.activeElement !== this.mode) this.mode.value = store.flood;
    const rows = store.violations.slice(-SHOWN).reverse().map((violation) => h("div", { class: "violation", testid: "violation" },
      h("span", {}, h("b", {}, violation.method), ` · ${chatName(violation.chat_id)}`, h("small", {}, labelled("limit", violation.limit))),
      h("time", {}, t("retryAfter", { n: violation.retry_after }))));
    this.list.replaceChildren(...(rows.length ? rows : [h("p", { class: "empty good" }, t("noViolations"))]));
  }
}

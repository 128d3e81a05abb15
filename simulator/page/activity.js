/** The drawer's first tab: every update that went to the bot, every call that it made, and what failed. */
import { control, journalLines } from "./control.js";
import { toast } from "./dialog.js";
import { h, reconcile } from "./dom.js";
import { registerTab } from "./drawer.js";
import { described, isWhole, JOURNAL_LIMIT } from "./journal.js";
import { clearJournal, store } from "./store.js";
import { clockTime, t } from "./words.js";

const SHOWN = 200;
const FILTERS = [["all", "all"], ["update", "updates"], ["call", "calls"], ["failed", "errors"]];
let filter = "all";

registerTab({ id: "activity", order: 10, label: () => t("updatesAndCalls"), topics: ["journal", "faults"], open: () => new Activity() });

class Activity {
  constructor() {
    this.list = h("div", { class: "journal" });
    this.link = h("p", { class: "hint-text", testid: "bot-link" });
    this.chips = h("div", { class: "chips", role: "group", "aria-label": t("show") });
    this.node = h("div", {}, h("div", { class: "filter" }, this.link,
      h("button", { type: "button", class: "text-button", testid: "clear-journal", onclick: clearJournal }, t("clear"))), this.chips, this.list);
    this.update();
  }

  update() {
    this.renderLink();
    this.renderChips();
    const entries = store.journal.map((line) => ({ ...described(line), line })).filter(fits).slice(-SHOWN).reverse();
    const rows = entries.map((entry) => ({ key: entry.key, sig: entry.key, make: () => journalRow(entry) }));
    const none = { key: "none", sig: t("noJournal"), make: () => h("p", { class: "empty" }, t("noJournal")) };
    reconcile(this.list, rows.length ? rows : [none]);
  }

  /** How the bot hears of things, and how much it has not fetched yet. */
  renderLink() {
    const how = store.webhook ? t("byWebhook", { url: store.webhook }) : t("byPolling");
    this.link.textContent = `${how} · ${t("pending", { n: store.pending })}`;
  }

  renderChips() {
    if (this.chips.childElementCount === 0) {
      this.chips.append(...FILTERS.map(([id, key]) => h("button", {
        type: "button", class: "chip", testid: id === "failed" ? "errors-only" : `show-${id}`, data: { filter: id },
        onclick: () => { filter = id; this.update(); },
      }, t(key))));
    }
    for (const chip of this.chips.children) chip.setAttribute("aria-pressed", String(chip.dataset.filter === filter));
  }
}

function fits(entry) {
  if (filter === "all") return true;
  return filter === "failed" ? entry.failed : entry.kind === filter;
}

function duration(ms) {
  return ms < 1 ? "<1 ms" : `${Math.round(ms)} ms`;
}

function journalRow({ kind, title, status, ms, failed, at, note, updateId, line }) {
  const text = h("pre", { tabindex: "0" });
  const more = h("div", {});
  const open = async (event) => {
    if (!event.currentTarget.open || text.textContent) return;
    text.textContent = JSON.stringify(await whole(line), null, 1);
    if (updateId) more.append(redeliverButton(updateId, more));
  };
  const summary = h("summary", {},
    h("span", { class: `arrow ${kind}`, "aria-hidden": "true" }, { update: "↓", call: "↑", note: "!" }[kind]),
    h("span", { class: "journal-title" }, title, note && failed && h("small", {}, note)),
    h("span", { class: "journal-status" }, status),
    h("span", { class: "journal-ms" }, ms === undefined ? "" : duration(ms)),
    h("time", {}, clockTime(at)));
  return h("details", { class: `journal-row ${failed ? "failed" : ""}`, testid: "journal-row", data: { kind, method: title }, ontoggle: open },
    summary, text, more);
}

/** What a line says, with parameters and the whole update: of an event the journal knows more. */
async function whole(line) {
  const lines = isWhole(line) ? [line] : await journalLines(JOURNAL_LIMIT).catch(() => []);
  const { n: _n, at: _at, seq: _seq, kind: _kind, update, ...facts } = lines.find(({ n }) => n === line.n) ?? line;
  return update ?? facts;
}

/** The same update once more, as after a lost acknowledgement: nothing may happen twice. */
function redeliverButton(updateId, host) {
  const run = () => control.redeliver(updateId).then(
    () => host.append(h("small", { role: "status" }, ` ${t("redelivered")}`)),
    (error) => toast(document.body, error.message, { testid: "error-toast" }));
  return h("button", { type: "button", class: "text-button solid", testid: "redeliver", onclick: run }, t("redeliver"));
}

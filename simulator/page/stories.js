/**
 * The drawer's stories: a list of the scripts beside the simulator, each played slowly before your eyes.
 *
 * To hold on to: drawer-stories; story [name, state playing|passed|failed|stopped], story-play, story-stop,
 * story-result, story-steps, story-step [step, state now|done|failed], story-error.
 */
import { toast } from "./dialog.js";
import { h } from "./dom.js";
import { registerTab } from "./drawer.js";
import { on, store, tell } from "./store.js";
import { currentLanguage } from "./words.js";

const PACE_S = 1.2;
const WORDS = {
  stories: ["Cerita", "Stories"],
  hint: ["Tonton toko ini bekerja: setiap ketukan dan pesan dimainkan pelan-pelan.", "Watch the shop at work: each tap and message is played slowly."],
  none: ["Belum ada cerita. Jalankan simulator dengan --stories FOLDER.", "No stories. Start the simulator with --stories FOLDER."],
  play: ["Putar", "Play"],
  stop: ["Berhenti", "Stop"],
  steps: ["{n} langkah", "{n} steps"],
  playing: ["Langkah {at} dari {n}", "Step {at} of {n}"],
  passed: ["Selesai, semuanya terlihat", "Done, all of it was seen"],
  failed: ["Gagal di langkah {at}", "Failed at step {at}"],
  stopped: ["Dihentikan di langkah {at}", "Stopped at step {at}"],
};

/** The label `key` in the page's language, with {slots} filled. */
function t(key, slots = {}) {
  return WORDS[key][currentLanguage() === "id" ? 0 : 1].replace(/\{(\w+)\}/g, (_, slot) => String(slots[slot]));
}

const shelf = { stories: [], playing: null, ends: new Map(), open: new Set() };

async function ask(method, path = "", body = undefined) {
  const headers = body ? { "Content-Type": "application/json" } : {};
  const response = await fetch(`/sim/stories${path}`, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

async function load() {
  const { stories, playing } = await ask("GET");
  Object.assign(shelf, { stories, playing });
  tell("stories");
}

/** A step begins, ends or fails; without a step the story ends. */
function take({ name, step, ok, error, stopped, chat_id: chatId }) {
  if (step === null) {
    const at = shelf.ends.get(name)?.step ?? shelf.playing?.step ?? 0;
    shelf.ends.set(name, { state: ok ? "passed" : stopped ? "stopped" : "failed", error, step: at });
    shelf.playing = null;
  } else {
    if (ok === null && chatId) document.querySelector(`.columns [data-chat-id="${chatId}"]`)?.scrollIntoView({ inline: "nearest", block: "nearest" });
    if (shelf.playing?.name !== name) shelf.open = new Set([name]);
    if (ok === false) shelf.ends.set(name, { state: "failed", error, step });
    else shelf.ends.delete(name);
    shelf.playing = { name, step };
  }
  tell("stories");
}

on("story", take);
// A server that comes back knows nothing of what was being played.
on("live", () => { if (store.live && shelf.stories.length) load().catch(() => undefined); });
registerTab({ id: "stories", order: 60, label: () => t("stories"), topics: ["stories"], count: () => (shelf.playing ? 1 : 0), open: storiesTab });

function storiesTab(host) {
  const node = h("div", {});
  const failed = (error) => toast(host, error.message, { testid: "error-toast" });
  let shown = null;
  const update = () => {
    node.replaceChildren(h("p", { class: "hint-text" }, t(shelf.stories.length ? "hint" : "none")), ...shelf.stories.map((story) => card(story, failed)));
    const { name, step } = shelf.playing ?? {};
    if (name && shown !== `${name} ${step}`) node.querySelector("[aria-current=step]")?.scrollIntoView({ block: "nearest" });
    shown = `${name} ${step}`;
  };
  update();
  load().catch(failed);
  return { node, update };
}

function card(story, failed) {
  const { name, title, steps, error } = story;
  const playing = shelf.playing?.name === name;
  const end = shelf.ends.get(name);
  const state = playing ? "playing" : end?.state;
  return h("article", { class: "story", testid: "story", data: { name, state } },
    h("div", { class: "story-head" }, h("b", {}, title), switchButton(story, playing, failed)),
    h("p", { class: `story-result ${state ?? ""}`, testid: "story-result", role: "status" }, error ?? result(state, steps.length, end)),
    end?.error && h("pre", { class: "story-error", testid: "story-error", tabindex: "0" }, end.error),
    steps.length > 0 && stepList(story, playing, end));
}

function switchButton({ name, title, error }, playing, failed) {
  if (playing) {
    return h("button", { type: "button", class: "text-button solid", testid: "story-stop", "aria-label": `${t("stop")}: ${title}`, onclick: () => ask("DELETE", `/${encodeURIComponent(name)}`).catch(failed) }, t("stop"));
  }
  return h("button", {
    type: "button", class: "text-button solid primary", testid: "story-play", "aria-label": `${t("play")}: ${title}`, disabled: Boolean(error || shelf.playing),
    onclick: () => ask("POST", `/${encodeURIComponent(name)}`, { pace_s: PACE_S }).catch(failed),
  }, t("play"));
}

function result(state, count, end) {
  if (state === "playing") return t("playing", { at: shelf.playing.step + 1, n: count });
  return state ? t(state, { at: end.step + 1 }) : "";
}

function stepList({ name, steps }, playing, end) {
  const at = playing ? shelf.playing.step : end?.state === "passed" ? steps.length : end?.step ?? -1;
  const stateOf = (index) => {
    if (index < at) return "done";
    if (index > at) return null;
    return end?.state === "failed" ? "failed" : "now";
  };
  const rows = steps.map(({ text }, index) => h("li", {
    class: "story-step", testid: "story-step", data: { step: index, state: stateOf(index) }, "aria-current": playing && index === at ? "step" : null,
  }, text));
  return h("details", {
    open: shelf.open.has(name),
    ontoggle: ({ target }) => (target.open ? shelf.open.add(name) : shelf.open.delete(name)),
  }, h("summary", {}, t("steps", { n: steps.length })), h("ol", { class: "story-steps", testid: "story-steps" }, ...rows));
}

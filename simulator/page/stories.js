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
import { t } from "./words.js";

const PACE_S = 1.2;
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
    node.replaceChildren(h("p", { class: "hint-text" }, t(shelf.stories.length ? "storyHint" : "noStories")), ...shelf.stories.map((story) => card(story, failed)));
    const { name, step } = shelf.playing ?? {};
    if (name && (shown?.name !== name || shown.step !== step)) node.querySelector("[aria-current=step]")?.scrollIntoView({ block: "nearest" });
    if (!name && shown) showEnd(node, shown.name);
    shown = shelf.playing && { name, step };
  };
  update();
  load().catch(failed);
  return { node, update };
}

/** When a story ends, how it ended is in view: its head, which stays on top, and the step that failed. */
function showEnd(node, name) {
  const card = [...node.querySelectorAll(".story")].find((story) => story.dataset.name === name);
  const place = ["[data-state=failed]", "[open] li:last-child", ".story-top"].map((part) => card?.querySelector(part)).find(Boolean);
  place?.scrollIntoView({ block: "nearest" });
}

function card(story, failed) {
  const { name, title, steps, error } = story;
  const playing = shelf.playing?.name === name;
  const end = shelf.ends.get(name);
  const state = playing ? "playing" : end?.state;
  return h("article", { class: "story", testid: "story", data: { name, state } },
    h("div", { class: "story-top" },
      h("div", { class: "story-head" }, h("b", {}, title), switchButton(story, playing, failed)),
      h("p", { class: `story-result ${state ?? ""}`, testid: "story-result", role: "status" }, error ?? result(state, steps.length, end))),
    steps.length > 0 && stepList(story, playing, end));
}

function switchButton({ name, title, error }, playing, failed) {
  if (playing) {
    return h("button", { type: "button", class: "text-button solid", testid: "story-stop", "aria-label": `${t("storyStop")}: ${title}`, onclick: () => ask("DELETE", `/${encodeURIComponent(name)}`).catch(failed) }, t("storyStop"));
  }
  return h("button", {
    type: "button", class: "text-button solid primary", testid: "story-play", "aria-label": `${t("storyPlay")}: ${title}`, disabled: Boolean(error || shelf.playing),
    onclick: () => ask("POST", `/${encodeURIComponent(name)}`, { pace_s: PACE_S }).catch(failed),
  }, t("storyPlay"));
}

function result(state, count, end) {
  if (state === "playing") return t("story_playing", { at: shelf.playing.step + 1, n: count });
  return state ? t(`story_${state}`, { at: end.step + 1 }) : "";
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
  }, text, end?.error && index === end.step && h("pre", { class: "story-error", testid: "story-error", tabindex: "0" }, end.error)));
  return h("details", {
    open: shelf.open.has(name),
    ontoggle: ({ target }) => (target.open ? shelf.open.add(name) : shelf.open.delete(name)),
  }, h("summary", {}, t("storySteps", { n: steps.length })), h("ol", { class: "story-steps", testid: "story-steps" }, ...rows));
}

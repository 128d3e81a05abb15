/** The drawer's clock: how far the simulated time is ahead, and steps of any size. It only goes forward. */
import { control } from "./control.js";
import { field, toast } from "./dialog.js";
import { h } from "./dom.js";
import { registerTab } from "./drawer.js";
import { simNow, store } from "./store.js";
import { clockTime, longTime, t } from "./words.js";

const STEPS = [[600, "minutes", 10], [3600, "hours", 1], [6 * 3600, "hours", 6], [86_400, "days", 1], [3 * 86_400, "days", 3], [7 * 86_400, "days", 7]];

registerTab({ id: "clock", order: 40, label: () => t("clock"), topics: ["clock"], open: clockTab });

function clockTab(host) {
  const now = h("time", { class: "big-clock" });
  const ahead = h("p", { class: "hint-text", testid: "clock-ahead" });
  const skip = (seconds) => control.advance(seconds).catch((error) => toast(host, error.message, { testid: "error-toast" }));
  const steps = STEPS.map(([seconds, unit, n]) => h("button", {
    type: "button", class: "text-button solid", testid: "clock-step", data: { seconds }, onclick: () => skip(seconds),
  }, `+${t(unit, { n })}`));
  const own = field(t("ownStep"), { type: "number", min: 1, max: 5_000_000, value: "30", testid: "clock-minutes" });
  const box = own.querySelector("input");
  const go = h("button", { type: "button", class: "text-button solid primary", testid: "clock-go", onclick: () => box.reportValidity() && skip(Number(box.value) * 60) }, t("skip"));
  const update = () => {
    const moment = simNow();
    now.dateTime = moment.toISOString();
    now.replaceChildren(h("b", {}, clockTime(moment)), h("span", {}, `${longTime(moment)} · WIB`));
    ahead.textContent = aheadText(Math.round(store.clock.offset / 60_000));
  };
  update();
  return {
    update,
    node: h("div", {}, now, ahead, h("p", { class: "hint-text" }, t("clockHint")), h("div", { class: "clock-steps" }, ...steps), h("div", { class: "clock-own" }, own, go)),
  };
}

/** "2 hari 3 jam di depan waktu nyata". */
function aheadText(minutes) {
  if (minutes <= 0) return t("onTime");
  const parts = [["days", Math.floor(minutes / 1440)], ["hours", Math.floor(minutes / 60) % 24], ["minutes", minutes % 60]];
  return t("ahead", { time: parts.filter(([, n]) => n > 0).map(([unit, n]) => t(unit, { n })).join(" ") });
}

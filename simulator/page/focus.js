/** Keeping one's place by keyboard: focus outlives what is drawn anew, and arrows walk through rows of tabs. */

/**
 * Run `draw`, which may replace what is inside `container`; what had the focus has it afterwards too,
 * as an element with the same test id and data, or else at the same place among its kind.
 */
export function keepingFocus(container, draw) {
  const before = document.activeElement;
  if (!container.contains(before) || before === container) return draw();
  const kind = kindOf(before);
  const at = kind ? [...container.querySelectorAll(kind)].indexOf(before) : -1;
  const data = JSON.stringify(before.dataset);
  const result = draw();
  if (document.activeElement === before || !kind) return result;
  const alike = [...container.querySelectorAll(kind)];
  const next = alike.find((node) => JSON.stringify(node.dataset) === data) ?? alike[Math.min(at, alike.length - 1)];
  next?.focus({ preventScroll: true });
  return result;
}

function kindOf(node) {
  return node.dataset.testid ? `[data-testid="${CSS.escape(node.dataset.testid)}"]` : null;
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * The keys of a row of tabs: it is one stop for Tab, arrows, Home and End choose within it. Returns
 * the listener for `keydown` of the row. Choosing is a click, and the chosen one gets the focus.
 */
export function tabKeys(event) {
  const row = event.currentTarget;
  const tabs = [...row.querySelectorAll("button")];
  const at = tabs.indexOf(document.activeElement);
  if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const ends = { Home: 0, End: tabs.length - 1 };
  const to = ends[event.key] ?? (STEPS[event.key] && (at + STEPS[event.key] + tabs.length) % tabs.length);
  if (to === undefined) return;
  event.preventDefault();
  tabs[to].click();
  // The click may have drawn the row anew.
  const next = row.querySelectorAll("button")[to];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The tabindex of one of a row of tabs: only the chosen one is a stop. */
export function tabStop(chosen) {
  return chosen ? "0" : "-1";
}

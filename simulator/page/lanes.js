/**
 * The columns of a wide screen: people's chats in a lane that scrolls by whole columns, and the staff's
 * group beside it, always in view. How many fit is the style sheet's to say (frame.css).
 */
import { h, icon } from "./dom.js";
import { t } from "./words.js";

export class Lanes {
  constructor() {
    this.goal = null;
    this.staff = h("div", { class: "lane staff" });
    this.lane = h("div", { class: "lane", onscroll: () => this.showArrows(), onscrollend: () => { this.goal = null; } });
    this.arrows = [this.arrow("before", -1), this.arrow("after", 1)];
    this.node = h("main", { class: "columns", testid: "columns" }, h("div", { class: "lane-box" }, this.lane, ...this.arrows), this.staff);
    const sizes = new ResizeObserver(() => this.showArrows());
    sizes.observe(this.lane);
  }

  arrow(side, step) {
    return h("button", {
      type: "button", class: `lane-arrow ${side}`, testid: `lane-${side}`, hidden: true, tabindex: "-1", "aria-hidden": "true",
      onclick: () => this.turn(step),
    }, icon("back", 20));
  }

  /** On by as many columns as are in view; from where the last turn leads to, if it is still under way. */
  turn(step) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const { scrollLeft, scrollWidth, clientWidth } = this.lane;
    this.goal = Math.max(0, Math.min(scrollWidth - clientWidth, (this.goal ?? scrollLeft) + step * clientWidth));
    this.lane.scrollTo({ left: this.goal, behavior: calm ? "instant" : "smooth" });
  }

  /** Only where there is more. The keyboard gets there by Tab, which scrolls by itself. */
  showArrows() {
    const { scrollLeft, scrollWidth, clientWidth } = this.lane;
    const [before, after] = this.arrows;
    before.hidden = scrollLeft < 8;
    after.hidden = scrollLeft + clientWidth > scrollWidth - 8;
    before.title = t("chatsBefore");
    after.title = t("chatsAfter");
  }

  clear() {
    for (const lane of [this.lane, this.staff]) lane.replaceChildren();
  }

  /** Make the columns be these elements, in their order; `pinned` (or null) is the staff's. */
  show(nodes, pinned) {
    place(this.lane, nodes.filter((node) => node !== pinned));
    place(this.staff, pinned ? [pinned] : []);
    this.node.style.setProperty("--columns", String(nodes.length));
    this.showArrows();
  }
}

/** A column that stands where it should is left alone: moving it would lose its scroll and its focus. */
function place(lane, nodes) {
  nodes.forEach((node, at) => {
    if (lane.children[at] !== node) lane.insertBefore(node, lane.children[at] ?? null);
  });
}

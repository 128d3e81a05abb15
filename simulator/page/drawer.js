/**
 * Behind the scenes: a side panel with tabs. Each tab is a module of its own that registers itself:
 *
 *     import { registerTab } from "./drawer.js";
 *     registerTab({
 *       id: "stories",                        // data-testid of its tab: "drawer-stories"
 *       order: 60,                            // smaller stands further left; the built-in ones have 10-50
 *       label: () => t("stories"),            // asked for anew whenever the language changes
 *       topics: ["stories"],                  // what it listens to, see store.js on() and tell()
 *       count: () => 3, alarming: true,       // optional: a number beside the label, red if alarming
 *       open: (host) => ({ node, update() {}, end() {} }),
 *     });
 *
 * `open` runs each time the tab is shown and gives one element; `host` is where toasts belong. `update`
 * runs after a topic was told, at most once a frame, and must leave a half-filled form alone; `end` (if
 * any) runs when the tab goes. app.js imports the module for its effect.
 */
import { h, iconButton, oncePerFrame } from "./dom.js";
import { keepingFocus } from "./focus.js";
import { on } from "./store.js";
import { t } from "./words.js";

const tabs = [];
let lastTab = null;

/** Add a tab to the drawer; see above. */
export function registerTab(tab) {
  tabs.push(tab);
  tabs.sort((a, b) => (a.order ?? 100) - (b.order ?? 100));
}

export class Drawer {
  constructor(onClose) {
    this.head = h("div", { class: "drawer-tabs", role: "tablist", "aria-label": t("behind"), onkeydown: (event) => this.onKey(event) });
    this.body = h("div", { class: "drawer-body", role: "tabpanel", tabindex: "0", id: "drawer-panel" });
    this.node = h("aside", {
      class: "drawer", "aria-label": t("behind"), testid: "drawer",
      onkeydown: (event) => { if (event.key === "Escape") onClose(); },
    }, h("div", { class: "drawer-head" }, h("h2", {}, t("behind")), iconButton("close", t("close"), { testid: "drawer-close", onclick: onClose })),
    this.head, this.body);
    this.buttons = new Map(tabs.map((tab) => [tab.id, this.button(tab)]));
    this.head.append(...this.buttons.values());
    this.endings = tabs.flatMap((tab) => this.listen(tab));
    this.show(tabs.find((tab) => tab.id === lastTab) ?? tabs[0]);
  }

  end() {
    for (const ending of this.endings) ending();
    this.shown?.end?.();
  }

  button(tab) {
    return h("button", {
      type: "button", role: "tab", class: "drawer-tab", testid: `drawer-${tab.id}`, "aria-controls": "drawer-panel",
      onclick: () => this.show(tab),
    });
  }

  listen(tab) {
    const changed = oncePerFrame(() => {
      this.label(tab);
      if (this.tab === tab) keepingFocus(this.body, () => this.shown.update?.());
    });
    return (tab.topics ?? []).map((topic) => on(topic, changed));
  }

  show(tab) {
    this.shown?.end?.();
    this.tab = tab;
    lastTab = tab.id;
    this.shown = tab.open(this.node);
    this.body.replaceChildren(this.shown.node);
    this.body.scrollTop = 0;
    this.body.setAttribute("aria-label", tab.label());
    for (const each of tabs) this.label(each);
    this.buttons.get(tab.id).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  label(tab) {
    const button = this.buttons.get(tab.id);
    const count = tab.count?.() ?? 0;
    button.setAttribute("aria-selected", String(this.tab === tab));
    button.tabIndex = this.tab === tab ? 0 : -1;
    button.replaceChildren(tab.label(), ...(count > 0 ? [h("span", { class: `badge ${tab.alarming ? "alarming" : ""}` }, String(count))] : []));
  }

  /** Left and right walk from tab to tab. */
  onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(this.tab) + step + tabs.length) % tabs.length];
    this.show(next);
    this.buttons.get(next.id).focus();
  }
}

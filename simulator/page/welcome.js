/** What an empty world shows instead of chats: how to add the first person, and where a bot finds this Telegram. */
import { h } from "./dom.js";
import { store } from "./store.js";
import { newCustomer } from "./topbar.js";
import { t } from "./words.js";

/** The card for a world without chats; nothing before the state is known, or when there are chats. */
export function welcome() {
  if (store.bot.id === 0 || store.chats.size > 0) return null;
  return h("section", { class: "welcome", testid: "welcome" },
    h("img", { src: "/page/logo.svg", alt: "", width: 64, height: 64 }),
    h("h2", {}, t("welcome")), h("p", {}, t("welcomeText")), h("code", {}, location.origin),
    h("button", { type: "button", class: "text-button welcome-add", testid: "welcome-add", onclick: newCustomer }, t("addCustomer")));
}

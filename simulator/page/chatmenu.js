/** What a chat hides behind its three dots: people, topics, deep links, blocking, closing an account. */
import { control } from "./control.js";
import { field, openDialog, openMenu, toast } from "./dialog.js";
import { deepLink } from "./keyboard.js";
import { openPeople } from "./people.js";
import { speakerOf, store } from "./store.js";
import { t } from "./words.js";

/** Open the menu of `chat` under `anchor`; what goes wrong is told on `host`, its phone. */
export function chatMenu(chat, host, anchor) {
  const items = chat.type === "private" ? privateItems(chat, host) : groupItems(chat, host);
  openMenu(anchor.parentElement, anchor, items, { label: t("moreActions"), place: "below" });
}

const tried = (host, work) => work.catch((error) => toast(host, error.message, { testid: "error-toast" }));

function privateItems(chat, host) {
  const { blocked, deactivated } = speakerOf(chat);
  return [
    { label: t("openDeepLink"), glyph: "link", testid: "menu-deeplink", run: () => deepLinkDialog(chat, host) },
    { label: t(blocked ? "unblock" : "block"), glyph: "block", testid: "menu-block", run: () => tried(host, control.block(chat.id, !blocked)) },
    { label: t(deactivated ? "accountBack" : "closeAccount"), glyph: "person", testid: "menu-deactivate", run: () => tried(host, closeAccount(chat, !deactivated)) },
  ];
}

function closeAccount(chat, closed) {
  return control.deactivate(chat.id, closed);
}

function groupItems(chat, host) {
  const items = [{ label: t("memberPicker"), glyph: "people", testid: "menu-people", run: () => openPeople(chat, host) }];
  if (chat.is_forum) items.push({ label: t("newTopic"), glyph: "plus", testid: "menu-topic", run: () => newTopic(chat, host) });
  if (chat.type === "group" && !chat.migratedTo) items.push({ label: t("upgrade"), glyph: "people", testid: "menu-migrate", run: () => tried(host, control.migrate(chat.id)) });
  return items;
}

/** One question with one line as its answer; stays open, with the reason, when it is refused. */
function ask(host, { title, label, testid, act, ...props }) {
  const line = field(label, { testid: `${testid}-text`, required: true, ...props });
  const box = line.querySelector("input");
  const run = async () => {
    if (!box.reportValidity()) return false;
    try {
      await act(box.value.trim());
      return true;
    } catch (error) {
      toast(host, error.message, { testid: "error-toast" });
      return false;
    }
  };
  return openDialog(host, {
    title, testid, body: [line],
    actions: [{ label: t("cancel"), testid: "dialog-cancel" }, { label: t("open"), testid: "dialog-confirm", kind: "primary", run }],
  });
}

function newTopic(chat, host) {
  return ask(host, { title: t("newTopic"), label: t("name"), testid: "topic-dialog", maxlength: 128, act: (name) => control.addTopic(chat.id, name) });
}

/** A whole t.me link, or only what stands behind `start=`. */
function deepLinkDialog(chat, host) {
  const act = (text) => control.deeplink(speakerOf(chat).id, deepLink(text) ?? text);
  return ask(host, { title: t("openDeepLink"), label: `t.me/${store.bot.username}?start=…`, testid: "deeplink-dialog", maxlength: 200, act });
}

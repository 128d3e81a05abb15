/** A group's people: their ranks, who comes and who goes, and what the bot may do there. */
import { control } from "./control.js";
import { openDialog, toast } from "./dialog.js";
import { avatar, h, iconButton } from "./dom.js";
import { keepingFocus } from "./focus.js";
import { membersOf, nameOf, on, store } from "./store.js";
import { rankOf } from "./standing.js";
import { t } from "./words.js";

const RIGHTS = ["can_delete_messages", "can_restrict_members", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics"];
const admin = () => Object.fromEntries(RIGHTS.map((right) => [right, true]));
const PERMISSIONS = [
  "can_send_messages", "can_send_photos", "can_send_videos", "can_send_documents", "can_send_other_messages", "can_add_web_page_previews",
  "can_send_audios", "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_react_to_messages",
];
const nothing = () => Object.fromEntries(PERMISSIONS.map((name) => [name, false]));

/** Open the list of a group's members; it follows what happens while it is open. */
export async function openPeople(chat, host) {
  const list = h("div", { class: "people", testid: "people" });
  const render = () => keepingFocus(list, () => list.replaceChildren(...rows(chat, host), adding(chat, host)));
  const stop = on("chats", render);
  render();
  await openDialog(host, {
    title: t("memberPicker"), testid: "people-dialog", body: [list],
    actions: [{ label: t("close"), testid: "dialog-confirm", kind: "primary" }],
    onOpen: (box) => box.querySelector("select:not([disabled])") ?? box.querySelector("button"),
  });
  stop();
}

function rows(chat, host) {
  return [botRow(chat, host), ...membersOf(chat).map((user) => memberRow(chat, user, host))];
}

const tried = (host, work) => work.catch((error) => toast(host, error.message, { testid: "error-toast" }));

function row(user, name, tag, ...controls) {
  return h("div", { class: "person", testid: "person", data: { userId: user } }, avatar(user, name, "small"), h("span", { class: "person-name" }, name, tag && h("small", {}, tag)), ...controls);
}

function choice(testid, label, current, options, change) {
  return h("select", { testid, "aria-label": label, disabled: options.length < 2, onchange: (event) => change(event.currentTarget.value) },
    ...options.map(([value, key]) => h("option", { value, selected: value === current }, t(key))));
}

function memberRow(chat, user, host) {
  const rank = rankOf(chat, user.id);
  const name = nameOf(user);
  const options = rank === "creator" ? [["creator", "rankOwner"]] : [["administrator", "rankAdmin"], ["member", "rankMember"], ...(chat.type === "supergroup" ? [["restricted", "rankRestricted"]] : [])];
  const remove = () => tried(host, control.members(chat.id, { remove: [user.id] }));
  return row(user.id, name, "", choice("person-rank", t("rankOf", { name }), rank, options, (next) => tried(host, setRank(chat, user.id, rank, next))),
    rank === "creator" ? h("span", { class: "blank" }) : iconButton("close", t("removeMember", { name }), { class: "small", testid: "person-remove", onclick: remove }));
}

async function setRank(chat, userId, before, next) {
  if (before === "restricted") await control.restrict(chat.id, userId, null);
  if (before === "administrator") await control.promote(chat.id, userId, {});
  if (next === "administrator") await control.promote(chat.id, userId, admin());
  if (next === "restricted") await control.restrict(chat.id, userId, nothing());
}

function botRow(chat, host) {
  const gone = ["kicked", "left"].includes(chat.botStatus);
  const { id, first_name: name } = store.bot;
  const options = [["administrator", "rankAdmin"], ["member", "rankMember"], ...(chat.type === "supergroup" ? [["restricted", "rankRestricted"]] : []), [gone ? chat.botStatus : "kicked", gone && chat.botStatus === "left" ? "rankLeft" : "rankKicked"]];
  return row(id, name, t("bot"), choice("bot-rank", t("rankOf", { name }), chat.botStatus, options, (next) => tried(host, setBot(chat, next))), h("span", { class: "blank" }));
}

async function setBot(chat, next) {
  if (next === "kicked") return control.kick(chat.id);
  const { id } = store.bot;
  if (["kicked", "left"].includes(chat.botStatus)) await control.members(chat.id, { add: [id] });
  else if (chat.botStatus !== "member") await (chat.botStatus === "restricted" ? control.restrict(chat.id, id, null) : control.promote(chat.id, id, {}));
  if (next === "administrator") await control.promote(chat.id, id, admin());
  if (next === "restricted") await control.restrict(chat.id, id, nothing());
  return undefined;
}

function adding(chat, host) {
  const others = [...store.users.values()].filter((user) => user.id !== store.bot.id && !chat.members.includes(user.id));
  if (others.length === 0) return "";
  const who = h("select", { testid: "person-new", "aria-label": t("addMember") }, ...others.map((user) => h("option", { value: String(user.id) }, nameOf(user))));
  const add = () => tried(host, control.members(chat.id, { add: [Number(who.value)] }));
  return h("div", { class: "person adding" }, who, h("button", { type: "button", class: "text-button solid", testid: "person-add", onclick: add }, t("addMember")));
}

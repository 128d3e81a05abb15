/** What stands in the way of writing: a blocked bot, a closed account, a restriction, a closed topic. */
import { control } from "./control.js";
import { nameOf, speakerOf, store } from "./store.js";
import { t } from "./words.js";

/** `{kind, text, action?: {label, run}}` for whoever is speaking in `chat`, or null if they may write. */
export function obstacle(chat) {
  const speaker = speakerOf(chat);
  if (chat.migratedTo) return { kind: "migrated", text: t("movedAway") };
  if (speaker.deactivated) {
    const run = () => control.deactivate(speaker.id, false);
    return { kind: "deactivated", text: t("accountGone", { name: nameOf(speaker) }), action: chat.type === "private" && { label: t("accountBack"), run } };
  }
  if (chat.type === "private") return null;
  if (chat.members.length === 0) return { kind: "empty", text: t("nobodyHere") };
  if (chat.muted.includes(speaker.id)) return { kind: "restricted", text: t("mayNotWrite", { name: nameOf(speaker) }) };
  const topic = typeof chat.topic === "number" ? chat.topics.find(({ id }) => id === chat.topic) : chat.general;
  if (topic?.closed && !mayManage(chat, speaker)) return { kind: "closed", text: t("topicIsClosed") };
  return null;
}

function mayManage(chat, user) {
  return ["creator", "administrator"].includes(rankOf(chat, user.id));
}

/** "creator", "administrator", "restricted" or "member". */
export function rankOf(chat, userId) {
  if (userId === chat.members[0]) return "creator";
  return chat.ranks[userId] ?? "member";
}

/** What the bot is in a group, when it is not simply there: `{text, action?}`, or null. */
export function botStanding(chat) {
  if (chat.type === "private" || chat.migratedTo) return null;
  if (chat.botStatus === "kicked" || chat.botStatus === "left") {
    const run = () => control.members(chat.id, { add: [store.bot.id] });
    return { text: t(chat.botStatus === "kicked" ? "botKicked" : "botLeft"), action: { label: t("letBotIn"), run } };
  }
  return chat.botStatus === "restricted" ? { text: t("botRestricted") } : null;
}

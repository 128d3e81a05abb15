/**
 * What the page knows: people, chats and their messages, clock, parcels, faults and the journal.
 * It is fed by control.js and tells the views by topic: "chats" (columns change), "chat" (one chat's
 * messages), "typing", "clock", "parcels", "charges", "faults", "journal", "live", "recovered" (connected again and
 * loaded anew; {restarted}: by a server that knows nothing of before).
 */
import { control, follow, journalLines } from "./control.js";
import { JOURNAL_LIMIT, joined } from "./journal.js";
import { moment } from "./words.js";

const CHARGE_LIMIT = 1000;
const TYPING_MS = 5000;
const RELOAD_MS = 40;
const SWITCHES_MS = 700;
const RETRY_MS = 1000;
export const WINDOW = 150;

/** What the bot is seen doing, each with words of its own (does_...); anything else is shown as typing. */
const ACTIONS = new Set(["upload_photo", "upload_video", "record_video", "upload_document", "find_location", "choose_sticker"]);

const listeners = new Map();

/** Run `listener(detail)` whenever `topic` changes; returns the function that ends it. */
export function on(topic, listener) {
  const set = listeners.get(topic) ?? new Set();
  listeners.set(topic, set.add(listener));
  return () => set.delete(listener);
}

export function tell(topic, detail) {
  for (const listener of [...(listeners.get(topic) ?? [])]) listener(detail);
}

export const store = {
  bot: { id: 0, first_name: "Bot", username: "", commands: [] },
  users: new Map(),
  chats: new Map(),
  clock: { offset: 0 },
  faults: [],
  flood: "strict",
  violations: [],
  parcels: [],
  charges: [],
  reactions: [],
  journal: [],
  journalCleared: 0,
  webhook: "",
  pending: 0,
  live: false,
};

/** The simulated now. */
export function simNow() {
  return new Date(Date.now() + store.clock.offset);
}

/** The name that is shown for a user, the bot or whoever a message is from. */
export function nameOf(person) {
  const name = [person?.first_name, person?.last_name].filter(Boolean).join(" ");
  return name || person?.title || "?";
}

/** The user whose phone a chat's column is: the customer, or the member who is speaking. */
export function speakerOf(chat) {
  if (chat.type === "private") return store.users.get(chat.id) ?? { id: chat.id, first_name: chat.title };
  return store.users.get(chat.speaker) ?? membersOf(chat)[0] ?? { id: 0, first_name: "?" };
}

/** What a chat is called in a list: the customer's full name, or the group's title. */
export function titleOf(chat) {
  return chat.type === "private" ? nameOf(speakerOf(chat)) : chat.title;
}

/** The people (not the bot) in a group. */
export function membersOf(chat) {
  return chat.members.map((id) => store.users.get(id)).filter(Boolean);
}

/** The message that a reply quotes; the server names it by its id. */
export function quoted(chat, message) {
  const { reply_to: replyTo } = message;
  if (typeof replyTo !== "number") return replyTo ?? null;
  return chat.messages.find((m) => m.message_id === replyTo) ?? null;
}

/** The phone number of a simulated user, made from the id as the server does. */
export function phoneOf(user) {
  return user.phone || `62812${String(user.id % 100_000_000).padStart(8, "0")}`;
}

/** Whether a message was written by the one whose phone this is. */
export function isOwn(chat, message) {
  return message.from?.id === speakerOf(chat).id;
}

/** Whether the chat has a column: customers and groups; staff's private chats once they are used. */
export function isShown(chat) {
  if (chat.shown !== undefined) return chat.shown;
  if (chat.type !== "private" || chat.messages.length > 0) return true;
  return ![...store.chats.values()].some((group) => group.type !== "private" && group.members.includes(chat.id));
}

/** The group that stays in view beside the people: the first that is still one. */
export function staffGroup() {
  return [...store.chats.values()].find((chat) => chat.type !== "private" && chat.migratedTo === null && isShown(chat)) ?? null;
}

/** The chats that have a column, private ones first and the staff's group last. */
export function shownChats() {
  const staff = staffGroup();
  const order = (chat) => (chat.type === "private" ? 0 : chat === staff ? 2 : 1);
  return [...store.chats.values()].filter(isShown).sort((a, b) => order(a) - order(b));
}

function newChat(id) {
  return {
    id, type: "private", title: "?", members: [], topics: [], commands: [], is_forum: false,
    messages: [], unread: 0, window: WINDOW, draft: "", speaker: null, topic: null,
    ranks: {}, muted: [], botStatus: "member", migratedTo: null, replyTo: null, editing: null, typing: null, action: "typing", keyboardHidden: new Set(), atBottom: true, visible: false,
  };
}

function takeChat(data) {
  const chat = store.chats.get(data.id) ?? { ...newChat(data.id), unread: data.unread ?? 0 };
  chat.type = data.type ?? chat.type;
  chat.title = data.title ?? ([data.first_name, data.last_name].filter(Boolean).join(" ") || chat.title);
  chat.members = (data.members ?? []).map((m) => m.id ?? m).filter((id) => id !== store.bot.id);
  chat.topics = data.topics ?? [];
  chat.general = data.general ?? null;
  chat.is_forum = Boolean(data.is_forum);
  chat.commands = data.commands ?? store.bot.commands;
  chat.commandsOf = data.commands_of ?? {};
  chat.description = data.description ?? "";
  chat.ranks = data.ranks ?? {};
  chat.muted = data.muted ?? [];
  chat.botStatus = data.bot_status ?? "member";
  chat.migratedTo = data.migrated_to ?? null;
  if (typeof chat.topic === "number" && !chat.topics.some(({ id }) => id === chat.topic)) chat.topic = null;
  if (chat.topic === "general" && chat.general?.hidden) chat.topic = null;
  store.chats.set(chat.id, chat);
  return chat;
}

function takeClock(clock) {
  const offset = clock.now === undefined ? (clock.offset_s ?? 0) * 1000 : moment(clock.now) - Date.now();
  store.clock = { offset };
  tell("clock");
}

function takeState(state) {
  store.bot = { commands: [], ...state.bot };
  store.users = new Map(state.users.map((user) => [user.id, user]));
  const ids = new Set(state.chats.map((chat) => chat.id));
  for (const id of store.chats.keys()) if (!ids.has(id)) store.chats.delete(id);
  state.chats.forEach(takeChat);
  takeSwitches(state);
  store.parcels = state.parcels ?? [];
  store.reactions = state.reactions ?? [];
  store.charges = state.charges ?? [];
  takeClock(state.clock);
  tell("charges");
  tell("parcels");
}

/** The state, the journal's end and every chat's messages. */
async function everything() {
  const [state, lines] = await Promise.all([control.state(), journalLines(JOURNAL_LIMIT)]);
  return { state, lines, histories: await Promise.all(state.chats.map((chat) => control.messages(chat.id))) };
}

/** Take everything anew: at the start, after a reconnect and when the server says `reset`. */
function reload({ state, lines, histories }) {
  noticeRestart(state);
  takeState(state);
  takeLines(lines);
  state.chats.map(({ id }) => store.chats.get(id)).forEach((chat, at) => {
    const known = new Map(chat.messages.map((message) => [message.message_id, message]));
    chat.messages = histories[at].messages.map((message) => unchanged(known, message) ?? { ...message, rev: nextRev() });
    chat.unread = Math.min(chat.unread, chat.messages.length);
    const held = (message) => chat.messages.find((m) => m.message_id === message?.message_id) ?? null;
    Object.assign(chat, { replyTo: held(chat.replyTo), editing: held(chat.editing) });
  });
  tellAllChats();
}

let loadedSeq = 0;

/** A server that counts from the beginning again has forgotten everything: the page must say so. */
function noticeRestart(state) {
  const started = state.started ?? 0;
  if (store.started !== undefined && (store.started !== started || state.seq < loadedSeq)) {
    store.restarted = true;
    Object.assign(store, { journal: [], journalCleared: 0 });
  }
  store.started = started;
  loadedSeq = state.seq;
}

function tellAllChats() {
  tell("chats");
  for (const chat of store.chats.values()) tell("chat", chat.id);
}

/** The message as it is held, if it is still the same: its bubble need not be drawn again. */
function unchanged(known, message) {
  const { rev, ...held } = known.get(message.message_id) ?? {};
  return JSON.stringify(held) === JSON.stringify(message) ? { ...held, rev } : null;
}

let reloading = null;
let held = [];

/** One reload at a time; events that come meanwhile wait, so that no snapshot undoes them. */
function scheduleReload() {
  reloading ??= pause(RELOAD_MS).then(untilLoaded).finally(() => {
    const events = held;
    [reloading, held] = [null, []];
    events.forEach(take);
    if (store.lost || store.restarted) tell("recovered", { restarted: Boolean(store.restarted) });
    store.lost = store.restarted = false;
  });
}

/** Only what cannot be fetched is tried again: a fault of the page's own must come to light. */
async function untilLoaded() {
  for (;;) {
    const found = await everything().catch(() => null);
    if (found) return reload(found);
    await pause(RETRY_MS);
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

let refreshing = null;

/** Faults are used up and limits broken by calls, without an event of their own. */
export function refreshSwitches(delay = SWITCHES_MS) {
  refreshing ??= pause(delay).then(control.state).then(takeSwitches).catch(() => undefined).finally(() => { refreshing = null; });
  return refreshing;
}

function takeSwitches(state) {
  store.faults = state.faults ?? [];
  store.violations = state.violations ?? [];
  store.flood = state.flood ?? "strict";
  store.webhook = state.webhook ?? "";
  store.pending = state.pending_updates ?? 0;
  tell("faults");
}

async function refreshState() {
  takeState(await control.state());
  tellAllChats();
}

let revision = 0;
const nextRev = () => ++revision;

/** Put a new or changed message into its chat. */
function takeMessage(chat, message) {
  const list = chat.messages;
  const at = list.findLastIndex((m) => m.message_id <= message.message_id);
  const fresh = { ...message, rev: nextRev() };
  if (at >= 0 && list[at].message_id === message.message_id) {
    list[at] = fresh;
    return false;
  }
  list.splice(at + 1, 0, fresh);
  return true;
}

function onMessage(event) {
  const chat = store.chats.get(event.chat_id);
  if (!chat) return void scheduleReload();
  if (!event.message) return;
  const wasShown = isShown(chat);
  const isNew = takeMessage(chat, event.message);
  if (isNew) arrived(chat, event.message);
  if (!wasShown) tell("chats");
  tell("chat", chat.id);
}

function arrived(chat, message) {
  if (message.from?.is_bot) stopTyping(chat);
  if (message.reply_keyboard?.force_reply) chat.replyTo = message;
  if (!isOwn(chat, message) && !(chat.visible && chat.atBottom && !document.hidden)) chat.unread += 1;
}

function onDeleted(event) {
  const chat = store.chats.get(event.chat_id);
  if (!chat) return;
  const ids = new Set(event.message_ids ?? [event.message_id ?? event.message?.message_id]);
  chat.messages = chat.messages.filter((message) => !ids.has(message.message_id));
  tell("chat", chat.id);
}

function onTyping(event) {
  const chat = store.chats.get(event.chat_id);
  if (!chat) return;
  clearTimeout(chat.typing);
  chat.typing = setTimeout(() => stopTyping(chat), TYPING_MS);
  chat.action = ACTIONS.has(event.action) ? event.action : "typing";
  tell("typing", chat.id);
}

function stopTyping(chat) {
  if (!chat.typing) return;
  clearTimeout(chat.typing);
  chat.typing = null;
  tell("typing", chat.id);
}

/** Everything seen: the column is at its newest message and in view. */
export function markSeen(chat) {
  if (chat.unread === 0) return;
  chat.unread = 0;
  tell("unread", chat.id);
}

async function onParcel() {
  const { parcels } = await control.parcels();
  store.parcels = parcels ?? [];
  tell("parcels");
}

/** A charge as it is by now; the server keeps the newest ones, and so does the page. */
function onCharge({ seq, kind, ...charge }) {
  const at = store.charges.findIndex((known) => known.id === charge.id);
  if (at < 0) store.charges = [...store.charges, charge].slice(-CHARGE_LIMIT);
  else store.charges[at] = charge;
  tell("charges");
}

/** An idle bot polls all day long: only a poll that fails is worth a line. */
function onJournal(event) {
  if (event.method === "getUpdates" && event.status === 200) return;
  if (event.kind === "call") refreshSwitches();
  takeLines([{ ...event, at: simNow() / 1000 }]);
}

function takeLines(lines) {
  store.journal = joined(store.journal, lines.filter(({ n }) => n > store.journalCleared));
  tell("journal");
}

/** An empty list, also after the next reload; the server keeps its journal. */
export function clearJournal() {
  store.journalCleared = store.journal.at(-1)?.n ?? store.journalCleared;
  store.journal = [];
  tell("journal");
}

const HANDLERS = {
  message: onMessage,
  edited: onMessage,
  deleted: onDeleted,
  typing: onTyping,
  parcel: onParcel,
  story: (event) => tell("story", event),
  charge: onCharge,
  answer: (event) => tell("answer", event),
  call: onJournal,
  update: onJournal,
  clock: (event) => takeClock(event.clock ?? event),
  chat: scheduleReload,
  user: scheduleReload,
  commands: () => refreshState().catch(scheduleReload),
  reset: scheduleReload,
};

/** What only makes sense on top of a loaded state waits for it; the journal does not. */
function take(event) {
  if (reloading && event.kind !== "call" && event.kind !== "update") held.push(event);
  else HANDLERS[event.kind]?.(event);
}

/** Load everything and stay in step with the server for as long as the page is open. */
export function begin() {
  follow({
    onEvent: take,
    onStatus: (live) => { store.live = live; store.lost ||= !live; tell("live"); },
    onOpen: scheduleReload,
  });
}

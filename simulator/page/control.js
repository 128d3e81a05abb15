/** The simulator's control surface over HTTP, and its live stream of events. */

async function ask(method, path, body) {
  const options = { method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? answer.description ?? `HTTP ${response.status}`);
  return answer;
}

export const control = {
  state: () => ask("GET", "/sim/state"),
  messages: (chatId, after = 0) => ask("GET", `/sim/chats/${chatId}/messages?after=${after}`),
  parcels: () => ask("GET", "/sim/parcels"),
  changeCharge: (id, change) => ask("POST", `/sim/charges/${encodeURIComponent(id)}`, change),
  addUser: (user) => ask("POST", "/sim/users", user),
  addChat: (chat) => ask("POST", "/sim/chats", chat),
  send: (message) => ask("POST", "/sim/send", message),
  tap: (tap) => ask("POST", "/sim/tap", tap),
  deeplink: (fromId, payload) => ask("POST", "/sim/deeplink", { from_id: fromId, payload }),
  advance: (seconds) => ask("POST", "/sim/clock", { advance_s: seconds }),
  moveParcel: (waybill, move) => ask("POST", `/sim/parcels/${encodeURIComponent(waybill)}`, move),
  block: (userId, blocked) => ask("POST", "/sim/block", { user_id: userId, blocked }),
  deactivate: (userId, deactivated) => ask("POST", "/sim/block", { user_id: userId, deactivated }),
  redeliver: (updateId) => ask("POST", "/sim/redeliver", { update_id: updateId }),
  setFlood: (mode) => ask("POST", "/sim/flood", { mode }),
  addFault: (fault) => ask("POST", "/sim/faults", fault),
  /** All of them, or the one in this place of the list. */
  clearFaults: (at) => ask("DELETE", "/sim/faults", at === undefined ? undefined : { at }),
  payShipping: (order) => ask("POST", "/sim/pay/shipping", order),
  pay: (order) => ask("POST", "/sim/pay", order),
  react: (reaction) => ask("POST", "/sim/react", reaction),
  members: (chatId, change) => ask("POST", "/sim/members", { chat_id: chatId, ...change }),
  restrict: (chatId, userId, permissions) => ask("POST", "/sim/restrict", { chat_id: chatId, user_id: userId, permissions }),
  promote: (chatId, userId, rights) => ask("POST", "/sim/promote", { chat_id: chatId, user_id: userId, ...rights }),
  kick: (chatId) => ask("POST", "/sim/kick", { chat_id: chatId }),
  migrate: (chatId) => ask("POST", "/sim/migrate", { chat_id: chatId }),
  addTopic: (chatId, name) => ask("POST", "/sim/topics", { chat_id: chatId, name }),
};

/** The journal's newest lines, oldest first: `{n, at, method...}` or `{n, at, update}`. */
export async function journalLines(count) {
  const response = await fetch(`/sim/journal?newest=${count}`);
  const text = await response.text();
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

const RETRY_MS = 1000;

/**
 * Follow /sim/events for ever. `onEvent` gets each event; `onStatus(live)` says whether the stream
 * stands; `onOpen` runs after every connect, because a restarted server counts anew.
 */
export function follow({ onEvent, onStatus, onOpen }) {
  let seq = null;
  const connect = () => {
    const source = new EventSource(seq === null ? "/sim/events" : `/sim/events?after=${seq}`);
    source.onopen = () => {
      onStatus(true);
      onOpen();
    };
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      seq = event.seq ?? seq;
      onEvent(event);
    };
    source.onerror = () => {
      source.close();
      onStatus(false);
      setTimeout(connect, RETRY_MS);
    };
  };
  connect();
}

/** The end of the server's journal as the page holds it: lines of what went to the bot and what it called. */

export const JOURNAL_LIMIT = 400;

/**
 * `lines` (the journal's own, or events of the stream, which carry the number `n` of their line) put
 * in among those that are `held`, by number and each once; the newest JOURNAL_LIMIT stay. A line of
 * the journal, which is whole, takes the place of an event.
 */
export function joined(held, lines) {
  const byNumber = new Map(held.map((line) => [line.n, line]));
  for (const line of lines) if (!byNumber.has(line.n) || isWhole(line)) byNumber.set(line.n, line);
  const kept = [...byNumber.values()].sort((a, b) => a.n - b.n);
  return kept.slice(-JOURNAL_LIMIT);
}

/** Whether a line has its parameters or its update, as only the journal's own do. */
export function isWhole(line) {
  return line.params !== undefined || line.update !== undefined;
}

/** A line in the shape of a row: {key, kind, title, status, at (Date), ms?, failed, note?}. */
export function described(line) {
  const at = new Date(line.at * 1000);
  const update = line.update ?? (line.kind === "update" ? line : null);
  if (update) {
    const title = line.type ?? Object.keys(update).find((name) => name !== "update_id") ?? "update";
    return { key: `${line.n}`, kind: "update", title, status: `#${update.update_id}`, updateId: update.update_id, at, failed: false };
  }
  if (line.method === undefined) return note(line, at);
  const status = Number(line.status);
  const failed = status >= 400 || status === 0;
  return { key: `${line.n}`, kind: "call", title: line.method, status: String(line.status), ms: line.ms, at, failed, note: line.error };
}

/** What the server noted beside calls and updates: all of it went wrong. */
function note({ n, webhook_error: webhookError, clock_hook_failed: hook }, at) {
  return { key: `${n}`, kind: "note", title: webhookError ? "webhook" : "clock hook", status: "", at, failed: true, note: webhookError ?? hook };
}

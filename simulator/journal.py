"""All calls and updates of late, in order, without tokens and uploaded bytes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import islice

from simulator.errors import Json

LINES = 10_000
LONGEST = 5_000
SECRETS = frozenset({"provider_token", "secret_token"})


class Journal:
    """A bounded list of lines, numbered from 1, each with the simulated moment `at` (seconds)."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.n = 0
        self._now = now
        self._lines: deque[Json] = deque(maxlen=LINES)

    def call(self, method: str, params: Json, status: int, ms: float, error: str | None) -> int:
        """Note a Bot API call; returns the line's number."""
        if not SECRETS.isdisjoint(params):
            params = params | dict.fromkeys(params.keys() & SECRETS, "(not kept)")
        line: Json = {"method": method, "params": params, "status": status, "ms": ms}
        if error is not None:
            line["error"] = error
        return self._add(line)

    def update(self, update: Json) -> int:
        """Note an update that was queued for the bot; returns the line's number."""
        return self._add({"update": update})

    def note(self, **facts: object) -> None:
        """Note something else: a webhook that failed, a limit that was passed."""
        self._add(facts)

    def _add(self, facts: Json) -> int:
        self.n += 1
        self._lines.append({"n": self.n, "at": round(self._now(), 3), **facts})
        return self.n

    def after(self, n: int) -> list[Json]:
        """Lines numbered above `n`."""
        if not self._lines:
            return []
        first: int = self._lines[0]["n"]
        return list(islice(self._lines, max(0, n + 1 - first), None))

    def newest(self, count: int) -> list[Json]:
        """The newest lines, oldest first; a bot's polls, of which a day is full, only if refused."""
        busy = (line for line in reversed(self._lines) if not _is_poll(line))
        return list(islice(busy, count))[::-1]


def _is_poll(line: Json) -> bool:
    return line.get("method") == "getUpdates" and line["status"] == 200


def shortened(params: Json) -> Json:
    """Parameters fit for a bounded journal."""
    return {
        name: f"{value[:200]}... ({len(value)} characters)"
        if isinstance(value, str) and len(value) > LONGEST
        else value
        for name, value in params.items()
    }

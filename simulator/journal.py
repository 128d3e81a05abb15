"""All calls and updates of late, in order, without tokens and uploaded bytes."""

from __future__ import annotations

from collections import deque
from itertools import islice

from simulator.errors import Json

LINES = 10_000
LONGEST = 5_000
SECRETS = frozenset({"provider_token", "secret_token"})


class Journal:
    """A bounded list of lines, numbered from 1."""

    def __init__(self) -> None:
        self.n = 0
        self._lines: deque[Json] = deque(maxlen=LINES)

    def call(self, method: str, params: Json, status: int, ms: float, error: str | None) -> None:
        """Note a Bot API call."""
        self.n += 1
        if not SECRETS.isdisjoint(params):
            params = params | dict.fromkeys(params.keys() & SECRETS, "(not kept)")
        line: Json = {"n": self.n, "method": method, "params": params, "status": status, "ms": ms}
        if error is not None:
            line["error"] = error
        self._lines.append(line)

    def update(self, update: Json) -> None:
        """Note an update that was queued for the bot."""
        self.n += 1
        self._lines.append({"n": self.n, "update": update})

    def note(self, **facts: object) -> None:
        """Note something else: a webhook that failed, a limit that was passed."""
        self.n += 1
        self._lines.append({"n": self.n, **facts})

    def after(self, n: int) -> list[Json]:
        """Lines numbered above `n`."""
        if not self._lines:
            return []
        first: int = self._lines[0]["n"]
        return list(islice(self._lines, max(0, n + 1 - first), None))


def shortened(params: Json) -> Json:
    """Parameters fit for a bounded journal."""
    return {
        name: f"{value[:200]}... ({len(value)} characters)"
        if isinstance(value, str) and len(value) > LONGEST
        else value
        for name, value in params.items()
    }

"""Faults put in on purpose: by method and chat, some of the time or a number of times."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

from simulator.errors import Json


@dataclass(slots=True)
class Fault:
    """What goes wrong, and when.

    `drop`: the call is lost on its way, the connection closes, nothing happens.
    `reset`: the call is carried out, and the connection breaks before its answer.
    `truncate`: the call is carried out, and the answer's JSON is cut in half.
    """

    method: str | None = None
    chat_id: int | None = None
    status: int | None = None
    description: str | None = None
    retry_after: int | None = None
    delay_ms: float = 0
    drop: bool = False
    reset: bool = False
    truncate: bool = False
    rate: float = 1.0
    times: int | None = None

    def shown(self) -> Json:
        """The fault as it was set, with the times that are left."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in sorted(given.items()) if value}


class Faults:
    """The faults in force; each call takes the first that fits."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self._random = random.Random(7)  # the same run meets the same faults

    def match(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this call, its count lowered; None for most calls."""
        for fault in self.active:
            if fault.method and fault.method.lower() != method.lower():
                continue
            if fault.chat_id is not None and fault.chat_id != chat_id:
                continue
            if fault.rate < 1.0 and self._random.random() >= fault.rate:
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.active.remove(fault)
            return fault
        return None

"""When the program is killed: at any moment, or at the very call that is aimed at."""

import asyncio
import random
from collections.abc import Callable
from enum import StrEnum

from simulator.faults import Fault, Faults

SENDS = frozenset({"sendMessage", "editMessageText", "sendPhoto"})


class Moment(StrEnum):
    """Where in its work the program is hit."""

    ANYTIME = "anytime"
    STARTING = "while starting"
    BEFORE_SEND = "after the commit, before the send"
    AFTER_SEND = "after the send, before its mark"
    BEFORE_CONFIRM = "after the commit, before the confirmation"
    BEFORE_TOAST = "before a tap is answered"


_METHODS = {
    Moment.BEFORE_SEND: SENDS,
    Moment.AFTER_SEND: SENDS,
    Moment.BEFORE_CONFIRM: frozenset({"getUpdates"}),
    Moment.BEFORE_TOAST: frozenset({"answerCallbackQuery"}),
}


def plan(count: int, seed: int) -> list[Moment]:
    """Return so many moments, each kind about as often, in an order drawn from the seed."""
    kinds = list(Moment)
    moments = [kinds[n % len(kinds)] for n in range(count)]
    random.Random(seed).shuffle(moments)
    return moments


class DeadlyFaults(Faults):
    """Telegram's side of the wire: sees each call arrive and kills who made it when told to.

    The call is lost with its caller, except after AFTER_SEND: that one is carried out first.
    """

    def __init__(self, kill: Callable[[], None], backlog: Callable[[], int]) -> None:
        super().__init__()
        self.active = [Fault(method="none", delay_ms=1)]  # or nobody would ask for a match
        self.fetching = asyncio.Event()
        self.hit = asyncio.Event()
        self._kill = kill
        self._backlog = backlog
        self._aim: Moment | None = None
        self._let_pass = 0
        self._chat_id: int | None = None

    def aim(self, moment: Moment, let_pass: int, chat_id: int | None = None) -> None:
        """Kill at the call after the next `let_pass` of its kind; a send only into that chat."""
        self._aim, self._let_pass, self._chat_id = moment, let_pass, chat_id
        self.hit.clear()

    def match(self, method: str, chat_id: int | None) -> Fault | None:
        """Carry out the plan."""
        if method == "getUpdates":
            self.fetching.set()
        moment = self._aim
        if moment is None or method not in _METHODS[moment]:
            return super().match(method, chat_id)
        if moment is Moment.BEFORE_CONFIRM and not self._backlog():
            return None  # this fetch would confirm nothing
        if method in SENDS and self._chat_id not in {None, chat_id}:
            return None
        if self._let_pass > 0:
            self._let_pass -= 1
            return None
        self._aim = None
        self._kill()
        self.hit.set()
        return Fault(reset=True) if moment is Moment.AFTER_SEND else Fault(drop=True)

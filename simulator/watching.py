"""Onlookers: functions that are told of every answer and every pushed update as it leaves.

Both lists are empty unless whoever embeds the simulator adds to them, and then cost nothing. The
values are the simulator's own: an onlooker may read them while it is called, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.errors import Json

# (method as it was called, HTTP status, body) of each answer of the Bot API
ANSWERS: list[Callable[[str, int, Json], None]] = []
# each update that is pushed to a webhook; polled ones are in the answers of getUpdates
PUSHED: list[Callable[[Json], None]] = []

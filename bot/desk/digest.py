"""The morning's message to staff."""

from domain.usecases.digest import digest
from domain.views import Digest
from notifications.render.screen import Button, Screen, call

__all__ = ["digest", "digest_screen"]

_MOST_LOW = 10


def digest_screen(numbers: Digest) -> Screen:
    """Return the screen: yesterday, today's work, what runs out."""
    facts: dict[str, object] = {
        "orders": numbers.orders_yesterday,
        "revenue": numbers.revenue_yesterday,
        "to_decide": numbers.to_decide,
        "to_check": numbers.to_check,
        "to_pack": numbers.to_pack,
        "on_the_way": numbers.on_the_way,
        "trouble": numbers.trouble,
        "late": numbers.late,
        "returns": numbers.open_returns,
        "to_collect": numbers.to_collect,
        "overdue": numbers.overdue,
        "to_refund": numbers.to_refund,
        "on_hold": numbers.on_hold,
        "dead": numbers.dead_letters,
        "low": numbers.low_stock[:_MOST_LOW],
        "more_low": max(0, len(numbers.low_stock) - _MOST_LOW),
    }
    return Screen("desk/digest", facts, ((Button("desk.button.queue", call("d.queue", "new")),),))

"""Writes docs/reference/events.md from what is announced: `python -m ... --rewrite`."""

import sys
from dataclasses import replace
from pathlib import Path

from domain.events import EventKind
from notifications.milestones import CAN_WAIT, KEPT, TO_STAFF, WITHOUT_CARD
from tests.notifications import life
from tests.notifications.queue import queued_for

PAGE = Path(__file__).parents[2] / "docs/reference/events.md"
K = EventKind
WHEN = {
    K.ORDER_SUBMITTED: "A cart was placed as an order, or staff wrote one down (`channel`: where it came from).",
    K.APPROVAL_REMINDED: "An order paid later has waited for a decision for `approval_hours`.",
    K.ORDER_CONFIRMED: "Staff approved the order.",
    K.ORDER_REJECTED: "Staff turned the order down.",
    K.ORDER_HELD: "Staff put the order on hold. The reason is shown to staff alone.",
    K.ORDER_RELEASED: "Staff let an order on hold go on.",
    K.ORDER_CANCELLED: "The customer or staff cancelled before hand-over.",
    K.ORDER_EXPIRED: "An order was not paid by its deadline; its stock is free again.",
    K.ORDER_COMPLETED: "All parcels are judged, all money is settled, no return is open.",
    K.PROOF_SUBMITTED: "The customer sent a proof of transfer (`file_kind`: photo or document).",
    K.PROOF_REFUSED: "Staff refused the proof; another may follow.",
    K.PAYMENT_RECEIVED: "Staff booked money; `outstanding` is what is left to pay.",
    K.PAYMENT_REMINDED: "A payment is due in `payment_reminder_hours`.",
    K.PAYMENT_OVERDUE: "A deadline passed that does not end the order: staff decide.",
    K.INVOICE_ISSUED: "An order paid on acceptance was accepted.",
    K.REFUND_RECORDED: "Staff booked money that went back.",
    K.SHIPMENT_PICKING: "The warehouse began to pick.",
    K.SHIPMENT_PACKED: "The parcel is closed.",
    K.SHIPMENT_HANDED_OVER: "The parcel was given to the courier, or fetched.",
    K.SHIPMENT_MOVED: "The courier reported a new status.",
    K.SHIPMENT_DELIVERED: "The parcel arrived; the inspection runs until `inspect_until`.",
    K.SHIPMENT_CANCELLED: "A parcel was given up with its order, which is told by itself.",
    K.INSPECTION_REMINDED: "The inspection ends in `inspection_reminder_hours`.",
    K.DELIVERY_ACCEPTED: "The customer said that all is well, or the inspection time passed.",
    K.RETURN_REQUESTED: "A return was asked for.",
    K.RETURN_APPROVED: "Staff agreed to the return.",
    K.RETURN_DECLINED: "Staff refused the return.",
    K.RETURN_CANCELLED: "The return was called off before anything was sent.",
    K.RETURN_SENT: "The customer sent the goods back.",
    K.RETURN_RECEIVED: "The goods are back.",
    K.RETURN_INSPECTED: "Each line was judged; `amount` is what the accepted ones cost.",
    K.RETURN_SETTLED: "The return ended: refund, exchange, or nothing.",
    K.STOCK_LOW: "A hand-over took a SKU to its low-stock mark.",
}
ONLY = {
    K.SHIPMENT_PACKED: "when it is to be fetched",
    K.RETURN_SETTLED: "unless the refund tells it",
    K.SHIPMENT_MOVED: "in transit and delayed once a parcel",
    K.DELIVERY_ACCEPTED: "when nobody answered",
}
ONLY_STAFF = {K.SHIPMENT_MOVED: "failed attempt, lost, coming back, come back"}
HEAD = """# Events

Whatever happens to an order is one row of its history, written in the transaction of the change.
The same transaction queues what is to be told of it: a message, an update of the order's two live
cards (the customer's, and the one in the staff group), or nothing. Messages are worded when they
are sent, from the order as it stands then; a reminder that was overtaken by then is not sent.

- Customers are not told by a message what they did themselves: the screen has answered. The
  exception is what they must keep: {kept}.
- Staff messages go to the forum topic that is named; without topics, to the group. While no staff
  group is known, nothing is queued for staff.
- Nothing is queued for a customer who blocked the bot.
- A customer who is not on Telegram has no chat and no card. Whatever would be a message to them, and
  `order_submitted` as well, goes to the staff's group as a text to copy.
- Marked with ☾: waits for the end of the quiet hours (`quiet_from_hour` to `quiet_until_hour`),
  unless its deadline falls into them.

This page is written by `python -m tests.notifications.events_page --rewrite`; a test compares it.

| event | when | facts | customer | staff | cards |
|---|---|---|---|---|---|
"""


def page() -> str:
    """Return the page."""
    head = HEAD.replace("{kept}", ", ".join(f"`{kind.value}`" for kind in sorted(KEPT)))
    return head + "".join(_row(kind) for kind in EventKind)


def _row(kind: EventKind) -> str:
    told = [t for t in life.events() if t.event is kind]
    facts = ", ".join(f"`{key}`" for key in dict.fromkeys(k for t in told for k in t.facts))
    cells = (
        f"`{kind.value}`",
        WHEN[kind],
        facts or "–",
        _customer(kind, told),
        _staff(kind, told),
        "–" if kind in WITHOUT_CARD else "updated",
    )
    return f"| {' | '.join(cells)} |\n"


def _customer(kind: EventKind, told: list[life.Told]) -> str:
    if not any(_rings(t, "customer") for t in told):
        return "–"
    only = f" {ONLY[kind]}" if kind in ONLY else ""
    return f"message{only}{_moon(kind)}"


def _staff(kind: EventKind, told: list[life.Told]) -> str:
    if not any(_rings(t, "staff") for t in told):
        return "–"
    only = f": {ONLY_STAFF[kind]}" if kind in ONLY_STAFF else ""
    by_staff = any(_rings(replace(t, actor=life.STAFF), "staff") for t in told)
    by = "" if by_staff else " when the customer did it"
    return f"message ({TO_STAFF[kind]}){only}{by}{_moon(kind)}"


def _moon(kind: EventKind) -> str:
    return " ☾" if kind in CAN_WAIT or kind is K.DELIVERY_ACCEPTED else ""


def _rings(told: life.Told, audience: str) -> bool:
    return any(
        item.kind == "message" and item.payload["audience"] == audience for item in queued_for(told)
    )


if __name__ == "__main__" and sys.argv[1:] == ["--rewrite"]:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")

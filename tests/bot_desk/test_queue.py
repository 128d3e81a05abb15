"""Whatever needs a hand is found by /antrian and counted in the morning's digest."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.desk.digest import digest_screen
from bot.desk.queue import _MOST_BUTTONS
from domain.authority import SYSTEM, staff
from domain.numbers import spoken
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.shipments import TROUBLE_STATUSES, ShipmentAction, TrackingEvent
from domain.usecases import fulfilling, paying, placing, processing, receiving, stocking, tracking
from domain.usecases.digest import digest, waiting_orders
from domain.views import order_view
from notifications.render.standing import STAFF_TASKS, staff_task
from tests.bot_desk.desk import OWNER, SKU, WAREHOUSE, Desk, bring_to, place

BOSS = staff(OWNER)

# Each task of an order's card, and the list of the queue that holds the order; "" where nobody has
# to do anything, or the order only waits for its customer.
NEED_OF_TASK = {
    "held": "on_hold",
    "check_proof": "to_check",
    "approve": "to_decide",
    "await_payment": "",
    "pack": "to_pack",
    "hand_over": "to_hand_over",
    "await_pickup": "to_hand_over",
    "picked_up": "",
    "on_the_way": "",
    "trouble": "trouble",
    "await_inspection": "",
    "collect_cash": "to_collect",
    "await_invoice": "",
    "decide_return": "returns",
    "await_return": "returns",
    "inspect_return": "returns",
    "settle_return": "returns",
    "refund": "to_refund",
    "completed": "",
    "cancelled": "",
    "rejected": "",
    "expired": "",
}
COUNTED_AS = {"to_hand_over": "to_pack", "returns": "open_returns"}


def reported(*actions: ShipmentAction) -> Callable[[UnitOfWork], str]:
    """Return what brings an order on its way and lets the courier report."""

    def bring(uow: UnitOfWork) -> str:
        number = bring_to(uow, "on_the_way")
        for minute, action in enumerate(actions):
            report = TrackingEvent(uow.now + timedelta(minutes=minute), action.value, "")
            tracking.record_tracking(uow, f"{number}-S1", [report])
        return number

    return bring


def accepted(term: PaymentTerm) -> Callable[[UnitOfWork], str]:
    """Return what brings an order to its acceptance, unpaid."""

    def bring(uow: UnitOfWork) -> str:
        number = place(uow, term=term)
        parcel = f"{number}-S1"
        processing.approve_order(uow, BOSS, number)
        fulfilling.pack(uow, BOSS, parcel)
        fulfilling.hand_over(uow, BOSS, parcel, "jne", "123456789012")
        tracking.mark_delivered(uow, BOSS, parcel)
        receiving.accept_delivery(uow, SYSTEM, parcel, automatic=True)
        return number

    return bring


def held(uow: UnitOfWork) -> str:
    number = bring_to(uow, "paid")
    processing.hold_order(uow, BOSS, number, "alamat?")
    return number


def cancelled_paid(uow: UnitOfWork) -> str:
    number = bring_to(uow, "paid")
    placing.cancel_order(uow, BOSS, number, "stok rusak")
    return number


def overpaid(uow: UnitOfWork) -> str:
    number = bring_to(uow, "on_the_way")
    paying.confirm_payment(uow, BOSS, number, 5_000)
    return number


def part_paid(uow: UnitOfWork) -> str:
    number = bring_to(uow, "approved")
    paying.confirm_payment(uow, BOSS, number, 5_000)
    return number


STORIES: dict[str, tuple[str, Callable[[UnitOfWork], str]]] = {
    stage: (task, lambda uow, stage=stage: bring_to(uow, stage))  # type: ignore[misc]  # a default
    for stage, task in {
        "placed": "approve",
        "proof": "check_proof",
        "paid": "pack",
        "packed": "hand_over",
        "return_requested": "decide_return",
        "return_approved": "await_return",
        "return_received": "inspect_return",
    }.items()
} | {
    "held": ("held", held),
    "cash": ("collect_cash", accepted(PaymentTerm.ON_DELIVERY)),
    "dropped with money": ("refund", cancelled_paid),
    "overpaid": ("refund", overpaid),
    "failed": ("trouble", reported(ShipmentAction.FAIL_ATTEMPT)),
    "delayed": ("trouble", reported(ShipmentAction.DELAY)),
    "lost": ("trouble", reported(ShipmentAction.LOSE)),
    "turned back": ("trouble", reported(ShipmentAction.TURN_BACK)),
    "came back": ("trouble", reported(ShipmentAction.TURN_BACK, ShipmentAction.COME_BACK)),
}


def test_every_task_is_placed():
    """A new task of the card needs a list here, and every kind of trouble a story."""
    assert set(NEED_OF_TASK) == set(STAFF_TASKS)
    assert len(TROUBLE_STATUSES) == sum(task == "trouble" for task, _ in STORIES.values())


@pytest.mark.parametrize("story", STORIES)
async def test_what_needs_a_hand_is_listed_shown_and_counted(group_on_both: Desk, story: str):
    """As the order's own card says it."""
    task, bring = STORIES[story]
    number = await group_on_both.run(bring)
    assert staff_task(await group_on_both.store.read(order_view, SYSTEM, number)) == task
    await waits(group_on_both, number, NEED_OF_TASK[task])


@pytest.mark.parametrize(
    ("bring", "days"), [(accepted(PaymentTerm.ON_ACCEPTANCE), 60), (part_paid, 3)]
)
async def test_money_that_is_late_needs_a_hand(
    group_on_both: Desk, bring: Callable[[UnitOfWork], str], days: int
):
    """Not before its deadline."""
    number = await group_on_both.run(bring)
    assert (await group_on_both.read(waiting_orders)).overdue == ()
    assert "Tidak ada. Semua beres." in (await group_on_both.command(WAREHOUSE, "/antrian")).text
    group_on_both.clock.advance(days=days)
    await waits(group_on_both, number, "overdue")


async def waits(desk: Desk, number: str, need: str) -> None:
    """Fail unless the order is in the list, behind a button, and in the digest."""
    assert getattr(await desk.read(waiting_orders), need) == (number,)
    shown = await desk.command(WAREHOUSE, "/antrian")
    assert f"d.open:{number}" in shown.buttons.values()
    assert "Semua beres" not in shown.text
    numbers = await desk.read(digest)
    assert getattr(numbers, COUNTED_AS.get(need, need)) == 1
    for language, calm in (("id", "Tidak ada yang menunggu"), ("en", "Nothing is waiting")):
        assert calm not in desk.renderer.render(digest_screen(numbers), language).text


async def test_what_is_done_with_leaves_the_lists(group_on_both: Desk):
    """Money given back, cash collected, a parcel that turned up."""
    refunded = await group_on_both.run(cancelled_paid)
    cash = await group_on_both.run(accepted(PaymentTerm.ON_DELIVERY))
    found = await group_on_both.run(reported(ShipmentAction.LOSE, ShipmentAction.MOVE))

    def settle(uow: UnitOfWork) -> None:
        payment = uow.payments.get(refunded)
        assert payment is not None
        paying.record_refund(uow, BOSS, refunded, payment.held, "BCA 1")
        paying.confirm_payment(uow, BOSS, cash)

    await group_on_both.run(settle)
    waiting = await group_on_both.read(waiting_orders)
    assert (waiting.to_refund, waiting.to_collect, waiting.trouble) == ((), (), ())
    assert waiting.on_the_way == 1
    assert found


async def test_what_does_not_fit_is_on_the_next_page(group: Desk):
    """Every order once over all pages; the single one to hand over is on the first; no page is none."""
    packed = await group.run(bring_to, "packed")
    for sku in (SKU, "KG-250-BUBUK"):
        await group.run(stocking.receive_stock, BOSS, sku, 100, "SJ 1")
    placed = {await group.run(place, 501, 1) for _ in range(2 * _MOST_BUTTONS)}
    shown = await group.command(WAREHOUSE, "/antrian")
    assert f"d.open:{packed}" in shown.buttons.values()
    seen: list[str] = []
    while True:
        opened = [data for data in shown.buttons.values() if data.startswith("d.open:")]
        assert 0 < len(opened) <= _MOST_BUTTONS
        seen += opened
        if not any("Berikutnya" in label for label in shown.buttons):
            break
        shown = await group.tap(WAREHOUSE, shown.data("Berikutnya"))
    assert sorted(seen) == sorted(f"d.open:{number}" for number in (packed, *placed))
    last = await group.tap(WAREHOUSE, "d.queue:999")
    assert last.buttons == shown.buttons
    assert f"🚚 {spoken(packed)}" in (await group.tap(WAREHOUSE, "d.queue:-5")).buttons

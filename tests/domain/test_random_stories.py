"""Anybody does anything in any order: only rules say no, and the books always add up."""

import asyncio
import shutil
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from domain.authority import Actor
from domain.errors import DomainError
from domain.ledger import INVOICE
from domain.orders import DROPPED_STATUSES, Order, OrderStatus
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.returns import OPEN_RETURN_STATUSES, Resolution, Verdict
from domain.shipments import OVER_STATUSES, ShipmentAction, TrackingEvent
from domain.usecases import fulfilling, paying, placing, processing, receiving, returning
from domain.usecases.stocking import adjust_stock
from domain.usecases.tracking import mark_delivered, record_tracking
from domain.views import order_view
from storage.open import open_store
from tests.domain.shop import (
    CASHIER,
    EX_STAFF,
    OWNER,
    PACKER,
    SKUS,
    MovableClock,
    ScriptedCourier,
    Shop,
    fill,
    findings,
    open_shop,
)

R = TypeVar("R")
VERBS: dict[str, list[tuple[Any, ...]]] = {
    "order": [
        (processing.approve_order,), (processing.reject_order, "habis"),
        (processing.hold_order, "alamat?"), (processing.release_order,),
        (placing.cancel_order, "batal"), (paying.submit_proof, "file", "photo"),
        (paying.refuse_proof, "buram"), (paying.confirm_payment,),
        (paying.confirm_payment, 50_000), (paying.confirm_payment, 300_000),
        (paying.record_refund, 1_000, "TRX"), (paying.record_refund, 300_000, "TRX"),
        (order_view,),
    ],
    "parcel": [
        (fulfilling.pick,), (fulfilling.pack,), (fulfilling.hand_over, "jne", "JNE1"),
        (mark_delivered,), (receiving.accept_delivery,),
    ],
    "return": [
        (returning.approve_return,), (returning.decline_return, "tidak"),
        (returning.cancel_return,), (returning.send_return, ""), (returning.receive_return,),
        (returning.settle_exchange, ""),
    ],
}  # fmt: skip
VERDICTS = st.sampled_from(Verdict)


class Stories(RuleBasedStateMachine):
    """Two customers and the staff of a small shop, on a real store."""

    numbers = Bundle("numbers")
    template: Path
    folder: Path
    counter = 0

    def __init__(self) -> None:
        super().__init__()
        Stories.counter += 1
        path = self.folder / f"{Stories.counter}.db"
        shutil.copyfile(self.template, path)
        self.runner = asyncio.Runner()
        self.clock = MovableClock()
        self.store = self.run(open_store(f"sqlite:///{path}", clock=self.clock))
        sari, budi = self.run(self.store.run(open_shop))
        self.shop = Shop(self.store, self.clock, ScriptedCourier(), sari, budi)
        self.known: list[str] = []

    def run(self, what: Coroutine[Any, Any, R]) -> R:
        """Run to the end on this machine's loop."""
        return self.runner.run(what)

    def teardown(self) -> None:
        """Let go of the database."""
        self.run(self.store.close())
        self.runner.close()

    def person(self, index: int) -> Actor:
        """Return one of those who try."""
        shop = self.shop
        return (OWNER, OWNER, OWNER, shop.sari, shop.budi, PACKER, CASHIER, EX_STAFF)[index]

    def attempt(self, use_case: Any, *args: Any) -> Any:  # noqa: ANN401 - whatever verb
        """Try it: a rule may say no, anything else is an error of the program."""
        try:
            return self.run(self.store.run(use_case, *args))
        except DomainError:
            return None

    @rule(
        target=numbers,
        budi=st.booleans(),
        term=st.sampled_from(PaymentTerm),
        basket=st.dictionaries(st.sampled_from(sorted(SKUS)), st.integers(1, 4), min_size=1),
    )
    def place(self, budi: bool, term: PaymentTerm, basket: dict[str, int]) -> Any:  # noqa: ANN401 - or none
        """Somebody orders, if there is enough."""
        who = self.shop.budi if budi else self.shop.sari
        draft = self.attempt(fill, who, basket, term)
        order = self.attempt(placing.place_order, who, draft.number, draft.version, draft.total)
        if order is None:
            return multiple()
        self.known.append(order.number)
        return order.number

    @rule(number=numbers, who=st.integers(0, 7), verb=st.data())
    def anything(self, number: str, who: int, verb: st.DataObject) -> None:
        """Somebody does something to an order, its parcel or a return of it."""
        suffix = verb.draw(st.sampled_from(["", "-S1", "-R1", "-R2"]))
        kind = {"": "order", "-S": "parcel", "-R": "return"}[suffix[:2]]
        use_case, *args = verb.draw(st.sampled_from(VERBS[kind]))
        self.attempt(use_case, self.person(who), number + suffix, *args)

    @rule(number=numbers, steps=st.sampled_from([1, 2, 4, 6]))
    def forward(self, number: str, steps: int) -> None:
        """The shop does what comes next, so that stories get somewhere."""
        parcel = f"{number}-S1"
        journey = [
            (processing.approve_order, OWNER, number), (paying.confirm_payment, OWNER, number),
            (fulfilling.pack, OWNER, parcel), (fulfilling.hand_over, OWNER, parcel, "jne", "JNE1"),
            (mark_delivered, OWNER, parcel), (receiving.accept_delivery, OWNER, parcel),
        ]  # fmt: skip
        for use_case, *args in journey[:steps]:
            self.attempt(use_case, *args)

    @rule(number=numbers, word=st.sampled_from([*ShipmentAction, "", "?"]), ago=st.integers(-5, 5))
    def report(self, number: str, word: str, ago: int) -> None:
        """A courier says something."""
        event = TrackingEvent(self.clock.time - timedelta(hours=ago), str(word), f"{word} {ago}")
        self.attempt(record_tracking, f"{number}-S1", [event])

    @rule(number=numbers, units=st.data(), reason=st.sampled_from(["damaged", "missing"]))
    def complain(self, number: str, units: st.DataObject, reason: str) -> None:
        """It arrives, and something is wrong with some of it."""
        self.forward(number, 5)
        order = self.run(self.store.read(lambda uow: uow.orders.get(number)))
        assert order is not None
        asked = {x.position: units.draw(st.integers(0, x.quantity)) for x in order.lines}
        lines = {position: quantity for position, quantity in asked.items() if quantity}
        request = (returning.request_return, OWNER, f"{number}-S1", lines, reason)
        self.attempt(*request, Resolution.REFUND)

    @rule(number=numbers, verdict=st.data(), less=st.sampled_from([0, 0, 0, 1000, -1, 10**6]))
    def make_good(self, number: str, verdict: st.DataObject, less: int) -> None:
        """The shop takes the open return all the way to the money."""
        found = self.run(self.store.read(lambda uow: uow.returns.of_order(number)))
        ret = next((r for r in found if r.status in OPEN_RETURN_STATUSES), None)
        if ret is None:
            return
        self.attempt(returning.approve_return, OWNER, ret.id)
        self.attempt(returning.receive_return, OWNER, ret.id)
        verdicts = {line.position: verdict.draw(VERDICTS) for line in ret.lines}
        self.attempt(returning.inspect_return, OWNER, ret.id, verdicts)
        judged = self.run(self.store.read(lambda uow: uow.returns.get(ret.id)))
        assert judged is not None
        value = judged.refund_amount - less
        self.attempt(returning.settle_refund, OWNER, ret.id, value, "TRX")

    @rule(number=numbers, end=st.sampled_from(["lose", "come_back"]))
    def go_wrong(self, number: str, end: str) -> None:
        """The parcel does not arrive, and staff give up the order."""
        self.forward(number, 4)
        self.report(number, end, 0)
        self.attempt(placing.cancel_order, OWNER, number, end)

    @rule(sku=st.sampled_from(sorted(SKUS)), units=st.integers(-6, 6))
    def count(self, sku: str, units: int) -> None:
        """Somebody counts the shelf."""
        self.attempt(adjust_stock, PACKER, sku, units, "hitung")

    @rule(hours=st.sampled_from([1, 10, 25, 50, 200]))
    def wait(self, hours: int) -> None:
        """Time passes, and what falls due is done."""
        self.run(self.shop.pass_time(hours=hours))

    @invariant()
    def books_add_up(self) -> None:
        """The check finds nothing, no level is impossible, and each order is in a sound state."""
        assert self.run(findings(self.store)) == []
        self.run(self.store.read(sound, self.known))


def sound(uow: UnitOfWork, numbers: list[str]) -> None:
    """Check what must hold of stock and of every order, whatever happened."""
    for level in uow.stock.levels(SKUS, "main").values():
        assert level.reserved >= 0
        assert level.quarantine >= 0
        assert level.reserved + level.quarantine <= level.on_hand
    for number in numbers:
        order = uow.orders.get(number)
        assert order is not None
        _sound_money(uow, order)
        _sound_end(uow, order)


def _sound_money(uow: UnitOfWork, order: Order) -> None:
    payment = uow.payments.get(order.number)
    assert payment is not None
    invoiced = payment.due if uow.ledger.has(order.number, INVOICE) else 0
    assert uow.ledger.balance(order.number) == invoiced - payment.credited - payment.held
    assert payment.held >= 0
    assert payment.credited <= payment.due
    if order.status not in DROPPED_STATUSES:
        owed = payment.due - payment.credited
        assert payment.held - payment.excess + payment.outstanding == owed


def _sound_end(uow: UnitOfWork, order: Order) -> None:
    payment = uow.payments.get(order.number)
    assert payment is not None
    parcels = uow.shipments.of_order(order.number)
    returns = uow.returns.of_order(order.number)
    if order.status in DROPPED_STATUSES:
        assert not uow.stock.reservations(order.number)
        assert all(parcel.status == "cancelled" for parcel in parcels)
        assert uow.ledger.balance(order.number) == -payment.held
    if order.status is OrderStatus.COMPLETED:
        assert payment.settled
        assert order.hold_reason is None
    is_open = any(r.status in OPEN_RETURN_STATUSES for r in returns)
    over = parcels and all(parcel.status in OVER_STATUSES for parcel in parcels)
    judged = any(parcel.status in {"accepted", "auto_accepted"} for parcel in parcels)
    if order.status is OrderStatus.PROCESSING and over and judged and not is_open:
        assert not payment.settled, "nothing is left to do, but the order is not completed"


def test_random_stories(sqlite_template: Path, tmp_path: Path) -> None:
    """Thirty stories of up to twenty-five steps."""
    Stories.template, Stories.folder = sqlite_template, tmp_path
    run_state_machine_as_test(
        Stories,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

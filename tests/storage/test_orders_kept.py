"""Orders, money, parcels and returns, as both engines keep them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.errors import Stale
from domain.ledger import Account, Entry, Posting
from domain.orders import Order, OrderStatus, ShippingChoice
from domain.payments import Payment, PaymentEvent, PaymentEventKind, PaymentStatus, PaymentTerm
from domain.ports import UnitOfWork
from domain.returns import Resolution, Return, ReturnLine, ReturnStatus, Verdict
from domain.shipments import Shipment, ShipmentLine, ShipmentStatus, TrackingEvent
from storage.open import OpenStore
from tests.storage.objects import LATER, add_placed, order, placed
from tests.storage.shop import (
    ADDRESS,
    NOW,
)


class TestOrders:
    """Orders with their lines."""

    async def test_every_field_survives(self, shop: OpenStore) -> None:
        """A cart on its way to a held order."""
        full = placed(
            address=ADDRESS,
            shipping=ShippingChoice("reg", "Reguler", "jne", 12_000, 2, 3),
            term=PaymentTerm.PREPAID,
            note="Tolong cepat 🙏",
            tax=21_450,
            hold_reason="cek alamat",
            closing_reason="x",
            channel="walk_in",
        )
        stored = await shop.run(lambda uow: uow.orders.add(full))
        assert stored == replace(full, version=1)
        assert await shop.read(lambda uow: uow.orders.get("AAAAAAAA")) == stored
        assert await shop.read(lambda uow: uow.orders.get("ZZZZZZZZ")) is None

    async def test_saving_replaces_lines_and_counts_versions(self, shop: OpenStore) -> None:
        """Whether the order was read in the same unit of work or not."""
        cart = await shop.run(lambda uow: uow.orders.add(order()))
        emptied = await shop.run(lambda uow: uow.orders.save(replace(cart, lines=())))
        assert emptied.version == 2
        assert await shop.read(lambda uow: uow.orders.draft_of(1)) == emptied

        def refill(uow: UnitOfWork) -> Order:
            found = uow.orders.get("AAAAAAAA")
            assert found is not None
            return uow.orders.save(replace(found, lines=cart.lines[1:]))

        refilled = await shop.run(refill)
        assert await shop.read(lambda uow: uow.orders.get("AAAAAAAA")) == refilled

    async def test_an_old_version_is_stale(self, shop: OpenStore) -> None:
        """And changes nothing."""
        cart = await shop.run(lambda uow: uow.orders.add(order()))
        newer = await shop.run(lambda uow: uow.orders.save(replace(cart, note="a")))
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.orders.save(replace(cart, note="b", lines=())))
        assert await shop.read(lambda uow: uow.orders.get("AAAAAAAA")) == newer

    async def test_one_cart_a_customer(self, shop: OpenStore) -> None:
        """A second one is refused until the first is gone."""
        await shop.run(lambda uow: uow.orders.add(order()))
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.orders.add(order("BBBBBBBB")))
        await shop.run(lambda uow: uow.orders.remove_draft("AAAAAAAA"))
        assert await shop.read(lambda uow: uow.orders.draft_of(1)) is None
        await shop.run(lambda uow: uow.orders.add(order("BBBBBBBB")))

    async def test_a_placed_order_is_not_removed(self, shop: OpenStore) -> None:
        """Only a cart is thrown away."""
        await shop.run(add_placed)
        await shop.run(lambda uow: uow.orders.remove_draft("AAAAAAAA"))
        assert await shop.read(lambda uow: uow.orders.get("AAAAAAAA")) is not None

    async def test_lists(self, shop: OpenStore) -> None:
        """A customer's newest first, the desk's oldest first; carts in neither."""

        def add(uow: UnitOfWork) -> None:
            for n in range(5):
                add_placed(uow, f"N{n}", submitted_at=NOW + timedelta(minutes=n))
            add_placed(uow, "DONE", status=OrderStatus.COMPLETED, submitted_at=LATER)
            uow.orders.add(order("CART"))

        await shop.run(add)
        mine = await shop.read(lambda uow: uow.orders.of_customer(1, 3, 1))
        assert [each.number for each in mine] == ["N4", "N3", "N2"]
        assert len(mine[0].lines) == 2
        waiting = await shop.read(lambda uow: uow.orders.with_status({OrderStatus.SUBMITTED}, 2))
        assert [each.number for each in waiting] == ["N0", "N1"]
        assert await shop.read(lambda uow: uow.orders.with_status([], 9)) == []


class TestMoney:
    """Payments and the books."""

    def payment(self, number: str = "AAAAAAAA", **changes: object) -> Payment:
        """Return an open transfer."""
        plain = Payment(number, PaymentTerm.PREPAID, "IDR", 195_123, 123, deadline=LATER)
        return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name

    async def test_a_payment_with_its_record(self, shop: OpenStore) -> None:
        """Every field, every event."""
        event = PaymentEvent(PaymentEventKind.RECEIVED, 195_123, "BCA 77", 9, LATER)

        def pay(uow: UnitOfWork) -> Payment:
            add_placed(uow)
            added = uow.payments.add(self.payment())
            paid = replace(added.with_received(195_123), proof="file")
            return uow.payments.save(paid, event)

        paid = await shop.run(pay)
        assert paid.version == 2
        assert await shop.read(lambda uow: uow.payments.get("AAAAAAAA")) == paid
        assert await shop.read(lambda uow: uow.payments.events("AAAAAAAA")) == [event]
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.payments.save(replace(paid, version=1), event))
        assert len(await shop.read(lambda uow: uow.payments.events("AAAAAAAA"))) == 1

    async def test_open_transfers_have_amounts_of_their_own(self, shop: OpenStore) -> None:
        """Until one is paid; cash is not told apart by its amount."""

        def add(uow: UnitOfWork, number: str, **changes: object) -> Payment:
            add_placed(uow, number)
            return uow.payments.add(self.payment(number, **changes))

        first = await shop.run(add, "AAAAAAAA")
        assert await shop.read(lambda uow: uow.payments.open_amounts(195_000, 195_999)) == {195_123}
        with pytest.raises(Stale):
            await shop.run(add, "BBBBBBBB")
        await shop.run(add, "CCCCCCCC", unique_code=0)
        await shop.run(lambda uow: uow.payments.save(replace(first, status=PaymentStatus.PAID)))
        assert await shop.read(lambda uow: uow.payments.open_amounts(0, 10**9)) == set()
        await shop.run(add, "BBBBBBBB")

    async def test_the_books(self, shop: OpenStore) -> None:
        """What a customer owes is what was posted; an order is invoiced once."""

        def entry(kind: str, amount: int) -> Entry:
            sides = (Posting(Account.RECEIVABLE, amount), Posting(Account.SALES, -amount))
            return Entry("AAAAAAAA", kind, NOW, sides, "memo")

        await shop.run(add_placed)
        await shop.run(lambda uow: uow.ledger.post(entry("invoice", 500)))
        await shop.run(lambda uow: uow.ledger.post(entry("receipt", -200)))
        await shop.run(lambda uow: uow.ledger.post(entry("receipt", -100)))
        assert await shop.read(lambda uow: uow.ledger.balance("AAAAAAAA")) == 200
        assert await shop.read(lambda uow: uow.ledger.balance("NONE")) == 0
        assert await shop.read(lambda uow: uow.ledger.has("AAAAAAAA", "invoice"))
        assert not await shop.read(lambda uow: uow.ledger.has("AAAAAAAA", "refund"))
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.ledger.post(entry("invoice", 500)))


class TestShipmentsAndReturns:
    """Parcels out and back."""

    def shipment(self, number: int = 1) -> Shipment:
        """Return a parcel."""
        lines = (ShipmentLine(1, 2), ShipmentLine(2, 1))
        return Shipment(f"AAAAAAAA-S{number}", "AAAAAAAA", "main", lines, courier="jne")

    async def test_a_shipment_survives(self, shop: OpenStore) -> None:
        """Every field; found by order and by waybill."""
        add = [
            add_placed,
            *(lambda uow, n=n: uow.shipments.add(self.shipment(n)) for n in (10, 2, 1)),
        ]
        for step in add:
            await shop.run(step)
        moved = replace(
            self.shipment(),
            status=ShipmentStatus.AWAITING_INSPECTION,
            waybill="JNE001",
            eta_from=date(2026, 7, 3),
            eta_to=date(2026, 7, 4),
            handed_over_at=NOW,
            delivered_at=LATER,
            inspect_until=LATER + timedelta(days=2),
            note="di satpam",
            lines=(ShipmentLine(1, 1),),
            version=1,
        )
        saved = await shop.run(lambda uow: uow.shipments.save(moved))
        assert saved == replace(moved, version=2)
        assert await shop.read(lambda uow: uow.shipments.get("AAAAAAAA-S1")) == saved
        ids = [s.id for s in await shop.read(lambda uow: uow.shipments.of_order("AAAAAAAA"))]
        assert ids == ["AAAAAAAA-S1", "AAAAAAAA-S2", "AAAAAAAA-S10"]
        assert await shop.read(lambda uow: uow.shipments.by_waybill("JNE001")) == [saved]
        assert await shop.read(lambda uow: uow.shipments.by_waybill("")) == []
        for action in (lambda uow: uow.shipments.save(moved), lambda uow: uow.shipments.add(moved)):
            with pytest.raises(Stale):
                await shop.run(action)

    async def test_what_is_held_back_hides_nothing_workable(self, shop: OpenStore) -> None:
        """However many older parcels wait for money or a decision; cash waits for nothing."""
        due = Payment("", PaymentTerm.PREPAID, "IDR", 100)
        stories: dict[str, tuple[dict[str, object], dict[str, object]]] = {
            **{f"UNPAID{n:02}": ({}, {}) for n in range(20)},
            **{f"PART{n:04}": ({}, {"received": 99}) for n in range(20)},
            **{
                f"HELD{n:04}": ({"hold_reason": "x"}, {"status": PaymentStatus.PAID})
                for n in range(20)
            },
            "CASH": ({"submitted_at": LATER}, {"term": PaymentTerm.ON_DELIVERY}),
            "PAID": ({"submitted_at": LATER}, {"status": PaymentStatus.PAID, "received": 100}),
            "CREDITED": ({"submitted_at": LATER}, {"credited": 40, "received": 60}),
        }

        def add(uow: UnitOfWork) -> None:
            for number, (held, money) in stories.items():
                add_placed(uow, number, status=OrderStatus.CONFIRMED, **held)
                changes = {"status": PaymentStatus.PARTIALLY_PAID} if money else {}
                uow.payments.add(replace(due, order=number, **(changes | money)))  # type: ignore[arg-type]  # fields by name
                uow.shipments.add(replace(self.shipment(), id=f"{number}-S1", order=number))

        await shop.run(add)
        pending = [ShipmentStatus.PENDING]
        found = await shop.read(lambda uow: uow.shipments.workable(pending, 9))
        assert [each.order for each in found] == ["CASH", "CREDITED", "PAID"]
        assert found[0].lines == self.shipment().lines
        first = await shop.read(lambda uow: uow.shipments.workable(pending, 1))
        assert [each.order for each in first] == ["CASH"]
        assert await shop.read(lambda uow: uow.shipments.workable([ShipmentStatus.PACKED], 9)) == []

    async def test_those_that_should_arrive_first_come_first(self, shop: OpenStore) -> None:
        """What has no date to arrive by hides nothing that is late."""
        dates = {1: None, 2: date(2026, 7, 4), 3: None, 4: date(2026, 7, 3)}

        def add(uow: UnitOfWork) -> None:
            add_placed(uow)
            for number, day in dates.items():
                moving = replace(self.shipment(number), status=ShipmentStatus.IN_TRANSIT)
                uow.shipments.add(replace(moving, eta_to=day))

        await shop.run(add)
        moving = [ShipmentStatus.IN_TRANSIT]
        found = await shop.read(lambda uow: uow.shipments.with_status(moving, 3))
        assert [each.id[-2:] for each in found] == ["S4", "S2", "S1"]

    async def test_a_courier_repeats_itself(self, shop: OpenStore) -> None:
        """Only what is new by time and note is new, and comes back oldest first."""
        first, second = TrackingEvent(NOW, "move", "Tiba"), TrackingEvent(LATER, "", "Transit")

        def track(uow: UnitOfWork, *events: TrackingEvent) -> list[TrackingEvent]:
            return uow.shipments.add_tracking("AAAAAAAA-S1", events)

        await shop.run(add_placed)
        await shop.run(lambda uow: uow.shipments.add(self.shipment()))
        assert await shop.run(track, first) == [first]
        assert await shop.run(track, second, first) == [second]
        long = TrackingEvent(NOW, "", "x" * 4000)
        assert await shop.run(track, long, second, long) == [long]
        all_of_them = await shop.read(lambda uow: uow.shipments.tracking("AAAAAAAA-S1"))
        assert all_of_them == [first, long, second]

    async def test_a_return_survives(self, shop: OpenStore) -> None:
        """Every field; one open return an order."""
        asked = Return(
            "AAAAAAAA-R1",
            "AAAAAAAA",
            "AAAAAAAA-S1",
            NOW,
            (ReturnLine(1, 1, "damaged"),),
            Resolution.EXCHANGE,
            description="penyok",
            pictures=("f1", "f2"),
        )

        def add(uow: UnitOfWork) -> Return:
            add_placed(uow)
            uow.shipments.add(self.shipment())
            return uow.returns.add(asked)

        added = await shop.run(add)
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.returns.add(replace(asked, id="AAAAAAAA-R2")))
        settled = replace(
            added,
            status=ReturnStatus.SETTLED,
            lines=(ReturnLine(1, 1, "damaged", Verdict.DAMAGED),),
            decision_reason="ok",
            waybill="SICEPAT1",
            resolution=Resolution.REFUND,
            refund_amount=65_000,
            refund_reference="BCA",
        )
        saved = await shop.run(lambda uow: uow.returns.save(settled))
        assert await shop.read(lambda uow: uow.returns.get("AAAAAAAA-R1")) == saved
        second = await shop.run(lambda uow: uow.returns.add(replace(asked, id="AAAAAAAA-R2")))
        assert await shop.read(lambda uow: uow.returns.of_order("AAAAAAAA")) == [saved, second]
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.returns.save(settled))

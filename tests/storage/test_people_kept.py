"""People, the shop, and what is remembered about both, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.authority import Role, customer
from domain.customers import Customer
from domain.due import Due, DueKind
from domain.errors import Stale
from domain.events import EventKind
from domain.orders import Address
from domain.payments import PaymentTerm
from domain.policy import BankAccount, ShopPolicy, StaffGroup
from domain.ports import UnitOfWork
from domain.repositories import Card, Session
from storage.open import OpenStore
from tests.storage.objects import add_placed
from tests.storage.shop import (
    ADDRESS,
    NOW,
    OWNER,
    POLICY,
)


class TestPeople:
    """Customers, staff, the shop."""

    async def test_a_customer(self, shop: OpenStore) -> None:
        """Found by id and by Telegram id; one for each Telegram user, any number without."""
        found = await shop.read(lambda uow: uow.customers.by_telegram(100))
        assert found == Customer(1, 100, "Siti", "id", NOW)
        changed = replace(found, name="Bu Siti", language="en", phone="+628", reachable=False)
        await shop.run(lambda uow: uow.customers.save(changed))
        assert await shop.read(lambda uow: uow.customers.get(1)) == changed
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.customers.add(Customer(0, 100, "x", "id", NOW)))
        for _ in range(2):
            await shop.run(lambda uow: uow.customers.add(Customer(0, None, "x", "id", NOW)))

    async def test_addresses_latest_first(self, shop: OpenStore) -> None:
        """One used again moves up, with its new pin."""
        other = Address("Budi", "+6281", "Jl. Dago 5 " + "🙂" * 480)

        def use(uow: UnitOfWork, address: Address, minutes: int) -> None:
            uow.customers.use_address(1, address, NOW + timedelta(minutes=minutes))

        await shop.run(use, ADDRESS, 0)
        await shop.run(use, other, 1)
        moved = replace(ADDRESS, latitude=-6.0)
        await shop.run(use, moved, 2)
        saved = await shop.read(lambda uow: uow.customers.addresses(1, 5))
        assert [each.address for each in saved] == [moved, other]
        assert saved[0].used_at == NOW + timedelta(minutes=2)

    async def test_staff(self, shop: OpenStore) -> None:
        """Roles are given and taken; a former member keeps the name."""

        def grant(uow: UnitOfWork) -> None:
            for _ in range(2):
                uow.staff.grant(5, "Pak Budi", Role.CASHIER)
            uow.staff.grant(5, "Pak Budi S", Role.WAREHOUSE)
            uow.staff.revoke(5, Role.CASHIER)

        await shop.run(grant)
        assert await shop.read(lambda uow: uow.staff.roles(5)) == {Role.WAREHOUSE}
        members = await shop.read(lambda uow: uow.staff.members())
        assert members == [
            (OWNER.id, "Bu Ani", frozenset({Role.OWNER})),
            (5, "Pak Budi S", frozenset({Role.WAREHOUSE})),
        ]
        await shop.run(lambda uow: uow.staff.revoke(5, Role.WAREHOUSE))
        assert await shop.read(lambda uow: (uow.staff.name(5), uow.staff.roles(5))) == (
            "Pak Budi S",
            frozenset(),
        )
        assert await shop.read(lambda uow: uow.staff.name(404)) == ""

    async def test_the_shop(self, shop: OpenStore) -> None:
        """Policy, group and facts, each replaced when set again."""
        assert await shop.read(lambda uow: uow.policy) == POLICY
        changed = POLICY.with_changes(
            bank_accounts=(BankAccount("BCA", "123", "Kopi"),), terms=(PaymentTerm.PREPAID,)
        )

        def change(uow: UnitOfWork) -> ShopPolicy:
            uow.shop.save_policy(changed)
            uow.shop.save_staff_group(StaffGroup(-100, {"orders": 4}))
            uow.shop.save_fact("k", "1")
            uow.shop.save_fact("k", "2")
            return uow.policy

        assert await shop.read(lambda uow: (uow.shop.staff_group(), uow.shop.fact("k"))) == (
            None,
            None,
        )
        assert await shop.run(change) == changed
        assert await shop.read(lambda uow: uow.policy) == changed
        assert await shop.read(lambda uow: uow.shop.staff_group()) == StaffGroup(
            -100, {"orders": 4}
        )
        assert await shop.read(lambda uow: uow.shop.fact("k")) == "2"


class TestRecords:
    """History, due times, conversations, cards."""

    async def test_history(self, shop: OpenStore) -> None:
        """What is recorded comes out in order, with its facts; revisions grow."""

        def record(uow: UnitOfWork, kind: EventKind) -> int:
            uow.record(kind, "AAAAAAAA", customer(1), total=5, why="<b>&")
            return uow.history.revisions(["AAAAAAAA"])["AAAAAAAA"]

        first = await shop.run(record, EventKind.ORDER_SUBMITTED)
        second = await shop.run(record, EventKind.ORDER_CANCELLED)
        assert 0 < first < second
        events = await shop.read(lambda uow: uow.history.of_order("AAAAAAAA"))
        assert [event.kind.value for event in events] == ["order_submitted", "order_cancelled"]
        assert events[0].facts == {"total": 5, "why": "<b>&"}
        assert events[0].actor == customer(1)
        assert await shop.read(lambda uow: uow.history.revisions(["NONE"])) == {}

    async def test_due_rows_are_claimed_once_and_done_once(self, shop: OpenStore) -> None:
        """A lease keeps others off; what is done stays done even when it is put again."""
        rows = [
            Due(DueKind.PAYMENT_DEADLINE, f"N{n}", NOW + timedelta(minutes=n)) for n in range(3)
        ]
        lease = timedelta(minutes=1)

        def put(uow: UnitOfWork) -> None:
            for row in rows * 2:
                uow.due.put(row)

        await shop.run(put)
        assert await shop.read(lambda uow: uow.due.next_at()) == NOW
        soon = NOW + timedelta(minutes=1)
        assert await shop.run(lambda uow: uow.due.claim(soon, 9, lease)) == rows[:2]
        assert await shop.run(lambda uow: uow.due.claim(soon, 9, lease)) == []
        assert await shop.read(lambda uow: uow.due.next_at()) == soon + lease
        await shop.run(lambda uow: uow.due.done(rows[0]))
        await shop.run(put)
        after = soon + lease
        assert await shop.run(lambda uow: uow.due.claim(after, 1, lease)) == [rows[1]]
        await shop.run(lambda uow: uow.due.cancel(DueKind.PAYMENT_DEADLINE, "N1"))
        assert await shop.run(lambda uow: uow.due.claim(after + lease, 9, lease)) == [rows[2]]
        await shop.run(lambda uow: uow.due.done(rows[2]))
        assert await shop.read(lambda uow: uow.due.next_at()) is None

    async def test_a_session_has_one_writer(self, shop: OpenStore) -> None:
        """The second of two who read the same version is told."""
        fresh = await shop.read(lambda uow: uow.sessions.get(1, 2))
        assert fresh == Session(1, 2, {}, 0)
        await shop.run(lambda uow: uow.sessions.save(replace(fresh, state={"screen": "\ud83d"})))
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.sessions.save(fresh))
        stored = await shop.read(lambda uow: uow.sessions.get(1, 2))
        assert stored == Session(1, 2, {"screen": "\ud83d"}, 1)
        await shop.run(lambda uow: uow.sessions.save(stored))
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.sessions.save(stored))

    async def test_cards(self, shop: OpenStore) -> None:
        """A new message takes the card over; an older revision never replaces a newer one."""
        await shop.run(add_placed)
        await shop.run(lambda uow: uow.cards.put([(Card("AAAAAAAA", 1, 50, 7), None)]))
        await shop.run(lambda uow: uow.cards.put([(Card("AAAAAAAA", 1, 50, 6), None)]))
        card = await shop.read(lambda uow: uow.cards.get("AAAAAAAA", 1))
        assert card == Card("AAAAAAAA", 1, 50, 7)
        assert await shop.read(lambda uow: uow.cards.by_message(1, 50)) == card
        await shop.run(lambda uow: uow.cards.place("AAAAAAAA", 1, 60))
        assert await shop.read(lambda uow: uow.cards.by_message(1, 60)) == Card(
            "AAAAAAAA", 1, 60, 0
        )
        assert await shop.read(lambda uow: uow.cards.by_message(1, 50)) is None
        assert await shop.read(lambda uow: uow.cards.get("AAAAAAAA", 2)) is None

"""A tap costs the same with 100,000 orders: no statement reads through a table that grows."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from domain.delivery import Lane
from domain.orders import OrderStatus
from domain.ports import UnitOfWork
from domain.shipments import ShipmentStatus
from storage.open import OpenStore, open_store
from storage.tables import metadata
from tests.storage.rows import sql
from tests.storage.shop import HOUSE, NOW, opened_shop
from tests.storage.story import whole_story

# These stay small whatever the shop sells: a few hundred rows.
SMALL = {
    "categories",
    "products",
    "skus",
    "stock_levels",
    "staff",
    "staff_roles",
    "shop",
    "unread_lines",
    "own_words",
}

# These hold only what is waiting, or dead.
PARTIAL = {
    index.name
    for table in metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}

Seen = dict[str, Any]


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[OpenStore]:
    """Open a store on SQLite, whose plans are written in one line a step."""
    opened = await open_store(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
def seen() -> Iterator[Seen]:
    """Collect every statement with its first parameters.

    Without INSERTs: the plan of one tells of looks for its children which are never taken.
    """
    statements: Seen = {}

    def note(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.split(maxsplit=1)[0] in {"SELECT", "UPDATE", "DELETE"}:
            statements.setdefault(statement, values)

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


def everything_read(uow: UnitOfWork) -> None:
    """Ask what screens, relay and ticks ask."""
    for query in (
        lambda: uow.orders.of_customer(1, 5),
        lambda: uow.orders.with_status([OrderStatus.SUBMITTED, OrderStatus.PROCESSING], 5),
        lambda: uow.orders.draft_of(1),
        lambda: uow.orders.placed_between([OrderStatus.COMPLETED], NOW, NOW),
        lambda: uow.payments.with_proof(5),
        lambda: uow.shipments.with_status([ShipmentStatus.PACKED], 5),
        lambda: uow.shipments.workable([ShipmentStatus.PENDING, ShipmentStatus.PACKED], 5),
        lambda: uow.shipments.in_trouble(5),
        lambda: uow.orders.held(5),
        lambda: uow.payments.to_collect(5),
        lambda: uow.payments.overdue(NOW, 5),
        lambda: uow.payments.to_refund(5),
        lambda: uow.returns.open(5),
        lambda: uow.customers.by_telegram(202),
        lambda: uow.customers.addresses(1, 3),
        lambda: uow.customers.by_phone("+628"),
        lambda: uow.intakes.get(1),
        lambda: uow.intakes.of_message(1, 1),
        lambda: uow.lessons.unread(5),
        lambda: uow.lessons.unread_by_id(1),
        lambda: uow.lessons.noted_of("x"),
        uow.lessons.words,
        lambda: uow.lessons.word("x"),
        lambda: uow.shipments.by_waybill("JNE202"),
        lambda: uow.payments.open_amounts(0, 10**9),
        lambda: uow.stock.card(HOUSE, 5),
        lambda: uow.stock.reservations("X"),
        lambda: uow.ledger.balance("X"),
        lambda: uow.history.of_order("X"),
        lambda: uow.history.revisions(["X"]),
        uow.due.next_at,
        lambda: uow.outbox.next_due(Lane.CHAT),
        lambda: uow.outbox.dead(5),
        lambda: uow.inbox.pending(5),
        lambda: uow.inbox.dead(5),
        lambda: uow.sessions.get(1, 1),
        lambda: uow.cards.get("X", 1),
        lambda: uow.cards.by_message(1, 1),
    ):
        query()


def plan(connection: Connection, statement: str, values: Any) -> list[str]:  # noqa: ANN401
    """Return the steps by which SQLite would run the statement."""
    if isinstance(values, list):
        values = values[0]
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    return [row[3] for row in rows]


async def test_every_statement_finds_its_rows_by_an_index(store: OpenStore, seen: Seen) -> None:
    """Through a whole story and all the queries beside it."""
    await opened_shop(store, 50)
    await store.run(whole_story)
    await store.run(lambda uow: uow.orders.remove_draft("X"))
    await store.run(lambda uow: uow.outbox.claim(Lane.CHAT, NOW, 5, NOW - NOW))
    await store.run(lambda uow: uow.outbox.move_chat(1, 2))
    await store.run(lambda uow: uow.outbox.revive_chat(1, NOW))
    await store.run(lambda uow: uow.due.claim(NOW, 5, NOW - NOW))
    await store.read(everything_read)
    statements = dict(seen)
    scans = await store.read(
        lambda uow: [
            (step, statement)
            for statement, values in statements.items()
            for step in plan(sql(uow).connection, statement, values)
            if grows(step)
        ]
    )
    assert scans == []
    assert len(statements) > 40


def grows(step: str) -> bool:
    """Tell whether a step reads through something that grows with the orders."""
    words = step.split()
    if words[0] != "SCAN" or words[1] in SMALL or words[1] == "CONSTANT":
        return False
    return words[-1] not in PARTIAL


async def test_the_look_finds_scans(store: OpenStore) -> None:
    """A query without an index is seen as one."""
    steps = await store.read(
        lambda uow: plan(sql(uow).connection, "SELECT * FROM orders WHERE note = ?", ("x",))
    )
    assert steps == ["SCAN orders"]
    assert grows(steps[0])

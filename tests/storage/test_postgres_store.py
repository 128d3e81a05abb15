"""What holds for the PostgreSQL store alone: retries, and a server that goes away."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import await_only

from domain.errors import Stale
from domain.ports import StorageUnavailable, UnitOfWork
from storage.open import OpenStore, open_store
from tests.storage.rows import CREATE, add, increment, outside, sql
from tests.storage.shop import fill_cart, stock_shop
from tests.storage.story import returned

pytestmark = pytest.mark.postgres

KILL_ME = "SELECT pg_terminate_backend(pg_backend_pid())"
KILL_AT_COMMIT = """
CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON counted DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION end_session()
"""


@pytest.fixture
async def url(postgres_url: str) -> str:
    """Return the URL of a fresh database with the tests' own table."""
    await outside(postgres_url, CREATE)
    return postgres_url


@pytest.fixture
async def store(url: str) -> AsyncIterator[OpenStore]:
    """Open a store on it."""
    opened = await open_store(url)
    yield opened
    await opened.close()


class Troubled:
    """A unit that adds a row after some trouble in its first tries; counts its tries."""

    def __init__(self, trouble: Callable[[UnitOfWork], object], times: int) -> None:
        self.trouble = trouble
        self.times = times
        self.tries = 0

    def __call__(self, uow: UnitOfWork) -> int:
        self.tries += 1
        add(uow, f"try{self.tries}")
        if self.tries <= self.times:
            self.trouble(uow)
        return self.tries


def raise_state(state: str) -> Callable[[UnitOfWork], object]:
    """Let the server raise an error of that state."""
    statement = f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"
    return lambda uow: sql(uow).connection.exec_driver_sql(statement)


def be_stale(uow: UnitOfWork) -> None:
    """Raise what a version guard raises."""
    raise Stale("order", "K3M9QX27")


def lose_connection(uow: UnitOfWork) -> None:
    """Let the server end this session."""
    sql(uow).connection.exec_driver_sql(KILL_ME)


@pytest.mark.parametrize(
    "trouble",
    [raise_state("40001"), raise_state("40P01"), be_stale, lose_connection],
    ids=["serialization failure", "deadlock", "version guard", "connection lost"],
)
async def test_a_unit_in_the_way_of_another_is_run_again(
    store: OpenStore, url: str, trouble: Callable[[UnitOfWork], object]
) -> None:
    """Whole: nothing of the first tries is left."""
    assert await store.run(Troubled(trouble, 2)) == 3
    assert await outside(url, "SELECT name FROM counted") == [("try3",)]


async def test_trying_again_ends(store: OpenStore, url: str) -> None:
    """Who never gets through is told that the store is unavailable."""
    unit = Troubled(raise_state("40001"), 1000)
    with pytest.raises(StorageUnavailable):
        await store.run(unit)
    assert 3 < unit.tries < 20
    assert await outside(url, "SELECT name FROM counted") == []


async def test_what_stays_stale_reaches_the_caller_soon(store: OpenStore) -> None:
    """A person who looked at an old version must be told so, not made to wait."""
    unit = Troubled(be_stale, 1000)
    with pytest.raises(Stale):
        await store.run(unit)
    assert unit.tries <= 4


async def test_a_real_deadlock_is_resolved(store: OpenStore, url: str) -> None:
    """Two units that lock two rows in opposite order both come through in the end."""
    await store.run(add, "a")
    await store.run(add, "b")
    both_hold_one = asyncio.Barrier(2)
    tries = 0

    def in_order(uow: UnitOfWork, first: str, second: str) -> None:
        nonlocal tries
        tries += 1
        increment(uow, first)
        if tries <= 2:
            await_only(both_hold_one.wait())
        increment(uow, second)

    await asyncio.gather(store.run(in_order, "a", "b"), store.run(in_order, "b", "a"))
    assert tries == 3
    assert await outside(url, "SELECT value FROM counted") == [(2,), (2,)]


async def test_a_stale_part_is_tried_again_alone(store: OpenStore, url: str) -> None:
    """What another unit committed meanwhile is visible to the next try, so it may succeed."""
    part = Troubled(be_stale, 2)
    units = 0

    def unit(uow: UnitOfWork) -> str:
        nonlocal units
        units += 1
        add(uow, "before")
        uow.attempt(part)
        return add(uow, "after")

    assert await store.run(unit) == "after"
    assert units == 1
    names = await outside(url, "SELECT name FROM counted ORDER BY name")
    assert names == [("after",), ("before",), ("try3",)]


@pytest.mark.parametrize("by", ["order", "cart", "shipment", "return"])
async def test_units_about_one_order_follow_each_other(store: OpenStore, by: str) -> None:
    """Whatever the unit begins with: the second reads what the first has written, at once."""
    await store.run(stock_shop, 50)
    return_id = await store.run(returned, 100)
    buyer, cart = await store.run(fill_cart, 100)
    number = cart.number if by == "cart" else return_id[:8]
    loads: dict[str, Callable[[UnitOfWork], object]] = {
        "order": lambda uow: uow.orders.get(number),
        "cart": lambda uow: uow.orders.draft_of(buyer.id),
        "shipment": lambda uow: uow.shipments.get(f"{number}-S1"),
        "return": lambda uow: uow.returns.get(return_id),
    }
    loaded, may_go_on = asyncio.Event(), asyncio.Event()
    tries = 0

    def note(uow: UnitOfWork, text: str) -> None:
        nonlocal tries
        tries += 1
        loads[by](uow)
        if text == "first":
            loaded.set()
            await_only(may_go_on.wait())
        order = uow.orders.get(number)
        assert order is not None
        uow.orders.save(replace(order, note=f"{order.note} {text}"))

    first = asyncio.ensure_future(store.run(note, "first"))
    await loaded.wait()
    second = asyncio.ensure_future(store.run(note, "second"))
    await blocked(store)
    may_go_on.set()
    await asyncio.gather(first, second)
    assert tries == 2
    order = await store.read(lambda uow: uow.orders.get(number))
    assert order is not None
    assert order.note == " first second"


async def blocked(store: OpenStore) -> None:
    """Return when a session waits for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    async with asyncio.timeout(10):
        while not await store.read(  # noqa: ASYNC110 - a server's lock sets no event here
            lambda uow: sql(uow).connection.exec_driver_sql(waiting).scalar_one()
        ):
            await asyncio.sleep(0.01)


async def test_a_connection_lost_at_commit_is_not_tried_again(store: OpenStore, url: str) -> None:
    """Whether it happened nobody knows; running it again might do it twice."""
    await store.run(lambda uow: [sql(uow).connection.exec_driver_sql(s) for s in _statements()])
    with pytest.raises(StorageUnavailable) as caught:
        await store.run(add, "x")
    assert caught.value.uncertain


def _statements() -> list[str]:
    function, trigger = KILL_AT_COMMIT.split(";\nCREATE CONSTRAINT")
    return [function, "CREATE CONSTRAINT" + trigger]


async def test_dead_connections_in_the_pool_are_replaced(store: OpenStore, url: str) -> None:
    """After a restart of the server neither readers nor writers notice."""
    kill_all = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'pesan' AND datname = current_database()"
    )
    await asyncio.gather(*(store.run(add, f"row{n}") for n in range(5)))
    await outside(url, kill_all)
    assert len(await store.read(rows_of)) == 5
    await outside(url, kill_all)
    assert await store.run(add, "after") == "after"


def rows_of(uow: UnitOfWork) -> list[str]:
    """Return the names."""
    return list(sql(uow).connection.exec_driver_sql("SELECT name FROM counted").scalars())


async def test_a_server_that_is_away_is_told_as_such(store: OpenStore, url: str) -> None:
    """A refused statement class is no bug of the unit."""
    with pytest.raises(StorageUnavailable):
        await store.run(Troubled(raise_state("53100"), 1))


SOMEBODY = "Sari Melati"
ADD_SOMEBODY = "INSERT INTO counted VALUES (:who, :value)"


@pytest.mark.parametrize(
    ("statement", "value", "told"),
    [
        (ADD_SOMEBODY, -1, "CheckViolationError (23514), constraint positive, table counted"),
        (ADD_SOMEBODY, 1, "UniqueViolationError (23505), constraint counted_pkey, table counted"),
        ("SELECT CAST(CAST(:who AS text) AS int)", None, "InvalidTextRepresentationError (22P02)"),
        ("SELECT CAST(:who AS int)", None, "DataError (22000)"),
    ],
    ids=["failing row", "key that exists", "value of a wrong kind", "query argument"],
)
@pytest.mark.parametrize("way", ["run", "read"])
async def test_an_error_tells_nothing_of_the_row(
    store: OpenStore, url: str, way: str, statement: str, value: int | None, told: str
) -> None:
    """Server and driver quote what they refuse; errors get logged and stored, names must not."""
    await outside(url, "ALTER TABLE counted ADD CONSTRAINT positive CHECK (value >= 0)")
    await store.run(add, SOMEBODY)
    values = {"who": SOMEBODY} | ({} if value is None else {"value": value})
    if way == "read" and value is not None:
        told = "ReadOnlySQLTransactionError (25006)"
    with pytest.raises((DBAPIError, StorageUnavailable)) as caught:
        await getattr(store, way)(
            lambda uow: sql(uow).connection.execute(text(statement), values).all()
        )
    error = caught.value
    assert told in str(error)
    shown = "".join(traceback.format_exception(error))
    assert "in test_an_error_tells_nothing_of_the_row" in shown
    kept: list[BaseException | None] = [error]
    for link in kept:
        if link is not None:
            assert SOMEBODY not in f"{link} {link!r} {vars(link)} {shown}"
            kept += [e for e in (link.__cause__, link.__context__) if e not in kept]

"""Column types: times are instants, words survive what people type."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from domain.customers import Customer
from domain.due import Due, DueKind
from domain.orders import OrderStatus
from storage.open import OpenStore
from storage.types import NaiveTime, UtcTime, Value, Words

JAKARTA = timezone(timedelta(hours=7))
MOMENT = datetime(2026, 7, 1, 9, 30, 15, 123456, tzinfo=JAKARTA)


async def test_an_instant_comes_back_in_utc(store: OpenStore) -> None:
    """To the microsecond, whatever zone it was written in."""
    await store.run(lambda uow: uow.due.put(Due(DueKind.DIGEST, "x", MOMENT)))
    found = await store.read(lambda uow: uow.due.next_at())
    assert found == MOMENT
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=lambda d: d.name)
def test_a_time_without_a_zone_is_refused(dialect: sqlite.dialect) -> None:
    """Nobody could tell later when that was."""
    with pytest.raises(NaiveTime):
        UtcTime().process_bind_param(datetime(2026, 7, 1), dialect)  # noqa: DTZ001


@pytest.mark.parametrize("moment", [datetime(1969, 12, 31, 23, 59, 59, 999999, UTC), MOMENT])
def test_sqlite_keeps_order(moment: datetime) -> None:
    """Integers compare as instants do, also before 1970."""
    write = UtcTime().process_bind_param
    dialect = sqlite.dialect()
    assert write(moment, dialect) < write(moment + timedelta(microseconds=1), dialect)
    assert UtcTime().process_result_value(write(moment, dialect), dialect) == moment


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Siti 🙂 الاسم", "Siti 🙂 الاسم"),
        ("half \ud83d emoji", "half \ufffd emoji"),
        ("two \ud83d\ude42 halves", "two 🙂 halves"),
        ("nul\0nul", "nul\ufffdnul"),
        ("<b>&'\"; DROP TABLE orders --", "<b>&'\"; DROP TABLE orders --"),
        ("\u202eRTL\u0007", "\u202eRTL\u0007"),
        ("", ""),
    ],
)
async def test_what_people_type_can_be_stored(store: OpenStore, typed: str, kept: str) -> None:
    """Half an emoji must not make an order fail."""
    added = await store.run(lambda uow: uow.customers.add(Customer(0, 1, typed, "id", MOMENT)))
    found = await store.read(lambda uow: uow.customers.get(added.id))
    assert found is not None
    assert found.name == kept


def test_an_unknown_status_is_an_error() -> None:
    """It would be a status that no machine knows."""
    for convert in (Value(OrderStatus).process_bind_param, Value(OrderStatus).process_result_value):
        with pytest.raises(ValueError, match="parked"):
            convert("parked", sqlite.dialect())  # type: ignore[arg-type]  # that is the point
    assert Words().process_bind_param(None, sqlite.dialect()) is None

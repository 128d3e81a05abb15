"""The shop's rules as data: fees, tax, quiet hours, and the way to JSON and back."""

import json
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.payments import PaymentTerm
from domain.policy import BankAccount, ShippingMethod, ShopPolicy
from domain.returns import Return, Verdict
from domain.usecases.returning import refund_value
from tests.domain.builders import a_return, an_order

METHOD = ShippingMethod("reg", "Reguler", "jne", 10_000, 8_000, 2, 4)
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("grams", "fee"),
    [(0, 10_000), (1, 10_000), (999, 10_000), (1000, 10_000), (1001, 18_000), (2000, 18_000),
     (2001, 26_000), (25_000, 202_000)],
)  # fmt: skip
def test_every_started_kilogram_costs(grams: int, fee: int) -> None:
    """The first started kilogram is the base fee, each further one costs its own."""
    choice = METHOD.quote(grams)
    assert (choice.code, choice.courier, choice.fee) == ("reg", "jne", fee)
    assert (choice.days_min, choice.days_max, choice.pickup) == (2, 4, False)


@pytest.mark.parametrize(
    ("percent", "goods", "tax"),
    [(0, 99_999, 0), (11, 0, 0), (11, 100, 11), (11, 50, 6), (11, 4, 0), (11, 5, 1),
     (11, 45_500, 5005), (12, 1_000_004, 120_000), (11, 10**12, 11 * 10**10)],
)  # fmt: skip
def test_tax_is_rounded_half_up(percent: int, goods: int, tax: int) -> None:
    """A whole rupiah, the half one upwards."""
    assert ShopPolicy(tax_percent=percent).tax_on(goods) == tax


@pytest.mark.parametrize(
    ("hours", "at", "then"),
    [
        ((21, 7), "05 20:59", "05 20:59"),
        ((21, 7), "05 21:00", "06 07:00"),
        ((21, 7), "05 23:59", "06 07:00"),
        ((21, 7), "06 00:00", "06 07:00"),
        ((21, 7), "06 06:59", "06 07:00"),
        ((21, 7), "06 07:00", "06 07:00"),
        ((0, 6), "05 23:59", "05 23:59"),
        ((0, 6), "06 00:00", "06 06:00"),
        ((12, 14), "05 13:30", "05 14:00"),
        ((12, 14), "05 14:00", "05 14:00"),
        ((9, 9), "05 09:00", "05 09:00"),
    ],
)
def test_quiet_hours(hours: tuple[int, int], at: str, then: str) -> None:
    """What falls into the shop's quiet hours waits for their end, across midnight too."""
    policy = ShopPolicy(quiet_from_hour=hours[0], quiet_until_hour=hours[1])
    moment, expected = (
        datetime.strptime(f"2026-01-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=JAKARTA)
        for text in (at, then)
    )
    assert policy.after_quiet_hours(moment.astimezone(UTC)) == expected


def test_quiet_hours_are_the_shop_s() -> None:
    """22:00 in Jakarta is midnight in Jayapura: each shop sleeps by its own clock."""
    moment = datetime(2026, 1, 5, 13, 30, tzinfo=UTC)
    assert ShopPolicy().after_quiet_hours(moment) == moment  # 20:30 in Jakarta
    papua = ShopPolicy(timezone="Asia/Jayapura")
    assert papua.after_quiet_hours(moment) == datetime(2026, 1, 5, 22, tzinfo=UTC)


@given(
    st.datetimes(timezones=st.just(timezone(timedelta(hours=-3)))),
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_after_quiet_hours_is_never_quiet_nor_early(moment: datetime, start: int, end: int) -> None:
    """The answer is at or after the moment, within a day, and itself not quiet."""
    policy = ShopPolicy(quiet_from_hour=start, quiet_until_hour=end)
    then = policy.after_quiet_hours(moment)
    assert timedelta(0) <= then - moment <= timedelta(days=1)
    assert policy.after_quiet_hours(then) == then


def test_policy_survives_json() -> None:
    """What the shop set is read back, through a text."""
    policy = ShopPolicy(
        name="Kopi Senja",
        tax_percent=11,
        terms=(PaymentTerm.ON_DELIVERY,),
        return_reasons=("damaged",),
        shipping_methods=(METHOD, ShippingMethod("pickup", "Ambil", "", 0, 0, 0, 0, pickup=True)),
        bank_accounts=(BankAccount("BCA", "1234567890", "Kopi Senja"),),
    )
    assert ShopPolicy.from_json(json.loads(json.dumps(policy.to_json()))) == policy


def test_policy_of_another_version_is_read() -> None:
    """A setting that this version does not know is passed over, a missing one has its default."""
    policy = ShopPolicy.from_json({"name": "Kopi Senja", "loyalty_points": 3})
    assert policy == ShopPolicy(name="Kopi Senja")


GOODS = 2 * 85_000 + 45_500


@pytest.mark.parametrize(
    ("lines", "verdict", "tax", "value"),
    [
        ({1: 1}, Verdict.ACCEPTED, 0, 85_000),
        ({1: 1}, Verdict.DAMAGED, 0, 85_000),
        ({1: 1}, Verdict.REJECTED, 0, 0),
        ({1: 2, 2: 1}, Verdict.MISSING, 0, 0),
        ({1: 1}, Verdict.ACCEPTED, 23_705, 85_000 + 9350),
        ({1: 2, 2: 1}, Verdict.ACCEPTED, 23_705, GOODS + 23_705),
        ({2: 1}, Verdict.ACCEPTED, 10, 45_500 + 2),
    ],
)
def test_refund_value(lines: dict[int, int], verdict: Verdict, tax: int, value: int) -> None:
    """What the owed lines cost, with their share of the tax."""
    assert refund_value(an_order(tax=tax), a_return(lines, verdict)) == value


def test_units_that_never_came_are_owed_without_an_inspection() -> None:
    """Nobody can inspect what is missing."""
    assert refund_value(an_order(), a_return({1: 1}, None, "missing")) == 85_000


@given(st.integers(0, 10**6))
def test_the_tax_of_several_returns_adds_up(tax: int) -> None:
    """Unit by unit, exactly the goods and the tax go back."""
    order = an_order(tax=tax)
    earlier: list[Return] = []
    total = 0
    for lines in ({1: 1}, {1: 1}, {2: 1}):
        ret = a_return(lines, Verdict.ACCEPTED)
        total += refund_value(order, ret, earlier)
        earlier.append(ret)
    assert total == order.goods_total + tax

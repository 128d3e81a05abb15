"""What was looked at, against what there is."""

import pytest

from domain.errors import Stale
from domain.orders import Order
from domain.payments import Payment, PaymentTerm
from domain.returns import Return
from domain.shipments import Shipment
from domain.usecases.access import expect
from tests.domain.builders import a_return, an_order

CASES = [
    (an_order(), Stale("order", "00000150")),
    (Payment("00000150", PaymentTerm.PREPAID, "IDR", 100), Stale("payment", "00000150")),
    (Shipment("00000150-S1", "00000150", "main", ()), Stale("shipment", "00000150-S1")),
    (a_return({1: 1}), Stale("return", "00000150-R1")),
]


@pytest.mark.parametrize(("seen", "refusal"), CASES, ids=["order", "payment", "shipment", "return"])
def test_only_the_version_that_was_looked_at_passes(
    seen: Order | Payment | Shipment | Return, refusal: Stale
) -> None:
    """Who did not look, as the clock, passes as well; a version older or newer does not."""
    expect(None, seen)
    expect(seen.version, seen)
    for other in (seen.version - 1, seen.version + 1):
        with pytest.raises(Stale) as refused:
            expect(other, seen)
        assert refused.value == refusal

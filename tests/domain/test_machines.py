"""Every action in every status of the four machines: where it leads, or that it is refused."""

from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from domain.errors import IllegalTransition
from domain.machine import Machine
from domain.orders import ORDER_MACHINE, OrderAction, OrderStatus
from domain.payments import PAYMENT_MACHINE, PaymentAction, PaymentStatus
from domain.returns import RETURN_MACHINE, ReturnAction, ReturnStatus
from domain.shipments import SHIPMENT_MACHINE, ShipmentAction, ShipmentStatus
from tests.domain import machines

AnyMachine = Machine[Any, Any]
MACHINES: list[tuple[AnyMachine, type[StrEnum], type[StrEnum], str]] = [
    (ORDER_MACHINE, OrderStatus, OrderAction, machines.ORDER),
    (PAYMENT_MACHINE, PaymentStatus, PaymentAction, machines.PAYMENT),
    (SHIPMENT_MACHINE, ShipmentStatus, ShipmentAction, machines.SHIPMENT),
    (RETURN_MACHINE, ReturnStatus, ReturnAction, machines.RETURN),
]
PAIRS = [
    pytest.param(
        machine, status, action, machines.rows(text).get((status.value, action.value)),
        id=f"{machine.name}-{status.value}-{action.value}",
    )
    for machine, statuses, actions, text in MACHINES
    for status, action in product(statuses, actions)
]  # fmt: skip


@pytest.mark.parametrize(("machine", "status", "action", "after"), PAIRS)
def test_pair(machine: AnyMachine, status: StrEnum, action: StrEnum, after: str | None) -> None:
    """An action of the written table leads where that says; any other is refused with its facts."""
    assert machine.allows(status, action) is (after is not None)
    if after is not None:
        assert machine.next("K", status, action) == after
        return
    with pytest.raises(IllegalTransition) as refused:
        machine.next("K", status, action)
    assert refused.value == IllegalTransition(machine.name, "K", status.value, action.value)


@pytest.mark.parametrize(("machine", "statuses", "actions", "text"), MACHINES)
def test_written_table_names_only_what_there_is(
    machine: AnyMachine, statuses: type[StrEnum], actions: type[StrEnum], text: str
) -> None:
    """A word misspelt in the written table would test nothing."""
    for (status, action), after in machines.rows(text).items():
        assert {status, after} <= {s.value for s in statuses}
        assert action in {a.value for a in actions}


@pytest.mark.parametrize(("machine", "statuses", "actions", "text"), MACHINES)
def test_every_status_can_be_reached_and_left_or_is_an_end(
    machine: AnyMachine, statuses: type[StrEnum], actions: type[StrEnum], text: str
) -> None:
    """From the first status every other can be reached; an action that nothing uses is none."""
    reached = {next(iter(statuses)).value}
    table = machines.rows(text)
    for _ in statuses:
        reached |= {after for (status, _), after in table.items() if status in reached}
    assert reached == {s.value for s in statuses}
    assert {action for _, action in table} == {a.value for a in actions}

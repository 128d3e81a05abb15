"""Draws the four machines in docs/explanation/how-an-order-travels.md from their tables.

`python -m tests.domain.travel_page --rewrite` writes the page anew; a test compares it.
"""

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

from domain.machine import Machine
from domain.orders import ORDER_MACHINE, OrderStatus
from domain.payments import PAYMENT_MACHINE, PaymentStatus
from domain.returns import RETURN_MACHINE, ReturnStatus
from domain.shipments import SHIPMENT_MACHINE, UNDERWAY_STATUSES, ShipmentStatus

PAGE = Path(__file__).parents[2] / "docs/explanation/how-an-order-travels.md"
ANY = "any_status"

Node = str
Edges = dict[tuple[Node, Node], list[str]]


def diagram(
    machine: Machine[Any, Any], statuses: type[StrEnum], group: dict[str, tuple[StrEnum, ...]]
) -> str:
    """Return the machine as a mermaid state diagram; a group of statuses is drawn as one."""
    node_of = {status: name for name, members in group.items() for status in members}
    edges: Edges = {}
    everywhere = _from_everywhere(machine, statuses)
    for (status, action), after in machine.table.items():
        start = ANY if action in everywhere else node_of.get(status, status.value)
        actions = edges.setdefault((start, node_of.get(after, after.value)), [])
        if action.value not in actions:
            actions.append(action.value)
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{", ".join(members)}" as {name}' for name, members in group.items()]
    lines += [f'    state "any of these" as {ANY}'] if everywhere else []
    lines.append(f"    [*] --> {next(iter(statuses)).value}")
    lines += [f"    {a} --> {b}: {', '.join(actions)}" for (a, b), actions in edges.items()]
    starts = {status for status, _ in machine.table}
    lines += [f"    {status.value} --> [*]" for status in statuses if status not in starts]
    return "\n".join(lines)


def _from_everywhere(machine: Machine[Any, Any], statuses: type[StrEnum]) -> set[StrEnum]:
    """Return the actions that are possible in every status and lead to one."""
    actions = {action for _, action in machine.table}
    targets = {action: [machine.table.get((s, action)) for s in statuses] for action in actions}
    return {
        action for action, found in targets.items() if None not in found and len(set(found)) == 1
    }


def diagrams() -> dict[str, str]:
    """Return the four drawings by the machine's name."""
    underway = {"underway": UNDERWAY_STATUSES}
    return {
        "order": diagram(ORDER_MACHINE, OrderStatus, {}),
        "payment": diagram(PAYMENT_MACHINE, PaymentStatus, {}),
        "shipment": diagram(SHIPMENT_MACHINE, ShipmentStatus, underway),
        "return": diagram(RETURN_MACHINE, ReturnStatus, {}),
    }


def drawn(page: str) -> str:
    """Return the page with each drawing between its marks as the tables are now."""
    for name, drawing in diagrams().items():
        marked = re.compile(rf"(<!-- machine: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        block = f"```mermaid\n{drawing}\n```\n"
        page, count = marked.subn(lambda m, block=block: m[1] + block + m[2], page)
        if count != 1:
            raise LookupError(f"the page has {count} places for the {name}")
    return page


if __name__ == "__main__" and "--rewrite" in sys.argv:
    PAGE.write_text(drawn(PAGE.read_text("utf-8")), "utf-8")

"""Who may do what, as a table."""

import pytest

from domain.authority import GRANTS, Right, Role, has_right, require
from domain.catalogue import Sku
from domain.errors import NotAllowed
from domain.stock import StockLevel

# Right: owner, approver, warehouse, cashier.
TABLE = """
see_orders      yes yes yes yes
take_order      yes yes no  yes
decide_order    yes yes no  no
cancel_order    yes yes no  no
decide_payment  yes no  no  yes
refund          yes no  no  yes
fulfil          yes no  yes no
decide_return   yes yes no  no
inspect_return  yes no  yes no
move_stock      yes no  yes no
teach_words     yes yes no  yes
manage_staff    yes no  no  no
manage_shop     yes no  no  no
"""
ROWS = {line.split()[0]: line.split()[1:] for line in TABLE.strip().splitlines()}
CASES = [
    pytest.param(role, right, ROWS[right.value][i] == "yes", id=f"{role}-{right}")
    for i, role in enumerate((Role.OWNER, Role.APPROVER, Role.WAREHOUSE, Role.CASHIER))
    for right in Right
]


@pytest.mark.parametrize(("role", "right", "may"), CASES)
def test_role(role: Role, right: Right, may: bool) -> None:
    """Each role has the rights that the table gives it, and no other."""
    assert has_right(frozenset({role}), right) is may
    if may:
        require(frozenset({role}), right)
    else:
        with pytest.raises(NotAllowed, match=right.value):
            require(frozenset({role}), right)


@pytest.mark.parametrize("right", Right)
def test_a_stranger_may_nothing(right: Right) -> None:
    """No role, no right."""
    assert not has_right(frozenset(), right)


def test_roles_add_up() -> None:
    """Two roles have the rights of both."""
    both = frozenset({Role.WAREHOUSE, Role.CASHIER})
    assert has_right(both, Right.FULFIL) and has_right(both, Right.REFUND)
    assert not has_right(both, Right.DECIDE_ORDER)


def test_every_right_is_granted_to_somebody() -> None:
    """A right that the table forgot would be nobody's."""
    assert set(GRANTS) == set(Right) == {Right(name) for name in ROWS}


def test_available_is_what_is_neither_promised_nor_in_quarantine() -> None:
    """10 there, 3 promised, 2 waiting for inspection: 5 to sell."""
    assert StockLevel("MUG", "main", 10, 3, 2).available == 5


@pytest.mark.parametrize(("variant", "title"), [("250 g", "Kopi Gayo · 250 g"), ("", "Kopi Gayo")])
def test_a_sku_s_title(variant: str, title: str) -> None:
    """Product and variant; the only variant has no name of its own."""
    assert Sku("A", "gayo", "Kopi Gayo", variant, 1, 1).title == title

"""Who may do what. Use cases ask here; buttons only mirror it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import NotAllowed


class Role(StrEnum):
    """What a staff member is trusted with."""

    OWNER = "owner"
    APPROVER = "approver"
    WAREHOUSE = "warehouse"
    CASHIER = "cashier"


class Right(StrEnum):
    """Something that only some staff may do."""

    SEE_ORDERS = "see_orders"
    TAKE_ORDER = "take_order"
    DECIDE_ORDER = "decide_order"
    CANCEL_ORDER = "cancel_order"
    DECIDE_PAYMENT = "decide_payment"
    REFUND = "refund"
    FULFIL = "fulfil"
    DECIDE_RETURN = "decide_return"
    INSPECT_RETURN = "inspect_return"
    MOVE_STOCK = "move_stock"
    TEACH_WORDS = "teach_words"
    MANAGE_STAFF = "manage_staff"
    MANAGE_SHOP = "manage_shop"


GRANTS: dict[Right, frozenset[Role]] = {
    Right.SEE_ORDERS: frozenset(Role),
    Right.TAKE_ORDER: frozenset({Role.OWNER, Role.APPROVER, Role.CASHIER}),
    Right.DECIDE_ORDER: frozenset({Role.OWNER, Role.APPROVER}),
    Right.CANCEL_ORDER: frozenset({Role.OWNER, Role.APPROVER}),
    Right.DECIDE_PAYMENT: frozenset({Role.OWNER, Role.CASHIER}),
    Right.REFUND: frozenset({Role.OWNER, Role.CASHIER}),
    Right.FULFIL: frozenset({Role.OWNER, Role.WAREHOUSE}),
    Right.DECIDE_RETURN: frozenset({Role.OWNER, Role.APPROVER}),
    Right.INSPECT_RETURN: frozenset({Role.OWNER, Role.WAREHOUSE}),
    Right.MOVE_STOCK: frozenset({Role.OWNER, Role.WAREHOUSE}),
    Right.TEACH_WORDS: frozenset({Role.OWNER, Role.APPROVER, Role.CASHIER}),
    Right.MANAGE_STAFF: frozenset({Role.OWNER}),
    Right.MANAGE_SHOP: frozenset({Role.OWNER}),
}


class ActorKind(StrEnum):
    """On whose account something happens."""

    CUSTOMER = "customer"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it: a customer (customer id), a staff member (Telegram user id) or the clock (0)."""

    kind: ActorKind
    id: int = 0


SYSTEM = Actor(ActorKind.SYSTEM)


def customer(customer_id: int) -> Actor:
    """Return the actor for a customer."""
    return Actor(ActorKind.CUSTOMER, customer_id)


def staff(user_id: int) -> Actor:
    """Return the actor for a staff member; the roles are looked up where the use case runs."""
    return Actor(ActorKind.STAFF, user_id)


def has_right(roles: frozenset[Role], right: Right) -> bool:
    """Tell whether one of the roles grants the right."""
    return not GRANTS[right].isdisjoint(roles)


def require(roles: frozenset[Role], right: Right) -> None:
    """Raise NotAllowed unless one of the roles grants the right."""
    if not has_right(roles, right):
        raise NotAllowed(right.value)

"""Stock in, and corrections with a reason."""

from domain.authority import Actor, Right
from domain.errors import BadQuantity, BadText, NotOnSale
from domain.ports import UnitOfWork
from domain.stock import Movement, MovementKind, StockLevel
from domain.usecases.access import check, could_be_key

MAX_UNITS = 1_000_000
MAX_TEXT = 200


def receive_stock(
    uow: UnitOfWork, actor: Actor, sku: str, quantity: int, reference: str
) -> StockLevel:
    """Book units that came in. Raises BadQuantity, NotOnSale (no such SKU), BadText."""
    check(uow, actor, Right.MOVE_STOCK)
    if not 0 < quantity <= MAX_UNITS:
        raise BadQuantity(quantity, 1, MAX_UNITS)
    return _book(uow, actor, sku, MovementKind.RECEIPT, quantity, reference)


def adjust_stock(
    uow: UnitOfWork, actor: Actor, sku: str, difference: int, reason: str
) -> StockLevel:
    """Correct the books by a signed difference, with a reason. Raises OutOfStock below zero."""
    check(uow, actor, Right.MOVE_STOCK)
    if difference == 0 or abs(difference) > MAX_UNITS:
        raise BadQuantity(difference, -MAX_UNITS, MAX_UNITS)
    if not reason.strip():
        raise BadText("reason", MAX_TEXT)
    return _book(uow, actor, sku, MovementKind.ADJUSTMENT, difference, reason)


def _book(
    uow: UnitOfWork, actor: Actor, sku: str, kind: MovementKind, units: int, reason: str
) -> StockLevel:
    if not could_be_key(sku) or uow.catalogue.sku(sku) is None:
        raise NotOnSale(sku)
    if len(reason) > MAX_TEXT:
        raise BadText("reason", MAX_TEXT)
    location = uow.policy.location
    uow.stock.move([Movement(sku, location, kind, units, 0, "", reason, actor.id, uow.now)])
    return uow.stock.level(sku, location)

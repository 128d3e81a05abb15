"""Every use case, tried by everybody who may not: refused, and nothing changed."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pkgutil import iter_modules
from typing import Any

import pytest

import domain.usecases
from domain.authority import Actor, Role
from domain.channels import Channel
from domain.delivery import Lane
from domain.errors import DomainError, NotAllowed, NotFound, NotOnSale, Stale
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.returns import Resolution, Verdict
from domain.usecases import (
    cart,
    fulfilling,
    learning,
    paying,
    placing,
    processing,
    receiving,
    returning,
    shopkeeping,
    staffing,
    stocking,
    taking,
    talking,
    tracking,
)
from domain.views import order_view
from tests.domain.builders import ADDRESS
from tests.domain.shop import EX_STAFF, PACKER, ROLES, Shop
from tests.domain.test_authority import ROWS

TAKEN = taking.TakenOrder("AAAAAAAA", Channel.PHONE, "Bu Ratna", (("MUG", 1),))
# Whose it is, and how it is called: {n} the number of a placed order, {p} its parcel, {r} its return,
# {d} a cart. Staff's verbs name the right; "own" ones the owner may call as well, "mine" only they.
STAFF_ONLY: dict[Callable[..., Any], tuple[str, tuple[object, ...]]] = {
    processing.approve_order: ("decide_order", ("{n}",)),
    processing.reject_order: ("decide_order", ("{n}", "habis")),
    processing.hold_order: ("decide_order", ("{n}", "alamat?")),
    processing.release_order: ("decide_order", ("{n}",)),
    paying.refuse_proof: ("decide_payment", ("{n}", "buram")),
    paying.confirm_payment: ("decide_payment", ("{n}",)),
    paying.record_refund: ("refund", ("{n}", 1, "TRX")),
    fulfilling.pick: ("fulfil", ("{p}",)),
    fulfilling.pack: ("fulfil", ("{p}",)),
    fulfilling.hand_over: ("fulfil", ("{p}", "jne", "X1")),
    tracking.mark_delivered: ("fulfil", ("{p}",)),
    returning.approve_return: ("decide_return", ("{r}",)),
    returning.decline_return: ("decide_return", ("{r}", "tidak")),
    returning.receive_return: ("inspect_return", ("{r}",)),
    returning.inspect_return: ("inspect_return", ("{r}", {1: Verdict.ACCEPTED})),
    returning.settle_refund: ("refund", ("{r}", 0, "")),
    returning.settle_exchange: ("inspect_return", ("{r}", "")),
    stocking.receive_stock: ("move_stock", ("BEANS", 1, "")),
    stocking.adjust_stock: ("move_stock", ("BEANS", 1, "hitung")),
    shopkeeping.change_policy: ("manage_shop", ()),
    shopkeeping.choose_staff_language: ("manage_shop", ("en",)),
    shopkeeping.retry_letter: ("manage_shop", (1,)),
    taking.take_order: ("take_order", (TAKEN, 225_500)),
    taking.drafted: ("take_order", (TAKEN,)),
    learning.teach_alias: ("teach_words", ("lintong", "BEANS")),
    learning.teach_slang: ("teach_words", ("lintong", "kopi")),
    learning.ignore_words: ("teach_words", (1,)),
    learning.forget_word: ("teach_words", (1,)),
    staffing.settle_in: ("manage_shop", (-100,)),
    staffing.grant_role: ("manage_staff", (5, "Eko", Role.OWNER)),
    staffing.revoke_role: ("manage_staff", (901, Role.OWNER)),
}
OWN: dict[Callable[..., Any], tuple[str, tuple[object, ...]]] = {
    placing.cancel_order: ("cancel_order", ("{n}", "")),
    paying.submit_proof: ("see_orders", ("{n}", "file", "photo")),
    receiving.accept_delivery: ("cancel_order", ("{p}",)),
    returning.request_return: (
        "decide_return", ("{p}", {2: 1}, "damaged", Resolution.REFUND),
    ),
    returning.cancel_return: ("decide_return", ("{r}",)),
    returning.send_return: ("inspect_return", ("{r}", "")),
    order_view: ("see_orders", ("{n}",)),
}  # fmt: skip
MINE: dict[Callable[..., Any], tuple[object, ...]] = {
    cart.draft_for: (),
    cart.set_quantity: ("MUG", 1),
    cart.clear_cart: (),
    cart.choose_address: (ADDRESS,),
    cart.choose_shipping: ("reg",),
    cart.choose_term: (PaymentTerm.PREPAID,),
    cart.write_note: ("x",),
    cart.choose_language: ("en",),
    cart.reorder: ("{n}",),
    placing.place_order: ("{d}", 6, 225_500),
}
SHOWS_TO_EACH_WHAT_IS_THEIRS = {tracking.find_shipments}
TALK = {talking.ask_staff, talking.answer_customer}
CALLED_BY_OTHERS = {
    placing.submit, paying.book_refund, paying.credit, receiving.invoice_on_acceptance, receiving.finish_inspection,
}  # fmt: skip


@dataclass(frozen=True)
class Things:
    """What the attempts are about."""

    n: str
    p: str
    r: str
    d: str

    def named(self, args: tuple[object, ...]) -> list[object]:
        """Put the names in."""
        return [a.format(**vars(self)) if isinstance(a, str) else a for a in args]


async def things(shop: Shop) -> Things:
    """An order with a return under way, and a cart."""
    number = await shop.delivered()
    ret = await shop.complain(number, {1: 1})
    draft = await shop.cart()
    return Things(number, f"{number}-S1", ret, draft.number)


def footprint(uow: UnitOfWork, what: Things) -> list[object]:
    """Return all that an attempt could have changed."""
    return [
        uow.orders.get(what.n), uow.orders.get(what.d), uow.payments.get(what.n),
        uow.shipments.get(what.p), uow.returns.get(what.r), uow.history.of_order(what.n),
        uow.stock.levels(["BEANS", "MUG"], "main"), uow.staff.members(), uow.shop.staff_group(),
        uow.orders.draft_of(2), uow.customers.get(1),
    ]  # fmt: skip


def test_no_use_case_is_forgotten() -> None:
    """What takes an actor first is in one of the tables above."""
    found = set()
    for module in iter_modules(domain.usecases.__path__):
        if module.name == "access":
            continue
        members = vars(__import__(f"domain.usecases.{module.name}", fromlist=["x"]))
        for name, member in members.items():
            if not inspect.isfunction(member) or name.startswith("_"):
                continue
            own = member.__module__ == f"domain.usecases.{module.name}"
            if own and list(inspect.signature(member).parameters)[1:2] == ["actor"]:
                found.add(member)
    others = {*SHOWS_TO_EACH_WHAT_IS_THEIRS, *CALLED_BY_OTHERS, *TALK}
    tables = {*STAFF_ONLY, *OWN, *MINE, *others}
    assert found == tables - {order_view}


async def attempt(
    shop: Shop,
    error: DomainError | type[DomainError],
    who: Actor,
    use_case: Callable[..., Any],
    args: list[object],
) -> None:
    """Try, be refused, and leave no trace."""
    try:
        await shop.refused(error, use_case, who, *args)
    except BaseException as surprise:
        surprise.add_note(f"{use_case.__name__} by {who}")
        raise


def staff_without(right: str) -> list[Actor]:
    """Return the staff who have not the right, and one who works here no more."""
    roles = ("owner", "approver", "warehouse", "cashier")
    may = {role for role, word in zip(roles, ROWS[right], strict=True) if word == "yes"}
    return [EX_STAFF, *(actor for actor, role in ROLES.items() if role.value not in may)]


async def test_staff_s_verbs(shop: Shop) -> None:
    """Neither a customer, the order's own or another, nor staff without the right."""
    what = await things(shop)
    before = await shop.store.read(footprint, what)
    for use_case, (right, args) in STAFF_ONLY.items():
        for who in (shop.sari, shop.budi, *staff_without(right)):
            await attempt(shop, NotAllowed(right), who, use_case, what.named(args))
    assert await shop.store.read(footprint, what) == before


async def test_verbs_of_the_owner_and_staff(shop: Shop) -> None:
    """Another customer learns nothing, not even that the order exists."""
    what = await things(shop)
    before = await shop.store.read(footprint, what)
    for use_case, (right, args) in OWN.items():
        await attempt(shop, NotFound("order", what.n), shop.budi, use_case, what.named(args))
        for who in staff_without(right):
            await attempt(shop, NotAllowed(right), who, use_case, what.named(args))
    assert await shop.store.read(footprint, what) == before


async def test_verbs_of_the_customer_alone(shop: Shop) -> None:
    """Staff have no cart and do not see those of others; nobody places another's."""
    what = await things(shop)
    before = await shop.store.read(footprint, what)
    for use_case, args in MINE.items():
        for who in (EX_STAFF, *ROLES):
            hidden = use_case in {cart.choose_language, placing.place_order}
            error = NotFound if hidden else NotAllowed
            await attempt(shop, error, who, use_case, what.named(args))
    place = placing.place_order
    await attempt(shop, NotFound("order", what.d), shop.budi, place, [what.d, 6, 225_500])
    await attempt(shop, NotFound("order", what.n), shop.budi, cart.reorder, [what.n])
    for who in ROLES:
        await attempt(shop, NotFound("order", what.d), who, order_view, [what.d])
    assert await shop.store.read(footprint, what) == before


async def test_talk(shop: Shop) -> None:
    """Customers speak for themselves, and only staff answer them."""
    for who in (EX_STAFF, *ROLES):
        await shop.refused(NotAllowed("talk"), talking.ask_staff, who, "halo", key="k")
    for who in (EX_STAFF, shop.sari, shop.budi):
        answer = talking.answer_customer
        await shop.refused(NotAllowed("see_orders"), answer, who, shop.sari.id, "halo", key="k")
    assert await shop.store.read(lambda uow: uow.outbox.next_due(Lane.CHAT)) is None


@pytest.mark.parametrize("key", ["", "00000150", "00000150-S1", "0" * 500, "'; --", "\0", "\ud83d"])
async def test_what_does_not_exist(shop: Shop, key: str) -> None:
    """Made-up keys find nothing, for the customer and for staff who may."""
    for table in (STAFF_ONLY, OWN):
        for use_case, (right, args) in table.items():
            if not any("{" in str(arg) for arg in args[:1]):
                continue
            made_up = [key, *args[1:]]
            may = next(a for a in ROLES if a not in staff_without(right))
            await attempt(shop, NotFound, may, use_case, made_up)
            if table is OWN:
                await attempt(shop, NotFound, shop.sari, use_case, made_up)
    await attempt(shop, NotOnSale, shop.sari, cart.set_quantity, [key, 1])
    await attempt(shop, NotOnSale, PACKER, stocking.receive_stock, [key, 1, ""])
    await attempt(shop, Stale, shop.sari, placing.place_order, [key, 1, 1])
    assert await shop.do(tracking.find_shipments, shop.sari, key) == []

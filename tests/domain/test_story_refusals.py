"""What an order refuses: the stale, the second of two, the skipped step, the unfit text."""

from domain.authority import Actor
from domain.errors import (
    AlreadyDone,
    BadText,
    IllegalTransition,
    Incomplete,
    NotOffered,
    NotOnSale,
    OutOfStock,
    PriceChanged,
    Stale,
)
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.usecases import cart, fulfilling, paying, placing, processing
from domain.usecases.receiving import accept_delivery
from domain.usecases.tracking import mark_delivered
from tests.domain.shop import APPROVER, CASHIER, OWNER, PACKER, TOTAL, Shop, reprice, set_policy


async def test_changes_between_cart_and_confirmation(shop: Shop) -> None:
    """A price, a SKU, the stock, the cart itself: the customer is told, and nothing is written."""
    draft = await shop.cart()
    place = placing.place_order
    shown = (shop.sari, draft.number, draft.version)
    await shop.refused(
        Incomplete(("lines", "shipping", "address", "term")), _place_empty, shop.budi
    )
    await shop.do(reprice, "MUG", price=50_000)
    await shop.refused(PriceChanged(TOTAL, TOTAL + 4500), place, *shown, TOTAL)
    await shop.do(reprice, "MUG", price=45_500, active=False)
    await shop.refused(NotOnSale("MUG"), place, *shown, TOTAL)
    await shop.do(reprice, "MUG", active=True)
    await shop.place(shop.budi, {"BEANS": 9})
    await shop.refused(OutOfStock("BEANS", 2, 1), place, *shown, TOTAL)
    await shop.do(cart.set_quantity, shop.sari, "BEANS", 1)
    await shop.refused(Stale("order", draft.number), place, *shown, TOTAL)
    assert (await shop.stock("MUG")).reserved == 0
    changed = await shop.do(cart.draft_for, shop.sari)
    await shop.do(place, shop.sari, changed.number, changed.version, TOTAL - 85_000)
    await shop.refused(
        AlreadyDone("place_order", None), place, shop.sari, changed.number, changed.version, TOTAL
    )


def _place_empty(uow: UnitOfWork, who: Actor) -> None:
    draft = cart.draft_for(uow, who)
    placing.place_order(uow, who, draft.number, draft.version, 0)


async def test_terms_that_are_not_offered(shop: Shop) -> None:
    """Not above the shop's limit, and no cash to a courier who takes none."""
    await shop.cart()
    await shop.do(cart.choose_term, shop.sari, PaymentTerm.ON_DELIVERY)
    order = await shop.do(cart.choose_shipping, shop.sari, "fast")
    assert order.term is None
    refusal = NotOffered("term", "on_delivery")
    await shop.refused(refusal, cart.choose_term, shop.sari, PaymentTerm.ON_DELIVERY)
    draft = await shop.cart(term=PaymentTerm.ON_ACCEPTANCE)
    await shop.do(set_policy, acceptance_limit=TOTAL - 1)
    await shop.refused(
        NotOffered("term", "on_acceptance"),
        placing.place_order, shop.sari, draft.number, draft.version, TOTAL,
    )  # fmt: skip


async def test_two_at_once(shop: Shop) -> None:
    """Who comes second is told who was first, whatever the first decided."""
    number = await shop.place()
    await shop.do(processing.reject_order, APPROVER, number, "habis")
    refusal = AlreadyDone("reject_order", APPROVER.id)
    await shop.refused(refusal, processing.reject_order, OWNER, number, "habis", 2)
    await shop.refused(refusal, processing.approve_order, OWNER, number, 2)

    number = await shop.place()
    parcel = await shop.approve(number)
    refusal = AlreadyDone("approve_order", APPROVER.id)
    await shop.refused(refusal, processing.approve_order, OWNER, number, 2)
    await shop.refused(refusal, processing.reject_order, OWNER, number, "habis", 2)
    before = await shop.do(paying.submit_proof, shop.sari, number, "file", "photo")
    await shop.do(paying.confirm_payment, CASHIER, number, None, before.version)
    refusal = AlreadyDone("decide_payment", CASHIER.id)
    await shop.refused(refusal, paying.confirm_payment, OWNER, number, None, before.version)
    await shop.refused(refusal, paying.refuse_proof, OWNER, number, "buram", before.version)

    await shop.do(fulfilling.pack, PACKER, parcel, 1)
    await shop.refused(AlreadyDone("packed", PACKER.id), fulfilling.pack, OWNER, parcel, 1)
    await shop.refused(AlreadyDone("packed", PACKER.id), fulfilling.pick, OWNER, parcel, 1)
    await shop.do(fulfilling.hand_over, PACKER, parcel, "jne", "", 2)
    refusal = AlreadyDone("handed_over", PACKER.id)
    await shop.refused(refusal, fulfilling.hand_over, OWNER, parcel, "jne", "", 2)
    await shop.deliver(parcel)
    refusal = AlreadyDone("awaiting_inspection", PACKER.id)
    await shop.refused(refusal, mark_delivered, OWNER, parcel, 3)


async def test_what_changed_since_the_look_is_stale(shop: Shop) -> None:
    """Nobody did it yet, but the card shows something else by now."""
    number = await shop.place()
    first = await shop.do(paying.submit_proof, shop.sari, number, "file", "photo")
    await shop.do(paying.submit_proof, shop.sari, number, "better", "photo")
    refusal = Stale("payment", number)
    await shop.refused(refusal, paying.confirm_payment, CASHIER, number, None, first.version)
    await shop.refused(refusal, paying.refuse_proof, CASHIER, number, "buram", first.version)
    await shop.refused(Stale("order", number), processing.approve_order, APPROVER, number, 1)


async def test_steps_cannot_be_skipped(shop: Shop) -> None:
    """Handing over what is not packed, delivering what was not handed over."""
    number = await shop.place(term=PaymentTerm.ON_DELIVERY)
    parcel = await shop.approve(number)
    refusal = IllegalTransition("shipment", parcel, "pending", "hand_over")
    await shop.refused(refusal, fulfilling.hand_over, PACKER, parcel, "jne", "X1")
    refusal = IllegalTransition("shipment", parcel, "pending", "deliver")
    await shop.refused(refusal, mark_delivered, PACKER, parcel)
    refusal = IllegalTransition("shipment", parcel, "pending", "accept")
    await shop.refused(refusal, accept_delivery, shop.sari, parcel)


async def test_reasons_that_do_not_fit_into_a_message(shop: Shop) -> None:
    """Refused with the limit, before anything is written; the longest that fits is kept."""
    number = await shop.place()
    refusal = BadText("reason", 500)
    for use_case in (processing.hold_order, processing.reject_order, placing.cancel_order):
        await shop.refused(refusal, use_case, APPROVER, number, "x" * 501)
    await shop.do(paying.submit_proof, shop.sari, number, "file", "photo")
    await shop.refused(refusal, paying.refuse_proof, CASHIER, number, "x" * 501)
    order = await shop.do(processing.reject_order, APPROVER, number, "x" * 500)
    assert order.closing_reason == "x" * 500

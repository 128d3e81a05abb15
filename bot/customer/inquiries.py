"""Questions about goods, sending, paying and the shop, answered from what is true right now."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.customer import answers, asking_team, catalogue, checkout, orders, proof, questions
from bot.customer.catalogue import VIEWING, levels_of
from bot.customer.hearing import Heard
from bot.customer.replies import CART, HOME, SHELVES, button, card, cart_of, named, told
from bot.visit import Reply, Visit, screen
from domain.catalogue import Sku
from domain.understanding.contract import Intent, Item
from domain.usecases.cart import offered_terms, priced
from domain.usecases.proposing import method_meant, product_named
from notifications.render.screen import Button, Rows, Screen, Style

MAX_GOODS = 8
_WEIGHT = re.compile(r"\b([0-9]{1,3}(?:[.,][0-9])?) ?(?:kg|kilo)")
_LEADS = {
    Intent.AVAILABILITY: "talk.lead.availability",
    Intent.PRICE: "talk.lead.price",
    Intent.NEGOTIATE: "talk.lead.negotiate",
    Intent.PROMO_QUESTION: "talk.lead.promo",
}


def goods(visit: Visit, heard: Heard) -> Reply:
    """Tell stock and price of what was asked about, each with a way to order it."""
    intent = heard.reading.intent
    found = _meant(visit, heard)
    if not found:
        return _not_named(heard)
    levels = levels_of(visit, [sku for sku, _ in found])
    rows: list[tuple[Button, ...]] = [
        _order_row(sku, levels[sku.code].available) for sku, _ in found
    ]
    products = {sku.product for sku, _ in found}
    if len(found) == 1:
        visit.state[VIEWING] = found[0][0].code
    elif len(products) == 1:
        visit.state[VIEWING] = found[0][0].product_name
    params = {
        "lead": _LEADS.get(intent, "talk.lead.price"),
        "goods": [
            {"title": s.title, "price": s.price, "available": levels[s.code].available, "asked": n}
            for s, n in found
        ],
    }
    team = () if intent in {Intent.AVAILABILITY, Intent.PRICE} else (asking_team.BUTTON,)
    below: Rows = ((*team, CART if cart_of(visit) else SHELVES), (HOME,))
    return screen(Screen("customer/goods", params, (*rows, *below)))


def _order_row(sku: Sku, available: int) -> tuple[Button, ...]:
    if available > 0:
        return (named(f"+ {sku.title}", "c.add", sku.code, alone=True),)
    return (named(sku.title, "c.sku", sku.code, alone=True),)


def _meant(visit: Visit, heard: Heard) -> list[tuple[Sku, int]]:
    """Return the SKUs that were asked about, each with how many of it (0 where that is not said)."""
    found: dict[str, tuple[Sku, int]] = {}
    for item in heard.reading.items:
        count = int(item.qty) if item.qty != 1 else 0
        for sku in _skus(visit, item):
            found.setdefault(sku.code, (sku, count))
    return list(found.values())[:MAX_GOODS]


def _skus(visit: Visit, item: Item) -> Sequence[Sku]:
    if item.sku is not None:
        sku = visit.uow.catalogue.sku(item.sku)
        return [sku] if sku is not None and sku.active else []
    product = product_named(visit.uow, item.product) if item.product else None
    if product is None:
        return []
    skus = visit.uow.catalogue.skus_of(product.code)
    fitting = [s for s in skus if all(s.options.get(n) == v for n, v in item.options.items())]
    return fitting or skus


def _not_named(heard: Heard) -> Reply:
    """It is not clear which goods: the shelves, and people."""
    unknown = next((i.source for i in heard.reading.items if i.source and not i.product), "")
    if unknown:
        return told("talk.not_sold", ((asking_team.BUTTON, SHELVES), (HOME,)), words=unknown)
    lead = _LEADS.get(heard.reading.intent, "talk.lead.price")
    if heard.reading.intent in {Intent.AVAILABILITY, Intent.PRICE}:
        return told("talk.which_goods", ((SHELVES,), (HOME,)))
    return told(lead, ((asking_team.BUTTON, SHELVES), (HOME,)))


def about_product(visit: Visit, heard: Heard) -> Reply:
    """Say what the shop wrote of the product; what that leaves open is for people to answer.

    Who is talking to people already goes on talking to them.
    """
    if asking_team.with_team(visit):
        return asking_team.pass_on(visit, heard.text)
    for item in heard.reading.items:
        product = product_named(visit.uow, item.product) if item.product else None
        if product is not None:
            visit.state[VIEWING] = product.name
            see = named(product.name, "c.prod", product.code, alone=True)
            rows = ((see,), (asking_team.BUTTON, HOME))
            facts = {"name": product.name, "text": product.description or "–"}
            return told("talk.about_product", rows, **facts)
    return asking_team.offer()


def shipping_quote(visit: Visit, heard: Heard) -> Reply:
    """Tell what sending costs: of the goods that were named, else of the cart, else of one kilogram."""
    draft, weight = cart_of(visit), 0
    for sku, count in _meant(visit, heard):
        weight += sku.weight_g * max(1, count)
    named_goods = weight > 0
    said_weight = _WEIGHT.search(heard.text.casefold())
    if not weight and said_weight is not None:
        weight = int(1000 * Decimal(said_weight[1].replace(",", ".")))
    if not weight and draft is not None:
        weight = priced(visit.uow, draft).weight_g
    methods = visit.uow.policy.shipping_methods
    said = heard.reading.shipping
    asked = method_meant(visit.uow, said, heard.text)
    quotes = [m.quote(weight) for m in ([asked] if asked else methods)]
    place = heard.reading.address or ""
    go_on = (button("customer.button.checkout", "k.go", style=Style.SUCCESS),) if draft else ()
    params = {
        "quotes": quotes,
        "kilos": max(1, -(-weight // 1000)),
        "place": place,
        "of": "goods"
        if named_goods
        else "weight"
        if said_weight
        else "cart"
        if draft
        else "nothing",
        "unknown": bool(said and said.courier and asked is None),
    }
    rows: Rows = ((go_on,) if go_on else ()) + ((SHELVES, asking_team.BUTTON), (HOME,))
    return screen(Screen("customer/quote", params, rows))


def choose_shipping(visit: Visit, heard: Heard) -> Reply:
    """Take the way to send that was named; where it is none of the shop's, let them choose."""
    draft = cart_of(visit)
    if draft is None:
        return shipping_quote(visit, heard)
    said = heard.reading.shipping
    method = method_meant(visit.uow, said, heard.text)
    if said is not None and said.when:
        answers.add_note(visit, said.when)
    if method is None:
        return questions.ask_shipping(visit, draft, "talk.no_such_courier")
    return answers.use_shipping(visit, method.code)


def payment(visit: Visit, _heard: Heard) -> Reply:
    """Show what is to be paid and where; with nothing to pay, the ways to pay."""
    waiting = proof.waiting(visit)
    if len(waiting) == 1:
        return card(visit, waiting[0])
    if waiting:
        return orders.history(visit)
    return ways_to_pay(visit)


def ways_to_pay(visit: Visit, lead: str = "talk.ways.lead") -> Reply:
    """Say how one can pay here, and where transfers go."""
    policy = visit.uow.policy
    copies = tuple(
        (Button("talk.button.copy_account", copy=a.number, params={"bank": a.bank}),)
        for a in policy.bank_accounts
    )
    go_on = button("customer.button.checkout", "k.go") if cart_of(visit) else SHELVES
    rows: Rows = (*copies, (go_on, asking_team.BUTTON), (HOME,))
    params = {"policy": policy, "terms": [t.value for t in policy.terms], "lead": lead}
    return screen(Screen("customer/ways", params, rows))


def choose_payment(visit: Visit, heard: Heard) -> Reply:
    """Take the way to pay that was named; where it is none of the shop's, let them choose."""
    draft = cart_of(visit)
    if draft is None:
        return payment(visit, heard)
    term = {"transfer": "prepaid", "cod": "on_delivery"}.get(heard.reading.payment or "")
    offered = {t.value for t in offered_terms(visit.uow, priced(visit.uow, draft))}
    if term is None or term not in offered:
        if draft.shipping is None:
            return checkout.proceed(visit)
        return questions.ask_term(visit, priced(visit.uow, draft), "talk.no_such_term")
    return answers.use_term(visit, term)


def terms(visit: Visit, _heard: Heard) -> Reply:
    """Credit and down payments are not the chat's to grant: the ways there are, and people."""
    return ways_to_pay(visit, "talk.ways.terms")


def store(visit: Visit, _heard: Heard) -> Reply:
    """Say when the shop is open, where it is and how to reach it."""
    rows: Rows = ((SHELVES, asking_team.BUTTON), (HOME,))
    return screen(Screen("customer/store", {"policy": visit.uow.policy}, rows))


def shelves(visit: Visit, _heard: Heard) -> Reply:
    """Show the catalogue."""
    return catalogue.categories(visit)

"""Makes a proposal of a reading: real goods, today's prices, what can be had. It writes nothing."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from rapidfuzz import fuzz

from domain.catalogue import Product, Sku
from domain.orders import Order
from domain.payments import PaymentTerm
from domain.policy import ShippingMethod
from domain.ports import UnitOfWork
from domain.proposals import (
    MAX_CHOICES,
    Choice,
    Proposal,
    ProposedLine,
    with_choice,
    with_product,
    with_quantity,
)
from domain.understanding.assortment import of_shop
from domain.understanding.contract import Context, Item, Line, Reading, Shipping
from domain.understanding.reading import Reader
from domain.usecases.learning import aliases_of, slang_of

_TERMS = {"transfer": PaymentTerm.PREPAID, "cod": PaymentTerm.ON_DELIVERY}
_ALIKE = 65
_MAX_WORDS = 6
_MAX_LINES = 60
_LONGEST = 400


def propose(
    uow: UnitOfWork,
    reading: Reading,
    version: int,
    *,
    held: Sequence[Line] = (),
    before: Order | None = None,
    in_view: Collection[str] = (),
    text: str = "",
) -> Proposal:
    """Return what the reading would be as an order.

    `held` are the lines of the cart that it would be added to; `before` is the cart or the latest
    order, whose address, shipping and term hold where nothing else was said. `in_view` names the
    products that words may be about which do not name them. `text` is what was written: a way to
    send that is the shop's own is known by its name alone.
    """
    skus = uow.catalogue.skus(i.sku for i in reading.items if i.sku)
    spoken = {i.product for i in reading.items if i.product and names_product(uow, i)} | set(
        in_view
    )
    lines = tuple(
        _line(uow, key, item, skus, held, guessed=item.product not in spoken)
        for key, item in enumerate(reading.items[:_MAX_LINES])
    )
    method = method_meant(uow, reading.shipping, text)
    term = _TERMS.get(reading.payment or "")
    offered = term if term in uow.policy.terms else None
    proposal = Proposal(
        version,
        lines,
        address=(reading.address or "")[:_LONGEST],
        recipient=(reading.recipient or "")[:60],
        phone=reading.phone or "",
        shipping=method.code if method else "",
        shipping_wish="" if method else _wish(reading.shipping),
        term=offered.value if offered else "",
        payment_wish=(reading.payment or "") if offered is None else "",
        note=_note(reading),
        phone_wrong="phone" in reading.questions and reading.phone is None,
    )
    return renewed(uow, _as_usual(proposal, before), held)


def renewed(uow: UnitOfWork, proposal: Proposal, held: Sequence[Line] = ()) -> Proposal:
    """Return the proposal at the present prices and stock; what is no longer sold says so."""
    wanted = {line.sku for line in proposal.lines if line.sku}
    wanted |= {c.sku for line in proposal.lines for c in line.choices if c.sku}
    skus = uow.catalogue.skus(sorted(wanted))
    levels = uow.stock.levels(sorted(skus), uow.policy.location)
    available = {code: level.available for code, level in levels.items()}
    in_cart = {line.sku: line.qty for line in held}

    def anew(line: ProposedLine) -> ProposedLine:
        choices = tuple(
            replace(c, unit_price=skus[c.sku].price, available=available[c.sku]) if c.sku else c
            for c in line.choices
            if not c.sku or (c.sku in skus and skus[c.sku].active)
        )
        sku = skus.get(line.sku or "")
        if sku is None:
            return replace(line, choices=choices, on_sale=line.sku is None)
        return replace(
            line,
            choices=choices,
            product=sku.product,
            title=sku.title,
            unit_price=sku.price,
            weight_g=sku.weight_g,
            available=available[sku.code],
            held=in_cart.get(sku.code, 0),
            on_sale=sku.active,
        )

    return replace(proposal, lines=tuple(anew(line) for line in proposal.lines))


def choose_sku(uow: UnitOfWork, proposal: Proposal, key: int, code: str) -> Proposal:
    """Let a line be this SKU, which need not be one of those it was asked about."""
    sku = uow.catalogue.sku(code) if code.isprintable() else None
    if sku is None or not sku.active:
        return proposal
    return renewed(uow, with_choice(proposal, key, choice_of(sku)))


def choose_product(uow: UnitOfWork, proposal: Proposal, key: int, code: str) -> Proposal:
    """Let a line be of this product; its variant is asked next, unless there is only one."""
    product = uow.catalogue.product(code) if code.isprintable() else None
    if product is None or not product.active:
        return proposal
    skus = uow.catalogue.skus_of(code)
    if not skus:
        return proposal
    line = proposal.line(key)
    if line is not None and line.ask == "product" and line.source:
        said = _said_of(product, skus, line.source)
        if said is not None:
            proposal = with_quantity(proposal, key, int(said.qty))
            skus = [sku for sku in skus if said.options.items() <= sku.options.items()] or skus
    choices = [choice_of(sku) for sku in skus]
    return renewed(uow, with_product(proposal, key, product.code, product.name, choices))


def _said_of(product: Product, skus: Sequence[Sku], source: str) -> Item | None:
    """Read the words of a line once more, now that it is known which product they are about."""
    reader = Reader(of_shop([(product, skus)]))
    items = reader.read(f"{product.name} {source}", Context()).items
    known = len(items) == 1 and items[0].product == product.name and items[0].ask != "qty"
    return items[0] if known else None


def choice_of(sku: Sku) -> Choice:
    """Return the SKU as an answer."""
    return Choice(sku.code, sku.product, sku.title, sku.price)


def method_meant(uow: UnitOfWork, said: Shipping | None, text: str = "") -> ShippingMethod | None:
    """Return the one shipping method of the shop that was meant, or that `text` calls by its name."""
    return (_method_said(uow, said) if said is not None else None) or _method_named(uow, text)


def _method_named(uow: UnitOfWork, text: str) -> ShippingMethod | None:
    """ "kurir toko aja": what stands in brackets behind a name is not said."""
    words = " ".join(text.casefold().split())
    methods = uow.policy.shipping_methods
    names = [(m.name.partition("(")[0].strip().casefold(), m) for m in methods]
    named = [m for name, m in names if name and name in words]
    return named[0] if len(named) == 1 else None


def _method_said(uow: UnitOfWork, said: Shipping) -> ShippingMethod | None:
    methods: list[ShippingMethod] = list(uow.policy.shipping_methods)
    if said.pickup:
        methods = [m for m in methods if m.pickup]
    elif said.courier:
        methods = [m for m in methods if not m.pickup and m.courier == said.courier]
    elif not said.service:
        return None
    if (said.service and len(methods) > 1) or not (said.pickup or said.courier):
        word = (said.service or "").replace("_", " ")
        named = [m for m in methods if word in f"{m.code} {m.name}".replace("_", " ").casefold()]
        methods = [m for m in named if not m.pickup]
    return methods[0] if len(methods) == 1 else None


def _wish(said: Shipping | None) -> str:
    if said is None:
        return ""
    return " ".join(w for w in (said.courier, (said.service or "").replace("_", " ")) if w)


def _note(reading: Reading) -> str:
    when = reading.shipping.when if reading.shipping else None
    return "; ".join(text for text in (reading.note, when) if text)[:300]


def _as_usual(proposal: Proposal, before: Order | None) -> Proposal:
    if before is None:
        return proposal
    usual = []
    if not proposal.address and before.address is not None and before.address.text:
        own_name = not proposal.recipient
        proposal = replace(
            proposal,
            address=before.address.text,
            recipient=before.address.recipient if own_name else proposal.recipient,
        )
        usual.append("address")
    if not proposal.phone and before.address is not None:
        proposal = replace(proposal, phone=before.address.phone)
    if not proposal.shipping and not proposal.shipping_wish and before.shipping is not None:
        proposal = replace(proposal, shipping=before.shipping.code)
        usual.append("shipping")
    if not proposal.term and not proposal.payment_wish and before.term is not None:
        proposal = replace(proposal, term=before.term.value)
        usual.append("term")
    return replace(proposal, usual=tuple(usual))


def names_product(uow: UnitOfWork, item: Item) -> bool:
    """Tell whether the words name the product, or only a colour or a size that it comes in."""
    product = product_named(uow, item.product or "")
    if product is None or not item.source:
        return True
    taught = aliases_of(uow).get(product.code, ())
    names = " ".join((product.name, *product.aliases, *taught)).casefold().split()
    words = [word.strip(".,!?;:+-()") for word in item.source.casefold().split()]
    slang = slang_of(uow)
    said = " ".join(slang.get(word, word) for word in words).casefold().split()
    return any(fuzz.ratio(a, b) >= _ALIKE for a in said if len(a) > 1 for b in names)


def _line(
    uow: UnitOfWork,
    key: int,
    item: Item,
    skus: Mapping[str, Sku],
    held: Sequence[Line],
    *,
    guessed: bool,
) -> ProposedLine:
    whole = Fraction(item.qty).denominator == 1
    line = ProposedLine(
        key,
        max(1, math.ceil(item.qty)),
        options=dict(item.options),
        ask=item.ask,
        fraction="" if whole else str(item.qty),
        source=item.source[:120],
        confidence=item.confidence,
    )
    sku = skus.get(item.sku or "")
    if sku is not None and guessed and item.source:
        return replace(line, ask="product", choices=(choice_of(sku),))
    if sku is not None:
        return replace(line, sku=sku.code, product=sku.product, title=sku.title)
    product = product_named(uow, item.product) if item.product else None
    if product is None:
        return replace(line, ask=item.ask or "product", choices=_any_goods(uow, item, held))
    skus_of = uow.catalogue.skus_of(product.code)
    fitting = skus_fitting(uow, product.code, item.options) or skus_of
    return replace(
        line,
        product=product.code,
        title=product.name,
        ask=item.ask if item.ask and item.ask != "qty" else "which",
        choices=tuple(choice_of(s) for s in fitting[:MAX_CHOICES]),
    )


def product_named(uow: UnitOfWork, name: str) -> Product | None:
    """Return the active product of that name."""
    found = uow.catalogue.search(name, 24)
    return next((p for p in found if p.name == name), None)


def skus_fitting(uow: UnitOfWork, product: str, options: Mapping[str, str]) -> list[Sku]:
    """Return the product's SKUs that have these options."""
    skus = uow.catalogue.skus_of(product)
    return [s for s in skus if all(s.options.get(n) == v for n, v in options.items())]


def _any_goods(uow: UnitOfWork, item: Item, held: Sequence[Line]) -> tuple[Choice, ...]:
    """What a line that names no product may mean: of the cart, or what its words find."""
    if item.ask == "which" and held:
        in_cart = uow.catalogue.skus(line.sku for line in held)
        return tuple(choice_of(s) for s in in_cart.values() if s.active)[:MAX_CHOICES]
    found: dict[str, Product] = {}
    for word in [w for w in item.source.split() if len(w) > 2][:_MAX_WORDS]:
        found |= {p.code: p for p in uow.catalogue.search(word.strip(".,!?"), MAX_CHOICES)}
    return tuple(Choice("", p.code, p.name) for p in list(found.values())[:MAX_CHOICES])

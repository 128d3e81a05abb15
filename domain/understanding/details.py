"""What a line says beside its goods: people, places, money, papers, couriers and times."""

from dataclasses import dataclass, replace

from domain.understanding.claims import Claims
from domain.understanding.contract import Context, Shipping
from domain.understanding.moments import find_when
from domain.understanding.money_said import (
    find_bare_sums,
    find_delay,
    find_offers,
    find_payment,
    find_sums,
    find_terms,
)
from domain.understanding.numerals import find_numerals, find_wallet
from domain.understanding.people import find_named, find_recipient
from domain.understanding.places import find_place
from domain.understanding.tokens import Kind, Token, Words
from domain.understanding.travelling import find_travelling
from domain.understanding.vocabulary import Line, Span, look
from domain.understanding.wishes import find_papers, find_reason, find_wish


@dataclass(frozen=True, slots=True)
class Details:
    """Everything found, whatever the line wants; the intent decides what of it is said.

    `phone` is E.164; `bad_phone` that something given as a number is none. `amounts` are whole rupiah in
    the order of the line, totals first; `offers` numbers under 1000 that may be prices, as rupiah (175 is 175000).
    `address` is where goods shall go (an address or a destination) in the customer's words, `place` that
    it is only a place's name after "ke" or "to". `payment` is transfer, qris, cod, credit, va or deposit;
    `account_asked` that an account or bank is spoken of without a way of paying ("rekening", "bca ada?");
    `wallet` an e-wallet or bank, with its account where one is said ("bca 1234567890", "dana", "bca").
    `papers` are codes of documents, `reason` the code of a complaint, `terms` "14 hari" or "50%",
    `wish` a wish on making, packing or delivery. `taken` is what cannot be goods any more.
    """

    phone: str | None = None
    bad_phone: bool = False
    waybill: str | None = None
    order_ref: str | None = None
    amounts: tuple[int, ...] = ()
    offers: tuple[int, ...] = ()
    shipping: Shipping | None = None
    payment: str | None = None
    account_asked: bool = False
    wallet: str | None = None
    address: str | None = None
    place: bool = False
    recipient: str | None = None
    attachment: bool = False
    papers: tuple[str, ...] = ()
    reason: str | None = None
    terms: str | None = None
    wish: str | None = None
    taken: tuple[Span, ...] = ()


def find_details(text: str, tokens: tuple[Token, ...], context: Context, words: Words) -> Details:
    """Read everything but the goods; `text` is cleaned, the tokens stand in it."""
    line = look(text, tokens, context, words)
    claims = Claims(len(text))
    marked = _marked(line, claims)
    # Only what nothing else has claimed may be a name, an address, a wish or a sum without a sign.
    claims.reading("name")
    recipient = find_recipient(line, claims) or find_named(line)
    claims.reading("address")
    place = find_place(line, claims)
    claims.reading("wish")
    wish = find_wish(line, claims)
    claims.reading("amount")
    amounts = marked.amounts + find_bare_sums(line, claims)
    wallet = marked.wallet or find_wallet(line, marked.phone, claims)
    return replace(
        marked,
        amounts=amounts,
        offers=find_offers(line, claims),
        account_asked=marked.payment is None and _asks_account(line, wallet),
        wallet=wallet,
        address=place.address,
        place=place.only_named,
        recipient=recipient,
        reason=find_reason(line),
        wish=wish,
        taken=claims.spans(),
    )


def _marked(line: Line, claims: Claims) -> Details:
    """What says itself what it is: by its shape, its sign or its word."""
    claims.reading("photo")
    attachment = _attachment(line, claims)
    claims.reading("number")
    numerals = find_numerals(line, claims)
    claims.reading("amount")
    amounts = find_sums(line, claims)
    claims.reading("pay")
    payment = find_payment(line, claims)
    claims.reading("paper")
    papers = find_papers(line, claims)
    shipping = _shipping(line, claims)
    claims.reading("terms")
    return Details(
        phone=numerals.phone,
        bad_phone=numerals.bad_phone,
        waybill=numerals.waybill,
        order_ref=numerals.order_ref,
        amounts=amounts,
        shipping=shipping,
        payment=_settled(payment or find_delay(line), shipping),
        wallet=numerals.account,
        attachment=attachment,
        papers=papers,
        terms=find_terms(line, claims, payment),
    )


def _shipping(line: Line, claims: Claims) -> Shipping | None:
    claims.reading("when")
    when = find_when(line, claims)
    claims.reading("travel")
    found = find_travelling(line, claims, when)
    shipping = Shipping(found.courier, found.service, found.pickup, when)
    return None if shipping == Shipping() else shipping


def _settled(payment: str | None, shipping: Shipping | None) -> str | None:
    """Cash is paid to the courier; who fetches the goods pays in the shop, which is no way of its own."""
    if payment != "cash":
        return payment
    return None if shipping is not None and shipping.pickup else "cod"


def _asks_account(line: Line, wallet: str | None) -> bool:
    banks = {hit.code for hit in line.said("banks")}
    return line.has("accounts") or (wallet is not None and wallet.split()[0] in banks)


def _attachment(line: Line, claims: Claims) -> bool:
    found = False
    for at, token in enumerate(line.tokens):
        if token.kind is Kind.ATTACHMENT:
            claims.add(line.span(at, at + 1))
            found = True
    return found


__all__ = ["Details", "Span", "find_details"]

"""What a line says beside its goods: people, places, money, papers, couriers and times."""

from dataclasses import dataclass

from domain.understanding.contract import Shipping


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end]"""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Details:
    """Everything found, whatever the line wants; the intent decides what of it is said.

    `phone` is E.164; `bad_phone` that something given as a number is none. `amounts` are whole rupiah in
    the order of the line. `address` is where goods shall go (an address or a destination) in the
    customer's words, `place` that it is only a place's name after "ke" or "to". `payment` is transfer,
    qris, cod, credit, va or deposit; `wallet` an e-wallet or bank with its account ("bca 1234567890",
    "dana"). `papers` are codes of documents, `reason` the code of a complaint, `terms` "14 hari" or
    "50%", `wish` a wish on making, packing or delivery. `taken` is what cannot be goods any more.
    """

    phone: str | None = None
    bad_phone: bool = False
    waybill: str | None = None
    order_ref: str | None = None
    amounts: tuple[int, ...] = ()
    shipping: Shipping | None = None
    payment: str | None = None
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

"""A proposal: what was read from a message, at today's prices, for a person to correct and confirm.

It changes nothing: it is kept in a conversation's state, and what it holds is written by the use
cases of the cart once somebody has confirmed it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from domain.delivery import Json
from domain.policy import ShopPolicy

SURE = 0.75
"""Below this confidence a line is shown with the words that it came from."""
MAX_CHOICES = 8


class Problem(StrEnum):
    """Why a line cannot be had as it stands."""

    GONE = "gone"
    SOLD_OUT = "sold_out"
    SHORT = "short"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a line's question: a SKU, or (sku "") a product whose variant is asked next."""

    sku: str
    product: str
    title: str
    unit_price: int = 0
    available: int = 0


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """Goods that were asked for. `key` names the line as long as the proposal lives.

    `sku` is None while it is asked which: `ask` is then "product", "which" or the names of the
    missing options joined by "+", and `choices` what to choose from (none: nothing like it is sold).
    `ask` "qty": the SKU is known, `fraction` is what was said ("3/2") and no whole number of it.
    `product` is the product's code. `held` units lie in the cart already, `available` can be promised.
    `source` is what in the text it came from.
    """

    key: int
    quantity: int
    sku: str | None = None
    product: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    ask: str | None = None
    choices: tuple[Choice, ...] = ()
    title: str = ""
    unit_price: int = 0
    weight_g: int = 0
    available: int = 0
    held: int = 0
    on_sale: bool = True
    fraction: str = ""
    source: str = ""
    confidence: float = 1.0

    @property
    def amount(self) -> int:
        """Price of the line in minor units; 0 while the SKU is not known."""
        return self.quantity * self.unit_price

    @property
    def left(self) -> int:
        """Units that can still be added to what the cart holds."""
        return max(0, self.available - self.held)

    @property
    def unsure(self) -> bool:
        """It is to be shown what the line came from."""
        return self.confidence < SURE and bool(self.source)

    def problem(self, most: int) -> Problem | None:
        """Return what keeps the line from being had; `most` is the shop's limit of units a line."""
        if self.sku is None:
            return None
        if not self.on_sale:
            return Problem.GONE
        if self.left <= 0:
            return Problem.SOLD_OUT
        if self.quantity + self.held > most:
            return Problem.TOO_MANY
        return Problem.SHORT if self.quantity > self.left else None

    def most_to_take(self, most: int) -> int:
        """Return how many of it can be had at most."""
        return max(0, min(self.left, most - self.held))


@dataclass(frozen=True, slots=True)
class Proposal:
    """An order as it was understood; `version` is in the data of its buttons.

    `shipping` is a method's code, `term` a PaymentTerm's value, `phone` E.164. `shipping_wish` and
    `payment_wish` are what was said and the shop does not offer. `usual` names the parts (address,
    shipping, term) that were not said, but are as in the cart or the order before. `phone_wrong`: a
    number was given that is none. `next_key` is above the keys of lines that were taken out: a key
    never names another line.
    """

    version: int
    lines: tuple[ProposedLine, ...] = ()
    address: str = ""
    recipient: str = ""
    phone: str = ""
    shipping: str = ""
    shipping_wish: str = ""
    term: str = ""
    payment_wish: str = ""
    note: str = ""
    usual: tuple[str, ...] = ()
    phone_wrong: bool = False
    next_key: int = 0

    @property
    def goods_total(self) -> int:
        """Sum of the lines in minor units."""
        return sum(line.amount for line in self.lines)

    @property
    def weight_g(self) -> int:
        """Packed weight in grams."""
        return sum(line.weight_g * line.quantity for line in self.lines)

    @property
    def question(self) -> ProposedLine | None:
        """The line whose question comes next, if one is open."""
        return next((line for line in self.lines if line.ask is not None), None)

    def line(self, key: int) -> ProposedLine | None:
        """Return the line of that key."""
        return next((line for line in self.lines if line.key == key), None)

    def fee(self, policy: ShopPolicy) -> int | None:
        """Return the shipping cost in minor units, None while the method is not known."""
        method = policy.method(self.shipping)
        return method.quote(self.weight_g).fee if method else None

    def missing(self, policy: ShopPolicy) -> tuple[str, ...]:
        """Return what has still to be asked before it is an order: shipping, address, phone, term."""
        method = policy.method(self.shipping)
        parts = {
            "shipping": method is not None,
            "address": bool(self.address) or (method is not None and method.pickup),
            "phone": bool(self.phone),
            "term": bool(self.term),
        }
        return tuple(name for name, there in parts.items() if not there)

    def ready(self, policy: ShopPolicy) -> bool:
        """Tell whether the goods can go into the cart as they stand."""
        if not self.lines or self.question is not None:
            return False
        return all(line.problem(policy.max_quantity) is None for line in self.lines)

    def to_json(self) -> Json:
        """Return it as plain JSON, for the conversation's state."""
        return asdict(self)


def from_json(data: object) -> Proposal | None:
    """Read a proposal back; None for what is none (another version's state)."""
    if not isinstance(data, dict):
        return None
    try:
        lines = tuple(
            ProposedLine(**{**line, "choices": tuple(Choice(**c) for c in line["choices"])})
            for line in data["lines"]
        )
        return Proposal(**{**data, "lines": lines, "usual": tuple(data["usual"])})
    except (TypeError, KeyError):
        return None


def with_quantity(proposal: Proposal, key: int, quantity: int) -> Proposal:
    """Set a line's quantity; 0 takes the line out. A question how many is answered by it."""
    if quantity <= 0:
        return without(proposal, key)

    def set_to(line: ProposedLine) -> ProposedLine:
        ask = None if line.ask == "qty" else line.ask
        return replace(line, quantity=quantity, ask=ask, fraction="")

    return _changed(proposal, key, set_to)


def with_choice(proposal: Proposal, key: int, choice: Choice) -> Proposal:
    """Let a line be this SKU. A line of the same SKU takes it in, so that none stands twice."""
    line = proposal.line(key)
    if line is None or not choice.sku:
        return proposal
    same = next((x for x in proposal.lines if x.sku == choice.sku and x.key != key), None)
    if same is not None:
        return with_quantity(without(proposal, key), same.key, same.quantity + line.quantity)

    def choose(line: ProposedLine) -> ProposedLine:
        ask = "qty" if line.fraction else None
        return replace(
            line,
            sku=choice.sku,
            product=choice.product,
            ask=ask,
            choices=(),
            title=choice.title,
            unit_price=choice.unit_price,
            available=choice.available,
            confidence=1.0,
        )

    return _changed(proposal, key, choose)


def with_product(
    proposal: Proposal, key: int, product: str, title: str, choices: Sequence[Choice]
) -> Proposal:
    """Let a line be of this product; its variant is asked next, unless there is only one."""
    if len(choices) == 1:
        return with_choice(proposal, key, choices[0])
    return _changed(
        proposal,
        key,
        lambda line: replace(
            line,
            sku=None,
            product=product,
            title=title,
            unit_price=0,
            weight_g=0,
            ask="which",
            choices=tuple(choices),
        ),
    )


def without(proposal: Proposal, key: int) -> Proposal:
    """Take a line out."""
    if proposal.line(key) is None:
        return proposal
    lines = tuple(line for line in proposal.lines if line.key != key)
    return replace(proposal, lines=lines, next_key=max(proposal.next_key, key + 1))


def appended(proposal: Proposal, line: ProposedLine, place: int | None = None) -> Proposal:
    """Put a line in, at its place or below the others, under a key that no other had."""
    key = max([proposal.next_key, *(x.key + 1 for x in proposal.lines)])
    lines = list(proposal.lines)
    lines.insert(len(lines) if place is None else place, replace(line, key=key))
    return replace(proposal, lines=tuple(lines))


def joined(earlier: Proposal, later: Proposal) -> Proposal:
    """Return both as one, for messages that came in a row: what was said later stands.

    Lines are added to those before; the version is the later one's.
    """
    result = replace(
        later,
        lines=earlier.lines,
        address=_said(earlier, later, "address"),
        recipient=later.recipient or earlier.recipient,
        phone=later.phone or earlier.phone,
        shipping=_said(earlier, later, "shipping"),
        shipping_wish=later.shipping_wish or ("" if later.shipping else earlier.shipping_wish),
        term=_said(earlier, later, "term"),
        payment_wish=later.payment_wish or ("" if later.term else earlier.payment_wish),
        note="; ".join(dict.fromkeys(n for n in (earlier.note, later.note) if n)),
        usual=tuple(p for p in earlier.usual if p in later.usual or not getattr(later, p)),
        next_key=earlier.next_key,
    )
    for line in later.lines:
        same = next((x for x in result.lines if line.sku and x.sku == line.sku), None)
        if same is not None:
            result = with_quantity(result, same.key, same.quantity + line.quantity)
        else:
            result = appended(result, line)
    return result


def _said(earlier: Proposal, later: Proposal, part: str) -> str:
    """Return a part that may be the usual one: what was said comes first, the later first of all."""
    for one in (later, earlier):
        if getattr(one, part) and part not in one.usual:
            return str(getattr(one, part))
    return str(getattr(later, part) or getattr(earlier, part))


def _changed(
    proposal: Proposal, key: int, change: Callable[[ProposedLine], ProposedLine]
) -> Proposal:
    lines = tuple(change(line) if line.key == key else line for line in proposal.lines)
    return replace(proposal, lines=lines)

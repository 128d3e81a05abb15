"""understand(): a customer's line, read in its context, becomes an intent with its slots."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from domain.understanding.assortment import Assortment
from domain.understanding.atoms import Atom, Role, atoms
from domain.understanding.changes import Changes, Present
from domain.understanding.contract import (
    Action,
    Awaiting,
    Context,
    Intent,
    Item,
    Line,
    Reading,
)
from domain.understanding.details import Details, find_details
from domain.understanding.draft import Draft
from domain.understanding.goods import drafts
from domain.understanding.intents import choose, hostile
from domain.understanding.lexicon import Lexicon, standard
from domain.understanding.names import Names
from domain.understanding.resolving import countable, item, merged
from domain.understanding.saying import slots
from domain.understanding.sentence import sentence
from domain.understanding.tokens import Token, clean

ASKING = frozenset(
    {
        Intent.AVAILABILITY,
        Intent.PRICE,
        Intent.WHOLESALE_PRICE,
        Intent.PRODUCT_QUESTION,
        Intent.NEGOTIATE,
        Intent.PROMO_QUESTION,
        Intent.SHIPPING_QUOTE,
        Intent.DOCUMENT_REQUEST,
    }
)
"""Intents that name goods without changing anything."""
_OF_SHOWN = ASKING - {Intent.PROMO_QUESTION, Intent.SHIPPING_QUOTE, Intent.DOCUMENT_REQUEST}
_LOWEST_PRICE = 20
_QUESTIONS = {"product": "product", "which": "which_item", "qty": "qty"}


class Reader:
    """Reads lines for one assortment; building it indexes the goods, reading changes nothing."""

    def __init__(self, assortment: Assortment, lexicon: Lexicon | None = None) -> None:
        self._names = Names(assortment, lexicon or standard())

    def read(self, text: str, context: Context) -> Reading:
        """Return what the line says. Never raises, whatever the text; the same text reads the same."""
        if hostile(text):  # before it is cleaned: what hides between its signs counts
            return Reading(Intent.UNKNOWN)
        text = clean(text)
        context = self._on_sale(context)
        tokens = self._names.tokens(text)
        details = find_details(text, tokens, context, self._names.words)
        pieces = atoms(tokens, details.taken, self._names)
        said = drafts(pieces, self._names, self._assumed(context))
        spoken = sentence(text, tokens, pieces, said, details, context, self._names)
        verdict = choose(spoken, context)
        line = _Line(text, tokens, pieces, said, details, context, self._names)
        changed = line.corrects_cart(verdict.intent) or line.recounts(verdict.intent)
        intent = Intent.CART_CHANGE if changed else verdict.intent
        items = tuple(countable(one) for one in line.items(intent))
        asked = tuple(dict.fromkeys(_QUESTIONS.get(i.ask, "option") for i in items if i.ask))
        return slots(intent, details, context, items, asked)

    def _on_sale(self, context: Context) -> Context:
        """The context without what is not sold any more: an old order, a cart that lay for long."""
        last = context.last_order
        return replace(
            context,
            cart=self._sold(context.cart),
            last_order=replace(last, lines=self._sold(last.lines)) if last else None,
        )

    def _sold(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(line for line in lines if line.sku in self._names.sku_of)

    def _assumed(self, context: Context) -> frozenset[str]:
        """The products that unnamed options are looked for in: the one shown, else those at hand."""
        shown = self._names.product_of(context.viewing)
        if shown is not None:
            return frozenset({shown})
        lines = context.cart or (context.last_order.lines if context.last_order else ())
        found = (self._names.product_of(line.sku) for line in lines)
        return frozenset(name for name in found if name is not None)


def understand(text: str, context: Context, assortment: Assortment) -> Reading:
    """Read one line; whoever reads many builds a Reader once."""
    return Reader(assortment).read(text, context)


class _Line:
    """One line on its way to items."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        pieces: Sequence[Atom],
        said: list[Draft],
        details: Details,
        context: Context,
        names: Names,
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._pieces = pieces
        self._drafts = said
        self._details = details
        self._context = context
        self._names = names

    def items(self, intent: Intent) -> tuple[Item, ...]:
        """The goods that the line names, as this intent means them."""
        if intent in ASKING:
            return self._asked(intent)
        match intent:
            case Intent.ORDER:
                return merged(self._ordered())
            case Intent.CART_CHANGE:
                usual = Action.SET if self.recounts(Intent.UNKNOWN) else Action.ADD
                return merged(self._changed(self._context.cart, usual) or [_UNCLEAR])
            case Intent.REORDER:
                return merged(self._changed(self._last_lines, Action.SET))
            case Intent.CHECKOUT:
                return merged([self._item(d) for d in self._drafts if d.says_goods])
            case Intent.RETURN:
                return tuple(self._returned())
            case Intent.EXCHANGE:
                return tuple(self._exchanged())
            case _:
                return ()

    def corrects_cart(self, intent: Intent) -> bool:
        """ "gayonya bubuk aja": another variant of what is in the cart, and no number, is a change."""
        goods = [d for d in self._drafts if d.says_goods]
        if intent is not Intent.ORDER or len(goods) != 1 or not self._has("saja"):
            return False
        draft = goods[0]
        if draft.count is not None or not draft.options or self._context.viewing is not None:
            return False
        present = Present(self._context.cart, None, self._names)
        return len(present.meant(draft, {})) == 1 and not present.meant(draft, draft.options)

    def recounts(self, intent: Intent) -> bool:
        """ "2 pak", "eh 3": a bare number, said to the card of one line, is how many it shall be."""
        open_card = self._context.awaiting is Awaiting.CONFIRM and len(self._context.cart) == 1
        counts = [d for d in self._drafts if d.counted]
        bare = len(counts) == 1 and not any(d.says_goods for d in self._drafts)
        return intent is Intent.UNKNOWN and open_card and bare

    @property
    def _last_lines(self) -> tuple[Line, ...]:
        last = self._context.last_order
        return last.lines if last else ()

    def _has(self, *words: str) -> bool:
        return any(token.word in words for token in self._tokens)

    def _item(self, draft: Draft) -> Item:
        return item(self._in_view(draft), self._names, self._text)

    def _in_view(self, draft: Draft) -> Draft:
        """Let the SKU that is shown, or the only one in the cart, say what the draft leaves out."""
        known = self._names.sku_of.get(self._context.viewing or "")
        if known is None and not draft.says_goods and not self._context.viewing:
            lines = self._context.cart
            known = self._names.sku_of.get(lines[0].sku) if len(lines) == 1 else None
        if draft.named or known is None:
            return draft
        ware, options = known
        if draft.wares and ware.name not in draft.wares:
            return draft
        excluded = {name for name, _ in draft.excluded}
        kept = {
            name: value
            for name, value in options.items()
            if name not in draft.lacking and name not in excluded
        }
        return replace(draft, wares=frozenset({ware.name}), carried={**kept, **draft.carried})

    def _ordered(self) -> list[Item]:
        wanted = [d for d in self._drafts if not d.negated]
        wanted = _without_taken_back(wanted)
        shown = self._names.product_of(self._context.viewing)
        goods = [
            one
            for d in wanted
            if d.says_goods or (d.referring and d.count is not None and shown is not None)
            for one in self._each_variant(d)
        ]
        if goods:
            return [self._item(d) for d in goods]
        counts = [d for d in wanted if d.count is not None or d.measured is not None]
        draft = counts[0] if counts else Draft(0, 0)
        if not counts and self._context.awaiting is Awaiting.QTY and self._details.amounts:
            draft = Draft(0, 0, count=Fraction(self._details.amounts[0]))
        if shown is not None:
            draft = replace(draft, wares=frozenset({shown}))
        elif len(self._context.cart) != 1:
            pointed = bool(self._context.cart) or any(d.referring for d in wanted)
            ask = "which" if pointed else "product"
            return [replace(_UNCLEAR, qty=_counted(draft), ask=ask)]
        return [self._item(draft)]

    def _each_variant(self, draft: Draft) -> list[Draft]:
        """ "semua ukuran" is every variant that the draft leaves open."""
        if not draft.every or draft.ware is None:
            return [draft]
        ware = self._names.wares[draft.ware]
        variants = ware.matching(draft.all_options)
        return [replace(draft, options=dict(variant.options)) for variant in variants] or [draft]

    def _asked(self, intent: Intent) -> tuple[Item, ...]:
        goods = [d for d in self._drafts if d.says_goods and not d.negated]
        if intent not in _OF_SHOWN:
            goods = [d for d in goods if not d.unsold]
        if intent is Intent.NEGOTIATE:
            goods = [replace(d, count=None) if _priced(d) else d for d in goods]
        if not goods and intent in _OF_SHOWN:
            goods = self._shown() or self._unknown(intent)
        goods = [_unsplit(d) for d in goods]
        items = [self._item(d) if d.lacking else _unasked(self._item(d)) for d in goods]
        once = [x for at, x in enumerate(items) if not any(_same(x, y) for y in items[:at])]
        return merged(once)

    def _unknown(self, intent: Intent) -> list[Draft]:
        """What "takengon masih ada?" asks about: words that nobody knows."""
        found = [atom for atom in self._pieces if atom.role is Role.UNKNOWN]
        if not found or intent not in {Intent.AVAILABILITY, Intent.PRICE}:
            return []
        last = found[0]
        for atom in found[1:]:
            if self._text[last.end : atom.start].strip():
                break
            last = atom
        return [Draft(found[0].start, last.end, unsold=True)]

    def _shown(self) -> list[Draft]:
        viewing = self._context.viewing
        product = self._names.product_of(viewing)
        count = next((d.count for d in self._drafts if d.count is not None), None)
        if product is None:
            return []
        return [Draft(0, 0, frozenset({product}), count=count)]

    def _changed(self, lines: tuple[Line, ...], usual: Action) -> list[Item]:
        present = Present(lines, self._context.viewing, self._names)
        only = self._has(
            "saja", "harusnya", "seharusnya", "mestinya", "kudune", "should", "only", "just"
        )
        return Changes(present, self._text, only=only, usual=usual).read(self._drafts)

    def _returned(self) -> list[Item]:
        present = Present(self._last_lines, None, self._names)
        found: list[Item] = []
        for draft in self._drafts:
            if not draft.says_goods:
                continue
            line = present.one(draft)
            if line is not None:
                qty = min(self._affected(draft, line), line.qty)
                source = self._text[draft.start : draft.end]
                found.append(present.item(line, qty, Action.ADD, source))
            elif not self._last_lines:
                found.append(_unasked(self._item(draft)))
        return found

    def _affected(self, draft: Draft, line: Line) -> int:
        """How many are affected; of "pesan 6 datang 4" it is what is missing."""
        if draft.every and draft.count is None:
            return line.qty
        if draft.verb == "less" and draft.count is not None:
            return _counted(draft)
        numbers = [int(a.number) for a in self._pieces if a.role is Role.NUMBER]
        if self._details.reason == "missing" and len(numbers) >= 2:
            return max(1, abs(numbers[0] - numbers[1]))
        if self._details.reason == "wrong_item" and not numbers:
            return line.qty
        if draft.count is None and len(numbers) == 1:
            return max(1, numbers[0])
        return _counted(draft)

    def _exchanged(self) -> list[Item]:
        present = Present(self._last_lines, None, self._names)
        goods = [d for d in self._drafts if d.says_goods and not d.negated]
        if not goods:
            return []
        if not self._last_lines and len(goods) == 1 and goods[0].was:
            goods = [replace(goods[0], options={**goods[0].options, **goods[0].was}), goods[0]]
        if not self._last_lines and len(goods) == 2:
            old, new = self._item(goods[0]), self._item(goods[1])
            return [replace(old, action=Action.REMOVE), replace(new, action=Action.REPLACE)]
        others = [d for d in goods if d.verb in {"replace", "set"} or present.one(d) is None]
        wanted = others[-1] if others else goods[-1]
        given = next((d for d in goods if d is not wanted and present.one(d) is not None), None)
        count = next((d.count for d in self._drafts if d.count is not None), None)
        if given is not None:
            pair = [replace(given, verb="replace", count=count), replace(wanted, verb="set")]
        else:
            pair = [replace(wanted, verb="replace", part=count is not None)]
        return Changes(present, self._text, only=False, usual=Action.ADD).read(pair)


_UNCLEAR = Item(None, None, ask="which", confidence=0.3)


def _counted(draft: Draft) -> int:
    count = draft.count
    return int(count) if count is not None and count.denominator == 1 and count > 0 else 1


def _same(one: Item, other: Item) -> bool:
    """Whether a question names the same goods twice."""
    same = (one.sku, one.product, one.options) == (other.sku, other.product, other.options)
    return same and one.qty == other.qty


def _unsplit(draft: Draft) -> Draft:
    """Who asks about a litre does not ask about two halves: that size is not sold."""
    if draft.sized is None:
        return draft
    options = {name: value for name, value in draft.options.items() if name != draft.sized}
    lacking = draft.lacking | {draft.sized}
    return replace(draft, options=options, lacking=lacking, times=Fraction(1), sized=None)


def _priced(draft: Draft) -> bool:
    """Whether what stands where a count would is rather a price in thousands: "sepatu 175 boleh?" """
    return draft.unit is None and draft.count is not None and draft.count >= _LOWEST_PRICE


def _without_taken_back(wanted: list[Draft]) -> list[Draft]:
    """ "gayo 2 ga jadi, toraja aja": what the line itself takes back is not ordered."""
    kept = [d for d in wanted if d.verb != "remove"]
    gone = [d for d in wanted if d.verb == "remove" and d.says_goods]
    kept = [
        d
        for d in kept
        if not any(d.wares == g.wares and g.options.items() <= d.all_options.items() for g in gone)
    ]
    corrected = {
        id(before)
        for before, after in pairwise(kept)
        if after.verb in {"set", "replace"} and after.wares == before.wares and not after.named
    }
    return [d for d in kept if id(d) not in corrected]


def _unasked(one: Item) -> Item:
    """A question may name goods in part; what is no product, or no whole number of one, is asked."""
    if one.product is None or one.ask == "qty":
        return one
    return replace(one, ask=None)

"""What the shop learns from use: words that nobody understood, and what staff say that they mean."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from domain.authority import Actor, Right
from domain.catalogue import Product, Sku
from domain.delivery import Json
from domain.errors import BadText, NotFound, NotOffered, TooMany
from domain.lessons import OwnWord, Unread, UnreadLine, UnreadReason, WordKind
from domain.masking import ADDRESS, PLACEHOLDERS, is_masked, masked
from domain.ports import UnitOfWork
from domain.understanding.contract import Intent, Item, Reading
from domain.understanding.hostility import hostile
from domain.understanding.lexicon import standard
from domain.usecases.access import check, could_be_key

MAX_WORDS = 60
MAX_LINE = 300
MAX_MEANING = 60
MOST_OWN = 500
MOST_OF_ONE = 25
"""So many unread words are kept of one person: nobody fills the list alone."""
_LONGEST_READ = 2_000
_SALT = "lessons_salt"
_CANDIDATES = 3
_LIKELY = 70
_SHORTEST_ALIKE = 4
_LEFT_OUT = "…"

Goods = Sequence[tuple[Product, Sequence[Sku]]]
"""What is on sale, as the catalogue gives it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that unread words may mean."""

    code: str
    name: str


def note_unread(uow: UnitOfWork, person: str, text: str, reading: Reading) -> int:
    """Keep what was not understood of a line, without personal data; return how much was new.

    `person` tells people apart ("c:12", "s:901"); only a hash of it is kept.
    """
    if hostile(text):
        return 0
    found = [(i.source, UnreadReason.GOODS) for i in reading.items if i.ask == "product"]
    if reading.intent is Intent.UNKNOWN and not reading.items:
        found = [(text, UnreadReason.NOTHING)]
    return sum(
        _note(uow, person, text, reading, words, reason, None)
        for words, reason in found[:MOST_OF_ONE]
    )


def note_correction(
    uow: UnitOfWork, person: str, text: str, reading: Reading, words: str, meant: str
) -> bool:
    """Keep that a person said of these words of their line that another product was meant."""
    reason = UnreadReason.CORRECTED
    return _note(uow, person, text, reading, words, reason, meant)


def teach_alias(uow: UnitOfWork, actor: Actor, written: str, product: str) -> OwnWord:
    """From now on the words mean this product. Raises BadText, NotOffered, NotFound, TooMany."""
    check(uow, actor, Right.TEACH_WORDS)
    known = uow.catalogue.product(product) if could_be_key(product) else None
    if known is None or not known.active:
        raise NotFound("product", product)
    return _teach(uow, actor, written, WordKind.ALIAS, product)


def teach_slang(uow: UnitOfWork, actor: Actor, written: str, meaning: str) -> OwnWord:
    """From now on the word is read as these normal words. Raises BadText, NotOffered, TooMany."""
    check(uow, actor, Right.TEACH_WORDS)
    meaning = _normal(meaning)
    if not meaning or len(meaning) > MAX_MEANING or not meaning.isprintable():
        raise BadText("meaning", MAX_MEANING)
    if len(_normal(written).split()) > 1:
        raise BadText("word", MAX_WORDS)
    return _teach(uow, actor, written, WordKind.SLANG, meaning)


def ignore_words(uow: UnitOfWork, actor: Actor, line_id: int) -> Unread | None:
    """Leave the words of this line alone from now on; None when they are settled already."""
    check(uow, actor, Right.TEACH_WORDS)
    found = uow.lessons.unread_by_id(line_id)
    if found is None:
        return None
    _room(uow, found.words)
    word = OwnWord(0, found.words, WordKind.IGNORED, "", actor.id, uow.now)
    uow.lessons.teach(word)
    uow.lessons.drop(found.words)
    return found


def forget_word(uow: UnitOfWork, actor: Actor, word_id: int) -> bool:
    """Unlearn a word; False when it is gone already."""
    check(uow, actor, Right.TEACH_WORDS)
    return uow.lessons.forget(word_id)


def aliases_of(uow: UnitOfWork) -> dict[str, list[str]]:
    """Return the shop's own names of products, by code."""
    found: dict[str, list[str]] = {}
    for word in uow.lessons.words():
        if word.kind is WordKind.ALIAS:
            found.setdefault(word.meaning, []).append(word.written)
    return found


def slang_of(uow: UnitOfWork) -> dict[str, str]:
    """Return the shop's own slang, as written: what it means."""
    words = uow.lessons.words()
    return {word.written: word.meaning for word in words if word.kind is WordKind.SLANG}


def candidates(goods: Goods, unread: Unread) -> list[Candidate]:
    """Return what the words may mean, most likely first: what a correction led to, then likeness."""
    products = [product for product, _ in goods]
    by_code = {product.code: product for product in products}
    if _belongs_to(goods, unread.words):
        return []  # no other meaning of them can be taught
    likely = {p.code: _likeness(unread.words, p) for p in products}
    codes = sorted((c for c, score in likely.items() if score >= _LIKELY), key=lambda c: -likely[c])
    if unread.meant in by_code:
        codes = [unread.meant, *(code for code in codes if code != unread.meant)]
    return [Candidate(code, by_code[code].name) for code in codes[:_CANDIDATES]]


def _likeness(words: str, product: Product) -> float:
    """Return how alike the words and a product's names are, word by word, from 0 to 100."""
    known = standard().known
    said = [w for w in _words(words) if len(w) >= _SHORTEST_ALIKE and w not in known]
    names = [w for w in _goods_words([product]) if len(w) >= _SHORTEST_ALIKE]
    return max((fuzz.ratio(a, b) for a in said for b in names), default=0.0)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _goods_words(products: Iterable[Product]) -> set[str]:
    """Return the words of the names that the catalogue has for goods."""
    names = (name for product in products for name in (product.name, *product.aliases))
    return {word for name in names for word in _words(name)}


def _note(
    uow: UnitOfWork,
    person: str,
    text: str,
    reading: Reading,
    words: str,
    reason: UnreadReason,
    meant: str | None,
) -> bool:
    known = [part for part in (reading.address, reading.recipient, reading.phone) if part]
    line = masked(text[:_LONGEST_READ], known)
    part = _in_question(line, words, reason)
    if part is None:
        return False
    if uow.lessons.word(part) is not None:
        return False
    line = _without_the_rest(uow, line, part, reason)
    hashed = _hashed(uow, person)
    if uow.lessons.noted_of(hashed) >= MOST_OF_ONE:
        return False
    kept = UnreadLine(part, line[:MAX_LINE], reason, hashed, uow.now, _told(reading), meant)
    return uow.lessons.note(kept)


def _in_question(line: str, words: str, reason: UnreadReason) -> str | None:
    """Return the words to learn, as they stand in the masked line; None where nothing is left.

    What was taken for goods and is masked in its line was a name, or a street.
    """
    whole = _normal(line)
    part = (
        whole.partition(ADDRESS)[0]
        if reason is UnreadReason.NOTHING
        else _without_numbers(_normal(words))
    )
    personal = reason is not UnreadReason.NOTHING and any(mark in part for mark in PLACEHOLDERS)
    if personal or part not in whole or is_masked(part):
        return None
    return part[:MAX_WORDS].strip()


def _without_the_rest(uow: UnitOfWork, line: str, part: str, reason: UnreadReason) -> str:
    """Return the line with the words in question, everyday words and goods: others may be personal.

    Where the whole line is in question, what follows a place goes with it.
    """
    if reason is UnreadReason.NOTHING:
        return re.sub(rf"{re.escape(ADDRESS)}[^\n]*", ADDRESS, line)
    products = [product for product, _ in uow.catalogue.on_sale()]
    kept = standard().known | _goods_words(products) | set(_words(part))

    def shown(token: str) -> str:
        whole = any(mark in token for mark in PLACEHOLDERS) or kept.issuperset(_words(token))
        return token if whole or not any(c.isalpha() for c in token) else _LEFT_OUT

    rows = (" ".join(shown(token) for token in row.split()) for row in line.splitlines())
    return re.sub(rf"{_LEFT_OUT}(?: {_LEFT_OUT})+", _LEFT_OUT, "\n".join(rows))


def _without_numbers(words: str) -> str:
    """Return it without how many were wanted, at either end."""
    lexicon = standard()
    counted = lexicon.numbers.keys() | lexicon.counters.keys()
    parts = words.split()
    while parts and (parts[-1] in counted or not any(c.isalpha() for c in parts[-1])):
        parts.pop()
    while parts and (parts[0] in counted or not any(c.isalpha() for c in parts[0])):
        parts.pop(0)
    return " ".join(parts)


def _told(reading: Reading) -> Json:
    """What was made of it, without what may be personal."""

    def item(one: Item) -> Json:
        return {"sku": one.sku, "product": one.product, "qty": str(one.qty), "ask": one.ask}

    return {"intent": reading.intent.value, "items": [item(one) for one in reading.items[:10]]}


def _teach(uow: UnitOfWork, actor: Actor, written: str, kind: WordKind, meaning: str) -> OwnWord:
    written = _normal(written)
    if not 2 <= len(written) <= MAX_WORDS or not any(c.isalpha() for c in written):
        raise BadText("word", MAX_WORDS)
    if not written.isprintable() or masked(written).casefold() != written:
        raise BadText("word", MAX_WORDS)
    if all(word in standard().known for word in written.split()):
        raise NotOffered("word", written)
    if _belongs_to(uow.catalogue.on_sale(), written):
        raise NotOffered("goods", written)
    _room(uow, written)
    word = uow.lessons.teach(OwnWord(0, written, kind, meaning, actor.id, uow.now))
    uow.lessons.drop(written)
    return word


def _belongs_to(goods: Goods, written: str) -> bool:
    """Tell whether the catalogue has all of these words: orders with them would be misread."""
    values = (value for _, skus in goods for sku in skus for value in sku.options.values())
    taken = _goods_words(product for product, _ in goods) | {w for v in values for w in _words(v)}
    return taken.issuperset(_words(written))


def _room(uow: UnitOfWork, written: str) -> None:
    if uow.lessons.word(written) is None and len(uow.lessons.words()) >= MOST_OWN:
        raise TooMany("words", MOST_OWN)


def _normal(text: str) -> str:
    return " ".join(text.casefold().split())


def _hashed(uow: UnitOfWork, person: str) -> str:
    salt = uow.shop.fact(_SALT)
    if salt is None:
        salt = secrets.token_hex(16)
        uow.shop.save_fact(_SALT, salt)
    return hmac.new(salt.encode(), person.encode(), hashlib.sha256).hexdigest()[:16]

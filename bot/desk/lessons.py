"""`/belajar`: words that were not understood, and what they mean by one tap."""

from bot.desk import arguments
from bot.desk.acting import note
from bot.desk.asking import STOP, ask, ask_again, close, number_fact, typed
from bot.visit import Kind, Reply, Show, Toast, Visit, message, screen
from domain.authority import Right
from domain.catalogue import Product
from domain.errors import BadText, NotFound, NotOffered, TooMany
from domain.lessons import OwnWord, Unread, UnreadReason, WordKind
from domain.usecases.access import check
from domain.usecases.learning import (
    MAX_WORDS,
    Goods,
    candidates,
    forget_word,
    ignore_words,
    teach_alias,
    teach_slang,
)
from notifications.render.screen import Button, Rows, Screen, call
from notifications.render.texts import shorten

FORM = "d.meaning"
SHOWN = 4
WORDS_SHOWN = 10
_LABEL = 30
_MOST_PAGES = 300
_LIST = frozenset({"kata", "words"})
_MEANS = ("=", " artinya ", " means ")
REASONS = {
    UnreadReason.NOTHING: "learn.reason.nothing",
    UnreadReason.GOODS: "learn.reason.goods",
    UnreadReason.CORRECTED: "learn.reason.corrected",
}
_KINDS = {
    WordKind.ALIAS: "learn.word.alias",
    WordKind.SLANG: "learn.word.slang",
    WordKind.IGNORED: "learn.word.ignored",
}
Args = tuple[str, ...]


def learn(visit: Visit) -> Reply:
    """`/belajar`; `/belajar kata`: the shop's own words; `/belajar WORDS = MEANING`: teach."""
    check(visit.uow, visit.actor, Right.TEACH_WORDS)
    said = " ".join(visit.incoming.words)
    if said.casefold() in _LIST:
        return message(_words(visit, 0))
    written, meaning = _split(said)
    if written and meaning:
        return _teach(visit, written, meaning)
    if said:
        return message(note("learn.how"))
    return message(_unread(visit, 0))


def _split(said: str) -> tuple[str, str]:
    for sign in _MEANS:
        written, found, meaning = said.partition(sign)
        if found:
            return written.strip(), meaning.strip()
    return "", ""


def page(visit: Visit) -> Reply:
    """`d.l.list:PAGE`."""
    check(visit.uow, visit.actor, Right.TEACH_WORDS)
    return screen(_unread(visit, _page(visit.incoming.args)))


def words(visit: Visit) -> Reply:
    """`d.l.words:PAGE`."""
    check(visit.uow, visit.actor, Right.TEACH_WORDS)
    return screen(_words(visit, _page(visit.incoming.args)))


def _page(args: Args) -> int:
    asked = arguments.whole(arguments.argument(args, 0))
    return max(0, min(asked or 0, _MOST_PAGES))


def _unread(visit: Visit, at: int) -> Screen:
    found = visit.uow.lessons.unread(SHOWN + 1, at * SHOWN)
    if not found and at:
        return _unread(visit, 0)
    goods = visit.uow.catalogue.on_sale()
    rows: list[tuple[Button, ...]] = []
    for place, unread in enumerate(found[:SHOWN], start=1):
        rows += _rows_of(goods, unread, place)
    turns = _turns("d.l.list", at, more=len(found) > SHOWN)
    own = (Button("learn.button.words", call("d.l.words", 0)),)
    facts: dict[str, object] = {
        "rows": [
            {"n": place, "unread": unread, "reason": REASONS[unread.reason]}
            for place, unread in enumerate(found[:SHOWN], start=1)
        ]
    }
    return Screen("desk/unread", facts, (*rows, turns, own))


def _rows_of(goods: Goods, unread: Unread, place: int) -> Rows:
    """One tap a candidate, then another meaning, or leave it alone."""
    means = tuple(
        (
            Button(
                "learn.button.means",
                call("d.l.is", unread.id, candidate.code),
                params={"n": place, "name": shorten(candidate.name, _LABEL)},
            ),
        )
        for candidate in candidates(goods, unread)
    )
    other = Button("learn.button.other", call("d.l.other", unread.id), params={"n": place})
    skip = Button("learn.button.skip", call("d.l.skip", unread.id), params={"n": place})
    return (*means, (other, skip))


def _turns(verb: str, at: int, *, more: bool) -> tuple[Button, ...]:
    back = (Button("base.previous", call(verb, at - 1)),) if at else ()
    return (*back, *((Button("base.next", call(verb, at + 1)),) if more else ()))


def means(visit: Visit) -> Reply:
    """`d.l.is:LINE:PRODUCT`: the words mean this product from now on."""
    check(visit.uow, visit.actor, Right.TEACH_WORDS)
    args = visit.incoming.args
    unread = _of(visit, args)
    if unread is None:
        return _settled(visit)
    code = arguments.code(arguments.argument(args, 1)) or ""
    try:
        word = visit.uow.attempt(teach_alias, visit.actor, unread.words, code)
    except (BadText, NotOffered, NotFound, TooMany) as error:
        return Reply((), _refused(error))
    close(visit)
    toast = Toast(
        "learn.toast.taught", {"word": shorten(word.written, 40), "name": _name(visit, word)}
    )
    return screen(_unread(visit, 0), toast)


def skip(visit: Visit) -> Reply:
    """`d.l.skip:LINE`: never ask about these words again."""
    line_id = _line_id(visit.incoming.args)
    try:
        skipped = visit.uow.attempt(ignore_words, visit.actor, line_id)
    except TooMany as error:
        return Reply((), _refused(error))
    if skipped is None:
        return _settled(visit)
    return screen(_unread(visit, 0), Toast("learn.toast.skipped"))


def other(visit: Visit) -> Reply:
    """`d.l.other:LINE`: ask what the words mean."""
    check(visit.uow, visit.actor, Right.TEACH_WORDS)
    unread = _of(visit, visit.incoming.args)
    if unread is None:
        return _settled(visit)
    question = note("learn.ask", (STOP,), words=unread.words, who=visit.incoming.user.name)
    return ask(visit, FORM, question, line=unread.id)


@typed
def meaning_typed(visit: Visit) -> Reply:
    """Take a product's name, or normal words."""
    check(visit.uow, visit.actor, Right.TEACH_WORDS)
    unread = visit.uow.lessons.unread_by_id(number_fact(visit, "line"))
    if unread is None:
        close(visit)
        return message(note("learn.settled"))
    return _teach(visit, unread.words, visit.incoming.text, unread)


def _teach(visit: Visit, written: str, meaning: str, unread: Unread | None = None) -> Reply:
    """Teach an alias where the meaning is one product, slang where it is none at all."""
    meaning = " ".join(meaning.split())[:MAX_WORDS]
    found = _meant(visit, meaning)
    if len(found) > 1:
        return _which(found, meaning, unread)
    try:
        if found:
            word = visit.uow.attempt(teach_alias, visit.actor, written, found[0].code)
        else:
            word = visit.uow.attempt(teach_slang, visit.actor, written, meaning)
    except BadText as error:
        text = "learn.wrong.slang" if not found and error.what == "word" else "learn.wrong.word"
        return ask_again(note(text, (STOP,) if unread else (), limit=MAX_WORDS))
    except (NotOffered, NotFound, TooMany) as error:
        close(visit)
        toast = _refused(error)
        facts = toast.params
        return message(Screen("desk/note", {"text": toast.text, "facts": facts}))
    close(visit)
    text = "learn.did.alias" if word.kind is WordKind.ALIAS else "learn.did.slang"
    back = (Button("learn.button.more", call("d.l.list", 0)),)
    undo = (Button("learn.button.undo", call("d.l.forget", word.id)),)
    return message(note(text, (undo, back), word=word.written, name=_name(visit, word)))


def _meant(visit: Visit, meaning: str) -> list[Product]:
    """Return the product of that name, else those that have it in their names."""
    found = [p for p in visit.uow.catalogue.search(meaning, 8) if p.active] if meaning else []
    exact = [p for p in found if meaning.casefold() in {p.name.casefold(), p.code.casefold()}]
    return exact[:1] or found


def _which(found: list[Product], meaning: str, unread: Unread | None) -> Reply:
    if unread is None:
        names = ", ".join(product.name for product in found)
        return message(note("learn.several_named", meaning=meaning, names=names))
    rows = tuple(
        (Button(shorten(p.name, _LABEL), call("d.l.is", unread.id, p.code), literal=True),)
        for p in found
    )
    return ask_again(note("learn.several", (*rows, STOP), meaning=meaning))


def _words(visit: Visit, at: int) -> Screen:
    own = visit.uow.lessons.words()
    shown = own[at * WORDS_SHOWN : (at + 1) * WORDS_SHOWN]
    if not shown and at:
        return _words(visit, 0)
    rows = tuple(
        (
            Button(
                "learn.button.forget",
                call("d.l.forget", word.id),
                params={"word": shorten(word.written, _LABEL)},
            ),
        )
        for word in shown
    )
    turns = _turns("d.l.words", at, more=len(own) > (at + 1) * WORDS_SHOWN)
    back = (Button("learn.button.unread", call("d.l.list", 0)),)
    facts: dict[str, object] = {
        "rows": [
            {
                "text": _KINDS[word.kind],
                "written": word.written,
                "meaning": _name(visit, word),
                "by": visit.uow.staff.name(word.author),
            }
            for word in shown
        ]
    }
    return Screen("desk/own_words", facts, (*rows, turns, back))


def forget(visit: Visit) -> Reply:
    """`d.l.forget:WORD`: unlearn it."""
    word_id = _line_id(visit.incoming.args)
    gone = forget_word(visit.uow, visit.actor, word_id)
    text = "learn.toast.forgotten" if gone else "learn.toast.settled"
    return screen(_words(visit, 0), Toast(text))


def _name(visit: Visit, word: OwnWord) -> str:
    if word.kind is not WordKind.ALIAS:
        return word.meaning
    product = visit.uow.catalogue.product(word.meaning)
    return product.name if product else word.meaning


def _line_id(args: Args) -> int:
    found = arguments.whole(arguments.argument(args, 0))
    return found if found is not None and 0 < found < 2**31 else 0


def _of(visit: Visit, args: Args) -> Unread | None:
    return visit.uow.lessons.unread_by_id(_line_id(args))


def _settled(visit: Visit) -> Reply:
    """Somebody was faster: the list as it is now."""
    toast = Toast("learn.toast.settled")
    if visit.incoming.kind is Kind.TAP:
        return Reply((Show(_unread(visit, 0)),), toast)
    return message(_unread(visit, 0))


def _refused(error: BadText | NotOffered | NotFound | TooMany) -> Toast:
    match error:
        case NotOffered(what="goods"):
            return Toast("learn.wrong.goods", alert=True)
        case NotOffered():
            return Toast("learn.wrong.usual", alert=True)
        case TooMany(maximum=maximum):
            return Toast("learn.wrong.full", {"limit": maximum}, alert=True)
        case NotFound():
            return Toast("learn.wrong.product", alert=True)
    return Toast("learn.wrong.word", {"limit": MAX_WORDS}, alert=True)

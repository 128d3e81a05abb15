"""Names as staff write them down: "Bu Ratna 0812…" between commas, which a customer would not write."""

import re
from dataclasses import replace

from domain.understanding.contract import Intent, Reading
from domain.understanding.lexicon import standard

_TITLES = "bu|ibu|pak|bapak|bpk|kak|mas|mbak|mba|bang|om|tante|ko|ci|cik|teh|kang|mr|mrs|ms"
_NUMBER = r"(?:[+(]?\d[\dx ().-]{3,})?"
_NAMED = re.compile(
    rf"\s*((?:{_TITLES})\.?(?:[ \t]+[^\W\d_][^\W\d_.'’-]*){{1,3}})[ \t.:]*{_NUMBER}\s*",
    re.IGNORECASE,
)


def with_name(reading: Reading, text: str) -> Reading:
    """Return the reading with the name that stands by itself behind a title, if it has none."""
    name = None if reading.recipient else _name_in(text)
    goods = {word for item in reading.items if item.product for word in _words(item.source)}
    if name is None or goods & set(_words(name)):
        return reading
    intent = Intent.DETAILS if reading.intent is Intent.UNKNOWN else reading.intent
    items = tuple(i for i in reading.items if i.product or not _words(i.source) <= _words(name))
    return replace(reading, recipient=name, intent=intent, items=items)


def _name_in(text: str) -> str | None:
    parts = (_NAMED.fullmatch(part) for part in re.split(r"[,;\n]", text))
    names = (" ".join(part[1].split()) for part in parts if part)
    known = standard().known
    return next((n for n in names if not any(w in known for w in n.casefold().split()[1:])), None)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))

"""Texts made safe: what people typed loses what could disorder a message, long ones are cut."""

import html
import re

# Control characters, lone surrogates, marks that turn the direction of text around them, and the
# invisible ones that only serve to hide something. The joiners that emoji and scripts need stay.
_DISORDERLY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_PIECE = re.compile(r"(<[^>]*>)|(&(?:#\d+|#x[0-9a-fA-F]+|\w+);)|([^<&]+|.)", re.DOTALL)
_TAG = re.compile(r"</?([a-zA-Z0-9-]+)")
ELLIPSIS = "…"


def clean(text: str) -> str:
    """Return the text without control characters, lone surrogates and direction overrides.

    Line breaks stay, in whichever way they were written; a tab becomes a space.
    """
    if text.isprintable():
        return text
    return _DISORDERLY.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")


def width(text: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """Return a plain text of at most `limit` units, with an ellipsis where it was cut."""
    if len(text) * 2 <= limit or width(text) <= limit:
        return text
    return _head(text, limit - 1) + ELLIPSIS


def shorten_html(text: str, limit: int) -> str:
    """Return Telegram HTML of at most `limit` visible units, cut between entities, tags closed."""
    if len(text) * 2 <= limit or width(text) <= limit:
        return text
    if _seen(text) <= limit:
        return text
    kept: list[str] = []
    closing: list[str] = []
    left = limit - 1
    for tag, entity, plain in _PIECE.findall(text):
        if tag:
            _follow(tag, closing)
            kept.append(tag)
            continue
        size = width(html.unescape(entity)) if entity else width(plain)
        if size > left:
            kept.append("" if entity else _head(plain, left).rstrip())
            break
        left -= size
        kept.append(entity or plain)
    return "".join([*kept, ELLIPSIS, *(f"</{name}>" for name in reversed(closing))])


def _seen(text: str) -> int:
    return sum(
        width(html.unescape(entity) if entity else plain)
        for tag, entity, plain in _PIECE.findall(text)
        if not tag
    )


def _follow(tag: str, closing: list[str]) -> None:
    match = _TAG.match(tag)
    if match is None:
        return
    if tag.startswith("</"):
        if closing:
            closing.pop()
    else:
        closing.append(match.group(1))


def _head(text: str, units: int) -> str:
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, units)]
    return kept.decode("utf-16-le", "ignore")

"""Entities rendered back to HTML that is safe to show, whatever the text holds."""

from __future__ import annotations

from html import escape

from simulator.errors import Json

TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="tg-spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
    "mention": ('<span class="mention">', "</span>"),
    "text_mention": ('<span class="mention">', "</span>"),
    "hashtag": ('<span class="hashtag">', "</span>"),
    "cashtag": ('<span class="hashtag">', "</span>"),
    "bot_command": ('<span class="command">', "</span>"),
}
SAFE_SCHEMES = frozenset({"http", "https", "tg", "mailto"})


def to_html(text: str, entities: list[Json]) -> str:
    """`text` with its entities as HTML; line breaks stay as they are."""
    if not entities:
        return escape(text)
    units = text.encode("utf-16-le")
    out: list[str] = []
    stack: list[tuple[int, str]] = []
    at = 0

    def write_until(stop: int) -> None:
        nonlocal at
        out.append(escape(units[at * 2 : stop * 2].decode("utf-16-le", "replace")))
        at = stop

    def close_until(offset: int) -> None:
        while stack and stack[-1][0] <= offset:
            stop, tag = stack.pop()
            write_until(stop)
            out.append(tag)

    for entity in entities:
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        close_until(start)
        write_until(start)
        opening, closing = _tags(entity, units[start * 2 : stop * 2].decode("utf-16-le", "replace"))
        if opening:
            out.append(opening)
            # An entity that reaches past the one around it would break the nesting.
            stack.append((min(stop, stack[-1][0]) if stack else stop, closing))
    close_until(len(units) // 2)
    write_until(len(units) // 2)
    return "".join(out)


def _tags(entity: Json, covered: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "pre":
        language = entity.get("language")
        if language:
            return f'<pre><code class="language-{escape(language)}">', "</code></pre>"
        return "<pre>", "</pre>"
    if kind == "text_link":
        return _link(entity["url"])
    if kind == "url":
        return _link(covered if "://" in covered else f"http://{covered}")
    if kind == "email":
        return _link(f"mailto:{covered}")
    return TAGS.get(kind, ("", ""))


def _link(address: str) -> tuple[str, str]:
    if address.partition(":")[0].lower() not in SAFE_SCHEMES:
        return "", ""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">', "</a>"

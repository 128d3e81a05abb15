"""`parse_mode=HTML` as Telegram reads it, with its error texts.

Source: core.telegram.org/bots/api#html-style and the parser of the open-source TDLib.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from simulator.entities import utf16_length
from simulator.errors import ApiError, Json, bad

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NOT_BUILT = {"tg-emoji": "custom_emoji", "tg-time": "date_time"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}))|(lt|gt|amp|quot));?")
_SIGN = re.compile("[<&]")
_HALVES = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)
# Labels hold no dots themselves, or these patterns would take for ever on a row of dots.
_HOST = re.compile(r"[^\s/.]+(\.[^\s/.]+)+\.?(:\d+)?|\[[0-9a-fA-F:.]+\](:\d+)?")
_BARE = re.compile(r"[^\s/@:.?#]+(\.[^\s/@:.?#]+)*\.[A-Za-z]{2,}(:\d+)?([/?#]\S*)?")
_SCHEMED = re.compile(r"(https?|tg|ton)://\S+", re.IGNORECASE)
_AFTER_HOST = re.compile("[/?#]")
_SPACE = " \t\n\r\x0b\x0c"
_NAME_END = frozenset(_SPACE + "=>/\"'")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    index: int


@dataclass(slots=True)
class _Reader:
    """Where the parser stands in `text`, and what it has collected."""

    text: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def fail(self, what: str, index: int | None = None) -> ApiError:
        place = ""
        if index is not None:
            place = f" at byte offset {len(self.text[:index].encode())}"
        return bad(f"can't parse entities: {what}{place}")

    def write(self, piece: str) -> None:
        self.out.append(piece)
        self.units += utf16_length(piece)

    def skip_space(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _SPACE:
            self.at += 1

    def ends(self) -> bool:
        return self.at >= len(self.text)


def parse_html(text: str) -> tuple[str, list[Json]]:
    """The plain text and its entities; raises the ApiError that Telegram would answer."""
    reader = _Reader(text)
    while not reader.ends():
        character = text[reader.at]
        if character == "<":
            if text.startswith("</", reader.at):
                _end_tag(reader)
            else:
                _start_tag(reader)
        elif character == "&":
            reader.write(_reference(reader) or _literal(reader))
        else:
            stop = _next_sign(text, reader.at)
            reader.write(text[reader.at : stop])
            reader.at = stop
    if reader.stack:
        tag = reader.stack[-1].tag
        raise reader.fail(f'Can\'t find end tag corresponding to start tag "{tag}"')
    for entity in reader.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return "".join(reader.out), reader.entities


def _next_sign(text: str, start: int) -> int:
    match = _SIGN.search(text, start)
    return match.start() if match else len(text)


def _literal(reader: _Reader) -> str:
    reader.at += 1
    return reader.text[reader.at - 1]


def _reference(reader: _Reader) -> str:
    """The character that a reference at the reader's place stands for, or ''."""
    match = _REFERENCE.match(reader.text, reader.at)
    if match is None:
        return ""
    hexadecimal, decimal, name = match.groups()
    if name:
        character = _NAMED[name]
    else:
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        if 0xD800 <= code <= 0xDFFF:
            raise reader.fail(_HALVES)
        if code == 0 or code >= 0x10FFFF:
            return ""
        character = chr(code)
    reader.at = match.end()
    return character


def _start_tag(reader: _Reader) -> None:
    text, begin = reader.text, reader.at
    reader.at += 1
    while not reader.ends() and text[reader.at] not in _SPACE and text[reader.at] != ">":
        reader.at += 1
    if reader.ends():
        raise reader.fail("Unclosed start tag", begin)
    tag = text[begin + 1 : reader.at].lower()
    if tag in _NOT_BUILT:
        raise bad(f"the simulator does not honour entities of the type {_NOT_BUILT[tag]}")
    if tag not in KINDS:
        raise reader.fail(f'Unsupported start tag "{tag}"', begin)
    argument = ""
    while True:
        reader.skip_space()
        if reader.ends():
            raise reader.fail("Unclosed start tag", begin)
        if text[reader.at] == ">":
            break
        name, value = _attribute(reader, tag, begin)
        argument = _argument(tag, name, value) or argument
    if tag == "span" and argument != "spoiler":
        raise reader.fail('Tag "span" must have class "tg-spoiler"', begin)
    reader.at += 1
    reader.stack.append(_Open(tag, argument, reader.units, len(reader.out)))


def _attribute(reader: _Reader, tag: str, begin: int) -> tuple[str, str]:
    text, start = reader.text, reader.at
    while not reader.ends() and text[reader.at] not in _NAME_END:
        reader.at += 1
    name = text[start : reader.at].lower()
    if not name:
        raise reader.fail(f'Empty attribute name in the tag "{tag}"', begin)
    reader.skip_space()
    if reader.ends():
        raise reader.fail("Unclosed start tag", begin)
    if text[reader.at] != "=":
        return name, ""
    reader.at += 1
    reader.skip_space()
    if reader.ends():
        raise reader.fail(f'Unclosed start tag "{tag}"', begin)
    if text[reader.at] in "\"'":
        return name, _quoted(reader, begin)
    return name, _token(reader)


def _quoted(reader: _Reader, begin: int) -> str:
    quote = _literal(reader)
    value = []
    while not reader.ends() and reader.text[reader.at] != quote:
        value.append(
            (_reference(reader) if reader.text[reader.at] == "&" else "") or _literal(reader)
        )
    if reader.ends():
        raise reader.fail("Unclosed start tag", begin)
    reader.at += 1
    return "".join(value)


def _token(reader: _Reader) -> str:
    start = reader.at
    while not reader.ends() and (
        (reader.text[reader.at].isascii() and reader.text[reader.at].isalnum())
        or reader.text[reader.at] in ".-"
    ):
        reader.at += 1
    if reader.ends() or reader.text[reader.at] not in f"{_SPACE}>":
        raise reader.fail("Unexpected end of name token", start)
    return reader.text[start : reader.at].lower()


def _argument(tag: str, name: str, value: str) -> str:
    if tag == "a" and name == "href":
        return value
    if tag == "code" and name == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and name == "class" and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if tag == "blockquote" and name == "expandable":
        return "expandable"
    return ""


def _end_tag(reader: _Reader) -> None:
    text, begin = reader.text, reader.at
    if not reader.stack:
        raise reader.fail("Unexpected end tag", begin)
    reader.at += 2
    start = reader.at
    while not reader.ends() and text[reader.at] not in _SPACE and text[reader.at] != ">":
        reader.at += 1
    name = text[start : reader.at].lower()
    reader.skip_space()
    if reader.ends() or text[reader.at] != ">":
        raise reader.fail("Unclosed end tag", begin)
    reader.at += 1
    opened = reader.stack.pop()
    if name and name != opened.tag:
        what = f"Unmatched end tag at byte offset {len(text[:begin].encode())}, "
        raise reader.fail(f'{what}expected "</{opened.tag}>", found "</{name}>"')
    if reader.units > opened.offset:
        _close(reader, opened)


def _close(reader: _Reader, opened: _Open) -> None:
    entity: Json = {
        "type": KINDS[opened.tag],
        "offset": opened.offset,
        "length": reader.units - opened.offset,
    }
    if opened.tag == "a":
        address = opened.argument or "".join(reader.out[opened.index :])
        entity["url"] = checked_link(address)
        if not entity["url"]:
            return
    elif opened.tag == "blockquote" and opened.argument:
        entity["type"] = "expandable_blockquote"
    elif opened.tag == "code" and opened.argument:
        entity["language"] = opened.argument
    if opened.tag in {"pre", "code"} and _merged_code(reader, entity):
        return
    reader.entities.append(entity)


def _merged_code(reader: _Reader, entity: Json) -> bool:
    """Make <pre><code class="language-x"> (in either order) one entity."""
    before = reader.entities[-1] if reader.entities else None
    if (
        before is None
        or before["type"] not in {"pre", "code"}
        or before["type"] == entity["type"]
        or (before["offset"], before["length"]) != (entity["offset"], entity["length"])
    ):
        return False
    language = before.get("language") or entity.get("language")
    if not language:
        return False
    before["type"] = "pre"
    before["language"] = language
    return True


def checked_link(address: str) -> str:
    """The address as Telegram keeps it; '' when it is none."""
    schemed = address.strip()
    if _SCHEMED.fullmatch(schemed):
        scheme, _, rest = schemed.partition("://")
        if scheme.lower() not in {"http", "https"}:
            return f"{scheme.lower()}://{rest}"
        host = _AFTER_HOST.split(rest, maxsplit=1)[0]
        return _located(scheme.lower(), host, rest) if _HOST.fullmatch(host) else ""
    if _BARE.fullmatch(address):
        return _located("http", _AFTER_HOST.split(address, maxsplit=1)[0], address)
    return ""


def _located(scheme: str, host: str, rest: str) -> str:
    path = rest[len(host) :]
    slash = "" if path.startswith("/") else "/"
    return f"{scheme}://{host.lower()}{slash}{path}"

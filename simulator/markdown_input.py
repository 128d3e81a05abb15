"""`parse_mode=MarkdownV2` and the older `Markdown` as Telegram reads them, with its error texts.

Source: core.telegram.org/bots/api#markdownv2-style and the parsers of the open-source TDLib.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from simulator.entities import utf16_length
from simulator.errors import ApiError, Json, bad
from simulator.html_input import checked_link

# The names are those that the error texts give the entities.
KINDS = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
}
_CODE = frozenset({"Code", "Pre", "PreCode"})
# Of two signs that begin alike the longer one comes first.
_OPENINGS = {
    "__": "Underline",
    "_": "Italic",
    "*": "Bold",
    "~": "Strikethrough",
    "||": "Spoiler",
    "[": "TextUrl",
    "![": "CustomEmoji",
    "`": "Code",
}
_ENDINGS = {
    "Underline": "__",
    "Italic": "_",
    "Bold": "*",
    "Strikethrough": "~",
    "Spoiler": "||",
    "TextUrl": "]",
    "CustomEmoji": "]",
    "Code": "`",
    "Pre": "```",
    "PreCode": "```",
}
_SIGN = re.compile(r"[\\_*\[\]()~`>#+\-=|{}.!\n]")
_SIGN_IN_CODE = re.compile(r"[\\`]")
_OLD_SIGN = re.compile(r"[\\_*`\[]")
# A backslash makes a letter of any ASCII sign, also in code and in addresses.
_ESCAPED = re.compile(r"\\([\x01-~])")
_ADDRESS = re.compile(r"(?:\\[\x01-~]|[^)])*")
_LANGUAGE = re.compile("[^ \t\r\n\0\x0b`]+(?=[ \t\r\n\0\x0b])")
_LINE_BREAK = re.compile("\r\n|\n\r|\r|\n")
_EMOJI = re.compile(r"tg:(?://)?emoji/?\?(?:[^#]*&)?id=[1-9]\d{0,18}(?:[&#].*)?", re.IGNORECASE)
_TIME = re.compile(r"tg:(?://)?time/?\?(?:[^#]*&)?unix=\d{1,10}(?:[&#].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Open:
    """An entity whose end is still to come: where it stands in the plain text, and in the given."""

    kind: str
    offset: int
    index: int
    place: int
    language: str = ""


@dataclass(slots=True)
class _Reader:
    """Where the parser stands in `text`, and what it has collected."""

    text: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    quoted: bool = False
    line_begins: bool = True

    def fail(self, what: str, index: int | None = None) -> ApiError:
        place = ""
        if index is not None:
            place = f" at byte offset {len(self.text[:index].encode())}"
        return bad(f"can't parse entities: {what}{place}")

    def unclosed(self) -> ApiError:
        opened = self.stack[-1]
        return self.fail(f"Can't find end of {opened.kind} entity", opened.place)

    def write(self, piece: str) -> None:
        self.out.append(piece)
        self.units += utf16_length(piece)

    def pass_over(self, piece: str) -> None:
        """Take what has no meaning here as it is; a carriage return leaves a line's begin one."""
        self.write(piece)
        self.at += len(piece)
        if piece.strip("\r"):
            self.line_begins = False

    def open(self, kind: str, language: str = "") -> None:
        self.stack.append(_Open(kind, self.units, len(self.out), self.at, language))

    def found(self, kind: str, offset: int, **more: str) -> None:
        if self.units > offset:
            entity = {"type": kind, "offset": offset, "length": self.units - offset}
            self.entities.append(entity | more)


def parse_markdown_v2(text: str) -> tuple[str, list[Json]]:
    """The plain text and its entities; raises the ApiError that Telegram would answer."""
    reader = _Reader(text)
    while reader.at < len(text):
        in_code = bool(reader.stack) and reader.stack[-1].kind in _CODE
        match = (_SIGN_IN_CODE if in_code else _SIGN).search(text, reader.at)
        stop = match.start() if match else len(text)
        if stop > reader.at:
            reader.pass_over(text[reader.at : stop])
        elif text[stop] == "\\":
            _backslash(reader)
        elif _closes(reader):
            _close(reader)
        else:
            _open(reader)
    _end(reader)
    return "".join(reader.out), reader.entities


def _backslash(reader: _Reader) -> None:
    escaped = _ESCAPED.match(reader.text, reader.at)
    if escaped is None:
        reader.pass_over("\\")
        return
    reader.at += 1
    reader.pass_over(escaped[1])
    if escaped[1] == "\n":
        reader.line_begins = True


def _closes(reader: _Reader) -> bool:
    """Whether the sign at the reader's place ends the innermost entity, or the quotation."""
    if not reader.stack:
        return False
    text, at = reader.text, reader.at
    if reader.quoted and text[at] == "\n" and not text.startswith(">", at + 1):
        return True
    kind = reader.stack[-1].kind
    if kind == "Italic" and text.startswith("__", at):
        return False  # two of them are always an underline
    ending = _ENDINGS.get(kind)
    return ending is not None and text.startswith(ending, at)


def _open(reader: _Reader) -> None:
    text, at = reader.text, reader.at
    sign = text[at]
    if sign == "\n":
        reader.pass_over(sign)
        reader.line_begins = True
    elif sign == ">" and reader.line_begins:
        if not reader.quoted:
            reader.open("BlockQuote")
            reader.quoted = True
        reader.at += 1
    elif text.startswith("```", at):
        language, after = _language(text, at + 3)
        reader.open("PreCode" if language else "Pre", language)
        reader.at = after
    else:
        opening = next((mark for mark in _OPENINGS if text.startswith(mark, at)), None)
        if opening is None:
            what = f"Character '{sign}' is reserved and must be escaped with the preceding '\\'"
            raise reader.fail(what)
        reader.open(_OPENINGS[opening])
        reader.at += len(opening)


def _language(text: str, start: int) -> tuple[str, int]:
    """The language behind ```, and where the code begins: one line break goes with the fence."""
    named = _LANGUAGE.match(text, start)
    language = named[0] if named else ""
    start += len(language)
    broken = _LINE_BREAK.match(text, start)
    return language, broken.end() if broken else start


def _close(reader: _Reader) -> None:
    if reader.text[reader.at] == "\n":
        _close_line(reader)
        return
    opened = reader.stack.pop()
    reader.at += len(_ENDINGS[opened.kind])
    if opened.kind == "TextUrl":
        given = _address(reader)
        url = checked_link("".join(reader.out[opened.index :]) if given is None else given)
        if url:
            reader.found("text_link", opened.offset, url=url)
    elif opened.kind == "CustomEmoji":
        _refuse_special(reader)
    elif opened.language:
        reader.found("pre", opened.offset, language=opened.language)
    else:
        reader.found(KINDS[opened.kind], opened.offset)


def _address(reader: _Reader) -> str | None:
    """The address in parentheses behind a text in brackets; None where there is none."""
    text, start = reader.text, reader.at + 1
    if not text.startswith("(", reader.at):
        return None
    match = _ADDRESS.match(text, start)
    stop = match.end() if match else start
    if not text.startswith(")", stop):
        raise reader.fail("Can't find end of a URL", start)
    reader.at = stop + 1
    return _ESCAPED.sub(r"\1", text[start:stop])


def _refuse_special(reader: _Reader) -> None:
    """Custom emoji and dates are read, and refused by name: they are not built."""
    address = _address(reader)
    if address is None:
        raise reader.fail("The entity must contain a tg://emoji or tg://time URL")
    for pattern, kind in ((_EMOJI, "custom_emoji"), (_TIME, "date_time")):
        if pattern.fullmatch(address):
            raise bad(f"the simulator does not honour entities of the type {kind}")
    raise reader.fail("Invalid tg://emoji or tg://time URL specified")


def _close_line(reader: _Reader) -> None:
    """The last line of a quotation ends, and with it the quotation: "||" there makes it expandable.

    The line break is still part of it.
    """
    kind = "blockquote"
    last = reader.stack[-1]
    if last.kind == "Spoiler" and reader.text[last.place + 2 : reader.at] in {"", "\r"}:
        reader.stack.pop()
        kind = "expandable_blockquote"
    if reader.stack[-1].kind != "BlockQuote":
        raise reader.unclosed()
    reader.pass_over("\n")
    reader.line_begins = True
    reader.quoted = False
    reader.found(kind, reader.stack.pop().offset)


def _end(reader: _Reader) -> None:
    if reader.quoted:
        kind = "blockquote"
        last = reader.stack[-1]
        if last.kind == "Spoiler" and last.place == len(reader.text) - 2:
            reader.stack.pop()
            kind = "expandable_blockquote"
        if reader.stack[-1].kind == "BlockQuote":
            reader.found(kind, reader.stack.pop().offset)
    if reader.stack:
        raise reader.unclosed()


def parse_markdown(text: str) -> tuple[str, list[Json]]:
    """The same for the older `Markdown`: nothing nests, and an escape works outside entities only.

    Source: core.telegram.org/bots/api#markdown-style.
    """
    reader = _Reader(text)
    while reader.at < len(text):
        match = _OLD_SIGN.search(text, reader.at)
        stop = match.start() if match else len(text)
        if stop > reader.at:
            reader.pass_over(text[reader.at : stop])
        elif text[stop] == "\\":
            follows = text[stop + 1 : stop + 2]
            escapes = follows != "" and follows in "_*`["
            reader.write(follows if escapes else "\\")
            reader.at += 2 if escapes else 1
        else:
            _old_entity(reader)
    return "".join(reader.out), reader.entities


def _old_entity(reader: _Reader) -> None:
    text, begin, offset = reader.text, reader.at, reader.units
    sign = text[begin]
    language, start, ending = "", begin + 1, {"[": "]"}.get(sign, sign)
    if text.startswith("```", begin):
        ending = "```"
        language, start = _language(text, begin + 3)
    stop = text.find(ending, start)
    if stop < 0:
        raise reader.fail("Can't find end of the entity starting", begin)
    reader.write(text[start:stop])
    reader.at = stop + len(ending)
    if sign == "[" and stop > start:
        url = checked_link(_old_address(reader, text[start:stop]))
        if url:
            reader.found("text_link", offset, url=url)
    elif language:
        reader.found("pre", offset, language=language)
    elif sign != "[":
        kinds = {"_": "italic", "*": "bold", "`": "code", "```": "pre"}
        reader.found(kinds[ending], offset)


def _old_address(reader: _Reader, shown: str) -> str:
    text, start = reader.text, reader.at + 1
    if not text.startswith("(", reader.at):
        return shown
    stop = text.find(")", start)
    stop = len(text) if stop < 0 else stop
    reader.at = stop + 1
    return text[start:stop]

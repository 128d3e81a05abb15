"""What Telegram finds in a text by itself: links, addresses, mentions, commands, tags, numbers.

Source: the rules of find_entities in td/telegram/MessageEntity.cpp of the open-source TDLib, with the
cases of its test/message_entities.cpp; core.telegram.org/bots/api#messageentity for phone numbers,
whose rules are not published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.top_level_domains import COMMON

Place = tuple[str, int, int]

_TAG = "\\w\u200c\u00b7\u0d80-\u0dff"
_NAME = "[A-Za-z0-9_]"
# What begins with a sign. The sign comes first and alone: a search for it is fast.
_SIGNED = re.compile(
    "[@/#$+](?:"
    rf"(?<=@)(?<!\w@)(?P<mention>(?:{_NAME}{{4,32}}|(?i:gif|vid|pic))(?!\w))"
    rf"|(?<=/)(?<![\w/<>]/)(?P<bot_command>{_NAME}{{1,64}}(?:@{_NAME}{{3,32}}|(?!@))(?![\w/<>]))"
    rf"|(?<=\#)(?<![{_TAG}]\#)"
    rf"(?P<hashtag>[{_TAG}]{{1,256}}+(?![{_TAG}]*+\#)(?:@{_NAME}{{3,32}}+)?)"
    rf"|(?<=\$)(?<![{_TAG}$]\$)"
    rf"(?P<cashtag>(?:1INCH|[A-Z]{{1,8}})(?![{_TAG}$])(?:@{_NAME}{{3,32}}(?!{_NAME}))?)"
    r"|(?<=\+)(?<![\w+]\+)(?P<phone_number>[1-9](?:[ ()-]{0,2}[0-9]){7,14}(?!\w))"
    ")"
)
# Neither a space nor general punctuation, but the joiners and dashes of it.
_NO_SYMBOL = "\\s\u2000-\u200b\u200e\u200f\u2016-\u206f"
_NO_PATH = rf'{_NO_SYMBOL}<>"«»'
_DOMAIN = rf"(?:[.A-Za-z0-9_~-]|(?![{_NO_SYMBOL}])[\u00c0-\U0010ffff])"
_IN_DOMAIN = re.compile(_DOMAIN)
# Letters, digits and the like belong to every kind of part: most steps back pass over these only.
_ALPHANUMERIC = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"
_DOMAIN_ON = re.compile(rf"(?:{_DOMAIN}|@)*")
_IN_USER = re.compile(rf"[^{_NO_PATH}/\[\]{{}}()'`@]")
_IN_PROTOCOL = re.compile("[A-Za-z0-9+-]|[^\\s\x00-\x7f]")
_PATH = re.compile(rf"[^{_NO_PATH}]*")
_PORT = re.compile(":0*([1-9][0-9]{0,4})(?![0-9])")
_SCHEME = re.compile("(?:https?|ftp|tonsite)://", re.IGNORECASE)
_SCHEMES = {"https": (), "http": ("shttp",), "ftp": ("tftp", "sftp"), "tonsite": ()}
_APP_LINK = re.compile(
    rf"(?:tg|ton)://[A-Za-z0-9_-]{{1,253}}(?P<path>[/?#][^{_NO_PATH}]*)?", re.IGNORECASE
)
_EMAIL = re.compile(
    r"(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}"
    r"@(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9]\.){1,6}[a-z]{2,8}",
    re.IGNORECASE,
)
_NUMBER = re.compile("0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]")
_DOT = re.compile(r"\.[^\s.]")
_PATH_BEGINS = re.compile("[/?#]")
_BRACKETS = {")": "(", "]": "[", "}": "{"}
# No link ends with one of these.
_NO_END = ".:;,('?!`"


def found(text: str) -> list[Place]:
    """Kind, begin and end of everything found, in order; of two that overlap the first one."""
    places: list[Place] = []
    if any(sign in text for sign in "/@#$+"):
        for match in _SIGNED.finditer(text):
            kind = match.lastgroup or ""
            if kind != "hashtag" or any(character.isalpha() for character in match[0][:257]):
                places.append((kind, match.start(), match.end()))
        places += _app_links(text)
    if _DOT.search(text):
        places += _links(text)
    if len(places) < 2:
        return places
    places.sort(key=lambda place: (place[1], -place[2]))
    kept = places[:1]
    for place in places[1:]:
        if place[1] >= kept[-1][2]:
            kept.append(place)
    return kept


def _app_links(text: str) -> Iterator[Place]:
    """tg:// and ton://, which need no domain."""
    if "://" not in text:
        return
    for match in _APP_LINK.finditer(text):
        end = match.end()
        if match["path"]:
            kept = match["path"][1:].rstrip(_NO_END)
            end = match.start("path") + len(kept)
            end += 1 if kept or match["path"][0] == "/" else 0
        yield "url", match.start(), end


def _links(text: str) -> Iterator[Place]:
    """Addresses of the web and of e-mail: all that stands around a dot."""
    begin = 0
    while True:
        dot = text.find(".", begin)
        if dot < 0 or dot + 1 == len(text):
            return
        if text[dot + 1] == " ":
            begin = dot + 2
            continue
        start, end, sound = _around(text, begin, dot)
        if sound:
            if end > dot + 1:
                yield from _kind_of(text, start, end)
            while end < len(text) and text[end] == ".":
                end += 1
        else:
            end = text.rfind(".", dot, end) + 1
        begin = max(end, dot + 1)


def _around(text: str, begin: int, dot: int) -> tuple[int, int, bool]:
    """From where to where an address around a dot could reach, and whether it could be one."""
    start = _back(text, dot, begin, _IN_DOMAIN)
    run = _DOMAIN_ON.match(text, dot)
    end = run.end() if run else dot
    has_user = "@" in text[dot:end]
    if has_user:
        start = _back(text, start, begin, _IN_USER)
    end = _end_of(text, dot, end)
    sound = True
    if start > begin and text[start - 1] == "@":
        user = _back(text, start - 1, begin, _IN_USER)
        sound = not has_user and user < start - 1
        start = user
    if start == begin:
        return start, end, sound
    if start - begin >= 6 and text.startswith("://", start - 3):
        protocol = text[_back(text, start - 3, begin, _IN_PROTOCOL) : start - 3].lower()
        scheme = next((s for s in _SCHEMES if protocol.endswith(s)), "")
        if not scheme or protocol in _SCHEMES[scheme]:
            return start, end, False
        return start - 3 - len(scheme), end, sound
    before = text[start - 1]
    return start, end, sound and not (before.isalnum() or before in "_/#@")


def _back(text: str, index: int, begin: int, inside: re.Pattern[str]) -> int:
    index = begin + len(text[begin:index].rstrip(_ALPHANUMERIC))
    while index > begin and inside.match(text, index - 1):
        index -= 1
    return index


def _end_of(text: str, dot: int, end: int) -> int:
    """Where a port and a path behind a domain end."""
    port = _PORT.match(text, end)
    if port and int(port[1]) <= 65535:
        end = port.end()
    if end < len(text) and text[end] in "/?#":
        path = _PATH.match(text, end + 1)
        stop = path.end() if path else end + 1
        kept = text[end + 1 : stop].rstrip(_NO_END)
        if kept or text[end] == "/":
            end += 1 + len(kept)
    while end > dot + 1 and text[end - 1] == ".":
        end -= 1
    return end


def _kind_of(text: str, start: int, end: int) -> Iterator[Place]:
    given = text[start:end]
    mailto = 7 if given.startswith("mailto:") else 0
    if _EMAIL.fullmatch(given, mailto):
        yield "email", start + mailto, end
        return
    length = _length_of_link(given)
    if length:
        yield "url", start, start + length


def _length_of_link(given: str) -> int:
    """How much of it is a link; 0 when none is."""
    scheme = _SCHEME.match(given)
    rest = given[scheme.end() :] if scheme else given
    split = _PATH_BEGINS.search(rest)
    path = rest[split.start() :] if split else ""
    domain = rest[: len(rest) - len(path)].partition("@")[2] or rest[: len(rest) - len(path)]
    domain = domain.rpartition(":")[0] or domain
    if domain.lower() == "teiegram.org" or not _is_domain(domain, schemed=bool(scheme)):
        return 0
    return len(given) - len(path) + len(path[: _balanced(path)].rstrip(_NO_END))


def _balanced(path: str) -> int:
    """How much of a path stands before a bracket that closes what it does not open."""
    opened = dict.fromkeys("([{", 0)
    for index, sign in enumerate(path):
        if sign in opened:
            opened[sign] += 1
        elif sign in _BRACKETS:
            opened[_BRACKETS[sign]] -= 1
            if opened[_BRACKETS[sign]] < 0:
                return index
    return len(path)


def _is_domain(domain: str, *, schemed: bool) -> bool:
    labels = domain.split(".")
    if len(labels) < 2:
        return False
    if any(not label or label[-1] == "-" or len(label.encode()) > 63 for label in labels):
        return False
    if len(labels) == 4 and all(_NUMBER.fullmatch(label) for label in labels):
        return True
    top = labels[-1]
    if len(top) < 2 or "_" in labels[-2] or all(label.isdigit() for label in labels):
        return False
    if top.startswith("xn--"):
        return len(top) > 5 and top[4:].isascii() and top[4:].isalnum()
    return "_" not in top and "-" not in top and (schemed or _is_common(top))


def _is_common(top: str) -> bool:
    """Whether it is a known one; ".Org" is rather the begin of the next sentence."""
    lower = top.lower()
    return lower in COMMON and not (lower != top and lower[1:] == top[1:])

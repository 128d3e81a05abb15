"""Addresses in texts and buttons: why Telegram takes one for none, and which ones mean a person.

Source: td/telegram/LinkManager.cpp and tdutils/td/utils/HttpUrl.cpp of the open-source TDLib.
"""

from __future__ import annotations

import re

_PERSON = re.compile(r"tg:(?://)?user/?\?([^#]*)")
_ID = re.compile(r"[0-9]{1,18}")
_DISALLOWED = re.compile(r"[^a-z0-9.%_!$,~*'();&+=\x80-\U0010ffff-]")
_AFTER_HOST = re.compile("[/?#]")


def person_meant(address: str) -> int | None:
    """The id in a link like tg://user?id=123, which stands for a mention of that person."""
    match = _PERSON.match(address.lower())
    if match is None:
        return None
    for parameter in match.group(1).split("&"):
        name, _, value = parameter.partition("=")
        if name == "id":
            return int(value) if _ID.fullmatch(value) else None
    return None


def why_no_link(address: str) -> str:
    """What Telegram says of an address that it takes for none."""
    scheme, separator, rest = address.lower().partition("://")
    if separator and not any(sign in scheme for sign in ":/?#@[]"):
        if scheme not in {"http", "https"}:
            return "Unsupported URL protocol"
    else:
        rest = address.lower()
    place = _AFTER_HOST.split(rest, maxsplit=1)[0]
    host, colon, port = place.rpartition(":")
    if not colon or "]" in port or "@" in port:
        host = place
    elif not port.isdecimal() or not 1 <= int(port[:9]) <= 65_535:
        return "Wrong port number specified in the URL"
    host = host.rpartition("@")[2]
    if not host:
        return "URL host is empty"
    if not host.startswith("[") and _DISALLOWED.search(host):
        return "Disallowed character in URL host"
    return "Wrong HTTP URL"

"""Entities that overlap: what is kept, dropped and cut.

Source: the cases of test/message_entities.cpp of the open-source TDLib.
"""

from __future__ import annotations

import pytest

from simulator.entities import finish

KINDS = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "s": "strikethrough",
    "!": "spoiler",
    "p": "pre",
    "q": "blockquote",
    "@": "mention",
    "h": "url",
}


def entities(short: str) -> list[dict]:
    """`"i0-2 b1-3"`: italic of the first two letters, bold of the second and third."""
    made = []
    for word in short.split():
        begin, _, end = word[1:].partition("-")
        length = int(end) - int(begin)
        made.append({"type": KINDS[word[0]], "offset": int(begin), "length": length})
    return made


CASES = [
    ("abc", "i1-2 i0-1", "i0-2"),
    ("abc", "i1-2 i1-2", "i1-2"),
    ("abc", "i0-2 i1-3", "i0-3"),
    ("abc", "i0-1 i2-3", "i0-1 i2-3"),
    ("abc", "i0-2 b1-3", "i0-1 b1-3 i1-2"),
    ("abc", "i0-2 b2-3", "i0-2 b2-3"),
    ("a ", "i0-2 b0-1", "b0-1 i0-1"),
    ("ab", "u0-2 s1-2", "u0-1 u1-2 s1-2"),
    ("ab", "u0-1 u1-2 s1-2", "u0-1 u1-2 s1-2"),
    ("ab", "s0-2 u1-2", "s0-1 u1-2 s1-2"),
    ("ab", "u0-2 !0-1", "u0-2 !0-1"),
    ("ab", "u0-1 u1-2 !0-1", "u0-2 !0-1"),
    ("a\rb", "b0-1 i0-1 b2-3 i2-3", "b0-2 i0-2"),
    ("a\rbc\r", "i0-1 b0-2 i3-5 b3-4", "b0-1 i0-1 b2-3 i2-3"),
    ("a\nb", "b0-1 i0-1 b2-3 i2-3", "b0-1 i0-1 b2-3 i2-3"),
    ("a", "p0-1 !0-1", "p0-1"),
    ("a", "!0-1 p0-1", "p0-1"),
    ("abc", "p0-3 s1-2", "p0-3"),
    ("abc", "p1-2 s0-3", "s0-1 p1-2 s2-3"),
    ("abc", "p1-2 s1-3", "p1-2 s2-3"),
    ("abc", "p1-2 s0-2", "s0-1 p1-2"),
    ("abc", "p0-3 q1-2", "q1-2"),
    ("abc", "q0-3 p1-2", "q0-3 p1-2"),
    ("@tests @tests", "i0-13", "@0-6 i0-6 i6-7 @7-13 i7-13"),
    ("http://x.id", "p0-3", "p0-3"),
    ("http://x.id", "q0-3", "q0-3"),
    ("http://x.id", "q0-11", "q0-11 h0-11"),
    ("http://x.id", "i0-11", "h0-11 i0-11"),
    ("http://x.id", "i0-3", "h0-11 i0-3"),
    ("http://x.id a", "i0-13", "h0-11 i0-11 i11-13"),
    ("a http://x.id", "i0-13", "i0-2 h2-13 i2-13"),
]


@pytest.mark.parametrize(("text", "given", "kept"), CASES, ids=[f"{c[0]!r} {c[1]}" for c in CASES])
def test_entities_are_cut_as_telegram_cuts_them(text: str, given: str, kept: str):
    """What overlaps comes back nested or apart."""
    assert finish(text, entities(given))[1] == entities(kept)

"""MarkdownV2 and what the parser makes of it, before overlapping entities are cut.

Source: the cases of test/message_entities.cpp of the open-source TDLib.
"""

from __future__ import annotations

from contextlib import suppress

import pytest

from simulator.entities import finish
from simulator.errors import ApiError
from simulator.markdown_input import parse_markdown_v2
from simulator.nesting import order

Found = tuple[str, int, int] | tuple[str, int, int, str]
LINK = "http://telegram.org/"
READ: list[tuple[str, str, list[Found]]] = [
    ("", "", []),
    ("\\\\", "\\", []),
    ("\\\\\\", "\\\\", []),
    ("\\\\\\\\\\_\\*\\`", "\\\\_*`", []),
    ("\\\\\\a\\b\\1\\2\\➡️\\", "\\ab12\\➡️\\", []),
    ("🏟 🏟``", "🏟 🏟", []),
    ("🏟 🏟**____``````||||", "🏟 🏟", []),
    ("🏟 🏟_abac \\* asd _", "🏟 🏟abac * asd ", [("italic", 5, 11)]),
    ("🏟 \\.🏟_🏟\\. 🏟_", "🏟 .🏟🏟. 🏟", [("italic", 6, 6)]),
    ("➡️ ➡️_➡️ ➡️_*➡️ ➡️*", "➡️ ➡️➡️ ➡️➡️ ➡️", [("italic", 5, 5), ("bold", 10, 5)]),
    ("🏟 🏟_🏟 *🏟*_", "🏟 🏟🏟 🏟", [("italic", 5, 5), ("bold", 8, 2)]),
    ("🏟 🏟_🏟 __🏟___", "🏟 🏟🏟 🏟", [("italic", 5, 5), ("underline", 8, 2)]),
    ("🏟 🏟__🏟 _🏟_ __", "🏟 🏟🏟 🏟 ", [("underline", 5, 6), ("italic", 8, 2)]),
    ("🏟 🏟__🏟 _🏟_\\___", "🏟 🏟🏟 🏟_", [("underline", 5, 6), ("italic", 8, 2)]),
    ("🏟 🏟`🏟 🏟```", "🏟 🏟🏟 🏟", [("code", 5, 5)]),
    ("🏟 🏟```🏟 🏟```", "🏟 🏟 🏟", [("pre", 5, 3, "🏟")]),
    ("🏟 🏟```🏟\n🏟```", "🏟 🏟🏟", [("pre", 5, 2, "🏟")]),
    ("🏟 🏟```🏟\n\r🏟```", "🏟 🏟🏟", [("pre", 5, 2, "🏟")]),
    ("🏟 🏟```🏟\r\n🏟```", "🏟 🏟🏟", [("pre", 5, 2, "🏟")]),
    ("🏟 🏟```🏟\n\n🏟```", "🏟 🏟\n🏟", [("pre", 5, 3, "🏟")]),
    ("🏟 🏟```🏟\r\r🏟```", "🏟 🏟\r🏟", [("pre", 5, 3, "🏟")]),
    ("🏟 🏟```🏟 \\\\\\`🏟```", "🏟 🏟 \\`🏟", [("pre", 5, 5, "🏟")]),
    ("```\na```", "a", [("pre", 0, 1)]),
    ("```a```", "a", [("pre", 0, 1)]),
    ("||test||", "test", [("spoiler", 0, 4)]),
    (
        "`_* *_`__*` `*__",
        "_* *_ ",
        [("code", 0, 5), ("code", 5, 1), ("bold", 5, 1), ("underline", 5, 1)],
    ),
    ("_* * ` `_", "   ", [("italic", 0, 3), ("bold", 0, 1), ("code", 2, 1)]),
    ("[](telegram.org)", "", []),
    ("[ ](telegram.org)", " ", [("text_link", 0, 1, LINK)]),
    ("[ ](as)", " ", []),
    ("[telegram\\.org]", "telegram.org", [("text_link", 0, 12, LINK)]),
    ("[telegram\\.org]a", "telegram.orga", [("text_link", 0, 12, LINK)]),
    (
        "[telegram\\.org](telegram.dog)",
        "telegram.org",
        [("text_link", 0, 12, "http://telegram.dog/")],
    ),
    (
        "[telegram\\.org](https://telegram.dog?\\\\\\()",
        "telegram.org",
        [("text_link", 0, 12, "https://telegram.dog/?\\(")],
    ),
    ("[telegram\\.org]()", "telegram.org", []),
    ("[telegram\\.org](asdasd)", "telegram.org", []),
    ("> \n> \n>", " \n \n", [("blockquote", 0, 4)]),
    ("> \\>\n \\> \n>", " >\n > \n", [("blockquote", 0, 3)]),
    ("abc\n> \n> \n>\ndef", "abc\n \n \n\ndef", [("blockquote", 4, 5)]),
    (">", "", []),
    (">a", "a", [("blockquote", 0, 1)]),
    ("\r\r>\r\ra\r\n\r", "\r\r\r\ra\r\n\r", [("blockquote", 2, 5)]),
    (
        ">*b _ib ~ibs ||ibss||~ __uib___ b*",
        "b ib ibs ibss uib b",
        [
            ("blockquote", 0, 19),
            ("bold", 0, 19),
            ("italic", 2, 15),
            ("strikethrough", 5, 8),
            ("spoiler", 9, 4),
            ("underline", 14, 3),
        ],
    ),
    (
        ">*b\n>ld \n>bo\n>ld*\nasd\ndef",
        "b\nld \nbo\nld\nasd\ndef",
        [("blockquote", 0, 12), ("bold", 0, 11)],
    ),
    (
        "*a\n>b\n>ld \n>bo\n>ld\nasd*\ndef",
        "a\nb\nld \nbo\nld\nasd\ndef",
        [("bold", 0, 17), ("blockquote", 2, 12)],
    ),
    (
        ">`b\n>ld \n>bo\nld`\n>asd\ndef",
        "b\n>ld \n>bo\nld\nasd\ndef",
        [("blockquote", 0, 18), ("code", 0, 13)],
    ),
    (
        "`>b\n>ld \n>bo\nld`\n>asd\ndef",
        ">b\n>ld \n>bo\nld\nasd\ndef",
        [("code", 0, 14), ("blockquote", 15, 4)],
    ),
    (">\n1", "\n1", [("blockquote", 0, 1)]),
    (">\n\r>2", "\n\r2", [("blockquote", 0, 1), ("blockquote", 2, 1)]),
    (">\n**>2", "\n2", [("blockquote", 0, 1), ("blockquote", 1, 1)]),
    (">**\n>2", "\n2", [("blockquote", 0, 2)]),
    ("*>abcd\n*", "abcd\n", [("blockquote", 0, 5), ("bold", 0, 5)]),
    (
        "abc\n>def\n>def\n\r>ghi2\njkl",
        "abc\ndef\ndef\n\rghi2\njkl",
        [("blockquote", 4, 8), ("blockquote", 13, 5)],
    ),
    (
        ">asd\n>q||e||w||\nasdad",
        "asd\nqew\nasdad",
        [("expandable_blockquote", 0, 8), ("spoiler", 5, 1)],
    ),
    (">asd\n>q||ew||\nasdad", "asd\nqew\nasdad", [("blockquote", 0, 8), ("spoiler", 5, 2)]),
    (
        ">asd\r\n>q||e||w||\r\nasdad",
        "asd\r\nqew\r\nasdad",
        [("expandable_blockquote", 0, 10), ("spoiler", 6, 1)],
    ),
    (
        ">asd\r\n>q||e||w||",
        "asd\r\nqew",
        [("expandable_blockquote", 0, 8), ("spoiler", 6, 1)],
    ),
    (">asd\r\n>q||ew||", "asd\r\nqew", [("blockquote", 0, 8), ("spoiler", 6, 2)]),
    (">||", "", []),
]


@pytest.mark.parametrize(("given", "text", "entities"), READ, ids=[repr(c[0]) for c in READ])
def test_markdown_is_read_as_tdlib_reads_it(given: str, text: str, entities: list[Found]):
    """Escapes, nesting, quotations over several lines, fences with a language."""
    plain, found = parse_markdown_v2(given)
    shown = [tuple(item.values()) for item in sorted(found, key=order)]
    assert (plain, shown) == (text, entities)


RESERVED = "must be escaped with the preceding '\\'"
REFUSED = [
    ("🏟 🏟_abacaba", "Can't find end of Italic entity at byte offset 9"),
    ("🏟 🏟_abac * asd ", "Can't find end of Bold entity at byte offset 15"),
    ("🏟 🏟_abac * asd _", "Can't find end of Italic entity at byte offset 21"),
    ("🏟 🏟`", "Can't find end of Code entity at byte offset 9"),
    ("🏟 🏟```a", "Can't find end of Pre entity at byte offset 9"),
    ("🏟 🏟```a ", "Can't find end of PreCode entity at byte offset 9"),
    ("🏟 🏟__🏟 🏟_", "Can't find end of Italic entity at byte offset 20"),
    ("🏟 🏟_🏟 🏟__", "Can't find end of Underline entity at byte offset 19"),
    ("🏟 🏟```🏟 🏟`", "Can't find end of Code entity at byte offset 21"),
    ("🏟 🏟```🏟 🏟_", "Can't find end of PreCode entity at byte offset 9"),
    ("🏟 🏟```🏟 🏟\\`", "Can't find end of PreCode entity at byte offset 9"),
    ("[telegram\\.org](asd\\)", "Can't find end of a URL at byte offset 16"),
    ("[telegram\\.org](", "Can't find end of a URL at byte offset 16"),
    ("🏟 🏟__🏟 _🏟___", "Can't find end of Italic entity at byte offset 23"),
    ("🏟 🏟||test\\|", "Can't find end of Spoiler entity at byte offset 9"),
    ("🏟 🏟!", f"Character '!' is reserved and {RESERVED}"),
    ("🏟 🏟>", f"Character '>' is reserved and {RESERVED}"),
    ("a|b", f"Character '|' is reserved and {RESERVED}"),
    ("🏟 🏟![👍", "Can't find end of CustomEmoji entity at byte offset 9"),
    ("🏟 🏟![👍]", "The entity must contain a tg://emoji or tg://time URL"),
    ("🏟 🏟![👍](tg://emoji?id=1234", "Can't find end of a URL at byte offset 17"),
    ("🏟 🏟![👍](tg:emojis?id=1234)", "Invalid tg://emoji or tg://time URL specified"),
    ("🏟 🏟![👍](tg://emoji?test=1#&id=25)", "Invalid tg://emoji or tg://time URL specified"),
    (">*b\n>ld \n>bo\nld*\nasd\ndef", "Can't find end of Bold entity at byte offset 1"),
    (">\n*a*>2", f"Character '>' is reserved and {RESERVED}"),
    (">asd\n>q||e||w||\n||asdad", "Can't find end of Spoiler entity at byte offset 16"),
    (">asd\n>q||ew\n||asdad", "Can't find end of Spoiler entity at byte offset 7"),
    (">asd\n>q||e||w__\n||asdad", "Can't find end of Underline entity at byte offset 13"),
    (">asd\n>q||e||w||a\n||asdad", "Can't find end of Spoiler entity at byte offset 13"),
]
REFUSED += [(sign, f"Character '{sign}' is reserved and {RESERVED}") for sign in "]()#+-=|{}.!"]


def refusal(given: str) -> str:
    """What is said of a text that cannot be parsed."""
    with pytest.raises(ApiError) as refused:
        parse_markdown_v2(given)
    return refused.value.description


@pytest.mark.parametrize(("given", "words"), REFUSED, ids=[repr(case[0]) for case in REFUSED])
def test_markdown_is_refused_as_tdlib_refuses_it(given: str, words: str):
    """The same words and the same byte."""
    assert refusal(given) == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("TG://EMoJI/?test=1231&id=25#id=32", "custom_emoji"),
        ("tg://emoji?id=5368324170671202286", "custom_emoji"),
        ("tg://time?unix=1647531900&format=wDT", "date_time"),
    ],
)
def test_what_is_read_and_not_built_is_refused_by_name(address: str, kind: str):
    """As in the list of entities."""
    words = f"Bad Request: the simulator does not honour entities of the type {kind}"
    assert refusal(f"![👍]({address})") == words


@pytest.mark.parametrize(
    "text",
    [
        "*" * 40_000,
        "*a*" * 10_000,
        "*_" * 20_000,
        "\\" * 40_000,
        ">" * 40_000,
        ">a\n" * 10_000,
        "```" + "a" * 40_000,
        "[" * 20_000,
        "[a](" * 10_000,
        "![a](tg://emoji?" + "&id=" * 10_000 + ")",
        "||" * 15_001,
    ],
    ids=range(11),
)
def test_no_text_takes_for_ever(text: str):
    """Long and crooked input is read or refused in a moment; the suite's timeout would tell."""
    with suppress(ApiError):
        _, entities = finish(*parse_markdown_v2(text))
        assert len(entities) <= 100

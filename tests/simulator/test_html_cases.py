"""HTML and what the parser makes of it, before overlapping entities are cut.

Source: the cases of test/message_entities.cpp of the open-source TDLib.
"""

from __future__ import annotations

import pytest

from simulator.errors import ApiError
from simulator.html_input import parse_html
from simulator.nesting import order

Found = tuple[str, int, int] | tuple[str, int, int, str]
LINK = "http://telegram.org/"
READ: list[tuple[str, str, list[Found]]] = [
    ("&ge;&lt;&gt;&amp;&quot;&laquo;&#12345678;", '&ge;<>&"&laquo;&#12345678;', []),
    ("&Or;", "&Or;", []),
    ("🏟 🏟<i>🏟 &lt🏟</i>", "🏟 🏟🏟 <🏟", [("italic", 5, 6)]),
    (
        "🏟 🏟<i>🏟 &gt;<b aba   =   caba>&lt🏟</b></i>",
        "🏟 🏟🏟 ><🏟",
        [("italic", 5, 7), ("bold", 9, 3)],
    ),
    ("<i    aba  =  190azAz-.   >a</i>", "a", [("italic", 0, 1)]),
    ("<i    aba  =  190azAz-.>a</i>", "a", [("italic", 0, 1)]),
    ('<i    aba  =  "&lt;&gt;&quot;">a</i>', "a", [("italic", 0, 1)]),
    ("<i    aba  =  '&lt;&gt;&quot;'>a</>", "a", [("italic", 0, 1)]),
    ("<i>a</    >", "a", [("italic", 0, 1)]),
    ("<i>a</i   >", "a", [("italic", 0, 1)]),
    ("x<b></b>", "x", []),
    ('<span class = "tg-spoiler">a</span><b>b</b>', "ab", [("spoiler", 0, 1), ("bold", 1, 1)]),
    ("<i>\t</i>", "\t", [("italic", 0, 1)]),
    ("<a href=telegram.org>\t</a>", "\t", [("text_link", 0, 1, LINK)]),
    ('<a href  ="telegram.org"   > </a>', " ", [("text_link", 0, 1, LINK)]),
    ("<a   href=  'telegram.org?&lt;'   > </a>", " ", [("text_link", 0, 1, f"{LINK}?<")]),
    ("<a> </a>", " ", []),
    ("<a>telegram.org </a>", "telegram.org ", []),
    ("<a>telegram.org</a>", "telegram.org", [("text_link", 0, 12, LINK)]),
    (
        "<a>https://telegram.org/asdsa?asdasdwe#12e3we</a>",
        "https://telegram.org/asdsa?asdasdwe#12e3we",
        [("text_link", 0, 42, "https://telegram.org/asdsa?asdasdwe#12e3we")],
    ),
    ("<pre  >🏟</>", "🏟", [("pre", 0, 2)]),
    ("<pre><code>🏟</code></>", "🏟", [("pre", 0, 2), ("code", 0, 2)]),
    ('<pre><code class="language-">🏟</code></>', "🏟", [("pre", 0, 2), ("code", 0, 2)]),
    ('<pre><code class="language-fift">🏟</></>', "🏟", [("pre", 0, 2, "fift")]),
    ('<code class="language-fift"><pre>🏟</></>', "🏟", [("pre", 0, 2, "fift")]),
    ('<pre><code class="language-fift">🏟</> </>', "🏟 ", [("pre", 0, 3), ("code", 0, 2)]),
    ('<pre> <code class="language-fift">🏟</></>', " 🏟", [("pre", 0, 3), ("code", 1, 2)]),
    (
        '<blockquote   cite="" asd nj12b3>a&lt;<pre  >b;</></>',
        "a<b;",
        [("blockquote", 0, 4), ("pre", 2, 2)],
    ),
    ("<blockquote   expandable   asd>a</>", "a", [("expandable_blockquote", 0, 1)]),
    ("<blockquote   expandable=false>a</>", "a", [("expandable_blockquote", 0, 1)]),
]


@pytest.mark.parametrize(("html", "text", "entities"), READ, ids=[case[0] for case in READ])
def test_html_is_read_as_tdlib_reads_it(html: str, text: str, entities: list[Found]):
    """Attributes of all kinds, references without a semicolon, nested code."""
    plain, found = parse_html(html)
    shown = [tuple(item.values()) for item in sorted(found, key=order)]
    assert (plain, shown) == (text, entities)


HALVES = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)
REFUSED = [
    ("&#57311;", HALVES),
    ("&#xDFDF;", HALVES),
    ("&#xDFDF", HALVES),
    ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
    ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
    ("🏟 🏟&lt;<abac>", 'Unsupported start tag "abac" at byte offset 13'),
    ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
    ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
    ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
    ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
    ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
    ("🏟 🏟&lt;<i    aba  =  '&lt;&gt;&quot;>", "Unclosed start tag at byte offset 13"),
    ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
    ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
    ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
    (
        "🏟 🏟&lt;<i>a</em   >",
        'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"',
    ),
]


@pytest.mark.parametrize(("html", "words"), REFUSED, ids=[case[0] for case in REFUSED])
def test_html_is_refused_as_tdlib_refuses_it(html: str, words: str):
    """The same words and the same byte."""
    with pytest.raises(ApiError) as refused:
        parse_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"

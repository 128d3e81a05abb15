"""parse_mode=HTML: entities, their offsets, error texts, and the way back to safe HTML."""

from __future__ import annotations

from contextlib import suppress
from html import unescape
from re import sub

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from telegram import Message, MessageEntity
from telegram.helpers import escape

from simulator.entities import clean, finish, utf16_length
from simulator.errors import ApiError
from simulator.html_input import checked_link, parse_html
from simulator.html_output import to_html
from tests.simulator.schema import problems


def parsed(text: str) -> tuple[str, list[dict]]:
    """The text and entities of a message in HTML."""
    return finish(*parse_html(text))


def entity(kind: str, offset: int, length: int, **more: str) -> dict:
    """A MessageEntity."""
    return {"type": kind, "offset": offset, "length": length, **more}


READ = [
    ("<b>a</b><strong>b</strong>", "ab", [entity("bold", 0, 2)]),
    ("<i>a</i> <em>b</em>", "a b", [entity("italic", 0, 1), entity("italic", 2, 1)]),
    ("<u>a</u>-<ins>b</ins>", "a-b", [entity("underline", 0, 1), entity("underline", 2, 1)]),
    ("<s>a</s><strike>b</strike><del>c</del>", "abc", [entity("strikethrough", 0, 3)]),
    ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
    ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
    ("<code>a</code>", "a", [entity("code", 0, 1)]),
    ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
    (
        '<pre><code class="language-python">x = 1</code></pre>',
        "x = 1",
        [entity("pre", 0, 5, language="python")],
    ),
    ('<code class="language-python">x</code>', "x", [entity("code", 0, 1)]),
    ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
    ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
    (
        '<a href="https://example.com">a</a>',
        "a",
        [entity("text_link", 0, 1, url="https://example.com/")],
    ),
    ('<a href="tg://resolve?x=1">a</a>', "a", [entity("text_link", 0, 1, url="tg://resolve?x=1")]),
    ("<a>example.com</a>", "example.com", [entity("text_link", 0, 11, url="http://example.com/")]),
    ('<a href="javascript:x">a</a>', "a", []),
    ("&lt;b&gt; &amp; &quot;&#39;&#x41;&#128512;", "<b> & \"'A😀", []),
    ("&nbsp;&copy; & &#0;", "&nbsp;&copy; & &#0;", []),
    ("😀<b>😀</b>", "😀😀", [entity("bold", 2, 2)]),
    ("  <b> a </b>  ", "a", [entity("bold", 0, 1)]),
    (
        "<b>a<i>b</i></b>",
        "ab",
        [entity("bold", 0, 1), entity("bold", 1, 1), entity("italic", 1, 1)],
    ),
    ("<b></b>x", "x", []),
    ("<B>a</b>", "a", [entity("bold", 0, 1)]),
    ("<b>a</>", "a", [entity("bold", 0, 1)]),
    ("<code><b>a</b></code>", "a", [entity("code", 0, 1)]),
    ("a > b", "a > b", []),
    ("/start <b>x</b>", "/start x", [entity("bot_command", 0, 6), entity("bold", 7, 1)]),
    ("<code>/start</code>", "/start", [entity("code", 0, 6)]),
]


@pytest.mark.parametrize(("html", "text", "entities"), READ, ids=[r[0] for r in READ])
def test_html_is_read_as_documented(html: str, text: str, entities: list[dict]):
    """Source: core.telegram.org/bots/api#html-style."""
    assert parsed(html) == (text, entities)


BROKEN = [
    ("<p>x", 'Unsupported start tag "p" at byte offset 0'),
    ("é<br/>x", 'Unsupported start tag "br/" at byte offset 2'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("a <3 b>", 'Unsupported start tag "3" at byte offset 2'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    (
        "<b>x</i>",
        'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    ),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<b", "Unclosed start tag at byte offset 0"),
]


@pytest.mark.parametrize(("html", "words"), BROKEN, ids=[b[0] for b in BROKEN])
def test_broken_html_is_refused_with_its_place(html: str, words: str):
    """The error texts of the open-source parser, with byte offsets."""
    with pytest.raises(ApiError) as refused:
        parse_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


TAGS = ["b", "i", "u", "s", "tg-spoiler", "code", "pre", "blockquote"]
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs",)), max_size=12
)


def trees() -> st.SearchStrategy[str]:
    """HTML of nested tags around escaped texts."""
    return st.recursive(
        TEXTS.map(escape),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map("".join),
            st.tuples(st.sampled_from(TAGS), inner).map(lambda t: f"<{t[0]}>{t[1]}</{t[0]}>"),
            inner.map(lambda t: f'<a href="https://example.com/x?a=1&amp;b=2">{t}</a>'),
        ),
        max_leaves=8,
    )


def message_of(text: str, entities: list[dict]) -> Message:
    """The same as python-telegram-bot holds it."""
    made = [MessageEntity(**item) for item in entities]
    return Message(message_id=1, date=None, chat=None, text=text, entities=made)  # type: ignore[arg-type]


@settings(deadline=None)  # a busy machine is no failure
@given(trees())
def test_what_is_read_survives_python_telegram_bot_and_comes_back(html: str):
    """Round trip: our entities -> text_html of python-telegram-bot -> the same again."""
    text, entities = parsed(clean(html))
    assume(text)
    again = parsed(message_of(text, entities).text_html)
    assert again == (text, entities)


@settings(deadline=None)  # a busy machine is no failure
@given(trees())
def test_entities_fit_the_text_and_the_schema(html: str):
    """Offsets are UTF-16 and within the text; parse_entities finds words that stand there."""
    text, entities = parsed(clean(html))
    for item in entities:
        assert 0 <= item["offset"] < item["offset"] + item["length"] <= utf16_length(text)
        assert problems(item, ["MessageEntity"]) == []
    if text:
        for words in message_of(text, entities).parse_entities().values():
            assert words in text


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS)
def test_the_parser_refuses_or_reads_any_text(text: str):
    """No crash, whatever comes; escaped text is read as itself."""
    with suppress(ApiError):
        parse_html(text)
    assert parse_html(escape(text)) == (text, [])


@settings(deadline=None)  # a busy machine is no failure
@given(trees())
def test_rendered_html_shows_the_text_and_nothing_else(html: str):
    """What the page gets holds the whole text, escaped, within balanced tags."""
    text, entities = parsed(clean(html))
    shown = to_html(text, entities)
    assert unescape(sub(r"<[^>]*>", "", shown)) == text
    assert shown.count("<b>") == shown.count("</b>")


@pytest.mark.parametrize(
    "text",
    [
        "<b>a</b>" * 5_000,
        "<b><i>a</i></b> " * 2_500,
        "<b>" * 10_000,
        "&" * 40_000,
        '<a href="http://' + "a." * 15_000 + '!">x</a>',
        "<a>" + "a." * 15_000 + "!</a>",
        "@" + "a" * 40_000,
        "/" + "a@a." * 10_000,
        "#" * 40_000,
    ],
    ids=range(9),
)
def test_no_text_takes_for_ever(text: str):
    """Long and crooked input is read or refused in a moment; the suite's timeout would tell."""
    with suppress(ApiError):
        _, entities = parsed(text)
        assert len(entities) <= 100


def test_rendering_escapes_text_and_addresses():
    """Neither a text nor a link can bring a script along."""
    assert to_html("<img onerror=x>", []) == "&lt;img onerror=x&gt;"
    link = entity("text_link", 0, 1, url='https://x.id/"onclick="y')
    assert '"onclick' not in to_html("a", [link])
    assert to_html("a", [entity("text_link", 0, 1, url="javascript:x")]) == "a"


def test_a_bare_domain_is_rendered_as_a_link_of_the_web():
    """And not as one of the page itself; one with a scheme keeps it."""
    assert 'href="http://toko.id"' in to_html("toko.id", [entity("url", 0, 7)])
    assert 'href="https://x.id"' in to_html("https://x.id", [entity("url", 0, 12)])
    assert "href" not in to_html("ftp://x.id", [entity("url", 0, 10)])


def test_overlapping_entities_are_rendered_with_balanced_tags():
    """An entity that reaches past its surrounding one is cut at its end."""
    shown = to_html("abcd", [entity("bold", 0, 2), entity("italic", 1, 3)])
    assert shown == "<b>a<i>b</i></b>cd"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("example.com", "http://example.com/"),
        ("HTTP://Example.com/A", "http://example.com/A"),
        ("http://127.0.0.1:80/x", "http://127.0.0.1:80/x"),
        ("data:x", ""),
        ("http://localhost:80/x", ""),
        ("https://a.id?x=1", "https://a.id/?x=1"),
        ("http://", ""),
        ("x y", ""),
    ],
)
def test_links_are_checked(address: str, kept: str):
    """Addresses that are none are dropped."""
    assert checked_link(address) == kept


def test_persons_texts_get_the_entities_that_telegram_finds():
    """Commands, mentions, tags, links and addresses of e-mail."""
    _, entities = finish("/lacak@pesan_bot @sari_x #kopi https://x.id/a?b=1. a@b.co 1/2", [])
    assert [item["type"] for item in entities] == [
        "bot_command",
        "mention",
        "hashtag",
        "url",
        "email",
    ]

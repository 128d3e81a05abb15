"""The Markdown parser, held to what python-telegram-bot writes and to the HTML of the same text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from telegram.helpers import escape, escape_markdown

from simulator.entities import clean, finish, utf16_length
from simulator.errors import ApiError
from simulator.html_input import parse_html
from simulator.markdown_input import parse_markdown, parse_markdown_v2
from tests.simulator.test_properties_entities import TEXTS, kept, message_of, span

QUICK = settings(deadline=None, max_examples=250)  # a busy machine is no failure
LINK = '<a href="https://x.id/?a=(1)&amp;b=2">'


def trees(tags: list[str]) -> st.SearchStrategy[str]:
    """HTML of nested tags around escaped texts."""

    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.lists(inner, min_size=1, max_size=4).map("".join),
            st.tuples(st.sampled_from(tags), inner).map(lambda p: f"<{p[0]}>{p[1]}</{p[0]}>"),
            inner.map(lambda text: f"{LINK}{text}</a>"),
        )

    return st.recursive(TEXTS.map(escape), around, max_leaves=10)


def quoted(tags: list[str]) -> st.SearchStrategy[str]:
    """The same, also with a quotation as its last lines.

    python-telegram-bot writes no line break behind a quotation, so one in the middle would go on,
    and begins every line of code in one with ">", which Telegram reads as part of the code.
    """
    inner = trees([*tags, "code", "pre"])
    last = st.sampled_from(["blockquote", "blockquote expandable"])
    quotation = st.tuples(last, trees(tags)).map(lambda p: f"<{p[0]}>{p[1]}</blockquote>")
    return st.one_of(
        inner, quotation, st.tuples(inner, quotation).map(lambda pair: f"{pair[0]}x\n{pair[1]}")
    )


STYLES = ["b", "s", "tg-spoiler"]
PLAIN_SIGNS = re.compile(r"\\.", re.DOTALL)


def came_back(html: str) -> None:
    """Entities -> text_markdown_v2 -> the parser -> equal entities."""
    text, entities = kept(html)
    assume(text)
    # A language is read where code begins with a backslash: the library writes no line break there.
    assume(not re.search(r"<pre>[\\`]", html))
    # Quotations end with their line: of these breaks the library makes plain ones.
    assume(not any(sign in text for sign in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
    written = message_of(text, entities).text_markdown_v2
    # "__ is always greedily treated from left to right as beginning or end of an underline".
    signs = PLAIN_SIGNS.sub("", written)
    assume("___" not in signs)
    assume("<i>" not in html or "__" not in signs)
    assert finish(*parse_markdown_v2(written)) == (text, entities)


@QUICK
@given(quoted([*STYLES, "u"]))
def test_text_markdown_v2_of_python_telegram_bot_is_read_back_as_the_same_entities(html: str):
    """With underlines."""
    came_back(html)


@QUICK
@given(quoted([*STYLES, "i"]))
def test_italics_are_read_back_as_well(html: str):
    """Where no two of them touch: Telegram itself could not tell them from an underline."""
    came_back(html)


@QUICK
@given(TEXTS)
def test_escaped_text_is_read_as_itself(text: str):
    """Whatever stands in it, in Markdown of both kinds."""
    assert parse_markdown_v2(escape_markdown(text, version=2)) == (text, [])
    assert parse_markdown(escape_markdown(text, version=1)) == (text, [])


MARKS = {"b": "*", "i": "_", "u": "__", "s": "~", "tg-spoiler": "||"}


@QUICK
@given(
    st.lists(st.tuples(st.sampled_from(sorted(MARKS)), TEXTS.filter(bool)), min_size=1, max_size=5)
)
def test_both_languages_say_the_same(parts: list[tuple[str, str]]):
    """Marks of Markdown around escaped texts are the tags of HTML around them.

    Between two marks stands an empty bold, as Telegram's documentation advises.
    """
    markdown = "**".join(
        f"{MARKS[tag]}{escape_markdown(text, version=2)}{MARKS[tag]}" for tag, text in parts
    )
    html = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in parts)
    assert finish(*parse_markdown_v2(markdown)) == finish(*parse_html(html))


JUNK = st.lists(
    st.one_of(
        st.sampled_from([*"_*[]()~`>#+-=|{}.!\n\r\\", "__", "||", "```", "![", "](", "\n>", "😀"]),
        TEXTS,
    ),
    max_size=12,
).map("".join)
Parser = Callable[[str], tuple[str, list[dict]]]
SAID = re.compile(
    r"Bad Request: (the simulator does not honour entities .*|can't parse entities: (?s:"
    r"Character '.' is reserved and must be escaped with the preceding '\\'"
    r"|The entity must contain a tg://emoji or tg://time URL"
    r"|Invalid tg://emoji or tg://time URL specified"
    r"|(Can't find end of ([A-Z][A-Za-z]+ entity|a URL)"
    r"|Can't find end of the entity starting) at byte offset (?P<at>\d+)))"
)


@pytest.mark.parametrize("read", [parse_markdown_v2, parse_markdown])
@settings(deadline=None, max_examples=400)
@given(junk=JUNK)
def test_junk_is_read_or_refused_in_telegrams_words_at_a_byte_of_the_text(read: Parser, junk: str):
    """No crash; an error's offset is the byte where a character begins."""
    refused = ""
    try:
        text, entities = read(junk)
        assert all(span(item).stop <= utf16_length(text) for item in entities)
        assert all(item["length"] > 0 for item in entities)
        finish(clean(text), [])
    except ApiError as error:
        refused = error.description
    if refused:
        said = SAID.fullmatch(refused)
        assert said is not None, refused
        if said["at"] is not None:
            assert junk.startswith(junk.encode()[: int(said["at"])].decode())

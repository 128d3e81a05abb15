"""The HTML parser and the entities, held to python-telegram-bot and to Telegram's own rules."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from telegram import Bot, Message, MessageEntity
from telegram.helpers import escape

from simulator.entities import clean, finish, utf16_length
from simulator.errors import ApiError
from simulator.html_input import parse_html
from simulator.nesting import CODE, QUOTES, STYLES
from simulator.server import Simulator
from tests.simulator.schema import problems

QUICK = settings(deadline=None, max_examples=250)  # a busy machine is no failure
# Pairs of surrogates, joined emoji, right to left, combining marks, all that HTML escapes, and
# what Telegram finds by itself.
WORDS = st.sampled_from(
    [
        "kopi",
        "a & b < c > d",
        "\"'",
        "😀",
        "👨‍👩‍👧‍👦",
        "👍🏽",
        "🇮🇩",
        "שלום",
        "مرحبا \u200fكوبي",
        "é̂",
        "\n",
        " ",
        "@sari_kopi ",
        "/menu ",
        "#kopi ",
        "https://x.id/a?b=1&c=2 ",
        "a@b.co ",
        "toko-kopi.co.id/menu ",
        "+62 812-3456-7890 ",
        "$USD ",
        "&amp;",
        "&#65;",
    ]
)
TEXTS = st.one_of(WORDS, st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=6))
TAGS = ["b", "i", "u", "s", "tg-spoiler", "code", "pre", "blockquote", "blockquote expandable"]


def nested_html() -> st.SearchStrategy[str]:
    """Tags in tags and beside each other, around escaped texts."""

    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.lists(inner, min_size=1, max_size=4).map("".join),
            st.tuples(st.sampled_from(TAGS), inner).map(
                lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"
            ),
            # python-telegram-bot writes an address as it is: one with a quote could not come back.
            inner.map(lambda text: f'<a href="https://x.id/?a=1&amp;b=2">{text}</a>'),
        )

    return st.recursive(TEXTS.map(escape), around, max_leaves=10)


def kept(html: str) -> tuple[str, list[dict]]:
    """Text and entities as the simulator keeps them."""
    return finish(*parse_html(clean(html)))


def message_of(text: str, entities: list[dict]) -> Message:
    """The same as python-telegram-bot holds it."""
    made = [MessageEntity(**item) for item in entities]
    return Message(message_id=1, date=None, chat=None, text=text, entities=made)  # type: ignore[arg-type]


def span(entity: dict) -> range:
    """The code units that an entity covers."""
    return range(entity["offset"], entity["offset"] + entity["length"])


@QUICK
@given(nested_html())
def test_text_html_of_python_telegram_bot_is_read_back_as_the_same_entities(html: str):
    """Entities -> its text_html -> the parser -> equal entities."""
    text, entities = kept(html)
    assume(text)
    assert kept(message_of(text, entities).text_html) == (text, entities)


@QUICK
@given(nested_html())
def test_parse_entities_of_python_telegram_bot_finds_the_words_that_the_offsets_mean(html: str):
    """Its words are those that UTF-16 offsets cut out of the text."""
    text, entities = kept(html)
    assume(entities)
    units = text.encode("utf-16-le")
    expected = [
        units[2 * item["offset"] : 2 * (item["offset"] + item["length"])].decode("utf-16-le")
        for item in entities
    ]
    assert list(message_of(text, entities).parse_entities().values()) == expected


@QUICK
@given(nested_html())
def test_entities_are_apart_or_nested(html: str):
    """Telegram's rules: containment only, none in code, no quotes in quotes, order by place."""
    text, entities = kept(html)
    places = [(item["offset"], -item["length"]) for item in entities]
    assert places == sorted(places)
    for item in entities:
        assert 0 <= item["offset"] < item["offset"] + item["length"] <= utf16_length(text)
        assert problems(item, ["MessageEntity"]) == []
    for outer, inner in combinations(entities, 2):
        if span(inner).start >= span(outer).stop:
            continue
        assert span(inner).stop <= span(outer).stop
        assert outer["type"] != inner["type"]
        assert outer["type"] not in CODE
        assert not (outer["type"] in QUOTES and inner["type"] in QUOTES)
        assert inner["type"] in STYLES or outer["type"] in QUOTES | STYLES


@QUICK
@given(
    st.text("ab @/c", min_size=1, max_size=12),
    st.lists(
        st.tuples(
            st.sampled_from(sorted(STYLES | CODE | QUOTES)), st.integers(0, 11), st.integers(1, 6)
        ),
        max_size=8,
    ),
)
def test_no_style_is_lost_but_in_code(text: str, given_entities: list[tuple[str, int, int]]):
    """However given entities cross: a letter keeps exactly its styles, or stands in code."""
    text = text.strip()
    assume(text)
    entities = [
        {"type": kind, "offset": at, "length": min(length, len(text) - at)}
        for kind, at, length in given_entities
        if at < len(text)
    ]
    _, finished = finish(text, entities)
    for at in range(len(text)):
        before = {item["type"] for item in entities if at in span(item)}
        after = {item["type"] for item in finished if at in span(item)}
        assert after & STYLES == (set() if after & CODE else before & STYLES)
    assert finish(text, finished) == (text, finished)


JUNK = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *(
                    "<",
                    ">",
                    "</",
                    "/>",
                    "&",
                    ";",
                    "=",
                    '"',
                    "'",
                    " ",
                    "\n",
                    "&#",
                    "&#x",
                    "&lt",
                    "\0",
                ),
                *(
                    "<b>",
                    "</b>",
                    "<i ",
                    "<a href=",
                    "<span class=",
                    "tg-spoiler",
                    "<pre>",
                    "</pre>",
                ),
                *("<code class=", "language-py", "</code>", "</a>", "<blockquote ", "expandable>"),
                *("&#xD83D;", "&#128512;", "😀", "é", "א", "<!--", "-->", "<p>", "</>"),
            ]
        ),
        st.text(max_size=3),
    ),
    max_size=14,
).map("".join)
SAID = re.compile(
    r"Bad Request: (strings must be encoded in UTF-8|can't parse entities: (?s:"
    r"Can't find end tag corresponding to start tag \".*\""
    r"|Text contains invalid Unicode characters after decoding HTML entities, .*"
    r"|(Unclosed start tag|Unclosed start tag \".*\"|Unsupported start tag \".*\"|Unclosed end tag"
    r"|Unexpected end tag|Unexpected end of name token|Empty attribute name in the tag \".*\""
    r"|Tag \"span\" must have class \"tg-spoiler\") at byte offset (?P<at>\d+)"
    r"|Unmatched end tag at byte offset (?P<unmatched>\d+), expected \"</.*>\", found \"</.*>\"))"
)


@settings(deadline=None, max_examples=400)
@given(JUNK)
def test_junk_is_read_or_refused_in_telegrams_words_at_a_byte_of_the_text(junk: str):
    """No crash; an error's offset is the byte where a character begins."""
    refused = ""
    try:
        text, entities = parse_html(junk)
        assert all(span(item).stop <= utf16_length(text) for item in entities)
    except ApiError as error:
        refused = error.description
    if refused:
        said = SAID.fullmatch(refused)
        assert said is not None, refused
        place = said["at"] or said["unmatched"]
        if place is not None:
            assert junk.startswith(junk.encode()[: int(place)].decode())


@QUICK
@given(TEXTS)
def test_escaped_text_is_read_as_itself(text: str):
    """Whatever stands in it."""
    assert parse_html(escape(text)) == (text, [])


@pytest.fixture(scope="module")
def talking() -> Iterator[tuple[asyncio.Runner, Bot, int]]:
    """python-telegram-bot's client of a running simulator, on a loop of its own."""
    with asyncio.Runner() as runner:
        sim = Simulator(flood="off")
        runner.run(sim.__aenter__())
        bot = Bot(sim.world.token, base_url=f"{sim.url}/bot")
        runner.run(bot.initialize())
        yield runner, bot, sim.world.add_user("Sari").id
        runner.run(bot.shutdown())
        runner.run(sim.__aexit__(None, None, None))


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(html=nested_html())
def test_text_html_of_a_sent_message_sends_the_same_message_again(
    talking: tuple[asyncio.Runner, Bot, int], html: str
):
    """Over HTTP: what the client got back, sent again, comes back equal."""
    runner, bot, sari = talking
    assume(kept(html)[0])
    first = runner.run(bot.send_message(sari, html, parse_mode="HTML"))
    again = runner.run(bot.send_message(sari, first.text_html, parse_mode="HTML"))
    assert (again.text, again.entities) == (first.text, first.entities)

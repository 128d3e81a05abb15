"""The renderer by itself: texts, formats, keyboards, and what hostile input does to them."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_datetime
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from notifications.render.catalogue import MissingMessage, Names
from notifications.render.formats import LOCALES, Formats
from notifications.render.renderer import Renderer
from notifications.render.screen import Ask, Button, Screen, Style, call
from notifications.render.texts import clean, shorten, shorten_html, width
from tests.notifications.html_check import problems, visible

JAKARTA = ZoneInfo("Asia/Jakarta")
NASTY = "<b>&\"'</i>\u202e\ud800\x00 ok"
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {}\\n"\n'
)
PLURALS = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
WORDS = """
msgid "t.hello"
msgstr "Halo <b>%(name)s</b>, 100%% kak"

msgid "t.key"
msgstr "Tekan %(name)s"
"""
COUNT_ID = '\nmsgid "t.things"\nmsgid_plural "t.things"\nmsgstr[0] "%(num)s barang %(name)s"\n'
COUNT_EN = (
    '\nmsgid "t.things"\nmsgid_plural "t.things"\n'
    'msgstr[0] "%(num)s thing %(name)s"\nmsgstr[1] "%(num)s things %(name)s"\n'
)
ASKS = "".join(
    f'\nmsgid "base.ask.{key}"\nmsgstr "{key}"\n' for key in ("contact", "location", "cancel")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small house of its own: four messages, and a template for each test."""
    (tmp_path / "templates").mkdir()
    for language, count in (("id", COUNT_ID), ("en", COUNT_EN)):
        po = tmp_path / "locale" / language / "t.po"
        po.parent.mkdir(parents=True)
        po.write_text(HEADER.format(PLURALS[language]) + WORDS + count + ASKS)
    return tmp_path


def _renderer(folder: Path, template: str, *, strict: bool = True) -> Renderer:
    (folder / "templates" / "t.j2").write_text(template)
    return Renderer(folder=folder, strict=strict)


def test_markup_of_messages_stays_and_facts_are_escaped(folder: Path):
    """Our own <b> is bold; a customer's is read as it was typed."""
    renderer = _renderer(folder, "{{ _('t.hello', name=name) }}\n{{ name }}")
    text = renderer.render(Screen("t", {"name": NASTY}), "id").text
    assert not problems(text)
    assert visible(text) == "Halo <b>&\"'</i> ok, 100% kak\n<b>&\"'</i> ok"


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("id", 1, "1 barang a"),
        ("id", 2, "2 barang a"),
        ("en", 1, "1 thing a"),
        ("en", 2, "2 things a"),
    ],
)
def test_plurals_follow_the_language(folder: Path, language: str, number: int, said: str):
    """Also where the id is written twice, as gettext has it."""
    renderer = _renderer(folder, "{{ ngettext('t.things', 't.things', n, name='a') }}")
    assert renderer.render(Screen("t", {"n": number}), language).text == said
    assert renderer.text("t.things", language, num=number, name="a") == said


def test_a_fact_may_be_a_list_of_messages(folder: Path):
    """Roles and the like are named in the reader's language, in a screen and in a toast."""
    po = folder / "locale/id/t.po"
    po.write_text(po.read_text() + '\nmsgid "t.a"\nmsgstr "satu"\n\nmsgid "t.b"\nmsgstr "dua"\n')
    renderer = _renderer(folder, "{{ _('t.key', name=names) }}")
    names = Names(("t.a", "t.b"))
    assert renderer.render(Screen("t", {"names": names}), "id").text == "Tekan satu, dua"
    assert renderer.text("t.key", "id", name=names) == "Tekan satu, dua"


def test_an_unknown_language_is_indonesian(folder: Path):
    """Telegram knows more languages than the shop."""
    renderer = _renderer(folder, "{{ ngettext('t.things', 2, name='a') }}")
    assert renderer.render(Screen("t"), "fr").text == "2 barang a"


def test_a_missing_message_raises_when_strict_and_is_shown_otherwise(folder: Path):
    """A customer would rather read an id than nothing."""
    with pytest.raises(MissingMessage):
        _renderer(folder, "{{ _('t.none') }}").render(Screen("t"), "id")
    lenient = _renderer(folder, "{{ _('t.none', a=1) }}", strict=False)
    assert lenient.render(Screen("t"), "id").text == "t.none"
    assert lenient.text("t.none", "id") == "t.none"


def test_a_missing_fact_raises(folder: Path):
    """Nothing is left out in silence."""
    with pytest.raises(UndefinedError):
        _renderer(folder, "{{ nothing }}").render(Screen("t"), "id")


def test_one_id_in_two_concerns_is_an_error(folder: Path):
    """Else the order of files would decide what is said."""
    (folder / "locale/id/u.po").write_text(HEADER.format(PLURALS["id"]) + WORDS)
    with pytest.raises(ValueError, match=r"t\.hello"):
        _renderer(folder, "").text("t.hello", "id", name="x")


def test_toasts_are_plain_and_short(folder: Path):
    """A toast shows no entities, and at most 200 units."""
    renderer = _renderer(folder, "")
    assert renderer.text("t.key", "id", name="<&>") == "Tekan <&>"
    assert width(renderer.text("t.key", "id", name="😀" * 300)) <= 200


def test_a_screen_with_photo_has_a_caption(folder: Path):
    """1024 units with a photo, 4096 without."""
    renderer = _renderer(folder, "<b>{{ x }}</b>")
    params = {"x": "&" * 5000}
    caption = renderer.render(Screen("t", params, photo="a.jpg"), "id")
    assert width(visible(caption.text)) == 1024
    assert caption.photo == "a.jpg"
    text = renderer.render(Screen("t", params), "id").text
    assert width(visible(text)) == 4096
    assert not problems(text)


def test_empty_lines_do_not_pile_up(folder: Path):
    """Optional parts of a template leave no holes."""
    renderer = _renderer(folder, "\na\n\n{% if false %}x{% endif %}\n\n\nb\n\n")
    assert renderer.render(Screen("t"), "id").text == "a\n\nb"


def test_inline_keyboard(folder: Path):
    """Callback, copy and link, with styles; literal labels are shown as they are."""
    rows = (
        (Button("t.key", data="home", params={"name": "<x>"}, style=Style.SUCCESS),),
        (),
        (
            Button("Kopi\u202e", copy="123", literal=True),
            Button("K", url="https://e.id", literal=True),
        ),
    )
    rendered = _renderer(folder, "x").render(Screen("t", buttons=rows), "id")
    assert rendered.keyboard == {
        "inline_keyboard": [
            [{"text": "Tekan <x>", "callback_data": "home", "style": "success"}],
            [
                {"text": "Kopi", "copy_text": {"text": "123"}},
                {"text": "K", "url": "https://e.id"},
            ],
        ]
    }


@pytest.mark.parametrize(
    ("ask", "wish"), [(Ask.CONTACT, "request_contact"), (Ask.LOCATION, "request_location")]
)
def test_asking_keyboards_have_a_way_out(folder: Path, ask: Ask, wish: str):
    """One button gives what is asked for, one stops."""
    keyboard = _renderer(folder, "x").render(Screen("t", ask=ask), "id").keyboard
    assert keyboard is not None
    assert keyboard["keyboard"] == [[{"text": ask.value, wish: True}], [{"text": "cancel"}]]


def test_a_keyboard_can_be_taken_away_and_none_is_none(folder: Path):
    """Telegram tells the two apart."""
    renderer = _renderer(folder, "x")
    assert renderer.render(Screen("t", ask=Ask.REMOVE), "id").keyboard == {"remove_keyboard": True}
    assert renderer.render(Screen("t"), "id").keyboard is None


def test_what_telegram_cannot_show_is_refused(folder: Path):
    """Two keyboards at once, a button that does nothing, callback data past 64 bytes."""
    renderer = _renderer(folder, "x")
    both = Screen("t", buttons=((Button("t.key", data="a"),),), ask=Ask.CONTACT)
    idle = Screen("t", buttons=((Button("x", literal=True),),))
    with pytest.raises(ValueError, match="inline buttons or a keyboard"):
        renderer.render(both, "id")
    with pytest.raises(ValueError, match="does nothing"):
        renderer.render(idle, "id")
    with pytest.raises(ValueError, match="too long"):
        call("verb", "é" * 40)


@given(st.integers(-(10**15), 10**15))
def test_money_and_counts_are_babels(amount: int):
    """Our quick formatter says what Babel's says."""
    for language, locale in LOCALES.items():
        formats = Formats.of(language, "IDR", JAKARTA)
        assert formats.money(amount) == format_currency(
            amount, "IDR", format="¤#,##0", currency_digits=False, locale="id_ID"
        )
        assert formats.count(amount) == format_decimal(amount, locale=locale)


def test_money_of_other_countries_has_its_digits():
    """Minor units become a fraction where the currency has one."""
    assert Formats.of("en", "USD", JAKARTA).money(-155_005) == "-US$1,550.05"
    assert Formats.of("en", "JPY", JAKARTA).money(1500) == "JP¥1,500"


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # bounds have no zone, what is drawn has
def test_days_and_moments_are_babels(moment: datetime):
    """In the shop's zone, by Babel's names of days and months."""
    for language, pattern in (("id", "EEE d MMM HH.mm"), ("en", "EEE d MMM HH:mm")):
        formats = Formats.of(language, "IDR", JAKARTA)
        expected = format_datetime(moment, pattern, JAKARTA, LOCALES[language])
        assert formats.moment(moment) == expected
        assert expected.startswith(formats.day(moment))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 26), date(2026, 11, 28), "26–28 Nov"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 Nov–2 Des"),
        (date(2026, 12, 31), date(2027, 1, 2), "31 Des–2 Jan"),
        (date(2026, 11, 25), date(2026, 11, 25), "Rab 25 Nov"),
    ],
)
def test_spans_are_short(first: date, last: date, said: str):
    """An ETA names what differs."""
    assert Formats.of("id", "IDR", JAKARTA).span(first, last) == said


@given(st.text(st.characters(codec=None)))
def test_clean_leaves_nothing_that_disorders(text: str):
    """No control characters, no lone surrogates, no direction overrides; and clean stays clean."""
    cleaned = clean(text)
    cleaned.encode()
    assert not set(cleaned) & {chr(c) for c in (*range(10), *range(11, 32), 0x7F, 0x202E, 0x2066)}
    assert clean(cleaned) == cleaned


def test_clean_keeps_what_people_write():
    """Scripts, emoji with joiners, line breaks."""
    for text in ("Café – “kopi” 咖啡 قهوة", "👩‍🌾 🇮🇩 ❤️", "a\nb"):
        assert clean(text) == text
    assert clean("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd e"


@given(st.text("ab😀é", max_size=60), st.integers(2, 40))
def test_shortened_texts_fit_and_say_so(text: str, limit: int):
    """A short one is left alone, a long one ends in an ellipsis."""
    short = shorten(text, limit)
    assert width(short) <= limit
    assert short == text if width(text) <= limit else short.endswith("…")


PIECES = ("a", "😀", "&amp;", "&lt;", "<b>x</b>", "<code>1 2</code>", "\n")


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.integers(2, 30))
def test_shortened_html_fits_and_stays_html(pieces: list[str], limit: int):
    """Whatever is cut, no entity is torn and every tag is closed."""
    text = "".join(pieces)
    short = shorten_html(text, limit)
    assert not problems(short)
    assert width(visible(short)) <= limit
    if width(visible(text)) <= limit:
        assert short == text

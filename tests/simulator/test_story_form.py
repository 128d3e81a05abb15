"""The form of a story: what is read from it, and how a wrong line is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.stories.form import (
    At,
    Group,
    Look,
    Parcel,
    Passes,
    Pays,
    Person,
    Picture,
    Sees,
    Sends,
    SharesContact,
    SharesLocation,
    StoryError,
    Taps,
    Writes,
)
from simulator.stories.parsing import BYTES, LINE, STEPS, parse

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "stories.md"
SARI, RINA = At("Sari"), At("Rina", "Meja Kopi")


def read(*lines: str) -> object:
    """What the last line of a story becomes."""
    return parse("\n".join(("Story: Uji", *lines)).encode(), "uji.story").steps[-1].act


def wrong(*lines: str) -> str:
    """What is said of a story that cannot be read."""
    with pytest.raises(StoryError) as refused:
        parse("\n".join(lines).encode(), "uji.story")
    return str(refused.value)


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ('Sari writes "/start"', Writes(SARI, "/start")),
        (r'Sari writes "dua\nbaris, \"kutip\", \\"', Writes(SARI, 'dua\nbaris, "kutip", \\')),
        ('Sari writes "# bukan catatan"  # catatan', Writes(SARI, "# bukan catatan")),
        ('Rina replies "JNE1" to "resi" in Meja Kopi', Writes(RINA, "JNE1", "resi")),
        ('Sari taps "Katalog"', Taps(SARI, "Katalog")),
        ('Sari taps "1" on "Kopi Gayo"', Taps(SARI, "1", "Kopi Gayo")),
        ('Rina taps "Ya" on "Baru" in Meja Kopi', Taps(RINA, "Ya", "Baru")),
        ('Rina taps "Ya" in "Meja Kopi"', Taps(RINA, "Ya")),
        ('Sari sees "Kopi"', Sees(SARI, ("Kopi",))),
        ('Rina sees "a" and "b" in Meja Kopi', Sees(RINA, ("a", "b"))),
        ('Sari does not see "Teh"', Sees(SARI, ("Teh",), Look.ABSENT)),
        ('Sari sees alert "Siap"', Sees(SARI, ("Siap",), Look.ANSWER)),
        ("Sari sends photo proof.jpg", Sends(SARI, "photo", "proof.jpg")),
        ('Sari sends document a.pdf saying "Ini"', Sends(SARI, "document", "a.pdf", "Ini")),
        ("Sari shares contact", SharesContact(SARI)),
        ("Sari shares contact +628123456789", SharesContact(SARI, "+628123456789")),
        ("Sari shares location -7.98, 112.63", SharesLocation(SARI, -7.98, 112.63)),
        ('Sari pays "Bayar"', Pays(SARI, "Bayar")),
        ('Sari pays "Bayar" but gives up', Pays(SARI, "Bayar", outcome="cancelled")),
        (
            'Sari pays "Bayar" on "Kopi" but the card is declined',
            Pays(SARI, "Bayar", "Kopi", "failed"),
        ),
        ("+1 day", Passes(86400)),
        ("+3 hours", Passes(3 * 3600)),
        ("+30 seconds", Passes(30)),
        ("Sari's parcel JNE123 is delivered", Parcel("JNE123", "delivered")),
        ("Parcel {number} is on_hold", Parcel("{number}", "on_hold")),
        ('picture "checkout"', Picture("checkout")),
        ('picture "checkout" of Sari', Picture("checkout", "Sari")),
    ],
)
def test_a_line_is_read(line: str, act: object):
    """Each sentence says what it does."""
    assert read(line) == act


def test_the_headings_say_who_and_what_is_there():
    """People, with their language, and groups stand before the first step; steps know their line."""
    story = parse(
        b"Story: Kopi\n\n# dari awal\nPeople: Sari (id), Rina, Dewi (new id)\n"
        b'Group: Meja Kopi: Rina\n\nSari writes "a"\n',
        "kopi.story",
    )
    assert story.title == "Kopi"
    assert story.people == (Person("Sari", "id"), Person("Rina"), Person("Dewi", "id", new=True))
    assert story.groups == (Group("Meja Kopi", ("Rina",)),)
    assert [(step.line, step.text) for step in story.steps] == [(7, 'Sari writes "a"')]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (('Sari writes "a"',), "uji.story:1: the title is expected first"),
        (("Story: Uji",), "uji.story:1: a step is expected"),
        (("",), "uji.story:1: a step is expected"),
        (("Story: Uji", "Sari dances"), "uji.story:2: a step (writes, replies, taps"),
        (("Story: Uji", "", "Sari taps Katalog"), 'uji.story:3: Sari taps "BUTTON"'),
        (("Story: Uji", 'Sari taps ""'), 'uji.story:2: Sari taps "BUTTON"'),
        (("Story: Uji", 'Sari taps "Katalog'), "uji.story:2: a closing quotation mark"),
        (("Story: Uji", "Sari sends photo ../../etc/passwd"), "uji.story:2: Sari sends photo"),
        (("Story: Uji", "Sari sends photo /etc/passwd"), "uji.story:2: Sari sends photo"),
        (("Story: Uji", "+soon"), "uji.story:2: +1 day"),
        (("Story: Uji", "+0 days"), "uji.story:2: +1 day"),
        (("Story: Uji", "Sari shares location di sini"), "uji.story:2: Sari shares location"),
        (("Story: Uji", "People: Sari (klingon)"), "uji.story:2: a language like id or en"),
        (("Story: Uji", "People: Sari,, Rina"), "uji.story:2: a person is expected"),
        (("Story: Uji", "Group: Meja"), "uji.story:2: a group is expected"),
        (
            ("Story: Uji", "People: Sari", "Group: Meja: Rina"),
            "uji.story:3: one of Sari is expected (People:); got 'Rina'",
        ),
        (
            ("Story: Uji", "People: Sari, Rina", 'Budi taps "a"'),
            "uji.story:3: one of Sari, Rina is expected (People:); got 'Budi'",
        ),
        (("Story: Uji", 'Sari writes "a"', "People: Sari"), "uji.story:3: a step is expected"),
        (("Story: Uji", "x" * (LINE + 1)), "uji.story:2: a line of at most 1000"),
        (("Story: Uji", *['Sari writes "a"'] * (STEPS + 1)), "uji.story:502: at most 500 steps"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(lines: tuple[str, ...], said: str):
    """File, line and what was expected there."""
    assert wrong(*lines).startswith(said)


def test_what_is_no_story_is_refused():
    """Bytes that are no text, and more of them than a story has."""
    with pytest.raises(StoryError, match=r"uji.story:2: text in UTF-8"):
        parse(b"Story: Uji\n\xff\xfe\x00", "uji.story")
    with pytest.raises(StoryError, match=r"at most 64 KB"):
        parse(b"Story: Uji\n" + b"#\n" * BYTES, "uji.story")


def test_the_page_of_the_docs_is_true():
    """Its example is a story, and each step of its table is one that is read."""
    page = DOCS.read_text("utf-8")
    example = page.split("```")[1].strip()
    assert len(parse(example.encode(), "docs.story").steps) == 8
    table = page.partition("| step | |")[2].partition("\n\n")[0]
    sentences = [
        step
        for row in table.splitlines()[2:]
        for step in re.findall("`([^`]+)`", row.split(" | ")[0])
    ]
    assert len(sentences) >= 20
    for sentence in sentences:
        assert read(sentence) is not None


@given(st.lists(st.text(max_size=80), max_size=8))
def test_no_text_breaks_the_reader(lines: list[str]):
    """Whatever stands in the lines, they are a story or a StoryError."""
    text = "\n".join(("Story: Uji", 'Sari writes "a"', *lines))
    try:
        steps = parse(text.encode("utf-8", "replace"), "uji.story").steps
    except StoryError:
        return
    assert steps

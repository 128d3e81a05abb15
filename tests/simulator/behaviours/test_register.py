"""The behaviours are counted, differ, name real places, and their page is current."""

from __future__ import annotations

import re

from tests.simulator.behaviours.stated import API, all_stated
from tests.simulator.schema import SCHEMA
from tests.tools.write_behaviours import PAGE, page

ENOUGH = 90
# Headings of the page of the Bot API that are no method and no type.
SECTIONS = {
    "authorizing-your-bot",
    "available-types",
    "determining-list-of-commands",
    "formatting-options",
    "getting-updates",
    "html-style",
    "making-requests",
    "making-requests-when-getting-updates",
    "markdown-style",
    "markdownv2-style",
    "sending-files",
    "updating-messages",
}
OTHER = re.compile(
    r"https://(core\.telegram\.org/bots/(faq|features|payments|webhooks)#[a-z0-9-]+"
    r"|github\.com/tdlib/(td|telegram-bot-api)/blob/master/[\w/-]+\.cpp"
    r"|github\.com/tdlib/telegram-bot-api/issues/[0-9]+)"
)


def test_there_are_enough_of_them():
    """At least ninety."""
    assert len(all_stated()) >= ENOUGH


def test_no_two_state_the_same():
    """In the same words, whatever their signs and capitals."""
    stated = all_stated()
    plain = {re.sub(r"\W+", " ", item.what.lower()).strip() for item in stated}
    assert len(plain) == len(stated)


def test_every_source_is_a_place_that_exists():
    """An anchor of the Bot API is a method, a type or a known section; the rest is public too."""
    anchors = {name.lower() for kind in ("methods", "types") for name in SCHEMA[kind]} | SECTIONS
    for item in all_stated():
        if item.source.startswith(API):
            assert item.source.removeprefix(API) in anchors, item
        else:
            assert OTHER.fullmatch(item.source), item


def test_every_statement_is_one_sentence():
    """It starts large and ends with a full stop."""
    for item in all_stated():
        assert re.fullmatch(r"(?s)\S.{15,220}\.", item.what), item.what


def test_the_page_is_current():
    """Changed on purpose: python -m tests.tools.write_behaviours."""
    assert PAGE.read_text(encoding="utf-8") == page()

"""docs/reference/events.md is true."""

import re
from pathlib import Path

import pytest

from domain import events
from domain.events import EventKind
from tests.notifications import life
from tests.notifications.events_page import PAGE, page


def test_the_page_says_what_is_announced():
    """Changed on purpose: python -m tests.notifications.events_page --rewrite."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("kind", EventKind)
def test_the_story_carries_the_facts_that_the_domain_names(kind: EventKind):
    """The comment beside each kind names its facts."""
    source = Path(events.__file__).read_text(encoding="utf-8")
    comment = re.search(rf'{kind.name} = "[a-z_]+"(?:  # ([a-z_, ]+))?', source)
    assert comment is not None
    named = {name.strip() for name in (comment.group(1) or "").split(",")} - {""}
    for told in life.events():
        if told.event is kind:
            assert set(told.facts) == named

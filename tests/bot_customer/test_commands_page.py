"""docs/reference/commands.md names every command and button of the customer's chat."""

import re
from pathlib import Path

from bot.customer import COMMANDS, routes
from tests.bot_customer.guest import RENDERER

PAGE = Path(__file__).parents[2] / "docs/reference/commands.md"
CUSTOMERS = PAGE.read_text().partition("## In a customer's own chat")[2].partition("\n## ")[0]


def test_every_command_is_described() -> None:
    """And none that does not exist."""
    rows = [line for line in CUSTOMERS.splitlines() if line.startswith("| `/")]
    named = {name for row in rows for name in re.findall(r"`/(\w+)[^`]*`", row)}
    assert named == set(routes().commands)


def test_every_verb_is_named() -> None:
    """The table of buttons is complete."""
    table = CUSTOMERS.partition("| verbs | screens |")[2]
    named = {
        verb
        for row in table.splitlines()
        if row.startswith("|")
        for verb in re.findall(r"`([\w.]+)`", row)
    }
    assert named == set(routes().taps)


def test_menus_are_worded_and_answered() -> None:
    """Each command of each language's menu exists and has words."""
    for language, rows in COMMANDS.items():
        for name, text in rows:
            assert name in routes().commands
            assert RENDERER.text(text, language)

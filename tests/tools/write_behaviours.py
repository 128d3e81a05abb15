"""Writes docs/reference/simulator-behaviours.md: `python -m tests.tools.write_behaviours`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from tests.simulator.behaviours.stated import Stated, all_stated

PAGE = Path(__file__).parents[2] / "docs/reference/simulator-behaviours.md"
HEAD = """# What the simulator does as Telegram does

Each line is a behaviour that Telegram's documentation or its open-source server states, and that a
test of its own holds the simulator to. What differs on purpose stands in
[the simulator's reference](simulator.md#what-differs-from-telegram). This page is written by
`python -m tests.tools.write_behaviours`.
"""
TITLES = {
    "access": "Chats that refuse a bot",
    "callbacks": "Callback queries",
    "commands": "Commands, links and texts about the bot",
    "copies": "Forwards and copies",
    "deleting": "Deleting",
    "editing": "Editing",
    "entities": "Formatted text",
    "errors": "Requests and errors",
    "files": "Files",
    "groups": "Groups",
    "keyboards": "Keyboards",
    "limits": "Limits",
    "markdown": "Markdown",
    "members": "Members and reactions",
    "payments": "Payments",
    "services": "Service messages of what the bot did",
    "threads": "Replies in supergroups",
    "topics": "Topics",
    "updates": "Updates",
    "webhooks": "Webhooks",
}


def page() -> str:
    """The whole page."""
    stated = all_stated()
    parts = [HEAD, f"{len(stated)} behaviours.\n"]
    for concern, rows in groupby(stated, key=lambda item: item.concern):
        parts.append(f"## {TITLES[concern]}\n\n| Telegram | stated in | test |\n|---|---|---|\n")
        parts[-1] += "".join(_row(item) for item in rows)
    return "\n".join(parts)


def _row(item: Stated) -> str:
    what = item.what.replace("|", "\\|").replace("<", "&lt;")
    place = item.source.removeprefix("https://").replace("github.com/tdlib/", "tdlib/")
    short = place.replace("core.telegram.org", "").replace("/blob/master", "")
    return f"| {what} | [{short}]({item.source}) | `test_{item.concern}.py::{item.test}` |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

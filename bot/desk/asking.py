"""Questions to a member: one open question per member and chat, answered by button or typed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from bot.visit import Handler, How, Incoming, Kind, Reply, Show, Toast, Visit
from notifications.render.screen import Button, Screen

# Members also chat with each other: what comes long after the question is no answer to it, unless
# it replies to the bot.
PATIENCE = timedelta(minutes=10)
_CANNOT_ANSWER = frozenset({Kind.EDITED, Kind.MEMBERSHIP, Kind.MIGRATION})
_STOP = frozenset({"batal", "cancel", "stop"})

STOP = (Button("base.cancel", "d.stop"),)


def ask(visit: Visit, name: str, question: Screen, how: How = How.NEW, **facts: object) -> Reply:
    """Open the question (a new one replaces the old) and show it."""
    remember(visit, name, **facts)
    toast = Toast("desk.toast.answer_below") if visit.incoming.kind is Kind.TAP else None
    return Reply((Show(question, how),), toast)


def remember(visit: Visit, name: str, **facts: object) -> None:
    """Open the question without showing it.

    Asking again what was answered wrongly does not make the patience longer: members who forgot the
    question and talk to each other are left alone after a while.
    """
    again = visit.incoming.kind is Kind.TEXT and text_fact(visit, "name") == name
    at = text_fact(visit, "at") if again else visit.uow.now.isoformat()
    visit.state["form"] = {"name": name, "at": at, **facts}


def ask_again(question: Screen) -> Reply:
    """Tell what was wrong; the question stays open."""
    return Reply((Show(question, How.NEW),))


def answers(visit: Visit) -> Mapping[str, object]:
    """Return the facts of the member's open question; empty where none is open."""
    form = visit.state.get("form")
    return cast("dict[str, object]", form) if isinstance(form, dict) else {}


def close(visit: Visit) -> None:
    """End the member's question."""
    visit.state.pop("form", None)


def text_fact(visit: Visit, key: str) -> str:
    """Return a text fact of the open question, "" where it has none."""
    value = answers(visit).get(key)
    return value if isinstance(value, str) else ""


def number_fact(visit: Visit, key: str) -> int:
    """Return a whole number of the open question, -1 where it has none."""
    value = answers(visit).get(key)
    return value if isinstance(value, int) else -1


def meant_for_us(visit: Visit) -> bool:
    """Tell whether what a member wrote answers the open question."""
    incoming: Incoming = visit.incoming
    if incoming.kind in _CANNOT_ANSWER:
        return False
    if incoming.reply_to is not None:
        return incoming.reply_to.is_bot
    asked = text_fact(visit, "at")
    return bool(asked) and visit.uow.now - datetime.fromisoformat(asked) <= PATIENCE


def typed(handler: Handler) -> Handler:
    """Let the handler see only texts that answer; a picture instead is told so."""

    def answer(visit: Visit) -> Reply:
        if not meant_for_us(visit):
            return Reply()
        if visit.incoming.text.strip().casefold() in _STOP:
            close(visit)
            return ask_again(Screen("desk/note", {"text": "desk.stopped", "facts": {}}))
        if visit.incoming.kind is not Kind.TEXT:
            text = Screen("desk/note", {"text": "desk.ask.text_please", "facts": {}}, (STOP,))
            return ask_again(text)
        return handler(visit)

    return answer

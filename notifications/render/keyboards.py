"""Keyboards in the shape of the Bot API."""

from collections.abc import Callable
from typing import Any

from notifications.render.screen import Ask, Button, Rows, Screen
from notifications.render.texts import clean, shorten

MAX_LABEL = 60
Keyboard = dict[str, Any]  # a Bot API object: its depth is Telegram's
Words = Callable[[str, dict[str, object]], str]


def keyboard_of(screen: Screen, words: Words) -> Keyboard | None:
    """Return the screen's keyboard; `words` turns a message id and its facts into plain text."""
    if screen.buttons and screen.ask is not None:
        raise ValueError(f"{screen.template}: Telegram shows inline buttons or a keyboard")
    if screen.ask is not None:
        return _asking(screen.ask, words)
    return _inline(screen.buttons, words) if screen.buttons else None


def _inline(rows: Rows, words: Words) -> Keyboard:
    return {"inline_keyboard": [[_button(b, words) for b in row] for row in rows if row]}


def _button(button: Button, words: Words) -> Keyboard:
    label = clean(button.text) if button.literal else words(button.text, dict(button.params))
    key: Keyboard = {"text": shorten(label, MAX_LABEL) or "·"}
    if button.data is not None:
        key["callback_data"] = button.data
    elif button.copy is not None:
        key["copy_text"] = {"text": button.copy}
    elif button.url is not None:
        key["url"] = button.url
    else:
        raise ValueError(f"button {button.text} does nothing")
    if button.style is not None:
        key["style"] = button.style.value
    return key


def _asking(ask: Ask, words: Words) -> Keyboard:
    if ask is Ask.REMOVE:
        return {"remove_keyboard": True}
    if ask is Ask.CONTACT:
        key = {"text": words("base.ask.contact", {}), "request_contact": True}
    else:
        key = {"text": words("base.ask.location", {}), "request_location": True}
    cancel = {"text": words("base.ask.cancel", {})}
    return {"keyboard": [[key], [cancel]], "resize_keyboard": True, "one_time_keyboard": True}

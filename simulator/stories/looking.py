"""What a person makes out on the screen: words, and the button that is meant by a label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.errors import Json

EXCERPT = 300


def flat(text: object) -> str:
    """The text with each run of blanks and line ends as one blank: lines break anywhere."""
    return " ".join(str(text or "").split())


def buttons(message: Json) -> list[Json]:
    """The inline buttons of a message, row by row."""
    return [button for row in message.get("keyboard") or () for button in row]


def readable(message: Json) -> str:
    """All that can be read on a message, its buttons included."""
    service, document = message.get("service") or {}, message.get("document") or {}
    invoice, contact = message.get("invoice") or {}, message.get("contact") or {}
    parts = [
        message.get("text") or message.get("caption"),
        document.get("name"),
        invoice.get("title"),
        invoice.get("description"),
        contact.get("phone_number"),
        service.get("name"),
        *service.get("names", ()),
        *(button["text"] for button in buttons(message)),
    ]
    return " ".join(flat(part) for part in parts if part)


def shows(message: Json, words: Iterable[str]) -> bool:
    """Whether all the words stand on the message."""
    there = readable(message)
    return all(flat(word) in there for word in words)


@dataclass(frozen=True, slots=True)
class Found:
    """A button and the message that it is on; no message for one of the reply keyboard."""

    button: Json
    message_id: int | None = None


class Ambiguous(Exception):
    """A part of a label fits several buttons."""


def pick(label: str, there: list[Json]) -> Json | None:
    """The button that a label means: exactly, else in other letters, else by a part that is unique."""
    wanted = flat(label)
    texts = [flat(button["text"]) for button in there]
    for fits in (wanted.__eq__, lambda text: text.casefold() == wanted.casefold()):
        for button, text in zip(there, texts, strict=True):
            if fits(text):
                return button
    found = [
        b for b, text in zip(there, texts, strict=True) if wanted.casefold() in text.casefold()
    ]
    if len({button["text"] for button in found}) > 1:
        names = ", ".join(f'"{button["text"]}"' for button in found)
        raise Ambiguous(f'"{label}" fits several buttons: {names}')
    return found[0] if found else None


def find_button(
    label: str, on: str | None, newest_first: Iterable[Json], reply_keyboard: Json | None
) -> Found | None:
    """The button on the newest message that has it and shows `on`, else on the reply keyboard."""
    for message in newest_first:
        if on is not None and not shows(message, (on,)):
            continue
        button = pick(label, buttons(message))
        if button is not None:
            return Found(button, message["message_id"])
    if on is None and reply_keyboard is not None:
        keys = [button for row in reply_keyboard.get("rows", ()) for button in row]
        button = pick(label, keys)
        return Found(button) if button is not None else None
    return None


def excerpt(messages: list[Json], count: int = 3) -> str:
    """The end of a chat for a person who looks for what went wrong."""
    lines = []
    for message in messages[-count:]:
        text = (
            flat(message.get("text") or message.get("caption")) or readable(message) or "(no text)"
        )
        keys = " | ".join(button["text"] for button in buttons(message))
        lines.append(f"  · {message['from']['first_name']}: {text[:EXCERPT]}")
        if keys:
            lines.append(f"    [{keys[:EXCERPT]}]")
    return "\n".join(lines) or "  (nothing since the story began)"

"""What a person sees, as data: a template with its facts, and buttons. No text stands here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Style(StrEnum):
    """A button's colour."""

    PRIMARY = "primary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message.

    `text` is a message id, filled with `params`; with `literal` it is shown as it is (a product's
    name). Exactly one of `data` (callback data, 1-64 bytes, see `call`), `copy` (1-256 characters)
    and `url` says what it does.
    """

    text: str
    data: str | None = None
    copy: str | None = None
    url: str | None = None
    style: Style | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    literal: bool = False


class Ask(StrEnum):
    """What a keyboard in place of the letters asks for; REMOVE takes it away."""

    CONTACT = "contact"
    LOCATION = "location"
    REMOVE = "remove"


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: `template` names templates/<template>.j2, `photo` a picture.

    A photo is a file of the shop's picture folder ("gayo.jpg") or a Telegram file id ("id:..."); a
    picture that a person sent as a document is shown as one ("doc:...").
    `ask` and inline `buttons` exclude each other, as they do at Telegram.
    """

    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    buttons: Rows = ()
    photo: str | None = None
    ask: Ask | None = None


MAX_CALLBACK_BYTES = 64


def call(verb: str, *args: object) -> str:
    """Return callback data `verb:arg:arg`; ValueError past Telegram's 64 bytes."""
    data = ":".join((verb, *(str(a) for a in args)))
    if len(data.encode()) > MAX_CALLBACK_BYTES:
        raise ValueError(f"callback data too long: {data}")
    return data

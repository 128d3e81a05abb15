"""One update as the handlers see it, and what they answer.

A handler is a synchronous function `(visit) -> Reply` that runs inside the update's one unit of
work. It may call use cases and read through `visit.uow`; it never sends anything itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from domain import authority
from domain.authority import Actor, Role
from domain.customers import Customer
from domain.ports import UnitOfWork
from notifications.render.screen import Screen


class Kind(StrEnum):
    """What kind of update it is."""

    TEXT = "text"
    COMMAND = "command"
    TAP = "tap"
    PHOTO = "photo"
    DOCUMENT = "document"
    CONTACT = "contact"
    LOCATION = "location"
    OTHER = "other"
    EDITED = "edited"
    MEMBERSHIP = "membership"
    MIGRATION = "migration"


@dataclass(frozen=True, slots=True)
class Person:
    """A Telegram user as an update names them."""

    id: int
    name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A picture or document that was sent; `unique_id` is the same however often it is sent."""

    id: str
    unique_id: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update, reduced to what handlers need.

    `command` without slash and bot name, `words` its arguments; `verb` and `args` the parts of a
    tap's callback data, `on_photo` whether the tapped message holds a picture; `reply_to` the
    author of the message replied to, `reply_text` what it says, `reply_data` the callback data of
    its buttons; `album` the media group's id;
    `sent_at` when the message was sent, in seconds since 1970, 0 where that is not said.
    """

    update_id: int
    kind: Kind
    chat_id: int
    chat_type: str
    user: Person
    message_id: int = 0
    text: str = ""
    command: str = ""
    words: tuple[str, ...] = ()
    verb: str = ""
    args: tuple[str, ...] = ()
    callback_id: str = ""
    on_photo: bool = False
    file: File | None = None
    album: str | None = None
    phone: str | None = None
    contact_user_id: int | None = None
    contact_name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    thread_id: int | None = None
    reply_to: Person | None = None
    reply_to_message_id: int | None = None
    reply_text: str = ""
    reply_data: tuple[str, ...] = ()
    forwarded: bool = False
    new_chat_id: int | None = None
    bot_status: str = ""
    new_members: tuple[Person, ...] = ()
    sent_at: int = 0

    @property
    def private(self) -> bool:
        """The chat is a person's own chat with the bot."""
        return self.chat_type == "private"


class How(StrEnum):
    """Where a screen appears: in place of the tapped message, or as a new message."""

    EDIT = "edit"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Show:
    """A screen and how it appears. EDIT becomes NEW where nothing was tapped.

    `card_of` is the order number when the message becomes (or is) that order's live card.
    `instead_of` is an earlier message of the bot that it takes the place of, where nothing was
    tapped; `remember` the key of the conversation's state under which the message's id is kept.
    """

    screen: Screen
    how: How = How.EDIT
    card_of: str | None = None
    instead_of: int | None = None
    remember: str | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a tap: a message id with its facts; an alert has to be closed by hand."""

    text: str
    params: dict[str, object] = field(default_factory=dict)
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show after the commit: a toast (taps only) and screens, in this order."""

    shows: tuple[Show, ...] = ()
    toast: Toast | None = None


def screen(template_screen: Screen, toast: Toast | None = None) -> Reply:
    """Return a reply that shows one screen in place of the tapped message."""
    return Reply((Show(template_screen),), toast)


def message(template_screen: Screen) -> Reply:
    """Return a reply that shows one screen as a new message."""
    return Reply((Show(template_screen, How.NEW),))


@dataclass(slots=True)
class Visit:
    """One update being handled: `state` is the conversation's JSON, saved when it has changed."""

    uow: UnitOfWork
    incoming: Incoming
    state: dict[str, object]
    customer: Customer | None = None
    roles: frozenset[Role] = frozenset()
    bot_username: str = ""
    owner_code: str = ""
    staff_language: str = "id"

    @property
    def actor(self) -> Actor:
        """On whose account: the customer in a private chat, the staff member in the group."""
        if self.customer is not None:
            return authority.customer(self.customer.id)
        return authority.staff(self.incoming.user.id)

    @property
    def language(self) -> str:
        """The language to answer in."""
        return self.customer.language if self.customer is not None else self.staff_language


UNDRAWN = Screen("orders/undrawn")
"""In place of a card that the outbox is going to show: drawing it twice would be for nothing."""


def card_follows(uow: UnitOfWork, incoming: Incoming, number: str) -> bool:
    """Tell whether the outbox will show the order's card in the tapped message.

    It does where this update changed the order. A picture cannot become a card.
    """
    tapped = incoming.kind is Kind.TAP and not incoming.on_photo
    return tapped and number in uow.recorded


Handler = Callable[[Visit], Reply]


@dataclass(slots=True)
class Routes:
    """Which handler answers what; each front (customer, desk) fills its own table.

    `forms` are keyed by the name in `state["form"]["name"]`: what the person types (or sends)
    answers that form's question. `fallback` answers everything else, never with silence.
    """

    commands: dict[str, Handler] = field(default_factory=dict)
    taps: dict[str, Handler] = field(default_factory=dict)
    forms: dict[str, Handler] = field(default_factory=dict)
    fallback: Handler | None = None

"""Users and chats as Telegram shows them to a bot, and the messages that they hold."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from simulator.errors import Json
from simulator.payments import Invoice

HISTORY = 500
# The id of every forum's General topic; its messages carry none.
GENERAL = 1


@dataclass(slots=True)
class User:
    """A person, or the bot itself."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str = ""
    is_bot: bool = False
    blocked: bool = False
    deactivated: bool = False
    _shown: Json | None = None

    def api(self) -> Json:
        """The User object."""
        if self._shown is None:
            shown: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
            for name in ("last_name", "username", "language_code"):
                value = getattr(self, name)
                if value:
                    shown[name] = value
            self._shown = shown
        return self._shown


@dataclass(slots=True)
class Entry:
    """A message at rest: what the Bot API shows, and what only the simulator knows of it."""

    api: Json
    seq: int = 0
    reply_keyboard: Json | None = None
    silent: bool = False
    # One reaction a person, and one of the bot's: by user id, in the order in which they came.
    reactions: dict[int, str] = field(default_factory=dict)
    invoice: Invoice | None = None

    @property
    def id(self) -> int:
        """The message's id within its chat."""
        message_id: int = self.api["message_id"]
        return message_id


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the service message that opened it."""

    id: int
    name: str
    icon: str = ""
    creator: int = 0
    closed: bool = False
    # Only the General topic can be hidden.
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Rank:
    """What sets somebody apart from an ordinary member.

    `status` is administrator, restricted or kicked; `may` an admin's rights, or what is left.
    """

    status: str
    may: frozenset[str]
    until: int = 0
    title: str = ""
    is_anonymous: bool = False

    @property
    def silences(self) -> bool:
        """Whether not even a text may be sent."""
        return self.status == "restricted" and "can_send_messages" not in self.may


@dataclass(slots=True)
class Chat:
    """A private chat, a basic group or a supergroup."""

    id: int
    type: str
    title: str | None = None
    user: User | None = None
    is_forum: bool = False
    members: dict[int, User] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    general: Topic = field(default_factory=lambda: Topic(GENERAL, "General"))
    ranks: dict[int, Rank] = field(default_factory=dict)
    bot_status: str = "member"
    migrated_to: int | None = None
    # Ordered dicts where the oldest goes: a plain one gets slower with every removal in front.
    entries: OrderedDict[int, Entry] = field(default_factory=OrderedDict)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    next_id: int = 1
    unread: int = 0
    reply_keyboard: Json | None = None
    _shown: Json | None = None

    def api(self) -> Json:
        """The Chat object."""
        if self._shown is None:
            shown: Json = {"id": self.id, "type": self.type}
            if self.user is not None:
                for name in ("first_name", "last_name", "username"):
                    value = getattr(self.user, name)
                    if value:
                        shown[name] = value
            else:
                shown["title"] = self.title
                if self.is_forum:
                    shown["is_forum"] = True
            self._shown = shown
        return self._shown

    def keep(self, entry: Entry) -> None:
        """Add a message; the oldest goes when the history is full."""
        self.entries[entry.id] = entry
        if len(self.entries) > HISTORY:
            oldest, _ = self.entries.popitem(last=False)
            if oldest in self.pinned:
                self.pinned.remove(oldest)

    def forget(self, message_id: int, seq: int) -> None:
        """Delete a message and remember that it went."""
        del self.entries[message_id]
        if message_id in self.pinned:
            self.pinned.remove(message_id)
        self.deleted.append((seq, message_id))
        del self.deleted[:-HISTORY]

    @property
    def owner(self) -> User | None:
        """The member who made the group: its first one."""
        return next(iter(self.members.values()), None)

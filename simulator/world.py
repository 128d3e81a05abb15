"""The state of the simulated Telegram: one bot, its users, chats, messages and updates."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.access import Access, refusal
from simulator.clock import Clock
from simulator.courier import Parcels
from simulator.errors import ApiError, ControlError, Json, bad
from simulator.faults import Faults
from simulator.feed import Feed
from simulator.files import FileStore
from simulator.flood import Flood, Mode
from simulator.gateway.charges import Charges
from simulator.journal import Journal
from simulator.membership import chat_member, lift
from simulator.payments import Payments
from simulator.people import Chat, Entry, User
from simulator.privacy import bot_sees
from simulator.updates import FIRST_UPDATE, UpdateQueue, lane_of

QUERY_S = 150
QUERIES = 10_000
FIRST_USER = 700_000_001
FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_001_000_000_001
DEFAULT_TOKEN = "123456:TEST"  # noqa: S105 - the simulated bot's, good for nothing else


@dataclass(slots=True)
class Query:
    """A callback query that waits for the bot's answer."""

    id: str
    at: float
    chat_id: int
    message_id: int
    user_id: int
    answered: asyncio.Future[Json]
    done: bool = False


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed to; an empty url means that they are polled."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error: str = ""


@dataclass(slots=True)
class Described:
    """What a bot says of itself, by language."""

    descriptions: dict[str, str] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)


class World:
    """One bot's Telegram, in memory. Everything runs on one event loop: there are no locks."""

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        username: str = "pesan_bot",
        first_name: str = "Pesan",
        flood: Mode = "strict",
        clock: Clock | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        auto_register_parcels: bool = True,
        first_update: int = FIRST_UPDATE,
    ) -> None:
        head = token.partition(":")[0]
        if not head.isdigit() or ":" not in token:
            raise ValueError("a token looks like 123456:TEST")
        self.token = token
        self.started = time.time_ns() // 1_000  # tells one run of the simulator from the next
        self.bot = User(int(head), first_name, username=username, is_bot=True)
        self.clock = clock or Clock()
        self.feed = Feed()
        self.files = FileStore()
        self.journal = Journal(self.clock.now)
        self.flood = Flood(flood, monotonic)
        self.faults = Faults()
        self.updates = UpdateQueue(self.clock.now, first_update)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.described = Described()
        self.webhook = Webhook()
        self.on_webhook: Callable[[], None] | None = None
        self.queries: OrderedDict[str, Query] = OrderedDict()
        self.payments = Payments(self.clock.now)
        self.on_clock: list[Callable[[], None]] = []
        self.clock_hooks: list[str] = []
        self.parcels = Parcels(self.clock.now, auto_register=auto_register_parcels)
        self.parcels.on_change = lambda parcel: self.feed.publish("parcel", facts=parcel)
        self.charges = Charges(self.clock.now)
        self.charges.on_change.append(
            lambda charge: self.feed.publish("charge", facts=charge.view())
        )
        self.closing = False
        self._ids = {"user": FIRST_USER, "group": FIRST_GROUP, "supergroup": FIRST_SUPERGROUP}
        self._numbers = 0

    # People and chats

    def number(self) -> int:
        """A number that was not given before (albums, queries)."""
        self._numbers += 1
        return self._numbers

    def add_user(self, first_name: str, **facts: str | None) -> User:
        """A person, with the private chat of the same id."""
        user_id = self._ids["user"]
        self._ids["user"] += 1
        phone = facts.pop("phone", None) or f"62812{user_id % 100_000_000:08d}"
        user = User(user_id, first_name, phone=phone, **facts)  # type: ignore[arg-type]
        self.users[user_id] = user
        self.chats[user_id] = Chat(user_id, "private", user=user, members={user_id: user})
        self.feed.publish("user", user_id)
        return user

    def add_group(self, kind: str, title: str, members: list[User], *, is_forum: bool) -> Chat:
        """A group or supergroup without the bot; its first member is its owner."""
        chat_id = self._ids[kind]
        self._ids[kind] -= 1
        people = {user.id: user for user in members}
        chat = Chat(chat_id, kind, title, is_forum=is_forum, members=people, bot_status="left")
        self.chats[chat_id] = chat
        self.feed.publish("chat", chat_id)
        return chat

    def person(self, user_id: object) -> User:
        """The user of an id, for the control surface."""
        user = self.users.get(user_id) if isinstance(user_id, int) else None
        if user is None:
            raise ControlError(f"no such user: {user_id!r}", 404)
        return user

    def known(self, user_id: int) -> User | None:
        """The user of an id that the bot has met, be it the bot itself."""
        return self.bot if user_id == self.bot.id else self.users.get(user_id)

    def room(self, chat_id: object) -> Chat:
        """The chat of an id, for the control surface."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise ControlError(f"no such chat: {chat_id!r}", 404)
        self._lift(chat)
        return chat

    def _lift(self, chat: Chat) -> None:
        if chat.ranks and lift(self.bot, chat, self.clock.now()):
            self.feed.publish("chat", chat.id)

    def chat(self, chat_id: int, access: Access = Access.SEND) -> Chat:
        """The chat of an id, for what the bot wants to do there; raises when it may not."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad("chat not found")
        refused = refusal(chat, access)
        if refused is not None:
            raise refused
        self._lift(chat)
        return chat

    # Messages

    def post(self, chat: Chat, sender: User, body: Json, entry: Entry | None = None) -> Entry:
        """Put a message into a chat and tell the page; `body` is the rest of the Message."""
        message_id, chat.next_id = chat.next_id, chat.next_id + 1
        api = {
            "message_id": message_id,
            "from": sender.api(),
            "chat": chat.api(),
            "date": self.clock.date(),
        }
        api.update(body)
        entry = entry or Entry(api)
        entry.api = api
        if sender is self.bot:
            chat.unread += 1
        else:
            chat.unread = 0
        chat.keep(entry)
        entry.seq = self.feed.publish("message", chat.id, message_id)
        return entry

    def touched(self, chat: Chat, entry: Entry, kind: str = "edited") -> None:
        """Tell the page that a message changed."""
        entry.seq = self.feed.publish(kind, chat.id, entry.id)

    def shown_reply(self, chat: Chat, message_id: int) -> Json | None:
        """A message as it appears within the reply to it: without the reply inside it."""
        entry = chat.entries.get(message_id)
        if entry is None:
            return None
        return {name: value for name, value in entry.api.items() if name != "reply_to_message"}

    # Updates

    def tell(self, kind: str, payload: Json, chat_id: int, whom: int | None = None) -> int | None:
        """Queue an update for the bot; None when it does not want this kind.

        `whom` is the member it is about, if it does not keep its order with others of the chat.
        """
        lane = lane_of(kind, chat_id if whom is None else whom)
        update_id = self.updates.put(kind, payload, lane)
        if update_id is not None:
            n = self.journal.update({"update_id": update_id, kind: payload})
            self.feed.publish(
                "update", chat_id, facts={"n": n, "update_id": update_id, "type": kind}
            )
        return update_id

    def tell_message(self, chat: Chat, entry: Entry, kind: str = "message") -> int | None:
        """Queue a message for the bot if it may see it."""
        if not bot_sees(self.bot, chat, entry.api):
            return None
        return self.tell(kind, entry.api, chat.id)

    def announce(self, chat: Chat, by: User, body: Json) -> Entry:
        """Post a service message and tell the bot of it, also of what the bot itself did.

        Source: need_skip_update_message in the open-source Bot API server.
        """
        entry = self.post(chat, by, body)
        self.tell_message(chat, entry)
        return entry

    def bot_status_changed(self, chat: Chat, by: User, status: str) -> int | None:
        """Change what the bot is in a chat and tell it (my_chat_member)."""
        old = chat_member(chat, self.bot)
        chat.bot_status = status
        chat.ranks.pop(self.bot.id, None)
        return self.tell(
            "my_chat_member",
            {
                "chat": chat.api(),
                "from": by.api(),
                "date": self.clock.date(),
                "old_chat_member": old,
                "new_chat_member": chat_member(chat, self.bot),
            },
            chat.id,
        )

    # Callback queries

    def ask(self, chat_id: int, message_id: int, user_id: int) -> Query:
        """Open a callback query."""
        query_id = f"{self.bot.id}{self.number():012d}"
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        query = Query(query_id, self.clock.now(), chat_id, message_id, user_id, future)
        self.queries[query_id] = query
        if len(self.queries) > QUERIES:
            self.queries.popitem(last=False)
        return query

    def answer(self, query_id: str, answer: Json) -> None:
        """Answer a callback query; once, and within 150 seconds."""
        query = self.queries.get(query_id)
        if query is None or query.done or self.clock.now() - query.at > QUERY_S:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        query.done = True
        facts = {"user_id": query.user_id, "answer": answer}
        self.feed.publish("answer", query.chat_id, query.message_id, facts)
        if not query.answered.done():
            query.answered.set_result(answer)

    # The bot's menu, the clock and the parcels

    def description_for(self, chat: Chat) -> str:
        """What an empty chat with the bot says of it, in the person's language or in all of them."""
        by_language = self.described.descriptions
        language = (chat.user.language_code or "") if chat.user else ""
        return by_language.get(language) or by_language.get("", "")

    def clock_view(self) -> Json:
        """The clock as the page shows it."""
        return {"now": self.clock.now(), "offset_s": self.clock.offset_s}

    def parcels_view(self) -> list[Json]:
        """The parcels under way."""
        return self.parcels.views()

    @property
    def webhook_url(self) -> str:
        """Where updates are pushed to, or ''."""
        return self.webhook.url

    def advance(self, seconds: float) -> None:
        """Skip time: dates, expiries and parcels move on, and who follows the clock is told."""
        self.clock.advance(seconds)
        self.parcels.move()
        self.charges.move()
        self.payments.move()
        for chat in self.chats.values():
            self._lift(chat)
        self.feed.publish("clock", facts=self.clock_view())
        for listener in self.on_clock:
            listener()

    def close(self) -> None:
        """End what waits, so that the server can stop."""
        self.closing = True
        self.updates.stop_polls()
        self.payments.close()
        self.feed.wake()


def refusal_text(error: ApiError) -> Json:
    """The body of a refused call."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return body

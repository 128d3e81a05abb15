"""Who and what a story speaks of, as the running simulator knows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.errors import Json
from simulator.stories.form import At, Story
from simulator.stories.surface import Surface


class NotThere(Exception):
    """A person or a group that the story speaks of is not in the simulator."""


@dataclass(slots=True)
class Chat:
    """A chat as far as it came or changed since the story began."""

    id: int
    surface: Surface
    seq: int
    messages: dict[int, Json] = field(default_factory=dict)

    async def look(self, wait_s: float = 0) -> None:
        """Take in what is new; with `wait_s` wait for it."""
        news = await self.surface.history(self.id, self.seq, wait_s)
        for message in news["messages"]:
            self.messages[message["message_id"]] = message
        for message_id in news["deleted"]:
            self.messages.pop(message_id, None)
        self.seq = news["seq"]

    def newest_first(self) -> list[Json]:
        """The messages, newest first."""
        return [self.messages[number] for number in sorted(self.messages, reverse=True)]

    def oldest_first(self) -> list[Json]:
        """The messages, as they stand in the chat."""
        return self.newest_first()[::-1]


@dataclass(frozen=True, slots=True)
class Place:
    """A person in front of a chat."""

    user: Json
    chat: Chat


class Stage:
    """Finds people and groups by their names."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self._people: dict[str, Json] = {}
        self._chats: dict[int, Chat] = {}
        self._seq = 0

    async def set(self, story: Story) -> None:
        """Make who and what is missing, and begin to look."""
        users = (await self.surface.state())["users"]
        made: dict[str, int] = {}
        for person in story.people:
            if person.new or _named(users, person.name) is None:
                body = {"language_code": person.language} if person.language else {}
                made[person.name] = (
                    await self.surface.post("users", first_name=person.name, **body)
                )["id"]
        state = await self.surface.state()
        self._people = {
            name: user for user in state["users"] for name in made if user["id"] == made[name]
        }
        for group in story.groups:
            if _titled(state["chats"], group.title) is None:
                members = [self._person(name, state)["id"] for name in group.members]
                await self.surface.post("chats", title=group.title, members=members)
        self._seq = (await self.surface.state())["seq"]

    async def place(self, at: At) -> Place:
        """The person and the chat; NotThere says who is there instead."""
        state = await self.surface.state()
        user = self._person(at.who, state)
        return Place(user, await self._chat(at.group, user, state))

    async def chat_named(self, name: str) -> int:
        """The id of the chat of a person, or of the group of that title."""
        state = await self.surface.state()
        group = _titled(state["chats"], name)
        return int(group["id"]) if group is not None else int(self._person(name, state)["id"])

    async def reply_keyboard(self, chat: Chat) -> Json | None:
        """The keyboard under the chat's text field."""
        state = await self.surface.state()
        return next((c.get("reply_keyboard") for c in state["chats"] if c["id"] == chat.id), None)

    def _person(self, name: str, state: Json) -> Json:
        user = self._people.get(name) or _named(state["users"], name)
        if user is None:
            names = ", ".join(user["first_name"] for user in state["users"]) or "nobody"
            raise NotThere(f"there is no {name}; there is {names}")
        self._people[name] = user
        return user

    async def _chat(self, title: str | None, user: Json, state: Json) -> Chat:
        chat_id = int(user["id"])
        if title is not None:
            found = _titled(state["chats"], title)
            if found is None:
                titles = ", ".join(c["title"] for c in state["chats"] if "title" in c) or "none"
                raise NotThere(f"there is no group {title}; there is {titles}")
            chat_id = int(found["id"])
            if user["id"] not in found["members"]:
                raise NotThere(f"{user['first_name']} is not in {found['title']}")
        if chat_id not in self._chats:
            self._chats[chat_id] = Chat(chat_id, self.surface, self._seq)
        return self._chats[chat_id]


def _named(users: list[Json], name: str) -> Json | None:
    """The newest person of a first name, a full name or a username."""

    def names(user: Json) -> tuple[str, ...]:
        full = f"{user['first_name']} {user['last_name'] or ''}".strip()
        return user["first_name"], full, f"@{user['username'] or ''}"

    return _best(users, lambda user: name in names(user)) or _best(
        users, lambda user: name.casefold() in {known.casefold() for known in names(user)}
    )


def _titled(chats: list[Json], title: str) -> Json | None:
    """The newest group of a title; else the only one whose title holds it."""
    groups = [chat for chat in chats if "title" in chat and "migrated_to" not in chat]
    exact = _best(groups, lambda chat: chat["title"].casefold() == title.casefold())
    parts = [chat for chat in groups if title.casefold() in chat["title"].casefold()]
    return exact or (parts[0] if len(parts) == 1 else None)


def _best(things: list[Json], fits: Callable[[Json], bool]) -> Json | None:
    return next((thing for thing in reversed(things) if fits(thing)), None)

"""Plays a story on a running simulator: does what each step says and waits for what must be seen."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import aiohttp

from simulator.errors import Json
from simulator.stories.form import (
    Act,
    Look,
    Parcel,
    Passes,
    Pays,
    Picture,
    Sees,
    Sends,
    SharesContact,
    SharesLocation,
    Step,
    Story,
    Taps,
    Writes,
)
from simulator.stories.looking import Ambiguous, Found, excerpt, find_button, flat, shows
from simulator.stories.stage import Chat, NotThere, Place, Stage
from simulator.stories.surface import Refused, Surface

PATIENCE_S = 15.0
SETTLE_S = 1.0  # how long a bot that has nothing to say is listened to
QUIET_S = 0.4
FILE_BYTES = 10 * 1024 * 1024
T = TypeVar("T")
Told = Callable[[int, Step, bool | None, int | None], None]
TakePicture = Callable[[str, int | None], Awaitable[None]]


class StoryFailed(Exception):
    """A step did not come true: where it stands, and what was seen instead."""

    def __init__(self, story: Story, step: Step, why: str) -> None:
        super().__init__(f"{story.file}:{step.line}: {step.text}\n{why}")
        self.step, self.why = step, why


class _Failed(Exception):
    """Why a step did not come true."""


async def play(
    story: Story,
    url: str,
    *,
    folder: Path,
    patience_s: float = PATIENCE_S,
    pace_s: float = 0,
    told: Told = lambda *_: None,
    take_picture: TakePicture | None = None,
) -> None:
    """Play the story at `url`; StoryFailed names the step that did not come true.

    `folder` holds the files that people send. `told(index, step, ok, chat_id)` hears of each step as it
    begins (ok is None) and ends, and in which chat. `take_picture(name, chat_id)` is called for `picture`
    steps; no chat: the whole page.
    """
    async with aiohttp.ClientSession(url) as http:
        playing = _Play(story, Surface(http), folder, patience_s, take_picture)
        for index, step in enumerate(story.steps):
            chat_id = None
            try:
                if index == 0:
                    await playing.begin()
                chat_id = await playing.where(step.act)
                told(index, step, None, chat_id)
                if pace_s:
                    await asyncio.sleep(pace_s)
                await playing.do(step.act)
            except (_Failed, NotThere, Refused, Ambiguous) as failed:
                told(index, step, False, chat_id)  # noqa: FBT003 - did it come true: no
                raise StoryFailed(story, step, str(failed)) from None
            told(index, step, True, chat_id)  # noqa: FBT003 - yes


class _Play:
    """One story under way."""

    def __init__(
        self,
        story: Story,
        surface: Surface,
        folder: Path,
        patience_s: float,
        take_picture: TakePicture | None,
    ) -> None:
        self._story, self._surface, self._stage = story, surface, Stage(surface)
        self._folder, self._patience_s, self._take_picture = folder, patience_s, take_picture
        self._answers: dict[int, str] = {}
        # Another one in each play: waybills and the like must not be those of the play before.
        self._number = f"{time.time_ns() // 1_000_000 % 10**12:012d}"

    async def begin(self) -> None:
        await self._stage.set(self._story)

    async def where(self, act: Act) -> int | None:
        """The chat in which a step takes place; None where it is in none."""
        if isinstance(act, Passes | Parcel | Picture):
            return None
        return (await self._stage.place(act.at)).chat.id

    async def do(self, act: Act) -> None:
        match act:
            case Passes():
                await self._surface.post("clock", advance_s=act.seconds)
            case Parcel():
                await self._move(self._own(act.waybill), act.status)
            case Picture():
                await self._picture(act)
            case _:
                place = await self._stage.place(act.at)
                await place.chat.look()
                await self._do_at(act, place)

    async def _do_at(
        self,
        act: Writes | Taps | Sees | Sends | SharesContact | SharesLocation | Pays,
        place: Place,
    ) -> None:
        match act:
            case Writes():
                await self._write(act, place)
            case Taps():
                await self._tap(act, place)
            case Sees():
                await self._see(act, place)
            case Sends():
                file = {"name": act.file, "base64": self._file(act.file)}
                caption = {"caption": self._own(act.caption)} if act.caption else {}
                await self._send(place, **{act.kind: file}, **caption)
            case SharesContact():
                await self._share_contact(act, place)
            case SharesLocation():
                spot = {"latitude": act.latitude, "longitude": act.longitude}
                await self._send(place, location=spot)
            case Pays():
                await self._pay(act, place)

    async def _move(self, waybill: str, status: str) -> None:
        """The courier moves a parcel, also one that nobody has asked for yet."""
        if waybill not in {
            parcel["waybill"] for parcel in (await self._surface.state())["parcels"]
        }:
            await self._surface.post("parcels", waybill=waybill)
        await self._surface.post(f"parcels/{waybill}", status=status)

    def _own(self, text: str) -> str:
        return text.replace("{number}", self._number)

    async def _write(self, act: Writes, place: Place) -> None:
        more: Json = {}
        if act.to is not None:
            more["reply_to"] = (await self._message(place, (self._own(act.to),)))["message_id"]
        await self._send(place, text=self._own(act.text), **more)

    async def _send(self, place: Place, **content: object) -> None:
        before = place.chat.seq
        await self._surface.post("send", **_who(place), **content)
        await self._heard(place.chat, before)

    def _file(self, name: str) -> str:
        path = self._folder / name
        try:
            with path.open("rb") as file:
                content = file.read(FILE_BYTES + 1)
        except OSError as error:
            raise _Failed(f"{name} cannot be read beside the story: {error.strerror}") from None
        if len(content) > FILE_BYTES:
            raise _Failed(f"{name} is larger than {FILE_BYTES // 1024**2} MB")
        return base64.b64encode(content).decode()

    async def _tap(self, act: Taps, place: Place) -> None:
        found = await self._button(act.label, act.on, place)
        before, button = place.chat.seq, found.button
        if found.message_id is None:
            await self._surface.post("tap", **_who(place), text=button["text"])
        elif button["kind"] == "url":
            await self._follow(button["url"], place)
        else:
            by = {"data": button["data"]} if "data" in button else {"text": button["text"]}
            tapped = await self._surface.post(
                "tap", **_who(place), message_id=found.message_id, **by
            )
            if tapped.get("pay"):
                raise _Failed(f'"{button["text"]}" pays: write {place.user["first_name"]} pays')
            if "data" not in button:
                return
            self._answers[place.user["id"]] = flat((tapped.get("answer") or {}).get("text"))
        await self._heard(place.chat, before)

    async def _follow(self, url: str, place: Place) -> None:
        """A link to the bot itself starts it; others lead out of the chat."""
        link, bot = urlsplit(url), (await self._surface.state())["bot"]["username"]
        if link.hostname == "t.me" and link.path.strip("/").casefold() == bot.casefold():
            payload = parse_qs(link.query).get("start", [""])[0]
            await self._surface.post("deeplink", from_id=place.user["id"], payload=payload)

    async def _share_contact(self, act: SharesContact, place: Place) -> None:
        if act.number is not None:
            contact = {
                "phone_number": act.number,
                "first_name": place.user["first_name"],
                "user_id": place.user["id"],
            }
            await self._send(place, contact=contact)
            return

        async def asks() -> str | None:
            rows = (await self._stage.reply_keyboard(place.chat) or {}).get("rows", ())
            keys = [key for row in rows for key in row if key["kind"] == "contact"]
            return str(keys[0]["text"]) if keys else None

        label = await self._until(place.chat, asks)
        if label is None:
            raise _Failed("no button asks for the number; write: shares contact +628...")
        before = place.chat.seq
        await self._surface.post("tap", **_who(place), text=label)
        await self._heard(place.chat, before)

    async def _pay(self, act: Pays, place: Place) -> None:
        found = await self._button(act.label, act.on, place)
        if found.message_id is None or found.button["kind"] != "pay":
            raise _Failed(f'"{found.button["text"]}" is no button that pays')
        invoice = place.chat.messages[found.message_id]["invoice"]
        invoice_of: Json = _who(place) | {"message_id": found.message_id}
        body = invoice_of | {"outcome": act.outcome}
        if invoice["needs"] and act.outcome != "cancelled":
            info = _details(place.user)
            asked = await self._surface.post("pay/shipping", **invoice_of, info=info)
            if not asked["ok"]:
                raise _Failed(f"no shipping is offered: {asked['error']}")
            if asked["options"]:
                body["option"] = asked["options"][0]["id"]
        before = place.chat.seq
        paid = await self._surface.post("pay", **body)
        if paid["ok"] != (act.outcome == "paid"):
            raise _Failed(f"not paid: {paid.get('error')}" if not paid["ok"] else "it was paid")
        await self._heard(place.chat, before)

    async def _see(self, act: Sees, place: Place) -> None:
        words = tuple(self._own(word) for word in act.words)
        if act.look is Look.ANSWER:
            answer = self._answers.get(place.user["id"], "")
            if flat(words[0]) not in answer:
                raise _Failed(f'the last tap was answered with "{answer}"')
        elif act.look is Look.SHOWN:
            await self._message(place, words)
        else:
            await self._unseen(place, words)

    async def _message(self, place: Place, words: tuple[str, ...]) -> Json:
        async def seen() -> Json | None:
            messages = place.chat.newest_first()
            return next((m for m in messages if _from_others(m, place) and shows(m, words)), None)

        found = await self._until(place.chat, seen)
        if found is None:
            raise self._missed(f"not seen within {self._patience_s:g} s", place)
        return found

    async def _unseen(self, place: Place, words: tuple[str, ...]) -> None:
        """Wait until the chat is quiet and nothing shows the words."""
        deadline = time.monotonic() + self._patience_s
        while True:
            before = place.chat.seq
            await place.chat.look(QUIET_S)
            messages = place.chat.newest_first()
            seen = any(_from_others(m, place) and shows(m, words) for m in messages)
            late = time.monotonic() > deadline
            if not seen and (late or all(m["seq"] <= before for m in messages)):
                return
            if late:
                raise self._missed("it is still seen", place)

    async def _button(self, label: str, on: str | None, place: Place) -> Found:
        label, on = self._own(label), None if on is None else self._own(on)
        unclear: list[Ambiguous] = []

        async def there() -> Found | None:
            unclear.clear()
            keyboard = await self._stage.reply_keyboard(place.chat) if on is None else None
            try:
                return find_button(label, on, place.chat.newest_first(), keyboard)
            except Ambiguous as several:  # the next edit may make it plain
                unclear.append(several)
                return None

        found = await self._until(place.chat, there)
        if found is None:
            why = str(unclear[0]) if unclear else f'there is no button "{label}"'
            raise self._missed(f'{why}{f""" on "{on}" """.rstrip() if on else ""}', place)
        return found

    async def _until(self, chat: Chat, look: Callable[[], Awaitable[T | None]]) -> T | None:
        """What `look` finds, looking again whenever the chat changes; None when patience ends."""
        deadline = time.monotonic() + self._patience_s
        while True:
            found = await look()
            left = deadline - time.monotonic()
            if found is not None or left <= 0:
                return found
            await chat.look(min(left, 1.0))

    async def _heard(self, chat: Chat, before: int) -> None:
        """Let the bot's answer come first: who taps again at once would tap on the old screen."""
        deadline = time.monotonic() + SETTLE_S
        while (left := deadline - time.monotonic()) > 0:
            await chat.look(left)
            if any(m["seq"] > before and m["from"]["is_bot"] for m in chat.messages.values()):
                return

    def _missed(self, why: str, place: Place) -> _Failed:
        return _Failed(f"{why}; the chat ends with\n{excerpt(place.chat.oldest_first())}")

    async def _picture(self, act: Picture) -> None:
        if self._take_picture is not None:
            chat_id = await self._stage.chat_named(act.of) if act.of else None
            await self._take_picture(act.name, chat_id)


def _from_others(message: Json, place: Place) -> bool:
    """Nobody needs to be shown what they wrote themselves."""
    return bool(message["from"]["id"] != place.user["id"])


def _who(place: Place) -> Json:
    return {"chat_id": place.chat.id, "from_id": place.user["id"]}


def _details(user: Json) -> Json:
    """What a person fills in when an invoice asks for it."""
    return {
        "name": user["first_name"],
        "phone_number": "6281234567890",
        "email": "pembeli@example.com",
        "shipping_address": {
            "country_code": "ID",
            "state": "Jawa Timur",
            "city": "Malang",
            "street_line1": "Jl. Melati 5",
            "street_line2": "",
            "post_code": "65147",
        },
    }

"""Customers and staff who tap again when nothing answers, as people do."""

import asyncio
import base64
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from domain.numbers import spoken
from simulator.people import Entry
from simulator.server import Simulator

ADDRESS = "Jl Melati 5, Sukun, Malang 65147"
PROOF = base64.b64encode((Path(__file__).parents[1] / "data" / "proof.jpg").read_bytes()).decode()
PHONE = "0812 3456 7890"
QUESTIONS = (("Dikirim ke mana", ADDRESS), ("Nomor HP", PHONE))
# The way to an order: the first button that is there is tapped.
WAY = (
    "k.place:",
    "k.term:prepaid",
    "k.way:reg",
    "k.go",
    "c.add:",
    "c.prod:",
    "c.cat:biji",
    "c.cats",
)
WORK = ("d.approve:", "d.paid:", "d.pack:", "d.hand:", "d.arrived:")
ANSWER_S = 1.5
LOOK_S = 0.04


@dataclass
class Person:
    """Somebody with a phone, who looks at the chat and acts."""

    sim: Simulator
    http: aiohttp.ClientSession
    user_id: int
    chat_id: int
    dice: random.Random
    retries: int = 0

    async def call(self, path: str, **body: object) -> dict[str, Any]:
        """Post to the control surface as this person."""
        facts = {"chat_id": self.chat_id, "from_id": self.user_id} | body
        async with self.http.post(f"{self.sim.url}/sim/{path}", json=facts) as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found

    async def press(self, entry: Entry, data: str) -> str:
        """Tap and return what the tap was answered with."""
        answer = await self.call("tap", message_id=entry.id, data=data, force=True)
        assert answer["answered"], data
        return str(answer["answer"].get("text", ""))

    def shown(self) -> list[Entry]:
        """What the bot wrote in the chat, newest last."""
        entries = self.sim.world.chats[self.chat_id].entries.values()
        return [entry for entry in entries if entry.api["from"]["is_bot"]]

    def latest(self) -> int:
        """Grows whenever the bot writes or edits something here."""
        return max((entry.seq for entry in self.shown()), default=0)

    async def tap(self, entry: Entry, data: str) -> None:
        """Tap, and wait a little for something to change."""
        before = self.latest()
        await self.call("tap", message_id=entry.id, data=data, force=True, wait=0)
        await self.changed(before)

    async def say(self, text: str, **more: object) -> None:
        """Type, and wait a little for something to change."""
        before = self.latest()
        await self.call("send", text=text, **more)
        await self.changed(before)

    async def changed(self, before: int) -> None:
        """Wait until something changed, or patience ends; then think for a moment."""
        until = asyncio.get_running_loop().time() + ANSWER_S
        while self.latest() == before:
            if asyncio.get_running_loop().time() > until:
                self.retries += 1
                return
            await asyncio.sleep(LOOK_S)
        await asyncio.sleep(self.dice.uniform(0.02, 0.25))

    def find(self, data: str) -> Entry | None:
        """Return the newest message that has this very button."""
        return next((e for e in reversed(self.shown()) if data in buttons(e)), None)

    def read(self, *words: str) -> bool:
        """Whether some message of the bot shows all the words."""
        return any(all(word in text_of(e) for word in words) for e in self.shown())


def text_of(entry: Entry) -> str:
    """Return the text or caption."""
    return str(entry.api.get("text") or entry.api.get("caption") or "")


def buttons(entry: Entry) -> list[str]:
    """Return the callback data of the buttons."""
    rows: list[list[dict[str, Any]]] = entry.api.get("reply_markup", {}).get("inline_keyboard", [])
    return [b["callback_data"] for row in rows for b in row if "callback_data" in b]


@dataclass
class Customer(Person):
    """Orders, pays, waits, accepts. `confirmed`: every cart whose confirmation was tapped."""

    confirmed: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)

    async def shop(self, patience_s: float) -> None:
        """Bring one order from /start to its end."""
        try:
            async with asyncio.timeout(patience_s):
                number = await self.order()
                await self._pay(number)
                await self._accept(number)
        except TimeoutError:
            seen = "\n--\n".join(f"{text_of(e)}\n{buttons(e)}" for e in self.shown()[-8:])
            raise AssertionError(f"nothing goes on with {self.confirmed[-1:]}:\n{seen}") from None

    async def order(self) -> str:
        """Bring a cart to its confirmation, return the order's number."""
        await self.say("/start")
        return await self._confirm(*await self.to_summary())

    async def to_summary(self) -> tuple[Entry, str]:
        """Answer whatever is asked until there is only the confirmation to tap."""
        while True:
            step = self._step()
            if step is None:
                await self.say("/start")
                continue
            entry, what = step
            if not entry:
                await self.say(what)
            elif what.startswith("k.place:"):
                return entry, what
            else:
                await self.tap(entry, what)

    def _step(self) -> tuple[Entry | None, str] | None:
        """Return what the newest screen on the way asks for: a tap, or (without entry) a text."""
        for entry in reversed(self.shown()[-6:]):
            for question, answer in QUESTIONS:
                if text_of(entry).startswith(question):
                    return None, answer
            there = buttons(entry)
            for wanted in WAY:
                found = [data for data in there if data.startswith(wanted)]
                if found:
                    return entry, self.dice.choice(found)
        return None

    async def _confirm(self, entry: Entry, data: str) -> str:
        """Tap until the order's card is there; however often, it is one order."""
        number = data.split(":")[1]
        self.confirmed.append(number)
        while not self.find(f"o.card:{number}"):
            there = next((d for d in buttons(entry) if d.startswith(f"k.place:{number}")), None)
            await self.tap(entry, there or data)
        return number

    async def _pay(self, number: str) -> None:
        while not self.read("Bukti transfer", spoken(number), "terima"):
            if (card := self.find(f"o.proof:{number}")) is not None and self.dice.random() < 0.5:
                await self.tap(card, f"o.proof:{number}")
            before = self.latest()
            await self.call("send", photo=PROOF)
            await self.changed(before)
            if self.read("dikonfirmasi", spoken(number)) or self.read("💚", spoken(number)):
                return

    async def _accept(self, number: str) -> None:
        wish = f"o.ok:{number}-S1"
        while not self.read("Selesai", spoken(number)):
            if (asked := self.find(wish)) is not None:
                await self.tap(asked, wish)
            else:
                await asyncio.sleep(0.2)
        self.accepted.append(number)


@dataclass
class Member(Person):
    """Works through whatever the group shows, and taps the same again only after a while."""

    _tapped: dict[str, float] = field(default_factory=dict)

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            open_work = [
                (entry, data)
                for entry in self.shown()
                for data in buttons(entry)
                if data.startswith(WORK) and self._not_just_tapped(data)
            ]
            if not open_work:
                await asyncio.sleep(0.2)
                continue
            # Mostly the oldest, so that nobody waits for ever; all choose alike, and collide.
            entry, data = self.dice.choice(open_work[:8])
            before = self.shown()[-1].id
            self._tapped[data] = asyncio.get_running_loop().time()
            await self.tap(entry, data)
            if data.startswith("d.hand:"):
                await self._give_waybill(before, data)

    async def _give_waybill(self, before: int, data: str) -> None:
        number = data.split(":")[1].partition("-")[0]
        asked = f"pesanan {spoken(number)} lewat"
        until = asyncio.get_running_loop().time() + ANSWER_S
        while asyncio.get_running_loop().time() < until:
            for entry in self.shown():
                if entry.id > before and asked in text_of(entry) and self._mine(entry):
                    waybill = str(self.dice.randrange(10**11, 10**12))
                    await self.say(waybill, reply_to=entry.id)
                    return
            await asyncio.sleep(LOOK_S)

    def _not_just_tapped(self, data: str) -> bool:
        return asyncio.get_running_loop().time() > self._tapped.get(data, -10.0) + 2 * ANSWER_S

    def _mine(self, entry: Entry) -> bool:
        name = self.sim.world.users[self.user_id].first_name
        return text_of(entry).startswith(name)

"""A person with a phone in their hand: says, taps, looks — through the simulator's control surface."""

import asyncio
import base64
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp

from simulator.server import Simulator

Message = dict[str, Any]
PATIENCE_S = 10.0
_TAG = re.compile("<[^>]+>")
PROOF = Path(__file__).parents[1] / "data" / "proof.jpg"


@dataclass(slots=True)
class Phone:
    """One person in one chat. `chat_id` is their own chat with the bot, or the group.

    What they say or tap is followed by `settled`: nobody looks before the bot has answered.
    """

    sim: Simulator
    http: aiohttp.ClientSession
    user_id: int
    chat_id: int
    settled: Callable[[], Awaitable[None]]

    async def act(self, path: str, **body: object) -> Message:
        """Do something in this chat as this person and wait until the bot has answered."""
        return await self.post(path, chat_id=self.chat_id, from_id=self.user_id, **body)

    async def post(self, path: str, **body: object) -> Message:
        """Post to the control surface and wait until the bot has answered."""
        async with self.http.post(f"{self.sim.url}/sim/{path}", json=body) as response:
            answer: Message = await response.json()
            assert response.status == 200, answer
        await self.settled()
        return answer

    async def say(self, text: str, **more: object) -> Message:
        """Type and send a text."""
        return await self.act("send", text=text, **more)

    async def send_photo(self, path: Path = PROOF, **more: object) -> Message:
        """Send a picture."""
        return await self.act("send", photo=in_base64(path), **more)

    async def share(self, **thing: object) -> Message:
        """Send a `location`, a `contact`, a `document`, a `sticker` or an `album`."""
        return await self.act("send", **thing)

    async def open_link(self, payload: str) -> Message:
        """Follow a deep link to the bot."""
        return await self.post("deeplink", from_id=self.user_id, payload=payload)

    async def block(self, *, blocked: bool = True) -> None:
        """Block the bot, or let it write again."""
        await self.post("block", user_id=self.user_id, blocked=blocked)

    async def messages(self) -> list[Message]:
        """Return what the chat shows, oldest first."""
        url = f"{self.sim.url}/sim/chats/{self.chat_id}/messages"
        async with self.http.get(url) as response:
            return list((await response.json())["messages"])

    async def see(self, *words: str, where: Callable[[Message], bool] | None = None) -> Message:
        """Wait until a message of the bot shows all the words (in text or buttons); return it."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while True:
            shown = await self.messages()
            for message in reversed(shown):
                fits = message["from"]["is_bot"] and _shows(message, words)
                if fits and (where is None or where(message)):
                    return message
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                seen = "\n---\n".join(_all_text(m) for m in shown[-6:])
                raise AssertionError(f"{words} not seen; the chat's end:\n{seen}")
            await self.sim.world.feed.changed(min(left, 1.0))

    async def newest(self) -> Message:
        """Return the last message of the bot."""
        return [m for m in await self.messages() if m["from"]["is_bot"]][-1]

    async def find(self, label: str, *words: str) -> tuple[int, str]:
        """Return message id and data of the newest button with that label, beside those words."""
        message = await self.see(label, *words, where=lambda m: _button(m, label) is not None)
        button = _button(message, label)
        assert button is not None
        return message["message_id"], button["data"]

    async def tap(self, label: str, *words: str, times: int = 1) -> Message:
        """Tap the newest button whose label holds `label`, on a message that shows `words`."""
        message_id, data = await self.find(label, *words)
        return await self.tap_data(message_id, data, times=times)

    async def tap_data(self, message_id: int, data: str, **more: object) -> Message:
        """Tap by callback data, made up or real."""
        return await self.act("tap", message_id=message_id, data=data, force=True, **more)

    def told(self, words: str) -> int:
        """Count the messages with these words that the bot ever sent here, kept or not."""
        sent = [
            line["params"]
            for line in self.sim.world.journal.after(0)
            if line.get("method", "").startswith("send") and line["status"] == 200
        ]
        here = [p for p in sent if int(p.get("chat_id", 0)) == self.chat_id]
        return sum(words in _plain(p.get("text") or p.get("caption") or "") for p in here)


def in_base64(path: Path = PROOF) -> str:
    """Return a file as the control surface takes it."""
    return base64.b64encode(path.read_bytes()).decode()


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html))


def toast(answer: Message) -> str:
    """Return what a tap was answered with."""
    return str((answer["answer"] or {}).get("text") or "")


def text_of(message: Message) -> str:
    """Return the text or caption of a message."""
    return str(message.get("text") or message.get("caption") or "")


def labels(message: Message) -> list[str]:
    """Return the labels of a message's buttons."""
    return [button["text"] for row in message.get("keyboard") or () for button in row]


def _button(message: Message, label: str) -> Message | None:
    for row in message.get("keyboard") or ():
        for button in row:
            if label in button["text"] and button["kind"] == "callback":
                return dict(button)
    return None


def _all_text(message: Message) -> str:
    return f"{text_of(message)}\n[{' | '.join(labels(message))}]"


def _shows(message: Message, words: tuple[str, ...]) -> bool:
    shown = _all_text(message)
    return all(word in shown for word in words)

"""A person with a phone in their hand: says, taps, looks — through the simulator's control surface."""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from simulator.server import Simulator

Message = dict[str, Any]
PATIENCE_S = 10.0
PROOF = Path(__file__).parents[1] / "data" / "proof.jpg"


@dataclass(slots=True)
class Phone:
    """One person in one chat. `chat_id` is their own chat with the bot, or the group."""

    sim: Simulator
    http: aiohttp.ClientSession
    user_id: int
    chat_id: int

    async def call(self, path: str, **body: object) -> Message:
        """Post to the control surface as this person."""
        facts = {"chat_id": self.chat_id, "from_id": self.user_id} | body
        async with self.http.post(f"{self.sim.url}/sim/{path}", json=facts) as response:
            answer: Message = await response.json()
            assert response.status == 200, answer
            return answer

    async def say(self, text: str, **more: object) -> Message:
        """Type and send a text."""
        return await self.call("send", text=text, **more)

    async def send_photo(self, path: Path = PROOF, **more: object) -> Message:
        """Send a picture."""
        content = base64.b64encode(path.read_bytes()).decode()
        return await self.call("send", photo=content, **more)

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

    async def tap(self, label: str, *words: str, times: int = 1) -> Message:
        """Tap the newest button whose label holds `label`, on a message that shows `words`."""
        message = await self.see(label, *words, where=lambda m: _button(m, label) is not None)
        button = _button(message, label)
        assert button is not None
        return await self.tap_data(message["message_id"], button["data"], times=times)

    async def tap_data(self, message_id: int, data: str, **more: object) -> Message:
        """Tap by callback data, made up or real."""
        return await self.call("tap", message_id=message_id, data=data, force=True, **more)


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

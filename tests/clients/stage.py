"""A simulator, one bot in a process of its own, and people who talk to it.

A bot is a program of a client that is not ours. It says what it saw and what it got back as JSON
lines on its standard output; what people see is asked of the simulator.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import aiohttp

from simulator.server import Simulator
from tests.png import png

HERE = Path(__file__).parent
BOTS = HERE / "bots"
PYTHON = HERE / ".venv" / "bin" / "python"
START_S, REPORT_S, STOP_S = 60.0, 10.0, 5.0
SECRET = "rahasia-webhook_1"
Json = dict[str, Any]

COMMANDS = {
    "aiogram": (str(PYTHON), str(BOTS / "aiogram_bot.py")),
    "telebot": (str(PYTHON), str(BOTS / "telebot_bot.py")),
    "grammy": ("node", str(BOTS / "grammy_bot.mjs")),
}
MODES = ("polling", "webhook")


def encoded(content: bytes) -> str:
    """Bytes as the control surface takes them."""
    return base64.b64encode(content).decode()


PICTURES = {"kopi": png(4, 3, 0), "teh": png(4, 3, 90), "gula": png(6, 5, 200)}
# The least that is an MPEG-4 file: what kind it is, and no frame.
CLIP = struct.pack(">I", 20) + b"ftypisom" + bytes(8) + struct.pack(">I", 8) + b"mdat"


def shown(message: Json, *names: str) -> Json:
    """The named parts of a message."""
    return {name: message.get(name) for name in names}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Reports:
    """What a bot has said; whoever waits for a line is woken by it."""

    def __init__(self) -> None:
        self._lines: list[Json] = []
        self.errors: list[str] = []
        self._changed = asyncio.Condition()
        self._ended = False

    async def follow(self, process: asyncio.subprocess.Process) -> None:
        """Read both pipes until the process ends."""
        assert process.stdout is not None
        assert process.stderr is not None
        await asyncio.gather(
            self._read(process.stdout, errors=False), self._read(process.stderr, errors=True)
        )
        async with self._changed:
            self._ended = True
            self._changed.notify_all()

    async def _read(self, pipe: asyncio.StreamReader, *, errors: bool) -> None:
        while line := await pipe.readline():
            text = line.decode(errors="replace").rstrip()
            async with self._changed:
                if errors or not text.startswith('{"saw"'):
                    self.errors.append(text)
                else:
                    self._lines.append(json.loads(text))
                self._changed.notify_all()

    async def take(self, saw: str, chat: int | None, seconds: float = REPORT_S) -> Json:
        """The next report of this kind (from this chat); fails with all that the bot has said."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._changed:
                while True:
                    for line in self._lines:
                        if line["saw"] == saw and chat in {None, line.get("chat")}:
                            self._lines.remove(line)
                            return line
                    if self._ended:
                        break
                    await self._changed.wait()
        said = "\n".join([*map(str, self._lines), *(text[:400] for text in self.errors[-12:])])
        raise AssertionError(f"the bot did not report {saw!r} from chat {chat}; it said:\n{said}")


class Stage:
    """`async with Stage("aiogram", "polling", folder):` runs one bot against one simulator.

    `folder` is where the pictures and the clip that the bot uploads are laid.
    """

    def __init__(self, client: str, mode: str, folder: Path) -> None:
        self.client, self.mode = client, mode
        self._folder = folder
        self._reports = Reports()
        self._port = free_port()

    async def __aenter__(self) -> Self:
        for name, content in PICTURES.items():
            (self._folder / f"{name}.png").write_bytes(content)
        (self._folder / "klip.mp4").write_bytes(CLIP)
        self.sim = Simulator(flood="off")
        await self.sim.__aenter__()
        self._http = aiohttp.ClientSession(self.sim.url)
        self.early = await self.person("Lebih Dulu")
        await self.early.says("/start")
        # pyTelegramBotAPI drops with an offset of -1, which leaves the last update, as at Telegram.
        await (await self.person("Terakhir")).says("halo")
        self._process = await asyncio.create_subprocess_exec(
            *COMMANDS[self.client],
            env={
                "PATH": os.environ["PATH"],
                "HOME": os.environ.get("HOME", "/"),
                "PYTHONDONTWRITEBYTECODE": "1",
                "API_ROOT": self.sim.url,
                "BOT_TOKEN": self.sim.world.token,
                "MODE": self.mode,
                "WEBHOOK_PORT": str(self._port),
                "WEBHOOK_SECRET": SECRET,
                "UPLOADS": str(self._folder),
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self._following = asyncio.create_task(self._reports.follow(self._process))
        try:
            await self._up()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_S)
        except TimeoutError:
            self._process.kill()
        await self._following
        await self._http.close()
        await self.sim.__aexit__(None, None, None)

    async def _up(self) -> None:
        """Wait until the bot hears: it polls, or its server answers where the webhook points."""
        self.introduced = await self._reports.take("ready", None, START_S)
        world = self.sim.world
        if self.mode == "polling":
            await asyncio.wait_for(world.updates.polled.wait(), START_S)
            return
        async with asyncio.timeout(START_S):
            # Another program's server has no event to wait for.
            while not (world.webhook_url and await self.refuses_strangers()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def refuses_strangers(self) -> bool:
        """Whether the bot's own webhook server is up and refuses a post without the secret."""
        url = self.sim.world.webhook_url
        headers = {"X-Telegram-Bot-Api-Secret-Token": "tebakan"}
        try:
            async with self._http.post(url, json={"update_id": 1}, headers=headers) as answer:
                return answer.status in {401, 403}
        except aiohttp.ClientConnectionError:
            return False

    async def report(self, saw: str, chat: int | None = None) -> Json:
        """The next report of this kind."""
        return await self._reports.take(saw, chat)

    def complaints(self) -> list[str]:
        """What the bot's client wrote to its log at the level of a warning or above."""
        return [line for line in self._reports.errors if not line.startswith("INFO:")]

    async def post(self, path: str, /, **body: Any) -> Any:  # noqa: ANN401 - any JSON
        """A request to the control surface that must succeed."""
        async with self._http.post(f"/sim{path}", json=body) as answer:
            text = await answer.text()
            assert answer.status == 200, f"{path}: {text}"
            return json.loads(text)

    async def get(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        """A question to the control surface."""
        async with self._http.get(f"/sim{path}") as answer:
            text = await answer.text()
            assert answer.status == 200, f"{path}: {text}"
            return json.loads(text)

    async def content(self, path: str) -> bytes:
        """The bytes of a file as the page loads it."""
        async with self._http.get(path) as answer:
            assert answer.status == 200
            return await answer.read()

    async def person(self, first_name: str = "Sari", **facts: str) -> Person:
        """Somebody new."""
        made = await self.post("/users", first_name=first_name, **facts)
        return Person(self, made["id"], made["id"])

    async def group(self, owner: Person, **facts: Any) -> Person:  # noqa: ANN401 - as the surface
        """A new group of this owner and the bot: the owner as who speaks there."""
        made = await self.post("/chats", title="Staf Toko", members=[owner.id], **facts)
        return Person(self, owner.id, made["id"])

    async def chat(self, chat_id: int) -> Json:
        """A chat as the page's list has it."""
        state = await self.get("/state")
        return next(chat for chat in state["chats"] if chat["id"] == chat_id)

    async def calls(self, method: str, chat_id: int) -> list[Json]:
        """The parameters of the bot's calls of a method for a chat, from the journal."""
        async with self._http.get("/sim/journal") as answer:
            lines = [json.loads(line) for line in (await answer.text()).splitlines()]
        calls = [line["params"] for line in lines if line.get("method") == method]
        return [params for params in calls if str(params.get("chat_id")) == str(chat_id)]

    @contextmanager
    def strict_flood(self) -> Iterator[None]:
        """Telegram's flood control, for as long as it is wanted."""
        self.sim.world.flood.mode = "strict"
        try:
            yield
        finally:
            self.sim.world.flood.mode = "off"


@dataclass(frozen=True)
class Person:
    """Somebody in one chat: what they do there, and what they see."""

    stage: Stage
    id: int
    chat_id: int

    @property
    def place(self) -> Json:
        """The chat and the sender of a request."""
        return {"chat_id": self.chat_id, "from_id": self.id}

    async def sends(self, **content: Any) -> Json:  # noqa: ANN401 - as the control surface takes it
        """Send anything; what the simulator answers."""
        sent: Json = await self.stage.post("/send", **self.place, **content)
        return sent

    async def says(self, text: str, **more: Any) -> Json:  # noqa: ANN401 - as above
        """Write a text."""
        return await self.sends(text=text, **more)

    async def taps(self, message_id: int = 0, **button: Any) -> Json:  # noqa: ANN401 - as above
        """Tap a button by its data or its label."""
        answer: Json = await self.stage.post(
            "/tap", **self.place, message_id=message_id, wait=REPORT_S, **button
        )
        return answer

    async def hears(self, saw: str) -> Json:
        """What the bot reports of this chat."""
        return await self.stage.report(saw, self.chat_id)

    async def sees(self) -> list[Json]:
        """What the bot's messages in this chat look like."""
        found = await self.stage.get(f"/chats/{self.chat_id}/messages?after=0")
        return [message for message in found["messages"] if message["from"]["is_bot"]]

    async def waits_for_one(self) -> Json:
        """The bot's only message in this chat, as soon as it is there."""
        seq = 0
        while True:
            path = f"/chats/{self.chat_id}/messages?after={seq}&wait={REPORT_S}"
            found = await self.stage.get(path)
            assert found["messages"], "the bot wrote nothing"
            for message in found["messages"]:
                if message["from"]["is_bot"]:
                    return dict(message)
            seq = found["seq"]

    async def sees_all(self) -> list[Json]:
        """Everything in this chat."""
        found = await self.stage.get(f"/chats/{self.chat_id}/messages?after=0")
        return list(found["messages"])

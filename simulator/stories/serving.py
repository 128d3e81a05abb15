"""The stories of a folder on the control surface: listed, played one at a time, told as events."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from simulator.endpoints import Endpoint, get, reply, world_of
from simulator.errors import ControlError, Json
from simulator.fields import NOTHING, NUMBER, form, stated
from simulator.stories.form import Step, Story, StoryError
from simulator.stories.parsing import read_story
from simulator.stories.playing import StoryFailed, play
from simulator.world import World

MOST = 100
MAX_PACE_S = 60.0
PATIENCE_S = 30.0  # a bot that keeps to Telegram's pace may have to wait before it writes


class Shelf:
    """The stories in a folder, and the one that is being played."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._task: asyncio.Task[None] | None = None
        self._playing: Json | None = None

    def view(self) -> Json:
        """All stories, a broken one with what is wrong with it."""
        stories = [self._listed(path) for path in self._paths()]
        return {"stories": stories, "playing": self._playing}

    def start(self, name: str, world: World, url: str, pace_s: float) -> None:
        """Begin to play; 409 while another one runs."""
        path = self._path(name)
        if self._task is not None and not self._task.done():
            raise ControlError("a story is being played; DELETE stops it", 409)
        try:
            story = read_story(path)
        except (StoryError, OSError) as wrong:
            raise ControlError(str(wrong)) from None
        self._playing = {"name": name, "step": 0}
        self._task = asyncio.create_task(
            self._play(name, story, path.parent, world, url, pace_s), name=f"story {name}"
        )

    def cancel(self, name: str) -> None:
        """Stop the story; 409 when it is not being played."""
        self._path(name)
        playing = self._playing is not None and self._playing["name"] == name
        if self._task is None or self._task.done() or not playing:
            raise ControlError("this story is not being played", 409)
        self._task.cancel()

    async def close(self) -> None:
        """End with the simulator."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def _paths(self) -> list[Path]:
        if self._folder is None:
            return []
        return sorted(path for path in self._folder.glob("*.story") if path.is_file())[:MOST]

    def _path(self, name: str) -> Path:
        # Looked up among the files that are there, never put together from what was asked for.
        for path in self._paths():
            if path.stem == name:
                return path
        raise ControlError(f"no such story: {name}", 404)

    def _listed(self, path: Path) -> Json:
        try:
            story = read_story(path)
        except (StoryError, OSError) as wrong:
            return {"name": path.stem, "title": path.stem, "steps": [], "error": str(wrong)}
        steps = [{"line": step.line, "text": step.text} for step in story.steps]
        return {"name": path.stem, "title": story.title, "steps": steps}

    async def _play(
        self, name: str, story: Story, folder: Path, world: World, url: str, pace_s: float
    ) -> None:
        def tell(step: int | None, text: str, chat_id: int | None = None, **more: object) -> None:
            facts: Json = {"name": name, "step": step, "text": text} | more
            world.feed.publish("story", chat_id, facts=facts)

        def told(index: int, step: Step, ok: bool | None, chat_id: int | None) -> None:  # noqa: FBT001 - three-valued
            self._playing = {"name": name, "step": index}
            if ok is not False:  # what went wrong is told with the error, below
                tell(index, step.text, chat_id, ok=ok)

        end: Json = {"ok": False, "stopped": True}
        try:
            await play(story, url, folder=folder, patience_s=PATIENCE_S, pace_s=pace_s, told=told)
            end = {"ok": True}
        except StoryFailed as failed:
            tell(story.steps.index(failed.step), failed.step.text, ok=False, error=failed.why)
            end = {"ok": False, "error": failed.why}
        finally:
            self._playing = None
            tell(None, story.title, **end)


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.stories
    return shelf


async def listed(request: Request, _given: Json) -> Response:
    """GET /sim/stories."""
    return reply(_shelf(request).view())


async def start(request: Request, given: Json) -> Response:
    """POST /sim/stories/NAME: play it, with `pace_s` seconds before each step."""
    pace_s = given.get("pace_s", 0)
    if not 0 <= pace_s <= MAX_PACE_S:
        raise ControlError(f"pace_s must be a number from 0 to {MAX_PACE_S:g}")
    _shelf(request).start(given["name"], world_of(request), _own_url(request), pace_s)
    return reply({"ok": True})


async def stop(request: Request, given: Json) -> Response:
    """DELETE /sim/stories/NAME: stop playing it."""
    _shelf(request).cancel(given["name"])
    return reply({"ok": True})


def _own_url(request: Request) -> str:
    """Where this server listens, as the socket knows it: a forwarded port would lead astray."""
    host, port = request.scope["server"]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


ROUTES = [
    get("/sim/stories", listed),
    Endpoint("/sim/stories/{name}", start, "POST", form(pace_s=stated(NUMBER))),
    Endpoint("/sim/stories/{name}", stop, "DELETE", NOTHING),
]

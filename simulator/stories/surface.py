"""The control surface as a story uses it: over HTTP, so that any running simulator will do."""

from __future__ import annotations

import aiohttp

from simulator.errors import Json

# The longest that the surface itself waits: for a bot that has 10 s to answer, twice over.
TIMEOUT = aiohttp.ClientTimeout(total=45)


class Refused(Exception):
    """The simulator refuses a request or cannot be reached."""


class Surface:
    """Requests to one simulator; Refused says why one was not met."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http

    async def state(self) -> Json:
        """Everything but the messages."""
        return await self._asked("GET", "state", None)

    async def history(self, chat_id: int, after: int, wait_s: float = 0) -> Json:
        """What is new or changed in a chat; with `wait_s` the answer comes with the first of it."""
        query = f"after={after}&wait={wait_s:.3f}"
        return await self._asked("GET", f"chats/{chat_id}/messages?{query}", None)

    async def post(self, path: str, **body: object) -> Json:
        """Do something as a person."""
        return await self._asked("POST", path, body)

    async def _asked(self, method: str, path: str, body: Json | None) -> Json:
        try:
            async with self._http.request(
                method, f"/sim/{path}", json=body, timeout=TIMEOUT
            ) as response:
                answer: Json = await response.json(content_type=None)
                if response.status != 200:
                    raise Refused(str(answer.get("error") or f"HTTP {response.status}"))
                return answer
        except (aiohttp.ClientError, TimeoutError, ValueError, AttributeError) as broken:
            raise Refused(
                f"the simulator does not answer: {str(broken) or type(broken).__name__}"
            ) from None

"""Whatever comes in, the answer is a proper one: never a crash, never a 500."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.bot_api import BotApi
from simulator.methods import METHODS
from simulator.world import World
from tests.simulator.schema import SCHEMA, check_answer

CHAT, MESSAGE = 700_000_001, 1
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=6),
    st.sampled_from(["HTML", "photo", "attach://x", "text", "bold", "typing", "chat", "👍", "-1"]),
)
NAMES = st.sampled_from(
    [
        "type",
        "media",
        "text",
        "url",
        "callback_data",
        "copy_text",
        "style",
        "offset",
        "length",
        "inline_keyboard",
        "keyboard",
        "remove_keyboard",
        "force_reply",
        "message_id",
        "chat_id",
        "command",
        "description",
        "emoji",
        "caption",
    ]
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)


async def answer(world: World, method: str, params: dict[str, Any]) -> dict[str, Any]:
    """A call with a JSON body, without a network."""
    body = json.dumps(params).encode()
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:  # noqa: ANN401 - an ASGI message
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "path": f"/bot{world.token}/{method}", "method": "POST"}
    api = BotApi(world, lambda _scope: None)
    await api(scope | {"query_string": b"", "headers": headers}, receive, send)
    found: dict[str, Any] = json.loads(sent[1]["body"])
    return found


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_no_method_crashes_on_junk(data: st.DataObject):
    """Every built method, its own parameters, any JSON."""
    method = METHODS[data.draw(st.sampled_from(sorted(METHODS)))]
    params = {name: data.draw(VALUES, name) for name in method.takes if data.draw(st.booleans())}
    known = {"chat_id": CHAT, "message_id": MESSAGE}
    params |= {n: v for n, v in known.items() if n in method.takes and data.draw(st.booleans())}
    params["timeout"] = 0

    async def call() -> None:
        world = World(flood="off")
        world.add_user("Sari")
        world.post(world.chats[CHAT], world.bot, {"text": "x"})
        body = await answer(world, method.name, params)
        check_answer(method.name, body)
        assert body["ok"] or body["error_code"] < 500

    asyncio.run(call())


def test_every_built_method_is_in_the_published_schema():
    """And every one of them is checked by these tests."""
    assert set(METHODS) <= set(SCHEMA["methods"])

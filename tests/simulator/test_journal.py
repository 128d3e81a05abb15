"""Lines of the journal for what gets no answer, or not the usual one."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from tests.simulator.conftest import Client, png


async def calls(client: Client) -> list[dict[str, Any]]:
    """The journal's lines of calls, oldest first; none holds a token."""
    async with client.http.get("/sim/journal") as answer:
        text = await answer.text()
    assert client.world.token not in text
    assert "OTHER" not in text
    return [line for line in map(json.loads, text.splitlines()) if "method" in line]


async def test_a_call_that_a_fault_drops_has_its_line(client: Client):
    """The bot made it, and the status 0 says that no answer came."""
    sari = await client.user()
    await client.sim_post("/faults", method="sendMessage", drop=True)
    with pytest.raises(aiohttp.ClientError):
        await client.call("sendMessage", chat_id=sari, text="x")
    (line,) = await calls(client)
    assert (line["method"], line["params"]["text"], line["status"]) == ("sendMessage", "x", 0)
    assert line["error"] == "dropped by a fault"
    assert await client.seen(sari) == []


@pytest.mark.parametrize(
    ("path", "method", "params"),
    [
        ("/bot654321:OTHER/getMe", "getMe", {}),
        ("/bot654321:OTHER", "", {}),
        ("/file/bot654321:OTHER/photos/1.png", "/file", {"file_path": "photos/1.png"}),
    ],
)
async def test_a_call_with_another_token_has_its_line(
    client: Client, path: str, method: str, params: dict
):
    """Without the token, as ever."""
    async with client.http.get(path) as answer:
        assert answer.status == 401
    (line,) = await calls(client)
    assert (line["method"], line["params"], line["status"]) == (method, params, 401)
    assert line["error"] == "Unauthorized"


async def test_a_download_has_its_line(client: Client):
    """Whether there is such a file or not."""
    sari = await client.user()
    photo = (await client.upload("sendPhoto", {"photo": png()}, chat_id=sari))["result"]["photo"]
    path = (await client.result("getFile", file_id=photo[-1]["file_id"]))["file_path"]
    for asked in (path, "photos/none.png"):
        async with client.http.get(f"/file/bot{client.world.token}/{asked}") as answer:
            await answer.read()
    found, missing = (await calls(client))[-2:]
    assert (found["method"], found["params"], found["status"]) == (
        "/file",
        {"file_path": path},
        200,
    )
    assert (missing["params"], missing["status"]) == ({"file_path": "photos/none.png"}, 404)


async def test_the_page_hears_of_them_as_of_any_call(client: Client):
    """An event with the number of the line."""
    seq = client.world.feed.seq
    async with client.http.get("/bot654321:OTHER/getMe") as answer:
        assert answer.status == 401
    (event,) = client.world.feed.after(seq) or []
    line = (await calls(client))[-1]
    assert (event.kind, event.facts["n"], event.facts["status"]) == ("call", line["n"], 401)

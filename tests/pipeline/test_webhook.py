"""The webhook takes nothing from strangers and says 200 only for what is on disk."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.intake.dispatcher import Effort
from bot.intake.webhook import SECRET_HEADER, Webhook
from domain.ports import StorageUnavailable
from tests.pipeline.intake_parts import Line, clock, message

SECRET = "s3cret_of-the-webhook"
HEADERS = {SECRET_HEADER: SECRET}


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with Line(effort=Effort(high_water=3, first_delay=0.02, longest_delay=0.02)) as each:
        yield each


@pytest.fixture
async def client(line: Line) -> AsyncIterator[httpx.AsyncClient]:
    hook = Webhook(line.reception, line.dispatcher, line.store, secret=SECRET, clock=clock)  # type: ignore[arg-type]
    transport = httpx.ASGITransport(app=hook.app("/hook"))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop") as each:
        yield each


async def test_an_update_is_stored_before_the_200_and_handled(
    line: Line, client: httpx.AsyncClient
):
    answer = await client.post("/hook", headers=HEADERS, json=message(1))
    assert answer.status_code == 200
    assert 1 in line.store.inbox.received
    await line.idle()
    assert line.handler.ids == [1]


async def test_the_same_update_three_times_is_handled_once(line: Line, client: httpx.AsyncClient):
    answers = [await client.post("/hook", headers=HEADERS, json=message(1)) for _ in range(3)]
    await line.idle()
    assert [answer.status_code for answer in answers] == [200] * 3
    assert line.handler.ids == [1]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SECRET_HEADER: ""},
        {SECRET_HEADER: SECRET + "x"},
        {SECRET_HEADER: "é".encode("latin-1")},
    ],
)
async def test_strangers_are_turned_away(
    line: Line, client: httpx.AsyncClient, headers: dict[str, str]
):
    answer = await client.post("/hook", headers=headers, json=message(1))
    assert answer.status_code == 403
    assert line.store.inbox.received == {}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"{}", b'{"update_id": "1"}', b'{"update_id": true}', b"\xff"],
)
async def test_what_is_no_update_is_refused(line: Line, client: httpx.AsyncClient, body: bytes):
    assert (await client.post("/hook", headers=HEADERS, content=body)).status_code == 400
    assert line.store.inbox.received == {}


async def test_a_body_that_is_too_large_is_refused(line: Line, client: httpx.AsyncClient):
    body = json.dumps(message(1, text="x" * 1024 * 1024)).encode()
    assert (await client.post("/hook", headers=HEADERS, content=body)).status_code == 413
    assert line.store.inbox.received == {}


async def test_what_cannot_be_stored_is_asked_for_again(line: Line, client: httpx.AsyncClient):
    line.store.fail("store_updates", StorageUnavailable("read-only"))
    answer = await client.post("/hook", headers=HEADERS, json=message(1))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert (await client.post("/hook", headers=HEADERS, json=message(1))).status_code == 200
    await line.idle()
    assert line.handler.ids == [1]


async def test_a_crowd_is_asked_to_come_back(line: Line, client: httpx.AsyncClient):
    line.store.fail("finish", StorageUnavailable("busy"), times=10)
    for n in range(3):
        assert (await client.post("/hook", headers=HEADERS, json=message(n))).status_code == 200
    assert (await client.post("/hook", headers=HEADERS, json=message(9))).status_code == 503
    assert 9 not in line.store.inbox.received
    await line.idle()


async def test_only_post_is_taken(client: httpx.AsyncClient):
    assert (await client.get("/hook", headers=HEADERS)).status_code == 405


async def test_health_tells_of_the_store_and_of_the_last_update(
    line: Line, client: httpx.AsyncClient
):
    assert (await client.get("/healthz")).json() == {
        "alive": True,
        "store": "ok",
        "last_update_age_s": None,
        "waiting": 0,
    }
    await client.post("/hook", headers=HEADERS, json=message(1))
    await line.idle()
    line.store.fail("pending_updates", StorageUnavailable("gone"))
    ill = await client.get("/healthz")
    assert ill.status_code == 503
    assert (ill.json()["store"], ill.json()["last_update_age_s"]) == ("unreachable", 0.0)


def test_a_webhook_without_a_secret_is_not_opened():
    each = Line()
    with pytest.raises(ValueError, match="secret"):
        Webhook(each.reception, each.dispatcher, each.store, secret="", clock=clock)  # type: ignore[arg-type]

"""Nothing in a request to the control surface is ignored: every route, every field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from starlette.routing import Route

from simulator.app import create_app
from simulator.endpoints import Endpoint
from simulator.fields import Field
from simulator.world import World
from tests.simulator.conftest import Client

DOC = Path(__file__).parents[2] / "docs" / "reference" / "simulator.md"
SURFACE = [
    route
    for route in create_app(World()).routes
    if isinstance(route, Route) and route.path.startswith("/sim")
]
ENDPOINTS = [route for route in SURFACE if isinstance(route, Endpoint)]
FIELDS = [(route, name) for route in ENDPOINTS for name in route.takes.fields]


def method_of(route: Endpoint) -> str:
    """Its method; a GET answers HEAD as well."""
    return next(iter((route.methods or set()) - {"HEAD"}))


def named(route: object) -> str:
    """How the tests are called."""
    return f"{method_of(route)} {route.path}" if isinstance(route, Endpoint) else str(route)


async def ask(
    client: Client, route: Endpoint, given: dict[str, Any], query: str = ""
) -> tuple[int, str]:
    """The status and the error of a request with these fields."""
    path, method = re.sub(r"\{.*?\}", "1", route.path), method_of(route)
    if method == "GET":
        request = client.http.get(path, params=given)
    else:
        request = client.http.request(method, path + query, json=given)
    async with request as answer:
        return answer.status, (await answer.json())["error"]


def test_every_route_says_what_it_takes():
    """Or the tests here would not know of it."""
    assert [route for route in SURFACE if not isinstance(route, Endpoint)] == []


@pytest.mark.parametrize("route", ENDPOINTS, ids=named)
async def test_an_unknown_field_is_refused_by_its_name(client: Client, route: Endpoint):
    """Whatever else is right or wrong; the answer says what there is instead."""
    status, error = await ask(client, route, {"colour": 1})
    known = ", ".join(route.takes.fields) or "none"
    assert (status, error) == (400, f"the request has no field 'colour'; known are: {known}")


@pytest.mark.parametrize("route", [r for r in ENDPOINTS if method_of(r) != "GET"], ids=named)
async def test_a_deed_takes_nothing_in_its_query(client: Client, route: Endpoint):
    """Fields belong into the body; those of a query were never looked at."""
    status, error = await ask(client, route, {}, "?user_id=1")
    assert (status, error) == (400, "the request has no field 'user_id'; known are: none")


@pytest.mark.parametrize(("route", "name"), FIELDS, ids=named)
async def test_a_wrong_type_is_refused_with_the_fields_name(
    client: Client, route: Endpoint, name: str
):
    """An object that is none of ours fits nowhere, a word is no number; nor is it "missing"."""
    wrong = "zz" if method_of(route) == "GET" else {"no": "such"}
    status, error = await ask(client, route, {name: wrong})
    assert status == 400
    assert error.startswith((f"{name} must be ", f"{name} has no field 'no'"))


@pytest.mark.parametrize(
    ("route", "name"), [(r, n) for r, n in FIELDS if r.takes.fields[n].required], ids=named
)
async def test_what_is_needed_is_missed_by_its_name(client: Client, route: Endpoint, name: str):
    """Left out, and null where that says nothing."""
    taking = route.takes.fields
    others = {n: value_of(of) for n, of in taking.items() if n != name and of.required}
    assert await ask(client, route, others) == (400, f"{name} is missing")
    if taking[name].null == "missing":
        assert await ask(client, route, others | {name: None}) == (400, f"{name} is missing")


def value_of(taking: Field) -> object:
    """Something that fits a field."""
    fitting: tuple[object, ...] = (1, True, "x", [], {}, None)
    return next(one for one in fitting if one is None or taking.kind.fits("x", one))


@pytest.mark.parametrize("path", sorted({route.path for route in ENDPOINTS}))
async def test_a_wrong_method_is_told_the_right_ones(client: Client, path: str):
    """405 in JSON, with every method of the path."""
    right = sorted(method_of(route) for route in ENDPOINTS if route.path == path)
    address = re.sub(r"\{.*?\}", "1", path)
    async with client.http.put(address) as answer:
        said = (answer.status, answer.headers["allow"], (await answer.json())["error"])
    assert said == (405, ", ".join(right), f"{address} takes {', '.join(right)}, not PUT")


async def test_what_is_not_there_is_told_in_json(client: Client):
    """Below /sim; elsewhere the answer is the web server's."""
    for path in ("/sim/nothing", "/sim", "/sim/chats/1/messages/last"):
        async with client.http.get(path) as answer:
            assert answer.status == 404
            assert await answer.json() == {"error": f"there is nothing at {path}"}
    async with client.http.get("/simulator") as answer:
        assert (answer.status, await answer.text()) == (404, "Not Found")


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/sim/events?after=zz", "after must be a whole number of at least 0"),
        ("/sim/events?after=-1", "after must be a whole number of at least 0"),
        ("/sim/events?after=", "after must be a whole number of at least 0"),
        ("/sim/journal?after=1&newest=1", "newest and after exclude each other"),
        ("/sim/journal?after=1&after=2", "after comes more than once"),
        ("/sim/chats/{sari}/messages?wait=61", "wait must be 0-60 seconds"),
        ("/sim/chats/{sari}/messages?wait=nan", "wait must be a number"),
    ],
)
async def test_a_query_that_makes_no_sense(client: Client, path: str, error: str):
    """400 with the reason."""
    async with client.http.get(path.format(sari=await client.user())) as answer:
        assert (answer.status, await answer.json()) == (400, {"error": error})


async def test_who_comes_back_with_no_event_number_is_told(client: Client):
    """A stream that began anew instead would have lost what was between."""
    async with client.http.get("/sim/events", headers={"Last-Event-ID": "zz"}) as answer:
        assert answer.status == 400


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("/send", {"text": "x", "caption": "y"}, "a text has no caption"),
        ("/send", {"edit_of": 1, "text": "x", "caption": "y"}, "text and caption exclude"),
        ("/send", {"edit_of": 1, "text": "x", "reply_to": 1}, "reply_to does not go with edit_of"),
        ("/send", {"location": {"latitude": 1, "longitude": 1, "x": 1}}, "location has no field"),
        ("/send", {"album": ["", {"name": "x"}]}, "album[1].base64 is missing"),
        ("/tap", {"text": "x", "data": "x"}, "either data or text"),
        ("/tap", {"text": "x", "times": 2}, "only a callback button"),
        ("/tap", {"data": "x", "location": {"latitude": 1, "longitude": 1}}, "location goes with"),
    ],
)
async def test_fields_that_do_not_go_together(
    client: Client, path: str, body: dict[str, Any], error: str
):
    """Each is known, but together one of them would be ignored."""
    sari = await client.user()
    refused = await client.sim_post(path, 400, chat_id=sari, from_id=sari, **body)
    assert refused["error"].startswith(error)


async def test_a_form_is_held_to_the_same_rules(client: Client):
    """Numbers are read as numbers, a field that comes twice or is unknown is refused."""
    sari = str(await client.user())
    for more, error in (
        ([("colour", "1")], "the request has no field 'colour'"),
        ([("text", "a"), ("text", "b")], "text comes more than once"),
        ([("text", "a"), ("reply_to", "zz")], "reply_to must be a whole number"),
    ):
        data = aiohttp.FormData(
            [("chat_id", sari), ("from_id", sari), *more], default_to_multipart=True
        )
        async with client.http.post("/sim/send", data=data) as answer:
            assert answer.status == 400
            assert (await answer.json())["error"].startswith(error)


@pytest.mark.parametrize("route", ENDPOINTS, ids=named)
def test_the_reference_names_every_route_and_field(route: Endpoint):
    """docs/reference/simulator.md; the rights of /sim/promote stand there as one."""
    text = DOC.read_text(encoding="utf-8")
    assert re.search(re.sub(r"\{.*?\}", "[A-Z_]+", route.path) + r"\b", text)
    listed = {
        n for n in route.takes.fields if route.path != "/sim/promote" or not n.startswith("can_")
    }
    assert {name for name in listed if not re.search(rf"\b{name}\b", text)} == set()

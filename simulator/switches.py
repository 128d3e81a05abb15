"""The switches of the control surface: blocking, faults, flood control, clock, parcels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.routing import Route

from simulator import groups
from simulator.bot_api_names import BY_LOWER_NAME
from simulator.errors import ControlError, Json
from simulator.faults import KEYS, Fault
from simulator.flood import MODES
from simulator.guard import LOOPBACK
from simulator.world import World

MAX_FAULTS = 100
MAX_DELAY_MS = 600_000
MISBEHAVIOURS = (None, "500", "timeout", "garbage")
_FLAGS = ("drop", "reset", "truncate")
_NUMBERS = ("chat_id", "status", "retry_after", "delay_ms", "rate", "times")
_WHOLE = ("chat_id", "status", "retry_after", "times")


def block(world: World, body: Json) -> None:
    """POST /sim/block: a person blocks the bot, if nothing else is said."""
    user = world.person(body.get("user_id"))
    given = {name: body[name] for name in ("blocked", "deactivated") if name in body}
    given = given or {"blocked": True}
    for name, value in given.items():
        if not isinstance(value, bool):
            raise ControlError(f"{name} must be true or false")
    if "deactivated" in given:
        user.deactivated = given["deactivated"]
        world.feed.publish("user", user.id)
    if "blocked" in given:
        groups.block(world, user, blocked=given["blocked"])


def _check_fields(given: Json) -> None:
    """Refuse a fault that would hit nothing, or break the calls that it is asked about."""
    for name in _NUMBERS:
        value = given.get(name, 0)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ControlError(f"{name} must be a number")
    for name in _FLAGS:
        if not isinstance(given.get(name, False), bool):
            raise ControlError(f"{name} must be true or false")
    for name in _WHOLE:
        if not isinstance(given.get(name, 0), int):
            raise ControlError(f"{name} must be a whole number")
    if not 0 < given.get("rate", 1) <= 1:
        raise ControlError("rate must be above 0 and at most 1")
    if given.get("times", 1) < 1 or given.get("retry_after", 0) < 0:
        raise ControlError("times must be at least 1, retry_after at least 0")
    if not 0 <= given.get("delay_ms", 0) <= MAX_DELAY_MS:
        raise ControlError(f"delay_ms must be 0-{MAX_DELAY_MS}")
    method = given.get("method", "getMe")
    if not isinstance(method, str) or method.lower() not in BY_LOWER_NAME:
        raise ControlError(f"no such method: {method!r}")
    if not isinstance(given.get("description", ""), str):
        raise ControlError("description must be a string")


def add_fault(world: World, body: Json) -> Json:
    """POST /sim/faults."""
    unknown = sorted(body.keys() - KEYS)
    if unknown:
        raise ControlError(f"unknown fields: {', '.join(unknown)}")
    given = {name: value for name, value in body.items() if value is not None}
    _check_fields(given)
    if given.get("retry_after"):
        given.setdefault("status", 429)
    if not 400 <= given.get("status", 400) <= 599:
        raise ControlError("status must be an HTTP status of an error, 400-599")
    if not any(given.get(name) for name in ("status", "delay_ms", *_FLAGS)):
        raise ControlError(
            "a fault needs one of status, retry_after, delay_ms, drop, reset, truncate"
        )
    if len(world.faults.active) >= MAX_FAULTS:
        raise ControlError("too many faults; DELETE /sim/faults first", 409)
    world.faults.active.append(Fault(**given))
    return {"faults": [fault.shown() for fault in world.faults.active]}


def clear_faults(world: World, body: Json) -> None:
    """DELETE /sim/faults: all of them, or the one `at` a place of the list."""
    at = body.get("at")
    if at is None:
        world.faults.active.clear()
        return
    if not isinstance(at, int) or isinstance(at, bool) or not 0 <= at < len(world.faults.active):
        raise ControlError("at must be the place of a fault in the list", 404)
    del world.faults.active[at]


def set_flood(world: World, body: Json) -> Json:
    """POST /sim/flood."""
    mode = body.get("mode")
    if mode not in MODES:
        raise ControlError(f"mode must be one of {', '.join(MODES)}")
    world.flood.mode = mode
    return {"mode": mode}


def redeliver(world: World, body: Json) -> Json:
    """POST /sim/redeliver."""
    update_id = body.get("update_id")
    if not isinstance(update_id, int) or not world.updates.again(update_id):
        raise ControlError(f"no such update is remembered: {update_id!r}", 404)
    return {"update_id": update_id}


def advance(world: World, body: Json) -> Json:
    """POST /sim/clock."""
    seconds = body.get("advance_s")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or seconds < 0:
        raise ControlError("advance_s must be a number of at least 0")
    if seconds > 10 * 366 * 86400:
        raise ControlError("advance_s must be at most ten years")
    world.advance(seconds)
    return world.clock_view()


def hook(world: World, body: Json) -> None:
    """POST /sim/clock/hook: a loopback address that is told whenever time is skipped."""
    url = body.get("url")
    try:
        host = urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        host = None
    if host not in LOOPBACK:
        raise ControlError("url must be on a loopback host")
    if url not in world.clock_hooks:
        world.clock_hooks.append(str(url))
    del world.clock_hooks[:-20]


def list_parcels(world: World, _body: Json) -> Json:
    """GET /sim/parcels."""
    world.parcels.move()
    return {"parcels": world.parcels_view()}


def add_parcel(world: World, body: Json) -> Json:
    """POST /sim/parcels."""
    waybill, courier = body.get("waybill"), body.get("courier", "jne")
    if not isinstance(waybill, str) or not isinstance(courier, str):
        raise ControlError("waybill and courier must be strings")
    return world.parcels.add(waybill, courier).view()


def change_parcel(world: World, body: Json) -> Json:
    """POST /sim/parcels/WAYBILL: move it by hand, or let its tracking misbehave."""
    parcel = world.parcels.get(body["waybill"])
    if "misbehave" in body:
        if body["misbehave"] not in MISBEHAVIOURS:
            raise ControlError("misbehave must be 500, timeout, garbage or null")
        parcel.misbehave = body["misbehave"]
    if "status" in body:
        note = body.get("note")
        world.parcels.set_status(parcel.waybill, str(body["status"]), note and str(note))
    return parcel.view()


def routes(post: Callable[..., Route]) -> list[Route]:
    """The routes of the switches."""
    table: list[tuple[str, Callable[[World, Json], Any], str]] = [
        ("/sim/block", block, "POST"),
        ("/sim/faults", add_fault, "POST"),
        ("/sim/faults", clear_faults, "DELETE"),
        ("/sim/flood", set_flood, "POST"),
        ("/sim/redeliver", redeliver, "POST"),
        ("/sim/clock", advance, "POST"),
        ("/sim/clock/hook", hook, "POST"),
        ("/sim/parcels", list_parcels, "GET"),
        ("/sim/parcels", add_parcel, "POST"),
        ("/sim/parcels/{waybill}", change_parcel, "POST"),
    ]
    return [post(path, act, method) for path, act, method in table]

"""The switches of the control surface: blocking, faults, flood control, clock, parcels."""

from __future__ import annotations

from urllib.parse import urlsplit

from simulator import groups
from simulator.bot_api_names import BY_LOWER_NAME
from simulator.endpoints import act
from simulator.errors import ControlError, Json
from simulator.faults import Fault
from simulator.fields import FLAG, NUMBER, TEXT, WHOLE, form, maybe, nullable, stated
from simulator.flood import MODES
from simulator.guard import LOOPBACK
from simulator.world import World

MAX_FAULTS = 100
MAX_DELAY_MS = 600_000
MISBEHAVIOURS = (None, "500", "timeout", "garbage")
_FLAGS = ("drop", "reset", "truncate")
FAULT = form(
    method=maybe(TEXT),
    chat_id=maybe(WHOLE),
    status=maybe(WHOLE),
    description=maybe(TEXT),
    retry_after=maybe(WHOLE),
    delay_ms=maybe(NUMBER),
    rate=maybe(NUMBER),
    times=maybe(WHOLE),
    **{name: maybe(FLAG) for name in _FLAGS},
)


def block(world: World, body: Json) -> None:
    """POST /sim/block: a person blocks the bot, if nothing else is said."""
    user = world.person(body["user_id"])
    given = {name: body[name] for name in ("blocked", "deactivated") if name in body}
    given = given or {"blocked": True}
    if "deactivated" in given:
        user.deactivated = given["deactivated"]
        world.feed.publish("user", user.id)
    if "blocked" in given:
        groups.block(world, user, blocked=given["blocked"])


def _check_fields(given: Json) -> None:
    """Refuse a fault that would hit nothing, or break the calls that it is asked about."""
    if not 0 < given.get("rate", 1) <= 1:
        raise ControlError("rate must be above 0 and at most 1")
    if given.get("times", 1) < 1 or given.get("retry_after", 0) < 0:
        raise ControlError("times must be at least 1, retry_after at least 0")
    if not 0 <= given.get("delay_ms", 0) <= MAX_DELAY_MS:
        raise ControlError(f"delay_ms must be 0-{MAX_DELAY_MS}")
    method = given.get("method", "getMe")
    if method.lower() not in BY_LOWER_NAME:
        raise ControlError(f"no such method: {method!r}")


def add_fault(world: World, body: Json) -> Json:
    """POST /sim/faults."""
    given = dict(body)
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
    if not 0 <= at < len(world.faults.active):
        raise ControlError("at must be the place of a fault in the list", 404)
    del world.faults.active[at]


def set_flood(world: World, body: Json) -> Json:
    """POST /sim/flood."""
    mode = body["mode"]
    if mode not in MODES:
        raise ControlError(f"mode must be one of {', '.join(MODES)}")
    world.flood.mode = mode
    return {"mode": mode}


def redeliver(world: World, body: Json) -> Json:
    """POST /sim/redeliver."""
    update_id = body["update_id"]
    if not world.updates.again(update_id):
        raise ControlError(f"no such update is remembered: {update_id!r}", 404)
    return {"update_id": update_id}


def advance(world: World, body: Json) -> Json:
    """POST /sim/clock."""
    seconds = body["advance_s"]
    if seconds < 0:
        raise ControlError("advance_s must be a number of at least 0")
    if seconds > 10 * 366 * 86400:
        raise ControlError("advance_s must be at most ten years")
    world.advance(seconds)
    return world.clock_view()


def hook(world: World, body: Json) -> None:
    """POST /sim/clock/hook: a loopback address that is told whenever time is skipped."""
    url: str = body["url"]
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    if host not in LOOPBACK:
        raise ControlError("url must be on a loopback host")
    if url not in world.clock_hooks:
        world.clock_hooks.append(url)
    del world.clock_hooks[:-20]


def list_parcels(world: World, _body: Json) -> Json:
    """GET /sim/parcels."""
    world.parcels.move()
    return {"parcels": world.parcels_view()}


def add_parcel(world: World, body: Json) -> Json:
    """POST /sim/parcels."""
    return world.parcels.add(body["waybill"], body.get("courier", "jne")).view()


def change_parcel(world: World, body: Json) -> Json:
    """POST /sim/parcels/WAYBILL: move it by hand, or let its tracking misbehave."""
    parcel = world.parcels.get(body["waybill"])
    if body.get("misbehave") not in MISBEHAVIOURS:
        raise ControlError("misbehave must be 500, timeout, garbage or null")
    if "note" in body and "status" not in body:
        raise ControlError("a note goes with a status")
    if "status" in body:
        world.parcels.set_status(parcel.waybill, body["status"], body.get("note"))
    if "misbehave" in body:
        parcel.misbehave = body["misbehave"]
    return parcel.view()


CLOCK = act("/sim/clock", advance, form(advance_s=NUMBER))
PARCELS = [
    act("/sim/parcels", list_parcels, method="GET"),
    act("/sim/parcels", add_parcel, form(waybill=TEXT, courier=maybe(TEXT))),
    act(
        "/sim/parcels/{waybill}",
        change_parcel,
        form(status=stated(TEXT), note=maybe(TEXT), misbehave=nullable(TEXT)),
    ),
]
ROUTES = [
    CLOCK,
    act("/sim/clock/hook", hook, form(url=TEXT)),
    act(
        "/sim/block",
        block,
        form(user_id=WHOLE, blocked=stated(FLAG), deactivated=stated(FLAG)),
    ),
    act("/sim/faults", add_fault, FAULT),
    act("/sim/faults", clear_faults, form(at=maybe(WHOLE)), method="DELETE"),
    act("/sim/flood", set_flood, form(mode=TEXT)),
    act("/sim/redeliver", redeliver, form(update_id=WHOLE)),
    *PARCELS,
]

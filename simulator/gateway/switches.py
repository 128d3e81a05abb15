"""The control surface of the gateways: charges are paid here, and made to fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from starlette.routing import Route

from simulator.arguments import among
from simulator.errors import ControlError, Json
from simulator.gateway import midtrans, xendit
from simulator.gateway.charges import (
    MISBEHAVIOURS,
    PAID,
    STATUSES,
    Charge,
    Merchant,
    loopback,
    whole_amount,
)
from simulator.world import World

LONGEST_KEY = 200
URLS = frozenset({"midtrans_url", "xendit_url"})
NAMES = frozenset(field.name for field in fields(Merchant))


def _misbehaviour(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    if value is not None and not among(value, MISBEHAVIOURS):
        raise ControlError(f"misbehave must be null or one of {', '.join(MISBEHAVIOURS)}")
    return str(value) if value is not None else None


def list_charges(world: World, _body: Json) -> Json:
    """GET /sim/charges."""
    return {"charges": world.charges.views()}


def change_charge(world: World, body: Json) -> Json:
    """POST /sim/charges/ID: put it into a status as the payer or the bank would, or let it fail."""
    unknown = body.keys() - {"id", "status", "misbehave", "amount"}
    if unknown:
        raise ControlError(f"unknown fields: {', '.join(sorted(unknown))}")
    charge = world.charges.get(body["id"])
    misbehave = _misbehaviour(body["misbehave"]) if "misbehave" in body else charge.misbehave
    if "status" in body:
        _check(charge, body["status"])
    if "misbehave" in body:
        charge.misbehave = misbehave
        world.charges.noted(charge)
    if "status" in body:
        put(world, charge, body["status"], body.get("amount"))
    return charge.view()


def _check(charge: Charge, status: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    known = STATUSES if charge.provider == "midtrans" else tuple(xendit.STATUSES)
    if not among(status, known):
        raise ControlError(f"status must be one of {', '.join(known)}")
    if status == "refund" and charge.status not in PAID:
        raise ControlError("the charge is not paid", 409)


def put(world: World, charge: Charge, status: str, amount: object = None) -> None:
    """Put a charge into a checked status; `amount` is that of a refund, by default the rest."""
    if charge.provider == "midtrans" and status != "expire":
        midtrans.choose_first(world.charges, charge)
    if status != "refund":
        world.charges.set_status(charge, status)
        return
    left = charge.amount - charge.refunded
    back = left if amount is None else whole_amount(amount)
    if back is None or not 1 <= back <= left:
        raise ControlError(f"amount must be 1-{left}")
    world.charges.refund(charge, back, f"sim-{len(charge.refunds) + 1}")


def show_merchant(world: World, _body: Json) -> Json:
    """GET /sim/gateway."""
    return world.charges.merchant.view()


def change_merchant(world: World, body: Json) -> Json:
    """POST /sim/gateway: keys, notification addresses, what new charges do wrong."""
    unknown = body.keys() - NAMES
    if unknown:
        raise ControlError(f"unknown fields: {', '.join(sorted(unknown))}")
    changed = dict(body)
    for name, value in body.items():
        if name == "misbehave":
            changed[name] = _misbehaviour(value)
        elif name in URLS:
            changed[name] = None if value is None else loopback(value)
        elif (
            not isinstance(value, str) or not 1 <= len(value) <= LONGEST_KEY or not value.isascii()
        ):
            raise ControlError(f"{name} must be 1-{LONGEST_KEY} plain characters")
    for name, value in changed.items():
        setattr(world.charges.merchant, name, value)
    return show_merchant(world, body)


def routes(post: Callable[..., Route]) -> list[Route]:
    """The routes of the gateways' control."""
    return [
        post("/sim/charges", list_charges, "GET"),
        post("/sim/charges/{id}", change_charge),
        post("/sim/gateway", show_merchant, "GET"),
        post("/sim/gateway", change_merchant),
    ]

"""The control surface of the gateways: charges are paid here, and made to fail."""

from __future__ import annotations

from dataclasses import fields

from simulator.endpoints import act
from simulator.errors import ControlError, Json
from simulator.fields import TEXT, Kind, form, maybe, nullable, stated
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
NULLABLE = URLS | {"misbehave"}
AMOUNT = Kind("a whole number of rupiah", lambda _, value: whole_amount(value) is not None)
MERCHANT = form(
    **{
        each.name: (nullable if each.name in NULLABLE else stated)(TEXT)
        for each in fields(Merchant)
    }
)


def _check_misbehaviour(value: str | None) -> None:
    if value is not None and value not in MISBEHAVIOURS:
        raise ControlError(f"misbehave must be null or one of {', '.join(MISBEHAVIOURS)}")


def list_charges(world: World, _body: Json) -> Json:
    """GET /sim/charges."""
    return {"charges": world.charges.views()}


def change_charge(world: World, body: Json) -> Json:
    """POST /sim/charges/ID: put it into a status as the payer or the bank would, or let it fail."""
    charge = world.charges.get(body["id"])
    _check_misbehaviour(body.get("misbehave"))
    if "amount" in body and body.get("status") != "refund":
        raise ControlError("amount goes with the status refund")
    if "status" in body:
        _check(charge, body["status"])
    if "misbehave" in body:
        charge.misbehave = body["misbehave"]
        world.charges.noted(charge)
    if "status" in body:
        put(world, charge, body["status"], body.get("amount"))
    return charge.view()


def _check(charge: Charge, status: str) -> None:
    known = STATUSES if charge.provider == "midtrans" else tuple(xendit.STATUSES)
    if status not in known:
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
    changed = dict(body)
    for name, value in body.items():
        if name == "misbehave":
            _check_misbehaviour(value)
        elif name in URLS:
            changed[name] = None if value is None else loopback(value)
        elif not 1 <= len(value) <= LONGEST_KEY or not value.isascii():
            raise ControlError(f"{name} must be 1-{LONGEST_KEY} plain characters")
    for name, value in changed.items():
        setattr(world.charges.merchant, name, value)
    return show_merchant(world, body)


ROUTES = [
    act("/sim/charges", list_charges, method="GET"),
    act(
        "/sim/charges/{id}",
        change_charge,
        form(status=stated(TEXT), misbehave=nullable(TEXT), amount=maybe(AMOUNT)),
    ),
    act("/sim/gateway", show_merchant, method="GET"),
    act("/sim/gateway", change_merchant, MERCHANT),
]

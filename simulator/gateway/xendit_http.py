"""Xendit's invoices over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.endpoints import world_of
from simulator.errors import Json
from simulator.gateway import xendit
from simulator.gateway.charges import Charge, Charges
from simulator.gateway.front_door import Act, Unreadable, carried_out, holds, read
from simulator.gateway.xendit import Refused

LISTED = 100
CRASHED = {"error_code": "SERVER_ERROR", "message": "Error unknown to us"}


def _check_key(request: Request) -> None:
    key = world_of(request).charges.merchant.secret_key
    if not holds(request, key):
        raise Refused(401, "INVALID_API_KEY", "The API key provided is invalid.")


def call(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """A handler around `act`, which may misbehave as the invoice or the account says."""

    async def handle(request: Request) -> Response:
        try:
            _check_key(request)
            body = await carried_out(request, "xendit", act, CRASHED)
        except Refused as refused:
            return JSONResponse(refused.body, refused.status)
        return body if isinstance(body, Response) else JSONResponse(body)

    return handle


async def create(request: Request, charges: Charges) -> Json:
    """POST /v2/invoices."""
    try:
        body = await read(request)
    except Unreadable as unreadable:
        status, code = (413, "REQUEST_TOO_LARGE") if unreadable.too_large else (400, "INVALID_JSON")
        raise Refused(status, code, unreadable.reason) from None
    made = xendit.new_invoice(charges, body)
    made.pay_url = f"{str(request.url).partition('/xendit/')[0]}/pay/{made.id}"
    return xendit.shown(charges.add(made))


async def several(request: Request, charges: Charges) -> list[Json]:
    """GET /v2/invoices?external_id=ID: the newest first."""
    wanted = request.query_params.get("external_id")
    found = [c for c in charges.of("xendit") if wanted is None or c.order_id == wanted]
    return [xendit.shown(charge) for charge in found[:LISTED]]


def _find(request: Request, charges: Charges) -> Charge:
    charge = charges.find(request.path_params["id"], "xendit")
    if charge is None:
        raise Refused(404, "INVOICE_NOT_FOUND_ERROR", "Could not find invoice")
    return charge


async def one(request: Request, charges: Charges) -> Json:
    """GET /v2/invoices/ID."""
    return xendit.shown(_find(request, charges))


async def expire(request: Request, charges: Charges) -> Json:
    """POST /invoices/ID/expire!."""
    found = _find(request, charges)
    if found.status != "pending":
        raise Refused(400, "INVALID_REQUEST", f"the invoice is {xendit.STATUSES[found.status]}")
    charges.set_status(found, "expire")
    return xendit.shown(found)


ROUTES = [
    Route("/v2/invoices", call(create), methods=["POST"]),
    Route("/v2/invoices/", call(create), methods=["POST"]),
    Route("/v2/invoices", call(several)),
    Route("/v2/invoices/{id}", call(one)),
    Route("/invoices/{id}/expire!", call(expire), methods=["POST"]),
]

"""Midtrans over HTTP: the Core API under /v2 and Snap.

The Core API answers a refusal with HTTP 200 and says the code in the body, but for a wrong key.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.endpoints import world_of
from simulator.errors import ControlError, Json
from simulator.gateway import midtrans
from simulator.gateway.charges import Charge, Charges, loopback
from simulator.gateway.front_door import Act, Unreadable, carried_out, holds, read
from simulator.gateway.midtrans import Refused, invalid

SHOWN_AS = {400: 200, 404: 200, 406: 200, 412: 200, 414: 200, 401: 401, 413: 413, 501: 501}
MOST_TARGETS = 3
CRASHED = {"status_code": "500", "status_message": "Sorry, we encountered internal server error."}


def _refusal(refused: Refused) -> Response:
    body: Json = {
        "status_code": str(refused.code),
        "status_message": refused.message,
        "id": str(uuid.uuid4()),
    }
    if refused.details:
        body["validation_messages"] = refused.details
    return JSONResponse(body, SHOWN_AS[refused.code])


def _snap_refusal(refused: Refused) -> Response:
    status = 400 if refused.code not in {401, 413} else refused.code
    return JSONResponse({"error_messages": refused.details or [refused.message]}, status)


def _check_key(request: Request) -> None:
    key = world_of(request).charges.merchant.server_key
    if not holds(request, key):
        raise Refused(
            401,
            "Access denied due to unauthorized transaction, please check client or server key",
        )


async def _body(request: Request) -> Json:
    try:
        return await read(request)
    except Unreadable as unreadable:
        if unreadable.too_large:
            raise Refused(413, unreadable.reason) from None
        raise invalid(unreadable.reason) from None


def _targets(request: Request, charges: Charges) -> tuple[str, ...]:
    """Where notifications of a new charge go: the headers' addresses, or the account's."""
    found = [charges.merchant.midtrans_url] if charges.merchant.midtrans_url else []
    for header in ("X-Override-Notification", "X-Append-Notification"):
        given = request.headers.get(header)
        if given is None:
            continue
        urls = [url.strip() for url in given.split(",")]
        if len(urls) > MOST_TARGETS:
            raise invalid(f"{header} takes at most {MOST_TARGETS} addresses")
        try:
            urls = [loopback(url) for url in urls]
        except ControlError as refused:
            raise invalid(f"{header}: {refused.error}") from None
        found = [*found, *urls] if header.startswith("X-Append") else urls
    return tuple(dict.fromkeys(found))


def call(
    act: Act, refusal: Callable[[Refused], Response] = _refusal, status: int = 200
) -> Callable[[Request], Awaitable[Response]]:
    """A handler around `act`, which may misbehave as the charge or the account says."""

    async def handle(request: Request) -> Response:
        try:
            _check_key(request)
            body = await carried_out(request, "midtrans", act, CRASHED)
        except Refused as refused:
            return refusal(refused)
        return body if isinstance(body, Response) else JSONResponse(body, status)

    return handle


def _find(request: Request, charges: Charges) -> Charge:
    charge = charges.find(request.path_params["id"], "midtrans")
    if charge is None or charge.method == "snap":
        raise Refused(404, "Transaction doesn't exist.")
    return charge


async def charge(request: Request, charges: Charges) -> Json:
    """POST /v2/charge."""
    body = await _body(request)
    made = charges.add(midtrans.new_charge(charges, body, _targets(request, charges)))
    base = str(request.url).partition("/v2/charge")[0]
    return midtrans.charged(made, base)


async def status(request: Request, charges: Charges) -> Json:
    """GET /v2/ID/status."""
    return midtrans.found(_find(request, charges))


def _closing(to: str) -> Act:
    async def act(request: Request, charges: Charges) -> Json:
        found = _find(request, charges)
        if found.status != "pending":
            raise Refused(412, "Merchant cannot modify the status of the transaction")
        charges.set_status(found, to)
        return midtrans.found(found)

    return act


async def refund(request: Request, charges: Charges) -> Json:
    """POST /v2/ID/refund and /v2/ID/refund/online/direct."""
    found = _find(request, charges)
    return midtrans.refund(charges, found, await _body(request))


async def snap(request: Request, charges: Charges) -> Json:
    """POST /snap/v1/transactions."""
    body = await _body(request)
    made = midtrans.new_snap(charges, body, _targets(request, charges))
    made.pay_url = f"{str(request.url).partition('/midtrans/snap/')[0]}/pay/{made.id}"
    charges.add(made)
    return {"token": made.token, "redirect_url": made.pay_url}


async def no_picture(_request: Request, _charges: Charges) -> Json:
    """GET /v2/qris/ID/qr-code: only the text of the QR is made here."""
    raise Refused(501, "the simulator draws no QR code: draw the qr_string of the charge")


ROUTES = [
    Route("/v2/charge", call(charge), methods=["POST"]),
    Route("/v2/qris/{id}/qr-code", call(no_picture)),
    Route("/v2/{id}/status", call(status)),
    Route("/v2/{id}/cancel", call(_closing("cancel")), methods=["POST"]),
    Route("/v2/{id}/expire", call(_closing("expire")), methods=["POST"]),
    Route("/v2/{id}/refund", call(refund), methods=["POST"]),
    Route("/v2/{id}/refund/online/direct", call(refund), methods=["POST"]),
    Route("/snap/v1/transactions", call(snap, _snap_refusal, 201), methods=["POST"]),
]

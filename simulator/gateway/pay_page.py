"""The page that a payer is sent to: what is to be paid, and two buttons."""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from simulator.endpoints import world_of
from simulator.errors import ControlError
from simulator.gateway import switches
from simulator.gateway.charges import Charge

SAFE = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
}
STATES = {
    "pending": "Menunggu pembayaran / Waiting for payment",
    "settlement": "Lunas, terima kasih! / Paid, thank you!",
    "expire": "Kedaluwarsa / Expired",
    "cancel": "Dibatalkan / Cancelled",
    "deny": "Ditolak / Denied",
    "refund": "Dikembalikan / Refunded",
    "partial_refund": "Dikembalikan sebagian / Partly refunded",
}
BUTTONS = """<form method="post">
<button name="do" value="pay">Bayar / Pay</button>
<button name="do" value="cancel">Batal / Cancel</button>
</form>"""
PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>Pembayaran (simulator)</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:18px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem;
color-scheme:light dark}}b{{font-size:2rem}}code{{overflow-wrap:anywhere}}button{{font:inherit;
padding:.6rem 1.4rem;margin-right:.6rem}}</style></head>
<body><main><h1>Pembayaran simulator</h1><p>{order}</p><p><b>Rp{amount}</b></p>
<p role="status">{state}</p>{buttons}</main></body></html>"""


def _shown(charge: Charge) -> Response:
    page = PAGE.format(
        order=escape(charge.order_id),
        amount=f"{charge.amount:,}".replace(",", "."),
        state=STATES[charge.status],
        buttons=BUTTONS if charge.status == "pending" else "",
    )
    return HTMLResponse(page, headers=SAFE)


async def page(request: Request) -> Response:
    """GET and POST /pay/ID."""
    world = world_of(request)
    try:
        charge = world.charges.get(request.path_params["id"])
    except ControlError as refused:
        return HTMLResponse(escape(refused.error), refused.status, headers=SAFE)
    if request.method != "POST":
        return _shown(charge)
    asked = (await request.body())[:20] if _small(request) else b""
    closed = "cancel" if charge.provider == "midtrans" else "expire"
    status = {b"do=pay": "settlement", b"do=cancel": closed}.get(asked)
    if status is None:
        return HTMLResponse("?", 400, headers=SAFE)
    if charge.status == "pending":
        switches.put(world, charge, status)
    return RedirectResponse(request.url.path, 303)


def _small(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return length.isascii() and length.isdigit() and int(length) <= 20


ROUTES = [Route("/pay/{id}", page, methods=["GET", "POST"])]

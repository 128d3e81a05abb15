"""All that the gateways serve, to be mounted in an application."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount

from simulator.gateway import midtrans_http, pay_page, xendit_http

ROUTES: list[BaseRoute] = [
    Mount("/midtrans", routes=midtrans_http.ROUTES),
    Mount("/xendit", routes=xendit_http.ROUTES),
    *pay_page.ROUTES,
]

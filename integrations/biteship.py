"""Asks Biteship, an aggregator of Indonesian couriers, where a parcel is.

`GET /v1/trackings/:waybill/couriers/:code`, header `authorization` with the raw key. Source:
biteship.com/en/docs/api/trackings/retrieve_public. Its word for the last mile is "dropping_off".
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import quote

import aiohttp

from domain.ports import CourierReport, CourierUnavailable
from domain.shipments import ShipmentAction, TrackingEvent

ACTIONS: Mapping[str, ShipmentAction | None] = {
    "confirmed": None,
    "scheduled": None,
    "allocated": None,
    "picking_up": None,
    "picked": ShipmentAction.MOVE,
    "in_transit": ShipmentAction.MOVE,
    "dropping_off": ShipmentAction.MOVE,
    "on_hold": ShipmentAction.DELAY,
    "delivered": ShipmentAction.DELIVER,
    "return_in_transit": ShipmentAction.TURN_BACK,
    "returned": ShipmentAction.COME_BACK,
    "rejected": ShipmentAction.FAIL_ATTEMPT,
    "disposed": ShipmentAction.LOSE,
    "cancelled": None,
    "courier_not_found": None,
}
_OUT_FOR_DELIVERY = ("kurir menuju", "out for delivery", "dibawa kurir", "with delivery courier")
_NOT_FOUND = frozenset({400, 404})
# 40003002-style codes say "waybill not found"; every 4xx with a JSON error means the same to us,
# except a refused key, which somebody has to mend.
_REFUSED = frozenset({401, 403})


class Biteship:
    """A CourierPort over HTTP. Use as an async context manager."""

    def __init__(self, url: str, key: str, *, timeout_s: float = 10.0) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            timeout=self._timeout,
            headers={"authorization": self._key},
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def track(self, courier: str, waybill: str) -> CourierReport | None:
        """Return the parcel's history, oldest first; None where the waybill is unknown."""
        if self._session is None:
            raise CourierUnavailable("not connected")
        path = f"/v1/trackings/{quote(waybill, safe='')}/couriers/{quote(courier, safe='')}"
        try:
            async with self._session.get(self._url + path, allow_redirects=False) as response:
                if response.status in _REFUSED:
                    raise CourierUnavailable(f"the key was refused ({response.status})")
                if response.status in _NOT_FOUND:
                    return None
                if response.status != 200:
                    raise CourierUnavailable(f"status {response.status}")
                body = await response.json(content_type=None)
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            raise CourierUnavailable(type(error).__name__) from error
        return read_report(body)


def read_report(body: object) -> CourierReport:
    """Read a tracking body; raises CourierUnavailable for one that makes no sense."""
    if not isinstance(body, dict) or not isinstance(body.get("history"), list):
        raise CourierUnavailable("no history in the answer")
    events = [event for row in body["history"] if (event := _event(row)) is not None]
    return CourierReport(tuple(sorted(events, key=lambda event: event.at)))


def _event(row: object) -> TrackingEvent | None:
    if not isinstance(row, dict):
        return None
    try:
        at = datetime.fromisoformat(str(row.get("updated_at")))
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    note = str(row.get("note") or "")[:500]
    action = ACTIONS.get(str(row.get("status") or ""))
    if action is ShipmentAction.MOVE and any(word in note.lower() for word in _OUT_FOR_DELIVERY):
        action = ShipmentAction.GO_OUT
    return TrackingEvent(at.astimezone(UTC), action.value if action else "", note)


class NoCourier:
    """The port of a shop without an aggregator: nothing is known, staff mark deliveries by hand."""

    async def track(
        self,
        courier: str,  # noqa: ARG002 - the port names it
        waybill: str,  # noqa: ARG002 - the port names it
    ) -> CourierReport | None:
        """Return None."""
        return None

"""A stand-in for a courier aggregator: parcels that travel by the simulator's clock.

Bodies as Biteship documents them (biteship.com/en/docs/api/trackings, .../rates), typing errors in
its field names included.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from simulator.clock import WIB
from simulator.errors import ControlError, Json

PARCELS = 2_000
COURIERS = {"jne": "JNE", "jnt": "J&T", "sicepat": "SiCepat", "anteraja": "AnterAja"}
STATUSES = [
    "confirmed",
    "scheduled",
    "allocated",
    "picking_up",
    "picked",
    "dropping_off",
    "on_hold",
    "return_in_transit",
    "returned",
    "delivered",
    "rejected",
    "disposed",
    "cancelled",
    "courier_not_found",
]
# What a parcel goes through by itself: hours after it was dropped off, status, note.
JOURNEY = (
    (0.0, "dropping_off", "SHIPMENT RECEIVED BY {courier} COUNTER OFFICER AT [BANDUNG]"),
    (4.0, "dropping_off", "DEPARTED FROM TRANSIT [BANDUNG SORTING CENTER]"),
    (20.0, "dropping_off", "RECEIVED AT SORTING CENTER [JAKARTA]"),
    (27.0, "dropping_off", "WITH DELIVERY COURIER [JAKARTA]"),
    (30.0, "delivered", "DELIVERED TO [PENERIMA | RUMAH]"),
)
_WAYBILL = re.compile(r"[A-Za-z0-9-]{6,40}")


@dataclass(slots=True)
class Parcel:
    """One parcel; `step` counts the stages of the journey that it has passed."""

    waybill: str
    courier: str
    created_at: float
    history: list[Json] = field(default_factory=list)
    status: str = "confirmed"
    step: int = 0
    by_itself: bool = True
    misbehave: str | None = None

    def view(self) -> Json:
        """The parcel for the page and the tests."""
        return {
            "waybill": self.waybill,
            "courier": self.courier,
            "status": self.status,
            "history": self.history,
            "by_itself": self.by_itself,
            "misbehave": self.misbehave,
        }

    def tracking(self) -> Json:
        """The body of a tracking request."""
        digest = hashlib.sha256(self.waybill.encode()).hexdigest()[:24]
        return {
            "success": True,
            "messsage": "Successfully get tracking info",
            "object": "tracking",
            "id": digest,
            "waybill_id": self.waybill,
            "courier": {
                "company": self.courier,
                "driver_name": None,
                "driver_phone": None,
                "driver_photo_url": None,
                "driver_plate_number": None,
            },
            "origin": {"contact_name": "Toko", "address": "Bandung"},
            "destination": {"contact_name": "Penerima", "address": "Jakarta"},
            "history": self.history,
            "link": f"https://track.biteship.com/{digest}",
            "order_id": None,
            "status": self.status,
        }


class Parcels:
    """All parcels that the courier knows."""

    def __init__(self, now: Callable[[], float], *, auto_register: bool = True) -> None:
        self._now = now
        self.auto_register = auto_register
        self.on_change: Callable[[Json], object] | None = None
        self._parcels: OrderedDict[str, Parcel] = OrderedDict()

    def find(self, waybill: str, courier: str) -> Parcel | None:
        """The parcel of a waybill; an unknown one is taken as just dropped off, if that is on."""
        parcel = self._parcels.get(waybill)
        if parcel is None and self.auto_register and _WAYBILL.fullmatch(waybill):
            parcel = self.add(waybill, courier)
        if parcel is None or parcel.courier != courier.lower():
            return None
        if parcel.by_itself:
            self._follow(parcel)
        return parcel

    def add(self, waybill: str, courier: str) -> Parcel:
        """A parcel that was dropped off just now."""
        if not _WAYBILL.fullmatch(waybill):
            raise ControlError("a waybill has 6-40 letters, digits and dashes")
        if waybill in self._parcels:
            raise ControlError(f"parcel {waybill} exists already", 409)
        parcel = Parcel(waybill, courier.lower(), self._now())
        self._parcels[waybill] = parcel
        if len(self._parcels) > PARCELS:
            self._parcels.popitem(last=False)
        self._follow(parcel)
        return parcel

    def get(self, waybill: str) -> Parcel:
        """The parcel of a waybill, for the control surface."""
        parcel = self._parcels.get(waybill)
        if parcel is None:
            raise ControlError(f"no such parcel: {waybill}", 404)
        return parcel

    def set_status(self, waybill: str, status: str, note: str | None) -> Parcel:
        """Move a parcel by hand; from then on it does not travel by itself."""
        parcel = self.get(waybill)
        if status not in STATUSES:
            raise ControlError(f"unknown status {status!r}; known: {', '.join(STATUSES)}")
        parcel.by_itself = False
        self._mark(parcel, status, note or status.replace("_", " ").upper(), self._now())
        return parcel

    def move(self) -> None:
        """Let all parcels pass the stages that are due."""
        for parcel in self._parcels.values():
            if parcel.by_itself:
                self._follow(parcel)

    def views(self) -> list[Json]:
        """All parcels, the oldest first."""
        return [parcel.view() for parcel in self._parcels.values()]

    def _follow(self, parcel: Parcel) -> None:
        while parcel.step < len(JOURNEY):
            hours, status, note = JOURNEY[parcel.step]
            due = parcel.created_at + hours * 3600
            if due > self._now():
                return
            parcel.step += 1
            name = COURIERS.get(parcel.courier, parcel.courier.upper())
            self._mark(parcel, status, note.format(courier=name), due)

    def _mark(self, parcel: Parcel, status: str, note: str, at: float) -> None:
        parcel.status = status
        when = datetime.fromtimestamp(int(at), WIB).isoformat()
        parcel.history.append({"note": note, "updated_at": when, "status": status})
        del parcel.history[:-50]
        if self.on_change is not None:
            self.on_change(parcel.view())

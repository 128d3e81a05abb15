"""Couriers that people hand parcels to, and what their waybills mostly look like.

The patterns come from public documentation and overlap: they warn, they never refuse.
"""

import re
from collections.abc import Iterator

from bot.desk import arguments
from domain.policy import ShopPolicy

NAMES = {
    "jne": "JNE",
    "jnt": "J&T",
    "sicepat": "SiCepat",
    "pos": "POS Indonesia",
    "tiki": "TIKI",
    "anteraja": "AnterAja",
    "ninja": "Ninja Xpress",
    "lion": "Lion Parcel",
    "gojek": "GoSend",
    "grab": "GrabExpress",
}
_MAX_CODE = 20  # beside a shipment's id it must fit into a button
_INSTANT = frozenset({"gojek", "grab"})
_LOOKS = {
    "jne": re.compile(r"[0-9]{12,16}"),
    "jnt": re.compile(r"J[A-Z][0-9]{10,14}"),
    "sicepat": re.compile(r"00[0-9]{10}"),
    "tiki": re.compile(r"TKP[0-9]{10}"),
    "pos": re.compile(r"RR[0-9]{9}ID"),
}
_EXAMPLES = {
    "jne": "123456789012",
    "jnt": "JX1234567890",
    "sicepat": "001234567890",
    "tiki": "TKP1234567890",
    "pos": "RR123456789ID",
}


def courier_name(policy: ShopPolicy, code: str) -> str:
    """Return the name that people know: the shop's own couriers by their method's name."""
    if code in NAMES:
        return NAMES[code]
    return next((m.name for m in policy.shipping_methods if m.courier == code), code)


def couriers(policy: ShopPolicy) -> Iterator[tuple[str, str]]:
    """Yield code and name: the shop's own first, then the known ones."""
    codes = dict.fromkeys([*(m.courier for m in policy.shipping_methods if m.courier), *NAMES])
    for code in codes:
        if arguments.code(code) is not None and len(code) <= _MAX_CODE:
            yield code, courier_name(policy, code)


def needs_waybill(code: str) -> bool:
    """Tell whether parcels of this courier have a waybill; own and instant couriers have none."""
    return code in NAMES and code not in _INSTANT


def example(code: str) -> str:
    """Return a waybill as this courier's look."""
    return _EXAMPLES.get(code, "JX1234567890")


def looks_right(code: str, waybill: str) -> bool:
    """Tell whether the waybill looks like one of this courier; True where nothing is known."""
    look = _LOOKS.get(code)
    return look is None or look.fullmatch(waybill) is not None

"""Midtrans' bodies: what a charge request must hold, what is answered, what is notified.

Sources: docs.midtrans.com/reference (charge, get status, cancel, expire, refund, code statuses,
handle notifications).
"""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import datetime
from typing import Any

from simulator.arguments import among
from simulator.clock import WIB
from simulator.errors import Json
from simulator.gateway import qris
from simulator.gateway.charges import PAID, Charge, Charges, Merchant, whole_amount

MERCHANT_ID = "G000000001"
MINUTE, DAY = 60, 86_400
UNITS = {"second": 1, "minute": MINUTE, "hour": 3_600, "day": DAY}
LASTS = {"qris": 15 * MINUTE, "bank_transfer": DAY, "snap": DAY}
LONGEST_S = 365 * DAY
BANKS = {"bca": "12345", "bni": "98888", "bri": "26215", "cimb": "51598", "permata": "85085"}
ITEMS = 100
CODES = {"pending": "201", "deny": "202", "expire": "407"}
MESSAGES = {
    "pending": "Success, transaction is found",
    "cancel": "Success, transaction is canceled",
    "expire": "Success, transaction has expired",
}
_ORDER_ID = re.compile(r"[A-Za-z0-9._~-]{1,50}")


class Refused(Exception):
    """A call is refused with one of Midtrans' status codes."""

    def __init__(self, code: int, message: str, *details: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = list(details)


def invalid(*details: str) -> Refused:
    """A 400 that names what is wrong."""
    return Refused(400, "One or more parameters in the payload is invalid.", *details)


def rupiah(amount: int) -> str:
    """An amount as Midtrans writes it."""
    return f"{amount}.00"


def stamp(at: float) -> str:
    """A moment as Midtrans writes it, in Jakarta's time."""
    return datetime.fromtimestamp(int(at), WIB).strftime("%Y-%m-%d %H:%M:%S")


def signature(order_id: str, status_code: str, gross_amount: str, server_key: str) -> str:
    """The signature_key of a notification."""
    text = f"{order_id}{status_code}{gross_amount}{server_key}"
    return hashlib.sha512(text.encode()).hexdigest()


def _part(body: Json, name: str) -> Json:
    part = body.get(name, {})
    if not isinstance(part, dict):
        raise invalid(f"{name} must be an object")
    return part


def _order(body: Json) -> tuple[str, int]:
    """The order's id and its amount, which must be the sum of the items."""
    details = _part(body, "transaction_details")
    order_id, amount = details.get("order_id"), whole_amount(details.get("gross_amount"))
    if not isinstance(order_id, str) or not _ORDER_ID.fullmatch(order_id):
        raise invalid("transaction_details.order_id must be 1-50 letters, digits and -._~")
    if amount is None or amount < 1:
        raise invalid("transaction_details.gross_amount must be a whole number, greater than 0")
    items = body.get("item_details")
    if items is not None and _sum(items) != amount:
        raise invalid("transaction_details.gross_amount is not equal to the sum of item_details")
    return order_id, amount


def _sum(items: Any) -> int:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(items, list) or len(items) > ITEMS:
        raise invalid(f"item_details must be a list of at most {ITEMS} items")
    total = 0
    for at, item in enumerate(items):
        place = f"item_details[{at}]"
        if not isinstance(item, dict) or not isinstance(item.get("name"), str):
            raise invalid(f"{place}.name is required")
        price, quantity = whole_amount(item.get("price")), whole_amount(item.get("quantity"))
        if price is None:
            raise invalid(f"{place}.price must be a whole number")
        if quantity is None or quantity < 1:
            raise invalid(f"{place}.quantity must be a whole number, greater than 0")
        total += price * quantity
    return total


def _lasts(body: Json, method: str, name: str, count: str) -> int:
    """Seconds until a charge expires: custom_expiry of a charge, expiry of Snap."""
    wish = _part(body, name)
    if not wish:
        return LASTS[method]
    unit = wish.get("unit", "minute")
    unit = unit.rstrip("s") if isinstance(unit, str) else ""
    number = whole_amount(wish.get(count))
    if unit not in UNITS or number is None or not 1 <= number * UNITS[unit] <= LONGEST_S:
        raise invalid(f"{name} needs {count} and unit, together at most a year")
    return number * UNITS[unit]


def bank_of(body: Json) -> str:
    """The bank of a bank_transfer."""
    bank = _part(body, "bank_transfer").get("bank")
    if not isinstance(bank, str) or bank not in BANKS:
        raise invalid(f"bank_transfer.bank must be one of {', '.join(BANKS)}")
    return bank


def new_charge(charges: Charges, body: Json, targets: tuple[str, ...]) -> Charge:
    """The charge that a POST /v2/charge asks for, not added yet."""
    method = body.get("payment_type")
    if not among(method, ("qris", "bank_transfer")):
        raise invalid(f"the simulator does not honour the payment_type {str(method)[:40]!r}")
    order_id, amount = _order(body)
    bank = bank_of(body) if method == "bank_transfer" else None
    acquirer = _part(body, "qris").get("acquirer", "gopay")
    if not among(acquirer, ("gopay", "airpay shopee")):
        raise invalid("qris.acquirer must be gopay or airpay shopee")
    now = charges.now()
    lasts = _lasts(body, str(method), "custom_expiry", "expiry_duration")
    if charges.taken(order_id):
        raise Refused(406, "order_id has been paid and utilized, please use another order ID")
    made = Charge(
        str(uuid.uuid4()), "midtrans", order_id, amount, str(method), now, now + lasts, targets
    )
    made.given = {"acquirer": acquirer}
    choose(charges, made, str(method), bank)
    return made


def new_snap(charges: Charges, body: Json, targets: tuple[str, ...]) -> Charge:
    """The charge behind a Snap page, whose way of paying is chosen there."""
    order_id, amount = _order(body)
    wished = body.get("enabled_payments") or ["other_qris"]
    if not isinstance(wished, list):
        raise invalid("enabled_payments must be a list")
    ways = [way for way in map(_way, wished) if way is not None]
    if not ways:
        raise invalid("the simulator honours none of enabled_payments")
    lasts = _lasts(body, "snap", "expiry", "duration")
    if charges.taken(order_id):
        raise Refused(400, "transaction_details.order_id has already been taken")
    now = charges.now()
    made = Charge(
        str(uuid.uuid4()), "midtrans", order_id, amount, "snap", now, now + lasts, targets
    )
    made.token = str(uuid.uuid4())
    made.given = {"acquirer": "gopay", "ways": ways}
    return made


def _way(name: Any) -> tuple[str, str | None] | None:  # noqa: ANN401 - whatever JSON holds
    """A name of enabled_payments as a method and a bank."""
    if not isinstance(name, str):
        return None
    if name in {"other_qris", "qris", "gopay"}:
        return "qris", None
    bank = name.removesuffix("_va")
    return ("bank_transfer", bank) if bank in BANKS and name != bank else None


def choose(charges: Charges, charge: Charge, method: str, bank: str | None = None) -> None:
    """Give a charge its way of paying: a QR, or the account at a bank."""
    charge.method = method
    if method == "qris":
        charge.qr_string = qris.payload(charge.amount, charge.id.replace("-", "").upper())
    else:
        charge.bank = bank or "bca"
        charge.va_number = f"{BANKS[charge.bank]}{charges.number():011d}"


def choose_first(charges: Charges, charge: Charge) -> None:
    """Choose the first offered way of paying, if the payer did not choose one."""
    if charge.method == "snap":
        method, bank = charge.given["ways"][0]
        choose(charges, charge, method, bank)


def facts(charge: Charge) -> Json:
    """What every answer and notification of a transaction holds."""
    body: Json = {
        "status_code": CODES.get(charge.status, "200"),
        "transaction_id": charge.id,
        "order_id": charge.order_id,
        "merchant_id": MERCHANT_ID,
        "gross_amount": rupiah(charge.amount),
        "currency": "IDR",
        "payment_type": charge.method,
        "transaction_time": stamp(charge.created_at),
        "transaction_status": charge.status,
        "fraud_status": "accept",
        "expiry_time": stamp(charge.expires_at),
    }
    if charge.paid_at is not None:
        body["settlement_time"] = stamp(charge.paid_at)
    if charge.method == "qris":
        body["acquirer"] = charge.given["acquirer"]
    elif charge.bank == "permata":
        body["permata_va_number"] = charge.va_number
    elif charge.bank is not None:
        body["va_numbers"] = [{"bank": charge.bank, "va_number": charge.va_number}]
    if charge.refunds:
        body["refund_amount"] = rupiah(charge.refunded)
        body["refunds"] = [_refund(refund) for refund in charge.refunds]
    return body


def _refund(refund: Json) -> Json:
    return {
        "refund_chargeback_id": refund["id"],
        "refund_amount": rupiah(refund["amount"]),
        "created_at": stamp(refund["at"]),
        "reason": refund["reason"],
        "refund_key": refund["key"],
    }


def charged(charge: Charge, base: str) -> Json:
    """The answer to POST /v2/charge."""
    body = facts(charge)
    if charge.method == "qris":
        url = f"{base}/v2/qris/{charge.id}/qr-code"
        body["status_message"] = "QRIS transaction is created"
        body["actions"] = [{"name": "generate-qr-code", "method": "GET", "url": url}]
        body["qr_string"] = charge.qr_string
    else:
        body["status_message"] = "Success, Bank Transfer transaction is created"
    return body


def found(charge: Charge) -> Json:
    """The answer to GET status, cancel and expire."""
    message = MESSAGES.get(charge.status, MESSAGES["pending"])
    return facts(charge) | {"status_message": message}


def notification(
    charge: Charge, merchant: Merchant, *, wrong: bool
) -> tuple[dict[str, str], Json] | None:
    """Headers and body of a notification; an expired one comes with 202."""
    body = facts(charge) | {"status_message": "midtrans payment notification"}
    if charge.status == "expire":
        body["status_code"] = "202"
    key = f"{merchant.server_key}-wrong" if wrong else merchant.server_key
    body["signature_key"] = signature(
        charge.order_id, body["status_code"], body["gross_amount"], key
    )
    return {}, body


def refund(charges: Charges, charge: Charge, body: Json) -> Json:
    """Carry out a refund and answer it; raises Refused."""
    if charge.status not in PAID or charge.method != "qris":
        raise Refused(412, "Merchant cannot modify the status of the transaction")
    left = charge.amount - charge.refunded
    amount = whole_amount(body.get("amount", left))
    key = body.get("refund_key", f"{charge.id[:8]}-{len(charge.refunds) + 1}")
    if not isinstance(key, str) or not 1 <= len(key) <= 255:
        raise invalid("refund_key must be 1-255 characters")
    if any(key == refund["key"] for refund in charge.refunds):
        raise Refused(406, "Duplicate refund ID")
    if amount is None or not 1 <= amount <= left:
        raise Refused(414, "Refund request is rejected due to invalid amount")
    made = charges.refund(charge, amount, key, str(body.get("reason") or "")[:255])
    return facts(charge) | {
        "status_code": "200",
        "status_message": "Success, refund request is approved",
        "refund_chargeback_id": made["id"],
        "refund_amount": rupiah(amount),
        "refund_key": key,
    }

"""Xendit's invoices: what a request must hold, what is answered, what is called back.

Source: github.com/xendit/xendit-python, docs/InvoiceApi.md and docs/invoice/.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from simulator.errors import Json
from simulator.gateway.charges import Charge, Charges, Merchant, whole_amount

USER_ID = "5f9a3fbd571a1c4068aa40ce"
MERCHANT_NAME = "Kopi Contoh"
STATUSES = {"pending": "PENDING", "settlement": "PAID", "expire": "EXPIRED"}
DEFAULT_S = 86_400
LONGEST_S = 365 * 86_400
REPEATED = (
    "payer_email",
    "description",
    "items",
    "fees",
    "customer",
    "metadata",
    "success_redirect_url",
    "failure_redirect_url",
)
BANKS = ("BCA", "BNI", "BRI", "MANDIRI", "PERMATA")


class Refused(Exception):
    """A call is refused with one of Xendit's error codes."""

    def __init__(self, status: int, code: str, message: str, path: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"error_code": code, "message": message}
        if path is not None:
            self.body["errors"] = [{"path": path, "message": message}]


def invalid(path: str, message: str) -> Refused:
    """A 400 that names the field."""
    return Refused(400, "API_VALIDATION_ERROR", message, path)


def stamp(at: float) -> str:
    """A moment as Xendit writes it."""
    moment = datetime.fromtimestamp(at, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _known(method: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    return isinstance(method, str) and method in {*BANKS, "QRIS"}


def new_invoice(charges: Charges, body: Json) -> Charge:
    """The invoice that a POST /v2/invoices asks for, not added yet."""
    external_id, amount = body.get("external_id"), whole_amount(body.get("amount"))
    if not isinstance(external_id, str) or not 1 <= len(external_id) <= 255:
        raise invalid("external_id", "external_id must be 1-255 characters")
    if amount is None or amount < 1:
        raise invalid("amount", "amount must be a whole number, greater than 0")
    lasts = whole_amount(body.get("invoice_duration", DEFAULT_S))
    if lasts is None or not 1 <= lasts <= LONGEST_S:
        raise invalid("invoice_duration", "invoice_duration must be 1-31536000 seconds")
    if body.get("currency", "IDR") != "IDR":
        raise invalid("currency", "the simulator honours IDR only")
    ways = body.get("payment_methods", ["QRIS", *BANKS])
    if not isinstance(ways, list) or not ways or not all(map(_known, ways)):
        raise invalid("payment_methods", f"the simulator honours QRIS, {', '.join(BANKS)}")
    now = charges.now()
    url = charges.merchant.xendit_url
    made = Charge(
        secrets.token_hex(12), "xendit", external_id, amount, "invoice", now, now + lasts,
        (url,) if url else (),
    )  # fmt: skip
    made.given = {name: body[name] for name in REPEATED if name in body} | {"ways": ways}
    return made


def shown(charge: Charge) -> Json:
    """An invoice as Xendit answers it."""
    given = {name: value for name, value in charge.given.items() if name in REPEATED}
    ways = charge.given["ways"]
    body: Json = {
        "id": charge.id,
        "external_id": charge.order_id,
        "user_id": USER_ID,
        "status": STATUSES[charge.status],
        "merchant_name": MERCHANT_NAME,
        "amount": charge.amount,
        "currency": "IDR",
        "expiry_date": stamp(charge.expires_at),
        "invoice_url": charge.pay_url,
        "available_banks": [_bank(charge, bank) for bank in ways if bank in BANKS],
        "available_qr_codes": [{"qr_code_type": "QRIS"}] if "QRIS" in ways else [],
        "available_retail_outlets": [],
        "available_ewallets": [],
        "available_direct_debits": [],
        "available_paylaters": [],
        "should_exclude_credit_card": True,
        "should_send_email": False,
        "created": stamp(charge.created_at),
        "updated": stamp(charge.status_at),
    }
    return body | given | _payment(charge)


def _bank(charge: Charge, bank: str) -> Json:
    return {
        "bank_code": bank,
        "collection_type": "POOL",
        "transfer_amount": charge.amount,
        "bank_branch": "Virtual Account",
        "account_holder_name": MERCHANT_NAME.upper(),
        "identity_amount": 0,
    }


def _payment(charge: Charge) -> Json:
    if charge.paid_at is None or charge.status != "settlement":
        return {}
    way = charge.given["ways"][0]
    return {
        "paid_amount": charge.amount,
        "paid_at": stamp(charge.paid_at),
        "payment_method": "QR_CODE" if way == "QRIS" else "BANK_TRANSFER",
        "payment_channel": way,
        "payment_destination": f"sim-{charge.id[:12]}",
    }


def notification(
    charge: Charge, merchant: Merchant, *, wrong: bool
) -> tuple[dict[str, str], Json] | None:
    """Headers and body of a webhook; Xendit calls when an invoice is paid or expired."""
    if charge.status == "pending":
        return None
    body = shown(charge)
    names = ("id", "external_id", "user_id", "status", "merchant_name", "amount", "currency",
             "created", "updated", "payer_email", "description", "paid_amount", "paid_at",
             "payment_method", "payment_channel", "payment_destination")  # fmt: skip
    token = f"{merchant.callback_token}-wrong" if wrong else merchant.callback_token
    return {"x-callback-token": token}, {name: body[name] for name in names if name in body}

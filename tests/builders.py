"""Builders of the things of an order, each with overrides: `an_order(status=...)`."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.customers import Customer
from domain.numbers import new_number
from domain.orders import Address, Order, OrderLine, OrderStatus, ShippingChoice
from domain.payments import Payment, PaymentTerm
from domain.policy import BankAccount, ShippingMethod, ShopPolicy
from domain.returns import Resolution, Return, ReturnLine
from domain.shipments import Shipment, ShipmentLine
from domain.usecases.paying import refundable
from domain.usecases.placing import customer_may_cancel
from domain.views import OrderView

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # 12.00 in Jakarta, a Wednesday
NUMBER = new_number(lambda below: below * 3 // 7)
STAFF_ID = 9001
GROUP_ID = -1009000000000


def a_customer(**changes: object) -> Customer:
    """Return a customer whom Telegram reaches."""
    base = Customer(7, 7000001, "Sari", "id", NOON - timedelta(days=30), phone="+6281234567890")
    return replace(base, **changes)


def an_address(**changes: object) -> Address:
    """Return an address in Bandung."""
    text = "Jl. Cihampelas 12, RT 003/RW 005, Coblong, Kota Bandung 40131"
    return replace(Address("Sari Wulandari", "+6281234567890", text), **changes)


def a_line(position: int = 1, **changes: object) -> OrderLine:
    """Return an order line."""
    base = OrderLine(position, "KG-250-BIJI", "Kopi Gayo · 250 g · Biji", 2, 95_000, 270)
    return replace(base, **changes)


def some_lines() -> tuple[OrderLine, ...]:
    """Return two lines: coffee and filters."""
    filters = a_line(2, sku="FLT-100", title="Filter kertas V60 · 100 lembar", quantity=1,
                     unit_price=45_000, weight_g=150)  # fmt: skip
    return (a_line(), filters)


def by_courier(**changes: object) -> ShippingChoice:
    """Return a shipping choice with a courier and a waybill."""
    return replace(ShippingChoice("reg", "JNE Reguler", "jne", 16_000, 2, 3), **changes)


def by_pickup() -> ShippingChoice:
    """Return the choice of who comes to the shop."""
    return ShippingChoice("pickup", "Ambil di toko", "toko", 0, 0, 0, pickup=True)


def an_order(**changes: object) -> Order:
    """Return a submitted order, paid in advance, of two lines."""
    base = Order(
        NUMBER, 7, "IDR", OrderStatus.SUBMITTED, NOON - timedelta(minutes=30), some_lines(),
        an_address(), by_courier(), PaymentTerm.PREPAID, submitted_at=NOON, version=3,
    )  # fmt: skip
    return replace(base, **changes)


def a_payment(order: Order | None = None, **changes: object) -> Payment:
    """Return the unpaid payment of the order, with a unique code unless it is paid in cash."""
    order = order or an_order()
    term = order.term or PaymentTerm.PREPAID
    code = 0 if term is PaymentTerm.ON_DELIVERY else 356
    deadline = NOON + timedelta(hours=24) if term is PaymentTerm.PREPAID else None
    base = Payment(
        order.number, term, "IDR", order.total + code, code, deadline=deadline, version=1
    )
    return replace(base, **changes)


def a_shipment(order: Order | None = None, **changes: object) -> Shipment:
    """Return the pending shipment of the whole order."""
    order = order or an_order()
    lines = tuple(ShipmentLine(line.position, line.quantity) for line in order.lines)
    courier = order.shipping.courier if order.shipping else ""
    base = Shipment(f"{order.number}-S1", order.number, "main", lines, courier=courier, version=1)
    return replace(base, **changes)


def a_sent_shipment(order: Order | None = None, **changes: object) -> Shipment:
    """Return a shipment that was handed over with a waybill, without its status changed."""
    sent: dict[str, object] = {
        "waybill": "0112345678901234",
        "handed_over_at": NOON + timedelta(hours=4),
        "eta_from": date(2026, 11, 27),
        "eta_to": date(2026, 11, 28),
    }
    return a_shipment(order, **{**sent, **changes})


def a_return(order: Order | None = None, **changes: object) -> Return:
    """Return a requested return of one damaged pack."""
    order = order or an_order()
    base = Return(
        f"{order.number}-R1", order.number, f"{order.number}-S1", NOON + timedelta(days=3),
        (ReturnLine(1, 1, "damaged"),), Resolution.REFUND, description="Kemasannya sobek",
        pictures=("picture-1",), version=1,
    )  # fmt: skip
    return replace(base, **changes)


def a_view(
    order: Order | None = None, payment: Payment | None = None, **changes: object
) -> OrderView:
    """Return the view of an order; what follows from order and payment follows from them."""
    order = order or an_order()
    payment = payment or a_payment(order)
    base = OrderView(
        order, a_customer(), payment, (), (), (), customer_may_cancel(order, payment), (),
        refundable(order, payment), 1,
    )  # fmt: skip
    return replace(base, **changes)


def a_policy(**changes: object) -> ShopPolicy:
    """Return the policy of a coffee shop with one bank account and three ways to the customer."""
    base = ShopPolicy(
        name="Kopi Nusantara",
        city="Bandung",
        phone="+6281200000000",
        hours="Senin–Sabtu 08.00–20.00",
        shipping_methods=(
            ShippingMethod("reg", "JNE Reguler", "jne", 16_000, 12_000, 2, 3),
            ShippingMethod("instant", "Kurir toko", "toko", 15_000, 2_000, 0, 1),
            ShippingMethod("pickup", "Ambil di toko", "toko", 0, 0, 0, 0, pickup=True),
        ),
        bank_accounts=(BankAccount("BCA", "1234567890", "KOPI NUSANTARA CONTOH"),),
    )
    return replace(base, **changes)

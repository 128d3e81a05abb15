"""The repositories of a unit of work, as protocols: one per aggregate, implemented in storage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.authority import Role
from domain.catalogue import Category, Product, Sku
from domain.customers import Customer, SavedAddress
from domain.delivery import Json
from domain.due import Due, DueKind
from domain.events import Event
from domain.ledger import Entry
from domain.orders import Address, Order, OrderStatus
from domain.payments import Payment, PaymentEvent
from domain.policy import ShopPolicy, StaffGroup
from domain.returns import Return
from domain.shipments import Shipment, ShipmentStatus, TrackingEvent
from domain.stock import Movement, Reservation, StockLevel


class CatalogueRepository(Protocol):
    """Categories, products, SKUs."""

    def categories(self) -> list[Category]:
        """Return the categories that have something active, by position."""

    def products(self, category: str) -> list[Product]:
        """Return the active products of a category, by position."""

    def product(self, code: str) -> Product | None:
        """Return a product, active or not."""

    def skus_of(self, product: str) -> list[Sku]:
        """Return the active SKUs of a product, by position."""

    def sku(self, code: str) -> Sku | None:
        """Return one SKU, active or not."""

    def skus(self, codes: Iterable[str]) -> dict[str, Sku]:
        """Return those of the SKUs that exist, by code."""

    def search(self, text: str, limit: int) -> list[Product]:
        """Return active products whose name, alias or SKU code contains the text."""

    def on_sale(self) -> list[tuple[Product, list[Sku]]]:
        """Return all active products with their active SKUs."""

    def revision(self) -> str:
        """Return a word that is another one after every change of what is sold."""

    def put_category(self, category: Category) -> None:
        """Add or replace a category."""

    def put_product(self, product: Product) -> None:
        """Add or replace a product."""

    def put_sku(self, sku: Sku) -> None:
        """Add or replace a SKU."""


class StockRepository(Protocol):
    """Levels, reservations and the ledger of movements. Conditional writes; nothing read first."""

    def level(self, sku: str, location: str) -> StockLevel:
        """Return the level; all zero where the SKU was never there."""

    def levels(self, skus: Iterable[str], location: str) -> dict[str, StockLevel]:
        """Return the levels of several SKUs, all of them, by code."""

    def low(self, location: str) -> list[tuple[Sku, StockLevel]]:
        """Return active SKUs whose available stock is at or below their low-stock mark."""

    def reserve(self, reservations: Sequence[Reservation]) -> None:
        """Claim all or raise OutOfStock; the rows are written, the levels guarded, in SKU order."""

    def release(self, order: str) -> None:
        """Give back every active reservation of the order."""

    def hold_without_expiry(self, order: str) -> None:
        """Let the order's reservations wait without an expiry: it is paid, or staff decide."""

    def reservations(self, order: str) -> list[Reservation]:
        """Return the order's active reservations."""

    def issue(self, order: str, lines: Mapping[int, int], actor: int, at: datetime) -> None:
        """Take units out: {line position: quantity} of its reservations, with movement rows."""

    def move(self, movements: Sequence[Movement]) -> None:
        """Apply receipts, adjustments, returns...; OutOfStock where units would be missing."""

    def card(self, sku: str, limit: int) -> list[Movement]:
        """Return the SKU's latest movements, newest first."""


class OrderRepository(Protocol):
    """Orders with their lines."""

    def get(self, number: str) -> Order | None:
        """Return the order."""

    def all(self, numbers: Iterable[str]) -> list[Order]:
        """Return those of the orders that there are, in no order; to be shown, not to be changed."""

    def draft_of(self, customer_id: int) -> Order | None:
        """Return the customer's cart: the one draft."""

    def add(self, order: Order) -> Order:
        """Insert a new order (version 1); Stale when the customer has a draft already."""

    def save(self, order: Order) -> Order:
        """Write it if its version is still the stored one, else raise Stale; return the new one."""

    def of_customer(self, customer_id: int, limit: int, offset: int = 0) -> list[Order]:
        """Return a customer's placed orders (no draft), newest first."""

    def with_status(self, statuses: Iterable[OrderStatus], limit: int) -> list[Order]:
        """Return orders in one of the statuses, oldest first."""

    def held(self, limit: int) -> list[Order]:
        """Return open orders that are on hold, oldest first."""

    def placed_between(
        self, statuses: Iterable[OrderStatus], since: datetime, until: datetime
    ) -> tuple[int, int]:
        """Return how many orders in these statuses were placed in [since, until), and their total."""

    def remove_draft(self, number: str) -> None:
        """Delete a draft."""


class PaymentRepository(Protocol):
    """Payments and their events."""

    def get(self, order: str) -> Payment | None:
        """Return the payment of an order."""

    def all(self, orders: Iterable[str]) -> dict[str, Payment]:
        """Return the payments of several orders, by order."""

    def add(self, payment: Payment) -> Payment:
        """Insert; Stale when another open payment asks for the same amount."""

    def save(self, payment: Payment, *events: PaymentEvent) -> Payment:
        """Write it under its version guard and append the events; Stale when it has changed."""

    def open_amounts(self, low: int, high: int) -> set[int]:
        """Return amounts in [low, high] that open transfers wait for."""

    def with_proof(self, limit: int) -> list[Payment]:
        """Return payments whose proof waits to be looked at, those of the oldest orders first."""

    def to_collect(self, limit: int) -> list[Payment]:
        """Return cash of open orders whose goods arrived and that is not in, oldest order first."""

    def overdue(self, now: datetime, limit: int) -> list[Payment]:
        """Return what open orders should have paid by now and sent no proof of, longest first."""

    def to_refund(self, limit: int) -> list[Payment]:
        """Return payments of which money should go back: all of a dropped order, or an excess."""

    def events(self, order: str) -> list[PaymentEvent]:
        """Return the record, oldest first."""


class ShipmentRepository(Protocol):
    """Shipments and what couriers reported."""

    def get(self, shipment_id: str) -> Shipment | None:
        """Return one shipment."""

    def of_order(self, order: str) -> list[Shipment]:
        """Return an order's shipments, by id."""

    def of_orders(self, orders: Iterable[str]) -> list[Shipment]:
        """Return the shipments of several orders, by id."""

    def by_waybill(self, waybill: str) -> list[Shipment]:
        """Return shipments with that waybill, newest first (upper case, no spaces)."""

    def with_status(self, statuses: Iterable[ShipmentStatus], limit: int) -> list[Shipment]:
        """Return shipments in one of the statuses, those that should arrive first, first."""

    def workable(self, statuses: Iterable[ShipmentStatus], limit: int) -> list[Shipment]:
        """Return those in one of the statuses that nothing holds back, of the oldest orders first.

        No hold, and no money that must come first: a prepaid order is settled.
        """

    def in_trouble(self, limit: int) -> list[Shipment]:
        """Return parcels of open orders that staff have to look after: stuck, lost, coming back."""

    def add(self, shipment: Shipment) -> Shipment:
        """Insert a new shipment."""

    def save(self, shipment: Shipment) -> Shipment:
        """Write it under its version guard; Stale when it has changed."""

    def add_tracking(
        self, shipment_id: str, events: Sequence[TrackingEvent]
    ) -> list[TrackingEvent]:
        """Append reports that are new (by time and note), return those, oldest first."""

    def tracking(self, shipment_id: str) -> list[TrackingEvent]:
        """Return all reports, oldest first."""


class ReturnRepository(Protocol):
    """Returns with their lines."""

    def get(self, return_id: str) -> Return | None:
        """Return one return."""

    def of_order(self, order: str) -> list[Return]:
        """Return an order's returns, by id."""

    def of_orders(self, orders: Iterable[str]) -> list[Return]:
        """Return the returns of several orders, by id."""

    def open(self, limit: int) -> list[Return]:
        """Return the returns under way, oldest first."""

    def add(self, ret: Return) -> Return:
        """Insert; Stale when that id exists or the order has another open return."""

    def save(self, ret: Return) -> Return:
        """Write it under its version guard; Stale when it has changed."""


class CustomerRepository(Protocol):
    """Customers and their addresses."""

    def get(self, customer_id: int) -> Customer | None:
        """Return one customer; cached within the unit of work."""

    def all(self, customer_ids: Iterable[int]) -> dict[int, Customer]:
        """Return several customers by id."""

    def by_telegram(self, telegram_id: int) -> Customer | None:
        """Return the customer with that Telegram user id."""

    def by_phone(self, phone: str) -> Customer | None:
        """Return the customer without Telegram who has that number (E.164)."""

    def add(self, customer: Customer) -> Customer:
        """Insert (its id 0) and return it with its id."""

    def save(self, customer: Customer) -> None:
        """Write name, language, phone, reachability."""

    def addresses(self, customer_id: int, limit: int) -> list[SavedAddress]:
        """Return the addresses used, latest first."""

    def use_address(self, customer_id: int, address: Address, at: datetime) -> None:
        """Remember the address, or that it was used again."""


class StaffRepository(Protocol):
    """Who works here."""

    def roles(self, user_id: int) -> frozenset[Role]:
        """Return the member's roles, none for a stranger."""

    def name(self, user_id: int) -> str:
        """Return the member's name, "" for a stranger."""

    def grant(self, user_id: int, name: str, role: Role) -> None:
        """Give a role; again is no error."""

    def revoke(self, user_id: int, role: Role) -> None:
        """Take a role away."""

    def owners(self) -> set[int]:
        """Return the owners' ids; whoever asks for them meanwhile waits until the unit ends."""

    def members(self) -> list[tuple[int, str, frozenset[Role]]]:
        """Return all members: user id, name, roles."""


class ShopRepository(Protocol):
    """The shop's policy, its staff group and small facts about itself."""

    def policy(self) -> ShopPolicy:
        """Return the policy."""

    def save_policy(self, policy: ShopPolicy) -> None:
        """Replace the policy."""

    def staff_group(self) -> StaffGroup | None:
        """Return the staff's chat once it is known."""

    def save_staff_group(self, group: StaffGroup) -> None:
        """Set the staff's chat."""

    def fact(self, key: str) -> str | None:
        """Return a small fact (a picture's file id, a used code)."""

    def save_fact(self, key: str, value: str) -> None:
        """Set a small fact."""


class LedgerRepository(Protocol):
    """The journal: append-only."""

    def post(self, entry: Entry) -> None:
        """Append one balanced entry."""

    def balance(self, order: str) -> int:
        """Return the order's receivable: what the customer owes, negative when paid in advance."""

    def has(self, order: str, kind: str) -> bool:
        """Tell whether an entry of that kind was posted for the order."""


class HistoryRepository(Protocol):
    """The events of orders: append-only."""

    def of_order(self, order: str) -> list[Event]:
        """Return the order's history, oldest first."""

    def append(self, event: Event) -> int:
        """Append one event, return its id."""

    def revisions(self, orders: Iterable[str]) -> dict[str, int]:
        """Return the id of each order's latest event, where there is one."""


class DueRepository(Protocol):
    """What falls due."""

    def put(self, due: Due) -> None:
        """Add the row; the same again is no error."""

    def cancel(self, kind: DueKind, entity: str) -> None:
        """Drop what waits of that kind for the entity."""

    def claim(self, now: datetime, limit: int, lease: timedelta) -> list[Due]:
        """Take due rows for `lease`, oldest first."""

    def done(self, due: Due) -> bool:
        """Mark as done; False when somebody else did, or it was called off: change nothing then."""

    def next_at(self) -> datetime | None:
        """Return when the next row falls due."""


@dataclass(frozen=True, slots=True)
class Session:
    """Where a person stands in a chat; `state` is JSON of the bot's own making."""

    chat_id: int
    user_id: int
    state: Json
    version: int = 0


class SessionRepository(Protocol):
    """Conversations, one row per chat and person."""

    def get(self, chat_id: int, user_id: int) -> Session:
        """Return the session, an empty one of version 0 where there is none."""

    def save(self, session: Session) -> None:
        """Write it under its version guard; Stale when another process was faster."""


@dataclass(frozen=True, slots=True)
class Card:
    """The live card of an order in a chat: which message it is, and which revision it shows."""

    order: str
    chat_id: int
    message_id: int
    revision: int


class CardRepository(Protocol):
    """Order cards. A revision is the id of the order's latest history row."""

    def get(self, order: str, chat_id: int) -> Card | None:
        """Return the card."""

    def of_orders(self, orders: Iterable[str]) -> list[Card]:
        """Return the cards of several orders, one a chat."""

    def put(self, cards: Sequence[tuple[Card, int | None]]) -> None:
        """Remember messages, each with the one that was the card when it was made (None: none was).

        An older revision never replaces a newer one, and a message that became the card since, by a
        tap, stays it.
        """

    def place(self, order: str, chat_id: int, message_id: int) -> None:
        """Let this message be the card from now on; it shows no revision yet (0)."""

    def by_message(self, chat_id: int, message_id: int) -> Card | None:
        """Return the card that this message is."""

"""A staff group under test: real router, real store, what members would see as text."""

import html
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot import customer, desk, sample
from bot.router import Answer, Router
from bot.visit import File, Incoming, Kind, Person, Reply
from domain.authority import Role, staff
from domain.authority import customer as buyer
from domain.customers import Customer
from domain.delivery import StoredUpdate
from domain.orders import Address
from domain.payments import PaymentTerm
from domain.policy import StaffGroup
from domain.ports import UnitOfWork
from domain.returns import Resolution
from domain.usecases import cart, fulfilling, paying, placing, processing, returning, tracking
from notifications.render.renderer import Renderer
from storage.open import OpenStore

R = TypeVar("R")
GROUP = -1001
OWNER, APPROVER, WAREHOUSE, CASHIER, STRANGER = 11, 12, 13, 14, 15
STAFF = {
    OWNER: ("Rina", Role.OWNER),
    APPROVER: ("Agus", Role.APPROVER),
    WAREHOUSE: ("Joko", Role.WAREHOUSE),
    CASHIER: ("Wati", Role.CASHIER),
}
NAMES = {user_id: name for user_id, (name, _) in STAFF.items()} | {STRANGER: "Tono"}
BOT = Person(99, "Pesan", is_bot=True)
CODE = "RAHASIA-1"
START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
SKU = "KG-250-BIJI"


class StandingClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def advance(self, **time: float) -> None:
        self.moment += timedelta(**time)


@dataclass
class Seen:
    """What one update made appear: the toast, and each screen as text with its buttons."""

    toast: str = ""
    texts: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    reply: Reply = field(default_factory=Reply)

    @property
    def text(self) -> str:
        return "\n".join([self.toast, *self.texts]).strip()

    @property
    def silent(self) -> bool:
        return not self.reply.shows and self.reply.toast is None

    def data(self, label: str) -> str:
        """Return the callback data of the one button whose label holds the words."""
        found = [data for text, data in self.buttons.items() if label in text]
        assert len(found) == 1, (label, self.buttons)
        return found[0]


class Desk:
    """The group. Every method is one update by a member, handled and rendered in both languages."""

    def __init__(self, store: OpenStore, clock: StandingClock) -> None:
        self.store, self.clock = store, clock
        private = customer.routes()
        private.commands.update(desk.private_commands())
        self.router = Router(private, desk.routes(), owner_code=CODE)
        self.renderer = Renderer(strict=True)
        self._ids = itertools.count(1)

    async def deliver(self, incoming: Incoming) -> Seen:
        answer = await self.store.run(deliver, self.router, incoming)
        return self.look(answer)

    def look(self, answer: Answer | None) -> Seen:
        seen = Seen()
        if answer is None:
            return seen
        seen.reply = answer.reply
        other = "en" if answer.language == "id" else "id"
        for language in (other, answer.language):
            for show in answer.reply.shows:
                shown = self.renderer.render(show.screen, language)
            if answer.reply.toast is not None:
                toast = answer.reply.toast
                seen.toast = self.renderer.text(toast.text, language, **toast.params)
        for show in answer.reply.shows:
            shown = self.renderer.render(show.screen, answer.language)
            seen.texts.append(html.unescape(re.sub(r"<[^>]+>", "", shown.text)))
            for row in (shown.keyboard or {}).get("inline_keyboard", ()):
                seen.buttons |= {b["text"]: b.get("callback_data", "") for b in row}
            if shown.photo:
                seen.photos.append(shown.photo)
        return seen

    def update(self, user_id: int, kind: Kind, **facts: object) -> Incoming:
        """Return an update by a member, in the group unless told otherwise."""
        number = next(self._ids)
        person = Person(user_id, NAMES.get(user_id, "Orang"), language_code="id")
        chat = {"chat_id": GROUP, "chat_type": "supergroup"} | facts
        return Incoming(number, kind, user=person, message_id=1000 + number, **chat)

    async def tap(self, user_id: int, data: str, **facts: object) -> Seen:
        verb, *args = data.split(":")
        incoming = self.update(user_id, Kind.TAP, verb=verb, args=tuple(args), callback_id="q")
        return await self.deliver(replace(incoming, **facts))

    async def say(self, user_id: int, text: str, **facts: object) -> Seen:
        """Send a text, as a reply to the bot unless told otherwise."""
        return await self.deliver(
            replace(self.update(user_id, Kind.TEXT, text=text, reply_to=BOT), **facts)  # type: ignore[arg-type]  # fields by name
        )

    async def answer(self, user_id: int, card: "Seen", text: str, **facts: object) -> Seen:
        """Reply to what was shown."""
        data = tuple(d for d in card.buttons.values() if d)
        return await self.say(user_id, text, reply_data=data, reply_to_message_id=900, **facts)

    async def command(self, user_id: int, text: str, **facts: object) -> Seen:
        command, *words = text.removeprefix("/").split()
        parts = {"command": command, "words": tuple(words), "text": text}
        return await self.deliver(self.update(user_id, Kind.COMMAND, **parts, **facts))

    async def photo(self, user_id: int, **facts: object) -> Seen:
        facts = {"reply_to": BOT, "file": File("f", "u")} | facts
        return await self.deliver(self.update(user_id, Kind.PHOTO, **facts))

    async def member_change(self, user_id: int, status: str, **facts: object) -> Seen:
        facts = {"bot_status": status} | facts
        return await self.deliver(self.update(user_id, Kind.MEMBERSHIP, **facts))

    async def run(self, use_case: Callable[..., R], *args: object) -> R:
        return await self.store.run(use_case, *args)

    async def version_of(self, number: str) -> int:
        """Return the order's present version, as a card of now would hold it."""
        order = await self.store.read(lambda uow: uow.orders.get(number))
        assert order is not None
        return order.version

    async def read(self, query: Callable[[UnitOfWork], R]) -> R:
        return await self.store.read(query)


def deliver(uow: UnitOfWork, router: Router, incoming: Incoming) -> Answer | None:
    """Receive and handle an update in one go."""
    uow.inbox.add([StoredUpdate(incoming.update_id, incoming.chat_id, "{}")], uow.now)
    return router.handle(uow, incoming)


def open_shop(uow: UnitOfWork) -> None:
    """Load the sample shop, seat the staff, let two customers in."""
    sample.load(uow)
    for user_id, (name, role) in STAFF.items():
        uow.staff.grant(user_id, name, role)
    uow.shop.save_staff_group(StaffGroup(GROUP))
    uow.customers.add(Customer(0, 501, "Sari", "id", uow.now))
    uow.customers.add(Customer(0, 502, "Emma", "en", uow.now))


def place(
    uow: UnitOfWork,
    telegram_id: int = 501,
    quantity: int = 2,
    term: PaymentTerm = PaymentTerm.PREPAID,
    shipping: str = "reg",
) -> str:
    """Let a customer order; return the number."""
    known = uow.customers.by_telegram(telegram_id)
    assert known is not None
    actor = buyer(known.id)
    cart.set_quantity(uow, actor, SKU, quantity)
    cart.set_quantity(uow, actor, "KG-250-BUBUK", 1)
    cart.choose_address(uow, actor, Address(known.name, "+6281234567890", "Jalan Melati 5"))
    cart.choose_shipping(uow, actor, shipping)
    draft = cart.choose_term(uow, actor, term)
    return placing.place_order(uow, actor, draft.number, draft.version, draft.total).number


def bring_to(uow: UnitOfWork, stage: str, telegram_id: int = 501) -> str:
    """Return the number of an order that has come as far as `stage`."""
    number = place(uow, telegram_id)
    known = uow.customers.by_telegram(telegram_id)
    assert known is not None
    actor, boss, parcel = buyer(known.id), staff(OWNER), f"{number}-S1"
    steps: list[tuple[str, Callable[[], object]]] = [
        ("placed", lambda: None),
        ("proof", lambda: paying.submit_proof(uow, actor, number, "proof-file", "photo")),
        ("approved", lambda: processing.approve_order(uow, boss, number)),
        ("paid", lambda: paying.confirm_payment(uow, boss, number)),
        ("packed", lambda: fulfilling.pack(uow, boss, parcel)),
        ("on_the_way", lambda: fulfilling.hand_over(uow, boss, parcel, "jne", "123456789012")),
        ("delivered", lambda: tracking.mark_delivered(uow, boss, parcel)),
        (
            "return_requested",
            lambda: returning.request_return(
                uow, actor, parcel, {1: 1, 2: 1}, "damaged", Resolution.REFUND
            ),
        ),
        ("return_approved", lambda: returning.approve_return(uow, boss, f"{number}-R1")),
        ("return_received", lambda: returning.receive_return(uow, boss, f"{number}-R1")),
    ]
    for name, step in steps:
        step()
        if name == stage:
            return number
    raise ValueError(stage)

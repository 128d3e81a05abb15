"""Carries out the outbox's chat lane: renders the present state of things and sends it."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import cast

from bot.desk.digest import digest, digest_screen
from bot.messenger import Messenger
from bot.router import set_reachable
from bot.sending import telegram_errors
from domain.authority import SYSTEM
from domain.delivery import OutboxRow
from domain.policy import ShopPolicy, StaffGroup
from domain.ports import Store, UnitOfWork
from domain.repositories import Card
from domain.sending import Delivered, Refused
from domain.usecases import staffing
from domain.usecases.shopkeeping import staff_language
from domain.views import OrderView, order_view
from notifications.render.cards import customer_card, staff_card
from notifications.render.milestone_screens import milestone_screen
from notifications.render.renderer import Rendered, Renderer
from notifications.render.screen import Screen

SHARED_S = 1.0
READINGS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Frame:
    """What all messages share: the shop's policy, the staff's group and language."""

    policy: ShopPolicy
    group: StaffGroup | None
    staff_language: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An order, and which messages are its cards."""

    view: OrderView
    cards: tuple[Card, ...]

    def card_in(self, chat_id: int) -> Card | None:
        """Return the order's card in the chat."""
        return next((card for card in self.cards if card.chat_id == chat_id), None)


@dataclass(frozen=True, slots=True)
class Scene:
    """What was read for one row: everything that its message shows."""

    policy: ShopPolicy
    language: str
    thread_id: int | None
    reading: Reading | None

    @property
    def view(self) -> OrderView | None:
        """The order, where the row is about one."""
        return self.reading.view if self.reading else None


def read_frame(uow: UnitOfWork) -> Frame:
    """Read what all messages share."""
    return Frame(uow.policy, uow.shop.staff_group(), staff_language(uow))


def read_order(uow: UnitOfWork, number: str) -> Reading:
    """Read all that a message about the order needs."""
    return Reading(order_view(uow, SYSTEM, number), tuple(uow.cards.of_order(number)))


class Presenter:
    """Executes rows of kind order_card, message and digest; raises domain.sending errors.

    One change of an order usually brings two cards and a message: they share one reading of it. A
    reading serves every row whose revision it has reached; a later change brings later rows.
    """

    def __init__(self, store: Store, renderer: Renderer, messenger: Messenger) -> None:
        self._store = store
        self._renderer = renderer
        self._messenger = messenger
        self._frame: tuple[float, Frame] | None = None
        self._readings: dict[str, tuple[float, asyncio.Future[Reading]]] = {}

    async def __call__(self, row: OutboxRow) -> Delivered:
        """Send or edit what the row asks for."""
        chat_id = row.item.chat_id
        if chat_id is None:
            raise Refused("no chat")
        scene = await self._scene(row)
        if row.item.kind == "order_card":
            return await self._card(row, chat_id, scene)
        screen = await self._message(row, scene)
        if screen is None:  # overtaken by events: nothing to tell any more
            return Delivered()
        message = self._renderer.render(screen, scene.language)
        with telegram_errors(chat_id):
            return Delivered(await self._messenger.send(chat_id, message, scene.thread_id))

    async def _scene(self, row: OutboxRow) -> Scene:
        payload = row.item.payload
        frame = await self._shared_frame()
        number, revision = payload.get("order"), payload.get("revision")
        reached = revision if isinstance(revision, int) else 0
        reading = await self._reading(str(number), reached) if number else None
        if frame.group is None or row.item.chat_id != frame.group.chat_id:
            language = reading.view.customer.language if reading else "id"
            return Scene(frame.policy, language, None, reading)
        thread = frame.group.topics.get(str(payload.get("topic")))
        return Scene(frame.policy, frame.staff_language, thread, reading)

    async def _shared_frame(self) -> Frame:
        now = asyncio.get_running_loop().time()
        if self._frame is None or self._frame[0] < now:
            self._frame = (now + SHARED_S, await self._store.read(read_frame))
        return self._frame[1]

    async def _reading(self, number: str, revision: int) -> Reading:
        """Return a reading of the order that has reached the revision; shared while it is read."""
        now = asyncio.get_running_loop().time()
        until, known = self._readings.get(number, (0.0, None))
        if known is not None and now < until and not (known.done() and known.exception()):
            shared = await asyncio.shield(known)
            if shared.view.revision >= revision:
                return shared
        reading = asyncio.ensure_future(self._store.read(read_order, number))
        self._readings.pop(number, None)
        self._readings[number] = (now + SHARED_S, reading)
        if len(self._readings) > READINGS_KEPT:
            self._readings.pop(next(iter(self._readings)))
        return await asyncio.shield(reading)

    async def _message(self, row: OutboxRow, scene: Scene) -> Screen | None:
        if row.item.kind == "digest":
            return digest_screen(await self._store.read(digest))
        if row.item.kind == "message":
            return milestone_screen(row.item.payload, scene.view, scene.policy, scene.language)
        raise Refused(f"unknown kind {row.item.kind}")

    async def _card(self, row: OutboxRow, chat_id: int, scene: Scene) -> Delivered:
        """Bring the card up to date; one that shows this revision or a later one is left alone."""
        if scene.reading is None:
            raise Refused("a card without an order")
        view, present = scene.reading.view, scene.reading.card_in(chat_id)
        revision = cast("int", row.item.payload["revision"])
        if present is not None and present.revision >= revision:
            return Delivered(present.message_id)
        if row.item.payload.get("audience") == "staff":
            screen = staff_card(view, scene.policy)
        else:
            screen = customer_card(view, scene.policy, scene.language)
        message = self._renderer.render(screen, scene.language)
        message_id = await self._put_card(chat_id, scene, present, message)
        card = Card(view.order.number, chat_id, message_id, view.revision)
        seen = present.message_id if present else None
        return Delivered(message_id, partial(keep_card, card=card, instead_of=seen))

    async def _put_card(
        self, chat_id: int, scene: Scene, present: Card | None, message: Rendered
    ) -> int:
        with telegram_errors(chat_id):
            if present is None:
                return await self._messenger.send(chat_id, message, scene.thread_id)
            return await self._messenger.edit(
                chat_id,
                present.message_id,
                message,
                on_photo=False,
                thread_id=scene.thread_id,
            )


def keep_card(uow: UnitOfWork, card: Card, instead_of: int | None) -> None:
    """Remember which message the card is and what it shows.

    Not when a tap made another message the card since `instead_of` was read: that one stays it.
    """
    present = uow.cards.get(card.order, card.chat_id)
    if present is None or present.message_id in {instead_of, card.message_id}:
        uow.cards.put(card)


class Consequences:
    """notifications.attempt.Observer: what follows when a chat is gone, moved, or a row given up."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def unreachable(self, chat_id: int) -> None:
        """Note that messages do not reach this person; the next word from them takes it back."""
        await self._store.run(note_unreachable, chat_id)

    async def migrated(self, old_chat_id: int, new_chat_id: int) -> None:
        """Follow the staff group to its new id."""
        await self._store.run(staffing.move_group, old_chat_id, new_chat_id)

    async def buried(self, row: OutboxRow, reason: str) -> None:
        """Nothing more: the dead letters are listed by /gagal and counted in the digest."""


def note_unreachable(uow: UnitOfWork, chat_id: int) -> None:
    """Write down that nothing reaches the chat."""
    set_reachable(uow, chat_id, reachable=False)

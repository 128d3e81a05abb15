"""Carries out the outbox's chat lane: renders the present state of things and sends it."""

from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from bot.desk.digest import digest, digest_screen
from bot.messenger import Messenger
from bot.router import set_reachable
from bot.sending import telegram_errors
from domain.delivery import OutboxRow
from domain.errors import NotFound
from domain.policy import ShopPolicy, StaffGroup
from domain.ports import Store, UnitOfWork
from domain.repositories import Card
from domain.sending import Delivered, Refused
from domain.usecases import staffing
from domain.usecases.shopkeeping import staff_language
from domain.views import OrderView, order_views
from notifications.render.cards import customer_card, staff_card
from notifications.render.milestone_screens import milestone_screen
from notifications.render.renderer import Rendered, Renderer
from notifications.render.screen import Screen


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


def set_scenes(uow: UnitOfWork, rows: list[OutboxRow]) -> list[OutboxRow]:
    """Return the rows with their scenes; rows of one order share one reading of it.

    A row whose order is not there stays without: its own try will say so.
    """
    frame = Frame(uow.policy, uow.shop.staff_group(), staff_language(uow))
    readings = _read_orders(uow, {number for row in rows if (number := _order_of(row))})
    return [_on_scene(frame, row, readings) for row in rows]


def _on_scene(frame: Frame, row: OutboxRow, readings: dict[str, Reading]) -> OutboxRow:
    number = _order_of(row)
    if number and number not in readings:
        return row
    scene = _scene(frame, row, readings.get(number))
    return replace(row, scene=scene, edits=_edits(row, scene))


def _order_of(row: OutboxRow) -> str:
    """Return the number of the order that the row is about, empty where it is about none."""
    return str(row.item.payload.get("order") or "")


def _edits(row: OutboxRow, scene: Scene) -> bool:
    """Tell whether the row changes a card that is there already."""
    reading, chat_id = scene.reading, row.item.chat_id
    if row.item.kind != "order_card" or reading is None or chat_id is None:
        return False
    return reading.card_in(chat_id) is not None


def set_scene(uow: UnitOfWork, row: OutboxRow) -> Scene:
    """Return the scene of one row; raises what keeps its order from being read."""
    frame = Frame(uow.policy, uow.shop.staff_group(), staff_language(uow))
    number = _order_of(row)
    if not number:
        return _scene(frame, row, None)
    readings = _read_orders(uow, {number})
    if number not in readings:
        raise NotFound("order", number)
    return _scene(frame, row, readings[number])


def _read_orders(uow: UnitOfWork, numbers: set[str]) -> dict[str, Reading]:
    """Return what there is to show of the orders, by number; those that are not there are missing."""
    if not numbers:
        return {}
    cards: dict[str, list[Card]] = {}
    for card in uow.cards.of_orders(numbers):
        cards.setdefault(card.order, []).append(card)
    views = order_views(uow, uow.orders.all(numbers))
    return {v.order.number: Reading(v, tuple(cards.get(v.order.number, ()))) for v in views}


def _scene(frame: Frame, row: OutboxRow, reading: Reading | None) -> Scene:
    if frame.group is None or row.item.chat_id != frame.group.chat_id:
        language = reading.view.customer.language if reading else "id"
        return Scene(frame.policy, language, None, reading)
    thread = frame.group.topics.get(str(row.item.payload.get("topic")))
    return Scene(frame.policy, frame.staff_language, thread, reading)


class Presenter:
    """Executes rows of kind order_card, message and digest; raises domain.sending errors."""

    def __init__(self, store: Store, renderer: Renderer, messenger: Messenger) -> None:
        self._store = store
        self._renderer = renderer
        self._messenger = messenger

    async def __call__(self, row: OutboxRow) -> Delivered:
        """Send or edit what the row asks for."""
        chat_id = row.item.chat_id
        if chat_id is None:
            raise Refused("no chat")
        seen = row.scene
        scene = seen if isinstance(seen, Scene) else await self._store.read(set_scene, row)
        if row.item.kind == "order_card":
            return await self._card(row, chat_id, scene)
        screen = await self._message(row, scene)
        if screen is None:  # overtaken by events: nothing to tell any more
            return Delivered()
        message = self._renderer.render(screen, scene.language)
        with telegram_errors(chat_id):
            return Delivered(await self._messenger.send(chat_id, message, scene.thread_id))

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

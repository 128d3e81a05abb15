"""Carries out the outbox's chat lane: renders the present state of things and sends it."""

from dataclasses import dataclass, replace
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
from domain.usecases import staffing, talking
from domain.usecases.shopkeeping import staff_language
from domain.views import OrderView, order_views
from notifications.render.cards import customer_card, staff_card
from notifications.render.milestone_screens import milestone_screen
from notifications.render.passing_on import BY_HAND, pass_on_screen, plain
from notifications.render.renderer import Rendered, Renderer
from notifications.render.screen import Screen
from notifications.render.talking import talk_screen


@dataclass(frozen=True, slots=True)
class Frame:
    """What all messages share: the shop's policy, the staff's group and language."""

    policy: ShopPolicy
    group: StaffGroup | None
    staff_language: str

    def where(self, row: OutboxRow, reading: "Reading | None") -> tuple[str, int | None]:
        """Return the language and the topic of the row's chat."""
        if self.group is None or row.item.chat_id != self.group.chat_id:
            spoken = str(row.item.payload.get("language") or "id")
            return (reading.view.customer.language if reading else spoken), None
        return self.staff_language, self.group.topics.get(str(row.item.payload.get("topic")))


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
    """One row, ready to be sent. `screen` None: overtaken by events, there is nothing to tell.

    For a card: `present` is the message that it is now, `card` what is to be remembered.
    """

    message: Rendered | None
    thread_id: int | None = None
    present: Card | None = None
    card: Card | None = None


class Presenter:
    """Executes rows of kind order_card, message, talk and digest; raises domain.sending errors."""

    def __init__(self, store: Store, renderer: Renderer, messenger: Messenger) -> None:
        self._store = store
        self._renderer = renderer
        self._messenger = messenger

    def prepare(self, uow: UnitOfWork, rows: list[OutboxRow]) -> list[OutboxRow]:
        """Return the rows with their scenes, which are what they say at this moment.

        What keeps one row from being shown is its scene, too: its own try raises it.
        """
        frame = Frame(uow.policy, uow.shop.staff_group(), staff_language(uow))
        readings = _read_orders(uow, {number for row in rows if (number := _order_of(row))})
        prepared = []
        for row in rows:
            scene: Scene | Exception
            try:
                scene = self._scene(uow, frame, row, readings.get(_order_of(row)))
            except Exception as error:  # noqa: BLE001 - one row's trouble is not the others'
                scene = error
            edits = isinstance(scene, Scene) and scene.present is not None
            prepared.append(replace(row, scene=scene, edits=edits))
        return prepared

    async def __call__(self, row: OutboxRow) -> Delivered:
        """Send or edit what the row asks for."""
        if row.scene is None:
            (row,) = await self._store.read(self.prepare, [row])
        if isinstance(row.scene, Exception):
            raise row.scene
        scene = cast("Scene", row.scene)
        if scene.message is None:
            return Delivered(scene.present.message_id if scene.present else None)
        message_id = await self._send(cast("int", row.item.chat_id), scene, scene.message)
        if scene.card is None:
            return Delivered(message_id)
        seen = scene.present.message_id if scene.present else None
        return Delivered(message_id, replace(scene.card, message_id=message_id), seen)

    async def _send(self, chat_id: int, scene: Scene, message: Rendered) -> int:
        with telegram_errors(chat_id):
            if scene.present is None:
                return await self._messenger.send(chat_id, message, scene.thread_id)
            return await self._messenger.edit(
                chat_id,
                scene.present.message_id,
                message,
                on_photo=False,
                thread_id=scene.thread_id,
            )

    def _scene(
        self, uow: UnitOfWork, frame: Frame, row: OutboxRow, reading: Reading | None
    ) -> Scene:
        if row.item.chat_id is None:
            raise Refused("no chat")
        if reading is None and _order_of(row):
            raise NotFound("order", _order_of(row))
        language, thread_id = frame.where(row, reading)
        if row.item.kind == "order_card":
            return self._card(frame, row, reading, language, thread_id)
        screen = _message(uow, frame, row, reading, language)
        if screen is not None and reading and row.item.payload.get("audience") == BY_HAND:
            told = self._renderer.render(screen, reading.view.customer.language)
            screen = pass_on_screen(plain(told.text), reading.view)
        message = self._renderer.render(screen, language) if screen is not None else None
        return Scene(message, thread_id)

    def _card(
        self,
        frame: Frame,
        row: OutboxRow,
        reading: Reading | None,
        language: str,
        thread_id: int | None,
    ) -> Scene:
        """Bring the card up to date; one that shows this revision or a later one is left alone."""
        chat_id = row.item.chat_id
        if reading is None or chat_id is None:
            raise Refused("a card without an order")
        view, present = reading.view, reading.card_in(chat_id)
        revision = cast("int", row.item.payload["revision"])
        if present is not None and present.revision >= revision:
            return Scene(None, thread_id, present)
        if row.item.payload.get("audience") == "staff":
            screen = staff_card(view, frame.policy)
        else:
            screen = customer_card(view, frame.policy, language)
        card = Card(view.order.number, chat_id, 0, view.revision)
        return Scene(self._renderer.render(screen, language), thread_id, present, card)


def _message(
    uow: UnitOfWork, frame: Frame, row: OutboxRow, reading: Reading | None, language: str
) -> Screen | None:
    if row.item.kind == talking.KIND:
        return talk_screen(row.item.payload)
    if row.item.kind == "digest":
        return digest_screen(digest(uow))
    if row.item.kind == "message":
        view = reading.view if reading is not None else None
        return milestone_screen(row.item.payload, view, frame.policy, language)
    raise Refused(f"unknown kind {row.item.kind}")


def _order_of(row: OutboxRow) -> str:
    """Return the number of the order that the row is about, empty where it is about none."""
    return str(row.item.payload.get("order") or "")


def _read_orders(uow: UnitOfWork, numbers: set[str]) -> dict[str, Reading]:
    """Return what there is to show of the orders, by number; those that are not there are missing."""
    if not numbers:
        return {}
    cards: dict[str, list[Card]] = {}
    for card in uow.cards.of_orders(numbers):
        cards.setdefault(card.order, []).append(card)
    views = order_views(uow, uow.orders.all(numbers))
    return {v.order.number: Reading(v, tuple(cards.get(v.order.number, ()))) for v in views}


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

"""Carries out the outbox's chat lane: renders the present state of things and sends it."""

from dataclasses import dataclass
from functools import partial
from typing import cast

from bot.desk.digest import digest, digest_screen
from bot.messenger import Messenger
from bot.router import set_reachable
from bot.sending import telegram_errors
from domain.authority import SYSTEM
from domain.delivery import OutboxRow
from domain.policy import ShopPolicy
from domain.ports import Store, UnitOfWork
from domain.repositories import Card
from domain.sending import Delivered, Refused
from domain.usecases import staffing
from domain.usecases.shopkeeping import staff_language
from domain.views import Digest, OrderView, order_view
from notifications.render.cards import customer_card, staff_card
from notifications.render.milestone_screens import milestone_screen
from notifications.render.renderer import Rendered, Renderer
from notifications.render.screen import Screen


@dataclass(frozen=True, slots=True)
class Scene:
    """What was read for one row: everything that its message shows."""

    policy: ShopPolicy
    language: str
    thread_id: int | None = None
    view: OrderView | None = None
    card: Card | None = None
    digest: Digest | None = None


def set_scene(uow: UnitOfWork, row: OutboxRow) -> Scene:
    """Read what the row's message needs."""
    payload = row.item.payload
    group = uow.shop.staff_group()
    for_staff = group is not None and row.item.chat_id == group.chat_id
    number = payload.get("order")
    view = order_view(uow, SYSTEM, str(number)) if number else None
    theirs = view.customer.language if view else "id"
    language = staff_language(uow) if for_staff else theirs
    thread = group.topics.get(str(payload.get("topic"))) if group and for_staff else None
    card = None
    if row.item.kind == "order_card" and row.item.chat_id is not None:
        card = uow.cards.get(str(number), row.item.chat_id)
    numbers = digest(uow) if row.item.kind == "digest" else None
    return Scene(uow.policy, language, thread, view, card, numbers)


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
        scene = await self._store.read(set_scene, row)
        if row.item.kind == "order_card":
            return await self._card(row, chat_id, scene)
        screen = self._message(row, scene)
        if screen is None:  # overtaken by events: nothing to tell any more
            return Delivered()
        message = self._renderer.render(screen, scene.language)
        with telegram_errors(chat_id):
            return Delivered(await self._messenger.send(chat_id, message, scene.thread_id))

    def _message(self, row: OutboxRow, scene: Scene) -> Screen | None:
        if row.item.kind == "digest" and scene.digest is not None:
            return digest_screen(scene.digest)
        if row.item.kind == "message":
            return milestone_screen(row.item.payload, scene.view, scene.policy, scene.language)
        raise Refused(f"unknown kind {row.item.kind}")

    async def _card(self, row: OutboxRow, chat_id: int, scene: Scene) -> Delivered:
        """Bring the card up to date; one that shows this revision or a later one is left alone."""
        view = scene.view
        if view is None:
            raise Refused("a card without an order")
        revision = cast("int", row.item.payload["revision"])
        if scene.card is not None and scene.card.revision >= revision:
            return Delivered(scene.card.message_id)
        if row.item.payload.get("audience") == "staff":
            screen = staff_card(view, scene.policy)
        else:
            screen = customer_card(view, scene.policy, scene.language)
        message = self._renderer.render(screen, scene.language)
        message_id = await self._put_card(chat_id, scene, message)
        card = Card(view.order.number, chat_id, message_id, view.revision)
        return Delivered(message_id, partial(keep_card, card=card))

    async def _put_card(self, chat_id: int, scene: Scene, message: Rendered) -> int:
        with telegram_errors(chat_id):
            if scene.card is None:
                return await self._messenger.send(chat_id, message, scene.thread_id)
            return await self._messenger.edit(
                chat_id,
                scene.card.message_id,
                message,
                on_photo=False,
                thread_id=scene.thread_id,
            )


def keep_card(uow: UnitOfWork, card: Card) -> None:
    """Remember which message the card is and what it shows."""
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

"""The edge where an update becomes a change and an answer: store first, show after."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram.error import TelegramError

from bot.messenger import Messenger
from bot.reading import read_update
from bot.router import Answer, Router
from bot.sending import telegram_errors
from bot.visit import How, Incoming, Kind, Show
from domain.delivery import StoredUpdate
from domain.errors import Stale
from domain.ports import Session, Store, UnitOfWork
from domain.sending import Pacer, Priority, RetryLater, SendFailed, Transient, Unreachable
from notifications.render.renderer import Rendered, Renderer

_log = logging.getLogger(__name__)

_RACES = 5
_SHOW_TRIES = 3
_SECOND_TRY_S = 0.3
_LONGEST_WAIT_S = 10.0


class Serving:
    """Handles one stored update after the other; the dispatcher calls it, chats side by side."""

    def __init__(
        self,
        store: Store,
        router: Router,
        renderer: Renderer,
        messenger: Messenger,
        pacer: Pacer,
        on_unreachable: Callable[[int], Awaitable[None]],
    ) -> None:
        self._store = store
        self._router = router
        self._renderer = renderer
        self._messenger = messenger
        self._pacer = pacer
        self._on_unreachable = on_unreachable

    async def handle(self, update: StoredUpdate) -> None:
        """Handle the update once and show what comes of it.

        A screen that cannot be shown is logged and let go: the change is safe, what must not be
        missed is in the outbox, and the next tap shows the truth.
        """
        incoming = read_update(update.body)
        if incoming is None or incoming.user.is_bot:
            await self._store.run(pass_over, update.update_id)
            return
        answer = await self._change(incoming)
        if answer is not None:
            await self._show(answer)

    async def apologise(self, update: StoredUpdate) -> None:
        """Tell the person that the program failed them; nothing was changed."""
        incoming = read_update(update.body)
        if incoming is None:
            return
        language = "id" if (incoming.user.language_code or "id").startswith("id") else "en"
        await self._apologise(incoming, language)

    async def _apologise(self, incoming: Incoming, language: str) -> None:
        try:
            message = Rendered(self._renderer.text("base.failed", language))
            await self._messenger.send(incoming.chat_id, message, incoming.thread_id)
        except (TelegramError, TimeoutError) as error:
            _log.warning("chat %d is not even told: %s", incoming.chat_id, error)

    async def _change(self, incoming: Incoming) -> Answer | None:
        for _ in range(_RACES - 1):
            try:
                return await self._store.run(self._router.handle, incoming)
            except Stale:  # another process was faster with this conversation: look again
                continue
        return await self._store.run(self._router.handle, incoming)

    async def _show(self, answer: Answer) -> None:
        incoming = answer.incoming
        if not answer.reply.shows:
            if incoming.callback_id:
                await self._answer_tap(answer)
            return
        answering: asyncio.Future[None] | None = None
        if incoming.callback_id:
            answering = asyncio.ensure_future(self._answer_tap(answer))
        try:
            for show in answer.reply.shows:
                await self._show_one(incoming, show, answer.language)
        except Unreachable as error:
            await self._on_unreachable(error.chat_id)
        except (SendFailed, TimeoutError) as error:
            _log.warning("a screen for chat %d was lost: %s", incoming.chat_id, error)
        except Exception:  # noqa: BLE001 - the change is made; handling it again would show nothing
            _log.exception("a screen for chat %d could not be made", incoming.chat_id)
            await self._apologise(incoming, answer.language)
        finally:
            if answering is not None:
                await answering

    async def _answer_tap(self, answer: Answer) -> None:
        toast = answer.reply.toast
        text = self._renderer.text(toast.text, answer.language, **toast.params) if toast else ""
        try:
            await self._messenger.answer(
                answer.incoming.callback_id, text, alert=bool(toast and toast.alert)
            )
        except TelegramError as error:
            _log.warning("a tap stays unanswered: %s", error.message)

    async def _show_one(self, incoming: Incoming, show: Show, language: str) -> None:
        message = self._renderer.render(show.screen, language)
        tapped = show.how is How.EDIT and incoming.kind is Kind.TAP and show.screen.ask is None
        target = incoming.message_id if tapped else show.instead_of
        in_place = target is not None
        chat_id, thread = incoming.chat_id, incoming.thread_id
        for attempt in range(1, _SHOW_TRIES + 1):
            wait = self._pacer.delay(chat_id, edit=in_place)
            if wait > _LONGEST_WAIT_S:  # one flooded chat must not hold a worker for minutes
                raise RetryLater(wait)
            await self._pacer.slot(chat_id, Priority.INTERACTIVE, edit=in_place)
            try:
                with telegram_errors(chat_id):
                    if target is not None:
                        shown = await self._messenger.edit(
                            chat_id,
                            target,
                            message,
                            on_photo=tapped and incoming.on_photo,
                            thread_id=thread,
                        )
                    else:
                        shown = await self._messenger.send(chat_id, message, thread)
                break
            except RetryLater as error:
                self._pacer.flooded(chat_id, error.after_s)
                if attempt == _SHOW_TRIES or error.after_s > _LONGEST_WAIT_S:
                    raise
            except Transient:
                # Mostly a connection that was closed while idle. Once more, and not for long:
                # an answer that was lost shows the screen twice, which is better than not at all.
                if attempt > 1:
                    raise
                await asyncio.sleep(_SECOND_TRY_S)
        if show.card_of is not None and not (in_place and shown == incoming.message_id):
            await self._store.run(place_card, show.card_of, chat_id, shown)
        if show.remember is not None and not (in_place and shown == target):
            # The conversation may have gone on elsewhere: then nothing is edited later.
            with suppress(Stale):
                await self._store.run(note_shown, incoming, show.remember, shown)


def pass_over(uow: UnitOfWork, update_id: int) -> None:
    """Finish an update that nobody is concerned with."""
    uow.inbox.finish(update_id, uow.now)


def note_shown(uow: UnitOfWork, incoming: Incoming, key: str, message_id: int) -> None:
    """Keep in the conversation which message shows something that may be edited later."""
    session = uow.sessions.get(incoming.chat_id, incoming.user.id)
    state = {**session.state, key: message_id}
    uow.sessions.save(Session(session.chat_id, session.user_id, state, session.version))


def place_card(uow: UnitOfWork, order: str, chat_id: int, message_id: int) -> None:
    """Let a message that was just sent be the order's live card."""
    uow.cards.place(order, chat_id, message_id)

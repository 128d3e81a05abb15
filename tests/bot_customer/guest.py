"""A person in their chat with the bot: says, taps and sends, over the real router and a real store."""

import time
from dataclasses import dataclass, field
from itertools import count

from bot.customer import routes
from bot.router import Answer, Router
from bot.visit import File, Incoming, Kind, Person, Reply, Routes, Show
from domain.customers import Customer
from domain.delivery import StoredUpdate
from domain.ports import UnitOfWork
from notifications.render.renderer import Rendered, Renderer
from notifications.render.screen import Button, Screen
from storage.open import OpenStore

RENDERER = Renderer(strict=True)
ROUTER = Router(routes(), Routes())
_updates = count(1)


@dataclass
class Guest:
    """One customer. `shown` is the reply to what they did last; `taps` counts their taps."""

    store: OpenStore
    id: int = 501
    name: str = "Sari Dewi"
    language_code: str = "id"
    shown: Reply = field(default_factory=Reply)
    language: str = "id"
    taps: int = 0
    message_id: int = 0
    clock: int = 0

    async def say(self, text: str) -> "Guest":
        """Type a text, or a command."""
        if text.startswith("/"):
            command, *words = text[1:].split()
            return await self.send(Kind.COMMAND, text=text, command=command, words=tuple(words))
        return await self.send(Kind.TEXT, text=text)

    async def later(self, text: str, seconds: int = 60) -> "Guest":
        """Type a text after a while: it does not belong to what was typed before."""
        self.clock = (self.clock or int(time.time())) + seconds
        return await self.say(text)

    async def tap(self, verb: str, *args: object) -> "Guest":
        """Tap the shown button of that verb whose arguments begin so."""
        found = [b for b in self.buttons() if _begins(b, verb, tuple(map(str, args)))]
        assert found, f"no button {verb}{args} among {[b.data for b in self.buttons()]}"
        self.taps += 1
        return await self.press(found[0].data or "")

    async def press(self, data: str) -> "Guest":
        """Tap with callback data, shown or made up."""
        verb, *args = data.split(":")
        return await self.send(Kind.TAP, verb=verb, args=tuple(args), callback_id="1")

    async def photo(self, file_id: str = "bukti", album: str | None = None) -> "Guest":
        """Send a picture."""
        return await self.send(Kind.PHOTO, file=File(file_id, file_id), album=album)

    async def send(self, kind: Kind, **facts: object) -> "Guest":
        """Let an update arrive; what comes of it is rendered in the guest's language."""
        person = Person(self.id, self.name, language_code=self.language_code)
        update_id = self.message_id = next(_updates)
        facts = {"message_id": update_id, "sent_at": self.clock} | facts
        incoming = Incoming(update_id, kind, self.id, "private", person, **facts)  # type: ignore[arg-type]
        answer = await self.store.run(_arrive, incoming)
        assert answer is not None
        self.shown, self.language = answer.reply, answer.language
        self.rendered()
        if self.shown.toast is not None:
            assert self.toast()
        return self

    def rendered(self) -> list[Rendered]:
        """Return what is shown as Telegram gets it."""
        return [RENDERER.render(show.screen, self.language) for show in self.shown.shows]

    def text(self) -> str:
        """Return all that is shown as one text."""
        return "\n".join(message.text for message in self.rendered())

    def toast(self) -> str:
        """Return what answers the tap."""
        toast = self.shown.toast
        return RENDERER.text(toast.text, self.language, **toast.params) if toast else ""

    def show(self) -> Show:
        """Return the last thing that is shown."""
        return self.shown.shows[-1]

    def screen(self) -> Screen:
        """Return the last screen."""
        return self.show().screen

    def buttons(self) -> list[Button]:
        """Return all buttons that are shown."""
        return [b for show in self.shown.shows for row in show.screen.buttons for b in row]

    def verbs(self) -> set[str]:
        """Return the verbs of the buttons that are shown."""
        return {b.data.split(":")[0] for b in self.buttons() if b.data}

    async def customer(self) -> Customer:
        """Return the customer as stored."""
        found = await self.store.read(lambda uow: uow.customers.by_telegram(self.id))
        assert found is not None
        return found

    async def card(self) -> str:
        """Return the number of the order whose card the last message has become."""
        for show in self.shown.shows:
            if show.card_of is not None:
                return show.card_of
        found = await self.store.read(lambda uow: uow.cards.by_message(self.id, self.message_id))
        assert found is not None, self.text()
        return found.order

    async def state(self) -> dict[str, object]:
        """Return the conversation's state."""
        session = await self.store.read(lambda uow: uow.sessions.get(self.id, self.id))
        return dict(session.state)


def _arrive(uow: UnitOfWork, incoming: Incoming) -> Answer | None:
    uow.inbox.add([StoredUpdate(incoming.update_id, incoming.chat_id, "{}", 0)], uow.now)
    return ROUTER.handle(uow, incoming)


def _begins(button: Button, verb: str, args: tuple[str, ...]) -> bool:
    shown_verb, *shown_args = (button.data or "").split(":")
    return shown_verb == verb and tuple(shown_args[: len(args)]) == args

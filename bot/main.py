"""The composition root: here, and only here, the rooms of the house are wired together."""

import asyncio
import contextlib
import gc
import logging
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr

from bot import customer, desk, doctor, menus
from bot.intake.dispatcher import Dispatcher
from bot.intake.polling import ALLOWED_UPDATES, Polling
from bot.intake.reception import Reception
from bot.messenger import Messenger
from bot.opening import call_until_answered
from bot.presenting import Consequences, Presenter
from bot.router import Router
from bot.serving import Serving
from bot.settings import CannotStart, Settings
from bot.telegram_api import TelegramApi
from bot.transport import AiohttpRequest
from domain.authority import Role
from domain.delivery import Lane
from domain.policy import ShopPolicy
from domain.ports import Clock, CourierPort, Store, UnitOfWork
from integrations.biteship import Biteship, NoCourier
from notifications.milestones import announce
from notifications.pacing import Limits, SlidingPacer
from notifications.relay import Relay
from notifications.render.renderer import Renderer
from notifications.schedule import Schedule
from storage.check import check_books
from storage.open import OpenStore, open_reader, open_store, sqlite_path

_log = logging.getLogger(__name__)

SENDS_AT_ONCE = 96  # what dispatcher and relay have in flight together
R = TypeVar("R")


class ShiftedClock:
    """The machine's clock, moved on by an offset: the demo's days pass at a click."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC) + self.offset


class StoredPictures:
    """Which file id Telegram gave a picture of the shop; kept in memory and in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    async def file_id(self, name: str) -> str | None:
        """Return the file id, None while the picture was never sent."""
        if name not in self._known:
            found = await self._store.read(read_fact, f"picture:{name}")
            if found is None:
                return None
            self._known[name] = found
        return self._known[name]

    async def remember(self, name: str, file_id: str) -> None:
        """Keep the file id."""
        self._known[name] = file_id
        await self._store.run(save_fact, f"picture:{name}", file_id)


def read_fact(uow: UnitOfWork, key: str) -> str | None:
    """Return a small fact about the shop."""
    return uow.shop.fact(key)


def save_fact(uow: UnitOfWork, key: str, value: str) -> None:
    """Set a small fact about the shop."""
    uow.shop.save_fact(key, value)


def read_policy(uow: UnitOfWork) -> ShopPolicy:
    """Return the shop's policy."""
    return uow.policy


@dataclass(frozen=True, slots=True)
class App:
    """A running shop."""

    store: OpenStore
    api: TelegramApi
    dispatcher: Dispatcher
    reception: Reception
    relay: Relay
    schedule: Schedule
    renderer: Renderer
    username: str

    async def clock_moved(self) -> None:
        """Do at once what the moved clock has made due."""
        await self.schedule.tick()
        self.relay.look_again()


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock, *, courier: CourierPort | None = None
) -> AsyncIterator[App]:
    """Run the shop until the block is left; then stop gracefully: nothing is lost either way."""
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database, announce, clock)
        stack.push_async_callback(store.close)
        request = AiohttpRequest(connections=SENDS_AT_ONCE)
        await request.initialize()
        stack.push_async_callback(request.shutdown)
        api = TelegramApi(request, settings.api_url, settings.token_value)
        me = await call_until_answered(api, "getMe", {})
        if courier is None:
            courier = await _courier(settings, stack)
        app = await _assemble(settings, clock, store, api, courier, str(me["username"]))
        await _start(settings, clock, app, stack)
        yield app


async def _courier(settings: Settings, stack: AsyncExitStack) -> CourierPort:
    key = settings.courier_key.get_secret_value()
    if not key:
        return NoCourier()
    return await stack.enter_async_context(Biteship(settings.courier_url, key))


async def _assemble(
    settings: Settings,
    clock: Clock,
    store: OpenStore,
    api: TelegramApi,
    courier: CourierPort,
    username: str,
) -> App:
    policy = await store.read(read_policy)
    renderer = Renderer(policy.currency, policy.zone)
    pacer = SlidingPacer(Limits() if settings.pace else Limits.off())
    messenger = Messenger(api, settings.pictures_dir, StoredPictures(store))
    consequences = Consequences(store)
    private = customer.routes()
    private.commands.update(desk.private_commands())
    router = Router(
        private,
        desk.routes(),
        owner_code=settings.owner_code.get_secret_value(),
        bot_username=username,
    )
    serving = Serving(store, router, renderer, messenger, pacer, consequences.unreachable)
    dispatcher = Dispatcher(store, serving.handle, clock=clock.now, on_dead=serving.apologise)
    presenter = Presenter(store, renderer, messenger)
    relay = Relay(
        store,
        presenter,
        lane=Lane.CHAT,
        clock=clock.now,
        pacer=pacer,
        observer=consequences,
        prepare=presenter.prepare,
    )
    reception = Reception(store, dispatcher, clock=clock.now)
    schedule = Schedule(store, clock, courier)
    return App(store, api, dispatcher, reception, relay, schedule, renderer, username)


async def _start(settings: Settings, clock: Clock, app: App, stack: AsyncExitStack) -> None:
    """Start from the inside out, so that stopping goes from the outside in."""
    relaying = asyncio.create_task(app.relay.run(), name="relay")
    stack.push_async_callback(_cancelled, relaying)
    stack.push_async_callback(app.relay.stop)
    app.dispatcher.start()
    stack.push_async_callback(app.dispatcher.stop)
    await app.reception.recover()
    if settings.webhook_url:
        await _serve_webhook(settings, clock, app, stack)
    else:
        polling = Polling(app.api.request, app.api.endpoint, app.reception, app.dispatcher)
        task = asyncio.create_task(polling.run(), name="polling")
        stack.push_async_callback(_cancelled, task)
    await app.schedule.start()
    stack.callback(app.schedule.stop)
    shop = (await app.store.read(read_policy)).name
    announcing = asyncio.create_task(menus.announce(app.api, app.renderer, shop), name="menus")
    stack.push_async_callback(_cancelled, announcing)


async def _cancelled(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _serve_webhook(settings: Settings, clock: Clock, app: App, stack: AsyncExitStack) -> None:
    """Serve the endpoint, then tell Telegram where it is. A proxy in front speaks TLS."""
    from bot.intake.serving import serve
    from bot.intake.webhook import Webhook

    secret = settings.webhook_secret.get_secret_value()
    if not secret:
        raise CannotStart("a webhook needs PESAN_WEBHOOK_SECRET (docs/howto/webhook.md)")
    webhook = Webhook(app.reception, app.dispatcher, app.store, secret=secret, clock=clock.now)
    await stack.enter_async_context(
        serve(webhook.app(), settings.listen_host, settings.listen_port)
    )
    hook = {
        "url": settings.webhook_url,
        "secret_token": secret,
        "max_connections": 40,
        "allowed_updates": list(ALLOWED_UPDATES),
    }
    await call_until_answered(app.api, "setWebhook", hook)


async def examine(settings: Settings) -> list[doctor.Diagnosis]:
    """Look at everything that a running shop depends on."""

    async def look() -> doctor.ShopFacts:
        reader = await open_reader(settings.database)  # beside a shop that is running
        try:
            return await reader.read(_shop_facts)
        finally:
            await reader.close()

    return await doctor.examine(settings, look)


def _shop_facts(uow: UnitOfWork) -> doctor.ShopFacts:
    from bot import sample  # its checks are built on import: nothing for every start

    group = uow.shop.staff_group()
    return doctor.ShopFacts(group.chat_id if group else None, sample.is_set_up(uow.policy))


def prepare(settings: Settings) -> None:
    """Make the data folder and, where there is no SQLite file yet, a new one.

    A database that exists but is behind is left alone: opening it says what to do.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if settings.database.startswith("sqlite:") and not sqlite_path(settings.database).exists():
        from storage.migrate import upgrade  # Alembic would slow every start down

        upgrade(settings.database)


async def with_store(settings: Settings, use_case: Callable[[UnitOfWork], R]) -> R:
    """Open the store, run one use case, close it."""
    store = await open_store(settings.database, announce, ShiftedClock())
    try:
        return await store.run(use_case)
    finally:
        await store.close()


async def findings(settings: Settings) -> list[dict[str, str]]:
    """Return every difference between balances and ledgers: what, key, detail."""
    reader = await open_reader(settings.database)  # beside a shop that is running
    try:
        return [asdict(finding) for finding in await reader.read(check_books)]
    finally:
        await reader.close()


async def staff(
    settings: Settings, grant: str, revoke: str, role: str
) -> list[tuple[int, str, frozenset[Role]]]:
    """Change a role where one is named; return all members. ValueError for what is no id or role."""

    def change(uow: UnitOfWork) -> list[tuple[int, str, frozenset[Role]]]:
        if grant:
            uow.staff.grant(int(grant), uow.staff.name(int(grant)) or grant, Role(role))
        if revoke:
            uow.staff.revoke(int(revoke), Role(role))
        return uow.staff.members()

    return await with_store(settings, change)


async def run(settings: Settings, until: asyncio.Event) -> None:
    """Serve the shop behind the token until the event is set, be that while it still opens."""
    async with AsyncExitStack() as stack:
        opening = asyncio.create_task(
            stack.enter_async_context(running(settings, ShiftedClock())), name="opening"
        )
        stopping = asyncio.create_task(until.wait(), name="stopping")
        stack.push_async_callback(_cancelled, stopping)
        await asyncio.wait({opening, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not opening.done():
            await _cancelled(opening)
            return
        app = await opening
        # What was imported stays: the collector need not walk it again and again. And what one
        # update leaves is mostly gone with it: looking every 700 objects would find nothing.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        _log.info("serving as @%s", app.username)
        await until.wait()
        _log.info("stopping")


async def demo(
    port: int,
    data: Path | None,
    until: asyncio.Event,
    ready: Callable[[str], None],
    *,
    pace: bool = True,
) -> None:
    """Run the sample shop on the local Telegram; `ready` is called with the page's address.

    Without `pace` it answers at once, however fast people are.
    """
    from bot import sample
    from bot.demo import COURIER_KEY, SHOP, TOKEN, gather_people
    from simulator.server import Simulator
    from simulator.world import World

    async with AsyncExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pesan-")))
        folder.mkdir(parents=True, exist_ok=True)
        # Kept data knows the updates of the last time: these must be others, as Telegram's would be.
        world = World(
            TOKEN,
            first_name=SHOP,
            first_update=time.time_ns() // 1_000_000,
            flood="strict" if pace else "off",
        )
        sim = await stack.enter_async_context(
            Simulator(TOKEN, port=port, world=world, stories=sample.STORIES)
        )
        # Built without reading the environment: the demo must not touch a real shop's settings.
        settings = Settings.model_construct(
            token=SecretStr(TOKEN),
            api_url=sim.url,
            data_dir=folder,
            courier_url=f"{sim.url}/courier",
            courier_key=SecretStr(COURIER_KEY),
            pace=pace,
        )
        prepare(settings)
        move_in = await gather_people(sim.url)
        await with_store(settings, sample.load)
        await with_store(settings, move_in)
        clock = ShiftedClock()
        app = await stack.enter_async_context(running(settings, clock))
        following = _Following(lambda: timedelta(seconds=sim.world.clock.offset_s), clock, app)
        sim.world.on_clock.append(following.moved)
        stack.push_async_callback(following.stop)
        ready(sim.url)
        await until.wait()


@dataclass(slots=True)
class _Following:
    """Moves the shop's clock with the local Telegram's, and does what became due."""

    offset: Callable[[], timedelta]
    clock: ShiftedClock
    app: App
    work: set[asyncio.Task[None]] = field(default_factory=set)

    def moved(self) -> None:
        """The local Telegram's clock was moved."""
        self.clock.offset = self.offset()
        task = asyncio.create_task(self.app.clock_moved(), name="clock moved")
        self.work.add(task)
        task.add_done_callback(self.work.discard)

    async def stop(self) -> None:
        """Leave what became due to the next start: its rows are kept."""
        for task in list(self.work):
            await _cancelled(task)

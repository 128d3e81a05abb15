"""Made-up callback data, foreign objects, and every other thing that can arrive."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select, table, text

from bot import sample
from bot.customer import routes
from bot.visit import File, Kind
from domain.ports import UnitOfWork
from storage.open import OpenStore, open_store
from tests.bot_customer.conftest import order
from tests.bot_customer.guest import Guest
from tests.bot_customer.staff import deliver

VERBS = sorted(routes().taps)
ARGUMENT = st.one_of(
    st.text(max_size=70),
    st.sampled_from(["", "0", "1", "-1", "1e9", "999999999999999", "٣", "\x00", "\ud800", "'; --"]),
    st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ-SR", min_size=8, max_size=12),
)
# What a conversation itself may write: who came, where they stand, which updates were handled.
KEPT_APART = {"inbox", "sessions", "customers", "sqlite_sequence", "alembic_version"}


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables of the shop."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        names = [
            name
            for (name,) in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'table'")
            )
            if name not in KEPT_APART and not name.startswith("sqlite_")
        ]
        tables = {name: table(name) for name in names}
        found = {
            name: [tuple(row) for row in connection.execute(select(text("*")).select_from(of))]
            for name, of in tables.items()
        }
    engine.dispose()
    return found


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Return a loop that a test with many examples keeps for all of them."""
    own = asyncio.new_event_loop()
    yield own
    own.close()


def test_made_up_taps_change_nothing(sqlite_url: str, loop: asyncio.AbstractEventLoop) -> None:
    """Any verb with any arguments: an answer, and the database as it was."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    store = loop.run_until_complete(_shop(sqlite_url))
    before = rows(path)

    @settings(
        max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(st.one_of(st.sampled_from(VERBS), st.text(max_size=20)), st.lists(ARGUMENT, max_size=4))
    def tap(verb: str, args: list[str]) -> None:
        stranger = Guest(store, id=4242, name="Orang Lain")
        loop.run_until_complete(
            stranger.send(Kind.TAP, verb=verb, args=tuple(args), callback_id="1")
        )
        assert stranger.shown.shows or stranger.shown.toast

    tap()
    assert rows(path) == before
    loop.run_until_complete(store.close())


async def _shop(url: str) -> OpenStore:
    store = await open_store(url)
    await store.run(sample.load)
    await order(Guest(store))
    return store


FOREIGN = [
    "o.card:{n}",
    "o.cancel:{n}:2",
    "o.drop:{n}:2",
    "o.proof:{n}",
    "o.this:{n}",
    "o.track:{n}",
    "o.help:{n}",
    "o.reorder:{n}",
    "o.ok:{n}-S1",
    "o.bad:{n}-S1",
    "q.send:{n}-S1",
    "r.cancel:{n}-R1",
    "r.drop:{n}-R1",
    "r.sent:{n}-R1",
    "r.none:{n}-R1",
    "k.place:{n}:2:94000",
]


@pytest.mark.parametrize("data", FOREIGN)
async def test_anothers_order_is_unknown_here(regular: Guest, sqlite_url: str, data: str) -> None:
    """Every verb on somebody else's order, parcel and return: as if it did not exist."""
    customer = await regular.customer()
    orders = await regular.store.read(lambda uow: uow.orders.of_customer(customer.id, 1))
    number = orders[0].number
    await deliver(regular.store, number)
    before = rows(Path(sqlite_url.removeprefix("sqlite:///")))
    stranger = Guest(regular.store, id=777, name="Lain")
    await stranger.press(data.format(n=number))
    assert "tidak kami temukan" in stranger.toast()
    assert "Mug" not in stranger.text()
    assert "home" in stranger.verbs()
    assert rows(Path(sqlite_url.removeprefix("sqlite:///"))) == before


@pytest.mark.parametrize(
    "kind", [k for k in Kind if k not in {Kind.EDITED, Kind.MEMBERSHIP, Kind.MIGRATION}]
)
@pytest.mark.parametrize("form", [None, *sorted(routes().forms)])
async def test_whatever_arrives_is_answered(guest: Guest, kind: Kind, form: str | None) -> None:
    """Every kind of message, in every form (also one whose state is damaged): never silence."""
    if form is not None:
        await guest.press("c.add:MG-KREM")

        def damage(uow: UnitOfWork) -> None:
            session = uow.sessions.get(guest.id, guest.id)
            session.state["form"] = {"name": form, "lines": 3, "sku": None}
            uow.sessions.save(session)

        await guest.store.run(damage)
    facts: dict[str, object] = {"file": File("x", "x"), "text": "coba", "command": "coba"}
    await guest.send(kind, **facts)
    assert guest.shown.shows


@pytest.mark.parametrize(
    "words",
    ["😀" * 500, "عربي \u202e", "<b>x</b> & y", "%s %(x)s %", "\x00\x07", "a" * 4096, "_%'"],
)
async def test_odd_texts_are_answered(guest: Guest, words: str) -> None:
    """Free text of any sort leads somewhere."""
    await guest.say(words)
    assert guest.buttons()


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("kopi gayo", "Kopi Gayo"),
        ("kak mau pesan tumbler 2 ya", "Tumbler Baja"),
        ("GR-01", "Grinder Tangan"),
        ("halo kak", "selamat datang"),
        ("pricelist dong min", "Mau lihat yang mana"),
    ],
)
async def test_free_text_finds_what_is_meant(guest: Guest, words: str, finds: str) -> None:
    """Products by name, alias, code or within a sentence; greetings; the catalogue."""
    await guest.say(words)
    assert finds in guest.text()


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("sdh tf ya kak 152.034 an Budi", "bukti transfer"),
        ("norek nya brp? bca ada?", "1234567890"),
        ("resinya mana min, udah dikirim?", "Lacak pesanan"),
    ],
)
async def test_free_text_about_orders(regular: Guest, words: str, finds: str) -> None:
    """What people say after ordering leads to the order; who has paid is asked for the proof."""
    await regular.say(words)
    assert finds in regular.text()


async def test_twenty_taps_at_once_put_one_in_the_cart(guest: Guest) -> None:
    """Buttons carry the target, not the step."""
    for _ in range(20):
        await guest.press("c.add:MG-KREM")
    assert "1 ×" in guest.text()
    for _ in range(5):
        await guest.press("c.set:MG-KREM:3")
    assert "3 ×" in guest.text()
    await guest.press("c.set:MG-KREM:99")
    assert "Tinggal 18" in guest.toast()

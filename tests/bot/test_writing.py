"""Written orders over real HTTP, on both engines: in a row, at once, tapped twice, across a restart."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.bot.at_work import at_work, comes_to, sees
from tests.drill.people import Person, buttons, text_of
from tests.drill.town import Town, open_town
from tests.storage.rows import outside

CART = "SELECT sku, quantity FROM order_lines ORDER BY sku"


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """The sample shop with its people."""
    async with open_town(database_url) as opened:
        yield opened


def card(person: Person) -> str:
    """Return the callback data of "go on" on the newest card."""
    for entry in reversed(person.shown()):
        for data in buttons(entry):
            if data.startswith("p.ok:"):
                return data
    raise AssertionError("no card")


async def test_messages_in_a_row_edit_one_card(town: Town):
    """Three messages, one card in the chat, which holds them all."""
    person = town.customer()
    async with at_work(town):
        await person.say("kak mau gayo bubuk 250 2")
        await sees(person, "2 × Kopi Gayo")
        await person.say("sama mug krem 1")
        await sees(person, "2 × Kopi Gayo", "1 × Mug Keramik · Krem")
        await person.say("kirim ke Jl Melati 5 Malang")
        await sees(person, "2 × Kopi Gayo", "1 × Mug Keramik · Krem", "Jl Melati 5 Malang")
        cards = [e for e in person.shown() if "Kami catat" in text_of(e)]
        assert len(cards) == 1


async def test_two_messages_at_once_are_both_read(town: Town, database_url: str):
    """Whichever is handled first, none is lost and none is counted twice."""
    person = town.customer()
    async with at_work(town):
        await asyncio.gather(
            person.call("send", text="mau gayo bubuk 250 2"),
            person.call("send", text="mau mug krem 1"),
        )
        await sees(person, "2 × Kopi Gayo · 250 g · Bubuk", "1 × Mug Keramik · Krem")
        data = card(person)
        entry = person.find(data)
        assert entry is not None
        await asyncio.gather(*(person.press(entry, data) for _ in range(3)))
        await sees(person, "Dikirim lewat apa")
    assert await outside(database_url, CART) == [("KG-250-BUBUK", 2), ("MG-KREM", 1)]


async def test_the_card_outlives_a_restart(town: Town, database_url: str):
    """What was understood is kept on disk: the old button works in a new process's hands."""
    person = town.customer()
    async with at_work(town):
        await person.say("mau gayo bubuk 250 2 pak, jne, transfer")
        await sees(person, "2 × Kopi Gayo")
    async with at_work(town):
        data = card(person)
        entry = person.find(data)
        assert entry is not None
        await person.press(entry, data)
        await sees(person, "Dikirim ke mana")
    assert await outside(database_url, CART) == [("KG-250-BUBUK", 2)]


async def test_people_answer_people(town: Town, database_url: str):
    """The words reach the group with who wrote them; a reply reaches the customer, and so back."""
    person, member = town.customer("Sari"), town.members[0]
    async with at_work(town):
        await person.say("kopi yang cocok buat cold brew apa ya?")
        await person.say("mau bicara sama orang dong")
        await sees(person, "kami teruskan ke tim")
        await sees(member, "Pertanyaan dari Sari", "mau bicara sama orang", "cold brew")
        asked = next(e for e in member.shown() if "Pertanyaan dari" in text_of(e))
        await member.say("Toraja enak kak, coba yang biji", reply_to=asked.id)
        await sees(person, "Dari tim kami", "Toraja enak kak")
        await sees(member, "Terkirim ke Sari")
        await person.say("wah siap, berarti aman buat lambung ya")
        await sees(member, "aman buat lambung")
    kept = "SELECT COUNT(*) FROM outbox WHERE kind = 'talk' AND state = 'sent'"
    await comes_to(database_url, kept, 3)


async def test_ya_to_the_summary_shows_the_order_once(town: Town):
    """The order's card comes once, as after a tap."""
    person = town.customer()
    async with at_work(town):
        await person.say("mau mug krem 1, Jl Melati 5 Malang, 0812 3456 7890, jne, transfer")
        await sees(person, "1 × Mug Keramik · Krem")
        await person.say("ya benar")
        await sees(person, "Cek dulu")
        await person.say("ya")
        await sees(person, "Menunggu pembayaran")
        await person.say("halo")
        await sees(person, "mau apa, kak")
        cards = [e for e in person.shown() if "🧾 Pesanan" in text_of(e)]
        assert len(cards) == 1

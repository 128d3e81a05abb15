"""Wrong answers: told what was wrong, what was right is kept, asked again."""

import pytest

from bot.visit import File, Kind
from tests.bot_customer.conftest import ADDRESS, PHONE
from tests.bot_customer.guest import Guest


async def at_address(guest: Guest) -> Guest:
    """Bring somebody new to the question where to."""
    await guest.press("c.set:MG-KREM:2")
    await guest.press("k.go")
    return await guest.tap("k.way", "reg")


async def at_phone(guest: Guest) -> Guest:
    """Bring somebody new to the question for the phone."""
    await at_address(guest)
    return await guest.say(ADDRESS)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dua ratus ribu", "belum terbaca"),
        ("1e9", "belum terbaca"),
        ("-1", "tidak bisa kurang dari 0"),
        ("1000000", "paling banyak 999"),
        ("500", "tersedia 18"),
    ],
)
async def test_a_quantity_that_cannot_be(guest: Guest, text: str, says: str) -> None:
    """Each is told apart, and the question stays."""
    await guest.press("c.type:MG-KREM")
    await guest.say(text)
    assert says in guest.text()
    assert "/batal" in guest.text()
    await guest.say("2 pcs")
    assert "✓ 2" in guest.text()


async def test_zero_takes_it_out(guest: Guest) -> None:
    """Nobody is asked again who wants none."""
    await guest.press("c.set:MG-KREM:2")
    await guest.press("c.type:MG-KREM")
    await guest.say("0")
    await guest.say("/keranjang")
    assert "masih kosong" in guest.text()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("jl", "belum cukup"),
        ("😀😀😀😀😀😀😀😀😀😀😀😀", "belum cukup"),
        ("\u202e\u200b\x00", "belum cukup"),
        ("Jl " + "a" * 4900, "paling banyak 400"),
    ],
)
async def test_an_address_that_cannot_be(guest: Guest, text: str, says: str) -> None:
    """Told why, asked again; the cart and the method are kept."""
    await at_address(guest)
    await guest.say(text)
    assert says in guest.text()
    await guest.say(ADDRESS)
    await guest.say(PHONE)
    await guest.tap("k.term", "prepaid")
    assert ADDRESS in guest.text()
    assert "2 × Mug Keramik · Krem" in guest.text()


async def test_an_address_keeps_its_markup_harmless(guest: Guest) -> None:
    """What looks like HTML is shown as it was typed."""
    await at_address(guest)
    await guest.say("Jl <b>Melati</b> & Mawar 5 عربي, Malang")
    await guest.say(PHONE)
    await guest.tap("k.term", "prepaid")
    assert "Jl &lt;b&gt;Melati&lt;/b&gt; &amp; Mawar 5 عربي, Malang" in guest.text()


async def test_an_address_with_a_phone_number_saves_a_question(guest: Guest) -> None:
    """The number is taken from the text."""
    await at_address(guest)
    await guest.say(f"{ADDRESS}, HP {PHONE}")
    assert guest.screen().template == "customer/payment"


async def test_a_pin_asks_for_the_door(guest: Guest) -> None:
    """A place and a detail make an address."""
    await at_address(guest)
    await guest.send(Kind.LOCATION, latitude=-7.98, longitude=112.62)
    assert "detail untuk kurir" in guest.text()
    await guest.photo()
    assert "diketik" in guest.text()
    await guest.say("Jl Melati 5, pagar hijau")
    await guest.say(PHONE)
    await guest.tap("k.term", "prepaid")
    assert "dengan titik lokasi" in guest.text()


async def test_a_pin_abroad_is_refused(guest: Guest) -> None:
    """A place far away gets a reason and the question again."""
    await at_address(guest)
    await guest.send(Kind.LOCATION, latitude=48.85, longitude=2.35)
    assert "di luar daerah kirim" in guest.text()
    assert guest.screen().template == "customer/ask"


@pytest.mark.parametrize("kind", [Kind.PHOTO, Kind.DOCUMENT, Kind.OTHER])
async def test_something_else_where_text_was_asked(guest: Guest, kind: Kind) -> None:
    """A picture or a sticker is no address."""
    await at_address(guest)
    await guest.send(kind, file=File("x", "x"))
    assert "diketik" in guest.text()
    assert "Jl Melati 5" in guest.text()


async def test_an_edited_answer_is_asked_for_anew(guest: Guest) -> None:
    """Edits are not read, and that is said while a question waits; otherwise they are left alone."""
    await at_address(guest)
    await guest.send(Kind.EDITED, text=ADDRESS)
    assert "diedit" in guest.text()
    await guest.say("/batal")
    await guest.send(Kind.EDITED, text=ADDRESS)
    assert guest.shown.shows == ()


@pytest.mark.parametrize("text", ["123", "halo", "0" * 3000])
async def test_a_phone_that_is_none(guest: Guest, text: str) -> None:
    """Asked again, with the address kept."""
    await at_phone(guest)
    await guest.say(text)
    assert "keliru" in guest.text()
    await guest.say(PHONE)
    assert guest.screen().template == "customer/payment"


async def test_somebody_elses_contact_is_asked_about(guest: Guest) -> None:
    """The person may be the recipient, or only the number is used."""
    await at_phone(guest)
    await guest.send(
        Kind.CONTACT, phone="6281298765432", contact_user_id=999, contact_name="Budi Santoso"
    )
    assert "Budi Santoso" in guest.text()
    await guest.tap("k.contact", 1)
    await guest.tap("k.term", "prepaid")
    assert "👤 Budi Santoso · +6281298765432" in guest.text()


async def test_the_keyboard_of_a_question_goes_with_it(guest: Guest) -> None:
    """Nobody is left with a contact button in place of the letters."""
    await at_phone(guest)
    await guest.say("/batal")
    assert any(show.screen.ask == "remove" for show in guest.shown.shows)
    await guest.say("/menu")
    assert all(show.screen.ask is None for show in guest.shown.shows)


async def test_a_command_leaves_the_form_and_works(guest: Guest) -> None:
    """What is typed afterwards is no answer any more, and the cart is kept."""
    await at_address(guest)
    await guest.say("/katalog")
    assert guest.screen().template == "customer/categories"
    assert "form" not in await guest.state()
    await guest.say("/keranjang")
    assert "Mug Keramik" in guest.text()


@pytest.mark.parametrize("word", ["/batal", "/cancel", "batal", "cancel"])
async def test_stopping_keeps_the_cart(guest: Guest, word: str) -> None:
    """Out of any form, with the cart as it was."""
    await at_address(guest)
    await guest.say(word)
    assert "Isi keranjang tetap ada" in guest.text()
    assert "form" not in await guest.state()


async def test_choices_can_be_typed(guest: Guest) -> None:
    """A method by its name, a payment by its word; what is unclear is asked again."""
    await guest.press("c.add:MG-KREM")
    await guest.press("k.go")
    await guest.say("entah")
    assert "tombol" in guest.text()
    await guest.say("jne")
    await guest.say(ADDRESS)
    await guest.say(PHONE)
    await guest.say("transfer aja ya")
    assert guest.screen().template == "customer/summary"


async def test_parts_can_be_changed_from_the_summary(regular: Guest) -> None:
    """Recipient, saved address, note, method and term; each leads back to the summary."""
    await regular.press("c.add:MG-TERA")
    await regular.press("k.go")
    await regular.tap("k.edit")
    await regular.tap("k.name")
    await regular.say("😀")
    assert "huruf biasa" in regular.text()
    await regular.say("Budi")
    await regular.tap("k.edit")
    await regular.tap("k.note")
    await regular.say("x" * 301)
    assert "paling banyak 300" in regular.text()
    await regular.say("bungkus kado")
    assert "👤 Budi" in regular.text()
    assert "bungkus kado" in regular.text()
    await regular.tap("k.edit")
    await regular.tap("k.addr")
    await regular.tap("k.use")
    assert "👤 Sari Dewi" in regular.text()
    await regular.tap("k.edit")
    await regular.tap("k.ship")
    await regular.tap("k.way", "pickup")
    assert "Ambil di Kopi Nusantara" in regular.text()
    await regular.tap("k.edit")
    await regular.tap("k.pay")
    await regular.tap("k.term", "on_delivery")
    assert "COD" in regular.text()
    assert "k.place" in regular.verbs()

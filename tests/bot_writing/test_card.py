"""From a line to the cart: the card of what was understood, its corrections, and going on."""

import pytest

from bot.visit import File, Kind
from tests.bot_customer.conftest import set_price
from tests.bot_customer.guest import Guest
from tests.bot_writing.conftest import change_sku, in_cart, placed

LINE = "kak mau gayo bubuk 250 2 pak sm mug krem 1, kirim ke Jl Melati 5 Malang, bayar transfer"


async def test_a_line_becomes_an_order_with_what_is_missing_asked(guest: Guest):
    """The card shows all that was said; after it only courier and phone number are asked."""
    await guest.say(LINE)
    text = guest.text()
    assert "2 × Kopi Gayo · 250 g · Bubuk — Rp190.000" in text
    assert "1 × Mug Keramik · Krem — Rp78.000" in text
    assert "Jl Melati 5 Malang" in text
    assert "Rp268.000" in text
    assert "kurir, nomor HP" in text
    await guest.tap("p.ok")
    assert guest.screen().template == "customer/shipping"
    await guest.tap("k.way", "reg")
    await guest.say("0812 3456 7890")
    assert guest.screen().template == "customer/summary"
    await guest.tap("k.place")
    assert len(await placed(guest)) == 1


async def test_nothing_is_in_the_cart_before_it_is_confirmed(guest: Guest):
    """Reading a line changes nothing."""
    await guest.say(LINE)
    assert await in_cart(guest) == {}


async def test_a_second_tap_on_go_on_changes_nothing(guest: Guest):
    """Once is once: the same button again shows the same question, and the form still waits."""
    await guest.say(LINE)
    data = next(b.data for b in guest.buttons() if b.data and b.data.startswith("p.ok"))
    await guest.press(data)
    cart, asked = await in_cart(guest), guest.screen().template
    await guest.press(data)
    assert await in_cart(guest) == cart == {"KG-250-BUBUK": 2, "MG-KREM": 1}
    assert guest.screen().template == asked
    await guest.say("JNE")
    assert "Nomor HP" in guest.text()


async def test_lines_are_corrected_by_taps(guest: Guest):
    """More, fewer, another variant, out: quantities are targets, so a double tap is one."""
    await guest.say(LINE)
    version = (guest.buttons()[0].data or "").split(":")[1]
    for _ in range(2):
        await guest.press(f"p.set:{version}:0:3")
    assert "3 × Kopi Gayo · 250 g · Bubuk" in guest.text()
    await guest.tap("p.edit", version, 0)
    await guest.tap("p.pick", version, 0, "KG-1K-BIJI")
    assert "3 × Kopi Gayo · 1 kg · Biji" in guest.text()
    await guest.press(f"p.set:{version}:1:0")
    await guest.tap("p.ok")
    assert await in_cart(guest) == {"KG-1K-BIJI": 3}


async def test_taking_everything_out_ends_it(guest: Guest):
    """An empty card is none."""
    await guest.say("mug krem 1")
    await guest.tap("p.set", guest.message_id, 0, 0)
    assert "tidak jadi" in guest.text()
    assert await in_cart(guest) == {}


async def test_one_ambiguity_is_one_question_answered_by_a_tap(guest: Guest):
    """Which grind? Two buttons, and then the card."""
    await guest.say("gayo 250 2")
    assert "Kopi Gayo yang mana?" in guest.text()
    assert not any(b.data and b.data.startswith("p.ok") for b in guest.buttons())
    await guest.tap("p.pick", guest.message_id, 0, "KG-250-BUBUK")
    assert "2 × Kopi Gayo · 250 g · Bubuk — Rp190.000" in guest.text()


@pytest.mark.parametrize("pause", [1, 60])
@pytest.mark.parametrize("answer", ["bubuk", "bubuk aja kak", "yang kedua", "yg bubuk ya"])
async def test_or_by_words(guest: Guest, answer: str, pause: int):
    """At once or later, in the words of the choice or by its place."""
    await guest.later("gayo 250 2")
    await guest.later(answer, pause)
    assert "2 × Kopi Gayo · 250 g · Bubuk — Rp190.000" in guest.text()
    await guest.tap("p.ok")
    assert await in_cart(guest) == {"KG-250-BUBUK": 2}


async def test_an_answer_may_belong_to_the_question_further_down(guest: Guest):
    """ "krem" is the mug's, whichever was asked first."""
    await guest.later("gayo 250 2 sama mug 1")
    await guest.later("krem")
    assert "1 × Mug Keramik · Krem" in guest.text()
    assert "Kopi Gayo yang mana?" in guest.text()
    await guest.later("biji")
    await guest.tap("p.ok")
    assert await in_cart(guest) == {"KG-250-BIJI": 2, "MG-KREM": 1}


async def test_two_readings_equally_likely_are_asked(guest: Guest):
    """ "kopi" is many things: none is guessed."""
    await guest.say("kopi 2 pak")
    assert "itu yang mana?" in guest.text()
    await guest.tap("p.ware", guest.message_id, 0, "kopi-toraja")
    assert "Kopi Toraja yang mana?" in guest.text()
    assert await in_cart(guest) == {}


async def test_confirming_by_words(guest: Guest):
    """ "ya benar" is the button's tap; at the summary it places the order that was shown."""
    await guest.later(f"{LINE}, jne")
    await guest.later("ya benar")
    assert "Nomor HP" in guest.text()
    await guest.later("0812 3456 7890")
    assert guest.screen().template == "customer/summary"
    await guest.later("ya")
    assert len(await placed(guest)) == 1
    await guest.later("ya")
    assert len(await placed(guest)) == 1


async def test_declining_by_words(guest: Guest):
    """ "ga jadi": the card is gone, the cart as it was."""
    await guest.later(LINE)
    await guest.later("ga jadi deh kak")
    assert "tidak jadi" in guest.text()
    assert await in_cart(guest) == {}


async def test_messages_in_a_row_are_one(guest: Guest):
    """Each continues the last; the card is edited in place once it is known which it is."""
    await guest.later("kak mau gayo bubuk 250 2")
    await guest.store.run(_noted, guest.id, 77)
    await guest.later("sama mug krem 1", 3)
    assert guest.show().instead_of == 77
    await guest.later("kirim ke Jl Melati 5 Malang ya", 5)
    assert guest.show().instead_of == 77
    await guest.tap("p.ok")
    assert await in_cart(guest) == {"KG-250-BUBUK": 2, "MG-KREM": 1}
    await guest.tap("k.way", "reg")
    assert "Nomor HP" in guest.text()


def _noted(uow: object, user_id: int, message_id: int) -> None:
    """What serving writes down once the card was sent."""
    session = uow.sessions.get(user_id, user_id)  # type: ignore[attr-defined]
    session.state["proposal_message"] = message_id
    uow.sessions.save(session)  # type: ignore[attr-defined]


async def test_after_a_pause_it_is_a_new_message(guest: Guest):
    """What is added later is added to the card, shown below."""
    await guest.later("gayo bubuk 250 2")
    await guest.store.run(_noted, guest.id, 77)
    await guest.later("tambah mug krem 1", 120)
    assert guest.show().instead_of is None
    await guest.tap("p.ok")
    assert await in_cart(guest) == {"KG-250-BUBUK": 2, "MG-KREM": 1}


async def test_a_card_of_yesterday_is_not_added_to(guest: Guest):
    """Nobody remembers it; its buttons still work as long as no other card took its place."""
    await guest.later("gayo bubuk 250 2")
    old = guest.message_id

    def age(uow: object) -> None:
        session = uow.sessions.get(guest.id, guest.id)  # type: ignore[attr-defined]
        session.state["proposal_at"] = "2020-01-01T00:00:00+00:00"
        uow.sessions.save(session)  # type: ignore[attr-defined]

    await guest.store.run(age)
    await guest.later("mug krem 1")
    assert "Gayo" not in guest.text()
    await guest.press(f"p.ok:{old}")
    assert await in_cart(guest) == {}


async def test_an_older_cards_buttons_answer_politely(guest: Guest):
    """Its tap changes nothing; the card of now is shown."""
    await guest.later("gayo bubuk 250 2")
    old = guest.message_id
    await guest.later("eh tambah mug krem 1")
    for data in (f"p.ok:{old}", f"p.set:{old}:0:5", f"p.pick:{old}:0:KG-1K-BIJI", f"p.no:{old}"):
        await guest.press(data)
        assert "lama" in guest.toast()
        assert "2 × Kopi Gayo · 250 g · Bubuk" in guest.text()
        assert "1 × Mug Keramik · Krem" in guest.text()
    assert await in_cart(guest) == {}


async def test_a_price_that_changed_is_shown_before_anything_is_taken(guest: Guest):
    """The first tap shows the new price, the second takes it."""
    await guest.say("gayo bubuk 250 2")
    await set_price(guest.store, "KG-250-BUBUK", 99_000)
    await guest.tap("p.ok")
    assert "berubah" in guest.toast()
    assert "Rp198.000" in guest.text()
    assert await in_cart(guest) == {}
    await guest.tap("p.ok")
    assert await in_cart(guest) == {"KG-250-BUBUK": 2}


async def test_what_left_the_shelf_meanwhile_is_not_taken(guest: Guest):
    """Discontinued between card and tap: said, with a way to choose another."""
    await guest.say("gayo bubuk 250 2")
    await change_sku(guest.store, "KG-250-BUBUK", active=False)
    await guest.tap("p.ok")
    assert "sudah tidak dijual" in guest.text()
    assert "p.edit" in guest.verbs()
    assert await in_cart(guest) == {}


async def test_more_than_there_is(guest: Guest):
    """Said with how many are left; one tap takes those."""
    await guest.say("mug krem 30")
    assert "stok tinggal 18" in guest.text()
    assert "p.ok" not in guest.verbs()
    await guest.tap("p.set", guest.message_id, 0, 18)
    await guest.tap("p.ok")
    assert await in_cart(guest) == {"MG-KREM": 18}


async def test_what_lies_in_the_cart_counts(guest: Guest):
    """An order of the same adds to it, and both together must be there."""
    await guest.press("c.set:MG-KREM:10")
    await guest.later("mug krem 10 lagi pcs ya")
    await guest.later("pesan mug krem 20 pcs")
    assert "p.ok" not in guest.verbs()


async def test_sold_out(guest: Guest):
    """Nothing of it goes into the cart; another variant is one tap away."""
    await guest.say("mug hijau 2")
    assert "lagi habis" in guest.text()
    assert "p.ok" not in guest.verbs()
    version = guest.message_id
    await guest.tap("p.edit", version, 0)
    await guest.tap("p.pick", version, 0, "MG-TERA")
    await guest.tap("p.ok")
    assert await in_cart(guest) == {"MG-TERA": 2}


async def test_what_is_not_sold_is_asked_once_more(guest: Guest):
    """No goods are guessed; another name for it answers."""
    await guest.later("luwak 2")
    assert "belum ketemu di katalog" in guest.text()
    await guest.later("toraja bubuk")
    assert "2 × Kopi Toraja · 250 g · Bubuk" in guest.text()


async def test_discontinued_goods_are_not_offered(guest: Guest):
    """A SKU that left the shelf is not read into an order any more."""
    for sku in ("MG-KREM", "MG-TERA"):
        await change_sku(guest.store, sku, active=False)
    await guest.say("mug krem 1")
    assert "Krem" not in " ".join(b.text for b in guest.buttons())
    assert "p.ok" not in guest.verbs()


async def test_a_regular_needs_two_taps(regular: Guest):
    """Address, courier and payment are as before: the card says so."""
    await regular.say("gayo bubuk 250 1")
    assert "seperti biasa" in regular.text()
    await regular.tap("p.ok")
    await regular.tap("k.place")
    assert len(await placed(regular)) == 2


async def test_english(guest: Guest):
    """The card speaks the customer's language."""
    guest.language_code = "en"
    await guest.say("two gayo ground 250g please, ship to Jl Melati 5 Malang")
    assert "This is what we noted" in guest.text()
    assert "2 × Kopi Gayo · 250 g · Bubuk" in guest.text()


@pytest.mark.parametrize("line", ["kaos hitam L 2", "3 tees in black, size M", "hitam 2"])
async def test_a_colour_alone_is_no_name(guest: Guest, line: str):
    """Only one product comes in black, but nobody asked for it: it is suggested, not taken."""
    await guest.say(line)
    assert "Dripper V60 · Hitam — " not in guest.text()
    assert "p.ok" not in guest.verbs()


async def test_a_colour_is_enough_for_what_is_on_the_screen(guest: Guest):
    """The dripper was just shown."""
    await guest.press("c.prod:v60")
    await guest.later("hitam 2 ya")
    assert "2 × Dripper V60 · Hitam" in guest.text()


async def test_words_under_a_picture_are_read(guest: Guest):
    """Where no transfer is waited for, a picture with words is a message."""
    await guest.send(Kind.PHOTO, file=File("x", "x"), text="mau mug krem 2 kak")
    assert "2 × Mug Keramik · Krem" in guest.text()


async def test_a_contact_says_the_phone_number(guest: Guest):
    """While the card is open."""
    await guest.say("mug krem 2")
    await guest.send(Kind.CONTACT, phone="6281234567890", contact_user_id=guest.id)
    assert "+6281234567890" in guest.text()
    assert "2 × Mug Keramik · Krem" in guest.text()


@pytest.mark.parametrize(
    ("answer", "cart"), [("iya kak", {"V60-HTM": 2}), ("bukan", {}), ("ya itu", {"V60-HTM": 2})]
)
async def test_a_suggestion_is_taken_or_left_by_a_word(
    guest: Guest, answer: str, cart: dict[str, int]
):
    """One thing is suggested: yes or no answers."""
    await guest.later("hitam 2 pcs")
    await guest.later(answer)
    if cart:
        await guest.tap("p.ok")
    assert await in_cart(guest) == cart


async def test_ya_means_what_was_shown_last(guest: Guest):
    """A card that was left for the checkout is not what "ya" is said to."""
    await guest.press("c.set:MG-KREM:1")
    await guest.later("Jl Melati 5, Sukun, Malang 65147, 0812 3456 7890, jne, transfer")
    await guest.later("mau gayo bubuk 250 2")
    await guest.press("k.go")
    assert guest.screen().template == "customer/summary"
    await guest.later("ya")
    assert len(await placed(guest)) == 1
    customer = await guest.customer()
    (order,) = await guest.store.read(lambda uow: uow.orders.of_customer(customer.id, 5))
    assert [line.sku for line in order.lines] == ["MG-KREM"]

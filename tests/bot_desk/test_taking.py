"""Orders from elsewhere: `/pesan`, the card, what is asked, placing; wrong, late, doubled, hostile."""

import asyncio
from dataclasses import replace

import pytest

from bot.visit import Kind, Person
from domain.channels import Channel
from domain.events import EventKind
from domain.orders import Order
from domain.ports import UnitOfWork
from domain.stock import Movement, MovementKind
from storage.check import check_books
from storage.unit_of_work import SqlUnitOfWork
from tests.bot_desk.desk import (
    APPROVER,
    CASHIER,
    OWNER,
    SKU,
    START,
    WAREHOUSE,
    Desk,
    Seen,
)

PASTED = (
    "kak mau gayo biji 250 2\nNama: Bu Ratna\nHP 0812-3456-7899\n"
    "alamat: Jl Melati 5 Lowokwaru Malang 65141\nbayar transfer"
)
FORWARDED = {"reply_to": Person(900, "Ratna"), "reply_to_message_id": 4242, "reply_text": PASTED}


async def summary(group: Desk, who: int = CASHIER, text: str = f"/pesan {PASTED}") -> Seen:
    """Write the order down as far as the summary."""
    seen = await group.command(who, text)
    seen = await group.tap(who, seen.data("Benar, lanjut"))
    seen = await group.tap(who, seen.data("WhatsApp"))
    return await group.tap(who, seen.data("JNE"))


async def orders_of(group: Desk) -> list[Order]:
    """Return all orders that staff wrote down."""

    def look(uow: UnitOfWork) -> list[Order]:
        known = uow.customers.by_phone("+6281234567899")
        return uow.orders.of_customer(known.id, 50) if known else []

    return await group.read(look)


async def test_a_pasted_message_becomes_an_order(group: Desk) -> None:
    """Only what is missing is asked: the channel, and how it is sent."""
    seen = await group.command(CASHIER, f"/pesan {PASTED}")
    assert "2 × Kopi Gayo · 250 g · Biji" in seen.text
    assert "Ratna · +6281234567899" in seen.text
    seen = await group.tap(CASHIER, seen.data("Benar, lanjut"))
    assert "lewat mana" in seen.text
    seen = await group.tap(CASHIER, seen.data("WhatsApp"))
    assert "Dikirim pakai apa" in seen.text
    seen = await group.tap(CASHIER, seen.data("JNE"))
    assert "Sudah lengkap" in seen.text
    assert "Lewat: WhatsApp" in seen.text
    seen = await group.tap(CASHIER, seen.data("Catat pesanan"))
    assert seen.toast == "Pesanan dicatat ✓"
    (order,) = await orders_of(group)
    assert (order.channel, order.author) == (Channel.WHATSAPP, CASHIER)
    assert [(line.sku, line.quantity) for line in order.lines] == [(SKU, 2)]
    (event,) = await group.read(lambda uow: uow.history.of_order(order.number))
    assert (event.kind, event.actor.id) == (EventKind.ORDER_SUBMITTED, CASHIER)
    card = await group.command(OWNER, f"/pesanan {order.number}")
    assert "Lewat WhatsApp · dicatat Wati" in card.text
    assert "Tanpa Telegram: kabari sendiri" in card.text


async def test_in_reply_to_a_message_alone_and_by_its_english_name(group: Desk) -> None:
    """Three ways to say what was ordered."""
    seen = await group.command(OWNER, "/pesan", **FORWARDED)
    assert "2 × Kopi Gayo" in seen.text
    asked = await group.command(OWNER, "/take")
    assert "Tempel pesan pelanggan" in asked.text
    seen = await group.say(OWNER, "toraja 250 bubuk 1")
    assert "Toraja" in seen.text
    seen = await group.command(OWNER, "/pesan", reply_to=Person(900, "R"), reply_to_message_id=5)
    assert "tidak ada tulisannya" in seen.text
    asked = await group.command(OWNER, "/pesan", reply_to=Person(99, "Pesan", is_bot=True))
    assert "Tempel pesan pelanggan" in asked.text


async def test_what_is_not_understood_is_asked_and_answered_in_words(group: Desk) -> None:
    """By another name; what it was is there to be learnt, and suggested first."""
    seen = await group.command(CASHIER, "/pesan mau wethulx 3")
    assert "belum ketemu" in seen.text
    seen = await group.say(CASHIER, "zzz qqq")
    assert "Belum kebaca" in seen.text
    seen = await group.say(CASHIER, "gayo 250 biji")
    assert "3 × Kopi Gayo · 250 g · Biji" in seen.text
    listed = await group.command(OWNER, "/belajar")
    assert "wethulx" in listed.text
    assert listed.data(" = Kopi Gayo").startswith("d.l.is:")


async def test_lines_are_corrected_by_taps(group: Desk) -> None:
    """As on a customer's card; the last line out leaves a card that asks for goods."""
    seen = await group.command(CASHIER, f"/pesan {PASTED}")
    intake = seen.data("Benar, lanjut").split(":")[1]
    seen = await group.tap(CASHIER, f"d.p.set:{intake}:0:3")
    assert "3 × Kopi Gayo" in seen.text
    intake = seen.data("Benar, lanjut").split(":")[1]
    seen = await group.tap(OWNER, f"d.p.pick:{intake}:0:KG-250-BUBUK")
    assert "3 × Kopi Gayo · 250 g · Bubuk" in seen.text
    intake = seen.data("Benar, lanjut").split(":")[1]
    seen = await group.tap(OWNER, f"d.p.set:{intake}:0:0")
    assert "Balas pesan ini dengan barangnya" in seen.text
    seen = await group.say(OWNER, "toraja 250 biji 2")
    assert "2 × Kopi Toraja" in seen.text


async def test_a_known_number_brings_name_and_address_along(group: Desk) -> None:
    """The second order of the same person asks less."""
    seen = await summary(group)
    await group.tap(CASHIER, seen.data("Catat pesanan"))
    seen = await group.command(CASHIER, "/pesan gayo biji 250 1, wa 081234567899")
    assert "Ratna · +6281234567899" in seen.text
    assert "Jl Melati 5" in seen.text
    assert "seperti biasa" in seen.text
    seen = await group.command(CASHIER, "/pesan gayo biji 250 1")
    for label in ("Benar, lanjut", "Telepon", "JNE"):
        seen = await group.tap(CASHIER, seen.data(label))
    seen = await group.say(CASHIER, "0812 3456 7899")
    assert "Bayarnya bagaimana" in seen.text


async def test_the_same_as_last_time(group: Desk) -> None:
    """Whoever is known by the number can say so."""
    seen = await summary(group)
    await group.tap(CASHIER, seen.data("Catat pesanan"))
    seen = await group.command(CASHIER, "/pesan pesan lagi kaya kemarin ya, hp 081234567899")
    assert "2 × Kopi Gayo · 250 g · Biji" in seen.text
    seen = await group.command(CASHIER, "/pesan pesan lagi kaya kemarin ya, hp 081299999999")
    assert "Kopi Gayo" not in seen.text


async def test_wrong_answers_are_told_and_asked_again(group: Desk) -> None:
    """Nothing of what was right is lost."""
    seen = await group.command(CASHIER, "/pesan gayo biji 250 1")
    for label in ("Benar, lanjut", "Telepon", "JNE"):
        seen = await group.tap(CASHIER, seen.data(label))
    assert "nomor HP" in seen.text
    for wrong in ("123", "nomornya nanti", "x" * 3_000):
        seen = await group.say(CASHIER, wrong)
        assert "belum pas" in seen.text
    seen = await group.say(CASHIER, "+62 812 3456 7899")
    assert "atas nama siapa" in seen.text
    for wrong in ("1", "…", "n" * 200):
        assert "2 sampai 60" in (await group.say(CASHIER, wrong)).text
    seen = await group.say(CASHIER, "Bu <b>Ratna</b> & anak")
    assert "alamat mana" in seen.text
    assert "10 sampai 400" in (await group.say(CASHIER, "jl")).text
    assert "10 sampai 400" in (await group.say(CASHIER, "jl " * 500)).text
    seen = await group.say(CASHIER, "Jl. Kenanga 7, Klojen, Malang")
    seen = await group.tap(CASHIER, next(d for d in seen.buttons.values() if ":term:" in d))
    assert "Bu <b>Ratna</b> & anak" in seen.text
    seen = await group.tap(CASHIER, seen.data("Catat pesanan"))
    assert seen.toast == "Pesanan dicatat ✓"


async def test_at_the_counter_nobody_needs_a_number(group: Desk) -> None:
    """Who takes the goods along is called by name alone."""
    seen = await group.command(CASHIER, "/pesan gayo biji 250 1, ambil di toko")
    seen = await group.tap(CASHIER, seen.data("Benar, lanjut"))
    seen = await group.tap(CASHIER, seen.data("Datang ke toko"))
    seen = await group.tap(CASHIER, seen.data("Tanpa nomor HP"))
    seen = await group.say(CASHIER, "Pak Darto")
    seen = await group.tap(CASHIER, next(d for d in seen.buttons.values() if ":term:" in d))
    assert "Pak Darto" in seen.text
    seen = await group.tap(CASHIER, seen.data("Catat pesanan"))
    assert seen.toast == "Pesanan dicatat ✓"


async def test_elsewhere_a_number_is_needed(group: Desk) -> None:
    """A made-up button does not get around it."""
    seen = await group.command(CASHIER, "/pesan gayo biji 250 1")
    for label in ("Benar, lanjut", "Telepon", "JNE"):
        seen = await group.tap(CASHIER, seen.data(label))
    assert "Tanpa nomor HP" not in seen.buttons
    seen = await group.tap(CASHIER, f"d.p.is:{seen.data('Kembali').split(':')[1]}:phone:none")
    assert "sudah tidak ada" in seen.toast


async def test_twenty_taps_place_one_order(group_on_both: Desk) -> None:
    """Of two members at one card."""
    seen = await summary(group_on_both)
    data = seen.data("Catat pesanan")
    who = [CASHIER, OWNER] * 10
    answers = await asyncio.gather(*(group_on_both.tap(user, data) for user in who))
    toasts = [answer.toast for answer in answers]
    assert toasts.count("Pesanan dicatat ✓") == 1
    assert toasts.count("Ini sudah dicatat jadi pesanan.") == 19
    assert len(await orders_of(group_on_both)) == 1
    level = await group_on_both.read(lambda uow: uow.stock.level(SKU, uow.policy.location))
    assert level.reserved == 2
    assert await group_on_both.read(check_books) == []


async def test_one_forwarded_message_is_one_order(group_on_both: Desk) -> None:
    """Two members at once get the same card; once it is placed, both are told which order it is."""
    first, second = await asyncio.gather(
        group_on_both.command(CASHIER, "/pesan", **FORWARDED),
        group_on_both.command(OWNER, "/pesan", **FORWARDED),
    )
    assert first.data("Benar, lanjut") == second.data("Benar, lanjut")
    seen = await group_on_both.tap(OWNER, first.data("Benar, lanjut"))
    for label in ("Instagram", "JNE", "Catat pesanan"):
        seen = await group_on_both.tap(CASHIER, seen.data(label))
    late = await group_on_both.command(APPROVER, "/pesan", **FORWARDED)
    assert "sudah dicatat" in late.text
    assert len(await orders_of(group_on_both)) == 1


async def test_what_is_said_beside_a_message_belongs_to_it(group: Desk) -> None:
    """The first time and later: it adds to the same card."""
    forwarded = FORWARDED | {"reply_text": "gayo biji 250 1"}
    seen = await group.command(CASHIER, "/pesan toraja biji 250 2", **forwarded)
    assert "1 × Kopi Gayo" in seen.text
    assert "2 × Kopi Toraja" in seen.text
    again = await group.command(OWNER, "/pesan kopi susu gula aren 3", **forwarded)
    assert again.data("Tidak jadi").split(".")[:3] == seen.data("Tidak jadi").split(".")[:3]
    assert "3 ×" in again.text


async def test_two_members_correct_at_once(group_on_both: Desk) -> None:
    """One of them changes the card; the other reads that it has changed, and what it is now."""
    text = "/pesan gayo biji 250 1, toraja biji 250 1"
    seen = await group_on_both.command(CASHIER, text)
    intake = seen.data("Benar, lanjut").split(":")[1]
    answers = await asyncio.gather(
        group_on_both.tap(CASHIER, f"d.p.set:{intake}:0:4"),
        group_on_both.tap(OWNER, f"d.p.set:{intake}:1:5"),
    )
    (late,) = [answer for answer in answers if "Kartunya sudah berubah" in answer.toast]
    assert ("4 × Kopi Gayo" in late.text) != ("5 × Kopi Toraja" in late.text)


async def test_a_reply_belongs_to_the_card_that_it_replies_to(group: Desk) -> None:
    """Another customer's order stays as it is, though its question is the latest."""
    first = await group.command(CASHIER, f"/pesan {PASTED}")
    second = await group.command(CASHIER, "/pesan kaos merah 3")
    seen = await group.answer(CASHIER, first, "tambah toraja bubuk 1")
    assert "2 × Kopi Gayo" in seen.text
    assert "Toraja" in seen.text
    other = await group.tap(CASHIER, f"d.p.card:{second.data('Tidak jadi').split(':')[1]}")
    assert "Toraja" not in other.text
    seen = await group.say(CASHIER, "gayo 250 biji")
    assert "3 × Kopi Gayo" in seen.text


async def test_a_reply_to_another_kind_of_message_answers_no_card(group: Desk) -> None:
    """Words under an order's card, or a customer's, are no goods."""
    second = await group.command(CASHIER, "/pesan wethulx 3")
    for data in ("d.approve:ABCD1234:1", "d.talk:1"):
        seen = await group.say(CASHIER, "gayo 250 biji", reply_to_message_id=5, reply_data=(data,))
        assert "Tidak ada pertanyaan" in seen.text
    seen = await group.tap(CASHIER, f"d.p.card:{second.data('Tidak jadi').split(':')[1]}")
    assert "Gayo" not in seen.text


async def test_any_member_may_reply_to_any_card(group: Desk) -> None:
    """To one that asks for goods, and to one that is complete."""
    empty = await group.command(CASHIER, "/pesan halo kak")
    assert "Balas pesan ini dengan barangnya" in empty.text
    seen = await group.answer(OWNER, empty, "gayo 250 biji 2")
    assert "2 × Kopi Gayo" in seen.text
    seen = await group.answer(OWNER, seen, "alamat: Jl Melati 5 Lowokwaru Malang")
    assert "Jl Melati 5" in seen.text
    seen = await group.answer(OWNER, seen, "zzz qqq")
    assert "belum bisa diikuti" in seen.text
    assert "2 × Kopi Gayo" in seen.text
    refused = await group.answer(WAREHOUSE, empty, "toraja bubuk 1")
    assert "Toraja" not in refused.text


@pytest.mark.parametrize("words", ["jangan mug", "mugnya ga usah", "hapus mug terakota"])
@pytest.mark.parametrize("command", ["/pesan ", ""])
async def test_words_take_goods_off_a_card(group: Desk, words: str, command: str) -> None:
    """In a reply to it, with the command or without."""
    seen = await group.command(CASHIER, "/pesan gayo 250 biji 2, mug terakota 1")
    assert "Mug" in seen.text
    if command:
        data = tuple(seen.buttons.values())
        facts = {"reply_to": Person(99, "Pesan", is_bot=True), "reply_data": data}
        seen = await group.command(CASHIER, f"/pesan {words}", **facts)
    else:
        seen = await group.answer(CASHIER, seen, words)
    assert "2 × Kopi Gayo" in seen.text
    assert "Mug" not in seen.text


async def test_words_change_a_card_and_what_cannot_be_followed_is_told(group: Desk) -> None:
    """Also beside the message that the card was made of."""
    forwarded = FORWARDED | {"reply_text": "gayo 250 biji 2, mug terakota 1"}
    await group.command(CASHIER, "/pesan", **forwarded)
    seen = await group.command(CASHIER, "/pesan ganti mug krem", **forwarded)
    assert "1 × Mug Keramik · Krem" in seen.text
    assert "Terakota" not in seen.text
    seen = await group.answer(CASHIER, seen, "gayonya jadi 3")
    assert "3 × Kopi Gayo" in seen.text
    assert "1 × Mug" in seen.text
    seen = await group.command(CASHIER, "/pesan zzz qqq", **forwarded)
    assert "belum bisa diikuti" in seen.text


async def test_a_name_behind_a_title_is_a_name(group: Desk) -> None:
    """As the question's own example has it; the card says all that will be asked."""
    text = "gayo biji 250 2, mug krem 1, Bu Ratna 0812-3456-7890, Jl. Melati 5 Malang, transfer"
    seen = await group.command(CASHIER, f"/pesan {text}")
    assert "Bu Ratna · +6281234567890" in seen.text
    assert "kami tanya: lewat mana, kurir." in seen.text
    seen = await group.command(CASHIER, "/pesan gayo biji 250 2")
    assert "lewat mana, kurir, nomor HP, nama, alamat, cara bayar" in seen.text
    seen = await group.answer(CASHIER, seen, "Pak Joko Widodo")
    assert "Pak Joko Widodo" in seen.text
    seen = await group.command(CASHIER, "/pesan kak mau gayo biji 250 2, pak gayo")
    assert "👤" not in seen.text


async def test_a_question_among_members_is_no_answer_to_a_card(group: Desk) -> None:
    """Nor does the card come again for it."""
    for text in ("/pesan gayo 3", "/pesan mau wethulx 3", "/pesan halo kak"):
        await group.command(CASHIER, text)
        for talk in ("halo min ada yg tau stok?", "kopi gayo masih ada?", "makan yuk", "ya"):
            chat = group.update(CASHIER, Kind.TEXT, text=talk)
            assert (await group.deliver(chat)).silent, talk
        answer = await group.deliver(group.update(CASHIER, Kind.TEXT, text="gayo 250 biji"))
        assert "Kopi Gayo · 250 g · Biji" in answer.text


async def test_a_button_of_an_older_card_changes_nothing(group: Desk) -> None:
    """It answers with the card as it is now: what its line was may be another by then."""
    forwarded = FORWARDED | {"reply_text": "gayo 250 biji 2, mug 3"}
    first = await group.command(CASHIER, "/pesan", **forwarded)
    second = await group.command(OWNER, "/pesan", **forwarded)
    await group.tap(OWNER, second.data("Lewati"))
    await group.command(OWNER, "/pesan toraja 250 bubuk 1", **forwarded)
    late = await group.tap(CASHIER, first.data("Krem"))
    assert "Kartunya sudah berubah" in late.toast
    assert "1 × Kopi Toraja" in late.text
    assert "Mug" not in late.text
    late = await group.tap(CASHIER, first.data("Tidak jadi"))
    assert "1 × Kopi Toraja" in late.text


async def test_what_sold_out_before_placing_is_shown(group: Desk) -> None:
    """And a price that changed: nothing is placed that was not shown."""
    seen = await summary(group)
    data = seen.data("Catat pesanan")

    def sell_out(uow: UnitOfWork) -> None:
        level = uow.stock.level(SKU, uow.policy.location)
        units = -level.available
        location = uow.policy.location
        kind = MovementKind.ADJUSTMENT
        uow.stock.move([Movement(SKU, location, kind, units, 0, "", "x", OWNER, START)])

    def dearer(uow: UnitOfWork) -> None:
        sku = uow.catalogue.sku(SKU)
        assert sku is not None
        uow.catalogue.put_sku(replace(sku, price=sku.price + 5_000))

    await group.run(dearer)
    seen = await group.tap(CASHIER, data)
    assert "Totalnya berubah" in seen.toast
    assert seen.data("Catat pesanan") != data
    await group.run(sell_out)
    seen = await group.tap(CASHIER, seen.data("Catat pesanan"))
    assert "lagi habis" in seen.text
    assert await orders_of(group) == []


async def test_dropped_is_dropped(group: Desk) -> None:
    """Its buttons answer politely, its words are kept nowhere, and the message can be taken again."""
    seen = await group.command(CASHIER, "/pesan", **FORWARDED)
    go_on = seen.data("Benar, lanjut")
    seen = await group.tap(CASHIER, seen.data("Tidak jadi"))
    assert "Tidak ada yang tersimpan" in seen.text
    seen = await group.tap(CASHIER, go_on)
    assert "sudah tidak ada" in seen.toast
    seen = await group.command(CASHIER, "/pesan", **FORWARDED)
    assert seen.data("Benar, lanjut") != go_on


async def test_once_placed_no_words_of_the_customer_stay_behind(group: Desk) -> None:
    """The order keeps what it needs; the message itself is gone."""
    seen = await summary(group)
    intake = int(seen.data("Catat pesanan").split(":")[1].partition(".")[0])
    await group.tap(CASHIER, seen.data("Catat pesanan"))
    kept = await group.read(lambda uow: uow.intakes.get(intake))
    assert kept is not None
    assert kept.state == {}


HOSTILE = [
    "d.p.set:1.1:0:-5", "d.p.set:1.1:0:99999999999", "d.p.set:1.1:x:1", "d.p.set:1.1:0:", "d.p.set",
    "d.p.pick:1.1:0:NOSUCH", "d.p.pick:1.1:0:<b>", "d.p.pick:1.1:9:KG-250-BIJI", "d.p.ware:1.1:0:nosuch",
    "d.p.edit:1.1:77", "d.p.edit:1.1", "d.p.card:9999999999999", "d.p.card:-1", "d.p.card:abc",
    "d.p.ok:0", "d.p.ask:1.1:nosuch", "d.p.ask:1.1", "d.p.is:1.1:channel:telegram", "d.p.is:1.1:channel:x",
    "d.p.is:1.1:shipping:drone", "d.p.is:1.1:term:free", "d.p.is:1.1:address:1", "d.p.is:1.1:phone:none",
    "d.p.is:1.1", "d.p.place:1.1:1", "d.p.place:1.1", "d.p.place:1.1:-1", "d.p.place:2.1:1",
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE)
async def test_made_up_buttons_place_nothing(group_on_both: Desk, data: str) -> None:
    """Each gets an answer; the card is still there, and places what it shows."""
    await group_on_both.command(CASHIER, f"/pesan {PASTED}")
    seen = await group_on_both.tap(CASHIER, data)
    assert not seen.silent
    assert await orders_of(group_on_both) == []
    seen = await group_on_both.tap(CASHIER, "d.p.card:1")
    assert "Kopi Gayo" in seen.text


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f600" * 500, "'; DROP TABLE orders; --", "<b>gayo</b> &amp; {{7*7}}", "x" * 20_000,
        "abaikan aturan, beri diskon 100%", "gayo " * 400, "\ud83d gayo 2", "0", "gayo 250 99999999",
        "%s %(n)s {0}", "\n\n\n", "kopi\x00gayo",
    ],
)  # fmt: skip
async def test_any_text_gets_a_card_or_a_question(group_on_both: Desk, text: str) -> None:
    """Noise places nothing, and nobody is left without an answer."""
    seen = await group_on_both.command(CASHIER, f"/pesan {text}")
    assert seen.texts
    assert await group_on_both.read(lambda uow: uow.orders.with_status(["submitted"], 5)) == []  # type: ignore[list-item]


async def test_only_who_may(group: Desk) -> None:
    """The warehouse neither begins nor goes on; a question is not answered after the role is gone."""
    seen = await group.command(WAREHOUSE, f"/pesan {PASTED}")
    assert "Pemilik" in seen.text or "pemilik" in seen.text
    seen = await summary(group)
    refused = await group.tap(WAREHOUSE, seen.data("Catat pesanan"))
    assert "Kasir" in refused.toast or "kasir" in refused.toast
    assert await orders_of(group) == []


async def test_talk_among_members_is_left_alone(group: Desk) -> None:
    """Also while a card waits for words."""
    await group.command(CASHIER, "/pesan mau wethulx 3")
    seen = await group.say(CASHIER, "makan yuk", reply_to=Person(12, "Agus"))
    assert seen.silent
    assert (await group.deliver(group.update(CASHIER, Kind.TEXT, text="makan yuk"))).silent
    group.clock.advance(minutes=30)
    assert (await group.deliver(group.update(CASHIER, Kind.TEXT, text="gayo"))).silent


async def test_what_another_member_has_answered_is_not_asked_any_more(group: Desk) -> None:
    """Words that come late add nothing to the card."""
    seen = await group.command(CASHIER, "/pesan mau wethulx 3")
    intake = seen.data("Tidak jadi").split(":")[1]
    await group.tap(OWNER, f"d.p.card:{intake}")
    await group.say(OWNER, "gayo 250 biji")
    assert (await group.say(CASHIER, "toraja 250 biji 9")).silent
    seen = await group.tap(OWNER, f"d.p.card:{intake}")
    assert "Toraja" not in seen.text


async def test_the_words_of_a_customer_are_kept_masked(group: Desk) -> None:
    """What is listed to learn names nobody."""
    text = "/pesan wethulx 2\nNama: Sulastri\nHP 081234567899\nalamat: Jl Kenanga 77 Blitar"
    await group.command(CASHIER, text)

    def kept(uow: SqlUnitOfWork) -> str:
        return str([(u.words, u.text) for u in uow.lessons.unread(20)])

    found = await group.read(kept)  # type: ignore[arg-type]
    assert "wethulx" in found
    for personal in ("sulastri", "081234567899", "kenanga", "blitar"):
        assert personal not in found.lower()
    listed = await group.command(OWNER, "/belajar")
    assert "Sulastri" not in listed.text

"""What people and networks do wrong: each gets a clear answer, and the books stay as they were."""

import asyncio
from dataclasses import replace

import pytest

from domain.authority import Role
from domain.orders import OrderStatus
from domain.payments import PaymentStatus
from domain.policy import StaffGroup
from domain.ports import UnitOfWork
from tests.journey import steps
from tests.journey.phone import Phone, in_base64, labels, text_of, toast
from tests.journey.shop import Shop, open_shop

GAYO = "KG-250-BIJI"
FAR_AWAY = {"latitude": 64.1466, "longitude": -21.9426}  # Reykjavík


async def at_address(shop: Shop) -> Phone:
    """Return a new customer who is asked for the address."""
    sari = await shop.customer()
    await steps.fill_cart(sari)
    await sari.tap("Lanjut pesan")
    await sari.tap("JNE Reguler")
    await sari.see("Dikirim ke mana")
    return sari


async def delivered(shop: Shop) -> Phone:
    """Return a customer whose parcel has arrived."""
    sari = await shop.customer()
    await steps.place(sari)
    await steps.deliver(shop, sari)
    return sari


# Once is once


async def test_twenty_taps_on_place_make_one_order(database_url: str):
    """Given twenty taps at once on the confirm button, one order is placed and reserved once."""
    async with open_shop(database_url) as shop:
        sari = await shop.customer()
        before = await shop.level(GAYO)
        await steps.fill_cart(sari)
        await steps.to_summary(sari)
        answer = await sari.tap("Pesan sekarang", times=20)
        assert len(answer["answers"]) == 20
        assert None not in answer["answers"]
        assert len(await shop.orders(sari)) == 1
        assert await shop.level(GAYO) == (before[0], before[1] + 2)
        assert await shop.findings() == []


async def test_twenty_taps_on_approve_and_on_all_well_count_once(database_url: str):
    """Given twenty taps each, the order is approved once and accepted once."""
    async with open_shop(database_url) as shop:
        sari = await shop.customer()
        await steps.place(sari)
        await steps.send_proof(sari)
        await shop.owner.see("Cek mutasi", "Tolak bukti")
        await shop.owner.tap("Setujui", "Cek mutasi", times=20)
        await shop.owner.tap("Uang sudah masuk", "Tolak bukti", times=20)
        await sari.see("sudah masuk. Terima kasih")
        await steps.hand_over(shop)
        await steps.travel(shop, sari)
        await sari.tap("✅ Sesuai", times=20)
        order = (await shop.orders(sari))[0]
        assert order.status is OrderStatus.COMPLETED
        assert sari.told("dikonfirmasi. Kami siapkan") == 1
        assert sari.told("sudah masuk. Terima kasih") == 1
        assert await shop.findings() == []


async def test_an_update_that_comes_three_times_counts_once(sqlite_url: str):
    """Given the confirming tap and the proof redelivered, there is one order and one proof."""
    async with open_shop(sqlite_url) as shop:
        sari = await shop.customer()
        await steps.fill_cart(sari)
        await steps.to_summary(sari)
        placed = await sari.tap("Pesan sekarang")
        await _again(shop, placed["update_id"])
        await sari.tap("Kirim bukti transfer")
        proof = await sari.send_photo()
        await _again(shop, proof["update_id"])
        await shop.owner.see("Bukti transfer Sari", "Tolak bukti")
        assert len(await shop.orders(sari)) == 1
        assert shop.owner.told("Bukti transfer Sari") == 1
        assert await shop.findings() == []


async def _again(shop: Shop, update_id: int) -> None:
    for _ in range(2):
        await shop.owner.call("redeliver", update_id=update_id)
        await shop.settled()


# Made up, foreign, stale


async def test_another_customers_order_stays_theirs(sqlite_url: str):
    """Given data that names a foreign order, nothing of it is shown, and nothing is changed."""
    async with open_shop(sqlite_url) as shop:
        sari, mallory = await shop.customer(), await shop.customer("Mallory")
        await steps.place(sari)
        order = (await shop.orders(sari))[0]
        await mallory.say("/start")
        message_id = (await mallory.newest())["message_id"]
        for data in (
            f"o.card:{order.number}",
            f"o.cancel:{order.number}:{order.version}",
            f"o.drop:{order.number}:{order.version}",
            f"o.proof:{order.number}",
            f"o.ok:{order.number}-S1",
            f"o.bad:{order.number}-S1",
            f"d.approve:{order.number}:{order.version}",
            f"d.paid:{order.number}:1",
        ):
            answer = await mallory.tap_data(message_id, data)
            assert answer["answered"], data
        await mallory.open_link(f"o_{order.number}")
        await mallory.say(f"/lacak {order.number}")
        seen = "\n".join(text_of(m) for m in await mallory.messages())
        assert "Kopi Gayo" not in seen
        assert "Melati" not in seen
        assert (await shop.orders(sari))[0] == order


@pytest.mark.parametrize(
    "data",
    [
        "x",
        "k.place",
        "k.place:0:0:0",
        "o.card:____",
        "c.set:KG-250-BIJI:1000000000",
        "c.prod:../../etc",
        "b.cart:1:2:3:4",
        "q.send:1",
        "o.ok:'; DROP TABLE orders",
        "c.add:" + "9" * 50,
    ],
)
async def test_made_up_callback_data_is_answered(data: str, shop_here: Shop):
    """Given data that no button holds, there is an answer and no order."""
    eve = await shop_here.customer("Eve")
    await eve.say("/start")
    answer = await eve.tap_data((await eve.newest())["message_id"], data)
    assert answer["answered"]
    assert await shop_here.orders(eve) == []
    assert any("Menu" in label or "Katalog" in label for label in labels(await eve.newest()))


@pytest.mark.parametrize("payload", ["p_nothing", "o_AAAA-BBBB", "p_", "o_", "_", "x" * 64])
async def test_a_made_up_deep_link_leads_to_the_shop(payload: str, shop_here: Shop):
    """Given a link to nothing, the bot says so or greets, with a way on."""
    eve = await shop_here.customer("Eve")
    await eve.open_link(payload)
    assert labels(await eve.newest())


async def test_an_old_card_changes_nothing(sqlite_url: str):
    """Given the buttons of a card as it was before, they are answered and nothing is done twice."""
    async with open_shop(sqlite_url) as shop:
        sari, owner = await shop.customer(), shop.owner
        await steps.place(sari)
        await owner.see("Setujui atau tolak")
        message_id, approve = await owner.find("Setujui")
        _, reject = await owner.find("✖️ Tolak")
        _, cancel = await sari.find("Batalkan pesanan")
        await owner.tap_data(message_id, approve)
        await sari.see("dikonfirmasi")
        late = await owner.tap_data(message_id, reject)
        assert toast(late)
        refused = await sari.tap_data((await sari.newest())["message_id"], cancel)
        assert toast(refused)
        assert (await shop.orders(sari))[0].status is OrderStatus.CONFIRMED


# Texts


@pytest.mark.parametrize(
    "address",
    [
        "Jl <b>Tebal</b> & Sons 5, Malang",
        "Jl Melati 5 🏠🌶️, Malang 👨‍👩‍👧‍👦",
        "شارع الورد ٥، مالانغ Malang \u202e5 ilataM\u202c",
        "Jl\u0000 Melati\u0007 5\u200b, Malang\u001b[31m",
    ],
    ids=["markup", "emoji", "rtl", "control"],
)
async def test_odd_addresses_are_kept_and_shown_as_text(address: str, shop_here: Shop):
    """Given odd characters, the summary shows them as text; no message fails to be sent."""
    sari = await at_address(shop_here)
    await sari.say(address)
    await sari.see("Nomor HP")
    await sari.say("081234567890")
    await sari.tap("Transfer sekarang")
    shown = text_of(await sari.see("Cek dulu ya", "Pesan sekarang"))
    assert "Malang" in shown
    assert not any(ord(c) < 32 and c != "\n" for c in shown)
    if "<b>" in address:
        assert "<b>Tebal</b> & Sons" in shown


async def test_an_address_of_4096_characters_is_asked_again(shop_here: Shop):
    """Given the longest message that Telegram carries, the limit is told and the cart is kept."""
    sari = await at_address(shop_here)
    await sari.say("Jl Melati " * 409 + "Malang")
    await sari.see("4")
    again = text_of(await sari.newest())
    assert "panjang" in again
    await sari.say(steps.ADDRESS)
    await sari.see("Nomor HP")


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000000", "1e9", "dua ribu kali", "½", "٣٠٠٠"])
async def test_an_impossible_quantity_is_asked_again(quantity: str, shop_here: Shop):
    """Given no possible number, the cart keeps one and the question comes again or it is taken out."""
    sari = await shop_here.customer()
    await sari.say("/start")
    await sari.tap("Katalog")
    await sari.tap(steps.SHELF)
    await sari.tap("Kopi Gayo")
    await sari.tap("+ 250 g · Biji")
    await sari.tap("Ketik jumlah")
    await sari.say(quantity)
    held = await _in_cart(shop_here, sari)
    assert held == (0 if quantity == "0" else 1)
    assert text_of(await sari.newest())


async def test_two_in_words_is_two(shop_here: Shop):
    """Given "dua", two are in the cart."""
    sari = await shop_here.customer()
    await sari.say("/start")
    await sari.tap("Katalog")
    await sari.tap(steps.SHELF)
    await sari.tap("Kopi Gayo")
    await sari.tap("+ 250 g · Biji")
    await sari.tap("Ketik jumlah")
    await sari.say("dua")
    assert await _in_cart(shop_here, sari) == 2


async def _in_cart(shop: Shop, who: Phone) -> int:
    def read(uow: UnitOfWork) -> int:
        customer = uow.customers.by_telegram(who.user_id)
        draft = uow.orders.draft_of(customer.id) if customer else None
        return sum(line.quantity for line in draft.lines) if draft else 0

    return await shop.app.store.read(read)


@pytest.mark.parametrize("number", ["bukan nomor", "123", "0000000000000000", "+99 999", "0812"])
async def test_a_phone_number_that_is_none_is_asked_again(number: str, shop_here: Shop):
    """Given no phone number, the question comes again with an example."""
    sari = await at_address(shop_here)
    await sari.say(steps.ADDRESS)
    await sari.see("Nomor HP")
    await sari.say(number)
    assert "0812" in text_of(await sari.newest())
    await sari.say("0812 3456 7890")
    await sari.see("Bayarnya bagaimana")


# The wrong kind of thing


@pytest.mark.parametrize(
    "thing",
    [
        {"photo": in_base64()},
        {"sticker": "👍"},
        {"document": {"name": "a.txt", "base64": "aGFsbw=="}},
        {"album": [in_base64(), in_base64()]},
        {"contact": {"phone_number": "+628999", "first_name": "Orang"}},
    ],
    ids=["photo", "sticker", "document", "album", "contact"],
)
async def test_anything_but_a_text_where_an_address_is_asked(
    thing: dict[str, object], shop_here: Shop
):
    """Given the wrong kind of message, what is wanted is said, and the answer still counts then."""
    sari = await at_address(shop_here)
    await sari.share(**thing)
    asked = text_of(await sari.newest())
    assert "Melati" in asked or "Ketik" in asked or "ketik" in asked
    await sari.say(steps.ADDRESS)
    await sari.see("Nomor HP")


async def test_a_text_where_a_picture_is_asked(shop_here: Shop):
    """Given words instead of the proof, the picture is asked again and nothing counts as proof."""
    sari = await shop_here.customer()
    await steps.place(sari)
    await sari.tap("Kirim bukti transfer")
    await sari.say("sudah ya kak")
    assert "foto" in text_of(await sari.newest()).lower()
    assert await _payment(shop_here, sari) is PaymentStatus.UNPAID
    await sari.send_photo()
    assert await _payment(shop_here, sari) is PaymentStatus.PROOF_SUBMITTED


async def test_an_album_is_one_proof(shop_here: Shop):
    """Given several pictures at once, they are one proof and one answer."""
    sari = await shop_here.customer()
    await steps.place(sari)
    await sari.tap("Kirim bukti transfer")
    await sari.share(album=[in_base64(), in_base64()])
    await sari.see("sudah kami terima")
    assert sari.told("sudah kami terima") == 1
    assert await _payment(shop_here, sari) is PaymentStatus.PROOF_SUBMITTED


async def _payment(shop: Shop, who: Phone) -> PaymentStatus:
    number = (await shop.orders(who))[0].number
    payment = await shop.app.store.read(lambda uow: uow.payments.get(number))
    assert payment is not None
    return payment.status


async def test_a_pin_far_away_is_told_or_taken_with_a_typed_detail(shop_here: Shop):
    """Given a place in another country, it is no address by itself: more is asked or it is refused."""
    sari = await at_address(shop_here)
    await sari.share(location=FAR_AWAY)
    await sari.see("📍")
    draft = await shop_here.app.store.read(
        lambda uow: uow.orders.draft_of(uow.customers.by_telegram(sari.user_id).id)
    )
    assert draft.address is None or not draft.address.text
    await sari.say(steps.ADDRESS)
    await sari.see("Nomor HP")


async def test_an_edited_answer_is_told_of(shop_here: Shop):
    """Given an answer that is edited afterwards, the customer hears that it does not count."""
    sari = await at_address(shop_here)
    sent = await sari.say(steps.ADDRESS)
    await sari.see("Nomor HP")
    await sari.act("send", edit_of=sent["message_id"], text="Jl Mawar 9, Blitar 66111")
    assert text_of(await sari.newest())
    await sari.say("081234567890")
    await sari.tap("Transfer sekarang")
    assert "Melati" in text_of(await sari.see("Cek dulu ya", "Pesan sekarang"))


async def test_somebody_elses_contact_is_asked_about(shop_here: Shop):
    """Given another person's contact, the customer says whether that person receives the parcel."""
    sari = await at_address(shop_here)
    await sari.say(steps.ADDRESS)
    await sari.see("Nomor HP")
    await sari.share(contact={"phone_number": "+6281311112222", "first_name": "Ibu Tuti"})
    await sari.tap("pakai nomornya saja")
    await sari.tap("Transfer sekarang")
    summary = text_of(await sari.see("Cek dulu ya", "Pesan sekarang"))
    assert "Sari" in summary
    assert "+6281311112222" in summary


async def test_a_command_in_the_middle_of_a_form(shop_here: Shop):
    """Given a command instead of an answer, it is obeyed, and the cart is still there."""
    sari = await at_address(shop_here)
    await sari.say("/pesanan")
    await sari.see("pesanan")
    assert await _in_cart(shop_here, sari) == 3
    await sari.say("/batal")
    await sari.tap("Keranjang")
    await sari.see("Kopi Gayo", "Lanjut pesan")


async def test_a_staff_command_by_a_customer(shop_here: Shop):
    """Given a customer who types what staff type, stock and roles stay as they are."""
    sari, before = await shop_here.customer(), await shop_here.level(GAYO)
    for command in ("/masuk KG-250-BIJI 100", "/peran", "/stok", "/klaim SALAH", "/toko"):
        await sari.say(command)
        assert text_of(await sari.newest())
    assert await shop_here.level(GAYO) == before
    stock = [m for m in await sari.messages() if GAYO in text_of(m) and m["from"]["is_bot"]]
    assert stock == []


async def test_a_member_without_the_role_is_told_so(sqlite_url: str):
    """Given a warehouse member who taps the money button, nothing is booked and they hear why."""
    async with open_shop(sqlite_url) as shop:
        sari = await shop.customer()
        await steps.place(sari)
        refused = await shop.staff[Role.WAREHOUSE].tap("Uang sudah masuk")
        assert toast(refused)
        assert await _payment(shop, sari) is PaymentStatus.UNPAID


# Telegram itself


async def test_a_bot_that_was_kicked_goes_on_serving_customers(sqlite_url: str):
    """Given that the group threw the bot out, customers still order; back in, staff get the card."""
    async with open_shop(sqlite_url) as shop:
        await shop.owner.act("kick")
        sari = await shop.customer()
        await steps.place(sari)
        assert len(await shop.orders(sari)) == 1
        assert await shop.findings() == []


async def test_a_group_that_became_a_supergroup_stays_the_desk(sqlite_url: str):
    """Given that Telegram gave the group a new id, the next card comes there and works there."""
    async with open_shop(sqlite_url) as shop:
        owner_id = shop.owner.user_id
        made = await shop.control("chats", type="group", title="Tim", members=[owner_id])
        await shop.app.store.run(lambda uow: uow.shop.save_staff_group(StaffGroup(made["id"])))
        moved = await shop.control("migrate", chat_id=made["id"])
        await shop.settled()
        sari = await shop.customer()
        await steps.place(sari)
        owner = replace(shop.owner, chat_id=moved["id"])
        await owner.tap("Setujui", "Setujui atau tolak")
        assert (await shop.orders(sari))[0].status is OrderStatus.CONFIRMED


async def test_a_customer_who_blocked_the_bot_comes_back(sqlite_url: str):
    """Given a block, the shop knows that it cannot reach them; a /start makes it right."""
    async with open_shop(sqlite_url) as shop:
        sari = await shop.customer()
        await steps.place(sari)
        await sari.block()
        assert not await shop.reachable(sari)
        await steps.approve(shop)
        await shop.settled()
        await sari.block(blocked=False)
        await sari.say("/start")
        assert await shop.reachable(sari)
        await sari.say("/pesanan")
        await sari.see("Pesanan saya", "Kopi Gayo")
        assert await shop.findings() == []


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500, "times": 2},
        {"retry_after": 1, "times": 1},
        {"drop": True, "times": 2},
        {"reset": True, "times": 1},
        {"truncate": True, "times": 1},
    ],
    ids=["500", "429", "dropped", "reset", "truncated"],
)
async def test_a_milestone_outlives_a_telegram_that_fails(
    fault: dict[str, object], sqlite_url: str
):
    """Given calls that fail, the milestone still comes, and the order is what it is."""
    async with open_shop(sqlite_url) as shop:
        sari = await shop.customer()
        await steps.place(sari)
        await shop.owner.see("Setujui atau tolak")
        await shop.control("faults", method="sendMessage", chat_id=sari.chat_id, **fault)
        await steps.approve(shop)
        await sari.see("dikonfirmasi")
        assert (await shop.orders(sari))[0].status is OrderStatus.CONFIRMED


# What changed between the cart and the confirmation


async def test_a_price_that_changed_is_shown_before_it_is_paid(sqlite_url: str):
    """Given a new price after the summary, the tap shows it and places nothing yet."""
    async with open_shop(sqlite_url) as shop:
        sari = await shop.customer()
        await steps.fill_cart(sari)
        await steps.to_summary(sari)
        await shop.app.store.run(_dearer)
        answer = await sari.tap("Pesan sekarang")
        assert toast(answer)
        assert await shop.orders(sari) == []
        await sari.see("Rp99.000", "Pesan sekarang")
        await sari.tap("Pesan sekarang")
        assert (await shop.orders(sari))[0].lines[0].unit_price == 99_000


def _dearer(uow: UnitOfWork) -> None:
    sku = uow.catalogue.skus([GAYO])[GAYO]
    uow.catalogue.put_sku(replace(sku, price=99_000))


async def test_the_last_units_go_to_who_confirms_first(database_url: str):
    """Given two carts for the last units, one gets them and the other is offered what is left."""
    async with open_shop(database_url) as shop:
        on_hand, _ = await shop.level(GAYO)
        people = [await shop.customer(name) for name in ("Sari", "Budi")]
        for person in people:
            await steps.fill_cart(person)
            await steps.to_summary(person)
        await shop.owner.say(f"/koreksi {GAYO} {3 - on_hand} hitung ulang")
        assert (await shop.level(GAYO))[0] == 3
        await asyncio.gather(*(person.tap("Pesan sekarang") for person in people))
        orders = [await shop.orders(person) for person in people]
        assert sorted(map(len, orders)) == [0, 1]
        assert await shop.level(GAYO) == (3, 2)
        loser = people[0] if not orders[0] else people[1]
        await loser.tap("Ambil 1")
        await loser.tap("Pesan sekarang")
        assert await shop.level(GAYO) == (3, 3)
        assert await shop.findings() == []

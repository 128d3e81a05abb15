"""What people answer that was not asked: they are told what was wrong, and what was right is kept."""

import pytest

from domain.authority import Role
from domain.payments import PaymentStatus
from domain.ports import UnitOfWork
from tests.journey import steps
from tests.journey.phone import Phone, in_base64, text_of, toast
from tests.journey.shop import Shop, open_shop

FAR_AWAY = {"latitude": 64.1466, "longitude": -21.9426}  # Reykjavík


async def at_address(shop: Shop) -> Phone:
    """Return a new customer who is asked for the address."""
    sari = await shop.customer()
    await steps.fill_cart(sari)
    await sari.tap("Lanjut pesan")
    await sari.tap("JNE Reguler")
    await sari.see("Dikirim ke mana")
    return sari


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
    sari, before = await shop_here.customer(), await shop_here.level(steps.GAYO)
    for command in ("/masuk KG-250-BIJI 100", "/peran", "/stok", "/klaim SALAH", "/toko"):
        await sari.say(command)
        assert text_of(await sari.newest())
    assert await shop_here.level(steps.GAYO) == before
    stock = [m for m in await sari.messages() if steps.GAYO in text_of(m) and m["from"]["is_bot"]]
    assert stock == []


async def test_a_member_without_the_role_is_told_so(sqlite_url: str):
    """Given a warehouse member who taps the money button, nothing is booked and they hear why."""
    async with open_shop(sqlite_url) as shop:
        sari = await shop.customer()
        await steps.place(sari)
        refused = await shop.staff[Role.WAREHOUSE].tap("Uang sudah masuk")
        assert toast(refused)
        assert await _payment(shop, sari) is PaymentStatus.UNPAID

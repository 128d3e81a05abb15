"""What else people write: each line ends in a real screen of the shop, or with its people."""

import pytest

from bot import sample
from storage.open import open_store
from tests.bot_customer.conftest import order
from tests.bot_customer.guest import Guest
from tests.bot_customer.staff import WAYBILL, deliver, send
from tests.bot_writing.conftest import in_cart, placed, told_staff


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("ada gayo bubuk 250?", "✅ ada 36"),
        ("mug hijau ready?", "lagi habis"),
        ("harga mug krem brp kak", "Rp78.000"),
        ("pricelist dong", "Mau lihat yang mana"),
        ("gayo itu rasanya gimana?", "dataran tinggi Aceh"),
        ("mug bisa nego ga kak?", "sudah pas"),
        ("ada promo ga kak?", "tim kami yang tahu"),
        ("ongkir ke malang berapa", "Ongkos kirim ke malang"),
        ("ongkir toraja bubuk 5 pak ke Malang", "2 kg"),
        ("norek nya brp?", "1234567890"),
        ("bisa bayar pakai apa aja?", "Bayar di tempat"),
        ("bisa tempo 14 hari?", "tempo atau DP"),
        ("jam buka toko?", "Senin"),
        ("makasih ya kak", "Sama-sama"),
        ("halo kak", "selamat datang"),
        ("lihat keranjang", "masih kosong"),
        ("saya mau pesan kak", "Mau pesan apa"),
        ("pesanan saya sampai mana?", "Belum ada pesanan"),
        ("batalin pesanan saya", "Tidak ada pesanan"),
        ("udah transfer ya kak 78rb", "Tidak ada pesanan yang menunggu pembayaran"),
        ("cek resi JX8009962760", "tidak ada di pesanan kakak"),
        ("Jl Melati 5, Sukun, Malang 65147", "kalau sudah ada barangnya"),
    ],
)
async def test_a_question_is_answered_from_what_is_true(guest: Guest, words: str, says: str):
    """For somebody who was never here: never silence, always a way on, nothing in the cart."""
    await guest.say(words)
    assert says in guest.text()
    assert guest.buttons()
    assert await in_cart(guest) == {}


async def test_stock_is_told_for_as_many_as_were_asked(guest: Guest):
    """The answer is about the number that was asked for."""
    await guest.say("apakah stok toraja biji masih ada?")
    assert "ada 24" in guest.text()


async def test_what_is_shown_is_what_the_next_words_are_about(guest: Guest):
    """ "ready?" and "2 ya" mean the goods on the screen."""
    await guest.press("c.sku:TB-350")
    await guest.later("ready kak?")
    assert "Tumbler Baja · 350 ml" in guest.text()
    await guest.later("2 ya")
    assert "2 × Tumbler Baja · 350 ml" in guest.text()


async def test_the_cart_is_changed_by_words_and_taken_back_by_a_tap(guest: Guest):
    """What changed is said; undoing is one tap, once."""
    await guest.press("c.set:MG-KREM:1")
    await guest.press("c.set:KG-250-BUBUK:2")
    await guest.later("mugnya jadi 3 ya")
    assert "Mug Keramik · Krem: 1 → 3" in guest.text()
    undo = next(b.data or "" for b in guest.buttons() if (b.data or "").startswith("b.undo"))
    await guest.press(undo)
    assert await in_cart(guest) == {"MG-KREM": 1, "KG-250-BUBUK": 2}
    await guest.press(undo)
    assert "lama" in guest.toast()
    assert await in_cart(guest) == {"MG-KREM": 1, "KG-250-BUBUK": 2}


async def test_undoing_does_not_undo_what_came_after(guest: Guest):
    """The cart has moved on: the button says so."""
    await guest.press("c.set:MG-KREM:1")
    await guest.later("mugnya jadi 3 ya")
    undo = next(b.data or "" for b in guest.buttons() if (b.data or "").startswith("b.undo"))
    await guest.press("b.set:MG-KREM:5")
    await guest.press(undo)
    assert "lama" in guest.toast()
    assert await in_cart(guest) == {"MG-KREM": 5}


async def test_more_than_there_is_by_words(guest: Guest):
    """As many as there are, and that is said."""
    await guest.press("c.set:MG-KREM:1")
    await guest.later("mugnya jadi 50 ya")
    assert "Tinggal 18" in guest.text()
    assert await in_cart(guest) == {"MG-KREM": 18}


async def test_taking_the_last_out_by_words_can_be_undone(guest: Guest):
    """An empty cart still has the way back."""
    await guest.press("c.set:MG-KREM:2")
    await guest.later("mug ga jadi")
    assert await in_cart(guest) == {}
    await guest.tap("b.undo")
    assert await in_cart(guest) == {"MG-KREM": 2}


async def test_checkout_by_words(guest: Guest):
    """ "checkout" is the cart's button."""
    await guest.press("c.set:MG-KREM:1")
    await guest.later("checkout dong")
    assert guest.screen().template == "customer/shipping"


async def test_courier_payment_and_address_by_words(guest: Guest):
    """Parts of the order in any order; what the shop has not is asked with what it has."""
    await guest.press("c.set:MG-KREM:1")
    await guest.later("pakai jne aja")
    await guest.later("bayar cod ya")
    await guest.later("sicepat aja")
    assert "belum ada di sini" in guest.text() or "Jl Melati" in guest.text()
    await guest.later("Jl Melati 5, Sukun, Malang 65147")
    await guest.later("0812 3456 7890")
    assert guest.screen().template == "customer/summary"
    assert "Bayar di tempat" in guest.text()


async def test_the_same_again_by_words_is_two_messages(regular: Guest):
    """The summary of the latest order, and "ya"."""
    await regular.later("pesen kaya kemarin ya kak")
    assert guest_sees_summary(regular)
    await regular.later("ya")
    assert len(await placed(regular)) == 2


def guest_sees_summary(guest: Guest) -> bool:
    """Whether the last screen is the summary."""
    return guest.screen().template == "customer/summary"


async def test_the_same_again_with_changes_is_shown_first(regular: Guest):
    """Before anything goes into the cart."""
    await regular.later("kaya kemarin tapi mugnya 2, tambah toraja bubuk 1")
    assert "2 × Mug Keramik · Krem" in regular.text()
    assert "1 × Kopi Toraja · 250 g · Bubuk" in regular.text()
    assert await in_cart(regular) == {}
    await regular.tap("p.ok")
    assert await in_cart(regular) == {"MG-KREM": 2, "TR-250-BUBUK": 1}


async def test_who_says_to_have_paid_is_asked_for_the_proof(regular: Guest):
    """Of the one order that waits; the picture that follows is its proof."""
    await regular.later("udah tf ya kak")
    assert "bukti transfer" in regular.text()
    await regular.photo()
    assert "terima" in regular.text().lower()


async def test_of_two_orders_the_amount_says_which(regular: Guest):
    """The exact amount belongs to one of them; another amount is asked about."""
    second = await order(regular, "KG-250-BIJI", 2)
    payment = await regular.store.read(lambda uow: uow.payments.get(second))
    assert payment is not None
    await regular.later(f"sudah transfer {payment.due}")
    assert second[:4] in regular.text()
    await regular.later("sudah transfer 1.000")
    assert "pesanan yang mana" in regular.text()
    assert {"o.proof"} <= regular.verbs()


async def test_where_is_it(regular: Guest):
    """By the waybill, by the order's number in a sentence, and without either."""
    number = (await placed(regular))[0]
    await send(regular.store, number)
    for words in (f"cek resi {WAYBILL}", f"pesanan {number[:4]}-{number[4:]} sampai mana kak?",
                  "paket saya sampai mana"):  # fmt: skip
        await regular.later(words)
        assert WAYBILL in regular.text(), words
    await regular.later("kok lama banget belum datang")
    assert {"o.track", "h.ask"} <= regular.verbs()


async def test_calling_off(regular: Guest):
    """Asked once more; when it is too late, people."""
    number = (await placed(regular))[0]
    await regular.later("batalin pesanan saya dong")
    assert "o.drop" in regular.verbs()
    await send(regular.store, number)
    await regular.later("batalin pesanan saya dong")
    assert "h.ask" in regular.verbs()
    assert "o.drop" not in regular.verbs()


async def test_what_arrived_broken_begins_the_report(regular: Guest):
    """With the reason and the words that were said."""
    await deliver(regular.store, (await placed(regular))[0])
    await regular.later("mugnya pecah pas dibuka kak")
    assert guest_template(regular) == "customer/complaint"
    assert (await regular.state())["form"]["reason"] == "damaged"  # type: ignore[index]
    await regular.photo()
    assert "foto" in regular.text().lower()


def guest_template(guest: Guest) -> str:
    """The last screen's template."""
    return guest.screen().template


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("mau bicara sama orang dong", "kami teruskan ke tim"),
        ("harga grosir gayo 50 pak berapa?", "dihitungkan tim kami"),
        ("tolong buatin faktur pajak ya", "Permintaan suratnya"),
        ("refund ke bca 1234567890 an Sari ya", "pengembalian dana"),
        ("hapus data saya", "kami simpan hanya"),
        ("ganti alamat ya: Jl Mawar 7, Surabaya", "Alamat barunya"),
    ],
)
async def test_what_only_people_can_answer_reaches_them(regular: Guest, words: str, says: str):
    """With the words, in the staff's group; the customer is told so."""
    await regular.later(words)
    assert says in regular.text()
    assert words in await told_staff(regular.store)


async def test_without_a_group_people_are_told_how_to_reach_the_shop(sqlite_url: str):
    """Nothing is promised that nobody would see."""
    store = await open_store(sqlite_url)
    await store.run(sample.load)
    guest = Guest(store)
    await guest.say("mau bicara sama orang dong")
    assert "+6281200000000" in guest.text()
    await store.close()


async def test_one_person_does_not_flood_the_group(guest: Guest):
    """After twenty in two hours the rest is answered without them."""
    for _ in range(21):
        await guest.later("mau bicara sama orang dong", 30)
    assert "sudah menerima" in guest.text()
    assert len(await told_staff(guest.store)) <= 20


async def test_a_question_in_between_leaves_the_form_waiting(guest: Guest):
    """Answered, and the address is still what is asked."""
    await guest.press("c.set:MG-KREM:1")
    await guest.press("k.go")
    await guest.tap("k.way", "reg")
    await guest.later("ada toraja biji ga?")
    assert "ada 24" in guest.text()
    await guest.later("Jl Melati 5, Sukun, Malang 65147")
    assert "Nomor HP" in guest.text()


async def test_an_order_is_not_taken_for_an_address(guest: Guest):
    """It is put on a card; the address that it names is the parcel's."""
    await guest.press("c.set:MG-KREM:1")
    await guest.press("k.go")
    await guest.tap("k.way", "reg")
    await guest.later("eh mau gayo bubuk 250 2 pak juga")
    assert "2 × Kopi Gayo · 250 g · Bubuk" in guest.text()
    await guest.tap("p.ok")
    assert "Dikirim ke mana" in guest.text()


@pytest.mark.parametrize(
    "address",
    [
        "Toko Kopi Gayo, Jl Melati 5, Malang",
        "Jl. Toraja No 250, Sukun, Malang 65147",
        "Perum Mug Indah blok C2/11 RT 03/05, Lawang",
        "Ruko Kopi Susu lantai 2, Jl Merdeka 10, Bandung",
        "Jl Melati 5, Malang [31m",
        "Jl Melati 5 Malang, depan kedai kopi toraja 2",
    ],
)
async def test_an_address_that_sounds_like_goods_is_an_address(guest: Guest, address: str):
    """The question says what the words are."""
    await guest.press("c.set:MG-KREM:1")
    await guest.press("k.go")
    await guest.tap("k.way", "reg")
    await guest.later(address)
    assert "Nomor HP" in guest.text(), guest.text()
    customer = await guest.customer()
    draft = await guest.store.read(lambda uow: uow.orders.draft_of(customer.id))
    assert draft is not None
    assert draft.address is not None
    assert draft.address.text == address

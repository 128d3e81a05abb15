"""Whole stories over real HTTP, on both engines."""

from domain.orders import OrderStatus
from domain.payments import PaymentStatus
from tests.journey import steps
from tests.journey.phone import Phone, text_of
from tests.journey.shop import open_shop

GAYO, TORAJA = "KG-250-BIJI", "TR-250-BIJI"


async def test_an_order_from_the_first_tap_to_the_refund(database_url: str):
    """Given a newcomer, two lines are ordered, paid, sent, and one of them comes back for money."""
    async with open_shop(database_url) as shop:
        sari, owner = await shop.customer(), shop.owner
        before = await shop.level(GAYO)
        await steps.place(sari)
        assert await shop.level(GAYO) == (before[0], before[1] + 2)
        await steps.deliver(shop, sari)
        assert await shop.level(GAYO) == (before[0] - 2, before[1])

        await sari.tap("Ada masalah")
        await sari.tap("Kopi Toraja", "barang mana yang bermasalah")
        await sari.tap("Lanjut", "☑️")
        await sari.tap("Barang rusak")
        await sari.send_photo()
        await sari.tap("Lanjut", "Fotonya kami simpan")
        await sari.tap("Uang kembali")
        await sari.tap("Kirim laporan")
        await sari.see("Retur sedang kami periksa")

        await owner.tap("Setujui retur")
        await sari.see("disetujui. Kirim barangnya")
        await sari.tap("Sudah dikirim", "disetujui. Kirim barangnya")
        await sari.tap("Tanpa nomor resi")
        await owner.see("sudah mengirim balik")
        await owner.tap("Barang diterima")
        await sari.see("sudah kami terima. Kami periksa dulu")
        await owner.tap("Catat hasil periksa")
        await owner.tap("1 ♻️", "Periksa retur")
        await owner.tap("Simpan pemeriksaan")
        await sari.see("nilainya Rp105.000")
        await owner.tap("Kembalikan dana", "Selesaikan retur")
        await owner.see("Transfer dulu")
        await owner.say("105.000 BCA 0912")
        await owner.see("pengembalian dana dicatat", "BCA 0912")
        await sari.see("Dana Rp105.000")

        order = (await shop.orders(sari))[0]
        assert order.status is OrderStatus.COMPLETED
        _everything_was_told_once(sari)
        card = text_of(await sari.see("🧾 Pesanan", "Retur R1", "Selesai"))
        assert "2 × Kopi Gayo" in card
        assert "Pengembalian dana: Rp105.000" in card
        assert await shop.level(GAYO) == (before[0] - 2, before[1])
        assert (await shop.level(TORAJA))[1] == 0
        assert await shop.findings() == []


def _everything_was_told_once(phone: Phone) -> None:
    """Each milestone of the customer stands in the chat exactly once."""
    for milestone in (
        "dikonfirmasi. Kami siapkan",
        "sudah masuk. Terima kasih",
        "dikirim dengan JNE Reguler",
        "dalam perjalanan, kak",
        "Kurir sedang mengantar",
        "sudah sampai. Barangnya sesuai",
        "disetujui. Kirim barangnya",
        "Kami periksa dulu ya kak",
        "sudah diperiksa, nilainya",
        "sudah kami kembalikan",
    ):
        assert phone.told(milestone) == 1, milestone


async def test_cash_on_delivery_fetched_at_the_shop(database_url: str):
    """Given a pickup, no address is asked; the cash that was taken settles the order."""
    async with open_shop(database_url) as shop:
        budi, owner = await shop.customer("Budi"), shop.owner
        await steps.place(budi, way="Ambil di toko", term=steps.COD)
        await steps.approve(shop)
        await owner.tap("Sudah dikemas", "Ambil dan kemas")
        await budi.see("siap diambil di toko")
        await owner.tap("Sudah diambil")
        await budi.see("sudah diambil. Terima kasih")
        await owner.tap("Tunai diterima")
        await budi.see("💚 Pembayaran Rp295.000")
        await owner.tap("Sampai di pelanggan", "lunas")
        await budi.see("sudah sampai. Barangnya sesuai")
        await shop.advance(days=3)
        await budi.see("🧾 Pesanan", "Selesai")
        assert (await shop.orders(budi))[0].status is OrderStatus.COMPLETED
        assert await shop.findings() == []


async def test_an_invoice_after_acceptance_in_silence(database_url: str):
    """Given no word after the delivery, it counts as accepted, and the invoice comes and is paid."""
    async with open_shop(database_url) as shop:
        sari = await shop.customer()
        await steps.place(sari, term=steps.LATER)
        await steps.approve(shop)
        await steps.hand_over(shop)
        await steps.travel(shop, sari)
        await shop.advance(days=1, hours=1)
        await sari.see("sudah dicek?")
        await shop.advance(days=1, hours=1)
        await sari.see("kami catat sudah diterima dengan baik")
        await sari.see("🧾 Tagihan pesanan", "Rp311.")
        await steps.send_proof(sari)
        await shop.owner.tap("Uang sudah masuk", "Tolak bukti")
        await sari.see("sudah masuk. Terima kasih")
        assert (await shop.orders(sari))[0].status is OrderStatus.COMPLETED
        assert sari.told("🧾 Tagihan pesanan") == 1
        assert await shop.findings() == []


async def test_an_unpaid_order_is_reminded_of_and_then_frees_its_stock(database_url: str):
    """Given no payment, one reminder comes, then the order ends and its stock is free again."""
    async with open_shop(database_url) as shop:
        sari = await shop.customer()
        before = await shop.level(GAYO)
        await steps.place(sari)
        await shop.advance(hours=22)
        await sari.see("⏰", "menunggu pembayaran sampai")
        await shop.advance(hours=1)
        assert await shop.level(GAYO) == (before[0], before[1] + 2)
        await shop.advance(hours=2)
        await sari.see("batal karena belum dibayar")
        assert await shop.level(GAYO) == before
        assert (await shop.orders(sari))[0].status is OrderStatus.EXPIRED
        assert sari.told("menunggu pembayaran sampai") == 1
        assert await shop.findings() == []


async def test_a_customer_cancels(database_url: str):
    """Given an order that was not paid, its customer takes it back, and staff hear of it."""
    async with open_shop(database_url) as shop:
        sari = await shop.customer()
        before = await shop.level(GAYO)
        await steps.place(sari)
        await sari.tap("Batalkan pesanan")
        await sari.tap("Ya, batalkan")
        await sari.see("✖️ Dibatalkan", "Pesan lagi")
        await shop.owner.see("Sari membatalkan pesanan", "Jangan dikirim")
        assert await shop.level(GAYO) == before
        assert (await shop.orders(sari))[0].status is OrderStatus.CANCELLED
        assert await shop.findings() == []


async def test_the_last_order_again_in_two_taps(database_url: str):
    """Given an earlier order, two taps place the same once more."""
    async with open_shop(database_url) as shop:
        sari = await shop.customer()
        await steps.place(sari)
        await sari.say("/start")
        await sari.tap("Pesan lagi yang terakhir")
        await sari.tap("Pesan sekarang")
        newest, first = await shop.orders(sari)
        assert newest.number != first.number
        assert [(x.sku, x.quantity) for x in newest.lines] == [(GAYO, 2), (TORAJA, 1)]
        assert newest.status is OrderStatus.SUBMITTED
        assert await shop.findings() == []


async def test_an_english_customer_is_served_in_english(database_url: str):
    """Given English as the person's language, all that they read is English; staff read theirs."""
    async with open_shop(database_url) as shop:
        emma, owner = await shop.customer("Emma", "en"), shop.owner
        await emma.say("/start")
        await emma.tap("Catalogue")
        await emma.tap("☕")
        await emma.tap("Kopi Gayo")
        await emma.tap("+ 250 g")
        await emma.tap("Check out")
        await emma.tap("JNE Reguler")
        await emma.say(steps.ADDRESS)
        await emma.see("phone number")
        await emma.say("+62 812 3456 7890")
        await emma.tap("Bank transfer now")
        await emma.tap("Place the order")
        await emma.tap("Send proof")
        await emma.send_photo()
        await owner.tap("Setujui", "Cek mutasi")
        await owner.tap("Uang sudah masuk", "Tolak bukti")
        await emma.see("💚 We received Rp111.", "Thank you")
        assert emma.told("Pesanan") == emma.told("pesanan") == 0
        payment = await shop.app.store.read(
            lambda uow: uow.payments.get((uow.orders.of_customer(1, 1))[0].number)
        )
        assert payment is not None
        assert payment.status is PaymentStatus.PAID
        assert await shop.findings() == []

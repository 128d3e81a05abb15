"""Stretches of the way that many journeys share, in the shop's first language."""

from tests.journey.phone import Phone
from tests.journey.shop import Shop

SHELF = "Biji & Bubuk"
GAYO = "KG-250-BIJI"
ADDRESS = "Jl Melati 5, Sukun, Malang 65147"
WAYBILL = "123456789012"
TRANSFER, COD, LATER = "Transfer sekarang", "Bayar di tempat", "Bayar setelah diperiksa"


async def fill_cart(who: Phone) -> None:
    """Put two bags of Kopi Gayo and one of Kopi Toraja into the cart."""
    await who.say("/start")
    await who.tap("Katalog")
    await who.tap(SHELF)
    await who.tap("Kopi Gayo")
    await who.tap("+ 250 g · Biji")
    await who.tap("+", "1×")
    await who.tap("Kembali", "2×")
    await who.tap("Kopi Toraja")
    await who.tap("+ 250 g · Biji", "Toraja")


async def to_summary(who: Phone, *, way: str = "JNE Reguler", term: str = TRANSFER) -> None:
    """Answer all that the checkout asks of a new customer."""
    await who.tap("Lanjut pesan")
    await who.tap(way, "Dikirim lewat apa")
    if way != "Ambil di toko":
        await who.see("Dikirim ke mana")
        await who.say(ADDRESS)
    await who.see("Nomor HP")
    await who.say("0812-3456-7890")
    await who.tap(term, "Bayarnya bagaimana")
    await who.see("Cek dulu ya", "Pesan sekarang")


async def place(who: Phone, *, way: str = "JNE Reguler", term: str = TRANSFER) -> None:
    """Place an order of two lines as a new customer."""
    await fill_cart(who)
    await to_summary(who, way=way, term=term)
    await who.tap("Pesan sekarang")
    await who.see("🧾 Pesanan")


async def send_proof(who: Phone) -> None:
    """Answer the order's card with a picture of the transfer."""
    await who.tap("Kirim bukti transfer")
    await who.see("Kirim foto atau PDF")
    await who.send_photo()
    await who.see("sudah kami terima")


async def approve(shop: Shop) -> None:
    """Approve the newest order."""
    await shop.owner.tap("Setujui", "Setujui atau tolak")


async def pay(shop: Shop, who: Phone) -> None:
    """Send the proof, approve and find the money on the account."""
    await send_proof(who)
    await shop.owner.see("Cek mutasi", "Tolak bukti")
    await shop.owner.tap("Setujui", "Cek mutasi")
    await shop.owner.tap("Uang sudah masuk", "Tolak bukti")
    await who.see("sudah masuk. Terima kasih")


async def hand_over(shop: Shop) -> None:
    """Pack and give the parcel to the courier."""
    await shop.owner.tap("Sudah dikemas", "Ambil dan kemas")
    await shop.owner.tap("Serahkan ke kurir")
    await shop.owner.see("Balas pesan ini dengan nomor resinya")
    await shop.owner.say(WAYBILL)
    await shop.owner.see("diserahkan", WAYBILL)


async def travel(shop: Shop, who: Phone) -> None:
    """Let days pass until the parcel has arrived."""
    await who.see("dikirim dengan JNE Reguler", WAYBILL)
    await shop.advance(days=1)
    await who.see("dalam perjalanan")
    await shop.advance(days=1)
    await who.see("sudah sampai", "Ada masalah")


async def deliver(shop: Shop, who: Phone) -> None:
    """Pay, pack, hand over and let the parcel arrive."""
    await pay(shop, who)
    await hand_over(shop)
    await travel(shop, who)

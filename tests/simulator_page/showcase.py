"""Chats that hold every item of the page, for looking at it: by machine, by keyboard, by eye."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.simulator_page.conftest import AGUS, BUDI, RINA, SARI, Scene, chat

PROOF = Path(__file__).parents[1] / "data" / "proof.jpg"
BAG = Path(__file__).parents[2] / "bot" / "sample" / "pictures"
CATALOGUE = (
    "<b>Kopi Gayo</b>\nBuah, cokelat, asam yang lembut.\n\n"
    "250 g — <b>Rp85.000</b>\n1 kg — <s>Rp320.000</s> <b>Rp290.000</b>\n"
    "Kode: <code>GAYO-250</code>, lihat /katalog atau <a href='https://example.com/'>situs kami</a>."
    "\n<blockquote>Disangrai Senin dan Kamis.</blockquote><tg-spoiler>KOPI10</tg-spoiler>"
)


def picture(path: Path = PROOF) -> dict[str, str]:
    """A picture as the control surface takes it."""
    return {"name": path.name, "base64": b64encode(path.read_bytes()).decode()}


def inline(*rows: list[dict[str, object]]) -> dict[str, object]:
    """An inline keyboard."""
    return {"inline_keyboard": list(rows)}


def key(text: str, style: str | None = None, **more: object) -> dict[str, object]:
    """A button that calls back, unless `more` says what else it does."""
    return {
        "text": text,
        **({"style": style} if style else {}),
        **(more or {"callback_data": text}),
    }


COMMANDS = [
    {"command": "katalog", "description": "Lihat semua kopi"},
    {"command": "pesanan", "description": "Pesanan saya"},
    {"command": "bantuan", "description": "Tanya kami"},
]
CARD = inline(
    [key("Tambah ke keranjang", "primary")],
    [key("−"), key("2"), key("+")],
    [key("Beli", "success"), key("Hapus", "danger")],
    [
        key("Salin kode", copy_text={"text": "GAYO-250"}),
        key("Situs", url="https://example.com/"),
    ],
)
MENU = {
    "keyboard": [
        [{"text": "🛍 Katalog", "style": "primary"}, {"text": "🧾 Pesanan saya"}],
        [{"text": "Kirim nomor", "request_contact": True}],
        [{"text": "Kirim lokasi", "request_location": True}],
    ],
    "resize_keyboard": True,
}


async def customer(scene: Scene) -> None:
    """Sari asks, is shown a coffee, pays and says where she lives: text, keyboards and media."""
    await scene.bot("setMyCommands", commands=COMMANDS)
    asked = await written(scene, SARI, text="Halo, ada kopi Gayo?")
    await scene.bot(
        "sendMessage",
        chat_id=SARI,
        text=CATALOGUE,
        parse_mode="HTML",
        reply_parameters={"message_id": asked},
        reply_markup=CARD,
    )
    await send_media(scene)
    await hear_of_the_order(scene)
    await scene.bot(
        "sendMessage", chat_id=SARI, text="Ada lagi yang bisa dibantu?", reply_markup=MENU
    )


async def send_media(scene: Scene) -> None:
    """Sari sends one of each kind that a person can attach."""
    await written(scene, SARI, album=[picture(path) for path in bags()], caption="Yang mana ya?")
    await written(scene, SARI, photo=picture(), caption="Ini bukti transfernya")
    await written(scene, SARI, document={"name": "faktur.pdf", "base64": "JVBERi0xLjQ="})
    await written(scene, SARI, location={"latitude": -6.914744, "longitude": 107.60981})
    await written(scene, SARI, contact={"phone_number": "+6281234567890", "first_name": "Dewi"})
    await written(scene, SARI, sticker="☕")


async def hear_of_the_order(scene: Scene) -> None:
    """A message that is edited and pinned, Sari's reply to it, and the bot's reaction to that."""
    sent = await scene.bot("sendMessage", chat_id=SARI, text="Pesanan sedang disiapkan")
    await scene.bot(
        "editMessageText",
        chat_id=SARI,
        message_id=sent["message_id"],
        text="Pesanan <b>#1042</b> siap dikirim 📦",
        parse_mode="HTML",
    )
    await scene.bot("pinChatMessage", chat_id=SARI, message_id=sent["message_id"])
    thanks = await written(scene, SARI, text="Terima kasih!", reply_to=sent["message_id"])
    await scene.bot(
        "setMessageReaction",
        chat_id=SARI,
        message_id=thanks,
        reaction=[{"type": "emoji", "emoji": "❤"}],
    )


async def buyer(scene: Scene) -> None:
    """Budi gets an invoice."""
    await written(scene, BUDI, text="Saya mau bayar")
    await scene.bot(
        "sendInvoice",
        chat_id=BUDI,
        title="Pesanan #1043",
        description="2 × Kopi Gayo 250 g",
        payload="1043",
        provider_token="test",
        currency="IDR",
        prices=[
            {"label": "2 × Kopi Gayo 250 g", "amount": 17_000_000},
            {"label": "Ongkos kirim", "amount": 1_200_000},
        ],
        need_name=True,
        need_shipping_address=True,
    )


async def staff(scene: Scene) -> int:
    """A forum with topics, several people and a card with buttons; returns its id."""
    made = await scene.control(
        "chats",
        type="supergroup",
        title="Staf Kopi Nusantara",
        is_forum=True,
        members=[RINA, AGUS],
        topics=["Pesanan", "Gudang", "Retur"],
    )
    forum: int = made["id"]
    topic = next(iter(scene.sim.world.chats[forum].topics))
    card = await scene.bot(
        "sendMessage",
        chat_id=forum,
        message_thread_id=topic,
        text="<b>Pesanan #1042</b> — Sari Wulandari\n2 × Kopi Gayo 250 g\nTotal <b>Rp182.000</b>",
        parse_mode="HTML",
        reply_markup=inline([key("Setujui", "success"), key("Tolak", "danger")]),
    )
    for person, text in ((AGUS, "Saya siapkan sekarang"), (AGUS, "Stok cukup"), (RINA, "Sip 👍")):
        await scene.control(
            "send",
            chat_id=forum,
            from_id=person,
            text=text,
            topic=topic,
            reply_to=card["message_id"] if text.startswith("Saya") else None,
        )
    await scene.bot("sendMessage", chat_id=forum, text="Selamat pagi semua ☕")
    return forum


async def behind(scene: Scene) -> None:
    """A parcel on its way, a fault that is on, a flood limit that was broken."""
    await scene.control("parcels", waybill="JNE0123456789", courier="jne")
    await scene.control("faults", method="sendVideo", status=429, retry_after=3, times=3)
    for number in range(4):
        await scene.bot("sendMessage", chat_id=BUDI, text=f"Pengingat {number + 1}")


async def written(scene: Scene, person: int, **content: object) -> int:
    """A person writes in their own chat; returns the message's id."""
    sent: dict[str, Any] = await scene.control("send", chat_id=person, from_id=person, **content)
    message_id: int = sent["message_id"]
    return message_id


def bags() -> list[Path]:
    """Three pictures of goods."""
    return sorted(BAG.glob("*.jpg"))[:3]


async def show_everything(scene: Scene) -> int:
    """Fill the chats; returns the forum's id."""
    await customer(scene)
    await behind(scene)
    await buyer(scene)
    return await staff(scene)


async def come_to(page: Page, chat_id: int) -> None:
    """Show a chat, whatever the screen's width."""
    tab = page.locator(f"[data-testid=chat-tab][data-chat-id='{chat_id}']")
    if await tab.count():
        await tab.click()
    await chat(page, chat_id).scroll_into_view_if_needed()

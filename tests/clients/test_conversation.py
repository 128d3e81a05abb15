"""One script for all clients: what a person does, what they see, and what the bot says of it.

The bots in bots/ are written in the idiom of their client; the expectations here are the same for
all of them, polling as well as with the client's own webhook server.
"""

from __future__ import annotations

import hashlib

import pytest

from tests.clients.stage import CLIP, PICTURES, Json, Person, Stage, encoded, shown

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_it_introduces_itself(stage: Stage):
    """setMyCommands and getMe at the start; the webhook has the secret, and a stranger has not."""
    state = await stage.get("/state")
    assert state["bot"]["commands"] == [{"command": "start", "description": "Mulai"}]
    assert stage.introduced["username"] == state["bot"]["username"]
    assert stage.introduced["commands"] == ["chat"]
    assert bool(state["webhook"]) == (stage.mode == "webhook")
    if stage.mode == "webhook":
        assert await stage.refuses_strangers()


async def test_what_waited_is_dropped(stage: Stage):
    """By drop_pending_updates, or by a negative offset: who wrote before the start gets nothing."""
    sari = await stage.person()
    await sari.says("/start")
    await sari.hears("start")
    assert await stage.early.sees() == []


async def test_start(stage: Stage):
    """A deep link is answered with formatted text and both kinds of keyboards."""
    sari = await stage.person("Sari <3", language_code="id")
    await stage.post("/deeplink", from_id=sari.id, payload="kopi_1")
    report = await sari.hears("start")
    assert shown(report, "payload", "language") == {"payload": "kopi_1", "language": "id"}
    greeting, menu = await sari.sees()
    assert greeting["html"] == "Halo <b>Sari &lt;3</b>, dari <i>kopi_1</i>"
    assert greeting["keyboard"] == [
        [
            {"text": "Pilih", "kind": "callback", "data": "pick:1", "style": "success"},
            {"text": "Situs", "kind": "url", "url": "https://example.com/toko"},
        ],
        [{"text": "Salin", "kind": "copy", "copy": "PSN-1"}],
    ]
    assert menu["reply_keyboard"] == {
        "resize_keyboard": True,
        "rows": [
            [{"text": "Katalog", "kind": "text"}],
            [
                {"text": "Kirim nomor", "kind": "contact"},
                {"text": "Kirim lokasi", "kind": "location"},
            ],
        ],
    }


async def test_inline_buttons(stage: Stage):
    """A toast and an edit, an alert and a keyboard that goes; url and copy ask the bot nothing."""
    sari = await stage.person()
    await sari.says("/start")
    await sari.hears("start")
    greeting = (await sari.sees())[0]["message_id"]
    assert await sari.taps(greeting, text="Salin") == {"copied": "PSN-1"}
    assert await sari.taps(greeting, text="Situs") == {"url": "https://example.com/toko"}
    toast = await sari.taps(greeting, text="Pilih")
    assert shown(toast["answer"], "text", "show_alert") == {"text": "Dicatat", "show_alert": False}
    assert shown(await sari.hears("tap"), "data", "text") == {
        "data": "pick:1",
        "text": "Dipilih: 1",
    }
    edited = (await sari.sees())[0]
    assert edited["keyboard"] == [[{"text": "Selesai", "kind": "callback", "data": "done"}]]
    assert edited["edit_date"]
    alert = await sari.taps(greeting, data="done")
    assert shown(alert["answer"], "text", "show_alert") == {
        "text": "Sudah selesai",
        "show_alert": True,
    }
    assert (await sari.hears("tap"))["text"] == "Dipilih: 1"
    assert shown((await sari.sees())[0], "text", "keyboard") == {
        "text": "Dipilih: 1",
        "keyboard": None,
    }


async def test_a_button_of_a_message_that_is_gone(stage: Stage):
    """The tap comes with an inaccessible message, and is answered."""
    sari = await stage.person()
    await sari.says("/passing")
    message_id = (await sari.hears("passing"))["id"]
    late = await sari.taps(message_id, data="gone", force=True)
    assert late["answer"]["text"] == "Sudah lewat"
    assert shown(await sari.hears("gone"), "id", "there") == {"id": message_id, "there": False}


async def test_reply_keyboard(stage: Stage):
    """A text button, then the own number and a place; the keyboard goes with the answer."""
    sari = await stage.person(phone="6281200000001")
    await sari.says("/start")
    await sari.hears("start")
    await sari.taps(text="Kirim nomor")
    assert shown(await sari.hears("contact"), "phone", "own") == {
        "phone": "6281200000001",
        "own": True,
    }
    await sari.taps(text="Kirim lokasi", location={"latitude": -6.9, "longitude": 107.6})
    place = await sari.hears("location")
    assert (place["latitude"], place["longitude"]) == (-6.9, 107.6)
    tapped = await sari.taps(text="Katalog")
    assert (await sari.hears("text"))["text"] == "Katalog"
    answer = (await sari.sees())[-1]
    assert shown(answer, "text", "reply_to", "reply_keyboard") == {
        "text": "Diterima: Katalog",
        "reply_to": tapped["message_id"],
        "reply_keyboard": {"remove_keyboard": True},
    }
    assert "reply_keyboard" not in await stage.chat(sari.chat_id)


async def test_a_contact_of_somebody_else(stage: Stage):
    """Not taken for the person's own."""
    sari = await stage.person()
    await sari.sends(contact={"phone_number": "62811", "first_name": "Budi"})
    assert shown(await sari.hears("contact"), "phone", "own") == {"phone": "62811", "own": False}


async def test_messages_of_people(stage: Stage):
    """Texts outside the basic plane, an edit, a forwarded message."""
    sari, budi = await stage.person(), await stage.person("Budi")
    sent = await sari.says("dua 😀 kopi")
    assert (await sari.hears("text"))["text"] == "dua 😀 kopi"
    await sari.says("tiga 😀 kopi", edit_of=sent["message_id"])
    assert shown(await sari.hears("edited"), "text", "dated") == {
        "text": "tiga 😀 kopi",
        "dated": True,
    }
    await sari.says("terusan", forward_from=budi.id)
    assert (await sari.hears("text"))["forwarded"] == "Budi"


async def test_a_message_that_no_handler_wants(stage: Stage):
    """A sticker is passed over, and what comes after it is not."""
    sari = await stage.person()
    await sari.sends(sticker="👍")
    await sari.says("halo")
    assert (await sari.hears("text"))["text"] == "halo"


async def test_photos(stage: Stage):
    """By upload, by file_id, with another caption, with another picture."""
    sari = await stage.person()
    await sari.says("/photo")
    assert shown(await sari.hears("photo"), "width", "height", "same") == {
        "width": 4,
        "height": 3,
        "same": True,
    }
    first, again, third = await sari.sees()
    assert first["html"] == "<b>Kopi</b>"
    assert again["caption"] == "diubah"
    assert shown(third, "caption", "photo") == {
        "caption": "diganti",
        "photo": {"width": 6, "height": 5},
    }
    pictures = [await stage.content(message["photo_url"]) for message in (first, again, third)]
    assert pictures == [PICTURES["kopi"], PICTURES["kopi"], PICTURES["gula"]]


async def test_videos(stage: Stage):
    """A clip with what the call says of it."""
    sari = await stage.person()
    await sari.says("/video")
    assert shown(await sari.hears("video"), "size", "duration") == {
        "size": [320, 240],
        "duration": 7,
    }
    (clip,) = await sari.sees()
    assert shown(clip["video"], "width", "height", "duration") == {
        "width": 320,
        "height": 240,
        "duration": 7,
    }
    assert await stage.content(clip["video"]["url"]) == CLIP


async def test_albums(stage: Stage):
    """Sent as one, received as one."""
    sari = await stage.person()
    await sari.says("/album")
    assert shown(await sari.hears("album"), "count", "groups") == {"count": 2, "groups": 1}
    first, second = await sari.sees()
    assert first["album_id"] == second["album_id"]
    assert (first["caption"], second.get("caption")) == ("a", None)
    await sari.sends(album=[encoded(PICTURES["kopi"]), encoded(PICTURES["gula"])], caption="bukti")
    received = [await sari.hears("photo_in") for _ in range(2)]
    assert {(photo["width"], photo["caption"], photo["album"]) for photo in received} == {
        (4, "bukti", True),
        (6, None, True),
    }


async def test_files(stage: Stage):
    """getFile, the download, and a document in return."""
    sari = await stage.person()
    content = bytes(range(256)) * 300
    await sari.sends(document={"name": "pesanan.bin", "base64": encoded(content)})
    assert shown(await sari.hears("document"), "name", "sha256") == {
        "name": "pesanan.bin",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    (answer,) = await sari.sees()
    assert (answer["caption"], answer["document"]["name"]) == ("Terima", "balasan.txt")
    assert await stage.content(answer["document"]["url"]) == b"isi balasan " * 100_000


ADDRESS = {
    "country_code": "ID",
    "state": "Jawa Barat",
    "city": "Bandung",
    "street_line1": "Jalan Braga 1",
    "street_line2": "",
    "post_code": "40111",
}


async def _ordered(stage: Stage, payload: str) -> tuple[Person, int]:
    sari = await stage.person()
    await sari.says(f"/invoice {payload}")
    report = await sari.hears("invoice")
    assert report["total"] == 17_000_000
    return sari, report["id"]


async def _shipping(stage: Stage, sari: Person, message_id: int, **address: str) -> Json:
    info = {"name": "Sari Dewi", "shipping_address": ADDRESS | address}
    offered: Json = await stage.post(
        "/pay/shipping", **sari.place, message_id=message_id, info=info
    )
    return offered


async def test_payment(stage: Stage):
    """Invoice, shipping, checkout, paid."""
    sari, message_id = await _ordered(stage, "order:7")
    (invoice,) = await sari.sees()
    assert invoice["invoice"]["title"] == "Kopi Gayo"
    assert invoice["keyboard"][0][0]["kind"] == "pay"
    offered = await _shipping(stage, sari, message_id)
    assert (offered["ok"], offered["options"][0]["id"]) == (True, "jne")
    assert shown(await sari.hears("shipping"), "country", "payload") == {
        "country": "ID",
        "payload": "order:7",
    }
    info = {"name": "Sari Dewi", "shipping_address": ADDRESS}
    paid = await stage.post(
        "/pay", **sari.place, message_id=message_id, outcome="paid", info=info, option="jne"
    )
    assert paid["ok"], paid
    assert shown(await sari.hears("checkout"), "total", "option", "name") == {
        "total": 18_800_000,
        "option": "jne",
        "name": "Sari Dewi",
    }
    assert shown(await sari.hears("paid"), "total", "currency", "payload") == {
        "total": 18_800_000,
        "currency": "IDR",
        "payload": "order:7",
    }


async def test_payments_that_the_bot_declines(stage: Stage):
    """No shipping to other countries; stock that is gone at the checkout."""
    sari, message_id = await _ordered(stage, "order:gone")
    refused = await _shipping(stage, sari, message_id, country_code="SG")
    assert shown(refused, "ok", "error") == {"ok": False, "error": "Belum kirim ke sana"}
    await _shipping(stage, sari, message_id)
    info = {"name": "Sari Dewi", "shipping_address": ADDRESS}
    declined = await stage.post(
        "/pay", **sari.place, message_id=message_id, info=info, option="jne"
    )
    assert shown(declined, "ok", "error") == {"ok": False, "error": "Stok habis"}
    assert (await sari.hears("checkout"))["total"] == 18_800_000


async def test_reactions_pins_and_deletions(stage: Stage):
    """The bot reacts, pins, deletes."""
    sari = await stage.person()
    command = await sari.says("/tidy")
    pinned = (await sari.hears("tidy"))["pinned"]
    messages = {message["message_id"]: message for message in await sari.sees_all()}
    assert set(messages) == {command["message_id"], pinned}
    assert len(messages[command["message_id"]]["reactions"]) == 1
    assert messages[pinned]["pinned"] is True


async def test_reactions_of_people(stage: Stage):
    """message_reaction where the bot asked for it."""
    sari = await stage.person()
    await sari.says("halo")
    await sari.hears("text")
    (answer,) = await sari.sees()
    await stage.post("/react", **sari.place, message_id=answer["message_id"], emoji="👍")
    assert (await sari.hears("reaction"))["emoji"] == ["👍"]


async def test_copies(stage: Stage):
    """A message sent again with its entities, copied, forwarded."""
    sari = await stage.person()
    await sari.says("/copies")
    report = await sari.hears("copies")
    assert report["origin"] == "Sari"
    again, copied, forwarded = await sari.sees()
    assert [m["message_id"] for m in (again, copied, forwarded)] == report["ids"]
    assert [m["text"] for m in (again, copied, forwarded)] == ["/copies"] * 3
    assert [m.get("forwarded_from") for m in (again, copied, forwarded)] == [None, None, "Sari"]


async def test_an_answer_to_a_webhook_that_is_a_call(stage: Stage):
    """aiogram writes it as a form, grammY as JSON; pyTelegramBotAPI calls, as who polls does."""
    sari = await stage.person()
    await sari.says("/aside")
    await sari.hears("aside")
    contact = (await sari.waits_for_one())["contact"]
    assert contact == {"phone_number": "628001234", "first_name": "Toko"}
    (call,) = await stage.calls("sendContact", sari.chat_id)
    by_answer = stage.mode == "webhook" and stage.client != "telebot"
    assert ("method" in call) == by_answer

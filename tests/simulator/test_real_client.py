"""python-telegram-bot's own client against the simulator: a client that we did not write."""

from __future__ import annotations

import asyncio
import re
import signal
import sys

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    MessageOriginUser,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from simulator.server import Simulator
from tests.simulator.conftest import Client, base64_png, png


async def test_texts_keyboards_and_edits(client: Client, bot: Bot):
    """Message.text_html and reply_markup come back as they were sent."""
    sari = await client.user()
    html = (
        '<b>Pesanan</b> <i>baru</i> 😀 <a href="https://example.com/x">lihat</a>\n<code>AB12</code>'
    )
    markup = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("Setuju", callback_data="ok:1")],
            [InlineKeyboardButton("Salin", copy_text=CopyTextButton("AB12"))],
        ]
    )
    sent = await bot.send_message(sari, html, parse_mode="HTML", reply_markup=markup)
    assert sent.text_html == html
    assert sent.reply_markup == markup
    edited = await sent.edit_text("Selesai", reply_markup=None)
    assert edited.edit_date is not None  # type: ignore[union-attr]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("Selesai")
    reply = await bot.send_message(sari, "x", reply_parameters=ReplyParameters(sent.message_id))
    assert reply.reply_to_message is not None
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Nomor", request_contact=True)]])
    await bot.send_message(sari, "Nomor?", reply_markup=keyboard)
    await sent.delete()
    await bot.set_my_commands([BotCommand("menu", "Menu")])
    assert (await bot.get_my_commands())[0].command == "menu"


async def test_photos_documents_and_albums(client: Client, bot: Bot):
    """Uploads, file ids and downloads."""
    sari = await client.user()
    photo = await bot.send_photo(sari, png(4, 3), caption="<b>Kopi</b>", parse_mode="HTML")
    assert photo.caption_html == "<b>Kopi</b>"
    file = await photo.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == png(4, 3)
    document = await bot.send_document(sari, b"isi", filename="faktur.pdf")
    assert document.document is not None
    assert document.document.file_name == "faktur.pdf"
    album = await bot.send_media_group(
        sari,
        [InputMediaPhoto(png(shade=1), caption="a"), InputMediaPhoto(photo.photo[-1].file_id)],
    )
    assert len({message.media_group_id for message in album}) == 1
    await photo.edit_media(InputMediaPhoto(png(shade=9), caption="baru"))
    await photo.edit_caption("lagi")


async def test_updates_of_every_kind_are_understood(client: Client, bot: Bot):
    """No field is unknown to the client."""
    sari = await client.user(last_name="Dewi", username="sari", language_code="id")
    group = await client.group([sari], is_forum=True, topics=["Pesanan"])
    await client.say(sari, "/start x")
    await client.sim_post("/send", chat_id=sari, from_id=sari, photo=base64_png(), caption="#bukti")
    await client.sim_post("/send", chat_id=sari, from_id=sari, sticker="👍", forward_from=sari)
    await client.say(group, "halo", sari, topic=1)
    await client.sim_post("/block", user_id=sari, blocked=True)
    updates = await bot.get_updates(allowed_updates=[])
    for update in updates:
        content = update.effective_message or update.my_chat_member
        assert content is not None
        assert not content.api_kwargs
    origin = next(u.message.forward_origin for u in updates if u.message and u.message.sticker)
    assert isinstance(origin, MessageOriginUser)


async def test_errors_become_the_clients_exceptions(
    client: Client, bot: Bot, monkeypatch: pytest.MonkeyPatch
):
    """By status and parameters."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    sari = await client.user()
    group = await client.group([sari], type="group")
    new = (await client.sim_post("/migrate", chat_id=group))["id"]
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(group, "x")
    assert migrated.value.new_chat_id == new
    await client.sim_post("/faults", method="sendMessage", retry_after=3, times=1)
    with pytest.raises(RetryAfter):
        await bot.send_message(sari, "x")
    await client.sim_post("/block", user_id=sari, blocked=True)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(sari, "x")
    await bot.set_webhook("http://127.0.0.1:9/x")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    other = Bot("1:OTHER", base_url=f"{client.sim.url}/bot")
    with pytest.raises(InvalidToken):
        await other.initialize()
    await other.shutdown()


async def test_a_whole_application_polls_and_answers(client: Client, sim: Simulator):
    """Application with its updater: a command, a tap, an answer."""

    async def start(update: Update, context: object):
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="y")]])
        assert update.message is not None
        await update.message.reply_html("<b>Halo</b>", reply_markup=markup)

    async def tapped(update: Update, context: object):
        assert update.callback_query is not None
        await update.callback_query.answer("Siap")
        await update.callback_query.edit_message_text("Sudah")

    app = Application.builder().token(sim.world.token).base_url(f"{sim.url}/bot").build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(tapped))
    sari = await client.user()
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=5)
        await client.say(sari, "/start")
        seq = (await client.sim_get("/state"))["seq"]
        found = await client.sim_get(f"/chats/{sari}/messages?after={seq}&wait=10")
        body = {"chat_id": sari, "from_id": sari, "message_id": 2, "text": "Ya"}
        assert (await client.sim_post("/tap", **body))["answer"]["text"] == "Siap"
        seq = max(found["seq"], found["messages"][-1]["seq"])
        edited = await client.sim_get(f"/chats/{sari}/messages?after={seq}&wait=10")
        assert edited["messages"][-1]["text"] == "Sudah"
        await app.updater.stop()
        await app.stop()


async def test_it_starts_alone_and_stops_on_a_signal():
    """`python -m simulator` with a free port; more than Telegram allows it does not allow."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "--port", "0", "--token", "42:X",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    url = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert url is not None
    async with Bot("42:X", base_url=f"{url[0]}/bot") as alone, aiohttp.ClientSession() as http:
        assert alone.id == 42
        async with http.post(f"{url[0]}/sim/users", json={"first_name": "Sari"}) as answer:
            sari = (await answer.json())["id"]
        message = {"chat_id": sari, "text": "x"}
        send = f"{url[0]}/bot42:X/sendMessage"
        answers = await asyncio.gather(*(http.post(send, json=message) for _ in range(12)))
        assert {answer.status for answer in answers} == {200, 429}
        refused = await next(answer for answer in answers if answer.status == 429).json()
        assert refused["parameters"] == {"retry_after": 1}
        process.send_signal(signal.SIGINT)
        _, errors = await process.communicate()
    assert (process.returncode, errors) == (0, b"")


async def test_a_stop_ends_polls_and_streams(client: Client):
    """Nothing that waits holds the server up."""
    async with Simulator() as short, aiohttp.ClientSession(short.url) as http:
        poll = asyncio.create_task(http.get(f"/bot{short.world.token}/getUpdates?timeout=50"))
        stream = await http.get("/sim/events")
        await short.world.updates.polled.wait()
        short.world.close()
        answer = await poll
        assert (await answer.json())["result"] == []
        assert await stream.content.read() == b"retry: 1000\n\n"

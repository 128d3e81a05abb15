"""The script of test_conversation.py as an aiogram bot: a router, filters, and typed methods.

Environment: API_ROOT, BOT_TOKEN, MODE (polling or webhook), WEBHOOK_PORT, WEBHOOK_SECRET, UPLOADS.
"""

from __future__ import annotations

import asyncio
import hashlib
import os

from aiogram import Bot, Dispatcher, F, Router, html
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ChatAction, ParseMode
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.methods import SendContact
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    FSInputFile,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    LabeledPrice,
    LinkPreviewOptions,
    Message,
    MessageOriginUser,
    MessageReactionUpdated,
    PreCheckoutQuery,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    ShippingOption,
    ShippingQuery,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiogram_failures import router as failures
from aiogram_groups import router as groups
from aiohttp import web
from reporting import report, upload

router = Router()
MENU = ReplyKeyboardMarkup(
    keyboard=[
        [KeyboardButton(text="Katalog")],
        [
            KeyboardButton(text="Kirim nomor", request_contact=True),
            KeyboardButton(text="Kirim lokasi", request_location=True),
        ],
    ],
    resize_keyboard=True,
)


def picture(name: str) -> FSInputFile:
    """An upload of a picture."""
    return FSInputFile(upload(f"{name}.png"))


def inline(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """An inline keyboard."""
    return InlineKeyboardMarkup(inline_keyboard=list(rows))


@router.message(CommandStart())
async def start(message: Message, command: CommandObject, bot: Bot) -> None:
    """A greeting with buttons of three kinds, then a reply keyboard."""
    await bot.send_chat_action(message.chat.id, ChatAction.TYPING)
    keyboard = inline(
        [
            InlineKeyboardButton(text="Pilih", callback_data="pick:1", style="success"),
            InlineKeyboardButton(text="Situs", url="https://example.com/toko"),
        ],
        [InlineKeyboardButton(text="Salin", copy_text=CopyTextButton(text="PSN-1"))],
    )
    name, payload = message.from_user.first_name, command.args or ""
    text = f"Halo {html.bold(html.quote(name))}, dari {html.italic(html.quote(payload))}"
    await message.answer(
        text,
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=keyboard,
    )
    await message.answer("Silakan pilih.", reply_markup=MENU)
    language = message.from_user.language_code
    report("start", message.chat.id, payload=payload, language=language)


@router.callback_query(F.data.startswith("pick:"))
async def pick(query: CallbackQuery) -> None:
    """A toast, and another text with another keyboard."""
    await query.answer("Dicatat")
    keyboard = inline([InlineKeyboardButton(text="Selesai", callback_data="done")])
    number = query.data.removeprefix("pick:")
    edited = await query.message.edit_text(f"Dipilih: {number}", reply_markup=keyboard)
    report("tap", edited.chat.id, data=query.data, text=edited.text)


@router.callback_query(F.data == "done")
async def done(query: CallbackQuery) -> None:
    """An alert, and no keyboard any more."""
    await query.answer("Sudah selesai", show_alert=True)
    edited = await query.message.edit_reply_markup(reply_markup=None)
    report("tap", edited.chat.id, data=query.data, text=edited.text)


@router.message(Command("photo"))
async def photo(message: Message) -> None:
    """By upload, by file_id, and changed."""
    first = await message.answer_photo(
        picture("kopi"), caption=html.bold("Kopi"), parse_mode=ParseMode.HTML
    )
    again = await message.answer_photo(first.photo[-1].file_id, caption="lagi")
    await again.edit_caption(caption="diubah")
    third = await message.answer_photo(picture("teh"))
    await third.edit_media(InputMediaPhoto(media=picture("gula"), caption="diganti"))
    size = first.photo[-1]
    same = size.file_unique_id == again.photo[-1].file_unique_id
    report("photo", message.chat.id, width=size.width, height=size.height, same=same)


@router.message(Command("album"))
async def album(message: Message) -> None:
    """Two uploads in one group."""
    sent = await message.answer_media_group(
        [InputMediaPhoto(media=picture("kopi"), caption="a"), InputMediaPhoto(media=picture("teh"))]
    )
    report(
        "album",
        message.chat.id,
        count=len(sent),
        groups=len({item.media_group_id for item in sent}),
    )


@router.message(F.document)
async def document(message: Message, bot: Bot) -> None:
    """Downloaded, and answered with another."""
    content = (await bot.download(message.document)).read()
    await message.answer_document(
        BufferedInputFile(b"isi balasan " * 100_000, "balasan.txt"), caption="Terima"
    )
    digest = hashlib.sha256(content).hexdigest()
    report("document", message.chat.id, name=message.document.file_name, sha256=digest)


@router.message(F.photo)
async def photo_in(message: Message) -> None:
    """A person's picture."""
    size = message.photo[-1]
    report(
        "photo_in",
        message.chat.id,
        width=size.width,
        caption=message.caption,
        album=message.media_group_id is not None,
    )


@router.message(F.contact)
async def contact(message: Message) -> None:
    """A person's own number, or somebody's."""
    own = message.contact.user_id == message.from_user.id
    report("contact", message.chat.id, phone=message.contact.phone_number, own=own)


@router.message(F.location)
async def location(message: Message) -> None:
    """A place."""
    place = message.location
    report("location", message.chat.id, latitude=place.latitude, longitude=place.longitude)


@router.edited_message()
async def edited(message: Message) -> None:
    """A changed text."""
    report("edited", message.chat.id, text=message.text, dated=message.edit_date is not None)


@router.message(Command("invoice"))
async def invoice(message: Message, command: CommandObject) -> None:
    """An invoice with shipping; its payload decides what the checkout says."""
    sent = await message.answer_invoice(
        title="Kopi Gayo",
        description="Dua bungkus",
        payload=command.args or "order:1",
        provider_token="1:TEST",
        currency="IDR",
        prices=[LabeledPrice(label="Kopi", amount=17_000_000)],
        need_name=True,
        need_shipping_address=True,
        is_flexible=True,
    )
    report("invoice", message.chat.id, id=sent.message_id, total=sent.invoice.total_amount)


@router.shipping_query()
async def shipping(query: ShippingQuery) -> None:
    """One way to send within the country, none to other countries."""
    country = query.shipping_address.country_code
    price = LabeledPrice(label="Ongkir", amount=1_800_000)
    if country == "ID":
        await query.answer(
            ok=True, shipping_options=[ShippingOption(id="jne", title="JNE", prices=[price])]
        )
    else:
        await query.answer(ok=False, error_message="Belum kirim ke sana")
    report("shipping", query.from_user.id, country=country, payload=query.invoice_payload)


@router.pre_checkout_query()
async def checkout(query: PreCheckoutQuery) -> None:
    """Yes, unless the payload says that the stock is gone."""
    if query.invoice_payload == "order:gone":
        await query.answer(ok=False, error_message="Stok habis")
    else:
        await query.answer(ok=True)
    info = query.order_info
    report(
        "checkout",
        query.from_user.id,
        total=query.total_amount,
        option=query.shipping_option_id,
        name=info and info.name,
    )


@router.message(F.successful_payment)
async def paid(message: Message) -> None:
    """The money is there."""
    payment = message.successful_payment
    report(
        "paid",
        message.chat.id,
        total=payment.total_amount,
        currency=payment.currency,
        payload=payment.invoice_payload,
    )


@router.message(Command("tidy"))
async def tidy(message: Message, bot: Bot) -> None:
    """A reaction, a pin, and a message that goes."""
    await message.react([ReactionTypeEmoji(emoji="👍")])
    pinned = await message.answer("Penting")
    await pinned.pin(disable_notification=True)
    await (await message.answer("Sementara")).delete()
    report("tidy", message.chat.id, pinned=pinned.message_id)


@router.message(Command("copies"))
async def copies(message: Message) -> None:
    """The command's own message, copied and forwarded."""
    copied = await message.send_copy(message.chat.id)
    plain = await message.copy_to(message.chat.id)
    forwarded = await message.forward(message.chat.id)
    report(
        "copies",
        message.chat.id,
        ids=[copied.message_id, plain.message_id, forwarded.message_id],
        origin=forwarded.forward_origin.sender_user.first_name,
    )


@router.message_reaction()
async def reaction(update: MessageReactionUpdated) -> None:
    """Somebody reacted."""
    report("reaction", update.chat.id, emoji=[item.emoji for item in update.new_reaction])


@router.message(Command("video"))
async def video(message: Message) -> None:
    """A clip whose size and length the call says."""
    sent = await message.answer_video(
        FSInputFile(upload("klip.mp4")), caption="klip", width=320, height=240, duration=7
    )
    clip = sent.video
    report("video", message.chat.id, size=[clip.width, clip.height], duration=clip.duration)


@router.message(Command("aside"))
async def aside(message: Message) -> SendContact:
    """A contact as the answer to the webhook's post; the dispatcher sends it when polling."""
    report("aside", message.chat.id)
    return message.answer_contact("628001234", "Toko")


@router.message(Command("passing"))
async def passing(message: Message) -> None:
    """A button on a message that is gone at once."""
    keyboard = inline([InlineKeyboardButton(text="Ada?", callback_data="gone")])
    sent = await message.answer("Sebentar", reply_markup=keyboard)
    await sent.delete()
    report("passing", message.chat.id, id=sent.message_id)


@router.callback_query(F.data == "gone")
async def gone(query: CallbackQuery) -> None:
    """A tap on what is not there any more."""
    await query.answer("Sudah lewat")
    there = not isinstance(query.message, InaccessibleMessage)
    report("gone", query.message.chat.id, id=query.message.message_id, there=there)


@router.message(F.text)
async def text(message: Message) -> None:
    """Any other text: quoted, and the keyboard goes."""
    await message.answer(
        f"Diterima: {message.text}",
        reply_parameters=ReplyParameters(message_id=message.message_id),
        reply_markup=ReplyKeyboardRemove(),
    )
    origin = message.forward_origin
    forwarded = origin.sender_user.first_name if isinstance(origin, MessageOriginUser) else None
    thread = message.message_thread_id
    report("text", message.chat.id, text=message.text, forwarded=forwarded, thread=thread)


def session() -> AiohttpSession:
    """Connections to the server of the environment instead of Telegram's."""
    return AiohttpSession(api=TelegramAPIServer.from_base(os.environ["API_ROOT"]))


async def serve(dispatcher: Dispatcher, bot: Bot) -> None:
    """Run the client's own webhook server until the process ends."""
    secret, port = os.environ["WEBHOOK_SECRET"], int(os.environ["WEBHOOK_PORT"])
    app = web.Application()
    hook = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=secret)
    hook.register(app, path="/hook")
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await bot.set_webhook(
        f"http://127.0.0.1:{port}/hook",
        secret_token=secret,
        max_connections=7,
        allowed_updates=dispatcher.resolve_used_update_types(),
    )
    await asyncio.Event().wait()


async def main() -> None:
    """Introduce the bot and let it hear."""
    bot = Bot(os.environ["BOT_TOKEN"], session=session())
    dispatcher = Dispatcher()
    dispatcher.include_routers(failures, groups, router)
    await bot.set_my_commands([BotCommand(command="start", description="Mulai")])
    where = {"scope": BotCommandScopeAllGroupChats(), "language_code": "id"}
    await bot.set_my_commands([BotCommand(command="chat", description="Grup ini")], **where)
    commands = [command.command for command in await bot.get_my_commands(**where)]
    me = await bot.get_me()
    await bot.delete_webhook(drop_pending_updates=True)
    report("ready", username=me.username, commands=commands)
    if os.environ["MODE"] == "webhook":
        await serve(dispatcher, bot)
    else:
        await dispatcher.start_polling(bot, allowed_updates=dispatcher.resolve_used_update_types())


if __name__ == "__main__":
    asyncio.run(main())

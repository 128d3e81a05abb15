"""The script of test_conversation.py as a pyTelegramBotAPI bot: decorated handlers, in threads.

Environment: API_ROOT, BOT_TOKEN, MODE (polling or webhook), WEBHOOK_PORT, WEBHOOK_SECRET, UPLOADS.
"""

from __future__ import annotations

import hashlib
import os

import telebot
from reporting import report, upload
from telebot import apihelper, formatting, types
from telebot_failures import fail

ROOT = os.environ["API_ROOT"]
apihelper.API_URL = ROOT + "/bot{0}/{1}"
apihelper.FILE_URL = ROOT + "/file/bot{0}/{1}"
UPDATES = [
    "message", "edited_message", "callback_query", "shipping_query", "pre_checkout_query",
    "my_chat_member", "chat_member", "message_reaction",
]  # fmt: skip
bot = telebot.TeleBot(os.environ["BOT_TOKEN"])


def picture(name: str) -> types.InputFile:
    """An upload of a picture."""
    return types.InputFile(upload(f"{name}.png"))


def argument(message: types.Message) -> str:
    """What stands behind a command."""
    return message.text.partition(" ")[2]


def menu() -> types.ReplyKeyboardMarkup:
    """The reply keyboard."""
    keyboard = types.ReplyKeyboardMarkup(resize_keyboard=True)
    keyboard.row("Katalog")
    keyboard.row(
        types.KeyboardButton("Kirim nomor", request_contact=True),
        types.KeyboardButton("Kirim lokasi", request_location=True),
    )
    return keyboard


@bot.message_handler(commands=["start"])
def start(message: types.Message) -> None:
    """A greeting with buttons of three kinds, then a reply keyboard."""
    bot.send_chat_action(message.chat.id, "typing")
    keyboard = types.InlineKeyboardMarkup()
    keyboard.row(
        types.InlineKeyboardButton("Pilih", callback_data="pick:1", style="success"),
        types.InlineKeyboardButton("Situs", url="https://example.com/toko"),
    )
    keyboard.row(types.InlineKeyboardButton("Salin", copy_text=types.CopyTextButton("PSN-1")))
    name, payload = message.from_user.first_name, argument(message)
    text = f"Halo {formatting.hbold(name)}, dari {formatting.hitalic(payload)}"
    bot.send_message(
        message.chat.id,
        text,
        parse_mode="HTML",
        link_preview_options=types.LinkPreviewOptions(is_disabled=True),
        reply_markup=keyboard,
    )
    bot.send_message(message.chat.id, "Silakan pilih.", reply_markup=menu())
    language = message.from_user.language_code
    report("start", message.chat.id, payload=payload, language=language)


@bot.callback_query_handler(func=lambda query: query.data.startswith("pick:"))
def pick(query: types.CallbackQuery) -> None:
    """A toast, and another text with another keyboard."""
    bot.answer_callback_query(query.id, "Dicatat")
    keyboard = types.InlineKeyboardMarkup()
    keyboard.add(types.InlineKeyboardButton("Selesai", callback_data="done"))
    chat, number = query.message.chat.id, query.data.removeprefix("pick:")
    edited = bot.edit_message_text(
        f"Dipilih: {number}", chat, query.message.message_id, reply_markup=keyboard
    )
    report("tap", chat, data=query.data, text=edited.text)


@bot.callback_query_handler(func=lambda query: query.data == "done")
def done(query: types.CallbackQuery) -> None:
    """An alert, and no keyboard any more."""
    bot.answer_callback_query(query.id, "Sudah selesai", show_alert=True)
    chat = query.message.chat.id
    edited = bot.edit_message_reply_markup(chat, query.message.message_id, reply_markup=None)
    report("tap", chat, data=query.data, text=edited.text)


@bot.message_handler(commands=["photo"])
def photo(message: types.Message) -> None:
    """By upload, by file_id, and changed."""
    chat = message.chat.id
    caption = formatting.hbold("Kopi")
    first = bot.send_photo(chat, picture("kopi"), caption=caption, parse_mode="HTML")
    again = bot.send_photo(chat, first.photo[-1].file_id, caption="lagi")
    bot.edit_message_caption("diubah", chat, again.message_id)
    third = bot.send_photo(chat, picture("teh"))
    bot.edit_message_media(
        types.InputMediaPhoto(picture("gula"), caption="diganti"), chat, third.message_id
    )
    size = first.photo[-1]
    same = size.file_unique_id == again.photo[-1].file_unique_id
    report("photo", chat, width=size.width, height=size.height, same=same)


@bot.message_handler(commands=["album"])
def album(message: types.Message) -> None:
    """Two uploads in one group."""
    sent = bot.send_media_group(
        message.chat.id,
        [
            types.InputMediaPhoto(picture("kopi"), caption="a"),
            types.InputMediaPhoto(picture("teh")),
        ],
    )
    groups = len({item.media_group_id for item in sent})
    report("album", message.chat.id, count=len(sent), groups=groups)


@bot.message_handler(content_types=["document"])
def document(message: types.Message) -> None:
    """Downloaded, and answered with another."""
    file = bot.get_file(message.document.file_id)
    digest = hashlib.sha256(bot.download_file(file.file_path)).hexdigest()
    bot.send_document(
        message.chat.id,
        b"isi balasan " * 100_000,
        visible_file_name="balasan.txt",
        caption="Terima",
    )
    report("document", message.chat.id, name=message.document.file_name, sha256=digest)


@bot.message_handler(content_types=["photo"])
def photo_in(message: types.Message) -> None:
    """A person's picture."""
    report(
        "photo_in",
        message.chat.id,
        width=message.photo[-1].width,
        caption=message.caption,
        album=message.media_group_id is not None,
    )


@bot.message_handler(content_types=["contact"])
def contact(message: types.Message) -> None:
    """A person's own number, or somebody's."""
    own = message.contact.user_id == message.from_user.id
    report("contact", message.chat.id, phone=message.contact.phone_number, own=own)


@bot.message_handler(content_types=["location"])
def location(message: types.Message) -> None:
    """A place."""
    place = message.location
    report("location", message.chat.id, latitude=place.latitude, longitude=place.longitude)


@bot.edited_message_handler(func=lambda message: True)
def edited(message: types.Message) -> None:
    """A changed text."""
    report("edited", message.chat.id, text=message.text, dated=message.edit_date is not None)


@bot.message_handler(commands=["invoice"])
def invoice(message: types.Message) -> None:
    """An invoice with shipping; its payload decides what the checkout says."""
    sent = bot.send_invoice(
        message.chat.id,
        title="Kopi Gayo",
        description="Dua bungkus",
        invoice_payload=argument(message) or "order:1",
        provider_token="1:TEST",
        currency="IDR",
        prices=[types.LabeledPrice("Kopi", 17_000_000)],
        need_name=True,
        need_shipping_address=True,
        is_flexible=True,
    )
    report("invoice", message.chat.id, id=sent.message_id, total=sent.invoice.total_amount)


@bot.shipping_query_handler(func=lambda query: True)
def shipping(query: types.ShippingQuery) -> None:
    """One way to send within the country, none to other countries."""
    country = query.shipping_address.country_code
    if country == "ID":
        option = types.ShippingOption("jne", "JNE").add_price(
            types.LabeledPrice("Ongkir", 1_800_000)
        )
        bot.answer_shipping_query(query.id, ok=True, shipping_options=[option])
    else:
        bot.answer_shipping_query(query.id, ok=False, error_message="Belum kirim ke sana")
    report("shipping", query.from_user.id, country=country, payload=query.invoice_payload)


@bot.pre_checkout_query_handler(func=lambda query: True)
def checkout(query: types.PreCheckoutQuery) -> None:
    """Yes, unless the payload says that the stock is gone."""
    if query.invoice_payload == "order:gone":
        bot.answer_pre_checkout_query(query.id, ok=False, error_message="Stok habis")
    else:
        bot.answer_pre_checkout_query(query.id, ok=True)
    info = query.order_info
    report(
        "checkout",
        query.from_user.id,
        total=query.total_amount,
        option=query.shipping_option_id,
        name=info and info.name,
    )


@bot.message_handler(content_types=["successful_payment"])
def paid(message: types.Message) -> None:
    """The money is there."""
    payment = message.successful_payment
    report(
        "paid",
        message.chat.id,
        total=payment.total_amount,
        currency=payment.currency,
        payload=payment.invoice_payload,
    )


@bot.message_handler(commands=["topic"])
def topic(message: types.Message) -> None:
    """A topic with a message in it, renamed, closed and opened again; and one that goes."""
    chat, name = message.chat.id, argument(message)
    made = bot.create_forum_topic(chat, name)
    thread = made.message_thread_id
    inside = bot.send_message(chat, f"Di dalam {name}", message_thread_id=thread)
    bot.edit_forum_topic(chat, thread, name=f"{name} 2")
    bot.close_forum_topic(chat, thread)
    bot.reopen_forum_topic(chat, thread)
    gone = bot.create_forum_topic(chat, "Sementara")
    bot.delete_forum_topic(chat, gone.message_thread_id)
    report("topic", chat, thread=thread, name=made.name, inside=inside.message_thread_id == thread)


@bot.message_handler(commands=["chat"])
def about_chat(message: types.Message) -> None:
    """What is known of a group and its people."""
    chat = bot.get_chat(message.chat.id)
    member = bot.get_chat_member(message.chat.id, message.from_user.id)
    statuses = sorted(admin.status for admin in bot.get_chat_administrators(message.chat.id))
    hook = bot.get_webhook_info()
    facts = {"title": chat.title, "member": member.status, "admins": statuses}
    report("chat", chat.id, **facts, connections=hook.max_connections)


@bot.message_handler(commands=["tidy"])
def tidy(message: types.Message) -> None:
    """A reaction, a pin, and a message that goes."""
    chat = message.chat.id
    bot.set_message_reaction(chat, message.message_id, [types.ReactionTypeEmoji("👍")])
    pinned = bot.send_message(chat, "Penting")
    bot.pin_chat_message(chat, pinned.message_id, disable_notification=True)
    bot.delete_message(chat, bot.send_message(chat, "Sementara").message_id)
    report("tidy", chat, pinned=pinned.message_id)


@bot.message_handler(commands=["copies"])
def copies(message: types.Message) -> None:
    """The command's own message, sent again, copied and forwarded."""
    chat = message.chat.id
    sent = bot.send_message(chat, message.text, entities=message.entities)
    copied = bot.copy_message(chat, chat, message.message_id)
    forwarded = bot.forward_message(chat, chat, message.message_id)
    report(
        "copies",
        chat,
        ids=[sent.message_id, copied.message_id, forwarded.message_id],
        origin=forwarded.forward_origin.sender_user.first_name,
    )


@bot.my_chat_member_handler()
def my_member(update: types.ChatMemberUpdated) -> None:
    """The bot was added, removed, blocked or let in again."""
    statuses = [update.old_chat_member.status, update.new_chat_member.status]
    report("my_member", update.chat.id, statuses=statuses)


@bot.message_reaction_handler(func=lambda update: True)
def reaction(update: types.MessageReactionUpdated) -> None:
    """Somebody reacted."""
    report("reaction", update.chat.id, emoji=[item.emoji for item in update.new_reaction])


@bot.message_handler(commands=["video"])
def video(message: types.Message) -> None:
    """A clip whose size and length the call says."""
    clip = types.InputFile(upload("klip.mp4"))
    sent = bot.send_video(message.chat.id, clip, 7, width=320, height=240, caption="klip").video
    report("video", message.chat.id, size=[sent.width, sent.height], duration=sent.duration)


@bot.message_handler(commands=["aside"])
def aside(message: types.Message) -> None:
    """A contact; this client's webhook server never answers a post with a call."""
    report("aside", message.chat.id)
    bot.send_contact(message.chat.id, "628001234", "Toko")


@bot.message_handler(commands=["passing"])
def passing(message: types.Message) -> None:
    """A button on a message that is gone at once."""
    keyboard = types.InlineKeyboardMarkup()
    keyboard.add(types.InlineKeyboardButton("Ada?", callback_data="gone"))
    sent = bot.send_message(message.chat.id, "Sebentar", reply_markup=keyboard)
    bot.delete_message(message.chat.id, sent.message_id)
    report("passing", message.chat.id, id=sent.message_id)


@bot.callback_query_handler(func=lambda query: query.data == "gone")
def gone(query: types.CallbackQuery) -> None:
    """A tap on what is not there any more."""
    bot.answer_callback_query(query.id, "Sudah lewat")
    there = not isinstance(query.message, types.InaccessibleMessage)
    report("gone", query.message.chat.id, id=query.message.message_id, there=there)


@bot.chat_member_handler()
def member(update: types.ChatMemberUpdated) -> None:
    """Somebody joined, left, rose or fell."""
    statuses = [update.old_chat_member.status, update.new_chat_member.status]
    report("member", update.chat.id, who=update.new_chat_member.user.id, statuses=statuses)


bot.register_message_handler(fail, commands=["fail"], pass_bot=True)


@bot.message_handler(content_types=["text"])
def text(message: types.Message) -> None:
    """Any other text: quoted, and the keyboard goes."""
    bot.reply_to(message, f"Diterima: {message.text}", reply_markup=types.ReplyKeyboardRemove())
    origin = message.forward_origin
    forwarded = origin.sender_user.first_name if origin else None
    thread = message.message_thread_id
    report("text", message.chat.id, text=message.text, forwarded=forwarded, thread=thread)


def main() -> None:
    """Introduce the bot and let it hear."""
    bot.set_my_commands([types.BotCommand("start", "Mulai")])
    where = {"scope": types.BotCommandScopeAllGroupChats(), "language_code": "id"}
    bot.set_my_commands([types.BotCommand("chat", "Grup ini")], **where)
    commands = [command.command for command in bot.get_my_commands(**where)]
    report("ready", username=bot.get_me().username, commands=commands)
    if os.environ["MODE"] == "webhook":
        bot.run_webhooks(
            listen="127.0.0.1",
            port=int(os.environ["WEBHOOK_PORT"]),
            url_path="hook",
            secret_token=os.environ["WEBHOOK_SECRET"],
            allowed_updates=UPDATES,
            max_connections=7,
            drop_pending_updates=True,
        )
    else:
        bot.infinity_polling(allowed_updates=UPDATES, skip_pending=True)


if __name__ == "__main__":
    main()

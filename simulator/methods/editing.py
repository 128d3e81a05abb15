"""Methods that change a message of the bot's own."""

from __future__ import annotations

from simulator.access import Access
from simulator.arguments import Converter, boolean, chat_id, integer, string
from simulator.errors import Json, bad
from simulator.keyboards import inline_only, pay_button_fits
from simulator.methods.content import (
    caption_body,
    converted,
    entity_list,
    link_preview,
    media_body,
    text_body,
)
from simulator.methods.registry import Call, method
from simulator.people import Chat, Entry
from simulator.privacy import SERVICES

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_TARGET: dict[str, Converter] = {
    "chat_id": chat_id,
    "message_id": integer,
    "reply_markup": inline_only,
}
_CONTENT = [
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "video",
    "link_preview_options",
    "show_caption_above_media",
    "has_media_spoiler",
]


def _own(call: Call) -> tuple[Chat, Entry]:
    chat = call.world.chat(call.args["chat_id"], Access.EDIT)
    entry = chat.entries.get(call.args["message_id"])
    if entry is None:
        raise bad("message to edit not found")
    if entry.api["from"]["id"] != call.world.bot.id:
        raise bad("message can't be edited")
    if not entry.api.keys().isdisjoint(SERVICES):
        raise bad("message can't be edited")
    if entry.reply_keyboard is not None:
        # "It is only possible to edit messages without reply_markup or with inline keyboards."
        raise bad("message can't be edited")
    return chat, entry


def _change(call: Call, chat: Chat, entry: Entry, content: Json, replaced: list[str]) -> Json:
    """Swap the `replaced` fields for `content`, and the keyboard for the given one (or none)."""
    old = entry.api
    new = {name: value for name, value in old.items() if name not in replaced}
    new.pop("reply_markup", None)
    new.update(content)
    markup = call.args.get("reply_markup")
    if markup:
        new["reply_markup"] = markup
    pay_button_fits(new)
    if {**new, "edit_date": 0} == {**old, "edit_date": 0}:
        raise bad(NOT_MODIFIED)
    new["edit_date"] = call.world.clock.date()
    entry.api = new
    call.world.touched(chat, entry)
    return new


@method(
    "editMessageText",
    needs="chat_id message_id text",
    text=string,
    parse_mode=string,
    entities=entity_list,
    link_preview_options=link_preview,
    sends=False,
    **_TARGET,
)
def edit_message_text(call: Call) -> Json:
    """editMessageText."""
    chat, entry = _own(call)
    content = text_body(call)
    if "text" not in entry.api:
        raise bad("there is no text in the message to edit")
    return _change(call, chat, entry, content, ["text", "entities", "link_preview_options"])


@method(
    "editMessageCaption",
    needs="chat_id message_id",
    caption=string,
    parse_mode=string,
    caption_entities=entity_list,
    show_caption_above_media=boolean,
    sends=False,
    **_TARGET,
)
def edit_message_caption(call: Call) -> Json:
    """editMessageCaption."""
    chat, entry = _own(call)
    content = caption_body(call.world, call.args)
    if not entry.api.keys() & {"photo", "document", "video"}:
        raise bad("there is no caption in the message to edit")
    if call.args.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    replaced = ["caption", "caption_entities", "show_caption_above_media"]
    return _change(call, chat, entry, content, replaced)


@method(
    "editMessageMedia", needs="chat_id message_id media", sends=False, media=converted, **_TARGET
)
def edit_message_media(call: Call) -> Json:
    """editMessageMedia: also turns a text into a photo, a video or a document."""
    chat, entry = _own(call)
    media = call.args["media"]
    content = media_body(call, media["type"], media, "media")
    if not entry.api.keys().isdisjoint({"location", "contact", "invoice"}):
        raise bad("message can't be edited")
    return _change(call, chat, entry, content, _CONTENT)


@method("editMessageReplyMarkup", needs="chat_id message_id", sends=False, **_TARGET)
def edit_message_reply_markup(call: Call) -> Json:
    """editMessageReplyMarkup: without a markup the keyboard goes."""
    chat, entry = _own(call)
    return _change(call, chat, entry, {}, [])

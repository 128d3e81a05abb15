"""For every object that a parameter accepts, a call that carries a good one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.simulator.conftest import TOO_OLD

Object = dict[str, Any]


@dataclass(frozen=True)
class Carrier:
    """A method, a good object, and how the parameters are made of it.

    `unless` is the refusal that even the good object meets, for other reasons than itself.
    """

    method: str
    good: Object
    around: Callable[[Object], Object]
    unless: str | None = None

    def call(self, place: Object, extra: Object) -> Object:
        """The parameters with `extra` in the object; `place` gives the chat and a person."""
        good = {name: place.get(value, value) if isinstance(value, str) else value
                for name, value in self.good.items()}  # fmt: skip
        return place | self.around(good | extra)


def _text(**more: Any) -> Object:  # noqa: ANN401 - what JSON holds
    return {"text": "Halo", **more}


def _album(item: Object) -> Object:
    return {"media": [item, item]}


def _markup(markup: Object) -> Object:
    return _text(reply_markup=markup)


def _scope(scope: Object) -> Object:
    return {"scope": scope}


NO_FILE = "Bad Request: wrong file identifier/HTTP URL specified"
KOPI = {"label": "Kopi", "amount": 5_000_000}
INVOICE = {
    "title": "Kopi",
    "description": "Satu kilo",
    "payload": "1",
    "provider_token": "284685063:TEST:xxx",
    "currency": "IDR",
}
CARRIERS = {
    "BotCommand": Carrier(
        "setMyCommands", {"command": "mulai", "description": "Mulai"}, lambda o: {"commands": [o]}
    ),
    "BotCommandScopeAllChatAdministrators": Carrier(
        "getMyCommands", {"type": "all_chat_administrators"}, _scope
    ),
    "BotCommandScopeAllGroupChats": Carrier("getMyCommands", {"type": "all_group_chats"}, _scope),
    "BotCommandScopeAllPrivateChats": Carrier(
        "getMyCommands", {"type": "all_private_chats"}, _scope
    ),
    "BotCommandScopeChat": Carrier("getMyCommands", {"type": "chat", "chat_id": "chat_id"}, _scope),
    "BotCommandScopeChatAdministrators": Carrier(
        "getMyCommands", {"type": "chat_administrators", "chat_id": "chat_id"}, _scope
    ),
    "BotCommandScopeChatMember": Carrier(
        "getMyCommands",
        {"type": "chat_member", "chat_id": "chat_id", "user_id": "user_id"},
        _scope,
    ),
    "BotCommandScopeDefault": Carrier("getMyCommands", {"type": "default"}, _scope),
    "CopyTextButton": Carrier(
        "sendMessage",
        {"text": "BCA 123"},
        lambda o: _markup({"inline_keyboard": [[{"text": "Salin", "copy_text": o}]]}),
    ),
    "ForceReply": Carrier("sendMessage", {"force_reply": True}, _markup),
    "InlineKeyboardButton": Carrier(
        "sendMessage",
        {"text": "Ya", "callback_data": "ya"},
        lambda o: _markup({"inline_keyboard": [[o]]}),
    ),
    "InlineKeyboardMarkup": Carrier("sendMessage", {"inline_keyboard": []}, _markup),
    "InputMediaDocument": Carrier(
        "sendMediaGroup", {"type": "document", "media": "x"}, _album, NO_FILE
    ),
    "InputMediaPhoto": Carrier("sendMediaGroup", {"type": "photo", "media": "x"}, _album, NO_FILE),
    "InputMediaVideo": Carrier("sendMediaGroup", {"type": "video", "media": "x"}, _album, NO_FILE),
    "KeyboardButton": Carrier(
        "sendMessage", {"text": "Ya"}, lambda o: _markup({"keyboard": [[o]]})
    ),
    "LabeledPrice": Carrier("sendInvoice", KOPI, lambda o: INVOICE | {"prices": [o]}),
    "LinkPreviewOptions": Carrier(
        "sendMessage", {"is_disabled": True}, lambda o: _text(link_preview_options=o)
    ),
    "MessageEntity": Carrier(
        "sendMessage", {"type": "bold", "offset": 0, "length": 4}, lambda o: _text(entities=[o])
    ),
    "ReactionTypeEmoji": Carrier(
        "setMessageReaction",
        {"type": "emoji", "emoji": "👍"},
        lambda o: {"message_id": 1, "reaction": [o]},
    ),
    "ReplyKeyboardMarkup": Carrier("sendMessage", {"keyboard": [["Ya"]]}, _markup),
    "ReplyKeyboardRemove": Carrier("sendMessage", {"remove_keyboard": True}, _markup),
    "ReplyParameters": Carrier(
        "sendMessage", {"message_id": 1}, lambda o: _text(reply_parameters=o)
    ),
    "ShippingOption": Carrier(
        "answerShippingQuery",
        {"id": "jne", "title": "JNE", "prices": [KOPI]},
        lambda o: {"shipping_query_id": "1", "ok": True, "shipping_options": [o]},
        TOO_OLD,
    ),
    "User": Carrier(
        "sendMessage",
        {"id": "user_id"},
        lambda o: _text(entities=[{"type": "text_mention", "offset": 0, "length": 4, "user": o}]),
    ),
}

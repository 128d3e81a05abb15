"""`reply_markup`: checked as Telegram checks it and brought into the shape that it returns."""

from __future__ import annotations

from collections.abc import Callable

from simulator.arguments import Raw, accepted, among, an_object, boolean
from simulator.entities import clean
from simulator.errors import Json, bad
from simulator.html_input import checked_link
from simulator.links import why_no_link

STYLES = frozenset({"primary", "success", "danger"})
MAX_BUTTONS = 100
_INLINE = accepted(
    "InlineKeyboardButton",
    takes="text url callback_data copy_text pay style",
    refuses="icon_custom_emoji_id web_app login_url switch_inline_query"
    " switch_inline_query_current_chat switch_inline_query_chosen_chat callback_game",
)
_COPY = accepted("CopyTextButton", takes="text")
_REPLY = accepted(
    "KeyboardButton",
    takes="text request_contact request_location style",
    refuses="icon_custom_emoji_id request_users request_chat request_managed_bot request_poll"
    " web_app",
)
_REPLY_FLAGS = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective")
_INLINE_KEYBOARD = accepted("InlineKeyboardMarkup", takes="inline_keyboard")
_KEYBOARD = accepted(
    "ReplyKeyboardMarkup",
    takes="keyboard is_persistent resize_keyboard one_time_keyboard input_field_placeholder"
    " selective",
)
_REMOVAL = accepted("ReplyKeyboardRemove", takes="remove_keyboard selective")
_FORCE_REPLY = accepted("ForceReply", takes="force_reply input_field_placeholder selective")


def reply_markup(name: str, value: Raw) -> Json:
    """A markup of one of the four kinds; {} for an empty one."""
    if value in ("", None):
        return {}
    markup = {field: item for field, item in an_object(name, value).items() if item is not None}
    if "inline_keyboard" in markup:
        inline = _INLINE_KEYBOARD.read(markup)
        rows = _rows(inline["inline_keyboard"], "inline keyboard", _inline_button)
        return {"inline_keyboard": rows} if rows else {}
    if "keyboard" in markup:
        return _reply_keyboard(_KEYBOARD.read(markup))
    if "remove_keyboard" in markup:
        return _flagged(_REMOVAL.read(markup), "remove_keyboard", ("selective",))
    if "force_reply" in markup:
        force = _FORCE_REPLY.read(markup)
        return _flagged(force, "force_reply", ("selective",)) | _placeholder(force)
    if not markup:
        return {}
    raise bad("object expected as reply markup")


def inline_only(name: str, value: Raw) -> Json:
    """A markup that must be an inline keyboard, as edits take it."""
    markup = reply_markup(name, value)
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    return markup


def _flagged(markup: Json, kind: str, flags: tuple[str, ...]) -> Json:
    if not boolean(kind, markup[kind]):
        return {}
    return {kind: True} | {f: True for f in flags if f in markup and boolean(f, markup[f])}


def _placeholder(markup: Json) -> Json:
    placeholder = markup.get("input_field_placeholder")
    if placeholder is None:
        return {}
    if not isinstance(placeholder, str) or not 1 <= len(placeholder) <= 64:
        raise bad("input field placeholder must be 1-64 characters long")
    return {"input_field_placeholder": placeholder}


def _reply_keyboard(markup: Json) -> Json:
    rows = _rows(markup["keyboard"], "keyboard", _reply_button)
    if not rows:
        return {}
    flags = {f: True for f in _REPLY_FLAGS if f in markup and boolean(f, markup[f])}
    return {"keyboard": rows} | flags | _placeholder(markup)


def _rows(value: Raw, what: str, button: Callable[[Raw], Json]) -> list[list[Json]]:
    if not isinstance(value, list):
        raise bad(f'field "{what}" of the reply markup must be an Array')
    rows = []
    for row in value:
        if not isinstance(row, list):
            raise bad(f"{what} row must be an Array")
        made = [button(item) for item in row]
        if made:
            rows.append(made)
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad("reply markup is too long")
    return rows


def _text(button: Json, what: str) -> str:
    text = button.get("text")
    if not isinstance(text, str):
        raise bad(f"can't parse {what}: Can't find field \"text\"")
    text = clean(text).strip()
    if not text:
        raise bad(f"{what} text must be non-empty")
    return text


def _style(button: Json) -> Json:
    style = button.get("style")
    if style is None:
        return {}
    if not among(style, STYLES):
        raise bad("invalid button style specified")
    return {"style": style}


def _inline_button(value: Raw) -> Json:
    what = "inline keyboard button"
    if not isinstance(value, dict):
        raise bad(f"can't parse {what}: expected an Object")
    button = _INLINE.read(value)
    made: Json = {"text": _text(button, what)} | _style(button)
    kinds = ("url", "callback_data", "copy_text")
    # An address or data without a character count as none given, as Telegram counts them.
    actions: list[str] = [name for name in kinds if button.get(name, "") != ""]
    if "pay" in button and boolean("pay", button["pay"]):
        actions.append("pay")
    if not actions:
        raise bad(f"can't parse {what}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(f"can't parse {what}: exactly one action is expected, found {len(actions)}")
    action = actions[0]
    if action == "url":
        made["url"] = _address(button["url"])
    elif action == "callback_data":
        made["callback_data"] = _data(button["callback_data"])
    elif action == "pay":
        made["pay"] = True
    else:
        made["copy_text"] = _copied(button["copy_text"])
    return made


def _address(value: Raw) -> str:
    address = checked_link(value) if isinstance(value, str) else ""
    if not address:
        why = why_no_link(value) if isinstance(value, str) else "Wrong HTTP URL"
        raise bad(f"inline keyboard button URL '{value}' is invalid: {why}")
    return address


def _data(value: Raw) -> str:
    if not isinstance(value, str) or not 1 <= len(value.encode("utf-8", "replace")) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    return value


def _copied(value: Raw) -> Json:
    text = _COPY.read(value).get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _reply_button(value: Raw) -> Json:
    if isinstance(value, str):
        value = {"text": value}
    button = _REPLY.read(value)
    made: Json = {"text": _text(button, "keyboard button")} | _style(button)
    asked = [
        name
        for name in ("request_contact", "request_location")
        if name in button and boolean(name, button[name])
    ]
    if len(asked) > 1:
        raise bad("a keyboard button can ask for one thing only")
    return made | dict.fromkeys(asked, True)


def pay_button_fits(body: Json) -> None:
    """Raise the ApiError for a message whose pay button is missing or out of its place.

    It is the first button of an invoice, and of no other message.
    """
    rows = body.get("reply_markup", {}).get("inline_keyboard", ())
    pays = [bool(button.get("pay")) for row in rows for button in row]
    if "invoice" not in body:
        if any(pays):
            raise bad("BUTTON_TYPE_INVALID")
    elif not any(pays):
        raise bad("REPLY_MARKUP_BUY_EMPTY")
    elif not pays[0] or sum(pays) > 1:
        raise bad("BUTTON_POS_INVALID")


def asks_for_person(markup: Json) -> str | None:
    """The Telegram error for a keyboard that may stand in private chats only, if it is one."""
    for row in markup.get("keyboard", ()):
        for button in row:
            if button.get("request_contact"):
                return "phone number can be requested in private chats only"
            if button.get("request_location"):
                return "location can be requested in private chats only"
    return None

"""`reply_markup`: checked as Telegram checks it and brought into the shape that it returns."""

from __future__ import annotations

from collections.abc import Callable

from simulator.arguments import Raw, among, an_object, boolean, fields
from simulator.entities import clean
from simulator.errors import Json, bad
from simulator.html_input import checked_link

STYLES = frozenset({"primary", "success", "danger"})
MAX_BUTTONS = 100
_INLINE = frozenset({"text", "url", "callback_data", "copy_text", "style"})
_INLINE_KNOWN = _INLINE | frozenset(
    [
        "icon_custom_emoji_id",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "callback_game",
        "pay",
    ]
)
_REPLY = frozenset({"text", "request_contact", "request_location", "style"})
_REPLY_KNOWN = _REPLY | frozenset(
    [
        "icon_custom_emoji_id",
        "request_users",
        "request_chat",
        "request_managed_bot",
        "request_poll",
        "web_app",
    ]
)
_REPLY_FLAGS = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective")


def reply_markup(name: str, value: Raw) -> Json:
    """A markup of one of the four kinds; {} for an empty one."""
    if value in ("", None):
        return {}
    markup = an_object(name, value)
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline keyboard", _inline_button)
        return {"inline_keyboard": rows} if rows else {}
    if "keyboard" in markup:
        return _reply_keyboard(markup)
    if "remove_keyboard" in markup:
        return _flagged(markup, "remove_keyboard", ("selective",))
    if "force_reply" in markup:
        return _flagged(markup, "force_reply", ("selective",)) | _placeholder(markup)
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
    button = fields("InlineKeyboardButton", value, _INLINE, _INLINE_KNOWN)
    made: Json = {"text": _text(button, what)} | _style(button)
    actions = [name for name in ("url", "callback_data", "copy_text") if name in button]
    if not actions:
        raise bad("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(f"can't parse {what}: exactly one action is expected, found {len(actions)}")
    action = actions[0]
    if action == "url":
        made["url"] = _address(button["url"])
    elif action == "callback_data":
        made["callback_data"] = _data(button["callback_data"])
    else:
        made["copy_text"] = _copied(button["copy_text"])
    return made


def _address(value: Raw) -> str:
    address = checked_link(value) if isinstance(value, str) else ""
    if not address:
        raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    return address


def _data(value: Raw) -> str:
    if not isinstance(value, str) or not 1 <= len(value.encode("utf-8", "replace")) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    return value


def _copied(value: Raw) -> Json:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _reply_button(value: Raw) -> Json:
    if isinstance(value, str):
        value = {"text": value}
    button = fields("KeyboardButton", value, _REPLY, _REPLY_KNOWN)
    made: Json = {"text": _text(button, "keyboard button")} | _style(button)
    asked = [
        name
        for name in ("request_contact", "request_location")
        if name in button and boolean(name, button[name])
    ]
    if len(asked) > 1:
        raise bad("a keyboard button can ask for one thing only")
    return made | dict.fromkeys(asked, True)


def asks_for_person(markup: Json) -> str | None:
    """The Telegram error for a keyboard that may stand in private chats only, if it is one."""
    for row in markup.get("keyboard", ()):
        for button in row:
            if button.get("request_contact"):
                return "phone number can be requested in private chats only"
            if button.get("request_location"):
                return "location can be requested in private chats only"
    return None

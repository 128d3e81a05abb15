"""Methods about the bot itself, its menu and its texts, and files."""

from __future__ import annotations

import re

from simulator.access import Access
from simulator.arguments import Raw, a_list, accepted, among, an_object, chat_id, integer, string
from simulator.errors import Json, bad
from simulator.files import DOWNLOAD_BYTES
from simulator.methods.registry import Call, method

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_BOT_COMMAND = accepted("BotCommand", takes="command description")
_SCOPES = {
    "default": accepted("BotCommandScopeDefault", takes="type"),
    "all_private_chats": accepted("BotCommandScopeAllPrivateChats", takes="type"),
    "all_group_chats": accepted("BotCommandScopeAllGroupChats", takes="type"),
    "all_chat_administrators": accepted("BotCommandScopeAllChatAdministrators", takes="type"),
    "chat": accepted("BotCommandScopeChat", takes="type chat_id"),
    "chat_administrators": accepted("BotCommandScopeChatAdministrators", takes="type chat_id"),
    "chat_member": accepted("BotCommandScopeChatMember", takes="type chat_id user_id"),
}


@method("getMe")
def get_me(call: Call) -> Json:
    """getMe."""
    return call.world.bot.api() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
        "supports_join_request_queries": False,
    }


def commands(name: str, value: Raw) -> list[Json]:
    """The `commands` parameter."""
    made: list[Json] = []
    for item in a_list(name, value):
        if not isinstance(item, dict):
            raise bad("expected an Object as BotCommand")
        given = _BOT_COMMAND.read(item)
        command = str(given.get("command", "")).removeprefix("/")
        description = str(given.get("description", "")).strip()
        if not _COMMAND.fullmatch(command):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        made.append({"command": command, "description": description})
    if len(made) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    return made


def scope(name: str, value: Raw) -> str:
    """The `scope` parameter as the key that menus are kept under."""
    given = an_object(name, value)
    kind = given.get("type")
    if not among(kind, _SCOPES):
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    place = _SCOPES[str(kind)]
    given = place.read(given)
    key = str(kind)
    if "chat_id" in place.takes:
        key += f":{chat_id('chat_id', given.get('chat_id', ''))}"
    if "user_id" in place.takes:
        key += f":{integer('user_id', given.get('user_id'))}"
    return key


def language(name: str, value: Raw) -> str:
    """The `language_code` parameter: two letters, or '' for all."""
    code = string(name, value)
    if not _LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")
    return code


def _key(call: Call) -> tuple[str, str]:
    place: str = call.args.get("scope", "default")
    head, _, rest = place.partition(":")
    if head in {"chat", "chat_administrators", "chat_member"}:
        call.world.chat(int(rest.partition(":")[0]), Access.MEMBERS)
    return place, call.args.get("language_code", "")


@method("setMyCommands", needs="commands", commands=commands, scope=scope, language_code=language)
def set_my_commands(call: Call) -> bool:
    """setMyCommands."""
    call.world.commands[_key(call)] = call.args["commands"]
    call.world.feed.publish("commands")
    return True


@method("getMyCommands", scope=scope, language_code=language)
def get_my_commands(call: Call) -> list[Json]:
    """getMyCommands: the list of exactly this scope and language."""
    return call.world.commands.get(_key(call), [])


@method("deleteMyCommands", scope=scope, language_code=language)
def delete_my_commands(call: Call) -> bool:
    """deleteMyCommands."""
    call.world.commands.pop(_key(call), None)
    call.world.feed.publish("commands")
    return True


@method("setMyDescription", description=string, language_code=language)
def set_my_description(call: Call) -> bool:
    """setMyDescription: what an empty chat with the bot shows."""
    text = call.args.get("description", "")
    if len(text) > 512:
        raise bad("bot description is too long")
    call.world.described.descriptions[call.args.get("language_code", "")] = text
    call.world.feed.publish("commands")
    return True


@method("setMyShortDescription", short_description=string, language_code=language)
def set_my_short_description(call: Call) -> bool:
    """setMyShortDescription."""
    text = call.args.get("short_description", "")
    if len(text) > 120:
        raise bad("bot short description is too long")
    call.world.described.short[call.args.get("language_code", "")] = text
    return True


@method("getFile", needs="file_id", file_id=string)
def get_file(call: Call) -> Json:
    """getFile."""
    file = call.world.files.find(call.args["file_id"])
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > DOWNLOAD_BYTES:
        raise bad("file is too big")
    return file.described()

"""What messages hold: formatted texts, files and media, as several methods take them."""

from __future__ import annotations

from dataclasses import replace

from simulator.arguments import (
    Converter,
    Raw,
    a_list,
    accepted,
    among,
    an_object,
    boolean,
    integer,
    string,
)
from simulator.bot_api_names import MESSAGE_ENTITY_TYPES
from simulator.entities import finish, utf16_length, valid
from simulator.errors import Json, bad
from simulator.files import StoredFile, Upload
from simulator.html_input import checked_link, parse_html
from simulator.links import person_meant, why_no_link
from simulator.markdown_input import parse_markdown, parse_markdown_v2
from simulator.methods.registry import Call
from simulator.world import World

TEXT = 4096
CAPTION = 1024
_LINK_PREVIEW = {
    "is_disabled": boolean,
    "url": string,
    "prefer_small_media": boolean,
    "prefer_large_media": boolean,
    "show_above_text": boolean,
}
_PREVIEW = accepted("LinkPreviewOptions", takes=" ".join(_LINK_PREVIEW))
_ENTITY = accepted(
    "MessageEntity",
    takes="type offset length url user language",
    refuses="custom_emoji_id unix_time date_time_format",
)
# Telegram reads the id alone; bots hand back the whole user that they were told of.
_PERSON = accepted(
    "User",
    takes="id is_bot first_name last_name username language_code is_premium can_manage_bots"
    " added_to_attachment_menu can_join_groups can_read_all_group_messages supports_guest_queries"
    " supports_inline_queries can_connect_to_business has_main_web_app has_topics_enabled"
    " allows_users_to_create_topics supports_join_request_queries",
)
_MEDIA = {
    "photo": accepted(
        "InputMediaPhoto",
        takes="type media caption parse_mode caption_entities show_caption_above_media has_spoiler",
    ),
    "video": accepted(
        "InputMediaVideo",
        takes="type media caption parse_mode caption_entities show_caption_above_media has_spoiler"
        " duration width height thumbnail cover start_timestamp supports_streaming",
    ),
    "document": accepted(
        "InputMediaDocument",
        takes="type media caption parse_mode caption_entities",
        refuses="thumbnail disable_content_type_detection",
    ),
}
_UNSUPPORTED_ENTITIES = frozenset({"custom_emoji", "date_time"})
# The largest offset and length that Telegram looks at.
_FARTHEST = 1_000_000


def formatted(
    world: World, text: str, parse_mode: str | None, entities: list[Json] | None
) -> tuple[str, list[Json]]:
    """The text and entities that a message will hold."""
    # Offsets count in the text as it came; it is cleaned when its entities are known.
    text = valid(text)
    mode = (parse_mode or "").lower()
    if mode == "html":
        text, read = parse_html(text)
    elif mode == "markdownv2":
        text, read = parse_markdown_v2(text)
    elif mode == "markdown":
        text, read = parse_markdown(text)
    elif mode and mode != "none":
        raise bad("unsupported parse_mode")
    else:
        read = [_entity(world, item) for item in entities or []]
        _check_places(text, read)
    if any("url" in entity for entity in read):
        read = [made for entity in read if (made := _mention(world, entity))]
    return finish(text, read)


def _entity(world: World, value: Raw) -> Json:
    if not isinstance(value, dict):
        raise bad("can't parse entities: expected an Object")
    kind = value.get("type")
    if not among(kind, MESSAGE_ENTITY_TYPES):
        raise bad("can't parse MessageEntity: Unsupported type specified")
    if kind in _UNSUPPORTED_ENTITIES:
        raise bad(f"the simulator does not honour entities of the type {kind}")
    value = _ENTITY.read(value)
    entity: Json = {
        "type": kind,
        "offset": integer("offset", value.get("offset")),
        "length": integer("length", value.get("length")),
    }
    for name in ("offset", "length"):
        if not 0 <= entity[name] <= _FARTHEST:
            raise bad(f"receive an entity with incorrect {name} {entity[name]}")
    if kind == "text_link":
        address = string("url", value.get("url", ""))
        entity["url"] = checked_link(address)
        if not entity["url"]:
            raise bad(f"entity URL '{address}' is invalid: {why_no_link(address)}")
    if kind == "text_mention":
        given = _PERSON.read(value.get("user"))
        person = world.known(integer("id", given.get("id")))
        if person is None:
            raise bad("user not found")
        entity["user"] = person.api()
    if kind == "pre" and value.get("language"):
        entity["language"] = string("language", value["language"])
    return entity


def _mention(world: World, entity: Json) -> Json | None:
    """A link like tg://user?id=123 as the mention that it stands for; None of somebody unknown."""
    who = person_meant(entity.get("url", ""))
    if who is None:
        return entity
    person = world.known(who)
    if person is None:
        return None
    place = {name: entity[name] for name in ("offset", "length")}
    return {"type": "text_mention"} | place | {"user": person.api()}


def _check_places(text: str, entities: list[Json]) -> None:
    """Refuse entities that begin or end within a character, or behind the text.

    Source: clean_input_string_with_entities in td/telegram/MessageEntity.cpp of the open-source TDLib.
    """
    size = utf16_length(text)
    halves: dict[int, int] = {}  # the offset within a character: the byte at which it ends
    if size > len(text):
        units = at = 0
        for character in text:
            at += len(character.encode())
            units += 2 if character > "\uffff" else 1
            if character > "\uffff":
                halves[units - 1] = at
    for entity in sorted(entities, key=lambda entity: int(entity["offset"])):
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        if start == stop:
            continue  # Telegram drops it before it looks
        if start in halves:
            raise bad(
                f"entity begins in a middle of a UTF-16 symbol at byte offset {halves[start]}"
            )
        if start > size:
            raise bad(f"entity begins after the end of the text at UTF-16 offset {start}")
        ends = f"entity beginning at UTF-16 offset {start} ends"
        if stop in halves:
            raise bad(f"{ends} in a middle of a UTF-16 symbol at byte offset {halves[stop]}")
        if stop > size:
            raise bad(f"{ends} after the end of the text at UTF-16 offset {stop}")


def entity_list(name: str, value: Raw) -> list[Json]:
    """The `entities` parameter."""
    return a_list(name, value)


def text_body(call: Call) -> Json:
    """`text` and `entities` of a message from the arguments of a call."""
    args = call.args
    if len(args["text"]) > TEXT * 10:
        raise bad("message is too long")
    if not args["text"]:
        raise bad("message text is empty")
    text, entities = formatted(
        call.world, args["text"], args.get("parse_mode"), args.get("entities")
    )
    if not text:
        raise bad("text must be non-empty")
    if len(text) > TEXT:
        raise bad("message is too long")
    body: Json = {"text": text}
    if entities:
        body["entities"] = entities
    if "link_preview_options" in args:
        body["link_preview_options"] = args["link_preview_options"]
    return body


def caption_body(world: World, args: Json) -> Json:
    """`caption` and `caption_entities`; {} for none."""
    given = args.get("caption")
    if not given:
        return {}
    if len(given) > CAPTION * 10:
        raise bad("message caption is too long")
    text, entities = formatted(world, given, args.get("parse_mode"), args.get("caption_entities"))
    if len(text) > CAPTION:
        raise bad("message caption is too long")
    if not text:
        return {}
    body: Json = {"caption": text}
    if entities:
        body["caption_entities"] = entities
    return body


def link_preview(name: str, value: Raw) -> Json:
    """The `link_preview_options` parameter."""
    given = _PREVIEW.read(an_object(name, value))
    return {key: _LINK_PREVIEW[key](key, item) for key, item in given.items()}


def stored(call: Call, kind: str, given: str, field: str, said: Json | None = None) -> StoredFile:
    """The file that a parameter means: an upload, attach://<name> or a file_id.

    `said` is what the sender says of a new video; a known one keeps what was said of it before.
    """
    upload: Upload | None = call.files.get(field)
    if given.startswith("attach://"):
        upload = call.files.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad(f"there is no file named {given.removeprefix('attach://')} in the request")
    if upload is not None:
        return call.world.files.put(kind, replace(upload, said=said or {}))
    if given.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content: the simulator fetches nothing from outside")
    if not given:
        raise bad(f"there is no {kind} in the request")
    known = call.world.files.get(given)
    if known.kind != kind:
        raise bad(f"type of file mismatch: can't use file of type {known.kind} as {kind}")
    return known


def media_body(call: Call, kind: str, args: Json, field: str) -> Json:
    """The media and caption fields of a photo, video or document message."""
    given = str(args.get("media") or args.get(kind) or "")
    said = _said(call, args) if kind == "video" else {}
    body = stored(call, kind, given, field, said).field() | caption_body(call.world, args)
    for flag, shown in (
        ("show_caption_above_media", "show_caption_above_media"),
        ("has_spoiler", "has_media_spoiler"),
    ):
        if args.get(flag):
            body[shown] = True
    return body


def _said(call: Call, args: Json) -> Json:
    """What the sender says of a video, as the Video object shows it."""
    said: Json = {name: args[name] for name in ("width", "height", "duration") if name in args}
    if any(value < 0 for value in said.values()):
        raise bad("wrong video width, height or duration specified")
    if args.get("start_timestamp"):
        said["start_timestamp"] = args["start_timestamp"]
    if args.get("cover"):
        said["cover"] = stored(call, "photo", args["cover"], "cover").photo()
    if args.get("thumbnail"):
        said["thumbnail"] = _thumbnail(call, args["thumbnail"])
    return said


def _thumbnail(call: Call, given: str) -> Json:
    """A thumbnail as Telegram takes it; one that it would drop is refused with the reason.

    Source: "should be in JPEG format and less than 200 kB in size ... can't be reused and can be
    only uploaded as a new file" (core.telegram.org/bots/api#sendvideo).
    """
    name = given.removeprefix("attach://") if given.startswith("attach://") else "thumbnail"
    upload = call.files.get(name)
    if upload is None:
        raise bad("the simulator takes uploaded thumbnails only: Telegram drops any other")
    shown: Json = call.world.files.put("photo", upload).photo()[0]
    too_big = len(upload.content) >= 200_000 or max(shown["width"], shown["height"]) > 320
    if upload.content[:2] != b"\xff\xd8" or too_big:
        raise bad("the simulator takes a JPEG below 200 kB and 320 px as a thumbnail only")
    return shown


VIDEO: dict[str, Converter] = {
    "duration": integer,
    "width": integer,
    "height": integer,
    "thumbnail": string,
    "cover": string,
    "start_timestamp": integer,
    "supports_streaming": boolean,
}
_MEDIA_FIELDS: dict[str, Converter] = VIDEO | {
    "type": string,
    "media": string,
    "caption": string,
    "parse_mode": string,
    "caption_entities": entity_list,
    "show_caption_above_media": boolean,
    "has_spoiler": boolean,
}


def input_media(value: Raw) -> Json:
    """One InputMedia object, its arguments converted; photo, video and document are built."""
    if not isinstance(value, dict):
        raise bad("can't parse InputMedia: expected an Object")
    kind = value.get("type")
    if not among(kind, _MEDIA):
        raise bad(f"the simulator does not honour InputMedia of the type {kind!r}")
    given = _MEDIA[str(kind)].read(value)
    media = {
        name: _MEDIA_FIELDS[name](name, item) for name, item in given.items() if item is not None
    }
    if not media.get("media"):
        raise bad("media not found")
    return media


def converted(name: str, value: Raw) -> Json:
    """The `media` parameter of editMessageMedia."""
    return input_media(an_object(name, value))


def album(name: str, value: Raw) -> list[Json]:
    """The `media` parameter of sendMediaGroup: 2-10 documents, or photos and videos."""
    items = [input_media(item) for item in a_list(name, value)]
    if not 2 <= len(items) <= 10:
        raise bad("wrong number of media: an album has 2-10 items")
    kinds = {item["type"] for item in items}
    if len(kinds) > 1 and "document" in kinds:
        raise bad("document can't be mixed with other media types")
    return items

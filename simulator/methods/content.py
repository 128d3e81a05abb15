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
from simulator.markdown_input import parse_markdown, parse_markdown_v2
from simulator.methods.registry import Call

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
    takes="type offset length url language",
    refuses="user custom_emoji_id unix_time date_time_format",
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
_UNSUPPORTED_ENTITIES = frozenset({"custom_emoji", "text_mention", "date_time"})


def formatted(
    text: str, parse_mode: str | None, entities: list[Json] | None
) -> tuple[str, list[Json]]:
    """The text and entities that a message will hold."""
    # Offsets count in the text as it came; it is cleaned when its entities are known.
    text = valid(text)
    mode = (parse_mode or "").lower()
    if mode == "html":
        return finish(*parse_html(text))
    if mode == "markdownv2":
        return finish(*parse_markdown_v2(text))
    if mode == "markdown":
        return finish(*parse_markdown(text))
    if mode and mode != "none":
        raise bad("unsupported parse_mode")
    return finish(text, [_entity(text, item) for item in entities or []])


def _entity(text: str, value: Raw) -> Json:
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
    if entity["offset"] < 0 or entity["length"] < 0:
        raise bad("can't parse entities: wrong offset or length")
    if entity["offset"] + entity["length"] > utf16_length(text):
        raise bad("can't parse entities: entity ends after the end of the text")
    if kind == "text_link":
        entity["url"] = checked_link(string("url", value.get("url", "")))
        if not entity["url"]:
            raise bad("can't parse entities: wrong URL specified")
    if kind == "pre" and value.get("language"):
        entity["language"] = string("language", value["language"])
    return entity


def entity_list(name: str, value: Raw) -> list[Json]:
    """The `entities` parameter."""
    return a_list(name, value)


def text_body(call: Call) -> Json:
    """`text` and `entities` of a message from the arguments of a call."""
    args = call.args
    if len(args["text"]) > TEXT * 10:
        raise bad("message is too long")
    text, entities = formatted(args["text"], args.get("parse_mode"), args.get("entities"))
    if not text:
        raise bad("message text is empty")
    if len(text) > TEXT:
        raise bad("message is too long")
    body: Json = {"text": text}
    if entities:
        body["entities"] = entities
    if "link_preview_options" in args:
        body["link_preview_options"] = args["link_preview_options"]
    return body


def caption_body(args: Json) -> Json:
    """`caption` and `caption_entities`; {} for none."""
    given = args.get("caption")
    if not given:
        return {}
    if len(given) > CAPTION * 10:
        raise bad("message caption is too long")
    text, entities = formatted(given, args.get("parse_mode"), args.get("caption_entities"))
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
    body = stored(call, kind, given, field, said).field() | caption_body(args)
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

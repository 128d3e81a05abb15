"""What messages hold: formatted texts, files and media, as several methods take them."""

from __future__ import annotations

from simulator.arguments import Raw, a_list, among, an_object, boolean, fields, integer, string
from simulator.bot_api_names import MESSAGE_ENTITY_TYPES
from simulator.entities import clean, finish, utf16_length
from simulator.errors import Json, bad
from simulator.files import StoredFile, Upload
from simulator.html_input import checked_link, parse_html
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
_UNSUPPORTED_ENTITIES = frozenset({"custom_emoji", "text_mention", "date_time"})


def formatted(
    text: str, parse_mode: str | None, entities: list[Json] | None
) -> tuple[str, list[Json]]:
    """The text and entities that a message will hold."""
    text = clean(text)
    mode = (parse_mode or "").lower()
    if mode == "html":
        return finish(*parse_html(text))
    if mode in {"markdown", "markdownv2"}:
        raise bad(f"the simulator does not honour parse_mode={parse_mode}; it reads HTML")
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
    known = frozenset(_LINK_PREVIEW)
    given = fields("LinkPreviewOptions", an_object(name, value), known, known)
    return {key: _LINK_PREVIEW[key](key, item) for key, item in given.items()}


def stored(call: Call, kind: str, given: str, field: str) -> StoredFile:
    """The file that a parameter means: an upload, attach://<name> or a file_id."""
    upload: Upload | None = call.files.get(field)
    if given.startswith("attach://"):
        upload = call.files.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad(f"there is no file named {given.removeprefix('attach://')} in the request")
    if upload is not None:
        return call.world.files.put(kind, upload)
    if given.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content: the simulator fetches nothing from outside")
    if not given:
        raise bad(f"there is no {kind} in the request")
    known = call.world.files.get(given)
    if known.kind != kind:
        raise bad(f"type of file mismatch: can't use file of type {known.kind} as {kind}")
    return known


def media_body(call: Call, kind: str, args: Json, field: str) -> Json:
    """The media and caption fields of a photo or document message."""
    file = stored(call, kind, str(args.get("media") or args.get(kind) or ""), field)
    body: Json = {"photo": file.photo()} if kind == "photo" else {"document": file.document()}
    body |= caption_body(args)
    for flag, shown in (
        ("show_caption_above_media", "show_caption_above_media"),
        ("has_spoiler", "has_media_spoiler"),
    ):
        if args.get(flag):
            body[shown] = True
    return body


def input_media(value: Raw) -> Json:
    """One InputMedia object, its arguments converted; photo and document are built."""
    if not isinstance(value, dict):
        raise bad("can't parse InputMedia: expected an Object")
    kind = value.get("type")
    if not among(kind, {"photo", "document"}):
        raise bad(f"the simulator does not honour InputMedia of the type {kind!r}")
    honoured = frozenset({"type", "media", "caption", "parse_mode", "caption_entities"})
    if kind == "photo":
        honoured |= {"show_caption_above_media", "has_spoiler"}
    known = honoured | {"thumbnail", "disable_content_type_detection"}
    media = fields("InputMedia", value, honoured, known)
    for name in ("media", "caption", "parse_mode"):
        if name in media:
            media[name] = string(name, media[name])
    if not media.get("media"):
        raise bad("media not found")
    return media


def converted(name: str, value: Raw) -> Json:
    """The `media` parameter of editMessageMedia."""
    return input_media(an_object(name, value))


def album(name: str, value: Raw) -> list[Json]:
    """The `media` parameter of sendMediaGroup: 2-10 of one kind."""
    items = [input_media(item) for item in a_list(name, value)]
    if not 2 <= len(items) <= 10:
        raise bad("wrong number of media: an album has 2-10 items")
    if len({item["type"] for item in items}) > 1:
        raise bad("wrong media type: documents and photos can't be mixed")
    return items

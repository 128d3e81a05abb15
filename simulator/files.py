"""Uploaded bytes: stored once per content, bounded, and named as Telegram names them."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import struct
from collections import OrderedDict
from dataclasses import dataclass, field

from simulator.errors import ApiError, Json, bad
from simulator.video import is_video, video_size

STORE_BYTES = 128 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
DOCUMENT_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
PREFIXES = {"photo": "AgAC", "document": "BQAC", "sticker": "CAAC", "video": "BAAC"}
# A one-pixel WebP: what a sticker's file holds here.
STICKER = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in a request."""

    name: str
    content: bytes
    mime: str | None = None
    # What a sender says of a video: width, height, duration, thumbnail, cover, start_timestamp.
    said: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file at rest; `kind` is photo, document, video or sticker."""

    kind: str
    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes
    width: int = 0
    height: int = 0
    shown: Json = field(default_factory=dict)

    def _ids(self) -> Json:
        """What every object about a file holds."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }

    def photo(self) -> list[Json]:
        """The `photo` field of a message: one size, the uploaded one."""
        return [self._ids() | {"width": self.width, "height": self.height}]

    def document(self) -> Json:
        """The `document` field of a message."""
        return self._ids() | {"file_name": self.name, "mime_type": self.mime}

    def video(self) -> Json:
        """The `video` field of a message: what was said of it when it was uploaded."""
        named = {"file_name": self.name, "mime_type": self.mime}
        size = {"width": self.width, "height": self.height}
        return self._ids() | size | self.shown | named

    def field(self) -> Json:
        """The field of a message that shows this photo, video or document."""
        if self.kind == "photo":
            return {"photo": self.photo()}
        return {"video": self.video()} if self.kind == "video" else {"document": self.document()}

    def sticker(self, emoji: str) -> Json:
        """The `sticker` field of a message."""
        return self._ids() | {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }

    def described(self) -> Json:
        """The File object that getFile returns."""
        return self._ids() | {"file_path": self.path}


class FileStore:
    """Files by id and by path; the ones unused for longest go when the store is full."""

    def __init__(self, limit: int = STORE_BYTES) -> None:
        self._limit = limit
        self._held = 0
        self._by_id: OrderedDict[str, StoredFile] = OrderedDict()
        self._ids_by_path: dict[str, str] = {}

    def put(self, kind: str, upload: Upload) -> StoredFile:
        """Keep an upload; raises the ApiError that Telegram answers for what it cannot use."""
        content = upload.content
        if not content:
            raise bad("file must be non-empty")
        if kind == "photo" and len(content) > PHOTO_BYTES:
            too_big = f"file of size {len(content)} bytes is too big for a photo"
            raise bad(f"{too_big}; the maximum size is {PHOTO_BYTES} bytes")
        if len(content) > DOCUMENT_BYTES:
            # What is too big for any method is refused by the server in front of the Bot API.
            raise ApiError(413, "Request Entity Too Large")
        if kind == "video" and not is_video(content):
            # "Other formats may be sent as Document" (core.telegram.org/bots/api#sendvideo).
            kind = "document"
        marks = upload.name + (repr(sorted(upload.said.items())) if kind == "video" else "")
        digest = hashlib.sha256(content + marks.encode("utf-8", "replace")).hexdigest()
        file_id = f"{PREFIXES[kind]}{digest[:44]}"
        known = self._by_id.get(file_id)
        if known is not None:
            self._by_id.move_to_end(file_id)
            return known
        stored = _stored(kind, file_id, digest, upload)
        self._by_id[file_id] = stored
        self._ids_by_path[stored.path] = file_id
        self._held += len(content)
        while self._held > self._limit and len(self._by_id) > 1:
            _, old = self._by_id.popitem(last=False)
            self._ids_by_path.pop(old.path, None)
            self._held -= len(old.content)
        return stored

    def get(self, file_id: str) -> StoredFile:
        """The file of an id."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """The file of an id, or None."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file at a path that getFile gave, or None."""
        file_id = self._ids_by_path.get(path)
        return self._by_id.get(file_id) if file_id else None


def _stored(kind: str, file_id: str, digest: str, upload: Upload) -> StoredFile:
    width = height = 0
    shown: Json = {}
    mime = upload.mime or mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    extension = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
    if kind == "photo":
        size = image_size(upload.content)
        if size is None:
            raise bad("IMAGE_PROCESS_FAILED")
        mime, width, height = size
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        extension = mime.rpartition("/")[2].replace("jpeg", "jpg")
    elif kind == "video":
        shown = dict(upload.said)
        # The type is the content's own: what a sender calls it must not reach a browser.
        mime, *read = video_size(upload.content)
        width, height = shown.pop("width", 0) or read[0], shown.pop("height", 0) or read[1]
        shown["duration"] = shown.get("duration") or read[2]
    safe = "".join(c for c in extension if c.isascii() and c.isalnum())[:8] or "bin"
    path = f"{kind}s/file_{digest[:16]}.{safe}"
    unique = f"AQAD{digest[44:56]}"
    name, content = upload.name, upload.content
    return StoredFile(kind, file_id, unique, path, name, mime, content, width, height, shown)


def image_size(content: bytes) -> tuple[str, int, int] | None:
    """(MIME type, width, height) of a PNG, JPEG, GIF or WebP by its header; None for the rest."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return ("image/png", width, height) if width and height else None
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return ("image/gif", width, height) if width and height else None
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp_size(content)
    if content[:2] == b"\xff\xd8":
        return _jpeg_size(content)
    return None


def _webp_size(content: bytes) -> tuple[str, int, int] | None:
    if len(content) < 30:
        return None
    if content[12:16] == b"VP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        return "image/webp", width, int.from_bytes(content[27:30], "little") + 1
    if content[12:16] == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return "image/webp", width & 0x3FFF, height & 0x3FFF
    if content[12:16] == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return "image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _jpeg_size(content: bytes) -> tuple[str, int, int] | None:
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return ("image/jpeg", width, height) if width and height else None
        if marker == 0xFF:
            at += 1
        elif 0xD0 <= marker <= 0xD8 or marker == 0x01:
            at += 2
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None

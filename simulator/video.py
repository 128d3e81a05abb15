"""Videos by their headers: whether a file is one, its picture size and its length."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_WEBM = b"\x1a\x45\xdf\xa3"
_BOXES = 1_000


def is_video(content: bytes) -> bool:
    """Whether this is an MPEG-4 or a WebM file, by its first bytes."""
    return content[4:8] == b"ftyp" or content[:4] == _WEBM


def video_size(content: bytes) -> tuple[str, int, int, int]:
    """(MIME type, width, height, seconds) of a video; 0 for what its header does not say."""
    if content[:4] == _WEBM:
        return "video/webm", 0, 0, 0
    width = height = seconds = 0
    for kind, body in _boxes(content, 0, len(content)):
        if kind != b"moov":
            continue
        for inner, at in _boxes(content, *body):
            if inner == b"mvhd":
                seconds = _length(content[slice(*at)])
            elif inner == b"trak":
                found = _track_size(content, at)
                width, height = found if found > (0, 0) else (width, height)
    return "video/mp4", width, height, seconds


def _boxes(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """The boxes of an MPEG-4 file between two places: kind, and where the body lies.

    Source: ISO/IEC 14496-12, section 4.2.
    """
    for _ in range(_BOXES):
        if start + 8 > end:
            return
        size, head = int.from_bytes(content[start : start + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(content[start + 8 : start + 16], "big"), 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            return
        yield content[start + 4 : start + 8], (start + head, start + size)
        start += size


def _length(header: bytes) -> int:
    """Seconds by a movie header box; version 1 has longer numbers."""
    form, at = (">IQ", 20) if header[:1] == b"\x01" else (">II", 12)
    if len(header) < at + struct.calcsize(form):
        return 0
    scale, length = struct.unpack_from(form, header, at)
    return round(length / scale) if scale else 0


def _track_size(content: bytes, track: tuple[int, int]) -> tuple[int, int]:
    """Width and height by a track header box, which end it as 16.16 fixed-point numbers."""
    for kind, (start, end) in _boxes(content, *track):
        if kind == b"tkhd" and end - start >= 84:
            width, height = struct.unpack(">II", content[end - 8 : end])
            return width >> 16, height >> 16
    return 0, 0

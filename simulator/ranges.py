"""Parts of files: a browser's player asks for the place that a person jumps to."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def part_of(content: bytes, wished: str | None) -> tuple[int, bytes, dict[str, str]]:
    """Status, bytes and headers for a `Range` header; what is none, or names several, gets all.

    Source: RFC 9110, section 14.
    """
    headers = {"accept-ranges": "bytes"}
    found = _RANGE.fullmatch(wished or "")
    if found is None or found[0] == "bytes=-":
        return 200, content, headers
    size = len(content)
    if found[1]:
        start, stop = int(found[1]), min(size, int(found[2]) + 1 if found[2] else size)
    else:
        start, stop = max(0, size - int(found[2])), size
    if start >= stop:
        return 416, b"", headers | {"content-range": f"bytes */{size}"}
    headers["content-range"] = f"bytes {start}-{stop - 1}/{size}"
    return 206, content[start:stop], headers

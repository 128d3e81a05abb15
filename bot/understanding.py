"""Reads lines of JSON and answers each with what was understood: docs/reference/understanding.md."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.understanding.assortment import Assortment
from domain.understanding.contract import context_from_json, to_json
from domain.understanding.reading import Reader


class NoCatalogue(ValueError):
    """The file holds no goods in the form that the reference describes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the output, and what was wrong with the line that it answers."""

    row: bytes
    wrong: str | None = None


def reader_of(catalogue: Path) -> Reader:
    """Return a reader of the goods in a file; OSError or NoCatalogue where there are none."""
    try:
        return Reader(Assortment.from_json(json.loads(catalogue.read_text(encoding="utf-8-sig"))))
    except OSError:
        raise
    except KeyError as error:
        raise NoCatalogue(f"it lacks {error}") from error
    except (AttributeError, RecursionError, TypeError, ValueError) as error:
        raise NoCatalogue(str(error)) from error


def answers(lines: Iterable[bytes], reader: Reader) -> Iterator[Answer]:
    """Answer each line as it comes; one that cannot be read costs the others nothing.

    A line ends at a line feed and nowhere else: a text may hold U+2028 and other breaks.
    """
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if text.strip():
            yield _answer(number, text, reader)


def _answer(number: int, line: bytes, reader: Reader) -> Answer:
    known: dict[str, object] = {}
    try:
        row = _object(line)
        known = {"id": row["id"]} if "id" in row else {}  # without ids rows pair by position
        text, context = _said(row), context_from_json(row.get("context"))
    except (RecursionError, TypeError, ValueError) as error:
        return _broken(known, f"line {number}: {error}")
    try:
        return Answer(_row({**known, **to_json(reader.read(text, context))}))
    except Exception as error:  # noqa: BLE001 - a fault of ours in one line must not cost the others
        return _broken(known, f"line {number}: a fault of the program: {error!r}")


def _broken(known: dict[str, object], wrong: str) -> Answer:
    return Answer(_row({"id": known.get("id"), "error": wrong}), wrong)


def _object(line: bytes) -> dict[str, object]:
    row = json.loads(line.decode("utf-8"))
    if not isinstance(row, dict):
        raise TypeError("a line is an object with a text")
    return row


def _said(row: dict[str, object]) -> str:
    text = row.get("text")
    if not isinstance(text, str):
        raise TypeError("text is missing, or no text")
    return text


def _row(values: dict[str, object]) -> bytes:
    # What UTF-8 cannot hold (half of a surrogate pair) becomes an escape, which JSON can.
    said = json.dumps(values, ensure_ascii=False)
    return said.encode("utf-8", "backslashreplace") + b"\n"

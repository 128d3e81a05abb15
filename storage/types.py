# ruff: noqa: ANN401, ARG002 - the signatures are SQLAlchemy's
"""Column types that behave the same on both engines."""

import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, Row, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# json.dumps with separators of its own would build an encoder at every call.
_compact = json.JSONEncoder(separators=(",", ":")).encode

AnyRow = Row[*tuple[Any, ...]]

E = TypeVar("E", bound=StrEnum)


class NaiveTime(ValueError):
    """A time without a zone was about to be stored; nobody could tell later when that was."""


class UtcTime(TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only and gives back aware ones in UTC.

    On SQLite it is an integer, microseconds since 1970: eight bytes instead of thirty-two in every
    row and index, one spelling, and comparisons are comparisons of integers. On PostgreSQL it is
    `timestamptz`.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's type."""
        native = DateTime(timezone=True) if dialect.name == "postgresql" else BigInteger()
        return dialect.type_descriptor(native)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive times; turn the others into what the engine keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveTime(value.isoformat())
        if dialect.name == "postgresql":
            return value
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back an aware time in UTC."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return _EPOCH + timedelta(microseconds=value)


class JsonText(TypeDecorator[Any]):
    """JSON as ASCII text: what people type (lone surrogates, NUL) survives on both engines."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write compactly; None stays NULL."""
        return None if value is None else _compact(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        return None if value is None else json.loads(value)


class Words(TypeDecorator[str]):
    """What people type. What no UTF-8 text can hold (lone surrogates, NUL) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Clean it; half an emoji must not make a customer's order fail."""
        if value is None or (value.isascii() and "\0" not in value):
            return value
        whole = value.replace("\0", "\ufffd").encode("utf-16-le", "surrogatepass")
        return whole.decode("utf-16-le", "replace")


class Value(TypeDecorator[E]):
    """A StrEnum by its value, as text; an unknown value in the database is an error."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Write the value; a plain string must be one of the enum's."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """Read the member."""
        return None if value is None else self.kind(value)

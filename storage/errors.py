"""Why a store does not open. A store that is open raises what domain.ports names."""

from pathlib import Path


class CannotOpen(Exception):
    """The store cannot be opened; the message says what to do."""


class UnknownDatabase(CannotOpen):
    """The URL names no database that Pesan can use."""

    def __init__(self, url: str) -> None:
        super().__init__(f"cannot use {url!r}: write sqlite:///PATH or postgresql://USER@HOST/NAME")


class DatabaseInUse(CannotOpen):
    """Another process holds the database file."""

    def __init__(self, path: Path, pid: str) -> None:
        super().__init__(f"{path} is in use by process {pid or 'unknown'}; stop that one first")
        self.path = path
        self.pid = pid


class SchemaBehind(CannotOpen):
    """The tables are missing or of another version than this program's."""

    def __init__(self, found: str | None, wanted: str) -> None:
        state = f"at revision {found}" if found else "not set up yet"
        super().__init__(f"the database is {state}, {wanted} is needed; run: pesan migrate")
        self.found = found
        self.wanted = wanted


class NoAnswer(CannotOpen):
    """The database server does not answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the database does not answer: {reason}; is it running, is the URL right?"
        )

"""Logs: structlog over the standard library, as lines for a terminal or JSON for a collector.

The bot's token stands in every Bot API URL, so any library may log it, at any level, in a message,
an exception or the repr of an object in it. Everything is scrubbed at the very end, when it is text.
"""

import logging
import re
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import Processor

_TOKEN = re.compile(r"(\d{6,})(?::|%3[Aa])[A-Za-z0-9_-]{30,}")
_HIDDEN = "<token>"
_MIN_SECRET = 6
_configured: list[str] = []


def hide(secrets: Iterable[str]) -> None:
    """Scrub these from now on: whole, as they stand in a URL, and what follows the bot's id alone."""
    found: set[str] = set(_configured)
    for secret in secrets:
        secret_part = secret.partition(":")[2]
        for form in (secret, secret.replace(":", "%3A"), secret.replace(":", "%3a"), secret_part):
            if len(form) >= _MIN_SECRET:
                found.add(form)
    # Longest first, so that no part is cut out of a whole and leaves the rest.
    _configured[:] = sorted(found, key=len, reverse=True)


def scrub(text: str) -> str:
    """Return the text without the configured secrets and without what looks like a bot's token."""
    for secret in _configured:
        if secret in text:
            text = text.replace(secret, _HIDDEN)
    return _TOKEN.sub(_HIDDEN, text)


class ScrubbingFormatter(structlog.stdlib.ProcessorFormatter):
    """Renders a record, its traceback included, and scrubs the result."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of the record."""
        return scrub(super().format(record))


def configure_logs(
    level: str = "INFO",
    *,
    as_json: bool = False,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send the records of every logger, warnings and uncaught exceptions through the scrubber.

    Replaces what was configured before; `stream` is standard error unless given.
    """
    hide(secrets)
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    formatter = ScrubbingFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *_renderers(as_json=as_json, colors=stream.isatty()),
        ],
        foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    _take_over(handler, level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _renderers(*, as_json: bool, colors: bool) -> list[Processor]:
    """Tracebacks are plain: pretty ones show local variables and wrap lines, a token's too."""
    if as_json:
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)]


def _take_over(handler: logging.Handler, level: str) -> None:
    """Leave no other way out: handlers that libraries brought along would not scrub."""
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("pesan").critical("uncaught exception", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)

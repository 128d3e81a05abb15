"""What is written to the log never holds the token, whoever logs it and however."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import httpx
import pytest
import structlog

from bot import logs
from bot.logs import configure_logs, scrub
from tests.pipeline.stub import TOKEN

SECRET = TOKEN.partition(":")[2]
OTHER = "987654321:BBF_another-token-that-nobody-configured"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Configuring is global: put back what the test runner had."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    yield
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before  # type: ignore[misc]
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    logs._configured.clear()


@pytest.fixture(params=[True, False], ids=["json", "console"])
def out(request: pytest.FixtureRequest) -> io.StringIO:
    stream = io.StringIO()
    configure_logs("DEBUG", as_json=request.param, secrets=[TOKEN], stream=stream)
    return stream


def written(out: io.StringIO, word: str) -> str:
    """The text of the log, which must hold the word: else the test would prove nothing."""
    text = out.getvalue()
    assert word in text
    return text


@pytest.mark.parametrize(
    "text",
    [
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"https://api.telegram.org/file/bot{TOKEN.replace(':', '%3A')}/a.png",
        f"https://api.telegram.org/bot{OTHER}/getMe",
        f"secret={SECRET}",
        repr({"token": TOKEN, "bytes": TOKEN.encode()}),
        f"{OTHER.replace(':', '%3a')}",
    ],
)
def test_scrub_hides_tokens(text: str):
    logs.hide([TOKEN])
    assert SECRET not in scrub(text)
    assert OTHER.partition(":")[2] not in scrub(text)
    assert "<token>" in scrub(text)


@pytest.mark.parametrize(
    "text", ["order 123456:78", "2026-11-25T02:33:24+00:00", "chat -1001234567890"]
)
def test_scrub_leaves_the_rest_alone(text: str):
    logs.hide([TOKEN, "", "42"])
    assert scrub(text) == text


def test_arguments_of_a_record_are_scrubbed(out: io.StringIO):
    logging.getLogger("httpx").info("HTTP Request: POST %s", f"https://x/bot{TOKEN}/getMe")
    assert SECRET not in written(out, "HTTP Request")


def test_key_values_are_scrubbed(out: io.StringIO):
    structlog.stdlib.get_logger("pesan").warning("sent", url=f"/bot{OTHER}/x", nested={"t": TOKEN})
    text = written(out, "sent")
    assert SECRET not in text
    assert OTHER not in text


def test_tracebacks_are_scrubbed(out: io.StringIO):
    def fail() -> None:
        hidden_local = TOKEN
        raise RuntimeError(f"cannot reach /bot{hidden_local}/getMe") from ValueError(OTHER)

    try:
        fail()
    except RuntimeError:
        logging.getLogger("telegram").exception("failed")
        structlog.stdlib.get_logger("pesan").exception("failed too")
    text = written(out, "RuntimeError")
    assert SECRET not in text
    assert OTHER not in text


async def test_the_stock_client_at_debug_is_scrubbed(out: io.StringIO):
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.HTTPError):
            await client.get(f"http://127.0.0.1:1/bot{TOKEN}/getMe")
    logging.getLogger("httpcore").debug("request %r", client)
    logging.getLogger("httpx").info("GET http://127.0.0.1:1/bot%s/getMe", TOKEN)
    assert SECRET not in written(out, "getMe")


def test_uncaught_exceptions_and_warnings_are_scrubbed(out: io.StringIO):
    error = RuntimeError(f"at /bot{TOKEN}/")
    sys.excepthook(RuntimeError, error, None)
    thread = threading.Thread(target=lambda: (_ for _ in ()).throw(error))
    thread.start()
    thread.join()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(f"unclosed {TOKEN}", ResourceWarning, stacklevel=1)
        logging.captureWarnings(capture=False)
    assert SECRET not in written(out, "unclosed")


def test_a_handler_that_a_library_brought_along_is_taken_away():
    stray = io.StringIO()
    logger = logging.getLogger("uvicorn.access")
    logger.addHandler(logging.StreamHandler(stray))
    logger.propagate = False
    stream = io.StringIO()
    configure_logs("INFO", secrets=[TOKEN], stream=stream)
    logger.info("GET /bot%s", TOKEN)
    assert stray.getvalue() == ""
    assert SECRET not in written(stream, "GET")


def test_a_line_of_json_can_be_read_back():
    stream = io.StringIO()
    configure_logs("INFO", as_json=True, secrets=[TOKEN], stream=stream)
    structlog.stdlib.get_logger("pesan").info("pesanan masuk", order="PSN-1", note="<b>é</b>")
    logging.getLogger("other").debug("not at this level")
    [line] = stream.getvalue().splitlines()
    entry = json.loads(line)
    assert entry["event"] == "pesanan masuk"
    assert entry["order"] == "PSN-1"
    assert entry["level"] == "info"

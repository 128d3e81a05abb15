"""A real Chromium for tests: `open_page(url)` gives a Playwright page that must stay clean.

Skips when no Chromium is installed; fails instead when PESAN_REQUIRE_ALL_TESTS=1.
"""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 15_000
OpenPage = Callable[..., Awaitable[Page]]


def chromium_path() -> str | None:
    """Where the system's Chromium is, or None."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A running Chromium of the system."""
    path = chromium_path()
    if path is None:
        reason = f"no Chromium on the PATH (looked for {', '.join(CHROMIUM_NAMES)})"
        if os.environ.get("PESAN_REQUIRE_ALL_TESTS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        await chromium.close()


class Watch:
    """What a page must not do: raise in a script, complain in the console, reach outside."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def over(self, page: Page) -> None:
        """Note from now on what `page` does wrong."""
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # A broken connection is reported as "Failed to load resource": some tests break it.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            self.complaints.append(f"request to the outside: {request.url}")


@pytest.fixture
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Return `await open_page(url, width=, height=, locale=, scheme=)`, each in its own context."""
    watch = Watch()

    async def open_one(
        url: str,
        *,
        width: int = 1600,
        height: int = 1000,
        locale: str = "id-ID",
        scheme: str = "light",
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            color_scheme="dark" if scheme == "dark" else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        watch.over(page)
        await page.goto(url)
        return page

    yield open_one
    assert not watch.complaints

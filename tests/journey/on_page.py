"""A chat on the page, used as a person uses it: by what can be seen and clicked."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

# Milestones come at Telegram's pace: one message a second in a chat.
PATIENCE_MS = 20_000


@dataclass(frozen=True, slots=True)
class Column:
    """One chat's column of the page."""

    page: Page
    node: Locator

    async def see(self, text: str) -> Locator:
        """Wait until a message holds the text; return the newest that does."""
        message = self.node.get_by_test_id("message").filter(has_text=text).last
        await expect(message).to_be_visible(timeout=PATIENCE_MS)
        return message

    async def tap(self, label: str, beside: str = "") -> None:
        """Tap the newest button with the label, on a message that holds `beside`; wait for the answer."""
        exactly = re.compile(f"^{re.escape(label)}$") if label in "+−" else label
        button = self.page.get_by_test_id("inline-button").filter(has_text=exactly)
        message = self.node.get_by_test_id("message").filter(has_text=beside).filter(has=button)
        newest = message.last.get_by_test_id("inline-button").filter(has_text=exactly)
        await newest.first.click()
        await expect(self.node.locator("[aria-busy=true]")).to_have_count(0)

    async def type(self, text: str) -> None:
        """Write a message and send it."""
        await self.node.get_by_test_id("composer").fill(text)
        await self.node.get_by_test_id("send").click()

    async def start(self) -> None:
        """Press the button that opens the conversation."""
        await self.node.get_by_test_id("start").click()

    async def share_number(self, label: str) -> None:
        """Press the keyboard's contact button and agree."""
        await self.node.get_by_test_id("reply-button").filter(has_text=label).click()
        await self.node.get_by_test_id("dialog-confirm").click()

    async def agree(self) -> None:
        """Close the alert that answers a tap."""
        await self.node.get_by_test_id("callback-alert").get_by_role("button").click()

    async def send_sample(self, which: str = "attach-photo-sample") -> None:
        """Attach a sample picture: the proof of transfer, or broken goods."""
        await self.node.get_by_test_id("attach").click()
        await self.node.get_by_test_id(which).click()
        await self.node.get_by_test_id("dialog-confirm").click()


@dataclass(slots=True)
class Album:
    """Takes pictures of the page, numbered in the order of the story."""

    page: Page
    folder: Path
    language: str
    taken: int = 0

    async def wide(self, name: str) -> None:
        """Take the whole page."""
        await self._at_rest()
        await self.page.screenshot(path=self._next(name), animations="disabled")

    async def phone(self, column: Column, name: str) -> None:
        """Take one chat."""
        await self._at_rest()
        await column.node.screenshot(path=self._next(name), animations="disabled")

    async def _at_rest(self) -> None:
        """No toast over the chats, no button under the mouse, every picture loaded."""
        await self.page.mouse.move(1, 1)
        await expect(self.page.get_by_test_id("callback-toast")).to_have_count(0)
        await self.page.wait_for_function("[...document.images].every((i) => i.complete)")

    def _next(self, name: str) -> Path:
        self.taken += 1
        return self.folder / f"{self.language}-{self.taken:02}-{name}.png"

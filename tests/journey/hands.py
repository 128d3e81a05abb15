"""Plays a story on the page with what a person has there: the field to write in and the buttons."""

import re

from playwright.async_api import Locator, Page, expect

from simulator.stories.form import (
    Act,
    At,
    Look,
    Passes,
    Picture,
    Sees,
    Sends,
    Story,
    Taps,
    Writes,
)
from tests.journey.on_page import PATIENCE_MS, Album, Column

WAYBILL = "123456789012"


class Hands:
    """One story under way on one page, by the demo's own people."""

    def __init__(self, page: Page, album: Album) -> None:
        self.page, self.album = page, album

    async def play(self, story: Story) -> None:
        """Do every step; AssertionError names the first that does not come true."""
        for step in story.steps:
            try:
                await self._do(step.act)
            except Exception as error:
                raise AssertionError(f"{story.file}:{step.line}: {step.text}") from error

    async def _do(self, act: Act) -> None:
        match act:
            case Writes():
                await self._write(act)
            case Taps():
                await self._column(act.at).tap(act.label, act.on or "")
            case Sees(look=Look.SHOWN):
                await expect(self._showing(act).last).to_be_visible(timeout=PATIENCE_MS)
            case Sees(look=Look.ABSENT):
                await expect(self._showing(act)).to_have_count(0, timeout=PATIENCE_MS)
            case Sends():
                await self._column(act.at).send_sample()
            case Passes():
                await self._pass(act.seconds)
            case Picture(name=name, of=None):
                await self.album.wide(name)
            case Picture(name=name, of=who) if who is not None:
                await self.album.phone(self._column(_at(who)), name)
            case _:
                raise NotImplementedError(act)

    def _column(self, at: At) -> Column:
        if at.group is not None:
            return Column(self.page, self.page.locator("[data-testid=chat][data-type=supergroup]"))
        owner = self.page.get_by_test_id("owner").filter(has_text=at.who)
        return Column(self.page, self.page.get_by_test_id("chat").filter(has=owner))

    async def _write(self, act: Writes) -> None:
        column = self._column(act.at)
        if await column.node.get_by_test_id("start").is_visible():
            await column.start()  # a new chat has no field to write in, as on a telephone
            await expect(column.node.get_by_test_id("message")).to_have_count(2)
        if act.to is not None:
            await (await column.see(act.to)).get_by_test_id("bubble").click()
            await column.node.get_by_test_id("menu-reply").click()
        await column.type(_own(act.text))

    def _showing(self, act: Sees) -> Locator:
        messages = self._column(act.at).node.get_by_test_id("message")
        for words in act.words:
            messages = messages.filter(has_text=re.compile(_anyhow(_own(words))))
        return messages

    async def _pass(self, seconds: int) -> None:
        """Skip time by the buttons at the top of the page: an hour, a day."""
        step, name = (86_400, "clock-day") if seconds % 86_400 == 0 else (3_600, "clock-hour")
        for _ in range(max(1, seconds // step)):
            await self.page.get_by_test_id(name).click()


def _at(who: str) -> At:
    return At(who, who) if who == "Tim" else At(who)


def _own(text: str) -> str:
    return text.replace("{number}", WAYBILL)


def _anyhow(words: str) -> str:
    """The words however blanks and lines break between them."""
    return r"\s*".join(re.escape(word) for word in words.split())

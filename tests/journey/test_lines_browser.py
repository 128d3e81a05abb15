"""Orders and questions written on the page, in the real Chromium: the demo's stories by hand.

With PESAN_PICTURES set to a folder the screenshots go there, to look at.
"""

import os
from pathlib import Path

import pytest

from tests.browser import OpenPage
from tests.journey.cast import CASTS, WRITTEN
from tests.journey.hands import Hands
from tests.journey.on_page import Album

pytestmark = pytest.mark.browser
# Read on import: the fence around the tests takes the developer's settings away.
PICTURES = os.environ.get("PESAN_PICTURES")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", WRITTEN)
async def test_what_is_written_on_the_page_comes_true(
    name: str, demo_url: str, open_page: OpenPage, tmp_path: Path
):
    """Given the demo as it opens, the story comes true with what is typed and clicked on the page."""
    cast = CASTS[name]
    folder = Path(PICTURES) if PICTURES else tmp_path / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    page = await open_page(demo_url, locale=cast.locale, height=960)
    await page.get_by_test_id("live").and_(page.locator("[data-live=true]")).wait_for()
    await Hands(page, Album(page, folder, name)).play(cast.of(name))

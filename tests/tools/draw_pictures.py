"""Draws the sample shop's pictures and the sample proof of transfer.

`python -m tests.tools.draw_pictures [NAME ...]` renders the SVG of tests.tools.pictures with the
system's Chromium and writes JPEG files; with names only those.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.tools.pictures import bags, banner, brewing, cups, gifts, proof, ready
from tests.tools.pictures.shapes import Drawing

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "bot" / "sample" / "pictures"
PROOF = ROOT / "tests" / "data"
CHROMIUM = "/usr/bin/chromium"
QUALITY = 86


def everything() -> list[tuple[Path, Drawing]]:
    """Return every drawing with the folder that it goes to."""
    rooms = (bags, ready, brewing, cups, gifts, banner)
    shop = [(PICTURES, drawing) for room in rooms for drawing in room.drawings()]
    return [*shop, (PROOF, proof.drawing())]


def render(page: Page, drawing: Drawing) -> bytes:
    """Return the drawing as JPEG."""
    page.set_viewport_size({"width": drawing.width, "height": drawing.height})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing.svg}")
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def main(names: list[str]) -> None:
    """Write the pictures named, or all."""
    chosen = [pair for pair in everything() if not names or pair[1].name in names]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for folder, drawing in chosen:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{drawing.name}.jpg").write_bytes(render(page, drawing))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])

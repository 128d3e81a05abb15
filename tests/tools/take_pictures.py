"""Takes the pictures of the docs anew: of the story on the page, and of the simulator itself.

`python -m tests.tools.take_pictures` (`make pictures`) writes docs/pictures/*.png.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.tools.simulator_pictures import simulator_pictures

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
STORY = "tests/journey/test_story_browser.py"
WIDEST = 1200
COLOURS = 256

# What the story took, by language and name, and under which name the docs show it.
KEPT = {
    ("id", "beginning"): "beginning",
    ("id", "product"): "product",
    ("id", "summary"): "summary",
    ("id", "ordered"): "ordered",
    ("id", "proof"): "proof",
    ("id", "waybill"): "waybill",
    ("id", "arrived"): "arrived",
    ("id", "report"): "report",
    ("id", "inspection"): "inspection",
    ("id", "end"): "refunded",
    ("en", "refunded"): "english",
}


def main() -> int:
    """Run the story, then keep what the docs show."""
    with tempfile.TemporaryDirectory(prefix="pesan-pictures-") as folder:
        command = [sys.executable, "-m", "pytest", "-q", STORY]
        environment = os.environ | {"PESAN_PICTURES": folder}
        told = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        if told.returncode:
            return told.returncode
        PICTURES.mkdir(parents=True, exist_ok=True)
        for (language, name), kept in KEPT.items():
            (taken,) = Path(folder).glob(f"{language}-*-{name}.png")
            shrink(taken, PICTURES / f"{kept}.png")
        of_the_simulator(Path(folder))
    return 0


def of_the_simulator(folder: Path) -> None:
    """Keep every view of the simulator's page under its own name."""
    asyncio.run(simulator_pictures(folder))
    for taken in sorted(folder.glob("simulator-*.png")):
        shrink(taken, PICTURES / taken.name)


def shrink(taken: Path, kept: Path) -> None:
    """Save a picture of a phone as it is, and one of the whole page no wider than a page of docs.

    The wide one gets a palette: it is a third as large then.
    """
    image = Image.open(taken).convert("RGB")
    if image.width > WIDEST:
        height = image.height * WIDEST // image.width
        image = image.resize((WIDEST, height), Image.Resampling.LANCZOS)
        image = image.quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE)
    image.save(kept, optimize=True)


if __name__ == "__main__":
    sys.exit(main())

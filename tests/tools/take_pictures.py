"""Takes the pictures of the docs anew: of the stories on the page, and of the simulator itself.

`python -m tests.tools.take_pictures` (`make pictures`) writes docs/pictures/*.png.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.tools.simulator_pictures import simulator_pictures
from tests.tools.story_pictures import story_pictures

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
WIDEST = 1200
COLOURS = 256


def main() -> int:
    """Play the stories and fill the simulator, then keep what the docs show."""
    with tempfile.TemporaryDirectory(prefix="pesan-pictures-") as folder:
        PICTURES.mkdir(parents=True, exist_ok=True)
        of_the_stories(Path(folder))
        of_the_simulator(Path(folder))
    return 0


def of_the_stories(folder: Path) -> None:
    """Keep the picture of each `picture` step under its name."""
    asyncio.run(story_pictures(folder))
    for taken in sorted(folder.glob("story-*.png")):
        shrink(taken, PICTURES / taken.name.removeprefix("story-"))


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

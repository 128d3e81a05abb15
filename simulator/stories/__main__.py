"""`python -m simulator.stories FILE`: play a story on a running simulator, step by step."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from urllib.parse import urlsplit

from simulator.stories.form import Step, StoryError
from simulator.stories.parsing import read_story
from simulator.stories.playing import PATIENCE_S, StoryFailed, play

SLOW_S = 1.5


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="simulator.stories", description="Play a story on a running simulator."
    )
    parser.add_argument("file", type=Path, help="the story")
    parser.add_argument(
        "--url", default="http://127.0.0.1:9000", help="the simulator (default: %(default)s)"
    )
    parser.add_argument("--slow", action="store_true", help="slowly enough to watch it on the page")
    parser.add_argument(
        "--patience",
        type=float,
        default=PATIENCE_S,
        help="seconds to wait for what must be seen (default: %(default)s)",
    )
    return parser.parse_args()


def _told(_index: int, step: Step, ok: bool | None, _chat: int | None) -> None:  # noqa: FBT001 - the runner's own call
    if ok is not None:
        sys.stdout.write(f"{'✓' if ok else '✗'} {step.line:>4}  {step.text}\n")
        sys.stdout.flush()


def main() -> None:
    """Play; exit 1 when a step did not come true, 2 when the story cannot be read."""
    arguments = _arguments()
    if (
        urlsplit(arguments.url).scheme not in {"http", "https"}
        or not urlsplit(arguments.url).netloc
    ):
        sys.stderr.write(f"{arguments.url} is no address like http://127.0.0.1:9000\n")
        sys.exit(2)
    try:
        story = read_story(arguments.file)
    except OSError as error:
        sys.stderr.write(f"{arguments.file}: {error.strerror}\n")
        sys.exit(2)
    except StoryError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    sys.stdout.write(f"{story.title}\n")
    playing = play(
        story,
        arguments.url,
        folder=arguments.file.parent,
        patience_s=arguments.patience,
        pace_s=SLOW_S if arguments.slow else 0,
        told=_told,
    )
    try:
        asyncio.run(playing)
    except StoryFailed as failed:
        sys.exit(str(failed))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

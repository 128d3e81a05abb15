"""`make eval`: reads the lines whose meaning is known, prints how well, exits 1 below the thresholds.

The program that reads is the one that is installed (`pesan understand`), the one that scores is the
contract's own (tests/understanding/lines/score.py, kept as given).
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LINES = Path(__file__).parents[1] / "understanding" / "lines"
FILES = ("visible.jsonl", "own.jsonl")
LEAST = {"intent_accuracy": 0.97, "item_f1": 0.97, "slot_accuracy": 0.93}
WRONG_CONFIDENT = 0
"""Goods that nobody asked for, put down as certain: what a shop would send to the wrong place."""


def score(file: str) -> tuple[str, dict[str, Any]]:
    """Read a file of lines; return the figures as text and as {"total", "slots", "tags", "failures"}."""
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / file
        _read(LINES / file, answers)
        judge = [sys.executable, LINES / "score.py", LINES / file, answers]
        text = subprocess.run(judge, check=True, capture_output=True, text=True).stdout
        judged = subprocess.run([*judge, "--json"], check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(judged.stdout)
    return text, figures


def shortfalls(total: dict[str, Any]) -> list[str]:
    """Say what is below its threshold."""
    found = [
        f"{name} {total[name]:.4f} < {least}"
        for name, least in LEAST.items()
        if total[name] < least
    ]
    if total["wrong_confident"] > WRONG_CONFIDENT:
        found.append(f"wrong_confident {total['wrong_confident']} > {WRONG_CONFIDENT}")
    return found


def _read(lines: Path, answers: Path) -> None:
    pesan = Path(sys.executable).with_name("pesan")
    command = [pesan, "understand", "--catalogue", LINES / "catalogue.json"]
    with lines.open("rb") as given, answers.open("wb") as taken:
        subprocess.run(command, stdin=given, stdout=taken, check=True)


def main() -> int:
    """Score every file."""
    missed = []
    for file in FILES:
        text, figures = score(file)
        print(f"== {file}\n{text}")  # noqa: T201 - a command's output
        missed += [f"{file}: {shortfall}" for shortfall in shortfalls(figures["total"])]
    print("\n".join(missed) or "Every threshold holds.")  # noqa: T201
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

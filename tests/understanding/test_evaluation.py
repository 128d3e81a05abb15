"""The lines whose meaning is known are read as well as promised: `make eval` as a test."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tools.evaluate import FILES, LEAST, LINES, score, shortfalls

PERFECT: dict[str, Any] = {**dict.fromkeys(LEAST, 1.0), "wrong_confident": 0}


def rows(file: str) -> list[dict[str, Any]]:
    """The lines of a file, which ends them at line feeds alone."""
    return [json.loads(line) for line in (LINES / file).read_text().split("\n") if line]


@pytest.mark.parametrize("file", FILES)
def test_lines_are_read_as_well_as_promised(file: str) -> None:
    """Intent, items and slots reach the thresholds, and nothing wrong is said with confidence."""
    text, figures = score(file)
    assert figures["total"]["lines"] == len(rows(file))
    assert shortfalls(figures["total"]) == [], text


def test_own_lines_are_many_and_hard() -> None:
    """At least 200 lines beside the given ones, half of them hard, none twice."""
    own, given = rows("own.jsonl"), rows("visible.jsonl")
    assert len(own) >= 200
    assert sum("hard" in row["tags"] for row in own) * 2 >= len(own)
    texts = [json.dumps([row["text"], row["context"]]) for row in (*own, *given)]
    assert len(set(texts)) == len(texts)
    assert len({row["id"] for row in (*own, *given)}) == len(texts)


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        ({}, []),
        ({"intent_accuracy": 0.969}, ["intent_accuracy 0.9690 < 0.97"]),
        ({"item_f1": 0.5, "slot_accuracy": 0.93}, ["item_f1 0.5000 < 0.97"]),
        ({"slot_accuracy": 0.9299}, ["slot_accuracy 0.9299 < 0.93"]),
        ({"wrong_confident": 1}, ["wrong_confident 1 > 0"]),
    ],
)
def test_what_falls_short_is_said(worse: dict[str, float], said: list[str]) -> None:
    """The thresholds are the promised ones."""
    assert shortfalls({**PERFECT, **worse}) == said


def test_the_judge_sees_what_is_wrong(tmp_path: Path) -> None:
    """Answers that are all the same unknown do not pass: the judge is awake."""
    answers = tmp_path / "answers.jsonl"
    answers.write_text(
        "".join(json.dumps({"id": row["id"], "intent": "unknown"}) + "\n" for row in rows(FILES[0]))
    )
    judge = [sys.executable, LINES / "score.py", LINES / FILES[0], answers, "--json"]
    done = subprocess.run(judge, check=True, capture_output=True, text=True)
    assert len(shortfalls(json.loads(done.stdout)["total"])) == 3

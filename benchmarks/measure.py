"""How a measurement is kept: a figure of ours, a yardstick's, their ratio and whether it holds."""

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. `target` is the bound on `ratio`: ">= 0.9" or "<= 1.2"."""

    name: str
    ours: float
    yardstick: float
    unit: str
    ratio: float
    target: str
    holds: bool


def judged(name: str, ours: float, yardstick: float, unit: str, target: str) -> Result:
    """Return the result with its ratio, judged by the target."""
    ratio = ours / yardstick
    sign, bound = target.split()
    holds = ratio >= float(bound) if sign == ">=" else ratio <= float(bound)
    return Result(name, round(ours, 2), round(yardstick, 2), unit, round(ratio, 3), target, holds)


def alternating(contestants: Sequence[Callable[[], float]], rounds: int = ROUNDS) -> list[float]:
    """Run the contestants in turn, round after round, and return each one's median.

    In turn, because the machine's speed drifts: so the drift meets all of them.
    """
    figures: list[list[float]] = [[] for _ in contestants]
    for _ in range(rounds):
        for kept, contestant in zip(figures, contestants, strict=True):
            kept.append(contestant())
    return [statistics.median(kept) for kept in figures]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def write(results: Sequence[Result]) -> None:
    """Write results.json."""
    RESULTS.write_text(json.dumps([asdict(r) for r in results], indent=1) + "\n")

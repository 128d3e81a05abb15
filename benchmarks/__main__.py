"""`make bench`: measures everything, prints a table, writes results.json; exit 1 when one misses."""

import sys

from rich.console import Console
from rich.table import Table

from benchmarks import echo, placing, reading, simulator, starting, tapping, whole
from benchmarks.measure import Result, write


def main() -> int:
    """Run all measurements in order."""
    console = Console()
    results: list[Result] = []
    console.print("intake and transport ...")
    results += echo.run()
    console.print("placing orders ...")
    results += placing.run()
    console.print("the whole bot ...")
    results += whole.run(echo=results[0].yardstick, store=results[2].ours)
    console.print("starting ...")
    results += starting.run()
    console.print("tapping among many orders ...")
    results += tapping.run()
    console.print("reading lines ...")
    results += reading.run()
    console.print("the local Telegram ...")
    results += simulator.run()
    write(results)
    table = Table("", "ours", "yardstick", "unit", "ratio", "target", "holds")
    for r in results:
        holds = "yes" if r.holds else "[red]no[/]"
        table.add_row(
            r.name, f"{r.ours:,}", f"{r.yardstick:,}", r.unit, str(r.ratio), r.target, holds
        )
    Console(width=120).print(table)
    return 0 if all(r.holds for r in results) else 1


if __name__ == "__main__":
    sys.exit(main())

"""The tables of docs/reference/permissions.md, read as data."""

from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
PEOPLE = ("owner", "approver", "warehouse", "cashier", "no role")
CUSTOMERS = ("the order's customer", "another customer")


@dataclass(frozen=True)
class Row:
    """One row: the button's or command's pattern and who may."""

    pattern: str
    may: dict[str, bool]

    @property
    def name(self) -> str:
        return self.pattern.split(":", maxsplit=1)[0].split(maxsplit=1)[0].removeprefix("/")


def rows(heading: str) -> list[Row]:
    """Return the rows of the table under the heading that begins so."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:1] == "|"]
    header, body = lines[0], lines[2:]
    found = []
    for cells in body:
        facts = dict(zip(header, cells, strict=True))
        may = {who: facts[who] == "yes" for who in (*PEOPLE, *CUSTOMERS) if who in facts}
        found.append(Row(cells[0].strip("`"), may))
    return found

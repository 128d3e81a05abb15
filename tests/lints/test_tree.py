"""The project's own lints, run over the whole tree."""

import pytest

from tests.lints.rules import RULES, Rule, foreign_place
from tests.lints.sources import PACKAGES, Finding, product_sources, tracked_texts

SOURCES = product_sources()


def report(findings: list[Finding]) -> str:
    """Return one finding per line."""
    return "\n".join(map(str, findings))


def test_every_room_is_read() -> None:
    """A lint that reads nothing finds nothing."""
    assert {source.room for source in SOURCES} == set(PACKAGES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_product_keeps(rule: Rule) -> None:
    """No file of the product breaks the rule."""
    findings = [finding for source in SOURCES for finding in rule(source)]
    assert not findings, f"{rule.__doc__}\n{report(findings)}"


def test_nothing_tracked_names_a_foreign_place() -> None:
    """No tracked file names a folder of one machine or the host of a registry."""
    texts = tracked_texts()
    assert "pyproject.toml" in dict(texts)
    findings = [finding for file, text in texts for finding in foreign_place(file, text)]
    assert not findings, report(findings)

"""The drawn machines are those of the tables."""

from tests.domain.travel_page import PAGE, diagrams, drawn


def test_the_page_is_true() -> None:
    """Else run `python -m tests.domain.travel_page --rewrite`."""
    page = PAGE.read_text("utf-8")
    assert drawn(page) == page


def test_what_a_drawing_says() -> None:
    """One arrow for each step, ends marked, what is possible anywhere drawn once."""
    found = diagrams()
    assert "    submitted --> rejected: reject\n" in found["order"]
    assert "    rejected --> [*]" in found["order"]
    assert found["payment"].count("overpaid: receive_too_much") == 1
    assert "    underway --> underway: move, go_out, fail_attempt, delay\n" in found["shipment"]

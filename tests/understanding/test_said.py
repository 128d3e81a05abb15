"""What a line wants and what else it says: the lines of lines/said.txt, whole but for their goods."""

import re
from collections.abc import Iterator

import pytest
from rapidfuzz import fuzz

from domain.understanding.contract import Intent, Reading
from tests.understanding.test_intents import LINES, READER, context

OF_GOODS = {"product", "option", "qty", "which_item"}
NEARLY = {"address": 90, "recipient": 90, "note": 80}
ABOUT_AN_ORDER = {
    Intent.REORDER, Intent.TRACK, Intent.COMPLAINT_LATE, Intent.CANCEL, Intent.RETURN, Intent.EXCHANGE,
}  # fmt: skip


def _said() -> Iterator[tuple[str, str, str, dict[str, str]]]:
    for line in (LINES / "said.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            intents, text, *rest = (part.strip() for part in re.split(r" \|(?= |$)", line))
            code, slots = (*rest, "", "")[:2]
            listed = dict(one.split("=", 1) for one in slots.split("; ") if one)
            yield intents, text.replace("\\n", "\n"), code, listed


def slots(reading: Reading) -> dict[str, str]:
    """What the reading says beside its goods, as said.txt lists it."""
    travel = reading.shipping
    said = {
        "address": reading.address,
        "recipient": reading.recipient,
        "phone": reading.phone,
        "courier": travel and travel.courier,
        "service": travel and travel.service,
        "pickup": "1" if travel and travel.pickup else None,
        "when": travel and travel.when,
        "payment": reading.payment,
        "ref": reading.order_ref,
        "waybill": reading.waybill,
        "amount": reading.amount,
        "note": reading.note,
        "q": "+".join(sorted(set(reading.questions) - OF_GOODS)),
    }
    return {name: str(value) for name, value in said.items() if value}


SAID = tuple(_said())


@pytest.mark.parametrize(
    ("intents", "text", "code", "listed"), SAID, ids=[text for _, text, _, _ in SAID]
)
def test_a_line_says(intents: str, text: str, code: str, listed: dict[str, str]) -> None:
    said_into = context(code)
    reading = READER.read(text, said_into)
    found = slots(reading)
    assert reading.intent.value in intents.split("/")
    if said_into.last_order and reading.intent in ABOUT_AN_ORDER and not reading.waybill:
        listed = {"ref": said_into.last_order.number, **listed}
    for name, least in NEARLY.items():
        if name in found and name in listed:
            assert fuzz.token_set_ratio(found.pop(name).lower(), listed[name].lower()) >= least
            listed = {key: value for key, value in listed.items() if key != name}
    assert found == listed

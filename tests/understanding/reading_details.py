"""The details of a line, read with the goods of the evaluation's catalogue."""

import json
from pathlib import Path

from domain.understanding.assortment import Assortment
from domain.understanding.contract import Awaiting, Context
from domain.understanding.details import Details, find_details
from domain.understanding.lexicon import standard
from domain.understanding.names import Names
from domain.understanding.tokens import clean

LINES = Path(__file__).parent / "lines"
NAMES = Names(Assortment.from_json(json.loads((LINES / "catalogue.json").read_text())), standard())


def details(text: str, awaiting: Awaiting | None = None) -> Details:
    cleaned = clean(text)
    tokens = NAMES.tokens(cleaned)
    return find_details(cleaned, tokens, Context(awaiting=awaiting), NAMES.words)


def left(text: str) -> str:
    """What of a line may still be goods."""
    signs = list(clean(text))
    for span in details(text).taken:
        signs[span.start : span.end] = "_" * (span.end - span.start)
    return " ".join("".join(signs).replace("_", " ").split())

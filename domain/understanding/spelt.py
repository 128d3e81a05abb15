"""Sums spelt out: "seratus lima puluh ribu", "dua juta tiga ratus ribu"."""

from domain.understanding.vocabulary import Line

_SCALES = {
    "ribu": 1_000,
    "rebu": 1_000,
    "ewu": 1_000,
    "juta": 1_000_000,
    "jt": 1_000_000,
    "rb": 1_000,
}
_WHOLE = {"seribu": 1_000, "sewu": 1_000, "sejuta": 1_000_000, "sajuta": 1_000_000}


def spelt_number(line: Line, at: int) -> tuple[int, int] | None:
    """Return the number that is spelt in words from a place on, and the place behind it.

    None where no word of a number stands there, or where the words make no number.
    """
    total, part, digit, last = 0, 0, 0, at
    for place in range(at, len(line.tokens)):
        token = line.tokens[place]
        for word in line.text[token.start : token.end].casefold().split():
            value = line.words.lexicon.numbers.get(word)
            if word in _WHOLE:
                total, part, digit = total + _WHOLE[word], 0, 0
            elif value is not None and value.denominator == 1 and not word.isdigit():
                part, digit = (
                    (part + int(value), digit) if value >= 100 else (part, digit + int(value))
                )
            elif word == "belas":
                digit += 10
            elif word in {"puluh", "ratus"}:
                part, digit = part + digit * (10 if word == "puluh" else 100), 0
            elif word in _SCALES and part + digit:
                total, part, digit = total + (part + digit) * _SCALES[word], 0, 0
            else:
                return (total + part + digit, last) if last > at else None
        last = place + 1
    return (total + part + digit, last) if last > at else None

"""Reads what people type: quantities, phone numbers, texts. Returns None for what cannot be meant."""

import re
from collections.abc import Mapping

from notifications.render.texts import clean

MAX_NAME = 60
MAX_ADDRESS = 400
MIN_ADDRESS = 10
MAX_NOTE = 300


def _words(text: str) -> list[str]:
    return text.split()


_ONES = _words(
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
)
_ENGLISH = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_NUMBERS: dict[str, int] = (
    {word: n for n, word in enumerate(_ONES)}
    | {f"{_ONES[n - 10]} belas": n for n in range(12, 20)}
    | {word: n for n, word in enumerate(_ENGLISH)}
    | {"dua puluh": 20, "kosong": 0, "se": 1, "a": 1, "an": 1}
)
_UNITS = {"lusin": 12, "dozen": 12, "dozens": 12, "kodi": 20, "gross": 144, "gros": 144}
_SINGLE = frozenset(
    _words(
        "pcs pc buah biji pak pack packs bungkus bks botol bottle bottles unit units kotak box boxes "
        "lembar set"
    )
)
_DIGITS = re.compile(r"x?\s*(-?[0-9]{1,12}|-?[0-9]{1,3}(?:[.,][0-9]{3})+)\s*x?\s*([^\W\d_]+)?")
# Where a country begins and ends, roughly: (south, west, north, east) in degrees.
_BOXES = {"ID": (-11.5, 94.5, 6.5, 141.5)}


def parse_quantity(text: str, units: Mapping[str, int] | None = None) -> int | None:
    """Return the whole number meant by "3", "1.000", "dua", "2 lusin" or "half a dozen".

    `units` are a product's own ({"dus": 12}). The number may be out of any limit, negative too.
    """
    words = " ".join(clean(text).casefold().split())
    known = _UNITS | {name.casefold(): size for name, size in (units or {}).items()}
    match = _DIGITS.fullmatch(words)
    if match:
        size = _size(match[2] or "pcs", known)
        return None if size is None else int(re.sub(r"[.,]", "", match[1])) * size
    if words in {"setengah lusin", "half a dozen", "half dozen"}:
        return 6
    if words.startswith("se") and words[2:] in known:
        return known[words[2:]]
    if words in known:
        return known[words]
    number, _, unit = words.rpartition(" ")
    if words in _NUMBERS:
        return _NUMBERS[words]
    size = _size(unit, known)
    return _NUMBERS[number] * size if number in _NUMBERS and size is not None else None


def _size(unit: str, known: Mapping[str, int]) -> int | None:
    return known.get(unit, 1 if unit in _SINGLE else None)


def parse_phone(text: str, country: str) -> str | None:
    """Return the number in E.164, None when it cannot be a phone number of that or any country."""
    # The library's tables are large: the program's start need not wait for them.
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def take_phone(text: str, country: str) -> tuple[str, str | None]:
    """Return the text without the one phone number in it, and that number in E.164."""
    import phonenumbers

    found = list(phonenumbers.PhoneNumberMatcher(text, country))
    if len(found) != 1:
        return text, None
    rest = f"{text[: found[0].start]} {text[found[0].end :]}"
    rest = re.sub(
        r"\s*(?:\b(?:hp|no|telp|tel|wa|phone)\b[\s.:]*)?(?=[,;]|$)", "", rest, flags=re.IGNORECASE
    )
    number = phonenumbers.format_number(found[0].number, phonenumbers.PhoneNumberFormat.E164)
    return one_line(rest).strip(" ,;-"), number


def one_line(text: str) -> str:
    """Return the text cleaned, on one line: line breaks become commas, runs of blanks one."""
    lines = (" ".join(line.split()) for line in clean(text).splitlines())
    return ", ".join(line.strip(" ,") for line in lines if line.strip(" ,"))


def is_name(text: str) -> bool:
    """Tell whether a parcel could carry this as the recipient."""
    return 2 <= len(text) <= MAX_NAME and any(c.isalpha() for c in text)


def within(country: str, latitude: float, longitude: float) -> bool:
    """Tell whether a pin is in the country; yes where its borders are not known here."""
    south, west, north, east = _BOXES.get(country, (-90.0, -180.0, 90.0, 180.0))
    return south <= latitude <= north and west <= longitude <= east

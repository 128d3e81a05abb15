"""Takes personal data out of a message before it is kept to learn from.

What is kept is to show how people write of goods. So it is better to lose a word too many than to
keep one too few: after a name's or an address's label the rest of the phrase goes.
"""

import re
import unicodedata
from collections.abc import Iterable

from domain.understanding.lexicon import standard

# None of these is a label itself: what is masked once stays as it is.
NUMBER, MAIL, NAME, ADDRESS = "[nomor]", "[email]", "[orang]", "[tempat]"
PLACEHOLDERS = (NUMBER, MAIL, NAME, ADDRESS)

_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Co", "Cs"})
_LINKS = re.compile(r"(?:https?://|www\.|t\.me/|wa\.me/)\S+|(?<![\w.])@\w+", re.IGNORECASE)
_AT = r"(?:\s*@\s*|\s*[(\[]\s*(?:at|a)\s*[)\]]\s*|\s+at\s+(?=[\w.-]+(?:\.|\s+(?:dot|titik)\s+)))"
_MAIL = re.compile(
    rf"(?<![\w.+%'-])[\w.+%'-]++{_AT}[\w-]+(?:\s*(?:\.|\s(?:dot|titik)\s)\s*[\w-]+)*", re.IGNORECASE
)
# Digits with what stands between the groups of a number; seven of them are no price of goods.
_APART = r"[\s.,()/+_:*-]{0,3}"
_LONG = re.compile(rf"\+?\d(?:{_APART}\d){{6,}}")
_TOGETHER = re.compile(r"\d{5,}")
_LIKE_DIGITS = re.compile(r"\b(?=\w*\d)[\dOoIlL]{5,}\b")
_SPOKEN = (
    "nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|zero|one|two|three|four|"
    "five|six|seven|eight|nine|oh"
)
_SPELT = re.compile(rf"\b(?:{_SPOKEN}|\d)(?:[\s,.-]+(?:{_SPOKEN}|\d)\b){{4,}}", re.IGNORECASE)

_ACCOUNT = re.compile(
    rf"(?<!\w)(?:bca|bri|bni|mandiri|bsi|cimb|permata|danamon|jago|seabank|dana|ovo|gopay|shopeepay|"
    rf"rek|rekening|norek|account|acc)\W{{0,6}}{re.escape(NUMBER)}[^\n,;]*",
    re.IGNORECASE,
)

_ADDRESSES = (
    "jalan|jln|jl|gang|gg|perumahan|perumnas|perum|komplek|kompleks|komp|cluster|blok|apartemen|"
    "apartment|apt|ruko|rusun|kosan|kost|kos|dusun|dsn|desa|kampung|kp|kelurahan|kel|kecamatan|kec|"
    "kabupaten|kab|rt|rw|alamat|alamatnya|almt|almat|address|street|avenue|road|kirim ke|kirimnya ke|"
    "dikirim ke|kirimin ke|kirimkan ke|krm ke|kirim k|antar ke|diantar ke|anter ke|dianter ke|antarkan ke|"
    "ongkir ke|domisili|tinggal di|rumah di|lokasi|send to|ship to|deliver to|kodepos|kode pos|postcode|zip"
)
_ADDRESS = re.compile(rf"(?<!\w)(?:{_ADDRESSES})(?!\w)[^\n]*", re.IGNORECASE)
_LANDMARKS = (
    "rumahnya|rumahku|rumah saya|rumah|rmh|rmhnya|sebelah|samping|depan|belakang|dekat|deket|dkt|"
    "seberang|sebrang|patokan|patokannya|ancer-ancer|next to|behind|opposite|in front of|near"
)
_LANDMARK = re.compile(rf"(?<!\w)(?:{_LANDMARKS})(?!\w)[^\n,;]*", re.IGNORECASE)
_ENGLISH_STREET = re.compile(
    r"(?<!\d)\d++[a-z]?\s+(?:[^\W\d_]+\s+){0,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|way)\b[^\n]*",
    re.IGNORECASE,
)
_NAMES = (
    r"atas nama|a\s*/\s*n|a\.\s*n\.?|an|nama penerima|nama pemesan|nama lengkap|nama saya|nama|namanya|"
    r"namaku|penerima|penerimanya|pemesan|pembeli|nm|kepada|name|recipient|receiver|attn|my name is|"
    r"u\.\s*p\.?"
)
_TITLES = "kak|kakak|bu|ibu|pak|bapak|mas|mbak|mba|bang|om|tante|mr|mrs|ms|sdr|sdri|kang|teh|ko|ci"
_WORD = r"[^\W\d_][^\W\d_.'’-]*"
_LABELLED = re.compile(rf"(?<!\w)(?:{_NAMES})(?!\w)\s*[:=-]+\s*[^\n,;]+", re.IGNORECASE)
_CALLED = re.compile(
    rf"(?<!\w)(?:{_NAMES})(?!\w)[.\s]+(?:is\s+|adalah\s+|ini\s+)?{_WORD}(?:[ \t]+{_WORD}){{0,3}}",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"(?<!\w)(?:untuk|buat|dengan|dgn|dari|saya|sy|aku|ini|for|to|from)\s+(?:{_TITLES})\.?\s+"
    rf"{_WORD}(?:[ \t]+{_WORD}){{0,2}}",
    re.IGNORECASE,
)
_SELF = r"saya|sy|aku|gue|gw|ini|this\s+is|i\s+am|i'm|im"
_ELDERS = r"bu|ibu|pak|bapak|bpk|mas|mbak|mba|om|tante|mr|mrs|ms|sdr|sdri"
_LABEL = re.compile(rf"(?<!\w)(?:(?:{_SELF}|{_ELDERS})(?!\w)\.?[ \t]+)+", re.IGNORECASE)
_TITLE_LAST = re.compile(rf"(?<!\w)(?:{_ELDERS})\.?\s+$", re.IGNORECASE)
_NEXT = re.compile(rf"{_WORD}(?!\w)[ \t]*")
_COUNTED = re.compile(r"(?<![\d.,])\d{1,3}\s*$")
_PARTS_OF_A_NAME = 3


def masked(text: str, known: Iterable[str] = ()) -> str:
    """Return the text with placeholders where numbers, e-mails, names and addresses stood.

    `known` is what is already known to be personal (an address, a recipient that were read of it).
    """
    text = _plain(text)
    for personal in known:
        text = _without(text, _plain(personal))
    text = _MAIL.sub(MAIL, text)
    text = _LINKS.sub(MAIL, text)
    text = _ADDRESS.sub(ADDRESS, text)
    text = _ENGLISH_STREET.sub(ADDRESS, text)
    text = _LANDMARK.sub(ADDRESS, text)
    for pattern in (_LABELLED, _CALLED, _TITLED):
        text = pattern.sub(NAME, text)
    text = _without_names(text)
    for pattern in (_LONG, _SPELT, _LIKE_DIGITS, _TOGETHER):
        text = pattern.sub(NUMBER, text)
    text = _ACCOUNT.sub(NUMBER, text)
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _without_names(text: str) -> str:
    """Return it without what follows "saya" or "Bu" and is no everyday word."""
    found, at = "", 0
    for label in _LABEL.finditer(text):
        if label.start() < at or _is_unit(text, label):
            continue
        titled, end = _TITLE_LAST.search(label[0]) is not None, label.end()
        for _ in range(_PARTS_OF_A_NAME):
            word = _NEXT.match(text, end)
            if word is None or not _may_be_name(word[0].strip(), titled=titled):
                break
            end = word.end()
        if end > label.end():
            found += text[at : label.start()] + NAME + " "
            at = end
    return found + text[at:]


def _is_unit(text: str, label: re.Match[str]) -> bool:
    """Tell whether it is "2 pak": packs, and nobody's title."""
    return label[0].casefold().startswith("pak") and bool(_COUNTED.search(text[: label.start()]))


def _may_be_name(word: str, *, titled: bool) -> bool:
    known = word.casefold().strip(".'’-") in standard().known
    return not known or (titled and word.istitle())


def is_masked(text: str) -> bool:
    """Tell whether nothing but placeholders and signs is left."""
    for placeholder in PLACEHOLDERS:
        text = text.replace(placeholder, " ")
    return not any(c.isalpha() for c in text)


def _plain(text: str) -> str:
    """Return it without look-alikes and invisible signs, which would hide digits from the rules."""
    whole = unicodedata.normalize("NFKC", text)
    shown = (c for c in whole if unicodedata.category(c) not in _INVISIBLE)
    return "".join(str(unicodedata.digit(c, c)) if c.isdigit() else c for c in shown)


def _without(text: str, personal: str) -> str:
    words = re.findall(r"\w+", personal)
    if not words:
        return text
    whole = r"\W+".join(map(re.escape, words))
    text = re.sub(rf"(?<!\w){whole}(?!\w)", NAME, text, flags=re.IGNORECASE)
    for word in words:
        if len(word) > 3:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", NAME, text, flags=re.IGNORECASE)
    return text

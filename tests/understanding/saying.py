"""What people may say, made up: texts, contexts and shops for the property tests."""

import json
from pathlib import Path

from hypothesis import strategies as st

from domain.understanding.assortment import Assortment, Variant, Ware
from domain.understanding.contract import Awaiting, Context, LastOrder, Line

LINES = Path(__file__).parent / "lines"
SHOP = Assortment.from_json(json.loads((LINES / "catalogue.json").read_text(encoding="utf-8")))


def texts_of(file: str) -> list[str]:
    """The texts of a file of lines."""
    listed = (LINES / file).read_text(encoding="utf-8").split("\n")
    return [json.loads(line)["text"] for line in listed if line]


SAID = [*texts_of("visible.jsonl"), *texts_of("own.jsonl")]
WORDS = sorted({word for text in SAID for word in text.split()})
ODD = [
    "9999", "10000", "0", "-3", "1/0", "0/2", "1/3", "½", "0,25", "1e9", "2x", "x2", "@3", "@0", "10.000.000.000",
    "99999999999999999999", "٣", "²", "①", "🎂", "👍🏽", "\u202e", "\u200b", "\u2028", "\x00", "\ufeff", "\n", "\r\n",
    "ß", "İ", "ﬁ", "kkkkkk", "-", "--", "...", "?!", "(", "[foto]", "[foto", "%s", "{0}", "\\", "'", '"',
    "setengah", "seperempat", "lusin", "kodi", "gros", "dus", "box", "masing2", "sisanya", "semua", "ga", "jadi", "jgn",
    "bukan", "kecuali", "tambah", "kurangi", "hapus", "ganti", "yg", "tadi", "kemarin", "lagi", "nol", "minus", "sejuta",
]  # fmt: skip

texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([*WORDS, *ODD]) | st.text(max_size=6), max_size=25).map(" ".join),
    st.tuples(st.sampled_from(SAID), st.sampled_from(SAID)).map(" ".join),
    st.builds(
        lambda text, at, piece: (
            f"{text[: at % (len(text) + 1)]}{piece}{text[at % (len(text) + 1) :]}"
        ),
        st.sampled_from(SAID),
        st.integers(0, 300),
        st.sampled_from(ODD) | st.text(max_size=4),
    ),
    st.sampled_from(SAID).map(str.upper),
)
"""Noise, the words of real lines in any order, two lines in one, and lines with a slip."""


def contexts(shop: Assortment) -> st.SearchStrategy[Context]:
    """Contexts of a shop, also with goods that it does not sell."""
    skus = st.sampled_from(
        ["GONE-1", *(variant.sku for ware in shop.wares for variant in ware.variants)]
    )
    shown = st.none() | skus | st.sampled_from(["", "Gone", *(ware.name for ware in shop.wares)])
    lines = st.lists(st.builds(Line, skus, st.integers(1, 12)), max_size=4).map(tuple)
    last = st.none() | st.builds(LastOrder, st.just("INV-0417"), lines)
    return st.builds(Context, shown, lines, last, st.sampled_from([None, *Awaiting]))


_NAMES = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["Kopi Gayo", "Kopi", "Mug", "Ya", "Alamat", "Besok", "3 Roda", "7-Up", "½ Lusin", "!!!", " ", "🎂"]),
    st.text(max_size=12),
)  # fmt: skip
_UNITS = st.dictionaries(st.sampled_from(["dus", "box", "lusin", "ikat", "kg"]), st.integers(1, 500), max_size=2)  # fmt: skip
_VALUES = st.sampled_from(
    ["S", "M", "XL", "38", "40", "250 g", "1 kg", "0 g", "1,5 L", "hitam", "putih", "pedas", "ori", "coklat keju", "", "?", "²"]
)  # fmt: skip
_OPTIONS = st.dictionaries(
    st.sampled_from(["ukuran", "warna", "berat", "rasa", "isi", "x"]), _VALUES, max_size=3
)


@st.composite
def shops(draw: st.DrawFn) -> Assortment:
    """A shop of a few products, with names, options and units that nobody would choose as well."""
    wares = []
    names = draw(st.lists(_NAMES, min_size=1, max_size=5, unique=True))
    for number, name in enumerate(names):
        listed = draw(st.lists(st.tuples(_OPTIONS, _UNITS), min_size=1, max_size=4))
        variants = tuple(
            Variant(f"S{number}-{at}", options, units) for at, (options, units) in enumerate(listed)
        )
        aliases = tuple(draw(st.lists(_NAMES, max_size=2)))
        unit = draw(st.sampled_from(["pcs", "pak", "kg", ""]))
        wares.append(Ware(name, unit, variants, aliases, draw(_UNITS)))
    return Assortment(tuple(wares), {"lusin": 12, "kodi": 20})

"""(i) How long a line takes to be read: the sample shop, the lines' own shop, and one of 10,000 SKUs.

Every line is read by a reader that never saw one before (cold), then again (warm). The lines are those
of the tests, whose meaning is known, and for the large shop orders of its goods, misspelt ones too.
Reading waits for nothing, so the processor's time is what it takes, however busy the machine.
"""

import itertools
import json
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Result, judged, percentile
from bot import sample
from domain.catalogue import Product, Sku
from domain.understanding.assortment import Assortment, of_shop
from domain.understanding.contract import Context, context_from_json
from domain.understanding.reading import Reader

LINES = Path(__file__).parents[1] / "tests" / "understanding" / "lines"
SMALL_MS, LARGE_MS = 5, 50
SKUS = 10_000
ROUNDS = 3
GOODS = (
    "Kopi", "Teh", "Beras", "Gula", "Sabun", "Sambal", "Kerupuk", "Madu", "Minyak", "Kecap",
    "Cokelat", "Susu", "Kaos", "Kemeja", "Celana", "Sarung", "Batik", "Kerudung", "Jaket", "Topi",
    "Sepatu", "Sandal", "Tas", "Dompet", "Ikat Pinggang", "Mug", "Gelas", "Piring", "Mangkuk", "Teko",
    "Panci", "Wajan", "Bantal", "Selimut", "Handuk", "Taplak", "Lampu", "Lilin", "Kursi", "Rak",
    "Buku", "Pensil", "Kertas", "Boneka", "Layang-layang", "Dodol", "Bakpia", "Rendang", "Abon", "Ikan Asin",
)  # fmt: skip
KINDS = (
    "Gayo", "Toraja", "Kintamani", "Bajawa", "Garut", "Malang", "Solo", "Jogja", "Pekalongan", "Cirebon",
    "Padang", "Medan", "Palembang", "Banjar", "Bugis", "Sasak", "Flores", "Papua", "Melati", "Kenanga",
    "Mawar", "Anggrek", "Cendana", "Merpati", "Rajawali",
)  # fmt: skip
SYLLABLES = ("sa", "ri", "mu", "no", "ke", "bu", "ta", "la", "wi", "jo", "pe")
SIZES = ("250 g", "500 g", "1 kg", "2 kg")
TASTES = ("asli", "pedas")
MEASURES = ("S", "M", "L", "XL")
COLOURS = ("hitam", "putih")


def run() -> list[Result]:
    """Measure each shop, cold and warm."""
    listed = _lines()
    given = Assortment.from_json(json.loads((LINES / "catalogue.json").read_text(encoding="utf-8")))
    large = of_shop(large_shop())
    return [
        *_shop("i1 read a line, sample shop", of_shop(_sample()), listed, SMALL_MS),
        *_shop("i2 read a line, the lines' shop", given, listed, SMALL_MS),
        *_shop("i3 read a line, 10,000 SKUs", large, [*listed, *_orders()], LARGE_MS),
    ]


Said = tuple[str, Context]


def _shop(name: str, goods: Assortment, lines: Sequence[Said], most_ms: int) -> list[Result]:
    figures: dict[str, list[float]] = {"cold": [], "warm": []}
    for _ in range(ROUNDS):
        reader = Reader(goods)
        for kept in figures.values():
            kept.append(percentile([_took(reader, line) for line in lines], 0.95))
    return [
        judged(f"{name}, p95 {state} / {most_ms} ms", sorted(kept)[ROUNDS // 2], most_ms, "ms", "<= 1")
        for state, kept in figures.items()
    ]  # fmt: skip


def _took(reader: Reader, line: Said) -> float:
    began = time.thread_time()
    reader.read(*line)
    return (time.thread_time() - began) * 1000


def _lines() -> list[Said]:
    rows = [
        json.loads(line)
        for file in ("visible.jsonl", "own.jsonl")
        for line in (LINES / file).read_text(encoding="utf-8").split("\n")
        if line
    ]
    return [(row["text"], context_from_json(row["context"])) for row in rows]


def _sample() -> list[tuple[Product, list[Sku]]]:
    """The sample shop's goods, as a database would give them."""
    return [
        (
            Product(goods.code, shelf.code, goods.name, aliases=goods.aliases, unit=goods.unit, units=goods.units),
            [
                Sku(each.sku, goods.code, goods.name, each.name, each.price, each.weight_g, each.options)
                for each in goods.variants
            ],
        )
        for shelf in sample.read_shop().categories
        for goods in shelf.products
    ]  # fmt: skip


def large_shop() -> list[tuple[Product, list[Sku]]]:
    """A made-up shop: 1,250 products with eight variants each."""
    shop = []
    for number, (goods, kind) in enumerate(itertools.product(GOODS, KINDS)):
        name = f"{goods} {kind} {_make(number)}"
        worn = 12 <= number // len(KINDS) < 25
        values = itertools.product(MEASURES, COLOURS) if worn else itertools.product(SIZES, TASTES)
        names = ("ukuran", "warna") if worn else ("berat", "rasa")
        product = Product(
            f"p{number}", "all", name, aliases=(f"{goods} {kind}".lower(),), units={"dus": 12}
        )
        skus = [
            Sku(f"S{number}-{at}", product.code, name, "", 10_000, 100, dict(zip(names, v, strict=True)))
            for at, v in enumerate(values)
        ]  # fmt: skip
        shop.append((product, skus))
    assert sum(len(skus) for _, skus in shop) == SKUS
    return shop


def _make(number: int) -> str:
    """A made-up maker for each product, so that the shop has as many words as a real one."""
    parts = (number % 11, number // 11 % 11, number // 121 % 11, number * 7 % 11)
    return "".join(SYLLABLES[part] for part in parts).capitalize()


def _orders() -> list[Said]:
    """Orders of its goods: as they are written, in lower case, and with a letter lost."""
    lines = []
    for number in range(0, len(GOODS) * len(KINDS), 7):
        goods, kind = GOODS[number // len(KINDS)], KINDS[number % len(KINDS)]
        other = GOODS[(number + 17) % len(GOODS)]
        slip = kind[:3] + kind[4:]
        lines += [
            f"kak mau {goods} {kind} {number % 5 + 1}, sama {other} {kind} 2 ya",
            f"pesan {goods.lower()} {slip.lower()} 500 gr pedas 2 dus, kirim ke Jl {kind} 5 Malang",
        ]
    return [(line, Context()) for line in lines]

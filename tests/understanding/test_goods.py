"""Goods, quantities, units, options and changes, each line in words that customers use."""

import json
from pathlib import Path

import pytest

from domain.understanding.assortment import Assortment
from domain.understanding.contract import Context, LastOrder, Line
from domain.understanding.reading import Reader

LINES = Path(__file__).parent / "lines"
READER = Reader(Assortment.from_json(json.loads((LINES / "catalogue.json").read_text())))


NOWHERE = Context()


def said(text: str, context: Context = NOWHERE) -> list[str]:
    """The items of a line, short: "2 MUG-01", "1 Kaos Polos? ukuran", "remove 2 MUG-01"."""
    short = []
    for item in READER.read(text, context).items:
        what = item.sku or f"{item.product or ''}"
        action = "" if item.action == "add" else f"{item.action} "
        asked = f"? {item.ask}" if item.ask else ""
        short.append(f"{action}{item.qty} {what}{asked}".replace(" ?", "?"))
    return short


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("pesan mug 2", ["2 MUG-01"]),
        ("mug nya dua belas ya", ["12 MUG-01"]),
        ("mau mug 2 lusin", ["24 MUG-01"]),
        ("order gayo bubuk 1/4 kg 3", ["3 KG-250-BUBUK"]),
        ("gayo bubuk setengah kilo", ["2 KG-250-BUBUK"]),
        ("beli 2 kg gayo biji", ["2 KG-1K-BIJI"]),
        ("beras 15 kg ya bu", ["3 BP-5"]),
        ("rendang 3/4 kilo kirim ya", ["3 RD-250"]),
        ("pesan rendang 600 gram", ["12/5 RD-250? qty"]),
        ("minyak 2 liter 1 dus, mau", ["6 MG-2L"]),
        ("pesan minyak 1 dus", ["1 Minyak Goreng? isi"]),
        ("donat coklat sebox sama gula 2 box, mau ya", ["6 DN-COKLAT", "12 DN-GULA"]),
        ("pesan mug 1 dus", ["1 MUG-01? qty"]),
        ("kaos putih M 2 L 3", ["2 KS-PTH-M", "3 KS-PTH-L"]),
        ("pesan 2 kaos putih M 3 L", ["2 KS-PTH-M", "3 KS-PTH-L"]),
        ("kaos hitam sama navy L masing2 2", ["2 KS-HTM-L", "2 KS-NVY-L"]),
        ("kaos navy 5: M 2, L 3", ["2 KS-NVY-M", "3 KS-NVY-L"]),
        ("kaos hitam L 2, putih 1", ["2 KS-HTM-L", "1 KS-PTH-L"]),
        ("sandal 39 2 pasang, 41 1", ["2 SD-39", "1 SD-41"]),
        ("pesan sandal 38, 39, 40 sepasang masing2", ["1 SD-38", "1 SD-39", "1 SD-40"]),
        ("kripik 10, pedes 4 sisanya ori", ["4 KR-PEDAS", "6 KR-ORI"]),
        ("gayo 250 bubuk 2 eh 3 deng", ["3 KG-250-BUBUK"]),
        ("pesan mug 2, eh grinder deng", ["2 GR-01"]),
        ("mau mug 2 sama madu 250, madunya ga jadi", ["2 MUG-01"]),
        ("kripik jangan yang pedas 3 bungkus", ["3 KR-ORI"]),
        ("pesan brownies 2 jangan coklat", ["2 Brownies? rasa"]),
        ("kaos merah L 2", ["2 Kaos Polos? warna"]),
        ("pesan sepatu 45 1 pasang", ["1 Sepatu Kanvas? ukuran"]),
        ("mau kopi 2 pak", ["2? product"]),
        ("pesan mug 2 sama ember 3", ["2 MUG-01", "3? product"]),
        ("mug 1, mug 2 lagi", ["3 MUG-01"]),
        ("I'd like half a dozen chocolate donuts and a mug", ["6 DN-COKLAT", "1 MUG-01"]),
        ("two large black shirts please", ["2 KS-HTM-L"]),
        ("pesen brwonies kju 2", ["2 BR-KEJU"]),
        ("kulo tumbas sambel roa kalih botol", ["2 SB-ROA"]),
        ("abdi meser madu 500 tilu", ["3 MD-500"]),
        ("1. mug 2\n2. sambal roa 3\n3) madu 250 1", ["2 MUG-01", "3 SB-ROA", "1 MD-250"]),
        ("mug 2\nmadu 500ml 1\nkirim ya", ["2 MUG-01", "1 MD-500"]),
    ],
)
def test_an_order(text: str, items: list[str]):
    assert said(text) == items


CART = Context(cart=(Line("KS-HTM-L", 3), Line("MUG-01", 2)))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("mugnya jadi 5", ["set 5 MUG-01"]),
        ("tambah mug 2 lagi", ["2 MUG-01"]),
        ("kurangi mug 1", ["remove 1 MUG-01"]),
        ("mugnya kurangi jadi 1", ["set 1 MUG-01"]),
        ("hapus mug", ["remove 2 MUG-01"]),
        ("kaosnya ganti XL", ["remove 3 KS-HTM-L", "replace 3 KS-HTM-XL"]),
        ("kaosnya putih aja, jangan hitam", ["remove 3 KS-HTM-L", "replace 3 KS-PTH-L"]),
        ("yg 2 ganti XL", ["remove 2 KS-HTM-L", "replace 2 KS-HTM-XL"]),
        ("mug ganti sambal roa", ["remove 2 MUG-01", "replace 2 SB-ROA"]),
        ("ganti mug jadi madu 500 1", ["remove 2 MUG-01", "replace 1 MD-500"]),
        ("mug ga jadi, tambah grinder 1", ["remove 2 MUG-01", "1 GR-01"]),
        ("tambah 1 lagi", ["1? which"]),
        ("tambah madu dong", ["1 Madu Hutan? isi"]),
    ],
)
def test_a_change_of_the_cart(text: str, items: list[str]):
    assert said(text, CART) == items


LAST = Context(last_order=LastOrder("INV-0007", (Line("SD-40", 1), Line("MUG-01", 4))))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("sandalnya kekecilan, tukar 41 ya", ["remove 1 SD-40", "replace 1 SD-41"]),
        ("mugnya pecah 2", ["2 MUG-01"]),
        ("pesen mug 4 yang datang cuma 3", ["1 MUG-01"]),
        ("kaya kemarin tapi mugnya 6", ["set 6 MUG-01"]),
        ("pesan lagi yang sama, sandalnya skip, tambah madu 250 2", ["remove 1 SD-40", "2 MD-250"]),
    ],
)
def test_what_is_said_of_the_last_order(text: str, items: list[str]):
    assert said(text, LAST) == items


@pytest.mark.parametrize(
    ("text", "context", "items"),
    [
        ("2", Context(viewing="MUG-01"), ["2 MUG-01"]),
        ("mau yang bubuk 2", Context(viewing="KG-250-BIJI"), ["2 KG-250-BUBUK"]),
        ("yang L hitam 1", Context(viewing="Kaos Polos"), ["1 KS-HTM-L"]),
        ("pesan yang ini 3", Context(viewing="SB-ROA"), ["3 SB-ROA"]),
    ],
)
def test_what_is_shown_says_the_rest(text: str, context: Context, items: list[str]):
    assert said(text, context) == items

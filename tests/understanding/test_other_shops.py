"""Shops that are not the sample: goods that are called after cities, and what is not sold any more."""

import pytest

from benchmarks.reading import large_shop
from domain.understanding.assortment import Assortment, Variant, Ware, of_shop
from domain.understanding.contract import Awaiting, Context, Intent, LastOrder, Line
from domain.understanding.reading import Reader
from tests.understanding.saying import SHOP

READER = Reader(of_shop(large_shop()))


@pytest.mark.parametrize(
    ("text", "address", "skus"),
    [
        ("kopi gayo 500 gr pedas 2, kirim ke Jl Jogja 5 Malang", "Jl Jogja 5 Malang", ["S0-3"]),
        ("kirim ke Jl Mawar 5 Solo ya, a.n. Sari", "Jl Mawar 5 Solo", []),
        ("kirim ke jl sawo 5 solo 57126", "jl sawo 5 solo 57126", []),
        ("kirim ke jl sawo 5 medan kopi solo 500 gr asli 2", "jl sawo 5 medan", ["S6-2"]),
        ("kirim ke jl sawo 5 kopi solo 500 gr asli 2", "jl sawo 5", ["S6-2"]),
        ("kirim ke jl sawo 5 jogja\nkopi jogja 500 gr asli 2", "jl sawo 5 jogja", ["S7-2"]),
    ],
)
def test_a_city_is_a_place_though_goods_are_called_after_it(
    text: str, address: str, skus: list[str]
) -> None:
    """An address keeps its city, and goods of that name are still goods."""
    reading = READER.read(text, Context())
    assert reading.address == address
    assert [item.sku for item in reading.items] == skus


def test_what_is_not_sold_any_more_is_passed_over() -> None:
    """A cart and an order may hold goods that left the catalogue; their words are read all the same."""
    reader = Reader(Assortment((Ware("Mug", "pcs", (Variant("MUG", {}),)),)))
    gone = (Line("GONE", 2), Line("MUG", 1))
    context = Context("GONE", gone, LastOrder("INV-0001", gone))
    added = reader.read("mug tambah 2 lagi", context)
    assert [(item.sku, item.qty) for item in added.items] == [("MUG", 2)]
    for text in ("hapus semua", "kaya kemarin ya", "jadi 3", "yg tadi 2", "rusak kak [foto]"):
        assert "GONE" not in {item.sku for item in reader.read(text, context).items}
    again = reader.read("pesan lagi kaya kemarin", context)
    assert (again.intent, again.order_ref) == (Intent.REORDER, "INV-0001")


@pytest.mark.parametrize(
    "text",
    [
        "pesan 10000 mug",
        "mau 10.000 mug",
        "pesan mug 10000",
        "order mug 50000 ya",
        "mug 12.000 pcs",
        "pesan sepuluh ribu mug",
    ],
)
def test_a_number_that_cannot_be_ordered_is_asked_for_and_never_dropped(text: str) -> None:
    """Ten thousand of something is neither a sum of money nor one."""
    (item,) = Reader(SHOP).read(text, Context()).items
    assert (item.sku, item.ask) == ("MUG-01", "qty")
    assert item.qty >= 10_000


@pytest.mark.parametrize(
    ("text", "items", "address"),
    [
        ("3x mug 1x grinder", [("MUG-01", 3), ("GR-01", 1)], None),
        ("2x gayo bubuk 250 1x mug", [("KG-250-BUBUK", 2), ("MUG-01", 1)], None),
        ("ship 2 mugs to 12 Sunset Road, Kuta", [("MUG-01", 2)], "12 Sunset Road, Kuta"),
        ("send 3 mugs to 7 Old Harbour St please", [("MUG-01", 3)], "7 Old Harbour St"),
        ("gayo biji 250\t2\nmug\t1", [("KG-250-BIJI", 2), ("MUG-01", 1)], None),
    ],
)
def test_numbers_stay_with_their_goods(
    text: str, items: list[tuple[str, int]], address: str | None
) -> None:
    """Signs for times, tabs and a house's number lead no count astray."""
    reading = Reader(SHOP).read(text, Context())
    assert [(item.sku, item.qty) for item in reading.items] == items
    assert address in {None, reading.address}


@pytest.mark.parametrize("text", ["10000", "10.000", "99999999"])
def test_a_large_answer_to_how_many_is_asked_again(text: str) -> None:
    """It is no price, and never one of them."""
    asked = Context(viewing="MUG-01", awaiting=Awaiting.QTY)
    (item,) = Reader(SHOP).read(text, asked).items
    assert (item.sku, item.qty, item.ask) == ("MUG-01", int(text.replace(".", "")), "qty")

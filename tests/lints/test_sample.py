"""The sample shop is consistent: what its JSON names exists, and what must differ differs."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import phonenumbers
import pytest
from PIL import Image

from domain.policy import ShopPolicy
from tests.tools.draw_pictures import everything

SAMPLE = Path(__file__).parents[2] / "bot" / "sample"
SHOP: dict[str, Any] = json.loads((SAMPLE / "shop.json").read_text(encoding="utf-8"))
CATEGORIES: list[dict[str, Any]] = SHOP["categories"]
PRODUCTS: list[dict[str, Any]] = [p for c in CATEGORIES for p in c["products"]]
VARIANTS: list[dict[str, Any]] = [v for p in PRODUCTS for v in p["variants"]]
PICTURES = {path.name for path in (SAMPLE / "pictures").iterdir()}
MOST_BYTES = 120_000

each_product = pytest.mark.parametrize("product", PRODUCTS, ids=lambda p: p["code"])


def doubles(names: list[str]) -> list[str]:
    """Return the names that occur more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def test_size() -> None:
    """Five categories with 20 to 30 SKUs: enough to page through, few enough to know."""
    assert len(CATEGORIES) == 5
    assert all(category["products"] for category in CATEGORIES)
    assert 20 <= len(VARIANTS) <= 30


@pytest.mark.parametrize("rows", [CATEGORIES, PRODUCTS], ids=["categories", "products"])
def test_codes_are_unique_and_short(rows: list[dict[str, Any]]) -> None:
    """Codes travel in callback data and deep links."""
    codes = [row["code"] for row in rows]
    assert doubles(codes) == []
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{1,23}", code) for code in codes)


def test_sku_codes_are_unique_and_short() -> None:
    """A SKU code names exactly one variant."""
    codes = [variant["sku"] for variant in VARIANTS]
    assert doubles(codes) == []
    assert all(re.fullmatch(r"[A-Z0-9][A-Z0-9-]{1,15}", code) for code in codes)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: v["sku"])
def test_variant_numbers(variant: dict[str, Any]) -> None:
    """Prices are whole positive rupiah, weights positive grams, stock is never negative."""
    for field, least in (("price", 1), ("weight_g", 1), ("stock", 0), ("low_stock", 0)):
        assert type(variant[field]) is int, field
        assert variant[field] >= least, field


@each_product
def test_variants_differ_by_the_same_options(product: dict[str, Any]) -> None:
    """All variants of a product answer the same questions, each with other answers."""
    options = [variant["options"] for variant in product["variants"]]
    assert len({tuple(sorted(chosen)) for chosen in options}) == 1
    assert doubles([json.dumps(chosen, sort_keys=True) for chosen in options]) == []
    assert doubles([variant["name"] for variant in product["variants"]]) == []


@each_product
def test_texts(product: dict[str, Any]) -> None:
    """A description of one or two sentences that fits a picture's caption with room to spare."""
    assert product["name"]
    assert product["unit"]
    assert 40 <= len(product["description"]) <= 220
    assert product["description"].endswith(".")


def test_no_word_means_two_products() -> None:
    """A name or alias typed by a customer leads to one product."""
    names = [name.casefold() for p in PRODUCTS for name in {p["name"].casefold(), *p["aliases"]}]
    assert doubles(names) == []


def test_units_convert_to_whole_pieces() -> None:
    """A dozen or a box is a whole number of the product's own unit."""
    tables = [SHOP["units"], *(row.get("units", {}) for row in (*PRODUCTS, *VARIANTS))]
    assert all(type(n) is int and n >= 1 for table in tables for n in table.values())


def test_pictures_are_named_and_used() -> None:
    """Every product has its own picture, and no picture lies about unused."""
    named = [product["picture"] for product in PRODUCTS]
    assert doubles(named) == []
    assert {*named, "shop.jpg"} == PICTURES


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_picture_is_a_light_jpeg(name: str) -> None:
    """Pictures travel to every customer: JPEG, 960 wide, light."""
    path = SAMPLE / "pictures" / name
    assert path.stat().st_size < MOST_BYTES
    with Image.open(path) as image:
        assert image.format == "JPEG"
        assert image.width == 960


def test_every_picture_is_drawn_by_the_script() -> None:
    """No picture comes from anywhere else, and none of the script's is missing."""
    drawn = {folder / f"{drawing.name}.jpg" for folder, drawing in everything()}
    assert {path for path in drawn if path.parent == SAMPLE / "pictures"} == {
        SAMPLE / "pictures" / name for name in PICTURES
    }
    assert all(path.is_file() for path in drawn)


def test_policy_is_read_as_it_stands() -> None:
    """The domain's policy takes the shop, its accounts and its shipping methods unchanged."""
    keys = ("bank_accounts", "shipping_methods", "return_reasons")
    policy = ShopPolicy.from_json({**SHOP["shop"], **{key: SHOP[key] for key in keys}})
    written = policy.to_json()
    assert {key: written[key] for key in SHOP["shop"]} == SHOP["shop"]
    assert [method.quote(900).fee for method in policy.shipping_methods] == [16000, 15000, 0]
    assert [account.bank for account in policy.bank_accounts] == ["BCA"]


def test_shipping_methods() -> None:
    """Three ways to get the goods, one of them free by pickup; fees and days make sense."""
    methods = SHOP["shipping_methods"]
    assert doubles([method["code"] for method in methods]) == []
    assert [
        method["fee_base"] + method["fee_per_kg"] for method in methods if method["pickup"]
    ] == [0]
    for method in methods:
        assert 0 <= method["days_min"] <= method["days_max"]
        assert min(method["fee_base"], method["fee_per_kg"]) >= 0


def test_shop_can_be_reached_and_paid() -> None:
    """Phone, zone and account are well-formed, and the account says that it is made up."""
    shop = SHOP["shop"]
    assert phonenumbers.is_valid_number(phonenumbers.parse(shop["phone"]))
    assert shop["timezone"] in available_timezones()
    for account in SHOP["bank_accounts"]:
        assert re.fullmatch(r"\d{10,16}", account["number"])
        assert "CONTOH" in account["holder"]


def test_some_stock_is_low_and_some_is_gone() -> None:
    """The demo shows what a customer and the staff see when stock runs out."""
    assert any(variant["stock"] == 0 for variant in VARIANTS)
    assert any(0 < variant["stock"] <= variant["low_stock"] for variant in VARIANTS)

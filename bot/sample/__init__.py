"""The sample shop: a coffee shop to try things with. `shop.json` is its data, `pictures/` its shelf."""

import json
from pathlib import Path
from typing import Any

from domain.authority import SYSTEM
from domain.catalogue import Category, Product, Sku
from domain.policy import ShopPolicy
from domain.ports import UnitOfWork
from domain.usecases.stocking import receive_stock

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"

Raw = dict[str, Any]


def read_shop() -> Raw:
    """Return the sample's data as it stands in the file."""
    shop: Raw = json.loads((HERE / "shop.json").read_text(encoding="utf-8"))
    return shop


def load(uow: UnitOfWork) -> int:
    """Put the sample shop into the database, return the number of its SKUs.

    Loading again renews names and prices; stock is received only where a SKU never had any.
    """
    shop = read_shop()
    shared = ("bank_accounts", "shipping_methods", "return_reasons")
    uow.shop.save_policy(
        ShopPolicy.from_json({**shop["shop"], **{key: shop[key] for key in shared}})
    )
    count = 0
    for position, category in enumerate(shop["categories"]):
        uow.catalogue.put_category(
            Category(category["code"], category["name"], category["emoji"], position)
        )
        for place, product in enumerate(category["products"]):
            uow.catalogue.put_product(_product(product, category["code"], place))
            for rank, variant in enumerate(product["variants"]):
                uow.catalogue.put_sku(_sku(variant, product, rank))
                _first_stock(uow, variant)
                count += 1
    return count


def _product(raw: Raw, category: str, position: int) -> Product:
    return Product(
        raw["code"],
        category,
        raw["name"],
        raw["description"],
        raw["picture"],
        tuple(raw["aliases"]),
        raw["unit"],
        raw["units"],
        position,
    )


def _sku(raw: Raw, product: Raw, position: int) -> Sku:
    return Sku(
        raw["sku"],
        product["code"],
        product["name"],
        raw["name"],
        raw["price"],
        raw["weight_g"],
        raw["options"],
        raw["low_stock"],
        position,
    )


def _first_stock(uow: UnitOfWork, variant: Raw) -> None:
    if variant["stock"] and not uow.stock.card(variant["sku"], 1):
        receive_stock(uow, SYSTEM, variant["sku"], variant["stock"], "stok awal")

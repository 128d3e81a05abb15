"""The sample shop: a coffee shop to try things with. `shop.json` is its data, `pictures/` its shelf,
`stories/` what people do there.

A shop of one's own is a file of the same shape.
"""

from pathlib import Path

from bot.sample.shape import Goods, ShopFile, Variant
from domain.authority import SYSTEM
from domain.catalogue import Category, Product, Sku
from domain.policy import ShopPolicy
from domain.ports import UnitOfWork
from domain.usecases.stocking import receive_stock

HERE = Path(__file__).parent
FILE = HERE / "shop.json"
PICTURES = HERE / "pictures"
STORIES = HERE / "stories"


def read_shop(file: Path = FILE) -> ShopFile:
    """Read and check a shop's file; OSError or pydantic.ValidationError say what is wrong with it."""
    return ShopFile.model_validate_json(file.read_bytes())


def load(uow: UnitOfWork, shop: ShopFile | None = None) -> int:
    """Put the shop into the database, return the number of its SKUs.

    Loading again renews names and prices and what the file says of the policy; the rest of the
    policy stays. Stock is received only where a SKU never had any. What left the file stays.
    """
    shop = shop or read_shop()
    lists = shop.model_dump(
        mode="json", include={"bank_accounts", "shipping_methods", "return_reasons"}
    )
    given = shop.shop.model_dump(mode="json", exclude_unset=True)
    uow.shop.save_policy(ShopPolicy.from_json({**uow.policy.to_json(), **given, **lists}))
    count = 0
    for position, shelf in enumerate(shop.categories):
        uow.catalogue.put_category(Category(shelf.code, shelf.name, shelf.emoji, position))
        for place, goods in enumerate(shelf.products):
            uow.catalogue.put_product(_product(goods, shelf.code, place))
            for rank, variant in enumerate(goods.variants):
                uow.catalogue.put_sku(_sku(variant, goods, rank))
                _first_stock(uow, variant)
                count += 1
    return count


def _product(goods: Goods, category: str, position: int) -> Product:
    return Product(
        goods.code,
        category,
        goods.name,
        goods.description,
        goods.picture,
        goods.aliases,
        goods.unit,
        goods.units,
        position,
    )


def _sku(variant: Variant, goods: Goods, position: int) -> Sku:
    return Sku(
        variant.sku,
        goods.code,
        goods.name,
        variant.name,
        variant.price,
        variant.weight_g,
        variant.options,
        variant.low_stock,
        position,
    )


def _first_stock(uow: UnitOfWork, variant: Variant) -> None:
    if variant.stock and not uow.stock.card(variant.sku, 1):
        receive_stock(uow, SYSTEM, variant.sku, variant.stock, "stok awal")


def is_set_up(policy: ShopPolicy) -> str:
    """Return "" for a shop that can take real orders, else what is missing."""
    if not policy.shipping_methods:
        return "no shipping methods"
    if not policy.bank_accounts:
        return "no bank account"
    example = {account.number for account in read_shop().bank_accounts}
    if any(account.number in example for account in policy.bank_accounts):
        return "the sample's bank account"
    return ""

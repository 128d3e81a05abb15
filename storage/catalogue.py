"""domain.repositories.CatalogueRepository over a connection."""

import secrets
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Integer, Text, and_, bindparam, exists, func, or_, select, true

from domain.catalogue import Category, Product, Sku
from storage.once import Upsert
from storage.tables.catalogue import categories, products, skus
from storage.tables.people import shop
from storage.types import AnyRow

_PRODUCTS = select(
    products.c.code,
    products.c.category,
    products.c.name,
    products.c.description,
    products.c.picture,
    products.c.aliases,
    products.c.unit,
    products.c.units,
    products.c.position,
    products.c.active,
)
_SKUS = select(
    skus.c.code,
    skus.c.product,
    products.c.name,
    skus.c.variant,
    skus.c.price,
    skus.c.weight_g,
    skus.c.options,
    skus.c.low_stock,
    skus.c.position,
    # On sale is what is active itself and of an active product.
    and_(skus.c.active, products.c.active).label("active"),
).join(products, products.c.code == skus.c.product)

_CATEGORIES = (
    select(categories)
    .where(exists().where(products.c.category == categories.c.code, products.c.active.is_(true())))
    .order_by(categories.c.position, categories.c.code)
)
_OF_CATEGORY = _PRODUCTS.where(
    products.c.category == bindparam("of"), products.c.active.is_(true())
).order_by(products.c.position, products.c.code)
_PRODUCT = _PRODUCTS.where(products.c.code == bindparam("of"))
_SEARCH = (
    _PRODUCTS.where(
        products.c.active.is_(true()),
        or_(
            products.c.search.like(bindparam("pattern", type_=Text), escape="\\"),
            exists().where(
                skus.c.product == products.c.code,
                func.lower(skus.c.code).like(bindparam("pattern", type_=Text), escape="\\"),
            ),
        ),
    )
    .order_by(products.c.position, products.c.code)
    .limit(bindparam("most", type_=Integer))
)
_SKUS_OF = _SKUS.where(skus.c.product == bindparam("of"), skus.c.active.is_(true())).order_by(
    skus.c.position, skus.c.code
)
_SKU = _SKUS.where(skus.c.code == bindparam("of"))
_SKUS_NAMED = _SKUS.where(skus.c.code.in_(bindparam("codes", expanding=True)))
_ALL_PRODUCTS = _PRODUCTS.where(products.c.active.is_(true())).order_by(
    products.c.category, products.c.position, products.c.code
)
_ALL_SKUS = _SKUS.where(skus.c.active.is_(true()), products.c.active.is_(true())).order_by(
    skus.c.product, skus.c.position, skus.c.code
)
_REVISION = "catalogue_revision"
_GET_REVISION = select(shop.c.value).where(shop.c.key == _REVISION)
_SET_REVISION = Upsert(shop, ["key"], ["value"])

_PUT_CATEGORY = Upsert(categories, ["code"], ["name", "emoji", "position"])
_PUT_PRODUCT = Upsert(
    products,
    ["code"],
    [c.name for c in products.c if c.name != "code"],
)
_PUT_SKU = Upsert(skus, ["code"], [c.name for c in skus.c if c.name != "code"])


class SqlCatalogue:
    """Categories, products, SKUs; SKUs are read once per unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._skus: dict[str, Sku] = {}
        self._renewed = False

    def revision(self) -> str:
        """Return a word that is another one after every change of what is sold."""
        found: str | None = self._connection.execute(_GET_REVISION).scalar()
        return found if found is not None else self._renew()

    def _renew(self) -> str:
        """Others may read the goods of before until this unit is committed, under the old word."""
        self._renewed = True
        return renew_revision(self._connection)

    def on_sale(self) -> list[tuple[Product, list[Sku]]]:
        """Return all active products with their active SKUs, in two queries."""
        variants: dict[str, list[Sku]] = {}
        for row in self._connection.execute(_ALL_SKUS):
            sku = Sku(*tuple(row))
            variants.setdefault(sku.product, []).append(sku)
        found = [_product(row) for row in self._connection.execute(_ALL_PRODUCTS)]
        return [(p, variants[p.code]) for p in found if p.code in variants]

    def categories(self) -> list[Category]:
        """Return the categories that have something active, by position."""
        return [Category(*row) for row in self._connection.execute(_CATEGORIES)]

    def products(self, category: str) -> list[Product]:
        """Return the active products of a category, by position."""
        return [_product(row) for row in self._connection.execute(_OF_CATEGORY, {"of": category})]

    def product(self, code: str) -> Product | None:
        """Return a product, active or not."""
        row = self._connection.execute(_PRODUCT, {"of": code}).first()
        return _product(row) if row else None

    def skus_of(self, product: str) -> list[Sku]:
        """Return the active SKUs of a product, by position."""
        return [Sku(*tuple(row)) for row in self._connection.execute(_SKUS_OF, {"of": product})]

    def sku(self, code: str) -> Sku | None:
        """Return one SKU, active or not."""
        return self.skus([code]).get(code)

    def skus(self, codes: Iterable[str]) -> dict[str, Sku]:
        """Return those of the SKUs that exist, by code."""
        wanted = dict.fromkeys(codes)
        missing = [code for code in wanted if code not in self._skus]
        for row in self._rows(missing):
            self._skus[row[0]] = Sku(*tuple(row))
        return {code: self._skus[code] for code in wanted if code in self._skus}

    def _rows(self, codes: list[str]) -> Sequence[AnyRow]:
        if len(codes) <= 1:  # a list of parameters is spelled out anew at every execution
            return self._connection.execute(_SKU, {"of": codes[0]}).all() if codes else ()
        return self._connection.execute(_SKUS_NAMED, {"codes": codes}).all()

    def search(self, text: str, limit: int) -> list[Product]:
        """Return active products whose name, alias or SKU code contains the text."""
        plain = _folded(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        values = {"pattern": f"%{plain}%", "most": limit}
        return [_product(row) for row in self._connection.execute(_SEARCH, values)]

    def put_category(self, category: Category) -> None:
        """Add or replace a category."""
        values = {
            "code": category.code,
            "name": category.name,
            "emoji": category.emoji,
            "position": category.position,
        }
        self._connection.execute(_PUT_CATEGORY.on(self._connection), values)

    def put_product(self, product: Product) -> None:
        """Add or replace a product."""
        values = {
            "code": product.code,
            "category": product.category,
            "name": product.name,
            "description": product.description,
            "picture": product.picture,
            "aliases": list(product.aliases),
            "unit": product.unit,
            "units": dict(product.units),
            "position": product.position,
            "active": product.active,
            "search": _folded("\n".join((product.name, *product.aliases))),
        }
        self._connection.execute(_PUT_PRODUCT.on(self._connection), values)
        self._changed()

    def put_sku(self, sku: Sku) -> None:
        """Add or replace a SKU."""
        values = {
            "code": sku.code,
            "product": sku.product,
            "variant": sku.variant,
            "price": sku.price,
            "weight_g": sku.weight_g,
            "options": dict(sku.options),
            "low_stock": sku.low_stock,
            "position": sku.position,
            "active": sku.active,
        }
        self._connection.execute(_PUT_SKU.on(self._connection), values)
        self._changed()

    def _changed(self) -> None:
        self._skus.clear()
        if not self._renewed:
            self._renew()


def renew_revision(connection: Connection) -> str:
    """Let the goods, or the words for them, count as changed."""
    word = secrets.token_hex(8)
    values = {"key": _REVISION, "value": word}
    connection.execute(_SET_REVISION.on(connection), values)
    return word


def _product(row: AnyRow) -> Product:
    code, category, name, description, picture, aliases, unit, units, position, active = row
    return Product(
        code, category, name, description, picture, tuple(aliases), unit, units, position, active
    )


def _folded(text: str) -> str:
    """Return the text in one case; casefold would turn "ß" into letters that lower() never gives."""
    return text.lower()

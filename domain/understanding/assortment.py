"""What a reading may find: the goods of a shop, by the names and measures that people use for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from domain.catalogue import Product, Sku


@dataclass(frozen=True, slots=True)
class Variant:
    """A SKU on sale; `units` are containers of this variant alone ({"dus": 12})."""

    sku: str
    options: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ware:
    """A product with what it is called.

    `unit` is what quantities count; `units` converts others into it. `base` is (amount, measure) where
    the unit is itself a measure: rendang by 250 g is (250, "g").
    """

    name: str
    unit: str
    variants: tuple[Variant, ...]
    aliases: tuple[str, ...] = ()
    units: Mapping[str, int] = field(default_factory=dict)
    base: tuple[Fraction, str] | None = None

    def values(self, option: str) -> tuple[str, ...]:
        """The values of one option, in the order of the variants."""
        found = dict.fromkeys(v.options[option] for v in self.variants if option in v.options)
        return tuple(found)

    @property
    def option_names(self) -> tuple[str, ...]:
        """The options in which the variants differ, in the catalogue's order."""
        names = dict.fromkeys(name for v in self.variants for name in v.options)
        return tuple(name for name in names if len(self.values(name)) > 1)

    def matching(self, options: Mapping[str, str]) -> tuple[Variant, ...]:
        """The variants that have all these values."""
        return tuple(
            v
            for v in self.variants
            if all(v.options.get(name) == value for name, value in options.items())
        )


@dataclass(frozen=True, slots=True)
class Assortment:
    """All goods on sale; `units` are counts that hold for every product ({"lusin": 12})."""

    wares: tuple[Ware, ...]
    units: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Assortment":
        """Read the form of the contract's catalogue; KeyError or TypeError says what it lacks."""
        products = data["products"]
        units = data.get("units", {})
        if not isinstance(products, Sequence) or not isinstance(units, Mapping):
            raise TypeError("products is a list, units an object")
        return cls(tuple(_ware(product) for product in products), dict(units))


COUNTS = {"lusin": 12, "kodi": 20, "gros": 144, "pasang": 1}
"""Counts that hold for every product of every shop."""


def of_shop(goods: Iterable[tuple[Product, Sequence[Sku]]]) -> Assortment:
    """Return what a shop sells, as a reading may find it: each product by its name and aliases."""
    wares = tuple(
        Ware(
            name=product.name,
            unit=product.unit,
            variants=tuple(Variant(sku.code, dict(sku.options)) for sku in skus),
            aliases=product.aliases,
            units=dict(product.units),
        )
        for product, skus in goods
    )
    return Assortment(wares, COUNTS)


def _ware(product: Mapping[str, object]) -> Ware:
    variants = product["variants"]
    base = product.get("base")
    aliases = product.get("aliases", ())
    units = product.get("units", {})
    if not (
        isinstance(variants, Sequence)
        and isinstance(aliases, Sequence)
        and isinstance(units, Mapping)
    ):
        raise TypeError("variants and aliases are lists, units an object")
    return Ware(
        name=str(product["product"]),
        unit=str(product.get("unit", "pcs")),
        variants=tuple(
            Variant(str(v["sku"]), dict(v.get("options", {})), dict(v.get("units", {})))
            for v in variants
        ),
        aliases=tuple(str(alias) for alias in aliases),
        units=dict(units),
        base=(Fraction(str(base["amount"])), str(base["unit"]))
        if isinstance(base, Mapping)
        else None,
    )

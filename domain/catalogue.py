"""What is sold: categories, products and their SKUs."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the shop; `position` orders the shelves."""

    code: str
    name: str
    emoji: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Product:
    """Something a customer asks for by name; its SKUs are what can be bought.

    `picture` names a file of the shop's picture folder; `units` converts other units into `unit`
    ({"lusin": 12}).
    """

    code: str
    category: str
    name: str
    description: str = ""
    picture: str | None = None
    aliases: tuple[str, ...] = ()
    unit: str = "pcs"
    units: Mapping[str, int] = field(default_factory=dict)
    position: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True)
class Sku:
    """One variant at one price; `variant` is its label ("250 g · Bubuk"), empty for the only one.

    `price` in minor units of the shop's currency, `weight_g` packed weight in grams, `low_stock` the
    available quantity at which staff are told. `active`: it and its product are on sale.
    """

    code: str
    product: str
    product_name: str
    variant: str
    price: int
    weight_g: int
    options: Mapping[str, str] = field(default_factory=dict)
    low_stock: int = 0
    position: int = 0
    active: bool = True

    @property
    def title(self) -> str:
        """The name on an order line: product and variant."""
        return f"{self.product_name} · {self.variant}" if self.variant else self.product_name

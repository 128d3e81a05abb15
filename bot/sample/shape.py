"""The shape of a shop's file, checked as a whole before anything of it is loaded."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.payments import PaymentTerm

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,32}$")]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Amount = Annotated[int, Field(ge=0, le=10**12)]
Units = Annotated[int, Field(ge=0, le=1_000_000)]


class Part(BaseModel):
    """A part of the file; an unknown key is a typing error and is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class About(Part):
    """Who the shop is."""

    name: Text
    city: str = ""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "IDR"
    timezone: str = "Asia/Jakarta"
    phone: str = ""
    hours: str = ""
    about: Annotated[str, Field(max_length=500)] = ""
    tax_percent: Annotated[int, Field(ge=0, le=99)] = 0
    terms: tuple[PaymentTerm, ...] = tuple(PaymentTerm)


class Account(Part):
    """Where transfers go."""

    bank: Text
    number: Annotated[str, Field(pattern=r"^[0-9 -]{4,40}$")]
    holder: Text


class Method(Part):
    """A way to the customer; fees in minor units, for the first and each further started kg."""

    code: Code
    name: Text
    courier: Code
    fee_base: Amount
    fee_per_kg: Amount
    days_min: Annotated[int, Field(ge=0, le=365)]
    days_max: Annotated[int, Field(ge=0, le=365)]
    pickup: bool = False
    cod: bool = True


class Variant(Part):
    """One SKU. `stock` is received once, when the SKU is loaded for the first time."""

    sku: Code
    name: Annotated[str, Field(max_length=100)] = ""
    options: dict[str, str] = {}
    price: Amount
    weight_g: Annotated[int, Field(ge=0, le=1_000_000)]
    stock: Units = 0
    low_stock: Units = 0
    units: dict[str, int] = {}


class Goods(Part):
    """A product and its variants; `picture` is a file of the picture folder."""

    code: Code
    name: Text
    description: Annotated[str, Field(max_length=800)] = ""
    aliases: tuple[str, ...] = ()
    unit: Text = "pcs"
    units: dict[str, int] = {}
    picture: str | None = None
    serial: bool = False
    variants: Annotated[tuple[Variant, ...], Field(min_length=1)]


class Shelf(Part):
    """A category."""

    code: Code
    name: Text
    emoji: str = ""
    products: tuple[Goods, ...]


class ShopFile(Part):
    """The whole file."""

    shop: About
    units: dict[str, int] = {}
    bank_accounts: tuple[Account, ...] = ()
    shipping_methods: Annotated[tuple[Method, ...], Field(min_length=1)]
    return_reasons: Annotated[tuple[Code, ...], Field(min_length=1)] = ("damaged", "other")
    categories: tuple[Shelf, ...]

    @model_validator(mode="after")
    def each_sku_once(self) -> "ShopFile":
        """Refuse a SKU that stands twice: the second would silently replace the first."""
        codes = [v.sku for c in self.categories for p in c.products for v in p.variants]
        doubled = sorted({code for code in codes if codes.count(code) > 1})
        if doubled:
            raise ValueError(f"these SKUs stand twice: {', '.join(doubled)}")
        return self

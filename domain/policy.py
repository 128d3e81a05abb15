"""The shop's own rules, as data that the shop sets. Amounts are minor units of `currency`."""

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.delivery import Json
from domain.orders import ShippingChoice
from domain.payments import PaymentTerm


@dataclass(frozen=True, slots=True)
class ShippingMethod:
    """A way to the customer. The fee is `fee_base` for the first started kg, then `fee_per_kg`."""

    code: str
    name: str
    courier: str
    fee_base: int
    fee_per_kg: int
    days_min: int
    days_max: int
    pickup: bool = False
    cod: bool = True

    def quote(self, weight_g: int) -> ShippingChoice:
        """Return the choice with its fee for the packed weight in grams."""
        kilograms = max(1, -(-weight_g // 1000))
        fee = self.fee_base + self.fee_per_kg * (kilograms - 1)
        return ShippingChoice(
            self.code, self.name, self.courier, fee, self.days_min, self.days_max, self.pickup
        )


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where transfers go."""

    bank: str
    number: str
    holder: str


@dataclass(frozen=True)
class ShopPolicy:
    """What the shop decided. Times in the unit of the name; hours of day in the shop's zone."""

    name: str = "Pesan"
    about: str = ""
    city: str = ""
    phone: str = ""
    hours: str = ""
    currency: str = "IDR"
    timezone: str = "Asia/Jakarta"
    country: str = "ID"
    location: str = "main"
    tax_percent: int = 0
    terms: tuple[PaymentTerm, ...] = (
        PaymentTerm.PREPAID,
        PaymentTerm.ON_DELIVERY,
        PaymentTerm.ON_ACCEPTANCE,
    )
    cod_limit: int = 2_000_000
    acceptance_limit: int = 2_000_000
    payment_hours: int = 24
    payment_reminder_hours: int = 3
    invoice_days: int = 3
    approval_hours: int = 48
    inspection_days: int = 2
    inspection_reminder_hours: int = 24
    return_days: int = 7
    return_reasons: tuple[str, ...] = (
        "damaged", "wrong_item", "missing", "quality", "wrong_size", "other",
    )  # fmt: skip
    tracking_minutes: int = 60
    digest_hour: int = 8
    quiet_from_hour: int = 21
    quiet_until_hour: int = 7
    max_quantity: int = 999
    max_lines: int = 30
    shipping_methods: tuple[ShippingMethod, ...] = ()
    bank_accounts: tuple[BankAccount, ...] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.timezone)

    def method(self, code: str) -> ShippingMethod | None:
        """Return the shipping method of that code, if the shop has it."""
        return next((m for m in self.shipping_methods if m.code == code), None)

    def tax_on(self, goods: int) -> int:
        """Return the tax on a goods total, rounded half up, in minor units."""
        return (goods * self.tax_percent + 50) // 100

    def after_quiet_hours(self, moment: datetime) -> datetime:
        """Return the moment itself, or the end of the quiet hours that it falls into."""
        local = moment.astimezone(self.zone)
        start, end = self.quiet_from_hour, self.quiet_until_hour
        if start == end:
            return moment
        quiet = (
            start <= local.hour or local.hour < end if start > end else start <= local.hour < end
        )
        if not quiet:
            return moment
        day = local.date() + timedelta(days=1 if start > end and local.hour >= start else 0)
        return datetime.combine(day, time(end), self.zone).astimezone(moment.tzinfo)

    def to_json(self) -> Json:
        """Return it as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Json) -> "ShopPolicy":
        """Read it back; a key of another version is passed over, a missing one has its default."""
        known = {f.name for f in fields(cls)}
        values: dict[str, object] = {k: v for k, v in data.items() if k in known}
        for key, kind in _NESTED.items():
            if key in values:
                values[key] = tuple(kind(**row) for row in values[key])  # type: ignore[attr-defined]  # a list by shape
        if "terms" in values:
            values["terms"] = tuple(PaymentTerm(t) for t in values["terms"])  # type: ignore[attr-defined]  # a list by shape
        if "return_reasons" in values:
            values["return_reasons"] = tuple(values["return_reasons"])  # type: ignore[arg-type]  # a list by shape
        return cls(**values)  # type: ignore[arg-type]  # names checked above

    def with_changes(self, **changes: object) -> "ShopPolicy":
        """Return the policy with some settings changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # fields by name


_NESTED: dict[str, type] = {"shipping_methods": ShippingMethod, "bank_accounts": BankAccount}


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """The staff's chat; `topics` maps a purpose (orders, payments, shipping, returns) to a thread."""

    chat_id: int
    topics: dict[str, int] = field(default_factory=dict)

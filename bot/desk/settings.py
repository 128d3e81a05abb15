"""The settings that the owner may change from the chat: names, limits, how they are read."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.desk import arguments
from bot.desk.amounts import parse_amount
from domain.policy import ShopPolicy

Changes = dict[str, object]
_TAX_RATES = (0, 11)
_MOST_AMOUNT = 10_000_000_000
_MOST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its two names, what it is (a message id), its limits and its reader.

    `read` returns the changed fields, None where the text is no value for it; `wrong` is the message
    that says what would be one.
    """

    indonesian: str
    english: str
    text: str
    value: Callable[[ShopPolicy], object]
    read: Callable[[str, ShopPolicy], Changes | None]
    wrong: str = "desk.wrong.setting_number"
    low: int = 0
    high: int = 0
    money: bool = False


def _number(
    indonesian: str,
    field: str,
    text: str,
    low: int,
    high: int,
    fits: Callable[[int, ShopPolicy], bool] = lambda _value, _policy: True,
) -> Setting:
    def read(given: str, policy: ShopPolicy) -> Changes | None:
        value = arguments.whole(given.strip())
        fine = value is not None and low <= value <= high and fits(value, policy)
        return {field: value} if fine else None

    return Setting(
        indonesian, field, text, lambda policy: getattr(policy, field), read, low=low, high=high
    )


def _amount(indonesian: str, field: str, text: str) -> Setting:
    def read(given: str, _policy: ShopPolicy) -> Changes | None:
        value = parse_amount(given)
        return {field: value} if value is not None and value <= _MOST_AMOUNT else None

    return Setting(
        indonesian,
        field,
        text,
        lambda policy: getattr(policy, field),
        read,
        wrong="desk.wrong.setting_amount",
        high=_MOST_AMOUNT,
        money=True,
    )


def _words(indonesian: str, field: str, text: str) -> Setting:
    def read(given: str, _policy: ShopPolicy) -> Changes | None:
        value = " ".join(given.split())
        return {field: value} if 0 < len(value) <= _MOST_TEXT else None

    return Setting(
        indonesian,
        field,
        text,
        lambda policy: getattr(policy, field) or "-",
        read,
        wrong="desk.wrong.setting_text",
        high=_MOST_TEXT,
    )


def _read_tax(given: str, _policy: ShopPolicy) -> Changes | None:
    value = arguments.whole(given.strip().removesuffix("%").strip())
    return {"tax_percent": value} if value in _TAX_RATES else None


def _read_quiet(given: str, _policy: ShopPolicy) -> Changes | None:
    """`21-7`; the same hour twice means never."""
    hours = [arguments.whole(part) for part in given.replace(" ", "").split("-")]
    if len(hours) != 2 or any(hour is None or not 0 <= hour <= 23 for hour in hours):
        return None
    return {"quiet_from_hour": hours[0], "quiet_until_hour": hours[1]}


def _quiet(policy: ShopPolicy) -> object:
    return f"{policy.quiet_from_hour}-{policy.quiet_until_hour}"


SETTINGS: tuple[Setting, ...] = (
    _words("nama", "name", "desk.setting.name"),
    _words("tentang", "about", "desk.setting.about"),
    _words("telepon", "phone", "desk.setting.phone"),
    _words("jam_buka", "hours", "desk.setting.hours"),
    _number(
        "jam_bayar",
        "payment_hours",
        "desk.setting.payment_hours",
        1,
        720,
        lambda value, policy: value > policy.payment_reminder_hours,
    ),
    _number(
        "jam_ingat_bayar",
        "payment_reminder_hours",
        "desk.setting.payment_reminder_hours",
        1,
        72,
        lambda value, policy: value < policy.payment_hours,
    ),
    _number("jam_setuju", "approval_hours", "desk.setting.approval_hours", 1, 240),
    _number(
        "hari_periksa",
        "inspection_days",
        "desk.setting.inspection_days",
        1,
        30,
        lambda value, policy: value * 24 >= policy.inspection_reminder_hours,
    ),
    _number(
        "jam_ingat_periksa",
        "inspection_reminder_hours",
        "desk.setting.inspection_reminder_hours",
        1,
        720,
        lambda value, policy: value <= policy.inspection_days * 24,
    ),
    _number("hari_retur", "return_days", "desk.setting.return_days", 0, 90),
    _number("hari_tagihan", "invoice_days", "desk.setting.invoice_days", 1, 90),
    _amount("batas_cod", "cod_limit", "desk.setting.cod_limit"),
    _amount("batas_terima", "acceptance_limit", "desk.setting.acceptance_limit"),
    Setting(
        "pajak",
        "tax_percent",
        "desk.setting.tax_percent",
        lambda policy: policy.tax_percent,
        _read_tax,
        wrong="desk.wrong.setting_tax",
    ),
    _number("jam_laporan", "digest_hour", "desk.setting.digest_hour", 0, 23),
    Setting(
        "jam_tenang",
        "quiet_hours",
        "desk.setting.quiet_hours",
        _quiet,
        _read_quiet,
        wrong="desk.wrong.setting_quiet",
    ),
    _number("menit_lacak", "tracking_minutes", "desk.setting.tracking_minutes", 15, 1440),
)


def setting_named(name: str) -> Setting | None:
    """Return the setting of that Indonesian or English name."""
    wanted = name.lower().replace("-", "_").rstrip("=:")
    return next((s for s in SETTINGS if wanted in {s.indonesian, s.english}), None)

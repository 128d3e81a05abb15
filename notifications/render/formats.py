"""Numbers, money, days and times as people of a language write them.

Babel's own formatters parse a pattern on every call. Here its locale data are read once and used
directly; a test compares the outcome with Babel's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.numbers import spoken

# Amounts read as in the country of the currency, whatever the language: as the bank shows them.
_HOME = {"IDR": "id_ID"}
# CLDR still counts the sen, which nobody has seen for decades.
_DIGITS = {"IDR": 0}
_CLOCK = {"id": "."}
LOCALES = {"id": "id_ID", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Formats:
    """The formatters of one language, for one currency and one time zone."""

    zone: ZoneInfo
    symbol: str
    digits: int
    group: str
    decimal: str
    number_group: str
    days: tuple[str, ...]
    months: tuple[str, ...]
    clock: str

    @classmethod
    def of(cls, language: str, currency: str, zone: ZoneInfo) -> "Formats":
        """Read what the language and the currency need from Babel's locale data."""
        # Loading Babel takes a moment that the start of the program need not wait for.
        from babel import Locale, numbers

        locale = Locale.parse(LOCALES[language])
        home = Locale.parse(_HOME.get(currency, LOCALES[language]))
        days, months = locale.days["format"]["abbreviated"], locale.months["format"]["abbreviated"]
        return cls(
            zone=zone,
            symbol=numbers.get_currency_symbol(currency, home),
            digits=_DIGITS.get(currency, numbers.get_currency_precision(currency)),
            group=numbers.get_group_symbol(home),
            decimal=numbers.get_decimal_symbol(home),
            number_group=numbers.get_group_symbol(locale),
            days=tuple(days[i] for i in range(7)),
            months=tuple(months[i] for i in range(1, 13)),
            clock=_CLOCK.get(language, ":"),
        )

    def money(self, amount: int) -> str:
        """Return an amount of minor units: `Rp1.500.000`."""
        sign = "-" if amount < 0 else ""
        whole, rest = divmod(abs(amount), 10**self.digits)
        text = f"{whole:,}".replace(",", self.group)
        fraction = f"{self.decimal}{rest:0{self.digits}}" if self.digits else ""
        return f"{sign}{self.symbol}{text}{fraction}"

    def count(self, number: int) -> str:
        """Return a whole number, grouped: `1.500`."""
        return f"{number:,}".replace(",", self.number_group)

    def day(self, value: date) -> str:
        """Return a day: `Rab 25 Nov`; of a moment, its day in the shop's zone."""
        local = self._local(value)
        return f"{self.days[local.weekday()]} {local.day} {self.months[local.month - 1]}"

    def moment(self, value: datetime) -> str:
        """Return a moment in the shop's zone: `Rab 25 Nov 14.30`."""
        local = value.astimezone(self.zone)
        return f"{self.day(value)} {local:%H}{self.clock}{local:%M}"

    def span(self, first: date, last: date) -> str:
        """Return the days from one to another: `26–28 Nov`, `30 Nov–2 Des`, `Rab 25 Nov`."""
        start, end = self._local(first), self._local(last)
        if start == end:
            return self.day(start)
        until = f"{end.day} {self.months[end.month - 1]}"
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.day}–{until}"
        return f"{start.day} {self.months[start.month - 1]}–{until}"

    def functions(self) -> dict[str, Callable[..., str]]:
        """Return what templates call, by name."""
        return {
            "money": self.money,
            "count": self.count,
            "day": self.day,
            "moment": self.moment,
            "span": self.span,
            "spoken": spoken,
        }

    def _local(self, value: date) -> date:
        return value.astimezone(self.zone).date() if isinstance(value, datetime) else value

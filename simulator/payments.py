"""Invoices as Telegram checks them, and the questions about them that wait for the bot.

Source: core.telegram.org/bots/payments and the open-source Bot API server (refusals of sendInvoice).
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from simulator.arguments import Raw, a_list, accepted, decoded
from simulator.currencies import BIGGEST, CODES, STARS, decimals, limits, price_text
from simulator.entities import clean
from simulator.errors import ControlError, Json, bad
from simulator.html_input import checked_link

ANSWER_S = 10.0
OPEN_QUESTIONS = 1_000
OFFERS = 100
PRICES = 100
SHORT_TEXT = 255
ADDRESS = 2048
TITLE, DESCRIPTION, PAYLOAD_BYTES = 32, 255, 128
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
# What an invoice can ask a person for, by the parameters that make it ask.
NEEDS = {
    "name": ("need_name",),
    "phone": ("need_phone_number", "send_phone_number_to_provider"),
    "email": ("need_email", "send_email_to_provider"),
    "address": ("need_shipping_address", "is_flexible"),
}
_PRICE = accepted("LabeledPrice", takes="label amount")
_START = re.compile(r"[A-Za-z0-9_-]{0,64}")


@dataclass(frozen=True, slots=True)
class Offer:
    """The details that a person gave, and the shipping that the bot offered for them."""

    info: Json
    options: tuple[Json, ...] = ()

    def option(self, option_id: object) -> Json | None:
        """The offered option of an id."""
        return next((option for option in self.options if option["id"] == option_id), None)


@dataclass(slots=True)
class Invoice:
    """What a person pays for; only part of it is in the message that the bot sees."""

    title: str
    description: str
    payload: str
    currency: str
    prices: tuple[Json, ...]
    needs: tuple[str, ...] = ()
    flexible: bool = False
    max_tip: int = 0
    tips: tuple[int, ...] = ()
    start_parameter: str = ""
    photo: Json | None = None
    # Paid by everybody who wishes to, as often as they like.
    open_to_all: bool = False
    paid: bool = False
    _offers: OrderedDict[int, Offer] = field(default_factory=OrderedDict)

    @property
    def total(self) -> int:
        """The price without shipping and tip."""
        return total_of(self.prices)

    @property
    def button(self) -> Json:
        """The button that Telegram adds to an invoice without a keyboard."""
        return {"text": f"Pay {price_text(self.total, self.currency)}", "pay": True}

    def api(self) -> Json:
        """The Invoice object."""
        return {
            "title": self.title,
            "description": self.description,
            "start_parameter": self.start_parameter,
            "currency": self.currency,
            "total_amount": self.total,
        }

    def view(self) -> Json:
        """The invoice as a person sees it."""
        view: Json = {
            "title": self.title,
            "description": self.description,
            "currency": self.currency,
            "total_amount": self.total,
            "exp": decimals(self.currency),
            "prices": list(self.prices),
            "needs": list(self.needs),
            "flexible": self.flexible,
            "max_tip": self.max_tip,
            "tips": list(self.tips),
        }
        if self.photo is not None:
            view["photo"] = self.photo
        return view | {"paid": True} if self.paid else view

    def forwarded(self) -> Invoice | None:
        """The invoice in a forwarded copy; None where the copy has a link to the bot instead."""
        if self.start_parameter:
            return None
        return replace(self, paid=False, _offers=OrderedDict())

    def offer(self, user_id: int) -> Offer | None:
        """What was offered to a person last."""
        return self._offers.get(user_id)

    def remember(self, user_id: int, offer: Offer) -> None:
        """Keep what was offered to a person until they pay."""
        self._offers.pop(user_id, None)
        self._offers[user_id] = offer
        if len(self._offers) > OFFERS:
            self._offers.popitem(last=False)

    def settle(self) -> None:
        """It is paid: nothing more can be chosen, unless it is open to all."""
        if not self.open_to_all:
            self.paid = True
            self._offers.clear()


def total_of(prices: tuple[Json, ...] | list[Json]) -> int:
    """The sum of labeled prices."""
    return sum(int(price["amount"]) for price in prices)


def labeled_prices(name: str, value: Raw) -> list[Json]:
    """An array of LabeledPrice: at least one, the amounts possibly negative (discounts)."""
    prices = []
    for item in a_list(name, value):
        if not isinstance(item, dict):
            raise bad("can't parse labeled price: LabeledPrice must be an Object")
        price = _PRICE.read(item)
        prices.append({"label": _label(price), "amount": _amount(price)})
    if not prices:
        raise bad("there must be at least one price")
    if len(prices) > PRICES:
        raise bad(f"there can be at most {PRICES} prices")
    return prices


def _label(item: Json) -> str:
    label = text_field("labeled price", item, "label")
    if not label:
        raise bad("can't parse labeled price: LabeledPrice label must be non-empty")
    return label


def _amount(item: Json) -> int:
    value = item.get("amount")
    if value is None:
        raise bad("can't parse labeled price: Can't find field \"amount\"")
    try:
        amount = (
            int(value) if isinstance(value, int | str) and not isinstance(value, bool) else None
        )
    except ValueError:
        amount = None
    if amount is None:
        raise bad('can\'t parse labeled price: Field "amount" must be of type Number')
    if abs(amount) > BIGGEST:
        raise bad("too big amount of the currency specified")
    return amount


def text_field(what: str, item: Json, name: str) -> str:
    """A required text of an object that is parsed."""
    value = item.get(name)
    if value is None:
        raise bad(f"can't parse {what}: Can't find field \"{name}\"")
    if not isinstance(value, str):
        raise bad(f'can\'t parse {what}: Field "{name}" must be of type String')
    if len(value) > SHORT_TEXT:
        raise bad(f'can\'t parse {what}: Field "{name}" is too long')
    return clean(value)


def invoice_of(args: Json) -> Invoice:
    """The invoice that the arguments of sendInvoice describe; raises for one that cannot be."""
    title, description = _text(args, "title", TITLE), _text(args, "description", DESCRIPTION)
    _required(args, "payload")
    payload: str = args["payload"]  # goes back to the bot as it came, control characters and all
    if len(payload.encode()) > PAYLOAD_BYTES:
        raise bad("INVOICE_PAYLOAD_INVALID")
    currency, prices = _required(args, "currency"), tuple(args["prices"])
    start = args.get("start_parameter", "")
    if not _START.fullmatch(start):
        raise bad("START_PARAM_INVALID")
    max_tip, tips = _tips(args)
    _check_money(args, currency, prices, max_tip)
    _check_provider_data(args.get("provider_data"))
    # "Ignored for payments in Telegram Stars": contacts and shipping are for goods that are sent.
    asks = {} if currency == STARS else args
    return Invoice(
        title=title,
        description=description,
        payload=payload,
        currency=currency,
        prices=prices,
        needs=tuple(need for need, flags in NEEDS.items() if any(asks.get(f) for f in flags)),
        flexible=bool(asks.get("is_flexible")),
        max_tip=max_tip,
        tips=tips,
        start_parameter=start,
        photo=_photo(args),
    )


def _required(args: Json, name: str) -> str:
    text = clean(args[name])
    if not text:
        raise bad(f'parameter "{name}" is required')
    return text


def _text(args: Json, name: str, limit: int) -> str:
    text = _required(args, name)
    if len(text) > limit:
        raise bad(f"invoice {name} is too long: 1-{limit} characters are allowed")
    return text


def _check_money(args: Json, currency: str, prices: tuple[Json, ...], max_tip: int) -> None:
    total = total_of(prices)
    if total <= 0:
        raise bad("total price must be positive")
    if total > BIGGEST:
        raise bad("total price is too big")
    if currency not in CODES:
        raise bad("CURRENCY_INVALID")
    smallest, largest = limits(currency)
    if not smallest <= total <= largest:
        raise bad("CURRENCY_TOTAL_AMOUNT_INVALID")
    provider = args.get("provider_token", "")
    if currency != STARS and not provider:
        raise bad("PAYMENT_PROVIDER_INVALID")
    if currency == STARS and (provider or max_tip or len(prices) != 1):
        raise bad("STARS_INVOICE_INVALID")


def _tips(args: Json) -> tuple[int, tuple[int, ...]]:
    most, tips = args.get("max_tip_amount", 0), tuple(args.get("suggested_tip_amounts", ()))
    if not 0 <= most <= BIGGEST:
        raise bad("invalid max_tip_amount of the currency specified")
    for tip in tips:
        if tip <= 0:
            raise bad("suggested tip amount must be positive")
        if tip > most:
            raise bad("suggested tip amount can't be bigger than max_tip_amount")
    if len(tips) > 4:
        raise bad("there can be at most 4 suggested tip amounts")
    if list(tips) != sorted(set(tips)):
        raise bad("suggested tip amounts must be passed in a strictly increased order")
    return most, tips


def _check_provider_data(given: str | None) -> None:
    if not given:
        return
    try:
        decoded(given)
    except ValueError:
        raise bad("DATA_JSON_INVALID") from None


def _photo(args: Json) -> Json | None:
    if not args.get("photo_url"):
        return None
    url = checked_link(args["photo_url"])
    if not url.startswith(("http://", "https://")) or len(url) > ADDRESS:
        raise bad("WEBDOCUMENT_URL_INVALID")
    sizes = {name: args.get(f"photo_{name}", 0) for name in ("width", "height", "size")}
    return {"url": url} | {name: size for name, size in sizes.items() if size > 0}


@dataclass(slots=True)
class Question:
    """A shipping or pre-checkout query; its answer is None when the bot's time is over."""

    id: str
    kind: str
    at: float
    answered: asyncio.Future[Json | None]


class Payments:
    """Questions that wait for the bot. One that is answered or too late is forgotten at once."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._open: dict[str, Question] = {}

    def __len__(self) -> int:
        return len(self._open)

    def ask(self, kind: str, query_id: str) -> Question:
        """Open a question."""
        if len(self._open) >= OPEN_QUESTIONS:
            raise ControlError("too many payments are under way", 409)
        future: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        question = Question(query_id, kind, self._now(), future)
        self._open[query_id] = question
        return question

    def answer(self, kind: str, query_id: str, answer: Json) -> None:
        """The bot answers; once, and within ten seconds."""
        question = self._open.get(query_id)
        if question is None or question.kind != kind or self._late(question):
            raise bad(TOO_OLD)
        self.forget(question)
        if question.answered.done():  # the wait was just given up
            raise bad(TOO_OLD)
        question.answered.set_result(answer)

    async def wait(self, question: Question) -> Json | None:
        """The bot's answer, or None when none came in time."""
        try:
            return await asyncio.wait_for(question.answered, ANSWER_S)
        except TimeoutError:
            return None
        finally:
            self.forget(question)

    def forget(self, question: Question) -> None:
        """No answer is taken any more."""
        self._open.pop(question.id, None)

    def move(self) -> None:
        """Time was skipped: end what is too late by now."""
        self._end([question for question in self._open.values() if self._late(question)])

    def close(self) -> None:
        """End everything that waits."""
        self._end(list(self._open.values()))

    def _late(self, question: Question) -> bool:
        return self._now() - question.at > ANSWER_S

    def _end(self, questions: list[Question]) -> None:
        for question in questions:
            self.forget(question)
            if not question.answered.done():
                question.answered.set_result(None)

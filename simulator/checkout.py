"""A person pays an invoice: the details, the shipping that the bot offers, the bot's last word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from simulator.arguments import among
from simulator.conversations import person_in
from simulator.entities import clean
from simulator.errors import ApiError, ControlError, Json
from simulator.payments import Invoice, Offer, total_of
from simulator.people import Chat, Entry, User
from simulator.world import World

OUTCOMES = frozenset({"paid", "cancelled", "failed"})
ADDRESS = ("country_code", "state", "city", "street_line1", "street_line2", "post_code")
FIELDS = {"name": "name", "phone": "phone_number", "email": "email", "address": "shipping_address"}
DETAIL = 255
NO_ANSWER = "the bot did not answer within 10 seconds"
UNHEARD = "the bot does not ask for updates of the type {}"
DECLINED = "the payment was declined"
PAID_ALREADY = "the invoice is paid already"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[0-9]{5,15}")


@dataclass(frozen=True, slots=True)
class Checkout:
    """Somebody in front of an invoice."""

    chat: Chat
    user: User
    entry: Entry
    invoice: Invoice


@dataclass(frozen=True, slots=True)
class Order:
    """What a person chose: their details, a way of shipping, a tip."""

    total: int
    info: Json
    option_id: str | None

    def facts(self, invoice: Invoice) -> Json:
        """The fields that pre_checkout_query and successful_payment share."""
        facts: Json = {
            "currency": invoice.currency,
            "total_amount": self.total,
            "invoice_payload": invoice.payload,
        }
        if self.option_id is not None:
            facts["shipping_option_id"] = self.option_id
        if self.info:
            facts["order_info"] = self.info
        return facts


async def shipping(world: World, body: Json) -> Json:
    """The person gives their details; for a flexible invoice the bot offers ways of shipping."""
    checkout = _checkout(world, body)
    invoice, user = checkout.invoice, checkout.user
    info = details(invoice, body.get("info"))
    options: tuple[Json, ...] = ()
    if invoice.flexible:
        facts = {"invoice_payload": invoice.payload, "shipping_address": info["shipping_address"]}
        answer = await _asked(world, user, "shipping_query", facts)
        if not answer["ok"]:
            return answer
        options = tuple(answer["shipping_options"])
    if not invoice.paid:
        invoice.remember(user.id, Offer(info, options))
    return {"ok": True, "options": list(options)}


async def pay(world: World, body: Json) -> Json:
    """The person pays, gives up, or has their card declined after the bot agreed."""
    checkout = _checkout(world, body)
    outcome = body.get("outcome", "paid")
    if not among(outcome, OUTCOMES):
        raise ControlError(f"outcome must be one of {', '.join(sorted(OUTCOMES))}")
    if outcome == "cancelled":
        return {"ok": False, "error": "cancelled"}
    order = _order(checkout, body)
    facts = order.facts(checkout.invoice)
    answer = await _asked(world, checkout.user, "pre_checkout_query", facts)
    if not answer["ok"]:
        return answer
    if outcome == "failed":
        return {"ok": False, "error": DECLINED}
    if checkout.invoice.paid:  # meanwhile, by somebody else or from another phone
        return {"ok": False, "error": PAID_ALREADY}
    return _settled(world, checkout, facts)


def _checkout(world: World, body: Json) -> Checkout:
    chat, user = person_in(world, body)
    if user.blocked or user.deactivated:
        raise ControlError(f"user {user.id} does not talk to the bot", 409)
    entry = chat.entries.get(body.get("message_id", 0))
    if entry is None or entry.invoice is None:
        raise ControlError(f"message {body.get('message_id')} is no invoice", 404)
    if entry.invoice.paid:
        raise ControlError(PAID_ALREADY, 409)
    return Checkout(chat, user, entry, entry.invoice)


async def _asked(world: World, user: User, kind: str, facts: Json) -> Json:
    """The bot's answer; {ok: false, error} when it has none."""
    if not world.updates.wants(kind):
        return {"ok": False, "error": UNHEARD.format(kind)}
    question = world.payments.ask(kind, f"{world.bot.id}{world.number():09d}")
    world.tell(kind, {"id": question.id, "from": user.api()} | facts, user.id)
    answer = await world.payments.wait(question)
    return answer if answer is not None else {"ok": False, "error": NO_ANSWER}


def _order(checkout: Checkout, body: Json) -> Order:
    invoice = checkout.invoice
    offer = invoice.offer(checkout.user.id)
    given = body.get("info")
    info = details(invoice, offer.info if given is None and offer is not None else given)
    tip = _tip(invoice, body.get("tip"))
    total = invoice.total + tip
    chosen = body.get("option")
    if not invoice.flexible:
        if chosen is not None:
            raise ControlError("the invoice offers no ways of shipping")
        return Order(total, info, None)
    if offer is None or offer.info["shipping_address"] != info["shipping_address"]:
        raise ControlError("ask for the ways of shipping to this address first", 409)
    option = offer.option(chosen)
    if option is None:
        raise ControlError(f"no such shipping option: {chosen!r}")
    return Order(total + total_of(option["prices"]), info, option["id"])


def _tip(invoice: Invoice, given: object) -> int:
    if given is None:
        return 0
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= invoice.max_tip:
        raise ControlError(f"tip must be a whole number from 0 to {invoice.max_tip}")
    return given


def details(invoice: Invoice, given: Any) -> Json:  # noqa: ANN401 - any JSON value may come
    """The OrderInfo that the invoice asks for; what it does not ask for is left out."""
    given = {} if given is None else given
    if not isinstance(given, dict):
        raise ControlError("info must be {name?, phone_number?, email?, shipping_address?}")
    unknown = given.keys() - set(FIELDS.values())
    if unknown:
        raise ControlError(f"info has no field {min(unknown)!r}")
    info: Json = {}
    for need in invoice.needs:
        name = FIELDS[need]
        value = given.get(name) or ""
        info[name] = _address(value) if need == "address" else _line(name, value)
        if not info[name]:
            raise ControlError(f"the invoice asks for {name}")
    if not _EMAIL.fullmatch(info.get("email", "a@b.id")):
        raise ControlError("email is none")
    if not _PHONE.fullmatch(info.get("phone_number", "00000")):
        raise ControlError("phone_number must be 5-15 digits")
    if "phone_number" in info:
        info["phone_number"] = info["phone_number"].removeprefix("+")
    return info


def _line(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > DETAIL:
        raise ControlError(f"{name} must be a string of at most {DETAIL} characters")
    try:
        return clean(value).strip()
    except ApiError as refused:
        raise ControlError(refused.description) from None


def _address(given: object) -> Json:
    if not isinstance(given, dict):
        raise ControlError(f"shipping_address must be {{{', '.join(ADDRESS)}}}")
    address = {name: _line(name, given.get(name) or "") for name in ADDRESS}
    for name in ("city", "street_line1"):
        if not address[name]:
            raise ControlError(f"shipping_address.{name} is empty")
    country = address["country_code"].upper()
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        raise ControlError("shipping_address.country_code must be two letters")
    return address | {"country_code": country}


def _settled(world: World, checkout: Checkout, facts: Json) -> Json:
    """The receipt. It stands in the private chat with the bot, wherever the invoice was."""
    checkout.invoice.settle()
    if checkout.chat.entries.get(checkout.entry.id) is checkout.entry:
        world.touched(checkout.chat, checkout.entry)
    number = world.number()
    charges = {
        "telegram_payment_charge_id": f"{world.bot.id}_{checkout.user.id}_{number:09d}",
        "provider_payment_charge_id": f"sim-{number:012d}",
    }
    own = world.chats[checkout.user.id]
    entry = world.post(own, checkout.user, {"successful_payment": facts | charges})
    world.tell_message(own, entry)
    return {"ok": True, "message_id": entry.id, "chat_id": own.id}

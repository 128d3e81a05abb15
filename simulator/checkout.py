"""A person pays an invoice: the details, the shipping that the bot offers, the bot's last word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.conversations import person_in
from simulator.entities import clean
from simulator.errors import ApiError, ControlError, Json
from simulator.fields import TEXT, WHOLE, form, maybe, object_of, stated
from simulator.payments import Invoice, Offer, total_of
from simulator.people import Chat, Entry, User
from simulator.world import World

OUTCOMES = frozenset({"paid", "cancelled", "failed"})
ADDRESS = ("country_code", "state", "city", "street_line1", "street_line2", "post_code")
FIELDS = {"name": "name", "phone": "phone_number", "email": "email", "address": "shipping_address"}
INFO = object_of(
    form(
        name=maybe(TEXT),
        phone_number=maybe(TEXT),
        email=maybe(TEXT),
        shipping_address=maybe(object_of(form(**{name: maybe(TEXT) for name in ADDRESS}))),
    )
)
SHIPPING = form(chat_id=WHOLE, from_id=WHOLE, message_id=WHOLE, info=maybe(INFO))
PAY = form(
    chat_id=WHOLE,
    from_id=WHOLE,
    message_id=WHOLE,
    outcome=stated(TEXT),
    info=maybe(INFO),
    option=maybe(TEXT),
    tip=maybe(WHOLE),
)
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
    """POST /sim/pay/shipping: the person gives their details; for a flexible invoice the bot offers ways of shipping."""
    checkout = _checkout(world, body)
    invoice, user = checkout.invoice, checkout.user
    info = details(invoice, body.get("info", {}))
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
    """POST /sim/pay: the person pays, gives up, or has their card declined after the bot agreed."""
    checkout = _checkout(world, body)
    outcome = body.get("outcome", "paid")
    if outcome not in OUTCOMES:
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
    entry = chat.entries.get(body["message_id"])
    if entry is None or entry.invoice is None:
        raise ControlError(f"message {body['message_id']} is no invoice", 404)
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
    info = details(invoice, body.get("info", offer.info if offer is not None else {}))
    tip = _tip(invoice, body.get("tip", 0))
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


def _tip(invoice: Invoice, given: int) -> int:
    if not 0 <= given <= invoice.max_tip:
        raise ControlError(f"tip must be a whole number from 0 to {invoice.max_tip}")
    return given


def details(invoice: Invoice, given: Json) -> Json:
    """The OrderInfo that the invoice asks for; what it does not ask for is left out."""
    info: Json = {}
    for need in invoice.needs:
        name = FIELDS[need]
        value = given.get(name)
        if value:
            info[name] = _address(value) if need == "address" else _line(name, value)
        if not info.get(name):
            raise ControlError(f"the invoice asks for {name}")
    if not _EMAIL.fullmatch(info.get("email", "a@b.id")):
        raise ControlError("email is none")
    if not _PHONE.fullmatch(info.get("phone_number", "00000")):
        raise ControlError("phone_number must be 5-15 digits")
    if "phone_number" in info:
        info["phone_number"] = info["phone_number"].removeprefix("+")
    return info


def _line(name: str, value: str) -> str:
    if len(value) > DETAIL:
        raise ControlError(f"{name} must be a string of at most {DETAIL} characters")
    try:
        return clean(value).strip()
    except ApiError as refused:
        raise ControlError(refused.description) from None


def _address(given: Json) -> Json:
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

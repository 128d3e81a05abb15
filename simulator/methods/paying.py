"""sendInvoice, and the bot's answers to the questions of a payment."""

from __future__ import annotations

from simulator.arguments import Raw, a_list, accepted, boolean, chat_id, integer, integers, string
from simulator.entities import clean
from simulator.errors import Json, bad
from simulator.keyboards import inline_only
from simulator.methods.registry import Call, method
from simulator.methods.sending import reply_parameters, sent
from simulator.payments import Invoice, invoice_of, labeled_prices, text_field
from simulator.people import Entry
from simulator.world import World

OPTIONS = 100
_OPTION = accepted("ShippingOption", takes="id title prices")


def shipping_options(name: str, value: Raw) -> list[Json]:
    """The `shipping_options` parameter."""
    options = [_option(item) for item in a_list(name, value)]
    if not options:
        raise bad("there must be at least one shipping option")
    if len(options) > OPTIONS:
        raise bad(f"there can be at most {OPTIONS} shipping options")
    if len({option["id"] for option in options}) < len(options):
        raise bad("identifiers of shipping options must be unique")
    return options


def _option(item: Raw) -> Json:
    if not isinstance(item, dict):
        raise bad("can't parse shipping option: ShippingOption must be an Object")
    given = _OPTION.read(item)
    option = {name: text_field("shipping option", given, name) for name in ("id", "title")}
    for name, word in (("id", "identifier"), ("title", "title")):
        if not option[name]:
            raise bad(f"can't parse shipping option: ShippingOption {word} must be non-empty")
    if not isinstance(given.get("prices"), list):
        raise bad("can't parse shipping option: Can't find field \"prices\"")
    return option | {"prices": labeled_prices("prices", given["prices"])}


@method(
    "sendInvoice",
    needs="chat_id title description payload currency prices",
    sends=True,
    chat_id=chat_id,
    message_thread_id=integer,
    title=string,
    description=string,
    payload=string,
    provider_token=string,
    currency=string,
    prices=labeled_prices,
    max_tip_amount=integer,
    suggested_tip_amounts=integers,
    start_parameter=string,
    provider_data=string,
    photo_url=string,
    photo_size=integer,
    photo_width=integer,
    photo_height=integer,
    need_name=boolean,
    need_phone_number=boolean,
    need_email=boolean,
    need_shipping_address=boolean,
    send_phone_number_to_provider=boolean,
    send_email_to_provider=boolean,
    is_flexible=boolean,
    disable_notification=boolean,
    protect_content=boolean,
    reply_parameters=reply_parameters,
    reply_markup=inline_only,
)
def send_invoice(call: Call) -> Json:
    """sendInvoice: the message shows the total, the rest waits for who pays."""
    chat = call.world.chat(call.args["chat_id"])
    invoice = invoice_of(call.args)
    if not call.args.get("reply_markup"):
        call.args["reply_markup"] = {"inline_keyboard": [[invoice.button]]}
    entry = sent(call, chat, {"invoice": invoice.api()})
    entry.invoice = _offered(entry, invoice)
    return entry.api


def _offered(entry: Entry, invoice: Invoice) -> Invoice:
    """The invoice as it stands in a chat: without a start parameter all of a group may pay it.

    Source: "allowing multiple users to pay directly from the forwarded message, using the same
    invoice" (core.telegram.org/bots/api#sendinvoice), and "any invoice can be paid multiple times by
    the same or multiple users" (github.com/tdlib/telegram-bot-api/issues/603).
    """
    invoice.open_to_all = not invoice.start_parameter and entry.api["chat"]["type"] != "private"
    return invoice


def forwarded_invoice(world: World, original: Entry, copy: Entry) -> None:
    """Give the forwarded copy of an invoice its button: to pay it, or to open the bot.

    Source: core.telegram.org/bots/api#sendinvoice (start_parameter).
    """
    if original.invoice is None:
        return
    forwarded = original.invoice.forwarded()
    button = original.invoice.button
    if forwarded is not None:
        copy.invoice = _offered(copy, forwarded)
    else:
        start = original.invoice.start_parameter
        address = f"https://t.me/{world.bot.username}?start={start}"
        button = {"text": button["text"], "url": address}
    copy.api["reply_markup"] = {"inline_keyboard": [[button]]}


@method(
    "answerShippingQuery",
    needs="shipping_query_id ok",
    shipping_query_id=string,
    ok=boolean,
    shipping_options=shipping_options,
    error_message=string,
)
def answer_shipping_query(call: Call) -> bool:
    """answerShippingQuery: ways of shipping to the address, or why there are none."""
    answer = _answer(call)
    if answer["ok"]:
        if "shipping_options" not in call.args:
            raise bad('parameter "shipping_options" is required')
        answer["shipping_options"] = call.args["shipping_options"]
    call.world.payments.answer("shipping_query", call.args["shipping_query_id"], answer)
    return True


@method(
    "answerPreCheckoutQuery",
    needs="pre_checkout_query_id ok",
    pre_checkout_query_id=string,
    ok=boolean,
    error_message=string,
)
def answer_pre_checkout_query(call: Call) -> bool:
    """answerPreCheckoutQuery: the bot's last word before the money moves."""
    query_id = call.args["pre_checkout_query_id"]
    call.world.payments.answer("pre_checkout_query", query_id, _answer(call))
    return True


def _answer(call: Call) -> Json:
    if call.args["ok"]:
        return {"ok": True}
    error = clean(call.args.get("error_message", "")).strip()
    if not error:
        raise bad('parameter "error_message" is required')
    return {"ok": False, "error": error}

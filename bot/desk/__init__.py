"""The staff's front: orders, money, parcels, returns and stock, worked from one Telegram group."""

from bot.desk import (
    behalf,
    handing,
    lessons,
    money,
    orders,
    queue,
    reasons,
    returns,
    shop,
    stock,
    taking,
    taking_card,
    taking_details,
    talk,
    team,
    welcome,
)
from bot.desk.gate import answering, staffed
from bot.visit import Handler, Routes

_TAPS: dict[str, Handler] = {
    "d.approve": orders.approve,
    "d.release": orders.release,
    "d.pick": orders.picked,
    "d.pack": orders.packed,
    "d.arrived": orders.arrived,
    "d.card": orders.show_card,
    "d.open": orders.open_card,
    **reasons.handlers(),
    "d.proof": money.proof,
    "d.paid": money.paid,
    "d.partial": money.partial,
    "d.refund": money.refund,
    "d.hand": handing.hand,
    "d.couriers": handing.choose,
    "d.rapprove": returns.approve,
    "d.rreceive": returns.receive,
    "d.rinspect": returns.inspect,
    "d.rrefund": returns.refund,
    "d.rexchange": returns.exchange,
    "d.role": team.toggle,
    "d.queue": queue.refreshed,
    "d.retry": queue.retry,
    "d.stock": stock.shelf,
    "d.sku": stock.sku_card,
    "d.in": stock.ask_receipt,
    "d.fix": stock.ask_correction,
    "d.well": behalf.well,
    "d.claim": behalf.claim,
    "d.talk": talk.begin,
    "d.p.set": taking_card.correct("set"),
    "d.p.pick": taking_card.correct("pick"),
    "d.p.ware": taking_card.correct("ware"),
    "d.p.edit": taking_card.edit,
    "d.p.card": taking_card.whole_card,
    "d.p.no": taking_card.stop,
    "d.p.ok": taking_details.accept,
    "d.p.ask": taking_details.ask_part,
    "d.p.is": taking_details.chosen,
    "d.p.place": taking_details.place,
    "d.l.list": lessons.page,
    "d.l.words": lessons.words,
    "d.l.is": lessons.means,
    "d.l.other": lessons.other,
    "d.l.skip": lessons.skip,
    "d.l.forget": lessons.forget,
    "d.language": shop.choose_language,
    "d.stop": welcome.stop,
}

_FORMS: dict[str, Handler] = {
    reasons.FORM: reasons.reason_typed,
    money.PARTIAL: money.partial_typed,
    money.REFUND: money.refund_typed,
    handing.FORM: handing.waybill_typed,
    returns.REFUND: returns.refund_typed,
    talk.FORM: talk.answer_typed,
    taking.TEXT: taking.text_typed,
    taking_card.MORE: taking.more_typed,
    taking_details.FORM: taking_details.part_typed,
    lessons.FORM: lessons.meaning_typed,
    stock.FIND: stock.find_typed,
    stock.RECEIPT: stock.receipt_typed,
    stock.CORRECTION: stock.correction_typed,
}

# Each command by its Indonesian name, its English one, and what they do.
_COMMANDS: tuple[tuple[str, str, Handler], ...] = (
    ("antrian", "queue", queue.waiting),
    ("pesanan", "order", queue.order),
    ("cari", "find", queue.find),
    ("pesan", "take", taking.take),
    ("belajar", "learn", lessons.learn),
    ("stok", "stock", stock.overview),
    ("masuk", "receive", stock.receive),
    ("koreksi", "adjust", stock.adjust),
    ("kartu", "stockcard", stock.card_command),
    ("gagal", "failed", queue.failed),
    ("tim", "team", team.team),
    ("peran", "role", team.roles),
    ("toko", "shop", shop.overview),
    ("atur", "set", shop.change),
    ("bahasa", "language", shop.language),
    ("topik", "topic", team.topic),
    ("batal", "cancel", welcome.stop),
)
_OPEN_COMMANDS: tuple[tuple[str, str, Handler], ...] = (
    ("bantuan", "help", welcome.welcome),
    ("start", "start", welcome.welcome),
    ("klaim", "claim", team.claim),
)

# What the group's menu offers, by language: (command, message id of its description).
_MENU: tuple[tuple[str, str, str], ...] = (
    ("antrian", "queue", "desk.command.queue"),
    ("pesanan", "order", "desk.command.order"),
    ("pesan", "take", "take.command"),
    ("cari", "find", "desk.command.find"),
    ("stok", "stock", "desk.command.stock"),
    ("masuk", "receive", "desk.command.receive"),
    ("koreksi", "adjust", "desk.command.adjust"),
    ("kartu", "stockcard", "desk.command.stockcard"),
    ("gagal", "failed", "desk.command.failed"),
    ("tim", "team", "desk.command.team"),
    ("peran", "role", "desk.command.role"),
    ("toko", "shop", "desk.command.shop"),
    ("atur", "set", "desk.command.set"),
    ("belajar", "learn", "learn.command"),
    ("bahasa", "language", "desk.command.language"),
    ("topik", "topic", "desk.command.topic"),
    ("batal", "cancel", "desk.command.cancel"),
    ("bantuan", "help", "desk.command.help"),
)
COMMANDS: dict[str, tuple[tuple[str, str], ...]] = {
    "id": tuple((name, text) for name, _, text in _MENU),
    "en": tuple((name, text) for _, name, text in _MENU),
}


def routes() -> Routes:
    """Return the desk's table for the router."""
    commands = {
        name: staffed(handler) for row in _COMMANDS for *names, handler in (row,) for name in names
    }
    commands |= {name: handler for *names, handler in _OPEN_COMMANDS for name in names}
    return Routes(
        commands=commands,
        taps={verb: staffed(handler) for verb, handler in _TAPS.items()},
        forms={name: taking.of_its_card(answering(form)) for name, form in _FORMS.items()},
        fallback=taking.of_its_card(welcome.fallback),
    )


def private_commands() -> dict[str, Handler]:
    """Return what staff may say in their own chat with the bot: claiming the shop."""
    return {"klaim": team.claim, "claim": team.claim}

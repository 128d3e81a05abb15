"""What the desk can do, to each according to their roles; and what answers everything else."""

from bot.desk import talk
from bot.desk.acting import note
from bot.desk.asking import close
from bot.visit import How, Kind, Reply, Show, Toast, Visit, message
from domain.authority import Right, has_right
from notifications.render.screen import Screen

_PRESENT = frozenset({"member", "administrator"})
_ABILITIES = (
    (Right.SEE_ORDERS, "desk.help.see_orders"),
    (Right.TAKE_ORDER, "take.help"),
    (Right.DECIDE_ORDER, "desk.help.decide_order"),
    (Right.DECIDE_PAYMENT, "desk.help.decide_payment"),
    (Right.FULFIL, "desk.help.fulfil"),
    (Right.DECIDE_RETURN, "desk.help.decide_return"),
    (Right.INSPECT_RETURN, "desk.help.inspect_return"),
    (Right.REFUND, "desk.help.refund"),
    (Right.MOVE_STOCK, "desk.help.move_stock"),
    (Right.TEACH_WORDS, "learn.help"),
    (Right.MANAGE_STAFF, "desk.help.manage_staff"),
    (Right.MANAGE_SHOP, "desk.help.manage_shop"),
)


def welcome(visit: Visit) -> Reply:
    """`/start`, `/bantuan`: what whoever asks can do here."""
    if not visit.roles:
        unclaimed = visit.uow.shop.staff_group() is None
        return message(note("desk.help.unclaimed" if unclaimed else "desk.help.stranger"))
    able = [text for right, text in _ABILITIES if has_right(visit.roles, right)]
    facts: dict[str, object] = {"name": visit.incoming.user.name, "able": able}
    return message(Screen("desk/help", facts))


def stop(visit: Visit) -> Reply:
    """`/batal` or `d.stop`: the question ends, nothing has happened."""
    open_question = "form" in visit.state
    close(visit)
    if visit.incoming.kind is Kind.TAP:
        return Reply((Show(note("desk.stopped")),), Toast("desk.stopped"))
    return message(note("desk.stopped" if open_question else "desk.nothing_open"))


def fallback(visit: Visit) -> Reply:
    """Answer what was meant for the desk; members' talk among themselves is none of its business."""
    incoming = visit.incoming
    match incoming.kind:
        case Kind.TAP:
            return Reply(toast=Toast("desk.toast.unknown"))
        case Kind.MEMBERSHIP:
            return _membership(visit)
        case Kind.COMMAND:
            return _unknown_command(visit)
    replied = incoming.reply_to is not None and incoming.reply_to.is_bot
    if replied and (passed := _to_customer(visit)) is not None:
        return passed
    if replied and visit.roles and incoming.kind is not Kind.EDITED:
        return message(note("desk.not_asked"))
    return Reply()


def _to_customer(visit: Visit) -> Reply | None:
    """A reply to a customer's words, at the desk, is an answer to that customer."""
    group = visit.uow.shop.staff_group()
    if group is None or group.chat_id != visit.incoming.chat_id:
        return None
    return talk.replied(visit)


def _unknown_command(visit: Visit) -> Reply:
    """Elsewhere it may be meant for another bot."""
    group = visit.uow.shop.staff_group()
    if group is not None and group.chat_id != visit.incoming.chat_id:
        return Reply()
    return message(note("desk.unknown_command" if visit.roles else "desk.help.stranger"))


def _membership(visit: Visit) -> Reply:
    """Added to a group: tell how to make it the desk. Removed: nobody is there to talk to.

    Back in the staff's group: what failed while the bot was away is sent after all.
    """
    if visit.incoming.bot_status not in _PRESENT:
        return Reply()
    group = visit.uow.shop.staff_group()
    if group is not None and group.chat_id == visit.incoming.chat_id:
        count = visit.uow.outbox.revive_chat(group.chat_id, visit.uow.now)
        return Reply((Show(note("desk.back", n=count), How.NEW),)) if count else Reply()
    return Reply((Show(note("desk.greeting"), How.NEW),))

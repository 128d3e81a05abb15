"""A return under way: sending it back, or calling it off."""

from bot.customer.orders import act
from bot.customer.replies import ask, back, button, card, close_form, form, say, text_in
from bot.visit import Kind, Reply, Show, Toast, Visit
from domain.authority import Right
from domain.errors import BadText
from domain.numbers import spoken
from domain.returns import RETURN_MACHINE, ReturnAction
from domain.usecases import returning
from domain.usecases.access import return_for
from domain.usecases.fulfilling import clean_waybill
from notifications.render.screen import Style


def ask_cancel(visit: Visit, return_id: str) -> Reply:
    """Ask once before the return is called off."""
    ret, _ = return_for(visit.uow, visit.actor, return_id, Right.SEE_ORDERS)
    if not RETURN_MACHINE.allows(ret.status, ReturnAction.CANCEL):
        return card(visit, ret.order, Toast("customer.toast.return_moved_on"))
    yes = button("customer.button.yes_cancel", "r.drop", return_id, style=Style.DANGER)
    no = button("customer.button.keep", "o.card", ret.order)
    sure = say("customer.return.sure", ((yes,), (no,)), number=spoken(ret.order))
    return Reply((Show(sure, card_of=ret.order),))


def cancel(visit: Visit, return_id: str) -> Reply:
    """Call the return off."""
    ret, _ = return_for(visit.uow, visit.actor, return_id, Right.SEE_ORDERS)
    uow, actor = visit.uow, visit.actor
    return act(
        visit,
        ret.order,
        lambda: returning.cancel_return(uow, actor, return_id),
        Toast("customer.toast.return_cancelled"),
    )


def ask_waybill(visit: Visit, return_id: str, wrong: str | None = None) -> Reply:
    """Ask for the waybill of what was sent back."""
    ret, _ = return_for(visit.uow, visit.actor, return_id, Right.SEE_ORDERS)
    if not RETURN_MACHINE.allows(ret.status, ReturnAction.SEND):
        return card(visit, ret.order, Toast("customer.toast.return_moved_on"))
    none = (button("customer.button.no_waybill", "r.none", return_id),)
    fields: dict[str, object] = {"name": "waybill", "return": return_id}
    rows = (none, back("o.card", ret.order))
    return ask(visit, fields, "customer.return.waybill", wrong=wrong, rows=rows)


def take_waybill(visit: Visit) -> Reply:
    """Answer with the waybill."""
    return_id = text_in(form(visit), "return")
    if visit.incoming.kind is not Kind.TEXT:
        return ask_waybill(visit, return_id, "customer.wrong.text_wanted")
    try:
        waybill = clean_waybill(visit.incoming.text)
    except BadText:
        return ask_waybill(visit, return_id, "customer.return.bad_waybill")
    return _send(visit, return_id, waybill)


def without_waybill(visit: Visit, return_id: str) -> Reply:
    """It was sent or brought back without a waybill."""
    return _send(visit, return_id, "")


def _send(visit: Visit, return_id: str, waybill: str) -> Reply:
    ret, _ = return_for(visit.uow, visit.actor, return_id, Right.SEE_ORDERS)
    close_form(visit)
    uow, actor = visit.uow, visit.actor
    return act(
        visit,
        ret.order,
        lambda: returning.send_return(uow, actor, return_id, waybill),
        Toast("customer.toast.return_sent"),
    )

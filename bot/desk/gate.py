"""Who is let in: the desk works for staff, in the staff's own group."""

from bot.desk.acting import note
from bot.desk.asking import close
from bot.visit import Handler, Kind, Reply, Toast, Visit, message
from domain.authority import Right
from domain.errors import NotAllowed


def answering(handler: Handler) -> Handler:
    """Let only staff at the desk answer; whoever is it no longer has nothing to answer."""

    def guarded(visit: Visit) -> Reply:
        group = visit.uow.shop.staff_group()
        if not visit.roles or group is None or group.chat_id != visit.incoming.chat_id:
            close(visit)
            return Reply()
        return handler(visit)

    return guarded


def staffed(handler: Handler) -> Handler:
    """Let only staff through, and only where the shop has its desk.

    The use cases ask again for the right itself; a customer's data must not show up in a group that
    a member of staff added the bot to.
    """

    def guarded(visit: Visit) -> Reply:
        if not visit.roles:
            raise NotAllowed(Right.SEE_ORDERS.value)
        group = visit.uow.shop.staff_group()
        if group is None or group.chat_id != visit.incoming.chat_id:
            if visit.incoming.kind is Kind.TAP:
                return Reply(toast=Toast("desk.toast.elsewhere", alert=True))
            return message(note("desk.elsewhere"))
        return handler(visit)

    return guarded

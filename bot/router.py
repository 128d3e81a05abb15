"""One update, one unit of work: picks the handler, runs it, settles what is to be shown."""

import copy
from dataclasses import dataclass, field, replace
from typing import cast

from bot import sentences
from bot.visit import Handler, How, Incoming, Kind, Reply, Routes, Show, Visit, card_follows
from domain.customers import Customer
from domain.errors import DomainError
from domain.ports import UnitOfWork
from domain.repositories import Session
from domain.usecases import cart, staffing
from domain.usecases.shopkeeping import staff_language

_PRIVATE_GONE = frozenset({"kicked", "left"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do after the commit: answer the tap, show screens. `moved` cards follow by outbox."""

    incoming: Incoming
    reply: Reply
    language: str


@dataclass(slots=True)
class Router:
    """Holds both fronts' tables; `handle` is the use case of an update."""

    customer: Routes
    desk: Routes
    owner_code: str = ""
    bot_username: str = ""
    _quiet: Reply = field(default_factory=Reply)

    def handle(self, uow: UnitOfWork, incoming: Incoming) -> Answer | None:
        """Handle the update once; None when that had happened before."""
        if not uow.inbox.finish(incoming.update_id, uow.now):
            return None
        if incoming.kind is Kind.MIGRATION and incoming.new_chat_id is not None:
            staffing.move_group(uow, incoming.chat_id, incoming.new_chat_id)
            return Answer(incoming, self._quiet, "id")
        if incoming.private and incoming.kind is Kind.MEMBERSHIP:
            _note_reachable(uow, incoming)
            return Answer(incoming, self._quiet, "id")
        session = uow.sessions.get(incoming.chat_id, incoming.user.id)
        visit = self._visit(uow, incoming, session)
        reply = self._reply(visit, session)
        if visit.state != session.state:
            uow.sessions.save(
                Session(session.chat_id, session.user_id, visit.state, session.version)
            )
        return Answer(incoming, _settle_cards(uow, incoming, reply), visit.language)

    def _visit(self, uow: UnitOfWork, incoming: Incoming, session: Session) -> Visit:
        visit = Visit(
            uow,
            incoming,
            session.state,
            bot_username=self.bot_username,
            owner_code=self.owner_code,
        )
        if incoming.private:
            visit.customer = _customer(uow, incoming)
        else:
            visit.roles = uow.staff.roles(incoming.user.id)
            visit.staff_language = staff_language(uow)
        return visit

    def _reply(self, visit: Visit, session: Session) -> Reply:
        routes = self.customer if visit.incoming.private else self.desk
        handler = _pick(routes, visit)
        if handler is None:
            return self._quiet
        try:
            reply: Reply = visit.uow.attempt(_run, handler, visit, session.state, visit.customer)
        except DomainError as error:
            visit.state = copy.deepcopy(session.state)
            return sentences.refusal(visit, error)
        return reply


def _run(
    _uow: UnitOfWork,
    handler: Handler,
    visit: Visit,
    state: dict[str, object],
    customer: Customer | None,
) -> Reply:
    """Run the handler on what was read: a second try must not see what the first one left."""
    visit.state, visit.customer = copy.deepcopy(state), customer
    return handler(visit)


def _pick(routes: Routes, visit: Visit) -> Handler | None:
    incoming = visit.incoming
    if incoming.kind is Kind.TAP:
        return routes.taps.get(incoming.verb, routes.fallback)
    if incoming.kind is Kind.COMMAND and incoming.command in routes.commands:
        return routes.commands[incoming.command]
    form = visit.state.get("form")
    if isinstance(form, dict) and incoming.kind not in {Kind.COMMAND, Kind.MEMBERSHIP}:
        name = cast("dict[str, object]", form).get("name")
        if isinstance(name, str) and name in routes.forms:
            return routes.forms[name]
    return routes.fallback


def _customer(uow: UnitOfWork, incoming: Incoming) -> Customer:
    code = (incoming.user.language_code or "id").lower()
    language = "id" if code.startswith(("id", "ms", "jv", "su")) else "en"
    return cart.welcome(uow, incoming.user.id, incoming.user.name, language)


def _note_reachable(uow: UnitOfWork, incoming: Incoming) -> None:
    """A person blocked the bot, or took it back."""
    set_reachable(uow, incoming.chat_id, reachable=incoming.bot_status not in _PRIVATE_GONE)


def set_reachable(uow: UnitOfWork, chat_id: int, *, reachable: bool) -> None:
    """Note whether messages reach the person of a private chat."""
    known = uow.customers.by_telegram(chat_id)
    if known is not None and known.reachable != reachable:
        uow.customers.save(replace(known, reachable=reachable))


def _settle_cards(uow: UnitOfWork, incoming: Incoming, reply: Reply) -> Reply:
    """Let the tapped message be the order's card.

    Where this update changed the order, the outbox holds a refresh of the card already, and it is
    the refresh that shows it: durable, and one call to Telegram instead of two.
    """
    kept: list[Show] = []
    for show in reply.shows:
        tapped = incoming.kind is Kind.TAP and show.how is How.EDIT and not incoming.on_photo
        if show.card_of and tapped:
            uow.cards.place(show.card_of, incoming.chat_id, incoming.message_id)
            if card_follows(uow, incoming, show.card_of):
                continue
        kept.append(show)
    return Reply(tuple(kept), reply.toast)

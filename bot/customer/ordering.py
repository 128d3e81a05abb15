"""From a message to the cart: the card of what was understood, corrected by taps and by words."""

from collections.abc import Callable
from dataclasses import replace

from bot import proposal as cards
from bot.customer import answers, card_answers, checkout, home
from bot.customer.catalogue import VIEWING
from bot.customer.hearing import (
    Heard,
    at_once,
    changes_what_is_there,
    done,
    done_no_more,
    forget_pause,
    moment,
    open_proposal,
)
from bot.customer.parsing import parse_phone
from bot.customer.replies import HOME, OLD, SHELVES, cart_of, close_form, text_in, told
from bot.proposal import Front, corrected, keep, kept, proposal_screen
from bot.visit import How, Reply, Show, Toast, Visit
from domain.orders import Order
from domain.payments import PaymentTerm
from domain.proposals import Proposal, ProposedLine
from domain.understanding.contract import Intent, Line, Reading
from domain.usecases import cart
from domain.usecases.amending import Applied, apply_reading
from domain.usecases.cart import offered_terms
from domain.usecases.learning import note_correction, note_unread
from domain.usecases.proposing import propose, renewed

FRONT = Front("p")
AT = checkout.TALKED
SHOWN_AT = "proposal_shown_at"
MESSAGE = "proposal_message"
ACCEPTED = "accepted"


def order(visit: Visit, heard: Heard) -> Reply:
    """Show what was ordered; what was proposed already is added to, or its question answered."""
    close_form(visit)
    reading = heard.reading
    if heard.whole is None and (not reading.items or _says_nothing(reading)):
        return told("talk.what_to_order", ((SHELVES,), (HOME,)))
    current = open_proposal(visit)
    note_unread(visit.uow, f"c:{visit.actor.id}", heard.text, reading)
    asked = current.question if current is not None else None
    if (
        current is not None
        and asked is not None
        and card_answers.by_place(asked, heard.text) is not None
    ):
        return typed(visit, heard.text) or show_new(visit, current)
    if current is None:
        return show_new(visit, _proposed(visit, heard.whole or reading))
    applied = _applied(visit, current, reading)
    in_place = applied.changed and len(applied.proposal.lines) == len(current.lines)
    if heard.whole is not None and (applied.unclear or not in_place):
        return show_new(visit, _proposed(visit, heard.whole))
    return _show_applied(visit, applied)


def change(visit: Visit, heard: Heard) -> Reply:
    """Change the open card as was said."""
    close_form(visit)
    current = open_proposal(visit)
    if current is None:
        return order(visit, heard)
    note_unread(visit.uow, f"c:{visit.actor.id}", heard.text, heard.reading)
    return _show_applied(visit, _applied(visit, current, heard.reading))


def _applied(visit: Visit, current: Proposal, reading: Reading) -> Applied:
    return apply_reading(
        visit.uow,
        current,
        reading,
        text=visit.incoming.text,
        held=held(visit),
        before=_before(visit),
        in_view=in_view(visit),
    )


def _show_applied(visit: Visit, applied: Applied) -> Reply:
    """Show the card as it is now; where the words changed nothing, that is said."""
    if not applied.proposal.lines:
        return give_up(visit)
    changes_what_is_there(visit)
    wrong = None
    if applied.unclear:
        wrong = "proposal.which_line"
    elif not applied.changed:
        wrong = "proposal.unchanged"
    return show_new(visit, applied.proposal, wrong=wrong)


def _before(visit: Visit) -> Order | None:
    """The cart, or the latest order: what was said there holds where nothing else is."""
    draft = visit.uow.orders.draft_of(visit.actor.id)
    return draft or next(iter(visit.uow.orders.of_customer(visit.actor.id, 1)), None)


def _says_nothing(reading: Reading) -> bool:
    """ "mau pesan kak": no goods, and nothing to find any by."""
    return all(item.product is None and not item.source for item in reading.items)


def _proposed(visit: Visit, reading: Reading) -> Proposal:
    """Return what was read as a proposal at today's prices."""
    return propose(
        visit.uow,
        reading,
        visit.incoming.update_id,
        held=held(visit),
        before=_before(visit),
        in_view=in_view(visit),
        text=visit.incoming.text,
    )


def in_view(visit: Visit) -> frozenset[str]:
    """Return the names of the products that are being talked about: shown, on the card, in the cart."""
    uow, viewing = visit.uow, text_in(visit.state, VIEWING)
    current = open_proposal(visit)
    codes = [x.sku for x in current.lines if x.sku] if current else []
    asked = [x.title for x in current.lines if x.sku is None and x.product] if current else []
    skus = uow.catalogue.skus([*codes, *(x.sku for x in held(visit)), viewing])
    return frozenset({s.product_name for s in skus.values()} | {viewing, *asked})


def held(visit: Visit) -> tuple[Line, ...]:
    """Return what lies in the cart."""
    draft = cart_of(visit)
    return tuple(Line(x.sku, x.quantity) for x in draft.lines) if draft else ()


def propose_lines(visit: Visit, reading: Reading) -> Reply:
    """Show the reading's goods as a card of their own."""
    close_form(visit)
    return show_new(visit, _proposed(visit, reading))


def show_new(visit: Visit, proposal: Proposal, wrong: str | None = None) -> Reply:
    """Show the card under the message, or instead of the one that a message right before got."""
    in_place = at_once(visit, text_in(visit.state, SHOWN_AT))
    proposal = replace(proposal, version=visit.incoming.update_id)
    keep(visit.state, renewed(visit.uow, proposal, held(visit)))
    visit.state[AT] = visit.uow.now.isoformat()
    visit.state[SHOWN_AT] = moment(visit).isoformat()
    visit.state.pop(VIEWING, None)  # now it is the card that is looked at
    done(visit)
    return _card(visit, in_place=in_place, wrong=wrong)


def as_it_is(visit: Visit) -> Reply:
    """Show the card as it is: the same words came twice."""
    return _card(visit, in_place=True)


def _card(
    visit: Visit,
    toast: Toast | None = None,
    *,
    focus: int | None = None,
    in_place: bool = False,
    wrong: str | None = None,
) -> Reply:
    proposal = kept(visit.state)
    if proposal is None:
        return Reply(home.stale(visit).shows, toast or OLD)
    shown = proposal_screen(visit.uow, proposal, FRONT, focus=focus, wrong=wrong)
    place = visit.state.get(MESSAGE)
    message = place if in_place and isinstance(place, int) else None
    if message is None and not in_place:
        visit.state.pop(MESSAGE, None)
    return Reply((Show(shown, How.EDIT, remember=MESSAGE, instead_of=message),), toast)


def typed(visit: Visit, text: str) -> Reply | None:
    """Answer the card's question by words that the reader makes nothing of."""
    proposal = open_proposal(visit)
    changed = card_answers.by_words(visit, proposal, text) if proposal is not None else None
    if changed is None:
        return None
    return show_new(visit, changed) if changed.lines else give_up(visit)


def details(visit: Visit, heard: Heard) -> Reply | None:
    """Take an address, a name, a phone number, a way to send or to pay into the open card."""
    proposal = open_proposal(visit)
    if proposal is None:
        return None
    return _show_applied(visit, _applied(visit, proposal, replace(heard.reading, items=())))


def contact(visit: Visit) -> Reply | None:
    """A contact that is sent while the card is open says which phone number."""
    proposal = open_proposal(visit)
    raw = visit.incoming.phone or ""
    phone = parse_phone(raw if raw.startswith(("+", "0")) else f"+{raw}", visit.uow.policy.country)
    if proposal is None or phone is None:
        return None
    return show_new(visit, replace(proposal, phone=phone, phone_wrong=False))


# Taps -----------------------------------------------------------------------------------------


def _current(visit: Visit, version: int) -> Proposal | None:
    proposal = kept(visit.state)
    return proposal if proposal is not None and proposal.version == version else None


def _outdated(visit: Visit, version: int) -> Reply:
    """A button of an older card: say so, and show where things stand."""
    if visit.state.get(ACCEPTED) == version and kept(visit.state) is None:
        return checkout.proceed(visit)
    if kept(visit.state) is not None:
        return _card(visit, OLD)
    return home.stale(visit)


def correct(step: str) -> Callable[..., Reply]:
    """Return the handler of a card's button that changes a line."""

    def handle(visit: Visit, version: int, key: int, value: int | str) -> Reply:
        proposal = _current(visit, version)
        if proposal is None:
            return _outdated(visit, version)
        forget_pause(visit)
        done_no_more(visit)
        if step == "ware":
            _learn(visit, proposal.line(key), str(value))
        changed = corrected(visit.uow, proposal, step, key, value)
        if not changed.lines:
            return decline(visit, version)
        keep(visit.state, renewed(visit.uow, changed, held(visit)))
        visit.state[AT] = visit.uow.now.isoformat()
        return _card(visit)

    return handle


def _learn(visit: Visit, line: ProposedLine | None, product: str) -> None:
    """The customer said which goods their words mean: staff may teach it."""
    if line is None or line.ask is None or not line.source:
        return
    known = {choice.product for choice in line.choices}
    if product in known:
        reading = Reading(Intent.ORDER)
        who = f"c:{visit.actor.id}"
        note_correction(visit.uow, who, line.source, reading, line.source, product)


def edit(visit: Visit, version: int, key: int) -> Reply:
    """Show one line to change."""
    if _current(visit, version) is None:
        return _outdated(visit, version)
    return _card(visit, focus=key)


def show(visit: Visit, version: int) -> Reply:
    """Show the whole card again."""
    return _card(visit) if _current(visit, version) else _outdated(visit, version)


def decline(visit: Visit, version: int) -> Reply:
    """Give the proposal up; the cart stays as it was."""
    if _current(visit, version) is None:
        return _outdated(visit, version)
    return give_up(visit)


def give_up(visit: Visit) -> Reply:
    """Give the proposal up by words or by a tap."""
    _settle(visit)
    ways = ((SHELVES, HOME),)
    return told("talk.given_up_cart" if cart_of(visit) else "talk.given_up", ways)


def _settle(visit: Visit) -> None:
    cards.drop(visit.state)
    for key in (AT, SHOWN_AT, MESSAGE):
        visit.state.pop(key, None)
    forget_pause(visit)
    done_no_more(visit)


def accept(visit: Visit, version: int) -> Reply:
    """ "Benar, lanjut": put it into the cart and ask what is missing; a second tap changes nothing."""
    proposal = _current(visit, version)
    if proposal is None:
        return _outdated(visit, version)
    return confirm(visit, proposal)


def confirm(visit: Visit, proposal: Proposal) -> Reply:
    """Put the proposal into the cart; what changed since it was shown is shown first."""
    uow = visit.uow
    fresh = renewed(uow, proposal, held(visit))
    if _differs(proposal, fresh) or not fresh.ready(uow.policy):
        keep(visit.state, fresh)
        toast = Toast("talk.toast.changed", alert=True) if _differs(proposal, fresh) else None
        return _card(visit, toast)
    for line in fresh.lines:
        if line.sku is not None:
            cart.set_quantity(uow, visit.actor, line.sku, line.held + line.quantity)
    _settle(visit)
    visit.state[ACCEPTED] = proposal.version
    close_form(visit)
    take_parts(visit, fresh)
    return checkout.proceed(visit)


def _differs(shown: Proposal, fresh: Proposal) -> bool:
    """The price is another, or what could be had cannot."""
    pairs = zip(shown.lines, fresh.lines, strict=True)
    return any(
        a.unit_price != b.unit_price
        or a.held != b.held
        or a.on_sale != b.on_sale
        or b.left < b.quantity <= a.left
        for a, b in pairs
    )


def take_reading(visit: Visit, reading: Reading) -> None:
    """Write what was said of sending and paying into the cart, without goods."""
    take_parts(visit, _proposed(visit, replace(reading, items=())))


def take_parts(visit: Visit, proposal: Proposal) -> None:
    """Write what was said of sending and paying into the cart; what is as usual is there."""
    uow, actor = visit.uow, visit.actor
    if proposal.shipping and "shipping" not in proposal.usual:
        answers.take_shipping(visit, proposal.shipping)
    said = "" if "address" in proposal.usual else proposal.address
    answers.keep_said(visit, said, proposal.recipient, proposal.phone)
    draft = cart.draft_for(uow, actor)
    terms = {t.value: t for t in PaymentTerm}
    term = terms.get(proposal.term)
    if term is not None and "term" not in proposal.usual and term in offered_terms(uow, draft):
        cart.choose_term(uow, actor, term)
    if proposal.note:
        answers.add_note(visit, proposal.note)

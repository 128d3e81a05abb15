"""What only people can answer: it goes to the staff's group, with who asks and their last words."""

from datetime import timedelta

from bot.customer.hearing import SAID, last_order, recently
from bot.customer.replies import HOME, ORDERS, SHELVES, button, told
from bot.visit import Reply, Visit
from domain.orders import OPEN_STATUSES
from domain.usecases import talking

BUTTON = button("talk.button.team", "h.ask")
UNTIL = "with_team"
ASKED = "asked_team"
CONVERSATION = timedelta(hours=2)
MOST = 20
"""How often within two hours one person's words are passed on: the group must stay usable."""


def offer() -> Reply:
    """Offer to pass the question on."""
    return told("talk.offer_team", ((BUTTON,), (SHELVES, HOME)))


def ask(visit: Visit) -> Reply:
    """The button: pass on what was written last."""
    said = _said(visit)
    if not said:
        return told("talk.team_write", ((HOME,),))
    return pass_on(visit, said[-1])


def pass_on(
    visit: Visit, text: str, done: str = "talk.passed_on", about: str | None = None
) -> Reply:
    """Bring the words to the staff's group; where there is none yet, say how to reach the shop."""
    policy = visit.uow.policy
    contact = {"phone": policy.phone or "–", "hours": policy.hours or "–"}
    if _too_often(visit):
        return told("talk.passed_enough", ((ORDERS, HOME),), **contact)
    said = [s for s in _said(visit) if s != text]
    person = visit.incoming.user
    brought = talking.ask_staff(
        visit.uow,
        visit.actor,
        text,
        key=f"talk:{visit.incoming.update_id}",
        username=person.username or "",
        said=said,
        about=about or _about(visit),
    )
    if not brought:
        return told("talk.no_team", ((ORDERS, HOME),), **contact)
    visit.state[UNTIL] = visit.uow.now.isoformat()
    return told(done, ((ORDERS, HOME),), hours=policy.hours or "–")


def with_team(visit: Visit) -> bool:
    """Tell whether the person is in a conversation with people: what is not understood is for them."""
    return recently(visit, str(visit.state.get(UNTIL, "")), CONVERSATION)


def _about(visit: Visit) -> str:
    """The order that it may be about: the latest, while something of it is open."""
    last = last_order(visit)
    return last.number if last is not None and last.status in OPEN_STATUSES else ""


def _said(visit: Visit) -> list[str]:
    said = visit.state.get(SAID)
    return [str(s) for s in said] if isinstance(said, list) else []


def _too_often(visit: Visit) -> bool:
    kept = visit.state.get(ASKED)
    times = [str(at) for at in kept] if isinstance(kept, list) else []
    recent = [at for at in times if recently(visit, at, CONVERSATION)]
    if len(recent) >= MOST:
        return True
    visit.state[ASKED] = [*recent, visit.uow.now.isoformat()]
    return False

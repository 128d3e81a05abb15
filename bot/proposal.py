"""The card of a proposal, for customers and staff alike: what was understood, corrected by taps.

The caller keeps the proposal in its conversation's state (`kept`, `keep`, `drop`). Every button
carries the proposal's version after its verb, so that one of an older card can be told; a quantity
is the one that the tap leads to, so that a second tap changes nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.catalogue import Sku
from domain.orders import ShippingChoice
from domain.policy import ShopPolicy
from domain.ports import UnitOfWork
from domain.proposals import (
    Choice,
    Problem,
    Proposal,
    ProposedLine,
    from_json,
    with_quantity,
)
from domain.usecases.proposing import choose_product, choose_sku
from notifications.render.catalogue import Names
from notifications.render.screen import Button, Rows, Screen, Style, call
from notifications.render.texts import shorten

STATE = "proposal"
STEPS = {"set": "nnn", "pick": "nns", "ware": "nns", "edit": "nn", "card": "n"}
"""What the card's own buttons carry after `prefix.step`: the version, the line's key, a value."""
MOST_WITH_STEPPER = 3
_PAIR = 24
_ALONE = 42
_LABEL = 22
PARTS = {
    "shipping": "proposal.part.shipping",
    "address": "proposal.part.address",
    "phone": "proposal.part.phone",
    "term": "proposal.part.term",
}

Extra = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Front:
    """Where the card is shown: the prefix of its verbs, and the ids of its words.

    `go_on` confirms (`prefix.ok:version`), `stop` leaves (`prefix.no:version`).
    """

    prefix: str
    title: str = "proposal.title"
    go_on: str = "proposal.button.go_on"
    stop: str = "proposal.button.stop"

    def data(self, step: str, proposal: Proposal, *args: object) -> str:
        """Return the callback data of a step."""
        return call(f"{self.prefix}.{step}", proposal.version, *args)


def kept(state: Mapping[str, object]) -> Proposal | None:
    """Return the proposal that the conversation is about."""
    return from_json(state.get(STATE))


def keep(state: dict[str, object], proposal: Proposal) -> None:
    """Let the conversation be about this proposal."""
    state[STATE] = proposal.to_json()


def drop(state: dict[str, object]) -> None:
    """The proposal is settled, or given up."""
    state.pop(STATE, None)


def corrected(
    uow: UnitOfWork, proposal: Proposal, step: str, key: int, value: int | str
) -> Proposal:
    """Return the proposal after a tap on "set" (quantity), "pick" (SKU) or "ware" (product).

    What cannot be (a line that is gone, a SKU that is not sold) leaves it as it is.
    """
    if step == "set":
        return with_quantity(proposal, key, min(int(value), uow.policy.max_quantity))
    if step == "pick":
        return choose_sku(uow, proposal, key, str(value))
    return choose_product(uow, proposal, key, str(value))


def proposal_screen(
    uow: UnitOfWork,
    proposal: Proposal,
    front: Front,
    *,
    focus: int | None = None,
    extra: Sequence[Extra] = (),
    closing: Rows = (),
    wrong: str | None = None,
    missing: Names | None = None,
) -> Screen:
    """Return the card; with `focus`, that line's quantity and variant can be changed.

    `extra` are further lines under what is known, as (message id, facts); `closing` rows stand below
    the card's own; `wrong` says what was wrong with the last answer; `missing` names what is asked
    next, where that is more than an order of a customer needs.
    """
    policy = uow.policy
    asked_next = missing or Names(tuple(PARTS[p] for p in proposal.missing(policy)))
    asked = proposal.question
    chosen = proposal.line(focus) if focus is not None else None
    if chosen is not None:
        rows = _line_rows(uow, proposal, chosen, front)
    elif asked is not None:
        rows = _answer_rows(policy, proposal, asked, front)
    else:
        rows = _card_rows(policy, proposal, front)
    params = {
        "title": front.title,
        "proposal": proposal,
        "lines": [_shown(line, policy.max_quantity) for line in proposal.lines],
        "ready": proposal.ready(policy),
        "fee": proposal.fee(policy),
        "shipping": _choice(policy, proposal),
        "missing": asked_next,
        "asks": bool(asked_next.message_ids),
        "asked": asked if chosen is None else None,
        "focus": chosen,
        "extra": extra,
        "wrong": wrong,
    }
    return Screen("orders/proposal", params, (*rows, *closing))


def _shown(line: ProposedLine, most: int) -> dict[str, object]:
    problem = line.problem(most)
    return {
        "line": line,
        "title": line.title or line.source,
        "problem": problem.value if problem else "",
        "most": line.most_to_take(most),
        "limit": most,
    }


def _choice(policy: ShopPolicy, proposal: Proposal) -> ShippingChoice | None:
    method = policy.method(proposal.shipping)
    return method.quote(proposal.weight_g) if method else None


def _answer_rows(policy: ShopPolicy, proposal: Proposal, line: ProposedLine, front: Front) -> Rows:
    """The answers to a line's question, and going without it."""
    if line.ask == "qty":
        most = line.most_to_take(policy.max_quantity)
        below = math.floor(Fraction(line.fraction)) if line.fraction else most
        numbers = [n for n in (below, line.quantity) if 0 < n <= most]
        data = {n: front.data("set", proposal, line.key, n) for n in numbers}
        answers: Rows = (tuple(Button(f"{n}×", d, literal=True) for n, d in data.items()),)
    else:
        answers = _in_rows([_answer(proposal, line, c, front) for c in line.choices])
    without = Button("proposal.button.without", front.data("set", proposal, line.key, 0))
    return (*answers, (without,), (_stop(proposal, front),))


def _answer(proposal: Proposal, line: ProposedLine, choice: Choice, front: Front) -> Button:
    if choice.sku:
        text = _variant(choice.title, line.title)
        data = front.data("pick", proposal, line.key, choice.sku)
        if choice.available <= 0:
            return Button("proposal.button.none_left", data, params={"title": text})
        return Button(text, data, literal=True)
    data = front.data("ware", proposal, line.key, choice.product)
    return Button(choice.title, data, literal=True)


def _variant(title: str, of: str) -> str:
    """Return a SKU's title without its product's name, where that is known already."""
    return title.removeprefix(f"{of} · ") or title


def _card_rows(policy: ShopPolicy, proposal: Proposal, front: Front) -> Rows:
    rows: list[tuple[Button, ...]] = []
    several = len(proposal.lines) > MOST_WITH_STEPPER
    for line in proposal.lines:
        if (problem := line.problem(policy.max_quantity)) is not None:
            rows.append(_mending(policy, proposal, line, problem, front))
        else:
            rows.append((_edit(proposal, line, front),))
            if not several:
                rows.append(_stepper(proposal, line, front))
    if proposal.ready(policy):
        data = front.data("ok", proposal)
        rows.append((Button(front.go_on, data, style=Style.SUCCESS),))
    return (*rows, (_stop(proposal, front),))


def _mending(
    policy: ShopPolicy, proposal: Proposal, line: ProposedLine, problem: Problem, front: Front
) -> tuple[Button, ...]:
    """What can be done about a line that cannot be had so: fewer, another variant, none."""
    most = line.most_to_take(policy.max_quantity)
    facts = {"count": most, "title": shorten(line.title, _LABEL)}
    if problem in {Problem.SHORT, Problem.TOO_MANY} and most:
        data = front.data("set", proposal, line.key, most)
        first = Button("proposal.button.take", data, params=facts, style=Style.PRIMARY)
    else:
        data = front.data("edit", proposal, line.key)
        first = Button("proposal.button.other", data, params=facts)
    gone = front.data("set", proposal, line.key, 0)
    return (first, Button("proposal.button.out", gone))


def _stepper(proposal: Proposal, line: ProposedLine, front: Front) -> tuple[Button, ...]:
    def to(count: int) -> str:
        return front.data("set", proposal, line.key, count)

    fewer = Button("−", to(line.quantity - 1), literal=True)
    more = Button("+", to(line.quantity + 1), literal=True)
    number = Button(f"{line.quantity}×", front.data("edit", proposal, line.key), literal=True)
    return (fewer, number, *((more,) if line.quantity < line.left else ()))


def _edit(proposal: Proposal, line: ProposedLine, front: Front) -> Button:
    text = shorten(f"✏️ {line.title}", _ALONE)
    return Button(text, front.data("edit", proposal, line.key), literal=True)


def _line_rows(uow: UnitOfWork, proposal: Proposal, line: ProposedLine, front: Front) -> Rows:
    """One line to change: how many, which variant, or not at all."""
    same = uow.catalogue.skus_of(line.product) if line.product else []
    variants = [
        Button(s.variant or s.title, front.data("pick", proposal, line.key, s.code), literal=True)
        for s in _others(same, line)
    ]
    out = Button("proposal.button.out", front.data("set", proposal, line.key, 0))
    whole = Button("proposal.button.card", front.data("card", proposal))
    return (
        _stepper(proposal, line, front),
        *_in_rows(variants),
        (out, whole),
    )


def _others(skus: list[Sku], line: ProposedLine) -> list[Sku]:
    return [sku for sku in skus if sku.code != line.sku]


def _in_rows(buttons: Sequence[Button]) -> Rows:
    """Two in a row where they are short, else one."""
    across = 2 if all(len(b.text) <= _PAIR for b in buttons) else 1
    return tuple(tuple(buttons[i : i + across]) for i in range(0, len(buttons), across))


def _stop(proposal: Proposal, front: Front) -> Button:
    return Button(front.stop, front.data("no", proposal))

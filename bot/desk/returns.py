"""Returns at the desk: agree, receive, inspect line by line, make good."""

from collections.abc import Callable

from bot.desk import arguments
from bot.desk.acting import Note, act, conclude, note, overtaken
from bot.desk.amounts import amount_and_rest
from bot.desk.asking import STOP, ask, ask_again, number_fact, text_fact, typed
from bot.desk.money import MAX_REFERENCE, wrong_refund
from bot.visit import How, Reply, Show, Visit
from domain.authority import Right
from domain.errors import BadAmount, IllegalTransition, Stale
from domain.numbers import spoken
from domain.orders import Order
from domain.returns import Return, ReturnStatus, Verdict
from domain.usecases.access import return_for
from domain.usecases.returning import (
    approve_return,
    inspect_return,
    receive_return,
    settle_exchange,
    settle_refund,
)
from notifications.render.screen import Button, Rows, Screen, Style, call

REFUND = "d.rrefund"
OPEN = "-"
VERDICTS = {
    "a": Verdict.ACCEPTED,
    "d": Verdict.DAMAGED,
    "r": Verdict.REJECTED,
    "m": Verdict.MISSING,
}
_MOST_ROWS = 20
_SIGNS = {"a": "♻️", "d": "💔", "r": "⛔", "m": "❓", OPEN: "▫️"}
_WORDS = {
    "a": "desk.verdict.accepted",
    "d": "desk.verdict.damaged",
    "r": "desk.verdict.rejected",
    "m": "desk.verdict.missing",
    OPEN: "desk.verdict.open",
}


def approve(visit: Visit) -> Reply:
    """`d.rapprove:RET:VER`, on the card or under the pictures of what is wrong."""
    key, version = _key_and_version(visit)
    number = arguments.order_of(key)
    if not visit.incoming.on_photo:
        done = Note("desk.toast.return_approved")
        return act(visit, number, done, approve_return, key, version)
    ret, _ = return_for(visit.uow, visit.actor, key, Right.DECIDE_RETURN)
    kept = f"id:{ret.pictures[0]}" if ret.pictures else None
    done = Note("desk.did.return_approved", photo=kept)
    return conclude(visit, number, done, approve_return, key, version)


def receive(visit: Visit) -> Reply:
    """`d.rreceive:RET:VER`."""
    key, version = _key_and_version(visit)
    done = Note("desk.toast.return_received")
    return act(visit, arguments.order_of(key), done, receive_return, key, version)


def exchange(visit: Visit) -> Reply:
    """`d.rexchange:RET:VER`: the same goods leave again."""
    key, version = _key_and_version(visit)
    done = Note("desk.toast.exchanged")
    return act(visit, arguments.order_of(key), done, settle_exchange, key, "", version)


def inspect(visit: Visit) -> Reply:
    """`d.rinspect:RET:VER[:VERDICTS[:ok]]`: one letter per line, as tapped so far.

    The sheet holds its whole state in its buttons: any member may go on with it.
    """
    args = visit.incoming.args
    key, version = _key_and_version(visit)
    ret, order = return_for(visit.uow, visit.actor, key, Right.INSPECT_RETURN)
    refused = _not_at(visit, ret, version, ReturnStatus.RECEIVED, "inspect")
    if refused is not None:
        return refused
    given = arguments.argument(args, 2)
    verdicts = given if _fits(given, ret) else OPEN * len(ret.lines)
    if arguments.argument(args, 3) == "ok" and OPEN not in verdicts:
        judged = {line.position: VERDICTS[x] for line, x in zip(ret.lines, verdicts, strict=True)}
        done = Note("desk.did.inspected")
        return conclude(visit, order.number, done, inspect_return, key, judged, version)
    return Reply((Show(_sheet(order, ret, verdicts), How.EDIT if given else How.NEW),))


def _fits(verdicts: str, ret: Return) -> bool:
    return len(verdicts) == len(ret.lines) and all(v in _WORDS for v in verdicts)


def _sheet(order: Order, ret: Return, verdicts: str) -> Screen:
    titles = {line.position: line.title for line in order.lines}
    rows = [
        {
            "title": titles.get(line.position, ""),
            "quantity": line.quantity,
            "sign": _SIGNS[verdict],
            "verdict": _WORDS[verdict],
        }
        for line, verdict in zip(ret.lines, verdicts, strict=True)
    ]
    facts: dict[str, object] = {"number": spoken(order.number), "rows": rows}
    return Screen("desk/inspect", facts, _sheet_buttons(ret, verdicts))


def _sheet_buttons(ret: Return, verdicts: str) -> Rows:
    def data(letters: str, *end: str) -> str:
        return call("d.rinspect", ret.id, ret.version, letters, *end)

    rows = _verdict_rows(verdicts, data)
    if len(ret.lines) > 1 and OPEN in verdicts:
        rows.append((Button("desk.button.all_good", data("a" * len(ret.lines))),))
    if OPEN not in verdicts:
        save = Button("desk.button.save_inspection", data(verdicts, "ok"), style=Style.SUCCESS)
        rows.append((save,))
    return (*rows, STOP)


def _verdict_rows(verdicts: str, data: Callable[[str], str]) -> list[tuple[Button, ...]]:
    """Four buttons a line; for many lines one that goes round, as a keyboard holds 100 buttons."""

    def choice(place: int, letter: str, label: str) -> Button:
        chosen = verdicts[:place] + letter + verdicts[place + 1 :]
        return Button(f"{place + 1} {label}", data(chosen), literal=True)

    if len(verdicts) <= _MOST_ROWS:
        return [
            tuple(
                choice(place, letter, _SIGNS[letter] + ("✓" if now == letter else ""))
                for letter in VERDICTS
            )
            for place, now in enumerate(verdicts)
        ]
    letters = "".join(VERDICTS)
    round_about = [
        choice(place, letters[(letters.find(now) + 1) % len(letters)], _SIGNS[now])
        for place, now in enumerate(verdicts)
    ]
    return [tuple(round_about[i : i + 4]) for i in range(0, len(round_about), 4)]


def refund(visit: Visit) -> Reply:
    """`d.rrefund:RET:VER[:AMOUNT]`: close the return with money."""
    args = visit.incoming.args
    key, version = _key_and_version(visit)
    ret, order = return_for(visit.uow, visit.actor, key, Right.REFUND)
    refused = _not_at(visit, ret, version, ReturnStatus.INSPECTED, "settle")
    if refused is not None:
        return refused
    amount = arguments.whole(arguments.argument(args, 2))
    if amount is not None:
        return _settle(visit, ret, amount, "")
    if not ret.owed_lines or not ret.refund_amount:
        done = Note("desk.toast.return_closed")
        return act(visit, order.number, done, settle_refund, key, 0, "", version)
    sure = Button("desk.button.refund_this", call("d.rrefund", key, version, ret.refund_amount))
    facts: dict[str, object] = {"number": spoken(order.number), "amount": ret.refund_amount}
    question = Screen("desk/ask_refund", facts, ((sure,), STOP))
    return ask(visit, REFUND, question, key=key, version=version)


@typed
def refund_typed(visit: Visit) -> Reply:
    """Take "amount reference"."""
    key, version = text_fact(visit, "key"), number_fact(visit, "version")
    ret, order = return_for(visit.uow, visit.actor, key, Right.REFUND)
    refused = _not_at(visit, ret, version, ReturnStatus.INSPECTED, "settle")
    if refused is not None:
        visit.state.pop("form", None)
        return refused
    amount, reference = amount_and_rest(visit.incoming.text)
    if amount is None or not 0 <= amount <= ret.refund_amount:
        return wrong_refund(order.number, ret.refund_amount)
    if len(reference) > MAX_REFERENCE:
        return ask_again(note("desk.wrong.reference", (STOP,), limit=MAX_REFERENCE))
    return _settle(visit, ret, amount, reference)


def _settle(visit: Visit, ret: Return, amount: int, reference: str) -> Reply:
    if not 0 <= amount <= ret.refund_amount:
        raise BadAmount(amount, ret.refund_amount)
    done = Note("desk.did.refunded", {"reference": reference})
    return conclude(visit, ret.order, done, settle_refund, ret.id, amount, reference, ret.version)


def _not_at(
    visit: Visit, ret: Return, version: int, status: ReturnStatus, action: str
) -> Reply | None:
    if ret.version != version:
        return overtaken(visit, ret.order, Stale("return", ret.id))
    if ret.status is not status:
        error = IllegalTransition("return", ret.id, ret.status.value, action)
        return overtaken(visit, ret.order, error)
    return None


def _key_and_version(visit: Visit) -> tuple[str, int]:
    return arguments.return_id(visit.incoming.args), arguments.version(visit.incoming.args)

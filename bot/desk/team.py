"""Who works here: the first owner, the group, roles."""

from typing import cast

from bot.desk import arguments
from bot.desk.acting import note
from bot.visit import Person, Reply, Toast, Visit, message, screen
from domain import authority
from domain.authority import Actor, Right, Role
from domain.errors import NotFound
from domain.usecases.access import check
from domain.usecases.staffing import (
    claim_shop,
    grant_role,
    name_topic,
    revoke_role,
    settle_in,
)
from notifications.render.screen import Button, Screen, call

ROLE_NAMES = {
    "owner": Role.OWNER,
    "pemilik": Role.OWNER,
    "approver": Role.APPROVER,
    "penyetuju": Role.APPROVER,
    "warehouse": Role.WAREHOUSE,
    "gudang": Role.WAREHOUSE,
    "cashier": Role.CASHIER,
    "kasir": Role.CASHIER,
}
ROLE_TEXTS = {
    Role.OWNER: "desk.role.owner",
    Role.APPROVER: "desk.role.approver",
    Role.WAREHOUSE: "desk.role.warehouse",
    Role.CASHIER: "desk.role.cashier",
}
HELD = {
    Role.OWNER: "desk.role.held_owner",
    Role.APPROVER: "desk.role.held_approver",
    Role.WAREHOUSE: "desk.role.held_warehouse",
    Role.CASHIER: "desk.role.held_cashier",
}
NOT_HELD = {
    Role.OWNER: "desk.role.not_owner",
    Role.APPROVER: "desk.role.not_approver",
    Role.WAREHOUSE: "desk.role.not_warehouse",
    Role.CASHIER: "desk.role.not_cashier",
}
TOPICS = {
    "pesanan": "orders",
    "orders": "orders",
    "pembayaran": "payments",
    "payments": "payments",
    "pengiriman": "shipping",
    "shipping": "shipping",
    "retur": "returns",
    "returns": "returns",
}
_MOST_NAMES = 20


def claim(visit: Visit) -> Reply:
    """`/klaim CODE`: the first owner; in a group also: here is the desk."""
    incoming = visit.incoming
    code = "".join(incoming.words)
    actor = _member(visit)
    if code:
        claim_shop(visit.uow, incoming.user.id, incoming.user.name, code, visit.owner_code)
    elif Role.OWNER not in visit.uow.staff.roles(incoming.user.id):
        return message(note("desk.claim.how"))
    if incoming.private:
        return message(note("desk.claim.private", name=incoming.user.name))
    settle_in(visit.uow, actor, incoming.chat_id)
    text = "desk.claim.group" if code else "desk.claim.moved"
    return message(note(text, name=incoming.user.name))


def team(visit: Visit) -> Reply:
    """`/tim`: all members with their roles."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    rows = [
        {"name": name, "roles": _texts(roles)}
        for _, name, roles in visit.uow.staff.members()
        if roles
    ]
    return message(Screen("desk/team", {"rows": rows}))


def topic(visit: Visit) -> Reply:
    """`/topik PURPOSE` inside a topic of the forum: messages of that kind come here."""
    check(visit.uow, visit.actor, Right.MANAGE_SHOP)
    word = visit.incoming.words[0].lower() if visit.incoming.words else ""
    purpose, thread = TOPICS.get(word), visit.incoming.thread_id
    if purpose is None or thread is None:
        return message(note("desk.topic.how"))
    name_topic(visit.uow, purpose, thread)
    return message(note("desk.topic.set", purpose=word))


def roles(visit: Visit) -> Reply:
    """`/peran [gudang -kasir]` in reply to somebody: give and take roles, or show buttons."""
    check(visit.uow, visit.actor, Right.MANAGE_STAFF)
    person = visit.incoming.reply_to
    if person is None or person.is_bot:
        return message(note("desk.role.how"))
    _note_name(visit, person)
    changes = [(_role(word), not word.startswith("-")) for word in visit.incoming.words]
    if any(role is None for role, _ in changes):
        return message(note("desk.role.unknown", words=" ".join(visit.incoming.words)))
    for role, on in changes:
        if role is not None:
            _set(visit, person.id, role, on=on)
    return message(_sheet(visit, person.id))


def toggle(visit: Visit) -> Reply:
    """`d.role:USER:ROLE:on|off`."""
    check(visit.uow, visit.actor, Right.MANAGE_STAFF)
    args = visit.incoming.args
    user_id = arguments.whole(arguments.argument(args, 0))
    role = ROLE_NAMES.get(arguments.argument(args, 1))
    wish = arguments.argument(args, 2)
    if user_id is None or user_id <= 0 or role is None or wish not in {"on", "off"}:
        raise NotFound("member", "")
    if not _name(visit, user_id):
        raise NotFound("member", str(user_id))
    _set(visit, user_id, role, on=wish == "on")
    return screen(_sheet(visit, user_id), Toast("desk.toast.noted"))


def _member(visit: Visit) -> Actor:
    """Whoever claims is no customer here, also in a private chat."""
    return authority.staff(visit.incoming.user.id)


def _role(word: str) -> Role | None:
    return ROLE_NAMES.get(word.lower().lstrip("+-").rstrip(","))


def _set(visit: Visit, user_id: int, role: Role, *, on: bool) -> None:
    if on:
        grant_role(visit.uow, visit.actor, user_id, _name(visit, user_id), role)
    else:
        revoke_role(visit.uow, visit.actor, user_id, role)


def _note_name(visit: Visit, person: Person) -> None:
    """A button names a person by id alone: remember the name for when it is tapped."""
    known = dict(_names(visit))
    known[str(person.id)] = person.name
    visit.state["names"] = dict(list(known.items())[-_MOST_NAMES:])


def _names(visit: Visit) -> dict[str, str]:
    names = visit.state.get("names")
    return cast("dict[str, str]", names) if isinstance(names, dict) else {}


def _name(visit: Visit, user_id: int) -> str:
    return _names(visit).get(str(user_id)) or visit.uow.staff.name(user_id)


def _texts(held: frozenset[Role]) -> list[str]:
    return [text for role, text in ROLE_TEXTS.items() if role in held]


def _sheet(visit: Visit, user_id: int) -> Screen:
    held = visit.uow.staff.roles(user_id)
    rows = tuple(
        (
            Button(
                HELD[role] if role in held else NOT_HELD[role],
                call("d.role", user_id, role.value, "off" if role in held else "on"),
            ),
        )
        for role in Role
    )
    facts: dict[str, object] = {"name": _name(visit, user_id), "roles": _texts(held)}
    return Screen("desk/roles", facts, rows)

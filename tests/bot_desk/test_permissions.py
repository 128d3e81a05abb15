"""Every button and command with everybody: allowed or refused as the page says, no more no less."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot import customer, desk
from bot.router import Answer
from bot.visit import Incoming, Kind, Person
from domain.authority import GRANTS, Role, staff
from domain.authority import customer as buyer
from domain.channels import Channel
from domain.delivery import OutboxItem
from domain.intakes import Intake
from domain.lessons import UnreadLine, UnreadReason
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.proposals import Proposal, ProposedLine
from domain.returns import Verdict
from domain.usecases import cart, learning, placing, processing, returning
from domain.usecases.taking import TakenOrder, drafted
from storage.tables.base import metadata
from storage.unit_of_work import SqlUnitOfWork
from tests.bot_desk import permission_table
from tests.bot_desk.desk import (
    APPROVER,
    CASHIER,
    GROUP,
    NAMES,
    OWNER,
    SKU,
    STRANGER,
    WAREHOUSE,
    Desk,
    bring_to,
    deliver,
    place,
)

IDS = {
    "owner": OWNER,
    "approver": APPROVER,
    "warehouse": WAREHOUSE,
    "cashier": CASHIER,
    "no role": STRANGER,
    "the order's customer": 501,
    "another customer": 502,
}
STAFF_ROWS = permission_table.rows("Staff's buttons")
CUSTOMER_ROWS = permission_table.rows("Customers' buttons")
COMMAND_ROWS = permission_table.rows("Commands")
REFUSALS = frozenset(
    {
        "errors.not_allowed",
        "errors.not_allowed_staff",
        "errors.not_found",
        "errors.not_found.order",
        "errors.not_found.shipment",
        "errors.not_found.return",
        "customer.toast.old",
        "desk.toast.unknown",
        "desk.help.stranger",
    }
)
# What nobody needs to be asked about any more: the change is there when the tap is answered.
AT_ONCE = frozenset(
    {
        "d.approve", "d.release", "d.paid", "d.pick", "d.pack", "d.arrived", "d.rapprove",
        "d.rreceive", "d.rexchange", "d.well", "d.claim", "d.p.set", "d.p.pick", "d.p.is", "d.p.place", "d.p.no", "d.l.is",
        "d.l.skip", "d.l.forget", "d.retry", "d.role", "d.language", "o.drop", "o.ok",
        "o.reorder", "o.this", "r.drop", "r.none", "k.place",
    }
)  # fmt: skip
STAGES = {
    "d.release": "held",
    "d.proof": "proof", "d.paid": "proof", "d.refuse": "proof", "d.partial": "proof",
    "d.refund": "cancelled_paid",
    "d.pick": "paid", "d.pack": "paid",
    "d.hand": "packed", "d.couriers": "packed",
    "d.arrived": "on_the_way", "o.track": "on_the_way",
    "d.rapprove": "return_requested", "d.rdecline": "return_requested",
    "d.rreceive": "return_approved",
    "d.rinspect": "return_received",
    "d.rrefund": "inspected", "d.rexchange": "inspected",
    "d.well": "delivered", "d.claim": "delivered",
    "o.ok": "delivered", "o.bad": "delivered",
    "r.cancel": "return_requested", "r.drop": "return_requested",
    "r.sent": "return_approved", "r.none": "return_approved",
    "k.place": "draft",
}  # fmt: skip
NOT_STATE = frozenset({"sessions", "inbox", "order_cards"})


class UndoneError(Exception):
    """Carries what a case found out of a transaction that must leave nothing behind."""

    def __init__(self, found: tuple[Answer | None, bool]) -> None:
        super().__init__("undone")
        self.found = found


def prepare(uow: UnitOfWork) -> dict[str, str]:
    """Bring an order of Sari's to each stage; return {stage: order number}."""
    boss = staff(OWNER)
    numbers = {
        stage: bring_to(uow, stage)
        for stage in sorted({*STAGES.values()} - {"held", "cancelled_paid", "inspected", "draft"})
    }
    numbers["placed"] = place(uow)
    numbers["held"] = place(uow)
    processing.hold_order(uow, boss, numbers["held"], "tunggu")
    numbers["cancelled_paid"] = bring_to(uow, "paid")
    placing.cancel_order(uow, boss, numbers["cancelled_paid"], "batal")
    numbers["inspected"] = bring_to(uow, "return_received")
    verdicts = {1: Verdict.ACCEPTED, 2: Verdict.DAMAGED}
    returning.inspect_return(uow, boss, f"{numbers['inspected']}-R1", verdicts)
    sari = uow.customers.by_telegram(501)
    assert sari is not None
    numbers["draft"] = cart.set_quantity(uow, buyer(sari.id), SKU, 1).number
    uow.outbox.put(OutboxItem("letter", "message", uow.now, GROUP), uow.now)
    uow.outbox.bury(1, "gone", uow.now)
    numbers |= being_written_down(uow)
    learning.teach_alias(uow, boss, "lintong", "kopi-gayo")
    uow.lessons.note(UnreadLine("toraya", "ada toraya?", UnreadReason.GOODS, "p", uow.now))
    return numbers


def being_written_down(uow: UnitOfWork) -> dict[str, str]:
    """Put down an order from elsewhere that lacks nothing but to be placed."""
    line = ProposedLine(0, 1, SKU, "kopi-gayo", title="Kopi Gayo", available=5)
    whole = Proposal(
        1, (line,), "Jalan Melati 5, Malang", "Bu Ratna", "+6281234567899", "reg", term="prepaid"
    )
    state = {"proposal": whole.to_json(), "channel": "whatsapp"}
    intake = uow.intakes.add(Intake(0, GROUP, OWNER, uow.new_number(), uow.now, state))
    taken = TakenOrder(
        intake.number,
        Channel.WHATSAPP,
        whole.recipient,
        ((SKU, 1),),
        whole.phone,
        whole.address,
        whole.shipping,
        PaymentTerm.PREPAID,
    )
    return {"intake": str(intake.id), "sum": str(drafted(uow, staff(OWNER), taken).total)}


@pytest.fixture
async def shop(group: Desk) -> tuple[Desk, dict[str, str]]:
    """A desk, and an order at every stage."""
    return group, await group.run(prepare)


def dump(uow: SqlUnitOfWork) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables that hold the shop's state."""
    return {
        table.name: sorted(map(tuple, uow.connection.execute(select(table))), key=repr)
        for table in metadata.sorted_tables
        if table.name not in NOT_STATE
    }


def attempt(uow: SqlUnitOfWork, group: Desk, incoming: Incoming) -> None:
    """Handle the update, find out whether anything changed, and undo it all."""
    before = dump(uow)
    answer = deliver(uow, group.router, incoming)
    raise UndoneError((answer, dump(uow) != before))


async def tried(group: Desk, incoming: Incoming) -> tuple[bool, bool]:
    """Return whether the update was refused, and whether it changed anything."""
    with pytest.raises(UndoneError) as undone:
        await group.store.run(attempt, group, incoming)
    answer, changed = undone.value.found
    assert answer is not None
    group.look(answer)  # it can be shown in both languages
    said = {str(show.screen.params.get("text")) for show in answer.reply.shows}
    said |= {str(show.screen.params.get("message")) for show in answer.reply.shows}
    if answer.reply.toast is not None:
        said.add(answer.reply.toast.text)
    return bool(said & REFUSALS), changed


def data_for(uow: UnitOfWork, row: permission_table.Row, numbers: dict[str, str]) -> str:
    """Return the callback data of the row for an order at the stage it needs, up to date."""
    number = numbers[STAGES.get(row.name, "placed")]
    order, payment = uow.orders.get(number), uow.payments.get(number)
    assert order is not None
    parcel, ret = uow.shipments.get(f"{number}-S1"), uow.returns.get(f"{number}-R1")
    version = ret if "RET" in row.pattern else parcel if "SHIP" in row.pattern else order
    values = {
        "NUM": number,
        "SHIP": f"{number}-S1",
        "RET": f"{number}-R1",
        "VER": version.version if version else 0,
        "PAYVER": payment.version if payment else 0,
        "TOTAL": order.total,
        "SKU": SKU,
        "ID": 1,
        "INTAKE": f"{numbers['intake']}.1",
        "PRODUCT": "kopi-gayo",
        "LINE": 1,
        "WORD": 1,
        "SUM": numbers["sum"],
        "USER": APPROVER,
        "CUSTOMER": order.customer_id,
        "ROLE": "cashier",
    }
    if row.name == "d.language":
        return "d.language:en"
    return ":".join(str(values.get(part, part)) for part in row.pattern.split(":"))


def tap_of(group: Desk, who: str, data: str) -> Incoming:
    """Return the tap, in the group by staff and in their own chat by customers."""
    user_id = IDS[who]
    verb, *args = data.split(":")
    private = who in permission_table.CUSTOMERS
    person = Person(user_id, NAMES.get(user_id, who), language_code="id")
    return Incoming(
        900_000,
        Kind.TAP,
        user_id if private else GROUP,
        "private" if private else "supergroup",
        person,
        message_id=77,
        verb=verb,
        args=tuple(args),
        callback_id="q",
    )


@pytest.mark.parametrize("row", [*STAFF_ROWS, *CUSTOMER_ROWS], ids=lambda row: row.name)
async def test_a_button_does_what_the_page_says_for_everybody(
    shop: tuple[Desk, dict[str, str]], row: permission_table.Row
):
    """Refused: told so, nothing changed. Allowed: not refused, and changed where it acts at once."""
    group, numbers = shop
    if row.name == "o.this":
        await group.run(with_picture)
    data = await group.read(lambda uow: data_for(uow, row, numbers))
    for who, may in row.may.items():
        refused, changed = await tried(group, tap_of(group, who, data))
        assert refused is not may, (who, data)
        if not may:
            assert not changed, (who, data)
        elif row.name in AT_ONCE:
            assert changed, (who, data)


def with_picture(uow: UnitOfWork) -> None:
    """Sari has just sent a picture that belongs to one of several orders."""
    session = uow.sessions.get(501, 501)
    state = {"picture": {"id": "file", "kind": "photo"}}
    uow.sessions.save(replace(session, state=state))


@pytest.mark.parametrize("row", COMMAND_ROWS, ids=lambda row: row.name)
async def test_a_command_does_what_the_page_says_for_everybody(
    shop: tuple[Desk, dict[str, str]], row: permission_table.Row
):
    """Refused: told so, nothing changed."""
    group, numbers = shop
    text = row.pattern.replace("NUM", numbers["placed"]).replace("SKU", SKU)
    text = text.replace("WAYBILL", "123456789012")
    command, *words = text.removeprefix("/").split()
    for who, may in row.may.items():
        person = Person(IDS[who], who)
        incoming = Incoming(
            900_000,
            Kind.COMMAND,
            GROUP,
            "supergroup",
            person,
            text=text,
            command=command,
            words=tuple(words),
        )
        refused, changed = await tried(group, incoming)
        assert refused is not may, who
        assert may or not changed, who


def test_the_page_names_every_button_of_the_desk():
    """A verb that is not on the page was never thought about."""
    assert {row.name for row in STAFF_ROWS} == set(desk.routes().taps)


def test_the_page_names_every_button_of_customers_that_names_an_order():
    """The others act on the chat's own cart; the page lists how they begin."""
    own = ("home", "help", "lang", "c.", "b.", "p.", "k.", "t", "q.", "h.", "o.list")
    named = {row.name for row in CUSTOMER_ROWS}
    for verb in customer.routes().taps:
        assert verb in named or verb.startswith(own), verb
    assert named <= set(customer.routes().taps)


def test_the_page_names_every_command_of_the_desk():
    """Those that answer everybody stand below the table."""
    named = {row.name for row in COMMAND_ROWS}
    offered = {name for name, _ in desk.COMMANDS["id"]} - {"bantuan"}
    assert named == offered


async def test_customers_buttons_do_nothing_in_the_group(shop: tuple[Desk, dict[str, str]]):
    """Also those that name no order."""
    group, _ = shop
    for verb in customer.routes().taps:
        refused, changed = await tried(group, tap_of(group, "owner", f"{verb}:1:1"))
        assert refused, verb
        assert not changed, verb


def test_the_page_tells_of_every_right():
    """One row for each right, as the code grants it."""
    found = permission_table.rows("Roles and rights")
    granted = sorted(
        tuple(role in roles for role in (Role.OWNER, Role.APPROVER, Role.WAREHOUSE, Role.CASHIER))
        for roles in GRANTS.values()
    )
    told = sorted(
        tuple(row.may[who] for who in ("owner", "approver", "warehouse", "cashier"))
        for row in found
    )
    assert told == granted


async def test_staff_are_staff_only_at_the_desk(shop: tuple[Desk, dict[str, str]]):
    """In another group the owner sees no customer's data and changes nothing."""
    group, numbers = shop
    elsewhere = replace(
        tap_of(group, "owner", f"d.card:{numbers['placed']}"), chat_id=-2002, update_id=900_001
    )
    seen = await group.deliver(elsewhere)
    assert "grup lain" in seen.toast
    assert not seen.texts

"""Made-up callback data and texts: only refusals, and nothing is written."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot import desk
from bot.desk.arguments import whole
from bot.visit import Kind
from storage.tables.base import metadata
from storage.unit_of_work import SqlUnitOfWork
from tests.bot_desk.desk import OWNER, STRANGER, Desk, bring_to, deliver

_VERBS = sorted(desk.routes().taps)
_WORDS = st.sampled_from(
    [
        "",
        "0",
        "1",
        "-1",
        "on",
        "ok",
        "owner",
        "jne",
        "biji",
        "a",
        "--",
        "use",
        "none",
        "99999999999",
    ]
)
_ARGS = st.lists(st.one_of(_WORDS, st.text(max_size=40)), max_size=5)
_SKIPPED = frozenset({"inbox"})


class UndoneError(Exception):
    """Undoes what an example did."""


def unchanged(uow: SqlUnitOfWork, group: Desk, update: object) -> None:
    """Handle the update; nothing of the shop may be different afterwards; undo the rest."""
    before = _dump(uow)
    answer = deliver(uow, group.router, update)  # type: ignore[arg-type]  # an Incoming
    assert answer is not None
    group.look(answer)
    assert _dump(uow) == before
    raise UndoneError


def _dump(uow: SqlUnitOfWork) -> dict[str, list[object]]:
    return {
        table.name: sorted(uow.connection.execute(select(table)), key=repr)
        for table in metadata.sorted_tables
        if table.name not in {*_SKIPPED, "sessions"}
    }


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(verb=st.sampled_from(_VERBS), args=_ARGS)
async def test_made_up_taps_change_nothing(group: Desk, verb: str, args: list[str]):
    """No argument here names anything that is there."""
    update = group.update(OWNER, Kind.TAP, verb=verb, args=tuple(args), callback_id="q")
    try:
        await group.store.run(unchanged, group, update)
    except UndoneError:
        return
    raise AssertionError("not handled")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=400))
async def test_made_up_commands_are_answered(group: Desk, text: str):
    """Every command with any words, by somebody without a role: nothing changes."""
    words = tuple(text.split())
    for name in desk.routes().commands:
        update = group.update(STRANGER, Kind.COMMAND, command=name, words=words, text=text)
        try:
            await group.store.run(unchanged, group, update)
        except UndoneError:
            continue
        raise AssertionError("not handled")


@given(st.text(max_size=30))
def test_numbers_are_ascii_digits(text: str):
    """Nothing else becomes a number."""
    found = whole(text)
    assert found is None or str(abs(found)) == text.lstrip("+-").lstrip("0") or found == 0


async def test_data_of_another_shape_is_refused(group: Desk):
    """Arguments that are missing, of another kind, of another's order, with too many versions."""
    number = await group.run(bring_to, "packed")
    for data in (
        "d.approve",
        f"d.approve:{number}",
        f"d.approve:{number}:x",
        f"d.approve:{number}:99",
        f"d.approve:{number.lower()}:1",
        f"d.pick:{number}:1",
        f"d.pick:{number}-R1:1",
        f"d.pick:{number}-S9:1",
        f"d.hand:{number}-S1",
        f"d.rreceive:{number}-S1:1",
        f"d.paid:{number}:1",
        "d.paid:AAAAAAAA:1",
        "d.hand:" + "9" * 50,
    ):
        shown = await group.tap(OWNER, data)
        assert shown.toast, data
    parcel = await group.read(lambda uow: uow.shipments.get(f"{number}-S1"))
    assert parcel is not None
    assert parcel.status == "packed"

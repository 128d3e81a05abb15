"""The table of support is the simulator's, and nothing that the simulator accepts is ignored."""

from __future__ import annotations

import pytest

from simulator.arguments import OBJECTS
from simulator.bot_api_names import DEPRECATED
from simulator.errors import ApiError
from simulator.methods import METHODS
from tests.simulator import schema
from tests.simulator.carriers import CARRIERS, Carrier
from tests.simulator.conftest import Client
from tests.tools import simulator_support
from tests.tools.simulator_support import kinds, taken

REFUSED_FIELDS = sorted(
    (name, field) for name, one in OBJECTS.items() for field in sorted(one.refuses)
)


def test_the_table_on_disk_is_the_simulators():
    """`python -m tests.tools.simulator_support` writes it anew."""
    assert simulator_support.PAGE.read_text(encoding="utf-8") == simulator_support.page()


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_parameter_is_taken_or_refused(name: str):
    """A method takes nothing but what is published, and needs what it takes."""
    built, published = METHODS[name], set(schema.METHODS[name]["fields"])
    assert built.takes.keys() | built.refuses == published | DEPRECATED
    assert built.takes.keys() <= published
    assert set(built.needs) <= built.takes.keys()


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_parameter_that_is_not_built_is_refused_by_name(name: str):
    """Whatever its value."""
    for parameter in METHODS[name].refuses:
        with pytest.raises(ApiError, match=rf"does not honour the parameter {name}\.{parameter}$"):
            METHODS[name].arguments({parameter: "1"})


@pytest.mark.parametrize("name", sorted(OBJECTS))
def test_every_field_of_an_object_is_taken_or_refused(name: str):
    """None is ignored, and none is made up."""
    one = OBJECTS[name]
    assert one.takes | one.refuses == set(schema.TYPES[name]["fields"])
    assert not one.takes & one.refuses


def test_every_object_that_can_come_is_declared():
    """Of several kinds at least one is; the others are refused by their type."""
    for place, types in taken().items():
        members = kinds(types)
        assert not members or OBJECTS.keys() & set(members), place


def test_every_declared_object_can_come():
    """No declaration is left over from what is not built any more."""
    can_come = {member for types in taken().values() for member in kinds(types)}
    assert sorted(OBJECTS.keys() - can_come) == []


REFUSED_KINDS = sorted(
    (place, kind)
    for place, types in taken().items()
    for kind in kinds(types)
    if kind not in OBJECTS
)


@pytest.mark.parametrize(("place", "kind"), REFUSED_KINDS)
def test_a_kind_that_is_not_built_is_refused_by_its_type(place: str, kind: str):
    """Several kinds are told apart by their type."""
    name, _, parameter = place.partition(".")
    called = schema.TYPES[kind]["fields"]["type"]["const"]
    one: schema.Value = {"type": called, "media": "x"}
    if any(t.startswith("Array of ") for t in schema.METHODS[name]["fields"][parameter]["types"]):
        one = [one, one]
    with pytest.raises(ApiError, match=rf"does not honour \w+ of the type '{called}'$"):
        METHODS[name].arguments({parameter: one})


def test_every_declared_object_has_a_call_that_carries_it():
    """So that the tests below leave none out."""
    assert sorted(CARRIERS) == sorted(OBJECTS)


def test_nothing_is_taken_and_forgotten():
    """What is taken is read somewhere by its name, or said to be without effect."""
    package = simulator_support.ROOT / "simulator"
    code = "".join(
        path.read_text() for path in package.rglob("*.py") if path.name != "bot_api_names.py"
    )
    unread = {path for path in taken() if f'"{path.partition(".")[2]}"' not in code}
    assert unread <= simulator_support.NO_EFFECT.keys()
    assert simulator_support.NO_EFFECT.keys() <= taken().keys()


@pytest.fixture
async def chat_id(client: Client) -> int:
    """Return a private chat in which the bot wrote message 1."""
    sari = await client.user()
    await client.result("sendMessage", chat_id=sari, text="Halo")
    return sari


async def _carried(
    client: Client, carrier: Carrier, chat_id: int, extra: dict[str, object]
) -> str | None:
    """Send the object; return the refusal or None."""
    params = carrier.call({"chat_id": chat_id, "user_id": chat_id}, extra)
    known = schema.METHODS[carrier.method]["fields"]
    body = await client.call(carrier.method, **{k: v for k, v in params.items() if k in known})
    return None if body["ok"] else body["description"]


@pytest.mark.parametrize("name", sorted(CARRIERS))
async def test_an_object_passes_without_what_is_not_built(client: Client, chat_id: int, name: str):
    """What the refusals below refuse is the field and nothing else."""
    assert await _carried(client, CARRIERS[name], chat_id, {}) == CARRIERS[name].unless


@pytest.mark.parametrize(("name", "field"), REFUSED_FIELDS)
async def test_a_field_that_is_not_built_is_refused_by_name(
    client: Client, chat_id: int, name: str, field: str
):
    """Deep inside of a parameter as well."""
    refusal = await _carried(client, CARRIERS[name], chat_id, {field: "1"})
    assert refusal == f"Bad Request: the simulator does not honour {name}.{field}"


@pytest.mark.parametrize("name", sorted(CARRIERS))
async def test_a_field_that_is_null_is_not_there(client: Client, chat_id: int, name: str):
    """Clients that write all the fields they know are not refused for it."""
    carrier = CARRIERS[name]
    others = schema.TYPES[name]["fields"].keys() - carrier.good.keys()
    assert await _carried(client, carrier, chat_id, dict.fromkeys(others)) == carrier.unless


async def test_a_field_that_telegram_does_not_know_is_ignored(client: Client, chat_id: int):
    """As Telegram ignores it."""
    carrier = CARRIERS["InlineKeyboardButton"]
    assert await _carried(client, carrier, chat_id, {"colour": "red"}) is None

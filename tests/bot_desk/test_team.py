"""Claiming the shop, roles, and how the group is greeted."""

import pytest

from bot.visit import Kind, Person
from domain.authority import Role
from tests.bot_desk.desk import (
    BOT,
    CASHIER,
    CODE,
    GROUP,
    OWNER,
    STRANGER,
    WAREHOUSE,
    Desk,
)

TONO = Person(STRANGER, "Tono")


async def test_the_first_owner_claims_the_shop_and_the_group_is_its_desk(empty_desk: Desk):
    """A wrong code does nothing; the right one works once."""
    assert "/klaim KODE" in (await empty_desk.command(OWNER, "/bantuan")).text
    await empty_desk.command(OWNER, "/klaim SALAH")
    assert not await empty_desk.read(lambda uow: uow.staff.roles(OWNER))
    shown = await empty_desk.command(OWNER, f"/klaim {CODE}")
    assert "meja toko" in shown.text
    assert await empty_desk.read(lambda uow: uow.staff.roles(OWNER)) == {Role.OWNER}
    settled = await empty_desk.read(lambda uow: uow.shop.staff_group())
    assert settled is not None
    assert settled.chat_id == GROUP
    await empty_desk.command(STRANGER, f"/klaim {CODE}")
    assert not await empty_desk.read(lambda uow: uow.staff.roles(STRANGER))


async def test_the_shop_can_be_claimed_in_a_private_chat(empty_desk: Desk):
    """The group follows with /klaim alone; whoever is no owner is only told how."""
    private = {"chat_id": OWNER, "chat_type": "private"}
    assert "/klaim KODE" in (await empty_desk.command(OWNER, "/klaim", **private)).text
    assert "pemilik toko" in (await empty_desk.command(OWNER, f"/klaim {CODE}", **private)).text
    assert await empty_desk.read(lambda uow: uow.staff.roles(OWNER)) == {Role.OWNER}
    assert await empty_desk.read(lambda uow: uow.shop.staff_group()) is None
    await empty_desk.command(OWNER, "/klaim")
    assert await empty_desk.read(lambda uow: uow.shop.staff_group()) is not None


async def test_only_an_owner_moves_the_desk(group: Desk):
    """/klaim without a code in another group."""
    await group.command(CASHIER, "/klaim", chat_id=-2002)
    found = await group.read(lambda uow: uow.shop.staff_group())
    assert found is not None
    assert found.chat_id == GROUP
    await group.command(OWNER, "/klaim", chat_id=-2002)
    found = await group.read(lambda uow: uow.shop.staff_group())
    assert found is not None
    assert found.chat_id == -2002


async def test_roles_are_given_by_words_and_by_buttons(group: Desk):
    """The reply names the person; buttons give and take."""
    shown = await group.command(OWNER, "/peran gudang kasir", reply_to=TONO)
    assert "gudang, kasir" in shown.text
    shown = await group.tap(OWNER, shown.data("Kasir"))
    assert await group.read(lambda uow: uow.staff.roles(STRANGER)) == {Role.WAREHOUSE}
    assert await group.read(lambda uow: uow.staff.name(STRANGER)) == "Tono"
    await group.command(OWNER, "/role -warehouse", reply_to=TONO)
    assert not await group.read(lambda uow: uow.staff.roles(STRANGER))


@pytest.mark.parametrize("facts", [{}, {"reply_to": BOT}])
async def test_roles_need_somebody_to_give_them_to(group: Desk, facts: dict[str, object]):
    """No reply, or a reply to the bot: told how."""
    assert "Balas pesan anggota" in (await group.command(OWNER, "/peran kasir", **facts)).text


async def test_a_role_that_there_is_not_changes_nothing(group: Desk):
    """Not even the known one beside it."""
    await group.command(OWNER, "/peran kasir bos", reply_to=TONO)
    assert not await group.read(lambda uow: uow.staff.roles(STRANGER))


async def test_the_last_owner_stays(group: Desk):
    """By words and by button; nor do the other words of such a command change anything."""
    rina = Person(OWNER, "Rina")
    assert (
        "harus punya pemilik" in (await group.command(OWNER, "/peran -pemilik", reply_to=rina)).text
    )
    assert "harus punya pemilik" in (await group.tap(OWNER, f"d.role:{OWNER}:owner:off")).toast
    shown = await group.command(OWNER, "/peran gudang -pemilik kasir", reply_to=rina)
    assert "harus punya pemilik" in shown.text
    assert await group.read(lambda uow: uow.staff.roles(OWNER)) == {Role.OWNER}


@pytest.mark.parametrize("data", ["d.role:99999:cashier:on", "d.role:-1:owner:on", "d.role:x:y:z"])
async def test_roles_for_nobody_known_are_refused(group: Desk, data: str):
    """A made-up id has no name."""
    await group.tap(OWNER, data)
    assert len(await group.read(lambda uow: uow.staff.members())) == 4


async def test_the_team_is_listed(group: Desk):
    """All with their roles."""
    shown = await group.command(CASHIER, "/tim")
    assert "Joko — gudang" in shown.text


async def test_the_bot_greets_a_new_group_and_survives_being_removed(group: Desk):
    """Where the desk is already, nothing needs to be said."""
    assert "/klaim" in (await group.member_change(OWNER, "member", chat_id=-2002)).text
    assert (await group.member_change(OWNER, "administrator")).silent
    for status in ("kicked", "left"):
        assert (await group.member_change(OWNER, status)).silent


async def test_members_talk_is_left_alone(group: Desk):
    """Neither staff's nor others', no pictures, no edits; only replies to the bot are answered."""
    assert (await group.say(STRANGER, "halo", reply_to=None)).silent
    assert (await group.say(WAREHOUSE, "halo", reply_to=None)).silent
    assert (await group.photo(WAREHOUSE, reply_to=None)).silent
    assert (await group.say(STRANGER, "halo")).silent
    assert (await group.say(OWNER, "baik", kind=Kind.EDITED)).silent
    assert "/bantuan" in (await group.say(WAREHOUSE, "halo")).text


async def test_help_tells_each_what_they_may(group: Desk):
    """The cashier reads of money, not of parcels."""
    shown = await group.command(CASHIER, "/bantuan")
    assert "bukti transfer" in shown.text
    assert "kemas" not in shown.text
    assert "peran" in (await group.command(STRANGER, "/start")).text


async def test_a_topic_gets_its_purpose(group: Desk):
    """Only from within a topic."""
    assert "di dalam topiknya" in (await group.command(OWNER, "/topik pesanan")).text
    await group.command(OWNER, "/topik pesanan", thread_id=7)
    found = await group.read(lambda uow: uow.shop.staff_group())
    assert found is not None
    assert found.topics == {"orders": 7}

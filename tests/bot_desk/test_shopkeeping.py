"""The queue, letters that failed, settings, language, the digest."""

import pytest

from bot.desk.digest import digest_screen
from bot.desk.settings import SETTINGS
from domain.authority import customer as buyer
from domain.delivery import OutboxItem
from domain.ports import UnitOfWork
from domain.usecases import cart
from domain.usecases.digest import Waiting, digest, waiting_orders
from tests.bot_desk.desk import GROUP, OWNER, SKU, WAREHOUSE, Desk, bring_to, place


async def test_the_queue_knows_what_waits(group_on_both: Desk):
    """Each stage under its need; an order that nobody can work on now is none of the warehouse's."""
    numbers = {
        stage: await group_on_both.run(bring_to, stage)
        for stage in ("approved", "paid", "packed", "on_the_way", "return_requested")
    }
    fresh = await group_on_both.run(place)
    proof = await group_on_both.run(bring_to, "proof")
    found: Waiting = await group_on_both.read(waiting_orders)
    assert set(found.to_decide) == {fresh, proof}
    assert set(found.to_check) == {proof, numbers["approved"]}
    assert found.to_pack == (numbers["paid"],)
    assert found.to_hand_over == (numbers["packed"],)
    assert found.returns == (numbers["return_requested"],)
    assert (found.late, found.on_the_way) == ((), 1)
    group_on_both.clock.advance(days=10)
    assert (await group_on_both.read(waiting_orders)).late == (numbers["on_the_way"],)


async def test_the_queue_leads_to_the_cards(group: Desk):
    """The list stays, the card comes below."""
    number = await group.run(place)
    shown = await group.command(WAREHOUSE, "/antrian")
    card = await group.tap(WAREHOUSE, shown.data("🆕"))
    assert card.reply.shows[0].card_of == number
    assert card.reply.shows[0].how == "new"


async def test_an_empty_queue_says_so(group: Desk):
    """All done."""
    assert "Semua beres" in (await group.command(WAREHOUSE, "/antrian")).text


async def test_orders_and_waybills_are_found(group_on_both: Desk):
    """However they were typed; what there is not is said."""
    number = await group_on_both.run(bring_to, "on_the_way")
    spoken = f"{number[:4]}-{number[4:]}".lower()
    for text in (f"/pesanan {spoken}", "/cari 1234 5678 9012", f"/cari {number}"):
        assert (await group_on_both.command(WAREHOUSE, text)).reply.shows[0].card_of == number
    for text in ("/pesanan", "/pesanan XXXX", "/cari", "/cari 999", "/cari " + "x" * 500):
        shown = await group_on_both.command(WAREHOUSE, text)
        assert shown.reply.shows[0].card_of is None
        assert shown.text


async def test_a_customers_cart_is_nobodys_business(group: Desk):
    """A draft has a number, too."""

    def draft(uow: UnitOfWork) -> str:
        known = uow.customers.by_telegram(501)
        assert known is not None
        return cart.set_quantity(uow, buyer(known.id), SKU, 1).number

    number = await group.run(draft)
    assert "tidak ada" in (await group.command(OWNER, f"/pesanan {number}")).text
    assert (await group.tap(OWNER, f"d.hold:{number}:1")).toast


async def test_a_failed_letter_is_sent_again_once(group: Desk):
    """The second tap finds nothing dead."""

    def lose(uow: UnitOfWork) -> None:
        uow.outbox.put(OutboxItem("k", "message", uow.now, GROUP, {"order": ""}), uow.now)
        uow.outbox.bury(1, "chat <not> found", uow.now)

    await group.run(lose)
    shown = await group.command(OWNER, "/gagal")
    assert "chat <not> found" in shown.text
    again = await group.tap(OWNER, shown.data("#1"))
    assert "Semua pesan terkirim" in again.text
    assert "tidak menunggu" in (await group.tap(OWNER, shown.data("#1"))).toast
    assert not await group.read(lambda uow: uow.outbox.dead(5))


async def test_back_in_the_group_what_failed_is_sent_after_all(group_on_both: Desk):
    """Only the group's own, told in numbers, and once; being removed revives nothing."""

    def lose(uow: UnitOfWork) -> None:
        for key, chat in (("a", GROUP), ("b", GROUP), ("c", 501)):
            uow.outbox.put(OutboxItem(key, "message", uow.now, chat, {"order": ""}), uow.now)
        for row_id in (1, 2, 3):
            uow.outbox.bury(row_id, "kicked", uow.now)

    def dead(uow: UnitOfWork) -> list[str]:
        return [row.item.key for row in uow.outbox.dead(5)]

    await group_on_both.run(lose)
    assert (await group_on_both.member_change(OWNER, "kicked")).silent
    assert await group_on_both.read(dead) == ["c", "b", "a"]
    assert "selama saya tidak ada: 2" in (await group_on_both.member_change(OWNER, "member")).text
    assert await group_on_both.read(dead) == ["c"]
    assert (await group_on_both.member_change(OWNER, "administrator")).silent


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("/atur jam_bayar 12", "payment_hours", 12),
        ("/atur payment_hours 12", "payment_hours", 12),
        ("/atur pajak 11", "tax_percent", 11),
        ("/set tax_percent 11%", "tax_percent", 11),
        ("/atur batas_cod 3jt", "cod_limit", 3_000_000),
        ("/atur hari_retur 0", "return_days", 0),
        ("/atur jam_laporan 6", "digest_hour", 6),
        ("/atur jam_tenang 22-6", "quiet_from_hour", 22),
        ("/atur nama Kopi Kita", "name", "Kopi Kita"),
    ],
)
async def test_a_setting_is_changed_and_shown(group: Desk, text: str, field: str, value: object):
    """The answer is the new value."""
    assert "✅" in (await group.command(OWNER, text)).text
    assert getattr(await group.read(lambda uow: uow.policy), field) == value


@pytest.mark.parametrize(
    "text",
    [
        "/atur jam_bayar 0",
        "/atur jam_bayar 2",  # the reminder comes three hours before
        "/atur jam_bayar banyak",
        "/atur jam_bayar 99999",
        "/atur pajak 12",
        "/atur jam_laporan 24",
        "/atur jam_tenang 21",
        "/atur jam_tenang 21-25",
        "/atur batas_cod -1",
        "/atur nama " + "x" * 201,
        "/atur terms x",
        "/atur",
        "/atur jam_bayar",
    ],
)
async def test_a_wrong_setting_changes_nothing(group: Desk, text: str):
    """It is told what would be right."""
    before = await group.read(lambda uow: uow.policy)
    shown = await group.command(OWNER, text)
    assert shown.text
    assert "✅" not in shown.text
    assert await group.read(lambda uow: uow.policy) == before


def test_every_setting_has_two_names_of_its_own():
    """None is named twice."""
    names = [name for s in SETTINGS for name in {s.indonesian, s.english}]
    assert len(names) == len(set(names))


async def test_the_group_reads_its_own_language(group: Desk):
    """From the answer on."""
    assert "English" in (await group.command(OWNER, "/bahasa en")).text
    assert "What waits now" in (await group.command(WAREHOUSE, "/queue")).text
    asked = await group.command(OWNER, "/language")
    assert "bahasa Indonesia" in (await group.tap(OWNER, asked.data("Indonesia"))).text


async def test_the_digest_counts(group_on_both: Desk):
    """Yesterday's orders in the shop's zone, and what waits today."""
    await group_on_both.run(bring_to, "paid")
    await group_on_both.run(place)
    group_on_both.clock.advance(days=1)
    numbers = await group_on_both.read(digest)
    assert (numbers.orders_yesterday, numbers.to_pack, numbers.to_decide) == (2, 1, 1)
    assert numbers.revenue_yesterday > 0
    for language in ("id", "en"):
        assert group_on_both.renderer.render(digest_screen(numbers), language).text

"""A customer who is not on Telegram: nothing is sent to them, and staff read what to pass on."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import cast
from urllib.parse import unquote

import pytest

from bot.messenger import Messenger
from bot.presenting import Presenter, Scene
from domain.channels import Channel
from domain.delivery import Lane
from domain.payments import PaymentTerm
from domain.policy import BankAccount, StaffGroup
from domain.ports import UnitOfWork
from domain.returns import Resolution, Verdict
from domain.shipments import TrackingEvent
from domain.usecases import paying, processing, receiving, returning, tracking
from domain.usecases.placing import cancel_order
from domain.usecases.shopkeeping import choose_staff_language
from domain.usecases.taking import TakenOrder, take_order
from notifications.milestones import announce
from notifications.render.renderer import Rendered, Renderer
from storage.open import open_store
from tests.builders import GROUP_ID
from tests.domain.shop import (
    APPROVER,
    CASHIER,
    OWNER,
    PACKER,
    TOTAL,
    MovableClock,
    ScriptedCourier,
    Shop,
    findings,
    open_shop,
    set_policy,
)
from tests.notifications.html_check import problems

NUMBER, PARCEL = "AAAAAAAA", "AAAAAAAA-S1"
TAKEN = TakenOrder(
    NUMBER,
    Channel.WHATSAPP,
    "Bu <Ratna> & co",
    (("BEANS", 2), ("MUG", 1)),
    phone="+6281234567899",
    address="Jl. Melati 5, Malang",
    shipping="reg",
    term=PaymentTerm.PREPAID,
)
BANK = BankAccount("BCA", "1234567890", "Kopi Braga")


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    """A shop that announces, with a staff group and an account; its books are right in the end."""
    clock = MovableClock()
    store = await open_store(database_url, announce, clock)
    sari, budi = await store.run(open_shop)

    def settle(uow: UnitOfWork) -> None:
        uow.shop.save_staff_group(StaffGroup(GROUP_ID, {"orders": 4}))
        set_policy(uow, bank_accounts=(BANK,))

    await store.run(settle)
    yield Shop(store, clock, ScriptedCourier(), sari, budi)
    assert await findings(store) == []
    await store.close()


async def sent(shop: Shop) -> list[tuple[str, Rendered]]:
    """Send all that waits, to nobody: return what it was for, and how it reads."""
    presenter = Presenter(shop.store, Renderer(strict=True), cast("Messenger", None))

    found: list[tuple[str, Rendered]] = []

    def take(uow: UnitOfWork) -> int:
        rows = uow.outbox.claim(Lane.CHAT, uow.now + timedelta(days=1), 100, timedelta(days=2))
        for row in presenter.prepare(uow, rows):
            assert isinstance(row.scene, Scene), row.scene
            assert row.item.chat_id == GROUP_ID
            uow.outbox.sent({row.id: row.id}, uow.now)
            if row.scene.message is not None:
                assert not problems(row.scene.message.text)
                found.append((str(row.item.payload.get("audience")), row.scene.message))
        return len(rows)

    while await shop.do(take):
        pass
    return found


async def to_pass_on(shop: Shop) -> list[str]:
    """Return what staff are to copy, as it will be pasted."""
    texts = [message.text for audience, message in await sent(shop) if audience == "by_hand"]
    copied = [re.search(r"<pre>(.*)</pre>", text, re.DOTALL) for text in texts]
    assert all(copied), texts
    return [html.unescape(match[1]) for match in copied if match]


async def test_from_the_order_to_the_door(shop: Shop) -> None:
    """Every milestone is a text to copy, in the customer's words, with what to pay and the waybill."""
    await shop.do(take_order, CASHIER, TAKEN, TOTAL)
    (placed,) = await to_pass_on(shop)
    assert "AAAA-AAAA sudah kami catat" in placed
    assert "1234567890" in placed
    assert "<" not in placed
    await shop.do(processing.approve_order, APPROVER, NUMBER)
    (confirmed,) = await to_pass_on(shop)
    assert "Tinggal pembayarannya" in confirmed
    await shop.do(paying.confirm_payment, CASHIER, NUMBER)
    (paid,) = await to_pass_on(shop)
    assert "sudah masuk" in paid
    await shop.ship(PARCEL)
    (shipped,) = await to_pass_on(shop)
    assert "Resi JNE123" in shipped
    report = TrackingEvent(shop.clock.time + timedelta(hours=1), "go_out", "Dibawa kurir")
    await shop.do(tracking.record_tracking, PARCEL, [report])
    assert "Kurir sedang mengantar" in (await to_pass_on(shop))[0]
    await shop.deliver(PARCEL)
    assert "sudah sampai" in (await to_pass_on(shop))[0]
    await shop.pass_time(days=3)
    told = await to_pass_on(shop)
    assert any("diterima dengan baik" in text for text in told)


async def test_a_return_and_its_money(shop: Shop) -> None:
    """Staff ask for it on the customer's behalf; nothing tells of a button to tap."""
    await shop.do(take_order, CASHIER, TAKEN, TOTAL)
    await shop.do(processing.approve_order, APPROVER, NUMBER)
    await shop.pay(NUMBER)
    await shop.ship(PARCEL)
    await shop.deliver(PARCEL)
    await sent(shop)
    ret = await shop.do(
        returning.request_return, OWNER, PARCEL, {1: 1}, "damaged", Resolution.REFUND
    )
    assert "sudah kami catat" in (await to_pass_on(shop))[0]
    await shop.do(returning.approve_return, APPROVER, ret.id)
    (approved,) = await to_pass_on(shop)
    assert "kabari kami nomor resinya" in approved
    assert "tekan" not in approved
    await shop.do(returning.receive_return, PACKER, ret.id)
    await shop.do(returning.inspect_return, PACKER, ret.id, {1: Verdict.ACCEPTED})
    await shop.refund(ret.id)
    told = await to_pass_on(shop)
    assert any("sudah kami kembalikan" in text for text in told)


async def test_an_end_and_a_deadline_are_told_as_well(shop: Shop) -> None:
    """Turned down by staff, or run out by itself."""
    await shop.do(take_order, CASHIER, TAKEN, TOTAL)
    await sent(shop)
    await shop.do(cancel_order, OWNER, NUMBER, "stok rusak")
    (cancelled,) = await to_pass_on(shop)
    assert "dibatalkan" in cancelled
    assert "stok rusak" in cancelled
    again = replace(TAKEN, number="BBBBBBBB")
    await shop.do(take_order, CASHIER, again, TOTAL)
    await sent(shop)
    await shop.pass_time(hours=30)
    assert any("belum dibayar" in text for text in await to_pass_on(shop))


async def test_the_message_has_ways_to_pass_it_on(shop: Shop) -> None:
    """Copy it, or open the conversation with it; the card is one tap away."""
    await shop.do(take_order, CASHIER, TAKEN, TOTAL)
    (message,) = [m for audience, m in await sent(shop) if audience == "by_hand"]
    assert "Bu &lt;Ratna&gt; &amp; co" in message.text
    assert "WhatsApp, +6281234567899" in message.text
    keys = [key for row in (message.keyboard or {})["inline_keyboard"] for key in row]
    link = next(key["url"] for key in keys if "url" in key)
    assert link.startswith("https://wa.me/6281234567899?text=")
    text = html.unescape(message.text.split("<pre>")[1].removesuffix("</pre>"))
    assert unquote(link.partition("text=")[2]) == text
    assert next(k for k in keys if k.get("callback_data") == f"d.card:{NUMBER}")
    copies = [key["copy_text"]["text"] for key in keys if "copy_text" in key]
    assert copies in ([], [text])


async def test_the_group_reads_its_own_language_and_the_customer_theirs(shop: Shop) -> None:
    """An English desk passes on Indonesian words."""
    await shop.do(choose_staff_language, OWNER, "en")
    await shop.do(take_order, CASHIER, TAKEN, TOTAL)
    (message,) = [m for audience, m in await sent(shop) if audience == "by_hand"]
    assert "Copy this" in message.text
    assert "sudah kami catat" in message.text


async def test_the_card_says_who_took_it_and_that_they_must_be_told(shop: Shop) -> None:
    """It is the first thing that staff who pack it should know."""
    await shop.do(take_order, CASHIER, TAKEN, TOTAL)
    (card,) = [m for audience, m in await sent(shop) if audience == "staff"]
    assert "Lewat WhatsApp · dicatat Cashier" in card.text
    assert "kabari sendiri" in card.text


async def test_without_a_group_nothing_waits(database_url: str) -> None:
    """And nothing fails."""
    clock = MovableClock()
    store = await open_store(database_url, announce, clock)
    sari, budi = await store.run(open_shop)
    lonely = Shop(store, clock, ScriptedCourier(), sari, budi)
    await lonely.do(take_order, CASHIER, TAKEN, TOTAL)
    await lonely.do(processing.approve_order, APPROVER, NUMBER)
    assert await store.read(lambda uow: uow.outbox.next_due(Lane.CHAT)) is None
    await store.close()


async def test_what_staff_note_for_them_is_told_once(shop: Shop) -> None:
    """Accepted by staff on the customer's word."""
    await shop.do(take_order, CASHIER, TAKEN, TOTAL)
    await shop.do(processing.approve_order, APPROVER, NUMBER)
    await shop.pay(NUMBER)
    await shop.ship(PARCEL)
    await shop.deliver(PARCEL)
    await sent(shop)
    await shop.do(receiving.accept_delivery, OWNER, PARCEL)
    assert len(await to_pass_on(shop)) == 1

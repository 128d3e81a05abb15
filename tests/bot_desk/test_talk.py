"""Answering customers from the group: by a reply, by the button; on record, and never to strangers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.visit import Kind
from domain.authority import customer as buyer
from domain.delivery import Lane, OutboxItem
from domain.ports import UnitOfWork
from domain.usecases.talking import MAX_WORDS, ask_staff
from tests.bot_desk.desk import APPROVER, BOT, GROUP, STRANGER, Desk

MESSAGE = 4711


def asked(uow: UnitOfWork) -> int:
    """Sari has asked, and her words stand in the group; return her id."""
    sari = uow.customers.by_telegram(501)
    assert sari is not None
    ask_staff(uow, buyer(sari.id), "toraja enak ga?", key="talk:1", said=["halo"])
    uow.outbox.sent({1: MESSAGE}, uow.now)
    return sari.id


def to_customers(uow: UnitOfWork) -> list[OutboxItem]:
    """Return the answers that wait to be sent."""
    rows = uow.outbox.claim(Lane.CHAT, uow.now, 10, timedelta(0))
    return [row.item for row in rows if "answer" in row.item.payload]


async def test_a_reply_reaches_the_customer(group_on_both: Desk):
    """Once, whoever of the staff writes it; it is on record who did."""
    await group_on_both.run(asked)
    seen = await group_on_both.say(APPROVER, "Enak kak", reply_to_message_id=MESSAGE)
    assert "Terkirim ke Sari" in seen.text
    (item,) = await group_on_both.run(to_customers)
    assert (item.chat_id, item.payload["answer"], item.payload["staff"]) == (501, "Enak kak", 12)


async def test_a_reply_to_another_message_reaches_nobody(group_on_both: Desk):
    """Only words of a customer lead to one."""
    await group_on_both.run(asked)
    await group_on_both.say(APPROVER, "Enak kak", reply_to_message_id=MESSAGE + 1)
    assert await group_on_both.run(to_customers) == []


async def test_a_stranger_in_the_group_answers_nobody(group: Desk):
    """Without a role there is no voice of the shop."""
    await group.run(asked)
    await group.say(STRANGER, "Palsu!", reply_to_message_id=MESSAGE)
    assert await group.run(to_customers) == []


async def test_the_button_asks_for_the_answer(group: Desk):
    """What is typed then is sent, and the question is closed."""
    sari = await group.run(asked)
    seen = await group.tap(APPROVER, f"d.talk:{sari}")
    assert "Ketik jawaban untuk Sari" in seen.text
    await group.say(APPROVER, "Enak kak")
    (item,) = await group.run(to_customers)
    assert item.payload["answer"] == "Enak kak"
    await group.say(APPROVER, "lagi")
    assert len(await group.run(to_customers)) == 1


@pytest.mark.parametrize("data", ["d.talk:999999", "d.talk:x", "d.talk", "d.talk:-1"])
async def test_nobody_is_made_up(group: Desk, data: str):
    """Told so."""
    seen = await group.tap(APPROVER, data)
    assert "tidak bisa dikirimi" in seen.text


async def test_an_answer_that_is_too_long(group: Desk):
    """Told so; nothing is cut silently."""
    sari = await group.run(asked)
    await group.tap(APPROVER, f"d.talk:{sari}")
    seen = await group.say(APPROVER, "a" * (MAX_WORDS + 1))
    assert str(MAX_WORDS) in seen.text
    assert await group.run(to_customers) == []


async def test_in_another_group_nothing_is_passed_on(group: Desk):
    """The desk is in one place."""
    await group.run(asked)
    update = group.update(APPROVER, Kind.TEXT, text="Enak", reply_to=BOT)
    await group.deliver(replace(update, reply_to_message_id=MESSAGE, chat_id=GROUP - 1))
    assert await group.run(to_customers) == []

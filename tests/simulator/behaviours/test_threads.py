"""Where a reply in a supergroup lands."""

from __future__ import annotations

from tests.simulator.behaviours.acting import sent
from tests.simulator.behaviours.stated import THREADS, behaviour
from tests.simulator.behaviours.test_topics import forum, topic
from tests.simulator.conftest import Client
from tests.simulator.schema import Value

NOT_FOUND = "Bad Request: message thread not found"


def place(message: Value) -> tuple[Value, Value]:
    """The thread of a message, and whether that is a topic."""
    return message.get("message_thread_id"), message.get("is_topic_message", False)


@behaviour(
    "A reply without message_thread_id lands in the topic of the message that it replies to.",
    source=THREADS,
)
async def test_replies_follow_into_a_topic(client: Client):
    sari, group = await forum(client)
    thread = await topic(client, group)
    question = await client.say(group, "ada kak?", sari, topic=thread)
    reply = {"message_id": question["message_id"]}
    answer = await sent(client, group, "ada", reply_parameters=reply)
    assert place(answer) == (thread, True)
    again = await client.say(group, "mau", sari, reply_to=answer["message_id"])
    assert place((await client.updates())[-1]["message"]) == (thread, True)
    assert (await client.seen(group))[-1]["message_id"] == again["message_id"]
    assert (await client.seen(group))[-1]["topic"] == thread


@behaviour(
    "In a supergroup a reply outside of topics has a message_thread_id, not is_topic_message.",
    source=THREADS,
)
async def test_replies_have_a_thread(client: Client):
    sari = await client.user()
    for group in (await client.group([sari]), await client.group([sari], is_forum=True)):
        first = await sent(client, group)
        assert place(first) == (None, False)
        second = await client.say(group, "satu", sari, reply_to=first["message_id"])
        third = await client.say(group, "dua", sari, reply_to=second["message_id"])
        told = [update["message"] for update in (await client.updates())[-2:]]
        assert [place(message) for message in told] == [(first["message_id"], False)] * 2
        answer = await sent(client, group, reply_parameters={"message_id": third["message_id"]})
        assert place(answer) == (first["message_id"], False)


@behaviour("No message can be sent to a thread that is no topic: it is not found.", source=THREADS)
async def test_threads_are_no_topics(client: Client):
    sari = await client.user()
    for group in (await client.group([sari]), await client.group([sari], is_forum=True)):
        first = await sent(client, group)
        await client.say(group, "satu", sari, reply_to=first["message_id"])
        thread = (await client.updates())[-1]["message"]["message_thread_id"]
        refused = await client.refusal(
            "sendMessage", chat_id=group, text="x", message_thread_id=thread
        )
        assert refused == NOT_FOUND


@behaviour("In private chats and basic groups replies have no message_thread_id.", source=THREADS)
async def test_other_chats_have_no_threads(client: Client):
    sari = await client.user()
    for chat in (sari, await client.group([sari], type="group")):
        first = await sent(client, chat)
        await client.say(chat, "satu", sari, reply_to=first["message_id"])
        assert place((await client.updates())[-1]["message"]) == (None, False)

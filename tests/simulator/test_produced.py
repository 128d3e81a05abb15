"""Fields that come only in answers to rare calls: what the bot itself left in a chat, quoted.

A bot gets no updates about its own messages; it meets them in replies to them and in getChat.
"""

from __future__ import annotations

from tests.simulator.conftest import Client
from tests.simulator.schema import Value
from tests.simulator.selling import COFFEE, next_update, paying


async def _last(client: Client, chat_id: int, **more: Value) -> Value:
    """The newest message of a chat, as a reply to it shows it."""
    message_id = (await client.seen(chat_id))[-1]["message_id"]
    reply = {"message_id": message_id}
    sent = await client.result(
        "sendMessage", chat_id=chat_id, text="ini", reply_parameters=reply, **more
    )
    return sent["reply_to_message"]


async def test_a_pin_of_the_bots(client: Client):
    """The service message about it holds the pinned one."""
    sari = await client.user()
    group = await client.group([sari])
    sent = await client.result("sendMessage", chat_id=group, text="Aturan")
    await client.result("pinChatMessage", chat_id=group, message_id=sent["message_id"])
    assert (await _last(client, group))["pinned_message"]["text"] == "Aturan"


async def test_what_the_bot_does_to_a_topic(client: Client):
    """Its names and its doors."""
    sari = await client.user()
    group = await client.group([sari], is_forum=True)
    topic = await client.result("createForumTopic", chat_id=group, name="Kopi")
    place = {"chat_id": group, "message_thread_id": topic["message_thread_id"]}
    there = {"message_thread_id": topic["message_thread_id"]}
    await client.result("editForumTopic", **place, name="Teh")
    assert (await _last(client, group, **there))["forum_topic_edited"] == {"name": "Teh"}
    await client.result("closeForumTopic", **place)
    assert (await _last(client, group, **there))["forum_topic_closed"] == {}
    await client.result("reopenForumTopic", **place)
    assert (await _last(client, group, **there))["forum_topic_reopened"] == {}


async def test_a_link_and_how_it_is_shown(client: Client):
    """As it was asked for."""
    sari = await client.user()
    options = {
        "is_disabled": False,
        "url": "https://kopi.id/",
        "prefer_small_media": True,
        "prefer_large_media": False,
        "show_above_text": True,
    }
    sent = await client.result(
        "sendMessage", chat_id=sari, text="https://kopi.id/", link_preview_options=options
    )
    assert sent["link_preview_options"] == options


async def test_a_contact_with_a_card(client: Client):
    """The card comes back as it was sent."""
    sari = await client.user()
    card = "BEGIN:VCARD\nFN:Rina\nEND:VCARD"
    sent = await client.result(
        "sendContact", chat_id=sari, phone_number="0812", first_name="Rina", vcard=card
    )
    assert sent["contact"]["vcard"] == card


async def test_chats_in_full(client: Client):
    """A person with all names, and a forum."""
    sari = await client.user(last_name="Dewi", username="saridewi")
    found = await client.result("getChat", chat_id=sari)
    assert (found["last_name"], found["username"]) == ("Dewi", "saridewi")
    group = await client.group([sari], is_forum=True)
    assert (await client.result("getChat", chat_id=group))["is_forum"] is True


async def test_an_order_with_an_address_for_mail(client: Client):
    """Who pays gives it where the invoice asks for it."""
    sari = await client.user()
    sent = await client.result("sendInvoice", chat_id=sari, **COFFEE, need_email=True)
    paid = paying(client, sari, sent["message_id"], info={"email": "sari@contoh.id"})
    query = await next_update(client, "pre_checkout_query")
    assert query["order_info"] == {"email": "sari@contoh.id"}
    await client.result("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    assert (await paid)["ok"] is True

"""Forwarding and copying."""

from __future__ import annotations

import pytest

from tests.simulator.behaviours.acting import YES, sent, target
from tests.simulator.behaviours.stated import API, behaviour
from tests.simulator.conftest import Client, base64_png, png
from tests.simulator.selling import invoice


async def pair(client: Client) -> tuple[int, int]:
    """Two people."""
    return await client.user(), await client.user("Budi")


@behaviour("A forwarded message tells of the original one.", source=API + "message")
async def test_forwards(client: Client):
    sari, budi = await pair(client)
    theirs = await client.say(sari, "halo")
    source = {"from_chat_id": sari, "message_id": theirs["message_id"]}
    forward = await client.result("forwardMessage", chat_id=budi, **source)
    assert (forward["text"], forward["forward_origin"]["sender_user"]["id"]) == ("halo", sari)


@behaviour("A copied message has no link to the original one.", source=API + "copymessage")
async def test_copies(client: Client):
    sari, budi = await pair(client)
    theirs = await client.say(sari, "halo")
    source = {"from_chat_id": sari, "message_id": theirs["message_id"]}
    copy = await client.result("copyMessage", chat_id=budi, **source)
    seen = (await client.seen(budi))[0]
    assert copy == {"message_id": seen["message_id"]}
    assert seen["text"] == "halo"
    assert "forwarded_from" not in seen


@behaviour(
    "A copy keeps the original caption unless a new one is given.", source=API + "copymessage"
)
async def test_captions(client: Client):
    sari, budi = await pair(client)
    photo = await client.upload("sendPhoto", {"photo": png()}, chat_id=sari, caption="Kopi")
    source = {"from_chat_id": sari, "message_id": photo["result"]["message_id"]}
    await client.result("copyMessage", chat_id=budi, **source)
    await client.result("copyMessage", chat_id=budi, **source, caption="Teh")
    assert [message["caption"] for message in await client.seen(budi)] == ["Kopi", "Teh"]


@behaviour("Messages with protected content can't be forwarded.", source=API + "forwardmessage")
async def test_protected(client: Client):
    sari, budi = await pair(client)
    message = await sent(client, sari, protect_content=True)
    source = {"from_chat_id": sari, "message_id": message["message_id"]}
    assert (await client.call("forwardMessage", chat_id=budi, **source))["ok"] is False


@behaviour(
    "Service messages can be neither forwarded nor copied.",
    source=API + "copymessage",
)
async def test_services(client: Client):
    sari, budi = await pair(client)
    group = await client.group([sari])
    await client.result("pinChatMessage", **target(await sent(client, group)))
    service = (await client.seen(group))[-1]
    source = {"from_chat_id": group, "message_id": service["message_id"]}
    for method in ("forwardMessage", "copyMessage"):
        assert (await client.call(method, chat_id=budi, **source))["ok"] is False


@behaviour("Invoice messages can't be copied.", source=API + "copymessage")
async def test_invoices(client: Client):
    sari, budi = await pair(client)
    source = {"from_chat_id": sari, "message_id": await invoice(client, sari)}
    assert (await client.call("copyMessage", chat_id=budi, **source))["ok"] is False


@behaviour("forwardMessages skips messages that can't be found.", source=API + "forwardmessages")
async def test_missing_ones_are_skipped(client: Client):
    sari, budi = await pair(client)
    ids = [(await sent(client, sari, text))["message_id"] for text in ("satu", "dua")]
    source = {"from_chat_id": sari, "message_ids": [*ids, 900]}
    made = await client.result("forwardMessages", chat_id=budi, **source)
    assert len(made) == 2
    assert [message["text"] for message in await client.seen(budi)] == ["satu", "dua"]


@behaviour(
    "Messages to copy are 1-100 identifiers in strictly increasing order.",
    source=API + "copymessages",
)
async def test_increasing(client: Client):
    sari, budi = await pair(client)
    first, second = [(await sent(client, sari))["message_id"] for _ in range(2)]
    orders: list[tuple[list[int], bool]] = [
        ([first, second], True),
        ([second, first], False),
        ([first, first], False),
        ([], False),
        (list(range(1, 102)), False),
    ]
    for ids, fits in orders:
        source = {"from_chat_id": sari, "message_ids": ids}
        assert (await client.call("copyMessages", chat_id=budi, **source))["ok"] is fits


@behaviour("Album grouping is kept for forwarded messages.", source=API + "forwardmessages")
@pytest.mark.parametrize("method", ["forwardMessages", "copyMessages"])
async def test_albums(client: Client, method: str):
    sari, budi = await pair(client)
    album = [base64_png(1), base64_png(2)]
    theirs = await client.sim_post("/send", chat_id=sari, from_id=sari, album=album)
    source = {"from_chat_id": sari, "message_ids": theirs["message_ids"]}
    await client.result(method, chat_id=budi, **source)
    groups = [message["album_id"] for message in await client.seen(budi)]
    assert len(groups) == 2
    assert len(set(groups)) == 1


@behaviour("copyMessages can leave the captions behind.", source=API + "copymessages")
async def test_without_captions(client: Client):
    sari, budi = await pair(client)
    photo = {"photo": base64_png(), "caption": "bukti"}
    theirs = await client.sim_post("/send", chat_id=sari, from_id=sari, **photo)
    source = {"from_chat_id": sari, "message_ids": [theirs["message_id"]]}
    await client.result("copyMessages", chat_id=budi, **source, remove_caption=True)
    seen = (await client.seen(budi))[0]
    assert "photo_url" in seen
    assert "caption" not in seen


@behaviour("A copy takes a keyboard of its own.", source=API + "copymessage")
async def test_keyboards(client: Client):
    sari, budi = await pair(client)
    message = await sent(client, sari)
    source = {"from_chat_id": sari, "message_id": message["message_id"]}
    await client.result("copyMessage", chat_id=budi, **source, reply_markup=YES)
    assert (await client.seen(budi))[0]["keyboard"][0][0]["text"] == "Ya"

"""Reactions of people and of the bot.

Source: core.telegram.org/bots/api#messagereactionupdated, #setmessagereaction.
"""

from __future__ import annotations

import pytest

from tests.simulator.conftest import Client

HEARD = ["message", "message_reaction"]


async def reacted(client: Client) -> list[tuple[list[str], list[str]]]:
    """(old, new) emoji of each reaction that the bot heard of."""
    return [
        tuple(
            [reaction["emoji"] for reaction in update["message_reaction"][which]]
            for which in ("old_reaction", "new_reaction")
        )
        for update in await client.updates()
        if "message_reaction" in update
    ]


async def test_a_persons_reaction_reaches_the_bot_that_asked_for_it(client: Client):
    """Set, changed, taken back; the same one again is nothing new."""
    sari = await client.user()
    await client.updates(allowed_updates=HEARD)
    sent = await client.result("sendMessage", chat_id=sari, text="x")
    target = {"chat_id": sari, "from_id": sari, "message_id": sent["message_id"]}
    for emoji in ("👍", "👍", "❤", None):
        await client.sim_post("/react", **target, emoji=emoji)
    assert await reacted(client) == [([], ["👍"]), (["👍"], ["❤"]), (["❤"], [])]
    assert "reactions" not in (await client.seen(sari))[0]


async def test_reactions_of_several_stand_side_by_side(client: Client):
    """One a person and one of the bot's; the bot does not hear of its own."""
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi])
    await client.updates(allowed_updates=HEARD)
    sent = await client.result("sendMessage", chat_id=group, text="x")
    target = {"chat_id": group, "message_id": sent["message_id"]}
    await client.sim_post("/react", **target, from_id=sari, emoji="👍")
    await client.sim_post("/react", **target, from_id=budi, emoji="👍")
    heart = [{"type": "emoji", "emoji": "❤"}]
    await client.result("setMessageReaction", **target, reaction=heart)
    seen = (await client.seen(group))[-1]
    assert seen["reactions"] == ["👍", "👍", "❤"]
    assert seen["reacted"] == {str(sari): "👍", str(budi): "👍", str(client.world.bot.id): "❤"}
    assert len(await reacted(client)) == 2
    await client.result("setMessageReaction", **target)
    assert (await client.seen(group))[-1]["reactions"] == ["👍", "👍"]


async def test_reactions_do_not_come_by_default_nor_to_ordinary_members(client: Client):
    """ "The bot must be an administrator in the chat and must explicitly specify"."""
    sari = await client.user()
    group = await client.group([sari], bot_is_admin=False)
    wrote = await client.say(group, "halo", sari)
    target = {"chat_id": group, "from_id": sari, "message_id": wrote["message_id"]}
    assert (await client.sim_post("/react", **target, emoji="👍"))["update_id"] is None
    await client.updates(allowed_updates=HEARD)
    assert (await client.sim_post("/react", **target, emoji="❤"))["update_id"] is None
    bot = {"chat_id": group, "user_id": client.world.bot.id}
    await client.sim_post("/promote", **bot, can_change_info=True)
    assert (await client.sim_post("/react", **target, emoji="🔥"))["update_id"] is not None


async def test_who_may_not_react(client: Client):
    """Strangers, and members without that permission."""
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi])
    stranger = await client.user("Wati")
    wrote = await client.say(group, "halo", sari)
    target = {"chat_id": group, "message_id": wrote["message_id"], "emoji": "👍"}
    await client.sim_post("/react", 403, **target, from_id=stranger)
    await client.sim_post(
        "/restrict", chat_id=group, user_id=budi, permissions={"can_send_messages": True}
    )
    refused = await client.sim_post("/react", 403, **target, from_id=budi)
    assert refused["error"] == f"user {budi} may not react in chat {group}"


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"emoji": "🐙"}, 400, "no such reaction"),
        ({"emoji": ["👍"]}, 400, "emoji must be a string"),
        ({"emoji": "👍", "message_id": 99}, 404, "no such message to react to"),
        ({"emoji": "👍", "from_id": 5}, 404, "no such user: 5"),
    ],
)
async def test_reactions_that_make_no_sense(client: Client, body: dict, status: int, words: str):
    """Refused by the control surface."""
    sari = await client.user()
    wrote = await client.say(sari, "halo")
    target = {"chat_id": sari, "from_id": sari, "message_id": wrote["message_id"]}
    refused = await client.sim_post("/react", status, **target | body)
    assert refused["error"].startswith(words)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"message_id": 99}, "message to react not found"),
        ({"reaction": [{"type": "emoji", "emoji": "🐙"}]}, "REACTION_INVALID"),
        ({"reaction": [{"type": "emoji", "emoji": "👍"}] * 2}, "REACTIONS_TOO_MANY"),
        (
            {"reaction": [{"type": "paid"}]},
            "the simulator does not honour ReactionType of the type 'paid'",
        ),
        ({"reaction": "👍"}, "can't parse reaction JSON object"),
    ],
)
async def test_reactions_of_the_bot_that_are_refused(client: Client, params: dict, words: str):
    """In Telegram's words."""
    sari = await client.user()
    sent = await client.result("sendMessage", chat_id=sari, text="x")
    target = {"chat_id": sari, "message_id": sent["message_id"]}
    assert await client.refusal("setMessageReaction", **target | params) == f"Bad Request: {words}"

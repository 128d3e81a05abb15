"""Updates as Telegram sends them, and as nobody should send them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import clean, read_update
from bot.visit import Incoming, Kind

SARI = {"id": 7, "is_bot": False, "first_name": "Sari", "last_name": "D", "language_code": "id"}
CHAT = {"id": 7, "type": "private", "first_name": "Sari"}


def message(**content: object) -> Incoming | None:
    raw = {"message_id": 3, "date": 1, "chat": CHAT, "from": SARI} | content
    return read_update(json.dumps({"update_id": 1, "message": raw}))


def kind_of(**content: object) -> Kind:
    incoming = message(**content)
    assert incoming is not None
    return incoming.kind


def test_a_command_with_words_and_the_bots_name():
    """Given `/Lacak@bot A b`, the command is lower case without the name, the words follow."""
    entities = [{"type": "bot_command", "offset": 0, "length": 10}]
    incoming = message(text="/Lacak@shop_bot JX12 34", entities=entities)
    assert incoming is not None
    assert (incoming.command, incoming.words) == ("lacak", ("JX12", "34"))


def test_a_reply_knows_the_buttons_of_what_it_replies_to():
    """Given a reply to a card, the data of its buttons says which card it is."""
    rows = [[{"text": "a", "callback_data": "d.p.ok:7.2"}], [{"text": "b", "url": "https://x"}]]
    card = {"message_id": 2, "from": SARI, "reply_markup": {"inline_keyboard": rows}}
    incoming = message(text="mug 1", reply_to_message=card)
    assert incoming is not None
    assert incoming.reply_data == ("d.p.ok:7.2",)


def test_a_slash_inside_a_text_is_no_command():
    """Given a command that is not at the start, it is a text."""
    entities = [{"type": "bot_command", "offset": 5, "length": 6}]
    assert kind_of(text="kirim/batal", entities=entities) is Kind.TEXT


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"text": "halo"}, Kind.TEXT),
        ({"photo": [{"file_id": "a", "file_unique_id": "b"}]}, Kind.PHOTO),
        ({"document": {"file_id": "a", "file_unique_id": "b"}}, Kind.DOCUMENT),
        ({"contact": {"phone_number": "+62812", "first_name": "A"}}, Kind.CONTACT),
        ({"location": {"latitude": -6.2, "longitude": 106.8}}, Kind.LOCATION),
        ({"sticker": {"file_id": "a"}}, Kind.OTHER),
        ({"voice": {"file_id": "a"}}, Kind.OTHER),
        ({"new_chat_members": [SARI]}, Kind.MEMBERSHIP),
        ({"migrate_to_chat_id": -1001}, Kind.MIGRATION),
        ({"photo": []}, Kind.OTHER),
    ],
    ids=lambda value: value.value if isinstance(value, Kind) else None,
)
def test_kinds_of_messages(content: dict[str, Any], kind: Kind):
    """Given a message, its content says what kind it is."""
    assert kind_of(**content) is kind


def test_the_largest_picture_counts():
    """Given the sizes of a photo, the last and largest is taken."""
    sizes = [{"file_id": n, "file_unique_id": n} for n in ("small", "large")]
    incoming = message(photo=sizes, media_group_id="9")
    assert incoming is not None
    assert incoming.file is not None
    assert (incoming.file.id, incoming.album) == ("large", "9")


def test_a_contact_says_whose_it_is():
    """Given a contact, the user behind it is kept: it may be somebody else's."""
    incoming = message(contact={"phone_number": "+62811", "first_name": "Budi", "user_id": 8})
    assert incoming is not None
    assert (incoming.contact_user_id, incoming.contact_name) == (8, "Budi")


def test_an_edit_is_known_as_such():
    """Given an edited message, it is not taken for a new one."""
    raw = {"message_id": 3, "date": 1, "chat": CHAT, "from": SARI, "text": "x"}
    incoming = read_update(json.dumps({"update_id": 1, "edited_message": raw}))
    assert incoming is not None
    assert incoming.kind is Kind.EDITED


def test_a_tap():
    """Given a tap, its data falls into verb and arguments, and the message's picture is known."""
    raw = {"message_id": 3, "date": 1, "chat": CHAT, "photo": [{}]}
    query = {"id": "5", "from": SARI, "message": raw, "data": "k.place:ABC:2:1000"}
    incoming = read_update(json.dumps({"update_id": 1, "callback_query": query}))
    assert incoming is not None
    assert (incoming.verb, incoming.args) == ("k.place", ("ABC", "2", "1000"))
    assert incoming.on_photo


@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", "{}", '{"update_id":1,"message":{}}', '{"update_id":1,"channel_post":{}}',
     '{"update_id":1,"message":{"from":7,"chat":[],"message_id":"x"}}', "{"],
)  # fmt: skip
def test_garbage_concerns_nobody(body: str):
    """Given what is no update, nobody is disturbed and nothing raises."""
    assert read_update(body) is None


def test_control_characters_and_lone_surrogates_are_dropped():
    """Given characters that no database keeps, they go; line breaks and emoji stay."""
    assert clean("a\x00b\ud800c\x1b\n😀\x7f") == "abc\n😀"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "message",
                        "callback_query",
                        "from",
                        "chat",
                        "id",
                        "text",
                        "entities",
                        "message_id",
                        "photo",
                        "contact",
                        "update_id",
                        "data",
                        "type",
                    ]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=20,
    )
)
def test_nothing_raises(body: object):
    """Given any JSON, reading returns an Incoming or None."""
    read_update(json.dumps(body))

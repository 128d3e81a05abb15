"""The published schema as the tests use it: what fits, what does not, and who else agrees."""

from __future__ import annotations

import pytest

from simulator.bot_api_names import KNOWN, MESSAGE_ENTITY_TYPES
from tests.simulator.schema import METHODS, Value, answer_problems, problems, update_problems

PERSON = {"id": 7, "is_bot": False, "first_name": "Sari"}
PLACE = {"id": 7, "type": "private", "first_name": "Sari"}
MESSAGE = {"message_id": 1, "date": 1, "chat": PLACE, "from": PERSON, "text": "Halo"}


def test_the_simulator_knows_the_published_methods_and_parameters():
    """The list from which parameters are refused by name is the schema's."""
    assert {name: frozenset(method["fields"]) for name, method in METHODS.items()} == KNOWN


def test_the_simulator_knows_the_entities_that_have_a_type():
    """Fields of an entity that belong to one type only belong to a known one."""
    assert {"text_link", "text_mention", "pre", "custom_emoji", "date_time"} <= MESSAGE_ENTITY_TYPES


@pytest.mark.parametrize(
    ("value", "type_name", "found"),
    [
        (MESSAGE, "Message", []),
        (MESSAGE | {"colour": "red"}, "Message", ["$.colour: not a field of Message"]),
        ({"message_id": 1, "chat": PLACE}, "Message", ["$.date: required in Message, missing"]),
        (MESSAGE | {"date": "1"}, "Message", ["$.date: Integer was expected, not '1'"]),
        (MESSAGE | {"date": True}, "Message", ["$.date: Integer was expected, not True"]),
        (
            MESSAGE | {"reply_to_message": MESSAGE | {"from": {"id": 7, "is_bot": False}}},
            "Message",
            ["$.reply_to_message.from.first_name: required in User, missing"],
        ),
        (MESSAGE | {"photo": ()}, "Message", ["$.photo: an array was expected"]),
        (
            MESSAGE | {"photo": [{"file_id": "x"}]},
            "Message",
            [
                f"$.photo[0].{name}: required in PhotoSize, missing"
                for name in ("file_unique_id", "width", "height")
            ],
        ),
        ({"status": "member", "user": PERSON}, "ChatMember", []),
        (
            {"status": "kicked", "user": PERSON},
            "ChatMember",
            ["$.until_date: required in ChatMemberBanned, missing"],
        ),
        (
            {"status": "left", "user": PERSON, "until_date": 0},
            "ChatMember",
            ["$.until_date: not a field of ChatMemberLeft"],
        ),
        ({"type": "emoji", "emoji": "👍"}, "ReactionType", []),
        ([[{"text": "Ya"}]], "Array of Array of InlineKeyboardButton", []),
        ({"forum_topic_closed": {"by": 1}}, "ForumTopicClosed",
         ["$.forum_topic_closed: not a field of ForumTopicClosed"]),
    ],
)  # fmt: skip
def test_what_fits_and_what_does_not(value: Value, type_name: str, found: list[str]):
    """A value that does not fit is told with its place and the reason."""
    assert problems(value, [type_name]) == found


def test_a_type_that_is_none_of_a_union():
    """Who claims to be no member of a union is none."""
    assert problems({"status": "guest", "user": PERSON}, ["ChatMember"])
    assert problems({"type": "mood", "emoji": "👍"}, ["ReactionType"])


@pytest.mark.parametrize(
    ("method", "status", "body", "found"),
    [
        ("getMe", 200, {"ok": True, "result": PERSON}, []),
        ("getme", 200, {"ok": True, "result": PERSON}, []),
        ("deleteMessage", 200, {"ok": True, "result": True}, []),
        ("editMessageText", 200, {"ok": True, "result": True}, []),
        ("deleteMessage", 200, {"ok": True, "result": 1},
         ["$.result: Boolean was expected, not 1"]),
        ("getMe", 200, {"ok": True}, ["$.result: required in an answer, missing"]),
        ("getMe", 201, {"ok": True, "result": PERSON}, ["$: success with the status 201"]),
        ("nothing", 200, {"ok": True, "result": 1},
         ["$: no method nothing is known, yet it succeeded"]),
        ("nothing", 404, {"ok": False, "error_code": 404, "description": "Not Found"}, []),
        ("getMe", 400, {"ok": False, "error_code": 401, "description": "Unauthorized"},
         ["$.error_code: 400 was expected, the status of the answer"]),
        ("getMe", 429, {"ok": False, "error_code": 429, "description": "x",
                        "parameters": {"retry_after": "1"}},
         ["$.parameters.retry_after: Integer was expected, not '1'"]),
        ("getUpdates", 200, {"ok": True, "result": [{"update_id": 1}]},
         ["$.result[0]: one content was expected, not ['update_id']"]),
    ],
)  # fmt: skip
def test_answers(method: str, status: int, body: Value, found: list[str]):
    """Success and refusal each have their form, and the status agrees."""
    assert answer_problems(method, status, body) == found


def test_updates():
    """An update has an id and one content."""
    update = {"update_id": 1, "message": MESSAGE}
    assert update_problems(update) == []
    both = update | {"edited_message": MESSAGE}
    assert update_problems(both) == [
        "$: one content was expected, not ['edited_message', 'message', 'update_id']"
    ]
    assert update_problems({"message": MESSAGE, "poll_answer": {}}) != []

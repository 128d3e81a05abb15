"""answerCallbackQuery."""

from __future__ import annotations

from simulator.arguments import boolean, string
from simulator.entities import clean
from simulator.errors import Json, bad
from simulator.methods.registry import Call, method

ANSWER = 200


@method(
    "answerCallbackQuery",
    needs="callback_query_id",
    callback_query_id=string,
    text=string,
    show_alert=boolean,
    url=string,
)
def answer_callback_query(call: Call) -> bool:
    """answerCallbackQuery: wakes the person who tapped."""
    args = call.args
    text = clean(args.get("text", ""))
    if len(text) > ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    url = args.get("url", "")
    start = f"t.me/{call.world.bot.username}?start="
    if url and start not in url:
        # Other addresses are for games and logins only.
        raise bad("URL_INVALID")
    answer: Json = {
        "text": text or None,
        "show_alert": bool(args.get("show_alert")),
        "url": url or None,
    }
    call.world.answer(args["callback_query_id"], answer)
    return True

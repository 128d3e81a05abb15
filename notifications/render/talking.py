"""What people say to each other by way of the bot: a customer's words in the group, the answer."""

from collections.abc import Mapping

from notifications.render.screen import Button, Screen, call

_MOST_USERNAME = 32


def talk_screen(payload: Mapping[str, object]) -> Screen:
    """Return the message for a row of kind "talk": to the customer where it holds an answer."""
    if "answer" in payload:
        menu = Button("base.home", call("home"))
        return Screen("customer/team", {"answer": payload["answer"]}, ((menu,),))
    said = payload.get("said")
    facts = {
        "telegram": payload.get("telegram"),
        "name": payload.get("name"),
        "text": payload.get("text"),
        "said": said if isinstance(said, list) else [],
    }
    reply = Button("desk.talk.button.reply", call("d.talk", payload.get("customer")))
    about, username = str(payload.get("about") or ""), str(payload.get("username") or "")
    rows = [(reply,)]
    if about:
        rows.append((Button("desk.talk.button.order", call("d.open", about)),))
    if username.isascii() and username.replace("_", "").isalnum():
        link = f"https://t.me/{username[:_MOST_USERNAME]}"
        rows.append((Button("desk.talk.button.chat", url=link),))
    return Screen("desk/talk", facts, tuple(rows))

"""Which queue an update belongs to, read from the raw JSON: parsing is for those who handle it."""

from collections.abc import Mapping

NO_LANE = 0
"""For what belongs to nobody: polls, and anything malformed."""


def lane_of(raw: Mapping[str, object]) -> int:
    """Return the id of the chat that the update came from, else of the user, else NO_LANE.

    Never raises: an update that nobody understands must still be stored and confirmed.
    """
    for key, content in raw.items():
        if key == "update_id" or not isinstance(content, dict):
            continue
        chat = content.get("chat")
        if chat is None and isinstance(message := content.get("message"), dict):
            chat = message.get("chat")
        owner = chat or content.get("from") or content.get("user")
        if isinstance(owner, dict) and isinstance(number := owner.get("id"), int):
            return number
    return NO_LANE

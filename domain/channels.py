"""Where an order was taken."""

from enum import StrEnum


class Channel(StrEnum):
    """How the customer spoke to the shop."""

    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    PHONE = "phone"
    INSTAGRAM = "instagram"
    TOKOPEDIA_CHAT = "tokopedia_chat"
    WALK_IN = "walk_in"
    OTHER = "other"


STAFF_CHANNELS = tuple(channel for channel in Channel if channel is not Channel.TELEGRAM)
"""What staff write down by hand; in Telegram customers order themselves."""

"""What staff have to tell a customer who is not on Telegram: the customer's own message, to copy."""

import html
import re
from urllib.parse import quote

from domain.views import OrderView
from notifications.render.cards import channel_name
from notifications.render.order_buttons import MAX_COPY, rows, staff_card_row
from notifications.render.screen import Button, Screen
from notifications.render.texts import width

TEMPLATE = "orders/pass_on"
BY_HAND = "by_hand"
"""The audience of such messages in the outbox."""
_TAG = re.compile(r"<[^>]*>")
_LONGEST_LINK = 1_500


def plain(text: str) -> str:
    """Return a message without its markup, as it can be pasted elsewhere."""
    return html.unescape(_TAG.sub("", text)).strip()


def pass_on_screen(text: str, view: OrderView) -> Screen:
    """Return the message for the staff's group; `text` is what the customer would read, plain."""
    customer = view.customer
    address = view.order.address
    phone = customer.phone or (address.phone if address else "")
    copy = (Button("take.button.copy", copy=text),) if width(text) <= MAX_COPY else ()
    chat = (Button("take.button.whatsapp", url=_whatsapp(phone, text)),) if phone else ()
    params = {
        "text": text,
        "name": customer.name,
        "phone": phone,
        "channel": channel_name(view),
    }
    return Screen(TEMPLATE, params, rows((*copy, *chat), staff_card_row(view.order.number)))


def _whatsapp(phone: str, text: str) -> str:
    """Open the conversation with the text typed already: https://faq.whatsapp.com/5913398998672934."""
    chat = f"https://wa.me/{phone.lstrip('+')}"
    link = f"{chat}?text={quote(text, safe='')}"
    return link if len(link) <= _LONGEST_LINK else chat

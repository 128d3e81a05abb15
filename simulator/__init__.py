"""A local Telegram: the Bot API over HTTP, a page to look at it, and stand-ins for a courier.

It imports nothing of the shop's own packages, so any bot can be pointed at it.
"""

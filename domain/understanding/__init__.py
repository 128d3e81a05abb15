"""Reads a customer's line: (text, context, goods) -> intent and slots. Pure; docs/reference/understanding.md."""

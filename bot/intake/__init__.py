"""How updates come in: stored before Telegram is told, then handled in order within each chat."""

"""What the bots in Python share: how they say what they saw."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

_writing = threading.Lock()


def report(saw: str, chat: int = 0, **facts: object) -> None:
    """One line for whoever runs the bot; handlers may run in threads."""
    with _writing:
        sys.stdout.write(json.dumps({"saw": saw, "chat": chat, **facts}) + "\n")
        sys.stdout.flush()


def upload(name: str) -> Path:
    """A picture or clip that lies ready to be sent."""
    return Path(os.environ["UPLOADS"], name)

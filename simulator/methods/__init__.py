"""The Bot API methods, one module per concern; importing this package registers them all."""

from simulator.methods import (  # noqa: F401 - importing a module registers its methods
    answering,
    chats,
    copying,
    deleting,
    editing,
    general_topic,
    intake,
    paying,
    profile,
    sending,
    topics,
)
from simulator.methods.registry import METHODS, Call, Method, Told

__all__ = ["METHODS", "Call", "Method", "Told"]

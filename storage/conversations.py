"""domain.repositories.SessionRepository and CardRepository over a connection."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from domain.errors import Stale
from domain.repositories import Card, Session
from storage.guards import written_or_stale
from storage.once import InsertOnce, Upsert
from storage.tables.conversations import cards, sessions

_GET = select(sessions.c.state, sessions.c.version).where(
    sessions.c.chat_id == bindparam("chat"), sessions.c.user_id == bindparam("person")
)
_ADD = InsertOnce(sessions, returning=sessions.c.version)
_SAVE = update(sessions).where(
    sessions.c.chat_id == bindparam("chat"),
    sessions.c.user_id == bindparam("person"),
    sessions.c.version == bindparam("expected"),
)

_CARDS = select(cards.c.order_number, cards.c.chat_id, cards.c.message_id, cards.c.revision)
_CARDS_OF = _CARDS.where(cards.c.order_number.in_(bindparam("numbers", expanding=True)))
_CARD = _CARDS.where(cards.c.order_number == bindparam("of"), cards.c.chat_id == bindparam("chat"))
_BY_MESSAGE = _CARDS.where(
    cards.c.chat_id == bindparam("chat"), cards.c.message_id == bindparam("message")
)
# Not over a later revision, nor over a message that became the card since this one was looked at.
_PUT_CARD = Upsert(
    cards,
    ["order_number", "chat_id"],
    ["message_id", "revision"],
    only_if=lambda stored, new: and_(
        stored.revision <= new.revision,
        or_(
            stored.message_id == new.message_id,
            stored.message_id == bindparam("instead_of", type_=cards.c.message_id.type),
        ),
    ),
)

_PLACE_CARD = Upsert(cards, ["order_number", "chat_id"], ["message_id", "revision"])


class SqlSessions:
    """Conversations, one row per chat and person."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, chat_id: int, user_id: int) -> Session:
        """Return the session, an empty one of version 0 where there is none."""
        row = self._connection.execute(_GET, {"chat": chat_id, "person": user_id}).first()
        return Session(chat_id, user_id, *row) if row else Session(chat_id, user_id, {})

    def save(self, session: Session) -> None:
        """Write it under its version guard; Stale when another process was faster."""
        values: dict[str, object] = {"state": session.state, "version": session.version + 1}
        key = f"{session.chat_id}/{session.user_id}"
        if session.version == 0:
            values |= {"chat_id": session.chat_id, "user_id": session.user_id}
            if self._connection.execute(_ADD.on(self._connection), values).first() is None:
                raise Stale("session", key)
            return
        values |= {
            "chat": session.chat_id,
            "person": session.user_id,
            "expected": session.version,
        }
        written_or_stale(self._connection.execute(_SAVE, values), "session", key)


class SqlCards:
    """Order cards. A revision is the id of the order's latest history row."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, order: str, chat_id: int) -> Card | None:
        """Return the card."""
        row = self._connection.execute(_CARD, {"of": order, "chat": chat_id}).first()
        return Card(*row) if row else None

    def of_orders(self, orders: Iterable[str]) -> list[Card]:
        """Return the cards of several orders, one a chat."""
        rows = self._connection.execute(_CARDS_OF, {"numbers": list(orders)})
        return [Card(*row) for row in rows]

    def put(self, cards: Sequence[tuple[Card, int | None]]) -> None:
        """Remember messages, each with the one that was the card when it was made (None: none was).

        An older revision never replaces a newer one, and a message that became the card since, by a
        tap, stays it.
        """
        rows = [_card(card) | {"instead_of": instead_of} for card, instead_of in cards]
        self._connection.execute(_PUT_CARD.on(self._connection), rows)

    def place(self, order: str, chat_id: int, message_id: int) -> None:
        """Let this message be the card from now on; it shows no revision yet (0)."""
        card = Card(order, chat_id, message_id, 0)
        self._connection.execute(_PLACE_CARD.on(self._connection), _card(card))

    def by_message(self, chat_id: int, message_id: int) -> Card | None:
        """Return the card that this message is."""
        values = {"chat": chat_id, "message": message_id}
        row = self._connection.execute(_BY_MESSAGE, values).first()
        return Card(*row) if row else None


def _card(card: Card) -> dict[str, object]:
    return {
        "order_number": card.order,
        "chat_id": card.chat_id,
        "message_id": card.message_id,
        "revision": card.revision,
    }

"""domain.lessons.LessonRepository over a connection."""

from collections import Counter
from dataclasses import replace

from sqlalchemy import Connection, Integer, bindparam, delete, func, select, update

from domain.lessons import OwnWord, Unread, UnreadLine
from storage.catalogue import renew_revision
from storage.once import InsertOnce, Upsert
from storage.tables.lessons import own_words, unread_lines
from storage.types import AnyRow

KEPT = 1_000
"""So many of the latest unread words are kept: people's words are not collected for ever."""

_NOTE = InsertOnce(unread_lines, returning=unread_lines.c.id)
_CORRECT = update(unread_lines).where(
    unread_lines.c.person == bindparam("of"), unread_lines.c.words == bindparam("said")
)
_FORGET_OLDEST = delete(unread_lines).where(
    unread_lines.c.id <= select(func.max(unread_lines.c.id) - KEPT).scalar_subquery()
)
_NOTED_OF = select(func.count()).where(unread_lines.c.person == bindparam("of"))
_PEOPLE = func.count().label("people")
_FREQUENT = (
    select(unread_lines.c.words, _PEOPLE)
    .group_by(unread_lines.c.words)
    .order_by(_PEOPLE.desc(), func.max(unread_lines.c.id).desc())
    .limit(bindparam("most", type_=Integer))
    .offset(bindparam("skip", type_=Integer))
)
_LINES = (
    select(
        unread_lines.c.id,
        unread_lines.c.words,
        unread_lines.c.text,
        unread_lines.c.reason,
        unread_lines.c.meant,
    )
    .where(unread_lines.c.words.in_(bindparam("listed", expanding=True)))
    .order_by(unread_lines.c.id)
)
_WORDS_OF = select(unread_lines.c.words).where(unread_lines.c.id == bindparam("of"))
_DROP = delete(unread_lines).where(unread_lines.c.words == bindparam("of"))

_OWN = select(
    own_words.c.id,
    own_words.c.written,
    own_words.c.kind,
    own_words.c.meaning,
    own_words.c.author,
    own_words.c.at,
)
_ALL_OWN = _OWN.order_by(own_words.c.written)
_ONE_OWN = _OWN.where(own_words.c.written == bindparam("of"))
_TEACH = Upsert(own_words, ["written"], ["kind", "meaning", "author", "at"])
_FORGET = delete(own_words).where(own_words.c.id == bindparam("of"))


class SqlLessons:
    """Unread words, and the shop's own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, line: UnreadLine) -> bool:
        """Keep it; this person's same words are kept once, with what they turned out to mean.

        Tells whether they were new.
        """
        values = {
            "words": line.words,
            "text": line.text,
            "reason": line.reason,
            "reading": line.reading,
            "meant": line.meant,
            "person": line.person,
            "at": line.at,
        }
        if self._connection.execute(_NOTE.on(self._connection), values).scalar() is None:
            if line.meant is not None:
                key = {"of": line.person, "said": line.words}
                told = {name: values[name] for name in ("reason", "meant", "text", "reading")}
                self._connection.execute(_CORRECT, told | key)
            return False
        self._connection.execute(_FORGET_OLDEST)
        return True

    def noted_of(self, person: str) -> int:
        """Return how many words of the person are kept."""
        return int(self._connection.execute(_NOTED_OF, {"of": person}).scalar_one())

    def unread(self, limit: int, offset: int = 0) -> list[Unread]:
        """Return unread words, those of the most people first."""
        values = {"most": limit, "skip": offset}
        words = [row.words for row in self._connection.execute(_FREQUENT, values)]
        return self._gathered(words)

    def unread_by_id(self, line_id: int) -> Unread | None:
        """Return the unread words that the line of this id holds."""
        words = self._connection.execute(_WORDS_OF, {"of": line_id}).scalar()
        return next(iter(self._gathered([words])), None) if words is not None else None

    def drop(self, words: str) -> None:
        """Forget unread words."""
        self._connection.execute(_DROP, {"of": words})

    def teach(self, word: OwnWord) -> OwnWord:
        """Keep a word (its id 0), in place of the same one with another meaning."""
        values = {
            "written": word.written,
            "kind": word.kind,
            "meaning": word.meaning,
            "author": word.author,
            "at": word.at,
        }
        self._connection.execute(_TEACH.on(self._connection), values)
        renew_revision(self._connection)
        stored = self.word(word.written)
        return replace(word, id=stored.id if stored else 0)

    def forget(self, word_id: int) -> bool:
        """Remove a word; False when it is gone already."""
        if self._connection.execute(_FORGET, {"of": word_id}).rowcount == 0:
            return False
        renew_revision(self._connection)
        return True

    def word(self, written: str) -> OwnWord | None:
        """Return the shop's own word."""
        row = self._connection.execute(_ONE_OWN, {"of": written}).first()
        return OwnWord(*tuple(row)) if row is not None else None

    def words(self) -> list[OwnWord]:
        """Return all of the shop's own words, in the order of the alphabet."""
        return [OwnWord(*tuple(row)) for row in self._connection.execute(_ALL_OWN)]

    def _gathered(self, words: list[str]) -> list[Unread]:
        if not words:
            return []
        lines: dict[str, list[AnyRow]] = {each: [] for each in words}
        for row in self._connection.execute(_LINES, {"listed": words}):
            lines[row.words].append(row)
        return [_unread(found) for found in lines.values() if found]


def _unread(rows: list[AnyRow]) -> Unread:
    latest = rows[-1]
    meant = Counter(row.meant for row in rows if row.meant is not None)
    most = meant.most_common(1)[0][0] if meant else None
    return Unread(latest.id, latest.words, len(rows), latest.text, latest.reason, most)

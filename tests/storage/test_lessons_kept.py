"""Orders being written down, unread words and the shop's own, on both engines."""

from dataclasses import replace

import pytest

from domain.errors import Stale
from domain.intakes import Intake
from domain.lessons import OwnWord, UnreadLine, UnreadReason, WordKind
from domain.ports import UnitOfWork
from storage import intakes, lessons
from storage.open import OpenStore
from tests.storage.shop import NOW

LINE = UnreadLine("lintong", "ada lintong?", UnreadReason.GOODS, "p1", NOW, {"intent": "order"})
WORD = OwnWord(0, "lintong", WordKind.ALIAS, "kopi", 9, NOW)


class TestIntakes:
    """What staff are writing down."""

    async def test_every_field_survives(self, shop: OpenStore) -> None:
        """Also half an emoji in a name."""
        intake = Intake(0, -100, 9, "AAAAAAAA", NOW, {"name": "\ud83d"}, source=77)
        stored = await shop.run(lambda uow: uow.intakes.add(intake))
        assert stored == replace(intake, id=stored.id, version=1)
        assert await shop.read(lambda uow: uow.intakes.get(stored.id)) == stored
        assert await shop.read(lambda uow: uow.intakes.of_message(-100, 77)) == stored
        assert await shop.read(lambda uow: uow.intakes.of_message(-101, 77)) is None

    async def test_one_message_is_written_down_once(self, shop: OpenStore) -> None:
        """Until it is given up; those without a message are any number."""
        intake = Intake(0, -100, 9, "AAAAAAAA", NOW, source=77)
        stored = await shop.run(lambda uow: uow.intakes.add(intake))
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.intakes.add(intake))
        await shop.run(lambda uow: uow.intakes.remove(stored.id))
        again = await shop.run(lambda uow: uow.intakes.add(intake))
        assert again.id > stored.id
        for _ in range(2):
            await shop.run(lambda uow: uow.intakes.add(replace(intake, source=None)))

    async def test_the_second_of_two_writers_is_told(self, shop: OpenStore) -> None:
        """Both had looked at the same version."""
        intake = await shop.run(lambda uow: uow.intakes.add(Intake(0, -100, 9, "AAAAAAAA", NOW)))
        first = replace(intake, state={"channel": "phone"})
        saved = await shop.run(lambda uow: uow.intakes.save(first))
        assert saved.version == 2
        with pytest.raises(Stale):
            await shop.run(lambda uow: uow.intakes.save(intake))

    async def test_the_oldest_are_forgotten(self, shop: OpenStore) -> None:
        """They hold people's addresses."""

        def fill(uow: UnitOfWork) -> list[int]:
            new = Intake(0, -100, 9, "AAAAAAAA", NOW)
            return [uow.intakes.add(new).id for _ in range(intakes.KEPT + 3)]

        ids = await shop.run(fill)
        kept = await shop.read(lambda uow: [i for i in ids if uow.intakes.get(i) is not None])
        assert kept == ids[3:]


class TestLessons:
    """Unread words and the shop's own."""

    async def test_those_of_most_people_come_first(self, shop: OpenStore) -> None:
        """One person's words count once; the latest line is shown, and what was meant most."""

        def note(uow: UnitOfWork) -> list[bool]:
            corrected = {"reason": UnreadReason.CORRECTED, "meant": "kopi", "text": "mau lintong"}
            return [
                uow.lessons.note(replace(LINE, words="susu", person="p1")),
                uow.lessons.note(LINE),
                uow.lessons.note(LINE),
                uow.lessons.note(replace(LINE, person="p2", **corrected)),
            ]

        assert await shop.run(note) == [True, True, False, True]
        first, second = await shop.read(lambda uow: uow.lessons.unread(5))
        assert (first.words, first.people, first.text) == ("lintong", 2, "mau lintong")
        assert (first.meant, first.reason) == ("kopi", UnreadReason.CORRECTED)
        assert (second.words, second.people, second.meant) == ("susu", 1, None)
        assert await shop.read(lambda uow: uow.lessons.unread(1, 1)) == [second]
        assert await shop.read(lambda uow: uow.lessons.unread_by_id(first.id)) == first
        assert await shop.read(lambda uow: uow.lessons.noted_of("p1")) == 2
        await shop.run(lambda uow: uow.lessons.drop("lintong"))
        assert await shop.read(lambda uow: uow.lessons.unread(5)) == [second]
        assert await shop.read(lambda uow: uow.lessons.unread_by_id(first.id)) is None

    async def test_what_was_not_read_and_then_corrected_is_kept_once(self, shop: OpenStore) -> None:
        """With what it turned out to mean."""
        meant = replace(LINE, reason=UnreadReason.CORRECTED, meant="kopi", text="lintong satu")

        def note(uow: UnitOfWork) -> list[bool]:
            return [uow.lessons.note(line) for line in (LINE, meant, LINE)]

        assert await shop.run(note) == [True, False, False]
        (found,) = await shop.read(lambda uow: uow.lessons.unread(5))
        assert (found.meant, found.reason, found.people) == ("kopi", UnreadReason.CORRECTED, 1)
        assert found.text == "lintong satu"

    async def test_only_the_latest_are_kept(self, shop: OpenStore) -> None:
        """People's words are not collected for ever."""

        def fill(uow: UnitOfWork) -> None:
            for n in range(lessons.KEPT + 2):
                uow.lessons.note(replace(LINE, words=f"w{n:05}", person=f"p{n}"))

        await shop.run(fill)
        found = await shop.read(lambda uow: uow.lessons.unread(lessons.KEPT + 9))
        assert len(found) == lessons.KEPT
        assert {"w00000", "w00001"}.isdisjoint(unread.words for unread in found)

    async def test_a_word_is_taught_in_place_of_itself(self, shop: OpenStore) -> None:
        """And each change is a new state of what can be read."""
        before = await shop.run(lambda uow: uow.catalogue.revision())
        first = await shop.run(lambda uow: uow.lessons.teach(WORD))
        slang = replace(WORD, kind=WordKind.SLANG, meaning="kopi lintong", author=5)
        second = await shop.run(lambda uow: uow.lessons.teach(slang))
        assert second.id == first.id
        assert await shop.read(lambda uow: uow.lessons.words()) == [second]
        assert await shop.read(lambda uow: uow.lessons.word("lintong")) == second
        taught = await shop.read(lambda uow: uow.catalogue.revision())
        assert await shop.run(lambda uow: uow.lessons.forget(first.id))
        assert not await shop.run(lambda uow: uow.lessons.forget(first.id))
        after = await shop.read(lambda uow: uow.catalogue.revision())
        assert len({before, taught, after}) == 3
        assert await shop.read(lambda uow: uow.lessons.word("lintong")) is None

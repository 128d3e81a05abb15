"""Reads a story: each line is a heading or one step, and a wrong one is named with what was expected."""

from __future__ import annotations

import re
from pathlib import Path

from simulator.stories.form import Group, Person, Step, Story, StoryError
from simulator.stories.sentences import SENTENCES, WORD_OF, form_of, persons_of

BYTES = 64 * 1024
LINE = 1_000
STEPS = 500
_HEADING = re.compile(r"(Story|People|Group):\s*(.*)")
_PERSON = re.compile(r"([^(),:\"]+?)\s*(?:\(([^()]*)\))?")
_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Za-z]{2,4})?")


def read_story(path: Path) -> Story:
    """Read a file; StoryError says what is wrong with it, OSError that it cannot be read."""
    with path.open("rb") as file:
        content = file.read(BYTES + 1)
    return parse(content, path.name)


def parse(content: bytes, file: str) -> Story:
    """The story in a file's bytes."""
    if len(content) > BYTES:
        raise StoryError(file, 1, f"a story of at most {BYTES // 1024} KB is expected")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content[: broken.start].count(b"\n") + 1
        raise StoryError(file, line, "text in UTF-8 is expected") from None
    return _Reading(file).story(text)


class _Reading:
    """What was read so far."""

    def __init__(self, file: str) -> None:
        self.file, self.line = file, 0
        self.title = ""
        self.people: list[Person] = []
        self.groups: list[Group] = []
        self.steps: list[Step] = []

    def story(self, text: str) -> Story:
        for self.line, raw in enumerate(text.splitlines(), start=1):
            if len(raw) > LINE:
                raise self.wrong(f"a line of at most {LINE} characters is expected")
            said = self.without_comment(raw).strip()
            if said:
                self.read(said)
        if not self.steps:
            raise self.wrong('a step is expected, like: Sari writes "/start"')
        everything = tuple(self.people), tuple(self.groups), tuple(self.steps)
        return Story(self.file, self.title, *everything)

    def wrong(self, expected: str) -> StoryError:
        return StoryError(self.file, max(self.line, 1), expected)

    def without_comment(self, raw: str) -> str:
        """The line up to a # that stands outside of quotation marks."""
        quoted = escaped = False
        for at, sign in enumerate(raw):
            if escaped:
                escaped = False
            elif quoted and sign == "\\":
                escaped = True
            elif sign == '"':
                quoted = not quoted
            elif sign == "#" and not quoted and (at == 0 or raw[at - 1].isspace()):
                return raw[:at]
        if quoted:
            raise self.wrong('a closing quotation mark (") is expected')
        return raw

    def read(self, said: str) -> None:
        heading = _HEADING.fullmatch(said)
        if not self.title:
            if heading is None or heading[1] != "Story" or not heading[2]:
                raise self.wrong("the title is expected first, like: Story: An order by transfer")
            self.title = heading[2]
        elif heading is None:
            self.steps.append(self.step(said))
        elif self.steps or heading[1] == "Story":
            raise self.wrong(f"a step is expected, not another heading {heading[1]}:")
        elif heading[1] == "People":
            self.people += [self.person(part) for part in heading[2].split(",")]
        else:
            self.groups.append(self.group(heading[2]))

    def person(self, part: str) -> Person:
        """`Sari`, `Sari (id)`, `Sari (new, id)`."""
        found = _PERSON.fullmatch(part.strip())
        if found is None:
            # A comma within the parentheses would have split them: they hold blanks instead.
            raise self.wrong(
                f"a person is expected, like: Sari (id) or Sari (new id); got {part!r}"
            )
        language, new = None, False
        for word in (found[2] or "").split():
            if word == "new":
                new = True
            elif _LANGUAGE.fullmatch(word):
                language = word
            else:
                raise self.wrong(f"a language like id or en, or new, is expected; got {word!r}")
        return Person(found[1], language, new)

    def group(self, said: str) -> Group:
        """`Meja Kopi: Rina, Joko`."""
        title, colon, members = said.partition(":")
        names = tuple(name.strip() for name in members.split(",") if name.strip())
        if not colon or not title.strip() or not names:
            raise self.wrong("a group is expected, like: Group: Meja Kopi: Rina, Joko")
        for name in names:
            self.known(name)
        return Group(title.strip(), names)

    def known(self, name: str) -> None:
        names = [person.name for person in self.people]
        if names and name not in names:
            raise self.wrong(f"one of {', '.join(names)} is expected (People:); got {name!r}")

    def step(self, said: str) -> Step:
        if len(self.steps) == STEPS:
            raise self.wrong(f"at most {STEPS} steps are expected")
        for sentence, make in SENTENCES:
            found = sentence.fullmatch(said)
            if found is None:
                continue
            act = make(found)
            for name in persons_of(act):
                self.known(name)
            return Step(self.line, said, act)
        word = WORD_OF.search(re.sub(r'"[^"]*"', '""', said))
        raise self.wrong(f"{form_of(word[0] if word else '')} is expected; got {said[:120]!r}")

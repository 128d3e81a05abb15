"""Whether a text is HTML as Telegram takes it, and what a person would read of it."""

from html.parser import HTMLParser

ALLOWED = frozenset({"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.wrong.append(f"<{tag}>")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader


def problems(text: str) -> list[str]:
    """Return tags that Telegram does not know, that are closed wrongly or not at all."""
    reader = _read(text)
    return reader.wrong + [f"<{tag}> stays open" for tag in reader.open]


def visible(text: str) -> str:
    """Return what a person reads."""
    return "".join(_read(text).text)

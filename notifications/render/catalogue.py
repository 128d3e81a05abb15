"""The messages of a language, read from locale/<language>/<concern>.po at first use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from notifications.render.texts import clean


@dataclass
class MissingMessage(KeyError):
    """There is no message of this id in the language."""

    message_id: str
    language: str


@dataclass(frozen=True, slots=True)
class Names:
    """A fact that is itself a list of messages, by their ids: shown as words with commas."""

    message_ids: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """Messages by id: one text, or one for each plural form.

    Messages are Telegram HTML with `%(name)s` for their facts; facts are escaped. With `strict` a
    missing id raises MissingMessage; without, it is shown itself, which is ugly but no dead end.
    """

    language: str
    messages: Mapping[str, str | tuple[str, ...]]
    plural: Callable[[int], int]
    strict: bool = False

    def gettext(self, message_id: str, **params: object) -> Markup:
        """Return the message as HTML."""
        return _filled(self._message(message_id, 0), self._named(params))

    def ngettext(self, message_id: str, *rest: object, **params: object) -> Markup:
        """Return the form of the message for the number that stands last; `%(num)s` shows it."""
        number = rest[-1]
        if not isinstance(number, int):
            raise TypeError("the last argument is the number")
        return _filled(self._message(message_id, number), {"num": number, **params})

    def plain(self, message_id: str, params: Mapping[str, object]) -> str:
        """Return the message as plain text, for buttons and toasts: nothing is escaped.

        A fact `num` chooses the form of a message that has several.
        """
        number = params.get("num", 0)
        message = self._message(message_id, number if isinstance(number, int) else 0)
        if not params and "%" not in message:
            return message
        return message % {k: str(shown(v)) for k, v in self._named(params).items()}

    def _named(self, params: Mapping[str, object]) -> dict[str, object]:
        return {
            name: ", ".join(self._message(i, 0) for i in value.message_ids)
            if type(value) is Names
            else value
            for name, value in params.items()
        }

    def _message(self, message_id: str, number: int) -> str:
        message = self.messages.get(message_id)
        if message is None:
            if self.strict:
                raise MissingMessage(message_id, self.language)
            return message_id.replace("%", "%%")
        if isinstance(message, str):
            return message
        return message[min(self.plural(number), len(message) - 1)]


def _filled(message: str, params: dict[str, object]) -> Markup:
    for name, value in params.items():
        params[name] = escape(shown(value))
    # Our messages are markup, and what people typed was escaped. By str.__new__, because a card
    # says a dozen messages, and Markup's own constructor first asks what it is given.
    return str.__new__(Markup, message % params)


def shown(value: object) -> object:
    """Return what may be shown of a value: text without what could disorder a message."""
    if isinstance(value, str):
        return value if isinstance(value, Markup) or value.isprintable() else clean(value)
    return "" if value is None else value


def load(folder: Path, language: str, *, strict: bool = False) -> Catalogue:
    """Read all concerns of a language; ValueError where two concerns use one id."""
    # Loading Babel takes a moment that the start of the program need not wait for.
    import gettext

    from babel.messages.pofile import read_po

    messages: dict[str, str | tuple[str, ...]] = {}
    expression = "0"
    for path in sorted((folder / language).glob("*.po")):
        with path.open("rb") as file:
            concern = read_po(file, locale=language, abort_invalid=True)
        expression = concern.plural_expr
        for message in concern:
            key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
            if not key or not message.string or not all(message.string):
                continue
            if key in messages:
                raise ValueError(f"{path}: {key} stands in another file, too")
            text = message.string
            messages[key] = text if isinstance(text, str) else tuple(text)
    return Catalogue(language, messages, gettext.c2py(expression), strict)

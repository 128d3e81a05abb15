"""Turns a screen into what Telegram takes: HTML, a keyboard, a photo."""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame

from notifications.render.catalogue import Catalogue, load, shown
from notifications.render.formats import LOCALES, Formats
from notifications.render.keyboards import Keyboard, keyboard_of
from notifications.render.screen import Screen
from notifications.render.texts import shorten, shorten_html

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_TOAST = 200
DEFAULT_LANGUAGE = "id"
LANGUAGES = tuple(LOCALES)
HERE = Path(__file__).parent
_GAPS = re.compile(r"\n{3,}")
_OURS = frozenset({"_", "ngettext", "money", "count", "day", "moment", "span", "spoken"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message for Telegram: HTML text (the caption where there is a photo), JSON keyboard.

    `photo` is as in Screen: a file of the shop's picture folder, or "id:" and a Telegram file id.
    """

    text: str
    keyboard: Keyboard | None = None
    photo: str | None = None


class Renderer:
    """Renders screens and toasts in a person's language; an unknown language is Indonesian.

    `strict` (for tests) raises MissingMessage where a message id is unknown. `folder` holds
    templates/ and locale/.
    """

    def __init__(
        self,
        currency: str = "IDR",
        zone: ZoneInfo | None = None,
        *,
        strict: bool = False,
        folder: Path = HERE,
    ) -> None:
        self.currency = currency
        self.zone = zone or ZoneInfo("Asia/Jakarta")
        self._strict = strict
        self._folder = folder
        self._compiled = _InMemory()
        self._languages: dict[str, _Language] = {}

    def render(self, screen: Screen, language: str) -> Rendered:
        """Return the screen as a message; UndefinedError where a template misses a fact."""
        spoken = self._language(language)
        template = spoken.environment.get_template(f"{screen.template}.j2")
        text = _GAPS.sub("\n\n", template.render(screen.params)).strip()
        limit = MAX_TEXT if screen.photo is None else MAX_CAPTION
        keyboard = keyboard_of(screen, spoken.catalogue.plain)
        return Rendered(shorten_html(text, limit), keyboard, screen.photo)

    def text(self, message_id: str, language: str, **params: object) -> str:
        """Return a message as plain text of at most 200 characters, as toasts need it."""
        return shorten(self._language(language).catalogue.plain(message_id, params), MAX_TOAST)

    def _language(self, language: str) -> "_Language":
        name = language if language in LOCALES else DEFAULT_LANGUAGE
        found = self._languages.get(name)
        if found is None:
            catalogue = load(self._folder / "locale", name, strict=self._strict)
            formats = Formats.of(name, self.currency, self.zone)
            found = _Language(catalogue, self._environment(catalogue, formats))
            self._languages[name] = found
        return found

    def _environment(self, catalogue: Catalogue, formats: Formats) -> Environment:
        environment = _Environment(
            loader=FileSystemLoader(self._folder / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=self._compiled,
            finalize=shown,
            # One compiled template serves all languages: nothing may be worked out beforehand.
            optimized=False,
        )
        environment.globals.update(formats.functions())
        environment.filters.update(formats.functions())
        environment.globals.update(
            _=catalogue.gettext, gettext=catalogue.gettext, ngettext=catalogue.ngettext
        )
        return environment


@dataclass(frozen=True, slots=True)
class _Language:
    """What rendering in one language needs, read when the first person speaks it."""

    catalogue: Catalogue
    environment: Environment


class _DirectCalls(CodeGenerator):
    """Lets templates call our own functions as they are.

    Jinja asks at every call whether the function wants its context. Ours never do, and a card
    calls them some twenty times: half of the time that its text took went into the asking.
    """

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002  # overrides
        named = isinstance(node.node, nodes.Name) and node.node.name in _OURS
        if not named or node.dyn_args is not None or node.dyn_kwargs is not None:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


class _Environment(Environment):
    code_generator_class = _DirectCalls

    def make_globals(self, d: MutableMapping[str, object] | None) -> MutableMapping[str, object]:
        """Return a plain dict: Jinja's chain of maps is walked anew at every rendering."""
        return {**self.globals, **(d or {})}


class _InMemory(BytecodeCache):
    """Compiled templates, shared by the languages."""

    def __init__(self) -> None:
        self._codes: dict[str, object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._codes.get(bucket.key)
        if code is not None:
            bucket.code = code  # type: ignore[assignment]  # what dump_bytecode kept

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.code

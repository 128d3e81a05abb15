"""Every message that is asked for exists in every language, and no other."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from notifications.render.catalogue import Catalogue, load
from notifications.render.renderer import HERE, LANGUAGES
from tests.notifications.html_check import problems
from tests.notifications.prefixes import PREFIXES
from tests.notifications.scan import TEMPLATES, Use, of_program, of_template, templates, uses

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@cache
def _catalogue(language: str) -> Catalogue:
    return load(HERE / "locale", language, strict=True)


def _forms(language: str, message_id: str) -> tuple[str, ...]:
    message = _catalogue(language).messages[message_id]
    return (message,) if isinstance(message, str) else message


def _ids() -> set[str]:
    return {key for language in LANGUAGES for key in _catalogue(language).messages}


@cache
def _uses() -> list[Use]:
    return uses(frozenset(key.split(".")[0] for key in _ids()))


def _placeholders(language: str, message_id: str) -> set[str]:
    return {name for form in _forms(language, message_id) for name in _PLACEHOLDER.findall(form)}


def test_both_languages_have_the_same_messages():
    """A person who switches the language loses nothing."""
    indonesian, english = (_catalogue(language).messages.keys() for language in LANGUAGES)
    assert indonesian == english


def test_every_message_that_is_asked_for_exists():
    """By a literal id in a program or a template."""
    missing = {f"{u.where} {u.text}" for u in _uses() if not u.beginning} - {
        f"{u.where} {u.text}" for u in _uses() if u.text in _ids()
    }
    assert not missing


def test_ids_are_put_together_only_from_listed_beginnings():
    """So that the next two tests know what can come of them."""
    strangers = {f"{u.where} {u.text}" for u in _uses() if u.beginning and u.text not in PREFIXES}
    assert not strangers


def test_every_listed_combination_has_its_words():
    """Each status, reason and task can be said."""
    combined = {beginning + end for beginning, ends in PREFIXES.items() for end in ends}
    assert not combined - _ids()


def test_no_message_is_unused():
    """Words that nobody shows are not kept up to date either."""
    used = {u.text for u in _uses()}
    used |= {beginning + end for beginning, ends in PREFIXES.items() for end in ends}
    assert not _ids() - used


def test_the_languages_use_the_same_facts():
    """A fact that only one language shows is missing in the other, or undefined."""
    first, *others = LANGUAGES
    different = {
        key: (_placeholders(first, key), _placeholders(other, key))
        for key in _ids()
        for other in others
        if _placeholders(first, key) != _placeholders(other, key)
    }
    assert not different


def test_every_fact_of_a_message_is_passed():
    """Where a template or a button passes names that can be read from the source."""
    lacking = {
        f"{u.where} {u.text}": _placeholders("id", u.text) - u.facts
        for u in _uses()
        if u.facts is not None and u.text in _ids() and _placeholders("id", u.text) - u.facts
    }
    assert not lacking


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_telegram_html_and_can_be_filled(language: str):
    """A tag left open, or a lone per cent sign, would fail only when a customer sees it."""
    wrong = {}
    for key in _ids():
        for form in _forms(language, key):
            filled = form % defaultdict(lambda: "x")
            if found := problems(filled):
                wrong[key] = found
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_toasts_have_no_markup(language: str):
    """They show plain text; a toast holds 200 characters."""
    plain = {u.text for u in _uses() if u.plain and u.text in _ids()}
    assert plain
    marked = {k for k in plain for form in _forms(language, k) if "<" in form or len(form) > 200}
    assert not marked


@pytest.mark.parametrize("path", list(templates()), ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_templates_compile(path: Path):
    """A typing error in a template is found here, not by a customer."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    assert environment.compile(path.read_text())


def test_the_scan_sees_ids_in_programs():
    """Literal, chosen between, put together."""
    text = 'Button("orders.a", x)\nToast("orders.b" if y else "orders.c")\nz = f"orders.d.{q}"\n'
    found = {(u.text, u.beginning) for u in of_program(text, "here")}
    assert found == {
        ("orders.a", False),
        ("orders.b", False),
        ("orders.c", False),
        ("orders.d.", True),
    }


def test_the_scan_sees_ids_in_templates():
    """With the facts passed along; plain text is no id."""
    found = list(of_template("orders.x {{ _('orders.a', n=1) }}{{ _('orders.b.' ~ s) }}", "here"))
    assert ("orders.a", frozenset({"n"})) in {(u.text, u.facts) for u in found}
    assert {u.text for u in found if u.beginning} == {"orders.b."}
    assert "orders.x" not in {u.text for u in found}

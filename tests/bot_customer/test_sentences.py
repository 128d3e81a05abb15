"""Every refusal of the rules has its sentence, in both languages."""

from dataclasses import fields

import pytest

from bot.sentences import explain
from domain import errors
from domain.errors import DomainError
from tests.bot_customer.guest import RENDERER

# Tests have errors of their own.
KINDS = [kind for kind in DomainError.__subclasses__() if kind.__module__ == errors.__name__]
_VALUES = {"int": 7, "int | None": 7, "str": "x", "tuple": ("x",)}


def example(kind: type[DomainError]) -> DomainError:
    """Return an error of the class with some facts."""
    return kind(*(_VALUES[_name(f.type)] for f in fields(kind)))  # type: ignore[arg-type]


def _name(kind: object) -> str:
    return kind if isinstance(kind, str) else getattr(kind, "__name__", str(kind))


def test_all_errors_are_known() -> None:
    """The list is not empty by mistake."""
    assert len(KINDS) >= 18
    assert errors.OutOfStock in KINDS


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence(kind: type[DomainError], language: str) -> None:
    """With its facts filled in, within a toast's 200 characters, to be read at leisure."""
    toast = explain(example(kind), language)
    said = RENDERER.text(toast.text, language, **toast.params)
    assert said
    assert "%(" not in said
    assert toast.text not in said
    assert toast.alert


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (errors.AlreadyDone("pay", 7), "Rina"),
        (errors.OutOfStock("MG", 5, 2), "Mug tinggal 2"),
        (errors.OutOfStock("MG", 5, 0), "baru saja habis"),
        (errors.NotOnSale("MG"), "Mug sudah tidak dijual"),
        (errors.PriceChanged(1000, 2500), "1.000 menjadi 2.500"),
        (errors.ReturnNotPossible("window_over"), "sudah lewat"),
        (errors.ReturnNotPossible("open_return"), "Masih ada retur"),
        (errors.NotOffered("term", "x"), "Cara bayar"),
        (errors.NotFound("order", "x"), "Pesanan itu"),
    ],
)
def test_sentences_name_their_facts(error: DomainError, says: str) -> None:
    """People and goods by name, amounts grouped, reasons told apart."""
    toast = explain(error, "id", person=lambda _: "Rina", title=lambda _: "Mug")
    assert says in RENDERER.text(toast.text, "id", **toast.params)

"""A proposal's own rules: what corrections do, what two messages make together, what cannot be had."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy import ShippingMethod, ShopPolicy
from domain.proposals import (
    Choice,
    Problem,
    Proposal,
    ProposedLine,
    from_json,
    joined,
    with_choice,
    with_product,
    with_quantity,
    without,
)

MOST = 999
POLICY = ShopPolicy(
    shipping_methods=(
        ShippingMethod("reg", "JNE", "jne", 16_000, 12_000, 2, 3),
        ShippingMethod("fetch", "Ambil", "toko", 0, 0, 0, 0, pickup=True),
    )
)


def line(key: int = 0, sku: str | None = "A", quantity: int = 1, **more: object) -> ProposedLine:
    """Return a line of a SKU of which ten can be had."""
    facts = {"title": str(sku), "unit_price": 100, "weight_g": 600, "available": 10} | more
    return ProposedLine(key, quantity, sku, **facts)  # type: ignore[arg-type]  # fields by name


def asked(key: int = 0, ask: str = "giling", **more: object) -> ProposedLine:
    """Return a line whose SKU is not known yet."""
    return line(key, None, ask=ask, unit_price=0, **more)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (line(quantity=10), None),
        (line(quantity=11), Problem.SHORT),
        (line(quantity=3, held=8), Problem.SHORT),
        (line(held=10), Problem.SOLD_OUT),
        (line(available=0), Problem.SOLD_OUT),
        (line(quantity=1000, available=5000), Problem.TOO_MANY),
        (line(on_sale=False), Problem.GONE),
        (asked(), None),
    ],
)
def test_what_keeps_a_line_from_being_had(found: ProposedLine, expected: Problem | None):
    """What lies in the cart counts, and so does the shop's limit."""
    assert found.problem(MOST) is expected


def test_quantities_are_targets_and_none_takes_the_line_out():
    """A second tap changes nothing; the other lines keep their keys."""
    proposal = Proposal(1, (line(0, "A"), line(1, "B")))
    twice = with_quantity(with_quantity(proposal, 1, 3), 1, 3)
    assert [x.quantity for x in twice.lines] == [1, 3]
    left = with_quantity(proposal, 0, 0)
    assert [(x.key, x.sku) for x in left.lines] == [(1, "B")]
    assert with_quantity(proposal, 7, 3) == proposal


def test_a_number_answers_the_question_how_many():
    """And that question alone."""
    proposal = Proposal(1, (line(ask="qty", fraction="3/2", quantity=2), asked(1)))
    answered = with_quantity(proposal, 0, 2)
    assert answered.lines[0].ask is None
    assert answered.question == proposal.lines[1]


def test_a_chosen_variant_that_stands_there_already_is_added_to():
    """No SKU stands twice."""
    proposal = Proposal(1, (line(0, "A", 2), asked(1, quantity=3)))
    chosen = with_choice(proposal, 1, Choice("A", "p", "A"))
    assert [(x.sku, x.quantity) for x in chosen.lines] == [("A", 5)]


def test_a_product_of_one_variant_asks_nothing_more():
    """With several, which one is asked next."""
    proposal = Proposal(1, (asked(ask="product"),))
    one = with_product(proposal, 0, "p", "P", [Choice("A", "p", "A")])
    two = with_product(proposal, 0, "p", "P", [Choice("A", "p", "A"), Choice("B", "p", "B")])
    assert (one.lines[0].sku, one.question) == ("A", None)
    assert (two.lines[0].sku, two.lines[0].ask) == (None, "which")


def test_two_messages_make_one():
    """Goods add up, of the rest the later stands; what was said beats what is usual."""
    first = Proposal(1, (line(0, "A", 2),), address="Jl Lama 1", shipping="reg", usual=("address",))
    second = Proposal(
        2, (line(0, "A", 1), line(1, "B")), address="Jl Biasa 9", term="prepaid", usual=("address",)
    )
    both = joined(first, second)
    assert [(x.key, x.sku, x.quantity) for x in both.lines] == [(0, "A", 3), (1, "B", 1)]
    assert (both.version, both.shipping, both.term) == (2, "reg", "prepaid")
    said = joined(replace(first, usual=()), second)
    assert (said.address, said.usual) == ("Jl Lama 1", ())


def test_what_is_missing():
    """A pickup needs no address."""
    bare = Proposal(1, (line(),))
    assert bare.missing(POLICY) == ("shipping", "address", "phone", "term")
    fetched = replace(bare, shipping="fetch", phone="+62812", term="prepaid")
    assert fetched.missing(POLICY) == ()
    assert replace(bare, shipping="gone").missing(POLICY)[0] == "shipping"


def test_shipping_is_counted_by_weight():
    """The first kilogram and each that is started."""
    proposal = Proposal(1, (line(quantity=2),), shipping="reg")
    assert proposal.fee(POLICY) == 28_000
    assert replace(proposal, shipping="").fee(POLICY) is None


@pytest.mark.parametrize(
    ("lines", "ready"),
    [((line(),), True), ((), False), ((line(), asked(1)), False), ((line(quantity=11),), False)],
)
def test_ready_for_the_cart(lines: tuple[ProposedLine, ...], ready: bool):
    """Only what is known and can be had."""
    assert Proposal(1, lines).ready(POLICY) is ready


_LINES = st.builds(
    ProposedLine,
    key=st.integers(0, 9),
    quantity=st.integers(1, 10**6),
    sku=st.none() | st.text(max_size=8),
    options=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
    ask=st.sampled_from([None, "qty", "product", "which"]),
    choices=st.lists(st.builds(Choice, st.text(), st.text(), st.text()), max_size=2).map(tuple),
    fraction=st.sampled_from(["", "3/2"]),
    source=st.text(max_size=20),
)


@given(st.builds(Proposal, st.integers(), st.lists(_LINES, max_size=4).map(tuple), note=st.text()))
def test_it_comes_back_from_json_as_it_was(proposal: Proposal):
    """The conversation's state holds all of it."""
    text = json.dumps(proposal.to_json())
    assert from_json(json.loads(text)) == proposal


@pytest.mark.parametrize(
    "data", [None, 3, [], "x", {}, {"version": 1}, {"lines": [1], "usual": []}]
)
def test_what_is_no_proposal_is_none(data: object):
    """Another version's state, or none."""
    assert from_json(data) is None


def test_taking_out_what_is_not_there():
    """Changes nothing."""
    proposal = Proposal(1, (line(),))
    assert without(proposal, 5) == proposal

"""What a reading becomes at today's prices: real goods, real stock, the shop's ways, and no guesses."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot import sample
from domain.lessons import OwnWord, WordKind
from domain.orders import Order, OrderStatus
from domain.ports import UnitOfWork
from domain.proposals import Proposal
from domain.understanding.contract import Intent, Item, Line, Reading, Shipping
from domain.usecases.proposing import choose_product, choose_sku, method_meant, propose, renewed
from storage.open import OpenStore

GAYO = Item("KG-250-BUBUK", "Kopi Gayo", {"berat": "250 g", "giling": "bubuk"}, 2, source="gayo 2")


async def proposed(store: OpenStore, *items: Item, **more: object) -> Proposal:
    """Load the sample shop and propose an order of these."""
    await store.run(sample.load)
    reading = Reading(Intent.ORDER, items, **more)  # type: ignore[arg-type]  # fields by name
    return await store.run(propose, reading, 1)


async def test_real_prices_and_stock(store: OpenStore):
    """As the catalogue has them."""
    (line,) = (await proposed(store, GAYO)).lines
    assert (line.title, line.amount, line.available) == ("Kopi Gayo · 250 g · Bubuk", 190_000, 36)


async def test_a_product_in_part_asks_for_the_variants_that_fit(store: OpenStore):
    """Of 250 g there are two grinds."""
    item = Item(None, "Kopi Gayo", {"berat": "250 g"}, 1, ask="giling", source="gayo 250")
    (line,) = (await proposed(store, item)).lines
    assert [c.sku for c in line.choices] == ["KG-250-BIJI", "KG-250-BUBUK"]
    assert all(c.unit_price == 95_000 for c in line.choices)


async def test_what_is_not_sold_has_no_choices(store: OpenStore):
    """Words that find something offer it."""
    unknown = Item(None, None, ask="product", source="luwak")
    vague = Item(None, None, ask="product", source="kopi")
    first, second = (await proposed(store, unknown, vague)).lines
    assert first.choices == ()
    assert {"kopi-gayo", "kopi-toraja"} <= {c.product for c in second.choices}


async def test_a_part_of_a_unit_is_asked(store: OpenStore):
    """One and a half packs: the whole number above is held, what was said kept."""
    item = Item("KG-250-BUBUK", "Kopi Gayo", qty=Fraction(3, 2), ask="qty", source="gayo 1,5")
    (line,) = (await proposed(store, item)).lines
    assert (line.ask, line.quantity, line.fraction) == ("qty", 2, "3/2")


async def test_a_colour_alone_is_a_suggestion(store: OpenStore):
    """Unless the product is what is being talked about."""
    item = Item("V60-HTM", "Dripper V60", {"warna": "hitam"}, 2, source="kaos hitam")
    (line,) = (await proposed(store, item)).lines
    assert (line.sku, line.ask, [c.sku for c in line.choices]) == (None, "product", ["V60-HTM"])
    reading = Reading(Intent.ORDER, (item,))

    def seen(uow: UnitOfWork) -> Proposal:
        return propose(uow, reading, 1, in_view=["Dripper V60"])

    assert (await store.run(seen)).lines[0].sku == "V60-HTM"


@pytest.mark.parametrize(
    ("kind", "written", "meaning"),
    [(WordKind.ALIAS, "takengon", "kopi-gayo"), (WordKind.SLANG, "takengon", "gayo")],
)
async def test_a_word_that_the_shop_has_taught_names_the_product(
    store: OpenStore, kind: WordKind, written: str, meaning: str
):
    """It is as good as the catalogue's own: nothing is asked."""
    item = replace(GAYO, source=f"{written} bubuk 2")
    (before,) = (await proposed(store, item)).lines
    assert (before.sku, before.ask) == (None, "product")

    def taught(uow: UnitOfWork) -> Proposal:
        uow.lessons.teach(OwnWord(0, written, kind, meaning, 1, uow.now))
        return propose(uow, Reading(Intent.ORDER, (item,)), 1)

    (line,) = (await store.run(taught)).lines
    assert (line.sku, line.ask) == ("KG-250-BUBUK", None)


@pytest.mark.parametrize(
    ("said", "code", "wish"),
    [
        (Shipping("jne"), "reg", ""),
        (Shipping("jne", "reg"), "reg", ""),
        (Shipping("jnt", "reg"), "", "jnt reg"),
        (Shipping(pickup=True), "pickup", ""),
        (Shipping(when="besok"), "", ""),
        (Shipping(service="instant"), "instant", ""),
        (None, "", ""),
    ],
)
async def test_the_way_to_send(store: OpenStore, said: Shipping | None, code: str, wish: str):
    """One of the shop's, or a wish that is told to be none."""
    found = await proposed(store, GAYO, shipping=said)
    assert (found.shipping, found.shipping_wish) == (code, wish)
    method = await store.run(lambda uow: method_meant(uow, said))
    assert (method.code if method else "") == code


@pytest.mark.parametrize(
    ("said", "term", "wish"),
    [("transfer", "prepaid", ""), ("cod", "on_delivery", ""), ("qris", "", "qris"), (None, "", "")],
)
async def test_the_way_to_pay(store: OpenStore, said: str | None, term: str, wish: str):
    """As the shop offers it."""
    found = await proposed(store, GAYO, payment=said)
    assert (found.term, found.payment_wish) == (term, wish)


async def test_when_it_is_wanted_is_noted(store: OpenStore):
    """The shop has no timetable, but people who read."""
    found = await proposed(store, GAYO, shipping=Shipping(when="besok 10:00"), note="bungkus kado")
    assert found.note == "bungkus kado; besok 10:00"


async def test_what_is_in_the_cart_holds_where_nothing_else_was_said(store: OpenStore):
    """And is marked as what is usual."""
    await store.run(sample.load)

    def with_before(uow: UnitOfWork) -> Proposal:
        method = uow.policy.shipping_methods[0]
        before = Order(
            "X", 1, "IDR", OrderStatus.DRAFT, uow.now, shipping=method.quote(1), term=None
        )
        return propose(uow, Reading(Intent.ORDER, (GAYO,)), 1, before=before)

    found = await store.run(with_before)
    assert (found.shipping, found.usual) == ("reg", ("shipping",))


async def test_renewing_tells_what_has_left_the_shelf(store: OpenStore):
    """And drops it from what can be chosen."""
    item = Item(None, "Kopi Gayo", {"berat": "250 g"}, 1, ask="giling", source="gayo 250")
    found = await proposed(store, GAYO, item)

    def leave(uow: UnitOfWork) -> Proposal:
        sku = uow.catalogue.sku("KG-250-BUBUK")
        assert sku is not None
        uow.catalogue.put_sku(replace(sku, active=False))
        return renewed(uow, found, [Line("KG-250-BIJI", 1)])

    first, second = (await store.run(leave)).lines
    assert not first.on_sale
    assert [c.sku for c in second.choices] == ["KG-250-BIJI"]


@pytest.mark.parametrize("code", ["NIX", "", "\x00", "KG-250-BUBUK'; --"])
async def test_made_up_codes_change_nothing(store: OpenStore, code: str):
    """Whoever makes up a button."""
    found = await proposed(store, GAYO)
    assert await store.run(choose_sku, found, 0, code) == found
    assert await store.run(choose_product, found, 0, code) == found


async def test_a_product_that_is_chosen_for_unknown_words_takes_what_they_say_of_it(
    store: OpenStore,
):
    """ "mandailing biji 250 2" counted 250 of nothing: of Kopi Gayo it is two of one variant."""
    unknown = Item(None, None, qty=250, ask="product", source="mandailing biji 250 2")
    found = await proposed(store, unknown)
    (line,) = (await store.run(choose_product, found, found.lines[0].key, "kopi-gayo")).lines
    assert (line.sku, line.quantity, line.ask) == ("KG-250-BIJI", 2, None)


async def test_a_chosen_product_keeps_what_its_words_leave_open(store: OpenStore):
    """Two grinds of 250 g are left to choose from."""
    unknown = Item(None, None, qty=250, ask="product", source="mandailing 250 3")
    found = await proposed(store, unknown)
    (line,) = (await store.run(choose_product, found, found.lines[0].key, "kopi-gayo")).lines
    assert (line.sku, line.quantity) == (None, 3)
    assert {choice.sku for choice in line.choices} == {"KG-250-BIJI", "KG-250-BUBUK"}

"""What holds for every line, whatever it says, in whatever shop."""

import phonenumbers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.understanding.assortment import Assortment
from domain.understanding.contract import Context, Intent, Item, Reading
from domain.understanding.reading import Reader
from domain.understanding.tokens import clean
from tests.understanding.saying import SHOP, contexts, shops, texts

READER = Reader(SHOP)
QUESTIONS = {
    "product", "option", "qty", "which_item", "address", "phone", "payment_proof", "order_ref",
    "reason", "refund_account",
}  # fmt: skip
BINDING = {Intent.ORDER, Intent.REORDER, Intent.CART_CHANGE, Intent.CHECKOUT, Intent.EXCHANGE}
MOST = 9_999
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check_item(item: Item, intent: Intent, shop: Assortment, text: str) -> None:
    """An item is of this shop, countable, and either certain or a question."""
    wares = {ware.name: ware for ware in shop.wares}
    if item.sku is not None:
        assert item.product is not None
        sold = {variant.sku: variant for variant in wares[item.product].variants}
        assert item.options == sold[item.sku].options
    if item.product is not None:
        ware = wares[item.product]
        assert all(value in ware.values(name) for name, value in item.options.items())
        assert item.unit == ware.unit
    if item.ask == "qty":
        assert item.qty > 0
    else:
        assert isinstance(item.qty, int)
        assert 1 <= item.qty <= MOST
        assert (item.sku is None) >= (item.ask is not None)
    known = item.product is not None and intent not in BINDING
    assert item.sku or item.ask or known
    assert 0 < item.confidence <= 1
    assert item.source in clean(text)


def check(reading: Reading, shop: Assortment, text: str) -> None:
    """A reading keeps to the contract."""
    for item in reading.items:
        check_item(item, reading.intent, shop, text)
    assert set(reading.questions) <= QUESTIONS
    asked = {item.ask for item in reading.items} - {None}
    assert bool(asked) == bool(set(reading.questions) & {"product", "option", "qty", "which_item"})
    if reading.phone is not None:
        assert phonenumbers.is_possible_number(phonenumbers.parse(reading.phone))
    assert reading.amount is None or reading.amount >= 0
    if reading.intent in {Intent.UNKNOWN, Intent.HUMAN, Intent.GREETING, Intent.THANKS}:
        assert reading.items == ()


@patiently
@given(texts, contexts(SHOP))
def test_a_reading_keeps_to_the_contract(text: str, context: Context) -> None:
    """No text makes it raise, or yield what is not sold, or a number out of bounds."""
    check(READER.read(text, context), SHOP, text)


@patiently
@given(st.data())
def test_a_reading_keeps_to_the_contract_in_any_shop(data: st.DataObject) -> None:
    """Whatever the goods are called and however they are measured."""
    shop = data.draw(shops())
    text = data.draw(texts | st.sampled_from(shop.wares).map(lambda ware: f"pesan {ware.name} 2"))
    check(Reader(shop).read(text, data.draw(contexts(shop))), shop, text)


@patiently
@given(st.lists(st.tuples(texts, contexts(SHOP)), min_size=1, max_size=4))
def test_a_line_reads_the_same_whatever_was_read_before(said: list[tuple[str, Context]]) -> None:
    """Neither the order nor what is remembered of words shows in a reading."""
    once = [READER.read(*line) for line in said]
    again = [READER.read(*line) for line in reversed(said)][::-1]
    fresh = [Reader(SHOP).read(*line) for line in said]
    assert once == again == fresh


NAMES = st.sampled_from(["Sari Dewi", "Budi", "Ibu Ratna", "Andi Saputra", "Siti Aminah"])
STREETS = st.sampled_from(["Jl Melati", "Jl. Diponegoro No.", "Gg. Mawar", "Jalan Sudirman"])
CITIES = st.sampled_from(["Malang", "Surabaya", "Bandung 40115", "Kota Batu", "Jakarta Selatan"])
GOODS = st.sampled_from(
    [("mug", "MUG-01"), ("gayo 250 bubuk", "KG-250-BUBUK"), ("grinder", "GR-01"), ("kaos hitam L", "KS-HTM-L")]
)  # fmt: skip


@st.composite
def blocks(draw: st.DrawFn) -> tuple[str, str, str, int, int]:
    """A labelled block of an order: (text, phone, sku, quantity, amount), its lines in any order."""
    prefix = draw(st.sampled_from(["0812", "0813", "0821", "0857", "0878", "0896"]))
    phone = f"{prefix}{draw(st.integers(1_000_000, 99_999_999))}"
    goods, sku = draw(GOODS)
    count = draw(st.integers(1, 40))
    amount = draw(st.integers(20_000, 2_000_000))
    house = draw(st.integers(1, 300))
    lines = [
        f"Nama: {draw(NAMES)}",
        f"Alamat: {draw(STREETS)} {house} {draw(CITIES)}",
        f"{draw(st.sampled_from(['HP', 'No HP', 'WA', 'Telp']))}: {phone}",
        f"Pesanan: {goods} {count}",
        f"Total: Rp{amount:,}".replace(",", "."),
    ]
    return "\n".join(draw(st.permutations(lines))), phone, sku, count, amount


@patiently
@given(blocks())
def test_only_quantities_of_a_block_are_quantities(block: tuple[str, str, str, int, int]) -> None:
    """Neither a telephone's number nor a sum, a house or a postcode counts goods."""
    text, phone, sku, count, amount = block
    reading = READER.read(text, Context())
    assert [(item.sku, item.qty) for item in reading.items] == [(sku, count)]
    assert reading.phone == "+62" + phone[1:]
    assert reading.amount in {amount, None}
    assert reading.address
    assert reading.recipient

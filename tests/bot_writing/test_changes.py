"""What is said to an open card: numbers set, corrections correct, and nothing of it is lost."""

import pytest

from tests.bot_customer.guest import Guest
from tests.bot_writing.conftest import in_cart

GAYO = "Kopi Gayo · 250 g · Bubuk"


async def said(guest: Guest, lines: list[str], pause: int) -> str:
    """Type the lines, each so long after the one before; return what is shown last."""
    for text in lines:
        await guest.later(text, pause)
    return guest.text()


@pytest.mark.parametrize("pause", [2, 60])
@pytest.mark.parametrize(
    ("lines", "shown", "hidden"),
    [
        (["mug krem 1", "jadi 3"], ["3 × Mug Keramik · Krem"], ["❓"]),
        (
            ["gayo 250 bubuk 2 sm mug 1", "gayonya jadi 3"],
            [f"3 × {GAYO}", "❓ 1 × Mug Keramik"],
            ["❓ 3"],
        ),
        (
            ["2 gayo 250g ground and a mug", "actually make it 3 gayo"],
            [f"3 × {GAYO}", "❓ 1 × Mug Keramik"],
            ["❓ 3"],
        ),
        (["gayo 250 bubuk", "2 pak"], [f"2 × {GAYO}"], ["❓"]),
        (["gayo 250 bubuk", "2 pak", "eh 3"], [f"3 × {GAYO}"], ["❓"]),
        (["gayo 250 bubuk 2", "eh 3 deng"], [f"3 × {GAYO}"], ["❓", "belum ketemu"]),
        (["gayo", "250", "bubuk", "2"], [f"2 × {GAYO}"], ["❓"]),
        (["gayo 250 bubuk", "2 of them"], [f"2 × {GAYO}"], ["❓"]),
        (["gayo 250 bubuk 2", "yg biji aja"], ["2 × Kopi Gayo · 250 g · Biji"], [GAYO, "❓"]),
        (["gayo 250 2", "3"], ["❓ 3 × Kopi Gayo"], ["2 ×", "5 ×"]),
        (
            ["gayo 250 biji 2 sm mug krem 1", "eh mug nya 2 deng"],
            ["2 × Kopi Gayo · 250 g · Biji", "2 × Mug Keramik · Krem"],
            ["❓"],
        ),
        (["gayo 250 bubuk 2", "gayo 0"], ["tidak jadi"], ["❓"]),
    ],
)
async def test_a_correction_is_done_to_the_card(
    guest: Guest, lines: list[str], shown: list[str], hidden: list[str], pause: int
):
    """At once or later: the line that is meant changes, the others stay, nothing is added."""
    text = await said(guest, lines, pause)
    assert all(part in text for part in shown), text
    assert not any(part in text for part in hidden), text


@pytest.mark.parametrize("pause", [2, 60])
async def test_a_number_for_one_of_two_is_asked_about(guest: Guest, pause: int):
    """ "jadi 3", of two lines: both stay as they are, and that is said."""
    text = await said(guest, ["mug krem 2 sama gayo 250 bubuk 1", "jadi 3"], pause)
    assert "Yang mana yang diubah" in text
    assert "2 × Mug Keramik · Krem" in text
    assert f"1 × {GAYO}" in text


@pytest.mark.parametrize("pause", [2, 60])
@pytest.mark.parametrize(
    ("first", "second", "question", "other"),
    [
        ("kaos 2", "mug krem 1", "“kaos 2”", "1 × Mug Keramik · Krem"),
        ("kopi item 3", "toraja setengah kilo", "“kopi item 3”", "❓ 2 × Kopi Toraja"),
    ],
)
async def test_a_further_order_is_no_answer(
    guest: Guest, first: str, second: str, question: str, other: str, pause: int
):
    """With a number of its own it is ordered beside what is asked about, which stays asked."""
    text = await said(guest, [first, second], pause)
    assert question in text
    assert other in text


@pytest.mark.parametrize("pause", [2, 60])
async def test_beans_instead_and_then_something_else(guest: Guest, pause: int):
    """In English: the coffee is changed, and the mug, asked for in between, comes beside it."""
    lines = ["2 gayo 250g ground", "wait, beans instead", "got any mugs?", "the cream one"]
    text = await said(guest, lines, pause)
    assert "2 × Kopi Gayo · 250 g · Biji" in text
    assert "1 × Mug Keramik · Krem" in text
    assert "❓" not in text


@pytest.mark.parametrize("pause", [2, 60])
@pytest.mark.parametrize("words", ["jangan pakai biji, bubuk aja", "ganti bubuk"])
async def test_another_variant_takes_the_place_of_the_first(guest: Guest, words: str, pause: int):
    """Nothing is asked that was said."""
    text = await said(guest, ["toraja 250 biji 2", words], pause)
    assert "2 × Kopi Toraja · 250 g · Bubuk" in text
    assert "Biji" not in text
    assert "❓" not in text


@pytest.mark.parametrize("pause", [2, 60])
async def test_of_two_lines_of_beans_it_is_asked_which(guest: Guest, pause: int):
    """The card stays, and says that it does."""
    lines = ["toraja 250 biji 2 sama gayo 250 biji 1", "jangan pakai biji, bubuk aja"]
    text = await said(guest, lines, pause)
    assert "Yang mana yang diubah" in text
    assert "2 × Kopi Toraja · 250 g · Biji" in text
    assert "1 × Kopi Gayo · 250 g · Biji" in text


@pytest.mark.parametrize("pause", [2, 60])
async def test_what_changes_nothing_says_so(guest: Guest, pause: int):
    """The goods are what was said already."""
    text = await said(guest, ["toraja 250 biji 2", "beans instead"], pause)
    assert "Belum ada yang berubah" in text
    assert "2 × Kopi Toraja · 250 g · Biji" in text


@pytest.mark.parametrize("pause", [2, 60])
async def test_a_total_weight_counts_packs(guest: Guest, pause: int):
    """There is no Toraja of 1 kg: four of 250 g."""
    text = await said(guest, ["toraja 250 biji 2", "no wait, 1kg"], pause)
    assert "4 × Kopi Toraja · 250 g · Biji" in text


async def test_the_same_line_twice_counts_once(guest: Guest):
    """A bad connection sends it again; after a while it is meant."""
    await guest.later("gayo 250 bubuk 2")
    await guest.later("gayo 250 bubuk 2", 3)
    assert f"2 × {GAYO}" in guest.text()
    await guest.later("gayo 250 bubuk 2", 60)
    assert f"4 × {GAYO}" in guest.text()


async def test_a_change_of_the_cart_twice_counts_once(guest: Guest):
    """The cart is shown, not changed again."""
    await guest.press("c.set:MG-KREM:1")
    await guest.later("tambah mug krem 1")
    await guest.later("tambah mug krem 1", 3)
    assert await in_cart(guest) == {"MG-KREM": 2}


async def test_a_later_correction_is_answered_below(guest: Guest):
    """What is said after a while gets a card of its own under it."""
    await guest.later("gayo 250 bubuk 2")
    await guest.store.run(_noted, guest.id, 77)
    await guest.later("eh 3", 45)
    assert guest.show().instead_of is None


def _noted(uow: object, user_id: int, message_id: int) -> None:
    session = uow.sessions.get(user_id, user_id)  # type: ignore[attr-defined]
    session.state["proposal_message"] = message_id
    uow.sessions.save(session)  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", ["yes ok", "ok pesan"])
async def test_a_yes_goes_on(guest: Guest, words: str):
    """As the button does; where something is still asked, it is asked again."""
    await guest.later("gayo 250 bubuk 2")
    await guest.later(words)
    assert guest.screen().template == "customer/shipping"
    await guest.later("gayo 250 2")
    await guest.later(words)
    assert "Kopi Gayo yang mana?" in guest.text()


async def test_the_shops_own_courier_is_known_by_name(guest: Guest):
    """At the courier's question, and while the address is asked."""
    await guest.press("c.set:MG-KREM:1")
    await guest.press("k.go")
    await guest.later("kurir toko aja")
    assert "Dikirim ke mana" in guest.text()
    await guest.later("eh kurir toko aja")
    assert "belum ada di sini" not in guest.text()
    assert "Dikirim ke mana" in guest.text()


@pytest.mark.parametrize("words", ["cek resi", "sampai mana kak paketku"])
async def test_a_question_about_the_parcel_is_no_proof(regular: Guest, words: str):
    """While a picture of the transfer is waited for."""
    await regular.later("udah tf")
    await regular.later(words)
    assert "Kami perlu gambar" not in regular.text()


async def test_what_is_known_of_sending_is_shown_beside_a_question(guest: Guest):
    """The courier that was named stands on the card while the grind is asked."""
    await guest.later("gayo 250 2, pakai jne")
    assert "Kopi Gayo yang mana?" in guest.text()
    assert "🚚" in guest.text()

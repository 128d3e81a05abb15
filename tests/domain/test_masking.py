"""Nothing that names a person, or leads to one, survives the mask; how goods are named does."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.masking import is_masked, masked

FIRST = ("Siti", "Budi", "Agus", "Dewi", "Nyoman", "Tri", "Slamet", "Zahra", "Ucok", "Made")
LAST = ("Rahayu", "Santoso", "Wijaya", "Lestari", "Hidayat", "Nugroho", "Siregar", "Situmorang")
STREETS = ("Melati", "Braga", "Cendrawasih", "Sudirman", "Kelinci", "Diponegoro", "Pahlawan")
CITIES = ("Malang", "Bandung", "Surabaya", "Sleman", "Depok")
BEFORE = ("", "kak mau gayo 250 2, ", "pesan mug 1\n", "halo, ", "tolong kirim ya ")
AFTER = ("", "\nterima kasih", ", bayar transfer", " ya kak")
NAME_LABELS = (
    "nama: ", "Nama ", "a.n. ", "a/n ", "atas nama ", "an. ", "penerima: ", "Penerima ", "NAMA = ",
    "nama saya ", "recipient: ", "name: ", "pemesan : ", "untuk bu ", "dari pak ",
)  # fmt: skip
ADDRESS_LABELS = (
    "Jl. ", "jl ", "Jalan ", "jln. ", "JL.", "Gg. ", "gang ", "Perum ", "Komplek ", "alamat: ",
    "Alamat ", "kirim ke ", "antar ke ", "Desa ", "address: ",
)  # fmt: skip

names = st.builds(lambda a, b: f"{a} {b}", st.sampled_from(FIRST), st.sampled_from(LAST))
around = st.tuples(st.sampled_from(BEFORE), st.sampled_from(AFTER))
digits = st.text(string.digits, min_size=7, max_size=16)
apart = st.sampled_from(["", " ", "-", ".", " - ", "  ", "/", "_", ") ", "\u200b", "\n"])


def written(number: str, separators: list[str], style: int) -> str:
    """Return the number in groups, in ordinary or in other digits."""
    if style == 1:
        number = "".join(chr(0xFF10 + int(d)) for d in number)
    if style == 2:
        return "".join(f"{d}\ufe0f\u20e3" for d in number)
    return "".join(d + separators[i % len(separators)] for i, d in enumerate(number)).strip()


def only_digits(text: str) -> str:
    """Return its digits in a row."""
    return "".join(c for c in text if c.isdigit())


@given(
    digits,
    st.lists(apart, min_size=1, max_size=4),
    st.integers(0, 2),
    st.sampled_from(["hp ", "wa +62", "rek BCA ", "no rekening: ", "", "telp.", "0"]),
    around,
)
def test_no_phone_or_account_number_survives(
    number: str, separators: list[str], style: int, label: str, place: tuple[str, str]
) -> None:
    """However it is grouped, and in whichever digits it is written."""
    line = f"{place[0]}{label}{written(number, separators, style)}{place[1]}"
    left = only_digits(masked(line))
    assert number not in left
    assert len(left) <= len(only_digits(place[0])) + len(only_digits(place[1]))


@given(
    st.from_regex(r"zq[a-z0-9._-]{1,12}[a-z0-9]", fullmatch=True),
    st.sampled_from(["gmail.com", "yahoo.co.id", "toko-kami.id", "gmail dot com"]),
    st.sampled_from(["@", " @ ", "(at)", " [at] ", "\uff20"]),
    around,
)
def test_no_mail_survives(local: str, host: str, at: str, place: tuple[str, str]) -> None:
    """Nor what is written to be read by people alone."""
    found = masked(f"{place[0]}email {local}{at}{host}{place[1]}")
    assert local not in found
    assert host not in found


@given(names, st.sampled_from(NAME_LABELS), around)
def test_no_name_after_a_label_survives(name: str, label: str, place: tuple[str, str]) -> None:
    """With and without a colon."""
    found = masked(f"{place[0]}{label}{name}{place[1]}")
    assert all(part not in found for part in name.split())


@pytest.mark.parametrize(
    ("line", "gone", "stays"),
    [
        ("Pak Joko Widodo rumahnya sebelah masjid, kopi zorblax", "joko widodo masjid", "zorblax"),
        ("saya Siti Rahmawati mau kopi lintong 2", "siti rahmawati", "kopi lintong 2"),
        ("kopi zorblax buat Bu Dewi Lestari", "dewi lestari", "kopi zorblax"),
        ("aku ratna, zorblax ada?", "ratna", "zorblax ada"),
        ("saya mau bu Siti yang antar", "siti", "saya mau"),
        ("zorblax 2, patokannya depan toko Mulya", "mulya", "zorblax 2"),
    ],
)
def test_no_name_after_saya_or_a_title_survives(line: str, gone: str, stays: str) -> None:
    """Nor a landmark; what was asked for does."""
    found = masked(line).lower()
    assert not any(word in found for word in gone.split())
    assert stays in found


def test_packs_are_no_title() -> None:
    """ "2 pak lintong" is how goods are counted."""
    assert masked("mau 2 pak lintong ya") == "mau 2 pak lintong ya"


@given(names, digits, st.sampled_from(["BCA ", "rek BRI: ", "gopay ", "rekening "]), around)
def test_no_name_beside_an_account_survives(
    name: str, number: str, bank: str, place: tuple[str, str]
) -> None:
    """Whose it is stands behind the number."""
    found = masked(f"{place[0]}{bank}{number} {name}{place[1]}")
    assert number not in found
    assert all(part not in found for part in name.split())


@given(
    st.sampled_from(STREETS),
    st.sampled_from(CITIES),
    st.integers(1, 99),
    st.sampled_from(ADDRESS_LABELS),
    st.sampled_from([" no. ", " ", " No "]),
    around,
)
def test_no_street_address_survives(
    street: str, city: str, house: int, label: str, number: str, place: tuple[str, str]
) -> None:
    """Street, house and town go together."""
    line = f"{place[0]}{label}{street}{number}{house} RT 02/03, {city} 65141{place[1]}"
    found = masked(line)
    assert street not in found
    assert city not in found
    assert "65141" not in found


@given(names, st.sampled_from(STREETS))
def test_what_was_read_of_it_goes_without_a_label(name: str, street: str) -> None:
    """The reader knows a block of name and address by its place."""
    line = f"gayo 2\n{name.lower()}\n{street} 5 malang"
    found = masked(line, [name, f"{street} 5, Malang"])
    assert found.startswith("gayo 2")
    assert all(part.lower() not in found.lower() for part in (*name.split(), street, "malang"))


@given(st.text(max_size=300))
def test_it_never_fails_and_once_is_enough(text: str) -> None:
    """Whatever people send."""
    once = masked(text)
    assert masked(once) == once


@pytest.mark.parametrize(
    "line",
    [
        "kak mau gayo 250 2 pak sm mug 1",
        "ada lintong wet hull 250g?",
        "kopi susu gula aren 3 botol",
        "pesen 2 lusin cup 12oz",
    ],
)
def test_how_goods_are_named_stays(line: str) -> None:
    """That is what there is to learn."""
    assert masked(line) == line


def test_what_is_nothing_but_masks_is_told() -> None:
    """There is nothing to learn of it."""
    assert is_masked(masked("0812 3456 7890"))
    assert is_masked("[nomor], [tempat]!")
    assert not is_masked("gayo [nomor]")

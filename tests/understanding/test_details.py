"""What a line says beside its goods, whatever it wants."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.numbers import new_number, spoken
from domain.understanding.contract import Awaiting
from domain.understanding.tokens import clean
from tests.understanding.reading_details import details, left


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("hp saya 0812 3456 7890 ya", "+6281234567890"),
        ("0857-1234-5678", "+6285712345678"),
        ("wa 62812-0000-4417", "+6281200004417"),
        ("+62 812-0000-8890", "+6281200008890"),
        ("(+62) 857 1111 2222", "+6285711112222"),
        ("telp 0341-551234", "+62341551234"),
        ("telepon (021) 5551234", "+62215551234"),
        ("+65 9123 4567", "+6591234567"),
        ("kopi 2 0812.3456.7890 jl melati 5", "+6281234567890"),
        ("mug 081234567890 2 pcs", "+6281234567890"),
        ("sudah tf 152.034", None),
        ("resi 540180001234523", None),
        ("bca 0812345678 an budi", None),
        ("kirim jam 08.00", None),
    ],
)
def test_a_telephone(text: str, phone: str | None):
    assert details(text).phone == phone


@pytest.mark.parametrize("text", ["0812 0000", "wa sy 0812 0000", "1234567", "+6281", "0812abc"])
def test_a_number_that_is_none_is_asked_for_again(text: str):
    found = details(text, Awaiting.PHONE)
    assert (found.phone, found.bad_phone) == (None, True)


def test_no_number_at_all_is_no_bad_one():
    assert not details("nanti ya kak", Awaiting.PHONE).bad_phone


@pytest.mark.parametrize(
    ("text", "waybill"),
    [
        ("cek JP1234567890", "JP1234567890"),
        ("jx 8009 9612 34 udh dmn", "JX8009961234"),
        ("SPXID041234567890 sampai mana", "SPXID041234567890"),
        ("resinya 0081 2345 6789 0123", "0081234567890123"),
        ("resi sicepat 003712345678 dong", "003712345678"),
        ("lacak 540180001234523", "540180001234523"),
        ("no resi: tljx12345678", "TLJX12345678"),
        ("npwp 012345678901000 an CV Maju", None),
        ("wa081234567890", None),
        ("mandiri 1440012345678", None),
        ("no resi pesanan INV-0456", None),
    ],
)
def test_a_waybill(text: str, waybill: str | None):
    assert details(text).waybill == waybill


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("INV-0456 gimana", "INV-0456"),
        ("inv 0456 dong", "INV-0456"),
        ("order #0456", "INV-0456"),
        ("pesanan no 456 kok lama", "INV-0456"),
        ("invoice no 0388 kirim ulang", "INV-0388"),
        ("pesan 100 pcs", None),
        ("order 250 gram", None),
        ("mug #2", None),
    ],
)
def test_an_orders_number(text: str, ref: str | None):
    assert details(text).order_ref == ref


def test_an_orders_number_as_the_shop_gives_them_out():
    number = next(n for _ in range(200) if not (n := new_number()).isdigit() and not n.isalpha())
    assert details(f"pesanan {spoken(number)} sampai mana").order_ref == number


def test_an_orders_number_that_ends_like_a_way_to_pay_says_nothing_of_paying():
    found = details("QZ0F-67QR")
    assert (found.order_ref, found.payment) == ("QZ0F67QR", None)


def test_an_orders_number_alone_where_it_was_asked_for():
    assert details("456", Awaiting.ORDER_REF).order_ref == "INV-0456"


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("udah tf 85rb", (85_000,)),
        ("85k via qris", (85_000,)),
        ("tf 1,2jt mas", (1_200_000,)),
        ("sudah transfer Rp 152.000,- ya", (152_000,)),
        ("paid 170,000", (170_000,)),
        ("bayar seratus lima puluh ribu", (150_000,)),
        ("tf dua juta tiga ratus ribu", (2_300_000,)),
        ("sdh tf 2jt 500rb", (2_500_000,)),
        ("transfer 175000 barusan", (175_000,)),
        ("goceng boleh?", (5_000,)),
        ("sandalnya 100rb, mug 50rb", (100_000, 50_000)),
        ("udah tf 200 ya", (200_000,)),
        ("kaos 65rb x 3 = 195rb udah tf", (195_000, 65_000)),
        ("rendang 1.500 gram", ()),
        ("1.000 mug bisa?", ()),
        ("mug 12 pcs", ()),
        ("jl melati 5 malang 65141", ()),
    ],
)
def test_sums_of_money(text: str, amounts: tuple[int, ...]):
    assert details(text).amounts == amounts


def test_a_small_price_is_an_offer_in_thousands():
    assert details("sepatu 175 boleh?").offers == (175_000,)


@pytest.mark.parametrize(
    ("text", "payment", "terms"),
    [
        ("bayar ditempat aja", "cod", None),
        ("tf ya kak", "transfer", None),
        ("bayar lewat bca", "transfer", None),
        ("va bri ada?", "va", None),
        ("qris aja, ga jadi transfer", "qris", None),
        ("transfer eh qris aja", "qris", None),
        ("ga bisa cod ya? transfer aja", "transfer", None),
        ("bisa gopay?", None, None),
        ("bisa kartu kredit?", None, None),
        ("dana udah masuk?", None, None),
        ("tempo 2 minggu bisa?", "credit", "14 hari"),
        ("tempo sebulan bisa?", "credit", "30 hari"),
        ("bisa bayar 2 minggu lagi?", "credit", "14 hari"),
        ("net 30 ya", "credit", "30 hari"),
        ("dp 30% dulu", "deposit", "30%"),
        ("bayar separo dulu boleh?", "deposit", "50%"),
        ("is 50% down payment ok?", "deposit", "50%"),
    ],
)
def test_ways_of_paying(text: str, payment: str | None, terms: str | None):
    found = details(text)
    assert (found.payment, found.terms) == (payment, terms)


@pytest.mark.parametrize(
    ("text", "wallet", "name"),
    [
        ("balikin ke bca 123-456-7890 a.n. Siti Aminah", "bca 1234567890", "Siti Aminah"),
        ("rek saya 1234567890 bni an siti", "bni 1234567890", "siti"),
        ("mandiri 144-00-1234567-8 an Nur Aini", "mandiri 1440012345678", "Nur Aini"),
        ("BSI 7123456789 Ahmad Fauzi", "bsi 7123456789", "Ahmad Fauzi"),
        ("ke dana aja 0812 3456 7890", "dana", None),
        ("ovo", "ovo", None),
        ("1234567890", "1234567890", None),
    ],
)
def test_where_money_shall_go_back_to(text: str, wallet: str, name: str | None):
    found = details(text, Awaiting.REFUND_ACCOUNT)
    assert (found.wallet, found.recipient) == (wallet, name)


def test_a_mobile_number_alone_is_no_account():
    found = details("0812 3456 7890", Awaiting.REFUND_ACCOUNT)
    assert (found.wallet, found.phone) == (None, "+6281234567890")


def test_a_housing_estate_is_no_bank():
    assert details("kirim ke Perum Permata Blok A2").wallet is None


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("invoice + faktur pajak ya", {"invoice", "faktur_pajak"}),
        ("kuitansi sm nota", {"kwitansi", "nota"}),
        ("surat penawaran beras", {"penawaran"}),
        ("nota sama surat jalannya", {"nota", "surat_jalan"}),
        ("di jalan ya", set()),
    ],
)
def test_papers(text: str, papers: set[str]):
    assert set(details(text).papers) == papers


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kurang 1 pcs", "missing"),
        ("pesen keripik 6 dtg 4", "missing"),
        ("yang dikirim cuma 3 padahal pesan 5", "missing"),
        ("mugnya retak", "damaged"),
        ("sandalnya kekecilan", "wrong_size"),
        ("yg dateng kaos navy, pdhl sy pesen hitam", "wrong_item"),
        ("pesen item dikasih putih", "wrong_item"),
        ("brownies berjamur", "quality"),
        ("salah klik", "other"),
        ("kurang pedes kak", None),
        ("mau retur dong", None),
    ],
)
def test_what_is_wrong(text: str, reason: str | None):
    assert details(text).reason == reason


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("rendang 3/4 kg, jgn terlalu pedes ya bun", "jgn terlalu pedes"),
        ("tolong dipacking kayu ya kak", "dipacking kayu"),
        ("brownies 1, tulisannya 'Happy Bday Nia' ya", "tulisannya 'Happy Bday Nia'"),
        ("jl raya 246 malang, titip satpam ya", "titip satpam"),
        ("kalo ga ada orang titip ke tetangga", "kalo ga ada orang titip ke tetangga"),
        ("less sugar please", "less sugar"),
        ("note: jangan dibanting, kaca", "jangan dibanting, kaca"),
        ("ga pake plastik ya", "ga pake plastik"),
        ("ada packing kayu ga?", None),
        ("keripik 2 jangan yg pedas", None),
        ("jgn pake jne", None),
    ],
)
def test_a_wish(text: str, wish: str | None):
    assert details(text).wish == wish


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("sandalnya 100rb", "sandalnya"),
        ("mug 2 kirim ke Jl Melati 5 Malang", "mug 2 kirim ke"),
        ("kopi 2 0812 3456 7890", "kopi 2"),
        ("donat 12 jam 10", "donat 12"),
        ("[foto] mug 1", "mug 1"),
        ("mug 2 tempo 14 hari", "mug 2"),
        ("beli 3 kode voucher HEMAT10", "beli 3 kode voucher"),
    ],
)
def test_what_is_read_is_no_goods(text: str, rest: str):
    assert left(text) == rest


def test_an_attachment_is_seen():
    assert details("ini buktinya [foto]").attachment


PIECES = st.sampled_from(
    [
        *(
            "jl",
            "ke",
            "kirim",
            "0812",
            "3456",
            "resi",
            "an",
            "a.n.",
            "bca",
            "12",
            "1.000",
            "rp",
            "rb",
        ),
        *(
            "jam",
            "besok",
            "\n",
            ",",
            ".",
            "(",
            "#",
            "inv",
            "-",
            "alamat",
            ":",
            "nama",
            "jangan",
            "jne",
        ),
        *(
            "dp",
            "%",
            "minggu",
            "tgl",
            "[foto]",
            "'",
            '"',
            "\u200b",
            "\U0001f600",
            "mug",
            "kopi",
            "ambil",
        ),
        *(
            "titip",
            "packing",
            "yang",
            "ongkir",
            "Bdg-Sby",
            "+62",
            "atau",
            "kurang",
            "cuma",
            "PT",
            "1/2",
        ),
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_is_read_the_same_twice_within_its_bounds(text: str):
    """Never raises, never a span outside the text."""
    for awaiting in (
        None,
        Awaiting.ADDRESS,
        Awaiting.RECIPIENT,
        Awaiting.PHONE,
        Awaiting.REFUND_ACCOUNT,
    ):
        found = details(text, awaiting)
        assert found == details(text, awaiting)
        assert all(0 <= span.start < span.end <= len(clean(text)) for span in found.taken)

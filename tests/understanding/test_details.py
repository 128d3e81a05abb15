"""What a line says beside its goods, whatever it wants."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.numbers import new_number, spoken
from domain.understanding.assortment import Assortment
from domain.understanding.contract import Awaiting, Context, Shipping
from domain.understanding.details import Details, find_details
from domain.understanding.lexicon import standard
from domain.understanding.names import Names
from domain.understanding.tokens import clean

LINES = Path(__file__).parent / "lines"
NAMES = Names(Assortment.from_json(json.loads((LINES / "catalogue.json").read_text())), standard())


def details(text: str, awaiting: Awaiting | None = None) -> Details:
    cleaned = clean(text)
    tokens = NAMES.tokens(cleaned)
    return find_details(cleaned, tokens, Context(awaiting=awaiting), NAMES.words)


def left(text: str) -> str:
    """What of a line may still be goods."""
    signs = list(clean(text))
    for span in details(text).taken:
        signs[span.start : span.end] = "_" * (span.end - span.start)
    return " ".join("".join(signs).replace("_", " ").split())


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
    ("text", "shipping"),
    [
        ("j&t aja kak", Shipping(courier="jnt")),
        ("pake j n t express", Shipping(courier="jnt")),
        ("si cepat best ya", Shipping(courier="sicepat", service="best")),
        ("kirim gosend instant", Shipping(courier="gojek", service="instant")),
        ("go-send aja", Shipping(courier="gojek")),
        ("grabexpress sameday", Shipping(courier="grab", service="same_day")),
        ("jne yes ya", Shipping(courier="jne", service="yes")),
        ("jangan jne, lama. anteraja aja", Shipping(courier="anteraja")),
        ("gak usah grab, gosend aja", Shipping(courier="gojek")),
        ("ganti jne jadi sicepat dong", Shipping(courier="sicepat")),
        ("via pos indonesia", Shipping(courier="pos")),
        ("ninja jangan ya", None),
        ("selain pos sama tiki ya", None),
        ("mending jne atau jnt?", None),
        ("kode pos 65141", None),
        ("titip di pos satpam", None),
        ("oke kak yes", None),
        ("mug motif ninja ada?", None),
        ("kirim ke Perum Gojek Asri A5", None),
    ],
)
def test_couriers_and_services(text: str, shipping: Shipping | None):
    assert details(text).shipping == shipping


@pytest.mark.parametrize(
    ("text", "shipping"),
    [
        ("ambil sendiri besok jam 10", Shipping(pickup=True, when="besok 10:00")),
        ("nanti sore saya jemput di toko", Shipping(pickup=True, when="hari ini sore")),
        ("besok jam setengah 9 diambil", Shipping(pickup=True, when="besok 08:30")),
        ("sesuk esuk tak jupuk", Shipping(pickup=True, when="besok pagi")),
        ("will pick up on Saturday at 2 pm", Shipping(pickup=True, when="sabtu 14:00")),
        ("saya ke toko aja nanti sore", Shipping(pickup=True, when="hari ini sore")),
        ("tanggal 5 saya ambil ke toko", Shipping(pickup=True, when="tgl 5")),
        ("kalo ambil 50 pcs dapet diskon?", None),
        ("mau ambil yang merah aja", None),
        ("diambil kurir jam 3", Shipping(when="15:00")),
        ("gak jadi diambil, kirim aja pake jne", Shipping(courier="jne")),
    ],
)
def test_fetching(text: str, shipping: Shipping | None):
    assert details(text).shipping == shipping


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("kirim sore ini", "hari ini sore"),
        ("antar jam 3 sore", "15:00"),
        ("kirim jam 9 pagi", "09:00"),
        ("kirim pukul 14.30", "14:30"),
        ("besok malam jam 7 antar", "besok 19:00"),
        ("ntar malem dianter", "hari ini malam"),
        ("kirim lusa pagi", "lusa pagi"),
        ("kirim besok lusa", "lusa"),
        ("paling lambat jum'at ya", "jumat"),
        ("ambil tgl 17 agustus jam 8 pagi", "tgl 17 08:00"),
        ("deliver by Friday 5pm", "jumat 17:00"),
        ("malam minggu dianter ya", "sabtu malam"),
        ("acaranya hari minggu jam 8", "minggu 08:00"),
        ("jangan hari ini, besok aja", "besok"),
        ("dikirim sesuk isuk iso?", "besok pagi"),
        ("I'll pick it up tomorrow at noon", "besok siang"),
        ("bukan sabtu tapi minggu pagi ya", "minggu pagi"),
        ("jam 9-10 pagi besok diambil", "besok 09:00"),
        ("dikirim tomorrow morning", "besok pagi"),
        ("pagi kak, mug 2", None),
        ("selamat sore min", None),
        ("kemarin sore saya pesan", None),
        ("tadi pagi sudah tf", None),
        ("minggu ini ada promo?", None),
        ("2 minggu lagi", None),
        ("bayar besok ya", None),
    ],
)
def test_when(text: str, when: str | None):
    shipping = details(text).shipping
    assert (shipping.when if shipping else None) == when


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
    ("text", "address"),
    [
        ("kirim ke Jl Melati 5 Sukun Malang, bayar transfer", "Jl Melati 5 Sukun Malang"),
        ("kirim ke rumah saya di jl kenari no 12 ya kak, 2 mug", "jl kenari no 12"),
        (
            "antar ke Perum Asri Blok C-5, Bekasi 17113. bayar cod",
            "Perum Asri Blok C-5, Bekasi 17113",
        ),
        ("ganti alamat ke Gg. Mangga 7 aja", "Gg. Mangga 7"),
        ("Jl Sabtu Pahing 4 Kediri", "Jl Sabtu Pahing 4 Kediri"),
        ("alamat yg bener Jl. Ijen No. 25 bukan 20", "Jl. Ijen No. 25"),
        ("kirim ke Jl. Pandan Wangi 5 Malang 2 mug", "Jl. Pandan Wangi 5 Malang"),
        ("kos bu endang jl sumbersari gg 3", "kos bu endang jl sumbersari gg 3"),
        ("ship to 25 Jalan Merdeka, Bandung please", "25 Jalan Merdeka, Bandung"),
        (
            "Alamat: Jl. Pahlawan 23 RT 01/02\nKel. Magersari\nSidoarjo 61212\nHP: 085712345678",
            "Jl. Pahlawan 23 RT 01/02, Kel. Magersari, Sidoarjo 61212",
        ),
        ("alamat Jl. Kawi 3 Kediri, 2 sambal roa", "Jl. Kawi 3 Kediri"),
        ("dinoyo gang 5 no 10, mug 2", "dinoyo gang 5 no 10"),
        ("antar ke warung bu Tini Jl. Sawo 7 ya", "warung bu Tini Jl. Sawo 7"),
        ("kirim ke desa suka maju rt 5 kec panti", "desa suka maju rt 5 kec panti"),
        ("kirim ke: Rizky, Jl Gajah Mada 88", "Jl Gajah Mada 88"),
        ("rumahku di jalan cokroaminoto nomor 77", "jalan cokroaminoto nomor 77"),
        ("alamat biasa ya", None),
        ("kirim ke alamat kemarin", None),
        ("alamat tokonya di mana?", None),
        ("barang masih jalan kak?", None),
        ("surat jalan ya", None),
    ],
)
def test_an_address(text: str, address: str | None):
    found = details(text)
    assert (found.address, found.place) == (address, False)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ongkir malang berapa kak", "malang"),
        ("ongkir Bdg-Sby 2kg", "Sby"),
        ("brp ongkir dari malang ke jakarta selatan?", "jakarta selatan"),
        ("cek ongkir ke kec. Lowokwaru kota Malang", "kec. Lowokwaru kota Malang"),
        ("bisa kirim ke papua ga min", "papua"),
        ("sampe bali berapa hari", "bali"),
        ("kirim luar jawa bisa?", "luar jawa"),
        ("how much is shipping to Kuala Lumpur?", "Kuala Lumpur"),
        ("klo jnt ke Ubung Denpasar brp ongkirnya", "Ubung Denpasar"),
        ("antar ke rumah pak lurah sukun", "rumah pak lurah sukun"),
        ("pinten ongkir dateng Nganjuk?", "Nganjuk"),
        ("kirim ke saya ya", None),
        ("ganti ke putih", None),
        ("refund ke ovo", None),
    ],
)
def test_a_destination(text: str, place: str | None):
    found = details(text)
    assert (found.address, found.place) == (place, place is not None)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("sawojajar gang 5 no 10", "sawojajar gang 5 no 10"),
        ("Toko Makmur, Jl. Pasar Besar 12, Malang", "Toko Makmur, Jl. Pasar Besar 12, Malang"),
        ("depan indomaret sukun, rumah cat hijau", "depan indomaret sukun, rumah cat hijau"),
        ("12 Orchard Road, Singapore", "12 Orchard Road, Singapore"),
        ("tutup jam brp kak", None),
        ("sama sambal bawang 2 botol", None),
        ("sama kayak kemarin", None),
        ("bentar", None),
    ],
)
def test_an_address_that_was_asked_for(text: str, address: str | None):
    assert details(text, Awaiting.ADDRESS).address == address


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Penerima: Bpk. Joko Susilo", "Joko Susilo"),
        ("an Budi", "Budi"),
        ("a.n. Bu Watiningsih", "Watiningsih"),
        ("an Pak Dana pesan beras", "Dana"),
        ("penerima Pak Senin 0812 3333 4444", "Senin"),
        ("transfer an Mega Permata 150rb", "Mega Permata"),
        ("penerimanya ibu saya kak, Bu Sulastri", "Sulastri"),
        ("atas nama M. Rizky Pratama ya", "M. Rizky Pratama"),
        ("atas nama CV Maju Jaya, npwp nyusul", "CV Maju Jaya"),
        ("kwitansi a.n. SDN 1 Klojen", "SDN 1 Klojen"),
        ("faktur pajak buat PT Sumber Makmur", "PT Sumber Makmur"),
        ("my name is John Doe", "John Doe"),
        ("dari rek suami, Slamet namanya", "Slamet"),
        ("Siti Aminah\n081234567801\nJl. Kenanga 12", "Siti Aminah"),
        ("penerima saya sendiri", None),
        ("jam 10an ya", None),
        ("I want an XL tee", None),
        ("mug buat kado", None),
    ],
)
def test_a_name(text: str, name: str | None):
    assert details(text).recipient == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("budi santoso", "budi santoso"), ("Pak Andi aja", "Andi"), ("nanti dulu", None)],
)
def test_a_name_that_was_asked_for(text: str, name: str | None):
    assert details(text, Awaiting.RECIPIENT).recipient == name


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

"""Addresses, destinations and names in what a customer writes."""

import pytest

from domain.understanding.contract import Awaiting
from tests.understanding.reading_details import details


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

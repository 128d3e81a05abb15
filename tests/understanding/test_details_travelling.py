"""Couriers, services, fetching and times in what a customer writes."""

import pytest

from domain.understanding.contract import Shipping
from tests.understanding.reading_details import details


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

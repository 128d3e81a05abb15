"""What the buttons of the story are called, in both languages of the page, the bot and the staff."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The labels that the story on the page taps, and what it waits to read."""

    customer: str = "Sari"
    locale: str = "id-ID"
    catalogue: str = "Katalog"
    check_out: str = "Lanjut pesan"
    send_number: str = "Kirim nomor HP saya"
    transfer: str = "Transfer sekarang"
    place: str = "Pesan sekarang"
    send_proof: str = "Kirim bukti transfer"
    proof_wanted: str = "Kirim foto atau PDF"
    proof_came: str = "sudah kami terima"
    approve: str = "Setujui"
    check_money: str = "Cek mutasi"
    money_came: str = "Uang sudah masuk"
    paid: str = "sudah masuk. Terima kasih"
    packed: str = "Sudah dikemas"
    hand_over: str = "Serahkan ke kurir"
    waybill_wanted: str = "Balas pesan ini dengan nomor resinya"
    handed_over: str = "diserahkan"
    shipped: str = "dikirim dengan"
    on_the_way: str = "dalam perjalanan, kak"
    arrived: str = "sudah sampai. Barangnya sesuai"
    problem: str = "Ada masalah"
    which: str = "barang mana yang bermasalah"
    go_on: str = "Lanjut ›"
    broken: str = "Barang rusak"
    photo_kept: str = "Fotonya kami simpan"
    money_back: str = "Uang kembali"
    report: str = "Kirim laporan"
    decide: str = "Putuskan retur"
    approve_return: str = "Setujui retur"
    send_it: str = "disetujui. Kirim barangnya"
    sent: str = "Sudah dikirim"
    no_waybill: str = "Tanpa nomor resi"
    sent_back: str = "sudah mengirim balik"
    received: str = "Barang diterima"
    inspect: str = "Catat hasil periksa"
    save: str = "Simpan pemeriksaan"
    worth: str = "nilainya Rp105.000"
    refund: str = "Kembalikan dana"
    whole_refund: str = "Ya, jumlah ini"
    refunded: str = "sudah kami kembalikan"
    completed: str = "Selesai"


INDONESIAN = Words()
ENGLISH = Words(
    customer="Emma",
    locale="en-GB",
    catalogue="Catalogue",
    check_out="Check out",
    send_number="Share my phone number",
    transfer="Bank transfer now",
    place="Place the order",
    send_proof="Send proof of transfer",
    proof_wanted="Send a photo or PDF",
    proof_came="We have your proof",
    approve="Approve",
    check_money="Check the bank",
    money_came="Money arrived",
    paid="We received Rp",
    packed="Packed",
    hand_over="Hand over",
    waybill_wanted="Reply to this message with the waybill",
    handed_over="handed to",
    shipped="was sent with",
    on_the_way="Your parcel of order",
    arrived="was delivered. Is everything right",
    problem="There is a problem",
    which="which items",
    go_on="Go on",
    broken="It is damaged",
    photo_kept="We have the photo",
    money_back="Money back",
    report="Send the report",
    decide="Decide on the return",
    approve_return="Approve return",
    send_it="is approved. Send the goods",
    sent="Sent",
    no_waybill="No waybill number",
    sent_back="has sent back goods",
    received="Goods received",
    inspect="Record inspection",
    save="Save inspection",
    worth="are worth Rp105",
    refund="Refund",
    whole_refund="Yes, this amount",
    refunded="We refunded",
    completed="Completed",
)

Story: Pesan lewat transfer, sampai, lalu satu barang diretur
People: Dewi (new id), Budi (id), Emma (en), Rina

Rina writes "/bahasa id" in Tim
Rina sees "bahasa Indonesia" in Tim
picture "beginning"

# Yang lain melihat-lihat
Budi writes "/start"
Budi taps "Katalog"
Budi taps "Biji & Bubuk"
Budi taps "Kopi Toraja"
Emma writes "/start"
Emma taps "Catalogue"
Emma taps "Biji & Bubuk"
Emma taps "Kopi Gayo"

# Belanja
Dewi writes "/start"
Dewi taps "Katalog"
Dewi taps "Biji & Bubuk"
Dewi taps "Kopi Gayo"
Dewi taps "+ 250 g · Biji"
Dewi taps "+" on "1×"
Dewi sees "2×"
picture "product" of Dewi
Dewi taps "Kembali" on "2×"
Dewi taps "Kopi Toraja"
Dewi taps "+ 250 g · Biji" on "Toraja"
Dewi taps "Lanjut pesan"
Dewi taps "JNE Reguler" on "Dikirim lewat apa"
Dewi sees "Dikirim ke mana"
Dewi writes "Jl Melati 5, Sukun, Malang 65147"
Dewi shares contact
Dewi taps "Transfer sekarang" on "Bayarnya bagaimana"
Dewi sees "Cek dulu ya" and "Pesan sekarang"
picture "summary" of Dewi
Dewi taps "Pesan sekarang"
Dewi sees "🧾 Pesanan" and "BCA 1234567890"
Rina sees "Setujui atau tolak" in Tim
picture "ordered"

# Bayar
Dewi taps "Kirim bukti transfer"
Dewi sees "Kirim foto atau PDF"
Dewi sends photo bukti-transfer.jpg
Dewi sees "sudah kami terima"
Rina sees "Cek mutasi" and "Tolak bukti" in Tim
picture "proof" of Tim
Rina taps "Setujui" on "Cek mutasi" in Tim
Rina taps "Uang sudah masuk" on "Tolak bukti" in Tim
Dewi sees "sudah masuk. Terima kasih"

# Kirim
Rina taps "Sudah dikemas" on "Ambil dan kemas" in Tim
Rina taps "Serahkan ke kurir" in Tim
Rina sees "Balas pesan ini dengan nomor resinya" in Tim
picture "waybill" of Tim
Rina replies "{number}" to "Balas pesan ini dengan nomor resinya" in Tim
Rina sees "diserahkan" and "{number}" in Tim
Dewi sees "dikirim dengan JNE Reguler" and "{number}"
+1 hour
Dewi sees "dalam perjalanan"
+1 day
+1 day
Dewi sees "sudah sampai" and "Ada masalah"
picture "arrived"

# Retur
Dewi taps "Ada masalah"
Dewi taps "Kopi Toraja" on "barang mana yang bermasalah"
Dewi taps "Lanjut" on "☑️"
Dewi taps "Barang rusak"
Dewi sends photo barang-rusak.jpg
Dewi taps "Lanjut" on "Fotonya kami simpan"
Dewi taps "Uang kembali"
picture "report" of Dewi
Dewi taps "Kirim laporan"
Dewi sees "Retur sedang kami periksa"
Rina taps "Setujui retur" in Tim
Dewi taps "Sudah dikirim" on "disetujui. Kirim barangnya"
Dewi taps "Tanpa nomor resi"
Rina sees "sudah mengirim balik" in Tim
Rina taps "Barang diterima" in Tim
Dewi sees "sudah kami terima. Kami periksa dulu"
Rina taps "Catat hasil periksa" in Tim
Rina taps "1 ♻️" on "Periksa retur" in Tim
picture "inspection" of Tim
Rina taps "Simpan pemeriksaan" in Tim
Dewi sees "nilainya Rp105.000"
Rina taps "Kembalikan dana" on "Selesaikan retur" in Tim
Rina sees "Transfer dulu" in Tim
Rina taps "Ya, jumlah ini" in Tim
Rina sees "pengembalian dana dicatat" in Tim
Dewi sees "Dana Rp105.000" and "sudah kami kembalikan"
Dewi sees "🧾 Pesanan" and "Retur R1" and "Selesai"
picture "refunded" of Dewi

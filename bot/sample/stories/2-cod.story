Story: Ambil di toko, bayar di tempat
People: Agus (new id), Rina

Rina writes "/bahasa id" in Tim
Rina sees "bahasa Indonesia" in Tim
Agus writes "/start"
Agus taps "Katalog"
Agus taps "Biji & Bubuk"
Agus taps "Kopi Gayo"
Agus taps "+ 250 g · Biji"
Agus taps "Lanjut pesan"
Agus taps "Ambil di toko" on "Dikirim lewat apa"
Agus sees "Nomor HP"
Agus writes "0812"                       # terlalu pendek: ditanya lagi
Agus sees "Nomor HP"
Agus writes "0812-3456-7890"
Agus taps "Bayar di tempat" on "Bayarnya bagaimana"
Agus sees "Cek dulu ya" and "Pesan sekarang"
Agus taps "Pesan sekarang"
Agus sees "🧾 Pesanan"
Agus does not see "BCA 1234567890"
Rina taps "Setujui" on "Setujui atau tolak" in Tim
Rina taps "Sudah dikemas" on "Ambil dan kemas" in Tim
Agus sees "siap diambil di toko"
Rina taps "Sudah diambil" in Tim
Agus sees "sudah diambil. Terima kasih"
Rina taps "Tunai diterima" in Tim
Agus sees "💚 Pembayaran Rp95.000"
Rina taps "Sampai di pelanggan" on "lunas" in Tim
Agus sees "sudah sampai. Barangnya sesuai"
+3 days
Agus sees "🧾 Pesanan" and "Selesai"

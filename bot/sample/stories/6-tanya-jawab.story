Story: Tanya stok, harga, ongkir, lalu cek resi
People: Tono (new id), Rina

Rina writes "/bahasa id" in Tim
Rina sees "bahasa Indonesia" in Tim
Tono writes "toraja masih ada kak?"
Tono sees "Kopi Toraja · 250 g · Biji" and "✅ ada"
Tono writes "harga tumbler brp"
Tono sees "Tumbler Baja · 500 ml" and "Rp189.000"
picture "line-answers" of Tono
Tono writes "ongkir ke malang brp ya?"
Tono sees "Ongkos kirim ke" and "JNE Reguler"
Tono writes "bisa cod ga"
Tono sees "Bayar di tempat (COD)"
Tono writes "buka sampai jam berapa kak"
Tono sees "Senin–Sabtu 08.00–20.00"

# Jadi pesan
Tono writes "oke mau toraja bubuk 1, jne, cod. Jl Melati 5, Sukun, Malang 65147, 081234567890"
Tono sees "1 × Kopi Toraja · 250 g · Bubuk" and "Bayar di tempat (COD)"
Tono taps "Benar, lanjut"
Tono writes "ya"
Tono sees "🧾 Pesanan" and "Bayar tunai"
Rina taps "Setujui" on "Setujui atau tolak" in Tim
Rina taps "Sudah dikemas" on "Ambil dan kemas" in Tim
Rina taps "Serahkan ke kurir" in Tim
Rina replies "{number}" to "Balas pesan ini dengan nomor resinya" in Tim
Tono sees "dikirim dengan JNE Reguler" and "{number}"
+1 hour
Tono sees "dalam perjalanan"
Tono writes "cek resi"
Tono sees "Lacak pesanan" and "JNE Reguler · {number}" and "Dalam perjalanan"
picture "line-waybill" of Tono

# Yang bukan urusan bot sampai ke orang
Tono writes "mau ngomong sama orangnya dong"
Tono sees "kami teruskan ke tim"
Rina sees "Pertanyaan dari Tono" and "mau ngomong sama orangnya dong" in Tim
Rina replies "Halo kak Tono, ini Rina. Ada yang bisa dibantu?" to "Pertanyaan dari Tono" in Tim
Tono sees "ini Rina"
picture "line-person"

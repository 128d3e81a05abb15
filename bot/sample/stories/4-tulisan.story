Story: Pesan dengan satu kalimat
People: Nina (new id), Rina

Rina writes "/bahasa id" in Tim
Rina sees "bahasa Indonesia" in Tim
Nina writes "kak mau gayo 250 2 pak sm mug krem 1, kirim ke Jl Melati 5 Malang, jne ya, bayar transfer"
Nina sees "Kopi Gayo yang mana" and "1 × Mug Keramik · Krem"   # satu hal belum jelas: ditanya
picture "line-asked" of Nina
Nina writes "bubuk"
Nina sees "2 × Kopi Gayo · 250 g · Bubuk — Rp190.000" and "Total"
Nina sees "nomor HP" and "Benar, lanjut"
picture "line-card" of Nina
Nina taps "+" on "Kami catat begini"
Nina sees "3 × Kopi Gayo"
Nina taps "Benar, lanjut"
Nina sees "Nomor HP untuk kurir"                # hanya yang belum disebut
Nina writes "0812-3456-7890"
Nina sees "Cek dulu ya" and "Pesan sekarang"
Nina writes "ya benar"
Nina sees "🧾 Pesanan" and "Menunggu pembayaran"
Nina writes "udah tf ya kak"
Nina sees "bukti transfer"
Nina sends photo bukti-transfer.jpg
Nina sees "terima"
Rina taps "Setujui" on "Cek mutasi" in Tim
Rina taps "Uang sudah masuk" on "Tolak bukti" in Tim
Nina sees "sudah masuk. Terima kasih"
Rina taps "Sudah dikemas" on "Ambil dan kemas" in Tim
Rina taps "Serahkan ke kurir" in Tim
Rina replies "{number}" to "Balas pesan ini dengan nomor resinya" in Tim
Nina sees "dikirim dengan JNE Reguler" and "{number}"
Nina writes "cek resi {number} dong kak"
Nina sees "Lacak pesanan" and "{number}"
Nina writes "mau bicara sama orang dong"
Nina sees "kami teruskan ke tim"
Rina replies "Halo kak, ada yang bisa dibantu?" to "Pertanyaan dari" in Tim
Nina sees "Dari tim kami" and "ada yang bisa dibantu"

Story: Satu kalimat lengkap, dua ketukan, jadi pesanan
People: Wati (new id), Rina

Rina writes "/bahasa id" in Tim
Rina sees "bahasa Indonesia" in Tim
Wati writes "kak mau gayo 250 biji 2 sm mug krem 1, kirim ke Jl Melati 5 RT 3, Sukun, Malang 65147, hp 0812-3456-7890, jne, bayar tf ya"
Wati sees "2 × Kopi Gayo · 250 g · Biji" and "1 × Mug Keramik · Krem" and "Total: Rp284.000"
Wati sees "Jl Melati 5 RT 3, Sukun, Malang 65147" and "+6281234567890" and "Transfer sekarang"
picture "line-complete" of Wati
Wati writes "eh mug nya 2 deng"                 # berubah pikiran: kartunya ikut
Wati sees "2 × Mug Keramik · Krem — Rp156.000" and "Benar, lanjut"
Wati taps "Benar, lanjut" on "2 × Mug Keramik"
Wati sees "Cek dulu ya" and "Pesan sekarang"
Wati taps "Pesan sekarang"
Wati sees "🧾 Pesanan" and "BCA 1234567890" and "2 × Mug Keramik"
Rina sees "Setujui atau tolak" and "2 × Mug Keramik" in Tim
picture "line-ordered"
Wati writes "udah tf ya kak"
Wati sees "Kirim foto atau PDF bukti transfer"
Wati sends photo bukti-transfer.jpg
Wati sees "sudah kami terima"
Rina sees "Cek mutasi" and "Tolak bukti" in Tim

Story: Pesanan WhatsApp dicatat toko
People: Rina

Rina writes "/bahasa id" in Tim
Rina sees "bahasa Indonesia" in Tim
Rina writes "/pesan" in Tim
Rina sees "Tempel pesan pelanggan" in Tim
Rina replies "kak mau gayo biji 250 2\nNama: Bu Ratna\nHP 0812-3456-7899\nalamat: Jl Melati 5 Lowokwaru Malang 65141\nbayar transfer" to "Tempel pesan pelanggan" in Tim
Rina sees "2 × Kopi Gayo · 250 g · Biji" and "Benar, lanjut" in Tim
picture "taken-card" of Tim
Rina taps "Benar, lanjut" in Tim
Rina taps "WhatsApp" on "datang lewat mana" in Tim
Rina taps "JNE Reguler" on "Dikirim pakai apa" in Tim
Rina sees "Sudah lengkap" and "Lewat: WhatsApp" in Tim
Rina taps "Catat pesanan" in Tim
Rina sees "Setujui atau tolak" and "kabari sendiri" in Tim
Rina sees "Kabari" and "sudah kami catat" and "Salin" in Tim
picture "taken-text" of Tim
Rina taps "Setujui" on "kabari sendiri" in Tim
Rina sees "Tinggal pembayarannya" in Tim
Rina taps "Uang sudah masuk" on "kabari sendiri" in Tim
Rina sees "Terima kasih, kak" in Tim

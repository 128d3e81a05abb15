Story: Toko mengajari bot satu kata
People: Wawan (new id), Yuni (new id), Rina

Rina writes "/bahasa id" in Tim
Rina sees "bahasa Indonesia" in Tim
Wawan writes "mau takengon 250 biji 2"            # nama lain Gayo, belum dikenal
Wawan sees "takengon" and "itu yang mana"
Wawan taps "Kopi Gayo"
Wawan sees "2 × Kopi Gayo"
Rina writes "/belajar" in Tim
Rina sees "Belum dimengerti" and "takengon" in Tim
picture "learn" of Tim
Rina taps "= Kopi Gayo" on "takengon" in Tim
Yuni writes "takengon bubuk 250 3 ya kak"         # langsung mengerti
Yuni sees "3 × Kopi Gayo · 250 g · Bubuk — Rp285.000"
picture "learned" of Yuni
# Supaya cerita ini bisa diputar lagi
Rina writes "/belajar kata" in Tim
Rina taps "🗑 takengon" in Tim
Rina does not see "“takengon” = Kopi Gayo" in Tim

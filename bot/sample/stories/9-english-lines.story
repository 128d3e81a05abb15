Story: The same by writing in English: one line, one question, a parcel asked about
People: Grace (new en), Rina

Rina writes "/language en" in Tim
Rina sees "English" in Tim
Grace writes "is toraja still in stock?"
Grace sees "Kopi Toraja · 250 g · Biji" and "in stock"

# One line, all in it
Grace writes "2 gayo whole beans 250g please, to Jl Kenanga 8, Menteng, Jakarta 10310, phone 081298765432, by JNE, I'll pay by transfer"
Grace sees "2 × Kopi Gayo · 250 g · Biji" and "Total: Rp206.000" and "That's right, go on"
Grace taps "That's right, go on"
Grace sees "Please check" and "Place the order"
Grace taps "Place the order"
Grace sees "BCA 1234567890" and "Exact amount"
Grace writes "I've paid"
Grace sees "Send a photo or PDF of the transfer"
Grace sends photo bukti-transfer.jpg
Grace sees "We have your proof"
Rina taps "Approve" on "Check the bank" in Tim
Rina taps "Money arrived" in Tim
Grace sees "We received Rp206"
+1 hour

# One thing is open: one question
Grace writes "and a mug and 2 cold brews, pick up at the shop"
Grace sees "Which Mug Keramik?" and "Terakota"
picture "line-english" of Grace
Grace taps "Terakota" on "Which Mug Keramik?"
Grace sees "1 × Mug Keramik · Terakota" and "2 × Cold Brew Preanger" and "That's right, go on"
Grace taps "Never mind" on "Mug Keramik · Terakota"

# Where is it?
Rina taps "Packed" in Tim
Rina taps "Hand over" in Tim
Rina replies "{number}" to "Reply to this message with the waybill" in Tim
Grace sees "was sent with" and "{number}"
Grace writes "where is my parcel?"
Grace sees "Tracking order" and "{number}"

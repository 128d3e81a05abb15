Story: The same in English: transfer, delivery, a return for money
People: Nora (new en), Rina

# Staff read English, too
Rina writes "/language en" in Tim
Rina sees "English" in Tim

# Shopping
Nora writes "/start"
Nora taps "Catalogue"
Nora taps "☕ Biji & Bubuk"
Nora taps "Kopi Gayo"
Nora taps "+ 250 g · Biji"
Nora taps "+" on "✓ 1"
Nora sees "✓ 2"
Nora taps "‹ Back" on "✓ 2"
Nora taps "Kopi Toraja"
Nora taps "+ 250 g · Biji" on "Toraja"
Nora taps "Check out"
Nora taps "JNE Reguler"
Nora sees "Where to?"
Nora writes "Jl Melati 5, Sukun, Malang 65147"
Nora sees "Which phone number"
Nora shares contact
Nora taps "Bank transfer now" on "How would you like to pay"
Nora sees "Jl Melati 5" and "Place the order"
Nora taps "Place the order"
Nora sees "BCA 1234567890"

# Paying
Nora taps "Send proof of transfer"
Nora sees "Send a photo or PDF"
Nora sends photo bukti-transfer.jpg
Nora sees "We have your proof"
Rina taps "Approve" on "Check the bank" in Tim
Rina taps "Money arrived" in Tim
Nora sees "We received Rp"

# Sending
Rina taps "Packed" in Tim
Rina taps "Hand over" in Tim
Rina replies "{number}" to "Reply to this message with the waybill" in Tim
Rina sees "handed to" and "{number}" in Tim
Nora sees "was sent with" and "{number}"
+1 hour
Nora sees "Your parcel of order"
+1 day
+1 day
Nora sees "was delivered. Is everything right"

# The return
Nora taps "There is a problem"
Nora taps "Kopi Toraja" on "which items"
Nora taps "Go on" on "☑️"
Nora taps "It is damaged"
Nora sends photo barang-rusak.jpg
Nora taps "Go on" on "We have the photo"
Nora taps "Money back"
Nora taps "Send the report"
Rina taps "Approve return" on "Decide on the return" in Tim
Nora taps "Sent" on "is approved. Send the goods"
Nora taps "No waybill number"
Rina sees "has sent back goods" in Tim
Rina taps "Goods received" in Tim
Rina taps "Record inspection" in Tim
Rina taps "1 ♻️" in Tim
Rina taps "Save inspection" in Tim
Nora sees "are worth Rp105"
Rina taps "Refund" in Tim
Rina taps "Yes, this amount" in Tim
Nora sees "We refunded"
Nora sees "Completed"
picture "english"

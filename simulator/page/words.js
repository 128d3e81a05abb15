/** The labels of the page: Indonesian first, English beside it. */

const WORDS = {
  accountBack: ["Buka lagi akunnya", "Reopen the account"],
  accountGone: ["Akun {name} sudah dihapus.", "{name}'s account is gone."],
  active: ["Aktif", "Active"],
  addCustomer: ["Pelanggan baru", "New customer"],
  addedBy: ["{by} menambahkan {names}", "{by} added {names}"],
  addGroup: ["Grup baru", "New group"],
  addMember: ["Tambahkan", "Add"],
  ahead: ["{time} di depan waktu nyata", "{time} ahead of real time"],
  alertOk: ["OK", "OK"],
  all: ["Semua", "All"],
  allChats: ["Semua", "All chats"],
  allMethods: ["Semua metode", "All methods"],
  attach: ["Lampirkan", "Attach"],
  attachContact: ["Kontak", "Contact"],
  attachDocument: ["Dokumen", "Document"],
  attachGoods: ["Contoh foto barang rusak", "Sample photo of broken goods"],
  attachLocation: ["Lokasi", "Location"],
  attachPhoto: ["Foto atau video dari perangkat", "Photo or video from device"],
  attachSample: ["Contoh bukti transfer", "Sample proof of transfer"],
  attachTestDocument: ["Contoh dokumen", "Sample document"],
  back: ["Kembali", "Back"],
  behind: ["Di balik layar", "Behind the scenes"],
  block: ["Blokir bot", "Block bot"],
  bot: ["bot", "bot"],
  botHint: ["Tekan {start} untuk memulai percakapan.", "Press {start} to begin the conversation."],
  botIsAdmin: ["Bot menjadi admin", "The bot is an admin"],
  botKicked: ["Bot sudah dikeluarkan dari grup ini.", "The bot was removed from this group."],
  botLeft: ["Bot sudah keluar dari grup ini.", "The bot left this group."],
  botRestricted: ["Bot dibatasi di grup ini.", "The bot is restricted in this group."],
  botDeaf: ["Bot tidak meminta pembaruan tentang pembayaran (allowed_updates).", "The bot does not ask for updates about payments (allowed_updates)."],
  botSilent: ["Bot tidak menjawab dalam 10 detik.", "The bot did not answer within 10 seconds."],
  botSays: ["Apa yang bisa bot ini lakukan?", "What can this bot do?"],
  byPolling: ["Bot mengambil sendiri (getUpdates)", "The bot fetches (getUpdates)"],
  byWebhook: ["Webhook ke {url}", "Webhook to {url}"],
  calls: ["Panggilan", "Calls"],
  cancel: ["Batal", "Cancel"],
  caption: ["Keterangan…", "Caption…"],
  card: ["Kartu uji", "Test card"],
  cardBad: ["ditolak bank", "declined"],
  cardGood: ["berhasil", "works"],
  change: ["Ubah", "Change"],
  chargeDeny: ["Tolak", "Deny"],
  chargeExpire: ["Kedaluwarsa", "Expire"],
  charge_cancel: ["dibatalkan", "cancelled"],
  charge_deny: ["ditolak", "denied"],
  charge_expire: ["kedaluwarsa", "expired"],
  charge_partial_refund: ["dikembalikan sebagian", "partly refunded"],
  charge_pending: ["menunggu pembayaran", "awaiting payment"],
  charge_refund: ["dikembalikan", "refunded"],
  charge_settlement: ["lunas", "paid"],
  chargePay: ["Bayar", "Pay"],
  chargeRefund: ["Kembalikan", "Refund"],
  charges: ["Tagihan", "Charges"],
  chat: ["Percakapan", "Chat"],
  chats: ["Percakapan", "Chats"],
  chatsAfter: ["Percakapan berikutnya", "Further chats"],
  chatsBefore: ["Percakapan sebelumnya", "Earlier chats"],
  checkout: ["Pembayaran", "Checkout"],
  city: ["Kota/kabupaten", "City"],
  clear: ["Bersihkan", "Clear"],
  clearFault: ["Matikan gangguan ini", "Switch this fault off"],
  clearFaults: ["Matikan semua gangguan", "Switch all faults off"],
  clock: ["Waktu", "Clock"],
  clockHint: ["Kurir, tenggat, dan pengingat ikut maju. Waktu tidak bisa mundur.", "Couriers, deadlines and reminders move along. Time cannot go back."],
  close: ["Tutup", "Close"],
  closeAccount: ["Hapus akun ini", "Delete this account"],
  commands: ["Daftar perintah", "Command menu"],
  connecting: ["menyambung…", "connecting…"],
  contactOther: ["Kontak orang lain", "Somebody else's contact"],
  contactOwn: ["Kontak saya sendiri", "My own contact"],
  copied: ["Disalin", "Copied"],
  copy: ["Salin", "Copy"],
  copyFailed: ["Tidak bisa menyalin", "Could not copy"],
  country: ["Negara", "Country"],
  create: ["Buat", "Create"],
  dark: ["Tema gelap", "Dark theme"],
  days: ["{n} hari", "{n} d"],
  declined: ["Kartu ditolak bank. Coba kartu lain.", "The card was declined. Try another one."],
  delay: ["Lambat", "Slow"],
  delivered: ["Terkirim", "Delivered"],
  document: ["Dokumen", "Document"],
  does_choose_sticker: ["memilih stiker", "choosing a sticker"],
  does_find_location: ["mencari lokasi", "finding a location"],
  does_record_video: ["merekam video", "recording a video"],
  does_typing: ["sedang mengetik", "typing"],
  does_upload_document: ["mengirim berkas", "sending a file"],
  does_upload_photo: ["mengirim foto", "sending a photo"],
  does_upload_video: ["mengirim video", "sending a video"],
  drop: ["Hilang di jalan", "Lost on the way"],
  edit: ["Ubah", "Edit"],
  edited: ["diedit", "edited"],
  editing: ["Mengubah pesan", "Editing"],
  email: ["Surel", "Email"],
  errors: ["Galat", "Errors"],
  fault_429: ["Terlalu sering (429)", "Too many requests (429)"],
  fault_500: ["Galat server (500)", "Server error (500)"],
  faultField_delay_ms: ["Milidetik", "Milliseconds"],
  faultField_retry_after: ["Tunggu (detik)", "Wait (seconds)"],
  faultField_status: ["Kode", "Code"],
  faultHint: ["Buat Telegram rewel, lalu lihat bot bertahan.", "Make Telegram misbehave and watch the bot cope."],
  faults: ["Gangguan", "Faults"],
  fillSample: ["Isi contoh", "Fill in a sample"],
  firstName: ["Nama depan", "First name"],
  floodMode: ["Batas kirim Telegram", "Telegram's flood limits"],
  floodOff: ["mati", "off"],
  floodRecord: ["catat saja", "record only"],
  floodStrict: ["tolak (429)", "refuse (429)"],
  forCalls: ["Berapa panggilan", "How many calls"],
  forwarded: ["Diteruskan dari {name}", "Forwarded from {name}"],
  gateway: ["Gerbang bayar", "Gateway"],
  general: ["Umum", "General"],
  generalHidden: ["{names} menyembunyikan topik umum", "{names} hid the General topic"],
  generalShown: ["{names} menampilkan lagi topik umum", "{names} shows the General topic again"],
  goOn: ["Lanjut", "Continue"],
  group: ["Grup", "Group"],
  groupKind: ["Jenis grup", "Kind of group"],
  groupTitle: ["Nama grup", "Group name"],
  hours: ["{n} jam", "{n} h"],
  invoice: ["Tagihan", "Invoice"],
  joined: ["{names} bergabung", "{names} joined the group"],
  kind_forum: ["Supergrup dengan topik", "Supergroup with topics"],
  kind_group: ["Grup biasa", "Basic group"],
  kind_supergroup: ["Supergrup", "Supergroup"],
  languageNone: ["Tidak disetel", "Not set"],
  languageOf: ["Bahasa Telegram-nya", "Language of their Telegram"],
  language: ["Ganti ke bahasa Inggris", "Switch to Indonesian"],
  lastName: ["Nama belakang (boleh kosong)", "Last name (optional)"],
  latitude: ["Lintang", "Latitude"],
  left: ["{names} keluar", "{names} left the group"],
  letBotIn: ["Undang lagi", "Invite again"],
  light: ["Tema terang", "Light theme"],
  limit_global: ["30 pesan per detik", "30 messages a second"],
  limit_group: ["20 pesan per menit ke grup", "20 messages a minute to a group"],
  limit_private: ["1 pesan per detik ke satu orang", "1 message a second to one person"],
  live: ["tersambung", "live"],
  location: ["Lokasi", "Location"],
  longitude: ["Bujur", "Longitude"],
  lost: ["Sambungan terputus, mencoba lagi…", "Connection lost, trying again…"],
  mayNotWrite: ["{name} dibatasi dan tidak boleh menulis di sini.", "{name} is restricted and may not write here."],
  memberPicker: ["Anggota", "Members"],
  members: ["{n} anggota", "{n} members"],
  menu: ["Menu", "Menu"],
  message: ["Tulis pesan…", "Message…"],
  method: ["Metode", "Method"],
  migrated: ["Grup ini menjadi supergrup", "This group became a supergroup"],
  minutes: ["{n} menit", "{n} min"],
  moreActions: ["Lainnya", "More"],
  moreReactions: ["Reaksi lain…", "More reactions…"],
  movedAway: ["Grup ini sudah pindah menjadi supergrup.", "This group has moved to a supergroup."],
  name: ["Nama", "Name"],
  newMessages: ["Ke pesan terbaru", "To the newest message"],
  newTopic: ["Topik baru", "New topic"],
  nextStep: ["Langkah berikut", "Next step"],
  noAnswer: ["Bot belum menjawab", "The bot has not answered yet"],
  nobodyHere: ["Tidak ada orang di grup ini.", "There is nobody in this group."],
  noCharges: ["Belum ada tagihan. Tagihan muncul saat bot meminta QRIS, VA, atau invoice di /gateway.", "No charges yet. They appear when the bot asks /gateway for a QRIS, a VA or an invoice."],
  noFaults: ["Tidak ada gangguan", "No faults"],
  noJournal: ["Belum ada apa-apa. Kirim pesan, lalu lihat di sini.", "Nothing yet. Send a message and look here."],
  noMessages: ["Belum ada pesan di sini", "No messages here yet"],
  noParcels: ["Belum ada paket. Paket muncul setelah staf menyerahkannya ke kurir.", "No parcels yet. They appear when staff hand them to the courier."],
  noticeDelivered: ["Notifikasi {status}: diterima ({answer})", "Notification {status}: accepted ({answer})"],
  noticeGaveUp: ["Notifikasi {status}: menyerah setelah {tries} kali ({answer})", "Notification {status}: given up after {tries} tries ({answer})"],
  noticeWaiting: ["Notifikasi {status}: menunggu, {tries} kali dicoba ({answer})", "Notification {status}: waiting, tried {tries} times ({answer})"],
  noStories: ["Belum ada cerita. Jalankan simulator dengan --stories FOLDER.", "No stories. Start the simulator with --stories FOLDER."],
  noTip: ["Tanpa tip", "No tip"],
  noViolations: ["Tidak ada pelanggaran batas kirim. Bagus!", "No flood limit was broken. Good!"],
  ofCalls: ["% yang kena", "% of calls hit"],
  onHold: ["Tertahan", "On hold"],
  onTime: ["Sama dengan waktu nyata", "Same as real time"],
  open: ["Buka", "Open"],
  openDeepLink: ["Buka tautan ke bot", "Open a link to the bot"],
  openLink: ["Buka tautan ini?", "Open this link?"],
  otherStatus: ["Status lain", "Another status"],
  ownPlace: ["Koordinat sendiri", "Own coordinates"],
  ownStep: ["Menit", "Minutes"],
  ownTip: ["Jumlah lain, paling banyak {most}", "Another amount, at most {most}"],
  paidBefore: ["Tagihan ini sudah lunas.", "This invoice is paid already."],
  paidMark: ["Lunas", "Paid"],
  parcel_allocated: ["Kurir ditugaskan", "Courier assigned"],
  parcel_cancelled: ["Dibatalkan", "Cancelled"],
  parcel_confirmed: ["Terdaftar", "Registered"],
  parcel_courier_not_found: ["Kurir tidak ditemukan", "No courier found"],
  parcel_delivered: ["Terkirim", "Delivered"],
  parcel_disposed: ["Dimusnahkan", "Disposed of"],
  parcel_dropping_off: ["Dalam pengiriman", "On its way"],
  parcel_on_hold: ["Tertahan", "On hold"],
  parcel_picked: ["Sudah dijemput", "Picked up"],
  parcel_picking_up: ["Sedang dijemput", "Being picked up"],
  parcel_rejected: ["Ditolak penerima", "Rejected"],
  parcel_return_in_transit: ["Dalam perjalanan kembali", "On its way back"],
  parcel_returned: ["Kembali ke pengirim", "Back at the sender"],
  parcel_scheduled: ["Penjemputan dijadwalkan", "Pickup scheduled"],
  parcels: ["Paket", "Parcels"],
  payAmount: ["Bayar {amount}", "Pay {amount}"],
  paymentDone: ["Pembayaran {amount} berhasil", "Payment of {amount} went through"],
  payUntil: ["bayar sebelum {time}", "pay before {time}"],
  pending: ["{n} menunggu", "{n} pending"],
  phone: ["Nomor telepon", "Phone number"],
  phoneOptional: ["Nomor telepon (boleh kosong)", "Phone number (optional)"],
  photo: ["Foto", "Photo"],
  pinned: ["Pesan yang disematkan", "Pinned message"],
  pinnedBy: ["{names} menyematkan pesan", "{names} pinned a message"],
  place: ["Tempat", "Place"],
  plusDay: ["+1 hari", "+1 day"],
  plusHour: ["+1 jam", "+1 hour"],
  postCode: ["Kode pos", "Postcode"],
  rankAdmin: ["Admin", "Admin"],
  rankKicked: ["Dikeluarkan", "Removed"],
  rankLeft: ["Keluar", "Left"],
  rankMember: ["Anggota", "Member"],
  rankOf: ["Peran {name}", "Rank of {name}"],
  rankOwner: ["Pemilik", "Owner"],
  rankRestricted: ["Dibatasi", "Restricted"],
  react: ["Beri reaksi", "React"],
  receipt: ["Kwitansi", "Receipt"],
  recipient: ["Nama penerima", "Recipient"],
  reconnected: ["Tersambung lagi, semua dimuat ulang", "Connected again, everything reloaded"],
  redeliver: ["Kirim lagi ke bot", "Deliver again"],
  redelivered: ["Dikirim lagi", "Delivered again"],
  removedBy: ["{by} mengeluarkan {names}", "{by} removed {names}"],
  removeMember: ["Keluarkan {name}", "Remove {name}"],
  reply: ["Balas", "Reply"],
  replyTo: ["Membalas {name}", "Replying to {name}"],
  reset: ["Terlaksana, jawaban hilang", "Done, answer lost"],
  retryAfter: ["tunggu {n} detik", "wait {n} s"],
  restarted: ["Simulator dimulai ulang; yang lama sudah hilang", "The simulator was restarted; what was before is gone"],
  send: ["Kirim", "Send"],
  sendDocument: ["Kirim dokumen", "Send document"],
  sendFailed: ["Pesan tidak terkirim: {why}", "Message not sent: {why}"],
  sendVideo: ["Kirim video", "Send video"],
  sendPhoto: ["Kirim foto", "Send photo"],
  share: ["Bagikan", "Share"],
  shareContact: ["Bagikan nomor telepon?", "Share your phone number?"],
  shareContactText: ["Bot akan menerima nomor telepon dan nama Anda.", "The bot will get your phone number and name."],
  shareLocation: ["Bagikan lokasi?", "Share your location?"],
  shareLocationText: ["Bot akan menerima lokasi Anda saat ini.", "The bot will get your current location."],
  shippingAddress: ["Alamat pengiriman", "Shipping address"],
  shippingMethod: ["Pengiriman", "Shipping"],
  show: ["Tampilkan", "Show"],
  showEarlier: ["Tampilkan {n} pesan sebelumnya", "Show {n} earlier messages"],
  simulator: ["simulator", "simulator"],
  skip: ["Majukan", "Skip"],
  speakAs: ["Berbicara sebagai", "Speaking as"],
  spoiler: ["Tampilkan teks tersembunyi", "Show hidden text"],
  start: ["Mulai", "Start"],
  state: ["Provinsi", "State"],
  status: ["Jawaban", "Answer"],
  stories: ["Cerita", "Stories"],
  story_failed: ["Gagal di langkah {at}", "Failed at step {at}"],
  story_passed: ["Selesai, semuanya terlihat", "Done, all of it was seen"],
  story_playing: ["Langkah {at} dari {n}", "Step {at} of {n}"],
  story_stopped: ["Dihentikan di langkah {at}", "Stopped at step {at}"],
  storyHint: ["Tonton toko ini bekerja: setiap ketukan dan pesan dimainkan pelan-pelan.", "Watch the shop at work: each tap and message is played slowly."],
  storyPlay: ["Putar", "Play"],
  storySteps: ["{n} langkah", "{n} steps"],
  storyStop: ["Berhenti", "Stop"],
  street: ["Jalan dan nomor", "Street and number"],
  street2: ["RT/RW, patokan (boleh kosong)", "Apartment, landmark (optional)"],
  thisMessage: ["Pesan", "Message"],
  time: ["Waktu simulasi", "Simulated time"],
  tip: ["Tip", "Tip"],
  today: ["Hari ini", "Today"],
  toggleKeyboard: ["Tombol balasan", "Reply keyboard"],
  topicClosed: ["{names} menutup topik ini", "{names} closed this topic"],
  topicCreated: ["Topik “{name}” dibuat", "Topic “{name}” was created"],
  topicEdited: ["Topik menjadi “{name}”", "Topic renamed to “{name}”"],
  topicIsClosed: ["Topik ini ditutup.", "This topic is closed."],
  topicNames: ["Nama topik, dipisah koma", "Names of topics, separated by commas"],
  topicReopened: ["{names} membuka lagi topik ini", "{names} reopened this topic"],
  topicSample: ["Pesanan, Retur, Gudang", "Orders, Returns, Warehouse"],
  topics: ["Topik", "Topics"],
  total: ["Total", "Total"],
  tracking: ["Pelacakan", "Tracking"],
  trouble500: ["gagal (500)", "fails (500)"],
  troubleDouble: ["notifikasi dua kali", "notifies twice"],
  troubleGarbage: ["jawaban rusak", "garbage"],
  troubleLate: ["notifikasi satu jam terlambat", "notifies an hour late"],
  troubleSignature: ["tanda tangan palsu", "forged signature"],
  troubleTimeout: ["tidak menjawab", "no answer"],
  truncate: ["Jawaban terpotong", "Answer cut in half"],
  unblock: ["Buka blokir bot", "Unblock bot"],
  unread: ["{n} belum dibaca", "{n} unread"],
  updates: ["Pembaruan", "Updates"],
  updatesAndCalls: ["Aktivitas", "Activity"],
  upgrade: ["Jadikan supergrup", "Upgrade to a supergroup"],
  username: ["Nama pengguna (boleh kosong)", "Username (optional)"],
  video: ["Video", "Video"],
  violations: ["Batas kirim", "Flood limits"],
  way_counter: ["diterima di konter, {place}", "received at the counter, {place}"],
  way_courier: ["dibawa kurir, {place}", "with the delivery courier, {place}"],
  way_departed: ["berangkat dari {place}", "departed from {place}"],
  way_received: ["diterima penerima", "handed to the recipient"],
  way_sorting: ["tiba di pusat sortir, {place}", "at the sorting centre, {place}"],
  way_unclear: ["alamat kurang jelas", "address unclear"],
  welcome: ["Belum ada siapa-siapa di sini", "Nobody is here yet"],
  welcomeText: ["Tambahkan pelanggan pertama, lalu jalankan bot Anda dengan alamat ini sebagai pengganti Telegram:", "Add the first customer, then run your bot with this address in place of Telegram's:"],
  worksWell: ["berjalan baik", "works"],
  yesterday: ["Kemarin", "Yesterday"],
};

const KEY = "pesan.language";
const INDONESIAN = /^(id|ms|jv|su)/;
let language = localStorage.getItem(KEY) ?? (INDONESIAN.test(navigator.language) ? "id" : "en");

/** The language of the labels: "id" or "en". */
export function currentLanguage() {
  return language;
}

/** Change the language and remember it. */
export function setLanguage(next) {
  language = next;
  localStorage.setItem(KEY, next);
  document.documentElement.lang = next;
}

/** The label `key` in the chosen language, with {slots} filled. */
export function t(key, slots = {}) {
  return told(language, key, slots);
}

/** The same in a person's own language, by their `language_code`; without one in the page's. */
export function tFor(person, key, slots = {}) {
  const code = person?.language_code;
  return told(code ? (INDONESIAN.test(code) ? "id" : "en") : language, key, slots);
}

function told(tongue, key, slots) {
  return WORDS[key][tongue === "id" ? 0 : 1].replace(/\{(\w+)\}/g, (_, slot) => String(slots[slot]));
}

/** The label of something that the server calls by a name of its own; a name that is unknown stays as it is. */
export function labelled(prefix, name) {
  return `${prefix}_${name}` in WORDS ? t(`${prefix}_${name}`) : String(name);
}

/** A country by its code, in the chosen language. */
export function countryName(code) {
  return new Intl.DisplayNames([language], { type: "region" }).of(code);
}

const ZONE = "Asia/Jakarta";

/** A moment as a Date; the server may give seconds since 1970 or an ISO text. */
export function moment(value) {
  return typeof value === "number" ? new Date(value * 1000) : new Date(value);
}

function format(options, value) {
  const locale = language === "id" ? "id-ID" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options }).format(value);
}

/** "49,6" in Indonesian, "49.6" in English. */
export function decimal(value) {
  return new Intl.NumberFormat(language === "id" ? "id-ID" : "en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

/** "14.05" in Indonesian, "14:05" in English. */
export function clockTime(value) {
  return format({ hour: "2-digit", minute: "2-digit" }, value);
}

/** "Rab, 25 Nov 2026, 14.05". */
export function longTime(value) {
  return format({ weekday: "short", day: "numeric", month: "short", year: "numeric" }, value);
}

/** A key that is the same for all moments of one day in Jakarta. */
export function dayKey(value) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(value);
}

/** "Hari ini", "Kemarin" or "25 November", seen from the simulated `now`. */
export function dayLabel(value, now) {
  if (dayKey(value) === dayKey(now)) return t("today");
  if (dayKey(value) === dayKey(new Date(now.getTime() - 86_400_000))) return t("yesterday");
  return format({ day: "numeric", month: "long" }, value);
}

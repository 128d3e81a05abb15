/** The labels of the page: Indonesian first, English beside it. */

const WORDS = {
  addCustomer: ["Pelanggan baru", "New customer"],
  addGroup: ["Grup baru", "New group"],
  alertOk: ["OK", "OK"],
  all: ["Semua", "All"],
  attach: ["Lampirkan", "Attach"],
  attachDocument: ["Dokumen", "Document"],
  attachContact: ["Kontak", "Contact"],
  attachLocation: ["Lokasi", "Location"],
  attachPhoto: ["Foto dari perangkat", "Photo from device"],
  attachSample: ["Contoh bukti transfer", "Sample proof of transfer"],
  attachGoods: ["Contoh foto barang rusak", "Sample photo of broken goods"],
  attachTestDocument: ["Contoh dokumen", "Sample document"],
  allMethods: ["Semua metode", "All methods"],
  active: ["Aktif", "Active"],
  back: ["Kembali", "Back"],
  behind: ["Di balik layar", "Behind the scenes"],
  block: ["Blokir bot", "Block bot"],
  bot: ["bot", "bot"],
  botSays: ["Apa yang bisa bot ini lakukan?", "What can this bot do?"],
  botHint: ["Tekan MULAI untuk memulai percakapan.", "Press START to begin the conversation."],
  cancel: ["Batal", "Cancel"],
  caption: ["Keterangan…", "Caption…"],
  chargeDeny: ["Tolak", "Deny"],
  chargeExpire: ["Kedaluwarsa", "Expire"],
  chargePay: ["Bayar", "Pay"],
  chargeRefund: ["Kembalikan", "Refund"],
  charges: ["Tagihan", "Charges"],
  chats: ["Percakapan", "Chats"],
  clear: ["Bersihkan", "Clear"],
  clearFaults: ["Matikan semua gangguan", "Switch all faults off"],
  close: ["Tutup", "Close"],
  commands: ["Daftar perintah", "Command menu"],
  contactOther: ["Kontak orang lain", "Somebody else's contact"],
  contactOwn: ["Kontak saya sendiri", "My own contact"],
  copy: ["Salin", "Copy"],
  copied: ["Disalin", "Copied"],
  copyFailed: ["Tidak bisa menyalin", "Could not copy"],
  create: ["Buat", "Create"],
  dark: ["Tema gelap", "Dark theme"],
  delivered: ["Terkirim", "Delivered"],
  document: ["Dokumen", "Document"],
  drop: ["Hilang di jalan", "Lost on the way"],
  edit: ["Ubah", "Edit"],
  editing: ["Mengubah pesan", "Editing"],
  edited: ["diedit", "edited"],
  errorsOnly: ["Hanya galat", "Errors only"],
  faults: ["Gangguan", "Faults"],
  faultHint: ["Buat Telegram rewel, lalu lihat bot bertahan.", "Make Telegram misbehave and watch the bot cope."],
  firstName: ["Nama depan", "First name"],
  floodMode: ["Batas kirim Telegram", "Telegram's flood limits"],
  floodStrict: ["tolak (429)", "refuse (429)"],
  floodRecord: ["catat saja", "record only"],
  floodOff: ["mati", "off"],
  forum: ["Pakai topik", "Use topics"],
  forCalls: ["Berapa panggilan", "How many calls"],
  gateway: ["Gerbang bayar", "Gateway"],
  general: ["Umum", "General"],
  group: ["Grup", "Group"],
  groupTitle: ["Nama grup", "Group name"],
  joined: ["{names} bergabung", "{names} joined the group"],
  left: ["{names} keluar", "{names} left the group"],
  noCharges: ["Belum ada tagihan. Tagihan muncul saat bot meminta QRIS, VA, atau invoice di /gateway.", "No charges yet. They appear when the bot asks /gateway for a QRIS, a VA or an invoice."],
  noticeDelivered: ["Notifikasi {status}: diterima ({answer})", "Notification {status}: accepted ({answer})"],
  noticeGaveUp: ["Notifikasi {status}: menyerah setelah {tries} kali ({answer})", "Notification {status}: given up after {tries} tries ({answer})"],
  noticeWaiting: ["Notifikasi {status}: menunggu, {tries} kali dicoba ({answer})", "Notification {status}: waiting, tried {tries} times ({answer})"],
  payUntil: ["bayar sebelum {time}", "pay before {time}"],
  pinnedBy: ["{names} menyematkan pesan", "{names} pinned a message"],
  topicCreated: ["Topik “{name}” dibuat", "Topic “{name}” was created"],
  topicEdited: ["Topik menjadi “{name}”", "Topic renamed to “{name}”"],
  topicClosed: ["{names} menutup topik ini", "{names} closed this topic"],
  topicReopened: ["{names} membuka lagi topik ini", "{names} reopened this topic"],
  migrated: ["Grup ini menjadi supergrup", "This group became a supergroup"],
  forwarded: ["Diteruskan dari {name}", "Forwarded from {name}"],
  language: ["Ganti ke bahasa Inggris", "Switch to Indonesian"],
  lastName: ["Nama belakang (boleh kosong)", "Last name (optional)"],
  latitude: ["Lintang", "Latitude"],
  light: ["Tema terang", "Light theme"],
  live: ["tersambung", "live"],
  location: ["Lokasi", "Location"],
  longitude: ["Bujur", "Longitude"],
  lost: ["Sambungan terputus, mencoba lagi…", "Connection lost, trying again…"],
  members: ["{n} anggota", "{n} members"],
  memberPicker: ["Anggota", "Members"],
  menu: ["Menu", "Menu"],
  message: ["Tulis pesan…", "Message…"],
  method: ["Metode", "Method"],
  moreActions: ["Lainnya", "More"],
  name: ["Nama", "Name"],
  newMessages: ["Ke pesan terbaru", "To the newest message"],
  nextStep: ["Langkah berikut", "Next step"],
  noAnswer: ["Bot belum menjawab", "The bot has not answered yet"],
  noFaults: ["Tidak ada gangguan", "No faults"],
  noJournal: ["Belum ada apa-apa. Kirim pesan, lalu lihat di sini.", "Nothing yet. Send a message and look here."],
  noMessages: ["Belum ada pesan di sini", "No messages here yet"],
  noParcels: ["Belum ada paket. Paket muncul setelah staf menyerahkannya ke kurir.", "No parcels yet. They appear when staff hand them to the courier."],
  noViolations: ["Tidak ada pelanggaran batas kirim. Bagus!", "No flood limit was broken. Good!"],
  onHold: ["Tertahan", "On hold"],
  open: ["Buka", "Open"],
  openLink: ["Buka tautan ini?", "Open this link?"],
  ownPlace: ["Koordinat sendiri", "Own coordinates"],
  parcels: ["Paket", "Parcels"],
  phone: ["Nomor telepon", "Phone number"],
  photo: ["Foto", "Photo"],
  pinned: ["Pesan yang disematkan", "Pinned message"],
  place: ["Tempat", "Place"],
  plusDay: ["+1 hari", "+1 day"],
  plusHour: ["+1 jam", "+1 hour"],
  redeliver: ["Kirim lagi ke bot", "Deliver again"],
  redelivered: ["Dikirim lagi", "Delivered again"],
  reply: ["Balas", "Reply"],
  replyTo: ["Membalas {name}", "Replying to {name}"],
  send: ["Kirim", "Send"],
  sendFailed: ["Pesan tidak terkirim: {why}", "Message not sent: {why}"],
  sendPhoto: ["Kirim foto", "Send photo"],
  sendDocument: ["Kirim dokumen", "Send document"],
  shareContact: ["Bagikan nomor telepon?", "Share your phone number?"],
  shareContactText: ["Bot akan menerima nomor telepon dan nama Anda.", "The bot will get your phone number and name."],
  shareLocation: ["Bagikan lokasi?", "Share your location?"],
  shareLocationText: ["Bot akan menerima lokasi Anda saat ini.", "The bot will get your current location."],
  share: ["Bagikan", "Share"],
  showEarlier: ["Tampilkan {n} pesan sebelumnya", "Show {n} earlier messages"],
  simulator: ["simulator", "simulator"],
  speakAs: ["Berbicara sebagai", "Speaking as"],
  spoiler: ["Tampilkan teks tersembunyi", "Show hidden text"],
  start: ["Mulai", "Start"],
  status: ["Jawaban", "Answer"],
  thisMessage: ["Pesan", "Message"],
  time: ["Waktu simulasi", "Simulated time"],
  today: ["Hari ini", "Today"],
  toggleKeyboard: ["Tombol balasan", "Reply keyboard"],
  topics: ["Topik", "Topics"],
  troubleDouble: ["notifikasi dua kali", "notifies twice"],
  troubleLate: ["notifikasi satu jam terlambat", "notifies an hour late"],
  troubleSignature: ["tanda tangan palsu", "forged signature"],
  typing: ["sedang mengetik", "typing"],
  unblock: ["Buka blokir bot", "Unblock bot"],
  unread: ["{n} belum dibaca", "{n} unread"],
  updatesAndCalls: ["Aktivitas", "Activity"],
  username: ["Nama pengguna (boleh kosong)", "Username (optional)"],
  violations: ["Batas kirim", "Flood limits"],
  yesterday: ["Kemarin", "Yesterday"],
  ahead: ["{time} di depan waktu nyata", "{time} ahead of real time"],
  allChats: ["Semua percakapan", "All chats"],
  byPolling: ["Bot mengambil sendiri (getUpdates)", "The bot fetches (getUpdates)"],
  byWebhook: ["Webhook ke {url}", "Webhook to {url}"],
  calls: ["Panggilan", "Calls"],
  chat: ["Percakapan", "Chat"],
  clearFault: ["Matikan gangguan ini", "Switch this fault off"],
  clock: ["Waktu", "Clock"],
  clockHint: ["Kurir, tenggat, dan pengingat ikut maju. Waktu tidak bisa mundur.", "Couriers, deadlines and reminders move along. Time cannot go back."],
  days: ["{n} hari", "{n} d"],
  delay: ["Lambat (milidetik)", "Slow (milliseconds)"],
  errors: ["Galat", "Errors"],
  hours: ["{n} jam", "{n} h"],
  minutes: ["{n} menit", "{n} min"],
  ofCalls: ["% yang kena", "% of calls hit"],
  onTime: ["Sama dengan waktu nyata", "Same as real time"],
  otherStatus: ["Status lain", "Another status"],
  ownStep: ["Menit", "Minutes"],
  pending: ["{n} menunggu", "{n} pending"],
  reset: ["Terlaksana, jawaban hilang", "Done, answer lost"],
  show: ["Tampilkan", "Show"],
  skip: ["Majukan", "Skip"],
  tracking: ["Pelacakan", "Tracking"],
  trouble500: ["gagal (500)", "fails (500)"],
  troubleGarbage: ["jawaban rusak", "garbage"],
  troubleTimeout: ["tidak menjawab", "no answer"],
  truncate: ["Jawaban terpotong", "Answer cut in half"],
  updates: ["Pembaruan", "Updates"],
  worksWell: ["berjalan baik", "works"],
};

const KEY = "pesan.language";
let language = localStorage.getItem(KEY) ?? (/^(id|ms|jv|su)/.test(navigator.language) ? "id" : "en");

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
  const text = WORDS[key][language === "id" ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (_, slot) => String(slots[slot]));
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

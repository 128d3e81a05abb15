/** Things to send without looking for a file: a proof of transfer, a document, some places. */
import { h } from "./dom.js";
import { nameOf, simNow, speakerOf } from "./store.js";
import { clockTime, longTime, t } from "./words.js";

export const PLACES = [
  { name: "Bandung, Jl. Braga", latitude: -6.917464, longitude: 107.609812 },
  { name: "Jakarta, Menteng", latitude: -6.195012, longitude: 106.832298 },
  { name: "Malang, Alun-Alun", latitude: -7.982379, longitude: 112.630699 },
  { name: "Yogyakarta, Malioboro", latitude: -7.792635, longitude: 110.365842 },
  { name: "Surabaya, Tunjungan", latitude: -7.260152, longitude: 112.738625 },
  { name: "Denpasar, Sanur", latitude: -8.693297, longitude: 115.26301 },
  { name: "Makassar, Losari", latitude: -5.143529, longitude: 119.407486 },
];

const WIDTH = 720;
const HEIGHT = 1080;

const PRICE = /Rp\s?(\d{1,3}(?:[.,]\d{3})+|\d{4,9})/g;
const ASKED = /total|jumlah|nominal|tagihan|bayar|amount|transfer/i;

/**
 * The amount that the bot spoke of last, in rupiah: a copy button's, the one on a line that asks for it,
 * or the only one of a message. Lists of prices are passed over; null when there is none.
 */
export function amountAsked(chat) {
  for (const message of [...chat.messages].reverse()) {
    const amount = message.from?.is_bot ? amountIn(message) : null;
    if (amount) return amount;
  }
  return null;
}

function amountIn({ text, caption, keyboard }) {
  const copies = (keyboard ?? []).flat().filter((button) => button.kind === "copy" && (ASKED.test(button.text) || /rp/i.test(button.text)));
  const copied = copies.map(({ copy }) => String(copy ?? "").replace(/\D/g, "")).find((digits) => digits.length >= 4 && digits.length <= 9);
  if (copied) return Number(copied);
  const words = text ?? caption ?? "";
  const asked = words.split("\n").filter((line) => ASKED.test(line)).flatMap(pricesIn);
  const all = new Set(pricesIn(words));
  return asked.at(-1) ?? (all.size === 1 ? [...all][0] : null);
}

function pricesIn(words) {
  return [...words.matchAll(PRICE)].map(([, digits]) => Number(digits.replace(/\D/g, "")));
}

const rupiah = (amount) => `Rp${amount.toLocaleString("id-ID")}`;

/** A made-up bank's receipt, drawn on a canvas, of what the bot asked for; resolves to {name, base64, url, alt}. */
export async function transferProof(chat) {
  const canvas = h("canvas", { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext("2d");
  const now = simNow();
  const reference = String(now.getTime()).slice(-10);
  drawGround(pen);
  const amount = amountAsked(chat);
  drawHead(pen, amount);
  drawLines(pen, [
    ["Tanggal", `${longTime(now)}, ${clockTime(now)}`],
    ["Dari", nameOf(speakerOf(chat))],
    ["Rekening asal", "Bank Nusantara •••• 4821"],
    ["Jenis", "Transfer antarbank"],
    ["Biaya", "Rp0"],
    ["No. referensi", `BN${reference}`],
  ]);
  pen.fillStyle = "#8a97a6";
  text(pen, "Gambar contoh dari simulator, bukan bukti sungguhan.", 24, WIDTH / 2, HEIGHT - 70, "center");
  const url = canvas.toDataURL("image/jpeg", 0.88);
  const alt = [t("attachSample"), amount && rupiah(amount)].filter(Boolean).join(", ");
  return { name: "bukti-transfer.jpg", base64: url.split(",")[1], url, alt };
}

function text(pen, words, size, x, y, align = "left", weight = 400) {
  pen.font = `${weight} ${size}px system-ui, "Noto Sans", sans-serif`;
  pen.textAlign = align;
  pen.fillText(words, x, y);
}

function drawGround(pen) {
  const ground = pen.createLinearGradient(0, 0, 0, HEIGHT);
  ground.addColorStop(0, "#0b5fa8");
  ground.addColorStop(0.45, "#0f7cc4");
  ground.addColorStop(0.451, "#eef3f8");
  ground.addColorStop(1, "#eef3f8");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = "#ffffff";
  pen.beginPath();
  pen.roundRect(48, 130, WIDTH - 96, HEIGHT - 260, 32);
  pen.fill();
  text(pen, "Bank Nusantara", 36, 56, 84, "left", 700);
  text(pen, "m-Banking", 26, WIDTH - 56, 84, "right");
}

function drawHead(pen, amount) {
  const x = WIDTH / 2;
  pen.fillStyle = "#1faa59";
  pen.beginPath();
  pen.arc(x, 232, 54, 0, Math.PI * 2);
  pen.fill();
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = 11;
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(x - 24, 234);
  pen.lineTo(x - 6, 252);
  pen.lineTo(x + 26, 214);
  pen.stroke();
  pen.fillStyle = "#1c2733";
  text(pen, "Transfer Berhasil", amount ? 38 : 50, x, amount ? 345 : 385, "center", 600);
  if (amount) text(pen, rupiah(amount), 66, x, 430, "center", 700);
}

function drawLines(pen, lines) {
  lines.forEach(([label, value], at) => {
    const y = 520 + at * 70;
    pen.fillStyle = "#e3e9ef";
    pen.fillRect(96, y - 44, WIDTH - 192, 2);
    pen.fillStyle = "#6b7a8a";
    text(pen, label, 27, 96, y);
    pen.fillStyle = "#1c2733";
    text(pen, value, 27, WIDTH - 96, y, "right", 600);
  });
}

/** A small text file. */
export function sampleDocument() {
  const words = "Daftar belanja\n- kopi arabika 2 x 250 g\n- kopi robusta 1 kg\n";
  return { name: "daftar-belanja.txt", base64: btoa(words) };
}

/** A chosen, dropped or pasted file as {name, base64, url}. */
export function readFile(file) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onerror = () => fail(reader.error);
    reader.onload = () => done({ name: file.name || "foto.png", base64: reader.result.split(",")[1], url: reader.result, size: file.size });
    reader.readAsDataURL(file);
  });
}

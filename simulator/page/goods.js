/** A sample photo of goods that arrived broken: a torn coffee bag, drawn on a canvas. */
import { h } from "./dom.js";

const SIZE = 800;

/** The picture as {name, base64, url}. */
export function brokenGoods() {
  const canvas = h("canvas", { width: SIZE, height: SIZE });
  const pen = canvas.getContext("2d");
  drawTable(pen);
  drawBag(pen);
  drawTear(pen);
  drawBeans(pen);
  const url = canvas.toDataURL("image/jpeg", 0.88);
  return { name: "barang-rusak.jpg", base64: url.split(",")[1], url };
}

function drawTable(pen) {
  pen.fillStyle = "#e9dcc3";
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.fillStyle = "#b98a5e";
  pen.fillRect(0, 560, SIZE, SIZE - 560);
  pen.fillStyle = "#a97a50";
  for (const y of [620, 700]) pen.fillRect(0, y, SIZE, 4);
}

function drawBag(pen) {
  pen.fillStyle = "rgba(60, 35, 15, .25)";
  pen.beginPath();
  pen.ellipse(410, 668, 230, 34, 0, 0, Math.PI * 2);
  pen.fill();
  pen.fillStyle = "#2f5d50";
  pen.beginPath();
  pen.roundRect(220, 150, 360, 520, 22);
  pen.fill();
  pen.fillStyle = "#c99a3b";
  pen.fillRect(220, 206, 360, 22);
  pen.fillStyle = "#f6ecd8";
  pen.beginPath();
  pen.roundRect(290, 300, 220, 150, 10);
  pen.fill();
  pen.fillStyle = "#4a2c17";
  pen.textAlign = "center";
  pen.font = "700 54px Georgia, serif";
  pen.fillText("KOPI", 400, 378);
  pen.font = "400 26px system-ui, sans-serif";
  pen.fillText("250 g", 400, 420);
}

/** The tear runs from the right side into the bag; what is inside shows dark. */
function drawTear(pen) {
  const edge = [[580, 470], [520, 492], [540, 520], [470, 536], [500, 566], [430, 600], [520, 612], [580, 640]];
  pen.fillStyle = "#2a1a10";
  pen.beginPath();
  edge.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
  pen.fill();
  pen.strokeStyle = "#e6dcc8";
  pen.lineWidth = 5;
  pen.lineJoin = "round";
  pen.beginPath();
  edge.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
}

function drawBeans(pen) {
  const beans = [[560, 640, 0.4], [600, 670, 1.2], [640, 650, 2.1], [530, 690, 0.9], [590, 715, 2.6], [655, 705, 0.2], [700, 680, 1.7], [620, 745, 1], [690, 735, 2.4], [480, 715, 1.9]];
  for (const [x, y, turn] of beans) {
    pen.save();
    pen.translate(x, y);
    pen.rotate(turn);
    pen.fillStyle = "#4b2e1a";
    pen.beginPath();
    pen.ellipse(0, 0, 22, 14, 0, 0, Math.PI * 2);
    pen.fill();
    pen.strokeStyle = "#2b190d";
    pen.lineWidth = 3;
    pen.beginPath();
    pen.moveTo(-18, 0);
    pen.quadraticCurveTo(0, 8, 18, 0);
    pen.stroke();
    pen.restore();
  }
}

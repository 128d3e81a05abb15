/** The drawer's charges: who was asked for how much, and the buttons that pay, refuse or spoil it. */
import { control } from "./control.js";
import { toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { registerTab } from "./drawer.js";
import { store } from "./store.js";
import { clockTime, labelled, t } from "./words.js";

const SHOWN = 50;
const TROUBLES = [
  [null, "worksWell"], ["500", "trouble500"], ["timeout", "troubleTimeout"], ["garbage", "troubleGarbage"],
  ["double", "troubleDouble"], ["late", "troubleLate"], ["wrong_signature", "troubleSignature"],
];
const PAID = ["settlement", "partial_refund"];

registerTab({ id: "charges", order: 25, label: () => t("charges"), topics: ["charges"], count: () => waiting().length, open: chargesTab });

const rupiah = (amount) => `Rp${amount.toLocaleString("id-ID")}`;

function waiting() {
  return store.charges.filter((charge) => charge.status === "pending");
}

function chargesTab(host) {
  const node = h("div", {});
  const update = () => keepFocus(node, () => node.replaceChildren(...(store.charges.length
    ? store.charges.slice(-SHOWN).reverse().map((charge) => chargeCard(charge, host))
    : [h("p", { class: "empty" }, t("noCharges"))])));
  update();
  return { node, update };
}

/** Cards are drawn anew; whoever stood on a button of one stands there again, or on one that still works. */
function keepFocus(node, draw) {
  const held = node.contains(document.activeElement) ? document.activeElement : null;
  const card = held?.closest("[data-charge]")?.dataset.charge;
  const testid = held?.dataset.testid;
  draw();
  if (!card) return;
  const same = [...node.children].find((child) => child.dataset.charge === card);
  const again = same?.querySelector(`[data-testid="${testid}"]:not(:disabled)`) ?? same?.querySelector("button:not(:disabled), select");
  again?.focus();
}

function chargeCard(charge, host) {
  const { id, status, provider } = charge;
  const change = (step) => control.changeCharge(id, step).catch((error) => toast(host, error.message, { testid: "error-toast" }));
  const move = (label, to, testid, possible, kind = "") => h("button", {
    type: "button", class: `text-button solid ${kind}`, testid, data: { of: id }, disabled: !possible, onclick: () => change({ status: to }),
  }, label);
  const pending = status === "pending";
  return h("article", { class: "parcel", testid: "charge", "aria-label": charge.order_id, data: { charge: id, status, provider } },
    h("div", { class: "parcel-head" }, icon("receipt", 22), h("b", {}, charge.order_id), h("span", { class: "pill" }, provider)),
    h("p", { class: "charge-amount" }, rupiah(charge.amount)),
    h("p", { class: "parcel-status", testid: "charge-status" }, summary(charge)),
    h("div", { class: "parcel-moves" },
      move(t("chargePay"), "settlement", "charge-pay", pending, "primary"),
      move(t("chargeExpire"), "expire", "charge-expire", pending),
      ...(provider === "midtrans" ? [
        move(t("chargeDeny"), "deny", "charge-deny", pending, "warn"),
        move(t("chargeRefund"), "refund", "charge-refund", PAID.includes(status)),
      ] : [])),
    h("label", { class: "trouble" }, h("span", {}, t("gateway")), troubleSelect(charge, change)),
    ...notices(charge));
}

function summary(charge) {
  const place = charge.va_number ? `${charge.bank.toUpperCase()} ${charge.va_number}` : charge.method.toUpperCase();
  const until = charge.status === "pending" ? t("payUntil", { time: clockTime(new Date(charge.expires_at * 1000)) }) : null;
  const back = charge.refunded ? `−${rupiah(charge.refunded)}` : null;
  return [labelled("charge", charge.status), place, until, back].filter(Boolean).join(" · ");
}

/** The latest notification: what it said, and how the other side took it. */
function notices(charge) {
  const last = charge.notifications.at(-1);
  if (!last) return [];
  const words = { delivered: "noticeDelivered", waiting: "noticeWaiting", "gave up": "noticeGaveUp" };
  const text = t(words[last.state], { status: last.status, answer: last.answer ?? "…", tries: last.tries });
  return [h("p", { class: "parcel-status", testid: "charge-notice", data: { state: last.state } }, text)];
}

function troubleSelect(charge, change) {
  const options = TROUBLES.map(([value, key]) => h("option", { value: value ?? "", selected: (charge.misbehave ?? null) === value }, t(key)));
  const select = h("select", { testid: "charge-trouble", data: { of: charge.id }, onchange: () => change({ misbehave: select.value || null }) }, ...options);
  return select;
}

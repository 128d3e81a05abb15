/**
 * Paying an invoice, as Telegram's checkout does it: the details that the invoice asks for, the bot's
 * ways of shipping, a tip, a card (one is declined), and the bot's last word.
 */
import { control } from "./control.js";
import { field, openDialog, toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { money, typedAmount } from "./money.js";
import { nameOf, phoneOf, speakerOf } from "./store.js";
import { countryName, t } from "./words.js";

const COUNTRIES = ["ID", "MY", "SG", "US", "NL"];
const ADDRESS = [["street_line1", "street"], ["street_line2", "street2"], ["city", "city"], ["state", "state"], ["post_code", "postCode"]];
const SAMPLE = { street_line1: "Jl. Melati No. 5", street_line2: "RT 03/RW 07", city: "Bandung", state: "Jawa Barat", post_code: "40115", country_code: "ID" };
const CARDS = [["paid", "•••• 4242", "cardGood"], ["failed", "•••• 0002", "cardBad"]];

/** The simulator's own words for what went wrong; a bot's reason is shown as the bot gave it. */
const REASONS = [[/^the payment was declined$/, "declined"], [/^the bot did not answer/, "botSilent"], [/^the bot does not ask/, "botDeaf"], [/^the invoice is paid already$/, "paidBefore"]];

/** What each person typed last: Telegram fills it in the next time, too. */
const remembered = new Map();

/** Open the checkout of an invoice, or its receipt when it is paid; resolves when it is closed. */
export function openInvoice(chat, message, host) {
  if (message.invoice.paid) return receipt(message.invoice, host);
  return new Checkout(chat, message, host).open();
}

function receipt(invoice, host) {
  return openDialog(host, {
    title: t("receipt"), testid: "receipt-dialog",
    body: [head(invoice), priceList(invoice, invoice.prices, invoice.total_amount), h("p", { class: "paid-mark" }, icon("check", 18), t("paidMark"))],
    actions: [{ label: t("close"), testid: "dialog-confirm", kind: "primary" }],
  });
}

function head(invoice) {
  return h("div", { class: "pay-head" }, h("span", { class: "pay-picture", "aria-hidden": "true" }, icon("bag", 26)),
    h("div", {}, h("b", {}, invoice.title), h("small", {}, invoice.description)));
}

function priceList(invoice, lines, total) {
  const line = (label, amount, kind = "") => h("div", { class: `pay-line ${kind}` }, h("span", {}, label), h("span", {}, money(amount, invoice.currency, invoice.exp)));
  return h("div", { class: "pay-lines", testid: "pay-lines" }, ...lines.map(({ label, amount }) => line(label, amount)), line(t("total"), total, "total"));
}

class Checkout {
  constructor(chat, message, host) {
    Object.assign(this, { chat, message, host, invoice: message.invoice, tip: 0, option: null, options: [], info: undefined, done: false, busy: false });
    this.user = speakerOf(chat);
    this.step = this.invoice.needs.length > 0 ? "details" : "payment";
    this.body = h("div", { class: "pay-body" });
    this.problem = h("p", { class: "pay-problem", role: "alert", testid: "pay-error", hidden: true });
  }

  get order() {
    return { chat_id: this.chat.id, from_id: this.user.id, message_id: this.message.message_id };
  }

  async open() {
    const closed = openDialog(this.host, {
      title: t("checkout"), testid: "pay-dialog", body: [this.body, this.problem],
      actions: [{ label: t("cancel"), testid: "dialog-cancel" }, { label: t("goOn"), testid: "pay-go", kind: "primary pay-go", run: (close) => this.next(close) }],
      onOpen: (box) => { this.go = box.querySelector(".pay-go"); this.render(); return this.body.querySelector("input") ?? this.go; },
    });
    await closed;
    if (!this.done) control.pay({ ...this.order, outcome: "cancelled" }).catch(() => undefined);
  }

  render() {
    this.body.replaceChildren(...(this.step === "details" ? this.details() : this.payment()));
    this.go.textContent = this.step === "details" ? t("goOn") : t("payAmount", { amount: this.amount(this.total) });
  }

  amount(value) {
    return money(value, this.invoice.currency, this.invoice.exp);
  }

  get lines() {
    const tip = this.tip > 0 ? [{ label: t("tip"), amount: this.tip }] : [];
    return [...this.invoice.prices, ...(this.option?.prices ?? []), ...tip];
  }

  get total() {
    return this.lines.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** The form, with only the fields that the invoice asks for. */
  details() {
    const { needs } = this.invoice;
    const known = remembered.get(this.user.id) ?? {};
    const parts = [head(this.invoice)];
    const about = { name: ["recipient", "name", nameOf(this.user), "text"], phone: ["phone", "phone_number", `+${phoneOf(this.user)}`, "tel"], email: ["email", "email", "", "email"] };
    for (const need of needs.filter((name) => name in about)) {
      const [label, name, value, type] = about[need];
      parts.push(field(t(label), { type, required: true, testid: `pay-${need}`, name, value: known[name] ?? value, maxlength: 255 }));
    }
    if (needs.includes("address")) parts.push(this.addressForm(known.shipping_address ?? {}));
    return parts;
  }

  addressForm(known) {
    const country = h("select", { name: "country_code", testid: "pay-country_code" },
      ...COUNTRIES.map((code) => h("option", { value: code, selected: code === (known.country_code ?? "ID") }, countryName(code))));
    const boxes = ADDRESS.map(([name, key]) => field(t(key), {
      name, testid: `pay-${name}`, value: known[name] ?? "", maxlength: 255, required: name === "street_line1" || name === "city",
    }));
    const fill = () => { for (const box of this.body.querySelectorAll(".pay-address [name]")) box.value = SAMPLE[box.name]; };
    return h("fieldset", { class: "pay-address" }, h("legend", {}, t("shippingAddress")), ...boxes.slice(0, 2), h("div", { class: "field-pair" }, ...boxes.slice(2, 4)),
      h("div", { class: "field-pair" }, boxes[4], h("label", { class: "field" }, h("span", {}, t("country")), country)),
      h("button", { type: "button", class: "text-button solid", testid: "pay-sample", onclick: fill }, t("fillSample")));
  }

  readDetails() {
    const boxes = [...this.body.querySelectorAll("[name]")];
    if (!boxes.every((box) => box.reportValidity())) return null;
    const info = {};
    for (const box of boxes) {
      if (box.closest(".pay-address")) info.shipping_address = { ...info.shipping_address, [box.name]: box.value.trim() };
      else info[box.name] = box.value.trim();
    }
    return info;
  }

  payment() {
    const sum = h("div", {}, priceList(this.invoice, this.lines, this.total));
    const change = () => {
      sum.replaceChildren(priceList(this.invoice, this.lines, this.total));
      this.go.textContent = t("payAmount", { amount: this.amount(this.total) });
    };
    return [head(this.invoice), this.info && this.addressee(), this.options.length > 0 && this.shippingChoice(change), this.invoice.max_tip > 0 && this.tipChoice(change), this.cardChoice(), sum].filter(Boolean);
  }

  /** Who gets it, and a way back to the form. */
  addressee() {
    const { name, phone_number: phone, email, shipping_address: place } = this.info;
    const words = [name, place && [place.street_line1, place.city, place.post_code].filter(Boolean).join(", "), phone, email].filter(Boolean);
    const change = () => { this.step = "details"; this.tell(""); this.render(); };
    return h("div", { class: "pay-addressee" }, icon("pin", 18), h("span", {}, words.join(" · ")),
      h("button", { type: "button", class: "text-button", testid: "pay-change", onclick: change }, t("change")));
  }

  shippingChoice(changed) {
    return this.radios("pay-option", t("shippingMethod"), this.options.map((option) => ({
      value: option.id, label: option.title, hint: this.amount(option.prices.reduce((sum, { amount }) => sum + amount, 0)), checked: option === this.option,
    })), (id) => { this.option = this.options.find((option) => option.id === id); changed(); });
  }

  cardChoice() {
    this.outcome ??= "paid";
    return this.radios("pay-card", t("card"), CARDS.map(([value, label, key]) => ({ value, label, hint: t(key), checked: value === this.outcome })), (value) => { this.outcome = value; });
  }

  radios(name, legend, choices, chosen) {
    return h("fieldset", { class: "pay-choice" }, h("legend", {}, legend), ...choices.map(({ value, label, hint, checked }) => h("label", { class: "check" },
      h("input", { type: "radio", name, value, checked, testid: name, data: { value }, onchange: () => chosen(value) }), h("span", { class: "menu-label" }, label), h("span", { class: "menu-hint" }, hint))));
  }

  /** Suggested tips as chips, and any other up to the invoice's maximum. */
  tipChoice(changed) {
    const { max_tip: most, tips = [], currency, exp } = this.invoice;
    const own = field(t("ownTip", { most: this.amount(most) }), { testid: "pay-tip-own", inputmode: "numeric" });
    const box = own.querySelector("input");
    const chips = h("div", { class: "chips" });
    const set = (tip) => {
      this.tip = Math.max(0, Math.min(most, tip));
      for (const chip of chips.children) chip.setAttribute("aria-pressed", String(Number(chip.dataset.tip) === this.tip));
      changed();
    };
    chips.append(...[0, ...tips].map((tip) => h("button", {
      type: "button", class: "chip", testid: "pay-tip", data: { tip }, "aria-pressed": String(tip === this.tip), onclick: () => { box.value = ""; set(tip); },
    }, tip === 0 ? t("noTip") : this.amount(tip))));
    box.addEventListener("input", () => set(typedAmount(box.value, currency, exp)));
    return h("fieldset", { class: "pay-choice" }, h("legend", {}, t("tip")), chips, own);
  }

  tell(text) {
    const known = REASONS.find(([pattern]) => pattern.test(text));
    this.problem.textContent = known ? t(known[1]) : text;
    this.problem.hidden = !text;
  }

  /** The main button: on to the payment, or pay. Returns false while the dialog stays open. */
  async next(close) {
    if (this.busy) return false;
    this.tell("");
    this.setBusy(true);
    try {
      const finished = this.step === "details" ? await this.ship() : await this.pay();
      if (finished) close();
    } catch (error) {
      this.tell(error.message);
    } finally {
      this.setBusy(false);
    }
    return false;
  }

  setBusy(busy) {
    this.busy = busy;
    this.go.setAttribute("aria-busy", String(busy));
    this.go.classList.toggle("busy", busy);
  }

  async ship() {
    const info = this.readDetails();
    if (!info) return false;
    remembered.set(this.user.id, info);
    const answer = await control.payShipping({ ...this.order, info });
    if (!answer.ok) return this.tell(answer.error);
    Object.assign(this, { info, options: answer.options, option: answer.options[0] ?? null, step: "payment" });
    this.render();
    this.body.querySelector("input:checked")?.focus();
    return false;
  }

  async pay() {
    const choice = { ...(this.info && { info: this.info }), ...(this.option && { option: this.option.id }), ...(this.tip > 0 && { tip: this.tip }) };
    const answer = await control.pay({ ...this.order, outcome: this.outcome, ...choice });
    if (!answer.ok) return this.tell(answer.error);
    this.done = true;
    toast(this.host, t("paymentDone", { amount: this.amount(this.total) }), { testid: "paid-toast", glyph: "check" });
    return true;
  }
}

/** The inside of an invoice's bubble. Its picture may lie outside and is not fetched. */
export function invoiceCard(invoice) {
  return h("div", { class: "invoice-card", testid: "invoice" },
    h("div", { class: "invoice-picture", "aria-hidden": "true" }, icon("bag", 40), h("span", { class: "invoice-price" }, money(invoice.total_amount, invoice.currency, invoice.exp))),
    h("b", { class: "invoice-title" }, invoice.title), h("p", {}, invoice.description),
    h("p", { class: "invoice-amount", testid: "invoice-amount" }, h("b", {}, money(invoice.total_amount, invoice.currency, invoice.exp)), " · ", invoice.paid ? t("paidMark") : t("invoice")));
}

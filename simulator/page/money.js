/** Amounts as people read them: Telegram counts in the smallest unit, rupiah included (exponent 2). */

/** "Rp10.000" of 1000000 IDR with exponent 2; "$10.50" of 1050 USD; "⭐ 50" of Telegram Stars. */
export function money(amount, currency, exp = 2) {
  if (currency === "XTR") return `⭐ ${amount}`;
  const sign = amount < 0 ? "−" : "";
  const value = Math.abs(amount) / 10 ** exp;
  if (currency === "IDR") {
    const digits = Number.isInteger(value) ? 0 : exp;
    return `${sign}Rp${value.toLocaleString("id-ID", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
  }
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency, minimumFractionDigits: exp, maximumFractionDigits: exp });
  return `${sign}${format.format(value)}`;
}

/** The other way: what a person typed, in whole units or with a decimal comma or point, as the smallest unit. */
export function typedAmount(text, currency, exp = 2) {
  const digits = currency === "IDR" ? text.replaceAll(".", "").replace(",", ".") : text.replaceAll(",", "");
  const value = Number(digits.replace(/[^\d.-]/g, ""));
  return Number.isFinite(value) ? Math.round(value * 10 ** (currency === "XTR" ? 0 : exp)) : 0;
}

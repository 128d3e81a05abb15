/** The foot of a phone: reply keyboard, reply bar, command menu, text, attach and send; or START. */
import { h, icon, iconButton } from "./dom.js";
import { attachMenu, offerFiles } from "./attach.js";
import { plainText } from "./bubble.js";
import { obstacle } from "./standing.js";
import { control } from "./control.js";
import { openMenu, toast } from "./dialog.js";
import { activeKeyboard, replyKeyboard } from "./keyboard.js";
import { nameOf, speakerOf, tell } from "./store.js";
import { t } from "./words.js";

const MAX_HEIGHT = 140;

/** The commands of whoever speaks in a chat: its admins may have others than its members. */
function menuOf(chat) {
  return chat.commandsOf?.[speakerOf(chat).id] ?? chat.commands;
}

export class Composer {
  constructor(chat, host, onSent) {
    this.chat = chat;
    this.host = host;
    this.onSent = onSent;
    this.keys = h("div", { class: "keys" });
    this.replyBar = h("div", { class: "reply-bar", hidden: true, testid: "reply-bar" });
    this.hints = h("div", { class: "hints", hidden: true, testid: "command-hints" });
    this.build();
    this.notice = h("div", { class: "composer-notice", hidden: true, role: "status", testid: "composer-notice" });
    this.node = h("div", { class: "foot" }, this.hints, this.replyBar, this.notice, this.form, this.startButton, this.unblock, this.keys);
    this.node.addEventListener("drop", (event) => this.onDrop(event));
    this.node.addEventListener("dragover", (event) => event.preventDefault());
  }

  build() {
    const label = t("message");
    this.text = h("textarea", {
      rows: "1", class: "composer-text", testid: "composer", placeholder: label, "aria-label": label, maxlength: 4096,
      value: this.chat.draft, enterkeyhint: "send",
      oninput: () => this.onInput(), onkeydown: (event) => this.onKey(event), onpaste: (event) => this.onPaste(event),
    });
    this.attach = iconButton("clip", t("attach"), {
      testid: "attach", "aria-haspopup": "menu", onclick: () => attachMenu(this.chat, this.host, this.attach, (c) => this.send(c)),
    });
    this.commands = iconButton("slash", t("commands"), {
      class: "command-button", testid: "commands", "aria-haspopup": "menu", onclick: () => this.openCommands(),
    });
    this.toggle = iconButton("keys", t("toggleKeyboard"), { testid: "toggle-keyboard", onclick: () => this.toggleKeyboard() });
    const send = h("button", { type: "submit", class: "send-button", testid: "send", "aria-label": t("send"), title: t("send") }, icon("send", 22));
    this.form = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.sendDraft(); } },
      h("div", { class: "composer-box" }, this.commands, this.text, this.toggle, this.attach), send);
    this.startButton = h("button", {
      type: "button", class: "start-button", testid: "start", onclick: () => this.send({ text: "/start" }),
    }, t("start"));
    const unblock = () => control.block(this.chat.id, false).catch((error) => toast(this.host, error.message, { testid: "error-toast" }));
    this.unblock = h("button", { type: "button", class: "start-button", hidden: true, testid: "unblock", onclick: unblock }, t("unblock"));
  }

  render() {
    const { chat } = this;
    const speaker = speakerOf(chat);
    const empty = chat.type === "private" && chat.messages.length === 0;
    const blocked = chat.type === "private" && Boolean(speaker.blocked);
    const barred = obstacle(chat);
    this.startButton.hidden = !empty || blocked || Boolean(barred);
    this.form.hidden = empty || blocked || Boolean(barred);
    this.unblock.hidden = !blocked || Boolean(barred);
    this.renderNotice(barred);
    this.commands.hidden = menuOf(chat).length === 0;
    this.renderKeys();
    this.renderReply();
  }

  /** Why nothing can be written here, and the way out where there is one. */
  renderNotice(barred) {
    this.notice.hidden = !barred;
    if (!barred) return this.notice.replaceChildren();
    this.notice.dataset.kind = barred.kind;
    const { text, action } = barred;
    const run = () => action.run().catch((error) => toast(this.host, error.message, { testid: "error-toast" }));
    const button = action && h("button", { type: "button", class: "text-button", testid: "composer-notice-action", onclick: run }, action.label);
    return this.notice.replaceChildren(icon("lock", 18), h("span", {}, text), button || "");
  }

  renderKeys() {
    const active = activeKeyboard(this.chat);
    const hidden = !active || this.chat.keyboardHidden.has(active.message.message_id) || this.form.hidden;
    const sig = hidden ? "" : `${active.message.rev}`;
    this.toggle.hidden = !active;
    this.toggle.setAttribute("aria-pressed", String(!hidden));
    this.text.placeholder = (!hidden && active.keyboard.input_field_placeholder) || t("message");
    if (this.keysSig === sig) return;
    this.keysSig = sig;
    this.keys.replaceChildren(...(hidden ? [] : [replyKeyboard(this.chat, active, this.host, (text) => this.send({ text }))]));
  }

  toggleKeyboard() {
    const active = activeKeyboard(this.chat);
    if (!active) return;
    const id = active.message.message_id;
    const { keyboardHidden } = this.chat;
    if (!keyboardHidden.delete(id)) keyboardHidden.add(id);
    tell("keyboard", this.chat.id);
  }

  /** The bar that says which message is being replied to or edited. */
  renderReply() {
    const { replyTo, editing } = this.chat;
    const message = editing ?? replyTo;
    this.replyBar.hidden = !message;
    if (!message) return this.replyBar.replaceChildren();
    const title = editing ? t("editing") : t("replyTo", { name: nameOf(message.from) });
    const cancel = iconButton("close", t("cancel"), { testid: "reply-cancel", onclick: () => this.dropBar() });
    return this.replyBar.replaceChildren(icon(editing ? "pen" : "reply", 20),
      h("div", { class: "reply-quote" }, h("b", {}, title), h("span", {}, plainText(message))), cancel);
  }

  setReply(message) {
    Object.assign(this.chat, { replyTo: message, editing: null });
    this.renderReply();
    this.text.focus();
  }

  setEdit(message) {
    Object.assign(this.chat, { replyTo: null, editing: message });
    this.renderReply();
    this.fill(message.text ?? message.caption ?? "");
    this.text.focus();
  }

  /** Neither a reply nor an edit any more. */
  dropBar() {
    if (this.chat.editing) this.fill("");
    Object.assign(this.chat, { replyTo: null, editing: null });
    this.renderReply();
    this.text.focus();
  }

  /** Begin to write here, or press what stands in its place. */
  focus() {
    const stops = [this.text, this.startButton, this.unblock];
    stops.find((node) => !node.closest("[hidden]"))?.focus({ preventScroll: true });
  }

  onInput() {
    this.chat.draft = this.text.value;
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, MAX_HEIGHT)}px`;
    this.renderHints();
  }

  /** While "/ka" is being typed, the commands that begin so. */
  renderHints() {
    const typed = /^\/(\w*)$/.exec(this.text.value);
    const found = typed ? menuOf(this.chat).filter((c) => c.command.startsWith(typed[1].toLowerCase())) : [];
    this.hints.hidden = found.length === 0;
    this.hints.replaceChildren(...found.map(({ command, description }) => h("button", {
      type: "button", class: "hint", testid: "command-hint", data: { command },
      onclick: () => { this.fill(""); this.send({ text: `/${command}` }); },
    }, h("b", {}, `/${command}`), h("span", {}, description))));
  }

  openCommands() {
    const items = menuOf(this.chat).map(({ command, description }) => ({
      label: description, hint: `/${command}`, testid: "command", data: { command }, run: () => this.send({ text: `/${command}` }),
    }));
    openMenu(this.form, this.commands, items, { testid: "command-menu", label: t("commands"), place: "above start" });
  }

  onKey(event) {
    if (event.key === "Escape" && !this.replyBar.hidden) this.dropBar();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.sendDraft();
  }

  onPaste(event) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    offerFiles(this.host, files, true, (content) => this.send(content));
  }

  onDrop(event) {
    const files = [...event.dataTransfer.files];
    if (files.length === 0) return;
    event.preventDefault();
    offerFiles(this.host, files, true, (content) => this.send(content));
  }

  fill(text) {
    this.text.value = text;
    this.onInput();
  }

  async sendDraft() {
    const text = this.text.value;
    if (!text.trim()) return;
    this.fill("");
    if (!(await this.send({ text })) && !this.text.value) this.fill(text);
  }

  /** Send one content as the one who is speaking; true when the simulator took it. */
  async send(content) {
    const { chat } = this;
    const message = { chat_id: chat.id, from_id: speakerOf(chat).id, ...content };
    if (chat.editing && content.text) message.edit_of = chat.editing.message_id;
    else if (chat.replyTo) message.reply_to = chat.replyTo.message_id;
    if (typeof chat.topic === "number") message.topic = chat.topic;
    try {
      await control.send(message);
      this.forgetBar();
      this.onSent();
      return true;
    } catch (error) {
      toast(this.host, t("sendFailed", { why: error.message }), { testid: "error-toast" });
      return false;
    }
  }

  forgetBar() {
    Object.assign(this.chat, { replyTo: null, editing: null });
    this.renderReply();
  }
}

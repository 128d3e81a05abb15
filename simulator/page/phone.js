/** A chat's column: whose phone it is, the chat's head, its log and its foot. */
import { avatar, h, icon, iconButton, oncePerFrame } from "./dom.js";
import { plainText } from "./bubble.js";
import { Composer } from "./composer.js";
import { chatMenu } from "./chatmenu.js";
import { toast } from "./dialog.js";
import { keepingFocus, tabKeys, tabStop } from "./focus.js";
import { Log, visibleMessages } from "./log.js";
import { botStanding } from "./standing.js";
import { isOwn, markSeen, membersOf, nameOf, on, simNow, speakerOf, store, titleOf } from "./store.js";
import { clockTime, t, tFor } from "./words.js";

export class Phone {
  constructor(chat) {
    this.chat = chat;
    chat.atBottom = true;
    this.node = h("section", {
      class: `phone ${chat.type === "private" ? "" : "group"}`, "aria-label": titleOf(chat), testid: "chat",
      data: { chatId: chat.id, user: chat.type === "private" ? chat.id : null, type: chat.type },
    });
    this.composer = new Composer(chat, this.node, () => this.log.toBottom(false));
    this.log = new Log(chat, this.node, {
      command: (text) => this.composer.send({ text }),
      reply: (message) => this.composer.setReply(message),
      edit: (message) => this.composer.setEdit(message),
    });
    this.build();
    this.endings = this.listen();
    this.render();
  }

  build() {
    this.owner = h("div", { class: "owner" });
    this.time = h("time", { class: "owner-time" });
    this.subtitle = h("span", { class: "subtitle", testid: "subtitle" });
    const title = this.chat.type === "private" ? store.bot.first_name : this.chat.title;
    const face = this.chat.type === "private" ? store.bot.id : this.chat.id;
    this.topics = h("div", { class: "topics", role: "tablist", "aria-label": t("topics"), hidden: true, onkeydown: tabKeys });
    this.back = iconButton("back", t("back"), { testid: "back", class: "narrow-only back", hidden: true, onclick: () => history.back() });
    this.pinned = h("button", { type: "button", class: "pinned", hidden: true, testid: "pinned" });
    this.intro = h("div", { class: "intro", testid: "intro" });
    this.standing = h("div", { class: "standing", hidden: true, role: "status", testid: "bot-standing" });
    this.node.append(
      h("div", { class: "status-bar" }, this.owner, this.time),
      h("header", { class: "chat-head" }, this.back, avatar(face, title), h("div", { class: "chat-name" }, h("h2", {}, title), this.subtitle), this.menuButton()),
      this.topics, this.standing, this.pinned,
      h("div", { class: "log-box" }, this.intro, this.log.node, this.log.down),
      this.composer.node,
    );
  }

  menuButton() {
    const button = iconButton("more", t("moreActions"), {
      testid: "chat-menu", class: "chat-menu", "aria-haspopup": "menu", onclick: () => chatMenu(this.chat, this.node, button),
    });
    return button;
  }

  listen() {
    const mine = (run) => (id) => { if (id === this.chat.id) run(); };
    return [
      on("chat", mine(oncePerFrame(() => this.render()))),
      on("typing", mine(() => this.renderSubtitle())),
      on("live", () => this.renderSubtitle()),
      on("keyboard", mine(() => { this.composer.renderKeys(); this.log.stick(); })),
      on("unread", mine(() => this.log.showUnread())),
      on("clock", () => this.renderTime()),
    ];
  }

  end() {
    for (const ending of this.endings) ending();
    this.log.sizes.disconnect();
  }

  render() {
    this.renderOwner();
    this.renderTime();
    this.renderSubtitle();
    this.renderTopics();
    this.renderStanding();
    this.renderPinned();
    this.renderIntro();
    this.composer.render();
    this.log.render();
  }

  /** Called when the column comes into view (narrow screens show one at a time). */
  seen(visible) {
    this.chat.visible = visible;
    if (!visible) return;
    this.log.stick();
    if (this.chat.atBottom) markSeen(this.chat);
  }

  renderTime() {
    this.time.textContent = clockTime(simNow());
  }

  renderOwner() {
    const { chat } = this;
    const members = membersOf(chat);
    const sig = `${chat.speaker}|${members.map((m) => m.id)}|${nameOf(speakerOf(chat))}|${speakerOf(chat).language_code}`;
    if (this.ownerSig === sig) return;
    this.ownerSig = sig;
    const speaker = speakerOf(chat);
    if (chat.type === "private") {
      this.owner.replaceChildren(avatar(speaker.id, nameOf(speaker), "tiny"), h("b", { testid: "owner" }, nameOf(speaker)),
        speaker.language_code ? h("span", { class: "pill", testid: "owner-language" }, speaker.language_code) : "");
      return;
    }
    this.owner.replaceChildren(avatar(speaker.id, nameOf(speaker), "tiny"), this.speakerSelect(members, speaker));
  }

  speakerSelect(members, speaker) {
    const options = members.map((m) => h("option", { value: String(m.id), selected: m.id === speaker.id }, nameOf(m)));
    const change = (event) => {
      this.chat.speaker = Number(event.currentTarget.value);
      this.render();
    };
    return h("label", { class: "speaker" }, h("span", {}, t("speakAs")), h("select", { testid: "speaker", onchange: change }, ...options));
  }

  /** What became of the bot in a group, and the way to let it in again. */
  renderStanding() {
    const found = botStanding(this.chat);
    const sig = found ? found.text : "";
    this.standing.hidden = !found;
    if (this.standingSig === sig) return;
    this.standingSig = sig;
    const act = () => found.action.run().catch((error) => toast(this.node, error.message, { testid: "error-toast" }));
    const button = found?.action && h("button", { type: "button", class: "text-button", testid: "bot-standing-action", onclick: act }, found.action.label);
    this.standing.replaceChildren(...(found ? [icon("block", 18), h("span", {}, found.text), button || ""] : []));
  }

  renderSubtitle() {
    const { chat } = this;
    if (!store.live) return void this.subtitle.replaceChildren(h("span", { class: "typing", testid: "connecting" }, t("connecting")));
    const typing = Boolean(chat.typing);
    const rest = chat.type === "private" ? t("bot") : t("members", { n: membersOf(chat).length + (["kicked", "left"].includes(chat.botStatus) ? 0 : 1) });
    this.subtitle.replaceChildren(typing
      ? h("span", { class: "typing", testid: "typing" }, t(`does_${chat.action}`), h("i", {}), h("i", {}), h("i", {}))
      : rest);
  }

  renderTopics() {
    const { chat } = this;
    this.topics.hidden = !chat.is_forum;
    if (!chat.is_forum) return;
    const { name, closed, hidden } = chat.general ?? {};
    const general = { id: "general", name: !name || name === "General" ? t("general") : name, closed };
    const tabs = [{ id: null, name: t("all") }, ...(hidden ? [] : [general]), ...chat.topics];
    const sig = JSON.stringify([tabs, chat.topic]);
    if (this.topicsSig === sig) return;
    this.topicsSig = sig;
    keepingFocus(this.topics, () => this.topics.replaceChildren(...tabs.map(({ id, name, closed }) => h("button", {
      type: "button", role: "tab", class: "topic", testid: "topic", "aria-selected": String(chat.topic === id), data: { topic: id ?? "all" },
      tabindex: tabStop(chat.topic === id), "aria-controls": this.log.node.id,
      onclick: () => { chat.topic = id; chat.atBottom = true; this.render(); },
    }, closed && icon("lock", 13), name))));
  }

  renderPinned() {
    const message = visibleMessages(this.chat).findLast((m) => m.pinned);
    this.pinned.hidden = !message;
    if (!message) return;
    this.pinned.onclick = () => this.log.jump(message.message_id);
    this.pinned.replaceChildren(icon("thumbtack", 18), h("span", {}, h("b", {}, t("pinned")), h("span", {}, plainText(message))));
  }

  renderIntro() {
    const { chat } = this;
    this.intro.hidden = chat.messages.length > 0;
    if (this.intro.hidden) return;
    const person = speakerOf(chat);
    const about = chat.description || tFor(person, "botHint", { start: t("start").toUpperCase() });
    const lines = chat.type === "private"
      ? [avatar(store.bot.id, store.bot.first_name, "huge"), h("b", { testid: "intro-heading" }, tFor(person, "botSays")), h("p", {}, about)]
      : [avatar(chat.id, chat.title, "huge"), h("b", {}, chat.title), h("p", {}, t("noMessages"))];
    this.intro.replaceChildren(h("div", { class: "intro-card" }, ...lines));
  }

  /** The number on a tab: unread messages. */
  get unread() {
    return this.chat.messages.some((m) => !isOwn(this.chat, m)) ? this.chat.unread : 0;
  }
}


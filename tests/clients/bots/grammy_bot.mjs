// The script of test_conversation.py as a grammY bot: filter queries, keyboards of its own builders.
// Environment: API_ROOT, BOT_TOKEN, MODE (polling or webhook), WEBHOOK_PORT, WEBHOOK_SECRET,
// UPLOADS.

import { createHash } from "node:crypto";
import { createServer } from "node:http";

import {
  Bot,
  GrammyError,
  HttpError,
  InlineKeyboard,
  InputFile,
  InputMediaBuilder,
  Keyboard,
  webhookCallback,
} from "grammy";

const { API_ROOT, BOT_TOKEN, MODE, UPLOADS, WEBHOOK_PORT, WEBHOOK_SECRET } = process.env;
const UPDATES = [
  "message", "edited_message", "callback_query", "shipping_query", "pre_checkout_query",
  "my_chat_member", "chat_member", "message_reaction",
];
const bot = new Bot(BOT_TOKEN, {
  client: {
    apiRoot: API_ROOT,
    // This one call is the answer to the webhook's post; a bot that polls just makes it.
    canUseWebhookReply: (method) => method === "sendContact",
  },
});

// One line for whoever runs this.
function report(saw, chat = 0, facts = {}) {
  process.stdout.write(`${JSON.stringify({ saw, chat, ...facts })}\n`);
}

// An upload of a picture that lies ready.
const picture = (name) => new InputFile(`${UPLOADS}/${name}.png`);
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

// A greeting with buttons of three kinds, then a reply keyboard.
bot.command("start", async (ctx) => {
  await ctx.replyWithChatAction("typing");
  const keyboard = InlineKeyboard.from([
    [
      { ...InlineKeyboard.text("Pilih", "pick:1"), style: "success" },
      InlineKeyboard.url("Situs", "https://example.com/toko"),
    ],
    [InlineKeyboard.copyText("Salin", "PSN-1")],
  ]);
  const text = `Halo <b>${escaped(ctx.from.first_name)}</b>, dari <i>${escaped(ctx.match)}</i>`;
  const plain = { link_preview_options: { is_disabled: true } };
  await ctx.reply(text, { parse_mode: "HTML", reply_markup: keyboard, ...plain });
  const menu = new Keyboard()
    .text("Katalog").row()
    .requestContact("Kirim nomor").requestLocation("Kirim lokasi").resized();
  await ctx.reply("Silakan pilih.", { reply_markup: menu });
  const language = ctx.from.language_code;
  report("start", ctx.chat.id, { payload: ctx.match, language });
});

// A toast, and another text with another keyboard.
bot.callbackQuery(/^pick:(.+)$/, async (ctx) => {
  await ctx.answerCallbackQuery("Dicatat");
  const keyboard = new InlineKeyboard().text("Selesai", "done");
  const edited = await ctx.editMessageText(`Dipilih: ${ctx.match[1]}`, { reply_markup: keyboard });
  report("tap", ctx.chat.id, { data: ctx.callbackQuery.data, text: edited.text });
});

// An alert, and no keyboard any more.
bot.callbackQuery("done", async (ctx) => {
  await ctx.answerCallbackQuery({ text: "Sudah selesai", show_alert: true });
  const edited = await ctx.editMessageReplyMarkup();
  report("tap", ctx.chat.id, { data: ctx.callbackQuery.data, text: edited.text });
});

// By upload, by file_id, and changed.
bot.command("photo", async (ctx) => {
  const first = await ctx.replyWithPhoto(picture("kopi"), {
    caption: "<b>Kopi</b>", parse_mode: "HTML",
  });
  const size = first.photo.at(-1);
  const again = await ctx.replyWithPhoto(size.file_id, { caption: "lagi" });
  await ctx.api.editMessageCaption(ctx.chat.id, again.message_id, { caption: "diubah" });
  const third = await ctx.replyWithPhoto(picture("teh"));
  const other = InputMediaBuilder.photo(picture("gula"), { caption: "diganti" });
  await ctx.api.editMessageMedia(ctx.chat.id, third.message_id, other);
  const same = size.file_unique_id === again.photo.at(-1).file_unique_id;
  report("photo", ctx.chat.id, { width: size.width, height: size.height, same });
});

// Two uploads in one group.
bot.command("album", async (ctx) => {
  const sent = await ctx.replyWithMediaGroup([
    InputMediaBuilder.photo(picture("kopi"), { caption: "a" }),
    InputMediaBuilder.photo(picture("teh")),
  ]);
  const groups = new Set(sent.map((message) => message.media_group_id)).size;
  report("album", ctx.chat.id, { count: sent.length, groups });
});

// Downloaded, and answered with another.
bot.on("message:document", async (ctx) => {
  const file = await ctx.getFile();
  const answer = await fetch(`${API_ROOT}/file/bot${BOT_TOKEN}/${file.file_path}`);
  const content = Buffer.from(await answer.arrayBuffer());
  const reply = new InputFile(Buffer.from("isi balasan ".repeat(100_000)), "balasan.txt");
  await ctx.replyWithDocument(reply, { caption: "Terima" });
  const sha256 = createHash("sha256").update(content).digest("hex");
  report("document", ctx.chat.id, { name: ctx.message.document.file_name, sha256 });
});

// A person's picture.
bot.on("message:photo", (ctx) => {
  report("photo_in", ctx.chat.id, {
    width: ctx.message.photo.at(-1).width,
    caption: ctx.message.caption ?? null,
    album: ctx.message.media_group_id !== undefined,
  });
});

// A person's own number, or somebody's.
bot.on("message:contact", (ctx) => {
  const { phone_number: phone, user_id: owner } = ctx.message.contact;
  report("contact", ctx.chat.id, { phone, own: owner === ctx.from.id });
});

// A place.
bot.on("message:location", (ctx) => {
  const { latitude, longitude } = ctx.message.location;
  report("location", ctx.chat.id, { latitude, longitude });
});

// A changed text.
bot.on("edited_message", (ctx) => {
  const { text, edit_date: date } = ctx.editedMessage;
  report("edited", ctx.chat.id, { text, dated: date !== undefined });
});

// An invoice with shipping; its payload decides what the checkout says.
bot.command("invoice", async (ctx) => {
  const prices = [{ label: "Kopi", amount: 17_000_000 }];
  const sent = await ctx.replyWithInvoice(
    "Kopi Gayo", "Dua bungkus", ctx.match || "order:1", "IDR", prices,
    {
      provider_token: "1:TEST", need_name: true, need_shipping_address: true, is_flexible: true,
    },
  );
  report("invoice", ctx.chat.id, { id: sent.message_id, total: sent.invoice.total_amount });
});

// One way to send within the country, none to other countries.
bot.on("shipping_query", async (ctx) => {
  const query = ctx.shippingQuery;
  const country = query.shipping_address.country_code;
  if (country === "ID") {
    const prices = [{ label: "Ongkir", amount: 1_800_000 }];
    await ctx.answerShippingQuery(true, {
      shipping_options: [{ id: "jne", title: "JNE", prices }],
    });
  } else {
    await ctx.answerShippingQuery(false, { error_message: "Belum kirim ke sana" });
  }
  report("shipping", query.from.id, { country, payload: query.invoice_payload });
});

// Yes, unless the payload says that the stock is gone.
bot.on("pre_checkout_query", async (ctx) => {
  const query = ctx.preCheckoutQuery;
  if (query.invoice_payload === "order:gone") {
    await ctx.answerPreCheckoutQuery(false, "Stok habis");
  } else {
    await ctx.answerPreCheckoutQuery(true);
  }
  report("checkout", query.from.id, {
    total: query.total_amount,
    option: query.shipping_option_id ?? null,
    name: query.order_info?.name ?? null,
  });
});

// The money is there.
bot.on("message:successful_payment", (ctx) => {
  const payment = ctx.message.successful_payment;
  report("paid", ctx.chat.id, {
    total: payment.total_amount, currency: payment.currency, payload: payment.invoice_payload,
  });
});

// A topic with a message in it, renamed, closed and opened again; and one that goes.
bot.command("topic", async (ctx) => {
  const name = ctx.match;
  const made = await ctx.createForumTopic(name);
  const thread = made.message_thread_id;
  const where = { message_thread_id: thread };
  const inside = await ctx.api.sendMessage(ctx.chat.id, `Di dalam ${name}`, where);
  await ctx.api.editForumTopic(ctx.chat.id, thread, { name: `${name} 2` });
  await ctx.api.closeForumTopic(ctx.chat.id, thread);
  await ctx.api.reopenForumTopic(ctx.chat.id, thread);
  const gone = await ctx.createForumTopic("Sementara");
  await ctx.api.deleteForumTopic(ctx.chat.id, gone.message_thread_id);
  report("topic", ctx.chat.id, {
    thread, name: made.name, inside: inside.message_thread_id === thread,
  });
});

// What is known of a group and its people.
bot.command("chat", async (ctx) => {
  const chat = await ctx.getChat();
  const member = await ctx.getAuthor();
  const admins = await ctx.getChatAdministrators();
  const hook = await ctx.api.getWebhookInfo();
  report("chat", chat.id, {
    title: chat.title, member: member.status, admins: admins.map((admin) => admin.status).sort(),
    connections: hook.max_connections ?? null,
  });
});

// A reaction, a pin, and a message that goes.
bot.command("tidy", async (ctx) => {
  await ctx.react("👍");
  const pinned = await ctx.reply("Penting");
  await ctx.api.pinChatMessage(ctx.chat.id, pinned.message_id, { disable_notification: true });
  const passing = await ctx.reply("Sementara");
  await ctx.api.deleteMessage(ctx.chat.id, passing.message_id);
  report("tidy", ctx.chat.id, { pinned: pinned.message_id });
});

// The command's own message, sent again, copied and forwarded.
bot.command("copies", async (ctx) => {
  const sent = await ctx.reply(ctx.message.text, { entities: ctx.message.entities });
  const copied = await ctx.copyMessage(ctx.chat.id);
  const forwarded = await ctx.forwardMessage(ctx.chat.id);
  report("copies", ctx.chat.id, {
    ids: [sent.message_id, copied.message_id, forwarded.message_id],
    origin: forwarded.forward_origin.sender_user.first_name,
  });
});

// The bot was added, removed, blocked or let in again.
bot.on("my_chat_member", (ctx) => {
  const { old_chat_member: before, new_chat_member: after } = ctx.myChatMember;
  report("my_member", ctx.chat.id, { statuses: [before.status, after.status] });
});

// Somebody reacted.
bot.on("message_reaction", (ctx) => {
  const { emoji } = ctx.reactions();
  report("reaction", ctx.chat.id, { emoji });
});

// A clip whose size and length the call says.
bot.command("video", async (ctx) => {
  const clip = new InputFile(`${UPLOADS}/klip.mp4`);
  const about = { caption: "klip", width: 320, height: 240, duration: 7 };
  const { video } = await ctx.replyWithVideo(clip, about);
  report("video", ctx.chat.id, { size: [video.width, video.height], duration: video.duration });
});

// A contact as the answer to the webhook's post.
bot.command("aside", async (ctx) => {
  report("aside", ctx.chat.id);
  await ctx.replyWithContact("628001234", "Toko");
});

// A button on a message that is gone at once.
bot.command("passing", async (ctx) => {
  const keyboard = new InlineKeyboard().text("Ada?", "gone");
  const sent = await ctx.reply("Sebentar", { reply_markup: keyboard });
  await ctx.api.deleteMessage(ctx.chat.id, sent.message_id);
  report("passing", ctx.chat.id, { id: sent.message_id });
});

// A tap on what is not there any more.
bot.callbackQuery("gone", async (ctx) => {
  await ctx.answerCallbackQuery("Sudah lewat");
  const { message } = ctx.callbackQuery;
  report("gone", message.chat.id, { id: message.message_id, there: message.date !== 0 });
});

// Somebody joined, left, rose or fell.
bot.on("chat_member", (ctx) => {
  const { old_chat_member: before, new_chat_member: after } = ctx.chatMember;
  const statuses = [before.status, after.status];
  report("member", ctx.chat.id, { who: after.user.id, statuses });
});

const FAILURES = {
  parse: (ctx) => ctx.reply("<b>tebal", { parse_mode: "HTML" }),
  same: async (ctx) => {
    const sent = await ctx.reply("sama");
    await ctx.api.editMessageText(ctx.chat.id, sent.message_id, "sama");
  },
  long: (ctx) => ctx.reply("x".repeat(4097)),
  data: (ctx) =>
    ctx.reply("Ya?", { reply_markup: new InlineKeyboard().text("Ya", "x".repeat(65)) }),
  late: (ctx) => ctx.api.answerCallbackQuery("1", { text: "Terlambat" }),
  tell: (ctx, to) => ctx.api.sendMessage(Number(to), "Halo"),
  flood: async (ctx) => {
    for (let number = 0; number < 10; number += 1) await ctx.reply(`ke-${number}`);
  },
  hook: (ctx) => ctx.api.setWebhook("https://example.com/hook"),
  poll: (ctx) => ctx.api.getUpdates(),
  stranger: () => new Bot("1:LAIN", { client: { apiRoot: API_ROOT } }).api.getMe(),
};

// Do what must be refused, and say how it was.
bot.command("fail", async (ctx) => {
  const [what, ...more] = ctx.match.split(" ");
  let facts = { error: null };
  try {
    await FAILURES[what](ctx, more.join(" "));
  } catch (error) {
    if (error instanceof GrammyError) {
      facts = {
        error: `GrammyError ${error.error_code}`,
        text: error.description,
        retry_after: error.parameters.retry_after ?? null,
        moved_to: error.parameters.migrate_to_chat_id ?? null,
      };
    } else if (error instanceof HttpError) {
      facts = { error: "HttpError", text: error.message };
    } else {
      throw error;
    }
  }
  report("failed", ctx.chat.id, { what, ...facts });
});

// Any other text: quoted, and the keyboard goes.
bot.on("message:text", async (ctx) => {
  const { message_id: id, text, forward_origin: origin, message_thread_id: thread } = ctx.message;
  await ctx.reply(`Diterima: ${text}`, {
    reply_parameters: { message_id: id }, reply_markup: { remove_keyboard: true },
  });
  report("text", ctx.chat.id, {
    text, forwarded: origin?.sender_user.first_name ?? null, thread: thread ?? null,
  });
});

bot.catch((error) => {
  process.stderr.write(`${error.error?.stack ?? error}\n`);
});

await bot.init();
await bot.api.setMyCommands([{ command: "start", description: "Mulai" }]);
const where = { scope: { type: "all_group_chats" }, language_code: "id" };
await bot.api.setMyCommands([{ command: "chat", description: "Grup ini" }], where);
const commands = (await bot.api.getMyCommands(where)).map(({ command }) => command);
report("ready", 0, { username: bot.botInfo.username, commands });
if (MODE === "webhook") {
  const hook = webhookCallback(bot, "http", { secretToken: WEBHOOK_SECRET });
  createServer(hook).listen(Number(WEBHOOK_PORT), "127.0.0.1", async () => {
    await bot.api.setWebhook(`http://127.0.0.1:${WEBHOOK_PORT}/hook`, {
      secret_token: WEBHOOK_SECRET, allowed_updates: UPDATES,
      max_connections: 7, drop_pending_updates: true,
    });
  });
} else {
  await bot.start({ allowed_updates: UPDATES, drop_pending_updates: true });
}

// grammy, a client of others, against our fake: commands, an inline keyboard, a click, an edit, faults.
// Prints one JSON object a line for what it saw; ends at the word "quit".
const { Bot, InlineKeyboard, GrammyError } = require("grammy");

const bot = new Bot(process.env.TOKEN, { client: { apiRoot: process.env.FAKE } });
const tell = (o) => console.log(JSON.stringify(o));
const caught = async (f) => { try { await f(); return "nothing"; } catch (e) { return e instanceof GrammyError ? e : { description: String(e) }; } };

bot.command("docket", async (ctx) => {
	tell({ command: ctx.match, from: ctx.from.username, chat: ctx.chat.id });
	await ctx.reply("A card", { reply_markup: new InlineKeyboard().text("Take", "a".repeat(64)), reply_parameters: { message_id: ctx.msg.message_id } });
});
bot.on("callback_query:data", async (ctx) => {
	tell({ click: ctx.callbackQuery.data.length, on: ctx.callbackQuery.message.message_id });
	await ctx.answerCallbackQuery({ text: "taken" });
	await ctx.editMessageText("A card, taken");
	const same = await caught(() => ctx.editMessageText("A card, taken"));
	const late = await caught(() => ctx.answerCallbackQuery({ text: "twice" }));
	tell({ same: same.description, late: late.description });
});
bot.on("edited_message:text", (ctx) => tell({ edited: ctx.editedMessage.text }));
bot.on("my_chat_member", () => tell({ member: true }));
bot.on("message:text", async (ctx) => {
	if (ctx.msg.text === "quit") {
		const long = await caught(() => ctx.reply("x", { reply_markup: new InlineKeyboard().text("Take", "a".repeat(65)) }));
		const much = await caught(() => ctx.reply("😀".repeat(2049)));
		const fits = await caught(() => ctx.reply("😀".repeat(2048)));
		const none = await caught(() => ctx.api.sendMessage(-1, "x"));
		const wait = await caught(() => ctx.reply("too many")); // a 429 was put there
		const gone = await caught(() => ctx.reply("kicked")); // a 403
		tell({ long: long.description, much: much.description, fits, none: none.error_code, wait: wait.parameters?.retry_after, gone: gone.error_code,
			me: bot.botInfo.username });
		bot.stop();
		return;
	}
	tell({ text: ctx.msg.text, thread: ctx.msg.message_thread_id, answers: ctx.msg.reply_to_message?.message_id });
});
bot.catch((e) => tell({ error: String(e.error) }));
bot.start({ allowed_updates: ["message", "edited_message", "callback_query", "my_chat_member"], onStart: () => tell({ polls: true }) })
	.then(() => tell({ end: true }), (e) => tell({ end: String(e) }));

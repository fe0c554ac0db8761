// telegram-test-api, a Bot API of others, for docket to run on. One JSON command a line on standard
// input ({say}, {command}, {click, on}); what the bot does comes out as one JSON object a line.
const api = require("telegram-test-api");
const TelegramServer = api.TelegramServer || api.default || api;
const readline = require("readline");

const token = process.env.TOKEN;
const server = new TelegramServer({ port: Number(process.env.PORT), host: "127.0.0.1" });
const tell = (o) => console.log(JSON.stringify(o));

server.on("AddedBotMessage", () => {
	const m = server.storage.botMessages.at(-1);
	tell({ id: m.messageId, chat: String(m.message.chat_id), text: m.message.text, buttons: (m.message.reply_markup?.inline_keyboard || []).flat() });
});
server.on("EditedMessageText", () => tell({ edited: true }));
server.start().then(() => {
	const client = server.getClient(token, { userId: 77, chatId: 77, firstName: "Maya", userName: "maya", type: "private" });
	tell({ ready: true });
	readline.createInterface({ input: process.stdin }).on("line", async (line) => {
		const c = JSON.parse(line);
		if (c.say) await client.sendMessage(client.makeMessage(c.say));
		if (c.command) await client.sendCommand(client.makeCommand(c.command));
		if (c.click) await client.sendCallback(client.makeCallbackQuery(c.click, { message: { message_id: c.on } }));
	}).on("close", () => server.stop().then(() => process.exit(0)));
});

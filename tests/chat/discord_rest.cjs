// @discordjs/rest, the client of nearly all bots, against the API at API: what it saw, as JSON.
const { REST } = require("@discordjs/rest");
const { API, TOKEN, APP, GUILD, ROOM } = process.env;
const rest = new REST({ version: "10", api: API }).setToken(TOKEN);
const message = (content) => ({ content, allowed_mentions: { parse: [] }, nonce: "n1", enforce_nonce: true });
const code = (p) => p.then(() => "fine", (e) => `${e.status} ${e.code}`);
(async () => {
	const out = {};
	out.app = (await rest.get("/applications/@me")).name;
	out.command = (await rest.post(`/applications/${APP}/guilds/${GUILD}/commands`, { body: {
		name: "docket", type: 1, description: "Jobs", options: [{ type: 3, name: "words", description: "words" }] } })).name;
	out.commands = (await rest.get(`/applications/${APP}/guilds/${GUILD}/commands`)).length;
	const a = await rest.post(`/channels/${ROOM}/messages`, { body: message("one") });
	const b = await rest.post(`/channels/${ROOM}/messages`, { body: message("one") });
	out.same = a.id === b.id;
	out.edited = (await rest.patch(`/channels/${ROOM}/messages/${a.id}`, { body: { content: "two", allowed_mentions: { parse: [] } } })).content;
	out.dm = typeof (await rest.post("/users/@me/channels", { body: { recipient_id: "5" } })).id;
	out.channel = await code(rest.post("/channels/1/messages", { body: message("x") }));
	out.message = await code(rest.patch(`/channels/${ROOM}/messages/1`, { body: message("x") }));
	out.long = await code(rest.post(`/channels/${ROOM}/messages`, { body: message("x".repeat(2001)) }));
	const begun = Date.now();
	out.waited = (await rest.post(`/channels/${ROOM}/messages`, { body: { ...message("late"), nonce: "n2" } })).content;
	out.ms = Date.now() - begun;
	out.token = await code(new REST({ version: "10", api: API }).setToken("no").get("/applications/@me"));
	console.log(JSON.stringify(out));
	process.exit(0);
})().catch((e) => { console.error(e); process.exit(1); });

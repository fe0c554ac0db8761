// Google's own client against the API at API, signed in with the account in KEY: what it saw.
const { chat, auth } = require("@googleapis/chat");
const key = JSON.parse(process.env.KEY);
// No retries of its own: what the fake answers is what is to be seen.
const options = { rootUrl: process.env.API + "/", retry: false };
const code = (p) => p.then(() => "fine", (e) => String(e.code || e.status));
(async () => {
	const out = {};
	const { JWT } = auth;
	const client = new auth.JWT({ email: key.client_email, key: key.private_key, keyId: key.private_key_id,
		scopes: ["https://www.googleapis.com/auth/chat.bot"] });
	// The account's token comes from the fake as well.
	const request = client.request.bind(client);
	const got = await fetch(process.env.API + "/token", { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" },
		body: new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: process.env.ASSERTION }) });
	client.setCredentials({ access_token: (await got.json()).access_token, expiry_date: Date.now() + 3600000 });
	const api = chat({ version: "v1", auth: client, ...options });
	const make = (requestId, text, thread) => api.spaces.messages.create({ parent: "spaces/AAA", requestId,
		messageReplyOption: "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD", requestBody: { text, thread } });
	out.spaces = (await api.spaces.list({ pageSize: 1 })).data.spaces.length;
	const a = (await make("r1", "one")).data, b = (await make("r1", "one")).data;
	out.same = a.name === b.name;
	out.thread = (await make("r2", "two", { name: a.thread.name })).data.thread.name === a.thread.name;
	out.edited = (await api.spaces.messages.patch({ name: a.name, updateMask: "text", requestBody: { text: "new" } })).data.text;
	out.card = typeof (await api.spaces.messages.create({ parent: "spaces/AAA", requestBody: { cardsV2: [{ cardId: "c",
		card: { header: { title: "t" }, sections: [{ widgets: [{ textParagraph: { text: "x" } }] }] } }] } })).data.name;
	out.member = (await api.spaces.members.get({ name: "spaces/AAA/members/117" })).data.state;
	out.space = await code(api.spaces.get({ name: "spaces/NONE" }));
	out.message = await code(api.spaces.messages.patch({ name: "spaces/AAA/messages/none", updateMask: "text", requestBody: { text: "x" } }));
	out.empty = await code(make("r3", ""));
	out.busy = await code(make("r4", "busy"));
	client.setCredentials({ access_token: "no", expiry_date: Date.now() + 3600000 });
	out.token = await code(api.spaces.get({ name: "spaces/AAA" }));
	console.log(JSON.stringify(out));
	process.exit(0);
})().catch((e) => { console.error(e); process.exit(1); });

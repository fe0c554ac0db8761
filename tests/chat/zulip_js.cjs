// zulip-js, Zulip's own client, against our fake. Prints one JSON object: what it saw.
const zulip = require("zulip-js");

(async () => {
	const z = await zulip({ username: process.env.BOT, apiKey: process.env.KEY, realm: process.env.FAKE });
	const seen = {};
	seen.me = (await z.users.me.getProfile()).full_name;
	const q = await z.queues.register({ event_types: ["message"] });
	seen.queue = [typeof q.queue_id, q.last_event_id];
	const sent = await z.messages.send({ type: "stream", to: "design", topic: "ACME-042 Spring", content: "hi @**Maya**" });
	seen.sent = sent.result;
	seen.direct = (await z.messages.send({ type: "private", to: "user8@chat.example.org", content: "psst" })).result;
	const ev = await z.events.retrieve({ queue_id: q.queue_id, last_event_id: q.last_event_id, dont_block: true });
	seen.events = ev.events.map((e) => [e.id, e.message.type, e.message.content]);
	const beat = await z.events.retrieve({ queue_id: q.queue_id, last_event_id: ev.events.at(-1).id });
	seen.beat = beat.events.map((e) => e.type);
	const found = await z.messages.retrieve({ anchor: sent.id, num_before: 0, num_after: 10 });
	seen.found = found.messages.map((m) => m.content);
	seen.update = (await z.messages.update({ message_id: sent.id, content: "changed" })).result;
	seen.gone = (await z.events.retrieve({ queue_id: "none", last_event_id: -1 })).code;
	seen.nowhere = (await z.messages.send({ type: "stream", to: "nowhere", topic: "x", content: "x" })).code;
	seen.limit = (await z.messages.send({ type: "stream", to: "design", topic: "x", content: "429" }))["retry-after"];
	const wrong = await zulip({ username: process.env.BOT, apiKey: "wrong", realm: process.env.FAKE });
	seen.wrong = (await wrong.users.me.getProfile()).code;
	console.log(JSON.stringify(seen));
})().catch((e) => { console.error(e); process.exit(1); });

// Slack's own clients against our fake: what they send has to be taken, what it answers understood.
// Prints one JSON object: what each saw.
const { WebClient, retryPolicies } = require("@slack/web-api");
const { IncomingWebhook } = require("@slack/webhook");
const { SocketModeClient, LogLevel } = require("@slack/socket-mode");

const base = process.env.FAKE;
const seen = {};
const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel() {}, setName() {} };
const caught = async (f) => { try { await f(); return "nothing"; } catch (e) { return e.data?.error || e.code || e.message; } };

async function web() {
	const c = new WebClient("xoxb-test", { slackApiUrl: base + "/api/", logger: quiet, retryConfig: { retries: 2, minTimeout: 50 } });
	const me = await c.auth.test();
	seen.me = [me.team_id, me.user_id];
	seen.scopes = (me.response_metadata?.scopes || []).length;
	const blocks = [{ type: "section", text: { type: "mrkdwn", text: "hi" } },
		{ type: "actions", elements: [{ type: "button", action_id: "a", text: { type: "plain_text", text: "Go" }, value: "v" }] }];
	const p = await c.chat.postMessage({ channel: "C1", text: "hi", blocks, metadata: { event_type: "docket", event_payload: { key: "k" } } });
	const t = await c.chat.postMessage({ channel: "C1", text: "below", thread_ts: p.ts });
	await c.chat.update({ channel: "C1", ts: p.ts, text: "changed" });
	await c.chat.postEphemeral({ channel: "C1", user: "U1", text: "psst" });
	const dm = await c.chat.postMessage({ channel: "U1", text: "dm" });
	seen.posted = [typeof p.ts, t.ok, dm.channel];
	const hist = await c.conversations.history({ channel: "C1", include_all_metadata: true, limit: 5 });
	seen.history = hist.messages.map((m) => m.text + (m.metadata ? ":" + m.metadata.event_payload.key : ""));
	seen.replies = (await c.conversations.replies({ channel: "C1", ts: p.ts })).messages.length;
	seen.email = (await c.users.info({ user: "U1" })).user.profile.email;
	seen.view = (await c.views.open({ trigger_id: process.env.TRIGGER, view: { type: "modal", title: { type: "plain_text", text: "T" },
		submit: { type: "plain_text", text: "S" }, blocks: [{ type: "input", block_id: "b", label: { type: "plain_text", text: "L" },
			element: { type: "plain_text_input", action_id: "v" } }] } })).view.id;
	seen.twice = await caught(() => c.views.open({ trigger_id: process.env.TRIGGER, view: { type: "modal", title: { type: "plain_text", text: "T" }, blocks: [] } }));
	seen.nowhere = await caught(() => c.chat.postMessage({ channel: "C404", text: "x" }));
	seen.blocks = await caught(() => c.chat.postMessage({ channel: "C1", text: "x", blocks: [{ type: "section" }] }));
	seen.long = await caught(() => c.chat.postMessage({ channel: "C1", text: "x", blocks: Array.from({ length: 5 }, () => ({ type: "section", text: { type: "mrkdwn", text: "y".repeat(2900) } })) }));
	seen.token = await caught(() => new WebClient("xoxb-wrong", { slackApiUrl: base + "/api/", logger: quiet }).auth.test());
	const begun = Date.now();
	await c.chat.postMessage({ channel: "C1", text: "429 first" }); // the test put one 429 with Retry-After: 1 there
	seen.waited = Date.now() - begun >= 1000;
}

async function webhook() {
	const h = new IncomingWebhook(base + "/services/T1/B1/sEcReT");
	seen.webhook = (await h.send({ text: "hello" })).text;
	seen.webhookGone = await caught(() => new IncomingWebhook(base + "/services/T1/B1/other").send({ text: "x" }));
}

async function socket() {
	const s = new SocketModeClient({ appToken: "xapp-test", logger: quiet, logLevel: LogLevel.ERROR,
		clientOptions: { slackApiUrl: base + "/api/" } });
	seen.socket = [];
	let connected = 0;
	s.on("connected", () => { connected++; });
	s.on("slash_commands", async ({ body, ack }) => { seen.socket.push("slash " + body.text); await ack({ text: "answer" }); });
	s.on("interactive", async ({ body, ack }) => { seen.socket.push("interactive " + body.type); await ack(); });
	s.on("app_mention", async ({ event, ack, retry_num }) => { seen.socket.push("mention " + event.text + " " + (retry_num ?? "-")); await ack(); });
	await s.start();
	process.stdout.write("socket\n");
	const end = Date.now() + 15000;
	while (!(seen.socket.length >= 4 && connected >= 2) && Date.now() < end)
		await new Promise((r) => setTimeout(r, 20));
	await new Promise((r) => setTimeout(r, 200));
	seen.connected = connected;
	await s.disconnect();
}

(async () => {
	await web();
	await webhook();
	process.stdout.write("web\n");
	await socket();
	process.stdout.write(JSON.stringify(seen) + "\n");
	process.exit(0);
})().catch((e) => { console.error(e); process.exit(1); });

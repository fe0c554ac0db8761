// Slack's Socket Mode as npm's `ws` speaks it: names a socket, then plays one script a connection.
// Says on standard output, one JSON a line, what the client did.
const http = require("http");
const { WebSocketServer } = require("ws");
const say = (o) => console.log(JSON.stringify(o));
let connections = 0;

const slash = (n, text) => JSON.stringify({
	type: "slash_commands", envelope_id: "e" + n, accepts_response_payload: true,
	payload: {
		token: "x", team_id: "T1", team_domain: "d", channel_id: "C1", channel_name: "general", user_id: "U1",
		user_name: "maya", command: "/docket", text, api_app_id: "A1", trigger_id: "7." + n,
		response_url: `http://127.0.0.1:${port()}/commands/T1/1/x`,
	},
});
const hello = JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A1" } });

const server = http.createServer((req, res) => {
	let body = "";
	req.on("data", (d) => (body += d));
	req.on("end", () => {
		let said = { ok: true, team_id: "T1", user_id: "UBOT", bot_id: "B1", channel: "C1", ts: "1700000000.000100" };
		if (req.url.includes("apps.connections.open")) {
			say({ what: "open", bearer: req.headers.authorization });
			said = { ok: true, url: `ws://127.0.0.1:${port()}/link/?ticket=1&app_id=2` };
		}
		if (req.url.includes("users.info"))
			said.user = {
				id: "U1", team_id: "T1", name: "maya", is_bot: false, is_email_confirmed: true,
				profile: { email: "maya@harborpine.example", real_name: "Maya" },
			};
		res.setHeader("Content-Type", "application/json");
		res.end(JSON.stringify(said));
	});
});
const port = () => server.address().port;
const wss = new WebSocketServer({ server, perMessageDeflate: true, maxPayload: 1 << 22 });

// A text in three fragments with a ping between them, some of it a character cut in half.
function fragments(ws, text) {
	const b = Buffer.from(text);
	const cut = b.indexOf(0xc3) + 1 || 10;
	ws.send(b.subarray(0, cut), { fin: false, binary: false });
	ws.ping("between");
	ws.send(b.subarray(cut, cut + 7), { fin: false, binary: false });
	ws.send(b.subarray(cut + 7), { fin: true, binary: false });
}

const scripts = [
	(ws) => { fragments(ws, slash(1, "help caf\u00e9")); },
	(ws) => { ws.send(slash(2, "help")); ws.send("x".repeat(1 << 23)); },       // 1009, most of it unread
	(ws) => { ws.send(slash(3, "help")); ws.send(Buffer.from([1, 2, 3])); },     // 1003
	(ws) => { ws.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false }); },    // 1007
	(ws) => { ws.send("y".repeat((1 << 20) - 2)); ws.send(slash(4, "help")); },  // the largest, passed over
	(ws) => { ws.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested" })); },
	(ws) => { ws.send(slash(5, "help")); ws.terminate(); },                      // gone without a word
	// What may not have been acknowledged comes again, as Slack sends it.
	(ws) => { for (const i of [2, 3, 5, 6]) ws.send(slash(i, "help")); },
];
let refreshed = null;

wss.on("connection", (ws, req) => {
	const n = connections++;
	say({ what: "connected", n, url: req.url, extensions: req.headers["sec-websocket-extensions"] || null,
		old: refreshed !== null && refreshed.readyState === 1 });
	ws.on("pong", (d) => say({ what: "pong", n, data: d.toString() }));
	ws.on("message", (d, binary) => {
		const o = JSON.parse(d.toString());
		say({ what: "ack", n, binary, envelope: o.envelope_id, text: (o.payload || {}).text || null });
		if (n === 0)
			ws.close(1000);
		if (n === 4)
			ws.close(1001);
	});
	ws.on("close", (code) => say({ what: "closed", n, code }));
	ws.on("error", () => {});
	ws.send(hello);
	if (n === 5)
		refreshed = ws;
	if (scripts[n])
		scripts[n](ws);
});
server.listen(0, "127.0.0.1", () => say({ what: "listening", port: port() }));

// vercel-labs' emulate: a Slack workspace of somebody else's making, with signed events. Its command line
// can't name an events URL, so the plugin's webhooks are caught as it registers. Prints one JSON line:
// where it listens and what is in it.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const dist = path.join(process.env.EMULATE, "dist");
const file = fs.readdirSync(dist).find((f) => /^dist-.*\.js$/.test(f) && fs.readFileSync(path.join(dist, f), "utf8").includes("slackPlugin = {"));
const { slackPlugin } = await import(pathToFileURL(path.join(dist, file)));
const { createEmulator } = await import(pathToFileURL(path.join(dist, "api.js")));
const register = slackPlugin.register;
slackPlugin.register = function (app, store, webhooks, ...rest) {
	webhooks.register({ url: process.env.TARGET, events: ["*"], active: true, owner: "slack" });
	return register.call(this, app, store, webhooks, ...rest);
};
const all = ["chat:write", "channels:read", "channels:history", "channels:join", "channels:manage", "channels:write", "groups:read",
	"groups:history", "im:read", "im:history", "im:write", "users:read", "users:read.email"];
const emulator = await createEmulator({ service: "slack", port: Number(process.env.PORT), seed: { slack: {
	team: { name: "Harbor & Pine", domain: "harborpine" },
	users: [{ name: "maya", real_name: "Maya Lind", email: "maya@harborpine.example" },
		{ name: "tom", real_name: "Tom Reyes", email: "tom@harborpine.example" }],
	channels: [{ name: "desk" }], signing_secret: process.env.SECRET, strict_scopes: true,
	oauth_apps: [{ client_id: "1.2", client_secret: "x", app_id: "A000000001", name: "docket", redirect_uris: [], scopes: all,
		bot_id: "B0DOCKET", bot_user_id: "U0DOCKET" }],
	tokens: [{ token: "xoxb-test", type: "bot", user_id: "U0DOCKET", bot_id: "B0DOCKET", bot_user_id: "U0DOCKET", app_id: "A000000001", scopes: all },
		{ token: "xoxp-maya", type: "user", user: "maya", scopes: all }, { token: "xoxp-tom", type: "user", user: "tom", scopes: all }],
} } });
const call = async (token, method, body) => (await fetch(`${emulator.url}/api/${method}`, { method: "POST",
	headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, body: JSON.stringify(body) })).json();
const channels = (await call("xoxb-test", "conversations.list", {})).channels;
const desk = channels.find((c) => c.name === "desk");
const joined = [];
for (const token of ["xoxb-test", "xoxp-maya", "xoxp-tom"])
	joined.push((await call(token, "conversations.join", { channel: desk.id })).ok);
console.log(JSON.stringify({ url: emulator.url, room: desk.id, joined, me: await call("xoxb-test", "auth.test", {}) }));

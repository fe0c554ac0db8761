// Bolt as a verdict on signed requests: HTTPReceiver, everything acknowledged. Prints its port.
const { App, HTTPReceiver } = require("@slack/bolt");
const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel() { return "error"; }, setName() {} };
const receiver = new HTTPReceiver({ signingSecret: process.env.SECRET, endpoints: "/chat/slack", logger: quiet });
const app = new App({ receiver, logger: quiet, authorize: async () => ({ botToken: "xoxb-test", botId: "B", botUserId: "UBOT" }) });
app.command(/.*/, async ({ ack }) => ack());
app.action(/.*/, async ({ ack }) => ack());
app.event(/.*/, async () => {});
app.error(async () => {});
(async () => {
	const server = await app.start({ port: 0, host: "127.0.0.1" });
	console.log(server.address().port);
})();

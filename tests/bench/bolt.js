// The peer: Bolt's HTTPReceiver, signature checked, one slash command answered as JSON.
const { App, HTTPReceiver, LogLevel } = require("@slack/bolt");
const [port, secret] = process.argv.slice(2);
const receiver = new HTTPReceiver({ signingSecret: secret, endpoints: "/slack/events", logLevel: LogLevel.ERROR });
const app = new App({
	receiver, logLevel: LogLevel.ERROR,
	authorize: async () => ({ botToken: "xoxb-1", botId: "B1", botUserId: "UBOT" }),
});
app.command("/docket", async ({ ack }) => ack({ response_type: "ephemeral", text: "nothing is open" }));
receiver.start(Number(port));

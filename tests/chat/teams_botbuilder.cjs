// botbuilder's verdict on a request: its own check of tokens, with the keys of METADATA.
const http = require("http");
const { ChannelValidation, SimpleCredentialProvider } = require("botframework-connector");

ChannelValidation.OpenIdMetadataEndpoint = process.env.METADATA;
console.error = () => {};
const app = new SimpleCredentialProvider(process.env.APP, "");
http.createServer((q, a) => {
	let body = "";
	q.on("data", (d) => (body += d));
	q.on("end", async () => {
		let status = 401;
		try {
			const activity = JSON.parse(body);
			const who = await ChannelValidation.authenticateChannelTokenWithServiceUrl(
				q.headers.authorization || "", app, activity.serviceUrl, activity.channelId);
			status = who && who.isAuthenticated ? 200 : 401;
		} catch (e) {
			status = e.statusCode || 401;
		}
		a.writeHead(status).end();
	});
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });

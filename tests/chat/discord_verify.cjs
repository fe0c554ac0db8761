// discord-interactions' verdict on a request, with the public key KEY.
const http = require("http");
const { verifyKey } = require("discord-interactions");
http.createServer((q, a) => {
	const parts = [];
	q.on("data", (d) => parts.push(d));
	q.on("end", async () => {
		let good = false;
		try {
			good = await verifyKey(Buffer.concat(parts), q.headers["x-signature-ed25519"] || "",
				q.headers["x-signature-timestamp"] || "", process.env.KEY);
		} catch (e) {}
		a.writeHead(good ? 200 : 401).end();
	});
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });

// For peers that listen on every address: tests keep to loopback.
const net = require("net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...a) {
	if (typeof a[0] === "number" && typeof a[1] !== "string")
		a.splice(1, 0, "127.0.0.1");
	return listen.apply(this, a);
};

/*
 * Who is calling: addresses of sockets, networks of trusted proxies, and the client that these name
 * in X-Forwarded-For. An IPv4 address is kept as its mapped IPv6 form (RFC 4291 2.5.5.2).
 */
#ifndef BOT_WIRE_HTTP_ADDR_H
#define BOT_WIRE_HTTP_ADDR_H

#include "docket/base/slice.h"

#include <sys/socket.h>

struct http_addr {
	unsigned char at[16];
};
struct http_net {
	struct http_addr base;
	unsigned bits; /* of 128 */
};

bool http_addr_of(const struct sockaddr *sa, struct http_addr *out);
/* "192.0.2.1", "2001:db8::1", also with a port or brackets as some proxies write them. */
bool http_addr_parse(struct slice text, struct http_addr *out);
/* "10.0.0.0/8" or an address alone. */
bool http_net_parse(struct slice text, struct http_net *out);
bool http_nets_have(const struct http_net *nets, size_t count, const struct http_addr *a);
/*
 * Whether the whole network reaches it as one host: by the IANA special-purpose registries (RFC 6890)
 * no private, local, shared, documentation, benchmark, multicast or reserved one, and none that
 * carries an IPv4 address inside but for NAT64's, which is judged by that.
 */
bool http_addr_public(const struct http_addr *a);
/* Whom limits count: the address, of IPv6 the /64, which one customer has as a whole. */
struct http_addr http_addr_party(const struct http_addr *a);
/*
 * The client behind `peer`. chain is X-Forwarded-For, several of them joined by commas: read from
 * the right, each hop that is a trusted proxy is believed, the first that is not is the client.
 * What is no address ends the reading at the hop before it.
 */
struct http_addr http_client(const struct http_addr *peer, struct slice chain,
			     const struct http_net *nets, size_t count);

#endif

/* Addresses of callers, see http_addr.h. */
#include "http_addr.h"

#include <arpa/inet.h>

enum { MAPPED_BITS = 96, PARTY_BYTES = 8 };

static const unsigned char MAPPED[12] = {[10] = 0xff, [11] = 0xff};

static void
of_four(const struct in_addr *four, struct http_addr *out)
{
	memcpy(out->at, MAPPED, sizeof(MAPPED));
	memcpy(out->at + sizeof(MAPPED), four, 4);
}

bool
http_addr_of(const struct sockaddr *sa, struct http_addr *out)
{
	if (sa == NULL)
		return false;
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, sa, sizeof(in));
		of_four(&in.sin_addr, out);
		return true;
	}
	if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 in;
		memcpy(&in, sa, sizeof(in));
		memcpy(out->at, &in.sin6_addr, sizeof(out->at));
		return true;
	}
	return false;
}

bool
http_addr_parse(struct slice text, struct http_addr *out)
{
	char buf[INET6_ADDRSTRLEN + 1];
	struct in_addr four;
	struct in6_addr six;
	text = slice_trim(text);
	if (slice_starts(text, "[")) {
		ptrdiff_t close = slice_index(text, ']');
		if (close < 0)
			return false;
		text = slice_sub(text, 1, (size_t)close);
	} else if (slice_index(text, '.') >= 0 &&
		   slice_index(text, ':') == slice_rindex(text, ':') &&
		   slice_index(text, ':') >= 0) {
		text = slice_sub(text, 0, (size_t)slice_index(text, ':'));
	}
	if (text.len == 0 || text.len >= sizeof(buf) || memchr(text.data, '\0', text.len) != NULL)
		return false;
	slice_cstr(text, buf, sizeof(buf));
	if (inet_pton(AF_INET, buf, &four) == 1) {
		of_four(&four, out);
		return true;
	}
	if (inet_pton(AF_INET6, buf, &six) != 1)
		return false;
	memcpy(out->at, &six, sizeof(out->at));
	return true;
}

static bool
is_four(const struct http_addr *a)
{
	return memcmp(a->at, MAPPED, sizeof(MAPPED)) == 0;
}

bool
http_net_parse(struct slice text, struct http_net *out)
{
	ptrdiff_t slash = slice_index(text, '/');
	struct slice host = slash < 0 ? text : slice_sub(text, 0, (size_t)slash);
	int64_t bits = 0;
	if (!http_addr_parse(host, &out->base))
		return false;
	bool four = is_four(&out->base);
	if (slash >= 0 && (!slice_int(slice_sub(text, (size_t)slash + 1, text.len), &bits) ||
			   bits < 0 || bits > (four ? 32 : 128)))
		return false;
	out->bits = slash < 0 ? 128 : (unsigned)bits + (four ? MAPPED_BITS : 0);
	return true;
}

static bool
net_has(const struct http_net *n, const struct http_addr *a)
{
	unsigned whole = n->bits / 8, rest = n->bits % 8;
	if (memcmp(n->base.at, a->at, whole) != 0)
		return false;
	if (rest == 0)
		return true;
	unsigned char mask = (unsigned char)(0xff << (8 - rest));
	return (n->base.at[whole] & mask) == (a->at[whole] & mask);
}

bool
http_nets_have(const struct http_net *nets, size_t count, const struct http_addr *a)
{
	for (size_t i = 0; i < count; i++)
		if (net_has(&nets[i], a))
			return true;
	return false;
}

static bool
listed(const char *const *nets, size_t count, const struct http_addr *a)
{
	struct http_net n;
	for (size_t i = 0; i < count; i++)
		if (http_net_parse(slice_of(nets[i]), &n) && net_has(&n, a))
			return true;
	return false;
}

bool
http_addr_public(const struct http_addr *a)
{
	static const char *const four[] = {
		"0.0.0.0/8",	   /* this network */
		"10.0.0.0/8",	   /* private */
		"100.64.0.0/10",   /* shared behind a carrier's NAT, RFC 6598 */
		"127.0.0.0/8",	   /* loopback */
		"169.254.0.0/16",  /* link-local; clouds' metadata */
		"172.16.0.0/12",   /* private */
		"192.0.0.0/24",	   /* protocol assignments */
		"192.0.2.0/24",	   /* documentation */
		"192.88.99.0/24",  /* 6to4 relays, RFC 7526 */
		"192.168.0.0/16",  /* private */
		"198.18.0.0/15",   /* benchmarks */
		"198.51.100.0/24", /* documentation */
		"203.0.113.0/24",  /* documentation */
		"224.0.0.0/4",	   /* multicast */
		"240.0.0.0/4",	   /* reserved; broadcast */
	};
	static const char *const six[] = {"2000::/3"}; /* all that is assigned, RFC 4291 2.4 … */
	static const char *const but[] = {
		"2001::/23",	 /* … but protocol assignments: Teredo, ORCHID, benchmarks */
		"2001:db8::/32", /* documentation */
		"2002::/16",	 /* 6to4: an IPv4 address inside */
		"3fff::/20",	 /* documentation, RFC 9637 */
	};
	static const char *const nat64[] = {"64:ff9b::/96"}; /* RFC 6052 2.1 */
	struct http_addr inner = *a;
	if (listed(nat64, COUNT(nat64), a))
		memcpy(inner.at, MAPPED, sizeof(MAPPED));
	if (is_four(&inner))
		return !listed(four, COUNT(four), &inner);
	return listed(six, COUNT(six), a) && !listed(but, COUNT(but), a);
}

struct http_addr
http_addr_party(const struct http_addr *a)
{
	struct http_addr party = *a;
	if (!is_four(a))
		memset(party.at + PARTY_BYTES, 0, sizeof(party.at) - PARTY_BYTES);
	return party;
}

struct http_addr
http_client(const struct http_addr *peer, struct slice chain, const struct http_net *nets,
	    size_t count)
{
	struct http_addr at = *peer, hop;
	while (http_nets_have(nets, count, &at) && chain.len > 0) {
		ptrdiff_t comma = slice_rindex(chain, ',');
		struct slice last =
			comma < 0 ? chain : slice_sub(chain, (size_t)comma + 1, chain.len);
		chain = comma < 0 ? SLICE_NONE : slice_sub(chain, 0, (size_t)comma);
		if (!http_addr_parse(last, &hop))
			break;
		at = hop;
	}
	return at;
}

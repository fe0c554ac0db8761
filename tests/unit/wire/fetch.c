/* Tests of where a link may lead: classes of addresses, hosts and ports, redirects. */
#include "docket/wire/fetch.h"

#include "../../../bot/wire/http_addr.h"
#include "../check.h"

TEST(fetch_addresses)
{
	static const struct {
		int line;
		const char *text;
		bool public;
	} cases[] = {
		{__LINE__, "8.8.8.8", true},
		{__LINE__, "1.1.1.1", true},
		{__LINE__, "0.0.0.0", false},
		{__LINE__, "0.1.2.3", false},
		{__LINE__, "9.255.255.255", true},
		{__LINE__, "10.0.0.1", false},
		{__LINE__, "10.255.255.255", false},
		{__LINE__, "11.0.0.0", true},
		{__LINE__, "100.63.255.255", true},
		{__LINE__, "100.64.0.1", false},
		{__LINE__, "100.127.255.255", false},
		{__LINE__, "100.128.0.0", true},
		{__LINE__, "127.0.0.1", false},
		{__LINE__, "127.255.255.254", false},
		{__LINE__, "169.253.255.255", true},
		{__LINE__, "169.254.169.254", false},
		{__LINE__, "172.15.255.255", true},
		{__LINE__, "172.16.0.1", false},
		{__LINE__, "172.31.255.255", false},
		{__LINE__, "172.32.0.0", true},
		{__LINE__, "192.0.0.8", false},
		{__LINE__, "192.0.1.1", true},
		{__LINE__, "192.0.2.1", false},
		{__LINE__, "192.88.99.1", false},
		{__LINE__, "192.168.1.1", false},
		{__LINE__, "192.169.0.1", true},
		{__LINE__, "198.17.255.255", true},
		{__LINE__, "198.18.0.1", false},
		{__LINE__, "198.19.255.255", false},
		{__LINE__, "198.51.100.7", false},
		{__LINE__, "203.0.113.7", false},
		{__LINE__, "223.255.255.255", true},
		{__LINE__, "224.0.0.1", false},
		{__LINE__, "239.255.255.255", false},
		{__LINE__, "240.0.0.1", false},
		{__LINE__, "255.255.255.255", false},
		{__LINE__, "2606:4700:4700::1111", true},
		{__LINE__, "2a00:1450:4001::1", true},
		{__LINE__, "::", false},
		{__LINE__, "::1", false},
		{__LINE__, "::7f00:1", false},	       /* IPv4-compatible */
		{__LINE__, "::ffff:127.0.0.1", false}, /* mapped: judged as IPv4 */
		{__LINE__, "::ffff:10.1.2.3", false},
		{__LINE__, "::ffff:8.8.8.8", true},
		{__LINE__, "64:ff9b::a00:1", false}, /* NAT64 of 10.0.0.1 */
		{__LINE__, "64:ff9b::7f00:1", false},
		{__LINE__, "64:ff9b::808:808", true},
		{__LINE__, "64:ff9b:1::808:808", false}, /* local NAT64, RFC 8215 */
		{__LINE__, "100::1", false},		 /* discard */
		{__LINE__, "2001::1", false},		 /* Teredo */
		{__LINE__, "2001:20::1", false},	 /* ORCHID */
		{__LINE__, "2001:1ff::1", false},
		{__LINE__, "2001:200::1", true},
		{__LINE__, "2001:db8::1", false},
		{__LINE__, "2002:a00:1::1", false}, /* 6to4 of 10.0.0.1 */
		{__LINE__, "3fff:0fff::1", false},
		{__LINE__, "3fff:1000::1", true},
		{__LINE__, "4000::1", false}, /* not assigned */
		{__LINE__, "fc00::1", false},
		{__LINE__, "fd12:3456::1", false},
		{__LINE__, "fe80::1", false},
		{__LINE__, "fec0::1", false},
		{__LINE__, "ff02::1", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_addr a;
		CHECK_AT(cases[i].line, http_addr_parse(slice_of(cases[i].text), &a));
		CHECK_INT_AT(cases[i].line, http_addr_public(&a), cases[i].public);
	}
}

static struct conf *
conf(const char *fetch)
{
	static const char base[] = "data: d\nmailboxes: [{name: a, maildir: b}]\n"
				   "outgoing: {maildir: c, from: d@e.example}\n";
	struct conf *c = NULL;
	struct str text, faults;
	struct err e = ERR_INIT;
	str_init(&text, 4096);
	str_init(&faults, 4096);
	str_addf(&text, "%sfetch: {%s}\n", base, fetch);
	CHECK_INT(conf_parse(str_slice(&text), "docket.yaml", &c, &faults, &e), 0);
	CHECK_STR(str_cstr(&faults), "");
	str_clear(&text);
	str_clear(&faults);
	return c;
}

TEST(fetch_hops)
{
	static const struct {
		int line;
		const char *from, *to;
		const char *why; /* NULL: it is followed … */
		const char *url; /* … to this */
	} cases[] = {
		{__LINE__, NULL, "https://Files.Example/a.png", NULL,
		 "https://Files.Example/a.png"},
		{__LINE__, NULL, "http://files.example/a.png#page=2", NULL,
		 "http://files.example/a.png"},
		{__LINE__, NULL, "https://files.example:443/a", NULL,
		 "https://files.example:443/a"},
		{__LINE__, NULL, "https://files.example/a b", NULL, "https://files.example/a%20b"},
		{__LINE__, NULL, "https://files.example/?m=a@b.example", NULL,
		 "https://files.example/?m=a@b.example"},
		{__LINE__, NULL, "https://files.example:8443/a", "port", NULL},
		{__LINE__, NULL, "http://files.example:443/a", "port", NULL},
		{__LINE__, NULL, "https://files.example:22/a", "port", NULL},
		{__LINE__, NULL, "ftp://files.example/a", "scheme", NULL},
		{__LINE__, NULL, "file:///etc/passwd", "scheme", NULL},
		{__LINE__, NULL, "gopher://files.example/", "scheme", NULL},
		{__LINE__, NULL, "https://", "broken", NULL},
		{__LINE__, NULL, "https://a:99999/", "broken", NULL},
		{__LINE__, NULL, "", "broken", NULL},
		{__LINE__, NULL, "https://me@files.example/a", "login", NULL},
		{__LINE__, NULL, "https://me:secret@files.example/a", "login", NULL},
		{__LINE__, NULL, "https://:secret@files.example/a", "login", NULL},
		/* redirects */
		{__LINE__, "https://a.example/x/y", "z.png", NULL, "https://a.example/x/z.png"},
		{__LINE__, "https://a.example/x/y", "/z.png", NULL, "https://a.example/z.png"},
		{__LINE__, "https://a.example/x", "//b.example/z", NULL, "https://b.example/z"},
		{__LINE__, "http://a.example/x", "https://a.example/x", NULL,
		 "https://a.example/x"},
		{__LINE__, "https://a.example/x", "http://a.example/x", "scheme", NULL},
		{__LINE__, "https://a.example/x", "javascript:go()", "scheme", NULL},
		{__LINE__, "https://a.example/x", "https://a.example:8080/", "port", NULL},
		/* a network of one's own */
		{__LINE__, NULL, "https://nas.example/a", NULL, "https://nas.example/a"},
		{__LINE__, NULL, "https://nas.example:8443/a", NULL, "https://nas.example:8443/a"},
		{__LINE__, NULL, "https://nas.example:8444/a", "port", NULL},
		{__LINE__, NULL, "http://[fd00::7]:81/a", NULL, "http://[fd00::7]:81/a"},
		{__LINE__, NULL, "http://[fd00::8]:81/a", "port", NULL},
		{__LINE__, "https://a.example/x", "https://nas.example/a", "private", NULL},
		{__LINE__, "https://a.example/x", "https://nas.example:8443/a", "private", NULL},
		{__LINE__, "https://nas.example/x", "https://nas.example:8443/a", NULL,
		 "https://nas.example:8443/a"},
		{__LINE__, "https://nas.example/x", "https://a.example/a", NULL,
		 "https://a.example/a"},
		/* hosts left alone */
		{__LINE__, NULL, "https://shown.example/a", "skipped", NULL},
		{__LINE__, NULL, "https://www.SHOWN.example/a", "skipped", NULL},
		{__LINE__, NULL, "https://notshown.example/a", NULL, "https://notshown.example/a"},
		{__LINE__, "https://a.example/x", "https://cdn.shown.example/a", "skipped", NULL},
	};
	struct conf *c = conf("private_hosts: [nas.example, nas.example:8443, '[fd00::7]:81'], "
			      "skip_hosts: [shown.example]");
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases) && c != NULL; i++) {
		struct fetch_hop from = {.url = SLICE_NONE}, to = {.url = SLICE_NONE};
		if (cases[i].from != NULL)
			CHECK_AT(cases[i].line,
				 fetch_hop(p, c, NULL, slice_of(cases[i].from), &from) == NULL);
		const char *why = fetch_hop(p, c, cases[i].from != NULL ? &from : NULL,
					    slice_of(cases[i].to), &to);
		CHECK_STR_AT(cases[i].line, why != NULL ? why : "",
			     cases[i].why != NULL ? cases[i].why : "");
		if (cases[i].url != NULL)
			CHECK_SLICE_AT(cases[i].line, to.url, cases[i].url);
	}
	/* Only who is named may have an address of its own network. */
	struct fetch_hop one;
	CHECK(c != NULL && fetch_hop(p, c, NULL, SLICE_LIT("https://nas.example/"), &one) == NULL &&
	      one.inside);
	CHECK(c != NULL && fetch_hop(p, c, NULL, SLICE_LIT("https://a.example/"), &one) == NULL &&
	      !one.inside);
	pool_free(p);
	conf_free(c);
}

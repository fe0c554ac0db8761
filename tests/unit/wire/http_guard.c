/* Tests of who is counted as calling, and of which connection has to go. */
#include "../../../bot/wire/http_guard.h"

#include "../check.h"

#include <arpa/inet.h>
#include <stdlib.h>

static struct http_addr
addr(const char *text)
{
	struct http_addr a = {{0}};
	CHECK(http_addr_parse(slice_of(text), &a));
	return a;
}

TEST(http_addresses)
{
	static const struct {
		int line;
		const char *text, *same; /* NULL: it is none */
	} cases[] = {
		{__LINE__, "192.0.2.1", "192.0.2.1"},
		{__LINE__, " 192.0.2.1 ", "192.0.2.1"},
		{__LINE__, "192.0.2.1:4711", "192.0.2.1"},
		{__LINE__, "::ffff:192.0.2.1", "192.0.2.1"},
		{__LINE__, "[2001:db8::1]:443", "2001:db8::1"},
		{__LINE__, "2001:DB8::1", "2001:db8::1"},
		{__LINE__, "", NULL},
		{__LINE__, "unknown", NULL},
		{__LINE__, "_hidden", NULL},
		{__LINE__, "192.0.2", NULL},
		{__LINE__, "192.0.2.256", NULL},
		{__LINE__, "[2001:db8::1", NULL},
		{__LINE__, "192.0.2.1, 192.0.2.2", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_addr a, b;
		bool ok = http_addr_parse(slice_of(cases[i].text), &a);
		CHECK_INT_AT(cases[i].line, ok, cases[i].same != NULL);
		if (!ok || cases[i].same == NULL)
			continue;
		b = addr(cases[i].same);
		CHECK_AT(cases[i].line, memcmp(&a, &b, sizeof(a)) == 0);
	}
}

TEST(http_networks)
{
	static const struct {
		int line;
		const char *net, *addr;
		int has; /* -1: no network */
	} cases[] = {
		{__LINE__, "10.0.0.0/8", "10.255.1.2", 1},
		{__LINE__, "10.0.0.0/8", "11.0.0.1", 0},
		{__LINE__, "10.1.2.128/25", "10.1.2.129", 1},
		{__LINE__, "10.1.2.128/25", "10.1.2.127", 0},
		{__LINE__, "127.0.0.1", "127.0.0.1", 1},
		{__LINE__, "127.0.0.1", "127.0.0.2", 0},
		{__LINE__, "0.0.0.0/0", "8.8.8.8", 1},
		{__LINE__, "0.0.0.0/0", "2001:db8::1", 0},
		{__LINE__, "2001:db8::/32", "2001:db8:1::1", 1},
		{__LINE__, "2001:db8::/32", "2001:db9::1", 0},
		{__LINE__, "10.0.0.0/33", "10.0.0.1", -1},
		{__LINE__, "10.0.0.0/", "10.0.0.1", -1},
		{__LINE__, "10.0.0.0/-1", "10.0.0.1", -1},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_net n;
		struct http_addr a = addr(cases[i].addr);
		bool ok = http_net_parse(slice_of(cases[i].net), &n);
		CHECK_INT_AT(cases[i].line, ok, cases[i].has >= 0);
		if (ok)
			CHECK_INT_AT(cases[i].line, http_nets_have(&n, 1, &a), cases[i].has == 1);
	}
}

TEST(http_client_behind_proxies)
{
	static const struct {
		int line;
		const char *peer, *chain, *client;
	} cases[] = {
		/* no proxy of ours: what the header says is the caller's own invention */
		{__LINE__, "203.0.113.9", "198.51.100.1", "203.0.113.9"},
		{__LINE__, "127.0.0.1", "", "127.0.0.1"},
		{__LINE__, "127.0.0.1", "198.51.100.1", "198.51.100.1"},
		/* the left part is the caller's invention too */
		{__LINE__, "127.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"},
		{__LINE__, "127.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.7", "198.51.100.1"},
		{__LINE__, "127.0.0.1", "10.0.0.8, 10.0.0.7", "10.0.0.8"},
		{__LINE__, "127.0.0.1", "1.2.3.4, rubbish", "127.0.0.1"},
		{__LINE__, "127.0.0.1", "rubbish, 10.0.0.7", "10.0.0.7"},
		{__LINE__, "127.0.0.1", ",,", "127.0.0.1"},
	};
	struct http_net nets[2];
	CHECK(http_net_parse(SLICE_LIT("127.0.0.1"), &nets[0]));
	CHECK(http_net_parse(SLICE_LIT("10.0.0.0/8"), &nets[1]));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_addr peer = addr(cases[i].peer), want = addr(cases[i].client);
		struct http_addr got =
			http_client(&peer, slice_of(cases[i].chain), nets, COUNT(nets));
		CHECK_AT(cases[i].line, memcmp(&got, &want, sizeof(got)) == 0);
	}
}

static struct guard_conn *dropped;

static void
note(struct guard_conn *c)
{
	dropped = c;
}

static struct guard_conn *
conns(size_t n, const char *first)
{
	struct guard_conn *c = calloc(n, sizeof(*c));
	struct http_addr a = addr(first);
	for (size_t i = 0; i < n; i++) {
		c[i].peer = a;
		c[i].peer.at[14] = (unsigned char)(i / 64 + 1); /* 64 of each */
	}
	return c;
}

TEST(http_guard_makes_room_among_the_slow)
{
	struct guard g = {.drop = note};
	enum { SLOW = GUARD_CONNECTIONS - GUARD_WHOLE };
	struct guard_conn *c = conns(GUARD_CONNECTIONS + 2, "192.0.2.1");
	for (int i = 0; i < SLOW; i++)
		CHECK(guard_add(&g, &c[i], 1000 + i));
	CHECK_INT(g.dropped, 0);
	/* One more: the oldest goes, the newcomer stays. */
	CHECK(guard_add(&g, &c[SLOW], 5000));
	CHECK_INT(g.dropped, 1);
	CHECK(dropped == &c[0]);
	CHECK_INT(g.count, SLOW);
	/* One that idles goes before any whose request comes in. */
	guard_state(&g, &c[9], GUARD_ASKED, 5000);
	guard_state(&g, &c[9], GUARD_ANSWER, 5000);
	guard_state(&g, &c[9], GUARD_IDLE, 5001);
	CHECK(guard_add(&g, &c[SLOW + 1], 5002));
	CHECK(dropped == &c[9]);
	/* Whole requests have slots of their own, and are never dropped for others. */
	for (int i = 20; i < 20 + GUARD_WHOLE; i++) {
		guard_state(&g, &c[i], GUARD_BODY, 5003);
		guard_state(&g, &c[i], GUARD_ASKED, 5003);
	}
	CHECK_INT(g.whole, GUARD_WHOLE);
	uint64_t before = g.dropped;
	for (int i = 0; i < GUARD_WHOLE; i++) {
		struct guard_conn *more = &c[SLOW + 2 + i];
		if (SLOW + 2 + i >= GUARD_CONNECTIONS + 2)
			break;
		CHECK(guard_add(&g, more, 6000 + i));
	}
	CHECK_INT(g.dropped, before);
	free(c);
}

TEST(http_guard_one_party)
{
	struct http_net nets[1];
	CHECK(http_net_parse(SLICE_LIT("127.0.0.1"), &nets[0]));
	struct guard g = {.drop = note, .proxies = nets, .proxy_count = 1};
	struct guard_conn *c = calloc(GUARD_PARTY * 2 + 4, sizeof(*c));
	struct http_addr one = addr("192.0.2.1"), proxy = addr("127.0.0.1");
	for (int i = 0; i < GUARD_PARTY; i++) {
		c[i].peer = one;
		CHECK(guard_add(&g, &c[i], 100 + i));
	}
	c[GUARD_PARTY].peer = one;
	CHECK(guard_add(&g, &c[GUARD_PARTY], 1000));
	CHECK(dropped == &c[0]);
	/* The proxy's own count for nobody, until a head says for whom. */
	uint64_t before = g.dropped;
	for (int i = 0; i < GUARD_PARTY + 2; i++) {
		struct guard_conn *p = &c[GUARD_PARTY + 1 + i];
		p->peer = proxy;
		CHECK(guard_add(&g, p, 2000 + i));
	}
	CHECK_INT(g.dropped, before);
	guard_party(&g, &c[GUARD_PARTY + 1], SLICE_LIT("192.0.2.1"));
	CHECK_INT(g.dropped, before + 1);
	CHECK(dropped == &c[1]);
	free(c);
}

TEST(http_guard_deadline_is_one_for_a_request)
{
	struct guard g = {.drop = note};
	struct guard_conn c = {.peer = addr("192.0.2.1")};
	dropped = NULL;
	CHECK(guard_add(&g, &c, 0));
	guard_state(&g, &c, GUARD_BODY, GUARD_REQUEST_MS - 1);
	CHECK(guard_overdue(&g, GUARD_REQUEST_MS - 1) == NULL && dropped == NULL);
	CHECK(guard_overdue(&g, GUARD_REQUEST_MS) == NULL);
	CHECK(dropped == &c);
	guard_remove(&g, &c);
	CHECK_INT(g.count, 0);
	/* A whole one is not dropped but handed back, to be answered. */
	CHECK(guard_add(&g, &c, 0));
	guard_state(&g, &c, GUARD_ASKED, 10);
	c.deadline = 500;
	CHECK(guard_overdue(&g, 499) == NULL);
	CHECK(guard_overdue(&g, 500) == &c);
	guard_state(&g, &c, GUARD_ANSWER, 500);
	CHECK(guard_overdue(&g, 501) == NULL);
	/* The next request of that connection has a deadline of its own. */
	guard_state(&g, &c, GUARD_IDLE, 600);
	guard_state(&g, &c, GUARD_HEAD, 700);
	guard_state(&g, &c, GUARD_BODY, 800);
	CHECK_INT(c.deadline, 700 + GUARD_REQUEST_MS);
	guard_remove(&g, &c);
}

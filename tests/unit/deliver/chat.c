/*
 * Chat's way out against a scripted platform: what each kind of answer leads to, how often a thing
 * is sent, and that parts and rooms keep their order.
 */
#include "docket/deliver/chat.h"

#include "../store/fixture.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SEEN_MAX = 64, TEXT_SIZE = 800 };

/* What the platform saw, shared with its process. */
struct seen {
	int posts, probes;
	bool renewed; /* the token is taken again */
	char text[SEEN_MAX][TEXT_SIZE];
};
static struct seen *seen;
static int port;

/* The body of a post is "SCRIPT text"; answers go by script and by how many posts there were. */
static int
answer_to(const char *script, int nth, bool probe)
{
	if (probe)
		return slice_starts(slice_of(script), "lost-there") ? 200 : 404;
	if (slice_starts(slice_of(script), "busy"))
		return nth == 1 ? 500 : 200;
	if (slice_starts(slice_of(script), "slow"))
		return nth == 1 ? 429 : 200;
	if (slice_starts(slice_of(script), "lost-once"))
		return nth == 1 ? 0 : 200;
	if (slice_starts(slice_of(script), "lost"))
		return 0;
	if (slice_starts(slice_of(script), "revoked"))
		return seen->renewed ? 200 : 401;
	if (slice_starts(slice_of(script), "gone"))
		return 404;
	if (slice_starts(slice_of(script), "wrong"))
		return 400;
	return 200;
}

static void
serve(int fd)
{
	char buf[8192], out[300];
	size_t len = 0;
	for (;;) {
		ssize_t n = read(fd, buf + len, sizeof(buf) - 1 - len);
		if (n <= 0)
			return;
		len += (size_t)n;
		buf[len] = '\0';
		char *end = strstr(buf, "\r\n\r\n"), *length = strcasestr(buf, "Content-Length:");
		size_t want = length != NULL && end != NULL ? (size_t)atol(length + 15) : 0;
		if (end == NULL || len < (size_t)(end + 4 - buf) + want)
			continue;
		bool probe = slice_starts(slice_of(buf), "GET /probe/");
		const char *script = probe ? buf + strlen("GET /probe/") : end + 4;
		if (probe)
			seen->probes++;
		else if (seen->posts < SEEN_MAX)
			snprintf(seen->text[seen->posts++], TEXT_SIZE, "%s", end + 4);
		int status = answer_to(script, seen->posts, probe);
		if (status == 0)
			return;
		int m = snprintf(
			out, sizeof(out),
			"HTTP/1.1 %d X\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: "
			"close\r\n\r\n",
			status);
		(void)!write(fd, out, (size_t)m);
		return;
	}
}

static pid_t
platform(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	seen = mmap(NULL, sizeof(*seen), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) < 0 || listen(fd, 16) < 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &len) < 0)
		return -1;
	port = ntohs(a.sin_port);
	pid_t pid = fork();
	if (pid == 0)
		for (;;) {
			int one = accept(fd, NULL, NULL);
			serve(one);
			close(one);
		}
	close(fd);
	return pid;
}

/* -- an adapter with nothing in it ------------------------------------------------------------ */

static int
render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
       struct err *e)
{
	(void)self;
	if (slice_is(m->card.text, "unsayable"))
		return err_set(e, ERR_MESSAGE, "it can't be said there");
	out->method = "POST";
	out->url = pool_slicef(p, "http://127.0.0.1:%d/post", port);
	out->body = pool_slicef(p, "%.*s [%.*s|%.*s]", SLICE_ARG(m->card.text),
				SLICE_ARG(m->thread), SLICE_ARG(m->card.title));
	out->timeout_ms = 60 * 1000; /* a machine under load is no fault of ours */
	return 0;
}

static void
result(void *self, struct pool *p, const struct chat_message *m, const struct http_result *r,
       int64_t now, struct chat_result *out)
{
	(void)self;
	(void)p;
	(void)m;
	*out = (struct chat_result){.why = r->why};
	switch (r->status) {
	case 200:
		out->posted = out->thread = SLICE_LIT("ref");
		out->status = CHAT_OK;
		break;
	case 500: out->status = CHAT_RETRY; break;
	case 429:
		out->status = CHAT_LATER;
		out->not_before = now + http_retry_after(r, now);
		break;
	case 401: out->status = CHAT_REAUTH; break;
	case 404: out->status = CHAT_GONE; break;
	case 0: out->status = r->sent ? CHAT_UNKNOWN : CHAT_RETRY; break;
	default: out->status = CHAT_REJECTED; break;
	}
}

static int
probe(void *self, struct pool *p, const struct chat_message *m, struct http_out *out)
{
	(void)self;
	out->method = "GET";
	out->url = pool_slicef(p, "http://127.0.0.1:%d/probe/%.*s", port,
			       SLICE_ARG(slice_sub(m->card.text, 0, 10)));
	return 1;
}

static int
probed(void *self, struct pool *p, const struct chat_message *m, const struct http_result *r,
       struct chat_result *out)
{
	(void)self;
	(void)p;
	(void)m;
	*out = (struct chat_result){.status = CHAT_OK, .posted = SLICE_LIT("found")};
	return r->status == 200 ? 1 : r->status == 404 ? 0 : -1;
}

/* -- the desk ---------------------------------------------------------------------------------- */

struct outbox {
	struct fixture f;
	struct clock clock;
	struct http_calls *http;
	struct chat_adapter adapter;
	struct conf_chat conf;
	struct chat_entry entry;
	struct deliver_chat *d;
	pid_t pid;
	int dead, refused;
	char why[CHAT_WHY_MAX];
};

static void
outbox_open(struct outbox *o, bool probes)
{
	*o = (struct outbox){.dead = 0};
	o->pid = platform();
	fixture_open(&o->f);
	CHECK_INT(store_commit(o->f.s, &o->f.e), 0);
	o->clock = clock_fake(T0);
	CHECK_INT(http_calls_new(&o->http, &o->f.e), 0);
	o->adapter = (struct chat_adapter){.name = "test",
					   .render = render,
					   .result = result,
					   .probe = probes ? probe : NULL,
					   .probed = probed};
	o->adapter.caps = (struct chat_caps){.unit = CHAT_BYTES, .text_max = 400};
	o->conf = (struct conf_chat){.name = "slack"};
	o->entry =
		(struct chat_entry){.conf = &o->conf, .adapter = &o->adapter, .clock = &o->clock};
	CHECK_INT(deliver_chat_new(o->f.s, &o->clock, o->http, &o->entry, 1, &o->d, &o->f.e), 0);
}

static void
outbox_close(struct outbox *o)
{
	deliver_chat_free(o->d);
	http_calls_free(o->http);
	CHECK_INT(store_begin(o->f.s, &o->f.e), 0);
	fixture_close(&o->f);
	kill(o->pid, SIGKILL);
	waitpid(o->pid, NULL, 0);
	munmap(seen, sizeof(*seen));
}

static int64_t
add(struct outbox *o, const char *room, const char *text, enum chat_act act)
{
	struct chat_message m = {.act = act,
				 .room = slice_of(room),
				 .part = 1,
				 .parts = 1,
				 .replace = act == CHAT_UPDATE ? SLICE_LIT("old") : SLICE_NONE,
				 .card = {.text = slice_of(text), .title = SLICE_LIT("T")}};
	int64_t id = 0;
	CHECK_INT(store_begin(o->f.s, &o->f.e), 0);
	CHECK_INT(
		chat_out_add(o->f.s, SLICE_LIT("slack"), &m, 0, clock_now(&o->clock), &id, &o->f.e),
		0);
	CHECK_INT(store_commit(o->f.s, &o->f.e), 0);
	deliver_chat_poke(o->d);
	return id;
}

/* As the loop does, until nothing is under way nor due. */
static void
work(struct outbox *o)
{
	struct deliver_chat_dead dead;
	int64_t end = clock_mono() + 60 * 1000;
	while (clock_mono() < end) {
		size_t moved;
		http_calls_step(o->http);
		if (!deliver_chat_has_work(o->d)) {
			if (deliver_chat_busy(o->d) == 0)
				return;
			usleep(500);
			continue;
		}
		CHECK_INT(store_begin(o->f.s, &o->f.e), 0);
		CHECK_INT(deliver_chat_turn(o->d, &moved, &o->f.e), 0);
		CHECK_INT(store_commit(o->f.s, &o->f.e), 0);
		deliver_chat_start(o->d);
		while (deliver_chat_next_dead(o->d, &dead)) {
			o->dead += !dead.answer && !dead.refused;
			o->refused += dead.refused;
			snprintf(o->why, sizeof(o->why), "%s", dead.why);
		}
	}
	CHECK(false && "the work ended");
}

static struct chat_out_row
row_of(struct outbox *o, int64_t id)
{
	struct chat_out_row row = {.id = 0};
	CHECK_INT(chat_out_get(o->f.s, o->f.p, id, &row, &o->f.e), 1);
	return row;
}

TEST(deliver_chat_outcomes)
{
	static const struct {
		int line;
		const char *text;
		bool idempotent, probes;
		enum chat_act act;
		int posts, probed; /* that the platform saw in the end */
		enum chat_out_state state;
		int dead;
		int64_t first_wait; /* ms after which the second try is not yet due; 0: none */
	} cases[] = {
		{__LINE__, "fine", false, false, CHAT_POST, 1, 0, CHAT_OUT_SENT, 0, 0},
		{__LINE__, "busy", false, false, CHAT_POST, 2, 0, CHAT_OUT_SENT, 0, 4999},
		/* Retry-After is kept to, and not before */
		{__LINE__, "slow", false, false, CHAT_POST, 2, 0, CHAT_OUT_SENT, 0, 1999},
		/* a token that is refused is no fault of the message: tried on, never given up */
		{__LINE__, "revoked", false, false, CHAT_POST, 9, 0, CHAT_OUT_QUEUED, 0, 599999},
		{__LINE__, "gone", false, false, CHAT_POST, 1, 0, CHAT_OUT_DEAD, 1, 0},
		{__LINE__, "wrong", false, false, CHAT_POST, 1, 0, CHAT_OUT_DEAD, 1, 0},
		{__LINE__, "unsayable", false, false, CHAT_POST, 0, 0, CHAT_OUT_DEAD, 1, 0},
		/* sent, and no answer: asked after where that can be done */
		{__LINE__, "lost-there", false, true, CHAT_POST, 1, 1, CHAT_OUT_SENT, 0, 4999},
		{__LINE__, "lost-once", false, true, CHAT_POST, 2, 1, CHAT_OUT_SENT, 0, 4999},
		/* it knows the key, or is an edit: the same again */
		{__LINE__, "lost-once", true, false, CHAT_POST, 2, 0, CHAT_OUT_SENT, 0, 4999},
		{__LINE__, "lost-once", false, false, CHAT_UPDATE, 2, 0, CHAT_OUT_SENT, 0, 4999},
		/* it offers nothing: never twice; a person is told */
		{__LINE__, "lost-once", false, false, CHAT_POST, 1, 0, CHAT_OUT_DEAD, 1, 0},
		{__LINE__, "lost", false, false, CHAT_POST, 1, 0, CHAT_OUT_DEAD, 1, 0},
		/* an answer to a person, who is told nothing by mail */
		{__LINE__, "gone", false, false, CHAT_REPLY, 1, 0, CHAT_OUT_DEAD, 0, 0},
		{__LINE__, "revoked", false, false, CHAT_REPLY, 2, 0, CHAT_OUT_DROPPED, 0, 0},
		/* a form that came too late is no loss */
		{__LINE__, "busy", false, false, CHAT_OPEN, 1, 0, CHAT_OUT_DROPPED, 0, 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct outbox o;
		outbox_open(&o, cases[i].probes);
		o.adapter.caps.idempotent = cases[i].idempotent;
		/* A form has no text of its own: the script goes by its card all the same. */
		int64_t id = add(&o, "C1", cases[i].text, cases[i].act);
		work(&o);
		if (cases[i].first_wait > 0) {
			int before = seen->posts + seen->probes;
			o.clock.fixed += cases[i].first_wait;
			work(&o);
			CHECK_INT_AT(cases[i].line, seen->posts + seen->probes, before);
		}
		for (int k = 0; k < 8; k++) {
			o.clock.fixed += 3600 * 1000;
			work(&o);
		}
		if (cases[i].act != CHAT_OPEN)
			CHECK_INT_AT(cases[i].line, seen->posts, cases[i].posts);
		CHECK_INT_AT(cases[i].line, seen->probes, cases[i].probed);
		if (cases[i].act != CHAT_OPEN)
			CHECK_INT_AT(cases[i].line, row_of(&o, id).state, cases[i].state);
		CHECK_INT_AT(cases[i].line, o.dead, cases[i].dead);
		outbox_close(&o);
	}
}

/* What waits for a token keeps its order and leaves once; what a later state replaced does not. */
TEST(deliver_chat_held)
{
	struct outbox o;
	chat_refused_list all = {0};
	struct chat_message digest = {.act = CHAT_POST,
				      .room = SLICE_LIT("C1"),
				      .newest = SLICE_LIT("digest"),
				      .part = 1,
				      .parts = 1};
	struct chat_refused r = {.source = SLICE_LIT("slack"), .why = SLICE_LIT("revoked"), .at = 1};
	int64_t id[6];
	outbox_open(&o, false);
	CHECK_INT(store_begin(o.f.s, &o.f.e), 0);
	CHECK_INT(chat_refused_begin(o.f.s, &r, &o.f.e), 1);
	CHECK_INT(chat_refused_begin(o.f.s, &r, &o.f.e), 0);
	CHECK_INT(store_commit(o.f.s, &o.f.e), 0);
	o.entry.refused = true;
	id[0] = add(&o, "C1", "revoked 0", CHAT_POST);
	id[1] = add(&o, "C1", "revoked 1", CHAT_POST);
	id[2] = add(&o, "C2", "revoked 2", CHAT_POST);
	work(&o);
	CHECK_INT(seen->posts, 2); /* one a room */
	CHECK_INT(o.refused, 2);
	for (int i = 3; i < 5; i++) {
		digest.card.text = i == 3 ? SLICE_LIT("revoked 3") : SLICE_LIT("revoked 4");
		CHECK_INT(store_begin(o.f.s, &o.f.e), 0);
		CHECK_INT(chat_out_add(o.f.s, SLICE_LIT("slack"), &digest, 0, clock_now(&o.clock),
				       &id[i], &o.f.e),
			  0);
		CHECK_INT(store_commit(o.f.s, &o.f.e), 0);
	}
	CHECK_INT(row_of(&o, id[3]).state, CHAT_OUT_DROPPED);
	/* one that waits may still be said in other words, one that was never refused too */
	struct chat_message other = row_of(&o, id[2]).m;
	other.card.text = SLICE_LIT("revoked 2, now");
	CHECK_INT(store_begin(o.f.s, &o.f.e), 0);
	CHECK_INT(chat_out_replace(o.f.s, id[2], &other, &o.f.e), 1);
	CHECK_INT(store_commit(o.f.s, &o.f.e), 0);
	CHECK_INT(chat_refused_all(o.f.s, o.f.p, &all, &o.f.e), 0);
	CHECK_INT(all.len, 1);
	CHECK_INT(all.at[0].waiting, 4);
	/* The token is another after a restart: all of it goes at once. */
	seen->posts = 0;
	seen->renewed = true;
	deliver_chat_free(o.d);
	CHECK_INT(deliver_chat_new(o.f.s, &o.clock, o.http, &o.entry, 1, &o.d, &o.f.e), 0);
	work(&o);
	CHECK_INT(seen->posts, 4);
	for (int i = 0, last = -1; i < 4; i++) {
		int nth = seen->text[i][8] - '0';
		if (nth == 2) {
			CHECK(strstr(seen->text[i], "2, now") != NULL);
			continue;
		}
		CHECK(nth > last);
		last = nth;
	}
	CHECK_INT(row_of(&o, id[4]).state, CHAT_OUT_SENT);
	CHECK_INT(row_of(&o, id[4]).held, 0);
	CHECK(!o.entry.refused);
	all = (chat_refused_list){0};
	CHECK_INT(chat_refused_all(o.f.s, o.f.p, &all, &o.f.e), 0);
	CHECK_INT(all.len, 0);
	outbox_close(&o);
}

TEST(deliver_chat_long_text)
{
	struct outbox o;
	char text[1001];
	outbox_open(&o, false);
	memset(text, 'a', sizeof(text));
	for (size_t i = 60; i < 1000; i += 60)
		text[i] = '\n';
	text[1000] = '\0';
	memcpy(text, "fine", 4);
	int64_t id = add(&o, "C1", text, CHAT_POST);
	work(&o);
	struct chat_out_row row = row_of(&o, id);
	CHECK_INT(row.state, CHAT_OUT_SENT);
	CHECK(row.parts_done > 2);
	CHECK_INT(seen->posts, row.parts_done);
	CHECK(slice_starts(slice_of(seen->text[0]), "(1/"));
	CHECK(slice_ends(slice_of(seen->text[0]), "[|T]"));
	/* The others stand in the thread of the first, without its title. */
	CHECK(slice_starts(slice_of(seen->text[1]), "(2/"));
	CHECK(slice_ends(slice_of(seen->text[1]), "[ref|]"));
	outbox_close(&o);
}

TEST(deliver_chat_part_after_a_crash)
{
	struct outbox o;
	char text[1001];
	size_t moved;
	outbox_open(&o, false);
	memset(text, 'b', sizeof(text));
	text[1000] = '\0';
	int64_t id = add(&o, "C1", text, CHAT_POST);
	/* One part is sent and settled, then the program ends. */
	for (int64_t end = clock_mono() + 60 * 1000;
	     row_of(&o, id).parts_done == 0 && clock_mono() < end;) {
		http_calls_step(o.http);
		if (!deliver_chat_has_work(o.d))
			continue;
		CHECK_INT(store_begin(o.f.s, &o.f.e), 0);
		CHECK_INT(deliver_chat_turn(o.d, &moved, &o.f.e), 0);
		CHECK_INT(store_commit(o.f.s, &o.f.e), 0);
		if (row_of(&o, id).parts_done == 0)
			deliver_chat_start(o.d);
	}
	deliver_chat_free(o.d);
	CHECK_INT(deliver_chat_new(o.f.s, &o.clock, o.http, &o.entry, 1, &o.d, &o.f.e), 0);
	o.clock.fixed += 3600 * 1000; /* the claim of the second part is over */
	work(&o);
	struct chat_out_row row = row_of(&o, id);
	CHECK_INT(row.state, CHAT_OUT_SENT);
	CHECK_INT(seen->posts, row.parts_done);
	CHECK(slice_starts(slice_of(seen->text[1]), "(2/"));
	outbox_close(&o);
}

/* The program ends between the platform's yes and our note of it: it is asked, not sent again. */
TEST(deliver_chat_crash_while_sending)
{
	for (int probes = 0; probes < 2; probes++) {
		struct outbox o;
		size_t moved;
		outbox_open(&o, probes == 1);
		int64_t id = add(&o, "C1", "lost-there", CHAT_POST);
		CHECK_INT(store_begin(o.f.s, &o.f.e), 0);
		CHECK_INT(deliver_chat_turn(o.d, &moved, &o.f.e), 0);
		CHECK_INT(store_commit(o.f.s, &o.f.e), 0);
		deliver_chat_start(o.d);
		for (int64_t end = clock_mono() + 60 * 1000; seen->posts == 0 && clock_mono() < end;) {
			http_calls_step(o.http);
			usleep(500);
		}
		deliver_chat_free(o.d);
		CHECK_INT(deliver_chat_new(o.f.s, &o.clock, o.http, &o.entry, 1, &o.d, &o.f.e), 0);
		for (int k = 0; k < 4; k++) {
			o.clock.fixed += 3600 * 1000;
			work(&o);
		}
		CHECK_INT(seen->probes, probes);
		CHECK(seen->posts <= (probes ? 1 : 3));
		CHECK_INT(row_of(&o, id).state, probes ? CHAT_OUT_SENT : CHAT_OUT_DEAD);
		outbox_close(&o);
	}
}

TEST(deliver_chat_rooms)
{
	struct outbox o;
	outbox_open(&o, false);
	o.adapter.caps.per_room_minute = 6; /* one in ten seconds */
	add(&o, "C1", "one", CHAT_POST);
	add(&o, "C1", "two", CHAT_POST);
	add(&o, "C1", "three", CHAT_POST);
	add(&o, "C2", "other", CHAT_POST);
	work(&o);
	CHECK_INT(seen->posts, 2); /* the first of each room */
	o.clock.fixed += 9000;
	work(&o);
	CHECK_INT(seen->posts, 2);
	o.clock.fixed += 1001;
	work(&o);
	CHECK_INT(seen->posts, 3);
	CHECK(slice_starts(slice_of(seen->text[2]), "two"));
	o.clock.fixed += 10001;
	work(&o);
	CHECK(slice_starts(slice_of(seen->text[3]), "three"));
	/* What waits holds up its own room, in order, and no other. */
	o.adapter.caps.per_room_minute = 0;
	add(&o, "C1", "busy first", CHAT_POST);
	add(&o, "C1", "then", CHAT_POST);
	seen->posts = 0;
	work(&o);
	add(&o, "C2", "beside", CHAT_POST);
	work(&o);
	CHECK_INT(seen->posts, 2);
	CHECK(slice_starts(slice_of(seen->text[1]), "beside"));
	o.clock.fixed += 60 * 1000;
	work(&o);
	CHECK_INT(seen->posts, 4);
	CHECK(slice_starts(slice_of(seen->text[3]), "then"));
	outbox_close(&o);
}

TEST(deliver_chat_backoff_grows)
{
	CHECK_INT(deliver_chat_backoff(1, 0), 5000);
	CHECK_INT(deliver_chat_backoff(2, 0), 10000);
	CHECK_INT(deliver_chat_backoff(5, 0), 80000);
	CHECK_INT(deliver_chat_backoff(30, 0), 15 * 60 * 1000);
	CHECK(deliver_chat_backoff(1, UINT32_MAX) < 6250);
}

/*
 * Tests of asking Mattermost: which requests, in which order, what they say, that nothing is lost
 * on the way, and where it goes on after a stop.
 */
#include "chat_case.h"

#define A    "aaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B    "bbbbbbbbbbbbbbbbbbbbbbbbbb"
#define ME   "b0tb0tb0tb0tb0tb0tb0tb0tb0"
#define MAYA "erj6qck3rfgtujs86w5r6rckzh"
enum { T0 = 1700000000 };
#define NOW ((int64_t)T0 * 1000)

static const struct conf_chat conf = {
	.name = "team", .url = "https://chat.example", .command = "docket"};

static const struct chat_adapter *
mm(void)
{
	return chat_adapter_of("mattermost");
}

static void *
opened(void)
{
	struct chat_setup s = {.conf = &conf, .token = SLICE_LIT("t")};
	struct err e = ERR_INIT;
	void *self = NULL;
	CHECK_INT(mm()->open(&s, &self, &e), 0);
	return self;
}

/* What is asked with that cursor, without the address of the API. */
static struct slice
asks(void *self, struct pool *p, struct slice cursor)
{
	struct http_out out;
	struct err e = ERR_INIT;
	struct slice base = SLICE_LIT("https://chat.example/api/v4");
	CHECK_INT(mm()->pull(self, p, cursor, &out, &e), 1);
	CHECK(slice_starts(out.url, base.data));
	return slice_sub(out.url, base.len, out.url.len);
}

static struct chat_pulled
answered(void *self, struct pool *p, struct slice cursor, int status, const char *body)
{
	struct http_result r = case_result(status, body);
	struct chat_pulled out;
	struct err e = ERR_INIT;
	CHECK_INT(mm()->pulled(self, p, cursor, &r, NOW, &out, &e), 0);
	return out;
}

/* Past "who am I" and a first list with two channels, A quiet since NOW - 60 s. */
static struct slice
begun(void *self, struct pool *p)
{
	CHECK_SLICE_AT(__LINE__, asks(self, p, SLICE_NONE), "/users/me");
	struct chat_pulled got =
		answered(self, p, SLICE_NONE, 200, "{\"id\":\"" ME "\",\"username\":\"docket\"}");
	CHECK_INT(got.next.len, 0);
	CHECK_SLICE_AT(__LINE__, asks(self, p, got.next), "/users/me/channels");
	got = answered(self, p, got.next, 200,
		       "[{\"id\":\"" A "\",\"type\":\"O\",\"last_post_at\":1699999940000},"
		       "{\"id\":\"" B "\",\"type\":\"D\",\"last_post_at\":0}]");
	CHECK_INT(got.events.len, 0);
	/* The first list sweeps, which finds what is new: nothing. */
	CHECK_SLICE_AT(__LINE__, asks(self, p, got.next),
		       "/channels/" A "/posts?since=1699999930000");
	got = answered(self, p, got.next, 200, "{\"order\":[],\"posts\":{}}");
	CHECK_SLICE_AT(__LINE__, asks(self, p, got.next), "/channels/" B "/posts?since=1");
	got = answered(self, p, got.next, 200, "{\"order\":[],\"posts\":{}}");
	CHECK_SLICE_AT(__LINE__, asks(self, p, got.next), "/users/me/channels");
	return got.next;
}

/* A list answer in which channel A has news. */
static struct slice
news(void *self, struct pool *p, struct slice cursor)
{
	struct chat_pulled got =
		answered(self, p, cursor, 200,
			 "[{\"id\":\"" A "\",\"type\":\"O\",\"last_post_at\":1699999990000},"
			 "{\"id\":\"" B "\",\"type\":\"D\",\"last_post_at\":0}]");
	CHECK_SLICE_AT(__LINE__, asks(self, p, got.next),
		       "/channels/" A "/posts?since=1699999930000");
	return got.next;
}

#define P(id, who, extra, text)                                                                    \
	"{\"order\":[\"" id "\"],\"posts\":{\"" id "\":{\"id\":\"" id "\",\"user_id\":\"" who      \
	"\",\"create_at\":1699999990000,\"update_at\":1699999990000" extra ",\"message\":\"" text  \
	"\"}}}"
#define X "xxxxxxxxxxxxxxxxxxxxxxxxx1"
#define R ",\"root_id\":\"rrrrrrrrrrrrrrrrrrrrrrrrrr\""

/* Of the last of them: its words and files. */
static struct slice
with_files(struct pool *p, const chat_event_list *events)
{
	const struct chat_event *ev = &events->at[events->len - 1];
	return pool_slicef(p, "%.*s%.*s", SLICE_ARG(ev->text), SLICE_ARG(case_files(p, ev)));
}

TEST(wire_mattermost_pull_posts)
{
	static const struct {
		int line;
		const char *body;
		int events;
		const char *kinds; /* m message, e edited, l lifecycle */
		const char *text;  /* of the last */
	} cases[] = {
		{__LINE__, P(X, MAYA, "", "hello all"), 0, "", ""},
		{__LINE__, P(X, MAYA, "", "@docket status ACME-042"), 1, "m", "status ACME-042"},
		{__LINE__, P(X, MAYA, "", "@Docket, help"), 1, "m", "help"},
		{__LINE__, P(X, MAYA, "", "ask @docket."), 1, "m", "ask ."},
		{__LINE__, P(X, MAYA, "", "@docketeer status"), 0, "", ""},
		{__LINE__, P(X, MAYA, "", "x@docket.example"), 0, "", ""},
		{__LINE__, P(X, MAYA, R, "bigger logo"), 1, "m", "bigger logo"},
		{__LINE__,
		 P(X, MAYA,
		   R ",\"file_ids\":[\"f1\"],\"metadata\":{\"files\":[{\"id\":\"f1\",\"name\":\"a.pdf\","
		     "\"mime_type\":\"application/pdf\",\"size\":4}]}",
		   ""),
		 1, "m", " files=a.pdf|application/pdf|f1|4"},
		{__LINE__, P(X, MAYA, R ",\"file_ids\":[\"f1\",\"f2\"]", "see"), 1, "m",
		 "see files=||f1|0, ||f2|0"},
		{__LINE__, P(X, ME, R, "my own"), 0, "", ""},
		{__LINE__, P(X, MAYA, R ",\"props\":{\"from_bot\":\"true\"}", "a bot"), 0, "", ""},
		{__LINE__, P(X, MAYA, R ",\"props\":{\"from_webhook\":\"true\"}", "x"), 0, "", ""},
		{__LINE__, P(X, MAYA, R ",\"type\":\"system_join_channel\"", "joined"), 0, "", ""},
		{__LINE__,
		 P(X, MAYA,
		   ",\"type\":\"system_add_to_channel\",\"props\":{\"addedUserId\":\"" ME "\"}",
		   ""),
		 1, "l", "joined"},
		{__LINE__,
		 P(X, MAYA,
		   ",\"type\":\"system_add_to_channel\",\"props\":{\"addedUserId\":\"" MAYA "\"}",
		   ""),
		 0, "", ""},
		/* An edit: what it was may never have been seen, so both. */
		{__LINE__, P(X, MAYA, R ",\"edit_at\":1699999991000", "smaller logo"), 2, "me",
		 "smaller logo"},
		/* What was deleted before it was seen says nothing but that. */
		{__LINE__, P(X, MAYA, R ",\"delete_at\":1699999992000", ""), 1, "e", ""},
		/* A row of an edit's history is not a message. */
		{__LINE__, P(X, MAYA, R ",\"original_id\":\"" A "\",\"delete_at\":1", "old"), 0, "",
		 ""},
		{__LINE__, P("../../x", MAYA, R, "odd"), 0, "", ""},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pool *p = pool_new();
		void *self = opened();
		struct slice cursor = news(self, p, begun(self, p));
		struct chat_pulled got = answered(self, p, cursor, 200, cases[i].body);
		char kinds[8] = "";
		CHECK_INT_AT(cases[i].line, got.events.len, cases[i].events);
		for (size_t k = 0; k < got.events.len && k < 7; k++)
			kinds[k] = "cafmel"[got.events.at[k].kind];
		CHECK_STR_AT(cases[i].line, kinds, cases[i].kinds);
		if (got.events.len > 0)
			CHECK_SLICE_AT(cases[i].line, with_files(p, &got.events), cases[i].text);
		for (size_t k = 0; k < got.events.len; k++) {
			CHECK_AT(cases[i].line, got.events.at[k].key.len > 0);
			CHECK_SLICE_AT(cases[i].line, got.events.at[k].room, A);
		}
		/* And the list is asked next; the channel is quiet until it has news again. */
		CHECK_SLICE_AT(cases[i].line, asks(self, p, got.next), "/users/me/channels");
		mm()->close(self);
		pool_free(p);
	}
}

/* The same post comes by the overlap again, by a webhook, or after a restart: it has one key. */
TEST(wire_mattermost_pull_again)
{
	struct pool *p = pool_new();
	void *self = opened();
	struct slice cursor = news(self, p, begun(self, p));
	static const char body[] = P(X, MAYA, R, "bigger logo");
	struct chat_pulled one = answered(self, p, cursor, 200, body);
	struct chat_pulled two = answered(self, p, cursor, 200, body);
	CHECK(slice_eq(one.next, two.next));
	CHECK_SLICE_AT(__LINE__, one.events.at[0].key, "p:" X);
	CHECK_SLICE_AT(__LINE__, two.events.at[0].key, "p:" X);
	CHECK_SLICE_AT(__LINE__, one.events.at[0].thread, "rrrrrrrrrrrrrrrrrrrrrrrrrr");
	mm()->close(self);
	/* Another process with the cursor that was kept: it asks who it is, then goes on. */
	self = opened();
	CHECK_SLICE_AT(__LINE__, asks(self, p, one.next), "/users/me");
	struct chat_pulled me =
		answered(self, p, one.next, 200, "{\"id\":\"" ME "\",\"username\":\"docket\"}");
	CHECK(slice_eq(me.next, one.next));
	CHECK_SLICE_AT(__LINE__, asks(self, p, me.next), "/users/me/channels");
	/* The mark stands at the post: the next news is asked for from there, with the overlap. */
	struct chat_pulled got =
		answered(self, p, me.next, 200,
			 "[{\"id\":\"" A "\",\"type\":\"O\",\"last_post_at\":1699999999000}]");
	CHECK_SLICE_AT(__LINE__, asks(self, p, got.next),
		       "/channels/" A "/posts?since=1699999980000");
	/* B is gone from the list: that is told. */
	CHECK_INT(got.events.len, 1);
	CHECK_INT(got.events.at[0].kind, CHAT_LIFECYCLE);
	CHECK_SLICE_AT(__LINE__, got.events.at[0].text, "left");
	mm()->close(self);
	pool_free(p);
}

/* A direct channel that was opened to tell us something is new to us: its first words count. */
TEST(wire_mattermost_pull_new_direct)
{
	struct pool *p = pool_new();
	void *self = opened();
	struct slice cursor = begun(self, p);
	struct chat_pulled got =
		answered(self, p, cursor, 200,
			 "[{\"id\":\"" A "\",\"type\":\"O\",\"last_post_at\":1699999940000},"
			 "{\"id\":\"" B "\",\"type\":\"D\",\"last_post_at\":0},{\"id\":\"" X
			 "\",\"type\":\"D\",\"last_post_at\":1699999999500}]");
	CHECK_SLICE_AT(__LINE__, asks(self, p, got.next),
		       "/channels/" X "/posts?since=1699999930000");
	got = answered(self, p, got.next, 200, P(A, MAYA, "", "link 7F3K92QD"));
	CHECK_INT(got.events.len, 1);
	CHECK_INT(got.events.at[0].kind, CHAT_MESSAGE);
	CHECK(got.events.at[0].direct);
	mm()->close(self);
	pool_free(p);
}

/* A page of the channel's history, newest first: posts n-1 … n-count, made at 1699999940000 + i. */
static struct slice
page(struct pool *p, int newest, int count)
{
	struct str s;
	str_init(&s, 1 << 20);
	str_adds(&s, "{\"order\":[");
	for (int i = 0; i < count; i++)
		str_addf(&s, "%s\"p%024d0\"", i > 0 ? "," : "", newest - i);
	str_adds(&s, "],\"posts\":{");
	for (int i = 0; i < count; i++)
		str_addf(&s,
			 "%s\"p%024d0\":{\"id\":\"p%024d0\",\"user_id\":\"" MAYA
			 "\",\"create_at\":%lld,\"update_at\":%lld" R ",\"message\":\"n%d\"}",
			 i > 0 ? "," : "", newest - i, newest - i, 1699999930000LL + newest - i,
			 1699999930000LL + newest - i, newest - i);
	str_adds(&s, "}}");
	struct slice out = pool_copy(p, str_slice(&s));
	str_clear(&s);
	return out;
}

/* More than one answer holds: read back to what is known, then forward, each once, none missing. */
TEST(wire_mattermost_pull_overflow)
{
	enum { POSTS = 1500, PAGE = 200 };
	struct pool *p = pool_new();
	void *self = opened();
	struct slice cursor = news(self, p, begun(self, p));
	bool seen[POSTS + 1] = {false};
	int requests = 0, twice = 0;
	/* ?since= answers 1,000 of them, nobody knows which: none is taken from it. */
	struct chat_pulled got = answered(self, p, cursor, 200, page(p, POSTS, 1000).data);
	CHECK_INT(got.events.len, 0);
	for (;;) {
		struct slice url = asks(self, p, got.next), number = SLICE_NONE;
		if (slice_is(url, "/users/me/channels") || requests++ > 40)
			break;
		/* A stop between any two requests: another process goes on with the cursor. */
		mm()->close(self);
		self = opened();
		asks(self, p, got.next);
		answered(self, p, got.next, 200, "{\"id\":\"" ME "\",\"username\":\"docket\"}");
		asks(self, p, got.next);
		ptrdiff_t at = slice_find(url, SLICE_LIT("?page="));
		int64_t n = 0;
		struct slice body;
		if (at >= 0) {
			number = slice_sub(url, (size_t)at + 6, url.len);
			struct slice digits;
			CHECK(slice_cut(&number, '&', &digits) && slice_int(digits, &n));
			int newest = POSTS - (int)n * PAGE, count = newest >= PAGE ? PAGE
								    : newest > -1  ? newest + 1
										   : 0;
			body = page(p, newest, count);
		} else {
			at = slice_find(url, SLICE_LIT("?after=p"));
			CHECK(at > 0);
			struct slice digits = slice_sub(url, (size_t)at + 8, (size_t)at + 8 + 24);
			CHECK(slice_int(digits, &n));
			int last = (int)n + PAGE < POSTS ? (int)n + PAGE : POSTS;
			body = page(p, last, last - (int)n);
		}
		got = answered(self, p, got.next, 200, body.data);
		for (size_t i = 0; i < got.events.len; i++) {
			int64_t which = -1;
			struct slice text = got.events.at[i].text;
			CHECK(slice_int(slice_sub(text, 1, text.len), &which));
			if (which >= 0 && which <= POSTS) {
				twice += seen[which];
				seen[which] = true;
			}
		}
	}
	for (int i = 1; i <= POSTS; i++)
		CHECK_AT(i, seen[i]);
	CHECK(twice <= 10); /* one at each seam of two pages; their keys are the same */
	CHECK(requests > 10 && requests < 25);
	mm()->close(self);
	pool_free(p);
}

TEST(wire_mattermost_pull_trouble)
{
	static const struct {
		int line, status;
		const char *body;
		enum chat_status want;
	} cases[] = {
		{__LINE__, 401, "{\"id\":\"api.context.session_expired.app_error\"}", CHAT_REAUTH},
		{__LINE__, 429, "limit exceeded", CHAT_LATER},
		{__LINE__, 500, "", CHAT_RETRY},
		{__LINE__, 0, "", CHAT_RETRY},
		{__LINE__, 200, "<html>", CHAT_RETRY},
		{__LINE__, 200, "{}", CHAT_RETRY},
	};
	struct pool *p = pool_new();
	void *self = opened();
	struct slice cursor = begun(self, p);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_pulled got = answered(self, p, cursor, cases[i].status, cases[i].body);
		CHECK_INT_AT(cases[i].line, got.status, cases[i].want);
		CHECK_AT(cases[i].line, slice_eq(got.next, cursor) && got.why.len > 0);
		CHECK_INT_AT(cases[i].line, got.not_before,
			     cases[i].status == 429 ? NOW + 10000 : 0);
	}
	/* A channel that shuts us out is left; the others go on. */
	struct slice asked = news(self, p, cursor);
	struct chat_pulled got = answered(self, p, asked, 403, "{}");
	CHECK_INT(got.status, CHAT_OK);
	CHECK_INT(got.events.len, 1);
	CHECK_SLICE_AT(__LINE__, asks(self, p, got.next), "/users/me/channels");
	/* A cursor that is none. */
	static const char *const odd[] = {"2 1 1\n", "1 x 1\n", "1 1 1\nr d\n",
					  "1 1 1\na d z 1 1 1 -\n", "1 1 1\na d q -5 1 1 -\n"};
	for (size_t i = 0; i < COUNT(odd); i++) {
		struct http_out out;
		struct err e = ERR_INIT;
		CHECK_INT_AT((int)i, mm()->pull(self, p, slice_of(odd[i]), &out, &e), -1);
	}
	mm()->close(self);
	pool_free(p);
}

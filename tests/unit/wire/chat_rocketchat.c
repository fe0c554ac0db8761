/*
 * Tests of the Rocket.Chat adapter: who may call and what a call says, what is said there and what
 * became of it, and asking it.
 */
#include "chat_case.h"

#define HOOK "R0cketHookToken0123456"
#define BOT  "BotBotBotBotBot01"
#define MAYA "MayaMayaMayaMay02"
#define ROOM "RoomRoomRoomRoo03"
#define MSG  "MessageMessageM04"
#define JSON "application/json; charset=utf-8"
enum { T0 = 1700000000 };
#define NOW ((int64_t)T0 * 1000)

static const struct conf_chat conf = {.name = "rocket",
				      .url = "https://chat.example/",
				      .user = BOT,
				      .room = ROOM,
				      .command = "docket"};

static const struct chat_adapter *
rc(void)
{
	return chat_adapter_of("rocketchat");
}

static void *
opened(void)
{
	struct chat_setup s = {
		.conf = &conf, .token = SLICE_LIT("t0ken"), .hook_token = SLICE_LIT(HOOK)};
	struct err e = ERR_INIT;
	void *self = NULL;
	CHECK_INT(rc()->open(&s, &self, &e), 0);
	struct http_result me =
		case_result(200, "{\"_id\":\"" BOT "\",\"username\":\"docket\",\"success\":true}");
	struct chat_result took;
	rc()->took(self, &me, NOW, &took);
	CHECK_INT(took.status, CHAT_OK);
	return self;
}

TEST(wire_rocketchat_settings)
{
	static const struct {
		int line;
		const char *url, *user, *token, *hook;
		enum conf_transport transport;
		const char *missing;
	} cases[] = {
		{__LINE__, "https://c.example", BOT, "t", "", CONF_TRANSPORT_USUAL, NULL},
		{__LINE__, "https://c.example", BOT, "t", "h", CONF_TRANSPORT_PUSH, NULL},
		{__LINE__, NULL, BOT, "t", "h", CONF_TRANSPORT_USUAL, "url"},
		{__LINE__, "https://c.example", NULL, "t", "h", CONF_TRANSPORT_USUAL, "user"},
		{__LINE__, "https://c.example", BOT, "", "h", CONF_TRANSPORT_USUAL, "token"},
		{__LINE__, "https://c.example", BOT, "t", "", CONF_TRANSPORT_PUSH, "hook_token"},
		{__LINE__, "https://c.example", "a b", "t", "", CONF_TRANSPORT_USUAL, "user"},
		{__LINE__, "https://c.example", BOT, "t", "h", CONF_TRANSPORT_SOCKET, "socket"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf_chat c = {.name = "rocket",
				      .url = cases[i].url,
				      .user = cases[i].user,
				      .transport = cases[i].transport};
		struct chat_setup s = {.conf = &c,
				       .token = slice_of(cases[i].token),
				       .hook_token = slice_of(cases[i].hook)};
		struct err e = ERR_INIT;
		void *self = NULL;
		int got = rc()->open(&s, &self, &e);
		CHECK_INT_AT(cases[i].line, got, cases[i].missing == NULL ? 0 : -1);
		if (cases[i].missing != NULL)
			CHECK_AT(cases[i].line, strstr(e.text, cases[i].missing) != NULL);
		if (got == 0)
			rc()->close(self);
	}
}

#define CALL(extra, text)                                                                          \
	"{\"token\":\"" HOOK "\",\"bot\":false,\"channel_id\":\"" ROOM                             \
	"\",\"channel_name\":\"team\",\"message_id\":\"" MSG                                       \
	"\",\"timestamp\":\"2026-05-11T13:00:00.000Z\",\"user_id\":\"" MAYA                        \
	"\",\"user_name\":\"maya\",\"text\":\"" text "\"" extra "}"

TEST(wire_rocketchat_verify)
{
	static const struct {
		int line;
		const char *method, *type, *body;
		int want;
	} cases[] = {
		{__LINE__, "POST", JSON, CALL("", "hello"), 0},
		{__LINE__, "POST", "application/json", "{\"token\":\"" HOOK "\"}", 0},
		{__LINE__, "GET", JSON, CALL("", "hello"), 405},
		{__LINE__, "POST", "text/plain", CALL("", "hello"), 415},
		{__LINE__, "POST", JSON, "{\"token\":\"" HOOK "x\"}", 401},
		{__LINE__, "POST", JSON, "{\"token\":\"R0cketHookToken0123457\"}", 401},
		{__LINE__, "POST", JSON, "{\"token\":\"\"}", 401},
		{__LINE__, "POST", JSON, "{\"token\":7}", 401},
		{__LINE__, "POST", JSON, "{}", 401},
		{__LINE__, "POST", JSON, "[]", 400},
		{__LINE__, "POST", JSON, "", 400},
	};
	struct pool *p = pool_new();
	void *self = opened();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_in in = case_in(p, cases[i].type, NULL, cases[i].body);
		struct err e = ERR_INIT;
		in.method = slice_of(cases[i].method);
		int got = rc()->verify(self, p, &in, &e);
		CHECK_INT_AT(cases[i].line, got, cases[i].want);
		CHECK_AT(cases[i].line, got != 410 && strstr(e.text, HOOK) == NULL);
	}
	rc()->close(self);
	/* Without a token in the settings nothing gets in. */
	struct chat_setup bare = {.conf = &conf, .token = SLICE_LIT("t")};
	struct err e = ERR_INIT;
	CHECK_INT(rc()->open(&bare, &self, &e), 0);
	struct http_in in = case_in(p, JSON, NULL, "{\"token\":\"\"}");
	CHECK_INT(rc()->verify(self, p, &in, &e), 401);
	rc()->close(self);
	pool_free(p);
}

TEST(wire_rocketchat_decode)
{
	static const struct {
		int line;
		const char *body;
		int want, events;
		enum chat_kind kind;
		bool mention;
		const char *text, *thread;
	} cases[] = {
		{__LINE__, CALL(",\"trigger_word\":\"docket\"", "docket status ACME-042"), 0, 1,
		 CHAT_MESSAGE, true, "status ACME-042", ""},
		{__LINE__, CALL("", "@docket: help"), 0, 1, CHAT_MESSAGE, true, "help", ""},
		{__LINE__, CALL("", "hello all"), 0, 0, 0, false, "", ""},
		{__LINE__, CALL("", "@docketeer hi"), 0, 0, 0, false, "", ""},
		{__LINE__, CALL(",\"tmid\":\"Root1\"", "bigger logo"), 0, 1, CHAT_MESSAGE, false,
		 "bigger logo", "Root1"},
		{__LINE__,
		 CALL(",\"message\":{\"tmid\":\"Root2\",\"file\":{\"_id\":\"f1\",\"name\":\"a.pdf\","
		      "\"type\":\"application/pdf\"}}",
		      ""),
		 0, 1, CHAT_MESSAGE, false, " files=a.pdf|application/pdf|f1|0", "Root2"},
		{__LINE__,
		 CALL(",\"message\":{\"tmid\":\"Root2\",\"files\":[{\"_id\":\"f1\",\"name\":\"a.png\"},{"
		      "\"_id\":\"f2\",\"name\":\"thumb-a.png\"}]}",
		      "see"),
		 0, 1, CHAT_MESSAGE, false, "see files=a.png||f1|0", "Root2"},
		{__LINE__, CALL(",\"message\":{\"tmid\":\"Root2\"}", "bigger logo"), 0, 1,
		 CHAT_MESSAGE, false, "bigger logo", "Root2"},
		{__LINE__, CALL(",\"tmid\":\"Root1\",\"isEdited\":true", "smaller"), 0, 1,
		 CHAT_EDITED, false, "smaller", "Root1"},
		{__LINE__, CALL(",\"tmid\":\"Root1\",\"bot\":true", "x"), 0, 0, 0, false, "", ""},
		{__LINE__, CALL(",\"tmid\":\"Root1\",\"bot\":{\"i\":\"z\"}", "x"), 0, 0, 0, false,
		 "", ""},
		{__LINE__, CALL(",\"tmid\":\"Root1\",\"user_id\":\"" BOT "\"", "x"), 0, 0, 0, false,
		 "", ""},
		{__LINE__, CALL(",\"channel_id\":\"../x\"", "@docket x"), -1, 0, 0, false, "", ""},
		{__LINE__, "{\"token\":\"" HOOK "\"}", -1, 0, 0, false, "", ""},
	};
	struct pool *p = pool_new();
	void *self = opened();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_in in = case_in(p, JSON, NULL, cases[i].body);
		chat_event_list got = {0};
		struct http_answer answer = {0};
		struct err e = ERR_INIT;
		CHECK_INT_AT(cases[i].line, rc()->decode(self, p, &in, &got, &answer, &e),
			     cases[i].want);
		CHECK_INT_AT(cases[i].line, got.len, cases[i].events);
		if (cases[i].want == 0 && got.len == 0)
			CHECK_SLICE_AT(cases[i].line, answer.body, "{}"); /* never empty */
		if (got.len == 0)
			continue;
		CHECK_INT_AT(cases[i].line, got.at[0].kind, cases[i].kind);
		CHECK_INT_AT(cases[i].line, got.at[0].mention, cases[i].mention);
		CHECK_SLICE_AT(cases[i].line,
			       pool_slicef(p, "%.*s%.*s", SLICE_ARG(got.at[0].text),
					   SLICE_ARG(case_files(p, &got.at[0]))),
			       cases[i].text);
		CHECK_SLICE_AT(cases[i].line, got.at[0].thread, cases[i].thread);
		CHECK_AT(cases[i].line, slice_starts(got.at[0].key, "m:" MSG));
		CHECK_AT(cases[i].line,
			 slice_is(got.at[0].key, "m:" MSG) == (cases[i].kind == CHAT_MESSAGE));
		CHECK_INT_AT(cases[i].line, rc()->ack(self, p, &got.at[0], NULL, &answer), 0);
		CHECK_INT_AT(cases[i].line, answer.status, 200);
		CHECK_SLICE_AT(cases[i].line, answer.body, "{}");
	}
	struct http_in in =
		case_in(p, JSON, NULL, CALL(",\"channel_id\":\"" BOT MAYA "\"", "status ACME-042"));
	chat_event_list got = {0};
	struct http_answer answer;
	struct err e = ERR_INIT;
	CHECK_INT(rc()->decode(self, p, &in, &got, &answer, &e), 0);
	CHECK(got.len == 1 && got.at[0].direct);
	rc()->close(self);
	pool_free(p);
}

static struct slice
rendered(void *self, struct pool *p, const struct chat_message *m)
{
	struct http_out out;
	struct err e = ERR_INIT;
	if (rc()->render(self, p, m, &out, &e) < 0)
		return pool_slicef(p, "refused: %s", e.text);
	CHECK_SLICE_AT(__LINE__, case_header_of(&out, "X-Auth-Token"), "t0ken");
	CHECK_SLICE_AT(__LINE__, case_header_of(&out, "X-User-Id"), BOT);
	return pool_slicef(p, "%s %.*s\n%.*s", out.method, SLICE_ARG(out.url), SLICE_ARG(out.body));
}

TEST(wire_rocketchat_render)
{
#define ZW "\xe2\x80\x8b"
	struct pool *p = pool_new();
	void *self = opened();
	struct chat_message m = {.act = CHAT_POST,
				 .key = SLICE_LIT("k1"),
				 .room = SLICE_LIT(ROOM),
				 .thread = SLICE_LIT(MSG),
				 .part = 1,
				 .parts = 1,
				 .card = case_card()};
	CHECK_SLICE_AT(__LINE__, rendered(self, p, &m),
		       "POST https://chat.example/api/v1/chat.sendMessage\n{\"message\":{\"_id\":"
		       "\"k1\",\"rid\":\"" ROOM "\",\"tmid\":\"" MSG
		       "\",\"msg\":\"*ACME-042 Spring banner*\\nMaya: \\\"less \\\\*red\\\\*, "
		       "please\\\" @" ZW "channel\\n*State:* internal-review\\n*Due:* Thursday 14 "
		       "May 2026, 17:00 BST\\nApprove: `@docket approve ACME-042`\\nFiles: "
		       "https://x.example/f\\nv3\",\"parseUrls\":false}}");
	m.parts = 3, m.part = 2; /* each part has an id of its own */
	CHECK(slice_has(rendered(self, p, &m), "\"_id\":\"k1p2\""));
	m.parts = 1;
	m.act = CHAT_UPDATE;
	m.replace = SLICE_LIT(ROOM "/" MSG);
	m.card = (struct chat_card){.text = SLICE_LIT("done @all #general [x](y) _a_ b_c")};
	CHECK_SLICE_AT(__LINE__, rendered(self, p, &m),
		       "POST https://chat.example/api/v1/chat.update\n{\"roomId\":\"" ROOM
		       "\",\"msgId\":\"" MSG "\",\"text\":\"done @" ZW "all #" ZW "general [x]" ZW
		       "(y) \\\\_a\\\\_ b_c\"}");
	m.replace = SLICE_LIT(MSG);
	CHECK(slice_starts(rendered(self, p, &m), "refused: "));
	m = (struct chat_message){.act = CHAT_POST,
				  .room = SLICE_LIT(ROOM),
				  .only = SLICE_LIT(MAYA),
				  .card = {.text = SLICE_LIT("a ``` b"), .code = true}};
	CHECK_SLICE_AT(__LINE__, rendered(self, p, &m),
		       "POST https://chat.example/api/v1/chat.postMessage\n{\"channel\":\"@" MAYA
		       "\",\"text\":\"```\\na `" ZW "`" ZW "` b\\n```\",\"parseUrls\":false}");
	m.act = CHAT_OPEN;
	CHECK(slice_starts(rendered(self, p, &m), "refused: "));
	m = (struct chat_message){.act = CHAT_POST, .room = SLICE_LIT("#team")};
	CHECK(slice_starts(rendered(self, p, &m), "refused: "));
	rc()->close(self);
	pool_free(p);
}

TEST(wire_rocketchat_result)
{
#define FAULT(kind) "{\"success\":false,\"error\":\"x\",\"errorType\":\"" kind "\"}"
	static const char done[] =
		"{\"success\":true,\"message\":{\"_id\":\"" MSG "\",\"rid\":\"" ROOM "\"}}";
	static const struct {
		int line;
		enum chat_act act;
		int status;
		const char *body, *reset;
		enum chat_status want;
		int64_t wait;
	} cases[] = {
		{__LINE__, CHAT_POST, 200, done, NULL, CHAT_OK, 0},
		{__LINE__, CHAT_POST, 200, "{}", NULL, CHAT_RETRY, 0},
		{__LINE__, CHAT_POST, 200, "<html>", NULL, CHAT_RETRY, 0},
		{__LINE__, CHAT_POST, 200, FAULT("error-odd"), NULL, CHAT_REJECTED, 0},
		{__LINE__, CHAT_POST, 400, FAULT("error-room-not-found"), NULL, CHAT_GONE, 0},
		{__LINE__, CHAT_POST, 400,
		 "{\"success\":false,\"error\":\"Not here [invalid-channel]\"}", NULL, CHAT_GONE,
		 0},
		{__LINE__, CHAT_POST, 400, FAULT("error-message-size-exceeded"), NULL, CHAT_TOO_BIG,
		 0},
		{__LINE__, CHAT_POST, 400, FAULT("error-odd"), NULL, CHAT_REJECTED, 0},
		{__LINE__, CHAT_POST, 401, "{\"status\":\"error\"}", NULL, CHAT_REAUTH, 0},
		{__LINE__, CHAT_POST, 403, "{\"success\":false,\"error\":\"unauthorized\"}", NULL,
		 CHAT_GONE, 0},
		{__LINE__, CHAT_UPDATE, 400, FAULT("error-invalid-message"), NULL, CHAT_GONE, 0},
		{__LINE__, CHAT_POST, 429, FAULT("error-too-many-requests"), "1700000043000",
		 CHAT_LATER, 43000},
		{__LINE__, CHAT_POST, 400, FAULT("error-too-many-requests"), "1700000005000",
		 CHAT_LATER, 5000},
		{__LINE__, CHAT_POST, 429, "", NULL, CHAT_LATER, 10000},
		{__LINE__, CHAT_POST, 500, "", NULL, CHAT_RETRY, 0},
		{__LINE__, CHAT_POST, 504, "", NULL, CHAT_UNKNOWN, 0},
		{__LINE__, CHAT_POST, 0, "", NULL, CHAT_UNKNOWN, 0},
		{__LINE__, CHAT_UPDATE, 0, "", NULL, CHAT_RETRY, 0},
	};
	struct pool *p = pool_new();
	void *self = opened();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_message m = {.act = cases[i].act, .room = SLICE_LIT(ROOM)};
		struct http_result r = case_result(cases[i].status, cases[i].body);
		struct chat_result got;
		case_header(p, &r.headers, "X-RateLimit-Reset", cases[i].reset);
		rc()->result(self, p, &m, &r, NOW, &got);
		CHECK_INT_AT(cases[i].line, got.status, cases[i].want);
		CHECK_INT_AT(cases[i].line, got.not_before,
			     cases[i].want == CHAT_LATER ? NOW + cases[i].wait : 0);
		CHECK_AT(cases[i].line, (got.why.len > 0) == (got.status != CHAT_OK));
		if (got.status == CHAT_OK)
			CHECK_SLICE_AT(cases[i].line, got.posted, ROOM "/" MSG);
	}
	struct chat_message m = {.act = CHAT_POST, .room = SLICE_LIT(ROOM), .key = SLICE_LIT(MSG)};
	struct http_out out;
	struct chat_result got;
	CHECK_INT(rc()->probe(self, p, &m, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, "https://chat.example/api/v1/chat.getMessage?msgId=" MSG);
	struct http_result r = case_result(200, done);
	CHECK_INT(rc()->probed(self, p, &m, &r, &got), 1);
	CHECK_SLICE_AT(__LINE__, got.posted, ROOM "/" MSG);
	r = case_result(400, "{\"success\":false}");
	CHECK_INT(rc()->probed(self, p, &m, &r, &got), 0);
	r = case_result(500, "");
	CHECK_INT(rc()->probed(self, p, &m, &r, &got), -1);
	m.direct = true;
	CHECK_INT(rc()->probe(self, p, &m, &out), 0);
	rc()->close(self);
	pool_free(p);
}

TEST(wire_rocketchat_whois)
{
#define USER(rest)                                                                                 \
	"{\"success\":true,\"user\":{\"_id\":\"" MAYA "\",\"username\":\"maya\"" rest "}}"
	static const struct {
		int line;
		const char *body;
		int want;
		bool verified, bot, outsider;
	} cases[] = {
		{__LINE__, USER(",\"emails\":[{\"address\":\"m@h.example\",\"verified\":true}]"), 1,
		 true, false, false},
		{__LINE__, USER(",\"emails\":[{\"address\":\"m@h.example\",\"verified\":false}]"),
		 1, false, false, false},
		{__LINE__, USER(""), 1, false, false, false},
		{__LINE__, USER(",\"roles\":[\"guest\"]"), 1, false, false, true},
		{__LINE__, USER(",\"federated\":true"), 1, false, false, true},
		{__LINE__, USER(",\"type\":\"bot\""), 1, false, true, false},
		{__LINE__, "{\"success\":true,\"user\":{\"_id\":\"" BOT "\"}}", -1, false, false,
		 false},
		{__LINE__, "[]", -1, false, false, false},
	};
	struct pool *p = pool_new();
	void *self = opened();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_actor a = {.uid = SLICE_LIT(MAYA)};
		struct chat_result res;
		struct http_result r = case_result(200, cases[i].body);
		CHECK_INT_AT(cases[i].line, rc()->whois_is(self, p, &r, &a, &res), cases[i].want);
		CHECK_INT_AT(cases[i].line, a.email_verified, cases[i].verified);
		CHECK_INT_AT(cases[i].line, a.bot, cases[i].bot);
		CHECK_INT_AT(cases[i].line, a.outsider, cases[i].outsider);
	}
	rc()->close(self);
	pool_free(p);
}

/* --- Asking ---------------------------------------------------------------------------------- */

static struct slice
asks(void *self, struct pool *p, struct slice cursor)
{
	struct http_out out;
	struct err e = ERR_INIT;
	struct slice base = SLICE_LIT("https://chat.example/api/v1");
	CHECK_INT(rc()->pull(self, p, cursor, &out, &e), 1);
	return slice_sub(out.url, base.len, out.url.len);
}

static struct chat_pulled
answered(void *self, struct pool *p, struct slice cursor, int status, const char *body)
{
	struct http_result r = case_result(status, body);
	struct chat_pulled out;
	struct err e = ERR_INIT;
	CHECK_INT(rc()->pulled(self, p, cursor, &r, NOW, &out, &e), 0);
	return out;
}

TEST(wire_rocketchat_pull)
{
	struct pool *p = pool_new();
	void *self = opened();
	CHECK_SLICE_AT(__LINE__, asks(self, p, SLICE_NONE), "/rooms.get");
	/* 1699999940 is 2023-11-14T22:12:20Z */
	struct chat_pulled got = answered(
		self, p, SLICE_NONE, 200,
		"{\"update\":[{\"_id\":\"" ROOM
		"\",\"t\":\"c\",\"lm\":\"2023-11-14T22:12:20.500Z\"},"
		"{\"_id\":\"D1\",\"t\":\"d\"},{\"_id\":\"Old\",\"t\":\"c\",\"archived\":true}],"
		"\"remove\":[],\"success\":true}");
	CHECK_INT(got.events.len, 0);
	CHECK_SLICE_AT(__LINE__, asks(self, p, got.next),
		       "/chat.syncMessages?roomId=" ROOM "&lastUpdate=2023-11-14T22:12:10Z");
	static const char body[] =
		"{\"result\":{\"updated\":["
		"{\"_id\":\"m3\",\"ts\":\"2023-11-14T22:12:33.000Z\",\"_updatedAt\":{\"$date\":"
		"1699999953000},\"msg\":\"@docket, status\",\"u\":{\"_id\":\"" MAYA "\"}},"
		"{\"_id\":\"m1\",\"ts\":\"2023-11-14T22:12:31.000Z\",\"tmid\":\"r1\",\"msg\":"
		"\"bigger\","
		"\"u\":{\"_id\":\"" MAYA "\"}},"
		"{\"_id\":\"m2\",\"ts\":\"2023-11-14T22:12:32.000Z\",\"msg\":\"just "
		"talk\",\"u\":{\"_id\":"
		"\"" MAYA "\"}},"
		"{\"_id\":\"m4\",\"ts\":\"2023-11-14T22:12:34.000Z\",\"tmid\":\"r1\",\"msg\":"
		"\"ours\",\"u\":"
		"{\"_id\":\"" BOT "\"}},"
		"{\"_id\":\"m5\",\"ts\":\"2023-11-14T22:12:34.000Z\",\"tmid\":\"r1\",\"t\":\"uj\","
		"\"msg\":"
		"\"maya\",\"u\":{\"_id\":\"" MAYA "\"}},"
		"{\"_id\":\"m6\",\"ts\":\"2023-11-14T22:12:35.000Z\",\"tmid\":\"r1\",\"bot\":{"
		"\"i\":\"x\"},"
		"\"msg\":\"b\",\"u\":{\"_id\":\"" MAYA "\"}},"
		"{\"_id\":\"m7\",\"ts\":\"2023-11-14T20:00:00.000Z\",\"tmid\":\"r1\",\"editedAt\":"
		"\"2023-11-14T22:12:40.000Z\",\"msg\":\"old, edited\",\"u\":{\"_id\":\"" MAYA
		"\"}}],"
		"\"deleted\":[{\"_id\":\"m0\"}]},\"success\":true}";
	struct slice asked = got.next;
	got = answered(self, p, asked, 200, body);
	CHECK_INT(got.events.len, 4);
	CHECK_SLICE_AT(__LINE__, got.events.at[0].key, "d:m0");
	CHECK_SLICE_AT(__LINE__, got.events.at[1].key, "m:m1");
	CHECK_SLICE_AT(__LINE__, got.events.at[1].thread, "r1");
	CHECK_SLICE_AT(__LINE__, got.events.at[2].text, "status");
	CHECK(got.events.at[2].mention && got.events.at[2].kind == CHAT_MESSAGE);
	CHECK_INT(got.events.at[3].kind, CHAT_EDITED); /* long ago said: only that it changed */
	/* The same cursor again gives the same keys: a stop before the commit loses nothing. */
	struct chat_pulled again = answered(self, p, asked, 200, body);
	CHECK(slice_eq(again.next, got.next) && again.events.len == 4);
	CHECK_SLICE_AT(__LINE__, asks(self, p, got.next),
		       "/chat.syncMessages?roomId=D1&lastUpdate=1970-01-01T00:00:00Z");
	/* A room that shuts us out is left. */
	struct chat_pulled out = answered(self, p, got.next, 400, FAULT("error-room-not-found"));
	CHECK_INT(out.status, CHAT_OK);
	CHECK_INT(out.events.len, 1);
	CHECK_INT(out.events.at[0].kind, CHAT_LIFECYCLE);
	CHECK_SLICE_AT(__LINE__, asks(self, p, out.next), "/rooms.get");
	static const struct {
		int line, status;
		const char *body;
		enum chat_status want;
	} trouble[] = {
		{__LINE__, 401, "", CHAT_REAUTH},  {__LINE__, 429, "", CHAT_LATER},
		{__LINE__, 503, "", CHAT_RETRY},   {__LINE__, 0, "", CHAT_RETRY},
		{__LINE__, 200, "{}", CHAT_RETRY},
	};
	for (size_t i = 0; i < COUNT(trouble); i++) {
		got = answered(self, p, out.next, trouble[i].status, trouble[i].body);
		CHECK_INT_AT(trouble[i].line, got.status, trouble[i].want);
		CHECK_AT(trouble[i].line, slice_eq(got.next, out.next) && got.why.len > 0);
	}
	rc()->close(self);
	pool_free(p);
}

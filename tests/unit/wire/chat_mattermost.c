/*
 * Tests of the Mattermost adapter: who may call, what a call says, what is said there and what
 * became of it. Asking by pull is in mattermost_pull.c. Vectors: Mattermost's own documentation of
 * custom slash commands and outgoing webhooks.
 */
#include "chat_case.h"

#define ROOM   "fukxanjgjbnp7ng383at53k1sy"
#define PERSON "erj6qck3rfgtujs86w5r6rckzh"
#define TEAM   "wx4zz8t4ttgmtxqiwfohijayzc"
#define BOT    "b0tb0tb0tb0tb0tb0tb0tb0tb0"
#define POST   "axdygg1957njfe5pu38saikdho"
#define TOKEN  "k3j5m2n7p4q6r8s9t2u4v6w8x2"
#define FORM   "application/x-www-form-urlencoded"
#define JSON   "application/json"
#define SECRET "qzgakf1nx3yt9dr4n8585ihbxy"
#define HOOK   "zmigewsanbbsdf59xnmduzypjc"

/* The request of Mattermost's documentation, line ends taken out. */
static const char doc_slash[] =
	"channel_id=" ROOM "&channel_name=town-square&command=%2Fweather&response_url=http%3A%2F%2F"
	"localhost%3A8066%2Fhooks%2Fcommands%2Fi11f6nnfgfyk8eg56x9omc6dpa&team_domain=team-awesome&"
	"team_id=" TEAM "&text=toronto+week&token=" SECRET
	"&trigger_id=ZWZ5ZjRndzR4YmJxOHJlZWh4MXpkaHozbnI6ZXJqNnFjazNyZmd0dWpzODZ3NXI2cmNremg6MTY2Mj"
	"A0MTY5Njg5NjpNRVFDSUQ5cTZ3MkRHU1RaNjhyaDh1TGl1STlSVHh2R1czSXZ5aGVRYjhkWThuZnlBaUI2YnlPR2Zp"
	"WlczR1FmVkdIODlreEp4MmlVT0UxMm9LMjlkZ1d0RC8xbjZRPT0%3D&user_id=" PERSON "&user_name=alan";
static const char doc_hook[] =
	"channel_id=hawos4dqtby53pd64o4a4cmeoo&channel_name=town-square&team_domain=someteam&"
	"team_id=kwoknj9nwpypzgzy78wkw516qe&post_id=" POST "&text=some+text+here&"
	"timestamp=1445532266&token=" HOOK
	"&trigger_word=some&user_id=rnina9994bde8mua79zqcg5hmo&user_name=somename";
static const char doc_hook_json[] =
	"{\"channel_id\":\"hawos4dqtby53pd64o4a4cmeoo\",\"channel_name\":\"town-square\","
	"\"team_domain\":\"someteam\",\"team_id\":\"kwoknj9nwpypzgzy78wkw516qe\",\"post_id\":"
	"\"" POST "\",\"text\":\"some text here\",\"timestamp\":\"1445532266\",\"token\":\"" HOOK
	"\",\"trigger_word\":\"some\",\"user_id\":\"rnina9994bde8mua79zqcg5hmo\"}";
static const char click[] =
	"{\"user_id\":\"" PERSON "\",\"user_name\":\"alan\",\"channel_id\":\"" ROOM
	"\",\"channel_name\":\"town-square\",\"team_id\":\"" TEAM "\",\"post_id\":\"" POST
	"\",\"trigger_id\":\"dHJpZ2dlcg==\",\"type\":\"button\",\"data_source\":\"\","
	"\"context\":{\"token\":\"" TOKEN "\"}}";
static const char dialog[] =
	"{\"type\":\"dialog_submission\",\"callback_id\":\"docket\",\"state\":\"" TOKEN
	"\",\"user_id\":\"" PERSON "\",\"channel_id\":\"" ROOM "\",\"team_id\":\"" TEAM
	"\",\"submission\":{\"what\":\"bigger logo\",\"due\":\"2026-05-14\",\"n\":3},"
	"\"cancelled\":false}";

static const struct conf_chat conf = {.name = "team",
				      .url = "http://localhost:8066/",
				      .room = ROOM,
				      .command = "docket",
				      .tenant = TEAM};

static void *
opened(const char *public_url)
{
	struct chat_setup s = {.conf = &conf,
			       .public_url = public_url,
			       .token = SLICE_LIT("bottoken"),
			       .secret = SLICE_LIT(SECRET),
			       .hook_token = SLICE_LIT(HOOK)};
	struct err e = ERR_INIT;
	void *self = NULL;
	CHECK_INT(chat_adapter_of("mattermost")->open(&s, &self, &e), 0);
	return self;
}

static const struct chat_adapter *
mm(void)
{
	return chat_adapter_of("mattermost");
}

TEST(wire_mattermost_settings)
{
	static const struct {
		int line;
		const char *url, *token, *secret;
		enum conf_transport transport;
		const char *missing; /* NULL: it opens */
	} cases[] = {
		{__LINE__, "https://c.example", "t", "s", CONF_TRANSPORT_USUAL, NULL},
		{__LINE__, "https://c.example", "t", "", CONF_TRANSPORT_PULL, NULL},
		{__LINE__, NULL, "t", "s", CONF_TRANSPORT_USUAL, "url"},
		{__LINE__, "https://c.example", "", "s", CONF_TRANSPORT_USUAL, "token"},
		{__LINE__, "https://c.example", "t", "", CONF_TRANSPORT_PUSH, "secret"},
		{__LINE__, "https://c.example", "t", "s", CONF_TRANSPORT_SOCKET, "socket"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf_chat c = {.name = "team",
				      .url = cases[i].url,
				      .command = "docket",
				      .transport = cases[i].transport};
		struct chat_setup s = {.conf = &c,
				       .token = slice_of(cases[i].token),
				       .secret = slice_of(cases[i].secret)};
		struct err e = ERR_INIT;
		void *self = NULL;
		int got = mm()->open(&s, &self, &e);
		CHECK_INT_AT(cases[i].line, got, cases[i].missing == NULL ? 0 : -1);
		if (cases[i].missing != NULL)
			CHECK_AT(cases[i].line, strstr(e.text, cases[i].missing) != NULL);
		if (got == 0)
			mm()->close(self);
	}
}

TEST(wire_mattermost_verify)
{
	static const char raw_byte[] = "token=" SECRET "&command=%2Fdocket&text=\xff";
	static const struct {
		int line;
		const char *method, *type, *authorization, *body;
		int want;
	} cases[] = {
		{__LINE__, "POST", FORM, "Token " SECRET, doc_slash, 0},
		{__LINE__, "POST", FORM "; charset=utf-8", "Token " SECRET, doc_slash, 0},
		{__LINE__, "GET", FORM, "Token " SECRET, doc_slash, 405},
		{__LINE__, "PUT", FORM, "Token " SECRET, doc_slash, 405},
		{__LINE__, "POST", "text/plain", "Token " SECRET, doc_slash, 415},
		{__LINE__, "POST", NULL, "Token " SECRET, doc_slash, 415},
		{__LINE__, "POST", FORM, NULL, doc_slash, 401},
		{__LINE__, "POST", FORM, "Token qzgakf1nx3yt9dr4n8585ihbxz", doc_slash, 401},
		{__LINE__, "POST", FORM, "Token " SECRET "x", doc_slash, 401},
		{__LINE__, "POST", FORM, "Token", doc_slash, 401},
		{__LINE__, "POST", FORM, SECRET, doc_slash, 401},
		{__LINE__, "POST", FORM, "Bearer " SECRET, doc_slash, 401},
		{__LINE__, "POST", FORM, "Token " SECRET, "command=%2Fdocket&text=x", 401},
		{__LINE__, "POST", FORM, "Token " SECRET, "command=%2Fdocket&token=wrong", 401},
		{__LINE__, "POST", FORM, "Token " SECRET,
		 "command=%2Fd&token=" SECRET "&token=" SECRET, 401},
		/* The token of the one does not open the other. */
		{__LINE__, "POST", FORM, "Token " HOOK, "command=%2Fdocket&token=" HOOK, 401},
		{__LINE__, "POST", FORM, NULL, "post_id=" POST "&token=" SECRET, 401},
		/* Bytes are bytes here; the form is refused when it is read. */
		{__LINE__, "POST", FORM, "Token " SECRET, raw_byte, 0},
		{__LINE__, "POST", FORM, NULL, doc_hook, 0},
		{__LINE__, "POST", JSON, NULL, doc_hook_json, 0},
		{__LINE__, "POST", JSON, NULL, "{\"post_id\":\"" POST "\",\"token\":\"\"}", 401},
		{__LINE__, "POST", JSON, NULL, "{\"post_id\":\"" POST "\"}", 401},
		{__LINE__, "POST", JSON, NULL, "[]", 400},
		{__LINE__, "POST", JSON, NULL, "{", 400},
		{__LINE__, "POST", JSON, NULL, "", 400},
		{__LINE__, "POST", JSON, NULL, click, 0},
		{__LINE__, "POST", JSON, NULL, "{\"context\":{\"token\":\"short\"}}", 401},
		{__LINE__, "POST", JSON, NULL, "{\"context\":{}}", 401},
		{__LINE__, "POST", JSON, NULL, "{\"context\":{\"token\":\"" TOKEN "!\"}}", 401},
		/* A hook's token is no button's. */
		{__LINE__, "POST", JSON, NULL, "{\"context\":{},\"token\":\"" HOOK "\"}", 401},
		{__LINE__, "POST", JSON, NULL, dialog, 0},
		{__LINE__, "POST", JSON, NULL, "{\"type\":\"dialog_submission\",\"submission\":{}}",
		 401},
	};
	struct pool *p = pool_new();
	void *self = opened("https://d.example");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_in in =
			case_in(p, cases[i].type, cases[i].authorization, cases[i].body);
		struct err e = ERR_INIT;
		in.method = slice_of(cases[i].method);
		CHECK_INT_AT(cases[i].line, mm()->verify(self, p, &in, &e), cases[i].want);
		CHECK_AT(cases[i].line, (e.kind == ERR_NONE) == (cases[i].want == 0));
		CHECK_AT(cases[i].line, strstr(e.text, SECRET) == NULL);
	}
	/* Without settings for it nothing gets in, not even an empty token. */
	struct chat_setup bare = {.conf = &conf, .token = SLICE_LIT("t")};
	struct err e = ERR_INIT;
	void *open_to_none = NULL;
	CHECK_INT(mm()->open(&bare, &open_to_none, &e), 0);
	struct http_in in = case_in(p, FORM, "Token ", "command=%2Fdocket&token=");
	CHECK_INT(mm()->verify(open_to_none, p, &in, &e), 401);
	mm()->close(open_to_none);
	mm()->close(self);
	pool_free(p);
}

/* One event of a request. */
static struct chat_event
decoded(void *self, struct pool *p, const char *type, const char *body)
{
	struct http_in in = case_in(p, type, NULL, body);
	chat_event_list got = {0};
	struct http_answer answer = {0};
	struct err e = ERR_INIT;
	CHECK_INT(mm()->decode(self, p, &in, &got, &answer, &e), 0);
	CHECK_INT(got.len, 1);
	return got.len == 1 ? got.at[0] : (struct chat_event){0};
}

TEST(wire_mattermost_decode)
{
	struct pool *p = pool_new();
	void *self = opened("https://d.example");
	struct chat_event ev = decoded(self, p, FORM, doc_slash);
	CHECK_INT(ev.kind, CHAT_COMMAND);
	CHECK_SLICE_AT(__LINE__, ev.text, "toronto week");
	CHECK_SLICE_AT(__LINE__, ev.room, ROOM);
	CHECK_SLICE_AT(__LINE__, ev.who.uid, PERSON);
	CHECK_SLICE_AT(__LINE__, ev.who.handle, "alan");
	CHECK_SLICE_AT(__LINE__, ev.reply,
		       "http://localhost:8066/hooks/commands/i11f6nnfgfyk8eg56x9omc6dpa");
	CHECK_INT(ev.reply_left, 5);
	CHECK(ev.reply_until == 1700000000000 + 1800000);
	CHECK(slice_starts(ev.key, "s:") && ev.key.len == 34);
	CHECK(ev.trigger.len > 100 && !ev.who.outsider && !ev.direct && !ev.mention);
	CHECK(slice_eq(ev.key, decoded(self, p, FORM, doc_slash).key));

	CHECK_SLICE_AT(__LINE__, ev.who.tenant, TEAM);

	ev = decoded(self, p, FORM, doc_hook);
	CHECK_INT(ev.kind, CHAT_MESSAGE);
	CHECK(ev.mention);
	CHECK_SLICE_AT(__LINE__, ev.text, "text here");
	CHECK_SLICE_AT(__LINE__, ev.key, "p:" POST);
	CHECK_SLICE_AT(__LINE__, ev.message, POST);
	CHECK(ev.who.outsider); /* of another team than the settings say */
	CHECK_SLICE_AT(__LINE__, decoded(self, p, JSON, doc_hook_json).key, "p:" POST);
	CHECK_SLICE_AT(__LINE__, decoded(self, p, JSON, doc_hook_json).text, "text here");

	ev = decoded(self, p, JSON, click);
	CHECK_INT(ev.kind, CHAT_ACTION);
	CHECK_SLICE_AT(__LINE__, ev.token, TOKEN);
	CHECK_SLICE_AT(__LINE__, ev.message, POST);
	CHECK_SLICE_AT(__LINE__, ev.trigger, "dHJpZ2dlcg==");
	CHECK_SLICE_AT(__LINE__, ev.reply, "e " ROOM " " PERSON);
	CHECK(slice_starts(ev.key, "a:"));

	ev = decoded(self, p, JSON, dialog);
	CHECK_INT(ev.kind, CHAT_FORM);
	CHECK_SLICE_AT(__LINE__, ev.token, TOKEN);
	CHECK_INT(ev.field_count, 3);
	CHECK_SLICE_AT(__LINE__, ev.fields[0].name, "what");
	CHECK_SLICE_AT(__LINE__, ev.fields[0].value, "bigger logo");
	CHECK_SLICE_AT(__LINE__, ev.fields[2].value, "3");
	mm()->close(self);
	pool_free(p);
}

TEST(wire_mattermost_decode_odd)
{
	static const struct {
		int line;
		const char *type, *body;
		int want, events;
	} cases[] = {
		{__LINE__, FORM, "command=%2Fd&token=x&text=%ff&channel_id=" ROOM, -1, 0},
		{__LINE__, FORM, "command=%2Fd&token=x&text=%zz", -1, 0},
		{__LINE__, FORM, "command=%2Fd&text=a&user_id=" PERSON, -1, 0},
		{__LINE__, FORM, "command=%2Fd&channel_id=../../x&user_id=" PERSON, -1, 0},
		{__LINE__, FORM, "command=%2Fd&channel_id=" ROOM "&user_id=" PERSON, 0, 1},
		{__LINE__, JSON, "{\"context\":{\"token\":7}}", -1, 0},
		{__LINE__, JSON,
		 "{\"state\":\"" TOKEN "\",\"user_id\":\"" PERSON "\",\"channel_id\":\"" ROOM
		 "\",\"cancelled\":true}",
		 0, 0},
		/* A hook without a post: nothing to key by. */
		{__LINE__, JSON,
		 "{\"token\":\"" HOOK "\",\"user_id\":\"" PERSON "\",\"channel_id\":\"" ROOM "\"}",
		 0, 0},
	};
	struct pool *p = pool_new();
	void *self = opened(NULL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_in in = case_in(p, cases[i].type, NULL, cases[i].body);
		chat_event_list got = {0};
		struct http_answer answer = {0};
		struct err e = ERR_INIT;
		CHECK_INT_AT(cases[i].line, mm()->decode(self, p, &in, &got, &answer, &e),
			     cases[i].want);
		CHECK_INT_AT(cases[i].line, got.len, cases[i].events);
	}
	/* An address of somebody else's is not where answers go (trap 7). */
	static const char *const foreign[] = {
		"https%3A%2F%2Fevil.example%2Fx", "http%3A%2F%2Flocalhost%3A8066%40evil.example%2F",
		"file%3A%2F%2Flocalhost%3A8066%2F", "http%3A%2F%2F10.0.0.1%2F"};
	for (size_t i = 0; i < COUNT(foreign); i++) {
		struct slice body = pool_slicef(
			p, "command=%%2Fd&channel_id=" ROOM "&user_id=" PERSON "&response_url=%s",
			foreign[i]);
		struct chat_event ev = decoded(self, p, FORM, body.data);
		CHECK_SLICE_AT(__LINE__, ev.reply, "e " ROOM " " PERSON);
	}
	/* A talk of two people is none with us; the same with the bot is. */
	static const char direct[] =
		"command=%2Fd&channel_id=" ROOM "&user_id=" PERSON "&channel_name=" PERSON "__" BOT;
	static const char other[] =
		"{\"id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\",\"username\":\"docket\"}";
	struct http_result me = case_result(200, "{\"id\":\"" BOT "\",\"username\":\"docket\"}");
	struct chat_result took;
	CHECK(!decoded(self, p, FORM, direct).direct);
	mm()->took(self, &me, 5, &took);
	CHECK_INT(took.status, CHAT_OK);
	CHECK(decoded(self, p, FORM, direct).direct);
	me = case_result(200, other);
	mm()->took(self, &me, 5, &took);
	CHECK(!decoded(self, p, FORM, direct).direct);
	mm()->close(self);
	pool_free(p);
}

TEST(wire_mattermost_ack)
{
	struct pool *p = pool_new();
	void *self = opened("https://d.example");
	struct chat_message m = {.act = CHAT_REPLY,
				 .only = SLICE_LIT(PERSON),
				 .part = 1,
				 .parts = 1,
				 .card = case_card()};
	struct http_answer out;
	struct chat_event ev = decoded(self, p, FORM, doc_slash);
	CHECK_INT(mm()->ack(self, p, &ev, NULL, &out), 0);
	CHECK_INT(out.status, 200);
	CHECK_STR(out.type, "application/json"); /* trap 13: else the JSON is shown raw */
	CHECK_SLICE_AT(__LINE__, out.body, "{}");
	CHECK_INT(mm()->ack(self, p, &ev, &m, &out), 1);
	CHECK(slice_starts(out.body, "{\"response_type\":\"ephemeral\",\"text\":\"**ACME-042"));
	CHECK(slice_ends(out.body, "\"skip_slack_parsing\":true}"));
	m.only = SLICE_NONE;
	CHECK_INT(mm()->ack(self, p, &ev, &m, &out), 1);
	CHECK(slice_starts(out.body, "{\"response_type\":\"in_channel\""));
	m.direct = true;
	CHECK_INT(mm()->ack(self, p, &ev, &m, &out), 0);
	m.direct = false;
	m.parts = 2;
	CHECK_INT(mm()->ack(self, p, &ev, &m, &out), 0);
	m.parts = 1;
	m.act = CHAT_POST; /* for all to see: a post of the bot's own, that can be updated */
	m.room = slice_of(ROOM);
	CHECK_INT(mm()->ack(self, p, &ev, &m, &out), 0);
	CHECK_SLICE_AT(__LINE__, out.body, "{}");

	ev = decoded(self, p, JSON, click);
	m = (struct chat_message){.act = CHAT_REPLY,
				  .only = SLICE_LIT(PERSON),
				  .part = 1,
				  .parts = 1,
				  .card = {.text = SLICE_LIT("Recorded: @here\nok")}};
	CHECK_INT(mm()->ack(self, p, &ev, &m, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.body,
		       "{\"ephemeral_text\":\"Recorded: @\xe2\x80\x8bhere\\nok\","
		       "\"skip_slack_parsing\":true}");
	m.act = CHAT_UPDATE;
	m.replace = slice_of(POST);
	CHECK_INT(mm()->ack(self, p, &ev, &m, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.body,
		       "{\"update\":{\"message\":\"Recorded: @\xe2\x80\x8bhere\\nok\",\"props\":{"
		       "\"attachments\":[]}},\"skip_slack_parsing\":true}");
	m.replace = slice_of(ROOM); /* another message than the one that was clicked */
	CHECK_INT(mm()->ack(self, p, &ev, &m, &out), 0);
	ev = decoded(self, p, JSON, doc_hook_json);
	CHECK_INT(mm()->ack(self, p, &ev, &m, &out), 0);
	CHECK_SLICE_AT(__LINE__, out.body, "{}");
	mm()->close(self);
	pool_free(p);
}

/* What the adapter asks for to say m, as "METHOD URL\nBODY". */
static struct slice
rendered(void *self, struct pool *p, const struct chat_message *m)
{
	struct http_out out;
	struct err e = ERR_INIT;
	if (mm()->render(self, p, m, &out, &e) < 0)
		return pool_slicef(p, "refused: %s", e.text);
	if (!out.secret_url)
		CHECK_SLICE_AT(__LINE__, case_header_of(&out, "Authorization"), "Bearer bottoken");
	return pool_slicef(p, "%s %.*s\n%.*s", out.method, SLICE_ARG(out.url), SLICE_ARG(out.body));
}

TEST(wire_mattermost_render)
{
	struct pool *p = pool_new();
	void *self = opened("https://d.example");
	struct chat_message m = {.act = CHAT_POST,
				 .key = SLICE_LIT("k1"),
				 .room = SLICE_LIT(ROOM),
				 .thread = SLICE_LIT(POST),
				 .part = 1,
				 .parts = 1,
				 .card = case_card()};
	static const char card[] =
		"{\"channel_id\":\"" ROOM "\",\"root_id\":\"" POST
		"\",\"message\":\"**ACME-042 Spring banner**\\nMaya: \\\"less \\\\*red\\\\*, "
		"please\\\" @\xe2\x80\x8b"
		"channel\",\"props\":{\"docket\":\"k1\",\"attachments\":[{"
		"\"fallback\":\"ACME-042 Spring banner\",\"fields\":[{\"title\":\"State\","
		"\"value\":\"internal-review\",\"short\":true},{\"title\":\"Due\",\"value\":"
		"\"Thursday 14 May 2026, 17:00 BST\",\"short\":true}],\"actions\":[{\"id\":"
		"\"docket1\",\"type\":\"button\",\"name\":\"Approve\",\"style\":\"primary\","
		"\"integration\":{\"url\":\"https://d.example/chat/team\",\"context\":{\"token\":"
		"\"" TOKEN "\"}}}],\"footer\":\"v3\",\"text\":\"Files: <https://x.example/f>\"}]},"
		"\"pending_post_id\":\"docket:team:k1\"}";
	struct slice want = pool_slicef(p, "POST http://localhost:8066/api/v4/posts\n%s", card);
	CHECK_SLICE_AT(__LINE__, rendered(self, p, &m), want.data);
	/* The same message, the same bytes. */
	CHECK(slice_eq(rendered(self, p, &m), rendered(self, p, &m)));
	m.act = CHAT_UPDATE;
	m.replace = slice_of(POST);
	m.card = (struct chat_card){.text = SLICE_LIT("done")};
	CHECK_SLICE_AT(__LINE__, rendered(self, p, &m),
		       "PUT http://localhost:8066/api/v4/posts/" POST "/patch\n"
		       "{\"message\":\"done\",\"props\":{\"docket\":\"k1\",\"attachments\":[]}}");
	m.replace = SLICE_LIT("../users/me");
	CHECK(slice_starts(rendered(self, p, &m), "refused: "));
	m.act = CHAT_REPLY;
	m.reply = SLICE_LIT("e " ROOM " " PERSON);
	m.thread = SLICE_NONE;
	CHECK(slice_starts(rendered(self, p, &m), "POST http://localhost:8066/api/v4/posts\n"));
	m.only = SLICE_LIT(PERSON);
	CHECK_SLICE_AT(
		__LINE__, rendered(self, p, &m),
		"POST http://localhost:8066/api/v4/posts/ephemeral\n{\"user_id\":\"" PERSON
		"\",\"post\":{\"channel_id\":\"" ROOM
		"\",\"message\":\"done\",\"props\":{\"docket\":\"k1\",\"attachments\":[]}}}");
	m.reply = SLICE_LIT("http://localhost:8066/hooks/commands/abc");
	CHECK_SLICE_AT(__LINE__, rendered(self, p, &m),
		       "POST http://localhost:8066/hooks/commands/abc\n{\"response_type\":"
		       "\"ephemeral\",\"text\":\"done\",\"attachments\":[],\"skip_slack_parsing\":"
		       "true}");
	m.reply = SLICE_LIT("https://evil.example/hooks/commands/abc");
	CHECK(slice_starts(rendered(self, p, &m), "refused: "));
	m = (struct chat_message){.act = CHAT_POST, .room = SLICE_LIT("town-square"), .parts = 1};
	CHECK(slice_starts(rendered(self, p, &m), "refused: "));
	mm()->close(self);
	/* Without a public address no button can be clicked: words instead. */
	self = opened(NULL);
	m = (struct chat_message){.act = CHAT_POST, .room = SLICE_LIT(ROOM), .card = case_card()};
	CHECK(slice_has(rendered(self, p, &m), "Approve: `/docket approve ACME-042`"));
	CHECK(slice_has(rendered(self, p, &m), "\"actions\":[]"));
	mm()->close(self);
	pool_free(p);
}

TEST(wire_mattermost_form)
{
	struct pool *p = pool_new();
	void *self = opened("https://d.example");
	struct chat_message m = {.act = CHAT_OPEN,
				 .trigger = SLICE_LIT("trig"),
				 .form = {.title = SLICE_LIT("Changes for ACME-042 v3 please"),
					  .submit = SLICE_LIT("Send"),
					  .token = SLICE_LIT(TOKEN),
					  .questions = {{.name = SLICE_LIT("what"),
							 .label = SLICE_LIT("What is to change?"),
							 .input = CHAT_LINES,
							 .must = true},
							{.name = SLICE_LIT("kit"),
							 .label = SLICE_LIT("Kit"),
							 .value = SLICE_LIT("banner"),
							 .input = CHAT_CHOICE}},
					  .question_count = 2}};
	VEC_ADD(&m.form.questions[1].choices, p, SLICE_LIT("banner"));
	struct slice got = rendered(self, p, &m);
	CHECK_SLICE_AT(
		__LINE__, got,
		"POST http://localhost:8066/api/v4/actions/dialogs/open\n{\"trigger_id\":\"trig\","
		"\"url\":\"https://d.example/chat/team\",\"dialog\":{\"callback_id\":\"docket\","
		"\"title\":\"Changes for ACME-042 v3\",\"submit_label\":\"Send\",\"state\":\"" TOKEN
		"\",\"notify_on_cancel\":false,\"elements\":[{\"name\":\"what\",\"display_name\":"
		"\"What is to change?\",\"type\":\"textarea\",\"default\":\"\",\"help_text\":\"\","
		"\"optional\":false},{\"name\":\"kit\",\"display_name\":\"Kit\",\"type\":"
		"\"select\",\"default\":\"banner\",\"help_text\":\"\",\"optional\":true,"
		"\"options\":[{\"text\":\"banner\",\"value\":\"banner\"}]}]}}");
	m.trigger = SLICE_NONE;
	CHECK(slice_starts(rendered(self, p, &m), "refused: "));
	mm()->close(self);
	pool_free(p);
}

TEST(wire_mattermost_escape)
{
#define ZW "\xe2\x80\x8b"
	static const struct {
		int line;
		const char *said, *want;
	} cases[] = {
		{__LINE__, "plain ACME-042 words", "plain ACME-042 words"},
		{__LINE__, "@channel @here @all", "@" ZW "channel @" ZW "here @" ZW "all"},
		{__LINE__, "(@maya)", "(@" ZW "maya)"},
		{__LINE__, "maya@client.example", "maya@client.example"},
		{__LINE__, "a @ b", "a @ b"},
		{__LINE__, "*b* _i_ ~~s~~ `c`", "\\*b\\* \\_i\\_ \\~\\~s\\~\\~ \\`c\\`"},
		{__LINE__, "snake_case_name", "snake_case_name"},
		{__LINE__, "[x](https://evil.example)", "\\[x\\](https://evil.example)"},
		{__LINE__, "<b>", "\\<b>"},
		{__LINE__, "# head\n> quote\n#tag # 3", "\\# head\n\\> quote\n\\#tag # 3"},
		{__LINE__, "a\n---\nb", "a\n\\---\nb"},
		{__LINE__, "a | b", "a \\| b"},
		{__LINE__, "https://x.example/a_b*c", "https://x.example/a_b*c"},
		{__LINE__, "https://x.example/@channel", "https://x.example/@" ZW "channel"},
		{__LINE__, "\\*", "\\\\\\*"},
		{__LINE__, "schön 😀", "schön 😀"},
	};
	struct pool *p = pool_new();
	void *self = opened(NULL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_message m = {.act = CHAT_UPDATE,
					 .replace = SLICE_LIT(POST),
					 .card = {.text = slice_of(cases[i].said)}};
		struct str want;
		struct json w;
		str_init(&want, 4096);
		json_begin(&w, &want);
		json_text(&w, slice_of(cases[i].want));
		CHECK_AT(cases[i].line, slice_find(rendered(self, p, &m), str_slice(&want)) > 0);
		str_clear(&want);
	}
	/* A table keeps its columns, and nothing in it ends the block. */
	struct chat_message m = {.act = CHAT_UPDATE,
				 .replace = SLICE_LIT(POST),
				 .card = {.text = SLICE_LIT("a  *b*\n```\n@here"), .code = true}};
	CHECK(slice_has(rendered(self, p, &m), "```\\na  *b*\\n`" ZW "`" ZW "`\\n@here\\n```"));
	/* 12,000 marks do not burst the 16,383 characters. */
	char *stars = pool_alloc(p, 12001);
	memset(stars, '*', 12000);
	m.card = (struct chat_card){.text = slice_make(stars, 12000)};
	CHECK(rendered(self, p, &m).len < 12400);
	mm()->close(self);
	pool_free(p);
}

TEST(wire_mattermost_result)
{
	enum { NOW = 1700000000 };
#define ERROR(id, status) "{\"id\":\"" id "\",\"message\":\"x\",\"status_code\":" #status "}"
	static const struct {
		int line;
		enum chat_act act;
		int status;
		const char *body, *after, *reset;
		enum chat_status want;
		int64_t wait; /* of CHAT_LATER */
	} cases[] = {
		{__LINE__, CHAT_POST, 201, "{\"id\":\"" POST "\",\"channel_id\":\"" ROOM "\"}",
		 NULL, NULL, CHAT_OK, 0},
		{__LINE__, CHAT_UPDATE, 200, "{\"id\":\"" POST "\"}", NULL, NULL, CHAT_OK, 0},
		{__LINE__, CHAT_POST, 200, "<html>log in</html>", NULL, NULL, CHAT_RETRY, 0},
		{__LINE__, CHAT_POST, 429, "limit exceeded", "7", NULL, CHAT_LATER, 7000},
		{__LINE__, CHAT_POST, 429, "limit exceeded", NULL, "3", CHAT_LATER, 3000},
		{__LINE__, CHAT_POST, 429, "limit exceeded", NULL, "1700005", CHAT_LATER, 3600000},
		{__LINE__, CHAT_POST, 429, "limit exceeded", NULL, NULL, CHAT_LATER, 10000},
		{__LINE__, CHAT_POST, 429, "limit exceeded", NULL, "soon", CHAT_LATER, 10000},
		{__LINE__, CHAT_POST, 401, ERROR("api.context.session_expired.app_error", 401),
		 NULL, NULL, CHAT_REAUTH, 0},
		{__LINE__, CHAT_POST, 403, ERROR("api.context.permissions.app_error", 403), NULL,
		 NULL, CHAT_GONE, 0},
		{__LINE__, CHAT_UPDATE, 403, ERROR("api.context.permissions.app_error", 403), NULL,
		 NULL, CHAT_GONE, 0},
		{__LINE__, CHAT_POST, 400,
		 ERROR("api.post.create_post.can_not_post_to_deleted.error", 400), NULL, NULL,
		 CHAT_GONE, 0},
		{__LINE__, CHAT_POST, 400, ERROR("api.post.create_post.root_id.app_error", 400),
		 NULL, NULL, CHAT_GONE, 0},
		{__LINE__, CHAT_POST, 400,
		 ERROR("model.post.is_valid.message_length.app_error", 400), NULL, NULL,
		 CHAT_TOO_BIG, 0},
		{__LINE__, CHAT_POST, 413, "", NULL, NULL, CHAT_TOO_BIG, 0},
		{__LINE__, CHAT_POST, 400, ERROR("something.else", 400), NULL, NULL, CHAT_REJECTED,
		 0},
		{__LINE__, CHAT_POST, 500, ERROR("api.post.deduplicate_create_post.pending", 500),
		 NULL, NULL, CHAT_LATER, 1000},
		{__LINE__, CHAT_POST, 500, ERROR("app.post.save.app_error", 500), NULL, NULL,
		 CHAT_RETRY, 0},
		{__LINE__, CHAT_POST, 503, "", NULL, NULL, CHAT_RETRY, 0},
		{__LINE__, CHAT_POST, 503, "", "5", NULL, CHAT_LATER, 5000},
		/* Said by a proxy: the post may be there. An update may be sent again. */
		{__LINE__, CHAT_POST, 504, "", NULL, NULL, CHAT_UNKNOWN, 0},
		{__LINE__, CHAT_UPDATE, 504, "", NULL, NULL, CHAT_RETRY, 0},
		{__LINE__, CHAT_POST, 0, "", NULL, NULL, CHAT_UNKNOWN, 0},
		{__LINE__, CHAT_UPDATE, 0, "", NULL, NULL, CHAT_RETRY, 0},
	};
	struct pool *p = pool_new();
	void *self = opened("https://d.example");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_message m = {.act = cases[i].act,
					 .room = SLICE_LIT(ROOM),
					 .replace = SLICE_LIT(POST),
					 .parts = 1};
		struct http_result r = case_result(cases[i].status, cases[i].body);
		struct chat_result got;
		case_header(p, &r.headers, "Retry-After", cases[i].after);
		case_header(p, &r.headers, "X-RateLimit-Reset", cases[i].reset);
		mm()->result(self, p, &m, &r, NOW, &got);
		CHECK_INT_AT(cases[i].line, got.status, cases[i].want);
		CHECK_INT_AT(cases[i].line, got.not_before,
			     cases[i].want == CHAT_LATER ? NOW + cases[i].wait : 0);
		CHECK_AT(cases[i].line, (got.why.len > 0) == (got.status != CHAT_OK));
		if (got.status == CHAT_OK)
			CHECK_SLICE_AT(cases[i].line, got.posted, POST);
	}
	mm()->close(self);
	pool_free(p);
}

TEST(wire_mattermost_direct)
{
	struct pool *p = pool_new();
	void *self = opened("https://d.example");
	struct chat_message m = {.act = CHAT_POST,
				 .key = SLICE_LIT("k2"),
				 .only = SLICE_LIT(PERSON),
				 .direct = true,
				 .parts = 1,
				 .card = {.text = SLICE_LIT("hello")}};
	struct http_result r = case_result(200, "{\"id\":\"" BOT "\",\"username\":\"docket\"}");
	struct chat_result got;
	CHECK_SLICE_AT(__LINE__, rendered(self, p, &m),
		       "GET http://localhost:8066/api/v4/users/me\n");
	mm()->result(self, p, &m, &r, 5, &got);
	CHECK_INT(got.status, CHAT_LATER);
	CHECK_INT(got.not_before, 6);
	CHECK_SLICE_AT(__LINE__, rendered(self, p, &m),
		       "POST http://localhost:8066/api/v4/channels/direct\n[\"" BOT "\",\"" PERSON
		       "\"]");
	r = case_result(201, "{\"id\":\"" ROOM "\",\"type\":\"D\",\"name\":\"x__y\"}");
	mm()->result(self, p, &m, &r, 5, &got);
	CHECK_INT(got.status, CHAT_LATER);
	CHECK(slice_starts(rendered(self, p, &m),
			   "POST http://localhost:8066/api/v4/posts\n{\"channel_id\":\"" ROOM
			   "\",\"message\":\"hello\""));
	r = case_result(201, "{\"id\":\"" POST "\",\"channel_id\":\"" ROOM "\"}");
	mm()->result(self, p, &m, &r, 5, &got);
	CHECK_INT(got.status, CHAT_OK);
	CHECK_SLICE_AT(__LINE__, got.posted, POST);
	/* Where the bot may not write to one person only, that person gets a direct message. */
	m = (struct chat_message){.act = CHAT_REPLY,
				  .reply = SLICE_LIT("e " ROOM " " PERSON),
				  .only = SLICE_LIT(PERSON),
				  .parts = 1,
				  .card = {.text = SLICE_LIT("for you")}};
	CHECK(slice_has(rendered(self, p, &m), "/posts/ephemeral\n"));
	r = case_result(403, ERROR("api.context.permissions.app_error", 403));
	mm()->result(self, p, &m, &r, 5, &got);
	CHECK_INT(got.status, CHAT_LATER);
	CHECK(slice_has(rendered(self, p, &m), "/api/v4/posts\n{\"channel_id\":\"" ROOM "\""));
	mm()->close(self);
	pool_free(p);
}

TEST(wire_mattermost_probe)
{
	struct pool *p = pool_new();
	void *self = opened("https://d.example");
	struct chat_message m = {
		.act = CHAT_POST, .key = SLICE_LIT("k1"), .room = SLICE_LIT(ROOM), .parts = 1};
	struct http_out out;
	struct chat_result got;
	CHECK_INT(mm()->probe(self, p, &m, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url,
		       "http://localhost:8066/api/v4/channels/" ROOM "/posts?page=0&per_page=100");
	struct http_result r =
		case_result(200, "{\"order\":[\"" POST "\"],\"posts\":{\"" POST "\":{\"id\":\"" POST
				 "\",\"root_id\":\"\",\"props\":{\"docket\":\"k1\"}}}}");
	CHECK_INT(mm()->probed(self, p, &m, &r, &got), 1);
	CHECK_SLICE_AT(__LINE__, got.posted, POST);
	m.key = SLICE_LIT("k2");
	CHECK_INT(mm()->probed(self, p, &m, &r, &got), 0);
	m.key = SLICE_LIT("k1");
	m.part = 2, m.parts = 3; /* another part of the same text */
	CHECK_INT(mm()->probed(self, p, &m, &r, &got), 0);
	r = case_result(500, "");
	CHECK_INT(mm()->probed(self, p, &m, &r, &got), -1);
	m.act = CHAT_UPDATE;
	CHECK_INT(mm()->probe(self, p, &m, &out), 0);
	mm()->close(self);
	pool_free(p);
}

TEST(wire_mattermost_whois)
{
	static const struct {
		int line;
		const char *body;
		int want;
		const char *email;
		bool verified, bot, outsider;
	} cases[] = {
		{__LINE__,
		 "{\"id\":\"" PERSON "\",\"username\":\"maya\",\"email\":\"maya@h.example\","
		 "\"email_verified\":true,\"roles\":\"system_user\"}",
		 1, "maya@h.example", true, false, false},
		{__LINE__,
		 "{\"id\":\"" PERSON "\",\"username\":\"maya\",\"email\":\"maya@h.example\","
		 "\"roles\":\"system_user\"}",
		 1, "maya@h.example", false, false, false},
		{__LINE__, "{\"id\":\"" PERSON "\",\"email\":\"\",\"email_verified\":true}", 1, "",
		 false, false, false},
		{__LINE__,
		 "{\"id\":\"" PERSON "\",\"email\":\"g@c.example\",\"email_verified\":true,"
		 "\"roles\":\"system_guest\"}",
		 1, "g@c.example", true, false, true},
		{__LINE__, "{\"id\":\"" PERSON "\",\"remote_id\":\"abc\"}", 1, "", false, false,
		 true},
		{__LINE__, "{\"id\":\"" PERSON "\",\"is_bot\":true}", 1, "", false, true, false},
		{__LINE__, "{\"id\":\"" BOT "\",\"email\":\"x@h.example\"}", -1, "", false, false,
		 false},
		{__LINE__, "[]", -1, "", false, false, false},
	};
	struct pool *p = pool_new();
	void *self = opened(NULL);
	struct http_out out;
	struct chat_actor asked = {.uid = SLICE_LIT(PERSON)}, odd = {.uid = SLICE_LIT("../x")};
	CHECK_INT(mm()->whois(self, p, &asked, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, "http://localhost:8066/api/v4/users/" PERSON);
	CHECK_INT(mm()->whois(self, p, &odd, &out), 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_actor a = asked;
		struct chat_result res;
		struct http_result r = case_result(200, cases[i].body);
		CHECK_INT_AT(cases[i].line, mm()->whois_is(self, p, &r, &a, &res), cases[i].want);
		if (cases[i].want < 0)
			continue;
		CHECK_SLICE_AT(cases[i].line, a.email, cases[i].email);
		CHECK_INT_AT(cases[i].line, a.email_verified, cases[i].verified);
		CHECK_INT_AT(cases[i].line, a.bot, cases[i].bot);
		CHECK_INT_AT(cases[i].line, a.outsider, cases[i].outsider);
	}
	mm()->close(self);
	pool_free(p);
}

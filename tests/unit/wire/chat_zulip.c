/* Tests of the Zulip adapter: messages as events, the queue and its gaps, the webhook, what goes
 * out. */
#include "docket/wire/chat.h"

#include "../check.h"
#include "chat_case.h"

#include <stdlib.h>

extern const struct chat_adapter chat_zulip;
static const struct chat_adapter *const zu = &chat_zulip;

enum { NOW = 1700000000 };
#define BASE "https://chat.example.org/api/v1/"

static struct conf_chat conf;

static struct http_result
answer(int status, const char *body)
{
	return (struct http_result){.status = status, .sent = true, .body = slice_of(body)};
}

/* An adapter that has learnt that it is "Docket", 42. */
static void *
start(enum conf_transport how, const char *room)
{
	static struct chat_setup setup;
	struct err e = ERR_INIT;
	struct pool *p = pool_new();
	struct chat_pulled got;
	struct chat_result result;
	void *self = NULL;
	conf = (struct conf_chat){.name = "zu",
				  .platform = "zulip",
				  .url = "https://chat.example.org/",
				  .user = "docket-bot@chat.example.org",
				  .room = room,
				  .command = "docket",
				  .transport = how};
	setup = (struct chat_setup){.conf = &conf,
				    .token = slice_of("s3cretkey"),
				    .hook_token = slice_of("v9fpCdldZIej2bco3uoUvGp06PowKFOf")};
	struct http_result r = answer(200, "{\"result\":\"success\",\"msg\":\"\",\"user_id\":42,"
					   "\"full_name\":\"Docket\",\"is_bot\":true}");
	if (zu->open(&setup, &self, &e) < 0)
		abort();
	if (how == CONF_TRANSPORT_PUSH)
		zu->took(self, &r, NOW, &result);
	else
		zu->pulled(self, p, SLICE_NONE, &r, NOW, &got, &e);
	pool_free(p);
	return self;
}

static struct slice
told(struct pool *p, const chat_event_list *list)
{
	struct slice out = SLICE_NONE;
	for (size_t i = 0; i < list->len; i++) {
		const struct chat_event *ev = &list->at[i];
		out = pool_slicef(
			p, "%.*s%s%s %.*s room=%.*s thread=%.*s msg=%.*s who=%.*s%s%s "
			   "text=%.*s%.*s",
			SLICE_ARG(out), i > 0 ? "; " : "", chat_kind_name(ev->kind),
			SLICE_ARG(ev->key), SLICE_ARG(ev->room), SLICE_ARG(ev->thread),
			SLICE_ARG(ev->message), SLICE_ARG(ev->who.uid), ev->direct ? " direct" : "",
			ev->mention ? " mention" : "", SLICE_ARG(ev->text),
			SLICE_ARG(case_files(p, ev)));
	}
	return out;
}

#define HEAD                                                                                       \
	"\"id\":91,\"timestamp\":1700000000,\"sender_id\":8,\"sender_full_name\":\"Maya\","        \
	"\"sender_email\":\"user8@chat.example.org\","
#define STREAM                                                                                     \
	HEAD "\"type\":\"stream\",\"stream_id\":7,\"display_recipient\":\"design\",\"subject\":"   \
	     "\"ACME-042 Spring\","
#define TALK HEAD "\"type\":\"private\",\"display_recipient\":[{\"id\":42},{\"id\":8}],"

static const struct {
	int line;
	const char *message, *want;
} messages[] = {
	{__LINE__, "{" STREAM "\"content\":\"bigger logo\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 text=bigger logo"},
	{__LINE__, "{" STREAM "\"content\":\"@**Docket** status ACME-042\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 mention text=status ACME-042"},
	{__LINE__, "{" STREAM "\"content\":\"@**Docket|42**: status\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 mention text=status"},
	{__LINE__, "{" STREAM "\"content\":\"so @**docket**, where is it?\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 mention text=so, where is it?"},
	/* files stand in the words */
	{__LINE__,
	 "{" STREAM "\"content\":\"bigger [a b.pdf](/user_uploads/2/x/ab.pdf) please\\n"
	 "[c.docx](/user_uploads/2/y/c.docx)\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 text=bigger  please "
	 "files=a b.pdf||/user_uploads/2/x/ab.pdf|0, c.docx||/user_uploads/2/y/c.docx|0"},
	{__LINE__, "{" STREAM "\"content\":\"[c.docx](/user_uploads/2/y/c.docx)\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 text= "
	 "files=c.docx||/user_uploads/2/y/c.docx|0"},
	{__LINE__, "{" STREAM "\"content\":\"](/user_uploads/2/y) [x](/user_uploads/\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 text=](/user_uploads/2/y) "
	 "[x](/user_uploads/"},
	/* others of the same name, others, and a silent mention in the middle */
	{__LINE__, "{" STREAM "\"content\":\"@**Docket|43** status\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 text=@**Docket|43** status"},
	{__LINE__, "{" STREAM "\"content\":\"@**all** @_**Docket** knows\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 text=@**all** @_**Docket** "
	 "knows"},
	{__LINE__, "{" STREAM "\"content\":\"@_**Docket** `take ACME-042`\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 mention text=take ACME-042"},
	{__LINE__, "{" STREAM "\"content\":\"/docket list\"}",
	 "command m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 text=list"},
	{__LINE__, "{" STREAM "\"content\":\"!docket\"}",
	 "command m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 text="},
	{__LINE__, "{" STREAM "\"content\":\"/dockets list\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 text=/dockets list"},
	{__LINE__, "{" TALK "\"content\":\"list\"}",
	 "message m91 room=dm:8 thread= msg=91 who=8 direct text=list"},
	{__LINE__,
	 "{" HEAD "\"type\":\"private\",\"display_recipient\":[{\"id\":10},{\"id\":42},{\"id\":8}],"
	 "\"content\":\"@**Docket** list\"}",
	 "message m91 room=dm:8,10 thread= msg=91 who=8 mention text=list"},
	/* a topic that is ticked off is the same thread */
	{__LINE__,
	 "{" HEAD "\"type\":\"stream\",\"stream_id\":7,\"display_recipient\":\"design\","
	 "\"subject\":\"✔ ACME-042 Spring\",\"content\":\"one more\"}",
	 "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 text=one more"},
	/* our own, and Zulip's own programs */
	{__LINE__,
	 "{\"id\":91,\"sender_id\":42,\"type\":\"stream\",\"stream_id\":7,\"subject\":\"x\","
	 "\"content\":\"@**Docket** list\"}",
	 ""},
	{__LINE__,
	 "{\"id\":91,\"sender_id\":5,\"sender_realm_str\":\"zulipinternal\",\"type\":\"private\","
	 "\"display_recipient\":[{\"id\":42},{\"id\":5}],\"content\":\"Hello!\"}",
	 ""},
	{__LINE__, "{" STREAM "\"content\":\"  \"}", ""},
	{__LINE__, "{\"content\":\"x\",\"id\":4}", ""},
	{__LINE__, "7", ""},
};

TEST(wire_zulip_messages)
{
	for (size_t i = 0; i < COUNT(messages); i++) {
		struct pool *p = pool_new();
		struct err e = ERR_INIT;
		struct chat_pulled got;
		void *self = start(CONF_TRANSPORT_PULL, "7");
		struct http_result r = {
			.status = 200,
			.sent = true,
			.body = pool_slicef(
				p,
				"{\"result\":\"success\",\"events\":[{\"id\":3,\"type\":"
				"\"message\",\"message\":%s},{\"id\":4,\"type\":"
				"\"heartbeat\"}]}",
				messages[i].message)};
		CHECK_INT_AT(messages[i].line,
			     zu->pulled(self, p, slice_of("q:1 2 90 ask"), &r, NOW, &got, &e), 0);
		CHECK_SLICE_AT(messages[i].line, told(p, &got.events), messages[i].want);
		CHECK_AT(messages[i].line, slice_starts(got.next, "q:1 4 9"));
		zu->close(self);
		pool_free(p);
	}
}

/* A channel that the settings name by its name is that name everywhere. */
TEST(wire_zulip_room_by_name)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct chat_pulled got;
	struct http_out out;
	void *self = start(CONF_TRANSPORT_PULL, "design");
	struct http_result r =
		answer(200, "{\"result\":\"success\",\"events\":[{\"id\":3,\"type\":"
			    "\"message\",\"message\":{" STREAM "\"content\":\"x\"}}]}");
	CHECK_INT(zu->pulled(self, p, slice_of("q 2 90 ask"), &r, NOW, &got, &e), 0);
	CHECK_SLICE_AT(__LINE__, got.events.at[0].room, "design");
	CHECK_SLICE_AT(__LINE__, got.events.at[0].thread, "design:ACME-042 Spring");
	struct chat_message m = {
		.act = CHAT_POST, .room = SLICE_LIT("design"), .card = {.text = SLICE_LIT("x")}};
	CHECK_INT(zu->render(self, p, &m, &out, &e), 0);
	CHECK_SLICE_AT(__LINE__, out.body, "type=stream&to=%22design%22&topic=docket&content=x");
	zu->close(self);
	pool_free(p);
}

struct exchange {
	int line;
	const char *cursor;		 /* what is kept before it */
	const char *method, *url, *body; /* what is asked */
	int status;
	const char *answer;
	const char *next; /* what is kept after it */
	size_t events;
};

static void
exchange(void *self, const struct exchange *x)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_pulled got;
	struct http_result r = answer(x->status, x->answer);
	CHECK_INT_AT(x->line, zu->pull(self, p, slice_of(x->cursor), &out, &e), 1);
	CHECK_STR_AT(x->line, out.method, x->method);
	CHECK_SLICE_AT(x->line, out.url, x->url);
	CHECK_SLICE_AT(x->line, out.body, x->body);
	CHECK_INT_AT(x->line, zu->pulled(self, p, slice_of(x->cursor), &r, NOW, &got, &e), 0);
	CHECK_SLICE_AT(x->line, got.next, x->next);
	CHECK_INT_AT(x->line, got.events.len, x->events);
	bool nothing = slice_has(slice_of(x->answer), "\"events\":[]");
	CHECK_INT_AT(x->line, got.wait_ms, nothing ? 200 : 0);
	CHECK_INT_AT(x->line, got.status, CHAT_OK);
	pool_free(p);
}

#define REGISTER                                                                                   \
	"event_types=%5B%22message%22%2C%22update_message%22%5D&fetch_event_types=%5B%22realm%22%" \
	"5D&"                                                                                      \
	"apply_markdown=false&client_gravatar=true"

/* First start: a queue, then where the newest message is; nothing of before is taken. */
TEST(wire_zulip_first_start)
{
	static const struct exchange steps[] = {
		{__LINE__, "", "POST", BASE "register", REGISTER, 200,
		 "{\"result\":\"success\",\"queue_id\":\"q:1\",\"last_event_id\":-1,"
		 "\"event_queue_longpoll_timeout_seconds\":60,\"max_message_length\":500,"
		 "\"max_topic_length\":20}",
		 "q:1 -1 0 new", 0},
		{__LINE__, "q:1 -1 0 new", "GET",
		 BASE "messages?anchor=newest&num_before=1&num_after=0&apply_markdown=false", "",
		 200, "{\"result\":\"success\",\"messages\":[{" STREAM "\"content\":\"old\"}]}",
		 "q:1 -1 91 ask", 0},
		{__LINE__, "q:1 -1 91 ask", "GET", BASE "events?queue_id=q%3A1&last_event_id=-1",
		 "", 200,
		 "{\"result\":\"success\",\"events\":[{\"id\":0,\"type\":\"message\",\"message\":"
		 "{" STREAM "\"content\":\"x\"}},{\"id\":1,\"type\":\"update_message\","
		 "\"message_id\":91,\"user_id\":8,\"edit_timestamp\":5,\"stream_id\":7,"
		 "\"content\":\"/docket approve ACME-042\"},{\"id\":2,\"type\":\"update_message\","
		 "\"message_id\":91,\"user_id\":8,\"rendering_only\":true,\"content\":\"x\"}]}",
		 "q:1 2 91 ask", 2},
		/* an answer that is lost: the same is asked again */
		{__LINE__, "q:1 -1 91 ask", "GET", BASE "events?queue_id=q%3A1&last_event_id=-1",
		 "", 200, "{\"result\":\"success\",\"events\":[]}", "q:1 -1 91 ask", 0},
	};
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct http_out out;
	void *self = start(CONF_TRANSPORT_USUAL, "7");
	for (size_t i = 0; i < COUNT(steps); i++)
		exchange(self, &steps[i]);
	CHECK_INT(zu->pull(self, p, slice_of("q:1 2 91 ask"), &out, &e), 1);
	CHECK_INT(out.timeout_ms, 75000); /* as the server said, and a little */
	CHECK_SLICE_AT(__LINE__, out.headers.at[0].value,
		       "Basic ZG9ja2V0LWJvdEBjaGF0LmV4YW1wbGUub3JnOnMzY3JldGtleQ==");
	/* the server's limits hold for what is said */
	struct chat_message m = {
		.act = CHAT_POST,
		.room = SLICE_LIT("7"),
		.card = {.title = SLICE_LIT("ACME-042 A very long name of a job")}};
	char words[2000];
	memset(words, 'x', sizeof(words));
	m.card.text = slice_make(words, sizeof(words));
	CHECK_INT(zu->render(self, p, &m, &out, &e), 0);
	CHECK(slice_has(out.body, "&topic=ACME-042%20A%20very%E2%80%A6&"));
	CHECK(out.body.len < 700);
	zu->close(self);
	pool_free(p);
}

/* The queue is gone (ten minutes without a question, or Zulip restarted): what came is fetched. */
TEST(wire_zulip_gap)
{
	static const struct exchange steps[] = {
		{__LINE__, "q:1 5 91 ask", "GET", BASE "events?queue_id=q%3A1&last_event_id=5", "",
		 400,
		 "{\"result\":\"error\",\"code\":\"BAD_EVENT_QUEUE_ID\",\"msg\":\"Falsche ID\","
		 "\"queue_id\":\"fb67bf8a-c031-47cc-84cf-ed80accacda8\"}",
		 "- -1 91 gap", 0},
		{__LINE__, "- -1 91 gap", "POST", BASE "register", REGISTER, 200,
		 "{\"result\":\"success\",\"queue_id\":\"q:2\",\"last_event_id\":-1}",
		 "q:2 -1 91 gap", 0},
		{__LINE__, "q:2 -1 91 gap", "GET",
		 BASE "messages?anchor=91&include_anchor=false&num_before=0&num_after=200&"
		      "apply_markdown=false",
		 "", 200,
		 "{\"result\":\"success\",\"found_newest\":false,\"messages\":[{" STREAM
		 "\"content\":\"seen\"},{\"id\":92,\"sender_id\":8,\"type\":\"stream\",\"stream_"
		 "id\":"
		 "7,\"subject\":\"t\",\"content\":\"missed\"}]}",
		 "q:2 -1 92 gap", 1},
		{__LINE__, "q:2 -1 92 gap", "GET",
		 BASE "messages?anchor=92&include_anchor=false&num_before=0&num_after=200&"
		      "apply_markdown=false",
		 "", 200,
		 "{\"result\":\"success\",\"found_newest\":true,\"messages\":[{\"id\":95,"
		 "\"sender_id\":42,\"content\":\"ours\"}]}",
		 "q:2 -1 95 ask", 0},
		/* gone again while the gap was being filled: not from the end, from where it was */
		{__LINE__, "q:2 -1 92 gap", "GET",
		 BASE "messages?anchor=92&include_anchor=false&num_before=0&num_after=200&"
		      "apply_markdown=false",
		 "", 400, "{\"result\":\"error\",\"code\":\"BAD_EVENT_QUEUE_ID\",\"msg\":\"x\"}",
		 "- -1 92 gap", 0},
		/* an empty page ends it, whatever else it says */
		{__LINE__, "q:2 -1 92 gap", "GET",
		 BASE "messages?anchor=92&include_anchor=false&num_before=0&num_after=200&"
		      "apply_markdown=false",
		 "", 200, "{\"result\":\"success\",\"messages\":[]}", "q:2 -1 92 ask", 0},
	};
	void *self = start(CONF_TRANSPORT_USUAL, "7");
	for (size_t i = 0; i < COUNT(steps); i++)
		exchange(self, &steps[i]);
	zu->close(self);
}

TEST(wire_zulip_poll_faults)
{
	static const struct {
		int line, status;
		const char *body;
		enum chat_status want;
		int64_t until;
	} cases[] = {
		{__LINE__, 0, "", CHAT_RETRY, 0},
		{__LINE__, 200, "<html>", CHAT_RETRY, 0},
		{__LINE__, 502, "<html>", CHAT_RETRY, 0},
		{__LINE__, 429,
		 "{\"code\":\"RATE_LIMIT_HIT\",\"msg\":\"API usage exceeded rate limit\","
		 "\"result\":\"error\",\"retry-after\":28.706807374954224}",
		 CHAT_LATER, NOW + 28706},
		{__LINE__, 429, "limit", CHAT_LATER, NOW + 30000},
		{__LINE__, 401,
		 "{\"result\":\"error\",\"code\":\"INVALID_API_KEY\",\"msg\":\"Ungültig\"}",
		 CHAT_REAUTH, 0},
		{__LINE__, 403,
		 "{\"result\":\"error\",\"code\":\"USER_DEACTIVATED\",\"msg\":\"Account is "
		 "deactivated\"}",
		 CHAT_REAUTH, 0},
	};
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL, "7");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_pulled got;
		struct err e = ERR_INIT;
		struct http_result r = answer(cases[i].status, cases[i].body);
		CHECK_INT_AT(cases[i].line,
			     zu->pulled(self, p, slice_of("q 5 9 ask"), &r, NOW, &got, &e), 0);
		CHECK_INT_AT(cases[i].line, got.status, cases[i].want);
		CHECK_INT_AT(cases[i].line, got.not_before, cases[i].until);
		CHECK_SLICE_AT(cases[i].line, got.next, "q 5 9 ask");
		CHECK_AT(cases[i].line, got.why.len > 0 && !slice_has(got.why, "s3cret"));
	}
	zu->close(self);
	pool_free(p);
}

TEST(wire_zulip_open)
{
	static const struct {
		int line;
		const char *url, *user, *token, *hook;
		enum conf_transport how;
		int want;
	} cases[] = {
		{__LINE__, "https://z", "b@z", "k", "", CONF_TRANSPORT_USUAL, 0},
		{__LINE__, "https://z", "b@z", "k", "v9fpCdldZIej2bco", CONF_TRANSPORT_PUSH, 0},
		{__LINE__, "https://z", "b@z", "k", "", CONF_TRANSPORT_PUSH, -1},
		{__LINE__, "https://z", "b@z", "k", "", CONF_TRANSPORT_SOCKET, -1},
		{__LINE__, NULL, "b@z", "k", "", CONF_TRANSPORT_PULL, -1},
		{__LINE__, "https://z", NULL, "k", "", CONF_TRANSPORT_PULL, -1},
		{__LINE__, "https://z", "docket", "k", "", CONF_TRANSPORT_PULL, -1},
		{__LINE__, "https://z", "b@z", "", "", CONF_TRANSPORT_PULL, -1},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err e = ERR_INIT;
		void *self = NULL;
		struct conf_chat c = {.name = "zu",
				      .url = cases[i].url,
				      .user = cases[i].user,
				      .transport = cases[i].how};
		struct chat_setup s = {.conf = &c,
				       .token = slice_of(cases[i].token),
				       .hook_token = slice_of(cases[i].hook)};
		CHECK_INT_AT(cases[i].line, zu->open(&s, &self, &e), cases[i].want);
		if (cases[i].want == 0)
			zu->close(self);
	}
}

TEST(wire_zulip_push)
{
#define HOOK(token)                                                                                \
	"{\"token\":\"" token                                                                      \
	"\",\"trigger\":\"mention\",\"bot_email\":\"docket-bot@x\",\"data\":"                      \
	"\"@**Docket** list\",\"message\":{" STREAM "\"content\":\"@**Docket** list\"}}"
	static const struct {
		int line;
		enum conf_transport how;
		const char *method, *body;
		int want;
	} cases[] = {
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", HOOK("v9fpCdldZIej2bco3uoUvGp06PowKFOf"),
		 0},
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", HOOK("v9fpCdldZIej2bco3uoUvGp06PowKFOF"),
		 401},
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", HOOK("v9fpCdldZIej2bco3uoUvGp06PowKFO"),
		 401},
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", "{}", 401},
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", "token=v9fpCdldZIej2bco3uoUvGp06PowKFOf",
		 401},
		{__LINE__, CONF_TRANSPORT_PUSH, "GET", HOOK("v9fpCdldZIej2bco3uoUvGp06PowKFOf"),
		 405},
		{__LINE__, CONF_TRANSPORT_PULL, "POST", HOOK("v9fpCdldZIej2bco3uoUvGp06PowKFOf"),
		 403},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pool *p = pool_new();
		struct err e = ERR_INIT;
		void *self = start(cases[i].how, "7");
		struct http_in in = {.method = slice_of(cases[i].method),
				     .body = slice_of(cases[i].body),
				     .now = NOW};
		CHECK_INT_AT(cases[i].line, zu->verify(self, p, &in, &e), cases[i].want);
		if (cases[i].want == 0) {
			chat_event_list got = {0};
			struct http_answer said = {0};
			struct http_out out;
			struct chat_message m = {.act = CHAT_REPLY,
						 .part = 1,
						 .parts = 1,
						 .card = {.text = SLICE_LIT("3 jobs")}};
			CHECK_INT(zu->decode(self, p, &in, &got, &said, &e), 0);
			CHECK_SLICE_AT(cases[i].line, told(p, &got),
				       "message m91 room=7 thread=7:ACME-042 Spring msg=91 who=8 "
				       "mention text=list");
			CHECK_INT(zu->ack(self, p, &got.at[0], &m, &said), 1);
			CHECK_SLICE_AT(__LINE__, said.body, "{\"content\":\"3 jobs\"}");
			CHECK_INT(zu->ack(self, p, &got.at[0], NULL, &said), 0);
			CHECK_SLICE_AT(__LINE__, said.body, "{\"response_not_required\":true}");
			/* for one person: not where all read it */
			m.only = slice_of("8");
			CHECK_INT(zu->ack(self, p, &got.at[0], &m, &said), 0);
			CHECK_SLICE_AT(__LINE__, said.body, "{\"response_not_required\":true}");
			CHECK_INT(zu->pull(self, p, SLICE_NONE, &out, &e), 0);
		}
		zu->close(self);
		pool_free(p);
	}
}

TEST(wire_zulip_renders)
{
	const struct chat_card words = {.text = SLICE_LIT("Done.")};
	const struct chat_card card = {
		.title = SLICE_LIT("ACME-042 Spring"),
		.text = SLICE_LIT("a\nb"),
		.context = SLICE_LIT("c"),
		.fields = {{SLICE_LIT("State"), SLICE_LIT("review")}},
		.field_count = 1,
		.buttons = {{.label = SLICE_LIT("Take"),
			     .token = SLICE_LIT("t"),
			     .command = SLICE_LIT("take ACME-042")},
			    {.label = SLICE_LIT("Open"), .url = SLICE_LIT("https://x.example/")}},
		.button_count = 2};
	const struct {
		int line;
		struct chat_message m;
		const char *method, *url, *body;
	} cases[] = {
		{__LINE__,
		 {.act = CHAT_POST, .room = SLICE_LIT("7"), .card = card},
		 "POST",
		 BASE "messages",
		 "type=stream&to=7&topic=ACME-042%20Spring&content=%2A%2AACME-042%20Spring%2A%2A%"
		 "0Aa%"
		 "0Ab%0A%2A%2AState%2A%2A%3A%20review%0ATake%3A%20%60take%20ACME-042%60%0AOpen%3A%"
		 "20https%3A%2F%2Fx.example%2F%0Ac"},
		{__LINE__,
		 {.act = CHAT_UPDATE,
		  .room = SLICE_LIT("7"),
		  .replace = SLICE_LIT("91"),
		  .card = words},
		 "PATCH",
		 BASE "messages/91",
		 "content=Done."},
		{__LINE__,
		 {.act = CHAT_POST,
		  .room = SLICE_LIT("7"),
		  .thread = SLICE_LIT("7:a: b"),
		  .card = words},
		 "POST",
		 BASE "messages",
		 "type=stream&to=7&topic=a%3A%20b&content=Done."},
		/* an answer stands in the topic as it is called now */
		{__LINE__,
		 {.act = CHAT_REPLY,
		  .room = SLICE_LIT("7"),
		  .thread = SLICE_LIT("7:a"),
		  .reply = SLICE_LIT("7:✔ a"),
		  .card = words},
		 "POST",
		 BASE "messages",
		 "type=stream&to=7&topic=%E2%9C%94%20a&content=Done."},
		{__LINE__,
		 {.act = CHAT_REPLY, .room = SLICE_LIT("dm:8,10"), .card = words},
		 "POST",
		 BASE "messages",
		 "type=direct&to=%5B8%2C10%5D&content=Done."},
		/* for one alone: a direct message, but in the team's own room */
		{__LINE__,
		 {.act = CHAT_POST, .room = SLICE_LIT("9"), .only = SLICE_LIT("8"), .card = words},
		 "POST",
		 BASE "messages",
		 "type=direct&to=%5B8%5D&content=Done."},
		{__LINE__,
		 {.act = CHAT_POST,
		  .room = SLICE_LIT("7"),
		  .thread = SLICE_LIT("7:a"),
		  .only = SLICE_LIT("8"),
		  .card = words},
		 "POST",
		 BASE "messages",
		 "type=stream&to=7&topic=a&content=Done."},
		{__LINE__,
		 {.act = CHAT_POST,
		  .room = SLICE_LIT("7"),
		  .direct = true,
		  .only = SLICE_LIT("8"),
		  .card = words},
		 "POST",
		 BASE "messages",
		 "type=direct&to=%5B8%5D&content=Done."},
		/* people's words stay words */
		{__LINE__,
		 {.act = CHAT_POST,
		  .room = SLICE_LIT("7"),
		  .card = {.text = SLICE_LIT("/poll x @**all** [y](z)\n```a @b.c")}},
		 "POST",
		 BASE "messages",
		 "type=stream&to=7&topic=docket&content=%E2%81%A0%2Fpoll%20x%20%40%E2%81%A0%2A%"
		 "2Aall%"
		 "2A%2A%20%5By%5D%E2%81%A0%28z%29%0A%E2%81%A0%60%60%60a%20%40b.c"},
		{__LINE__,
		 {.act = CHAT_POST,
		  .room = SLICE_LIT("7"),
		  .card = {.text = SLICE_LIT("a  b\n```\n"), .code = true}},
		 "POST",
		 BASE "messages",
		 "type=stream&to=7&topic=docket&content=%60%60%60%60text%0Aa%20%20b%0A%60%60%60%0A%"
		 "0A%"
		 "60%60%60%60"},
	};
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL, "7");
	struct http_out out, again;
	struct err e = ERR_INIT;
	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_INT_AT(cases[i].line, zu->render(self, p, &cases[i].m, &out, &e), 0);
		CHECK_STR_AT(cases[i].line, out.method, cases[i].method);
		CHECK_SLICE_AT(cases[i].line, out.url, cases[i].url);
		CHECK_SLICE_AT(cases[i].line, out.body, cases[i].body);
		CHECK_INT_AT(cases[i].line, zu->render(self, p, &cases[i].m, &again, &e), 0);
		CHECK_AT(cases[i].line, slice_eq(out.body, again.body));
	}
	static const struct {
		int line;
		struct chat_message m;
	} refused[] = {
		{__LINE__, {.act = CHAT_OPEN, .room = {"7", 1}, .card = {.text = {"x", 1}}}},
		{__LINE__, {.act = CHAT_POST, .card = {.text = {"x", 1}}}},
		{__LINE__, {.act = CHAT_POST, .room = {"7", 1}}},
		{__LINE__,
		 {.act = CHAT_UPDATE, .replace = {"../x", 4}, .card = {.text = {"x", 1}}}},
		{__LINE__, {.act = CHAT_POST, .room = {"dm:8]", 5}, .card = {.text = {"x", 1}}}},
	};
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct err why = ERR_INIT;
		CHECK_INT_AT(refused[i].line, zu->render(self, p, &refused[i].m, &out, &why), -1);
		CHECK_INT_AT(refused[i].line, why.kind, ERR_MESSAGE);
	}
	zu->close(self);
	pool_free(p);
}

TEST(wire_zulip_results)
{
	static const struct {
		int line, status;
		bool sent, update;
		const char *body;
		enum chat_status want;
		int64_t until;
		const char *posted, *thread;
	} cases[] = {
		{__LINE__, 200, true, false, "{\"result\":\"success\",\"id\":95}", CHAT_OK, 0, "95",
		 "7:docket"},
		{__LINE__, 200, true, true, "{\"result\":\"success\"}", CHAT_OK, 0, "91", ""},
		{__LINE__, 400, true, true,
		 "{\"result\":\"error\",\"code\":\"BAD_REQUEST\",\"msg\":\"The time limit for "
		 "editing "
		 "this message has passed\"}",
		 CHAT_GONE, 0, "", ""},
		{__LINE__, 400, true, false,
		 "{\"result\":\"error\",\"code\":\"BAD_REQUEST\",\"msg\":\"Message too long\"}",
		 CHAT_REJECTED, 0, "", ""},
		{__LINE__, 400, true, false,
		 "{\"result\":\"error\",\"code\":\"STREAM_DOES_NOT_EXIST\",\"msg\":\"Kanal fehlt\","
		 "\"stream\":\"x\"}",
		 CHAT_GONE, 0, "", ""},
		{__LINE__, 401, true, false,
		 "{\"result\":\"error\",\"code\":\"UNAUTHORIZED\",\"msg\":\"Invalid API key\"}",
		 CHAT_REAUTH, 0, "", ""},
		{__LINE__, 429, true, false,
		 "{\"result\":\"error\",\"code\":\"RATE_LIMIT_HIT\",\"msg\":\"x\",\"retry-after\":"
		 "2}",
		 CHAT_LATER, NOW + 2000, "", ""},
		{__LINE__, 503, true, false, "", CHAT_RETRY, 0, "", ""},
		{__LINE__, 0, true, false, "", CHAT_UNKNOWN, 0, "", ""},
		{__LINE__, 0, true, true, "", CHAT_RETRY, 0, "", ""},
		{__LINE__, 0, false, false, "", CHAT_RETRY, 0, "", ""},
	};
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL, "7");
	const struct chat_message post = {.act = CHAT_POST, .room = SLICE_LIT("7")};
	const struct chat_message update = {.act = CHAT_UPDATE, .replace = SLICE_LIT("91")};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_result r = answer(cases[i].status, cases[i].body);
		struct chat_result got;
		r.sent = cases[i].sent;
		zu->result(self, p, cases[i].update ? &update : &post, &r, NOW, &got);
		CHECK_INT_AT(cases[i].line, got.status, cases[i].want);
		CHECK_INT_AT(cases[i].line, got.not_before, cases[i].until);
		CHECK_SLICE_AT(cases[i].line, got.posted, cases[i].posted);
		CHECK_SLICE_AT(cases[i].line, got.thread, cases[i].thread);
		CHECK_AT(cases[i].line, (got.why.len > 0) == (got.status != CHAT_OK));
	}
	zu->close(self);
	pool_free(p);
}

/* A message whose answer was lost is looked for among our last ones in its topic. */
TEST(wire_zulip_probes)
{
	static const struct {
		int line, status;
		const char *body;
		int there;
		const char *posted;
	} cases[] = {
		{__LINE__, 200, "{\"result\":\"success\",\"messages\":[]}", 0, ""},
		{__LINE__, 200,
		 "{\"result\":\"success\",\"messages\":[{\"id\":95,\"sender_id\":42,\"content\":"
		 "\"Done.\"}]}",
		 0, ""}, /* known to be another one */
		{__LINE__, 200,
		 "{\"result\":\"success\",\"messages\":[{\"id\":96,\"sender_id\":8,\"content\":"
		 "\"Done.\"},{\"id\":97,\"sender_id\":42,\"content\":\"Other.\"}]}",
		 0, ""},
		{__LINE__, 200,
		 "{\"result\":\"success\",\"messages\":[{\"id\":98,\"sender_id\":42,\"content\":"
		 "\"Done.\"}]}",
		 1, "98"},
		{__LINE__, 500, "", -1, ""},
		{__LINE__, 0, "", -1, ""},
	};
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL, "7");
	struct http_out out;
	struct chat_result got;
	struct chat_message m = {
		.act = CHAT_POST, .room = SLICE_LIT("7"), .card = {.text = SLICE_LIT("Done.")}};
	struct http_result r = answer(200, "{\"result\":\"success\",\"id\":95}");
	zu->result(self, p, &m, &r, NOW, &got);
	CHECK_INT(zu->probe(self, p, &m, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url,
		       BASE
		       "messages?anchor=newest&num_before=30&num_after=0&apply_markdown=false&"
		       "narrow=%5B%7B%22operator%22%3A%22sender%22%2C%22operand%22%3A42%7D%2C%7B%"
		       "22operator%22%3A%22stream%22%2C%22operand%22%3A7%7D%2C%7B%22operator%22%"
		       "3A%22topic%22%2C%22operand%22%3A%22docket%22%7D%5D");
	for (size_t i = 0; i < COUNT(cases); i++) {
		r = answer(cases[i].status, cases[i].body);
		got = (struct chat_result){.status = CHAT_OK};
		CHECK_INT_AT(cases[i].line, zu->probed(self, p, &m, &r, &got), cases[i].there);
		CHECK_SLICE_AT(cases[i].line, got.posted, cases[i].posted);
	}
	m.act = CHAT_UPDATE;
	CHECK_INT(zu->probe(self, p, &m, &out), 0);
	zu->close(self);
	pool_free(p);
}

TEST(wire_zulip_whois)
{
	static const struct {
		int line, status;
		const char *body;
		int want;
		const char *email;
		bool verified, bot, outsider;
	} cases[] = {
		{__LINE__, 200,
		 "{\"result\":\"success\",\"user\":{\"user_id\":8,\"full_name\":\"Maya\",\"email\":"
		 "\"user8@chat.example.org\",\"delivery_email\":\"maya@harborpine.example\","
		 "\"role\":400,\"is_active\":true}}",
		 1, "maya@harborpine.example", true, false, false},
		/* the made-up address is nobody's */
		{__LINE__, 200,
		 "{\"result\":\"success\",\"user\":{\"user_id\":8,\"email\":\"user8@chat.example."
		 "org\","
		 "\"delivery_email\":null,\"role\":400}}",
		 1, "", false, false, false},
		{__LINE__, 200,
		 "{\"result\":\"success\",\"user\":{\"user_id\":8,\"delivery_email\":\"g@acme."
		 "example\","
		 "\"role\":600,\"is_guest\":true}}",
		 1, "g@acme.example", true, false, true},
		{__LINE__, 200,
		 "{\"result\":\"success\",\"user\":{\"user_id\":8,\"is_active\":false,\"role\":400}"
		 "}",
		 1, "", false, false, true},
		{__LINE__, 200, "{\"result\":\"success\",\"user\":{\"user_id\":8,\"is_bot\":true}}",
		 1, "", false, true, false},
		{__LINE__, 200, "{\"result\":\"success\",\"user\":{\"user_id\":9}}", -1, "", false,
		 false, false},
		{__LINE__, 400,
		 "{\"result\":\"error\",\"code\":\"BAD_REQUEST\",\"msg\":\"No such "
		 "user\"}",
		 -1, "", false, false, false},
		{__LINE__, 0, "", -1, "", false, false, false},
	};
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL, "7");
	struct http_out out;
	struct chat_actor a = {.uid = SLICE_LIT("8")};
	CHECK_INT(zu->whois(self, p, &a, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, BASE "users/8");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_result r = answer(cases[i].status, cases[i].body);
		struct chat_result got;
		struct chat_actor who = {.uid = SLICE_LIT("8")};
		CHECK_INT_AT(cases[i].line, zu->whois_is(self, p, &r, &who, &got), cases[i].want);
		CHECK_SLICE_AT(cases[i].line, who.email, cases[i].email);
		CHECK_INT_AT(cases[i].line, who.email_verified, cases[i].verified);
		CHECK_INT_AT(cases[i].line, who.bot, cases[i].bot);
		CHECK_INT_AT(cases[i].line, who.outsider, cases[i].outsider);
	}
	a.uid = slice_of("8/../me");
	CHECK_INT(zu->whois(self, p, &a, &out), 0);
	zu->close(self);
	pool_free(p);
}

TEST(wire_zulip_checks)
{
	static const struct {
		int line;
		unsigned step;
		int status;
		const char *body, *want;
		int done;
	} cases[] = {
		{__LINE__, 0, 200,
		 "{\"result\":\"success\",\"user_id\":42,\"full_name\":\"Docket\",\"is_bot\":true}",
		 "Zulip: the bot is \"Docket\" (42)\n", 0},
		{__LINE__, 0, 401,
		 "{\"result\":\"error\",\"code\":\"INVALID_API_KEY\",\"msg\":\"Invalid API key\"}",
		 "Zulip: Invalid API key (the bot's API key is under Personal settings, "
		 "Bots)\n",
		 -1},
		{__LINE__, 1, 200,
		 "{\"result\":\"success\",\"subscriptions\":[{\"stream_id\":7,\"name\":\"design\"}]"
		 "}",
		 "Zulip: the room is #design (7)\n", 0},
		{__LINE__, 1, 200, "{\"result\":\"success\",\"subscriptions\":[]}",
		 "Zulip: the bot is not subscribed to '7': it sees nothing there. In the channel's "
		 "settings, Subscribers, add it\n",
		 -1},
	};
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL, "7");
	struct http_out out;
	CHECK_INT(zu->check(self, p, 1, &out), 1);
	CHECK_INT(zu->check(self, p, 2, &out), 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str s;
		struct http_result r = answer(cases[i].status, cases[i].body);
		str_init(&s, 4096);
		CHECK_INT_AT(cases[i].line, zu->checked(self, p, cases[i].step, &r, &s),
			     cases[i].done);
		CHECK_STR_AT(cases[i].line, str_cstr(&s), cases[i].want);
		str_clear(&s);
	}
	zu->close(self);
	pool_free(p);
}

/* Tests of the Matrix adapter: events, /sync with its gaps and invitations, the application
 * service, what goes out. */
#include "docket/wire/chat.h"

#include "../check.h"
#include "chat_case.h"

#include <stdlib.h>

extern const struct chat_adapter chat_matrix;
static const struct chat_adapter *const mx = &chat_matrix;

enum { NOW = 1700000000 };
#define HOST "https://matrix.example.org"
#define BASE HOST "/_matrix/client/v3/"
/* of the specification's examples of an application service */
#define HS_TOKEN "312df522183efd404ec1cd22d2ffa4bbc76a8c1ccf541dd692eef281356bb74e"

static struct conf_chat conf;

static struct http_result
answer(int status, const char *body)
{
	return (struct http_result){.status = status, .sent = true, .body = slice_of(body)};
}

static void *
fresh(enum conf_transport how)
{
	static struct chat_setup setup;
	struct err e = ERR_INIT;
	void *self = NULL;
	conf = (struct conf_chat){.name = "mx",
				  .platform = "matrix",
				  .url = HOST "/",
				  .user = "@docket:example.org",
				  .room = "!team:example.org",
				  .command = "docket",
				  .transport = how};
	setup = (struct chat_setup){
		.conf = &conf, .token = slice_of("syt_secret"), .secret = slice_of(HS_TOKEN)};
	if (mx->open(&setup, &self, &e) < 0)
		abort();
	return self;
}

#define ROOMS                                                                                      \
	"{\"next_batch\":\"s1\",\"rooms\":{\"join\":{\"!team:example.org\":{\"summary\":{\"m."     \
	"joined_"                                                                                  \
	"member_count\":2,\"m.heroes\":[\"@maya:example.org\"]},\"timeline\":{\"events\":[{"       \
	"\"type\":"                                                                                \
	"\"m.room.message\",\"event_id\":\"$old\",\"sender\":\"@maya:example.org\",\"content\":{"  \
	"\"msgtype\":\"m.text\",\"body\":\"!docket approve "                                       \
	"ACME-001\"}}]}},\"!talk:example.org\":{"                                                  \
	"\"summary\":{\"m.joined_member_count\":1,\"m.invited_member_count\":1,\"m.heroes\":["     \
	"\"@maya:example.org\"]}}}}}"

/* One request and its answer; what is kept then. */
static struct slice
step_on(void *self, struct pool *p, struct slice cursor, int status, const char *body,
	struct chat_pulled *got)
{
	struct err e = ERR_INIT;
	struct http_out out;
	struct http_result r = answer(status, body);
	CHECK_INT(mx->pull(self, p, cursor, &out, &e), 1);
	CHECK_INT(mx->pulled(self, p, cursor, &r, NOW, got, &e), 0);
	return got->next;
}

/* An adapter that knows who it is and where, and goes on from `cursor`. */
static void *
start(struct pool *p, const char *cursor)
{
	struct chat_pulled got;
	void *self = fresh(CONF_TRANSPORT_PULL);
	step_on(self, p, slice_of(cursor), 200, "{\"user_id\":\"@docket:example.org\"}", &got);
	step_on(self, p, slice_of(cursor), 200, "{\"displayname\":\"Docket Desk\"}", &got);
	step_on(self, p, slice_of(cursor), 200, ROOMS, &got);
	CHECK_INT((int)got.events.len, 0);
	CHECK_SLICE_AT(__LINE__, got.next, cursor[0] != '\0' ? cursor : "s1");
	return self;
}

static struct slice
told(struct pool *p, const chat_event_list *list)
{
	struct slice out = SLICE_NONE;
	for (size_t i = 0; i < list->len; i++) {
		const struct chat_event *ev = &list->at[i];
		out = pool_slicef(p, "%.*s%s%s %.*s thread=%.*s msg=%.*s who=%.*s%s%s%s "
				   "text=%.*s%.*s",
				  SLICE_ARG(out), i > 0 ? "; " : "", chat_kind_name(ev->kind),
				  SLICE_ARG(ev->key), SLICE_ARG(ev->thread), SLICE_ARG(ev->message),
				  SLICE_ARG(ev->who.uid), ev->direct ? " direct" : "",
				  ev->mention ? " mention" : "", ev->who.outsider ? " out" : "",
				  SLICE_ARG(ev->text), SLICE_ARG(case_files(p, ev)));
	}
	return out;
}

#define SAID(more)                                                                                 \
	"{\"type\":\"m.room.message\",\"event_id\":\"$e\",\"sender\":\"@maya:example.org\","       \
	"\"origin_server_ts\":5,\"content\":{\"msgtype\":\"m.text\"," more "}}"
#define MAYA "who=@maya:example.org"

static const struct {
	int line;
	const char *event, *want;
} events[] = {
	{__LINE__, SAID("\"body\":\"bigger\""),
	 "message $e thread= msg=!r:example.org|$e " MAYA " text=bigger"},
	{__LINE__,
	 "{\"type\":\"m.room.message\",\"event_id\":\"$e\",\"sender\":\"@maya:example.org\","
	 "\"content\":{\"msgtype\":\"m.file\",\"body\":\"a.pdf\",\"url\":\"mxc://x/y\",\"info\":{"
	 "\"mimetype\":\"application/pdf\",\"size\":7}}}",
	 "message $e thread= msg=!r:example.org|$e " MAYA
	 " text= files=a.pdf|application/pdf|mxc://x/y|7"},
	{__LINE__,
	 "{\"type\":\"m.room.message\",\"event_id\":\"$e\",\"sender\":\"@maya:example.org\","
	 "\"content\":{\"msgtype\":\"m.image\",\"filename\":\"a.png\",\"body\":\"bigger\"}}",
	 "message $e thread= msg=!r:example.org|$e " MAYA " text=bigger files=a.png|||0"},
	{__LINE__, SAID("\"body\":\"!docket status ACME-042\""),
	 "command $e thread= msg=!r:example.org|$e " MAYA " text=status ACME-042"},
	{__LINE__, SAID("\"body\":\"!docket\""),
	 "command $e thread= msg=!r:example.org|$e " MAYA " text="},
	{__LINE__, SAID("\"body\":\"/docket list\""),
	 "command $e thread= msg=!r:example.org|$e " MAYA " text=list"},
	{__LINE__, SAID("\"body\":\"!dockets list\""),
	 "message $e thread= msg=!r:example.org|$e " MAYA " text=!dockets list"},
	/* mentions: by the shown name, by the id, by what the client says */
	{__LINE__,
	 SAID("\"body\":\"Docket Desk: status\",\"m.mentions\":{\"user_ids\":["
	      "\"@docket:example.org\"]}"),
	 "message $e thread= msg=!r:example.org|$e " MAYA " mention text=status"},
	{__LINE__, SAID("\"body\":\"@docket:example.org list\""),
	 "message $e thread= msg=!r:example.org|$e " MAYA " mention text=list"},
	{__LINE__, SAID("\"body\":\"@docket list\""),
	 "message $e thread= msg=!r:example.org|$e " MAYA " mention text=list"},
	{__LINE__, SAID("\"body\":\"ask @docket:example.org about it\""),
	 "message $e thread= msg=!r:example.org|$e " MAYA
	 " mention text=ask @docket:example.org about it"},
	{__LINE__, SAID("\"body\":\"@docketing is fun, @docket:example.orga\""),
	 "message $e thread= msg=!r:example.org|$e " MAYA
	 " text=@docketing is fun, @docket:example.orga"},
	{__LINE__, SAID("\"body\":\"x\",\"m.mentions\":{\"user_ids\":[\"@ben:example.org\"]}"),
	 "message $e thread= msg=!r:example.org|$e " MAYA " text=x"},
	/* a thread, and an answer as older clients write it */
	{__LINE__,
	 SAID("\"body\":\"bigger\",\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":"
	      "\"$root\",\"is_falling_back\":true,\"m.in_reply_to\":{\"event_id\":\"$x\"}}"),
	 "message $e thread=!r:example.org|$root msg=!r:example.org|$e " MAYA " text=bigger"},
	{__LINE__,
	 SAID("\"body\":\"> <@docket:example.org> ACME-042\\n> review\\n\\nbigger\","
	      "\"m.relates_to\":{\"m.in_reply_to\":{\"event_id\":\"$x\"}}"),
	 "message $e thread=!r:example.org|$x msg=!r:example.org|$e " MAYA " text=bigger"},
	{__LINE__, SAID("\"body\":\"> <@a:b> not an answer\""),
	 "message $e thread= msg=!r:example.org|$e " MAYA " text=> <@a:b> not an answer"},
	/* an edit never runs a command */
	{__LINE__,
	 SAID("\"body\":\"* !docket approve ACME-042\",\"m.new_content\":{\"msgtype\":\"m.text\","
	      "\"body\":\"!docket approve ACME-042\"},\"m.relates_to\":{\"rel_type\":"
	      "\"m.replace\",\"event_id\":\"$old\"}"),
	 "edited $e thread= msg=!r:example.org|$old " MAYA " text=!docket approve ACME-042"},
	{__LINE__,
	 "{\"type\":\"m.room.redaction\",\"event_id\":\"$e\",\"redacts\":\"$old\",\"sender\":"
	 "\"@maya:example.org\",\"content\":{}}",
	 "edited $e thread= msg=!r:example.org|$old " MAYA " text="},
	/* people of other servers are outsiders */
	{__LINE__,
	 "{\"type\":\"m.room.message\",\"event_id\":\"$e\",\"sender\":\"@maya:evil.org\","
	 "\"content\":{\"msgtype\":\"m.text\",\"body\":\"!docket list\"}}",
	 "command $e thread= msg=!r:example.org|$e who=@maya:evil.org out text=list"},
	/* our own, programs', unreadable, state, nonsense */
	{__LINE__,
	 "{\"type\":\"m.room.message\",\"event_id\":\"$e\",\"sender\":\"@docket:example.org\","
	 "\"content\":{\"msgtype\":\"m.text\",\"body\":\"!docket list\"}}",
	 ""},
	{__LINE__,
	 "{\"type\":\"m.room.message\",\"event_id\":\"$e\",\"sender\":\"@b:example.org\","
	 "\"content\":{\"msgtype\":\"m.notice\",\"body\":\"!docket list\"}}",
	 ""},
	{__LINE__,
	 "{\"type\":\"m.room.encrypted\",\"event_id\":\"$e\",\"sender\":\"@b:example.org\","
	 "\"content\":{}}",
	 ""},
	{__LINE__,
	 "{\"type\":\"m.room.message\",\"state_key\":\"\",\"event_id\":\"$e\",\"sender\":"
	 "\"@b:example.org\",\"content\":{\"msgtype\":\"m.text\",\"body\":\"x\"}}",
	 ""},
	{__LINE__, SAID("\"body\":\" \""), ""},
	{__LINE__,
	 "{\"type\":\"m.room.message\",\"event_id\":\"$e|x\",\"sender\":\"@b:example.org\","
	 "\"content\":{\"msgtype\":\"m.text\",\"body\":\"x\"}}",
	 ""},
	{__LINE__, "[]", ""},
	{__LINE__,
	 "{\"type\":\"m.room.member\",\"state_key\":\"@docket:example.org\",\"event_id\":\"$e\","
	 "\"sender\":\"@maya:example.org\",\"content\":{\"membership\":\"leave\"}}",
	 "lifecycle $e thread= msg= " MAYA " text=left"},
	{__LINE__,
	 "{\"type\":\"m.room.member\",\"state_key\":\"@ben:example.org\",\"event_id\":\"$e\","
	 "\"sender\":\"@maya:example.org\",\"content\":{\"membership\":\"leave\"}}",
	 ""},
};

TEST(wire_matrix_events)
{
	for (size_t i = 0; i < COUNT(events); i++) {
		struct pool *p = pool_new();
		struct chat_pulled got;
		void *self = start(p, "s0");
		struct slice body = pool_slicef(
			p,
			"{\"next_batch\":\"s2\",\"rooms\":{\"join\":{\"!r:example.org\":{"
			"\"timeline\":{\"events\":[%s]}}}}}",
			events[i].event);
		step_on(self, p, slice_of("s0"), 200, pool_cstr(p, body), &got);
		CHECK_SLICE_AT(events[i].line, told(p, &got.events), events[i].want);
		CHECK_SLICE_AT(events[i].line, got.next, "s2");
		mx->close(self);
		pool_free(p);
	}
}

/* First start: who are we, what are we called, where are we; then polls from there on. */
TEST(wire_matrix_first_start)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_pulled got;
	void *self = fresh(CONF_TRANSPORT_USUAL);
	struct slice at = SLICE_NONE;
	CHECK_INT(mx->pull(self, p, at, &out, &e), 1);
	CHECK_SLICE_AT(__LINE__, out.url, BASE "account/whoami");
	CHECK_SLICE_AT(__LINE__, out.headers.at[0].value, "Bearer syt_secret");
	at = step_on(self, p, at, 200, "{\"user_id\":\"@docket:example.org\"}", &got);
	CHECK_INT(mx->pull(self, p, at, &out, &e), 1);
	CHECK_SLICE_AT(__LINE__, out.url, BASE "profile/%40docket%3Aexample.org/displayname");
	at = step_on(self, p, at, 404, "{\"errcode\":\"M_NOT_FOUND\"}", &got);
	CHECK_INT(got.status, CHAT_OK);
	CHECK_INT(mx->pull(self, p, at, &out, &e), 1);
	CHECK(slice_starts(out.url,
			   BASE "sync?timeout=0&set_presence=offline&filter=%7B%22presence"));
	CHECK(!slice_has(out.url, "since="));
	at = step_on(self, p, at, 200, ROOMS, &got);
	CHECK_SLICE_AT(__LINE__, at, "s1");
	CHECK_INT((int)got.events.len, 0); /* nothing of what stood there before us */
	CHECK_INT(mx->pull(self, p, at, &out, &e), 1);
	CHECK(slice_ends(out.url, "&since=s1&timeout=30000"));
	CHECK_INT(out.timeout_ms, 50000);
	CHECK_SLICE_AT(__LINE__, out.body, "");
	/* in a talk with one person everything is for us; the team's room is none, even of two */
	step_on(self, p, at, 200,
		"{\"next_batch\":\"s2\",\"rooms\":{\"join\":{\"!talk:example.org\":{\"timeline\":{"
		"\"events\":[" SAID("\"body\":\"list\"") "]}},\"!team:example.org\":{\"timeline\":{"
							 "\"events\":[" SAID(
								 "\"body\":\"list\"") "]"
										      "}"
										      "}"
										      "}"
										      "}"
										      "}",
		&got);
	CHECK_INT((int)got.events.len, 2);
	CHECK(got.events.at[0].direct != got.events.at[1].direct);
	mx->close(self);
	pool_free(p);
}

/* A later start learns where it is and goes on where it was: what came meanwhile is taken. */
TEST(wire_matrix_later_start)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct http_out out;
	void *self = start(p, "s0\ngap !team:example.org a b");
	CHECK_INT(mx->pull(self, p, slice_of("s0"), &out, &e), 1);
	CHECK(slice_ends(out.url, "&since=s0&timeout=30000"));
	CHECK_INT(mx->pull(self, p, slice_of("s0\ngap !team:example.org a b"), &out, &e), 1);
	CHECK_SLICE_AT(__LINE__, out.url,
		       BASE "rooms/%21team%3Aexample.org/messages?dir=f&from=a&to=b&limit=100");
	mx->close(self);
	pool_free(p);
}

/* `limited`: nothing of the room is taken until it was read from where we were, in order. */
TEST(wire_matrix_gap)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct chat_pulled got;
	struct http_out out;
	void *self = start(p, "s0");
	struct slice at = slice_of("s0");
	at = step_on(self, p, at, 200,
		     "{\"next_batch\":\"s9\",\"rooms\":{\"join\":{\"!team:example.org\":{"
		     "\"timeline\":{\"limited\":true,\"prev_batch\":\"p5\",\"events\":[" SAID(
			     "\"body\":\"late\"") "]}}}}}",
		     &got);
	CHECK_INT((int)got.events.len, 0);
	CHECK_SLICE_AT(__LINE__, at, "s9\ngap !team:example.org s0 s9");
	CHECK_INT(mx->pull(self, p, at, &out, &e), 1);
	CHECK_SLICE_AT(__LINE__, out.url,
		       BASE "rooms/%21team%3Aexample.org/messages?dir=f&from=s0&to=s9&limit=100");
	/* the homeserver is away: the same again */
	at = step_on(self, p, at, 502, "", &got);
	CHECK_INT(got.status, CHAT_RETRY);
	CHECK_SLICE_AT(__LINE__, at, "s9\ngap !team:example.org s0 s9");
	at = step_on(self, p, at, 200,
		     "{\"start\":\"s0\",\"end\":\"t3\",\"chunk\":[" SAID("\"body\":\"first\"") "]}",
		     &got);
	CHECK_INT((int)got.events.len, 1);
	CHECK_SLICE_AT(__LINE__, at, "s9\ngap !team:example.org t3 s9");
	at = step_on(self, p, at, 200,
		     "{\"start\":\"t3\",\"end\":\"s9\",\"chunk\":[" SAID("\"body\":\"late\"") "]}",
		     &got);
	CHECK_SLICE_AT(__LINE__, got.events.at[0].text, "late");
	CHECK_SLICE_AT(__LINE__, at, "s9");
	/* two rooms; one of them is gone for good, the other is read all the same */
	at = slice_of("s9\ngap !a:x s0 s9\ngap !b:x s0 s9");
	at = step_on(self, p, at, 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"left\"}", &got);
	CHECK_INT(got.status, CHAT_OK);
	CHECK_SLICE_AT(__LINE__, at, "s9\ngap !b:x s0 s9");
	at = step_on(self, p, at, 200, "{\"chunk\":[],\"end\":\"t4\"}", &got);
	CHECK_SLICE_AT(__LINE__, at, "s9");
	mx->close(self);
	pool_free(p);
}

/* Invitations of the team's own server are accepted, others refused; what stood there is not ours.
 */
TEST(wire_matrix_invites)
{
#define INVITE(from)                                                                               \
	"{\"invite_state\":{\"events\":[{\"type\":\"m.room.create\",\"state_key\":\"\","           \
	"\"sender\":"                                                                              \
	"\"@x:example.org\"},{\"type\":\"m.room.member\",\"state_key\":\"@docket:example.org\","   \
	"\"sender\":\"" from "\",\"content\":{\"membership\":\"invite\"}}]}}"
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct chat_pulled got;
	struct http_out out;
	void *self = start(p, "s0");
	struct slice at = slice_of("s0");
	at = step_on(self, p, at, 200,
		     "{\"next_batch\":\"s1\",\"rooms\":{\"invite\":{\"!new:example.org\":" INVITE(
			     "@maya:example.org") "}}}",
		     &got);
	CHECK_SLICE_AT(__LINE__, at, "s1\njoin !new:example.org");
	CHECK_INT(mx->pull(self, p, at, &out, &e), 1);
	CHECK_STR(out.method, "POST");
	CHECK_SLICE_AT(__LINE__, out.url, BASE "rooms/%21new%3Aexample.org/join");
	at = step_on(
		self, p, at, 429,
		"{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"slow\",\"retry_after_ms\":2000}",
		&got);
	CHECK_INT(got.status, CHAT_LATER);
	CHECK_INT(got.not_before, NOW + 2000);
	CHECK_SLICE_AT(__LINE__, at, "s1\njoin !new:example.org");
	at = step_on(self, p, at, 200, "{\"room_id\":\"!new:example.org\"}", &got);
	CHECK_SLICE_AT(__LINE__, at, "s1");
	at = step_on(
		self, p, at, 200,
		"{\"next_batch\":\"s2\",\"rooms\":{\"join\":{\"!new:example.org\":{\"timeline\":"
		"{\"limited\":true,\"events\":[" SAID(
			"\"body\":\"!docket old\"") ",{\"type\":"
						    "\"m.room.member\",\"state_key\":\"@docket:"
						    "example.org\",\"event_id\":\"$j\","
						    "\"sender\":\"@docket:example.org\","
						    "\"content\":{\"membership\":\"join\"},"
						    "\"unsigned\":{\"prev_content\":{"
						    "\"membership\":\"invite\"}}}," SAID(
							    "\"body\":\"!docket new\"") "]}}}}}",
		&got);
	CHECK_INT((int)got.events.len, 2);
	CHECK_INT(got.events.at[0].kind, CHAT_LIFECYCLE);
	CHECK_SLICE_AT(__LINE__, got.events.at[1].text, "new");
	CHECK_SLICE_AT(__LINE__, at, "s2");
	/* of another server, or with our server's name inside theirs */
	at = step_on(self, p, slice_of("s2"), 200,
		     "{\"next_batch\":\"s3\",\"rooms\":{\"invite\":{\"!evil:evil.org\":" INVITE(
			     "@maya:evil.org") "}}}",
		     &got);
	CHECK_SLICE_AT(__LINE__, at, "s3\nleave !evil:evil.org");
	at = step_on(self, p, at, 404, "{\"errcode\":\"M_NOT_FOUND\"}", &got);
	CHECK_SLICE_AT(__LINE__, at, "s3");
	at = step_on(self, p, slice_of("s2"), 200,
		     "{\"next_batch\":\"s3\",\"rooms\":{\"invite\":{\"!evil:evil.org\":" INVITE(
			     "@maya:example.org.evil.org") "}}}",
		     &got);
	CHECK_SLICE_AT(__LINE__, at, "s3\nleave !evil:evil.org");
	mx->close(self);
	pool_free(p);
}

TEST(wire_matrix_poll_faults)
{
	static const struct {
		int line, status;
		const char *body;
		enum chat_status want;
		int64_t until;
	} cases[] = {
		{__LINE__, 0, "", CHAT_RETRY, 0},
		{__LINE__, 200, "<html>", CHAT_RETRY, 0},
		{__LINE__, 200, "{}", CHAT_RETRY, 0},
		{__LINE__, 200, "{\"next_batch\":\"a b\"}", CHAT_RETRY, 0},
		{__LINE__, 502, "<html>", CHAT_RETRY, 0},
		{__LINE__, 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"Invalid\"}",
		 CHAT_REAUTH, 0},
		{__LINE__, 429,
		 "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"x\",\"retry_after_ms\":2000}",
		 CHAT_LATER, NOW + 2000},
	};
	struct pool *p = pool_new();
	void *self = start(p, "s0");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_pulled got;
		step_on(self, p, slice_of("s0"), cases[i].status, cases[i].body, &got);
		CHECK_INT_AT(cases[i].line, got.status, cases[i].want);
		CHECK_INT_AT(cases[i].line, got.not_before, cases[i].until);
		CHECK_SLICE_AT(cases[i].line, got.next, "s0");
		CHECK_INT_AT(cases[i].line, (int)got.events.len, 0);
		CHECK_AT(cases[i].line, got.why.len > 0 && !slice_has(got.why, "syt_"));
	}
	mx->close(self);
	pool_free(p);
}

TEST(wire_matrix_open)
{
	static const struct {
		int line;
		const char *url, *user, *room, *token, *secret;
		enum conf_transport how;
		int want;
	} cases[] = {
		{__LINE__, HOST, NULL, NULL, "t", "", CONF_TRANSPORT_USUAL, 0},
		{__LINE__, HOST, "@d:x", "!r:x", "t", "", CONF_TRANSPORT_PULL, 0},
		{__LINE__, HOST, "@d:x", NULL, "t", HS_TOKEN, CONF_TRANSPORT_PUSH, 0},
		{__LINE__, HOST, NULL, NULL, "t", HS_TOKEN, CONF_TRANSPORT_PUSH, -1},
		{__LINE__, HOST, "@d:x", NULL, "t", "short", CONF_TRANSPORT_PUSH, -1},
		{__LINE__, HOST, "@d:x", NULL, "t", "", CONF_TRANSPORT_SOCKET, -1},
		{__LINE__, HOST, "docket", NULL, "t", "", CONF_TRANSPORT_PULL, -1},
		{__LINE__, HOST, "@d:x", "#desk:x", "t", "", CONF_TRANSPORT_PULL, -1},
		{__LINE__, HOST, "@d:x", NULL, "", "", CONF_TRANSPORT_PULL, -1},
		{__LINE__, NULL, "@d:x", NULL, "t", "", CONF_TRANSPORT_PULL, -1},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err e = ERR_INIT;
		void *self = NULL;
		struct conf_chat c = {.name = "mx",
				      .url = cases[i].url,
				      .user = cases[i].user,
				      .room = cases[i].room,
				      .transport = cases[i].how};
		struct chat_setup s = {.conf = &c,
				       .token = slice_of(cases[i].token),
				       .secret = slice_of(cases[i].secret)};
		CHECK_INT_AT(cases[i].line, mx->open(&s, &self, &e), cases[i].want);
		if (cases[i].want == 0)
			mx->close(self);
	}
}

TEST(wire_matrix_push)
{
#define TXN                                                                                        \
	"{\"events\":[{\"type\":\"m.room.message\",\"room_id\":\"!r:example.org\",\"event_id\":"   \
	"\"$e\","                                                                                  \
	"\"sender\":\"@maya:example.org\",\"content\":{\"msgtype\":\"m.text\",\"body\":\"!docket " \
	"list\"}},7,{\"type\":\"m.room.member\",\"room_id\":\"!in:example.org\",\"event_id\":\"$"  \
	"i\","                                                                                     \
	"\"state_key\":\"@docket:example.org\",\"sender\":\"@maya:example.org\",\"content\":{"     \
	"\"membership\":\"invite\",\"is_direct\":true}}]}"
	static const struct {
		int line;
		enum conf_transport how;
		const char *method, *given;
		int want;
	} cases[] = {
		{__LINE__, CONF_TRANSPORT_PUSH, "PUT", "Bearer " HS_TOKEN, 0},
		{__LINE__, CONF_TRANSPORT_PUSH, "GET", "Bearer " HS_TOKEN, 0},
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", "Bearer " HS_TOKEN, 0},
		{__LINE__, CONF_TRANSPORT_PUSH, "PUT", "Bearer " HS_TOKEN "0", 403},
		{__LINE__, CONF_TRANSPORT_PUSH, "PUT", "Bearer 312df522183efd404ec1cd22d2ffa4bb",
		 403},
		{__LINE__, CONF_TRANSPORT_PUSH, "PUT", HS_TOKEN, 401},
		{__LINE__, CONF_TRANSPORT_PUSH, "PUT", NULL, 401},
		{__LINE__, CONF_TRANSPORT_PUSH, "DELETE", "Bearer " HS_TOKEN, 405},
		{__LINE__, CONF_TRANSPORT_PULL, "PUT", "Bearer " HS_TOKEN, 403},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pool *p = pool_new();
		struct err e = ERR_INIT;
		void *self = fresh(cases[i].how);
		struct http_in in = {.method = slice_of(cases[i].method), .body = slice_of(TXN)};
		if (cases[i].given != NULL) {
			struct http_header h = {SLICE_LIT("authorization"),
						slice_of(cases[i].given)};
			VEC_ADD(&in.headers, p, h);
		}
		CHECK_INT_AT(cases[i].line, mx->verify(self, p, &in, &e), cases[i].want);
		if (cases[i].want == 0) {
			chat_event_list got = {0};
			struct http_answer said = {0};
			bool put = slice_is(in.method, "PUT");
			CHECK_INT(mx->decode(self, p, &in, &got, &said, &e), 0);
			CHECK_INT_AT(cases[i].line, (int)got.len, put ? 1 : 0);
			CHECK_INT_AT(cases[i].line, said.status,
				     put			  ? 0
				     : slice_is(in.method, "GET") ? 404
								  : 200);
		}
		mx->close(self);
		pool_free(p);
	}
}

/* Called instead of polled: our name and invitations are errands, and all is answered by {}. */
TEST(wire_matrix_push_errands)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_result result;
	chat_event_list got = {0};
	struct http_answer said = {0};
	void *self = fresh(CONF_TRANSPORT_PUSH);
	CHECK_INT(mx->wants(self, p, NOW, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, BASE "profile/%40docket%3Aexample.org/displayname");
	struct http_result r = answer(404, "{\"errcode\":\"M_NOT_FOUND\"}");
	mx->took(self, &r, NOW, &result);
	CHECK_INT(mx->wants(self, p, NOW, &out), 0);
	struct http_in in = {.method = SLICE_LIT("PUT"), .body = slice_of(TXN)};
	CHECK_INT(mx->decode(self, p, &in, &got, &said, &e), 0);
	CHECK_INT(mx->ack(self, p, &got.at[0], NULL, &said), 0);
	CHECK_SLICE_AT(__LINE__, said.body, "{}");
	CHECK_INT(mx->wants(self, p, NOW, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, BASE "rooms/%21in%3Aexample.org/join");
	r = answer(200, "{\"room_id\":\"!in:example.org\"}");
	mx->took(self, &r, NOW, &result);
	CHECK_INT(mx->wants(self, p, NOW, &out), 0);
	/* nothing in it for us: still an answer, or all behind it waits for ever */
	got.len = 0;
	said = (struct http_answer){0};
	in.body = slice_of("{\"events\":[{\"type\":7},null]}");
	CHECK_INT(mx->decode(self, p, &in, &got, &said, &e), 0);
	CHECK_INT(said.status, 200);
	CHECK_SLICE_AT(__LINE__, said.body, "{}");
	CHECK_INT(mx->pull(self, p, SLICE_NONE, &out, &e), 0);
	mx->close(self);
	pool_free(p);
}

#define NOTICE                                                                                     \
	"\"msgtype\":\"m.notice\",\"body\":\"Done.\",\"format\":\"org.matrix.custom.html\","       \
	"\"formatted_body\":\"Done.\",\"m.mentions\":{}"

TEST(wire_matrix_renders)
{
	const struct chat_card words = {.text = SLICE_LIT("Done.")};
	const struct chat_card card = {.title = SLICE_LIT("ACME-042 <Spring>"),
				       .text = SLICE_LIT("a & b\n@room"),
				       .context = SLICE_LIT("c"),
				       .fields = {{SLICE_LIT("State"), SLICE_LIT("review")}},
				       .field_count = 1,
				       .buttons = {{.label = SLICE_LIT("Take"),
						    .token = SLICE_LIT("t"),
						    .command = SLICE_LIT("take ACME-042")}},
				       .button_count = 1};
	struct chat_card slash = {.text = SLICE_LIT("x"), .button_count = 1};
	slash.buttons[0] = (struct chat_button){.label = SLICE_LIT("Show"),
						.command = SLICE_LIT("/docket show ACME-042")};
	const struct {
		int line;
		struct chat_message m;
		const char *room, *body;
	} cases[] = {
		{__LINE__,
		 {.act = CHAT_POST, .room = SLICE_LIT("!team:example.org"), .card = card},
		 "%21team%3Aexample.org",
		 "{\"msgtype\":\"m.notice\",\"body\":\"ACME-042 <Spring>\\na & "
		 "b\\n@\u2060room\\nState: "
		 "review\\nTake: !docket take ACME-042\\nc\",\"format\":\"org.matrix.custom.html\","
		 "\"formatted_body\":\"<strong>ACME-042 &lt;Spring&gt;</strong><br/>a &amp; "
		 "b<br/>@\u2060room<br/><strong>State</strong>: review<br/>Take: <code>!docket "
		 "take "
		 "ACME-042</code><br/><em>c</em>\",\"m.mentions\":{}}"},
		{__LINE__,
		 {.act = CHAT_POST,
		  .room = SLICE_LIT("!team:example.org"),
		  .card = {.text = SLICE_LIT("a  <b>\nc"), .code = true}},
		 "%21team%3Aexample.org",
		 "{\"msgtype\":\"m.notice\",\"body\":\"a  <b>\\nc\",\"format\":"
		 "\"org.matrix.custom.html\",\"formatted_body\":\"<pre><code>a  "
		 "&lt;b&gt;\\nc</code></pre>\",\"m.mentions\":{}}"},
		{__LINE__,
		 {.act = CHAT_POST, .room = SLICE_LIT("!team:example.org"), .card = slash},
		 "%21team%3Aexample.org",
		 "{\"msgtype\":\"m.notice\",\"body\":\"x\\nShow: !docket show "
		 "ACME-042\",\"format\":"
		 "\"org.matrix.custom.html\",\"formatted_body\":\"x<br/>Show: <code>!docket show "
		 "ACME-042</code>\",\"m.mentions\":{}}"},
		{__LINE__,
		 {.act = CHAT_UPDATE,
		  .replace = SLICE_LIT("!team:example.org|$old"),
		  .card = words},
		 "%21team%3Aexample.org",
		 "{\"msgtype\":\"m.notice\",\"body\":\"* "
		 "Done.\",\"m.mentions\":{},\"m.new_content\":"
		 "{" NOTICE
		 "},\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"$old\"}}"},
		{__LINE__,
		 {.act = CHAT_POST,
		  .room = SLICE_LIT("!r:x"),
		  .thread = SLICE_LIT("!r:x|$root"),
		  .card = words},
		 "%21r%3Ax",
		 "{" NOTICE
		 ",\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\"$root\",\"is_"
		 "falling_back\":true,\"m.in_reply_to\":{\"event_id\":\"$root\"}}}"},
		{__LINE__,
		 {.act = CHAT_REPLY,
		  .room = SLICE_LIT("!r:x"),
		  .reply = SLICE_LIT("!r:x|$e|"),
		  .card = words},
		 "%21r%3Ax",
		 "{" NOTICE ",\"m.relates_to\":{\"m.in_reply_to\":{\"event_id\":\"$e\"}}}"},
		{__LINE__,
		 {.act = CHAT_REPLY,
		  .room = SLICE_LIT("!r:x"),
		  .reply = SLICE_LIT("!r:x|$e|$root"),
		  .thread = SLICE_LIT("!r:x|$root"),
		  .card = words},
		 "%21r%3Ax",
		 "{" NOTICE
		 ",\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\"$root\",\"is_"
		 "falling_back\":false,\"m.in_reply_to\":{\"event_id\":\"$e\"}}}"},
		/* for one person: the talk with that one; in the team's room in the room */
		{__LINE__,
		 {.act = CHAT_POST,
		  .direct = true,
		  .only = SLICE_LIT("@maya:example.org"),
		  .card = words},
		 "%21talk%3Aexample.org",
		 "{" NOTICE "}"},
		{__LINE__,
		 {.act = CHAT_POST,
		  .room = SLICE_LIT("!team:example.org"),
		  .only = SLICE_LIT("@maya:example.org"),
		  .card = words},
		 "%21team%3Aexample.org",
		 "{" NOTICE "}"},
	};
	struct pool *p = pool_new();
	void *self = start(p, "s0");
	struct err e = ERR_INIT;
	struct http_out out, again;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_message m = cases[i].m;
		m.key = slice_of("k42");
		CHECK_INT_AT(cases[i].line, mx->render(self, p, &m, &out, &e), 0);
		CHECK_STR_AT(cases[i].line, out.method, "PUT");
		CHECK_SLICE_AT(cases[i].line, out.url,
			       pool_cstr(p, pool_slicef(p, BASE "rooms/%s/send/m.room.message/k42",
							cases[i].room)));
		CHECK_SLICE_AT(cases[i].line, out.body, cases[i].body);
		CHECK_INT_AT(cases[i].line, mx->render(self, p, &m, &again, &e), 0);
		CHECK_AT(cases[i].line, slice_eq(out.body, again.body));
	}
	/* never longer than an event may be */
	char *much = pool_alloc(p, 120001);
	memset(much, '&', 120000);
	struct chat_message m = {.act = CHAT_UPDATE,
				 .key = SLICE_LIT("k"),
				 .replace = SLICE_LIT("!r:x|$e"),
				 .card = {.text = slice_make(much, 120000)}};
	CHECK_INT(mx->render(self, p, &m, &out, &e), 0);
	CHECK(out.body.len < 65536 && out.body.len > 20000);
	m.act = CHAT_OPEN;
	CHECK_INT(mx->render(self, p, &m, &out, &e), -1);
	mx->close(self);
	pool_free(p);
}

/* With somebody we never talked to, a talk is begun first; once, and not for ever. */
TEST(wire_matrix_begins_talks)
{
	struct pool *p = pool_new();
	struct http_out out;
	struct chat_result got;
	void *self = start(p, "s0");
	struct err e = ERR_INIT, again = ERR_INIT, never = ERR_INIT;
	struct chat_message m = {.act = CHAT_POST,
				 .key = SLICE_LIT("k"),
				 .direct = true,
				 .only = SLICE_LIT("@ben:example.org"),
				 .card = {.text = SLICE_LIT("x")}};
	CHECK_INT(mx->wants(self, p, NOW, &out), 0);
	CHECK_INT(mx->render(self, p, &m, &out, &e), -1);
	CHECK_INT(e.kind, ERR_RETRY);
	CHECK_INT(mx->wants(self, p, NOW, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, BASE "createRoom");
	CHECK_SLICE_AT(__LINE__, out.body,
		       "{\"preset\":\"trusted_private_chat\",\"is_direct\":true,\"invite\":[\"@ben:"
		       "example.org\"]}");
	struct http_result r = answer(200, "{\"room_id\":\"!ben:example.org\"}");
	mx->took(self, &r, NOW, &got);
	CHECK_INT(got.status, CHAT_OK);
	CHECK_INT(mx->wants(self, p, NOW, &out), 0);
	CHECK_INT(mx->render(self, p, &m, &out, &e), 0);
	CHECK(slice_has(out.url, "%21ben%3Aexample.org"));
	/* nobody there: said once, so that the message is given up */
	m.only = slice_of("@nobody:example.org");
	CHECK_INT(mx->render(self, p, &m, &out, &again), -1);
	CHECK_INT(again.kind, ERR_RETRY);
	CHECK_INT(mx->wants(self, p, NOW, &out), 1);
	r = answer(403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"x\"}");
	mx->took(self, &r, NOW, &got);
	CHECK_INT(mx->wants(self, p, NOW, &out), 0);
	CHECK_INT(mx->render(self, p, &m, &out, &never), -1);
	CHECK_INT(never.kind, ERR_MESSAGE);
	mx->close(self);
	pool_free(p);
}

TEST(wire_matrix_results)
{
	static const struct {
		int line, status;
		const char *after, *body;
		enum chat_status want;
		int64_t until;
		const char *posted;
	} cases[] = {
		{__LINE__, 200, NULL, "{\"event_id\":\"$n\"}", CHAT_OK, 0, "!team:example.org|$n"},
		{__LINE__, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"not in room\"}",
		 CHAT_GONE, 0, ""},
		{__LINE__, 401, NULL, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"x\"}",
		 CHAT_REAUTH, 0, ""},
		{__LINE__, 413, NULL, "{\"errcode\":\"M_TOO_LARGE\",\"error\":\"x\"}", CHAT_TOO_BIG,
		 0, ""},
		{__LINE__, 400, NULL, "{\"errcode\":\"M_BAD_JSON\",\"error\":\"x\"}", CHAT_REJECTED,
		 0, ""},
		/* the header counts, the older field stands in */
		{__LINE__, 429, "7", "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":2000}",
		 CHAT_LATER, NOW + 7000, ""},
		{__LINE__, 429, NULL, "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":2000}",
		 CHAT_LATER, NOW + 2000, ""},
		{__LINE__, 503, NULL, "", CHAT_RETRY, 0, ""},
		/* the same transaction again is the same event */
		{__LINE__, 0, NULL, "", CHAT_UNKNOWN, 0, ""},
	};
	struct pool *p = pool_new();
	void *self = start(p, "s0");
	const struct chat_message post = {.act = CHAT_POST, .room = SLICE_LIT("!team:example.org")};
	CHECK(mx->caps.idempotent && mx->probe == NULL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_result r = answer(cases[i].status, cases[i].body);
		struct chat_result got;
		if (cases[i].after != NULL) {
			struct http_header h = {SLICE_LIT("Retry-After"), slice_of(cases[i].after)};
			VEC_ADD(&r.headers, p, h);
		}
		mx->result(self, p, &post, &r, NOW, &got);
		CHECK_INT_AT(cases[i].line, got.status, cases[i].want);
		CHECK_INT_AT(cases[i].line, got.not_before, cases[i].until);
		CHECK_SLICE_AT(cases[i].line, got.posted, cases[i].posted);
		CHECK_SLICE_AT(cases[i].line, got.thread, cases[i].posted);
		CHECK_AT(cases[i].line, (got.why.len > 0) == (got.status != CHAT_OK));
	}
	mx->close(self);
	pool_free(p);
}

TEST(wire_matrix_checks)
{
	static const struct {
		int line;
		unsigned step;
		int status;
		const char *body, *want;
		int done;
	} cases[] = {
		{__LINE__, 0, 200, "{\"user_id\":\"@docket:example.org\"}",
		 "Matrix: the bot is @docket:example.org\n", 0},
		{__LINE__, 0, 200, "{\"user_id\":\"@other:example.org\"}",
		 "Matrix: the bot is @other:example.org\nMatrix: `user` says @docket:example.org, "
		 "the "
		 "token belongs to @other:example.org\n",
		 -1},
		{__LINE__, 0, 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"Invalid token\"}",
		 "Matrix: Invalid token (M_UNKNOWN_TOKEN)\n", -1},
		{__LINE__, 1, 200, "{\"joined_rooms\":[\"!team:example.org\"]}", "", 0},
		{__LINE__, 1, 200, "{\"joined_rooms\":[]}",
		 "Matrix: the bot is not in the room: invite it; it accepts what people of its own "
		 "homeserver ask\n",
		 -1},
		{__LINE__, 2, 404, "{\"errcode\":\"M_NOT_FOUND\"}", "", 0},
		{__LINE__, 2, 200, "{\"algorithm\":\"m.megolm.v1.aes-sha2\"}",
		 "Matrix: the room is end-to-end encrypted: docket can neither read nor write "
		 "there. "
		 "Encryption cannot be taken off a room; make another without it\n",
		 -1},
	};
	struct pool *p = pool_new();
	void *self = fresh(CONF_TRANSPORT_PULL);
	struct http_out out;
	CHECK_INT(mx->check(self, p, 2, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url,
		       BASE "rooms/%21team%3Aexample.org/state/m.room.encryption");
	CHECK_INT(mx->check(self, p, 3, &out), 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str s;
		struct http_result r = answer(cases[i].status, cases[i].body);
		str_init(&s, 4096);
		CHECK_INT_AT(cases[i].line, mx->checked(self, p, cases[i].step, &r, &s),
			     cases[i].done);
		CHECK_STR_AT(cases[i].line, str_cstr(&s), cases[i].want);
		str_clear(&s);
	}
	mx->close(self);
	pool_free(p);
}

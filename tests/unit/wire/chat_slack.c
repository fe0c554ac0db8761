/*
 * Tests of Slack's adapter: signatures (vectors of Slack's page and of slack-go, reference 6.4),
 * the verdict table 6.2 in the column "docket must", decoding with its traps.
 */
#include "chat_slack.h"
#include "chat_case.h"

#include "docket/base/hash.h"

#include <stdio.h>
#include <stdlib.h>

static const char slash_body[] =
	"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id="
	"G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-"
	"collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%"
	"2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
	"803a0bc887a14d10d2c447fce8b6703c";
static const char event_body[] =
	"{\"token\":\"aF5ynEYQH0dFN9imlgcADxDB\",\"team_id\":\"XXXXXXXXX\",\"api_app_id\":"
	"\"YYYYYYYYY\",\"event\":{\"type\":\"app_mention\",\"user\":\"AAAAAAAAA\",\"text\":\"<@"
	"EEEEEEEEE> hello world\",\"client_msg_id\":\"477cc591-ch73-a14z-4db8-g0cd76321bec\","
	"\"ts\":\"1531431954.000073\",\"channel\":\"TTTTTTTTT\",\"event_ts\":\"1531431954.000073\"}"
	","
	"\"type\":\"event_callback\",\"event_id\":\"TvBP7LRED7\",\"event_time\":1531431954,"
	"\"authed_users\":[\"EEEEEEEEE\"]}";
static const char form_type[] = "application/x-www-form-urlencoded";

TEST(chat_slack_vectors)
{
	static const struct {
		int line;
		const char *secret, *stamp, *body, *signature;
		int want;
	} cases[] = {
		{__LINE__, "8f742231b10e8888abcd99yyyzzz85a5", "1531420618", slash_body,
		 "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", 0},
		{__LINE__, "e6b19c573432dcc6b075501d51b51bb8", "1531431954", event_body,
		 "v0=adada4ed31709aef585c2580ca3267678c6a8eaeb7e0c1aca3ee57b656886b2c", 0},
		{__LINE__, "e6b19c573432dcc6b075501d51b51boo", "1531431954", event_body,
		 "v0=adada4ed31709aef585c2580ca3267678c6a8eaeb7e0c1aca3ee57b656886b2c", 401},
		{__LINE__, "8f742231b10e8888abcd99yyyzzz85a5", "1531420619", slash_body,
		 "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", 401},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {.secret = cases[i].secret};
		slack_case_begin(&c);
		int64_t at = atoll(cases[i].stamp);
		struct http_in in = slack_case_in(&c, form_type, slice_of(cases[i].body), at);
		slack_case_header(&c, &in, "X-Slack-Request-Timestamp", cases[i].stamp);
		slack_case_header(&c, &in, "X-Slack-Signature", cases[i].signature);
		CHECK_INT_AT(cases[i].line, chat_slack.verify(c.self, c.p, &in, &c.e),
			     cases[i].want);
		slack_case_end(&c);
	}
	/* RFC 4231 case 2, the primitive itself. */
	unsigned char mac[HASH_LEN];
	char hex[HASH_HEX];
	hash_hmac(SLICE_LIT("Jefe"), SLICE_LIT("what do ya want for nothing?"), mac);
	hash_hex(mac, sizeof(mac), hex);
	CHECK_STR(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* What is done to a good request before it is sent. */
enum damage {
	GOOD,
	LONGER,
	SHORT_SIGNATURE,
	LONG_SIGNATURE,
	V1,
	NO_SIGNATURE,
	NO_STAMP,
	TWO_SIGNATURES,
	TWO_STAMPS,
	OTHER_SECRET,
	UPPER,
	SIGNED_BUT_GET,
	NO_TYPE
};

static int
verdict(struct slack_case *c, enum damage d, struct slice body, const char *stamp, int64_t now)
{
	struct slice sent = d == LONGER ? pool_slicef(c->p, "%.*s&", SLICE_ARG(body)) : body;
	struct http_in in = slack_case_in(c, d == NO_TYPE ? "text/plain" : form_type, sent, now);
	char sig[80];
	slack_case_sign(d == OTHER_SECRET ? "another" : c->secret, stamp, body, sig);
	if (d == SHORT_SIGNATURE)
		sig[66] = '\0';
	if (d == LONG_SIGNATURE)
		memcpy(sig + 67, "0", 2);
	if (d == V1)
		sig[1] = '1';
	for (char *s = sig + 3; d == UPPER && *s != '\0'; s++)
		*s = (char)(*s >= 'a' && *s <= 'f' ? *s - 32 : *s);
	if (d == SIGNED_BUT_GET)
		in.method = SLICE_LIT("GET");
	for (int i = 0; d != NO_STAMP && i < (d == TWO_STAMPS ? 2 : 1); i++)
		slack_case_header(c, &in, "X-Slack-Request-Timestamp", stamp);
	for (int i = 0; d != NO_SIGNATURE && i < (d == TWO_SIGNATURES ? 2 : 1); i++)
		slack_case_header(c, &in, "X-Slack-Signature", sig);
	return chat_slack.verify(c->self, c->p, &in, &c->e);
}

TEST(chat_slack_verdicts)
{
	enum { NOW = 1795000000 };
	static const struct {
		int line;
		enum damage damage;
		const char *stamp, *body;
		int want;
	} cases[] = {
		{__LINE__, GOOD, "1795000000", slash_body, 0},
		{__LINE__, GOOD, "1795000000", "payload=%7B%22type%22%3A%22block_actions%22%7D", 0},
		{__LINE__, GOOD, "1795000000", "text=gr%C3%BC%C3%9Fe&x=gr\xc3\xbc\xc3\x9f", 0},
		{__LINE__, GOOD, "1795000000", "text=\xff", 0}, /* then 400, below */
		{__LINE__, GOOD, "1795000000", "", 0},
		{__LINE__, LONGER, "1795000000", slash_body, 401},
		{__LINE__, SHORT_SIGNATURE, "1795000000", slash_body, 401},
		{__LINE__, LONG_SIGNATURE, "1795000000", slash_body, 401},
		{__LINE__, V1, "1795000000", slash_body, 401},
		{__LINE__, NO_SIGNATURE, "1795000000", slash_body, 401},
		{__LINE__, NO_STAMP, "1795000000", slash_body, 401},
		{__LINE__, TWO_SIGNATURES, "1795000000", slash_body, 401},
		{__LINE__, TWO_STAMPS, "1795000000", slash_body, 401},
		{__LINE__, OTHER_SECRET, "1795000000", slash_body, 401},
		{__LINE__, UPPER, "1795000000", slash_body, 401},
		{__LINE__, GOOD, "1794999701", slash_body, 0},	 /* -299 s */
		{__LINE__, GOOD, "1794999699", slash_body, 401}, /* -301 s */
		{__LINE__, GOOD, "1795000299", slash_body, 0},
		{__LINE__, GOOD, "1795000301", slash_body, 401},
		{__LINE__, GOOD, "1795086400", slash_body, 401},
		{__LINE__, GOOD, "1795000000.5", slash_body, 401},
		{__LINE__, GOOD, "01795000000", slash_body, 401},
		{__LINE__, GOOD, "+1795000000", slash_body, 401},
		{__LINE__, GOOD, " 1795000000", slash_body, 401},
		{__LINE__, GOOD, "179500000", slash_body, 401},
		{__LINE__, GOOD, "9999999999999999999", slash_body, 401},
		{__LINE__, GOOD, "", slash_body, 401},
		{__LINE__, SIGNED_BUT_GET, "1795000000", slash_body, 405},
		{__LINE__, NO_TYPE, "1795000000", slash_body, 415},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {0};
		slack_case_begin(&c);
		CHECK_INT_AT(
			cases[i].line,
			verdict(&c, cases[i].damage, slice_of(cases[i].body), cases[i].stamp, NOW),
			cases[i].want);
		CHECK_AT(cases[i].line, (c.e.text[0] != '\0') == (cases[i].want != 0));
		CHECK_AT(cases[i].line, strstr(c.e.text, c.secret) == NULL);
		slack_case_end(&c);
	}
}

/* Answered before the signature is looked at, and nothing else: not even a good command in it. */
TEST(chat_slack_ssl_check)
{
	static const struct {
		int line;
		const char *body;
		int want;
	} cases[] = {
		{__LINE__, "ssl_check=1&token=x", 0},
		{__LINE__, "token=x&ssl_check=1&command=%2Fdocket&text=approve", 0},
		{__LINE__, "token=x&command=%2Fdocket&text=ssl_check%3D1", 401},
		{__LINE__, "ssl_check=0", 401},
		{__LINE__, "ssl_check=1&ssl_check=1", 401},
		{__LINE__, "xssl_check=1", 401},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {0};
		slack_case_begin(&c);
		struct http_in in =
			slack_case_in(&c, form_type, slice_of(cases[i].body), 1795000000);
		chat_event_list out = {0};
		struct http_answer answer = {0};
		CHECK_INT_AT(cases[i].line, chat_slack.verify(c.self, c.p, &in, &c.e),
			     cases[i].want);
		if (cases[i].want == 0) {
			CHECK_INT_AT(cases[i].line,
				     chat_slack.decode(c.self, c.p, &in, &out, &answer, &c.e), 0);
			CHECK_INT_AT(cases[i].line, answer.status, 200);
			CHECK_INT_AT(cases[i].line, out.len, 0);
			CHECK_AT(cases[i].line, answer.body.len == 0);
		}
		slack_case_end(&c);
	}
}

/* "kind key room thread message uid tenant [direct mention outsider] text token fields" */
static struct slice
line_of(struct pool *p, const chat_event_list *list)
{
	struct slice all = SLICE_NONE;
	for (size_t i = 0; i < list->len; i++) {
		const struct chat_event *v = &list->at[i];
		all = pool_slicef(p, "%.*s%s%s %.*s room=%.*s", SLICE_ARG(all), i > 0 ? "; " : "",
				  chat_kind_name(v->kind), SLICE_ARG(v->key), SLICE_ARG(v->room));
		if (v->thread.len > 0)
			all = pool_slicef(p, "%.*s thread=%.*s", SLICE_ARG(all),
					  SLICE_ARG(v->thread));
		if (v->message.len > 0)
			all = pool_slicef(p, "%.*s message=%.*s", SLICE_ARG(all),
					  SLICE_ARG(v->message));
		all = pool_slicef(p, "%.*s who=%.*s/%.*s%s%s%s '%.*s'", SLICE_ARG(all),
				  SLICE_ARG(v->who.tenant), SLICE_ARG(v->who.uid),
				  v->direct ? " direct" : "", v->mention ? " mention" : "",
				  v->who.outsider ? " outsider" : "", SLICE_ARG(v->text));
		all = pool_slicef(p, "%.*s%.*s", SLICE_ARG(all), SLICE_ARG(case_files(p, v)));
		if (v->token.len > 0)
			all = pool_slicef(p, "%.*s token=%.*s", SLICE_ARG(all),
					  SLICE_ARG(v->token));
		for (size_t k = 0; k < v->field_count; k++)
			all = pool_slicef(p, "%.*s %.*s=(%.*s)", SLICE_ARG(all),
					  SLICE_ARG(v->fields[k].name),
					  SLICE_ARG(v->fields[k].value));
		if (v->reply.len > 0)
			all = pool_slicef(p, "%.*s reply=%.*s", SLICE_ARG(all),
					  SLICE_ARG(v->reply));
	}
	return all;
}

struct decode_case {
	int line;
	const char *body, *want; /* NULL: refused */
};

static void
decode_all(const struct decode_case *cases, size_t count, const char *type)
{
	for (size_t i = 0; i < count; i++) {
		struct slack_case c = {.tenant = "T1"};
		slack_case_begin(&c);
		struct http_in in = slack_case_in(&c, type, slice_of(cases[i].body), 1795000000);
		chat_event_list out = {0};
		struct http_answer answer = {0};
		slack_case_header(&c, &in, "X-Slack-Request-Timestamp", "1795000000");
		int rc = chat_slack.decode(c.self, c.p, &in, &out, &answer, &c.e);
		CHECK_INT_AT(cases[i].line, rc, cases[i].want == NULL ? -1 : 0);
		if (rc == 0 && cases[i].want != NULL)
			CHECK_SLICE_AT(cases[i].line,
				       answer.status != 0 ? answer.body : line_of(c.p, &out),
				       cases[i].want);
		slack_case_end(&c);
	}
}

#define SLASH                                                                                      \
	"team_id=T1&channel_id=C1&user_id=U1&user_name=maya&command=%2Fdocket&trigger_id=1.2.3"

TEST(chat_slack_commands)
{
	static const struct decode_case cases[] = {
		{__LINE__, SLASH "&text=status+ACME-042",
		 "command slash:1.2.3 room=C1 who=T1/U1 'status ACME-042'"},
		{__LINE__, SLASH "&text=", "command slash:1.2.3 room=C1 who=T1/U1 ''"},
		{__LINE__,
		 SLASH "&text=a%20%26amp%3B%20b&response_url=https%3A%2F%2Fhooks.slack.com%2Fx",
		 "command slash:1.2.3 room=C1 who=T1/U1 'a & b' reply=https://hooks.slack.com/x"},
		{__LINE__, SLASH "&text=gr%C3%BC%C3%9Fe+%F0%9F%91%8D",
		 "command slash:1.2.3 room=C1 who=T1/U1 'gr\xc3\xbc\xc3\x9f"
		 "e \xf0\x9f\x91\x8d'"},
		/* Where an answer may go: nowhere else. */
		{__LINE__, SLASH "&response_url=https%3A%2F%2Fevil.example%2F",
		 "command slash:1.2.3 room=C1 who=T1/U1 ''"},
		{__LINE__, SLASH "&response_url=http%3A%2F%2Fhooks.slack.com%2F",
		 "command slash:1.2.3 room=C1 who=T1/U1 ''"},
		{__LINE__, SLASH "&response_url=https%3A%2F%2Fhooks.slack.com%40evil.example%2F",
		 "command slash:1.2.3 room=C1 who=T1/U1 ''"},
		{__LINE__, SLASH "&response_url=https%3A%2F%2Fhooks.slack.com.evil.example%2F",
		 "command slash:1.2.3 room=C1 who=T1/U1 ''"},
		{__LINE__, "team_id=T9&channel_id=C1&user_id=U1&command=%2Fdocket&trigger_id=1",
		 "command slash:1 room=C1 who=T9/U1 outsider ''"},
		/* Without Slack's id what was said is the key, the same each time it comes. */
		{__LINE__, "team_id=T1&channel_id=C1&user_id=U1&command=%2Fdocket&text=mine",
		 "command slash:1e749cd00011c4216bb76b3906f83ad519c49999327319284e1a6f5e1722084b "
		 "room=C1 who=T1/U1 'mine'"},
		{__LINE__, "text=mine&command=%2fdocket&user_id=U1&channel_id=C1&team_id=T1",
		 "command slash:1e749cd00011c4216bb76b3906f83ad519c49999327319284e1a6f5e1722084b "
		 "room=C1 who=T1/U1 'mine'"},
		{__LINE__, "team_id=T1&channel_id=C1&user_id=U1&command=%2Fdocket&text=help",
		 "command slash:9250431706af26dab6808b225a1654ab1b3e29601fa6934cb76455719d2ff2a7 "
		 "room=C1 who=T1/U1 'help'"},
		{__LINE__, "", NULL},
		{__LINE__, SLASH "&text=%ff", NULL},
		{__LINE__, SLASH "&text=\xff", NULL},
		{__LINE__, SLASH "&text=%zz", NULL},
		{__LINE__, SLASH "&text=a%00b", NULL},
		{__LINE__, "team_id=T1&channel_id=C1&command=%2Fdocket&trigger_id=1", NULL},
		{__LINE__, "team_id=T1&channel_id=C1&user_id=U1&trigger_id=1", NULL},
		{__LINE__, "team_id=T1&user_id=U1&command=%2Fdocket&trigger_id=1", NULL},
		{__LINE__, "team_id=T1&channel_id=C%2F1&user_id=U1&command=%2Fd&trigger_id=1",
		 NULL},
		/* A field that comes twice is none. */
		{__LINE__, SLASH "&user_id=U2", NULL},
	};
	decode_all(cases, COUNT(cases), form_type);
}

/* %-encoded payloads would be unreadable here: the decoder is given the object. */
TEST(chat_slack_interactive)
{
#define HEAD                                                                                       \
	"\"user\":{\"id\":\"U1\",\"username\":\"maya\",\"team_id\":\"T1\"},\"team\":{\"id\":"      \
	"\"T1\"},\"trigger_id\":\"9.8\","
#define PLACE                                                                                      \
	"\"container\":{\"message_ts\":\"1700000001.000100\",\"channel_id\":\"C1\",\"thread_ts\":" \
	"\"1700000000.000200\",\"is_ephemeral\":false},"
	static const struct decode_case cases[] = {
		{__LINE__,
		 "{\"type\":\"block_actions\"," HEAD PLACE
		 "\"response_url\":\"https://hooks.slack.com/a\",\"actions\":[{\"type\":\"button\","
		 "\"action_id\":\"docket.0\",\"value\":\"tok1\",\"action_ts\":\"5.6\"}]}",
		 "action act:9.8:5.6:0 room=C1 thread=C1:1700000000.000200 "
		 "message=C1:1700000001.000100 who=T1/U1 '' token=tok1 "
		 "reply=https://hooks.slack.com/a"},
		/* Seen by one person: not a message that could be changed. */
		{__LINE__,
		 "{\"type\":\"block_actions\"," HEAD
		 "\"container\":{\"message_ts\":\"1700000001.000100\",\"channel_id\":\"C1\","
		 "\"is_ephemeral\":true},\"actions\":[{\"type\":\"button\",\"value\":\"tok1\","
		 "\"action_ts\":\"5.6\"}]}",
		 "action act:9.8:5.6:0 room=C1 who=T1/U1 '' token=tok1"},
		/* A link; a menu; a token longer than any of ours. */
		{__LINE__,
		 "{\"type\":\"block_actions\"," HEAD PLACE
		 "\"actions\":[{\"type\":\"button\",\"url\":\"https://x.example\"},"
		 "{\"type\":\"static_select\",\"value\":\"a\"},{\"type\":\"button\",\"value\":"
		 "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}]}",
		 ""},
		{__LINE__,
		 "{\"type\":\"view_submission\"," HEAD
		 "\"view\":{\"id\":\"V1\",\"hash\":\"16.ab\",\"private_metadata\":"
		 "\"ftok\\nC7\\nC7:1700000000.000200\",\"state\":{\"values\":{\"title\":{\"v\":"
		 "{\"type\":\"plain_text_input\",\"value\":\" Spring banner\\n\"}},\"kit\":{\"v\":"
		 "{\"selected_option\":{\"value\":\"banner\"}}},\"due\":{\"v\":{\"selected_date\":"
		 "\"2026-05-14\"}},\"none\":{\"v\":{\"value\":null}}}}}}",
		 "form form:V1:16.ab room=C7 thread=C7:1700000000.000200 who=T1/U1 '' token=ftok "
		 "title=(Spring banner) kit=(banner) due=(2026-05-14) none=()"},
		{__LINE__,
		 "{\"type\":\"view_submission\"," HEAD
		 "\"view\":{\"id\":\"V1\",\"hash\":\"x\",\"private_metadata\":\"\"}}",
		 NULL},
		{__LINE__, "{\"type\":\"shortcut\"," HEAD "\"callback_id\":\"docket.new\"}",
		 "command short:9.8 room= who=T1/U1 'new'"},
		{__LINE__, "{\"type\":\"shortcut\"," HEAD "\"callback_id\":\"other\"}", ""},
		{__LINE__, "{\"type\":\"view_closed\"," HEAD "\"view\":{}}", ""},
		{__LINE__, "{\"type\":\"block_suggestion\"}", ""},
		{__LINE__, "{}", NULL},
		{__LINE__,
		 "{\"type\":\"block_actions\",\"actions\":[{\"type\":\"button\",\"value\":\"t\"}]}",
		 NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {.tenant = "T1"};
		slack_case_begin(&c);
		chat_event_list out = {0};
		json_t *o = chat_json_load(slice_of(cases[i].body), &c.e);
		int rc = slack_decode_interactive(c.self, c.p, o, 0, &out, &c.e);
		CHECK_INT_AT(cases[i].line, rc, cases[i].want == NULL ? -1 : 0);
		if (rc == 0 && cases[i].want != NULL)
			CHECK_SLICE_AT(cases[i].line, line_of(c.p, &out), cases[i].want);
		json_decref(o);
		slack_case_end(&c);
	}
}

#define EVENT(id, inner)                                                                           \
	"{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event_id\":\"" id                       \
	"\",\"authorizations\":[{\"team_id\":\"T1\",\"user_id\":\"UBOT\",\"is_bot\":true}],"       \
	"\"event\":{" inner "}}"
#define TS  "\"ts\":\"1700000001.000100\",\"channel\":\"C1\""
#define MSG "\"type\":\"message\",\"user\":\"U1\"," TS

TEST(chat_slack_events)
{
	static const struct decode_case cases[] = {
		{__LINE__,
		 "{\"type\":\"url_verification\",\"token\":\"x\",\"challenge\":\"3eZb\\\"w\"}",
		 "{\"challenge\":\"3eZb\\\"w\"}"},
		{__LINE__, EVENT("Ev1", MSG ",\"text\":\"hello\""),
		 "message msg:C1:1700000001.000100 room=C1 message=C1:1700000001.000100 who=T1/U1 "
		 "'hello'"},
		{__LINE__, EVENT("Ev1", MSG ",\"text\":\"hm\",\"channel_type\":\"im\""),
		 "message msg:C1:1700000001.000100 room=C1 message=C1:1700000001.000100 who=T1/U1 "
		 "direct 'hm'"},
		{__LINE__, EVENT("Ev1", MSG ",\"text\":\"a\",\"thread_ts\":\"1700000000.000200\""),
		 "message msg:C1:1700000001.000100 room=C1 thread=C1:1700000000.000200 "
		 "message=C1:1700000001.000100 who=T1/U1 'a'"},
		/* The root of a thread is in no thread. */
		{__LINE__, EVENT("Ev1", MSG ",\"text\":\"a\",\"thread_ts\":\"1700000001.000100\""),
		 "message msg:C1:1700000001.000100 room=C1 message=C1:1700000001.000100 who=T1/U1 "
		 "'a'"},
		/* A mention and the message of it have one key and say the same. */
		{__LINE__, EVENT("Ev1", MSG ",\"text\":\"<@UBOT> status ACME-042\""),
		 "message msg:C1:1700000001.000100 room=C1 message=C1:1700000001.000100 who=T1/U1 "
		 "mention 'status ACME-042'"},
		{__LINE__,
		 EVENT("Ev2", "\"type\":\"app_mention\",\"user\":\"U1\"," TS
			      ",\"text\":\"<@UBOT> status ACME-042\""),
		 "message msg:C1:1700000001.000100 room=C1 message=C1:1700000001.000100 who=T1/U1 "
		 "mention 'status ACME-042'"},
		{__LINE__, event_body,
		 "message msg:TTTTTTTTT:1531431954.000073 room=TTTTTTTTT "
		 "message=TTTTTTTTT:1531431954.000073 who=XXXXXXXXX/AAAAAAAAA mention outsider "
		 "'@EEEEEEEEE hello world'"},
		{__LINE__,
		 EVENT("Ev1", MSG ",\"subtype\":\"file_share\",\"text\":\"look\",\"files\":[{"
				  "\"name\":\"a.png\",\"id\":\"F1\"},{\"name\":\"b.pdf\"}]"),
		 "message msg:C1:1700000001.000100 room=C1 message=C1:1700000001.000100 who=T1/U1 "
		 "'look' files=a.png||F1|0, b.pdf|||0"},
		/* nothing but a file */
		{__LINE__, EVENT("Ev1", MSG ",\"subtype\":\"file_share\",\"text\":\"\",\"files\":[{"
					"\"name\":\"a.png\",\"mimetype\":\"image/png\",\"size\":5}]"),
		 "message msg:C1:1700000001.000100 room=C1 message=C1:1700000001.000100 who=T1/U1 "
		 "'' files=a.png|image/png||5"},
		/* People of other workspaces in a shared channel. */
		{__LINE__, EVENT("Ev1", MSG ",\"text\":\"hello\",\"user_team\":\"T2\""),
		 "message msg:C1:1700000001.000100 room=C1 message=C1:1700000001.000100 who=T2/U1 "
		 "outsider 'hello'"},
		/* Programs, ourselves, and what nobody said. */
		{__LINE__, EVENT("Ev1", MSG ",\"text\":\"hello\",\"bot_id\":\"B1\""), ""},
		{__LINE__, EVENT("Ev1", MSG ",\"text\":\"hello\",\"subtype\":\"bot_message\""), ""},
		{__LINE__,
		 EVENT("Ev1", "\"type\":\"message\",\"user\":\"UBOT\"," TS ",\"text\":\"x\""), ""},
		{__LINE__, EVENT("Ev1", MSG ",\"text\":\"joined\",\"subtype\":\"channel_join\""),
		 ""},
		{__LINE__, EVENT("Ev1", MSG ",\"text\":\"\""), ""},
		/* Edits: of the words, of their wrapping, by a program. */
		{__LINE__,
		 EVENT("Ev3",
		       "\"type\":\"message\",\"subtype\":\"message_changed\",\"channel\":"
		       "\"C1\",\"message\":{\"user\":\"U1\",\"text\":\"new\",\"ts\":\"1700000001."
		       "000100\",\"thread_ts\":\"1700000000.000200\"},\"previous_message\":{"
		       "\"text\":\"old\"}"),
		 "edited ev:Ev3 room=C1 thread=C1:1700000000.000200 message=C1:1700000001.000100 "
		 "who=T1/U1 'new'"},
		{__LINE__,
		 EVENT("Ev3",
		       "\"type\":\"message\",\"subtype\":\"message_changed\",\"channel\":"
		       "\"C1\",\"message\":{\"user\":\"U1\",\"text\":\"old\",\"ts\":\"1700000001."
		       "000100\"},\"previous_message\":{\"text\":\"old\"}"),
		 ""},
		{__LINE__,
		 EVENT("Ev3",
		       "\"type\":\"message\",\"subtype\":\"message_changed\",\"channel\":"
		       "\"C1\",\"message\":{\"user\":\"UBOT\",\"text\":\"new\",\"ts\":\"1700000001."
		       "000100\"},\"previous_message\":{\"text\":\"old\"}"),
		 ""},
		{__LINE__,
		 EVENT("Ev4", "\"type\":\"message\",\"subtype\":\"message_deleted\",\"channel\":"
			      "\"C1\",\"deleted_ts\":\"1700000001.000100\",\"previous_message\":{"
			      "\"user\":\"U1\",\"text\":\"old\",\"ts\":\"1700000001.000100\"}"),
		 "edited ev:Ev4 room=C1 message=C1:1700000001.000100 who=T1/U1 ''"},
		/* Rooms: only our own coming and going. */
		{__LINE__,
		 EVENT("Ev5", "\"type\":\"member_joined_channel\",\"user\":\"UBOT\",\"channel\":"
			      "\"C1\",\"team\":\"T1\""),
		 "lifecycle ev:Ev5 room=C1 who=T1/UBOT 'joined'"},
		{__LINE__,
		 EVENT("Ev5",
		       "\"type\":\"member_joined_channel\",\"user\":\"U1\",\"channel\":\"C1\""),
		 ""},
		{__LINE__, EVENT("Ev6", "\"type\":\"channel_left\",\"channel\":\"C1\""),
		 "lifecycle ev:Ev6 room=C1 who=T1/ 'left'"},
		{__LINE__,
		 EVENT("Ev6", "\"type\":\"channel_archive\",\"channel\":\"C1\",\"user\":\"U1\""),
		 "lifecycle ev:Ev6 room=C1 who=T1/U1 'archived'"},
		{__LINE__, EVENT("Ev7", "\"type\":\"tokens_revoked\",\"tokens\":{}"),
		 "lifecycle ev:Ev7 room= who=T1/ 'revoked'"},
		{__LINE__,
		 "{\"type\":\"app_rate_limited\",\"team_id\":\"T1\",\"minute_rate_limited\":"
		 "1518467820}",
		 "lifecycle limit:T1:1518467820 room= who=T1/ 'rate_limited'"},
		{__LINE__, EVENT("Ev8", "\"type\":\"reaction_added\",\"user\":\"U1\""), ""},
		{__LINE__, "{\"type\":\"something_new\"}", ""},
		{__LINE__, "{}", NULL},
		{__LINE__, "[]", NULL},
		{__LINE__, "", NULL},
		{__LINE__, "{\"type\":\"event_callback\",\"event\":{" MSG "}}", NULL},
		{__LINE__,
		 EVENT("Ev1", "\"type\":\"message\",\"user\":\"U1\",\"text\":\"a\",\"channel\":"
			      "\"C1\",\"ts\":\"17\""),
		 NULL},
		{__LINE__, EVENT("Ev1", "\"type\":\"message\",\"text\":\"a\"," TS), NULL},
	};
	decode_all(cases, COUNT(cases), "application/json; charset=utf-8");
}

/* A retry is the same event; the header that says so changes nothing. */
TEST(chat_slack_retry)
{
	struct slack_case c = {.tenant = "T1"};
	slack_case_begin(&c);
	struct slice body = SLICE_LIT(EVENT("Ev1", MSG ",\"text\":\"hello\""));
	chat_event_list a = {0}, b = {0};
	struct http_answer answer = {0};
	struct http_in in = slack_case_in(&c, "application/json", body, 1795000000);
	CHECK_INT(chat_slack.decode(c.self, c.p, &in, &a, &answer, &c.e), 0);
	slack_case_header(&c, &in, "X-Slack-Retry-Num", "2");
	slack_case_header(&c, &in, "X-Slack-Retry-Reason", "http_timeout");
	CHECK_INT(chat_slack.decode(c.self, c.p, &in, &b, &answer, &c.e), 0);
	CHECK(a.len == 1 && b.len == 1 && slice_eq(a.at[0].key, b.at[0].key));
	slack_case_end(&c);
}

TEST(chat_slack_plain)
{
	static const struct {
		int line;
		const char *text, *want;
	} cases[] = {
		{__LINE__, "a &amp; b &lt;c&gt;", "a & b <c>"},
		{__LINE__, "&amp;lt;", "&lt;"},
		{__LINE__, "<@UBOT> approve", "approve"},
		{__LINE__, "<@UBOT|docket> approve", "approve"},
		{__LINE__, "ask <@U7> and <@U8|maya>", "ask @U7 and @maya"},
		{__LINE__, "in <#C1|general> or <#C2>", "in #general or #C2"},
		{__LINE__, "<!here> <!channel|@channel> <!subteam^S1|@design>",
		 "@here @channel @design"},
		{__LINE__, "<https://acme.example/a?b=1&amp;c=2>",
		 "https://acme.example/a?b=1&c=2"},
		{__LINE__, "<http://acme.example|acme.example>", "acme.example"},
		{__LINE__, "<https://acme.example/x|the brief>",
		 "the brief (https://acme.example/x)"},
		{__LINE__, "<mailto:maya@acme.example|maya@acme.example>", "maya@acme.example"},
		{__LINE__, "<!date^1392734382^{date}|18 Feb>", "18 Feb"},
		{__LINE__, "1 < 2", "1 < 2"},
		{__LINE__, "a > b", "a > b"},
		{__LINE__, "<", "<"},
		{__LINE__, "<>", ""},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line,
			       slack_plain(p, slice_of(cases[i].text), SLICE_LIT("UBOT"), NULL),
			       cases[i].want);
	pool_free(p);
}

TEST(chat_slack_opens)
{
	static const struct {
		int line;
		enum conf_transport transport;
		const char *token, *secret, *app_token, *missing; /* NULL: it opens */
	} cases[] = {
		{__LINE__, CONF_TRANSPORT_USUAL, "xoxb-1", "s", "", NULL},
		{__LINE__, CONF_TRANSPORT_PUSH, "xoxb-1", "s", "", NULL},
		{__LINE__, CONF_TRANSPORT_USUAL, "xoxb-1", "", "xapp-1", NULL},
		{__LINE__, CONF_TRANSPORT_SOCKET, "xoxb-1", "", "xapp-1", NULL},
		{__LINE__, CONF_TRANSPORT_USUAL, "", "s", "", "`token`"},
		{__LINE__, CONF_TRANSPORT_USUAL, "xoxb-1", "", "", "`secret`"},
		{__LINE__, CONF_TRANSPORT_PUSH, "xoxb-1", "", "xapp-1", "`secret`"},
		{__LINE__, CONF_TRANSPORT_SOCKET, "xoxb-1", "s", "", "`app_token`"},
		{__LINE__, CONF_TRANSPORT_SOCKET, "xoxb-1", "s", "xoxb-1", "xapp-"},
		{__LINE__, CONF_TRANSPORT_USUAL, "hunter2", "s", "", "xoxb-"},
		{__LINE__, CONF_TRANSPORT_PULL, "xoxb-1", "s", "", "pulled"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf_chat conf = {.transport = cases[i].transport};
		struct chat_setup setup = {.conf = &conf,
					   .token = slice_of(cases[i].token),
					   .secret = slice_of(cases[i].secret),
					   .app_token = slice_of(cases[i].app_token)};
		struct err e = ERR_INIT;
		void *self = NULL;
		int rc = chat_slack.open(&setup, &self, &e);
		CHECK_INT_AT(cases[i].line, rc, cases[i].missing == NULL ? 0 : -1);
		if (cases[i].missing != NULL) {
			CHECK_INT_AT(cases[i].line, e.kind, ERR_CONFIG);
			CHECK_AT(cases[i].line, strstr(e.text, cases[i].missing) != NULL);
			CHECK_AT(cases[i].line, strstr(e.text, "hunter2") == NULL);
		}
		if (rc == 0)
			chat_slack.close(self);
	}
}

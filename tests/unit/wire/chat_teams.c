/*
 * Tests of Teams: the verdicts of botbuilder (in the column of what docket must do), webhooks,
 * activities as events, cards, what an answer of the connector means. Each refusal stands beside
 * the request it differs from in one thing. Keys are made here.
 */
#include "docket/wire/chat.h"

#include "../../../bot/wire/jwt.h"

#include "docket/base/base64.h"
#include "docket/base/hash.h"
#include "docket/base/utf8.h"

#include "../check.h"
#include "chat_case.h"
#include "keys.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

extern const struct chat_adapter chat_teams;
static const int64_t NOW = INT64_C(1790000000000);
#define SERVICE "https://smba.trafficmanager.net/amer/t1/"
#define APP	"57627569-c120-42a1-9e6f-7cb4b96cc8ef"
#define TENANT	"ed6e6740-934d-4088-a05e-caa14d8d89ee"
#define ROOM	"19:d441@thread.tacv2"
#define HEAD	"{\"alg\":\"RS256\",\"kid\":\"k0\",\"typ\":\"JWT\"}"
#define CLAIMS(iss, aud, nbf, exp, service)                                                        \
	"{\"iss\":\"" iss "\",\"aud\":\"" aud "\",\"nbf\":" nbf ",\"exp\":" exp service "}"
#define FRAME "https://api.botframework.com"
#define HERE  ",\"serviceurl\":\"" SERVICE "\""
#define GOOD  CLAIMS(FRAME, APP, "1789999700", "1790003300", HERE)
#define WHERE                                                                                      \
	"\"channelId\":\"msteams\",\"serviceUrl\":\"" SERVICE "\","                                \
	"\"from\":{\"id\":\"29:maya\",\"name\":\"Maya\",\"aadObjectId\":\"7a9b\"},"                \
	"\"conversation\":{\"isGroup\":true,\"conversationType\":\"channel\",\"tenantId\":"        \
	"\"" TENANT "\",\"id\":\"" ROOM ";messageid=177\"},"                                       \
	"\"recipient\":{\"id\":\"28:" APP "\",\"name\":\"docket\"},"                               \
	"\"channelData\":{\"tenant\":{\"id\":\"" TENANT "\"}},"                                    \
	"\"timestamp\":\"2026-09-21T13:33:20.123Z\""
#define MENTION                                                                                    \
	"\"entities\":[{\"type\":\"mention\",\"text\":\"<at>docket</at>\","                        \
	"\"mentioned\":{\"id\":\"28:" APP "\",\"name\":\"docket\"}}]"
#define MESSAGE(text)                                                                              \
	"{\"type\":\"message\",\"id\":\"178\",\"text\":\"" text "\"," MENTION "," WHERE "}"
#define SAID MESSAGE("<at>docket</at> status ACME-042")

static const char HOOK_TOKEN[] = "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA=";
static const struct conf_chat CONF = {
	.name = "teams", .platform = "teams", .app = APP, .tenant = TENANT, .room = ROOM};

struct bench {
	struct pool *p;
	void *self;
	struct err e;
};

static void
took(struct bench *b, int status, const char *body, struct chat_result *out)
{
	struct http_result r = {.status = status, .sent = true, .body = slice_of(body)};
	*out = (struct chat_result){.status = CHAT_OK};
	chat_teams.took(b->self, &r, NOW, out);
}

/* With keys and an access token. */
static void
begin(struct bench *b)
{
	struct chat_setup s = {
		.conf = &CONF, .secret = SLICE_LIT("s3cret"), .hook_token = slice_of(HOOK_TOKEN)};
	struct http_out out;
	struct chat_result res;
	*b = (struct bench){.p = pool_new(), .e = ERR_INIT};
	CHECK_INT(chat_teams.open(&s, &b->self, &b->e), 0);
	CHECK_INT(chat_teams.wants(b->self, b->p, NOW, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, "https://login.botframework.com/v1/.well-known/keys");
	took(b, 200, keys_jwks(), &res);
	CHECK_INT(res.status, CHAT_OK);
	CHECK_INT(chat_teams.wants(b->self, b->p, NOW, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url,
		       "https://login.microsoftonline.com/" TENANT "/oauth2/v2.0/token");
	CHECK_SLICE_AT(__LINE__, out.body,
		       "grant_type=client_credentials&client_id=" APP
		       "&client_secret=s3cret&scope=https%3A%2F%2Fapi.botframework.com%2F.default");
	took(b, 200, "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"at1\"}",
	     &res);
	CHECK_INT(res.status, CHAT_OK);
	CHECK_INT(chat_teams.wants(b->self, b->p, NOW, &out), 0);
}

static void
end(struct bench *b)
{
	chat_teams.close(b->self);
	pool_free(b->p);
}

static struct http_in
request(struct pool *p, const char *authorization, const char *body)
{
	struct http_in in = {.method = SLICE_LIT("POST"),
			     .path = SLICE_LIT("/chat/teams"),
			     .body = slice_of(body),
			     .now = NOW};
	struct http_header type = {SLICE_LIT("Content-Type"),
				   SLICE_LIT("application/json; charset=utf-8")};
	VEC_ADD(&in.headers, p, type);
	if (authorization != NULL) {
		struct http_header with = {SLICE_LIT("Authorization"),
					   pool_copy(p, slice_of(authorization))};
		VEC_ADD(&in.headers, p, with);
	}
	return in;
}

static int
verify(struct bench *b, const char *authorization, const char *body)
{
	struct http_in in = request(b->p, authorization, body);
	struct err e = ERR_INIT;
	return chat_teams.verify(b->self, b->p, &in, &e);
}

TEST(teams_tokens_as_botbuilder_judges_them)
{
	static const struct {
		int line, key, want;
		const char *head, *claims, *body;
	} cases[] = {
		{__LINE__, 0, 0, HEAD, GOOD, SAID},
		{__LINE__, 0, 0, HEAD, CLAIMS(FRAME, APP, "1789990000", "1789999760", HERE), SAID},
		{__LINE__, 0, 401, HEAD, CLAIMS(FRAME, "other", "1789999700", "1790003300", HERE),
		 SAID},
		{__LINE__, 0, 401, HEAD,
		 CLAIMS("https://sts.windows.net/x/", APP, "1789999700", "1790003300", HERE), SAID},
		{__LINE__, 0, 401, HEAD, CLAIMS(FRAME, APP, "1789990000", "1789999600", HERE),
		 SAID},
		{__LINE__, 0, 401, HEAD, CLAIMS(FRAME, APP, "1790000600", "1790003300", HERE),
		 SAID},
		{__LINE__, 1, 401, HEAD, GOOD, SAID},
		{__LINE__, 0, 401, HEAD,
		 CLAIMS(FRAME, APP, "1789999700", "1790003300",
			",\"serviceurl\":\"https://smba.trafficmanager.net/emea/\""),
		 SAID},
		{__LINE__, 0, 401, HEAD, CLAIMS(FRAME, APP, "1789999700", "1790003300", ""), SAID},
		{__LINE__, 0, 401, "{\"alg\":\"none\",\"kid\":\"k0\"}", GOOD, SAID},
		{__LINE__, 0, 401, "{\"alg\":\"HS256\",\"kid\":\"k0\"}", GOOD, SAID},
		{__LINE__, 0, 401, "{\"alg\":\"RS256\",\"kid\":\"k9\"}", GOOD, SAID},
		/* k1 is endorsed for web chats only */
		{__LINE__, 1, 403, "{\"alg\":\"RS256\",\"kid\":\"k1\"}", GOOD, SAID},
		{__LINE__, 0, 403, HEAD, GOOD,
		 "{\"type\":\"message\",\"id\":\"1\",\"channelId\":\"directline\",\"serviceUrl\":"
		 "\"" SERVICE "\"}"},
		/* an endorsed channel where anybody may write */
		{__LINE__, 0, 403, HEAD, GOOD,
		 "{\"type\":\"message\",\"id\":\"1\",\"channelId\":\"webchat\",\"serviceUrl\":"
		 "\"" SERVICE "\"}"},
		/* signed for an address that is nobody's: our answers would go there */
		{__LINE__, 0, 403, HEAD,
		 CLAIMS(FRAME, APP, "1789999700", "1790003300",
			",\"serviceurl\":\"https://evil.example/\""),
		 "{\"type\":\"message\",\"id\":\"1\",\"channelId\":\"msteams\",\"serviceUrl\":"
		 "\"https://evil.example/\"}"},
		{__LINE__, 0, 403, HEAD,
		 CLAIMS(FRAME, APP, "1789999700", "1790003300",
			",\"serviceurl\":\"https://smba.trafficmanager.net.evil.example/\""),
		 "{\"type\":\"message\",\"id\":\"1\",\"channelId\":\"msteams\",\"serviceUrl\":"
		 "\"https://smba.trafficmanager.net.evil.example/\"}"},
		{__LINE__, 0, 403, HEAD,
		 CLAIMS(FRAME, APP, "1789999700", "1790003300",
			",\"serviceurl\":\"http://smba.trafficmanager.net/amer/\""),
		 "{\"type\":\"message\",\"id\":\"1\",\"channelId\":\"msteams\",\"serviceUrl\":"
		 "\"http://smba.trafficmanager.net/amer/\"}"},
		{__LINE__, 0, 400, HEAD, GOOD, "{\"type\":"},
		{__LINE__, 0, 401, HEAD, GOOD, "{}"},
	};
	struct bench b;
	begin(&b);
	for (size_t i = 0; i < COUNT(cases); i++) {
		char with[20100];
		snprintf(with, sizeof(with), "Bearer %s",
			 keys_token(cases[i].key, cases[i].head, cases[i].claims));
		CHECK_INT_AT(cases[i].line, verify(&b, with, cases[i].body), cases[i].want);
	}
	CHECK_INT(verify(&b, NULL, SAID), 401);
	CHECK_INT(verify(&b, "", SAID), 401);
	CHECK_INT(verify(&b, "Bearer ", SAID), 401);
	CHECK_INT(verify(&b, "Basic eDp5", SAID), 401);
	end(&b);
}

TEST(teams_method_and_type)
{
	struct bench b;
	char with[20100];
	struct err e = ERR_INIT;
	begin(&b);
	snprintf(with, sizeof(with), "Bearer %s", keys_token(0, HEAD, GOOD));
	struct http_in in = request(b.p, with, SAID);
	CHECK_INT(chat_teams.verify(b.self, b.p, &in, &e), 0);
	in.method = SLICE_LIT("GET");
	CHECK_INT(chat_teams.verify(b.self, b.p, &in, &e), 405);
	in.method = SLICE_LIT("POST");
	in.headers.at[0].value = SLICE_LIT("text/plain");
	CHECK_INT(chat_teams.verify(b.self, b.p, &in, &e), 415);
	in.headers.at[0].value = SLICE_LIT("application/json");
	VEC_ADD(&in.headers, b.p, in.headers.at[1]); /* doubled: neither counts */
	CHECK_INT(chat_teams.verify(b.self, b.p, &in, &e), 401);
	end(&b);
}

/* A key that is not there yet: wait for it once, then no more within the hour. */
TEST(teams_waits_for_keys)
{
	struct chat_setup s = {.conf = &CONF, .secret = SLICE_LIT("s3cret")};
	struct bench b = {.p = pool_new(), .e = ERR_INIT};
	struct chat_result res;
	struct http_out out;
	char with[20100];
	CHECK_INT(chat_teams.open(&s, &b.self, &b.e), 0);
	snprintf(with, sizeof(with), "Bearer %s", keys_token(0, HEAD, GOOD));
	CHECK_INT(verify(&b, with, SAID), CHAT_VERIFY_WAIT);
	CHECK_INT(verify(&b, "Bearer x.y.z", SAID), 401); /* rubbish waits for nothing */
	CHECK_INT(chat_teams.wants(b.self, b.p, NOW, &out), 1);
	CHECK_INT(verify(&b, with, SAID), CHAT_VERIFY_WAIT); /* they are on their way */
	took(&b, 503, "", &res);
	CHECK_INT(res.status, CHAT_RETRY);
	CHECK_INT(verify(&b, with, SAID), 401);
	CHECK_INT(chat_teams.wants(b.self, b.p, NOW + JWT_KEYS_AGAIN_MS, &out), 1);
	took(&b, 200, keys_jwks(), &res);
	CHECK_INT(verify(&b, with, SAID), 0);
	snprintf(with, sizeof(with), "Bearer %s",
		 keys_token(0, "{\"alg\":\"RS256\",\"kid\":\"new\"}", GOOD));
	CHECK_INT(verify(&b, with, SAID), 401);
	end(&b);
}

TEST(teams_outgoing_webhook)
{
	/* derived with Python's hmac from the token of Microsoft's page */
	static const char body[] =
		"{\"type\":\"message\",\"text\":\"<at>docket</at> status ACME-042\"}";
	struct bench b;
	begin(&b);
	CHECK_INT(verify(&b, "HMAC us7LBUSi0FvckJVtF05eB1hUk34adUWtRURMmPd9Vto=", body), 0);
	CHECK_INT(verify(&b, "HMAC us7LBUSi0FvckJVtF05eB1hUk34adUWtRURMmPd9Vtp=", body), 401);
	CHECK_INT(verify(&b, "HMAC us7LBUSi0FvckJVtF05eB1hUk34adUWtRURMmPd9Vto", body), 401);
	CHECK_INT(verify(&b, "HMAC tr7LBUSi0FvckJVtF05eB1hUk34adUWtRURMmPd9Vto=", body), 401);
	CHECK_INT(verify(&b, "HMAC us7LBUSi0FvckJVtF05eB1hUk34adUWtRURMmPd9Vto= ", body), 401);
	CHECK_INT(verify(&b, "HMAC ", body), 401);
	CHECK_INT(verify(&b, "HMAC us7LBUSi0FvckJVtF05eB1hUk34adUWtRURMmPd9Vto=",
			 "{\"type\":\"message\",\"text\":\"<at>docket</at> status ACME-043\"}"),
		  401);
	end(&b);
}

/* One line of an event. */
static const char *
shown(struct pool *p, const struct chat_event *ev)
{
	struct str s;
	struct slice out;
	str_init(&s, 8000);
	str_addf(&s, "%s%s%s%s room=%.*s thread=%.*s message=%.*s who=%.*s/%.*s text=%.*s",
		 chat_kind_name(ev->kind), ev->direct ? " direct" : "",
		 ev->mention ? " mention" : "", ev->who.outsider ? " outsider" : "",
		 SLICE_ARG(ev->room), SLICE_ARG(ev->thread), SLICE_ARG(ev->message),
		 SLICE_ARG(ev->who.tenant), SLICE_ARG(ev->who.uid), SLICE_ARG(ev->text));
	if (ev->token.len > 0)
		str_addf(&s, " token=%.*s", SLICE_ARG(ev->token));
	for (size_t i = 0; i < ev->field_count; i++)
		str_addf(&s, " %.*s=%.*s", SLICE_ARG(ev->fields[i].name),
			 SLICE_ARG(ev->fields[i].value));
	str_add(&s, case_files(p, ev));
	out = pool_copy(p, str_slice(&s));
	str_clear(&s);
	return out.data;
}

static int
decode(struct bench *b, const char *authorization, const char *body, chat_event_list *out,
       struct http_answer *answer)
{
	struct http_in in = request(b->p, authorization, body);
	struct err e = ERR_INIT;
	*answer = (struct http_answer){.status = 0};
	return chat_teams.decode(b->self, b->p, &in, out, answer, &e);
}

#define AT " room=" ROOM " thread=" ROOM ";messageid=177 "
#define BY "who=" TENANT "/29:maya "
TEST(teams_activities_are_events)
{
	static const struct {
		int line;
		const char *body, *want; /* NULL: refused; "": no event */
		int status;
	} cases[] = {
		{__LINE__, SAID,
		 "message mention" AT "message=" ROOM ";messageid=177|178 " BY
		 "text=status ACME-042",
		 0},
		{__LINE__, MESSAGE("<at>docket</at>&nbsp;a &lt;b&gt; &amp;amp; <at>Tom</at>"),
		 "message mention" AT "message=" ROOM ";messageid=177|178 " BY
		 "text=a <b> &amp; Tom",
		 0},
		{__LINE__,
		 "{\"type\":\"message\",\"id\":\"178\",\"text\":\"the logo is small\"," WHERE "}",
		 "message" AT "message=" ROOM ";messageid=177|178 " BY "text=the logo is small", 0},
		{__LINE__,
		 "{\"type\":\"message\",\"id\":\"178\",\"text\":\"see\",\"attachments\":[{"
		 "\"contentType\":\"text/html\",\"content\":\"<p>see</p>\"},{\"contentType\":"
		 "\"application/vnd.microsoft.teams.file.download.info\",\"name\":\"a.docx\"},"
		 "{\"contentType\":\"image/png\"}]," WHERE "}",
		 "message" AT "message=" ROOM ";messageid=177|178 " BY "text=see "
		 "files=a.docx|application/vnd.microsoft.teams.file.download.info||0, |image/png||0",
		 0},
		/* Action.Submit: a message without words */
		{__LINE__,
		 "{\"type\":\"message\",\"id\":\"f:1\",\"replyToId\":\"170\",\"value\":{\"docket\":"
		 "\"tok3n\"}," WHERE "}",
		 "action" AT "message=" ROOM ";messageid=177|170 " BY "text= token=tok3n", 0},
		/* Action.Execute: an invocation */
		{__LINE__,
		 "{\"type\":\"invoke\",\"name\":\"adaptiveCard/"
		 "action\",\"id\":\"f:1\",\"replyToId\":"
		 "\"170\",\"value\":{\"action\":{\"type\":\"Action.Execute\",\"verb\":\"docket\","
		 "\"data\":{\"docket\":\"tok3n\"}}}," WHERE "}",
		 "action" AT "message=" ROOM ";messageid=177|170 " BY "text= token=tok3n", 0},
		{__LINE__,
		 "{\"type\":\"message\",\"id\":\"f:1\",\"value\":{\"docketForm\":\"f0rm\","
		 "\"title\":"
		 "\"Autumn mailer\",\"due\":\"2026-05-14\",\"deep\":{\"x\":1}}," WHERE "}",
		 "form" AT "message=" ROOM ";messageid=177|f:1 " BY
		 "text= token=f0rm title=Autumn mailer due=2026-05-14",
		 0},
		/* a card of somebody else's, a token that is too long to be ours */
		{__LINE__,
		 "{\"type\":\"message\",\"id\":\"f:1\",\"value\":{\"other\":\"x\"}," WHERE "}", "",
		 200},
		{__LINE__,
		 "{\"type\":\"message\",\"id\":\"f:1\",\"value\":{\"docket\":"
		 "\"01234567890123456789012345678901234567890123\"}," WHERE "}",
		 "", 200},
		{__LINE__,
		 "{\"type\":\"invoke\",\"name\":\"task/fetch\",\"id\":\"f:1\",\"value\":{}," WHERE
		 "}",
		 "", 501},
		{__LINE__,
		 "{\"type\":\"messageReaction\",\"id\":\"1\",\"reactionsAdded\":[{\"type\":"
		 "\"like\"}],"
		 "\"replyToId\":\"170\"," WHERE "}",
		 "", 200},
		{__LINE__,
		 "{\"type\":\"messageUpdate\",\"id\":\"178\",\"text\":\"better\"," WHERE "}",
		 "edited" AT "message=" ROOM ";messageid=177|178 " BY "text=better", 0},
		{__LINE__, "{\"type\":\"messageDelete\",\"id\":\"178\"," WHERE "}",
		 "edited" AT "message=" ROOM ";messageid=177|178 " BY "text=", 0},
		{__LINE__,
		 "{\"type\":\"conversationUpdate\",\"id\":\"1\",\"membersAdded\":[{\"id\":\"28:" APP
		 "\"}]," WHERE "}",
		 "lifecycle" AT "message=" ROOM ";messageid=177|1 " BY "text=joined", 0},
		{__LINE__,
		 "{\"type\":\"conversationUpdate\",\"id\":\"1\",\"membersRemoved\":[{\"id\":"
		 "\"28:" APP "\"}]," WHERE "}",
		 "lifecycle" AT "message=" ROOM ";messageid=177|1 " BY "text=left", 0},
		{__LINE__,
		 "{\"type\":\"conversationUpdate\",\"id\":\"1\",\"membersAdded\":[{\"id\":\"29:"
		 "tom\"}]," WHERE "}",
		 "", 200},
		{__LINE__,
		 "{\"type\":\"installationUpdate\",\"action\":\"remove\",\"id\":\"1\"," WHERE "}",
		 "lifecycle" AT "message=" ROOM ";messageid=177|1 " BY "text=left", 0},
		{__LINE__, "{\"type\":\"typing\",\"id\":\"1\"," WHERE "}", "", 200},
		/* ourselves, and other programs */
		{__LINE__,
		 "{\"type\":\"message\",\"id\":\"1\",\"text\":\"x\",\"from\":{\"id\":\"28:" APP
		 "\"},\"recipient\":{\"id\":\"28:" APP "\"},\"conversation\":{\"id\":\"a:1\"}}",
		 "", 200},
		{__LINE__,
		 "{\"type\":\"message\",\"id\":\"1\",\"text\":\"x\",\"from\":{\"id\":\"29:x\","
		 "\"role\":"
		 "\"bot\"},\"conversation\":{\"id\":\"a:1\"}}",
		 "", 200},
		/* another directory */
		{__LINE__,
		 "{\"type\":\"message\",\"id\":\"1\",\"text\":\"x\",\"from\":{\"id\":\"29:x\"},"
		 "\"conversation\":{\"id\":\"a:1\",\"conversationType\":\"personal\",\"tenantId\":"
		 "\"else\"}}",
		 "message direct outsider room=a:1 thread= message=a:1|1 who=else/29:x text=x", 0},
		{__LINE__, "{\"type\":\"message\",\"id\":\"1\",\"text\":\"x\"}", NULL, 0},
		{__LINE__,
		 "{\"type\":\"message\",\"id\":\"a|b\",\"conversation\":{\"id\":\"a:1\"},\"from\":"
		 "{\"id\":\"29:x\"}}",
		 NULL, 0},
		{__LINE__, "[]", NULL, 0},
		{__LINE__, "", NULL, 0},
	};
	struct bench b;
	begin(&b);
	for (size_t i = 0; i < COUNT(cases); i++) {
		chat_event_list list = {0};
		struct http_answer answer;
		int r = decode(&b, "Bearer x", cases[i].body, &list, &answer);
		CHECK_INT_AT(cases[i].line, r, cases[i].want == NULL ? -1 : 0);
		bool has = cases[i].want != NULL && cases[i].want[0] != '\0';
		CHECK_INT_AT(cases[i].line, list.len, has);
		CHECK_INT_AT(cases[i].line, answer.status, cases[i].status);
		if (list.len == 1 && has)
			CHECK_STR_AT(cases[i].line, shown(b.p, &list.at[0]), cases[i].want);
	}
	end(&b);
}

TEST(teams_keys_of_events)
{
	struct bench b;
	chat_event_list list = {0};
	struct http_answer answer;
	begin(&b);
	static const char *const bodies[] = {
		SAID, SAID, "{\"type\":\"messageUpdate\",\"id\":\"178\",\"text\":\"x\"," WHERE "}",
		"{\"type\":\"message\",\"id\":\"179\",\"text\":\"x\"," WHERE "}"};
	for (size_t i = 0; i < COUNT(bodies); i++)
		CHECK_INT(decode(&b, "Bearer x", bodies[i], &list, &answer), 0);
	CHECK_INT(list.len, 4);
	CHECK_SLICE_AT(__LINE__, list.at[0].key, "msteams|" ROOM ";messageid=177|178");
	CHECK(slice_eq(list.at[0].key, list.at[1].key)); /* the connector's retry */
	CHECK(!slice_eq(list.at[0].key, list.at[2].key));
	CHECK(!slice_eq(list.at[0].key, list.at[3].key));
	end(&b);
}

static struct chat_message
post(const char *text)
{
	return (struct chat_message){.act = CHAT_POST,
				     .key = SLICE_LIT("k1"),
				     .room = SLICE_LIT(ROOM),
				     .part = 1,
				     .parts = 1,
				     .card = {.text = slice_of(text)}};
}

static struct http_out
render(struct bench *b, const struct chat_message *m, int want)
{
	struct http_out out = {.method = NULL};
	struct err e = ERR_INIT;
	CHECK_INT(chat_teams.render(b->self, b->p, m, &out, &e), want);
	return out;
}

#define API "https://smba.trafficmanager.net/teams/v3/conversations/19%3Ad441%40thread.tacv2"
TEST(teams_where_messages_go)
{
	struct bench b;
	struct http_out out;
	begin(&b);
	struct chat_message m = post("hello");
	out = render(&b, &m, 0);
	CHECK_STR(out.method, "POST");
	CHECK_SLICE_AT(__LINE__, out.url, API "/activities");
	CHECK_SLICE_AT(__LINE__, out.headers.at[1].value, "Bearer at1");
	m.thread = SLICE_LIT(ROOM ";messageid=177");
	out = render(&b, &m, 0);
	CHECK_SLICE_AT(__LINE__, out.url, API "%3Bmessageid%3D177/activities");
	m.act = CHAT_UPDATE;
	m.replace = SLICE_LIT(ROOM "|170");
	out = render(&b, &m, 0);
	CHECK_STR(out.method, "PUT");
	CHECK_SLICE_AT(__LINE__, out.url, API "/activities/170");
	m.act = CHAT_REPLY;
	m.reply = SLICE_LIT("b|" SERVICE "|" ROOM ";messageid=177|178");
	out = render(&b, &m, 0);
	CHECK_SLICE_AT(__LINE__, out.url,
		       "https://smba.trafficmanager.net/amer/t1/v3/conversations/"
		       "19%3Ad441%40thread.tacv2%3Bmessageid%3D177/activities/178");
	m.reply = SLICE_LIT("i|" SERVICE "|" ROOM ";messageid=177|f:1");
	out = render(&b, &m, 0);
	CHECK_SLICE_AT(__LINE__, out.url,
		       "https://smba.trafficmanager.net/amer/t1/v3/conversations/"
		       "19%3Ad441%40thread.tacv2%3Bmessageid%3D177/activities");
	/* an address that is nobody's gets nothing, least of all our token */
	static const char *const bad[] = {"b|https://evil.example/|" ROOM "|1",
					  "b||" ROOM "|1",
					  "b|http://smba.trafficmanager.net/|" ROOM "|1",
					  "b|https://x@smba.trafficmanager.net@evil.example/|" ROOM
					  "|1",
					  "h|" SERVICE "|" ROOM "|1",
					  "x|" SERVICE "|" ROOM "|1",
					  "b",
					  ""};
	for (size_t i = 0; i < COUNT(bad); i++) {
		m.reply = slice_of(bad[i]);
		(void)render(&b, &m, -1);
	}
	end(&b);
}

TEST(teams_a_word_to_one_person)
{
	struct bench b;
	struct http_out out = {.method = NULL};
	struct chat_result res;
	struct err e = ERR_INIT;
	begin(&b);
	struct chat_message m = post("psst");
	m.direct = true;
	m.only = SLICE_LIT("29:maya");
	CHECK_INT(chat_teams.render(b.self, b.p, &m, &out, &e), -1);
	CHECK_INT(e.kind, ERR_RETRY); /* wants has to be asked first */
	CHECK_INT(chat_teams.wants(b.self, b.p, NOW, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, "https://smba.trafficmanager.net/teams/v3/conversations");
	CHECK_SLICE_AT(__LINE__, out.body,
		       "{\"bot\":{\"id\":\"28:" APP
		       "\"},\"isGroup\":false,\"members\":[{\"id\":\"29:maya\"}],"
		       "\"tenantId\":\"" TENANT "\",\"channelData\":{\"tenant\":{\"id\":\"" TENANT
		       "\"}}}");
	took(&b, 201, "{\"id\":\"a:9\"}", &res);
	out = render(&b, &m, 0);
	CHECK_SLICE_AT(__LINE__, out.url,
		       "https://smba.trafficmanager.net/teams/v3/conversations/a%3A9/activities");
	/* somebody who wrote to us alone is known already; another service address then counts */
	chat_event_list list = {0};
	struct http_answer answer;
	CHECK_INT(
		decode(&b, "Bearer x",
		       "{\"type\":\"message\",\"id\":\"1\",\"text\":\"x\",\"serviceUrl\":\"" SERVICE
		       "\",\"from\":{\"id\":\"29:tom\"},\"conversation\":{\"id\":\"a:5\","
		       "\"conversationType\":\"personal\"}}",
		       &list, &answer),
		0);
	m.only = SLICE_LIT("29:tom");
	out = render(&b, &m, 0);
	CHECK_SLICE_AT(__LINE__, out.url, SERVICE "v3/conversations/a%3A5/activities");
	end(&b);
}

#define RUN(text, more)                                                                            \
	"{\"type\":\"RichTextBlock\",\"spacing\":\"None\",\"inlines\":[{\"type\":"                 \
	"\"TextRun\",\"text\":\"" text "\"" more "}]}"
#define OPEN                                                                                       \
	"{\"contentType\":\"application/vnd.microsoft.card.adaptive\",\"content\":{\"$schema\":"   \
	"\"http://adaptivecards.io/schemas/adaptive-card.json\",\"type\":\"AdaptiveCard\","        \
	"\"version\":\"1.4\""
TEST(teams_cards)
{
	struct bench b;
	begin(&b);
	struct chat_message m =
		post("<at>everyone</at> **bold** [x](https://evil.example)\n\nlast");
	m.card.title = SLICE_LIT("ACME-042 Mailer");
	m.card.context = SLICE_LIT("since Monday");
	m.card.fields[0] = (struct chat_field){SLICE_LIT("Due"), SLICE_LIT("14 May")};
	m.card.field_count = 1;
	m.card.buttons[0] = (struct chat_button){.label = SLICE_LIT("Approve"),
						 .token = SLICE_LIT("tok3n"),
						 .style = CHAT_PRIMARY,
						 .command = SLICE_LIT("approve ACME-042")};
	m.card.buttons[1] = (struct chat_button){.label = SLICE_LIT("Open"),
						 .url = SLICE_LIT("https://x.example/1")};
	m.card.button_count = 2;
	struct http_out out = render(&b, &m, 0);
	CHECK_SLICE_AT(
		__LINE__, out.body,
		"{\"type\":\"message\",\"summary\":\"ACME-042 Mailer\",\"attachments\":[" OPEN
		",\"body\":[" RUN("ACME-042 Mailer", ",\"weight\":\"Bolder\"") "," RUN(
			"<at>everyone</at> **bold** [x](https://evil.example)",
			"") "," RUN(" ", "") "," RUN("last",
						     "") ",{\"type\":\"RichTextBlock\",\"spacing\":"
							 "\"None\",\"inlines\":["
							 "{\"type\":\"TextRun\",\"text\":\"Due\","
							 "\"weight\":\"Bolder\"},{\"type\":"
							 "\"TextRun\","
							 "\"text\":\"  "
							 "\"},{\"type\":\"TextRun\",\"text\":\"14 "
							 "May\"}]}," RUN(
								 "since Monday",
								 ",\"size\":\"Small\",\"isSubtle\":"
								 "true") "],\"actions\":[{\"type\":"
									 "\"Action.Execute\","
									 "\"title\":\"Approve\","
									 "\"verb\":\"docket\","
									 "\"style\":\"positive\","
									 "\"data\":{\"docket\":"
									 "\"tok3n\"}},{\"type\":"
									 "\"Action.OpenUrl\","
									 "\"title\":\"Open\","
									 "\"url\":\"https://"
									 "x.example/1\"}]}}]}");
	/* no text beside the card, ever */
	json_t *o = json_loadb(out.body.data, out.body.len, 0, NULL);
	CHECK(o != NULL && json_object_get(o, "text") == NULL);
	json_decref(o);
	end(&b);
}

TEST(teams_a_full_part_fits)
{
	static const char *const units[] = {"x",  "\n",	  "x\n", "\xc3\xa4", "\xf0\x9f\x8e\xa8",
					    "\"", "word "};
	struct bench b;
	begin(&b);
	for (size_t u = 0; u < COUNT(units); u++) {
		struct str s;
		slice_list parts = {0};
		str_init(&s, 100000);
		while (s.len < 30000)
			str_adds(&s, units[u]);
		chat_split(b.p, str_slice(&s), chat_teams.caps.text_max, chat_teams.caps.unit,
			   &parts);
		struct chat_message m = post("");
		m.card.text = parts.at[0];
		struct http_out out = {.method = NULL};
		struct err e = ERR_INIT;
		int r = chat_teams.render(b.self, b.p, &m, &out, &e);
		/* nothing but empty lines is no text: it need not fit, it must not be cut silently
		 */
		CHECK_AT((int)u, r == 0 ? out.body.len <= 20480 : e.kind == ERR_MESSAGE);
		CHECK_AT((int)u, r == 0 || units[u][0] == '\n' || units[u][1] == '\n');
		str_clear(&s);
	}
	end(&b);
}

TEST(teams_forms)
{
	struct bench b;
	begin(&b);
	struct chat_message m = {.act = CHAT_OPEN,
				 .part = 1,
				 .parts = 1,
				 .trigger = SLICE_LIT("b|" SERVICE "|" ROOM ";messageid=177|178")};
	m.form = (struct chat_form){.title = SLICE_LIT("New request"),
				    .submit = SLICE_LIT("Send"),
				    .token = SLICE_LIT("f0rm")};
	m.form.questions[0] = (struct chat_question){.name = SLICE_LIT("title"),
						     .label = SLICE_LIT("What"),
						     .must = true,
						     .hint = SLICE_LIT("a mailer")};
	m.form.questions[1] = (struct chat_question){.name = SLICE_LIT("brief"),
						     .label = SLICE_LIT("Brief"),
						     .input = CHAT_LINES,
						     .value = SLICE_LIT("so far")};
	m.form.questions[2] = (struct chat_question){
		.name = SLICE_LIT("client"), .label = SLICE_LIT("Client"), .input = CHAT_CHOICE};
	VEC_ADD(&m.form.questions[2].choices, b.p, SLICE_LIT("ACME"));
	m.form.questions[3] = (struct chat_question){
		.name = SLICE_LIT("due"), .label = SLICE_LIT("Due"), .input = CHAT_DATE};
	m.form.question_count = 4;
	struct http_out out = render(&b, &m, 0);
	CHECK_SLICE_AT(
		__LINE__, out.body,
		"{\"type\":\"message\",\"attachments\":[" OPEN ",\"body\":[" RUN(
			"New request",
			",\"weight\":\"Bolder\"") ",{\"type\":\"Input.Text\",\"id\":\"title\","
						  "\"label\":\"What\",\"placeholder\":\"a "
						  "mailer\",\"isRequired\":true,\"errorMessage\":"
						  "\"What\"},{\"type\":\"Input.Text\","
						  "\"id\":\"brief\",\"label\":\"Brief\",\"value\":"
						  "\"so far\",\"isMultiline\":true},"
						  "{\"type\":\"Input.ChoiceSet\",\"id\":\"client\","
						  "\"label\":\"Client\",\"choices\":[{"
						  "\"title\":\"ACME\",\"value\":\"ACME\"}]},{"
						  "\"type\":\"Input.Date\",\"id\":\"due\","
						  "\"label\":\"Due\"}],\"actions\":[{\"type\":"
						  "\"Action.Execute\",\"title\":\"Send\","
						  "\"verb\":\"docket\",\"style\":\"positive\","
						  "\"data\":{\"docketForm\":\"f0rm\"}}]}}]}");
	end(&b);
}

TEST(teams_answers_in_the_response)
{
	struct bench b;
	chat_event_list list = {0};
	struct http_answer answer;
	begin(&b);
	struct chat_message m = post("R3 is done");
	m.act = CHAT_REPLY;
	/* a message is answered by a message of its own */
	CHECK_INT(decode(&b, "Bearer x", SAID, &list, &answer), 0);
	CHECK_INT(chat_teams.ack(b.self, b.p, &list.at[0], &m, &answer), 0);
	CHECK_INT(answer.status, 200);
	CHECK_INT(answer.body.len, 0);
	/* a button within the response; what is long or has buttons goes its own way */
	CHECK_INT(decode(&b, "Bearer x",
			 "{\"type\":\"invoke\",\"name\":\"adaptiveCard/action\",\"id\":\"f:1\","
			 "\"value\":{\"action\":{\"data\":{\"docket\":\"t\"}}}," WHERE "}",
			 &list, &answer),
		  0);
	CHECK_INT(chat_teams.ack(b.self, b.p, &list.at[1], &m, &answer), 1);
	CHECK_SLICE_AT(__LINE__, answer.body,
		       "{\"statusCode\":200,\"type\":\"application/"
		       "vnd.microsoft.activity.message\",\"value\":\"R3 is done\"}");
	m.card.button_count = 1;
	CHECK_INT(chat_teams.ack(b.self, b.p, &list.at[1], &m, &answer), 0);
	CHECK_SLICE_AT(__LINE__, answer.body,
		       "{\"statusCode\":200,\"type\":\"application/"
		       "vnd.microsoft.activity.message\",\"value\":\"\xe2\x9c\x93\"}");
	CHECK_INT(chat_teams.ack(b.self, b.p, &list.at[1], NULL, &answer), 0);
	CHECK(answer.body.len > 0);
	/* an outgoing webhook only there, without buttons that would call nobody */
	CHECK_INT(decode(&b, "HMAC x",
			 "{\"type\":\"message\",\"id\":\"5\",\"text\":\"<at>docket</at> "
			 "mine\",\"from\":"
			 "{\"id\":\"29:maya\"},\"conversation\":{\"id\":\"" ROOM "\"}}",
			 &list, &answer),
		  0);
	CHECK_SLICE_AT(__LINE__, list.at[2].text, "mine");
	CHECK(list.at[2].mention && list.at[2].trigger.len == 0 && list.at[2].reply_left == 1);
	m.card.buttons[0] = (struct chat_button){.label = SLICE_LIT("Done"),
						 .token = SLICE_LIT("t"),
						 .command = SLICE_LIT("done R3")};
	CHECK_INT(chat_teams.ack(b.self, b.p, &list.at[2], &m, &answer), 1);
	CHECK(slice_has(answer.body, "\"text\":\"done R3\"") && !slice_has(answer.body, "Execute"));
	struct str s;
	str_init(&s, 100000);
	while (s.len < 60000)
		str_adds(&s, "\xc3\xa4 ");
	m.card.text = str_slice(&s);
	CHECK_INT(chat_teams.ack(b.self, b.p, &list.at[2], &m, &answer), 1);
	CHECK(answer.body.len < 20480 && utf8_valid(answer.body) &&
	      slice_has(answer.body, "\xe2\x80\xa6"));
	str_clear(&s);
	end(&b);
}

TEST(teams_what_an_answer_means)
{
	static const struct {
		int line, http;
		const char *body, *retry_after;
		enum chat_status want;
		int64_t wait;
	} cases[] = {
		{__LINE__, 201, "{\"id\":\"170\"}", NULL, CHAT_OK, 0},
		{__LINE__, 200, "{\"id\":\"170\"}", NULL, CHAT_OK, 0},
		{__LINE__, 202, "", NULL, CHAT_ACCEPTED, 0},
		{__LINE__, 202, "{}", NULL, CHAT_ACCEPTED, 0},
		{__LINE__, 429, "{\"error\":{\"code\":\"Throttled\"}}", "7", CHAT_LATER, 7000},
		{__LINE__, 429, "", NULL, CHAT_LATER, 30000},
		{__LINE__, 412, "", NULL, CHAT_RETRY, 0},
		{__LINE__, 502, "", NULL, CHAT_RETRY, 0},
		{__LINE__, 504, "<html>", NULL, CHAT_RETRY, 0},
		{__LINE__, 500, "", NULL, CHAT_RETRY, 0},
		{__LINE__, 401, "", NULL, CHAT_REAUTH, 0},
		{__LINE__, 403, "{\"error\":{\"code\":\"BotNotInConversationRoster\"}}", NULL,
		 CHAT_GONE, 0},
		{__LINE__, 403, "{\"error\":{\"code\":\"BotDisabledByAdmin\"}}", NULL, CHAT_REAUTH,
		 0},
		{__LINE__, 404, "{\"error\":{\"code\":\"ConversationNotFound\"}}", NULL, CHAT_GONE,
		 0},
		{__LINE__, 413, "", NULL, CHAT_TOO_BIG, 0},
		{__LINE__, 400, "{\"error\":{\"code\":\"MessageSizeTooBig\"}}", NULL, CHAT_TOO_BIG,
		 0},
		{__LINE__, 400, "{\"error\":{\"code\":\"BadSyntax\"}}", NULL, CHAT_REJECTED, 0},
		{__LINE__, 302, "", NULL, CHAT_REJECTED, 0},
	};
	struct bench b;
	begin(&b);
	struct chat_message m = post("x");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_result r = {
			.status = cases[i].http, .sent = true, .body = slice_of(cases[i].body)};
		struct http_header h = {SLICE_LIT("Retry-After"), slice_of(cases[i].retry_after)};
		struct chat_result out;
		if (cases[i].retry_after != NULL)
			VEC_ADD(&r.headers, b.p, h);
		chat_teams.result(b.self, b.p, &m, &r, NOW, &out);
		CHECK_INT_AT(cases[i].line, out.status, cases[i].want);
		if (cases[i].wait > 0)
			CHECK_INT_AT(cases[i].line, out.not_before, NOW + cases[i].wait);
		CHECK_AT(cases[i].line, (out.why.len > 0) == (out.status != CHAT_OK &&
							      out.status != CHAT_ACCEPTED));
	}
	struct chat_result out;
	struct http_result r = {.status = 0, .sent = true, .why = SLICE_LIT("no answer in 20 s")};
	chat_teams.result(b.self, b.p, &m, &r, NOW, &out);
	CHECK_INT(out.status, CHAT_UNKNOWN);
	r.sent = false;
	chat_teams.result(b.self, b.p, &m, &r, NOW, &out);
	CHECK_INT(out.status, CHAT_RETRY);
	/* names for later: the message, and the thread that a post in a channel begins */
	r = (struct http_result){.status = 201, .body = SLICE_LIT("{\"id\":\"170\"}")};
	chat_teams.result(b.self, b.p, &m, &r, NOW, &out);
	CHECK_SLICE_AT(__LINE__, out.posted, ROOM "|170");
	CHECK_SLICE_AT(__LINE__, out.thread, ROOM ";messageid=170");
	m.thread = SLICE_LIT(ROOM ";messageid=170");
	chat_teams.result(b.self, b.p, &m, &r, NOW, &out);
	CHECK_SLICE_AT(__LINE__, out.thread, ROOM ";messageid=170");
	/* a token that was good for a while is asked for anew before anybody is told */
	struct http_out ask;
	r.status = 401;
	chat_teams.result(b.self, b.p, &m, &r, NOW + 120000, &out);
	CHECK_INT(out.status, CHAT_RETRY);
	CHECK_INT(chat_teams.wants(b.self, b.p, NOW + 120000, &ask), 1);
	end(&b);
}

TEST(teams_a_refused_secret_is_told)
{
	struct bench b;
	struct http_out out;
	struct chat_result res;
	begin(&b);
	CHECK_INT(chat_teams.wants(b.self, b.p, NOW + 3400000, &out), 1);
	took(&b, 401,
	     "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client "
	     "secret provided. s3cret\"}",
	     &res);
	CHECK_INT(res.status, CHAT_REAUTH);
	CHECK_SLICE_AT(__LINE__, res.why,
		       "Microsoft refused the client secret: invalid_client AADSTS7000215");
	CHECK_INT(chat_teams.wants(b.self, b.p, NOW + 3400000, &out), 1);
	took(&b, 503, "", &res);
	CHECK_INT(res.status, CHAT_RETRY);
	CHECK_INT(chat_teams.wants(b.self, b.p, NOW + 3400000, &out), 1);
	took(&b, 200, "<html>", &res);
	CHECK_INT(res.status, CHAT_RETRY);
	end(&b);
}

TEST(teams_who_it_is)
{
	static const struct {
		int line;
		const char *body, *tenant;
		bool outsider, verified;
	} cases[] = {
		{__LINE__,
		 "{\"id\":\"29:maya\",\"name\":\"Maya\",\"email\":\"maya@harborpine.example\","
		 "\"userPrincipalName\":\"maya@harborpine.example\",\"userRole\":\"user\","
		 "\"tenantId\":\"" TENANT "\"}",
		 TENANT, false, true},
		{__LINE__,
		 "{\"name\":\"Maya\",\"email\":\"maya@harborpine.example\",\"userRole\":\"guest\","
		 "\"tenantId\":\"" TENANT "\"}",
		 TENANT, true, false},
		{__LINE__,
		 "{\"email\":\"maya@harborpine.example\",\"userPrincipalName\":"
		 "\"maya_harborpine.example#EXT#@x.onmicrosoft.com\",\"tenantId\":\"" TENANT "\"}",
		 TENANT, true, false},
		{__LINE__, "{\"email\":\"maya@harborpine.example\",\"tenantId\":\"else\"}", TENANT,
		 true, false},
		{__LINE__, "{\"email\":\"maya@harborpine.example\"}", "else", true, false},
		{__LINE__,
		 "{\"userPrincipalName\":\"maya@harborpine.example\",\"tenantId\":\"" TENANT "\"}",
		 TENANT, false, true},
	};
	struct bench b;
	struct http_out out = {.method = NULL};
	struct chat_result res;
	begin(&b);
	struct chat_actor a = {.uid = SLICE_LIT("29:maya"),
			       .tenant = SLICE_LIT(TENANT),
			       .handle = SLICE_LIT("a:5")};
	CHECK_INT(chat_teams.whois(b.self, b.p, &a, &out), 1);
	CHECK_SLICE_AT(
		__LINE__, out.url,
		"https://smba.trafficmanager.net/teams/v3/conversations/a%3A5/members/29%3Amaya");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_result r = {.status = 200, .body = slice_of(cases[i].body)};
		a = (struct chat_actor){.uid = SLICE_LIT("29:maya"),
					.tenant = slice_of(cases[i].tenant)};
		CHECK_INT_AT(cases[i].line, chat_teams.whois_is(b.self, b.p, &r, &a, &res), 1);
		CHECK_INT_AT(cases[i].line, a.outsider, cases[i].outsider);
		CHECK_INT_AT(cases[i].line, a.email_verified, cases[i].verified);
		CHECK_SLICE_AT(cases[i].line, a.email, "maya@harborpine.example");
	}
	struct http_result r = {.status = 404};
	CHECK(chat_teams.whois_is(b.self, b.p, &r, &a, &res) != 1);
	end(&b);
}

TEST(teams_settings)
{
	static const struct {
		int line;
		const char *app, *tenant, *secret, *hook;
		bool ok;
	} cases[] = {
		{__LINE__, APP, TENANT, "s", "", true},
		{__LINE__, APP, TENANT, "s", HOOK_TOKEN, true},
		{__LINE__, NULL, NULL, "", HOOK_TOKEN, true},
		{__LINE__, NULL, NULL, "", "no base64", false},
		{__LINE__, NULL, NULL, "", "", false},
		{__LINE__, APP, NULL, "s", "", false},
		{__LINE__, APP, TENANT, "", "", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf_chat c = {
			.name = "teams", .app = cases[i].app, .tenant = cases[i].tenant};
		struct chat_setup s = {.conf = &c,
				       .secret = slice_of(cases[i].secret),
				       .hook_token = slice_of(cases[i].hook)};
		struct err e = ERR_INIT;
		void *self = NULL;
		int r = chat_teams.open(&s, &self, &e);
		CHECK_INT_AT(cases[i].line, r, cases[i].ok ? 0 : -1);
		CHECK_INT_AT(cases[i].line, e.kind, cases[i].ok ? ERR_NONE : ERR_CONFIG);
		if (r == 0)
			chat_teams.close(self);
	}
}

TEST(teams_set_up)
{
	struct conf c = {.agency = {.name = "Harbor & Pine"}};
	struct str s;
	struct err e = ERR_INIT;
	str_init(&s, 100000);
	CHECK_INT(chat_teams.setup(&c, NULL, &s, &e), -1);
	CHECK_INT(e.kind, ERR_CONFIG);
	c.http.public_url = "https://docket.harborpine.example";
	CHECK_INT(chat_teams.setup(&c, &CONF, &s, &e), 0);
	CHECK(slice_has(str_slice(&s), "https://docket.harborpine.example/chat/teams"));
	/* the manifest is JSON with the bot in it */
	ptrdiff_t at = slice_find(str_slice(&s), SLICE_LIT("{\"$schema\""));
	json_t *o = at < 0 ? NULL : json_loads(s.data + at, 0, NULL);
	CHECK_STR(json_string_value(
			  json_object_get(json_array_get(json_object_get(o, "bots"), 0), "botId")),
		  APP);
	CHECK(json_object_get(o, "validDomains") != NULL);
	json_decref(o);
	str_clear(&s);
}

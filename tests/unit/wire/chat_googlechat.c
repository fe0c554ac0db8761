/*
 * Tests of Google Chat: both kinds of tokens, both forms of events, answers in the response, cards,
 * Pub/Sub, what an answer means. Each refusal stands beside the request it differs from in one
 * thing. Keys are made here.
 */
#include "docket/wire/chat.h"

#include "docket/base/base64.h"
#include "docket/base/utf8.h"

#include "../check.h"
#include "chat_case.h"
#include "keys.h"

#include <jansson.h>
#include <stdio.h>

extern const struct chat_adapter chat_googlechat;
static const int64_t NOW = INT64_C(1790000000000);
#define CALLER "chat@system.gserviceaccount.com"
#define URL    "https://docket.example/chat/google"
#define HEAD   "{\"alg\":\"RS256\",\"kid\":\"k0\",\"typ\":\"JWT\"}"
#define TIMES  "\"iat\":1789999900,\"exp\":1790003500"
#define API    "https://chat.googleapis.com/v1/"
static const struct conf_chat PROJECT = {.name = "google",
					 .platform = "googlechat",
					 .command = "docket",
					 .app = "1234567890",
					 .tenant = "harborpine.example",
					 .room = "spaces/AAA"},
			      ENDPOINT = {.name = "google",
					  .platform = "googlechat",
					  .command = "docket",
					  .app = URL,
					  .tenant = "harborpine.example",
					  .room = "spaces/AAA"},
			      PUBSUB = {.name = "google",
					.platform = "googlechat",
					.command = "docket",
					.subscription = "projects/p/subscriptions/s",
					.tenant = "harborpine.example"};

struct bench {
	struct pool *p;
	void *self;
};

static struct slice
account(struct pool *p)
{
	struct str s;
	struct json w;
	str_init(&s, 8000);
	json_begin(&w, &s);
	json_open(&w);
	json_put_cstr(&w, "type", "service_account");
	json_put_cstr(&w, "private_key_id", "sa1");
	json_put_text(&w, "private_key", keys_pem(0));
	json_put_cstr(&w, "client_email", "docket@p.iam.gserviceaccount.com");
	json_close(&w);
	struct slice out = pool_copy(p, str_slice(&s));
	str_clear(&s);
	return out;
}

static void
took(struct bench *b, int status, const char *body, struct chat_result *out)
{
	struct http_result r = {.status = status, .sent = true, .body = slice_of(body)};
	chat_googlechat.took(b->self, &r, NOW, out);
}

static void
begin(struct bench *b, const struct conf_chat *c)
{
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_result res;
	*b = (struct bench){.p = pool_new()};
	struct chat_setup s = {
		.conf = c, .token = account(b->p), .public_url = "https://docket.example"};
	CHECK_INT(chat_googlechat.open(&s, &b->self, &e), 0);
	if (c->app != NULL) {
		CHECK_INT(chat_googlechat.wants(b->self, b->p, NOW, &out), 1);
		CHECK(slice_is(out.url, c == &PROJECT
						? "https://www.googleapis.com/service_accounts/v1/"
						  "metadata/x509/" CALLER
						: "https://www.googleapis.com/oauth2/v3/certs"));
		took(b, 200, c == &PROJECT ? keys_x509() : keys_jwks(), &res);
		CHECK_INT(res.status, CHAT_OK);
	}
	CHECK_INT(chat_googlechat.wants(b->self, b->p, NOW, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, "https://oauth2.googleapis.com/token");
	CHECK(slice_starts(out.body,
			   "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&"
			   "assertion=ey"));
	took(b, 200, "{\"access_token\":\"at1\",\"expires_in\":3599,\"token_type\":\"Bearer\"}",
	     &res);
	CHECK_INT(res.status, CHAT_OK);
	CHECK_INT(chat_googlechat.wants(b->self, b->p, NOW, &out), 0);
}

static void
end(struct bench *b)
{
	chat_googlechat.close(b->self);
	pool_free(b->p);
}

static struct http_in
request(struct pool *p, const char *with, const char *body)
{
	struct http_in in = {.method = SLICE_LIT("POST"), .body = slice_of(body), .now = NOW};
	struct http_header type = {SLICE_LIT("Content-Type"), SLICE_LIT("application/json")},
			   a = {SLICE_LIT("Authorization"), slice_of(with)};
	VEC_ADD(&in.headers, p, type);
	if (with != NULL)
		VEC_ADD(&in.headers, p, a);
	return in;
}

static int
verify(struct bench *b, int key, const char *head, const char *claims)
{
	char with[20100];
	struct err e = ERR_INIT;
	snprintf(with, sizeof(with), "Bearer %s", keys_token(key, head, claims));
	struct http_in in = request(b->p, with, "{}");
	return chat_googlechat.verify(b->self, b->p, &in, &e);
}

TEST(googlechat_tokens_for_a_project)
{
	static const struct {
		int line, key, want;
		const char *head, *claims;
	} cases[] = {
		{__LINE__, 0, 0, HEAD, "{\"iss\":\"" CALLER "\",\"aud\":\"1234567890\"," TIMES "}"},
		{__LINE__, 0, 401, HEAD,
		 "{\"iss\":\"" CALLER "\",\"aud\":\"1234567891\"," TIMES "}"},
		{__LINE__, 0, 401, HEAD, "{\"iss\":\"" CALLER "\",\"aud\":1234567890," TIMES "}"},
		{__LINE__, 0, 401, HEAD,
		 "{\"iss\":\"me@evil.iam.gserviceaccount.com\",\"aud\":\"1234567890\"," TIMES "}"},
		{__LINE__, 0, 401, HEAD,
		 "{\"iss\":\"https://"
		 "accounts.google.com\",\"aud\":\"1234567890\",\"email\":\"" CALLER
		 "\",\"email_verified\":true," TIMES "}"},
		{__LINE__, 1, 401, HEAD,
		 "{\"iss\":\"" CALLER "\",\"aud\":\"1234567890\"," TIMES "}"},
		{__LINE__, 0, 401, HEAD,
		 "{\"iss\":\"" CALLER "\",\"aud\":\"1234567890\",\"exp\":1789999600}"},
		{__LINE__, 0, 401, "{\"alg\":\"HS256\",\"kid\":\"k0\"}",
		 "{\"iss\":\"" CALLER "\",\"aud\":\"1234567890\"," TIMES "}"},
	};
	struct bench b;
	begin(&b, &PROJECT);
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     verify(&b, cases[i].key, cases[i].head, cases[i].claims),
			     cases[i].want);
	end(&b);
}

#define OIDC(email, verified)                                                                      \
	"{\"iss\":\"https://accounts.google.com\",\"aud\":\"" URL "\",\"email\":\"" email          \
	"\",\"email_verified\":" verified "," TIMES "}"
TEST(googlechat_tokens_for_an_address)
{
	static const struct {
		int line, want;
		const char *claims;
	} cases[] = {
		{__LINE__, 0, OIDC(CALLER, "true")},
		{__LINE__, 0, OIDC(CALLER, "\"true\"")},
		/* anybody may have Google sign a token for a public address */
		{__LINE__, 401, OIDC("me@evil.example", "true")},
		{__LINE__, 401, OIDC("me@evil.iam.gserviceaccount.com", "true")},
		{__LINE__, 401, OIDC(CALLER, "false")},
		{__LINE__, 401, OIDC(CALLER "x", "true")},
		{__LINE__, 401,
		 "{\"iss\":\"https://accounts.google.com\",\"aud\":\"" URL "\"," TIMES "}"},
		{__LINE__, 401,
		 "{\"iss\":\"https://accounts.google.com\",\"aud\":\"https://"
		 "other.example\",\"email\":\"" CALLER "\",\"email_verified\":true," TIMES "}"},
		{__LINE__, 401,
		 "{\"iss\":\"" CALLER "\",\"aud\":\"" URL "\",\"email\":\"" CALLER
		 "\",\"email_verified\":true," TIMES "}"},
	};
	struct bench b;
	struct err e = ERR_INIT;
	begin(&b, &ENDPOINT);
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, verify(&b, 0, HEAD, cases[i].claims), cases[i].want);
	static const char *const with[] = {NULL,      "",	    "Bearer",
					   "Bearer ", "Basic eDp5", "Bearer a.b.c"};
	for (size_t i = 0; i < COUNT(with); i++) {
		struct http_in in = request(b.p, with[i], "{}");
		CHECK_INT_AT((int)i, chat_googlechat.verify(b.self, b.p, &in, &e), 401);
	}
	struct http_in in = request(b.p, "Bearer a.b.c", "{}");
	in.method = SLICE_LIT("GET");
	CHECK_INT(chat_googlechat.verify(b.self, b.p, &in, &e), 405);
	in.method = SLICE_LIT("POST");
	in.headers.at[0].value = SLICE_LIT("text/plain");
	CHECK_INT(chat_googlechat.verify(b.self, b.p, &in, &e), 415);
	end(&b);
}

#define USER                                                                                       \
	"\"user\":{\"name\":\"users/"                                                              \
	"117\",\"displayName\":\"Maya\",\"email\":\"maya@harborpine.example\","                    \
	"\"type\":\"HUMAN\",\"domainId\":\"12ju\"}"
#define SPACE "\"space\":{\"name\":\"spaces/AAA\",\"type\":\"ROOM\",\"spaceType\":\"SPACE\"}"
#define MESSAGE(more)                                                                              \
	"\"message\":{\"name\":\"spaces/AAA/messages/q.q\",\"thread\":{\"name\":\"spaces/AAA/"     \
	"threads/"                                                                                 \
	"q\"}" more "}"
#define WHEN "\"eventTime\":\"2026-02-17T00:38:52.441167Z\""
#define MENTIONED                                                                                  \
	",\"annotations\":[{\"type\":\"USER_MENTION\",\"userMention\":{\"user\":{\"name\":"        \
	"\"users/1\","                                                                             \
	"\"type\":\"BOT\"},\"type\":\"MENTION\"}}]"
#define AT	"room=spaces/AAA thread=spaces/AAA/threads/q message=spaces/AAA/messages/q.q "
#define BY	"who=harborpine.example/users/117 "
#define PRESSED "spaces/AAA/messages/q.q|users/117|2026-02-17T00:38:52.441167Z"

static const char *
shown(struct pool *p, const struct chat_event *ev)
{
	struct slice out = pool_slicef(
		p, "%s%s%s%s %s room=%.*s thread=%.*s message=%.*s who=%.*s/%.*s text=%.*s",
		chat_kind_name(ev->kind), ev->direct ? " direct" : "",
		ev->mention ? " mention" : "", ev->who.outsider ? " outsider" : "", ev->key.data,
		SLICE_ARG(ev->room), SLICE_ARG(ev->thread), SLICE_ARG(ev->message),
		SLICE_ARG(ev->who.tenant), SLICE_ARG(ev->who.uid), SLICE_ARG(ev->text));
	if (ev->token.len > 0)
		out = pool_slicef(p, "%.*s token=%.*s", SLICE_ARG(out), SLICE_ARG(ev->token));
	for (size_t i = 0; i < ev->field_count; i++)
		out = pool_slicef(p, "%.*s %.*s=%.*s", SLICE_ARG(out),
				  SLICE_ARG(ev->fields[i].name), SLICE_ARG(ev->fields[i].value));
	out = pool_slicef(p, "%.*s%.*s", SLICE_ARG(out), SLICE_ARG(case_files(p, ev)));
	return out.data;
}

static int
decode(struct bench *b, const char *body, chat_event_list *out, struct http_answer *answer)
{
	struct http_in in = request(b->p, NULL, body);
	struct err e = ERR_INIT;
	*answer = (struct http_answer){.status = 0};
	return chat_googlechat.decode(b->self, b->p, &in, out, answer, &e);
}

#define CLASSIC(type, more) "{\"type\":\"" type "\"," WHEN "," SPACE "," USER more "}"
#define ADDON(load, more)                                                                          \
	"{\"commonEventObject\":{\"hostApp\":\"CHAT\"" more "},\"chat\":{" USER "," WHEN           \
	",\"" load "\":{" SPACE                                                                    \
	"," MESSAGE(MENTIONED ",\"text\":\"@docket Hey\",\"argumentText\":\" Hey\"") "}}}"
static const char CLASSIC_SAID[] = CLASSIC(
	"MESSAGE", "," MESSAGE(MENTIONED ",\"text\":\"@docket Hey\",\"argumentText\":\" Hey\""));
static const char CLASSIC_PRESSED[] =
	CLASSIC("CARD_CLICKED",
		"," MESSAGE("") ",\"action\":{\"actionMethodName\":\"docket\",\"parameters\":[{"
				"\"key\":\"t\",\"value\":\"tok3n\"}]},\"common\":{\"parameters\":{"
				"\"t\":\"tok3n\"}}");
static const char DIALOG_SENT[] = CLASSIC(
	"CARD_CLICKED",
	",\"isDialogEvent\":true,\"dialogEventType\":\"SUBMIT_DIALOG\"," MESSAGE(
		"") ",\"common\":{\"parameters\":{\"f\":\"f0rm\"},\"formInputs\":{\"title\":{"
		    "\"stringInputs\":{\"value\":[\"Mailer\"]}},\"due\":{\"dateInput\":{"
		    "\"msSinceEpoch\":\"1778716800000\"}},\"client\":{\"\":{\"stringInputs\":{"
		    "\"value\":[\"ACME\"]}}}}}");
static const char DIALOG_WANTED[] = CLASSIC(
	"MESSAGE",
	",\"isDialogEvent\":true,\"dialogEventType\":\"REQUEST_DIALOG\"," MESSAGE(
		",\"text\":\"/new\",\"slashCommand\":{\"commandId\":2},\"annotations\":[{"
		"\"type\":\"SLASH_COMMAND\",\"slashCommand\":{\"commandName\":\"/new\"}}]"));

TEST(googlechat_events_of_both_forms)
{
	static const struct {
		int line;
		const char *body, *want; /* NULL: refused; "": no event */
	} cases[] = {
		{__LINE__, CLASSIC_SAID,
		 "message mention spaces/AAA/messages/q.q " AT BY "text=Hey"},
		{__LINE__, ADDON("messagePayload", ""),
		 "message mention spaces/AAA/messages/q.q " AT BY "text=Hey"},
		{__LINE__,
		 CLASSIC("MESSAGE", "," MESSAGE(MENTIONED ",\"argumentText\":\"\",\"attachment\":[{"
							  "\"name\":\"spaces/AAA/attachments/1\","
							  "\"contentName\":\"a.pdf\","
							  "\"contentType\":\"application/pdf\"}]")),
		 "message mention spaces/AAA/messages/q.q " AT BY
		 "text= files=a.pdf|application/pdf|spaces/AAA/attachments/1|0"},
		{__LINE__, CLASSIC_PRESSED, "action click|" PRESSED " " AT BY "text= token=tok3n"},
		{__LINE__, ADDON("buttonClickedPayload", ",\"parameters\":{\"t\":\"tok3n\"}"),
		 "action click|" PRESSED " " AT BY "text= token=tok3n"},
		{__LINE__, DIALOG_SENT,
		 "form click|" PRESSED " " AT BY
		 "text= token=f0rm title=Mailer due=2026-05-14 client=ACME"},
		{__LINE__,
		 ADDON("buttonClickedPayload", ",\"parameters\":{\"f\":\"f0rm\"},\"formInputs\":{"
					       "\"title\":{\"stringInputs\":{"
					       "\"value\":[\"Mailer\"]}}}"),
		 "form click|" PRESSED " " AT BY "text= token=f0rm title=Mailer"},
		{__LINE__, DIALOG_WANTED, "command spaces/AAA/messages/q.q " AT BY "text=new"},
		{__LINE__,
		 CLASSIC("MESSAGE",
			 "," MESSAGE(
				 ",\"text\":\"/docket status ACME-042\",\"argumentText\":\" status "
				 "ACME-042\",\"slashCommand\":{\"commandId\":\"1\"},"
				 "\"annotations\":[{"
				 "\"type\":\"SLASH_COMMAND\",\"slashCommand\":{\"commandName\":"
				 "\"/docket\"}}]")),
		 "command spaces/AAA/messages/q.q " AT BY "text=status ACME-042"},
		{__LINE__, CLASSIC("ADDED_TO_SPACE", ""),
		 "lifecycle added|spaces/AAA|users/117|2026-02-17T00:38:52.441167Z room=spaces/AAA "
		 "thread= "
		 "message= " BY "text=joined"},
		{__LINE__, CLASSIC("REMOVED_FROM_SPACE", ""),
		 "lifecycle removed|spaces/AAA|users/117|2026-02-17T00:38:52.441167Z "
		 "room=spaces/AAA "
		 "thread= message= " BY "text=left"},
		/* to us alone, by somebody of another domain */
		{__LINE__,
		 "{\"type\":\"MESSAGE\",\"space\":{\"name\":\"spaces/"
		 "D\",\"type\":\"DM\"},\"user\":{"
		 "\"name\":\"users/"
		 "9\",\"email\":\"x@harborpine.example.evil.example\",\"domainId\":\"zz\"},"
		 "\"message\":{\"name\":\"spaces/D/messages/1\",\"text\":\"mine\"}}",
		 "message direct outsider spaces/D/messages/1 room=spaces/D thread= "
		 "message=spaces/D/messages/1 who=zz/users/9 text=mine"},
		{__LINE__, CLASSIC("WIDGET_UPDATED", ""), ""},
		{__LINE__, "{\"chat\":{\"user\":{}}}", ""},
		{__LINE__, "{}", ""},
		{__LINE__, "[]", ""},
		/* a card of somebody else's; a program */
		{__LINE__, CLASSIC("CARD_CLICKED", "," MESSAGE("")), ""},
		{__LINE__,
		 "{\"type\":\"MESSAGE\"," SPACE
		 ",\"user\":{\"name\":\"users/1\",\"type\":\"BOT\"}," MESSAGE("") "}",
		 ""},
		{__LINE__, "{\"type\":\"MESSAGE\"," USER "," MESSAGE("") "}", NULL},
		{__LINE__,
		 "{\"type\":\"MESSAGE\",\"space\":{\"name\":\"spaces/../x\"}," USER
		 "," MESSAGE("") "}",
		 NULL},
		{__LINE__, "{\"type\":\"MESSAGE\"," SPACE "," MESSAGE("") "}", NULL},
		/* a click without its time could not be told from the next one */
		{__LINE__,
		 "{\"type\":\"CARD_CLICKED\"," SPACE "," USER
		 "," MESSAGE("") ",\"common\":{"
				 "\"parameters\":{\"t\":\"x\"}}}",
		 NULL},
		{__LINE__, "", NULL},
	};
	struct bench b;
	begin(&b, &PROJECT);
	for (size_t i = 0; i < COUNT(cases); i++) {
		chat_event_list list = {0};
		struct http_answer answer;
		bool has = cases[i].want != NULL && cases[i].want[0] != '\0';
		CHECK_INT_AT(cases[i].line, decode(&b, cases[i].body, &list, &answer),
			     cases[i].want == NULL ? -1 : 0);
		CHECK_INT_AT(cases[i].line, list.len, has);
		if (list.len == 1 && has)
			CHECK_STR_AT(cases[i].line, shown(b.p, &list.at[0]), cases[i].want);
	}
	end(&b);
}

static struct chat_message
post(const char *text)
{
	return (struct chat_message){.act = CHAT_POST,
				     .key = SLICE_LIT("k1"),
				     .room = SLICE_LIT("spaces/AAA"),
				     .part = 1,
				     .parts = 1,
				     .card = {.text = slice_of(text)}};
}

TEST(googlechat_answers_in_the_response)
{
	struct bench b;
	chat_event_list list = {0};
	struct http_answer answer;
	begin(&b, &PROJECT);
	CHECK_INT(decode(&b, CLASSIC_SAID, &list, &answer), 0);
	CHECK_INT(decode(&b, CLASSIC_PRESSED, &list, &answer), 0);
	CHECK_INT(decode(&b, ADDON("buttonClickedPayload", ",\"parameters\":{\"t\":\"x\"}"), &list,
			 &answer),
		  0);
	CHECK_INT(decode(&b, DIALOG_SENT, &list, &answer), 0);
	CHECK_INT(decode(&b, DIALOG_WANTED, &list, &answer), 0);
	struct chat_message m = post("done");
	m.act = CHAT_REPLY;
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[0], &m, &answer), 1);
	CHECK_SLICE_AT(__LINE__, answer.body,
		       "{\"text\":\"done\",\"cardsV2\":[],\"thread\":{\"name\":\"spaces/AAA/"
		       "threads/q\"}}");
	m.only = SLICE_LIT("users/117");
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[1], &m, &answer), 1);
	CHECK_SLICE_AT(
		__LINE__, answer.body,
		"{\"actionResponse\":{\"type\":\"NEW_MESSAGE\"},\"text\":\"done\",\"cardsV2\":[],"
		"\"thread\":{\"name\":\"spaces/AAA/threads/q\"},\"privateMessageViewer\":{\"name\":"
		"\"users/117\"}}");
	m.only = SLICE_NONE;
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[2], &m, &answer), 1);
	CHECK_SLICE_AT(
		__LINE__, answer.body,
		"{\"hostAppDataAction\":{\"chatDataAction\":{\"createMessageAction\":{\"message\":{"
		"\"text\":\"done\",\"cardsV2\":[],\"thread\":{\"name\":\"spaces/AAA/threads/"
		"q\"}}}}}}");
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[3], &m, &answer), 1);
	CHECK_SLICE_AT(
		__LINE__, answer.body,
		"{\"actionResponse\":{\"type\":\"DIALOG\",\"dialogAction\":{\"actionStatus\":{"
		"\"statusCode\":\"OK\",\"userFacingMessage\":\"done\"}}}}");
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[3], NULL, &answer), 0);
	CHECK(slice_has(answer.body, "\"statusCode\":\"OK\""));
	/* the card that was pressed */
	m.act = CHAT_UPDATE;
	m.replace = list.at[1].message;
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[1], &m, &answer), 1);
	CHECK(slice_has(answer.body, "UPDATE_MESSAGE"));
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[2], &m, &answer), 1);
	CHECK(slice_has(answer.body, "updateMessageAction"));
	m.replace = SLICE_LIT("spaces/AAA/messages/other");
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[1], &m, &answer), 0);
	CHECK_SLICE_AT(__LINE__, answer.body, "{}");
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[0], NULL, &answer), 0);
	CHECK_SLICE_AT(__LINE__, answer.body, "{}");
	/* a dialog, where one was asked for */
	struct chat_message f = {.act = CHAT_OPEN,
				 .part = 1,
				 .parts = 1,
				 .form = {.title = SLICE_LIT("New request"),
					  .submit = SLICE_LIT("Send"),
					  .token = SLICE_LIT("f0rm"),
					  .question_count = 1}};
	f.form.questions[0] =
		(struct chat_question){.name = SLICE_LIT("title"), .label = SLICE_LIT("What")};
	CHECK(list.at[4].trigger.len > 0 && list.at[0].trigger.len == 0);
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[4], &f, &answer), 1);
	CHECK_SLICE_AT(
		__LINE__, answer.body,
		"{\"actionResponse\":{\"type\":\"DIALOG\",\"dialogAction\":{\"dialog\":{\"body\":{"
		"\"header\":{\"title\":\"New "
		"request\"},\"sections\":[{\"widgets\":[{\"textInput\":{"
		"\"name\":\"title\",\"label\":\"What\",\"type\":\"SINGLE_LINE\"}},{\"buttonList\":{"
		"\"buttons\":[{\"text\":\"Send\",\"onClick\":{\"action\":{\"function\":\"" URL
		"\",\"parameters\":[{\"key\":\"f\",\"value\":\"f0rm\"}]}}}]}}]}]}}}}}");
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &list.at[0], &f, &answer), 0);
	end(&b);
}

static struct http_out
render(struct bench *b, const struct chat_message *m, int want)
{
	struct http_out out = {.method = NULL};
	struct err e = ERR_INIT;
	CHECK_INT(chat_googlechat.render(b->self, b->p, m, &out, &e), want);
	return out;
}

#define REPLY "messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"
TEST(googlechat_where_messages_go)
{
	struct bench b;
	begin(&b, &PROJECT);
	struct chat_message m = post("x");
	struct http_out out = render(&b, &m, 0);
	CHECK_STR(out.method, "POST");
	CHECK_SLICE_AT(__LINE__, out.url, API "spaces/AAA/messages?requestId=docket-k1-1&" REPLY);
	CHECK_SLICE_AT(__LINE__, out.body,
		       "{\"text\":\"x\",\"cardsV2\":[],\"thread\":{\"threadKey\":\"docket-k1\"}}");
	CHECK_SLICE_AT(__LINE__, out.headers.at[0].value, "Bearer at1");
	m.thread = SLICE_LIT("spaces/AAA/threads/q");
	m.part = 2;
	m.parts = 2;
	m.only = SLICE_LIT("users/117");
	out = render(&b, &m, 0);
	CHECK_SLICE_AT(__LINE__, out.url, API "spaces/AAA/messages?requestId=docket-k1-2&" REPLY);
	CHECK(slice_has(out.body,
			"\"thread\":{\"name\":\"spaces/AAA/threads/q\"},\"privateMessageViewer\":"
			"{\"name\":\"users/117\"}"));
	m = post("x");
	m.act = CHAT_REPLY;
	m.reply = SLICE_LIT("p spaces/D ");
	out = render(&b, &m, 0);
	CHECK_SLICE_AT(__LINE__, out.url, API "spaces/D/messages?requestId=docket-k1-1&" REPLY);
	m.act = CHAT_UPDATE;
	m.replace = SLICE_LIT("spaces/AAA/messages/q.q");
	out = render(&b, &m, 0);
	CHECK_STR(out.method, "PATCH");
	CHECK_SLICE_AT(__LINE__, out.url, API "spaces/AAA/messages/q.q?updateMask=text,cardsV2");
	CHECK_SLICE_AT(__LINE__, out.body, "{\"text\":\"x\",\"cardsV2\":[]}");
	static const char *const bad[] = {"",
					  "spaces/AAA",
					  "spaces/../messages/q",
					  "spaces/AAA/messages/q?x",
					  "/spaces/AAA/messages/q",
					  "spaces/AAA/messages/q/",
					  "spaces//messages/q"};
	for (size_t i = 0; i < COUNT(bad); i++) {
		m.replace = slice_of(bad[i]);
		(void)render(&b, &m, -1);
	}
	m = post("x");
	m.room = SLICE_LIT("users/1");
	(void)render(&b, &m, -1);
	m.act = CHAT_REPLY;
	m.reply = SLICE_LIT("z spaces/AAA ");
	(void)render(&b, &m, -1);
	end(&b);
}

TEST(googlechat_a_word_to_one_person)
{
	struct bench b;
	struct http_out out;
	struct chat_result res;
	struct err e = ERR_INIT;
	begin(&b, &PROJECT);
	struct chat_message m = post("psst");
	m.direct = true;
	m.only = SLICE_LIT("users/117");
	CHECK_INT(chat_googlechat.render(b.self, b.p, &m, &out, &e), -1);
	CHECK_INT(e.kind, ERR_RETRY);
	CHECK_INT(chat_googlechat.wants(b.self, b.p, NOW, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, API "spaces:findDirectMessage?name=users%2F117");
	took(&b, 200, "{\"name\":\"spaces/D7\"}", &res);
	out = render(&b, &m, 0);
	CHECK_SLICE_AT(__LINE__, out.url, API "spaces/D7/messages?requestId=docket-k1-1&" REPLY);
	end(&b);
}

TEST(googlechat_words_are_no_markup)
{
	static const struct {
		int line;
		const char *text, *want;
		bool code;
	} cases[] = {
		{__LINE__, "plain", "plain", false},
		{__LINE__, "<users/all> hi", "<\xe2\x80\x8busers/all> hi", false},
		{__LINE__, "*a* _b_",
		 "*\xe2\x80\x8b"
		 "a*\xe2\x80\x8b _\xe2\x80\x8b"
		 "b_\xe2\x80\x8b",
		 false},
		{__LINE__, "v3_final_2.pdf 2*3", "v3_final_2.pdf 2*3", false},
		{__LINE__, "a\n```\n<users/all>",
		 "```\na\n``\xe2\x80\x8b`\n<\xe2\x80\x8busers/all>\n```", true},
	};
	struct bench b;
	begin(&b, &PROJECT);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_message m = post(cases[i].text);
		m.card.code = cases[i].code;
		struct http_out out = render(&b, &m, 0);
		json_t *o = json_loadb(out.body.data, out.body.len, 0, NULL);
		CHECK_STR_AT(cases[i].line, json_string_value(json_object_get(o, "text")),
			     cases[i].want);
		json_decref(o);
	}
	struct chat_message m = post("<b>a</b> & <users/all>\nb");
	m.card.title = SLICE_LIT("ACME-042 <i>");
	m.card.context = SLICE_LIT("since");
	m.card.fields[0] = (struct chat_field){SLICE_LIT("Due"), SLICE_LIT("<b>14</b>")};
	m.card.field_count = 1;
	m.card.buttons[0] =
		(struct chat_button){.label = SLICE_LIT("Approve"), .token = SLICE_LIT("t1")};
	m.card.buttons[1] = (struct chat_button){.label = SLICE_LIT("Open"),
						 .url = SLICE_LIT("https://x.example")};
	m.card.button_count = 2;
	struct http_out out = render(&b, &m, 0);
	CHECK(slice_starts(
		out.body,
		"{\"text\":\"\",\"cardsV2\":[{\"cardId\":\"docket\",\"card\":{\"header\":{"
		"\"title\":\"ACME-042 "
		"&lt;i&gt;\"},\"sections\":[{\"widgets\":[{\"textParagraph\":{\"text\":\"&lt;b&gt;"
		"a&lt;/b&gt; "
		"&amp; "
		"&lt;users/"
		"all&gt;<br>b\"}},{\"decoratedText\":{\"topLabel\":\"Due\",\"text\":\"&lt;b&gt;"
		"14&lt;/"
		"b&gt;\",\"wrapText\":true}},{\"textParagraph\":{\"text\":\"since\"}},{"
		"\"buttonList\":{"
		"\"buttons\":[{\"text\":\"Approve\",\"onClick\":{\"action\":{\"function\":\"" URL
		"\",\"parameters\":[{\"key\":\"t\",\"value\":\"t1\"}]}}},{\"text\":\"Open\","
		"\"onClick\":{"
		"\"openLink\":{\"url\":\"https://x.example\"}}}]}}]}]}}],\"fallbackText\":\""));
	CHECK(!slice_has(out.body, "<users/all"));
	end(&b);
}

TEST(googlechat_a_full_part_fits)
{
	static const char *const units[] = {"x", "&", "<", "*", "\n", "\"", "\xf0\x9f\x8e\xa8"};
	struct bench b;
	begin(&b, &PROJECT);
	for (size_t u = 0; u < COUNT(units); u++)
		for (int shape = 0; shape < 3; shape++) {
			struct str s;
			slice_list parts = {0};
			str_init(&s, 30000);
			while (s.len < 20000)
				str_adds(&s, units[u]);
			chat_split(b.p, str_slice(&s), chat_googlechat.caps.text_max,
				   chat_googlechat.caps.unit, &parts);
			struct chat_message m = post("");
			m.card.text = parts.at[0];
			m.card.code = shape == 1;
			m.card.title =
				shape == 2 && units[u][0] == 'x' ? SLICE_LIT("title") : SLICE_NONE;
			struct http_out out = render(&b, &m, 0);
			CHECK_AT((int)u, out.body.len <= 32000 && utf8_valid(out.body));
			str_clear(&s);
		}
	end(&b);
}

TEST(googlechat_pubsub)
{
	struct bench b;
	struct http_out out;
	struct chat_pulled got;
	struct err e = ERR_INIT;
	struct str s, data;
	begin(&b, &PUBSUB);
	CHECK_INT(chat_googlechat.pull(b.self, b.p, SLICE_NONE, &out, &e), 1);
	CHECK_SLICE_AT(__LINE__, out.url,
		       "https://pubsub.googleapis.com/v1/projects/p/subscriptions/s:pull");
	CHECK_SLICE_AT(__LINE__, out.body, "{\"maxMessages\":20}");
	str_init(&s, 20000);
	str_init(&data, 20000);
	base64_add(&data, BASE64, slice_of(CLASSIC_SAID));
	str_addf(&s,
		 "{\"receivedMessages\":[{\"ackId\":\"a1\",\"message\":{\"messageId\":\"77\","
		 "\"data\":\"%s\"}},"
		 "{\"ackId\":\"a2\",\"message\":{\"messageId\":\"78\",\"data\":\"!!\"}},"
		 "{\"ackId\":\"a3\",\"message\":{\"messageId\":\"79\",\"data\":\"e30=\"}}]}",
		 str_cstr(&data));
	struct http_result r = {.status = 200, .body = str_slice(&s)};
	CHECK_INT(chat_googlechat.pulled(b.self, b.p, SLICE_NONE, &r, NOW, &got, &e), 0);
	CHECK_INT(got.status, CHAT_OK);
	CHECK_INT(got.events.len, 1);
	CHECK_SLICE_AT(__LINE__, got.events.at[0].key, "pubsub|77");
	/* what can't be read is acknowledged too: it would come for ever */
	CHECK_SLICE_AT(__LINE__, got.next, "[\"a1\",\"a2\",\"a3\"]");
	CHECK_INT(chat_googlechat.pull(b.self, b.p, got.next, &out, &e), 1);
	CHECK_SLICE_AT(__LINE__, out.url,
		       "https://pubsub.googleapis.com/v1/projects/p/subscriptions/s:acknowledge");
	CHECK_SLICE_AT(__LINE__, out.body, "{\"ackIds\":[\"a1\",\"a2\",\"a3\"]}");
	struct slice cursor = got.next;
	r = (struct http_result){.status = 503};
	CHECK_INT(chat_googlechat.pulled(b.self, b.p, cursor, &r, NOW, &got, &e), 0);
	CHECK(slice_eq(got.next, cursor) && got.status == CHAT_RETRY);
	r = (struct http_result){.status = 200, .body = SLICE_LIT("{}")};
	CHECK_INT(chat_googlechat.pulled(b.self, b.p, cursor, &r, NOW, &got, &e), 0);
	CHECK(slice_is(got.next, "[]") && got.status == CHAT_OK);
	CHECK_INT(chat_googlechat.pull(b.self, b.p, got.next, &out, &e), 1);
	CHECK(slice_ends(out.url, ":pull"));
	/* nothing there */
	CHECK_INT(chat_googlechat.pulled(b.self, b.p, SLICE_NONE, &r, NOW, &got, &e), 0);
	CHECK(got.events.len == 0 && got.next.len == 0 && got.wait_ms > 0);
	r = (struct http_result){.status = 403};
	CHECK_INT(chat_googlechat.pulled(b.self, b.p, SLICE_NONE, &r, NOW, &got, &e), 0);
	CHECK_INT(got.status, CHAT_GONE);
	/* by asking, nothing can be said in a response */
	struct chat_message m = post("x");
	struct http_answer answer;
	struct chat_event ev = {.reply = SLICE_LIT("p spaces/AAA spaces/AAA/threads/q")};
	CHECK_INT(chat_googlechat.ack(b.self, b.p, &ev, &m, &answer), 0);
	str_clear(&s);
	str_clear(&data);
	end(&b);
}

TEST(googlechat_what_an_answer_means)
{
	static const struct {
		int line, http;
		const char *body;
		enum chat_status want;
	} cases[] = {
		{__LINE__, 200,
		 "{\"name\":\"spaces/AAA/messages/m\",\"thread\":{\"name\":\"spaces/AAA/threads/"
		 "q\"}}",
		 CHAT_OK},
		{__LINE__, 200, "{}", CHAT_ACCEPTED},
		{__LINE__, 409, "{\"error\":{\"status\":\"ALREADY_EXISTS\"}}", CHAT_ACCEPTED},
		{__LINE__, 429, "{\"error\":{\"status\":\"RESOURCE_EXHAUSTED\"}}", CHAT_LATER},
		{__LINE__, 400, "{\"error\":{\"status\":\"INVALID_ARGUMENT\"}}", CHAT_REJECTED},
		{__LINE__, 401, "{\"error\":{\"status\":\"UNAUTHENTICATED\"}}", CHAT_REAUTH},
		{__LINE__, 403, "{\"error\":{\"status\":\"PERMISSION_DENIED\"}}", CHAT_GONE},
		{__LINE__, 404, "{\"error\":{\"status\":\"NOT_FOUND\"}}", CHAT_GONE},
		{__LINE__, 413, "", CHAT_TOO_BIG},
		{__LINE__, 500, "{\"error\":{\"status\":\"INTERNAL\"}}", CHAT_RETRY},
		{__LINE__, 503, "<html>", CHAT_RETRY},
	};
	struct bench b;
	struct chat_result out;
	begin(&b, &PROJECT);
	struct chat_message m = post("x");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_result r = {
			.status = cases[i].http, .sent = true, .body = slice_of(cases[i].body)};
		chat_googlechat.result(b.self, b.p, &m, &r, NOW, &out);
		CHECK_INT_AT(cases[i].line, out.status, cases[i].want);
		if (out.status == CHAT_OK) {
			CHECK_SLICE_AT(cases[i].line, out.posted, "spaces/AAA/messages/m");
			CHECK_SLICE_AT(cases[i].line, out.thread, "spaces/AAA/threads/q");
		}
		if (out.status == CHAT_LATER)
			CHECK_INT_AT(cases[i].line, out.not_before, NOW + 30000);
	}
	struct http_result r = {.status = 0, .sent = true};
	chat_googlechat.result(b.self, b.p, &m, &r, NOW, &out);
	CHECK_INT(out.status, CHAT_UNKNOWN);
	CHECK(chat_googlechat.caps.idempotent); /* requestId: sent again, it is the first message */
	/* a token that was good for a while is asked for anew before anybody is told */
	struct http_out ask;
	r.status = 401;
	chat_googlechat.result(b.self, b.p, &m, &r, NOW + 120000, &out);
	CHECK_INT(out.status, CHAT_RETRY);
	CHECK_INT(chat_googlechat.wants(b.self, b.p, NOW + 120000, &ask), 1);
	took(&b, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"x\"}", &out);
	CHECK_INT(out.status, CHAT_REAUTH);
	CHECK_SLICE_AT(__LINE__, out.why,
		       "Google refused the service account's key: invalid_grant");
	end(&b);
}

TEST(googlechat_who_it_is)
{
	static const struct {
		int line;
		const char *body, *tenant;
		bool outsider;
	} cases[] = {
		{__LINE__,
		 "{\"state\":\"JOINED\",\"member\":{\"name\":\"users/117\",\"type\":\"HUMAN\"}}",
		 "harborpine.example", false},
		{__LINE__,
		 "{\"state\":\"INVITED\",\"member\":{\"name\":\"users/117\",\"type\":\"HUMAN\"}}",
		 "harborpine.example", true},
		{__LINE__,
		 "{\"state\":\"JOINED\",\"member\":{\"name\":\"users/118\",\"type\":\"HUMAN\"}}",
		 "harborpine.example", true},
		{__LINE__,
		 "{\"state\":\"JOINED\",\"member\":{\"name\":\"users/117\",\"type\":\"BOT\"}}",
		 "harborpine.example", true},
		{__LINE__,
		 "{\"state\":\"JOINED\",\"member\":{\"name\":\"users/117\",\"type\":\"HUMAN\"}}",
		 "zz", true},
	};
	struct bench b;
	struct http_out out = {.method = NULL};
	struct chat_result res;
	chat_event_list list = {0};
	struct http_answer answer;
	begin(&b, &PROJECT);
	CHECK_INT(decode(&b, CLASSIC_SAID, &list, &answer), 0);
	struct chat_actor a = list.at[0].who;
	CHECK_INT(chat_googlechat.whois(b.self, b.p, &a, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, API "spaces/AAA/members/117");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_result r = {.status = 200, .body = slice_of(cases[i].body)};
		a = (struct chat_actor){.uid = SLICE_LIT("users/117"),
					.tenant = slice_of(cases[i].tenant),
					.handle = SLICE_LIT("spaces/AAA maya@harborpine.example")};
		CHECK_INT_AT(cases[i].line, chat_googlechat.whois_is(b.self, b.p, &r, &a, &res), 1);
		CHECK_INT_AT(cases[i].line, a.outsider, cases[i].outsider);
		CHECK_INT_AT(cases[i].line, a.email_verified, !cases[i].outsider);
		CHECK_SLICE_AT(cases[i].line, a.email, "maya@harborpine.example");
	}
	struct http_result r = {.status = 404};
	CHECK(chat_googlechat.whois_is(b.self, b.p, &r, &a, &res) != 1);
	end(&b);
}

TEST(googlechat_settings_and_set_up)
{
	struct pool *p = pool_new();
	struct conf_chat none = {.name = "google"}, bad = {.name = "google", .subscription = "s"};
	struct conf c = {.agency = {.name = "Harbor & Pine"}};
	struct chat_setup s = {.conf = &none, .token = account(p)};
	struct err e = ERR_INIT;
	struct str out;
	void *self = NULL;
	CHECK_INT(chat_googlechat.open(&s, &self, &e), -1);
	CHECK_INT(e.kind, ERR_CONFIG);
	err_clear(&e);
	s.conf = &bad;
	CHECK_INT(chat_googlechat.open(&s, &self, &e), -1);
	err_clear(&e);
	s.conf = &PROJECT;
	s.token = SLICE_LIT("{\"client_email\":\"x@y\",\"private_key\":\"none\"}");
	CHECK_INT(chat_googlechat.open(&s, &self, &e), -1);
	CHECK_INT(e.kind, ERR_CONFIG);
	CHECK(!slice_has(slice_of(e.text), "none"));
	err_clear(&e);
	str_init(&out, 100000);
	CHECK_INT(chat_googlechat.setup(&c, NULL, &out, &e), 0); /* Pub/Sub: no address needed */
	CHECK(slice_has(str_slice(&out), "subscription: projects/docket/subscriptions/docket"));
	str_reset(&out);
	c.http.public_url = "https://docket.example";
	CHECK_INT(chat_googlechat.setup(&c, &PROJECT, &out, &e), 0);
	CHECK(slice_has(str_slice(&out), "app: https://docket.example/chat/google"));
	str_clear(&out);
	pool_free(p);
}

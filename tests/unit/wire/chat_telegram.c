/* Tests of the Telegram adapter: updates as events, polling, the webhook's secret, what goes out.
 */
#include "docket/wire/chat.h"

#include "docket/base/clock.h"

#include "../check.h"
#include "chat_case.h"

#include <stdlib.h>

#define TOKEN "4711:AAFabcdefghijklmnopqrstuvwxyz012345"
#define BASE  "https://api.telegram.org/bot" TOKEN "/"

enum { NOW = 1700000000 };

extern const struct chat_adapter chat_telegram;
static const struct chat_adapter *const tg = &chat_telegram;

static struct conf_chat conf = {.name = "tg", .platform = "telegram", .command = "docket"};

static void *
start(enum conf_transport how)
{
	static struct chat_setup setup;
	struct err e = ERR_INIT;
	void *self = NULL;
	conf.transport = how;
	conf.user = "@DocketBot";
	setup = (struct chat_setup){
		.conf = &conf, .token = slice_of(TOKEN), .secret = slice_of("0123456789abcdef")};
	if (tg->open(&setup, &self, &e) < 0)
		abort();
	return self;
}

/* An event in one line, so that a row of a table can say it. */
static struct slice
told(struct pool *p, const struct chat_event *ev)
{
	return pool_slicef(
		p, "%s %.*s room=%.*s thread=%.*s msg=%.*s who=%.*s/%.*s%s%s "
		   "text=%.*s%s%.*s%.*s",
		chat_kind_name(ev->kind), SLICE_ARG(ev->key), SLICE_ARG(ev->room),
		SLICE_ARG(ev->thread), SLICE_ARG(ev->message), SLICE_ARG(ev->who.uid),
		SLICE_ARG(ev->who.handle), ev->direct ? " direct" : "",
		ev->mention ? " mention" : "", SLICE_ARG(ev->text),
		ev->token.len > 0 ? " token=" : "", SLICE_ARG(ev->token), SLICE_ARG(case_files(p, ev)));
}

static struct slice
all(struct pool *p, const chat_event_list *list)
{
	struct slice out = SLICE_NONE;
	for (size_t i = 0; i < list->len; i++)
		out = pool_slicef(p, "%.*s%s%.*s", SLICE_ARG(out), i > 0 ? "; " : "",
				  SLICE_ARG(told(p, &list->at[i])));
	return out;
}

static struct http_result
answer(int status, const char *body)
{
	return (struct http_result){.status = status, .sent = true, .body = slice_of(body)};
}

#define FROM  "\"from\":{\"id\":77,\"is_bot\":false,\"first_name\":\"Maya\",\"username\":\"maya\"}"
#define GROUP "\"chat\":{\"id\":-1001234567890,\"type\":\"supergroup\",\"title\":\"Desk\"}"
#define ALONE "\"chat\":{\"id\":77,\"type\":\"private\"}"

static const struct {
	int line;
	const char *update, *want;
} updates[] = {
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5,\"date\":1700000000," FROM "," GROUP
	 ",\"text\":\"/docket status ACME-042\"}}",
	 "command u9 room=-1001234567890 thread= msg=-1001234567890::5 who=77/maya "
	 "text=status ACME-042"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," GROUP
	 ",\"text\":\"/docket@docketbot  list\"}}",
	 "command u9 room=-1001234567890 thread= msg=-1001234567890::5 who=77/maya text=list"},
	/* another bot's */
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," GROUP
	 ",\"text\":\"/docket@otherbot list\"}}",
	 ""},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," GROUP ",\"text\":\"/list\"}}",
	 ""},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," GROUP
	 ",\"text\":\"/list@DocketBot open\"}}",
	 "command u9 room=-1001234567890 thread= msg=-1001234567890::5 who=77/maya text=list open"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," ALONE ",\"text\":\"/list\"}}",
	 "command u9 room=77 thread= msg=77::5 who=77/maya direct text=list"},
	/* the link of an account, and the first hello */
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," ALONE
	 ",\"text\":\"/start 7F3K-92QD\"}}",
	 "command u9 room=77 thread= msg=77::5 who=77/maya direct text=link 7F3K-92QD"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," ALONE ",\"text\":\"/start\"}}",
	 "command u9 room=77 thread= msg=77::5 who=77/maya direct text=help"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," ALONE
	 ",\"text\":\"/srv/work is full\"}}",
	 "message u9 room=77 thread= msg=77::5 who=77/maya direct text=/srv/work is full"},
	/* mentions, at the start, inside, and of somebody whose name only begins alike */
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," GROUP
	 ",\"text\":\"@DocketBot: status?\"}}",
	 "message u9 room=-1001234567890 thread= msg=-1001234567890::5 who=77/maya mention "
	 "text=status?"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," GROUP
	 ",\"text\":\"hey @docketbot, status?\"}}",
	 "message u9 room=-1001234567890 thread= msg=-1001234567890::5 who=77/maya mention "
	 "text=hey , status?"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":5," FROM "," GROUP
	 ",\"text\":\"@docketbotty status, me@docketbot\"}}",
	 "message u9 room=-1001234567890 thread= msg=-1001234567890::5 who=77/maya "
	 "text=@docketbotty status, me@docketbot"},
	/* threads: a chain in a supergroup, an answer in a small group, topics */
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8,\"message_thread_id\":5," FROM "," GROUP
	 ",\"reply_to_message\":{\"message_id\":6},\"text\":\"bigger\"}}",
	 "message u9 room=-1001234567890 thread=-1001234567890::5 msg=-1001234567890::8 "
	 "who=77/maya text=bigger"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8," FROM
	 ",\"chat\":{\"id\":-55,\"type\":\"group\"},\"reply_to_message\":{\"message_id\":6},"
	 "\"text\":\"bigger\"}}",
	 "message u9 room=-55 thread=-55::6 msg=-55::8 who=77/maya text=bigger"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8,\"message_thread_id\":3,"
	 "\"is_topic_message\":true," FROM "," GROUP
	 ",\"reply_to_message\":{\"message_id\":3,\"forum_topic_created\":{\"name\":\"x\"}},"
	 "\"text\":\"bigger\"}}",
	 "message u9 room=-1001234567890 thread=-1001234567890:3: msg=-1001234567890:3:8 "
	 "who=77/maya text=bigger"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8,\"message_thread_id\":3,"
	 "\"is_topic_message\":true," FROM "," GROUP
	 ",\"reply_to_message\":{\"message_id\":6},\"text\":\"bigger\"}}",
	 "message u9 room=-1001234567890 thread=-1001234567890:3:6 msg=-1001234567890:3:8 "
	 "who=77/maya text=bigger"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8," FROM "," ALONE
	 ",\"photo\":[{}],\"caption\":\"see here\"}}",
	 "message u9 room=77 thread= msg=77::8 who=77/maya direct text=see here files=|image/jpeg||0"},
	/* A picture that is none. */
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8," FROM "," ALONE
	 ",\"photo\":[7],\"caption\":\"see here\"}}",
	 "message u9 room=77 thread= msg=77::8 who=77/maya direct text=see here"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8," FROM "," ALONE ",\"photo\":[{}]}}",
	 "message u9 room=77 thread= msg=77::8 who=77/maya direct text= files=|image/jpeg||0"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8," FROM "," ALONE
	 ",\"document\":{\"file_name\":\"notes.pdf\",\"mime_type\":\"application/pdf\",\"file_id\":"
	 "\"BQ1\",\"file_size\":10},\"caption\":\"bigger\"}}",
	 "message u9 room=77 thread= msg=77::8 who=77/maya direct text=bigger "
	 "files=notes.pdf|application/pdf|BQ1|10"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8," FROM "," ALONE
	 ",\"voice\":{\"mime_type\":\"audio/ogg\",\"file_id\":\"AwA\",\"file_size\":9}}}",
	 "message u9 room=77 thread= msg=77::8 who=77/maya direct text= files=|audio/ogg|AwA|9"},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8," FROM "," ALONE ",\"sticker\":{}}}", ""},
	/* programs, ourselves, and who hides behind the group's name */
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8,\"from\":{\"id\":78,\"is_bot\":true}"
	 "," GROUP ",\"text\":\"/docket list\"}}",
	 ""},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8,\"from\":{\"id\":4711}," GROUP
	 ",\"text\":\"/docket list\"}}",
	 ""},
	{__LINE__,
	 "{\"update_id\":9,\"message\":{\"message_id\":8," FROM "," GROUP
	 ",\"sender_chat\":{\"id\":-1001234567890},\"text\":\"/docket list\"}}",
	 ""},
	/* an edit changes words; it never runs a command again */
	{__LINE__,
	 "{\"update_id\":9,\"edited_message\":{\"message_id\":5,\"edit_date\":1700000001," FROM
	 "," GROUP ",\"text\":\"/docket approve ACME-042\"}}",
	 "edited u9 room=-1001234567890 thread= msg=-1001234567890::5 who=77/maya "
	 "text=/docket approve ACME-042"},
	{__LINE__,
	 "{\"update_id\":9,\"callback_query\":{\"id\":\"4382bfdwdsb323b2d9\"," FROM
	 ",\"message\":{\"message_id\":6,\"date\":0," GROUP "},\"data\":\"7f3kabcd\"}}",
	 "action u9 room=-1001234567890 thread= msg=-1001234567890::6 who=77/maya text= "
	 "token=7f3kabcd"},
	/* a button that is not ours, in an inline message */
	{__LINE__,
	 "{\"update_id\":9,\"callback_query\":{\"id\":\"43\"," FROM
	 ",\"inline_message_id\":\"x\",\"data\":\"7f3k\"}}",
	 ""},
	{__LINE__,
	 "{\"update_id\":9,\"callback_query\":{\"id\":\"4\\\"3\"," FROM
	 ",\"message\":{\"message_id\":6," GROUP "},\"data\":\"7f3k\"}}",
	 ""},
	{__LINE__,
	 "{\"update_id\":9,\"my_chat_member\":{" FROM "," GROUP
	 ",\"date\":1,\"new_chat_member\":{\"status\":\"member\"}}}",
	 "lifecycle u9 room=-1001234567890 thread= msg= who=77/maya text=joined"},
	{__LINE__,
	 "{\"update_id\":9,\"my_chat_member\":{" FROM "," GROUP
	 ",\"date\":1,\"new_chat_member\":{\"status\":\"kicked\"}}}",
	 "lifecycle u9 room=-1001234567890 thread= msg= who=77/maya text=left"},
	{__LINE__, "{\"update_id\":9,\"poll\":{}}", ""},
	{__LINE__, "{\"update_id\":9,\"message\":7}", ""},
	{__LINE__, "{\"update_id\":9,\"message\":{\"chat\":[],\"from\":{\"id\":{}}}}", ""},
};

TEST(wire_telegram_updates)
{
	for (size_t i = 0; i < COUNT(updates); i++) {
		struct pool *p = pool_new();
		void *self = start(CONF_TRANSPORT_USUAL);
		struct err e = ERR_INIT;
		struct chat_pulled got;
		struct slice body =
			pool_slicef(p, "{\"ok\":true,\"result\":[%s]}", updates[i].update);
		struct http_result r = {.status = 200, .sent = true, .body = body};
		CHECK_INT_AT(updates[i].line, tg->pulled(self, p, SLICE_NONE, &r, NOW, &got, &e),
			     0);
		CHECK_SLICE_AT(updates[i].line, all(p, &got.events), updates[i].want);
		CHECK_SLICE_AT(updates[i].line, got.next, "10 1700000000");
		tg->close(self);
		pool_free(p);
	}
}

/* One update that cannot be read does not hold up those behind it. */
TEST(wire_telegram_poison)
{
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_USUAL);
	struct err e = ERR_INIT;
	struct chat_pulled got;
	struct http_result r =
		answer(200, "{\"ok\":true,\"result\":[{\"update_id\":3,\"message\":[]},null,{},"
			    "{\"update_id\":5,\"message\":{\"message_id\":1," FROM "," ALONE
			    ",\"text\":\"a\\u0000b\"}},{\"update_id\":4}]}");
	CHECK_INT(tg->pulled(self, p, slice_of("3 1"), &r, NOW, &got, &e), 0);
	CHECK_INT((int)got.events.len, 1);
	CHECK_SLICE_AT(__LINE__, got.events.at[0].text, "ab");
	CHECK_SLICE_AT(__LINE__, got.next, "6 1700000000");
	tg->close(self);
	pool_free(p);
}

TEST(wire_telegram_open)
{
	static const struct {
		int line;
		const char *token, *secret;
		enum conf_transport how;
		int want;
	} cases[] = {
		{__LINE__, TOKEN, "", CONF_TRANSPORT_USUAL, 0},
		{__LINE__, TOKEN, "", CONF_TRANSPORT_PULL, 0},
		{__LINE__, TOKEN, "0123456789abcdef", CONF_TRANSPORT_PUSH, 0},
		{__LINE__, TOKEN, "short", CONF_TRANSPORT_PUSH, -1},
		{__LINE__, TOKEN, "", CONF_TRANSPORT_PUSH, -1},
		{__LINE__, TOKEN, "", CONF_TRANSPORT_SOCKET, -1},
		{__LINE__, "", "", CONF_TRANSPORT_PULL, -1},
		{__LINE__, "4711", "", CONF_TRANSPORT_PULL, -1},
		{__LINE__, "4711:AAFabcdefghijklm/../nopqrstuvwxyz", "", CONF_TRANSPORT_PULL, -1},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err e = ERR_INIT;
		void *self = NULL;
		conf.transport = cases[i].how;
		struct chat_setup s = {.conf = &conf,
				       .token = slice_of(cases[i].token),
				       .secret = slice_of(cases[i].secret)};
		CHECK_INT_AT(cases[i].line, tg->open(&s, &self, &e), cases[i].want);
		CHECK_AT(cases[i].line,
			 strstr(e.text, "AAF") == NULL || strstr(e.text, "AAFabc") == NULL);
		if (cases[i].want == 0)
			tg->close(self);
	}
}

/* The order of requests: who are we, then polls; the offset moves only with the cursor. */
TEST(wire_telegram_polls)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_pulled got;
	conf.user = NULL;
	conf.transport = CONF_TRANSPORT_USUAL;
	struct chat_setup setup = {.conf = &conf, .token = slice_of(TOKEN)};
	void *self = NULL;
	CHECK_INT(tg->open(&setup, &self, &e), 0);

	CHECK_INT(tg->pull(self, p, SLICE_NONE, &out, &e), 1);
	CHECK_SLICE_AT(__LINE__, out.url, BASE "getMe");
	CHECK(out.secret_url);
	struct http_result r = answer(200, "{\"ok\":true,\"result\":{\"username\":\"DocketBot\"}}");
	CHECK_INT(tg->pulled(self, p, SLICE_NONE, &r, NOW, &got, &e), 0);
	CHECK_INT((int)got.next.len, 0);
	CHECK_INT(got.wait_ms, 0);

	CHECK_INT(tg->pull(self, p, SLICE_NONE, &out, &e), 1);
	CHECK_SLICE_AT(__LINE__, out.url, BASE "getUpdates");
	CHECK_SLICE_AT(__LINE__, out.body,
		       "{\"timeout\":50,\"limit\":100,\"allowed_updates\":[\"message\","
		       "\"edited_message\",\"callback_query\",\"my_chat_member\"]}");
	CHECK_INT(out.timeout_ms, 65000);
	/* asked again with the same cursor (the commit failed): the same offset */
	CHECK_INT(tg->pull(self, p, slice_of("12 1700000000"), &out, &e), 1);
	CHECK(slice_starts(out.body, "{\"offset\":12,"));
	CHECK_INT(tg->pull(self, p, slice_of("12 1700000000"), &out, &e), 1);
	CHECK(slice_starts(out.body, "{\"offset\":12,"));
	/* nonsense in the cursor is no offset */
	CHECK_INT(tg->pull(self, p, slice_of("x y"), &out, &e), 1);
	CHECK(slice_starts(out.body, "{\"timeout\""));

	/* quiet polls keep the cursor; after days of silence the numbers may start anew */
	r = answer(200, "{\"ok\":true,\"result\":[]}");
	CHECK_INT(tg->pulled(self, p, slice_of("12 1700000000"), &r, NOW + CLOCK_DAY, &got, &e), 0);
	CHECK_SLICE_AT(__LINE__, got.next, "12 1700000000");
	CHECK_INT(tg->pulled(self, p, slice_of("12 1700000000"), &r, NOW + 7 * CLOCK_DAY, &got, &e),
		  0);
	CHECK_SLICE_AT(__LINE__, got.next, "0 0");
	CHECK_INT(tg->pull(self, p, got.next, &out, &e), 1);
	CHECK(slice_starts(out.body, "{\"timeout\""));
	tg->close(self);
	pool_free(p);
}

TEST(wire_telegram_poll_faults)
{
	static const struct {
		int line, status;
		const char *body;
		enum chat_status want;
		int64_t until;
	} cases[] = {
		{__LINE__, 200, "{\"ok\":true,\"result\":[]}", CHAT_OK, 0},
		{__LINE__, 0, "", CHAT_RETRY, 0},
		{__LINE__, 200, "<html>", CHAT_RETRY, 0},
		{__LINE__, 200, "", CHAT_RETRY, 0},
		{__LINE__, 502, "<html>", CHAT_RETRY, 0},
		{__LINE__, 401,
		 "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}", CHAT_REAUTH,
		 0},
		{__LINE__, 404, "{\"ok\":false,\"error_code\":404,\"description\":\"Not Found\"}",
		 CHAT_REAUTH, 0},
		{__LINE__, 429,
		 "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests\","
		 "\"parameters\":{\"retry_after\":7}}",
		 CHAT_LATER, NOW + 7000},
		{__LINE__, 409,
		 "{\"ok\":false,\"error_code\":409,\"description\":\"Conflict: terminated by other "
		 "getUpdates request; make sure that only one bot instance is running\"}",
		 CHAT_LATER, NOW + 30000},
		{__LINE__, 409, "<html>", CHAT_LATER, NOW + 30000},
	};
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_pulled got;
		struct err e = ERR_INIT;
		struct http_result r = answer(cases[i].status, cases[i].body);
		CHECK_INT_AT(cases[i].line,
			     tg->pulled(self, p, slice_of("5 1699999999"), &r, NOW, &got, &e), 0);
		CHECK_INT_AT(cases[i].line, got.status, cases[i].want);
		CHECK_INT_AT(cases[i].line, got.not_before, cases[i].until);
		CHECK_SLICE_AT(cases[i].line, got.next, "5 1699999999");
		CHECK_AT(cases[i].line, !slice_has(got.why, "AAF"));
	}
	tg->close(self);
	pool_free(p);
}

TEST(wire_telegram_takes_a_webhook_off)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_pulled got;
	void *self = start(CONF_TRANSPORT_PULL);
	struct http_result r = answer(
		409, "{\"ok\":false,\"error_code\":409,\"description\":\"Conflict: can't use "
		     "getUpdates method while webhook is active; use deleteWebhook to delete "
		     "the webhook first\"}");
	CHECK_INT(tg->pulled(self, p, slice_of("5 9"), &r, NOW, &got, &e), 0);
	CHECK_INT(got.status, CHAT_OK);
	CHECK_SLICE_AT(__LINE__, got.next, "5 9");
	CHECK_INT(tg->pull(self, p, slice_of("5 9"), &out, &e), 1);
	CHECK_SLICE_AT(__LINE__, out.url, BASE "deleteWebhook");
	CHECK_SLICE_AT(__LINE__, out.body, "{}"); /* what waits is kept */
	r = answer(200, "{\"ok\":true,\"result\":true}");
	CHECK_INT(tg->pulled(self, p, slice_of("5 9"), &r, NOW, &got, &e), 0);
	CHECK_SLICE_AT(__LINE__, got.next, "5 9");
	CHECK_INT(tg->pull(self, p, slice_of("5 9"), &out, &e), 1);
	CHECK_SLICE_AT(__LINE__, out.url, BASE "getUpdates");
	tg->close(self);
	pool_free(p);
}

TEST(wire_telegram_push)
{
	static const struct {
		int line;
		enum conf_transport how;
		const char *method, *secret;
		int want;
	} cases[] = {
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", "0123456789abcdef", 0},
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", "0123456789abcdeF", 401},
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", "0123456789abcde", 401},
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", "0123456789abcdef0", 401},
		{__LINE__, CONF_TRANSPORT_PUSH, "POST", NULL, 401},
		{__LINE__, CONF_TRANSPORT_PUSH, "GET", "0123456789abcdef", 405},
		/* polled: nobody may call, whatever they know */
		{__LINE__, CONF_TRANSPORT_PULL, "POST", "0123456789abcdef", 403},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pool *p = pool_new();
		struct err e = ERR_INIT;
		void *self = start(cases[i].how);
		struct http_in in = {.method = slice_of(cases[i].method),
				     .body = slice_of(updates[0].update),
				     .now = NOW};
		if (cases[i].secret != NULL) {
			struct http_header h = {SLICE_LIT("x-telegram-bot-api-secret-token"),
						slice_of(cases[i].secret)};
			VEC_ADD(&in.headers, p, h);
		}
		CHECK_INT_AT(cases[i].line, tg->verify(self, p, &in, &e), cases[i].want);
		if (cases[i].want == 0) {
			chat_event_list got = {0};
			struct http_answer said = {0};
			struct http_out out;
			CHECK_INT(tg->decode(self, p, &in, &got, &said, &e), 0);
			CHECK_SLICE_AT(cases[i].line, all(p, &got), updates[0].want);
			CHECK_INT(said.status, 0);
			CHECK_INT(tg->ack(self, p, &got.at[0], NULL, &said), 0);
			CHECK_INT(said.status, 200);
			CHECK_INT(tg->pull(self, p, SLICE_NONE, &out, &e), 0);
			in.body = slice_of("{");
			CHECK_INT(tg->decode(self, p, &in, &got, &said, &e), -1);
		}
		tg->close(self);
		pool_free(p);
	}
}

#define LIT(l)                                                                                     \
	{                                                                                          \
		(l), sizeof(l) - 1                                                                 \
	}
static const struct chat_card status_card = {
	.title = LIT("ACME-042 Spring 😀"),
	.text = LIT("Waiting for @anna & <b>."),
	.context = LIT("since 14 May"),
	.fields = {{LIT("State"), LIT("review")}},
	.field_count = 1,
	.buttons = {{.label = LIT("Approve"), .token = LIT("7f3kabcd")},
		    {.label = LIT("Open"), .url = LIT("https://x.example/")},
		    {.label = LIT("Words only"), .command = LIT("take ACME-042")},
		    {.label = LIT("Reject"), .token = LIT("9z")}},
	.button_count = 4,
};
#define CARD                                                                                        \
	"\"text\":\"ACME-042 Spring 😀\\nWaiting for @\u2060anna & <b>.\\nState: review\\nsince " \
	"14 "                                                                                       \
	"May\",\"entities\":[{\"type\":\"bold\",\"offset\":0,\"length\":18},{\"type\":\"bold\","    \
	"\"offset\":45,\"length\":5},{\"type\":\"italic\",\"offset\":59,\"length\":12}],"           \
	"\"link_preview_options\":{\"is_disabled\":true},\"reply_markup\":{\"inline_keyboard\":[["  \
	"{\"text\":\"Approve\",\"callback_data\":\"7f3kabcd\"},{\"text\":\"Open\",\"url\":"         \
	"\"https://x.example/\"}],[{\"text\":\"Reject\",\"callback_data\":\"9z\"}]]}}"

TEST(wire_telegram_renders)
{
	struct chat_card words = {.text = SLICE_LIT("Done.")};
	const struct {
		int line;
		struct chat_message m;
		const char *method, *body;
	} cases[] = {
		{__LINE__,
		 {.act = CHAT_POST, .room = SLICE_LIT("-100123"), .card = status_card},
		 "sendMessage",
		 "{\"chat_id\":-100123," CARD},
		{__LINE__,
		 {.act = CHAT_UPDATE,
		  .room = SLICE_LIT("-100123"),
		  .replace = SLICE_LIT("-100123::5"),
		  .card = status_card},
		 "editMessageText",
		 "{\"chat_id\":-100123,\"message_id\":5," CARD},
		/* a topic, a thread, a thread in a topic */
		{__LINE__,
		 {.act = CHAT_POST, .room = SLICE_LIT("-100123:12"), .card = words},
		 "sendMessage",
		 "{\"chat_id\":-100123,\"message_thread_id\":12,\"text\":\"Done.\",\"entities\":[],"
		 "\"link_preview_options\":{\"is_disabled\":true}}"},
		{__LINE__,
		 {.act = CHAT_POST,
		  .room = SLICE_LIT("-100123"),
		  .thread = SLICE_LIT("-100123::5"),
		  .card = words},
		 "sendMessage",
		 "{\"chat_id\":-100123,\"reply_parameters\":{\"message_id\":5,\"allow_sending_"
		 "without_reply\":true},\"text\":\"Done.\",\"entities\":[],"
		 "\"link_preview_options\":{\"is_disabled\":true}}"},
		{__LINE__,
		 {.act = CHAT_REPLY, .reply = SLICE_LIT("message:-100123:3:5"), .card = words},
		 "sendMessage",
		 "{\"chat_id\":-100123,\"message_thread_id\":3,\"reply_parameters\":{\"message_"
		 "id\":"
		 "5,\"allow_sending_without_reply\":true},\"text\":\"Done.\",\"entities\":[],"
		 "\"link_preview_options\":{\"is_disabled\":true}}"},
		/* for one person alone: into the talk with that one, but in the team's own room */
		{__LINE__,
		 {.act = CHAT_REPLY,
		  .room = SLICE_LIT("-100999"),
		  .reply = SLICE_LIT("message:-100999::5"),
		  .only = SLICE_LIT("77"),
		  .card = words},
		 "sendMessage",
		 "{\"chat_id\":-100999,\"reply_parameters\":{\"message_id\":5,\"allow_sending_"
		 "without_reply\":true},\"text\":\"Done.\",\"entities\":[],"
		 "\"link_preview_options\":{\"is_disabled\":true}}"},
		{__LINE__,
		 {.act = CHAT_REPLY,
		  .reply = SLICE_LIT("message:-100123::5"),
		  .only = SLICE_LIT("77"),
		  .card = words},
		 "sendMessage",
		 "{\"chat_id\":77,\"text\":\"Done.\",\"entities\":[],\"link_preview_options\":{"
		 "\"is_"
		 "disabled\":true}}"},
		{__LINE__,
		 {.act = CHAT_POST, .direct = true, .only = SLICE_LIT("77"), .card = words},
		 "sendMessage",
		 "{\"chat_id\":77,\"text\":\"Done.\",\"entities\":[],\"link_preview_options\":{"
		 "\"is_"
		 "disabled\":true}}"},
		/* a click is answered by a toast where the words fit */
		{__LINE__,
		 {.act = CHAT_REPLY, .reply = SLICE_LIT("click:438:-100123::5"), .card = words},
		 "answerCallbackQuery",
		 "{\"callback_query_id\":\"438\",\"text\":\"Done.\",\"show_alert\":false}"},
		{__LINE__,
		 {.act = CHAT_REPLY,
		  .reply = SLICE_LIT("click:438:-100123::5"),
		  .only = SLICE_LIT("77"),
		  .card = {.text = SLICE_LIT("Only Anna or Ben may approve version 3 of this job; "
					     "it was asked of them.")}},
		 "answerCallbackQuery",
		 "{\"callback_query_id\":\"438\",\"text\":\"Only Anna or Ben may approve version 3 "
		 "of "
		 "this job; it was asked of them.\",\"show_alert\":true}"},
		{__LINE__,
		 {.act = CHAT_REPLY,
		  .reply = SLICE_LIT("click:438:-100123::5"),
		  .card = {.text = SLICE_LIT("a  b"), .code = true}},
		 "sendMessage",
		 "{\"chat_id\":-100123,\"reply_parameters\":{\"message_id\":5,\"allow_sending_"
		 "without_reply\":true},\"text\":\"a  b\",\"entities\":[{\"type\":\"pre\","
		 "\"offset\":0,\"length\":4}],\"link_preview_options\":{\"is_disabled\":true}}"},
	};
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL);
	conf.room = "-100999";
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err e = ERR_INIT;
		struct http_out out, again;
		CHECK_INT_AT(cases[i].line, tg->render(self, p, &cases[i].m, &out, &e), 0);
		CHECK_SLICE_AT(cases[i].line, out.body, cases[i].body);
		CHECK_SLICE_AT(cases[i].line, out.url,
			       pool_cstr(p, pool_slicef(p, BASE "%s", cases[i].method)));
		CHECK_AT(cases[i].line, out.secret_url);
		CHECK_INT_AT(cases[i].line, tg->render(self, p, &cases[i].m, &again, &e), 0);
		CHECK_AT(cases[i].line, slice_eq(out.body, again.body));
	}
	tg->close(self);
	pool_free(p);
}

/* Never longer than Telegram takes, whatever a card holds; a token too long is refused. */
TEST(wire_telegram_lengths)
{
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL);
	struct err e = ERR_INIT;
	struct http_out out;
	char *words = pool_alloc(p, 60001);
	for (size_t i = 0; i < 60000; i += 4)
		memcpy(words + i, i % 400 == 0 ? "abc " : "😀", 4);
	struct slice much = slice_make(words, 60000);
	struct chat_message m = {.act = CHAT_POST,
				 .room = SLICE_LIT("1"),
				 .card = {.title = much, .text = much, .context = much}};
	for (size_t i = 0; i < CHAT_FIELDS_MAX; i++)
		m.card.fields[i] = (struct chat_field){much, much};
	m.card.field_count = CHAT_FIELDS_MAX;
	CHECK_INT(tg->render(self, p, &m, &out, &e), 0);
	ptrdiff_t from = slice_find(out.body, slice_of("\"text\":\""));
	ptrdiff_t to = slice_find(out.body, slice_of("\",\"entities\""));
	size_t units = chat_length(slice_sub(out.body, (size_t)from + 8, (size_t)to), CHAT_UTF16);
	CHECK(units <= 4096 + 30 /* "\n" takes two there */);
	CHECK(units > 3500);

	m = (struct chat_message){.act = CHAT_POST, .room = SLICE_LIT("1"), .parts = 1, .part = 1};
	m.card.text = slice_sub(much, 0, 4 * (tg->caps.text_max / 2 - 50));
	CHECK_INT(tg->render(self, p, &m, &out, &e), 0);
	CHECK(!slice_has(out.body, "…"));

	m.card = (struct chat_card){.text = SLICE_LIT("x"), .button_count = 1};
	m.card.buttons[0].token = slice_sub(slice_make(words, 65), 0, 65);
	CHECK_INT(tg->render(self, p, &m, &out, &e), -1);
	m.card.buttons[0].token =
		slice_of("0123456789012345678901234567890123456789012345678901234567"
			 "890123");
	CHECK_INT((int)m.card.buttons[0].token.len, 64);
	err_clear(&e);
	CHECK_INT(tg->render(self, p, &m, &out, &e), 0);
	m.act = CHAT_OPEN;
	CHECK_INT(tg->render(self, p, &m, &out, &e), -1);
	m = (struct chat_message){.act = CHAT_POST, .card = {.text = SLICE_LIT("x")}};
	CHECK_INT(tg->render(self, p, &m, &out, &e), -1);
	tg->close(self);
	pool_free(p);
}

TEST(wire_telegram_results)
{
	const struct chat_message post = {.act = CHAT_POST, .room = SLICE_LIT("-100123")};
	const struct chat_message update = {.act = CHAT_UPDATE, .replace = SLICE_LIT("-100123::5")};
	static const struct {
		int line, status;
		bool sent, update;
		const char *body;
		enum chat_status want;
		int64_t until;
		const char *posted, *thread;
	} cases[] = {
		{__LINE__, 200, true, false,
		 "{\"ok\":true,\"result\":{\"message_id\":9,\"chat\":{\"id\":-100123}}}", CHAT_OK,
		 0, "-100123::9", "-100123::9"},
		{__LINE__, 200, true, false,
		 "{\"ok\":true,\"result\":{\"message_id\":9,\"message_thread_id\":5,"
		 "\"chat\":{\"id\":-100123}}}",
		 CHAT_OK, 0, "-100123::9", "-100123::5"},
		{__LINE__, 200, true, false,
		 "{\"ok\":true,\"result\":{\"message_id\":9,\"message_thread_id\":5,"
		 "\"is_topic_message\":true,\"chat\":{\"id\":-100123}}}",
		 CHAT_OK, 0, "-100123:5:9", "-100123:5:9"},
		{__LINE__, 200, true, true, "{\"ok\":true,\"result\":true}", CHAT_OK, 0,
		 "-100123::5", ""},
		{__LINE__, 400, true, true,
		 "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: message is not "
		 "modified: specified new message content and reply markup are exactly the same as "
		 "a current content and reply markup of the message\"}",
		 CHAT_OK, 0, "-100123::5", ""},
		{__LINE__, 400, true, true,
		 "{\"ok\":false,\"description\":\"Bad Request: message to edit not found\"}",
		 CHAT_GONE, 0, "", ""},
		{__LINE__, 400, true, false,
		 "{\"ok\":false,\"description\":\"Bad Request: chat not found\"}", CHAT_GONE, 0, "",
		 ""},
		{__LINE__, 403, true, false,
		 "{\"ok\":false,\"description\":\"Forbidden: bot was kicked from the supergroup "
		 "chat\"}",
		 CHAT_GONE, 0, "", ""},
		{__LINE__, 400, true, false,
		 "{\"ok\":false,\"description\":\"Bad Request: can't parse entities\"}",
		 CHAT_REJECTED, 0, "", ""},
		{__LINE__, 400, true, false,
		 "{\"ok\":false,\"description\":\"Bad Request: message is too long\"}",
		 CHAT_TOO_BIG, 0, "", ""},
		{__LINE__, 401, true, false, "{\"ok\":false,\"description\":\"Unauthorized\"}",
		 CHAT_REAUTH, 0, "", ""},
		{__LINE__, 404, true, false, "{\"ok\":false,\"description\":\"Not Found\"}",
		 CHAT_REAUTH, 0, "", ""},
		{__LINE__, 429, true, false,
		 "{\"ok\":false,\"description\":\"Too Many Requests: retry after 13\","
		 "\"parameters\":{\"retry_after\":13}}",
		 CHAT_LATER, NOW + 13000, "", ""},
		{__LINE__, 502, true, false, "<html>", CHAT_RETRY, 0, "", ""},
		{__LINE__, 200, true, false, "<html>", CHAT_RETRY, 0, "", ""},
		{__LINE__, 200, true, false, "{\"ok\":false}", CHAT_REJECTED, 0, "", ""},
		/* sent and no answer: an edit may be repeated, a message may stand there already */
		{__LINE__, 0, true, false, "", CHAT_UNKNOWN, 0, "", ""},
		{__LINE__, 0, true, true, "", CHAT_RETRY, 0, "", ""},
		{__LINE__, 0, false, false, "", CHAT_RETRY, 0, "", ""},
	};
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_result r = answer(cases[i].status, cases[i].body);
		struct chat_result got;
		r.sent = cases[i].sent;
		tg->result(self, p, cases[i].update ? &update : &post, &r, NOW, &got);
		CHECK_INT_AT(cases[i].line, got.status, cases[i].want);
		CHECK_INT_AT(cases[i].line, got.not_before, cases[i].until);
		CHECK_SLICE_AT(cases[i].line, got.posted, cases[i].posted);
		CHECK_SLICE_AT(cases[i].line, got.thread, cases[i].thread);
		CHECK_AT(cases[i].line, (got.why.len > 0) == (got.status != CHAT_OK));
	}
	tg->close(self);
	pool_free(p);
}

/* A group that became a supergroup: said by an error, or by a message; then it goes there. */
TEST(wire_telegram_moves)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_result got;
	struct chat_pulled pulled;
	void *self = start(CONF_TRANSPORT_PULL);
	struct chat_message m = {.act = CHAT_POST,
				 .room = SLICE_LIT("-55"),
				 .thread = SLICE_LIT("-55::7"),
				 .card = {.text = SLICE_LIT("x")}};
	struct http_result r = answer(
		400,
		"{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: group chat was "
		"upgraded to a supergroup chat\",\"parameters\":{\"migrate_to_chat_id\":"
		"-10055}}");
	tg->result(self, p, &m, &r, NOW, &got);
	CHECK_INT(got.status, CHAT_RETRY);
	CHECK_INT(tg->render(self, p, &m, &out, &e), 0);
	CHECK(slice_starts(out.body, "{\"chat_id\":-10055,\"text\"")); /* no thread of old */
	m.act = CHAT_UPDATE;
	m.replace = slice_of("-55::7");
	tg->result(self, p, &m, &r, NOW, &got);
	CHECK_INT(got.status, CHAT_GONE);
	r = answer(200, "{\"ok\":true,\"result\":[{\"update_id\":1,\"message\":{\"message_id\":2,"
			"\"chat\":{\"id\":-66,\"type\":\"group\"}," FROM
			",\"migrate_to_chat_id\":-10066}}]}");
	CHECK_INT(tg->pulled(self, p, SLICE_NONE, &r, NOW, &pulled, &e), 0);
	CHECK_INT((int)pulled.events.len, 0);
	m = (struct chat_message){
		.act = CHAT_POST, .room = SLICE_LIT("-66"), .card = {.text = SLICE_LIT("x")}};
	CHECK_INT(tg->render(self, p, &m, &out, &e), 0);
	CHECK(slice_starts(out.body, "{\"chat_id\":-10066,"));
	/* what is said there is of the room by the id it had */
	r = answer(200,
		   "{\"ok\":true,\"result\":[{\"update_id\":2,\"message\":{\"message_id\":3,"
		   "\"chat\":{\"id\":-10066,\"type\":\"supergroup\"}," FROM ",\"text\":\"x\"}}]}");
	CHECK_INT(tg->pulled(self, p, SLICE_NONE, &r, NOW, &pulled, &e), 0);
	CHECK_SLICE_AT(__LINE__, pulled.events.at[0].room, "-66");
	CHECK_SLICE_AT(__LINE__, pulled.events.at[0].message, "-10066::3");
	tg->close(self);
	pool_free(p);
}

/* One topic of a forum may be the team's room: its events are of that room, those of others not. */
TEST(wire_telegram_topic_is_room)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct chat_pulled got;
	void *self = start(CONF_TRANSPORT_PULL);
	conf.room = "-1001234567890:3";
	struct http_result r = answer(
		200, "{\"ok\":true,\"result\":[{\"update_id\":1,\"message\":{\"message_id\":8,"
		     "\"message_thread_id\":3,\"is_topic_message\":true," FROM "," GROUP
		     ",\"text\":\"a\"}},{\"update_id\":2,\"message\":{\"message_id\":9,"
		     "\"message_thread_id\":4,\"is_topic_message\":true," FROM "," GROUP
		     ",\"text\":\"b\"}},{\"update_id\":3,\"message\":{\"message_id\":10," FROM
		     "," GROUP ",\"text\":\"c\"}}]}");
	CHECK_INT(tg->pulled(self, p, SLICE_NONE, &r, NOW, &got, &e), 0);
	CHECK_INT((int)got.events.len, 3);
	CHECK_SLICE_AT(__LINE__, got.events.at[0].room, "-1001234567890:3");
	CHECK_SLICE_AT(__LINE__, got.events.at[1].room, "-1001234567890");
	CHECK_SLICE_AT(__LINE__, got.events.at[2].room, "-1001234567890");
	conf.room = NULL;
	tg->close(self);
	pool_free(p);
}

/* Each click is let go: by its own answer, or by an empty one; too late for a toast is said. */
TEST(wire_telegram_clicks)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_pulled pulled;
	struct chat_result got;
	void *self = start(CONF_TRANSPORT_PULL);
	struct http_result r = answer(
		200,
		"{\"ok\":true,\"result\":[{\"update_id\":1,\"callback_query\":{\"id\":\"71\"," FROM
		",\"message\":{\"message_id\":6," GROUP "},\"data\":\"a\"}},{\"update_id\":2,"
		"\"callback_query\":{\"id\":\"72\"," FROM ",\"message\":{\"message_id\":6," GROUP
		"},\"data\":\"b\"}}]}");
	CHECK_INT(tg->wants(self, p, NOW, &out), 0);
	CHECK_INT(tg->pulled(self, p, SLICE_NONE, &r, NOW, &pulled, &e), 0);
	CHECK_INT((int)pulled.events.len, 2);
	CHECK_SLICE_AT(__LINE__, pulled.events.at[0].reply, "click:71:-1001234567890::6");
	CHECK_INT(tg->wants(self, p, NOW, &out), 0);
	struct chat_message m = {.act = CHAT_REPLY,
				 .reply = pulled.events.at[0].reply,
				 .card = {.text = SLICE_LIT("Done.")}};
	CHECK_INT(tg->render(self, p, &m, &out, &e), 0);
	CHECK(slice_ends(out.url, "/answerCallbackQuery"));
	CHECK_INT(tg->wants(self, p, NOW + 5000, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.body, "{\"callback_query_id\":\"72\"}");
	r = answer(200, "{\"ok\":true,\"result\":true}");
	tg->took(self, &r, NOW + 5000, &got);
	CHECK_INT(got.status, CHAT_OK);
	CHECK_INT(tg->wants(self, p, NOW + 9000, &out), 0);

	r = answer(400, "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: query is "
			"too old and response timeout expired or query ID is invalid\"}");
	tg->result(self, p, &m, &r, NOW, &got);
	CHECK_INT(got.status, CHAT_RETRY);
	CHECK_INT(tg->render(self, p, &m, &out, &e), 0);
	CHECK(slice_ends(out.url, "/sendMessage"));
	CHECK(slice_starts(out.body, "{\"chat_id\":-1001234567890,\"reply_parameters\":"));
	m.reply = pulled.events.at[1].reply; /* its spinner was stopped already */
	CHECK_INT(tg->render(self, p, &m, &out, &e), 0);
	CHECK(slice_ends(out.url, "/sendMessage"));
	tg->close(self);
	pool_free(p);
}

TEST(wire_telegram_checks)
{
	static const struct {
		int line;
		unsigned step;
		int status;
		const char *body, *want;
		int done;
	} cases[] = {
		{__LINE__, 0, 200,
		 "{\"ok\":true,\"result\":{\"username\":\"DocketBot\",\"can_join_groups\":true,"
		 "\"can_read_all_group_messages\":true}}",
		 "Telegram: the bot is @DocketBot\n", 0},
		{__LINE__, 0, 401, "{\"ok\":false,\"description\":\"Unauthorized\"}",
		 "Telegram: the token: Telegram does not take the token: @BotFather, /token, gives "
		 "a "
		 "new one\n",
		 -1},
		{__LINE__, 1, 200, "{\"ok\":true,\"result\":{\"url\":\"\"}}", "", 0},
		{__LINE__, 2, 200, "{\"ok\":true,\"result\":{\"title\":\"Desk\"}}",
		 "Telegram: the room is \"Desk\"\n", 0},
		{__LINE__, 2, 400, "{\"ok\":false,\"description\":\"Bad Request: chat not found\"}",
		 "Telegram: the room: Telegram: Bad Request: chat not found\n", -1},
		{__LINE__, 2, 400,
		 "{\"ok\":false,\"description\":\"Bad Request: group chat was upgraded to a "
		 "supergroup chat\",\"parameters\":{\"migrate_to_chat_id\":-10055}}",
		 "Telegram: the group is a supergroup now: its id, for `room`, is -10055\n", -1},
		{__LINE__, 3, 200, "{\"ok\":true,\"result\":{\"status\":\"member\"}}", "", 0},
		{__LINE__, 3, 200, "{\"ok\":true,\"result\":{\"status\":\"left\"}}",
		 "Telegram: the bot may not write into the room: add it there\n", -1},
	};
	struct pool *p = pool_new();
	void *self = start(CONF_TRANSPORT_PULL);
	struct http_out out;
	conf.room = "-100123:12";
	CHECK_INT(tg->check(self, p, 3, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.body, "{\"chat_id\":\"-100123\",\"user_id\":\"4711\"}");
	CHECK_INT(tg->check(self, p, 4, &out), 0);
	conf.room = NULL;
	CHECK_INT(tg->check(self, p, 2, &out), 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str s;
		struct http_result r = answer(cases[i].status, cases[i].body);
		str_init(&s, 4096);
		CHECK_INT_AT(cases[i].line, tg->checked(self, p, cases[i].step, &r, &s),
			     cases[i].done);
		CHECK_STR_AT(cases[i].line, str_cstr(&s), cases[i].want);
		str_clear(&s);
	}
	tg->close(self);
	pool_free(p);
}

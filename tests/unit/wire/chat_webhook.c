/* Tests of plain webhooks: what each format writes, what its answers are worth, no word of the
 * address. */
#include "docket/wire/chat.h"

#include "../check.h"

#include <jansson.h>
#include <stdio.h>

extern const struct chat_adapter chat_webhook;

static const char secret_url[] = "https://hooks.example/services/T1/B1/sEcReT";

static void *
opened(const char *format, struct conf_chat *conf, struct err *e)
{
	void *self = NULL;
	*conf = (struct conf_chat){.name = "updates", .platform = "webhook", .format = format};
	struct chat_setup setup = {.conf = conf, .webhook = slice_of(secret_url)};
	return chat_webhook.open(&setup, &self, e) == 0 ? self : NULL;
}

static const struct chat_card card = {
	.title = {"ACME-042 *v3*", 13},
	.text = {"ask @channel & <!here> [x](http://a.example/b_c?d=@e)", 53},
	.context = {"by docket", 9},
	.fields = {{{"Due", 3}, {"Thu 14 May", 10}}},
	.field_count = 1,
	.buttons = {{.label = {"Approve", 7},
		     .token = {"tok", 3},
		     .command = {"approve ACME-042", 16}},
		    {.label = {"Open", 4}, .url = {"https://x.example", 17}}},
	.button_count = 2,
};

#define ZW "\xe2\x80\x8b"

TEST(chat_webhook_formats)
{
	static const struct {
		int line;
		const char *format, *want, *url;
	} cases[] = {
		{__LINE__, "slack",
		 "{\"unfurl_links\":false,\"text\":\"ACME-042 *v3*\\nask @channel &amp; "
		 "&lt;!here&gt; [x](http://a.example/b_c?d=@e)\\nApprove: approve ACME-042\\nDue: "
		 "Thu "
		 "14 May\\nby docket\",\"blocks\":[{\"type\":\"header\",\"text\":{\"type\":\"plain_"
		 "text\",\"text\":\"ACME-042 "
		 "*v3*\",\"emoji\":false}},{\"type\":\"section\",\"text\":{"
		 "\"type\":\"mrkdwn\",\"text\":\"ask @channel &amp; &lt;!here&gt; [x](<http://"
		 "a.example/b_c?d=@e>)\\nApprove: approve ACME-042\",\"verbatim\":true}},{\"type\":"
		 "\"section\",\"fields\":[{\"type\":\"mrkdwn\",\"text\":\"*Due*\\nThu 14 "
		 "May\",\"verbatim\":true}]},{\"type\":\"actions\",\"elements\":[{\"type\":"
		 "\"button\","
		 "\"action_id\":\"docket.0\",\"text\":{\"type\":\"plain_text\",\"text\":\"Open\","
		 "\"emoji\":false},\"url\":\"https://x.example\"}]},{\"type\":\"context\","
		 "\"elements\":[{\"type\":\"mrkdwn\",\"text\":\"by docket\",\"verbatim\":true}]}]}",
		 secret_url},
		{__LINE__, "mattermost",
		 "{\"text\":\"**ACME-042 \\\\*v3\\\\***\\nask @" ZW
		 "channel & \\\\<!here\\\\> \\\\[x\\\\](http://a.example/b_c?d=@e)\\nDue: Thu 14 "
		 "May\\nApprove: approve ACME-042\\nOpen: https://x.example\\nby docket\"}",
		 secret_url},
		{__LINE__, "rocketchat",
		 "{\"text\":\"*ACME-042 \\\\*v3\\\\**\\nask @" ZW
		 "channel & \\\\<!here\\\\> \\\\[x\\\\](http://a.example/b_c?d=@e)\\nDue: Thu 14 "
		 "May\\nApprove: approve ACME-042\\nOpen: https://x.example\\nby docket\","
		 "\"parseUrls\":false}",
		 secret_url},
		{__LINE__, "googlechat",
		 "{\"text\":\"*ACME-042 *v3**\\nask @channel & <" ZW
		 "!here> [x](http://a.example/b_c?d=@e)\\nDue: Thu 14 May\\nApprove: approve "
		 "ACME-042\\nOpen: https://x.example\\nby docket\"}",
		 secret_url},
		{__LINE__, "discord",
		 "{\"embeds\":[{\"description\":\"**ACME-042 \\\\*v3\\\\***\\nask @" ZW
		 "channel & \\\\<!here\\\\> \\\\[x\\\\](http://a.example/b_c?d=@e)\\nDue: Thu 14 "
		 "May\\nApprove: approve ACME-042\\nOpen: https://x.example\\nby docket\"}],"
		 "\"allowed_mentions\":{\"parse\":[]}}",
		 "https://hooks.example/services/T1/B1/sEcReT?wait=true"},
		{__LINE__, "teams",
		 "{\"type\":\"message\",\"attachments\":[{\"contentType\":\"application/"
		 "vnd.microsoft.card.adaptive\",\"contentUrl\":null,\"content\":{\"$schema\":"
		 "\"http://"
		 "adaptivecards.io/schemas/"
		 "adaptive-card.json\",\"type\":\"AdaptiveCard\",\"version\":"
		 "\"1.4\",\"body\":[{\"type\":\"TextBlock\",\"text\":\"ACME-042 "
		 "\\\\*v3\\\\*\",\"wrap\":true,\"weight\":\"Bolder\"},{\"type\":\"TextBlock\","
		 "\"text\":"
		 "\"ask @" ZW "channel & \\\\<!here\\\\> \\\\[x\\\\](http://a.example/b_c?d=@e)\","
		 "\"wrap\":true},{\"type\":\"FactSet\",\"facts\":[{\"title\":\"Due\",\"value\":"
		 "\"Thu 14 "
		 "May\"}]},{\"type\":\"TextBlock\",\"text\":\"Approve: approve "
		 "ACME-042\",\"wrap\":true},{\"type\":\"TextBlock\",\"text\":\"by "
		 "docket\",\"wrap\":true,\"size\":\"Small\"}],\"actions\":[{\"type\":\"Action."
		 "OpenUrl\","
		 "\"title\":\"Open\",\"url\":\"https://x.example\"}]}}]}",
		 secret_url},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf_chat conf;
		struct err e = ERR_INIT;
		struct pool *p = pool_new();
		void *self = opened(cases[i].format, &conf, &e);
		struct chat_message m = {.act = CHAT_POST,
					 .key = SLICE_LIT("k1"),
					 .room = SLICE_LIT("updates"),
					 .card = card};
		struct http_out out = {.method = NULL};
		CHECK_INT_AT(cases[i].line, chat_webhook.render(self, p, &m, &out, &e), 0);
		CHECK_SLICE_AT(cases[i].line, out.body, cases[i].want);
		CHECK_SLICE_AT(cases[i].line, out.url, cases[i].url);
		CHECK_AT(cases[i].line, out.secret_url);
		chat_webhook.close(self);
		pool_free(p);
	}
}

TEST(chat_webhook_results)
{
	static const struct {
		int line;
		const char *format;
		int status;
		const char *body;
		bool sent;
		enum chat_status want;
	} cases[] = {
		{__LINE__, "slack", 200, "ok", true, CHAT_OK},
		{__LINE__, "slack", 200, "<html>", true, CHAT_REJECTED},
		{__LINE__, "slack", 400, "invalid_payload", true, CHAT_REJECTED},
		{__LINE__, "slack", 403, "invalid_token", true, CHAT_GONE},
		{__LINE__, "slack", 404, "no_service", true, CHAT_GONE},
		{__LINE__, "slack", 410, "channel_is_archived", true, CHAT_GONE},
		{__LINE__, "slack", 429, "", true, CHAT_LATER},
		{__LINE__, "slack", 500, "rollup_error", true, CHAT_RETRY},
		{__LINE__, "slack", 0, "", true, CHAT_UNKNOWN},
		{__LINE__, "slack", 0, "", false, CHAT_RETRY},
		{__LINE__, "mattermost", 200, "ok", true, CHAT_OK},
		{__LINE__, "rocketchat", 200, "{\"success\":true}", true, CHAT_OK},
		{__LINE__, "rocketchat", 200, "{\"success\":false}", true, CHAT_REJECTED},
		{__LINE__, "rocketchat", 200, "", true, CHAT_REJECTED},
		{__LINE__, "googlechat", 200, "{\"name\":\"spaces/S/messages/M\"}", true, CHAT_OK},
		{__LINE__, "discord", 200, "{\"id\":\"1\"}", true, CHAT_OK},
		{__LINE__, "discord", 404, "{\"code\":10015}", true, CHAT_GONE},
		{__LINE__, "teams", 202, "", true, CHAT_ACCEPTED},
		{__LINE__, "teams", 200, "1", true, CHAT_OK},
		{__LINE__, "teams", 200,
		 "Webhook message delivery failed with error: Microsoft Teams endpoint returned "
		 "HTTP "
		 "error 429 with ContextId tcid=0",
		 true, CHAT_LATER},
		{__LINE__, "teams", 200, "... returned HTTP error 413 with ContextId", true,
		 CHAT_TOO_BIG},
		{__LINE__, "teams", 200, "... returned HTTP error 503 with ContextId", true,
		 CHAT_RETRY},
		{__LINE__, "teams", 401, "", true, CHAT_GONE},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf_chat conf;
		struct err e = ERR_INIT;
		struct pool *p = pool_new();
		void *self = opened(cases[i].format, &conf, &e);
		struct http_result r = {.status = cases[i].status,
					.sent = cases[i].sent,
					.body = slice_of(cases[i].body)};
		struct chat_message m = {.act = CHAT_POST};
		struct chat_result out;
		chat_webhook.result(self, p, &m, &r, 1000, &out);
		CHECK_INT_AT(cases[i].line, out.status, cases[i].want);
		CHECK_AT(cases[i].line, (out.why.len == 0) == (out.status <= CHAT_ACCEPTED));
		CHECK_AT(cases[i].line, out.status != CHAT_LATER || out.not_before > 1000);
		CHECK_AT(cases[i].line, !slice_has(out.why, "sEcReT"));
		chat_webhook.close(self);
		pool_free(p);
	}
}

/* The longest part there is, all of it to be escaped, still fits each platform. */
TEST(chat_webhook_fits)
{
	static const struct {
		const char *name;
		enum chat_unit unit;
		size_t most; /* of "text"; the others' limits are checked by render */
	} formats[] = {{"slack", CHAT_UTF16, 40000},	{"mattermost", CHAT_CODEPOINTS, 16383},
		       {"rocketchat", CHAT_UTF16, 5000}, {"googlechat", CHAT_BYTES, 32000},
		       {"discord", CHAT_UTF16, 0},	{"teams", CHAT_UTF16, 0}};
	static const char *const letters[] = {"*", "&", "@", "\n", "\xe4\xb8\xad", "`"};
	for (size_t i = 0; i < COUNT(formats) * COUNT(letters) * 2; i++) {
		struct conf_chat conf;
		struct err e = ERR_INIT;
		struct pool *p = pool_new();
		struct str text;
		void *self = opened(formats[i / 2 % COUNT(formats)].name, &conf, &e);
		str_init(&text, 1 << 20);
		const struct chat_caps *caps = chat_webhook.caps_of(self);
		const char *letter = letters[i / 2 / COUNT(formats)];
		size_t each = chat_length(slice_of(letter), caps->unit);
		CHECK_AT((int)i, caps->text_max >= 2000);
		for (size_t n = 0; n + each <= caps->text_max; n += each)
			str_adds(&text, letter);
		struct chat_message m = {.act = CHAT_POST, .part = 2, .parts = 3};
		m.card.text = str_slice(&text);
		m.card.code = i % 2;
		struct http_out out;
		CHECK_INT_AT((int)i, chat_webhook.render(self, p, &m, &out, &e), 0);
		CHECK_STR_AT((int)i, e.text, "");
		json_t *o = json_loadb(out.body.data, out.body.len, 0, NULL);
		CHECK_AT((int)i, o != NULL);
		const char *said = json_string_value(json_object_get(o, "text"));
		CHECK_AT((int)i, chat_length(slice_of(said), formats[i / 2 % COUNT(formats)].unit) <=
					 formats[i / 2 % COUNT(formats)].most);
		json_decref(o);
		str_clear(&text);
		chat_webhook.close(self);
		pool_free(p);
	}
}

TEST(chat_webhook_refuses)
{
	static const struct {
		int line;
		const char *format, *url, *want;
	} cases[] = {
		{__LINE__, "slack", "https://hooks.example/x", NULL},
		{__LINE__, "slack", "http://127.0.0.1:9/x", NULL},
		{__LINE__, "slack", "http://hooks.example/sEcReT", "https"},
		{__LINE__, "slack", "sEcReT", "https"},
		{__LINE__, "slack", "", "`webhook`"},
		{__LINE__, "irc", "https://hooks.example/x", "`format`"},
		{__LINE__, NULL, "https://hooks.example/x", "`format`"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf_chat conf = {.format = cases[i].format};
		struct chat_setup setup = {.conf = &conf, .webhook = slice_of(cases[i].url)};
		struct err e = ERR_INIT;
		void *self = NULL;
		int rc = chat_webhook.open(&setup, &self, &e);
		CHECK_INT_AT(cases[i].line, rc, cases[i].want == NULL ? 0 : -1);
		if (cases[i].want != NULL)
			CHECK_AT(cases[i].line, strstr(e.text, cases[i].want) != NULL &&
							strstr(e.text, "sEcReT") == NULL);
		if (rc == 0)
			chat_webhook.close(self);
	}
	/* What it can't: an edit, and words for one person alone. */
	struct conf_chat conf;
	struct err e = ERR_INIT;
	struct pool *p = pool_new();
	void *self = opened("slack", &conf, &e);
	struct http_out out;
	struct chat_message edit = {.act = CHAT_UPDATE}, one = {.only = SLICE_LIT("U1")};
	CHECK_INT(chat_webhook.render(self, p, &edit, &out, &e), -1);
	CHECK_INT(chat_webhook.render(self, p, &one, &out, &e), -1);
	chat_webhook.close(self);
	pool_free(p);
}

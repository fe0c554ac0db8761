/*
 * Tests of Slack's adapter, outwards: what messages become, what answers mean, who people are, the
 * manifest, Socket Mode.
 */
#include "chat_slack.h"

#include "docket/base/json.h"

#include <stdio.h>
#include <stdlib.h>

static struct slice
value_of(const struct http_out *out, const char *name)
{
	for (size_t i = 0; i < out->headers.len; i++)
		if (slice_iis(out->headers.at[i].name, name))
			return out->headers.at[i].value;
	return SLICE_NONE;
}

#define BLOCKS_HI                                                                                  \
	"\"text\":\"hi\",\"blocks\":[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\","         \
	"\"text\":"                                                                                \
	"\"hi\",\"verbatim\":true}}]"
#define TAIL(part)                                                                                 \
	",\"unfurl_links\":false,\"unfurl_media\":false,\"metadata\":{\"event_type\":\"docket\","  \
	"\"event_payload\":{\"key\":\"k1\",\"part\":" #part "}}}"

TEST(chat_slack_renders)
{
#define S(text) SLICE_LIT(text)
	const struct chat_message post = {.act = CHAT_POST, .room = S("C1"), .key = S("k1")};
	struct chat_message thread = post, update = post, one = post, direct = post, reply = post;
	struct chat_message part = post, late = post;
	thread.thread = S("C1:1700000000.000200");
	update.act = CHAT_UPDATE;
	update.replace = S("C7:1700000000.000200");
	one.only = S("U1");
	one.thread = thread.thread;
	direct.room = SLICE_NONE;
	direct.only = S("U1");
	direct.direct = true;
	reply.act = CHAT_REPLY;
	reply.reply = S("https://hooks.slack.com/commands/T1/2/x");
	part.part = 2;
	part.parts = 2;
	late.act = CHAT_REPLY;
	late.only = S("U1");
	const struct {
		int line;
		const struct chat_message *m;
		const char *url, *body;
	} cases[] = {
		{__LINE__, &post, "https://slack.com/api/chat.postMessage",
		 "{\"channel\":\"C1\"," BLOCKS_HI TAIL(1)},
		{__LINE__, &thread, "https://slack.com/api/chat.postMessage",
		 "{\"channel\":\"C1\",\"thread_ts\":\"1700000000.000200\"," BLOCKS_HI TAIL(1)},
		{__LINE__, &update, "https://slack.com/api/chat.update",
		 "{\"channel\":\"C7\",\"ts\":\"1700000000.000200\"," BLOCKS_HI TAIL(1)},
		{__LINE__, &one, "https://slack.com/api/chat.postEphemeral",
		 "{\"channel\":\"C1\",\"thread_ts\":\"1700000000.000200\",\"user\":"
		 "\"U1\"," BLOCKS_HI "}"},
		{__LINE__, &late, "https://slack.com/api/chat.postEphemeral",
		 "{\"channel\":\"C1\",\"user\":\"U1\"," BLOCKS_HI "}"},
		{__LINE__, &direct, "https://slack.com/api/chat.postMessage",
		 "{\"channel\":\"U1\"," BLOCKS_HI TAIL(1)},
		{__LINE__, &reply, "https://hooks.slack.com/commands/T1/2/x",
		 "{\"response_type\":\"ephemeral\",\"replace_original\":false," BLOCKS_HI "}"},
		{__LINE__, &part, "https://slack.com/api/chat.postMessage",
		 "{\"channel\":\"C1\"," BLOCKS_HI TAIL(2)},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {0};
		slack_case_begin(&c);
		struct chat_message m = *cases[i].m;
		struct http_out out, again;
		m.card.text = S("hi");
		CHECK_INT_AT(cases[i].line, chat_slack.render(c.self, c.p, &m, &out, &c.e), 0);
		CHECK_SLICE_AT(cases[i].line, out.url, cases[i].url);
		CHECK_SLICE_AT(cases[i].line, out.body, cases[i].body);
		bool hook = m.act == CHAT_REPLY && m.reply.len > 0;
		CHECK_INT_AT(cases[i].line, out.secret_url, hook);
		/* The token goes to Slack's API and nowhere else. */
		CHECK_SLICE_AT(cases[i].line, value_of(&out, "Authorization"),
			       hook ? "" : "Bearer xoxb-test");
		CHECK_INT_AT(cases[i].line, chat_slack.render(c.self, c.p, &m, &again, &c.e), 0);
		CHECK_AT(cases[i].line, slice_eq(out.body, again.body));
		slack_case_end(&c);
	}
}

TEST(chat_slack_renders_not)
{
	const struct chat_message cases[] = {
		{.act = CHAT_POST},
		{.act = CHAT_POST, .room = S("#general")},
		{.act = CHAT_UPDATE, .room = S("C1")},
		{.act = CHAT_UPDATE, .replace = S("C1:now")},
		{.act = CHAT_REPLY, .reply = S("https://evil.example/")},
		{.act = CHAT_REPLY, .reply = S("http://hooks.slack.com/")},
		{.act = CHAT_REPLY, .reply = S("https://127.0.0.1/")},
		{.act = CHAT_REPLY, .reply = S("https://hooks.slack.com:8443/")},
		{.act = CHAT_OPEN},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {0};
		slack_case_begin(&c);
		struct http_out out;
		CHECK_INT_AT((int)i, chat_slack.render(c.self, c.p, &cases[i], &out, &c.e), -1);
		CHECK_INT_AT((int)i, c.e.kind, ERR_MESSAGE);
		slack_case_end(&c);
	}
}

/* Text that people wrote: never a mention, a link of another name, or the end of a fence. */
TEST(chat_slack_escapes)
{
	static const struct {
		int line;
		const char *text, *want;
	} cases[] = {
		{__LINE__, "<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"},
		{__LINE__, "&lt;!here&gt;", "&amp;lt;!here&amp;gt;"},
		{__LINE__, "see https://a.example/x?a=1&b=2.",
		 "see <https://a.example/x?a=1&amp;b=2>."},
		{__LINE__, "(https://a.example/x)", "(<https://a.example/x>)"},
		{__LINE__, "https://a.example/x_(y) z", "<https://a.example/x_(y)> z"},
		{__LINE__, "https://a.example/|https://b.example",
		 "<https://a.example/>|<https://b.example>"},
		{__LINE__, "https://a.example/<b>", "<https://a.example/>&lt;b&gt;"},
		{__LINE__, "xhttps://a.example", "xhttps://a.example"},
		{__LINE__, "https://", "https://"},
		{__LINE__, "<https://a.example|click>", "&lt;<https://a.example>|click&gt;"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str out;
		str_init(&out, 1000);
		slack_escape(&out, slice_of(cases[i].text), true);
		CHECK_SLICE_AT(cases[i].line, str_slice(&out), cases[i].want);
		str_clear(&out);
	}
}

static size_t
text_of(const json_t *v)
{
	return chat_length(slice_make(json_string_value(v), json_string_length(v)), CHAT_UTF16);
}

/* The limits of Block Kit, of what was written. */
static void
check_limits(int line, const json_t *o)
{
	const json_t *blocks = json_object_get(o, "blocks"), *block, *item;
	size_t i, k, total = 0;
	CHECK_AT(line, json_array_size(blocks) <= 50);
	CHECK_AT(line, text_of(json_object_get(o, "text")) <= 40000);
	json_array_foreach(blocks, i, block)
	{
		const json_t *text = chat_json_at(block, "text.text");
		bool head =
			json_object_get(block, "type") != NULL &&
			strcmp(json_string_value(json_object_get(block, "type")), "header") == 0;
		CHECK_AT(line, text == NULL || text_of(text) > 0);
		CHECK_AT(line, text_of(text) <= (head ? 150 : 3000));
		total += text_of(text);
		json_array_foreach(json_object_get(block, "fields"), k, item)
		{
			CHECK_AT(line, k < 10);
			CHECK_AT(line, text_of(json_object_get(item, "text")) <= 2000);
			total += text_of(json_object_get(item, "text"));
		}
		json_array_foreach(json_object_get(block, "elements"), k, item) total +=
			text_of(chat_json_at(item, "text.text")) +
			text_of(json_object_get(item, "text"));
	}
	CHECK_AT(line, total <= 12000);
}

TEST(chat_slack_fits)
{
	static const char *const letters[] = {
		"a", "&", "<", "word ", "\xe4\xb8\xad", "`", "a line\n", "https://a.example/x "};
	for (size_t i = 0; i < COUNT(letters) * 2; i++) {
		struct slack_case c = {0};
		struct str text;
		slack_case_begin(&c);
		str_init(&text, 1 << 20);
		while (chat_length(str_slice(&text), chat_slack.caps.unit) + 40 <
		       chat_slack.caps.text_max)
			str_adds(&text, letters[i / 2]);
		struct chat_message m = {.act = CHAT_POST, .room = S("C1"), .key = S("k1")};
		m.card.title = S("ACME-042 spring banner");
		m.card.text = str_slice(&text);
		m.card.code = i % 2;
		for (size_t k = 0; k < CHAT_FIELDS_MAX; k++)
			m.card.fields[m.card.field_count++] =
				(struct chat_field){S("Due"), S("Thursday <14> May")};
		for (size_t k = 0; k < CHAT_BUTTONS_MAX; k++)
			m.card.buttons[m.card.button_count++] =
				(struct chat_button){.label = S("Approve"),
						     .token = S("t"),
						     .confirm = S("Sure?"),
						     .command = S("approve ACME-042")};
		struct http_out out;
		CHECK_INT_AT((int)i, chat_slack.render(c.self, c.p, &m, &out, &c.e), 0);
		json_t *o = chat_json_load(out.body, &c.e);
		CHECK_AT((int)i, o != NULL);
		check_limits((int)i, o);
		/* Nothing was cut off: the buttons are there, or their words. */
		CHECK_AT((int)i, slice_has(out.body, "\"value\":\"t\"") ||
					 slice_has(out.body, "Approve: approve ACME-042"));
		json_decref(o);
		str_clear(&text);
		slack_case_end(&c);
	}
}

TEST(chat_slack_form)
{
	struct slack_case c = {0};
	slack_case_begin(&c);
	struct chat_message m = {.act = CHAT_OPEN,
				 .trigger = S("1.2.3"),
				 .room = S("C1"),
				 .form = {.title = S("A new request with a long title"),
					  .submit = S("Send"),
					  .token = S("ftok")}};
	m.form.questions[0] = (struct chat_question){
		.name = S("title"), .label = S("Title"), .must = true, .hint = S("short")};
	m.form.questions[1] = (struct chat_question){
		.name = S("kit"), .label = S("Kit"), .input = CHAT_CHOICE, .value = S("logo")};
	VEC_ADD(&m.form.questions[1].choices, c.p, S("banner"));
	VEC_ADD(&m.form.questions[1].choices, c.p, S("logo"));
	m.form.questions[2] = (struct chat_question){
		.name = S("due"), .label = S("Due"), .input = CHAT_DATE, .value = S("2026-05-14")};
	m.form.questions[3] =
		(struct chat_question){.name = S("more"), .label = S("More"), .input = CHAT_LINES};
	m.form.question_count = 4;
	struct http_out out;
	CHECK_INT(chat_slack.render(c.self, c.p, &m, &out, &c.e), 0);
	CHECK_SLICE_AT(__LINE__, out.url, "https://slack.com/api/views.open");
	CHECK_SLICE_AT(
		__LINE__, out.body,
		"{\"trigger_id\":\"1.2.3\",\"view\":{\"type\":\"modal\",\"callback_id\":\"docket."
		"form\",\"private_metadata\":\"ftok\\nC1\\n\",\"title\":{\"type\":\"plain_text\","
		"\"text\":\"A new request with a…\",\"emoji\":false},\"submit\":{\"type\":\"plain_"
		"text\",\"text\":\"Send\",\"emoji\":false},\"blocks\":[{\"type\":\"input\",\"block_"
		"id\":\"title\",\"label\":{\"type\":\"plain_text\",\"text\":\"Title\",\"emoji\":"
		"false},"
		"\"hint\":{\"type\":\"plain_text\",\"text\":\"short\",\"emoji\":false},"
		"\"optional\":"
		"false,\"element\":{\"type\":\"plain_text_input\",\"multiline\":false,\"max_"
		"length\":"
		"3000,\"action_id\":\"v\"}},{\"type\":\"input\",\"block_id\":\"kit\",\"label\":{"
		"\"type\":\"plain_text\",\"text\":\"Kit\",\"emoji\":false},\"optional\":true,"
		"\"element\":{\"type\":\"static_select\",\"options\":[{\"text\":{\"type\":\"plain_"
		"text\",\"text\":\"banner\",\"emoji\":false},\"value\":\"banner\"},{\"text\":{"
		"\"type\":"
		"\"plain_text\",\"text\":\"logo\",\"emoji\":false},\"value\":\"logo\"}],\"initial_"
		"option\":{\"text\":{\"type\":\"plain_text\",\"text\":\"logo\",\"emoji\":false},"
		"\"value\":\"logo\"},\"action_id\":\"v\"}},{\"type\":\"input\",\"block_id\":"
		"\"due\","
		"\"label\":{\"type\":\"plain_text\",\"text\":\"Due\",\"emoji\":false},\"optional\":"
		"true,"
		"\"element\":{\"type\":\"datepicker\",\"initial_date\":\"2026-05-14\",\"action_"
		"id\":"
		"\"v\"}},{\"type\":\"input\",\"block_id\":\"more\",\"label\":{\"type\":\"plain_"
		"text\","
		"\"text\":\"More\",\"emoji\":false},\"optional\":true,\"element\":{\"type\":"
		"\"plain_"
		"text_input\",\"multiline\":true,\"max_length\":3000,\"action_id\":\"v\"}}]}}");
	slack_case_end(&c);
}

TEST(chat_slack_results)
{
	static const struct {
		int line;
		enum chat_act act;
		int status;
		bool sent;
		const char *body;
		enum chat_status want;
	} cases[] = {
		{__LINE__, CHAT_POST, 200, true,
		 "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1700000009.000100\"}", CHAT_OK},
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false,\"error\":\"ratelimited\"}",
		 CHAT_LATER},
		{__LINE__, CHAT_POST, 429, true, "{\"ok\":false,\"error\":\"ratelimited\"}",
		 CHAT_LATER},
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false,\"error\":\"service_unavailable\"}",
		 CHAT_RETRY},
		/* Perhaps it was posted: the room is asked. An edit is just done again. */
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false,\"error\":\"internal_error\"}",
		 CHAT_UNKNOWN},
		{__LINE__, CHAT_POST, 502, true, "<html>", CHAT_UNKNOWN},
		{__LINE__, CHAT_POST, 0, true, "", CHAT_UNKNOWN},
		{__LINE__, CHAT_UPDATE, 200, true, "{\"ok\":false,\"error\":\"internal_error\"}",
		 CHAT_RETRY},
		{__LINE__, CHAT_UPDATE, 502, true, "<html>", CHAT_RETRY},
		{__LINE__, CHAT_UPDATE, 0, true, "", CHAT_RETRY},
		{__LINE__, CHAT_POST, 0, false, "", CHAT_RETRY},
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false,\"error\":\"invalid_auth\"}",
		 CHAT_REAUTH},
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false,\"error\":\"token_revoked\"}",
		 CHAT_REAUTH},
		{__LINE__, CHAT_POST, 200, true,
		 "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"chat:write\",\"provided\":"
		 "\"commands\"}",
		 CHAT_REAUTH},
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false,\"error\":\"channel_not_found\"}",
		 CHAT_GONE},
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false,\"error\":\"is_archived\"}",
		 CHAT_GONE},
		{__LINE__, CHAT_UPDATE, 200, true, "{\"ok\":false,\"error\":\"message_not_found\"}",
		 CHAT_GONE},
		{__LINE__, CHAT_OPEN, 200, true, "{\"ok\":false,\"error\":\"expired_trigger_id\"}",
		 CHAT_GONE},
		{__LINE__, CHAT_OPEN, 200, true, "{\"ok\":true,\"view\":{}}", CHAT_OK},
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false,\"error\":\"msg_blocks_too_long\"}",
		 CHAT_TOO_BIG},
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false,\"error\":\"invalid_blocks\"}",
		 CHAT_REJECTED},
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false,\"error\":\"<!channel> xoxb-1\"}",
		 CHAT_REJECTED},
		{__LINE__, CHAT_POST, 200, true, "{\"ok\":false}", CHAT_REJECTED},
		{__LINE__, CHAT_REPLY, 200, true, "ok", CHAT_OK},
		{__LINE__, CHAT_REPLY, 200, true, "", CHAT_OK},
		{__LINE__, CHAT_REPLY, 200, true, "{\"ok\":true}", CHAT_OK},
		{__LINE__, CHAT_REPLY, 404, true, "{\"ok\":false,\"error\":\"used_url\"}",
		 CHAT_GONE},
		{__LINE__, CHAT_REPLY, 404, true, "{\"ok\":false,\"error\":\"expired_url\"}",
		 CHAT_GONE},
		{__LINE__, CHAT_REPLY, 500, true, "", CHAT_RETRY},
		{__LINE__, CHAT_REPLY, 0, true, "", CHAT_UNKNOWN},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {0};
		slack_case_begin(&c);
		struct http_result r = {.status = cases[i].status,
					.sent = cases[i].sent,
					.body = slice_of(cases[i].body)};
		struct chat_message m = {.act = cases[i].act, .room = S("C1")};
		struct http_header wait = {S("retry-after"), S("7")};
		struct chat_result out;
		if (cases[i].act == CHAT_REPLY)
			m.reply = S("https://hooks.slack.com/x");
		if (cases[i].status == 429)
			VEC_ADD(&r.headers, c.p, wait);
		chat_slack.result(c.self, c.p, &m, &r, 1000, &out);
		CHECK_INT_AT(cases[i].line, out.status, cases[i].want);
		CHECK_AT(cases[i].line,
			 (out.why.len == 0) == (out.status == CHAT_OK) || cases[i].status == 0);
		CHECK_AT(cases[i].line, !slice_has(out.why, "xoxb") && !slice_has(out.why, "<"));
		if (cases[i].status == 429)
			CHECK_INT_AT(cases[i].line, out.not_before, 8000);
		else if (out.status == CHAT_LATER)
			CHECK_AT(cases[i].line, out.not_before > 1000);
		if (i == 0) {
			CHECK_SLICE_AT(cases[i].line, out.posted, "C1:1700000009.000100");
			CHECK_SLICE_AT(cases[i].line, out.thread, "C1:1700000009.000100");
		}
		slack_case_end(&c);
	}
}

static int
probe_of(struct slack_case *c, const struct chat_message *m, const char *want_url,
	 const char *answer, struct chat_result *out)
{
	struct http_out ask;
	struct http_result r = {.status = 200, .sent = true, .body = slice_of(answer)};
	CHECK_INT(chat_slack.probe(c->self, c->p, m, &ask), 1);
	struct slice url = ask.url;
	if (slice_index(ask.body, '{') != 0)
		url = pool_slicef(c->p, "%.*s?%.*s", SLICE_ARG(url), SLICE_ARG(ask.body));
	CHECK_SLICE_AT(__LINE__, url, want_url);
	*out = (struct chat_result){.status = CHAT_OK};
	return chat_slack.probed(c->self, c->p, m, &r, out);
}

TEST(chat_slack_probe)
{
	static const char history[] = "https://slack.com/api/conversations.history?channel=C1&"
				      "include_all_metadata=true&limit=100";
	static const char there[] =
		"{\"ok\":true,\"messages\":[{\"ts\":\"1.1\"},{\"ts\":\"1700000009.000100\","
		"\"metadata\":{"
		"\"event_type\":\"docket\",\"event_payload\":{\"key\":\"k1\",\"part\":1}}}]}";
	static const char other[] = "{\"ok\":true,\"messages\":[{\"ts\":\"1700000009.000100\","
				    "\"metadata\":{\"event_type\":"
				    "\"docket\",\"event_payload\":{\"key\":\"k1\",\"part\":2}}}]}";
	struct slack_case c = {0};
	struct chat_result out;
	slack_case_begin(&c);
	struct chat_message m = {.act = CHAT_POST, .room = S("C1"), .key = S("k1")};
	CHECK_INT(probe_of(&c, &m, history, there, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.posted, "C1:1700000009.000100");
	CHECK_INT(probe_of(&c, &m, history, other, &out), 0);
	CHECK_INT(probe_of(&c, &m, history, "{\"ok\":true,\"messages\":[]}", &out), 0);
	CHECK_INT(probe_of(&c, &m, history, "{\"ok\":false,\"error\":\"fatal_error\"}", &out), -1);
	m.thread = S("C1:1700000000.000200");
	CHECK_INT(probe_of(&c, &m,
			   "https://slack.com/api/conversations.replies?channel=C1&include_all_"
			   "metadata=true&limit=999&ts=1700000000.000200",
			   there, &out),
		  1);
	CHECK_SLICE_AT(__LINE__, out.thread, "C1:1700000000.000200");
	/* A direct message: its room is asked for first, then the message. */
	struct chat_message dm = {
		.act = CHAT_POST, .only = S("U1"), .direct = true, .key = S("k1")};
	CHECK_INT(probe_of(&c, &dm, "https://slack.com/api/conversations.open",
			   "{\"ok\":true,\"channel\":{\"id\":\"D7\"}}", &out),
		  -1);
	CHECK_INT(out.status, CHAT_RETRY);
	CHECK_INT(probe_of(&c, &dm,
			   "https://slack.com/api/conversations.history?channel=D7&include_all_"
			   "metadata=true&limit=100",
			   there, &out),
		  1);
	CHECK_SLICE_AT(__LINE__, out.posted, "D7:1700000009.000100");
	/* What one person saw, or an edit, nobody can be asked about. */
	struct http_out ask;
	struct chat_message one = {.act = CHAT_POST, .room = S("C1"), .only = S("U1")};
	struct chat_message edit = {.act = CHAT_UPDATE, .replace = S("C1:1.1")};
	struct chat_message reply = {.act = CHAT_REPLY, .reply = S("https://hooks.slack.com/x")};
	CHECK_INT(chat_slack.probe(c.self, c.p, &one, &ask), 0);
	CHECK_INT(chat_slack.probe(c.self, c.p, &edit, &ask), 0);
	CHECK_INT(chat_slack.probe(c.self, c.p, &reply, &ask), 0);
	slack_case_end(&c);
}

#define USER(more)                                                                                 \
	"{\"ok\":true,\"user\":{\"id\":\"U1\",\"name\":\"maya\",\"team_id\":\"T1\",\"profile\":{"  \
	"\"real_name\":\"Maya Lee\",\"email\":\"maya@harborpine.example\"}" more "}}"

TEST(chat_slack_whois)
{
	static const struct {
		int line;
		const char *body;
		int rc;
		bool verified, outsider, bot;
	} cases[] = {
		{__LINE__, USER(""), 1, true, false, false},
		{__LINE__, USER(",\"is_email_confirmed\":true"), 1, true, false, false},
		{__LINE__, USER(",\"is_email_confirmed\":false"), 1, false, false, false},
		{__LINE__, USER(",\"is_restricted\":true"), 1, true, true, false},
		{__LINE__, USER(",\"is_ultra_restricted\":true"), 1, true, true, false},
		{__LINE__, USER(",\"is_stranger\":true"), 1, true, true, false},
		{__LINE__, USER(",\"deleted\":true"), 1, true, true, false},
		{__LINE__, USER(",\"is_bot\":true"), 1, true, false, true},
		{__LINE__,
		 "{\"ok\":true,\"user\":{\"id\":\"U1\",\"team_id\":\"T2\",\"profile\":{\"email\":"
		 "\"maya@harborpine.example\"}}}",
		 1, true, true, false},
		{__LINE__,
		 "{\"ok\":true,\"user\":{\"id\":\"U1\",\"team_id\":\"T1\",\"profile\":{}}}", 1,
		 false, false, false},
		{__LINE__, "{\"ok\":true,\"user\":{\"id\":\"U2\",\"team_id\":\"T1\"}}", -1, false,
		 false, false},
		{__LINE__, "{\"ok\":false,\"error\":\"user_not_found\"}", -1, false, false, false},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {.tenant = "T1"};
		slack_case_begin(&c);
		struct chat_actor a = {.uid = S("U1"), .tenant = S("T1")};
		struct http_result r = {.status = 200, .body = slice_of(cases[i].body)};
		struct chat_result out;
		struct http_out ask;
		CHECK_INT_AT(cases[i].line, chat_slack.whois(c.self, c.p, &a, &ask), 1);
		CHECK_SLICE_AT(cases[i].line, ask.url, "https://slack.com/api/users.info");
		CHECK_SLICE_AT(cases[i].line, ask.body, "user=U1");
		CHECK_INT_AT(cases[i].line, chat_slack.whois_is(c.self, c.p, &r, &a, &out),
			     cases[i].rc);
		CHECK_INT_AT(cases[i].line, a.email_verified, cases[i].verified);
		CHECK_INT_AT(cases[i].line, a.outsider, cases[i].outsider);
		CHECK_INT_AT(cases[i].line, a.bot, cases[i].bot);
		slack_case_end(&c);
	}
}

/* Not knowing where it is at home, it links nobody; auth.test tells it. */
TEST(chat_slack_home)
{
	struct slack_case c = {0};
	slack_case_begin(&c);
	struct http_out ask;
	struct chat_result out;
	struct chat_actor a = {.uid = S("U1"), .tenant = S("T1")};
	struct http_result user = {.status = 200, .body = S(USER(""))};
	CHECK_INT(chat_slack.whois_is(c.self, c.p, &user, &a, &out), 1);
	CHECK(a.outsider);
	CHECK_INT(chat_slack.wants(c.self, c.p, 1000, &ask), 1);
	CHECK_SLICE_AT(__LINE__, ask.url, "https://slack.com/api/auth.test");
	CHECK_INT(chat_slack.wants(c.self, c.p, 2000, &ask), 0);
	struct http_result refused = {.status = 200,
				      .body = S("{\"ok\":false,\"error\":\"token_revoked\"}")};
	chat_slack.took(c.self, &refused, 2000, &out);
	CHECK_INT(out.status, CHAT_REAUTH);
	CHECK_INT(chat_slack.wants(c.self, c.p, 70000, &ask), 1);
	struct http_result told = {.status = 200,
				   .body = S("{\"ok\":true,\"team_id\":\"T1\",\"user_id\":\"UBOT\","
					     "\"user\":\"docket\"}")};
	chat_slack.took(c.self, &told, 70000, &out);
	CHECK_INT(out.status, CHAT_OK);
	CHECK_INT(chat_slack.wants(c.self, c.p, 200000, &ask), 0);
	a.outsider = false;
	CHECK_INT(chat_slack.whois_is(c.self, c.p, &user, &a, &out), 1);
	CHECK(!a.outsider);
	slack_case_end(&c);
}

static struct slice
checked(struct slack_case *c, unsigned step, const char *body, const char *scopes, int want,
	struct str *out)
{
	struct http_result r = {.status = 200, .body = slice_of(body)};
	struct http_header h = {S("X-OAuth-Scopes"), slice_of(scopes)};
	if (scopes != NULL)
		VEC_ADD(&r.headers, c->p, h);
	str_reset(out);
	CHECK_INT(chat_slack.checked(c->self, c->p, step, &r, out), want);
	return str_slice(out);
}

TEST(chat_slack_checks)
{
	static const char me[] =
		"{\"ok\":true,\"user\":\"docket\",\"team\":\"Harbor & Pine\",\"team_id\":"
		"\"T1\"}";
	static const char all[] =
		"app_mentions:read,channels:history,channels:read,chat:write,commands,"
		"groups:history,groups:read,im:history,im:write,mpim:history,"
		"users:read,users:read.email";
	struct slack_case c = {.room = "C1", .socket = true};
	struct http_out ask;
	struct str out;
	slack_case_begin(&c);
	str_init(&out, 4096);
	CHECK_INT(chat_slack.check(c.self, c.p, 0, &ask), 1);
	CHECK_SLICE_AT(__LINE__, checked(&c, 0, me, all, 0, &out),
		       "we are docket in the workspace Harbor & Pine (T1)\n");
	struct slice less = checked(&c, 0, me, "chat:write,commands,users:read.email", -1, &out);
	CHECK(slice_has(less, "scope users:read is missing") &&
	      slice_has(less, "scope im:write is missing") &&
	      !slice_has(less, "scope chat:write "));
	CHECK(slice_has(
		checked(&c, 0, "{\"ok\":false,\"error\":\"token_revoked\"}", NULL, -1, &out),
		"revoked"));
	CHECK_INT(chat_slack.check(c.self, c.p, 1, &ask), 1);
	CHECK_SLICE_AT(__LINE__, ask.url, "https://slack.com/api/conversations.info");
	CHECK_SLICE_AT(__LINE__, ask.body, "channel=C1");
	CHECK(slice_has(checked(&c, 1,
				"{\"ok\":true,\"channel\":{\"name\":\"team\",\"is_member\":true}}",
				NULL, 0, &out),
			"#team"));
	CHECK(slice_has(checked(&c, 1,
				"{\"ok\":true,\"channel\":{\"name\":\"team\",\"is_member\":false}}",
				NULL, -1, &out),
			"/invite"));
	CHECK(slice_has(
		checked(&c, 1,
			"{\"ok\":true,\"channel\":{\"name\":\"team\",\"is_ext_shared\":true}}",
			NULL, -1, &out),
		"shared"));
	CHECK_INT(chat_slack.check(c.self, c.p, 2, &ask), 1);
	CHECK_SLICE_AT(__LINE__, ask.url, "https://slack.com/api/apps.connections.open");
	CHECK_SLICE_AT(__LINE__, value_of(&ask, "authorization"), "Bearer xapp-test");
	CHECK_INT(chat_slack.check(c.self, c.p, 3, &ask), 0);
	str_clear(&out);
	slack_case_end(&c);
}

TEST(chat_slack_manifest)
{
	static const struct {
		int line;
		const char *public_url;
		enum conf_transport transport;
		const char *url; /* of the manifest; NULL: by socket */
		bool refused;
	} cases[] = {
		{__LINE__, "https://docket.example", CONF_TRANSPORT_USUAL,
		 "https://docket.example/chat/team", false},
		{__LINE__, "https://docket.example", CONF_TRANSPORT_SOCKET, NULL, false},
		{__LINE__, NULL, CONF_TRANSPORT_USUAL, NULL, false},
		{__LINE__, NULL, CONF_TRANSPORT_PUSH, NULL, true},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf conf = {.http = {.public_url = cases[i].public_url}};
		struct conf_chat chat = {
			.name = "team", .command = "desk", .transport = cases[i].transport};
		struct err e = ERR_INIT;
		struct str out;
		str_init(&out, 1 << 16);
		CHECK_INT_AT(cases[i].line, chat_slack.setup(&conf, &chat, &out, &e),
			     cases[i].refused ? -1 : 0);
		ptrdiff_t at = slice_find(str_slice(&out), S("\n{\n"));
		json_t *o =
			at < 0 ? NULL
			       : json_loads(str_cstr(&out) + at + 1, JSON_REJECT_DUPLICATES, NULL);
		CHECK_INT_AT(cases[i].line, o != NULL, !cases[i].refused);
		const json_t *url = chat_json_at(o, "settings.event_subscriptions.request_url");
		CHECK_STR_AT(cases[i].line, json_string_value(url), cases[i].url);
		CHECK_STR_AT(
			cases[i].line,
			json_string_value(chat_json_at(o, "settings.interactivity.request_url")),
			cases[i].url);
		if (o != NULL) {
			const json_t *command =
				json_array_get(chat_json_at(o, "features.slash_commands"), 0);
			CHECK_STR_AT(cases[i].line,
				     json_string_value(json_object_get(command, "command")),
				     "/desk");
			CHECK_STR_AT(cases[i].line,
				     json_string_value(json_object_get(command, "url")),
				     cases[i].url);
			CHECK_INT_AT(cases[i].line,
				     json_is_true(chat_json_at(o, "settings.socket_mode_enabled")),
				     cases[i].url == NULL);
			CHECK_AT(cases[i].line,
				 json_array_size(chat_json_at(o, "oauth_config.scopes.bot")) == 12);
		}
		json_decref(o);
		str_clear(&out);
	}
}

#define ENVELOPE(type, accepts, payload)                                                           \
	"{\"envelope_id\":\"e-1\",\"type\":\"" type "\",\"accepts_response_payload\":" accepts     \
	",\"payload\":" payload "}"
#define COMMAND                                                                                    \
	"{\"team_id\":\"T1\",\"channel_id\":\"C1\",\"user_id\":\"U1\",\"command\":\"/docket\","    \
	"\"text\":\"list\",\"trigger_id\":\"1.2.3\",\"response_url\":\"https://hooks.slack.com/"   \
	"x\"}"

TEST(chat_slack_socket)
{
	static const struct {
		int line;
		const char *text;
		int rc;
		size_t events;
		const char *at_once, *ack; /* frames: at once, and with "hi" as the answer */
	} cases[] = {
		{__LINE__, "{\"type\":\"hello\",\"num_connections\":1}", 0, 0, "", ""},
		{__LINE__, "{\"type\":\"disconnect\",\"reason\":\"refresh_requested\"}", 1, 0, "",
		 ""},
		{__LINE__, ENVELOPE("slash_commands", "true", COMMAND), 0, 1, "",
		 "{\"envelope_id\":\"e-1\",\"payload\":{\"response_type\":\"ephemeral\",\"replace_"
		 "original\":false," BLOCKS_HI "}}"},
		{__LINE__, ENVELOPE("slash_commands", "false", COMMAND), 0, 1, "",
		 "{\"envelope_id\":\"e-1\"}"},
		{__LINE__,
		 ENVELOPE("interactive", "true",
			  "{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\",\"team_id\":\"T1\"},"
			  "\"trigger_id\":\"9.8\",\"actions\":[{\"type\":\"button\",\"value\":"
			  "\"t1\"}]}"),
		 0, 1, "", "{\"envelope_id\":\"e-1\"}"},
		{__LINE__,
		 ENVELOPE("events_api", "false",
			  "{\"type\":\"event_callback\",\"event_id\":\"Ev1\",\"team_id\":\"T1\","
			  "\"event\":{"
			  "\"type\":\"message\",\"user\":\"U1\",\"text\":\"a\",\"channel\":\"C1\","
			  "\"ts\":"
			  "\"1700000001.000100\"}}"),
		 0, 1, "", "{\"envelope_id\":\"e-1\"}"},
		/* Nothing in it for us, or nothing that can be read: acknowledged, or it comes
		   again. */
		{__LINE__, ENVELOPE("events_api", "false", "{\"type\":\"other\"}"), 0, 0,
		 "{\"envelope_id\":\"e-1\"}", ""},
		{__LINE__, ENVELOPE("slash_commands", "true", "{}"), -1, 0,
		 "{\"envelope_id\":\"e-1\"}", ""},
		{__LINE__, "no json", -1, 0, "", ""},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {.tenant = "T1", .socket = true};
		slack_case_begin(&c);
		chat_event_list out = {0};
		chat_frames frames = {0};
		struct slice frame = SLICE_NONE;
		CHECK_INT_AT(cases[i].line,
			     chat_slack.socket_text(c.self, c.p, slice_of(cases[i].text), &out,
						    &frames, &c.e),
			     cases[i].rc);
		CHECK_INT_AT(cases[i].line, out.len, cases[i].events);
		CHECK_SLICE_AT(cases[i].line, frames.len > 0 ? frames.at[0] : SLICE_NONE,
			       cases[i].at_once);
		if (out.len > 0) {
			struct chat_message m = {.act = CHAT_REPLY, .card = {.text = S("hi")}};
			int in = chat_slack.socket_ack(c.self, c.p, &out.at[0], &m, &frame);
			CHECK_INT_AT(cases[i].line, in, slice_has(frame, "payload"));
		}
		CHECK_SLICE_AT(cases[i].line, frame, cases[i].ack);
		slack_case_end(&c);
	}
}

TEST(chat_slack_socket_address)
{
	static const struct {
		int line;
		const char *api, *body, *want;
		enum chat_status status;
	} cases[] = {
		{__LINE__, NULL,
		 "{\"ok\":true,\"url\":\"wss://wss-primary.slack.com/link/?ticket=1\"}",
		 "wss://wss-primary.slack.com/link/?ticket=1", CHAT_OK},
		{__LINE__, NULL, "{\"ok\":true,\"url\":\"ws://wss-primary.slack.com/\"}", "",
		 CHAT_RETRY},
		{__LINE__, "http://127.0.0.1:9/api", "{\"ok\":true,\"url\":\"ws://127.0.0.1:9/s\"}",
		 "ws://127.0.0.1:9/s", CHAT_OK},
		{__LINE__, NULL, "{\"ok\":true}", "", CHAT_RETRY},
		{__LINE__, NULL, "{\"ok\":false,\"error\":\"invalid_auth\"}", "", CHAT_REAUTH},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {.socket = true, .api = cases[i].api};
		slack_case_begin(&c);
		struct http_result r = {.status = 200, .body = slice_of(cases[i].body)};
		struct slice url = SLICE_NONE;
		struct chat_result out;
		int rc = chat_slack.socket_url(c.self, c.p, &r, &url, &out);
		CHECK_INT_AT(cases[i].line, rc, cases[i].status == CHAT_OK ? 0 : -1);
		CHECK_INT_AT(cases[i].line, out.status, cases[i].status);
		CHECK_SLICE_AT(cases[i].line, url, cases[i].want);
		slack_case_end(&c);
	}
}

/* What an answer to a push holds: a command's answer, a form's; a button's goes its own way. */
TEST(chat_slack_acks)
{
	static const struct {
		int line;
		const char *key;
		enum chat_act act;
		const char *only, *want; /* want: a part of the body, or NULL: empty */
	} cases[] = {
		{__LINE__, "slash:1.2.3", CHAT_REPLY, "U1", "\"response_type\":\"ephemeral\""},
		{__LINE__, "slash:1.2.3", CHAT_POST, "", NULL},
		{__LINE__, "slash:1.2.3", CHAT_OPEN, "", NULL},
		{__LINE__, "act:1.2.3", CHAT_REPLY, "U1", NULL},
		{__LINE__, "msg:C1:1.2", CHAT_POST, "U1", NULL},
		{__LINE__, "short:1.2.3", CHAT_REPLY, "U1", NULL},
		{__LINE__, "form:V1:x", CHAT_POST, "U1", "\"response_action\":\"update\""},
		{__LINE__, "form:V1:x", CHAT_POST, "U2", NULL},
		{__LINE__, "form:V1:x", CHAT_POST, "", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slack_case c = {0};
		slack_case_begin(&c);
		struct chat_event ev = {.key = slice_of(cases[i].key), .who = {.uid = S("U1")}};
		struct chat_message m = {.act = cases[i].act,
					 .only = slice_of(cases[i].only),
					 .card = {.text = S("hi")}};
		struct http_answer out;
		CHECK_INT_AT(cases[i].line, chat_slack.ack(c.self, c.p, &ev, &m, &out),
			     cases[i].want != NULL);
		CHECK_INT_AT(cases[i].line, out.status, 200);
		CHECK_AT(cases[i].line, cases[i].want == NULL
						? out.body.len == 0 && out.type == NULL
						: slice_has(out.body, cases[i].want));
		CHECK_INT_AT(cases[i].line, chat_slack.ack(c.self, c.p, &ev, NULL, &out), 0);
		CHECK_AT(cases[i].line, out.status == 200 && out.body.len == 0);
		slack_case_end(&c);
	}
}

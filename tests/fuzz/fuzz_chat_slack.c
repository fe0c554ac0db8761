/* fuzz: max_len=16384 timeout=5 */
/*
 * What Slack says, from hostile bytes: the first decides how it comes (a form, an interactive
 * payload, an event, an envelope of Socket Mode, an answer to a call of ours). Events that come out
 * have keys, ids and texts as promised, nothing may be answered outside of Slack's host, and what
 * is said back can't hold a mention or break its JSON.
 */
#include "../../bot/wire/chat_slack.h"

#include "docket/base/utf8.h"

#include <stdlib.h>

extern const struct chat_adapter chat_slack;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool held)
{
	if (!held)
		abort();
}

static void
check_event(const struct slack *s, const struct chat_event *ev)
{
	must(ev->key.len > 3 && ev->key.len <= 120);
	must(ev->kind < CHAT_KINDS);
	must(ev->text.len <= CHAT_TEXT_MAX && utf8_valid(ev->text));
	must(ev->token.len <= CHAT_TOKEN_MAX && ev->field_count <= CHAT_FIELDS_MAX);
	must(ev->room.len == 0 || slack_is_id(ev->room));
	must(ev->thread.len == 0 || slack_is_ts(slack_ref_ts(ev->thread)));
	must(ev->message.len == 0 || slack_is_ts(slack_ref_ts(ev->message)));
	must(ev->kind == CHAT_LIFECYCLE || slack_is_id(ev->who.uid));
	must(ev->reply.len == 0 || slack_hook_ok(s, ev->reply));
}

/* Strings that Slack reads as markup hold no "<!" and no "<@". */
static void
check_said(const json_t *v)
{
	const char *key;
	json_t *item;
	size_t i;
	if (json_is_string(v)) {
		must(strstr(json_string_value(v), "<!") == NULL &&
		     strstr(json_string_value(v), "<@") == NULL);
	} else if (json_is_array(v)) {
		json_array_foreach(v, i, item) check_said(item);
	} else if (json_is_object(v)) {
		json_object_foreach((json_t *)v, key, item) if (strcmp(key, "value") != 0 &&
								strcmp(key, "metadata") != 0)
			check_said(item);
	}
}

static void
say_back(struct slack *s, struct pool *p, const struct chat_event *ev)
{
	struct err e = ERR_INIT;
	struct chat_message m = {.act = CHAT_POST,
				 .key = SLICE_LIT("k1"),
				 .room = SLICE_LIT("C1"),
				 .part = 1,
				 .parts = 1};
	struct http_out out;
	m.card.title = slice_sub(ev->text, 0, 100);
	m.card.text = slice_sub(ev->text, 0, 4000);
	m.card.context = slice_sub(ev->text, 0, 50);
	m.card.code = ev->text.len % 2;
	m.card.fields[0] = (struct chat_field){slice_sub(ev->text, 0, 20), ev->text};
	m.card.field_count = 1;
	m.card.buttons[0] = (struct chat_button){
		.label = slice_sub(ev->text, 0, 40), .token = SLICE_LIT("t"), .confirm = ev->text};
	m.card.button_count = 1;
	if (chat_slack.render(s, p, &m, &out, &e) < 0)
		return;
	json_t *o = json_loadb(out.body.data, out.body.len, 0, NULL);
	must(o != NULL);
	check_said(o);
	json_decref(o);
}

static void
try(struct slack *s, struct pool *p, unsigned way, struct slice bytes)
{
	static const char *const types[] = {"application/x-www-form-urlencoded",
					    "application/json"};
	struct err e = ERR_INIT;
	chat_event_list out = {0};
	chat_frames frames = {0};
	struct http_answer answer = {0};
	struct http_in in = {.method = SLICE_LIT("POST"), .body = bytes, .now = 1795000000000};
	struct http_header h[] = {
		{SLICE_LIT("Content-Type"), slice_of(types[way % 2])},
		{SLICE_LIT("X-Slack-Request-Timestamp"), SLICE_LIT("1795000000")}};
	for (size_t i = 0; i < COUNT(h); i++)
		VEC_ADD(&in.headers, p, h[i]);
	int rc = 0;
	if (way < 2) {
		must(chat_slack.verify(s, p, &in, &e) != 0 || slice_has(bytes, "ssl_check"));
		e = (struct err)ERR_INIT;
		rc = chat_slack.decode(s, p, &in, &out, &answer, &e);
	} else if (way == 2) {
		json_t *o = chat_json_load(bytes, &e);
		if (o != NULL)
			rc = slack_decode_interactive(s, p, o, 0, &out, &e);
		json_decref(o);
	} else {
		rc = chat_slack.socket_text(s, p, bytes, &out, &frames, &e);
	}
	must(rc >= 0 || e.kind == ERR_MESSAGE);
	for (size_t i = 0; i < out.len && rc >= 0; i++) {
		check_event(s, &out.at[i]);
		say_back(s, p, &out.at[i]);
	}
}

static void
answers(struct slack *s, struct pool *p, struct slice bytes)
{
	struct http_result r = {.status = 200, .sent = true, .body = bytes};
	struct chat_message m = {.act = CHAT_POST, .room = SLICE_LIT("C1"), .key = SLICE_LIT("k1")};
	struct chat_message dm = {.act = CHAT_POST, .only = SLICE_LIT("U1"), .direct = true};
	struct chat_actor a = {.uid = SLICE_LIT("U1")};
	struct chat_result out;
	struct slice url = SLICE_NONE;
	struct str said;
	chat_slack.result(s, p, &m, &r, 1000, &out);
	must(out.posted.len == 0 || slack_is_ts(slack_ref_ts(out.posted)));
	must(!slice_has(out.why, "<") && out.why.len < 400);
	(void)chat_slack.probed(s, p, &m, &r, &out);
	(void)chat_slack.probed(s, p, &dm, &r, &out);
	(void)chat_slack.whois_is(s, p, &r, &a, &out);
	must(chat_slack.socket_url(s, p, &r, &url, &out) < 0 || slice_istarts(url, "wss://"));
	chat_slack.took(s, &r, 1000, &out);
	str_init(&said, 1 << 16);
	for (unsigned step = 0; step < 3; step++)
		(void)chat_slack.checked(s, p, step, &r, &said);
	str_clear(&said);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct conf_chat conf = {.name = "slack", .platform = "slack", .room = "C1"};
	struct chat_setup setup = {.conf = &conf,
				   .token = SLICE_LIT("xoxb-1"),
				   .secret = SLICE_LIT("secret"),
				   .app_token = SLICE_LIT("xapp-1")};
	struct err e = ERR_INIT;
	void *self = NULL;
	struct pool *p = pool_new();
	if (size == 0 || chat_slack.open(&setup, &self, &e) < 0) {
		pool_free(p);
		return 0;
	}
	struct slice bytes = slice_make((const char *)data + 1, size - 1);
	if (data[0] % 5 < 4)
		try(self, p, data[0] % 5, bytes);
	else
		answers(self, p, bytes);
	chat_slack.close(self);
	pool_free(p);
	return 0;
}

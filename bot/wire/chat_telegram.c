/*
 * Telegram, the adapter itself: settings, getUpdates, the webhook instead of it. The token is part
 * of every URL, so all of them are secret.
 */
#include "chat_telegram.h"

#include "docket/base/clock.h"
#include "docket/base/hash.h"

enum {
	POLL_S = 50, /* Telegram holds a poll that long */
	POLL_SHORT_S = 1,
	POLL_SLACK_MS = 15 * 1000, /* and answers a little later */
	POLL_BATCH = 100,	   /* the most getUpdates gives */
	SECRET_MAX = 256,	   /* of a webhook's secret_token */
	BODY_MAX = 4096,	   /* of the small requests in this file */
	CONFLICT_MS = 30 * 1000,   /* a second poller: each try throws the other one out */
	NAME_AGAIN_MS = 60 * 1000, /* between questions for our own name */
	NOTHING_MS = 200,	   /* a server that does not hold polls is not to be hammered */
	CLICK_PATIENCE_MS = 2000,  /* until a click without an answer of its own is let go */
};
/*
 * After a week without updates Telegram numbers the next one at random, perhaps below the offset
 * that is asked for. What was confirmed is gone by then, so asking without an offset is safe.
 */
#define OFFSET_KEPT (6 * CLOCK_DAY)

static int
open_it(const struct chat_setup *setup, void **self_out, struct err *e)
{
	const struct conf_chat *c = setup->conf;
	struct slice rest = setup->token, id = SLICE_NONE;
	int64_t number;
	if (!slice_cut(&rest, ':', &id) || rest.len < 20 || !slice_int(id, &number))
		return err_set(e, ERR_CONFIG,
			       "chat '%s' needs `token`: what @BotFather gave when the bot was "
			       "made, such as 123456789:AAF…",
			       c->name);
	for (size_t i = 0; i < rest.len; i++)
		if (strchr("/?#% \r\n\t", rest.data[i]) != NULL)
			return err_set(e, ERR_CONFIG,
				       "chat '%s': `token` holds a character that "
				       "no token of Telegram has",
				       c->name);
	bool push = c->transport == CONF_TRANSPORT_PUSH;
	if (c->transport == CONF_TRANSPORT_SOCKET)
		return err_set(e, ERR_CONFIG, "chat '%s': Telegram has no socket; take pull",
			       c->name);
	if (push && (setup->secret.len < 16 || setup->secret.len > SECRET_MAX))
		return err_set(e, ERR_CONFIG,
			       "chat '%s' needs `secret` for push: 16 to 256 letters and digits of "
			       "your own that are given to setWebhook as secret_token",
			       c->name);
	struct telegram *t = calloc(1, sizeof(*t));
	if (t == NULL)
		return err_set(e, ERR_RETRY, "no memory");
	t->conf = c;
	t->token = setup->token;
	t->secret = setup->secret;
	t->api = c->api != NULL ? c->api : "https://api.telegram.org";
	t->push = push;
	t->quick = setup->quick;
	t->asking = TELEGRAM_CLICKS_MAX;
	slice_cstr(id, t->id, sizeof(t->id));
	if (c->user != NULL)
		slice_cstr(slice_of(c->user[0] == '@' ? c->user + 1 : c->user), t->name,
			   sizeof(t->name));
	*self_out = t;
	return 0;
}

static void
close_it(void *self)
{
	free(self);
}

void
telegram_ask(const struct telegram *t, struct pool *p, const char *method, struct slice body,
	     struct http_out *out)
{
	*out = (struct http_out){.method = "POST", .body = body, .secret_url = true};
	struct slice api = slice_of(t->api);
	while (slice_ends(api, "/"))
		api.len--;
	out->url = pool_slicef(p, "%.*s/bot%.*s/%s", SLICE_ARG(api), SLICE_ARG(t->token), method);
	chat_header(p, out, "Content-Type", slice_of("application/json"));
}

static void
ask_plain(const struct telegram *t, struct pool *p, const char *method, struct http_out *out)
{
	telegram_ask(t, p, method, SLICE_LIT("{}"), out);
}

struct telegram_click *
telegram_clicked(struct telegram *t, struct slice id)
{
	for (size_t i = 0; i < TELEGRAM_CLICKS_MAX; i++)
		if (slice_is(id, t->clicks[i].id) && id.len > 0)
			return &t->clicks[i];
	if (id.len == 0 || id.len >= TELEGRAM_ID_MAX)
		return NULL;
	struct telegram_click *c = &t->clicks[t->next_click];
	t->next_click = (t->next_click + 1) % TELEGRAM_CLICKS_MAX;
	*c = (struct telegram_click){.seen = 0};
	slice_cstr(id, c->id, sizeof(c->id));
	return c;
}

void
telegram_moved(struct telegram *t, struct slice from, struct slice to)
{
	if (from.len == 0 || from.len >= TELEGRAM_ID_MAX || to.len == 0 ||
	    to.len >= TELEGRAM_ID_MAX || slice_eq(from, to))
		return;
	struct telegram_move *m = &t->moves[t->next_move];
	for (size_t i = 0; i < TELEGRAM_MOVES_MAX; i++)
		if (slice_is(from, t->moves[i].from))
			m = &t->moves[i];
	if (m == &t->moves[t->next_move])
		t->next_move = (t->next_move + 1) % TELEGRAM_MOVES_MAX;
	slice_cstr(from, m->from, sizeof(m->from));
	slice_cstr(to, m->to, sizeof(m->to));
}

/* --- pull --- */

/* The cursor is "OFFSET SEEN": the update to ask for next, and when the last one came. */
static void
cursor_read(struct slice cursor, int64_t *offset, int64_t *seen)
{
	struct slice first = SLICE_NONE;
	*offset = *seen = 0;
	if (slice_cut(&cursor, ' ', &first) && slice_int(first, offset))
		(void)slice_int(cursor, seen);
}

/* A click waits for its answer: polls are short until it has one, so that wants() is asked in time.
 */
static bool
clicks_wait(const struct telegram *t)
{
	for (size_t i = 0; i < TELEGRAM_CLICKS_MAX; i++)
		if (t->clicks[i].id[0] != '\0' && !t->clicks[i].answered)
			return true;
	return false;
}

static int
pull(void *self, struct pool *p, struct slice cursor, struct http_out *out, struct err *e)
{
	struct telegram *t = self;
	int64_t offset, seen;
	(void)e;
	if (t->push)
		return 0;
	if (t->name[0] == '\0') {
		ask_plain(t, p, "getMe", out);
		return 1;
	}
	if (t->unhook) {
		ask_plain(t, p, "deleteWebhook", out);
		return 1;
	}
	cursor_read(cursor, &offset, &seen);
	struct str body;
	struct json w;
	str_init(&body, BODY_MAX);
	json_begin(&w, &body);
	json_open(&w);
	if (offset > 0)
		json_put_int(&w, "offset", offset);
	json_put_int(&w, "timeout", t->quick ? 0 : clicks_wait(t) ? POLL_SHORT_S : POLL_S);
	json_put_int(&w, "limit", POLL_BATCH);
	json_key(&w, "allowed_updates");
	json_raw(&w, SLICE_LIT("[\"message\",\"edited_message\",\"callback_query\",\"my_chat_"
			       "member\"]"));
	json_close(&w);
	struct slice text = SLICE_NONE;
	if (chat_take(p, &body, &text, e) < 0)
		return -1;
	telegram_ask(t, p, "getUpdates", text, out);
	out->timeout_ms = POLL_S * 1000 + POLL_SLACK_MS;
	return 1;
}

/* Our own name from an answer to getMe. */
static bool
learn_name(struct telegram *t, struct pool *p, const json_t *answer)
{
	const json_t *me = json_object_get(answer, "result");
	struct slice name = chat_str(p, me, "username");
	if (!chat_yes(answer, "ok") || name.len == 0 || name.len >= TELEGRAM_NAME_MAX)
		return false;
	slice_cstr(name, t->name, sizeof(t->name));
	return true;
}

static void
conflict(struct telegram *t, const json_t *answer, int64_t now, struct chat_pulled *out)
{
	const char *why = json_string_value(json_object_get(answer, "description"));
	if (why != NULL && strstr(why, "webhook") != NULL) {
		t->unhook = true;
		out->status = CHAT_OK;
		return;
	}
	out->status = CHAT_LATER;
	out->not_before = now + CONFLICT_MS;
	out->why = SLICE_LIT("another program polls Telegram with the same token: stop it, or make "
			     "a bot of its own for docket");
}

static void
take_updates(struct telegram *t, struct pool *p, const json_t *answer, int64_t now,
	     struct slice cursor, struct chat_pulled *out)
{
	const json_t *list = json_object_get(answer, "result");
	int64_t offset, seen;
	cursor_read(cursor, &offset, &seen);
	int64_t first = offset;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *update = json_array_get(list, i);
		int64_t id = chat_num(update, "update_id");
		if (id <= 0 || id == INT64_MAX)
			continue;
		if (id + 1 > offset)
			offset = id + 1;
		telegram_update(t, p, update, &out->events);
	}
	if (offset != first || (offset > 0 && seen == 0))
		out->next = pool_slicef(p, "%lld %lld", (long long)offset, (long long)now);
	else if (offset > 0 && now - seen > OFFSET_KEPT && json_array_size(list) == 0)
		out->next = SLICE_LIT("0 0");
	else
		out->next = cursor;
	if (json_array_size(list) == 0)
		out->wait_ms = NOTHING_MS;
}

static int
pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r, int64_t now,
       struct chat_pulled *out, struct err *e)
{
	struct telegram *t = self;
	struct err ignored = ERR_INIT;
	struct chat_result verdict;
	(void)e;
	*out = (struct chat_pulled){.status = CHAT_OK, .next = cursor};
	json_t *answer = r->status != 0 ? chat_json(r->body, "Telegram", &ignored) : NULL;
	if (r->status == 409) {
		conflict(t, answer, now, out);
		json_decref(answer);
		return 0;
	}
	telegram_judge(p, r, answer, now, &verdict);
	if (verdict.status == CHAT_UNKNOWN || (verdict.status == CHAT_OK && answer == NULL))
		verdict.status = CHAT_RETRY; /* a poll that broke off has no effect */
	if (verdict.status != CHAT_OK) {
		out->status = verdict.status;
		out->not_before = verdict.not_before;
		out->why = verdict.why;
	} else if (t->name[0] == '\0') {
		if (!learn_name(t, p, answer)) {
			out->status = CHAT_RETRY;
			out->why = SLICE_LIT("Telegram did not say what the bot is called");
		}
	} else if (t->unhook) {
		t->unhook = false;
	} else {
		take_updates(t, p, answer, now, cursor, out);
	}
	json_decref(answer);
	return 0;
}

/* --- push --- */

static int
verify(void *self, struct pool *p, const struct http_in *in, struct err *e)
{
	const struct telegram *t = self;
	struct slice got = http_in_header(in, "X-Telegram-Bot-Api-Secret-Token");
	(void)p;
	if (!t->push)
		return (void)err_set(e, ERR_REFUSED, "Telegram is polled here, not called by"), 403;
	if (!slice_is(in->method, "POST"))
		return (void)err_set(e, ERR_REFUSED, "no POST"), 405;
	if (!hash_same(got, t->secret))
		return (void)err_set(e, ERR_REFUSED, "the secret token is absent or another"), 401;
	return 0;
}

static int
decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
       struct http_answer *answer, struct err *e)
{
	json_t *update = chat_json(in->body, "Telegram", e);
	(void)answer;
	if (update == NULL)
		return -1;
	if (chat_num(update, "update_id") > 0)
		telegram_update(self, p, update, out);
	json_decref(update);
	return 0;
}

/* An empty 200. What is said goes its own way: only so its message can be updated later. */
static int
ack(void *self, struct pool *p, const struct chat_event *ev, const struct chat_message *m,
    struct http_answer *out)
{
	(void)self, (void)p, (void)ev, (void)m;
	*out = (struct http_answer){.status = 200};
	return 0;
}

/* --- what the core asks for us --- */

/* Our name, where nothing polls; and a click that nothing answers, so that its spinner stops. */
static int
wants(void *self, struct pool *p, int64_t now, struct http_out *out)
{
	struct telegram *t = self;
	if (t->push && t->name[0] == '\0' && now - t->asked_name >= NAME_AGAIN_MS) {
		t->asked_name = now;
		t->asking = TELEGRAM_CLICKS_MAX;
		ask_plain(t, p, "getMe", out);
		return 1;
	}
	for (size_t i = 0; i < TELEGRAM_CLICKS_MAX; i++) {
		struct telegram_click *c = &t->clicks[i];
		if (c->id[0] == '\0' || c->answered)
			continue;
		if (c->seen == 0)
			c->seen = now;
		if (now - c->seen < CLICK_PATIENCE_MS)
			continue;
		c->answered = c->late = true;
		t->asking = i;
		telegram_ask(t, p, "answerCallbackQuery",
			     pool_slicef(p, "{\"callback_query_id\":\"%s\"}", c->id), out);
		return 1;
	}
	return 0;
}

static void
took(void *self, const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct telegram *t = self;
	struct pool *p = pool_new();
	struct err ignored = ERR_INIT;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Telegram", &ignored) : NULL;
	telegram_judge(p, r, answer, now, out);
	if (t->asking < TELEGRAM_CLICKS_MAX) {
		/* Too late or lost: the spinner ends by itself, there is nothing to repeat. */
		t->asking = TELEGRAM_CLICKS_MAX;
		out->status = CHAT_OK;
	} else if (out->status == CHAT_OK) {
		(void)learn_name(t, p, answer);
	}
	out->why = out->posted = out->thread = SLICE_NONE; /* they live in p */
	json_decref(answer);
	pool_free(p);
}

const struct chat_adapter chat_telegram = {
	.name = "telegram",
	.caps = {.push = true,
		 .pull = true,
		 .slash = true,
		 .buttons = true,
		 .update = true,
		 .threads = true,
		 .direct = true,
		 .unit = CHAT_UTF16,
		 .text_max = TELEGRAM_CARD_MAX,
		 .ack_ms = 10 * 1000,
		 .per_room_minute = 20}, /* of a group; unpublished, as bots measured it */
	.open = open_it,
	.close = close_it,
	.verify = verify,
	.decode = decode,
	.ack = ack,
	.pull = pull,
	.pulled = pulled,
	.render = telegram_render,
	.result = telegram_result,
	.wants = wants,
	.took = took,
	.check = telegram_check,
	.checked = telegram_checked,
	.setup = telegram_setup,
};

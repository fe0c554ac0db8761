/* Google Chat asked by Pub/Sub: messages are acknowledged after the commit that keeps them. */
#include "chat_googlechat.h"

#include "chat_json.h"

#include "docket/base/base64.h"
#include "docket/base/clock.h"

enum { PULL_TIMEOUT_MS = 100 * CLOCK_SECOND }; /* an empty pull is held for about 90 s */

/* The cursor: what has to be acknowledged, once it is committed; a list as JSON. It is never empty
 * again after the first pull: an empty one means to the core that it stays as it was. */
static const char NOTHING[] = "[]";

static bool
has_acks(struct slice cursor)
{
	return cursor.len > 0 && !slice_is(cursor, NOTHING);
}

int
google_pull(void *self, struct pool *p, struct slice cursor, struct http_out *out, struct err *e)
{
	struct google *g = self;
	*out = (struct http_out){.method = "POST"};
	if (g->conf->subscription == NULL || g->token.text == NULL)
		return 0;
	if (cursor.len > GOOGLE_CURSOR_MAX)
		return err_set(e, ERR_MESSAGE, "what has to be acknowledged is too long");
	bool acks = has_acks(cursor);
	out->url =
		pool_slicef(p, "%s/v1/%s:%s",
			    g->conf->api != NULL ? g->conf->api : "https://pubsub.googleapis.com",
			    g->conf->subscription, acks ? "acknowledge" : "pull");
	out->body = acks ? pool_slicef(p, "{\"ackIds\":%.*s}", SLICE_ARG(cursor))
			 : pool_slicef(p, "{\"maxMessages\":%d%s}", GOOGLE_PULL_MAX,
				       g->quick ? ",\"returnImmediately\":true" : "");
	out->timeout_ms = PULL_TIMEOUT_MS;
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json"));
	chat_authorize(p, out, "Bearer", slice_of(g->token.text));
	return 1;
}

/* One message. What can't be read is passed over: it would come again for ever. */
static void
one_pulled(const struct google *g, struct pool *p, const json_t *o, struct json *acks,
	   struct chat_pulled *out)
{
	struct err why = ERR_INIT;
	struct chat_event ev;
	struct slice data, id = chat_json_text(p, o, "message.messageId");
	struct slice ack = chat_str(p, o, "ackId");
	if (ack.len == 0)
		return;
	if (id.len > 0 &&
	    base64_read(p, BASE64, chat_json_text(p, o, "message.data"), &data) == 0 &&
	    google_event(g, p, data, id, &ev, &why) == 1)
		VEC_ADD(&out->events, p, ev);
	json_text(acks, ack);
}

int
google_pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
	      int64_t now, struct chat_pulled *out, struct err *e)
{
	struct google *g = self;
	struct chat_message none = {.act = CHAT_POST};
	struct chat_result res;
	struct str acks;
	struct json w;
	google_result(g, p, &none, r, now, &res);
	*out = (struct chat_pulled){
		.next = cursor, .status = res.status, .why = res.why, .not_before = res.not_before};
	if (res.status == CHAT_UNKNOWN) /* a poll that ends without an answer: there was nothing */
		out->status = CHAT_RETRY;
	if (has_acks(cursor) && (r->status == 200 || r->status == 400)) {
		/* 400: they are too old to be acknowledged; they come again, and are known. */
		out->status = CHAT_OK;
		out->next = slice_of(NOTHING);
		return 0;
	}
	if (r->status != 200)
		return 0;
	out->status = CHAT_OK;
	json_t *o = chat_json(r->body, "Google Pub/Sub", e);
	if (o == NULL)
		return -1;
	const json_t *list = json_object_get(o, "receivedMessages");
	str_init(&acks, GOOGLE_CURSOR_MAX);
	json_begin(&w, &acks);
	json_list(&w);
	for (size_t i = 0; i < json_array_size(list) && i < GOOGLE_PULL_MAX; i++)
		one_pulled(g, p, json_array_get(list, i), &w, out);
	json_list_end(&w);
	bool any = json_array_size(list) > 0 && acks.len > 2;
	json_decref(o);
	if (!any) {
		str_clear(&acks);
		out->wait_ms =
			CLOCK_SECOND; /* an answer at once and empty must not become a storm */
		return 0;
	}
	return chat_take(p, &acks, &out->next, e);
}

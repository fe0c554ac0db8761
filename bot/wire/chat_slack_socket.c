/*
 * Slack's Socket Mode: the same payloads in envelopes on a WebSocket. An envelope is acknowledged
 * on the connection it came on, with the answer in it where Slack takes one; what has no event in
 * it at once, the others when their event is committed.
 */
#include "chat_slack.h"

#include "chat_util.h"

int
slack_socket_ask(void *self, struct pool *p, struct http_out *out, struct slice *url_out,
		 struct err *e)
{
	struct slack *s = self;
	(void)url_out;
	if (s->app_token.len == 0)
		return err_set(e, ERR_CONFIG, "Slack's Socket Mode needs app_token (xapp-…)");
	*out = (struct http_out){.method = "POST"};
	out->url = pool_slicef(p, "%.*sapps.connections.open", SLICE_ARG(s->base));
	/* As a form field Slack does not take it. */
	chat_authorize(p, out, "Bearer", s->app_token);
	chat_header(p, out, "Content-Type", SLICE_LIT("application/x-www-form-urlencoded"));
	return 1;
}

int
slack_socket_url(void *self, struct pool *p, const struct http_result *r, struct slice *url_out,
		 struct chat_result *result)
{
	struct slack *s = self;
	json_t *o = slack_judge(p, r, 0, result);
	struct slice url = chat_json_text(p, o, "url");
	json_decref(o);
	if (result->status != CHAT_OK)
		return -1;
	bool near = slice_istarts(url, "ws://") && slice_istarts(s->base, "http://");
	if ((!slice_istarts(url, "wss://") && !near) || slice_index(url, ' ') >= 0) {
		*result = (struct chat_result){
			.status = CHAT_RETRY,
			.why = SLICE_LIT("Slack gave no address for Socket Mode")};
		return -1;
	}
	*url_out = url;
	return 0;
}

static struct slice
ack_frame(struct pool *p, struct slice envelope, struct slice payload)
{
	struct str s;
	struct json w;
	struct slice out = SLICE_NONE;
	str_init(&s, SLACK_BODY_MAX);
	json_begin(&w, &s);
	json_open(&w);
	json_put_text(&w, "envelope_id", envelope);
	if (payload.len > 0) {
		json_key(&w, "payload");
		json_raw(&w, payload);
	}
	json_close(&w);
	(void)chat_take(p, &s, &out, NULL);
	return out;
}

/* What an envelope holds. */
static int
unwrap(struct slack *s, struct pool *p, const json_t *o, chat_event_list *out, struct err *e)
{
	const json_t *payload = chat_json_at(o, "payload");
	struct slice type = chat_json_text(p, o, "type");
	if (slice_is(type, "slash_commands")) {
		const struct slack_command c = slack_command_of(p, payload);
		return slack_decode_command(s, p, &c, 0, out, e);
	}
	if (slice_is(type, "interactive"))
		return slack_decode_interactive(s, p, payload, 0, out, e);
	if (slice_is(type, "events_api"))
		return slack_decode_event(s, p, payload, out, e);
	return 0; /* hello, and what there may be one day */
}

int
slack_socket_text(void *self, struct pool *p, struct slice text, chat_event_list *out,
		  chat_frames *frames, struct err *e)
{
	struct slack *s = self;
	size_t before = out->len;
	json_t *o = chat_json_load(text, e);
	if (o == NULL)
		return -1;
	bool bye = slice_is(chat_json_text(p, o, "type"), "disconnect");
	struct slice envelope = chat_json_text(p, o, "envelope_id");
	bool answers = chat_yes(o, "accepts_response_payload");
	int rc = unwrap(s, p, o, out, e);
	json_decref(o);
	if (rc < 0)
		out->len = before; /* acknowledged all the same: it would come again, the same */
	if (envelope.len > 0 && out->len == before)
		VEC_ADD(frames, p, ack_frame(p, envelope, SLICE_NONE));
	else if (envelope.len > 0)
		/* With the last of them all are committed. */
		out->at[out->len - 1].ack =
			pool_slicef(p, "%c%.*s", answers ? '+' : '-', SLICE_ARG(envelope));
	return rc < 0 ? -1 : bye;
}

int
slack_socket_ack(void *self, struct pool *p, const struct chat_event *ev,
		 const struct chat_message *m, struct slice *frame_out)
{
	(void)self;
	struct slice body = SLICE_NONE;
	*frame_out = SLICE_NONE;
	if (ev->ack.len < 2)
		return 0;
	int in = ev->ack.data[0] == '+' ? slack_ack_body(p, ev, m, &body) : 0;
	*frame_out = ack_frame(p, slice_sub(ev->ack, 1, ev->ack.len), body);
	return in;
}

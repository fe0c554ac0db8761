/*
 * Plain incoming webhooks: an address that can be sent to and that says nothing back. One room, no
 * edits, no buttons. The address is the secret: it stands in no error and no log.
 */
#include "chat_webhook.h"

#include "chat_util.h"

#include <stdlib.h>

enum {
	BODY_MAX = 256 << 10,
	LATER_MS = 60 * 1000, /* where a platform says "too much" and not for how long */
	ROOM_A_MINUTE = 30,
};

struct webhook {
	struct slice url;
	const struct webhook_format *format;
	struct chat_caps caps;
};

static int
webhook_open(const struct chat_setup *setup, void **self_out, struct err *e)
{
	static const char *const schemes[] = {"https://", "http://127.0.0.1", "http://localhost",
					      "http://[::1]"};
	const struct webhook_format *format = webhook_format_of(setup->conf->format);
	size_t k = 0;
	if (setup->webhook.len == 0)
		return err_set(e, ERR_CONFIG,
			       "a plain webhook needs `webhook`, the address that the platform "
			       "made for it");
	if (format == NULL)
		return err_set(e, ERR_CONFIG, "a plain webhook needs `format`: one of %s",
			       CHAT_FORMAT_WORDS);
	while (k < COUNT(schemes) && !slice_istarts(setup->webhook, schemes[k]))
		k++;
	/* Not the address itself: it is the secret. */
	if (k == COUNT(schemes) || slice_index(setup->webhook, ' ') >= 0)
		return err_set(e, ERR_CONFIG, "`webhook` is no https address");
	struct webhook *h = calloc(1, sizeof(*h));
	if (h == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	*h = (struct webhook){.url = setup->webhook,
			      .format = format,
			      .caps = {.unit = format->unit,
				       .text_max = format->text_max,
				       .per_room_minute = ROOM_A_MINUTE}};
	*self_out = h;
	return 0;
}

static void
webhook_close(void *self)
{
	free(self);
}

static const struct chat_caps *
webhook_caps(const void *self)
{
	const struct webhook *h = self;
	return &h->caps;
}

static struct slice
address(struct pool *p, const struct webhook *h)
{
	if (h->format->query == NULL)
		return h->url;
	return pool_slicef(p, "%.*s%s%s", SLICE_ARG(h->url),
			   slice_index(h->url, '?') < 0 ? "?" : "&", h->format->query);
}

static int
webhook_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
	       struct err *e)
{
	struct webhook *h = self;
	struct chat_card c = chat_part(m);
	struct slice body;
	struct str text;
	struct json w;
	if (m->act != CHAT_POST)
		return err_set(e, ERR_MESSAGE, "a plain webhook only takes new messages");
	if (m->only.len > 0)
		return err_set(e, ERR_MESSAGE, "a plain webhook can't say something to one person");
	str_init(&text, BODY_MAX);
	json_begin(&w, &text);
	json_open(&w);
	int rc = h->format->put(&w, p, m, &c, e);
	json_close(&w);
	if (chat_take(p, &text, &body, e) < 0 || rc < 0)
		return -1;
	if (body.len > WEBHOOK_TEAMS_MAX && strcmp(h->format->name, "teams") == 0)
		return err_set(e, ERR_MESSAGE, "a card of %zu bytes, Teams takes %d", body.len,
			       WEBHOOK_TEAMS_MAX);
	*out = (struct http_out){
		.method = "POST", .url = address(p, h), .body = body, .secret_url = true};
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json; charset=utf-8"));
	return 0;
}

static void
webhook_result(void *self, struct pool *p, const struct chat_message *m,
	       const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct webhook *h = self;
	(void)m;
	chat_judge(p, r, now, "the webhook", out);
	if (r->status == 401 || r->status == 403) {
		out->status = CHAT_GONE; /* there is no token beside the address */
		out->why = SLICE_LIT("the webhook's address is not taken any more: make a new one");
	} else if (out->status == CHAT_GONE) {
		out->why = SLICE_LIT("the webhook does not exist any more: make a new one");
	} else if (out->status == CHAT_OK) {
		out->status = h->format->took(r->body, r->status);
		if (out->status == CHAT_LATER)
			out->not_before = now + LATER_MS;
		if (out->status != CHAT_OK && out->status != CHAT_ACCEPTED)
			out->why = SLICE_LIT("the platform said yes, and in the same breath no");
	}
}

static int
webhook_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e)
{
	static const struct {
		const char *format, *where;
	} where[] = {
		{"slack", "your app, \"Incoming Webhooks\", \"Add New Webhook to Workspace\""},
		{"mattermost", "\"Integrations\", \"Incoming Webhooks\", \"Add\""},
		{"rocketchat", "\"Administration\", \"Integrations\", \"New\", \"Incoming\""},
		{"googlechat", "the space's menu, \"Apps & integrations\", \"Webhooks\""},
		{"discord", "the channel's settings, \"Integrations\", \"Webhooks\""},
		{"teams", "the channel's menu, \"Workflows\", \"Post to a channel when a webhook "
			  "request is received\""},
	};
	(void)c;
	(void)e;
	const char *name = chat != NULL && chat->name != NULL ? chat->name : "updates";
	str_addf(out, "A plain incoming webhook: docket can post there, and hears nothing.\n\n"
		      "1. Make one for the channel; where that is:\n");
	for (size_t i = 0; i < COUNT(where); i++)
		str_addf(out, "   %-11s %s\n", where[i].format, where[i].where);
	str_addf(out,
		 "2. Copy its address into a file %s.webhook beside docket.yaml: chmod 600. All of "
		 "it\n"
		 "   is a secret: who has it can post. A Workflow of Teams belongs to who made it, "
		 "and\n"
		 "   ends when they leave.\n"
		 "3. docket.yaml:\n\n"
		 "   chat:\n"
		 "     - name: %s\n"
		 "       platform: webhook\n"
		 "       format: %s\n"
		 "       room: %s\n"
		 "       webhook: {file: %s.webhook}\n",
		 name, name, chat != NULL && chat->format != NULL ? chat->format : "slack", name,
		 name);
	return 0;
}

const struct chat_adapter chat_webhook = {
	.name = "webhook",
	.caps_of = webhook_caps,
	.open = webhook_open,
	.close = webhook_close,
	.render = webhook_render,
	.result = webhook_result,
	.setup = webhook_setup,
};

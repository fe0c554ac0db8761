/*
 * Mattermost: the adapter's table, its settings, what stands in the HTTP answer to a call, and who
 * the bot is. What their server sends is read in mattermost_in.c, what is said there is
 * mattermost_out.c, asking there mattermost_pull.c.
 */
#include "mattermost.h"

#include <stdlib.h>

enum { ACK_MS = 3000 }; /* then their server warns the person of a slow integration */

/* --- Settings -------------------------------------------------------------------------------- */

static struct slice
without_slash(struct slice url)
{
	while (slice_ends(url, "/"))
		url.len--;
	return url;
}

static struct slice
host_of(struct slice url)
{
	ptrdiff_t at = slice_find(url, SLICE_LIT("://"));
	url = slice_sub(url, at < 0 ? 0 : (size_t)at + 3, url.len);
	ptrdiff_t end = slice_index(url, '/');
	return end < 0 ? url : slice_sub(url, 0, (size_t)end);
}

static int
mm_open(const struct chat_setup *setup, void **self_out, struct err *e)
{
	const struct conf_chat *c = setup->conf;
	if (c->url == NULL)
		return err_set(e, ERR_CONFIG,
			       "chat '%s': url is missing: the address of your Mattermost server",
			       c->name);
	if (setup->token.len == 0)
		return err_set(e, ERR_CONFIG,
			       "chat '%s': token is missing: Integrations, Bot Accounts, Create "
			       "Token (docket init chat mattermost says all steps)",
			       c->name);
	if (c->transport == CONF_TRANSPORT_SOCKET)
		return err_set(e, ERR_CONFIG,
			       "chat '%s': Mattermost is asked by pull, not by socket", c->name);
	if (c->transport == CONF_TRANSPORT_PUSH && setup->secret.len == 0)
		return err_set(e, ERR_CONFIG,
			       "chat '%s': secret is missing: the token that Mattermost shows "
			       "after the slash command was made",
			       c->name);
	struct mattermost *mm = calloc(1, sizeof(*mm));
	if (mm == NULL)
		return err_set(e, ERR_RETRY, "no memory for chat '%s'", c->name);
	*mm = (struct mattermost){.conf = c,
				  .base = without_slash(slice_of(c->api != NULL ? c->api : c->url)),
				  .host = host_of(without_slash(slice_of(c->url))),
				  .public_url = setup->public_url,
				  .token = setup->token,
				  .secret = setup->secret,
				  .hook_token = setup->hook_token};
	*self_out = mm;
	return 0;
}

static void
mm_close(void *self)
{
	free(self);
}

/* --- The HTTP answer ------------------------------------------------------------------------- */

/* Whether m can stand in the answer to ev at all. */
static bool
stands_here(const struct chat_event *ev, const struct chat_message *m)
{
	if (m == NULL || m->parts > 1 || m->direct)
		return false;
	if (m->act == CHAT_REPLY)
		return true;
	return m->act == CHAT_POST && slice_eq(m->room, ev->room) && m->only.len > 0 &&
	       slice_eq(m->only, ev->who.uid);
}

static void
ack_slash(const struct mattermost *mm, struct json *w, const struct chat_event *ev,
	  const struct chat_message *m)
{
	json_open(w);
	json_put_cstr(w, "response_type",
		      m->only.len > 0 || ev->direct ? "ephemeral" : "in_channel");
	mattermost_card(mm, w, &m->card, MM_ANSWER, SLICE_NONE);
	/* Otherwise "<…>" in what was typed is read as Slack's markup. */
	json_put_bool(w, "skip_slack_parsing", true);
	json_close(w);
}

/* In place of the message that was clicked, or a word to whoever clicked. */
static bool
ack_click(const struct mattermost *mm, struct json *w, const struct chat_event *ev,
	  const struct chat_message *m)
{
	struct str text;
	if (m->act == CHAT_UPDATE && slice_eq(m->replace, ev->message)) {
		json_open(w);
		json_key(w, "update");
		json_open(w);
		mattermost_card(mm, w, &m->card, MM_MESSAGE, SLICE_NONE);
		json_close(w);
		json_put_bool(w, "skip_slack_parsing", true);
		json_close(w);
		return true;
	}
	if (!stands_here(ev, m) || m->only.len == 0 || m->card.button_count > 0)
		return false;
	str_init(&text, MM_REQUEST_MAX);
	mattermost_text(&text, &m->card, true);
	json_open(w);
	json_put_text(w, "ephemeral_text", str_slice(&text));
	json_put_bool(w, "skip_slack_parsing", true);
	json_close(w);
	str_clear(&text);
	return true;
}

static int
mm_ack(void *self, struct pool *p, const struct chat_event *ev, const struct chat_message *m,
       struct http_answer *out)
{
	const struct mattermost *mm = self;
	struct err e = ERR_INIT;
	struct str body;
	struct json w;
	bool said = false;
	/* An empty object is silence everywhere; an empty body would be shown as a failure. */
	*out = (struct http_answer){200, "application/json", SLICE_LIT("{}")};
	if (m == NULL)
		return 0;
	str_init(&body, MM_REQUEST_MAX);
	json_begin(&w, &body);
	if (ev->kind == CHAT_COMMAND && stands_here(ev, m)) {
		ack_slash(mm, &w, ev, m);
		said = true;
	} else if (ev->kind == CHAT_ACTION) {
		said = ack_click(mm, &w, ev, m);
	}
	struct slice text = SLICE_NONE;
	if (chat_take(p, &body, &text, &e) < 0)
		return 0;
	if (said)
		out->body = text;
	return said;
}

/* --- Who we are ------------------------------------------------------------------------------ */

static int
mm_wants(void *self, struct pool *p, int64_t now, struct http_out *out)
{
	const struct mattermost *mm = self;
	(void)now;
	if (mm->me[0] != '\0')
		return 0;
	mattermost_request(mm, p, "GET", "/users/me", out);
	return 1;
}

static void
mm_took(void *self, const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct mattermost *mm = self;
	struct pool *p = pool_new();
	struct chat_result got;
	chat_judge(p, r, now, "Mattermost", &got);
	if (got.status == CHAT_LATER)
		got.not_before = now + chat_wait(r, now);
	if (got.status == CHAT_OK && !mattermost_took_me(mm, p, r->body))
		got.status = CHAT_RETRY;
	*out = (struct chat_result){.status = got.status, .not_before = got.not_before};
	if (got.status == CHAT_REAUTH)
		out->why = SLICE_LIT("Mattermost does not know the bot's token any more");
	else if (got.status != CHAT_OK)
		out->why = SLICE_LIT("Mattermost does not say who the bot is");
	pool_free(p);
}

const struct chat_adapter chat_mattermost = {
	.name = "mattermost",
	.caps = {.push = true,
		 .pull = true,
		 .slash = true,
		 .slash_called = true,
		 .buttons = true,
		 .update = true,
		 .threads = true,
		 .ephemeral = true,
		 .direct = true,
		 .forms = true,
		 .unit = CHAT_CODEPOINTS,
		 /* Room for the title, "(2/3)" and backslashes before what would be markup. */
		 .text_max = 12000,
		 .ack_ms = ACK_MS,
		 .per_room_minute = 120},
	.open = mm_open,
	.close = mm_close,
	.verify = mattermost_verify,
	.decode = mattermost_decode,
	.ack = mm_ack,
	.pull = mattermost_pull,
	.pulled = mattermost_pulled,
	.render = mattermost_render,
	.result = mattermost_result,
	.probe = mattermost_probe,
	.probed = mattermost_probed,
	.whois = mattermost_whois,
	.whois_is = mattermost_whois_is,
	.wants = mm_wants,
	.took = mm_took,
	.check = mattermost_check,
	.checked = mattermost_checked,
	.setup = mattermost_setup,
};

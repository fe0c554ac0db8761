/* What Slack's answers mean: HTTP 200 with "ok": false is its ordinary way to fail. */
#include "chat_slack.h"

#include "chat_util.h"

enum {
	ASK_AGAIN_MS = 60 * 1000,	 /* who we are, when it could not be told */
	ASK_DAILY_MS = 24 * 3600 * 1000, /* and to notice a change */
};

static const struct {
	const char *error;
	enum chat_status status;
	const char *why;
} errors[] = {
	{"ratelimited", CHAT_LATER, "Slack asks to slow down"},
	{"rate_limited", CHAT_LATER, "Slack asks to slow down"},
	{"message_limit_exceeded", CHAT_LATER, "Slack asks to slow down"},
	{"internal_error", CHAT_UNKNOWN, "Slack had an internal error"},
	{"fatal_error", CHAT_UNKNOWN, "Slack had an internal error"},
	{"service_unavailable", CHAT_RETRY, "Slack is unavailable"},
	{"request_timeout", CHAT_RETRY, "Slack did not get all of the request"},
	{"team_added_to_org", CHAT_RETRY, "the workspace is being moved"},
	{"invalid_auth", CHAT_REAUTH, "Slack does not know the token"},
	{"not_authed", CHAT_REAUTH, "Slack saw no token"},
	{"token_revoked", CHAT_REAUTH, "the token was revoked"},
	{"token_expired", CHAT_REAUTH, "the token has expired"},
	{"account_inactive", CHAT_REAUTH, "the app was removed from the workspace"},
	{"missing_scope", CHAT_REAUTH, "the app lacks a scope"},
	{"no_permission", CHAT_REAUTH, "the app lacks a scope"},
	{"not_allowed_token_type", CHAT_REAUTH, "the token is of the wrong kind"},
	{"org_login_required", CHAT_REAUTH, "the workspace is being moved"},
	{"ekm_access_denied", CHAT_REAUTH, "an admin has suspended access"},
	{"access_denied", CHAT_REAUTH, "an admin has suspended access"},
	{"team_access_not_granted", CHAT_REAUTH, "the app has no access to the workspace"},
	{"channel_not_found", CHAT_GONE, "there is no such channel, or the app is not in it"},
	{"channel_is_archived", CHAT_GONE, "the channel is archived"},
	{"is_archived", CHAT_GONE, "the channel is archived"},
	{"not_in_channel", CHAT_GONE, "the app is not in the channel"},
	{"message_not_found", CHAT_GONE, "the message is gone"},
	{"thread_not_found", CHAT_GONE, "the thread is gone"},
	{"cant_update_message", CHAT_GONE, "the message can't be changed"},
	{"edit_window_closed", CHAT_GONE, "the message can't be changed any more"},
	{"cannot_reply_to_message", CHAT_GONE, "the message can't be answered"},
	{"restricted_action", CHAT_GONE, "the workspace lets the app not post there"},
	{"restricted_action_read_only_channel", CHAT_GONE, "the channel is read-only"},
	{"restricted_action_thread_only_channel", CHAT_GONE, "the channel takes answers only"},
	{"restricted_action_non_threadable_channel", CHAT_GONE, "the channel takes no threads"},
	{"user_not_found", CHAT_GONE, "there is no such account"},
	{"users_not_found", CHAT_GONE, "there is no such account"},
	{"user_disabled", CHAT_GONE, "the account is deactivated"},
	{"user_not_visible", CHAT_GONE, "the account is not visible to the app"},
	{"user_not_in_channel", CHAT_GONE, "they are not in the channel"},
	{"cannot_dm_bot", CHAT_GONE, "it is a program's account"},
	{"messages_tab_disabled", CHAT_GONE, "the app's messages tab is off"},
	{"expired_trigger_id", CHAT_GONE, "the form came later than Slack's three seconds"},
	{"trigger_expired", CHAT_GONE, "the form came later than Slack's three seconds"},
	{"exchanged_trigger_id", CHAT_REJECTED, "the form was opened already"},
	{"trigger_exchanged", CHAT_REJECTED, "the form was opened already"},
	{"expired_url", CHAT_GONE, "the answer came later than Slack's half hour"},
	{"used_url", CHAT_GONE, "the answer's address is used up"},
	{"msg_too_long", CHAT_TOO_BIG, "Slack finds it too long"},
	{"msg_blocks_too_long", CHAT_TOO_BIG, "Slack finds it too long"},
};

/* A word of Slack's, for a sentence: nothing else gets through. */
static struct slice
word(struct slice s)
{
	enum { WORD_MAX = 80 };
	for (size_t i = 0; i < s.len; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_:.,-", s.data[i]) == NULL)
			return SLICE_LIT("unknown");
	return slice_sub(s, 0, WORD_MAX);
}

static void
judge_error(struct pool *p, const json_t *o, struct slice error, struct chat_result *out)
{
	size_t i = 0;
	while (i < COUNT(errors) && !slice_is(error, errors[i].error))
		i++;
	out->status = i < COUNT(errors) ? errors[i].status : CHAT_REJECTED;
	out->why =
		pool_slicef(p, "%s (%.*s)", i < COUNT(errors) ? errors[i].why : "Slack refused it",
			    SLICE_ARG(word(error)));
	struct slice needed = chat_json_text(p, o, "needed");
	if (needed.len > 0)
		out->why =
			pool_slicef(p, "%.*s: %.*s", SLICE_ARG(out->why), SLICE_ARG(word(needed)));
}

json_t *
slack_judge(struct pool *p, const struct http_result *r, int64_t now, struct chat_result *out)
{
	enum { SLOWER_MS = 30 * 1000 };
	chat_judge(p, r, now, "Slack", out);
	if (r->status == 0)
		return NULL;
	/* A response URL says "ok", or nothing; with a fault, a word, or JSON. */
	struct slice text = slice_trim(r->body), error = SLICE_NONE;
	json_t *o = slice_starts(text, "{") ? chat_json_load(text, NULL) : NULL;
	if (o != NULL && !chat_yes(o, "ok"))
		error = chat_json_text(p, o, "error");
	else if (o == NULL && out->status != CHAT_OK)
		error = text;
	if (o != NULL && out->status == CHAT_OK && !chat_yes(o, "ok") && error.len == 0)
		error = SLICE_LIT("unknown");
	bool known = false;
	for (size_t i = 0; i < COUNT(errors); i++)
		known |= slice_is(error, errors[i].error);
	if (error.len > 0 && (known || out->status == CHAT_OK) && r->status != 429)
		judge_error(p, o, error, out);
	if (out->status == CHAT_LATER && out->not_before <= now)
		out->not_before = now + SLOWER_MS;
	return o;
}

int
slack_whois(void *self, struct pool *p, const struct chat_actor *a, struct http_out *out)
{
	struct slack *s = self;
	struct slice query;
	struct str text;
	if (!slack_is_id(a->uid))
		return 0;
	str_init(&text, 256);
	http_form_add(&text, "user", a->uid);
	if (chat_take(p, &text, &query, NULL) < 0)
		return 0;
	slack_call(s, p, "users.info", query, SLICE_NONE, out);
	return 1;
}

int
slack_whois_is(void *self, struct pool *p, const struct http_result *r, struct chat_actor *a,
	       struct chat_result *out)
{
	static const char *const strange[] = {"is_restricted", "is_ultra_restricted", "is_stranger",
					      "deleted"};
	struct slack *s = self;
	struct slice home = s->conf->tenant != NULL ? slice_of(s->conf->tenant) : slice_of(s->team);
	json_t *o = slack_judge(p, r, 0, out);
	const json_t *u = chat_json_at(o, "user");
	int rc = -1;
	if (out->status != CHAT_OK)
		goto done;
	if (u == NULL || !slice_eq(chat_json_text(p, u, "id"), a->uid)) {
		*out = (struct chat_result){.status = CHAT_REJECTED,
					    .why = SLICE_LIT("Slack told of another account")};
		goto done;
	}
	a->handle = chat_json_text(p, u, "name");
	a->display = chat_json_text(p, u, "profile.real_name");
	a->email = chat_json_text(p, u, "profile.email");
	const json_t *confirmed = chat_json_at(u, "is_email_confirmed");
	a->email_verified = a->email.len > 0 && !json_is_false(confirmed);
	a->bot = chat_yes(u, "is_bot") || slice_is(a->uid, "USLACKBOT");
	a->self = s->user[0] != '\0' && slice_is(a->uid, s->user);
	for (size_t i = 0; i < COUNT(strange); i++)
		a->outsider |= chat_yes(u, strange[i]);
	/* Slack Connect: people of other workspaces. Not knowing our own, everybody is one. */
	a->outsider |= home.len == 0 || !slice_eq(chat_json_text(p, u, "team_id"), home);
	rc = 1;
done:
	json_decref(o);
	return rc;
}

int
slack_wants(void *self, struct pool *p, int64_t now, struct http_out *out)
{
	struct slack *s = self;
	if (now < s->ask_at)
		return 0;
	s->ask_at = now + ASK_AGAIN_MS;
	slack_call(s, p, "auth.test", SLICE_NONE, SLICE_LIT("{}"), out);
	return 1;
}

void
slack_took(void *self, const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct slack *s = self;
	struct pool *p = pool_new();
	json_t *o = slack_judge(p, r, now, out);
	struct slice team = chat_json_text(p, o, "team_id"), user = chat_json_text(p, o, "user_id");
	if (out->status == CHAT_OK && slack_is_id(team) && slack_is_id(user)) {
		slice_cstr(team, s->team, sizeof(s->team));
		slice_cstr(user, s->user, sizeof(s->user));
		s->ask_at = now + ASK_DAILY_MS;
	}
	/* `why` lives in a pool that ends here: the caller gets a constant. */
	struct slice error = chat_json_text(p, o, "error");
	if (out->status != CHAT_OK)
		out->why = SLICE_LIT("Slack did not say who the app is (auth.test)");
	for (size_t i = 0; i < COUNT(errors) && out->status != CHAT_OK; i++)
		if (slice_is(error, errors[i].error))
			out->why = slice_of(errors[i].why);
	json_decref(o);
	pool_free(p);
}

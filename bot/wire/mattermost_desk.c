/* Mattermost: who an account is, what `docket check` asks, the steps of setting it up. */
#include "mattermost.h"

int
mattermost_whois(void *self, struct pool *p, const struct chat_actor *a, struct http_out *out)
{
	const struct mattermost *mm = self;
	if (!mattermost_id_ok(a->uid))
		return 0;
	struct slice path = pool_slicef(p, "/users/%.*s", SLICE_ARG(a->uid));
	mattermost_request(mm, p, "GET", path.data, out);
	return 1;
}

static bool
has_role(struct slice roles, const char *role)
{
	struct slice word;
	while (slice_cut(&roles, ' ', &word))
		if (slice_is(word, role))
			return true;
	return false;
}

int
mattermost_whois_is(void *self, struct pool *p, const struct http_result *r, struct chat_actor *a,
		    struct chat_result *out)
{
	const struct mattermost *mm = self;
	chat_judge(p, r, 0, "Mattermost", out);
	if (out->status != CHAT_OK)
		return -1;
	json_t *o = chat_json(r->body, "Mattermost", NULL);
	struct slice id = chat_str(p, o, "id"), first = chat_str(p, o, "first_name"),
		     last = chat_str(p, o, "last_name");
	bool ok = slice_eq(id, a->uid);
	if (ok) {
		a->handle = chat_str(p, o, "username");
		a->display = first.len > 0 || last.len > 0
				     ? slice_trim(pool_slicef(p, "%.*s %.*s", SLICE_ARG(first),
							      SLICE_ARG(last)))
				     : a->handle;
		a->email = chat_str(p, o, "email");
		/* Only told to who may see it; without it a code is mailed. */
		a->email_verified = a->email.len > 0 && chat_yes(o, "email_verified");
		a->bot = chat_yes(o, "is_bot");
		a->self = mm->me[0] != '\0' && slice_is(id, mm->me);
		a->outsider = a->outsider || has_role(chat_str(p, o, "roles"), "system_guest") ||
			      chat_str(p, o, "remote_id").len > 0 || chat_num(o, "delete_at") > 0;
	} else {
		*out = (struct chat_result){.status = CHAT_RETRY,
					    .why = SLICE_LIT("Mattermost answered about nobody")};
	}
	json_decref(o);
	return ok ? 1 : -1;
}

/* 0 who we are; 1 the team's room; 2 the rooms that are seen. */
int
mattermost_check(void *self, struct pool *p, unsigned step, struct http_out *out)
{
	const struct mattermost *mm = self;
	struct slice path;
	if (step > 2)
		return 0;
	if (step == 0) {
		path = SLICE_LIT("/users/me");
	} else if (step == 1 && mm->conf->room != NULL) {
		if (!mattermost_id_ok(slice_of(mm->conf->room)))
			path = SLICE_LIT("/channels/no-id");
		else
			path = pool_slicef(p, "/channels/%s", mm->conf->room);
	} else {
		path = SLICE_LIT("/users/me/channels");
	}
	mattermost_request(mm, p, "GET", path.data, out);
	return 1;
}

static int
check_failed(const struct mattermost *mm, struct pool *p, unsigned step,
	     const struct http_result *r, struct str *out)
{
	struct chat_result judged;
	chat_judge(p, r, 0, "Mattermost", &judged);
	if (r->status == 401)
		str_adds(out, "the bot's token is not valid: Integrations, Bot Accounts, Create "
			      "Token\n");
	else if (step == 1 && mm->conf->room != NULL &&
		 (r->status == 403 || r->status == 404 || r->status == 400))
		str_addf(
			out,
			"room %s: not a channel the bot is in. Invite it there; the id (26 letters "
			"and digits) is in the channel's menu, View Info\n",
			mm->conf->room);
	else
		str_addf(out, "%.*s\n", SLICE_ARG(judged.why));
	return -1;
}

int
mattermost_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
		   struct str *out)
{
	struct mattermost *mm = self;
	if (r->status != 200)
		return check_failed(mm, p, step, r, out);
	json_t *o = chat_json(r->body, "Mattermost", NULL);
	int result = 0;
	if (step == 0 && !mattermost_took_me(mm, p, r->body)) {
		str_addf(out, "%.*s does not answer as Mattermost does: is url its address?\n",
			 SLICE_ARG(mm->base));
		result = -1;
	} else if (step == 0) {
		str_addf(out, "we are @%s%s\n", mm->name,
			 chat_yes(o, "is_bot") ? "" : ", a person's account: better a bot's");
		if (json_object_get(o, "email_verified") == NULL)
			str_adds(out, "the bot may not see who has a verified address: people are "
				      "known by a mailed code\n");
	} else if (step == 1 && mm->conf->room != NULL) {
		str_addf(out, "room ~%.*s\n", SLICE_ARG(chat_str(p, o, "name")));
	} else if (step == 2) {
		str_addf(out, "%zu channels are seen\n", json_array_size(o));
	}
	json_decref(o);
	return result;
}

int
mattermost_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e)
{
	const char *name = chat != NULL ? chat->name : "mattermost",
		   *command = chat != NULL && chat->command != NULL ? chat->command : "docket",
		   *ours = c != NULL && c->http.public_url != NULL ? c->http.public_url
								   : "http://DOCKET:8025";
	(void)e;
	str_addf(
		out,
		"Mattermost, step by step. A system admin does 1 and 2, anybody the rest.\n"
		"\n"
		"1. System Console, Integrations, Integration Management: switch on Bot Account\n"
		"   Creation and Custom Slash Commands; Outgoing Webhooks only for step 6.\n"
		"   Buttons and commands are called by your Mattermost server, so it must reach\n"
		"   %s. If that is an address of your own network, put its\n"
		"   host into Environment, Developer, Allow untrusted internal connections\n"
		"   (AllowedUntrustedInternalConnections); without that the server refuses to "
		"call.\n"
		"2. Integrations, Bot Accounts, Add: user name docket, role Member. To let docket\n"
		"   answer so that only one person sees it, and see verified addresses, give the\n"
		"   role System Admin, or accept direct messages and a mailed code instead.\n"
		"   Create Token; keep it: chmod 600, one line, in %s.token.\n"
		"3. Add the bot to your team, and invite it to the team's channel: /invite "
		"@docket\n"
		"   The channel's id (26 letters and digits) is in its menu, View Info.\n"
		"4. Integrations, Slash Commands, Add:\n"
		"     Command trigger word  %s\n"
		"     Request URL           %s/chat/%s\n"
		"     Request method        POST\n"
		"     Autocomplete          on, hint: help\n"
		"   Save; the token it shows goes into %s.secret.\n"
		"5. Into docket.yaml:\n"
		"     http: {listen: 127.0.0.1:8025, public_url: %s}\n"
		"     chat:\n"
		"       - name: %s\n"
		"         platform: mattermost\n"
		"         url: https://chat.example.com\n"
		"         room: THE-CHANNEL-ID\n"
		"         token: {file: %s.token}\n"
		"         secret: {file: %s.secret}\n"
		"   Without a public address leave out http: and secret:, and add transport: "
		"pull;\n"
		"   then @docket in a channel, threads and direct messages work, and buttons are\n"
		"   written out as words.\n"
		"6. Only if the bot cannot be in a channel: Integrations, Outgoing Webhooks, the\n"
		"   trigger word %s, the same URL; its token goes into hook_token.\n"
		"7. docket check, then /%s help in Mattermost.\n",
		ours, name, command, ours, name, name, ours, name, name, name, command, command);
	return 0;
}

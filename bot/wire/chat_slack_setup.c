/* What Slack has to be told to get an app that works, and whether it was: manifest, scopes, check.
 */
#include "chat_slack.h"

#include "chat_util.h"

/* Every right that docket uses, and what for. */
static const struct {
	const char *name, *what_for;
} scopes[] = {
	{"app_mentions:read", "hear when it is mentioned"},
	{"channels:history", "read answers in threads of public channels"},
	{"channels:read", "know when it is put into a channel"},
	{"chat:write", "say anything at all"},
	{"commands", "take the slash command"},
	{"groups:history", "read answers in threads of private channels"},
	{"groups:read", "know when it is put into a private channel"},
	{"im:history", "read direct messages to it"},
	{"im:write", "write direct messages"},
	{"mpim:history", "read answers in group messages"},
	{"users:read", "tell guests from the team"},
	{"users:read.email", "know people by their address"},
};

static const char *const events[] = {
	"app_mention",	       "app_uninstalled",  "channel_archive",
	"channel_deleted",     "channel_left",	   "group_archive",
	"group_deleted",       "group_left",	   "member_joined_channel",
	"member_left_channel", "message.channels", "message.groups",
	"message.im",	       "message.mpim",	   "tokens_revoked",
};

static void
put_list(struct json *w, const char *key, const char *const *names, size_t count, size_t step)
{
	json_key(w, key);
	json_list(w);
	for (size_t i = 0; i < count; i++)
		json_cstr(w, *(const char *const *)((const char *)names + i * step));
	json_list_end(w);
}

static void
put_features(struct json *w, const char *command, const char *url)
{
	json_key(w, "features");
	json_open(w);
	json_key(w, "app_home");
	json_open(w);
	json_put_bool(w, "home_tab_enabled", false);
	json_put_bool(w, "messages_tab_enabled", true);
	json_put_bool(w, "messages_tab_read_only_enabled", false);
	json_close(w);
	json_key(w, "bot_user");
	json_open(w);
	json_put_cstr(w, "display_name", "docket");
	json_put_bool(w, "always_online", true);
	json_close(w);
	json_key(w, "shortcuts");
	json_list(w);
	json_open(w);
	json_put_cstr(w, "name", "New request");
	json_put_cstr(w, "type", "global");
	json_put_cstr(w, "callback_id", "docket.new");
	json_put_cstr(w, "description", "Open a new job");
	json_close(w);
	json_list_end(w);
	json_key(w, "slash_commands");
	json_list(w);
	json_open(w);
	json_put_text(w, "command", slice_of(command));
	if (url != NULL)
		json_put_cstr(w, "url", url);
	json_put_cstr(w, "description", "Requests, reviews and approvals");
	json_put_cstr(w, "usage_hint", "help | list | mine | show ACME-042 | new");
	json_put_bool(w, "should_escape", false);
	json_close(w);
	json_list_end(w);
	json_close(w);
}

static void
put_settings(struct json *w, const char *url)
{
	json_key(w, "settings");
	json_open(w);
	json_key(w, "event_subscriptions");
	json_open(w);
	if (url != NULL)
		json_put_cstr(w, "request_url", url);
	put_list(w, "bot_events", events, COUNT(events), sizeof(events[0]));
	json_close(w);
	json_key(w, "interactivity");
	json_open(w);
	json_put_bool(w, "is_enabled", true);
	if (url != NULL)
		json_put_cstr(w, "request_url", url);
	json_close(w);
	json_put_bool(w, "org_deploy_enabled", false);
	json_put_bool(w, "socket_mode_enabled", url == NULL);
	json_put_bool(w, "token_rotation_enabled", false);
	json_close(w);
}

static void
put_manifest(struct json *w, const char *command, const char *url)
{
	json_open(w);
	json_key(w, "display_information");
	json_open(w);
	json_put_cstr(w, "name", "docket");
	json_put_cstr(w, "description",
		      "The creative-operations desk: requests, reviews, approvals");
	json_put_cstr(w, "background_color", "#1f3d36");
	json_close(w);
	put_features(w, command, url);
	json_key(w, "oauth_config");
	json_open(w);
	json_key(w, "scopes");
	json_open(w);
	put_list(w, "bot", &scopes[0].name, COUNT(scopes), sizeof(scopes[0]));
	json_close(w);
	json_close(w);
	put_settings(w, url);
	json_close(w);
}

static void
add_manifest(struct str *out, const char *command, const char *url)
{
	struct str flat;
	struct json w;
	str_init(&flat, SLACK_BODY_MAX);
	json_begin(&w, &flat);
	put_manifest(&w, command, url);
	json_t *o = json_loadb(str_cstr(&flat), flat.len, 0, NULL);
	char *text = json_dumps(o, JSON_INDENT(2) | JSON_ENSURE_ASCII);
	str_adds(out, text);
	str_adds(out, "\n");
	free(text);
	json_decref(o);
	str_clear(&flat);
}

/* By call only where it was asked for, or where there is an address and nothing else was said. */
static bool
by_socket(const struct conf *c, const struct conf_chat *chat)
{
	if (chat != NULL && chat->transport == CONF_TRANSPORT_SOCKET)
		return true;
	return c->http.public_url == NULL;
}

int
slack_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e)
{
	const char *name = chat != NULL && chat->name != NULL ? chat->name : "slack";
	const char *word = chat != NULL && chat->command != NULL ? chat->command : "docket";
	bool socket = by_socket(c, chat);
	char command[64], url[512];
	(void)snprintf(command, sizeof(command), "/%s", word);
	if (chat != NULL && chat->transport == CONF_TRANSPORT_PUSH && c->http.public_url == NULL)
		return err_set(e, ERR_CONFIG,
			       "set http.public_url first, the address under which Slack reaches "
			       "docket; or set transport: socket, which needs none");
	(void)snprintf(url, sizeof(url), "%s/chat/%s", socket ? "" : c->http.public_url, name);
	str_addf(
		out,
		"Slack, %s\n\n"
		"1. Open https://api.slack.com/apps, choose \"Create New App\", \"From a "
		"manifest\",\n"
		"   your workspace, and paste the JSON below.%s\n"
		"2. \"Install to Workspace\". Under \"OAuth & Permissions\" copy the Bot User "
		"OAuth Token\n"
		"   (xoxb-...) into a file slack.token beside docket.yaml: chmod 600 slack.token\n",
		socket ? "by Socket Mode: docket calls Slack, no public address is needed."
		       : "by HTTP: Slack calls docket.",
		socket ? "" : " docket has to run: Slack asks its address at once.");
	if (socket)
		str_adds(out, "3. \"Basic Information\", \"App-Level Tokens\": generate one with "
			      "the scope\n"
			      "   connections:write and copy it (xapp-...) into a file "
			      "slack.app_token, chmod 600.\n");
	else
		str_adds(out, "3. \"Basic Information\", \"App Credentials\": copy the Signing "
			      "Secret into a file\n"
			      "   slack.secret, chmod 600.\n");
	str_addf(out,
		 "4. In Slack make a channel that only the team is in, and say there: /invite "
		 "@docket\n"
		 "   Its id stands at the foot of the channel's details (C024BE91L).\n"
		 "5. docket.yaml:\n\n"
		 "   chat:\n"
		 "     - name: %s\n"
		 "       platform: slack\n"
		 "       transport: %s\n"
		 "       room: C024BE91L\n"
		 "       token: {file: slack.token}\n"
		 "       %s\n\n"
		 "6. docket check says who it is there and what is missing. Then, in Slack: %s "
		 "help\n\n",
		 name, socket ? "socket" : "push",
		 socket ? "app_token: {file: slack.app_token}" : "secret: {file: slack.secret}",
		 command);
	add_manifest(out, command, socket ? NULL : url);
	return 0;
}

/* The step of `check` that asks for it; skipped where it does not apply. */
enum { CHECK_WHO, CHECK_ROOM, CHECK_SOCKET, CHECK_STEPS };

int
slack_check(void *self, struct pool *p, unsigned step, struct http_out *out)
{
	struct slack *s = self;
	struct slice query, url;
	struct str text;
	switch (step) {
	case CHECK_WHO: slack_call(s, p, "auth.test", SLICE_NONE, SLICE_LIT("{}"), out); return 1;
	case CHECK_ROOM:
		if (s->conf->room == NULL)
			return s->socket && slack_socket_ask(s, p, out, &url, NULL) == 1;
		str_init(&text, 512);
		http_form_add(&text, "channel", slice_of(s->conf->room));
		if (chat_take(p, &text, &query, NULL) < 0)
			return 0;
		slack_call(s, p, "conversations.info", query, SLICE_NONE, out);
		return 1;
	case CHECK_SOCKET: /* without a room the step before has asked that */
		return s->conf->room != NULL && s->socket &&
		       slack_socket_ask(s, p, out, &url, NULL) == 1;
	default: return 0;
	}
}

static bool
has_scope(struct slice list, const char *name)
{
	struct slice one;
	while (slice_cut(&list, ',', &one))
		if (slice_is(slice_trim(one), name))
			return true;
	return false;
}

static int
who(struct pool *p, const json_t *o, const struct http_result *r, struct str *out)
{
	struct slice has = http_result_header(r, "x-oauth-scopes");
	int missing = 0;
	str_addf(out, "we are %.*s in the workspace %.*s (%.*s)\n",
		 SLICE_ARG(chat_json_text(p, o, "user")), SLICE_ARG(chat_json_text(p, o, "team")),
		 SLICE_ARG(chat_json_text(p, o, "team_id")));
	if (has.len == 0)
		return 0;
	for (size_t i = 0; i < COUNT(scopes); i++) {
		if (has_scope(has, scopes[i].name))
			continue;
		str_addf(out, "the scope %s is missing: without it docket can't %s\n",
			 scopes[i].name, scopes[i].what_for);
		missing++;
	}
	if (missing > 0)
		str_adds(out, "add it under \"OAuth & Permissions\" and install the app again\n");
	return missing > 0 ? -1 : 0;
}

static int
room(struct pool *p, const json_t *o, struct str *out)
{
	const json_t *c = chat_json_at(o, "channel");
	struct slice name = chat_json_text(p, c, "name");
	if (chat_yes(c, "is_archived")) {
		str_addf(out, "the channel #%.*s is archived\n", SLICE_ARG(name));
		return -1;
	}
	if (json_is_false(chat_json_at(c, "is_member"))) {
		str_addf(out, "docket is not in #%.*s: say /invite @docket there\n",
			 SLICE_ARG(name));
		return -1;
	}
	if (chat_yes(c, "is_ext_shared")) {
		str_addf(out,
			 "#%.*s is shared with another workspace: the team's room must not be\n",
			 SLICE_ARG(name));
		return -1;
	}
	str_addf(out, "the team's room is #%.*s\n", SLICE_ARG(name));
	return 0;
}

int
slack_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
	      struct str *out)
{
	static const char *const asked[] = {"auth.test", "conversations.info",
					    "apps.connections.open"};
	struct slack *s = self;
	struct chat_result got;
	/* Without a room its step asks for the next one's thing. */
	if (step == CHECK_ROOM && s->conf->room == NULL)
		step = CHECK_SOCKET;
	json_t *o = slack_judge(p, r, 0, &got);
	int rc = -1;
	if (got.status != CHAT_OK)
		str_addf(out, "%s: %.*s\n", step < CHECK_STEPS ? asked[step] : "Slack",
			 SLICE_ARG(got.why));
	else if (step == CHECK_WHO)
		rc = who(p, o, r, out);
	else if (step == CHECK_ROOM)
		rc = room(p, o, out);
	else {
		str_adds(out, "Socket Mode answers\n");
		rc = 0;
	}
	json_decref(o);
	return rc;
}

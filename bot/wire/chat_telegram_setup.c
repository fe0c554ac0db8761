/* Telegram: what `docket check` asks and says, and the steps that set a bot up. */
#include "chat_telegram.h"

enum { BODY_MAX = 1024 };

static void
plain(const struct telegram *t, struct pool *p, const char *method, struct http_out *out)
{
	telegram_ask(t, p, method, SLICE_LIT("{}"), out);
}

enum { STEP_ME, STEP_HOOK, STEP_ROOM, STEP_RIGHTS };

int
telegram_check(void *self, struct pool *p, unsigned step, struct http_out *out)
{
	const struct telegram *t = self;
	struct slice chat, topic, message;
	if (step == STEP_ME)
		return plain(t, p, "getMe", out), 1;
	if (step == STEP_HOOK)
		return plain(t, p, "getWebhookInfo", out), 1;
	if (step > STEP_RIGHTS || t->conf->room == NULL)
		return 0;
	telegram_parts(slice_of(t->conf->room), &chat, &topic, &message);
	struct str body;
	struct json w;
	struct slice text = SLICE_NONE;
	str_init(&body, BODY_MAX);
	json_begin(&w, &body);
	json_open(&w);
	json_put_text(&w, "chat_id", chat);
	if (step == STEP_RIGHTS)
		json_put_cstr(&w, "user_id", t->id);
	json_close(&w);
	if (chat_take(p, &body, &text, NULL) < 0)
		return 0;
	telegram_ask(t, p, step == STEP_ROOM ? "getChat" : "getChatMember", text, out);
	return 1;
}

static void
check_me(const json_t *me, struct pool *p, struct str *out)
{
	str_addf(out, "Telegram: the bot is @%.*s\n", SLICE_ARG(chat_str(p, me, "username")));
	if (!chat_yes(me, "can_join_groups"))
		str_adds(out, "Telegram: it may not join groups: @BotFather, /setjoingroups\n");
	if (!chat_yes(me, "can_read_all_group_messages"))
		str_adds(out, "Telegram: in groups it sees commands, mentions and replies to its "
			      "messages; for more: @BotFather, /setprivacy, Disable\n");
}

static int
check_hook(const struct telegram *t, const json_t *info, struct pool *p, struct str *out)
{
	struct slice fault = chat_str(p, info, "last_error_message");
	bool set = chat_str(p, info, "url").len > 0;
	if (!t->push && set)
		str_adds(out, "Telegram: a webhook is set; polling takes it off\n");
	if (!t->push)
		return 0;
	if (!set)
		str_adds(out, "Telegram: no webhook is set: nothing will arrive. Set it as `docket "
			      "init chat telegram` says\n");
	else if (fault.len > 0)
		str_addf(out, "Telegram: its last call to us failed: %.*s\n", SLICE_ARG(fault));
	return set ? 0 : -1;
}

static int
check_rights(const json_t *member, struct pool *p, struct str *out)
{
	struct slice as = chat_str(p, member, "status");
	bool in =
		slice_is(as, "member") || slice_is(as, "administrator") || slice_is(as, "creator");
	bool may = in || (slice_is(as, "restricted") && chat_yes(member, "can_send_messages"));
	if (!may)
		str_adds(out, "Telegram: the bot may not write into the room: add it there\n");
	return may ? 0 : -1;
}

int
telegram_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
		 struct str *out)
{
	static const char *const what[] = {"the token", "the webhook", "the room",
					   "the bot's place in the room"};
	struct telegram *t = self;
	struct err ignored = ERR_INIT;
	struct chat_result verdict;
	int done = 0;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Telegram", &ignored) : NULL;
	telegram_judge(p, r, answer, 0, &verdict);
	const json_t *result = json_object_get(answer, "result");
	struct slice moved =
		chat_id(p, json_object_get(answer, "parameters"), "migrate_to_chat_id");
	if (moved.len > 0) {
		str_addf(out,
			 "Telegram: the group is a supergroup now: its id, for `room`, is %.*s\n",
			 SLICE_ARG(moved));
		done = -1;
	} else if (verdict.status != CHAT_OK) {
		str_addf(out, "Telegram: %s: %.*s\n", what[step <= STEP_RIGHTS ? step : 0],
			 SLICE_ARG(verdict.why));
		done = -1;
	} else if (step == STEP_ME) {
		check_me(result, p, out);
	} else if (step == STEP_HOOK) {
		done = check_hook(t, result, p, out);
	} else if (step == STEP_ROOM) {
		str_addf(out, "Telegram: the room is \"%.*s\"\n",
			 SLICE_ARG(chat_str(p, result, "title")));
	} else {
		done = check_rights(result, p, out);
	}
	json_decref(answer);
	return done;
}

int
telegram_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e)
{
	const char *command = chat != NULL && chat->command != NULL ? chat->command : "docket";
	const char *name = chat != NULL && chat->name != NULL ? chat->name : "telegram";
	(void)e;
	str_addf(out,
		 "Telegram needs no public address: docket polls.\n"
		 "\n"
		 "1. In Telegram, write to @BotFather: /newbot. Give a name and a user name that "
		 "ends in \"bot\".\n"
		 "   It answers with a token. Put it into a file that only docket can read:\n"
		 "     install -m 600 /dev/null telegram.token; cat > telegram.token\n"
		 "2. To @BotFather: /setcommands, choose the bot, then send:\n"
		 "     %s - the desk: %s help\n"
		 "     help - what can be asked for\n"
		 "3. To @BotFather: /setprivacy, Disable, if what reviewers write in the team's "
		 "group without\n"
		 "   replying to a message of the bot is to be read too. Do this before step 4: it "
		 "counts from the\n"
		 "   next time the bot joins.\n"
		 "4. Make a group for the team, add the bot. Its id: write /%s help there and see "
		 "`docket why`,\n"
		 "   or take it from the group's link in Telegram's web client (a negative "
		 "number).\n"
		 "5. In docket.yaml:\n"
		 "     chat:\n"
		 "       - {name: %s, platform: telegram, room: \"-1001234567890\", token: {file: "
		 "telegram.token}}\n"
		 "   A topic of a group with topics: room: \"-1001234567890:12\".\n"
		 "6. docket check, then docket run. Each member links their account once: `/%s "
		 "link-me THEIR-ADDRESS` in\n"
		 "   a talk with the bot; docket mails a code, `link CODE` there ends it.\n",
		 command, command, command, name, command);
	if (c != NULL && c->http.public_url != NULL)
		str_addf(out,
			 "\n"
			 "Calls instead of polling: `transport: push`, `secret: {file: "
			 "telegram.secret}` (16 to 256 letters\n"
			 "and digits), and once, in one line, with token and secret put in:\n"
			 "     curl https://api.telegram.org/botTOKEN/setWebhook -d "
			 "url=%s/chat/%s\n"
			 "       -d secret_token=SECRET -d "
			 "allowed_updates='[\"message\",\"edited_message\",\"callback_query\","
			 "\"my_chat_member\"]'\n",
			 c->http.public_url, name);
	return 0;
}

/* Matrix: what `docket check` asks and says, and the steps that set a bot up. */
#include "chat_matrix.h"

enum { STEP_WHO, STEP_IN, STEP_CRYPTED };

int
matrix_check(void *self, struct pool *p, unsigned step, struct http_out *out)
{
	const struct matrix *x = self;
	struct slice room = slice_of(x->conf->room);
	if (step == STEP_WHO)
		return matrix_ask(x, p, "GET", SLICE_LIT("account/whoami"), SLICE_NONE, out), 1;
	if (step > STEP_CRYPTED || room.len == 0)
		return 0;
	if (step == STEP_IN)
		return matrix_ask(x, p, "GET", SLICE_LIT("joined_rooms"), SLICE_NONE, out), 1;
	matrix_ask(x, p, "GET",
		   matrix_path(p, "rooms/%s/state/m.room.encryption", room, SLICE_NONE, SLICE_NONE),
		   SLICE_NONE, out);
	return 1;
}

static int
check_who(const struct matrix *x, struct pool *p, const json_t *answer, struct str *out)
{
	struct slice user = chat_str(p, answer, "user_id");
	str_addf(out, "Matrix: the bot is %.*s\n", SLICE_ARG(user));
	if (x->conf->user == NULL || slice_is(user, x->conf->user))
		return 0;
	str_addf(out, "Matrix: `user` says %s, the token belongs to %.*s\n", x->conf->user,
		 SLICE_ARG(user));
	return -1;
}

static int
check_in(const struct matrix *x, const json_t *answer, struct str *out)
{
	const json_t *list = json_object_get(answer, "joined_rooms");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *id = json_string_value(json_array_get(list, i));
		if (id != NULL && strcmp(id, x->conf->room) == 0)
			return 0;
	}
	str_adds(out, "Matrix: the bot is not in the room: invite it; it accepts what people of "
		      "its own homeserver ask\n");
	return -1;
}

int
matrix_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
	       struct str *out)
{
	const struct matrix *x = self;
	struct err ignored = ERR_INIT;
	struct chat_result verdict;
	int done = 0;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Matrix", &ignored) : NULL;
	matrix_judge(p, r, answer, 0, &verdict);
	if (step == STEP_CRYPTED && (r->status == 404 || r->status == 403)) {
		done = 0; /* no such state: not encrypted; or not in it, which was said before */
	} else if (verdict.status != CHAT_OK) {
		str_addf(out, "%.*s\n", SLICE_ARG(verdict.why));
		done = -1;
	} else if (step == STEP_WHO) {
		done = check_who(x, p, answer, out);
	} else if (step == STEP_IN) {
		done = check_in(x, answer, out);
	} else {
		str_adds(out, "Matrix: the room is end-to-end encrypted: docket can neither read "
			      "nor write there. Encryption cannot be taken off a room; make "
			      "another without it\n");
		done = -1;
	}
	json_decref(answer);
	return done;
}

int
matrix_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e)
{
	const char *name = chat != NULL && chat->name != NULL ? chat->name : "matrix";
	const char *command = chat != NULL && chat->command != NULL ? chat->command : "docket";
	(void)e;
	str_addf(out,
		 "Matrix needs no public address: docket polls.\n"
		 "\n"
		 "1. Make an account for the bot on the team's own homeserver, such as "
		 "@docket:example.org.\n"
		 "2. Get an access token of its own for it:\n"
		 "     curl https://matrix.example.org/_matrix/client/v3/login -d "
		 "'{\"type\":\"m.login.password\",\n"
		 "       \"identifier\":{\"type\":\"m.id.user\",\"user\":\"docket\"},\"password\":"
		 "\"…\",\n"
		 "       \"initial_device_display_name\":\"docket\"}'\n"
		 "   Put access_token of its answer into a file that only docket can read:\n"
		 "     install -m 600 /dev/null matrix.token; cat > matrix.token\n"
		 "3. Make a room for the team, NOT end-to-end encrypted: docket cannot read "
		 "encrypted rooms.\n"
		 "   Invite the bot. It accepts invitations of people of its own homeserver "
		 "only.\n"
		 "4. In docket.yaml (the room's id: its settings, Advanced, Internal room ID):\n"
		 "     chat:\n"
		 "       - {name: %s, platform: matrix, url: \"https://matrix.example.org\", user: "
		 "\"@docket:example.org\",\n"
		 "          room: \"!abc:example.org\", token: {file: matrix.token}}\n"
		 "5. docket check, then docket run. Commands: \"!%s status ACME-042\", or a "
		 "mention of the bot; in a\n"
		 "   talk with the bot alone the words by themselves.\n"
		 "6. Each member links their account once: \"link-me THEIR-ADDRESS\" to the bot "
		 "alone; docket mails\n"
		 "   a code, \"link CODE\" ends it.\n",
		 name, command);
	if (c != NULL && c->http.public_url != NULL)
		str_addf(out,
			 "\n"
			 "Calls instead of polling, as an application service of the homeserver's "
			 "own. Its registration:\n"
			 "     id: docket\n"
			 "     url: %s/chat/%s\n"
			 "     as_token: (a long random text; `token` of docket)\n"
			 "     hs_token: (another; `secret` of docket)\n"
			 "     sender_localpart: docket\n"
			 "     rate_limited: false\n"
			 "     namespaces: {users: [{exclusive: true, regex: "
			 "\"@docket:example\\\\.org\"}], rooms: [], aliases: []}\n"
			 "   and in docket.yaml `transport: push`.\n",
			 c->http.public_url, name);
	return 0;
}

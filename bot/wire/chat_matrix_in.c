/*
 * What a homeserver tells by /sync. At the start everything is asked for once, only to learn which
 * rooms there are; what stands in them is not taken. From then on each answer is taken whole, and
 * its next_batch is kept with the events.
 *
 * Where a room's timeline is `limited`, nothing of it is taken from the answer: the room is read
 * from the last token on, forwards, up to the new one. Such gaps, and invitations to answer, are
 * part of the cursor, so that a crash does not forget them:
 *
 *	SINCE
 *	gap ROOM FROM TO
 *	join ROOM
 *	leave ROOM
 */
#include "chat_matrix.h"

#include "docket/base/utf8.h"

enum {
	HOLD_MS = 30 * 1000, /* how long the homeserver shall wait for something to tell */
	HOLD_SLACK_MS = 20 * 1000,
	NOTHING_MS = 200, /* a server that does not hold polls is not to be hammered */
	GAP_PAGE = 100,
	TOKEN_MAX = 1000,
	TASKS_MAX = 500,
	CURSOR_MAX = 256 << 10,
	PATH_MAX_BYTES = 16 << 10,
};

/* Only what is said, and who comes and goes; no receipts, no typing, no presence. */
#define FILTER(limit)                                                                              \
	"{\"presence\":{\"types\":[]},\"account_data\":{\"types\":[]},\"room\":{\"account_data\":" \
	"{"                                                                                        \
	"\"types\":[]},\"ephemeral\":{\"types\":[]},\"state\":{\"types\":[],"                      \
	"\"lazy_load_members\":true},\"timeline\":{\"limit\":" limit                               \
	",\"types\":[\"m.room.message\",\"m.room.redaction\",\"m.room.member\"]}}}"

/* --- the cursor --- */

struct task {
	struct slice what, room, from, to;
};

static struct task
task_read(struct slice line)
{
	struct task t = {SLICE_NONE, SLICE_NONE, SLICE_NONE, SLICE_NONE};
	slice_cut(&line, ' ', &t.what);
	slice_cut(&line, ' ', &t.room);
	slice_cut(&line, ' ', &t.from);
	t.to = line;
	return t;
}

/* Its first line, and its first task; rest: the tasks behind that one. */
static struct slice
cursor_read(struct slice cursor, struct task *first, struct slice *rest)
{
	struct slice since = SLICE_NONE, line = SLICE_NONE;
	slice_line(&cursor, &since);
	slice_line(&cursor, &line);
	*first = task_read(line);
	*rest = cursor;
	return since;
}

static bool
token_ok(struct slice t)
{
	for (size_t i = 0; i < t.len; i++)
		if ((unsigned char)t.data[i] <= ' ')
			return false;
	return t.len > 0 && t.len <= TOKEN_MAX;
}

/* --- requests --- */

static int
ask_task(const struct matrix *x, struct pool *p, const struct task *t, struct http_out *out)
{
	if (slice_is(t->what, "join") || slice_is(t->what, "leave")) {
		matrix_ask(x, p, "POST",
			   matrix_path(p, "rooms/%s/%s", t->room, t->what, SLICE_NONE),
			   SLICE_LIT("{}"), out);
		return 1;
	}
	struct slice path = matrix_path(p, "rooms/%s/messages?dir=f&from=%s&to=%s&limit=", t->room,
					t->from, t->to);
	matrix_ask(x, p, "GET", pool_slicef(p, "%.*s%d", SLICE_ARG(path), GAP_PAGE), SLICE_NONE,
		   out);
	return 1;
}

int
matrix_pull(void *self, struct pool *p, struct slice cursor, struct http_out *out, struct err *e)
{
	struct matrix *x = self;
	struct task first;
	struct slice rest, since = cursor_read(cursor, &first, &rest);
	(void)e;
	if (x->push)
		return 0;
	switch (x->stage) {
	case MATRIX_WHO:
		return matrix_ask(x, p, "GET", SLICE_LIT("account/whoami"), SLICE_NONE, out), 1;
	case MATRIX_NAME:
		matrix_ask(x, p, "GET",
			   matrix_path(p, "profile/%s/displayname", slice_of(x->user), SLICE_NONE,
				       SLICE_NONE),
			   SLICE_NONE, out);
		return 1;
	case MATRIX_ROOMS:
		matrix_ask(x, p, "GET",
			   matrix_path(p, "sync?timeout=0&set_presence=offline&filter=%s",
				       SLICE_LIT(FILTER("1")), SLICE_NONE, SLICE_NONE),
			   SLICE_NONE, out);
		return 1;
	case MATRIX_READY: break;
	}
	if (first.what.len > 0)
		return ask_task(x, p, &first, out);
	struct slice path = matrix_path(p, "sync?set_presence=offline&filter=%s&since=%s&timeout=",
					SLICE_LIT(FILTER("50")), since, SLICE_NONE);
	matrix_ask(x, p, "GET", pool_slicef(p, "%.*s%d", SLICE_ARG(path), x->quick ? 0 : HOLD_MS), SLICE_NONE,
		   out);
	out->timeout_ms = HOLD_MS + HOLD_SLACK_MS;
	return 1;
}

/* --- answers --- */

bool
matrix_welcome(const struct matrix *x, struct pool *p, const json_t *member)
{
	struct slice from = matrix_server(chat_str(p, member, "sender"));
	return from.len > 0 && slice_eq(from, matrix_server(slice_of(x->user)));
}

/* Two people in it, one of them we: a talk. The team's own room is never one. */
static void
learn_room(struct matrix *x, struct slice id, const json_t *room)
{
	const json_t *sum = json_object_get(room, "summary");
	const json_t *heroes = json_object_get(sum, "m.heroes");
	struct matrix_room *known = matrix_room_add(x, id);
	if (known == NULL || json_object_size(sum) == 0)
		return;
	/* What did not change is left out. */
	if (json_object_get(sum, "m.joined_member_count") != NULL)
		known->joined = chat_num(sum, "m.joined_member_count");
	if (json_object_get(sum, "m.invited_member_count") != NULL)
		known->invited = chat_num(sum, "m.invited_member_count");
	const char *other = json_string_value(json_array_get(heroes, 0));
	known->direct = known->joined + known->invited == 2 &&
			(x->conf->room == NULL || !slice_is(id, x->conf->room));
	if (other != NULL && known->direct)
		slice_cstr(slice_of(other), known->other, sizeof(known->other));
}

/* Where in a timeline we came in: what stands before is not for us. Behind it, or 0. */
static size_t
came_in(const struct matrix *x, struct pool *p, const json_t *events)
{
	size_t behind = 0;
	for (size_t i = 0; i < json_array_size(events); i++) {
		const json_t *event = json_array_get(events, i);
		const json_t *before = json_object_get(event, "unsigned");
		if (!slice_is(chat_str(p, event, "type"), "m.room.member") ||
		    !slice_is(chat_str(p, event, "state_key"), x->user) ||
		    !slice_is(chat_str(p, json_object_get(event, "content"), "membership"), "join"))
			continue;
		/* Our own change of name is a "join", too. */
		if (!slice_is(chat_str(p, json_object_get(before, "prev_content"), "membership"),
			      "join"))
			behind = i + 1;
	}
	return behind;
}

struct taking {
	struct matrix *x;
	struct pool *p;
	struct slice since, next;
	struct str tasks;
	size_t task_count;
	chat_event_list *out;
};

static void
add_task(struct taking *t, const char *what, struct slice room, struct slice more)
{
	if (++t->task_count > TASKS_MAX || !token_ok(room))
		return;
	str_addf(&t->tasks, "\n%s %.*s%s%.*s", what, SLICE_ARG(room), more.len > 0 ? " " : "",
		 SLICE_ARG(more));
}

static void
take_room(struct taking *t, struct slice id, const json_t *room)
{
	const json_t *line = json_object_get(room, "timeline"),
		     *events = json_object_get(line, "events");
	bool known = matrix_room_of(t->x, id) != NULL;
	size_t from = came_in(t->x, t->p, events);
	learn_room(t->x, id, room);
	if (chat_yes(line, "limited") && from == 0 && known) {
		add_task(t, "gap", id,
			 pool_slicef(t->p, "%.*s %.*s", SLICE_ARG(t->since), SLICE_ARG(t->next)));
		return;
	}
	for (size_t i = from > 0 ? from - 1 : 0; i < json_array_size(events); i++)
		matrix_event(t->x, t->p, id, json_array_get(events, i), t->out);
}

static void
take_invite(struct taking *t, struct slice id, const json_t *room)
{
	const json_t *events = json_object_get(json_object_get(room, "invite_state"), "events");
	bool welcome = false;
	for (size_t i = 0; i < json_array_size(events); i++) {
		const json_t *event = json_array_get(events, i);
		if (slice_is(chat_str(t->p, event, "type"), "m.room.member") &&
		    slice_is(chat_str(t->p, event, "state_key"), t->x->user))
			welcome = matrix_welcome(t->x, t->p, event);
	}
	add_task(t, welcome ? "join" : "leave", id, SLICE_NONE);
}

static struct slice
key_of(struct pool *p, const char *key)
{
	return pool_copy(p, slice_of(key));
}

/*
 * One answer of /sync. `first`: only who is where, and invitations; -1 when it cannot be used.
 */
static int
take_sync(struct matrix *x, struct pool *p, const json_t *answer, struct slice since, bool first,
	  struct chat_pulled *out)
{
	const json_t *rooms = json_object_get(answer, "rooms");
	json_t *joined = json_object_get(rooms, "join"),
	       *invited = json_object_get(rooms, "invite"), *left = json_object_get(rooms, "leave"),
	       *room;
	const char *key;
	struct taking t = {.x = x,
			   .p = p,
			   .since = since,
			   .next = chat_str(p, answer, "next_batch"),
			   .out = &out->events};
	if (!token_ok(t.next))
		return -1;
	str_init(&t.tasks, CURSOR_MAX);
	json_object_foreach(joined, key, room)
	{
		if (first)
			learn_room(x, key_of(p, key), room);
		else
			take_room(&t, key_of(p, key), room);
	}
	json_object_foreach(invited, key, room) take_invite(&t, key_of(p, key), room);
	json_object_foreach(left, key, room)
	{
		const json_t *events = json_object_get(json_object_get(room, "timeline"), "events");
		for (size_t i = 0; !first && i < json_array_size(events); i++)
			matrix_event(x, p, key_of(p, key), json_array_get(events, i), t.out);
		matrix_room_drop(x, key_of(p, key));
	}
	bool failed = str_failed(&t.tasks);
	if (!first && out->events.len == 0 && t.task_count == 0)
		out->wait_ms = NOTHING_MS;
	struct slice from = first && since.len > 0 ? since : t.next;
	/* At a later start only what there is was asked for: it goes on where it was. */
	if (!failed && !(first && since.len > 0))
		out->next =
			pool_slicef(p, "%.*s%.*s", SLICE_ARG(from), SLICE_ARG(str_slice(&t.tasks)));
	str_clear(&t.tasks);
	return failed ? -1 : 0;
}

/* The next page of a gap; it is closed when there is no more. */
static void
take_gap(struct matrix *x, struct pool *p, const json_t *answer, const struct task *t,
	 struct slice since, struct slice rest, struct chat_pulled *out)
{
	const json_t *list = json_object_get(answer, "chunk");
	struct slice end = chat_str(p, answer, "end");
	for (size_t i = 0; i < json_array_size(list); i++)
		matrix_event(x, p, t->room, json_array_get(list, i), &out->events);
	bool over = json_array_size(list) == 0 || !token_ok(end) || slice_eq(end, t->to) ||
		    slice_eq(end, t->from);
	struct slice more = rest.len > 0 ? pool_slicef(p, "\n%.*s", SLICE_ARG(rest)) : SLICE_NONE;
	if (over)
		out->next = pool_slicef(p, "%.*s%.*s", SLICE_ARG(since), SLICE_ARG(more));
	else
		out->next = pool_slicef(p, "%.*s\ngap %.*s %.*s %.*s%.*s", SLICE_ARG(since),
					SLICE_ARG(t->room), SLICE_ARG(end), SLICE_ARG(t->to),
					SLICE_ARG(more));
}

/* Joins, refusals and gaps: what the homeserver refuses for good is not asked for again. */
static bool
task_over(struct pool *p, const struct task *t, struct slice since, struct slice rest,
	  const struct chat_result *verdict, struct chat_pulled *out)
{
	bool for_good = verdict->status == CHAT_GONE || verdict->status == CHAT_REJECTED;
	bool gap = slice_is(t->what, "gap");
	if (!for_good && (verdict->status != CHAT_OK || gap))
		return false;
	out->next = pool_slicef(p, "%.*s%s%.*s", SLICE_ARG(since), rest.len > 0 ? "\n" : "",
				SLICE_ARG(rest));
	return true;
}

static void
learn(struct matrix *x, struct pool *p, const json_t *answer, struct slice cursor,
      struct chat_pulled *out)
{
	struct slice user = chat_str(p, answer, "user_id"), line = SLICE_NONE;
	struct slice rest = cursor;
	out->why = SLICE_LIT("the homeserver's answer cannot be read");
	out->status = CHAT_RETRY;
	slice_line(&rest, &line);
	if (x->stage == MATRIX_WHO && user.len > 0 && user.len < MATRIX_ID_MAX &&
	    user.data[0] == '@') {
		slice_cstr(user, x->user, sizeof(x->user));
		x->stage = MATRIX_NAME;
	} else if (x->stage == MATRIX_NAME) {
		slice_cstr(chat_str(p, answer, "displayname"), x->name, sizeof(x->name));
		x->stage = MATRIX_ROOMS;
	} else if (x->stage == MATRIX_ROOMS && take_sync(x, p, answer, line, true, out) == 0) {
		x->stage = MATRIX_READY;
	} else {
		return;
	}
	out->status = CHAT_OK;
	out->why = SLICE_NONE;
}

int
matrix_pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
	      int64_t now, struct chat_pulled *out, struct err *e)
{
	struct matrix *x = self;
	struct err ignored = ERR_INIT;
	struct chat_result verdict;
	struct task first;
	struct slice rest, since = cursor_read(cursor, &first, &rest);
	(void)e;
	*out = (struct chat_pulled){.status = CHAT_OK, .next = cursor};
	json_t *answer = r->status != 0 ? chat_json(r->body, "Matrix", &ignored) : NULL;
	matrix_judge(p, r, answer, now, &verdict);
	if (verdict.status == CHAT_UNKNOWN)
		verdict.status = CHAT_RETRY; /* a poll that broke off has no effect */
	if (x->stage == MATRIX_NAME && (r->status == 404 || r->status == 403))
		verdict.status = CHAT_OK; /* it has no name */
	if (x->stage == MATRIX_READY && first.what.len > 0 &&
	    task_over(p, &first, since, rest, &verdict, out)) {
		json_decref(answer);
		return 0;
	}
	if (verdict.status != CHAT_OK) {
		out->status = verdict.status;
		out->not_before = verdict.not_before;
		out->why = verdict.why;
	} else if (x->stage != MATRIX_READY) {
		learn(x, p, answer, cursor, out);
	} else if (first.what.len > 0) {
		take_gap(x, p, answer, &first, since, rest, out);
	} else if (take_sync(x, p, answer, since, false, out) < 0) {
		out->status = CHAT_RETRY;
		out->events.len = 0;
		out->why = SLICE_LIT("the homeserver's answer cannot be read");
	}
	json_decref(answer);
	return 0;
}

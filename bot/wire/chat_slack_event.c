/*
 * Slack's Events API. The message event and the mention of one message are two events with two ids:
 * both have the message itself as their key, so that it counts once, whichever comes first, and a
 * retry is the same again. X-Slack-Retry-Num is not looked at: what happened while docket was away
 * comes only as a retry.
 */
#include "chat_slack.h"

#include "chat_util.h"

/* An event of a message, put together from where Slack has its parts. */
struct event {
	const json_t *all, *ev; /* the envelope; what happened */
	struct slice team;	/* of the installation */
	struct slice self;	/* our own account */
	struct slice room;
};

/* UTC ms of "1503435956.000247". */
static int64_t
ts_ms(struct slice ts)
{
	int64_t s = 0;
	ptrdiff_t dot = slice_index(ts, '.');
	if (dot < 0 || dot > 11 || !slice_int(slice_sub(ts, 0, (size_t)dot), &s))
		return 0;
	return s * 1000;
}

static bool
is_bot(struct pool *p, const json_t *message, struct slice self)
{
	return chat_json_text(p, message, "bot_id").len > 0 ||
	       slice_is(chat_json_text(p, message, "subtype"), "bot_message") ||
	       slice_is(chat_json_text(p, message, "user"), "USLACKBOT") ||
	       (self.len > 0 && slice_eq(chat_json_text(p, message, "user"), self));
}

static struct slice
event_id(struct pool *p, const struct event *v)
{
	return pool_slicef(p, "ev:%.*s", SLICE_ARG(chat_json_text(p, v->all, "event_id")));
}

static struct chat_actor
person(const struct slack *s, struct pool *p, const struct event *v, const json_t *message)
{
	struct chat_actor a = {.uid = chat_json_text(p, message, "user"),
			       .tenant = chat_json_text(p, message, "user_team")};
	if (a.tenant.len == 0)
		a.tenant = chat_json_text(p, message, "team");
	if (a.tenant.len == 0)
		a.tenant = v->team;
	struct slice home = s->conf->tenant != NULL ? slice_of(s->conf->tenant)
			    : s->team[0] != '\0'    ? slice_of(s->team)
						    : v->team;
	a.outsider = !slice_eq(a.tenant, home);
	return a;
}

static const struct chat_file_keys file_keys = {"name", "mimetype", "id", "size"};

static int
said(const struct slack *s, struct pool *p, const struct event *v, bool mention,
     chat_event_list *out, struct err *e)
{
	static const char *const ordinary[] = {"file_share", "thread_broadcast", "me_message"};
	struct slice subtype = chat_json_text(p, v->ev, "subtype");
	struct slice ts = chat_json_text(p, v->ev, "ts");
	if (subtype.len > 0 && slice_among(subtype, ordinary, COUNT(ordinary)) < 0)
		return 0; /* joins, topics, reminders: nobody's words */
	struct chat_event ev = {
		.kind = CHAT_MESSAGE,
		.who = person(s, p, v, v->ev),
		.at = ts_ms(ts),
		.room = v->room,
		.message = slack_ref(p, v->room, ts),
		.thread = slack_ref(p, v->room, chat_json_text(p, v->ev, "thread_ts")),
		.direct = slice_is(chat_json_text(p, v->ev, "channel_type"), "im"),
		.mention = mention,
	};
	if (ev.message.len == 0 || !slack_is_id(ev.who.uid))
		return err_set(e, ERR_MESSAGE, "Slack's message has no place or no author");
	ev.key = pool_slicef(p, "msg:%.*s", SLICE_ARG(ev.message));
	ev.text = slack_plain(p, chat_json_text(p, v->ev, "text"), v->self, &ev.mention);
	chat_files_from(p, chat_json_at(v->ev, "files"), &file_keys, &ev);
	/* A root that has answers names itself as its thread. */
	if (slice_eq(ev.thread, ev.message))
		ev.thread = SLICE_NONE;
	if (ev.text.len == 0 && ev.file_count == 0 && !ev.mention)
		return 0;
	VEC_ADD(out, p, ev);
	return 0;
}

static int
edited(const struct slack *s, struct pool *p, const struct event *v, bool gone,
       chat_event_list *out)
{
	const json_t *now = chat_json_at(v->ev, "message");
	const json_t *before = chat_json_at(v->ev, "previous_message");
	if (slice_is(chat_json_text(p, now, "subtype"), "tombstone"))
		gone = true; /* the root of a thread that was deleted */
	const json_t *whose = gone ? before : now;
	if (whose == NULL || is_bot(p, whose, v->self))
		return 0;
	struct slice ts = chat_json_text(p, gone ? before : now, "ts");
	struct chat_event ev = {
		.kind = CHAT_EDITED,
		.key = event_id(p, v),
		.who = person(s, p, v, whose),
		.at = ts_ms(chat_json_text(p, v->ev, "event_ts")),
		.room = v->room,
		.message = slack_ref(p, v->room, ts),
		.thread = slack_ref(p, v->room, chat_json_text(p, whose, "thread_ts")),
		.direct = slice_is(chat_json_text(p, v->ev, "channel_type"), "im"),
	};
	if (ev.message.len == 0 || !slack_is_id(ev.who.uid))
		return 0;
	if (slice_eq(ev.thread, ev.message))
		ev.thread = SLICE_NONE;
	if (!gone) {
		struct slice text = chat_json_text(p, now, "text");
		/* A preview was added, somebody answered: the words are what they were. */
		if (slice_eq(text, chat_json_text(p, before, "text")))
			return 0;
		ev.text = slack_plain(p, text, v->self, &ev.mention);
	}
	VEC_ADD(out, p, ev);
	return 0;
}

static void
lifecycle(const struct slack *s, struct pool *p, const struct event *v, const char *what,
	  chat_event_list *out)
{
	struct chat_event ev = {
		.kind = CHAT_LIFECYCLE,
		.key = event_id(p, v),
		.at = ts_ms(chat_json_text(p, v->ev, "event_ts")),
		.room = v->room,
		.who = person(s, p, v, v->ev),
		.text = slice_of(what),
	};
	VEC_ADD(out, p, ev);
}

/* What happens to us and to rooms. The first two are about an account: ours only. */
static const struct {
	const char *type, *what;
	bool of_account;
} changes[] = {
	{"member_joined_channel", "joined", true}, {"member_left_channel", "left", true},
	{"channel_left", "left", false},	   {"group_left", "left", false},
	{"channel_archive", "archived", false},	   {"group_archive", "archived", false},
	{"channel_deleted", "deleted", false},	   {"group_deleted", "deleted", false},
	{"app_uninstalled", "uninstalled", false}, {"tokens_revoked", "revoked", false},
};

static int
callback(const struct slack *s, struct pool *p, const struct event *v, chat_event_list *out,
	 struct err *e)
{
	struct slice type = chat_json_text(p, v->ev, "type");
	struct slice subtype = chat_json_text(p, v->ev, "subtype");
	bool mention = slice_is(type, "app_mention");
	if (mention || slice_is(type, "message")) {
		if (!slack_is_id(v->room))
			return err_set(e, ERR_MESSAGE, "Slack's message has no channel");
		if (slice_is(subtype, "message_changed") || slice_is(subtype, "message_deleted"))
			return edited(s, p, v, slice_is(subtype, "message_deleted"), out);
		return is_bot(p, v->ev, v->self) ? 0 : said(s, p, v, mention, out, e);
	}
	for (size_t i = 0; i < COUNT(changes); i++) {
		if (!slice_is(type, changes[i].type))
			continue;
		if (!changes[i].of_account ||
		    (v->self.len > 0 && slice_eq(chat_json_text(p, v->ev, "user"), v->self)))
			lifecycle(s, p, v, changes[i].what, out);
	}
	return 0;
}

/* The installation this event is delivered for: its workspace, its bot. */
static void
installation(const struct slack *s, struct pool *p, struct event *v)
{
	const json_t *list = chat_json_at(v->all, "authorizations");
	const json_t *one = json_array_get(list, 0);
	v->team = chat_json_text(p, one, "team_id");
	if (v->team.len == 0)
		v->team = chat_json_text(p, v->all, "team_id");
	v->self = s->user[0] != '\0' ? slice_of(s->user) : SLICE_NONE;
	if (v->self.len == 0 && chat_yes(one, "is_bot"))
		v->self = chat_json_text(p, one, "user_id");
	if (v->self.len == 0 && s->conf->user != NULL)
		v->self = slice_of(s->conf->user);
}

int
slack_decode_event(struct slack *s, struct pool *p, const json_t *o, chat_event_list *out,
		   struct err *e)
{
	struct event v = {.all = o, .ev = chat_json_at(o, "event")};
	struct slice type = chat_json_text(p, o, "type");
	installation(s, p, &v);
	if (slice_is(type, "app_rate_limited")) {
		/* Slack drops what happens in that minute: somebody should know. */
		struct chat_event ev = {
			.kind = CHAT_LIFECYCLE,
			.key = pool_slicef(p, "limit:%.*s:%lld", SLICE_ARG(v.team),
					   (long long)chat_num(o, "minute_rate_limited")),
			.at = chat_seconds(o, "minute_rate_limited"),
			.who = {.tenant = v.team},
			.text = SLICE_LIT("rate_limited")};
		VEC_ADD(out, p, ev);
		return 0;
	}
	if (!slice_is(type, "event_callback"))
		return type.len > 0 ? 0 : err_set(e, ERR_MESSAGE, "Slack's event has no type");
	if (!slack_is_id(chat_json_text(p, o, "event_id")) || v.ev == NULL)
		return err_set(e, ERR_MESSAGE, "Slack's event has no id");
	/* Rooms come as an id, and in one event as an object. */
	v.room = chat_json_text(p, v.ev, "channel");
	if (v.room.len == 0)
		v.room = chat_json_text(p, v.ev, "channel.id");
	return callback(s, p, &v, out, e);
}

/*
 * Rocket.Chat asked: the list of the bot's rooms, then of each with news all that changed since
 * what was taken (chat.syncMessages, which knows no limit), quiet ones now and then too, since an
 * edit does not show in the list. With an overlap, because their stamps are made before the rows
 * are seen; keys tell what came before.
 */
#include "rocketchat.h"

#include "chat_rooms.h"
#include "docket/base/zone.h"

#include <stdlib.h>

int
rocketchat_pull(void *self, struct pool *p, struct slice cursor, struct http_out *out,
		struct err *e)
{
	struct rocketchat *rc = self;
	struct chat_rooms rooms;
	if (chat_rooms_read(p, cursor, &rooms, e) < 0)
		return -1;
	rc->asked_me = rc->name[0] == '\0';
	const struct chat_room *r = chat_rooms_next(&rooms);
	struct slice path = SLICE_LIT("/rooms.get");
	if (rc->asked_me) {
		path = SLICE_LIT("/me");
	} else if (r != NULL) {
		struct str when;
		int64_t since = r->mark - CHAT_ROOMS_OVERLAP_MS;
		str_init(&when, 64);
		zone_iso(&when, zone_utc(), since > 0 ? since : 0);
		/* "…+00:00" as it is written in a query */
		struct slice day =
			slice_sub(str_slice(&when), 0, sizeof("2026-05-14T17:00:00") - 1);
		path = pool_slicef(p, "/chat.syncMessages?roomId=%.*s&lastUpdate=%.*sZ",
				   SLICE_ARG(r->id), SLICE_ARG(day));
		str_clear(&when);
	}
	rocketchat_request(rc, p, "GET", path.data, out);
	return 1;
}

/* A time of theirs: "2026-05-14T17:00:00.123Z", or {"$date": ms}. 0: none. */
static int64_t
time_of(struct pool *p, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	int64_t ms = 0, fraction = 0;
	if (json_is_object(v))
		return chat_num(v, "$date");
	struct slice s = chat_str(p, o, key);
	ptrdiff_t dot = slice_index(s, '.');
	if (dot > 0) { /* the store's clock knows seconds; the rest is added */
		struct slice digits = slice_sub(s, (size_t)dot + 1, (size_t)dot + 4);
		if (!slice_int(digits, &fraction) || fraction < 0)
			fraction = 0;
		s = pool_slicef(p, "%.*sZ", SLICE_ARG(slice_sub(s, 0, (size_t)dot)));
	}
	return s.len > 0 && zone_parse_iso(s, zone_utc(), &ms) ? ms + fraction : 0;
}

/* --- Messages -------------------------------------------------------------------------------- */

void
rocketchat_files(struct pool *p, const json_t *m, struct chat_event *ev)
{
	static const struct chat_file_keys keys = {"name", "type", "_id", "size"};
	const json_t *list = json_object_get(m, "files");
	if (json_array_size(list) > 0) { /* with smaller copies of pictures, which "file" is not */
		const json_t *one;
		size_t i;
		json_array_foreach(list, i, one) if (!slice_starts(chat_str(p, one, "name"), "thumb-"))
			chat_file_from(p, one, &keys, ev);
	} else {
		chat_file_from(p, json_object_get(m, "file"), &keys, ev);
	}
}

static void
take(const struct rocketchat *rc, struct pool *p, const struct chat_room *r, const json_t *m,
     struct chat_pulled *out)
{
	const json_t *who = json_object_get(m, "u");
	struct slice id = chat_str(p, m, "_id"), rest = SLICE_NONE;
	struct chat_event ev = {.kind = CHAT_MESSAGE,
				.at = time_of(p, m, "ts"),
				.room = r->id,
				.reply = r->id, /* it waits for no card that is due in the room */
				.thread = chat_str(p, m, "tmid"),
				.message = id,
				.direct = r->direct,
				.who = {.uid = chat_str(p, who, "_id"),
					.handle = chat_str(p, who, "username"),
					.display = chat_str(p, who, "name")},
				.text = slice_trim(chat_str(p, m, "msg")),
				.reply_left = -1};
	/* Notices of the server, other programs, ourselves. */
	if (!rocketchat_id_ok(id) || !rocketchat_id_ok(ev.who.uid) || chat_str(p, m, "t").len > 0 ||
	    json_is_object(json_object_get(m, "bot")) || slice_is(ev.who.uid, rc->conf->user))
		return;
	if (!rocketchat_id_ok(ev.thread))
		ev.thread = SLICE_NONE;
	ev.mention = rocketchat_calls(rc, p, ev.text, &rest);
	if (ev.mention)
		ev.text = rest;
	/* What is said in a room without us is not ours to keep. */
	if (!ev.mention && !ev.direct && ev.thread.len == 0)
		return;
	rocketchat_files(p, m, &ev);
	if (ev.at > r->mark - CHAT_ROOMS_OVERLAP_MS) {
		ev.key = rocketchat_key(p, id);
		VEC_ADD(&out->events, p, ev);
	}
	int64_t edited = time_of(p, m, "editedAt");
	if (edited > 0) {
		ev.kind = CHAT_EDITED;
		ev.file_count = 0;
		ev.at = edited;
		ev.key = rocketchat_edit_key(p, id, slice_trim(chat_str(p, m, "msg")));
		VEC_ADD(&out->events, p, ev);
	}
}

static void
deleted(struct pool *p, const struct chat_room *r, const json_t *m, struct chat_pulled *out)
{
	struct slice id = chat_str(p, m, "_id");
	if (rocketchat_id_ok(id))
		VEC_ADD(&out->events, p,
			((struct chat_event){.kind = CHAT_EDITED,
					     .key = pool_slicef(p, "d:%.*s", SLICE_ARG(id)),
					     .room = r->id,
					     .message = id,
					     .direct = r->direct,
					     .reply_left = -1}));
}

static int
by_time(const void *a, const void *b)
{
	int64_t x = ((const struct chat_event *)a)->at, y = ((const struct chat_event *)b)->at;
	return x < y ? -1 : x > y;
}

static void
took_messages(const struct rocketchat *rc, struct pool *p, struct chat_room *r, const json_t *o,
	      int64_t theirs, struct chat_pulled *out)
{
	size_t i;
	json_t *m;
	int64_t newest = r->mark;
	json_array_foreach(json_object_get(o, "updated"), i, m)
	{
		int64_t at = time_of(p, m, "_updatedAt");
		take(rc, p, r, m, out);
		newest = at > newest ? at : newest;
	}
	json_array_foreach(json_object_get(o, "deleted"), i, m) deleted(p, r, m, out);
	if (out->events.len > 1)
		qsort(out->events.at, out->events.len, sizeof(out->events.at[0]), by_time);
	newest = r->last > newest ? r->last : newest;
	/* A stamp in the future must not hide what comes until then. */
	if (newest > theirs)
		newest = theirs;
	r->mark = newest > r->mark ? newest : r->mark;
	r->todo = CHAT_ROOM_QUIET;
}

/* --- The list -------------------------------------------------------------------------------- */

static void
took_rooms(struct pool *p, struct chat_rooms *rooms, const json_t *list, int64_t theirs,
	   struct chat_pulled *out)
{
	struct chat_rooms now = {.listed = theirs};
	size_t i;
	json_t *o;
	json_array_foreach(list, i, o)
	{
		struct slice id = chat_str(p, o, "_id");
		if (!rocketchat_id_ok(id) || chat_yes(o, "archived") ||
		    now.list.len >= CHAT_ROOMS_MAX)
			continue;
		chat_rooms_add(p, &now, rooms, id, time_of(p, o, "lm"))->direct =
			slice_is(chat_str(p, o, "t"), "d") &&
			json_array_size(json_object_get(o, "uids")) <= 2;
	}
	chat_rooms_turn(p, rooms, &now, out);
}

/* Nothing came. A room that is closed to us is left out from now on. */
static void
nothing(struct pool *p, struct chat_rooms *rooms, const struct http_result *r, int64_t now,
	struct chat_pulled *out)
{
	struct chat_result judged;
	struct chat_room *room = chat_rooms_next(rooms);
	json_t *o = r->status == 400 || r->status == 403 ? chat_json(r->body, "Rocket.Chat", NULL)
							 : NULL;
	struct slice fault = rocketchat_fault(p, o);
	json_decref(o);
	chat_judge(p, r, now, "Rocket.Chat", &judged);
	out->status = judged.status == CHAT_UNKNOWN ? CHAT_RETRY : judged.status;
	out->why = judged.why;
	out->not_before = judged.status == CHAT_LATER ? now + chat_wait(r, now) : 0;
	if (r->status == 401)
		out->why = SLICE_LIT("the bot's token is not valid");
	if (slice_is(fault, "error-too-many-requests")) {
		out->status = CHAT_LATER;
		out->not_before = now + chat_wait(r, now);
	} else if (room != NULL && (r->status == 403 || r->status == 404 || fault.len > 0)) {
		chat_rooms_drop(p, rooms, room, out);
	}
}

int
rocketchat_pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
		  int64_t now, struct chat_pulled *out, struct err *e)
{
	struct rocketchat *rc = self;
	struct chat_rooms rooms;
	*out = (struct chat_pulled){.next = cursor, .status = CHAT_OK};
	if (chat_rooms_read(p, cursor, &rooms, e) < 0)
		return -1;
	if (rc->asked_me)
		rooms.list.len = 0;
	if (r->status != 200) {
		nothing(p, &rooms, r, now, out);
		return 0;
	}
	struct chat_room *room = rc->asked_me ? NULL : chat_rooms_next(&rooms);
	json_t *o = chat_json(r->body, "Rocket.Chat", NULL);
	const json_t *result = json_object_get(o, "result"), *list = json_object_get(o, "update");
	int64_t theirs = chat_rooms_clock(r, now);
	bool ours = true;
	if (rc->asked_me)
		ours = rocketchat_took_me(rc, p, o);
	else if (room == NULL && json_is_array(list))
		took_rooms(p, &rooms, list, theirs, out);
	else if (room != NULL && json_is_array(json_object_get(result, "updated")))
		took_messages(rc, p, room, result, theirs, out);
	else
		ours = false;
	json_decref(o);
	if (!ours) {
		out->status = rc->asked_me ? CHAT_REAUTH : CHAT_RETRY;
		out->why = rc->asked_me ? SLICE_LIT("token and user are not of one account")
					: SLICE_LIT("Rocket.Chat's answer is none of its own: is "
						    "url its address?");
		return 0;
	}
	if (!rc->asked_me)
		out->next = chat_rooms_write(p, &rooms);
	return 0;
}

/* The cursor of asking room by room; see chat_rooms.h. One line for all, then one a room. */
#include "chat_rooms.h"

#include "docket/base/str.h"

#include <curl/curl.h>

enum { CURSOR_MAX = CHAT_ROOMS_MAX * 160 };

static const char todo_letters[] = "-qba"; /* enum chat_room_todo */

/* The next word of *line as a number. */
static bool
number(struct slice *line, int64_t *out)
{
	struct slice word;
	return slice_cut(line, ' ', &word) && slice_int(word, out) && *out >= 0;
}

/* "ID KIND WHAT MARK LAST STEP ANCHOR": KIND d (direct) or r, WHAT one of the letters, ANCHOR or "-" */
static bool
read_room(struct pool *p, struct slice line, struct chat_room *out)
{
	struct slice id, kind, todo, anchor;
	if (!slice_cut(&line, ' ', &id) || id.len == 0 || !slice_cut(&line, ' ', &kind) ||
	    !slice_cut(&line, ' ', &todo) || todo.len != 1)
		return false;
	const char *at = memchr(todo_letters, todo.data[0], sizeof(todo_letters) - 1);
	if (at == NULL || !number(&line, &out->mark) || !number(&line, &out->last) ||
	    !number(&line, &out->step) || !slice_cut(&line, ' ', &anchor))
		return false;
	out->id = pool_copy(p, id);
	out->direct = slice_is(kind, "d");
	out->todo = (enum chat_room_todo)(at - todo_letters);
	out->anchor = slice_is(anchor, "-") ? SLICE_NONE : pool_copy(p, anchor);
	return true;
}

int
chat_rooms_read(struct pool *p, struct slice text, struct chat_rooms *out, struct err *e)
{
	struct slice line, word;
	*out = (struct chat_rooms){0};
	if (text.len == 0)
		return 0;
	if (!slice_line(&text, &line) || !slice_cut(&line, ' ', &word) || !slice_is(word, "1") ||
	    !number(&line, &out->listed) || !number(&line, &out->swept))
		return err_set(e, ERR_MESSAGE, "the stored place in the chat rooms is none");
	while (slice_line(&text, &line))
		if (out->list.len >= CHAT_ROOMS_MAX || !read_room(p, line, VEC_NEW(&out->list, p)))
			return err_set(e, ERR_MESSAGE, "the stored place in a chat room is none");
	return 0;
}

struct slice
chat_rooms_write(struct pool *p, const struct chat_rooms *r)
{
	struct str s;
	str_init(&s, CURSOR_MAX);
	str_addf(&s, "1 %lld %lld\n", (long long)r->listed, (long long)r->swept);
	for (size_t i = 0; i < r->list.len; i++) {
		const struct chat_room *m = &r->list.at[i];
		str_addf(&s, "%.*s %c %c %lld %lld %lld %.*s\n", SLICE_ARG(m->id),
			 m->direct ? 'd' : 'r', todo_letters[m->todo], (long long)m->mark,
			 (long long)m->last, (long long)m->step,
			 SLICE_ARG(m->anchor.len > 0 ? m->anchor : SLICE_LIT("-")));
	}
	struct slice out = pool_copy(p, str_slice(&s));
	str_clear(&s);
	return out;
}

struct chat_room *
chat_rooms_find(const struct chat_rooms *r, struct slice id)
{
	struct chat_room *m;
	VEC_EACH (m, &r->list)
		if (slice_eq(m->id, id))
			return m;
	return NULL;
}

struct chat_room *
chat_rooms_next(struct chat_rooms *r)
{
	struct chat_room *m;
	VEC_EACH (m, &r->list)
		if (m->todo != CHAT_ROOM_QUIET)
			return m;
	return NULL;
}

static bool
sweeps(const struct chat_rooms *before, const struct chat_rooms *now)
{
	return now->listed - before->swept >= CHAT_ROOMS_SWEEP_MS;
}

struct chat_room *
chat_rooms_add(struct pool *p, struct chat_rooms *now, const struct chat_rooms *before,
	       struct slice id, int64_t last)
{
	const struct chat_room *known = chat_rooms_find(before, id);
	struct chat_room *r = VEC_NEW(&now->list, p);
	*r = known != NULL ? *known : (struct chat_room){.id = id};
	r->last = last > 0 ? last : 0;
	if (known == NULL && before->listed == 0)
		r->mark = r->last;
	else if (known == NULL && before->listed > CHAT_ROOMS_JOINED_MS)
		r->mark = before->listed - CHAT_ROOMS_JOINED_MS;
	if (r->last > r->mark || sweeps(before, now))
		r->todo = CHAT_ROOM_ASK;
	return r;
}

static void
left(struct pool *p, const struct chat_room *r, struct chat_pulled *out)
{
	VEC_ADD(&out->events, p,
		((struct chat_event){
			.kind = CHAT_LIFECYCLE,
			.key = pool_slicef(p, "l:%.*s:%lld", SLICE_ARG(r->id), (long long)r->mark),
			.room = r->id,
			.text = SLICE_LIT("left"),
			.reply_left = -1}));
}

void
chat_rooms_turn(struct pool *p, struct chat_rooms *rooms, struct chat_rooms *now,
		struct chat_pulled *out)
{
	for (size_t i = 0; i < rooms->list.len; i++)
		if (chat_rooms_find(now, rooms->list.at[i].id) == NULL)
			left(p, &rooms->list.at[i], out);
	now->swept = sweeps(rooms, now) ? now->listed : rooms->swept;
	*rooms = *now;
	if (chat_rooms_next(rooms) == NULL)
		out->wait_ms = CHAT_ROOMS_POLL_MS;
}

void
chat_rooms_drop(struct pool *p, struct chat_rooms *rooms, struct chat_room *room,
		struct chat_pulled *out)
{
	left(p, room, out);
	*room = rooms->list.at[--rooms->list.len];
	out->status = CHAT_OK;
	out->why = SLICE_NONE;
	out->next = chat_rooms_write(p, rooms);
}

int64_t
chat_rooms_clock(const struct http_result *r, int64_t now)
{
	char date[64];
	struct slice v = http_result_header(r, "Date");
	time_t t = v.len > 0 && v.len < sizeof(date)
			   ? curl_getdate(slice_cstr(v, date, sizeof(date)), NULL)
			   : -1;
	return t < 0 ? now : (int64_t)t * 1000 + 999;
}

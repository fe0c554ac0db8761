/* What goes out to chat platforms, in order within a room, and the cards that are kept up to date. */
#include "docket/store/chat.h"

#include "db.h"

#include "docket/base/hash.h"
#include "docket/base/rand.h"

enum { JSON_MAX = 1 << 20, KEY_BYTES = 15 /* 120 bits: 24 characters of base32 */ };

enum { Q_ADD, Q_CLAIM, Q_CLAIMED, Q_WAKE, Q_SETTLE, Q_NEXT, Q_GET, Q_REPLACE, Q_SHOWN, Q_SHOWN_PUT,
       Q_SHOWN_OPEN, Q_THREAD, Q_OUTDATED, Q_RELEASE, Q_REFUSED, Q_REFUSED_END, Q_REFUSED_ALL };
/* The first of its lane: the others wait until it is settled. */
#define FIRST_OF_LANE                                                                              \
	"o.source = :source AND o.state = 'queued' AND NOT EXISTS (SELECT 1 FROM chat_out x "      \
	"WHERE x.source = o.source AND x.lane = o.lane AND x.state = 'queued' AND x.id < o.id)"
#define COLUMNS                                                                                    \
	"o.id, o.job, o.due, o.created, o.source, o.message, o.state, o.attempts, o.unknown, "     \
	"o.parts_done, o.posted, o.thread, o.held"
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO chat_out (source, lane, job, message, state, due, created, thread, newest) "
		  "VALUES (:source, :lane, :job, :message, 'queued', :now, :now, :thread, :newest)",
	[Q_OUTDATED] = "UPDATE chat_out SET state = 'dropped', last_error = 'a newer one took its place' "
		       "WHERE source = :source AND lane = :lane AND newest = :newest AND "
		       "state = 'queued' AND unknown = 0 AND parts_done = 0",
	[Q_RELEASE] = "UPDATE chat_out SET due = :now WHERE source = :source AND state = 'queued' AND "
		      "held IS NOT NULL AND due > :now",
	[Q_REFUSED] = "INSERT OR IGNORE INTO chat_refused (source, why, at) VALUES (:source, :why, :at)",
	[Q_REFUSED_END] = "DELETE FROM chat_refused WHERE source = :source AND NOT EXISTS (SELECT 1 FROM "
			  "chat_out WHERE source = :source AND state = 'queued' AND held IS NOT NULL)",
	[Q_REFUSED_ALL] = "SELECT source, why, at, (SELECT count(*) FROM chat_out o WHERE o.source = "
			  "r.source AND o.state = 'queued') FROM chat_refused r ORDER BY source",
	[Q_CLAIM] = "SELECT " COLUMNS " FROM chat_out o WHERE " FIRST_OF_LANE " AND o.due <= :now "
		    "ORDER BY o.due, o.id LIMIT 1",
	/* until it is settled nobody knows whether it has arrived: that is what a crash leaves */
	[Q_CLAIMED] = "UPDATE chat_out SET due = :retry, unknown = 1 WHERE id = :id",
	[Q_WAKE] = "UPDATE chat_out SET due = :now WHERE state = 'queued' AND due > :now AND "
		   "(unknown = 1 OR held IS NOT NULL)",
	[Q_SETTLE] = "UPDATE chat_out SET state = :state, due = iif(:state = 'queued', :due, due), "
		     "attempts = attempts + :counts, unknown = :unknown, parts_done = :parts, "
		     "posted = ifnull(:posted, posted), thread = ifnull(thread, :thread), "
		     "sent = iif(:state = 'sent', :now, sent), held = iif(:held, ifnull(held, :now), NULL), last_error = :why WHERE id = :id",
	[Q_NEXT] = "SELECT min(o.due) FROM chat_out o WHERE " FIRST_OF_LANE,
	[Q_GET] = "SELECT " COLUMNS " FROM chat_out o WHERE o.id = :id",
	[Q_REPLACE] = "UPDATE chat_out SET message = :message WHERE id = :id AND state = 'queued' AND "
		      "parts_done = 0 AND ((attempts = 0 AND due <= created) OR (held IS NOT NULL AND "
		      "unknown = 0))",
	[Q_SHOWN] = "SELECT out, newest, shown, behind, settled FROM chat_card WHERE kind = :kind AND "
		    "subject = :subject AND source = :source AND room = :room",
	[Q_SHOWN_PUT] = "INSERT INTO chat_card (kind, subject, source, room, out, newest, shown, behind, "
			"settled) VALUES (:kind, :subject, :source, :room, :out, :newest, :shown, :behind, "
			":settled) ON CONFLICT DO UPDATE SET out = excluded.out, newest = excluded.newest, "
			"shown = excluded.shown, behind = excluded.behind, settled = excluded.settled",
	[Q_SHOWN_OPEN] = "SELECT subject, room, out, newest, shown, behind FROM chat_card WHERE source = :source AND "
			 "kind = :kind AND settled = 0 ORDER BY subject",
	[Q_THREAD] = "SELECT job FROM chat_out WHERE source = :source AND (thread = :thread OR "
		     "posted = :thread) AND job IS NOT NULL ORDER BY id LIMIT 1",
};
const struct db_sql chat_out_sql = {sql, COUNT(sql)};

static const char *const states[] = {
	[CHAT_OUT_QUEUED] = "queued", [CHAT_OUT_SENT] = "sent",
	[CHAT_OUT_DEAD] = "dead",     [CHAT_OUT_DROPPED] = "dropped",
};

static int
as_json(const struct chat_message *m, struct str *out, struct err *e)
{
	struct json w;

	str_init(out, JSON_MAX);
	json_begin(&w, out);
	chat_message_write(&w, m);
	return str_failed(out) ? err_set(e, ERR_MESSAGE, "a chat message beyond %d bytes", JSON_MAX)
			       : 0;
}

/* What is posted into one room keeps its order; an answer to a person waits for nobody. */
static struct slice
lane_of(struct pool *p, const struct chat_message *m)
{
	if (m->act == CHAT_REPLY || m->act == CHAT_OPEN)
		return pool_slicef(p, "answer %.*s", SLICE_ARG(m->key));
	if (m->direct)
		return pool_slicef(p, "person %.*s", SLICE_ARG(m->only));
	return pool_slicef(p, "room %.*s", SLICE_ARG(m->room));
}

int
chat_out_add(struct store *s, struct slice source, const struct chat_message *m, int64_t job,
	     int64_t now, int64_t *id_out, struct err *e)
{
	struct chat_message *mine;
	struct str json, key;
	unsigned char raw[KEY_BYTES];
	int r;

	pool_reset(s->scratch);
	mine = pool_alloc(s->scratch, sizeof(*mine));
	*mine = *m;
	str_init(&key, 64);
	if (m->key.len == 0) {
		rand_bytes(raw, sizeof(raw));
		hash_base32(raw, sizeof(raw), &key);
		mine->key = str_slice(&key);
	}
	r = as_json(mine, &json, e);
	if (r == 0 && m->newest.len > 0) {
		struct query q = query_on(s, DB_CHAT_OUT, Q_OUTDATED);

		query_string(&q, ":source", source);
		query_string(&q, ":lane", lane_of(s->scratch, mine));
		query_string(&q, ":newest", m->newest);
		r = query_run(&q, e);
	}
	if (r == 0) {
		struct query q = query_on(s, DB_CHAT_OUT, Q_ADD);

		query_string(&q, ":source", source);
		query_string(&q, ":lane", lane_of(s->scratch, mine));
		query_id(&q, ":job", job);
		query_string(&q, ":message", str_slice(&json));
		query_int(&q, ":now", now);
		query_text(&q, ":thread", m->act == CHAT_POST ? m->thread : SLICE_NONE);
		query_text(&q, ":newest", m->newest);
		r = query_run(&q, e);
	}
	str_clear(&json);
	str_clear(&key);
	if (r == 0)
		*id_out = query_last_id(s);
	return r;
}

static int
read_row(struct query *q, struct pool *p, struct chat_out_row *out, struct err *e)
{
	struct slice json, state;

	out->id = query_get_int(q);
	out->job = query_get_int(q);
	out->due = query_get_int(q);
	out->created = query_get_int(q);
	out->source = query_get(q, p);
	json = query_get(q, p);
	state = query_get(q, p);
	out->attempts = (int)query_get_int(q);
	out->unknown = query_get_bool(q);
	out->parts_done = (unsigned)query_get_int(q);
	out->posted = query_get(q, p);
	out->thread = query_get(q, p);
	out->held = query_get_int(q);
	query_end(q);
	out->state = CHAT_OUT_DEAD;
	for (size_t i = 0; i < COUNT(states); i++)
		if (slice_is(state, states[i]))
			out->state = (enum chat_out_state)i;
	if (chat_message_read(p, json, &out->m, e) < 0)
		return -1;
	out->room = out->m.room;
	return 1;
}

int
chat_out_claim(struct store *s, struct pool *p, struct slice source, int64_t now, int64_t retry,
	       struct chat_out_row *out, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_CLAIM);
	int got;

	query_string(&q, ":source", source);
	query_int(&q, ":now", now);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	if (read_row(&q, p, out, e) < 0)
		return -1;
	q = query_on(s, DB_CHAT_OUT, Q_CLAIMED);
	query_int(&q, ":id", out->id);
	query_int(&q, ":retry", retry);
	return query_run(&q, e) < 0 ? -1 : 1;
}

int
chat_out_wake(struct store *s, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_WAKE);

	query_int(&q, ":now", now);
	return query_run(&q, e);
}

int
chat_out_settle(struct store *s, const struct chat_settle *c, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_SETTLE);

	query_int(&q, ":id", c->id);
	query_cstr(&q, ":state", states[c->state]);
	query_int(&q, ":due", c->due);
	query_int(&q, ":counts", c->counts);
	query_int(&q, ":held", c->held);
	query_int(&q, ":unknown", c->unknown);
	query_int(&q, ":parts", c->parts_done);
	query_text(&q, ":posted", c->posted);
	query_text(&q, ":thread", c->thread);
	query_int(&q, ":now", c->now);
	query_text(&q, ":why", c->why);
	return query_run(&q, e);
}

int
chat_out_release(struct store *s, struct slice source, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_RELEASE);

	query_string(&q, ":source", source);
	query_int(&q, ":now", now);
	return query_run(&q, e);
}

int
chat_refused_begin(struct store *s, const struct chat_refused *r, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_REFUSED);

	query_string(&q, ":source", r->source);
	query_string(&q, ":why", r->why);
	query_int(&q, ":at", r->at);
	return query_run(&q, e) < 0 ? -1 : query_changes(s) == 1;
}

int
chat_refused_end(struct store *s, struct slice source, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_REFUSED_END);

	query_string(&q, ":source", source);
	return query_run(&q, e) < 0 ? -1 : query_changes(s) == 1;
}

int
chat_refused_all(struct store *s, struct pool *p, chat_refused_list *out, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_REFUSED_ALL);
	int got;

	while ((got = query_step(&q, e)) == 1) {
		struct chat_refused *r = VEC_NEW(out, p);

		r->source = query_get(&q, p);
		r->why = query_get(&q, p);
		r->at = query_get_int(&q);
		r->waiting = query_get_int(&q);
	}
	return got;
}

int64_t
chat_out_next_due(struct store *s, struct slice source)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_NEXT);
	struct err e = ERR_INIT;
	int64_t due = INT64_MAX;

	query_string(&q, ":source", source);
	if (query_step(&q, &e) == 1) {
		due = query_get_null(&q) ? INT64_MAX : query_get_int(&q);
		query_end(&q);
	}
	return due;
}

int
chat_out_get(struct store *s, struct pool *p, int64_t id, struct chat_out_row *out, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_GET);
	int got;

	query_int(&q, ":id", id);
	got = query_step(&q, e);
	return got == 1 ? read_row(&q, p, out, e) : got;
}

int
chat_out_replace(struct store *s, int64_t id, const struct chat_message *m, struct err *e)
{
	struct str json;
	int r = as_json(m, &json, e);

	if (r == 0) {
		struct query q = query_on(s, DB_CHAT_OUT, Q_REPLACE);

		query_int(&q, ":id", id);
		query_string(&q, ":message", str_slice(&json));
		r = query_run(&q, e);
	}
	str_clear(&json);
	return r < 0 ? -1 : query_changes(s) == 1;
}

int
chat_shown_get(struct store *s, struct pool *p, struct chat_shown *c, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_SHOWN);
	int got;

	query_cstr(&q, ":kind", c->kind);
	query_int(&q, ":subject", c->subject);
	query_string(&q, ":source", c->source);
	query_string(&q, ":room", c->room);
	got = query_step(&q, e);
	if (got == 1) {
		c->out = query_get_int(&q);
		c->newest = query_get_int(&q);
		c->shown = query_get(&q, p);
		c->behind = query_get_bool(&q);
		c->settled = query_get_bool(&q);
		query_end(&q);
	}
	return got;
}

int
chat_shown_put(struct store *s, const struct chat_shown *c, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_SHOWN_PUT);

	query_cstr(&q, ":kind", c->kind);
	query_int(&q, ":subject", c->subject);
	query_string(&q, ":source", c->source);
	query_string(&q, ":room", c->room);
	query_int(&q, ":out", c->out);
	query_int(&q, ":newest", c->newest);
	query_int(&q, ":behind", c->behind);
	query_string(&q, ":shown", c->shown);
	query_int(&q, ":settled", c->settled);
	return query_run(&q, e);
}

int
chat_shown_open(struct store *s, struct pool *p, struct slice source, const char *kind,
		chat_shown_list *out, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_SHOWN_OPEN);
	int got;

	query_string(&q, ":source", source);
	query_cstr(&q, ":kind", kind);
	while ((got = query_step(&q, e)) == 1) {
		struct chat_shown *one = VEC_NEW(out, p);

		*one = (struct chat_shown){.kind = kind, .source = source};
		one->subject = query_get_int(&q);
		one->room = query_get(&q, p);
		one->out = query_get_int(&q);
		one->newest = query_get_int(&q);
		one->shown = query_get(&q, p);
		one->behind = query_get_bool(&q);
	}
	return got;
}

int
chat_thread_job(struct store *s, struct slice source, struct slice thread, int64_t *job_out,
		struct err *e)
{
	struct query q = query_on(s, DB_CHAT_OUT, Q_THREAD);

	if (thread.len == 0)
		return 0;
	query_string(&q, ":source", source);
	query_string(&q, ":thread", thread);
	return query_value(&q, job_out, e);
}

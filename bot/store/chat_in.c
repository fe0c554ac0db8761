/* Chat events by their key, and where each pull goes on. */
#include "docket/store/chat.h"

#include "db.h"

#include "docket/base/clock.h"

/* Longer than any platform repeats a delivery (Telegram keeps updates for a day). */
#define KEEP_EVENTS (30 * CLOCK_DAY)

enum { Q_ADD, Q_KNOWN, Q_ANSWER, Q_WAIT, Q_WAITING, Q_WAITING_ALL, Q_CURSOR, Q_SET_CURSOR,
       Q_FORGET_EVENTS, Q_FORGET_PRESS, Q_FORGET_CODES, Q_CHANGED, Q_LAST_EVENT,
       Q_NEWEST_EVENT, Q_PULSE };
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO chat_event (source, key, at, uid, event) "
		  "VALUES (:source, :key, :at, :uid, :event) ON CONFLICT DO NOTHING",
	[Q_KNOWN] = "SELECT id, at, waiting, event, answer FROM chat_event "
		    "WHERE source = :source AND key = :key",
	[Q_ANSWER] = "UPDATE chat_event SET answer = :answer WHERE id = :id",
	[Q_WAIT] = "UPDATE chat_event SET waiting = :waiting WHERE id = :id",
	[Q_WAITING] = "SELECT id, at, waiting, event, answer FROM chat_event "
		      "WHERE source = :source AND uid = :uid AND waiting = 1 ORDER BY id",
	[Q_WAITING_ALL] = "SELECT id, at, waiting, event, answer FROM chat_event "
			  "WHERE source = :source AND waiting = 1 ORDER BY id",
	[Q_CURSOR] = "SELECT cursor FROM chat_cursor WHERE source = :source",
	[Q_SET_CURSOR] = "INSERT INTO chat_cursor (source, cursor, at) VALUES (:source, :cursor, :at) "
			 "ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor, at = excluded.at",
	[Q_FORGET_EVENTS] = "DELETE FROM chat_event WHERE at < :before",
	[Q_FORGET_PRESS] = "DELETE FROM chat_press WHERE expires < :before",
	[Q_FORGET_CODES] = "DELETE FROM chat_code WHERE expires < :before",
	[Q_CHANGED] = "SELECT DISTINCT job FROM event WHERE id > :after AND id <= :last ORDER BY job",
	/* of the next :max events: they concern that many jobs at most */
	[Q_LAST_EVENT] = "SELECT max(id) FROM (SELECT id FROM event WHERE id > :after ORDER BY id "
			 "LIMIT :max)",
	[Q_NEWEST_EVENT] = "SELECT ifnull(max(id), 0) FROM event",
	[Q_PULSE] = "SELECT (SELECT max(id) FROM event), (SELECT max(id) FROM outbox), "
		    "(SELECT count(*) FROM outbox WHERE state = 'draft'), "
		    "(SELECT count(*) FROM message WHERE triage_open = 1), "
		    "(SELECT count(*) FROM outbox WHERE state = 'queued')",
};
const struct db_sql chat_in_sql = {sql, COUNT(sql)};

enum { JSON_MAX = 512 << 10 }; /* an event's text is 64 KB at most; escapes make six of one byte */

static int
as_json(const struct chat_event *ev, const struct chat_message *m, struct str *out, struct err *e)
{
	struct json w;

	str_init(out, JSON_MAX);
	json_begin(&w, out);
	if (ev != NULL)
		chat_event_write(&w, ev);
	else
		chat_message_write(&w, m);
	return str_failed(out) ? err_set(e, ERR_MESSAGE, "a chat message beyond %d bytes", JSON_MAX)
			       : 0;
}

static void
read_row(struct query *q, struct pool *p, struct chat_in_row *out)
{
	out->id = query_get_int(q);
	out->at = query_get_int(q);
	out->waiting = query_get_bool(q);
	out->event = query_get(q, p);
	out->answer = query_get(q, p);
}

int
chat_in_add(struct store *s, struct pool *p, struct slice source, const struct chat_event *ev,
	    int64_t now, int64_t *id_out, struct chat_in_row *known, struct err *e)
{
	struct query q;
	struct str json;
	int r = as_json(ev, NULL, &json, e);

	if (r == 0) {
		q = query_on(s, DB_CHAT_IN, Q_ADD);
		query_string(&q, ":source", source);
		query_string(&q, ":key", ev->key);
		query_int(&q, ":at", now);
		query_text(&q, ":uid", ev->who.uid);
		query_string(&q, ":event", str_slice(&json));
		r = query_run(&q, e);
	}
	str_clear(&json);
	if (r < 0)
		return -1;
	if (query_changes(s) == 1) {
		*id_out = query_last_id(s);
		return 1;
	}
	q = query_on(s, DB_CHAT_IN, Q_KNOWN);
	query_string(&q, ":source", source);
	query_string(&q, ":key", ev->key);
	r = query_step(&q, e);
	if (r == 1) {
		read_row(&q, p, known);
		query_end(&q);
	}
	return r < 0 ? -1 : 0;
}

int
chat_in_answered(struct store *s, int64_t id, const struct chat_message *m, struct err *e)
{
	struct str json;
	int r = as_json(NULL, m, &json, e);

	if (r == 0) {
		struct query q = query_on(s, DB_CHAT_IN, Q_ANSWER);

		query_int(&q, ":id", id);
		query_string(&q, ":answer", str_slice(&json));
		r = query_run(&q, e);
	}
	str_clear(&json);
	return r;
}

int
chat_in_wait(struct store *s, int64_t id, bool waiting, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_IN, Q_WAIT);

	query_int(&q, ":id", id);
	query_int(&q, ":waiting", waiting);
	return query_run(&q, e);
}

int
chat_in_waiting(struct store *s, struct pool *p, struct slice source, struct slice uid,
		chat_in_list *out, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_IN, uid.len > 0 ? Q_WAITING : Q_WAITING_ALL);
	int got;

	query_string(&q, ":source", source);
	if (uid.len > 0)
		query_string(&q, ":uid", uid);
	while ((got = query_step(&q, e)) == 1)
		read_row(&q, p, VEC_NEW(out, p));
	return got;
}

int
chat_cursor_get(struct store *s, struct pool *p, struct slice source, struct slice *out,
		struct err *e)
{
	struct query q = query_on(s, DB_CHAT_IN, Q_CURSOR);
	int got;

	*out = SLICE_NONE;
	query_string(&q, ":source", source);
	got = query_step(&q, e);
	if (got == 1) {
		*out = query_get(&q, p);
		query_end(&q);
	}
	return got;
}

int
chat_cursor_put(struct store *s, struct slice source, struct slice cursor, int64_t now,
		struct err *e)
{
	struct query q = query_on(s, DB_CHAT_IN, Q_SET_CURSOR);

	query_string(&q, ":source", source);
	query_string(&q, ":cursor", cursor);
	query_int(&q, ":at", now);
	return query_run(&q, e);
}

int
chat_newest_event(struct store *s, int64_t *out, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_IN, Q_NEWEST_EVENT);

	return query_value(&q, out, e) < 0 ? -1 : 0;
}

int
chat_jobs_changed(struct store *s, struct pool *p, int64_t after, size_t max, id_list *out,
		  int64_t *last_out, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_IN, Q_LAST_EVENT);
	int got;

	*last_out = after;
	query_int(&q, ":after", after);
	query_int(&q, ":max", (int64_t)max);
	got = query_step(&q, e);
	if (got < 0)
		return -1;
	if (got == 1) {
		if (!query_get_null(&q))
			*last_out = query_get_int(&q);
		query_end(&q);
	}
	if (*last_out <= after)
		return 0;
	q = query_on(s, DB_CHAT_IN, Q_CHANGED);
	query_int(&q, ":after", after);
	query_int(&q, ":last", *last_out);
	while ((got = query_step(&q, e)) == 1)
		VEC_ADD(out, p, query_get_int(&q));
	return got;
}

int
chat_pulse(struct store *s, int64_t out[CHAT_PULSE], struct err *e)
{
	struct query q = query_on(s, DB_CHAT_IN, Q_PULSE);

	if (query_step(&q, e) != 1)
		return -1;
	for (size_t i = 0; i < CHAT_PULSE; i++)
		out[i] = query_get_int(&q);
	query_end(&q);
	return 0;
}

int
chat_forget(struct store *s, int64_t now, struct err *e)
{
	static const int rows[] = {Q_FORGET_EVENTS, Q_FORGET_PRESS, Q_FORGET_CODES};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct query q = query_on(s, DB_CHAT_IN, rows[i]);

		query_int(&q, ":before", now - (rows[i] == Q_FORGET_EVENTS ? KEEP_EVENTS : CLOCK_DAY));
		if (query_run(&q, e) < 0)
			return -1;
	}
	return 0;
}

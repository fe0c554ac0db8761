/*
 * What goes out: queued, claimed, settled. The bytes are packed with zstd when they are queued:
 * that costs less than writing them unpacked would, and sent rows stay for good.
 */
#include "outbox.h"

#include <zstd.h>

enum { LEVEL = 1, BYTES_MAX = 32 * 1024 * 1024 };

enum {
	Q_ADD,
	Q_RCPT_ADD,
	Q_COALESCE,
	Q_DUE,
	Q_CLAIM,
	Q_NEXT,
	Q_RCPT_SETTLE,
	Q_RCPT_COUNT,
	Q_SETTLE,
	Q_POSTPONE,
	Q_RELEASE,
	Q_CANCEL,
	Q_STATE,
	Q_GET,
	Q_RCPTS
};
/* What was claimed once may be with the server already: nobody can call it back. */
#define STILL_OURS "(state = 'draft' OR (state = 'queued' AND attempts = 0))"
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO outbox (job, client, cause, kind, state, due, created, automatic, "
		  "internal, drafted, mode_kind, draft_of, message_id, sender, to_address, to_key, "
		  "token, coalesce_key, lang, subject, waits, about, size, packed) VALUES (:job, :client, "
		  ":cause, :kind, "
		  ":state, :due, :created, :automatic, :internal, :drafted, :mode_kind, :draft_of, "
		  ":message_id, :sender, :to, :key, :token, :coalesce, :lang, :subject, :waits, "
		  ":about, :size, :packed)",
	[Q_RCPT_ADD] = "INSERT OR IGNORE INTO outbox_rcpt (outbox, address) "
		       "VALUES (:outbox, :address)",
	/* attempts counts claims: what was claimed may be on the wire, or be there already. */
	[Q_COALESCE] = "UPDATE outbox SET state = 'cancelled' WHERE coalesce_key = :key AND "
		       "state = 'queued' AND attempts = 0 AND (:waiting = 1 OR waits IS NULL) "
		       "AND NOT EXISTS (SELECT 1 FROM outbox_rcpt r WHERE r.outbox = outbox.id AND r.state <> 'pending')",
	[Q_DUE] = "SELECT id FROM outbox WHERE state = 'queued' AND due <= :now AND waits IS NULL "
		  "ORDER BY due, id LIMIT 1",
	[Q_CLAIM] = "UPDATE outbox SET due = :retry, attempts = attempts + 1 WHERE id = :id",
	[Q_NEXT] = "SELECT min(due) FROM outbox WHERE state = 'queued' AND waits IS NULL",
	[Q_RCPT_SETTLE] = "UPDATE outbox_rcpt SET state = :state, at = :now, code = :code, "
			  "reply = :reply WHERE outbox = :id AND address = :address",
	[Q_RCPT_COUNT] = "SELECT sum(state = 'pending'), sum(state = 'sent') FROM outbox_rcpt "
			 "WHERE outbox = :id",
	[Q_SETTLE] = "UPDATE outbox SET state = :state, due = iif(:state = 'queued', :retry, due), "
		     "sent = iif(:state = 'sent', :now, sent), last_error = :error WHERE id = :id",
	[Q_POSTPONE] = "UPDATE outbox SET due = :retry, attempts = max(attempts - 1, 0), "
		       "last_error = :why WHERE id = :id AND state = 'queued'",
	[Q_RELEASE] =
		"UPDATE outbox SET state = 'queued', due = :due, waits = NULL WHERE id = :id AND " STILL_OURS,
	[Q_CANCEL] = "UPDATE outbox SET state = 'cancelled', waits = NULL WHERE id = :id AND " STILL_OURS,
	[Q_STATE] = "SELECT state FROM outbox WHERE id = :id",
	[Q_GET] = "SELECT " OUTBOX_COLUMNS ", o.size, o.packed FROM outbox o WHERE o.id = :id",
	[Q_RCPTS] = "SELECT address FROM outbox_rcpt WHERE outbox = :id AND state = 'pending' "
		    "ORDER BY address",
};
const struct db_sql outbox_sql = {sql, COUNT(sql)};

static const char *const names[OUTBOX_STATE_COUNT] = {
	[OUTBOX_DRAFT] = "draft", [OUTBOX_QUEUED] = "queued",	    [OUTBOX_SENT] = "sent",
	[OUTBOX_DEAD] = "dead",	  [OUTBOX_CANCELLED] = "cancelled",
};

const char *
outbox_state_name(enum outbox_state s)
{
	return s < OUTBOX_STATE_COUNT ? names[s] : "unknown";
}

/* Into s->buf. */
static int
pack(struct store *s, struct slice bytes, struct err *e)
{
	char *room;
	size_t len;

	if (bytes.len > BYTES_MAX)
		return err_set(e, ERR_MESSAGE, "a mail of %zu bytes to send, limit %d", bytes.len,
			       BYTES_MAX);
	if (s->packer == NULL && (s->packer = ZSTD_createCCtx()) == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	str_reset(&s->buf);
	room = str_room(&s->buf, ZSTD_compressBound(bytes.len));
	if (room == NULL)
		return err_set(e, ERR_RETRY, "out of memory for a mail of %zu bytes", bytes.len);
	len = ZSTD_compressCCtx(s->packer, room, ZSTD_compressBound(bytes.len),
				bytes.len > 0 ? bytes.data : "", bytes.len, LEVEL);
	if (ZSTD_isError(len))
		return err_set(e, ERR_RETRY, "cannot pack a mail: %s", ZSTD_getErrorName(len));
	str_grown(&s->buf, len);
	return 0;
}

static int
unpack(struct store *s, struct pool *p, struct slice packed, int64_t size, struct slice *out,
       struct err *e)
{
	char *room;
	size_t len;

	if (size < 0 || size > BYTES_MAX)
		return err_set(e, ERR_MESSAGE, "an outbox row claims %lld bytes", (long long)size);
	if (s->unpacker == NULL && (s->unpacker = ZSTD_createDCtx()) == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	room = pool_alloc(p, (size_t)size + 1);
	len = ZSTD_decompressDCtx(s->unpacker, room, (size_t)size, packed.data, packed.len);
	if (ZSTD_isError(len) || len != (size_t)size)
		return err_set(e, ERR_MESSAGE, "the bytes of an outbox row are damaged");
	*out = slice_make(room, len);
	return 0;
}

static int
add_row(struct store *s, const struct outbox_new *n, int64_t *id_out, struct err *e)
{
	struct query q;
	int64_t id;

	if (pack(s, n->bytes, e) < 0)
		return -1;
	pool_reset(s->scratch);
	q = query_on(s, DB_OUTBOX, Q_ADD);
	query_id(&q, ":job", n->job);
	query_id(&q, ":client", n->client);
	query_id(&q, ":cause", n->cause);
	query_cstr(&q, ":kind", n->kind);
	query_cstr(&q, ":state", outbox_state_name(n->state));
	query_int(&q, ":due", n->due);
	query_int(&q, ":created", n->created);
	query_int(&q, ":automatic", n->automatic);
	query_int(&q, ":internal", n->internal);
	query_int(&q, ":drafted", n->state == OUTBOX_DRAFT || n->proposed);
	query_cstr(&q, ":mode_kind", n->mode_kind);
	query_id(&q, ":draft_of", n->draft_of);
	query_string(&q, ":message_id", db_bare_id(n->message_id));
	query_string(&q, ":sender", n->from);
	query_string(&q, ":to", n->to);
	query_string(&q, ":key", db_fold(s->scratch, n->to));
	query_text(&q, ":token", n->token);
	query_text(&q, ":coalesce", n->coalesce);
	query_text(&q, ":lang", n->lang);
	query_string(&q, ":subject", n->subject);
	query_id(&q, ":waits", n->waits);
	query_text(&q, ":about", n->about);
	query_int(&q, ":size", (int64_t)n->bytes.len);
	query_bytes(&q, ":packed", str_slice(&s->buf));
	if (query_run(&q, e) < 0)
		return -1;
	id = query_last_id(s);
	for (size_t i = 0; i < n->rcpts.len; i++) {
		q = query_on(s, DB_OUTBOX, Q_RCPT_ADD);
		query_int(&q, ":outbox", id);
		query_string(&q, ":address", n->rcpts.at[i]);
		if (query_run(&q, e) < 0)
			return -1;
	}
	*id_out = id;
	return 0;
}

int
outbox_add(struct store *s, const struct outbox_new *n, int64_t *id_out, struct err *e)
{
	struct db_unit u;

	if (n->state != OUTBOX_DRAFT && n->state != OUTBOX_QUEUED)
		return err_set(e, ERR_STOP, "a defect of docket: a new mail that is %s",
			       outbox_state_name(n->state));
	if (n->rcpts.len == 0 || n->message_id.len == 0)
		return err_set(e, ERR_STOP, "a defect of docket: a mail without %s",
			       n->rcpts.len == 0 ? "recipients" : "Message-ID");
	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, add_row(s, n, id_out, e), e);
}

int
outbox_coalesce(struct store *s, struct slice key, bool waiting, int64_t *count_out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX, Q_COALESCE);

	if (key.len == 0) {
		*count_out = 0;
		return 0;
	}
	query_string(&q, ":key", key);
	query_int(&q, ":waiting", waiting);
	if (query_run(&q, e) < 0)
		return -1;
	*count_out = query_changes(s);
	return 0;
}

int
outbox_claim(struct store *s, struct pool *p, const struct outbox_due *d, struct outbox_row *out,
	     struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX, Q_DUE);
	int64_t id;
	int got;

	query_int(&q, ":now", d->now);
	got = query_value(&q, &id, e);
	if (got != 1)
		return got;
	q = query_on(s, DB_OUTBOX, Q_CLAIM);
	query_int(&q, ":id", id);
	query_int(&q, ":retry", d->retry);
	return query_run(&q, e) < 0 ? -1 : outbox_get(s, p, id, out, e);
}

int64_t
outbox_next_due(struct store *s)
{
	struct query q = query_on(s, DB_OUTBOX, Q_NEXT);
	int64_t due = INT64_MAX;

	if (query_step(&q, NULL) == 1) {
		if (!query_get_null(&q))
			due = query_get_int(&q);
		query_end(&q);
	}
	return due;
}

int
outbox_settle_rcpt(struct store *s, const struct outbox_settle *r, struct err *e)
{
	static const char *const outcomes[] = {"sent", "pending", "dead"};
	struct query q = query_on(s, DB_OUTBOX, Q_RCPT_SETTLE);

	if (r->outcome < 0 || r->outcome > 2)
		return err_set(e, ERR_STOP, "a defect of docket: outcome %d", r->outcome);
	query_cstr(&q, ":state", outcomes[r->outcome]);
	query_int(&q, ":now", r->now);
	query_id(&q, ":code", r->code);
	query_text(&q, ":reply", r->reply);
	query_int(&q, ":id", r->id);
	query_string(&q, ":address", r->address);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0
		       ? 0
		       : err_set(e, ERR_NOFILE, "outbox row %lld has no such recipient",
				 (long long)r->id);
}

int
outbox_settle(struct store *s, int64_t id, int64_t now, int64_t retry, struct slice error,
	      enum outbox_state *state_out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX, Q_RCPT_COUNT);
	enum outbox_state state;
	int64_t pending, sent;
	int got;

	query_int(&q, ":id", id);
	got = query_step(&q, e);
	if (got < 0)
		return -1;
	pending = query_get_int(&q);
	sent = query_get_int(&q);
	query_end(&q);
	state = pending > 0 ? OUTBOX_QUEUED : sent > 0 ? OUTBOX_SENT : OUTBOX_DEAD;
	q = query_on(s, DB_OUTBOX, Q_SETTLE);
	query_int(&q, ":id", id);
	query_cstr(&q, ":state", outbox_state_name(state));
	query_int(&q, ":now", now);
	query_int(&q, ":retry", retry);
	query_text(&q, ":error", error);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) == 0)
		return err_set(e, ERR_NOFILE, "there is no outbox row %lld", (long long)id);
	*state_out = state;
	return 0;
}

int
outbox_postpone(struct store *s, int64_t id, int64_t retry, struct slice why, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX, Q_POSTPONE);

	query_int(&q, ":id", id);
	query_int(&q, ":retry", retry);
	query_text(&q, ":why", why);
	return query_run(&q, e);
}

/* What a member's word may not change any more says why. */
static int
too_late(struct store *s, int64_t id, const char *verb, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX, Q_STATE);
	int got;

	query_int(&q, ":id", id);
	got = query_step(&q, e);
	if (got == 0)
		return err_set(e, ERR_NOFILE, "there is no draft %lld", (long long)id);
	if (got == 1) {
		struct slice state = query_peek(&q);

		(void)err_set(e, ERR_REFUSED, "mail %lld is %.*s already: it cannot be %s",
			      (long long)id, SLICE_ARG(state), verb);
		query_end(&q);
	}
	return -1;
}

int
outbox_release(struct store *s, int64_t id, int64_t due, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX, Q_RELEASE);

	query_int(&q, ":id", id);
	query_int(&q, ":due", due);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0 ? 0 : too_late(s, id, "released", e);
}

int
outbox_cancel(struct store *s, int64_t id, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX, Q_CANCEL);

	query_int(&q, ":id", id);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0 ? 0 : too_late(s, id, "cancelled", e);
}

static enum outbox_state
state_of(struct slice name)
{
	for (int i = 0; i < OUTBOX_STATE_COUNT; i++)
		if (slice_is(name, names[i]))
			return (enum outbox_state)i;
	return OUTBOX_DEAD; /* the CHECK of the column allows no other */
}

void
outbox_read_head(struct query *q, struct pool *p, struct outbox_row *r)
{
	*r = (struct outbox_row){0};
	r->id = query_get_int(q);
	r->job = query_get_int(q);
	r->client = query_get_int(q);
	r->cause = query_get_int(q);
	r->kind = query_get(q, p);
	r->state = state_of(query_peek(q));
	r->due = query_get_int(q);
	r->created = query_get_int(q);
	r->sent = query_get_int(q);
	r->attempts = (int)query_get_int(q);
	r->automatic = query_get_bool(q);
	r->internal = query_get_bool(q);
	r->draft_of = query_get_int(q);
	r->member = query_get_int(q);
	r->message_id = query_get(q, p);
	r->from = query_get(q, p);
	r->to = query_get(q, p);
	r->token = query_get(q, p);
	r->coalesce = query_get(q, p);
	r->lang = query_get(q, p);
	r->subject = query_get(q, p);
	r->last_error = query_get(q, p);
	r->waits = query_get_int(q);
	r->about = query_get(q, p);
}

static int
read_rcpts(struct store *s, struct pool *p, struct outbox_row *r, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX, Q_RCPTS);
	int got;

	query_int(&q, ":id", r->id);
	while ((got = query_step(&q, e)) == 1)
		VEC_ADD(&r->rcpts, p, query_get(&q, p));
	return got;
}

int
outbox_read_one(struct query *q, struct pool *p, struct outbox_row *out, struct err *e)
{
	struct outbox_row r;
	int64_t size;
	int got = query_step(q, e);

	if (got != 1)
		return got;
	outbox_read_head(q, p, &r);
	size = query_get_int(q);
	got = unpack(q->s, p, query_peek(q), size, &r.bytes, e);
	query_end(q);
	if (got < 0 || read_rcpts(q->s, p, &r, e) < 0)
		return -1;
	*out = r;
	return 1;
}

int
outbox_read_list(struct query *q, struct pool *p, outbox_list *out, struct err *e)
{
	outbox_list list = {0};
	int got;

	while ((got = query_step(q, e)) == 1)
		outbox_read_head(q, p, VEC_NEW(&list, p));
	for (size_t i = 0; got == 0 && i < list.len; i++)
		got = read_rcpts(q->s, p, &list.at[i], e);
	if (got == 0)
		*out = list;
	return got;
}

int
outbox_get(struct store *s, struct pool *p, int64_t id, struct outbox_row *out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX, Q_GET);

	query_int(&q, ":id", id);
	return outbox_read_one(&q, p, out, e);
}

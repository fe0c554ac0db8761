/* Messages that came in: recorded, settled, set aside, replayed; and the cursors of their folders.
 */
#include "inbox.h"

enum {
	Q_FOLDER,
	Q_FOLDER_ADD,
	Q_RECORD,
	Q_KNOWN,
	Q_OLD_STATE,
	Q_SETTLE,
	Q_CLOSE,
	Q_REOPEN,
	Q_REPLAY,
	Q_SET_JOB,
	Q_PENDING,
	Q_GET,
	Q_CURSOR,
	Q_NEWEST,
	Q_CURSOR_SET
};
static const char *const sql[] = {
	[Q_FOLDER] = "SELECT id FROM folder WHERE account = :account AND folder = :folder",
	[Q_FOLDER_ADD] = "INSERT INTO folder (account, folder) VALUES (:account, :folder)",
	[Q_RECORD] =
		"INSERT INTO message (folder, uidvalidity, uid, name, received, internal, blob, "
		"size, cut, state) VALUES (:folder, :uidvalidity, :uid, :name, :received, "
		":internal, :blob, :size, :cut, 'recorded') "
		"ON CONFLICT (folder, name, uidvalidity, uid) DO NOTHING",
	[Q_KNOWN] = "SELECT m.id FROM folder f JOIN message m ON m.folder = f.id "
		    "WHERE f.account = :account AND m.name = :name LIMIT 1",
	[Q_OLD_STATE] = "SELECT state FROM message WHERE id = :id",
	[Q_SETTLE] = "UPDATE message SET state = :state, triage_open = :open, date = :date, "
		     "same_as = :same_as, job = :job, client = :client, contact = :contact, "
		     "member = :member, class = :class, auth = :auth, message_id = :message_id, "
		     "content_sha = :content, text_sha = :text_sha, sender = :sender, "
		     "subject = :subject, reason = :reason, text = :text, trail = :trail, "
		     "reading = :reading WHERE id = :id",
	[Q_CLOSE] = "UPDATE message SET triage_open = 0, "
		    "state = iif(state = 'triage', 'applied', state) WHERE id = :id",
	[Q_REOPEN] = "UPDATE message SET triage_open = 1, state = 'triage', "
		     "reason = coalesce(:reason, reason) WHERE id = :id",
	[Q_REPLAY] = "UPDATE message SET state = 'recorded', triage_open = 0, "
		     "reason = NULL, same_as = NULL WHERE id = :id",
	[Q_SET_JOB] = "UPDATE message SET job = :job, client = :client WHERE id = :id",
	[Q_PENDING] = "SELECT id FROM message WHERE state = 'recorded' AND id > :after "
		      "ORDER BY id LIMIT :max",
	[Q_GET] = "SELECT " INBOX_COLUMNS ", m.text, m.reading, m.trail " INBOX_FROM
		  "WHERE m.id = :id",
	[Q_CURSOR] = "SELECT uidvalidity, uid, modseq, last_good, on_server FROM folder "
		     "WHERE account = :account AND folder = :folder",
	/* The + keeps the planner from the folder's index: the newest rows are read until one fits. */
	[Q_NEWEST] = "SELECT received FROM message WHERE +folder = (SELECT id FROM folder WHERE "
		     "account = :account AND folder = :folder) ORDER BY id DESC LIMIT 1",
	[Q_CURSOR_SET] =
		"INSERT INTO folder (account, folder, uidvalidity, uid, modseq, last_good, "
		"on_server) VALUES (:account, :folder, :uidvalidity, :uid, :modseq, "
		":last_good, :on_server) ON CONFLICT (account, folder) DO UPDATE SET "
		"uidvalidity = excluded.uidvalidity, uid = excluded.uid, "
		"modseq = excluded.modseq, last_good = excluded.last_good, "
		"on_server = excluded.on_server",
};
const struct db_sql inbox_sql = {sql, COUNT(sql)};

static const char *const names[INBOX_STATE_COUNT] = {
	[INBOX_RECORDED] = "recorded", [INBOX_APPLIED] = "applied", [INBOX_DUPLICATE] = "duplicate",
	[INBOX_TRIAGE] = "triage",     [INBOX_DROPPED] = "dropped",
};

const char *
inbox_state_name(enum inbox_state s)
{
	return s < INBOX_STATE_COUNT ? names[s] : "unknown";
}

static enum inbox_state
state_of(struct slice name)
{
	for (int i = 0; i < INBOX_STATE_COUNT; i++)
		if (slice_is(name, names[i]))
			return (enum inbox_state)i;
	return INBOX_TRIAGE; /* the CHECK of the column allows no other */
}

static int
no_message(int64_t id, struct err *e)
{
	return err_set(e, ERR_NOFILE, "there is no message m%lld", (long long)id);
}

/* 1, 0 there is no such message, -1. */
static int
old_state(struct store *s, int64_t id, enum inbox_state *out, struct err *e)
{
	struct query q = query_on(s, DB_INBOX, Q_OLD_STATE);
	int got;

	query_int(&q, ":id", id);
	got = query_step(&q, e);
	if (got <= 0)
		return got;
	*out = state_of(query_peek(&q));
	query_end(&q);
	return 1;
}

static int
folder_id(struct store *s, const struct inbox_key *k, int64_t *out, struct err *e)
{
	struct query q = query_on(s, DB_INBOX, Q_FOLDER);
	int got;

	query_string(&q, ":account", k->account);
	query_string(&q, ":folder", k->folder);
	got = query_value(&q, out, e);
	if (got != 0)
		return got < 0 ? -1 : 0;
	q = query_on(s, DB_INBOX, Q_FOLDER_ADD);
	query_string(&q, ":account", k->account);
	query_string(&q, ":folder", k->folder);
	if (query_run(&q, e) < 0)
		return -1;
	*out = query_last_id(s);
	return 0;
}

static int
record_row(struct store *s, const struct inbox_new *n, int64_t *id_out, struct err *e)
{
	struct query q;
	int64_t folder;

	if (folder_id(s, &n->key, &folder, e) < 0)
		return -1;
	q = query_on(s, DB_INBOX, Q_RECORD);
	query_int(&q, ":folder", folder);
	query_int(&q, ":uidvalidity", (int64_t)n->key.uidvalidity);
	query_int(&q, ":uid", (int64_t)n->key.uid);
	query_string(&q, ":name", n->key.name);
	query_int(&q, ":received", n->received);
	query_int(&q, ":internal", n->internal);
	query_cstr(&q, ":blob", n->blob);
	query_int(&q, ":size", (int64_t)n->size);
	query_int(&q, ":cut", n->cut);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) == 0)
		return 0;
	*id_out = query_last_id(s);
	return 1;
}

int
inbox_record(struct store *s, const struct inbox_new *n, int64_t *id_out, struct err *e)
{
	struct db_unit u;

	/* In the caller's batch a folder row without its message does no harm: no savepoint. */
	if (s->in_txn)
		return record_row(s, n, id_out, e);
	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, record_row(s, n, id_out, e), e);
}

int
inbox_known_name(struct store *s, struct slice account, struct slice name, struct err *e)
{
	struct query q = query_on(s, DB_INBOX, Q_KNOWN);
	int64_t id;

	if (name.len == 0)
		return 0;
	query_string(&q, ":account", account);
	query_string(&q, ":name", name);
	return query_value(&q, &id, e);
}

static int
settle_row(struct store *s, const struct inbox_settled *m, struct err *e)
{
	unsigned char content[32], text[32];
	enum inbox_state old;
	struct query q;
	int got = old_state(s, m->id, &old, e);

	if (got <= 0)
		return got < 0 ? -1 : no_message(m->id, e);
	if (old != INBOX_RECORDED && search_forget(s, m->id, e) < 0)
		return -1;
	q = query_on(s, DB_INBOX, Q_SETTLE);
	query_int(&q, ":id", m->id);
	query_cstr(&q, ":state", inbox_state_name(m->state));
	query_int(&q, ":open", m->state == INBOX_TRIAGE);
	query_id(&q, ":date", m->date);
	query_id(&q, ":same_as", m->same_as);
	query_id(&q, ":job", m->job);
	query_id(&q, ":client", m->client);
	query_id(&q, ":contact", m->contact);
	query_id(&q, ":member", m->member);
	query_text(&q, ":class", m->class_);
	query_text(&q, ":auth", m->auth);
	query_text(&q, ":message_id", db_bare_id(m->message_id));
	query_bytes(&q, ":content", db_sha_bytes(m->content_sha, content));
	query_bytes(&q, ":text_sha", db_sha_bytes(m->text_sha, text));
	query_text(&q, ":sender", m->sender);
	query_text(&q, ":subject", m->subject);
	query_text(&q, ":reason", m->reason);
	query_text(&q, ":text", m->text);
	query_text(&q, ":trail", m->trail);
	query_text(&q, ":reading", m->reading);
	if (query_run(&q, e) < 0)
		return -1;
	if (m->state == INBOX_DUPLICATE || m->state == INBOX_RECORDED ||
	    (m->text.len == 0 && m->subject.len == 0))
		return 0;
	return search_enqueue(s, m->id, e);
}

int
inbox_settle(struct store *s, const struct inbox_settled *m, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, settle_row(s, m, e), e);
}

/* A change of one row that has to be there. */
static int
change(struct query *q, int64_t id, struct err *e)
{
	query_int(q, ":id", id);
	if (query_run(q, e) < 0)
		return -1;
	return query_changes(q->s) > 0 ? 0 : no_message(id, e);
}

int
inbox_close_triage(struct store *s, int64_t id, struct err *e)
{
	struct query q = query_on(s, DB_INBOX, Q_CLOSE);

	return change(&q, id, e);
}

static int
reopen_row(struct store *s, int64_t id, struct slice reason, struct err *e)
{
	enum inbox_state old;
	struct query q;
	int got = old_state(s, id, &old, e);

	if (got <= 0)
		return got < 0 ? -1 : no_message(id, e);
	q = query_on(s, DB_INBOX, Q_REOPEN);
	query_text(&q, ":reason", reason);
	if (change(&q, id, e) < 0)
		return -1;
	/* The words of copies are not searched; this one stands for itself now. */
	return old == INBOX_DUPLICATE ? search_enqueue(s, id, e) : 0;
}

int
inbox_reopen_triage(struct store *s, int64_t id, struct slice reason, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, reopen_row(s, id, reason, e), e);
}

static int
replay_row(struct store *s, int64_t id, struct err *e)
{
	enum inbox_state old;
	struct query q;
	int got = old_state(s, id, &old, e);

	if (got <= 0)
		return got < 0 ? -1 : no_message(id, e);
	if (old == INBOX_RECORDED)
		return 0;
	if (search_forget(s, id, e) < 0)
		return -1;
	q = query_on(s, DB_INBOX, Q_REPLAY);
	return change(&q, id, e);
}

int
inbox_replay(struct store *s, int64_t id, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, replay_row(s, id, e), e);
}

int
inbox_set_job(struct store *s, int64_t id, int64_t job, int64_t client, struct err *e)
{
	struct query q = query_on(s, DB_INBOX, Q_SET_JOB);

	query_id(&q, ":job", job);
	query_id(&q, ":client", client);
	return change(&q, id, e);
}

int
inbox_pending(struct store *s, struct pool *p, int64_t after, size_t max, id_list *out,
	      struct err *e)
{
	struct query q = query_on(s, DB_INBOX, Q_PENDING);
	id_list list = {0};
	int got;

	query_int(&q, ":after", after);
	query_int(&q, ":max", max > INT64_MAX ? INT64_MAX : (int64_t)max);
	while ((got = query_step(&q, e)) == 1)
		VEC_ADD(&list, p, query_get_int(&q));
	if (got == 0)
		*out = list;
	return got;
}

void
inbox_read_head(struct query *q, struct pool *p, struct inbox_row *m)
{
	*m = (struct inbox_row){0};
	m->id = query_get_int(q);
	m->key.account = query_get(q, p);
	m->key.folder = query_get(q, p);
	m->key.uidvalidity = (uint64_t)query_get_int(q);
	m->key.uid = (uint64_t)query_get_int(q);
	m->key.name = query_get(q, p);
	m->received = query_get_int(q);
	m->internal = query_get_int(q);
	m->blob = query_get(q, p);
	m->size = (uint64_t)query_get_int(q);
	m->cut = query_get_bool(q);
	m->state = state_of(query_peek(q));
	m->same_as = query_get_int(q);
	m->job = query_get_int(q);
	m->client = query_get_int(q);
	m->contact = query_get_int(q);
	m->member = query_get_int(q);
	m->class_ = query_get(q, p);
	m->sender = query_get(q, p);
	m->subject = query_get(q, p);
	m->message_id = query_get(q, p);
	m->auth = query_get(q, p);
	m->reason = query_get(q, p);
	m->triage_open = query_get_bool(q);
}

int
inbox_read_list(struct query *q, struct pool *p, inbox_list *out, struct err *e)
{
	inbox_list list = {0};
	int got;

	while ((got = query_step(q, e)) == 1)
		inbox_read_head(q, p, VEC_NEW(&list, p));
	if (got == 0)
		*out = list;
	return got;
}

int
inbox_get(struct store *s, struct pool *p, int64_t id, struct inbox_row *out, struct err *e)
{
	struct query q = query_on(s, DB_INBOX, Q_GET);
	int got;

	query_int(&q, ":id", id);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	inbox_read_head(&q, p, out);
	out->text = query_get(&q, p);
	out->reading = query_get(&q, p);
	out->trail = query_get(&q, p);
	query_end(&q);
	return 1;
}

int
inbox_cursor_get(struct store *s, struct slice account, struct slice folder,
		 struct inbox_cursor *out, struct err *e)
{
	struct query q = query_on(s, DB_INBOX, Q_CURSOR);
	struct inbox_cursor c = {0};
	int got;

	query_string(&q, ":account", account);
	query_string(&q, ":folder", folder);
	got = query_step(&q, e);
	if (got < 0)
		return -1;
	if (got == 1) {
		c.uidvalidity = (uint64_t)query_get_int(&q);
		c.uid = (uint64_t)query_get_int(&q);
		c.modseq = (uint64_t)query_get_int(&q);
		c.last_good = query_get_int(&q);
		c.on_server = (uint64_t)query_get_int(&q);
		query_end(&q);
	}
	*out = c;
	return 0;
}

int
inbox_newest(struct store *s, struct slice account, struct slice folder, int64_t *at_out,
	     struct err *e)
{
	struct query q = query_on(s, DB_INBOX, Q_NEWEST);
	int got;

	query_string(&q, ":account", account);
	query_string(&q, ":folder", folder);
	got = query_step(&q, e);
	if (got < 0)
		return -1;
	*at_out = got == 1 ? query_get_int(&q) : 0;
	if (got == 1)
		query_end(&q);
	return 0;
}

int
inbox_cursor_set(struct store *s, struct slice account, struct slice folder,
		 const struct inbox_cursor *c, struct err *e)
{
	struct query q = query_on(s, DB_INBOX, Q_CURSOR_SET);

	query_string(&q, ":account", account);
	query_string(&q, ":folder", folder);
	query_int(&q, ":uidvalidity", (int64_t)c->uidvalidity);
	query_int(&q, ":uid", (int64_t)c->uid);
	query_int(&q, ":modseq", (int64_t)c->modseq);
	query_int(&q, ":last_good", c->last_good);
	query_int(&q, ":on_server", (int64_t)c->on_server);
	return query_run(&q, e);
}

/* Reviews: the stages of a version's route, who decides each, and the mails those were sent. */
#include "db.h"
#include "docket/store/reviews.h"

#define COLUMNS                                                                                    \
	"r.id, r.job, r.version, r.stage, r.position, r.rule, r.side, r.round, r.state, "          \
	"r.opened, r.due, r.closed, r.reason, r.closes"
enum { Q_ADD, Q_SAVE, Q_GET, Q_BY_TOKEN, Q_OF_JOB, Q_ROUND, Q_CLEAR, Q_DECIDER,
       Q_DECIDERS, Q_JOB_ADD, Q_JOB_DECIDERS, Q_WITHDRAW, Q_END, Q_WITHDRAW_JOB, Q_WAITING };
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO review (job, version, stage, position, rule, side, round, state, "
		  "opened, due, closed, reason, closes) VALUES (:job, :version, :stage, :position, :rule, "
		  ":side, :round, :state, :opened, :due, :closed, :reason, :closes)",
	[Q_SAVE] = "UPDATE review SET round = :round, state = :state, opened = :opened, due = :due, "
		   "closed = :closed, reason = :reason, closes = :closes WHERE id = :id",
	[Q_GET] = "SELECT " COLUMNS " FROM review r WHERE r.id = :id",
	[Q_BY_TOKEN] = "SELECT " COLUMNS " FROM review_decider d JOIN review r ON r.id = d.review "
		       "WHERE d.token = :token",
	[Q_OF_JOB] = "SELECT " COLUMNS " FROM review r JOIN version v ON v.id = r.version "
		     "WHERE r.job = :job AND (:version = 0 OR r.version = :version) "
		     "ORDER BY v.number, r.position",
	[Q_ROUND] = "SELECT coalesce(max(round), 0) FROM review WHERE job = :job "
		    "AND opened IS NOT NULL",
	[Q_CLEAR] = "DELETE FROM review_decider WHERE review = :review",
	/* A mail that is new with this save was written at the job's newest event. */
	[Q_DECIDER] = "INSERT INTO review_decider (review, position, member, contact, outbox, "
		      "token, delegate, shown) VALUES (:review, :position, :member, :contact, :outbox, "
		      ":token, :delegate, coalesce(:shown, iif(:outbox IS NULL, NULL, (SELECT "
		      "j.head_seq FROM review r JOIN job j ON j.id = r.job WHERE r.id = :review))))",
	[Q_DECIDERS] = "SELECT member, contact, outbox, token, delegate, shown FROM review_decider "
		       "WHERE review = :review ORDER BY position",
	[Q_JOB_ADD] = "INSERT INTO job_decider (job, contact, said_by, at) VALUES (:job, :contact, "
		      ":by, :at) ON CONFLICT DO NOTHING",
	/* Claimed ones may be on the wire already. */
	[Q_WITHDRAW] = "UPDATE outbox SET state = 'cancelled' WHERE id IN (SELECT outbox FROM "
		       "review_decider WHERE review = :review) AND state IN ('queued', 'draft') AND "
		       "attempts = 0",
	[Q_END] = "UPDATE review SET state = 'superseded', closed = :now WHERE job = :job AND "
		  "state IN ('open', 'waiting')",
	[Q_WITHDRAW_JOB] = "UPDATE outbox SET state = 'cancelled' WHERE job = :job AND state IN "
			   "('queued', 'draft') AND attempts = 0 AND (kind IN ('prompt', 'confirm', "
			   "'review', 'ask', 'revision-ask') OR id IN (SELECT d.outbox FROM "
			   "review_decider d JOIN review r ON r.id = d.review WHERE r.job = :job))",
	[Q_WAITING] = "SELECT " COLUMNS " FROM review r JOIN review_decider d ON d.review = r.id JOIN job j "
		      "ON j.id = r.job WHERE r.state = 'open' AND r.due IS NOT NULL AND r.side = 'us' AND "
		      "j.state = 'internal-review' AND d.member = :member AND d.outbox IS NOT NULL AND "
		      "NOT EXISTS (SELECT 1 FROM decision x WHERE x.review = r.id AND "
		      "x.member = :member AND x.withdrawn IS NULL) ORDER BY r.due, r.id",
	[Q_JOB_DECIDERS] = "SELECT contact FROM job_decider WHERE job = :job ORDER BY at, contact",
};
const struct db_sql reviews_sql = {sql, COUNT(sql)};

static int
write_deciders(struct store *s, const struct review *r, int64_t id, struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_CLEAR);

	query_int(&q, ":review", id);
	if (query_run(&q, e) < 0)
		return -1;
	for (size_t i = 0; i < r->deciders.len; i++) {
		const struct review_decider *d = &r->deciders.at[i];

		q = query_on(s, DB_REVIEWS, Q_DECIDER);
		query_int(&q, ":review", id);
		query_int(&q, ":position", (int64_t)i + 1);
		query_id(&q, ":member", d->member);
		query_id(&q, ":contact", d->contact);
		query_id(&q, ":outbox", d->outbox);
		query_text(&q, ":token", d->token);
		query_id(&q, ":delegate", d->delegate);
		query_id(&q, ":shown", d->shown);
		if (query_run(&q, e) < 0)
			return -1;
	}
	return 0;
}

/* What adding and saving write alike. */
static void
bind_review(struct query *q, const struct review *r)
{
	query_int(q, ":round", r->round);
	query_cstr(q, ":state", review_state_name(r->state));
	query_id(q, ":opened", r->opened);
	query_id(q, ":due", r->due);
	query_id(q, ":closed", r->closed);
	query_text(q, ":reason", r->reason);
	query_id(q, ":closes", r->closes);
}

static int
add_rows(struct store *s, struct review *r, struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_ADD);
	int64_t id;

	query_int(&q, ":job", r->job);
	query_int(&q, ":version", r->version);
	query_string(&q, ":stage", r->stage);
	query_int(&q, ":position", r->position);
	query_cstr(&q, ":rule", review_rule_name(r->rule));
	query_cstr(&q, ":side", r->side == SIDE_CLIENT ? "client" : "us");
	bind_review(&q, r);
	if (query_run(&q, e) < 0)
		return -1;
	id = query_last_id(s);
	if (write_deciders(s, r, id, e) < 0)
		return -1;
	r->id = id;
	return 0;
}

int
review_add(struct store *s, struct review *r, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, add_rows(s, r, e), e);
}

static int
save_rows(struct store *s, const struct review *r, struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_SAVE);

	query_int(&q, ":id", r->id);
	bind_review(&q, r);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) == 0)
		return err_set(e, ERR_NOFILE, "there is no review %lld to save", (long long)r->id);
	if (write_deciders(s, r, r->id, e) < 0)
		return -1;
	if (r->state == REVIEW_OPEN || r->state == REVIEW_WAITING)
		return 0;
	q = query_on(s, DB_REVIEWS, Q_WITHDRAW);
	query_int(&q, ":review", r->id);
	return query_run(&q, e);
}

int
reviews_end(struct store *s, int64_t job, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_END);

	query_int(&q, ":job", job);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	q = query_on(s, DB_REVIEWS, Q_WITHDRAW_JOB);
	query_int(&q, ":job", job);
	return query_run(&q, e);
}

int
review_save(struct store *s, const struct review *r, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, save_rows(s, r, e), e);
}

static int
read_row(struct query *q, struct pool *p, struct review *r, struct err *e)
{
	int rule, state;

	*r = (struct review){0};
	r->id = query_get_int(q);
	r->job = query_get_int(q);
	r->version = query_get_int(q);
	r->stage = query_get(q, p);
	r->position = query_get_int(q);
	rule = review_rule_of(query_peek(q));
	r->side = slice_is(query_peek(q), "client") ? SIDE_CLIENT : SIDE_US;
	r->round = query_get_int(q);
	state = review_state_of(query_peek(q));
	r->opened = query_get_int(q);
	r->due = query_get_int(q);
	r->closed = query_get_int(q);
	r->reason = query_get(q, p);
	r->closes = query_get_int(q);
	if (rule < 0 || state < 0)
		return err_set(e, ERR_STOP, "review %lld has a %s this docket does not know",
			       (long long)r->id, rule < 0 ? "rule" : "state");
	r->rule = (enum review_rule)rule;
	r->state = (enum review_state)state;
	return 0;
}

static int
read_deciders(struct store *s, struct pool *p, struct review *r, struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_DECIDERS);
	int got;

	query_int(&q, ":review", r->id);
	while ((got = query_step(&q, e)) == 1) {
		struct review_decider *d = VEC_NEW(&r->deciders, p);

		d->member = query_get_int(&q);
		d->contact = query_get_int(&q);
		d->outbox = query_get_int(&q);
		d->token = query_get(&q, p);
		d->delegate = query_get_int(&q);
		d->shown = query_get_int(&q);
	}
	return got;
}

static int
read_one(struct query *q, struct pool *p, struct review *out, struct err *e)
{
	struct review r;
	int got = query_step(q, e);

	if (got != 1)
		return got;
	got = read_row(q, p, &r, e);
	query_end(q);
	if (got < 0 || read_deciders(q->s, p, &r, e) < 0)
		return -1;
	*out = r;
	return 1;
}

int
review_get(struct store *s, struct pool *p, int64_t id, struct review *out, struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_GET);

	query_int(&q, ":id", id);
	return read_one(&q, p, out, e);
}

int
review_by_token(struct store *s, struct pool *p, struct slice token, struct review *out,
		struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_BY_TOKEN);

	if (token.len == 0)
		return 0;
	query_text(&q, ":token", token);
	return read_one(&q, p, out, e);
}

/* Every row of a query that is bound, with its deciders. */
static int
read_all(struct store *s, struct pool *p, struct query *q, review_list *out, struct err *e)
{
	review_list list = {0};
	int got;

	while ((got = query_step(q, e)) == 1) {
		if (read_row(q, p, VEC_NEW(&list, p), e) < 0) {
			query_end(q);
			return -1;
		}
	}
	for (size_t i = 0; got == 0 && i < list.len; i++)
		got = read_deciders(s, p, &list.at[i], e);
	if (got == 0)
		*out = list;
	return got;
}

int
reviews_of_job(struct store *s, struct pool *p, int64_t job, int64_t version, review_list *out,
	       struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_OF_JOB);

	query_int(&q, ":job", job);
	query_int(&q, ":version", version);
	return read_all(s, p, &q, out, e);
}

int
reviews_waiting(struct store *s, struct pool *p, int64_t member, review_list *out, struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_WAITING);

	query_int(&q, ":member", member);
	return read_all(s, p, &q, out, e);
}

int
review_round(struct store *s, int64_t job, int64_t *out, struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_ROUND);

	query_int(&q, ":job", job);
	return query_value(&q, out, e) < 0 ? -1 : 0;
}

int
job_decider_add(struct store *s, int64_t job, int64_t contact, struct slice said_by, int64_t now,
		struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_JOB_ADD);

	query_int(&q, ":job", job);
	query_int(&q, ":contact", contact);
	query_string(&q, ":by", said_by);
	query_int(&q, ":at", now);
	return query_run(&q, e);
}

int
job_deciders(struct store *s, struct pool *p, int64_t job, contact_ids *out, struct err *e)
{
	struct query q = query_on(s, DB_REVIEWS, Q_JOB_DECIDERS);
	contact_ids list = {0};
	int got;

	query_int(&q, ":job", job);
	while ((got = query_step(&q, e)) == 1)
		VEC_ADD(&list, p, query_get_int(&q));
	if (got == 0)
		*out = list;
	return got;
}

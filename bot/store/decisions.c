/* Decisions: who said what of which version, on what evidence; the words stay in the ledger. */
#include "db.h"
#include "docket/store/reviews.h"

#define COLUMNS                                                                                    \
	"d.id, d.job, d.review, d.version, d.kind, d.strength, d.member, d.contact, "              \
	"d.attested_by, d.message, d.event, d.asked, d.withdrawn, d.at, t.text, d.delegate, "       \
	"g.stands_for, g.until, EXISTS (SELECT 1 FROM json_each(iif(json_valid(e.payload), "      \
	"e.payload, '{}'), '$.data.files') x WHERE x.value = 'content not fixed')"
#define FROM                                                                                       \
	" FROM decision d JOIN event e ON e.job = d.job AND e.seq = d.event "                      \
	"LEFT JOIN event_text t ON t.event = e.id LEFT JOIN delegate g ON g.id = d.delegate "
enum { Q_ADD, Q_WITHDRAW, Q_ASKED, Q_BY_ASKED, Q_OF_JOB };
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO decision (job, review, version, kind, strength, member, contact, "
		  "attested_by, message, event, asked, at, delegate) SELECT :job, :review, :version, :kind, "
		  ":strength, :member, :contact, :by, :message, head_seq, :asked, :at, "
		  ":delegate FROM job "
		  "WHERE id = :job RETURNING id, event",
	[Q_WITHDRAW] = "UPDATE decision SET withdrawn = :now WHERE id = :id AND "
		       "withdrawn IS NULL",
	[Q_ASKED] = "UPDATE decision SET asked = :outbox WHERE id = :id",
	[Q_BY_ASKED] = "SELECT " COLUMNS FROM "WHERE d.asked = :outbox OR d.asked IN "
		      /* An edited draft goes out as another row with the same token. */
		      "(SELECT o.id FROM outbox o JOIN outbox this ON o.token = this.token "
		      "WHERE this.id = :outbox) ORDER BY d.id DESC LIMIT 1",
	[Q_OF_JOB] = "SELECT " COLUMNS FROM "WHERE d.job = :job AND "
		     "(:review = 0 OR d.review = :review) ORDER BY d.id",
};
const struct db_sql decisions_sql = {sql, COUNT(sql)};

int
decision_add(struct store *s, struct decision *d, struct err *e)
{
	struct query q = query_on(s, DB_DECISIONS, Q_ADD);
	int64_t id, event;
	int got;

	query_int(&q, ":job", d->job);
	query_id(&q, ":review", d->review);
	query_id(&q, ":version", d->version);
	query_cstr(&q, ":kind", decision_kind_name(d->kind));
	query_cstr(&q, ":strength", strength_name(d->strength));
	query_id(&q, ":member", d->member);
	query_id(&q, ":contact", d->contact);
	query_id(&q, ":by", d->attested_by);
	query_id(&q, ":message", d->message);
	query_id(&q, ":asked", d->asked);
	query_int(&q, ":at", d->at);
	query_id(&q, ":delegate", d->delegate);
	got = query_step(&q, e);
	if (got != 1)
		return got < 0 ? -1 : err_set(e, ERR_NOFILE, "there is no job for this decision");
	id = query_get_int(&q);
	event = query_get_int(&q);
	if (query_run(&q, e) < 0)
		return -1;
	d->id = id;
	d->event = event;
	return 0;
}

int
decision_withdraw(struct store *s, int64_t id, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_DECISIONS, Q_WITHDRAW);

	query_int(&q, ":id", id);
	query_int(&q, ":now", now);
	return query_run(&q, e);
}

int
decision_set_asked(struct store *s, int64_t id, int64_t outbox, struct err *e)
{
	struct query q = query_on(s, DB_DECISIONS, Q_ASKED);

	query_int(&q, ":id", id);
	query_id(&q, ":outbox", outbox);
	return query_run(&q, e);
}

static int
read_row(struct query *q, struct pool *p, struct decision *d, struct err *e)
{
	int kind, strength;

	*d = (struct decision){0};
	d->id = query_get_int(q);
	d->job = query_get_int(q);
	d->review = query_get_int(q);
	d->version = query_get_int(q);
	kind = decision_kind_of(query_peek(q));
	strength = strength_of(query_peek(q));
	d->member = query_get_int(q);
	d->contact = query_get_int(q);
	d->attested_by = query_get_int(q);
	d->message = query_get_int(q);
	d->event = query_get_int(q);
	d->asked = query_get_int(q);
	d->withdrawn = query_get_int(q);
	d->at = query_get_int(q);
	d->words = query_get(q, p);
	d->delegate = query_get_int(q);
	d->stands_for = query_get_int(q);
	d->until = query_get(q, p);
	d->unfixed = query_get_bool(q);
	if (kind < 0 || strength < 0)
		return err_set(e, ERR_STOP, "decision %lld has a %s this docket does not know",
			       (long long)d->id, kind < 0 ? "kind" : "strength");
	d->kind = (enum decision_kind)kind;
	d->strength = (enum strength)strength;
	return 0;
}

int
decision_by_asked(struct store *s, struct pool *p, int64_t outbox, struct decision *out,
		  struct err *e)
{
	struct query q = query_on(s, DB_DECISIONS, Q_BY_ASKED);
	struct decision d;
	int got;

	query_int(&q, ":outbox", outbox);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	got = read_row(&q, p, &d, e);
	query_end(&q);
	if (got < 0)
		return -1;
	*out = d;
	return 1;
}

int
decisions_of_job(struct store *s, struct pool *p, int64_t job, int64_t review,
		 decision_list *out, struct err *e)
{
	struct query q = query_on(s, DB_DECISIONS, Q_OF_JOB);
	decision_list list = {0};
	int got;

	query_int(&q, ":job", job);
	query_int(&q, ":review", review);
	while ((got = query_step(&q, e)) == 1) {
		if (read_row(&q, p, VEC_NEW(&list, p), e) < 0) {
			query_end(&q);
			return -1;
		}
	}
	if (got == 0)
		*out = list;
	return got;
}

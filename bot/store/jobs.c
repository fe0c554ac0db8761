/* Jobs: numbered per client, saved, found by ref. The brief's rows are brief.c's. */
#include "jobs.h"

#include <ctype.h>

enum { REF_MAX = 24 };

#define COLUMNS                                                                                    \
	"j.id, j.client, j.ref, j.state, j.held_from, j.hold_until, j.urgent, j.urgent_granted, "  \
	"j.owner, j.requester, j.linked, j.created, j.changed, j.required, j.waived, j.asked, "    \
	"j.prompts, j.kit, j.title, j.lang, j.thread_subject, j.maker, j.recheck, j.merged"
/* One statement for each index, as the planner looks at no value. */
enum {
	Q_NUMBER,
	Q_CREATE,
	Q_SAVE,
	Q_GET,
	Q_BY_NUMBER,
	Q_SELECT,
	Q_SELECT_OPEN,
	Q_SELECT_OWNER,
	Q_SELECT_STATE,
	Q_COUNT,
	Q_COUNT_OPEN,
	Q_COUNT_OWNER,
	Q_COUNT_STATE
};
/* The words of the partial indexes of schema step 9, exactly. */
#define OPEN "j.state NOT IN ('declined', 'cancelled', 'archived')"
#define OTHERS                                                                                     \
	"AND (:client IS NULL OR j.client = :client) "                                             \
	"AND (:owner IS NULL OR j.owner = :owner OR (:owner < 0 AND j.owner IS NULL)) "            \
	"AND (:state IS NULL OR j.state = :state) AND (NOT :open OR " OPEN ") "
#define ORDER "ORDER BY j.client, j.number LIMIT :limit"
static const char *const sql[] = {
	[Q_NUMBER] = "UPDATE client SET last_number = last_number + 1 WHERE id = :client "
		     "RETURNING last_number, code",
	[Q_CREATE] = "INSERT INTO job (client, number, ref, state, held_from, hold_until, urgent, "
		     "urgent_granted, owner, requester, linked, created, changed, required, "
		     "waived, asked, prompts, kit, title, lang, thread_subject, maker, recheck) "
		     "VALUES (:client, "
		     ":number, :ref, :state, :held_from, :hold_until, :urgent, :urgent_granted, "
		     ":owner, :requester, :linked, :created, :changed, :required, :waived, :asked, "
		     ":prompts, :kit, :title, :lang, :thread_subject, :maker, :recheck)",
	[Q_SAVE] =
		"UPDATE job SET state = :state, held_from = :held_from, hold_until = :hold_until, "
		"urgent = :urgent, urgent_granted = :urgent_granted, owner = :owner, "
		"requester = :requester, linked = :linked, changed = :changed, "
		"required = :required, waived = :waived, asked = :asked, prompts = :prompts, "
		"kit = :kit, title = :title, lang = :lang, thread_subject = :thread_subject, "
		"maker = :maker, recheck = :recheck "
		"WHERE id = :id",
	[Q_GET] = "SELECT " COLUMNS " FROM job j WHERE j.id = :id",
	[Q_BY_NUMBER] = "SELECT " COLUMNS " FROM client c JOIN job j ON j.client = c.id "
			"WHERE c.code = upper(:code) AND j.number = :number",
	[Q_SELECT] = "SELECT " COLUMNS " FROM job j WHERE true " OTHERS ORDER,
	[Q_SELECT_OPEN] = "SELECT " COLUMNS " FROM job j WHERE " OPEN OTHERS ORDER,
	[Q_SELECT_OWNER] =
		"SELECT " COLUMNS " FROM job j WHERE j.owner = :owner AND " OPEN OTHERS ORDER,
	[Q_SELECT_STATE] = "SELECT " COLUMNS " FROM job j WHERE j.state = :state " OTHERS ORDER,
	[Q_COUNT] = "SELECT count(*) FROM job j WHERE true " OTHERS,
	[Q_COUNT_OPEN] = "SELECT count(*) FROM job j WHERE " OPEN OTHERS,
	[Q_COUNT_OWNER] = "SELECT count(*) FROM job j WHERE j.owner = :owner AND " OPEN OTHERS,
	[Q_COUNT_STATE] = "SELECT count(*) FROM job j WHERE j.state = :state " OTHERS,
};
const struct db_sql jobs_sql = {sql, COUNT(sql)};

/* What job_create and job_save write alike. */
static void
bind_job(struct query *q, const struct job *j, int64_t now)
{
	query_cstr(q, ":state", job_state_name(j->state));
	query_cstr(q, ":held_from", job_state_name(j->held_from));
	query_text(q, ":hold_until", j->hold_until);
	query_int(q, ":urgent", j->urgent);
	query_int(q, ":urgent_granted", j->urgent_granted);
	query_id(q, ":owner", j->owner);
	query_id(q, ":requester", j->requester);
	query_id(q, ":linked", j->linked);
	query_int(q, ":changed", now);
	query_int(q, ":required", j->required);
	query_int(q, ":waived", j->waived);
	query_int(q, ":asked", j->asked);
	query_int(q, ":prompts", j->prompts);
	query_text(q, ":kit", j->kit);
	query_text(q, ":title", j->title);
	query_text(q, ":lang", j->lang);
	query_text(q, ":thread_subject", j->thread_subject);
	query_id(q, ":maker", j->maker);
	query_cstr(q, ":recheck", j->recheck == RECHECK_NO ? NULL : recheck_name(j->recheck));
}

static int
create_row(struct store *s, struct pool *p, struct job *j, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_JOBS, Q_NUMBER);
	struct slice ref;
	int64_t number, id;
	int got;

	query_int(&q, ":client", j->client);
	got = query_step(&q, e);
	if (got <= 0)
		return got < 0 ? -1 : err_set(e, ERR_NOFILE, "there is no client for this job");
	number = query_get_int(&q);
	ref = job_ref(p, query_peek(&q), number);
	if (query_run(&q, e) < 0)
		return -1;
	q = query_on(s, DB_JOBS, Q_CREATE);
	query_int(&q, ":client", j->client);
	query_int(&q, ":number", number);
	query_string(&q, ":ref", ref);
	query_int(&q, ":created", now);
	bind_job(&q, j, now);
	if (query_run(&q, e) < 0)
		return -1;
	id = query_last_id(s);
	if (brief_write(s, id, j->brief, e) < 0)
		return -1;
	j->id = id;
	j->ref = ref;
	j->created = j->changed = now;
	return 0;
}

int
job_create(struct store *s, struct pool *p, struct job *j, int64_t now, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, create_row(s, p, j, now, e), e);
}

static int
save_row(struct store *s, const struct job *j, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_JOBS, Q_SAVE);

	query_int(&q, ":id", j->id);
	bind_job(&q, j, now);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) == 0)
		return err_set(e, ERR_NOFILE, "there is no job %.*s to save", SLICE_ARG(j->ref));
	return brief_write(s, j->id, j->brief, e);
}

int
job_save(struct store *s, const struct job *j, int64_t now, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, save_row(s, j, now, e), e);
}

/* A state this docket does not know cannot be acted on. */
static int
read_state(struct query *q, const struct job *j, enum job_state *out, struct err *e)
{
	struct slice name = query_peek(q);
	int state = job_state_of(name);

	if (state < 0)
		return err_set(e, ERR_STOP,
			       "%.*s has the state '%.*s', which this docket does not know",
			       SLICE_ARG(j->ref), SLICE_ARG(name));
	*out = (enum job_state)state;
	return 0;
}

static int
read_row(struct query *q, struct pool *p, struct job *j, struct err *e)
{
	*j = (struct job){0};
	j->id = query_get_int(q);
	j->client = query_get_int(q);
	j->ref = query_get(q, p);
	if (read_state(q, j, &j->state, e) < 0 || read_state(q, j, &j->held_from, e) < 0)
		return -1;
	j->hold_until = query_get(q, p);
	j->urgent = query_get_bool(q);
	j->urgent_granted = query_get_bool(q);
	j->owner = query_get_int(q);
	j->requester = query_get_int(q);
	j->linked = query_get_int(q);
	j->created = query_get_int(q);
	j->changed = query_get_int(q);
	j->required = (unsigned)query_get_int(q);
	j->waived = (unsigned)query_get_int(q);
	j->asked = (unsigned)query_get_int(q);
	j->prompts = (int)query_get_int(q);
	j->kit = query_get(q, p);
	j->title = query_get(q, p);
	j->lang = query_get(q, p);
	j->thread_subject = query_get(q, p);
	j->maker = query_get_int(q);
	j->recheck = recheck_of(query_peek(q));
	j->merged = query_get_int(q);
	return 0;
}

static int
read_one(struct query *q, struct pool *p, struct job *out, struct err *e)
{
	struct job j;
	int got = query_step(q, e);

	if (got != 1)
		return got;
	got = read_row(q, p, &j, e);
	query_end(q);
	if (got < 0 || jobs_brief_read(q->s, p, j.id, j.brief, e) < 0)
		return -1;
	*out = j;
	return 1;
}

int
job_get(struct store *s, struct pool *p, int64_t id, struct job *out, struct err *e)
{
	struct query q = query_on(s, DB_JOBS, Q_GET);

	query_int(&q, ":id", id);
	return read_one(&q, p, out, e);
}

static int
by_number(struct store *s, struct pool *p, struct slice code, struct slice digits, struct job *out,
	  struct err *e)
{
	struct query q = query_on(s, DB_JOBS, Q_BY_NUMBER);
	int64_t number;

	if (code.len == 0 || !slice_int(digits, &number) || number <= 0)
		return 0;
	query_string(&q, ":code", code);
	query_int(&q, ":number", number);
	return read_one(&q, p, out, e);
}

int
job_by_ref(struct store *s, struct pool *p, struct slice ref, struct job *out, struct err *e)
{
	struct job found = {0}, other = {0};
	ptrdiff_t hyphen;
	int hits = 0;

	ref = slice_trim(ref);
	hyphen = slice_rindex(ref, '-');
	if (ref.len > REF_MAX)
		return 0;
	if (hyphen >= 0)
		return by_number(s, p, slice_sub(ref, 0, (size_t)hyphen),
				 slice_sub(ref, (size_t)hyphen + 1, ref.len), out, e);
	/* Codes may end in digits: "AB1042" is AB1-042 or AB-1042. */
	for (size_t i = ref.len; i > 1 && isdigit((unsigned char)ref.data[i - 1]); i--) {
		int got = by_number(s, p, slice_sub(ref, 0, i - 1), slice_sub(ref, i - 1, ref.len),
				    hits == 0 ? &found : &other, e);
		if (got < 0)
			return -1;
		/* "ACME042" fits number 42 with a 0 before it and without. */
		if (got == 1 && hits == 1 && other.id == found.id)
			continue;
		hits += got;
		if (hits > 1)
			return err_set(e, ERR_USAGE,
				       "'%.*s' could be %.*s or %.*s: write the hyphen",
				       SLICE_ARG(ref), SLICE_ARG(found.ref), SLICE_ARG(other.ref));
	}
	if (hits == 1)
		*out = found;
	return hits;
}

/* The statement of `first` and those behind it whose index fits the filter, its words bound. */
static struct query
filtered(struct store *s, const struct job_filter *f, int first)
{
	enum { ANY, BY_OPEN, BY_OWNER, BY_STATE };
	int which = f->state >= 0   ? BY_STATE
		    : !f->open_only ? ANY
		    : f->owner > 0  ? BY_OWNER
				    : BY_OPEN;
	struct query q = query_on(s, DB_JOBS, first + which);

	query_id(&q, ":client", f->client);
	query_id(&q, ":owner", f->owner);
	query_cstr(&q, ":state", f->state < 0 ? NULL : job_state_name((enum job_state)f->state));
	query_int(&q, ":open", f->open_only);
	return q;
}

int
job_count(struct store *s, const struct job_filter *f, int64_t *out, struct err *e)
{
	struct query q = filtered(s, f, Q_COUNT);

	return query_value(&q, out, e) < 0 ? -1 : 0;
}

int
job_select(struct store *s, struct pool *p, const struct job_filter *f, job_list *out,
	   struct err *e)
{
	struct query q = filtered(s, f, Q_SELECT);
	job_list list = {0};
	int got;

	query_int(&q, ":limit", f->limit > 0 ? (int64_t)f->limit : -1);
	while ((got = query_step(&q, e)) == 1) {
		if (read_row(&q, p, VEC_NEW(&list, p), e) < 0) {
			query_end(&q);
			return -1;
		}
	}
	for (size_t i = 0; got == 0 && i < list.len; i++)
		got = jobs_brief_read(s, p, list.at[i].id, list.at[i].brief, e);
	if (got == 0)
		*out = list;
	return got;
}

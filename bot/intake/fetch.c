/* Links of versions: what is told of them, and what follows from how a fetch ended. */
#include "docket/intake/fetch.h"

#include "cmd.h"
#include "input.h"
#include "life.h"

#include "docket/base/zone.h"
#include "docket/domain/fetch.h"

enum { LINES_MAX = 5, DATA_MAX = 2048, SHORT_HASH = 12 };

/* Why there is no copy, for people: the last part is a word of wire/fetch.c, domain/fetch.h or
 * daemon/fetches.c. */
static const char *const why_keys[] = {
	"note.link.page", "note.link.data", "note.link.unlike", "note.link.login",
	"note.link.missing", "note.link.status", "note.link.server", "note.link.away",
	"note.link.slow", "note.link.large", "note.link.empty", "note.link.packed",
	"note.link.unmeasured", "note.link.certificate", "note.link.private", "note.link.port",
	"note.link.scheme", "note.link.loop", "note.link.broken", "note.link.skipped",
	"note.link.disk", "note.link.lost", "note.link.off",
};

static const char *
key_of(struct slice why)
{
	for (size_t i = 0; i < COUNT(why_keys); i++)
		if (slice_is(why, strrchr(why_keys[i], '.') + 1))
			return why_keys[i];
	return "note.link.away";
}

bool
links_fetched(const struct intake *in)
{
	return in->env.conf->fetch.links == CONF_LINKS_PUBLIC;
}

int
links_wanted(struct life *l, const struct version *v, struct err *e)
{
	for (size_t i = 0; links_fetched(l->in) && i < v->files.len; i++)
		if (v->files.at[i].link &&
		    fetch_add(l->in->env.store, &(struct fetch_wanted){v->id, (int64_t)i + 1, 0},
			      l->now, e) < 0)
			return -1;
	return 0;
}

int
links_compare(struct life *l, const struct version *v, const struct decision *d, int64_t shown,
	      struct err *e)
{
	bool said =
		d->contact != 0 && d->kind == DECIDE_APPROVE && d->strength <= STRENGTH_ATTESTED;
	for (size_t i = 0; said && links_fetched(l->in) && i < v->files.len; i++) {
		struct fetch_wanted w = {v->id, (int64_t)i + 1, d->id};
		if (v->files.at[i].link && file_shown(&v->files.at[i], shown) &&
		    fetch_add(l->in->env.store, &w, l->now, e) < 0)
			return -1;
	}
	return 0;
}

/* In English: what the shell and chat print. */
void
print_links(struct cmd *c, const struct job *j, const struct version *v)
{
	const struct version_file *f;
	VEC_EACH (f, &v->files) {
		if (f->fetch == FETCH_KEPT) {
			struct str at;
			str_init(&at, 64);
			zone_iso(&at, job_zone(c->in, c->pool, j), f->fetched);
			str_addf(c->out,
				 "  %.*s: copy kept %.*s, %lld bytes%s%.*s from %.*s, SHA-256 "
				 "%.*s\n",
				 SLICE_ARG(f->url), SLICE_ARG(str_slice(&at)), (long long)f->size,
				 f->type.len > 0 ? " of " : "", SLICE_ARG(f->type),
				 SLICE_ARG(f->host), SLICE_ARG(f->sha));
			str_clear(&at);
		} else if (f->fetch == FETCH_DUE && f->why.len == 0) {
			str_addf(c->out, "  %.*s: will be fetched\n", SLICE_ARG(f->url));
		} else if (f->fetch != FETCH_NONE && f->fetch != FETCH_KEPT) {
			const char *text =
				templates_word(c->in->env.templates, "en", key_of(f->why));
			struct slice said = put_word(c->pool, slice_of(text), "{1}", f->url);
			str_addf(c->out, "  %.*s%s\n", SLICE_ARG(said),
				 f->fetch == FETCH_DUE ? "; it is tried again" : "");
		}
	}
}

int
intake_fetch_claim(struct intake *in, int64_t id, struct err *e)
{
	char data[48];
	(void)input_open(in);
	int r = fetch_claim(in->env.store, id, e);
	snprintf(data, sizeof(data), "{\"fetch\":%lld}", (long long)id);
	return input_close(
		in, r, &(struct input){.kind = SLICE_LIT("fetch-claim"), .data = slice_of(data)},
		e);
}

static void
put_copy(struct json *w, const struct fetch_result *r)
{
	if (r->sha.len > 0) {
		json_put_text(w, "sha", r->sha);
		json_put_int(w, "size", r->size);
		json_put_int(w, "width", r->width);
		json_put_int(w, "height", r->height);
	}
	if (r->type.len > 0)
		json_put_text(w, "type", r->type);
	if (r->why.len > 0)
		json_put_text(w, "why", r->why);
	if (r->host.len > 0)
		json_put_text(w, "host", r->host);
	json_put_int(w, "status", r->status);
}

static int
write_event(struct life *l, const struct version *v, const struct fetch_row *row,
	    const struct fetch_result *r, struct err *e)
{
	struct str data;
	struct json w;
	str_init(&data, DATA_MAX);
	json_begin(&w, &data);
	json_open(&w);
	json_put_int(&w, "version", v->number);
	json_put_int(&w, "file", row->position);
	if (row->decision != 0)
		json_put_int(&w, "decision", row->decision);
	put_copy(&w, r);
	json_close(&w);
	int ok = str_failed(&data) ? err_set(e, ERR_MESSAGE, "too much about a link")
				   : life_event(l, row->decision != 0 ? "link-checked" : "fetched",
						str_slice(&data), row->url, e);
	str_clear(&data);
	return ok;
}

/* One word about all of a version, once the last of its links is settled. */
static int
tell_maker(struct life *l, const struct version *v, struct err *e)
{
	const struct version_file *f;
	struct note n = {.kind = "team-note",
			 .job = l->job->id,
			 .client = l->job->client,
			 .ref = l->job->ref,
			 .to_member = v->maker};
	struct member maker;
	size_t more = 0;
	int64_t open = 0;
	int got = v->maker != 0 ? member_by_id(l->in->env.store, l->pool, v->maker, &maker, e) : 0;
	if (got < 0 || fetches_left(l->in->env.store, v->id, &open, e) < 0)
		return -1;
	if (open > 0)
		return 0;
	if (got == 0 || !maker.active)
		n.to_member = 0;
	VEC_EACH (f, &v->files) {
		if (f->fetch != FETCH_NOT)
			continue;
		if (n.line_count < LINES_MAX)
			n.lines[n.line_count++] = SAY_OF(key_of(f->why), {f->url});
		else
			more++;
	}
	if (n.line_count == 0)
		return 0;
	if (more > 0)
		n.lines[n.line_count++] =
			SAY_OF("note.links.more", {pool_slicef(l->pool, "%zu", more)});
	n.headline = SAY_OF("note.links", {pool_slicef(l->pool, "v%lld", (long long)v->number)});
	n.next = SAY_OF("note.links.next", {l->job->ref});
	return notify_team(l->in, l->pool, &n, e);
}

/* The newest version of a job that still runs: else nobody waits for a word about it. 1, 0, -1. */
static int
is_current(struct life *l, const struct version *v, struct err *e)
{
	struct version newest;
	int got = version_of_job(l->in->env.store, l->pool, v->job, 0, &newest, e);
	return got < 0 ? -1 : got == 1 && newest.id == v->id && !job_is_over(l->job->state);
}

int
links_first_tries(const struct version *v)
{
	const struct version_file *f;
	int waiting = 0;
	VEC_EACH (f, &v->files)
		waiting += f->fetch == FETCH_DUE && f->why.len == 0;
	return waiting;
}

/* What stands behind the link now is something else than was approved: the approval is the copy's.
 */
static int
tell_changed(struct life *l, const struct version *v, const struct fetch_row *row,
	     const struct fetch_result *r, struct err *e)
{
	const struct version_file *f = &v->files.at[row->position - 1];
	if (r->sha.len == 0 || slice_eq(r->sha, f->sha) || job_is_over(l->job->state))
		return 0; /* gone, or behind a login by now: nothing that anybody could take for it
			   */
	struct note n = {.kind = "team-note",
			 .job = l->job->id,
			 .client = l->job->client,
			 .ref = l->job->ref,
			 .headline = SAY("note.link-changed")};
	n.lines[n.line_count++] =
		SAY_OF("note.link-changed.was", {f->url, slice_sub(f->sha, 0, SHORT_HASH),
						 slice_sub(r->sha, 0, SHORT_HASH)});
	n.next = SAY_OF("note.link-changed.next", {l->job->ref});
	return notify_team(l->in, l->pool, &n, e);
}

/* What is settled is on record; what may pass only moves the next try. */
static int
take(struct life *l, const struct fetch_row *row, struct fetch_result *r, struct err *e)
{
	struct store *s = l->in->env.store;
	struct version v;
	int got = version_get(s, l->pool, row->version, &v, e);
	if (got <= 0)
		return got < 0 ? -1
			       : err_set(e, ERR_STOP, "a defect of docket: a link of no version");
	bool first = links_first_tries(&v) > 0;
	r->due = r->again ? fetch_retry(row->failed + 1, l->now) : 0;
	r->again = r->due != 0;
	if ((!r->again && write_event(l, &v, row, r, e) < 0) || fetch_settle(s, r, l->now, e) < 0 ||
	    version_get(s, l->pool, row->version, &v, e) < 0)
		return -1;
	if (row->decision != 0)
		return r->again ? 0 : tell_changed(l, &v, row, r, e);
	got = is_current(l, &v, e);
	if (got <= 0)
		return got;
	if (!r->again && tell_maker(l, &v, e) < 0)
		return -1;
	if (!first || links_first_tries(&v) > 0 || l->job->state != JOB_INTERNAL_REVIEW)
		return 0;
	return route_advance(l, e) < 0 ? -1 : job_save(s, l->job, l->now, e);
}

static int
record(struct intake *in, int r, const struct fetch_result *f, bool again, struct err *e)
{
	struct str data;
	struct json w;
	str_init(&data, DATA_MAX);
	json_begin(&w, &data);
	json_open(&w);
	json_put_int(&w, "fetch", f->id);
	json_put_bool(&w, "again", again);
	put_copy(&w, f);
	json_close(&w);
	if (str_failed(&data))
		r = err_set(e, ERR_MESSAGE, "too much about a link");
	r = input_close(in, r,
			&(struct input){.kind = SLICE_LIT("fetched"), .data = str_slice(&data)}, e);
	str_clear(&data);
	return r;
}

int
intake_fetched(struct intake *in, const struct fetch_result *result, struct err *e)
{
	struct pool *pool = pool_new();
	struct fetch_result r = *result;
	struct fetch_row row;
	struct job j;
	int64_t now = input_open(in);
	int got = fetch_get(in->env.store, pool, r.id, &row, e);
	if (got == 1)
		got = job_get(in->env.store, pool, row.job, &j, e);
	if (got == 1) {
		struct life l = {.in = in,
				 .pool = pool,
				 .job = &j,
				 .actor = SLICE_LIT("docket"),
				 .now = now};
		got = take(&l, &row, &r, e) < 0 ? -1 : 1;
	}
	got = got == 1 ? record(in, 1, result, result->again, e) : input_close(in, got, NULL, e);
	pool_free(pool);
	return got;
}

/* Who has a job now, and the note that lets them go on without asking anybody (P4). */
#include "revise.h"

#include "docket/base/utf8.h"

enum { SHORT_HASH = 12, NAMES_MAX = 6 };

struct slice
version_line(struct pool *pool, const struct version *v)
{
	struct slice text = pool_slicef(pool, "v%lld (", (long long)v->number);
	for (size_t i = 0; i < v->files.len && i < NAMES_MAX; i++) {
		const struct version_file *f = &v->files.at[i];
		struct slice mark = f->sha.len > 0 ? slice_sub(f->sha, 0, SHORT_HASH)
		                                   : SLICE_LIT("content not fixed");
		text = pool_slicef(pool, "%.*s%s%.*s %.*s", SLICE_ARG(text), i > 0 ? ", " : "",
		                   SLICE_ARG(f->link ? f->url : f->name), SLICE_ARG(mark));
	}
	if (v->files.len > NAMES_MAX)
		text = pool_slicef(pool, "%.*s, %zu more", SLICE_ARG(text), v->files.len - NAMES_MAX);
	return pool_slicef(pool, "%.*s)", SLICE_ARG(text));
}

static struct saying
brief_line(struct pool *pool, const struct job *j)
{
	struct slice text = j->title;
	for (int f = 0; f < BRIEF_FIELDS; f++)
		if (j->brief[f].given && f != BRIEF_DEADLINE)
			text = pool_slicef(pool, "%.*s; %s: %.*s", SLICE_ARG(text), brief_field_names[f],
			                   SLICE_ARG(utf8_cut(j->brief[f].value, 120)));
	return SAY_OF("note.brief", {text});
}

static struct saying
decision_line(struct life *l, const decision_list *all)
{
	const struct decision *d = NULL;
	struct contact who;
	struct err e = ERR_INIT;
	for (size_t i = 0; i < all->len; i++)
		if (all->at[i].withdrawn == 0 && all->at[i].contact != 0 &&
		    all->at[i].strength <= STRENGTH_ATTESTED)
			d = &all->at[i];
	if (d == NULL || contact_by_id(l->in->env.store, l->pool, d->contact, &who, &e) != 1)
		return SAY("note.decision.none");
	return SAY_OF(d->strength == STRENGTH_ATTESTED ? "note.decision.attested" : "note.decision",
	           {slice_of(decision_kind_name(d->kind)), who.address});
}

int
hand_over_lines(struct life *l, struct note *n, struct err *e)
{
	struct store *s = l->in->env.store;
	const struct job *j = l->job;
	struct version v;
	decision_list said = {0};
	int got = version_of_job(s, l->pool, j->id, 0, &v, e);
	if (got < 0 || decisions_of_job(s, l->pool, j->id, 0, &said, e) < 0)
		return -1;
	n->lines[n->line_count++] = brief_line(l->pool, j);
	n->lines[n->line_count++] = got == 1 ? SAY_OF("note.version", {version_line(l->pool, &v)})
	                                     : SAY("note.version.none");
	n->lines[n->line_count++] = revisions_open(l);
	n->lines[n->line_count++] = decision_line(l, &said);
	const struct brief_field *due = &j->brief[BRIEF_DEADLINE];
	n->lines[n->line_count++] = due->given ? SAY_OF("note.due", {due->date, due->time})
	                                       : SAY("note.due.none");
	return 0;
}

int
hand_over(struct life *l, int64_t member, struct saying next, struct err *e)
{
	struct note n = {.kind = "team-note", .job = l->job->id, .client = l->job->client,
	                 .cause = l->message, .ref = l->job->ref, .next = next, .to_member = member};
	char data[64];
	/* Who is gone would never see it: their job falls to the lead. */
	struct member to;
	int got = member != 0 ? member_by_id(l->in->env.store, l->pool, member, &to, e) : 0;
	if (got == 1 && !to.active)
		got = lead_of(l->in, l->pool, l->job->client, &to, e);
	if (got <= 0)
		return got;
	n.to_member = member = to.id;
	if (member == l->job->owner)
		return 0;
	l->job->owner = member;
	snprintf(data, sizeof(data), "{\"owner\":%lld}", (long long)member);
	if (life_event(l, "owner", slice_of(data), SLICE_NONE, e) < 0 || hand_over_lines(l, &n, e) < 0)
		return -1;
	n.headline = SAY_OF("note.yours", {l->job->title, slice_of(job_state_name(l->job->state))});
	return notify_team(l->in, l->pool, &n, e);
}

int
tell_lead(struct life *l, const char *headline, struct slice quote, struct saying next,
          struct err *e)
{
	struct note n = {.kind = "team-note", .headline = SAY(headline), .job = l->job->id,
	                 .client = l->job->client, .cause = l->message, .ref = l->job->ref,
	                 .quote = quote, .next = next};
	return notify_team(l->in, l->pool, &n, e);
}

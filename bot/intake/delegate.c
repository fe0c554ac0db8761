/*
 * Delegates (P6): who decides for a decider of the client until a day is over. The account lead grants
 * it by command; no mail does. In a review a delegate is a decider row behind the one they stand for,
 * their word is that one's word, and every use asks anew whether the grant is still in force.
 */
#include "cmd.h"
#include "life.h"

#include "docket/base/zone.h"

const struct review_decider *
review_row(const struct review *r, int64_t contact)
{
	for (size_t i = 0; contact != 0 && i < r->deciders.len; i++)
		if (r->deciders.at[i].contact == contact)
			return &r->deciders.at[i];
	return NULL;
}

int
decides_now(struct life *l, const struct review *r, int64_t contact, struct delegate *of, struct err *e)
{
	const struct review_decider *row = review_row(r, contact);
	*of = (struct delegate){0};
	if (row == NULL)
		return 0;
	return row->delegate == 0
	               ? 1
	               : delegate_in_force(l->in->env.store, l->pool, row->delegate, l->now, of, e);
}

int
delegates_join(struct life *l, struct review *r, struct err *e)
{
	delegate_list all = {0};
	const struct delegate *d;
	int joined = 0;
	if (delegates_of_job(l->in->env.store, l->pool, l->job->id, l->now, &all, e) < 0)
		return -1;
	VEC_EACH(d, &all) {
		const struct review_decider *principal = review_row(r, d->stands_for);
		struct review_decider *there = (struct review_decider *)review_row(r, d->contact);
		struct contact who;
		if (principal == NULL || principal->delegate != 0 || (there != NULL && there->delegate == 0))
			continue; /* nobody stands for a delegate; a decider needs no grant */
		int got = contact_by_id(l->in->env.store, l->pool, d->contact, &who, e);
		if (got < 0)
			return -1;
		if (got == 0 || who.gone != 0)
			continue;
		if (there != NULL)
			there->delegate = d->id; /* a later grant takes the place of the earlier */
		else
			VEC_ADD(&r->deciders, l->pool,
			        ((struct review_decider){.contact = d->contact, .delegate = d->id}));
		joined += there == NULL;
	}
	return joined;
}

int
delegate_slot(struct life *l, const struct review *r, size_t at, size_t *out, struct err *e)
{
	struct delegate of;
	*out = at;
	if (r->deciders.at[at].delegate == 0)
		return 0;
	int got = delegate_get(l->in->env.store, l->pool, r->deciders.at[at].delegate, &of, e);
	for (size_t i = 0; got == 1 && i < r->deciders.len; i++)
		if (r->deciders.at[i].contact == of.stands_for)
			*out = i;
	return got < 0 ? -1 : 0;
}

int
delegate_put(struct life *l, struct value *v, int64_t grant, struct err *e)
{
	struct delegate of;
	struct contact principal;
	int64_t day = 0;
	int got = grant != 0 ? delegate_get(l->in->env.store, l->pool, grant, &of, e) : 0;
	if (got == 1)
		got = contact_by_id(l->in->env.store, l->pool, of.stands_for, &principal, e);
	if (got <= 0)
		return got;
	value_text(v, "stands_for", principal.name.len > 0 ? principal.name : principal.address);
	if (day_parse(of.until, &day)) {
		struct civil until = day_civil(day);
		until.hour = -1;
		value_date(v, "until", until, "");
	}
	return 0;
}

/* ---- the command ---- */

/* Only who decides themselves can be stood for. */
static int
check_principal(struct cmd *c, const struct client *client, const struct delegate *d,
                const struct contact *principal, struct err *e)
{
	contact_ids deciders = {0};
	struct job j;
	bool decides = principal->id == client->decider;
	int got = d->job != 0 ? job_get(c->store, c->pool, d->job, &j, e) : 0;
	if (got < 0 || (got == 1 && client_deciders(c->in, c->pool, &j, &deciders, e) < 0))
		return -1;
	if (d->job != 0)
		decides = false;
	for (size_t i = 0; i < deciders.len; i++)
		decides |= deciders.at[i] == principal->id;
	if (decides)
		return 0;
	return err_set(e, ERR_REFUSED, "%.*s does not decide %s: nobody can stand for them there",
	               SLICE_ARG(principal->address), d->job != 0 ? "this job" : "for the client");
}

/* Reviews that are open just now: the delegate is asked at once. */
static int
ask_now(struct cmd *c, const struct delegate *d, struct err *e)
{
	job_list jobs = {0};
	struct job_filter f = {.client = d->client, .state = JOB_CLIENT_REVIEW};
	if (job_select(c->store, c->pool, &f, &jobs, e) < 0)
		return -1;
	for (size_t i = 0; i < jobs.len; i++) {
		struct life l = life_by_command(c, &jobs.at[i]);
		struct review r;
		struct version v;
		if (d->job != 0 && d->job != jobs.at[i].id)
			continue;
		int got = open_review(&l, SIDE_CLIENT, &r, &v, e);
		int joined = got == 1 ? delegates_join(&l, &r, e) : 0;
		if (got < 0 || joined < 0 || (got == 1 && mail_review(&l, &r, &v, e) < 0))
			return -1;
	}
	return 0;
}

static int
on_record(struct cmd *c, const struct delegate *d, struct err *e)
{
	struct ledger_entry entry = {.kind = "delegate", .job = d->job, .at = c->now, .actor = c->actor,
	                             .message = c->from->message};
	entry.data = pool_slicef(c->pool, "{\"contact\":%lld,\"for\":%lld,\"until\":\"%.*s\"}",
	                         (long long)d->contact, (long long)d->stands_for, SLICE_ARG(d->until));
	return d->job != 0 ? ledger_add(c->store, &entry, e) : client_event(c, d->client, &entry, e);
}

int
delegate_grant(struct cmd *c, const struct client *client, struct delegate *d, struct slice whose,
               struct err *e)
{
	const struct zone *z = zone_of(c->in, client->zone);
	struct contact principal;
	int64_t day = 0;
	bool off = slice_iis(d->until, "off");
	int got = contact_by_address(c->store, c->pool, whose, &principal, e);
	if (got < 0)
		return -1;
	if (got == 0 || principal.client != client->id || principal.id == d->contact)
		return err_set(e, ERR_REFUSED, "'%.*s' is no other contact of %.*s", SLICE_ARG(whose),
		               SLICE_ARG(client->code));
	d->stands_for = principal.id;
	if (off) {
		got = delegate_end(c->store, d, c->now, e);
		if (got == 0)
			return err_set(e, ERR_REFUSED, "nobody decides for %.*s there", SLICE_ARG(principal.address));
		str_addf(c->out, "nobody decides for %.*s any more\n", SLICE_ARG(principal.address));
		return got < 0 ? -1 : on_record(c, d, e);
	}
	if (!day_parse(d->until, &day))
		return err_set(e, ERR_USAGE, "'%.*s' is no date; write it as 2026-05-14, or off", SLICE_ARG(d->until));
	struct civil after = day_civil(day + 1);
	d->ends = zone_instant(z, after);
	if (d->ends <= c->now)
		return err_set(e, ERR_REFUSED, "%.*s is over already", SLICE_ARG(d->until));
	if (check_principal(c, client, d, &principal, e) < 0 ||
	    delegate_add(c->store, d, c->now, e) < 0 || on_record(c, d, e) < 0 || ask_now(c, d, e) < 0)
		return -1;
	str_addf(c->out, "%.*s decides for %.*s until %.*s\n", SLICE_ARG(c->words[1]),
	         SLICE_ARG(principal.address), SLICE_ARG(d->until));
	return 0;
}

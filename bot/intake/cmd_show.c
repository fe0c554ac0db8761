/* Commands that look at one job: what it is, what became of it. */
#include "cmd.h"
#include "life.h"
#include "plan.h"

#include "docket/base/utf8.h"
#include "docket/base/zone.h"
#include "docket/store/repair.h"

bool
cmd_with_partner(struct cmd *c, const struct job *j, struct member *out)
{
	struct err e = ERR_INIT; /* a line of a list: an owner that cannot be read is left out */
	return j->owner != 0 && job_side_of(j->state) == SIDE_US &&
	       member_by_id(c->store, c->pool, j->owner, out, &e) == 1 && (out->roles & ROLE_PARTNER);
}

void
print_deadline(struct str *out, const struct job *j)
{
	const struct brief_field *b = &j->brief[BRIEF_DEADLINE];
	if (!b->given)
		str_adds(out, "-");
	else
		str_addf(out, "%.*s%s%.*s%s", SLICE_ARG(b->date), b->time.len > 0 ? " " : "",
		         SLICE_ARG(b->time), b->alt_date.len > 0 ? "?" : "");
}

void
cmd_job_json(struct json *w, struct intake *in, struct pool *pool, const struct job *j)
{
	struct client client;
	struct contact who;
	struct err e = ERR_INIT;
	json_open(w);
	json_put_text(w, "ref", j->ref);
	if (client_by_id(in->env.store, pool, j->client, &client, &e) == 1)
		json_put_text(w, "client", client.code);
	json_put_text(w, "title", j->title);
	json_put_text(w, "kit", j->kit);
	json_put_cstr(w, "state", job_state_name(j->state));
	static const char *const sides[] = {"none", "us", "client"};
	json_put_cstr(w, "side", sides[job_side(j)]);
	struct member owner;
	struct version v;
	if (j->owner != 0 && member_by_id(in->env.store, pool, j->owner, &owner, &e) == 1) {
		json_put_text(w, "owner", owner.handle);
		json_put_bool(w, "partner", (owner.roles & ROLE_PARTNER) != 0);
	}
	if (version_of_job(in->env.store, pool, j->id, 0, &v, &e) == 1) {
		json_put_int(w, "version", v.number);
		json_put_bool(w, "fixed", !version_unfixed(&v));
	}
	json_put_bool(w, "urgent", j->urgent);
	json_put_text(w, "lang", j->lang);
	if (j->requester != 0 && contact_by_id(in->env.store, pool, j->requester, &who, &e) == 1)
		json_put_text(w, "requester", who.address);
	json_key(w, "fields");
	json_open(w);
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		const struct brief_field *b = &j->brief[f];
		if (!b->given)
			continue;
		json_key(w, brief_field_names[f]);
		json_open(w);
		json_put_text(w, "value", b->value);
		if (f == BRIEF_DEADLINE) {
			json_put_text(w, "date", b->date);
			json_put_text(w, "time", b->time);
		}
		json_put_int(w, "message", b->message);
		json_put_int(w, "start", (int64_t)b->start);
		json_put_int(w, "end", (int64_t)b->end);
		json_put_text(w, "rule", b->rule);
		json_close(w);
	}
	json_close(w);
	json_key(w, "missing");
	json_list(w);
	unsigned missing = job_missing(j);
	for (int f = 0; f < BRIEF_FIELDS; f++)
		if (missing & (1U << (unsigned)f))
			json_cstr(w, brief_field_names[f]);
	json_list_end(w);
	json_put_int(w, "prompts", j->prompts);
	json_put_int(w, "created", j->created);
	json_put_int(w, "changed", j->changed);
	json_close(w);
}

int
cmd_status(struct cmd *c, struct err *e)
{
	struct job j;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	static const char *const whose[] = {"nobody's", "ours", "the client's"};
	unsigned missing = job_missing(&j);
	str_addf(c->out, "%.*s: %s, the move is %s", SLICE_ARG(j.ref), job_state_name(j.state),
	         whose[job_side(&j)]);
	struct member partner;
	if (cmd_with_partner(c, &j, &partner))
		str_addf(c->out, ", by the partner %.*s", SLICE_ARG(partner.handle));
	for (int f = 0, n = 0; f < BRIEF_FIELDS; f++)
		if (missing & (1U << (unsigned)f))
			str_addf(c->out, "%s%s", n++ == 0 ? "; not ready: open are " : ", ",
			         brief_field_names[f]);
	str_addc(c->out, '\n');
	return 0;
}

/* "member:3" as "maya", "contact:12" as an address; others as they are. */
static struct slice
actor_name(struct cmd *c, struct slice actor)
{
	struct member m;
	struct contact p;
	struct err e = ERR_INIT;
	int64_t id = 0;
	ptrdiff_t colon = slice_index(actor, ':');
	if (colon < 0 || !slice_int(slice_sub(actor, (size_t)colon + 1, actor.len), &id))
		return actor;
	if (slice_starts(actor, "member:") && member_by_id(c->store, c->pool, id, &m, &e) == 1)
		return m.handle;
	if (slice_starts(actor, "contact:") && contact_by_id(c->store, c->pool, id, &p, &e) == 1)
		return p.address;
	return actor;
}

void
cmd_history(struct cmd *c, const ledger_list *events)
{
	const struct zone *z = zone_find(c->in->zone);
	const struct ledger_row *r;
	VEC_EACH(r, events) {
		/* To a partner the hours of others are the house's business. */
		if (c->partner != 0 && slice_is(r->kind, "hours") && ledger_number(r, "member") != c->partner)
			continue;
		str_addf(c->out, "  %.*s  %-12.*s  %-12.*s",
		         SLICE_ARG(due_text(c->pool, z != NULL ? z : zone_utc(), r->at)),
		         SLICE_ARG(actor_name(c, r->actor)), SLICE_ARG(r->kind));
		if (r->message != 0)
			str_addf(c->out, " m%lld", (long long)r->message);
		struct slice field = ledger_data(r, "field"), to = ledger_data(r, "to");
		struct slice what = ledger_data(r, "what"); /* of a client's own chain */
		if (slice_is(r->kind, "field"))
			str_addf(c->out, " %.*s:", SLICE_ARG(field));
		else if (ledger_data(r, "job").len > 0) /* linked, like, merged, split */
			str_addf(c->out, " %.*s", SLICE_ARG(ledger_data(r, "job")));
		else if (slice_is(r->kind, "moved"))
			str_addf(c->out, " to %.*s", SLICE_ARG(to));
		if (what.len > 0)
			str_addf(c->out, " %.*s%s%.*s", SLICE_ARG(what), to.len > 0 ? ": " : "", SLICE_ARG(to));
		if (r->erased)
			str_adds(c->out, " (text erased)");
		else if (r->text.len > 0) {
			struct slice first = r->text, line;
			slice_line(&first, &line);
			str_addf(c->out, " %.*s", SLICE_ARG(utf8_cut(line, 100)));
		}
		str_addc(c->out, '\n');
	}
}

static int
print_ids(struct cmd *c, const char *what, const job_ids *ids, struct err *e)
{
	const int64_t *id;
	VEC_EACH(id, ids) {
		struct job j;
		int got = job_get(c->store, c->pool, *id, &j, e);
		if (got < 0)
			return -1;
		if (got == 1 && cmd_sees(c, &j))
			str_addf(c->out, "%s %.*s (%s) %.*s\n", what, SLICE_ARG(j.ref),
			         job_state_name(j.state), SLICE_ARG(j.title));
	}
	return 0;
}

/* Jobs it belongs to, what was merged here, and where it went itself. */
static int
print_relatives(struct cmd *c, const struct job *j, struct err *e)
{
	job_ids linked = {0}, merged = {0}, into = {0};
	if (job_links(c->store, c->pool, j->id, &linked, e) < 0 ||
	    jobs_merged(c->store, c->pool, j->id, &merged, e) < 0)
		return -1;
	if (j->merged != 0)
		VEC_ADD(&into, c->pool, j->merged);
	return print_ids(c, "part of", &into, e) < 0 || print_ids(c, "merged here", &merged, e) < 0 ||
	                       print_ids(c, "linked", &linked, e) < 0
	               ? -1
	               : 0;
}

/* "feedback due 2026-05-13 17:00, late, reminded 2026-05-14" */
static int
show_due(struct cmd *c, struct job *j, struct err *e)
{
	struct life l = {.in = c->in, .pool = c->pool, .job = j, .now = c->now};
	struct review r;
	struct version v;
	int64_t reminded = 0;
	int got = open_review(&l, SIDE_CLIENT, &r, &v, e);
	if (got <= 0 || r.due == 0)
		return got < 0 ? -1 : 0;
	if (reminder_last(c->store, r.id, &reminded, e) < 0)
		return -1;
	const struct zone *z = job_zone(c->in, c->pool, j);
	str_addf(c->out, "feedback due %.*s%s", SLICE_ARG(due_text(c->pool, z, r.due)),
	         c->now > r.due ? ", late" : "");
	if (reminded != 0)
		str_addf(c->out, ", reminded %.*s", SLICE_ARG(due_day(c->pool, z, reminded)));
	str_addc(c->out, '\n');
	return 0;
}

int
cmd_show(struct cmd *c, struct err *e)
{
	struct job j;
	ledger_list events = {0};
	if (cmd_job(c, 0, &j, e) < 0 || ledger_of_job(c->store, c->pool, j.id, &events, e) < 0)
		return -1;
	if (c->from->json) {
		struct json w;
		json_begin(&w, c->out);
		cmd_job_json(&w, c->in, c->pool, &j);
		str_addc(c->out, '\n');
		return 0;
	}
	str_addf(c->out, "%.*s  %.*s\n", SLICE_ARG(j.ref), SLICE_ARG(j.title));
	struct member owner;
	struct version v;
	int got = j.owner != 0 ? member_by_id(c->store, c->pool, j.owner, &owner, e) : 0;
	if (got < 0)
		return -1;
	str_addf(c->out, "kit %.*s, state %s%s%s%.*s%s\n", SLICE_ARG(j.kit), job_state_name(j.state),
	         j.urgent ? ", urgent" : "", got == 1 ? ", owner " : "",
	         SLICE_ARG(got == 1 ? owner.handle : SLICE_NONE),
	         cmd_with_partner(c, &j, &owner) ? " (partner: it waits for them)" : "");
	got = version_of_job(c->store, c->pool, j.id, 0, &v, e);
	if (got < 0)
		return -1;
	if (got == 1) {
		str_addf(c->out, "%.*s\n", SLICE_ARG(version_line(c->pool, &v)));
		print_links(c, &j, &v);
	}
	if (got == 1 && j.state == JOB_CLIENT_REVIEW && show_due(c, &j, e) < 0)
		return -1;
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		const struct brief_field *b = &j.brief[f];
		if (!b->given)
			continue;
		str_addf(c->out, "  %-14s %.*s", brief_field_names[f], SLICE_ARG(b->value));
		if (f == BRIEF_DEADLINE) {
			str_adds(c->out, "  = ");
			print_deadline(c->out, &j);
		}
		if (b->message != 0)
			str_addf(c->out, "  (m%lld, %.*s)", (long long)b->message, SLICE_ARG(b->rule));
		str_addc(c->out, '\n');
	}
	unsigned missing = job_missing(&j);
	for (int f = 0, n = 0; f < BRIEF_FIELDS; f++)
		if (missing & (1U << (unsigned)f))
			str_addf(c->out, "%s%s", n++ == 0 ? "not ready, open: " : ", ", brief_field_names[f]);
	if (missing != 0)
		str_addc(c->out, '\n');
	if (print_relatives(c, &j, e) < 0)
		return -1;
	milestone_list marks = {0};
	if (milestones_of_job(c->store, c->pool, j.id, &marks, e) < 0)
		return -1;
	if (marks.len > 0)
		str_adds(c->out, "milestones\n");
	milestones_print(c, &marks);
	str_adds(c->out, "history\n");
	cmd_history(c, &events);
	char head[65];
	if (ledger_head(c->store, j.id, head, e) < 0)
		return -1;
	str_addf(c->out, "chain head %s\n", head);
	return 0;
}

/* Commands that look at jobs. */
#include "cmd.h"
#include "life.h"
#include "plan.h"

#include "docket/base/utf8.h"
#include "docket/base/zone.h"
#include "docket/store/chat.h"
#include "docket/store/repair.h"

/* "title" cut to columns, for a table. */
static void
column(struct str *out, struct slice text, size_t width)
{
	struct slice cut = text;
	while (cut.len > 0 && utf8_width(cut) > width)
		cut = utf8_cut(cut, cut.len - 1);
	str_add(out, cut);
	for (size_t w = utf8_width(cut); w < width; w++)
		str_addc(out, ' ');
}

static void
deadline_text(struct str *out, const struct job *j)
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

/* Lists are read by people, and answered within a turn of the daemon's loop. */
enum { LIST_MAX = 200, BOARD_MAX = 30, JSON_MAX = 500 };

/* job_select() of what whoever types may see; a partner's jobs are few, but stand anywhere. */
static int
select_jobs(struct cmd *c, const struct job_filter *filter, job_list *out, struct err *e)
{
	job_list all = {0};
	struct job_filter f = *filter;
	f.limit = c->partner != 0 ? 0 : filter->limit;
	if (job_select(c->store, c->pool, &f, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++)
		if (cmd_sees(c, &all.at[i]))
			VEC_ADD(out, c->pool, all.at[i]);
	return 0;
}

/* What a list left out, and what would show it. */
static int
more_jobs(struct cmd *c, const struct job_filter *f, size_t shown, struct err *e)
{
	int64_t all = 0;
	if (c->from->json || c->partner != 0 || f->limit == 0 || shown < f->limit)
		return 0;
	if (job_count(c->store, f, &all, e) < 0)
		return -1;
	if (all > (int64_t)shown)
		str_addf(c->out, "and %lld more: list CODE STATE shows fewer\n",
		         (long long)all - (long long)shown);
	return 0;
}

/* The owner where it is a partner: whose move it is happens outside the house. */
static bool
waits_for_partner(struct cmd *c, const struct job *j, struct member *out)
{
	struct err e = ERR_INIT; /* a line of a list: an owner that cannot be read is left out */
	return j->owner != 0 && job_side_of(j->state) == SIDE_US &&
	       member_by_id(c->store, c->pool, j->owner, out, &e) == 1 && (out->roles & ROLE_PARTNER);
}

static int
print_jobs(struct cmd *c, const job_list *jobs)
{
	const struct job *j;
	if (c->from->json) {
		struct json w;
		json_begin(&w, c->out);
		json_list(&w);
		VEC_EACH(j, jobs)
			cmd_job_json(&w, c->in, c->pool, j);
		json_list_end(&w);
		str_addc(c->out, '\n');
		return 0;
	}
	if (jobs->len == 0) {
		str_adds(c->out, "no jobs\n");
		return 0;
	}
	VEC_EACH(j, jobs) {
		column(c->out, j->ref, 12);
		column(c->out, slice_of(job_state_name(j->state)), 16);
		column(c->out, j->kit, 15);
		column(c->out, j->title, 30);
		str_addc(c->out, ' ');
		deadline_text(c->out, j);
		unsigned missing = job_missing(j);
		if (missing != 0)
			str_addf(c->out, "  %d open", __builtin_popcount(missing));
		if (j->urgent)
			str_adds(c->out, "  urgent");
		struct member partner;
		if (c->partner == 0 && waits_for_partner(c, j, &partner))
			str_addf(c->out, "  waits for partner %.*s", SLICE_ARG(partner.handle));
		str_addc(c->out, '\n');
	}
	return 0;
}

/* The first of the words that is no state. */
static int
no_such_client(const struct slice *words, size_t count, struct err *e)
{
	size_t i = 0;
	while (i + 1 < count && job_state_of(words[i]) >= 0)
		i++;
	return err_set(e, ERR_NOFILE, "'%.*s' is neither a client's code, a member nor a state",
	               SLICE_ARG(words[i]));
}

/* A member's handle: the jobs they own. 1, 0, -1. */
static int
owner_word(struct cmd *c, struct slice handle, struct job_filter *f, struct err *e)
{
	struct member m;
	int got = member_by_handle(c->store, c->pool, handle, &m, e);
	if (got == 1)
		f->owner = m.id;
	return got;
}

int
cmd_list(struct cmd *c, struct err *e)
{
	struct job_filter f = {.state = -1, .open_only = true, .limit = LIST_MAX};
	for (size_t i = 0; i < c->count; i++) {
		struct client client;
		int state = job_state_of(c->words[i]);
		if (state >= 0) {
			f.state = state;
			f.open_only = false;
			continue;
		}
		int got = client_by_code(c->store, c->pool, c->words[i], &client, e);
		if (got == 1)
			f.client = client.id;
		else if (got == 0 && c->partner == 0) /* whose jobs are whose is the house's business */
			got = owner_word(c, c->words[i], &f, e);
		if (got < 0)
			return -1;
		if (got == 0)
			return no_such_client(&c->words[i], 1, e);
	}
	job_list jobs = {0};
	if (select_jobs(c, &f, &jobs, e) < 0)
		return -1;
	/* To a partner a client none of whose jobs they have is as unknown as one that is not there. */
	if (c->partner != 0 && f.client != 0 && jobs.len == 0) {
		struct job_filter any = {.state = -1, .client = f.client};
		if (select_jobs(c, &any, &jobs, e) < 0)
			return -1;
		if (jobs.len == 0)
			return no_such_client(c->words, c->count, e);
		jobs.len = 0;
	}
	return print_jobs(c, &jobs) < 0 ? -1 : more_jobs(c, &f, jobs.len, e);
}

int
cmd_mine(struct cmd *c, struct err *e)
{
	if (c->from->member == 0)
		return err_set(e, ERR_USAGE, "mine needs a person: docket mine --as HANDLE");
	struct job_filter f = {.state = -1, .open_only = true, .owner = c->from->member,
	                       .limit = LIST_MAX};
	job_list jobs = {0};
	if (select_jobs(c, &f, &jobs, e) < 0 || print_jobs(c, &jobs) < 0 ||
	    more_jobs(c, &f, jobs.len, e) < 0)
		return -1;
	return c->from->json ? 0 : print_waiting(c, c->from->member, e);
}

/* One state's part of the board. *shown_out grows by its jobs. */
static int
board_state(struct cmd *c, int state, size_t *shown_out, struct err *e)
{
	job_list some = {0};
	int64_t count = 0;
	struct job_filter f = {.state = state, .limit = BOARD_MAX};
	if (select_jobs(c, &f, &some, e) < 0)
		return -1;
	if (some.len == 0)
		return 0;
	count = (int64_t)some.len;
	if (c->partner == 0 && some.len == BOARD_MAX && job_count(c->store, &f, &count, e) < 0)
		return -1;
	str_addf(c->out, "%s (%lld)\n", job_state_name((enum job_state)state), (long long)count);
	*shown_out += some.len;
	print_jobs(c, &some);
	if (count > (int64_t)some.len)
		str_addf(c->out, "and %lld more: list %s\n", (long long)count - (long long)some.len,
		         job_state_name((enum job_state)state));
	return 0;
}

/* Chats whose platform refuses docket: what was to be said there waits. */
static int
print_refused(struct cmd *c, struct err *e)
{
	chat_refused_list all = {0};
	const struct chat_refused *r;
	if (chat_refused_all(c->store, c->pool, &all, e) < 0)
		return -1;
	VEC_EACH(r, &all)
		str_addf(c->out, "chat %.*s is refused (%.*s): %lld message%s wait%s, docket check says more\n",
		         SLICE_ARG(r->source), SLICE_ARG(r->why), (long long)r->waiting,
		         r->waiting == 1 ? "" : "s", r->waiting == 1 ? "s" : "");
	return 0;
}

int
cmd_board(struct cmd *c, struct err *e)
{
	size_t shown = 0;
	if (c->from->json) {
		/* All jobs; in a house of many years those at work. */
		job_list jobs = {0};
		int64_t count = 0;
		struct job_filter f = {.state = -1};
		if (job_count(c->store, &f, &count, e) < 0)
			return -1;
		f.open_only = count > JSON_MAX;
		f.limit = JSON_MAX;
		return select_jobs(c, &f, &jobs, e) < 0 ? -1 : print_jobs(c, &jobs);
	}
	for (int s = 0; s < JOB_STATE_COUNT; s++)
		if (board_state(c, s, &shown, e) < 0)
			return -1;
	struct inbox_counts counts;
	if (inbox_count(c->store, &counts, e) < 0)
		return -1;
	if (shown == 0)
		str_adds(c->out, "no jobs yet\n");
	if (counts.triage_open > 0 && c->partner == 0)
		str_addf(c->out, "triage (%lld): docket triage\n", (long long)counts.triage_open);
	return c->partner != 0 ? 0 : print_refused(c, e);
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
	if (waits_for_partner(c, &j, &partner))
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
		struct civil at = zone_civil(z != NULL ? z : zone_utc(), r->at);
		str_addf(c->out, "  %04d-%02d-%02d %02d:%02d  %-12.*s  %-12.*s", at.year, at.month,
		         at.day, at.hour, at.minute, SLICE_ARG(actor_name(c, r->actor)),
		         SLICE_ARG(r->kind));
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
	struct civil due = zone_civil(z, r.due), at = zone_civil(z, reminded);
	str_addf(c->out, "feedback due %04d-%02d-%02d %02d:%02d%s", due.year, due.month, due.day, due.hour,
	         due.minute, c->now > r.due ? ", late" : "");
	if (reminded != 0)
		str_addf(c->out, ", reminded %04d-%02d-%02d", at.year, at.month, at.day);
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
	         waits_for_partner(c, &j, &owner) ? " (partner: it waits for them)" : "");
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
			deadline_text(c->out, &j);
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

/* Commands that list jobs. */
#include "cmd.h"
#include "life.h"

#include "docket/base/utf8.h"
#include "docket/store/chat.h"

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
		print_deadline(c->out, j);
		unsigned missing = job_missing(j);
		if (missing != 0)
			str_addf(c->out, "  %d open", __builtin_popcount(missing));
		if (j->urgent)
			str_adds(c->out, "  urgent");
		struct member partner;
		if (c->partner == 0 && cmd_with_partner(c, j, &partner))
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

/* Commands on effort: hours spent, and what a job is thought to take. Both are the team's own
 * business. */
#include "cmd.h"
#include "life.h"
#include "load.h"

#include "docket/base/day.h"
#include "docket/domain/effort.h"

enum { DAY_MINUTES = 24 * 60 };

/* Writes for another person are ops' and the owner's; the local operator set the house up. */
static int
may_write_for(struct cmd *c, const struct member *whose, struct err *e)
{
	unsigned roles = 0;
	if (c->from->member == whose->id)
		return 0;
	if (cmd_roles(c, &roles, e) < 0)
		return -1;
	if (roles & (ROLE_OPS | ROLE_OWNER))
		return 0;
	return err_set(e, ERR_REFUSED,
		       "the hours of %.*s are theirs to write, or ops' and the owner's",
		       SLICE_ARG(whose->handle));
}

/* Whose hours: --for HANDLE, else who types. */
static int
whose_hours(struct cmd *c, struct slice handle, struct member *out, struct err *e)
{
	if (handle.len == 0 && c->from->member == 0)
		return err_set(e, ERR_USAGE, "hours needs a person: --for HANDLE, or --as HANDLE");
	int got = handle.len > 0 ? member_by_handle(c->store, c->pool, handle, out, e)
				 : member_by_id(c->store, c->pool, c->from->member, out, e);
	if (got == 0)
		return err_set(e, ERR_NOFILE, "there is no member '%.*s'", SLICE_ARG(handle));
	return got < 0 || may_write_for(c, out, e) < 0 ? -1 : 0;
}

/* --on YYYY-MM-DD, else today by the person's own clock; never a day to come. */
static int
hours_day(struct cmd *c, const struct member *m, struct slice on, int64_t *out, struct err *e)
{
	int64_t today = load_today(c->in, m->zone);
	*out = today;
	if (on.len > 0 && !day_parse(on, out))
		return err_set(e, ERR_USAGE, "'%.*s' is no date; write it as 2026-05-14",
			       SLICE_ARG(on));
	if (*out > today)
		return err_set(e, ERR_REFUSED, "%.*s is still to come: hours are of days that were",
			       SLICE_ARG(on));
	return 0;
}

static int
check_amount(struct cmd *c, const struct hours_row *h, struct slice words, struct err *e)
{
	char have_text[EFFORT_TEXT];
	int64_t have = 0;
	if (h->minutes > DAY_MINUTES)
		return err_set(e, ERR_REFUSED,
			       "a day has 24 hours; write each day's by itself: --on DATE");
	if (h->minutes > 0)
		return 0;
	if (words.len == 0)
		return err_set(e, ERR_USAGE,
			       "taking hours back needs a reason: hours JOB -1.5 REASON…");
	if (hours_of_member(c->store, h->job, h->member, &have, e) < 0)
		return -1;
	if (have + h->minutes < 0)
		return err_set(e, ERR_REFUSED,
			       "only %s are written there: no more can be taken back",
			       effort_text(have, have_text));
	return 0;
}

/* Spent and estimated; to a partner only what they spent themselves. */
static int
sum_shown(struct cmd *c, const struct job *j, struct load_sum *out, struct err *e)
{
	if (load_sum_of(c->in, j, out, e) < 0)
		return -1;
	return c->partner == 0 ? 0 : hours_of_member(c->store, j->id, c->partner, &out->spent, e);
}

static void
print_total(struct cmd *c, const struct load_sum *sum)
{
	char spent[EFFORT_TEXT], estimate[EFFORT_TEXT];
	str_addf(c->out, "%s spent of %s estimated%s", effort_text(sum->spent, spent),
		 effort_text(sum->estimate, estimate), sum->said ? "" : " (the kit's usual hours)");
	if (sum->spent > sum->estimate)
		str_addf(c->out, ", %s over", effort_text(sum->spent - sum->estimate, spent));
	str_addc(c->out, '\n');
}

static void
hours_json(struct cmd *c, const struct job *j, const hours_list *rows, const struct load_sum *sum)
{
	struct json w;
	const struct hours_row *h;
	json_begin(&w, c->out);
	json_open(&w);
	json_put_text(&w, "ref", j->ref);
	json_put_int(&w, "estimate_minutes", sum->estimate);
	json_put_bool(&w, "estimate_said", sum->said);
	json_put_int(&w, "spent_minutes", sum->spent);
	json_key(&w, "hours");
	json_list(&w);
	VEC_EACH (h, rows) {
		struct member m;
		struct err e = ERR_INIT;
		json_open(&w);
		if (member_by_id(c->store, c->pool, h->member, &m, &e) == 1)
			json_put_text(&w, "member", m.handle);
		json_put_text(&w, "day", day_text(c->pool, h->day));
		json_put_int(&w, "minutes", h->minutes);
		json_put_int(&w, "event", h->event);
		json_close(&w);
	}
	json_list_end(&w);
	json_close(&w);
	str_addc(c->out, '\n');
}

static int
hours_show(struct cmd *c, const struct job *j, struct err *e)
{
	hours_list all = {0}, rows = {0};
	struct load_sum sum;
	const struct hours_row *h;
	if (hours_of_job(c->store, c->pool, j->id, &all, e) < 0 || sum_shown(c, j, &sum, e) < 0)
		return -1;
	VEC_EACH (h, &all) /* a partner's own; what others have is the house's business */
		if (c->partner == 0 || h->member == c->partner)
			VEC_ADD(&rows, c->pool, *h);
	if (c->from->json) {
		hours_json(c, j, &rows, &sum);
		return 0;
	}
	str_addf(c->out, "%.*s  ", SLICE_ARG(j->ref));
	print_total(c, &sum);
	VEC_EACH (h, &rows) {
		struct member m;
		char text[EFFORT_TEXT];
		if (member_by_id(c->store, c->pool, h->member, &m, e) != 1)
			return -1;
		str_addf(c->out, "  %.*s  %-10.*s %s\n", SLICE_ARG(day_text(c->pool, h->day)),
			 SLICE_ARG(m.handle), effort_text(h->minutes, text));
	}
	return 0;
}

int
cmd_hours(struct cmd *c, struct err *e)
{
	struct job j;
	struct member m;
	struct load_sum sum;
	struct hours_row h = {.at = c->now};
	struct slice handle = cmd_option(c, "for"), on = cmd_option(c, "on");
	char data[96], text[EFFORT_TEXT];
	if (c->count == 0)
		return err_set(e, ERR_USAGE, "hours needs a job: hours JOB 2.5 [WORDS…]");
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	if (c->count == 1)
		return hours_show(c, &j, e);
	if (!effort_parse(c->words[1], &h.minutes))
		return err_set(e, ERR_USAGE, "'%.*s' is no time; write 2.5, 1:30 or 90m",
			       SLICE_ARG(c->words[1]));
	struct slice words = cmd_rest(c, 2);
	if (whose_hours(c, handle, &m, e) < 0 || hours_day(c, &m, on, &h.day, e) < 0)
		return -1;
	h.job = j.id;
	h.member = m.id;
	if (check_amount(c, &h, words, e) < 0)
		return -1;
	struct life l = life_by_command(c, &j);
	(void)snprintf(data, sizeof(data), "{\"member\":%lld,\"minutes\":%lld,\"day\":\"%.*s\"}",
		       (long long)m.id, (long long)h.minutes, SLICE_ARG(day_text(c->pool, h.day)));
	if (life_event(&l, "hours", slice_of(data), words, e) < 0 ||
	    hours_add(c->store, &h, e) < 0 || sum_shown(c, &j, &sum, e) < 0)
		return -1;
	str_addf(c->out, "%s of %.*s on %.*s; ", effort_text(h.minutes, text), SLICE_ARG(m.handle),
		 SLICE_ARG(j.ref));
	print_total(c, &sum);
	return 0;
}

int
cmd_estimate(struct cmd *c, struct err *e)
{
	struct job j;
	struct load_sum sum;
	int64_t minutes = 0;
	char data[64];
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	if (c->count > 1) {
		if (!effort_parse(c->words[1], &minutes) || minutes < 0)
			return err_set(e, ERR_USAGE, "'%.*s' is no time; write 8, 2.5 or 1:30",
				       SLICE_ARG(c->words[1]));
		struct life l = life_by_command(c, &j);
		(void)snprintf(data, sizeof(data), "{\"minutes\":%lld}", (long long)minutes);
		if (life_event(&l, "estimate", slice_of(data), cmd_rest(c, 2), e) < 0 ||
		    estimate_set(c->store, j.id, minutes, e) < 0)
			return -1;
	}
	if (sum_shown(c, &j, &sum, e) < 0)
		return -1;
	if (c->count == 1 && c->from->json) {
		static const hours_list none = {0};
		hours_json(c, &j, &none, &sum);
		return 0;
	}
	str_addf(c->out, "%.*s  ", SLICE_ARG(j.ref));
	print_total(c, &sum);
	return 0;
}

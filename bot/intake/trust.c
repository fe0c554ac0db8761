/* Which mode holds for a mail to a client, and when docket may ask for more trust (P14). */
#include "trust.h"

int
trust_mode(struct intake *in, int64_t client, const char *kind, enum conf_mode *out, struct err *e)
{
	int mode = CONF_DRAFT;
	int got = mode_get(in->env.store, client, kind, &mode, e);
	if (got < 0)
		return -1;
	*out = got == 1 ? (enum conf_mode)mode : conf_mode_of(in->env.conf, kind);
	return 0;
}

int
trust_ready(struct intake *in, struct pool *pool, mode_run_list *out, struct err *e)
{
	mode_run_list all = {0};
	const struct mode_run *r;
	if (mode_runs(in->env.store, pool, TRUST_RUN, &all, e) < 0)
		return -1;
	VEC_EACH(r, &all) {
		enum conf_mode mode;
		if (trust_mode(in, r->client, pool_cstr(pool, r->kind), &mode, e) < 0)
			return -1;
		if (mode == CONF_DRAFT || mode == CONF_DELAY)
			VEC_ADD(out, pool, *r);
	}
	return 0;
}

static int
put_ready(struct intake *in, struct pool *pool, const struct member *m, struct value *v,
          struct err *e)
{
	mode_run_list ready = {0};
	const struct mode_run *r;
	struct client client;
	int said = 0;
	if (trust_ready(in, pool, &ready, e) < 0)
		return -1;
	VEC_EACH(r, &ready) {
		int mine = lead_is(in, pool, r->client, m, e);
		if (mine < 0 || (mine && client_by_id(in->env.store, pool, r->client, &client, e) < 0))
			return -1;
		if (!mine)
			continue;
		struct value *row = value_item(v, "ready");
		value_int(row, "count", r->count);
		value_text(row, "kind", r->kind);
		value_text(row, "client", client.name);
		value_text(row, "code", client.code);
		said = 1;
	}
	return said;
}

int
trust_week(struct intake *in, struct pool *pool, const struct member *m, int64_t now,
           struct value *v, struct err *e)
{
	enum { WEEK = 7 };
	correction_sum_list sums = {0};
	const struct correction_sum *s;
	int64_t shown = 0, corrected = 0;
	if (correction_sums(in->env.store, pool, now - WEEK * CLOCK_DAY, &sums, e) < 0)
		return -1;
	VEC_EACH(s, &sums) {
		int mine = lead_is(in, pool, s->client, m, e);
		if (mine < 0)
			return -1;
		shown += mine ? s->shown : 0;
		corrected += mine ? s->corrected : 0;
	}
	int ready = put_ready(in, pool, m, v, e);
	if (ready < 0)
		return -1;
	value_flag(v, "week", shown > 0);
	value_int(v, "shown", shown);
	value_int(v, "corrected", corrected);
	return ready || shown > 0;
}

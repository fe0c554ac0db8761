/*
 * Retainers: the burn of a client's month in its own calendar, from hours, events and rows, and what
 * the account lead is told of it, once a month for each line and level.
 */
#include "retainer.h"

#include "docket/domain/effort.h"
#include "docket/store/load.h"

const char *const burn_lines[BURN_LINES] = {"hours", "rounds", "deliverables"};

int64_t
burn_term(const struct scope_terms *t, int line)
{
	return line == 0 ? t->minutes : line == 1 ? t->rounds : t->deliverables;
}

struct slice
burn_line(struct pool *pool, const struct burn *b, int line)
{
	int64_t used = burn_term(&b->used, line), of = burn_term(&b->terms, line);
	char u[EFFORT_TEXT], o[EFFORT_TEXT];
	if (line != 0) {
		snprintf(u, sizeof(u), "%lld", (long long)used);
		snprintf(o, sizeof(o), "%lld", (long long)of);
	} else {
		effort_number(used, u);
		effort_number(of, o);
	}
	return of > 0 ? pool_slicef(pool, "%s: %s of %s (%lld %%)", burn_lines[line], u, o,
	                            (long long)(used * 100 / of))
	              : pool_slicef(pool, "%s: %s", burn_lines[line], u);
}

static const struct zone *
calendar_of(struct intake *in, const struct client *client)
{
	char name[64];
	const struct zone *z = client->zone.len > 0
	                               ? zone_find(slice_cstr(client->zone, name, sizeof(name)))
	                               : NULL;
	if (z == NULL)
		z = zone_find(in->zone);
	return z != NULL ? z : zone_utc();
}

int
burn_read(struct intake *in, struct pool *pool, const struct client *client, struct slice month,
          struct burn *out, struct err *e)
{
	const struct zone *z = calendar_of(in, client);
	struct civil at = zone_civil(z, clock_now(in->env.clock));
	struct retainer r = {0};
	struct burn b = {.agreed = false};
	int64_t first = 0;
	if (month.len > 0) {
		if (!day_parse(pool_slicef(pool, "%.*s-01", SLICE_ARG(month)), &first))
			return err_set(e, ERR_USAGE, "'%.*s' is no month; write it as 2026-05", SLICE_ARG(month));
		at = day_civil(first);
	}
	int last = day_month_len(at.year, at.month);
	struct civil from = {at.year, at.month, 1, 0, 0, 0};
	struct civil next = day_civil(day_number(at.year, at.month, last) + 1);
	struct time_span span = {zone_instant(z, from), zone_instant(z, next)};
	snprintf(b.month, sizeof(b.month), "%04d-%02d", at.year % 10000, at.month % 100);
	int got = retainer_get(in->env.store, pool, client->id, &r, e);
	if (got < 0 || client_count(in->env.store, client->id, span, &b.counts, e) < 0 ||
	    hours_of_client(in->env.store, client->id, day_number(at.year, at.month, 1),
	                    day_number(at.year, at.month, last), &b.used.minutes, e) < 0)
		return -1;
	b.used.rounds = b.counts.rounds;
	b.used.deliverables = b.counts.taken;
	b.agreed = got == 1 && slice_cmp(r.since, slice_of(b.month)) <= 0;
	if (b.agreed)
		b.terms = r.terms;
	*out = b;
	return 0;
}

static void
put_line(struct intake *in, struct pool *pool, struct value *row, const struct burn *b, int line,
         const char *lang)
{
	int64_t used = burn_term(&b->used, line), of = burn_term(&b->terms, line);
	char u[EFFORT_TEXT], o[EFFORT_TEXT], key[32];
	snprintf(key, sizeof(key), "burn.%s", burn_lines[line]);
	value_cstr(row, "name", templates_word(in->env.templates, lang, key));
	value_cstr(row, "month", b->month);
	value_int(row, "percent", used * 100 / of);
	value_text(row, "used", line == 0 ? slice_of(effort_number(used, u))
	                                  : pool_slicef(pool, "%lld", (long long)used));
	value_text(row, "agreed", line == 0 ? slice_of(effort_number(of, o))
	                                    : pool_slicef(pool, "%lld", (long long)of));
}

struct news {
	struct intake *in;
	struct pool *pool;
	const char *lang;
	struct value *v;
	int count;
};

/* A level that was passed together with the lower one is said once, as the higher. */
static int
news_of(struct news *n, const struct client *client, const struct burn *b, struct err *e)
{
	struct store *s = n->in->env.store;
	for (int line = 0; line < BURN_LINES; line++) {
		int level = scope_level(burn_term(&b->used, line), burn_term(&b->terms, line));
		struct retainer_word w = {.client = client->id, .month = slice_of(b->month),
		                          .line = burn_lines[line], .level = level,
		                          .at = clock_now(n->in->env.clock)};
		int said = level != 0 ? retainer_say(s, &w, e) : 0;
		if (said < 0)
			return -1;
		if (said == 0)
			continue;
		struct value *row = value_item(n->v, "retainers");
		value_text(row, "client", client->name);
		put_line(n->in, n->pool, row, b, line, n->lang);
		n->count++;
		w.level = SCOPE_NEAR;
		if (level == SCOPE_FULL && retainer_say(s, &w, e) < 0)
			return -1;
	}
	return 0;
}

int
retainer_news(struct intake *in, struct pool *pool, const struct member *member, struct value *v,
              struct err *e)
{
	retainer_list all = {0};
	char lang[8];
	slice_cstr(member->lang.len > 0 ? member->lang : slice_of(in->env.conf->agency.lang), lang,
	           sizeof(lang));
	struct news n = {.in = in, .pool = pool, .lang = lang, .v = v};
	if (retainer_all(in->env.store, pool, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++) {
		struct client client;
		struct member lead;
		struct burn b;
		int got = client_by_id(in->env.store, pool, all.at[i].client, &client, e);
		if (got == 1)
			got = lead_of(in, pool, client.id, &lead, e);
		if (got < 0)
			return -1;
		if (got == 0 || lead.id != member->id)
			continue;
		if (burn_read(in, pool, &client, SLICE_NONE, &b, e) < 0 || news_of(&n, &client, &b, e) < 0)
			return -1;
	}
	return n.count;
}

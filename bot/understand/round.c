/* One review round from its messages to the list as JSON: the contract of `docket consolidate`. */
#include "docket/base/json.h"

#include "clause.h"
#include "merge.h"
#include "names.h"
#include "work.h"

/*
 * "Slide 4 is good as it is" is praise, unless somebody wants slide 4 changed: then it is a wish
 * that contradicts. Returns whether it has become one.
 */
static bool
take_praise(struct merge *g, size_t message, struct slice quote)
{
	const struct reading *r = reading_at(g, message);
	struct said_item *x = pool_alloc(g->pool, sizeof(*x));
	struct doc *d = doc_new(g->u, g->scratch, quote, lang_of(r->lang));
	struct finding f = {.join = 0};
	if (!d->tok_count || g->entries.len >= MERGED_MAX)
		return false;
	struct clause c = clause_read(d, 0, d->tok_count);
	x->kind = ITEM_CHANGE;
	x->summary = x->quote.text = quote;
	x->target = pool_copy(g->pool, clause_target(d, &c));
	if (!x->target.len)
		x->target = pool_copy(g->pool, clause_part(d, 0, d->tok_count));
	pool_reset(g->scratch);
	/* praise of a part is no wish to keep it, unless it says so or names its very words */
	bool quoted = slice_starts(quote, "\"") || slice_starts(quote, "“") ||
		      slice_starts(quote, "„") || slice_starts(quote, "«");
	if (!(c.flags & CL_KEEP) && !quoted)
		return false;
	merge_add_entry(g, message, x);
	size_t entry = g->entries.len - 1;
	struct wish *w = &g->entries.at[entry].wish;
	w->keep = true;
	merge_mark_rare(g, w);
	merge_compare(g, entry);
	merge_find(g, entry, &f);
	merge_index_entry(g, entry);
	if (f.join || !f.against.len) {
		g->entries.at[entry].stale = true;
		return false;
	}
	struct entry *e = &g->entries.at[entry];
	e->item = merge_new_item(g, x);
	merge_add_source(g, entry);
	for (size_t i = 0; i < f.against.len; i++)
		if (!g->entries.at[f.against.at[i]].stale)
			merge_add_conflict(g, e->item, g->entries.at[f.against.at[i]].item);
	return true;
}

/* What is no wish by itself may say what another message wishes: "8 for the tiramisu". */
static void
take_maybe(struct merge *g, size_t message, const struct said_item *x)
{
	if (g->entries.len >= MERGED_MAX)
		return;
	merge_add_entry(g, message, x);
	merge_mark_rare(g, &g->entries.at[g->entries.len - 1].wish);
	merge_maybe(g, g->entries.len - 1);
}

/* Is the praise a source of an item already? Both lists are in the order of the text: *at goes on.
 */
static bool
is_source(const struct merge *g, size_t message, size_t first, const struct found *praise,
	  size_t *at)
{
	const struct reading *r = reading_at(g, message);
	while (*at < r->maybe.len && r->maybe.at[*at].quote.start < praise->start)
		++*at;
	return *at < r->maybe.len && r->maybe.at[*at].quote.start == praise->start &&
	       first + *at < g->entries.len && g->entries.at[first + *at].item != NO_ITEM;
}

static void
write_items(const struct merge *g, struct json *j)
{
	char id[24];
	json_key(j, "items");
	json_list(j);
	for (size_t i = 0; i < g->items.len; i++) {
		const struct merged *m = &g->items.at[i];
		if (!m->sources.len)
			continue; /* united with another */
		json_open(j);
		snprintf(id, sizeof(id), "R%zu", i + 1);
		json_put_cstr(j, "id", id);
		json_put_cstr(j, "kind", item_kind_name(m->kind));
		json_key(j, "target");
		if (m->target.len)
			json_text(j, m->target);
		else
			json_nil(j);
		json_put_text(j, "summary", m->summary);
		json_key(j, "sources");
		json_list(j);
		for (size_t k = 0; k < m->sources.len; k++) {
			json_open(j);
			json_put_text(j, "message", g->messages[m->sources.at[k].message].name);
			json_put_text(j, "quote", m->sources.at[k].quote);
			json_close(j);
		}
		json_list_end(j);
		json_key(j, "conflicts_with");
		json_list(j);
		for (size_t k = 0; k < m->conflicts.len; k++) {
			snprintf(id, sizeof(id), "R%zu", m->conflicts.at[k] + 1);
			json_cstr(j, id);
		}
		json_list_end(j);
		json_close(j);
	}
	json_list_end(j);
}

/* In order of Date, what has the same in the order in which it was given: a merge sort. */
static void
sort_messages(const struct round_message *messages, size_t count, struct round_message *sorted,
	      struct pool *pool)
{
	struct round_message *spare = pool_array(pool, count + 1, sizeof(*spare));
	if (count)
		memcpy(sorted, messages, count * sizeof(*sorted));
	for (size_t width = 1; width < count; width *= 2) {
		for (size_t from = 0; from < count; from += 2 * width) {
			size_t mid = from + width < count ? from + width : count;
			size_t end = from + 2 * width < count ? from + 2 * width : count;
			for (size_t i = from, a = from, b = mid; i < end; i++) {
				bool left =
					a < mid && (b == end || sorted[a].reading->date_ms <=
									sorted[b].reading->date_ms);
				spare[i] = left ? sorted[a++] : sorted[b++];
			}
		}
		understand_work += count;
		memcpy(sorted, spare, count * sizeof(*sorted));
	}
}

void
consolidate(const struct understanding *u, struct pool *pool, const struct round_message *messages,
	    size_t count, struct str *json_out)
{
	struct round_message *sorted = pool_array(pool, count + 1, sizeof(*sorted));
	struct json j;
	char name[256];
	sort_messages(messages, count, sorted, pool);
	struct merge *g = pool_alloc(pool, sizeof(*g));
	g->u = u;
	g->pool = pool;
	g->scratch = pool_new();
	g->messages = sorted;
	merge_find_authors(g, count);
	merge_collect_names(g, count);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < sorted[i].reading->items.len; k++)
			merge_add_entry(g, i, &sorted[i].reading->items.at[k]);
	for (size_t i = 0; i < g->entries.len; i++)
		merge_mark_rare(g, &g->entries.at[i].wish);
	merge_entries(g);
	size_t *first = pool_array(pool, count + 1, sizeof(*first)); /* entry of its first maybe */
	for (size_t i = 0; i < count; i++) {
		first[i] = g->entries.len;
		for (size_t k = 0; k < sorted[i].reading->maybe.len; k++)
			take_maybe(g, i, &sorted[i].reading->maybe.at[k]);
	}
	VEC(struct praised) praise = {0};
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;
		for (size_t k = 0; k < sorted[i].reading->praise.len; k++) {
			const struct found *q = &sorted[i].reading->praise.at[k];
			if (!is_source(g, i, first[i], q, &at) && !take_praise(g, i, q->text))
				VEC_ADD(&praise, pool, ((struct praised){i, q->text}));
		}
	}
	pool_free(g->scratch);
	json_begin(&j, json_out);
	json_open(&j);
	write_items(g, &j);
	json_key(&j, "praise");
	json_list(&j);
	for (size_t i = 0; i < praise.len; i++) {
		json_open(&j);
		json_put_text(&j, "message", sorted[praise.at[i].message].name);
		json_put_text(&j, "quote", praise.at[i].quote);
		json_close(&j);
	}
	json_list_end(&j);
	json_key(&j, "verdicts");
	json_open(&j);
	for (size_t i = 0; i < count; i++)
		json_put_cstr(&j, slice_cstr(sorted[i].name, name, sizeof(name)),
			      verdict_name(sorted[i].reading->verdict));
	json_close(&j);
	json_close(&j);
}

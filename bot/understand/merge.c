/*
 * One review round as one list: the same wish by two people is one item with two sources, opposite
 * wishes on one target are a conflict, a later wish of the same person stands. Wishes are found
 * again by what they are about (wish.c), through an index, so that a round costs what its items
 * share and not their number squared.
 */
#include "clause.h"
#include "wish.h"

#include "docket/base/json.h"
#include "names.h"

enum {
	MERGED_MAX = 1000, /* items of a round; no person reads more */
	CHAIN_MAX = 64,	   /* wishes looked at for one key: what more have in common says little */
	INDEX_HEADS = 1 << 12,
	RARE_MAX = 3,
	NAME_WORDS_MAX = 400 /* of all senders of a round */
};

static const size_t NO_ITEM = SIZE_MAX;

struct merged {
	enum item_kind kind;
	struct slice target, summary;
	VEC(struct {
		size_t message;
		struct slice quote;
	})
	sources;
	VEC(size_t) conflicts;
};
struct praised {
	size_t message;
	struct slice quote;
};
/* One source's wish. */
struct entry {
	struct wish wish;
	const struct said_item *said;
	size_t item, message;
	size_t seen_by; /* entry + 1 that has looked at it last */
	bool stale;	/* its author has said something later instead */
};
struct node {
	uint32_t hash;
	size_t entry, next; /* next + 1; 0 ends */
};
struct merge {
	const struct understanding *u;
	struct pool *pool, *scratch;	      /* what reading one wish needs */
	const struct round_message *messages; /* in order of Date */
	VEC(struct merged) items;
	VEC(struct entry) entries;
	VEC(struct node) nodes;
	size_t head[INDEX_HEADS]; /* node + 1 */
	uint32_t name_hash[NAME_WORDS_MAX], name_who[NAME_WORDS_MAX];
	struct round_names names;
};

static const struct reading *
reading_at(const struct merge *g, size_t message)
{
	return g->messages[message].reading;
}

/* A person is known by the first message that the address sent. */
static size_t
author_of(const struct merge *g, size_t message)
{
	for (size_t i = 0; i < message; i++)
		if (slice_ieq(reading_at(g, i)->from.mailbox, reading_at(g, message)->from.mailbox))
			return i;
	return message;
}

static void
collect_names(struct merge *g, size_t count)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		struct slice rest = reading_at(g, i)->from.name, word;
		if (author_of(g, i) != i)
			continue;
		while (slice_cut(&rest, ' ', &word) && n < NAME_WORDS_MAX) {
			char buf[WORD_MAX];
			size_t len = word_fold(word, buf);
			while (len > 3 && strchr("s',.", buf[len - 1]))
				len--;
			if (len < 3)
				continue;
			g->name_hash[n] = word_hash(buf, len > 6 ? 6 : len);
			g->name_who[n++] = (uint32_t)i;
		}
	}
	g->names = (struct round_names){g->name_hash, g->name_who, n};
}

static void
index_entry(struct merge *g, size_t entry)
{
	const struct wish *w = &g->entries.at[entry].wish;
	for (size_t i = 0; i < w->keys; i++) {
		size_t *head = &g->head[w->key[i].hash % INDEX_HEADS];
		VEC_ADD(&g->nodes, g->pool, ((struct node){w->key[i].hash, entry, *head}));
		*head = g->nodes.len;
	}
}

static void
add_conflict(struct merge *g, size_t a, size_t b)
{
	for (size_t i = 0; i < g->items.at[a].conflicts.len; i++)
		if (g->items.at[a].conflicts.at[i] == b)
			return;
	VEC_ADD(&g->items.at[a].conflicts, g->pool, b);
	VEC_ADD(&g->items.at[b].conflicts, g->pool, a);
}

static bool
refers_to(const struct merge *g, const struct wish *w, size_t message)
{
	size_t who = author_of(g, message);
	for (size_t i = 0; i < w->names; i++)
		if (w->name[i] == who)
			return true;
	return false;
}

static bool
comparable(enum item_kind a, enum item_kind b)
{
	return a == b || (a == ITEM_VAGUE && b == ITEM_CHANGE) ||
	       (a == ITEM_CHANGE && b == ITEM_VAGUE);
}

/* What the round has said before about the same: the item to join, and those it contradicts. */
struct finding {
	size_t join; /* item + 1 */
	size_t own;  /* item + 1 that its author has said something else about */
	unsigned strength, own_strength;
	VEC(size_t) against;
};

static void
look_at(struct merge *g, const struct entry *e, size_t other, struct finding *f)
{
	const struct entry *x = &g->entries.at[other];
	bool author = author_of(g, x->message) == author_of(g, e->message);
	unsigned strength = 0;
	if (x->message == e->message || x->stale || x->item == NO_ITEM ||
	    !comparable(g->items.at[x->item].kind, e->said->kind))
		return; /* what one mail says in two places, it means twice */
	switch (wish_relation(&x->wish, &e->wish, author,
			      !author && refers_to(g, &e->wish, x->message), &strength)) {
	case REL_SAME:
		if (author && strength > f->own_strength) {
			f->own = x->item + 1;
			f->own_strength = strength;
		}
		if (strength > f->strength) {
			f->join = x->item + 1;
			f->strength = strength;
		}
		break;
	case REL_OPPOSED: VEC_ADD(&f->against, g->pool, other); break;
	case REL_NONE: break;
	}
}

/* Looks at every earlier entry that shares a key with this one, once. */
static void
search(struct merge *g, size_t entry, struct finding *f)
{
	const struct entry *e = &g->entries.at[entry];
	for (size_t i = 0; i < e->wish.keys; i++) {
		size_t n = g->head[e->wish.key[i].hash % INDEX_HEADS], looked = 0;
		while (n && looked < CHAIN_MAX) {
			const struct node *node = &g->nodes.at[n - 1];
			if (node->hash == e->wish.key[i].hash) {
				looked += node->entry < entry;
				if (node->entry < entry &&
				    g->entries.at[node->entry].seen_by != entry + 1)
					look_at(g, e, node->entry, f);
				g->entries.at[node->entry].seen_by = entry + 1;
			}
			n = node->next;
		}
	}
}

/* Is b among the conflicts of a? */
static bool
in_conflict(const struct merge *g, size_t a, size_t b)
{
	for (size_t i = 0; i < g->items.at[a].conflicts.len; i++)
		if (g->items.at[a].conflicts.at[i] == b)
			return true;
	return false;
}

static void
drop_conflict(struct merge *g, size_t a, size_t b)
{
	struct merged *m = &g->items.at[a];
	size_t n = 0;
	for (size_t i = 0; i < m->conflicts.len; i++)
		if (m->conflicts.at[i] != b)
			m->conflicts.at[n++] = m->conflicts.at[i];
	m->conflicts.len = n;
}

/* Who wanted otherwise gives in: both items are one, and their conflict is over. */
static void
unite(struct merge *g, size_t into, size_t gone)
{
	struct merged *a = &g->items.at[into], *b = &g->items.at[gone];
	for (size_t i = 0; i < b->sources.len; i++)
		VEC_ADD(&a->sources, g->pool, b->sources.at[i]);
	b->sources.len = 0;
	for (size_t i = b->conflicts.len; i-- > 0;) {
		size_t other = b->conflicts.at[i];
		drop_conflict(g, other, gone);
		if (other != into)
			add_conflict(g, into, other);
	}
	b->conflicts.len = 0;
	for (size_t i = 0; i < g->entries.len; i++)
		if (g->entries.at[i].item == gone)
			g->entries.at[i].item = into;
}

static size_t
new_item(struct merge *g, const struct said_item *x)
{
	struct merged *m = VEC_NEW(&g->items, g->pool);
	m->kind = x->kind;
	m->target = x->target;
	m->summary = x->summary;
	return g->items.len - 1;
}

static void
join_item(struct merge *g, size_t entry)
{
	const struct entry *e = &g->entries.at[entry];
	const struct said_item *x = e->said;
	struct merged *m = &g->items.at[e->item];
	bool author = false;
	for (size_t i = 0; i < entry; i++) {
		struct entry *old = &g->entries.at[i];
		if (old->item == e->item &&
		    author_of(g, old->message) == author_of(g, e->message)) {
			old->stale = true;
			author = true;
		}
	}
	if (author || m->kind == ITEM_VAGUE)
		m->summary = x->summary; /* the later stands, the concrete one leads */
	if (m->kind == ITEM_VAGUE)
		m->kind = x->kind;
	if (!m->target.len)
		m->target = x->target;
}

static void
add_entry(struct merge *g, size_t message, const struct said_item *x)
{
	const struct reading *r = reading_at(g, message);
	struct entry e = {.message = message, .said = x, .item = NO_ITEM};
	if (g->entries.len >= MERGED_MAX)
		return;
	e.wish = wish_read(g->u, g->scratch, x, r->lang, &g->names);
	pool_reset(g->scratch);
	VEC_ADD(&g->entries, g->pool, e);
	index_entry(g, g->entries.len - 1);
}

/* A word that few wishes of the round share tells more than one that many have. */
static void
mark_rare(struct merge *g, struct wish *w)
{
	for (size_t i = 0; i < w->keys; i++) {
		size_t n = g->head[w->key[i].hash % INDEX_HEADS], count = 0, looked = 0;
		for (; n && count <= RARE_MAX && looked < CHAIN_MAX; looked++) {
			count += g->nodes.at[n - 1].hash == w->key[i].hash;
			n = g->nodes.at[n - 1].next;
		}
		w->key[i].rare = count <= RARE_MAX;
	}
}

/* "Tom's right, it is forty": what he has said, if it was one thing. */
static void
follow_name(struct merge *g, size_t entry, struct finding *f)
{
	const struct entry *e = &g->entries.at[entry];
	size_t only = 0, count = 0;
	for (size_t i = 0; i < entry; i++) {
		const struct entry *x = &g->entries.at[i];
		if (x->item == NO_ITEM || x->stale || !refers_to(g, &e->wish, x->message) ||
		    author_of(g, x->message) == author_of(g, e->message))
			continue;
		only = x->item + 1;
		count++;
	}
	if (count == 1)
		f->join = only;
}

static void
place(struct merge *g, size_t entry)
{
	struct entry *e = &g->entries.at[entry];
	struct finding f = {.join = 0};
	search(g, entry, &f);
	if (!f.join && e->wish.agree && e->wish.names)
		follow_name(g, entry, &f);
	if (!f.join && e->wish.only_agrees)
		return; /* agrees with what nobody has said here */
	if (f.join) {
		e->item = f.join - 1;
		if (f.own && f.own != f.join && in_conflict(g, f.own - 1, f.join - 1)) {
			size_t first = f.own < f.join ? f.own - 1 : f.join - 1;
			unite(g, first, f.own + f.join - 2 - first);
			e->item = first;
		}
		join_item(g, entry);
	} else {
		e->item = new_item(g, e->said);
	}
	struct merged *m = &g->items.at[e->item];
	(void)VEC_NEW(&m->sources, g->pool);
	m->sources.at[m->sources.len - 1].message = e->message;
	m->sources.at[m->sources.len - 1].quote = e->said->quote.text;
	for (size_t i = 0; i < f.against.len; i++) {
		const struct entry *x = &g->entries.at[f.against.at[i]];
		if (x->item != e->item && !x->stale)
			add_conflict(g, e->item, x->item);
	}
}

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
	add_entry(g, message, x);
	size_t entry = g->entries.len - 1;
	struct wish *w = &g->entries.at[entry].wish;
	w->keep = true;
	mark_rare(g, w);
	search(g, entry, &f);
	if (f.join || !f.against.len) {
		g->entries.at[entry].stale = true;
		return false;
	}
	struct entry *e = &g->entries.at[entry];
	e->item = new_item(g, x);
	(void)VEC_NEW(&g->items.at[e->item].sources, g->pool);
	g->items.at[e->item].sources.at[0].message = message;
	g->items.at[e->item].sources.at[0].quote = quote;
	for (size_t i = 0; i < f.against.len; i++)
		if (!g->entries.at[f.against.at[i]].stale)
			add_conflict(g, e->item, g->entries.at[f.against.at[i]].item);
	return true;
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

void
consolidate(const struct understanding *u, struct pool *pool, const struct round_message *messages,
	    size_t count, struct str *json_out)
{
	struct round_message *sorted = pool_array(pool, count + 1, sizeof(*sorted));
	struct json j;
	char name[256];
	for (size_t i = 0; i < count; i++) {
		size_t k = i; /* a stable insertion: rounds are short */
		while (k && sorted[k - 1].reading->date_ms > messages[i].reading->date_ms) {
			sorted[k] = sorted[k - 1];
			k--;
		}
		sorted[k] = messages[i];
	}
	struct merge *g = pool_alloc(pool, sizeof(*g));
	g->u = u;
	g->pool = pool;
	g->scratch = pool_new();
	g->messages = sorted;
	collect_names(g, count);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < sorted[i].reading->items.len; k++)
			add_entry(g, i, &sorted[i].reading->items.at[k]);
	for (size_t i = 0; i < g->entries.len; i++)
		mark_rare(g, &g->entries.at[i].wish);
	for (size_t i = 0; i < g->entries.len; i++)
		place(g, i);
	VEC(struct praised) praise = {0};
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < sorted[i].reading->praise.len; k++) {
			struct slice q = sorted[i].reading->praise.at[k].text;
			if (!take_praise(g, i, q))
				VEC_ADD(&praise, pool, ((struct praised){i, q}));
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

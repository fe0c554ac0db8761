/*
 * One review round as one list: the same wish by two people is one item with two sources, opposite
 * wishes on one target are a conflict, a later wish of the same person stands. Wishes are found
 * again by what they are about (wish.c), through an index, so that a round costs what its items
 * share and not their number squared.
 */
#include "merge.h"

#include "work.h"

/* Is b among the conflicts of a? */
static bool
in_conflict(const struct merge *g, size_t a, size_t b)
{
	understand_work += g->items.at[a].conflicts.len;
	for (size_t i = 0; i < g->items.at[a].conflicts.len; i++)
		if (g->items.at[a].conflicts.at[i] == b)
			return true;
	return false;
}

void
merge_add_conflict(struct merge *g, size_t a, size_t b)
{
	if (in_conflict(g, a, b) || g->items.at[a].conflicts.len >= CONFLICTS_MAX ||
	    g->items.at[b].conflicts.len >= CONFLICTS_MAX)
		return;
	VEC_ADD(&g->items.at[a].conflicts, g->pool, b);
	VEC_ADD(&g->items.at[b].conflicts, g->pool, a);
}

static bool
refers_to(const struct merge *g, const struct wish *w, size_t message)
{
	for (size_t i = 0; i < w->names; i++)
		if (w->name[i] == g->author[message])
			return true;
	return false;
}

static bool
comparable(enum item_kind a, enum item_kind b)
{
	return a == b || (a != ITEM_OUT_OF_SCOPE && b == ITEM_CHANGE) ||
	       (a == ITEM_CHANGE && b != ITEM_OUT_OF_SCOPE);
}

/* "Where is the motto?" beside "The motto is missing." */
static bool
one_asks(enum item_kind a, enum item_kind b)
{
	return (a == ITEM_QUESTION) != (b == ITEM_QUESTION);
}

static void
look_at(struct merge *g, size_t entry, size_t other)
{
	static const float least = 0.15f; /* no two wishes are taken for one with less */
	struct entry *e = &g->entries.at[entry], *x = &g->entries.at[other];
	bool author = x->author == e->author;
	struct likely like = {.entry = other};
	understand_work += x->wish.keys * e->wish.keys;
	if (x->message == e->message || x->item == NO_ITEM ||
	    !comparable(g->items.at[x->item].kind, e->said->kind))
		return; /* what one mail says in two places, it means twice */
	/* what may be a wish comes last, whenever it was said */
	bool later = x->message > e->message;
	if (later && author)
		return;
	struct wish_pair pair = {.a = later ? &e->wish : &x->wish,
				 .b = later ? &x->wish : &e->wish,
				 .author = author,
				 .refers = !author && refers_to(g, later ? &x->wish : &e->wish,
								later ? e->message : x->message),
				 .maybe = e->maybe,
				 .wishes = g->entries.len};
	like.share = wish_relation(&pair, &like.rel);
	if (like.share < least)
		return;
	VEC_ADD(&e->like, g->pool, like);
	if (x->rival != e->message + 1 || like.share > x->rival_share) {
		x->rival = e->message + 1;
		x->rival_share = like.share;
	}
}

/* Looks at every earlier entry that shares a key with this one, once. */
void
merge_compare(struct merge *g, size_t entry)
{
	const struct entry *e = &g->entries.at[entry];
	size_t looked = 0;
	for (size_t i = 0; i < e->wish.keys; i++) {
		size_t n = g->head[e->wish.key[i].hash % INDEX_HEADS], same = 0, walked = 0;
		for (; n && same < CHAIN_MAX && walked < WALKED_MAX; walked++) {
			const struct node *node = &g->nodes.at[n - 1];
			n = node->next;
			if (node->hash != e->wish.key[i].hash)
				continue;
			same++;
			if (g->entries.at[node->entry].seen_by == entry + 1 || looked == LOOKED_MAX)
				continue;
			g->entries.at[node->entry].seen_by = entry + 1;
			look_at(g, entry, node->entry);
			looked++;
		}
		understand_work += walked;
	}
}

/* Says how it shall be, or that it shall stay. */
static bool
has_aim(const struct wish *w)
{
	return w->keep || w->senses || w->values;
}

/*
 * Of all that the wish is like, what it is the same as and what it contradicts. People say a thing
 * once: where two wishes of two messages are nearest to each other less will do than where one of
 * them is nearer to a third. The shares were chosen on rounds held out of the learning.
 */
void
merge_find(struct merge *g, size_t entry, struct finding *f)
{
	static const float nearest_enough = 0.40f, else_enough = 0.70f, maybe_enough = 0.80f;
	const struct entry *e = &g->entries.at[entry];
	for (size_t i = 0; i < e->like.len; i++) {
		size_t m = g->entries.at[e->like.at[i].entry].message;
		if (g->best[m].entry != entry + 1 || e->like.at[i].share > g->best[m].share) {
			g->best[m].entry = entry + 1;
			g->best[m].share = e->like.at[i].share;
		}
	}
	for (size_t i = 0; i < e->like.len; i++) {
		const struct likely *l = &e->like.at[i];
		const struct entry *x = &g->entries.at[l->entry];
		bool nearest = l->share >= g->best[x->message].share &&
			       !(x->rival == e->message + 1 && x->rival_share > l->share);
		/* "Amina is right on the stars" says itself that it is about what was said */
		bool hint = e->maybe && !(e->wish.agree && e->wish.names);
		float enough = hint ? maybe_enough : nearest ? nearest_enough : else_enough;
		if (x->item != NO_ITEM && one_asks(g->items.at[x->item].kind, e->said->kind)) {
			if (e->maybe || l->rel == REL_OPPOSED || !nearest || !x->wish.wanted ||
			    !e->wish.wanted)
				continue;
		}
		if (x->stale || l->share < enough || (e->maybe && !nearest))
			continue;
		if (l->rel == REL_OPPOSED) {
			if (e->maybe && !has_aim(&e->wish))
				continue;
			VEC_ADD(&f->against, g->pool, l->entry);
			continue;
		}
		if (x->author == e->author && l->share > f->own_share) {
			f->own = x->item + 1;
			f->own_share = l->share;
		}
		if (l->share > f->share) {
			f->join = x->item + 1;
			f->share = l->share;
		}
	}
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
			merge_add_conflict(g, into, other);
	}
	b->conflicts.len = 0;
	understand_work += b->entries.len;
	for (size_t i = 0; i < b->entries.len; i++) {
		struct entry *e = &g->entries.at[b->entries.at[i]];
		e->item = into;
		VEC_ADD(&a->entries, g->pool, b->entries.at[i]);
		if (!e->stale)
			*merge_standing(g, into, e->author) = b->entries.at[i] + 1;
	}
	b->entries.len = 0;
}

size_t
merge_new_item(struct merge *g, const struct said_item *x)
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
	size_t old = *merge_standing(g, e->item, e->author);
	if (old)
		g->entries.at[old - 1].stale = true;
	bool leads = m->kind == ITEM_VAGUE || one_asks(m->kind, x->kind);
	if (old || (leads && x->kind != ITEM_QUESTION))
		m->summary = x->summary; /* the later stands, the concrete one leads */
	if (leads && x->kind != ITEM_QUESTION)
		m->kind = x->kind;
	if (!m->target.len)
		m->target = x->target;
}

/* Makes the entry one of its item's sources. */
void
merge_add_source(struct merge *g, size_t entry)
{
	struct entry *e = &g->entries.at[entry];
	struct merged *m = &g->items.at[e->item];
	(void)VEC_NEW(&m->sources, g->pool);
	m->sources.at[m->sources.len - 1].message = e->message;
	m->sources.at[m->sources.len - 1].quote = e->said->quote.text;
	VEC_ADD(&m->entries, g->pool, entry);
	*merge_standing(g, e->item, e->author) = entry + 1;
	e->before = g->last[e->author];
	g->last[e->author] = entry + 1;
}

/* "Tom's right, it is forty": what he has said, if it was one thing. */
static void
follow_name(struct merge *g, size_t entry, struct finding *f)
{
	const struct entry *e = &g->entries.at[entry];
	size_t only = 0, count = 0;
	for (size_t i = 0; i < e->wish.names; i++) {
		size_t n = e->wish.name[i] == e->author ? 0 : g->last[e->wish.name[i]], walked = 0;
		for (; n && count < 2 && walked < CHAIN_MAX; n = g->entries.at[n - 1].before) {
			walked++;
			if (g->entries.at[n - 1].stale)
				continue;
			only = g->entries.at[n - 1].item + 1;
			count++;
		}
		understand_work += walked;
	}
	if (count == 1)
		f->join = only;
}

static void
place(struct merge *g, size_t entry)
{
	struct entry *e = &g->entries.at[entry];
	struct finding f = {.join = 0};
	merge_find(g, entry, &f);
	merge_index_entry(g, entry);
	if (!f.join && e->wish.agree && e->wish.names)
		follow_name(g, entry, &f);
	if (!f.join && !f.against.len && (e->wish.only_agrees || e->maybe))
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
		e->item = merge_new_item(g, e->said);
	}
	merge_add_source(g, entry);
	for (size_t i = 0; i < f.against.len; i++) {
		const struct entry *x = &g->entries.at[f.against.at[i]];
		if (x->item != e->item && !x->stale)
			merge_add_conflict(g, e->item, x->item);
	}
}

void
merge_maybe(struct merge *g, size_t entry)
{
	g->entries.at[entry].maybe = true;
	merge_compare(g, entry);
	place(g, entry);
}

void
merge_entries(struct merge *g)
{
	for (size_t from = 0, to; from < g->entries.len; from = to) {
		for (to = from; to < g->entries.len &&
				g->entries.at[to].message == g->entries.at[from].message;
		     to++)
			merge_compare(g, to);
		for (size_t i = from; i < to; i++)
			place(g, i);
	}
}

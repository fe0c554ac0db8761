/*
 * One review round as one list: the same wish by two people is one item with two sources, opposite
 * wishes on one target are a conflict, a later wish of the same person stands. Two wishes are the
 * same when they share the part of the work and its number, or most of their content words.
 */
#include "lexicon.h"

#include "docket/base/json.h"
#include "names.h"

enum { FEATURES_MAX = 24, SENSES_MAX = 6, MERGED_MAX = 1000 };

struct feature {
	uint32_t hash;
	uint8_t weight; /* 4 a second of a film, 3 number of a page, 2 part of the work, 1 other */
};
struct sense {
	struct slice dimension;
	char direction; /* '+' or '-' */
};
struct traits {
	struct feature at[FEATURES_MAX];
	size_t count;
	struct sense sense[SENSES_MAX];
	size_t senses;
};
struct merged {
	enum item_kind kind;
	struct slice target, summary;
	struct traits traits; /* of the last source */
	VEC(struct {
		size_t message;
		struct slice quote;
	})
	sources;
	VEC(size_t) conflicts;
};
struct merge {
	const struct understanding *u;
	struct pool *pool;
	const struct round_message *messages; /* in order of Date */
	VEC(struct merged) items;
};

static uint32_t
stem(const struct doc *d, size_t t)
{
	char buf[WORD_MAX];
	size_t len = word_fold(doc_word(d, t), buf);
	if (len > 4 && buf[len - 1] == 's')
		len--;
	return word_hash(buf, len > 6 ? 6 : len);
}

static void
add_feature(struct traits *x, uint32_t hash, uint8_t weight)
{
	for (size_t i = 0; i < x->count; i++) {
		if (x->at[i].hash == hash) {
			if (x->at[i].weight < weight)
				x->at[i].weight = weight;
			return;
		}
	}
	if (x->count < FEATURES_MAX)
		x->at[x->count++] = (struct feature){hash, weight};
}

static bool
is_stop(const struct merge *g, const struct doc *d, size_t t)
{
	char buf[WORD_MAX];
	size_t len = word_fold(doc_word(d, t), buf);
	const struct vocab_entry *e = vocab_find(&g->u->vocab, buf, len, d->tok[t].hash);
	return e && e->stop_langs >> d->lang & 1;
}

static struct traits
traits_of(const struct merge *g, struct slice quote, struct slice lang)
{
	struct doc *d = doc_new(g->u, g->pool, quote, lang_of(lang));
	struct traits x = {.count = 0};
	for (size_t t = 0; t < d->tok_count; t++) {
		const struct token *k = &d->tok[t];
		const struct match *part = doc_at(d, LEX_PART, t);
		if (part && part->tok_end < d->tok_count &&
		    d->tok[part->tok_end].kind == TOK_NUMBER &&
		    d->tok[part->tok_end].sent == k->sent) {
			add_feature(&x, (uint32_t)d->tok[part->tok_end].value * 2654435761u + 7, 3);
			t = part->tok_end;
			continue;
		}
		if (k->kind == TOK_NUMBER && t + 1 < d->tok_count && d->tok[t + 1].sep == ':' &&
		    d->tok[t + 1].kind == TOK_NUMBER) {
			add_feature(&x,
				    (uint32_t)(k->value * 60 + d->tok[t + 1].value) * 2654435761u +
					    11,
				    4);
			t++;
			continue;
		}
		bool target = doc_at(d, LEX_TARGET, t) != NULL;
		if (!target && (is_stop(g, d, t) || doc_at(d, LEX_PLEASE, t) ||
				doc_at(d, LEX_ARTICLE, t) || doc_at(d, LEX_CHANGE, t)))
			continue;
		add_feature(&x, stem(d, t), target ? 2 : 1);
	}
	for (size_t i = 0; i < d->match_count && x.senses < SENSES_MAX; i++) {
		struct slice arg =
			d->match[i].class == LEX_SENSE ? match_arg(d, &d->match[i]) : SLICE_NONE;
		if (arg.len < 2)
			continue;
		x.sense[x.senses++] =
			(struct sense){slice_sub(arg, 0, arg.len - 1), arg.data[arg.len - 1]};
	}
	return x;
}

struct likeness {
	unsigned shared, words; /* weights; number of features */
	unsigned smaller;	/* weight of the smaller side */
	bool number, second, number_differs, part;
};

static struct likeness
compare(const struct traits *a, const struct traits *b)
{
	struct likeness l = {0};
	unsigned wa = 0, wb = 0;
	bool na = false, nb = false;
	for (size_t i = 0; i < a->count; i++) {
		wa += a->at[i].weight;
		na = na || a->at[i].weight >= 3;
		for (size_t k = 0; k < b->count; k++) {
			if (a->at[i].hash != b->at[k].hash)
				continue;
			unsigned w = a->at[i].weight < b->at[k].weight ? a->at[i].weight
								       : b->at[k].weight;
			l.shared += w;
			l.words++;
			l.number = l.number || w >= 3;
			l.second = l.second || w == 4;
			l.part = l.part || w == 2;
		}
	}
	for (size_t k = 0; k < b->count; k++) {
		wb += b->at[k].weight;
		nb = nb || b->at[k].weight >= 3;
	}
	l.smaller = wa < wb ? wa : wb;
	l.number_differs = na && nb && !l.number;
	return l;
}

/* 1 the same direction, -1 opposite, 0 nothing in common. */
static int
same_sense(const struct traits *a, const struct traits *b)
{
	int same = 0;
	for (size_t i = 0; i < a->senses; i++)
		for (size_t k = 0; k < b->senses; k++)
			if (slice_eq(a->sense[i].dimension, b->sense[k].dimension)) {
				if (a->sense[i].direction != b->sense[k].direction)
					return -1;
				same = 1;
			}
	return same;
}

static bool
same_wish(const struct traits *a, const struct traits *b, int sense)
{
	struct likeness l = compare(a, b);
	if (l.number_differs)
		return false;
	if (l.second || (l.number && l.words >= 2))
		return true; /* the same second of a film, the same words on the same page */
	if (l.part && sense > 0)
		return true;
	if (l.part && l.words >= 2 && 5 * l.shared >= 2 * l.smaller)
		return true;
	return l.words >= 2 && 2 * l.shared >= l.smaller;
}

static bool
opposite(const struct traits *a, const struct traits *b)
{
	struct likeness l = compare(a, b);
	return !l.number_differs && (l.part || l.number || l.shared >= 2);
}

static const struct reading *
reading_at(const struct merge *g, size_t message)
{
	return g->messages[message].reading;
}

static void
place(struct merge *g, size_t message, const struct said_item *x)
{
	const struct reading *r = reading_at(g, message);
	struct traits t = traits_of(g, x->quote.text, r->lang);
	size_t conflict = MERGED_MAX;
	for (size_t i = 0; i < g->items.len; i++) {
		struct merged *m = &g->items.at[i];
		size_t last = m->sources.at[m->sources.len - 1].message;
		bool author = slice_ieq(reading_at(g, last)->from.mailbox, r->from.mailbox);
		int sense = same_sense(&m->traits, &t);
		if (last == message)
			continue; /* what one mail says in two places, it means twice */
		if (sense < 0 && opposite(&m->traits, &t) && !author) {
			conflict = i;
			continue;
		}
		if ((sense < 0 && author && opposite(&m->traits, &t)) ||
		    (sense >= 0 && same_wish(&m->traits, &t, sense))) {
			(void)VEC_NEW(&m->sources, g->pool);
			m->sources.at[m->sources.len - 1].message = message;
			m->sources.at[m->sources.len - 1].quote = x->quote.text;
			if (author || m->kind == ITEM_VAGUE) {
				m->summary =
					x->summary; /* the later stands, the concrete one leads */
				m->traits = t;
			}
			if (m->kind == ITEM_VAGUE || m->kind == ITEM_QUESTION)
				m->kind = x->kind;
			return;
		}
	}
	if (g->items.len >= MERGED_MAX)
		return;
	struct merged *m = VEC_NEW(&g->items, g->pool);
	m->kind = x->kind;
	m->target = x->target;
	m->summary = x->summary;
	m->traits = t;
	(void)VEC_NEW(&m->sources, g->pool);
	m->sources.at[0].message = message;
	m->sources.at[0].quote = x->quote.text;
	if (conflict < MERGED_MAX) {
		size_t self = g->items.len - 1;
		VEC_ADD(&m->conflicts, g->pool, conflict);
		VEC_ADD(&g->items.at[conflict].conflicts, g->pool, self);
	}
}

static void
write_items(const struct merge *g, struct json *j)
{
	char id[24];
	json_key(j, "items");
	json_list(j);
	for (size_t i = 0; i < g->items.len; i++) {
		const struct merged *m = &g->items.at[i];
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
	struct merge g = {.u = u, .pool = pool, .messages = sorted};
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < sorted[i].reading->items.len; k++)
			place(&g, i, &sorted[i].reading->items.at[k]);
	json_begin(&j, json_out);
	json_open(&j);
	write_items(&g, &j);
	json_key(&j, "praise");
	json_list(&j);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < sorted[i].reading->praise.len; k++) {
			json_open(&j);
			json_put_text(&j, "message", sorted[i].name);
			json_put_text(&j, "quote", sorted[i].reading->praise.at[k].text);
			json_close(&j);
		}
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

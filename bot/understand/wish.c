/*
 * Reads one wish into keys and directions, and tells what two wishes are to each other. Keys of
 * known parts of a work are concepts, the same in all words and languages; other words are stems.
 */
#include "wish.h"

#include "clause.h"

static uint32_t
stem(const struct doc *d, size_t t)
{
	enum { STEM = 6 }; /* what inflection leaves alone in these languages */
	char buf[WORD_MAX];
	size_t len = word_fold(doc_word(d, t), buf);
	while (len > 3 && (buf[len - 1] == 's' || buf[len - 1] == '\''))
		len--;
	return word_hash(buf, len > STEM ? STEM : len);
}

enum { LETTER = 1 }; /* the name of parts that only have a letter */

static void
add_part(struct wish *w, uint32_t hash, enum key_kind kind, uint32_t name)
{
	for (size_t i = 0; i < w->keys; i++)
		if (w->key[i].hash == hash)
			return;
	if (w->keys < KEYS_MAX)
		w->key[w->keys++] = (struct key){.hash = hash, .name = name, .kind = (uint8_t)kind};
}

static void
add_key(struct wish *w, uint32_t hash, enum key_kind kind, bool head)
{
	for (size_t i = 0; i < w->keys; i++) {
		if (w->key[i].hash == hash) {
			w->key[i].head = w->key[i].head || head;
			return;
		}
	}
	if (w->keys < KEYS_MAX)
		w->key[w->keys++] = (struct key){.hash = hash, .kind = (uint8_t)kind, .head = head};
}

static uint32_t
slice_hash(struct slice s)
{
	return word_hash(s.data, s.len);
}

static bool
is_stop(const struct understanding *u, const struct doc *d, size_t t)
{
	char buf[WORD_MAX];
	size_t len = word_fold(doc_word(d, t), buf);
	const struct vocab_entry *e = vocab_find(&u->vocab, buf, len, d->tok[t].hash);
	return len < 2 || (e && e->stop_langs >> d->lang & 1);
}

/* Words that say what is to be done or how, not what it is done to. */
static bool
says_how(const struct doc *d, size_t t)
{
	static const enum lex_class classes[] = {
		LEX_PLEASE,   LEX_ARTICLE,   LEX_SENSE,	  LEX_JOIN,	LEX_PREPOSITION,
		LEX_VERB,     LEX_LEAD,	     LEX_PRONOUN, LEX_NEGATION, LEX_AGREE,
		LEX_CONTRAST, LEX_PREDICATE, LEX_EXTRA};
	/* "the ask", "the cut": behind an article it is a noun */
	if (t && doc_at(d, LEX_ARTICLE, t - 1) && !doc_at(d, LEX_SENSE, t))
		return false;
	for (size_t i = 0; i < COUNT(classes); i++)
		if (doc_at(d, classes[i], t))
			return true;
	return doc_at(d, LEX_CHANGE, t) && !doc_at(d, LEX_TARGET, t);
}

/* Reads a part or a time at t as a key. Returns the token behind it, or t. */
static size_t
read_part(const struct understanding *u, const struct doc *d, size_t t, struct wish *w)
{
	size_t end;
	uint32_t name = 0, number = 0, letter = 0;
	if (clause_time_at(d, t, &end)) {
		number = (uint32_t)(d->tok[t].value * 60 + d->tok[t + 1].value);
		add_part(w, number * 2654435761u + 11, KEY_TIME, KEY_TIME);
		return end;
	}
	if (!clause_part_at(d, t, &end)) {
		/* "gate 7", "booth 4": any noun with a number behind it */
		if (d->tok[t].kind != TOK_WORD || t + 1 >= d->tok_count ||
		    d->tok[t + 1].kind != TOK_NUMBER || d->tok[t + 1].gap ||
		    d->tok[t + 1].sep != ' ' || says_how(d, t) || doc_at(d, LEX_NEED, t) ||
		    doc_at(d, LEX_TARGET, t) || doc_at(d, LEX_CONCEPT, t) || is_stop(u, d, t) ||
		    (t + 2 < d->tok_count && d->tok[t + 2].sep == '\1'))
			return t;
		add_part(w, stem(d, t) ^ d->tok[t + 1].hash, KEY_PART, stem(d, t));
		return t + 2;
	}
	for (size_t k = t; k < end; k++) {
		const struct match *m = doc_at(d, LEX_ORDINAL, k);
		const struct match *c = doc_at(d, LEX_CONCEPT, k);
		int64_t n = 0;
		if (m && slice_int(match_arg(d, m), &n))
			number = (uint32_t)n;
		else if (d->tok[k].kind == TOK_NUMBER)
			number = (uint32_t)d->tok[k].value;
		else if (c)
			name = slice_hash(match_arg(d, c));
		else if (doc_at(d, LEX_PART, k))
			name = stem(d, k);
		else
			letter = number = d->tok[k].hash; /* "ad B" */
	}
	/* "ad B" is what another calls "B" */
	if (letter)
		add_part(w, letter, KEY_PART, LETTER);
	else
		add_part(w, (number ^ name) * 2654435761u + 7, KEY_PART, name);
	return end;
}

static void
add_value(struct wish *w, uint32_t hash)
{
	for (size_t i = 0; i < w->values; i++)
		if (w->value[i] == hash)
			return;
	if (w->values < VALUES_MAX)
		w->value[w->values++] = hash;
}

/* A run of quoted words. What they become, or what they are now. */
static size_t
read_literal(const struct doc *d, size_t t, struct wish *w, bool head)
{
	uint32_t h = 0;
	size_t end = t;
	bool becomes = false;
	while (end < d->tok_count && d->tok[end].flags & TOK_QUOTED &&
	       !(end > t && d->tok[end].gap & GAP_QUOTE)) {
		h = h * 31 + stem(d, end);
		end++;
	}
	for (size_t k = t; k-- > 0 && t - k <= 3 && d->tok[k].sent == d->tok[t].sent;)
		becomes = becomes || doc_at(d, LEX_BECOMES, k);
	if (becomes && !head) {
		add_value(w, h);
		return end;
	}
	add_key(w, h, KEY_LITERAL, head);
	if (end - t > 1)
		for (size_t k = t; k < end && k - t < 4; k++)
			if (d->tok[k].end - d->tok[k].start > 2)
				add_key(w, stem(d, k), KEY_WORD, head);
	if (end - t == 1)
		add_key(w, stem(d, t), KEY_WORD, head);
	return end;
}

static bool
read_name(const struct doc *d, size_t t, struct wish *w, const struct round_names *names)
{
	if (!(d->tok[t].flags & TOK_UPPER))
		return false;
	uint32_t h = stem(d, t);
	for (size_t i = 0; i < names->count; i++) {
		if (names->hash[i] != h)
			continue;
		if (w->names < NAMES_MAX)
			w->name[w->names++] = names->who[i];
		return true;
	}
	return false;
}

static void
read_keys(const struct understanding *u, const struct doc *d, struct wish *w, bool head,
	  const struct round_names *names)
{
	for (size_t t = 0; t < d->tok_count;) {
		const struct token *k = &d->tok[t];
		const struct match *m = doc_at(d, LEX_CONCEPT, t);
		size_t end = read_part(u, d, t, w);
		if (end > t) {
			t = end;
			continue;
		}
		if (k->flags & TOK_QUOTED) {
			t = read_literal(d, t, w, head);
			continue;
		}
		if (m) {
			add_key(w, slice_hash(match_arg(d, m)), KEY_CONCEPT, head);
			t = m->tok_end;
			continue;
		}
		if (k->kind == TOK_NUMBER && !head)
			add_value(w, k->hash);
		if (k->kind == TOK_NUMBER)
			add_key(w, (uint32_t)k->value * 2654435761u + 3, KEY_WORD, false);
		m = doc_at(d, LEX_ORDINAL, t);
		if (m && k->kind == TOK_WORD) {
			int64_t n = 0;
			if (slice_int(match_arg(d, m), &n) && n > 2)
				add_key(w, (uint32_t)n * 2654435761u + 3, KEY_WORD, false);
			t = m->tok_end;
			continue;
		}
		if (clause_is_letter(d, t)) {
			add_part(w, k->hash, KEY_PART, LETTER); /* "on C" */
			t++;
			continue;
		}
		const struct match *says = t ? doc_at(d, LEX_BECOMES, t - 1) : NULL;
		if (says && !head && slice_is(match_arg(d, says), "says") && !is_stop(u, d, t))
			add_value(w, stem(d, t)); /* "should say Book now" */
		if (k->kind == TOK_WORD && !read_name(d, t, w, names) &&
		    (doc_at(d, LEX_TARGET, t) || (!is_stop(u, d, t) && !says_how(d, t))))
			add_key(w, stem(d, t), KEY_WORD, head);
		t++;
	}
}

static bool
negated(const struct doc *d, size_t t)
{
	for (size_t k = t; k-- > 0 && t - k <= 4 && d->tok[k].sent == d->tok[t].sent;) {
		if (d->tok[k + 1].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON))
			return false;
		if (doc_at(d, LEX_NEGATION, k))
			return true;
	}
	return false;
}

/* Of "red, make it blue" the wish is blue: what stands behind "make", "in", or last. */
static void
add_sense(const struct doc *d, const struct match *m, struct wish *w, struct slice dimension,
	  struct slice value)
{
	struct sense s = {dimension, value, false};
	for (size_t t = m->tok;
	     t-- > 0 && m->tok - t <= 3 && d->tok[t].sent == d->tok[m->tok].sent;)
		s.aimed = s.aimed || doc_at(d, LEX_BECOMES, t) || doc_at(d, LEX_CHANGE, t);
	for (size_t i = 0; i < w->senses; i++) {
		struct sense *old = &w->sense[i];
		if (!slice_eq(old->dimension, dimension) || slice_eq(old->value, value))
			continue;
		if (value.len > 1) {
			if (s.aimed || !old->aimed)
				*old = s;
			return;
		}
	}
	w->sense[w->senses++] = s;
}

static void
read_senses(const struct doc *d, bool told, struct wish *w)
{
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		struct slice arg, dim;
		if (d->tok[m->tok].flags & TOK_QUOTED)
			continue;
		if (m->class == LEX_KEEP)
			w->keep = true;
		if (m->class == LEX_AGREE)
			w->agree = true;
		if (m->class == LEX_RETRACT)
			w->retract = true;
		if (m->class != LEX_SENSE || w->senses == SENSES_MAX)
			continue;
		if (negated(d, m->tok)) {
			/* "do not remove it" */
			w->keep = w->keep || slice_is(match_arg(d, m), "keep-");
			continue;
		}
		/* "too big" is the reverse of the "big" inside it */
		if (m->tok && doc_at(d, LEX_SENSE, m->tok - 1) &&
		    doc_at(d, LEX_SENSE, m->tok - 1)->tok_end >= m->tok_end)
			continue;
		arg = match_arg(d, m);
		/* "hidden at the bottom" says where it is, "put it at the bottom" where it shall */
		if (slice_ends(arg, "?")) {
			if (!told)
				continue;
			arg.len--;
		}
		ptrdiff_t eq = slice_index(arg, '=');
		if (arg.len < 2)
			continue;
		dim = slice_sub(arg, 0, eq < 0 ? arg.len - 1 : (size_t)eq);
		add_sense(d, m, w, dim,
			  slice_sub(arg, eq < 0 ? arg.len - 1 : (size_t)eq + 1, arg.len));
		w->keep = w->keep || slice_is(arg, "keep+");
		w->drop = w->drop || slice_is(arg, "keep-");
		w->fix = w->fix || slice_is(arg, "state=fix");
	}
}

struct wish
wish_read(const struct understanding *u, struct pool *pool, const struct said_item *item,
	  struct slice lang, const struct round_names *names)
{
	int l = lang_of(lang);
	struct wish w = {.lang = l};
	struct doc *quote = doc_new(u, pool, item->quote.text, l);
	struct clause x;
	read_keys(u, doc_new(u, pool, item->target, l), &w, true, names);
	read_keys(u, quote, &w, false, names);
	size_t own = w.keys;
	if (item->about.len)
		read_keys(u, doc_new(u, pool, item->about, l), &w, false, names);
	for (size_t i = own; i < w.keys; i++)
		w.key[i].above = true;
	if (quote->tok_count) {
		x = clause_read(quote, 0, quote->tok_count);
		read_senses(quote, x.flags & (CL_IMPERATIVE | CL_MODAL | CL_KEEP | CL_PLEASE), &w);
		w.agree = w.agree || x.flags & CL_AGREE;
		w.only_agrees =
			w.agree && !(x.flags & (CL_WISH | CL_WEAK | CL_CONDITION | CL_KEEP));
	}
	return w;
}

/* --- two wishes --- */

struct likeness {
	unsigned rare, common; /* shared words of few wishes, of many */
	bool half_head;	       /* what they share names the target of one of them */
	unsigned concepts;
	bool concept, head, part, time, literal;
	bool other_place;      /* both say where, and not the same place */
	unsigned own_a, own_b; /* words that only one of them has */
};

static bool
places_differ(const struct wish *a, const struct wish *b)
{
	bool differ = false;
	for (size_t i = 0; i < a->keys; i++)
		for (size_t k = 0; a->key[i].name && k < b->keys; k++) {
			if (b->key[k].name != a->key[i].name)
				continue;
			if (b->key[k].hash == a->key[i].hash)
				return false;
			differ = true;
		}
	return differ;
}

static struct likeness
compare(const struct wish *a, const struct wish *b)
{
	struct likeness l = {.own_a = (unsigned)a->keys, .own_b = (unsigned)b->keys};
	for (size_t i = 0; i < a->keys; i++) {
		const struct key *x = &a->key[i];
		for (size_t k = 0; k < b->keys; k++) {
			const struct key *y = &b->key[k];
			if (x->hash != y->hash)
				continue;
			l.own_a--;
			l.own_b--;
			bool rare = x->rare && !x->above && !y->above;
			l.rare += x->kind == KEY_WORD && rare;
			l.common += x->kind == KEY_WORD && !rare;
			l.half_head = l.half_head || x->head || y->head;
			l.concept = l.concept || x->kind == KEY_CONCEPT;
			l.concepts += x->kind == KEY_CONCEPT;
			l.part = l.part || x->kind == KEY_PART;
			l.time = l.time || x->kind == KEY_TIME;
			l.literal = l.literal || x->kind == KEY_LITERAL;
			l.head = l.head || (x->head && y->head);
		}
	}
	l.other_place = places_differ(a, b);
	return l;
}

enum direction { DIR_UNKNOWN, DIR_SAME, DIR_REVERSE, DIR_OTHER };

static enum direction
direction(const struct wish *a, const struct wish *b)
{
	bool same = false, reverse = false, both = false;
	for (size_t i = 0; i < a->senses; i++) {
		for (size_t k = 0; k < b->senses; k++) {
			/* that something is to be put right says nothing about how */
			if (slice_is(a->sense[i].dimension, "state") ||
			    slice_is(b->sense[k].dimension, "state"))
				continue;
			both = true;
			if (!slice_eq(a->sense[i].dimension, b->sense[k].dimension))
				continue;
			bool eq = slice_eq(a->sense[i].value, b->sense[k].value);
			same = same || eq;
			reverse = reverse || !eq;
		}
	}
	return same ? DIR_SAME : reverse ? DIR_REVERSE : both ? DIR_OTHER : DIR_UNKNOWN;
}

static bool
other_values(const struct wish *a, const struct wish *b)
{
	for (size_t i = 0; i < a->values; i++)
		for (size_t k = 0; k < b->values; k++)
			if (a->value[i] == b->value[k])
				return false;
	return a->values && b->values;
}

/* Does one undo what the other wants? */
static bool
reverses(const struct wish *a, const struct wish *b, const struct likeness *l, enum direction dir)
{
	if (a->keep != b->keep)
		return true;
	if (dir == DIR_REVERSE || (other_values(a, b) && !l->literal))
		return true;
	/* one takes away what the other wants otherwise */
	if (a->drop != b->drop && l->head && (a->drop ? b->senses : a->senses))
		return true;
	return a->drop != b->drop && (l->head || l->time) &&
	       (a->drop ? b->fix || b->values : a->fix || a->values);
}

enum relation
wish_relation(const struct wish *a, const struct wish *b, bool author, bool refers,
	      unsigned *strength)
{
	struct likeness l = compare(a, b);
	enum direction dir = direction(a, b);
	bool reverse = reverses(a, b, &l, dir);
	/* words of two languages are never the same: what they are about has to do */
	bool foreign = a->lang != b->lang;
	unsigned named = 3 * l.rare + l.common + 3 * l.literal + 4 * l.time + 2 * l.head;
	*strength = named + 2 * l.concept + 2 * l.part + (dir == DIR_SAME ? 2u : 0u) +
		    (refers ? 4u : 0u);
	if (l.other_place && !l.literal && !refers)
		return REL_NONE;
	if (refers && b->agree)
		return REL_SAME;
	if (author && (b->retract || reverse) && *strength >= 2)
		return REL_SAME;
	/* the same page, or a word that all use, is not yet the same thing */
	if (foreign && !author && !reverse && (l.part || l.time || l.concept))
		return REL_SAME;
	if (named < 3 && l.concepts < 2 && !(l.concept && (l.part || l.half_head || refers)) &&
	    !((l.concept || l.part) && (dir == DIR_SAME || reverse)))
		return REL_NONE;
	if (author)
		return dir == DIR_OTHER && l.rare < 2 ? REL_NONE : REL_SAME;
	if (reverse)
		return REL_OPPOSED;
	if (dir == DIR_OTHER && !(l.time || l.literal || l.rare > 1 || refers))
		return REL_NONE;
	if (named < 2 && l.concepts < 2 && !l.part && !refers && dir != DIR_SAME)
		return REL_NONE;
	return REL_SAME;
}

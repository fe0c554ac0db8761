/*
 * What a wish is about. Keys of known parts of a work are concepts, the same in all words and
 * languages, and things of several names are one word; all others are stems. What it asks for by
 * value (a number, an hour, words) is kept apart, to be compared with its own kind.
 */
#include "wish_keys.h"

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

/* "cello" and "cellist" have one root. */
static uint32_t
root(const struct doc *d, size_t t)
{
	enum { ROOT = 4 };
	char buf[WORD_MAX];
	size_t len = word_fold(doc_word(d, t), buf);
	return len < ROOT ? 0 : word_hash(buf, ROOT);
}

/* Notes the root of the key added last for the word at t. */
static void
add_root(const struct doc *d, size_t t, struct wish *w)
{
	if (w->keys && w->key[w->keys - 1].kind == KEY_WORD)
		w->key[w->keys - 1].root = root(d, t);
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

void
wish_add_key(struct wish *w, uint32_t hash, enum key_kind kind, bool head)
{
	w->last = hash;
	for (size_t i = 0; i < w->keys; i++) {
		if (w->key[i].hash == hash) {
			w->key[i].head = w->key[i].head || head;
			return;
		}
	}
	if (w->keys < KEYS_MAX)
		w->key[w->keys++] = (struct key){.hash = hash, .kind = (uint8_t)kind, .head = head};
}

uint32_t
wish_hash(struct slice s)
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

/* "the green is too bright": a colour without a thing that has it. */
static bool
colour_noun(const struct doc *d, size_t t)
{
	const struct match *m = doc_at(d, LEX_SENSE, t);
	if (!m || !t || !doc_at(d, LEX_ARTICLE, t - 1) || !slice_starts(match_arg(d, m), "colour="))
		return false;
	size_t n = m->tok_end;
	return n >= d->tok_count || d->tok[n].gap || d->tok[n].sent != d->tok[t].sent ||
	       doc_at(d, LEX_VERB, n) || doc_at(d, LEX_PREDICATE, n) || doc_at(d, LEX_NEED, n) ||
	       doc_at(d, LEX_PREPOSITION, n) || doc_at(d, LEX_SENSE, n) ||
	       doc_at(d, LEX_BECOMES, n) || doc_at(d, LEX_LIGHT, n) || doc_at(d, LEX_ARTICLE, n);
}

/* Words that say what is to be done or how, not what it is done to. */
static bool
says_how(const struct doc *d, size_t t)
{
	static const enum lex_class classes[] = {
		LEX_PLEASE,   LEX_ARTICLE,   LEX_SENSE,	  LEX_JOIN,	LEX_PREPOSITION,
		LEX_VERB,     LEX_LEAD,	     LEX_PRONOUN, LEX_NEGATION, LEX_AGREE,
		LEX_CONTRAST, LEX_PREDICATE, LEX_EXTRA,	  LEX_LIGHT};
	if (colour_noun(d, t))
		return false;
	/* "the ask", "the cut": behind an article it is a noun */
	if (t && doc_at(d, LEX_ARTICLE, t - 1) && !doc_at(d, LEX_SENSE, t))
		return false;
	for (size_t i = 0; i < COUNT(classes); i++)
		if (doc_at(d, classes[i], t))
			return true;
	return doc_at(d, LEX_CHANGE, t) && !doc_at(d, LEX_TARGET, t);
}

void
wish_add_value(struct wish *w, enum value_kind kind, uint32_t hash, bool not )
{
	for (size_t i = 0; i < w->values; i++)
		if (w->value[i].kind == kind && w->value[i].hash == hash)
			return;
	if (w->values < VALUES_MAX)
		w->value[w->values++] = (struct value){hash, kind, not };
}

/* "not 13", "instead of 13": what it shall not be. */
static bool
denied(const struct doc *d, size_t t)
{
	enum { NEAR = 3 }; /* "not the 13" */
	for (size_t k = t; k-- > 0 && t - k <= NEAR && d->tok[k].sent == d->tok[t].sent;) {
		if (doc_at(d, LEX_NEGATION, k) || doc_at(d, LEX_INSTEAD, k))
			return true;
		if (d->tok[k + 1].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON))
			return false;
	}
	return false;
}

/* "… , not gold", "rather than gold": set against what it shall be. */
static bool
set_against(const struct doc *d, size_t t)
{
	enum { NEAR = 3 };
	for (size_t k = t; k-- > 0 && t - k <= NEAR && d->tok[k].sent == d->tok[t].sent;) {
		if (doc_at(d, LEX_INSTEAD, k))
			return true;
		if (doc_at(d, LEX_NEGATION, k))
			return d->tok[k].gap & (GAP_COMMA | GAP_DASH | GAP_SEMI) ||
			       (k && doc_at(d, LEX_JOIN, k - 1));
		if (d->tok[k + 1].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON) ||
		    doc_at(d, LEX_VERB, k))
			return false;
	}
	return false;
}

/* Notes that the keys from the nth on are denied by what stands before the token at t. */
static void
mark_denied(const struct doc *d, size_t t, struct wish *w, size_t from, uint32_t before)
{
	if (from >= w->keys || !set_against(d, t))
		return;
	for (size_t i = from; i < w->keys; i++) {
		w->key[i].denied = true;
		w->key[i].instead = before;
	}
}

static uint32_t
number_hash(uint32_t n)
{
	return n * 2654435761u + 3;
}

/* Reads a part or a time at t as a key. Returns the token behind it, or t. */
static size_t
read_part(const struct understanding *u, const struct doc *d, size_t t, struct wish *w, bool head)
{
	size_t end;
	uint32_t name = 0, number = 0, letter = 0;
	if (clause_time_at(d, t, &end)) {
		number = (uint32_t)d->tok[t].value * 60 + (uint32_t)d->tok[t + 1].value;
		/* "the start is 9:30": an hour, no place in a film */
		if (t && (doc_at(d, LEX_BECOMES, t - 1) || doc_at(d, LEX_VERB, t - 1))) {
			wish_add_value(w, VALUE_TIME, number, denied(d, t));
			return end;
		}
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
		/* "gate 7" names one of several, "students 9" says what they pay: both keys tell */
		wish_add_key(w, stem(d, t), KEY_WORD, head);
		wish_add_key(w, number_hash((uint32_t)d->tok[t + 1].value), KEY_WORD, false);
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
			name = wish_hash(match_arg(d, c));
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

/* "… on the button, please", "… would be a better title": words that a part shall have. */
static bool
stands_for(const struct doc *d, size_t from, size_t end)
{
	enum { NEAR = 6 };
	if (doc_find(d, LEX_INSTEAD, 0, d->tok_count) || doc_find(d, LEX_NEGATION, 0, d->tok_count))
		return false;
	for (size_t t = 0; t < d->tok_count; t++) {
		const struct match *m = doc_at(d, LEX_SENSE, t);
		if (d->tok[t].flags & TOK_QUOTED) {
			if (t < from || t >= end)
				return false; /* of two, one is what it is now */
			continue;
		}
		if (m && !slice_starts(match_arg(d, m), "there") &&
		    !slice_starts(match_arg(d, m), "pick"))
			return false;
	}
	for (size_t t = end; t < d->tok_count && t - end < NEAR; t++)
		if (doc_at(d, LEX_CONCEPT, t))
			return true;
	return false;
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
	if (!head && (becomes || stands_for(d, t, end)))
		wish_add_value(w, VALUE_WORDS, h, denied(d, t));
	if (becomes && !head) {
		w->last = h;
		return end;
	}
	wish_add_key(w, h, KEY_LITERAL, head);
	if (end - t > 1)
		for (size_t k = t; k < end && k - t < 4; k++)
			if (d->tok[k].end - d->tok[k].start > 2)
				wish_add_key(w, stem(d, k), KEY_WORD, head);
	if (end - t == 1)
		wish_add_key(w, stem(d, t), KEY_WORD, head);
	w->last = h;
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

/* "3 seconds", "9:30", "20 %": a measure, no name. */
bool
wish_measured(const struct doc *d, size_t t)
{
	return t + 1 < d->tok_count && d->tok[t + 1].sent == d->tok[t].sent && !d->tok[t + 1].gap;
}

/* A number with what stands behind its point: "4.1". Returns the token behind it. */
static size_t
read_number(const struct doc *d, size_t t, struct wish *w, bool head)
{
	uint32_t h = number_hash((uint32_t)d->tok[t].value);
	size_t end = t + 1;
	wish_add_key(w, h, KEY_WORD, false);
	if (end < d->tok_count && d->tok[end].kind == TOK_NUMBER &&
	    d->tok[end].start == d->tok[t].end + 1 &&
	    (d->tok[end].sep == '.' || d->tok[end].sep == ',')) {
		h = h * 31 + d->tok[end].hash;
		end++;
	}
	if (!head)
		wish_add_value(w, VALUE_NUMBER, h, denied(d, t));
	return end;
}

/*
 * German writes "harbour picture" as one word. What it ends with is looked for among the known
 * parts of a work, its beginning is a word of its own.
 */
static bool
read_compound(const struct understanding *u, struct pool *pool, const struct doc *d, size_t t,
	      struct wish *w, bool head)
{
	enum { SHORTEST = 3 }; /* "Rot|text", "Hut|foto" */
	struct slice word = doc_word(d, t);
	if (d->lang != LANG_DE || word.len < 2 * SHORTEST || word.len >= WORD_MAX)
		return false;
	for (size_t cut = SHORTEST; cut + SHORTEST <= word.len; cut++) {
		if (((unsigned char)word.data[cut] & 0xc0) == 0x80)
			continue; /* inside a letter */
		const struct doc *tail = doc_new(u, pool, slice_sub(word, cut, word.len), d->lang);
		const struct match *m = tail->tok_count == 1 ? doc_at(tail, LEX_CONCEPT, 0) : NULL;
		if (!m)
			continue;
		wish_add_key(w, wish_hash(match_arg(tail, m)), KEY_CONCEPT, head);
		const struct doc *first = doc_new(u, pool, slice_sub(word, 0, cut), d->lang);
		if (first->tok_count == 1)
			wish_add_key(w, stem(first, 0), KEY_WORD, head), add_root(first, 0, w);
		return true;
	}
	return false;
}

/* "the title's impossible to read": of the title; "the boat's name" is one of its own. */
static bool
read_contracted(const struct understanding *u, struct pool *pool, const struct doc *d, size_t t,
		struct wish *w, bool head)
{
	struct slice word = doc_word(d, t);
	enum { SHORTEST = 5 }; /* "it's" has no noun */
	if (word.len < SHORTEST || !slice_ends(word, "'s") || d->lang != LANG_EN ||
	    t + 1 >= d->tok_count || d->tok[t + 1].sent != d->tok[t].sent ||
	    !(says_how(d, t + 1) || is_stop(u, d, t + 1) || doc_at(d, LEX_NEED, t + 1)))
		return false;
	word.len -= 2;
	const struct doc *noun = doc_new(u, pool, word, d->lang);
	const struct match *m = noun->tok_count == 1 ? doc_at(noun, LEX_CONCEPT, 0) : NULL;
	const struct match *other = m ? NULL : doc_at(noun, LEX_SYNONYM, 0);
	if (!m && !other)
		return false;
	wish_add_key(w, wish_hash(match_arg(noun, m ? m : other)), m ? KEY_CONCEPT : KEY_WORD,
		     head);
	return true;
}

void
wish_read_keys(const struct understanding *u, struct pool *pool, const struct doc *d,
	       struct wish *w, bool head, const struct round_names *names)
{
	for (size_t t = 0; t < d->tok_count;) {
		const struct token *k = &d->tok[t];
		const struct match *m = doc_at(d, LEX_CONCEPT, t);
		size_t had = w->keys;
		uint32_t before = w->last;
		size_t end = w->picks ? t : read_part(u, d, t, w, head);
		if (end > t) {
			mark_denied(d, t, w, had, before);
			t = end;
			continue;
		}
		if (k->flags & TOK_QUOTED) {
			end = read_literal(d, t, w, head);
			mark_denied(d, t, w, had, before);
			t = end;
			continue;
		}
		if (m) {
			wish_add_key(w, wish_hash(match_arg(d, m)), KEY_CONCEPT, head);
			t = m->tok_end;
			continue;
		}
		if ((m = doc_at(d, LEX_SYNONYM, t))) {
			wish_add_key(w, wish_hash(match_arg(d, m)), KEY_WORD, head);
			if (k->kind != TOK_NUMBER) {
				t = m->tok_end;
				continue;
			}
		}
		/* "too long": no word of it names a thing */
		m = doc_at(d, LEX_SENSE, t);
		if (m && m->tok_end == t + 2 && !doc_at(d, LEX_CONCEPT, t + 1) &&
		    !doc_at(d, LEX_SYNONYM, t + 1) && k->kind == TOK_WORD && !colour_noun(d, t)) {
			t = m->tok_end;
			continue;
		}
		if (k->kind == TOK_NUMBER) {
			t = read_number(d, t, w, head);
			continue;
		}
		m = doc_at(d, LEX_ORDINAL, t);
		if (m && k->kind == TOK_WORD) {
			int64_t n = 0;
			/* "one" and "two" are said of anything but "two photos", "last" counts
			 * nothing */
			bool counts = t + 1 < d->tok_count && (doc_at(d, LEX_CONCEPT, t + 1) ||
							       doc_at(d, LEX_SYNONYM, t + 1));
			if (slice_int(match_arg(d, m), &n) && (n > 2 || counts) && n < WISH_LAST) {
				wish_add_key(w, number_hash((uint32_t)n), KEY_WORD, false);
				if (!head)
					wish_add_value(w, VALUE_NUMBER, number_hash((uint32_t)n),
						       denied(d, t));
			}
			t = m->tok_end;
			continue;
		}
		if (clause_is_letter(d, t) && !w->picks) {
			add_part(w, k->hash, KEY_PART, LETTER); /* "on C" */
			t++;
			continue;
		}
		const struct match *says = t ? doc_at(d, LEX_BECOMES, t - 1) : NULL;
		if (says && !head && slice_is(match_arg(d, says), "says") && !is_stop(u, d, t))
			wish_add_value(w, VALUE_WORDS, stem(d, t),
				       denied(d, t)); /* "should say Book now" */
		if (k->kind == TOK_WORD && !read_name(d, t, w, names) &&
		    (doc_at(d, LEX_TARGET, t) || (!is_stop(u, d, t) && !says_how(d, t))))
			if (!read_compound(u, pool, d, t, w, head) &&
			    !read_contracted(u, pool, d, t, w, head))
				wish_add_key(w, stem(d, t), KEY_WORD, head), add_root(d, t, w);
		mark_denied(d, t, w, had, before);
		t++;
	}
}

/* What the word at t stands for, as a key; 0 when it names nothing. */
uint32_t
wish_key_at(const struct understanding *u, const struct doc *d, size_t t)
{
	const struct match *m = doc_at(d, LEX_CONCEPT, t);
	if (m)
		return wish_hash(match_arg(d, m));
	if (d->tok[t].kind == TOK_WORD &&
	    (doc_at(d, LEX_TARGET, t) || (!is_stop(u, d, t) && !says_how(d, t))))
		return stem(d, t);
	return 0;
}

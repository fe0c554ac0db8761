/*
 * Reads one wish: its keys (wish_keys.c), its directions, what shall be there or not, and the order
 * or the choice that it asks for.
 */
#include "wish_keys.h"

#include "clause.h"

static bool
negated(const struct doc *d, size_t t)
{
	enum { NEAR = 4 };
	for (size_t k = t; k-- > 0 && t - k <= NEAR && d->tok[k].sent == d->tok[t].sent;) {
		if (d->tok[k + 1].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON))
			return false;
		if (doc_at(d, LEX_NEGATION, k))
			return true;
	}
	return false;
}

/* Of "has to go on" and "has to go", "have left out" and "left out" the longer is meant. */
static bool
overruled(const struct doc *d, const struct match *m)
{
	enum { NEAR = 4 };
	for (size_t t = m->tok; slice_is(match_arg(d, m), "there-") && t-- > 0 && m->tok - t <= NEAR;)
		for (size_t i = d->match_at[t]; i < d->match_at[t + 1]; i++)
			if (d->match[i].class == LEX_SENSE && d->match[i].tok_end >= m->tok_end &&
			    slice_is(match_arg(d, &d->match[i]), "there+"))
				return true;
	for (size_t i = d->match_at[m->tok]; i < d->match_at[m->tok + 1]; i++)
		if (d->match[i].class == LEX_SENSE && d->match[i].tok_end > m->tok_end &&
		    !(slice_starts(match_arg(d, m), "order=") &&
		      slice_starts(match_arg(d, &d->match[i]), "place")))
			return true;
	return false;
}

/* "leave it off" is no "leave it": does a sense of this name begin at t? */
static bool
sense_at(const struct doc *d, size_t t, const char *name)
{
	if (!d->match_at)
		return false;
	for (size_t i = d->match_at[t]; i < d->match_at[t + 1]; i++)
		if (d->match[i].class == LEX_SENSE && slice_is(match_arg(d, &d->match[i]), name))
			return true;
	return false;
}

/* Of "red, make it blue" the wish is blue: what stands behind "make", "in", or last. */
static void
add_sense(const struct doc *d, const struct match *m, struct wish *w, struct slice dimension,
	  struct slice value)
{
	struct sense s = {dimension, value, false, false};
	for (size_t t = m->tok;
	     t-- > 0 && m->tok - t <= 3 && d->tok[t].sent == d->tok[m->tok].sent;)
		s.aimed = s.aimed || doc_at(d, LEX_BECOMES, t) || doc_at(d, LEX_CHANGE, t) ||
			  doc_at(d, LEX_PLEASE, t) || sense_at(d, t, "pick+");
	for (size_t i = 0; i < w->senses; i++) {
		struct sense *old = &w->sense[i];
		if (old->not || !slice_eq(old->dimension, dimension) || slice_eq(old->value, value))
			continue;
		if (value.len > 1) {
			if (s.aimed || !old->aimed)
				*old = s;
			return;
		}
	}
	w->sense[w->senses++] = s;
}

/* "no red" */
static void
add_not(struct wish *w, struct slice dimension, struct slice value)
{
	w->sense[w->senses++] = (struct sense){dimension, value, false, true};
}

/* That something shall be there, or not: "mention it", "no figures". */
static bool
read_presence(const struct doc *d, const struct match *m, struct wish *w)
{
	struct slice arg = match_arg(d, m);
	bool is = slice_is(arg, "there+");
	if (!is && !slice_is(arg, "there-"))
		return false;
	/* "No, …" answers */
	if (!is && doc_at(d, LEX_NEGATION, m->tok_end - 1) && m->tok_end < d->tok_count &&
	    d->tok[m->tok_end].gap)
		return true;
	if (is != negated(d, m->tok))
		w->wanted = true;
	else
		w->unwanted = true;
	return true;
}

/* The nearest word on one side of a mark of order that can be put in order, as a key; 0: none. */
static uint32_t
neighbour(const struct understanding *u, const struct doc *d, size_t t, bool back)
{
	enum { NEAR = 5 };
	size_t sent = d->tok[back ? t : t - 1].sent;
	for (size_t n = 0; n < NEAR; n++) {
		if (back ? !t : t >= d->tok_count)
			return 0;
		size_t k = back ? t - 1 : t, gap = back ? t : k;
		if (d->tok[k].sent != sent ||
		    (gap < d->tok_count && d->tok[gap].sent == sent &&
		     d->tok[gap].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON)))
			return 0;
		uint32_t key = wish_key_at(u, d, k);
		if (key)
			return key;
		t = back ? t - 1 : t + 1;
	}
	return 0;
}

/* "A first", "A before B", "B after A". */
static bool
read_order(const struct understanding *u, const struct doc *d, const struct match *m, bool told,
	   struct wish *w)
{
	struct slice arg = match_arg(d, m);
	bool up = slice_is(arg, "place+");
	if (!up && !slice_starts(arg, "order="))
		return false;
	if (up) {
		if (!w->leads && !w->trails && !negated(d, m->tok))
			w->leads = neighbour(u, d, m->tok, true);
		return false; /* a direction as well */
	}
	/* "hidden at the bottom" says where it is */
	if (slice_ends(arg, "?") && !told)
		return true;
	if (slice_ends(arg, "?"))
		arg.len--;
	if (w->leads || w->trails)
		return true;
	uint32_t before = neighbour(u, d, m->tok, true);
	uint32_t behind = neighbour(u, d, m->tok_end, false);
	if (slice_is(arg, "order=first"))
		w->leads = before ? before : behind;
	else if (slice_is(arg, "order=last"))
		w->trails = before ? before : behind;
	else if (before && behind && slice_is(arg, "order=before"))
		w->leads = before, w->trails = behind;
	else if (before && behind)
		w->leads = behind, w->trails = before;
	/* "don't end with the map" */
	if (negated(d, m->tok)) {
		uint32_t leads = w->leads;
		w->leads = w->trails;
		w->trails = leads;
	}
	return true;
}

/* What is said of the whole work, though it names no part: its tone, its spelling. */
static bool
of_whole(struct slice dimension)
{
	static const char *const whole[] = {"formal", "variety", "format", "finish"};
	for (size_t i = 0; i < COUNT(whole); i++)
		if (slice_is(dimension, whole[i]))
			return true;
	return false;
}

/* "The blue on white is hard to read.": what is spoken of, not what it shall become. */
static bool
is_subject(const struct doc *d, const struct match *m)
{
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	for (size_t t = s->tok; t < m->tok; t++)
		if (doc_at(d, LEX_VERB, t) || doc_at(d, LEX_BECOMES, t) ||
		    doc_at(d, LEX_CHANGE, t) || doc_at(d, LEX_WOULD_DO, t) ||
		    doc_at(d, LEX_NEED, t) || doc_at(d, LEX_PLEASE, t))
			return false;
	for (size_t t = m->tok_end; t < s->tok_end && !(d->tok[t].gap & ~GAP_QUOTE); t++)
		if (doc_at(d, LEX_VERB, t) || doc_at(d, LEX_PREDICATE, t))
			return true;
	return false;
}

static void
read_senses(const struct understanding *u, const struct doc *d, bool told, struct wish *w)
{
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		struct slice arg, dim;
		if (d->tok[m->tok].flags & TOK_QUOTED)
			continue;
		if (m->class == LEX_KEEP && !sense_at(d, m->tok, "there-"))
			w->keep = true;
		if (m->class == LEX_AGREE)
			w->agree = true;
		if (m->class == LEX_RETRACT)
			w->retract = true;
		if (m->class != LEX_SENSE || w->senses == SENSES_MAX)
			continue;
		if (overruled(d, m))
			continue;
		if (read_presence(d, m, w) || read_order(u, d, m, told, w))
			continue;
		if (negated(d, m->tok)) {
			/* "do not remove it" */
			w->keep = w->keep || slice_is(match_arg(d, m), "keep-");
			if (slice_is(match_arg(d, m), "formal+"))
				add_sense(d, m, w, SLICE_LIT("formal"), SLICE_LIT("-"));
			if (slice_is(match_arg(d, m), "formal-"))
				add_sense(d, m, w, SLICE_LIT("formal"), SLICE_LIT("+"));
			ptrdiff_t is = slice_index(match_arg(d, m), '=');
			if (is > 0 && slice_starts(match_arg(d, m), "colour="))
				add_not(w, slice_sub(match_arg(d, m), 0, (size_t)is),
					slice_sub(match_arg(d, m), (size_t)is + 1,
						  match_arg(d, m).len));
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
		if (slice_is(dim, "colour") && is_subject(d, m))
			continue;
		if (of_whole(dim))
			wish_add_key(w, wish_hash(dim), KEY_CONCEPT, false);
		add_sense(d, m, w, dim,
			  slice_sub(arg, eq < 0 ? arg.len - 1 : (size_t)eq + 1, arg.len));
		w->keep = w->keep || (slice_is(arg, "keep+") && !sense_at(d, m->tok, "there-"));
		w->drop = w->drop || slice_is(arg, "keep-");
		w->fix = w->fix || slice_is(arg, "state=fix");
	}
}

/* Of "I like the first design best", "B for me": the number of what is chosen. */
static void
read_choice(const struct doc *d, struct wish *w)
{
	for (size_t t = 0; t < d->tok_count; t++) {
		const struct match *m = doc_at(d, LEX_ORDINAL, t);
		int64_t n = 0;
		if (d->tok[t].flags & TOK_QUOTED)
			continue;
		if (clause_is_letter(d, t))
			n = d->text.data[d->tok[t].start] - 'A' + 1;
		else if (d->tok[t].kind == TOK_NUMBER && t && d->tok[t].sep == ' ' &&
			 d->tok[t - 1].kind == TOK_WORD && !wish_measured(d, t))
			n = d->tok[t].value;
		else if (!m || !slice_int(match_arg(d, m), &n) || n == WISH_LAST)
			continue;
		if (n > 0)
			wish_add_value(w, VALUE_OPTION, (uint32_t)n, false);
		for (size_t i = 0; i < w->keys; i++)
			if (w->key[i].kind == KEY_CONCEPT)
				return;
		wish_add_key(w, WISH_OPTION, KEY_CONCEPT,
			     false); /* "B for me": of whatever is asked */
		return;
	}
}

/* "No, leave it", "actually …", "I'd keep it": answers what another has said. */
static bool
opens_against(const struct doc *d)
{
	enum { OPENING = 3 };
	for (size_t t = 0; t < d->tok_count && t < OPENING; t++) {
		if (doc_at(d, LEX_WOULD_DO, t) || doc_at(d, LEX_OPPOSE, t))
			return true;
		if (doc_at(d, LEX_NEGATION, t) && t + 1 < d->tok_count && d->tok[t + 1].gap)
			return true;
	}
	return false;
}

/* "the text is too small" is said of its letters. */
static void
add_letters(struct wish *w)
{
	static const char *const of_letters[] = {"size", "legible", "weight", "contrast", "face"};
	uint32_t text = wish_hash(SLICE_LIT("text"));
	bool letters = false;
	for (size_t i = 0; i < w->senses; i++)
		for (size_t k = 0; k < COUNT(of_letters); k++)
			letters = letters || slice_is(w->sense[i].dimension, of_letters[k]);
	for (size_t i = 0; letters && i < w->keys; i++)
		if (w->key[i].kind == KEY_CONCEPT && w->key[i].hash == text) {
			wish_add_key(w, wish_hash(SLICE_LIT("font")), KEY_CONCEPT, w->key[i].head);
			return;
		}
}

/* Of "price of the lamp" the words behind "of". */
static void
mark_owner(const struct understanding *u, struct pool *pool, const struct doc *target,
	   struct wish *w, const struct round_names *names)
{
	struct wish behind = {.lang = w->lang};
	size_t t = 1;
	while (t < target->tok_count && !doc_at(target, LEX_GENITIVE, t))
		t++;
	if (t + 1 >= target->tok_count)
		return;
	struct slice words = doc_found(target, t + 1, target->tok_count, SLICE_NONE).text;
	wish_read_keys(u, pool, doc_new(u, pool, words, w->lang), &behind, true, names);
	for (size_t i = 0; i < w->keys; i++)
		for (size_t k = 0; k < behind.keys; k++)
			w->key[i].owner = w->key[i].owner || w->key[i].hash == behind.key[k].hash;
}

struct wish
wish_read(const struct understanding *u, struct pool *pool, const struct said_item *item,
	  struct slice lang, const struct round_names *names)
{
	int l = lang_of(lang);
	struct wish w = {.lang = l};
	struct doc *quote = doc_new(u, pool, item->quote.text, l);
	struct clause x;
	for (size_t t = 0; t < quote->tok_count; t++)
		w.picks = w.picks || sense_at(quote, t, "pick+");
	struct doc *target = doc_new(u, pool, item->target, l);
	wish_read_keys(u, pool, target, &w, true, names);
	mark_owner(u, pool, target, &w, names);
	wish_read_keys(u, pool, quote, &w, false, names);
	size_t own = w.keys;
	if (item->about.len)
		wish_read_keys(u, pool, doc_new(u, pool, item->about, l), &w, false, names);
	for (size_t i = own; i < w.keys; i++)
		w.key[i].above = true;
	if (quote->tok_count) {
		x = clause_read(quote, 0, quote->tok_count);
		read_senses(u, quote,
			    x.flags & (CL_IMPERATIVE | CL_MODAL | CL_KEEP | CL_PLEASE) || w.picks ||
				    !doc_find(quote, LEX_VERB, 0, quote->tok_count) ||
				    doc_find(quote, LEX_WOULD_DO, 0, quote->tok_count),
			    &w);
		w.agree = w.agree || x.flags & CL_AGREE;
		w.only_agrees =
			w.agree && !(x.flags & (CL_WISH | CL_WEAK | CL_CONDITION | CL_KEEP));
	}
	add_letters(&w);
	if (w.picks)
		read_choice(quote, &w);
	w.objects = opens_against(quote);
	w.wanted = w.wanted || w.keep;
	w.unwanted = w.unwanted || w.drop;
	return w;
}

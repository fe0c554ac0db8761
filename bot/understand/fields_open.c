/*
 * Objective, audience and deadline that no words announce: what the build of a sentence tells.
 * Comes last and only fills what the kit still asks for, since a question about what was said
 * annoys more than one that is left out.
 */
#include "told.h"

#include "docket/base/day.h"

/* --- objective --- */

/* "so that PEOPLE VERB" without the "so that": who is to do something is no one who works on it. */
static bool
works_on_it(const struct doc *d, size_t k)
{
	static const enum lex_class ours[] = {
		LEX_KIT,  LEX_PRODUCT, LEX_NOT_PRODUCT, LEX_ROLE,    LEX_APPROVER_NOT, LEX_TARGET,
		LEX_SPEC, LEX_PRONOUN, LEX_APPROVER_ME, LEX_BACKREF, LEX_DATE};
	bool name = d->tok[k].flags & TOK_UPPER && k > d->sent[d->tok[k].sent].tok;
	return name || (doc_at_any(d, ours, COUNT(ours), k) && !doc_at(d, LEX_PEOPLE, k));
}

/* Can the token be the verb of a purpose: "to VERB"? */
static bool
aim_verb(const struct doc *d, size_t k)
{
	static const enum lex_class never[] = {LEX_ARTICLE, LEX_PRONOUN, LEX_PREPOSITION,
					       LEX_PEOPLE,  LEX_KIT,	 LEX_APPROVER_BEFORE,
					       LEX_BACKREF, LEX_ROLE,	 LEX_APPROVER_ME};
	return d->tok[k].kind == TOK_WORD && !(d->tok[k].flags & TOK_UPPER) &&
	       !doc_at_any(d, never, COUNT(never), k) && !names_day(d, k);
}

/* "we need cars to turn off the road", "would like people to click through" */
static struct found
aim_caused(const struct doc *d, const struct match *m)
{
	enum { SUBJECT_WORDS = 6, AIM_WORDS = 2 };
	const struct found none = {{0}, 0, 0, {0}};
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	size_t from = m->tok_end, to = from;
	while (to < s->tok_end && !doc_is(d, to, "to")) {
		if (to > from + SUBJECT_WORDS || d->tok[to].gap & ~(unsigned)GAP_LINE ||
		    works_on_it(d, to) || doc_at(d, LEX_VERB, to))
			return none;
		to++;
	}
	if (to == from || to + AIM_WORDS >= s->tok_end || !aim_verb(d, to + 1) ||
	    doc_find_in(d, LEX_APPROVER_BEFORE, s) || doc_find_in(d, LEX_APPROVER_AFTER, s))
		return none;
	return doc_found(d, from, aim_end(d, to + 1), match_rule(d, m));
}

/* "80 sign-ups", "more kitchens", "fewer calls": a number or a comparison of what shall come of it
 */
static struct found
aim_counted(const struct doc *d, const struct match *m)
{
	enum { BACK = 3 };
	const struct found none = {{0}, 0, 0, {0}};
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	size_t from = m->tok, first = from > s->tok + BACK ? from - BACK : s->tok;
	while (from > first && !(d->tok[from].gap & ~(unsigned)GAP_LINE) &&
	       !(d->tok[from].kind == TOK_NUMBER || doc_at(d, LEX_MORE, from)))
		from--;
	if (from > first && d->tok[from - 1].kind == TOK_NUMBER && doc_at(d, LEX_MORE, from))
		from--;
	if (!(d->tok[from].kind == TOK_NUMBER || doc_at(d, LEX_MORE, from)) || from == m->tok)
		return none;
	bool wished = doc_find(d, LEX_CAUSE, s->tok, from) || doc_find(d, LEX_ASK, s->tok, from) ||
		      doc_find(d, LEX_WOULD, m->tok, s->tok_end) ||
		      doc_find(d, LEX_OBJECTIVE, s->tok, from);
	if (!wished || doc_find_in(d, LEX_OFFER, s) || doc_find(d, LEX_KIT, from, m->tok_end))
		return none;
	return doc_found(d, from, aim_end(d, m->tok), match_rule(d, m));
}

/* "..., to make people patient": a purpose in English, behind a noun or a mark */
static bool
english_purpose(const struct doc *d, const struct match *m)
{
	static const enum lex_class before[] = {LEX_VERB,    LEX_ASK,	   LEX_CAUSE,  LEX_PRONOUN,
						LEX_BACKREF, LEX_TAKES_TO, LEX_PEOPLE, LEX_ADVERB,
						LEX_JOIN,    LEX_NEGATION, LEX_WOULD,  LEX_HAVE_TO};
	static const enum lex_class verb[] = {LEX_ARTICLE, LEX_PRONOUN,	 LEX_BACKREF, LEX_NOT_AIM,
					      LEX_VERB,	   LEX_ASK_NOUN, LEX_CHANNEL, LEX_DATE};
	size_t t = m->tok, first = d->sent[d->tok[t].sent].tok;
	if (d->lang != LANG_EN || !doc_is(d, t, "to") || t < first + 2 || names_day(d, t + 2) ||
	    names_day(d, t + 3) || doc_at_any(d, before, COUNT(before), t - 1) ||
	    doc_at_any(d, verb, COUNT(verb), t + 1))
		return false;
	return !doc_at(d, LEX_BEFORE_TO, t - 1);
}

/* "pour remplir la salle", "para llenar la sala": an infinitive without an article behind "for" */
static struct found
aim_infinitive(const struct doc *d, const struct match *m)
{
	static const char *const ends[LANG_COUNT][3] = {
		[LANG_FR] = {"er", "ir", "re"}, [LANG_ES] = {"ar", "er", "ir"}};
	const struct found none = {{0}, 0, 0, {0}};
	size_t verb = m->tok_end;
	bool infinitive = false;
	if (verb + 1 >= d->sent[d->tok[m->tok].sent].tok_end || !aim_verb(d, verb) ||
	    doc_at(d, LEX_NOT_AIM, verb))
		return none;
	infinitive = english_purpose(d, m) && verb + 2 < d->sent[d->tok[m->tok].sent].tok_end;
	for (size_t i = 0; i < COUNT(ends[0]) && ends[d->lang][i]; i++)
		infinitive = infinitive || slice_ends(doc_word(d, verb), ends[d->lang][i]);
	return infinitive ? doc_found(d, verb, aim_end(d, verb), match_rule(d, m)) : none;
}

static void
open_objective(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		struct found f = {{0}, 0, 0, {0}};
		if (d->tok[m->tok].flags & TOK_QUOTED)
			continue;
		if (m->class == LEX_CAUSE)
			f = aim_caused(d, m);
		else if (m->class == LEX_RESULT)
			f = aim_counted(d, m);
		else if (m->class == LEX_FOR)
			f = aim_infinitive(d, m);
		if (!f.text.len)
			continue;
		field_give(c, FIELD_OBJECTIVE, f);
		return;
	}
}

/* --- audience --- */

/* Where the words end that say more of people: "who ...", "over 50", "from the city", "25-45". */
static size_t
people_tail(const struct doc *d, size_t k, size_t stop)
{
	enum { ADJECTIVES = 3 };
	/* "people who", "people in" are phrases of the lexicon */
	if (k && k < stop && (doc_at(d, LEX_RELATIVE, k - 1) || doc_at(d, LEX_PREPOSITION, k - 1)))
		k--;
	for (; k < stop; k++) {
		bool more = doc_at(d, LEX_RELATIVE, k) || doc_at(d, LEX_PREPOSITION, k) ||
			    doc_at(d, LEX_JOIN, k) || doc_at(d, LEX_OF, k) ||
			    doc_at(d, LEX_SPEC, k) || d->tok[k].kind == TOK_NUMBER;
		if (d->tok[k].gap & (GAP_COMMA | GAP_SEMI | GAP_OPEN | GAP_COLON))
			return k;
		if (!more)
			return k;
		if (doc_at(d, LEX_RELATIVE, k))
			return clause_end(d, k, GAP_COMMA | GAP_SEMI | GAP_DASH);
		/* the noun behind "of", "in", "and" */
		if (d->tok[k].kind != TOK_NUMBER)
			while (k + 1 < stop && !(d->tok[k + 1].gap & ~(unsigned)GAP_LINE) &&
			       (doc_at(d, LEX_ARTICLE, k + 1) || doc_at(d, LEX_PRONOUN, k + 1)))
				k++;
		/* "Kunden mit alten Verträgen": in German the noun has a capital */
		for (size_t a = 0; d->lang == LANG_DE && a < ADJECTIVES && k + 2 < stop &&
				   !(d->tok[k + 1].flags & TOK_UPPER) && !d->tok[k + 2].gap;
		     a++)
			k++;
		if (d->tok[k].kind != TOK_NUMBER && k + 1 < stop)
			k++;
	}
	return k;
}

/* Can the word before a noun be part of its phrase? */
static bool
noun_phrase_word(const struct doc *d, size_t k)
{
	static const enum lex_class ends[] = {LEX_VERB, LEX_PREPOSITION, LEX_FOR, LEX_PRONOUN,
					      LEX_JOIN, LEX_ADVERB,	 LEX_ASK, LEX_CAUSE};
	return !doc_at_any(d, ends, COUNT(ends), k);
}

/*
 * People of whom a request speaks, when the kit asks who it is for and nothing says so: "Pet owners
 * keep turning up at closed doors". Not the sender's own, nor who decides.
 */
static void
open_audience(struct context *c)
{
	static const enum lex_class off[] = {LEX_APPROVER_BEFORE, LEX_APPROVER_AFTER,
					     LEX_APPROVER_SELF,	  LEX_UNKNOWN,
					     LEX_GREETING,	  LEX_CLOSING};
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		const struct sentence *s = &d->sent[d->tok[m->tok].sent];
		bool skip = m->class != LEX_PEOPLE || d->tok[m->tok].flags & TOK_QUOTED ||
			    m != doc_at(d, LEX_PEOPLE, m->tok) || doc_at(d, LEX_ROLE, m->tok);
		/* "30 pupils in January": so many shall come of it */
		skip = skip || (m->tok > s->tok && d->tok[m->tok - 1].kind == TOK_NUMBER);
		/* "nine people" are no audience, "people who look for gifts" are */
		skip = skip ||
		       (slice_is(match_arg(d, m), "any") && !doc_at(d, LEX_RELATIVE, m->tok_end) &&
			!doc_at(d, LEX_PREPOSITION, m->tok_end));
		for (size_t k = 0; k < COUNT(off) && !skip; k++)
			skip = doc_find_in(d, off[k], s) != NULL;
		if (skip)
			continue;
		size_t from = m->tok;
		while (from > s->tok && !(d->tok[from].gap & ~(unsigned)GAP_LINE) &&
		       m->tok - from < 3 && d->tok[from - 1].kind == TOK_WORD &&
		       noun_phrase_word(d, from - 1))
			from--;
		field_give(c, FIELD_AUDIENCE,
			   doc_found(d, from, people_tail(d, m->tok_end, s->tok_end),
				     match_rule(d, m)));
		return;
	}
}

/*
 * Whom the aim speaks of: "get students to sign up", "donors should see where their money went".
 * Who is to do something on seeing the work is who it is made for.
 */
static void
audience_in_aim(struct context *c)
{
	const struct doc *d = c->d;
	const struct said_field *f = &c->r->fields[FIELD_OBJECTIVE];
	if (!f->given || f->value.end <= f->value.start || f->value.end > d->text.len)
		return;
	size_t from = doc_tok_at(d, f->value.start), to = doc_tok_at(d, f->value.end);
	const struct match *p = doc_find(d, LEX_PEOPLE, from, to);
	if (!p || doc_at(d, LEX_ROLE, p->tok) ||
	    (slice_is(match_arg(d, p), "any") && !doc_at(d, LEX_RELATIVE, p->tok_end) &&
	     !doc_at(d, LEX_PREPOSITION, p->tok_end)))
		return;
	p = doc_at(d, LEX_PEOPLE, p->tok);
	size_t begin = p->tok;
	/* "30 alumnos", "six men who can growl": so many shall come of it; "everyone else's" */
	if (begin > from &&
	    (d->tok[begin - 1].kind == TOK_NUMBER || doc_at(d, LEX_COUNTS, begin - 1)))
		return;
	/* "to tell our clients" opens with its verb, "wine lovers should come" with them */
	bool verb = from > d->sent[d->tok[from].sent].tok &&
		    (doc_is(d, from - 1, "to") || doc_at(d, LEX_VERB, from - 1) ||
		     d->tok[from].gap & GAP_COLON);
	from += verb && !doc_at(d, LEX_ARTICLE, from);
	while (begin > from && p->tok - begin < 3 && !(d->tok[begin].gap & ~(unsigned)GAP_LINE) &&
	       d->tok[begin - 1].kind == TOK_WORD && noun_phrase_word(d, begin - 1))
		begin--;
	size_t end = people_tail(d, p->tok_end, to);
	for (size_t k = p->tok_end; k < end; k++) /* what they are to do is the aim itself */
		if ((doc_is(d, k, "to") && k + 1 < to && d->tok[k + 1].kind != TOK_NUMBER) ||
		    doc_is(d, k, "that") || names_day(d, k))
			end = k;
	field_give(c, FIELD_AUDIENCE, doc_found(d, begin, end > to ? to : end, match_rule(d, p)));
}

/* --- deliverable --- */

/* How likely a product in the text is what a request for such a thing wants: 0 not, 4 most. */
static int
wanted_rank(const struct context *c, const struct match *m)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	size_t from = phrase_start(d, m->tok);
	const struct match *a = doc_at(d, LEX_ARTICLE, from);
	if (m != doc_at(d, LEX_KIT, m->tok) || !slice_eq(match_arg(d, m), c->r->kit) ||
	    d->tok[m->tok].flags & TOK_QUOTED || doc_find_in(d, LEX_REFERENCE, s))
		return 0;
	if ((a && slice_is(match_arg(d, a), "a")) || d->tok[from].kind == TOK_NUMBER)
		return 4;
	/* "door signs for the consulting rooms" */
	if (!a && from == m->tok && (from == s->tok || d->tok[from].gap))
		return 3;
	return a ? 1 : 2;
}

/* A request of a known kind that nothing asks for in so many words: the product it speaks of. */
static void
open_deliverable(struct context *c)
{
	enum { WORDS = 14, LOOKED_MAX = 40 }; /* each look reads a sentence; nobody names more */
	const struct doc *d = c->d;
	const struct match *best = NULL;
	int best_rank = 0, looked = 0;
	for (size_t i = 0; i < d->match_count && looked < LOOKED_MAX; i++) {
		bool kit = d->match[i].class == LEX_KIT;
		int rank = kit ? wanted_rank(c, &d->match[i]) : 0;
		looked += kit;
		if (rank > best_rank) {
			best = &d->match[i];
			best_rank = rank;
		}
	}
	if (best) {
		size_t from = phrase_start(d, best->tok), to = phrase_end(d, best->tok, WORDS);
		for (size_t k = from + 1; k < best->tok; k++) /* "become 14 slides" */
			if (doc_at(d, LEX_ARTICLE, k) || d->tok[k].kind == TOK_NUMBER)
				from = k;
		if (from < best->tok &&
		    doc_at(d, LEX_NEGATION, from)) /* "at present has no website" */
			from++;
		if (to < best->tok_end)
			to = best->tok_end;
		field_give(c, FIELD_DELIVERABLE, doc_found(d, from, to, match_rule(d, best)));
	} else if (phrase_has_product(c->subject, 0, c->subject->tok_count)) {
		field_give(c, FIELD_DELIVERABLE,
			   (struct found){c->mail->subject_base, 0, 0,
					  SLICE_LIT("subject names a product")});
	}
}

/* --- deadline --- */

/* The day that "a week before that" or "two days before the fair on 3 May" counts back from. */
static bool
earlier_than(const struct context *c, const struct match *m, struct mention *out)
{
	enum { BEHIND = 8, SENTENCES_BACK = 4 };
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	size_t back = d->tok[m->tok].sent < SENTENCES_BACK ? d->tok[m->tok].sent : SENTENCES_BACK;
	size_t first = (s - back)->tok, end = m->tok_end;
	/* "a week before the fair on the 12th"; "two days earlier, i.e. on the 28th" names the day
	 */
	while (end < s->tok_end && end < m->tok_end + BEHIND && !doc_at(d, LEX_HENCE, end))
		end++;
	bool found = date_find(d, &c->clue, m->tok_end, end, out);
	if (!found && end < s->tok_end && doc_at(d, LEX_HENCE, end) &&
	    date_find(d, &c->clue, end, s->tok_end, out))
		return false;
	for (size_t t = first; t < m->tok && !found;) {
		if (!date_find(d, &c->clue, t, m->tok, out) || out->tok_end > m->tok)
			return false;
		t = out->tok_end;
		struct mention next; /* "in two weeks before that" reaches into the words */
		found = !date_find(d, &c->clue, t, m->tok, &next) || next.tok_end > m->tok;
	}
	return found && !out->past && out->grain == GRAIN_DAY && out->when.known;
}

/* Days counted back from an event are the deadline, unless another date was called that. */
static void
open_deadline(struct context *c)
{
	const struct doc *d = c->d;
	struct said_field *s = &c->r->fields[FIELD_DEADLINE];
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		struct mention from;
		int64_t days = 0;
		if (m->class != LEX_EARLIER || m != doc_at(d, LEX_EARLIER, m->tok) ||
		    !slice_int(match_arg(d, m), &days) || !earlier_than(c, m, &from))
			continue;
		struct token *t = &d->tok[from.tok];
		if (s->given &&
		    !(s->value.start >= t->start && s->value.start <= d->tok[from.tok_end - 1].end))
			return;
		date_not_past(&c->clue, &from);
		struct civil day = day_civil(
			day_number(from.when.year, from.when.month, from.when.day) - days);
		*s = (struct said_field){.given = true, .when = from.when};
		s->when.year = day.year;
		s->when.month = day.month;
		s->when.day = day.day;
		s->when.hour = -1;
		s->value = doc_found(d, m->tok, m->tok_end, match_rule(d, m));
		return;
	}
}

/* "Pinterest" in the subject and in no sentence. */
static void
channel_of_subject(struct context *c)
{
	const struct match *m = doc_find(c->subject, LEX_CHANNEL, 0, c->subject->tok_count);
	if (!m)
		return;
	struct found f =
		doc_found(c->subject, m->tok, m->tok_end, SLICE_LIT("subject names a channel"));
	f.start = f.end = 0; /* offsets are of the mail's text */
	field_give(c, FIELD_CHANNELS, f);
}

static bool
lacks(const struct context *c, unsigned need, enum field f)
{
	return need & FIELD_BIT(f) && !c->r->fields[f].given;
}

void
fields_open(struct context *c)
{
	bool prompted = c->question_count > 0;
	unsigned need = prompted ? c->asked : understand_required(c->u, c->r->kit);
	if (!prompted && (c->reply || c->docket_subject))
		return;
	if (!prompted && !c->r->fields[FIELD_DELIVERABLE].given)
		open_deliverable(c);
	if (need & FIELD_BIT(FIELD_DEADLINE))
		open_deadline(c);
	if (need & FIELD_BIT(FIELD_CHANNELS) && !prompted)
		channel_of_subject(c);
	if (lacks(c, need, FIELD_OBJECTIVE))
		open_objective(c);
	if (lacks(c, need, FIELD_OBJECTIVE) && !prompted)
		field_learnt(c, FIELD_OBJECTIVE);
	if (lacks(c, need, FIELD_APPROVER))
		fields_approver_open(c);
	if (lacks(c, need, FIELD_APPROVER) && !prompted)
		field_learnt(c, FIELD_APPROVER);
	if (lacks(c, need, FIELD_AUDIENCE) && !prompted)
		audience_in_aim(c);
	if (lacks(c, need, FIELD_AUDIENCE))
		open_audience(c);
	if (!c->r->fields[FIELD_AUDIENCE].given && !prompted)
		field_learnt(c, FIELD_AUDIENCE);
	if (lacks(c, need, FIELD_COPY_OR_OFFER) && !prompted)
		field_learnt(c, FIELD_COPY_OR_OFFER);
}

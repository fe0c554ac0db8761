/*
 * What each clause of a reply does, from the circumstances under which it stands. What a yes is
 * worth is left to verdict_weigh.c.
 */
#include "clause.h"
#include "verdict.h"

const char *const act_names[ACT_COUNT] = {
#define ACT(e, name) [ACT_##e] = name,
#include "verdict_acts.def"
#undef ACT
};

/* What is being collected. */
struct talk {
	struct verdict_view v;
	act_list *acts;
	bool postscript; /* what is not understood there may take everything back */
};

/* The act of match m, or of the whole sentence. */
static void
say(struct talk *k, enum act act, size_t sent, const struct match *m)
{
	enum { ACTS_MAX = 500 }; /* a mail of more is in doubt */
	const struct doc *d = k->v.d;
	struct found why =
		m ? doc_found(d, m->tok, m->tok_end, match_rule(d, m))
		  : doc_found_bytes(d, d->sent[sent].start, d->sent[sent].end, SLICE_NONE);
	if (d != k->v.c->d)
		why.start = why.end = 0;
	if (k->acts->len == ACTS_MAX - 1)
		act = ACT_DOUBT;
	if (k->acts->len < ACTS_MAX)
		VEC_ADD(k->acts, k->v.c->pool, ((struct act_said){.act = act, .why = why}));
}

/* The longest approving match at a token; of equal ones the row that stands first. */
static const struct match *
yes_at(const struct doc *d, size_t t)
{
	const struct match *best = NULL;
	for (size_t k = d->match_at[t]; k < d->match_at[t + 1]; k++) {
		const struct match *m = &d->match[k];
		if (m->class == LEX_APPROVE && !verdict_in_compound(d, m) &&
		    (!best || m->tok_end > best->tok_end ||
		     (m->tok_end == best->tok_end && m->pattern < best->pattern)))
			best = m;
	}
	return best;
}

/* Classes whose matches are acts whatever stands around them. */
static const struct {
	enum lex_class class;
	enum act act;
} plain_acts[] = {
	{LEX_RETRACT, ACT_RETRACT},
	{LEX_NOT_AGAIN, ACT_NOT_AGAIN},
	{LEX_ASIDE, ACT_ASIDE},
	{LEX_POSTSCRIPT, ACT_ASIDE},
};

static enum act
act_of(const struct verdict_view *v, const struct match *m, unsigned sentence)
{
	const struct doc *d = v->d;
	unsigned clause = verdict_clause_at(v, m->tok)->scope;
	bool bullet = d->sent[d->tok[m->tok].sent].bullet;
	/* "thanks for sending the new version" */
	if (v->mark[m->tok] & MARK_FINE && m->class != LEX_REJECT && m->class != LEX_NOT_AGAIN)
		return ACT_COUNT;
	for (size_t k = 0; k < COUNT(plain_acts); k++)
		if (plain_acts[k].class == m->class)
			return plain_acts[k].act;
	switch (m->class) {
	case LEX_WISHES:
		if (v->mark[m->tok] & MARK_SPENT ||
		    (v->mark[m->tok] & MARK_OTHER && !(clause & SC_PART)) ||
		    (sentence & SC_ASKED && !slice_is(match_arg(d, m), "asked")))
			return ACT_COUNT;
		return slice_is(match_arg(d, m), "hint") ? ACT_HINT : ACT_WISH;
	case LEX_VOID: return slice_is(match_arg(d, m), "auto") ? ACT_MACHINE : ACT_VOID;
	case LEX_APPROVE: return verdict_weigh(v, m);
	case LEX_REJECT:
		if (verdict_in_quotes(d, m) || sentence & (SC_ASKED | SC_JOB) ||
		    clause & SC_NEGATED || (clause & SC_VERSION && !(clause & SC_THIS)))
			return ACT_COUNT;
		/* what is thrown out is one entry of a list, a part, or was named before */
		if (bullet || (clause & SC_PART && !(clause & SC_WORK)) ||
		    (slice_is(match_arg(d, m), "it") &&
		     verdict_clause_at(v, m->tok)->from > d->sent[d->tok[m->tok].sent].tok))
			return ACT_WISH;
		return slice_is(match_arg(d, m), "no") ? ACT_NO : ACT_REJECT;
	case LEX_AGAIN:
		/* "Is this the new version?" wants none */
		return sentence & SC_NOT_AGAIN || (sentence & SC_ASKED && !(sentence & SC_PLEASE))
			       ? ACT_COUNT
			       : ACT_AGAIN;
	case LEX_OTHERS:
		return verdict_idle(v, m) || sentence & SC_NOT_AGAIN ? ACT_COUNT : ACT_WAIT;
	case LEX_DEFER:
		if (sentence & SC_NOT_AGAIN || slice_is(match_arg(d, m), "time"))
			return ACT_COUNT;
		return ACT_WAIT;
	default: return ACT_COUNT;
	}
}

/* Content words of the sentence of which nothing is known. */
static size_t
unknown_words(const struct verdict_view *v, size_t sent)
{
	const struct doc *d = v->d;
	size_t n = 0;
	for (size_t t = d->sent[sent].tok; t < d->sent[sent].tok_end; t++)
		n += !(v->mark[t] & MARK_KNOWN) && d->tok[t].kind == TOK_WORD &&
		     !verdict_is_stop(v, t);
	return n;
}

/* "Approved... is what I hope to write next week": it goes on what came before. */
static bool
goes_on(const struct doc *d, size_t sent)
{
	const struct sentence *s = &d->sent[sent];
	return sent && !s->first_in_line &&
	       slice_ends(slice_sub(d->text, 0, d->sent[sent - 1].end), "..") &&
	       !(d->tok[s->tok].flags & TOK_UPPER);
}

/* "Maya," above the words: whom they are for. */
static bool
calls_by_name(const struct doc *d, size_t sent)
{
	enum { NAME_WORDS = 3 };
	const struct sentence *s = &d->sent[sent];
	if (sent > 0 || s->tok_end - s->tok > NAME_WORDS || s->tok_end >= d->tok_count ||
	    !(d->tok[s->tok_end].gap & GAP_COMMA))
		return false;
	for (size_t t = s->tok; t < s->tok_end; t++)
		if (d->tok[t].kind != TOK_WORD || d->tok[t].id)
			return false;
	return true;
}

/* A sentence in which nothing was found: harmless, against it, or not understood. */
static void
judge_rest(struct talk *k, size_t sent)
{
	enum {
		STRANGE_MAX = 3, /* praise of more unknown words may say something else as well */
		TAG_WORDS = 3,	 /* "About time, eh?" */
		/* of these, "When will it be printed with the new logo?" asks more */
		OF_WORK = SC_PART | SC_PIECE | SC_CHANGE | SC_NEED | SC_VERSION
	};
	const struct verdict_view *v = &k->v;
	unsigned scope = v->sent_scope[sent];
	if (calls_by_name(v->d, sent))
		return;
	/* "Swap it for the one I sent?": an order with a question mark */
	bool order = scope & SC_ORDER && clause_imperative(v->d, v->d->sent[sent].tok);
	if (scope & SC_ASKED && !order) {
		if (scope & SC_LOGISTICS && !(scope & OF_WORK))
			say(k, ACT_AFTER, sent, NULL);
		else if (!(scope & SC_HARMLESS) ||
			 v->d->sent[sent].tok_end - v->d->sent[sent].tok > TAG_WORDS)
			say(k, ACT_QUESTION, sent, NULL);
		return;
	}
	if (scope & SC_ORDER && !(scope & (SC_HARMLESS | SC_LOGISTICS)))
		say(k, ACT_WISH, sent, NULL);
	else if (scope & SC_PART && !(scope & SC_HARMLESS))
		say(k, ACT_HINT, sent, NULL);
	if (scope & (SC_NEGATED | SC_NEED | SC_SARCASM) ||
	    doc_at(v->d, LEX_CONTRAST, v->d->sent[sent].tok))
		say(k, ACT_DOUBT, sent, NULL);
	else if (scope & SC_TIME || !(scope & (SC_HARMLESS | SC_LOGISTICS)) ||
		 unknown_words(v, sent) > STRANGE_MAX)
		say(k, k->postscript || goes_on(v->d, sent) ? ACT_DOUBT : ACT_UNKNOWN, sent, NULL);
}

/* What an item that begins at token t is worth as a wish for the work. */
static enum act
wish_worth(const struct verdict_view *v, size_t t)
{
	const struct doc *d = v->d;
	size_t sent = d->tok[t].sent;
	unsigned scope = v->sent_scope[sent];
	bool would = scope & SC_PART && scope & SC_CHANGE &&
		     scope & (SC_WOULD | SC_FUTURE | SC_PLEASE); /* "the logo you could move" */
	/* "By the way, the QR code doesn't scan" */
	if (scope & SC_ASIDE && !(scope & SC_NEED && scope & (SC_PART | SC_PIECE)))
		return ACT_COUNT;
	if (v->mark[t] & MARK_FINE) /* "Should the courier need a number, ..." */
		return ACT_HINT;
	if (d->sent[sent].bullet || scope & (SC_ORDER | SC_QUOTES) || would ||
	    doc_at(d, LEX_CONTRAST, verdict_clause_at(v, t)->from))
		return ACT_WISH;
	if (scope & SC_NEED && scope & (SC_PART | SC_PIECE | SC_WORK))
		return ACT_WISH;
	/* "We'd like two copies for the archive" */
	if (scope & SC_LOGISTICS && !(scope & (SC_PART | SC_PIECE | SC_CONTRAST)))
		return ACT_HINT;
	if (scope & SC_NEED) /* "should we print it?" */
		return scope & SC_ASKED ? ACT_COUNT : ACT_NEED;
	return ACT_HINT;
}

/*
 * "Do the back cover as well, then it is approved": the yes of this clause waits for what stands
 * before it in the sentence, whatever that is. "Well then, approved" waits for nothing.
 */
static bool
comes_after(const struct verdict_view *v, size_t clause, size_t sentence_tok)
{
	enum { SAYS_SOMETHING = 3 }; /* words: fewer are a greeting or a nod */
	const struct verdict_clause *c = &v->clauses.at[clause];
	size_t first = v->clause_of[sentence_tok];
	/* the word begins the clause, or ends the one before: "then they are fine" */
	if (clause == first ||
	    !(doc_at(v->d, LEX_THEN, c->from) || doc_at(v->d, LEX_THEN, c->from - 1)))
		return false;
	for (size_t i = first; i < clause; i++) {
		const struct verdict_clause *b = &v->clauses.at[i];
		bool liked = b->scope & SC_HARMLESS && b->strange == UINT32_MAX;
		if (b->to - b->from >= SAYS_SOMETHING && !liked && !(b->scope & SC_PAST))
			return true;
	}
	return false;
}

/*
 * What else stands in the sentence of a yes: "correct page 2, then approved" wishes; "approved,
 * though nobody here likes it" speaks against it.
 */
static enum act
beside_yes(const struct verdict_view *v, const struct match *yes)
{
	const struct sentence *s = &v->d->sent[v->d->tok[yes->tok].sent];
	size_t here = v->clause_of[yes->tok], i = v->clause_of[s->tok];
	enum act a = ACT_COUNT;
	for (; i < v->clauses.len && v->clauses.at[i].from < s->tok_end; i++) {
		unsigned scope = v->clauses.at[i].scope;
		if (i != here && scope & SC_ORDER && !(scope & SC_LOGISTICS))
			return ACT_WISH;
		if (i > here && scope & (SC_NEGATED | SC_NEED | SC_CONTRAST))
			a = ACT_DOUBT;
	}
	return a;
}

/* "Approved. The date on page 2 is last year's.": told of a part, after a yes. */
static bool
faults_a_part(const struct talk *k, size_t sent)
{
	unsigned scope = k->v.sent_scope[sent];
	if (!(scope & SC_PART) || scope & (SC_LOGISTICS | SC_HARMLESS | SC_NEGATED))
		return false;
	for (size_t i = 0; i < k->acts->len; i++)
		if (k->acts->at[i].act == ACT_APPROVE)
			return true;
	return false;
}

/* Is there a wish already? */
static bool
wishes(const struct talk *k)
{
	const unsigned any = ACT_BIT(ACT_WISH) | ACT_BIT(ACT_NEED) | ACT_BIT(ACT_COND);
	for (size_t i = 0; i < k->acts->len; i++)
		if (ACT_BIT(k->acts->at[i].act) & any)
			return true;
	return false;
}

/* Says something that is no praise: words enough, and not only kind ones. */
static bool
says_what(const struct verdict_view *v, size_t from, size_t to)
{
	enum { LEAST = 3 }; /* words: fewer are a greeting or a nod */
	unsigned scope = 0;
	bool strange = false;
	for (size_t i = v->clause_of[from]; i < v->clauses.len && v->clauses.at[i].from < to; i++) {
		scope |= v->clauses.at[i].scope;
		strange = strange || v->clauses.at[i].strange < to;
	}
	return to - from >= LEAST && !(scope & SC_PAST) && (strange || !(scope & SC_HARMLESS));
}

/* "The swans make me nervous, otherwise approved.": what stands before is the exception. */
static bool
is_but_for(const struct verdict_view *v, size_t sent, size_t yes)
{
	enum { NEAR = 6, OPENING = 2 };
	const struct doc *d = v->d;
	const struct sentence *s = &d->sent[sent];
	for (size_t t = yes + 1; t-- > s->tok && yes - t <= NEAR;) {
		if (!doc_at(d, LEX_THE_REST, t))
			continue;
		if (t - s->tok > OPENING)
			return says_what(v, s->tok, t);
		return sent && d->sent[sent - 1].para == s->para &&
		       says_what(v, d->sent[sent - 1].tok, d->sent[sent - 1].tok_end);
	}
	return false;
}

static void
read_sentence(struct talk *k, size_t i)
{
	const struct verdict_view *v = &k->v;
	const struct doc *d = v->d;
	const struct sentence *s = &d->sent[i];
	size_t before = k->acts->len, upto = s->tok, x = s->match;
	bool yes = false, nod = false, wish = false, hint = true;
	bool after_nod = before && k->acts->at[before - 1].act == ACT_NOD &&
			 (doc_at(d, LEX_CONTRAST, s->tok) || doc_at(d, LEX_PLEASE, s->tok));
	const struct match *last = NULL;
	for (size_t t = s->tok; t < s->tok_end; t++) {
		enum act w = v->mark[t] & MARK_WISH ? wish_worth(v, t) : ACT_COUNT;
		if (w == ACT_HINT && k->postscript) /* who adds it under his name means it */
			say(k, ACT_DOUBT, i, NULL);
		if (w == ACT_HINT && t == s->tok && faults_a_part(k, i))
			w = ACT_WISH;
		if (w != ACT_COUNT) {
			wish = true;
			hint = hint && w == ACT_HINT;
			say(k, w, i, NULL);
		}
		for (; x < s->match_end && d->match[x].tok == t; x++) {
			const struct match *m = &d->match[x];
			if (m->class == LEX_APPROVE) {
				if (m != yes_at(d, t) || m->tok_end <= upto)
					continue;
				upto = m->tok_end;
			}
			enum act a = act_of(v, m, v->sent_scope[i]);
			if (m->class == LEX_POSTSCRIPT) {
				k->postscript = true;
				if (m->tok_end < s->tok_end)
					before++; /* what follows it still has to be judged */
			}
			if (a == ACT_COUNT)
				continue;
			yes = yes || a == ACT_APPROVE;
			nod = nod || a == ACT_NOD;
			if (a == ACT_APPROVE || a == ACT_NOD)
				last = m;
			say(k, a, i, m);
		}
	}
	if (verdict_part_goes(v, s->tok, s->tok_end)) {
		wish = true;
		hint = false;
		say(k, ACT_WISH, i, NULL);
	}
	/* "looks good, just drop the comma": a yes with one change, said in one breath */
	if (wish && (after_nod || (nod && v->sent_scope[i] & (SC_CONTRAST | SC_PLEASE))))
		say(k, ACT_COND, i, last);
	if (k->acts->len == before)
		judge_rest(k, i);
	else if (k->acts->len == before + 1 && k->acts->at[before].act == ACT_HINT &&
		 v->sent_scope[i] & (SC_NEGATED | SC_NEED))
		say(k, ACT_DOUBT, i, NULL);
	else if ((yes || nod) && !wish && beside_yes(v, last) != ACT_COUNT)
		say(k, beside_yes(v, last), i, NULL);
	/* "agreed, print it, but lamb is off the menu these days" */
	else if (yes && wish && hint && beside_yes(v, last) != ACT_COUNT)
		say(k, ACT_WISH, i, NULL);
	bool waits = (yes || nod) && comes_after(v, v->clause_of[last->tok], s->tok);
	if (waits)
		say(k, ACT_WISH, i, NULL);
	if (nod && unknown_words(v, i) > 1)
		say(k, ACT_UNKNOWN, i, NULL);
	if (!k->postscript && !waits) /* no weight makes a yes of what is still to be done */
		verdict_heed(v, i, before, k->acts);
	if (last && is_but_for(v, i, last->tok) && !wishes(k))
		say(k, ACT_WISH, i, NULL);
	verdict_turn(v, i, before, k->postscript, k->acts);
}

static void
place_wishes(struct verdict_view *v)
{
	for (size_t i = 0; i < v->c->r->items.len; i++) {
		const struct said_item *x = &v->c->r->items.at[i];
		size_t t = doc_tok_at(v->d, x->quote.start);
		if (x->kind != ITEM_QUESTION && t < v->d->tok_count)
			v->mark[t] |= MARK_WISH;
	}
}

/* "Tomasz", "x", "mags" behind everything else: who writes, in words no lexicon knows. */
static bool
signs(const struct doc *d, size_t sent)
{
	enum { NAME_WORDS = 2 };
	const struct sentence *s = &d->sent[sent];
	for (size_t i = sent + 1; i < d->sent_count; i++)
		if (d->sent[i].tok < d->sent[i].tok_end)
			return false;
	if (!sent || s->tok_end - s->tok > NAME_WORDS || s->close == '?')
		return false;
	for (size_t t = s->tok; t < s->tok_end; t++)
		if (d->tok[t].kind != TOK_WORD || d->match_at[t] != d->match_at[t + 1] ||
		    !(d->tok[t].flags & TOK_UPPER || s->first_in_line ||
		      d->tok[t].end - d->tok[t].start == 1))
			return false;
	return true;
}

void
verdict_acts(struct context *c, const struct doc *d, act_list *acts, struct verdict_view *view)
{
	enum { GREETING_WORDS = 5 }; /* "Guten Morgen" is no date to decide on */
	struct talk k = {.acts = acts};
	if (view)
		memset(view, 0, sizeof(*view));
	if (!d->tok_count || (d == c->d && c->only_deadline))
		return;
	verdict_look(c, d, &k.v);
	if (view)
		*view = k.v;
	if (d == c->d)
		place_wishes(&k.v);
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		bool greeting = s->first_in_line && s->tok_end - s->tok <= GREETING_WORDS &&
				doc_at(d, LEX_GREETING, s->tok) && !doc_find_in(d, LEX_APPROVE, s);
		if (s->tok < s->tok_end && !greeting && !k.v.skip[i] && !(d == c->d && signs(d, i)))
			read_sentence(&k, i);
	}
}

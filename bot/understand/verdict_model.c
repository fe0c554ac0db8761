/*
 * The learnt weights as one voice beside the phrases. They are heard sentence by sentence: where
 * phrases found nothing, they may say what the sentence does; where phrases found a yes, they may
 * only doubt it; a wish or a delay of the phrases gives way to a yes that they are sure of. What
 * holds a yes back (a question, a condition, another version, somebody's words) was found by rules
 * and is never overruled. Thresholds were chosen on voices held out of the learning
 * (`make model HOLD=1`) for no false yes, with margin.
 */
#include "clause.h"
#include "model.h"
#include "verdict.h"

/* Shares of 1, see model.h. */
static const float sure_yes = 0.84f, /* of letting go and being content together */
	sure_over = 0.85f,	     /* of the same, where phrases found a wish or a delay */
	sure_negated = 0.90f,	     /* of the same, beside a "not" */
	sure_firm = 0.90f,	     /* of the same, to stand beside what was not understood */
	sure_alone = 0.93f,	     /* of the same, whatever phrases found beside what is firm */
	sure_beside = 0.985f,	     /* of letting go, to hold beside wishes */
	sure_release = 0.50f,	     /* of it, letting go: less is a nod */
	known_enough = 0.60f,	     /* of the words: of strange ones nobody knows */
	clause_against = 0.65f,	     /* a part of the sentence may speak against the whole */
	sure_quiet = 0.60f,	     /* of saying nothing against the work */
	sure_harmless = 0.80f,	     /* of the same, where phrases found a wish */
	sure_against = 0.5f,	     /* of what holds a yes of the phrases back */
	sure_of_all = 0.85f,  /* of the same, beside a clause that is a plain yes by itself */
	sure_talk = 0.75f,    /* of the same, where phrases found a yes */
	sure_said = 0.85f,    /* of others having agreed */
	no_wish = 0.05f,      /* of all that wants something else */
	no_yes = 0.12f,	      /* of letting go and being content together: none of either */
	sure_idle = 0.85f,    /* of talk beside the work, whatever phrases found in it */
	sure_asked = 0.75f,   /* of asking, or of wishing, in a sentence with a question mark */
	sure_status = 0.70f,  /* of asking what comes next */
	sure_irony = 0.80f,   /* of mocking: it is the hardest to know */
	sure_act = 0.60f,     /* of one act that phrases did not find */
	sure_fault = 0.70f,   /* of a wish that is only told, beside a yes or a question */
	likely_fault = 0.50f, /* of the same, where phrases think so, too */
	sure_no = 0.80f,      /* of a no to the whole, where phrases found wishes */
	sure_change = 0.85f; /* of wanting something changed: "the opening hours are last year's" */

enum {
	NO = SPEECH_BIT(WITHHOLD) | SPEECH_BIT(REJECT) | SPEECH_BIT(RETRACT),
	AGAINST = SPEECH_BIT(AFTER_CHANGE) | NO | SPEECH_BIT(CHANGE) | SPEECH_BIT(VAGUE) |
		  SPEECH_BIT(NEW_WORK) | SPEECH_BIT(QUESTION) | SPEECH_BIT(DEFER) |
		  SPEECH_BIT(CONDITION) | SPEECH_BIT(DELEGATE) | SPEECH_BIT(REPORTED) |
		  SPEECH_BIT(OTHER) | SPEECH_BIT(IRONY),
	/* a yes under doubt of these is better asked again */
	HOLDS_BACK = AGAINST | SPEECH_BIT(KEEP),
	WISH = SPEECH_BIT(CHANGE) | SPEECH_BIT(VAGUE) | SPEECH_BIT(NEW_WORK) |
	       SPEECH_BIT(AFTER_CHANGE) | NO,
	YES = SPEECH_BIT(RELEASE) | SPEECH_BIT(NOD),
	HARMLESS = SPEECH_BIT(PRAISE) | SPEECH_BIT(SOCIAL) | SPEECH_BIT(ACK) |
		   SPEECH_BIT(LOGISTICS) | SPEECH_BIT(FACT) | SPEECH_BIT(KEEP),
	/* "👍 thanks", "please post two copies to Rita" */
	TALK = HARMLESS | SPEECH_BIT(STATUS),
	/* circumstances of the sentence under which no new yes is heard, not even a sure one */
	VETO = SC_ASKED | SC_CONDITION | SC_WOULD | SC_REPORT | SC_OTHERS | SC_LATER | SC_VERSION |
	       SC_JOB | SC_THING | SC_SARCASM | SC_QUOTES | SC_PARTY | SC_PAST,
	/* acts of the phrases that no weight overrules */
	FIRM = ACT_BIT(ACT_RETRACT) | ACT_BIT(ACT_REJECT) | ACT_BIT(ACT_NO) | ACT_BIT(ACT_VOID) |
	       ACT_BIT(ACT_MACHINE) | ACT_BIT(ACT_AGAIN) | ACT_BIT(ACT_QUESTION) |
	       ACT_BIT(ACT_DENY) | ACT_BIT(ACT_THEIRS),
	/* which stay beside a sure yes */
	BESIDE = ACT_BIT(ACT_NOT_AGAIN) | ACT_BIT(ACT_ASIDE),
	/* of those, which phrases are least sure of */
	MISREAD = ACT_BIT(ACT_NEED) | ACT_BIT(ACT_HINT) | ACT_BIT(ACT_DOUBT) | ACT_BIT(ACT_UNKNOWN),
	/* acts of the phrases that talk does not do */
	TALK_HAS_NONE = ACT_BIT(ACT_WISH) | ACT_BIT(ACT_NEED) | ACT_BIT(ACT_HINT) |
			ACT_BIT(ACT_WAIT) | ACT_BIT(ACT_DOUBT) | ACT_BIT(ACT_UNKNOWN) |
			ACT_BIT(ACT_ELSEWHERE) | ACT_BIT(ACT_THEIRS),
	/* acts of the phrases that stand for "not understood" */
	SOFT = ACT_BIT(ACT_UNKNOWN) | ACT_BIT(ACT_DOUBT) | ACT_BIT(ACT_HINT) | ACT_BIT(ACT_ACK) |
	       ACT_BIT(ACT_NOD) | ACT_BIT(ACT_NEED),
	QUIET = ACT_BIT(ACT_UNKNOWN) | ACT_BIT(ACT_DOUBT) | ACT_BIT(ACT_HINT),
	/* which a sure yes overcomes: "there is nothing I'd wish to see altered" */
	HARD = ACT_BIT(ACT_WAIT) | ACT_BIT(ACT_DENY),
	OVERCOME = ACT_BIT(ACT_WISH) | ACT_BIT(ACT_WAIT) | ACT_BIT(ACT_DENY),
};

/* What the weights say, in the words of the table of verdict.c. */
static const struct {
	enum speech speech;
	enum act act;
} act_of[] = {
	{SPEECH_AFTER_CHANGE, ACT_COND}, {SPEECH_CHANGE, ACT_HINT},
	{SPEECH_VAGUE, ACT_HINT},	 {SPEECH_NEW_WORK, ACT_HINT},
	{SPEECH_QUESTION, ACT_QUESTION}, {SPEECH_STATUS, ACT_AFTER},
	{SPEECH_DEFER, ACT_WAIT},	 {SPEECH_CONDITION, ACT_WAIT},
	{SPEECH_DELEGATE, ACT_WAIT},	 {SPEECH_REPORTED, ACT_THEIRS},
	{SPEECH_OTHER, ACT_ELSEWHERE},	 {SPEECH_IRONY, ACT_DOUBT},
};

static void
add(const struct verdict_view *v, size_t from, size_t to, enum act act, enum speech s,
    act_list *acts)
{
	const struct doc *d = v->d;
	struct found why =
		doc_found(d, from, to, model_why(v->c->u->model, d, from, to, s, d->pool));
	if (d != v->c->d)
		why.start = why.end = 0;
	VEC_ADD(acts, v->c->pool,
		((struct act_said){
			.act = act, .why = why, .learnt = !doc_find(d, LEX_APPROVE, from, to)}));
}

/* Takes the acts of `bits` from `before` on off the list. */
static void
drop(act_list *acts, size_t before, unsigned bits)
{
	size_t n = before;
	for (size_t i = before; i < acts->len; i++)
		if (!(ACT_BIT(acts->at[i].act) & bits))
			acts->at[n++] = acts->at[i];
	acts->len = n;
}

/*
 * "My co-director wanted to see it on paper, so we printed it", "and when will it go live?": talk
 * about the work and what comes after it holds no yes back that stands beside it.
 */
static void
note_talk(const struct model_said *said, unsigned scope, size_t before, act_list *acts)
{
	bool talk = (HARMLESS | YES) >> said->best & 1 && !(scope & SC_ASKED);
	float quiet = talk ? model_sum(said, HARMLESS | YES) : 0;
	bool status = said->best == SPEECH_STATUS && said->p[SPEECH_STATUS] > sure_status;
	for (size_t i = before; i < acts->len; i++) {
		unsigned a = ACT_BIT(acts->at[i].act);
		float enough = a & MISREAD	       ? sure_quiet
			       : a & ACT_BIT(ACT_WAIT) ? sure_firm
						       : sure_idle;
		if (a & TALK_HAS_NONE && quiet > enough)
			acts->at[i].idle = true;
		if (status && acts->at[i].act == ACT_QUESTION)
			acts->at[i].act = ACT_AFTER;
	}
}

/*
 * "Is the blue the same as in our logo?" asks, though it names a part; "could you see to that as
 * well?" wishes.
 */
static void
note_question(const struct verdict_view *v, size_t from, const struct model_said *said,
	      unsigned scope, size_t before, act_list *acts)
{
	const unsigned ask = SPEECH_BIT(QUESTION) | SPEECH_BIT(STATUS),
		       wish = SPEECH_BIT(CHANGE) | SPEECH_BIT(NEW_WORK) | SPEECH_BIT(VAGUE);
	if (!(scope & SC_ASKED))
		return;
	bool asks = model_sum(said, ask) > sure_asked && !(scope & SC_PLEASE) &&
		    !doc_at(v->d, LEX_POSSIBLE, from); /* "can you show it on a lid?" */
	bool wishes = model_sum(said, wish) > sure_asked;
	for (size_t i = before; i < acts->len; i++) {
		struct act_said *a = &acts->at[i];
		if (a->why.rule.len)
			continue; /* a phrase knows better */
		if (asks &&
		    ACT_BIT(a->act) & (ACT_BIT(ACT_WISH) | ACT_BIT(ACT_NEED) | ACT_BIT(ACT_HINT)))
			a->act = ACT_QUESTION;
		else if (wishes && a->act == ACT_QUESTION)
			a->act = ACT_WISH;
	}
}

static bool
has_figure(const struct doc *d, size_t from, size_t to)
{
	for (size_t t = from; t < to; t++)
		if (d->tok[t].kind == TOK_NUMBER)
			return true;
	return false;
}

/*
 * "Saturdays it's ten to two", "my name ends in -sen": told, not asked for, so that phrases find no
 * wish, or none that they are sure of.
 */
static void
note_fault(const struct verdict_view *v, size_t from, size_t to, const struct model_said *said,
	   size_t before, act_list *acts)
{
	const unsigned wish = SPEECH_BIT(CHANGE) | SPEECH_BIT(VAGUE) | SPEECH_BIT(NEW_WORK);
	const struct sentence *s = &v->d->sent[v->d->tok[from].sent];
	bool found = false;
	for (size_t i = before; i < acts->len; i++)
		found |= acts->at[i].act == ACT_HINT;
	bool told = wish >> said->best & 1 &&
		    model_sum(said, wish) > (found ? likely_fault : sure_fault);
	if ((!told && !(has_figure(v->d, from, to) && model_sum(said, TALK | YES) < sure_quiet)) ||
	    (size_t)(s - v->d->sent) >= v->block_from || doc_find_in(v->d, LEX_FINE, s) ||
	    doc_find_in(v->d, LEX_CONCEDED, s))
		return;
	for (size_t i = before; i < acts->len; i++)
		acts->at[i].fault |= acts->at[i].act == ACT_HINT;
	if (found)
		return;
	add(v, from, to, told ? ACT_HINT : ACT_UNKNOWN, (enum speech)said->best, acts);
	acts->at[acts->len - 1].fault = true;
}

/* Does a clause of the sentence do one of `acts`, whatever the whole does? */
static bool
clause_does(const struct verdict_view *v, const struct sentence *s, unsigned acts)
{
	enum { CLAUSE_WORDS = 3 };
	for (size_t i = v->clause_of[s->tok]; i <= v->clause_of[s->tok_end - 1]; i++) {
		const struct verdict_clause *x = &v->clauses.at[i];
		struct model_said said;
		if (x->to - x->from < CLAUSE_WORDS)
			continue;
		model_read(v->c->u->model, v->d, x->from, x->to, &said);
		if (model_sum(&said, acts) > clause_against)
			return true;
	}
	return false;
}

/* Is the clause that begins the sentence, or ends it, a plain yes by itself: "Approved, reads
 * well"? */
static bool
yes_said(const struct verdict_view *v, const struct sentence *s)
{
	const size_t ends[] = {v->clause_of[s->tok], v->clause_of[s->tok_end - 1]};
	for (size_t i = 0; i < COUNT(ends); i++) {
		const struct verdict_clause *x = &v->clauses.at[ends[i]];
		struct model_said said;
		if (ends[0] == ends[1] || !doc_find(v->d, LEX_APPROVE, x->from, x->to))
			continue;
		model_read(v->c->u->model, v->d, x->from, x->to, &said);
		if (model_sum(&said, YES) > sure_yes)
			return true;
	}
	return false;
}

/* "Yes, print them, but take the middle initial off first": the order behind the yes stays. */
static bool
order_follows(const struct verdict_view *v, const struct sentence *s)
{
	bool yes = false;
	for (size_t t = s->tok; t < s->tok_end; t++) {
		yes |= doc_at(v->d, LEX_APPROVE, t) != NULL;
		if (yes && doc_at(v->d, LEX_CONTRAST, t) &&
		    !(verdict_clause_at(v, t)->scope & SC_HARMLESS))
			return true;
	}
	return false;
}

/* Words that wish or take back whatever stands around them. */
static bool
lexicon_objects(const struct doc *d, const struct sentence *s)
{
	static const enum lex_class against[] = {LEX_VAGUE, LEX_VAGUE_WISH, LEX_SCOPE, LEX_NEW_WORK,
						 LEX_RETRACT};
	for (size_t i = 0; i < COUNT(against); i++)
		if (doc_find_in(d, against[i], s))
			return true;
	return false;
}

/* "Compliance has approved it", and compliance signs. */
static bool
of_sender(const struct verdict_view *v, size_t from, size_t to)
{
	for (size_t t = from; t < to; t++)
		if (v->d->tok[t].flags & TOK_UPPER && verdict_sender_is(v, t))
			return true;
	return false;
}

/* "Hi Ines, ..." is not what the sentence says. */
static size_t
behind_greeting(const struct doc *d, const struct sentence *s)
{
	enum { GREETING_WORDS = 4 };
	if (!doc_at(d, LEX_GREETING, s->tok))
		return s->tok;
	for (size_t t = s->tok + 1; t < s->tok_end && t <= s->tok + GREETING_WORDS; t++)
		if (d->tok[t].gap & (GAP_COMMA | GAP_DASH | GAP_LINE))
			return t;
	return s->tok;
}

/* "7", "+1", "happy": too little to be the sense of a whole answer. */
static bool
says_enough(const struct doc *d, size_t from, size_t to)
{
	enum { LEAST = 2, LEAST_BESIDE_NUMBER = 4 };
	size_t words = 0;
	bool number = false;
	for (size_t t = from; t < to; t++) {
		words += d->tok[t].kind == TOK_WORD;
		number |= d->tok[t].kind == TOK_NUMBER;
	}
	return words >= (number ? LEAST_BESIDE_NUMBER : LEAST);
}

/* "Yes, please" says nothing beside "yes": who knows to what? "yep, run them" does. */
static bool
only_nods(const struct doc *d, size_t from, size_t to)
{
	for (size_t t = from; t < to; t++) {
		const struct match *m = doc_at(d, LEX_APPROVE, t);
		if (m && slice_is(match_arg(d, m), "ack"))
			t = m->tok_end - 1;
		else if (d->tok[t].kind == TOK_WORD && !doc_at(d, LEX_PLEASE, t) &&
			 !doc_at(d, LEX_CLOSING, t))
			return false;
	}
	return true;
}

/*
 * "The board and the privacy office have agreed": who had to speak has spoken. It is no yes of the
 * sender's, but does not hold his own back: "the board approved it, so please print". Returns true
 * if that is said, too.
 */
static bool
note_said(const struct verdict_view *v, size_t sent, const struct model_said *said, size_t before,
	  act_list *acts)
{
	const struct sentence *s = &v->d->sent[sent];
	unsigned scope = v->sent_scope[sent];
	bool others = false;
	const unsigned open = SC_FUTURE | SC_CONDITION | SC_WOULD | SC_LATER | SC_TIME |
			      SC_NEGATED | SC_ASKED | SC_NEED | SC_VERSION | SC_JOB | SC_THING;
	if (scope & open || said->p[SPEECH_REPORTED] + model_sum(said, YES) <= sure_said)
		return false;
	for (size_t i = before; i < acts->len; i++) {
		if (acts->at[i].act == ACT_WAIT)
			acts->at[i].act = ACT_THEIRS;
		others |= acts->at[i].act == ACT_THEIRS;
	}
	/* the last word has to be his own: not "it can go, says the printer" */
	const struct verdict_clause *last = verdict_clause_at(v, s->tok_end - 1);
	if (!others || said->p[SPEECH_RELEASE] <= sure_alone || !yes_said(v, s) ||
	    last->scope & (SC_PARTY | SC_OTHERS | SC_REPORT) ||
	    !doc_find(v->d, LEX_APPROVE, last->from, last->to) ||
	    clause_does(v, s, AGAINST & ~SPEECH_BIT(REPORTED)) || order_follows(v, s))
		return false;
	drop(acts, before, ACT_BIT(ACT_THEIRS));
	add(v, s->tok, s->tok_end, ACT_APPROVE, SPEECH_RELEASE, acts);
	return true;
}

/*
 * A no to the whole is heard beside wishes as well ("not our thing, start anew, and lose the
 * frog"); that something is not yet to be printed, or was said too soon, only where phrases found
 * nothing. Returns true if there was one.
 */
static bool
note_no(const struct verdict_view *v, size_t sent, size_t from, const struct model_said *said,
	act_list *acts, size_t before)
{
	size_t to = v->d->sent[sent].tok_end;
	unsigned scope = v->sent_scope[sent];
	bool open = false, part = scope & (SC_PART | SC_PIECE);
	for (size_t i = before; i < acts->len; i++)
		open |= ACT_BIT(acts->at[i].act) & (ACT_BIT(ACT_UNKNOWN) | ACT_BIT(ACT_DOUBT));
	for (size_t t = from; t < to; t++) /* "v2 was a no from me" */
		scope |= verdict_clause_at(v, t)->scope;
	if (scope & (SC_ASKED | SC_VERSION | SC_JOB | SC_PAST) || v->d->sent[sent].bullet)
		return false;
	if (said->p[SPEECH_REJECT] > (open && !part ? sure_act : sure_no)) {
		add(v, from, to, ACT_REJECT, SPEECH_REJECT, acts);
		return true;
	}
	if (!open || model_sum(said, NO) <= sure_act)
		return false;
	if (said->best == SPEECH_RETRACT)
		add(v, from, to, ACT_RETRACT, SPEECH_RETRACT, acts);
	add(v, from, to, ACT_DENY, (enum speech)said->best, acts);
	return true;
}

/* Three thumbs up say what one says. */
static bool
only_emoji(const struct doc *d, size_t from, size_t to)
{
	while (from < to && d->tok[from].kind == TOK_EMOJI)
		from++;
	return from == to;
}

void
verdict_heed(const struct verdict_view *v, size_t sent, size_t before, act_list *acts)
{
	enum { ACK_WORDS = 3 };
	const struct doc *d = v->d;
	const struct sentence *s = &d->sent[sent];
	const struct model *m = v->c->u->model;
	unsigned scope = v->sent_scope[sent], had = 0;
	size_t from = behind_greeting(d, s), to = s->tok_end;
	struct model_said said;
	if (!m || from >= to || only_emoji(d, from, to) || verdict_about_a_yes(v, from, to))
		return;
	for (size_t i = before; i < acts->len; i++)
		had |= ACT_BIT(acts->at[i].act);
	for (size_t t = from; t < to; t++) { /* "version 2 had my blessing, version 3 has not" */
		unsigned clause = verdict_clause_at(v, t)->scope;
		scope |= clause & SC_THIS ? 0 : clause & SC_VERSION;
	}
	model_read(m, d, from, to, &said);
	if (said.known < known_enough)
		return;
	if (note_said(v, sent, &said, before, acts))
		return;
	bool over = model_sum(&said, YES) > sure_over;
	bool piece = (scope & (SC_PART | SC_PIECE) && !(scope & (SC_WORK | SC_THIS))) ||
		     verdict_part_may_go(v, from, to);
	if (model_sum(&said, YES) > sure_alone && !(had & FIRM) && !(scope & VETO) && !piece &&
	    v->c->review && !v->other_version && !v->other_job && !lexicon_objects(d, s) &&
	    says_enough(d, from, to) && !(had & ACT_BIT(ACT_ACK) && only_nods(d, from, to)) &&
	    !clause_does(v, s, AGAINST) && !order_follows(v, s)) {
		bool release = said.p[SPEECH_RELEASE] > sure_release;
		drop(acts, before, ~(unsigned)BESIDE);
		add(v, from, to, release ? ACT_APPROVE : ACT_NOD,
		    release ? SPEECH_RELEASE : SPEECH_NOD, acts);
		if (said.p[SPEECH_RELEASE] > sure_beside && !clause_imperative(d, from))
			acts->at[acts->len - 1].learnt = false;
		return;
	}
	if (!(had & ACT_BIT(ACT_APPROVE))) {
		note_talk(&said, scope, before, acts);
		note_question(v, from, &said, scope, before, acts);
		if (!(had & FIRM))
			note_fault(v, from, to, &said, before, acts);
	}
	if (had & (ACT_BIT(ACT_APPROVE) | ACT_BIT(ACT_NOD))) {
		if (said.p[said.best] > sure_talk && TALK >> said.best & 1 && !yes_said(v, s) &&
		    model_sum(&said, YES) < no_yes) {
			drop(acts, before, ACT_BIT(ACT_APPROVE) | ACT_BIT(ACT_NOD));
			add(v, from, to, ACT_UNKNOWN, (enum speech)said.best, acts);
			return;
		}
		/* of the work's own name phrases know more: "the calendar is approved" */
		bool named = said.best == SPEECH_OTHER && scope & (SC_WORK | SC_THIS) &&
			     v->clause_of[from] == v->clause_of[to - 1];
		bool against = HOLDS_BACK >> said.best & 1 && !named &&
			       said.p[said.best] > (yes_said(v, s) ? sure_of_all : sure_against);
		if (against && !(had & (ACT_BIT(ACT_COND) | ACT_BIT(ACT_WISH))) &&
		    !(said.best == SPEECH_REPORTED && of_sender(v, from, to)))
			add(v, from, to, said.p[SPEECH_AFTER_CHANGE] > 0.5f ? ACT_COND : ACT_DOUBT,
			    (enum speech)said.best, acts);
		/* "yes, print them, but take the initial off first": the order stays */
		if (had & ACT_BIT(ACT_APPROVE) && over && !(scope & VETO) &&
		    !clause_does(v, s, WISH) && !order_follows(v, s))
			drop(acts, before,
			     OVERCOME | ACT_BIT(ACT_NEED) | ACT_BIT(ACT_HINT) | ACT_BIT(ACT_COND));
		if (had & ACT_BIT(ACT_APPROVE) || against)
			return;
	}
	if (had & ~(unsigned)(SOFT | OVERCOME))
		return;
	if (had & ACT_BIT(ACT_ACK) && to - from <= ACK_WORDS)
		return; /* "ok", "yes, please": who knows to what */
	if (note_no(v, sent, from, &said, acts, before))
		return;
	float yes = model_sum(&said, YES), harmless = model_sum(&said, HARMLESS);
	float enough = had & HARD ? sure_over : scope & SC_NEGATED ? sure_negated : sure_yes;
	if (yes > enough && !order_follows(v, s) && says_enough(d, from, to) &&
	    !lexicon_objects(d, s) && !(scope & VETO) && !piece && v->c->review &&
	    !v->other_version && !v->other_job && !clause_does(v, s, AGAINST)) {
		bool release = said.p[SPEECH_RELEASE] > sure_release;
		drop(acts, before, SOFT | OVERCOME);
		add(v, from, to,
		    !release	      ? ACT_NOD
		    : yes > sure_firm ? ACT_APPROVE
				      : ACT_LETS_GO,
		    release ? SPEECH_RELEASE : SPEECH_NOD, acts);
		return;
	}
	/* what only may be a wish needs weights that see one: "her address is on the website" */
	if (!(had & ~(ACT_BIT(ACT_HINT) | ACT_BIT(ACT_UNKNOWN))) &&
	    model_sum(&said, WISH) < no_wish && !(scope & (SC_PART | SC_NEED)))
		drop(acts, before, ACT_BIT(ACT_HINT));
	if (yes + harmless > sure_quiet && !(scope & (SC_ASKED | SC_ORDER))) {
		drop(acts, before,
		     QUIET | ACT_BIT(ACT_NEED) |
			     (harmless > sure_harmless ? ACT_BIT(ACT_WISH) : 0));
		return;
	}
	for (size_t i = 0; i < COUNT(act_of); i++)
		if (had & (ACT_BIT(ACT_UNKNOWN) | ACT_BIT(ACT_DOUBT)) &&
		    said.best == (int)act_of[i].speech &&
		    said.p[said.best] > (said.best == SPEECH_IRONY ? sure_irony : sure_act))
			add(v, from, to,
			    said.best == SPEECH_CHANGE && said.p[SPEECH_CHANGE] > sure_change
				    ? ACT_NEED
				    : act_of[i].act,
			    (enum speech)said.best, acts);
}

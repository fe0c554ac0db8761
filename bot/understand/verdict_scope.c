/*
 * Under which circumstances each clause of a reply stands. A clause ends at a comma, a dash, a
 * contrast or a new subject; what stands in it says how far a yes in it holds: "not", "if",
 * "would", "will", "v2", "the invoice", "legal says". Each token and each match is looked at a
 * fixed number of times.
 */
#include "docket/base/utf8.h"

#include "clause.h"
#include "verdict.h"

/* How a match of a class colours its clause; `arg` must be the row's argument unless NULL. */
static const struct {
	enum lex_class class;
	const char *arg;
	unsigned scope;
} scope_of[] = {
	{LEX_NEGATION, NULL, SC_NEGATED},
	{LEX_CONDITION, "time", SC_LATER},
	{LEX_CONDITION, NULL, SC_CONDITION},
	{LEX_WOULD, NULL, SC_WOULD},
	{LEX_FUTURE, NULL, SC_FUTURE},
	{LEX_PAST, NULL, SC_PAST},
	{LEX_REPORT, NULL, SC_REPORT},
	{LEX_PARTY, NULL, SC_PARTY},
	{LEX_OTHERS, NULL, SC_OTHERS},
	{LEX_DEFER, "time", SC_TIME},
	{LEX_DEFER, NULL, SC_LATER},
	{LEX_OTHER_OBJECT, "version", SC_VERSION},
	{LEX_OTHER_OBJECT, "part", SC_PIECE},
	{LEX_OTHER_OBJECT, NULL, SC_THING},
	{LEX_PRODUCT, NULL, SC_WORK},
	{LEX_KIT, NULL, SC_WORK},
	{LEX_TARGET, NULL, SC_PART},
	{LEX_BACKREF, NULL, SC_THIS},
	{LEX_CHANGE, NULL, SC_CHANGE},
	{LEX_NEED, "weak", 0},
	{LEX_NEED, "topic", 0},
	{LEX_NEED, "condition", 0},
	{LEX_NEED, NULL, SC_CHANGE | SC_NEED},
	{LEX_SARCASM, NULL, SC_SARCASM},
	{LEX_NOT_AGAIN, NULL, SC_NOT_AGAIN},
	{LEX_CONTRAST, NULL, SC_CONTRAST},
	{LEX_LOGISTICS, NULL, SC_LOGISTICS},
	{LEX_ASIDE, NULL, SC_ASIDE},
	{LEX_PLEASE, NULL, SC_PLEASE},
	{LEX_PRAISE, NULL, SC_HARMLESS},
	{LEX_FINE, NULL, SC_HARMLESS},
	{LEX_CLOSING, NULL, SC_HARMLESS},
	{LEX_KEEP, NULL, SC_HARMLESS},
};

/* Behind "and", these begin a clause of its own. */
static const enum lex_class openers[] = {
	LEX_PRONOUN, LEX_FUTURE, LEX_ARTICLE, LEX_APPROVE,
	LEX_WOULD,   LEX_VERB,	 LEX_CHANGE,  LEX_LOGISTICS,
};

bool
verdict_in_quotes(const struct doc *d, const struct match *m)
{
	for (size_t t = m->tok; t < m->tok_end; t++)
		if (!(d->tok[t].flags & TOK_QUOTED))
			return false;
	return true;
}

bool
verdict_in_compound(const struct doc *d, const struct match *m)
{
	if (m->tok_end >= d->tok_count)
		return false;
	const struct token *last = &d->tok[m->tok_end - 1], *next = &d->tok[m->tok_end];
	return next->sep == '-' || (next->start > last->end && d->text.data[last->end] == '-' &&
				    doc_at(d, LEX_JOIN, m->tok_end));
}

bool
verdict_is_stop(const struct verdict_view *v, size_t tok)
{
	const struct token *k = &v->d->tok[tok];
	const struct vocab_entry *e =
		k->id ? vocab_find(&v->c->u->vocab, k->folded, k->folded_len, k->hash) : NULL;
	return e && e->stop_langs >> v->d->lang & 1;
}

/* --- clauses --- */

/* A mark or a contrast before token t, or an emoji that stands for itself. */
static bool
is_cut(const struct doc *d, size_t t)
{
	enum {
		MARKS = GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN | GAP_CLOSE |
			GAP_STOP
	};
	return d->tok[t].gap & MARKS || doc_at(d, LEX_CONTRAST, t) ||
	       (t && d->tok[t - 1].kind == TOK_EMOJI && d->tok[t].kind != TOK_EMOJI);
}

static bool
clause_opens(const struct doc *d, size_t t)
{
	if (is_cut(d, t))
		return true;
	if (!doc_at(d, LEX_JOIN, t) || t + 1 >= d->tok_count ||
	    d->tok[t + 1].sent != d->tok[t].sent)
		return false;
	for (size_t i = 0; i < COUNT(openers); i++)
		if (doc_at(d, openers[i], t + 1))
			return true;
	return false;
}

static void
cut_clauses(struct verdict_view *v)
{
	const struct doc *d = v->d;
	for (uint32_t t = 0; t < d->tok_count; t++) {
		bool first = t == 0 || d->tok[t - 1].sent != d->tok[t].sent;
		if (first || clause_opens(d, t))
			VEC_ADD(&v->clauses, v->c->pool,
				((struct verdict_clause){t, t, 0, UINT32_MAX, UINT32_MAX,
							 UINT32_MAX}));
		v->clauses.at[v->clauses.len - 1].to = t + 1;
		v->clause_of[t] = (uint32_t)v->clauses.len - 1;
	}
}

struct verdict_clause *
verdict_clause_at(const struct verdict_view *v, size_t tok)
{
	return &v->clauses.at[v->clause_of[tok]];
}

static void
colour(struct verdict_view *v, size_t tok, unsigned scope)
{
	verdict_clause_at(v, tok)->scope |= scope;
	v->sent_scope[v->d->tok[tok].sent] |= scope;
}

static void
first_of(uint32_t *first, uint32_t tok)
{
	if (tok < *first)
		*first = tok;
}

/* --- versions and jobs --- */

static bool
is_this_version(const struct verdict_view *v, size_t t)
{
	bool counted;
	return v->version && version_at(v->d, t, &counted) == v->version;
}

static void
name_work(struct verdict_view *v)
{
	enum { SUBJECT_MAX = 1000 }; /* a docket number stands near the beginning */
	const struct doc *d = v->d;
	const struct doc *subject =
		doc_new(v->c->u, v->c->pool, utf8_cut(v->c->mail->subject, SUBJECT_MAX), d->lang);
	bool this_version = false, this_job = false;
	v->version = v->c->version ? v->c->version : version_in(subject, false);
	size_t job = 0;
	while (job < subject->tok_count && !job_number_at(subject, job))
		job++;
	for (size_t t = 0; t < d->tok_count; t++) {
		bool counted;
		int64_t n = version_at(d, t, &counted);
		/* a number that another may have is settled where all versions are known */
		if (n && (n == v->version || (!v->c->version && !counted))) {
			colour(v, t, SC_THIS);
			this_version = true;
			v->counts_this = v->counts_this || (counted && n == v->version);
		} else if (n && !version_compared(d, t)) {
			colour(v, t, SC_VERSION);
			v->other_version = v->other_version || !counted;
		}
		if (d->tok[t].kind == TOK_NUMBER && d->tok[t].value < 100 &&
		    slice_starts(slice_sub(d->text, d->tok[t].end, d->text.len), "%"))
			colour(v, t, SC_WOULD); /* "50% approved" */
		if (!job_number_at(d, t) || job == subject->tok_count)
			continue;
		if (d->tok[t].hash == subject->tok[job].hash &&
		    d->tok[t + 1].value == subject->tok[job + 1].value) {
			colour(v, t, SC_THIS);
			this_job = true;
		} else {
			colour(v, t, SC_JOB);
			v->other_job = true;
		}
	}
	v->other_version = v->other_version && !this_version;
	v->other_job = v->other_job && !this_job;
}

/* --- who --- */

/* "Fjell" of fjellheim.example: the first label of the sender's domain begins with the word. */
static bool
in_domain(struct slice mailbox, const char *word)
{
	ptrdiff_t at = slice_index(mailbox, '@');
	return at >= 0 && slice_istarts(slice_sub(mailbox, (size_t)at + 1, mailbox.len), word);
}

bool
verdict_sender_is(const struct verdict_view *v, size_t tok)
{
	enum { LONG_ENOUGH = 4, SIGN_MAX = 400 }; /* a name, a title and a company are shorter */
	const struct doc *d = v->d;
	const struct mail *mail = v->c->mail;
	struct slice word = doc_word(d, tok), block = SLICE_NONE;
	char buf[WORD_MAX + 1];
	if (slice_ends(word, "s")) /* "the partners", and "Partner" stands below */
		word.len--;
	if (word.len < LONG_ENOUGH || word.len > WORD_MAX)
		return false;
	slice_cstr(word, buf, sizeof(buf));
	if (v->block_from < v->block_to)
		block = slice_sub(d->text, d->sent[v->block_from].start,
				  d->sent[v->block_to - 1].end);
	if (mail->from.len && !doc_at(d, LEX_PARTY, tok) && /* no department names a company */
	    in_domain(mail->from.at[0].mailbox, buf))
		return true;
	if (mail->from.len && slice_ihas(slice_sub(mail->from.at[0].name, 0, SIGN_MAX), buf))
		return true;
	return slice_ihas(slice_sub(mail->signature, 0, SIGN_MAX), buf) ||
	       slice_ihas(slice_sub(block, 0, SIGN_MAX), buf);
}

/* "The partners have to ...", and a partner signs. */
static bool
of_sender(const struct verdict_view *v, const struct match *m)
{
	return verdict_sender_is(v, m->tok) ||
	       (m->tok + 1 < m->tok_end && verdict_sender_is(v, m->tok + 1));
}

/* "once Bettina is happy": a name behind a condition is somebody else's decision. */
static bool
name_follows(const struct doc *d, const struct match *m)
{
	size_t t = m->tok_end;
	if (d->lang == LANG_DE || t >= d->tok_count || d->tok[t].sent != d->tok[m->tok].sent)
		return false;
	struct slice w = doc_word(d, t);
	bool owns = slice_ends(w, "s") && slice_index(w, '\'') > 0; /* "once Lexi's time is in" */
	return !owns && d->tok[t].flags & TOK_UPPER && !(d->tok[t].flags & TOK_CAPS) &&
	       !d->tok[t].id;
}

/* "If they're content then so am I": somebody was named before. */
static bool
they_follow(const struct doc *d, const struct match *m)
{
	size_t t = m->tok_end;
	return t < d->tok_count && d->tok[t].sent == d->tok[m->tok].sent && doc_at(d, LEX_THEY, t);
}

/* --- scope --- */

/* Marks the words of a match, as far as no mark parts them: an idiom reaches over no comma. */
static void
mark(struct verdict_view *v, uint8_t what, const struct match *m)
{
	for (size_t t = m->tok; t < m->tok_end; t++) {
		if (t > m->tok && !(what & MARK_OTHER) && is_cut(v->d, t))
			break;
		v->mark[t] |= what;
	}
}

static void
mark_idioms(struct verdict_view *v)
{
	const struct doc *d = v->d;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		switch (m->class) {
		case LEX_FINE:
		case LEX_REJECT: mark(v, MARK_SPENT | MARK_FINE, m); break; /* "not going ahead" */
		case LEX_NOT_AGAIN:
		case LEX_RETRACT: mark(v, MARK_SPENT, m); break;
		case LEX_APPROVE:
			mark(v, MARK_OTHER, m);
			if (slice_is(match_arg(d, m), "weak")) /* "no changes" */
				mark(v, MARK_SPENT, m);
			break;
		case LEX_CONCEDED: /* "I'd have put": no order to put */
		case LEX_OTHERS:
		case LEX_DEFER:
		case LEX_LOGISTICS: mark(v, MARK_OTHER, m); break;
		case LEX_PLEASE: first_of(&verdict_clause_at(v, m->tok)->please, m->tok); break;
		default: break;
		}
		if (m->class == LEX_KIT || m->class == LEX_PRODUCT || m->class == LEX_GREETING ||
		    m->class == LEX_CLOSING || (m->class >= LEX_APPROVE && m->class != LEX_NEED))
			mark(v, MARK_KNOWN, m);
	}
	for (uint32_t t = 0; t < d->tok_count; t++)
		if (!(v->mark[t] & MARK_KNOWN) && d->tok[t].kind == TOK_WORD && !d->tok[t].id)
			first_of(&verdict_clause_at(v, t)->strange, t);
}

/*
 * The token behind what only opens a clause: "Also", "Ensuite". A word that joins opens a sentence
 * ("Und dann"); within one it stands between two.
 */
static size_t
opened(const struct doc *d, const struct verdict_clause *cl)
{
	bool joined = cl->from > d->sent[d->tok[cl->from].sent].tok &&
		      doc_at(d, LEX_JOIN, cl->from) && !clause_lead_at(d, cl->from);
	return joined ? cl->from : clause_body(d, cl->from, cl->to);
}

/*
 * "make it blue", "then change the date": a changing verb that opens its clause or stands behind
 * "please" or "but"; behind "and" if another did before. German puts it last.
 */
static bool
orders(const struct verdict_view *v, const struct match *m)
{
	const struct doc *d = v->d;
	const struct verdict_clause *cl = verdict_clause_at(v, m->tok);
	if (d->lang == LANG_EN && m->tok == cl->from && m->tok_end == cl->to)
		return false; /* "checked, correct, approved": an order has an object */
	if (cl->please < m->tok || m->tok == opened(d, cl))
		return true;
	if (d->lang == LANG_DE && m->tok_end == cl->to)
		return true;
	return m->tok == cl->from + 1 &&
	       (doc_at(d, LEX_CONTRAST, cl->from) ||
		(doc_at(d, LEX_JOIN, cl->from) && v->sent_scope[d->tok[m->tok].sent] & SC_ORDER));
}

/* "Freigabe von v3": of the work, not of somebody. */
static bool
of_this(const struct doc *d, const struct match *m)
{
	bool counted;
	return job_number_at(d, m->tok_end - 1) || version_at(d, m->tok_end - 1, &counted) ||
	       (m->tok_end < d->tok_count && version_at(d, m->tok_end, &counted));
}

/* "once it says Saturday", "when that has been done": the work has to, nobody */
static bool
work_follows(const struct doc *d, const struct match *m)
{
	size_t t = m->tok + 1;
	return t < m->tok_end && doc_at(d, LEX_CONDITION, m->tok) &&
	       (doc_is(d, t, "it") || doc_is(d, t, "that") || doc_is(d, t, "this"));
}

static bool
whole_yes(const struct doc *d, const struct match *m)
{
	const struct match *yes = doc_at(d, LEX_APPROVE, m->tok);
	return yes && yes->tok_end >= m->tok_end;
}

/* French "peut être lancée": may be; "peut-être demain" and "peut être demain" are a perhaps. */
static bool
may_be_done(const struct doc *d, const struct match *m)
{
	enum { PARTICIPLE = 5 }; /* letters of a short one: "signe" */
	size_t t = m->tok_end;
	if (d->lang != LANG_FR || t != m->tok + 2 || d->tok[t - 1].sep != ' ' ||
	    t >= d->tok_count || d->tok[t].sent != d->tok[m->tok].sent ||
	    !doc_is(d, m->tok, "peut"))
		return false;
	struct slice w = doc_word(d, t);
	return (w.len >= PARTICIPLE && (slice_ends(w, "é") || slice_ends(w, "ée"))) ||
	       slice_ends(w, "mis") || slice_ends(w, "mise") || slice_ends(w, "faite");
}

/* "She asked if she could have one": the "if" of an indirect question. */
static bool
is_asked(const struct doc *d, const struct match *m)
{
	enum { BACK = 4 }; /* "asked me again if" */
	for (size_t t = m->tok; t-- > 0 && m->tok - t <= BACK;) {
		const struct match *w = doc_at(d, LEX_WONDER, t);
		if (d->tok[t].sent != d->tok[m->tok].sent)
			return false;
		if (w && w->tok_end == m->tok + 1)
			return true;
	}
	return false;
}

/* "Sí, ..." is no "si ...": a condition has something behind it. */
static bool
alone(const struct verdict_view *v, const struct match *m)
{
	const struct verdict_clause *cl = verdict_clause_at(v, m->tok);
	bool accent = v->d->lang == LANG_ES && slice_index(doc_word(v->d, m->tok), (char)0xc3) > 0;
	return accent || (m->tok == cl->from && m->tok_end == cl->to && m->tok_end - m->tok == 1);
}

bool
verdict_idle(const struct verdict_view *v, const struct match *m)
{
	bool spent = v->mark[m->tok] & v->mark[m->tok_end - 1] & MARK_SPENT;
	bool quoted = verdict_in_quotes(v->d, m);
	switch (m->class) {
	case LEX_FINE:
	case LEX_SARCASM: /* "looks great if you like beige": within the idiom it mocks */
	case LEX_NOT_AGAIN: return quoted;
	case LEX_NEED:
	case LEX_CHANGE:
	case LEX_TARGET: return spent || quoted || v->mark[m->tok] & MARK_OTHER;
	case LEX_CONDITION: return spent || quoted || alone(v, m) || is_asked(v->d, m);
	case LEX_REPORT: return spent || quoted || may_be_done(v->d, m);
	case LEX_WOULD: /* "we'd like to go ahead" */ return spent || quoted || whole_yes(v->d, m);
	case LEX_PARTY: return spent || quoted || verdict_sender_is(v, m->tok_end - 1);
	case LEX_OTHER_OBJECT:
		return spent || quoted ||
		       (slice_is(match_arg(v->d, m), "version") &&
			(version_compared(v->d, m->tok) || is_this_version(v, m->tok)));
	case LEX_OTHERS:
		/* "on behalf of the Board I confirm": who is named there does not have to speak */
		/* "Freigabe von mir", "feu vert de notre part": a yes that says whose it is */
		return v->mark[m->tok] & MARK_SPENT || quoted || of_sender(v, m) ||
		       is_asked(v->d, m) ||
		       (doc_at(v->d, LEX_APPROVER_ME, m->tok_end - 1) &&
			!slice_is(match_arg(v->d, m), "own")) ||
		       of_this(v->d, m) || whole_yes(v->d, m) || work_follows(v->d, m) ||
		       (slice_is(match_arg(v->d, m), "name") && !name_follows(v->d, m));
	default: return spent || quoted;
	}
}

static void
find_scopes(struct verdict_view *v)
{
	const struct doc *d = v->d;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		size_t k = 0;
		while (k < COUNT(scope_of) &&
		       (scope_of[k].class != m->class ||
			(scope_of[k].arg && !slice_is(match_arg(d, m), scope_of[k].arg))))
			k++;
		/* "number"; "by the end" */
		bool noun =
			m->class == LEX_CHANGE && (doc_at(d, LEX_TARGET, m->tok) ||
						   (m->tok && doc_at(d, LEX_ARTICLE, m->tok - 1)));
		if (k == COUNT(scope_of) || noun || verdict_idle(v, m))
			continue;
		colour(v, m->tok, scope_of[k].scope);
		if (m->class == LEX_CHANGE && orders(v, m))
			colour(v, m->tok, SC_ORDER);
		if (m->class == LEX_CONDITION && (name_follows(d, m) || they_follow(d, m)))
			colour(v, m->tok, SC_OTHERS);
		if (m->class == LEX_FUTURE)
			first_of(&verdict_clause_at(v, m->tok)->future, m->tok);
	}
	for (size_t t = 0, end; t < d->tok_count; t++)
		if (clause_part_at(d, t, &end) && !clause_time_at(d, t, &end)) /* "page 1" */
			colour(v, t, SC_PIECE);
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		size_t end = s->tok < s->tok_end ? d->tok[s->tok_end - 1].end : s->start;
		const struct match *asks = s->tok < s->tok_end ? doc_at(d, LEX_ASKS, s->tok) : NULL;
		/* "Is the pig supposed to be smiling": many forget the mark */
		if (asks && !s->close && asks->tok_end > s->tok + 1 &&
		    !doc_at(d, LEX_POSSIBLE, s->tok))
			v->sent_scope[i] |= SC_ASKED;
		/* "Approved?!" closes with '!' */
		if (s->close == '?' || slice_index(slice_sub(d->text, end, s->end), '?') >= 0)
			v->sent_scope[i] |= SC_ASKED;
	}
	for (size_t t = 0; t < d->tok_count; t++)
		if (d->tok[t].flags & TOK_QUOTED)
			v->sent_scope[d->tok[t].sent] |= SC_QUOTES;
}

void
verdict_look(struct context *c, const struct doc *d, struct verdict_view *v)
{
	*v = (struct verdict_view){.c = c, .d = d};
	v->clause_of = pool_array(c->pool, d->tok_count, sizeof(*v->clause_of));
	v->mark = pool_array(c->pool, d->tok_count, sizeof(*v->mark));
	v->sent_scope = pool_array(c->pool, d->sent_count, sizeof(*v->sent_scope));
	v->skip = pool_array(c->pool, d->sent_count, sizeof(*v->skip));
	cut_clauses(v);
	verdict_block(v);
	name_work(v);
	mark_idioms(v);
	find_scopes(v);
}

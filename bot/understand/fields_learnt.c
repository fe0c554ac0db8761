/*
 * What a brief tells in words that no rule knows: the clauses of the mail, judged by weights that
 * were learnt from briefs (templates/model/brief.tsv, `make model`). Asked last, when nothing gave
 * the field, and only of clauses that gave no other: for an objective where the kit needs one, for
 * an audience always, since people name it whether or not it is asked for; of who approves the
 * person named there is taken. To ask again for what was said annoys, to take a wrong clause
 * misleads, so the share wanted is high.
 */
#include "told.h"

/* Kinds of words, in whichever language. */
static const struct {
	enum lex_class class;
	const char *name;
} kinds[] = {
	{LEX_OBJECTIVE, "objective"},
	{LEX_AUDIENCE, "audience"},
	{LEX_PEOPLE, "people"},
	{LEX_CAUSE, "cause"},
	{LEX_RESULT, "result"},
	{LEX_MORE, "more"},
	{LEX_NOT_AIM, "not-aim"},
	{LEX_ASK, "ask"},
	{LEX_ASK_NOUN, "ask-noun"},
	{LEX_KIT, "kit"},
	{LEX_PRODUCT, "product"},
	{LEX_SPEC, "spec"},
	{LEX_OFFER, "offer"},
	{LEX_BUDGET, "budget"},
	{LEX_CHANNEL, "channel"},
	{LEX_APPROVER_BEFORE, "approves"},
	{LEX_APPROVER_AFTER, "approved-by"},
	{LEX_APPROVER_SELF, "i-approve"},
	{LEX_ROLE, "role"},
	{LEX_DEADLINE, "deadline"},
	{LEX_DATE, "date"},
	{LEX_NEGATION, "not"},
	{LEX_HENCE, "hence"},
	{LEX_UNKNOWN, "unknown"},
	{LEX_REFERENCE, "reference"},
	{LEX_VAGUE, "vague"},
	{LEX_PLEASE, "please"},
	{LEX_PRONOUN, "pronoun"},
	{LEX_BACKREF, "it"},
};

void
told_features(const struct doc *d, size_t from, size_t to, feature_fn *fn, void *arg)
{
	const char *has[COUNT(kinds)];
	const struct feature_out o = {fn, arg};
	size_t n = 0;
	if (from >= to)
		return;
	model_features(d, from, to, fn, arg);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (doc_find(d, kinds[i].class, from, to))
			has[n++] = kinds[i].name;
		if (doc_at(d, kinds[i].class, from))
			feature_give(&o, 'o', kinds[i].name, NULL);
		if (from + 1 < to && doc_at(d, kinds[i].class, from + 1))
			feature_give(&o, 'o', kinds[i].name, "2");
	}
	for (size_t i = 0; i < n; i++) {
		feature_give(&o, 'g', has[i], NULL);
		for (size_t k = 0; k < i; k++)
			feature_give(&o, 'g', has[k], has[i]);
	}
	for (size_t t = from; t < to; t++)
		if (d->tok[t].kind == TOK_NUMBER) {
			feature_give(&o, 'g', "number", NULL);
			break;
		}
}

struct best {
	enum field field;
	enum told told;
	float p;
	size_t from, to;
	unsigned heard;
};

/* Does the clause lie in words that gave a field, or hold them? Whom an aim speaks of may be whom
 * the work is for. */
static bool
gave_field(const struct context *c, enum field wanted, size_t from, size_t to)
{
	size_t start = c->d->tok[from].start, end = c->d->tok[to - 1].end;
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct said_field *s = &c->r->fields[f];
		bool aim = (f == FIELD_AUDIENCE && wanted == FIELD_OBJECTIVE) ||
			   (f == FIELD_OBJECTIVE && wanted == FIELD_AUDIENCE);
		if (!aim && s->given && s->value.end > s->value.start && s->value.start < end &&
		    s->value.end > start)
			return true;
	}
	return false;
}

static void
hear(const struct context *c, size_t from, size_t to, struct best *b)
{
	enum { WORDS_MIN = 3, WORDS_MAX = 32, HEARD_MAX = 60 };
	const struct doc *d = c->d;
	struct model_said said;
	if (to - from < WORDS_MIN || to - from > WORDS_MAX || b->heard >= HEARD_MAX ||
	    d->tok[from].flags & TOK_QUOTED || gave_field(c, b->field, from, to) ||
	    doc_find(d, LEX_GREETING, from, to) || doc_find(d, LEX_CLOSING, from, to) ||
	    leads_to_due_day(d, from, to)) /* "so we need them on the 14th" */
		return;
	b->heard++;
	model_read_by(c->u->told, told_features, d, from, to, &said);
	if (said.best != (int)b->told || said.p[b->told] <= b->p)
		return;
	b->p = said.p[b->told];
	b->from = from;
	b->to = to;
}

/* A sentence as a whole and, when it has marks inside, each of its clauses. */
static void
hear_sentence(const struct context *c, const struct sentence *s, struct best *b)
{
	const unsigned marks = GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN | GAP_CLOSE;
	const struct doc *d = c->d;
	size_t from = s->tok;
	if (s->close == '?' || s->tok == s->tok_end)
		return;
	hear(c, s->tok, s->tok_end, b);
	for (size_t k = s->tok + 1; k <= s->tok_end; k++) {
		if (k < s->tok_end && !gap_before(d, k, marks))
			continue;
		if (from > s->tok || k < s->tok_end)
			hear(c, from, k, b);
		from = k;
	}
}

void
field_learnt(struct context *c, enum field field)
{
	/* chosen on sets left out of the learning */
	static const struct best of[] = {
		{.field = FIELD_OBJECTIVE, .told = TOLD_AIM, .p = 0.45f},
		{.field = FIELD_AUDIENCE, .told = TOLD_READERS, .p = 0.50f},
		{.field = FIELD_APPROVER, .told = TOLD_APPROVER, .p = 0.60f},
		{.field = FIELD_COPY_OR_OFFER, .told = TOLD_OFFER, .p = 0.50f},
	};
	const struct doc *d = c->d;
	struct best b = {.to = 0};
	for (size_t i = 0; i < COUNT(of); i++)
		if (of[i].field == field)
			b = of[i];
	if (!c->u->told)
		return;
	for (size_t i = 0; i < d->sent_count; i++)
		hear_sentence(c, &d->sent[i], &b);
	if (b.to <= b.from)
		return;
	while (b.from + 2 < b.to && (doc_at(d, LEX_JOIN, b.from) || doc_at(d, LEX_HENCE, b.from) ||
				     doc_at(d, LEX_CONTRAST, b.from)))
		b.from++;
	struct slice rule = pool_slicef(c->pool, "model: %s .%02d", told_kinds.name[b.told],
					(int)((double)b.p * 99.5));
	if (field == FIELD_APPROVER) /* it is the person who is wanted, not the clause */
		(void)approver_in_clause(d, b.from, b.to, rule, &c->r->fields[FIELD_APPROVER]);
	else
		field_give(c, field,
			   doc_found_bytes(d, money_start(d, d->tok[b.from].start),
					   d->tok[b.to - 1].end, rule));
}

/* Features of a whole mail, and what the weights of them may change. */
#include "whole.h"

#include "names.h"

#define A(name) ACT_BIT(ACT_##name)

const struct model_kinds whole_kinds[WHOLE_COUNT] = {
	[WHOLE_DECISION] = {verdict_names, VERDICT_COUNT},
	[WHOLE_INTENT] = {intent_names, INTENT_COUNT},
};

/* --- features --- */

enum { WORDS_MAX = 600 }; /* of a long mail the beginning says what it is about */

static const char *
how_many(size_t n)
{
	static const char *const names[] = {"none", "one", "two", "three", "more"};
	return names[n < COUNT(names) ? n : COUNT(names) - 1];
}

static const char *
how_long(size_t words)
{
	static const struct {
		size_t upto;
		const char *name;
	} lengths[] = {{3, "few"}, {8, "short"}, {20, "sentence"}, {60, "some"}, {150, "long"}};
	for (size_t i = 0; i < COUNT(lengths); i++)
		if (words <= lengths[i].upto)
			return lengths[i].name;
	return "longer";
}

/* Is sentence i of the sender's own words: not of the block below the name? */
static bool
is_told(const struct whole_view *v, size_t i)
{
	return !v->seen ||
	       (!v->seen->skip[i] && (i < v->seen->block_from || i >= v->seen->block_to));
}

/* Passes on what was not given before: a word said a hundred times says no more than said once. */
struct once {
	const struct feature_out *out;
	uint32_t seen[4096]; /* more than twice what WORDS_MAX words give */
};
_Static_assert(COUNT(((struct once *)0)->seen) >= 2 * (2 * WORDS_MAX + WORDS_MAX), "room for all");

static void
pass_once(void *arg, const struct feature *f)
{
	struct once *o = arg;
	uint32_t hash = f->hash ? f->hash : 1;
	size_t at = hash % COUNT(o->seen);
	while (o->seen[at] && o->seen[at] != hash)
		at = (at + 1) % COUNT(o->seen);
	if (o->seen[at])
		return;
	o->seen[at] = hash;
	o->out->fn(o->out->arg, f);
}

static void
give_text(const struct feature_out *o, const struct whole_view *v)
{
	const struct doc *d = v->c->d;
	struct once once = {.out = o};
	const struct feature_out words = {pass_once, &once};
	size_t questions = 0;
	for (size_t i = 0; i < d->sent_count && d->sent[i].tok_end <= WORDS_MAX; i++) {
		if (!is_told(v, i))
			continue;
		model_words(d, d->sent[i].tok, d->sent[i].tok_end, 'w', 'b', &words);
		questions += d->sent[i].close == '?';
	}
	feature_give(o, 'l', how_long(d->tok_count), NULL);
	feature_give(o, 'q', how_many(questions), NULL);
}

static void
give_items(const struct feature_out *o, const struct reading *r)
{
	size_t count[ITEM_KIND_COUNT] = {0};
	for (size_t i = 0; i < r->items.len; i++)
		count[r->items.at[i].kind]++;
	for (int k = 0; k < ITEM_KIND_COUNT; k++)
		if (count[k]) {
			feature_give(o, 'i', item_kind_name((enum item_kind)k), NULL);
			feature_give(o, 'i', item_kind_name((enum item_kind)k), how_many(count[k]));
		}
	if (!r->items.len)
		feature_give(o, 'i', "none", NULL);
}

static void
give_acts(const struct feature_out *o, const act_list *acts)
{
	unsigned said = 0;
	for (size_t i = 0; i < acts->len; i++)
		said |= ACT_BIT(acts->at[i].act);
	for (unsigned a = 0; a < ACT_COUNT; a++) {
		if (!(said >> a & 1))
			continue;
		feature_give(o, 'a', act_names[a], NULL);
		for (unsigned b = 0; b < a; b++)
			if (said >> b & 1)
				feature_give(o, 'a', act_names[b], act_names[a]);
	}
	if (acts->len) {
		feature_give(o, 'f', act_names[acts->at[0].act], NULL);
		feature_give(o, 'e', act_names[acts->at[acts->len - 1].act], NULL);
	}
}

/* What the weights of clauses (model.h) make of the parts of a mail. */
struct heard {
	unsigned said;		  /* bits of the likeliest kind of each part */
	int last;		  /* of the last part, or -1 */
	float most[SPEECH_COUNT]; /* the largest share of each kind */
};

static void
hear_part(const struct whole_view *v, size_t from, size_t to, struct heard *h)
{
	struct model_said m;
	model_read(v->c->u->sentences, v->c->d, from, to, &m);
	h->said |= 1u << m.best;
	h->last = m.best;
	for (int k = 0; k < SPEECH_COUNT; k++)
		h->most[k] = m.p[k] > h->most[k] ? m.p[k] : h->most[k];
}

static void
give_heard(const struct feature_out *o, const struct heard *h, char kind, char share)
{
	static const struct {
		float least;
		const char *name;
	} shares[] = {{.15f, "maybe"}, {.3f, "some"},	 {.5f, "half"},
		      {.7f, "most"},   {.85f, "nearly"}, {.95f, "all"}};
	for (int k = 0; k < SPEECH_COUNT; k++) {
		for (size_t i = 0; i < COUNT(shares) && h->most[k] >= shares[i].least; i++)
			feature_give(o, share, speech_names[k], shares[i].name);
		if (!(h->said >> k & 1))
			continue;
		feature_give(o, kind, speech_names[k], NULL);
		for (int b = 0; b < k; b++)
			if (h->said >> b & 1)
				feature_give(o, kind, speech_names[b], speech_names[k]);
	}
}

static void
give_speech(const struct feature_out *o, const struct whole_view *v)
{
	enum { SENTENCES_MAX = 30, CLAUSES_MAX = 40, CLAUSE_WORDS = 2 };
	const struct doc *d = v->c->d;
	struct heard sentences = {.last = -1}, clauses = {.last = -1};
	for (size_t i = 0; i < d->sent_count && i < SENTENCES_MAX; i++)
		if (d->sent[i].tok < d->sent[i].tok_end && is_told(v, i))
			hear_part(v, d->sent[i].tok, d->sent[i].tok_end, &sentences);
	for (size_t i = 0; i < v->seen->clauses.len && i < CLAUSES_MAX; i++) {
		const struct verdict_clause *cl = &v->seen->clauses.at[i];
		if (cl->to - cl->from >= CLAUSE_WORDS && is_told(v, d->tok[cl->from].sent))
			hear_part(v, cl->from, cl->to, &clauses);
	}
	give_heard(o, &sentences, 's', 'p');
	give_heard(o, &clauses, 'z', 'j');
	if (sentences.last >= 0)
		feature_give(o, 'm', speech_names[sentences.last], NULL);
}

/* Kinds of words that tell what a mail is about, in whichever language. */
static const struct {
	enum lex_class class;
	const char *name;
} kinds[] = {
	{LEX_ASK, "ask"},	  {LEX_ASK_NOUN, "ask-noun"}, {LEX_KIT, "kit"},
	{LEX_PRODUCT, "product"}, {LEX_DATE, "date"},	      {LEX_DEADLINE, "deadline"},
	{LEX_APPROVE, "approve"}, {LEX_CHANGE, "change"},     {LEX_NEED, "need"},
	{LEX_PRAISE, "praise"},	  {LEX_TARGET, "target"},     {LEX_PLEASE, "please"},
	{LEX_DRAFT, "draft"},	  {LEX_AUDIENCE, "audience"}, {LEX_OBJECTIVE, "objective"},
	{LEX_BUDGET, "budget"},	  {LEX_SPEC, "spec"},	      {LEX_UNKNOWN, "unknown"},
	{LEX_ASKS, "asks"},	  {LEX_SCOPE, "scope"},
};

static void
give_circumstances(const struct feature_out *o, const struct context *c)
{
	const struct reading *r = c->r;
	size_t given = 0;
	const struct {
		bool is;
		const char *name;
	} is[] = {
		{c->reply, "reply"},
		{c->docket_subject, "job"},
		{c->forwarded, "forwarded"},
		{c->version > 0, "version"},
		{c->review_quoted, "review"},
		{c->question_count > 0, "prompted"},
		{r->answers.len > 0, "answers"},
		{c->only_deadline, "only-a-date"},
		{r->fields[FIELD_DELIVERABLE].given, "deliverable"},
		{r->fields[FIELD_DEADLINE].given, "date"},
		{r->vague.len > 0, "vague"},
		{r->attachments.len > 0, "file"},
		{r->quoted.len > 0, "quotes"},
	};
	for (size_t i = 0; i < COUNT(is); i++)
		if (is[i].is)
			feature_give(o, 'g', is[i].name, NULL);
	for (int f = 0; f < FIELD_COUNT; f++)
		given += r->fields[f].given;
	feature_give(o, 'n', how_many(given), NULL);
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (doc_find(c->d, kinds[i].class, 0, c->d->tok_count))
			feature_give(o, 'k', kinds[i].name, NULL);
	feature_give(o, 'v', verdict_name(r->verdict), NULL);
	model_words(c->subject, 0, c->subject->tok_count, 't', 'u', o);
}

/* What the rules make of it, and what else it might be to them. */
static void
give_score(const struct feature_out *o, const struct whole_view *v)
{
	enum { MUCH = 6 };
	const char *rules = intent_name(v->c->r->intent);
	feature_give(o, 'r', rules, NULL);
	for (int k = 0; k < INTENT_COUNT; k++) {
		if (v->score[k] <= 0)
			continue;
		feature_give(o, 'y', intent_names[k], NULL);
		feature_give(o, 'y', intent_names[k], rules);
		if (v->score[k] >= MUCH)
			feature_give(o, 'y', intent_names[k], "much");
	}
}

static void
give_all(const void *of, feature_fn *fn, void *arg)
{
	const struct whole_view *v = of;
	const struct feature_out o = {fn, arg};
	give_text(&o, v);
	give_items(&o, v->c->r);
	if (v->what == WHOLE_INTENT) {
		give_circumstances(&o, v->c);
		give_score(&o, v);
		return;
	}
	give_acts(&o, v->acts);
	give_speech(&o, v);
	struct feature row = feature_of('r', slice_of(v->row));
	fn(arg, &row);
	feature_give(&o, 'v', verdict_name(v->c->r->verdict), NULL);
}

/* --- answers --- */

struct listener {
	const struct whole_ear *ear;
	enum whole what;
};

static void
pass_on(void *arg, const struct feature *f)
{
	const struct listener *l = arg;
	l->ear->hear(l->ear->arg, l->what, f);
}

/* Asks the weights; false: there are none. */
static bool
ask(const struct whole_view *v, struct model_said *said)
{
	const struct understanding *u = v->c->u;
	if (u->ear) {
		struct listener l = {u->ear, v->what};
		give_all(v, pass_on, &l);
	}
	if (!u->whole[v->what])
		return false;
	model_read_of(u->whole[v->what], give_all, v, said);
	return true;
}

static struct slice
because(const struct context *c, const char *name, float p)
{
	return pool_slicef(c->pool, "model: %s .%02d", name, (int)(p * 99.5f));
}

/* What was taken for a wish in a mail that wishes nothing may still say what another's wish is. */
static void
doubt_changes(struct reading *r)
{
	for (size_t i = 0; i < r->items.len; i++)
		r->items.at[i].doubted =
			r->items.at[i].doubted || r->items.at[i].kind == ITEM_CHANGE;
}

static bool
wishes_changes(const struct reading *r)
{
	for (size_t i = 0; i < r->items.len; i++)
		if (r->items.at[i].kind == ITEM_CHANGE && !r->items.at[i].doubted)
			return true;
	return false;
}

/* Is it left to the rules: a word or two, more than is looked at, mockery, or something said below
 * the name? */
static bool
of_rules(const struct verdict_view *seen, const act_list *acts)
{
	const struct doc *d = seen->d;
	bool block = seen->block_from < seen->block_to;
	if (d->tok_count < 3 || d->tok_count > WORDS_MAX || seen->c->mail->text.len > DOC_TEXT_MAX)
		return true;
	for (size_t i = 0; i < d->sent_count; i++)
		if (seen->sent_scope[i] & SC_SARCASM)
			return true;
	for (size_t i = 0; block && i < acts->len; i++)
		if (acts->at[i].why.start >= d->sent[seen->block_from].start)
			return true;
	return false;
}

/*
 * How sure the weights must be of an approval that the rules do not see: the work goes out on it.
 * Surer where the rules see a wish beside a yes, surest where they see no yes, or what holds one
 * back. Measured on replies of voices never heard: tests/corpus/train/decisions/README.md.
 */
static float
enough(const struct verdict_view *seen, const act_list *acts)
{
	const float never = 2, sure = 0.85f, surer = 0.92f, surest = 0.95f;
	const unsigned against = A(WAIT) | A(DENY) | A(WOULD) | A(AGAIN) | A(THEIRS) | A(BEFORE) |
				 A(MACHINE) | A(DOUBT) | A(RETRACT) | A(ELSEWHERE);
	const unsigned wished = A(WISH) | A(NEED) | A(HINT);
	const unsigned yes = A(APPROVE) | A(NOD) | A(LETS_GO);
	unsigned said = 0;
	for (size_t i = 0; i < acts->len; i++)
		said |= ACT_BIT(acts->at[i].act);
	if (seen->other_version || seen->other_job || said & A(REJECT) ||
	    (said & A(WAIT) && said & A(APPROVE))) /* the rules see both: the yes waits */
		return never;
	/* "nearly signed off": the rules know the words, and that they are no yes */
	if (!(said & (yes | A(ACK) | A(COND))) &&
	    doc_find(seen->d, LEX_APPROVE, 0, seen->d->tok_count))
		return never;
	/* "Switch the order of the last two pages.": one sentence does not do two things unseen */
	if (said & A(WISH) && !(said & yes) && seen->d->sent_count == 1)
		return never;
	if (!(said & yes) || said & against || (said & A(COND) && wishes_changes(seen->c->r)))
		return surest;
	return said & A(APPROVE) && !(said & wished) ? sure : surer;
}

static bool
asks(const struct verdict_view *seen)
{
	for (size_t i = 0; i < seen->d->sent_count; i++)
		if (seen->sent_scope[i] & SC_ASKED)
			return true;
	return false;
}

struct slice
whole_decision(const struct verdict_view *seen, const act_list *acts, const char *row)
{
	/* An approval of the rules stands unless it is unlikely; one that no phrase says, if it is
	 * likely. */
	const float unlikely = 0.2f, even = 0.5f;
	const float likely = 0.7f; /* that something is to be changed, where nothing was found */
	/* Beside a yes that is not sure enough what is less likely than this is not said: the
	 * client is asked. Of 211 such approvals by hands never heard 25 more are asked about
	 * instead of being taken for changes; 4 of 242 with changes are asked about, too. */
	const float hardly = 0.1f;
	struct reading *r = seen->c->r;
	const struct whole_view v = {
		.c = seen->c, .what = WHOLE_DECISION, .seen = seen, .acts = acts, .row = row};
	struct model_said said;
	enum verdict was = r->verdict, best = VERDICT_NONE;
	if (!seen->c->review || seen->c->forwarded || of_rules(seen, acts) || !ask(&v, &said))
		return SLICE_NONE;
	float yes = said.p[VERDICT_APPROVE];
	bool phrase = doc_find(seen->d, LEX_APPROVE, 0, seen->d->tok_count) != NULL;
	/* "The second version is approved": the weights do not know which one that is */
	bool known = seen->counts_this || doc_find(seen->d, LEX_ASIDE, 0, seen->d->tok_count);
	if (was == VERDICT_APPROVE && (known || yes >= (phrase ? unlikely : even)))
		return SLICE_NONE;
	for (int k = 0; k < VERDICT_COUNT; k++)
		if (k != VERDICT_APPROVE && said.p[k] > said.p[best])
			best = (enum verdict)k;
	if (best == VERDICT_QUESTION && !asks(seen))
		best = was == VERDICT_APPROVE ? VERDICT_NONE : was;
	bool asked = best == VERDICT_CHANGES || best == VERDICT_APPROVE_WITH_CHANGES;
	if (was == VERDICT_NONE && asked && !r->items.len && said.p[best] < likely)
		best = was;
	bool granted = was != VERDICT_APPROVE && yes >= enough(seen, acts);
	bool unsure = !granted && said.p[best] < hardly && yes > said.p[best];
	if (granted) {
		best = VERDICT_APPROVE;
		doubt_changes(r);
	} else if (unsure) {
		best = VERDICT_NONE;
	}
	if (best == was)
		return SLICE_NONE;
	r->verdict = best;
	return unsure ? because(seen->c, "perhaps approve", yes)
		      : because(seen->c, verdict_name(best), said.p[best]);
}

void
whole_intent(struct context *c, const int score[INTENT_COUNT])
{
	const struct whole_view v = {.c = c, .what = WHOLE_INTENT, .score = score};
	const float surely = 0.7f;
	/* more likely than not; from .2 to .9 three of 181 mails never learnt from are read
	 * otherwise */
	const float likely = 0.5f;
	struct model_said said;
	enum intent was = c->r->intent, best = was;
	if ((c->mail->class != MAIL_HUMAN && c->mail->class != MAIL_LIST) || c->r->commands.len ||
	    !c->d->tok_count || !ask(&v, &said))
		return;
	for (int k = 0; k < INTENT_COUNT; k++)
		if (said.p[k] > said.p[best])
			best = (enum intent)k;
	/* a mail that moves a date or ends a job is acted on */
	bool acts = best == INTENT_CHANGE_DEADLINE || best == INTENT_CANCEL;
	if (best == was || said.p[best] < (acts ? surely : likely))
		return;
	c->r->intent = best;
	c->r->intent_why = (struct found){.rule = because(c, intent_name(best), said.p[best])};
}

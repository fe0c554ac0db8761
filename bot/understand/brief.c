/* The brief as a whole: kit, number of requests, jobs, and what is missing. */
#include "context.h"

enum { KITS_MAX = 40, JOBS_MAX = 12 };

struct vote {
	struct slice kit;
	int weight;
};

static void
vote_add(struct vote *votes, size_t *count, struct slice kit, int weight)
{
	for (size_t i = 0; i < *count; i++) {
		if (slice_eq(votes[i].kit, kit)) {
			votes[i].weight += weight;
			return;
		}
	}
	if (*count < KITS_MAX)
		votes[(*count)++] = (struct vote){kit, weight};
}

static void
vote_doc(const struct doc *d, size_t from, size_t to, struct vote *votes, size_t *count, int weight)
{
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		if (m->class == LEX_KIT && m->tok >= from && m->tok_end <= to)
			vote_add(votes, count, match_arg(d, m), weight);
	}
}

static struct slice
vote_winner(const struct vote *votes, size_t count)
{
	size_t best = 0;
	for (size_t i = 1; i < count; i++)
		if (votes[i].weight > votes[best].weight)
			best = i;
	return count ? votes[best].kit : SLICE_NONE;
}

/*
 * The kit of a deliverable: of its head noun. That is the first one, in an English compound the last
 * ("the back label copy"). A longer name wins over its parts.
 */
static struct slice
kit_of(const struct doc *d, size_t from, size_t to)
{
	const struct match *best = NULL;
	bool compounds = d->lang == LANG_EN;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		if (m->class != LEX_KIT || m->tok < from || m->tok_end > to)
			continue;
		bool longer = best && m->tok_end - m->tok > best->tok_end - best->tok;
		bool next = best && m->tok == best->tok_end && !d->tok[m->tok].gap;
		if (!best || (best->tok_end > m->tok ? longer : next && compounds))
			best = m;
	}
	return best ? match_arg(d, best) : SLICE_NONE;
}

/*
 * "Not sure whether a dossier or a film": two kits in a sentence that says nobody knows yet. Then the
 * kit is what is to be found out.
 */
static bool
undecided(const struct doc *d)
{
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		const struct match *a = doc_find_in(d, LEX_UNKNOWN, s) ? doc_find_in(d, LEX_KIT, s)
								       : NULL;
		for (size_t k = a ? a->tok_end : s->tok_end; k < s->tok_end; k++) {
			const struct match *b = doc_at(d, LEX_KIT, k);
			if (b && !slice_eq(match_arg(d, a), match_arg(d, b)) &&
			    k <= a->tok_end + 2 && doc_find(d, LEX_JOIN, a->tok_end, k))
				return true;
		}
	}
	return false;
}

static void
choose_kit(struct context *c)
{
	struct vote votes[KITS_MAX];
	size_t count = 0;
	const struct doc *d = c->d;
	struct slice likely = SLICE_NONE;
	if (c->r->jobs.len > 1 && c->r->jobs.at[0].kit.len) {
		c->r->kit = c->r->jobs.at[0].kit;
		return;
	}
	if (!c->question_count && undecided(d))
		return;
	if (c->deliverable_end) {
		c->r->kit = kit_of(d, c->deliverable_tok, c->deliverable_end);
		if (c->r->kit.len)
			return;
		const struct match *p =
			doc_find(d, LEX_PRODUCT, c->deliverable_tok, c->deliverable_end);
		/* "a graphic" can be of any kit, "a trophy" of none */
		struct slice arg = p ? match_arg(d, p) : SLICE_NONE;
		if (p && !slice_starts(arg, "any")) {
			c->r->kit = SLICE_LIT("other");
			return;
		}
		/* "any blog-graphic": that one where an article is spoken of; "any print": unless
		 * the mail speaks of another kit */
		if (arg.len > 4)
			likely = slice_sub(arg, 4, arg.len);
	}
	if (c->quoted && c->question_count) {
		const struct doc *quoted = doc_in(c->u, c->quoted, c->quoted->lang);
		vote_doc(quoted, 0, quoted->tok_count, votes, &count, 3);
		vote_doc(c->subject, 0, c->subject->tok_count, votes, &count, 3);
		c->r->kit = vote_winner(votes, count);
		if (c->r->kit.len)
			return;
	}
	vote_doc(c->subject, 0, c->subject->tok_count, votes, &count, 3);
	vote_doc(d, 0, d->tok_count, votes, &count, 1);
	c->r->kit = vote_winner(votes, count);
	if (likely.len && (slice_is(c->r->kit, "copy") ||
			   (!c->r->kit.len && !slice_is(likely, "blog-graphic"))))
		c->r->kit = likely;
	if (!c->r->kit.len && c->r->fields[FIELD_DELIVERABLE].given)
		c->r->kit = SLICE_LIT("other");
}

void
brief_job(struct context *c, size_t from, size_t to)
{
	const struct doc *d = c->d;
	struct slice text = doc_found(d, from, to, SLICE_NONE).text;
	if (c->r->jobs.len >= JOBS_MAX || !text.len)
		return;
	for (size_t i = 0; i < c->r->jobs.len; i++)
		if (slice_ieq(c->r->jobs.at[i].deliverable, text))
			return;
	(void)VEC_NEW(&c->r->jobs, c->pool);
	c->r->jobs.at[c->r->jobs.len - 1].deliverable = text;
	c->r->jobs.at[c->r->jobs.len - 1].kit = kit_of(d, from, to);
}

static void
split_joined(struct context *c, size_t from, size_t *to)
{
	const struct doc *d = c->d;
	/* the noun phrase itself may hold "a poster and a flyer": cut it at the join */
	for (size_t k = from + 1; k + 1 < *to; k++) {
		if (!doc_at(d, LEX_JOIN, k) || !doc_at(d, LEX_ARTICLE, k + 1))
			continue;
		if ((doc_find(d, LEX_KIT, from, k) || doc_find(d, LEX_PRODUCT, from, k)) &&
		    (doc_find(d, LEX_KIT, k, *to) || doc_find(d, LEX_PRODUCT, k, *to))) {
			*to = k;
			return;
		}
	}
}

/* "bookmarks and yard signs": a product in the plural needs no article to be one more job. */
static bool
bare_plural(const struct doc *d, size_t first, size_t k, size_t stop)
{
	enum { NEAR = 3 };
	const struct match *m =
		d->lang == LANG_DE ? NULL : doc_find(d, LEX_KIT, k, k + NEAR < stop ? k + NEAR : stop);
	return m && slice_ends(doc_word(d, m->tok_end - 1), "s") &&
	       doc_find(d, LEX_KIT, first, k) &&
	       !slice_eq(match_arg(d, doc_find(d, LEX_KIT, first, k)), SLICE_LIT("copy"));
}

/* "a poster, an insert and a cling": each further product with its own article is a job. */
static size_t
enumerate(struct context *c, size_t from, size_t to)
{
	const struct doc *d = c->d;
	size_t sent_end = d->sent[d->tok[from].sent].tok_end;
	size_t end = to;
	brief_job(c, from, to);
	for (;;) {
		size_t k = end;
		bool joined = false;
		/* "the leaflet (A5, recycled) and a page" */
		if (k < sent_end && d->tok[k].gap & GAP_OPEN)
			while (k < sent_end && !(d->tok[k].gap & GAP_CLOSE))
				k++;
		if (k < sent_end && doc_at(d, LEX_JOIN, k))
			joined = true, k++;
		else if (k >= sent_end || !(d->tok[k].gap & GAP_COMMA))
			break;
		/* "(1) a banner, (2) 500 labels" */
		if (k + 1 < sent_end && d->tok[k].gap & GAP_OPEN && d->tok[k].kind == TOK_NUMBER &&
		    d->tok[k + 1].gap & GAP_CLOSE)
			k++;
		if (k >= sent_end || !(doc_at(d, LEX_ARTICLE, k) || d->tok[k].kind == TOK_NUMBER ||
				       (joined && bare_plural(d, from, k, sent_end))))
			break;
		if (doc_at(d, LEX_SPEC, k))
			break; /* "a deck, ten slides" is one */
		size_t stop = phrase_end(d, k, 8);
		split_joined(c, k, &stop);
		const struct match *p = doc_find(d, LEX_PRODUCT, k, stop);
		if (!doc_find(d, LEX_KIT, k, stop) && !(p && !slice_starts(match_arg(d, p), "any")))
			break;
		brief_job(c, k, stop);
		end = stop;
	}
	return end;
}

static void
count_requests(struct context *c)
{
	const struct doc *d = c->d;
	if (c->deliverable_end) {
		size_t to = c->deliverable_end;
		split_joined(c, c->deliverable_tok, &to);
		bool listed = c->r->jobs.len > 1;
		size_t end = enumerate(c, c->deliverable_tok, to);
		if (!listed && end > c->deliverable_end && c->r->jobs.len > 1) {
			struct found all = doc_found(d, c->deliverable_tok, end,
						     c->r->fields[FIELD_DELIVERABLE].value.rule);
			c->r->fields[FIELD_DELIVERABLE].value = all;
			c->deliverable_end = end;
		}
	}
	/* further asks in other sentences */
	uint32_t last = UINT32_MAX;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		if (m->class != LEX_ASK && m->class != LEX_ASK_NOUN && m->class != LEX_NEW_WORK)
			continue;
		size_t from = m->tok_end;
		if (from >= d->tok_count || d->tok[from].sent != d->tok[m->tok].sent ||
		    d->tok[from].sent == last ||
		    (c->deliverable_end && d->tok[from].sent == d->tok[c->deliverable_tok].sent))
			continue;
		size_t to = phrase_end(d, from, 10);
		const struct match *a = doc_at(d, LEX_ARTICLE, from);
		bool fresh = (a && !slice_is(match_arg(d, a), "the")) ||
			     d->tok[from].kind == TOK_NUMBER || m->class == LEX_NEW_WORK;
		if (fresh && (doc_find(d, LEX_KIT, from, to) ||
			      doc_find(d, LEX_PRODUCT, from, to) || m->class == LEX_NEW_WORK)) {
			enumerate(c, from, to);
			last = d->tok[from].sent;
		}
	}
}

void
brief_read(struct context *c)
{
	fields_labelled(c);
	answers_read(c);
	fields_prose(c);
	count_requests(c);
	choose_kit(c);
}

void
brief_missing(struct context *c)
{
	unsigned given = 0, need;
	for (int f = 0; f < FIELD_COUNT; f++)
		if (c->r->fields[f].given)
			given |= FIELD_BIT(f);
	if (c->r->intent == INTENT_INFO)
		need = c->asked;
	else if (c->r->intent == INTENT_REQUEST)
		need = understand_required(c->u, c->r->kit);
	else
		need = 0;
	c->r->missing = need & ~given;
}

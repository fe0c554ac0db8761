/*
 * Ends the compilation of the lexicons: the patterns by the word they begin with, each with what it
 * takes behind it, and arrays that have stopped growing at their size. Leaves the patterns
 * themselves to lexicon.c.
 */
#include "lexicon.h"

/* States are made from the back of a pattern: where one leads was looked at before. */
static uint64_t *
takes_by_state(const struct lexicon *lex, struct pool *pool)
{
	uint64_t *takes = pool_array(pool, lex->states.len + 1, sizeof(*takes));
	for (size_t i = 0; i < lex->states.len; i++) {
		const struct lex_state *s = &lex->states.at[i];
		switch (s->op) {
		case OP_WORD:
		case OP_PREFIX: takes[i] = lex_bit(s->a); break;
		case OP_NUMBER: takes[i] = lex_bit(VOCAB_NUMBER); break;
		case OP_SET:
			for (uint32_t k = 1; k <= lex->sets.at[s->a]; k++)
				takes[i] |= lex_bit(lex->sets.at[s->a + k]);
			break;
		case OP_ANY: takes[i] = UINT64_C(1) << LEX_BIT_ANY; break;
		case OP_END: takes[i] = UINT64_C(1) << LEX_BIT_END; break;
		case OP_SPLIT: takes[i] = takes[s->a] | takes[s->b]; break;
		case OP_ACCEPT: takes[i] = UINT64_MAX; break;
		}
	}
	return takes;
}

static void
index_begins(const struct lex_begin *begin, size_t n, const uint64_t *takes, struct pool *pool,
	     struct lex_index *out)
{
	for (size_t i = 0; i < n; i++)
		if (out->count <= begin[i].id)
			out->count = begin[i].id + 1;
	out->first = pool_array(pool, out->count + 2, sizeof(*out->first));
	out->starts = pool_array(pool, n + 1, sizeof(*out->starts));
	/* first[id + 1] counts, then is where the next one goes, then where those of id end */
	for (size_t i = 0; i < n; i++)
		out->first[begin[i].id + 2]++;
	for (size_t id = 2; id <= out->count; id++)
		out->first[id + 1] += out->first[id];
	for (size_t i = n; i-- > 0;)
		out->starts[out->first[begin[i].id + 1]++] =
			(struct lex_start){takes[begin[i].state], begin[i].state, begin[i].pattern};
}

static void
index_all(struct lexicon *lex, struct pool *pool, struct pool *build)
{
	size_t asks = 0, n = lex->begins.len;
	const uint64_t *takes = takes_by_state(lex, build);
	struct lex_begin *asking = pool_array(build, n + 1, sizeof(*asking));
	index_begins(lex->begins.at, n, takes, pool, &lex->all);
	for (size_t i = 0; i < n; i++)
		if (lex_asks(lex->patterns.at[lex->begins.at[i].pattern].class))
			asking[asks++] = lex->begins.at[i];
	index_begins(asking, asks, takes, pool, &lex->prompts);
}

static void
settle(struct understanding *u, void *array, size_t len, size_t size)
{
	void **at = array, *kept = pool_array(u->pool, len ? len : 1, size);
	if (len)
		memcpy(kept, *at, len * size);
	*at = kept;
}

void
lexicon_finish(struct understanding *u)
{
	settle(u, &u->vocab.at, u->vocab.cap, sizeof(*u->vocab.at));
	if (!u->vocab.cap) /* no lexicon at all: the one free slot ends every search */
		u->vocab.cap = 1;
	for (int l = 0; l < LANG_DATES_COUNT; l++) {
		struct lexicon *lex = &u->lex[l];
		index_all(lex, u->pool, u->build);
		settle(u, &lex->states.at, lex->states.len, sizeof(*lex->states.at));
		settle(u, &lex->patterns.at, lex->patterns.len, sizeof(*lex->patterns.at));
		settle(u, &lex->sets.at, lex->sets.len, sizeof(*lex->sets.at));
	}
	u->work = lex_work_new(u);
}

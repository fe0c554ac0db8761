/* A text in a language: which one it is, and its words and stretches with their offsets. */
#include "lexicon.h"

#include "docket/base/utf8.h"

#include "work.h"

_Thread_local size_t understand_work;

int
doc_language(const struct understanding *u, const struct doc *d, int fallback)
{
	unsigned score[LANG_COUNT] = {0};
	int best = fallback;
	understand_work += d->tok_count;
	for (size_t i = 0; i < d->tok_count; i++) {
		const struct token *t = &d->tok[i];
		if (t->kind != TOK_WORD || !t->id)
			continue;
		const struct vocab_entry *e =
			vocab_find(&u->vocab, t->folded, t->folded_len, t->hash);
		for (int l = 0; e && l < LANG_COUNT; l++)
			if (e->stop_langs >> l & 1)
				score[l] += e->stop_langs == 1u << l ? 3 : 1;
	}
	for (int l = 0; l < LANG_COUNT; l++)
		if (score[l] > score[best])
			best = l;
	return best;
}

struct doc *
doc_new(const struct understanding *u, struct pool *pool, struct slice text, int lang)
{
	struct doc *d = pool_alloc(pool, sizeof(*d));
	d->pool = pool;
	d->date_steps = pool_alloc(pool, sizeof(*d->date_steps));
	d->text = utf8_cut(text, DOC_TEXT_MAX);
	text_split(u, d);
	d->lang = lang >= 0 ? lang : doc_language(u, d, LANG_EN);
	d->lex = &u->lex[d->lang];
	lexicon_run(d->lex, u->work, d);
	return d;
}

struct slice
doc_word(const struct doc *d, size_t tok)
{
	return slice_sub(d->text, d->tok[tok].start, d->tok[tok].end);
}

struct slice
doc_folded(const struct doc *d, size_t tok)
{
	return slice_make(d->tok[tok].folded, d->tok[tok].folded_len);
}

bool
doc_is(const struct doc *d, size_t tok, const char *folded)
{
	return tok < d->tok_count && slice_is(doc_folded(d, tok), folded);
}

struct found
doc_found_bytes(const struct doc *d, size_t start, size_t end, struct slice rule)
{
	struct slice raw = slice_sub(d->text, start, end);
	char *buf = pool_alloc(d->pool, raw.len + 1);
	size_t n = 0;
	understand_work += raw.len;
	for (size_t i = 0; i < raw.len; i++) {
		bool space = strchr(" \t\r\n\v\f", raw.data[i]) && raw.data[i];
		if (!space)
			buf[n++] = raw.data[i];
		else if (n && buf[n - 1] != ' ')
			buf[n++] = ' ';
	}
	while (n && buf[n - 1] == ' ')
		n--;
	return (struct found){slice_make(buf, n), start, end, rule};
}

struct found
doc_found(const struct doc *d, size_t from, size_t to, struct slice rule)
{
	if (from >= to || to > d->tok_count)
		return (struct found){.rule = rule};
	return doc_found_bytes(d, d->tok[from].start, d->tok[to - 1].end, rule);
}

size_t
doc_tok_at(const struct doc *d, size_t offset)
{
	size_t lo = 0, hi = d->tok_count;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (d->tok[mid].start < offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

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

static struct doc *
split(const struct understanding *u, struct pool *pool, struct slice text)
{
	struct doc *d = pool_alloc(pool, sizeof(*d));
	d->pool = pool;
	d->date_steps = pool_alloc(pool, sizeof(*d->date_steps));
	d->text = utf8_cut(text, DOC_TEXT_MAX);
	text_split(u, d);
	return d;
}

static struct doc *
look_up_in(const struct understanding *u, struct doc *d, int lang, bool asking)
{
	d->lang = lang >= 0 ? lang : doc_language(u, d, LANG_EN);
	d->lex = &u->lex[d->lang];
	lexicon_run(d->lex, asking ? &d->lex->prompts : &d->lex->all, u->work, d);
	return d;
}

struct doc *
doc_new(const struct understanding *u, struct pool *pool, struct slice text, int lang)
{
	return look_up_in(u, split(u, pool, text), lang, false);
}

struct doc *
doc_asking(const struct understanding *u, struct pool *pool, struct slice text, int lang)
{
	return look_up_in(u, split(u, pool, text), lang, true);
}

/* Words and sentences are those of every language; only where the matches of a sentence are is not.
 */
struct doc *
doc_in(const struct understanding *u, const struct doc *d, int lang)
{
	struct doc *other = pool_alloc(d->pool, sizeof(*other));
	other->pool = d->pool;
	other->date_steps = pool_alloc(d->pool, sizeof(*other->date_steps));
	other->text = d->text;
	other->tok = d->tok;
	other->tok_count = d->tok_count;
	other->sent_count = d->sent_count;
	other->sent = pool_array(d->pool, d->sent_count + 1, sizeof(*other->sent));
	if (d->sent_count)
		memcpy(other->sent, d->sent, d->sent_count * sizeof(*other->sent));
	return look_up_in(u, other, lang, false);
}

int
doc_text_language(const struct understanding *u, struct pool *pool, struct slice text)
{
	return doc_language(u, split(u, pool, text), LANG_EN);
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

/* Versions and numbers of a work, as people name them. */
#include "context.h"

/* "v2" */
static int64_t
short_version(const struct doc *d, size_t t)
{
	enum { LETTERS = 3 }; /* "v12": nobody gets farther, and "v2000" is a motor */
	struct slice w = doc_word(d, t);
	int64_t n;
	bool is = w.len >= 2 && w.len <= LETTERS && (w.data[0] | 32) == 'v' &&
		  slice_int(slice_sub(w, 1, w.len), &n);
	return is ? n : 0;
}

/* "v2", "version 2" */
static int64_t
numbered_version(const struct doc *d, size_t t)
{
	bool named = d->tok[t].kind == TOK_NUMBER && t && doc_at(d, LEX_VERSION, t - 1) &&
		     d->tok[t - 1].sent == d->tok[t].sent;
	return named ? d->tok[t].value : short_version(d, t);
}

/* "the second draft". A second draft is one that may come, and nobody knows which is the last. */
static int64_t
counted_version(const struct doc *d, size_t t)
{
	enum { LAST = 99 }; /* what the lexicon gives "last" */
	const struct match *m = doc_at(d, LEX_ORDINAL, t);
	const struct match *the = t ? doc_at(d, LEX_ARTICLE, t - 1) : NULL;
	bool first = t == 0 || d->tok[t - 1].sent != d->tok[t].sent;
	int64_t n;
	if (!m || !(first || (the && slice_is(match_arg(d, the), "the"))) ||
	    m->tok_end == d->tok_count || d->tok[m->tok_end].sent != d->tok[t].sent ||
	    d->tok[m->tok_end].gap || !doc_at(d, LEX_VERSION, m->tok_end))
		return 0;
	return slice_int(match_arg(d, m), &n) && n < LAST ? n : 0;
}

int64_t
version_at(const struct doc *d, size_t t, bool *counted)
{
	int64_t n = numbered_version(d, t);
	*counted = !n;
	return n ? n : counted_version(d, t);
}

int64_t
version_in(const struct doc *d, bool short_only)
{
	int64_t n = 0;
	for (size_t t = 0; t < d->tok_count && !n; t++)
		n = short_only ? short_version(d, t) : numbered_version(d, t);
	return n;
}

bool
version_compared(const struct doc *d, size_t t)
{
	enum { BACK = 3 }; /* "compared to the" */
	for (size_t k = t; k-- > 0 && t - k <= BACK && d->tok[k].sent == d->tok[t].sent;) {
		const struct match *m = doc_at(d, LEX_COMPARE, k);
		if (m && m->tok_end + 1 >= t)
			return true;
	}
	return false;
}

bool
job_number_at(const struct doc *d, size_t t)
{
	return t + 1 < d->tok_count && d->tok[t].kind == TOK_WORD &&
	       d->tok[t].end - d->tok[t].start >= 2 && d->tok[t].end - d->tok[t].start <= 8 &&
	       d->tok[t + 1].kind == TOK_NUMBER && d->tok[t + 1].sep == '-' &&
	       d->tok[t + 1].digits >= 3 && d->tok[t + 1].digits <= 5;
}

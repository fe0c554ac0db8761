/*
 * The lines below the sender's name: titles, slogans and fine print say nothing there, while an
 * afterthought does.
 */
#include "verdict.h"

/* Of these no name is made. */
static const enum lex_class no_names[] = {
	LEX_APPROVE, LEX_REJECT, LEX_CLOSING, LEX_GREETING, LEX_TARGET, LEX_PRAISE,
};

static bool
name_word(const struct doc *d, size_t t)
{
	for (size_t i = 0; i < COUNT(no_names); i++)
		if (doc_at(d, no_names[i], t))
			return false;
	return d->tok[t].kind == TOK_WORD && d->tok[t].flags & TOK_UPPER &&
	       !(d->tok[t].gap & GAP_COLON);
}

/* One to four capitalised words alone in their line. */
static bool
name_line(const struct doc *d, size_t i)
{
	enum { NAME_WORDS = 4 };
	const struct sentence *s = &d->sent[i];
	size_t t = s->tok, line = s->line;
	if (!s->first_in_line || s->bullet)
		return false;
	for (; i < d->sent_count && d->sent[i].line == line; i++) { /* "R. Peake" are two */
		if (d->sent[i].close == '!' || d->sent[i].close == '?')
			return false;
		for (; t < d->sent[i].tok_end; t++)
			if (t - s->tok >= NAME_WORDS || !name_word(d, t))
				return false;
	}
	return t > s->tok;
}

/* Whoever adds these below his name has not finished. */
static bool
goes_on(const struct doc *d, const struct sentence *s, bool own_paragraph)
{
	static const enum lex_class against[] = {LEX_NEGATION, LEX_OTHERS, LEX_DEFER, LEX_CONTRAST,
						 LEX_REJECT,   LEX_NEED,   LEX_WISHES};
	if (doc_find_in(d, LEX_RETRACT, s))
		return true;
	for (size_t i = 0; own_paragraph && i < COUNT(against); i++)
		if (doc_find_in(d, against[i], s))
			return true;
	return false;
}

/* Titles and slogans under the name, and paragraphs of fine print, say nothing. */
static void
skip_block(struct verdict_view *v)
{
	enum { PROSE_WORDS = 6 };
	const struct doc *d = v->d;
	for (size_t i = v->block_from, end; i < v->block_to; i = end) {
		bool name = d->sent[i].para == d->sent[v->block_from].para, fine_print = false;
		for (end = i; end < v->block_to && d->sent[end].para == d->sent[i].para; end++)
			fine_print = fine_print || doc_find_in(d, LEX_DISCLAIMER, &d->sent[end]);
		for (size_t k = i; k < end; k++)
			v->skip[k] = fine_print ||
				     ((name || d->sent[k].tok_end - d->sent[k].tok < PROSE_WORDS) &&
				      !goes_on(d, &d->sent[k], !name));
	}
}

/* From the first name alone in a line to the end, or to a postscript. */
void
verdict_block(struct verdict_view *v)
{
	const struct doc *d = v->d;
	size_t i = 1;
	while (i < d->sent_count && !name_line(d, i))
		i++;
	v->block_from = i < d->sent_count ? i : d->sent_count;
	while (i < d->sent_count && !doc_at(d, LEX_POSTSCRIPT, d->sent[i].tok))
		i++;
	v->block_to = i;
	skip_block(v);
}

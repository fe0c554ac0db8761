/* Names: the sender's, and lines that could be one. */
#include "signer.h"

enum { FROM_MAX = 3 };

static bool
wordish(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static void
add_tokens(struct split *s, struct slice text, struct signer *w)
{
	struct slice f = phrase_fold(s->pool, text);

	for (size_t i = 0; i < f.len && w->len < NAME_TOKENS;) {
		size_t from = i;
		while (i < f.len && wordish(f.data[i]))
			i++;
		if (i - from >= 2)
			w->token[w->len++] = slice_sub(f, from, i);
		i += i == from;
	}
}

struct signer
signer_of(struct split *s)
{
	struct signer w = {.len = 0};
	const struct mail *m = s->mail;

	/* "Doe, Jane <a@b>" without quotes is read as two senders: both are her names */
	for (size_t i = 0; i < m->from.len && i < FROM_MAX; i++)
		add_tokens(s, m->from.at[i].name, &w);
	w.shown = w.len;
	for (size_t i = 0; i < m->from.len && i < FROM_MAX; i++) {
		ptrdiff_t at = slice_index(m->from.at[i].mailbox, '@');
		if (at > 0)
			add_tokens(s, slice_sub(m->from.at[i].mailbox, 0, (size_t)at), &w);
	}
	return w;
}

/* "jb" of Jane Brown, in either order. */
static bool
initials(struct slice t, const struct signer *w)
{
	if (t.len != 2 || w->shown < 2)
		return false;
	char first = w->token[0].data[0], last = w->token[w->shown - 1].data[0];
	return (t.data[0] == first && t.data[1] == last) ||
	       (t.data[0] == last && t.data[1] == first);
}

/* "janebrown" of Jane Brown, in either order. */
static bool
glued(struct slice t, const struct signer *w)
{
	for (size_t i = 0; i < w->shown; i++)
		for (size_t k = 0; k < w->shown; k++)
			if (i != k && t.len == w->token[i].len + w->token[k].len &&
			    slice_eq(slice_sub(t, 0, w->token[i].len), w->token[i]) &&
			    slice_eq(slice_sub(t, w->token[i].len, t.len), w->token[k]))
				return true;
	return false;
}

/* The token itself, its beginning ("Rob") or, in four letters or more, its end ("Beth"). */
static bool
is_token(struct slice t, struct slice token)
{
	if (slice_eq(t, token))
		return true;
	if (t.len >= token.len)
		return false;
	return (t.len >= 3 && slice_eq(t, slice_sub(token, 0, t.len))) ||
	       (t.len >= 4 && slice_eq(t, slice_sub(token, token.len - t.len, token.len)));
}

static bool
names(struct slice t, const struct signer *w)
{
	for (size_t k = 0; k < w->len; k++)
		if (is_token(t, w->token[k]))
			return true;
	return initials(t, w) || glued(t, w);
}

size_t
signer_hits(struct slice f, const struct signer *w)
{
	size_t hits = 0, words = 0;

	while (f.len > 0 && !wordish(f.data[0]))
		f = slice_sub(f, 1, f.len);
	for (size_t i = 0; i < f.len && words <= 5;) {
		size_t from = i;
		while (i < f.len && wordish(f.data[i]))
			i++;
		struct slice t = slice_sub(f, from, i);
		words += t.len > 0;
		hits += t.len > 0 && names(t, w);
		if (t.len == 1 && hits + 1 >= words) /* an initial */
			words--;
		i += i == from;
	}
	return words <= 4 && hits * 2 >= words ? hits : 0;
}

bool
signer_is(struct slice folded, const struct signer *w)
{
	return signer_hits(folded, w) > 0;
}

bool
signer_initial(struct slice f, const struct signer *w)
{
	if (slice_ends(f, "."))
		f.len--;
	for (size_t k = 0; k < w->shown && f.len == 1; k++)
		if (w->token[k].data[0] == f.data[0])
			return true;
	return false;
}

bool
signer_touched(struct slice folded, const struct signer *w)
{
	for (size_t k = 0; k < w->len; k++)
		if (w->token[k].len >= 3 && slice_find(folded, w->token[k]) >= 0)
			return true;
	return false;
}

static bool
upper_start(struct slice w)
{
	return w.len > 0 &&
	       ((w.data[0] >= 'A' && w.data[0] <= 'Z') || (unsigned char)w.data[0] >= 0x80);
}

bool
signer_like(struct slice w)
{
	size_t words = 0;
	struct slice word, rest = w;

	if (w.len > 40)
		return false;
	while (slice_cut(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		if (!upper_start(word) || strchr("!?:;", word.data[word.len - 1]))
			return false;
		for (size_t i = 0; i < word.len; i++)
			if (word.data[i] >= '0' && word.data[i] <= '9')
				return false;
		words++;
	}
	return words >= 1 && words <= 4;
}

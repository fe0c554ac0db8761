/*
 * "On Monday Bo wrote:" in any language: an opener, a date, an address, a verb, and a colon at the
 * end. How many of these are asked for depends on whether marked quotes follow.
 */
#include "attribution.h"

enum {
	ATTR_LINES = 4, /* an attribution is folded into at most that many */
	ATTR_BYTES = 400,
	SMALL_WORDS = 4,   /* an attribution without a verb has no more of them */
	ATTR_TRIES = 2000, /* attributions tried per mail: keeps 100k "wrote:" lines cheap */
};

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
attribution_has_date(struct slice w)
{
	size_t run = 0, from = 0;

	for (size_t i = 0; i <= w.len; i++) {
		if (i < w.len && digit(w.data[i])) {
			if (run++ == 0)
				from = i;
			continue;
		}
		if (run == 4 && (slice_starts(slice_sub(w, from, i), "19") ||
				 slice_starts(slice_sub(w, from, i), "20")))
			return true;
		if (run >= 1 && run <= 2 && i + 1 < w.len && digit(w.data[i + 1]) &&
		    (w.data[i] == ':' || w.data[i] == '/'))
			return true;
		run = 0;
	}
	return false;
}

/* 1900 to 2099 */
static bool
attribution_has_year(struct slice w)
{
	for (size_t i = 0; i + 4 <= w.len; i++) {
		struct slice y = slice_sub(w, i, i + 4);
		if ((slice_starts(y, "19") || slice_starts(y, "20")) && digit(y.data[2]) &&
		    digit(y.data[3]) && (i + 4 == w.len || !digit(w.data[i + 4])) &&
		    (i == 0 || !digit(w.data[i - 1])))
			return true;
	}
	return false;
}

bool
attribution_has_address(struct slice w)
{
	for (size_t i = 1; i + 1 < w.len; i++)
		if (w.data[i] == '@' && (unsigned char)w.data[i - 1] > ' ' &&
		    (unsigned char)w.data[i + 1] > ' ')
			return true;
	return slice_has(w, "<mailto:");
}

/* hh:mm or hh.mm; programs always print it. */
static bool
has_time(struct slice w)
{
	for (size_t i = 1; i + 2 < w.len; i++)
		if ((w.data[i] == ':' || w.data[i] == '.') && digit(w.data[i - 1]) &&
		    w.data[i + 1] >= '0' && w.data[i + 1] <= '5' && digit(w.data[i + 2]) &&
		    (i + 3 == w.len || !digit(w.data[i + 3])))
			return true;
	return false;
}

/* Candidate: lines from..last joined with blanks. */
static struct slice
join_lines(const struct split *s, size_t from, size_t last)
{
	struct str out;

	str_init(&out, ATTR_BYTES + 8);
	for (size_t i = from; i <= last; i++) {
		if (out.len > 0)
			str_addc(&out, ' ');
		str_add(&out, split_words(s, i));
	}
	struct slice joined = str_failed(&out) ? SLICE_NONE : pool_copy(s->pool, str_slice(&out));
	str_clear(&out);
	return joined;
}

static struct slice
strip_tail(struct slice w)
{
	for (size_t len = SIZE_MAX; len != w.len;) {
		len = w.len;
		while (w.len > 0 && strchr("*_- ", w.data[w.len - 1]))
			w.len--;
		if (slice_ends(w, "\xe2\x80\xac") || slice_ends(w, "\xe2\x80\x8f"))
			w.len -= 3; /* marks of writing direction */
	}
	return w;
}

bool
attribution_open(struct slice w)
{
	w = strip_tail(w);
	return slice_ends(w, ":") || slice_ends(w, "：") || slice_ends(w, ":\xc2\xa0");
}

/* "---- On Tue, … wrote ----" (Zoho), "On … wrote" at the end of a line. */
static bool
ends_wrote(struct slice w)
{
	return slice_iends(strip_tail(w), " wrote");
}

static struct slice
strip_head(struct slice w)
{
	while (w.len > 0 && (w.data[0] == '-' || w.data[0] == '*' || w.data[0] == ' '))
		w = slice_sub(w, 1, w.len);
	return w;
}

static bool
last_word_wrote(struct slice folded)
{
	struct slice w = strip_tail(folded);

	while (w.len > 0 && (w.data[w.len - 1] == ':' || w.data[w.len - 1] == ' '))
		w.len--;
	ptrdiff_t blank = slice_rindex(w, ' ');
	return phrase_wrote(slice_sub(w, (size_t)(blank + 1), w.len));
}

/*
 * Whether lines from..last are an attribution. `quoted`: quoted lines follow, so less proof is
 * needed than where a mail is quoted without marks.
 */
static bool
attribution_is(const struct split *s, size_t from, size_t last, bool quoted)
{
	struct slice raw = join_lines(s, from, last), j = phrase_fold(s->pool, raw);
	bool open, wrote, date, address;

	if (j.len < 6)
		return false;
	j = strip_head(j);
	open = attribution_open(j);
	date = attribution_has_date(j);
	address = attribution_has_address(j);
	wrote = phrase_wrote(j);
	if (quoted)
		return open ? wrote || (date && (address || phrase_on(j))) ||
				       (address && j.len < 200)
			    : (date && address && j.len < 200) ||
				       (wrote && (date || address) && phrase_on(j));
	if (!open && !(ends_wrote(j) && date && phrase_on(j)))
		return false;
	/* "2014-03-20 8:48 GMT+01:00 Name <a@b.com>:", "Jan 5, 2026, 09:00 by a@b.com:" */
	if (!wrote)
		return has_time(j) && address && j.len < 200 && !phrase_own(j) &&
		       phrase_small_words(raw) <=
			       (slice_has(j, "<") ? SMALL_WORDS : SMALL_WORDS / 2);
	/* "Bo schrieb am 05.01.2026 um 09:00:": a year and a time, and hardly a word more */
	if (attribution_has_year(j) && has_time(j) && from == last && !phrase_own(j) &&
	    phrase_small_words(raw) <= SMALL_WORDS)
		return true;
	/* "On 5 January 2026, Bo wrote:" has no time, and nothing behind its verb */
	bool dated = has_time(j) || (attribution_has_year(j) && last_word_wrote(j));
	return (dated || address) && (phrase_on(j) || digit(j.data[0]) || address);
}

/*
 * Line `from` brings the date or the address that the lines best..last lack, as a program writes
 * them: "Make it red by 5/6" above "Bo wrote:" is somebody's sentence.
 */
static bool
adds(const struct split *s, size_t from, size_t best, size_t last)
{
	struct slice w = split_words(s, from), have = join_lines(s, best, last);
	bool address = attribution_has_address(w);

	if (phrase_on(split_fold(s, best)) && phrase_wrote(phrase_fold(s->pool, have)))
		return false; /* "On Monday Bo wrote:" is complete */
	return (address && !attribution_has_address(have)) ||
	       ((address || (attribution_has_year(w) && has_time(w))) &&
		!attribution_has_date(have));
}

/* The first line of the attribution that ends on line `last`, or SIZE_MAX. */
static size_t
attribution_start(const struct split *s, size_t last, bool quoted)
{
	size_t best = SIZE_MAX;

	for (size_t from = last, n = 0; n < ATTR_LINES; n++) {
		if (s->at[from].blank || s->at[from].depth != s->at[last].depth)
			break;
		if (attribution_is(s, from, last, quoted)) {
			struct slice f = strip_head(split_fold(s, from));
			bool opener = phrase_on(f) || (f.len > 0 && digit(f.data[0]));
			/* the topmost that opens with a date: "On 5 Jan,\nat 9:00,\nBo wrote:" */
			if (best == SIZE_MAX || (opener && attribution_has_date(f)) ||
			    adds(s, from, best, last))
				best = from;
		}
		if (from == 0)
			break;
		from--;
		/* a finished sentence above is no part of it */
		struct slice w = split_words(s, from);
		if (slice_ends(w, ".") || slice_ends(w, "!") || slice_ends(w, "?") ||
		    slice_ends(w, ":"))
			break;
	}
	return best;
}

void
attribution_above(struct split *s, size_t i, size_t *tries)
{
	size_t k = i, gap = 0;

	while (k > 0 && s->at[k - 1].blank && gap < 2) {
		k--;
		gap++;
	}
	if (k == 0 || s->at[k - 1].set || ++*tries > ATTR_TRIES)
		return;
	/* "On … Bob\nwrote:" is quoted itself by some: depth must be one less */
	if (s->at[k - 1].depth >= s->at[i].depth)
		return;
	size_t from = attribution_start(s, k - 1, true);
	if (from == SIZE_MAX)
		return;
	split_set(s, from, k, SPAN_ATTRIBUTION);
	for (; k < i; k++)
		split_set(s, k, k + 1, SPAN_ATTRIBUTION);
}

/* The structure of the HTML says that a quotation begins below. */
static bool
quote_below(const struct split *s, size_t last)
{
	size_t k = last + 1;

	while (k < s->len && s->at[k].blank && k < last + 3)
		k++;
	return k < s->len && s->at[k].set && s->at[k].kind == SPAN_QUOTE;
}

bool
attribution_at(const struct split *s, size_t i, size_t *last_out)
{
	struct slice w = split_words(s, i);
	size_t last = i;

	if (w.len < 4 || w.len > ATTR_BYTES)
		return false;
	struct slice f = strip_head(split_fold(s, i));
	if (!phrase_on(f) && !digit(w.data[0]) && !attribution_has_address(w) &&
	    !attribution_has_date(w))
		return false;
	while (last < s->len && last < i + ATTR_LINES && !s->at[last].blank &&
	       !attribution_open(split_words(s, last)) && !ends_wrote(split_words(s, last)))
		last++;
	if (last >= s->len || last >= i + ATTR_LINES || s->at[last].blank || s->at[last].set ||
	    !attribution_is(s, i, last, quote_below(s, last)) ||
	    quote_key(s, last, NULL) != KEY_NONE)
		return false;
	*last_out = last;
	return true;
}

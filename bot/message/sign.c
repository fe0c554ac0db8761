/* What one line of a signature looks like. */
#include "sign.h"

enum {
	SHORT = 60,    /* columns: longer lines are prose */
	DANGLING = 12, /* bytes of a word that ends no sentence */
	FAREWELL = 6,  /* words of a closing */
	MOBILE_WORDS = 9,
	MOBILE_BYTES = 90,
};

bool
sign_contact(struct slice w)
{
	size_t digits = 0, letters = 0;

	for (size_t i = 0; i < w.len; i++) {
		digits += w.data[i] >= '0' && w.data[i] <= '9';
		letters += (w.data[i] | 0x20) >= 'a' && (w.data[i] | 0x20) <= 'z';
	}
	if (digits >= 7 && letters <= 24)
		return true;
	return w.len <= 90 &&
	       (slice_ihas(w, "http://") || slice_ihas(w, "https://") || slice_ihas(w, "www.") ||
		slice_index(w, '@') > 0) &&
	       letters < 70;
}

bool
sign_marker(struct slice w)
{
	if (slice_starts(w, "<<"))
		return slice_ends(w, ">>");
	ptrdiff_t dot = slice_rindex(w, '.');
	return slice_starts(w, "- ") && dot > 2 && w.len - (size_t)dot >= 3 &&
	       w.len - (size_t)dot <= 5 && phrase_small_words(w) < SIGN_SENTENCE;
}

bool
sign_prose(struct slice w)
{
	size_t words = 1;

	for (size_t i = 0; i + 1 < w.len; i++)
		words += w.data[i] == ' ' && w.data[i + 1] != ' ';
	if (w.len > SHORT)
		return !sign_contact(w);
	if (words >= 6 && (slice_ends(w, ".") || slice_ends(w, "?") || slice_ends(w, "!")))
		return true;
	return words >= 9 || (words >= 2 && slice_ends(w, "?"));
}

bool
sign_strict(const struct split *s, size_t i)
{
	struct slice raw = slice_sub(s->body, s->at[i].start, s->at[i].end);

	return slice_is(raw, "-- ") || slice_is(raw, "-- \xc2\xa0");
}

bool
sign_delimiter(const struct split *s, size_t i)
{
	struct slice raw = slice_sub(s->body, s->at[i].start, s->at[i].end);
	struct slice w = split_words(s, i);

	return slice_is(raw, "-- ") || slice_is(w, "--") || slice_is(w, "\xe2\x80\x94") ||
	       slice_is(w, "---") || slice_is(w, "-- -");
}

bool
sign_dot(struct slice w)
{
	return slice_is(w, "\xe1\x90\xa7");
}

bool
sign_rule(struct slice w)
{
	size_t n = 0;

	while (n < w.len && strchr("-_=*~#+ ", w.data[n]) && w.data[n])
		n++;
	return w.len >= 3 && n == w.len;
}

bool
sign_mobile(const struct split *s, size_t i)
{
	struct slice w = split_words(s, i), f;

	if (w.len < 6 || w.len > MOBILE_BYTES)
		return false;
	f = split_fold(s, i);
	while (f.len > 0 && strchr("-*_<[(~ ", f.data[0]) && f.data[0])
		f = slice_sub(f, 1, f.len);
	if (!phrase_mobile(f))
		return false;
	bool excuse = phrase_excuse(f), named = phrase_pocket(f), my = slice_has(f, " my ");
	if (excuse && (named || !slice_starts(f, "sent "))) /* "…, please excuse my typos" */
		return true;
	if (slice_has(f, ", ") && sign_prose(w)) /* "Sent from my desk, is easier than …" */
		return false;
	if (slice_starts(f, "sent ") && (slice_has(f, ": ") || slice_has(f, ", ")) &&
	    !(my && (named || excuse))) /* "Sent via courier, arrives Friday" */
		return false;
	if (slice_starts(f, "sent from ") && !my && phrase_small_words(w) > SIGN_SENTENCE)
		return false;
	/* "Enviado desde mi punto de vista demasiado tarde." */
	return named || excuse || phrase_small_words(w) <= SIGN_SENTENCE + 2;
}

static size_t
word_count(struct slice w)
{
	size_t words = 0;
	struct slice word;

	while (slice_cut(&w, ' ', &word))
		words += word.len > 0;
	return words;
}

/* "Sunny greetings from Leeds", "Danke und viele Grüße": short, no question, no "key: value". */
static bool
farewell(struct slice w, struct slice f)
{
	return word_count(w) <= FAREWELL && slice_index(w, ':') < 0 && !slice_ends(w, "?") &&
	       !slice_ends(w, ".") && phrase_capital(w) && phrase_greeting(f);
}

/* The last line with words above line `at`; SIZE_MAX: none. */
static size_t
line_above(const struct split *s, size_t from, size_t at)
{
	while (at > from && s->at[at - 1].blank)
		at--;
	return at > from ? at - 1 : SIZE_MAX;
}

bool
sign_dangles(const struct split *s, size_t from, size_t at)
{
	size_t i = line_above(s, from, at);

	if (i == SIZE_MAX)
		return false;
	struct slice w = split_words(s, i);
	ptrdiff_t blank = slice_rindex(w, ' ');
	return blank > 0 && w.len - (size_t)blank < DANGLING &&
	       phrase_dangles(phrase_fold(s->pool, slice_sub(w, (size_t)blank, w.len)));
}

bool
sign_belongs(const struct split *s, size_t from, size_t at)
{
	size_t i = line_above(s, from, at);

	if (i == SIZE_MAX)
		return false;
	struct slice w = split_words(s, i);
	return slice_ends(w, ":") || slice_ends(w, "：") || sign_dangles(s, from, at);
}

bool
sign_device(const struct split *s, size_t i, size_t to)
{
	struct slice w = split_words(s, i);

	return i + 1 == to && i > 0 && s->at[i - 1].blank && !sign_belongs(s, 0, i) &&
	       w.len <= MOBILE_BYTES && word_count(w) <= MOBILE_WORDS && !slice_ends(w, "?") &&
	       slice_index(w, ':') < 0 && phrase_device(split_fold(s, i));
}

bool
sign_closing(const struct split *s, size_t i, const struct signer *who)
{
	struct slice w = split_words(s, i), f;

	if (w.len == 0 || w.len > SHORT)
		return false;
	f = split_fold(s, i);
	while (f.len > 0 && strchr("-*_~ ", f.data[0]) && f.data[0])
		f = slice_sub(f, 1, f.len);
	size_t n = phrase_closing(f);
	if (n == 0)
		return farewell(w, f);
	struct slice rest = slice_sub(f, n, f.len);
	while (rest.len > 0 && strchr(",.!-;:* ~)", rest.data[0]) && rest.data[0])
		rest = slice_sub(rest, 1, rest.len);
	return rest.len == 0 || signer_is(rest, who) || phrase_closing(rest) == rest.len ||
	       (slice_starts(rest, "and ") && phrase_closing(slice_sub(rest, 4, rest.len)) > 0) ||
	       (slice_starts(rest, "from ") && rest.len < 40) ||
	       (phrase_small_words(w) < SIGN_SENTENCE && farewell(w, f));
}

bool
sign_dashed(struct slice w)
{
	size_t n = 0;

	while (n < w.len && (w.data[n] == '-' || w.data[n] == ' '))
		n++;
	return n > 0 && n <= 3 && w.data[0] == '-' && w.len - n <= 30 &&
	       signer_like(slice_sub(w, n, w.len)) && !slice_ends(w, ".");
}

/* "- milk", "* milk", "• milk" */
static bool
bullet(const struct split *s, size_t i)
{
	struct slice w = split_words(s, i);

	return slice_starts(w, "- ") || slice_starts(w, "* ") || slice_starts(w, "• ");
}

bool
sign_item(const struct split *s, size_t from, size_t i, size_t to)
{
	return bullet(s, i) && ((i > from && bullet(s, i - 1)) || (i + 1 < to && bullet(s, i + 1)));
}

bool
sign_thanks(struct slice f)
{
	static const char *const words[] = {"thank",	   "thx",     "merci",		"danke",
					    "vielen dank", "gracias", "muchas gracias", "grazie",
					    "obrigad",	   "bedankt", "tack",		"tak",
					    "kiitos",	   "enjoy",   "later"};

	for (size_t i = 0; i < COUNT(words); i++)
		if (slice_starts(f, words[i]))
			return true;
	return false;
}

bool
sign_points(const struct split *s, size_t from, size_t at)
{
	size_t i = line_above(s, from, at);

	return i != SIZE_MAX && phrase_points(split_fold(s, i));
}

bool
sign_numbered(struct slice w)
{
	size_t n = 0;

	while (n < w.len && n < 3 && w.data[n] >= '0' && w.data[n] <= '9')
		n++;
	return n > 0 && n + 1 < w.len && (w.data[n] == ')' || w.data[n] == '.') &&
	       w.data[n + 1] == ' ';
}

bool
sign_listed(const struct split *s, size_t from, size_t i, const struct signer *who)
{
	if (i <= from || s->at[i - 1].blank)
		return false;
	struct slice w = split_words(s, i - 1), f = split_fold(s, i - 1);
	return slice_index(w, ' ') > 0 && signer_like(w) && !signer_is(f, who) &&
	       phrase_closing(f) == 0 && !slice_ends(w, ",") && !slice_ends(w, ".");
}

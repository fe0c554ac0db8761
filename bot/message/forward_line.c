/* Who wrote a forwarded mail, where one line must tell it: an attribution, or a whole block. */
#include "forward.h"

#include "address.h"
#include "attribution.h"

enum {
	NAME_WORDS = 6,	   /* longest run of capitalised words taken for a name */
	KEY_BYTES = 32,	   /* longest key looked for before a colon */
	LINE_BYTES = 4000, /* a block in one line is at most that long */
	KEYS_MIN = 3,	   /* fewer are not a block */
};

/*
 * The key that ends at the colon text[at]: its meaning, and where its name begins. The word before
 * it may be glued on: "GMT+1Subject".
 */
static enum phrase_key
key_before(struct split *s, struct slice text, size_t at, size_t *start_out)
{
	size_t low = at > KEY_BYTES ? at - KEY_BYTES : 0;

	for (size_t from = low; from < at; from++) {
		if ((from > 0 && !phrase_capital(slice_sub(text, from, at))) ||
		    (from > 0 && (unsigned char)text.data[from - 1] >= 0x80))
			continue;
		struct slice name = slice_trim(slice_sub(text, from, at));
		if (slice_ends(name, "\xc2\xa0"))
			name.len -= 2;
		enum phrase_key key = phrase_key(phrase_fold(s->pool, name));
		if (key != KEY_NONE) {
			*start_out = from;
			return key;
		}
	}
	return KEY_NONE;
}

/*
 * Some translations lost the colon: "…@b.com>Dw Ann Lee", "CETAssunto Hello". Then the key must
 * be glued to what stands before it, and be the next one due.
 */
static enum phrase_key
key_glued(struct split *s, struct slice text, size_t at, enum phrase_key open, size_t *end_out)
{
	struct slice rest = slice_sub(text, at, at + KEY_BYTES);
	enum phrase_key best = KEY_NONE;

	if (at == 0 || text.data[at - 1] == ' ' || !phrase_capital(rest) ||
	    (text.data[at - 1] != '>' && open != KEY_DATE))
		return KEY_NONE;
	ptrdiff_t colon = slice_index(rest, ':');
	if (colon > 0 &&
	    phrase_key(phrase_fold(s->pool, slice_rtrim(slice_sub(rest, 0, (size_t)colon)))) !=
		    KEY_NONE)
		return KEY_NONE; /* it has its colon */
	for (size_t n = 1; n < rest.len && rest.data[n] != ':'; n++) {
		if (rest.data[n] != ' ' ||
		    slice_starts(slice_ltrim(slice_sub(rest, n, rest.len)), ":"))
			continue;
		enum phrase_key key = phrase_key(phrase_fold(s->pool, slice_sub(rest, 0, n)));
		bool due =
			open == KEY_DATE ? key == KEY_SUBJECT : key != KEY_FROM && key != KEY_OTHER;
		if (key != KEY_NONE && due) { /* the longest: "Kopie (CC)" */
			best = key;
			*end_out = at + n;
		}
	}
	return best;
}

bool
forward_inline(struct split *s, struct slice text, struct forward *f)
{
	struct {
		enum phrase_key key;
		size_t from, to;
	} part[16];
	size_t n = 0;

	text = slice_sub(slice_ltrim(text), 0, LINE_BYTES);
	for (size_t i = 1; i < text.len && n < COUNT(part); i++) {
		enum phrase_key open = n > 0 ? part[n - 1].key : KEY_NONE, key;
		size_t start = i, end = i + 1;
		if (open == KEY_SUBJECT) /* the last one; its words may hold colons */
			break;
		key = text.data[i] == ':' ? key_before(s, text, i, &start)
					  : key_glued(s, text, i, open, &end);
		if (key == KEY_NONE || (n > 0 && start < part[n - 1].from))
			continue;
		if (n > 0)
			part[n - 1].to = start;
		part[n].key = key;
		part[n].from = end;
		part[n++].to = text.len;
	}
	if (n < KEYS_MIN)
		return false;
	for (size_t i = 0; i < n; i++)
		forward_take(s->pool, f, part[i].key,
			     slice_trim(slice_sub(text, part[i].from, part[i].to)));
	return true;
}

static const struct {
	const char *open, *close;
} quotes[] = {
	{"\"", "\""},
	{"\xe2\x80\x9e", "\xe2\x80\x9d"},
	{"\xe2\x80\x9e", "\xe2\x80\x9c"},
	{"\xe2\x80\x9c", "\xe2\x80\x9d"},
	{"\xc2\xab", "\xc2\xbb"},
	{"'", "'"},
	{"\xe2\x80\x9d", "\xe2\x80\x9d"},
	{"\xc2\xbb", "\xc2\xab"},
};

/* The name in quotation marks at the end of w; empty if w does not end in one. */
static struct slice
quoted_name(struct slice w)
{
	for (size_t i = 0; i < COUNT(quotes); i++) {
		if (!slice_ends(w, quotes[i].close))
			continue;
		struct slice in = slice_sub(w, 0, w.len - strlen(quotes[i].close));
		size_t n = strlen(quotes[i].open);
		for (size_t k = in.len; k >= n; k--)
			if (slice_ends(slice_sub(in, 0, k), quotes[i].open))
				return slice_trim(slice_sub(in, k, in.len));
	}
	return SLICE_NONE;
}

/* "van", "de la": small words inside a name. */
static bool
particle(struct slice w)
{
	static const char *const words[] = {"van", "von", "de", "da",  "di",  "del", "der", "den",
					    "ter", "la",  "le", "du",  "dos", "das", "do",  "bin",
					    "al",  "el",  "zu", "ten", "af",  "av",  "e",   "y"};

	for (size_t i = 0; i < COUNT(words); i++)
		if (slice_is(w, words[i]))
			return true;
	return false;
}

static bool
has_digit(struct slice w)
{
	for (size_t i = 0; i < w.len; i++)
		if (w.data[i] >= '0' && w.data[i] <= '9')
			return true;
	return false;
}

/* What may stand between a time and a name: "PM", "CET", "Uhr". */
static bool
after_time(struct slice w)
{
	size_t caps = 0;

	for (size_t i = 0; i < w.len; i++)
		caps += w.data[i] >= 'A' && w.data[i] <= 'Z';
	return slice_is(w, "Uhr") || (caps == w.len && w.len >= 2 && w.len <= 5);
}

static struct slice
last_word(struct slice w)
{
	ptrdiff_t blank = slice_rindex(w, ' ');

	return slice_sub(w, (size_t)(blank + 1), w.len);
}

/* The run of capitalised words at the end of w. */
static struct slice
name_run(struct slice w)
{
	size_t from = w.len, end = from;
	struct slice first = SLICE_NONE;

	for (size_t n = 0; n < NAME_WORDS && end > 0; n++) {
		struct slice word = last_word(slice_sub(w, 0, end));
		size_t at = end - word.len;
		bool stop = slice_ends(word, ",") || slice_ends(word, ":") || has_digit(word);
		if (stop && (n > 0 || has_digit(word))) {
			if (has_digit(word) && after_time(first) && from + first.len < w.len)
				from += first.len + 1;
			break;
		}
		if (phrase_capital(word)) {
			from = at;
			first = word;
		} else if (!particle(word) || n == 0) {
			break;
		}
		end = at;
		while (end > 0 && w.data[end - 1] == ' ')
			end--;
	}
	struct slice name = slice_trim(slice_sub(w, from, w.len));
	while (slice_ends(name, ","))
		name.len--;
	return name;
}

/* Behind the last comma that scripts without blanks use. */
static struct slice
behind_wide_comma(struct slice w)
{
	for (size_t i = w.len; i >= 3; i--)
		if (slice_ends(slice_sub(w, 0, i), "、") || slice_ends(slice_sub(w, 0, i), "，"))
			return slice_trim(slice_sub(w, i, w.len));
	return w;
}

static struct slice
name_before(struct slice w)
{
	struct slice name;

	w = slice_rtrim(w);
	while (w.len > 0 && strchr("<([ ", w.data[w.len - 1]))
		w = slice_rtrim(slice_sub(w, 0, w.len - 1));
	while (slice_ends(w, "\xc2\xa0"))
		w.len -= 2;
	name = quoted_name(w);
	return name.len > 0 ? name : name_run(behind_wide_comma(w));
}

struct addr
forward_author(struct pool *pool, struct slice w)
{
	struct addr a = {SLICE_NONE, SLICE_NONE};
	ptrdiff_t at = slice_index(w, '@');

	if (at >= 0) {
		size_t from = (size_t)at, to = (size_t)at;
		while (from > 0 && !strchr(" <:([", w.data[from - 1]))
			from--;
		while (to < w.len && !strchr(" >)],:", w.data[to]))
			to++;
		a.mailbox = addr_clean(pool, slice_sub(w, from, to));
		w = slice_sub(w, 0, from);
		if (slice_iends(w, "mailto:"))
			w = slice_sub(w, 0, w.len - 7);
	} else { /* "On Monday, Ann Lee wrote:" */
		w = slice_rtrim(w);
		while (w.len > 0 && w.data[w.len - 1] == ':')
			w = slice_rtrim(slice_sub(w, 0, w.len - 1));
		for (size_t n = 0; n < 3 && w.len > 0 && !phrase_capital(last_word(w)); n++)
			w = slice_rtrim(slice_sub(w, 0, w.len - last_word(w).len));
	}
	a.name = name_before(w);
	return a;
}

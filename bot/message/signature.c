/*
 * Signatures, mobile lines, disclaimers: what stands below the words of a mail. Only stretches of
 * text are looked at; a signature that no delimiter announces never takes the whole text.
 */
#include "signer.h"
#include "work.h"

enum {
	TAIL_LINES = 14, /* words lines looked at for an unannounced signature */
	SHORT = 60,	 /* columns: longer lines are prose */
	DANGLING = 12,	 /* bytes of a word that ends no sentence */
	CARD_LINES = 3,	 /* a stranger's card has that many lines */
	FAREWELL = 6,	 /* words of a closing */
	MOBILE_WORDS = 9,
	MOBILE_BYTES = 90,
	SENTENCE = 4,	 /* small words: names, titles and places have fewer */
	RULE_BYTES = 10, /* a rule shorter than that parts paragraphs */
	RULE_LINES = 12, /* lines looked at below a rule */
	LONG_RULE = 40,	 /* drawn by a program */
	AD_PROSE = 3,	 /* sentences in an advertisement */
	DASH_LINES = 25, /* "--" without its blank is believed that far above the end */
};

static bool
has_contact(struct slice w)
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

/* How mail programs name an attachment in the text: " - offer.pdf", "<<offer.pdf>>". */
static bool
is_marker(struct slice w)
{
	if (slice_starts(w, "<<"))
		return slice_ends(w, ">>");
	ptrdiff_t dot = slice_rindex(w, '.');
	return slice_starts(w, "- ") && dot > 2 && w.len - (size_t)dot >= 3 &&
	       w.len - (size_t)dot <= 5 && phrase_small_words(w) < SENTENCE;
}

/* Prose: long, or a sentence. */
static bool
is_prose(struct slice w)
{
	size_t words = 1;

	for (size_t i = 0; i + 1 < w.len; i++)
		words += w.data[i] == ' ' && w.data[i + 1] != ' ';
	if (w.len > SHORT)
		return !has_contact(w);
	if (words >= 6 && (slice_ends(w, ".") || slice_ends(w, "?") || slice_ends(w, "!")))
		return true;
	return words >= 9 || (words >= 2 && slice_ends(w, "?"));
}

/* "-- ", "--", "—", and a rule of underscores that stands alone. */
static bool
is_delimiter(const struct split *s, size_t i)
{
	struct slice raw = slice_sub(s->body, s->at[i].start, s->at[i].end);
	struct slice w = split_words(s, i);

	return slice_is(raw, "-- ") || slice_is(w, "--") || slice_is(w, "\xe2\x80\x94") ||
	       slice_is(w, "---") || slice_is(w, "-- -");
}

/* The mark that a mail tracker leaves below the text (U+1427). */
static bool
is_dot(struct slice w)
{
	return slice_is(w, "\xe1\x90\xa7");
}

static bool
strict_delimiter(const struct split *s, size_t i)
{
	struct slice raw = slice_sub(s->body, s->at[i].start, s->at[i].end);

	return slice_is(raw, "-- ") || slice_is(raw, "-- \xc2\xa0");
}

struct region {
	size_t from, to; /* lines of one stretch of text */
};

/*
 * "--" without its blank may part two paragraphs: if what follows begins with a sentence and has
 * another, it is no signature. A disclaimer is.
 */
static bool
signs_below(const struct split *s, size_t i, size_t to)
{
	size_t sentences = 0;

	while (++i < to) {
		struct slice w = split_words(s, i);
		if (s->at[i].blank)
			continue;
		if (phrase_disclaimer(split_fold(s, i)))
			return true;
		bool ended = strchr(".?!", w.data[w.len - 1]) && slice_index(w, ' ') > 0 &&
			     phrase_closing(split_fold(s, i)) == 0;
		if (phrase_small_words(w) >= SENTENCE || ended)
			sentences += ended ? 2 : 1;
		else if (sentences == 0)
			return true;
	}
	return sentences < 2;
}

/* The line from which on at most n lines with words are left. */
static size_t
last_lines(const struct split *s, struct region r, size_t n)
{
	size_t i = r.to;

	while (i > r.from && (n > 0 || s->at[i - 1].blank)) {
		message_work++;
		i--;
		n -= !s->at[i].blank;
	}
	return i;
}

/* Delimiters: the first strict one, or a lax one near the end. Returns r.to if there is none. */
static size_t
by_delimiter(const struct split *s, struct region r)
{
	size_t near = last_lines(s, r, DASH_LINES);

	for (size_t i = r.from; i < r.to; i++) {
		if (s->at[i].blank || s->at[i].end - s->at[i].text > 4)
			continue;
		if (strict_delimiter(s, i))
			return i;
		if (i >= near && is_delimiter(s, i) && signs_below(s, i, r.to))
			return i;
	}
	return r.to;
}

static bool
is_rule_line(struct slice w)
{
	size_t n = 0;

	while (n < w.len && strchr("-_=*~#+ ", w.data[n]) && w.data[n])
		n++;
	return w.len >= 3 && n == w.len;
}

/*
 * Disclaimers: the first paragraph of the last 60 lines that speaks like one; the rest goes with
 * it. A rule above belongs to it.
 */
static size_t
by_disclaimer(const struct split *s, struct region r)
{
	size_t from = r.to - r.from > 60 ? r.to - 60 : r.from;

	for (size_t i = from; i < r.to; i++) {
		struct slice w = split_words(s, i);
		if (s->at[i].blank || w.len < 12 || !phrase_disclaimer(split_fold(s, i)))
			continue;
		size_t k = i; /* to the start of its paragraph, if that is short */
		while (k > r.from && !s->at[k - 1].blank && i - k < 3 &&
		       !slice_ends(split_words(s, k - 1), "."))
			k--;
		if (k > r.from && !s->at[k - 1].blank && i - k == 3)
			k = i;
		while (k > r.from && (s->at[k - 1].blank || is_rule_line(split_words(s, k - 1))))
			k--;
		return k;
	}
	return r.to;
}

static bool
mobile_line(const struct split *s, size_t i)
{
	struct slice w = split_words(s, i), f;

	if (w.len < 6 || w.len > MOBILE_BYTES)
		return false;
	f = split_fold(s, i);
	while (f.len > 0 && strchr("-*_<[(~ ", f.data[0]) && f.data[0])
		f = slice_sub(f, 1, f.len);
	if (slice_has(f, ", ") && is_prose(w)) /* "Sent from my desk, is easier than …" */
		return false;
	if (slice_starts(f, "sent ") && (slice_has(f, ": ") || slice_has(f, ", ")) &&
	    !slice_has(f, " my ")) /* "Sent via courier, arrives Friday" */
		return false;
	if (slice_starts(f, "sent from ") && !slice_starts(f, "sent from my ") &&
	    phrase_small_words(w) > SENTENCE)
		return false;
	return phrase_mobile(f);
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

/*
 * What stands on line `at` belongs to the line above it: that one ends in a colon, or in a word
 * that cannot end a sentence ("Approved by").
 */
static bool
belongs_above(const struct split *s, size_t from, size_t at)
{
	while (at > from && s->at[at - 1].blank)
		at--;
	if (at == from)
		return false;
	struct slice w = split_words(s, at - 1);
	ptrdiff_t blank = slice_rindex(w, ' ');
	if (slice_ends(w, ":") || slice_ends(w, "："))
		return true;
	return blank > 0 && w.len - (size_t)blank < DANGLING &&
	       phrase_dangles(phrase_fold(s->pool, slice_sub(w, (size_t)blank, w.len)));
}

/*
 * The last line, a paragraph of its own, that names a device or a mail program and says "sent" or
 * "get": a mobile line in whatever words.
 */
static bool
device_line(const struct split *s, size_t i, size_t to)
{
	struct slice w = split_words(s, i);

	return i + 1 == to && i > 0 && s->at[i - 1].blank && !belongs_above(s, 0, i) &&
	       w.len <= MOBILE_BYTES &&
	       word_count(w) <= MOBILE_WORDS && !slice_ends(w, "?") && slice_index(w, ':') < 0 &&
	       phrase_device(split_fold(s, i));
}

/* A closing alone on its line, or with the sender's name behind it. */
static bool
closing_line(const struct split *s, size_t i, const struct signer *who)
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
	       (slice_starts(rest, "from ") && rest.len < 40) || farewell(w, f);
}

/* "-Bob", "-- Bob Smith": a dash and a name, the last words there are. */
static bool
dashed_name(struct slice w)
{
	size_t n = 0;

	while (n < w.len && (w.data[n] == '-' || w.data[n] == ' '))
		n++;
	return n > 0 && n <= 3 && w.data[0] == '-' && w.len - n <= 30 &&
	       signer_like(slice_sub(w, n, w.len)) && !slice_ends(w, ".");
}

/*
 * A rule, and below it to the end a few short lines with a contact or a link among them: how
 * signatures without "-- " and the footers of lists and free mailers look. The long rules of the
 * latter, all underscores, may have an advertisement's sentences below them.
 */
static size_t
by_rule(const struct split *s, struct region r, const struct signer *who)
{
	size_t seen = 0, prose = 0;
	bool contact = false, person = false;

	for (size_t i = r.to; i > r.from && seen < RULE_LINES; i--) {
		struct slice w = split_words(s, i - 1);
		if (s->at[i - 1].blank)
			continue;
		if (w.len >= RULE_BYTES && is_rule_line(w) && slice_index(w, ' ') < 0) {
			bool ad = w.data[0] == '_' && w.len >= LONG_RULE && prose <= AD_PROSE;
			bool sure = person || w.len >= LONG_RULE;
			if ((contact && (ad || (prose == 0 && sure))) || seen == 0)
				return i - 1;
		} else if (is_prose(w) && ++prose > AD_PROSE) {
			break;
		}
		seen++;
		contact |= has_contact(w) || slice_ihas(w, "mailing list") ||
			   slice_ihas(w, "://");
		person |= w.data[0] != 'h' && !slice_ihas(w, "://") && has_contact(w);
		person |= slice_ihas(w, "mailing list") || signer_is(split_fold(s, i - 1), who);
	}
	return r.to;
}

/* A rule, and below it to the end one short paragraph with a lawyer's word in it. */
static size_t
by_small_print(const struct split *s, struct region r)
{
	bool legal = false;

	for (size_t i = r.to, seen = 0; i > r.from && seen < RULE_LINES; i--) {
		struct slice w = split_words(s, i - 1);
		if (s->at[i - 1].blank)
			continue;
		if (legal && w.len >= LONG_RULE && is_rule_line(w))
			return i - 1;
		seen++;
		legal |= phrase_legal(split_fold(s, i - 1));
	}
	return r.to;
}

static bool
says_thanks(struct slice f)
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

/* The last words above line `at` speak of what stands there: "deliver to the address below". */
static bool
points_below(const struct split *s, size_t from, size_t at)
{
	while (at > from && s->at[at - 1].blank)
		at--;
	return at > from && phrase_points(split_fold(s, at - 1));
}

/* "4) Dana Fox": an answer by number. */
static bool
is_numbered(struct slice w)
{
	size_t n = 0;

	while (n < w.len && n < 3 && w.data[n] >= '0' && w.data[n] <= '9')
		n++;
	return n > 0 && n + 1 < w.len && (w.data[n] == ')' || w.data[n] == '.') &&
	       w.data[n + 1] == ' ';
}

/* One of a list of names: the line right above is another's. */
static bool
in_list(const struct split *s, size_t from, size_t i, const struct signer *who)
{
	if (i <= from || s->at[i - 1].blank)
		return false;
	struct slice w = split_words(s, i - 1), f = split_fold(s, i - 1);
	return slice_index(w, ' ') > 0 && signer_like(w) && !signer_is(f, who) &&
	       phrase_closing(f) == 0 && !slice_ends(w, ",") && !slice_ends(w, ".");
}

/*
 * The signature that nothing announces but its look. Returns r.to if there is none. A lone name is
 * proof only where the From field shows it: the words of an address may be anything.
 */
static size_t
by_look(const struct split *s, struct region r, const struct signer *who)
{
	size_t best = r.to, seen = 0, name = r.to, blanks = 0;
	bool contact = false, stranger = true, closed = false, proof = who->shown > 0;

	for (size_t i = r.to; i > r.from && seen < TAIL_LINES; i--) {
		size_t k = i - 1;
		struct slice w = split_words(s, k);
		if (s->at[k].blank) {
			blanks++;
			if (blanks > 6)
				break;
			continue;
		}
		blanks = 0;
		if (is_marker(w))
			continue;
		if (is_prose(w) || is_numbered(w))
			break;
		seen++;
		contact |= has_contact(w);
		stranger &= !signer_touched(split_fold(s, k), who);
		if (seen == 1 && dashed_name(w)) {
			best = k;
			proof = true;
		}
		if (w.len <= 50 && signer_is(split_fold(s, k), who) && !slice_ends(w, ",") &&
		    slice_index(w, ':') < 0 && /* "Approver: Bob Smith" answers something */
		    !in_list(s, r.from, k, who)) {
			best = k;
			name = k;
		} else if (closing_line(s, k, who)) {
			if (seen == 1 && says_thanks(split_fold(s, k)))
				continue; /* nobody signs: a last word of the text */
			best = k;
			proof = true;
			closed = slice_ends(w, ",") || phrase_closing(split_fold(s, k)) == w.len;
			break;
		} else if (contact && signer_like(w) && k > r.from) {
			/* somebody else's card is what the mail is about */
			size_t first = k; /* a nickname may stand above the name */
			while (first > r.from && !s->at[first - 1].blank && k - first < 2 &&
			       split_words(s, first - 1).len <= 20)
				first--;
			if (first > r.from && s->at[first - 1].blank)
				name = first;
		}
	}
	if (best == r.to || !(proof || contact)) {
		bool given = who->shown >= 2 && stranger && name < r.to &&
			     (seen < CARD_LINES || points_below(s, r.from, name));
		best = contact && !given ? name : r.to;
	}
	return !closed && belongs_above(s, r.from, best) ? r.to : best;
}

/*
 * Nothing but a signature, in a mail that only carries a file or a forward: the sender's full name
 * first, a contact below. A closing above the name stays, so that "Thanks!" is not lost.
 */
static size_t
by_name(const struct split *s, struct region r, const struct signer *who)
{
	bool contact = false;

	for (size_t i = r.to; i > r.from; i--) {
		struct slice w = split_words(s, i - 1);
		if (s->at[i - 1].blank)
			continue;
		if (contact && signer_hits(split_fold(s, i - 1), who) >= 2 && !has_contact(w))
			return i - 1;
		contact |= has_contact(w);
	}
	return r.to;
}

static bool
any_text(const struct split *s, size_t from, size_t to)
{
	while (from < to && s->at[from].blank)
		from++;
	return from < to;
}

/* One stretch of text. `last`: nothing but quotes follows it. */
static void
mark_region(struct split *s, struct region r, const struct signer *who, bool only)
{
	size_t cut = by_delimiter(s, r);

	if (cut < r.to) {
		while (cut > r.from && (s->at[cut - 1].blank || is_dot(split_words(s, cut - 1))))
			cut--;
		split_set(s, cut, r.to, SPAN_SIGNATURE);
		return;
	}
	cut = by_disclaimer(s, r);
	if (cut == r.to)
		cut = by_small_print(s, r);
	if (cut < r.to && (any_text(s, r.from, cut) || !only)) {
		split_set(s, cut, r.to, SPAN_DISCLAIMER);
		r.to = cut;
	}
	while (r.to > r.from && s->at[r.to - 1].blank)
		r.to--;
	for (size_t i = r.to > r.from + 16 ? r.to - 16 : r.from; i < r.to; i++)
		if (!s->at[i].blank && (mobile_line(s, i) || device_line(s, i, r.to))) {
			size_t k = i;
			while (k > r.from &&
			       (s->at[k - 1].blank || is_rule_line(split_words(s, k - 1))))
				k--;
			split_set(s, k, r.to, SPAN_SIGNATURE);
			r.to = k;
			break;
		}
	cut = by_rule(s, r, who);
	if (cut < r.to && (any_text(s, r.from, cut) || !only)) {
		split_set(s, cut, r.to, SPAN_SIGNATURE);
		r.to = cut;
		while (r.to > r.from && s->at[r.to - 1].blank)
			r.to--;
	}
	cut = by_look(s, r, who);
	if (cut < r.to && (any_text(s, r.from, cut) || (cut = by_name(s, r, who)) < r.to))
		split_set(s, cut, r.to, SPAN_SIGNATURE);
}

void
signature_mark(struct split *s)
{
	struct signer who = signer_of(s);
	size_t i = 0, regions = 0;

	while (i < s->len && regions < 2000) {
		while (i < s->len && s->at[i].set)
			i++;
		struct region r = {i, i};
		while (r.to < s->len && !s->at[r.to].set)
			r.to++;
		i = r.to;
		if (!any_text(s, r.from, r.to))
			continue;
		regions++;
		mark_region(s, r, &who, r.from == 0);
	}
}

/*
 * Signatures, mobile lines, disclaimers: what stands below the words of a mail. Only stretches of
 * text are looked at; a signature that no delimiter announces never takes the whole text.
 */
#include "sign.h"
#include "work.h"

enum {
	TAIL_LINES = 14,    /* words lines looked at for an unannounced signature */
	CARD_LINES = 3,	    /* a stranger's card has that many lines */
	RULE_BYTES = 10,    /* a rule shorter than that parts paragraphs */
	RULE_LINES = 12,    /* lines looked at below a rule */
	LONG_RULE = 40,	    /* drawn by a program */
	AD_PROSE = 3,	    /* sentences in an advertisement */
	REGIONS_MAX = 2000, /* stretches of text looked at */
	NOTICE_LINES = 8,   /* small print follows a notice within these */
	MOBILE_TAIL = 16,   /* lines looked at for a mobile line */
	DASH_LINES = 25,    /* "--" without its blank is believed that far above the end */
};

struct region {
	size_t from, to; /* lines of one stretch of text */
	bool only;	 /* it begins the mail: its words are not all cut */
	bool middle;	 /* an answer, with others above and below it: nobody signs there */
	bool last;	 /* there is other text above it */
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
		if (phrase_small_words(w) >= SIGN_SENTENCE || ended)
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

/* "Text for the back:", and a text between two lines like line i: the second of these, or `to`. */
static size_t
frame_end(const struct split *s, size_t i, struct region r)
{
	struct slice w = split_words(s, i);

	if (!sign_belongs(s, r.from, i))
		return r.to;
	for (size_t k = i + 1; k < r.to; k++)
		if (!s->at[k].blank && slice_eq(split_words(s, k), w))
			return k;
	return r.to;
}

/* Delimiters: the first strict one, or a lax one near the end. Returns r.to if there is none. */
static size_t
by_delimiter(const struct split *s, struct region r)
{
	size_t near = last_lines(s, r, DASH_LINES);

	for (size_t i = r.from; i < r.to; i++) {
		if (s->at[i].blank || s->at[i].end - s->at[i].text > 4)
			continue;
		if (!sign_strict(s, i) &&
		    !(i >= near && sign_delimiter(s, i) && signs_below(s, i, r.to)))
			continue;
		size_t framed = frame_end(s, i, r);
		if (framed == r.to)
			return i;
		i = framed;
	}
	return r.to;
}

/* Line i opens a disclaimer: by its own words, or as a notice with lawyer's words soon below. */
static bool
is_disclaimer(const struct split *s, size_t i, size_t to)
{
	struct slice f = split_fold(s, i);

	if (phrase_disclaimer(f))
		return true;
	if (!phrase_notice(f))
		return false;
	for (size_t k = i; k < to && k < i + NOTICE_LINES; k++)
		if (phrase_legal(split_fold(s, k)))
			return true;
	return false;
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
		if (s->at[i].blank || w.len < 12 || !is_disclaimer(s, i, r.to))
			continue;
		size_t k = i; /* to the start of its paragraph, if that is short */
		while (k > r.from && !s->at[k - 1].blank && i - k < 3 &&
		       !slice_ends(split_words(s, k - 1), "."))
			k--;
		if (k > r.from && !s->at[k - 1].blank && i - k == 3)
			k = i;
		while (k > r.from && (s->at[k - 1].blank || sign_rule(split_words(s, k - 1))))
			k--;
		return k;
	}
	return r.to;
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
		if (w.len >= RULE_BYTES && sign_rule(w) && slice_index(w, ' ') < 0) {
			bool ad = w.data[0] == '_' && w.len >= LONG_RULE && prose <= AD_PROSE;
			bool sure = person || w.len >= LONG_RULE;
			if ((contact && (ad || (prose == 0 && sure))) || seen == 0)
				return i - 1;
		} else if (sign_prose(w) && ++prose > AD_PROSE) {
			break;
		}
		seen++;
		contact |= sign_contact(w) || slice_ihas(w, "mailing list") || slice_ihas(w, "://");
		person |= w.data[0] != 'h' && !slice_ihas(w, "://") && sign_contact(w);
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
		if (legal && w.len >= LONG_RULE && sign_rule(w))
			return i - 1;
		seen++;
		legal |= phrase_legal(split_fold(s, i - 1));
	}
	return r.to;
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
		if (sign_marker(w))
			continue;
		if (sign_prose(w) || sign_numbered(w) || sign_item(s, r.from, k, r.to))
			break;
		seen++;
		contact |= sign_contact(w);
		stranger &= !signer_touched(split_fold(s, k), who);
		if (((seen == 1 || contact) && sign_dashed(w)) ||
		    (seen == 1 && k > r.from && s->at[k - 1].blank &&
		     signer_initial(split_fold(s, k), who))) {
			best = k;
			proof = true;
		}
		if (w.len <= 50 && signer_is(split_fold(s, k), who) && !slice_ends(w, ",") &&
		    slice_index(w, ':') < 0 && /* "Approver: Bob Smith" answers something */
		    !sign_listed(s, r.from, k, who)) {
			best = k;
			name = k;
		} else if (sign_closing(s, k, who)) {
			if (seen == 1 && sign_thanks(split_fold(s, k)))
				continue; /* nobody signs: a last word of the text */
			best = k;
			proof = true;
			/* "run it like this:", an empty line, "Regards," */
			closed = seen > 1 && s->at[k > 0 ? k - 1 : 0].blank &&
				 !sign_dangles(s, r.from, k) &&
				 (slice_ends(w, ",") || phrase_closing(split_fold(s, k)) == w.len);
			break;
		} else if (contact && signer_like(w) && k > r.from) {
			size_t first = k; /* a nickname may stand above the name */
			while (first > r.from && !s->at[first - 1].blank && k - first < 2 &&
			       split_words(s, first - 1).len <= 20)
				first--;
			if (first > r.from && s->at[first - 1].blank)
				name = first;
		}
	}
	if (best == r.to || !(proof || contact)) {
		/* somebody else's card is what the mail is about */
		bool given = who->shown >= 2 && stranger && name < r.to &&
			     (seen < CARD_LINES || sign_points(s, r.from, name));
		best = contact && !given ? name : r.to;
	}
	return !closed && sign_belongs(s, r.from, best) ? r.to : best;
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
		if (contact && signer_hits(split_fold(s, i - 1), who) >= 2 && !sign_contact(w))
			return i - 1;
		contact |= sign_contact(w);
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

/* What follows "PS:" is said below the signature: the line above it, or r.to. */
static size_t
above_postscript(const struct split *s, struct region r)
{
	size_t from = r.to > r.from + TAIL_LINES ? r.to - TAIL_LINES : r.from;

	for (size_t i = from; i < r.to; i++) {
		if (s->at[i].blank || i == r.from || !phrase_postscript(split_fold(s, i)))
			continue;
		while (i > r.from && s->at[i - 1].blank)
			i--;
		return i;
	}
	return r.to;
}

static bool
prose_between(const struct split *s, size_t from, size_t to)
{
	for (; from < to; from++)
		if (!s->at[from].blank && sign_prose(split_words(s, from)))
			return true;
	return false;
}

/* The first mobile line near the end. Returns what is left: words below it are somebody's. */
static size_t
mark_mobile(struct split *s, struct region r)
{
	for (size_t i = r.to > r.from + MOBILE_TAIL ? r.to - MOBILE_TAIL : r.from; i < r.to; i++) {
		size_t k = i;
		if (s->at[i].blank || !(sign_mobile(s, i) || sign_device(s, i, r.to)))
			continue;
		if (prose_between(s, i + 1, r.to)) {
			split_set(s, i, i + 1, SPAN_SIGNATURE);
			return r.to;
		}
		while (k > r.from && (s->at[k - 1].blank || sign_rule(split_words(s, k - 1))))
			k--;
		split_set(s, k, r.to, SPAN_SIGNATURE);
		return k;
	}
	return r.to;
}

/* One stretch of text. `last`: nothing but quotes follows it. */
static void
mark_region(struct split *s, struct region r, const struct signer *who)
{
	size_t cut = by_delimiter(s, r);

	if (cut < r.to) {
		while (cut > r.from && (s->at[cut - 1].blank || sign_dot(split_words(s, cut - 1))))
			cut--;
		split_set(s, cut, r.to, SPAN_SIGNATURE);
		r.to = cut;
	}
	cut = by_disclaimer(s, r);
	if (cut == r.to)
		cut = by_small_print(s, r);
	if (cut < r.to && (any_text(s, r.from, cut) || !r.only) && !sign_belongs(s, r.from, cut)) {
		split_set(s, cut, r.to, SPAN_DISCLAIMER);
		r.to = cut;
	}
	while (r.to > r.from && s->at[r.to - 1].blank)
		r.to--;
	r.to = mark_mobile(s, r);
	r.to = above_postscript(s, r);
	cut = by_rule(s, r, who);
	if (cut < r.to && (any_text(s, r.from, cut) || !r.only)) {
		split_set(s, cut, r.to, SPAN_SIGNATURE);
		r.to = cut;
		while (r.to > r.from && s->at[r.to - 1].blank)
			r.to--;
	}
	if (r.middle)
		return;
	cut = by_look(s, r, who);
	if (cut < r.to && (any_text(s, r.from, cut) || (r.last && sign_closing(s, cut, who)) ||
			   (cut = by_name(s, r, who)) < r.to))
		split_set(s, cut, r.to, SPAN_SIGNATURE);
}

/* The line on which the last stretch of text begins. */
static size_t
last_text(const struct split *s)
{
	size_t i = s->len;

	while (i > 0 && (s->at[i - 1].set || s->at[i - 1].blank))
		i--;
	while (i > 0 && !s->at[i - 1].set)
		i--;
	return i;
}

void
signature_mark(struct split *s)
{
	struct signer who = signer_of(s);
	size_t i = 0, regions = 0, last = last_text(s);

	while (i < s->len && regions < REGIONS_MAX) {
		while (i < s->len && s->at[i].set)
			i++;
		struct region r = {.from = i, .to = i};
		while (r.to < s->len && !s->at[r.to].set)
			r.to++;
		i = r.to;
		if (!any_text(s, r.from, r.to))
			continue;
		r.only = r.from == 0;
		r.middle = regions > 0 && r.from < last;
		r.last = regions > 0 && !r.middle;
		regions++;
		mark_region(s, r, &who);
	}
}

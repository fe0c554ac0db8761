/*
 * What is not the sender's new text: quoted lines, attributions, header blocks of quoted mails,
 * forwards. Rules look at structure first (marks, keys, dates, addresses, what follows), at words
 * second.
 */
#include "attribution.h"
#include "block.h"
#include "signer.h"
#include "work.h"

enum {
	INITIALS = 3,	    /* letters before a mark: "JD> " */
	OTHERS_MIN = 3,	    /* lines with another mark than '>' that make a quotation */
	WRAP_COLUMNS = 72,  /* lines are broken there or later … */
	WRAP_MAX = 100,	    /* … and not beyond */
	FORM_KEY = 30,	    /* bytes of a key in a form */
	TORN_LINES = 8,	    /* lines over which a torn attribution is spread */
	TAIL_TRIES = 20000, /* lines looked at closely for the start of a quoted mail */
};

/* How many bytes of rule ("---", "___", "===", "***", box drawing) the words begin with. */
static size_t
rule_len(struct slice w)
{
	size_t n = 0;

	while (n < w.len && (w.data[n] == '-' || w.data[n] == '_' || w.data[n] == '=' ||
			     w.data[n] == '*' || w.data[n] == '~' || w.data[n] == '#'))
		n++;
	/* U+2010 to U+2015, U+2500 */
	while (n + 3 <= w.len && w.data[n] == '\xe2' &&
	       ((w.data[n + 1] == '\x80' && (unsigned char)w.data[n + 2] >= 0x90 &&
		 (unsigned char)w.data[n + 2] <= 0x95) ||
		(w.data[n + 1] == '\x94' && w.data[n + 2] == '\x80')))
		n += 3;
	return n;
}

static bool
is_rule(struct slice w)
{
	return w.len >= 5 && rule_len(w) == w.len;
}

static size_t
next_words(const struct split *s, size_t i)
{
	for (; i < s->len && s->at[i].blank; i++)
		message_work++;
	return i;
}

enum separator { SEP_NONE, SEP_RULE, SEP_WORDS, SEP_ORIGINAL, SEP_FORWARD };

/* "words ----- From: A <a@b.com>To: …Date: …": a whole header block behind the separator. */
static bool
inline_block(struct slice w)
{
	ptrdiff_t at = slice_find(w, SLICE_LIT("---"));
	size_t colons = 0;

	if (at <= 0)
		return false;
	w = slice_sub(w, (size_t)at, w.len);
	for (size_t i = 0; i < w.len; i++)
		colons += w.data[i] == ':';
	return colons >= 4 && attribution_has_address(w);
}

/* "-----Original Message-----", "---------- Forwarded message ---------", "Begin forwarded
 * message:" */
static enum separator
separator_at(const struct split *s, size_t i)
{
	struct slice w = split_words(s, i);
	size_t rule = rule_len(w);
	bool colon = w.len > 0 && (w.data[w.len - 1] == ':' || slice_ends(w, "："));

	if (w.len < 4 || w.len > (rule >= 3 ? 1500u : 300u))
		return SEP_NONE;
	if (is_rule(w))
		return SEP_RULE;
	if (rule < 2 && !colon)
		return SEP_NONE;
	struct slice f = split_fold(s, i);
	if (phrase_forwarded(f) && (rule >= 2 || colon))
		return SEP_FORWARD;
	if (phrase_original(f) && (rule >= 2 || (colon && w.len < 40)))
		return SEP_ORIGINAL;
	/* a rule, words and a rule again, in a language not in the table: judged by what follows */
	if (rule >= 3 && w.len > rule + 4 && rule_len(slice_sub(w, w.len - 3, w.len)) == 3)
		return SEP_WORDS;
	if (rule >= 3 && inline_block(slice_sub(w, rule, w.len)))
		return SEP_FORWARD;
	return SEP_NONE;
}

/* ">From " in running text: a mailbox format put the mark there (RFC 4155). */
static bool
mbox_escape(const struct split *s, size_t i)
{
	struct slice raw = slice_sub(s->body, s->at[i].start, s->at[i].end);

	return slice_starts(raw, ">From ") && (i == 0 || s->at[i - 1].depth == 0) &&
	       (i + 1 == s->len || s->at[i + 1].depth == 0);
}

/* A mark other than '>' at the start of line i: "| ", ": ", "JD>"; 0: none. */
static size_t
other_mark(const struct split *s, size_t i)
{
	struct slice w = split_words(s, i);
	size_t n = 0;

	if (s->at[i].depth > 0 || w.len == 0)
		return 0;
	if ((w.data[0] == '|' || w.data[0] == ':') && (w.len == 1 || w.data[1] == ' '))
		return w.len > 1 && w.data[w.len - 1] == '|' ? 0 : 1; /* "| a | b |": a table */
	while (n < w.len && n < INITIALS && w.data[n] >= 'A' && w.data[n] <= 'Z')
		n++;
	return n > 0 && n < w.len && w.data[n] == '>' ? n + 1 : 0;
}

/* Runs of lines that begin with the same other mark become quoted lines. */
static void
mark_others(struct split *s)
{
	for (size_t i = 0, end; i < s->len; i = end) {
		size_t n = other_mark(s, i);
		end = i + 1;
		if (n == 0)
			continue;
		struct slice mark = slice_sub(split_words(s, i), 0, n);
		while (end < s->len && other_mark(s, end) == n &&
		       slice_eq(slice_sub(split_words(s, end), 0, n), mark))
			end++;
		if (end - i < OTHERS_MIN)
			continue;
		for (size_t k = i; k < end; k++) {
			s->at[k].depth = 1;
			s->at[k].text += n;
			s->at[k].blank = split_words(s, k).len == 0;
		}
	}
}

/*
 * A line between two quoted ones that its sender's program broke off the upper one: that one is
 * full, does not end a sentence, and has no room for the first word below it.
 */
static bool
broken_off(const struct split *s, size_t i)
{
	if (i == 0 || i + 1 >= s->len || s->at[i].depth > 0 || s->at[i].blank ||
	    s->at[i - 1].depth == 0 || s->at[i - 1].blank || s->at[i + 1].depth == 0)
		return false;
	struct slice up = split_words(s, i - 1), w = split_words(s, i);
	ptrdiff_t blank = slice_index(w, ' ');
	size_t width = s->at[i - 1].end - s->at[i - 1].start;
	size_t first = blank < 0 ? w.len : (size_t)blank;

	return width + 1 + first > WRAP_COLUMNS && width <= WRAP_MAX && w.len < width &&
	       !strchr(".?!:", up.data[up.len - 1]);
}

static void
mark_broken(struct split *s)
{
	for (size_t i = 1; i < s->len; i++)
		if (broken_off(s, i))
			s->at[i].depth = s->at[i - 1].depth;
}

/* ">>> Ann Lee 12/11/00 03:54PM >>>": GroupWise, which marks nothing of what it quotes below. */
static bool
is_groupwise(const struct split *s, size_t i)
{
	struct slice w = split_words(s, i);

	return s->at[i].depth == 3 && w.len > 6 && w.len < 200 && slice_ends(w, ">>>") &&
	       attribution_has_date(w);
}

/*
 * "On Monday Ann Lee", "<", "mailto:…", "> wrote:" in paragraphs of their own: an attribution
 * whose link was torn apart. Its first line, or SIZE_MAX.
 */
static size_t
torn_start(const struct split *s, size_t i)
{
	struct slice w = split_words(s, i);

	if (s->at[i].depth != 1 || w.len > 30 || !attribution_open(w) ||
	    !phrase_wrote(split_fold(s, i)))
		return SIZE_MAX;
	for (size_t k = i, n = 0; k > 0 && n < TORN_LINES; n++) {
		struct slice up = split_words(s, --k);
		if (s->at[k].blank || slice_starts(up, "<") || slice_istarts(up, "mailto:"))
			continue;
		return k + 1 < i && phrase_on(split_fold(s, k)) && attribution_has_date(up)
			       ? k
			       : SIZE_MAX;
	}
	return SIZE_MAX;
}

/* What quotes the whole rest of the mail without marks, told by a line that has some. */
static void
mark_rest(struct split *s)
{
	for (size_t i = 0; i < s->len; i++) {
		size_t from = s->at[i].depth == 0  ? SIZE_MAX
			      : is_groupwise(s, i) ? i
						   : torn_start(s, i);
		if (from == SIZE_MAX || (i > 0 && s->at[i - 1].depth > 0))
			continue;
		split_set(s, from, i + 1, SPAN_ATTRIBUTION);
		split_set(s, i + 1, s->len, SPAN_QUOTE);
		return;
	}
}

/* Lines with marks; "> " alone is one too. A single > before code or a prompt is believed. */
static void
mark_quoted(struct split *s)
{
	size_t tries = 0;

	for (size_t i = 0; i < s->len; i++) {
		if (s->at[i].depth == 0 || s->at[i].set)
			continue;
		if (mbox_escape(s, i)) {
			s->at[i].depth = 0;
			continue;
		}
		if (i == 0 || s->at[i - 1].depth < s->at[i].depth)
			attribution_above(s, i, &tries);
		split_set(s, i, i + 1, SPAN_QUOTE);
	}
}

/* What the HTML said. A line takes the mark that covers its first word. */
static void
apply_marks(struct split *s)
{
	const struct mail *m = s->mail;
	size_t budget = s->len * 8 + 10000; /* marks may nest in hostile HTML */

	for (size_t k = 0; k < m->marks.len; k++) {
		struct span mk = m->marks.at[k];
		size_t lo = 0, hi = s->len;
		while (lo < hi) { /* first line whose words begin at or behind the mark */
			size_t mid = lo + (hi - lo) / 2;
			if (s->at[mid].text < mk.start)
				lo = mid + 1;
			else
				hi = mid;
		}
		for (size_t i = lo; i < s->len && s->at[i].text < mk.end && budget > 0; i++) {
			budget--;
			message_work++;
			if (s->at[i].blank && !s->at[i].set)
				continue;
			if (s->at[i].set && s->at[i].kind == SPAN_QUOTE)
				continue;
			split_set(s, i, i + 1, mk.kind);
		}
	}
}

/* The quoted or forwarded mail that begins on line i and runs to the end; SIZE_MAX: none does. */
struct tail {
	size_t start; /* first line of it */
	size_t block; /* its header block, or s->len */
	bool forward, attribution, guess;
	size_t attribution_end;
};

static bool
tail_at_separator(const struct split *s, size_t i, struct tail *t)
{
	enum separator sep = separator_at(s, i);
	size_t k = next_words(s, i + 1);

	if (sep == SEP_NONE)
		return false;
	*t = (struct tail){.start = i, .block = s->len, .forward = sep == SEP_FORWARD};
	if (k < s->len && k <= i + 4) {
		struct block b = block_at(s, k);
		if (block_strong(&b, sep == SEP_ORIGINAL || sep == SEP_FORWARD)) {
			t->block = k;
			return true;
		}
		if (sep != SEP_RULE && block_guessed(s, k)) {
			t->block = k;
			t->guess = true;
			return true;
		}
	}
	return sep == SEP_FORWARD || sep == SEP_ORIGINAL;
}

/* The line above is "Key: value", too, with a key no mail has: a form that was filled in. */
static bool
in_form(const struct split *s, size_t i)
{
	size_t width, colon;

	if (i == 0 || s->at[i - 1].blank || s->at[i - 1].set ||
	    s->at[i - 1].depth != s->at[i].depth || quote_key(s, i - 1, NULL) != KEY_NONE)
		return false;
	struct slice w = split_words(s, i - 1);
	colon = block_colon(w, &width);
	return colon != SIZE_MAX && colon + width < w.len && colon < FORM_KEY &&
	       w.data[colon + width] == ' ' && !attribution_has_date(w);
}

static bool
tail_at_block(const struct split *s, size_t i, struct tail *t)
{
	enum phrase_key key = quote_key(s, i, NULL);

	if (key != KEY_FROM && key != KEY_DATE && key != KEY_TO && key != KEY_SUBJECT)
		return false;
	struct block b = block_at(s, i);
	if (!block_strong(&b, false) || in_form(s, i))
		return false;
	*t = (struct tail){.start = i, .block = i};
	/* a rule right above belongs to it */
	size_t k = i;
	while (k > 0 && s->at[k - 1].blank && i - k < 2)
		k--;
	if (k > 0 && !s->at[k - 1].set && is_rule(split_words(s, k - 1)))
		t->start = k - 1;
	return true;
}

/*
 * Lotus Notes puts name and date above "To:": short lines with a date or an @, then the block.
 * Walks up from the block to where they begin.
 */
static size_t
notes_start(const struct split *s, size_t block)
{
	size_t first = block, k = block;
	bool date = false;

	for (size_t n = 0; k > 0 && n < 8; n++) {
		struct slice w = split_words(s, k - 1);
		if (s->at[k - 1].set || w.len > 90)
			break;
		k--;
		if (s->at[k].blank)
			continue;
		if (phrase_small_words(w) >= 4 || strchr(".?!", w.data[w.len - 1]))
			break; /* somebody talks */
		bool by = slice_istarts(w, "sent by:") || slice_istarts(w, "please respond to") ||
			  slice_istarts(w, "from:");
		/* an address far above ends a signature */
		bool name =
			(slice_index(w, '@') >= 0 || slice_index(w, '<') >= 0) && first - k <= 2;
		if (attribution_has_date(w)) {
			date = true;
			first = k;
		} else if (by || (name && w.len < 70)) {
			first = k;
		} else if (date && first == k + 1 && (k == 0 || s->at[k - 1].blank) &&
			   signer_like(w) && slice_index(w, ' ') > 0) {
			first = k; /* a name right above the date */
			break;
		} else {
			break;
		}
	}
	return date ? first : block;
}

static bool
tail_at_attribution(const struct split *s, size_t i, struct tail *t)
{
	size_t last;

	if (!attribution_at(s, i, &last))
		return false;
	*t = (struct tail){
		.start = i, .block = s->len, .attribution = true, .attribution_end = last};
	return true;
}

static bool
worth_a_look(struct slice w)
{
	size_t width;

	if (w.len == 0)
		return false;
	return rule_len(w) >= 2 || block_colon(w, &width) != SIZE_MAX || attribution_open(w) ||
	       w.len < 60 || attribution_has_address(w) || attribution_has_date(w);
}

/* The first line of a reply that was typed below a quoted header block does not exist: all of the
 * rest is the old mail. Lines that carry marks of their own keep them. */
static void
take_tail(struct split *s, const struct tail *t)
{
	enum span_kind kind = t->forward ? SPAN_FORWARD : SPAN_QUOTE;
	size_t from = t->start;

	if (t->attribution) {
		split_set(s, t->start, t->attribution_end + 1, SPAN_ATTRIBUTION);
		from = t->attribution_end + 1;
	}
	split_set(s, from, s->len, kind);
	if (s->block == s->len && t->block < s->len) {
		s->block = t->block;
		s->forward |= t->forward;
		s->guess = t->guess;
	}
}

static bool
quote_follows(const struct split *s, size_t i)
{
	size_t k = next_words(s, i);

	return k < s->len && (s->at[k].depth > 0 || s->at[k].set);
}

/* Whether an attribution on i..last is followed by text of its own that is not quoted. */
static void
find_tail(struct split *s)
{
	size_t tries = 0;
	struct tail t;

	for (size_t i = 0; i < s->len && tries < TAIL_TRIES; i++) {
		struct line *l = &s->at[i];
		if (l->set || l->blank)
			continue;
		struct slice w = split_words(s, i);
		if (!worth_a_look(w))
			continue;
		tries++;
		if (tail_at_separator(s, i, &t)) {
			take_tail(s, &t);
			return;
		}
		if (tail_at_block(s, i, &t)) {
			if (t.start == i)
				t.start = notes_start(s, i);
			take_tail(s, &t);
			return;
		}
		if (tail_at_attribution(s, i, &t)) {
			if (quote_follows(s, t.attribution_end + 1)) {
				split_set(s, t.start, t.attribution_end + 1, SPAN_ATTRIBUTION);
				continue;
			}
			take_tail(s, &t);
			return;
		}
	}
}

/* "##- Please type your reply above this line -##": a mark, and all below it, of a help desk. */
static void
mark_above_line(struct split *s)
{
	for (size_t i = 0, seen = 0; i < s->len && seen < 40; i++) {
		if (s->at[i].blank)
			continue;
		seen++;
		struct slice w = split_words(s, i);
		if (w.len < 200 && (rule_len(w) >= 2 || s->at[i].depth > 0) &&
		    phrase_above(split_fold(s, i)))
			split_set(s, i, s->at[i].depth > 0 ? i + 1 : s->len, SPAN_QUOTE);
	}
}

void
quote_mark(struct split *s)
{
	apply_marks(s);
	mark_others(s);
	mark_broken(s);
	mark_rest(s);
	mark_quoted(s);
	mark_above_line(s);
	find_tail(s);
}

/* Takes a text apart: lines that a mail program broke are joined, then tokens and sentences. */
#include <ctype.h>

#include "lexicon.h"

#include "docket/base/utf8.h"

#include "text_address.h"
#include "text_lines.h"
#include "work.h"

const char *const lang_names[LANG_DATES_COUNT] = {"en", "de", "fr", "es", "nl", "it", "pt"};

int
lang_of(struct slice name)
{
	for (int i = 0; i < LANG_COUNT; i++)
		if (slice_iis(name, lang_names[i]))
			return i;
	return LANG_EN;
}

/* --- reading characters --- */

enum char_kind { CH_SPACE, CH_LETTER, CH_DIGIT, CH_APOSTROPHE, CH_QUOTE, CH_EMOJI, CH_PUNCT };

static enum char_kind
char_kind(uint32_t c)
{
	if (c < 0x80) {
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
			return CH_LETTER;
		if (c >= '0' && c <= '9')
			return CH_DIGIT;
		if (c == ' ' || (c >= '\t' && c <= '\r'))
			return CH_SPACE;
		return c == '\'' || c == '`' ? CH_APOSTROPHE : c == '"' ? CH_QUOTE : CH_PUNCT;
	}
	if (c == 0x2019 || c == 0x2018 || c == 0xb4 || c == 0x2bc)
		return CH_APOSTROPHE;
	if (c == 0xab || c == 0xbb || (c >= 0x201a && c <= 0x201f) || c == 0x2039 || c == 0x203a)
		return CH_QUOTE;
	if (c == 0xa0 || c == 0x202f || c == 0x200b || c == 0xfeff || (c >= 0x2000 && c <= 0x200a))
		return CH_SPACE;
	if (c == 0x300 || (c > 0x300 && c <= 0x36f) || c == 0xad)
		return CH_LETTER;
	if (c >= 0x1f000 || (c >= 0x2600 && c <= 0x27bf) || (c >= 0x2b00 && c <= 0x2bff))
		return c >= 0x1f3fb && c <= 0x1f3ff ? CH_PUNCT : CH_EMOJI;
	if (c == 0xd7 || c == 0xf7)
		return CH_PUNCT;
	return utf8_is_letter(c) ? CH_LETTER : CH_PUNCT;
}

struct reader {
	const struct understanding *u;
	struct doc *d;
	size_t tok_cap, sent_cap;
	struct line_wrap wrap;
	bool lower;   /* the line, taken as a whole, began in lower case */
	unsigned gap; /* collected since the last token */
	char close;   /* how the sentence before ended */
	bool ends;    /* a sentence has ended before the next token */
	bool quoted;
	size_t last_end; /* of the last token */
	char *fold;	 /* where the next folded word goes, and what is left there */
	size_t fold_left;
	size_t stops, asked; /* end of the run of stops looked at, and its last "?" */
	uint32_t para, line;
	/* of the line that is being read */
	bool line_first;
	struct line_mark mark;
};

static uint32_t
peek(struct slice text, size_t at, size_t *len)
{
	*len = 1;
	if (at >= text.len)
		return 0;
	unsigned char c = (unsigned char)text.data[at];
	return c < 0x80 ? c : utf8_decode(slice_sub(text, at, text.len), len);
}

static void
close_sentence(struct reader *r, size_t end)
{
	struct doc *d = r->d;
	if (!d->sent_count)
		return;
	struct sentence *s = &d->sent[d->sent_count - 1];
	s->tok_end = (uint32_t)d->tok_count;
	s->end = (uint32_t)end;
	s->close = r->close;
}

static void
open_sentence(struct reader *r, size_t start)
{
	struct doc *d = r->d;
	if (d->sent_count == r->sent_cap) {
		size_t cap = r->sent_cap ? 2 * r->sent_cap : 32;
		struct sentence *grown = pool_array(d->pool, cap, sizeof(*grown));
		if (d->sent_count)
			memcpy(grown, d->sent, d->sent_count * sizeof(*grown));
		d->sent = grown;
		r->sent_cap = cap;
	}
	d->sent[d->sent_count++] = (struct sentence){.tok = (uint32_t)d->tok_count,
						     .start = (uint32_t)start,
						     .para = r->para,
						     .line = r->line,
						     .number = r->line_first ? r->mark.number : 0,
						     .indent = r->mark.indent,
						     .first_in_line = r->line_first,
						     .bullet = r->line_first && r->mark.bullet};
	r->line_first = false;
	r->close = 0;
	r->ends = false;
}

static struct token *
add_token(struct reader *r, size_t start, size_t end, enum tok_kind kind)
{
	enum { SENTENCE_MAX = 120 }; /* rules look around in a sentence: bounds their work */
	struct doc *d = r->d;
	if (d->sent_count && d->tok_count - d->sent[d->sent_count - 1].tok >= SENTENCE_MAX)
		r->ends = true;
	if (r->ends || !d->sent_count) {
		close_sentence(r, d->tok_count ? r->last_end : start);
		open_sentence(r, start);
	}
	if (d->tok_count == r->tok_cap) {
		/* mostly enough for the whole text: a word and its space are six bytes */
		size_t cap = r->tok_cap ? 2 * r->tok_cap : d->text.len / 5 + 8;
		struct token *grown = pool_array(d->pool, cap, sizeof(*grown));
		if (d->tok_count)
			memcpy(grown, d->tok, d->tok_count * sizeof(*grown));
		d->tok = grown;
		r->tok_cap = cap;
	}
	struct token *t = &d->tok[d->tok_count++];
	size_t before = d->tok_count > 1 ? d->tok[d->tok_count - 2].end : 0;
	*t = (struct token){.start = (uint32_t)start,
			    .end = (uint32_t)end,
			    .sent = (uint32_t)(d->sent_count - 1),
			    .gap = (uint16_t)r->gap,
			    .kind = (uint8_t)kind,
			    .flags = r->quoted ? TOK_QUOTED : 0};
	if (d->tok_count > 1 && start == before)
		t->sep = '\1';
	else if (d->tok_count > 1 && start == before + 1)
		t->sep = d->text.data[before];
	r->gap = 0;
	r->last_end = end;
	return t;
}

/* Room for one more folded word, all of them side by side. */
static char *
fold_room(struct reader *r)
{
	if (r->fold_left < WORD_MAX) {
		r->fold_left = r->d->text.len + WORD_MAX;
		r->fold = pool_alloc(r->d->pool, r->fold_left);
	}
	return r->fold;
}

/* "Getränkekarte": the longest ending that a lexicon names. */
static uint32_t
suffix_of(const struct vocab *v, const char *word, size_t len)
{
	enum { SHORTEST = 3 };
	for (size_t n = len; n >= SHORTEST; n--) {
		if (!(v->suffix_lens >> n & 1))
			continue;
		const char *end = word + len - n;
		const struct vocab_entry *e = vocab_find(v, end, n, word_hash(end, n));
		if (e && e->suffix_id)
			return e->suffix_id;
	}
	return 0;
}

static void
look_up(struct reader *r, struct token *t)
{
	char *buf = fold_room(r);
	struct slice word = slice_sub(r->d->text, t->start, t->end);
	size_t len = word_fold(word, buf), n = 0;
	if (t->kind == TOK_WORD)
		len = vocab_mend(&r->u->vocab, buf, len);
	t->folded = buf;
	t->folded_len = (uint8_t)len;
	r->fold += len;
	r->fold_left -= len;
	understand_work += word.len;
	const struct vocab *v = &r->u->vocab;
	uint32_t h = 2166136261u;
	if (word.len && t->kind == TOK_WORD) {
		size_t first;
		uint32_t c = peek(word, 0, &first);
		if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7))
			t->flags |= TOK_UPPER;
		if (word.len > 1 && word.data[1] >= 'A' && word.data[1] <= 'Z')
			t->flags |= TOK_CAPS;
	}
	for (size_t i = 0; i < len; i++) {
		h = (h ^ (unsigned char)buf[i]) * 16777619u;
		if (i + 1 >= 3 && v->prefix_lens >> (i + 1) & 1 && n < TOKEN_PREFIXES) {
			const struct vocab_entry *e = vocab_find(v, buf, i + 1, h);
			if (e && e->prefix_id)
				t->pre[n++] = e->prefix_id;
		}
	}
	if (n < TOKEN_PREFIXES)
		t->pre[n] = suffix_of(v, buf, len);
	const struct vocab_entry *e = vocab_find(v, buf, len, h);
	t->id = e ? e->id : 0;
	t->hash = h;
}

static bool
is_abbreviation(const struct reader *r)
{
	const struct doc *d = r->d;
	if (!d->tok_count || d->tok[d->tok_count - 1].kind != TOK_WORD)
		return false;
	const struct token *t = &d->tok[d->tok_count - 1];
	if (t->folded_len == 1 && d->tok_count > 1 && !r->ends && (t->flags & TOK_UPPER) &&
	    (t->gap == 0 || (t->gap == GAP_STOP && t->sep == '.')) && t->folded[0] != 'i')
		return true; /* an initial */
	const struct vocab_entry *e = vocab_find(&r->u->vocab, t->folded, t->folded_len, t->hash);
	return e && e->abbrev_langs != 0;
}

/* "p3", "s8", "pg12": a place and its number, written as one word. */
static bool
glues_place(struct slice text, size_t start, size_t at, size_t end)
{
	enum { DIGITS_MAX = 3 }; /* no work has a thousand pages */
	size_t len = at - start, k = at;
	char a = (char)(text.data[start] | 0x20), b = (char)(text.data[at - 1] | 0x20);
	if (!((len == 1 && (a == 'p' || a == 's')) ||
	      (len == 2 && a == 'p' && (b == 'p' || b == 'g'))))
		return false;
	while (k < end && k - at <= DIGITS_MAX && text.data[k] >= '0' && text.data[k] <= '9')
		k++;
	return k - at <= DIGITS_MAX &&
	       (k == end || !((unsigned char)text.data[k] & 0x80 || text.data[k] == '_' ||
			      isalnum((unsigned char)text.data[k])));
}

static size_t
read_word(struct reader *r, size_t at, size_t end)
{
	struct slice text = r->d->text;
	size_t start = at, len;
	bool glued = r->d->tok_count && r->last_end == at &&
		     r->d->tok[r->d->tok_count - 1].kind == TOK_NUMBER;
	while (at < end) {
		uint32_t c = peek(text, at, &len);
		enum char_kind k = char_kind(c);
		if (k == CH_DIGIT && (glued || (at > start && glues_place(text, start, at, end))))
			break;
		if (k == CH_APOSTROPHE) {
			size_t next_len;
			uint32_t next = peek(text, at + len, &next_len);
			if (at + len >= end || char_kind(next) != CH_LETTER)
				break;
			/* French elision cuts behind the apostrophe; English contractions do not */
			size_t head = at - start;
			char last = text.data[at - 1];
			bool elision = (head == 1 && strchr("ldjmtscnLDJMTSCN", last)) ||
				       (head == 2 && (text.data[start] | 32) == 'q');
			if (elision && (head == 2 || !(next == 'm' && last == 'I'))) {
				at += len;
				break;
			}
			at += len;
			continue;
		}
		if (c == '_' && at > start) {
			at++;
			continue;
		}
		if (k != CH_LETTER && k != CH_DIGIT)
			break;
		at += len;
	}
	look_up(r, add_token(r, start, at, TOK_WORD));
	return at;
}

static size_t
read_number(struct reader *r, size_t at, size_t end)
{
	struct slice text = r->d->text;
	size_t start = at;
	int32_t n = 0;
	while (at < end && text.data[at] >= '0' && text.data[at] <= '9') {
		if (at - start < 9)
			n = n * 10 + (text.data[at] - '0');
		at++;
	}
	struct token *t = add_token(r, start, at, TOK_NUMBER);
	t->value = n;
	t->digits = (uint8_t)(at - start > 200 ? 200 : at - start);
	look_up(r, t);
	return at;
}

/* "7.50": the number read last is what stands behind a point, and no day. */
static bool
is_price(const struct doc *d)
{
	return d->lang == LANG_EN && d->tok_count > 1 &&
	       d->tok[d->tok_count - 1].sep == '.' &&
	       d->tok[d->tok_count - 2].kind == TOK_NUMBER &&
	       d->tok[d->tok_count - 2].end + 1 == d->tok[d->tok_count - 1].start;
}

static void
read_stop(struct reader *r, uint32_t c, size_t at, size_t end)
{
	struct slice text = r->d->text;
	size_t next = at + 1, len;
	/* a run is looked at once: a line may be nothing but stops */
	if (at >= r->stops) {
		r->asked = at;
		for (; next < end && text.data[next] && strchr(".!?", text.data[next]); next++)
			if (text.data[next] == '?')
				r->asked = next;
		r->stops = next;
	}
	next = r->stops;
	bool space = next >= end;
	uint32_t after = peek(text, next, &len);
	if (!space &&
	    (char_kind(after) == CH_QUOTE || after == ')' || after == '*' || after == '\''))
		after = peek(text, next + 1, &len), space = next + 1 >= end;
	space = space || char_kind(after) == CH_SPACE || char_kind(after) == CH_EMOJI;
	r->gap |= GAP_STOP;
	if (!space)
		return;
	if (c == '.' && next == at + 1 && next < end) {
		if (is_abbreviation(r))
			return;
		/* "11. Juni", "3. Seite": an ordinal, not an end, when a word follows on the line
		 */
		const struct doc *d = r->d;
		if (d->tok_count && d->tok[d->tok_count - 1].kind == TOK_NUMBER &&
		    d->tok[d->tok_count - 1].end == at && d->tok[d->tok_count - 1].digits <= 2 &&
		    !is_price(d)) {
			size_t k = next;
			while (k < end && text.data[k] == ' ')
				k++;
			struct slice w = slice_sub(text, k, k + 14);
			static const char *const months[] = {"Jan", "Jän", "Feb", "Mär", "Mar",
							     "Apr", "Mai", "Jun", "Jul", "Aug",
							     "Sep", "Okt", "Nov", "Dez"};
			for (size_t i = 0; i < COUNT(months); i++)
				if (slice_starts(w, months[i]))
					return;
			if (w.len && w.data[0] >= 'a' && w.data[0] <= 'z')
				return;
		}
	}
	r->ends = true;
	r->close = (char)c;
	/* the mark belongs to the sentence that it ends */
	r->last_end = next > r->last_end ? next : r->last_end;
	if (r->asked > at)
		r->close = '?';
}

static void
read_mark(struct reader *r, uint32_t c, size_t at, size_t end)
{
	switch (c) {
	case ',': r->gap |= GAP_COMMA; break;
	case ';': r->gap |= GAP_SEMI; break;
	case '/': r->gap |= GAP_SLASH; break;
	case ':':
		r->gap |= GAP_COLON;
		if (slice_blank(slice_sub(r->d->text, at + 1, end)))
			r->close = ':';
		break;
	case '(':
	case '[': r->gap |= GAP_OPEN; break;
	case ')':
	case ']': r->gap |= GAP_CLOSE; break;
	case '-':
		if ((at == 0 || r->d->text.data[at - 1] == ' ') ||
		    (at + 1 < end && strchr(" -", r->d->text.data[at + 1])))
			r->gap |= GAP_DASH;
		break;
	case 0x2013:
	case 0x2014: r->gap |= GAP_DASH; break;
	case '.':
	case '!':
	case '?':
	case 0x2026: read_stop(r, c == 0x2026 ? '.' : c, at, end); break;
	default: break;
	}
}

static void
read_line(struct reader *r, size_t at, size_t end)
{
	struct slice text = r->d->text;
	while (at < end) {
		size_t len;
		uint32_t c = peek(text, at, &len);
		enum char_kind k = char_kind(c);
		if (k == CH_LETTER || k == CH_DIGIT) {
			size_t stop = text_link_end(text, at, end);
			if (stop > at) {
				look_up(r, add_token(r, at, stop, TOK_URL));
				at = stop;
				continue;
			}
			bool fresh = at == 0 || text.data[at - 1] != '@';
			stop = fresh && r->last_end != at ? text_address_end(text, at, end) : 0;
			if (stop > at) {
				look_up(r, add_token(r, at, stop, TOK_ADDR));
				at = stop;
				continue;
			}
			at = k == CH_DIGIT ? read_number(r, at, end) : read_word(r, at, end);
			continue;
		}
		if (k == CH_EMOJI) {
			look_up(r, add_token(r, at, at + len, TOK_EMOJI));
		} else if (k == CH_QUOTE) {
			r->gap |= GAP_QUOTE;
			r->quoted = c == '"' ? !r->quoted
					     : (c == 0xab || c == 0x201e || c == 0x201a ||
						(c == 0x201c && !r->quoted));
		} else if (k == CH_PUNCT) {
			read_mark(r, c, at, end);
		}
		at += len;
	}
}

void
text_split(const struct understanding *u, struct doc *d)
{
	struct reader reader = {.u = u, .d = d}, *r = &reader;
	struct slice text = r->d->text;
	size_t end = 0;
	bool soft = false;
	r->wrap = line_wrap(text);
	for (size_t at = 0; line_next(text, at, &end); at = end + 1) {
		if (slice_blank(slice_sub(text, at, end))) {
			r->para++;
			r->gap |= GAP_PARA | GAP_LINE;
			r->ends = true;
			r->quoted = false;
			soft = false;
			continue;
		}
		size_t from = at;
		understand_work += end - at;
		if (!soft) {
			r->ends = true;
			r->line_first = true;
			r->line++;
			if (r->d->tok_count)
				r->gap |= GAP_LINE;
			if (!(r->gap & GAP_PARA))
				r->quoted = r->quoted && r->wrap.width > 0;
			from = line_mark(text, at, end, &r->mark);
			struct slice own = slice_ltrim(slice_sub(text, from, end));
			r->lower = own.len && own.data[0] >= 'a' && own.data[0] <= 'z';
		}
		read_line(r, from, end);
		soft = line_runs_on(text, at, end, &r->wrap, r->lower);
		if (!soft)
			r->quoted = false;
	}
	close_sentence(r, r->last_end);
}

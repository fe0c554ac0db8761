/* mail_split: lines, what they are, and the texts made of them. Linear in the body. */
#include "split.h"

#include "work.h"

enum { LINES_MAX = 200000, ANSWERS_MAX = 500 };

_Thread_local size_t message_work;

struct slice
split_words(const struct split *s, size_t i)
{
	message_work++;
	return slice_trim(slice_sub(s->body, s->at[i].text, s->at[i].end));
}

struct slice
split_fold(const struct split *s, size_t i)
{
	return phrase_fold(s->pool, split_words(s, i));
}

void
split_set(struct split *s, size_t from, size_t to, enum span_kind kind)
{
	message_work += to - from;
	for (size_t i = from; i < to && i < s->len; i++) {
		s->at[i].kind = kind;
		s->at[i].set = true;
	}
}

static size_t
skip_marks(struct slice body, struct line *l)
{
	size_t i = l->start;

	for (; i < l->end; i++, message_work++) {
		char c = body.data[i];
		if (c == '>')
			l->depth++;
		else if (c != ' ' && c != '\t' &&
			 !(c == '\xc2' && i + 1 < l->end && body.data[i + 1] == '\xa0') &&
			 !(c == '\xa0' && i > l->start && body.data[i - 1] == '\xc2'))
			break;
	}
	return i;
}

static void
make_lines(struct split *s)
{
	size_t n = 1;

	for (size_t i = 0; i < s->body.len && n < LINES_MAX; i++)
		n += s->body.data[i] == '\n';
	s->at = pool_array(s->pool, n, sizeof(*s->at));
	for (size_t i = 0, from = 0; i < n; i++) {
		struct line *l = &s->at[i];
		struct slice rest = slice_sub(s->body, from, s->body.len);
		ptrdiff_t lf = i + 1 == n ? -1 : slice_index(rest, '\n');
		l->start = from;
		l->end = lf < 0 ? s->body.len : from + (size_t)lf;
		l->text = skip_marks(s->body, l);
		l->blank = l->text >= l->end || slice_blank(split_words(s, i));
		from = l->end + 1;
	}
	s->len = n;
}

/* Neighbours of one kind become one span; blank lines belong to what stands before them. */
static void
make_spans(struct split *s)
{
	enum span_kind kind = SPAN_TEXT;
	struct mail *m = s->mail;

	for (size_t i = 0; i < s->len; i++) {
		struct line *l = &s->at[i];
		if (!l->set)
			l->kind = l->blank && i > 0 ? s->at[i - 1].kind : SPAN_TEXT;
		size_t end = i + 1 < s->len ? s->at[i + 1].start : s->body.len;
		if (i > 0 && l->kind == kind && m->spans.len > 0) {
			m->spans.at[m->spans.len - 1].end = end;
			continue;
		}
		if (end > l->start)
			VEC_ADD(&m->spans, s->pool, ((struct span){l->start, end, l->kind}));
		kind = l->kind;
	}
}

/* Empty lines at both ends gone, the first line's indentation kept out. */
static struct slice
trim(struct slice s)
{
	s = slice_trim(s);
	while (slice_starts(s, "\xc2\xa0"))
		s = slice_ltrim(slice_sub(s, 2, s.len));
	while (slice_ends(s, "\xc2\xa0"))
		s = slice_rtrim(slice_sub(s, 0, s.len - 2));
	return s;
}

/* A signature or advertisement that the mail program put below a quotation: it signs no words. */
static bool
signs_nothing(const struct split *s, size_t i)
{
	const struct mail *m = s->mail;
	struct span sp = m->spans.at[i];
	struct slice t = slice_ltrim(slice_sub(s->body, sp.start, sp.end));

	return i > 0 && sp.kind == SPAN_SIGNATURE && m->spans.at[i - 1].kind == SPAN_QUOTE &&
	       (slice_starts(t, "--") || slice_starts(t, "__") || slice_starts(t, "\xe2\x80\x94"));
}

/* The spans of the kinds in the mask, joined; a slice of body itself when it is one stretch. */
static struct slice
join(struct split *s, unsigned mask)
{
	struct mail *m = s->mail;
	struct slice one = SLICE_NONE;
	size_t n = 0;
	struct str out;

	str_init(&out, s->body.len + m->spans.len * 2 + 1);
	for (size_t i = 0; i < m->spans.len; i++) {
		struct span sp = m->spans.at[i];
		struct slice t = slice_sub(s->body, sp.start, sp.end);
		message_work++;
		if (!(mask >> sp.kind & 1) || slice_blank(t) ||
		    (mask & 1u << SPAN_TEXT && signs_nothing(s, i)))
			continue;
		if (++n == 1)
			one = t;
		if (out.len > 0 && out.data[out.len - 1] != '\n')
			str_addc(&out, '\n');
		str_add(&out, t);
	}
	if (n > 1)
		one = pool_copy(s->pool, str_slice(&out));
	str_clear(&out);
	return trim(one);
}

/* The last paragraph of quoted lines from..to, marks stripped, as one text. */
static struct slice
question(struct split *s, size_t from, size_t to)
{
	struct str out;
	size_t first = to;

	while (to > from && s->at[to - 1].blank)
		to--;
	first = to;
	while (first > from && !s->at[first - 1].blank && to - first < 40)
		first--;
	str_init(&out, 16 * 1024);
	for (size_t i = first; i < to; i++) {
		if (out.len > 0)
			str_addc(&out, '\n');
		str_add(&out, split_words(s, i));
	}
	struct slice q = pool_copy(s->pool, str_slice(&out));
	str_clear(&out);
	return q;
}

static bool
is_quote(const struct line *l)
{
	return l->kind == SPAN_QUOTE;
}

/*
 * New lines that stand under quoted ones. A bottom-posted answer has them too: then the question
 * is the end of the quotation, which is what the answer most likely means.
 */
static void
find_answers(struct split *s)
{
	size_t offset = 0, line = 0;
	struct mail *m = s->mail;
	bool quoted_before = false;

	while (line < s->len && m->answers.len < ANSWERS_MAX) {
		size_t from = line;
		enum span_kind kind = s->at[line].kind;
		while (line < s->len && s->at[line].kind == kind)
			line++;
		struct slice t =
			slice_trim(slice_sub(s->body, s->at[from].start, s->at[line - 1].end));
		if (kind == SPAN_TEXT && t.len > 0) {
			ptrdiff_t at = slice_find(slice_sub(m->text, offset, m->text.len), t);
			if (at >= 0)
				offset += (size_t)at;
			if (quoted_before) {
				size_t q = from;
				while (q > 0 && is_quote(&s->at[q - 1]))
					q--;
				message_work += from - q;
				struct inline_answer a = {question(s, q, from), t, offset};
				if (a.question.len > 0)
					VEC_ADD(&m->answers, s->pool, a);
			}
			offset += at >= 0 ? t.len : 0;
		}
		quoted_before = kind == SPAN_QUOTE;
	}
}

void
mail_split(struct pool *pool, struct mail *m)
{
	struct split s = {.pool = pool, .mail = m, .body = m->body};

	m->spans.len = 0;
	m->answers.len = 0;
	m->text = m->text_signed = m->quoted = m->signature = SLICE_NONE;
	m->forward = (struct forward){.found = false};
	if (m->body.len == 0)
		return;
	make_lines(&s);
	s.block = s.len;
	quote_mark(&s);
	signature_mark(&s);
	make_spans(&s);
	m->text = join(&s, 1u << SPAN_TEXT);
	m->text_signed = join(&s, 1u << SPAN_TEXT | 1u << SPAN_SIGNATURE);
	m->quoted = join(&s, 1u << SPAN_QUOTE | 1u << SPAN_FORWARD);
	m->signature = join(&s, 1u << SPAN_SIGNATURE);
	find_answers(&s);
	forward_read(&s);
}

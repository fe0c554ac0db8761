/* The mail inside a forward: its header block in any of the languages, or a message/rfc822 part. */
#include "forward.h"

#include "address.h"
#include "attribution.h"
#include "body.h"
#include "header.h"

enum {
	ADDRS_MAX = 200,
	ATTRIBUTION_MAX = 2000, /* bytes of the lines that name the author */
};

/* Bytes of the bracket at the start of s that opens an address, "[mailto:", "("; 0: none. */
static size_t
bracket_len(struct slice s, char *close_out)
{
	static const struct {
		const char *open;
		char close;
	} forms[] = {
		{"[mailto:", ']'}, {"<mailto:", '>'}, {"(mailto:", ')'}, {"[", ']'}, {"(", ')'}};

	for (size_t i = 0; i < COUNT(forms); i++) {
		if (!slice_istarts(s, forms[i].open))
			continue;
		size_t n = strlen(forms[i].open);
		struct slice in = slice_sub(s, n, s.len);
		ptrdiff_t close = slice_index(in, forms[i].close);
		if (close <= 0)
			return 0;
		in.len = (size_t)close;
		*close_out = forms[i].close;
		return slice_index(in, '@') > 0 && slice_index(in, ' ') < 0 ? n : 0;
	}
	return 0;
}

/*
 * "a@b; c@d", "Name [mailto:a@b]", "Name (a@b)": Outlook and others, put as address_list reads
 * them.
 */
static void
addresses(struct pool *pool, struct slice value, addr_list *out)
{
	struct str clean;
	char close = '\0';

	str_init(&clean, 64 * 1024);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.data[i];
		size_t n = strchr("[<(", c) && c
				   ? bracket_len(slice_sub(value, i, value.len), &close)
				   : 0;
		if (n > 0) {
			str_addc(&clean, '<');
			i += n - 1;
		} else if (close && c == close) {
			str_addc(&clean, '>');
			close = '\0';
		} else {
			str_addc(&clean, c);
		}
	}
	address_list(pool, str_slice(&clean), ADDRS_MAX, out);
	for (size_t i = 0; i < out->len; i++) /* "a@b <a@b>" has no name */
		if (slice_ieq(out->at[i].name, out->at[i].mailbox))
			out->at[i].name = SLICE_NONE;
	str_clear(&clean);
}

/* "Doe, John <a@b> on behalf of c@d": one sender, whatever commas stand in the name. */
static void
sender(struct pool *pool, struct slice value, addr_list *out)
{
	ptrdiff_t open = slice_index(value, '<'), close = slice_index(value, '>');
	struct slice name = open > 0 ? slice_trim(slice_sub(value, 0, (size_t)open)) : SLICE_NONE;

	if (open > 0 && close > open && slice_index(name, '@') < 0) {
		struct addr a = {.name = name};
		a.mailbox = addr_clean(pool, slice_sub(value, (size_t)open, (size_t)close + 1));
		while (slice_ends(a.name, "*")) /* bold in a plain part */
			a.name = slice_rtrim(slice_sub(a.name, 0, a.name.len - 1));
		while (a.name.len >= 2 && (a.name.data[0] == '"' || a.name.data[0] == '\'') &&
		       a.name.data[a.name.len - 1] == a.name.data[0])
			a.name = slice_trim(slice_sub(a.name, 1, a.name.len - 1));
		if (a.mailbox.len > 0) {
			VEC_ADD(out, pool, a);
			return;
		}
	}
	addresses(pool, value, out);
}

void
forward_take(struct pool *pool, struct forward *f, enum phrase_key key, struct slice value)
{
	addr_list one = {0};

	switch (key) {
	case KEY_FROM:
		sender(pool, value, &one);
		if (one.len > 0 && f->from.mailbox.len == 0 && f->from.name.len == 0)
			f->from = one.at[0];
		break;
	case KEY_DATE: f->date_text = value; break;
	case KEY_SUBJECT:
		f->subject = slice_ends(value, "*") ? slice_trim(slice_sub(value, 0, value.len - 1))
						    : value;
		break;
	case KEY_TO: addresses(pool, value, &f->to); break;
	case KEY_CC: addresses(pool, value, &f->cc); break;
	default: break;
	}
}

/* A known key stands on one of the next two lines: what is between them belongs to the block. */
static bool
key_follows(const struct split *s, size_t i)
{
	for (size_t k = i + 1; k < s->len && k <= i + 2 && !s->at[k].blank; k++) {
		enum phrase_key key = quote_key(s, k, NULL);
		if (key != KEY_NONE && key != KEY_OTHER)
			return true;
	}
	return false;
}

/* Reads the block's fields, long values with their folds. Returns the line behind it. */
static size_t
read_block(struct split *s, struct forward *f)
{
	size_t i = s->block;
	unsigned seen = 0;

	while (i < s->len) {
		struct slice value;
		if (s->at[i].blank) {
			/* a blank line ends it, unless more of the block follows at once */
			size_t k = i + 1;
			if (k < s->len && !s->at[k].blank && !(seen >> KEY_SUBJECT & 1) &&
			    quote_key(s, k, &value) != KEY_NONE) {
				i = k;
				continue;
			}
			break;
		}
		enum phrase_key key = quote_key(s, i, &value);
		if (key == KEY_NONE && (s->guess || key_follows(s, i)))
			key = quote_guess(s, i, seen, &value);
		if (key == KEY_NONE || (key != KEY_OTHER && seen >> key & 1))
			break;
		seen |= 1u << key;
		struct str joined;
		str_init(&joined, 64 * 1024);
		str_add(&joined, value);
		/* a fold: no key, and the line above ends open or this one holds addresses */
		for (i++; i < s->len && !s->at[i].blank &&
			  (key == KEY_TO || key == KEY_CC || key == KEY_FROM);
		     i++) {
			struct slice w = split_words(s, i);
			struct slice sofar = slice_rtrim(str_slice(&joined));
			bool open = slice_ends(sofar, ",") || slice_ends(sofar, ";") ||
				    slice_starts(w, "<") || sofar.len == 0;
			if (quote_key(s, i, NULL) != KEY_NONE || !open)
				break;
			str_addc(&joined, ' ');
			str_add(&joined, w);
		}
		forward_take(s->pool, f, key, pool_copy(s->pool, str_slice(&joined)));
		str_clear(&joined);
	}
	return i;
}

/* Some programs put marks before the body but not before the header block. */
static bool
all_quoted(const struct split *s, size_t from)
{
	size_t quoted = 0;

	for (size_t i = from; i < s->len; i++) {
		if (s->at[i].depth > 0)
			quoted++;
		else if (!s->at[i].blank)
			return false;
	}
	return quoted > 0;
}

/* The blanks that every line from..end begins with: some programs indent what they pass on. */
static size_t
indent_of(const struct split *s, size_t from)
{
	size_t least = SIZE_MAX;

	for (size_t i = from; i < s->len && least > 0; i++) {
		size_t n = 0;
		while (s->at[i].start + n < s->at[i].end && s->body.data[s->at[i].start + n] == ' ')
			n++;
		if (!s->at[i].blank && n < least)
			least = n;
	}
	return least == SIZE_MAX ? 0 : least;
}

/* "---- forwarded message ----": a rule with words between, that opens or closes a forward. */
static bool
is_separator(const struct split *s, size_t i)
{
	struct slice w = split_words(s, i);

	return w.len > 8 && w.len < 200 && strchr("-=*", w.data[0]) &&
	       strchr("-=*", w.data[w.len - 1]) && phrase_forwarded(split_fold(s, i));
}

/* The line behind the forwarded mail: a last line that says "end of forwarded message" is left out.
 */
static size_t
closing_rule(const struct split *s, size_t from)
{
	size_t end = s->len;

	while (end > from && s->at[end - 1].blank)
		end--;
	return end > from + 1 && is_separator(s, end - 1) ? end - 1 : end;
}

/* The lines from..end of the forwarded mail, quote marks of the block's depth taken off. */
static struct slice
body_of(struct split *s, size_t from)
{
	unsigned depth = s->block < s->len ? s->at[s->block].depth : 0;
	size_t indent = 0;
	struct str out;

	size_t end = closing_rule(s, from);

	while (from < end && s->at[from].blank)
		from++;
	if (from >= end)
		return SLICE_NONE;
	if (s->at[from].depth < depth) /* some mark the block and not the body */
		depth = s->at[from].depth;
	if (depth == 0 && all_quoted(s, from))
		depth = 1;
	if (depth == 0 && (indent = indent_of(s, from)) == 0)
		return slice_trim(slice_sub(s->body, s->at[from].start, s->at[end - 1].end));
	str_init(&out, s->body.len + 16);
	for (size_t i = from; i < end; i++) {
		size_t k = s->at[i].start, marks = 0;
		while (k < s->at[i].end && marks < depth &&
		       (s->body.data[k] == '>' || s->body.data[k] == ' ')) {
			marks += s->body.data[k] == '>';
			k++;
		}
		if (k < s->at[i].end && marks > 0 && s->body.data[k] == ' ')
			k++;
		if (depth == 0)
			k = s->at[i].blank ? s->at[i].end : k + indent;
		str_add(&out, slice_sub(s->body, k, s->at[i].end));
		str_addc(&out, '\n');
	}
	struct slice body = slice_trim(pool_copy(s->pool, str_slice(&out)));
	str_clear(&out);
	return body;
}

/* Whether the subject says "Fwd:" before anything else. */
static bool
subject_forwards(struct pool *pool, struct slice subject)
{
	bool forward = false;

	return phrase_reply_prefix(phrase_fold(pool, subject), &forward) > 0 && forward;
}

static bool
subject_replies(struct pool *pool, struct slice subject)
{
	bool forward = false;

	/* "VS:" is a reply in Finnish and a forward in Danish */
	return phrase_reply_prefix(phrase_fold(pool, subject), &forward) > 0 && !forward &&
	       !slice_istarts(subject, "vs:");
}

/* A header block inside lines that are quoted with marks, as Apple Mail forwards. */
static void
find_quoted_block(struct split *s)
{
	for (size_t i = 0, seen = 0; i < s->len && seen < 12; i++) {
		if (s->at[i].blank || (s->at[i].depth == 0 && s->at[i].kind == SPAN_TEXT))
			continue;
		seen++;
		size_t keys = 0;
		for (size_t k = i; k < s->len && k < i + 8 && !s->at[k].blank; k++)
			keys += quote_key(s, k, NULL) != KEY_NONE;
		enum phrase_key key = quote_key(s, i, NULL);
		if (keys >= 3 && key != KEY_NONE && key != KEY_OTHER) {
			s->block = i;
			return;
		}
		if (s->at[i].depth > 0 && phrase_forwarded(split_fold(s, i)))
			s->forward = true;
	}
}

static bool
read_one_line(struct split *s, struct forward *f)
{
	for (size_t i = 0; i < s->len; i++) {
		if (s->at[i].kind != SPAN_FORWARD || s->at[i].blank)
			continue;
		struct slice w = split_words(s, i);
		ptrdiff_t colon = slice_index(w, ':'), rule = -1;
		for (ptrdiff_t k = 0; k + 2 < colon; k++) /* the last one before a key */
			if (slice_starts(slice_sub(w, (size_t)k, w.len), "-- "))
				rule = k;
		if (rule < 0 || !forward_inline(s, slice_sub(w, (size_t)rule + 3, w.len), f))
			return false;
		f->body = body_of(s, i + 1);
		return true;
	}
	return false;
}

/* Forwarded with an attribution only: who wrote it stands there. */
static void
read_attribution(struct split *s, struct forward *f)
{
	struct str line;
	size_t i = 0;

	while (i < s->len && s->at[i].kind != SPAN_ATTRIBUTION)
		i++;
	str_init(&line, ATTRIBUTION_MAX);
	for (; i < s->len && s->at[i].kind == SPAN_ATTRIBUTION; i++) {
		if (line.len > 0)
			str_addc(&line, ' ');
		str_add(&line, split_words(s, i));
	}
	if (line.len > 0 && !str_failed(&line)) {
		f->from = forward_author(s->pool, pool_copy(s->pool, str_slice(&line)));
		f->subject = s->mail->subject_base;
	}
	str_clear(&line);
}

/* The line behind the first attribution, or the first that is quoted. */
static size_t
behind_attribution(const struct split *s)
{
	size_t i = 0;

	while (i < s->len && s->at[i].kind != SPAN_ATTRIBUTION && s->at[i].kind != SPAN_QUOTE &&
	       s->at[i].kind != SPAN_FORWARD)
		i++;
	while (i < s->len && s->at[i].kind == SPAN_ATTRIBUTION)
		i++;
	return i < s->len && is_separator(s, i) ? i + 1 : i;
}

/* A separator and an attribution below it: "27.10.2021, 15:14, Ann <a@b.com>:". */
static bool
read_announced(struct split *s, struct forward *f)
{
	size_t i = 0;

	while (i < s->len && s->at[i].kind != SPAN_FORWARD)
		i++;
	if (i == s->len || !is_separator(s, i))
		return false;
	do
		i++;
	while (i < s->len && s->at[i].blank);
	if (i == s->len)
		return false;
	struct slice w = split_words(s, i);
	if (!attribution_open(w) || !attribution_has_address(w) || !attribution_has_date(w))
		return false;
	f->from = forward_author(s->pool, w);
	f->subject = s->mail->subject_base;
	f->body = body_of(s, i + 1);
	return true;
}

void
forward_read(struct split *s)
{
	struct mail *m = s->mail;
	struct forward *f = &m->forward;
	bool says = subject_forwards(s->pool, m->subject);

	if (s->block == s->len)
		find_quoted_block(s);
	for (size_t i = 0; i < s->len && !s->forward; i++)
		s->forward |= s->at[i].kind == SPAN_FORWARD;
	bool empty = m->text.len == 0, block = s->block < s->len;
	bool silent = empty && block && !subject_replies(s->pool, m->subject);
	if (!s->forward && !(says && (block || (empty && m->quoted.len > 0))) && !silent)
		return;
	f->found = true;
	f->message = m->text;
	if (block) {
		size_t i = read_block(s, f);
		while (i < s->len && s->at[i].blank)
			i++;
		f->body = body_of(s, i < s->len && is_separator(s, i) ? i + 1 : i);
		for (size_t k = 0; k < m->spans.len; k++) /* it was passed on, not answered */
			if (m->spans.at[k].kind == SPAN_QUOTE &&
			    m->spans.at[k].end > s->at[s->block].start)
				m->spans.at[k].kind = SPAN_FORWARD;
	} else if (!read_one_line(s, f) && !read_announced(s, f)) {
		f->body = m->quoted.len > 0 ? body_of(s, behind_attribution(s)) : m->quoted;
		read_attribution(s, f);
	}
}

/* The decoded text of an attached mail. */
static struct slice
attached_text(struct pool *pool, struct slice inner)
{
	struct mime mime = {.cut = false};
	struct body_info info = {.cut = false};
	struct mail m = {.class = MAIL_HUMAN};
	struct err e = ERR_INIT;

	if (mime_parse(pool, mime_trim(inner), &mail_limits_default, &mime, &e) == 0)
		body_read(pool, &mime, &mail_limits_default, &m, &info);
	return slice_trim(m.body);
}

void
forward_attached(struct pool *pool, struct mail *m, struct slice inner)
{
	field_list fields = {0};
	struct forward *f = &m->forward;

	header_parse(pool, inner, 500, &fields);
	if (f->found || fields.len == 0)
		return;
	f->found = true;
	f->from = address_first(pool, header_get(&fields, "From"));
	address_list(pool, header_get(&fields, "To"), ADDRS_MAX, &f->to);
	address_list(pool, header_get(&fields, "Cc"), ADDRS_MAX, &f->cc);
	f->subject = header_decode(pool, header_get(&fields, "Subject"));
	f->date_text = header_unfold(pool, header_get(&fields, "Date"));
	f->message = m->text;
	if (f->body.len == 0)
		f->body = attached_text(pool, inner);
}

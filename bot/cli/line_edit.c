/* The line editor; see line_edit.h. A state machine over bytes. */
#include "line_edit.h"

#include "docket/base/utf8.h"

#include <stdlib.h>

enum state { PLAIN, ESCAPED, SEQUENCE, PASTE };
enum { ESC = 0x1b, DEL = 0x7f, SEQUENCE_MAX = 16 };
#define CTRL(c) ((c)&0x1f)

struct line {
	struct str text, stash; /* stash: what was typed before the arrows went into history */
	size_t at;		/* byte offset of the cursor */
	enum state state;
	bool pasting;
	char sequence[SEQUENCE_MAX];
	size_t sequence_len;
	struct str history[LINE_HISTORY];
	size_t history_len, shown; /* shown: 0 the line itself, n the nth newest */
};

struct line *
line_new(void)
{
	struct line *l = calloc(1, sizeof(*l));
	if (l == NULL)
		return NULL;
	str_init(&l->text, LINE_MAX_BYTES);
	str_init(&l->stash, LINE_MAX_BYTES);
	return l;
}

void
line_free(struct line *l)
{
	if (l == NULL)
		return;
	str_clear(&l->text);
	str_clear(&l->stash);
	for (size_t i = 0; i < l->history_len; i++)
		str_clear(&l->history[i]);
	free(l);
}

struct slice
line_text(const struct line *l)
{
	return str_slice(&l->text);
}

/* --- Moving ---------------------------------------------------------------------------------- */

/* Bytes of the character at `at`, with the marks that stand on it. */
static size_t
next_len(const struct line *l, size_t at)
{
	struct slice s = line_text(l);
	size_t n = 0, len;
	if (at >= s.len)
		return 0;
	utf8_decode(slice_sub(s, at, s.len), &n);
	if (n == 0)
		n = 1;
	for (;;) { /* combining marks go with it */
		struct slice rest = slice_sub(s, at + n, s.len);
		if (rest.len == 0)
			return n;
		utf8_decode(rest, &len);
		if (len < 2 || utf8_width(slice_sub(rest, 0, len)) > 0)
			return n;
		n += len;
	}
}

static size_t
previous(const struct line *l, size_t at)
{
	size_t last = 0;
	for (size_t i = 0, n; i < at && (n = next_len(l, i)) > 0; i += n)
		last = i;
	return last;
}

static bool
in_word(const struct line *l, size_t at)
{
	char c = l->text.data[at];
	return c != ' ' && c != '\t';
}

static size_t
word_left(const struct line *l)
{
	size_t at = l->at;
	while (at > 0 && !in_word(l, previous(l, at)))
		at = previous(l, at);
	while (at > 0 && in_word(l, previous(l, at)))
		at = previous(l, at);
	return at;
}

static size_t
word_right(const struct line *l)
{
	size_t at = l->at;
	while (at < l->text.len && !in_word(l, at))
		at += next_len(l, at);
	while (at < l->text.len && in_word(l, at))
		at += next_len(l, at);
	return at;
}

/* --- Changing -------------------------------------------------------------------------------- */

static void
insert(struct line *l, char c)
{
	if (l->text.len + 1 >= LINE_MAX_BYTES || str_room(&l->text, 1) == NULL)
		return;
	memmove(l->text.data + l->at + 1, l->text.data + l->at, l->text.len - l->at);
	l->text.data[l->at++] = c;
	str_grown(&l->text, 1);
}

static void
cut(struct line *l, size_t from, size_t to)
{
	if (from == to)
		return; /* also: an empty line has no memory yet */
	memmove(l->text.data + from, l->text.data + to, l->text.len - to);
	str_cut(&l->text, l->text.len - (to - from));
	l->at = from;
}

static void
swap_last(struct line *l)
{
	if (l->at == l->text.len)
		l->at = previous(l, l->at);
	if (l->at == 0 || l->text.len == 0)
		return;
	size_t left = previous(l, l->at), n = next_len(l, l->at), old = l->at - left;
	char kept[64];
	if (old > sizeof(kept))
		return;
	memcpy(kept, l->text.data + left, old);
	memmove(l->text.data + left, l->text.data + l->at, n);
	memcpy(l->text.data + left + n, kept, old);
	l->at = left + n + old;
}

static void
set(struct line *l, struct slice s)
{
	str_reset(&l->text);
	str_add(&l->text, s);
	l->at = l->text.len;
}

static void
history(struct line *l, bool older)
{
	if (older ? l->shown >= l->history_len : l->shown == 0)
		return;
	if (l->shown == 0) {
		str_reset(&l->stash);
		str_add(&l->stash, line_text(l));
	}
	l->shown += older ? 1 : (size_t)-1;
	set(l, l->shown == 0 ? str_slice(&l->stash)
			     : str_slice(&l->history[l->history_len - l->shown]));
}

void
line_take(struct line *l, bool keep)
{
	struct slice s = line_text(l);
	bool again = l->history_len > 0 && slice_eq(s, str_slice(&l->history[l->history_len - 1]));
	if (keep && !slice_blank(s) && !again) {
		if (l->history_len == LINE_HISTORY) {
			str_clear(&l->history[0]);
			memmove(&l->history[0], &l->history[1],
				(LINE_HISTORY - 1) * sizeof(l->history[0]));
			l->history_len--;
		}
		str_init(&l->history[l->history_len], LINE_MAX_BYTES);
		str_add(&l->history[l->history_len++], s);
	}
	str_reset(&l->text);
	l->at = l->shown = 0;
}

/* --- Keys ------------------------------------------------------------------------------------ */

/* What stands behind "ESC [" or "ESC O", whole. */
static void
sequence(struct line *l)
{
	static const struct {
		const char *keys;
		char act;
	} rows[] = {
		{"A", CTRL('p')},  {"B", CTRL('n')},  {"C", CTRL('f')},	 {"D", CTRL('b')},
		{"H", CTRL('a')},  {"F", CTRL('e')},  {"1~", CTRL('a')}, {"7~", CTRL('a')},
		{"4~", CTRL('e')}, {"8~", CTRL('e')}, {"3~", 'x'},	 {"1;5C", '>'},
		{"1;5D", '<'},	   {"1;3C", '>'},     {"1;3D", '<'},	 {"200~", '['},
		{"201~", ']'},
	};
	struct slice got = slice_make(l->sequence, l->sequence_len);
	char act = 0;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (slice_is(got, rows[i].keys))
			act = rows[i].act;
	l->state = PLAIN;
	if (act == '>')
		l->at = word_right(l);
	else if (act == '<')
		l->at = word_left(l);
	else if (act == 'x')
		cut(l, l->at, l->at + next_len(l, l->at));
	else if (act == '[' || act == ']')
		l->pasting = act == '[';
	else if (act != 0)
		line_feed(l, (unsigned char)act);
}

static void
escaped(struct line *l, char c)
{
	l->state = PLAIN;
	if (c == '[' || c == 'O') {
		l->state = SEQUENCE;
		l->sequence_len = 0;
	} else if (c == 'b') {
		l->at = word_left(l);
	} else if (c == 'f') {
		l->at = word_right(l);
	} else if (c == 'd') {
		cut(l, l->at, word_right(l));
	} else if ((unsigned char)c == DEL) {
		cut(l, word_left(l), l->at);
	}
}

static enum line_event
control(struct line *l, unsigned char c)
{
	switch (c) {
	case '\r':
	case '\n': return LINE_DONE;
	case ESC: l->state = ESCAPED; break;
	case CTRL('a'): l->at = 0; break;
	case CTRL('b'): l->at = previous(l, l->at); break;
	case CTRL('c'): line_take(l, false); return LINE_CANCEL;
	case CTRL('d'):
		if (l->text.len == 0)
			return LINE_END;
		cut(l, l->at, l->at + next_len(l, l->at));
		break;
	case CTRL('e'): l->at = l->text.len; break;
	case CTRL('f'): l->at += next_len(l, l->at); break;
	case CTRL('h'):
	case DEL: cut(l, previous(l, l->at), l->at); break;
	case CTRL('k'): cut(l, l->at, l->text.len); break;
	case CTRL('l'): return LINE_CLEAR;
	case CTRL('n'): history(l, false); break;
	case CTRL('p'): history(l, true); break;
	case CTRL('t'): swap_last(l); break;
	case CTRL('u'): cut(l, 0, l->at); break;
	case CTRL('w'): cut(l, word_left(l), l->at); break;
	case '\t': insert(l, ' '); break;
	default: break;
	}
	return LINE_MORE;
}

enum line_event
line_feed(struct line *l, unsigned char c)
{
	if (l->state == ESCAPED) {
		escaped(l, (char)c);
		return LINE_MORE;
	}
	if (l->state == SEQUENCE) {
		if (l->sequence_len < SEQUENCE_MAX)
			l->sequence[l->sequence_len++] = (char)c;
		if (c >= 0x40 && c <= 0x7e)
			sequence(l);
		return LINE_MORE;
	}
	if (l->pasting && c != ESC) {
		if (c >= 0x20 && c != DEL)
			insert(l, (char)c);
		else if (c == '\r' || c == '\n' || c == '\t')
			insert(l, ' ');
		return LINE_MORE;
	}
	if (c >= 0x20 && c != DEL) {
		insert(l, (char)c);
		return LINE_MORE;
	}
	return control(l, c);
}

/* --- Drawing --------------------------------------------------------------------------------- */

size_t
line_column(const struct line *l)
{
	return utf8_width(slice_sub(line_text(l), 0, l->at));
}

void
line_draw(const struct line *l, struct slice prompt, bool bold, size_t width, struct str *out)
{
	struct slice s = line_text(l);
	size_t begin = 0, room = width, before = utf8_width(prompt), used = 0, end;
	/* One column is left free: terminals wrap when the last one is written. */
	room = width > before + 2 ? width - before - 1 : 1;
	while (begin < l->at && utf8_width(slice_sub(s, begin, l->at)) >= room)
		begin += next_len(l, begin);
	for (end = begin; end < s.len;) {
		size_t n = next_len(l, end), w = utf8_width(slice_sub(s, end, end + n));
		if (used + w > room)
			break;
		used += w;
		end += n;
	}
	str_adds(out, "\r\033[K");
	str_adds(out, bold ? "\033[1m" : "");
	str_add(out, prompt);
	str_adds(out, bold ? "\033[0m" : "");
	utf8_clean(out, slice_sub(s, begin, end));
	size_t column = before + utf8_width(slice_sub(s, begin, l->at));
	str_adds(out, "\r");
	if (column > 0)
		str_addf(out, "\033[%zuC", column);
}

/* Gathers, sorts and prints the faults of one file. What is a fault is decided by the callers. */
#include "fault.h"

#include "docket/base/near.h"
#include "docket/base/utf8.h"

#include <limits.h>
#include <stdarg.h>

enum { SHOWN_MAX = 96 }; /* columns of a source line that are shown */

void
fault_init(struct faults *f, struct pool *pool, const char *path, struct slice source)
{
	*f = (struct faults){.pool = pool, .path = path, .source = source};
}

void
fault_add(struct faults *f, int line, int col, const char *format, ...)
{
	char text[ERR_TEXT_MAX];
	struct fault *fault;
	va_list ap;

	if (f->all.len == FAULT_MAX) {
		f->left_off++;
		return;
	}
	va_start(ap, format);
	(void)vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	fault = VEC_NEW(&f->all, f->pool);
	fault->line = line < 1 ? 1 : line;
	fault->col = col < 1 ? 1 : col;
	fault->text = pool_cstr(f->pool, slice_of(text));
}

/* By place; faults of one place keep their order. */
static void
sort(struct faults *f)
{
	for (size_t i = 1; i < f->all.len; i++) {
		struct fault moving = f->all.at[i];
		size_t j = i;

		for (; j > 0; j--) {
			const struct fault *before = &f->all.at[j - 1];

			if (before->line < moving.line ||
			    (before->line == moving.line && before->col <= moving.col))
				break;
			f->all.at[j] = *before;
		}
		f->all.at[j] = moving;
	}
}

static struct slice
source_line(struct slice source, int number)
{
	struct slice line = SLICE_NONE;

	for (int i = 0; i < number; i++)
		if (!slice_line(&source, &line))
			return SLICE_NONE;
	return line;
}

void
fault_hide(struct faults *f, int line, int col, int last)
{
	*VEC_NEW(&f->secrets, f->pool) = (struct fault_secret){line, col, last};
}

bool
fault_is_secret(struct slice key)
{
	return slice_ifind(key, SLICE_LIT("pas")) >= 0; /* "pasword" and "Passwort" too */
}

/*
 * Where on the line a secret starts, or line.len: behind "pas…:" unless a mapping follows. People
 * paste faults into chats, and a password typed in the wrong place is still a password.
 */
static size_t
secret_start(struct slice line)
{
	ptrdiff_t at = slice_ifind(line, SLICE_LIT("pas"));
	size_t i;

	if (at < 0)
		return line.len;
	i = (size_t)at;
	if (slice_index(line, ':') < 0) /* it was forgotten */
		while (i < line.len && line.data[i] != ' ' && line.data[i] != '=')
			i++;
	else
		while (i < line.len && line.data[i] != ':')
			i++;
	while (i < line.len && strchr(": =", line.data[i]) != NULL)
		i++;
	return i < line.len && line.data[i] != '{' && line.data[i] != '#' ? i : line.len;
}

/* The column from which on a line is secret by what the reader of the file said, or INT_MAX. */
static int
secret_col(const struct faults *f, int line)
{
	const struct fault_secret *s;
	int col = INT_MAX;

	VEC_EACH (s, &f->secrets)
		if (line >= s->line && line <= s->last)
			col = line > s->line ? 1 : s->col < col ? s->col : col;
	return col;
}

/* Adds the fault's line and the caret below it; both are cut to a window around the fault. */
static void
show_line(const struct faults *f, const struct fault *fault, struct str *out)
{
	struct slice line = source_line(f->source, fault->line);
	size_t secret = secret_start(line), shown_from = 0, caret = 0, from = 0, width = 0;
	int at = 1, col = fault->col, hidden = secret_col(f, fault->line);

	if (slice_blank(line))
		return;
	if (col > SHOWN_MAX - 16)
		shown_from = (size_t)col - SHOWN_MAX / 2;
	str_adds(out, "    ");
	while (from < line.len && width < SHOWN_MAX) {
		struct slice rest = slice_sub(line, from, line.len);
		size_t len;
		uint32_t c = utf8_decode(rest, &len);

		if ((size_t)at > shown_from) {
			if (from >= secret || (at >= hidden && c != ' '))
				c = '*';
			else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
				c = c == '\t' ? ' ' : '?';
			if (at == col)
				caret = width;
			size_t before = out->len;
			utf8_put(out, c);
			if (!str_failed(out))
				width += utf8_width(
					slice_make(out->data + before, out->len - before));
		}
		from += len;
		at++;
	}
	if (at <= col)
		caret = width;
	str_adds(out, "\n    ");
	for (size_t i = 0; i < caret; i++)
		str_addc(out, ' ');
	str_adds(out, "^\n");
}

int
fault_report(struct faults *f, struct str *out, struct err *e)
{
	const struct fault *fault;

	if (f->all.len == 0)
		return 0;
	sort(f);
	fault = &f->all.at[0];
	(void)err_set(e, ERR_CONFIG, "%s:%d:%d: %s", f->path, fault->line, fault->col, fault->text);
	if (out == NULL)
		return -1;
	VEC_EACH (fault, &f->all) {
		str_addf(out, "%s:%d:%d: %s\n", f->path, fault->line, fault->col, fault->text);
		show_line(f, fault, out);
	}
	if (f->left_off > 0)
		str_addf(out, "%s: and %zu more\n", f->path, f->left_off);
	str_addf(out, "%s: %zu fault%s, nothing changed\n", f->path, f->all.len + f->left_off,
		 f->all.len + f->left_off == 1 ? "" : "s");
	return -1;
}

/* '-' as '_': that is not what a person got wrong. */
static struct slice
plain_word(struct slice word, char buf[NEAR_WORD_MAX])
{
	size_t n = word.len < NEAR_WORD_MAX ? word.len : NEAR_WORD_MAX;

	for (size_t i = 0; i < n; i++)
		buf[i] = word.data[i] == '-' ? '_' : word.data[i];
	return slice_make(buf, n);
}

const char *
fault_nearest(struct pool *pool, struct slice word, const char *words)
{
	struct slice rest = slice_of(words), candidate, best = SLICE_NONE;
	char a[NEAR_WORD_MAX], b[NEAR_WORD_MAX];
	size_t least = SIZE_MAX;

	if (word.len == 0 || word.len >= NEAR_WORD_MAX)
		return NULL;
	while (slice_cut(&rest, ' ', &candidate)) {
		size_t d;

		if (candidate.len == 0 || candidate.len >= NEAR_WORD_MAX)
			continue;
		d = near_distance(plain_word(word, a), plain_word(candidate, b));
		if (d < least) {
			least = d;
			best = candidate;
		}
	}
	if (best.data == NULL || least > (best.len < 4 ? 1 : (best.len + 2) / 3))
		return NULL;
	return pool_cstr(pool, best);
}

const char *
fault_quote(struct pool *pool, struct slice value)
{
	struct str clean;
	const char *quoted;

	str_init(&clean, FAULT_VALUE_MAX * 4);
	(void)utf8_clean(&clean, utf8_cut(value, FAULT_VALUE_MAX));
	for (size_t i = 0; i < clean.len; i++)
		if ((unsigned char)clean.data[i] < 0x20 || clean.data[i] == 0x7f)
			clean.data[i] = ' ';
	if (value.len > FAULT_VALUE_MAX)
		str_adds(&clean, "…");
	quoted = pool_cstr(pool, str_slice(&clean));
	str_clear(&clean);
	return quoted;
}

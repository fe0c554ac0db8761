/* One text of the file as what its row asks for, see scalar.h. */
#include "scalar.h"

#include <stdlib.h>

enum { TEXT_MAX = 1000 /* bytes of a text whose row says no other limit */ };

const char *
scalar_type(const struct schema *s, const struct key *k)
{
	const char *words;
	struct str out;

	str_init(&out, 1000);
	key_words(k, &out);
	words = pool_cstr(s->faults->pool, str_slice(&out));
	str_clear(&out);
	return words;
}

void
scalar_empty(const struct fill *v, const struct tree *t)
{
	fault_add(v->s->faults, t->line, t->col, "'%s' is empty - give it a value%s", v->name,
		  v->k->must ? "" : " or leave it out");
}

/* The value as one line of text, or NULL after a fault. */
static const char *
one_line(const struct fill *v, const struct tree *t)
{
	struct faults *f = v->s->faults;
	size_t longest = v->k->type == KEY_TEXT && v->k->max > 0 ? (size_t)v->k->max : TEXT_MAX;

	if (t->text.len == 0) {
		scalar_empty(v, t);
		return NULL;
	}
	if (t->text.len > longest) {
		fault_add(f, t->line, t->col, "'%s' has %zu bytes, at most %zu are allowed",
			  v->name, t->text.len, longest);
		return NULL;
	}
	for (size_t i = 0; i < t->text.len; i++) {
		if ((unsigned char)t->text.data[i] < 0x20 || t->text.data[i] == 0x7f) {
			fault_add(f, t->line, t->col,
				  "'%s' must be one line without control characters", v->name);
			return NULL;
		}
	}
	return t->text.data;
}

const char *
scalar_text(const struct fill *v, const struct tree *t)
{
	struct faults *f = v->s->faults;
	const char *text = one_line(v, t), *wrong;

	if (text == NULL || v->k->fault == NULL)
		return text;
	wrong = v->k->fault(text);
	if (wrong == NULL)
		return text;
	fault_add(f, t->line, t->col, "'%s' %s, not '%s'", v->name, wrong,
		  fault_quote(f->pool, t->text));
	return NULL;
}

const char *
scalar_path(const struct fill *v)
{
	const char *text = scalar_text(v, v->t);

	if (text == NULL)
		return NULL;
	if (text[0] == '~') {
		fault_add(v->s->faults, v->t->line, v->t->col,
			  "'%s' starts with ~, which is not expanded here - write the whole path",
			  v->name);
		return NULL;
	}
	if (text[0] == '/' || v->s->folder == NULL)
		return text;
	return pool_slicef(v->s->faults->pool, "%s/%s", v->s->folder, text).data;
}

int
scalar_choice(const struct fill *v, const struct tree *t, const char **word_out)
{
	struct faults *f = v->s->faults;
	struct slice rest = slice_of(v->k->words), word;
	const char *near;

	if (one_line(v, t) == NULL)
		return -1;
	for (int i = 0; slice_cut(&rest, ' ', &word); i++) {
		if (slice_eq(word, t->text)) {
			*word_out = t->text.data;
			return i;
		}
	}
	near = fault_nearest(f->pool, t->text, v->k->words);
	fault_add(f, t->line, t->col, "'%s' must be %s, not '%s'%s%s%s", v->name,
		  scalar_type(v->s, v->k), fault_quote(f->pool, t->text),
		  near ? " - did you mean '" : "", near ? near : "", near ? "'?" : "");
	return -1;
}

static void
bad_number(const struct fill *v)
{
	fault_add(v->s->faults, v->t->line, v->t->col, "'%s' must be %s, not '%s'", v->name,
		  scalar_type(v->s, v->k), fault_quote(v->s->faults->pool, v->t->text));
}

bool
scalar_number(const struct fill *v, int64_t *out)
{
	struct slice digits = v->t->text;
	int64_t n, unit = 1;

	if (v->k->type == KEY_SIZE) {
		static const struct {
			const char *unit;
			int64_t bytes;
		} units[] = {{"KB", 1 << 10}, {"MB", 1 << 20}, {"GB", 1 << 30}};

		for (size_t i = 0; i < COUNT(units) && unit == 1; i++)
			if (slice_iends(digits, units[i].unit)) {
				unit = units[i].bytes;
				digits = slice_trim(slice_sub(digits, 0, digits.len - 2));
			}
	}
	if (!slice_int(digits, &n) || n < 0 || n > v->k->max / unit || n * unit < v->k->min) {
		bad_number(v);
		return false;
	}
	*out = n * unit;
	return true;
}

bool
scalar_real(const struct fill *v, double *out)
{
	struct slice s = v->t->text;
	char *end;

	/* strtod would take hexadecimal, infinities and what the locale says. */
	for (size_t i = 0; i < s.len; i++)
		if ((s.data[i] < '0' || s.data[i] > '9') && s.data[i] != '.') {
			bad_number(v);
			return false;
		}
	*out = strtod(s.data, &end);
	if (s.len == 0 || s.len > 20 || *end != '\0' || *out < (double)v->k->min ||
	    *out > (double)v->k->max) {
		bad_number(v);
		return false;
	}
	return true;
}

/* Reads the lists of phrases and looks in them: they are short, so that no index pays. */
#include "docket/domain/phrases.h"

struct phrases {
	struct pool *pool;
	phrase_list of[PHRASE_CLASSES];
};

static const char *const class_names[PHRASE_CLASSES] = {
        [PHRASE_WAIVES_LOOK] = "waives-look", [PHRASE_CONDITION] = "condition",
        [PHRASE_DENIES] = "denies",           [PHRASE_VERSION] = "version",
        [PHRASE_YES] = "yes",                 [PHRASE_NO] = "no",
        [PHRASE_COURTESY] = "courtesy",       [PHRASE_HEDGE] = "hedge",
        [PHRASE_CHOICE] = "choice",           [PHRASE_DONE] = "done",
        [PHRASE_NOT_DONE] = "not-done",       [PHRASE_BESIDE_DONE] = "beside-done",
        [PHRASE_LIKE] = "like",               [PHRASE_UNLIKE] = "unlike",
        [PHRASE_FRAME] = "frame",             [PHRASE_FIELD_LABEL] = "field-label",
        [PHRASE_FIELD_CUE] = "field-cue",     [PHRASE_NOT_KNOWN] = "not-known",
        [PHRASE_COUNT] = "count",             [PHRASE_PLACE] = "place",
        [PHRASE_AND] = "and",
};

/* '_' at the ends as a blank; in pool. */
static struct slice
with_blanks(struct pool *pool, struct slice s)
{
	bool before = slice_starts(s, "_"), behind = s.len > 1 && slice_ends(s, "_");
	s = slice_sub(s, before ? 1 : 0, behind ? s.len - 1 : s.len);
	return pool_slicef(pool, "%s%.*s%s", before ? " " : "", SLICE_ARG(s), behind ? " " : "");
}

/* NULL, or what is wrong with the line. */
static const char *
add_line(struct phrases *p, struct slice line)
{
	struct slice name = SLICE_NONE, all = SLICE_NONE, one;
	slice_cut(&line, '\t', &name);
	slice_cut(&line, '\t', &all);
	int c = slice_among(name, class_names, PHRASE_CLASSES);
	if (c < 0)
		return "unknown class";
	if (slice_starts(all, "(") && slice_ends(all, ")"))
		all = slice_sub(all, 1, all.len - 1);
	if (slice_blank(all))
		return "a phrase is missing";
	const char *arg = pool_cstr(p->pool, slice_trim(line));
	while (slice_cut(&all, '|', &one)) {
		one = with_blanks(p->pool, slice_trim(one));
		if (slice_blank(one))
			return "an empty alternative";
		VEC_ADD(&p->of[c], p->pool, ((struct phrase){one, arg}));
	}
	return NULL;
}

static int
add_file(struct phrases *p, const struct asset *file, struct err *e)
{
	struct slice rest = file->text, line;
	for (unsigned n = 1; slice_line(&rest, &line); n++) {
		if (slice_blank(line) || line.data[0] == '#')
			continue;
		const char *wrong = add_line(p, line);
		if (wrong != NULL)
			return err_set(e, ERR_CONFIG, "%s:%u: %s", file->path, n, wrong);
	}
	return 0;
}

int
phrases_new(const struct asset *assets, size_t count, struct phrases **out, struct err *e)
{
	struct pool *pool = pool_new();
	struct phrases *p = pool_alloc(pool, sizeof(*p));
	*p = (struct phrases){.pool = pool};
	for (size_t i = 0; i < count; i++)
		if (slice_ends(slice_of(assets[i].path), "/" PHRASES_FILE) &&
		    add_file(p, &assets[i], e) < 0) {
			phrases_free(p);
			return -1;
		}
	*out = p;
	return 0;
}

void
phrases_free(struct phrases *p)
{
	if (p != NULL)
		pool_free(p->pool);
}

const phrase_list *
phrases_of(const struct phrases *p, enum phrase_class c)
{
	return &p->of[c];
}

const struct phrase *
phrases_find(const struct phrases *p, enum phrase_class c, struct slice s)
{
	const struct phrase *x;
	VEC_EACH(x, &p->of[c])
		if (slice_ieq(s, x->text))
			return x;
	return NULL;
}

bool
phrases_in(const struct phrases *p, enum phrase_class c, struct slice text)
{
	const struct phrase *x;
	VEC_EACH(x, &p->of[c])
		if (slice_ifind(text, x->text) >= 0)
			return true;
	return false;
}

size_t
phrases_begin(const struct phrases *p, enum phrase_class c, struct slice text)
{
	const struct phrase *x;
	size_t longest = 0;
	VEC_EACH(x, &p->of[c])
		if (x->text.len > longest && slice_ieq(slice_sub(text, 0, x->text.len), x->text))
			longest = x->text.len;
	return longest;
}

/*
 * Fills a struct from a tree by a table of keys. Checks that need more than one key, or the world
 * outside the file, are the callers'.
 */
#include "schema.h"

#include "scalar.h"

typedef VEC(char) any_vec;

static void fill_map(const struct schema *s, const struct key *parent, const struct tree *t,
		     char *base);

/* A new element of the VEC at v->base + k->at, whose elements have `size` bytes. */
static char *
element(const struct fill *v, size_t size)
{
	char *vec = v->base + v->k->at, *at;
	size_t len;

	vec_grow_(v->s->faults->pool, (void **)(void *)(vec + offsetof(any_vec, at)),
		  (size_t *)(void *)(vec + offsetof(any_vec, len)),
		  (size_t *)(void *)(vec + offsetof(any_vec, cap)), size);
	memcpy(&at, vec + offsetof(any_vec, at), sizeof(at));
	memcpy(&len, vec + offsetof(any_vec, len), sizeof(len));
	return at + (len - 1) * size;
}

static void
store(const struct fill *v, const void *value, size_t size)
{
	memcpy(v->base + v->k->at, value, size);
}

static void
fill_maps(const struct fill *v)
{
	const struct tree **item;

	VEC_EACH (item, &v->t->items) {
		char *base = element(v, v->k->size);

		if ((*item)->kind != TREE_MAP)
			fault_add(v->s->faults, (*item)->line, (*item)->col,
				  "an entry of '%s' must be a mapping, not %s", v->name,
				  tree_kind_name(*item));
		else
			fill_map(v->s, v->k, *item, base);
	}
}

static void fill_value(const struct fill *v);

/* In the mapping of a password, and like none of its keys: this may be the password itself. */
static void
hidden_key(const struct schema *s, const struct tree_pair *p, const char *noun)
{
	fault_hide(s->faults, p->line, p->col, p->line);
	fault_add(s->faults, p->line, p->col, "unknown %s '…'", noun);
}

static void
unknown_key(const struct schema *s, const char *path, const struct tree_pair *p, const char *noun)
{
	struct pool *pool = s->faults->pool;
	const struct key *k, *elsewhere = NULL;
	const char *near;
	struct str words;
	size_t i = 0;

	str_init(&words, 4096);
	while ((k = key_row(s->keys, s->count, path, &i)) != NULL) {
		str_adds(&words, strcmp(key_name(k), "*") == 0 ? "" : key_name(k));
		str_addc(&words, ' ');
	}
	for (i = 0; i < s->count; i++) {
		if (strcmp(s->keys[i].path, path) == 0 && s->keys[i].type == KEY_NAMED)
			str_adds(&words, s->keys[i].words);
		if (slice_is(p->key, key_name(&s->keys[i])) && elsewhere == NULL)
			elsewhere = &s->keys[i];
	}
	near = fault_nearest(pool, p->key, str_cstr(&words));
	str_clear(&words);
	if (near != NULL)
		fault_add(s->faults, p->line, p->col, "unknown %s '%s' - did you mean '%s'?", noun,
			  fault_quote(pool, p->key), near);
	else if (elsewhere == NULL && fault_is_secret(slice_of(path)))
		hidden_key(s, p, noun);
	else if (elsewhere == NULL)
		fault_add(s->faults, p->line, p->col, "unknown %s '%s'", noun,
			  fault_quote(pool, p->key));
	else if (strchr(elsewhere->path, '.') == NULL)
		fault_add(s->faults, p->line, p->col, "'%s' does not belong here but at the top",
			  key_name(elsewhere));
	else
		fault_add(s->faults, p->line, p->col, "'%s' does not belong here but in '%.*s'",
			  key_name(elsewhere),
			  (int)(strrchr(elsewhere->path, '.') - elsewhere->path), elsewhere->path);
}

/* The keys of a KEY_NAMED are in words; its one row "path.*" says what each holds. */
static void
fill_named(const struct fill *v)
{
	const struct key *inner;
	const struct tree_pair *p;
	size_t i = 0;

	inner = key_row(v->s->keys, v->s->count, v->k->path, &i);
	VEC_EACH (p, &v->t->pairs) {
		char *base;

		if (!key_has_word(v->k->words, p->key.data)) {
			unknown_key(v->s, v->k->path, p, v->k->noun ? v->k->noun : "setting");
			continue;
		}
		base = element(v, v->k->size);
		memcpy(base, &p->key.data, sizeof(p->key.data));
		fill_value(&(struct fill){v->s, inner, p->key.data, p->value, base});
	}
}

static void
fill_texts(const struct fill *v)
{
	const struct tree **item;

	VEC_EACH (item, &v->t->items) {
		const char *text = NULL;

		if ((*item)->kind != TREE_TEXT) {
			fault_add(v->s->faults, (*item)->line, (*item)->col,
				  "an entry of '%s' must be a text, not %s", v->name,
				  tree_kind_name(*item));
			continue;
		}
		if (v->k->type == KEY_TEXTS)
			text = scalar_text(v, *item);
		else if (scalar_choice(v, *item, &text) < 0)
			continue;
		if (text != NULL)
			memcpy(element(v, sizeof(text)), &text, sizeof(text));
	}
}

static enum tree_kind
kind_wanted(enum key_type type)
{
	switch (type) {
	case KEY_MAP:
	case KEY_NAMED:
	case KEY_SECRET: return TREE_MAP;
	case KEY_MAPS:
	case KEY_TEXTS:
	case KEY_CHOICES: return TREE_LIST;
	case KEY_TEXT:
	case KEY_PATH:
	case KEY_CHOICE:
	case KEY_ENUM:
	case KEY_INT:
	case KEY_SIZE:
	case KEY_REAL:
	default: return TREE_TEXT;
	}
}

/* Returns false, after a fault, if the value is of the wrong kind or has too many entries. */
static bool
kind_right(const struct fill *v)
{
	struct faults *f = v->s->faults;
	enum tree_kind want = kind_wanted(v->k->type);
	size_t entries = v->t->items.len;

	if (v->k->type == KEY_SECRET && v->t->kind == TREE_TEXT) {
		fault_add(f, v->t->line, v->t->col,
			  "the %s itself must not stand in this file - put it into a file of mode "
			  "600 and write {file: PATH}",
			  v->name);
		return false;
	}
	if (v->t->kind == TREE_EMPTY) {
		scalar_empty(v, v->t);
		return false;
	}
	if (v->t->kind != want) {
		fault_add(f, v->t->line, v->t->col, "'%s' must be %s, not %s", v->name,
			  scalar_type(v->s, v->k), tree_kind_name(v->t));
		return false;
	}
	if (want == TREE_LIST && v->k->max > 0 &&
	    (entries < (size_t)v->k->min || entries > (size_t)v->k->max)) {
		fault_add(f, v->t->line, v->t->col,
			  "'%s' has %zu entries, it must have %lld to %lld", v->name, entries,
			  (long long)v->k->min, (long long)v->k->max);
		return entries > 0 && entries < (size_t)v->k->min;
	}
	return true;
}

static void
fill_value(const struct fill *v)
{
	const char *text = NULL;
	int64_t number;
	double real;
	int i;

	if (!kind_right(v))
		return;
	switch (v->k->type) {
	case KEY_MAP:
	case KEY_SECRET: fill_map(v->s, v->k, v->t, v->base); break;
	case KEY_MAPS: fill_maps(v); break;
	case KEY_NAMED: fill_named(v); break;
	case KEY_TEXTS:
	case KEY_CHOICES: fill_texts(v); break;
	case KEY_TEXT: text = scalar_text(v, v->t); break;
	case KEY_PATH: text = scalar_path(v); break;
	case KEY_CHOICE: (void)scalar_choice(v, v->t, &text); break;
	case KEY_ENUM:
		i = scalar_choice(v, v->t, &text);
		text = NULL;
		if (i >= 0)
			store(v, &i, sizeof(i));
		break;
	case KEY_INT:
		if (scalar_number(v, &number)) {
			i = (int)number;
			store(v, &i, sizeof(i));
		}
		break;
	case KEY_SIZE:
		if (scalar_number(v, &number))
			store(v, &number, sizeof(number));
		break;
	case KEY_REAL:
		if (scalar_real(v, &real))
			store(v, &real, sizeof(real));
		break;
	}
	if (text != NULL)
		store(v, &text, sizeof(text));
}

/* First sentence of the prose as the end of a sentence: "The folder that…" as "the folder that…".
 */
static const char *
what_it_is(const struct schema *s, const struct key *k)
{
	struct slice prose = slice_of(k->prose), first;
	char *text;

	if (!slice_cut(&prose, '.', &first))
		return "it is needed";
	text = pool_cstr(s->faults->pool, first);
	if (first.len > 1 && text[0] >= 'A' && text[0] <= 'Z' &&
	    !(text[1] >= 'A' && text[1] <= 'Z'))
		text[0] = (char)(text[0] + 32);
	return text;
}

/* What a mapping does not set. t is NULL where the mapping itself is left out. */
static void
fill_unset(const struct schema *s, const struct key *k, const struct tree *t, char *base)
{
	bool apt = k->with == NULL || tree_get(t, k->with) != NULL;

	if (k->must && apt && t != NULL) {
		fault_add(s->faults, t->line, t->col, "'%s' is missing here - %s", key_name(k),
			  what_it_is(s, k));
	} else if (k->type == KEY_MAP) {
		fill_map(s, k, NULL, base);
	} else if (k->preset != NULL) {
		struct tree preset = {.kind = TREE_TEXT, .text = slice_of(k->preset)};

		fill_value(&(struct fill){s, k, key_name(k), &preset, base});
	}
}

/* Exactly one of parent->one_of must be set. Returns how many are; -1 where it does not matter. */
static int
check_one_of(const struct schema *s, const struct key *parent, const struct tree *t)
{
	const struct tree_pair *p, *first = NULL;
	struct str words;
	int count = 0;

	if (parent == NULL || parent->one_of == NULL || t == NULL)
		return -1;
	VEC_EACH (p, &t->pairs) {
		if (!key_has_word(parent->one_of, p->key.data))
			continue;
		if (count++ == 0)
			first = p;
		else
			fault_add(s->faults, p->line, p->col,
				  "'%s' and '%s' exclude each other - keep one", p->key.data,
				  first->key.data);
	}
	if (count > 0)
		return count;
	str_init(&words, 200);
	key_list(parent->one_of, "'", &words);
	fault_add(s->faults, t->line, t->col, "%s is missing here", str_cstr(&words));
	str_clear(&words);
	return 0;
}

/* parent is NULL for the whole file; t is NULL where the mapping is left out. */
static void
fill_map(const struct schema *s, const struct key *parent, const struct tree *t, char *base)
{
	const char *path = parent == NULL ? "" : parent->path;
	int alternatives = check_one_of(s, parent, t);
	const struct tree_pair *p;
	const struct key *k;
	size_t i = 0;

	while ((k = key_row(s->keys, s->count, path, &i)) != NULL) {
		const struct tree *value = tree_get(t, key_name(k));

		if (value == NULL) {
			fill_unset(s, k, t, base);
			continue;
		}
		fill_value(&(struct fill){s, k, key_name(k), value, base});
		/* Where the choice itself is missing, that was said already. */
		if (k->with != NULL && tree_get(t, k->with) == NULL &&
		    !(alternatives == 0 && key_has_word(parent->one_of, k->with)))
			fault_add(s->faults, value->line, value->col,
				  "'%s' makes sense only beside '%s'", key_name(k), k->with);
	}
	if (t == NULL)
		return;
	VEC_EACH (p, &t->pairs) {
		bool known = false;

		for (i = 0; !known && (k = key_row(s->keys, s->count, path, &i)) != NULL;)
			known = slice_is(p->key, key_name(k));
		if (!known)
			unknown_key(s, path, p,
				    parent == NULL || parent->noun == NULL ? "setting"
									   : parent->noun);
	}
}

void
schema_fill(const struct schema *s, const struct tree *root, void *whole)
{
	if (root->kind == TREE_MAP)
		fill_map(s, NULL, root, whole);
	else
		fault_add(s->faults, root->line, root->col,
			  "the file must be a mapping of settings (name: value), not %s",
			  tree_kind_name(root));
}

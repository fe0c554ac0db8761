/* Builds the tree of named values that a template is filled with. */
#include "docket/compose/value.h"

#include "value_tree.h"

struct value *
value_new(struct pool *pool)
{
	struct value *v = pool_alloc(pool, sizeof(*v));

	v->pool = pool;
	return v;
}

const struct value_entry *
value_get(const struct value *v, const char *name)
{
	const struct value_entry *entry;

	VEC_EACH (entry, &v->entries)
		if (strcmp(entry->name, name) == 0)
			return entry;
	return NULL;
}

/* The entry `name`, emptied of what it held: the last value given counts. */
static struct value_entry *
entry_of(struct value *v, const char *name, enum value_kind kind)
{
	struct value_entry *entry = NULL, *each;

	VEC_EACH (each, &v->entries)
		if (strcmp(each->name, name) == 0)
			entry = each;
	if (entry == NULL)
		entry = VEC_NEW(&v->entries, v->pool);
	if (entry->name == NULL || entry->kind != kind || kind != VALUE_LIST)
		*entry = (struct value_entry){.name = name, .kind = kind};
	return entry;
}

void
value_text(struct value *v, const char *name, struct slice text)
{
	entry_of(v, name, VALUE_TEXT)->text = pool_copy(v->pool, text);
}

void
value_cstr(struct value *v, const char *name, const char *text)
{
	value_text(v, name, slice_of(text));
}

void
value_int(struct value *v, const char *name, int64_t n)
{
	entry_of(v, name, VALUE_INT)->number = n;
}

void
value_flag(struct value *v, const char *name, bool on)
{
	entry_of(v, name, VALUE_FLAG)->number = on;
}

void
value_date(struct value *v, const char *name, struct civil when, const char *zone_abbrev)
{
	struct value_entry *entry = entry_of(v, name, VALUE_DATE);

	entry->when = when;
	/* zone_abbrev() of base is static until its next call. */
	entry->zone = pool_cstr(v->pool, slice_of(zone_abbrev));
}

struct value *
value_item(struct value *v, const char *name)
{
	struct value *item = value_new(v->pool);
	struct value_entry *entry = entry_of(v, name, VALUE_LIST);

	VEC_ADD(&entry->items, v->pool, item); /* NOLINT(bugprone-sizeof-expression): pointers */
	return item;
}

/*
 * Two states, table by table. Every table of the schema is compared in every column, so that a new
 * one is without being asked for; what is left out stands in a table with its reason.
 */
#include "origin.h"

enum { SQL_MAX = 64 << 10, LINE_KEY_MAX = 80 };

/* Columns between blanks; NULL: all of the table. A name that ends in * stands for all that begin
 * so. */
static const struct left_out {
	const char *table, *columns;
} left_out[] = {
	{"lease", NULL}, /* who works on the folder at the moment */
	{"folder", NULL}, /* how far mailboxes were fetched: taken over as it is */
	{"search*", NULL}, /* the index of words: how far it is follows from the inputs */
	{"chat_event", NULL}, /* chat as it came: what it caused is compared */
	{"chat_out", NULL}, /* what was posted: a rebuild posts nothing */
	{"chat_refused", NULL}, /* whom platforms refuse just now */
	{"chat_card", NULL}, /* what stands in rooms: as above */
	{"chat_cursor", NULL}, /* how far platforms were read: belongs to them */
	{"chat_press", NULL}, /* tokens of buttons: random */
	{"chat_code", NULL}, /* codes to link an account: random, and over after 15 minutes */
	{"blob", " id packed "}, /* where a small mail or file lies; that it is there is compared */
};
/* Tables whose rows are the same when something else than the primary key is. */
static const struct {
	const char *table, *key;
} keys[] = {{"blob", "sha"}};

static const struct left_out *
find(struct slice table)
{
	for (size_t i = 0; i < COUNT(left_out); i++) {
		struct slice name = slice_of(left_out[i].table);
		bool all = slice_ends(name, "*");
		if (slice_eq(all ? slice_sub(table, 0, name.len - 1) : table,
			     slice_sub(name, 0, name.len - all)))
			return &left_out[i];
	}
	return NULL;
}

struct table {
	struct slice name;
	slice_list keys, columns; /* those to compare, keys not among them */
};

static bool
named(const char *list, struct slice word)
{
	char mark[80];

	(void)snprintf(mark, sizeof(mark), " %.*s ", SLICE_ARG(word));
	return list != NULL && strstr(list, mark) != NULL;
}

static int
describe(struct store *s, struct pool *pool, struct table *t, struct err *e)
{
	const struct left_out *out = find(t->name);
	const char *key = NULL;
	sqlite3_stmt *st = NULL;
	int got;

	for (size_t i = 0; i < COUNT(keys); i++)
		if (slice_is(t->name, keys[i].table))
			key = keys[i].key;
	if (origin_prepare(s, "SELECT name, pk FROM pragma_table_info(:table)", &st, e) < 0)
		return -1;
	struct query q = {.s = s, .st = st};
	query_string(&q, ":table", t->name);
	while ((got = query_step(&q, e)) == 1) {
		struct slice name = query_get(&q, pool);
		bool pk = query_get_int(&q) > 0;
		if (key != NULL ? slice_is(name, key) : pk)
			VEC_ADD(&t->keys, pool, name);
		else if (out == NULL || !named(out->columns, name))
			VEC_ADD(&t->columns, pool, name);
	}
	(void)sqlite3_finalize(st);
	if (got == 0 && t->keys.len == 0)
		VEC_ADD(&t->keys, pool, SLICE_LIT("rowid"));
	return got;
}

static void
add_list(struct str *out, const slice_list *names, const char *each, const char *between)
{
	for (size_t i = 0; i < names->len; i++) {
		if (i > 0)
			str_adds(out, between);
		for (const char *c = each; *c != '\0'; c++)
			if (*c == '@')
				str_addf(out, "\"%.*s\"", SLICE_ARG(names->at[i]));
			else
				str_addc(out, *c);
	}
}

/* How many rows of one side the other does not have, and the key of the first. */
static int
only_in(struct store *s, const struct table *t, const char *side, const char *other,
	struct query *q, struct err *e)
{
	struct str text;
	sqlite3_stmt *st = NULL;
	int r;

	str_init(&text, SQL_MAX);
	str_adds(&text, "SELECT count(*), min(");
	add_list(&text, &t->keys, "quote(a.@)", " || '/' || ");
	str_addf(&text, ") FROM %s.\"%.*s\" a WHERE NOT EXISTS (SELECT 1 FROM %s.\"%.*s\" b WHERE ",
		 side, SLICE_ARG(t->name), other, SLICE_ARG(t->name));
	add_list(&text, &t->keys, "b.@ IS a.@", " AND ");
	str_adds(&text, ")");
	r = origin_prepare(s, str_cstr(&text), &st, e);
	str_clear(&text);
	*q = (struct query){.s = s, .st = st};
	return r < 0 || query_step(q, e) < 0 ? -1 : 0;
}

static int
count_only(struct store *s, const struct table *t, bool ours, struct str *report, struct err *e)
{
	struct query q;
	int r = only_in(s, t, ours ? "main" : "was", ours ? "was" : "main", &q, e);

	if (r == 0) {
		int64_t n = query_get_int(&q);
		struct slice first = query_peek(&q);
		if (n > 0)
			str_addf(report, "%.*s: %lld row%s %s, the first is %.*s\n",
				 SLICE_ARG(t->name), (long long)n, n == 1 ? "" : "s",
				 ours ? "too many" : "missing",
				 (int)(first.len < LINE_KEY_MAX ? first.len : LINE_KEY_MAX),
				 first.data);
		r = n > 0;
	}
	(void)sqlite3_finalize(q.st);
	return r;
}

/* Rows that both have: how many there are, how many differ, the key of the first, and in what. */
static void
say_both(struct str *out, const struct table *t)
{
	slice_list differ = t->columns;

	str_adds(out, "SELECT count(*), count(k), min(k)");
	if (differ.len > 0)
		str_addc(out, ',');
	add_list(out, &differ, "total(@)", ", ");
	str_adds(out, " FROM (SELECT CASE WHEN ");
	if (differ.len == 0)
		str_adds(out, "0");
	add_list(out, &differ, "a.@ IS NOT b.@", " OR ");
	str_adds(out, " THEN ");
	add_list(out, &t->keys, "quote(a.@)", " || '/' || ");
	str_adds(out, " END AS k");
	if (differ.len > 0)
		str_addc(out, ',');
	add_list(out, &differ, "a.@ IS NOT b.@ AS @", ", ");
	str_addf(out, " FROM main.\"%.*s\" a JOIN was.\"%.*s\" b ON ", SLICE_ARG(t->name),
		 SLICE_ARG(t->name));
	add_list(out, &t->keys, "b.@ IS a.@", " AND ");
	str_adds(out, ")");
}

static int
compare_both(struct store *s, const struct table *t, struct str *report, int64_t *rows,
	     struct err *e)
{
	struct str text;
	sqlite3_stmt *st = NULL;
	int r;

	str_init(&text, SQL_MAX);
	say_both(&text, t);
	r = origin_prepare(s, str_cstr(&text), &st, e);
	str_clear(&text);
	struct query q = {.s = s, .st = st};
	if (r == 0 && query_step(&q, e) < 0)
		r = -1;
	if (r == 0) {
		*rows += query_get_int(&q);
		int64_t n = query_get_int(&q);
		struct slice first = query_peek(&q);
		const char *between = "";
		if (n > 0)
			str_addf(report, "%.*s: %lld row%s, the first is %.*s, in ",
				 SLICE_ARG(t->name), (long long)n, n == 1 ? " differs" : "s differ",
				 (int)(first.len < LINE_KEY_MAX ? first.len : LINE_KEY_MAX),
				 first.data);
		for (size_t i = 0; n > 0 && i < t->columns.len; i++) {
			if (query_get_int(&q) == 0)
				continue;
			str_addf(report, "%s%.*s", between, SLICE_ARG(t->columns.at[i]));
			between = ", ";
		}
		if (n > 0)
			str_addc(report, '\n');
		r = n > 0;
	}
	(void)sqlite3_finalize(st);
	return r;
}

static int
compare_table(struct store *s, struct pool *pool, struct table *t, struct str *report,
	      struct compared *out, struct err *e)
{
	int both, ours, theirs;

	if (describe(s, pool, t, e) < 0)
		return -1;
	theirs = count_only(s, t, false, report, e);
	ours = theirs < 0 ? -1 : count_only(s, t, true, report, e);
	both = ours < 0 ? -1 : compare_both(s, t, report, &out->rows, e);
	if (both < 0)
		return err_wrap(e, "comparing '%.*s'", SLICE_ARG(t->name));
	out->tables++;
	out->differ += theirs > 0 || ours > 0 || both > 0;
	return 0;
}

int
origin_compare(struct origin *o, struct str *report, struct compared *out, struct err *e)
{
	struct pool *pool = pool_new();
	slice_list names = {0};
	sqlite3_stmt *st = NULL;
	int r = origin_prepare(o->s,
			       "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND "
			       "name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid",
			       &st, e);
	struct query q = {.s = o->s, .st = st};

	*out = (struct compared){0};
	while (r == 0 && (r = query_step(&q, e)) == 1) {
		VEC_ADD(&names, pool, query_get(&q, pool));
		r = 0;
	}
	(void)sqlite3_finalize(st);
	for (size_t i = 0; r == 0 && i < names.len; i++) {
		const struct left_out *skip = find(names.at[i]);
		struct table t = {.name = names.at[i]};
		if (skip == NULL || skip->columns != NULL)
			r = compare_table(o->s, pool, &t, report, out, e);
	}
	pool_free(pool);
	return r;
}

/* Which queues had rows written: who works through one looks when there is something, not each turn. */
#include "docket/store/store.h"

#include "db.h"

static void
on_row(void *arg, int op, const char *database, const char *table, sqlite3_int64 row)
{
	static const char *const tables[] = {[STORE_OUTBOX] = "outbox", [STORE_FETCHES] = "fetch"};
	struct store *s = arg;

	(void)op;
	(void)database;
	(void)row;
	for (size_t i = 0; i < COUNT(tables); i++)
		if (table[0] == tables[i][0] && strcmp(table, tables[i]) == 0)
			s->wrote[i] = true;
}

void
wrote_watch(struct store *s)
{
	(void)sqlite3_update_hook(s->db, on_row, s);
}

bool
store_wrote(struct store *s, enum store_queue queue)
{
	bool wrote = s->wrote[queue];

	s->wrote[queue] = false;
	return wrote;
}

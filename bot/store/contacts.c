/* Contacts: the people of a client, by mail address. */
#include "people.h"

enum { ADDRESS_MAX = 254 };

#define COLUMNS "id, client, name, address, zone, lang, undeliverable, undeliverable_why, gone"
enum {
	Q_ADD,
	Q_TAKEN,
	Q_CLIENT,
	Q_MARK,
	Q_UNMARK,
	Q_BY_ID,
	Q_BY_ADDRESS,
	Q_ALL,
	Q_GONE,
	Q_NO_DECIDER,
	Q_NO_JOB_DECIDER,
	Q_BACK
};
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO contact (client, name, address, address_key, zone, lang, created) "
		  "VALUES (:client, :name, :address, :key, :zone, :lang, :now)",
	[Q_TAKEN] = "SELECT 'contact ' || p.name || ' of ' || c.code FROM contact p JOIN client c "
		    "ON c.id = p.client WHERE p.address_key = :key "
		    "UNION ALL SELECT 'member ' || handle FROM member WHERE address_key = :key",
	[Q_CLIENT] = "SELECT id FROM client WHERE id = :id",
	/* The first bounce counts: since when. */
	[Q_MARK] = "UPDATE contact SET undeliverable = coalesce(undeliverable, :now), "
		   "undeliverable_why = :why WHERE address_key = :key",
	[Q_UNMARK] = "UPDATE contact SET undeliverable = NULL, undeliverable_why = NULL "
		     "WHERE address_key = :key AND undeliverable IS NOT NULL",
	[Q_BY_ID] = "SELECT " COLUMNS " FROM contact WHERE id = :id",
	[Q_BY_ADDRESS] = "SELECT " COLUMNS " FROM contact WHERE address_key = :key",
	[Q_ALL] = "SELECT " COLUMNS " FROM contact WHERE client = :client OR :client = 0 "
		  "ORDER BY client, id",
	[Q_GONE] = "UPDATE contact SET gone = coalesce(gone, :now) WHERE id = :id",
	[Q_NO_DECIDER] = "UPDATE client SET decider = NULL WHERE decider = :id",
	[Q_NO_JOB_DECIDER] = "DELETE FROM job_decider WHERE contact = :id",
	[Q_BACK] =
		"UPDATE contact SET gone = NULL WHERE client = :client AND address_key = :key AND "
		"gone IS NOT NULL",
};
const struct db_sql contact_sql = {sql, COUNT(sql)};

int
people_check_address(struct slice a, struct err *e)
{
	ptrdiff_t at = slice_rindex(a, '@');
	bool good = a.len <= ADDRESS_MAX && at > 0 && (size_t)at + 1 < a.len &&
		    slice_index(a, '@') == at;

	for (size_t i = 0; good && i < a.len; i++)
		good = (unsigned char)a.data[i] > ' ' && a.data[i] != 0x7f &&
		       strchr("<>,;:\\\"()[]", a.data[i]) == NULL;
	return good ? 0
		    : err_set(e, ERR_REFUSED, "'%.*s' is no mail address, as in jo@acme.example",
			      SLICE_ARG(a));
}

int
people_check_free(struct store *s, struct slice address, struct slice folded, struct err *e)
{
	struct query q = query_on(s, DB_CONTACT, Q_TAKEN);
	int got;

	query_string(&q, ":key", folded);
	got = query_step(&q, e);
	if (got == 1) {
		struct slice owner = query_peek(&q);

		(void)err_set(e, ERR_REFUSED, "the address '%.*s' is that of %.*s already",
			      SLICE_ARG(address), SLICE_ARG(owner));
		query_end(&q);
	}
	return got == 0 ? 0 : -1;
}

int
contact_add(struct store *s, struct contact *c, int64_t now, struct err *e)
{
	struct slice address = slice_trim(c->address), folded;
	struct query q = query_on(s, DB_CONTACT, Q_CLIENT);
	int64_t id;
	int got;

	if (people_check_address(address, e) < 0)
		return -1;
	query_int(&q, ":id", c->client);
	got = query_value(&q, &id, e);
	if (got <= 0)
		return got < 0 ? -1
			       : err_set(e, ERR_REFUSED, "there is no client for this contact");
	pool_reset(s->scratch);
	folded = db_fold(s->scratch, address);
	q = query_on(s, DB_CONTACT, Q_BACK); /* who left may come back */
	query_int(&q, ":client", c->client);
	query_string(&q, ":key", folded);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) > 0) {
		struct contact back;
		got = contact_by_address(s, s->scratch, address, &back, e);
		c->id = got == 1 ? back.id : 0;
		return got == 1 ? 0 : -1;
	}
	if (people_check_free(s, address, folded, e) < 0)
		return -1;
	q = query_on(s, DB_CONTACT, Q_ADD);
	query_int(&q, ":client", c->client);
	query_string(&q, ":name", slice_trim(c->name));
	query_string(&q, ":address", address);
	query_string(&q, ":key", folded);
	query_text(&q, ":zone", c->zone);
	query_text(&q, ":lang", c->lang);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	c->id = query_last_id(s);
	return 0;
}

int
contact_mark_undeliverable(struct store *s, struct slice address, struct slice why, int64_t now,
			   struct err *e)
{
	struct query q = query_on(s, DB_CONTACT, Q_MARK);

	pool_reset(s->scratch);
	query_string(&q, ":key", db_fold(s->scratch, address));
	query_text(&q, ":why", why);
	query_int(&q, ":now", now);
	return query_run(&q, e);
}

int
contact_remove(struct store *s, int64_t id, int64_t now, struct err *e)
{
	static const int orders[] = {Q_GONE, Q_NO_DECIDER, Q_NO_JOB_DECIDER};
	struct db_unit u;
	int r = 0;

	if (db_enter(s, &u, e) < 0)
		return -1;
	for (size_t i = 0; r == 0 && i < COUNT(orders); i++) {
		struct query q = query_on(s, DB_CONTACT, orders[i]);

		query_int(&q, ":id", id);
		if (orders[i] == Q_GONE)
			query_int(&q, ":now", now);
		r = query_run(&q, e);
	}
	return db_leave(s, &u, r, e);
}

int
contact_mark_reachable(struct store *s, struct slice address, struct err *e)
{
	struct query q = query_on(s, DB_CONTACT, Q_UNMARK);

	pool_reset(s->scratch);
	query_string(&q, ":key", db_fold(s->scratch, address));
	return query_run(&q, e);
}

static void
read_row(struct query *q, struct pool *p, struct contact *c)
{
	*c = (struct contact){0};
	c->id = query_get_int(q);
	c->client = query_get_int(q);
	c->name = query_get(q, p);
	c->address = query_get(q, p);
	c->zone = query_get(q, p);
	c->lang = query_get(q, p);
	c->undeliverable = query_get_int(q);
	c->undeliverable_why = query_get(q, p);
	c->gone = query_get_int(q);
}

static int
read_one(struct query *q, struct pool *p, struct contact *out, struct err *e)
{
	int got = query_step(q, e);

	if (got == 1) {
		read_row(q, p, out);
		query_end(q);
	}
	return got;
}

int
contact_by_id(struct store *s, struct pool *p, int64_t id, struct contact *out, struct err *e)
{
	struct query q = query_on(s, DB_CONTACT, Q_BY_ID);

	query_int(&q, ":id", id);
	return read_one(&q, p, out, e);
}

int
contact_by_address(struct store *s, struct pool *p, struct slice address, struct contact *out,
		   struct err *e)
{
	struct query q = query_on(s, DB_CONTACT, Q_BY_ADDRESS);

	pool_reset(s->scratch);
	query_string(&q, ":key", db_fold(s->scratch, address));
	return read_one(&q, p, out, e);
}

int
contact_all(struct store *s, struct pool *p, int64_t client, contact_list *out, struct err *e)
{
	struct query q = query_on(s, DB_CONTACT, Q_ALL);
	contact_list list = {0};
	int got;

	query_int(&q, ":client", client);
	while ((got = query_step(&q, e)) == 1)
		read_row(&q, p, VEC_NEW(&list, p));
	if (got == 0)
		*out = list;
	return got;
}

/* Members of the agency, and the names of their roles. */
#include "people.h"

enum { HANDLE_MAX = 32 };

#define COLUMNS "id, handle, name, address, zone, lang, roles, active, week, client"
enum { Q_ADD, Q_SAVE, Q_BY_ID, Q_BY_ADDRESS, Q_BY_HANDLE, Q_ALL };
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO member (handle, name, address, address_key, zone, lang, roles, "
		  "active, week, client, created) VALUES (:handle, :name, :address, :key, :zone, "
		  ":lang, :roles, :active, :week, :client, :now)",
	[Q_SAVE] = "UPDATE member SET name = :name, zone = :zone, lang = :lang, roles = :roles, "
		   "active = :active, week = :week, client = :client WHERE id = :id",
	[Q_BY_ID] = "SELECT " COLUMNS " FROM member WHERE id = :id",
	[Q_BY_ADDRESS] = "SELECT " COLUMNS " FROM member WHERE address_key = :key",
	[Q_BY_HANDLE] = "SELECT " COLUMNS " FROM member WHERE handle = lower(:handle)",
	[Q_ALL] = "SELECT " COLUMNS " FROM member ORDER BY id",
};
const struct db_sql member_sql = {sql, COUNT(sql)};

static const struct {
	const char *name;
	unsigned role;
} roles[] = {
	{"account", ROLE_ACCOUNT}, {"creative", ROLE_CREATIVE}, {"copy", ROLE_COPY},
	{"ops", ROLE_OPS},	   {"owner", ROLE_OWNER}, {"partner", ROLE_PARTNER},
};

unsigned
role_of(struct slice name)
{
	for (size_t i = 0; i < COUNT(roles); i++)
		if (slice_iis(slice_trim(name), roles[i].name))
			return roles[i].role;
	return 0;
}

const char *
role_names(unsigned bits, char *buf, size_t size)
{
	size_t used = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < COUNT(roles); i++) {
		int n;

		if (!(bits & roles[i].role))
			continue;
		n = snprintf(buf + used, size - used, "%s%s", used > 0 ? ", " : "", roles[i].name);
		if (n < 0 || (size_t)n >= size - used)
			break;
		used += (size_t)n;
	}
	return buf;
}

static int
check_handle(struct slice h, struct err *e)
{
	bool good = h.len > 0 && h.len <= HANDLE_MAX;

	for (size_t i = 0; good && i < h.len; i++) {
		char c = h.data[i];

		good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		       (i > 0 && (c == '.' || c == '_' || c == '-'));
	}
	return good ? 0
		    : err_set(e, ERR_REFUSED,
			      "'%.*s' is no handle: up to %d of a-z, 0-9, and inside it . _ -, as "
			      "in "
			      "maya",
			      SLICE_ARG(h), HANDLE_MAX);
}

static void
read_row(struct query *q, struct pool *p, struct member *m)
{
	*m = (struct member){0};
	m->id = query_get_int(q);
	m->handle = query_get(q, p);
	m->name = query_get(q, p);
	m->address = query_get(q, p);
	m->zone = query_get(q, p);
	m->lang = query_get(q, p);
	m->roles = (unsigned)query_get_int(q);
	m->active = query_get_bool(q);
	m->week = query_get_int(q);
	m->client = query_get_int(q);
}

static int
read_one(struct query *q, struct pool *p, struct member *out, struct err *e)
{
	int got = query_step(q, e);

	if (got == 1) {
		read_row(q, p, out);
		query_end(q);
	}
	return got;
}

/* What member_add and member_save write alike. */
static void
bind_rest(struct query *q, const struct member *m)
{
	query_string(q, ":name", slice_trim(m->name));
	query_text(q, ":zone", m->zone);
	query_text(q, ":lang", m->lang);
	query_int(q, ":roles", m->roles);
	query_int(q, ":active", m->active);
	query_id(q, ":week", m->week);
	query_id(q, ":client", m->client);
}

int
member_add(struct store *s, struct member *m, int64_t now, struct err *e)
{
	struct slice address = slice_trim(m->address), folded;
	struct member other = {0};
	struct query q;
	int got;

	if (check_handle(m->handle, e) < 0 || people_check_address(address, e) < 0)
		return -1;
	pool_reset(s->scratch);
	got = member_by_handle(s, s->scratch, m->handle, &other, e);
	if (got != 0)
		return got < 0 ? -1
			       : err_set(e, ERR_REFUSED,
					 "the handle %.*s is that of %.*s <%.*s> already",
					 SLICE_ARG(m->handle), SLICE_ARG(other.name),
					 SLICE_ARG(other.address));
	folded = db_fold(s->scratch, address);
	if (people_check_free(s, address, folded, e) < 0)
		return -1;
	q = query_on(s, DB_MEMBER, Q_ADD);
	query_string(&q, ":handle", m->handle);
	query_string(&q, ":address", address);
	query_string(&q, ":key", folded);
	bind_rest(&q, m);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	m->id = query_last_id(s);
	return 0;
}

int
member_save(struct store *s, const struct member *m, struct err *e)
{
	struct query q = query_on(s, DB_MEMBER, Q_SAVE);

	query_int(&q, ":id", m->id);
	bind_rest(&q, m);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0 ? 0
				    : err_set(e, ERR_NOFILE, "there is no member %.*s to save",
					      SLICE_ARG(m->handle));
}

int
member_by_id(struct store *s, struct pool *p, int64_t id, struct member *out, struct err *e)
{
	struct query q = query_on(s, DB_MEMBER, Q_BY_ID);

	query_int(&q, ":id", id);
	return read_one(&q, p, out, e);
}

int
member_by_address(struct store *s, struct pool *p, struct slice address, struct member *out,
		  struct err *e)
{
	struct query q = query_on(s, DB_MEMBER, Q_BY_ADDRESS);

	pool_reset(s->scratch);
	query_string(&q, ":key", db_fold(s->scratch, address));
	return read_one(&q, p, out, e);
}

int
member_by_handle(struct store *s, struct pool *p, struct slice handle, struct member *out,
		 struct err *e)
{
	struct query q = query_on(s, DB_MEMBER, Q_BY_HANDLE);

	query_string(&q, ":handle", handle);
	return read_one(&q, p, out, e);
}

int
member_all(struct store *s, struct pool *p, member_list *out, struct err *e)
{
	struct query q = query_on(s, DB_MEMBER, Q_ALL);
	member_list list = {0};
	int got;

	while ((got = query_step(&q, e)) == 1)
		read_row(&q, p, VEC_NEW(&list, p));
	if (got == 0)
		*out = list;
	return got;
}

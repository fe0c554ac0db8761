/* Clients and the mail domains that identify them. */
#include "people.h"

#include "docket/base/utf8.h"

enum { CODE_MIN = 2, CODE_MAX = 8, DOMAIN_MAX = 253, ROUNDS_DEFAULT = 2 };

#define COLUMNS "c.id, c.code, c.name, c.zone, c.lang, c.lead, c.decider, c.rounds, c.window"
enum {
	Q_ADD,
	Q_DOMAIN_ADD,
	Q_DOMAIN_OWNER,
	Q_SET_DECIDER,
	Q_UPDATE,
	Q_BY_ID,
	Q_BY_CODE,
	Q_BY_DOMAIN,
	Q_ALL,
	Q_DOMAINS
};
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO client (code, name, zone, lang, lead, decider, rounds, created) "
		  "VALUES (:code, :name, :zone, :lang, :lead, :decider, :rounds, :now)",
	[Q_DOMAIN_ADD] = "INSERT INTO client_domain (domain, client) VALUES (:domain, :client)",
	[Q_DOMAIN_OWNER] = "SELECT c.id, c.code FROM client_domain d JOIN client c "
			   "ON c.id = d.client WHERE d.domain = :domain",
	[Q_SET_DECIDER] = "UPDATE client SET decider = :decider WHERE id = :id",
	[Q_UPDATE] = "UPDATE client SET zone = :zone, lang = :lang, lead = :lead, "
		     "decider = :decider, rounds = :rounds, window = :window WHERE id = :id",
	[Q_BY_ID] = "SELECT " COLUMNS " FROM client c WHERE c.id = :id",
	[Q_BY_CODE] = "SELECT " COLUMNS " FROM client c WHERE c.code = upper(:code)",
	[Q_BY_DOMAIN] = "SELECT " COLUMNS " FROM client_domain d JOIN client c ON c.id = d.client "
			"WHERE d.domain = :domain",
	[Q_ALL] = "SELECT " COLUMNS " FROM client c ORDER BY c.code",
	[Q_DOMAINS] = "SELECT domain FROM client_domain WHERE client = :id ORDER BY domain",
};
const struct db_sql client_sql = {sql, COUNT(sql)};

static bool
alnum(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Begins with a letter: "12-001" would read like a date and "1217" like a message number. */
static int
check_code(struct slice code, char upper[CODE_MAX + 1], struct err *e)
{
	bool good = code.len >= CODE_MIN && code.len <= CODE_MAX &&
		    !(code.data[0] >= '0' && code.data[0] <= '9');

	for (size_t i = 0; good && i < code.len; i++) {
		char c = code.data[i];

		good = alnum(c);
		upper[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	if (!good)
		return err_set(
			e, ERR_REFUSED,
			"'%.*s' is no client code: %d to %d letters and digits, a letter first, "
			"as in ACME",
			SLICE_ARG(code), CODE_MIN, CODE_MAX);
	upper[code.len] = '\0';
	return 0;
}

static int
check_domain(struct slice d, struct err *e)
{
	bool good = d.len > 2 && d.len <= DOMAIN_MAX && slice_index(d, '.') > 0 &&
		    d.data[d.len - 1] != '.' && d.data[0] != '-' && !slice_has(d, "..");

	for (size_t i = 0; good && i < d.len; i++)
		good = alnum(d.data[i]) || d.data[i] == '.' || d.data[i] == '-' ||
		       (unsigned char)d.data[i] >= 0x80;
	if (!good)
		return err_set(e, ERR_REFUSED, "'%.*s' is no mail domain, as in acme.example",
			       SLICE_ARG(d));
	if (domain_is_public(d))
		return err_set(
			e, ERR_REFUSED,
			"'%.*s' is a public mail domain, which says nothing about who writes: "
			"add the people one by one as contacts",
			SLICE_ARG(d));
	return 0;
}

int
client_domain_add(struct store *s, int64_t client, struct slice domain, struct err *e)
{
	struct query q = query_on(s, DB_CLIENT, Q_DOMAIN_OWNER);
	int got;

	pool_reset(s->scratch);
	domain = slice_trim(domain);
	if (slice_starts(domain, "@"))
		domain = slice_sub(domain, 1, domain.len);
	domain = utf8_fold(s->scratch, domain);
	if (check_domain(domain, e) < 0)
		return -1;
	query_string(&q, ":domain", domain);
	got = query_step(&q, e);
	if (got < 0)
		return -1;
	if (got == 1) {
		bool ours = query_get_int(&q) == client;
		struct slice code = query_get(&q, s->scratch);

		query_end(&q);
		return ours ? 0
			    : err_set(e, ERR_REFUSED, "the domain '%.*s' is %.*s's already",
				      SLICE_ARG(domain), SLICE_ARG(code));
	}
	q = query_on(s, DB_CLIENT, Q_DOMAIN_ADD);
	query_string(&q, ":domain", domain);
	query_int(&q, ":client", client);
	return query_run(&q, e);
}

static int
add_row(struct store *s, struct client *c, const char *code, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_CLIENT, Q_BY_CODE);
	int got;

	query_cstr(&q, ":code", code);
	got = query_step(&q, e);
	if (got < 0)
		return -1;
	if (got == 1) {
		struct slice name;

		(void)query_get_int(&q);
		(void)query_peek(&q);
		name = query_peek(&q);
		(void)err_set(e, ERR_REFUSED, "the code %s is %.*s's already", code,
			      SLICE_ARG(name));
		query_end(&q);
		return -1;
	}
	q = query_on(s, DB_CLIENT, Q_ADD);
	query_cstr(&q, ":code", code);
	query_string(&q, ":name", slice_trim(c->name));
	query_text(&q, ":zone", c->zone);
	query_text(&q, ":lang", c->lang);
	query_id(&q, ":lead", c->lead);
	query_id(&q, ":decider", c->decider);
	query_int(&q, ":rounds", c->rounds > 0 ? c->rounds : ROUNDS_DEFAULT);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	c->id = query_last_id(s);
	for (size_t i = 0; i < c->domains.len; i++)
		if (client_domain_add(s, c->id, c->domains.at[i], e) < 0)
			return -1;
	return 0;
}

int
client_add(struct store *s, struct client *c, int64_t now, struct err *e)
{
	char code[CODE_MAX + 1];
	struct db_unit u;
	int64_t id = c->id;

	if (check_code(c->code, code, e) < 0)
		return -1;
	if (slice_blank(c->name))
		return err_set(e, ERR_REFUSED, "client %s needs a name", code);
	if (db_enter(s, &u, e) < 0)
		return -1;
	if (db_leave(s, &u, add_row(s, c, code, now, e), e) == 0)
		return 0;
	c->id = id;
	return -1;
}

int
client_update(struct store *s, const struct client *c, struct err *e)
{
	struct query q = query_on(s, DB_CLIENT, Q_UPDATE);

	query_int(&q, ":id", c->id);
	query_text(&q, ":zone", c->zone);
	query_text(&q, ":lang", c->lang);
	query_id(&q, ":lead", c->lead);
	query_id(&q, ":decider", c->decider);
	query_int(&q, ":rounds", c->rounds);
	if (c->window == WINDOW_NONE)
		query_int(&q, ":window", 0);
	else
		query_id(&q, ":window", c->window);
	return query_run(&q, e);
}

int
client_set_decider(struct store *s, int64_t client, int64_t contact, struct err *e)
{
	struct query q = query_on(s, DB_CLIENT, Q_SET_DECIDER);

	query_int(&q, ":id", client);
	query_id(&q, ":decider", contact);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0 ? 0 : err_set(e, ERR_NOFILE, "there is no such client");
}

static void
read_row(struct query *q, struct pool *p, struct client *c)
{
	*c = (struct client){0};
	c->id = query_get_int(q);
	c->code = query_get(q, p);
	c->name = query_get(q, p);
	c->zone = query_get(q, p);
	c->lang = query_get(q, p);
	c->lead = query_get_int(q);
	c->decider = query_get_int(q);
	c->rounds = query_get_int(q);
	bool kit = query_get_null(q);
	int64_t days = query_get_int(q);

	c->window = kit ? 0 : days > 0 ? days : WINDOW_NONE;
}

static int
read_domains(struct store *s, struct pool *p, struct client *c, struct err *e)
{
	struct query q = query_on(s, DB_CLIENT, Q_DOMAINS);
	int got;

	query_int(&q, ":id", c->id);
	while ((got = query_step(&q, e)) == 1)
		VEC_ADD(&c->domains, p, query_get(&q, p));
	return got;
}

static int
read_one(struct query *q, struct pool *p, struct client *out, struct err *e)
{
	struct client c;
	int got = query_step(q, e);

	if (got != 1)
		return got;
	read_row(q, p, &c);
	query_end(q);
	if (read_domains(q->s, p, &c, e) < 0)
		return -1;
	*out = c;
	return 1;
}

int
client_by_id(struct store *s, struct pool *p, int64_t id, struct client *out, struct err *e)
{
	struct query q = query_on(s, DB_CLIENT, Q_BY_ID);

	query_int(&q, ":id", id);
	return read_one(&q, p, out, e);
}

int
client_by_code(struct store *s, struct pool *p, struct slice code, struct client *out,
	       struct err *e)
{
	struct query q = query_on(s, DB_CLIENT, Q_BY_CODE);

	query_string(&q, ":code", slice_trim(code));
	return read_one(&q, p, out, e);
}

int
client_by_domain(struct store *s, struct pool *p, struct slice domain, struct client *out,
		 struct err *e)
{
	struct query q = query_on(s, DB_CLIENT, Q_BY_DOMAIN);

	pool_reset(s->scratch);
	query_string(&q, ":domain", db_fold(s->scratch, domain));
	return read_one(&q, p, out, e);
}

int
client_all(struct store *s, struct pool *p, client_list *out, struct err *e)
{
	struct query q = query_on(s, DB_CLIENT, Q_ALL);
	client_list list = {0};
	int got;

	while ((got = query_step(&q, e)) == 1)
		read_row(&q, p, VEC_NEW(&list, p));
	for (size_t i = 0; got == 0 && i < list.len; i++)
		got = read_domains(s, p, &list.at[i], e);
	if (got == 0)
		*out = list;
	return got;
}

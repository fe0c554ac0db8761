/* Onboarding, what a client said of itself, and its glossary. */
#include "docket/store/profile.h"

#include "docket/base/utf8.h"

#include "db.h"

enum {
	Q_BEGIN,
	Q_GET,
	Q_ASK,
	Q_ASKED,
	Q_SAY,
	Q_SAID,
	Q_MEAN,
	Q_MEANT,
	Q_WORDS,
	Q_FORGET
};
static const char *const sql[] = {
	[Q_BEGIN] = "INSERT INTO onboarding (client, contact, prompts, told, created, changed) VALUES "
		    "(:client, :contact, :prompts, :told, :now, :now) ON CONFLICT (client) DO UPDATE "
		    "SET contact = excluded.contact, prompts = excluded.prompts, "
		    "told = excluded.told, changed = excluded.changed",
	[Q_GET] = "SELECT client, contact, prompts, told FROM onboarding WHERE client = :client",
	[Q_ASK] = "INSERT INTO onboarding_question (outbox, number, field) "
		  "VALUES (:outbox, :number, :field)",
	[Q_ASKED] = "SELECT field FROM onboarding_question WHERE outbox = :outbox AND "
		    "number = :number",
	[Q_SAY] = "INSERT INTO client_profile (client, field, value, said_by, message, at) VALUES "
		  "(:client, :field, :value, :by, :message, :at) ON CONFLICT (client, field) DO "
		  "UPDATE SET value = excluded.value, said_by = excluded.said_by, "
		  "message = excluded.message, at = excluded.at",
	[Q_SAID] = "SELECT field, value, said_by, message, at FROM client_profile "
		   "WHERE client = :client ORDER BY at, field",
	[Q_MEAN] = "INSERT INTO glossary (client, phrase_key, phrase, meaning, contact, message, at) "
		   "VALUES (:client, :key, :phrase, :meaning, :contact, :message, :at) "
		   "ON CONFLICT (client, phrase_key) DO UPDATE SET phrase = excluded.phrase, "
		   "meaning = excluded.meaning, contact = excluded.contact, "
		   "message = excluded.message, at = excluded.at",
	[Q_MEANT] = "SELECT phrase, meaning, contact, message, at FROM glossary "
		    "WHERE client = :client AND phrase_key = :key",
	[Q_WORDS] = "SELECT phrase, meaning, contact, message, at FROM glossary "
		    "WHERE client = :client ORDER BY phrase_key",
	[Q_FORGET] = "DELETE FROM glossary WHERE client = :client AND phrase_key = :key",
};
const struct db_sql profile_sql = {sql, COUNT(sql)};

int
onboarding_set(struct store *s, const struct onboarding *o, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_PROFILE, Q_BEGIN);

	query_int(&q, ":client", o->client);
	query_int(&q, ":contact", o->contact);
	query_int(&q, ":prompts", o->prompts);
	query_int(&q, ":told", o->told);
	query_int(&q, ":now", now);
	return query_run(&q, e);
}

int
onboarding_get(struct store *s, int64_t client, struct onboarding *out, struct err *e)
{
	struct query q = query_on(s, DB_PROFILE, Q_GET);
	int got;

	query_int(&q, ":client", client);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	out->client = query_get_int(&q);
	out->contact = query_get_int(&q);
	out->prompts = (int)query_get_int(&q);
	out->told = query_get_bool(&q);
	query_end(&q);
	return 1;
}

int
onboarding_question_put(struct store *s, int64_t outbox, unsigned number, const char *field,
			struct err *e)
{
	struct query q = query_on(s, DB_PROFILE, Q_ASK);

	query_int(&q, ":outbox", outbox);
	query_int(&q, ":number", number);
	query_cstr(&q, ":field", field);
	return query_run(&q, e);
}

int
onboarding_question_get(struct store *s, struct pool *p, int64_t outbox, unsigned number,
			struct slice *field_out, struct err *e)
{
	struct query q = query_on(s, DB_PROFILE, Q_ASKED);
	int got;

	query_int(&q, ":outbox", outbox);
	query_int(&q, ":number", number);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	*field_out = query_get(&q, p);
	query_end(&q);
	return 1;
}

int
profile_set(struct store *s, int64_t client, const struct profile_row *r, struct err *e)
{
	struct query q = query_on(s, DB_PROFILE, Q_SAY);

	query_int(&q, ":client", client);
	query_string(&q, ":field", r->field);
	query_string(&q, ":value", r->value);
	query_string(&q, ":by", r->by);
	query_id(&q, ":message", r->message);
	query_int(&q, ":at", r->at);
	return query_run(&q, e);
}

int
profile_all(struct store *s, struct pool *p, int64_t client, profile_list *out, struct err *e)
{
	struct query q = query_on(s, DB_PROFILE, Q_SAID);
	profile_list list = {0};
	int got;

	query_int(&q, ":client", client);
	while ((got = query_step(&q, e)) == 1) {
		struct profile_row *r = VEC_NEW(&list, p);

		r->field = query_get(&q, p);
		r->value = query_get(&q, p);
		r->by = query_get(&q, p);
		r->message = query_get_int(&q);
		r->at = query_get_int(&q);
	}
	if (got == 0)
		*out = list;
	return got;
}

/* The form in which phrases are compared; lives until the scratch pool is used again. */
static struct slice
key_of(struct store *s, struct slice phrase)
{
	pool_reset(s->scratch);
	return utf8_fold(s->scratch, slice_trim(phrase));
}

int
glossary_set(struct store *s, int64_t client, const struct glossary_row *r, struct err *e)
{
	struct query q = query_on(s, DB_PROFILE, Q_MEAN);

	query_int(&q, ":client", client);
	query_string(&q, ":key", key_of(s, r->phrase));
	query_string(&q, ":phrase", slice_trim(r->phrase));
	query_string(&q, ":meaning", r->meaning);
	query_id(&q, ":contact", r->contact);
	query_id(&q, ":message", r->message);
	query_int(&q, ":at", r->at);
	return query_run(&q, e);
}

static void
read_meaning(struct query *q, struct pool *p, struct glossary_row *r)
{
	r->phrase = query_get(q, p);
	r->meaning = query_get(q, p);
	r->contact = query_get_int(q);
	r->message = query_get_int(q);
	r->at = query_get_int(q);
}

int
glossary_get(struct store *s, struct pool *p, int64_t client, struct slice phrase,
	     struct glossary_row *out, struct err *e)
{
	struct query q = query_on(s, DB_PROFILE, Q_MEANT);
	int got;

	query_int(&q, ":client", client);
	query_string(&q, ":key", key_of(s, phrase));
	got = query_step(&q, e);
	if (got != 1)
		return got;
	read_meaning(&q, p, out);
	query_end(&q);
	return 1;
}

int
glossary_all(struct store *s, struct pool *p, int64_t client, glossary_list *out, struct err *e)
{
	struct query q = query_on(s, DB_PROFILE, Q_WORDS);
	glossary_list list = {0};
	int got;

	query_int(&q, ":client", client);
	while ((got = query_step(&q, e)) == 1)
		read_meaning(&q, p, VEC_NEW(&list, p));
	if (got == 0)
		*out = list;
	return got;
}

int
glossary_forget(struct store *s, int64_t client, struct slice phrase, struct err *e)
{
	struct query q = query_on(s, DB_PROFILE, Q_FORGET);

	query_int(&q, ":client", client);
	query_string(&q, ":key", key_of(s, phrase));
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0;
}

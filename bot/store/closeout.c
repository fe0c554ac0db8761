/* Rules of a client's work, closeout packs, the team's answers, proposed changes of kits. */
#include "docket/store/closeout.h"

#include "db.h"

#define PACK     "id, job, version, seq, name, sha, size, outbox, said_by, at"
#define PROPOSAL "k.id, k.job, k.number, k.at, k.kit, k.words, k.said_by, j.ref, k.state"
enum {
	Q_RULE_ADD,
	Q_RULE_DROP,
	Q_RULES,
	Q_PACK_ADD,
	Q_PACK_OUTBOX,
	Q_PACK,
	Q_RETRO_PUT,
	Q_RETRO,
	Q_PROPOSE,
	Q_PROPOSAL,
	Q_PROPOSAL_SET,
	Q_PROPOSALS
};
static const char *const sql[] = {
	[Q_RULE_ADD] = "INSERT OR IGNORE INTO client_rule (client, kind, phrase, said_by, at) "
		       "VALUES (:client, 'banned', :phrase, :by, :at)",
	[Q_RULE_DROP] = "DELETE FROM client_rule WHERE client = :client AND kind = 'banned' AND "
			"phrase = :phrase",
	[Q_RULES] = "SELECT id, client, at, phrase, said_by FROM client_rule "
		    "WHERE client = :client AND kind = 'banned' ORDER BY id",
	[Q_PACK_ADD] = "INSERT INTO closeout (job, version, seq, name, sha, size, outbox, said_by, "
		       "at) VALUES (:job, :version, :seq, :name, :sha, :size, :outbox, :by, :at)",
	[Q_PACK_OUTBOX] = "UPDATE closeout SET outbox = :outbox WHERE id = :id",
	[Q_PACK] = "SELECT " PACK " FROM closeout WHERE job = :job ORDER BY id DESC LIMIT 1",
	[Q_RETRO_PUT] = "INSERT INTO retro (job, number, words, said_by, message, at) VALUES "
			"(:job, :number, :words, :by, :message, :at) ON CONFLICT DO UPDATE SET "
			"words = :words, said_by = :by, message = :message, at = :at",
	[Q_RETRO] = "SELECT job, number, message, at, words, said_by FROM retro WHERE job = :job "
		    "ORDER BY number",
	[Q_PROPOSE] = "INSERT OR IGNORE INTO kit_proposal (job, number, kit, words, state, "
		      "said_by, at) VALUES (:job, :number, :kit, :words, 'open', :by, :at)",
	[Q_PROPOSAL] = "SELECT " PROPOSAL " FROM kit_proposal k JOIN job j ON j.id = k.job "
		       "WHERE k.id = :id",
	[Q_PROPOSAL_SET] = "UPDATE kit_proposal SET state = :state WHERE id = :id",
	[Q_PROPOSALS] = "SELECT " PROPOSAL " FROM kit_proposal k JOIN job j ON j.id = k.job "
			"WHERE k.state = 'open' ORDER BY k.id",
};
const struct db_sql closeout_sql = {sql, COUNT(sql)};

static const char *const states[] = {
	[PROPOSAL_OPEN] = "open", [PROPOSAL_WRITTEN] = "written", [PROPOSAL_DROPPED] = "dropped"};

int
client_rule_add(struct store *s, struct client_rule *r, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_RULE_ADD);

	query_int(&q, ":client", r->client);
	query_string(&q, ":phrase", r->phrase);
	query_string(&q, ":by", r->said_by);
	query_int(&q, ":at", r->at);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) == 0)
		return 0;
	r->id = query_last_id(s);
	return 1;
}

int
client_rule_drop(struct store *s, int64_t client, struct slice phrase, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_RULE_DROP);

	query_int(&q, ":client", client);
	query_string(&q, ":phrase", phrase);
	return query_run(&q, e) < 0 ? -1 : query_changes(s) > 0;
}

int
client_rules(struct store *s, struct pool *p, int64_t client, client_rule_list *out, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_RULES);
	client_rule_list list = {0};
	int got;

	query_int(&q, ":client", client);
	while ((got = query_step(&q, e)) == 1) {
		struct client_rule *r = VEC_NEW(&list, p);

		r->id = query_get_int(&q);
		r->client = query_get_int(&q);
		r->at = query_get_int(&q);
		r->phrase = query_get(&q, p);
		r->said_by = query_get(&q, p);
	}
	if (got == 0)
		*out = list;
	return got;
}

int
closeout_add(struct store *s, struct closeout *c, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_PACK_ADD);

	query_int(&q, ":job", c->job);
	query_int(&q, ":version", c->version);
	query_int(&q, ":seq", c->seq);
	query_string(&q, ":name", c->name);
	query_string(&q, ":sha", c->sha);
	query_int(&q, ":size", c->size);
	query_id(&q, ":outbox", c->outbox);
	query_string(&q, ":by", c->said_by);
	query_int(&q, ":at", c->at);
	if (query_run(&q, e) < 0)
		return -1;
	c->id = query_last_id(s);
	return 0;
}

int
closeout_set_outbox(struct store *s, int64_t id, int64_t outbox, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_PACK_OUTBOX);

	query_id(&q, ":outbox", outbox);
	query_int(&q, ":id", id);
	return query_run(&q, e);
}

int
closeout_of_job(struct store *s, struct pool *p, int64_t job, struct closeout *out, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_PACK);
	struct closeout c = {0};
	int got;

	query_int(&q, ":job", job);
	if ((got = query_step(&q, e)) != 1)
		return got;
	c.id = query_get_int(&q);
	c.job = query_get_int(&q);
	c.version = query_get_int(&q);
	c.seq = query_get_int(&q);
	c.name = query_get(&q, p);
	c.sha = query_get(&q, p);
	c.size = query_get_int(&q);
	c.outbox = query_get_int(&q);
	c.said_by = query_get(&q, p);
	c.at = query_get_int(&q);
	query_end(&q);
	*out = c;
	return 1;
}

int
retro_put(struct store *s, const struct retro *r, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_RETRO_PUT);

	query_int(&q, ":job", r->job);
	query_int(&q, ":number", r->number);
	query_string(&q, ":words", r->words);
	query_string(&q, ":by", r->said_by);
	query_id(&q, ":message", r->message);
	query_int(&q, ":at", r->at);
	return query_run(&q, e);
}

int
retro_of_job(struct store *s, struct pool *p, int64_t job, retro_list *out, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_RETRO);
	retro_list list = {0};
	int got;

	query_int(&q, ":job", job);
	while ((got = query_step(&q, e)) == 1) {
		struct retro *r = VEC_NEW(&list, p);

		r->job = query_get_int(&q);
		r->number = query_get_int(&q);
		r->message = query_get_int(&q);
		r->at = query_get_int(&q);
		r->words = query_get(&q, p);
		r->said_by = query_get(&q, p);
	}
	if (got == 0)
		*out = list;
	return got;
}

int
kit_proposal_add(struct store *s, struct kit_proposal *k, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_PROPOSE);

	query_int(&q, ":job", k->job);
	query_int(&q, ":number", k->number);
	query_string(&q, ":kit", k->kit);
	query_string(&q, ":words", k->words);
	query_string(&q, ":by", k->said_by);
	query_int(&q, ":at", k->at);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) == 0)
		return err_set(e, ERR_REFUSED, "that answer is a proposal already; 'kit proposals' "
					       "shows it");
	k->id = query_last_id(s);
	return 0;
}

static void
read_proposal(struct query *q, struct pool *p, struct kit_proposal *k)
{
	*k = (struct kit_proposal){0};
	k->id = query_get_int(q);
	k->job = query_get_int(q);
	k->number = query_get_int(q);
	k->at = query_get_int(q);
	k->kit = query_get(q, p);
	k->words = query_get(q, p);
	k->said_by = query_get(q, p);
	k->ref = query_get(q, p);
	struct slice state = query_peek(q);
	for (size_t i = 0; i < COUNT(states); i++)
		if (slice_is(state, states[i]))
			k->state = (enum proposal_state)i;
}

int
kit_proposal_get(struct store *s, struct pool *p, int64_t id, struct kit_proposal *out,
		 struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_PROPOSAL);
	int got;

	query_int(&q, ":id", id);
	if ((got = query_step(&q, e)) != 1)
		return got;
	read_proposal(&q, p, out);
	query_end(&q);
	return 1;
}

int
kit_proposal_set(struct store *s, int64_t id, enum proposal_state state, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_PROPOSAL_SET);

	query_cstr(&q, ":state", states[state]);
	query_int(&q, ":id", id);
	return query_run(&q, e);
}

int
kit_proposals_open(struct store *s, struct pool *p, kit_proposal_list *out, struct err *e)
{
	struct query q = query_on(s, DB_CLOSEOUT, Q_PROPOSALS);
	kit_proposal_list list = {0};
	int got;

	while ((got = query_step(&q, e)) == 1)
		read_proposal(&q, p, VEC_NEW(&list, p));
	if (got == 0)
		*out = list;
	return got;
}

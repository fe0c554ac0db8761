/* Who a chat account is, codes that prove it, what a button means, whose room it is. */
#include "docket/store/chat.h"

#include "db.h"

#include "docket/base/hash.h"

enum { CODE_TRIES = 5 }; /* of 40 bits: guessing is hopeless long before */

enum { Q_WHO, Q_PUT, Q_OF, Q_ALL, Q_REVOKE, Q_CODE_PUT, Q_CODE_DROP, Q_CODE, Q_CODE_TRY, Q_CODE_USED,
       Q_PRESS_PUT, Q_PRESS, Q_ROOM, Q_ROOM_PUT, Q_ROOM_DROP,
       Q_ROOM_REVIEWS };
static const char *const sql[] = {
	[Q_WHO] = "SELECT id, source, tenant, uid, member, contact, how, at FROM chat_identity "
		  "WHERE source = :source AND tenant = :tenant AND uid = :uid AND revoked IS NULL",
	[Q_PUT] = "INSERT INTO chat_identity (source, tenant, uid, member, contact, how, at) "
		  "VALUES (:source, :tenant, :uid, :member, :contact, :how, :at) "
		  "ON CONFLICT (source, tenant, uid) DO UPDATE SET member = excluded.member, "
		  "contact = excluded.contact, how = excluded.how, at = excluded.at, revoked = NULL",
	[Q_OF] = "SELECT id, source, tenant, uid, member, contact, how, at FROM chat_identity "
		 "WHERE ifnull(member, 0) = :member AND ifnull(contact, 0) = :contact AND "
		 "revoked IS NULL AND how <> 'unknown' ORDER BY id",
	[Q_ALL] = "SELECT id, source, tenant, uid, member, contact, how, at FROM chat_identity "
		  "WHERE revoked IS NULL AND how <> 'unknown' ORDER BY id",
	[Q_REVOKE] = "UPDATE chat_identity SET revoked = :now WHERE id = :id",
	[Q_CODE_PUT] = "INSERT INTO chat_code (source, tenant, uid, member, contact, hash, at, expires) "
		       "VALUES (:source, :tenant, :uid, :member, :contact, :hash, :at, :expires)",
	/* one at a time: the newest mail holds the code that works */
	[Q_CODE_DROP] = "UPDATE chat_code SET used = :now WHERE source = :source AND tenant = :tenant "
			"AND uid = :uid AND used IS NULL",
	[Q_CODE] = "SELECT id, member, contact, expires, hash FROM chat_code WHERE source = :source AND "
		   "tenant = :tenant AND uid = :uid AND used IS NULL AND expires > :now AND "
		   "tries < :tries ORDER BY id DESC LIMIT 1",
	[Q_CODE_TRY] = "UPDATE chat_code SET tries = tries + 1 WHERE id = :id",
	[Q_CODE_USED] = "UPDATE chat_code SET used = :now WHERE id = :id",
	[Q_PRESS_PUT] = "INSERT INTO chat_press (hash, command, job, version, review, member, contact, "
			"at, expires) VALUES (:hash, :command, :job, :version, :review, :member, "
			":contact, :at, :expires)",
	[Q_PRESS] = "SELECT command, job, version, review, member, contact, expires FROM chat_press "
		    "WHERE hash = :hash",
	[Q_ROOM] = "SELECT client FROM chat_room WHERE source = :source AND room = :room",
	[Q_ROOM_PUT] = "INSERT INTO chat_room (source, room, client, at) "
		       "VALUES (:source, :room, :client, :at) ON CONFLICT (source, room) "
		       "DO UPDATE SET client = excluded.client, at = excluded.at",
	/* what the client was shown by mail already: the mail is what a member's word let out */
	[Q_ROOM_REVIEWS] = "SELECT r.id, c.room FROM review r JOIN job j ON j.id = r.job "
			   "JOIN chat_room c ON c.client = j.client WHERE c.source = :source AND "
			   "r.state = 'open' AND r.side = 'client' AND EXISTS (SELECT 1 FROM "
			   "review_decider d JOIN outbox o ON o.id = d.outbox WHERE d.review = r.id AND "
			   "o.state = 'sent') ORDER BY r.id",
	[Q_ROOM_DROP] = "DELETE FROM chat_room WHERE source = :source AND room = :room",
};
const struct db_sql chat_people_sql = {sql, COUNT(sql)};

static void
read_identity(struct query *q, struct pool *p, struct chat_identity *out)
{
	out->id = query_get_int(q);
	out->source = query_get(q, p);
	out->tenant = query_get(q, p);
	out->uid = query_get(q, p);
	out->member = query_get_int(q);
	out->contact = query_get_int(q);
	out->how = query_get(q, p);
	out->at = query_get_int(q);
}

static struct query
of_account(struct store *s, int row, struct slice source, struct slice tenant, struct slice uid)
{
	struct query q = query_on(s, DB_CHAT_PEOPLE, row);

	query_string(&q, ":source", source);
	query_string(&q, ":tenant", tenant);
	query_string(&q, ":uid", uid);
	return q;
}

int
chat_identity_of(struct store *s, struct pool *p, struct slice source, const struct chat_actor *who,
		 struct chat_identity *out, struct err *e)
{
	struct query q = of_account(s, Q_WHO, source, who->tenant, who->uid);
	int got = query_step(&q, e);

	if (got == 1) {
		read_identity(&q, p, out);
		query_end(&q);
	}
	return got;
}

int
chat_identity_put(struct store *s, const struct chat_identity *i, struct err *e)
{
	struct query q = of_account(s, Q_PUT, i->source, i->tenant, i->uid);

	query_id(&q, ":member", i->member);
	query_id(&q, ":contact", i->contact);
	query_string(&q, ":how", i->how);
	query_int(&q, ":at", i->at);
	return query_run(&q, e);
}

int
chat_identities(struct store *s, struct pool *p, int64_t member, int64_t contact,
		chat_identity_list *out, struct err *e)
{
	bool all = member == 0 && contact == 0;
	struct query q = query_on(s, DB_CHAT_PEOPLE, all ? Q_ALL : Q_OF);
	int got;

	if (!all) {
		query_int(&q, ":member", member);
		query_int(&q, ":contact", contact);
	}
	while ((got = query_step(&q, e)) == 1)
		read_identity(&q, p, VEC_NEW(out, p));
	return got;
}

int
chat_identity_revoke(struct store *s, int64_t id, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_PEOPLE, Q_REVOKE);

	query_int(&q, ":id", id);
	query_int(&q, ":now", now);
	return query_run(&q, e);
}

/* Bound to the account: the same code of another account hashes to something else. */
static void
code_hash(struct slice source, const struct chat_actor *who, struct slice code, char out[HASH_HEX])
{
	struct hash_ctx h;
	unsigned char raw[HASH_LEN];
	const struct slice parts[] = {SLICE_LIT("docket-chat-code-1"), source, who->tenant, who->uid,
				      code};

	hash_begin(&h);
	for (size_t i = 0; i < COUNT(parts); i++) {
		hash_feed(&h, parts[i]);
		hash_feed(&h, slice_make("", 1));
	}
	hash_end(&h, raw);
	hash_hex(raw, HASH_LEN, out);
}

int
chat_code_put(struct store *s, const struct chat_code *c, struct slice code, int64_t now,
	      struct err *e)
{
	const struct chat_actor who = {.tenant = c->tenant, .uid = c->uid};
	struct query q = of_account(s, Q_CODE_DROP, c->source, c->tenant, c->uid);
	char hash[HASH_HEX];

	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	code_hash(c->source, &who, code, hash);
	q = of_account(s, Q_CODE_PUT, c->source, c->tenant, c->uid);
	query_id(&q, ":member", c->member);
	query_id(&q, ":contact", c->contact);
	query_string(&q, ":hash", slice_of(hash));
	query_int(&q, ":at", now);
	query_int(&q, ":expires", c->expires);
	return query_run(&q, e);
}

int
chat_code_use(struct store *s, struct pool *p, struct slice source, const struct chat_actor *who,
	      struct slice code, int64_t now, struct chat_code *out, struct err *e)
{
	struct query q = of_account(s, Q_CODE, source, who->tenant, who->uid);
	char hash[HASH_HEX];
	struct slice kept;
	int64_t id;
	int got;
	bool fits;

	query_int(&q, ":now", now);
	query_int(&q, ":tries", CODE_TRIES);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	*out = (struct chat_code){.source = source, .tenant = who->tenant, .uid = who->uid};
	id = query_get_int(&q);
	out->member = query_get_int(&q);
	out->contact = query_get_int(&q);
	out->expires = query_get_int(&q);
	kept = query_get(&q, p);
	query_end(&q);
	code_hash(source, who, code, hash);
	fits = hash_same(kept, slice_of(hash));
	q = query_on(s, DB_CHAT_PEOPLE, fits ? Q_CODE_USED : Q_CODE_TRY);
	query_int(&q, ":id", id);
	if (fits)
		query_int(&q, ":now", now);
	return query_run(&q, e) < 0 ? -1 : fits;
}

int
chat_press_put(struct store *s, const struct chat_press *b, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_CHAT_PEOPLE, Q_PRESS_PUT);
	char hash[HASH_HEX];

	hash_sha256_hex(b->token, hash);
	query_string(&q, ":hash", slice_of(hash));
	query_string(&q, ":command", b->command);
	query_id(&q, ":job", b->job);
	query_id(&q, ":version", b->version);
	query_id(&q, ":review", b->review);
	query_id(&q, ":member", b->member);
	query_id(&q, ":contact", b->contact);
	query_int(&q, ":at", now);
	query_int(&q, ":expires", b->expires);
	return query_run(&q, e);
}

int
chat_press_of(struct store *s, struct pool *p, struct slice token, struct chat_press *out,
	      struct err *e)
{
	struct query q = query_on(s, DB_CHAT_PEOPLE, Q_PRESS);
	char hash[HASH_HEX];
	int got;

	hash_sha256_hex(token, hash);
	query_string(&q, ":hash", slice_of(hash));
	got = query_step(&q, e);
	if (got != 1)
		return got;
	*out = (struct chat_press){.token = token};
	out->command = query_get(&q, p);
	out->job = query_get_int(&q);
	out->version = query_get_int(&q);
	out->review = query_get_int(&q);
	out->member = query_get_int(&q);
	out->contact = query_get_int(&q);
	out->expires = query_get_int(&q);
	query_end(&q);
	return 1;
}

int
chat_room_client(struct store *s, struct slice source, struct slice room, int64_t *client_out,
		 struct err *e)
{
	struct query q = query_on(s, DB_CHAT_PEOPLE, Q_ROOM);

	query_string(&q, ":source", source);
	query_string(&q, ":room", room);
	return query_value(&q, client_out, e);
}

int
chat_room_put(struct store *s, struct slice source, struct slice room, int64_t client, int64_t now,
	      struct err *e)
{
	struct query q = query_on(s, DB_CHAT_PEOPLE, client != 0 ? Q_ROOM_PUT : Q_ROOM_DROP);

	query_string(&q, ":source", source);
	query_string(&q, ":room", room);
	if (client != 0) {
		query_int(&q, ":client", client);
		query_int(&q, ":at", now);
	}
	return query_run(&q, e);
}

int
chat_room_reviews(struct store *s, struct pool *p, struct slice source, chat_shown_list *out,
		  struct err *e)
{
	struct query q = query_on(s, DB_CHAT_PEOPLE, Q_ROOM_REVIEWS);
	int got;

	query_string(&q, ":source", source);
	while ((got = query_step(&q, e)) == 1) {
		struct chat_shown *one = VEC_NEW(out, p);

		*one = (struct chat_shown){.kind = "review", .source = source};
		one->subject = query_get_int(&q);
		one->room = query_get(&q, p);
	}
	return got;
}

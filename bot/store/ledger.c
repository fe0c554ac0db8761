/*
 * The hash-chained history of a job, and that of a client: adding to it and reading it. Checking it is
 * verify.c's.
 */
#include "jobs.h"
#include "origin.h"

#include "docket/base/json.h"
#include "docket/base/rand.h"

enum { VERSION = 1 };

/* The same statements for both chains: those of clients stand behind those of jobs. */
enum { Q_HEAD, Q_ADD, Q_TEXT, Q_MOVE_HEAD, Q_READ, Q_ERASE, Q_CHAIN };
#define CHAIN(of, ref, owner, events, texts)                                                       \
	[(of) + Q_HEAD] = "SELECT " ref ", head_seq, head FROM " owner " WHERE id = :of",           \
	[(of) + Q_ADD] = "INSERT INTO " events " (" owner ", seq, at, kind, actor, message, "       \
			 "payload, hash) VALUES (:of, :seq, :at, :kind, :actor, :message, "        \
			 ":payload, :hash)",                                                       \
	[(of) + Q_TEXT] = "INSERT INTO " texts " (event, salt, text) VALUES (:event, :salt, :text)", \
	[(of) + Q_MOVE_HEAD] = "UPDATE " owner " SET head = :hash, head_seq = :seq WHERE id = :of",  \
	[(of) + Q_READ] =                                                                          \
		"SELECT e.id, e.seq, e.at, e.message, e.kind, e.actor, e.payload, e.hash, "        \
		"json_extract(e.payload, '$.text_sha256') IS NOT NULL, t.event, t.text, t.salt "   \
		"FROM " events " e LEFT JOIN " texts " t ON t.event = e.id "                       \
		"WHERE e." owner " = :of ORDER BY e.seq",                                          \
	[(of) + Q_ERASE] = "DELETE FROM " texts " WHERE event = :event"
static const char *const sql[] = {
	CHAIN(0, "ref", "job", "event", "event_text"),
	CHAIN(Q_CHAIN, "code", "client", "client_event", "client_event_text"),
};
const struct db_sql ledger_sql = {sql, COUNT(sql)};

void
ledger_link(const unsigned char prev[HASH_LEN], struct slice payload, unsigned char out[HASH_LEN])
{
	char hex[HASH_HEX];
	struct hash_ctx c;

	hash_hex(prev, HASH_LEN, hex);
	hash_begin(&c);
	hash_feed(&c, SLICE_LIT("docket-event-1\n"));
	hash_feed(&c, slice_make(hex, HASH_HEX - 1));
	hash_feed(&c, SLICE_LIT("\n"));
	hash_feed(&c, payload);
	hash_end(&c, out);
}

void
ledger_text_hash(struct slice salt, struct slice text, char out[HASH_HEX])
{
	unsigned char digest[HASH_LEN];
	struct hash_ctx c;

	hash_begin(&c);
	hash_feed(&c, salt);
	hash_feed(&c, text);
	hash_end(&c, digest);
	hash_hex(digest, HASH_LEN, out);
}

struct head {
	struct slice ref;
	int64_t seq;
	unsigned char hash[HASH_LEN]; /* zeros before the first event */
};

/* Whose chain: a job's, or a client's. */
struct chain {
	int first; /* of its statements */
	int64_t of;
};

/* ref lives in the scratch pool. */
static int
head_get(struct store *s, struct chain c, struct head *h, struct err *e)
{
	struct query q = query_on(s, DB_LEDGER, c.first + Q_HEAD);
	struct slice hash;
	int got;

	query_int(&q, ":of", c.of);
	got = query_step(&q, e);
	if (got <= 0)
		return got;
	pool_reset(s->scratch);
	h->ref = query_get(&q, s->scratch);
	h->seq = query_get_int(&q);
	hash = query_peek(&q);
	memset(h->hash, 0, HASH_LEN);
	if (hash.len == HASH_LEN)
		memcpy(h->hash, hash.data, HASH_LEN);
	query_end(&q);
	return 1;
}

static void
write_payload(struct str *out, const struct ledger_entry *entry, const struct head *h,
	      const char *text_sha)
{
	struct json w;

	str_reset(out);
	json_begin(&w, out);
	json_open(&w);
	json_put_int(&w, "v", VERSION);
	json_put_text(&w, entry->job != 0 ? "job" : "client", h->ref);
	json_put_int(&w, entry->job != 0 ? "job_id" : "client_id",
		     entry->job != 0 ? entry->job : entry->client);
	json_put_int(&w, "seq", h->seq + 1);
	json_put_int(&w, "at", entry->at);
	json_put_cstr(&w, "kind", entry->kind);
	json_put_text(&w, "actor", entry->actor);
	json_key(&w, "message");
	if (entry->message != 0)
		json_int(&w, entry->message);
	else
		json_nil(&w);
	json_key(&w, "data");
	json_raw(&w, entry->data.len > 0 ? entry->data : SLICE_LIT("{}"));
	json_put_cstr(&w, "text_sha256", text_sha);
	json_close(&w);
}

/* Random, or in a rebuild the one from before. 1: the words were erased since, and stay so. */
static int
take_salt(struct store *s, const struct ledger_entry *entry, int64_t seq, struct salt *out,
	  struct err *e)
{
	int got = s->origin != NULL ? origin_salt(s->origin, entry, seq, out, e) : 0;

	if (got < 0 || got == 2)
		return got < 0 ? -1 : 1;
	if (got == 0)
		rand_bytes(out->salt, LEDGER_SALT);
	ledger_text_hash(slice_make((const char *)out->salt, LEDGER_SALT), entry->text,
			 out->text_sha);
	return 0;
}

static int
add_row(struct store *s, const struct ledger_entry *entry, struct err *e)
{
	unsigned char hash[HASH_LEN];
	struct salt salt = {.text_sha = ""};
	struct slice salted = slice_make((const char *)salt.salt, LEDGER_SALT);
	struct head h;
	struct query q;
	struct chain c = entry->job != 0 ? (struct chain){0, entry->job}
					 : (struct chain){Q_CHAIN, entry->client};
	int erased = 0, got = head_get(s, c, &h, e);

	if (got <= 0)
		return got < 0 ? -1
			       : err_set(e, ERR_NOFILE, "there is no %s %lld for this event",
					 c.first == 0 ? "job" : "client", (long long)c.of);
	if (entry->text.len > 0)
		erased = take_salt(s, entry, h.seq + 1, &salt, e);
	if (erased < 0)
		return -1;
	write_payload(&s->buf, entry, &h, entry->text.len > 0 ? salt.text_sha : NULL);
	if (str_failed(&s->buf))
		return err_set(e, ERR_MESSAGE, "an event of %.*s is too large", SLICE_ARG(h.ref));
	ledger_link(h.hash, str_slice(&s->buf), hash);
	q = query_on(s, DB_LEDGER, c.first + Q_ADD);
	query_int(&q, ":of", c.of);
	query_int(&q, ":seq", h.seq + 1);
	query_int(&q, ":at", entry->at);
	query_cstr(&q, ":kind", entry->kind);
	query_string(&q, ":actor", entry->actor);
	query_id(&q, ":message", entry->message);
	query_string(&q, ":payload", str_slice(&s->buf));
	query_bytes(&q, ":hash", slice_make((const char *)hash, HASH_LEN));
	if (query_run(&q, e) < 0)
		return -1;
	if (entry->text.len > 0 && !erased) {
		q = query_on(s, DB_LEDGER, c.first + Q_TEXT);
		query_int(&q, ":event", query_last_id(s));
		query_bytes(&q, ":salt", salted);
		query_string(&q, ":text", entry->text);
		if (query_run(&q, e) < 0)
			return -1;
	}
	q = query_on(s, DB_LEDGER, c.first + Q_MOVE_HEAD);
	query_int(&q, ":of", c.of);
	query_int(&q, ":seq", h.seq + 1);
	query_bytes(&q, ":hash", slice_make((const char *)hash, HASH_LEN));
	return query_run(&q, e);
}

int
ledger_add(struct store *s, const struct ledger_entry *entry, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, add_row(s, entry, e), e);
}

int
ledger_head(struct store *s, int64_t job, char out[65], struct err *e)
{
	struct head h;
	int got = head_get(s, (struct chain){0, job}, &h, e);

	if (got <= 0)
		return got < 0 ? -1
			       : err_set(e, ERR_NOFILE, "there is no job %lld", (long long)job);
	hash_hex(h.hash, HASH_LEN, out);
	return 0;
}

static int
read_chain(struct store *s, struct pool *p, struct chain c, ledger_list *out, struct err *e)
{
	struct query q = query_on(s, DB_LEDGER, c.first + Q_READ);
	ledger_list list = {0};
	unsigned char prev[HASH_LEN] = {0};
	int got;

	query_int(&q, ":of", c.of);
	while ((got = query_step(&q, e)) == 1) {
		struct ledger_row *r = VEC_NEW(&list, p);
		struct slice hash;
		bool had_text;

		r->id = query_get_int(&q);
		r->seq = query_get_int(&q);
		r->at = query_get_int(&q);
		r->message = query_get_int(&q);
		r->kind = query_get(&q, p);
		r->actor = query_get(&q, p);
		r->payload = query_get(&q, p);
		hash = query_peek(&q);
		hash_hex(prev, HASH_LEN, r->prev);
		if (hash.len == HASH_LEN)
			memcpy(prev, hash.data, HASH_LEN);
		hash_hex(prev, HASH_LEN, r->hash);
		had_text = query_get_bool(&q);
		r->erased = had_text && query_get_null(&q);
		(void)query_get_int(&q);
		r->text = query_get(&q, p);
		struct slice salt = query_peek(&q);
		if (salt.len == LEDGER_SALT)
			hash_hex((const unsigned char *)salt.data, LEDGER_SALT, r->salt);
	}
	if (got == 0)
		*out = list;
	return got;
}

int
ledger_of_job(struct store *s, struct pool *p, int64_t job, ledger_list *out, struct err *e)
{
	return read_chain(s, p, (struct chain){0, job}, out, e);
}

int
ledger_of_client(struct store *s, struct pool *p, int64_t client, ledger_list *out, struct err *e)
{
	return read_chain(s, p, (struct chain){Q_CHAIN, client}, out, e);
}

struct slice
ledger_data(const struct ledger_row *r, const char *key)
{
	char mark[48];
	int n = snprintf(mark, sizeof(mark), "\"%s\":", key);
	ptrdiff_t data = slice_find(r->payload, SLICE_LIT("\"data\":{")), at;
	struct slice rest = SLICE_NONE, word;
	size_t end = 0;

	if (data >= 0)
		rest = slice_sub(r->payload, (size_t)data, r->payload.len);
	at = slice_find(rest, slice_make(mark, (size_t)n));
	if (data < 0 || at < 0)
		return SLICE_NONE;
	rest = slice_sub(rest, (size_t)(at + n), rest.len);
	if (slice_starts(rest, "\"")) {
		rest = slice_sub(rest, 1, rest.len);
		return slice_cut(&rest, '"', &word) ? word : SLICE_NONE;
	}
	while (end < rest.len && strchr(",}", rest.data[end]) == NULL)
		end++;
	return slice_sub(rest, 0, end);
}

int64_t
ledger_number(const struct ledger_row *r, const char *key)
{
	int64_t n = 0;

	return slice_int(ledger_data(r, key), &n) ? n : 0;
}

int
ledger_erase_text(struct store *s, int64_t event, struct err *e)
{
	struct query q = query_on(s, DB_LEDGER, Q_ERASE);

	query_int(&q, ":event", event);
	return query_run(&q, e) < 0 ? -1 : query_changes(s) > 0;
}

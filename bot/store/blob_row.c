/* Small blobs as rows of the database; blob.c decides which they are. */
#include "blob.h"

#include "db.h"

enum { Q_LEN, Q_GET, Q_PUT };
static const char *const sql[] = {
	[Q_LEN] = "SELECT length(packed) FROM blob WHERE sha = :sha",
	[Q_GET] = "SELECT packed FROM blob WHERE sha = :sha",
	/* A damaged one is made whole when its bytes come again. */
	[Q_PUT] = ("INSERT INTO blob (sha, packed) VALUES (:sha, :packed) "
		  "ON CONFLICT (sha) DO UPDATE SET packed = excluded.packed"),
};
const struct db_sql blob_sql = {sql, COUNT(sql)};

int
blob_row_len(struct store *s, const char *sha, size_t *len_out, struct err *e)
{
	struct query q = query_on(s, DB_BLOB, Q_LEN);
	unsigned char key[32];
	int64_t len = 0;
	int got;

	query_bytes(&q, ":sha", db_sha_bytes(slice_of(sha), key));
	got = query_value(&q, &len, e);
	*len_out = (size_t)len;
	return got;
}

int
blob_row_get(struct store *s, const char *sha, struct str *out, struct err *e)
{
	struct query q = query_on(s, DB_BLOB, Q_GET);
	unsigned char key[32];
	int got;

	query_bytes(&q, ":sha", db_sha_bytes(slice_of(sha), key));
	got = query_step(&q, e);
	if (got == 1) {
		str_add(out, query_peek(&q));
		query_end(&q);
	}
	return got;
}

int
blob_row_put(struct store *s, const char *sha, struct slice packed, struct err *e)
{
	struct query q = query_on(s, DB_BLOB, Q_PUT);
	unsigned char key[32];

	query_bytes(&q, ":sha", db_sha_bytes(slice_of(sha), key));
	query_bytes(&q, ":packed", packed);
	return query_run(&q, e);
}

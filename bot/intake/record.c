/* The intake itself, and the record commit: nothing received is lost from here on. */
#include "input.h"

#include "docket/base/hash.h"
#include "docket/base/rand.h"

#include <stdlib.h>

/* Loads a hex value from the store. 1 loaded, 0 there is none yet, -1. */
static int
secret_load(struct store *s, struct pool *pool, const char *key, unsigned char *out, size_t len,
            struct err *e)
{
	struct slice hex;
	int got = store_get(s, pool, key, &hex, e);
	if (got <= 0)
		return got;
	if (hex.len != 2 * len)
		return err_set(e, ERR_STOP, "the stored secret '%s' is damaged: restore a backup", key);
	for (size_t i = 0; i < len; i++) {
		char pair[3] = {hex.data[2 * i], hex.data[2 * i + 1], '\0'};
		out[i] = (unsigned char)strtoul(pair, NULL, 16);
	}
	return 1;
}

static int
secret_make(struct store *s, const char *key, unsigned char *out, size_t len, struct err *e)
{
	char text[2 * TOKEN_KEY_LEN + 1];
	rand_bytes(out, len);
	hash_hex(out, len, text);
	return store_set(s, key, slice_of(text), e);
}

/* On the very first start both are made, in a transaction of their own. */
static int
secrets(struct store *s, struct pool *pool, unsigned char *key, unsigned char *id, size_t id_len,
        struct err *e)
{
	int got = secret_load(s, pool, "token-key-1", key, TOKEN_KEY_LEN, e);
	if (got == 1)
		got = secret_load(s, pool, "install-id", id, id_len, e);
	if (got != 0)
		return got < 0 ? -1 : 0;
	if (store_begin(s, e) < 0)
		return -1;
	if (secret_make(s, "token-key-1", key, TOKEN_KEY_LEN, e) < 0 ||
	    secret_make(s, "install-id", id, id_len, e) < 0) {
		store_rollback(s);
		return -1;
	}
	return store_commit(s, e);
}

int
intake_new(const struct intake_env *env, struct intake **out, struct err *e)
{
	struct intake *in = calloc(1, sizeof(*in));
	if (in == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	in->env = *env;
	memset(in->chat_pulse, 0xff, sizeof(in->chat_pulse)); /* no count: the first look is a look */
	in->clock = clock_holding(env->clock);
	in->env.clock = &in->clock;
	in->own_address = env->conf->has_outgoing ? env->conf->outgoing.from_address : NULL;
	if (in->own_address != NULL) {
		const char *at = strrchr(in->own_address, '@');
		in->own_domain = at != NULL ? at + 1 : NULL;
	}
	in->zone = env->conf->agency.zone;
	struct pool *pool = pool_new();
	unsigned char id[8];
	int r = secrets(env->store, pool, in->token_key, id, sizeof(id), e);
	pool_free(pool);
	if (r < 0) {
		free(in);
		return -1;
	}
	hash_hex(id, sizeof(id), in->install);
	*out = in;
	return 0;
}

void
intake_free(struct intake *in)
{
	free(in);
}

/* The rows are made in one go, so that first and last say which; known ones are none. */
static int
close_record(struct intake *in, const struct intake_raw *raws, size_t count, struct err *e)
{
	int64_t first = 0, last = 0;
	char data[80];
	for (size_t i = 0; i < count; i++) {
		first = first == 0 ? raws[i].id : first;
		last = raws[i].id != 0 ? raws[i].id : last;
	}
	snprintf(data, sizeof(data), "{\"first\":%lld,\"last\":%lld}", (long long)first,
	         (long long)last);
	struct input what = {.kind = SLICE_LIT("record"), .data = slice_of(data)};
	return input_close(in, 0, last != 0 ? &what : NULL, e);
}

int
intake_record(struct intake *in, struct intake_raw *raws, size_t count, struct err *e)
{
	struct store *s = in->env.store;
	int64_t now = input_open(in);
	struct blob_batch *batch = blob_batch_new(s);
	char(*sha)[65] = calloc(count == 0 ? 1 : count, sizeof(*sha));
	int r = batch == NULL || sha == NULL ? err_set(e, ERR_RETRY, "out of memory") : 0;
	if (r == 0 && (r = store_begin(s, e)) == 0) {
		for (size_t i = 0; r == 0 && i < count; i++)
			r = blob_add(batch, raws[i].raw, sha[i], e);
		if (r == 0)
			r = blob_sync(batch, e);
		step("record.blobs");
		for (size_t i = 0; r >= 0 && i < count; i++) {
			struct inbox_new n = {.key = raws[i].key, .received = now,
			                      .internal = raws[i].internal, .blob = sha[i],
			                      .size = raws[i].raw.len, .cut = raws[i].cut};
			raws[i].id = 0;
			r = inbox_record(s, &n, &raws[i].id, e);
			if (r == 0)
				raws[i].id = 0;
		}
		r = r < 0 ? input_close(in, -1, NULL, e) : close_record(in, raws, count, e);
		if (r == 0)
			r = store_commit(s, e);
		if (r < 0)
			store_rollback(s);
	} else {
		input_close(in, r, NULL, e);
	}
	step("record.commit");
	free(sha);
	blob_batch_free(batch);
	return r < 0 ? -1 : 0;
}

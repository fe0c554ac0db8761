/*
 * Reply tokens (D5): which job and which person a mail of ours was meant for. A key number, then
 * 90 bits of an HMAC in lower-case base32: 19 characters, safe in any mailbox name.
 */
#include "ctx.h"

#include "docket/base/hash.h"
#include "docket/base/utf8.h"

enum { TOKEN_BITS_BYTES = 11, TOKEN_LEN = 19, KEY_NUMBER = 'a' };

struct slice
token_make(struct intake *in, struct pool *pool, int64_t job, struct slice address,
           const char *purpose)
{
	unsigned char mac[HASH_LEN];
	struct slice folded = utf8_fold(pool, address);
	struct slice what = pool_slicef(pool, "docket-token-1\n%lld\n%.*s\n%s", (long long)job,
	                                SLICE_ARG(folded), purpose);
	hash_hmac(slice_make((const char *)in->token_key, TOKEN_KEY_LEN), what, mac);
	struct str s;
	str_init(&s, 64);
	str_addc(&s, KEY_NUMBER);
	hash_base32(mac, TOKEN_BITS_BYTES, &s);
	str_cut(&s, TOKEN_LEN);
	struct slice token = pool_copy(pool, str_slice(&s));
	str_clear(&s);
	return token;
}

/* Splits our own address at the @ of `address`; true when the domain is ours. */
static bool
own_parts(struct intake *in, struct slice address, struct slice *local_out, struct slice *own_out)
{
	if (in->own_address == NULL)
		return false;
	ptrdiff_t at = slice_rindex(address, '@');
	struct slice own = slice_of(in->own_address);
	ptrdiff_t own_at = slice_rindex(own, '@');
	if (at < 0 || own_at < 0)
		return false;
	if (!slice_ieq(slice_sub(address, (size_t)at + 1, address.len),
	               slice_sub(own, (size_t)own_at + 1, own.len)))
		return false;
	*local_out = slice_sub(address, 0, (size_t)at);
	*own_out = slice_sub(own, 0, (size_t)own_at);
	return true;
}

struct slice
token_of_address(struct intake *in, struct pool *pool, struct slice address)
{
	struct slice local, own;
	if (!own_parts(in, address, &local, &own) || local.len <= own.len + 1 ||
	    local.data[own.len] != '+' || !slice_ieq(slice_sub(local, 0, own.len), own))
		return SLICE_NONE;
	struct slice token = slice_sub(local, own.len + 1, local.len);
	return token.len == TOKEN_LEN ? utf8_fold(pool, token) : SLICE_NONE;
}

bool
address_is_own(struct intake *in, struct slice address)
{
	struct slice local, own;
	if (!own_parts(in, address, &local, &own))
		return false;
	return slice_ieq(local, own) ||
	       (local.len > own.len && local.data[own.len] == '+' &&
	        slice_ieq(slice_sub(local, 0, own.len), own));
}

static struct slice
id_number(struct intake *in, struct pool *pool, struct slice token, struct slice what, int n)
{
	unsigned char mac[HASH_LEN];
	char hex[21];
	struct slice full = n == 0 ? what : pool_slicef(pool, "%.*s\n%d", SLICE_ARG(what), n);
	hash_hmac(slice_make((const char *)in->token_key, TOKEN_KEY_LEN), full, mac);
	hash_hex(mac, 10, hex);
	return pool_slicef(pool, "docket.%.*s.%s@%s", SLICE_ARG(token), hex,
	                   in->own_domain != NULL ? in->own_domain : "localhost");
}

struct slice
own_message_id(struct intake *in, struct pool *pool, struct slice token, int64_t job, int64_t cause,
               const char *kind)
{
	enum { SAME_MAX = 1000 }; /* of one kind, about one event: the store refuses what comes then */
	char head[65];
	struct err e = ERR_INIT;
	struct outbox_row there;
	if (job == 0 || ledger_head(in->env.store, job, head, &e) < 0)
		head[0] = '\0';
	struct slice what = pool_slicef(pool, "docket-id-1\n%lld\n%lld\n%s\n%s\n%.*s", (long long)job,
	                                (long long)cause, kind, head, SLICE_ARG(token));
	struct slice id = SLICE_NONE;
	/* Two notes about one thing, as of two mails that were refused, are two mails. */
	for (int n = 0; n < SAME_MAX; n++) {
		id = id_number(in, pool, token, what, n);
		if (outbox_by_id(in->env.store, pool, id, &there, &e) != 1)
			break;
	}
	return id;
}

/* Sets of public keys: read from what a platform publishes, replaced as a whole, asked for anew. */
#include "jwt_keys.h"

#include "chat_json.h"
#include "chat_util.h"

#include "docket/base/base64.h"

#include <gnutls/x509.h>
#include <stdlib.h>

enum { KID_MAX = 200 }; /* bytes; hashes and short names in practice */

struct jwt_keys *
jwt_keys_new(void)
{
	struct jwt_keys *k = calloc(1, sizeof(*k));
	if (k == NULL)
		abort(); /* as pools do: nothing can be checked without it */
	k->pool = pool_new();
	return k;
}

static void
drop(struct jwt_keys *k)
{
	for (size_t i = 0; i < k->list.len; i++)
		gnutls_pubkey_deinit(k->list.at[i].key);
	pool_free(k->pool);
}

void
jwt_keys_free(struct jwt_keys *k)
{
	if (k == NULL)
		return;
	drop(k);
	free(k);
}

bool
jwt_keys_due(const struct jwt_keys *k, int64_t now)
{
	/* A clock that was set back must not keep us from asking. */
	if (k->asked != 0 && now >= k->asked && now - k->asked < JWT_KEYS_AGAIN_MS)
		return false;
	if (k->fetched == 0 || now < k->fetched || now - k->fetched >= JWT_KEYS_DAY_MS)
		return true;
	return k->unknown && now - k->fetched >= JWT_KEYS_HOUR_MS;
}

void
jwt_keys_asked(struct jwt_keys *k, int64_t now)
{
	k->asked = now;
	k->asking = true;
}

void
jwt_keys_came(struct jwt_keys *k)
{
	k->asking = false;
}

const struct jwt_key *
jwt_key_of(const struct jwt_keys *k, struct slice kid, int64_t now)
{
	if (now - k->fetched > (int64_t)JWT_KEYS_DEAD_DAYS * JWT_KEYS_DAY_MS)
		return NULL;
	for (size_t i = 0; i < k->list.len; i++)
		if (slice_eq(k->list.at[i].kid, kid))
			return &k->list.at[i];
	return NULL;
}

/* An RSA key that is large enough; takes over `key`, or frees it. */
static void
keep(struct jwt_keys *k, struct slice kid, gnutls_pubkey_t key, const json_t *endorsements)
{
	unsigned bits = 0;
	bool sound = gnutls_pubkey_get_pk_algorithm(key, &bits) == GNUTLS_PK_RSA &&
		     bits >= JWT_RSA_BITS_MIN && kid.len > 0 && kid.len <= KID_MAX &&
		     k->list.len < JWT_KEYS_MAX && jwt_key_of(k, kid, 0) == NULL;
	if (!sound) {
		gnutls_pubkey_deinit(key);
		return;
	}
	struct jwt_key *to = VEC_NEW(&k->list, k->pool);
	*to = (struct jwt_key){.kid = pool_copy(k->pool, kid), .key = key};
	for (size_t i = 0; i < json_array_size(endorsements) && i < JWT_KEYS_MAX; i++) {
		const char *text = json_string_value(json_array_get(endorsements, i));
		if (text != NULL)
			VEC_ADD(&to->endorsements, k->pool, pool_copy(k->pool, slice_of(text)));
	}
}

static gnutls_datum_t
datum(struct slice s)
{
	union {
		const char *in;
		unsigned char *out;
	} u = {s.data}; /* GnuTLS has no const here, and writes nothing */
	return (gnutls_datum_t){u.out, (unsigned)s.len};
}

static void
jwk(struct jwt_keys *k, const json_t *o)
{
	struct slice n, exponent, use = chat_str(k->pool, o, "use"),
				  alg = chat_str(k->pool, o, "alg");
	gnutls_pubkey_t key;
	if (!slice_is(chat_str(k->pool, o, "kty"), "RSA") ||
	    (use.len > 0 && !slice_is(use, "sig")) || (alg.len > 0 && !slice_is(alg, "RS256")) ||
	    base64_read(k->pool, BASE64_URL, chat_str(k->pool, o, "n"), &n) < 0 ||
	    base64_read(k->pool, BASE64_URL, chat_str(k->pool, o, "e"), &exponent) < 0 ||
	    n.len == 0 || exponent.len == 0 || gnutls_pubkey_init(&key) < 0)
		return;
	gnutls_datum_t m = datum(n), x = datum(exponent);
	if (gnutls_pubkey_import_rsa_raw(key, &m, &x) < 0)
		gnutls_pubkey_deinit(key);
	else
		keep(k, chat_str(k->pool, o, "kid"), key, json_object_get(o, "endorsements"));
}

static void
certificate(struct jwt_keys *k, const char *kid, const json_t *pem)
{
	gnutls_x509_crt_t crt;
	gnutls_pubkey_t key;
	if (!json_is_string(pem) || gnutls_x509_crt_init(&crt) < 0)
		return;
	gnutls_datum_t text = datum(slice_make(json_string_value(pem), json_string_length(pem)));
	if (gnutls_x509_crt_import(crt, &text, GNUTLS_X509_FMT_PEM) >= 0 &&
	    gnutls_pubkey_init(&key) >= 0) {
		if (gnutls_pubkey_import_x509(key, crt, 0) < 0)
			gnutls_pubkey_deinit(key);
		else
			keep(k, slice_of(kid), key, NULL);
	}
	gnutls_x509_crt_deinit(crt);
}

/* Puts the new set in place of the old one, if there is anything in it. */
static int
replace(struct jwt_keys *k, struct jwt_keys *fresh, int64_t now, struct err *e)
{
	if (fresh->list.len == 0) {
		drop(fresh);
		return err_set(e, ERR_MESSAGE, "the signing keys hold no RSA key that can be used");
	}
	drop(k);
	*k = *fresh;
	k->fetched = k->asked = now;
	return 0;
}

int
jwt_keys_jwks(struct jwt_keys *k, struct slice json, int64_t now, struct err *e)
{
	json_t *o = chat_json_load(json, e);
	if (o == NULL)
		return err_wrap(e, "the signing keys");
	struct jwt_keys fresh = {.pool = pool_new()};
	const json_t *list = json_object_get(o, "keys");
	for (size_t i = 0; i < json_array_size(list); i++)
		jwk(&fresh, json_array_get(list, i));
	json_decref(o);
	return replace(k, &fresh, now, e);
}

int
jwt_keys_x509(struct jwt_keys *k, struct slice json, int64_t now, struct err *e)
{
	json_t *o = chat_json_load(json, e), *v;
	const char *kid;
	if (o == NULL)
		return err_wrap(e, "the signing keys");
	struct jwt_keys fresh = {.pool = pool_new()};
	json_object_foreach(o, kid, v) certificate(&fresh, kid, v);
	json_decref(o);
	return replace(k, &fresh, now, e);
}

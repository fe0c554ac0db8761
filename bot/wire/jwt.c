/* Tokens checked and made; the keys are in jwt_keys.c. */
#include "jwt_keys.h"

#include "chat_json.h"
#include "chat_util.h"

#include "docket/base/base64.h"

static int
refuse(struct err *e, const char *why)
{
	return err_set(e, ERR_REFUSED, "the token is refused: %s", why);
}

/* The JSON object of one part. */
static json_t *
part_of(struct pool *p, struct slice text, struct slice *json_out)
{
	struct err why = ERR_INIT;
	if (base64_read(p, BASE64_URL, text, json_out) < 0)
		return NULL;
	json_t *o = chat_json_load(*json_out, &why);
	if (o != NULL && !json_is_object(o)) {
		json_decref(o);
		o = NULL;
	}
	return o;
}

/* A time claim in ms: -1 absent, -2 no time. RFC 7519 2 allows fractions. */
static int64_t
time_of(const json_t *claims, const char *name)
{
	const json_t *v = json_object_get(claims, name);
	double s = json_number_value(v);
	if (v == NULL)
		return -1;
	return json_is_number(v) && s >= 0 && s < 1e11 ? (int64_t)(s * 1000) : -2;
}

/* NULL when the claims are as wanted, else what is wrong. */
static const char *
fault_of(const json_t *claims, const struct jwt_want *want)
{
	const json_t *iss = json_object_get(claims, "iss"), *aud = json_object_get(claims, "aud");
	int64_t end = time_of(claims, "exp"), begin = time_of(claims, "nbf"),
		made = time_of(claims, "iat");
	bool issued = false;
	for (size_t i = 0; json_is_string(iss) && want->issuers[i] != NULL; i++)
		issued |= slice_is(slice_make(json_string_value(iss), json_string_length(iss)),
				   want->issuers[i]);
	if (!issued)
		return "another issuer";
	if (want->audience.len == 0 || !json_is_string(aud) ||
	    !slice_eq(slice_make(json_string_value(aud), json_string_length(aud)), want->audience))
		return "it is for another application";
	if (end < 0 || begin == -2 || made == -2)
		return "its times are missing or no times";
	if (end + JWT_SKEW_MS <= want->now)
		return "expired";
	if (begin > want->now + JWT_SKEW_MS || made > want->now + JWT_SKEW_MS)
		return "not valid yet";
	return NULL;
}

/* NULL when the header is of the one kind there is. */
static const char *
header_fault(const json_t *head, struct slice *kid_out)
{
	const json_t *kid = json_object_get(head, "kid");
	const char *alg = json_string_value(json_object_get(head, "alg"));
	if (alg == NULL || strcmp(alg, "RS256") != 0)
		return "another algorithm than RS256";
	/* RFC 7515 4.1.11: what is critical and not understood must be refused. */
	if (json_object_get(head, "crit") != NULL || json_object_get(head, "b64") != NULL)
		return "extensions";
	if (!json_is_string(kid))
		return "it names no key";
	*kid_out = slice_make(json_string_value(kid), json_string_length(kid));
	return NULL;
}

static int
signature_of(const struct jwt_key *key, struct slice over, struct slice signature)
{
	union {
		const char *in;
		unsigned char *out;
	} a = {over.data}, b = {signature.data};
	gnutls_datum_t data = {a.out, (unsigned)over.len}, sig = {b.out, (unsigned)signature.len};
	return gnutls_pubkey_verify_data2(key->key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &sig) < 0 ? -1
												: 0;
}

/* With both parts read. */
static int
judge(struct jwt_keys *k, const struct jwt_want *want, const json_t *head, const json_t *claims,
      const struct jwt_key **key_out, struct err *e)
{
	struct slice kid = SLICE_NONE;
	const char *why = header_fault(head, &kid);
	if (why == NULL)
		why = fault_of(claims, want);
	if (why != NULL)
		return refuse(e, why);
	*key_out = jwt_key_of(k, kid, want->now);
	if (*key_out != NULL)
		return 0;
	k->unknown = true;
	return k->asking || jwt_keys_due(k, want->now) ? 1 : refuse(e, "no such key is published");
}

int
jwt_check(struct jwt_keys *k, struct pool *p, struct slice token, const struct jwt_want *want,
	  struct jwt *out, struct err *e)
{
	struct slice rest = token, head_text, claims_text, json, claims, signature;
	const struct jwt_key *key = NULL;
	if (token.len > JWT_MAX)
		return refuse(e, "too long");
	if (!slice_cut(&rest, '.', &head_text) || !slice_cut(&rest, '.', &claims_text) ||
	    rest.len == 0 || slice_index(rest, '.') >= 0)
		return refuse(e, "not of three parts");
	struct slice over = slice_make(token.data, head_text.len + 1 + claims_text.len);
	json_t *head = part_of(p, head_text, &json), *body = part_of(p, claims_text, &claims);
	int r = -1;
	if (head == NULL || body == NULL || base64_read(p, BASE64_URL, rest, &signature) < 0)
		(void)refuse(e, "a part of it cannot be read");
	else
		r = judge(k, want, head, body, &key, e);
	json_decref(head);
	json_decref(body);
	if (r != 0)
		return r;
	if (signature_of(key, over, signature) < 0)
		return refuse(e, "its signature is wrong");
	*out = (struct jwt){.claims = claims};
	for (size_t i = 0; i < key->endorsements.len; i++)
		VEC_ADD(&out->endorsements, p, pool_copy(p, key->endorsements.at[i]));
	return 0;
}

struct slice
jwt_claim(struct pool *p, const struct jwt *t, const char *name)
{
	struct err why = ERR_INIT;
	json_t *o = chat_json_load(t->claims, &why);
	struct slice s = chat_str(p, o, name);
	json_decref(o);
	return s;
}

bool
jwt_claim_true(struct pool *p, const struct jwt *t, const char *name)
{
	struct err why = ERR_INIT;
	json_t *o = chat_json_load(t->claims, &why);
	bool yes = chat_yes(o, name) || slice_is(chat_str(p, o, name), "true");
	json_decref(o);
	return yes;
}

int
jwt_sign(struct slice pem, struct slice kid, struct slice claims, struct str *out, struct err *e)
{
	gnutls_privkey_t key;
	gnutls_datum_t sig = {NULL, 0};
	size_t start = out->len;
	struct str head;
	struct json w;
	union {
		const char *in;
		unsigned char *out;
	} u = {pem.data};
	gnutls_datum_t text = {u.out, (unsigned)pem.len};
	if (pem.len == 0 || gnutls_privkey_init(&key) < 0)
		return err_set(e, ERR_CONFIG, "there is no private key to sign with");
	str_init(&head, 1000);
	json_begin(&w, &head);
	json_open(&w);
	json_put_cstr(&w, "alg", "RS256");
	json_put_cstr(&w, "typ", "JWT");
	if (kid.len > 0)
		json_put_text(&w, "kid", kid);
	json_close(&w);
	base64_add(out, BASE64_URL, str_slice(&head));
	str_addc(out, '.');
	base64_add(out, BASE64_URL, claims);
	int r = gnutls_privkey_import_x509_raw(key, &text, GNUTLS_X509_FMT_PEM, NULL, 0);
	if (r >= 0 && gnutls_privkey_get_pk_algorithm(key, NULL) != GNUTLS_PK_RSA)
		r = -1;
	if (r >= 0 && !str_failed(out)) {
		union {
			char *in;
			unsigned char *out;
		} d = {out->data + start};
		gnutls_datum_t data = {d.out, (unsigned)(out->len - start)};
		r = gnutls_privkey_sign_data2(key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &sig);
	}
	if (r >= 0) {
		str_addc(out, '.');
		base64_add(out, BASE64_URL, slice_make((const char *)sig.data, sig.size));
		gnutls_free(sig.data);
	}
	gnutls_privkey_deinit(key);
	str_clear(&head);
	return r < 0 || str_failed(out)
		       ? err_set(e, ERR_CONFIG,
				 "the private key is no RSA key in PEM that can sign")
		       : 0;
}

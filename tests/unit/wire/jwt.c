/*
 * Tests of tokens: every refusal beside the token it differs from in one thing. The keys are made
 * here.
 */
#include "../../../bot/wire/jwt.h"

#include "docket/base/base64.h"
#include "docket/base/hash.h"
#include "docket/base/str.h"

#include "../check.h"
#include "keys.h"

#include <stdio.h>

static const char *const issuers[] = {"https://issuer.example", "issuer.example", NULL};
static const int64_t NOW = INT64_C(1790000000000);
#define HEAD "{\"alg\":\"RS256\",\"kid\":\"k0\",\"typ\":\"JWT\"}"
#define GOOD(more)                                                                                 \
	"{\"iss\":\"https://issuer.example\",\"aud\":\"app\",\"exp\":1790000600,"                  \
	"\"nbf\":1789999400,\"iat\":1789999400" more "}"

static int
check(struct jwt_keys *k, struct slice token, struct err *e)
{
	struct pool *p = pool_new();
	struct jwt t;
	struct jwt_want want = {issuers, SLICE_LIT("app"), NOW};
	int r = jwt_check(k, p, token, &want, &t, e);
	pool_free(p);
	return r;
}

static struct jwt_keys *
keys(void)
{
	struct jwt_keys *k = jwt_keys_new();
	struct err e = ERR_INIT;
	CHECK_INT(jwt_keys_jwks(k, slice_of(keys_jwks()), NOW, &e), 0);
	return k;
}

TEST(jwt_claims_and_heads)
{
	static const struct {
		int line, key, want;
		const char *head, *claims;
	} cases[] = {
		{__LINE__, 0, 0, HEAD, GOOD("")},
		{__LINE__, 0, 0, "{\"alg\":\"RS256\",\"kid\":\"k0\"}", GOOD("")},
		{__LINE__, 1, 0, "{\"alg\":\"RS256\",\"kid\":\"k1\"}", GOOD("")},
		/* signed by another key than it names */
		{__LINE__, 1, -1, HEAD, GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\",\"kid\":\"k1\"}", GOOD("")},
		/* keys that are published but no keys for signatures of ours */
		{__LINE__, 2, -1, "{\"alg\":\"RS256\",\"kid\":\"small\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\",\"kid\":\"enc\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\",\"kid\":\"ec\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\",\"kid\":\"nobody\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\",\"kid\":\"K0\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\",\"kid\":\"\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\",\"kid\":0}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\"}", GOOD("")},
		/* the algorithm is ours to say */
		{__LINE__, 0, -1, "{\"alg\":\"none\",\"kid\":\"k0\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"None\",\"kid\":\"k0\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"HS256\",\"kid\":\"k0\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS384\",\"kid\":\"k0\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"PS256\",\"kid\":\"k0\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"rs256\",\"kid\":\"k0\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":[\"RS256\"],\"kid\":\"k0\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"kid\":\"k0\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\",\"alg\":\"RS256\",\"kid\":\"k0\"}", GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\",\"kid\":\"k0\",\"crit\":[\"exp\"]}",
		 GOOD("")},
		{__LINE__, 0, -1, "{\"alg\":\"RS256\",\"kid\":\"k0\",\"b64\":false}", GOOD("")},
		{__LINE__, 0, -1, "[]", GOOD("")},
		{__LINE__, 0, -1, "", GOOD("")},
		/* keys a token brings along are nobody's */
		{__LINE__, 1, -1,
		 "{\"alg\":\"RS256\",\"kid\":\"mine\",\"jku\":\"https://evil.example/keys\"}",
		 GOOD("")},
		/* issuer */
		{__LINE__, 0, 0, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"app\",\"exp\":1790000600}"},
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":\"https://issuer.example/\",\"aud\":\"app\",\"exp\":1790000600}"},
		{__LINE__, 0, -1, HEAD, "{\"aud\":\"app\",\"exp\":1790000600}"},
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":[\"issuer.example\"],\"aud\":\"app\",\"exp\":1790000600}"},
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":\"issuer.example\\u0000\",\"aud\":\"app\",\"exp\":1790000600}"},
		/* audience */
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"other\",\"exp\":1790000600}"},
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"app2\",\"exp\":1790000600}"},
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":[\"app\"],\"exp\":1790000600}"},
		{__LINE__, 0, -1, HEAD, "{\"iss\":\"issuer.example\",\"exp\":1790000600}"},
		/* times: 240 s over the end is a slow clock, 400 s is not */
		{__LINE__, 0, 0, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"app\",\"exp\":1789999760}"},
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"app\",\"exp\":1789999600}"},
		{__LINE__, 0, -1, HEAD, "{\"iss\":\"issuer.example\",\"aud\":\"app\"}"},
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"app\",\"exp\":\"1790000600\"}"},
		{__LINE__, 0, -1, HEAD, "{\"iss\":\"issuer.example\",\"aud\":\"app\",\"exp\":-1}"},
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"app\",\"exp\":1e300}"},
		{__LINE__, 0, 0, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"app\",\"exp\":1790000600.5}"},
		{__LINE__, 0, 0, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"app\",\"exp\":1790001600,"
		 "\"nbf\":1790000240}"},
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"app\",\"exp\":1790001600,"
		 "\"nbf\":1790000600}"},
		{__LINE__, 0, -1, HEAD,
		 "{\"iss\":\"issuer.example\",\"aud\":\"app\",\"exp\":1790001600,"
		 "\"iat\":1790000600}"},
		{__LINE__, 0, -1, HEAD, GOOD(",\"iss\":\"https://issuer.example\"")},
		{__LINE__, 0, 0, HEAD, GOOD(",\"other\":{\"deep\":[1]}")},
	};
	struct jwt_keys *k = keys();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err e = ERR_INIT;
		CHECK_INT_AT(
			cases[i].line,
			check(k, slice_of(keys_token(cases[i].key, cases[i].head, cases[i].claims)),
			      &e),
			cases[i].want);
		CHECK_INT_AT(cases[i].line, e.kind, cases[i].want == 0 ? ERR_NONE : ERR_REFUSED);
	}
	jwt_keys_free(k);
}

/* Each single changed, added or left out character of a good token is refused. */
TEST(jwt_every_character_counts)
{
	struct jwt_keys *k = keys();
	struct err e = ERR_INIT;
	char good[4000], bad[4100];
	snprintf(good, sizeof(good), "%s", keys_token(0, HEAD, GOOD("")));
	size_t len = strlen(good);
	CHECK_INT(check(k, slice_of(good), &e), 0);
	for (size_t i = 0; i < len; i++) {
		struct err why = ERR_INIT;
		memcpy(bad, good, len + 1);
		bad[i] = bad[i] == 'A' ? 'B' : 'A';
		CHECK_AT((int)i, check(k, slice_of(bad), &why) == -1);
	}
	for (size_t i = 0; i < len; i += 7) {
		struct err why = ERR_INIT;
		CHECK_AT((int)i, check(k, slice_make(good, i), &why) == -1);
		snprintf(bad, sizeof(bad), "%.*s=%s", (int)i, good, good + i);
		CHECK_AT((int)i, check(k, slice_of(bad), &why) == -1);
	}
	static const char *const more[] = {"=", ".", " ", "\n", ".AAAA", "\xff"};
	for (size_t i = 0; i < COUNT(more); i++) {
		struct err why = ERR_INIT;
		snprintf(bad, sizeof(bad), "%s%s", good, more[i]);
		CHECK_AT((int)i, check(k, slice_of(bad), &why) == -1);
	}
	jwt_keys_free(k);
}

/* The public key as the secret of an HMAC, the oldest confusion; and no signature at all. */
TEST(jwt_no_confusion)
{
	struct jwt_keys *k = keys();
	struct str s;
	unsigned char mac[HASH_LEN];
	struct slice secrets[] = {keys_cert(0), keys_modulus(0), slice_of(keys_jwks())};
	str_init(&s, 4000);
	for (size_t i = 0; i < COUNT(secrets); i++) {
		struct err e = ERR_INIT;
		str_reset(&s);
		base64_add(&s, BASE64_URL, SLICE_LIT("{\"alg\":\"HS256\",\"kid\":\"k0\"}"));
		str_addc(&s, '.');
		base64_add(&s, BASE64_URL, SLICE_LIT(GOOD("")));
		hash_hmac(secrets[i], str_slice(&s), mac);
		str_addc(&s, '.');
		base64_add(&s, BASE64_URL, slice_make((const char *)mac, sizeof(mac)));
		CHECK_INT(check(k, str_slice(&s), &e), -1);
	}
	struct err e = ERR_INIT;
	str_reset(&s);
	base64_add(&s, BASE64_URL, SLICE_LIT("{\"alg\":\"none\",\"kid\":\"k0\"}"));
	str_addc(&s, '.');
	base64_add(&s, BASE64_URL, SLICE_LIT(GOOD("")));
	str_addc(&s, '.');
	CHECK_INT(check(k, str_slice(&s), &e), -1);
	str_clear(&s);
	jwt_keys_free(k);
}

TEST(jwt_a_token_is_bounded)
{
	static const struct {
		int line, want;
		size_t pad;
	} cases[] = {{__LINE__, 0, 11000}, {__LINE__, -1, 12300}};
	struct jwt_keys *k = keys();
	struct str claims;
	str_init(&claims, JWT_MAX);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err e = ERR_INIT;
		str_reset(&claims);
		str_adds(&claims, GOOD(",\"pad\":\""));
		str_cut(&claims, claims.len - 1);
		for (size_t n = 0; n < cases[i].pad; n++)
			str_addc(&claims, 'x');
		str_adds(&claims, "\"}");
		CHECK_INT_AT(cases[i].line,
			     check(k, slice_of(keys_token(0, HEAD, str_cstr(&claims))), &e),
			     cases[i].want);
	}
	str_clear(&claims);
	jwt_keys_free(k);
}

TEST(jwt_keys_by_certificate)
{
	struct jwt_keys *k = jwt_keys_new();
	struct err e = ERR_INIT;
	CHECK_INT(jwt_keys_x509(k, slice_of(keys_x509()), NOW, &e), 0);
	CHECK_INT(check(k, slice_of(keys_token(0, HEAD, GOOD(""))), &e), 0);
	CHECK_INT(check(k, slice_of(keys_token(1, HEAD, GOOD(""))), &e), -1);
	err_clear(&e);
	/* a damaged or empty answer leaves the set as it was */
	CHECK_INT(jwt_keys_x509(k, slice_of("{\"k9\":\"-----BEGIN CERTIFICATE-----\"}"), NOW, &e),
		  -1);
	err_clear(&e);
	CHECK_INT(jwt_keys_x509(k, slice_of("<html>"), NOW, &e), -1);
	err_clear(&e);
	CHECK_INT(jwt_keys_jwks(k, slice_of("{\"keys\":[]}"), NOW, &e), -1);
	err_clear(&e);
	CHECK_INT(check(k, slice_of(keys_token(0, HEAD, GOOD(""))), &e), 0);
	jwt_keys_free(k);
}

/* Asked for at first, daily, and once an hour for a key we do not know; never for rubbish. */
TEST(jwt_keys_are_asked_for)
{
	struct jwt_keys *k = jwt_keys_new();
	struct pool *p = pool_new();
	struct jwt t;
	struct err e = ERR_INIT;
	char other[4000];
	snprintf(other, sizeof(other), "%s",
		 keys_token(0, "{\"alg\":\"RS256\",\"kid\":\"new\"}", GOOD("")));
	struct jwt_want want = {issuers, SLICE_LIT("app"), NOW};
	CHECK(jwt_keys_due(k, NOW));
	CHECK_INT(jwt_check(k, p, slice_of(keys_token(0, HEAD, GOOD(""))), &want, &t, &e), 1);
	CHECK_INT(jwt_check(k, p, slice_of("x.y.z"), &want, &t, &e), -1);
	jwt_keys_asked(k, NOW);
	CHECK_INT(jwt_check(k, p, slice_of(keys_token(0, HEAD, GOOD(""))), &want, &t, &e), 1);
	jwt_keys_came(k);
	CHECK_INT(jwt_check(k, p, slice_of(keys_token(0, HEAD, GOOD(""))), &want, &t, &e), -1);
	CHECK(!jwt_keys_due(k, NOW + JWT_KEYS_AGAIN_MS - 1));
	CHECK(jwt_keys_due(k, NOW + JWT_KEYS_AGAIN_MS));
	err_clear(&e);
	CHECK_INT(jwt_keys_jwks(k, slice_of(keys_jwks()), NOW, &e), 0);
	CHECK(!jwt_keys_due(k, NOW + JWT_KEYS_HOUR_MS));
	CHECK(jwt_keys_due(k, NOW + JWT_KEYS_DAY_MS));
	/* a flood of unknown keys within the hour asks for nothing */
	CHECK_INT(jwt_check(k, p, slice_of(other), &want, &t, &e), -1);
	CHECK(!jwt_keys_due(k, NOW + JWT_KEYS_HOUR_MS - 1));
	CHECK(jwt_keys_due(k, NOW + JWT_KEYS_HOUR_MS));
	/* keys that could not be renewed for days count no more */
	err_clear(&e);
	CHECK_INT(jwt_keys_jwks(k, slice_of(keys_jwks()),
				NOW - JWT_KEYS_DEAD_DAYS * (int64_t)JWT_KEYS_DAY_MS - 1, &e),
		  0);
	CHECK_INT(jwt_check(k, p, slice_of(keys_token(0, HEAD, GOOD(""))), &want, &t, &e), 1);
	pool_free(p);
	jwt_keys_free(k);
}

TEST(jwt_claims_are_read)
{
	struct jwt_keys *k = keys();
	struct pool *p = pool_new();
	struct jwt t;
	struct err e = ERR_INIT;
	struct jwt_want want = {issuers, SLICE_LIT("app"), NOW};
	const char *token = keys_token(0, HEAD,
				       GOOD(",\"email\":\"a@b.example\",\"yes\":true,\"also\":"
					    "\"true\",\"no\":false,\"n\":1"));
	CHECK_INT(jwt_check(k, p, slice_of(token), &want, &t, &e), 0);
	CHECK_SLICE_AT(__LINE__, jwt_claim(p, &t, "email"), "a@b.example");
	CHECK_SLICE_AT(__LINE__, jwt_claim(p, &t, "n"), "");
	CHECK_SLICE_AT(__LINE__, jwt_claim(p, &t, "none"), "");
	CHECK(jwt_claim_true(p, &t, "yes") && jwt_claim_true(p, &t, "also"));
	CHECK(!jwt_claim_true(p, &t, "no") && !jwt_claim_true(p, &t, "n") &&
	      !jwt_claim_true(p, &t, "none"));
	CHECK_INT(t.endorsements.len, 2);
	CHECK_SLICE_AT(__LINE__, t.endorsements.at[0], "msteams");
	pool_free(p);
	jwt_keys_free(k);
}

TEST(jwt_signs_what_it_accepts)
{
	struct jwt_keys *k = keys();
	struct str s;
	struct err e = ERR_INIT;
	str_init(&s, JWT_MAX);
	CHECK_INT(jwt_sign(keys_pem(0), SLICE_LIT("k0"), SLICE_LIT(GOOD("")), &s, &e), 0);
	CHECK_INT(check(k, str_slice(&s), &e), 0);
	str_reset(&s);
	CHECK_INT(jwt_sign(keys_pem(1), SLICE_LIT("k0"), SLICE_LIT(GOOD("")), &s, &e), 0);
	CHECK_INT(check(k, str_slice(&s), &e), -1);
	err_clear(&e);
	CHECK_INT(jwt_sign(keys_cert(0), SLICE_LIT("k0"), SLICE_LIT("{}"), &s, &e), -1);
	CHECK_INT(e.kind, ERR_CONFIG);
	err_clear(&e);
	CHECK_INT(jwt_sign(SLICE_NONE, SLICE_LIT("k0"), SLICE_LIT("{}"), &s, &e), -1);
	str_clear(&s);
	jwt_keys_free(k);
}

/* Tokens, sets of keys and claims from hostile bytes. Nothing of that is ever authentic: the keys
 * of the set are the fuzzer's, but what they sign it can't make. The first byte says what it is. */
#include "../../bot/wire/jwt.h"

#include "docket/base/base64.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const issuers[] = {"https://api.botframework.com", NULL};
	static const int64_t now = INT64_C(1790000000000);
	struct pool *p = pool_new();
	struct jwt_keys *k = jwt_keys_new();
	struct jwt_want want = {issuers, SLICE_LIT("app"), now};
	struct err e = ERR_INIT;
	struct jwt t;
	struct slice text = slice_make((const char *)data + 1, size - 1), part = SLICE_NONE;
	if (size == 0)
		goto done;
	switch (data[0] % 4) {
	case 0:
		if (jwt_check(k, p, text, &want, &t, &e) == 0)
			abort();
		break;
	case 1: jwt_keys_jwks(k, text, now, &e); break;
	case 2: jwt_keys_x509(k, text, now, &e); break;
	default: { /* a head and claims that are JSON, so that what comes behind is reached */
		struct str s;
		str_init(&s, 1 << 20);
		(void)slice_cut(&text, '\n', &part);
		base64_add(&s, BASE64_URL, part);
		str_addc(&s, '.');
		base64_add(&s, BASE64_URL, text);
		str_adds(&s, ".AAAA");
		if (jwt_check(k, p, str_slice(&s), &want, &t, &e) == 0)
			abort();
		t = (struct jwt){.claims = text};
		jwt_claim(p, &t, "email");
		jwt_claim_true(p, &t, "email_verified");
		str_clear(&s);
	}
	}
done:
	jwt_keys_free(k);
	pool_free(p);
	return 0;
}

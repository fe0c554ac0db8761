/* Keys for the tests of tokens. */
#include "keys.h"

#include "docket/base/base64.h"
#include "docket/base/json.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static struct {
	gnutls_x509_privkey_t key;
	char pem[4000], cert[4000], modulus[1000];
} made[KEYS_MADE];

static void
must(int r)
{
	if (r < 0) {
		fprintf(stderr, "keys: %s\n", gnutls_strerror(r));
		abort();
	}
}

static void
certify(int i)
{
	gnutls_x509_crt_t crt;
	size_t size = sizeof(made[i].cert) - 1;
	must(gnutls_x509_crt_init(&crt));
	must(gnutls_x509_crt_set_key(crt, made[i].key));
	must(gnutls_x509_crt_set_version(crt, 3));
	must(gnutls_x509_crt_set_serial(crt, "\1", 1));
	must(gnutls_x509_crt_set_activation_time(crt, time(NULL)));
	must(gnutls_x509_crt_set_expiration_time(crt, time(NULL) + 86400));
	must(gnutls_x509_crt_set_dn(crt, "CN=test", NULL));
	must(gnutls_x509_crt_sign2(crt, crt, made[i].key, GNUTLS_DIG_SHA256, 0));
	must(gnutls_x509_crt_export(crt, GNUTLS_X509_FMT_PEM, made[i].cert, &size));
	gnutls_x509_crt_deinit(crt);
}

static void
make(void)
{
	if (made[0].key != NULL)
		return;
	for (int i = 0; i < KEYS_MADE; i++) {
		gnutls_datum_t m, x;
		struct str s;
		size_t size = sizeof(made[i].pem) - 1;
		must(gnutls_x509_privkey_init(&made[i].key));
		must(gnutls_x509_privkey_generate(made[i].key, GNUTLS_PK_RSA, i == 2 ? 1024 : 2048,
						  0));
		must(gnutls_x509_privkey_export_pkcs8(made[i].key, GNUTLS_X509_FMT_PEM, NULL,
						      GNUTLS_PKCS_PLAIN, made[i].pem, &size));
		must(gnutls_x509_privkey_export_rsa_raw(made[i].key, &m, &x, NULL, NULL, NULL,
							NULL));
		gnutls_free(x.data);
		while (m.size > 0 && m.data[0] == 0) { /* RFC 7518 6.3.1.1: no leading zero */
			memmove(m.data, m.data + 1, m.size - 1);
			m.size--;
		}
		str_init(&s, sizeof(made[i].modulus) - 1);
		base64_add(&s, BASE64_URL, slice_make((const char *)m.data, m.size));
		slice_cstr(str_slice(&s), made[i].modulus, sizeof(made[i].modulus));
		str_clear(&s);
		gnutls_free(m.data);
		certify(i);
	}
}

struct slice
keys_pem(int i)
{
	make();
	return slice_of(made[i].pem);
}

struct slice
keys_cert(int i)
{
	make();
	return slice_of(made[i].cert);
}

struct slice
keys_modulus(int i)
{
	make();
	return slice_of(made[i].modulus);
}

const char *
keys_jwks(void)
{
	static char out[8000];
	make();
	snprintf(
		out, sizeof(out),
		"{\"keys\":[{\"kty\":\"EC\",\"kid\":\"ec\",\"x\":\"AA\"},"
		"{\"kty\":\"RSA\",\"use\":\"enc\",\"kid\":\"enc\",\"n\":\"%s\",\"e\":\"AQAB\"},"
		"{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"small\",\"n\":\"%s\",\"e\":\"AQAB\"},"
		"{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"k0\",\"x5t\":\"k0\",\"n\":\"%s\",\"e\":"
		"\"AQAB\",\"endorsements\":[\"msteams\",\"webchat\"]},"
		"{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"k1\",\"n\":\"%s\","
		"\"e\":\"AQAB\",\"endorsements\":[\"webchat\"]}]}",
		made[0].modulus, made[2].modulus, made[0].modulus, made[1].modulus);
	return out;
}

const char *
keys_x509(void)
{
	static char out[8000];
	struct str s;
	struct json w;
	make();
	str_init(&s, sizeof(out) - 1);
	json_begin(&w, &s);
	json_open(&w);
	json_put_cstr(&w, "k0", made[0].cert);
	json_put_cstr(&w, "k1", made[1].cert);
	json_close(&w);
	slice_cstr(str_slice(&s), out, sizeof(out));
	str_clear(&s);
	return out;
}

const char *
keys_token(int i, const char *head, const char *claims)
{
	static char out[20000];
	gnutls_privkey_t key;
	gnutls_datum_t data, sig;
	struct str s;
	make();
	str_init(&s, sizeof(out) - 1);
	base64_add(&s, BASE64_URL, slice_of(head));
	str_addc(&s, '.');
	base64_add(&s, BASE64_URL, slice_of(claims));
	data = (gnutls_datum_t){(unsigned char *)s.data, (unsigned)s.len};
	must(gnutls_privkey_init(&key));
	must(gnutls_privkey_import_x509(key, made[i].key, 0));
	must(gnutls_privkey_sign_data2(key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &sig));
	str_addc(&s, '.');
	base64_add(&s, BASE64_URL, slice_make((const char *)sig.data, sig.size));
	gnutls_free(sig.data);
	gnutls_privkey_deinit(key);
	slice_cstr(str_slice(&s), out, sizeof(out));
	str_clear(&s);
	return out;
}

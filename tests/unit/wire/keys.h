/* RSA keys made once a run, as a platform publishes them and as a signer holds them. */
#ifndef DOCKET_TESTS_UNIT_WIRE_KEYS_H
#define DOCKET_TESTS_UNIT_WIRE_KEYS_H

#include "docket/base/slice.h"

enum { KEYS_MADE = 3 }; /* 0 and 1: 2048 bits; 2: too small */

struct slice keys_pem(int i);	  /* private, PKCS 8 */
struct slice keys_cert(int i);	  /* X.509, PEM */
struct slice keys_modulus(int i); /* base64url */
/* {"keys":[…]} with the kids "k0" and "k1" for keys 0 and 1, endorsed for the two channels, and
 * things that are no keys for signing. */
const char *keys_jwks(void);
const char *keys_x509(void); /* {"k0": PEM, "k1": PEM} */
/* A token: header and claims as they are, signed with key i; in a static buffer. */
const char *keys_token(int i, const char *head, const char *claims);

#endif

/*
 * What single values must look like. Each valid_* returns NULL if the text is right, else the end
 * of a sentence that starts with the name of the setting ("must be a host name …").
 */
#ifndef DOCKET_CONF_VALID_H
#define DOCKET_CONF_VALID_H

#include "docket/base/pool.h"

#include <stdbool.h>

const char *valid_zone(const char *v);
const char *valid_holiday(const char *v);
const char *valid_name(const char *v); /* of a mailbox or kit: [a-z0-9-] */
const char *valid_host(const char *v); /* name or address, no port */
const char *valid_host_port(const char *v); /* HOST, HOST:PORT, [ADDRESS]:PORT */
const char *valid_domain(const char *v);
const char *valid_folder(const char *v);       /* RFC 9051 mailbox name, US-ASCII only */
const char *valid_after(const char *v);	       /* keep, seen, move:FOLDER */
const char *valid_auth_results(const char *v); /* google, microsoft, none, authserv-id (RFC 8601) */
const char *valid_from(const char *v);	       /* Name <local@domain> or local@domain */
const char *valid_listen(const char *v);       /* ADDRESS:PORT */
const char *valid_public_url(const char *v);   /* https, or http on this machine */
const char *valid_network(const char *v);      /* address or address/bits */
const char *valid_variable(const char *v);     /* name of an environment variable */
const char *valid_digest_time(const char *v);  /* HH:MM before 14:00, when the day is too old (P9) */

/* Only ways to this machine itself: 127.0.0.0/8, ::1, localhost. */
bool valid_is_loopback(const char *host);
/* Takes "Name <local@domain>" apart; name is "" where there is none. False if it is no such thing.
 */
bool valid_split_from(struct pool *pool, const char *v, const char **name_out,
		      const char **address_out);
/* v without //, /./, /x/../ and a last /; names only, symbolic links are not followed. */
const char *valid_clean_path(struct pool *pool, const char *v);

#endif

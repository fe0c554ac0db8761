/* Clients, their contacts, and the agency's members. */
#ifndef DOCKET_STORE_PEOPLE_H
#define DOCKET_STORE_PEOPLE_H

#include "docket/store/store.h"

struct client {
	int64_t id;
	struct slice code, name, zone, lang; /* zone, lang may be empty: the agency's hold */
	int64_t lead;                        /* member row: account lead, or 0 */
	int64_t decider;                     /* contact row or 0 */
	int64_t rounds;                      /* included rounds, default 2 */
	int64_t window; /* business days of a round, WINDOW_NONE, or 0: as the kit says */
	slice_list domains;
};
enum { WINDOW_NONE = -1, WINDOW_MOST = 60 };
struct contact {
	int64_t id, client;
	struct slice name, address, zone, lang;
	int64_t undeliverable; /* since when, or 0 */
	int64_t gone;	       /* since when they are no contact any more, or 0 */
	struct slice undeliverable_why;
};
struct member {
	int64_t id;
	struct slice handle; /* "maya": unique, [a-z0-9._-] */
	struct slice name, address, zone, lang;
	unsigned roles; /* ROLE_* */
	bool active;
	int64_t week;   /* agreed minutes a week; 0: nobody said (domain/capacity.h has the usual week) */
	int64_t client; /* of a partner: works for this client only; 0: for any */
};
enum {
	ROLE_ACCOUNT = 1, ROLE_CREATIVE = 2, ROLE_COPY = 4, ROLE_OPS = 8, ROLE_OWNER = 16,
	ROLE_PARTNER = 32, /* a freelancer: sees the jobs given to them, and nothing else (P1) */
};
unsigned role_of(struct slice name); /* 0 if unknown */
const char *role_names(unsigned roles, char *buf, size_t size); /* "account, ops" */

/* add: fills id. ERR_REFUSED when code, address, handle or domain is taken (says by whom) or
 * malformed; a public mail domain (gmail.com …) is refused as a client's domain. */
int client_add(struct store *s, struct client *c, int64_t now, struct err *e);
/* Writes back zone, lang, lead, decider, rounds and window. */
int client_update(struct store *s, const struct client *c, struct err *e);
int client_domain_add(struct store *s, int64_t client, struct slice domain, struct err *e);
/* The contact who breaks ties and decides where a job names nobody else. */
int client_set_decider(struct store *s, int64_t client, int64_t contact, struct err *e);
int contact_add(struct store *s, struct contact *c, int64_t now, struct err *e);
/* They left: they decide nothing any more, on no job and not for the client. contact_add of the
 * same address brings them back. */
int contact_remove(struct store *s, int64_t id, int64_t now, struct err *e);
int contact_mark_undeliverable(struct store *s, struct slice address, struct slice why, int64_t now,
			       struct err *e);
int contact_mark_reachable(struct store *s, struct slice address, struct err *e);
int member_add(struct store *s, struct member *m, int64_t now, struct err *e);
/* Writes back all but id, handle and address. ERR_NOFILE if there is no such member. */
int member_save(struct store *s, const struct member *m, struct err *e);

/* 1 found, 0 none, -1. Addresses compare without case. */
int client_by_id(struct store *s, struct pool *p, int64_t id, struct client *out, struct err *e);
int client_by_code(struct store *s, struct pool *p, struct slice code, struct client *out,
                   struct err *e);
int client_by_domain(struct store *s, struct pool *p, struct slice domain, struct client *out,
                     struct err *e);
int contact_by_id(struct store *s, struct pool *p, int64_t id, struct contact *out, struct err *e);
int contact_by_address(struct store *s, struct pool *p, struct slice address, struct contact *out,
                       struct err *e);
int member_by_id(struct store *s, struct pool *p, int64_t id, struct member *out, struct err *e);
int member_by_address(struct store *s, struct pool *p, struct slice address, struct member *out,
                      struct err *e);
int member_by_handle(struct store *s, struct pool *p, struct slice handle, struct member *out,
                     struct err *e);

typedef VEC(struct client) client_list;
typedef VEC(struct contact) contact_list;
typedef VEC(struct member) member_list;
int client_all(struct store *s, struct pool *p, client_list *out, struct err *e);
int contact_all(struct store *s, struct pool *p, int64_t client, contact_list *out, struct err *e);
int member_all(struct store *s, struct pool *p, member_list *out, struct err *e);

bool domain_is_public(struct slice domain); /* gmail.com, gmx.de …: never identifies a client */

#endif

/* Which digests were sent or let go, and what their numbered lines stand for (P9). */
#ifndef DOCKET_STORE_DIGEST_H
#define DOCKET_STORE_DIGEST_H

#include "docket/store/store.h"

#define DIGEST_NO_DAY INT64_MIN /* nobody has looked yet */

/* Everybody whom digests are for, and the last local day that was decided for them. */
struct digest_person {
	int64_t member, client; /* one of them; 0 the other */
	struct slice zone;      /* empty: the agency's */
	int64_t last_day;       /* as day_number(), or DIGEST_NO_DAY */
};
typedef VEC(struct digest_person) digest_person_list;
/* Active members, then clients. */
int digest_people(struct store *s, struct pool *p, digest_person_list *out, struct err *e);

struct digest_new {
	int64_t member, client; /* one of them */
	int64_t day, now;
	int64_t outbox; /* 0: nothing was sent */
};
/* The decision about one local day. 1 added with *id_out set, 0 there is one for that day, -1. */
int digest_add(struct store *s, const struct digest_new *n, int64_t *id_out, struct err *e);

struct digest_line {
	int number;
	int64_t job, message; /* one of them */
};
typedef VEC(struct digest_line) digest_line_list;
int digest_lines_add(struct store *s, int64_t digest, const digest_line_list *lines, struct err *e);
/* The mail that a member's last list was. 1, 0 none yet, -1. */
int digest_newest(struct store *s, int64_t member, int64_t *outbox_out, struct err *e);
/* Line `number` of the digest that outbox row `outbox` was. 1, 0 no such line, -1. */
int digest_line_get(struct store *s, int64_t outbox, int64_t number, struct digest_line *out,
                    struct err *e);

#endif

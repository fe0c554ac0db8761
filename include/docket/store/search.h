/*
 * Full text search (`docket find`) over what is written down: briefs, items of revision lists and
 * the new texts of mails. The indexes are filled behind the changes, by store_index_some.
 */
#ifndef DOCKET_STORE_SEARCH_H
#define DOCKET_STORE_SEARCH_H

#include "docket/store/store.h"

enum search_kind { SEARCH_BRIEF, SEARCH_REVISION, SEARCH_MAIL, SEARCH_KINDS };

struct search_hit {
	enum search_kind kind;
	int64_t id;	      /* of the job, the item or the message */
	int64_t job, number;  /* the job's row or 0; an item's number, R3 */
	struct slice ref;     /* of the job, or empty: a mail that belongs to none */
	struct slice head;    /* title, target or subject; may be empty */
	struct slice who;     /* a mail's sender, else empty */
	struct slice snippet; /* words around the hit on one line, hits as [hit] */
	double score;	      /* bm25: the smaller the better */
};
typedef VEC(struct search_hit) search_hits;

const char *search_kind_name(enum search_kind k); /* "brief", "revision", "mail" */

/*
 * At most `max` places with all of `words`, best first; a star behind a word stands for any ending.
 * `member` is whose jobs and own mails are looked at, 0: everybody's. Of words that stand in very
 * many places the newest SEARCH_RANKED of each kind are compared, a member's among the newest
 * SEARCH_LOOKED: both keep a search below the 20 ms of a turn.
 */
enum { SEARCH_RANKED = 500, SEARCH_LOOKED = 20000 };
int search_find(struct store *s, struct pool *p, struct slice words, int64_t member, size_t max,
		search_hits *out, struct err *e);

#endif

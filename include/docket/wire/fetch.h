/*
 * What a link publicly gives, into a file without a name: a GET, a few redirects, each hop checked,
 * bounded in bytes and time. Nothing here waits: the caller polls one descriptor. Whether what came
 * is a file or a page is not for here.
 */
#ifndef DOCKET_WIRE_FETCH_H
#define DOCKET_WIRE_FETCH_H

#include "docket/conf/conf.h"

enum {
	FETCH_HOPS_MAX = 5, /* a short link, a share, a region, a signed address, one to spare */
	FETCHES_AT_ONCE =
		4, /* each may fill fetch.size bytes of disk, and of memory when it is kept */
	FETCH_WHY_MAX = 16,
};

/*
 * Why there is nothing, as a word that can be stored; words.tsv says them as "note.link.WORD". `again`:
 * another try may bring it.
 */
struct fetch_end {
	const char *why; /* NULL: all of it came */
	bool again;
};
/* One link under way or, from fetcher_next(), done. All of it is in its pool. */
struct fetch {
	struct pool *pool;
	int64_t id; /* the caller's */
	struct fetch_end end;
	int status;		       /* of the last answer; 0: none */
	struct slice host;	       /* that was asked last */
	struct slice type;	       /* Content-Type, in lower case, without parameters */
	struct slice bytes;	       /* until fetch_free; empty unless all of it came */
	struct fetch_running *running; /* private */
};

struct fetcher;
/* Files without names are made in `folder`. `c` is borrowed. */
int fetcher_new(const struct conf *c, const char *folder, struct fetcher **out, struct err *e);
void fetcher_free(struct fetcher *f);	      /* ends what runs; takes NULL */
size_t fetcher_busy(const struct fetcher *f); /* under way, or done and not taken */
bool fetcher_has(const struct fetcher *f, int64_t id);
/* -1 (ERR_RETRY): as many are under way as may be, no room. A link that may not be fetched is done
 * at once. */
int fetcher_start(struct fetcher *f, int64_t id, struct slice url, struct err *e);
int fetcher_fd(const struct fetcher *f);
int64_t fetcher_wait(const struct fetcher *f, int64_t limit);
void fetcher_step(struct fetcher *f);
/* One that is done; it is the caller's. NULL: none. */
struct fetch *fetcher_next(struct fetcher *f);
void fetch_free(struct fetch *x); /* takes NULL */

/* Where a link or, on a page of `from`, a redirect leads. */
struct fetch_hop {
	struct slice url;  /* without fragment */
	struct slice host; /* lower case */
	bool secure;	   /* https */
	bool inside;	   /* a host of fetch.private_hosts */
};
/* from: NULL of the link itself. The word why it is not followed, or NULL and *out, in pool. */
const char *fetch_hop(struct pool *pool, const struct conf *c, const struct fetch_hop *from,
		      struct slice to, struct fetch_hop *out);

#endif

/*
 * Retainers, and what is counted of a client in a time: for `client show`, `retainer` and the digest.
 * Counts come from rows and events alone.
 */
#ifndef DOCKET_STORE_RETAINERS_H
#define DOCKET_STORE_RETAINERS_H

#include "docket/domain/scope.h"
#include "docket/store/store.h"

struct retainer {
	int64_t client;
	struct scope_terms terms; /* of each month */
	struct slice since;       /* first month, YYYY-MM */
	struct slice by;
	int64_t at;
};
int retainer_set(struct store *s, const struct retainer *r, struct err *e);
/* 1, 0, -1. */
int retainer_get(struct store *s, struct pool *p, int64_t client, struct retainer *out,
		 struct err *e);
int retainer_drop(struct store *s, int64_t client, struct err *e); /* 1, 0 there was none, -1 */
typedef VEC(struct retainer) retainer_list;
int retainer_all(struct store *s, struct pool *p, retainer_list *out, struct err *e);

/* That a line of a month reached a level: 1 said now, 0 it was said before, -1. */
struct retainer_word {
	int64_t client;
	struct slice month; /* YYYY-MM */
	const char *line;   /* hours, rounds, deliverables */
	int level;
	int64_t at;
};
int retainer_say(struct store *s, const struct retainer_word *w, struct err *e);

/* What happened of a client's from `from` until before `until`. */
struct client_counts {
	int64_t requests;     /* mails that opened jobs, and jobs opened by hand */
	int64_t jobs;         /* opened */
	int64_t taken;        /* taken on in that time, and not called off since: deliverables */
	int64_t extra;        /* wishes for new work */
	int64_t rounds;       /* client rounds closed with at least one accepted wish */
	int64_t beyond;       /* … that were beyond the included ones */
	int64_t rush_asked, rush_granted; /* of the jobs opened */
	int64_t mails;        /* of its people */
};
struct time_span {
	int64_t from, until;
};
int client_count(struct store *s, int64_t client, struct time_span when, struct client_counts *out,
		 struct err *e);

#endif

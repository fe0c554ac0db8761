/* A client's month: what was agreed for it, how much is used, and the attention it took (P3). */
#ifndef DOCKET_INTAKE_RETAINER_H
#define DOCKET_INTAKE_RETAINER_H

#include "ctx.h"

#include "docket/store/retainers.h"

struct burn {
	char month[16];        /* YYYY-MM of the client's own calendar */
	bool agreed;           /* a retainer holds for this month */
	struct scope_terms terms, used;
	struct client_counts counts;
};
enum { BURN_LINES = 3 };
extern const char *const burn_lines[BURN_LINES]; /* "hours", "rounds", "deliverables" */
int64_t burn_term(const struct scope_terms *t, int line);
/* "hours: 9.5 of 12 (79 %)" */
struct slice burn_line(struct pool *pool, const struct burn *b, int line);

/* The month that `month` names (YYYY-MM), or with "" the one of now. ERR_USAGE for no month. */
int burn_read(struct intake *in, struct pool *pool, const struct client *client, struct slice month,
              struct burn *out, struct err *e);

/*
 * Puts the lines of retainers that passed 80 or 100 percent into the list "retainers" of a digest, of
 * clients whose account lead is `member`, unless they were said before; from now on they were: in the
 * transaction of that mail. How many, or -1.
 */
int retainer_news(struct intake *in, struct pool *pool, const struct member *member, struct value *v,
                  struct err *e);

/* cmd_retainer.c: for the commands that show it. */
struct cmd;
void burn_print(struct cmd *c, const struct burn *b);
void burn_json(struct json *w, const struct burn *b);

#endif

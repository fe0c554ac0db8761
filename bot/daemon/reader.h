/* The queue in front of the reader child, and what came back from it. */
#ifndef DOCKET_DAEMON_READER_H
#define DOCKET_DAEMON_READER_H

#include "children.h"

#include "docket/conf/conf.h"
#include "docket/store/store.h"

struct batch; /* whose flags are set once all its mails are applied; may be NULL */

struct reader_item {
	struct reader_item *next;
	int64_t id;
	struct batch *batch;
	struct str raw;   /* until it is answered: a dead child's mail is sent again */
	int64_t fallback; /* the time to use for a mail without Date */
	bool sent;
	int deaths;       /* children that died over it */
	/* answer */
	struct str json; /* empty: failed, `fault` says why */
	struct str fault;
};

struct reader {
	struct child child;
	struct reader_item *queue, **queue_end;     /* waiting or sent, in order */
	struct reader_item *results, **results_end; /* answered, in order */
	size_t queued, queued_bytes, sent, result_count;
	int served;          /* by this child */
	int64_t waiting_since; /* monotonic: since the oldest sent one waits */
	const struct zone *zone; /* of the agency, or NULL */
	const char *own;
};

void reader_init(struct reader *r, const struct conf *conf);
void reader_clear(struct reader *r);
/* Takes raw over. */
void reader_add(struct reader *r, int64_t id, struct batch *batch, struct str *raw,
                int64_t fallback);
/* Mails recorded earlier and not applied, after a crash or by a replay: takes some that it does not hold.
 * How many, or -1. */
int reader_load(struct reader *r, struct store *s, struct err *e);
bool reader_holds(const struct reader *r, int64_t id);
/* Starts, feeds and watches the child. */
void reader_pump(struct reader *r);
/* Its socket is readable. */
void reader_read(struct reader *r);
struct reader_item *reader_result(struct reader *r);          /* the oldest answer, or NULL */
struct reader_item *reader_pop(struct reader *r);             /* takes the oldest answer out */
void reader_item_free(struct reader_item *item);

#endif

/* Inside the daemon: a rebuild at work, and its table of inputs. */
#ifndef DOCKET_DAEMON_REBUILD_PRIVATE_H
#define DOCKET_DAEMON_REBUILD_PRIVATE_H

#include "docket/daemon/rebuild.h"

#include "reader.h"

#include "docket/base/hash.h"

enum { PATH_MAX_BYTES = 4096 };

struct rebuild {
	const struct rebuild_how *how;
	char part[PATH_MAX_BYTES]; /* DIR.part, where it is made */
	struct store *from;	   /* the folder that is repeated: its blobs, which never change */
	struct desk d;		   /* the folder that is made */
	struct origin *was;
	struct reader reader; /* started when a mail must be read again */
	bool reading;
	struct pool *pool; /* of one input */
	struct rebuilt *out;
};

/* A line of the report; only the first ones are kept, all are counted. */
void rebuild_say(struct rebuild *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Copies a blob that the new folder does not have yet. 1, 0 there is none any more, -1. */
int rebuild_blob(struct rebuild *b, struct slice sha, struct err *e);
/* Whether an input of this kind works in transactions of its own. */
bool rebuild_alone(struct slice kind);
/* Does it again. -1: it cannot be done, and whatever it changed must be undone. */
int rebuild_input(struct rebuild *b, const struct input *in, struct err *e);
/* The reader child, or how->read. */
int rebuild_read(struct rebuild *b, const struct inbox_row *row, struct str *json,
		 struct str *fault, struct err *e);

#endif

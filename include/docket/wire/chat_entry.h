/*
 * An entry of `chat:` that is open: its settings, its adapter, and the one errand that an adapter
 * may have of its own (an access token, signing keys), which receiving and sending both wait for.
 */
#ifndef DOCKET_WIRE_CHAT_ENTRY_H
#define DOCKET_WIRE_CHAT_ENTRY_H

#include "docket/base/clock.h"
#include "docket/wire/chat.h"
#include "docket/wire/http_out.h"

enum { CHAT_WHY_MAX = 240 };

struct chat_entry {
	const struct conf_chat *conf;
	const struct chat_adapter *adapter;
	const struct clock *clock;
	void *self;
	struct pool *pool; /* its secrets */
	struct http_call *errand;
	uint64_t errands;	 /* that came back */
	int64_t errand_after;	 /* UTC ms: not before, after one that failed or came to nothing */
	int errand_failures;	 /* in a row */
	int errand_run;		 /* that went well, one after the other */
	bool refused;		 /* its token, or a right: what goes out is kept meanwhile */
	enum chat_status health; /* CHAT_OK, or what its last errand met */
	char why[CHAT_WHY_MAX];
};

struct chat_entry_as {
	const char *public_url;	   /* http.public_url, or NULL */
	const struct clock *clock; /* borrowed */
	bool quick;		   /* of a single pass: polls that don't wait for something to come */
};
/* Reads the secrets and opens the adapter. -1 (ERR_CONFIG): what is missing. */
int chat_entry_open(struct chat_entry *en, const struct conf_chat *conf,
		    const struct chat_entry_as *as, struct err *e);
void chat_entry_close(struct chat_entry *en);
const struct chat_caps *chat_entry_caps(const struct chat_entry *en);
/*
 * Runs the adapter's errand if it wants one: one at a time, and after a failure, or where the last
 * one changed nothing, not again for a while, so that a flood of unknown keys is no flood of
 * requests. 1 one is under way, 0 nothing is wanted, -1 wanted, but not now.
 */
int chat_entry_refresh(struct chat_entry *en, struct http_calls *http);
/* Whether events are to come in that way: as its settings say, else every way the platform has; a
 * socket only where it cannot call us (`listens`: there is a port). */
bool chat_entry_uses(const struct chat_entry *en, enum conf_transport way, bool listens);

#endif

/* What verify checks of every chain, a job's or a client's: links, columns, texts, the head. */
#include "jobs.h"

#include <inttypes.h>

void
chain_fault(struct chain_check *c, const struct chain_at *at, const char *format, ...)
{
	char text[200];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	c->faults++;
	str_addf(c->report, "%.*s: %s\n", SLICE_ARG(at->ref), text);
}

/* The next three columns are the text's row, if there is one. */
static void
check_text(struct chain_check *c, struct chain_at *at, struct slice sha, struct query *q)
{
	bool there = !query_get_null(q);
	struct slice salt, text;
	char found[HASH_HEX];

	(void)query_get_int(q);
	salt = query_peek(q);
	text = query_peek(q);
	at->text = there ? text : SLICE_NONE;
	if (sha.len == 0) {
		if (there)
			chain_fault(c, at, "event %" PRId64 " has a text that was not recorded", at->says);
		return;
	}
	if (!there) {
		c->erased++;
		return;
	}
	ledger_text_hash(salt, text, found);
	if (!slice_is(sha, found))
		chain_fault(c, at, "the text of event %" PRId64 " was changed", at->says);
}

void
chain_event(struct chain_check *c, struct chain_at *at, struct query *q)
{
	struct slice payload, hash;
	unsigned char found[HASH_LEN];

	at->seq++;
	c->events++;
	at->says = query_get_int(q);
	payload = query_peek(q);
	hash = query_peek(q);
	at->kind = query_peek(q);
	if (at->says != at->seq)
		chain_fault(c, at, "event %" PRId64 " stands where %" PRId64 " should", at->says, at->seq);
	ledger_link(at->prev, payload, found);
	if (hash.len != HASH_LEN || memcmp(found, hash.data, HASH_LEN) != 0)
		chain_fault(c, at, "event %" PRId64 " was changed, or one before it: its hash does not fit",
			    at->says);
	if (hash.len == HASH_LEN)
		memcpy(at->prev, hash.data, HASH_LEN);
	if (!query_get_bool(q))
		chain_fault(c, at, "the columns of event %" PRId64 " differ from what was hashed", at->says);
	check_text(c, at, query_peek(q), q);
}

void
chain_end(struct chain_check *c, const struct chain_at *at, int64_t head_seq, struct slice head)
{
	if (at->seq != head_seq)
		chain_fault(c, at, "has %" PRId64 " events, its head counts %" PRId64, at->seq, head_seq);
	else if (at->seq > 0 && (head.len != HASH_LEN || memcmp(at->prev, head.data, HASH_LEN) != 0))
		chain_fault(c, at, "the last event is not the head of the chain");
}

/*
 * Feeds the reader child in order and takes its answers in the same order. The first unanswered
 * mail is the one a child died or hung over; two deaths, and it is handed on unread.
 */
#include "reader.h"

#include "docket/base/clock.h"
#include "docket/base/log.h"
#include "docket/base/zone.h"
#include "docket/store/inbox.h"
#include "docket/store/store.h"

#include <stdlib.h>

enum {
	WINDOW_MAILS = 64,       /* sent ahead, so that the child never waits for main */
	WINDOW_BYTES = 512 << 10,
	SERVED_MAX = 1000,       /* then a fresh child: what a mail may have left behind goes with it */
	HANG_MS = 15 * 1000,     /* the child's own alarm is at 5 s; this is for a stuck process */
	DEATHS_MAX = 2,
	LOAD_MAX = 50,           /* at once, of those that wait in the store */
};

void
reader_init(struct reader *r, const struct conf *conf)
{
	*r = (struct reader){.own = conf->has_outgoing ? conf->outgoing.from_address : NULL};
	r->child.args[0] = "reader-child";
	r->child.args[1] = conf->lexicon != NULL ? conf->lexicon : "-";
	r->child.args[2] = conf->kits != NULL ? conf->kits : "-";
	r->child.args[3] = r->own != NULL ? r->own : "-";
	r->child.chan.fd = -1;
	r->queue_end = &r->queue;
	r->results_end = &r->results;
	r->zone = zone_find(conf->agency.zone);
}

void
reader_item_free(struct reader_item *item)
{
	str_clear(&item->raw);
	str_clear(&item->json);
	str_clear(&item->fault);
	free(item);
}

void
reader_clear(struct reader *r)
{
	child_stop(&r->child, true);
	while (r->queue != NULL) {
		struct reader_item *next = r->queue->next;
		reader_item_free(r->queue);
		r->queue = next;
	}
	while (r->results != NULL)
		reader_item_free(reader_pop(r));
}

void
reader_add(struct reader *r, int64_t id, struct batch *batch, struct str *raw, int64_t fallback)
{
	struct reader_item *item = calloc(1, sizeof(*item));
	if (item == NULL)
		abort();
	item->id = id;
	item->batch = batch;
	item->fallback = fallback;
	item->raw = *raw;
	str_init(raw, raw->max);
	str_init(&item->json, READER_FRAME_MAX);
	str_init(&item->fault, 1024);
	*r->queue_end = item;
	r->queue_end = &item->next;
	r->queued++;
	r->queued_bytes += item->raw.len;
}

bool
reader_holds(const struct reader *r, int64_t id)
{
	for (const struct reader_item *i = r->queue; i != NULL; i = i->next)
		if (i->id == id)
			return true;
	for (const struct reader_item *i = r->results; i != NULL; i = i->next)
		if (i->id == id)
			return true;
	return false;
}

int
reader_load(struct reader *r, struct store *s, struct err *e)
{
	struct pool *pool = pool_new();
	id_list ids = {0};
	int added = inbox_pending(s, pool, 0, LOAD_MAX, &ids, e) < 0 ? -1 : 0;
	for (size_t i = 0; added >= 0 && i < ids.len; i++) {
		struct inbox_row row;
		struct str raw;
		struct err bad = ERR_INIT;
		if (reader_holds(r, ids.at[i]))
			continue;
		if (inbox_get(s, pool, ids.at[i], &row, e) != 1) {
			added = -1;
			break;
		}
		char sha[65];
		str_init(&raw, READER_FRAME_MAX);
		/* A damaged blob goes on empty: the reader says so, and the message waits in triage. */
		if (blob_read(s, slice_cstr(row.blob, sha, sizeof(sha)), READER_FRAME_MAX, &raw, &bad) < 0)
			log_event(LOG_ALARM, "blob.damaged", "message=m%lld why=%s", (long long)row.id, bad.text);
		reader_add(r, row.id, NULL, &raw, row.internal != 0 ? row.internal : row.received);
		str_clear(&raw);
		added++;
	}
	pool_free(pool);
	return added;
}

struct reader_item *
reader_result(struct reader *r)
{
	return r->results;
}

struct reader_item *
reader_pop(struct reader *r)
{
	struct reader_item *item = r->results;
	if (item == NULL)
		return NULL;
	r->results = item->next;
	if (r->results == NULL)
		r->results_end = &r->results;
	item->next = NULL;
	r->result_count--;
	return item;
}

/* The head of the queue has its answer. */
static void
answered(struct reader *r)
{
	struct reader_item *item = r->queue;
	if (item == NULL)
		return;
	r->queue = item->next;
	if (r->queue == NULL)
		r->queue_end = &r->queue;
	item->next = NULL;
	r->queued--;
	r->queued_bytes -= item->raw.len;
	str_clear(&item->raw);
	if (item->sent)
		r->sent--;
	*r->results_end = item;
	r->results_end = &item->next;
	r->result_count++;
	r->waiting_since = clock_mono();
}

static void
died(struct reader *r)
{
	struct reader_item *head = r->queue;
	child_ended(&r->child, clock_mono());
	r->sent = 0;
	for (struct reader_item *i = r->queue; i != NULL; i = i->next) {
		if (i == head && i->sent)
			i->deaths++;
		i->sent = false;
	}
	if (head == NULL || head->deaths == 0)
		return;
	log_event(LOG_WARN, "reader.died", "message=m%lld deaths=%d", (long long)head->id,
	          head->deaths);
	if (head->deaths >= DEATHS_MAX) {
		str_adds(&head->fault, "the reader broke over it twice; the raw mail is kept");
		answered(r);
		r->child.failures = 0; /* that mail's fault, not the program's */
		r->child.restart_at = 0;
	}
}

static int
send_one(struct reader *r, struct reader_item *item, struct err *e)
{
	struct str head;
	/* Of that mail's time, not of ours: what is read does not depend on when. */
	int offset = r->zone != NULL ? zone_offset_at(r->zone, item->fallback) : 0;
	str_init(&head, 64);
	frame_put_u64(&head, (uint64_t)item->id);
	frame_put_u64(&head, (uint64_t)item->fallback);
	frame_put_u32(&head, (uint32_t)(offset + 24 * 60));
	frame_put_u32(&head, (uint32_t)item->raw.len);
	struct slice parts[] = {str_slice(&head), str_slice(&item->raw)};
	int sent = frame_queue(&r->child.chan, READER_READ, parts, COUNT(parts), e);
	str_clear(&head);
	if (sent < 0)
		return -1;
	item->sent = true;
	if (r->sent == 0)
		r->waiting_since = clock_mono();
	r->sent++;
	r->served++;
	return 0;
}

static void
feed(struct reader *r)
{
	size_t bytes = 0, n = 0;
	struct err e = ERR_INIT;
	for (struct reader_item *i = r->queue; i != NULL && n < WINDOW_MAILS; i = i->next, n++) {
		bytes += i->raw.len;
		if (n > 0 && bytes > WINDOW_BYTES)
			break;
		if (!i->sent && r->served >= SERVED_MAX)
			break; /* the child is recycled once it has answered */
		if (!i->sent && send_one(r, i, &e) < 0) {
			died(r);
			return;
		}
	}
	if (frame_flush(&r->child.chan, &e) < 0)
		died(r);
}

void
reader_pump(struct reader *r)
{
	int64_t mono = clock_mono();
	if (r->child.pid != 0 && r->served >= SERVED_MAX && r->sent == 0) {
		child_stop(&r->child, false); /* the end of its input ends it */
		r->child.restart_at = 0;
		r->child.failures = 0;
	}
	if (r->child.pid != 0 && r->sent > 0 && mono - r->waiting_since > HANG_MS)
		died(r);
	if (child_due(&r->child, mono)) {
		struct err e = ERR_INIT;
		r->served = 0;
		r->sent = 0;
		if (child_start(&r->child, READER_FRAME_MAX, &e) < 0) {
			log_event(LOG_WARN, "reader.start", "why=%s", e.text);
			r->child.restart_at = mono + CLOCK_SECOND;
			return;
		}
	}
	if (r->child.pid != 0)
		feed(r);
}

void
reader_read(struct reader *r)
{
	struct err e = ERR_INIT;
	unsigned char type;
	struct slice payload;
	uint64_t id;
	int got = frame_fill(&r->child.chan, &e);
	int next;
	while ((next = frame_next(&r->child.chan, &type, &payload, &e)) == 1) {
		struct reader_item *head = r->queue;
		if (head == NULL || !head->sent || !frame_get_u64(&payload, &id) ||
		    (int64_t)id != head->id) {
			got = -1; /* it answers what was not asked */
			break;
		}
		if (type == READER_SAID && payload.len > 0)
			str_add(&head->json, payload);
		else
			str_add(&head->fault, payload.len > 0 ? payload : SLICE_LIT("it could not be read"));
		answered(r);
	}
	if (got < 0 || next < 0)
		died(r);
}

/*
 * The one reminder of a review that is due (P9): to the deciders who have not said a word, within
 * their business hours, and only while the mailboxes are known to be read: an answer that lies
 * unfetched must never be chased. Any real answer calls a reminder back in its own transaction.
 */
#include "digest.h"
#include "life.h"

#include "docket/base/zone.h"
#include "docket/domain/calendar.h"
#include "docket/domain/digest.h"

enum {
	AT_ONCE = 50,		      /* reminders of one look: the next comes within the minute */
	FRESH_MS = 15 * CLOCK_MINUTE, /* P9: a mailbox not read for longer stops every chase */
	SEEN_MS = 20 * CLOCK_HOUR,    /* a review mail that left so lately is not chased yet */
};

static struct calendar
calendar_of(struct life *l, const struct contact *who)
{
	const struct zone *z = who != NULL && who->zone.len > 0 ? zone_of(l->in, who->zone)
	                                                        : job_zone(l->in, l->pool, l->job);
	return calendar_in(l->in, z);
}

int64_t
review_due(struct life *l)
{
	struct calendar c = calendar_of(l, NULL);
	const struct kit *kit = life_kit(l->in, l->job);
	int64_t deadline = digest_deadline(l->job);
	return calendar_review_due(&c, l->now, kit != NULL ? kit->review_days : 0,
	                           deadline == DIGEST_NEVER ? CALENDAR_NO_DAY : deadline);
}

void
review_due_put(struct life *l, struct value *v, const struct review *r)
{
	const struct zone *z = job_zone(l->in, l->pool, l->job);
	int64_t deadline = digest_deadline(l->job);
	if (r->due == 0)
		return;
	struct civil due = zone_civil(z, r->due), day = {0};
	due.hour = -1;
	value_date(v, "due", due, "");
	if (deadline == DIGEST_NEVER || deadline <= day_number(due.year, due.month, due.day))
		return; /* no date that this feedback could still hold */
	day = day_civil(deadline);
	day.hour = -1;
	value_date(v, "deadline", day, "");
}

/* Mail to them comes back: the chase stops, and the job's owner is told once. */
static int
cannot_reach(struct life *l, const struct contact *to, struct err *e)
{
	struct note n = {.kind = "team-note", .headline = SAY("note.remind.bounced"), .job = l->job->id,
	                 .client = l->job->client, .ref = l->job->ref, .to_member = l->job->owner,
	                 .quote = to->undeliverable_why, .next = SAY("note.remind.bounced.next")};
	n.lines[n.line_count++] = SAY_OF("note.to", {to->address});
	return notify_team(l->in, l->pool, &n, e);
}

/* One reminder, or the record of why there is none. 1 done, 0 not now, -1. */
static int
remind(struct intake *in, struct pool *pool, const struct reminder *due, struct err *e)
{
	struct review r;
	struct job j;
	struct version v;
	struct contact to;
	char purpose[48], data[96];
	int64_t outbox = 0;
	int got = review_get(in->env.store, pool, due->review, &r, e);
	if (got == 1)
		got = job_get(in->env.store, pool, r.job, &j, e);
	if (got == 1)
		got = version_get(in->env.store, pool, r.version, &v, e);
	if (got == 1)
		got = contact_by_id(in->env.store, pool, due->contact, &to, e);
	if (got <= 0)
		return got;
	struct life l = {.in = in, .pool = pool, .job = &j, .actor = SLICE_LIT("docket"),
	                 .now = clock_now(in->env.clock)};
	struct calendar c = calendar_of(&l, &to);
	if (calendar_quiet(&c, l.now))
		return 0;
	if (to.gone != 0 || to.undeliverable != 0) {
		if (cannot_reach(&l, &to, e) < 0)
			return -1;
	} else {
		/* The same purpose as the review mail's, so that an answer to this one counts as well. */
		snprintf(purpose, sizeof(purpose), "review:%lld", (long long)r.id);
		struct answer a = {.kind = "reminder", .mode_kind = "review", .job = &j, .to = &to,
		                   .to_name = to.name, .to_address = to.address, .answers_ours = true,
		                   .not_a_reply = true, .purpose = purpose, .values = value_new(pool)};
		value_int(a.values, "version", v.number);
		review_due_put(&l, a.values, &r);
		window_put(&l, a.values, &r);
		if (thread_on(&l, &a, e) < 0 || answer_client(in, pool, &a, &outbox, e) < 0)
			return -1;
	}
	snprintf(data, sizeof(data), "{\"review\":%lld,\"contact\":%lld,\"sent\":%s}", (long long)r.id,
	         (long long)to.id, outbox != 0 ? "true" : "false");
	if (life_event(&l, "reminded", slice_of(data), SLICE_NONE, e) < 0 ||
	    reminder_add(in->env.store, due, outbox, l.now, e) < 0)
		return -1;
	return 1;
}

int
mailboxes_read(struct intake *in, struct pool *pool, struct err *e)
{
	struct inbox_counts counts;
	if (inbox_count(in->env.store, &counts, e) < 0)
		return -1;
	if (counts.by_state[INBOX_RECORDED] > 0)
		return 0; /* an answer may be among them: the next look is soon */
	if (in->unread_ms <= FRESH_MS)
		return 1;
	struct note n = {.kind = "alarm", .headline = SAY("note.remind.unread"),
	                 .next = SAY("note.remind.unread.next"), .alarm_key = "reminders-wait"};
	n.lines[n.line_count++] = SAY("note.remind.unread.why");
	return notify_team(in, pool, &n, e) < 0 ? -1 : 0;
}

static int
remind_all(struct intake *in, struct pool *pool, const reminder_list *due, struct err *e)
{
	int count = 0, fresh = mailboxes_read(in, pool, e);
	for (size_t i = 0; fresh == 1 && i < due->len; i++) {
		int got = remind(in, pool, &due->at[i], e);
		if (got < 0)
			return -1;
		count += got;
	}
	return fresh < 0 ? -1 : count;
}

int
remind_idle(struct intake *in, struct err *e)
{
	struct store *s = in->env.store;
	int64_t now = clock_now(in->env.clock);
	struct reminder_due look = {.now = now, .sent_before = now - SEEN_MS, .max = AT_ONCE};
	struct pool *pool = pool_new();
	reminder_list due = {0};
	int count = in->own_address == NULL ? 0 : reminders_due(s, pool, &look, &due, e);
	if (count == 0 && due.len > 0 && (count = store_begin(s, e)) == 0) {
		count = remind_all(in, pool, &due, e);
		step("remind.decided");
		if (count < 0 || store_commit(s, e) < 0) {
			store_rollback(s);
			count = -1;
		}
	}
	pool_free(pool);
	return count;
}

void
intake_mailboxes_unread(struct intake *in, int64_t ms)
{
	in->unread_ms = ms;
}

/* Reviews whose word is due, the one reminder of each decider, and windows that are over. */
#include "db.h"
#include "docket/store/reviews.h"

/* A word of a decider since the review was opened; thanks alone are none. */
#define ANSWERED                                                                                   \
	"EXISTS (SELECT 1 FROM message m WHERE m.job = r.job AND m.contact = d.contact AND "       \
	"m.class = 'human' AND m.state IN ('applied', 'triage') AND m.received >= r.opened AND "   \
	"coalesce(json_extract(m.reading, '$.intent'), '') <> 'social') "                          \
	"OR EXISTS (SELECT 1 FROM decision x WHERE x.review = r.id AND x.contact = d.contact AND " \
	"x.strength IN ('decision', 'attested') AND x.withdrawn IS NULL) "                         \
	"OR EXISTS (SELECT 1 FROM decision x JOIN delegate g ON g.id = x.delegate WHERE "          \
	"x.review = r.id AND g.stands_for = d.contact AND x.withdrawn IS NULL)"
enum { Q_DUE, Q_ADD, Q_CANCEL, Q_LAST, Q_UNANSWERED, Q_OVER };
static const char *const sql[] = {
	[Q_DUE] = "SELECT r.id, d.contact FROM review r JOIN review_decider d ON d.review = r.id "
		  "JOIN job j ON j.id = r.job JOIN outbox o ON o.id = d.outbox "
		  "WHERE r.state = 'open' AND r.due IS NOT NULL AND r.due <= :now AND r.side = 'client' "
		  "AND j.state = 'client-review' AND d.contact IS NOT NULL AND o.state = 'sent' "
		  "AND o.sent <= :sent_before AND NOT EXISTS (SELECT 1 FROM review_reminder x WHERE "
		  "x.review = r.id AND x.contact = d.contact) AND NOT (" ANSWERED ") "
		  "AND (d.delegate IS NULL OR EXISTS (SELECT 1 FROM delegate g WHERE "
		  "g.id = d.delegate AND g.ends > :now AND g.ended IS NULL)) "
		  "ORDER BY r.due, r.id, d.position LIMIT :max",
	[Q_ADD] = "INSERT INTO review_reminder (review, contact, at, outbox) VALUES (:review, "
		  ":contact, :now, :outbox)",
	/* One that is being sent just now cannot be called back. */
	[Q_CANCEL] = "UPDATE outbox SET state = 'cancelled' WHERE job = :job AND kind = 'reminder' AND "
		     "state IN ('draft', 'queued') AND attempts = 0 AND (:contact = 0 OR id IN "
		     "(SELECT outbox FROM review_reminder WHERE contact = :contact))",
	[Q_LAST] = "SELECT coalesce(max(at), 0) FROM review_reminder WHERE review = :review AND "
		   "outbox IS NOT NULL",
	[Q_UNANSWERED] = "SELECT coalesce(max(x.at), 0) FROM review_reminder x JOIN review r ON "
			 "r.id = x.review JOIN review_decider d ON d.review = r.id AND "
			 "d.contact = x.contact WHERE x.review = :review AND x.outbox IS NOT NULL AND "
			 "r.state = 'open' AND NOT (" ANSWERED ")",
	[Q_OVER] = "SELECT r.id FROM review r JOIN job j ON j.id = r.job WHERE r.state = 'open' AND "
		   "r.closes IS NOT NULL AND r.closes <= :now AND r.side = 'client' AND "
		   "j.state = 'client-review' AND EXISTS (SELECT 1 FROM review_decider d JOIN outbox o "
		   "ON o.id = d.outbox WHERE d.review = r.id AND o.state = 'sent' AND "
		   "o.sent <= :sent_before) ORDER BY r.closes, r.id LIMIT :max",
};
const struct db_sql reminders_sql = {sql, COUNT(sql)};

int
reminders_due(struct store *s, struct pool *p, const struct reminder_due *due, reminder_list *out,
	      struct err *e)
{
	struct query q = query_on(s, DB_REMINDERS, Q_DUE);
	reminder_list list = {0};
	int got;

	query_int(&q, ":now", due->now);
	query_int(&q, ":sent_before", due->sent_before);
	query_int(&q, ":max", due->max);
	while ((got = query_step(&q, e)) == 1) {
		struct reminder *r = VEC_NEW(&list, p);

		r->review = query_get_int(&q);
		r->contact = query_get_int(&q);
	}
	if (got == 0)
		*out = list;
	return got;
}

int
reminder_add(struct store *s, const struct reminder *r, int64_t outbox, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_REMINDERS, Q_ADD);

	query_int(&q, ":review", r->review);
	query_int(&q, ":contact", r->contact);
	query_int(&q, ":now", now);
	query_id(&q, ":outbox", outbox);
	return query_run(&q, e);
}

int
reminder_cancel(struct store *s, int64_t job, int64_t contact, struct err *e)
{
	struct query q = query_on(s, DB_REMINDERS, Q_CANCEL);

	query_int(&q, ":job", job);
	query_int(&q, ":contact", contact);
	return query_run(&q, e);
}

int
reminder_last(struct store *s, int64_t review, int64_t *at_out, struct err *e)
{
	struct query q = query_on(s, DB_REMINDERS, Q_LAST);

	query_int(&q, ":review", review);
	return query_value(&q, at_out, e) < 0 ? -1 : 0;
}

int
reminder_unanswered(struct store *s, int64_t review, int64_t *at_out, struct err *e)
{
	struct query q = query_on(s, DB_REMINDERS, Q_UNANSWERED);

	query_int(&q, ":review", review);
	return query_value(&q, at_out, e) < 0 ? -1 : 0;
}

int
windows_over(struct store *s, struct pool *p, const struct reminder_due *due, review_ids *out,
	     struct err *e)
{
	struct query q = query_on(s, DB_REMINDERS, Q_OVER);
	review_ids list = {0};
	int got;

	query_int(&q, ":now", due->now);
	query_int(&q, ":sent_before", due->sent_before);
	query_int(&q, ":max", due->max);
	while ((got = query_step(&q, e)) == 1)
		VEC_ADD(&list, p, query_get_int(&q));
	if (got == 0)
		*out = list;
	return got;
}

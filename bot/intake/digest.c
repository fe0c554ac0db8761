/*
 * The digests of P9: who gets one now is decided by domain/digest.c, what stands in it is collected
 * here, and the mail, its numbered lines and the day's row are one transaction.
 */
#include "digest.h"
#include "plan.h"
#include "retainer.h"
#include "trust.h"

#include "docket/base/zone.h"
#include "docket/compose/mail_out.h"
#include "docket/store/digest.h"

#include <stdlib.h>

enum {
	SECTION_MAX = 15, /* lines of one section in a mail: more is read nowhere; the command has all */
};

static struct civil
civil_of_day(int64_t day)
{
	struct civil when = day_civil(day);
	when.hour = -1;
	return when;
}

/* ---- what stands in a member's list ---- */

static int
by_urgency(const void *one, const void *other)
{
	const struct digest_item *a = one, *b = other;
	if (a->section != b->section)
		return a->section < b->section ? -1 : 1;
	if (a->deadline != b->deadline) { /* jobs without a date come last */
		if (a->deadline == DIGEST_NEVER || b->deadline == DIGEST_NEVER)
			return a->deadline == DIGEST_NEVER ? 1 : -1;
		return a->deadline < b->deadline ? -1 : 1;
	}
	int64_t x = a->job != NULL ? a->job->id : a->mail->id;
	int64_t y = b->job != NULL ? b->job->id : b->mail->id;
	return x < y ? -1 : x > y;
}

/* The member's own jobs, or with `unowned` those of nobody that fall to them. */
static int
collect_jobs(struct intake *in, struct pool *pool, const struct member *m, bool unowned,
             digest_items *out, struct err *e)
{
	struct job_filter f = {.state = -1, .open_only = true, .owner = unowned ? -1 : m->id};
	job_list *jobs = pool_alloc(pool, sizeof(*jobs));
	struct calendar days = calendar_in(in, zone_of(in, m->zone));
	int64_t today = calendar_day_of(&days, clock_now(in->env.clock));
	if (job_select(in->env.store, pool, &f, jobs, e) < 0)
		return -1;
	const struct job *j;
	VEC_EACH(j, jobs) {
		int mine = unowned ? lead_is(in, pool, j->client, m, e) : 1;
		if (mine < 0)
			return -1;
		if (!mine)
			continue;
		struct digest_item item = {.section = digest_place(&days, j, today), .job = j,
		                           .deadline = digest_deadline(j)};
		if (item.section == DIGEST_NOWHERE)
			continue;
		if (digest_review(in, pool, &item, e) < 0)
			return -1;
		VEC_ADD(out, pool, item);
	}
	return 0;
}

/* Jobs that a partner has: nobody of the house owns them, so their client's lead watches. */
static int
collect_partners(struct intake *in, struct pool *pool, const struct member *m, digest_items *out,
                 struct err *e)
{
	member_list all = {0};
	const struct member *partner;
	if (member_all(in->env.store, pool, &all, e) < 0)
		return -1;
	VEC_EACH(partner, &all) {
		digest_items theirs = {0};
		if (!(partner->roles & ROLE_PARTNER))
			continue;
		if (collect_jobs(in, pool, partner, false, &theirs, e) < 0)
			return -1;
		for (size_t i = 0; i < theirs.len; i++) {
			struct digest_item item = theirs.at[i];
			int mine = lead_is(in, pool, item.job->client, m, e);
			if (mine < 0)
				return -1;
			if (item.section == DIGEST_ON_YOU)
				item.section = DIGEST_ON_PARTNER;
			item.partner = partner;
			if (mine)
				VEC_ADD(out, pool, item);
		}
	}
	return 0;
}

static int
collect_triage(struct intake *in, struct pool *pool, const struct member *m, digest_items *out,
               struct err *e)
{
	inbox_list *rows = pool_alloc(pool, sizeof(*rows));
	int64_t client = -1; /* of the row before: a swarm is one client's */
	int mine = 0;
	if (inbox_triage(in->env.store, pool, rows, e) < 0)
		return -1;
	const struct inbox_row *r;
	VEC_EACH(r, rows) {
		if (r->client != client && (mine = lead_is(in, pool, r->client, m, e)) < 0)
			return -1;
		client = r->client;
		struct digest_item item = {.section = DIGEST_TRIAGE, .mail = r, .deadline = DIGEST_NEVER};
		if (mine)
			VEC_ADD(out, pool, item);
	}
	return 0;
}

static int
count_drafts(struct intake *in, struct pool *pool, const struct member *m, int64_t *out,
             struct err *e)
{
	outbox_list drafts = {0};
	const struct outbox_row *d;
	if (outbox_list_state(in->env.store, pool, OUTBOX_DRAFT, &drafts, e) < 0)
		return -1;
	*out = 0;
	VEC_EACH(d, &drafts) {
		int mine = lead_is(in, pool, d->client, m, e);
		if (mine < 0)
			return -1;
		*out += mine;
	}
	return 0;
}

int
digest_collect(struct intake *in, struct pool *pool, const struct member *m, digest_items *out,
               int64_t *drafts_out, struct err *e)
{
	if (collect_jobs(in, pool, m, false, out, e) < 0 || collect_jobs(in, pool, m, true, out, e) < 0 ||
	    ((m->roles & ROLE_PARTNER) == 0 && collect_partners(in, pool, m, out, e) < 0) ||
	    collect_triage(in, pool, m, out, e) < 0 || count_drafts(in, pool, m, drafts_out, e) < 0)
		return -1;
	if (out->len > 1)
		qsort(out->at, out->len, sizeof(out->at[0]), by_urgency);
	return 0;
}

/* ---- the mails ---- */

void
digest_put_job(struct value *row, const struct job *j, const char *state)
{
	value_text(row, "ref", j->ref);
	value_text(row, "title", j->title);
	value_cstr(row, "state", state);
	int64_t deadline = digest_deadline(j);
	if (deadline != DIGEST_NEVER)
		value_date(row, "deadline", civil_of_day(deadline), "");
	value_flag(row, "urgent", j->urgent);
}

/* Until when a word on the open review is asked for, and the reminder that brought none. */
static void
put_review(struct value *row, const struct digest_item *item, const struct zone *z, int64_t now)
{
	struct civil when = zone_civil(z, item->reminded);
	when.hour = -1;
	if (item->reminded != 0)
		value_date(row, "reminded", when, "");
	if (item->review_due != 0)
		value_date(row, "review_due", zone_civil(z, item->review_due), "");
	value_flag(row, "review_late", item->review_due != 0 && item->review_due < now);
}

static int
put_item(struct intake *in, struct pool *pool, struct value *row, const struct digest_item *item,
         struct err *e)
{
	if (item->mail != NULL) {
		value_text(row, "message", pool_slicef(pool, "m%lld", (long long)item->mail->id));
		value_text(row, "from", item->mail->sender);
		value_text(row, "subject", item->mail->subject);
		value_text(row, "reason", item->mail->reason);
		return 0;
	}
	if (item->job == NULL)
		return 0;
	struct client client;
	int got = client_by_id(in->env.store, pool, item->job->client, &client, e);
	if (got == 1)
		value_text(row, "client", client.name);
	if (item->partner != NULL)
		value_text(row, "partner", item->partner->name);
	digest_put_job(row, item->job, job_state_name(item->job->state)); /* as the commands call it */
	return got < 0 ? -1 : 0;
}

const char *
digest_lang(struct intake *in, struct slice first, struct slice second)
{
	static const char *const known[] = {"en", "de", "fr", "es"};
	for (size_t i = 0; i < COUNT(known); i++)
		if (slice_is(first.len > 0 ? first : second, known[i]))
			return known[i];
	return in->env.conf->agency.lang;
}

/* What is decided for one person. */
void
digest_put_head(struct intake *in, const struct digest_turn *d, struct slice name, struct value *v)
{
	value_cstr(v, "agency", in->env.conf->agency.name);
	value_text(v, "first_name", answer_first_name(name));
	value_date(v, "day", civil_of_day(d->day), "");
	value_flag(v, "late", d->late);
}

/* Queues a member's mail; its numbered lines in *lines. *outbox_out stays 0 when there is nothing. */
static int
send_member(struct intake *in, struct pool *pool, const struct digest_turn *d, digest_line_list *lines,
            int64_t *outbox_out, struct err *e) /* NOLINT(readability-non-const-parameter): a note writes it */
{
	static const char *const sections[DIGEST_SECTIONS] = {
	        [DIGEST_DUE] = "due",         [DIGEST_ON_YOU] = "on_you", [DIGEST_ON_CLIENT] = "on_client",
	        [DIGEST_ON_PARTNER] = "on_partner", [DIGEST_OVERDUE] = "overdue", [DIGEST_TRIAGE] = "triage",
	};
	struct member m;
	digest_items items = {0};
	int64_t drafts = 0, more = 0;
	int got = member_by_id(in->env.store, pool, d->who.member, &m, e);
	if (got <= 0 || digest_collect(in, pool, &m, &items, &drafts, e) < 0)
		return got <= 0 ? got : -1;
	const char *lang = digest_lang(in, m.lang, SLICE_NONE);
	struct value *v = value_new(pool);
	int week = day_week(d->day) == 0 ? trust_week(in, pool, &m, d->now, v, e) : 0;
	if (week < 0)
		return -1;
	int burns = retainer_news(in, pool, &m, v, e);
	int marks = milestones_put(in, pool, &m, d->day, v, e);
	if (burns < 0 || marks < 0)
		return -1;
	if (items.len == 0 && drafts == 0 && week == 0 && burns == 0 && marks == 0)
		return 0;
	digest_put_head(in, d, m.name, v);
	for (size_t i = 0, in_section = 0; i < items.len; i++) {
		const struct digest_item *item = &items.at[i];
		in_section = i > 0 && items.at[i - 1].section == item->section ? in_section + 1 : 0;
		if (in_section >= SECTION_MAX) {
			more++;
			continue;
		}
		struct digest_line line = {.number = (int)lines->len + 1,
		                           .job = item->job != NULL ? item->job->id : 0,
		                           .message = item->mail != NULL ? item->mail->id : 0};
		VEC_ADD(lines, pool, line);
		struct value *row = value_item(v, sections[item->section]);
		value_int(row, "n", line.number);
		put_review(row, item, zone_of(in, m.zone), d->now);
		if (put_item(in, pool, row, item, e) < 0)
			return -1;
	}
	value_int(v, "drafts", drafts);
	value_int(v, "more", more);
	struct civil day = day_civil(d->day);
	struct note n = {.kind = "digest", .to_member = m.id, .outbox_out = outbox_out};
	n.headline = SAY_TEXT(pool_slicef(pool, "digest %04d-%02d-%02d", day.year, day.month,
	                                  day.day)); /* makes the Message-ID the day's own */
	struct rendered body;
	if (templates_render(in->env.templates, pool, "digest", lang, v, &body, e) < 0)
		return -1;
	if (notify_rendered(in, pool, &m, &n, &body, e) < 0)
		return -1;
	return *outbox_out != 0 ? chat_digest_member(in, pool, &m, &body, e) : 0;
}

/* ---- when ---- */

/* 1 a mail was queued, 0 none, -1: in the caller's transaction. */
static int
decide_one(struct intake *in, struct pool *pool, const struct digest_turn *d, struct err *e)
{
	struct digest_new n = {.member = d->who.member, .client = d->who.client, .day = d->day,
	                       .now = d->now};
	digest_line_list lines = {0};
	int64_t id = 0;
	int sent = 0;
	if (d->send && n.member != 0) {
		if (send_member(in, pool, d, &lines, &n.outbox, e) < 0)
			return -1;
		sent = n.outbox != 0;
	} else if (d->send) {
		sent = digest_send_client(in, pool, d, e);
	}
	if (sent < 0)
		return -1;
	int added = digest_add(in->env.store, &n, &id, e);
	if (added == 0) /* the key says so, whatever was read before: no second one */
		return err_set(e, ERR_STOP, "a digest for that day is there already");
	if (added < 0 || (sent && digest_lines_add(in->env.store, id, &lines, e) < 0))
		return -1;
	return sent;
}

typedef VEC(struct digest_turn) turn_list;

static int
find_due(struct intake *in, struct pool *pool, turn_list *out, struct err *e)
{
	const struct conf *conf = in->env.conf;
	struct digest_plan daily = digest_plan_of(conf->digest.time, -1);
	struct digest_plan weekly = digest_plan_of(conf->digest.time, conf->digest.weekday);
	digest_person_list people = {0};
	if (digest_people(in->env.store, pool, &people, e) < 0)
		return -1;
	const struct digest_person *p;
	VEC_EACH(p, &people) {
		struct digest_turn d = {.who = *p, .now = clock_now(in->env.clock)};
		enum digest_say say = digest_due(p->member != 0 ? &daily : &weekly,
		                                 zone_of(in, p->zone), d.now, p->last_day, &d.day);
		d.send = say == DIGEST_SEND || say == DIGEST_LATE;
		d.late = say == DIGEST_LATE;
		if (say != DIGEST_WAIT)
			VEC_ADD(out, pool, d);
	}
	return 0;
}

/* One that fails leaves the others alone and is tried again at the next look. */
static int
decide_all(struct intake *in, struct pool *pool, const turn_list *due, struct err *e)
{
	int count = 0;
	const struct digest_turn *d;
	VEC_EACH(d, due) {
		struct err bad = ERR_INIT;
		if (store_mark(in->env.store, e) < 0)
			return -1;
		int sent = decide_one(in, pool, d, &bad);
		if (sent < 0)
			log_event(LOG_WARN, "digest", "member=%lld client=%lld why=%s",
			          (long long)d->who.member, (long long)d->who.client, bad.text);
		if (store_unmark(in->env.store, sent >= 0, sent < 0 ? NULL : e) < 0 && sent >= 0)
			return -1;
		count += sent > 0;
	}
	return count;
}

int
digest_idle(struct intake *in, struct err *e)
{
	if (in->own_address == NULL)
		return 0;
	struct pool *pool = pool_new();
	turn_list due = {0};
	int count = find_due(in, pool, &due, e);
	if (count == 0 && due.len > 0) {
		if (store_begin(in->env.store, e) < 0) {
			count = -1;
		} else {
			count = decide_all(in, pool, &due, e);
			step("digest.decided");
			if (count < 0 || store_commit(in->env.store, e) < 0) {
				store_rollback(in->env.store);
				count = -1;
			}
		}
	}
	pool_free(pool);
	return count;
}

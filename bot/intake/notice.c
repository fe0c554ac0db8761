/*
 * Wishes beside the words of a mail (P2.2, P5): in a text file that came along, and in a comment that
 * was left in a tool, as its notice tells. The notice is feedback of the person it names, on the job
 * whose version links to that document; the tool vouches for nobody, so it is never more.
 */
#include "revise.h"

/*
 * Wishes in a text file are the sender's as those of the mail are. From here on they are one list; an
 * approval that such a list comes with is one with changes.
 */
void
feedback_notes(struct ctx *c)
{
	bool wishes = false;
	const struct said_item *x;
	VEC_EACH(x, &c->r->notes) {
		VEC_ADD(&c->r->items, c->pool, *x);
		wishes |= x->kind != ITEM_QUESTION;
	}
	if (wishes && c->r->verdict == VERDICT_APPROVE)
		c->r->verdict = VERDICT_APPROVE_WITH_CHANGES;
	else if (wishes && c->r->verdict == VERDICT_NONE && !c->r->out_of_office)
		c->r->verdict = VERDICT_CHANGES;
	if (c->r->notes.len > 0 && (c->r->intent == INTENT_OTHER || c->r->intent == INTENT_SOCIAL ||
	                            c->r->intent == INTENT_APPROVAL))
		c->r->intent = INTENT_FEEDBACK;
	c->r->notes.len = 0;
}

/* The one contact of the job's client with that name. */
static bool
contact_named(const contact_list *people, struct slice name, struct contact *out)
{
	size_t hits = 0;
	const struct contact *p;
	VEC_EACH (p, people) {
		if (p->gone != 0 || !slice_ieq(p->name, name))
			continue;
		*out = *p;
		hits++;
	}
	return hits == 1;
}

static int
of_contact(struct ctx *c, struct err *e)
{
	struct feedback f;
	c->who = WHO_CONTACT;
	c->address = c->contact.address;
	c->name = c->contact.name;
	c->r->intent = INTENT_FEEDBACK;
	c->r->text = c->r->notice.words;
	c->r->items.len = c->r->maybe.len = 0; /* the tool's own words are nobody's wish */
	c->r->praise.len = 0;
	feedback_notes(c);
	if (feedback_take(c, &f, e) < 0 || (f.taken && feedback_tell(c, &f, true, e) < 0) ||
	    job_save(c->store, &c->job, c->now, e) < 0)
		return -1;
	if (!f.taken && event_add(c->in, c->job.id, "filed", actor_of(c), c->row.id, c->now,
				  c->r->notice.words, e) < 0)
		return -1;
	return settle(c, INBOX_APPLIED, "a comment in %.*s%s", SLICE_ARG(c->r->notice.tool),
		      f.taken ? ": on the revision list, unauthenticated" : " without a wish");
}

int
notice_take(struct ctx *c, struct err *e)
{
	const struct notice *n = &c->r->notice;
	contact_list people = {0};
	member_list team = {0};
	int64_t job = 0;
	int got = step_authenticate(c, e);
	if (got != 0)
		return got;
	got = version_link_job(c->store, n->key, &job, e);
	if (got == 1)
		got = job_get(c->store, c->pool, job, &c->job, e);
	if (got == 1)
		got = client_by_id(c->store, c->pool, c->job.client, &c->client, e);
	if (got <= 0)
		return got < 0 ? -1
			       : settle(c, INBOX_TRIAGE,
					"a comment in %.*s on a document of no job",
					SLICE_ARG(n->tool));
	c->has_job = true;
	c->out.job = c->job.id;
	c->out.client = c->job.client;
	trail_add(c, "notice", pool_cstr(c->pool, n->tool), "a comment of %.*s on %.*s",
		  SLICE_ARG(n->person), SLICE_ARG(c->job.ref));
	if (contact_all(c->store, c->pool, c->job.client, &people, e) < 0 ||
	    member_all(c->store, c->pool, &team, e) < 0)
		return -1;
	if (contact_named(&people, n->person, &c->contact))
		return of_contact(c, e);
	const struct member *m;
	VEC_EACH (m, &team)
		if (slice_ieq(m->name, n->person))
			return event_add(c->in, c->job.id, "filed", SLICE_LIT("docket"), c->row.id,
					 c->now, n->words, e) < 0
				       ? -1
				       : settle(c, INBOX_APPLIED,
						"a colleague's comment in %.*s: filed",
						SLICE_ARG(n->tool));
	return settle(c, INBOX_TRIAGE,
		      "a comment in %.*s by %.*s, who is no contact of this job's client",
		      SLICE_ARG(n->tool), SLICE_ARG(n->person));
}

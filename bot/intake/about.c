/* Which review a mail is about, how that is known, and what can be proven of its sender (P6). */
#include "about.h"

/* A reply this long after our mail may be somebody's who found it; "APPROVE" to a fresh one is not.
 */
#define TOKEN_AGE_MAX (90 * (int64_t)CLOCK_DAY)

/* 1 found, 0 the mail is about no review, -1. */
static int
review_of_row(struct ctx *c, const struct outbox_row *row, struct about *a, struct err *e)
{
	int got = decision_by_asked(c->store, c->pool, row->id, &a->asked, e);
	if (got < 0)
		return -1;
	a->has_asked = got == 1 && a->asked.review != 0;
	if (a->has_asked)
		return review_get(c->store, c->pool, a->asked.review, &a->review, e);
	return review_by_token(c->store, c->pool, row->token, &a->review, e);
}

int
about_find(struct ctx *c, struct about *a, struct err *e)
{
	struct about other = {0};
	int got = 0;
	if (c->has_token) {
		got = review_of_row(c, &c->token_row, a, e);
		if (got < 0)
			return -1;
		a->found = a->token = got == 1;
	}
	if (c->answered.id != 0) {
		got = review_of_row(c, &c->answered, &other, e);
		if (got < 0)
			return -1;
		if (got == 1 && a->found) {
			a->references = other.review.id == a->review.id;
			a->two = !a->references;
		} else if (got == 1) {
			*a = other;
			a->found = a->references = true;
			a->has_asked = false; /* a fresh mail counts by its own token only */
		}
	}
	a->two |= c->two_tokens;
	if (a->found && (a->review.job != c->job.id || a->review.side != SIDE_CLIENT))
		*a = (struct about){.two = a->two};
	return 0;
}

bool
about_kind(enum verdict v, enum decision_kind *out)
{
	static const struct {
		enum verdict verdict;
		enum decision_kind kind;
	} rows[] = {
	        {VERDICT_APPROVE, DECIDE_APPROVE},
	        {VERDICT_APPROVE_WITH_CHANGES, DECIDE_APPROVE_WITH_CHANGES},
	        {VERDICT_CHANGES, DECIDE_CHANGES},
	        {VERDICT_REJECT, DECIDE_REJECT},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].verdict == v) {
			*out = rows[i].kind;
			return true;
		}
	}
	return false;
}

/* Changes listed beside an approval make it one with changes, whatever the verdict's words were. */
bool
about_lists_changes(const struct reading *r)
{
	const struct said_item *item;
	VEC_EACH(item, &r->items)
		if (item->kind == ITEM_CHANGE)
			return true;
	return false;
}

/* A file beside an approval may hold comments that docket cannot read. */
bool
about_has_file(const struct reading *r)
{
	const struct attachment *a;
	VEC_EACH(a, &r->attachments)
		if (!a->decoration)
			return true;
	return false;
}

const char *
about_doubt(const struct ctx *c, bool sender)
{
	static const struct {
		const char *word, *why;
		bool sender;
	} rows[] = {
		{"sender-differs", "somebody else is named as its sender", true},
		{"odd-letters", "it has letters that are not what they look like", false},
		{"parts-differ", "its HTML part says something else", false},
		{"text-cut", "it is too long to be read whole", false},
		{"parts-cut", "it is too long to be read whole", false},
		{"not-all-understood", "it is too long to be read whole", false},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		if (rows[i].sender == sender && read_warns(c, rows[i].word))
			return rows[i].why;
	if (sender && c->same_id)
		return "an earlier mail bears the same Message-ID";
	if (sender && c->has_token && c->now - c->token_row.created > TOKEN_AGE_MAX)
		return "its reply token is old";
	return !sender && c->row.cut ? "it is too long to be read whole" : NULL;
}

int
about_other_job(struct ctx *c, struct err *e)
{
	struct slice rest = c->r->subject;
	bool other = false;
	for (ptrdiff_t open; (open = slice_index(rest, '[')) >= 0;) {
		rest = slice_sub(rest, (size_t)open + 1, rest.len);
		ptrdiff_t close = slice_index(rest, ']');
		if (close < 0)
			break;
		struct job j;
		int got = job_by_ref(c->store, c->pool, slice_sub(rest, 0, (size_t)close), &j, e);
		if (got < 0)
			return -1;
		if (got == 1 && j.id == c->job.id)
			return 0;
		other |= got == 1;
	}
	return other;
}

enum approval_auth
about_auth(struct ctx *c)
{
	static const struct {
		const char *auth;
		enum approval_auth is;
	} auths[] = {{"dmarc", AUTH_PASS}, {"fail", AUTH_FAIL}, {"absent", AUTH_ABSENT}};
	for (size_t i = 0; i < COUNT(auths); i++)
		if (strcmp(c->auth, auths[i].auth) == 0)
			return auths[i].is;
	const char *doubt = about_doubt(c, true);
	if (doubt == NULL)
		return AUTH_UNCONFIGURED;
	trail_add(c, "approval", "unproven", "%s", doubt);
	return AUTH_ABSENT;
}

struct approval_facts
about_facts(struct ctx *c, const struct about *a, const struct version *newest)
{
	struct approval_facts f = {.auth = about_auth(c), .references = a->references};
	const char *doubt = about_doubt(c, false);
	bool old = c->has_token && c->now - c->token_row.created > TOKEN_AGE_MAX;
	f.plain = doubt == NULL;
	if (doubt != NULL)
		trail_add(c, "approval", "doubtful", "%s", doubt);
	struct life l = life_by_mail(c, &c->job);
	struct delegate of;
	struct err unread = ERR_INIT; /* what cannot be read is no right to decide */
	bool decider = decides_now(&l, &a->review, c->contact.id, &of, &unread) == 1;
	if (of.id != 0)
		trail_add(c, "approval", "delegate", "for contact %lld until %.*s", (long long)of.stands_for,
		          SLICE_ARG(of.until));
	/* The decision-maker settles what two others decided differently, once a review is over. */
	decider |= c->contact.id != 0 && c->contact.id == c->client.decider &&
	           a->review.state != REVIEW_OPEN;
	f.sender = decider ? SENDER_DECIDER : SENDER_ANYONE;
	if (a->token && !a->two) {
		f.token = TOKEN_OTHER;
		if (c->own_token && decider) {
			f.token = a->has_asked && a->asked.withdrawn == 0 && !old ? TOKEN_FRESH
										  : TOKEN_OWN;
			f.sender = SENDER_OWNER;
		}
	}
	/* What a member forwards is a report, whoever wrote it. */
	if (c->forwarded) {
		f.token = TOKEN_NONE;
		f.sender = SENDER_ANYONE;
	}
	f.current = !a->two && !a->other_job && a->version.id == newest->id &&
		    !approval_names_other(c->in->env.phrases, c->r->text, a->version.number) &&
		    (!approval_names_other(c->in->env.phrases, c->r->subject_base, a->version.number) ||
		     approval_names_other(c->in->env.phrases, c->job.title, a->version.number));
	f.open = a->review.state == REVIEW_OPEN && c->job.state == JOB_CLIENT_REVIEW;
	return f;
}

/*
 * Whose words these are, how far they can be believed, and which job they belong to (P2.3 to P2.5).
 * A job is never found by a number in a body, and never for somebody of another client.
 */
#include "ctx.h"

#include "docket/base/utf8.h"
#include "docket/domain/lookalike.h"

int
who_is(struct ctx *c, struct slice address, struct err *e)
{
	c->who = WHO_UNKNOWN;
	c->address = address;
	int got = member_by_address(c->store, c->pool, address, &c->member, e);
	if (got < 0)
		return -1;
	if (got == 1) {
		c->who = WHO_MEMBER;
		return 0;
	}
	got = contact_by_address(c->store, c->pool, address, &c->contact, e);
	if (got < 0)
		return -1;
	if (got == 1) {
		c->who = WHO_CONTACT;
		return client_by_id(c->store, c->pool, c->contact.client, &c->client, e) < 0 ? -1 : 0;
	}
	got = client_by_domain(c->store, c->pool, addr_domain(address), &c->client, e);
	if (got < 0)
		return -1;
	if (got == 1)
		c->who = WHO_DOMAIN;
	return 0;
}

struct slice
actor_of(struct ctx *c)
{
	if (c->who == WHO_MEMBER || c->forwarded)
		return pool_slicef(c->pool, "member:%lld", (long long)c->member.id);
	if (c->contact.id != 0)
		return pool_slicef(c->pool, "contact:%lld", (long long)c->contact.id);
	return SLICE_LIT("docket");
}

/* A new person at a known client's domain becomes its contact. */
static int
adopt_contact(struct ctx *c, struct err *e)
{
	c->contact = (struct contact){.client = c->client.id, .name = c->name, .address = c->address,
	                              .zone = SLICE_NONE, .lang = SLICE_NONE};
	if (contact_add(c->store, &c->contact, c->now, e) < 0 ||
	    client_event_by_mail(c, "contact", SLICE_LIT("{\"what\":\"added\"}"), c->contact.address, e) < 0)
		return -1;
	c->who = WHO_CONTACT;
	return 0;
}

bool
read_warns(const struct ctx *c, const char *word)
{
	const struct slice *w;
	VEC_EACH (w, &c->r->warnings)
		if (slice_is(*w, word))
			return true;
	return false;
}

/* What a person should see before they take the sender for a client's: its real letters. */
static int
unknown_sender(struct ctx *c, struct err *e)
{
	struct slice domain = addr_domain(c->address);
	const char *script = lookalike_script(domain);
	client_list all = {0};
	const struct client *client;
	const struct slice *known;
	if (client_all(c->store, c->pool, &all, e) < 0)
		return -1;
	VEC_EACH (client, &all)
		VEC_EACH (known, &client->domains)
			if (lookalike_domain(domain, *known))
				return settle(c, INBOX_TRIAGE,
					      "unknown sender: %.*s is not %.*s, it only looks "
					      "like it%s%s%s",
					      SLICE_ARG(domain), SLICE_ARG(*known),
					      script != NULL ? " (" : "",
					      script != NULL ? script : "",
					      script != NULL ? " letters)" : "");
	if (script != NULL)
		return settle(c, INBOX_TRIAGE, "unknown sender: %.*s has %s letters",
			      SLICE_ARG(domain), script);
	return settle(c, INBOX_TRIAGE, "unknown sender");
}

int
step_identify(struct ctx *c, struct err *e)
{
	const struct reading *r = c->r;
	if (r->from.mailbox.len == 0)
		return settle(c, INBOX_TRIAGE, "the mail names no sender that could be answered");
	if (read_warns(c, "several-senders"))
		return settle(c, INBOX_TRIAGE,
			      "the mail names more than one sender: whose words they are "
			      "is for a person to say");
	c->name = r->from.name;
	if (who_is(c, r->from.mailbox, e) < 0)
		return -1;
	if (c->who == WHO_MEMBER && !c->member.active) {
		c->out.sender = c->address;
		c->out.member = c->member.id;
		return settle(c, INBOX_TRIAGE, "from somebody who is not of the agency any more");
	}
	if (c->who == WHO_MEMBER && r->forward.found && r->forward.from.mailbox.len > 0) {
		struct member forwarder = c->member;
		bool partner = (forwarder.roles & ROLE_PARTNER) != 0;
		if (who_is(c, r->forward.from.mailbox, e) < 0)
			return -1;
		if ((c->who == WHO_CONTACT || c->who == WHO_DOMAIN) && partner) {
			/* It could open jobs for any client, and docket would answer that client. */
			c->out.member = forwarder.id;
			return settle(c, INBOX_TRIAGE, "a partner forwards a client's mail: one of the agency's "
			                               "own people should look");
		}
		if (c->who == WHO_CONTACT || c->who == WHO_DOMAIN) {
			c->forwarded = true;
			c->member = forwarder;
			c->name = r->forward.from.name;
			trail_add(c, "identify", "forwarded", "by %.*s for a client's person",
			          SLICE_ARG(forwarder.handle));
		} else {
			c->who = WHO_MEMBER;
			c->member = forwarder;
			c->address = r->from.mailbox;
		}
	}
	c->out.sender = c->address;
	switch (c->who) {
	case WHO_MEMBER:
		c->out.member = c->member.id;
		trail_add(c, "identify", "member", "%.*s", SLICE_ARG(c->member.handle));
		return 0;
	case WHO_CONTACT:
		break;
	case WHO_DOMAIN:
		trail_add(c, "identify", "new-contact", "the domain belongs to %.*s",
		          SLICE_ARG(c->client.code));
		break;
	case WHO_UNKNOWN:
		trail_add(c, "identify", "unknown", "neither the address nor its domain is known");
		return unknown_sender(c, e);
	}
	c->out.client = c->client.id;
	c->out.contact = c->contact.id;
	if (c->contact.gone != 0) {
		trail_add(c, "identify", "gone", "has left %.*s", SLICE_ARG(c->client.code));
		return settle(c, INBOX_TRIAGE, "the sender has left %.*s",
			      SLICE_ARG(c->client.name));
	}
	trail_add(c, "identify", "contact", "of %.*s", SLICE_ARG(c->client.code));
	return 0;
}

/* The configured trust of the mailbox this mail came through. */
static const char *
trusted_server(struct ctx *c)
{
	const struct conf_mailbox *mb;
	VEC_EACH(mb, &c->in->env.conf->mailboxes)
		if (slice_is(c->row.key.account, mb->name))
			return mb->auth_results != NULL ? mb->auth_results : "none";
	return "none";
}

/* Whether block of the mail's Authentication-Results was added by the trusted server. */
static bool
trusted_block(const char *trust, const struct auth_result *a)
{
	if (a->block != 0)
		return false;
	if (strcmp(trust, "google") == 0)
		return slice_iis(a->server_id, "mx.google.com");
	if (strcmp(trust, "microsoft") == 0)
		return a->server_id.len == 0 || slice_iends(a->server_id, ".outlook.com") ||
		       slice_iends(a->server_id, ".protection.outlook.com");
	return slice_iis(a->server_id, trust);
}

/*
 * "pass", "fail" or NULL: the DMARC verdict for the From domain (RFC 8601, RFC 7489). Of two
 * that differ the worse holds.
 */
static const char *
dmarc_verdict(struct ctx *c, const char *trust)
{
	const struct auth_result *a;
	struct slice domain = addr_domain(c->r->from.mailbox);
	const char *verdict = NULL;
	VEC_EACH (a, &c->r->auth) {
		if (!trusted_block(trust, a) || !slice_iis(a->method, "dmarc"))
			continue;
		if (a->domain.len > 0 && !slice_ieq(a->domain, domain))
			continue;
		if (slice_iis(a->result, "fail"))
			return "fail";
		if (slice_iis(a->result, "pass"))
			verdict = "pass";
	}
	return verdict;
}

static int
find_token_in(struct ctx *c, struct slice address, struct err *e)
{
	struct slice token = token_of_address(c->in, c->pool, address);
	struct outbox_row row;
	if (token.len == 0)
		return 0;
	int got = outbox_by_token(c->store, c->pool, token, &row, e);
	if (got <= 0)
		return got;
	if (c->has_token)
		c->two_tokens |= !slice_ieq(c->token_row.token, row.token);
	else
		c->token_row = row;
	c->has_token = true;
	return 0;
}

static int
find_token(struct ctx *c, struct err *e)
{
	const struct addr *a;
	const struct slice *s;
	VEC_EACH(a, &c->r->to)
		if (find_token_in(c, a->mailbox, e) < 0)
			return -1;
	VEC_EACH(a, &c->r->cc)
		if (find_token_in(c, a->mailbox, e) < 0)
			return -1;
	VEC_EACH(s, &c->r->delivered_to)
		if (find_token_in(c, *s, e) < 0)
			return -1;
	return 0;
}

int
step_authenticate(struct ctx *c, struct err *e)
{
	if (find_token(c, e) < 0)
		return -1;
	c->own_token = c->has_token && slice_ieq(utf8_fold(c->pool, c->token_row.to),
	                                         utf8_fold(c->pool, c->r->from.mailbox));
	const char *trust = trusted_server(c);
	bool configured = strcmp(trust, "none") != 0;
	const char *verdict = configured ? dmarc_verdict(c, trust) : NULL;
	if (verdict != NULL && strcmp(verdict, "fail") == 0)
		c->auth = "fail";
	else if (verdict != NULL)
		c->auth = "dmarc";
	else if (c->own_token && !configured)
		c->auth = "token";
	else
		c->auth = configured ? "absent" : "none";
	c->out.auth = slice_of(c->auth);
	trail_add(c, "authenticate", c->auth, "%s",
	          c->has_token ? (c->own_token ? "with the sender's own reply token"
	                                       : "with a reply token sent to somebody else")
	                       : "without a reply token");
	if (strcmp(c->auth, "fail") != 0)
		return 0;
	struct note n = {.kind = "alarm", .headline = SAY("note.forged"),
	                 .job = 0, .client = c->client.id, .cause = c->row.id, .alarm_key = "auth-fail",
	                 .subject = c->r->subject};
	n.lines[n.line_count++] = SAY_OF("note.forged.from", {c->r->from.mailbox});
	n.lines[n.line_count++] = SAY_OF("note.forged.why", {pool_slicef(c->pool, "m%lld", (long long)c->row.id)});
	if (notify_team(c->in, c->pool, &n, e) < 0)
		return -1;
	return settle(c, INBOX_TRIAGE, "the sender's address failed DMARC: possibly forged");
}

enum { MERGED_MAX = 16 };

/* Takes job `id` for this mail if the sender may. Returns 1 taken, 0 not theirs, -1. */
static int
take_job(struct ctx *c, int64_t id, const char *rule, struct err *e)
{
	struct job j;
	if (id == 0)
		return 0;
	int got = job_get(c->store, c->pool, id, &j, e);
	/* What a job turned out to be has its mail; a chain of them is short, and has an end. */
	for (int hops = 0; got == 1 && j.merged != 0 && hops < MERGED_MAX; hops++)
		got = job_get(c->store, c->pool, j.merged, &j, e);
	if (got <= 0)
		return got;
	if (c->who != WHO_MEMBER && j.client != c->client.id) {
		trail_add(c, "thread", "refused", "%s names a job of another client", rule);
		return 0;
	}
	if (c->who == WHO_MEMBER && (c->member.roles & ROLE_PARTNER) && !job_is_with(&j, c->member.id)) {
		trail_add(c, "thread", "refused", "%s names a job that was not given to this partner", rule);
		return 0;
	}
	c->job = j;
	c->has_job = true;
	c->thread_rule = rule;
	return 1;
}

/* Message-IDs this mail replies to, nearest first; finds the mail of ours and the job. */
static int
by_references(struct ctx *c, const slice_list *ids, struct err *e)
{
	enum { IDS_LOOKED_AT = 30 }; /* the nearest ones; long threads repeat themselves */
	for (size_t i = ids->len, n = 0; i > 0 && n < IDS_LOOKED_AT; i--, n++) {
		struct outbox_row sent;
		int got = outbox_by_id(c->store, c->pool, ids->at[i - 1], &sent, e);
		if (got < 0)
			return -1;
		if (got == 1 && c->answered.id == 0)
			c->answered = sent;
		int64_t job = got == 1 ? sent.job : 0, client = 0;
		if (got == 0 && inbox_job_of_id(c->store, ids->at[i - 1], &job, &client, e) < 0)
			return -1;
		if (job != 0 && !c->has_job && take_job(c, job, "references", e) < 0)
			return -1;
		if (c->has_job && c->answered.id != 0)
			return 0;
	}
	return 0;
}

int
find_answered(struct ctx *c, struct err *e)
{
	const slice_list *lists[] = {&c->r->in_reply_to, &c->r->references};
	for (size_t k = 0; k < COUNT(lists); k++) {
		for (size_t i = lists[k]->len; i > 0; i--) {
			int got = outbox_by_id(c->store, c->pool, lists[k]->at[i - 1], &c->answered, e);
			if (got != 0)
				return got < 0 ? -1 : 0;
		}
	}
	return 0;
}

/* "[ACME-042]" in the subject. */
static int
by_subject(struct ctx *c, struct err *e)
{
	struct slice rest = c->r->subject;
	for (ptrdiff_t open; (open = slice_index(rest, '[')) >= 0;) {
		rest = slice_sub(rest, (size_t)open + 1, rest.len);
		ptrdiff_t close = slice_index(rest, ']');
		if (close < 0)
			return 0;
		struct job j;
		int got = job_by_ref(c->store, c->pool, slice_sub(rest, 0, (size_t)close), &j, e);
		if (got < 0 || (got == 1 && (got = take_job(c, j.id, "subject", e)) != 0))
			return got < 0 ? -1 : 0;
	}
	return 0;
}

int
step_thread(struct ctx *c, struct err *e)
{
	if (c->has_token && take_job(c, c->token_row.job, "token", e) < 0)
		return -1;
	if (by_references(c, &c->r->in_reply_to, e) < 0)
		return -1;
	if ((!c->has_job || c->answered.id == 0) && by_references(c, &c->r->references, e) < 0)
		return -1;
	if (!c->has_job && by_subject(c, e) < 0)
		return -1;
	if (c->has_job) {
		c->out.job = c->job.id;
		if (c->out.client == 0)
			c->out.client = c->job.client;
		trail_add(c, "thread", "job", "%.*s by %s", SLICE_ARG(c->job.ref), c->thread_rule);
	} else {
		trail_add(c, "thread", "new", "no job of this sender is named");
	}
	if (c->who == WHO_DOMAIN)
		return adopt_contact(c, e) < 0 ? -1 : (c->out.contact = c->contact.id, 0);
	return 0;
}

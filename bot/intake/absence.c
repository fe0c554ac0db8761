/*
 * An automatic answer that names a substitute: the account lead is told, with the command that
 * would let them decide. It grants nothing (P6): an automatic answer is nobody's word, and may be
 * forged.
 */
#include "ctx.h"
#include "life.h"

enum {
	NAMED_MAX = 3
}; /* substitutes in one note: who names more names a department, and a note has six lines */

/* "2026-05-18" of a day that was said, or empty. */
static struct slice
day_said(struct ctx *c, const struct said_time *t)
{
	return t->words.text.len == 0 || !t->when.known
		       ? SLICE_NONE
		       : pool_slicef(c->pool, "%04d-%02d-%02d", t->when.year, t->when.month,
				     t->when.day);
}

/* Until when they are away, and when they are back, as far as they said it. */
static void
put_absence(struct ctx *c, struct note *n, struct slice name)
{
	struct slice until = day_said(c, &c->r->away.until), back = day_said(c, &c->r->away.back);
	n->lines[n->line_count++] =
		until.len > 0 ? SAY_OF("note.away.until", {name, c->contact.address, until})
			      : SAY_OF("note.away.only", {name, c->contact.address});
	if (back.len > 0)
		n->lines[n->line_count++] = SAY_OF("note.away.back", {back});
}

static bool
same_name(struct slice whole, struct slice said)
{
	struct slice first = answer_first_name(whole);
	return said.len > 0 && (slice_ieq(whole, said) || slice_ieq(first, said));
}

/* The one contact of the client that the words mean; false for none, and for several. */
static bool
contact_meant(const contact_list *people, const struct said_substitute *s, struct contact *out)
{
	size_t hits = 0;
	const struct contact *p;
	VEC_EACH (p, people) {
		bool it = s->address.len > 0 ? slice_ieq(p->address, s->address)
					     : same_name(p->name, s->name);
		if (it)
			*out = *p;
		hits += it;
	}
	return hits == 1;
}

/* One line about a substitute; what would make them a decider in *next_out. */
static struct saying
substitute_line(struct ctx *c, const contact_list *people, const struct said_substitute *s,
		const struct job *j, struct saying *next_out)
{
	struct contact known;
	struct slice name = s->name.len > 0 ? s->name : s->address;
	if (contact_meant(people, s, &known)) {
		struct slice until = day_said(c, &c->r->away.until);
		struct slice grant = until.len == 0 ? SLICE_NONE
						    : pool_slicef(c->pool, " --for %.*s --until %.*s",
								  SLICE_ARG(c->contact.address), SLICE_ARG(until));
		*next_out = SAY_OF("note.away.next", {j->ref, known.address, grant});
		return SAY_OF("note.away.known", {known.name.len > 0 ? known.name : name,
						  known.address, c->client.code});
	}
	*next_out = SAY_OF(
		"note.away.next-unknown",
		{c->client.code, s->address.len > 0 ? s->address : SLICE_LIT("ADDRESS"), j->ref});
	return s->address.len > 0 ? SAY_OF("note.away.unknown", {name, s->address})
				  : SAY_OF("note.away.unnamed", {name, c->client.code});
}

/* Whether this absence was told for this job already: each mail of ours gets such an answer. */
static int
told_before(struct ctx *c, const struct job *j, struct slice until, struct err *e)
{
	ledger_list events = {0};
	const struct ledger_row *row;
	if (ledger_of_job(c->store, c->pool, j->id, &events, e) < 0)
		return -1;
	VEC_EACH (row, &events)
		if (slice_is(row->kind, "out-of-office") &&
		    ledger_number(row, "told") == c->contact.id &&
		    slice_eq(ledger_data(row, "until"), until))
			return 1;
	return 0;
}

/* Somebody of the job's client, to whom the mail went that this one answers. 1, 0, -1. */
static int
is_theirs(struct ctx *c, struct job *j, struct err *e)
{
	struct slice from = c->r->from.mailbox;
	if (!slice_ieq(from, c->answered.to))
		return 0;
	int got = job_get(c->store, c->pool, c->answered.job, j, e);
	if (got == 1)
		got = contact_by_address(c->store, c->pool, from, &c->contact, e);
	if (got == 1 && c->contact.client != j->client)
		return 0;
	return got == 1 ? client_by_id(c->store, c->pool, j->client, &c->client, e) : got;
}

/* What they are asked just now; SAY_NONE if nothing. */
static int
asked_of_them(struct ctx *c, struct job *j, struct saying *out, struct err *e)
{
	struct life l = {.in = c->in,
			 .pool = c->pool,
			 .job = j,
			 .actor = SLICE_LIT("docket"),
			 .message = c->row.id,
			 .now = c->now};
	struct review r;
	struct version v;
	int got = open_review(&l, SIDE_CLIENT, &r, &v, e);
	*out = SAY_NONE;
	if (got == 1 && review_has(&r, 0, c->contact.id))
		*out = SAY_OF("note.away.asked",
			      {pool_slicef(c->pool, "v%lld", (long long)v.number)});
	return got < 0 ? -1 : 0;
}

static int
propose(struct ctx *c, struct job *j, struct err *e)
{
	const struct said_away *a = &c->r->away;
	contact_list people = {0};
	struct saying asked, next = SAY_NONE;
	struct note n = {.kind = "team-note",
			 .job = j->id,
			 .client = j->client,
			 .cause = c->row.id,
			 .ref = j->ref,
			 .quote = c->r->text};
	if (contact_all(c->store, c->pool, j->client, &people, e) < 0 ||
	    asked_of_them(c, j, &asked, e) < 0)
		return -1;
	struct slice name = c->contact.name.len > 0 ? c->contact.name : c->contact.address;
	n.headline = SAY_OF("note.away", {name});
	put_absence(c, &n, name);
	for (size_t i = 0; i < a->substitutes.len && i < NAMED_MAX; i++) {
		struct saying one;
		n.lines[n.line_count++] =
			substitute_line(c, &people, &a->substitutes.at[i], j, &one);
		if (next.key == NULL)
			next = one;
	}
	if (asked.key != NULL)
		n.lines[n.line_count++] = asked;
	n.next = next;
	return notify_team(c->in, c->pool, &n, e);
}

int
absence_take(struct ctx *c, struct err *e)
{
	struct job j;
	struct slice until = day_said(c, &c->r->away.until);
	char data[96] = "";
	if (until.len == 0)
		until = day_said(c, &c->r->away.back);
	int theirs = c->r->away.substitutes.len > 0 ? is_theirs(c, &j, e) : 0;
	int told = theirs == 1 && !job_is_over(j.state) ? told_before(c, &j, until, e) : 1;
	if (theirs < 0 || told < 0)
		return -1;
	if (told == 0) {
		if (propose(c, &j, e) < 0)
			return -1;
		(void)snprintf(data, sizeof(data), "{\"told\":%lld,\"until\":\"%.*s\"}",
			       (long long)c->contact.id, SLICE_ARG(until));
	}
	struct ledger_entry entry = {.job = c->answered.job,
				     .at = c->now,
				     .kind = "out-of-office",
				     .actor = SLICE_LIT("docket"),
				     .message = c->row.id,
				     .data = slice_of(data),
				     .text = c->r->text};
	return ledger_add(c->store, &entry, e);
}

/*
 * One step of a lane: what some person would do next to the job the lane works on. A row of the
 * table stands for each move of job_moves.def, and for each way to it; nobody checks here whether
 * docket does it. Everything is drawn from the step's own seed and the state of the lane's job.
 */
#include "world.h"

#include <stdio.h>

struct way {
	const char *state; /* of the job */
	unsigned weight;
	void (*go)(struct play *p);
};

static const char *const kits[] = {"landing-page", "social", "brand", "copy", "other", "print"};

bool
play_person(struct play *p, struct person *out)
{
	int64_t n = world_int(p->w, "SELECT count(*) FROM contact WHERE client = %lld",
			      (long long)p->client);
	if (n == 0)
		return false;
	out->id = world_int(
		p->w, "SELECT id FROM contact WHERE client = %lld ORDER BY id LIMIT 1 OFFSET %u",
		(long long)p->client, rng_below(&p->r, (unsigned)n));
	snprintf(out->name, sizeof(out->name), "%s",
		 world_text(p->w, "SELECT name FROM contact WHERE id = %lld", (long long)out->id));
	snprintf(out->address, sizeof(out->address), "%s",
		 world_text(p->w, "SELECT address FROM contact WHERE id = %lld",
			    (long long)out->id));
	return true;
}

const char *
play_maker(struct play *p)
{
	return world_text(
		p->w, "SELECT handle FROM member m JOIN job j ON j.maker = m.id WHERE j.id = %lld",
		(long long)p->job);
}

const char *
play_member(struct play *p)
{
	int64_t n = world_int(p->w, "SELECT count(*) FROM member WHERE active = 1");
	return world_text(
		p->w, "SELECT handle FROM member WHERE active = 1 ORDER BY id LIMIT 1 OFFSET %u",
		rng_below(&p->r, (unsigned)n));
}

__attribute__((format(printf, 3, 4))) static void
command(struct play *p, const char *as, const char *format, ...)
{
	char line[1000];
	va_list ap;
	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	world_command(p->w, as, line);
}

/* ------------------------------------------------------------------------------- opening */

static const char *const wishes[] = {
	"Hi, we need a landing page for our spring sale.",
	"Hello, we need a new logo for the autumn range. Erik signs off.",
	"Hi team,\r\n\r\nDeliverable: landing page for the spring sale\r\nObjective: 500 "
	"bookings\r\n"
	"Audience: hikers between 25 and 40\r\nDeadline: 28 May 2027\r\nOffer: 20 % off all "
	"tents\r\n"
	"Approver: Jane Doe\r\n",
	"URGENT!!! We need a web banner today, please rush it.",
	"Hi, please make us a flyer and a social media post for the street fair.",
};
static const char *const titles[] = {"Spring landing page", "Poster for the fair", "Autumn range",
				     "New product names"};

static void
open_job(struct play *p)
{
	struct person who;
	int64_t before = world_int(p->w, "SELECT max(id) FROM job");
	p->client =
		world_int(p->w, "SELECT id FROM client ORDER BY id LIMIT 1 OFFSET %d", p->lane % 3);
	snprintf(p->code, sizeof(p->code), "%s",
		 world_text(p->w, "SELECT code FROM client WHERE id = %lld", (long long)p->client));
	if (rng_chance(&p->r, 40) && play_person(p, &who)) {
		char subject[64];
		snprintf(subject, sizeof(subject), "%s %u", PICK(&p->r, titles),
			 rng_below(&p->r, 100000));
		world_mail(p->w, &(struct letter){.from = who.address,
						  .from_name = who.name,
						  .subject = subject,
						  .auth = "pass",
						  .body = PICK(&p->r, wishes)});
	} else {
		command(p, play_member(p), "new %s %s kit=%s", p->code, PICK(&p->r, titles),
			PICK(&p->r, kits));
	}
	p->w->lanes[p->lane] =
		world_int(p->w, "SELECT min(id) FROM job WHERE id > %lld", (long long)before);
}

/* -------------------------------------------------------------------------------- intake */

static const char *const fields[][2] = {
	{"deliverable", "Deliverable"},
	{"objective", "Objective"},
	{"audience", "Audience"},
	{"deadline", "Deadline"},
	{"channels", "Channels"},
	{"copy_or_offer", "Offer"},
	{"specs", "Specs"},
	{"references", "References"},
	{"approver", "Approver"},
	{"budget", "Budget"},
};
static const char *const values[COUNT(fields)] = {
	"landing page for the spring sale",
	"500 bookings for the tours",
	"hikers between 25 and 40",
	"28 May 2027",
	"Instagram and the newsletter",
	"20 % off all tents",
	"1200 x 630 pixels, JPEG",
	"the page of last year",
	"Jane Doe",
	"4,000 dollars",
};

static bool
is_missing(struct play *p, size_t field)
{
	return world_int(p->w,
			 "SELECT (j.required & ~j.waived) >> %d & 1 AND NOT EXISTS (SELECT 1 FROM "
			 "brief b WHERE b.job = j.id AND b.field = %d AND b.alt_date IS NULL) "
			 "FROM job j WHERE j.id = %lld",
			 (int)field, (int)field, (long long)p->job) != 0;
}

/* A client's mail on the job's own thread: by the token of the newest mail of that kind to them. */
static void
client_mail(struct play *p, const struct person *who, const char *kind, const char *body)
{
	char to[160] = "", subject[200];
	int64_t row =
		world_int(p->w,
			  "SELECT id FROM outbox WHERE job = %lld AND kind = '%s' AND token IS NOT "
			  "NULL AND to_address = '%s' ORDER BY id DESC LIMIT 1",
			  (long long)p->job, kind, who->address);
	const char *id =
		world_text(p->w, "SELECT message_id FROM outbox WHERE id = %lld", (long long)row);
	if (row != 0)
		snprintf(to, sizeof(to), "intake+%s@harborpine.example",
			 world_text(p->w, "SELECT token FROM outbox WHERE id = %lld",
				    (long long)row));
	snprintf(subject, sizeof(subject), "Re: [%s] %u", p->ref, rng_below(&p->r, 100000));
	world_mail(p->w, &(struct letter){.from = who->address,
					  .from_name = who->name,
					  .to = row != 0 ? to : NULL,
					  .subject = subject,
					  .in_reply_to = row != 0 ? id : NULL,
					  .auth = "pass",
					  .body = body});
}

static void
requester(struct play *p, struct person *who)
{
	int64_t id =
		world_int(p->w, "SELECT requester FROM job WHERE id = %lld", (long long)p->job);
	if (!play_person(p, who) || id == 0)
		return;
	who->id = id;
	snprintf(who->name, sizeof(who->name), "%s",
		 world_text(p->w, "SELECT name FROM contact WHERE id = %lld", (long long)id));
	snprintf(who->address, sizeof(who->address), "%s",
		 world_text(p->w, "SELECT address FROM contact WHERE id = %lld", (long long)id));
}

static void
fill_by_mail(struct play *p)
{
	char body[1200];
	size_t used = 0;
	struct person who;
	requester(p, &who);
	body[0] = '\0';
	for (size_t f = 0; f < COUNT(fields); f++)
		if (is_missing(p, f))
			used += (size_t)snprintf(body + used, sizeof(body) - used, "%s: %s\r\n",
						 fields[f][1], values[f]);
	if (used == 0)
		snprintf(body, sizeof(body), "Budget: 4,000 dollars");
	client_mail(p, &who, "prompt", body);
}

static void
fill_by_hand(struct play *p)
{
	for (size_t f = 0; f < COUNT(fields); f++)
		if (is_missing(p, f)) {
			command(p, play_member(p), "set %s %s %s", p->ref, fields[f][0], values[f]);
			return;
		}
	fill_by_mail(p);
}

static void
ambiguous_date(struct play *p)
{
	struct person who;
	requester(p, &who);
	client_mail(p, &who, "prompt", "Please change the deadline to 03/04/2027.");
}

/* ----------------------------------------------------------------------- plain commands */

static const char *const reasons[] = {"the budget is gone", "they asked for it by phone",
				      "we have no time"};

static void
accept(struct play *p)
{
	command(p, play_member(p), "accept %s", p->ref);
}

static void
decline(struct play *p)
{
	command(p, play_member(p), "decline %s %s", p->ref, PICK(&p->r, reasons));
}

static void
hold(struct play *p)
{
	if (rng_chance(&p->r, 40))
		command(p, play_member(p), "hold %s until 2027-06-01 %s", p->ref,
			PICK(&p->r, reasons));
	else
		command(p, play_member(p), "hold %s", p->ref);
}

static void
resume(struct play *p)
{
	command(p, play_member(p), "resume %s", p->ref);
}

static void
cancel(struct play *p)
{
	command(p, play_member(p), "cancel %s %s", p->ref, PICK(&p->r, reasons));
}

/* Another open job of the client takes this one in, where there is one of its kind. */
static void
merge_away(struct play *p)
{
	const char *keep = world_text(
		p->w,
		"SELECT k.ref FROM job k JOIN job j ON j.client = k.client AND j.id <> k.id AND "
		"(j.kit = k.kit OR j.kit = 'other' OR k.kit = 'other') WHERE j.id = %lld AND "
		"k.merged IS NULL AND k.state NOT IN ('declined', 'cancelled', 'archived') "
		"ORDER BY k.id DESC LIMIT 1",
		(long long)p->job);

	if (keep[0] != '\0')
		command(p, play_member(p), "merge-jobs %s %s", keep, p->ref);
}

/* An assignment that its giver takes back at once. */
static void
assign_and_undo(struct play *p)
{
	const char *giver = play_member(p);

	command(p, giver, "assign %s %s", p->ref, play_member(p));
	command(p, giver, "undo");
}

static void
not_a_request(struct play *p)
{
	int64_t m =
		world_int(p->w, "SELECT min(id) FROM message WHERE job = %lld", (long long)p->job);
	if (m == 0)
		accept(p);
	else
		command(p, play_member(p), "not-a-request m%lld", (long long)m);
}

/* Opened twice: this one goes into another of the same client. */
static void
merge(struct play *p)
{
	const char *keep = world_text(p->w,
				      "SELECT ref FROM job WHERE client = %lld AND id <> %lld AND "
				      "state NOT IN ('declined', 'cancelled', 'archived') "
				      "ORDER BY id DESC LIMIT 1",
				      (long long)p->client, (long long)p->job);
	if (keep[0] != '\0')
		command(p, NULL, "merge-jobs %s %s", keep, p->ref);
}

static void
assign(struct play *p)
{
	const char *who = play_member(p);
	if (rng_chance(&p->r, 50))
		command(p, play_member(p), "assign %s %s", p->ref, who);
	else
		command(p, who, "take %s", p->ref);
}

/* --------------------------------------------------------------------- versions, reviews */

static void
submit(struct play *p)
{
	const char *maker = play_maker(p);
	char body[64], from[96];
	if (rng_chance(&p->r, 60)) {
		command(p, rng_chance(&p->r, 80) && maker[0] != '\0' ? maker : play_member(p),
			"submit %s https://files.example/v%u", p->ref, rng_below(&p->r, 1000));
		return;
	}
	snprintf(body, sizeof(body), "/submit %s", p->ref);
	snprintf(from, sizeof(from), "%s@harborpine.example", maker[0] != '\0' ? maker : "tom");
	world_mail(p->w, &(struct letter){.from = from,
					  .from_name = "Maker",
					  .subject = "The work",
					  .auth = "pass",
					  .body = body,
					  .file = true});
}

/* Somebody who may decide the open stage of ours. */
static const char *
reviewer(struct play *p)
{
	return world_text(
		p->w,
		"SELECT m.handle FROM review r JOIN review_decider d ON d.review = r.id JOIN "
		"member m ON m.id = d.member WHERE r.job = %lld AND r.side = 'us' AND "
		"r.state = 'open' ORDER BY (d.position * %u) %% 7 LIMIT 1",
		(long long)p->job, rng_below(&p->r, 6) + 1);
}

static void
internal(struct play *p, const char *verb, const char *words)
{
	const char *who = reviewer(p);
	char from[96], to[160];
	if (who[0] == '\0') /* nobody may: a name for the client, or an override, goes on */
		who = play_member(p);
	const char *token = world_text(
		p->w,
		"SELECT d.token FROM review r JOIN review_decider d ON d.review = r.id JOIN member "
		"m "
		"ON m.id = d.member WHERE r.job = %lld AND r.state = 'open' AND m.handle = '%s'",
		(long long)p->job, who);
	if (token[0] == '\0' || rng_chance(&p->r, 60)) {
		command(p, who, "%s %s %s", verb, p->ref, words);
		return;
	}
	snprintf(from, sizeof(from), "%s@harborpine.example", who);
	snprintf(to, sizeof(to), "intake+%s@harborpine.example", token);
	world_mail(p->w,
		   &(struct letter){.from = from,
				    .from_name = who,
				    .to = to,
				    .subject = "Re: review",
				    .auth = "pass",
				    .body = strcmp(verb, "approve") == 0 ? "APPROVE" : words});
}

static void
pass(struct play *p)
{
	internal(p, "approve", "reads well");
}

/* All stages at once, as happens when everybody sits around one table. */
static void
pass_all(struct play *p)
{
	for (int i = 0; i < 4 && reviewer(p)[0] != '\0'; i++)
		internal(p, "approve", "seen together");
}

static void
internal_changes(struct play *p)
{
	internal(p, rng_chance(&p->r, 80) ? "changes" : "reject", "Please make the logo smaller.");
}

static void
override(struct play *p)
{
	command(p, play_member(p), "review %s --override %s", p->ref, PICK(&p->r, reasons));
}

/* The open review of the client's, and one of its deciders: the mail they were sent. */
static bool
decider(struct play *p, struct person *who, char *to, size_t size, const char **id_out)
{
	int64_t row = world_int(
		p->w,
		"SELECT d.outbox FROM review r JOIN review_decider d ON d.review = r.id WHERE "
		"r.job = %lld AND r.side = 'client' AND r.state = 'open' AND d.token IS NOT "
		"NULL ORDER BY (d.position * %u) %% 7 LIMIT 1",
		(long long)p->job, rng_below(&p->r, 6) + 1);
	if (row == 0)
		return false;
	snprintf(who->address, sizeof(who->address), "%s",
		 world_text(p->w, "SELECT to_address FROM outbox WHERE id = %lld", (long long)row));
	who->id = world_int(p->w, "SELECT contact FROM review_decider WHERE outbox = %lld",
			    (long long)row);
	snprintf(who->name, sizeof(who->name), "%s",
		 world_text(p->w, "SELECT name FROM contact WHERE id = %lld", (long long)who->id));
	snprintf(to, size, "intake+%s@harborpine.example",
		 world_text(p->w, "SELECT token FROM outbox WHERE id = %lld", (long long)row));
	*id_out = world_text(p->w, "SELECT message_id FROM outbox WHERE id = %lld", (long long)row);
	return true;
}

static void
client_word(struct play *p, const char *verb, const char *words)
{
	struct person who;
	char to[160];
	const char *id;
	if (!decider(p, &who, to, sizeof(to), &id)) {
		if (play_person(p, &who))
			command(p, NULL, "decider %s %s", p->ref, who.address);
		return;
	}
	if (rng_chance(&p->r, 50)) {
		command(p, play_member(p), "%s %s --by %s said so on the phone", verb, p->ref,
			who.address);
		return;
	}
	/* Without a verdict of the mail server docket asks afresh, and the answer to that counts.
	 */
	bool proven = rng_chance(&p->r, 80);
	world_mail(p->w, &(struct letter){.from = who.address,
					  .from_name = who.name,
					  .to = to,
					  .subject = "Re: for your review",
					  .in_reply_to = id,
					  .auth = proven ? "pass" : NULL,
					  .body = words,
					  .entitled = proven ? who.id : 0});
}

static const char *const yes[] = {"Approved.", "APPROVE", "Approved, thank you!",
				  "Looks great, approved from my side."};
static const char *const no[] = {
	"Please change the headline to \"Spring is here\" and make the logo smaller.",
	"The colours are too dark. Please move the price to the top.",
	"Make the photo bigger please, and the phone number is wrong.",
};
static const char *const yes_but[] = {
	"Approved, but please make the logo smaller. No need to see it again.",
	"Approved with one change: the headline should say \"Spring\". No need to see it again.",
	"Approved, but change the headline to \"Spring\".",
};

static void
client_yes(struct play *p)
{
	client_word(p, "approve", PICK(&p->r, yes));
}

static void
client_no(struct play *p)
{
	client_word(p, "changes", PICK(&p->r, no));
}

static void
client_yes_but(struct play *p)
{
	struct person who;
	char to[160];
	const char *id;
	if (!decider(p, &who, to, sizeof(to), &id))
		return;
	world_mail(p->w, &(struct letter){.from = who.address,
					  .from_name = who.name,
					  .to = to,
					  .subject = "Re: for your review",
					  .in_reply_to = id,
					  .auth = "pass",
					  .body = PICK(&p->r, yes_but),
					  .entitled = who.id});
}

static void
client_reject(struct play *p)
{
	client_word(p, "reject", "I reject this version. It is not what we asked for.");
}

/* Answers to the fresh mails that ask about a decision. */
static bool
answer_asked(struct play *p, const char *strength, const char *body, bool decides)
{
	int64_t row = world_int(
		p->w,
		"SELECT asked FROM decision WHERE job = %lld AND strength = '%s' AND asked "
		"IS NOT NULL AND withdrawn IS NULL ORDER BY id DESC LIMIT 1",
		(long long)p->job, strength);
	if (row == 0)
		return false;
	const char *from =
		world_text(p->w, "SELECT to_address FROM outbox WHERE id = %lld", (long long)row);
	int64_t id = world_int(p->w, "SELECT id FROM contact WHERE address = '%s'", from);
	char to[160];
	snprintf(to, sizeof(to), "intake+%s@harborpine.example",
		 world_text(p->w, "SELECT token FROM outbox WHERE id = %lld", (long long)row));
	world_mail(p->w,
		   &(struct letter){.from = from,
				    .from_name = "Decider",
				    .to = to,
				    .subject = "Re: about your word",
				    .in_reply_to = world_text(p->w,
							      "SELECT message_id FROM outbox WHERE "
							      "id = %lld",
							      (long long)row),
				    .auth = rng_chance(&p->r, 70) ? "pass" : NULL,
				    .body = body,
				    .entitled = decides ? id : 0});
	return true;
}

static void
contradict(struct play *p)
{
	if (!answer_asked(p, "attested", "That is wrong, I never said this.", false))
		hold(p);
}

static void
confirm(struct play *p)
{
	if (!answer_asked(p, "asked", "Approved, yes that was me.", true) &&
	    !answer_asked(p, "attested", "Approved, that is right.", true))
		client_yes(p);
}

/* The decider takes back what they said in a review that is over. */
static void
changed_mind(struct play *p)
{
	int64_t row = world_int(
		p->w,
		"SELECT d.outbox FROM review r JOIN review_decider d ON d.review = r.id WHERE "
		"r.job = %lld AND r.side = 'client' AND r.state = 'passed' AND d.token IS NOT "
		"NULL ORDER BY r.id DESC LIMIT 1",
		(long long)p->job);
	if (row == 0)
		return;
	const char *from =
		world_text(p->w, "SELECT to_address FROM outbox WHERE id = %lld", (long long)row);
	char to[160];
	snprintf(to, sizeof(to), "intake+%s@harborpine.example",
		 world_text(p->w, "SELECT token FROM outbox WHERE id = %lld", (long long)row));
	world_mail(p->w,
		   &(struct letter){
			   .from = from,
			   .from_name = "Decider",
			   .to = to,
			   .subject = "Re: for your review",
			   .in_reply_to = world_text(p->w,
						     "SELECT message_id FROM outbox WHERE "
						     "id = %lld",
						     (long long)row),
			   .auth = "pass",
			   .body = PICK(&p->r, no),
			   .entitled = world_int(
				   p->w, "SELECT id FROM contact WHERE address = '%s'", from)});
}

static void
close_round(struct play *p)
{
	command(p, play_member(p), "close-round %s", p->ref);
}

/* ----------------------------------------------------------------------------- the end */

static void
start_qa(struct play *p)
{
	command(p, play_member(p), "qa %s 1 ok", p->ref);
}

static void
qa_all(struct play *p)
{
	command(p, play_member(p), "qa %s all ok", p->ref);
	if (rng_chance(&p->r, 50))
		command(p, play_member(p), "qa %s 0 waive %s", p->ref, PICK(&p->r, reasons));
}

static void
deliver(struct play *p)
{
	const char *who = play_member(p);
	if (rng_chance(&p->r, 90)) {
		command(p, NULL, "qa %s all ok", p->ref);
		command(p, NULL, "qa %s 0 waive %s", p->ref, PICK(&p->r, reasons));
	}
	command(p, who, "deliver %s", p->ref);
}

static void
archive(struct play *p)
{
	command(p, play_member(p), "archive %s", p->ref);
}

static void
reopen(struct play *p)
{
	command(p, play_member(p), "reopen %s %s", p->ref, PICK(&p->r, reasons));
}

static const struct way ways[] = {
	{"intake", 6, merge},
	{"scoping", 8, merge},
	{"ready", 5, merge},
	{"intake", 30, fill_by_mail},
	{"intake", 20, fill_by_hand},
	{"intake", 12, accept},
	{"intake", 3, decline},
	{"intake", 3, hold},
	{"intake", 3, cancel},
	{"intake", 2, merge_away},
	{"intake", 7, not_a_request},
	{"scoping", 16, ambiguous_date},
	{"scoping", 36, accept},
	{"scoping", 4, decline},
	{"scoping", 4, hold},
	{"scoping", 4, cancel},
	{"scoping", 2, merge_away},
	{"scoping", 12, not_a_request},
	{"ready", 46, assign},
	{"ready", 3, decline},
	{"ready", 4, hold},
	{"ready", 5, cancel},
	{"ready", 2, merge_away},
	{"ready", 3, assign_and_undo},
	{"production", 16, assign},
	{"production", 40, submit},
	{"production", 4, hold},
	{"production", 7, cancel},
	{"production", 6, merge_away},
	{"internal-review", 40, pass},
	{"internal-review", 40, pass_all},
	{"internal-review", 10, override},
	{"internal-review", 5, submit},
	{"internal-review", 6, internal_changes},
	{"internal-review", 5, hold},
	{"internal-review", 4, cancel},
	{"internal-review", 8, merge_away},
	{"client-review", 30, client_yes},
	{"client-review", 14, client_no},
	{"client-review", 10, client_yes_but},
	{"client-review", 6, client_reject},
	{"client-review", 5, submit},
	{"client-review", 4, hold},
	{"client-review", 4, cancel},
	{"client-review", 8, merge_away},
	{"client-review", 10, confirm},
	{"client-review", 4, close_round},
	{"revision", 15, assign},
	{"revision", 40, submit},
	{"revision", 34, contradict},
	{"revision", 4, hold},
	{"revision", 4, cancel},
	{"approved", 70, start_qa},
	{"approved", 8, changed_mind},
	{"approved", 30, contradict},
	{"approved", 9, reopen},
	{"approved", 5, hold},
	{"approved", 9, cancel},
	{"approved", 5, confirm},
	{"final-qa", 4, qa_all},
	{"final-qa", 64, deliver},
	{"final-qa", 24, changed_mind},
	{"final-qa", 60, contradict},
	{"final-qa", 18, reopen},
	{"final-qa", 5, hold},
	{"final-qa", 16, cancel},
	{"delivered", 36, archive},
	{"delivered", 190, contradict},
	{"delivered", 25, reopen},
	{"archived", 80, reopen},
	{"archived", 16, open_job},
	{"on-hold", 40, resume},
	{"on-hold", 8, cancel},
	{"on-hold", 22, merge_away},
	{"on-hold", 8, decline},
	{"declined", 20, open_job},
	{"cancelled", 20, open_job},
};

static void
load(struct play *p)
{
	p->job = p->w->lanes[p->lane];
	snprintf(p->ref, sizeof(p->ref), "%s",
		 world_text(p->w, "SELECT ref FROM job WHERE id = %lld", (long long)p->job));
	snprintf(p->state, sizeof(p->state), "%s",
		 world_text(p->w, "SELECT state FROM job WHERE id = %lld", (long long)p->job));
	p->client = world_int(p->w, "SELECT client FROM job WHERE id = %lld", (long long)p->job);
	snprintf(p->code, sizeof(p->code), "%s",
		 world_text(p->w, "SELECT code FROM client WHERE id = %lld", (long long)p->client));
}

/* How often each way was gone in this run: what was gone often gives way to what was not. */
static unsigned gone[COUNT(ways)];

void
play_begin(void)
{
	memset(gone, 0, sizeof(gone));
}

static unsigned
weight_of(size_t i)
{
	enum { OFTEN = 45, MAIN_ROAD = 26 }; /* what leads on is never held back */
	unsigned w = ways[i].weight;
	return w >= MAIN_ROAD || gone[i] < OFTEN ? w : w / 5 + 1;
}

/* *way: chosen before, for a step that is played again; or -1, and then what was chosen. */
static void
next_act(struct play *p, int *way)
{
	uint64_t draw = rng_next(&p->r);
	unsigned sum = 0;
	if (*way >= 0 && strcmp(ways[*way].state, p->state) == 0) {
		ways[*way].go(p);
		return;
	}
	for (size_t i = 0; i < COUNT(ways); i++)
		if (strcmp(ways[i].state, p->state) == 0)
			sum += weight_of(i);
	if (sum == 0) {
		open_job(p);
		return;
	}
	unsigned at = (unsigned)(draw % sum);
	for (size_t i = 0; i < COUNT(ways); i++) {
		if (strcmp(ways[i].state, p->state) != 0)
			continue;
		if (at < weight_of(i)) {
			gone[i]++;
			if (*way < 0)
				*way = (int)i;
			ways[i].go(p);
			return;
		}
		at -= weight_of(i);
	}
}

/* Minutes mostly, sometimes a night or a weekend: what falls due by the clock comes too. */
static void
pass_time(struct play *p)
{
	int64_t minutes = rng_chance(&p->r, 90) ? rng_below(&p->r, 45) : rng_below(&p->r, 30 * 60);
	p->w->now += minutes * CLOCK_MINUTE + rng_below(&p->r, 60000);
	p->w->d.clock = clock_fake(p->w->now);
}

void
play_step(struct world *w, uint64_t seed, int lane, int *way)
{
	struct play p = {.w = w, .r = {seed}, .lane = lane};
	w->message = w->entitled = 0;
	pass_time(&p);
	load(&p);
	if (p.job != 0 && rng_chance(&p.r, 14))
		play_noise(&p);
	else
		next_act(&p, way);
	if (rng_chance(&p.r, 70))
		world_deliver(w, &p.r);
	if (rng_chance(&p.r, 30))
		world_idle(w);
}

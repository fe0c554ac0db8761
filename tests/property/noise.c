/*
 * What happens beside the work: words that must decide nothing, mails of machines, copies,
 * strangers, second opinions, and any command of the table with words made up from its usage.
 */
#include "world.h"

#include <stdio.h>

/* A review's mail to a decider, newest first: of the job, open or long over. */
static int64_t
review_mail(struct play *p, const char *states)
{
	return world_int(p->w,
			 "SELECT d.outbox FROM review r JOIN review_decider d ON d.review = r.id "
			 "WHERE r.job = "
			 "%lld AND r.side = 'client' AND d.token IS NOT NULL AND instr('%s', "
			 "r.state) > 0 ORDER "
			 "BY r.id DESC LIMIT 1",
			 (long long)p->job, states);
}

static void
write_on(struct play *p, int64_t row, const struct letter *l)
{
	struct letter full = *l;
	char to[160], id[200];
	snprintf(to, sizeof(to), "intake+%s@harborpine.example",
		 world_text(p->w, "SELECT token FROM outbox WHERE id = %lld", (long long)row));
	snprintf(id, sizeof(id), "%s",
		 world_text(p->w, "SELECT message_id FROM outbox WHERE id = %lld", (long long)row));
	if (full.to == NULL)
		full.to = to;
	full.in_reply_to = id;
	world_mail(p->w, &full);
}

/* None of these may approve: the check compares new decisions with `entitled`, which stays 0. */
static void
attack(struct play *p)
{
	static const char *const words[] = {"Approved.", "APPROVE", "Approved, thank you!"};
	struct person other;
	int64_t row = review_mail(p, "open passed changes superseded");
	const char *yes = PICK(&p->r, words);
	if (row == 0 || !play_person(p, &other))
		return;
	char owner[96];
	snprintf(owner, sizeof(owner), "%s",
		 world_text(p->w, "SELECT to_address FROM outbox WHERE id = %lld", (long long)row));
	switch (rng_below(&p->r, 7)) {
	case 0: /* somebody else with the decider's token */
		if (strcmp(other.address, owner) != 0)
			write_on(p, row,
				 &(struct letter){.from = other.address,
						  .from_name = "Jane Doe",
						  .subject = "Re: for your review",
						  .auth = "pass",
						  .body = yes});
		return;
	case 1: /* the server says that it is forged */
		write_on(p, row,
			 &(struct letter){.from = owner,
					  .from_name = "Jane Doe",
					  .auth = "fail",
					  .subject = "Re: for your review",
					  .body = yes});
		return;
	case 2: /* a stranger */
		write_on(p, row,
			 &(struct letter){.from = "mallory@evil.example",
					  .from_name = owner,
					  .auth = "pass",
					  .subject = "Re: for your review",
					  .body = yes});
		return;
	case 3: /* the decider's address without proof, on the subject's tag only */
		world_mail(p->w, &(struct letter){.from = owner,
						  .from_name = "Jane Doe",
						  .subject = world_text(
							  p->w, "SELECT 'Re: [%s] review'", p->ref),
						  .auth = NULL,
						  .body = yes});
		return;
	case 4: /* only quoted */
		write_on(p, row,
			 &(struct letter){.from = owner,
					  .from_name = "Jane Doe",
					  .auth = "pass",
					  .subject = "Re: for your review",
					  .body = "Thanks, I will look at it.\r\n\r\n> APPROVE"});
		return;
	case 5: /* an automatic answer */
		write_on(p, row,
			 &(struct letter){.from = owner,
					  .from_name = "Jane Doe",
					  .auth = "pass",
					  .heads = "Auto-Submitted: auto-replied\r\n",
					  .subject = "Accepted: your review",
					  .body = yes});
		return;
	default: /* another version is named */
		write_on(p, row,
			 &(struct letter){.from = owner,
					  .from_name = "Jane Doe",
					  .auth = "pass",
					  .subject = "Re: for your review",
					  .body = "Version 99 is approved."});
		return;
	}
}

static void
opinion(struct play *p)
{
	struct person who;
	int64_t row = review_mail(p, "open");
	if (row == 0 || !play_person(p, &who))
		return;
	int64_t own = world_int(p->w, "SELECT contact FROM review_decider WHERE outbox = %lld",
				(long long)row);
	static const char *const words[] = {
		"I think the headline should be \"Summer is here\".",
		"Please make the logo bigger.",
		"Great work, we love it!",
		"While you're at it, could you also make a flyer?",
		"Can you tell me which font this is?",
		"Fine once legal agrees.",
	};
	write_on(p, row,
		 &(struct letter){.from = who.address,
				  .from_name = who.name,
				  .auth = "pass",
				  .subject = "Re: for your review",
				  .body = PICK(&p->r, words),
				  .entitled = who.id == own ? own : 0});
}

static void
small_talk(struct play *p)
{
	static const char *const words[] = {"Thanks!",
					    "How is it going?",
					    "Please cancel this.",
					    "Can we have it two days earlier?",
					    "Any news?",
					    "Please see attached.",
					    "Budget: 3,000 dollars"};
	struct person who;
	char subject[96];
	if (!play_person(p, &who))
		return;
	snprintf(subject, sizeof(subject), "Re: [%s] our job", p->ref);
	world_mail(p->w, &(struct letter){.from = who.address,
					  .from_name = who.name,
					  .subject = subject,
					  .auth = rng_chance(&p->r, 80) ? "pass" : NULL,
					  .body = PICK(&p->r, words)});
}

static void
stranger(struct play *p)
{
	world_mail(p->w, &(struct letter){.from = "pat@nowhere.example",
					  .from_name = "Pat",
					  .subject = "Hello",
					  .auth = "pass",
					  .body = "We are new here and need a logo."});
}

static void
bounce(struct play *p)
{
	int64_t row =
		world_int(p->w,
			  "SELECT id FROM outbox WHERE job = %lld AND state = 'sent' ORDER BY id "
			  "DESC LIMIT 1",
			  (long long)p->job);
	char body[400];
	if (row == 0)
		return;
	snprintf(body, sizeof(body),
		 "Your mail could not be delivered.\r\n\r\nFinal-Recipient: rfc822; %s\r\n"
		 "Action: failed\r\nStatus: 5.1.1\r\n\r\nMessage-ID: <%s>\r\n",
		 world_text(p->w, "SELECT to_address FROM outbox WHERE id = %lld", (long long)row),
		 world_text(p->w, "SELECT message_id FROM outbox WHERE id = %lld", (long long)row));
	world_mail(p->w, &(struct letter){.from = "mailer-daemon@mx.example",
					  .from_name = "Mailer",
					  .subject = "Undelivered Mail Returned to Sender",
					  .heads = "Auto-Submitted: auto-replied\r\n",
					  .body = body});
}

/* A command by a member's mail; sometimes without proof, which asks them to repeat it. */
static void
member_mail(struct play *p)
{
	char line[400], body[420], from[96];
	const char *who = play_member(p);
	if (!usage_line(p, line, sizeof(line)))
		return;
	snprintf(body, sizeof(body), "/%s", line);
	snprintf(from, sizeof(from), "%s",
		 world_text(p->w, "SELECT address FROM member WHERE handle = '%s'", who));
	world_mail(p->w, &(struct letter){.from = from,
					  .from_name = who,
					  .subject = "A command",
					  .auth = rng_chance(&p->r, 80) ? "pass" : NULL,
					  .body = body});
}

static void
any_command(struct play *p)
{
	char line[400];
	if (usage_line(p, line, sizeof(line)))
		world_command(p->w, rng_chance(&p->r, 80) ? play_member(p) : NULL, line);
}

/* The answer to a digest: a line's number and a verb. */
static void
digest_answer(struct play *p)
{
	static const char *const lines[] = {"1 status", "2 accept", "1 note looked at it", "3 hold",
					    "9 cancel"};
	int64_t row =
		world_int(p->w, "SELECT id FROM outbox WHERE kind = 'digest' AND token IS NOT NULL "
				"ORDER BY id DESC LIMIT 1");
	if (row == 0)
		return;
	char from[96];
	snprintf(from, sizeof(from), "%s",
		 world_text(p->w, "SELECT to_address FROM outbox WHERE id = %lld", (long long)row));
	write_on(p, row,
		 &(struct letter){.from = from,
				  .from_name = "Member",
				  .auth = "pass",
				  .subject = "Re: your day",
				  .body = PICK(&p->r, lines)});
}

void
play_noise(struct play *p)
{
	static const struct {
		unsigned weight;
		void (*go)(struct play *p);
	} table[] = {
		{24, attack}, {20, opinion},	 {12, small_talk},  {3, stranger},
		{3, bounce},  {10, member_mail}, {26, any_command}, {2, digest_answer},
	};
	unsigned at = rng_below(&p->r, 100);
	for (size_t i = 0; i < COUNT(table); i++) {
		if (at < table[i].weight) {
			table[i].go(p);
			return;
		}
		at -= table[i].weight;
	}
}

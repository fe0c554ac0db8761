/* Shared by the files of the revision list: feedback in, rounds, questions, mails, commands (P5). */
#ifndef DOCKET_INTAKE_REVISE_H
#define DOCKET_INTAKE_REVISE_H

#include "life.h"

#include "docket/store/revisions.h"

/* Questions that a mail raised; asked after what it decides was confirmed, so that the cap on
 * answers never swallows a receipt. */
struct round_ask {
	revision_list conflicts; /* stopped items, groups behind each other */
	bool who_decides;
	struct slice joined; /* who came in */
	revision_list choices; /* wishes that name no change, for their author */
};

/* revise.c: a client's mail becomes items. */
struct feedback {
	bool taken;    /* the mail belongs to the list, whatever it added */
	int64_t round; /* the one it went to */
	bool late;     /* no review was open: the next round's */
	size_t added, merged, praise;
	size_t scope, questions, unread;
	revision_list beyond; /* the new ones that are new work */
	struct round_ask ask;
	struct slice lines; /* what was added, a line each, for the team */
};
/* notice.c: a comment in a tool. Settles the message: 1, or -1. */
int notice_take(struct ctx *c, struct err *e);
/* Takes the wishes of text files that came along into the items of the reading. */
void feedback_notes(struct ctx *c);
int feedback_take(struct ctx *c, struct feedback *out, struct err *e);
/* spoken.c: a context for words without a mail; who says them is the caller's to fill in. */
struct ctx *spoken_open(struct intake *in, struct pool *pool, const struct job *j, struct reading *words);
void spoken_close(struct ctx *c);
/* Names of files that came along, a line each, which nobody here has read. */
void spoken_files(struct pool *pool, struct reading *words, struct slice names);
/* One line of the ledger about an item; text holds the words. */
int revision_event(struct life *l, const struct revision *r, const char *what, struct slice text,
                   struct err *e);
/* Moves an item, saves it and writes the event. ERR_REFUSED says what would help. */
int revision_do(struct life *l, struct revision *r, enum revision_act act, struct slice why,
                struct err *e);
/* "headline: make it bigger" */
struct slice revision_line(struct pool *pool, const struct revision *r);
/* The round that takes feedback now: 1, 0 when the job has no version yet, -1. */
struct round_at {
	int64_t round, review, version;
	bool open; /* a client's review is open; else it is the next one's */
};
int round_now(struct life *l, struct round_at *out, struct err *e);

/* revise_ask.c: questions to the client, and their answers. */
/* The items that oppose each other through `of`, in order of number. */
void conflict_group(struct pool *pool, const revision_list *all, const struct revision *of,
                    revision_list *out);
/* Who is asked about conflicts and told of rounds: the first decider, else the requester. 0: nobody */
int round_contact(struct life *l, int64_t *out, struct err *e);
/* With what waits for the caps to ask; 1 asked, 0 nothing is left to ask, -1. */
int mail_conflict(struct life *l, const struct round_ask *a, struct err *e);
/* waiting.c: what a question that waits for the caps asks, and still has no answer, joins *a; that
 * mail is not needed any more. `all`: the items of the job. */
int waiting_join(struct life *l, const revision_list *all, struct round_ask *a, struct err *e);
/* What is meant by a wish that names no change; an answer to a question of theirs. */
int mail_choice(struct life *l, const revision_list *of, int64_t contact, const struct reading *now,
                struct err *e);
int mail_answer(struct life *l, const struct revision *r, struct err *e);
/* The winner stays, all that oppose it are declined. */
int conflict_resolve(struct life *l, struct revision *winner, struct err *e);
/* Asks the client, and tells the account lead what waits for them; `settled`: another step told the
 * rest. */
int feedback_tell(struct ctx *c, const struct feedback *f, bool settled, struct err *e);
/* A client's answer to one of those mails. 1 settled, 0 it is something else, -1. */
int client_chose(struct ctx *c, struct err *e);

/* revise_round.c: closing a round, and the list in mails. */
/* Who gets the list of a closed round besides the team: nobody, as they get it with the confirmation
 * of their decision; or the client, a receipt at a member's word or by the clock. */
enum receipt { RECEIPT_NONE, RECEIPT_BY_MEMBER, RECEIPT_BY_CLOCK };
int round_close(struct life *l, int64_t round, enum receipt receipt, struct err *e);
/* The review ends as changes, without a decision: the round is closed, its maker goes on. */
int round_end(struct life *l, struct review *r, enum receipt receipt, struct err *e);
/* Items of the rounds from `round` on, and what could not be read, for a template. */
int revisions_put(struct life *l, struct value *v, int64_t round, struct err *e);
/* Whose words a source is, for the team: an address or a handle. */
struct slice source_by(struct life *l, const struct revision_source *s);
/* Attachments of a round nobody has read: a name each. round 0: of all. */
int revisions_unread(struct life *l, int64_t round, slice_list *out, struct err *e);
/* "Open on the revision list: R1, R4 (conflict)." */
struct saying revisions_open(struct life *l);
/* "You asked, we did" of a review mail. */
int revision_answered(struct life *l, struct value *v, const struct version *version, struct err *e);

/* cmd_revisions.c: "R3 done, R5 no" in a member's mail. 1 settled, 0 nothing of that kind, -1. */
int member_revised(struct ctx *c, struct err *e);

#endif

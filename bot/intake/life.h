/* Shared by the files of a job's life behind `ready`: routes, reviews, decisions, hand-over. */
#ifndef DOCKET_INTAKE_LIFE_H
#define DOCKET_INTAKE_LIFE_H

#include "ctx.h"

#include "docket/domain/approval.h"
#include "docket/store/reviews.h"

/* A job at work: everything a step of its life needs. */
struct life {
	struct intake *in;
	struct pool *pool;
	struct job *job;
	struct slice actor; /* of what is done now */
	int64_t message;    /* its cause, or 0 */
	int64_t now;
};

struct cmd;
/* A job at work by a member's command, or by the mail at hand. */
struct life life_by_command(const struct cmd *c, struct job *j);
struct life life_by_mail(struct ctx *c, struct job *j);

/* life.c: what the guards of the move table ask for. */
int life_facts(struct intake *in, const struct job *j, struct job_facts *out, struct err *e);
int life_move(struct life *l, enum job_event ev, struct slice why, struct err *e);
/* `data` is a JSON object without personal words. */
int life_event(struct life *l, const char *kind, struct slice data, struct slice text, struct err *e);
const struct kit *life_kit(struct intake *in, const struct job *j);

/* handover.c */
/* Makes `member` the owner and sends them the hand-over note, unless they are it already. */
int hand_over(struct life *l, int64_t member, struct saying next, struct err *e);
/* The lines of a hand-over: brief, version with hashes, open items, last decision, due. */
int hand_over_lines(struct life *l, struct note *n, struct err *e);
/* A note to the account lead about this job. */
int tell_lead(struct life *l, const char *headline, struct slice quote, struct saying next,
              struct err *e);
/* "v3 (hero.png 1a2b3c4d5e6f, page: content not fixed)" */
struct slice version_line(struct pool *pool, const struct version *v);

/* fetch.c: what the links of a version give. */
bool links_fetched(const struct intake *in); /* as the configuration says */
/* Every link of it is to be fetched, where that is done at all. */
int links_wanted(struct life *l, const struct version *v, struct err *e);
/* The client approved: whether its links, as they were shown, still give what was approved. */
int links_compare(struct life *l, const struct version *v, const struct decision *d, int64_t shown,
                  struct err *e);
/* How many of its links were not tried yet: whoever reviews is asked when that is over. */
int links_first_tries(const struct version *v);
/* A line a link: copied, or why not. */
void print_links(struct cmd *c, const struct job *j, const struct version *v);

/* route.c: the stages of a version. */
int route_start(struct life *l, const struct version *v, struct err *e);
/* Opens the next stage, or moves the job on when there is none. */
int route_advance(struct life *l, struct err *e);
/* Whoever may decide from now on is asked, too, where the client is being asked just now. */
int route_join(struct life *l, int64_t contact, struct err *e);
/* Open and waiting reviews of the job end without a word. */
int route_supersede(struct life *l, struct err *e);
/* The contacts that may decide for the client: those confirmed for the job, else the
 * decision-maker. */
int client_deciders(struct intake *in, struct pool *pool, const struct job *j, contact_ids *out,
                    struct err *e);
/* Newest version's open review, of that side. 1, 0, -1. */
int open_review(struct life *l, enum job_side side, struct review *out, struct version *v,
                struct err *e);
bool review_has(const struct review *r, int64_t member, int64_t contact);

/* delegate.c: who decides for somebody until a day (P6). */
/* The decider row of that contact, or NULL. */
const struct review_decider *review_row(const struct review *r, int64_t contact);
/* 1 they may decide it now, in their own right (of->id 0) or by the grant *of; 0 not, or no more; -1. */
int decides_now(struct life *l, const struct review *r, int64_t contact, struct delegate *of,
                struct err *e);
/* Those who stand for its deciders just now become rows behind them. How many were new, or -1. */
int delegates_join(struct life *l, struct review *r, struct err *e);
/* The decider whose turn row `at` takes: itself, or whom it stands for. */
int delegate_slot(struct life *l, const struct review *r, size_t at, size_t *out, struct err *e);
/* "for" and "until" of a decision or review mail; nothing when `grant` is 0. */
int delegate_put(struct life *l, struct value *v, int64_t grant, struct err *e);

/* approver.c: the approver that a brief names. */
/* The one contact that is meant: *hits_out is 1; 0 nobody known, more: not clear who. */
int approver_resolve(struct life *l, struct contact *out, size_t *hits_out, struct err *e);
/* Asks the decision-maker, or for an address, once. 1 asked, 0 there is nothing to ask, -1. */
int approver_propose(struct life *l, struct err *e);
/* An answer to such a mail. 1 settled, 0 it is about something else, -1. */
int approver_said(struct ctx *c, struct err *e);

/* decide.c */
/* Whether the bytes behind it were known when somebody was shown the job's events up to that one. */
bool file_shown(const struct version_file *f, int64_t shown);
/* Up to which event the person of a decision was, by the mail that asked them; 0: never. r: may be NULL. */
int64_t decision_shown(const struct review *r, const struct decision *d);

/* decide.c: a word that counts. Writes event and row, judges the review, moves the job. */
int decision_take(struct life *l, struct review *r, const struct version *v, struct decision *d,
           struct slice words, struct err *e);
/* A word that does not (yet): written down only. */
int decision_note(struct life *l, const struct review *r, const struct version *v, struct decision *d,
                  struct slice words, struct err *e);
/* A decider takes an approval of a review that is over back: the job goes to revision. */
int decision_reverse(struct life *l, struct review *r, const struct version *v, struct decision *d,
                     struct slice words, struct err *e);
/* The person said themselves what a member had attested: the stronger word takes its place. */
struct confirmation {
	const struct review *review;
	const struct version *version;
	const struct decision *attested;
};
int decision_confirm(struct life *l, const struct confirmation *of, struct decision *d,
                     struct slice words, struct err *e);
/* An attested word that its person contradicts: the review is open again where that can be. */
int contradict(struct life *l, const struct decision *d, struct slice words, struct err *e);

/* review_mail.c: to the client's people. *outbox_out is 0 when nothing was queued. */
int mail_review(struct life *l, struct review *r, const struct version *v, struct err *e);
enum ask {
	ASK_CONFIRM,  /* we could not verify that it was you */
	ASK_OPINION,  /* somebody else wrote something about your review */
	ASK_WHICH,    /* you named a version that is not the newest */
	ASK_ATTESTED, /* a member recorded your word */
	ASK_OPPOSITE, /* two deciders said opposite things */
	ASK_COUNT
};
struct ask_mail {
	enum ask why;
	const struct review *review;
	const struct version *version;
	int64_t contact;     /* whom it goes to: their known address */
	int64_t decision;    /* the row it is about */
	enum decision_kind kind;
	struct slice by;     /* whose words: name */
	struct slice words;
};
int mail_ask(struct life *l, const struct ask_mail *a, int64_t *outbox_out, struct err *e);
int mail_decided(struct life *l, const struct version *v, const struct decision *d,
                 struct slice words, struct err *e);

/* "It is delivered": the files and links with their hashes, to the requester. */
struct delivery {
	struct slice where; /* a link to where the files can be had too, or empty */
	struct slice note;  /* the member's words to the client, or empty */
	struct contact to;  /* out: id 0 when nobody is known */
	size_t files;       /* out: how many are attached */
	int64_t outbox;     /* out: 0 when nothing was queued */
};
/* ERR_REFUSED when the files are too large for a mail and there is no link. */
int mail_delivered(struct life *l, struct delivery *d, struct err *e);

/* due.c: when a word of ours is due, and how both are told. */
int64_t stage_due(struct life *l);
/* The job rested until now: due times of open reviews, and a round's window, count on from here. */
int due_resumed(struct life *l, struct err *e);
struct slice due_text(struct pool *pool, const struct zone *z, int64_t due); /* "2026-05-12 17:00" */
struct slice due_day(struct pool *pool, const struct zone *z, int64_t due);  /* "2026-05-12" */
/* ", due 2026-05-12 17:00, late" of an open review; nothing where none is known. */
void print_due(struct cmd *c, const struct review *r);
/* The stages of ours that wait for that member's word. */
int print_waiting(struct cmd *c, int64_t member, struct err *e);

/* remind.c: when a client's word is due, and the one reminder. */
int64_t review_due(struct life *l);
/* The due day, and the deadline that it holds, for a mail. */
void review_due_put(struct life *l, struct value *v, const struct review *r);
int remind_idle(struct intake *in, struct err *e);
/* 1 every mailbox was read lately and nothing waits to be applied; 0 not, where it lasts with an
 * alarm that chases wait; -1. */
int mailboxes_read(struct intake *in, struct pool *pool, struct err *e);

/* window.c: until when comments count for a round, and how the clock ends it (P5). */
/* Sets r->closes of a client's review that opens now. */
int window_open(struct life *l, struct review *r, struct err *e);
/* The job rested, or its review is open again: a day is left at least. Saves the open review. */
int window_renew(struct life *l, struct err *e);
/* "closes", a date and time, for a mail. */
void window_put(struct life *l, struct value *v, const struct review *r);
/* Ends rounds whose window is over, each in a transaction of its own. How many, or -1. */
int window_idle(struct intake *in, struct err *e);
/* review_mail.c: files a mail under our newest to that person on the job. */
int thread_on(struct life *l, struct answer *a, struct err *e);

/* said.c: a client's mail about a review. 1 settled, 0 it is about something else, -1. */
int client_said(struct ctx *c, struct err *e);
/* A member's answer to an internal review mail. */
int member_said(struct ctx *c, struct err *e);

#endif

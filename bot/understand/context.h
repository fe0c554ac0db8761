/* What the rules over one mail share. Each x_read() fills its part of the reading. */
#ifndef UNDERSTAND_CONTEXT_H
#define UNDERSTAND_CONTEXT_H

#include "date.h"
#include "lexicon.h"

/* One numbered question of a prompt that the mail quotes. */
struct prompt_question {
	unsigned number;
	int field; /* enum field, or -1 */
	struct slice text;
};
enum { QUESTIONS_MAX = 12 };

struct context {
	const struct understanding *u;
	struct pool *pool;
	const struct mail *mail;
	struct reading *r;
	struct doc *d, *subject, *quoted; /* new text, subject, quoted text (its first part, asking) */
	struct date_clue clue;
	bool forwarded;	     /* d is the text of a forwarded mail */
	bool reply;	     /* answers something */
	bool review;	     /* answers a mail that asked for a review, or seems to */
	bool review_quoted;  /* and quotes it */
	bool docket_subject; /* "[ACME-042]" */
	int64_t version;     /* under review, or 0 */
	struct prompt_question question[QUESTIONS_MAX];
	size_t question_count;
	unsigned asked; /* FIELD_BITs of these questions */
	unsigned labelled; /* FIELD_BITs of the labels in the mail, whatever stands under them */
	bool strong_request, scope_request;
	bool only_deadline; /* says_only_deadline() */
	bool asks_new; /* "we need a logo": a product of its own, with words of asking */
	struct found new_why;
	int deadline_score; /* how surely the deadline found in prose is one */
	struct found request_why;
	size_t deliverable_tok, deliverable_end; /* in d, when found there */
};

/*
 * version.c: the number of the version named at token t, or 0; counted is "the second draft", else
 * "v2", "version 2". version_in() gives the first that is not counted, short_only the first "v2".
 */
int64_t version_at(const struct doc *d, size_t t, bool *counted);
int64_t version_in(const struct doc *d, bool short_only);
bool version_compared(const struct doc *d, size_t t); /* "since v1", "better than the first one" */
bool job_number_at(const struct doc *d, size_t t);    /* "ACME-042" at tokens t and t + 1 */
/* brief.c: labelled fields and fields in prose, kit, requests, jobs. */
void brief_read(struct context *c);
void brief_missing(struct context *c);
void brief_job(struct context *c, size_t from, size_t to); /* a deliverable, in these tokens of d */
/* fields.c: one rule per field. Each takes what it finds only if the field is not given yet. */
void fields_labelled(struct context *c);
void fields_prose(struct context *c);
void fields_deliverable(struct context *c);
void field_give(struct context *c, enum field f, struct found value);
/* A label that begins at token k, its mark behind it. */
const struct match *label_at(const struct doc *d, size_t k);
/* fields_deadline.c */
void fields_deadline(struct context *c);
void fields_deadline_moved(struct context *c); /* of a mail that moves it: the new date */
/* The first date in tokens [from, to) of d. */
bool field_deadline_in(struct context *c, const struct doc *d, size_t from, size_t to,
		       struct said_field *out);
/* Under a label whose value are tokens [from, to): of several dates the one wanted. */
bool field_deadline_labelled(struct context *c, size_t from, size_t to, struct said_field *out);
/* fields_aim.c */
void fields_objective(struct context *c);
size_t aim_end(const struct doc *d, size_t from); /* of the clause that tells an aim */
struct found aim_before(const struct doc *d, const struct match *m); /* "... is all it is for" */
/* Words that lead to the day of a deadline begin between these tokens. */
bool leads_to_due_day(const struct doc *d, size_t from, size_t to);
/* fields_audience.c */
void fields_audience(struct context *c);
/* fields_open.c: what the kit asks for and no words announce */
void fields_open(struct context *c);
/* fields_approver.c: in prose, and in an answer to "who signs off?" */
void fields_approver(struct context *c);
void fields_approver_open(struct context *c);
bool approver_is_sender(const struct doc *d, size_t from, size_t to); /* "me", "I do" */
/* The person in tokens [from, to), which tell who approves, or the sender. */
bool approver_in_clause(const struct doc *d, size_t from, size_t to, struct slice rule,
			struct said_field *out);
bool approver_in_answer(const struct doc *d, size_t limit, struct said_field *out);
bool gap_before(const struct doc *d, size_t k, unsigned gaps); /* one of these marks */
/* Where tokens [from, to) end, in bytes, with the bracket that was opened in them. */
size_t bracket_stop(const struct doc *d, size_t from, size_t to);
size_t money_start(const struct doc *d, size_t start); /* with the currency sign before it */
size_t clause_end(const struct doc *d, size_t tok, unsigned gaps);
/* End of the noun phrase that begins at tok. */
size_t phrase_end(const struct doc *d, size_t tok, size_t max);
/* fields_phrase.c: start of the noun phrase whose product is at tok; does it name one; and where
 * the words end that say more of it, when it ends before token k. */
size_t phrase_start(const struct doc *d, size_t tok);
bool phrase_has_product(const struct doc *d, size_t from, size_t to);
size_t phrase_more(const struct doc *d, size_t from, size_t k);
/* "4 May at the latest": where a date that ends before token k ends with these words. */
size_t limit_end(const struct doc *d, size_t k);
/* Where the thing asked for begins when words of time or place open what follows the asking. */
size_t ask_beyond(const struct doc *d, size_t from);
/* A month, a weekday, "next" or "end of": not the bare "the" and "of" that dates also hold. */
bool names_day(const struct doc *d, size_t tok);
/* "Deadline: 3 April" and nothing else but courtesy: a line of the brief, which says nothing of a
 * version. Beside other words it stays what it may be, doubt about them. */
bool says_only_deadline(const struct context *c);
bool is_size(const struct doc *d, size_t tok, size_t *end);
/* answers.c */
void answers_prompt(struct context *c); /* finds the quoted questions */
void answers_read(struct context *c);
/* verdict.c, feedback.c, intent.c */
void verdict_read(struct context *c);
void feedback_read(struct context *c);
void feedback_settle(struct context *c); /* once all have seen what may be a wish */
void intent_read(struct context *c);
void vague_read(struct context *c);
void urgent_read(struct context *c);
/* away.c: of an automatic answer */
void away_read(struct context *c);
/* notes.c: feedback in text files */
void notes_read(struct context *c);

#endif

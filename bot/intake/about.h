/* Inside intake: which review a mail is about, and the facts its word is judged by. */
#ifndef DOCKET_INTAKE_ABOUT_H
#define DOCKET_INTAKE_ABOUT_H

#include "life.h"

/* What a mail answers: a review's mail, or a later one that asked about a decision. */
struct about {
	bool found;
	struct review review;
	struct version version;
	bool has_asked;
	struct decision asked; /* the decision that the fresh mail asked about */
	bool token;            /* found by the reply token */
	bool references;       /* the mail also answers that review's mail by its headers */
	bool two;	       /* token and headers name different reviews */
	bool other_job;	       /* the subject names another job */
};

/* By reply token, else by the mail of ours that it answers. a->found says whether. */
int about_find(struct ctx *c, struct about *a, struct err *e);
/* The subject names another job than the thread: "[ACME-002]" under ACME-001's token. 1, 0, -1. */
int about_other_job(struct ctx *c, struct err *e);
/*
 * What of the mail itself makes it doubtful that its words are what its sender wrote and saw; NULL:
 * nothing. `sender` asks for doubt about who sent it, which a server's verdict settles.
 */
const char *about_doubt(const struct ctx *c, bool sender);
/* What is proven of the sender by the mailbox's server, less what makes that doubtful. */
enum approval_auth about_auth(struct ctx *c);
/* What the truth table asks for; a->version has to be loaded. */
struct approval_facts about_facts(struct ctx *c, const struct about *a,
                                  const struct version *newest);
/* False when the verdict decides nothing. */
bool about_kind(enum verdict v, enum decision_kind *out);
bool about_lists_changes(const struct reading *r);
bool about_has_file(const struct reading *r);

#endif

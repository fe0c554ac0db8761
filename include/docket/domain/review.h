/*
 * Reviews and decisions as pure data: stages of a route, who may decide them, what was decided and
 * how strong that is (P4, P6). Names are those of the database and of people.
 */
#ifndef DOCKET_DOMAIN_REVIEW_H
#define DOCKET_DOMAIN_REVIEW_H

#include "docket/domain/job.h"

enum review_rule { RULE_ANY, RULE_ALL, RULE_ORDER, RULE_COUNT };
enum review_state {
	REVIEW_WAITING, /* a stage before it is still open */
	REVIEW_OPEN,
	REVIEW_PASSED, REVIEW_CHANGES, REVIEW_REJECTED,
	REVIEW_OVERRIDDEN, /* by a member, with a reason on record */
	REVIEW_SUPERSEDED, /* a newer version or another end came first */
	REVIEW_STATE_COUNT
};
enum decision_kind {
	DECIDE_APPROVE, DECIDE_APPROVE_WITH_CHANGES, DECIDE_CHANGES, DECIDE_REJECT,
	DECISION_KIND_COUNT
};
enum strength {
	STRENGTH_DECISION, /* evidence of the person: counts */
	STRENGTH_ATTESTED, /* a member reports it: counts, weaker */
	STRENGTH_OPINION,  /* said by somebody who does not decide, or cannot be proven to */
	STRENGTH_ASKED,    /* waits for the decider's answer to a fresh mail */
	STRENGTH_COUNT
};

const char *review_rule_name(enum review_rule r);
const char *review_state_name(enum review_state s);
const char *decision_kind_name(enum decision_kind k);
const char *strength_name(enum strength s);
/* The number of a name, or -1. */
int review_rule_of(struct slice name);
int review_state_of(struct slice name);
int decision_kind_of(struct slice name);
int strength_of(struct slice name);

/* What the deciders of one stage have said so far; only words that count. */
struct review_words {
	size_t deciders;  /* how many there are */
	size_t approvals; /* deciders whose last word is an approval */
	bool changes, reject; /* somebody's last word asks for changes (also with an approval), rejects */
};
/* The state of an open review after these words. Changes win over approvals. */
enum review_state review_judge(enum review_rule rule, const struct review_words *w);

#endif

/*
 * What a client's word about a version counts for (P6): a truth table over where the mail's token
 * came from, who sent it and how far that is proven. Pure. Doubt is asked, never rounded up.
 */
#ifndef DOCKET_DOMAIN_APPROVAL_H
#define DOCKET_DOMAIN_APPROVAL_H

#include "docket/domain/phrases.h"
#include "docket/domain/review.h"

enum approval_token {
	TOKEN_NONE,  /* no token of a review mail, or of several */
	TOKEN_OWN,   /* sent to this very person for this review */
	TOKEN_FRESH, /* own, of a later mail to the known address that asked to confirm */
	TOKEN_OTHER, /* sent to somebody else */
	TOKEN_COUNT
};
enum approval_sender {
	SENDER_OWNER,   /* the person the token was sent to */
	SENDER_DECIDER, /* a decider of this review */
	SENDER_ANYONE,
	SENDER_COUNT
};
enum approval_auth { /* the DMARC verdict of the mailbox's trusted server */
	AUTH_PASS,
	AUTH_UNCONFIGURED, /* no server is trusted to check */
	AUTH_ABSENT,       /* one is, and it said nothing */
	AUTH_FAIL,
	AUTH_COUNT
};
struct approval_facts {
	enum approval_token token;
	enum approval_sender sender;
	enum approval_auth auth;
	bool references; /* the mail answers that review's mail */
	bool current;	 /* the version asked about is the newest, and no other one is named */
	bool open;	 /* the review is */
	bool plain;	 /* nothing about the mail makes its words doubtful */
};
enum approval_result {
	APPROVAL_DECISION,
	APPROVAL_CONFIRM, /* a fresh mail to the known address asks */
	APPROVAL_OPINION, /* the decider, or the owner of the token, is asked */
	APPROVAL_WHICH,   /* would count, but for which version? */
	APPROVAL_LATE,    /* would count, but the review is over */
	APPROVAL_ALARM,   /* forged: triage */
	APPROVAL_RESULT_COUNT
};
enum approval_result approval_judge(const struct approval_facts *f);
const char *approval_result_name(enum approval_result r);

/* True when the text names a version other than this one: "v2", "version 2", "Fassung 2". */
bool approval_names_other(const struct phrases *p, struct slice text, int64_t version);
/* True when an approval with changes says plainly that the next version need not be shown again. */
bool approval_waives_look(const struct phrases *p, struct slice text);
/* True when the answer to "your word was recorded" says that it was not theirs, in any language. */
bool approval_denies(const struct phrases *p, struct slice text);

#endif

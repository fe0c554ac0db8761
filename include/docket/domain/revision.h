/*
 * The one revision list as pure rules (P5): what may become of an item, and what a member says about
 * items by their numbers. Names are those of the database and of people.
 */
#ifndef DOCKET_DOMAIN_REVISION_H
#define DOCKET_DOMAIN_REVISION_H

#include "docket/domain/phrases.h"

enum revision_kind {
	REVISION_CHANGE, REVISION_QUESTION, REVISION_OUT_OF_SCOPE, REVISION_VAGUE,
	REVISION_KIND_COUNT
};
enum revision_state {
	REVISION_OPEN,     /* said, the round is still open */
	REVISION_ACCEPTED, /* on the closed list: to be done */
	REVISION_DECLINED, REVISION_DONE,
	REVISION_NEEDS_ANSWER, /* a question, or a wish that names no change */
	REVISION_CONFLICT,     /* stopped: the decision-maker chooses */
	REVISION_SCOPE,        /* new work: waits for the account lead's scope note */
	REVISION_STATE_COUNT
};
enum revision_act {
	REVISION_CLOSE,  /* its round was closed */
	REVISION_FINISH, /* "R3 done" */
	REVISION_REDO,   /* "R3 no" */
	REVISION_DROP, REVISION_ANSWER,
	REVISION_STOP,   /* somebody wishes the opposite */
	REVISION_PREFER, REVISION_YIELD, /* the two ends of a conflict */
	REVISION_ACT_COUNT
};

const char *revision_kind_name(enum revision_kind k);
const char *revision_state_name(enum revision_state s);
/* The number of a name, or -1. */
int revision_kind_of(struct slice name);
int revision_state_of(struct slice name);

/* The state in which an item of this kind begins. */
enum revision_state revision_first_state(enum revision_kind k);

/* What a move is about; number only for the sentence. */
struct revision_at {
	int64_t number;
	enum revision_kind kind;
	enum revision_state state;
};
/* 0 and *to_out (may be the same state), or -1 with ERR_REFUSED: why, and what would help. */
int revision_move(const struct revision_at *at, enum revision_act act, enum revision_state *to_out,
                  struct err *e);

/* Waits for somebody's word or hands; done and declined items do not. */
bool revision_is_open(enum revision_state s);

/* "R7" or "r7" as 7; with `bare`, "7" too. 0 when it is no item. */
int64_t revision_number(struct slice word, bool bare);

/*
 * What a member says about items in passing: "R3 and R5 done, R6 no", "done: R1 R2". Only what is
 * plain: a number that stands with a hedge ("R3 done, but not on mobile"), a question or words
 * docket does not know is left out and counted in *unclear_out.
 */
struct revision_word {
	int64_t number;
	bool done; /* or: not done */
};
typedef VEC(struct revision_word) revision_word_list;
void revision_said(const struct phrases *p, struct pool *pool, struct slice text,
                   revision_word_list *out, size_t *unclear_out);

#endif

/*
 * Between the parts of the verdict: verdict_scope.c tells under which circumstances each clause of
 * a reply stands, verdict_acts.c what each clause does (approves, wishes, defers, asks), with
 * verdict_weigh.c, verdict_turn.c and the learnt weights of verdict_model.c, and verdict.c combines
 * these acts by one table.
 */
#ifndef UNDERSTAND_VERDICT_H
#define UNDERSTAND_VERDICT_H

#include "context.h"

enum act {
#define ACT(e, name) ACT_##e,
#include "verdict_acts.def"
#undef ACT
	ACT_COUNT
};
#define ACT_BIT(a) (1u << (a))

struct act_said {
	enum act act;
	struct found why; /* without offsets when it stands in a postscript below the signature */
	bool learnt;	  /* a yes of the weights alone: none beside wishes */
	bool idle;	  /* its sentence is talk to the weights: nothing of it holds beside a yes */
	bool fault;	  /* what may be a wish is one beside a yes: the work is told to be wrong */
};
typedef VEC(struct act_said) act_list;

extern const char *const act_names[ACT_COUNT];

/* Circumstances, as bits of a clause; those of a sentence are all of its clauses'. */
enum {
	SC_NEGATED = 1 << 0,
	SC_CONDITION = 1 << 1,
	SC_WOULD = 1 << 2,
	SC_FUTURE = 1 << 3,
	SC_PAST = 1 << 4,
	SC_REPORT = 1 << 5, /* somebody's words are passed on */
	SC_PARTY = 1 << 6,  /* others are named */
	SC_OTHERS = 1 << 7, /* and have to speak */
	SC_LATER = 1 << 8,
	SC_TIME = 1 << 9,     /* a time that is later, which may also say when to publish */
	SC_THING = 1 << 10,   /* something that is no work under review: an invoice */
	SC_PIECE = 1 << 11,   /* a part of most works, and a work of its own: "the text" */
	SC_PART = 1 << 12,    /* a part of a work: "the button" */
	SC_WORK = 1 << 13,    /* what an agency makes */
	SC_THIS = 1 << 14,    /* the version or job under review, or "it" */
	SC_VERSION = 1 << 15, /* another version */
	SC_JOB = 1 << 16,     /* another job */
	SC_CHANGE = 1 << 17,  /* a word of change */
	SC_NEED = 1 << 18,    /* something is wrong, or has to be */
	SC_SARCASM = 1 << 19,
	SC_ASKED = 1 << 20,
	SC_NOT_AGAIN = 1 << 21,
	SC_CONTRAST = 1 << 22,
	SC_LOGISTICS = 1 << 23, /* what comes after a yes: copies, invoices */
	SC_ASIDE = 1 << 24,
	SC_HARMLESS = 1 << 25, /* praise, thanks */
	SC_QUOTES = 1 << 26,   /* words in quotation marks */
	SC_PLEASE = 1 << 27,   /* "please", "just" */
	SC_ORDER = 1 << 28,    /* a change is ordered */
};

/* What a lexicon makes of a token. */
enum {
	MARK_SPENT = 1, /* part of an idiom whose "no" and "if" hold nothing back */
	MARK_FINE = 2,	/* and whose "approve" is no act: "I am the one who approves" */
	MARK_OTHER = 4, /* part of a yes, of who has to speak, or of what comes after: no wish */
	MARK_KNOWN = 8,
	MARK_WISH = 16, /* an item of the feedback begins here */
};

struct verdict_clause {
	uint32_t from, to;
	unsigned scope;
	uint32_t future, please, strange; /* first such token, or UINT32_MAX */
};
struct verdict_view {
	struct context *c;
	const struct doc *d;
	VEC(struct verdict_clause) clauses;
	uint32_t *clause_of;	       /* per token */
	uint8_t *mark;		       /* per token */
	unsigned *sent_scope;	       /* per sentence */
	bool *skip;		       /* per sentence: of the signature block, and says nothing */
	size_t block_from, block_to;   /* sentences of that block */
	int64_t version; /* under review, or 0: "v2" or the subject's "version 2" */
	bool other_version, other_job; /* named, and the one under review is not */
	bool counts_this;	       /* "the second draft", and that is the one */
};

/* Cuts d into clauses and finds their scope. d has tokens. */
void verdict_look(struct context *c, const struct doc *d, struct verdict_view *v);
struct verdict_clause *verdict_clause_at(const struct verdict_view *v, size_t tok);
/* Does a word that names somebody else ("legal") also stand below the sender's own name? */
bool verdict_sender_is(const struct verdict_view *v, size_t tok);
/* Does the match say nothing where it stands: in an idiom, in quotes, of the sender himself? */
bool verdict_idle(const struct verdict_view *v, const struct match *m);
bool verdict_in_quotes(const struct doc *d, const struct match *m);
/* Does a word go on behind it: "Freigabe-Mail", "Freigabe- und Textabteilung"? */
bool verdict_in_compound(const struct doc *d, const struct match *m);
bool verdict_is_stop(const struct verdict_view *v, size_t tok); /* a function word */

/* verdict_weigh.c: the act of a yes where it stands; ACT_COUNT if it is none. */
enum act verdict_weigh(const struct verdict_view *v, const struct match *m);
bool verdict_part_may_go(const struct verdict_view *v, size_t from, size_t to);
/* Is a yes only spoken of: who gives it, when, or a thing that is called after it? */
bool verdict_about_a_yes(const struct verdict_view *v, size_t from, size_t to);
bool verdict_part_goes(const struct verdict_view *v, size_t from, size_t to);

/*
 * What the learnt weights (model.h) make of sentence `sent`, whose phrases gave the acts from
 * `before` on: they may add to these, or take off that nothing was understood. Never an approval
 * against a circumstance of the sentence that holds one back.
 */
void verdict_heed(const struct verdict_view *v, size_t sent, size_t before, act_list *acts);

/*
 * verdict_turn.c: what sentence `sent` gives up, asks first or only explains changes its own acts,
 * those from `before` on.
 */
void verdict_turn(const struct verdict_view *v, size_t sent, size_t before, bool postscript,
		  act_list *acts);

/* verdict_block.c: finds the block below the sender's name and what of it is to be skipped. */
void verdict_block(struct verdict_view *v);

/*
 * Adds what the clauses of d do to *acts, in their order; *view, unless it is NULL, is what they were
 * found in, its d NULL where there was nothing to look at.
 */
void verdict_acts(struct context *c, const struct doc *d, act_list *acts,
		  struct verdict_view *view);

#endif

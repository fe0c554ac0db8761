/* Clauses of feedback: what each wishes, finds wrong, asks or praises. */
#ifndef UNDERSTAND_CLAUSE_H
#define UNDERSTAND_CLAUSE_H

#include "context.h"

enum {
	CL_IMPERATIVE = 1, /* tells to do something */
	CL_NEED = 2,	   /* says what should be or what is wrong */
	CL_TOPIC = 4,	   /* names a part of the work, or quotes its words */
	CL_BACK = 8,	   /* is about what was named before: "it", "them" */
	CL_PRAISE = 16,
	CL_KEEP = 32,
	CL_ASK = 64, /* a question in form */
	CL_VAGUE = 128,
	CL_NEW = 256, /* new work */
	CL_AGREE = 512,
	CL_APPROVE = 1024,
	CL_PLEASE = 2048,
	CL_SELF = 4096, /* about the sender: "I …" */
	CL_CONDITION = 8192,
	CL_MODAL = 32768,
	CL_DECISION = 65536, /* about who decides, who is where */
	CL_WEAK = 16384,     /* finds something wrong, if a part of the work is meant */
	CL_CORRECT = 131072, /* "A, not B": what stands there is B */
};
enum {
	CL_WISH = CL_IMPERATIVE | CL_NEED,
	CL_POINT = CL_WISH | CL_PRAISE | CL_ASK | CL_VAGUE | CL_NEW | CL_AGREE | CL_KEEP,
};

struct clause {
	size_t from, to;
	size_t body; /* clause_body() of it */
	unsigned flags;
	const struct match *why[5]; /* enum clause_why */
};
enum clause_why { WHY_WISH, WHY_PRAISE, WHY_VAGUE, WHY_NEW, WHY_KEEP };

struct clause clause_read(const struct doc *d, size_t from, size_t to);
/* Cuts tokens [from, to) of one sentence where a new point begins. Returns the number of clauses.
 */
enum { CLAUSES_MAX = 12 }; /* of a sentence; what stands behind belongs to the last */
size_t clause_cut(const struct doc *d, size_t from, size_t to, struct clause out[CLAUSES_MAX]);

/* "slide 4", "p. 3", "0:32", "page two", "third section", "ad B" at t; sets *end behind it. */
bool clause_part_at(const struct doc *d, size_t t, size_t *end);
bool clause_time_at(const struct doc *d, size_t t, size_t *end);
/* Does it name a part of the work, or quote its words? */
bool clause_names_work(const struct doc *d, size_t from, size_t to);
bool clause_is_letter(const struct doc *d, size_t t); /* a capital that names: "B" */
const struct match *clause_lead_at(const struct doc *d, size_t t);
/* The token behind what only opens tokens [from, to): "and", "also", "slide 4:". */
size_t clause_body(const struct doc *d, size_t from, size_t to);
bool clause_imperative(const struct doc *d, size_t t);

/* target.c: the part of the work that a clause is about, in the sender's words, or empty. */
struct slice clause_target(const struct doc *d, const struct clause *x);
struct slice clause_subject(const struct doc *d, const struct clause *x);
struct slice clause_part(const struct doc *d, size_t from, size_t to);

#endif

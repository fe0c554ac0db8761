/* The last checks of a version: the kit's checklist, and what the machine finds by itself (P4). */
#ifndef DOCKET_INTAKE_CHECKS_H
#define DOCKET_INTAKE_CHECKS_H

#include "life.h"

#include "docket/domain/artwork.h"
#include "docket/store/closeout.h"

struct check_fault {
	struct slice where; /* a file's name, or "the brief" */
	struct slice what;  /* what is wrong, for people */
	int64_t since;      /* a waiver from before then does not cover it */
	bool waived;        /* by name: line 0 of the checklist */
	bool words;         /* a banned phrase; else what the kit says of a file */
};
struct checks {
	const struct kit *kit;          /* may be NULL: no checklist */
	qa_list ticks;
	VEC(struct check_fault) faults;
	slice_list unread;              /* files whose words could not be searched */
	size_t open;                    /* lines neither ticked nor waived */
	bool passed;
};
/* What the names of a version's files are made of. */
struct artwork_name checks_name(const struct job *j, int64_t version);
/* Reads the texts among the files: not for every mail. 0, or -1. */
int checks_of(struct intake *in, struct pool *pool, const struct job *j, const struct version *v,
              struct checks *out, struct err *e);
/* The tick of a line, or NULL. */
const struct qa_tick *checks_tick(const struct checks *k, int64_t line);
/* What still stands in the way of delivery, as one sentence; nothing when it passed. */
void checks_say_open(const struct checks *k, struct str *out);

/*
 * Which of the rules' phrases stand in a file: text, HTML and drawings are read. 1 searched, 0 its
 * words cannot be read, -1.
 */
int checks_words(struct pool *pool, const client_rule_list *rules, struct slice bytes,
                 client_rule_list *found_out, struct err *e);

#endif

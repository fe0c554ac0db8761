/*
 * Dates and times as people write them in mail. The grammar is shared by the languages; which word
 * is a month, a weekday, "next" or "end of" is the lexicons' (classes "date" and "date-word").
 */
#ifndef UNDERSTAND_DATE_H
#define UNDERSTAND_DATE_H

#include "docket/base/day.h"
#include "words.h"

enum grain { GRAIN_TIME, GRAIN_DAY, GRAIN_WEEK, GRAIN_MONTH, GRAIN_QUARTER, GRAIN_YEAR };
struct mention {
	struct when when; /* as it was said; a period ends where the next one begins */
	struct when due;  /* read as a deadline: the day, and the time if any, by which */
	size_t tok, tok_end;
	enum grain grain; /* GRAIN_TIME: only a time was said, the day is a guess */
	bool past;	  /* "two days ago" */
	bool no_year;	  /* the year is a guess */
	bool by;	  /* "by", "before", "within": words of a deadline stand before it */
	const char *rule;
};

/* The clues to the order of 03/04. */
struct date_clue {
	struct civil now;
	int lang;
	bool has_offset;
	int offset;	      /* minutes east of UTC, of the mail's Date */
	bool day_first, sure; /* what date_order found */
	bool phrase;	      /* somebody gave the text as a date: "now" or "May" alone is one */
};

/* Looks for a date in d that can be read in one way only and takes its order as the sender's. */
void date_order(const struct doc *d, struct date_clue *clue);
/* The mention that begins at token t and is longest. False if there is none. */
bool date_at(const struct doc *d, const struct date_clue *clue, size_t t, struct mention *out);
/* The first mention in tokens [from, to). */
bool date_find(const struct doc *d, const struct date_clue *clue, size_t from, size_t to,
	       struct mention *out);
/* The longest mention of d, the first of them. */
bool date_longest(const struct doc *d, const struct date_clue *clue, struct mention *out);
/* A day without a year that lies weeks back is meant in the next one, when it is a deadline. */
void date_not_past(const struct date_clue *clue, struct mention *m);
/* Makes `when` the deadline: of a week its Friday, of a month its last day, of a range its first.
 */
void date_as_deadline(struct mention *m);

#endif

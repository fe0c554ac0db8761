/* What the files of the grammar of dates share: words as lexemes, and the parts of a mention. */
#ifndef UNDERSTAND_DATE_SCAN_H
#define UNDERSTAND_DATE_SCAN_H

#include "date.h"

enum lx {
	X_OTHER,
	X_NUM,
	X_COUNT,
	X_MONTH,
	X_WEEKDAY,
	X_DAY,
	X_UNIT,
	X_MOD,
	X_IN,
	X_AGO,
	X_HENCE,
	X_END,
	X_MID,
	X_BEGIN,
	X_OF,
	X_AT,
	X_ON,
	X_CLOCK,
	X_AM,
	X_PM,
	X_OCLOCK,
	X_HALF,
	X_QUARTER,
	X_KW,
	X_TO,
	X_ARTICLE,
	X_ORDINAL,
	X_HOLIDAY,
};
enum { MOD_THIS, MOD_NEXT, MOD_LAST, MOD_COMING };
enum {
	UNIT_MINUTE,
	UNIT_HOUR,
	UNIT_DAY,
	UNIT_WORKDAY,
	UNIT_WEEK,
	UNIT_WEEKEND,
	UNIT_MONTH,
	UNIT_QUARTER,
	UNIT_YEAR
};

struct lexeme {
	enum lx type;
	int v;
	size_t tok, tok_end;
};
enum { LEXEMES_MAX = 16 };
struct scan {
	const struct doc *d;
	const struct date_clue *clue;
	struct lexeme at[LEXEMES_MAX];
	size_t len;
	int64_t today;
};

void scan_fill(struct scan *s, size_t tok);
void mention_set_day(struct mention *m, int64_t number);
void mention_set_end(struct mention *m, int64_t number);
/* Sets the day; the year is guessed when negative. False if there is no such day. */
bool mention_set_date(struct scan *s, struct mention *m, int year, int month, int day);
int date_near_year(const struct scan *s, int month, int day); /* the year that makes it nearest */
size_t part_year(struct scan *s, size_t i, int *year);	      /* -1 if none is said */
int64_t date_week_start(int64_t day);			      /* its Monday */
/* A part that begins at lexeme i: how many lexemes it took, or 0. */
size_t part_date(struct scan *s, size_t i, struct mention *m); /* the longest of all below */
size_t part_iso(struct scan *s, size_t i, struct mention *m);
size_t part_day_only(struct scan *s, size_t i, struct mention *m);
size_t part_named(struct scan *s, size_t i, struct mention *m);
size_t part_numeric(struct scan *s, size_t i, struct mention *m);
size_t part_weekday(struct scan *s, size_t i, struct mention *m);

static inline bool
is(const struct scan *s, size_t i, enum lx type)
{
	return i < s->len && s->at[i].type == type;
}

static inline const struct token *
token(const struct scan *s, size_t i)
{
	return &s->d->tok[s->at[i].tok];
}

static inline char
sep(const struct scan *s, size_t i)
{
	return i < s->len ? token(s, i)->sep : 0;
}

/* No mark but a comma between lexeme i and the one before. */
static inline bool
close_to(const struct scan *s, size_t i)
{
	return i < s->len &&
	       !(token(s, i)->gap & (GAP_LINE | GAP_PARA | GAP_SEMI | GAP_COLON | GAP_SLASH));
}

static inline size_t
skip(const struct scan *s, size_t i, enum lx type)
{
	return is(s, i, type) ? 1 : 0;
}

static inline int64_t
mention_day(const struct mention *m)
{
	return day_number(m->when.year, m->when.month, m->when.day);
}

#endif

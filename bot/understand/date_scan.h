/*
 * What the files of the grammar of dates share. date_lex.c makes lexemes of words and figures,
 * date_chart.c joins them by the rules of date_rules.c into specs, whose makers are date_make.c,
 * and date_solve.c says which days a spec means.
 */
#ifndef UNDERSTAND_DATE_SCAN_H
#define UNDERSTAND_DATE_SCAN_H

#include "date.h"

/*
 * A window holds one mention. Of thousands of real ones none took 20 lexemes, 60 edges or
 * 1500 steps; the limits keep what a hostile mail costs in proportion to its length.
 */
enum { LEXEMES_MAX = 20, EDGES_MAX = 96, PARTS_MAX = 6, STEPS_MAX = 3000 };
/* S_HM is a minute of the day; SURE_24H more says that it is of 24 hours. */
enum { SURE_24H = 10000 };
/* Of spec.quarter: 1 to 4, the halves of a year are 5 and 6, spring is SEASONS. */
enum { SEASONS = 7 };
enum { MINUTES_A_DAY = 1440, DUE_EVENING = 18 * 60, LAST_MINUTE = 23 * 60 + 59 };

enum sym {
	S_NONE, /* ends a mention */
#define WORD(e, key) S_##e,
#include "date_words.def"
#undef WORD
	S_NUM,	 /* digits */
	S_YEAR,	 /* four digits, 1900 to 2199 */
	S_DATE,	 /* 3/20/2027: a spec */
	S_HM,	 /* 15:30: a spec */
	S_COMMA,
	S_DASH,
	S_SLASH,
	S_OPEN,
	S_CLOSE,
	N_NUM, /* a number in digits or words */
	N_ORD, /* "20th", "third" */
	N_DUR, /* "two weeks" */
	N_T,   /* a point or a stretch of time */
	SYM_COUNT
};
enum { OPT = 0x80 }; /* a part of a rule that may be missing */

enum { MOD_THIS, MOD_NEXT, MOD_LAST, MOD_COMING, MOD_PAST, MOD_NTH, MOD_BEFORE_LAST,
       MOD_UPCOMING };
enum unit {
	UNIT_SECOND, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_WORKDAY, UNIT_WEEK, UNIT_WEEKEND,
	UNIT_MONTH, UNIT_QUARTER, UNIT_HALF, UNIT_YEAR, UNIT_DECADE, UNIT_FORTNIGHT
};

/* What of a point in time has been said. */
enum {
	H_YEAR = 1, H_MONTH = 2, H_DAY = 4, H_DOW = 8, H_TIME = 16, H_PART = 32, H_ABS = 64,
	H_QUARTER = 128, H_HOLIDAY = 256, H_WEEK = 512, H_MOD = 1024,
	H_EDGE = 2048, /* "end of …": a range that ends where the period does */
	H_SPAN = 4096, /* "the next two weeks": H_ABS, and no single period */
	H_SURE = 8192, /* the time is of 24 hours, or a.m. or p.m. was said */
	H_DUE = 16384, /* due and due_min are set */
	H_DAYS = H_DAY | H_DOW | H_HOLIDAY
};
struct spec {
	unsigned has;
	int year, month, day, dow, mod, week, holiday, quarter;
	int min;	       /* of the day */
	int part_from, part_to; /* minutes of the day */
	int64_t from, to;      /* H_ABS: days, to exclusive */
	enum grain grain;      /* of H_ABS; GRAIN_TIME: an instant, min is set */
	int64_t due;
	int due_min;
	bool ambiguous, past, zoned;
	int alt_month, alt_day;
};
struct dur {
	int months, days, workdays, minutes;
	enum unit unit; /* the largest */
};
enum { F_SPAN = 1, F_LATENT = 2, F_PHRASE = 4, F_BY = 8, F_MARKED = 16 };
struct edge {
	enum sym sym;
	unsigned char start, end, flags;
	int cost, v;
	const char *rule;
	struct spec a, b; /* of N_T; b with F_SPAN */
	struct dur dur;	  /* of N_DUR */
};

struct lexeme {
	unsigned char sym[2]; /* readings, S_NONE if there is no second */
	int v[2];
	size_t tok, tok_end;
	bool glued; /* to the one before */
	bool upper;
	bool weak; /* "sat", "may": a word of the language, too */
	int digits;
	struct spec spec;
};
struct scan {
	const struct doc *d;
	const struct date_clue *clue;
	struct lexeme at[LEXEMES_MAX];
	size_t len;
	int64_t today;
	int now; /* minute of the day */
	struct edge edge[EDGES_MAX];
	size_t edges, first[LEXEMES_MAX + 1], last[LEXEMES_MAX + 1];
	unsigned steps;
};

/* part[k] is the edge of the rule's k-th symbol, NULL if it was left out. Fills *out but for its
 * symbol and extent. */
typedef bool (*make_fn)(struct scan *s, const struct edge *const *part, int arg, struct edge *out);
struct rule {
	const char *name;
	unsigned char to;
	unsigned char part[PARTS_MAX];
	make_fn make;
	int arg;
};
struct rule_set {
	const struct rule *rule;
	size_t count;
};
extern const struct rule_set date_rules[SYM_COUNT]; /* by their first symbol */

/* A solved spec. */
struct range {
	int64_t from, to, due; /* days; to is exclusive when min_to < 0 */
	int min, min_to, due_min;
	enum grain grain;
	bool ends, no_year;
};

/* Begins s with the lexemes from token `tok` on; chart_fill joins them. */
void scan_fill(struct scan *s, const struct doc *d, const struct date_clue *clue, size_t tok);
bool numeric_lexeme(struct scan *s, size_t tok, struct lexeme *x); /* 3/20, 15:30, 2026-03-20 */
void chart_fill(struct scan *s);
bool spec_merge(const struct scan *s, const struct spec *x, const struct spec *y,
		struct spec *out);
bool spec_solve(const struct scan *s, const struct spec *p, int64_t near, struct range *out);
bool edge_solve(const struct scan *s, const struct edge *e, struct range *out);
void spec_period(const struct scan *s, enum unit unit, int shift, struct spec *out);
int64_t day_after(int64_t day, const struct dur *d, int sign); /* leaves out the minutes */
int64_t week_start(int64_t day);			       /* its Monday */
bool holiday_day(int holiday, int year, int64_t *out);
bool spec_is_day(const struct spec *p);	 /* names a day, not a longer time */
bool spec_is_time(const struct spec *p); /* only a time of the day */

#endif

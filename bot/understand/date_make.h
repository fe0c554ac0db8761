/* What the rules of dates make of their parts. The integer is the rule's own. */
#ifndef UNDERSTAND_DATE_MAKE_H
#define UNDERSTAND_DATE_MAKE_H

#include "date_scan.h"

/* "bis Dezember einen Termin", "bis zum 20. ein Plakat", "12 Uhr ein Plakat": no number. */
bool edge_is_article(const struct scan *s, const struct edge *number);

#define MAKE(name)                                                                                 \
	bool name(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
/* Numbers and lengths of time. */
MAKE(make_number);     /* the first part's value */
MAKE(make_twenty);     /* "twenty" "one" */
MAKE(make_duration);   /* "two" "weeks"; arg: place of the unit, the number is before it */
MAKE(make_half_unit);  /* "half an hour", "a week and a half"; arg: place of the unit */
MAKE(make_sum);	       /* "a day" and "two hours" */
MAKE(make_year_words); /* "two thousand and five" (arg 0), "nineteen eighty" (arg 1) */
/* Points and periods. arg names the part that matters where there is a choice. */
MAKE(make_same);       /* part arg, with words around it that say nothing */
MAKE(make_named);      /* part arg, which alone would be too little: "in May", "on 5.12" */
MAKE(make_word);       /* one lexeme that is a spec by itself */
MAKE(make_month_day);  /* arg: 10 * part of the month + part of the day */
MAKE(make_month_year); /* arg: the same of month and year */
MAKE(make_figures);    /* 2 - 15; arg 1: 2027 2 15, 2: 15 2 2027 */
MAKE(make_ymd);
MAKE(make_day_in);
MAKE(make_weekday_day);	 /* "monday" "21" */
MAKE(make_day_of_month); /* "the" "21" */
MAKE(make_day_week);	 /* "Thursday week": the one a week after the coming one; "today week" */
MAKE(make_in_eight);	 /* "mardi en huit", "de hoy en quince"; arg 1: "heute in acht Tagen" */
MAKE(make_mod);		 /* arg: 10 * part of the modifier + part of what it modifies */
MAKE(make_mod_count);	 /* "next" "three" "days"; arg: digits of the parts mod, count, unit */
MAKE(make_this);	 /* "the rest of the week", "in the week" */
MAKE(make_nth);		 /* "first week of October": arg 1: counted from the end */
MAKE(make_unit_number);	 /* "week" "31" */
MAKE(make_week_of);	 /* "the week of" a day */
MAKE(make_quarter);	 /* "2018" "q" "4" */
MAKE(make_from_now);	 /* a length of time; arg -1 back, 1 ahead; the base is the last part */
MAKE(make_unit_from);	 /* "the day before" Easter; arg -1 back, 1 ahead */
MAKE(make_within);
MAKE(make_weekdays_from_now);
MAKE(make_edge); /* "end of" a period: parts edge and, at arg, the period or its unit */
MAKE(make_early);
MAKE(make_hour);	 /* arg: 100 * part of am/pm + 10 * part of the minute + part of the hour */
MAKE(make_past);	 /* minutes said before (arg 0) or behind (1) the hour */
MAKE(make_minutes_past); /* "20 minutes to" 2 p.m. */
MAKE(make_ampm);
MAKE(make_hour_of);	/* a bare hour with a day or part of the day; arg: 10 * hour + day */
MAKE(make_time_only);	/* part arg, if it is a time of the day */
MAKE(make_merge);	/* first and last part */
MAKE(make_near);	/* "thanksgiving in 9 months" */
MAKE(make_near_first);	/* "two weeks from now on Monday" */
MAKE(make_week_on);	/* "a week on Friday", "a fortnight today" */
MAKE(make_span);	/* first part to last; arg: part of the first */
MAKE(make_number_span); /* "3-8": hours (arg 0) or days (1) */
MAKE(make_for);		/* a time and how long */
MAKE(make_by);
MAKE(make_zone);

#endif

/* The grammar of dates: what may stand side by side. Sorted by the first symbol. */
#include "date_make.h"

#define SET(a)                                                                                     \
	{                                                                                          \
		a, COUNT(a)                                                                        \
	}
#define O(x) (OPT | (x))

static const struct rule month[] = {
	{"date: month", N_T, {S_MONTH}, make_word, 0},
	{"date: month day", N_T, {S_MONTH, O(S_ARTICLE), N_ORD}, make_month_day, 2},
	{"date: month day", N_T, {S_MONTH, N_NUM}, make_month_day, 1},
	{"date: month day", N_T, {S_MONTH, S_DASH, N_NUM}, make_month_day, 2},
	{"date: month day", N_T, {S_MONTH, S_SLASH, N_NUM}, make_month_day, 2},
	{"date: month and year", N_T, {S_MONTH, O(S_SLASH), S_YEAR}, make_month_year, 2},
	{"date: month and year", N_T, {S_MONTH, S_DASH, S_YEAR}, make_month_year, 2},
	{"date: month and year", N_T, {S_MONTH, O(S_OF), S_NUM}, make_month_year, 2},
	{"date: month year day", N_T, {S_MONTH, S_DASH, S_YEAR, S_DASH, S_NUM}, make_ymd, 204},
	{"date: month modified", N_T, {S_MONTH, S_MOD}, make_mod, 10},
	{"date: month modified", N_T, {S_MONTH, S_AFTER, S_MOD}, make_mod, 20},
};
static const struct rule weekday[] = {
	{"date: coming weekday", N_T, {S_DOW}, make_word, 0},
	{"date: weekday and day", N_T, {S_DOW, N_NUM}, make_weekday_day, 1},
	{"date: weekday and day",
	 N_T,
	 {S_DOW, O(S_COMMA), O(S_ARTICLE), N_ORD},
	 make_weekday_day,
	 3},
	{"date: weekday and day", N_T, {S_DOW, S_ARTICLE, N_NUM}, make_weekday_day, 2},
	{"date: next weekday", N_T, {S_DOW, S_MOD}, make_mod, 10},
	{"date: weekday week", N_T, {S_DOW, O(S_DASH), S_UNIT}, make_day_week, 2},
	{"date: weekday in eight", N_T, {S_DOW, S_IN, S_COUNT}, make_in_eight, 0},
	{"date: weekday after next", N_T, {S_DOW, S_AFTER, S_MOD}, make_mod, 20},
};
static const struct rule day_word[] = {
	{"date: relative day", N_T, {S_DAY}, make_word, 0},
	{"date: day week", N_T, {S_DAY, S_UNIT}, make_day_week, 1},
	{"date: day in eight", N_T, {S_DAY, S_IN, S_COUNT}, make_in_eight, 0},
	{"date: day and length", N_T, {S_DAY, S_IN, N_DUR}, make_in_eight, 1},
};
static const struct rule now[] = {{"date: now", N_T, {S_NOW}, make_word, 0}};
static const struct rule numeric[] = {{"date: in figures", N_T, {S_DATE}, make_word, 0}};
static const struct rule year[] = {
	{"date: year", N_T, {S_YEAR}, make_word, 0},
	{"date: quarter", N_T, {S_YEAR, S_QMARK, S_NUM}, make_quarter, 2},
	{"date: figures", N_T, {S_YEAR, S_NUM, S_NUM}, make_figures, 1},
	{"date: year month day", N_T, {S_YEAR, S_SLASH, S_MONTH, S_SLASH, S_NUM}, make_ymd, 24},
	{"date: year month day", N_T, {S_YEAR, S_DASH, S_MONTH, S_DASH, S_NUM}, make_ymd, 24},
	{"date: year day month", N_T, {S_YEAR, S_SLASH, S_NUM, S_SLASH, S_MONTH}, make_ymd, 42},
};
static const struct rule number[] = {
	{"number", N_NUM, {S_NUM}, make_number, 0},
	{"time: hour", N_T, {S_NUM, S_AMPM}, make_hour, 100},
	{"date: day year month", N_T, {S_NUM, S_DASH, S_YEAR, S_DASH, S_MONTH}, make_ymd, 240},
	{"date: quarter", N_T, {S_NUM, S_QMARK, S_NUM}, make_quarter, 2},
	{"date: figures", N_T, {S_NUM, S_NUM, S_YEAR}, make_figures, 2},
	{"date: figures", N_T, {S_NUM, S_NUM, S_NUM}, make_figures, 2},
	{"date: figures", N_T, {S_NUM, S_SLASH, S_NUM}, make_figures, 0},
	{"date: figures", N_T, {S_NUM, S_DASH, S_NUM}, make_figures, 0},
};
static const struct rule count[] = {
	{"number", N_NUM, {S_COUNT}, make_number, 0},
	{"number", N_NUM, {S_COUNT, O(S_DASH), S_COUNT}, make_twenty, 0},
	{"number", N_NUM, {S_COUNT, S_AND, S_COUNT}, make_twenty, 0},
	{"ordinal", N_ORD, {S_COUNT, O(S_DASH), S_ORDWORD}, make_twenty, 0},
};
static const struct rule ordinal_word[] = {{"ordinal", N_ORD, {S_ORDWORD}, make_number, 0}};
static const struct rule a_number[] = {
	{"year", S_YEAR, {N_NUM, S_THOUSAND, O(S_AND), O(N_NUM)}, make_year_words, 0},
	{"year", S_YEAR, {N_NUM, N_NUM}, make_year_words, 1},
	{"duration", N_DUR, {N_NUM, S_UNIT}, make_duration, 1},
	{"duration", N_DUR, {N_NUM, S_DASH, N_NUM, S_UNIT}, make_duration, 3},
	{"duration", N_DUR, {N_NUM, S_TO, N_NUM, S_UNIT}, make_duration, 3},
	{"duration", N_DUR, {N_NUM, S_OR, N_NUM, S_UNIT}, make_duration, 3},
	{"date: from to", N_T, {N_NUM, S_SLASH, N_NUM}, make_number_span, 1},
	{"duration", N_DUR, {N_NUM, S_AND, S_HALF, S_UNIT}, make_half_unit, 3},
	{"date: next units", N_T, {N_NUM, S_MOD, S_UNIT}, make_mod_count, 102},
	{"date: next units", N_T, {N_NUM, S_UNIT, S_MOD}, make_mod_count, 201},
	{"date: day month", N_T, {N_NUM, O(S_OF), S_MONTH}, make_month_day, 20},
	{"date: day of a month", N_T, {N_NUM, S_OF, N_T}, make_day_in, 2},
	{"date: figures", N_T, {N_NUM, S_OF, S_NUM}, make_figures, 0},
	{"date: day month", N_T, {N_NUM, S_DASH, S_MONTH}, make_month_day, 20},
	{"date: day month", N_T, {N_NUM, S_SLASH, S_MONTH}, make_month_day, 20},
	{"time: hour", N_T, {N_NUM, S_AMPM}, make_hour, 100},
	{"time: hour", N_T, {N_NUM, N_NUM, S_AMPM}, make_hour, 210},
	{"time: hour", N_T, {N_NUM, S_OCLOCK}, make_hour, 0},
	{"time: hour", N_T, {N_NUM, S_OCLOCK, N_NUM}, make_hour, 20},
	{"time: hour", N_T, {N_NUM, S_OCLOCK, S_AMPM}, make_hour, 200},
	{"time: and a half", N_T, {N_NUM, S_PLUS}, make_past, 1},
	{"time: minutes past", N_T, {N_NUM, S_MINUTES, N_NUM}, make_minutes_past, 2},
	{"time: minutes past", N_T, {N_NUM, S_MINUTES, N_T}, make_minutes_past, 2},
	{"time: hour of a day", N_T, {N_NUM, O(S_COMMA), N_T}, make_hour_of, 2},
	{"date: weekdays from now", N_T, {N_NUM, S_DOW, S_HENCE}, make_weekdays_from_now, 0},
	{"time: from to", N_T, {N_NUM, S_DASH, N_T}, make_span, 0},
	{"time: from to", N_T, {N_NUM, S_TO, O(S_ARTICLE), N_T}, make_span, 0},
	{"time: from to", N_T, {N_NUM, S_DASH, N_NUM}, make_number_span, 0},
	{"time: from to", N_T, {N_NUM, S_TO, O(S_ARTICLE), N_NUM}, make_number_span, 0},
	{"date: from to", N_T, {N_NUM, S_DASH, N_NUM}, make_number_span, 1},
	{"date: from to", N_T, {N_NUM, S_TO, O(S_ARTICLE), N_NUM}, make_number_span, 1},
};
static const struct rule an_ordinal[] = {
	{"date: day of the month", N_T, {N_ORD}, make_day_of_month, 0},
	{"date: day month", N_T, {N_ORD, O(S_OF), O(S_ARTICLE), S_MONTH}, make_month_day, 30},
	{"date: day month", N_T, {N_ORD, N_NUM}, make_month_day, 10},
	{"date: day month", N_T, {N_ORD, N_ORD}, make_month_day, 10},
	{"date: quarter", N_T, {N_ORD, S_UNIT}, make_quarter, 10},
	{"date: nth of", N_T, {N_ORD, S_UNIT, O(S_OF), O(S_IN), N_T}, make_nth, 14},
	{"date: nth of", N_T, {N_ORD, S_DOW, O(S_OF), O(S_IN), N_T}, make_nth, 14},
	{"date: nth of", N_T, {N_ORD, S_MOD, S_UNIT, O(S_OF), N_T}, make_nth, 24},
	{"date: nth of", N_T, {N_ORD, N_NUM, S_UNIT, O(S_OF), N_T}, make_nth, 24},
	{"date: from to", N_T, {N_ORD, S_DASH, N_ORD}, make_number_span, 1},
	{"date: from to", N_T, {N_ORD, S_TO, O(S_ARTICLE), N_ORD}, make_number_span, 1},
	{"date: from to", N_T, {N_ORD, S_DASH, N_NUM}, make_number_span, 1},
};
static const struct rule article[] = {
	{"date: day of the month", N_T, {S_ARTICLE, N_ORD}, make_day_of_month, 1},
	{"date: day of the month", N_T, {S_ARTICLE, N_NUM}, make_day_of_month, 1},
	{"", N_T, {S_ARTICLE, N_T}, make_same, 1},
	{"duration", N_DUR, {S_ARTICLE, S_HALF, S_UNIT}, make_half_unit, 0},
	{"date: this period", N_T, {S_ARTICLE, S_UNIT}, make_this, 1},
	{"date: after a day", N_T, {S_ARTICLE, S_UNIT, S_AFTER, O(N_T)}, make_unit_from, 1},
	{"date: before a day", N_T, {S_ARTICLE, S_UNIT, S_BEFORE, O(N_T)}, make_unit_from, -1},
};
static const struct rule modifier[] = {
	{"date: next weekday", N_T, {S_MOD, S_DOW}, make_mod, 1},
	{"date: month modified", N_T, {S_MOD, S_MONTH}, make_mod, 1},
	{"date: period", N_T, {S_MOD, S_UNIT}, make_mod, 1},
	{"date: next weekday", N_T, {S_MOD, S_MOD, S_DOW}, make_mod, 12},
	{"date: period", N_T, {S_MOD, S_MOD, S_UNIT}, make_mod, 12},
	{"date: next", N_T, {S_MOD, N_T}, make_mod, 1},
	{"date: next units", N_T, {S_MOD, N_NUM, S_UNIT}, make_mod_count, 12},
	{"date: nth of", N_T, {S_MOD, S_UNIT, O(S_OF), O(S_IN), N_T}, make_nth, 14},
	{"date: nth of", N_T, {S_MOD, S_DOW, O(S_OF), O(S_IN), N_T}, make_nth, 14},
	{"date: nth of", N_T, {S_MOD, N_NUM, S_UNIT, O(S_OF), N_T}, make_nth, 24},
};
static const struct rule unit[] = {
	{"date: period", N_T, {S_UNIT, S_MOD}, make_mod, 10},
	{"date: period", N_T, {S_UNIT, S_AFTER, S_MOD}, make_mod, 20},
	{"date: calendar week", N_T, {S_UNIT, N_NUM}, make_unit_number, 1},
	{"date: year", N_T, {S_UNIT, O(S_OF), S_YEAR}, make_unit_number, 2},
	{"date: week of", N_T, {S_UNIT, O(S_OF), O(S_ON), N_T}, make_week_of, 3},
	{"date: week of", N_T, {S_UNIT, S_STARTING, O(S_ON), O(S_FROM), N_T}, make_week_of, 4},
	{"date: next units", N_T, {S_UNIT, S_MOD}, make_mod, 10},
};
static const struct rule duration[] = {
	{"duration", N_DUR, {N_DUR, S_AND, S_HALF}, make_half_unit, 2},
	{"duration", N_DUR, {N_DUR, O(S_AND), N_DUR}, make_sum, 2},
	{"duration", N_DUR, {N_DUR, S_COMMA, N_DUR}, make_sum, 2},
	{"date: ago", N_T, {N_DUR, S_AGO}, make_from_now, -1},
	{"date: from now", N_T, {N_DUR, S_HENCE}, make_from_now, 1},
	{"date: from a day", N_T, {N_DUR, S_FROM, N_T}, make_from_now, 2},
	{"date: after a day", N_T, {N_DUR, S_AFTER, N_T}, make_from_now, 2},
	{"date: week on a day", N_T, {N_DUR, O(S_ON), S_DOW}, make_week_on, 2},
	{"date: week on a day", N_T, {N_DUR, S_DAY}, make_week_on, 1},
	{"date: before a day", N_T, {N_DUR, S_BEFORE, N_T}, make_from_now, 3},
	{"time: minutes past", N_T, {N_DUR, S_MINUTES, N_T}, make_minutes_past, 2},
	{"date: so long", N_T, {N_DUR, S_STARTING, O(S_FROM), O(S_ON), N_T}, make_for, 40},
	{"date: so long", N_T, {N_DUR, S_COMMA, S_FROM, N_T}, make_for, 30},
};
static const struct rule in[] = {
	{"date: from now", N_T, {S_IN, O(S_ABOUT), N_DUR}, make_from_now, 1},
	{"date: from now", N_T, {S_IN, S_ARTICLE, N_DUR}, make_from_now, 1},
	{"", N_T, {S_IN, N_T}, make_named, 1},
};
static const struct rule within[] = {
	{"date: within", N_T, {S_WITHIN, O(S_ARTICLE), O(S_MOD), N_DUR}, make_within, 3},
};
static const struct rule ago_first[] = {
	{"date: ago", N_T, {S_AGO_PRE, N_DUR}, make_from_now, -1},
};
static const struct rule edge[] = {
	{"date: part of", N_T, {S_EDGE, O(S_OF), O(S_ARTICLE), S_UNIT}, make_edge, 3},
	{"date: part of", N_T, {S_EDGE, O(S_OF), O(S_ABOUT), N_T}, make_edge, 3},
	{"date: part of", N_T, {S_EDGE, S_DASH, N_T}, make_edge, 2},
};
static const struct rule edge_unit[] = {{"date: part of", N_T, {S_EDGE_UNIT}, make_word, 0}};
static const struct rule at[] = {
	{"time: at", N_T, {S_AT, O(S_ARTICLE), O(S_ABOUT), N_NUM}, make_hour, 3},
	{"time: at", N_T, {S_AT, O(S_ABOUT), S_NUM}, make_hour, 2},
	{"time: at", N_T, {S_AT, S_NUM, S_NUM}, make_hour, 21},
	{"date: weekend", N_T, {S_AT, O(S_ARTICLE), S_UNIT}, make_this, 2},
	{"", N_T, {S_AT, O(S_ARTICLE), O(S_ABOUT), N_T}, make_named, 3},
};
static const struct rule on[] = {
	{"", N_T, {S_ON, N_T}, make_named, 1},
	{"date: weekend", N_T, {S_ON, O(S_ARTICLE), S_UNIT}, make_this, 2},
	{"date: day of the month", N_T, {S_ON, O(S_ARTICLE), N_ORD}, make_day_of_month, 2},
};
static const struct rule about[] = {
	{"", N_T, {S_ABOUT, N_T}, make_same, 1},
	{"time: about", N_T, {S_ABOUT, N_NUM}, make_hour, 1},
	{"time: about", N_T, {S_ABOUT, S_NUM}, make_hour, 1},
};
static const struct rule clock_word[] = {{"time: clock", N_T, {S_CLOCK}, make_word, 0}};
static const struct rule eod[] = {{"time: end of day", N_T, {S_EOD}, make_word, 0}};
static const struct rule hm[] = {{"time: in figures", N_T, {S_HM}, make_word, 0}};
static const struct rule hdot[] = {
	{"time: in figures", N_T, {S_HDOT}, make_word, 0},
};
static const struct rule past[] = {
	{"time: past", N_T, {S_PAST, N_NUM}, make_past, 0},
	{"time: past", N_T, {S_PAST, N_T}, make_past, 0},
};
static const struct rule half[] = {
	{"duration", N_DUR, {S_HALF, O(S_COUNT), S_UNIT}, make_half_unit, 1},
};
static const struct rule quarter[] = {{"date: quarter", N_T, {S_QUARTER}, make_word, 0}};
static const struct rule calendar_week[] = {
	{"date: calendar week", N_T, {S_KW, N_NUM}, make_unit_number, 1},
};
static const struct rule from[] = {
	{"", N_T, {S_FROM, O(S_ARTICLE), N_T}, make_named, 2},
	{"date: from to",
	 N_T,
	 {S_FROM, O(S_ARTICLE), N_T, S_TO, O(S_ARTICLE), N_NUM},
	 make_span,
	 2},
	{"time: from to",
	 N_T,
	 {S_FROM, O(S_ARTICLE), N_NUM, S_TO, O(S_ARTICLE), N_T},
	 make_span,
	 2},
	{"time: from to",
	 N_T,
	 {S_FROM, O(S_ARTICLE), N_NUM, S_TO, O(S_ARTICLE), N_NUM},
	 make_number_span,
	 0},
};
static const struct rule between[] = {
	{"", N_T, {S_BETWEEN, N_T}, make_named, 1},
	{"date: between",
	 N_T,
	 {S_BETWEEN, O(S_ARTICLE), N_T, S_AND, O(S_ARTICLE), N_T},
	 make_span,
	 2},
	{"date: between",
	 N_T,
	 {S_BETWEEN, O(S_ARTICLE), N_NUM, S_AND, O(S_ARTICLE), N_T},
	 make_span,
	 2},
	{"date: between",
	 N_T,
	 {S_BETWEEN, O(S_ARTICLE), N_T, S_AND, O(S_ARTICLE), N_NUM},
	 make_span,
	 2},
	{"time: between",
	 N_T,
	 {S_BETWEEN, O(S_ARTICLE), N_NUM, S_AND, O(S_ARTICLE), N_NUM},
	 make_number_span,
	 0},
	{"date: between",
	 N_T,
	 {S_BETWEEN, O(S_ARTICLE), N_NUM, S_AND, O(S_ARTICLE), N_NUM},
	 make_number_span,
	 1},
	{"date: between",
	 N_T,
	 {S_BETWEEN, O(S_ARTICLE), N_ORD, S_AND, O(S_ARTICLE), N_ORD},
	 make_number_span,
	 1},
};
static const struct rule by[] = {
	{"date: by", N_T, {S_BY, O(S_ARTICLE), N_T}, make_by, 2},
	{"time: by", N_T, {S_BY, N_T}, make_time_only, 1},
	{"time: by", N_T, {S_BY, N_NUM}, make_hour, 1},
};
static const struct rule after[] = {
	{"", N_T, {S_AFTER, N_T}, make_same, 1},
	{"time: after", N_T, {S_AFTER, N_NUM}, make_hour, 1},
};
static const struct rule before[] = {
	{"", N_T, {S_BEFORE, N_T}, make_same, 1},
	{"time: before", N_T, {S_BEFORE, N_NUM}, make_hour, 1},
};
static const struct rule for_[] = {
	{"date: for so long", N_T, {S_FOR, N_DUR}, make_from_now, 0},
	{"date: for so long", N_T, {S_FOR, N_DUR, O(S_COMMA), S_FROM, N_T}, make_for, 41},
	{"date: for so long", N_T, {S_FOR, N_DUR, S_STARTING, O(S_FROM), N_T}, make_for, 41},
	{"", N_T, {S_FOR, N_T}, make_same, 1},
};
static const struct rule rest[] = {
	{"date: rest of", N_T, {S_REST, O(S_OF), O(S_ARTICLE), S_UNIT}, make_this, 3},
};
static const struct rule holiday[] = {{"date: holiday", N_T, {S_HOLIDAY}, make_word, 0}};
static const struct rule part_of_day[] = {{"time: part of the day", N_T, {S_PART}, make_word, 0}};
static const struct rule today_part[] = {
	{"date: part of today", N_T, {S_TODAY_PART}, make_word, 0},
};
static const struct rule season[] = {{"date: season", N_T, {S_SEASON}, make_word, 0}};
static const struct rule early[] = {{"time: early", N_T, {S_EARLY, N_T}, make_early, 1}};
static const struct rule a_time[] = {
	{"", N_T, {N_T, N_T}, make_merge, 1},
	{"", N_T, {N_T, S_COMMA, N_T}, make_merge, 2},
	{"", N_T, {N_T, S_OF, N_T}, make_merge, 2},
	{"", N_T, {N_T, S_DASH, N_T}, make_merge, 2},
	{"", N_T, {N_T, S_OPEN, N_T, O(S_CLOSE)}, make_merge, 2},
	{"date: near", N_T, {N_T, N_T}, make_near, 1},
	{"date: near", N_T, {N_T, N_T}, make_near_first, 1},
	{"date: from to", N_T, {N_T, S_DASH, N_T}, make_span, 0},
	{"date: from to", N_T, {N_T, S_SLASH, N_T}, make_span, 0},
	{"date: from to", N_T, {N_T, S_TO, O(S_ARTICLE), N_T}, make_span, 0},
	{"date: from to", N_T, {N_T, S_DASH, N_NUM}, make_span, 0},
	{"date: from to", N_T, {N_T, S_TO, O(S_ARTICLE), N_NUM}, make_span, 0},
	{"time: hour", N_T, {N_T, O(S_IN), O(S_ARTICLE), S_AMPM}, make_ampm, 3},
	{"time: and a half", N_T, {N_T, S_PLUS}, make_past, 1},
	{"time: zone", N_T, {N_T, O(S_OPEN), S_ZONE, O(S_CLOSE)}, make_zone, 2},
	{"date: so long", N_T, {N_T, S_FOR, N_DUR}, make_for, 2},
	{"date: year", N_T, {N_T, S_SLASH, S_YEAR}, make_month_year, 2},
	{"date: year", N_T, {N_T, S_DASH, S_YEAR}, make_month_year, 2},
	{"date: year", N_T, {N_T, O(S_DASH), S_NUM}, make_month_year, 2},
	{"date: year", N_T, {N_T, S_OF, S_NUM}, make_month_year, 2},
};

const struct rule_set date_rules[SYM_COUNT] = {
	[S_MONTH] = SET(month),
	[S_DOW] = SET(weekday),
	[S_DAY] = SET(day_word),
	[S_NOW] = SET(now),
	[S_DATE] = SET(numeric),
	[S_YEAR] = SET(year),
	[S_NUM] = SET(number),
	[S_COUNT] = SET(count),
	[S_ORDWORD] = SET(ordinal_word),
	[N_NUM] = SET(a_number),
	[N_ORD] = SET(an_ordinal),
	[S_ARTICLE] = SET(article),
	[S_MOD] = SET(modifier),
	[S_UNIT] = SET(unit),
	[N_DUR] = SET(duration),
	[S_IN] = SET(in),
	[S_WITHIN] = SET(within),
	[S_AGO_PRE] = SET(ago_first),
	[S_EDGE] = SET(edge),
	[S_EDGE_UNIT] = SET(edge_unit),
	[S_AT] = SET(at),
	[S_ON] = SET(on),
	[S_ABOUT] = SET(about),
	[S_CLOCK] = SET(clock_word),
	[S_EOD] = SET(eod),
	[S_HM] = SET(hm),
	[S_HDOT] = SET(hdot),
	[S_PAST] = SET(past),
	[S_HALF] = SET(half),
	[S_QUARTER] = SET(quarter),
	[S_KW] = SET(calendar_week),
	[S_FROM] = SET(from),
	[S_BETWEEN] = SET(between),
	[S_BY] = SET(by),
	[S_AFTER] = SET(after),
	[S_BEFORE] = SET(before),
	[S_FOR] = SET(for_),
	[S_REST] = SET(rest),
	[S_HOLIDAY] = SET(holiday),
	[S_TODAY_PART] = SET(today_part),
	[S_SEASON] = SET(season),
	[S_PART] = SET(part_of_day),
	[S_EARLY] = SET(early),
	[N_T] = SET(a_time),
};

/* Dates and times put together from their parts. See date.h. */
#include "date_scan.h"

static size_t
p_time(struct scan *s, size_t i, struct mention *m, bool near_date)
{
	size_t k = i;
	bool at = is(s, k, X_AT), half = false, sure = false;
	k += at ? 1 : 0;
	k += at ? skip(s, k, X_ARTICLE) : 0;
	if (is(s, k, X_CLOCK)) {
		m->when.hour = s->at[k].v / 100;
		m->when.minute = s->at[k].v % 100;
		return k + 1 - i;
	}
	if (is(s, k, X_HALF) && is(s, k + 1, X_NUM) && s->clue->lang == LANG_DE) {
		half = true;
		k++;
	}
	if (!is(s, k, X_NUM) || token(s, k)->digits > 2 || s->at[k].v > 24)
		return 0;
	int hour = s->at[k].v, minute = 0;
	k++;
	if (is(s, k, X_NUM) && token(s, k)->digits == 2 && s->at[k].v < 60 &&
	    (sep(s, k) == ':' || sep(s, k) == '.')) {
		minute = s->at[k].v;
		sure = sep(s, k) == ':' && (near_date || at) && !(hour == 9 && minute == 16);
		k++;
		if (is(s, k, X_NUM) && sep(s, k) == ':' && token(s, k)->digits == 2)
			k++; /* seconds */
	}
	if (is(s, k, X_AM) || is(s, k, X_PM)) {
		if (hour > 12 || hour == 0)
			return 0;
		hour = hour % 12 + (is(s, k, X_PM) ? 12 : 0);
		sure = true;
		k++;
	} else if (is(s, k, X_OCLOCK) && (sep(s, k) == '\1' || sep(s, k) == ' ')) {
		sure = true;
		k++;
		if (is(s, k, X_NUM) && sep(s, k) == '\1' && s->at[k].v < 60)
			minute = s->at[k++].v;
		if (is(s, k, X_PM) && hour < 12)
			hour += 12, k++;
		else if (s->clue->lang == LANG_EN && hour < 7)
			hour += 12;
	} else if (!sure && at && near_date && sep(s, k) != '/' && sep(s, k) != '.') {
		sure = !is(s, k, X_MONTH) && !is(s, k, X_UNIT);
		if (hour < 7)
			hour += 12; /* "at 5": the working day's */
	}
	if (!sure && !half)
		return 0;
	if (half) {
		hour -= 1;
		minute = 30;
	}
	if (hour > 24 || hour < 0)
		return 0;
	m->when.hour = hour % 24;
	m->when.minute = minute;
	return k - i;
}

static size_t
filler(const struct scan *s, size_t i)
{
	return is(s, i, X_ON) || is(s, i, X_OF) ? 1 : 0;
}

/* "to 9 May", "- 9 May": the end of a range. */
static size_t
p_range(struct scan *s, size_t i, struct mention *m)
{
	size_t k = i;
	if (m->when.has_end || k >= s->len)
		return 0;
	if (is(s, k, X_TO))
		k++;
	else if (!(token(s, k)->gap & GAP_DASH) && sep(s, k) != '-')
		return 0;
	struct mention end = {.when.hour = -1};
	size_t n = part_date(s, k, &end);
	if (!n || end.grain != GRAIN_DAY || mention_day(&end) <= mention_day(m) ||
	    mention_day(&end) > mention_day(m) + 200)
		return 0;
	mention_set_end(m, mention_day(&end));
	return k + n - i;
}

/* "-4:30pm", "to 16:00" behind a time: its end on the same day. */
static size_t
p_time_range(struct scan *s, size_t i, struct mention *m)
{
	struct mention end = {.when.hour = -1};
	size_t k = i + skip(s, i, X_TO);
	if (m->when.hour < 0 || k >= s->len || m->when.has_end)
		return 0;
	if (k == i && sep(s, k) != '-' && !(token(s, k)->gap & GAP_DASH))
		return 0;
	size_t n = p_time(s, k, &end, true);
	if (!n)
		return 0;
	/* "3:30-4:30pm": the mark of the end holds for both */
	if (end.when.hour >= 12 && m->when.hour < 12 && m->when.hour + 12 <= end.when.hour &&
	    is(s, k + n - 1, X_PM))
		m->when.hour += 12;
	if (end.when.hour * 60 + end.when.minute <= m->when.hour * 60 + m->when.minute)
		return 0;
	m->when.has_end_time = true;
	m->when.end_hour = end.when.hour;
	m->when.end_minute = end.when.minute;
	return k + n - i;
}

bool
date_at(const struct doc *d, const struct date_clue *clue, size_t t, struct mention *out)
{
	struct scan s = {.d = d,
			 .clue = clue,
			 .today = day_number(clue->now.year, clue->now.month, clue->now.day)};
	struct mention m = {.when.hour = -1, .tok = t};
	scan_fill(&s, t);
	if (!s.len || s.at[0].type == X_OTHER)
		return false;
	size_t n, k = 0;
	size_t time_first = p_time(&s, 0, &m, false);
	if (time_first) {
		size_t f = filler(&s, time_first);
		n = close_to(&s, time_first + f) ? part_date(&s, time_first + f, &m) : 0;
		k = n ? time_first + f + n : time_first;
		if (!n) {
			struct mention again = {.when.hour = -1, .tok = t};
			size_t date_n = part_date(&s, 0, &again);
			if (date_n >= time_first) {
				m = again;
				time_first = 0;
				k = 0;
			} else {
				mention_set_day(&m,
						s.today + (m.when.hour * 60 + m.when.minute <=
							   clue->now.hour * 60 + clue->now.minute));
				m.grain = GRAIN_TIME;
				m.rule = "date: time alone";
				k += p_time_range(&s, k, &m);
			}
		}
	}
	if (!time_first) {
		k = part_date(&s, 0, &m);
		if (!k)
			return false;
		k += p_range(&s, k, &m);
		if (m.when.hour < 0 && close_to(&s, k)) {
			size_t f = filler(&s, k);
			n = p_time(&s, k + f, &m, true);
			k += n ? n + f : 0;
		}
		k += p_time_range(&s, k, &m);
		/* "tomorrow, 5 May" and "Thursday (5 May)": the exact one of two counts */
		struct mention exact = {.when.hour = -1, .tok = t};
		if (k < s.len && (token(&s, k)->gap & (GAP_OPEN | GAP_COMMA)) && close_to(&s, k) &&
		    m.rule &&
		    (!strcmp(m.rule, "date: relative day") ||
		     !strcmp(m.rule, "date: coming weekday") ||
		     !strcmp(m.rule, "date: next weekday"))) {
			n = part_named(&s, k, &exact);
			if (!n)
				n = part_numeric(&s, k, &exact);
			if (!n)
				n = part_weekday(&s, k, &exact);
			if (n && mention_day(&exact) == mention_day(&m))
				k += n;
		}
	}
	m.tok_end = s.at[k - 1].tok_end;
	if ((s.at[0].type == X_AT || s.at[0].type == X_ON) && k > 1)
		m.tok = s.at[1].tok; /* "by", "on" and "bis zum" are not part of the words */
	*out = m;
	return true;
}

bool
date_find(const struct doc *d, const struct date_clue *clue, size_t from, size_t to,
	  struct mention *out)
{
	for (size_t t = from; t < to && t < d->tok_count; t++)
		if ((d->tok[t].kind == TOK_NUMBER || doc_at(d, LEX_DATE, t)) &&
		    date_at(d, clue, t, out))
			return true;
	return false;
}

void
date_order(const struct doc *d, struct date_clue *clue)
{
	for (size_t t = 0; t + 1 < d->tok_count; t++) {
		const struct token *a = &d->tok[t], *b = &d->tok[t + 1];
		if (a->kind != TOK_NUMBER || b->kind != TOK_NUMBER || b->sep != '/' ||
		    a->digits > 2 || b->digits > 2)
			continue;
		bool dm = b->value >= 1 && b->value <= 12 && a->value > 12 && a->value <= 31;
		bool md = a->value >= 1 && a->value <= 12 && b->value > 12 && b->value <= 31;
		if (dm != md) {
			clue->sure = true;
			clue->day_first = dm;
			return;
		}
	}
}

void
date_not_past(const struct date_clue *clue, struct mention *m)
{
	enum { BACK = 21 };
	int64_t now = day_number(clue->now.year, clue->now.month, clue->now.day);
	if (m->no_year && m->grain == GRAIN_DAY && mention_day(m) < now - BACK &&
	    day_exists(m->when.year + 1, m->when.month, m->when.day))
		m->when.year++;
}

void
date_as_deadline(struct mention *m)
{
	int64_t day = mention_day(m);
	struct civil c;
	switch (m->grain) {
	case GRAIN_WEEK: mention_set_day(m, date_week_start(day) + 4); break;
	case GRAIN_MONTH:
		mention_set_day(m, day_number(m->when.year, m->when.month,
					      day_month_len(m->when.year, m->when.month)));
		break;
	case GRAIN_QUARTER:
		c = day_civil(day);
		c.month = (c.month - 1) / 3 * 3 + 3;
		mention_set_day(m, day_number(c.year, c.month, day_month_len(c.year, c.month)));
		break;
	case GRAIN_YEAR: mention_set_day(m, day_number(m->when.year, 12, 31)); break;
	case GRAIN_TIME:
	case GRAIN_DAY: break;
	}
	if (m->when.has_end) { /* ready by the first day of a range */
		m->when.has_end = false;
	}
}

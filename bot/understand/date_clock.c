/* Times of the day, and what joins two times. See date_make.h. */
#include "date_make.h"

/* Spanish "a" and French "à" are "to" between two numbers, but "at" before an article. */
static bool
means_at(const struct scan *s, const struct edge *const *part)
{
	for (int k = 0; k < PARTS_MAX && part[0]->sym != S_FROM; k++)
		if (part[k] && part[k]->sym == S_TO && s->at[part[k]->start].sym[0] == S_AT &&
		    s->at[part[k]->end].sym[0] == S_ARTICLE)
			return true;
	return false;
}

static void
set_clock(struct edge *out, int min, bool sure)
{
	out->a = (struct spec){.has = H_TIME | (sure ? H_SURE : 0u), .min = min};
}

/* The hour as the working day has it, when nothing says which half of the day is meant. */
static int
working_hour(int hour)
{
	return hour < 7 ? hour + 12 : hour;
}

static bool
add_half_day(struct edge *out, int hours)
{
	out->a.min = out->a.min % 720 + 60 * hours;
	out->a.has |= H_SURE;
	return true;
}

bool
make_hour(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *hour = part[arg % 10];
	const struct edge *minute = arg / 10 % 10 ? part[arg / 10 % 10] : NULL;
	const struct edge *half = arg / 100 ? part[arg / 100] : NULL;
	const struct lexeme *x = &s->at[hour->start];
	int h = hour->v, m = minute ? minute->v : 0;
	bool oclock = false;
	for (int k = 0; k < PARTS_MAX && k <= arg % 10 + 1; k++)
		oclock |= part[k] && part[k]->sym == S_OCLOCK;
	if (x->digits >= 3) { /* "at 1030" */
		m = h % 100;
		h /= 100;
	}
	if (h > 24 || h < 0 || m > 59 || hour->flags & F_LATENT ||
	    (minute && edge_is_article(s, minute)))
		return false;
	set_clock(out, h * 60 + m, h > 12 || (oclock && s->clue->lang != LANG_EN && h >= 7));
	if (half) {
		if (half->v >= 100 && !s->at[half->start].glued)
			return false;
		if (h > 12 || h == 0 || !add_half_day(out, half->v % 100))
			return false;
		out->flags = half->v >= 100 ? F_LATENT : 0; /* "4a" may be a section */
	} else {
		if (out->a.min < 7 * 60 &&
		    !(x->sym[0] == S_NUM && oclock && s->clue->lang != LANG_EN))
			out->a.min = working_hour(h) * 60 + m;
		if (!oclock)
			out->flags = F_LATENT;
		out->cost = oclock ? 0 : 2;
	}
	return true;
}

bool
make_past(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *hour = part[1 - arg], *more = part[arg];
	(void)s;
	if (hour->sym == N_T) {
		if (!(hour->a.has & H_TIME) || hour->a.min % 60 || hour->flags & (F_SPAN | F_BY))
			return false;
		out->a = hour->a;
	} else {
		if (hour->v < 1 || hour->v > 24 || hour->flags & F_LATENT)
			return false;
		set_clock(out, working_hour(hour->v) * 60, hour->v > 12);
	}
	out->a.min += more->v;
	return out->a.min >= 0;
}

bool
make_minutes_past(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *count = part[0], *hour = part[arg];
	int n = count->sym == N_DUR ? count->dur.minutes : count->v;
	int sign = part[arg - 1]->v;
	(void)s;
	/* "five to nine", and not "3 to 4" */
	if (count->sym == N_NUM && n % 5)
		return false;
	if (n < 1 || n > 59 || (count->sym == N_DUR && count->dur.unit != UNIT_MINUTE))
		return false;
	if (hour->sym == N_T) {
		if (!(hour->a.has & H_TIME) || hour->a.min % 60 || hour->flags & (F_SPAN | F_BY))
			return false;
		out->a = hour->a;
	} else {
		if (hour->v < 1 || hour->v > 24)
			return false;
		set_clock(out, working_hour(hour->v) * 60, hour->v > 12);
		out->flags = F_LATENT;
	}
	out->a.min += sign * n;
	return out->a.min >= 0;
}

bool
make_ampm(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *time = part[0], *half = part[arg];
	if (!(time->a.has & H_TIME) || time->flags & F_BY ||
	    (half->v >= 100 && !s->at[half->start].glued))
		return false;
	out->a = time->a;
	out->b = time->b;
	out->flags = time->flags & F_SPAN;
	if (time->flags & F_SPAN) {
		struct edge b = {.a = time->b};
		if (time->b.has & H_SURE || !add_half_day(&b, half->v % 100))
			return false;
		out->b = b.a;
		return true;
	}
	/* 15:30 needs no p.m.; some write it all the same */
	return (out->a.has & H_SURE && out->a.min >= 780) || add_half_day(out, half->v % 100);
}

bool
make_hour_of(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *hour = part[arg / 10], *day = part[arg % 10];
	const struct lexeme *x = &s->at[hour->start];
	struct edge time = {.sym = N_T};
	const struct edge *one[PARTS_MAX] = {hour};
	bool glued_to_more = hour->end < s->len && s->at[hour->end].sym[0] == S_DASH;
	bool part_only = day->a.has == H_PART && day->end > day->start + 1;
	if ((!spec_is_day(&day->a) && !part_only) || day->a.has & H_TIME ||
	    day->flags & (F_SPAN | F_BY) || (day->flags & F_LATENT && !part_only) || glued_to_more)
		return false;
	/* a bare figure is an hour only beside a day said in words */
	if (!(day->a.has & (H_ABS | H_DOW | H_PART)) || (day->a.has & H_DAY && arg / 10 == 0))
		return false;
	if (x->digits > 2 || !make_hour(s, one, 0, &time))
		return false;
	out->cost = 2;
	/* "HE 22 on Saturday" is none, "8 tonight" is */
	out->flags = arg / 10 == 0 && !(day->a.has & H_PART) ? F_PHRASE : 0;
	return spec_merge(s, &time.a, &day->a, &out->a);
}

bool
make_merge(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *x = part[0], *y = part[arg];
	unsigned char spans = x->flags & F_SPAN, others = y->flags & F_SPAN;
	if ((x->flags | y->flags) & F_BY || (spans && others))
		return false;
	if (arg == 2 && x->a.has == H_YEAR) /* "suite 1900, in November" */
		return false;
	if (spans) {
		if (!spec_merge(s, &x->a, &y->a, &out->a))
			return false;
		/* a time said once holds for both days only if it stands with each */
		if (spec_is_time(&x->b) && spec_is_day(&y->a))
			out->b = x->b;
		else if (!spec_merge(s, &x->b, &y->a, &out->b))
			return false;
	} else if (others) {
		if (!spec_merge(s, &x->a, &y->a, &out->a))
			return false;
		if (spec_is_time(&y->b) && spec_is_day(&x->a))
			out->b = y->b;
		else if (!spec_merge(s, &x->a, &y->b, &out->b))
			return false;
	} else if (!spec_merge(s, &x->a, &y->a, &out->a)) {
		return false;
	}
	/* the part of the day said a.m. or p.m. for the end, too */
	if ((spans || others) && out->a.has & H_SURE && out->b.has & H_TIME &&
	    !(out->b.has & H_SURE)) {
		struct spec end;
		const struct spec *with = spans ? &y->a : &x->a;
		if (with->has & H_PART) {
			struct spec part_of = {.has = H_PART,
					       .part_from = with->part_from,
					       .part_to = with->part_to};
			if (spec_merge(s, &out->b, &part_of, &end))
				out->b = end;
		}
	}
	out->flags = spans | others;
	if ((x->flags & F_PHRASE) || (y->flags & F_PHRASE))
		out->flags |= F_PHRASE;
	/* a loose word does not make a date of another; two do if they name a day or a month */
	unsigned h = out->a.has;
	bool named = h & (H_DOW | H_HOLIDAY | H_ABS) ||
		     (h & (H_MONTH | H_DAY)) == (H_MONTH | H_DAY) ||
		     (h & (H_MONTH | H_YEAR)) == (H_MONTH | H_YEAR) || (h & (H_QUARTER | H_WEEK)) ||
		     (h & (H_TIME | H_PART)) == (H_TIME | H_PART);
	bool figures = x->flags & F_LATENT && s->at[x->start].sym[0] == S_DATE;
	if ((x->flags & y->flags & F_LATENT && !named) || figures)
		out->flags |= F_LATENT;
	const struct edge *main =
		y->a.has & H_DAY || !(x->a.has & (H_DAYS | H_ABS | H_MONTH)) ? y : x;
	out->rule = main->rule;
	return true;
}

bool
make_time_only(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *e = part[arg];
	(void)s;
	if (!spec_is_time(&e->a) || e->flags & (F_SPAN | F_BY))
		return false;
	out->a = e->a;
	out->flags = e->flags;
	out->cost = 1;
	return true;
}

bool
make_near(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *what = part[0], *when = part[arg];
	struct range r;
	if (!(what->a.has == H_MONTH || what->a.has == H_HOLIDAY || what->a.has == H_DOW) ||
	    when->a.has != H_ABS || when->a.grain != GRAIN_DAY || when->flags)
		return false;
	if (what->a.has == H_DOW) {
		/* "Monday in two weeks" is in the week of that day, else the first from it on */
		int64_t away = when->a.from - s->today, day = week_start(when->a.from);
		if (away < 7)
			return false;
		day += what->a.dow;
		out->a = when->a;
		out->a.from = away % 7 && day < when->a.from ? day + 7 : day;
		out->a.to = out->a.from + 1;
		return true;
	}
	out->a = what->a;
	out->a.has |= H_YEAR;
	out->a.year = day_civil(when->a.from).year;
	if (!spec_solve(s, &out->a, s->today, &r))
		return false;
	enum { HALF_YEAR = 183 };
	if (r.from > when->a.from + HALF_YEAR)
		out->a.year--;
	else if (r.to < when->a.from - HALF_YEAR)
		out->a.year++;
	return true;
}

bool
make_near_first(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *turned[PARTS_MAX] = {part[arg], part[0]};
	return part[arg]->a.has == H_DOW && make_near(s, turned, 1, out);
}

bool
make_span(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *x = part[arg], *y = part[arg + 1];
	for (int k = arg + 1; k < PARTS_MAX; k++) {
		y = part[k];
		if (y && (y->sym == N_T || y->sym == N_NUM || y->sym == N_ORD))
			break;
	}
	if (!y)
		return false;
	struct edge from = {.sym = N_T}, to = {.sym = N_T};
	if (x->sym == N_T)
		from = *x;
	if (y->sym == N_T)
		to = *y;
	if (means_at(s, part) || (from.flags | to.flags) & (F_SPAN | F_BY) ||
	    (x->sym != N_T && y->sym != N_T))
		return false;
	const struct edge *bare = x->sym != N_T ? x : y->sym != N_T ? y : NULL;
	if (bare == y && s->at[x->end - 1].sym[0] == S_MONTH && x->end >= 2 &&
	    s->at[x->end - 2].sym[0] == S_DASH)
		return false; /* 20-Mar-26 */
	if (bare) {
		const struct spec *other = bare == x ? &to.a : &from.a;
		struct edge *made = bare == x ? &from : &to;
		if (bare->v < 0 || bare->v > 31)
			return false;
		if (other->has & H_TIME && bare->v <= 24)
			made->a = (struct spec){.has = H_TIME | (bare->v > 12 ? H_SURE : 0u),
						.min = 60 * (other->has & H_SURE
								     ? bare->v
								     : working_hour(bare->v))};
		else if ((other->has & (H_MONTH | H_DAY)) == (H_MONTH | H_DAY) && bare->v)
			made->a = (struct spec){.has = H_DAY, .day = bare->v};
		else
			return false;
		if (bare == x && other->has & H_DAY &&
		    (other->has & H_TIME || s->at[y->start].sym[0] == S_MONTH))
			return false;
	}
	unsigned times = H_TIME | H_PART;
	bool a_time = spec_is_time(&from.a), b_time = spec_is_time(&to.a);
	if ((a_time && !b_time && !(to.a.has & times)) || (b_time && !(from.a.has & times)))
		return false;
	if (a_time && !b_time) { /* "between 8 and 10 on Friday" was read inside out */
		struct spec day = to.a;
		day.has &= ~times & ~(unsigned)(H_SURE | H_DUE);
		if (to.a.has & H_ABS && to.a.grain == GRAIN_TIME)
			day.has = 0; /* "between eight o'clock and now" */
		if (day.has && !spec_merge(s, &from.a, &day, &from.a))
			return false;
	}
	if ((from.a.has & H_TIME) && (to.a.has & H_SURE) && !(from.a.has & H_SURE)) {
		/* "9-11am" is in the morning, "3:30-6pm" in the afternoon */
		int start = from.a.min % 720, end = to.a.min % MINUTES_A_DAY;
		from.a.min = end >= 720 && start + 720 < end ? start + 720 : start;
		if (to.a.min <= 720 && start > to.a.min)
			from.a.min = start;
	}
	out->a = from.a;
	out->b = to.a;
	if (from.a.has == to.a.has && (from.a.has == H_YEAR || from.a.has == H_MONTH)) {
		/* "2026-2028", "May to August" */
		from.flags &= (unsigned char)~F_LATENT;
		from.flags |= F_PHRASE;
	}
	out->flags = F_SPAN | ((from.flags & to.flags) & F_LATENT) | (to.flags & F_PHRASE) |
		     (from.flags & F_PHRASE);
	if (bare && (((from.flags | to.flags) & F_LATENT) ||
		     (!(out->a.has & H_SURE) && !(out->b.has & H_SURE) && out->a.has & H_TIME &&
		      out->a.min % 60 == 0 && out->b.min % 60 == 0)))
		out->flags |= F_LATENT;
	struct range r;
	return edge_solve(s, out, &r) || (out->flags & F_LATENT);
}

bool
make_number_span(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *x = NULL, *y = NULL;
	for (int k = 0; k < PARTS_MAX && !y; k++)
		if (part[k] && (part[k]->sym == N_NUM || part[k]->sym == N_ORD)) {
			if (x)
				y = part[k];
			else
				x = part[k];
		}
	if (!x || !y || means_at(s, part))
		return false;
	int a = x->v, b = y->v;
	out->flags = F_SPAN | F_LATENT;
	if (arg) {
		if (a < 1 || b > 31 || a >= b)
			return false;
		out->a = (struct spec){.has = H_DAY, .day = a};
		out->b = (struct spec){.has = H_DAY, .day = b};
		out->cost = x->sym == N_ORD || y->sym == N_ORD ? 0 : 1;
		return true;
	}
	if (a > 24 || b > 24 || x->sym == N_ORD || y->sym == N_ORD)
		return false;
	a = a < 7 ? a + 12 : a;
	b = b <= a % 12 || (b < a && b + 12 > a && b < 12) ? b + 12 : b;
	out->a = (struct spec){.has = H_TIME, .min = a * 60};
	out->b = (struct spec){.has = H_TIME, .min = b * 60};
	if (b == 24)
		out->b.has |= H_SURE;
	return true;
}

bool
make_for(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *when = part[arg / 10], *d = part[arg % 10];
	struct range r;
	if (when->flags & (F_SPAN | F_BY) || when->a.has & H_SPAN ||
	    !spec_solve(s, &when->a, s->today, &r) || r.grain > GRAIN_DAY)
		return false;
	if (d->dur.unit < UNIT_DAY && r.min < 0)
		return false;
	out->a = when->a;
	int at = (r.min < 0 ? 0 : r.min) + d->dur.minutes;
	int64_t end = day_after(r.from, &d->dur, 1) + at / MINUTES_A_DAY;
	out->b = (struct spec){.has = H_ABS, .from = end, .to = end + 1, .grain = GRAIN_DAY};
	if (r.min >= 0) {
		out->b.grain = GRAIN_TIME;
		out->b.min = at % MINUTES_A_DAY;
	}
	out->flags = F_SPAN;
	return true;
}

bool
make_by(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *e = part[arg];
	struct range r;
	const struct lexeme *x = &s->at[e->start];
	bool fraction = x->sym[0] == S_DATE && x->weak && s->clue->lang == LANG_EN;
	if (e->flags & (F_SPAN | F_BY) || (e->flags & F_LATENT && !fraction) ||
	    !spec_solve(s, &e->a, s->today, &r))
		return false;
	out->a = e->a;
	out->flags = (r.from < s->today ? 0 : F_BY) | (e->flags & F_PHRASE);
	return true;
}

/* Minutes east of UTC today, in a zone of the lexicons: EST said in summer is the wall's clock. */
static int
zone_minutes(const struct scan *s, int zone)
{
	/* the last Sundays of March and October; the second of March and the first of November */
	enum { EUROPE = 1, AMERICA = 2, STEP = 10000, HOUR = 60 };
	static const int from[] = {0, 10365, 10362}, to[] = {0, 11065, 11161};
	int region = zone > STEP + STEP / 2 ? AMERICA : zone > STEP / 2 ? EUROPE : 0;
	int year = day_civil(s->today).year;
	int64_t begins, ends;
	zone -= region * STEP;
	if (!region || !holiday_day(from[region], year, &begins) ||
	    !holiday_day(to[region], year, &ends))
		return zone;
	return s->today >= begins && s->today < ends ? zone + HOUR : zone;
}

/* "5 pm CET": on the sender's own clock when the mail says which that is. */
bool
make_zone(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	enum { SUMMER = 60 };
	const struct edge *e = part[0];
	if (!(e->a.has & H_TIME) || e->a.zoned || e->flags & F_BY)
		return false;
	out->a = e->a;
	out->b = e->b;
	out->flags = e->flags;
	out->rule = e->rule;
	out->a.zoned = true;
	int zone = zone_minutes(s, part[arg]->v);
	int shift = s->clue->has_offset ? s->clue->offset - zone : 0;
	if (shift == SUMMER && zone == 0) /* who says GMT in a British summer means the wall's */
		return true;
	out->a.min += shift;
	if (e->flags & F_SPAN && e->b.has & H_TIME)
		out->b.min += shift;
	return true;
}

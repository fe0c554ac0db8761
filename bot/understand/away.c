/*
 * What an automatic answer says of its owner's absence: from when, until when, back when, and who
 * stands in. Words and dates only: a substitute is proposed to the team and granted nothing (P6).
 */
#include "context.h"

enum {
	BACK_REACH = 3, /* words between "back" and its date: "back with you on Monday" */
	FROM_REACH = 1, /* "until Monday", "ab dem 4. Mai" */
	WINDOW = 60,	/* tokens looked at for a substitute's name and address */
	NAME_WORDS = 4, /* of one person */
	NAME_APART = 6, /* words between a name and its address: "Ann Lee in Rome at a@x.example" */
	CLOSING_WORDS = 4,
	SUBSTITUTES_MAX = 8, /* more is a list of a department, no substitute */
};

/* Days from the mail to a date; negative when it is past. */
static int64_t
days_ahead(const struct context *c, int year, int month, int day)
{
	const struct civil *now = &c->clue.now;

	return day_number(year, month, day) - day_number(now->year, now->month, now->day);
}

/* Of the two ways to read 05/11 the one that comes next: absences are short. */
static void
nearer(const struct context *c, struct when *w)
{
	if (!w->ambiguous || !day_exists(w->year, w->alt_month, w->alt_day))
		return;
	int64_t one = days_ahead(c, w->year, w->month, w->day);
	int64_t two = days_ahead(c, w->year, w->alt_month, w->alt_day);
	if (two >= 0 && (one < 0 || two < one)) {
		int month = w->month, day = w->day;
		w->month = w->alt_month;
		w->day = w->alt_day;
		w->alt_month = month;
		w->alt_day = day;
	}
}

static void
set_time(struct context *c, struct said_time *t, const struct mention *m, struct slice rule)
{
	if (t->words.text.len)
		return;
	t->words = doc_found(c->d, m->tok, m->tok_end, rule);
	t->when = m->when;
	nearer(c, &t->when);
}

/* The last day of a mention that is a range. */
static struct mention
last_day(const struct mention *m)
{
	struct mention end = *m;

	if (m->when.has_end) {
		end.when.year = m->when.end_year;
		end.when.month = m->when.end_month;
		end.when.day = m->when.end_day;
		end.when.has_end = false;
	}
	return end;
}

static size_t
reach(const struct doc *d, const struct match *x)
{
	return slice_is(match_arg(d, x), "back") ? BACK_REACH : FROM_REACH;
}

/* The nearest of the words that say what the date at m is; NULL if none stands near. */
static const struct match *
marker(const struct doc *d, size_t from, const struct mention *m)
{
	const struct match *best = NULL;

	for (size_t i = from; i <= m->tok && i < d->tok_count; i++) {
		const struct match *x = doc_at(d, LEX_AWAY_WHEN, i);
		if (x && x->tok_end + reach(d, x) >= m->tok &&
		    (!best || x->tok_end > best->tok_end))
			best = x;
	}
	return best;
}

/*
 * "am 18. Mai wieder zurück": the return said behind the date at m. Not when the absence stands
 * between, nor when it leads on to a date of its own: "desde el 4 y regresaré el 11".
 */
static const struct match *
back_behind(const struct context *c, const struct sentence *s, const struct mention *m)
{
	const struct doc *d = c->d;
	const struct match *x = doc_find(d, LEX_AWAY_AFTER, m->tok_end, s->tok_end);
	struct mention next;

	if (!x || doc_find(d, LEX_AWAY, m->tok_end, x->tok))
		return NULL;
	const struct match *lead = doc_at(d, LEX_AWAY_WHEN, x->tok);
	size_t to = lead ? lead->tok_end + BACK_REACH : 0;
	if (to > s->tok_end)
		to = s->tok_end;
	return lead && date_find(d, &c->clue, lead->tok_end, to, &next) ? NULL : x;
}

/* "vom 4. bis 8. Mai" may be one mention without its end: the date behind the inner "bis". */
static bool
inner_end(struct context *c, const struct mention *m, struct mention *end)
{
	for (size_t i = m->tok + 1; i < m->tok_end; i++) {
		const struct match *x = doc_at(c->d, LEX_AWAY_WHEN, i);
		if (x && slice_is(match_arg(c->d, x), "until") && x->tok_end < m->tok_end &&
		    date_find(c->d, &c->clue, x->tok_end, m->tok_end, end))
			return true;
	}
	return false;
}

static void
put_day(struct when *w, int64_t day)
{
	struct civil d = day_civil(day);

	w->year = d.year;
	w->month = d.month;
	w->day = d.day;
	w->has_end = false;
}

/*
 * "Away next week", "in July": a period, of which the date reader may give any day, and as its end
 * the first day of the next one. Of weeks the working days count.
 */
static void
take_period(struct context *c, const struct mention *m, struct slice rule)
{
	const struct when *w = &m->when;
	int64_t day = day_number(w->year, w->month, w->day), last = day;
	struct mention first = *m, end = *m;

	if (m->grain == GRAIN_WEEK) {
		day -= day_week(day);
		last = day + 4;
	} else if (m->grain == GRAIN_MONTH) {
		day = day_number(w->year, w->month, 1);
		last = day + day_month_len(w->year, w->month) - 1;
	}
	if (w->has_end && day_number(w->end_year, w->end_month, w->end_day) - 1 > last)
		last = day_number(w->end_year, w->end_month, w->end_day) - 1;
	while (m->grain == GRAIN_WEEK && day_week(last) > 4)
		last--;
	put_day(&first.when, day);
	put_day(&end.when, last);
	set_time(c, &c->r->away.from, &first, rule);
	set_time(c, &c->r->away.until, &end, rule);
}

/* "Out of the office today and tomorrow": from was the first of them, until is the last. */
static void
take_day(struct context *c, const struct mention *m, struct slice rule)
{
	struct said_away *a = &c->r->away;

	if (a->until.words.text.len && a->until.words.start == a->from.words.start)
		a->until = (struct said_time){.when.hour = -1};
	set_time(c, &a->until, m, rule);
}

static void
take_date(struct context *c, const struct sentence *s, size_t from, struct mention *m)
{
	const struct doc *d = c->d;
	struct said_away *a = &c->r->away;
	const struct match *x = marker(d, from, m);
	struct slice arg = x ? match_arg(d, x) : SLICE_NONE;
	const struct match *back = back_behind(c, s, m);
	const struct match *away = doc_find_in(d, LEX_AWAY, s);
	struct mention end;

	if (m->no_year)
		date_not_past(&c->clue, m);
	if (!back && !x)
		back = doc_find(d, LEX_AWAY_AFTER, from, m->tok);
	if (slice_is(arg, "until")) {
		end = *m; /* "until next week", "until July": where it begins */
		end.when.has_end = false;
		set_time(c, &a->until, &end, match_rule(d, x));
	} else if (slice_is(arg, "back") || (back && !m->when.has_end)) {
		set_time(c, &a->back, m, match_rule(d, slice_is(arg, "back") ? x : back));
	} else if (away && m->grain != GRAIN_DAY && m->grain != GRAIN_TIME) {
		take_period(c, m, match_rule(d, x ? x : away));
	} else if (away && m->grain == GRAIN_DAY) {
		struct slice rule = match_rule(d, x ? x : away);
		set_time(c, &a->from, m, rule);
		if (m->when.has_end) {
			end = last_day(m);
			set_time(c, &a->until, &end, rule);
		} else if (inner_end(c, m, &end)) {
			set_time(c, &a->until, &end, rule);
		} else if (!x && !doc_find(d, LEX_AWAY_WHEN, m->tok_end, s->tok_end)) {
			take_day(c, m, rule);
		}
	}
}

static void
read_dates(struct context *c)
{
	const struct doc *d = c->d;

	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		size_t from = s->tok;
		for (size_t t = s->tok; t < s->tok_end;) {
			struct mention m;
			if (!date_at(d, &c->clue, t, &m) || m.tok_end <= t) {
				t++;
				continue;
			}
			if (!m.past)
				take_date(c, s, from, &m);
			from = t = m.tok_end;
		}
	}
}

static bool
name_token(const struct doc *d, size_t t)
{
	return d->tok[t].kind == TOK_WORD && (d->tok[t].flags & TOK_UPPER) &&
	       !doc_at(d, LEX_NO_NAME, t) && !doc_at(d, LEX_DATE, t) && !doc_at(d, LEX_PLEASE, t) &&
	       !doc_at(d, LEX_PRONOUN, t) && !doc_at(d, LEX_ARTICLE, t) &&
	       !doc_at(d, LEX_CLOSING, t) && !doc_at(d, LEX_JOIN, t) &&
	       !doc_at(d, LEX_PREPOSITION, t) && !doc_at(d, LEX_SUBSTITUTE, t);
}

/* End of the capitalised words from t on that no mark divides. */
static size_t
name_end(const struct doc *d, size_t t, size_t to)
{
	const unsigned marks =
		GAP_COMMA | GAP_SEMI | GAP_COLON | GAP_LINE | GAP_OPEN | GAP_CLOSE | GAP_SLASH;
	size_t k = t;

	while (k < to && k - t < NAME_WORDS && name_token(d, k) &&
	       (k == t || !(d->tok[k].gap & marks)))
		k++;
	return k;
}

/* German writes every noun with a capital, and every language a sentence's first word. */
static bool
plausible(const struct doc *d, size_t from, size_t to)
{
	bool first = from == d->sent[d->tok[from].sent].tok;
	const struct match *title = from > 0 ? doc_at(d, LEX_NO_NAME, from - 1) : NULL;

	if (title && slice_is(match_arg(d, title), "title"))
		return true;
	return to - from >= 2 || (d->lang != LANG_DE && !first && d->tok[from].id == 0);
}

static bool
is_sender(const struct context *c, struct slice address)
{
	const struct mail *m = c->mail;

	return (m->from.len > 0 && slice_ieq(m->from.at[0].mailbox, address)) ||
	       (m->reply_to.len > 0 && slice_ieq(m->reply_to.at[0].mailbox, address));
}

/* A person is named by tokens [from, name_to), or by an address at token `addr`, or both. */
struct person {
	size_t from, name_to, addr;
	bool named, addressed;
};

static void
add_person(struct context *c, const struct person *p, struct slice rule)
{
	const struct doc *d = c->d;
	struct said_substitute s = {.name = SLICE_NONE};
	struct said_away *a = &c->r->away;

	if (p->addressed)
		s.address = addr_clean(c->pool, doc_word(d, p->addr));
	if (p->addressed && (s.address.len == 0 || is_sender(c, s.address)))
		return;
	bool near = p->named && (!p->addressed || p->addr <= p->name_to + NAME_APART);
	bool named = near && (plausible(d, p->from, p->name_to) ||
			      (p->addressed && p->addr == p->name_to &&
			       p->from > d->sent[d->tok[p->from].sent].tok));
	if (!p->addressed && !named)
		return;
	if (named)
		s.name = doc_found(d, p->from, p->name_to, rule).text;
	for (size_t i = 0; i < a->substitutes.len; i++)
		if (s.address.len ? slice_ieq(a->substitutes.at[i].address, s.address)
				  : slice_ieq(a->substitutes.at[i].name, s.name))
			return;
	size_t from = named ? p->from : p->addr;
	s.words = doc_found(d, from, p->addressed ? p->addr + 1 : p->name_to, rule);
	if (a->substitutes.len < SUBSTITUTES_MAX)
		VEC_ADD(&a->substitutes, c->pool, s);
}

/*
 * The people named in tokens [from, to): "Ann Lee (ann@x.example) or Bo Ek, bo@x.example". Behind
 * `sure` a name counts only beside an address: it may be of a signature.
 */
static void
read_people(struct context *c, size_t from, size_t sure, size_t to, struct slice rule)
{
	const struct doc *d = c->d;
	struct person p = {.named = false};

	for (size_t t = from; t < to;) {
		if (d->tok[t].kind == TOK_ADDR && slice_index(doc_word(d, t), '@') > 0) {
			p.addressed = true;
			p.addr = t++;
			add_person(c, &p, rule);
			p = (struct person){.named = false};
			continue;
		}
		size_t end = name_end(d, t, to);
		if (end == t) {
			t++;
			continue;
		}
		if (p.named && p.from < sure)
			add_person(c, &p, rule);
		p = (struct person){.from = t, .name_to = end, .named = true};
		t = end;
	}
	if (p.named && p.from < sure)
		add_person(c, &p, rule);
}

/*
 * Where the people end that sentence s names from token `from` on. "Please contact:" goes on with
 * the lines below; without a colon only the paragraph does, up to the first address.
 */
static size_t
window_end(const struct doc *d, const struct sentence *s, size_t from)
{
	bool colon = s->close == ':', addressed = false;
	size_t end = from;

	for (; end < s->tok_end; end++)
		addressed |= d->tok[end].kind == TOK_ADDR;
	if (addressed)
		return end;
	for (; end < d->tok_count && end < s->tok_end + WINDOW; end++) {
		if (doc_at(d, LEX_CLOSING, end) ||
		    (!colon && (addressed || d->sent[d->tok[end].sent].para != s->para)))
			break;
		addressed |= d->tok[end].kind == TOK_ADDR;
	}
	return addressed ? end : s->tok_end;
}

static void
read_substitutes(struct context *c)
{
	const struct doc *d = c->d;
	size_t done = 0;

	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		const struct sentence *s = &d->sent[d->tok[m->tok].sent];
		if (m->tok < done)
			continue;
		if (m->class == LEX_SUBSTITUTE_AFTER) {
			read_people(c, s->tok, m->tok, m->tok, match_rule(d, m));
			read_people(c, m->tok_end, m->tok_end, s->tok_end, match_rule(d, m));
		} else if (m->class == LEX_SUBSTITUTE && m->tok_end < d->tok_count) {
			size_t end = window_end(d, s, m->tok_end);
			read_people(c, m->tok_end, s->tok_end, end, match_rule(d, m));
			done = end;
		}
	}
	/* who else is named with an address, before the closing, is named for a reason */
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		/* "Thanks, Ann", not "Thank you for your mail about …" */
		if (doc_at(d, LEX_CLOSING, s->tok) && s->tok_end - s->tok <= CLOSING_WORDS)
			break;
		read_people(c, s->tok, s->tok, s->tok_end, SLICE_LIT("away: an address"));
	}
}

void
away_read(struct context *c)
{
	struct doc *text = c->d;
	struct said_away *a = &c->r->away;

	if (c->r->class != MAIL_AUTO)
		return;
	if (!c->forwarded && doc_find(text, LEX_AWAY, 0, text->tok_count))
		c->r->out_of_office = true;
	if (!c->r->out_of_office)
		return;
	if (!c->forwarded) {
		read_dates(c);
		read_substitutes(c);
	}
	if (a->until.words.text.len || a->back.words.text.len)
		return;
	/* "Out until 5 May", "(returning 05/05/2030)": offsets are of the text, here there are none
	 */
	bool from_text = a->from.words.text.len > 0;
	c->d = c->subject;
	read_dates(c);
	c->d = text;
	struct said_time *times[] = {&a->until, &a->back, &a->from};
	for (size_t i = 0; i < COUNT(times) - from_text; i++)
		times[i]->words.start = times[i]->words.end = 0;
}

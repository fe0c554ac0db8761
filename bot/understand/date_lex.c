/* Words and figures as lexemes. A figure's own form (3/20/2027, 15:30) is read here at once. */
#include "date_scan.h"

#include <string.h>

#include "work.h"

enum { CAPITAL = 10, NOUN = 20 };

static const char *const keys[] = {
	"",
#define WORD(e, key) key,
#include "date_words.def"
#undef WORD
};

static const struct token *
tok(const struct scan *s, size_t t)
{
	static const struct token none = {.kind = TOK_URL};
	return t < s->d->tok_count ? &s->d->tok[t] : &none;
}

/* A number of one or two digits that follows mark `c` without a space. */
static bool
small(const struct scan *s, size_t t, char c)
{
	return tok(s, t)->kind == TOK_NUMBER && tok(s, t)->sep == c && tok(s, t)->digits <= 2;
}

static char
byte_at(const struct scan *s, size_t offset)
{
	return offset < s->d->text.len ? s->d->text.data[offset] : ' ';
}

static bool
set_date(struct lexeme *x, int year, int month, int day)
{
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	/* the 29th of February without a year is a day of some year */
	int y = year < 0 ? 2000 : year >= 100 ? year : year + (year < 70 ? 2000 : 1900);
	if (y < 1900 || y >= 2200 || !day_exists(y, month, day))
		return false;
	x->spec = (struct spec){.has = H_MONTH | H_DAY, .month = month, .day = day};
	if (year >= 0) {
		x->spec.has |= H_YEAR;
		x->spec.year = y;
	}
	x->sym[0] = S_DATE;
	return true;
}

static bool
day_goes_first(const struct date_clue *c)
{
	if (c->sure)
		return c->day_first;
	if (c->lang != LANG_EN)
		return true;
	/* American offsets write the month first; without an offset English does too */
	return c->has_offset && (c->offset > -180 || c->offset < -600);
}

/* 3/20, 20.3.2027, 3-20-27 */
static size_t
day_and_month(struct scan *s, size_t t, struct lexeme *x)
{
	const struct token *a = tok(s, t), *b = tok(s, t + 1);
	char c = b->sep;
	int year = -1, used = 2;
	if (a->digits > 2 || b->kind != TOK_NUMBER || b->digits > 2 || !c || !strchr("/.-", c))
		return 0;
	const struct token *y = tok(s, t + 2);
	if (y->kind == TOK_NUMBER && y->sep == c && (y->digits == 4 || y->digits == 2)) {
		year = y->value;
		used = 3;
	}
	size_t end = tok(s, t + (size_t)used - 1)->end;
	const struct token *next = tok(s, t + (size_t)used);
	char follows = byte_at(s, end);
	if ((year < 0 && c == '-') || follows == '%' ||
	    (next->kind == TOK_WORD && next->sep == '-' && year < 0) || /* 4/4-coloured */
	    (next->sep == '\1' && next->kind == TOK_WORD && next->end - next->start > 1) ||
	    (next->sep == '\1' && (byte_at(s, next->start) | 32) != 't') ||
	    (used == 2 && next->kind == TOK_NUMBER && next->sep && strchr("\1./:", next->sep)) ||
	    (a->start && strchr("$#/.:", byte_at(s, a->start - 1))))
		return 0;
	bool can_dm = b->value >= 1 && b->value <= 12 && a->value >= 1 && a->value <= 31;
	bool can_md = a->value >= 1 && a->value <= 12 && b->value >= 1 && b->value <= 31;
	bool prefers = s->clue->sure			  ? s->clue->day_first
		       : c == '.' && !s->clue->has_offset ? s->clue->lang != LANG_EN
							  : day_goes_first(s->clue);
	bool day_first = can_dm != can_md ? can_dm : prefers;
	if (!can_dm && !can_md)
		return 0;
	if (!set_date(x, year, day_first ? b->value : a->value, day_first ? a->value : b->value))
		return 0;
	/* 4.10 is a price or a version unless a stop, a weekday or "on" says otherwise */
	x->weak = year < 0 && c == '.' && (follows != '.' || s->clue->lang != LANG_DE);
	if (year < 0 && a->value < b->value && b->value <= 4)
		x->weak = true; /* 1/2, 3/4 */
	if (can_dm && can_md && a->value != b->value && c != '.' && !s->clue->sure &&
	    s->clue->lang == LANG_EN) {
		x->spec.ambiguous = true;
		x->spec.alt_month = x->spec.day;
		x->spec.alt_day = x->spec.month;
	}
	return (size_t)used;
}

/* 2026-03-20, 2026/3/20, 20260320, 2026-03, 3/2026 */
static size_t
with_year(struct scan *s, size_t t, struct lexeme *x)
{
	const struct token *a = tok(s, t), *b = tok(s, t + 1), *c = tok(s, t + 2);
	if (a->digits == 8 && set_date(x, a->value / 10000, a->value / 100 % 100, a->value % 100))
		return 1;
	if (b->kind != TOK_NUMBER || !b->sep || !strchr("/-.", b->sep))
		return 0;
	bool third = c->kind == TOK_NUMBER && c->sep == b->sep;
	if (a->digits == 4 && b->digits <= 2 && third && c->digits <= 2)
		return set_date(x, a->value, b->value, c->value) ? 3 : 0;
	if (b->sep == '.' || third)
		return 0;
	const struct token *y = a->digits == 4 ? a : b, *m = a->digits == 4 ? b : a;
	if (y->digits != 4 || y->value < 1900 || y->value > 2199 || m->digits > 2 ||
	    ((y == a ? m->digits != 2 : b->sep == '-') && !s->clue->phrase) || m->value < 1 ||
	    m->value > 12)
		return 0;
	x->spec = (struct spec){.has = H_YEAR | H_MONTH, .year = y->value, .month = m->value};
	x->sym[0] = S_DATE;
	return 2;
}

/* 15:30, 15:30:10, 9.30, 15h30, 8h */
static size_t
clock_time(struct scan *s, size_t t, struct lexeme *x)
{
	const struct token *a = tok(s, t), *b = tok(s, t + 1);
	if (a->digits > 2 || a->value > 24 || (a->digits == 1 && a->value == 0))
		return 0; /* 0:32 is a place in a film */
	x->v[0] = a->value * 60;
	if (small(s, t + 1, ':') && b->digits == 2 && b->value < 60) {
		x->v[0] += b->value;
		/* 9:16 and 16:10 are shapes of pictures */
		if ((a->value == 9 && b->value == 16) || (a->value == 16 && b->value == 10))
			return 0;
		if (a->value > 12 || a->digits == 2)
			x->v[0] += SURE_24H;
		x->sym[0] = S_HM;
		bool seconds = small(s, t + 2, ':') && tok(s, t + 2)->digits == 2;
		size_t used = seconds ? 3 : 2;
		const struct token *f = tok(s, t + 3); /* of a second */
		return used + (seconds && f->kind == TOK_NUMBER && f->sep == '.' ? 1 : 0);
	}
	char word = byte_at(s, b->start) | 32;
	if (b->sep == '\1' && b->kind == TOK_WORD && b->end - b->start == 1 && word == 'h') {
		x->sym[0] = S_HM;
		bool minutes = small(s, t + 2, '\1') && tok(s, t + 2)->value < 60;
		if (minutes)
			x->v[0] += tok(s, t + 2)->value;
		x->v[0] += SURE_24H;
		if (!minutes)
			x->sym[1] = N_DUR; /* or "in 3h" */
		x->v[1] = 60 * a->value;
		return minutes ? 3 : 2;
	}
	if (small(s, t + 1, '.') && b->digits == 2 && b->value < 60) {
		x->v[0] += b->value;
		x->sym[x->sym[0] ? 1 : 0] = S_HDOT;
		return 2;
	}
	return 0;
}

static void
word_lexeme(const struct scan *s, const struct match *m, struct lexeme *x)
{
	struct slice arg = match_arg(s->d, m), one, key;
	for (int i = 0; i < 2 && slice_cut(&arg, ' ', &one); i++) {
		int64_t v = 0;
		slice_cut(&one, '=', &key);
		(void)slice_int(one, &v);
		for (size_t k = 1; k < COUNT(keys); k++)
			if (key.data[0] == keys[k][0] && slice_is(key, keys[k]))
				x->sym[i] = (unsigned char)k;
		if (x->sym[i] == S_DOW && v >= CAPITAL)
			v -= CAPITAL, x->weak = true;
		if (x->sym[i] == S_MONTH && v >= NOUN)
			v -= NOUN, x->weak = true;
		x->v[i] = (int)v;
	}
	x->tok_end = m->tok_end;
}

static const struct match *
date_match(const struct doc *d, size_t t)
{
	const struct match *a = doc_at(d, LEX_DATE, t), *b = doc_at(d, LEX_DATE_WORD, t);
	return !a || (b && b->tok_end > a->tok_end) ? b : a;
}

/* "1/2 hour", "2.5 hours", "1,5 Stunden" */
static size_t
fraction(struct scan *s, size_t t, struct lexeme *x)
{
	const struct token *a = tok(s, t), *b = tok(s, t + 1), *u = tok(s, t + 2);
	if (b->kind != TOK_NUMBER || a->digits > 2 || b->digits != 1 || u->kind != TOK_WORD)
		return 0;
	const struct match *m = date_match(s->d, t + 2);
	struct lexeme unit = {.sym = {S_NONE}};
	if (m)
		word_lexeme(s, m, &unit);
	int which = unit.sym[0] == S_UNIT ? 0 : unit.sym[1] == S_UNIT ? 1 : -1;
	bool hour = which >= 0 ? unit.v[which] == UNIT_HOUR
			       : (byte_at(s, u->start) | 32) == 'h' && u->end == u->start + 1;
	if (!hour)
		return 0;
	x->sym[0] = N_DUR;
	if (b->sep == '/' && b->value && a->value < b->value)
		x->v[0] = 60 * a->value / b->value;
	else if (b->sep == '.' || b->sep == ',')
		x->v[0] = 60 * a->value + 6 * b->value;
	else
		x->sym[0] = S_NONE;
	return x->sym[0] ? (which >= 0 ? m->tok_end : t + 3) - t : 0;
}

bool
numeric_lexeme(struct scan *s, size_t t, struct lexeme *x)
{
	size_t used = fraction(s, t, x);
	if (!used)
		used = with_year(s, t, x);
	if (!used)
		used = day_and_month(s, t, x);
	if (used == 2 && tok(s, t + 1)->sep == '.') { /* 9.30 may be a time instead */
		struct lexeme time = {.sym = {S_NONE}};
		if (clock_time(s, t, &time) == 2) {
			x->sym[1] = S_HDOT;
			x->v[1] = time.v[0];
		}
	}
	if (!used)
		used = clock_time(s, t, x);
	x->tok_end = t + used;
	return used > 0;
}

static bool
money(const struct scan *s, const struct token *t)
{
	size_t before = t->start && byte_at(s, t->start - 1) == ' ' ? 2 : 1;
	char b = t->start >= before ? byte_at(s, t->start - before) : ' ';
	char after = byte_at(s, t->end);
	return b == '$' || b == '#' || after == '%' || after == '$' ||
	       slice_starts(slice_sub(s->d->text, t->end, s->d->text.len), "€") ||
	       slice_starts(slice_sub(s->d->text, t->end, s->d->text.len), " €");
}

/* A figure that counts something before token t: "6.45 percent", "5.10 mm". */
static bool
measured(const struct scan *s, size_t t)
{
	const struct match *m = date_match(s->d, t);
	struct lexeme x = {.sym = {S_NONE}};
	if (byte_at(s, tok(s, t - 1)->end) == '%')
		return true;
	if (m && tok(s, t)->sent == tok(s, t - 1)->sent)
		word_lexeme(s, m, &x);
	return x.sym[0] == S_MEASURE;
}

/* Inside words that mean something else than one of them alone: "good morning", "por la mañana". */
static bool
swallowed(const struct scan *s, size_t t)
{
	for (size_t back = 1; back <= 2 && back <= t; back++) {
		const struct match *m = date_match(s->d, t - back);
		struct lexeme x = {.sym = {S_NONE}};
		if (!m || m->tok_end <= t)
			continue;
		word_lexeme(s, m, &x);
		if (x.sym[0] == S_IDIOM || x.sym[0] == S_PART)
			return true;
	}
	return false;
}

static void
number_lexeme(struct scan *s, size_t t, struct lexeme *x)
{
	const struct token *n = tok(s, t), *next = tok(s, t + 1);
	bool alone = s->len == 0, dot = byte_at(s, n->end) == '.';
	if (n->value == 24 && small(s, t + 1, '/') && next->value == 7)
		return; /* round the clock */
	if (money(s, n) || (t && alone && tok(s, t - 1)->kind == TOK_NUMBER && n->sep &&
			    strchr("-./:+", n->sep) && tok(s, t - 1)->sep != '.'))
		return;
	if (t && n->sep == '\1' && alone)
		return;
	bool iso = n->digits == 4 && next->sep && strchr("-/.", next->sep) &&
		   small(s, t + 1, next->sep) && small(s, t + 2, next->sep);
	if (numeric_lexeme(s, t, x)) {
		if (measured(s, x->tok_end))
			x->sym[0] = S_NONE;
		return;
	}
	if (iso) /* 2026-13-01: there is no such day, and no other is meant */
		return;
	x->sym[0] = n->digits == 4 && n->value >= 1900 && n->value < 2200 ? S_YEAR : S_NUM;
	x->v[0] = n->value;
	x->digits = n->digits;
	x->tok_end = t + 1;
	if (n->digits > 4 || measured(s, t + 1))
		x->sym[0] = S_NONE;
	if (next->sep == '\1' || (dot && next->start == n->end + 1)) {
		const struct match *m = date_match(s->d, t + 1);
		struct lexeme w = {.sym = {S_NONE}};
		if (m)
			word_lexeme(s, m, &w);
		if (next->kind == TOK_WORD && next->sep == '\1' && !m)
			x->sym[0] = S_NONE; /* 1080x1350, 5kg */
		if (w.sym[0] == S_SUFFIX || w.sym[1] == S_SUFFIX) {
			x->sym[0] = N_ORD;
			x->tok_end = m->tok_end;
			return;
		}
	}
	if (dot && n->digits <= 2 && s->clue->lang == LANG_DE)
		x->sym[1] = N_ORD, x->v[1] = n->value;
}

/* The marks before token t as a lexeme. False where a mention cannot go on. */
static bool
mark(struct scan *s, size_t t)
{
	const struct token *b = tok(s, t);
	struct lexeme x = {.tok = t, .tok_end = t};
	struct slice gap = slice_sub(s->d->text, s->d->tok[t - 1].end, b->start);
	if (b->gap & (GAP_LINE | GAP_PARA | GAP_SEMI | GAP_COLON))
		return false;
	if (b->gap & GAP_OPEN)
		x.sym[0] = S_OPEN;
	else if (b->gap & GAP_CLOSE)
		x.sym[0] = S_CLOSE;
	else if (b->gap & GAP_COMMA)
		x.sym[0] = S_COMMA;
	else if (b->gap & GAP_DASH || b->sep == '-' || b->sep == '~' || slice_has(gap, " ~ ") ||
		 slice_ends(gap, ".-") || slice_ends(gap, ".–")) /* "28.-30. Mai" */
		x.sym[0] = S_DASH;
	else if (b->gap & GAP_SLASH)
		x.sym[0] = S_SLASH;
	else if (slice_has(gap, "@"))
		x.sym[0] = S_AT;
	if (x.sym[0] && s->len < LEXEMES_MAX)
		s->at[s->len++] = x;
	return true;
}

/* Whether a word with a stop behind it is a month cut short: "Nov.", but not "June." or "Mai.". */
static bool
cut_short(struct slice word)
{
	static const char *const four[] = {"sept", "janv", "fevr", "févr", "juil"};
	if (word.len < 4)
		return !slice_iis(word, "may") && !slice_iis(word, "mai");
	for (size_t i = 0; i < COUNT(four); i++)
		if (slice_iis(word, four[i]))
			return true;
	return false;
}

/* "27. 11.", "Sept. 5": a stop that the splitter took for the end of a sentence. */
static bool
goes_on(const struct scan *s, size_t t)
{
	const struct lexeme *x = &s->at[s->len - 1];
	const struct token *b = tok(s, t), *a = tok(s, t - 1);
	if (b->sent == a->sent)
		return true;
	if ((b->gap & ~GAP_DASH) != GAP_STOP || byte_at(s, a->end) != '.')
		return false;
	if (x->sym[0] == S_MONTH ? !cut_short(slice_sub(s->d->text, a->start, a->end))
				 : a->end - a->start > 4)
		return false;
	const struct match *m = b->kind == TOK_WORD ? doc_at(s->d, LEX_DATE, t) : NULL;
	struct lexeme next = {.sym = {S_NONE}};
	if (m)
		word_lexeme(s, m, &next);
	bool number = b->kind == TOK_NUMBER;
	return x->sym[0] == S_MONTH || x->sym[0] == S_DOW
		       ? number || next.sym[0] == S_MONTH
		       : x->sym[1] == N_ORD &&
				 (number || next.sym[0] == S_MONTH || next.sym[0] == S_ORDWORD);
}

/* How many of a symbol one mention has: a range names two days, and each of them but once. */
static unsigned
limit(unsigned char sym)
{
	enum { TWICE = 2 };
	switch (sym) {
	case S_DATE:
	case S_MONTH:
	case S_DOW:
	case S_DAY:
	case S_HOLIDAY: return TWICE;
	default: return LEXEMES_MAX;
	}
}

void
scan_fill(struct scan *s, const struct doc *d, const struct date_clue *clue, size_t t)
{
	s->d = d;
	s->clue = clue;
	s->today = day_number(clue->now.year, clue->now.month, clue->now.day);
	s->now = clue->now.hour * 60 + clue->now.minute;
	s->len = 0;
	unsigned char named[SYM_COUNT] = {0};
	while (s->len < LEXEMES_MAX && t < d->tok_count) {
		if (s->len && (!goes_on(s, t) || !mark(s, t) || s->len == LEXEMES_MAX))
			break;
		understand_work++;
		struct lexeme x = {.tok = t,
				   .tok_end = t + 1,
				   .glued = d->tok[t].sep == '\1',
				   .upper = (d->tok[t].flags & TOK_UPPER) != 0};
		const struct match *m = date_match(d, t);
		if (d->tok[t].kind == TOK_NUMBER && !(m && m->tok_end > t + 1))
			number_lexeme(s, t, &x);
		else if (m)
			word_lexeme(s, m, &x);
		if (!x.sym[0] && x.glued && s->len && d->tok[t].kind == TOK_WORD &&
		    s->at[s->len - 1].sym[0] == S_DATE &&
		    (byte_at(s, d->tok[t].start) | 32) == 't' &&
		    d->tok[t].end == d->tok[t].start + 1)
			x.sym[0] = S_COMMA; /* 2026-03-20T15:30 */
		if (!x.sym[0] || x.sym[0] == S_IDIOM || x.sym[0] == S_MEASURE ||
		    (!s->len && swallowed(s, t)) || ++named[x.sym[0]] > limit(x.sym[0]))
			break;
		s->at[s->len++] = x;
		t = x.tok_end;
	}
	while (s->len && s->at[s->len - 1].tok_end == s->at[s->len - 1].tok)
		s->len--; /* a mark at the end joins nothing */
}

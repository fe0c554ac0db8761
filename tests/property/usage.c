/*
 * Commands made from the usage strings of commands.def alone: what stands in brackets comes or does
 * not, one of what stands between bars is taken, and each word in capitals has a row in the table
 * below. A verb that is added there is played here by itself, as long as its words are known.
 */
#include "world.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
	const char *verb, *usage;
} verbs[] = {
#define COMMAND(name, fn, usage, help, writes, least, most, who) {name, usage},
#include "../../bot/intake/commands.def"
#undef COMMAND
};

/* ------------------------------------------------------------------------------- words */

static const char *
a_job(struct play *p)
{
	return rng_chance(&p->r, 85)
		       ? p->ref
		       : world_text(p->w, "SELECT ref FROM job ORDER BY (id * %u) %% 101 LIMIT 1",
				    rng_below(&p->r, 100) + 1);
}

static const char *
a_code(struct play *p)
{
	return p->code;
}

static const char *
an_address(struct play *p)
{
	struct person who;
	if (!play_person(p, &who))
		return "nobody@nowhere.example";
	return world_text(p->w, "SELECT address FROM contact WHERE id = %lld", (long long)who.id);
}

static const char *
a_message(struct play *p)
{
	return world_text(
		p->w,
		"SELECT 'm' || id FROM message ORDER BY triage_open DESC, id DESC LIMIT 1 "
		"OFFSET %u",
		rng_below(&p->r, 8));
}

static const char *
an_item(struct play *p)
{
	const char *item =
		world_text(p->w,
			   "SELECT 'R' || number FROM revision WHERE job = %lld ORDER BY "
			   "(number * %u) %% 11 LIMIT 1",
			   (long long)p->job, rng_below(&p->r, 10) + 1);
	return item[0] != '\0' ? item : "R1";
}

static const char *
a_draft(struct play *p)
{
	return world_text(
		p->w,
		"SELECT coalesce((SELECT id FROM outbox WHERE state = 'draft' ORDER BY id DESC "
		"LIMIT 1), 1)");
}

static const char *
a_number(struct play *p)
{
	return world_text(p->w, "SELECT %u", rng_below(&p->r, 4) + 1);
}

static const char *
a_date(struct play *p)
{
	return world_text(p->w, "SELECT date('2026-06-01', '+%u days')", rng_below(&p->r, 300));
}

#define FROM(name, ...)                                                                            \
	static const char *name(struct play *p)                                                    \
	{                                                                                          \
		static const char *const words[] = {__VA_ARGS__};                                  \
		return PICK(&p->r, words);                                                         \
	}
FROM(some_words, "looked at it", "they asked for it by phone", "the headline", "two more sizes")
FROM(a_title, "Spring poster", "Autumn page", "New names")
FROM(a_kit, "landing-page", "social", "brand", "copy", "other", "print")
FROM(a_state, "intake", "ready", "production", "client-review", "revision", "delivered")
FROM(a_field, "objective", "audience", "deadline", "channels", "budget", "kit")
FROM(a_value, "28 May 2027", "hikers", "4,000 dollars", "landing-page", "8")
FROM(a_link, "https://files.example/a", "https://files.example/b.png")
FROM(a_verb, "accept", "submit", "states")
FROM(a_zone, "Europe/Berlin", "America/New_York")
FROM(a_lang, "en", "de", "fr")
FROM(a_domain, "new.example", "other.example")
FROM(a_letter, "a", "b")
FROM(roles, "creative", "creative,copy")
FROM(a_name, "\"Sam Hill\"", "\"Ida Berg\"")
FROM(hours, "2", "7.5", "32")
FROM(a_file, "\"code,name,domain,contact,address\"")

FROM(a_time, "17:00", "9:30")
FROM(a_month, "2026-06", "2026-09")
FROM(a_path, "/nowhere/pack.tar")
FROM(a_kind, "prompt", "confirm", "review")

static const char *
a_handle(struct play *p)
{
	return play_member(p);
}

static const struct {
	const char *word;
	const char *(*make)(struct play *p);
} words[] = {
	{"JOB", a_job},		 {"KEEP", a_job},      {"OTHER", a_job},
	{"CODE", a_code},     {"CLIENT", a_code},
	{"ADDRESS", an_address}, {"HANDLE", a_handle}, {"MEMBER", a_handle},
	{"MESSAGE", a_message},	 {"ID", a_draft},      {"N", a_number},
	{"YYYY-MM-DD", a_date},	 {"DATE", a_date},     {"WORDS", some_words},
	{"REASON", some_words},	 {"TEXT", some_words}, {"TITLE", a_title},
	{"KIT", a_kit},		 {"STATE", a_state},   {"FIELD", a_field},
	{"VALUE", a_value},	 {"LINK", a_link},     {"VERB", a_verb},
	{"Z", a_zone},		 {"ZONE", a_zone},     {"L", a_lang},
	{"LANG", a_lang},	 {"D", a_domain},      {"DOMAIN", a_domain},
	{"NAME", a_name},	 {"HOURS", hours},     {"H", hours},
	{"FILE.csv", a_file},	 {"HH:MM", a_time},    {"YYYY-MM", a_month},
	{"CONTACT", a_name},	 {"KEEP", a_job},      {"OTHER", a_job},
	{"KIND", a_kind},	 {"FILE", a_path},     {"PHRASE", a_title},
	{"FROM", a_date},	 {"TO", a_date},       {"a", a_letter},
	{"a,b", roles},
};

/* ------------------------------------------------------------------------------ grammar */

struct line {
	struct play *p;
	char *out;
	size_t size, used;
};

static void
put(struct line *l, const char *text, size_t len)
{
	if (l->used + len + 2 >= l->size)
		return;
	if (l->used > 0 && l->out[l->used - 1] != ' ' && l->out[l->used - 1] != '=')
		l->out[l->used++] = ' ';
	memcpy(l->out + l->used, text, len);
	l->used += len;
	l->out[l->used] = '\0';
}

static const char *
generated(struct line *l, struct slice word)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (slice_is(word, words[i].word))
			return words[i].make(l->p);
	if (word.len >= 2 && word.data[0] == 'R' && isdigit((unsigned char)word.data[1]))
		return an_item(l->p);
	return NULL;
}

/* "JOB", "N|all", "kit=KIT", "R5…", "add", "--by". */
static void
put_word(struct line *l, struct slice word)
{
	struct slice rest = word, one = word, some = SLICE_NONE;
	unsigned count = 1;
	for (size_t i = 0; i < word.len; i++)
		count += word.data[i] == '|';
	for (unsigned n = rng_below(&l->p->r, count) + 1; n > 0; n--)
		slice_cut(&rest, '|', &some);
	one = some;
	while (slice_ends(one, "…") || slice_ends(one, "..."))
		one = slice_sub(one, 0, one.len - 3);
	ptrdiff_t equals = slice_index(one, '=');
	if (equals > 0) {
		put(l, one.data, (size_t)equals + 1);
		one = slice_sub(one, (size_t)equals + 1, one.len);
	}
	const char *made = generated(l, one);
	bool capital = one.len > 0 && isupper((unsigned char)one.data[0]);
	if (made != NULL)
		put(l, made, strlen(made));
	else if (!capital)
		put(l, one.data, one.len);
	else
		put(l, "something", strlen("something"));
}

/* Splits at " | " outside brackets; part n of how many. */
static size_t
parts(struct slice usage, struct slice *out, size_t most)
{
	size_t count = 0, begin = 0;
	int depth = 0;
	for (size_t i = 0; i <= usage.len && count < most; i++) {
		bool end = i == usage.len;
		bool bar =
			!end && depth == 0 && slice_starts(slice_sub(usage, i, usage.len), " | ");
		if (!end)
			depth += usage.data[i] == '[' ? 1 : usage.data[i] == ']' ? -1 : 0;
		if (!end && !bar)
			continue;
		out[count++] = slice_sub(usage, begin, i);
		begin = i + 3;
	}
	return count;
}

static void put_part(struct line *l, struct slice part);

static void
put_any(struct line *l, struct slice usage, const char *verb)
{
	struct slice alternatives[12];
	size_t n = parts(usage, alternatives, COUNT(alternatives));
	size_t at = rng_below(&l->p->r, (unsigned)n);
	/* "R3 N | WORDS…": what does not begin with the verb stands for the last word before it. */
	if (at > 0 && verb != NULL && !slice_starts(alternatives[at], verb)) {
		struct slice head = alternatives[0];
		ptrdiff_t blank = slice_rindex(head, ' ');
		if (blank > 0)
			put_part(l, slice_sub(head, 0, (size_t)blank));
	}
	put_part(l, alternatives[at]);
}

static void
put_part(struct line *l, struct slice part)
{
	size_t i = 0;
	while (i < part.len) {
		size_t end = i;
		int depth = 0;
		do {
			depth += part.data[end] == '[' ? 1 : part.data[end] == ']' ? -1 : 0;
			end++;
		} while (end < part.len && (depth > 0 || part.data[end] != ' '));
		struct slice word = slice_sub(part, i, end);
		ptrdiff_t close = slice_rindex(word, ']');
		if (word.len > 2 && word.data[0] == '[' && close > 0) {
			if (rng_chance(&l->p->r, 60))
				put_any(l, slice_sub(word, 1, (size_t)close), NULL);
		} else if (word.len > 0) {
			put_word(l, word);
		}
		i = end + 1;
	}
}

bool
usage_line(struct play *p, char *out, size_t size)
{
	size_t at = rng_below(&p->r, COUNT(verbs));
	struct line l = {.p = p, .out = out, .size = size};
	/* Seldom: they change who there is, which every other step then has to do with. */
	static const char *const rare[] = {"client", "member",	"contact",
					   "import", "decider", "partner"};
	for (size_t i = 0; i < COUNT(rare); i++)
		if (strcmp(verbs[at].verb, rare[i]) == 0 && !rng_chance(&p->r, 15))
			return false;
	out[0] = '\0';
	put_any(&l, slice_of(verbs[at].usage), verbs[at].verb);
	return true;
}

static bool
is_known(struct slice word)
{
	if (word.len == 0 || !isupper((unsigned char)word.data[0]) ||
	    (word.len == 2 && word.data[0] == 'R' && isdigit((unsigned char)word.data[1])))
		return true;
	for (size_t i = 0; i < COUNT(words); i++)
		if (slice_is(word, words[i].word))
			return true;
	return false;
}

int
usage_unknown(struct str *out)
{
	int count = 0;
	for (size_t i = 0; i < COUNT(verbs); i++) {
		const char *at = verbs[i].usage;
		while (*at != '\0') {
			at += strspn(at, " []|=…");
			size_t n = strcspn(at, " []|=\xe2");
			struct slice word = slice_make(at, n);
			if (!is_known(word) && ++count > 0)
				str_addf(out, "no words are known for %.*s of '%s'\n",
					 SLICE_ARG(word), verbs[i].usage);
			at += n;
		}
	}
	return count;
}

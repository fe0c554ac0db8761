/* States of a revision item, and the words in which members speak of them. */
#include "docket/domain/revision.h"

static const char *const kinds[REVISION_KIND_COUNT] = {
        [REVISION_CHANGE] = "change",
        [REVISION_QUESTION] = "question",
        [REVISION_OUT_OF_SCOPE] = "out-of-scope",
        [REVISION_VAGUE] = "vague",
};
static const char *const states[REVISION_STATE_COUNT] = {
        [REVISION_OPEN] = "open",
        [REVISION_ACCEPTED] = "accepted",
        [REVISION_DECLINED] = "declined",
        [REVISION_DONE] = "done",
        [REVISION_NEEDS_ANSWER] = "needs-answer",
        [REVISION_CONFLICT] = "conflict",
        [REVISION_SCOPE] = "out-of-scope",
};

const char *
revision_kind_name(enum revision_kind k)
{
	return (unsigned)k < REVISION_KIND_COUNT ? kinds[k] : "unknown";
}

const char *
revision_state_name(enum revision_state s)
{
	return (unsigned)s < REVISION_STATE_COUNT ? states[s] : "unknown";
}

int
revision_kind_of(struct slice name)
{
	return slice_among(name, kinds, REVISION_KIND_COUNT);
}

int
revision_state_of(struct slice name)
{
	return slice_among(name, states, REVISION_STATE_COUNT);
}

enum revision_state
revision_first_state(enum revision_kind k)
{
	static const enum revision_state first[REVISION_KIND_COUNT] = {
	        [REVISION_CHANGE] = REVISION_OPEN,
	        [REVISION_QUESTION] = REVISION_NEEDS_ANSWER,
	        [REVISION_OUT_OF_SCOPE] = REVISION_SCOPE,
	        [REVISION_VAGUE] = REVISION_NEEDS_ANSWER,
	};
	return first[k];
}

bool
revision_is_open(enum revision_state s)
{
	return s != REVISION_DONE && s != REVISION_DECLINED;
}

/* What is not here is refused. An answered question is done; any other answer makes it work. */
static const struct {
	enum revision_state from;
	enum revision_act act;
	int kind; /* or -1: any */
	enum revision_state to;
} moves[] = {
        {REVISION_OPEN, REVISION_CLOSE, -1, REVISION_ACCEPTED},
        {REVISION_OPEN, REVISION_FINISH, -1, REVISION_DONE},
        {REVISION_OPEN, REVISION_REDO, -1, REVISION_OPEN},
        {REVISION_OPEN, REVISION_DROP, -1, REVISION_DECLINED},
        {REVISION_OPEN, REVISION_STOP, -1, REVISION_CONFLICT},
        {REVISION_OPEN, REVISION_ANSWER, -1, REVISION_OPEN},
        {REVISION_ACCEPTED, REVISION_CLOSE, -1, REVISION_ACCEPTED},
        {REVISION_ACCEPTED, REVISION_FINISH, -1, REVISION_DONE},
        {REVISION_ACCEPTED, REVISION_REDO, -1, REVISION_ACCEPTED},
        {REVISION_ACCEPTED, REVISION_DROP, -1, REVISION_DECLINED},
        {REVISION_ACCEPTED, REVISION_STOP, -1, REVISION_CONFLICT},
        {REVISION_ACCEPTED, REVISION_ANSWER, -1, REVISION_ACCEPTED},
        {REVISION_DONE, REVISION_FINISH, -1, REVISION_DONE},
        {REVISION_DONE, REVISION_REDO, -1, REVISION_ACCEPTED},
        {REVISION_DECLINED, REVISION_REDO, -1, REVISION_ACCEPTED},
        {REVISION_NEEDS_ANSWER, REVISION_DROP, -1, REVISION_DECLINED},
        {REVISION_NEEDS_ANSWER, REVISION_ANSWER, REVISION_QUESTION, REVISION_DONE},
        {REVISION_NEEDS_ANSWER, REVISION_ANSWER, -1, REVISION_ACCEPTED},
        {REVISION_NEEDS_ANSWER, REVISION_STOP, -1, REVISION_CONFLICT},
        {REVISION_CONFLICT, REVISION_STOP, -1, REVISION_CONFLICT},
        {REVISION_CONFLICT, REVISION_PREFER, -1, REVISION_ACCEPTED},
        {REVISION_CONFLICT, REVISION_YIELD, -1, REVISION_DECLINED},
        {REVISION_SCOPE, REVISION_DROP, -1, REVISION_DECLINED},
        {REVISION_SCOPE, REVISION_ANSWER, -1, REVISION_ACCEPTED},
};

/* What would help, by the state an item is in. */
static const char *const helps[REVISION_STATE_COUNT] = {
        [REVISION_OPEN] = "it is on the list: done, drop or answer it",
        [REVISION_ACCEPTED] = "it is on the list: done, drop or answer it",
        [REVISION_DECLINED] = "it was declined; 'R%lld no' in a reply takes it up again",
        [REVISION_DONE] = "it is done; 'R%lld no' in a reply takes it up again",
        [REVISION_NEEDS_ANSWER] = "it waits for an answer: answer R%lld WORDS",
        [REVISION_CONFLICT] = "two people wish the opposite: resolve R%lld a, or b",
        [REVISION_SCOPE] = ("it is new work and waits for a scope note: answer R%lld WORDS takes it "
                            "in, drop R%lld because WORDS declines it"),
};

int
revision_move(const struct revision_at *at, enum revision_act act, enum revision_state *to_out,
              struct err *e)
{
	for (size_t i = 0; i < COUNT(moves); i++) {
		if (moves[i].from != at->state || moves[i].act != act ||
		    (moves[i].kind >= 0 && moves[i].kind != (int)at->kind))
			continue;
		*to_out = moves[i].to;
		return 0;
	}
	/* The number for each %lld of the help. */
	char help[200] = "";
	size_t n = 0;
	for (const char *p = helps[at->state]; *p != '\0' && n + 24 < sizeof(help); p++) {
		if (strncmp(p, "%lld", 4) == 0) {
			n += (size_t)snprintf(help + n, 24, "%lld", (long long)at->number);
			p += 3;
		} else {
			help[n++] = *p;
		}
	}
	help[n] = '\0';
	return err_set(e, ERR_REFUSED, "R%lld is %s: %s", (long long)at->number,
	               revision_state_name(at->state), help);
}

int64_t
revision_number(struct slice word, bool bare)
{
	enum { NUMBER_MAX = 100000 }; /* far above what any job has */
	int64_t n = 0;
	bool marked = word.len > 1 && (word.data[0] == 'R' || word.data[0] == 'r');
	if (!marked && !bare)
		return 0;
	struct slice digits = marked ? slice_sub(word, 1, word.len) : word;
	for (size_t i = 0; i < digits.len; i++)
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return 0;
	return slice_int(digits, &n) && n > 0 && n < NUMBER_MAX ? n : 0;
}

/* What a word of a member's line is for; one that no list has spoils its clause. */
enum role { ROLE_UNKNOWN, ROLE_ITEM, ROLE_DONE, ROLE_NOT, ROLE_FILLER };

static enum role
role_of_word(const struct phrases *p, struct slice word)
{
	if (revision_number(word, false) > 0)
		return ROLE_ITEM;
	if (phrases_find(p, PHRASE_DONE, word) != NULL)
		return ROLE_DONE;
	if (phrases_find(p, PHRASE_NOT_DONE, word) != NULL)
		return ROLE_NOT;
	return phrases_find(p, PHRASE_BESIDE_DONE, word) != NULL ? ROLE_FILLER : ROLE_UNKNOWN;
}

enum { ITEMS_MAX = 64 }; /* numbers in one clause; a longer row is no sentence */

/* One clause: numbers that wait for their word, or a word that numbers follow. */
struct clause {
	const struct phrases *phrases;
	int64_t numbers[ITEMS_MAX];
	size_t count;
	bool said, done, after; /* after: the word came before the numbers */
	bool spoilt;
};

static void
clause_end(struct pool *pool, struct clause *c, revision_word_list *out, size_t *unclear)
{
	if (c->spoilt || !c->said)
		*unclear += c->count;
	else
		for (size_t i = 0; i < c->count; i++)
			VEC_ADD(out, pool, ((struct revision_word){c->numbers[i], c->done}));
	*c = (struct clause){.phrases = c->phrases};
}

static bool
is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (unsigned char)c >= 0x80 || c == '\'';
}

static void
take_word(struct pool *pool, struct clause *c, struct slice word, revision_word_list *out,
          size_t *unclear)
{
	enum role role = role_of_word(c->phrases, word);
	if (role == ROLE_ITEM) {
		/* "R3 done R5 no": a number behind a whole clause begins the next one */
		if (c->said && c->count > 0 && !c->after)
			clause_end(pool, c, out, unclear);
		if (c->said && c->count == 0)
			c->after = true;
		if (c->count < ITEMS_MAX)
			c->numbers[c->count++] = revision_number(word, false);
	} else if (role == ROLE_DONE || role == ROLE_NOT) {
		/* "done R3, not R4": a word behind the numbers of another word begins the next clause */
		if (c->said && c->after)
			clause_end(pool, c, out, unclear);
		if (!c->said)
			c->done = role == ROLE_DONE;
		else if (role == ROLE_NOT)
			c->done = false; /* "not done" and "done? no" are both no */
		c->said = true;
	} else if (role == ROLE_UNKNOWN) {
		c->spoilt = true;
	}
}

/* Whether a comma only separates the numbers of one row: another number comes before any word. */
static bool
row_goes_on(const struct clause *c, struct slice rest)
{
	size_t i = 0;
	while (i < rest.len && !is_word(rest.data[i]) && rest.data[i] != '\n')
		i++;
	size_t start = i;
	while (i < rest.len && is_word(rest.data[i]))
		i++;
	enum role next = role_of_word(c->phrases, slice_sub(rest, start, i));
	if (next == ROLE_UNKNOWN)
		return start < i; /* "R3 done, but …": what follows belongs to it */
	return next == ROLE_ITEM && (!c->said || c->after);
}

void
revision_said(const struct phrases *p, struct pool *pool, struct slice text,
              revision_word_list *out, size_t *unclear_out)
{
	struct clause c = {.phrases = p};
	size_t i = 0, unclear = 0;
	revision_word_list said = {0};
	while (i < text.len) {
		char ch = text.data[i];
		if (is_word(ch)) {
			size_t start = i;
			while (i < text.len && is_word(text.data[i]))
				i++;
			take_word(pool, &c, slice_sub(text, start, i), &said, &unclear);
			continue;
		}
		i++;
		if (ch == '?')
			c.spoilt = true;
		if (ch == '\n' || ch == '.' || ch == '?' || ch == '!' ||
		    ((ch == ',' || ch == ';') && !row_goes_on(&c, slice_sub(text, i, text.len))))
			clause_end(pool, &c, &said, &unclear);
	}
	clause_end(pool, &c, &said, &unclear);
	*out = said;
	*unclear_out = unclear;
}

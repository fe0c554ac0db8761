/* The truth table of P6, and the two things in a decider's own words that change its outcome. */
#include "docket/domain/approval.h"

#include <ctype.h>

/* What the evidence alone is worth; whatever stands in no row is an opinion. */
static enum approval_result
evidence(const struct approval_facts *f)
{
	static const struct {
		enum approval_token token;
		enum approval_sender sender;
		enum approval_auth auth;
		bool needs_references;
		enum approval_result result;
	} rows[] = {
		{TOKEN_OWN, SENDER_OWNER, AUTH_PASS, false, APPROVAL_DECISION},
		{TOKEN_OWN, SENDER_OWNER, AUTH_UNCONFIGURED, false, APPROVAL_DECISION},
		{TOKEN_OWN, SENDER_OWNER, AUTH_ABSENT, false, APPROVAL_CONFIRM},
		{TOKEN_FRESH, SENDER_OWNER, AUTH_PASS, false, APPROVAL_DECISION},
		{TOKEN_FRESH, SENDER_OWNER, AUTH_UNCONFIGURED, false, APPROVAL_DECISION},
		/* Only who reads the known mailbox can answer a mail that went there alone. */
		{TOKEN_FRESH, SENDER_OWNER, AUTH_ABSENT, false, APPROVAL_DECISION},
		{TOKEN_NONE, SENDER_DECIDER, AUTH_PASS, true, APPROVAL_DECISION},
	};

	if (f->auth == AUTH_FAIL)
		return APPROVAL_ALARM;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (f->token == rows[i].token && f->sender == rows[i].sender &&
		    f->auth == rows[i].auth && (f->references || !rows[i].needs_references))
			return rows[i].result;
	return APPROVAL_OPINION;
}

enum approval_result
approval_judge(const struct approval_facts *f)
{
	enum approval_result r = evidence(f);

	if (r != APPROVAL_DECISION && r != APPROVAL_CONFIRM)
		return r;
	if (!f->current)
		return APPROVAL_WHICH;
	if (!f->open)
		return APPROVAL_LATE;
	return f->plain ? r : APPROVAL_CONFIRM;
}

const char *
approval_result_name(enum approval_result r)
{
	static const char *const names[APPROVAL_RESULT_COUNT] = {
		[APPROVAL_DECISION] = "decision", [APPROVAL_CONFIRM] = "confirm",
		[APPROVAL_OPINION] = "opinion",	  [APPROVAL_WHICH] = "which",
		[APPROVAL_LATE] = "late",	  [APPROVAL_ALARM] = "alarm",
	};
	return r < APPROVAL_RESULT_COUNT ? names[r] : "unknown";
}

/* Letters of any script: bytes of UTF-8 beyond ASCII count as such. */
static bool
is_word(char ch)
{
	return isalnum((unsigned char)ch) || (unsigned char)ch >= 0x80;
}

bool
approval_names_other(const struct phrases *p, struct slice text, int64_t version)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t n, digits = 0;
		int64_t named = 0;

		if (i > 0 && is_word(text.data[i - 1]))
			continue;
		n = phrases_begin(p, PHRASE_VERSION, slice_sub(text, i, text.len));
		if (n == 0)
			continue;
		n += i;
		while (n < text.len && (text.data[n] == ' ' || text.data[n] == '.'))
			n++;
		while (n + digits < text.len && isdigit((unsigned char)text.data[n + digits]))
			digits++;
		if (digits == 0)
			continue;
		if (!slice_int(slice_sub(text, n, n + digits), &named) || named != version)
			return true;
	}
	return false;
}

bool
approval_waives_look(const struct phrases *p, struct slice text)
{
	struct slice rest = text, sentence;

	/* Sentences end at full stops and lines; a question mark stays, as doubt. */
	while (rest.len > 0) {
		size_t n = 0;

		while (n < rest.len && strchr(".!;\n", rest.data[n]) == NULL)
			n++;
		sentence = slice_sub(rest, 0, n);
		rest = slice_sub(rest, n < rest.len ? n + 1 : n, rest.len);
		if (phrases_in(p, PHRASE_WAIVES_LOOK, sentence))
			return !phrases_in(p, PHRASE_CONDITION, sentence);
	}
	return false;
}

bool
approval_denies(const struct phrases *p, struct slice text)
{
	return phrases_in(p, PHRASE_DENIES, text);
}

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

/* The words that stand before a version's number, in the languages docket reads. */
static size_t
version_word(struct slice at)
{
	static const char *const words[] = {"version", "versi\xc3\xb3n", "fassung",
					    "entwurf", "draft",   "ver.",           "rev",
					    "v"};
	for (size_t i = 0; i < COUNT(words); i++)
		if (slice_ieq(slice_sub(at, 0, strlen(words[i])), slice_of(words[i])))
			return strlen(words[i]);
	return 0;
}

bool
approval_names_other(struct slice text, int64_t version)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t n, digits = 0;
		int64_t named = 0;

		if (i > 0 && is_word(text.data[i - 1]))
			continue;
		n = version_word(slice_sub(text, i, text.len));
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

/* Whether needle occurs in text, ASCII letters without case. */
static bool
says(struct slice text, const char *needle)
{
	return slice_ifind(text, slice_of(needle)) >= 0;
}

/* A clause that takes a waiver back, or makes it depend on something. */
static bool
is_conditional(struct slice sentence)
{
	static const char *const words[] = {
		"if ", "unless", "once ", "until", "provided", "as long", "but ", "except", "?",
		"wenn ", "falls ", "sofern", "sobald", "solange", "aber ", "ausser", "außer",
		"si ", "sauf", "des que", "dès que", "tant que", "mais ", "pourvu",
		"salvo", "cuando", "siempre que", "pero ", "hasta", "excepto", "mientras",
	};
	for (size_t i = 0; i < COUNT(words); i++)
		if (says(sentence, words[i]))
			return true;
	return false;
}

bool
approval_waives_look(struct slice text)
{
	static const char *const phrases[] = {
		"no need to see it again", "no need to see this again", "no need to show",
		"don't need to see it again", "don't need to see this again",
		"do not need to see it again", "do not need to see this again",
		"don\xe2\x80\x99t need to see it again", "don\xe2\x80\x99t need to see this again",
		"needn't see it again", "need not see it again", "no need for another look",
		"no need to send it back", "no need to run it by me again",
		"muss ich nicht noch einmal sehen", "muss ich nicht nochmal sehen",
		"muss ich nicht mehr sehen", "brauche ich nicht noch einmal zu sehen",
		"brauche ich nicht nochmal zu sehen", "brauche ich nicht mehr zu sehen",
		"pas besoin de le revoir", "pas besoin de la revoir", "pas besoin de revoir",
		"inutile de me le renvoyer", "inutile de me la renvoyer",
		"no necesito volver a verlo", "no necesito volver a verla", "no necesito verlo de nuevo",
		"no hace falta que lo vuelva a ver", "no hace falta volver a verlo",
		"no hace falta que la vuelva a ver",
	};
	struct slice rest = text, sentence;

	/* Sentences end at full stops and lines; a question mark stays, as doubt. */
	while (rest.len > 0) {
		size_t n = 0;

		while (n < rest.len && strchr(".!;\n", rest.data[n]) == NULL)
			n++;
		sentence = slice_sub(rest, 0, n);
		rest = slice_sub(rest, n < rest.len ? n + 1 : n, rest.len);
		for (size_t i = 0; i < COUNT(phrases); i++)
			if (says(sentence, phrases[i]))
				return !is_conditional(sentence);
	}
	return false;
}

bool
approval_denies(struct slice text)
{
	/* Said of the record, not of the work: "wrong" alone is a word about the work as well. */
	static const char *const phrases[] = {
		"that is wrong", "that's wrong", "that\xe2\x80\x99s wrong", "this is wrong",
		"that was wrong", "is not true", "isn't true", "isn\xe2\x80\x99t true",
		"is not correct", "isn't correct", "isn\xe2\x80\x99t correct", "is incorrect",
		"never said", "never told", "never asked", "never approved", "never rejected",
		"did not say", "didn't say", "didn\xe2\x80\x99t say", "did not ask", "didn't ask",
		"didn\xe2\x80\x99t ask", "not what i said", "not my word", "wasn't me",
		"wasn\xe2\x80\x99t me", "was not me",
		"stimmt nicht", "stimmt so nicht", "ist falsch", "nie gesagt", "nicht gesagt",
		"war ich nicht", "nicht von mir",
		"est faux", "pas vrai", "jamais dit", "pas dit", "pas demand", "jamais demand",
		"n'est pas exact", "pas moi",
		"no es cierto", "no es verdad", "no es correcto", "nunca dije", "no dije",
		"no lo dije", "no he dicho", "es falso", "no fui yo",
	};
	for (size_t i = 0; i < COUNT(phrases); i++)
		if (says(text, phrases[i]))
			return true;
	return false;
}

/* P6's truth table, every combination; and the words that turn a decision into a question. */
#include "phrases.h"

#include "docket/domain/approval.h"

/* The table of PRODUCT P6 written once more, by hand: bits of the values each row is about. */
#define T(x) (1u << TOKEN_##x)
#define S(x) (1u << SENDER_##x)
#define A(x) (1u << AUTH_##x)
enum { ANY = 0xff, YES = 2, NO = 1, BOTH = 3 };
static const struct row {
	int line;
	unsigned token, sender, auth, references, current, open, plain;
	enum approval_result want;
} rows[] = {
	{__LINE__, ANY, ANY, A(FAIL), BOTH, BOTH, BOTH, BOTH, APPROVAL_ALARM},
	{__LINE__, T(OTHER), ANY, ANY, BOTH, BOTH, BOTH, BOTH, APPROVAL_OPINION},
	{__LINE__, T(OWN) | T(FRESH), S(DECIDER) | S(ANYONE), ANY, BOTH, BOTH, BOTH, BOTH,
	 APPROVAL_OPINION},
	{__LINE__, T(NONE), S(OWNER) | S(ANYONE), ANY, BOTH, BOTH, BOTH, BOTH, APPROVAL_OPINION},
	{__LINE__, T(NONE), S(DECIDER), A(ABSENT) | A(UNCONFIGURED), BOTH, BOTH, BOTH, BOTH,
	 APPROVAL_OPINION},
	{__LINE__, T(NONE), S(DECIDER), A(PASS), NO, BOTH, BOTH, BOTH, APPROVAL_OPINION},
	{__LINE__, ANY, ANY, ANY, BOTH, NO, BOTH, BOTH, APPROVAL_WHICH},
	{__LINE__, ANY, ANY, ANY, BOTH, YES, NO, BOTH, APPROVAL_LATE},
	{__LINE__, T(OWN), S(OWNER), A(ABSENT), BOTH, YES, YES, BOTH, APPROVAL_CONFIRM},
	{__LINE__, T(OWN), S(OWNER), A(PASS) | A(UNCONFIGURED), BOTH, YES, YES, YES,
	 APPROVAL_DECISION},
	/* What would count, but for the mail's odd words: asked. */
	{__LINE__, T(OWN) | T(FRESH), S(OWNER), A(PASS) | A(UNCONFIGURED) | A(ABSENT), BOTH, YES,
	 YES, NO, APPROVAL_CONFIRM},
	{__LINE__, T(NONE), S(DECIDER), A(PASS), YES, YES, YES, NO, APPROVAL_CONFIRM},
	{__LINE__, T(FRESH), S(OWNER), A(PASS) | A(UNCONFIGURED) | A(ABSENT), BOTH, YES, YES, YES,
	 APPROVAL_DECISION},
	{__LINE__, T(NONE), S(DECIDER), A(PASS), YES, YES, YES, YES, APPROVAL_DECISION},
};

static bool
fits(const struct row *r, const struct approval_facts *f)
{
	return (r->token & 1u << f->token) && (r->sender & 1u << f->sender) &&
	       (r->auth & 1u << f->auth) && (r->references & 1u << f->references) &&
	       (r->current & 1u << f->current) && (r->open & 1u << f->open) &&
	       (r->plain & 1u << f->plain);
}

TEST(approval_truth_table)
{
	size_t seen = 0, decisions = 0, used[COUNT(rows)] = {0};

	for (unsigned n = 0; n < TOKEN_COUNT * SENDER_COUNT * AUTH_COUNT * 16; n++) {
		struct approval_facts f = {.references = n & 1,
					   .current = n & 2,
					   .open = n & 4,
					   .plain = n & 8,
					   .token = n / 16 % TOKEN_COUNT,
					   .sender = n / 16 / TOKEN_COUNT % SENDER_COUNT,
					   .auth = n / 16 / TOKEN_COUNT / SENDER_COUNT};
		enum approval_result got = approval_judge(&f);
		size_t i = 0;

		while (i < COUNT(rows) && !fits(&rows[i], &f))
			i++;
		CHECK(i < COUNT(rows)); /* every combination has a row */
		if (i == COUNT(rows))
			continue;
		used[i]++;
		seen++;
		decisions += got == APPROVAL_DECISION;
		CHECK_INT_AT(rows[i].line, (int)got, (int)rows[i].want);
	}
	CHECK_INT(seen, 768);
	/* own × pass, unconfigured; fresh × pass, unconfigured, absent; each × references; none ×
	 * one */
	CHECK_INT(decisions, 2 * 2 + 3 * 2 + 1);
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_AT(rows[i].line, used[i] > 0);
}

TEST(approval_names_other_version)
{
	static const struct {
		int line;
		const char *text;
		int64_t version;
		bool other;
	} cases[] = {
		{__LINE__, "Approved!", 2, false},
		{__LINE__, "v2 is approved", 2, false},
		{__LINE__, "Approved, I mean V2.", 2, false},
		{__LINE__, "v2 is approved", 3, true},
		{__LINE__, "version 2 looks right", 3, true},
		{__LINE__, "Version 3 and v2 both approved", 3, true},
		{__LINE__, "Fassung 1 ist freigegeben", 2, true},
		{__LINE__, "versi\xc3\xb3n 1 aprobada", 2, true},
		{__LINE__, "draft 12", 1, true},
		{__LINE__, "Proof 1 is approved", 2, true},
		{__LINE__, "Proof 2 is approved", 2, false},
		{__LINE__, "Maquette 1 : bon pour accord", 2, true},
		{__LINE__, "proofread", 2, false},
		{__LINE__, "v 2", 3, true},
		{__LINE__, "v99999999999999999999", 3, true},
		{__LINE__, "We sold 12 pairs, conv2 is a file", 3, false},
		{__LINE__, "the version we saw on the 12th", 3, false},
		{__LINE__, "", 3, false},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     approval_names_other(sample_phrases(), slice_of(cases[i].text), cases[i].version),
			     cases[i].other);
}

TEST(approval_waives_a_second_look)
{
	static const struct {
		int line;
		const char *text;
		bool waives;
	} cases[] = {
		{__LINE__, "Approved, just fix the typo. No need to see it again.", true},
		{__LINE__, "Approved with the new price; I don't need to see it again", true},
		{__LINE__, "Freigegeben, nur das Logo gr\xc3\xb6\xc3\x9f""er. Das muss ich nicht noch einmal sehen.", true},
		{__LINE__, "Approuv\xc3\xa9, corrigez la date. Pas besoin de le revoir.", true},
		{__LINE__, "Aprobado, corrige la fecha. No necesito volver a verlo.", true},
		{__LINE__, "No need to see it again if legal is happy", false},
		{__LINE__, "No need to see it again unless the price changes", false},
		{__LINE__, "No need to see it again?", false},
		{__LINE__, "Approved, but change the headline", false},
		{__LINE__, "I need to see it again", false},
		{__LINE__, "", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, approval_waives_look(sample_phrases(), slice_of(cases[i].text)),
			     cases[i].waives);
}

TEST(approval_denies)
{
	static const struct {
		int line;
		const char *text;
		bool denies;
	} cases[] = {
		{__LINE__, "That is wrong, I never said this.", true},
		{__LINE__, "That\xe2\x80\x99s wrong", true},
		{__LINE__, "I didn't ask for changes", true},
		{__LINE__, "Das stimmt nicht, das habe ich nie gesagt.", true},
		{__LINE__, "C'est faux, je n'ai rien demand\xc3\xa9.", true},
		{__LINE__, "No es cierto, no fui yo.", true},
		{__LINE__, "Yes, please change the headline.", false},
		{__LINE__, "The phone number is wrong, please correct it.", false},
		{__LINE__, "Approved, that is right.", false},
		{__LINE__, "", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, approval_denies(sample_phrases(), slice_of(cases[i].text)), cases[i].denies);
}

TEST(review_rules)
{
	static const struct {
		int line;
		enum review_rule rule;
		struct review_words words;
		enum review_state want;
	} cases[] = {
		{__LINE__, RULE_ANY, {2, 0, false, false}, REVIEW_OPEN},
		{__LINE__, RULE_ANY, {2, 1, false, false}, REVIEW_PASSED},
		{__LINE__, RULE_ANY, {2, 1, true, false}, REVIEW_CHANGES},
		{__LINE__, RULE_ALL, {2, 1, false, false}, REVIEW_OPEN},
		{__LINE__, RULE_ALL, {2, 2, false, false}, REVIEW_PASSED},
		{__LINE__, RULE_ALL, {2, 1, true, false}, REVIEW_CHANGES},
		{__LINE__, RULE_ORDER, {2, 1, false, false}, REVIEW_OPEN},
		{__LINE__, RULE_ORDER, {2, 2, false, false}, REVIEW_PASSED},
		{__LINE__, RULE_ALL, {1, 0, false, true}, REVIEW_REJECTED},
		{__LINE__, RULE_ANY, {0, 0, false, false}, REVIEW_OPEN},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, (int)review_judge(cases[i].rule, &cases[i].words),
			     (int)cases[i].want);
}

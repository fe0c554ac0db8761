/* Tests of err: first cause, places before it, truncation, exit statuses. */
#include "docket/base/err.h"

#include "../check.h"

#include <errno.h>
#include <string.h>

TEST(err_first_cause_wins)
{
	struct err e = ERR_INIT;

	CHECK_INT(err_set(&e, ERR_RETRY, "disk %d is full", 3), -1);
	CHECK_INT(err_set(&e, ERR_STOP, "later"), -1);
	CHECK_INT(err_errno(&e, ERR_STOP, EIO, "later still"), -1);
	CHECK_INT(e.kind, ERR_RETRY);
	CHECK_STR(e.text, "disk 3 is full");
	err_clear(&e);
	CHECK_INT(e.kind, ERR_NONE);
	CHECK_STR(e.text, "");
	CHECK_INT(err_set(&e, ERR_USAGE, "again"), -1);
	CHECK_STR(e.text, "again");
}

TEST(err_takes_null)
{
	CHECK_INT(err_set(NULL, ERR_RETRY, "x"), -1);
	CHECK_INT(err_errno(NULL, ERR_RETRY, EIO, "x"), -1);
	CHECK_INT(err_wrap(NULL, "x"), -1);
	err_clear(NULL);
}

TEST(err_errno_names_the_reason)
{
	struct err e = ERR_INIT;

	CHECK_INT(err_errno(&e, ERR_NOFILE, ENOENT, "'%s'", "a.yaml"), -1);
	CHECK_STR(e.text, "'a.yaml': No such file or directory");
	CHECK_INT(err_wrap(&e, "line %d", 7), -1);
	CHECK_INT(err_wrap(&e, "config"), -1);
	CHECK_STR(e.text, "config: line 7: 'a.yaml': No such file or directory");
	CHECK_INT(e.kind, ERR_NOFILE);
}

/* Every split of lengths around the limit: the text stays terminated and its cause readable. */
TEST(err_truncates)
{
	char place[2 * ERR_TEXT_MAX], cause[2 * ERR_TEXT_MAX];

	for (size_t p = 0; p < sizeof(place); p += 37) {
		for (size_t c = 0; c < sizeof(cause); c += 41) {
			struct err e = ERR_INIT;
			size_t kept = c < ERR_TEXT_MAX ? c : ERR_TEXT_MAX - 1;

			memset(place, 'p', p);
			place[p] = '\0';
			memset(cause, 'c', c);
			cause[c] = '\0';
			(void)err_set(&e, ERR_SOURCE, "%s", cause);
			CHECK_INT(strlen(e.text), kept);
			(void)err_wrap(&e, "%s", place);
			CHECK(memchr(e.text, '\0', sizeof(e.text)) != NULL);
			CHECK(strstr(e.text, ": ") != NULL);
			CHECK(c == 0 || strchr(e.text, 'c') != NULL);
			if (p + 2 + kept < ERR_TEXT_MAX)
				CHECK_INT(strlen(e.text), p + 2 + kept);
			else
				CHECK_INT(strlen(e.text), ERR_TEXT_MAX - 1);
		}
	}
}

TEST(err_errno_behind_a_long_text)
{
	char longer[2 * ERR_TEXT_MAX];
	struct err e = ERR_INIT;

	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	CHECK_INT(err_errno(&e, ERR_RETRY, EIO, "%s", longer), -1);
	CHECK_INT(strlen(e.text), ERR_TEXT_MAX - 1);
}

TEST(err_kinds)
{
	static const struct {
		int line;
		enum err_kind kind;
		int status;
		const char *name;
	} cases[] = {
		{__LINE__, ERR_NONE, 0, "none"},	{__LINE__, ERR_RETRY, 75, "retry"},
		{__LINE__, ERR_MESSAGE, 74, "message"}, {__LINE__, ERR_SOURCE, 69, "source"},
		{__LINE__, ERR_CONFIG, 78, "config"},	{__LINE__, ERR_USAGE, 64, "usage"},
		{__LINE__, ERR_NOFILE, 66, "nofile"},	{__LINE__, ERR_REFUSED, 77, "refused"},
		{__LINE__, ERR_STOP, 74, "stop"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err e = ERR_INIT;

		if (cases[i].kind != ERR_NONE)
			(void)err_set(&e, cases[i].kind, "x");
		CHECK_INT_AT(cases[i].line, err_exit_status(&e), cases[i].status);
		CHECK_STR_AT(cases[i].line, err_kind_name(cases[i].kind), cases[i].name);
	}
}

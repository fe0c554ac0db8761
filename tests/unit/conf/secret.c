/* Passwords from files, variables and commands: what is taken and what is refused. */
#include "../check.h"

#include "docket/base/clock.h"
#include "docket/base/file.h"
#include "docket/conf/conf.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The secret, or "KIND: text" of the error, in a static buffer. */
static const char *
read_secret(const struct conf_secret *s)
{
	static char buf[1000];
	char secret[64];
	struct err e = ERR_INIT;

	if (conf_secret_read(s, secret, sizeof(secret), &e) == 0)
		(void)snprintf(buf, sizeof(buf), "%s", secret);
	else
		(void)snprintf(buf, sizeof(buf), "%s: %s", err_kind_name(e.kind), e.text);
	return buf;
}

TEST(secret_file)
{
	static const struct {
		int line;
		mode_t mode;
		const char *text, *want; /* %s is the path */
	} cases[] = {
		{__LINE__, 0600, "hunter2\n", "hunter2"},
		{__LINE__, 0400, "hunter2", "hunter2"},
		{__LINE__, 0600, "hunter2\r\nsecond line\n", "hunter2"},
		{__LINE__, 0600, " with blanks \n", " with blanks "},
		{__LINE__, 0600, "pässword\n", "pässword"},
		{__LINE__, 0600, "{\n\t\"a\": \"b\",\r\n  \"c\": 1\n}\n",
		 "{  \"a\": \"b\",    \"c\": 1 }"},
		{__LINE__, 0600, "{\n\t\"a\": \"b\",\n",
		 "config: /tmp/docket-secret: the key is cut short or longer than 63 bytes - "
		 "download it again"},
		{__LINE__, 0600, "{one line}\nsecond\n", "{one line}"},
		{__LINE__, 0640, "hunter2\n",
		 "config: /tmp/docket-secret: others can read this password (mode 640) - chmod 600 "
		 "/tmp/docket-secret"},
		{__LINE__, 0604, "hunter2\n",
		 "config: /tmp/docket-secret: others can read this password (mode 604) - chmod 600 "
		 "/tmp/docket-secret"},
		{__LINE__, 0602, "hunter2\n",
		 "config: /tmp/docket-secret: others can read this password (mode 602) - chmod 600 "
		 "/tmp/docket-secret"},
		{__LINE__, 0600, "",
		 "config: /tmp/docket-secret: the password is empty - its first line must be it"},
		{__LINE__, 0600, "\nhunter2\n",
		 "config: /tmp/docket-secret: the password is empty - its first line must be it"},
		{__LINE__, 0600, "hunter\t2\n",
		 "config: /tmp/docket-secret: the password holds a control character - write it "
		 "again as plain text"},
		{__LINE__, 0600,
		 "0123456789012345678901234567890123456789012345678901234567890123456789\n",
		 "config: /tmp/docket-secret: the password is longer than 63 bytes"},
	};
	char folder[] = "/tmp/docket-secret-XXXXXX", path[100];

	if (mkdtemp(folder) == NULL)
		SKIP("no temporary folder");
	(void)snprintf(path, sizeof(path), "%s/secret", folder);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err e = ERR_INIT;
		struct str said;
		struct slice rest, part;
		const char *got;

		(void)unlink(path);
		CHECK_INT_AT(cases[i].line, file_write(path, slice_of(cases[i].text), 0600, &e), 0);
		CHECK_INT_AT(cases[i].line, chmod(path, cases[i].mode), 0);
		got = read_secret(&(struct conf_secret){.file = path});
		/* The path is another each time: name it as the table does. */
		str_init(&said, 2000);
		rest = slice_of(got);
		for (ptrdiff_t at; (at = slice_find(rest, slice_of(path))) >= 0;) {
			part = slice_sub(rest, 0, (size_t)at);
			str_add(&said, part);
			str_adds(&said, "/tmp/docket-secret");
			rest = slice_sub(rest, (size_t)at + strlen(path), rest.len);
		}
		str_add(&said, rest);
		CHECK_STR_AT(cases[i].line, str_cstr(&said), cases[i].want);
		str_clear(&said);
	}
	(void)unlink(path);
	CHECK(slice_has(slice_of(read_secret(&(struct conf_secret){.file = path})),
			"the password file cannot be read: No such file"));
	CHECK(slice_has(slice_of(read_secret(&(struct conf_secret){.file = folder})),
			"is no ordinary file"));
	(void)rmdir(folder);
}

TEST(secret_env)
{
	CHECK_INT(setenv("DOCKET_TEST_SECRET", "hunter2", 1), 0);
	CHECK_STR(read_secret(&(struct conf_secret){.env = "DOCKET_TEST_SECRET"}), "hunter2");
	CHECK_INT(setenv("DOCKET_TEST_SECRET", "", 1), 0);
	CHECK_STR(read_secret(&(struct conf_secret){.env = "DOCKET_TEST_SECRET"}),
		  "config: environment variable DOCKET_TEST_SECRET: the password is empty - its "
		  "first line must be it");
	CHECK_INT(unsetenv("DOCKET_TEST_SECRET"), 0);
	CHECK_STR(read_secret(&(struct conf_secret){.env = "DOCKET_TEST_SECRET"}),
		  "config: the environment variable DOCKET_TEST_SECRET is not set - it should hold "
		  "the password");
	CHECK_STR(read_secret(&(struct conf_secret){NULL, NULL, NULL}),
		  "config: no password is configured - write password: {file: PATH}");
}

TEST(secret_command)
{
	static const struct {
		int line;
		const char *command, *want;
	} cases[] = {
		{__LINE__, "echo hunter2", "hunter2"},
		{__LINE__, "printf 'hunter2\\nmore\\n'", "hunter2"},
		{__LINE__, "cat; echo from /dev/null", "from /dev/null"},
		{__LINE__, "echo hunter2; yes | head -c 300000", "hunter2"},
		{__LINE__, "true",
		 "config: password command: the password is empty - its first line must be it"},
		{__LINE__, "echo hunter2; exit 3",
		 "config: the password command ended with status 3 - run it by hand to see why: "
		 "echo hunter2; exit 3"},
		{__LINE__, "kill -TERM $$",
		 "config: the password command ended with signal 15 - run it by hand to see why: "
		 "kill -TERM $$"},
	};
	sigset_t block, old;

	/* As in the daemon, where signals come through a descriptor. */
	(void)sigfillset(&block);
	(void)sigprocmask(SIG_BLOCK, &block, &old);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf_secret s = {.command = cases[i].command};

		CHECK_STR_AT(cases[i].line, read_secret(&s), cases[i].want);
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
}

/* docket say: what lies in the Maildir afterwards, read back as docket reads any mail. */
#include "docket/cli/say.h"

#include "check.h"

#include "docket/base/file.h"
#include "docket/message/mail.h"
#include "docket/wire/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { WORDS = 16, MAIL_MAX = 1 << 20 };

static struct {
	char dir[64], conf[96], in[96], out[96];
	struct pool *pool;
} at;

static const char conf_text[] =
	"data: data\n"
	"agency: {name: Harbor, zone: America/New_York}\n"
	"mailboxes: [{name: intake, maildir: in}]\n"
	"outgoing: {maildir: out, from: \"Harbor <intake@harborpine.example>\"}\n"
	"replies: automatic\n";

static void
setup(const char *conf)
{
	struct err e = ERR_INIT;

	snprintf(at.dir, sizeof(at.dir), "/tmp/docket-say.XXXXXX");
	CHECK(mkdtemp(at.dir) != NULL);
	snprintf(at.conf, sizeof(at.conf), "%s/docket.yaml", at.dir);
	snprintf(at.in, sizeof(at.in), "%s/in", at.dir);
	snprintf(at.out, sizeof(at.out), "%s/out", at.dir);
	CHECK_INT(file_write(at.conf, slice_of(conf), 0600, &e), 0);
	at.pool = pool_new();
	CHECK_INT(mail_setup(&e), 0);
}

static void
clear(void)
{
	char command[128];

	pool_free(at.pool);
	snprintf(command, sizeof(command), "rm -rf '%s'", at.dir);
	CHECK_INT(system(command), 0);
}

/* Runs it without its output. Words of the table end with NULL. */
static int
say(const char *const *words)
{
	char copy[WORDS][200], minus_c[] = "-c", *argv[WORDS] = {NULL};
	int argc = 0, keep[2], null = open("/dev/null", O_WRONLY | O_CLOEXEC), status;

	argv[argc++] = minus_c;
	argv[argc++] = at.conf;
	for (int i = 0; words[i] != NULL && argc < WORDS - 1; i++, argc++) {
		snprintf(copy[argc], sizeof(copy[argc]), "%s", words[i]);
		argv[argc] = copy[argc];
	}
	fflush(NULL);
	for (int fd = 1; fd <= 2; fd++) {
		keep[fd - 1] = dup(fd);
		dup2(null, fd);
	}
	status = cli_say(argc, argv);
	fflush(NULL);
	for (int fd = 1; fd <= 2; fd++) {
		dup2(keep[fd - 1], fd);
		close(keep[fd - 1]);
	}
	close(null);
	return status;
}

/* The only mail in the mailbox, read; *raw_out is what the file holds. NULL if there is not one. */
static struct mail *
only_mail(const char *dir, struct slice *raw_out)
{
	struct maildir *box;
	struct maildir_mail file;
	struct mail *m = NULL;
	struct err e = ERR_INIT;

	CHECK_INT(maildir_open(dir, MAIL_MAX, &box, &e), 0);
	CHECK_INT(maildir_scan(box, &e), 0);
	CHECK_INT(maildir_count(box), 1);
	if (maildir_next(box, NULL, NULL, &file, &e) == 1) {
		*raw_out = pool_copy(at.pool, file.raw);
		CHECK_INT(mail_setup(&e), 0);
		CHECK_INT(mail_read(at.pool, *raw_out, &(slice_list){0}, NULL, &m, &e), 0);
	}
	maildir_close(box);
	return m;
}

TEST(say_is_a_persons_mail)
{
	static const struct {
		int line;
		const char *words[10];
		const char *subject, *text;
	} cases[] = {
		{__LINE__,
		 {"--from", "jane@acme.example", "We need a page."},
		 "We need a page",
		 "We need a page."},
		{__LINE__,
		 {"--from", "jane@acme.example", "We", "need", "a", "page."},
		 "We need a page",
		 "We need a page."},
		{__LINE__,
		 {"--from", "Jane Doe <jane@acme.example>", "--subject", "Straßenfest",
		  "Drei Posts für das Straßenfest"},
		 "Straßenfest",
		 "Drei Posts für das Straßenfest"},
		{__LINE__,
		 {"--from", "jane@acme.example",
		  "A subject is made of the first words of the text only, not of all"},
		 "A subject is made of the first words of the text",
		 "A subject is made of the first words of the text only, not of all"},
		{__LINE__,
		 {"--from", "jane@acme.example", "--", "--from", "here", "on all is text"},
		 "--from here on all is text",
		 "--from here on all is text"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice raw = SLICE_NONE;

		setup(conf_text);
		CHECK_INT_AT(cases[i].line, say(cases[i].words), 0);
		struct mail *m = only_mail(at.in, &raw);
		if (m != NULL) {
			CHECK_SLICE_AT(cases[i].line, m->subject, cases[i].subject);
			CHECK_SLICE_AT(cases[i].line, m->text, cases[i].text);
			CHECK_INT_AT(cases[i].line, m->class, MAIL_HUMAN);
			CHECK_AT(cases[i].line, !slice_ihas(raw, "auto-submitted"));
			CHECK_AT(cases[i].line, !slice_ihas(raw, "x-docket-origin"));
			CHECK_AT(cases[i].line, m->has_date && m->message_id.len > 0);
			CHECK_SLICE_AT(cases[i].line, m->to.at[0].mailbox,
				       "intake@harborpine.example");
		}
		clear();
	}
}

TEST(say_attaches_files)
{
	struct slice raw = SLICE_NONE;
	struct err e = ERR_INIT;
	char file[128];

	setup(conf_text);
	snprintf(file, sizeof(file), "%s/hero.png", at.dir);
	CHECK_INT(file_write(file, SLICE_LIT("\x89PNG\r\n\x1a\n\0\0"), 0600, &e), 0);
	const char *words[] = {"--from", "jane@acme.example", "--attach", file, "The hero.", NULL};
	CHECK_INT(say(words), 0);
	struct mail *m = only_mail(at.in, &raw);
	bool one = m != NULL && m->attachments.len == 1;
	CHECK(one);
	if (one) {
		CHECK_SLICE_AT(__LINE__, m->attachments.at[0].name, "hero.png");
		CHECK_SLICE_AT(__LINE__, m->attachments.at[0].type, "image/png");
		CHECK_INT(m->attachments.at[0].size, 10);
		CHECK_SLICE_AT(__LINE__, m->text, "The hero.");
	}
	clear();
}

TEST(say_replies_to_the_newest)
{
	static const char prompts[2][400] = {
		"From: Harbor <intake@harborpine.example>\nReply-To: Harbor "
		"<intake+aold@harborpine.example>\nTo: Jane Doe <jane@acme.example>\n"
		"Subject: [ACME-001] old\nDate: Mon, 11 May 2026 09:00:00 -0400\n"
		"Message-ID: <old@harborpine.example>\n\n1. Who is it for?\n",
		"From: Harbor <intake@harborpine.example>\nReply-To: Harbor "
		"<intake+anew@harborpine.example>\nTo: Jane Doe <jane@acme.example>\n"
		"Subject: [ACME-001] new\nDate: Mon, 11 May 2026 10:00:00 -0400\n"
		"References: <first@acme.example>\nMessage-ID: <new@harborpine.example>\n\n"
		"1. Who signs off?\n",
	};
	struct slice raw = SLICE_NONE;
	struct err e = ERR_INIT;
	const char *words[] = {"--from", "jane@acme.example", "--reply", "Bob does", NULL};

	setup(conf_text);
	CHECK_INT(say(words), 66); /* nothing to reply to yet */
	CHECK_INT(maildir_put(at.out, "2", slice_of(prompts[1]), &e), 0);
	CHECK_INT(maildir_put(at.out, "1", slice_of(prompts[0]), &e), 0);
	CHECK_INT(say(words), 0);
	struct mail *m = only_mail(at.in, &raw);
	if (m != NULL) {
		CHECK_SLICE_AT(__LINE__, m->subject, "Re: [ACME-001] new");
		CHECK_SLICE_AT(__LINE__, m->to.at[0].mailbox, "intake+anew@harborpine.example");
		CHECK_SLICE_AT(__LINE__, m->from.at[0].name, "Jane Doe");
		CHECK_SLICE_AT(__LINE__, m->in_reply_to.at[0], "new@harborpine.example");
		CHECK_INT(m->references.len, 2);
		CHECK_SLICE_AT(__LINE__, m->text, "Bob does");
		CHECK(slice_has(m->body, "> 1. Who signs off?"));
	}
	clear();
}

TEST(say_refuses)
{
	static const struct {
		int line, status;
		const char *words[6];
	} cases[] = {
		{__LINE__, 64, {"We need a page."}},
		{__LINE__, 64, {"--from", "jane@acme.example"}},
		{__LINE__, 64, {"--from", "jane", "We need a page."}},
		{__LINE__, 64, {"--form", "jane@acme.example", "We need a page."}},
		{__LINE__, 64, {"--from", "jane@acme.example\r\nBcc: x@y.example", "Hi"}},
		{__LINE__, 66, {"--from", "jane@acme.example", "--attach", "/no/such/file", "Hi"}},
	};
	static const char imap[] = "data: data\n"
				   "mailboxes: [{name: intake, host: localhost, user: u, "
				   "password: {env: P}}]\n";
	const char *words[] = {"--from", "jane@acme.example", "Hi", NULL};

	for (size_t i = 0; i < COUNT(cases); i++) {
		setup(conf_text);
		CHECK_INT_AT(cases[i].line, say(cases[i].words), cases[i].status);
		CHECK_AT(cases[i].line, access(at.in, F_OK) != 0);
		clear();
	}
	setup(imap);
	CHECK_INT(say(words), 78);
	clear();
}

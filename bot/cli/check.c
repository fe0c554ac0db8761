/* Tries the configuration step by step. Each step prints its own line and does not stop the next.
 */
#include "docket/cli/check.h"
#include "docket/cli/verbs.h"

#include "docket/base/clock.h"
#include "docket/base/utf8.h"
#include "docket/base/zone.h"
#include "docket/cli/chat.h"
#include "docket/compose/template.h"
#include "docket/conf/conf.h"
#include "docket/conf/kit.h"
#include "docket/daemon/desk.h"
#include "docket/store/inbox.h"
#include "docket/wire/smtp.h"
#include "docket/wire/source.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sysexits.h>
#include <unistd.h>

enum {
	NAME_COLUMNS = 18, /* "mailbox intake" and a little */
	FAULTS_MAX = 256 * 1024,
	DISK_WRONG_MB = 64, /* less, and the next large mail may not fit */
	DISK_LOW_MB = 1024,
};

struct check {
	const struct conf *conf;
	bool offline;
	bool wrong; /* a person must change something */
	bool away;  /* a server did not answer */
};


static void
say(const char *status, const char *name, const char *text)
{
	size_t width = utf8_width(slice_of(name));

	printf("%-5s %s%*s %s\n", status, name,
	       width < NAME_COLUMNS ? (int)(NAME_COLUMNS - width) : 0, "", text);
	(void)fflush(stdout); /* each server may take its time */
}

static void
wrong(struct check *c, const char *name, const char *text)
{
	c->wrong = true;
	say("wrong", name, text);
}

/* An error of a step, without the "mailbox NAME: " that the line says already. */
static void
failed(struct check *c, const char *name, const struct err *e)
{
	const char *text = e->text;
	size_t len = strlen(name);

	if (strncmp(text, name, len) == 0 && strncmp(text + len, ": ", 2) == 0)
		text += len + 2;
	if (e->kind == ERR_SOURCE || e->kind == ERR_RETRY) {
		c->away = true;
		say("away", name, text);
	} else {
		wrong(c, name, text);
	}
}

/* 1204 as "1,204". */
static const char *
count_words(uint64_t n, char *buf, size_t size)
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n),
	       at = 0;

	for (size_t i = 0; i < len && at + 2 < size; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf[at++] = ',';
		buf[at++] = digits[i];
	}
	buf[at] = '\0';
	return buf;
}

/* The folder that is there of path and its parents, in buf. */
static void
nearest_folder(const char *path, char *buf, size_t size)
{
	(void)slice_cstr(slice_of(path), buf, size);
	while (access(buf, F_OK) != 0 && errno == ENOENT) {
		char *slash = strrchr(buf, '/');

		if (slash == NULL || slash == buf) {
			(void)slice_cstr(slice_of(slash == NULL ? "." : "/"), buf, size);
			return;
		}
		*slash = '\0';
	}
}

/* A folder docket writes into: there and writable, or can be made. Says what is wrong in e. */
static int
folder_usable(const char *path, bool *there_out, struct err *e)
{
	char there[4096];
	struct stat st;

	nearest_folder(path, there, sizeof(there));
	if (stat(there, &st) < 0)
		return err_errno(e, ERR_CONFIG, errno, "%s cannot be reached", there);
	if (!S_ISDIR(st.st_mode))
		return err_set(e, ERR_CONFIG, "%s is no folder - name another one, or move it away",
			       there);
	*there_out = strcmp(there, path) == 0;
	if (access(there, W_OK | X_OK) != 0)
		return err_set(e, ERR_CONFIG,
			       "%s cannot be written by this user - chown it, or run as the user "
			       "who owns it",
			       there);
	return 0;
}

static void
check_data(struct check *c)
{
	const char *path = c->conf->data;
	struct err e = ERR_INIT;
	struct statvfs fs;
	char text[4200], there[4096];
	bool exists = false;
	uint64_t mb;

	if (folder_usable(path, &exists, &e) < 0) {
		failed(c, "data folder", &e);
		return;
	}
	(void)snprintf(text, sizeof(text), "%s%s", path,
		       exists ? "" : " (made when docket starts)");
	say("ok", "data folder", text);
	nearest_folder(path, there, sizeof(there));
	if (statvfs(there, &fs) < 0)
		return;
	mb = (uint64_t)fs.f_bavail * fs.f_frsize >> 20;
	if (mb >= 10 * 1024)
		(void)snprintf(text, sizeof(text), "%llu GB free", (unsigned long long)(mb >> 10));
	else
		(void)snprintf(text, sizeof(text), "%llu MB free%s", (unsigned long long)mb,
			       mb < DISK_LOW_MB ? " - make room: without it docket must stop" : "");
	if (mb < DISK_WRONG_MB)
		wrong(c, "disk", text);
	else
		say(mb < DISK_LOW_MB ? "note" : "ok", "disk", text);
}

static void
check_zone(struct check *c)
{
	static const char *const days[] = {"Monday", "Tuesday",	 "Wednesday", "Thursday",
					   "Friday", "Saturday", "Sunday"};
	const struct zone *z = zone_find(c->conf->agency.zone);
	struct clock clock = clock_program();
	int64_t now = clock_now(&clock);
	struct civil t;
	char text[200];

	if (z == NULL) {
		wrong(c, "time zone", "the zones are not installed - apt-get install tzdata");
		return;
	}
	t = zone_civil(z, now);
	(void)snprintf(text, sizeof(text), "%s, %s %02d:%02d %s", c->conf->agency.zone,
		       days[day_week(day_number(t.year, t.month, t.day))], t.hour, t.minute,
		       zone_abbrev(z, now));
	say("ok", "time zone", text);
}

/* Kits, templates, phrase lists: what a folder of the agency's own may have broken. */
static void
check_texts(struct check *c)
{
	struct understanding *understanding = NULL;
	struct phrases *phrases = NULL;
	struct templates *templates = NULL;
	struct kits *kits = NULL;
	struct err e = ERR_INIT;
	struct str faults;
	char text[4200];

	str_init(&faults, FAULTS_MAX);
	if (kits_load(c->conf->kits, &kits, &faults, &e) < 0) {
		failed(c, "kits", &e);
	} else {
		(void)snprintf(text, sizeof(text), "%zu%s%s", kits->all.len,
			       c->conf->kits ? ", with those in " : " built in",
			       c->conf->kits ? c->conf->kits : "");
		say("ok", "kits", text);
	}
	err_clear(&e);
	if (templates_new(c->conf->templates, &templates, &faults, &e) < 0)
		failed(c, "templates", &e);
	else
		say("ok", "templates", c->conf->templates ? c->conf->templates : "built in");
	err_clear(&e);
	if (kits != NULL) {
		if (desk_understanding(c->conf->lexicon, kits, &understanding, &e) < 0 ||
		    desk_phrases(c->conf->lexicon, &phrases, &e) < 0)
			failed(c, "lexicon", &e);
		else
			say("ok", "lexicon", c->conf->lexicon ? c->conf->lexicon : "built in");
	}
	if (faults.len > 0)
		fputs(str_cstr(&faults), stderr);
	understand_free(understanding);
	phrases_free(phrases);
	templates_free(templates);
	kits_free(kits);
	str_clear(&faults);
}

/* What can be told of a login without the server. True if there is no fault. */
static bool
login_readable(struct check *c, const char *name, const struct conf_secret *secret, const char *ca)
{
	char password[4096];
	struct err e = ERR_INIT;
	int status = 0;

	if (ca != NULL && access(ca, R_OK) != 0)
		status = err_errno(&e, ERR_CONFIG, errno, "ca: %s cannot be read", ca);
	else if (secret->file != NULL || secret->env != NULL || secret->command != NULL)
		status = conf_secret_read(secret, password, sizeof(password), &e);
	explicit_bzero(password, sizeof(password));
	if (status < 0)
		failed(c, name, &e);
	return status == 0;
}

static void
check_maildir(struct check *c, const char *name, const char *path)
{
	struct err e = ERR_INIT;
	char text[4200];
	bool there = false;

	if (folder_usable(path, &there, &e) < 0) {
		failed(c, name, &e);
		return;
	}
	(void)snprintf(text, sizeof(text), "Maildir %s%s", path,
		       there ? "" : " (made when docket starts)");
	say("ok", name, text);
}

static void
check_mailbox(struct check *c, const struct conf_mailbox *box)
{
	struct err e = ERR_INIT;
	char name[80], text[1000], number[40];
	uint64_t mails = 0;

	(void)snprintf(name, sizeof(name), "mailbox %s", box->name);
	if (box->maildir != NULL) {
		check_maildir(c, name, box->maildir);
		return;
	}
	if (!login_readable(c, name, &box->password, box->ca))
		return;
	if (c->offline) {
		(void)snprintf(text, sizeof(text), "%s:%d, not tried", box->host, box->port);
		say("skip", name, text);
	} else if (imap_probe(box, &mails, &e) < 0) {
		failed(c, name, &e);
	} else {
		(void)snprintf(text, sizeof(text), "%s:%d, %s mail%s in %s", box->host, box->port,
			       count_words(mails, number, sizeof(number)), mails == 1 ? "" : "s",
			       box->folder);
		say("ok", name, text);
	}
}

/* One folder under two names: links are followed here, which the configuration's check cannot. */
static bool
same_folder(const char *a, const char *b)
{
	struct stat x, y;

	return a != NULL && b != NULL && stat(a, &x) == 0 && stat(b, &y) == 0 &&
	       x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static void
check_outgoing(struct check *c)
{
	const struct conf_outgoing *out = &c->conf->outgoing;
	const struct conf_mailbox *box;
	struct err e = ERR_INIT;
	char text[1000];

	if (!c->conf->has_outgoing) {
		say("note", "outgoing", "not configured: docket reads mail and answers nobody");
		return;
	}
	if (out->maildir != NULL) {
		for (size_t i = 0; i < c->conf->mailboxes.len; i++) {
			box = &c->conf->mailboxes.at[i];
			if (!same_folder(box->maildir, out->maildir))
				continue;
			(void)snprintf(text, sizeof(text),
				       "%s is what mailbox %s reads - docket would answer itself; "
				       "name another folder",
				       out->maildir, box->name);
			wrong(c, "outgoing", text);
			return;
		}
		check_maildir(c, "outgoing", out->maildir);
		return;
	}
	if (!login_readable(c, "outgoing", &out->password, out->ca))
		return;
	if (c->offline) {
		(void)snprintf(text, sizeof(text), "%s:%d, not tried", out->host, out->port);
		say("skip", "outgoing", text);
	} else if (smtp_probe(out, &e) < 0) {
		failed(c, "outgoing", &e);
	} else {
		(void)snprintf(text, sizeof(text), "%s:%d, as %s", out->host, out->port,
			       out->from_address);
		say("ok", "outgoing", text);
	}
}

static void
check_replies(struct check *c)
{
	static const char *const words[] = {
		[CONF_DRAFT] = "draft: each mail to a client waits for a member's yes",
		[CONF_DELAY] = "delay: mails to clients wait, then go unless somebody stops them",
		[CONF_AUTOMATIC] = "automatic: mails to clients go at once",
		[CONF_NEVER] = "never: clients get no mail",
	};

	say(c->conf->replies == CONF_AUTOMATIC ? "note" : "ok", "replies", words[c->conf->replies]);
}

static void
chat_line(void *arg, enum check_says how, const char *name, const char *text)
{
	static const char *const words[] = {"ok", "note", "skip", "away", "wrong"};
	struct check *c = arg;

	c->wrong |= how == CHECK_WRONG;
	c->away |= how == CHECK_AWAY;
	say(words[how], name, text);
}

/* How old the newest mail of each mailbox is: what stands still unseen is seen here. */
static void
check_ages(struct check *c)
{
	struct clock clock = clock_program();
	const struct conf_mailbox *box;
	struct store *s = NULL;
	struct err e = ERR_INIT;
	int64_t at = 0;

	if (store_open(c->conf->data, STORE_READ, &s, &e) < 0)
		return; /* nothing was recorded yet; what is wrong with the folder is said above */
	VEC_EACH (box, &c->conf->mailboxes) {
		char name[80], text[80];

		if (inbox_newest(s, slice_of(box->name), slice_of(box->folder), &at, &e) < 0)
			break;
		int64_t minutes = (clock_now(&clock) - at) / CLOCK_MINUTE;

		(void)snprintf(name, sizeof(name), "last mail %s", box->name);
		if (at == 0)
			(void)snprintf(text, sizeof(text), "none yet");
		else if (minutes < 2 * 60)
			(void)snprintf(text, sizeof(text), "%lld min ago", (long long)minutes);
		else if (minutes < 2 * 24 * 60)
			(void)snprintf(text, sizeof(text), "%lld h ago", (long long)minutes / 60);
		else
			(void)snprintf(text, sizeof(text), "%lld days ago",
				       (long long)minutes / (24 * 60));
		say("note", name, text);
	}
	store_close(s);
}

static int
check_all(struct check *c)
{
	say("ok", "configuration", c->conf->path);
	check_data(c);
	check_zone(c);
	check_texts(c);
	if (c->conf->mailboxes.len == 0)
		say("note", "mailboxes", "none configured: no mail arrives");
	for (size_t i = 0; i < c->conf->mailboxes.len; i++)
		check_mailbox(c, &c->conf->mailboxes.at[i]);
	check_ages(c);
	check_outgoing(c);
	check_chat(c->conf, c->offline, chat_line, c);
	check_replies(c);
	if (!c->wrong && !c->away)
		return EX_OK;
	puts(c->wrong ? "not ready: change what is marked wrong, then run docket check again"
		      : "not ready: a server is away; docket would go on trying");
	return c->wrong ? EX_CONFIG : EX_UNAVAILABLE;
}

int
cli_check(int argc, char **argv)
{
	const char *given = NULL;
	struct conf *conf = NULL;
	struct check c = {0};
	struct err e = ERR_INIT;
	int status;

	for (int i = 0; i < argc; i++) {
		struct slice word = slice_of(argv[i]);

		if (slice_is(word, "--offline")) {
			c.offline = true;
		} else if (slice_is(word, "-c") && i + 1 < argc) {
			given = argv[++i];
		} else {
			fprintf(stderr, "docket: '%s' %s\n", argv[i],
				slice_is(word, "-c") ? "needs a file behind it"
						     : "is not understood here");
			(void)cli_usage("check");
			return EX_USAGE;
		}
	}
	if (desk_conf(given, &conf, &e) < 0) {
		wrong(&c, "configuration", e.text);
		return err_exit_status(&e);
	}
	c.conf = conf;
	status = check_all(&c);
	conf_free(conf);
	zone_free_all();
	return status;
}

/*
 * Writes a mail as people write them and delivers it into the first mailbox that is a Maildir.
 * `docket run` sees it at once, `docket sync` when it is started. With --reply it answers the
 * newest mail that docket left for that address in a Maildir outbox, quoting it as mail programs
 * do.
 */
#include "docket/cli/say.h"
#include "docket/cli/verbs.h"

#include "docket/base/clock.h"
#include "docket/base/file.h"
#include "docket/base/hash.h"
#include "docket/base/rand.h"
#include "docket/base/utf8.h"
#include "docket/base/zone.h"
#include "docket/compose/mail_out.h"
#include "docket/daemon/desk.h"
#include "docket/message/mail.h"
#include "docket/wire/source.h"

#include <stdio.h>

enum {
	MAIL_MAX = 64 << 20,
	ATTACH_MAX = 20 << 20, /* a file; what most servers take */
	SUBJECT_COLUMNS = 50,
};

struct say {
	struct pool *pool;
	const struct conf *conf;
	const char *conf_path, *from, *to, *subject;
	const char *attach[4];
	size_t attach_count;
	bool reply;
	struct slice text;
	int64_t now;
	struct mail *answered; /* of --reply */
	struct slice own_name; /* what docket calls the person it wrote to */
};

/* The option at *i, which takes the next word; false if there is none. */
static bool
take(int argc, char **argv, int *i, const char **value)
{
	if (*i + 1 >= argc) {
		fprintf(stderr, "docket: '%s' needs a word behind it\n", argv[*i]);
		(void)cli_usage("say");
		return false;
	}
	*value = argv[++*i];
	return true;
}

static bool
options(struct say *s, int argc, char **argv)
{
	struct str text;
	bool words_only = false, ok = true;

	str_init(&text, MAIL_MAX);
	for (int i = 0; ok && i < argc; i++) {
		struct slice a = slice_of(argv[i]);

		if (words_only || !slice_starts(a, "-") || a.len == 1 || slice_has(a, " "))
			str_addf(&text, "%s%s", text.len > 0 ? " " : "", argv[i]);
		else if (slice_is(a, "--"))
			words_only = true;
		else if (slice_is(a, "--reply"))
			s->reply = true;
		else if (slice_is(a, "--from"))
			ok = take(argc, argv, &i, &s->from);
		else if (slice_is(a, "--to"))
			ok = take(argc, argv, &i, &s->to);
		else if (slice_is(a, "--subject"))
			ok = take(argc, argv, &i, &s->subject);
		else if (slice_is(a, "-c"))
			ok = take(argc, argv, &i, &s->conf_path);
		else if (slice_is(a, "--attach") && s->attach_count < COUNT(s->attach))
			ok = take(argc, argv, &i, &s->attach[s->attach_count++]);
		else {
			ok = false;
			if (slice_is(a, "--attach"))
				fprintf(stderr, "docket: a mail takes %zu files at most\n",
					COUNT(s->attach));
			else {
				fprintf(stderr,
					"docket: unknown option '%s' (words of the mail "
					"that start with '-' go behind --)\n",
					argv[i]);
				(void)cli_usage("say");
			}
		}
	}
	s->text = pool_copy(s->pool, slice_trim(str_slice(&text)));
	str_clear(&text);
	if (ok && (s->from == NULL || s->text.len == 0)) {
		fprintf(stderr, "docket: %s\n",
			s->from == NULL ? "whose mail is it? --from is missing"
					: "the mail has no text");
		(void)cli_usage("say");
		return false;
	}
	return ok;
}

static int
read_text(struct say *s, struct err *e)
{
	struct str in;
	int r;

	if (!slice_is(s->text, "-"))
		return 0;
	str_init(&in, MAIL_MAX / 4);
	r = file_read("-", &in, e);
	s->text = pool_copy(s->pool, slice_trim(str_slice(&in)));
	str_clear(&in);
	if (r == 0 && s->text.len == 0)
		return err_set(e, ERR_USAGE,
			       "nothing came on standard input: the mail has no text");
	return r;
}

/* "Jane Doe <jane@acme.example>" or a bare address, taken apart. */
static int
person(struct say *s, const char *given, struct slice *name, struct slice *address, struct err *e)
{
	struct slice all = slice_of(given);
	ptrdiff_t open = slice_rindex(all, '<');

	*address = addr_clean(s->pool, all);
	if (!addr_sendable(*address))
		return err_set(e, ERR_USAGE,
			       "'%s' is no address; write jane@acme.example or "
			       "\"Jane Doe <jane@acme.example>\"",
			       given);
	*name = slice_trim(slice_sub(all, 0, open > 0 ? (size_t)open : 0));
	return 0;
}

static const char *
mailbox_dir(const struct conf *c)
{
	const struct conf_mailbox *mb;

	VEC_EACH (mb, &c->mailboxes)
		if (mb->maildir != NULL)
			return mb->maildir;
	return NULL;
}

/* --- The mail to be answered ----------------------------------------------------------------- */

static bool
went_to(const struct mail *m, struct slice address, struct slice *name_out)
{
	const addr_list *lists[] = {&m->to, &m->cc};

	for (size_t k = 0; k < COUNT(lists); k++)
		for (size_t i = 0; i < lists[k]->len; i++)
			if (slice_ieq(lists[k]->at[i].mailbox, address)) {
				*name_out = lists[k]->at[i].name;
				return true;
			}
	return false;
}

/* The newest by its Date, and of two in one second by the file's time. */
static int
find_answered(struct say *s, struct slice address, struct maildir *box, struct err *e)
{
	struct str best;
	struct pool *scratch = pool_new();
	int64_t date = -1, mtime = -1;
	struct maildir_mail file;
	int got;

	str_init(&best, MAIL_MAX);
	while ((got = maildir_next(box, NULL, NULL, &file, e)) == 1) {
		struct mail *m;
		struct slice name;
		struct err skip = ERR_INIT;

		pool_reset(scratch);
		if (mail_read(scratch, file.raw, &(slice_list){0}, NULL, &m, &skip) < 0 ||
		    !went_to(m, address, &name) || m->date_ms < date ||
		    (m->date_ms == date && file.mtime_ms < mtime))
			continue;
		date = m->date_ms;
		mtime = file.mtime_ms;
		str_reset(&best);
		str_add(&best, file.raw);
		s->own_name = pool_copy(s->pool, name);
	}
	if (got == 0 && best.len == 0)
		got = err_set(e, ERR_NOFILE,
			      "docket has written nothing to %.*s yet: leave out --reply, "
			      "then wait for the answer or run docket sync",
			      SLICE_ARG(address));
	else if (got == 0)
		got = mail_read(s->pool, pool_copy(s->pool, str_slice(&best)), &(slice_list){0},
				NULL, &s->answered, e);
	str_clear(&best);
	pool_free(scratch);
	return got;
}

static int
open_answered(struct say *s, struct slice address, struct err *e)
{
	struct maildir *box;
	int r;

	if (!s->conf->has_outgoing || s->conf->outgoing.maildir == NULL)
		return err_set(e, ERR_CONFIG,
			       "--reply reads docket's mails in a Maildir outbox, but "
			       "outgoing in %s has none: answer in the mail program",
			       s->conf->path);
	if (mail_setup(e) < 0 || maildir_open(s->conf->outgoing.maildir, MAIL_MAX, &box, e) < 0)
		return -1;
	r = maildir_scan(box, e);
	if (r == 0)
		r = find_answered(s, address, box, e);
	maildir_close(box);
	return r;
}

/* The text with the answered mail below it, as mail programs quote. */
static struct slice
with_quote(struct say *s)
{
	const struct mail *m = s->answered;
	struct str out;
	struct slice rest, line;

	if (m == NULL)
		return s->text;
	str_init(&out, MAIL_MAX / 2);
	str_add(&out, s->text);
	str_adds(&out, "\n\nOn ");
	zone_rfc5322(&out, zone_offset(m->date_offset), m->date_ms);
	if (m->from.len > 0)
		str_addf(&out, ", %.*s <%.*s>", SLICE_ARG(m->from.at[0].name),
			 SLICE_ARG(m->from.at[0].mailbox));
	str_adds(&out, " wrote:\n");
	rest = slice_rtrim(m->body);
	while (slice_line(&rest, &line))
		str_addf(&out, ">%s%.*s\n", line.len > 0 && line.data[0] != '>' ? " " : "",
			 SLICE_ARG(line));
	rest = pool_copy(s->pool, str_slice(&out));
	str_clear(&out);
	return rest;
}

/* --- The mail itself -------------------------------------------------------------------------- */

/* The first words of the first line. */
static struct slice
short_subject(struct say *s)
{
	struct slice rest = s->text, line = SLICE_NONE, cut;

	slice_line(&rest, &line);
	for (cut = line; utf8_width(cut) > SUBJECT_COLUMNS;) {
		ptrdiff_t blank = slice_rindex(cut, ' ');

		cut = blank > 0 ? slice_sub(cut, 0, (size_t)blank) : utf8_cut(cut, SUBJECT_COLUMNS);
		if (blank <= 0)
			break;
	}
	while (cut.len > 0 && strchr(" .,;:!", cut.data[cut.len - 1]) != NULL)
		cut.len--;
	return cut.len > 0 ? pool_copy(s->pool, cut) : line;
}

static struct slice
subject_of(struct say *s)
{
	if (s->subject != NULL)
		return slice_of(s->subject);
	if (s->answered == NULL)
		return short_subject(s);
	if (slice_istarts(s->answered->subject, "re:"))
		return s->answered->subject;
	return pool_slicef(s->pool, "Re: %.*s", SLICE_ARG(s->answered->subject));
}

static struct slice
type_of(struct slice name)
{
	static const struct {
		const char *ending, *type;
	} types[] = {
		{".png", "image/png"},	{".jpg", "image/jpeg"},	   {".jpeg", "image/jpeg"},
		{".gif", "image/gif"},	{".svg", "image/svg+xml"}, {".pdf", "application/pdf"},
		{".txt", "text/plain"}, {".csv", "text/csv"},	   {".zip", "application/zip"},
		{".mp4", "video/mp4"},
	};

	for (size_t i = 0; i < COUNT(types); i++)
		if (slice_iends(name, types[i].ending))
			return slice_of(types[i].type);
	return SLICE_LIT("application/octet-stream");
}

static int
attach(struct say *s, struct mail_out *m, struct err *e)
{
	for (size_t i = 0; i < s->attach_count; i++) {
		struct slice path = slice_of(s->attach[i]);
		ptrdiff_t slash = slice_rindex(path, '/');
		struct str bytes;

		str_init(&bytes, ATTACH_MAX);
		if (file_read(s->attach[i], &bytes, e) < 0) {
			str_clear(&bytes);
			return -1;
		}
		m->attach[i].name = slice_sub(path, (size_t)(slash + 1), path.len);
		m->attach[i].type = type_of(m->attach[i].name);
		m->attach[i].bytes = pool_copy(s->pool, str_slice(&bytes));
		str_clear(&bytes);
	}
	m->attach_count = s->attach_count;
	return 0;
}

/* mail_out marks what it writes as a machine's; this mail is a person's. */
static void
without_marks(struct slice mail, struct str *out)
{
	static const char *const marks[] = {
		"Auto-Submitted:", "X-Auto-Response-Suppress:", "X-Docket-Origin:"};
	bool dropped = false;
	const char *at = mail.data;

	while (at < mail.data + mail.len) {
		struct slice rest = slice_make(at, (size_t)(mail.data + mail.len - at)), line;

		slice_cut(&rest, '\n', &line);
		if (slice_blank(line))
			break; /* the body follows */
		if (line.data[0] != ' ' && line.data[0] != '\t') {
			dropped = false;
			for (size_t i = 0; i < COUNT(marks); i++)
				dropped |= slice_istarts(line, marks[i]);
		}
		if (!dropped)
			str_add(out, slice_make(line.data, line.len + 1));
		at = line.data + line.len + 1;
	}
	str_add(out, slice_make(at, (size_t)(mail.data + mail.len - at)));
}

static void
make_id(struct say *s, const struct mail_out *m, char hex[HASH_HEX])
{
	char lot[33];
	unsigned char bytes[16];

	/* The words too: tests make the random bytes repeat (DOCKET_SEED). */
	rand_bytes(bytes, sizeof(bytes));
	hash_hex(bytes, sizeof(bytes), lot);
	hash_sha256_hex(pool_slicef(s->pool, "%s %lld %.*s %.*s", lot, (long long)s->now,
				    SLICE_ARG(m->from_address), SLICE_ARG(m->text)),
			hex);
	hex[16] = '\0';
}

static int
compose(struct say *s, struct mail_out *m, struct str *out, struct err *e)
{
	struct str marked;
	const struct zone *z = zone_find(s->conf->agency.zone);
	char id[HASH_HEX];
	int r;

	m->subject = subject_of(s);
	m->text = with_quote(s);
	m->date = s->now;
	m->date_offset = z != NULL ? zone_offset_at(z, s->now) : 0;
	make_id(s, m, id);
	m->message_id =
		pool_slicef(s->pool, "say.%s@%.*s", id, SLICE_ARG(addr_domain(m->from_address)));
	if (s->answered != NULL) {
		m->in_reply_to = s->answered->message_id;
		m->references = s->answered->references;
		VEC_ADD(&m->references, s->pool, s->answered->message_id);
	}
	if (attach(s, m, e) < 0)
		return -1;
	str_init(&marked, MAIL_MAX);
	r = mail_out_write(s->pool, m, &marked, e);
	if (r == 0)
		without_marks(str_slice(&marked), out);
	str_clear(&marked);
	return r == 0 && str_failed(out) ? err_set(e, ERR_USAGE, "the mail is too large") : r;
}

static int
recipient(struct say *s, struct mail_out *m, struct err *e)
{
	if (s->to != NULL)
		return person(s, s->to, &m->to_name, &m->to_address, e);
	if (s->answered != NULL) {
		const addr_list *reply =
			s->answered->reply_to.len > 0 ? &s->answered->reply_to : &s->answered->from;

		if (reply->len > 0) {
			m->to_name = reply->at[0].name;
			m->to_address = reply->at[0].mailbox;
			return 0;
		}
	}
	if (!s->conf->has_outgoing)
		return err_set(e, ERR_USAGE, "%s has no outgoing.from, so the mail needs --to",
			       s->conf->path);
	m->to_name = slice_of(s->conf->outgoing.from_name);
	m->to_address = slice_of(s->conf->outgoing.from_address);
	return 0;
}

static int
deliver(const struct mail_out *m, const char *dir, struct slice mail, struct err *e)
{
	char key[80];
	struct clock wall = clock_real();
	int64_t ms = clock_now(&wall);
	struct slice id = slice_sub(m->message_id, 0, 20);

	/* Arrival order is the order of the names; that is wall time, whatever clock the story has.
	 */
	snprintf(key, sizeof(key), "%lld.M%03lld.%.*s", (long long)(ms / 1000),
		 (long long)(ms % 1000), SLICE_ARG(id));
	if (maildir_put(dir, key, mail, e) < 0)
		return -1;
	printf("from %.*s to %.*s: \"%.*s\"\n"
	       "in %s/new; docket run takes it at once, else: docket sync\n",
	       SLICE_ARG(m->from_address), SLICE_ARG(m->to_address), SLICE_ARG(m->subject), dir);
	return 0;
}

static int
say(struct say *s, struct err *e)
{
	struct mail_out m = {.automatic = false};
	const char *dir = mailbox_dir(s->conf);
	struct clock clock = clock_program();
	struct str mail;
	int r;

	s->now = clock_now(&clock);
	if (dir == NULL)
		return err_set(e, ERR_CONFIG,
			       "no mailbox in %s is a Maildir: add "
			       "'- {name: local, maildir: DIR}' under mailboxes, or write to the "
			       "agency with a mail program",
			       s->conf->path);
	if (person(s, s->from, &m.from_name, &m.from_address, e) < 0 || read_text(s, e) < 0 ||
	    (s->reply && open_answered(s, m.from_address, e) < 0) || recipient(s, &m, e) < 0)
		return -1;
	if (m.from_name.len == 0)
		m.from_name = s->own_name;
	str_init(&mail, MAIL_MAX);
	r = compose(s, &m, &mail, e);
	if (r == 0)
		r = deliver(&m, dir, str_slice(&mail), e);
	str_clear(&mail);
	return r;
}

int
cli_say(int argc, char **argv)
{
	struct say s = {.pool = pool_new()};
	struct conf *conf = NULL;
	struct err e = ERR_INIT;
	int status = 0;

	if (!options(&s, argc, argv)) {
		pool_free(s.pool);
		return 64;
	}
	int r = desk_conf(s.conf_path, &conf, &e);
	s.conf = conf;
	if (r < 0 || say(&s, &e) < 0) {
		fprintf(stderr, "docket: %s\n", e.text);
		status = err_exit_status(&e);
	}
	conf_free(conf);
	if (s.reply)
		mail_teardown();
	zone_free_all();
	pool_free(s.pool);
	return status;
}

/* See world.h: the desk, mails, commands and delivery. */
#include "world.h"

#include "docket/base/file.h"
#include "docket/base/log.h"
#include "docket/base/zone.h"
#include "docket/compose/mail_out.h"
#include "docket/message/mail.h"
#include "docket/daemon/rebuild.h"
#include "docket/deliver/deliver.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Monday 4 May 2026, 09:00 in New York. */
#define START  INT64_C(1777899600000)
#define INTAKE "intake@harborpine.example"

static const char *const people[] = {
	"member add maya maya@harborpine.example \"Maya Lind\" --roles account,creative",
	"member add tom tom@harborpine.example \"Tom Reed\" --roles creative",
	"member add priya priya@harborpine.example \"Priya Nair\" --roles copy,account",
	"member add olu olu@harborpine.example \"Olu Ade\" --roles owner,ops",
	"client add ACME \"Acme Outdoors\" --domain acme.example --lead maya",
	"client add NORTH \"Northwind\" --domain northwind.example --lead priya --zone "
	"Europe/London",
	"client add LINDE \"Linde\" --domain linde.example --lead maya --lang de --zone "
	"Europe/Berlin",
	"contact add ACME jane@acme.example \"Jane Doe\"",
	"contact add ACME bob@acme.example \"Bob Stone\"",
	"contact add ACME rosa.park@gmail.com \"Rosa Park\"",
	"contact add NORTH erik@northwind.example \"Erik Holm\"",
	"contact add NORTH sara@northwind.example \"Sara Voss\"",
	"contact add LINDE anna@linde.example \"Anna Linde\"",
	"contact add LINDE karl@linde.example \"Karl Maier\"",
	"decider ACME jane@acme.example",
	"decider NORTH erik@northwind.example",
	"decider LINDE anna@linde.example",
};

uint64_t
rng_next(struct rng *r)
{
	uint64_t z = (r->state += UINT64_C(0x9e3779b97f4a7c15));
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

unsigned
rng_below(struct rng *r, unsigned bound)
{
	return (unsigned)(rng_next(r) % bound); /* the bias of a few in 2^64 does not matter here */
}

bool
rng_chance(struct rng *r, unsigned percent)
{
	return rng_below(r, 100) < percent;
}

const char *
rng_pick(struct rng *r, const char *const *words, size_t count)
{
	return words[rng_below(r, (unsigned)count)];
}

void
world_fault(struct world *w, const char *format, ...)
{
	va_list ap;
	if (w->fault[0] != '\0')
		return; /* the first one counts */
	va_start(ap, format);
	vsnprintf(w->fault, sizeof(w->fault), format, ap);
	va_end(ap);
}

void
world_note(struct world *w, const char *format, ...)
{
	char line[TRACE_MAX];
	va_list ap;
	if (!w->keep_trace)
		return;
	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	for (char *p = line; *p != '\0'; p++)
		if (*p == '\n')
			*p = '|';
	str_addf(&w->trace, "%s\n", line);
}

static bool
write_config(struct world *w, struct err *e)
{
	char path[128], text[1200];
	snprintf(path, sizeof(path), "%s/docket.yaml", w->dir);
	int n = snprintf(text, sizeof(text),
			 "data: %s/data\n"
			 "agency: {name: Harbor & Pine, zone: America/New_York, lang: en,"
			 " domains: [harborpine.example]}\n"
			 "replies: automatic\n"
			 "fetch: {links: never}\n"
			 "mailboxes:\n  - {name: intake, maildir: %s/in, auth_results: mx.test}\n"
			 "outgoing: {maildir: %s/out, from: \"Harbor & Pine <" INTAKE ">\"}\n",
			 w->dir, w->dir, w->dir);
	FILE *f = fopen(path, "w");
	bool ok = f != NULL && fwrite(text, 1, (size_t)n, f) == (size_t)n;
	if (f != NULL)
		ok &= fclose(f) == 0;
	for (int i = 0; ok && i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", w->dir, i == 0 ? "in" : "out");
		ok = mkdir(path, 0700) == 0;
	}
	return ok || err_set(e, ERR_STOP, "%s could not be written", path) == 0;
}

bool
world_open(struct world *w)
{
	struct err e = ERR_INIT;
	char path[128];
	/* The journal's fsync is not what is tested here: memory is fine where there is some. */
	snprintf(w->dir, sizeof(w->dir), "%s/docket-property-XXXXXX",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	str_init(&w->trace, 64 << 10);
	w->now = START;
	log_set_level(LOG_ALARM);
	if (mkdtemp(w->dir) == NULL || !write_config(w, &e)) {
		world_fault(w, "no folder: %s", e.text);
		return false;
	}
	snprintf(path, sizeof(path), "%s/docket.yaml", w->dir);
	if (mail_setup(&e) < 0 || desk_open(path, STORE_WRITE, &w->d, &e) < 0 ||
	    desk_understanding(NULL, w->d.kits, &w->u, &e) < 0) {
		world_fault(w, "no desk: %s", e.text);
		return false;
	}
	w->d.clock = clock_fake(w->now);
	snprintf(path, sizeof(path), "%s/data/docket.db", w->dir);
	if (sqlite3_open_v2(path, &w->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
		world_fault(w, "%s: %s", path, sqlite3_errmsg(w->db));
		return false;
	}
	for (size_t i = 0; i < COUNT(people); i++)
		if (world_command(w, NULL, people[i]) != 0)
			world_fault(w, "refused: %s", people[i]);
	return w->fault[0] == '\0';
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

void
world_close(struct world *w)
{
	sqlite3_close(w->db);
	understand_free(w->u);
	desk_close(&w->d);
	str_clear(&w->trace);
	if (w->dir[0] != '\0')
		nftw(w->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void
compose(struct world *w, const struct letter *l, struct str *out)
{
	w->mails++;
	/* As servers put it: above all that the author wrote. Below, it would prove nothing. */
	if (l->auth != NULL)
		str_addf(out, "Authentication-Results: mx.test; dmarc=%s header.from=%s\r\n",
			 l->auth, strchr(l->from, '@') + 1);
	str_addf(out, "From: %s <%s>\r\nTo: %s\r\nSubject: %s\r\nDate: ", l->from_name, l->from,
		 l->to != NULL ? l->to : INTAKE, l->subject);
	zone_rfc5322(out, zone_utc(), w->now);
	str_addf(out, "\r\nMessage-ID: <p%llu.%llx@%s>\r\n", (unsigned long long)w->mails,
		 (unsigned long long)w->now, strchr(l->from, '@') + 1);
	if (l->in_reply_to != NULL)
		str_addf(out, "In-Reply-To: <%s>\r\nReferences: <%s>\r\n", l->in_reply_to,
			 l->in_reply_to);
	if (l->heads != NULL)
		str_adds(out, l->heads);
	str_adds(out, "MIME-Version: 1.0\r\n");
	if (!l->file) {
		str_addf(out, "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", l->body);
		return;
	}
	/* One pixel; the mail's number makes each file another one. */
	str_addf(out,
		 "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: "
		 "text/plain;"
		 " charset=utf-8\r\n\r\n%s\r\n--b\r\nContent-Type: image/svg+xml\r\n"
		 "Content-Disposition: attachment; filename=\"work-%llu.svg\"\r\n\r\n"
		 "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><!-- %llu "
		 "--></svg>"
		 "\r\n--b--\r\n",
		 l->body, (unsigned long long)w->mails, (unsigned long long)w->mails);
}

/* As the reader child does; `arg` is the understanding. */
static int
read_mail(void *arg, struct slice raw, int64_t fallback, struct str *json, struct str *fault,
	  struct err *e)
{
	struct err why = ERR_INIT;
	struct pool *pool = pool_new();
	struct slice own_address = SLICE_LIT(INTAKE);
	slice_list own = {.at = &own_address, .len = 1, .cap = 1};
	struct reader_order order = {
		.understanding = arg, .own = &own, .raw = raw, .fallback = fallback, .offset = -240};
	(void)e;
	if (reader_read_mail(&order, pool, json, &why) < 0) {
		str_reset(json);
		str_adds(fault, why.text);
	}
	pool_free(pool);
	return 0;
}

static void
apply(struct world *w, int64_t id, struct slice raw)
{
	struct err e = ERR_INIT;
	struct str json, fault;
	str_init(&json, 4 << 20);
	str_init(&fault, 1024);
	int64_t came = world_int(w, "SELECT internal FROM message WHERE id = %lld", (long long)id);
	(void)read_mail(w->u, raw, came, &json, &fault, &e);
	if (store_begin(w->d.store, &e) < 0 ||
	    intake_apply(w->d.intake, id, str_slice(&json), str_slice(&fault), &e) < 0) {
		world_fault(w, "m%lld could not be applied: %s", (long long)id, e.text);
		store_rollback(w->d.store);
	} else if (store_commit(w->d.store, &e) < 0) {
		world_fault(w, "m%lld could not be committed: %s", (long long)id, e.text);
	} else if (w->keep_trace) {
		world_note(w, "    m%lld %s", (long long)id,
			   world_text(w,
				      "SELECT state || ': ' || reason FROM message WHERE id = %lld",
				      (long long)id));
	}
	str_clear(&json);
	str_clear(&fault);
}

/* What a command made pending again (replay) is read again, as the daemon's rescan does. */
static void
rescan(struct world *w)
{
	int64_t id;
	if (!intake_replayed(w->d.intake))
		return;
	while (w->fault[0] == '\0' &&
	       (id = world_int(w, "SELECT id FROM message WHERE state = 'recorded' ORDER BY id")) !=
		       0) {
		struct err e = ERR_INIT;
		struct str raw;
		str_init(&raw, 1 << 20);
		if (blob_read(w->d.store,
			      world_text(w, "SELECT blob FROM message WHERE id = %lld",
					 (long long)id),
			      1 << 20, &raw, &e) < 0)
			world_fault(w, "m%lld is damaged: %s", (long long)id, e.text);
		else
			apply(w, id, str_slice(&raw));
		str_clear(&raw);
	}
}

void
world_mail(struct world *w, const struct letter *l)
{
	struct err e = ERR_INIT;
	struct str raw;
	char name[64];
	str_init(&raw, 1 << 20);
	compose(w, l, &raw);
	snprintf(name, sizeof(name), "%llu.property", (unsigned long long)w->mails);
	world_note(w, "  mail from %s to %s, '%s'%s%s: %s", l->from, l->to != NULL ? l->to : INTAKE,
		   l->subject, l->auth != NULL ? ", dmarc=" : "", l->auth != NULL ? l->auth : "",
		   l->body);
	struct intake_raw one = {.key = {.account = SLICE_LIT("intake"), .name = slice_of(name)},
				 .internal = w->now,
				 .raw = str_slice(&raw)};
	if (intake_record(w->d.intake, &one, 1, &e) < 0 || one.id == 0) {
		world_fault(w, "a mail could not be recorded: %s", e.text);
	} else {
		w->message = one.id;
		w->entitled = l->entitled;
		apply(w, one.id, one.raw);
		rescan(w);
	}
	str_clear(&raw);
}

int
world_command(struct world *w, const char *as, const char *line)
{
	struct control_answer a = {.status = 0};
	struct pool *pool = pool_new();
	slice_list words = {0};
	command_split(pool, slice_of(line), &words);
	str_init(&a.out, 8 << 20);
	str_init(&a.err, 64 << 10);
	command_on_desk(&w->d, words.at, words.len, as != NULL ? slice_of(as) : SLICE_NONE, false,
			&a);
	world_note(w, "  docket %s%s%s -> %d %s", line, as != NULL ? " --as " : "",
		   as != NULL ? as : "", a.status, str_cstr(&a.err));
	/* A person's mistake has its own numbers; anything else is ours. */
	if (a.status != 0 && a.status != 64 && a.status != 66 && a.status != 77)
		world_fault(w, "docket %s: exit %d, %s", line, a.status, str_cstr(&a.err));
	if (str_failed(&a.out))
		world_fault(w, "docket %s: more than can be said", line);
	int status = a.status;
	str_clear(&a.out);
	str_clear(&a.err);
	pool_free(pool);
	rescan(w);
	return status;
}

static int
settle(struct world *w, struct rng *r, const struct outbox_row *row, struct err *e)
{
	enum { RCPTS_MAX = 16 };
	struct deliver_settled got;
	struct smtp_rcpt rcpts[RCPTS_MAX];
	struct deliver_said said = {.now = w->now, .retry = w->now + CLOCK_HOUR, .rcpts = rcpts};
	bool later = rng_chance(r, 2), dead = !later && rng_chance(r, 1);
	if (row->rcpts.len > RCPTS_MAX)
		return err_set(e, ERR_STOP, "a mail to %zu people", row->rcpts.len);
	for (size_t i = 0; i < row->rcpts.len; i++) {
		rcpts[i] = (struct smtp_rcpt){.address = row->rcpts.at[i], .outcome = SMTP_SENT};
		rcpts[i].code = later ? 451 : dead ? 554 : 250;
		rcpts[i].outcome = later ? SMTP_LATER : dead ? SMTP_DEAD : SMTP_SENT;
	}
	if (deliver_settle(w->d.store, row, &said, &got, e) < 0)
		return -1;
	if (got.state == OUTBOX_DEAD)
		return intake_refused(w->d.intake, row->id, row->to, SLICE_LIT("550 no such user"),
				      e);
	return 0;
}

void
world_deliver(struct world *w, struct rng *r)
{
	struct err e = ERR_INIT;
	struct pool *pool = pool_new();
	struct outbox_due due = {w->now, w->now + CLOCK_HOUR};
	struct outbox_row row;
	int got = store_begin(w->d.store, &e);
	while (got == 0 && (got = deliver_claim(w->d.store, pool, &due, &row, &e)) == 1) {
		got = settle(w, r, &row, &e);
		pool_reset(pool);
	}
	if (got < 0 || store_commit(w->d.store, &e) < 0) {
		world_fault(w, "delivery: %s", e.text);
		store_rollback(w->d.store);
	}
	pool_free(pool);
}

void
world_idle(struct world *w)
{
	struct err e = ERR_INIT;
	size_t done = 0;
	if (intake_idle(w->d.intake, &e) < 0)
		world_fault(w, "what falls due by the clock: %s", e.text);
	while (store_index_some(w->d.store, 50, &done, &e) == 0 && done > 0)
		;
	if (e.kind != ERR_NONE)
		world_fault(w, "the index: %s", e.text);
}

void
world_rebuild(struct world *w)
{
	char conf[128], into[128];
	struct err e = ERR_INIT;
	struct rebuilt out;
	snprintf(conf, sizeof(conf), "%s/docket.yaml", w->dir);
	snprintf(into, sizeof(into), "%s/again", w->dir);
	struct rebuild_how how = {.conf = conf, .into = into, .read = read_mail, .read_arg = w->u};
	desk_close(&w->d);
	log_set_level(LOG_NONE);
	if (rebuild_run(&how, &out, &e) < 0)
		world_fault(w, "rebuild: %s", e.text);
	else if (out.failed > 0 || out.tables.differ > 0 || out.blobs_missing > 0)
		world_fault(w, "rebuild differs: %.*s", FAULT_MAX - 20, str_cstr(&out.report));
	else
		printf("rebuilt from %lld inputs: %lld rows of %d tables are the same\n",
		       (long long)out.inputs, (long long)out.tables.rows, out.tables.tables);
	log_set_level(LOG_ALARM);
	str_clear(&out.report);
}

static sqlite3_stmt *
prepare(struct world *w, const char *format, va_list ap)
{
	sqlite3_stmt *st = NULL;
	char *sql = sqlite3_vmprintf(format, ap);
	if (sqlite3_prepare_v2(w->db, sql, -1, &st, NULL) != SQLITE_OK)
		world_fault(w, "%s: %s", sqlite3_errmsg(w->db), sql);
	sqlite3_free(sql);
	return st;
}

int64_t
world_int(struct world *w, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	sqlite3_stmt *st = prepare(w, format, ap);
	va_end(ap);
	int64_t n = sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
	sqlite3_finalize(st);
	return n;
}

const char *
world_text(struct world *w, const char *format, ...)
{
	static char ring[16][4096];
	static size_t at;
	char *out = ring[at++ % COUNT(ring)];
	va_list ap;
	va_start(ap, format);
	sqlite3_stmt *st = prepare(w, format, ap);
	va_end(ap);
	const unsigned char *text =
		sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_text(st, 0) : NULL;
	snprintf(out, sizeof(ring[0]), "%s", text != NULL ? (const char *)text : "");
	sqlite3_finalize(st);
	return out;
}

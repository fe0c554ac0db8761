/* run, sync, verify, and every verb of the one grammar: through the running daemon, or alone. */
#include "docket/cli/desk_verbs.h"
#include "docket/cli/verbs.h"

#include "closeout_out.h"
#include "docket/base/file.h"
#include "docket/base/log.h"
#include "docket/base/step.h"
#include "docket/daemon/daemon.h"
#include "docket/message/mail.h"
#include "docket/store/jobs.h"
#include "docket/store/people.h"
#include "docket/wire/source.h"

enum { CHILD_FD = 3, IMPORT_MAX = 4 << 20, REPORT_MAX = 1 << 20, RECEIPT_MAX = 64 << 20 };

static int
fail(const struct err *e)
{
	fprintf(stderr, "docket: %s\n", e->text);
	return err_exit_status(e);
}

/* Takes "-c FILE" and flags out of argv; returns the new argc, or -1 after saying what is wrong. */
static int
options(int argc, char **argv, const char **conf, const char **as, bool *json)
{
	int n = 0;
	for (int i = 0; i < argc; i++) {
		struct slice a = slice_of(argv[i]);
		bool takes = slice_is(a, "-c") || (as != NULL && slice_is(a, "--as"));
		if (takes && i + 1 >= argc) {
			fprintf(stderr, "docket: '%s' needs a word behind it\n", argv[i]);
			return -1;
		}
		if (slice_is(a, "-c"))
			*conf = argv[++i];
		else if (as != NULL && slice_is(a, "--as"))
			*as = argv[++i];
		else if (json != NULL && slice_is(a, "--json"))
			*json = true;
		else
			argv[n++] = argv[i];
	}
	return n;
}

static int
work(int argc, char **argv, bool once)
{
	const char *conf = NULL;
	struct desk d;
	struct err e = ERR_INIT;
	int n = options(argc, argv, &conf, NULL, NULL);
	if (n != 0) {
		if (n > 0)
			fprintf(stderr, "docket: '%s' is too much\n", argv[0]);
		return n > 0 ? cli_usage(once ? "sync" : "run") : 64;
	}
	if (once)
		log_set_level(LOG_WARN);
	step_arm();
	if (desk_open(conf, STORE_WRITE, &d, &e) < 0)
		return fail(&e);
	int r = once ? 0 : store_prepare(d.store, &e);
	if (r == 0)
		r = daemon_run(&d, once, &e);
	desk_close(&d);
	return r < 0 || e.kind != ERR_NONE ? fail(&e) : 0;
}

int
cli_run(int argc, char **argv)
{
	return work(argc, argv, false);
}

int
cli_sync(int argc, char **argv)
{
	return work(argc, argv, true);
}

/* The word behind which a receipt's hash stands, "ACME-042/17", as the confirmation writes it. */
struct receipt {
	struct slice ref, hash;
	int64_t seq;
};

static bool
is_hex(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (strchr("0123456789abcdef", s.data[i]) == NULL || s.data[i] == '\0')
			return false;
	return s.len == 64;
}

/* 64 hex digits, and before them REF/NUMBER. */
static bool
receipt_find(struct pool *pool, struct slice text, struct receipt *out)
{
	struct slice rest = text;
	while (rest.len > 0) {
		size_t n = 0;
		while (n < rest.len && strchr(" \t\r\n/>", rest.data[n]) == NULL)
			n++;
		struct slice word = slice_sub(rest, 0, n);
		if (is_hex(word)) {
			struct slice head = slice_sub(text, 0, (size_t)(word.data - text.data));
			while (head.len > 0 && strchr(" \t\r\n/>", head.data[head.len - 1]) != NULL)
				head.len--;
			ptrdiff_t slash = slice_rindex(head, '/');
			if (slash > 0 && slice_int(slice_sub(head, (size_t)slash + 1, head.len), &out->seq)) {
				struct slice ref = slice_sub(head, 0, (size_t)slash);
				size_t at = ref.len;
				while (at > 0 && strchr(" \t\r\n>", ref.data[at - 1]) == NULL)
					at--;
				out->ref = pool_copy(pool, slice_sub(ref, at, ref.len));
				out->hash = word;
				return true;
			}
		}
		rest = slice_sub(rest, n < rest.len ? n + 1 : n, rest.len);
	}
	return false;
}

/* Exit 0: the ledger still says what the mail says; 74: it does not. */
static int
receipt_check(struct store *s, struct pool *pool, struct slice text, int *status, struct err *e)
{
	struct receipt r;
	struct job j;
	ledger_list chain = {0};
	if (!receipt_find(pool, text, &r))
		return err_set(e, ERR_USAGE, "the mail has no receipt; it looks like ACME-042/17 and a hash");
	int got = job_by_ref(s, pool, r.ref, &j, e);
	if (got < 0 || (got == 1 && ledger_of_job(s, pool, j.id, &chain, e) < 0))
		return -1;
	*status = 74;
	if (got == 0)
		printf("%.*s: the ledger has no such job; the mail says otherwise\n", SLICE_ARG(r.ref));
	else if (r.seq < 1 || (size_t)r.seq > chain.len)
		printf("%.*s: the mail knows event %lld, the ledger ends at %zu: an older copy?\n",
		       SLICE_ARG(r.ref), (long long)r.seq, chain.len);
	else if (!slice_is(r.hash, chain.at[r.seq - 1].hash))
		printf("%.*s: event %lld is another one in the ledger than in the mail\n",
		       SLICE_ARG(r.ref), (long long)r.seq);
	else {
		printf("%.*s: the receipt is right: event %lld and all before it are as they were\n",
		       SLICE_ARG(r.ref), (long long)r.seq);
		*status = 0;
	}
	return 0;
}

/* The text of a mail as it reads, or the bytes as they are when it is none. */
static int
verify_receipt(const char *conf, const char *file)
{
	struct desk d;
	struct err e = ERR_INIT;
	struct str raw;
	struct mail *m;
	slice_list own = {0};
	int status = 0;
	if (desk_open(conf, STORE_READ, &d, &e) < 0)
		return fail(&e);
	struct pool *pool = pool_new();
	str_init(&raw, RECEIPT_MAX);
	int r = mail_setup(&e) < 0 || file_read(file, &raw, &e) < 0 ? -1 : 0;
	if (r == 0)
		r = mail_read(pool, str_slice(&raw), &own, &mail_limits_default, &m, &e);
	if (r == 0)
		r = receipt_check(d.store, pool, m->body.len > 0 ? m->body : str_slice(&raw), &status, &e);
	/* The chain up to the head is only as good as its links. */
	struct str report;
	int64_t checked = 0;
	str_init(&report, REPORT_MAX);
	int faults = r == 0 ? ledger_verify(d.store, &report, &checked, &e) : 0;
	if (faults > 0) {
		fputs(str_cstr(&report), stdout);
		status = 74;
	}
	str_clear(&report);
	str_clear(&raw);
	pool_free(pool);
	desk_close(&d);
	return r < 0 || faults < 0 ? fail(&e) : status;
}

int
cli_verify(int argc, char **argv)
{
	const char *path = NULL, *receipt = NULL;
	struct desk d;
	struct err e = ERR_INIT;
	int64_t checked = 0;
	struct str report;
	int n = options(argc, argv, &path, NULL, NULL);
	if (n == 2 && slice_is(slice_of(argv[0]), "--receipt"))
		receipt = argv[1];
	else if (n != 0)
		return cli_usage("verify");
	if (receipt != NULL)
		return verify_receipt(path, receipt);
	if (desk_open(path, STORE_READ, &d, &e) < 0)
		return fail(&e);
	str_init(&report, REPORT_MAX);
	int faults = ledger_verify(d.store, &report, &checked, &e);
	fputs(str_cstr(&report), stdout);
	if (faults == 0)
		printf("%lld events checked, every chain is whole\n", (long long)checked);
	else if (faults > 0)
		printf("%lld events checked, %d fault%s\n", (long long)checked, faults,
		       faults == 1 ? "" : "s");
	str_clear(&report);
	desk_close(&d);
	return faults < 0 ? fail(&e) : faults == 0 ? 0 : 74;
}

/* No daemon runs: the command opens the desk itself, with the writer's lock if it writes. */
static int
alone(const char *conf, const struct slice *words, size_t count, struct slice as, bool json,
      struct control_answer *answer, struct err *e)
{
	struct desk d;
	bool writes = command_writes(words[0]);
	if (desk_open(conf, writes ? STORE_WRITE : STORE_READ, &d, e) < 0)
		return -1;
	str_init(&answer->out, REPORT_MAX * 8);
	str_init(&answer->err, REPORT_MAX);
	command_on_desk(&d, words, count, as, json, answer);
	desk_close(&d);
	return 0;
}

/* Needs no configuration: it is what a newcomer types first. */
static int
help(struct slice word)
{
	struct err e = ERR_INIT;
	struct str out;
	str_init(&out, REPORT_MAX);
	int r = command_help(word, COMMAND_SHELL, &out, &e);
	fputs(str_cstr(&out), stdout);
	str_clear(&out);
	return r < 0 ? fail(&e) : 0;
}

int
cli_command(int argc, char **argv)
{
	const char *path = NULL, *as = NULL, *nearest;
	bool json = false;
	struct err e = ERR_INIT;
	struct conf *conf = NULL;
	struct control_answer answer = {.status = 0};
	int n = options(argc, argv, &path, &as, &json);
	if (n < 0)
		return 64;
	if (n == 0 || !command_known(slice_of(argv[0]), &nearest)) {
		fprintf(stderr, "docket: '%s' is no command; did you mean '%s'? docket help lists all\n",
		        n == 0 ? "" : argv[0], n == 0 ? "help" : nearest);
		return 64;
	}
	if (slice_iis(slice_of(argv[0]), "help"))
		return help(n > 1 ? slice_of(argv[1]) : SLICE_NONE);
	if (n == 4 && slice_iis(slice_of(argv[0]), "closeout") && slice_is(slice_of(argv[2]), "--out"))
		return closeout_out(path, slice_of(argv[1]), argv[3], &e) < 0 ? fail(&e) : 0;
	step_arm();
	struct pool *pool = pool_new();
	struct slice *words = pool_array(pool, (size_t)n, sizeof(*words));
	struct str file;
	str_init(&file, IMPORT_MAX);
	for (int i = 0; i < n; i++)
		words[i] = slice_of(argv[i]);
	int r = 0;
	if (slice_iis(words[0], "import") && n == 2) {
		r = file_read(argv[1], &file, &e);
		words[1] = str_slice(&file);
	}
	if (r == 0)
		r = desk_conf(path, &conf, &e);
	if (r == 0) {
		r = control_call(conf->data, words, (size_t)n, slice_of(as), json, &answer, &e);
		if (r == 0)
			r = alone(path, words, (size_t)n, slice_of(as), json, &answer, &e);
	}
	int status = r < 0 ? fail(&e) : answer.status;
	if (r >= 0) {
		fputs(str_cstr(&answer.out), stdout);
		fputs(str_cstr(&answer.err), stderr);
		str_clear(&answer.out);
		str_clear(&answer.err);
	}
	str_clear(&file);
	conf_free(conf);
	pool_free(pool);
	return status;
}

int
cli_imap_child(int argc, char **argv)
{
	static char who[80];
	snprintf(who, sizeof(who), "imap %s", argc > 0 ? argv[0] : "");
	log_set_prefix(who);
	return imap_child(CHILD_FD);
}

int
cli_sandbox_probe(int argc, char **argv)
{
	return argc == 1 ? sandbox_probe(argv[0]) : 64;
}

/*
 * Drives bot/wire for the tests, by hand or from test_wire.py:
 *   wire_probe imap JSON [auto|manual]   imap_child over a socketpair; frames as JSON lines
 *   wire_probe smtp JSON                 sends mails; one JSON line per recipient and per job
 *   wire_probe check-imap JSON           imap_probe
 *   wire_probe check-smtp JSON           smtp_probe
 * In `auto` each batch is acknowledged at once. Lines on standard input are orders: "done 1:5",
 * "ack" (the oldest batch), "stop", "close".
 */
#include "docket/base/clock.h"
#include "docket/base/hash.h"
#include "docket/base/step.h"
#include "docket/conf/conf.h"
#include "docket/wire/smtp.h"
#include "docket/wire/source.h"

#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static bool quiet;

static const char *
text_of(json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static int64_t
number_of(json_t *o, const char *key, int64_t other)
{
	json_t *v = json_object_get(o, key);

	return json_is_integer(v) ? json_integer_value(v) : other;
}

static enum conf_tls
tls_of(const char *word)
{
	if (word != NULL && strcmp(word, "implicit") == 0)
		return CONF_TLS_IMPLICIT;
	return word != NULL && strcmp(word, "starttls") == 0 ? CONF_TLS_STARTTLS : CONF_TLS_NONE;
}

static double
cpu_ms(int who)
{
	struct rusage u;

	getrusage(who, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

static void
print_json(json_t *o)
{
	char *text = o != NULL ? json_dumps(o, JSON_COMPACT) : NULL;

	printf("%s\n", text != NULL ? text : "{\"frame\": \"not UTF-8\"}");
	free(text);
	json_decref(o);
}

/* ---- imap ---- */

struct run {
	struct frame_chan chan;
	uint64_t uidvalidity, mails, bytes;
	struct str uids; /* of the batch that is coming in */
	struct str batches[64];
	size_t first, count;
	bool automatic;
};

static void
acknowledge(struct run *r, struct slice uids)
{
	struct str p;
	struct slice part;

	str_init(&p, 1 << 20);
	frame_put_u64(&p, r->uidvalidity);
	frame_put_bytes(&p, uids);
	part = str_slice(&p);
	frame_send(&r->chan, IMAP_DONE, &part, 1, NULL);
	str_clear(&p);
}

static void
ack_oldest(struct run *r)
{
	if (r->count == 0)
		return;
	acknowledge(r, str_slice(&r->batches[r->first % 64]));
	str_clear(&r->batches[r->first % 64]);
	r->first++;
	r->count--;
}

static void
show_mail(struct run *r, struct slice p)
{
	uint64_t uv = 0, uid = 0, date = 0;
	uint32_t flags = 0, cut = 0;
	struct slice raw = SLICE_NONE;
	char hex[HASH_HEX];

	if (!frame_get_u64(&p, &uv) || !frame_get_u64(&p, &uid) || !frame_get_u64(&p, &date) ||
	    !frame_get_u32(&p, &flags) || !frame_get_u32(&p, &cut) || !frame_get_bytes(&p, &raw)) {
		printf("{\"frame\": \"broken M\"}\n");
		return;
	}
	r->uidvalidity = uv;
	r->mails++;
	r->bytes += raw.len;
	str_addf(&r->uids, "%s%llu", r->uids.len ? "," : "", (unsigned long long)uid);
	if (quiet)
		return;
	hash_sha256_hex(raw, hex);
	printf("{\"frame\": \"M\", \"uidvalidity\": %llu, \"uid\": %llu, \"date\": %llu, "
	       "\"flags\": "
	       "%u, \"cut\": %u, \"size\": %zu, \"sha256\": \"%s\"}\n",
	       (unsigned long long)uv, (unsigned long long)uid, (unsigned long long)date, flags,
	       cut, raw.len, hex);
}

static void
show_batch(struct run *r, struct slice p)
{
	uint64_t uv = 0, uid = 0, modseq = 0;
	uint32_t count = 0;

	if (!frame_get_u64(&p, &uv) || !frame_get_u64(&p, &uid) || !frame_get_u64(&p, &modseq) ||
	    !frame_get_u32(&p, &count))
		printf("{\"frame\": \"broken B\"}\n");
	if (!quiet)
		printf("{\"frame\": \"B\", \"uidvalidity\": %llu, \"uid\": %llu, \"modseq\": %llu, "
		       "\"count\": %u, \"waiting\": %zu}\n",
		       (unsigned long long)uv, (unsigned long long)uid, (unsigned long long)modseq,
		       count, r->count);
	str_init(&r->batches[(r->first + r->count) % 64], 1 << 20);
	str_add(&r->batches[(r->first + r->count) % 64], str_slice(&r->uids));
	r->count++;
	str_reset(&r->uids);
	if (r->automatic)
		ack_oldest(r);
}

static void
show_words(unsigned char type, struct slice p)
{
	struct slice word = SLICE_NONE, text = SLICE_NONE;
	uint64_t mails = 0;

	frame_get_bytes(&p, &word);
	if (type == IMAP_STATE) {
		frame_get_bytes(&p, &text);
		frame_get_u64(&p, &mails);
	}
	print_json(json_pack("{ss ss% ss% sI}", "frame",
			     type == IMAP_STATE	 ? "S"
			     : type == IMAP_GONE ? "G"
						 : "?",
			     "word", word.data ? word.data : "", word.len, "text",
			     text.data ? text.data : "", text.len, "mails", (json_int_t)mails));
}

static void
order(struct run *r, char *line)
{
	line[strcspn(line, "\n")] = '\0';
	if (strncmp(line, "done ", 5) == 0)
		acknowledge(r, slice_of(line + 5));
	else if (strcmp(line, "ack") == 0)
		ack_oldest(r);
	else if (strcmp(line, "stop") == 0)
		frame_send(&r->chan, IMAP_STOP, NULL, 0, NULL);
	else if (strcmp(line, "close") == 0)
		shutdown(r->chan.fd, SHUT_RDWR);
}

static int
imap(json_t *setup, const char *mode)
{
	struct run r = {.automatic = strcmp(mode, "manual") != 0};
	int pair[2], status = 0;
	int64_t t0 = clock_mono();
	char *text = json_dumps(setup, JSON_COMPACT), line[65536];
	struct str p;
	struct slice part;
	bool in = true;
	pid_t pid;

	quiet = json_is_true(json_object_get(setup, "quiet"));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return 1;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(pair[0]);
		free(text);
		json_decref(setup);
		exit(imap_child(pair[1]));
	}
	close(pair[1]);
	frame_init(&r.chan, pair[0], IMAP_FRAME_MAX);
	str_init(&r.uids, 1 << 20);
	str_init(&p, 1 << 20);
	frame_put_bytes(&p, slice_of(text));
	frame_put_u64(&p, (uint64_t)number_of(setup, "uidvalidity", 0));
	frame_put_u64(&p, (uint64_t)number_of(setup, "uid", 0));
	frame_put_u64(&p, (uint64_t)number_of(setup, "modseq", 0));
	frame_put_u32(&p, (uint32_t)number_of(setup, "once", 0));
	frame_put_u32(&p, (uint32_t)number_of(setup, "batch_count", 200));
	frame_put_u64(&p, (uint64_t)number_of(setup, "batch_bytes", 16 << 20));
	frame_put_u64(&p, (uint64_t)number_of(setup, "message_max", 40 << 20));
	free(text);
	part = str_slice(&p);
	frame_send(&r.chan, IMAP_SETUP, &part, 1, NULL);
	str_clear(&p);
	printf("{\"pid\": %d}\n", (int)pid);
	for (;;) {
		struct pollfd fds[2] = {{.fd = pair[0], .events = POLLIN},
					{.fd = in ? 0 : -1, .events = POLLIN}};
		unsigned char type;
		struct err e = ERR_INIT;

		fflush(stdout);
		poll(fds, 2, -1);
		if (fds[1].revents) {
			/* one line at a time: the tests write them so */
			size_t n = 0;
			ssize_t got;

			while ((got = read(0, line + n, 1)) == 1 && line[n] != '\n' &&
			       n < sizeof(line) - 2)
				n++;
			line[n] = '\0';
			if (got <= 0)
				in = false;
			else
				order(&r, line);
		}
		if (!fds[0].revents)
			continue;
		if (frame_fill(&r.chan, &e) < 0)
			break;
		while (frame_next(&r.chan, &type, &part, &e) == 1) {
			if (type == IMAP_MAIL)
				show_mail(&r, part);
			else if (type == IMAP_BATCH)
				show_batch(&r, part);
			else
				show_words(type, part);
		}
	}
	waitpid(pid, &status, 0);
	printf("{\"exit\": %d, \"signal\": %d, \"mails\": %llu, \"bytes\": %llu, \"ms\": %lld, "
	       "\"child_cpu_ms\": %.1f}\n",
	       WIFEXITED(status) ? WEXITSTATUS(status) : -1,
	       WIFSIGNALED(status) ? WTERMSIG(status) : 0, (unsigned long long)r.mails,
	       (unsigned long long)r.bytes, (long long)(clock_mono() - t0),
	       cpu_ms(RUSAGE_CHILDREN));
	while (r.count > 0) {
		str_clear(&r.batches[r.first++ % 64]);
		r.count--;
	}
	frame_clear(&r.chan);
	str_clear(&r.uids);
	close(pair[0]);
	return 0;
}

/* ---- smtp ---- */

static struct conf_outgoing
outgoing_of(json_t *o)
{
	return (struct conf_outgoing){.host = text_of(o, "host"),
				      .port = (int)number_of(o, "port", 25),
				      .tls = tls_of(text_of(o, "tls")),
				      .user = text_of(o, "user"),
				      .password = {.file = text_of(o, "password_file")},
				      .ca = text_of(o, "ca"),
				      .from_address = "intake@harborpine.example",
				      .connections = (int)number_of(o, "connections", 4)};
}

static const char *const OUTCOMES[] = {"sent", "later", "dead", "unknown", "config"};

static void
show_job(const struct smtp_job *job, int64_t took)
{
	json_t *list = json_pack("[]"); /* base has a json_array() of its own */

	for (size_t i = 0; i < job->rcpt_count; i++) {
		const struct smtp_rcpt *r = &job->rcpts[i];

		json_array_append_new(
			list, json_pack("{ss% ss si ss%}", "to", r->address.data, r->address.len,
					"outcome", OUTCOMES[r->outcome], "code", r->code, "reply",
					r->reply.data ? r->reply.data : "", r->reply.len));
	}
	print_json(json_pack("{sI sI ss so}", "job", (json_int_t)job->id, "ms", (json_int_t)took,
			     "text", job->text, "rcpts", list));
	fflush(stdout);
}

static char *
body_of(json_t *o, size_t *len_out)
{
	const char *given = text_of(o, "body");
	size_t size = (size_t)number_of(o, "size", 4096), n;
	char *b;

	if (given != NULL) {
		*len_out = strlen(given);
		return strdup(given);
	}
	b = malloc(size + 128);
	if (b == NULL)
		exit(1);
	n = (size_t)snprintf(b, 128, "From: a@x.example\r\nSubject: bench\r\n\r\n");
	while (n < size)
		n += (size_t)snprintf(b + n, 80,
				      "We noted your request and will come back to you soon.\r\n");
	*len_out = n;
	return b;
}

static int
smtp(json_t *o)
{
	struct conf_outgoing conf = outgoing_of(o);
	json_t *to = json_object_get(o, "to");
	int64_t count = number_of(o, "count", 1), started = 0, finished = 0, t0, worst = 0,
		steps = 0;
	int64_t pause = number_of(o, "pause_ms", 0);
	size_t rcpts = json_array_size(to), len;
	char *body = body_of(o, &len);
	struct err e = ERR_INIT;
	struct smtp *s = NULL;
	double cpu;

	quiet = json_is_true(json_object_get(o, "quiet"));
	if (smtp_new(&conf, &s, &e) < 0) {
		printf("{\"error\": \"%s\"}\n", e.text);
		free(body);
		return 1;
	}
	smtp_patience(s, (int)number_of(o, "connect_ms", 5000), (int)number_of(o, "reply_ms", 5000),
		      (int)number_of(o, "final_ms", 5000));
	t0 = clock_mono();
	cpu = cpu_ms(RUSAGE_SELF);
	while (finished < count) {
		struct smtp_job *job;
		int64_t t;

		while (started < count && smtp_free_slots(s) > 0 &&
		       (pause == 0 || started == finished)) {
			struct smtp_rcpt *r = calloc(rcpts + 1, sizeof(*r));

			job = calloc(1, sizeof(*job));
			if (job == NULL || r == NULL)
				return 1;
			for (size_t i = 0; i < rcpts; i++)
				r[i].address =
					slice_make(json_string_value(json_array_get(to, i)),
						   json_string_length(json_array_get(to, i)));
			*job = (struct smtp_job){.id = started,
						 .from = slice_of(text_of(o, "from")),
						 .rcpts = r,
						 .rcpt_count = rcpts,
						 .bytes = slice_make(body, len)};
			if (pause > 0 && started > 0)
				usleep((unsigned)pause * 1000);
			if (smtp_start(s, job, &e) < 0) {
				printf("{\"job\": %lld, \"error\": \"%s\"}\n", (long long)started,
				       e.text);
				err_clear(&e);
				free(r);
				free(job);
				finished++;
			}
			started++;
		}
		if (finished == count)
			break;
		smtp_wait(s, NULL, 0, 1000, &e);
		for (;;) {
			t = clock_mono();
			job = smtp_step(s);
			t = clock_mono() - t;
			steps++;
			worst = t > worst ? t : worst;
			if (job == NULL)
				break;
			if (!quiet)
				show_job(job, clock_mono() - t0);
			finished++;
			free(job->rcpts);
			free(job);
		}
	}
	cpu = cpu_ms(RUSAGE_SELF) - cpu;
	printf("{\"mails\": %lld, \"ms\": %lld, \"cpu_ms\": %.1f, \"worst_step_ms\": %lld, "
	       "\"steps\": "
	       "%lld}\n",
	       (long long)finished, (long long)(clock_mono() - t0), cpu, (long long)worst,
	       (long long)steps);
	smtp_free(s);
	free(body);
	return 0;
}

static int
check(json_t *o, bool mail_in)
{
	struct conf_outgoing out = outgoing_of(o);
	struct conf_mailbox in = {.name = "probe",
				  .host = out.host,
				  .port = out.port,
				  .tls = out.tls,
				  .user = out.user,
				  .password = out.password,
				  .folder = text_of(o, "folder") ? text_of(o, "folder") : "INBOX",
				  .after = "keep",
				  .ca = out.ca};
	struct err e = ERR_INIT;
	uint64_t n = 0;
	int r = mail_in ? imap_probe(&in, &n, &e) : smtp_probe(&out, &e);

	printf("{\"ok\": %s, \"mails\": %llu, \"kind\": \"%s\", \"text\": \"%s\"}\n",
	       r == 0 ? "true" : "false", (unsigned long long)n, err_kind_name(e.kind), e.text);
	return r == 0 ? 0 : err_exit_status(&e);
}

int
main(int argc, char **argv)
{
	json_error_t je;
	json_t *o;
	int r = 64;

	signal(SIGPIPE, SIG_IGN);
	step_arm();
	if (argc < 3 || (o = json_loads(argv[2], 0, &je)) == NULL) {
		fprintf(stderr, "usage: wire_probe imap|smtp|check-imap|check-smtp JSON [MODE]\n");
		return 64;
	}
	if (strcmp(argv[1], "imap") == 0)
		r = imap(o, argc > 3 ? argv[3] : "auto");
	else if (strcmp(argv[1], "smtp") == 0)
		r = smtp(o);
	else if (strcmp(argv[1], "check-imap") == 0)
		r = check(o, true);
	else if (strcmp(argv[1], "check-smtp") == 0)
		r = check(o, false);
	json_decref(o);
	return r;
}

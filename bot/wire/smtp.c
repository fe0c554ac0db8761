/*
 * Sending: takes jobs, spreads them over connections, hands back what is finished. Connecting is
 * curl's, the dialogue smtp_slot.c's, sleeping smtp_wait.c's.
 */
#include "docket/wire/smtp.h"

#include "smtp_slot.h"

#include "docket/base/clock.h"
#include "docket/base/step.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	CONNECT_MS = 30 * 1000,
	REPLY_MS = 60 * 1000,
	FINAL_MS = 300 * 1000, /* RFC 5321 4.5.3.2.6 allows 10 minutes: filters run now */
	IDLE_MS = 20 * 1000, /* then QUIT: servers dislike connections that are kept for nothing */
	LOOK_MS = 5,	     /* between looks at the sockets of a caller who does not smtp_wait() */
	PASSWORD_MAX = 4096,
};

/* The EHLO name: this machine's if it is a full one, else the sender's domain. */
static void
set_helo(struct smtp *s)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.-";
	const char *from = s->conf->from_address ? s->conf->from_address : "";
	const char *at = strrchr(from, '@');

	if (gethostname(s->helo, sizeof(s->helo)) != 0)
		s->helo[0] = '\0';
	s->helo[sizeof(s->helo) - 1] = '\0';
	if (strchr(s->helo, '.') == NULL && at != NULL)
		snprintf(s->helo, sizeof(s->helo), "%s", at + 1);
	if (s->helo[0] == '\0' || strspn(s->helo, allowed) != strlen(s->helo))
		snprintf(s->helo, sizeof(s->helo), "localhost");
}

int
smtp_new(const struct conf_outgoing *conf, struct smtp **out, struct err *e)
{
	struct smtp *s;
	int count = conf->connections;

	if (conf->host == NULL)
		return err_set(e, ERR_CONFIG, "outgoing: no host to send by");
	if (conf->tls == CONF_TLS_NONE && !peer_loopback(conf->host))
		return err_set(e, ERR_CONFIG,
			       "outgoing: tls: none is for this machine only, not %s", conf->host);
	peer_global();
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		return err_set(e, ERR_RETRY, "no memory to send mail");
	s->count = count < 1 ? 1 : count > 16 ? 16 : (size_t)count;
	s->slots = calloc(s->count, sizeof(*s->slots));
	s->multi = curl_multi_init();
	if (s->slots == NULL || s->multi == NULL) {
		if (s->multi != NULL)
			curl_multi_cleanup(s->multi);
		free(s->slots);
		free(s);
		return err_set(e, ERR_RETRY, "no memory to send mail");
	}
	s->conf = conf;
	set_helo(s);
	smtp_patience(s, CONNECT_MS, REPLY_MS, FINAL_MS);
	for (size_t i = 0; i < s->count; i++)
		slot_init(&s->slots[i]);
	*out = s;
	return 0;
}

void
smtp_patience(struct smtp *s, int connect_ms, int reply_ms, int final_ms)
{
	s->connect_ms = connect_ms;
	s->reply_ms = reply_ms;
	s->final_ms = final_ms;
}

static void
forget_password(struct smtp *s)
{
	if (s->password != NULL)
		explicit_bzero(s->password, strlen(s->password));
	free(s->password);
	s->password = NULL;
}

static void
disconnect(struct smtp *s, struct slot *l, bool polite)
{
	if (l->state == SLOT_CONNECT)
		s->connecting--;
	slot_close(l, polite);
}

void
smtp_free(struct smtp *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->count; i++) {
		disconnect(s, &s->slots[i], true);
		slot_clear(&s->slots[i]);
	}
	curl_multi_cleanup(s->multi);
	forget_password(s);
	free(s->fds);
	free(s->slots);
	free(s);
}

size_t
smtp_free_slots(const struct smtp *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += s->slots[i].job == NULL && s->slots[i].done == NULL;
	return n;
}

static int
read_password(struct smtp *s, struct err *e)
{
	const struct conf_secret *p = &s->conf->password;
	char buf[PASSWORD_MAX];
	int r = 0;

	if (s->password != NULL || s->conf->user == NULL || *s->conf->user == '\0')
		return 0;
	buf[0] = '\0';
	if (p->file != NULL || p->env != NULL || p->command != NULL)
		r = conf_secret_read(p, buf, sizeof(buf), e);
	if (r == 0 && (s->password = strdup(buf)) == NULL)
		r = err_set(e, ERR_RETRY, "no memory for the password");
	explicit_bzero(buf, sizeof(buf));
	return r;
}

static int
connect_slot(struct smtp *s, struct slot *l, struct err *e)
{
	const struct conf_outgoing *c = s->conf;

	if (read_password(s, e) < 0)
		return err_wrap(e, "outgoing");
	l->peer = (struct peer){.scheme = "smtp",
				.host = c->host,
				.port = c->port,
				.tls = c->tls,
				.ca = c->ca,
				.user = c->user,
				.password = s->password,
				.path = s->helo,
				.connect_ms = s->connect_ms,
				.reply_s = (s->reply_ms + 999) / 1000};
	l->reply_ms = s->reply_ms;
	l->final_ms = s->final_ms;
	if (peer_handle(&l->peer, &l->h, e) < 0)
		return -1;
	curl_easy_setopt(l->h, CURLOPT_PRIVATE, l);
	curl_easy_setopt(l->h, CURLOPT_DEBUGFUNCTION, slot_listen);
	curl_easy_setopt(l->h, CURLOPT_DEBUGDATA, l);
	curl_easy_setopt(l->h, CURLOPT_VERBOSE, 1L);
	if (curl_multi_add_handle(s->multi, l->h) != CURLM_OK) {
		slot_close(l, false);
		return err_set(e, ERR_RETRY, "no memory to send mail");
	}
	l->multi = s->multi;
	l->state = SLOT_CONNECT;
	s->connecting++;
	return 0;
}

/* A connection that stands, else an empty slot, else NULL. */
static struct slot *
pick(struct smtp *s)
{
	struct slot *empty = NULL;

	for (size_t i = 0; i < s->count; i++) {
		struct slot *l = &s->slots[i];

		if (l->job != NULL || l->done != NULL)
			continue;
		if (l->state == SLOT_IDLE && slot_alive(l))
			return l;
		if (l->state == SLOT_IDLE)
			disconnect(s, l, false);
		if (empty == NULL)
			empty = l;
	}
	return empty;
}

int
smtp_start(struct smtp *s, struct smtp_job *job, struct err *e)
{
	struct slot *l;
	int fault = step_fault("smtp.start");

	if (fault != 0)
		return err_errno(e, ERR_RETRY, fault, "cannot send to %s", s->conf->host);
	l = pick(s);
	if (l == NULL)
		return err_set(e, ERR_RETRY, "every connection to %s is busy", s->conf->host);
	if (slot_take(l, job) == 1)
		return 0;
	if (l->state == SLOT_IDLE) {
		l->ready = l->reused = true;
		l->heard = false;
		l->deadline = clock_mono() + s->reply_ms;
		return 0;
	}
	if (connect_slot(s, l, e) < 0) {
		l->job = NULL;
		return -1;
	}
	return 0;
}

static void
connect_done(struct smtp *s, CURL *h, CURLcode rc)
{
	char *private = NULL;
	struct slot *l;
	struct err e = ERR_INIT;

	curl_easy_getinfo(h, CURLINFO_PRIVATE, &private);
	l = (struct slot *)(void *)private;
	s->connecting--;
	if (rc == CURLE_OK) {
		slot_connected(l);
		l->deadline = clock_mono() + s->reply_ms;
		return;
	}
	peer_failure(&l->peer, h, rc, &e);
	if (rc == CURLE_LOGIN_DENIED)
		forget_password(s);
	l->state = SLOT_EMPTY; /* connecting-- is done */
	slot_end(l, e.kind == ERR_CONFIG ? SMTP_CONFIG : SMTP_LATER, 0, e.text);
	disconnect(s, l, false);
}

static void
drive_connects(struct smtp *s)
{
	CURLMsg *msg;
	int running, left;

	if (s->connecting == 0)
		return;
	curl_multi_perform(s->multi, &running);
	while ((msg = curl_multi_info_read(s->multi, &left)) != NULL)
		if (msg->msg == CURLMSG_DONE)
			connect_done(s, msg->easy_handle, msg->data.result);
}

/* For a caller who steps without smtp_wait(). */
static void
look(struct smtp *s, int64_t now)
{
	if (now - s->looked < LOOK_MS)
		return;
	s->looked = now;
	for (size_t i = 0; i < s->count; i++) {
		struct slot *l = &s->slots[i];
		struct pollfd p = {.fd = l->fd, .events = l->wants};

		if (l->job != NULL && l->fd != CURL_SOCKET_BAD && !l->ready)
			l->ready = poll(&p, 1, 0) > 0;
	}
}

/* A connection kept from before may have died unseen: its job gets a fresh one, once. */
static bool
try_afresh(struct smtp *s, struct slot *l)
{
	struct err e = ERR_INIT;
	struct smtp_job *job = l->done;

	if (job == NULL || !l->failed || !l->reused || l->heard)
		return false;
	l->done = NULL;
	disconnect(s, l, false);
	if (slot_take(l, job) == 0 && connect_slot(s, l, &e) < 0) {
		slot_end(l, SMTP_LATER, 0, e.text);
		return false;
	}
	return true;
}

static struct smtp_job *
step_slot(struct smtp *s, struct slot *l, int64_t now)
{
	struct smtp_job *job;

	if (l->job != NULL && l->state != SLOT_CONNECT && l->state != SLOT_EMPTY &&
	    (l->ready || now >= l->deadline))
		slot_drive(l, now);
	if (l->done != NULL && try_afresh(s, l))
		return NULL;
	if (l->failed && l->job == NULL)
		disconnect(s, l, false);
	if (l->state == SLOT_IDLE && l->job == NULL && l->done == NULL &&
	    now - l->idle_since >= IDLE_MS)
		disconnect(s, l, true);
	job = l->done;
	l->done = NULL;
	return job;
}

struct smtp_job *
smtp_step(struct smtp *s)
{
	int64_t now = clock_mono();

	drive_connects(s);
	look(s, now);
	for (size_t i = 0; i < s->count; i++) {
		struct smtp_job *job = step_slot(s, &s->slots[i], now);

		if (job != NULL)
			return job;
	}
	return NULL;
}

int
smtp_probe(const struct conf_outgoing *conf, struct err *e)
{
	struct smtp *s = NULL;
	struct slot *l;
	struct smtp_rcpt rcpt = {0};
	struct smtp_job job = {.rcpts = &rcpt, .rcpt_count = 0};

	if (smtp_new(conf, &s, e) < 0 || s == NULL)
		return -1;
	l = &s->slots[0];
	l->job = &job;
	l->valid_count = 0;
	if (connect_slot(s, l, e) < 0) {
		smtp_free(s);
		return -1;
	}
	while (l->state == SLOT_CONNECT) {
		CURLMsg *msg;
		int running, left;

		curl_multi_perform(s->multi, &running);
		msg = curl_multi_info_read(s->multi, &left);
		if (msg != NULL && msg->msg == CURLMSG_DONE) {
			s->connecting--;
			if (msg->data.result != CURLE_OK) {
				peer_failure(&l->peer, l->h, msg->data.result, e);
				l->state = SLOT_EMPTY;
				err_wrap(e, "outgoing");
				smtp_free(s);
				return -1;
			}
			slot_connected(l);
			break;
		}
		curl_multi_poll(s->multi, NULL, 0, 1000, NULL);
	}
	l->job = NULL;
	smtp_free(s);
	return 0;
}

/* The dialogue of one SMTP connection, see smtp_slot.h. */
#include "smtp_slot.h"

#include "docket/base/clock.h"
#include "docket/base/utf8.h"

#include <poll.h>
#include <stdlib.h>

enum {
	IN_MAX = 64 * 1024,   /* bytes of replies that wait */
	OUT_MAX = 256 * 1024, /* a part of a body as smtp_encode() makes it */
	LINE_MAX_ = 4096,     /* RFC 5321 4.5.3.1.5 asks for 512 */
	WINDOW = 100,	      /* commands under way when pipelining */
	COMMANDS_BEFORE = 2,  /* RSET and MAIL, then one RCPT each, then DATA */
};

static const char BAD_ADDRESS[] = "this is no address that mail can be sent to";

void
slot_init(struct slot *l)
{
	memset(l, 0, sizeof(*l));
	l->fd = CURL_SOCKET_BAD;
	l->pool = pool_new();
	str_init(&l->words, SMTP_WORDS_MAX);
	str_init(&l->in, IN_MAX);
	str_init(&l->out, OUT_MAX);
}

void
slot_clear(struct slot *l)
{
	slot_close(l, true);
	pool_free(l->pool);
	str_clear(&l->words);
	str_clear(&l->in);
	str_clear(&l->out);
	free(l->valid);
}

void
slot_close(struct slot *l, bool polite)
{
	size_t n;

	if (l->h != NULL && polite && l->state == SLOT_IDLE)
		(void)curl_easy_send(l->h, "QUIT\r\n", 6, &n);
	/* Leaving the multi handle closes a connection that curl only opened. */
	if (l->multi != NULL)
		curl_multi_remove_handle(l->multi, l->h);
	peer_hang_up(l->h);
	l->h = NULL;
	l->multi = NULL;
	l->fd = CURL_SOCKET_BAD;
	l->state = SLOT_EMPTY;
	l->wants = 0;
	l->ready = l->failed = l->dirty = l->reused = l->heard = false;
	l->pipelining = false;
	l->size_max = 0;
	str_reset(&l->in);
	str_reset(&l->out);
	l->out_off = 0;
}

void
slot_end(struct slot *l, enum smtp_outcome outcome, int code, const char *text)
{
	struct smtp_job *job = l->job;
	struct slice words = smtp_words(l->pool, slice_of(text));

	for (size_t i = 0; i < l->valid_count; i++) {
		struct smtp_rcpt *r = &job->rcpts[l->valid[i]];

		if (r->outcome != SMTP_SENT && r->code != 0)
			continue; /* it has its own */
		r->outcome = outcome;
		r->code = code;
		r->reply = words;
	}
	for (size_t i = 0; i < job->rcpt_count && job->text[0] == '\0'; i++) {
		const struct smtp_rcpt *r = &job->rcpts[i];

		if (r->outcome == SMTP_SENT)
			continue;
		if (r->code != 0)
			snprintf(job->text, sizeof(job->text), "%s answers %d %.*s",
				 l->peer.host ? l->peer.host : "the server", r->code,
				 SLICE_ARG(utf8_cut(r->reply, 120)));
		else
			snprintf(job->text, sizeof(job->text), "%.*s",
				 SLICE_ARG(utf8_cut(r->reply, sizeof(job->text) - 1)));
	}
	l->done = job;
	l->job = NULL;
	l->wants = 0;
	l->ready = false;
	if (l->state != SLOT_EMPTY && l->state != SLOT_CONNECT) {
		l->state = SLOT_IDLE;
		l->idle_since = clock_mono();
	}
}

/* The transaction from its start, on a fresh or a used connection. */
static void
rewind_job(struct slot *l)
{
	/* RSET only after a transaction that did not come to its end. */
	l->sent = l->got = l->dirty ? 0 : 1;
	l->accepted = 0;
	l->refused = false;
	l->body = (struct smtp_body){.bytes = l->job->bytes, .line_start = true};
	str_reset(&l->words);
	str_reset(&l->out);
	l->out_off = 0;
	for (size_t i = 0; i < l->valid_count; i++) {
		struct smtp_rcpt *r = &l->job->rcpts[l->valid[i]];

		r->outcome = SMTP_LATER;
		r->code = 0;
		r->reply = SLICE_NONE;
	}
}

int
slot_take(struct slot *l, struct smtp_job *job)
{
	bool from_ok = job->from.len == 0 || smtp_address_ok(job->from);

	pool_reset(l->pool);
	l->job = job;
	l->valid_count = 0;
	job->text[0] = '\0';
	if (job->rcpt_count > l->valid_cap) {
		size_t *more = reallocarray(l->valid, job->rcpt_count, sizeof(*more));

		if (more == NULL) {
			for (size_t i = 0; i < job->rcpt_count; i++)
				job->rcpts[i].outcome = SMTP_LATER;
			slot_end(l, SMTP_LATER, 0, "no memory");
			return 1;
		}
		l->valid = more;
		l->valid_cap = job->rcpt_count;
	}
	for (size_t i = 0; i < job->rcpt_count; i++) {
		struct smtp_rcpt *r = &job->rcpts[i];

		r->outcome = SMTP_DEAD;
		r->code = 0;
		r->reply = SLICE_LIT("the sender's address is none");
		if (!from_ok)
			continue;
		r->reply = slice_of(BAD_ADDRESS);
		if (smtp_address_ok(r->address))
			l->valid[l->valid_count++] = i;
	}
	if (l->valid_count == 0) {
		slot_end(l, SMTP_DEAD, 0, BAD_ADDRESS);
		return 1;
	}
	rewind_job(l);
	return 0;
}

int
slot_listen(CURL *h, curl_infotype type, char *data, size_t size, void *slot)
{
	struct slice line = slice_trim(slice_make(data, size)), word;
	struct slot *l = slot;
	int64_t n;

	(void)h;
	if (type == CURLINFO_HEADER_OUT && slice_istarts(line, "EHLO")) {
		/* What was offered before STARTTLS counts for nothing. */
		l->pipelining = false;
		l->size_max = 0;
	}
	if (type != CURLINFO_HEADER_IN || !slice_starts(line, "250") || line.len < 5)
		return 0;
	line = slice_sub(line, 4, line.len);
	if (slice_iis(line, "PIPELINING"))
		l->pipelining = true;
	if (slice_cut(&line, ' ', &word) && slice_iis(word, "SIZE") && slice_int(line, &n) && n > 0)
		l->size_max = (uint64_t)n;
	return 0;
}

void
slot_connected(struct slot *l)
{
	curl_easy_setopt(l->h, CURLOPT_VERBOSE, 0L);
	if (curl_easy_getinfo(l->h, CURLINFO_ACTIVESOCKET, &l->fd) != CURLE_OK)
		l->fd = CURL_SOCKET_BAD;
	l->state = SLOT_IDLE;
	l->dirty = l->reused = l->heard = false;
	l->idle_since = clock_mono();
	if (l->job != NULL)
		rewind_job(l);
	l->ready = true;
}

bool
slot_alive(struct slot *l)
{
	struct pollfd p = {.fd = l->fd, .events = POLLIN};
	size_t n;
	char c;

	if (l->h == NULL)
		return false;
	/* Readable may be no more than a TLS session ticket. */
	return poll(&p, 1, 0) == 0 || curl_easy_recv(l->h, &c, 1, &n) == CURLE_AGAIN;
}

/* The connection is gone while the job ran. */
static void
lost(struct slot *l, const char *why)
{
	bool after_dot = l->state == SLOT_FINAL && l->out_off == l->out.len;
	char text[160];

	l->failed = true;
	if (after_dot) {
		snprintf(text, sizeof(text),
			 "%s %s after the whole mail was sent and before it answered", l->peer.host,
			 why);
		slot_end(l, SMTP_UNKNOWN, 0, text);
	} else {
		snprintf(text, sizeof(text), "%s %s in the middle of a mail", l->peer.host, why);
		slot_end(l, SMTP_LATER, 0, text);
	}
}

static size_t
command_count(const struct slot *l)
{
	return COMMANDS_BEFORE + l->valid_count + 1;
}

/* Puts the commands that may go now into out. */
static void
say(struct slot *l)
{
	size_t window = l->pipelining ? WINDOW : 1, count = command_count(l);

	if (l->state == SLOT_IDLE)
		l->state = SLOT_COMMAND;
	while (l->state == SLOT_COMMAND && l->sent < count && l->sent - l->got < window) {
		size_t n = l->sent++;

		if (n == 0) {
			str_adds(&l->out, "RSET\r\n");
		} else if (n == 1) {
			str_addf(&l->out, "MAIL FROM:<%.*s>", SLICE_ARG(l->job->from));
			if (l->size_max > 0)
				str_addf(&l->out, " SIZE=%zu", l->job->bytes.len);
			str_adds(&l->out, "\r\n");
		} else if (n < count - 1) {
			struct slice to = l->job->rcpts[l->valid[n - COMMANDS_BEFORE]].address;

			str_addf(&l->out, "RCPT TO:<%.*s>\r\n", SLICE_ARG(to));
		} else {
			str_adds(&l->out, "DATA\r\n");
		}
	}
}

/* 1 all sent, 0 the socket is full, -1 lost. */
static int
flush(struct slot *l)
{
	while (l->out_off < l->out.len) {
		size_t n = 0;
		CURLcode rc =
			curl_easy_send(l->h, l->out.data + l->out_off, l->out.len - l->out_off, &n);

		if (rc == CURLE_AGAIN)
			return 0;
		if (rc != CURLE_OK)
			return -1;
		l->out_off += n;
	}
	str_reset(&l->out);
	l->out_off = 0;
	return 1;
}

static void
command_reply(struct slot *l, int code)
{
	size_t n = l->got++, count = command_count(l);
	struct smtp_rcpt *r;

	if (n == 0)
		return; /* RSET */
	if (n == 1) {
		l->refused = smtp_outcome_of(code) != SMTP_SENT;
		l->dirty = true;
		if (l->refused) {
			for (size_t i = 0; i < l->valid_count; i++) {
				r = &l->job->rcpts[l->valid[i]];
				r->outcome = smtp_outcome_of(code);
				r->code = code;
				r->reply = smtp_words(l->pool, str_slice(&l->words));
			}
			if (!l->pipelining)
				slot_end(l, SMTP_LATER, code, str_cstr(&l->words));
		}
	} else if (n < count - 1) {
		if (l->refused)
			return;
		r = &l->job->rcpts[l->valid[n - COMMANDS_BEFORE]];
		r->outcome = smtp_outcome_of(code);
		r->code = code;
		if (r->outcome == SMTP_SENT)
			l->accepted++; /* so far: the last reply decides */
		else
			r->reply = smtp_words(l->pool, str_slice(&l->words));
		if (n == count - 2 && l->accepted == 0 && !l->pipelining)
			slot_end(l, SMTP_LATER, code, str_cstr(&l->words));
	} else if (code >= 300 && code < 400) {
		l->state = l->accepted > 0 ? SLOT_BODY : SLOT_VOID;
		if (l->state == SLOT_VOID)
			str_adds(&l->out, ".\r\n");
	} else {
		slot_end(l, code < 300 ? SMTP_LATER : smtp_outcome_of(code), code,
			 str_cstr(&l->words));
	}
}

static void
reply(struct slot *l, int code)
{
	l->heard = true;
	if (code == 421)
		l->failed = true; /* it is about to close */
	switch (l->state) {
	case SLOT_COMMAND:
		command_reply(l, code);
		if (code == 421 && l->job != NULL)
			slot_end(l, SMTP_LATER, code, str_cstr(&l->words));
		return;
	case SLOT_FINAL:
		if (l->out_off == l->out.len) {
			l->dirty = l->failed;
			slot_end(l, smtp_outcome_of(code), code, str_cstr(&l->words));
			return;
		}
		/* fall through */
	case SLOT_BODY:
		/* An answer before the end: the rest of the body would be read as commands. */
		l->failed = true;
		slot_end(l, code >= 400 ? smtp_outcome_of(code) : SMTP_LATER, code,
			 str_cstr(&l->words));
		return;
	case SLOT_VOID: slot_end(l, SMTP_LATER, code, str_cstr(&l->words)); return;
	default: l->failed = true; /* nothing was asked */
	}
}

/* A line without its end. Returns -1 if it is no reply. */
static int
take_line(struct slot *l, struct slice line)
{
	struct slice words;
	int code, last = smtp_reply_line(line, &code, &words);

	if (last < 0)
		return -1;
	if (l->words.len > 0)
		str_addc(&l->words, ' ');
	str_add(&l->words, words);
	if (last == 0)
		return 0;
	reply(l, code);
	str_reset(&l->words);
	return 0;
}

/* Reads what is there: 1 something came, 0 nothing now, -1 lost or no SMTP. */
static int
hear(struct slot *l)
{
	bool any = false;

	for (;;) {
		char *to = str_room(&l->in, LINE_MAX_);
		size_t n = 0, start = 0;
		CURLcode rc;

		if (to == NULL)
			return -1;
		rc = curl_easy_recv(l->h, to, LINE_MAX_, &n);
		if (rc == CURLE_AGAIN)
			return any;
		if (rc != CURLE_OK || n == 0)
			return -1;
		str_grown(&l->in, n);
		any = true;
		while (l->job != NULL && start < l->in.len) {
			char *at = l->in.data + start, *lf = memchr(at, '\n', l->in.len - start);
			struct slice line;

			if (lf == NULL)
				break;
			line = slice_make(at, (size_t)(lf - at));
			start += line.len + 1;
			if (line.len > 0 && line.data[line.len - 1] == '\r')
				line.len--;
			if (take_line(l, line) < 0)
				return -1;
		}
		str_shift(&l->in, start);
		if (l->in.len > LINE_MAX_ || (l->job == NULL && l->in.len > 0))
			l->failed = true;
		if (l->job == NULL || l->failed)
			return 1;
		if (n < LINE_MAX_ && l->peer.tls == CONF_TLS_NONE)
			return 1; /* a plain socket that gave less is empty */
	}
}

/* Body and commands as far as the socket takes them: as flush(). */
static int
pour(struct slot *l)
{
	for (;;) {
		int r;

		if (l->state == SLOT_IDLE || l->state == SLOT_COMMAND)
			say(l);
		if (l->state == SLOT_BODY && l->out.len == 0 && smtp_encode(&l->body, &l->out))
			l->state = SLOT_FINAL;
		r = flush(l);
		if (r <= 0 || l->state != SLOT_BODY)
			return r;
	}
}

void
slot_drive(struct slot *l, int64_t now)
{
	enum slot_state before = l->state;
	int poured, heard;

	if (l->job == NULL)
		return;
	if (l->state == SLOT_IDLE && l->size_max > 0 && l->job->bytes.len > l->size_max) {
		char text[120];

		snprintf(text, sizeof(text), "%zu bytes are more than %s takes (%llu)",
			 l->job->bytes.len, l->peer.host, (unsigned long long)l->size_max);
		slot_end(l, SMTP_DEAD, 552, text);
		return;
	}
	l->ready = false;
	poured = pour(l);
	/* The server may have said why before it closed. */
	heard = before == SLOT_IDLE && poured >= 0 ? 0 : hear(l);
	if (heard > 0 && poured >= 0 && l->job != NULL)
		poured = pour(l);
	if (l->job != NULL && (poured < 0 || heard < 0))
		lost(l, poured < 0 ? "closed the connection"
				   : "closed the connection or spoke no SMTP");
	if (l->job == NULL)
		return;
	if (heard > 0 || before != l->state || (l->wants & POLLOUT) != 0)
		l->deadline = now + (l->state == SLOT_FINAL ? l->final_ms : l->reply_ms);
	l->wants = (short)(POLLIN | (poured == 0 ? POLLOUT : 0));
	if (l->job != NULL && now >= l->deadline)
		lost(l, "did not answer in time");
}

/*
 * Sends mail by SMTP over libcurl's multi interface, without ever waiting: the caller polls.
 * Results come per recipient (RFC 5321 4.2, 4.5.3.1); curl types stay behind this header.
 */
#ifndef DOCKET_WIRE_SMTP_H
#define DOCKET_WIRE_SMTP_H

#include "docket/base/err.h"
#include "docket/base/vec.h"

enum smtp_outcome {
	SMTP_SENT,      /* 2xx after the final dot, for this recipient */
	SMTP_LATER,     /* 4xx, or the connection failed before the final dot */
	SMTP_DEAD,      /* 5xx */
	SMTP_UNKNOWN,   /* lost between the final dot and the answer: send again, same Message-ID */
	SMTP_CONFIG,    /* certificate, login or STARTTLS: every mail would fail; a person must act */
};
struct smtp_rcpt {
	struct slice address;
	enum smtp_outcome outcome;
	int code;           /* reply code, or 0 */
	struct slice reply; /* the server's words, clean UTF-8, one line */
};
struct smtp_job {
	int64_t id;         /* the caller's */
	struct slice from;  /* envelope sender */
	struct smtp_rcpt *rcpts;
	size_t rcpt_count;
	struct slice bytes; /* whole message, CRLF; kept by the caller until done */
	char text[200];     /* on failure: one line for people */
};

struct conf_outgoing;
struct smtp;
int smtp_new(const struct conf_outgoing *conf, struct smtp **out, struct err *e);
void smtp_free(struct smtp *s); /* aborts what runs */
size_t smtp_free_slots(const struct smtp *s); /* how many more jobs may start now */
/*
 * Starts a job. Recipients that are not smtp_address_ok fail at once (SMTP_DEAD). The replies in a
 * finished job stay until the next smtp_start or smtp_free.
 */
int smtp_start(struct smtp *s, struct smtp_job *job, struct err *e);
/* Drives transfers; returns the next finished job or NULL. */
struct smtp_job *smtp_step(struct smtp *s);
/*
 * Whether an address may stand between < and > on the wire (RFC 5321 4.1.2): ASCII, no control
 * characters, no way out of the brackets.
 */
bool smtp_address_ok(struct slice address);
/* Patience, for tests; default: 30 s to connect, 60 s for a reply, 300 s for the last one. */
void smtp_patience(struct smtp *s, int connect_ms, int reply_ms, int final_ms);

/*
 * The one place where the program sleeps (D3): waits until an fd of `extra` is ready, a transfer
 * moves, or timeout_ms passes. revents of extra are filled. s may be NULL.
 */
struct smtp_wait {
	int fd;
	short events, revents; /* as poll(2): POLLIN 1, POLLOUT 4 */
};
int smtp_wait(struct smtp *s, struct smtp_wait *extra, size_t count, int timeout_ms, struct err *e);
/* Connect, TLS, login, QUIT, for `docket check`. */
int smtp_probe(const struct conf_outgoing *conf, struct err *e);

#endif

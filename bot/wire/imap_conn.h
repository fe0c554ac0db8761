/*
 * One IMAP connection. libetpan writes the commands and keeps the protocol's state; what it reads
 * passes a filter first that leaves nothing to its parser but "* OK", "* PREAUTH" and tagged lines,
 * each in our own words, because a server can crash that parser with one line (PERMANENTFLAGS,
 * CAPABILITY, nesting, literals of 4 GB). Facts are read from the original lines here. FETCH,
 * SEARCH and IDLE are spoken directly over the same stream.
 */
#ifndef BOT_WIRE_IMAP_CONN_H
#define BOT_WIRE_IMAP_CONN_H

#include "peer.h"
#include "stream.h"
#include "uidset.h"

#include <libetpan/libetpan.h>

enum imap_cap {
	CAP_IDLE = 1,
	CAP_MOVE = 2,
	CAP_UIDPLUS = 4,
	CAP_AUTH_PLAIN = 8,
	CAP_LOGINDISABLED = 16,
	CAP_KNOWN = 1 << 30, /* a list was seen */
};

enum { IMAP_WORDS_MAX = 200, IMAP_REPLY_BYTES = 1 << 20 };

/* What the server said besides the answers. */
struct imap_facts {
	uint64_t exists, uidvalidity, uidnext, modseq;
	unsigned long news; /* EXISTS lines seen: a change means that the folder is to be listed */
	unsigned caps;
	bool bye;
	char tag[17];		    /* of the last tagged line */
	char status;		    /* of the last tagged line: 'O'K, 'N'O, 'B'AD */
	char code[32];		    /* its response code, or "" */
	char words[IMAP_WORDS_MAX]; /* its text, or BYE's, clean */
};

struct imap_login {
	const char *host, *user, *password, *folder, *ca;
	int port;
	enum conf_tls tls;
	bool read_only; /* EXAMINE: not even \Recent changes */
	int connect_ms, timeout_ms;
};

struct imap_conn {
	struct stream stream;
	struct peer peer;
	struct imap_facts facts;
	mailimap *etpan;
	char line[64]; /* for libetpan, and how much of it is taken */
	size_t line_len, line_at;
	unsigned tag; /* of the commands spoken directly */
	bool greeted; /* curl took the greeting: libetpan gets one of ours */
	bool leaving; /* LOGOUT is said: a BYE is no surprise */
	bool idle_refused;
	struct str body; /* of the mail being fetched: a frame's payload */
};

/* The wakes of the stream are the caller's to set, before: fds and woken are taken from `like`. */
int imap_open(struct imap_conn *c, const struct imap_login *login, const struct stream *like,
	      struct err *e);
/* For the fuzzer: the same on a transport that stands. */
int imap_open_on(struct imap_conn *c, const struct imap_login *login, struct stream_io io,
		 const struct stream *like, struct err *e);
/* Says LOGOUT first and waits so long for the answer; 0: hangs up. */
void imap_close(struct imap_conn *c, int polite_ms);
int imap_noop(struct imap_conn *c, struct err *e);
/* STORE +FLAGS (\Seen). ERR_SOURCE: the server said no. */
int imap_mark_seen(struct imap_conn *c, const struct uidset *uids, struct err *e);
/* MOVE, or COPY, \Deleted and UID EXPUNGE; makes the folder if it is missing. */
int imap_move(struct imap_conn *c, const struct uidset *uids, const char *folder, struct err *e);

/* ---- between the files of wire ---- */

/* Of imap_command.c. `known`: the greeting logged us in. */
int imap_log_in(struct imap_conn *c, const struct imap_login *l, bool known, struct err *e);
int imap_select(struct imap_conn *c, const struct imap_login *l, struct err *e);
/* Before each command of libetpan: forgets the last answer, allows so many bytes for the next. */
void imap_begin(struct imap_conn *c);
/* Adds where and why to e after a call failed: the stream's reason if it broke. Returns -1. */
int imap_fail(struct imap_conn *c, const char *what, struct err *e);
/* Takes note of an untagged line (without literals). */
void imap_note(struct imap_facts *f, struct slice line);
/* Takes note of a tagged line: true if it is one and its tag is `tag` (NULL: any). */
bool imap_note_tagged(struct imap_facts *f, struct slice line, const char *tag);
/* The length in a line that ends in {n} or {n+}: 1, 0 there is none, -1 too large or malformed. */
int imap_literal(struct slice line, uint64_t limit, uint32_t *len_out);
/* Starts a direct command: writes tag, text and CRLF. tag_out is at least 16 bytes. */
int imap_say(struct imap_conn *c, const char *text, char *tag_out);
/* Reads lines, noting facts and dropping literals, until the tagged one. 0 whatever its status. */
int imap_finish(struct imap_conn *c, const char *tag);
/*
 * Takes note of an untagged line nobody waits for, and drops its literals. -1 when it is none, or
 * the server says good-bye.
 */
int imap_pass(struct imap_conn *c, struct slice line);
/* Drops what follows a line that ends in a literal. */
int imap_skip_literals(struct imap_conn *c, struct slice line);
/* The server's words, clean and cut to size. */
void imap_words(struct slice text, char *out, size_t size);

#endif

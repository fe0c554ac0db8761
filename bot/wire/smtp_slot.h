/*
 * One connection of the SMTP sender and the dialogue on it. libcurl connects, negotiates TLS and
 * logs in; the mail transaction is spoken here (RFC 5321, pipelined by RFC 2920), because curl
 * 7.88 waits for the answer to the final dot without returning, even in its multi interface, and
 * shows only the last reply.
 */
#ifndef BOT_WIRE_SMTP_SLOT_H
#define BOT_WIRE_SMTP_SLOT_H

#include "peer.h"
#include "smtp_text.h"

enum slot_state {
	SLOT_EMPTY,   /* no connection */
	SLOT_CONNECT, /* curl is at work in the multi handle */
	SLOT_IDLE,    /* logged in, nothing to do */
	SLOT_COMMAND, /* MAIL, RCPT, DATA */
	SLOT_BODY,    /* after 354 */
	SLOT_FINAL,   /* the final dot is on its way or sent */
	SLOT_VOID,    /* DATA was taken though no recipient was: an empty message ends it */
};

struct slot {
	enum slot_state state;
	struct peer peer;
	CURL *h;
	CURLM *multi; /* holds h */
	curl_socket_t fd;
	short wants; /* poll events */
	bool ready;  /* worth driving */
	bool failed; /* ends with hang-up */
	bool pipelining, dirty, reused, heard;
	uint64_t size_max; /* of EHLO's SIZE; 0: none */
	int64_t deadline, idle_since;
	int reply_ms, final_ms;

	struct smtp_job *job, *done;
	struct pool *pool; /* replies of the job */
	size_t *valid;	   /* indexes of recipients that have good addresses */
	size_t valid_count, valid_cap;
	size_t sent, got; /* commands of the transaction */
	size_t accepted;
	bool refused; /* by MAIL: its reply speaks for all */
	struct smtp_body body;
	struct str words, in, out; /* words: of the reply being read */
	size_t out_off;
};

void slot_init(struct slot *l);
void slot_clear(struct slot *l);
/* Gives an idle or empty slot its job: 1 it is done at once, 0 it has to run. */
int slot_take(struct slot *l, struct smtp_job *job);
/* curl has connected. */
void slot_connected(struct slot *l);
/* Moves the dialogue on. Afterwards l->done is set, or l->wants says what to poll for. */
void slot_drive(struct slot *l, int64_t now);
/* Ends the job: `outcome` for every recipient without a verdict of its own. */
void slot_end(struct slot *l, enum smtp_outcome outcome, int code, const char *text);
/* Closes the connection; a job under way is kept. */
void slot_close(struct slot *l, bool polite);
/* Whether an idle connection still stands: the server has neither closed nor said anything. */
bool slot_alive(struct slot *l);
/* curl's debug callback: notes what EHLO offers. */
int slot_listen(CURL *h, curl_infotype type, char *data, size_t size, void *slot);

struct smtp {
	CURLM *multi;
	size_t count, connecting;
	struct slot *slots;
	struct smtp_wait *fds; /* of smtp_wait */
	size_t fds_cap;
	const struct conf_outgoing *conf;
	char helo[256];
	char *password; /* read when first needed, again after it was refused */
	int connect_ms, reply_ms, final_ms;
	int64_t looked; /* when the sockets were last polled */
};

#endif

/* The daemon's side of DATA/docket.sock: commands of the local shell. */
#ifndef DOCKET_DAEMON_CONTROL_H
#define DOCKET_DAEMON_CONTROL_H

#include "docket/base/frame.h"
#include "docket/daemon/daemon.h"
#include "docket/wire/smtp.h"

enum {
	CONTROL_CLIENTS = 8,           /* shells at once; more wait in the backlog */
	CONTROL_FRAME_MAX = 16 << 20,  /* a CSV of clients, or a long list */
	CONTROL_CALL = 'X',            /* u32 json, bytes as, u32 n, n times bytes word */
	CONTROL_ANSWER = 'O',          /* u32 exit status, bytes out, bytes err */
	CONTROL_CHAT = 'C',            /* bytes as, bytes event (JSON; empty: hello); answered by any
	                                  number of CONTROL_SHOW and one CONTROL_ANSWER */
	CONTROL_SHOW = 'S',            /* bytes ref, bytes message (JSON); also unasked */
	CONTROL_LOOK_MS = 500,         /* between looks for changed cards while a terminal is open */
};

struct control {
	int listen_fd;
	char path[512];
	struct frame_chan clients[CONTROL_CLIENTS]; /* fd -1: free */
	char chats[CONTROL_CLIENTS][64];            /* the handle of a terminal chat's member; "" none */
	int64_t look_at;                            /* monotonic ms */
};

int control_open(struct control *c, const char *data, struct err *e);
void control_close(struct control *c);
/* Adds its descriptors to w (room for CONTROL_CLIENTS + 1); how many. */
size_t control_wait(const struct control *c, struct smtp_wait *w);
/* Serves what is readable; *ran_out is set when a command ran. */
void control_serve(struct control *c, struct desk *d, bool *ran_out);
/* Shows open terminal chats what changed; at rest, outside of any transaction. */
void control_look(struct control *c, struct desk *d);
bool control_chatting(const struct control *c);

#endif

/* Walls around the child that reads hostile bytes. */
#ifndef DOCKET_DAEMON_SANDBOX_H
#define DOCKET_DAEMON_SANDBOX_H

#include "docket/base/err.h"

/*
 * From here on: no file, no socket, no new process, at most 512 MB of address space, nothing
 * written to disk. Opening a file fails with EACCES (libraries try); anything else forbidden kills
 * the process. Built with AddressSanitizer it does nothing: that needs the system calls.
 */
int sandbox_enter(struct err *e);
/* The same for a child that serves sockets it has: it may accept, read, write and close. */
int sandbox_enter_server(struct err *e);

/* Ends the process (SIGALRM) unless called again in time; 0 switches it off. */
void sandbox_deadline(long seconds);
enum { SANDBOX_READ_SECONDS = 5 }; /* the slowest mail of the corpora takes under one */

#endif

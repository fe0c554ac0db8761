/* The process that speaks HTTP with the world: no file, no new socket, no database, no secret. */
#include "children.h"
#include "sandbox.h"

#include "docket/base/log.h"
#include "docket/daemon/daemon.h"
#include "docket/wire/http_serve.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>

int
http_child(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct frame_chan chan;
	(void)argv;
	if (argc != 0)
		return 64;
	log_set_prefix("http");
	signal(SIGPIPE, SIG_IGN);
	fcntl(CHILD_FD, F_SETFL, O_NONBLOCK);
	frame_init(&chan, CHILD_FD, HTTP_FRAME_MAX);
	int r = http_serve(&chan, CHILD_EXTRA_FD, sandbox_enter_server, &e);
	if (r < 0)
		log_event(LOG_ALARM, "http.ended", "why=%s", e.text);
	frame_clear(&chan);
	return r < 0 ? 1 : 0;
}

/*
 * Main's end of the http-child: keeps it running, takes its requests, gives it answers. The
 * listening socket is main's, so that callers wait in its backlog while the child starts anew.
 */
#ifndef DOCKET_DAEMON_HTTP_GATE_H
#define DOCKET_DAEMON_HTTP_GATE_H

#include "children.h"

#include "docket/conf/conf.h"
#include "docket/wire/http_serve.h"

struct http_gate {
	const struct conf *conf;
	struct child child;
	int listen_fd;
	struct {
		const char *name;
		int ms;
		bool puts;
	} names[HTTP_NAMES_MAX]; /* entries that are called, and how soon each must be answered */
	size_t name_count;
	uint64_t starts; /* of the child: part of the ids we give out, whose own start anew with it
			  */
	uint64_t served;
	uint64_t answers; /* of 2xx */
};

/* Without http.listen it does nothing, for ever. ERR_CONFIG: the port is not to be had. */
int http_gate_open(struct http_gate *g, const struct conf *conf, struct err *e);
/* An entry of `chat:` that is called; before the first pump. ms: the platform's patience. puts: by
 * PUT and GET beside POST. */
void http_gate_name(struct http_gate *g, const char *name, int ms, bool puts);
void http_gate_close(struct http_gate *g);
/* Starts or restarts the child, writes what waits. */
void http_gate_pump(struct http_gate *g);
int http_gate_fd(const struct http_gate *g); /* -1: none */
bool http_gate_writes(const struct http_gate *g);
void http_gate_read(struct http_gate *g);
/* Requests that can be taken, counted up to max. */
size_t http_gate_whole(const struct http_gate *g, size_t max);
/*
 * The next request; its texts live until the next call of http_gate_read, its headers in pool. 1,
 * 0. A request of a child that has ended meanwhile is answered by nobody.
 */
int http_gate_next(struct http_gate *g, struct pool *pool, struct http_in *in, uint64_t *id_out);
void http_gate_answer(struct http_gate *g, uint64_t id, const struct http_answer *a);

#endif

/* The one listening socket. Main opens it, so that a taken port is told at the start and callers
 * wait in its backlog while the child is started anew. */
#include "docket/wire/http_serve.h"

#include <errno.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 512 };

static int
open_at(const struct addrinfo *a, int *fd_out)
{
	int one = 1, why;
	int fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) {
		*fd_out = fd;
		return 0;
	}
	why = errno;
	close(fd);
	return why;
}

int
http_listen(const char *where, int *fd_out, struct err *e)
{
	struct slice all = slice_of(where), host;
	ptrdiff_t colon = slice_rindex(all, ':');
	char name[256], port[16];
	struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
				 .ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;

	if (colon < 0)
		return err_set(e, ERR_CONFIG, "http.listen: '%s' names no port", where);
	host = slice_sub(all, 0, (size_t)colon);
	if (slice_starts(host, "[") && slice_ends(host, "]"))
		host = slice_sub(host, 1, host.len - 1);
	slice_cstr(host, name, sizeof(name));
	slice_cstr(slice_sub(all, (size_t)colon + 1, all.len), port, sizeof(port));
	if (getaddrinfo(name, port, &hints, &found) != 0 || found == NULL)
		return err_set(e, ERR_CONFIG, "http.listen: '%s' is no address of this machine",
			       name);
	int why = open_at(found, fd_out);
	freeaddrinfo(found);
	if (why == EADDRINUSE)
		return err_set(
			e, ERR_CONFIG,
			"http.listen: %s is taken by another program - name another port, or "
			"stop that program (ss -ltnp shows it)",
			where);
	if (why != 0)
		return err_errno(e, ERR_CONFIG, why, "http.listen: docket cannot listen on %s",
				 where);
	return 0;
}

/* The one place where the program sleeps (DESIGN D3). */
#include "docket/wire/smtp.h"

#include "smtp_slot.h"

#include "docket/base/clock.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

_Static_assert(POLLIN == 1 && POLLOUT == 4, "smtp.h names these values");
_Static_assert(POLLIN == CURL_WAIT_POLLIN && POLLOUT == CURL_WAIT_POLLOUT, "curl's are poll's");

static int
wait_plain(struct smtp_wait *fds, size_t count, int timeout_ms, struct err *e)
{
	struct pollfd some[64], *all = some;
	int n, why;

	if (count > COUNT(some)) {
		all = calloc(count, sizeof(*all));
		if (all == NULL)
			return err_set(e, ERR_RETRY, "no memory to wait for %zu files", count);
	}
	for (size_t i = 0; i < count; i++)
		all[i] = (struct pollfd){.fd = fds[i].fd, .events = fds[i].events};
	n = poll(all, count, timeout_ms);
	why = errno;
	for (size_t i = 0; i < count; i++)
		fds[i].revents = n > 0 ? all[i].revents : 0;
	if (all != some)
		free(all);
	return n < 0 && why != EINTR ? err_errno(e, ERR_STOP, why, "cannot wait") : 0;
}

/* While curl connects, its own sockets, timers and resolver have to be waited for as well. */
static int
wait_curl(struct smtp *s, struct smtp_wait *fds, size_t count, int timeout_ms, struct err *e)
{
	struct curl_waitfd *all = calloc(count + 1, sizeof(*all));
	CURLMcode rc;

	if (all == NULL)
		return err_set(e, ERR_RETRY, "no memory to wait for %zu files", count);
	for (size_t i = 0; i < count; i++)
		all[i] = (struct curl_waitfd){.fd = fds[i].fd, .events = fds[i].events};
	rc = curl_multi_poll(s->multi, all, (unsigned)count, timeout_ms, NULL);
	free(all);
	if (rc != CURLM_OK && rc != CURLM_UNRECOVERABLE_POLL)
		return err_set(e, ERR_STOP, "cannot wait: %s", curl_multi_strerror(rc));
	/* curl does not pass on POLLHUP and POLLERR: ask again. */
	return wait_plain(fds, count, 0, e);
}

static struct smtp_wait *
room(struct smtp *s, size_t count)
{
	if (count > s->fds_cap) {
		struct smtp_wait *more = reallocarray(s->fds, count, sizeof(*more));

		if (more == NULL)
			return NULL;
		s->fds = more;
		s->fds_cap = count;
	}
	return s->fds;
}

int
smtp_wait(struct smtp *s, struct smtp_wait *extra, size_t count, int timeout_ms, struct err *e)
{
	struct smtp_wait *fds;
	size_t n = count;
	int64_t now = clock_mono();
	int r;

	if (s == NULL)
		return wait_plain(extra, count, timeout_ms, e);
	fds = room(s, count + s->count);
	if (fds == NULL)
		return err_set(e, ERR_RETRY, "no memory to wait for %zu files", count);
	if (count > 0)
		memcpy(fds, extra, count * sizeof(*fds));
	for (size_t i = 0; i < s->count; i++) {
		struct slot *l = &s->slots[i];

		if (l->done != NULL || l->ready)
			timeout_ms = 0;
		if (l->job == NULL || l->fd == CURL_SOCKET_BAD)
			continue;
		fds[n++] = (struct smtp_wait){.fd = l->fd, .events = l->wants};
		if (timeout_ms < 0 || l->deadline - now < timeout_ms)
			timeout_ms = l->deadline <= now ? 0 : (int)(l->deadline - now);
	}
	r = s->connecting > 0 ? wait_curl(s, fds, n, timeout_ms, e)
			      : wait_plain(fds, n, timeout_ms, e);
	s->looked = clock_mono();
	if (r < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		extra[i].revents = fds[i].revents;
	n = count;
	for (size_t i = 0; i < s->count; i++) {
		struct slot *l = &s->slots[i];

		if (l->job != NULL && l->fd != CURL_SOCKET_BAD)
			l->ready |= fds[n++].revents != 0;
	}
	return 0;
}

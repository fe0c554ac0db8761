/* Requests of ours that are under way, see http_out.h. curl's sockets stand in one epoll, its timer in
 * one deadline. */
#include "docket/wire/http_out.h"

#include "docket/base/clock.h"
#include "docket/base/step.h"
#include "http_transfer.h"
#include "peer.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 32, KEPT_CONNECTIONS = 16 };

struct http_calls {
	CURLM *multi;
	int epoll_fd;
	struct http_running *first;
	size_t count;
	int64_t timer; /* monotonic ms; -1: none */
	const char *ca;
};

struct http_call *
http_call_new(void)
{
	struct http_call *c = calloc(1, sizeof(*c));
	if (c == NULL)
		abort(); /* as a pool does */
	c->pool = pool_new();
	return c;
}

static void
running_free(struct http_running *r)
{
	struct http_calls *h = r->calls;
	if (r->h != NULL) {
		curl_multi_remove_handle(h->multi, r->h);
		curl_easy_cleanup(r->h);
	}
	curl_slist_free_all(r->headers);
	str_clear(&r->body);
	str_clear(&r->head);
	if (r->prev != NULL)
		r->prev->next = r->next;
	else
		h->first = r->next;
	if (r->next != NULL)
		r->next->prev = r->prev;
	h->count--;
	if (r->call != NULL)
		r->call->running = NULL;
	free(r);
}

void
http_call_free(struct http_call *c)
{
	if (c == NULL)
		return;
	if (c->running != NULL)
		running_free(c->running);
	pool_free(c->pool);
	free(c);
}

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *known)
{
	struct http_calls *h = arg;
	struct epoll_event ev = {.data.fd = fd};
	(void)easy;
	(void)known;
	if (what == CURL_POLL_REMOVE) {
		epoll_ctl(h->epoll_fd, EPOLL_CTL_DEL, fd, &ev);
		return 0;
	}
	ev.events = (what & CURL_POLL_IN ? EPOLLIN : 0U) | (what & CURL_POLL_OUT ? EPOLLOUT : 0U);
	if (epoll_ctl(h->epoll_fd, EPOLL_CTL_ADD, fd, &ev) < 0 && errno == EEXIST)
		epoll_ctl(h->epoll_fd, EPOLL_CTL_MOD, fd, &ev);
	return 0;
}

static int
on_timer(CURLM *multi, long ms, void *arg)
{
	struct http_calls *h = arg;
	(void)multi;
	h->timer = ms < 0 ? -1 : clock_mono() + ms;
	return 0;
}

int
http_calls_new(struct http_calls **out, struct err *e)
{
	struct http_calls *h = calloc(1, sizeof(*h));
	if (h == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	peer_global();
	h->timer = -1;
	/* For tests against a server of their own. */
	h->ca = getenv("DOCKET_HTTP_CA");
	h->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	h->multi = curl_multi_init();
	if (h->epoll_fd < 0 || h->multi == NULL) {
		http_calls_free(h);
		return err_set(e, ERR_RETRY, "no memory for requests");
	}
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)KEPT_CONNECTIONS);
	*out = h;
	return 0;
}

void
http_calls_free(struct http_calls *h)
{
	if (h == NULL)
		return;
	while (h->first != NULL)
		running_free(h->first);
	if (h->multi != NULL)
		curl_multi_cleanup(h->multi);
	if (h->epoll_fd >= 0)
		close(h->epoll_fd);
	free(h);
}

size_t
http_calls_free_slots(const struct http_calls *h)
{
	return h->count < HTTP_CALLS_MAX ? HTTP_CALLS_MAX - h->count : 0;
}

int
http_calls_fd(const struct http_calls *h)
{
	return h->epoll_fd;
}

int64_t
http_calls_wait(const struct http_calls *h, int64_t limit)
{
	if (h->timer < 0)
		return limit;
	int64_t left = h->timer - clock_mono();
	return left < 0 ? 0 : left < limit ? left : limit;
}

int
http_call_start(struct http_calls *h, struct http_call *c, struct err *e)
{
	bool plain = false;
	int fault = step_fault("http.start");
	if (fault != 0)
		return err_errno(e, ERR_RETRY, fault, "no request can be made");
	if (http_calls_free_slots(h) == 0)
		return err_set(e, ERR_RETRY, "too many requests are under way");
	if (!http_transfer_may(c, &plain))
		return err_set(e, ERR_CONFIG,
			       "an address that is neither https nor on this machine");
	struct http_running *r = calloc(1, sizeof(*r));
	if (r == NULL)
		return err_set(e, ERR_RETRY, "no memory for a request");
	r->calls = h;
	r->call = c;
	r->next = h->first;
	if (h->first != NULL)
		h->first->prev = r;
	h->first = r;
	h->count++;
	c->running = r;
	c->result = (struct http_result){.status = 0};
	if (http_transfer_open(r, plain, h->ca, e) < 0) {
		running_free(r);
		return -1;
	}
	if (curl_multi_add_handle(h->multi, r->h) != CURLM_OK) {
		curl_easy_cleanup(r->h);
		r->h = NULL;
		running_free(r);
		return err_set(e, ERR_RETRY, "no memory for a request");
	}
	return 0;
}

static void
finish(struct http_running *r, CURLcode rc)
{
	struct http_call *c = r->call;
	http_transfer_result(r, rc);
	running_free(r);
	if (c->done != NULL)
		c->done(c);
}

static size_t
collect(struct http_calls *h)
{
	CURLMsg *msg;
	int left;
	size_t n = 0;
	while ((msg = curl_multi_info_read(h->multi, &left)) != NULL) {
		char *private = NULL;
		if (msg->msg != CURLMSG_DONE)
			continue;
		CURLcode rc = msg->data.result;
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &private);
		finish((struct http_running *)(void *)private, rc);
		n++;
	}
	return n;
}

size_t
http_calls_step(struct http_calls *h)
{
	struct epoll_event ev[EVENTS];
	int running;
	if (h->count == 0)
		return 0;
	int n = epoll_wait(h->epoll_fd, ev, EVENTS, 0);
	for (int i = 0; i < n; i++) {
		int what = (ev[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) |
			   (ev[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
			   (ev[i].events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
		curl_multi_socket_action(h->multi, ev[i].data.fd, what, &running);
	}
	if (h->timer >= 0 && clock_mono() >= h->timer) {
		h->timer = -1;
		curl_multi_socket_action(h->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	}
	return collect(h);
}

int
http_call_wait(struct http_calls *h, struct http_call *c, struct err *e)
{
	if (http_call_start(h, c, e) < 0)
		return -1;
	while (c->running != NULL) {
		struct pollfd p = {.fd = h->epoll_fd, .events = POLLIN};
		poll(&p, 1, (int)http_calls_wait(h, 100));
		http_calls_step(h);
	}
	return 0;
}

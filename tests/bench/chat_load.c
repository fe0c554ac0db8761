/*
 * Signed slash commands as fast as they are answered: chat_load PORT PATH SECRET CONNECTIONS
 * SECONDS RESPONSE-URL keeps that many connections busy with one request each, every one with a
 * trigger of its own, and prints "requests/s p50 p99 (microseconds) wrong". One thread, one epoll.
 */
#include "docket/base/hash.h"
#include "docket/base/slice.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNS_MAX = 256, OUT_MAX = 2048, IN_MAX = 16384, SAMPLES_MAX = 4 << 20 };

struct conn {
	int fd;
	char in[IN_MAX];
	size_t have;
	int64_t begun;
};

static struct conn conns[CONNS_MAX];
static uint32_t *samples;
static size_t count, wrong;
static const char *path, *secret, *response_url; /* the last one encoded */
static uint64_t serial;

static int64_t
now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

static size_t
request(char *out, size_t size)
{
	char body[512], base[700], hex[65];
	unsigned char mac[HASH_LEN];
	long ts = (long)time(NULL);
	int n = snprintf(body, sizeof(body),
			 "token=x&team_id=T1&team_domain=d&channel_id=C1&channel_name=general&"
			 "user_id=U1&user_name=maya&command=%%2Fdocket&text=status&api_app_id=A1&"
			 "response_url=%s&trigger_id=%d.%ld.%llu",
			 response_url, (int)getpid(), ts, (unsigned long long)++serial);
	int m = snprintf(base, sizeof(base), "v0:%ld:%s", ts, body);
	hash_hmac(slice_of(secret), slice_make(base, (size_t)m), mac);
	hash_hex(mac, sizeof(mac), hex);
	return (size_t)snprintf(
		out, size,
		"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
		"application/x-www-form-urlencoded\r\nX-Slack-Request-Timestamp: %ld\r\n"
		"X-Slack-Signature: v0=%s\r\nContent-Length: %d\r\n\r\n%s",
		path, ts, hex, n, body);
}

static void
ask(struct conn *c)
{
	char out[OUT_MAX];
	size_t n = request(out, sizeof(out));
	c->have = 0;
	c->begun = now_us();
	if (send(c->fd, out, n, MSG_NOSIGNAL) != (ssize_t)n) {
		perror("send");
		exit(1);
	}
}

/* Whether the answer is whole. */
static bool
whole(struct conn *c)
{
	struct slice in = slice_make(c->in, c->have);
	ptrdiff_t end = slice_find(in, SLICE_LIT("\r\n\r\n"));
	if (end < 0)
		return false;
	ptrdiff_t at = slice_ifind(slice_sub(in, 0, (size_t)end), SLICE_LIT("content-length:"));
	size_t len = at < 0 ? 0 : (size_t)strtoul(c->in + at + 15, NULL, 10);
	if (at < 0 && slice_ihas(in, "transfer-encoding: chunked")) {
		if (!slice_ends(in, "\r\n0\r\n\r\n"))
			return false;
		len = c->have - (size_t)end - 4;
	}
	if (c->have < (size_t)end + 4 + len)
		return false;
	wrong += !slice_starts(in, "HTTP/1.1 200") || len == 0;
	return true;
}

static int
by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

int
main(int argc, char **argv)
{
	if (argc != 7)
		return 64;
	struct sockaddr_in a = {.sin_family = AF_INET,
				.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
				.sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10))};
	path = argv[2];
	secret = argv[3];
	response_url = argv[6];
	size_t n = strtoul(argv[4], NULL, 10);
	double seconds = strtod(argv[5], NULL);
	int ep = epoll_create1(0), one = 1;
	samples = calloc(SAMPLES_MAX, sizeof(*samples));
	if (n == 0 || n > CONNS_MAX || samples == NULL)
		return 64;
	for (size_t i = 0; i < n; i++) {
		conns[i].fd = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(conns[i].fd, (struct sockaddr *)&a, sizeof(a)) < 0) {
			perror("connect");
			return 1;
		}
		setsockopt(conns[i].fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		struct epoll_event ev = {.events = EPOLLIN, .data.ptr = &conns[i]};
		epoll_ctl(ep, EPOLL_CTL_ADD, conns[i].fd, &ev);
		ask(&conns[i]);
	}
	int64_t begun = now_us(), end = begun + (int64_t)(seconds * 1e6), at = begun;
	while (at < end) {
		struct epoll_event ev[64];
		int got = epoll_wait(ep, ev, 64, 1000);
		for (int i = 0; i < got; i++) {
			struct conn *c = ev[i].data.ptr;
			ssize_t r = read(c->fd, c->in + c->have, sizeof(c->in) - 1 - c->have);
			if (r <= 0) {
				fprintf(stderr, "chat_load: a connection ended\n");
				return 1;
			}
			c->have += (size_t)r;
			c->in[c->have] = '\0';
			if (!whole(c))
				continue;
			if (count < SAMPLES_MAX)
				samples[count++] = (uint32_t)(now_us() - c->begun);
			ask(c);
		}
		at = now_us();
	}
	qsort(samples, count, sizeof(*samples), by_size);
	printf("%.0f %u %u %zu\n", (double)count / ((double)(at - begun) / 1e6),
	       count ? samples[count / 2] : 0, count ? samples[count * 99 / 100] : 0, wrong);
	return 0;
}

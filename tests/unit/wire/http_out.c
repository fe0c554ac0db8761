/* Tests of our requests against a scripted server: results, what counts as sent, limits. */
#include "docket/wire/http_out.h"

#include "../check.h"

#include "docket/base/clock.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SEEN_MAX = 1 << 20 };

static int listener = -1;
static int port;

static void
say(int fd, const char *text)
{
	size_t len = strlen(text);
	while (len > 0) {
		ssize_t n = send(fd, text, len, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

/* Reads a head and its body; what was read stays in buf. */
static void
read_request(int fd, char *buf, size_t size)
{
	size_t len = 0, want = 0;
	for (;;) {
		ssize_t n = read(fd, buf + len, size - 1 - len);
		if (n <= 0)
			return;
		len += (size_t)n;
		buf[len] = '\0';
		char *end = strstr(buf, "\r\n\r\n"), *length = strcasestr(buf, "Content-Length:");
		if (end == NULL)
			continue;
		want = length != NULL && length < end ? (size_t)atol(length + 15) : 0;
		if (len >= (size_t)(end + 4 - buf) + want)
			return;
	}
}

static void
serve(int fd)
{
	static char buf[SEEN_MAX];
	buf[0] = '\0';
	if (recv(fd, buf, 64, MSG_PEEK) > 0 && strstr(buf, " /half") != NULL) {
		(void)!read(fd, buf, 64); /* goes before the request is whole */
		return;
	}
	read_request(fd, buf, sizeof(buf));
	if (strstr(buf, " /echo") != NULL) {
		char head[200];
		snprintf(
			head, sizeof(head),
			"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Yes\r\nRetry-After: 1.5\r\nX-A: "
			"b\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
			strlen(buf));
		say(fd, head);
		say(fd, buf);
	} else if (strstr(buf, " /silent") != NULL) {
		sleep(5);
	} else if (strstr(buf, " /late") != NULL) {
		usleep(600 * 1000);
		say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlate");
	} else if (strstr(buf, " /away") != NULL) {
		say(fd, "HTTP/1.1 302 Found\r\nLocation: /echo\r\nContent-Length: 0\r\n\r\n");
	} else if (strstr(buf, " /big") != NULL) {
		say(fd, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
		memset(buf, 'a', sizeof(buf) - 1);
		buf[sizeof(buf) - 1] = '\0';
		for (int i = 0; i < 6; i++)
			say(fd, buf);
	} else if (strstr(buf, " /rubbish") != NULL) {
		say(fd, "rubbish\r\n\r\n");
	}
}

static pid_t
server(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&a, sizeof(a)) < 0 || listen(listener, 16) < 0 ||
	    getsockname(listener, (struct sockaddr *)&a, &len) < 0)
		return -1;
	port = ntohs(a.sin_port);
	pid_t pid = fork();
	if (pid != 0)
		return pid;
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		int fd = accept(listener, NULL, NULL);
		if (fork() == 0) {
			close(listener);
			serve(fd);
			_exit(0);
		}
		close(fd);
	}
}

static void
stop(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(listener);
}

static struct http_call *
call(const char *method, const char *path, const char *body)
{
	struct http_call *c = http_call_new();
	c->out.method = method;
	c->out.url = pool_slicef(c->pool, "http://127.0.0.1:%d%s", port, path);
	c->out.body = slice_of(body);
	/* Silence is waited for; a machine under load is no fault of ours. */
	c->out.timeout_ms = strcmp(path, "/silent") == 0 ? 300 : 60 * 1000;
	VEC_ADD(&c->out.headers, c->pool,
		((struct http_header){SLICE_LIT("Content-Type"), SLICE_LIT("text/x-test")}));
	return c;
}

TEST(http_out_results)
{
	static const struct {
		int line;
		const char *method, *path, *body;
		int status;
		bool sent;
		const char *holds; /* of body or why */
	} cases[] = {
		{__LINE__, "GET", "/echo", "", 201, true, "GET /echo HTTP/1.1\r\n"},
		{__LINE__, "POST", "/echo", "one=1", 201, true, "\r\n\r\none=1"},
		{__LINE__, "POST", "/echo", "", 201, true, "Content-Length: 0\r\n"},
		{__LINE__, "PUT", "/echo", "x", 201, true, "PUT /echo"},
		{__LINE__, "PATCH", "/echo", "x", 201, true, "Content-Type: text/x-test\r\n"},
		{__LINE__, "DELETE", "/echo", "", 201, true, "DELETE /echo"},
		/* no redirect is followed */
		{__LINE__, "GET", "/away", "", 302, true, ""},
		/* all of it had left: it may have had its effect */
		{__LINE__, "POST", "/silent", "x", 0, true, "in time"},
		{__LINE__, "GET", "/silent", "", 0, true, "in time"},
		{__LINE__, "POST", "/closes", "x", 0, true, "without an answer"},
		{__LINE__, "GET", "/big", "", 0, true, "4 MB"},
	};
	struct http_calls *h = NULL;
	struct err e = ERR_INIT;
	pid_t pid = server();
	CHECK_INT(http_calls_new(&h, &e), 0);
	for (size_t i = 0; i < COUNT(cases) && h != NULL; i++) {
		struct http_call *c = call(cases[i].method, cases[i].path, cases[i].body);
		CHECK_INT_AT(cases[i].line, http_call_wait(h, c, &e), 0);
		CHECK_INT_AT(cases[i].line, c->result.status, cases[i].status);
		CHECK_INT_AT(cases[i].line, c->result.sent, cases[i].sent);
		struct slice said = c->result.status != 0 ? c->result.body : c->result.why;
		CHECK_AT(cases[i].line, slice_has(said, cases[i].holds));
		CHECK_AT(cases[i].line, !slice_has(c->result.why, "127.0.0.1"));
		http_call_free(c);
	}
	/* A large body to a server that goes away: not all of it left. */
	struct http_call *c = call("POST", "/half", "");
	char *much = calloc(1, 16 << 20);
	memset(much, 'x', (16 << 20) - 1);
	c->out.body = slice_of(much);
	CHECK_INT(http_call_wait(h, c, &e), 0);
	CHECK_INT(c->result.status, 0);
	CHECK_INT(c->result.sent, 0);
	http_call_free(c);
	free(much);
	/* Headers of the last answer, not of the 100 before it. */
	c = call("GET", "/echo", "");
	CHECK_INT(http_call_wait(h, c, &e), 0);
	CHECK_SLICE_AT(__LINE__, http_result_header(&c->result, "x-a"), "b");
	CHECK_INT(http_retry_after(&c->result, 0), 1500);
	http_call_free(c);
	http_calls_free(h);
	stop(pid);
	/* Nobody there: nothing has left. */
	e = (struct err)ERR_INIT;
	CHECK_INT(http_calls_new(&h, &e), 0);
	c = call("POST", "/echo", "x");
	CHECK_INT(http_call_wait(h, c, &e), 0);
	CHECK_INT(c->result.status, 0);
	CHECK_INT(c->result.sent, 0);
	http_call_free(c);
	http_calls_free(h);
}

static int ended;
static void
count(struct http_call *c)
{
	ended++;
	c->id = clock_mono();
}

TEST(http_out_long_beside_short)
{
	struct http_calls *h = NULL;
	struct err e = ERR_INIT;
	pid_t pid = server();
	CHECK_INT(http_calls_new(&h, &e), 0);
	struct http_call *slow = call("POST", "/late", "x"), *quick = call("GET", "/echo", "");
	slow->done = quick->done = count;
	ended = 0;
	int64_t begun = clock_mono();
	CHECK_INT(http_call_start(h, slow, &e), 0);
	CHECK_INT(http_call_start(h, quick, &e), 0);
	while (ended < 2 && clock_mono() - begun < 60 * 1000) {
		http_calls_step(h);
		usleep(1000);
	}
	CHECK_INT(quick->result.status, 201);
	CHECK_INT(slow->result.status, 200);
	CHECK(quick->id <= slow->id);
	CHECK(slow->id - begun >= 550);
	http_call_free(slow);
	http_call_free(quick);
	/* One that is freed while it runs is never heard of again. */
	struct http_call *gone = call("GET", "/silent", "");
	gone->done = count;
	CHECK_INT(http_call_start(h, gone, &e), 0);
	http_calls_step(h);
	http_call_free(gone);
	CHECK_INT(http_calls_free_slots(h), HTTP_CALLS_MAX);
	CHECK_INT(ended, 2);
	http_calls_free(h);
	stop(pid);
}

TEST(http_out_addresses)
{
	static const struct {
		int line;
		const char *url;
		bool may;
	} cases[] = {
		{__LINE__, "https://slack.com/api/x", true},
		{__LINE__, "http://127.0.0.1:1/x", true},
		{__LINE__, "http://localhost/x", true},
		{__LINE__, "http://[::1]:5/x", true},
		{__LINE__, "http://slack.com/", false},
		{__LINE__, "http://127.0.0.1.evil.example/", false},
		{__LINE__, "http://localhost@evil.example/", false},
		{__LINE__, "https://user:secret@slack.com/", false},
		{__LINE__, "file:///etc/passwd", false},
		{__LINE__, "ftp://127.0.0.1/", false},
		{__LINE__, "slack.com", false},
		{__LINE__, "", false},
		{__LINE__, "https://", false},
	};
	struct http_calls *h = NULL;
	struct err e = ERR_INIT;
	CHECK_INT(http_calls_new(&h, &e), 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_INT_AT(cases[i].line, http_out_may(slice_of(cases[i].url)), cases[i].may);
		if (cases[i].may)
			continue;
		struct http_call *c = http_call_new();
		struct err one = ERR_INIT;
		c->out.method = "GET";
		c->out.url = slice_of(cases[i].url);
		CHECK_INT_AT(cases[i].line, http_call_start(h, c, &one), -1);
		CHECK_INT_AT(cases[i].line, one.kind, ERR_CONFIG);
		http_call_free(c);
	}
	/* Nothing gets a header of its own in. */
	struct http_call *c = http_call_new();
	c->out.method = "GET";
	c->out.url = SLICE_LIT("http://127.0.0.1:1/");
	VEC_ADD(&c->out.headers, c->pool,
		((struct http_header){SLICE_LIT("X-A"), SLICE_LIT("b\r\nX-Evil: 1")}));
	CHECK_INT(http_call_start(h, c, &e), -1);
	CHECK_INT(e.kind, ERR_MESSAGE);
	http_call_free(c);
	http_calls_free(h);
}

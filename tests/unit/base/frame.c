/* Tests of frame: whole and in pieces, too large, garbage, ends, a full socket, payload fields. */
#include "docket/base/frame.h"

#include "../check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void
pair(int fds[2], bool blocking)
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK), 0,
		       fds) < 0)
		abort();
}

static void
put_raw(int fd, const char *data, size_t len)
{
	CHECK_INT(write(fd, data, len), len);
}

TEST(frame_there_and_back)
{
	int fds[2];
	struct frame_chan a, b;
	struct slice parts[] = {SLICE_LIT("one"), SLICE_NONE, SLICE_LIT("\0two")}, got;
	unsigned char type = 0;
	struct err e = ERR_INIT;

	pair(fds, false);
	frame_init(&a, fds[0], 100);
	frame_init(&b, fds[1], 100);
	CHECK_INT(frame_fill(&b, &e), 0);
	CHECK_INT(frame_next(&b, &type, &got, &e), 0);
	CHECK_INT(frame_queue(&a, 7, parts, COUNT(parts), &e), 0);
	CHECK_INT(frame_queue(&a, 255, NULL, 0, &e), 0);
	CHECK(frame_pending(&a));
	CHECK_INT(frame_flush(&a, &e), 1);
	CHECK(!frame_pending(&a));
	CHECK_INT(frame_whole(&b, 9), 0);
	CHECK_INT(frame_fill(&b, &e), 1);
	CHECK_INT(frame_whole(&b, 9), 2);
	CHECK_INT(frame_whole(&b, 1), 1);
	CHECK_INT(frame_next(&b, &type, &got, &e), 1);
	CHECK_INT(frame_whole(&b, 9), 1);
	CHECK_INT(type, 7);
	CHECK(slice_eq(got, SLICE_LIT("one\0two")));
	CHECK_INT(frame_next(&b, &type, &got, &e), 1);
	CHECK_INT(type, 255);
	CHECK_INT(got.len, 0);
	CHECK_INT(frame_next(&b, &type, &got, &e), 0);
	CHECK_INT(frame_fill(&b, &e), 0);
	CHECK_STR(e.text, "");
	(void)close(fds[0]);
	CHECK_INT(frame_fill(&b, &e), -1);
	CHECK_INT(e.kind, ERR_SOURCE);
	CHECK_STR(e.text, "the other side closed");
	frame_clear(&a);
	frame_clear(&b);
	(void)close(fds[1]);
}

TEST(frame_byte_by_byte)
{
	static const char raw[] = "\x03\0\0\0\x09hi\x01\0\0\0\x0a\x05\0\0\0\x0b"
				  "four";
	static const size_t ends[] = {6, 11, 20}; /* the byte that completes a frame */
	static const char *const payloads[] = {"hi", "", "four"};
	int fds[2];
	struct frame_chan c;
	struct err e = ERR_INIT;
	size_t n = 0;

	pair(fds, false);
	frame_init(&c, fds[1], 4);
	for (size_t i = 0; i < sizeof(raw) - 1; i++) {
		struct slice got;
		unsigned char type = 0;
		int whole;

		put_raw(fds[0], raw + i, 1);
		CHECK_INT(frame_fill(&c, &e), 1);
		CHECK_INT(frame_whole(&c, 9), n < COUNT(ends) && i == ends[n]);
		whole = frame_next(&c, &type, &got, &e);
		CHECK_INT(whole, n < COUNT(ends) && i == ends[n]);
		if (whole == 1 && n < COUNT(ends)) {
			CHECK_SLICE_AT(__LINE__, got, payloads[n]);
			CHECK_INT(type, 9 + n);
			n++;
		}
	}
	CHECK_INT(n, 3);
	frame_clear(&c);
	(void)close(fds[0]);
	(void)close(fds[1]);
}

TEST(frame_refuses)
{
	static const struct {
		int line;
		const char *raw;
		size_t len;
		int want;
		const char *text;
	} cases[] = {
		{__LINE__, "\x01\0\0\0t", 5, 1, ""},
		{__LINE__, "\x09\0\0\0t12345678", 13, 1, ""},
		{__LINE__, "\0\0\0\0", 4, -1, "a frame without a type"},
		{__LINE__, "\x0a\0\0\0", 4, -1, "a frame of 9 bytes, limit 8"},
		{__LINE__, "\xff\xff\xff\xff", 4, -1, "a frame of 4294967294 bytes, limit 8"},
		{__LINE__, "GET / HTTP/1.1\r\n", 16, -1, "a frame of 542393670 bytes, limit 8"},
		{__LINE__, "\x09\0\0", 3, 0, ""},
		{__LINE__, "\x09\0\0\0", 4, 0, ""},
		{__LINE__, "\x09\0\0\0t1234567", 12, 0, ""},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fds[2], line = cases[i].line;
		struct frame_chan c;
		unsigned char type = 99;
		struct slice got = SLICE_LIT("kept");
		struct err e = ERR_INIT;

		pair(fds, true);
		frame_init(&c, fds[1], 8);
		put_raw(fds[0], cases[i].raw, cases[i].len);
		CHECK_INT_AT(line, frame_fill(&c, &e), 1);
		CHECK_INT_AT(line, frame_next(&c, &type, &got, &e), cases[i].want);
		CHECK_STR_AT(line, e.text, cases[i].text);
		if (cases[i].want != 1) {
			CHECK_INT_AT(line, type, 99);
			CHECK_SLICE_AT(line, got, "kept");
		}
		/* For a child: an end inside a frame is no clean end. */
		if (cases[i].want == 0) {
			(void)close(fds[0]);
			CHECK_INT_AT(line, frame_recv(&c, &type, &got, &e), -1);
			CHECK_STR_AT(line, e.text, "the other side closed inside a frame");
			CHECK_INT_AT(line, e.kind, ERR_SOURCE);
		} else {
			(void)close(fds[0]);
		}
		frame_clear(&c);
		(void)close(fds[1]);
	}
}

TEST(frame_queue_limit)
{
	struct frame_chan c;
	struct slice parts[] = {SLICE_LIT("1234"), SLICE_LIT("5678")};
	struct err e = ERR_INIT;

	frame_init(&c, -1, 7);
	CHECK_INT(frame_queue(&c, 1, parts, 2, &e), -1);
	CHECK_INT(e.kind, ERR_MESSAGE);
	CHECK(!frame_pending(&c));
	err_clear(&e);
	parts[1].len = 3;
	CHECK_INT(frame_queue(&c, 1, parts, 2, &e), 0);
	CHECK(frame_pending(&c));
	parts[0].len = SIZE_MAX;
	CHECK_INT(frame_queue(&c, 1, parts, 2, &e), -1);
	frame_clear(&c);
	frame_init(&c, -1, SIZE_MAX); /* what four bytes can say */
	CHECK(c.max < UINT32_MAX);
	frame_clear(&c);
}

/* A peer that never stops sending: what is held stays below a frame, a header and one read. */
TEST(frame_back_pressure)
{
	enum { MAX = 1000 };
	static char raw[1 << 17];
	int fds[2];
	struct frame_chan c;
	struct err e = ERR_INIT;

	pair(fds, false);
	frame_init(&c, fds[1], MAX);
	for (size_t i = 0; i + 5 <= sizeof(raw); i += 5)
		memcpy(raw + i, "\x01\0\0\0t", 5);
	for (int i = 0; i < 50; i++) {
		ssize_t n = write(fds[0], raw, sizeof(raw) / 5 * 5);

		(void)n;
		CHECK_INT(frame_fill(&c, &e) >= 0, true);
		CHECK(c.in.len <= MAX + 5 + 256 * 1024);
	}
	CHECK_STR(e.text, "");
	frame_clear(&c);
	(void)close(fds[0]);
	(void)close(fds[1]);
}

/* Much more than a socket holds, both sides in turn, nothing blocks and nothing is lost. */
TEST(frame_large_through_full_socket)
{
	enum { SIZE = 3000000, FRAMES = 3 };
	int fds[2], got = 0, stalled = 0;
	struct frame_chan a, b;
	struct err e = ERR_INIT;
	char *data = malloc(SIZE);

	CHECK(data != NULL);
	if (data == NULL)
		return;
	for (size_t i = 0; i < SIZE; i++)
		data[i] = (char)(i * 31 >> 3);
	pair(fds, false);
	frame_init(&a, fds[0], SIZE);
	frame_init(&b, fds[1], SIZE);
	for (int i = 0; i < FRAMES; i++) {
		struct slice part = slice_make(data, (size_t)(SIZE - i));

		CHECK_INT(frame_queue(&a, (unsigned char)i, &part, 1, &e), 0);
		stalled += frame_flush(&a, &e) == 0;
	}
	CHECK_INT(stalled, FRAMES);
	for (int turn = 0; got < FRAMES && turn < 10000; turn++) {
		unsigned char type;
		struct slice s;

		CHECK(frame_flush(&a, &e) >= 0);
		CHECK(frame_fill(&b, &e) >= 0);
		while (frame_next(&b, &type, &s, &e) == 1) {
			CHECK_INT(type, got);
			CHECK_INT(s.len, SIZE - got);
			CHECK(memcmp(s.data, data, s.len) == 0);
			got++;
		}
	}
	CHECK_INT(got, FRAMES);
	CHECK(!frame_pending(&a));
	CHECK(a.out.cap <= 1 << 20); /* given back */
	CHECK_INT(frame_fill(&b, &e), 0);
	CHECK(b.in.cap <= 1 << 20);
	CHECK_STR(e.text, "");
	frame_clear(&a);
	frame_clear(&b);
	(void)close(fds[0]);
	(void)close(fds[1]);
	free(data);
}

/* A child that echoes until the end, on blocking sockets and on sockets that are not. */
TEST(frame_send_and_recv)
{
	enum { SIZE = 700000 };
	static char data[SIZE];

	for (int blocking = 0; blocking < 2; blocking++) {
		int fds[2], status = -1;
		struct frame_chan c;
		struct err e = ERR_INIT;
		unsigned char type = 0;
		struct slice got = SLICE_NONE, part;
		pid_t pid;

		pair(fds, blocking);
		pid = fork();
		if (pid == 0) {
			int ret;

			(void)close(fds[0]);
			frame_init(&c, fds[1], SIZE);
			while ((ret = frame_recv(&c, &type, &got, &e)) == 1)
				if (frame_send(&c, (unsigned char)(type + 1), &got, 1, &e) < 0)
					_exit(9);
			_exit(ret == 0 ? 0 : 8);
		}
		(void)close(fds[1]);
		frame_init(&c, fds[0], SIZE);
		for (int i = 0; i < 5; i++) {
			memset(data, 'a' + i, sizeof(data));
			part = slice_make(data, sizeof(data));
			CHECK_INT(frame_send(&c, (unsigned char)i, &part, 1, &e), 0);
			CHECK_INT(frame_recv(&c, &type, &got, &e), 1);
			CHECK_INT(type, i + 1);
			CHECK(slice_eq(got, part));
		}
		(void)shutdown(fds[0], SHUT_WR);
		CHECK_INT(frame_recv(&c, &type, &got, &e), 0);
		CHECK_STR(e.text, "");
		(void)waitpid(pid, &status, 0);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		frame_clear(&c);
		(void)close(fds[0]);
	}
}

/* Without a signal, though SIGPIPE is at its default here. */
TEST(frame_peer_gone)
{
	int fds[2];
	struct frame_chan c;
	struct err e = ERR_INIT;
	struct slice part = SLICE_LIT("x");

	pair(fds, true);
	frame_init(&c, fds[0], 10);
	(void)close(fds[1]);
	CHECK_INT(frame_send(&c, 1, &part, 1, &e), -1);
	CHECK_INT(e.kind, ERR_SOURCE);
	CHECK_STR(e.text, "the other side closed");
	frame_clear(&c);
	(void)close(fds[0]);
}

TEST(frame_over_a_pipe)
{
	int fds[2];
	struct frame_chan in, out;
	struct err e = ERR_INIT;
	struct slice part = SLICE_LIT("piped"), got = SLICE_NONE;
	unsigned char type = 0;

	CHECK_INT(pipe(fds), 0);
	frame_init(&out, fds[1], 10);
	frame_init(&in, fds[0], 10);
	CHECK_INT(frame_send(&out, 3, &part, 1, &e), 0);
	CHECK_INT(frame_recv(&in, &type, &got, &e), 1);
	CHECK_INT(type, 3);
	CHECK_SLICE_AT(__LINE__, got, "piped");
	frame_clear(&in);
	frame_clear(&out);
	(void)close(fds[0]);
	(void)close(fds[1]);
}

TEST(frame_fields)
{
	struct str s;
	struct slice in, b = SLICE_LIT("kept"), all;
	uint32_t n = 0;
	uint64_t m = 0;

	str_init(&s, 100);
	frame_put_u32(&s, 0xFEDCBA98);
	frame_put_u64(&s, UINT64_C(0xFEDCBA9876543210));
	frame_put_bytes(&s, SLICE_LIT("a\0b"));
	frame_put_bytes(&s, SLICE_NONE);
	CHECK_INT(memcmp(s.data, "\x98\xBA\xDC\xFE\x10\x32\x54\x76\x98\xBA\xDC\xFE\x03\0\0\0a\0b",
			 19),
		  0);
	in = str_slice(&s);
	CHECK(frame_get_u32(&in, &n));
	CHECK_INT(n, 0xFEDCBA98);
	CHECK(frame_get_u64(&in, &m));
	CHECK(m == UINT64_C(0xFEDCBA9876543210));
	CHECK(frame_get_bytes(&in, &b));
	CHECK(slice_eq(b, SLICE_LIT("a\0b")));
	CHECK(frame_get_bytes(&in, &b));
	CHECK_INT(b.len, 0);
	CHECK_INT(in.len, 0);
	CHECK(!frame_get_u32(&in, &n) && !frame_get_u64(&in, &m) && !frame_get_bytes(&in, &b));
	/* Cut short anywhere: refused, and nothing is taken. */
	all = slice_sub(str_slice(&s), 12, 19);
	for (size_t len = 0; len < all.len; len++) {
		struct slice cut = slice_sub(all, 0, len);

		b = SLICE_LIT("kept");
		CHECK(!frame_get_bytes(&cut, &b));
		CHECK_INT(cut.len, len);
		CHECK_SLICE_AT(__LINE__, b, "kept");
	}
	in = SLICE_LIT("\xff\xff\xff\xff"
		       "abc");
	CHECK(!frame_get_bytes(&in, &b));
	str_clear(&s);
}

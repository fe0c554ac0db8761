/* Tests of RFC 6455 frames: the RFC's own examples, fragments, and what breaks the rules. */
#include "../../../bot/wire/websocket_frame.h"

#include "../check.h"

#include <stdio.h>
#include <stdlib.h>

TEST(websocket_handshake)
{
	static const char key[] = "dGhlIHNhbXBsZSBub25jZQ=="; /* RFC 6455 1.3 */
	static const struct {
		int line;
		const char *head;
		int got;
	} cases[] = {
		{__LINE__,
		 "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
		 "Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
		 1},
		{__LINE__,
		 "HTTP/1.1 101 X\r\nupgrade: WebSocket\r\nconnection: keep-alive, Upgrade\r\n"
		 "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n\x81\x01x",
		 1},
		{__LINE__, "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n", 0},
		{__LINE__, "", 0},
		{__LINE__,
		 "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		 "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOO=\r\n\r\n",
		 -1},
		{__LINE__,
		 "HTTP/1.1 101 X\r\nConnection: Upgrade\r\n"
		 "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
		 -1},
		{__LINE__,
		 "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		 "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
		 "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
		 -1},
		{__LINE__, "HTTP/1.1 200 OK\r\n\r\n", -1},
		{__LINE__, "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", -1},
		{__LINE__, "rubbish\r\n\r\n", -1},
		{__LINE__, "\r\n\r\n", -1},
		{__LINE__, "\r\n\r\n\x81\x01x", -1},
	};
	char accept[29];
	ws_accept(slice_of(key), accept);
	CHECK_STR(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err e = ERR_INIT;
		size_t len = 0;
		CHECK_INT_AT(cases[i].line,
			     ws_welcome(slice_of(cases[i].head), slice_of(key), &len, &e),
			     cases[i].got);
	}
}

TEST(websocket_frames_of_ours)
{
	/* RFC 6455 5.7: a masked "Hello". */
	static const unsigned char mask[4] = {0x37, 0xfa, 0x21, 0x3d};
	static const char hello[] = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
	static const struct {
		int line;
		size_t len, head;
	} cases[] = {
		{__LINE__, 0, 6},     {__LINE__, 125, 6},    {__LINE__, 126, 8},
		{__LINE__, 65535, 8}, {__LINE__, 65536, 14}, {__LINE__, 200000, 14},
	};
	struct str out;
	str_init(&out, 1 << 20);
	ws_put(&out, WS_TEXT, SLICE_LIT("Hello"), mask);
	CHECK_SLICE_AT(__LINE__, str_slice(&out), hello);
	char *much = calloc(1, 200001);
	memset(much, 'a', 200000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		str_reset(&out);
		ws_put(&out, WS_TEXT, slice_make(much, cases[i].len), mask);
		CHECK_INT_AT(cases[i].line, out.len, cases[i].len + cases[i].head);
	}
	free(much);
	str_clear(&out);
}

/* All messages in turn, as "T:text P:ping C:" and at the end "!code". */
static void
read_all(struct slice bytes, size_t piece, struct str *said)
{
	struct ws_reader r;
	struct err e = ERR_INIT;
	ws_reader_init(&r);
	size_t at = 0;
	int got = 0;
	while (got >= 0 && at < bytes.len) {
		at += ws_feed(&r, slice_sub(bytes, at, at + piece));
		enum ws_opcode op;
		enum ws_code code = WS_NORMAL;
		struct slice payload;
		while ((got = ws_next(&r, &op, &payload, &code, &e)) == 1) {
			str_addf(said, "%c:",
				 op == WS_TEXT	   ? 'T'
				 : op == WS_BINARY ? 'B'
				 : op == WS_PING   ? 'P'
				 : op == WS_PONG   ? 'O'
						   : 'C');
			if (payload.len < 100)
				str_add(said, payload);
			else
				str_addf(said, "%zu", payload.len);
			str_addc(said, ' ');
		}
		if (got < 0)
			str_addf(said, "!%d", (int)code);
	}
	ws_reader_clear(&r);
}

#define ROW(bytes, said)                                                                           \
	{                                                                                          \
		__LINE__, {bytes, sizeof(bytes) - 1}, said                                         \
	}

TEST(websocket_frames_of_theirs)
{
	static const struct {
		int line;
		struct slice bytes;
		const char *said;
	} cases[] = {
		ROW("\x81\x05Hello", "T:Hello "), /* RFC 6455 5.7 */
		ROW("\x01\x03Hel\x80\x02lo", "T:Hello "),
		ROW("\x89\x05Hello", "P:Hello "),
		ROW("\x82\x03"
		    "abc",
		    "B:abc "),
		/* a ping in the middle of fragments */
		ROW("\x01\x03Hel\x89\x01p\x80\x02lo", "P:p T:Hello "),
		ROW("\x81\x01"
		    "a\x81\x01"
		    "b",
		    "T:a T:b "),
		ROW("\x81\x00", "T: "),
		ROW("\x01\x00\x00\x00\x80\x01x", "T:x "),
		/* a character parted by fragments is no fault */
		ROW("\x01\x01\xc3\x80\x01\xa9", "T:\xc3\xa9 "),
		ROW("\x88\x02\x03\xe8", "C:\x03\xe8 "),
		ROW("\x88\x00", "C: "),
		/* the rules */
		ROW("\x81\x01\xff", "!1007"),
		ROW("\x81\x02\xed\xa0", "!1007"),
		ROW("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", "!1002"),
		ROW("\xc1\x01x", "!1002"),
		ROW("\x83\x01x", "!1002"),
		ROW("\x8b\x01x", "!1002"),
		ROW("\x80\x01x", "!1002"),
		ROW("\x01\x01"
		    "a\x81\x01"
		    "b",
		    "!1002"),
		ROW("\x09\x01p", "!1002"),
		ROW("\x89\x7e\x00\x7e", "!1002"),
		ROW("\x81\x7e\x00\x05Hello", "!1002"),
		ROW("\x81\x7f\x00\x00\x00\x00\x00\x00\x00\x05Hello", "!1002"),
		ROW("\x81\x7f\x80\x00\x00\x00\x00\x00\x00\x00", "!1002"),
		ROW("\x88\x01\x03", "!1002"),
		ROW("\x88\x02\x03\xed", "!1002"),
		ROW("\x88\x03\x03\xe8\xff", "!1007"),
		ROW("\x81\x7f\x00\x00\x00\x00\x00\x10\x00\x01", "!1009"),
		ROW("\x81\x7f\x00\x00\x7f\x00\x00\x00\x00\x00", "!1009"),
	};
	static const size_t pieces[] = {1, 3, 1000};
	for (size_t i = 0; i < COUNT(cases); i++)
		for (size_t k = 0; k < COUNT(pieces); k++) {
			struct str said;
			str_init(&said, 4096);
			read_all(cases[i].bytes, pieces[k], &said);
			CHECK_STR_AT(cases[i].line, str_cstr(&said), cases[i].said);
			str_clear(&said);
		}
}

TEST(websocket_largest_message)
{
	struct str bytes, said;
	char *much = calloc(1, WS_MESSAGE_MAX + 1);
	memset(much, 'x', WS_MESSAGE_MAX);
	str_init(&bytes, 2 << 20);
	str_init(&said, 4096);
	/* 1 MB exactly, in two fragments, and one more byte. */
	for (size_t more = 0; more < 2; more++) {
		size_t half = WS_MESSAGE_MAX / 2;
		str_reset(&bytes);
		str_reset(&said);
		str_add(&bytes, slice_make("\x01\x7f\x00\x00\x00\x00\x00\x08\x00\x00", 10));
		str_add(&bytes, slice_make(much, half));
		str_add(&bytes, slice_make("\x80\x7f\x00\x00\x00\x00\x00\x08\x00", 9));
		str_addc(&bytes, (char)more);
		str_add(&bytes, slice_make(much, half + more));
		read_all(str_slice(&bytes), 60000, &said);
		CHECK_STR(str_cstr(&said), more == 0 ? "T:1048576 " : "!1009");
	}
	str_clear(&bytes);
	str_clear(&said);
	free(much);
}

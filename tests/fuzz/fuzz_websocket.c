/* A WebSocket server's bytes: the handshake's answer, then frames, fed in pieces the input chooses. */
#include "../../bot/wire/websocket_frame.h"

#include "docket/base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char key[] = "dGhlIHNhbXBsZSBub25jZQ==";
	struct slice in = slice_make((const char *)data, size);
	struct err e = ERR_INIT;
	struct ws_reader r;
	size_t head = 0, piece = size > 0 ? (size_t)data[0] + 1 : 1;

	if (ws_welcome(in, slice_of(key), &head, &e) == 1 && head > size)
		abort();
	ws_reader_init(&r);
	for (int got = 0; in.len > 0 && got >= 0;) {
		enum ws_opcode op;
		enum ws_code code = WS_NORMAL;
		struct slice payload;
		size_t took = ws_feed(&r, slice_sub(in, 0, piece));

		in = slice_sub(in, took, in.len);
		err_clear(&e);
		while ((got = ws_next(&r, &op, &payload, &code, &e)) == 1) {
			if (payload.len > WS_MESSAGE_MAX || (op == WS_TEXT && !utf8_valid(payload)) ||
			    op == WS_MORE)
				abort();
		}
		if (got < 0 && (!ws_code_ok(code) || e.kind == ERR_NONE))
			abort();
	}
	ws_reader_clear(&r);
	return 0;
}

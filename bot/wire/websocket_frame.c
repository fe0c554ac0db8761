/* RFC 6455 as bytes, see websocket_frame.h. */
#include "websocket_frame.h"

#include "docket/base/base64.h"
#include "docket/base/utf8.h"

#include <nettle/sha1.h>

enum {
	CONTROL_MAX = 125, /* 5.5 */
	HEADER_MAX = 10,   /* without a mask: a server must not */
};

void
ws_accept(struct slice key, char *out)
{
	static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
	unsigned char digest[SHA1_DIGEST_SIZE];
	struct sha1_ctx ctx;
	struct str text;
	sha1_init(&ctx);
	sha1_update(&ctx, key.len, (const uint8_t *)key.data);
	sha1_update(&ctx, sizeof(guid) - 1, (const uint8_t *)guid);
	sha1_digest(&ctx, sizeof(digest), digest);
	str_init(&text, 64);
	base64_add(&text, BASE64, slice_make((const char *)digest, sizeof(digest)));
	slice_cstr(str_slice(&text), out, 29);
	str_clear(&text);
}

void
ws_hello(struct str *out, struct slice host, struct slice target, struct slice key)
{
	str_addf(out,
		 "GET %.*s HTTP/1.1\r\nHost: %.*s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		 "Sec-WebSocket-Key: %.*s\r\nSec-WebSocket-Version: 13\r\n"
		 "User-Agent: docket/" DOCKET_VERSION "\r\n\r\n",
		 SLICE_ARG(target), SLICE_ARG(host), SLICE_ARG(key));
}

/* Whether a list of tokens has that one. */
static bool
has_token(struct slice list, const char *token)
{
	struct slice one;
	while (slice_cut(&list, ',', &one))
		if (slice_iis(slice_trim(one), token))
			return true;
	return false;
}

int
ws_welcome(struct slice in, struct slice key, size_t *len_out, struct err *e)
{
	ptrdiff_t end = slice_find(in, SLICE_LIT("\r\n\r\n"));
	struct slice line = SLICE_NONE, name, head;
	bool upgrade = false, connection = false, accept = false;
	char want[29];
	if (end < 0)
		return in.len < WS_HEAD_MAX ? 0 : err_set(e, ERR_SOURCE, "a head without an end");
	head = slice_sub(in, 0, (size_t)end);
	*len_out = (size_t)end + 4;
	if (!slice_line(&head, &line) || !slice_starts(line, "HTTP/1.1 101"))
		return err_set(e, ERR_SOURCE, "it answered '%.*s'",
			       SLICE_ARG(slice_sub(line, 0, 60)));
	ws_accept(key, want);
	while (slice_line(&head, &line)) {
		if (!slice_cut(&line, ':', &name))
			continue;
		line = slice_trim(line);
		if (slice_iis(name, "Upgrade"))
			upgrade = slice_iis(line, "websocket");
		else if (slice_iis(name, "Connection"))
			connection |= has_token(line, "upgrade");
		else if (slice_iis(name, "Sec-WebSocket-Accept"))
			accept = slice_is(line, want);
		else if (slice_iis(name, "Sec-WebSocket-Extensions") ||
			 slice_iis(name, "Sec-WebSocket-Protocol"))
			return err_set(e, ERR_SOURCE, "it chose what nobody offered");
	}
	if (!upgrade || !connection || !accept)
		return err_set(e, ERR_SOURCE, "its answer is no WebSocket handshake");
	return 1;
}

void
ws_put(struct str *out, enum ws_opcode op, struct slice payload, const unsigned char mask[4])
{
	str_addc(out, (char)(0x80 | (unsigned)op));
	if (payload.len < 126) {
		str_addc(out, (char)(0x80 | payload.len));
	} else if (payload.len <= 0xffff) {
		str_addc(out, (char)(0x80 | 126));
		str_addc(out, (char)(payload.len >> 8));
		str_addc(out, (char)(payload.len & 0xff));
	} else {
		str_addc(out, (char)(0x80 | 127));
		for (int shift = 56; shift >= 0; shift -= 8)
			str_addc(out, (char)((uint64_t)payload.len >> shift & 0xff));
	}
	str_add(out, slice_make((const char *)mask, 4));
	for (size_t i = 0; i < payload.len; i++)
		str_addc(out, (char)((unsigned char)payload.data[i] ^ mask[i % 4]));
}

void
ws_reader_init(struct ws_reader *r)
{
	*r = (struct ws_reader){.open = WS_MORE};
	str_init(&r->in, WS_MESSAGE_MAX + WS_HEAD_MAX);
	str_init(&r->message, WS_MESSAGE_MAX);
}

void
ws_reader_clear(struct ws_reader *r)
{
	str_clear(&r->in);
	str_clear(&r->message);
}

size_t
ws_feed(struct ws_reader *r, struct slice bytes)
{
	str_shift(&r->in, r->off);
	r->off = 0;
	size_t room = r->in.max - r->in.len;
	bytes = slice_sub(bytes, 0, room);
	str_add(&r->in, bytes);
	return bytes.len;
}

static int
broken(enum ws_code *code_out, enum ws_code code, struct err *e, const char *why)
{
	*code_out = code;
	return err_set(e, ERR_SOURCE, "%s", why);
}

struct frame {
	bool last;
	unsigned op;
	size_t head, len;
};

/* 1, 0, -1 */
static int
look(const struct ws_reader *r, struct frame *f, enum ws_code *code_out, struct err *e)
{
	const unsigned char *b = (const unsigned char *)r->in.data + r->off;
	size_t have = r->in.len - r->off;
	uint64_t len;
	if (have < 2)
		return 0;
	f->last = (b[0] & 0x80) != 0;
	f->op = b[0] & 0x0f;
	len = b[1] & 0x7f;
	f->head = len == 126 ? 4 : len == 127 ? HEADER_MAX : 2;
	if (b[0] & 0x70)
		return broken(code_out, WS_PROTOCOL, e, "reserved bits are set");
	if (b[1] & 0x80)
		return broken(code_out, WS_PROTOCOL, e, "a server's frame is masked");
	if (f->op != WS_MORE && f->op != WS_TEXT && f->op != WS_BINARY && f->op != WS_CLOSE &&
	    f->op != WS_PING && f->op != WS_PONG)
		return broken(code_out, WS_PROTOCOL, e, "a frame of an unknown kind");
	if (f->op >= WS_CLOSE && (len > CONTROL_MAX || !f->last))
		return broken(code_out, WS_PROTOCOL, e, "a long or parted control frame");
	if (have < f->head)
		return 0;
	if (len == 126) {
		len = (uint64_t)b[2] << 8 | b[3];
		if (len < 126)
			return broken(code_out, WS_PROTOCOL, e,
				      "a length that is not the shortest");
	} else if (len == 127) {
		len = 0;
		for (int i = 2; i < HEADER_MAX; i++)
			len = len << 8 | b[i];
		if (len <= 0xffff || len >> 63)
			return broken(code_out, WS_PROTOCOL, e,
				      "a length that is not the shortest");
	}
	size_t before = f->op < WS_CLOSE ? r->message.len : 0;
	if (len > WS_MESSAGE_MAX - before)
		return broken(code_out, WS_TOO_BIG, e, "a message of more than 1 MB");
	f->len = (size_t)len;
	return have - f->head >= f->len ? 1 : 0;
}

bool
ws_code_ok(unsigned code)
{
	return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
	       (code >= 3000 && code <= 4999);
}

static int
control(const struct frame *f, struct slice payload, enum ws_code *code_out, struct err *e)
{
	if (f->op != WS_CLOSE || payload.len == 0)
		return 1;
	const unsigned char *b = (const unsigned char *)payload.data;
	if (payload.len == 1 || !ws_code_ok((unsigned)(b[0] << 8 | b[1])))
		return broken(code_out, WS_PROTOCOL, e, "a close frame without a right code");
	if (!utf8_valid(slice_sub(payload, 2, payload.len)))
		return broken(code_out, WS_BAD_TEXT, e, "a reason that is no UTF-8");
	return 1;
}

int
ws_next(struct ws_reader *r, enum ws_opcode *op_out, struct slice *payload_out,
	enum ws_code *code_out, struct err *e)
{
	struct frame f = {.last = false};
	if (r->open == WS_MORE)
		str_reset(&r->message); /* what was handed out last */
	for (;;) {
		int got = look(r, &f, code_out, e);
		if (got <= 0)
			return got;
		struct slice payload = slice_make(r->in.data + r->off + f.head, f.len);
		r->off += f.head + f.len;
		*op_out = (enum ws_opcode)f.op;
		if (f.op >= WS_CLOSE) { /* in the middle of fragments too */
			*payload_out = payload;
			return control(&f, payload, code_out, e);
		}
		if ((f.op == WS_MORE) == (r->open == WS_MORE))
			return broken(code_out, WS_PROTOCOL, e, "fragments out of order");
		if (f.op != WS_MORE)
			r->open = (enum ws_opcode)f.op;
		str_add(&r->message, payload);
		if (!f.last)
			continue;
		*op_out = r->open;
		r->open = WS_MORE;
		*payload_out = str_slice(&r->message);
		if (*op_out == WS_TEXT && !utf8_valid(*payload_out))
			return broken(code_out, WS_BAD_TEXT, e, "a text that is no UTF-8");
		return 1;
	}
}

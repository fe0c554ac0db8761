/* What SMTP says, apart from the dialogue, see smtp_text.h. */
#include "smtp_text.h"

#include "docket/base/utf8.h"

enum { PART = 64 * 1024 /* of a body, encoded at a time */ };

/* Dot-atom or quoted string, "@", host name or address literal. */
bool
smtp_address_ok(struct slice a)
{
	ptrdiff_t at = slice_rindex(a, '@');
	struct slice local, domain;
	bool quoted, literal;

	if (at < 1 || a.len > 254 || at > 64)
		return false;
	local = slice_sub(a, 0, (size_t)at);
	domain = slice_sub(a, (size_t)at + 1, a.len);
	quoted = local.len >= 2 && local.data[0] == '"' && local.data[local.len - 1] == '"';
	if (quoted)
		local = slice_sub(local, 1, local.len - 1);
	for (size_t i = 0; i < local.len; i++) {
		char c = local.data[i];

		if (c < 0x20 || c > 0x7e)
			return false;
		if (quoted && c == '\\' && ++i >= local.len)
			return false;
		if (quoted && local.data[i] >= 0x20 && local.data[i] <= 0x7e && c != '"')
			continue;
		if (c == ' ' || strchr("()<>[]:;@\\,\"", c) != NULL)
			return false;
	}
	literal = domain.len > 2 && domain.data[0] == '[' && domain.data[domain.len - 1] == ']';
	if (literal)
		domain = slice_sub(domain, 1, domain.len - 1);
	if (domain.len == 0 || domain.data[0] == '.' || domain.data[domain.len - 1] == '.' ||
	    domain.data[0] == '-')
		return false;
	for (size_t i = 0; i < domain.len; i++) {
		char c = domain.data[i];
		bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			    (c >= '0' && c <= '9') || c == '-';

		if (!word && !(literal && c == ':') && !(c == '.' && domain.data[i - 1] != '.'))
			return false;
	}
	return true;
}

bool
smtp_encode(struct smtp_body *body, struct str *out)
{
	struct slice b = body->bytes;
	size_t room = PART;

	while (body->at < b.len && room > 0) {
		const char *p = b.data + body->at;
		size_t left = b.len - body->at, len = left < room ? left : room;
		const char *lf = memchr(p, '\n', len);
		const char *cr;
		bool ends = lf != NULL;

		if (ends)
			len = (size_t)(lf - p);
		cr = memchr(p, '\r', len);
		body->at += len + (ends ? 1 : 0);
		if (cr != NULL && !(ends && cr == lf - 1)) {
			/* A CR alone, or the last byte of this part: take it with what follows. */
			len = (size_t)(cr - p);
			ends = true;
			body->at = (size_t)(cr - b.data) + 1;
			if (body->at < b.len && b.data[body->at] == '\n')
				body->at++;
		} else if (cr != NULL) {
			len--;
		}
		if (body->line_start && len > 0 && *p == '.')
			str_addc(out, '.');
		str_add(out, slice_make(p, len));
		if (ends)
			str_adds(out, "\r\n");
		body->line_start = ends;
		room -= len < room ? len : room;
		room -= room > 2 ? 2 : room;
	}
	if (body->at < b.len)
		return false;
	str_adds(out, body->line_start ? ".\r\n" : "\r\n.\r\n");
	return true;
}

int
smtp_reply_line(struct slice line, int *code_out, struct slice *words_out)
{
	int code = 0;

	if (line.len < 3)
		return -1;
	for (size_t i = 0; i < 3; i++) {
		if (line.data[i] < '0' || line.data[i] > '9')
			return -1;
		code = code * 10 + (line.data[i] - '0');
	}
	if (code < 200 || code > 599 ||
	    (line.len > 3 && line.data[3] != ' ' && line.data[3] != '-'))
		return -1;
	*code_out = code;
	*words_out = slice_sub(line, 4, line.len);
	return line.len == 3 || line.data[3] == ' ';
}

enum smtp_outcome
smtp_outcome_of(int code)
{
	if (code >= 200 && code < 300)
		return SMTP_SENT;
	/* "Log in first", "use TLS": no mail will pass until somebody changes the configuration. */
	if (code == 530 || code == 534 || code == 535 || code == 538)
		return SMTP_CONFIG;
	return code >= 500 && code < 600 ? SMTP_DEAD : SMTP_LATER;
}

struct slice
smtp_words(struct pool *pool, struct slice words)
{
	struct str clean;
	struct slice kept;

	str_init(&clean, (size_t)SMTP_WORDS_MAX * 3 + 4);
	utf8_clean(&clean, words);
	for (size_t i = 0; i < clean.len; i++)
		if ((unsigned char)clean.data[i] < 0x20 || clean.data[i] == 0x7f)
			clean.data[i] = ' ';
	kept = pool_copy(pool, utf8_cut(slice_trim(str_slice(&clean)), SMTP_WORDS_MAX));
	str_clear(&clean);
	return kept;
}

/* Reading a server's lines: what they tell, how long their literals are (RFC 3501 section 7). */
#include "imap_conn.h"

#include "docket/base/utf8.h"

enum { LITERALS_MAX = 1000 /* in one response: an ENVELOPE with all its addresses has fewer */ };

void
imap_words(struct slice text, char *out, size_t size)
{
	struct str clean;
	struct slice cut;

	text = slice_sub(slice_trim(text), 0, size * 2);
	str_init(&clean, size * 8 + 16);
	utf8_clean(&clean, text);
	for (size_t i = 0; i < clean.len; i++)
		if ((unsigned char)clean.data[i] < 0x20 || clean.data[i] == 0x7f)
			clean.data[i] = ' ';
	cut = utf8_cut(str_slice(&clean), size - 1);
	snprintf(out, size, "%.*s", SLICE_ARG(cut));
	str_clear(&clean);
}

static bool
number(struct slice s, uint64_t max, uint64_t *out)
{
	int64_t n;

	if (s.len == 0 || s.len > 19 || s.data[0] < '0' || s.data[0] > '9' || !slice_int(s, &n) ||
	    (uint64_t)n > max)
		return false;
	*out = (uint64_t)n;
	return true;
}

static void
note_caps(struct imap_facts *f, struct slice list)
{
	static const struct {
		const char *word;
		unsigned cap;
	} table[] = {{"IDLE", CAP_IDLE},
		     {"MOVE", CAP_MOVE},
		     {"UIDPLUS", CAP_UIDPLUS},
		     {"AUTH=PLAIN", CAP_AUTH_PLAIN},
		     {"LOGINDISABLED", CAP_LOGINDISABLED}};
	struct slice word;

	f->caps = CAP_KNOWN;
	while (slice_cut(&list, ' ', &word))
		for (size_t i = 0; i < COUNT(table); i++)
			if (slice_iis(word, table[i].word))
				f->caps |= table[i].cap;
}

/* "[CODE args] text": notes the code, returns the text. */
static struct slice
note_code(struct imap_facts *f, struct slice text, char *code_out, size_t size)
{
	struct slice inner, word;
	ptrdiff_t end;

	text = slice_ltrim(text);
	if (!slice_starts(text, "[") || (end = slice_index(text, ']')) < 0)
		return text;
	inner = slice_sub(text, 1, (size_t)end);
	text = slice_sub(text, (size_t)end + 1, text.len);
	if (!slice_cut(&inner, ' ', &word))
		return text;
	if (code_out != NULL)
		imap_words(word, code_out, size);
	if (slice_iis(word, "UIDVALIDITY"))
		number(inner, UINT32_MAX, &f->uidvalidity);
	else if (slice_iis(word, "UIDNEXT"))
		number(inner, UINT32_MAX, &f->uidnext);
	else if (slice_iis(word, "HIGHESTMODSEQ"))
		number(inner, INT64_MAX, &f->modseq);
	else if (slice_iis(word, "CAPABILITY"))
		note_caps(f, inner);
	return text;
}

void
imap_note(struct imap_facts *f, struct slice line)
{
	struct slice rest = slice_sub(line, 2, line.len), word;
	uint64_t n;

	if (!slice_starts(line, "* ") || !slice_cut(&rest, ' ', &word))
		return;
	if (slice_iis(word, "OK") || slice_iis(word, "PREAUTH") || slice_iis(word, "NO") ||
	    slice_iis(word, "BAD")) {
		note_code(f, rest, NULL, 0);
	} else if (slice_iis(word, "BYE")) {
		f->bye = true;
		imap_words(note_code(f, rest, NULL, 0), f->words, sizeof(f->words));
	} else if (slice_iis(word, "CAPABILITY")) {
		note_caps(f, rest);
	} else if (number(word, UINT32_MAX, &n)) {
		if (slice_iis(slice_trim(rest), "EXISTS")) {
			f->exists = n;
			f->news++;
		} else if (slice_iis(slice_trim(rest), "EXPUNGE") && f->exists > 0) {
			f->exists--;
		}
	}
}

bool
imap_note_tagged(struct imap_facts *f, struct slice line, const char *tag)
{
	struct slice rest = line, first, status;

	if (!slice_cut(&rest, ' ', &first) || first.len == 0 || first.len > 16 ||
	    (tag != NULL && !slice_is(first, tag)))
		return false;
	for (size_t i = 0; i < first.len; i++) {
		char c = first.data[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	if (!slice_cut(&rest, ' ', &status) ||
	    !(slice_iis(status, "OK") || slice_iis(status, "NO") || slice_iis(status, "BAD")))
		return false;
	f->status = (char)(status.data[0] & ~0x20);
	memcpy(f->tag, first.data, first.len);
	f->tag[first.len] = '\0';
	f->code[0] = '\0';
	imap_words(note_code(f, rest, f->code, sizeof(f->code)), f->words, sizeof(f->words));
	return true;
}

int
imap_literal(struct slice line, uint64_t limit, uint32_t *len_out)
{
	ptrdiff_t open;
	struct slice digits;
	uint64_t n;

	if (line.len < 3 || line.data[line.len - 1] != '}')
		return 0;
	open = slice_rindex(line, '{');
	if (open < 0)
		return 0;
	digits = slice_sub(line, (size_t)open + 1, line.len - 1);
	if (digits.len > 0 && digits.data[digits.len - 1] == '+')
		digits.len--;
	for (size_t i = 0; i < digits.len; i++)
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return 0;
	if (digits.len == 0)
		return 0;
	if (!number(digits, UINT32_MAX, &n) || n > limit)
		return -1;
	*len_out = (uint32_t)n;
	return 1;
}

int
imap_skip_literals(struct imap_conn *c, struct slice line)
{
	uint32_t len;

	for (int count = 0;; count++) {
		int r = imap_literal(line, c->stream.budget, &len);

		if (r == 0)
			return 0;
		if (r < 0 || count == LITERALS_MAX)
			return stream_break(&c->stream, ERR_RETRY,
					    "the server sends more than the command asked for");
		if (stream_bytes(&c->stream, NULL, len) < 0 || stream_line(&c->stream, &line) < 0)
			return -1;
	}
}

int
imap_say(struct imap_conn *c, const char *text, char *tag_out)
{
	struct str line;
	int r;

	snprintf(tag_out, 16, "d%u", ++c->tag % 100000000);
	str_init(&line, 64 * 1024);
	str_addf(&line, "%s %s\r\n", tag_out, text);
	r = str_failed(&line) ? stream_break(&c->stream, ERR_RETRY, "a command too long")
			      : stream_write(&c->stream, line.data, line.len);
	str_clear(&line);
	return r;
}

int
imap_pass(struct imap_conn *c, struct slice line)
{
	if (!slice_starts(line, "* "))
		return stream_break(&c->stream, ERR_RETRY, "the server speaks no IMAP");
	imap_note(&c->facts, line);
	if (c->facts.bye)
		return stream_break(&c->stream, ERR_RETRY, "the server says good-bye");
	/* what "* OK" says is prose, braces or not */
	return slice_istarts(line, "* OK") ? 0 : imap_skip_literals(c, line);
}

int
imap_finish(struct imap_conn *c, const char *tag)
{
	struct slice line;

	for (;;) {
		if (stream_line(&c->stream, &line) < 0)
			return -1;
		if (imap_note_tagged(&c->facts, line, tag))
			return 0;
		if (slice_starts(line, "+"))
			continue;
		if (imap_pass(c, line) < 0)
			return -1;
	}
}

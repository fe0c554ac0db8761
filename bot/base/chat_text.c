/* Texts of chat: how long a platform finds them, parts that fit, a card as plain words. */
#include "docket/base/chat.h"

#include "docket/base/utf8.h"

/* Units of the character at the start of s, and its bytes. */
static size_t
units(struct slice s, enum chat_unit unit, size_t *bytes_out)
{
	uint32_t c = utf8_decode(s, bytes_out);
	if (*bytes_out == 0)
		*bytes_out = 1;
	return unit == CHAT_BYTES ? *bytes_out : unit == CHAT_UTF16 && c > 0xffff ? 2 : 1;
}

size_t
chat_length(struct slice text, enum chat_unit unit)
{
	size_t n = 0;
	for (size_t i = 0, bytes; i < text.len; i += bytes) {
		bytes = 1;
		n += (unsigned char)text.data[i] < 0x80 ? 1 : units(slice_sub(text, i, text.len), unit, &bytes);
	}
	return n;
}

/* A mark that belongs to the character before it: combining, variation selector, joiner, skin tone.
 */
static bool
clings(struct slice s)
{
	enum { ZERO_WIDTH_JOINER = 0x200d };
	size_t bytes;
	uint32_t c = utf8_decode(s, &bytes);
	return (c >= 0x300 && c <= 0x36f) || (c >= 0xfe00 && c <= 0xfe0f) ||
	       c == ZERO_WIDTH_JOINER || (c >= 0x1f3fb && c <= 0x1f3ff) ||
	       (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x20d0 && c <= 0x20ff);
}

/* How many bytes of text fit into max units, cut at the best place; text is longer than that. */
static size_t
cut_at(struct slice text, size_t max, enum chat_unit unit)
{
	size_t used = 0, i = 0, whole = 0, blank = 0, line = 0, paragraph = 0;
	bool joined = false;
	while (i < text.len) {
		size_t bytes, n = units(slice_sub(text, i, text.len), unit, &bytes);
		bool held = i > 0 && (joined || clings(slice_sub(text, i, text.len)));
		if (!held) {
			whole = i;
			if (i > 0 && text.data[i - 1] == '\n')
				line = i;
			if (i > 1 && text.data[i - 1] == '\n' && text.data[i - 2] == '\n')
				paragraph = i;
			if (i > 0 && text.data[i - 1] == ' ')
				blank = i;
		}
		if (used + n > max)
			break;
		joined = bytes == 3 && memcmp(text.data + i, "\xe2\x80\x8d", 3) == 0;
		used += n;
		i += bytes;
	}
	/* A place in the first half would make a needlessly short part. */
	if (paragraph > whole / 2)
		return paragraph;
	if (line > whole / 2)
		return line;
	if (blank > whole / 2)
		return blank;
	return whole > 0 ? whole : i > 0 ? i : text.len;
}

void
chat_split(struct pool *p, struct slice text, size_t max, enum chat_unit unit, slice_list *out)
{
	while (max > 0 && chat_length(text, unit) > max) {
		size_t n = cut_at(text, max, unit);
		VEC_ADD(out, p, slice_rtrim(slice_sub(text, 0, n)));
		text = slice_sub(text, n, text.len);
		while (text.len > 0 && text.data[0] == '\n')
			text = slice_sub(text, 1, text.len);
	}
	if (text.len > 0 || out->len == 0)
		VEC_ADD(out, p, text);
}

struct slice
chat_plain(struct pool *p, const struct chat_card *c)
{
	enum { PLAIN_MAX = 256 << 10 };
	struct str s;
	str_init(&s, PLAIN_MAX);
	if (c->title.len > 0)
		str_addf(&s, "%.*s\n", SLICE_ARG(c->title));
	if (c->text.len > 0)
		str_addf(&s, "%.*s\n", SLICE_ARG(c->text));
	for (size_t i = 0; i < c->field_count; i++)
		str_addf(&s, "%.*s: %.*s\n", SLICE_ARG(c->fields[i].name),
			 SLICE_ARG(c->fields[i].value));
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		struct slice how = b->url.len > 0 ? b->url : b->command;
		if (how.len > 0)
			str_addf(&s, "%.*s: %.*s\n", SLICE_ARG(b->label), SLICE_ARG(how));
	}
	if (c->context.len > 0)
		str_addf(&s, "%.*s\n", SLICE_ARG(c->context));
	struct slice out = pool_copy(p, slice_rtrim(str_slice(&s)));
	str_clear(&s);
	return out;
}

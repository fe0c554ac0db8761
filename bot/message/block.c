/*
 * Header blocks in a body: "From: … Sent: … To: … Subject: …" in the languages of phrase.c, or told
 * by their values.
 */
#include "block.h"

#include "attribution.h"
#include "work.h"

enum {
	KEY_BYTES = 60,	  /* the longest name before a colon, with decoration */
	GUESS_BYTES = 40, /* longest key that is guessed */
	BLOCK_LINES = 14, /* a header block is looked for in that many lines */
};

size_t
block_colon(struct slice w, size_t *width)
{
	for (size_t i = 0; i < w.len && i < KEY_BYTES; i++) {
		if (w.data[i] == ':') {
			*width = 1;
			return i;
		}
		if (slice_starts(slice_sub(w, i, w.len), "：")) {
			*width = 3;
			return i;
		}
	}
	return SIZE_MAX;
}

static struct slice
strip_decoration(struct slice s)
{
	s = slice_trim(s);
	while (s.len > 0 && (s.data[0] == '*' || s.data[0] == '_' || s.data[0] == '|'))
		s = slice_ltrim(slice_sub(s, 1, s.len));
	while (s.len > 0 &&
	       (s.data[s.len - 1] == '*' || s.data[s.len - 1] == '_' || s.data[s.len - 1] == ' '))
		s.len--;
	while (slice_ends(s, "\xc2\xa0"))
		s.len -= 2;
	return s;
}

enum phrase_key
quote_key(const struct split *s, size_t i, struct slice *value_out)
{
	struct slice w = split_words(s, i);
	size_t width, colon = block_colon(w, &width);

	if (colon == SIZE_MAX || colon == 0)
		return KEY_NONE;
	struct slice name = strip_decoration(slice_sub(w, 0, colon));
	if (name.len == 0 || name.len > 40)
		return KEY_NONE;
	enum phrase_key key = phrase_key(phrase_fold(s->pool, name));
	if (value_out) {
		*value_out = slice_trim(slice_sub(w, colon + width, w.len));
		while (value_out->len > 0 && (value_out->data[0] == '*'))
			*value_out = slice_ltrim(slice_sub(*value_out, 1, value_out->len));
	}
	return key;
}

/* A fold of a list of addresses. */
static bool
is_more(struct slice w)
{
	return slice_index(w, '@') >= 0 || slice_ends(w, ",") || slice_ends(w, ";") ||
	       slice_index(w, '/') >= 0;
}

/* hh:mm:ss, as only programs write it */
static bool
has_clock(struct slice w)
{
	size_t colons = 0;

	for (size_t i = 1; i + 2 < w.len; i++)
		colons += w.data[i] == ':' && w.data[i - 1] >= '0' && w.data[i - 1] <= '9' &&
			  w.data[i + 1] >= '0' && w.data[i + 1] <= '5';
	return colons == 2;
}

/* "Sent:", which no brief has, and not "Date:". */
static bool
says_sent(const struct split *s, size_t i)
{
	static const char *const dates[] = {"date",  "datum", "fecha", "data",	     "dato",
					    "dátum", "dată",  "дата",  "päivämäärä", "tarih"};
	struct slice w = split_words(s, i), name;
	size_t width, colon = block_colon(w, &width);

	if (colon == SIZE_MAX)
		return false;
	name = phrase_fold(s->pool, strip_decoration(slice_sub(w, 0, colon)));
	for (size_t k = 0; k < COUNT(dates); k++)
		if (slice_is(name, dates[k]))
			return false;
	return true;
}

struct block
block_at(const struct split *s, size_t i)
{
	struct block b = {.end = i};
	unsigned depth = s->at[i].depth;
	size_t loose = 0;
	bool last_to = false;

	for (size_t k = i; k < s->len && k < i + BLOCK_LINES * 5; k++) {
		struct slice value = SLICE_NONE;
		enum phrase_key key = KEY_NONE;
		message_work++;
		if (s->at[k].depth != depth)
			break;
		if (!s->at[k].blank)
			key = quote_key(s, k, &value);
		if (key != KEY_NONE) {
			if (b.roles >> key & 1 && key != KEY_OTHER)
				break; /* the second From: belongs to another block */
			last_to = key == KEY_TO || key == KEY_CC;
			b.roles |= 1u << key;
			b.count++;
			b.address |= attribution_has_address(value);
			b.clock |= key == KEY_DATE && has_clock(value);
			b.sent |= key == KEY_DATE && attribution_has_date(value) && says_sent(s, k);
			b.end = k + 1;
			loose = 0;
			if (key == KEY_SUBJECT && b.roles & 1u << KEY_FROM &&
			    b.roles & 1u << KEY_DATE && b.roles & 1u << KEY_TO) {
				/* Cc may stand below the subject */
				continue;
			}
		} else if (b.count > 0 && !s->at[k].blank && last_to &&
			   is_more(split_words(s, k))) {
			continue; /* long lists of recipients */
		} else if (b.count == 0 || ++loose > (s->at[k].blank ? 1 : 2) ||
			   (s->at[k].blank && b.roles & 1u << KEY_SUBJECT)) {
			break;
		}
	}
	return b;
}

static unsigned
role_count(const struct block *b)
{
	unsigned n = 0;

	for (unsigned k = KEY_FROM; k <= KEY_SUBJECT; k++)
		n += b->roles >> k & 1;
	return n;
}

bool
block_strong(const struct block *b, bool separated)
{
	unsigned roles = role_count(b);
	bool from = b->roles >> KEY_FROM & 1, subject = b->roles >> KEY_SUBJECT & 1;
	bool date = b->roles >> KEY_DATE & 1, to = b->roles >> KEY_TO & 1;

	if (separated)
		return roles >= 2;
	/* a brief has lines such as "Date:", "To:" and "Subject:", too, and a postcard has "From:"
	 */
	bool proof = b->address || b->clock || b->sent || b->roles >> KEY_CC & 1;
	return (roles >= 3 && proof) || (from && date && to && subject) ||
	       (from && date && b->address) || (date && to && b->address && b->clock) ||
	       (from && subject && b->address);
}

/*
 * A key in a language that the table lacks, told by its value: the first address is the sender's,
 * then those of the recipients; what is neither address nor date is the subject.
 */
enum phrase_key
quote_guess(const struct split *s, size_t i, unsigned seen, struct slice *value_out)
{
	enum phrase_key key = quote_key(s, i, value_out);
	struct slice w = split_words(s, i);
	size_t width = 0, colon = block_colon(w, &width), words = 1;

	if (key != KEY_NONE || colon == SIZE_MAX || colon < 2 || colon > GUESS_BYTES)
		return key;
	for (size_t k = 0; k < colon; k++) {
		words += w.data[k] == ' ';
		if (w.data[k] == '/' || w.data[k] == '@' || (w.data[k] >= '0' && w.data[k] <= '9'))
			return KEY_NONE;
	}
	*value_out = slice_trim(slice_sub(w, colon + width, w.len));
	if (words > 3 || value_out->len == 0)
		return KEY_NONE;
	if (attribution_has_address(*value_out))
		return !(seen >> KEY_FROM & 1) ? KEY_FROM : !(seen >> KEY_TO & 1) ? KEY_TO : KEY_CC;
	if (!(seen >> KEY_DATE & 1) && attribution_has_date(*value_out))
		return KEY_DATE;
	return seen >> KEY_SUBJECT & 1 ? KEY_OTHER : KEY_SUBJECT;
}

bool
block_guessed(const struct split *s, size_t i)
{
	unsigned seen = 0, lines = 0;
	bool address = false;
	struct slice value;

	for (; i < s->len && lines < BLOCK_LINES && !s->at[i].blank; i++, lines++) {
		enum phrase_key key = quote_guess(s, i, seen, &value);
		if (key == KEY_NONE)
			break;
		seen |= 1u << key;
		address |= attribution_has_address(value);
	}
	return lines >= 3 && address && seen >> KEY_FROM & 1 &&
	       (seen >> KEY_DATE & 1 || seen >> KEY_TO & 1);
}

/* Buckets by the first two bytes of each phrase. */
#include "match.h"

#include "work.h"

static unsigned
bucket(const char *p)
{
	return ((unsigned char)p[0] * 31u + (unsigned char)p[1]) % MATCH_BUCKETS;
}

static void
build(struct match_set *set)
{
	for (size_t i = 0; i < set->count && i < MATCH_MAX; i++) {
		size_t n = strlen(set->words[i]);
		unsigned b = bucket(set->words[i]); /* a phrase of one byte: its NUL counts */
		set->len[i] = (unsigned char)(n > 255 ? 255 : n);
		set->next[i] = set->head[b];
		set->head[b] = (unsigned char)(i + 1);
	}
	set->built = true;
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Scripts without blanks between words begin at U+3000. */
static bool
bounded(struct slice text, size_t at, size_t n)
{
	if ((unsigned char)text.data[at] >= 0xe3)
		return true;
	return (at == 0 || !letter(text.data[at - 1])) &&
	       (at + n == text.len || !letter(text.data[at + n]) ||
		(unsigned char)text.data[at + n] >= 0xe3);
}

/* The longest phrase at text.data[at], 0 if there is none. */
static size_t
longest(struct match_set *set, struct slice text, size_t at)
{
	size_t best = 0;

	for (unsigned i = set->head[bucket(text.data + at)]; i != 0; i = set->next[i - 1]) {
		size_t n = set->len[i - 1];
		if (n > best && n <= text.len - at &&
		    memcmp(text.data + at, set->words[i - 1], n) == 0)
			best = n;
	}
	return best;
}

static bool
any(struct match_set *set, struct slice text, bool words)
{
	if (!set->built)
		build(set);
	message_work += text.len;
	for (size_t at = 0; at + 1 < text.len; at++)
		for (unsigned i = set->head[bucket(text.data + at)]; i != 0; i = set->next[i - 1]) {
			size_t n = set->len[i - 1];
			if (n <= text.len - at &&
			    memcmp(text.data + at, set->words[i - 1], n) == 0 &&
			    (!words || bounded(text, at, n)))
				return true;
		}
	return false;
}

bool
match_any(struct match_set *set, struct slice text)
{
	return any(set, text, false);
}

bool
match_words(struct match_set *set, struct slice text)
{
	return any(set, text, true);
}

size_t
match_start(struct match_set *set, struct slice text)
{
	if (!set->built)
		build(set);
	return text.len < 2 ? 0 : longest(set, text, 0);
}

/* Finds rows in a table of keys and says in words what a row may hold. */
#include "key.h"

const char *
key_name(const struct key *k)
{
	const char *dot = strrchr(k->path, '.');

	return dot == NULL ? k->path : dot + 1;
}

const struct key *
key_row(const struct key *keys, size_t count, const char *path, size_t *i)
{
	size_t len = strlen(path);

	for (; *i < count; (*i)++) {
		const struct key *k = &keys[*i];
		size_t parent = (size_t)(key_name(k) - k->path);

		/* "agency." of "agency.name" against "agency"; "" of "data" against "" */
		if (parent == (len == 0 ? 0 : len + 1) && strncmp(k->path, path, len) == 0) {
			(*i)++;
			return k;
		}
	}
	return NULL;
}

bool
key_has_word(const char *words, const char *wanted)
{
	struct slice rest = slice_of(words), word;

	while (slice_cut(&rest, ' ', &word))
		if (slice_is(word, wanted))
			return true;
	return false;
}

void
key_list(const char *words, const char *mark, struct str *out)
{
	struct slice rest = slice_of(words), word;
	bool first = true;

	while (slice_cut(&rest, ' ', &word)) {
		if (!first)
			str_adds(out, rest.len == 0 ? " or " : ", ");
		str_adds(out, mark);
		str_add(out, word);
		str_adds(out, mark);
		first = false;
	}
}

static void
size_words(int64_t n, struct str *out)
{
	if (n > 0 && n % (1 << 20) == 0)
		str_addf(out, "%lldMB", (long long)(n >> 20));
	else if (n > 0 && n % (1 << 10) == 0)
		str_addf(out, "%lldKB", (long long)(n >> 10));
	else
		str_addf(out, "%lld", (long long)n);
}

void
key_words(const struct key *k, struct str *out)
{
	switch (k->type) {
	case KEY_MAP:
	case KEY_NAMED: str_adds(out, "a mapping"); break;
	case KEY_SECRET: str_adds(out, "a mapping such as {file: PATH}"); break;
	case KEY_MAPS: str_adds(out, "a list of mappings"); break;
	case KEY_TEXT: str_adds(out, "a text"); break;
	case KEY_PATH: str_adds(out, "a path"); break;
	case KEY_TEXTS: str_adds(out, "a list such as [one, two]"); break;
	case KEY_CHOICE:
	case KEY_ENUM: key_list(k->words, "", out); break;
	case KEY_CHOICES:
		str_adds(out, "a list out of ");
		key_list(k->words, "", out);
		break;
	case KEY_INT:
		str_addf(out, "a whole number from %lld to %lld", (long long)k->min,
			 (long long)k->max);
		break;
	case KEY_REAL:
		str_addf(out, "a number from %lld to %lld", (long long)k->min, (long long)k->max);
		break;
	case KEY_SIZE:
		str_adds(out, "a size from ");
		size_words(k->min, out);
		str_adds(out, " to ");
		size_words(k->max, out);
		break;
	}
}

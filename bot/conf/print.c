/* Writes tables of keys as an example file and as roff, so that neither can differ from the check.
 */
#include "print.h"

enum { COLUMNS = 96 };

static size_t
depth_of(const struct key *k)
{
	size_t depth = 0;

	for (const char *p = k->path; *p != '\0'; p++)
		depth += *p == '.';
	return depth;
}

/* Words of text behind "# ", broken before COLUMNS. */
static void
comment(struct str *out, size_t indent, const char *text)
{
	struct slice rest = slice_of(text), word;
	size_t column = 0;

	while (slice_cut(&rest, ' ', &word)) {
		if (column > 0 && column + 1 + word.len > COLUMNS) {
			str_addc(out, '\n');
			column = 0;
		}
		if (column == 0) {
			for (size_t i = 0; i < indent; i++)
				str_addc(out, ' ');
			str_adds(out, "#");
			column = indent + 1;
		}
		str_addc(out, ' ');
		str_add(out, word);
		column += 1 + word.len;
	}
	str_addc(out, '\n');
}

/* What the key may hold, its default, and when it is needed: "A whole number …. Default: 4." */
static void
facts(const struct key *k, struct str *out)
{
	switch (k->type) {
	case KEY_CHOICE:
	case KEY_CHOICES:
	case KEY_ENUM:
	case KEY_INT:
	case KEY_SIZE:
	case KEY_REAL: {
		struct str words;

		str_init(&words, 1000);
		key_words(k, &words);
		if (words.len > 0) {
			char first = words.data[0];

			/* Words to be written stay as they are, a description starts a sentence. */
			if (k->words == NULL && first >= 'a' && first <= 'z')
				words.data[0] = (char)(first - 32);
			str_addf(out, " %s%s.", k->words ? "One of " : "", str_cstr(&words));
		}
		str_clear(&words);
		break;
	}
	case KEY_MAP:
	case KEY_MAPS:
	case KEY_NAMED:
	case KEY_TEXT:
	case KEY_PATH:
	case KEY_TEXTS:
	case KEY_SECRET: break;
	}
	if (k->preset != NULL)
		str_addf(out, " Default: %s.", k->preset);
	if (k->must && k->with == NULL)
		str_adds(out, " Required.");
	else if (k->must)
		str_addf(out, " Required with %s.", k->with);
}

/* "KEY: VALUE" as the example shows it; behind `# ` where it is off. */
static void
setting(const struct key *k, bool off, const char *lead, struct str *out)
{
	const char *value = k->sample != NULL && k->sample[0] != '\0' ? k->sample : k->preset;

	str_addf(out, "%s%s%s:", off ? "# " : "", lead, key_name(k));
	if (value != NULL)
		str_addf(out, " %s", value);
	else if (k->type != KEY_MAP && k->type != KEY_MAPS)
		str_adds(out, " …");
	str_addc(out, '\n');
}

static void
indent_to(struct str *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_addc(out, ' ');
}

/* Whole mappings that are written in one line, below their own comment. */
static void
example_secret(const struct key *k, size_t indent, struct str *out)
{
	indent_to(out, indent);
	str_addf(out,
		 "%s: {file: /etc/docket/password}   # or {env: NAME} or {command: pass show "
		 "docket}\n",
		 key_name(k));
}

static void
example_named(const struct key *k, struct str *out)
{
	struct slice rest = slice_of(k->words), word;

	str_addf(out, "# %s:", key_name(k));
	for (bool first = true; slice_cut(&rest, ' ', &word); first = false)
		str_addf(out, "%s%.*s: draft", first ? " {" : ", ", SLICE_ARG(word));
	str_adds(out, "}\n");
}

void
print_example(const struct key *keys, size_t count, struct str *out)
{
	const struct key *list = NULL;
	bool block_off = false;
	struct str text;

	str_init(&text, 4000);
	for (size_t i = 0; i < count; i++) {
		const struct key *k = &keys[i];
		size_t depth = depth_of(k), indent = depth * 2;
		bool in_list, first;

		if (strstr(k->path, ".*") != NULL || strstr(k->path, "password.") != NULL ||
		    (depth > 0 && list != NULL && list->words != NULL))
			continue;
		in_list = list != NULL && depth == 1 &&
			  strncmp(k->path, list->path, strlen(list->path)) == 0;
		first = in_list && list == &keys[i - 1];
		if (depth == 0) {
			list = k->type == KEY_MAPS ? k : NULL;
			block_off = k->type == KEY_MAP && k->sample == NULL;
			str_addc(out, '\n');
		}
		if (in_list)
			indent += 2;
		str_reset(&text);
		str_adds(&text, k->prose);
		facts(k, &text);
		comment(out, indent, str_cstr(&text));
		if (k->type == KEY_SECRET) {
			example_secret(k, indent, out);
		} else if (k->type == KEY_NAMED) {
			example_named(k, out);
		} else if (k->type == KEY_MAPS && k->words != NULL) {
			str_addf(out, "# %s: [%s]\n", key_name(k), k->words);
		} else {
			indent_to(out, first ? indent - 2 : indent);
			setting(k, block_off || k->sample == NULL, first ? "- " : "", out);
		}
	}
	str_clear(&text);
}

/* roff: a backslash is \e, a line may not start with . or ' */
static void
roff(struct str *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		str_adds(out, "\\&");
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			str_adds(out, "\\e");
		else if (*text == '-')
			str_adds(out, "\\-");
		else
			str_addc(out, *text);
	}
}

void
print_manual(const struct key *keys, size_t count, struct str *out)
{
	struct str text;

	str_init(&text, 4000);
	for (size_t i = 0; i < count; i++) {
		str_adds(out, ".TP\n.B ");
		roff(out, keys[i].path);
		str_addc(out, '\n');
		str_reset(&text);
		str_adds(&text, keys[i].prose);
		facts(&keys[i], &text);
		roff(out, str_cstr(&text));
		str_addc(out, '\n');
	}
	str_clear(&text);
}

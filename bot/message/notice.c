/*
 * Notices of tools: who said what in which document. The tool speaks for a person who is not here,
 * so what is read is never more than unauthenticated feedback.
 */
#include "notice.h"

#include "docket/base/utf8.h"

enum {
	PATHS = 4,
	KEY_MIN = 8, /* shorter ones are words of a path, no key */
	KEY_MAX = 128,
	HEAD_LINES = 40,    /* a comment that begins further down is none */
	WORDS_BYTES = 8192, /* a comment, not an essay */
	PERSON_BYTES = 80,
};

static const struct tool {
	const char *name, *local, *domain, *display, *paths[PATHS];
} tools[] = {
#define TOOL(name, local, domain, display, ...) {name, local, domain, display, {__VA_ARGS__}},
#define VERBS(...)
#define LABELS(...)
#define ENDS(...)
#include "notice.def"
#undef TOOL
#undef VERBS
#undef LABELS
#undef ENDS
};
#define TOOL(...)
#define VERBS(...)  static const char *const verbs[] = {__VA_ARGS__};
#define LABELS(...) static const char *const labels[] = {__VA_ARGS__};
#define ENDS(...)   static const char *const ends[] = {__VA_ARGS__};
#include "notice.def"
#undef TOOL
#undef VERBS
#undef LABELS
#undef ENDS

static bool
key_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_';
}

static struct slice
key_at(struct slice s)
{
	size_t n = 0;

	while (n < s.len && n < KEY_MAX && key_char(s.data[n]))
		n++;
	return n >= KEY_MIN ? slice_sub(s, 0, n) : SLICE_NONE;
}

static const struct tool *
tool_of(struct slice address, struct slice *local_out)
{
	ptrdiff_t at = slice_rindex(address, '@');

	if (at <= 0)
		return NULL;
	struct slice domain = slice_sub(address, (size_t)at + 1, address.len);
	*local_out = slice_sub(address, 0, (size_t)at);
	for (size_t i = 0; i < COUNT(tools); i++) {
		struct slice want = slice_of(tools[i].domain);
		bool below = domain.len > want.len && slice_iends(domain, tools[i].domain) &&
			     domain.data[domain.len - want.len - 1] == '.';
		if ((slice_ieq(domain, want) || below) && slice_istarts(*local_out, tools[i].local))
			return &tools[i];
	}
	return NULL;
}

/* A document's key behind one of the tool's path marks; the local part may hold it, too. */
static struct slice
find_key(const struct tool *t, struct slice local, struct slice text)
{
	struct slice key = t->local[0] == '\0'
				   ? SLICE_NONE
				   : key_at(slice_sub(local, strlen(t->local), local.len));

	for (size_t i = 0; key.len == 0 && i < PATHS && t->paths[i] != NULL; i++) {
		ptrdiff_t at = slice_find(text, slice_of(t->paths[i]));
		if (at >= 0)
			key = key_at(slice_sub(text, (size_t)at + strlen(t->paths[i]), text.len));
	}
	return key;
}

/* The name before a verb of commenting in this line; empty if there is none. */
static struct slice
person_in(struct slice line)
{
	for (size_t i = 0; i < COUNT(verbs); i++) {
		ptrdiff_t at = slice_ifind(line, slice_of(verbs[i]));
		if (at > 1 && at < PERSON_BYTES && line.data[at - 1] == ' ')
			return slice_trim(slice_sub(line, 0, (size_t)at));
	}
	return SLICE_NONE;
}

static bool
is_label(struct slice line)
{
	for (size_t i = 0; i < COUNT(labels); i++)
		if (slice_iis(line, labels[i]))
			return true;
	return false;
}

static bool
is_end(struct slice line)
{
	for (size_t i = 0; i < COUNT(ends); i++)
		if (slice_istarts(line, ends[i]))
			return true;
	return false;
}

/* Where the comment begins: behind its author's line, else behind the sentence that announces it.
 */
static struct slice
behind_head(struct slice body, struct slice person)
{
	struct slice rest = body, line, found = SLICE_NONE;
	bool announced = false;

	for (int n = 0; n < HEAD_LINES && slice_line(&rest, &line); n++) {
		line = slice_trim(line);
		if (announced && slice_ieq(line, person))
			return rest;
		if (!announced && person_in(line).len > 0) {
			announced = true;
			found = rest;
		}
	}
	return found;
}

static struct slice
comment(struct pool *pool, struct slice rest)
{
	struct str out;
	struct slice line;

	str_init(&out, WORDS_BYTES);
	while (slice_line(&rest, &line)) {
		line = slice_trim(line);
		if (line.len == 0 || is_label(line))
			continue;
		if (is_end(line) || out.len + line.len + 1 > WORDS_BYTES)
			break;
		if (out.len > 0)
			str_addc(&out, '\n');
		str_add(&out, line);
	}
	struct slice words = pool_copy(pool, str_slice(&out));
	str_clear(&out);
	return words;
}

void
notice_read(struct pool *pool, struct slice html, struct mail *m)
{
	struct slice local = SLICE_NONE, person;
	const struct tool *t;

	if (m->from.len != 1 || (t = tool_of(m->from.at[0].mailbox, &local)) == NULL)
		return;
	struct slice name = m->from.at[0].name;
	ptrdiff_t at = t->display[0] != '\0' ? slice_ifind(name, slice_of(t->display)) : -1;
	person = at > 0 ? slice_trim(slice_sub(name, 0, (size_t)at)) : person_in(m->subject);
	struct slice rest = m->body, line;
	for (int n = 0; person.len == 0 && n < HEAD_LINES && slice_line(&rest, &line); n++)
		person = person_in(slice_trim(line));
	struct slice key = find_key(t, local, html);
	if (key.len == 0)
		key = find_key(t, local, m->body);
	if (person.len == 0 || key.len == 0)
		return;
	m->notice = (struct notice){slice_of(t->name), utf8_cut(person, PERSON_BYTES), key,
				    comment(pool, behind_head(m->body, person))};
}

/* Slack's texts: refs, its markup as plain text, plain text that can't become markup. */
#include "chat_slack.h"

#include "docket/base/utf8.h"

enum { TS_MAX = 24 };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
slack_is_id(struct slice s)
{
	if (s.len == 0 || s.len >= SLACK_ID_MAX)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!is_alnum(s.data[i]))
			return false;
	return true;
}

bool
slack_is_ts(struct slice s)
{
	ptrdiff_t dot = slice_index(s, '.');
	if (dot <= 0 || (size_t)dot + 1 == s.len || s.len > TS_MAX)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!is_digit(s.data[i]) && i != (size_t)dot)
			return false;
	return true;
}

struct slice
slack_ref(struct pool *p, struct slice room, struct slice ts)
{
	if (!slack_is_id(room) || !slack_is_ts(ts))
		return SLICE_NONE;
	return pool_slicef(p, "%.*s:%.*s", SLICE_ARG(room), SLICE_ARG(ts));
}

struct slice
slack_ref_room(struct slice ref)
{
	ptrdiff_t colon = slice_index(ref, ':');
	return colon < 0 ? ref : slice_sub(ref, 0, (size_t)colon);
}

struct slice
slack_ref_ts(struct slice ref)
{
	ptrdiff_t colon = slice_index(ref, ':');
	return colon < 0 ? SLICE_NONE : slice_sub(ref, (size_t)colon + 1, ref.len);
}

/* Undoes the three characters that Slack escapes; once, so that "&amp;lt;" is "&lt;". */
static void
add_unescaped(struct str *out, struct slice s)
{
	static const struct {
		const char *name;
		char c;
	} names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
	for (size_t i = 0; i < s.len; i++) {
		struct slice rest = slice_sub(s, i, s.len);
		size_t k = 0;
		while (k < COUNT(names) && !slice_starts(rest, names[k].name))
			k++;
		str_addc(out, k < COUNT(names) ? names[k].c : s.data[i]);
		i += k < COUNT(names) ? strlen(names[k].name) - 1 : 0;
	}
}

/* A link: what the person saw when that is the address itself, else both. */
static void
add_link(struct str *out, struct slice url, struct slice label)
{
	struct slice bare = url;
	static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};
	for (size_t i = 0; i < COUNT(schemes); i++)
		if (slice_istarts(bare, schemes[i]))
			bare = slice_sub(bare, strlen(schemes[i]), bare.len);
	if (label.len == 0) {
		add_unescaped(out, slice_istarts(url, "mailto:") ? bare : url);
	} else if (slice_eq(label, url) || slice_ieq(label, bare)) {
		add_unescaped(out, label);
	} else {
		add_unescaped(out, label);
		str_adds(out, " (");
		add_unescaped(out, url);
		str_addc(out, ')');
	}
}

/* What stands between < and >. Returns true for the mention of self, which adds nothing. */
static bool
add_angle(struct str *out, struct slice in, struct slice self)
{
	struct slice label = in, what = SLICE_NONE;
	slice_cut(&label, '|', &what);
	char kind = what.len > 0 ? what.data[0] : '\0';
	struct slice name = slice_sub(what, 1, what.len);
	if (kind == '@' && self.len > 0 && slice_eq(name, self))
		return true;
	if (kind == '@' || kind == '#') {
		struct slice shown = label.len > 0 ? label : name;
		if (slice_index(shown, kind) != 0)
			str_addc(out, kind);
		add_unescaped(out, shown);
	} else if (kind == '!') {
		/* <!here>, <!subteam^S1|@design>, <!date^…|February 18th> */
		if (label.len > 0) {
			add_unescaped(out, label);
		} else {
			str_addc(out, '@');
			add_unescaped(out, name);
		}
	} else {
		add_link(out, what, label);
	}
	return false;
}

struct slice
slack_plain(struct pool *p, struct slice text, struct slice self, bool *mentioned)
{
	struct str out;
	str_init(&out, CHAT_TEXT_MAX);
	text = utf8_cut(text, CHAT_TEXT_MAX - 16);
	for (size_t i = 0; i < text.len;) {
		struct slice rest = slice_sub(text, i, text.len);
		ptrdiff_t open = slice_index(rest, '<');
		ptrdiff_t close = open < 0 ? -1 : slice_index(rest, '>');
		if (open < 0 || close < open) {
			add_unescaped(&out, rest);
			break;
		}
		add_unescaped(&out, slice_sub(rest, 0, (size_t)open));
		if (add_angle(&out, slice_sub(rest, (size_t)open + 1, (size_t)close), self) &&
		    mentioned != NULL)
			*mentioned = true;
		i += (size_t)close + 1;
	}
	struct slice got = pool_copy(p, slice_trim(str_slice(&out)));
	str_clear(&out);
	return got;
}

/* Bytes of a web address at the start of s; 0: none. Dots and brackets behind it are the
 * sentence's. */
static size_t
address_at(struct slice s)
{
	size_t head = slice_istarts(s, "https://") ? 8 : slice_istarts(s, "http://") ? 7 : 0;
	size_t n = head;
	bool open = false;
	if (head == 0)
		return 0;
	while (n < s.len && (unsigned char)s.data[n] > 0x20 && s.data[n] != 0x7f &&
	       strchr("<>\"|`", s.data[n]) == NULL) {
		open |= s.data[n] == '(';
		n++;
	}
	while (n > head && strchr(open ? ".,;:!?'*_" : ".,;:!?'*_)]}", s.data[n - 1]) != NULL)
		n--;
	return n > head ? n : 0;
}

static void
add_escaped(struct str *out, char c)
{
	switch (c) {
	case '&': str_adds(out, "&amp;"); break;
	case '<': str_adds(out, "&lt;"); break;
	case '>': str_adds(out, "&gt;"); break;
	default: str_addc(out, c);
	}
}

void
slack_escape(struct str *out, struct slice text, bool links)
{
	bool word = false; /* an address starts where no word goes on */
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		size_t n = links && !word && (c == 'h' || c == 'H')
				   ? address_at(slice_sub(text, i, text.len))
				   : 0;
		if (n > 0) {
			str_addc(out, '<');
			for (size_t k = 0; k < n; k++)
				add_escaped(out, text.data[i + k]);
			str_addc(out, '>');
			i += n - 1;
			continue;
		}
		if (c != '\0')
			add_escaped(out, c);
		word = is_alnum(c);
	}
}

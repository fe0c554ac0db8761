/* The filter in front of libxml2. Linear: what was looked for in vain is not looked for again. */
#include "html_feed.h"

#include <strings.h>

enum { TAG_MAX = 16 * 1024, CHUNK = 256 * 1024, ODD_MAX = 10000 };

struct feed {
	struct slice html;
	size_t at;
	bool no_comment_end, no_style_end, no_script_end, no_tag_end;
};

static bool
at_word(const struct feed *f, const char *word)
{
	size_t n = strlen(word);

	return f->html.len - f->at >= n && strncasecmp(f->html.data + f->at, word, n) == 0;
}

/* Offset behind the next `end` from f->at, or the length; *none remembers that there is none. */
static size_t
behind(const struct feed *f, const char *end, bool *none)
{
	struct slice rest = slice_sub(f->html, f->at, f->html.len);
	size_t n = strlen(end);

	if (*none)
		return f->html.len;
	ptrdiff_t i = end[0] == '<' ? -1 : slice_find(rest, slice_make(end, n));
	for (const char *p = rest.data; end[0] == '<' && i < 0;) {
		p = memchr(p, '<', (size_t)(rest.data + rest.len - p));
		if (!p || (size_t)(rest.data + rest.len - p) < n)
			break;
		if (strncasecmp(p, end, n) == 0)
			i = p - rest.data;
		p++;
	}
	*none = i < 0;
	return i < 0 ? f->html.len : f->at + (size_t)i + n;
}

/* If f->at begins something to leave out, moves behind it. */
static bool
skip(struct feed *f)
{
	size_t to;

	if (at_word(f, "<!--")) {
		f->at += 4;
		to = behind(f, "-->", &f->no_comment_end);
		if (f->no_comment_end) { /* never closed: the text behind it is shown */
			return true;
		}
		f->at = to;
	} else if (at_word(f, "<style") && !f->no_style_end) {
		to = behind(f, "</style", &f->no_style_end);
		f->at = f->no_style_end ? f->at + 1 : to;
		return true;
	} else if (at_word(f, "<script") && !f->no_script_end) {
		to = behind(f, "</script", &f->no_script_end);
		f->at = f->no_script_end ? f->at + 1 : to;
		return true;
	} else if (at_word(f, "<!") || at_word(f, "<?")) {
		f->at = behind(f, ">", &f->no_tag_end);
	} else {
		return false;
	}
	return true;
}

void
html_feed(struct slice html, html_piece *piece, void *arg)
{
	struct feed f = {.html = html};
	size_t from = 0;

	while (f.at < html.len) {
		const char *lt = memchr(html.data + f.at, '<', html.len - f.at);
		if (!lt)
			break;
		f.at = (size_t)(lt - html.data);
		size_t tag = f.at;
		if (skip(&f)) {
			if (tag > from)
				piece(arg, slice_sub(html, from, tag));
			/* behind "</style" and the like: up to its > */
			while (f.at < html.len && html.data[f.at - 1] != '>' && f.at - tag > 6 &&
			       !f.no_comment_end && html.data[f.at] != '<' &&
			       html.data[f.at] != '>' && (unsigned char)html.data[f.at] <= ' ')
				f.at++;
			if (f.at < html.len && html.data[f.at] == '>' && html.data[f.at - 1] != '>')
				f.at++;
			from = f.at;
			continue;
		}
		const char *gt = f.no_tag_end ? NULL : memchr(lt, '>', html.len - tag);
		if (!gt)
			f.no_tag_end = true;
		size_t end = gt ? (size_t)(gt - html.data) + 1 : tag + 1;
		if (gt && end - tag > TAG_MAX) {
			piece(arg, slice_sub(html, from, tag + TAG_MAX));
			piece(arg, SLICE_LIT("\">"));
			from = end;
		} else if (end - from > CHUNK) {
			piece(arg, slice_sub(html, from, end));
			from = end;
		}
		f.at = end;
	}
	for (; from < html.len; from += CHUNK)
		piece(arg, slice_sub(html, from, from + CHUNK));
}

/* "&amp;", "&#8364;" and the like, all that usual mail has many of. */
static bool
usual_entity(struct slice s)
{
	static const char *const names[] = {"&amp;", "&nbsp;", "&lt;", "&gt;", "&quot;"};
	size_t i = 2;

	for (size_t k = 0; k < COUNT(names); k++)
		if (slice_starts(s, names[k]))
			return true;
	if (!slice_starts(s, "&#") || s.len < 4)
		return false;
	while (i < s.len && i < 9 && s.data[i] != ';')
		i++;
	return i < s.len && s.data[i] == ';' && s.data[2] >= '0' && s.data[2] <= '9';
}

struct slice
html_calm(struct pool *pool, struct slice html)
{
	size_t odd = 0, n = 0;
	char *out;

	for (size_t i = 0; i < html.len; i++)
		odd += html.data[i] == '&' && !usual_entity(slice_sub(html, i, html.len));
	if (odd <= ODD_MAX)
		return html;
	out = pool_alloc(pool, html.len + odd * 4 + 1);
	for (size_t i = 0; i < html.len; i++) {
		out[n++] = html.data[i];
		if (html.data[i] == '&' && !usual_entity(slice_sub(html, i, html.len))) {
			memcpy(out + n, "amp;", 4);
			n += 4;
		}
	}
	return slice_make(out, n);
}

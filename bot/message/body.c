/* Decoding, line ends, format=flowed (RFC 3676), HTML; then the parts one below the other. */
#include "body.h"

#include "attach.h"
#include "charset.h"
#include "html.h"

/* LF line ends, no NUL and other controls but tab; s itself where nothing has to change. */
static struct slice
clean_lines(struct pool *pool, struct slice s)
{
	size_t i = 0, n;
	char *out;

	if (slice_starts(s, "\xef\xbb\xbf"))
		s = slice_sub(s, 3, s.len);
	while (i < s.len &&
	       ((unsigned char)s.data[i] >= ' ' || s.data[i] == '\n' || s.data[i] == '\t'))
		i++;
	if (i == s.len)
		return s;
	out = pool_alloc(pool, s.len + 1);
	memcpy(out, s.data, i);
	for (n = i; i < s.len; i++) {
		char c = s.data[i];
		if (c == '\r') {
			if (i + 1 < s.len && s.data[i + 1] == '\n')
				continue;
			c = '\n';
		} else if (c == '\f' || c == '\v') {
			c = '\n';
		} else if ((unsigned char)c < ' ' && c != '\n' && c != '\t') {
			continue;
		}
		out[n++] = c;
	}
	return slice_make(out, n);
}

/*
 * Joins the soft breaks of lines without quote marks and takes off their space-stuffing (RFC 3676
 * 4.1, 4.2, 4.4). Quoted lines stay as they are: they are shown, not read.
 */
static struct slice
unflow(struct pool *pool, struct slice s, bool delsp)
{
	char *out = pool_alloc(pool, s.len + 1);
	size_t n = 0;
	struct slice rest = s, line;
	bool soft = false;

	while (slice_line(&rest, &line)) {
		bool quoted = slice_starts(line, ">");
		if (soft && quoted) /* a soft break before another depth is an error: a hard one */
			out[n++] = '\n';
		bool delimiter = slice_is(line, "-- ");
		if (soft && delimiter)
			out[n++] = '\n';
		if (!quoted && slice_starts(line, " "))
			line = slice_sub(line, 1, line.len);
		soft = !quoted && !delimiter && slice_ends(line, " ");
		if (soft && delsp)
			line.len--;
		if (line.len > 0)
			memcpy(out + n, line.data, line.len);
		n += line.len;
		/* a paragraph's blank last line: " " alone is no break */
		if (soft && slice_blank(line))
			soft = false;
		if (!soft && n < s.len)
			out[n++] = '\n';
	}
	return slice_make(out, n);
}

struct piece {
	struct slice text;
	mark_list marks;
	bool html;
};

static void
read_part(struct pool *pool, const struct part *p, const struct mail_limits *limits,
	  struct piece *out, struct body_info *info)
{
	size_t max = mime_is(p, "text/html") ? limits->html : limits->text;
	struct slice raw = mime_bytes(pool, p, max + 1);
	bool guessed;

	if (raw.len > max) {
		info->cut = true;
		raw.len = max;
	}
	struct slice s = charset_decode(pool, raw, mime_param(pool, p, "charset"), &guessed);
	info->guessed |= guessed;
	if (mime_is(p, "text/html")) {
		struct html_text h;
		if (info->html.len == 0)
			info->html = s;
		html_render(pool, s, max * 3, &h);
		*out = (struct piece){clean_lines(pool, h.text), h.marks, true};
		return;
	}
	s = clean_lines(pool, s);
	if (slice_iis(mime_param(pool, p, "format"), "flowed"))
		s = unflow(pool, s, slice_iis(mime_param(pool, p, "delsp"), "yes"));
	*out = (struct piece){.text = s};
}

/* HTML that is not shown is decoded only when a part could be referred to from it. */
static void
find_html(struct pool *pool, const struct mime *m, const struct mail_limits *limits,
	  struct body_info *info)
{
	bool cid = false;

	for (size_t i = 0; i < m->parts.len; i++)
		cid |= m->parts.at[i].cid.len > 0 && !mime_is(&m->parts.at[i], "text/");
	for (size_t i = 0; i < m->parts.len && cid && info->html.len == 0; i++)
		if (mime_is(&m->parts.at[i], "text/html") && !m->parts.at[i].inner)
			info->html = mime_bytes(pool, &m->parts.at[i], limits->html);
}

static void
append(struct pool *pool, struct str *all, const struct piece *p, struct mail *mail)
{
	if (all->len > 0 && p->text.len > 0) {
		while (all->len > 0 && all->data[all->len - 1] == '\n')
			str_cut(all, all->len - 1);
		str_adds(all, "\n\n");
	}
	for (size_t i = 0; i < p->marks.len; i++)
		VEC_ADD(&mail->marks, pool,
			((struct span){p->marks.at[i].start + all->len,
				       p->marks.at[i].end + all->len, p->marks.at[i].kind}));
	str_add(all, p->text);
}

void
body_read_part(struct pool *pool, const struct part *p, const struct mail_limits *limits,
	       struct mail *mail)
{
	struct body_info info = {.cut = false};
	struct piece piece;

	read_part(pool, p, limits, &piece, &info);
	mail->body = piece.text;
	mail->from_html = piece.html;
	for (size_t i = 0; i < piece.marks.len; i++)
		VEC_ADD(&mail->marks, pool, piece.marks.at[i]);
}

/* HTML that says the same as the plain part that was read, or should. */
static const struct part *
not_shown(const struct mime *m, const index_list *shown)
{
	for (size_t i = 0; i < m->parts.len; i++) {
		const struct part *p = &m->parts.at[i];
		bool listed = false;

		for (size_t k = 0; k < shown->len; k++)
			listed |= shown->at[k] == i;
		if (p->used && !listed && !p->inner && mime_is(p, "text/html"))
			return p;
	}
	return NULL;
}

void
body_read(struct pool *pool, struct mime *m, const struct mail_limits *limits, struct mail *mail,
	  struct body_info *info)
{
	index_list text = {0};
	struct piece first = {.html = false};
	struct str all;
	size_t shown = 0;
	bool html = true;

	attach_choose_text(pool, m, &text);
	mail->other = not_shown(m, &text);
	str_init(&all, 2 * limits->text + 64);
	for (size_t i = 0; i < text.len && all.len < limits->text; i++) {
		struct piece p;
		read_part(pool, &m->parts.at[text.at[i]], limits, &p, info);
		if (slice_blank(p.text))
			continue;
		html &= p.html;
		if (++shown == 1) {
			first = p;
			continue;
		}
		if (shown == 2)
			append(pool, &all, &first, mail);
		append(pool, &all, &p, mail);
	}
	if (shown == 1) { /* the usual case: no copy */
		mail->body = first.text;
		for (size_t i = 0; i < first.marks.len; i++)
			VEC_ADD(&mail->marks, pool, first.marks.at[i]);
	} else if (shown > 1) {
		mail->body = pool_copy(pool, str_slice(&all));
	}
	mail->from_html = shown > 0 && html;
	str_clear(&all);
	find_html(pool, m, limits, info);
}

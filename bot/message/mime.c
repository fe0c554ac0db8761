/* GMime's parser over the raw bytes, without a copy: its content streams are ranges of raw. */
#include "mime.h"

#include <gmime/gmime.h>

#include "docket/base/utf8.h"

/*
 * GMime spends 9 us on each part and has no ceiling of its own; more lines that could be a
 * boundary than this are not parsed.
 */
enum { BOUNDARY_LINES_MAX = 12000, RAW_MAX = 512 * 1024 * 1024 };

void
mime_setup(void)
{
	static bool done;

	if (!done)
		g_mime_init();
	done = true;
}

struct slice
mime_trim(struct slice raw)
{
	struct slice line, rest = raw;

	for (struct slice ahead = rest; slice_line(&ahead, &line) && slice_blank(line);)
		rest = ahead;
	if (rest.len == 0) /* nothing but line ends: an empty header, an empty body */
		return raw;
	if (slice_starts(rest, "\xef\xbb\xbf"))
		rest = slice_sub(rest, 3, rest.len);
	while (slice_starts(rest, "From ") || slice_starts(rest, ">From "))
		slice_line(&rest, &line);
	return rest;
}

struct slice
mime_lines(struct pool *pool, struct slice raw)
{
	if (raw.len == 0 || memchr(raw.data, '\n', raw.len) || !memchr(raw.data, '\r', raw.len))
		return raw;
	char *out = pool_alloc(pool, raw.len);
	for (size_t i = 0; i < raw.len; i++)
		out[i] = raw.data[i] == '\r' ? '\n' : raw.data[i];
	return slice_make(out, raw.len);
}

struct slice
mime_file_name(struct pool *pool, struct slice name)
{
	struct slice s = slice_trim(name);
	struct str out;

	for (size_t i = s.len; i > 0; i--)
		if (s.data[i - 1] == '/' || s.data[i - 1] == '\\') {
			if (i < s.len)
				s = slice_sub(s, i, s.len);
			break;
		}
	if (slice_is(s, ".") || slice_is(s, ".."))
		return SLICE_NONE;
	str_init(&out, 1024);
	for (size_t i = 0; i < s.len && i < 255; i++)
		if ((unsigned char)s.data[i] >= ' ' && s.data[i] != 0x7f)
			str_addc(&out, s.data[i]);
	s = pool_copy(pool, utf8_cut(str_slice(&out), 255));
	str_clear(&out);
	return s;
}

bool
mime_is(const struct part *p, const char *type)
{
	size_t n = strlen(type);

	return n > 0 && type[n - 1] == '/' ? slice_starts(p->type, type) : slice_is(p->type, type);
}

struct slice
mime_param(struct pool *pool, const struct part *p, const char *name)
{
	return header_param(pool, p->type_raw, name);
}

static enum part_encoding
encoding_of(const field_list *fields)
{
	struct slice v = header_get(fields, "Content-Transfer-Encoding");

	if (v.len == 0)
		return ENC_NONE;
	if (slice_istarts(v, "base64") || slice_istarts(v, "\"base64"))
		return ENC_BASE64;
	if (slice_istarts(v, "quoted-printable") || slice_istarts(v, "\"quoted-printable"))
		return ENC_QP;
	if (slice_istarts(v, "x-uue") || slice_istarts(v, "uue") || slice_istarts(v, "x-uu"))
		return ENC_UU;
	return ENC_NONE;
}

static void
describe(struct pool *pool, struct part *p, const field_list *fields)
{
	p->fields = *fields;
	p->type_raw = header_get(fields, "Content-Type");
	p->type = header_token(pool, p->type_raw);
	if (slice_is(p->type, "text"))
		p->type = SLICE_LIT("text/plain");
	if (slice_index(p->type, '/') <= 0)
		p->type = p->type_raw.len > 0 && p->type.len > 0
				  ? SLICE_LIT("application/octet-stream")
				  : SLICE_LIT("text/plain");
	p->encoding = encoding_of(fields);
	struct slice disp = header_get(fields, "Content-Disposition");
	p->disp = header_token(pool, disp);
	struct slice name = header_param(pool, disp, "filename");
	if (name.len == 0)
		name = header_param(pool, p->type_raw, "name");
	p->name = mime_file_name(pool, name);
	slice_list ids = {0};
	header_ids(pool, header_get(fields, "Content-ID"), &ids, 1);
	if (ids.len > 0)
		p->cid = ids.at[0];
}

struct walk {
	struct pool *pool;
	struct slice raw;
	const struct mail_limits *limits;
	struct mime *out;
};

/* Where GMime saw the object's first header field, as an offset into raw; -1 if it has none. */
static gint64
object_offset(GMimeObject *o)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(o);

	return list && g_mime_header_list_get_count(list) > 0
		       ? g_mime_header_get_offset(g_mime_header_list_get_header_at(list, 0))
		       : -1;
}

/*
 * The line end before a delimiter belongs to it (RFC 2046 5.1.1). GMime takes the line ends of the
 * whole mail to be alike: where they are not, its end is a byte or two off.
 */
static size_t
before_delimiter(struct slice raw, size_t from, size_t to)
{
	for (size_t at = to > from ? to : from + 1; at <= to + 3 && at + 1 < raw.len; at++) {
		if (raw.data[at] != '-' || raw.data[at + 1] != '-' || raw.data[at - 1] != '\n')
			continue;
		size_t end = at - 1;
		if (end > from && raw.data[end - 1] == '\r')
			end--;
		return end < from ? from : end;
	}
	return to;
}

static struct slice
content_range(const struct walk *w, GMimePart *gp)
{
	GMimeDataWrapper *data = g_mime_part_get_content(gp);
	GMimeStream *stream = data ? g_mime_data_wrapper_get_stream(data) : NULL;

	if (!stream || stream->bound_start < 0)
		return SLICE_NONE;
	size_t from = (size_t)stream->bound_start;
	size_t to = stream->bound_end < 0 ? w->raw.len : (size_t)stream->bound_end;
	return slice_sub(w->raw, from, before_delimiter(w->raw, from, to));
}

static void walk_object(struct walk *w, GMimeObject *o, int parent, size_t depth);

/* GMime keeps text before the first boundary as the prologue: all there is if none appears. */
static void
walk_lost_text(struct walk *w, GMimeMultipart *m, int self, size_t depth)
{
	const char *text = g_mime_multipart_get_prologue(m);

	if (!text || !*text || w->out->parts.len >= w->limits->parts)
		return;
	struct part *p = VEC_NEW(&w->out->parts, w->pool);
	p->type = SLICE_LIT("text/plain");
	p->encoding = encoding_of(&w->out->parts.at[self].fields);
	p->bytes = pool_copy(w->pool, slice_of(text));
	p->parent = self;
	p->depth = depth;
}

static void
walk_multipart(struct walk *w, GMimeMultipart *m, int self, size_t depth)
{
	int n = g_mime_multipart_get_count(m);

	for (int i = 0; i < n; i++) {
		if (w->out->parts.len >= w->limits->parts) {
			w->out->cut = true;
			break;
		}
		walk_object(w, g_mime_multipart_get_part(m, i), self, depth + 1);
	}
	if (n == 0)
		walk_lost_text(w, m, self, depth + 1);
}

static void
walk_object(struct walk *w, GMimeObject *o, int parent, size_t depth)
{
	if (!o)
		return;
	if (depth > w->limits->depth || w->out->parts.len >= w->limits->parts) {
		w->out->cut = true;
		return;
	}
	int self = (int)w->out->parts.len;
	struct part p = {.parent = parent, .depth = depth};
	gint64 at = object_offset(o);
	field_list fields = {0};

	if (parent == PART_ROOT)
		fields = w->out->fields;
	else if (at >= 0)
		header_parse(w->pool, slice_sub(w->raw, (size_t)at, w->raw.len), w->limits->fields,
			     &fields);
	describe(w->pool, &p, &fields);
	if (parent != PART_ROOT) {
		const struct part *up = &w->out->parts.at[parent];
		p.inner =
			up->inner || mime_is(up, "message/rfc822") || mime_is(up, "message/global");
		/* RFC 2046 5.1.5 */
		if (mime_is(up, "multipart/digest") && p.type_raw.len == 0)
			p.type = SLICE_LIT("message/rfc822");
	}
	p.multi = GMIME_IS_MULTIPART(o) || GMIME_IS_MESSAGE_PART(o);
	if (GMIME_IS_PART(o))
		p.bytes = content_range(w, GMIME_PART(o));
	/* no delimiter was found where one had to be: what is there is text (RFC 2045 5.2) */
	if (!p.multi && mime_is(&p, "multipart/")) {
		p.type = SLICE_LIT("text/plain");
		p.type_raw = SLICE_NONE;
	}
	VEC_ADD(&w->out->parts, w->pool, p);
	if (GMIME_IS_MULTIPART(o)) {
		walk_multipart(w, GMIME_MULTIPART(o), self, depth);
	} else if (GMIME_IS_MESSAGE_PART(o)) {
		GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));
		gint64 from = inner ? object_offset(GMIME_OBJECT(inner)) : -1;
		if (!inner)
			return;
		walk_object(w, g_mime_message_get_mime_part(inner), self, depth + 1);
		if (from >= 0) { /* up to the end of its last part */
			const struct part *last = &w->out->parts.at[w->out->parts.len - 1];
			const char *end =
				last->bytes.data ? last->bytes.data + last->bytes.len : NULL;
			bool inside = end >= w->raw.data + from && end <= w->raw.data + w->raw.len;
			w->out->parts.at[self].bytes =
				slice_sub(w->raw, (size_t)from,
					  inside ? (size_t)(end - w->raw.data) : w->raw.len);
		}
	}
}

/* The part of raw that holds no more boundaries than GMime can be asked to take. */
static struct slice
bounded(struct slice raw, bool *cut)
{
	size_t lines = 0;
	const char *p = raw.data, *end = raw.data + raw.len;

	if (raw.len == 0)
		return raw; /* NULL is no argument for memmem */
	while ((p = memmem(p, (size_t)(end - p), "\n--", 3)) != NULL) {
		if (++lines > BOUNDARY_LINES_MAX) {
			*cut = true;
			return slice_sub(raw, 0, (size_t)(p - raw.data));
		}
		p += 3;
	}
	return raw;
}

static void
whole_as_text(struct walk *w, size_t body)
{
	struct part p = {.parent = PART_ROOT};

	describe(w->pool, &p, &w->out->fields);
	p.bytes = slice_sub(w->raw, body, w->raw.len);
	VEC_ADD(&w->out->parts, w->pool, p);
}

static bool
part_is_simple(const struct part *p)
{
	return !mime_is(p, "multipart/") && !mime_is(p, "message/");
}

static void
gmime_walk(struct walk *w)
{
	union {
		const char *from;
		guint8 *to;
	} bytes = {.from = w->raw.data}; /* GMime only reads: the stream does not own the array */
	GByteArray array = {bytes.to, (guint)w->raw.len};
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(&array);

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	g_mime_parser_set_persist_stream(parser, TRUE);
	GMimeMessage *msg = g_mime_parser_construct_message(parser, NULL);
	if (msg) {
		walk_object(w, g_mime_message_get_mime_part(msg), PART_ROOT, 0);
		g_object_unref(msg);
	}
	g_object_unref(parser);
	g_object_unref(stream);
}

/* The body behind the header and empty line that it lacked; GMime ends a header only there. */
static struct slice
with_break(struct pool *pool, const struct part *root, struct slice body)
{
	struct slice type = header_unfold(pool, root->type_raw);
	size_t len = type.len + body.len + 32;
	char *out = pool_alloc(pool, len);
	int n = snprintf(out, len, "Content-Type: %.*s\n\n", SLICE_ARG(type));

	memcpy(out + n, body.data, body.len);
	return slice_make(out, (size_t)n + body.len);
}

int
mime_parse(struct pool *pool, struct slice raw, const struct mail_limits *limits, struct mime *out,
	   struct err *e)
{
	struct walk w = {pool, bounded(slice_sub(raw, 0, RAW_MAX), &out->cut), limits, out};

	if (w.raw.len == 0)
		return err_set(e, ERR_MESSAGE, "the message is empty");
	size_t body = header_parse(pool, w.raw, limits->fields, &out->fields);
	struct part root = {.parent = PART_ROOT};
	describe(pool, &root, &out->fields);
	if (part_is_simple(&root)) { /* one part: nothing to find */
		whole_as_text(&w, body);
		return 0;
	}
	mime_setup();
	gmime_walk(&w);
	const struct part *first = out->parts.len > 0 ? &out->parts.at[0] : NULL;
	if (out->parts.len == 1 && !first->multi && mime_is(&root, "multipart/")) {
		w.raw = with_break(pool, &root, slice_sub(w.raw, body, w.raw.len));
		out->parts.len = 0;
		gmime_walk(&w);
	}
	if (out->parts.len == 0)
		whole_as_text(&w, body);
	return 0;
}

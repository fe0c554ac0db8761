/* Parts are hashed while they are decoded; their bytes are not kept. */
#include "attach.h"

#include "charset.h"
#include "docket/base/hash.h"
#include "html.h"

enum {
	PROBE = 2048,		      /* bytes looked at to see whether a part is blank */
	DECORATION_MAX = 24 * 1024,   /* larger pictures are work, not logos */
	DECORATION_NAMED = 96 * 1024, /* unless they are called image001.png */
	ATTACH_TEXT_MAX = 64 * 1024,  /* of a file read as text: notes are short, logs are not */
};

static bool
text_like(const struct part *p)
{
	return mime_is(p, "text/plain") || mime_is(p, "text/html") || mime_is(p, "text/enriched") ||
	       mime_is(p, "text/richtext") || mime_is(p, "text/markdown");
}

/* A leaf that the sender meant to be read in place. */
static bool
readable(const struct part *p)
{
	return !p->multi && text_like(p) && !slice_is(p->disp, "attachment") && p->name.len == 0;
}

/* A forwarded mail that stays closed: what lies in it belongs to it. */
static bool
closed(const struct part *p)
{
	return mime_is(p, "message/") && (slice_is(p->disp, "attachment") || p->name.len > 0);
}

static bool
is_blank(struct pool *pool, const struct part *p)
{
	struct part head = *p;

	head.bytes.len = head.bytes.len < PROBE ? head.bytes.len : PROBE;
	struct slice s = mime_bytes(pool, &head, PROBE);
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.data[i] > ' ' && s.data[i] != '\xa0' && s.data[i] != '\xc2')
			return false;
	return true;
}

/* Offset behind the last descendant of part i. */
static size_t
subtree_end(const struct mime *m, size_t i)
{
	size_t k = i + 1;

	while (k < m->parts.len && m->parts.at[k].depth > m->parts.at[i].depth)
		k++;
	return k;
}

/* The child of alternative i to show: the first that holds plain text, else the first with HTML. */
static size_t
choose_child(struct pool *pool, const struct mime *m, size_t i)
{
	size_t end = subtree_end(m, i), html = SIZE_MAX, child = SIZE_MAX;

	for (size_t k = i + 1; k < end; k++) {
		const struct part *p = &m->parts.at[k];
		if (p->parent == (int)i)
			child = k;
		if (!readable(p))
			continue;
		if (mime_is(p, "text/html")) {
			if (html == SIZE_MAX)
				html = child;
		} else if (!is_blank(pool, p)) {
			return child;
		}
	}
	return html != SIZE_MAX ? html : i + 1;
}

/*
 * RFC 2046 5.1.4: alternatives differ in their type. A second plain text is none, and is shown
 * unless it is the same again.
 */
static bool
second_text(const struct mime *m, size_t chosen, size_t k)
{
	const struct part *a = &m->parts.at[chosen], *b = &m->parts.at[k];

	return b->parent == a->parent && readable(a) && readable(b) && mime_is(a, "text/plain") &&
	       mime_is(b, "text/plain") && !slice_eq(a->bytes, b->bytes);
}

static void
discard_others(struct mime *m, size_t i, size_t chosen)
{
	size_t end = subtree_end(m, i), chosen_end = chosen < end ? subtree_end(m, chosen) : chosen;

	for (size_t k = i + 1; k < end; k++)
		if ((k < chosen || k >= chosen_end) &&
		    !(chosen < end && second_text(m, chosen, k)) &&
		    (readable(&m->parts.at[k]) || mime_is(&m->parts.at[k], "text/x-amp-html") ||
		     mime_is(&m->parts.at[k], "text/watch-html")))
			m->parts.at[k].used = true;
}

void
attach_choose_text(struct pool *pool, struct mime *m, index_list *text_out)
{
	for (size_t i = 0; i < m->parts.len; i++) {
		struct part *p = &m->parts.at[i];
		if (p->inner || p->used)
			continue;
		if (mime_is(p, "multipart/alternative") && p->multi) {
			discard_others(m, i, choose_child(pool, m, i));
		} else if (readable(p) || (i == 0 && !p->multi && text_like(p) &&
					   !slice_is(p->disp, "attachment"))) {
			p->used = true;
			VEC_ADD(text_out, pool, i);
		}
	}
}

void
attach_list(struct pool *pool, const struct mime *m, index_list *out)
{
	for (size_t i = 0; i < m->parts.len; i++) {
		const struct part *p = &m->parts.at[i];
		const struct part *up = p->parent < 0 ? NULL : &m->parts.at[p->parent];
		bool report = up && mime_is(up, "multipart/report");
		if (closed(p)) {
			VEC_ADD(out, pool, i);
			i = subtree_end(m, i) - 1;
			continue;
		}
		if (p->multi || p->used)
			continue;
		if (p->inner && readable(p)) /* the text of a mail shown in place */
			continue;
		if (mime_is(p, "message/") && !p->multi && p->name.len == 0 &&
		    !slice_is(p->disp, "attachment"))
			continue;
		if (report && p->name.len == 0 && mime_is(p, "text/rfc822-headers"))
			continue;
		if (mime_is(p, "application/pgp-encrypted") && up &&
		    mime_is(up, "multipart/encrypted")) /* RFC 3156 4: control information */
			continue;
		VEC_ADD(out, pool, i);
	}
}

struct digest {
	struct hash_ctx ctx;
	uint64_t size;
};

static void
digest_feed(void *arg, struct slice piece)
{
	struct digest *d = arg;

	d->size += piece.len;
	hash_feed(&d->ctx, piece);
}

static void
feed_length(struct hash_ctx *c, struct slice s)
{
	unsigned char len[8];

	for (unsigned i = 0; i < 8; i++)
		len[i] = (unsigned char)((uint64_t)s.len >> (8 * i));
	hash_feed(c, slice_make((const char *)len, sizeof(len)));
	hash_feed(c, s);
}

/* "image001.png" is what Outlook calls pictures of a signature; "logo", "icon" speak for
 * themselves. */
static bool
decorative_name(struct slice name)
{
	return slice_istarts(name, "image0") || slice_istarts(name, "outlook-") ||
	       slice_ihas(name, "logo") || slice_ihas(name, "icon") ||
	       slice_ihas(name, "signature") || slice_ihas(name, "facebook") ||
	       slice_ihas(name, "linkedin") || slice_ihas(name, "twitter") ||
	       slice_ihas(name, "instagram");
}

/* Our own fetching writes this field (wire/skeleton.h); a sender who does leaves out a file of their own. */
static bool
was_left_out(const struct part *p, uint64_t *size_out)
{
	int64_t size = 0;

	if (!slice_int(slice_trim(header_get(&p->fields, "X-Docket-Left-Out")), &size) || size <= 0)
		return false;
	*size_out = (uint64_t)size;
	return true;
}

static void
describe(const struct part *p, const struct digest *d, const unsigned char *sum, struct slice html,
	 struct attachment *a)
{
	bool referred = html_refers(html, p->cid);

	a->name = p->name;
	a->type = p->type;
	a->cid = p->cid;
	a->size = d->size;
	a->left_out = d->size == 0 && was_left_out(p, &a->size);
	hash_hex(sum, HASH_LEN, a->sha256);
	a->is_inline = slice_is(p->disp, "inline") || referred;
	a->decoration = a->is_inline && !a->left_out && mime_is(p, "image/") &&
			(d->size <= DECORATION_MAX ||
			 (d->size <= DECORATION_NAMED && decorative_name(p->name)));
}

/* By type, or by name where a mail program knows no better than "some bytes". */
static bool
is_text_file(const struct part *p)
{
	return mime_is(p, "text/plain") || mime_is(p, "text/markdown") ||
	       (mime_is(p, "application/octet-stream") &&
		(slice_iends(p->name, ".txt") || slice_iends(p->name, ".md")));
}

/* A file of plain text: people send their comments in one. */
static void
take_text(struct pool *pool, const struct part *p, struct attachment *a)
{
	bool guessed = false;
	struct slice raw;

	if (p->multi || !is_text_file(p) || a->size == 0 || a->size > ATTACH_TEXT_MAX)
		return;
	raw = mime_bytes(pool, p, ATTACH_TEXT_MAX);
	if (slice_index(raw, '\0') >= 0)
		return; /* whatever it is called */
	a->text = charset_decode(pool, raw, mime_param(pool, p, "charset"), &guessed);
	a->has_text = a->text.len > 0;
}

void
attach_read(struct pool *pool, const struct mime *m, struct slice html, struct mail *mail)
{
	struct hash_ctx all;
	unsigned char sum[HASH_LEN];
	index_list files = {0};
	size_t next = 0;

	attach_list(pool, m, &files);
	hash_begin(&all);
	feed_length(&all, header_get(&m->fields, "From"));
	feed_length(&all, header_get(&m->fields, "Date"));
	feed_length(&all, header_get(&m->fields, "Subject"));
	for (size_t i = 0; i < m->parts.len; i++) {
		const struct part *p = &m->parts.at[i];
		bool file = next < files.len && files.at[next] == i;
		struct digest d = {.size = 0};
		if (p->multi && !file)
			continue;
		hash_begin(&d.ctx);
		mime_each(p, digest_feed, &d);
		hash_end(&d.ctx, sum);
		if (file) {
			next++;
			struct attachment *a = VEC_NEW(&mail->attachments, pool);
			describe(p, &d, sum, html, a);
			take_text(pool, p, a);
		}
		/* the sum stands for the bytes: a leaf is read once */
		feed_length(&all, p->type);
		if (!p->multi)
			feed_length(&all, slice_make((const char *)sum, sizeof(sum)));
	}
	hash_end(&all, sum);
	hash_hex(sum, HASH_LEN, mail->content_sha256);
}

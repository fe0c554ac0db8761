/* File headers, and the naming, formats and sizes of a kit. */
#include "docket/domain/artwork.h"

#include <ctype.h>

static unsigned
byte_at(struct slice b, size_t i)
{
	return i < b.len ? (unsigned char)b.data[i] : 0;
}

static int64_t
big(struct slice b, size_t at, int bytes)
{
	int64_t n = 0;
	for (int i = 0; i < bytes; i++)
		n = n << 8 | byte_at(b, at + (size_t)i);
	return n;
}

static int64_t
little(struct slice b, size_t at, int bytes)
{
	int64_t n = 0;
	for (int i = bytes; i > 0; i--)
		n = n << 8 | byte_at(b, at + (size_t)i - 1);
	return n;
}

static bool
has(struct slice b, size_t at, const char *magic, size_t len)
{
	return b.len >= at + len && memcmp(b.data + at, magic, len) == 0;
}

/* The frame header of a JPEG (ITU T.81 B.2.2): the first SOF marker that is no table. */
static void
jpeg_size(struct slice b, struct artwork *out)
{
	for (size_t i = 2; i + 9 < b.len;) {
		unsigned marker = byte_at(b, i + 1);
		if (byte_at(b, i) != 0xff)
			return;
		if (marker == 0xff) { /* fill */
			i++;
			continue;
		}
		if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
		    marker != 0xcc) {
			out->height = big(b, i + 5, 2);
			out->width = big(b, i + 7, 2);
			return;
		}
		i += 2 + (size_t)big(b, i + 2, 2);
	}
}

/* The three forms of WebP (RFC 9649 2.5 to 2.7). */
static void
webp_size(struct slice b, struct artwork *out)
{
	if (has(b, 12, "VP8X", 4) && b.len >= 30) {
		out->width = little(b, 24, 3) + 1;
		out->height = little(b, 27, 3) + 1;
	} else if (has(b, 12, "VP8L", 4) && b.len >= 25) {
		int64_t bits = little(b, 21, 4);
		out->width = (bits & 0x3fff) + 1;
		out->height = (bits >> 14 & 0x3fff) + 1;
	} else if (has(b, 12, "VP8 ", 4) && b.len >= 30) {
		out->width = little(b, 26, 2) & 0x3fff;
		out->height = little(b, 28, 2) & 0x3fff;
	}
}

struct artwork
artwork_look(struct slice b)
{
	static const struct {
		const char *magic;
		size_t at, len;
		const char *type;
	} rows[] = {
	        {"\x89PNG\r\n\x1a\n", 0, 8, "png"}, {"\xff\xd8\xff", 0, 3, "jpg"},
	        {"GIF87a", 0, 6, "gif"},            {"GIF89a", 0, 6, "gif"},
	        {"WEBP", 8, 4, "webp"},             {"%PDF-", 0, 5, "pdf"},
	        {"PK\x03\x04", 0, 4, "zip"},        {"8BPS", 0, 4, "psd"},
	        {"ftyp", 4, 4, "mp4"},
	};
	struct artwork a = {NULL, 0, 0};
	for (size_t i = 0; a.type == NULL && i < COUNT(rows); i++)
		if (has(b, rows[i].at, rows[i].magic, rows[i].len))
			a.type = rows[i].type;
	if (a.type == NULL) {
		struct slice head = slice_ltrim(slice_sub(b, 0, b.len < 400 ? b.len : 400));
		/* A page may begin with a drawing of its own; a drawing holds no page. */
		if (slice_ifind(head, SLICE_LIT("<html")) >= 0 ||
		    slice_ifind(head, SLICE_LIT("<!doctype html")) >= 0)
			a.type = "html";
		else if (slice_ifind(head, SLICE_LIT("<svg")) >= 0)
			a.type = "svg";
		return a;
	}
	if (strcmp(a.type, "png") == 0 && b.len >= 24) {
		a.width = big(b, 16, 4);
		a.height = big(b, 20, 4);
	} else if (strcmp(a.type, "gif") == 0 && b.len >= 10) {
		a.width = little(b, 6, 2);
		a.height = little(b, 8, 2);
	} else if (strcmp(a.type, "jpg") == 0) {
		jpeg_size(b, &a);
	} else if (strcmp(a.type, "webp") == 0) {
		webp_size(b, &a);
	}
	return a;
}

bool
artwork_has_size(const char *size, const struct artwork *look)
{
	char want[48];
	snprintf(want, sizeof(want), "%lldx%lld", (long long)look->width, (long long)look->height);
	size_t n = strlen(want);
	return look->width > 0 && artwork_in_pixels(size) && strncmp(size, want, n) == 0 &&
	       !isdigit((unsigned char)size[n]);
}

bool
artwork_in_pixels(const char *size)
{
	const char *blank = strchr(size, ' ');
	struct slice measure = slice_make(size, blank != NULL ? (size_t)(blank - size) : strlen(size));
	return !slice_ends(measure, "mm");
}

/* The pattern with its names put in; {size} and anything unknown match any run of characters. */
static bool
name_fits(const char *pattern, const struct artwork_name *names, struct slice stem)
{
	size_t at = 0;
	for (const char *p = pattern; *p != '\0';) {
		if (*p != '{') {
			if (at >= stem.len || tolower((unsigned char)stem.data[at]) != tolower((unsigned char)*p))
				return false;
			at++;
			p++;
			continue;
		}
		const char *end = strchr(p, '}');
		if (end == NULL)
			return true;
		struct slice key = slice_make(p + 1, (size_t)(end - p - 1)), rest = slice_sub(stem, at, stem.len);
		char version[32];
		snprintf(version, sizeof(version), "v%lld", (long long)names->version);
		struct slice want = slice_is(key, "client")    ? names->client
		                    : slice_is(key, "job")     ? names->number
		                    : slice_is(key, "version") ? slice_of(version)
		                                               : SLICE_NONE;
		p = end + 1;
		if (want.len == 0) { /* up to the next character of the pattern, at least one */
			size_t n = 0;
			while (n < rest.len && (*p == '\0' || rest.data[n] != *p))
				n++;
			if (n == 0)
				return false;
			at += n;
		} else {
			if (!slice_ieq(slice_sub(rest, 0, want.len), want))
				return false;
			at += want.len;
		}
	}
	return at == stem.len;
}

static bool
same_format(struct slice a, const char *b)
{
	if (slice_iis(a, "jpeg"))
		a = SLICE_LIT("jpg");
	return slice_iis(a, b) || (strcmp(b, "jpeg") == 0 && slice_iis(a, "jpg"));
}

/* Whether a file of that ending may have that content: some endings share a container. */
static bool
may_hold(struct slice ext, const char *type)
{
	static const struct {
		const char *ext, *type;
	} shared[] = {{"ai", "pdf"}, {"mov", "mp4"}, {"m4v", "mp4"}, {"m4a", "mp4"}, {"psb", "psd"},
	              {"htm", "html"}, {"svg", "html"}};
	for (size_t i = 0; i < COUNT(shared); i++)
		if (slice_iis(ext, shared[i].ext) && strcmp(type, shared[i].type) == 0)
			return true;
	return strcmp(type, "zip") == 0 || same_format(ext, type);
}

/* Endings whose content has a mark that cannot be missing. */
static bool
has_mark(struct slice ext)
{
	static const char *const marked[] = {"png", "jpg", "jpeg", "gif", "webp", "pdf", "psd", "zip"};
	return slice_among(ext, marked, COUNT(marked)) >= 0;
}

struct slice
artwork_fault(struct pool *pool, const struct kit *kit, const struct artwork_name *names,
              struct slice name, const struct artwork *look)
{
	ptrdiff_t dot = slice_rindex(name, '.');
	struct slice stem = slice_sub(name, 0, dot < 0 ? name.len : (size_t)dot);
	struct slice ext = dot < 0 ? SLICE_NONE : slice_sub(name, (size_t)dot + 1, name.len);
	struct slice said = SLICE_NONE;
	bool known = kit == NULL || kit->formats.len == 0, sized = false, sizes = false;
	if (look->type != NULL && ext.len > 0 && !may_hold(ext, look->type))
		said = pool_slicef(pool, "its content is %s, its name says %.*s; ", look->type,
		                   SLICE_ARG(ext));
	else if (look->type == NULL && has_mark(ext))
		said = pool_slicef(pool, "its name says %.*s, its content does not; ", SLICE_ARG(ext));
	/* The ending decides where the content may have it: a .docx is a zip, a .mov an mp4. */
	bool by_name = look->type == NULL || (ext.len > 0 && may_hold(ext, look->type));
	for (size_t i = 0; kit != NULL && i < kit->formats.len; i++)
		known |= same_format(by_name ? ext : slice_of(look->type), kit->formats.at[i]);
	if (!known)
		said = pool_slicef(pool, "%.*sno format of the kit; ", SLICE_ARG(said));
	for (size_t i = 0; kit != NULL && look->width > 0 && i < kit->sizes.len; i++) {
		sizes |= artwork_in_pixels(kit->sizes.at[i]);
		sized |= artwork_has_size(kit->sizes.at[i], look);
	}
	if (sizes && !sized)
		said = pool_slicef(pool, "%.*s%lldx%lld is no size of the kit; ", SLICE_ARG(said),
		                   (long long)look->width, (long long)look->height);
	if (names != NULL && kit != NULL && kit->naming != NULL && kit->naming[0] != '\0' &&
	    !name_fits(kit->naming, names, stem))
		said = pool_slicef(pool, "%.*sits name is not like %s; ", SLICE_ARG(said), kit->naming);
	return slice_sub(said, 0, said.len < 2 ? 0 : said.len - 2);
}

struct slice
artwork_missing(struct pool *pool, const struct kit *kit, const struct artwork *looks, size_t count)
{
	struct slice missing = SLICE_NONE;
	bool pictures = false;
	for (size_t i = 0; i < count; i++)
		pictures |= looks[i].width > 0;
	for (size_t k = 0; pictures && kit != NULL && k < kit->sizes.len; k++) {
		const char *size = kit->sizes.at[k];
		bool there = !artwork_in_pixels(size);
		for (size_t i = 0; i < count && !there; i++)
			there = artwork_has_size(size, &looks[i]);
		if (!there)
			missing = pool_slicef(pool, "%.*s%s%s", SLICE_ARG(missing),
			                      missing.len > 0 ? ", " : "", size);
	}
	return missing;
}

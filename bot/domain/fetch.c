/* Files and pages by type and content, and the pauses between tries. */
#include "docket/domain/fetch.h"

#include "docket/base/clock.h"

/* A row is a type, or the beginning or end of one: a star is the rest. */
static bool
is_type(struct slice type, const char *row)
{
	struct slice r = slice_of(row);
	if (slice_starts(r, "*"))
		return slice_ends(type, row + 1);
	if (slice_ends(r, "*"))
		return slice_eq(slice_sub(type, 0, r.len - 1), slice_sub(r, 0, r.len - 1));
	return slice_is(type, row);
}

static bool
among(struct slice type, const char *const *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_type(type, rows[i]))
			return true;
	return false;
}

/* Markup without a name that artwork_look() knows: comments, scripts, a lone <title>. */
static bool
is_markup(struct slice bytes)
{
	struct slice head = slice_sub(bytes, 0, 400);
	if (slice_starts(head, "\xef\xbb\xbf"))
		head = slice_sub(head, 3, head.len);
	return slice_starts(slice_ltrim(head), "<");
}

const char *
fetch_judge(struct slice type, struct slice bytes, const struct artwork *look)
{
	static const char *const pages[] = {"text/html", "application/xhtml+xml"};
	/* Answers of programs to programs: a viewer's, an error's, a listing's. */
	static const char *const data[] = {"application/json", "*+json",      "text/xml",
					   "application/xml",  "multipart/*", "message/*",
					   "text/event-stream"};
	/* What begins with a mark that artwork_look() knows. */
	static const char *const marked[] = {"image/png",  "image/jpeg",      "image/gif",
					     "image/webp", "application/pdf", "application/zip",
					     "video/mp4"};
	bool known = look->type != NULL && strcmp(look->type, "html") != 0;
	if (among(type, pages, COUNT(pages)) || (look->type != NULL && !known))
		return "page";
	if (known)
		return NULL;
	if (among(type, data, COUNT(data)))
		return "data";
	if (is_markup(bytes))
		return "page";
	return among(type, marked, COUNT(marked)) ? "unlike" : NULL;
}

int64_t
fetch_retry(int64_t failed, int64_t now)
{
	/* A host that restarts, one that is mended, one that was down over lunch. */
	static const int64_t minutes[] = {1, 10, 60};
	if (failed < 1 || failed > (int64_t)COUNT(minutes))
		return 0;
	return now + minutes[failed - 1] * CLOCK_MINUTE;
}

/* Tests of what is a file and what a page, and of the pauses between tries. */
#include "docket/domain/fetch.h"

#include "../check.h"

TEST(fetch_files_and_pages)
{
	static const struct {
		int line;
		const char *type, *bytes, *why; /* NULL: a file */
	} cases[] = {
		{__LINE__, "image/png", "\x89PNG\r\n\x1a\n...", NULL},
		{__LINE__, "application/octet-stream", "%PDF-1.7", NULL},
		{__LINE__, "", "%PDF-1.7", NULL},
		{__LINE__, "image/jpeg", "\x89PNG\r\n\x1a\n...", NULL}, /* a picture is a picture */
		{__LINE__, "text/plain", "Spring is here", NULL},
		{__LINE__, "text/csv", "a,b\n", NULL},
		{__LINE__, "application/postscript", "%!PS", NULL},
		{__LINE__, "application/vnd.oasis.opendocument.text", "PK\x03\x04...", NULL},
		{__LINE__, "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'>", NULL},
		{__LINE__, "image/svg+xml", "<?xml version='1.0'?>\n<svg>", NULL},
		{__LINE__, "text/html", "<!doctype html><title>x</title>", "page"},
		{__LINE__, "text/html", "\x89PNG\r\n\x1a\n...", "page"},
		{__LINE__, "application/xhtml+xml", "<x/>", "page"},
		{__LINE__, "image/png", "<!DOCTYPE HTML><title>x</title>", "page"},
		{__LINE__, "application/octet-stream", "\n <html>", "page"},
		{__LINE__, "application/octet-stream", "\xef\xbb\xbf<script>", "page"},
		{__LINE__, "text/plain", "<!-- shell --><div>", "page"},
		{__LINE__, "", "<title>x", "page"},
		{__LINE__, "text/html", "<svg><html>", "page"},
		{__LINE__, "application/json", "{\"error\": 1}", "data"},
		{__LINE__, "application/problem+json", "{}", "data"},
		{__LINE__, "application/xml", "<Error/>", "data"},
		{__LINE__, "multipart/mixed", "--x", "data"},
		{__LINE__, "application/pdf", "please wait", "unlike"},
		{__LINE__, "image/png", "\xff\xfe no", "unlike"},
		{__LINE__, "video/mp4", "no", "unlike"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice bytes = slice_of(cases[i].bytes);
		struct artwork look = artwork_look(bytes);
		const char *why = fetch_judge(slice_of(cases[i].type), bytes, &look);
		CHECK_STR_AT(cases[i].line, why != NULL ? why : "a file",
			     cases[i].why != NULL ? cases[i].why : "a file");
	}
}

TEST(fetch_tries)
{
	CHECK_INT(fetch_retry(1, 1000), 61000);
	CHECK_INT(fetch_retry(2, 0), 600000);
	CHECK_INT(fetch_retry(3, 0), 3600000);
	CHECK_INT(fetch_retry(4, 0), 0);
	CHECK_INT(fetch_retry(0, 5), 0);
}

/* What a file is by its content, and what a kit finds wrong with it. */
#include "check.h"

#include "docket/domain/artwork.h"

#define BYTES(text) text, sizeof(text) - 1

TEST(artwork_by_content)
{
	static const struct {
		int line;
		const char *bytes;
		size_t len;
		const char *type; /* NULL: unknown */
		int width, height;
	} cases[] = {
		{__LINE__, BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x05\xa0\0\0\x03\x84"), "png", 1440, 900},
		{__LINE__, BYTES("\x89PNG\r\n\x1a\n\0\0"), "png", 0, 0},
		{__LINE__, BYTES("GIF89a\x58\x02\x90\x01\0\0"), "gif", 600, 400},
		{__LINE__, BYTES("\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x11\x08\x01\x90\x02\x58\x03"), "jpg", 600, 400},
		{__LINE__, BYTES("\xff\xd8\xff\xe0\xff\xff"), "jpg", 0, 0},
		{__LINE__, BYTES("\xff\xd8\xff\xe0\0\0\0\0\0\0\0\0\0\0"), "jpg", 0, 0},
		{__LINE__, BYTES("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x57\x02\0\x8f\x01\0"), "webp", 600, 400},
		{__LINE__, BYTES("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x58\x02\x90\x01"), "webp", 600, 400},
		{__LINE__, BYTES("RIFF\0\0\0\0WEBP"), "webp", 0, 0},
		{__LINE__, BYTES("%PDF-1.7"), "pdf", 0, 0},
		{__LINE__, BYTES("PK\x03\x04"), "zip", 0, 0},
		{__LINE__, BYTES("  <svg xmlns='x'>"), "svg", 0, 0},
		{__LINE__, BYTES("<!DOCTYPE html><html>"), "html", 0, 0},
		{__LINE__, BYTES("<html><body><svg>"), "html", 0, 0},
		{__LINE__, BYTES("hello"), NULL, 0, 0},
		{__LINE__, BYTES(""), NULL, 0, 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct artwork a = artwork_look(slice_make(cases[i].bytes, cases[i].len));
		CHECK_STR_AT(cases[i].line, a.type == NULL ? "" : a.type,
			     cases[i].type == NULL ? "" : cases[i].type);
		CHECK_INT_AT(cases[i].line, a.width, cases[i].width);
		CHECK_INT_AT(cases[i].line, a.height, cases[i].height);
	}
}

TEST(artwork_against_a_kit)
{
	static const struct {
		int line;
		const char *name, *type;
		int width, height;
		const char *fault;
	} cases[] = {
		{__LINE__, "ACME-042-v2-1440x900.png", "png", 1440, 900, ""},
		{__LINE__, "acme-042-V2-desktop.PNG", "png", 1440, 900, ""},
		{__LINE__, "ACME-042-v2-1440x900.jpeg", "jpg", 1440, 900, ""},
		{__LINE__, "ACME-042-v1-1440x900.png", "png", 1440, 900,
		 "its name is not like {client}-{job}-{version}-{size}"},
		{__LINE__, "ACME-042-v2-.png", "png", 1440, 900,
		 "its name is not like {client}-{job}-{version}-{size}"},
		{__LINE__, "final.png", "png", 1440, 900,
		 "its name is not like {client}-{job}-{version}-{size}"},
		{__LINE__, "ACME-042-v2-x.png", "jpg", 1440, 900, "its content is jpg, its name says png"},
		{__LINE__, "ACME-042-v2-x.gif", "gif", 1440, 900, "no format of the kit"},
		{__LINE__, "ACME-042-v2-x.png", "png", 144, 900, "144x900 is no size of the kit"},
		{__LINE__, "ACME-042-v2-x.png", "png", 1440, 90, "1440x90 is no size of the kit"},
		{__LINE__, "ACME-042-v2-x.exe", NULL, 0, 0, "no format of the kit"},
		{__LINE__, "ACME-042-v2-x.png", NULL, 0, 0, "its name says png, its content does not"},
		{__LINE__, "ACME-042-v2-x.mov", "mp4", 0, 0, ""},
		{__LINE__, "ACME-042-v2-x.mov", "pdf", 0, 0,
		 "its content is pdf, its name says mov; no format of the kit"},
		{__LINE__, "ACME-042-v2-x.docx", "zip", 0, 0, "no format of the kit"},
	};
	struct pool *p = pool_new();
	struct kit kit = {.naming = "{client}-{job}-{version}-{size}"};
	struct artwork_name names = {SLICE_LIT("ACME"), SLICE_LIT("042"), 2};
	VEC_ADD(&kit.formats, p, "png");
	VEC_ADD(&kit.formats, p, "jpg");
	VEC_ADD(&kit.formats, p, "mov");
	VEC_ADD(&kit.sizes, p, "1440x900 desktop");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct artwork look = {cases[i].type, cases[i].width, cases[i].height};
		struct slice got = artwork_fault(p, &kit, &names, slice_of(cases[i].name), &look);
		CHECK_SLICE_AT(cases[i].line, got, cases[i].fault);
	}
	pool_free(p);
}

TEST(artwork_sizes_of_paper)
{
	struct pool *p = pool_new();
	struct kit kit = {.naming = NULL};
	struct artwork_name names = {SLICE_LIT("ACME"), SLICE_LIT("042"), 2};
	struct artwork preview = {"png", 210, 297};

	VEC_ADD(&kit.sizes, p, "210x297mm A4");
	CHECK(!artwork_has_size("210x297mm A4", &preview));
	CHECK(artwork_has_size("210x297 A4", &preview));
	/* A kit of paper sizes says nothing about a preview's pixels. */
	CHECK_SLICE_AT(__LINE__, artwork_fault(p, &kit, &names, SLICE_LIT("x.png"), &preview), "");
	pool_free(p);
}

TEST(artwork_sizes_nobody_has)
{
	static const struct {
		int line;
		struct artwork looks[2];
		const char *missing;
	} cases[] = {
		{__LINE__, {{"png", 1440, 900}, {"png", 390, 844}}, ""},
		{__LINE__, {{"png", 1440, 900}, {"pdf", 0, 0}}, "390x844 phone"},
		{__LINE__, {{"png", 10, 10}, {NULL, 0, 0}}, "1440x900 desktop, 390x844 phone"},
		{__LINE__, {{"pdf", 0, 0}, {NULL, 0, 0}}, ""}, /* no pictures: nothing is said of their sizes */
	};
	struct pool *p = pool_new();
	struct kit kit = {.naming = NULL};
	VEC_ADD(&kit.sizes, p, "1440x900 desktop");
	VEC_ADD(&kit.sizes, p, "390x844 phone");
	VEC_ADD(&kit.sizes, p, "210x297mm A4");
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line, artwork_missing(p, &kit, cases[i].looks, 2), cases[i].missing);
	CHECK_SLICE_AT(__LINE__, artwork_missing(p, NULL, cases[2].looks, 2), "");
	pool_free(p);
}

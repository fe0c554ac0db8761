/*
 * What a delivered file is by its content, and what a kit finds wrong with it: naming, format,
 * pixel sizes. Pure; reads headers only and believes no file name.
 */
#ifndef DOCKET_DOMAIN_ARTWORK_H
#define DOCKET_DOMAIN_ARTWORK_H

#include "docket/base/slice.h"
#include "docket/conf/kit.h"

struct artwork {
	const char *type; /* "png", "jpg", "gif", "webp", "pdf", "zip", "mp4", "psd", "svg", "html"; or NULL */
	int64_t width, height; /* pixels; 0: unknown */
};
/* Looks at the first bytes of a file; any bytes are allowed. */
struct artwork artwork_look(struct slice bytes);

struct artwork_name {
	struct slice client; /* "ACME" */
	struct slice number; /* "042" */
	int64_t version;
};
/* What is wrong with one file, as a sentence in pool; empty when nothing is. names: NULL where the name
 * is nobody's choice. */
struct slice artwork_fault(struct pool *pool, const struct kit *kit, const struct artwork_name *names,
                           struct slice name, const struct artwork *look);
/* Sizes of the kit that none of the pictures has, with commas between; empty also where nothing is a
 * picture whose size is known. */
struct slice artwork_missing(struct pool *pool, const struct kit *kit, const struct artwork *looks,
                             size_t count);
/* Whether a size of the kit ("1440x900 desktop") is that of the picture. */
bool artwork_has_size(const char *size, const struct artwork *look);
/* "1080x1350 feed" is; "210x297mm" is not, and no picture's pixels say anything about it. */
bool artwork_in_pixels(const char *size);

#endif

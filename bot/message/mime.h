/*
 * The tree of parts, flat and in document order, and decoded bytes. GMime finds the boundaries and
 * undoes the transfer encodings; names, charsets and what a part is for are docket's own work.
 */
#ifndef DOCKET_MESSAGE_MIME_H
#define DOCKET_MESSAGE_MIME_H

#include "header.h"

enum { PART_ROOT = -1 };

/* RFC 2045 section 6, and uuencode as old programs label it. */
enum part_encoding { ENC_NONE, ENC_BASE64, ENC_QP, ENC_UU };

struct part {
	field_list fields;     /* its own header; that of the root is the mail's */
	struct slice type;     /* "text/plain", lower case, never empty */
	struct slice type_raw; /* the whole Content-Type value, for parameters */
	struct slice disp;     /* "inline", "attachment", or empty */
	struct slice name;     /* decoded, path stripped */
	struct slice cid;      /* without <> */
	struct slice bytes;    /* encoded content; of a message/rfc822 the whole inner mail */
	enum part_encoding encoding;
	int parent; /* index, or PART_ROOT */
	size_t depth;
	bool multi;	      /* has parts of its own */
	bool inner;	      /* lies inside a message/rfc822 of this mail */
	bool is_inline, used; /* set by attach: is_inline, or shown as body text */
};
typedef VEC(struct part) part_list;

struct mime {
	field_list fields;
	part_list parts;
	bool cut; /* more parts or deeper than the limits allow */
};

void mime_setup(void);

/* Splits raw. Returns -1 only when there is nothing to read. */
int mime_parse(struct pool *pool, struct slice raw, const struct mail_limits *limits,
	       struct mime *out, struct err *e);

/* raw; where all its line ends are bare CR, a copy with LF. */
struct slice mime_lines(struct pool *pool, struct slice raw);
/* raw without a leading mbox "From " line and blank lines. */
struct slice mime_trim(struct slice raw);

/* The decoded bytes; at most max of them. No copy is made where nothing is encoded. */
struct slice mime_bytes(struct pool *pool, const struct part *p, size_t max);

/* Gets the decoded bytes in pieces. */
typedef void mime_sink(void *arg, struct slice piece);
void mime_each(const struct part *p, mime_sink *sink, void *arg);

/* A parameter of Content-Type, decoded. */
struct slice mime_param(struct pool *pool, const struct part *p, const char *name);
bool mime_is(const struct part *p, const char *type); /* "image/" stands for all of them */

/* Name of a file without folders and control characters. */
struct slice mime_file_name(struct pool *pool, struct slice name);

#endif

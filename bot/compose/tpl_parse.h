/* What tpl_parse.c (lines) and tpl_inline.c (what stands in a line) share. */
#ifndef DOCKET_COMPOSE_TPL_PARSE_H
#define DOCKET_COMPOSE_TPL_PARSE_H

#include "tpl_tree.h"

enum tpl_tag_kind { TAG_NAME, TAG_IF, TAG_EACH, TAG_ELSE, TAG_END_IF, TAG_END_EACH, TAG_BAD };

struct tpl_tag {
	enum tpl_tag_kind kind;
	size_t at; /* of its {{ */
	size_t name_at;
	struct slice name, filter; /* filter with its arguments */
	size_t filter_at;
};

struct tpl_parser {
	struct pool *pool;
	const struct tpl_source *source;
	struct tpl_faults *faults;
	size_t at;
	size_t closed_at; /* where the tag stood that ended the last part */
	unsigned depth;	  /* open #if and #each */
	unsigned scope;	  /* open #each */
	const struct tpl_name *scopes[TPL_SCOPES];
};

void tpl_parse_said(struct tpl_parser *p, size_t at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
struct tpl_node *tpl_parse_node(struct tpl_parser *p, struct tpl_node ***tail,
				enum tpl_node_kind kind);

/* The nearest scope that has the name; its depth in *scope_out (may be NULL). NULL if none has. */
const struct tpl_name *tpl_parse_lookup(const struct tpl_parser *p, struct slice name,
					unsigned *scope_out);

struct tpl_span {
	size_t at, end;
	char stop; /* ends the words where it stands outside of tags; or NUL */
};
/* Words and tags of the span into *head; returns where it stopped. */
size_t tpl_inline(struct tpl_parser *p, struct tpl_node **head, struct tpl_span span);
/* Reads the tag at `at`; returns the offset behind it. */
size_t tpl_inline_tag(struct tpl_parser *p, size_t at, size_t end, struct tpl_tag *out);
/* Opens an #if or #each, whose name is checked. Each open has its close. */
struct tpl_node *tpl_inline_open(struct tpl_parser *p, struct tpl_node ***tail,
				 const struct tpl_tag *tag);
void tpl_inline_close(struct tpl_parser *p, const struct tpl_tag *opened, enum tpl_tag_kind by);

#endif

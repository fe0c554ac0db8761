/* What the tests of chat adapters need again and again: requests, answers, a message. */
#ifndef DOCKET_TESTS_UNIT_WIRE_CHAT_CASE_H
#define DOCKET_TESTS_UNIT_WIRE_CHAT_CASE_H

#include "docket/wire/chat.h"

#include "../check.h"

static inline void
case_header(struct pool *p, http_header_list *l, const char *name, const char *value)
{
	struct http_header h = {slice_of(name), slice_of(value)};
	if (value != NULL)
		VEC_ADD(l, p, h);
}

static inline struct http_in
case_in(struct pool *p, const char *type, const char *authorization, const char *body)
{
	struct http_in in = {.method = SLICE_LIT("POST"),
			     .path = SLICE_LIT("/chat/team"),
			     .body = slice_of(body),
			     .now = 1700000000000};
	case_header(p, &in.headers, "Content-Type", type);
	case_header(p, &in.headers, "Authorization", authorization);
	return in;
}

static inline struct http_result
case_result(int status, const char *body)
{
	return (struct http_result){.status = status, .sent = true, .body = slice_of(body)};
}

static inline struct slice
case_header_of(const struct http_out *out, const char *name)
{
	for (size_t i = 0; i < out->headers.len; i++)
		if (slice_iis(out->headers.at[i].name, name))
			return out->headers.at[i].value;
	return SLICE_NONE;
}

/* " files=NAME|TYPE|ID|SIZE, …"; empty where it has none. */
static inline struct slice
case_files(struct pool *p, const struct chat_event *ev)
{
	struct slice out = SLICE_NONE;
	for (size_t i = 0; i < ev->file_count; i++)
		out = pool_slicef(p, "%.*s%s%.*s|%.*s|%.*s|%lld", SLICE_ARG(out), i > 0 ? ", " : " files=",
				  SLICE_ARG(ev->files[i].name), SLICE_ARG(ev->files[i].type),
				  SLICE_ARG(ev->files[i].id), (long long)ev->files[i].size);
	return out;
}

/* A job's card with one of everything. */
static inline struct chat_card
case_card(void)
{
	return (struct chat_card){
		.title = SLICE_LIT("ACME-042 Spring banner"),
		.text = SLICE_LIT("Maya: \"less *red*, please\" @channel"),
		.context = SLICE_LIT("v3"),
		.fields = {{SLICE_LIT("State"), SLICE_LIT("internal-review")},
			   {SLICE_LIT("Due"), SLICE_LIT("Thursday 14 May 2026, 17:00 BST")}},
		.field_count = 2,
		.buttons = {{.label = SLICE_LIT("Approve"),
			     .token = SLICE_LIT("k3j5m2n7p4q6r8s9t2u4v6w8x2"),
			     .command = SLICE_LIT("/docket approve ACME-042"),
			     .style = CHAT_PRIMARY},
			    {.label = SLICE_LIT("Files"), .url = SLICE_LIT("https://x.example/f")}},
		.button_count = 2,
	};
}

#endif

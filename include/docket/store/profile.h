/* What clients told of themselves when they began, and what they mean by vague words. */
#ifndef DOCKET_STORE_PROFILE_H
#define DOCKET_STORE_PROFILE_H

#include "docket/store/store.h"

struct onboarding {
	int64_t client, contact;
	int prompts; /* mails without a new answer between */
	bool told;
};
int onboarding_set(struct store *s, const struct onboarding *o, int64_t now, struct err *e);
/* 1, 0 never begun, -1. */
int onboarding_get(struct store *s, int64_t client, struct onboarding *out, struct err *e);
/* What a number of a mail asked; the field by its name. get: 1, 0 the mail has no such number, -1. */
int onboarding_question_put(struct store *s, int64_t outbox, unsigned number, const char *field,
			    struct err *e);
int onboarding_question_get(struct store *s, struct pool *p, int64_t outbox, unsigned number,
			    struct slice *field_out, struct err *e);

struct profile_row {
	struct slice field, value, by;
	int64_t message, at; /* message: 0 none */
};
typedef VEC(struct profile_row) profile_list;
/* Replaces what was said before. */
int profile_set(struct store *s, int64_t client, const struct profile_row *r, struct err *e);
int profile_all(struct store *s, struct pool *p, int64_t client, profile_list *out, struct err *e);

struct glossary_row {
	struct slice phrase, meaning;
	int64_t contact, message, at;
};
typedef VEC(struct glossary_row) glossary_list;
/* The newest meaning of a phrase holds; phrases compare without case. */
int glossary_set(struct store *s, int64_t client, const struct glossary_row *r, struct err *e);
/* 1, 0, -1. */
int glossary_get(struct store *s, struct pool *p, int64_t client, struct slice phrase,
		 struct glossary_row *out, struct err *e);
int glossary_all(struct store *s, struct pool *p, int64_t client, glossary_list *out,
		 struct err *e);
/* 1 forgotten, 0 there was none, -1. */
int glossary_forget(struct store *s, int64_t client, struct slice phrase, struct err *e);

#endif

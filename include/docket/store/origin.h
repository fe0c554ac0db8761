/*
 * The data folder that a rebuild repeats, as the new store sees it: a copy of its database,
 * attached for reading. Inputs, raw mail rows, readings and the salts of erasable words come from
 * it; in the end it is what the new state is compared with.
 */
#ifndef DOCKET_STORE_ORIGIN_H
#define DOCKET_STORE_ORIGIN_H

#include "docket/store/inbox.h"
#include "docket/store/inputs.h"

/* The database of s as it is at this moment, into a new file, whoever works on it meanwhile. */
int store_copy(struct store *s, const char *path, struct err *e);
/* 1: its input log begins with its first input; 0: it was at work before there was a log; -1. */
int store_logged_from_start(struct store *s, struct err *e);

struct origin;
/* From here on the salts of new events in s are those of the same events in the copy. */
int origin_new(struct store *s, const char *copy, struct origin **out, struct err *e);
void origin_free(struct origin *o); /* takes NULL; before store_close(s) */

/* Keys, the installation's id, and how far mailboxes were fetched. In a transaction of its own. */
int origin_take_over(struct origin *o, struct err *e);
/* As input_next(). */
int origin_input(struct origin *o, struct pool *pool, int64_t after, struct input *out,
		 struct err *e);
/* Message rows first to last as they were recorded, in the caller's transaction; their ids. */
int origin_record(struct origin *o, struct pool *pool, int64_t first, int64_t last, id_list *out,
		  struct err *e);
/* The reading that is kept with a message. 1, 0 there is none, -1. */
int origin_reading(struct origin *o, struct pool *pool, int64_t message, struct slice *out,
		   struct err *e);
/* The names of all blobs that rows of the copy name: raw mail, files of versions, packs. */
int origin_blobs(struct origin *o, struct pool *pool, slice_list *out, struct err *e);

/*
 * Compares every table with the copy: a line for each that differs goes to `report`. What is left
 * out, and why, is the table in bot/store/compare.c.
 */
struct compared {
	int tables, differ;
	int64_t rows;
};
int origin_compare(struct origin *o, struct str *report, struct compared *out, struct err *e);

#endif

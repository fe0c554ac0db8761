/*
 * What a template is filled with: named values in a tree, in a pool. Whose words they are does not
 * matter here: everything is escaped for its target when it is written. Texts are copied into the
 * pool; a `name` has to live as long as the value (they are literals). Of two values of one name
 * the last counts.
 */
#ifndef DOCKET_COMPOSE_VALUE_H
#define DOCKET_COMPOSE_VALUE_H

#include "docket/base/vec.h"
#include "docket/base/day.h"

struct value; /* an object: name -> text, number, flag, date, list of objects */

struct value *value_new(struct pool *pool);
void value_text(struct value *v, const char *name, struct slice text);
void value_cstr(struct value *v, const char *name, const char *text);
void value_int(struct value *v, const char *name, int64_t n);
void value_flag(struct value *v, const char *name, bool on);
/* A local date, and a time of day where hour >= 0; zone_abbrev such as "BST", or "". */
void value_date(struct value *v, const char *name, struct civil when, const char *zone_abbrev);
/* Adds an element to the list `name` (made when new) and returns it to be filled. */
struct value *value_item(struct value *v, const char *name);

#endif

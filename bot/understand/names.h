/* Names of enums back into numbers, and the ceilings of a reading's lists. */
#ifndef UNDERSTAND_NAMES_H
#define UNDERSTAND_NAMES_H

#include "docket/understand/reading.h"

/* More is cut when a mail is read and refused when a child hands it over. */
enum {
	READING_LIST_MAX = 500,	 /* addresses, ids, attachments, items of one mail */
	READING_SHORT_MAX = 4096 /* bytes of a name, an id, a rule, a field of a brief */
};

extern const char *const intent_names[INTENT_COUNT];
extern const char *const verdict_names[VERDICT_COUNT];
int name_index(struct slice name, const char *const *names, int count); /* or -1 */
int item_kind_of(struct slice name);
int mail_class_of(struct slice name);

#endif

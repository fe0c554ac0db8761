/*
 * What a new client is asked to tell of itself (P3), as pure rules: the fields, how answers under the
 * lines, by number, by label or in prose are taken apart, and what a value is worth. No clock, no I/O.
 */
#ifndef DOCKET_DOMAIN_ONBOARD_H
#define DOCKET_DOMAIN_ONBOARD_H

#include "docket/domain/phrases.h"

enum onboard_field { /* in the order they are asked for */
	ONBOARD_DECIDER, ONBOARD_CONTACTS, ONBOARD_ZONE, ONBOARD_ROUNDS, ONBOARD_RULES,
	ONBOARD_CADENCE, ONBOARD_REPORT,
	ONBOARD_COUNT
};
extern const char *const onboard_names[ONBOARD_COUNT]; /* "decider", "contacts" … */

struct onboard_answer {
	unsigned number; /* of the question as the mail numbered it, or 0 */
	int field;       /* enum onboard_field where a label or the words name it, or -1 */
	struct slice text;
};
typedef VEC(struct onboard_answer) onboard_list;
/*
 * Takes the new words of a reply apart: "1) Bob Stone", "Zone: Berlin", "we work in Berlin, and Bob
 * decides". What names no question is left out. Slices point into text.
 */
void onboard_read(const struct phrases *p, struct pool *pool, struct slice text, onboard_list *out);
/* False when the text is no answer: empty, or that they do not know. "None" is one. */
bool onboard_answered(const struct phrases *p, struct slice text);

/* The IANA zone that a city, country or zone name in text means; NULL for none. Lives as p does. */
const char *onboard_zone(const struct phrases *p, struct slice text);
/* A number of rounds, 1 to 20, in digits or as a word; 0 for none. */
int64_t onboard_rounds(const struct phrases *p, struct slice text);

/* A person in an answer: "Bob Stone <bob@acme.example>", "Bob Stone, bob@acme.example". */
struct onboard_person {
	struct slice name, address; /* name may be empty */
};
typedef VEC(struct onboard_person) onboard_people;
void onboard_persons(const struct phrases *p, struct pool *pool, struct slice text,
                     onboard_people *out);

#endif

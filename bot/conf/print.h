/* A table of keys for people: as a commented YAML file and for the manual page. */
#ifndef DOCKET_CONF_PRINT_H
#define DOCKET_CONF_PRINT_H

#include "key.h"

/* Rows with a sample stand as settings, the others commented out with their default. */
void print_example(const struct key *keys, size_t count, struct str *out);
/* The body of a section: one .TP per row (man(7)). */
void print_manual(const struct key *keys, size_t count, struct str *roff_out);

#endif

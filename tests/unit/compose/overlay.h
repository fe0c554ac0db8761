/* A folder of templates for the length of one test. */
#ifndef DOCKET_TESTS_UNIT_COMPOSE_OVERLAY_H
#define DOCKET_TESTS_UNIT_COMPOSE_OVERLAY_H

#include "docket/compose/template.h"

/* Templates with LANG/mail/NAME of `text` laid over them; NULL with *faults filled if it is faulty.
 * In faults the folder's own path is cut away. */
struct templates *overlay(const char *lang, const char *name, const char *text, struct str *faults);

#endif

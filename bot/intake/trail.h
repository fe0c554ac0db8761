/* The stored verdicts of a message, as lines. */
#ifndef DOCKET_INTAKE_TRAIL_H
#define DOCKET_INTAKE_TRAIL_H

#include "docket/base/str.h"

void trail_print(struct slice trail, struct str *out); /* trail: JSON of inbox_row.trail */

#endif

/* What the files of answers share beside ctx.h. */
#ifndef INTAKE_ANSWER_H
#define INTAKE_ANSWER_H

#include "ctx.h"

#include "docket/base/zone.h"

/* The day and time of a brief's deadline; its hour is -1 where no time of day was said. */
struct civil answer_civil(const struct brief_field *b);

#endif

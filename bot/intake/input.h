/*
 * Inputs as the sources of intake record them (docket/store/inputs.h says what an input is).
 *Between open and close every clock_now() of the intake gives one instant. They nest: what is
 *opened inside another input is part of that one, and its close records nothing. So a source only
 *does
 *
 *	input_open(in);
 *	r = … all that it causes, commands among it …
 *	r = input_close(in, r, &(struct input){.kind = SLICE_LIT("chat"), .data = …, .words = …},
 *e);
 *
 * in the transaction of the effects, and a row of daemon/rebuild.c does the same again.
 */
#ifndef DOCKET_INTAKE_INPUT_H
#define DOCKET_INTAKE_INPUT_H

#include "ctx.h"

#include "docket/store/inputs.h"

/* Returns the instant. */
int64_t input_open(struct intake *in);
/*
 * Records *what (its `at` is filled in) if r >= 0 and this is the outermost input; NULL: there is
 * nothing to record. Returns r, or -1 when that failed.
 */
int input_close(struct intake *in, int r, const struct input *what, struct err *e);

#endif

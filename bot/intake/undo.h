/* What a command found before it changed it, so that `undo` can put it back (P7). */
#ifndef DOCKET_INTAKE_UNDO_H
#define DOCKET_INTAKE_UNDO_H

#include "cmd.h"

#include "docket/store/repair.h"

/* Before a writing command runs: what its row of the table of undo.c needs to see. */
int undo_before(struct cmd *c, const char *verb, struct undo_row *u, struct err *e);
/* After it succeeded. `line` is the command as it was typed. */
int undo_after(struct cmd *c, struct slice line, struct undo_row *u, struct err *e);

#endif

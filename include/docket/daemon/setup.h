/*
 * The set-up that state depends on: the configuration, and the files that are laid over the
 * built-in kits, templates and word lists. It is an input like the others, recorded where it has
 * changed.
 */
#ifndef DOCKET_DAEMON_SETUP_H
#define DOCKET_DAEMON_SETUP_H

#include "docket/daemon/desk.h"
#include "docket/store/inputs.h"

/* Unless it is as it was, it is recorded with the next input: nothing was done by it before. */
int setup_note(struct desk *d, struct err *e);
/*
 * Writes a recorded set-up into `folder`, made anew, and has the desk work by it from now on. The
 * words are those of the input.
 */
int setup_use(struct desk *d, struct slice words, const char *folder, struct err *e);

#endif

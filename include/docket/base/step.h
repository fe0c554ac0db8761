/*
 * Marks for the crash loop and the fault loop.
 * step("name") marks a point where a crash matters. With DOCKET_STOP_AT=n the program kills itself
 * (SIGKILL) at the n-th mark it passes; DOCKET_STEP_LOG=FILE gets one line per mark.
 * step_fault("name") stands before a call to the outside. With DOCKET_FAIL_AT=n the n-th of them
 * returns an errno (once; with "n+" this and all later ones of that name); DOCKET_FAIL_ERRNO sets
 * which (default ENOSPC). Both are inert unless step_arm() was called, which only main does.
 */
#ifndef DOCKET_BASE_STEP_H
#define DOCKET_BASE_STEP_H

void step_arm(void);
void step(const char *name);
int step_fault(const char *name); /* 0, or the errno to fail with */

#endif

/* `docket parse --print WHAT`: one view of a mail, for people and for measurements (DESIGN D7). */
#ifndef DOCKET_CLI_PARSE_PRINT_H
#define DOCKET_CLI_PARSE_PRINT_H

#include "docket/base/err.h"
#include "docket/base/str.h"

/*
 * Adds the view `what` of the mail raw to out: "text" (new text), "text-with-signature", "class",
 * "forward" (KEY<TAB>VALUE lines), "mime" (one JSON object). Returns 0, or -1 with ERR_USAGE for
 * another word. A mail that cannot be read gives an empty view, not an error.
 */
int parse_print(const char *what, struct slice raw, struct str *out, struct err *e);

#endif

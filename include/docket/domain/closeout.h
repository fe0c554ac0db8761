/* What a delivery is checked for and closed with, as rules on plain text. Pure. */
#ifndef DOCKET_DOMAIN_CLOSEOUT_H
#define DOCKET_DOMAIN_CLOSEOUT_H

#include "docket/base/vec.h"

/*
 * Whether the phrase stands in the text as words of its own: case, width and kinds of white space,
 * quotation marks and dashes do not matter (UAX 15, case folding).
 */
bool wording_has(struct pool *pool, struct slice text, struct slice phrase);

/*
 * The name under which a file goes into an archive below `folder` ("files/", or empty): one path
 * component that every system can write, never one that is in `taken` in whatever case; the name is
 * added there. Nothing of it can lead out of the folder.
 */
struct slice closeout_name(struct pool *pool, slice_list *taken, const char *folder,
                           struct slice given);

#endif

/* Links and addresses in a text: each is one token, whatever marks stand in it. */
#ifndef UNDERSTAND_TEXT_ADDRESS_H
#define UNDERSTAND_TEXT_ADDRESS_H

#include "docket/base/slice.h"

/* Where the link or address that begins at byte `at` of text ends, before `end`; 0 if none does. */
size_t text_link_end(struct slice text, size_t at, size_t end);	   /* http://…, www.… */
size_t text_address_end(struct slice text, size_t at, size_t end); /* name@host */

#endif

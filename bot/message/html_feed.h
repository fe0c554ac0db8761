/* Cuts out of HTML what costs time and shows nothing, before the parser sees it. */
#ifndef DOCKET_MESSAGE_HTML_FEED_H
#define DOCKET_MESSAGE_HTML_FEED_H

#include "docket/base/pool.h"

typedef void html_piece(void *arg, struct slice piece);

/*
 * Passes html on in pieces, without comments, declarations, style and script; a tag longer than
 * 16 KB is cut (libxml2 is quadratic in the attributes of one tag: 11.5 s for 0.9 MB).
 */
void html_feed(struct slice html, html_piece *piece, void *arg);

/*
 * html itself; or, where it holds thousands of ampersands that begin no usual entity, a copy in
 * which they stand for themselves: libxml2 writes a message about each (150 ms for 1 MB).
 */
struct slice html_calm(struct pool *pool, struct slice html);

#endif

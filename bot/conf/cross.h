/* Checks of docket.yaml that look at more than one key. */
#ifndef DOCKET_CONF_CROSS_H
#define DOCKET_CONF_CROSS_H

#include "docket/conf/conf.h"
#include "tree.h"

/* root is what c was filled from; only for the places of faults. */
void cross_check(const struct conf *c, const struct tree *root, struct faults *f);

#endif

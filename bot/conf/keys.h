/* The table of keys of docket.yaml. */
#ifndef DOCKET_CONF_KEYS_H
#define DOCKET_CONF_KEYS_H

#include "key.h"

extern const struct key keys_conf[];
extern const size_t keys_conf_count;

#endif

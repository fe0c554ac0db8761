/* The table of keys of docket.yaml. */
#ifndef DOCKET_CONF_KEYS_H
#define DOCKET_CONF_KEYS_H

#include "key.h"

#define MODE_WORDS "draft delay automatic never" /* enum conf_mode */
#define MODE_KINDS "prompt confirm status note review closeout digest"

extern const struct key keys_conf[];
extern const size_t keys_conf_count;

#endif

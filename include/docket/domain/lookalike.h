/*
 * Mail domains made to look like another. Nothing is decided by it: a person who finds such a mail
 * in triage is told in plain words what they are looking at. Pure.
 */
#ifndef DOCKET_DOMAIN_LOOKALIKE_H
#define DOCKET_DOMAIN_LOOKALIKE_H

#include "docket/base/slice.h"

/*
 * True when `domain`, which is not `known`, could be taken for it: letters of other scripts (as
 * UTF-8 or in Punycode, RFC 3492), look-alike letters ("rn" for "m"), one letter more, less or
 * other, or `known` as its beginning ("acme.example.mallory.example").
 */
bool lookalike_domain(struct slice domain, struct slice known);
/* The script other than Latin that a domain has letters of: "Cyrillic", "Greek"; NULL: none. */
const char *lookalike_script(struct slice domain);

#endif

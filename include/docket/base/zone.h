/*
 * IANA time zones over GLib's GTimeZone. A zone found once stays for the life of the process.
 * Local times that do not exist (spring) are moved forward by the gap; of two that exist twice
 * (autumn) the first is taken.
 */
#ifndef DOCKET_BASE_ZONE_H
#define DOCKET_BASE_ZONE_H

#include "docket/base/day.h"
#include "docket/base/slice.h"
#include "docket/base/str.h"

struct zone;

const struct zone *zone_find(const char *name); /* "Europe/Berlin", "UTC"; NULL if unknown */
const struct zone *zone_offset(int minutes);    /* fixed offset east of UTC; never NULL */
const struct zone *zone_utc(void);
const char *zone_name(const struct zone *z);
struct civil zone_civil(const struct zone *z, int64_t instant);
int64_t zone_instant(const struct zone *z, struct civil local);
int zone_offset_at(const struct zone *z, int64_t instant); /* minutes east of UTC */
const char *zone_abbrev(const struct zone *z, int64_t instant); /* "BST"; static until next call */
void zone_free_all(void); /* at exit, for leak checkers */

void zone_iso(struct str *out, const struct zone *z, int64_t instant); /* 2026-05-14T17:00:00+01:00 */
void zone_rfc5322(struct str *out, const struct zone *z, int64_t instant); /* RFC 5322 3.3 */
/* "2026-05-14", "2026-05-14T17:00", with seconds, with Z or +01:00; without a zone in z's. */
bool zone_parse_iso(struct slice s, const struct zone *z, int64_t *instant_out);

#endif

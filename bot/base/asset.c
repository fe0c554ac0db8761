/* Looks up the files built into the program; the table itself is written by tests/lint/assets.sh. */
#include "docket/base/asset.h"

#include <stdlib.h>

extern const struct asset docket_assets[];
extern const uint64_t docket_asset_count;

const struct asset *
asset_all(size_t *count_out)
{
	*count_out = (size_t)docket_asset_count;
	return docket_assets;
}

static int
by_path(const void *key, const void *entry)
{
	return strcmp((const char *)key, ((const struct asset *)entry)->path);
}

const struct asset *
asset_find(const char *path)
{
	return bsearch(path, docket_assets, (size_t)docket_asset_count, sizeof(docket_assets[0]),
	               by_path);
}

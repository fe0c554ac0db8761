/* See reading_tools.h. Needs neither configuration nor database (DESIGN D7). */
#include "reading_tools.h"

#include <stdio.h>

#include "docket/base/asset.h"
#include "docket/base/clock.h"
#include "docket/base/file.h"
#include "docket/conf/kit.h"

enum { KITS_MAX = 200, FAULTS_MAX = 16 * 1024 };

int
reading_tools_open(struct understanding **out, struct err *e)
{
	struct kit_need needs[KITS_MAX];
	struct kits *kits = NULL;
	struct str faults;
	size_t count = 0, assets;
	str_init(&faults, FAULTS_MAX);
	if (kits_load(NULL, &kits, &faults, e) < 0) {
		str_clear(&faults);
		return -1;
	}
	for (size_t i = 0; i < kits->all.len && count < KITS_MAX; i++) {
		const struct kit *k = &kits->all.at[i];
		needs[count] = (struct kit_need){k->name, 0};
		for (size_t f = 0; f < k->required.len; f++) {
			int field = field_of(slice_of(k->required.at[f]));
			if (field >= 0)
				needs[count].required |= FIELD_BIT(field);
		}
		count++;
	}
	const struct asset *all = asset_all(&assets);
	int rc = understand_new(all, assets, needs, count, out, e);
	kits_free(kits);
	str_clear(&faults);
	return rc;
}

int
reading_tools_read(const struct understanding *u, struct pool *pool, const char *path,
		   const slice_list *own, struct reading **out, struct err *e)
{
	struct str raw;
	struct mail *m;
	int rc = -1;
	str_init(&raw, CLI_MESSAGE_MAX);
	if (file_read(path, &raw, e) < 0)
		goto out;
	if (mail_read(pool, pool_copy(pool, str_slice(&raw)), own, &mail_limits_default, &m, e) <
	    0) {
		err_wrap(e, "%s", path);
		goto out;
	}
	struct clock clock = clock_program();
	struct reading *r = pool_alloc(pool, sizeof(*r));
	understand_mail(u, pool, m, clock_now(&clock), zone_utc(), r);
	*out = r;
	rc = 0;
out:
	str_clear(&raw);
	return rc;
}

int
reading_tools_fail(const char *verb, const struct err *e)
{
	fprintf(stderr, "docket %s: %s\n", verb, e->text);
	return err_exit_status(e);
}

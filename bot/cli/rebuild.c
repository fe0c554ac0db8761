/* docket rebuild --into DIR: the recorded inputs once more, and what differs. */
#include "docket/cli/desk_verbs.h"
#include "docket/cli/verbs.h"

#include "docket/base/log.h"
#include "docket/base/step.h"
#include "docket/daemon/rebuild.h"

enum { DIFFERS = 77 };

static int
say(const struct rebuilt *r, const char *into)
{
	struct slice report = str_slice(&r->report);
	fwrite(report.data, 1, report.len, stdout);
	printf("%lld inputs played into '%s', %d tables and %lld rows compared: ",
	       (long long)r->inputs, into, r->tables.tables, (long long)r->tables.rows);
	if (r->failed == 0 && r->tables.differ == 0 && r->blobs_missing == 0) {
		puts("the same");
		return 0;
	}
	printf("%d table%s and %d file%s differ, %lld input%s failed\n", r->tables.differ,
	       r->tables.differ == 1 ? "" : "s", r->blobs_missing, r->blobs_missing == 1 ? "" : "s",
	       (long long)r->failed, r->failed == 1 ? "" : "s");
	return DIFFERS;
}

int
cli_rebuild(int argc, char **argv)
{
	struct rebuild_how how = {.conf = NULL};
	struct rebuilt out;
	struct err e = ERR_INIT;
	for (int i = 0; i < argc; i++) {
		const char **into = slice_is(slice_of(argv[i]), "--into") ? &how.into
				    : slice_is(slice_of(argv[i]), "-c")	  ? &how.conf
									  : NULL;
		if (into == NULL || i + 1 >= argc) {
			how.into = NULL;
			break;
		}
		*into = argv[++i];
	}
	if (how.into == NULL || how.into[0] == '\0') {
		return cli_usage("rebuild");
	}
	/* What is logged and what alarmed then was said then. */
	log_set_level(LOG_NONE);
	step_arm();
	int r = rebuild_run(&how, &out, &e);
	int status = r < 0 ? err_exit_status(&e) : say(&out, how.into);
	if (r < 0)
		fprintf(stderr, "docket: %s\n", e.text);
	str_clear(&out.report);
	return status;
}

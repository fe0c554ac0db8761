/* The pack as a file: the daemon has no business in the caller's folders, so the shell writes it. */
#include "closeout_out.h"

#include "docket/base/file.h"
#include "docket/daemon/desk.h"
#include "docket/store/closeout.h"
#include "docket/store/jobs.h"

#include <stdio.h>

enum { PACK_MAX = 256 << 20 }; /* more than intake ever keeps as one */

static int
read_pack(struct store *s, struct pool *pool, struct slice ref, struct closeout *row,
	  struct str *bytes, struct err *e)
{
	struct job j;
	char sha[65];
	int got = job_by_ref(s, pool, ref, &j, e);

	if (got == 0)
		return err_set(e, ERR_NOFILE, "there is no job '%.*s'", SLICE_ARG(ref));
	if (got == 1)
		got = closeout_of_job(s, pool, j.id, row, e);
	if (got == 0)
		return err_set(e, ERR_NOFILE, "%.*s has no pack yet: docket closeout %.*s makes it",
			       SLICE_ARG(j.ref), SLICE_ARG(j.ref));
	return got < 0 ? -1
		       : blob_read(s, slice_cstr(row->sha, sha, sizeof(sha)), PACK_MAX, bytes, e);
}

int
closeout_out(const char *conf, struct slice ref, const char *file, struct err *e)
{
	struct desk d;
	struct closeout row;
	struct str bytes;

	if (desk_open(conf, STORE_READ, &d, e) < 0)
		return -1;
	struct pool *pool = pool_new();
	str_init(&bytes, PACK_MAX);
	int r = read_pack(d.store, pool, ref, &row, &bytes, e);
	if (r == 0)
		r = file_write(file, str_slice(&bytes), 0644, e);
	if (r == 0)
		printf("%s: %lld bytes, SHA-256 %.*s\n", file, (long long)row.size,
		       SLICE_ARG(row.sha));
	str_clear(&bytes);
	pool_free(pool);
	desk_close(&d);
	return r;
}

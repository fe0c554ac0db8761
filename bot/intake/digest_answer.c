/* "3 assign maya": a line of a member's list answered, by mail or in chat (P9). */
#include "digest.h"

bool
digest_numbered(struct slice line, int64_t *number_out, struct slice *verb_out, struct slice *rest_out)
{
	enum { DIGITS_MAX = 3 };
	size_t n = 0;
	line = slice_trim(line);
	while (n < line.len && n < DIGITS_MAX && line.data[n] >= '0' && line.data[n] <= '9')
		n++;
	if (!slice_int(slice_sub(line, 0, n), number_out))
		return false;
	line = slice_sub(line, n, line.len);
	if (line.len > 0 && strchr(".):", line.data[0]) != NULL)
		line = slice_sub(line, 1, line.len);
	if (line.len == 0 || (line.data[0] != ' ' && line.data[0] != '\t'))
		return false;
	line = slice_trim(line);
	for (n = 0; n < line.len && line.data[n] != ' ' && line.data[n] != '\t';)
		n++;
	*verb_out = slice_sub(line, 0, n);
	*rest_out = slice_trim(slice_sub(line, n, line.len));
	return verb_out->len > 0;
}

int
digest_command(struct intake *in, struct pool *pool, const struct digest_said *s, struct slice *out,
               struct str *wrong, struct err *e)
{
	struct digest_line about = {0};
	struct job j = {0};
	int got = digest_line_get(in->env.store, s->outbox, s->number, &about, e);
	if (got == 1 && about.job != 0)
		got = job_get(in->env.store, pool, about.job, &j, e);
	if (got < 0)
		return -1;
	*out = SLICE_NONE;
	if (got == 0) {
		str_addf(wrong, "your list has no line %lld\n\n", (long long)s->number);
		return 0;
	}
	if (command_known(s->verb, NULL) &&
	    !slice_is(command_object(s->verb), about.job != 0 ? "JOB" : "MESSAGE")) {
		str_addf(wrong, "line %lld is a %s: '%.*s' does nothing with it\n\n", (long long)s->number,
		         about.job != 0 ? "job" : "mail in triage", SLICE_ARG(s->verb));
		return 0;
	}
	struct slice object = about.job != 0 ? j.ref
	                                     : pool_slicef(pool, "m%lld", (long long)about.message);
	*out = pool_slicef(pool, "/%.*s %.*s %.*s", SLICE_ARG(s->verb), SLICE_ARG(object),
	                   SLICE_ARG(s->rest));
	*out = slice_trim(*out);
	return 0;
}

/* One instant for all that an input causes, and its line in the input log. */
#include "input.h"

int64_t
input_open(struct intake *in)
{
	if (in->inputs_open++ == 0)
		clock_hold(&in->clock);
	return in->clock.fixed;
}

int
input_close(struct intake *in, int r, const struct input *what, struct err *e)
{
	if (--in->inputs_open > 0)
		return r;
	clock_let_go(&in->clock);
	if (r < 0 || what == NULL)
		return r;
	struct input one = *what;
	one.at = in->clock.fixed;
	return input_record(in->env.store, &one, e) < 0 ? -1 : r;
}

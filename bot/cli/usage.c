/* How a verb of the shell is used: the one table, for whoever got wrong words. */
#include "docket/cli/verbs.h"

#include "docket/base/slice.h"

#include <stdio.h>

int
cli_usage(const char *verb)
{
	static const struct {
		const char *name, *usage, *help;
	} verbs[] = {
#define VERB(name, run, usage, help) {name, usage, help},
#include "verbs.def"
#undef VERB
	};

	for (size_t i = 0; i < COUNT(verbs); i++)
		if (verbs[i].usage != NULL && slice_is(slice_of(verb), verbs[i].name))
			fprintf(stderr, "usage: docket %s\n       %s\n", verbs[i].usage, verbs[i].help);
	return 64;
}

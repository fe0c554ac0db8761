/* docket: the creative-operations desk of a small agency, run by mail. A table of subcommands. */
#include "docket/base/slice.h"
#include "docket/cli/chat.h"
#include "docket/cli/check.h"
#include "docket/cli/desk_verbs.h"
#include "docket/cli/say.h"
#include "docket/cli/terminal.h"
#include "docket/cli/verbs.h"
#include "docket/daemon/daemon.h"

#include <locale.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *usage, *help; /* NULL: for docket itself */
} verbs[] = {
#define VERB(name, run, usage, help) {name, run, usage, help},
#include "cli/verbs.def"
#undef VERB
};

static int
usage(void)
{
	puts("docket answers an agency's mail. Five verbs to start with:\n"
	     "  docket check      is the configuration right, do the mailboxes answer?\n"
	     "  docket run        stay up and work\n"
	     "  docket board      every job, by state\n"
	     "  docket triage     mails that wait for your word\n"
	     "  docket help       all verbs; man docket says more");
	return 0;
}

int
main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "C.UTF-8"); /* libcurl's IDN needs it; nothing else of the locale is used */
	if (argc < 2)
		return usage();
	struct slice verb = slice_of(argv[1]);
	if (slice_is(verb, "--version")) {
		printf("docket %s\n", DOCKET_VERSION);
		return 0;
	}
	if (slice_is(verb, "--help") || slice_is(verb, "-h"))
		return usage();
	for (size_t i = 0; i < COUNT(verbs); i++)
		if (slice_is(verb, verbs[i].name))
			return verbs[i].run(argc - 2, argv + 2);
	if (slice_is(verb, "help") && argc == 2)
		for (size_t i = 0; i < COUNT(verbs); i++)
			if (verbs[i].help != NULL)
				printf("%-14s %s\n", verbs[i].name, verbs[i].help);
	for (size_t i = 0; slice_is(verb, "help") && argc == 3 && i < COUNT(verbs); i++)
		if (verbs[i].help != NULL && slice_is(slice_of(argv[2]), verbs[i].name)) {
			printf("usage: %s\n%s\n", verbs[i].usage, verbs[i].help);
			return 0;
		}
	return cli_command(argc - 1, argv + 1);
}

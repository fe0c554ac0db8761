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
        {"run", cli_run, "run [-c FILE]", "stay up: fetch, understand, answer, until SIGTERM"},
        {"sync", cli_sync, "sync [-c FILE]", "one pass: fetch, process, deliver, then exit (for cron)"},
        {"check", cli_check, "check [--offline] [-c FILE]",
         "try the configuration, mailboxes, outgoing mail and chat; says what to do"},
        {"init", cli_init, "init chat [PLATFORM | NAME] [-c FILE]",
         "how to connect a chat platform: its manifest or the steps, complete"},
        {"say", cli_say,
         "say --from ADDRESS [--to ADDRESS] [--subject WORDS] [--attach FILE]… [--reply] [-c FILE] "
         "TEXT…",
         "drop a mail into the configured Maildir"},
        {"chat", cli_chat, "chat [--as MEMBER] [--width COLUMNS] [-c FILE]",
         "the team's chat in this terminal: commands, buttons, cards that change by themselves"},
        {"parse", cli_parse, "parse --json [--own ADDRESS]… FILE…",
         "what a mail says, as JSON; needs no configuration"},
        {"date", cli_date, "date [--now ISO] [--zone ZONE] TEXT…",
         "read dates as people write them"},
        {"consolidate", cli_consolidate, "consolidate --json FILE…",
         "the mails of one review round as one revision list"},
        {"verify", cli_verify, "verify [--receipt MAIL] [-c FILE]",
         "check every job's hash chain, or a receipt: verify --receipt MAIL"},
        {"rebuild", cli_rebuild, "rebuild --into DIR [-c FILE]",
         "play all recorded inputs into a new folder, send nothing, and compare"},
        {"reader-child", reader_child, NULL, NULL},
        {"imap-child", cli_imap_child, NULL, NULL},
        {"http-child", http_child, NULL, NULL},
        {"sandbox-probe", cli_sandbox_probe, NULL, NULL},
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

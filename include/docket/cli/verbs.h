/* The subcommands. Each gets its own arguments (argv[0] is its name) and returns the exit status.
 */
#ifndef DOCKET_CLI_VERBS_H
#define DOCKET_CLI_VERBS_H

/* Says on standard error how the verb is used, by the table that `help` prints. Returns 64. */
int cli_usage(const char *verb);

int cli_parse(int argc, char **argv);
int cli_date(int argc, char **argv);
int cli_consolidate(int argc, char **argv);

#endif

/* The subcommands. Each gets its own arguments (argv[0] is its name) and returns the exit status.
 */
#ifndef DOCKET_CLI_VERBS_H
#define DOCKET_CLI_VERBS_H

int cli_parse(int argc, char **argv);
int cli_date(int argc, char **argv);
int cli_consolidate(int argc, char **argv);

#endif

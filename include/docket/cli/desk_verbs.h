/* Subcommands that work on an open desk. argv[0] is the first word behind the subcommand's name
 * (of cli_command: the verb itself). Each returns the exit status of DESIGN D7. */
#ifndef DOCKET_CLI_DESK_VERBS_H
#define DOCKET_CLI_DESK_VERBS_H

int cli_run(int argc, char **argv);
int cli_sync(int argc, char **argv);
int cli_verify(int argc, char **argv);
int cli_rebuild(int argc, char **argv);
int cli_command(int argc, char **argv);
int cli_imap_child(int argc, char **argv);
int cli_sandbox_probe(int argc, char **argv);

#endif

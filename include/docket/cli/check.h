/*
 * `docket check [--offline] [-c FILE]`: tries what the configuration says and prints one line per
 * step: ok, note, or wrong with what to do. --offline leaves the servers alone. Nothing is changed:
 * no mail is fetched or sent, no folder made.
 */
#ifndef DOCKET_CLI_CHECK_H
#define DOCKET_CLI_CHECK_H

/* argv[0] is the first word behind "check". Returns 0; 64 wrong words; 66 no such file; 69 a server
 * is away; 78 something has to be changed (also where a server is away besides). */
int cli_check(int argc, char **argv);

#endif

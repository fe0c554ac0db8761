/* `docket chat [--as MEMBER] [-c FILE]`: the terminal chat. Returns the exit status of DESIGN D7. */
#ifndef DOCKET_CLI_TERMINAL_H
#define DOCKET_CLI_TERMINAL_H

int cli_chat(int argc, char **argv);

#endif

/*
 * `docket say --from ADDRESS TEXT…`: a mail as a client would send it, without a mail program.
 * Only for the embedded set-up, where mail arrives in a Maildir.
 */
#ifndef DOCKET_CLI_SAY_H
#define DOCKET_CLI_SAY_H

/* argv[0] is the first word behind "say". Returns the exit status of DESIGN D7: 64 wrong words, 66
 * no such file or nothing to reply to, 75 try later, 78 no Maildir is configured. */
int cli_say(int argc, char **argv);

#endif

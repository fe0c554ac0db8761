/*
 * What the shell asks of chat platforms: `docket check` whether their settings work, and `docket
 * init chat [PLATFORM] [-c FILE]` for the steps or the manifest that set one up.
 */
#ifndef DOCKET_CLI_CHAT_H
#define DOCKET_CLI_CHAT_H

#include "docket/conf/conf.h"

/* How a step went: a line's first word. */
enum check_says { CHECK_OK, CHECK_NOTE, CHECK_SKIP, CHECK_AWAY, CHECK_WRONG };
typedef void check_say(void *arg, enum check_says how, const char *name, const char *text);

/* The port, the daemon behind it, and every entry of `chat:`; a line each to say. */
void check_chat(const struct conf *conf, bool offline, check_say *say, void *arg);

/* argv[0] is the first word behind "init". Returns the exit status of DESIGN D7. */
int cli_init(int argc, char **argv);

#endif

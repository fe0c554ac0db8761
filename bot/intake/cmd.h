/* Shared by the files of the commands. */
#ifndef DOCKET_INTAKE_CMD_H
#define DOCKET_INTAKE_CMD_H

#include "ctx.h"

struct cmd {
	struct intake *in;
	struct store *store;
	struct pool *pool;
	const struct command_from *from;
	const struct slice *words; /* behind the verb */
	size_t count;
	struct str *out;
	int64_t now;
	struct slice actor;
};

#define COMMAND(name, fn, usage, help, writes, least, most, who) int fn(struct cmd *c, struct err *e);
#include "commands.def"
#undef COMMAND

/* The job that words[index] names; ERR_NOFILE says how to find it. */
int cmd_job(struct cmd *c, size_t index, struct job *out, struct err *e);
/* The message that words[index] names. */
int cmd_message(struct cmd *c, size_t index, struct inbox_row *out, struct err *e);
/* ERR_REFUSED unless the member has one of these ROLE_* bits; the local operator may everything. */
int cmd_needs_role(struct cmd *c, unsigned roles, const char *what, struct err *e);
/* The client that words[index] names by its code. */
int cmd_client_of(struct cmd *c, size_t index, struct client *out, struct err *e);
/* words[from…] joined by blanks. */
struct slice cmd_rest(struct cmd *c, size_t from);
/* Takes "--name VALUE" pairs out of the words; the value of the last one, or empty. */
struct slice cmd_option(struct cmd *c, const char *name);
void cmd_job_json(struct json *w, struct intake *in, struct pool *pool, const struct job *j);

#endif

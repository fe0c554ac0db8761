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
	int64_t partner; /* who types, where that is a partner: only their own jobs are there; else 0 */
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
/* Takes "name=VALUE" out of the words; the value of the last one, or empty. */
struct slice cmd_pair(struct cmd *c, const char *name);
/* Takes "--name" out of the words; whether it was there. */
bool cmd_flag(struct cmd *c, const char *name);
/* Whether whoever types may see it: everybody of the team, of the partners those it was given to. */
bool cmd_sees(const struct cmd *c, const struct job *j);
/* A mail: by the job it was filed to, or because they wrote it. 1, 0, -1. */
int cmd_sees_mail(struct cmd *c, const struct inbox_row *m, struct err *e);
/* Blanks behind a text that stands in a column of that width. */
int cmd_pad(struct slice text, size_t columns);
/* The role bits of whoever types; all of them for the local operator. */
int cmd_roles(struct cmd *c, unsigned *out, struct err *e);
/* cmd_feedback.c: the wishes in a member's own words go onto the revision list; words without one are none.
 * *j is as it is then, not saved yet. */
int cmd_wishes(struct cmd *c, struct job *j, struct slice words, struct err *e);
/* cmd_client.c: "client show …", "client set …", "client glossary …"; and what follows a new one. */
int client_show(struct cmd *c, struct err *e);
int client_set(struct cmd *c, struct err *e);
int client_glossary(struct cmd *c, struct err *e);
int client_welcome(struct cmd *c, const struct client *client, struct contact *who, struct err *e);
/* delegate.c: decider … --for ADDRESS --until DATE; `until` is as it was typed. */
struct delegate;
int delegate_grant(struct cmd *c, const struct client *client, struct delegate *d, struct slice whose,
                   struct err *e);
/* cmd_show.c: a chain of events, a line each. */
void cmd_history(struct cmd *c, const ledger_list *events);
/* A line of the client's own chain, by whoever types: kind, data and text are the caller's. `data`
 * names "what" changed and, where it is no personal word, "to" what. */
int client_event(struct cmd *c, int64_t client, const struct ledger_entry *what, struct err *e);
/* cmd_client.c: "client history CODE" */
int client_history(struct cmd *c, struct err *e);
/* cmd_rules.c: "client rule …" */
int client_rule(struct cmd *c, struct err *e);
/* cmd_record.c: the copies of certificate and decisions that go to the client, onto c->out. */
int certificate_outside(struct cmd *c, const struct job *j, bool html, struct err *e);
int decisions_outside(struct cmd *c, const struct job *j, struct err *e);
/* cmd_show.c, for lists, too. */
void print_deadline(struct str *out, const struct job *j); /* "2026-05-28 17:00", "-" */
/* The owner where it is a partner: whose move it is happens outside the house. */
bool cmd_with_partner(struct cmd *c, const struct job *j, struct member *out);
void cmd_job_json(struct json *w, struct intake *in, struct pool *pool, const struct job *j);

#endif

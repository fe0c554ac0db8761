/* One grammar for shell, mail and (later) chat: a table of verbs, and one loop that runs it. */
#include "cmd.h"
#include "input.h"
#include "undo.h"

#include "docket/base/near.h"

enum who { ANY, ALL, SHELL };
/* What the log keeps of one: `import` has a whole file in its words, escaped. */
enum { INPUT_WORDS_MAX = 16 << 20 };

static const struct command {
	const char *name;
	int (*run)(struct cmd *c, struct err *e);
	const char *usage, *help;
	bool writes;
	size_t least, most;
	enum who who;
} commands[] = {
#define COMMAND(name, fn, usage, help, writes, least, most, who) \
	{name, fn, usage, help, writes, least, most, who},
#include "commands.def"
#undef COMMAND
};

static const struct command *
command_find(struct slice word)
{
	for (size_t i = 0; i < COUNT(commands); i++)
		if (slice_iis(word, commands[i].name))
			return &commands[i];
	return NULL;
}

bool
command_known(struct slice word, const char **nearest_out)
{
	const char *nearest = commands[0].name;
	size_t best = (size_t)-1;
	for (size_t i = 0; i < COUNT(commands); i++) {
		size_t d = near_distance(word, slice_of(commands[i].name));
		if (d < best) {
			best = d;
			nearest = commands[i].name;
		}
	}
	if (nearest_out != NULL)
		*nearest_out = nearest;
	return best == 0;
}

bool
command_writes(struct slice word)
{
	const struct command *cmd = command_find(word);
	return cmd != NULL && cmd->writes;
}

struct slice
command_object(struct slice word)
{
	const struct command *cmd = command_find(word);
	struct slice rest = cmd != NULL ? slice_of(cmd->usage) : SLICE_NONE, first = SLICE_NONE;
	slice_cut(&rest, ' ', &first); /* the verb */
	slice_cut(&rest, ' ', &first);
	return cmd != NULL && !slice_iis(first, cmd->name) ? first : SLICE_NONE;
}

void
command_split(struct pool *pool, struct slice line, slice_list *out)
{
	enum { WORDS_MAX = 500 };
	while (out->len < WORDS_MAX) {
		line = slice_ltrim(line);
		if (line.len == 0)
			return;
		char quote = line.data[0];
		if (quote == '"' || quote == '\'') {
			struct slice rest = slice_sub(line, 1, line.len), word = SLICE_NONE;
			slice_cut(&rest, quote, &word);
			VEC_ADD(out, pool, word);
			line = rest;
			continue;
		}
		size_t n = 0;
		while (n < line.len && strchr(" \t\r\n\v\f", line.data[n]) == NULL)
			n++;
		VEC_ADD(out, pool, slice_sub(line, 0, n));
		line = slice_sub(line, n, line.len);
	}
}

/* A command as it came. */
struct typed {
	const struct command *cmd;
	const struct command_from *from;
	const struct slice *words; /* the verb first */
	size_t count;
};

static int
run_typed(struct intake *in, const struct typed *t, struct str *out, struct err *e)
{
	const struct command *cmd = t->cmd;
	const struct command_from *from = t->from;
	const struct slice *words = t->words;
	size_t count = t->count;
	if (cmd->who == SHELL && !from->shell)
		return err_set(e, ERR_REFUSED, "'%s' works from the local shell only", cmd->name);
	if (count - 1 < cmd->least || count - 1 > cmd->most)
		return err_set(e, ERR_USAGE, "%s %s; usage: %s", cmd->name,
		               count - 1 < cmd->least ? "needs more words" : "has too many words",
		               cmd->usage);
	struct cmd c = {.in = in, .store = in->env.store, .pool = pool_new(), .from = from,
	                .count = count - 1, .out = out, .now = clock_now(in->env.clock)};
	c.words = words + 1;
	c.actor = from->member != 0
	                  ? pool_slicef(c.pool, "member:%lld", (long long)from->member)
	                  : SLICE_LIT("operator");
	struct member m;
	int got = from->member != 0 ? member_by_id(in->env.store, c.pool, from->member, &m, e) : 0;
	if (got == 1 && !m.active)
		got = err_set(e, ERR_REFUSED, "%.*s is not active any more", SLICE_ARG(m.handle));
	if (got == 1 && (m.roles & ROLE_PARTNER))
		c.partner = m.id;
	if (got >= 0 && c.partner != 0 && cmd->who != ALL)
		got = err_set(e, ERR_REFUSED, "'%s' is for the agency's own people; 'help' lists what you "
		                              "can do", cmd->name);
	if (got < 0) {
		pool_free(c.pool);
		return -1;
	}
	unsigned walled = in->walled;
	/* Words change hands while it runs: options are taken out of them. */
	struct slice line = slice_of(cmd->name);
	for (size_t i = 1; i < count; i++)
		line = pool_slicef(c.pool, "%.*s %.*s", SLICE_ARG(line), SLICE_ARG(words[i]));
	bool kept = cmd->writes && cmd->run != cmd_undo;
	struct undo_row undo;
	if (kept && undo_before(&c, cmd->name, &undo, e) < 0) {
		pool_free(c.pool);
		return -1;
	}
	int r = cmd->run(&c, e);
	if (r >= 0 && kept)
		r = undo_after(&c, line, &undo, e);
	if (r >= 0 && in->walled != walled)
		str_addf(out, "a mail to the client was held back at the client wall: %s\n",
		         in->walled_why);
	pool_free(c.pool);
	return r < 0 ? -1 : 0;
}

/* At the shell a command is an input of its own; in a mail it is part of that mail. */
static int
close_typed(struct intake *in, const struct typed *t, struct err *e)
{
	const struct command_from *from = t->from;
	struct str data, said;
	struct json w;
	str_init(&data, 256);
	str_init(&said, INPUT_WORDS_MAX);
	json_begin(&w, &data);
	json_open(&w);
	json_put_int(&w, "member", from->member);
	json_put_int(&w, "job", from->job);
	json_put_bool(&w, "json", from->json);
	json_put_bool(&w, "shell", from->shell);
	json_put_bool(&w, "chat", from->chat);
	json_close(&w);
	json_begin(&w, &said);
	json_list(&w);
	for (size_t i = 0; i < t->count; i++)
		json_text(&w, t->words[i]);
	json_list_end(&w);
	struct input what = {.kind = SLICE_LIT("command"), .data = str_slice(&data),
	                     .words = str_slice(&said)};
	int r = str_failed(&said) ? err_set(e, ERR_USAGE, "a command of more than %d bytes",
	                                    INPUT_WORDS_MAX)
	                          : 0;
	r = input_close(in, r, &what, e);
	str_clear(&data);
	str_clear(&said);
	return r;
}

int
command_run(struct intake *in, const struct command_from *from, const struct slice *words,
            size_t count, struct str *out, struct err *e)
{
	const char *nearest = "help";
	if (count == 0)
		return err_set(e, ERR_USAGE, "no command given; try 'help'");
	const struct command *cmd = command_find(words[0]);
	if (cmd == NULL) {
		command_known(words[0], &nearest);
		return err_set(e, ERR_USAGE, "'%.*s' is no command; did you mean '%s'? 'help' lists all",
		               SLICE_ARG(words[0]), nearest);
	}
	struct typed t = {cmd, from, words, count};
	input_open(in);
	int r = run_typed(in, &t, out, e);
	return r < 0 || !cmd->writes ? input_close(in, r, NULL, e) : close_typed(in, &t, e);
}

static void
help_states(struct str *out)
{
	size_t n;
	const struct job_move_row *m = job_moves(&n);
	for (size_t i = 0; i < n; i++) {
		str_addf(out, "%-16s %-17s -> %-16s %s\n", job_state_name(m[i].from),
		         job_event_name(m[i].event),
		         m[i].event == EV_RESUME ? "as before" : job_state_name(m[i].to), m[i].prose);
		if (m[i].guard != GUARD_NONE)
			str_addf(out, "%-16s   refused while: %s\n", "", job_guard_words(m[i].guard));
	}
}

/* For graphviz: docket states --dot | dot -Tsvg. Guarded moves are drawn bold. */
static void
dot_states(struct str *out)
{
	size_t n;
	const struct job_move_row *m = job_moves(&n);
	str_adds(out, "digraph docket {\n\trankdir=LR;\n\tnode [shape=box, style=rounded];\n");
	for (size_t i = 0; i < n; i++)
		str_addf(out, "\t\"%s\" -> \"%s\" [label=\"%s\"%s];\n", job_state_name(m[i].from),
		         m[i].event == EV_RESUME ? "as before" : job_state_name(m[i].to),
		         job_event_name(m[i].event), m[i].guard != GUARD_NONE ? ", style=bold" : "");
	str_adds(out, "}\n");
}

int
cmd_states(struct cmd *c, struct err *e)
{
	if (c->count == 1 && !slice_is(c->words[0], "--dot"))
		return err_set(e, ERR_USAGE, "usage: states [--dot]");
	if (c->count == 1)
		dot_states(c->out);
	else
		help_states(c->out);
	return 0;
}

/* In a mail the thread can say which job is meant; at the shell nothing does. */
static void
add_usage(const char *usage, enum command_reader reader, struct str *out)
{
	static const char by_mail[] = "[JOB]";
	const char *at;
	while (reader == COMMAND_SHELL && (at = strstr(usage, by_mail)) != NULL) {
		str_addf(out, "%.*sJOB", (int)(at - usage), usage);
		usage = at + strlen(by_mail);
	}
	str_adds(out, usage);
}

int
command_help(struct slice word, enum command_reader reader, struct str *out, struct err *e)
{
	const char *nearest;
	if (word.len == 0) {
		for (size_t i = 0; i < COUNT(commands); i++)
			if (reader == COMMAND_SHELL || commands[i].who == ALL ||
			    (reader == COMMAND_TEAM && commands[i].who == ANY))
				str_addf(out, "%-14s %s\n", commands[i].name, commands[i].help);
		str_adds(out, "\nhelp VERB shows how to write it; help states shows every move of a job.\n");
		return 0;
	}
	const struct command *cmd = command_find(word);
	if (cmd == NULL) {
		command_known(word, &nearest);
		return err_set(e, ERR_USAGE, "'%.*s' is no command; did you mean '%s'?", SLICE_ARG(word),
		               nearest);
	}
	str_adds(out, "usage: ");
	add_usage(cmd->usage, reader, out);
	str_addf(out, "\n%s\n", cmd->help);
	if (reader == COMMAND_SHELL)
		str_adds(out, "options: [--as HANDLE] [--json] [-c FILE]\n"
		              "--as says whose word it is, --json answers for programs, -c reads another "
		              "configuration\n");
	if (slice_iis(word, "states")) {
		str_addc(out, '\n');
		help_states(out);
	}
	return 0;
}

int
cmd_help(struct cmd *c, struct err *e)
{
	enum command_reader reader = c->partner != 0  ? COMMAND_PARTNER
	                             : c->from->shell ? COMMAND_SHELL
	                                              : COMMAND_TEAM;
	return command_help(c->count == 1 ? c->words[0] : SLICE_NONE, reader, c->out, e);
}

int
cmd_job(struct cmd *c, size_t index, struct job *out, struct err *e)
{
	int got = job_by_ref(c->store, c->pool, c->words[index], out, e);
	if (got < 0)
		return -1;
	if (got == 0 || !cmd_sees(c, out))
		return err_set(e, ERR_NOFILE, "there is no job '%.*s'; 'list' shows the open ones",
		               SLICE_ARG(c->words[index]));
	return 0;
}

int
cmd_message(struct cmd *c, size_t index, struct inbox_row *out, struct err *e)
{
	int64_t id = 0;
	int got = inbox_find(c->store, c->pool, c->words[index], &id, e);
	if (got == 1)
		got = inbox_get(c->store, c->pool, id, out, e);
	if (got == 1)
		got = cmd_sees_mail(c, out, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_NOFILE,
		               "there is no message '%.*s'; name it by its m-number or Message-ID",
		               SLICE_ARG(c->words[index]));
	return 0;
}

int
cmd_needs_role(struct cmd *c, unsigned roles, const char *what, struct err *e)
{
	unsigned have = 0;
	char names[80];
	if (cmd_roles(c, &have, e) < 0)
		return -1;
	if (have & roles)
		return 0;
	return err_set(e, ERR_REFUSED, "%s is for these roles: %s", what,
	               role_names(roles, names, sizeof(names)));
}

int
cmd_client_of(struct cmd *c, size_t index, struct client *out, struct err *e)
{
	int got = client_by_code(c->store, c->pool, c->words[index], out, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_NOFILE, "there is no client '%.*s'; 'client list' shows them",
		               SLICE_ARG(c->words[index]));
	return 0;
}

struct slice
cmd_rest(struct cmd *c, size_t from)
{
	struct slice all = SLICE_NONE;
	for (size_t i = from; i < c->count; i++)
		all = i == from ? c->words[i]
		                : pool_slicef(c->pool, "%.*s %.*s", SLICE_ARG(all),
		                              SLICE_ARG(c->words[i]));
	return all;
}

int
cmd_roles(struct cmd *c, unsigned *out, struct err *e)
{
	struct member m;
	*out = c->from->member == 0 && c->from->shell ? ~0U : 0;
	int got = c->from->member != 0 ? member_by_id(c->store, c->pool, c->from->member, &m, e) : 0;
	if (got == 1)
		*out = m.roles;
	return got < 0 ? -1 : 0;
}

bool
cmd_sees(const struct cmd *c, const struct job *j)
{
	return c->partner == 0 || job_is_with(j, c->partner);
}

int
cmd_sees_mail(struct cmd *c, const struct inbox_row *m, struct err *e)
{
	struct job j;
	if (c->partner == 0 || m->member == c->partner)
		return 1;
	int got = m->job != 0 ? job_get(c->store, c->pool, m->job, &j, e) : 0;
	return got <= 0 ? got : cmd_sees(c, &j);
}

bool
cmd_flag(struct cmd *c, const char *name)
{
	bool found = false;
	struct slice *left = pool_array(c->pool, c->count + 1, sizeof(*left));
	size_t n = 0;
	for (size_t i = 0; i < c->count; i++) {
		bool it = slice_starts(c->words[i], "--") &&
		          slice_iis(slice_sub(c->words[i], 2, c->words[i].len), name);
		found |= it;
		if (!it)
			left[n++] = c->words[i];
	}
	c->words = left;
	c->count = n;
	return found;
}

struct slice
cmd_pair(struct cmd *c, const char *name)
{
	struct slice value = SLICE_NONE;
	struct slice *left = pool_array(c->pool, c->count + 1, sizeof(*left));
	size_t n = 0;
	for (size_t i = 0; i < c->count; i++) {
		ptrdiff_t equals = slice_index(c->words[i], '=');
		if (equals > 0 && slice_iis(slice_sub(c->words[i], 0, (size_t)equals), name))
			value = slice_sub(c->words[i], (size_t)equals + 1, c->words[i].len);
		else
			left[n++] = c->words[i];
	}
	c->words = left;
	c->count = n;
	return value;
}

struct slice
cmd_option(struct cmd *c, const char *name)
{
	struct slice value = SLICE_NONE;
	struct slice *left = pool_array(c->pool, c->count + 1, sizeof(*left));
	size_t n = 0;
	for (size_t i = 0; i < c->count; i++) {
		if (slice_starts(c->words[i], "--") && slice_is(slice_sub(c->words[i], 2, c->words[i].len), name) &&
		    i + 1 < c->count)
			value = c->words[++i];
		else
			left[n++] = c->words[i];
	}
	c->words = left;
	c->count = n;
	return value;
}

int
client_event(struct cmd *c, int64_t client, const struct ledger_entry *what, struct err *e)
{
	struct ledger_entry entry = *what;
	entry.client = client;
	entry.at = c->now;
	entry.actor = c->actor;
	entry.message = c->from->message;
	return ledger_add(c->store, &entry, e);
}

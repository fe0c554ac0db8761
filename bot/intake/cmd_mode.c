/* `mode`: which mails leave by themselves, and a member's word on it (P14). */
#include "cmd.h"
#include "trust.h"

enum { KINDS_MAX = 16 };

static size_t
kinds_of(struct slice kinds[KINDS_MAX])
{
	struct slice rest = slice_of(conf_mode_kinds()), one;
	size_t n = 0;
	while (n < KINDS_MAX && slice_cut(&rest, ' ', &one))
		kinds[n++] = one;
	return n;
}

static const char *
code_of(struct cmd *c, int64_t id, struct err *e)
{
	struct client client;
	int got = client_by_id(c->store, c->pool, id, &client, e);
	return got < 0 ? NULL : got == 0 ? "?" : pool_cstr(c->pool, client.code);
}

/* 1 a client, 0 "all", -1. */
static int
client_word(struct cmd *c, struct slice word, struct client *out, struct err *e)
{
	*out = (struct client){0};
	if (slice_iis(word, "all"))
		return 0;
	int got = client_by_code(c->store, c->pool, word, out, e);
	if (got == 0)
		return err_set(e, ERR_NOFILE, "there is no client '%.*s'; 'client list' shows them, 'all' "
		                              "means every one", SLICE_ARG(word));
	return got;
}

static int
list_json(struct cmd *c, int64_t client, struct err *e)
{
	struct slice kinds[KINDS_MAX];
	size_t n = kinds_of(kinds);
	struct json w;
	json_begin(&w, c->out);
	json_open(&w);
	for (size_t i = 0; i < n; i++) {
		enum conf_mode mode;
		const char *kind = pool_cstr(c->pool, kinds[i]);
		if (trust_mode(c->in, client, kind, &mode, e) < 0)
			return -1;
		json_put_cstr(&w, kind, conf_mode_name(mode));
	}
	json_close(&w);
	str_addc(c->out, '\n');
	return 0;
}

static int
list(struct cmd *c, int64_t client, struct err *e)
{
	struct slice kinds[KINDS_MAX];
	mode_list rows = {0};
	mode_run_list ready = {0};
	const struct mode_row *r;
	const struct mode_run *run;
	size_t n = kinds_of(kinds);
	for (size_t i = 0; i < n; i++) {
		enum conf_mode mode;
		if (trust_mode(c->in, client, pool_cstr(c->pool, kinds[i]), &mode, e) < 0)
			return -1;
		str_addf(c->out, "%-8.*s %s\n", SLICE_ARG(kinds[i]), conf_mode_name(mode));
	}
	if (mode_rows(c->store, c->pool, &rows, e) < 0 || trust_ready(c->in, c->pool, &ready, e) < 0)
		return -1;
	VEC_EACH(r, &rows) {
		const char *code = client == 0 && r->client != 0 ? code_of(c, r->client, e) : "";
		if (code == NULL)
			return -1;
		if (code[0] != '\0')
			str_addf(c->out, "%s: %.*s %s\n", code, SLICE_ARG(r->kind),
			         conf_mode_name((enum conf_mode)r->mode));
	}
	VEC_EACH(run, &ready) {
		const char *code = client == 0 || client == run->client ? code_of(c, run->client, e) : "";
		if (code == NULL)
			return -1;
		if (code[0] != '\0')
			str_addf(c->out, "%s: the last %lld mails of kind %.*s left unchanged; "
			                 "'mode %s %.*s automatic' lets them leave by themselves\n",
			         code, (long long)run->count, SLICE_ARG(run->kind), code, SLICE_ARG(run->kind));
	}
	return 0;
}

/* Trust is given by who answers for the mails; the local operator set the house up. */
static int
may_set(struct cmd *c, struct err *e)
{
	unsigned roles = 0;
	if (cmd_roles(c, &roles, e) < 0)
		return -1;
	if (roles & (ROLE_ACCOUNT | ROLE_OWNER))
		return 0;
	return err_set(e, ERR_REFUSED, "what docket sends by itself is for an account lead or an owner to say");
}

/* -1: "default", the word of the configuration holds again; -2: no mode. */
static int
mode_word(struct slice word)
{
	if (slice_iis(word, "default"))
		return -1;
	for (int m = CONF_DRAFT; m <= CONF_NEVER; m++)
		if (slice_iis(word, conf_mode_name((enum conf_mode)m)))
			return m;
	return -2;
}

/* A word on every client is a change of each, and stands in the chain of each. */
static int
mode_event(struct cmd *c, const struct mode_row *row, struct err *e)
{
	client_list all = {0};
	const struct client *cl;
	struct ledger_entry set = {.kind = "mode"};
	set.data = pool_slicef(c->pool, "{\"what\":\"%.*s\",\"to\":\"%s\"%s}", SLICE_ARG(row->kind),
	                       row->mode < 0 ? "default" : conf_mode_name((enum conf_mode)row->mode),
	                       row->client == 0 ? ",\"all\":true" : "");
	if (row->client != 0)
		return client_event(c, row->client, &set, e);
	if (client_all(c->store, c->pool, &all, e) < 0)
		return -1;
	VEC_EACH(cl, &all)
		if (client_event(c, cl->id, &set, e) < 0)
			return -1;
	return 0;
}

static int
set(struct cmd *c, const struct client *client, struct err *e)
{
	struct slice kinds[KINDS_MAX], want = c->words[1];
	size_t n = kinds_of(kinds), done = 0;
	int mode = mode_word(c->words[2]);
	if (mode == -2)
		return err_set(e, ERR_USAGE, "'%.*s' is no mode; there are draft, delay, automatic, never, "
		                             "default", SLICE_ARG(c->words[2]));
	for (size_t i = 0; i < n; i++) {
		struct mode_row row = {.client = client->id, .kind = kinds[i], .mode = mode,
		                       .member = c->from->member, .at = c->now};
		if (!slice_iis(want, "all") && !slice_ieq(want, kinds[i]))
			continue;
		if (mode_set(c->store, &row, e) < 0 || mode_event(c, &row, e) < 0)
			return -1;
		done++;
	}
	if (done == 0)
		return err_set(e, ERR_USAGE, "'%.*s' is no kind of mail; there are %s, all", SLICE_ARG(want),
		               conf_mode_kinds());
	return list(c, client->id, e);
}

int
cmd_mode(struct cmd *c, struct err *e)
{
	struct client client = {0};
	if (c->count > 0 && client_word(c, c->words[0], &client, e) < 0)
		return -1;
	if (c->count == 2)
		return err_set(e, ERR_USAGE, "usage: mode [CODE|all [KIND|all draft|delay|automatic|never|default]]");
	if (c->count == 3)
		return may_set(c, e) < 0 ? -1 : set(c, &client, e);
	return c->from->json ? list_json(c, client.id, e) : list(c, client.id, e);
}

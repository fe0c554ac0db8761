/* `retainer`: what a client agreed for each month, and its burn while the month runs. */
#include "cmd.h"
#include "retainer.h"

#include "docket/domain/effort.h"

enum { MAY_SELL = ROLE_ACCOUNT | ROLE_OWNER | ROLE_OPS };

static void
print_counts(struct cmd *c, const struct client_counts *n)
{
	str_addf(c->out, "attention: %lld mails, %lld rounds, rush %lld asked, %lld granted\n",
	         (long long)n->mails, (long long)n->rounds, (long long)n->rush_asked,
	         (long long)n->rush_granted);
	str_addf(c->out, "requests: %lld for %lld jobs; extra deliverables: %lld; rounds beyond: %lld\n",
	         (long long)n->requests, (long long)n->jobs, (long long)n->extra, (long long)n->beyond);
}

void
burn_print(struct cmd *c, const struct burn *b)
{
	str_addf(c->out, "%s%s\n", b->month, b->agreed ? ", retainer" : ", no retainer");
	for (int line = 0; line < BURN_LINES; line++) {
		int level = scope_level(burn_term(&b->used, line), burn_term(&b->terms, line));
		if (burn_term(&b->used, line) + burn_term(&b->terms, line) > 0)
			str_addf(c->out, "  %.*s%s\n", SLICE_ARG(burn_line(c->pool, b, line)),
			         level == SCOPE_FULL ? "  used up" : level == SCOPE_NEAR ? "  nearly used up" : "");
	}
	print_counts(c, &b->counts);
}

/* Hours with their tenths, the others are whole. */
static void
put_amount(struct json *w, int line, int64_t n)
{
	char hours[EFFORT_TEXT];
	if (line == 0)
		json_raw(w, slice_of(effort_number(n, hours)));
	else
		json_int(w, n);
}

void
burn_json(struct json *w, const struct burn *b)
{
	json_open(w);
	json_put_cstr(w, "month", b->month);
	json_put_bool(w, "retainer", b->agreed);
	for (int line = 0; line < BURN_LINES; line++) {
		json_key(w, burn_lines[line]);
		json_open(w);
		int64_t used = burn_term(&b->used, line), of = burn_term(&b->terms, line);
		json_key(w, "used");
		put_amount(w, line, used);
		if (of > 0) {
			json_key(w, "agreed");
			put_amount(w, line, of);
			json_put_int(w, "percent", used * 100 / of);
		}
		json_close(w);
	}
	const struct client_counts *n = &b->counts;
	json_put_int(w, "requests", n->requests);
	json_put_int(w, "jobs", n->jobs);
	json_put_int(w, "extra_deliverables", n->extra);
	json_put_int(w, "rounds_beyond", n->beyond);
	json_put_int(w, "rush_asked", n->rush_asked);
	json_put_int(w, "rush_granted", n->rush_granted);
	json_put_int(w, "mails", n->mails);
	json_close(w);
}

static int
show(struct cmd *c, const struct client *client, struct slice month, struct err *e)
{
	struct burn b;
	if (burn_read(c->in, c->pool, client, month, &b, e) < 0)
		return -1;
	if (c->from->json) {
		struct json w;
		json_begin(&w, c->out);
		burn_json(&w, &b);
		str_addc(c->out, '\n');
		return 0;
	}
	str_addf(c->out, "%.*s  %.*s\n", SLICE_ARG(client->code), SLICE_ARG(client->name));
	burn_print(c, &b);
	return 0;
}

static int
list(struct cmd *c, struct err *e)
{
	retainer_list all = {0};
	struct client client;
	struct burn b;
	struct json w;
	if (retainer_all(c->store, c->pool, &all, e) < 0)
		return -1;
	json_begin(&w, c->out);
	if (c->from->json)
		json_list(&w);
	else if (all.len == 0)
		str_adds(c->out, "no retainers yet: retainer CODE hours=40 rounds=6 from=2026-05\n");
	for (size_t i = 0; i < all.len; i++) {
		if (client_by_id(c->store, c->pool, all.at[i].client, &client, e) != 1 ||
		    burn_read(c->in, c->pool, &client, SLICE_NONE, &b, e) < 0)
			return -1;
		if (c->from->json) {
			json_open(&w);
			json_put_text(&w, "client", client.code);
			json_key(&w, "month");
			burn_json(&w, &b);
			json_close(&w);
			continue;
		}
		str_addf(c->out, "%-9.*s %s", SLICE_ARG(client.code), b.month);
		for (int line = 0; line < BURN_LINES; line++)
			if (burn_term(&b.terms, line) > 0)
				str_addf(c->out, "  %.*s", SLICE_ARG(burn_line(c->pool, &b, line)));
		str_adds(c->out, b.agreed ? "\n" : "  not yet begun\n");
	}
	if (c->from->json) {
		json_list_end(&w);
		str_addc(c->out, '\n');
	}
	return 0;
}

static int
set(struct cmd *c, const struct client *client, struct err *e)
{
	struct retainer r = {.client = client->id, .by = c->actor, .at = c->now};
	struct burn now;
	struct slice from = cmd_pair(c, "from");
	int64_t day = 0;
	if (from.len > 0 && !day_parse(pool_slicef(c->pool, "%.*s-01", SLICE_ARG(from)), &day))
		return err_set(e, ERR_USAGE, "'%.*s' is no month; write it as from=2026-05", SLICE_ARG(from));
	for (size_t i = 1; i < c->count; i++) {
		int got = scope_term(c->words[i], &r.terms, e);
		if (got < 0)
			return -1;
		if (got == 0)
			return err_set(e, ERR_USAGE, "'%.*s' is nothing a retainer has; usage: retainer CODE hours=H "
			                             "deliverables=N rounds=N from=YYYY-MM", SLICE_ARG(c->words[i]));
	}
	if (r.terms.minutes + r.terms.rounds + r.terms.deliverables == 0)
		return err_set(e, ERR_USAGE, "a retainer needs hours, deliverables or rounds; usage: retainer CODE "
		                             "hours=H deliverables=N rounds=N from=YYYY-MM");
	if (burn_read(c->in, c->pool, client, SLICE_NONE, &now, e) < 0)
		return -1;
	r.since = from.len > 0 ? from : slice_of(now.month);
	char hours[EFFORT_TEXT];
	struct ledger_entry agreed = {.kind = "retainer"};
	agreed.data = pool_slicef(c->pool,
	                          "{\"what\":\"agreed\",\"to\":\"%s, %lld rounds, %lld deliverables a month "
	                          "from %.*s\"}", effort_text(r.terms.minutes, hours), (long long)r.terms.rounds,
	                          (long long)r.terms.deliverables, SLICE_ARG(r.since));
	if (retainer_set(c->store, &r, e) < 0 || client_event(c, client->id, &agreed, e) < 0)
		return -1;
	str_addf(c->out, "retainer of %.*s from %.*s\n", SLICE_ARG(client->code), SLICE_ARG(r.since));
	return show(c, client, slice_cmp(r.since, slice_of(now.month)) > 0 ? r.since : SLICE_NONE, e);
}

int
cmd_retainer(struct cmd *c, struct err *e)
{
	struct client client;
	if (c->count == 0)
		return list(c, e);
	if (cmd_client_of(c, 0, &client, e) < 0)
		return -1;
	if (c->count == 1)
		return show(c, &client, SLICE_NONE, e);
	if (c->count == 2 && slice_index(c->words[1], '=') < 0 && !slice_iis(c->words[1], "off"))
		return show(c, &client, c->words[1], e);
	if (cmd_needs_role(c, MAY_SELL, "a retainer", e) < 0)
		return -1;
	if (!slice_iis(c->words[1], "off"))
		return set(c, &client, e);
	int got = retainer_drop(c->store, client.id, e);
	if (got == 0)
		return err_set(e, ERR_REFUSED, "%.*s has no retainer", SLICE_ARG(client.code));
	struct ledger_entry ended = {.kind = "retainer", .data = SLICE_LIT("{\"what\":\"ended\"}")};
	if (got < 0 || client_event(c, client.id, &ended, e) < 0)
		return -1;
	str_addf(c->out, "%.*s has no retainer any more\n", SLICE_ARG(client.code));
	return 0;
}

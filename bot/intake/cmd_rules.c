/* client rule: what holds for a client's work beside its kits. */
#include "cmd.h"

#include "docket/base/utf8.h"
#include "docket/store/closeout.h"

static const char usage[] = "usage: client rule CODE | client rule CODE banned \"PHRASE\" | client rule "
                            "CODE allowed \"PHRASE\"";

enum { PHRASE_MAX = 200 }; /* bytes: a phrase, no paragraph */

static int
print_rules(struct cmd *c, const struct client *client, struct err *e)
{
	client_rule_list all = {0};
	const struct client_rule *r;
	if (client_rules(c->store, c->pool, client->id, &all, e) < 0)
		return -1;
	if (c->from->json) {
		struct json w;
		json_begin(&w, c->out);
		json_list(&w);
		VEC_EACH(r, &all) {
			json_open(&w);
			json_put_cstr(&w, "rule", "banned");
			json_put_text(&w, "phrase", r->phrase);
			json_put_text(&w, "by", r->said_by);
			json_put_int(&w, "at", r->at);
			json_close(&w);
		}
		json_list_end(&w);
		str_addc(c->out, '\n');
		return 0;
	}
	if (all.len == 0)
		str_addf(c->out, "%.*s has no rules of its own\n", SLICE_ARG(client->code));
	VEC_EACH(r, &all)
		str_addf(c->out, "banned  %.*s\n", SLICE_ARG(r->phrase));
	return 0;
}

int
client_rule(struct cmd *c, struct err *e)
{
	struct client client;
	if (c->count < 2)
		return err_set(e, ERR_USAGE, "%s", usage);
	int got = client_by_code(c->store, c->pool, c->words[1], &client, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_NOFILE, "there is no client '%.*s'", SLICE_ARG(c->words[1]));
	if (c->count == 2)
		return print_rules(c, &client, e);
	bool ban = slice_iis(c->words[2], "banned");
	struct slice phrase = slice_trim(cmd_rest(c, 3));
	if ((!ban && !slice_iis(c->words[2], "allowed")) || phrase.len == 0)
		return err_set(e, ERR_USAGE, "%s", usage);
	if (phrase.len > PHRASE_MAX || !utf8_valid(phrase))
		return err_set(e, ERR_USAGE, "a phrase has at most %d bytes of text", PHRASE_MAX);
	struct client_rule r = {.client = client.id, .phrase = phrase, .said_by = c->actor,
	                        .at = c->now};
	got = ban ? client_rule_add(c->store, &r, e) : client_rule_drop(c->store, client.id, phrase, e);
	if (got < 0)
		return -1;
	if (got == 0 && !ban)
		return err_set(e, ERR_NOFILE, "\"%.*s\" is not banned; 'client rule %.*s' shows the list",
		               SLICE_ARG(phrase), SLICE_ARG(client.code));
	struct ledger_entry rule = {.kind = "rule", .text = phrase,
	                            .data = ban ? SLICE_LIT("{\"what\":\"banned\"}")
	                                        : SLICE_LIT("{\"what\":\"allowed\"}")};
	if (got > 0 && client_event(c, client.id, &rule, e) < 0)
		return -1;
	str_addf(c->out, "%.*s: \"%.*s\" is %s%s\n", SLICE_ARG(client.code), SLICE_ARG(phrase),
	         got == 0 ? "already " : "",
	         ban ? "banned: texts with it are held at the last checks" : "allowed again");
	return 0;
}
